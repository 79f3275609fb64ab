"""The structure check of a finished docx: what Word would refuse must not leave the house."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from hashlib import blake2b
from posixpath import dirname, join, normpath
from typing import Any

from lxml import etree

from generator.document.docx_package import Package, open_package
from generator.source import Place, Problem, Unusable
from generator.template.word import OFFICE, PACKAGE, WP, W, w, wp

_NAMES = {"w": W, "wp": WP, "r": OFFICE}
_RESERVED = re.compile("[\ue000-\ue01f]")
#: Elements whose number must be theirs alone in a part.
_UNIQUE = {w("bookmarkStart"): (w("id"), "bogmærker"), wp("docPr"): ("id", "billeder")}
#: Elements that may stand inside these only (Word's own wrappers are looked through).
_INSIDE = {
    w("p"): {w(n) for n in ("body", "tc", "hdr", "ftr", "footnote", "endnote", "txbxContent",
                            "comment", "docPartBody")},
    w("r"): {w(n) for n in ("p", "hyperlink", "fldSimple", "smartTag", "dir", "bdo", "ruby",
                            "rubyBase", "rt", "ins", "del", "moveFrom", "moveTo")},
    w("tr"): {w("tbl")}, w("tc"): {w("tr")}, w("t"): {w("r")},
}
_WRAPPERS = {w("sdt"), w("sdtContent"), w("customXml"), w("ins"), w("del"), w("moveFrom"),
             w("moveTo"), w("smartTag")}
_TEXTLESS = {w(n) for n in ("body", "p", "r", "tc", "tr", "tbl", "hdr", "ftr", "footnote",
                            "endnote", "sdtContent", "txbxContent")}
_BLOCKS = {w("p"), w("tbl"), w("sdt"), w("customXml")}
_TABLE, _ROW, _CELL = w("tbl"), w("tr"), w("tc")
_HOLDERS = {w(n) for n in ("hdr", "ftr", "txbxContent", "footnote", "endnote")}


def _xpath(path: str) -> Callable[[etree._Element], list[Any]]:
    find: Callable[[etree._Element], Any] = etree.XPath(path, namespaces=_NAMES,
                                                        smart_strings=False)
    return find


#: Every element that may stand or be filled wrongly. Nearly all of a letter is sound at a glance,
#: and XPath's glance is quick; `_structure` looks properly at the rest.
_DOUBTFUL = _xpath("|".join((
    "//w:t[not(parent::w:r)]", "//w:r[not(parent::w:p)]",
    "//w:p[not(parent::w:body or parent::w:tc)]", "//w:tbl", "//w:tr", "//w:tc", "//w:hdr",
    "//w:ftr", "//w:txbxContent", "//w:footnote", "//w:endnote",
    "//text()[not(parent::w:t)][normalize-space()]/parent::*")))
_POINTERS = _xpath("//@r:*")
_NUMBERS = [_xpath(path) for path in
            ("//w:bookmarkStart/@w:id", "//wp:docPr/@id", "//w:sdtPr/w:id/@w:val")]
#: The parts found sound, by a digest of their bytes, and what each points to (`rId3`): most are
#: alike in all letters of a template. Nothing of what they say is kept. When it is full, it begins
#: afresh.
_sound: dict[bytes, frozenset[str]] = {}
_MOST_SOUND = 1024


def verify(docx: bytes, name: str) -> list[Problem]:
    """Every structural fault of the file, as our own faults: a user cannot mend them.

    Checked: all XML is well-formed, parts have a kind, relationships lead somewhere, numbers are
    unique, paragraphs, runs, rows and cells stand where they may and are not empty where they may
    not, text stands only in runs, and no reserved character is left.
    """
    try:
        return verify_package(open_package(docx, name))
    except Unusable as error:
        return error.problems


def verify_package(package: Package) -> list[Problem]:
    """As `verify`, for a file that has been opened."""
    try:
        return list(_faults(package))
    except Unusable as error:
        return error.problems


def _faults(package: Package) -> Iterator[Problem]:
    names = sorted(info.filename for info in package.parts.values())
    there = frozenset(names)
    for part, text in _untyped(package, names):
        yield _fault(text, part, package.name)
    for part in names:
        if part.lower().endswith((".xml", ".rels")):
            for text in _part_faults(package, part, there):
                yield _fault(text, part, package.name)


def _part_faults(package: Package, part: str, names: frozenset[str]) -> Iterator[str]:
    """The faults of one part. What it is by itself is looked at once for all letters."""
    if part.endswith(".rels"):
        yield from _dangling(package, part, names)
    digest = blake2b(package.read(part), digest_size=16).digest()
    pointers = _sound.get(digest)
    if pointers is None:
        root = package.xml(part)
        ours = root.nsmap.get(root.prefix) == W
        pointers = frozenset(_POINTERS(root) if ours else ())
        faults = [*(_numbers(root) if ours else ()), *(_structure(root) if ours else ()),
                  *_reserved(root)]
        yield from faults
        if not faults:
            if len(_sound) >= _MOST_SOUND:
                _sound.clear()
            _sound[digest] = pointers
    for missing in sorted(pointers - set(package.relationships(part)) - {""}):
        yield f"henvisningen {missing} mangler"


def _reserved(root: etree._Element) -> Iterator[str]:
    if _RESERVED.search(etree.tostring(root, encoding="unicode")):
        yield "et tegn, programmet bruger indvendigt, er blevet tilbage"


def _fault(text: str, part: str, name: str) -> Problem:
    return Problem("brev.opbygning", f"Brevet er ikke bygget rigtigt: {text}.",
                   Place(name, detail=part), "Det er en fejl i skabelonen eller programmet. "
                   "Brevet er ikke gemt. Kør: duform skabeloner tjek.")


def _untyped(package: Package, names: list[str]) -> Iterator[tuple[str, str]]:
    """Parts whose kind is not told; Word refuses to open the file."""
    listing = package.find("[Content_Types].xml")
    if listing is None:
        yield "[Content_Types].xml", "listen over dele mangler"
        return
    extensions, parts = package.told(listing, _typed)
    for part in names:
        if part != listing and f"/{part}".lower() not in parts and (
                part.rpartition(".")[2].lower() not in extensions):
            yield part, "det er ikke sagt, hvad delen er"


def _typed(root: etree._Element) -> tuple[frozenset[str], frozenset[str]]:
    """The extensions and the parts whose kind is told."""
    kinds = f"{{{PACKAGE}/content-types}}"
    return (frozenset((e.get("Extension") or "").lower() for e in root.iter(f"{kinds}Default")),
            frozenset((e.get("PartName") or "").lower() for e in root.iter(f"{kinds}Override")))


def _dangling(package: Package, part: str, names: frozenset[str]) -> Iterator[str]:
    owner_folder = dirname(dirname(part))
    for target in package.told(part, _targets):
        path = target[1:] if target.startswith("/") else normpath(join(owner_folder, target))
        if path.partition("#")[0] not in names:
            yield f"henvisningen til {target} fører ingen steder hen"


def _targets(root: etree._Element) -> tuple[str, ...]:
    """What the relationships of a part point to inside the file."""
    return tuple(rel.get("Target") or "" for rel in root if rel.get("TargetMode") != "External")


def _numbers(root: etree._Element) -> Iterator[str]:
    """Numbers that more than one of a kind has. A text box is there twice, so of two alternative
    contents only the first is looked at."""
    numbers = [found(root) for found in _NUMBERS]
    if all(len(found) == len(set(found)) for found in numbers):
        return
    seen: Counter[tuple[str, str]] = Counter()
    for element in root.iter(*_UNIQUE):
        attribute, what = _UNIQUE[str(element.tag)]
        if not _is_fallback(element):
            seen[what, element.get(attribute) or ""] += 1
    for control in root.iter(w("sdtPr")):
        number = control.find(w("id"))
        if number is not None and not _is_fallback(control):
            seen["indholdskontroller", number.get(w("val")) or ""] += 1
    for (what, value), count in seen.items():
        if value and count > 1:
            yield f"{count} {what} har samme nummer, {value}"


def _is_fallback(element: etree._Element) -> bool:
    return any(etree.QName(e).localname == "Fallback" for e in element.iterancestors())


def _structure(root: etree._Element) -> Iterator[str]:
    for element in _DOUBTFUL(root):
        tag = element.tag
        if tag in _INSIDE and element is not root:
            holder = _holder(element)
            if holder is not None and holder.tag not in _INSIDE[str(tag)] and (
                    str(holder.tag).startswith(f"{{{W}}}")):
                yield (f"»{etree.QName(element).localname}« står inde i "
                       f"»{etree.QName(holder).localname}«")
        if tag in _TEXTLESS:
            stray = (element.text or "") + "".join(child.tail or "" for child in element)
            if stray.strip():
                yield f"teksten »{stray.strip()[:40]}« står uden for et afsnit"
        if tag == _CELL and (len(element) == 0 or element[-1].tag not in _BLOCKS - {_TABLE}):
            yield "en tabelcelle slutter ikke med et afsnit"
        if tag == _ROW and next(element.iter(_CELL), None) is None:
            yield "en tabelrække har ingen celler"
        if tag == _TABLE and next(element.iter(_ROW), None) is None:
            yield "en tabel har ingen rækker"
        if tag in _HOLDERS and not any(child.tag in _BLOCKS for child in element):
            yield f"»{etree.QName(element).localname}« har ingen afsnit"


def _holder(element: etree._Element) -> etree._Element | None:
    """What the element stands in, past Word's wrappers."""
    holder = element.getparent()
    while holder is not None and holder.tag in _WRAPPERS:
        holder = holder.getparent()
    return holder
