"""The structure check of a finished docx: what Word would refuse must not leave the house."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from posixpath import dirname, join, normpath

from lxml import etree

from generator.document.docx_package import Package, open_package
from generator.source import Place, Problem, Unusable
from generator.template.word import OFFICE, PACKAGE, W, w, wp

_R = f"{{{OFFICE}}}"
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


def verify(docx: bytes, name: str) -> list[Problem]:
    """Every structural fault of the file, as our own faults: a user cannot mend them.

    Checked: all XML is well-formed, parts have a kind, relationships lead somewhere, numbers are
    unique, paragraphs, runs, rows and cells stand where they may and are not empty where they may
    not, text stands only in runs, and no reserved character is left.
    """
    try:
        package = open_package(docx, name)
        return list(_faults(package, name))
    except Unusable as error:
        return error.problems


def _faults(package: Package, name: str) -> Iterator[Problem]:
    names = sorted(info.filename for info in package.parts.values())
    for part, text in _untyped(package, names):
        yield _fault(text, part, name)
    for part in names:
        if not part.lower().endswith((".xml", ".rels")):
            continue
        root = package.xml(part)
        faults = list(_dangling(root, part, set(names))) if part.endswith(".rels") else []
        if root.nsmap.get(root.prefix) == W:
            faults += [*_numbers(root), *_structure(root), *_pointers(root, part, package)]
        if _RESERVED.search(etree.tostring(root, encoding="unicode")):
            faults.append("et tegn, programmet bruger indvendigt, er blevet tilbage")
        for text in faults:
            yield _fault(text, part, name)


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
    kinds = f"{{{PACKAGE}/content-types}}"
    root = package.xml(listing)
    extensions = {(e.get("Extension") or "").lower() for e in root.iter(f"{kinds}Default")}
    parts = {(e.get("PartName") or "").lower() for e in root.iter(f"{kinds}Override")}
    for part in names:
        if part != listing and f"/{part}".lower() not in parts and (
                part.rpartition(".")[2].lower() not in extensions):
            yield part, "det er ikke sagt, hvad delen er"


def _dangling(root: etree._Element, part: str, names: set[str]) -> Iterator[str]:
    owner_folder = dirname(dirname(part))
    for rel in root:
        target = rel.get("Target") or ""
        if rel.get("TargetMode") == "External":
            continue
        path = target[1:] if target.startswith("/") else normpath(join(owner_folder, target))
        if path.partition("#")[0] not in names:
            yield f"henvisningen til {target} fører ingen steder hen"


def _numbers(root: etree._Element) -> Iterator[str]:
    """Numbers that more than one of a kind has. A text box is there twice, so of two alternative
    contents only the first is looked at."""
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
    for element in root.iter():
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
        if tag == w("tc") and (len(element) == 0 or element[-1].tag not in _BLOCKS - {w("tbl")}):
            yield "en tabelcelle slutter ikke med et afsnit"
        if tag == w("tr") and next(element.iter(w("tc")), None) is None:
            yield "en tabelrække har ingen celler"
        if tag == w("tbl") and next(element.iter(w("tr")), None) is None:
            yield "en tabel har ingen rækker"
        if tag in (w("hdr"), w("ftr"), w("txbxContent"), w("footnote"), w("endnote")) and not any(
                child.tag in _BLOCKS for child in element):
            yield f"»{etree.QName(element).localname}« har ingen afsnit"


def _holder(element: etree._Element) -> etree._Element | None:
    """What the element stands in, past Word's wrappers."""
    holder = element.getparent()
    while holder is not None and holder.tag in _WRAPPERS:
        holder = holder.getparent()
    return holder


def _pointers(root: etree._Element, part: str, package: Package) -> Iterator[str]:
    used = {str(value) for element in root.iter() for name, value in element.attrib.items()
            if str(name).startswith(_R)}
    for missing in sorted(used - set(package.relationships(part)) - {""}):
        yield f"henvisningen {missing} mangler"
