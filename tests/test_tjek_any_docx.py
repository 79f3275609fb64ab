"""Any file put to the check: it is read, or refused in words that help. What the reader of Word
files does with each oddity stands in `test_document.py`; here is that the whole check holds."""

from __future__ import annotations

import io
import random
from collections.abc import Callable
from functools import cache
from pathlib import Path

import docx
import openpyxl
import pytest

from generator.checker.rule_files import load_rules
from generator.checker.rules import Regelbog
from generator.inspection import Asked, Inspection, inspect
from generator.library import load_library
from generator.source import Unusable
from tests.test_document import (
    HOSTILE,
    ROOT_RELS,
    SPACES,
    bytes_of,
    code,
    deep,
    element,
    mark,
    p,
    package,
    r,
    rels,
    word,
)

LIBRARY = load_library()
SECRET = "husk at spørge Kirsten Brandt"
LETTER = "Kære Alma. Du skal bo hos Jens, og du må klage."


@cache
def book() -> Regelbog:
    return load_rules(LIBRARY)


def looked_at(data: bytes, tmp_path: Path, name: str = "brev.docx") -> Inspection:
    """The file as the check sees it, from the disk."""
    file = tmp_path / name
    file.write_bytes(data)
    return inspect(file, LIBRARY, book(), Asked())


# --- refused ------------------------------------------------------------------------------------

def spreadsheet() -> bytes:
    out = io.BytesIO()
    openpyxl.Workbook().save(out)
    return out.getvalue()


REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    **HOSTILE,
    "rich text": (lambda: rb"{\rtf1\ansi Hej}", "docx.ikke_docx"),
    "a web page": (lambda: b"<html><body>Hej</body></html>", "docx.ikke_docx"),
    "a real spreadsheet": (spreadsheet, "docx.andet_program"),
    "a picture": (lambda: b"\x89PNG\r\n\x1a\n" + bytes(100), "docx.ikke_docx"),
    "ten million spaces": (lambda: word(p(r(" " * 19_000_000))), "docx.for_stor"),
    "a form of many million tags": (lambda: word("<w:p/>" * 4_000_000), "docx.for_stor"),
    "external entity in a header": (lambda: word(
        "<w:sectPr><w:headerReference r:id='x'/></w:sectPr>", {"x": ("header", "h.xml")},
        word__h_xml="<!DOCTYPE a [<!ENTITY b SYSTEM 'http://x.example/'>]><a>&b;</a>"),
        "docx.doctype"),
}


@pytest.mark.parametrize(("build", "id"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_letter_is_refused_with_a_way_on(build: Callable[[], bytes], id: str,
                                                    tmp_path: Path) -> None:
    with pytest.raises(Unusable) as refused:
        looked_at(build(), tmp_path)
    [problem] = refused.value.problems
    assert problem.id == id
    assert problem.where.file.endswith("brev.docx")
    assert problem.remedy.endswith((".", "?"))


@pytest.mark.parametrize("name", ["findes_ikke.docx", "mappe"])
def test_what_is_not_there_is_refused(name: str, tmp_path: Path) -> None:
    (tmp_path / "mappe").mkdir()
    with pytest.raises(Unusable) as refused:
        inspect(tmp_path / name, LIBRARY, book(), Asked())
    [problem] = refused.value.problems
    assert problem.id == "fil.kan_ikke_laeses"
    assert problem.remedy


# --- read ---------------------------------------------------------------------------------------

def words(count: int) -> str:
    """So many words that do not pack away to nothing."""
    pick = random.Random(7)
    return " ".join(pick.choice(("klage", "skole", "mor", "venner", "hjælp", "plan", "12"))
                    + str(pick.randrange(999)) for _ in range(count))


def strict() -> bytes:
    text = element("w:document", f"<w:body>{p(LETTER)}</w:body>").replace(
        SPACES["w"], "http://purl.oclc.org/ooxml/wordprocessingml/main").replace(
        SPACES["r"], "http://purl.oclc.org/ooxml/officeDocument/relationships")
    kind = "http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument"
    return package({"_rels/.rels": rels({"a": (kind, "word/document.xml")}),
                    "word/document.xml": text})


def in_python_docx() -> bytes:
    letter = docx.Document()
    letter.add_heading("Afgørelse", 0)
    letter.add_table(2, 2).cell(0, 0).add_table(1, 1).cell(0, 0).text = LETTER
    return bytes_of(letter)


BOX = ("<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx><w:txbxContent>"
       + p(LETTER) + "</w:txbxContent></wps:txbx></w:drawing></mc:Choice></mc:AlternateContent>"
       "</w:r>")
NOTE = element("w:footnotes", f"<w:footnote w:id='5'>{p(LETTER)}</w:footnote>")
OLD_WORD = element("w:settings", "<w:compat><w:compatSetting w:name='compatibilityMode' "
                   "w:uri='http://schemas.microsoft.com/office/word' w:val='11'/></w:compat>")
READ: dict[str, Callable[[], bytes]] = {
    "plain": lambda: word(p(LETTER)),
    "tables in tables": lambda: word(deep(8).replace("<w:t xml:space=\"preserve\">x",
                                                     f"<w:t xml:space=\"preserve\">{LETTER}")),
    "table in a table from a library": in_python_docx,
    "content control": lambda: word(
        f"<w:sdt><w:sdtPr><w:alias w:val='Felt'/></w:sdtPr><w:sdtContent>{p(LETTER)}"
        "</w:sdtContent></w:sdt>"),
    "result of a field": lambda: word(p(
        mark("begin") + code("MERGEFIELD brev") + mark("separate") + r(LETTER) + mark("end"))),
    "footnote": lambda: word(p(r("Se noten") + "<w:r><w:footnoteReference w:id='5'/></w:r>"),
                             {"x": ("footnotes", "footnotes.xml")}, word__footnotes_xml=NOTE),
    "text box": lambda: word(p(BOX)),
    "right to left": lambda: word(p(r(LETTER, "<w:rtl/>") + r("שלום مرحبا", "<w:rtl/>"),
                                    "<w:bidi/>")),
    "compatible with Word 2003": lambda: word(p(LETTER), {"x": ("settings", "settings.xml")},
                                              word__settings_xml=OLD_WORD),
    "strict": strict,
    "inserted and deleted": lambda: word(p(
        f"<w:ins w:author='K'>{r(LETTER)}</w:ins><w:del><w:r><w:delText>x</w:delText></w:r>"
        "</w:del>")),
    "letters apart": lambda: word(p("".join(r(letter) for letter in LETTER))),
}


@pytest.mark.parametrize("build", READ.values(), ids=READ)
def test_a_letter_is_read_however_it_is_stored(build: Callable[[], bytes], tmp_path: Path) -> None:
    seen = looked_at(build(), tmp_path)
    assert LETTER in "\n".join(s.tekst for s in seen.brev.stykker)


UNSEEN: dict[str, tuple[Callable[[], bytes], set[str]]] = {
    "macros": (lambda: word(p(LETTER), {"x": ("vbaProject", "vbaProject.bin")},
                            word__vbaProject_bin=b"\0"), {"ANDRE-FILER"}),
    "another file inside": (lambda: word(
        p(LETTER) + "<w:altChunk r:id='x'/>", {"x": ("aFChunk", "side.html")},
        word__side_html=f"<p>{SECRET}</p>"), {"ANDRE-FILER"}),
    "only a picture": (lambda: word(p(
        "<w:r><w:drawing><wp:docPr descr='Tegning'/><a:blip r:embed='x'/></w:drawing></w:r>"),
        {"x": ("image", "NULL")}), {"ANDRE-FILER"}),
    "broken part": (lambda: package({
        "_rels/.rels": rels(ROOT_RELS), "customXml/item1.xml": "<a>",
        "word/document.xml": element("w:document", f"<w:body>{p(LETTER)}</w:body>")}),
        {"ANDRE-FILER"}),
    "hidden text": (lambda: word(p(r(LETTER) + r(SECRET, "<w:vanish/>"))), {"SKJULT"}),
    "tracked": (lambda: word(p(r(LETTER) + f"<w:del><w:r><w:delText>{SECRET}</w:delText></w:r>"
                                           "</w:del>")), {"SPORET"}),
    "a linked file": (lambda: word(p(
        r(LETTER) + mark("begin") + code('INCLUDETEXT "C:\\\\Sager\\\\brev.docx"')
        + mark("end"))), {"STIER"}),
    "variables": (lambda: word(
        p(LETTER), {"x": ("settings", "settings.xml")},
        word__settings_xml=element("w:settings", f"<w:docVars><w:docVar w:name='a' "
                                   f"w:val='{SECRET}'/></w:docVars>")), {"ANDRE-DATA"}),
}


@pytest.mark.parametrize(("build", "ids"), UNSEEN.values(), ids=UNSEEN)
def test_what_is_not_on_the_paper_is_told(build: Callable[[], bytes], ids: set[str],
                                          tmp_path: Path) -> None:
    told = {p.id for p in looked_at(build(), tmp_path).fund
            if p.id in book().regler and book().regler[p.id].slags == "beskyttelse"}
    assert told - {"NAVNE-I-BREVET"} == ids


def test_an_empty_letter_is_looked_at_too(tmp_path: Path) -> None:
    for body in ("", p(""), p(r("   "))):
        seen = looked_at(word(body), tmp_path)
        assert seen.brev.stykker == ()
        assert seen.gættet


LARGE: dict[str, tuple[Callable[[], bytes], int]] = {
    "ten thousand pages": (lambda: word("".join(
        p(r(f"Side {n}: du må klage.") + "<w:r><w:br w:type='page'/></w:r>")
        for n in range(10_000))), 10_000),
    "a paragraph of a megabyte": (lambda: word(p(words(130_000))), 1),
    "a word of a megabyte": (lambda: word(p("".join(words(140_000).split()))), 1),
    "a megabyte of capitals": (lambda: word(p(words(130_000).title())), 1),
    "a megabyte of digits": (lambda: word(p("".join(str(n) for n in range(170_000)))), 1),
    "a megabyte of dates": (lambda: word(p(" ".join(f"{n % 28 + 1:02}.12.{n % 99:02}" for n in
                                                  range(100_000)))), 1),
    "a hundred thousand runs": (lambda: word(p("".join(r(f"du{n} ") for n in range(100_000)))), 1),
}


@pytest.mark.parametrize(("build", "count"), LARGE.values(), ids=LARGE)
def test_the_largest_letters_are_read_to_their_end(build: Callable[[], bytes], count: int,
                                                   tmp_path: Path) -> None:
    assert len(looked_at(build(), tmp_path).brev.stykker) == count
