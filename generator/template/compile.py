"""A Word template compiled: docxtpl's syntax work done once, the Jinja parts compiled once, the
parts that never change packed once. Immutable afterwards; any number of letters come from it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any
from xml.sax.saxutils import escape

from jinja2 import Template, TemplateError, TemplateSyntaxError
from lxml import etree

from generator.document.docx_package import Package, open_package
from generator.expressions import PARAGRAPH, Rewriter
from generator.library import Skabelon
from generator.phrases.holes import spot
from generator.phrases.markdown import StyleMap
from generator.phrases.session import danish_reason
from generator.sandbox import environment
from generator.source import Place, Problem, Unusable
from generator.template.mend import mend, spots, w
from generator.template.styles import numbering_of, style_map
from generator.template.zip_writer import Packed, pack

DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
MAIN_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
MANIFEST_PART = "customXml/duform.xml"
#: Kinds of parts, by the last word of their relationship type, that tags are filled in.
_FILLED = ("header", "footer", "footnotes", "endnotes")
#: Parts that say who edited the template and when. They do not travel into letters.
_PRIVATE = ("core-properties", "extended-properties", "custom-properties", "thumbnail", "people",
            "customXml", "comments", "commentsExtended", "commentsIds", "commentsExtensible",
            "attachedTemplate", "documenttasks", "printerSettings", "keyMapCustomizations",
            "attachedToolbars", "vbaProject", "wordVbaData", "webSettings")


@dataclass(frozen=True)
class Part:
    """One part with tags: its template, its fixed relationships, and what needs care after."""

    name: str
    template: Template
    rels_name: str
    rels: str
    tables: bool = False
    pictures: bool = False
    rows: bool = False
    spots: tuple[str, ...] = ()


@dataclass(frozen=True)
class CompiledTemplate:
    """A template ready to make letters. `first_*` are the first free numbers in its parts."""

    skabelon: Skabelon
    parts: tuple[Part, ...]
    static: Packed
    static_parts: Mapping[str, bytes]
    styles: StyleMap
    numbering_name: str
    numbering: tuple[str, str]
    abstract: Mapping[str, str]
    first_bookmark: int
    first_list: int
    hash: str
    problems: tuple[Problem, ...] = field(default=())


def compile_template(skabelon: Skabelon) -> CompiledTemplate:
    """The template of a skabelon, compiled; raises `Unusable` with every problem that would lose
    or leak text (the lint finds more)."""
    return compile_docx(skabelon.path.read_bytes(), skabelon)


def compile_docx(data: bytes, skabelon: Skabelon) -> CompiledTemplate:
    """As `compile_template`, for bytes in memory."""
    from hashlib import sha256

    name = str(skabelon.path)
    package = open_package(data, name)
    main = _main_part(package, name)
    roots = {part: _mended(package, part) for part in _filled_parts(package, main)}
    styles_root = _root(package, main, "styles")
    numbering_name, numbering_root = _numbering(package, main)
    styles = style_map(styles_root, skabelon.typografier)
    parts, problems = _parts(package, main, roots, name)
    if problems:
        raise Unusable(problems)
    static = _static_parts(package, main, {p.name for p in parts}, roots, numbering_name)
    abstract = {role: found for role in ("nummer", "undernummer")
                if (found := numbering_of(styles_root, numbering_root, styles.styles.get(role)))}
    return CompiledTemplate(
        skabelon=skabelon, parts=tuple(parts), static=pack(static.items()), static_parts=static,
        styles=_with_numbers(styles, abstract), numbering_name=numbering_name,
        numbering=_split_numbering(package, numbering_name), abstract=abstract,
        first_bookmark=1 + _highest(roots.values(), "bookmarkStart"),
        first_list=1 + _highest([numbering_root] if numbering_root is not None else [], "num",
                                "numId"),
        hash=sha256(data).hexdigest())


def _with_numbers(styles: StyleMap, abstract: Mapping[str, str]) -> StyleMap:
    """Without a list definition behind it, a style cannot number: the role has no style then."""
    return StyleMap({role: id for role, id in styles.styles.items()
                     if role not in ("nummer", "undernummer") or role in abstract},
                    styles.bold, styles.italic, styles.looks)


def _main_part(package: Package, name: str) -> str:
    for rel in package.relationships().values():
        if rel.kind == "officeDocument" and package.find(rel.target):
            return rel.target
    raise Unusable([Problem("docx.ikke_docx", "Filen er ikke et Word-dokument.", Place(name),
                            "Åbn den i Word, og gem den som Word-dokument (.docx).")])


def _filled_parts(package: Package, main: str) -> list[str]:
    found = [main]
    for kind in _FILLED:
        for rel in package.relationships(main).values():
            if rel.kind == kind and not rel.external and package.find(rel.target) and (
                    rel.target not in found):
                found.append(rel.target)
    return found


def _mended(package: Package, part: str) -> etree._Element:
    root = package.xml(part)
    mend(root)
    return root


def _root(package: Package, main: str, kind: str) -> etree._Element | None:
    for rel in package.relationships(main).values():
        if rel.kind == kind and package.find(rel.target):
            return package.xml(rel.target)
    return None


def _numbering(package: Package, main: str) -> tuple[str, etree._Element | None]:
    for rel in package.relationships(main).values():
        if rel.kind == "numbering" and package.find(rel.target):
            return rel.target, package.xml(rel.target)
    return "", None


def _split_numbering(package: Package, name: str) -> tuple[str, str]:
    """The numbering part, before and after the place where a letter's own lists go."""
    if not name:
        return "", ""
    text = DECLARATION + etree.tostring(package.xml(name), encoding="unicode")
    end = text.find("<w:numIdMacAtCleanup")
    end = text.rfind("</w:numbering>") if end < 0 else end
    return text[:end], text[end:]


def _highest(roots: Iterable[etree._Element], element: str, attribute: str = "id") -> int:
    numbers = [int(found.get(w(attribute)) or 0) for root in roots for found in root.iter(w(element))
               if (found.get(w(attribute)) or "").lstrip("-").isdigit()]
    return max(numbers, default=0)


@cache
def _docxtpl() -> Any:
    """docxtpl's own reading of its dialect; it keeps no state between calls."""
    from docxtpl import DocxTemplate

    return DocxTemplate("")


def _parts(package: Package, main: str, roots: Mapping[str, etree._Element],
           file: str) -> tuple[list[Part], list[Problem]]:
    parts: list[Part] = []
    problems: list[Problem] = []
    for name, root in roots.items():
        source = etree.tostring(root, encoding="unicode")
        if "{" not in source and name != main:
            continue
        try:
            parts.append(_part(package, name, source, file, spots(root, part_name(name, main))))
        except TemplateError as error:
            problems.append(syntax_problem(error, file, spots(root, part_name(name, main))))
    return parts, problems


def _part(package: Package, name: str, source: str, file: str, places: list[str]) -> Part:
    patched = patched_source(source)
    env = environment()
    tree = env.parse(patched, name, f"{file}|{name}")
    Rewriter(f"{file}|{name}", phrase=False).rewrite(tree)
    code = env.compile(tree, name, f"{file}|{name}")
    folder, _, base = name.rpartition("/")
    rels = package.find(f"{folder}/_rels/{base}.rels")
    return Part(
        name=name, template=Template.from_code(env, code, {}),
        rels_name=f"{folder}/_rels/{base}.rels",
        rels=_without_private(package.read(rels).decode("utf-8-sig")) if rels else _empty_rels(),
        tables=_odd_tables(source), pictures="<wp:docPr" in source,
        rows="{%tr" in source or "{%p" in source or "{{p" in source, spots=tuple(places))


def patched_source(source: str) -> str:
    """The part as a Jinja template; the tags of paragraph n stand on line n + 1."""
    marked = re.sub(r"<w:p([ >])", rf"{PARAGRAPH}\n<w:p\1", source)
    patched: str = _docxtpl().patch_xml(marked)
    return patched


def _empty_rels() -> str:
    return f'{DECLARATION}<Relationships xmlns="{_PACKAGE}/relationships"></Relationships>'


def _odd_tables(source: str) -> bool:
    """Whether the number of cells in a row can differ from letter to letter."""
    return any(mark in source for mark in ("{%tc", "colspan", "{% hm", "{%hm"))


def syntax_problem(error: TemplateError, file: str, spots: Sequence[str]) -> Problem:
    """A tag that cannot be read, with the paragraph it stands in."""
    line = getattr(error, "lineno", 0) or 0
    text, _, remedy = danish_syntax(error).partition("||")
    return Problem("skabelon.maerke", f"{text}.", Place(file, detail=spot(spots, line)), remedy)


def danish_syntax(error: TemplateError) -> str:
    """Jinja's complaint about a tag, in Danish, with a remedy after `||`."""
    text = str(error)
    if not isinstance(error, TemplateSyntaxError):
        return danish_reason(error)
    if "nknown tag" in text:
        tag = text.split("'")[1]
        if tag.startswith("end") or tag in ("else", "elif"):
            return (f"Mærket »{tag}« lukker noget, som ikke er åbnet||Se efter, om der mangler et "
                    "if eller for før det, eller slet mærket.")
        return (f"Mærket »{tag}« kender vi ikke||Brug if, for eller set, eller {{{{ … }}}} om et "
                "felt.")
    if "nexpected end of template" in text or "nexpected end of" in text:
        return "Et if eller for bliver ikke lukket||Sæt endif eller endfor, hvor det skal slutte."
    return f"Et mærke kan ikke læses ({text})||Se efter stavefejl og tegn, der ikke hører til."


def part_name(name: str, main: str) -> str:
    """A part as people know it: brødteksten, sidehovedet, sidefoden …"""
    if name == main:
        return "brødteksten"
    known = {"header": "sidehovedet", "footer": "sidefoden", "footnotes": "fodnoterne",
             "endnotes": "slutnoterne"}
    base = name.rpartition("/")[2]
    return next((danish for key, danish in known.items() if base.startswith(key)), base)


# --- the parts that never change ----------------------------------------------------------------


def _static_parts(package: Package, main: str, filled: set[str],
                  roots: Mapping[str, etree._Element], numbering: str) -> dict[str, bytes]:
    private = _private_parts(package, main)
    types = etree.fromstring(package.read("[Content_Types].xml"))
    static: dict[str, bytes] = {"[Content_Types].xml": b""}
    with_rels = {_rels_of(name) for name in filled}
    for info in package.parts.values():
        name = info.filename
        if name in filled or name in private or name == numbering or name in with_rels:
            continue
        if name in ("[Content_Types].xml", "_rels/.rels"):
            continue
        if name in roots:
            static[name] = _serialised(roots[name])
        elif name.endswith("settings.xml"):
            static[name] = _clean_settings(package, name)
        elif name.endswith(".rels"):
            static[name] = _without_private(package.read(name).decode("utf-8-sig")).encode()
        else:
            static[name] = package.read(name)
    static["_rels/.rels"] = _package_rels(main).encode()
    static["docProps/app.xml"] = _app_properties()
    static[f"customXml/_rels/{MANIFEST_PART.rpartition('/')[2]}.rels"] = _manifest_rels().encode()
    static["customXml/duformProps.xml"] = _manifest_properties()
    static["[Content_Types].xml"] = _content_types(types, {*static, *filled}, main, numbering)
    return static


def _rels_of(name: str) -> str:
    folder, _, base = name.rpartition("/")
    return f"{folder}/_rels/{base}.rels"


def _private_parts(package: Package, main: str) -> set[str]:
    private: set[str] = set()
    for owner in ("", main):
        for rel in package.relationships(owner).values():
            if rel.kind in _PRIVATE and not rel.external:
                private |= {rel.target, _rels_of(rel.target)}
                private |= {r.target for r in package.relationships(rel.target).values()
                            if rel.kind == "customXml"}
    return {package.find(name) or name for name in private}


def _serialised(root: etree._Element) -> bytes:
    return (DECLARATION + etree.tostring(root, encoding="unicode")).encode()


def _clean_settings(package: Package, name: str) -> bytes:
    """Settings without what tells of the template's life: rsids, paths, variables, tracking."""
    root = package.xml(name)
    for child in list(root):
        if child.tag in (w("rsids"), w("attachedTemplate"), w("docVars"), w("mailMerge"),
                         w("trackRevisions"), w("saveThroughXslt"), w("writeProtection")):
            root.remove(child)
    return _serialised(root)


def _without_private(rels: str) -> str:
    """A relationships part without those that point to dropped parts."""
    root = etree.fromstring(rels.encode())
    for rel in list(root):
        kind = (rel.get("Type") or "").rpartition("/")[2]
        if kind in _PRIVATE:
            root.remove(rel)
    return DECLARATION + etree.tostring(root, encoding="unicode")


def _package_rels(main: str) -> str:
    kinds = ((f"{_OFFICE}/officeDocument", main),
             (f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
             (f"{_OFFICE}/extended-properties", "docProps/app.xml"))
    inner = "".join(f'<Relationship Id="rId{n}" Type="{kind}" Target="{target}"/>'
                    for n, (kind, target) in enumerate(kinds, 1))
    return (f'{DECLARATION}<Relationships xmlns="{_PACKAGE}/relationships">{inner}'
            "</Relationships>")


def _app_properties() -> bytes:
    return (f'{DECLARATION}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/'
            '2006/extended-properties"><Application>duform</Application></Properties>').encode()


def _manifest_rels() -> str:
    return (f'{DECLARATION}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
            f'Type="{_OFFICE}/customXmlProps" Target="duformProps.xml"/></Relationships>')


def _manifest_properties() -> bytes:
    """Word keeps a custom XML part through saving when it has an id of its own."""
    return (f'{DECLARATION}<ds:datastoreItem ds:itemID="{{6D0F0A11-0D0F-4F72-9D0F-6D616E6966}}" '
            'xmlns:ds="http://schemas.openxmlformats.org/officeDocument/2006/customXml">'
            '<ds:schemaRefs><ds:schemaRef ds:uri="urn:duform:manifest:1"/></ds:schemaRefs>'
            "</ds:datastoreItem>").encode()


def _content_types(types: etree._Element, names: set[str], main: str, numbering: str) -> bytes:
    """The template's content types, less the dropped parts, plus our own and pictures'."""
    space = f"{{{_PACKAGE}/content-types}}"
    known = {name.lower() for name in names} | {numbering.lower()}
    for element in list(types):
        if element.tag == f"{space}Override":
            part = (element.get("PartName") or "").lstrip("/").lower()
            if part == main.lower():
                element.set("ContentType", MAIN_TYPE)  # a .dotx makes a .docx
            elif part not in known:
                types.remove(element)
    defaults = {(e.get("Extension") or "").lower() for e in types if e.tag == f"{space}Default"}
    for extension, kind in (
            ("rels", "application/vnd.openxmlformats-package.relationships+xml"),
            ("xml", "application/xml"), ("png", "image/png"), ("jpg", "image/jpeg"),
            ("jpeg", "image/jpeg")):
        if extension not in defaults:
            types.insert(0, types.makeelement(f"{space}Default", {"Extension": extension,
                                                                  "ContentType": kind}))
    for part, kind in (
            ("docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml"),
            ("docProps/app.xml",
             "application/vnd.openxmlformats-officedocument.extended-properties+xml"),
            ("customXml/duformProps.xml",
             "application/vnd.openxmlformats-officedocument.customXmlProperties+xml")):
        present = {(e.get("PartName") or "").lower() for e in types}
        if f"/{part}".lower() not in present:
            types.append(types.makeelement(f"{space}Override", {"PartName": f"/{part}",
                                                                "ContentType": kind}))
    return _serialised(types)


def core_properties(title: str, sender: str, day: date) -> bytes:
    """The letter's properties: what it is and from whom, and nothing about who wrote it when."""
    stamp = f"{day.isoformat()}T00:00:00Z"
    return (f'{DECLARATION}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
            'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
            'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
            f"<dc:title>{escape(title)}</dc:title><dc:creator>{escape(sender)}</dc:creator>"
            f"<dc:language>da-DK</dc:language>"
            f'<dcterms:created xsi:type="dcterms:W3CDTF">{stamp}</dcterms:created>'
            f'<dcterms:modified xsi:type="dcterms:W3CDTF">{stamp}</dcterms:modified>'
            "</cp:coreProperties>").encode()


def manifest_relationship(rels: str, part: str) -> str:
    """The main part's relationships with one more, to the manifest beside it."""
    up = "../" * part.count("/")
    return add_relationship(rels, f"{_OFFICE}/customXml", f"{up}{MANIFEST_PART}")[0]


def add_relationship(rels: str, kind: str, target: str) -> tuple[str, str]:
    """The relationships part with one more, and the id it got (the first free `rId`)."""
    used = set(re.findall(r'\bId="([^"]+)"', rels))
    number = next(n for n in range(1, len(used) + 2) if f"rId{n}" not in used)
    new = f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
    if "</Relationships>" in rels:
        return rels.replace("</Relationships>", f"{new}</Relationships>"), f"rId{number}"
    return re.sub(r"/>\s*$", f">{new}</Relationships>", rels), f"rId{number}"


