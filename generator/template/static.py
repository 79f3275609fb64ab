"""What is the same in every letter from a template: the parts without tags, the list of contents,
and the properties. Nothing in them tells who made the template, or when."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from xml.sax.saxutils import escape, quoteattr

from lxml import etree

from generator.doors import clean
from generator.template.parts import (
    DECLARATION,
    TemplateFile,
    add_relationship,
    relationship,
    relationships_xml,
    rels_name,
    serialised,
)
from generator.template.word import PACKAGE, W14, w

MAIN_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
MANIFEST_PART = "customXml/duform.xml"
_CORE, _APP = "docProps/core.xml", "docProps/app.xml"
#: Named as Word names it; the template's own custom XML stays behind, so the name is free.
_MANIFEST_PROPERTIES = "customXml/itemProps1.xml"
_W15 = "http://schemas.microsoft.com/office/word/2012/wordml"
#: Settings that tell of the template's own life: who, when, with what, and where it lay.
_LIFE = {w("rsids"), w("attachedTemplate"), w("docVars"), w("mailMerge"), w("trackRevisions"),
         w("saveThroughXslt"), w("writeProtection"), w("proofState"), w("activeWritingStyle"),
         w("attachedSchema"), f"{{{W14}}}docId", f"{{{_W15}}}docId"}
_DEFAULTS = {"rels": "application/vnd.openxmlformats-package.relationships+xml",
             "xml": "application/xml", "png": "image/png", "jpg": "image/jpeg",
             "jpeg": "image/jpeg"}
_OVERRIDES = {
    _CORE: "application/vnd.openxmlformats-package.core-properties+xml",
    _APP: "application/vnd.openxmlformats-officedocument.extended-properties+xml",
    _MANIFEST_PROPERTIES:
        "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"}


def static_parts(file: TemplateFile, filled: set[str], numbering: str) -> dict[str, bytes]:
    """The parts that every letter has alike: all but those with tags, and the numbering."""
    static: dict[str, bytes] = {"[Content_Types].xml": b""}
    for name in file.kept():
        if name not in filled and name != numbering:
            static[name] = _part(file, name)
        rels = "" if name in filled else file.relationships(name)
        if rels:
            static[rels_name(name)] = rels.encode()
    static["_rels/.rels"] = _package_rels(file.main).encode()
    static[_APP] = _app_properties()
    static[rels_name(MANIFEST_PART)] = relationships_xml(
        relationship("rId1", "customXmlProps", _MANIFEST_PROPERTIES.rpartition("/")[2])).encode()
    static[_MANIFEST_PROPERTIES] = _manifest_properties()
    static["[Content_Types].xml"] = _content_types(file, {*static, *filled, numbering})
    return static


def _part(file: TemplateFile, name: str) -> bytes:
    if name in file.roots:
        return serialised(file.roots[name])
    if name == file.related("settings"):
        return _clean_settings(file.package.xml(name))
    if name == file.related("styles"):
        return _clean_styles(file.package.xml(name))
    return file.package.read(name)


def _clean_settings(root: etree._Element) -> bytes:
    for child in list(root):
        if child.tag in _LIFE:
            root.remove(child)
    return serialised(root)


def _clean_styles(root: etree._Element) -> bytes:
    for mark in list(root.iter(w("rsid"))):
        style = mark.getparent()
        if style is not None:
            style.remove(mark)
    return serialised(root)


def _package_rels(main: str) -> str:
    return relationships_xml("".join((
        relationship("rId1", "officeDocument", main),
        relationship("rId2", f"{PACKAGE}/relationships/metadata/core-properties", _CORE),
        relationship("rId3", "extended-properties", _APP))))


def _app_properties() -> bytes:
    return (f'{DECLARATION}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/'
            '2006/extended-properties"><Application>duform</Application></Properties>').encode()


def _manifest_properties() -> bytes:
    """Word keeps a custom XML part through saving when it has an id of its own."""
    return (f'{DECLARATION}<ds:datastoreItem ds:itemID="{{6D0F0A11-0D0F-4F72-9D0F-6D616E6966E5}}" '
            'xmlns:ds="http://schemas.openxmlformats.org/officeDocument/2006/customXml">'
            '<ds:schemaRefs><ds:schemaRef ds:uri="urn:duform:manifest:1"/></ds:schemaRefs>'
            "</ds:datastoreItem>").encode()


def _content_types(file: TemplateFile, names: set[str]) -> bytes:
    """The template's content types, less the parts left behind, plus our own and pictures'."""
    old = file.package.xml("[Content_Types].xml")
    present = {name.lower() for name in names}
    defaults = dict(_DEFAULTS)
    overrides = {f"/{part}": kind for part, kind in _OVERRIDES.items()}
    for element in old:
        kind = element.get("ContentType") or ""
        extension, part = element.get("Extension"), element.get("PartName")
        if extension:
            defaults.setdefault(extension.lower(), kind)
        elif part and part.lstrip("/").lower() in present:
            overrides.setdefault(part, kind)
    # A .dotx makes a .docx, and a file with macros one without.
    overrides = {part: kind for part, kind in overrides.items()
                 if part.lstrip("/").lower() != file.main.lower()}
    overrides[f"/{file.main}"] = MAIN_TYPE
    return _types_xml(defaults, overrides)


def _types_xml(defaults: Mapping[str, str], overrides: Mapping[str, str]) -> bytes:
    kinds = [f"<Default Extension={quoteattr(extension)} ContentType={quoteattr(kind)}/>"
             for extension, kind in sorted(defaults.items())]
    kinds += [f"<Override PartName={quoteattr(part)} ContentType={quoteattr(kind)}/>"
              for part, kind in sorted(overrides.items())]
    return (f'{DECLARATION}<Types xmlns="{PACKAGE}/content-types">{"".join(kinds)}'
            "</Types>").encode()


@lru_cache(maxsize=64)
def core_properties(title: str, sender: str, day: date) -> bytes:
    """The letter's properties: what it is and from whom, and nothing about who wrote it when."""
    stamp = f"{day.isoformat()}T00:00:00Z"
    return (f'{DECLARATION}<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" '
            'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
            'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
            f"<dc:title>{escape(clean(title))}</dc:title>"
            f"<dc:creator>{escape(clean(sender))}</dc:creator>"
            f"<dc:language>da-DK</dc:language>"
            f'<dcterms:created xsi:type="dcterms:W3CDTF">{stamp}</dcterms:created>'
            f'<dcterms:modified xsi:type="dcterms:W3CDTF">{stamp}</dcterms:modified>'
            "</cp:coreProperties>").encode()


@lru_cache(maxsize=256)
def manifest_relationship(rels: str, part: str) -> str:
    """The main part's relationships with one more, to the manifest beside it."""
    up = "../" * part.count("/")
    return add_relationship(rels, "customXml", f"{up}{MANIFEST_PART}")[0]
