"""A copy of a Word letter with the findings as Word comments at their places. The letter itself is
not touched, and no other part of the copy is changed.

Word has no comments in page headers and footers. What is found there, or about the whole letter,
stands at its first words and names its place.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from posixpath import join
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from lxml import etree

from generator.document.docx_package import RELS, Package, open_package
from generator.document.docx_styles import W
from generator.document.model import Document, paragraphs
from generator.findings.anchors import Anchors, mark_paragraph, mark_spot
from generator.findings.kontrol import (
    EXCEPTED,
    HUMAN,
    LEVEL_NAMES,
    NOTHING,
    TYPES,
    Kontrol,
    counted,
    described,
    first_step,
    lasts,
    place_of_paragraph,
    questions,
)
from generator.source import LEVELS, Place, Problem, Unusable, reason

AUTHOR, INITIALS = "duform", "df"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_NAMESPACES = {"w": W[1:-1]}
#: Same input, same bytes.
_TIME = (1980, 1, 1, 0, 0, 0)


def to_word(kontrol: Kontrol) -> bytes:
    """The commented copy as docx bytes; raises `Unusable` when the file can no longer be read, or
    is written in a way that cannot be added to."""
    try:
        data = kontrol.fil.read_bytes()
    except OSError as error:
        raise Unusable([Problem("fil.kan_ikke_laeses", f"Filen kan ikke læses: {reason(error)}.",
                                Place(str(kontrol.fil)), "Se efter, om den er flyttet.")]
                       ) from error
    assert kontrol.inspection
    package = open_package(data, str(kontrol.fil))
    main = next(r.target for r in package.relationships().values() if r.kind == "officeDocument")
    if b"purl.oclc.org" in package.read(main):
        raise Unusable([Problem(
            "word.strict", "Filen er gemt som »Strict Open XML«, og den kan vi ikke sætte "
            "kommentarer i.", Place(str(kontrol.fil)), "Gem den i Word som et almindeligt "
            "Word-dokument (.docx), eller brug --format html.")])
    part, comments, number = _comments(package, main)
    _put(kontrol, kontrol.inspection.brev.document, package.xml(main), comments, number)
    return _written(package, main, part, comments)


# --- the comments -------------------------------------------------------------------------------


def _put(kontrol: Kontrol, document: Document, root: etree._Element, comments: etree._Element,
         number: int) -> None:
    """Writes all comments and marks their places."""
    anchors = Anchors(root, paragraphs(document.body))
    by_place = {p.where.detail: p for p in paragraphs(document.body)}
    first = anchors.first
    if first is None:
        return
    for lines in _about_it_all(kontrol):
        comments.append(_comment(number, lines))
        mark_paragraph(first, number)
        number += 1
    found = [p for level in LEVELS for p in kontrol.of(level)]
    for id, problem in enumerate(found, number):
        paragraph = by_place.get(place_of_paragraph(problem.where.detail))
        element = anchors.of(paragraph) if paragraph else None
        comments.append(_comment(id, _lines(kontrol, problem, told=element is None)))
        if paragraph is None or element is None:
            mark_paragraph(first, id)
        elif not problem.span or not mark_spot(element, paragraph, problem.span, problem.quote, id):
            mark_paragraph(element, id)


def _about_it_all(kontrol: Kontrol) -> Iterator[list[str]]:
    """The comments that stand first: what was found, what somebody let stand, what only a person
    can judge."""
    assert kontrol.inspection
    yield [counted([kontrol]), first_step(kontrol) or NOTHING,
           f"Efterset som: {described(kontrol)}", *kontrol.inspection.gættet,
           *kontrol.sorted.bemærkninger]
    if kontrol.undtaget:
        yield [f"{EXCEPTED} ({len(kontrol.undtaget)})", *(
            f"{one.fund.text} [{one.fund.id}, {one.fund.level}] "
            f"Grund: {one.undtagelse.grund}{lasts(one)}" for one in kontrol.undtaget)]
    for kind, rules in questions(kontrol):
        yield [f"{HUMAN}. {TYPES[kind]}:", *(f"– {r.besked} [{r.id}]" for r in rules)]


def _lines(kontrol: Kontrol, problem: Problem, *, told: bool) -> Iterator[str]:
    kind = f", {problem.kind}" if problem.kind else ""
    level = "Advarsel" if problem.level == "advarsel" else LEVEL_NAMES[problem.level]
    yield f"{level}{kind}: {problem.text} [{problem.id}]"
    if told:
        yield f"Hvor: {kontrol.place(problem)}"
    if problem.why:
        yield f"Hvorfor: {problem.why}"
    if problem.remedy:
        yield f"Sådan: {problem.remedy}"


def _comment(id: int, lines: Iterable[str]) -> etree._Element:
    comment = etree.Element(W + "comment", {
        W + "id": str(id), W + "author": AUTHOR, W + "initials": INITIALS}, nsmap=_NAMESPACES)
    for line in lines:
        run = etree.SubElement(etree.SubElement(comment, W + "p"), W + "r")
        text = etree.SubElement(run, W + "t", {_SPACE: "preserve"})
        text.text = "".join(c if c.isprintable() else " " for c in line)
    return comment


# --- the package --------------------------------------------------------------------------------


def _comments(package: Package, main: str) -> tuple[str, etree._Element, int]:
    """The part of the comments with its root, made when there is none; and the first free id."""
    relation = next((r for r in package.relationships(main).values()
                     if r.kind == "comments" and not r.external), None)
    if relation and (found := package.find(relation.target)):
        root = package.xml(found)
        ids = [int(c.get(W + "id", "")) for c in root if c.get(W + "id", "").isdecimal()]
        return found, root, max(ids, default=-1) + 1
    folder = main.rpartition("/")[0]
    names = ("comments.xml", "duform-comments.xml")
    part = next(p for p in (join(folder, name) for name in names) if not package.find(p))
    return part, etree.Element(W + "comments", nsmap=_NAMESPACES), 0


def _written(package: Package, main: str, part: str, comments: etree._Element) -> bytes:
    """The package with its main part and comments as they are now, all else byte by byte."""
    changed = {main: _bytes(package.xml(main)), part: _bytes(comments)}
    if package.find(part) is None:
        folder, _, file = main.rpartition("/")
        rels = join(folder, "_rels", f"{file}.rels")
        rels = package.find(rels) or rels
        changed[rels] = _pointed_at(package, rels, part)
        types = package.find("[Content_Types].xml") or "[Content_Types].xml"
        changed[types] = _typed(package, types, part)
    names = [info.filename for info in package.zip.infolist() if not info.is_dir()]
    return _zipped(package, [*names, *(n for n in changed if n not in names)], changed)


def _zipped(package: Package, names: Sequence[str], changed: dict[str, bytes]) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name in names:
            info = ZipInfo(name, _TIME)
            info.compress_type = ZIP_DEFLATED
            archive.writestr(info, changed[name] if name in changed else package.read(name))
    return out.getvalue()


def _pointed_at(package: Package, rels: str, part: str) -> bytes:
    namespace = RELS.rpartition("}")[0] + "}"
    root = package.xml(rels) if package.find(rels) else etree.fromstring(
        f'<Relationships xmlns="{namespace[1:-1]}"/>')
    taken = {item.get("Id") for item in root}
    free = next(f"rIdDuform{n}" for n in range(1, len(taken) + 2)
                if f"rIdDuform{n}" not in taken)
    etree.SubElement(root, RELS, {"Id": free, "Type": f"{_OFFICE}/comments",
                                  "Target": f"/{part}"})
    return _bytes(root)


def _typed(package: Package, types: str, part: str) -> bytes:
    root = package.xml(types)
    etree.SubElement(root, f"{{{_TYPES}}}Override", {"PartName": f"/{part}",
                                                     "ContentType": _KIND})
    return _bytes(root)


def _bytes(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
