"""The structure check of a finished docx: what Word would refuse must not leave the house."""

from __future__ import annotations

import re
from collections.abc import Iterator
from posixpath import dirname, join, normpath

from lxml import etree

from generator.document.docx_package import Package, open_package
from generator.source import Place, Problem, Unusable
from generator.template.mend import w

_UNIQUE = ((w("bookmarkStart"), w("id"), "bogmærke"),
           ("{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr", "id",
            "billede"), (w("sdt"), w("id"), "indholdskontrol"))
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


def verify(docx: bytes, name: str) -> list[Problem]:
    """Every structural fault of the file, as our own faults: a user cannot mend them.

    Checked: all XML is well-formed, relationships lead somewhere, ids are unique, each table cell
    ends with a paragraph, text stands only in runs, and no reserved character is left.
    """
    try:
        package = open_package(docx, name)
        return list(_faults(package, name))
    except Unusable as error:
        return error.problems


def _faults(package: Package, name: str) -> Iterator[Problem]:
    names = {info.filename for info in package.parts.values()}
    for part in sorted(names):
        if not part.endswith((".xml", ".rels")):
            continue
        root = package.xml(part)
        if part.endswith(".rels"):
            yield from _dangling(root, part, names, name)
        elif part.startswith("word/") and "/_rels/" not in part:
            yield from _word_part(root, part, name, package)


def _fault(text: str, part: str, name: str) -> Problem:
    return Problem("brev.opbygning", f"Brevet er ikke bygget rigtigt: {text}.",
                   Place(name, detail=part), "Det er en fejl i skabelonen eller programmet. Brevet er ikke gemt. Kør: "
                   "duform skabeloner tjek.")


def _dangling(root: etree._Element, part: str, names: set[str], name: str) -> Iterator[Problem]:
    owner_folder = dirname(dirname(part))
    for rel in root:
        target = rel.get("Target") or ""
        if rel.get("TargetMode") == "External":
            continue
        path = target[1:] if target.startswith("/") else normpath(join(owner_folder, target))
        if path.partition("#")[0] not in names:
            yield _fault(f"henvisningen til {target} fører ingen steder hen", part, name)


def _word_part(root: etree._Element, part: str, name: str, package: Package) -> Iterator[Problem]:
    seen: dict[tuple[str, str], int] = {}
    used: set[str] = set()
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        for tag, attribute, what in _UNIQUE:
            if element.tag == tag and (value := element.get(attribute)):
                seen[what, value] = seen.get((what, value), 0) + 1
        if element.tag == w("tc") and (len(element) == 0 or element[-1].tag not in (
                w("p"), w("sdt"), w("customXml"))):
            yield _fault("en tabelcelle slutter ikke med et afsnit", part, name)
        if element.tag == w("tbl") and element.find(f".//{w('tr')}") is None:
            yield _fault("en tabel har ingen rækker", part, name)
        if element.tag in (w("body"), w("p"), w("r"), w("tc"), w("tr"), w("tbl")):
            stray = (element.text or "") + "".join(child.tail or "" for child in element)
            if stray.strip():
                yield _fault(f"teksten »{stray.strip()[:40]}« står uden for et afsnit", part, name)
        used.update(str(v) for k, v in element.attrib.items() if str(k).startswith(_R))
    for (what, value), count in seen.items():
        if count > 1:
            yield _fault(f"{count} dele ({what}) har samme nummer, {value}", part, name)
    known = set(package.relationships(part))
    for missing in sorted(used - known - {""}):
        yield _fault(f"henvisningen {missing} mangler", part, name)
    text = etree.tostring(root, encoding="unicode")
    if re.search("[\ue000-\ue01f]", text):
        yield _fault("et tegn, programmet bruger indvendigt, er blevet tilbage", part, name)
