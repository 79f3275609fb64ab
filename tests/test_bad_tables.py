"""Bad workbooks and CSV files, end to end through `duform flet`: each fault is told with its cell,
and the rows it does not touch give their letters all the same."""

from __future__ import annotations

import io
import json
import struct
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from generator.cli import _run
from generator.document import read_docx
from generator.document.text import to_text
from tests.word import p, word

HEAD = ("Sagsnummer", "Kommunens navn", "rådgiver.navn", "Barnets navn", "Fødselsdato",
        "plan.dato", "plan.hvorfor")
#: What the letters of the good rows are made from. The rows of a table are 2, 3 and 4.
ROWS = tuple((f"2026-{n}", "Egelund Kommune", "Ulla Thorsen", f"{name} Holm", "2014-08-14",
              "2026-03-02", f"Derfor får du hjælp {n}.")
             for n, name in enumerate(("Alma", "Bo", "Carl"), start=1))
ALL = frozenset({"2026-1", "2026-2", "2026-3"})
COLUMN = {name: index for index, name in enumerate(HEAD)}
GOALS = ("Sagsnummer", "Nr.", "Kortnavn", "Målet")
STEPS = ("Sagsnummer", "Mål (plan) nr.", "Delmål")


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A letter that holds what a row of `Sager` says, and nothing else."""
    folder: Path = tmp_path_factory.mktemp("bibliotek")
    place = folder / "templates" / "kort_brev"
    place.mkdir(parents=True)
    place.joinpath("skabelon.docx").write_bytes(word(
        p("Kære {{ barn.navn }}"), p("{{ barn.fødselsdato }}"), p("{{ plan.hvorfor }}")))
    place.joinpath("skabelon.yaml").write_text(
        "titel: Kort brev\ndokument: kort_brev\nlaeser: barn\nversion: 1\n", encoding="utf-8")
    return folder


@dataclass(frozen=True)
class Run:
    """What became of a file: the exit code, what was said, the findings, the letters by number."""

    code: int
    said: str
    found: set[tuple[str, str, str]]
    letters: dict[str, str]
    folder: Path


Flet = Callable[[Path], Run]


@pytest.fixture
def flet(library: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Flet:
    """Runs `duform flet` on a file."""
    def run(file: Path) -> Run:
        out = tmp_path / "ud"
        code = _run(["flet", str(file), "--ud", str(out), "--type", "kort_brev", "--til", "barn",
                     "--bibliotek", str(library)])
        said = capsys.readouterr().err
        report = out / "rapport.json"
        if not report.is_file():
            return Run(code, said, set(), {}, out)
        data = json.loads(report.read_text("utf-8"))
        found = {(f["id"], f["niveau"], f["sted"]["detail"]) for f in [
            *data["bemærkninger"], *(f for r in data["resultater"] for f in r["fund"])]}
        letters = {r["sag"]: to_text(read_docx((out / r["fil"]).read_bytes(), r["fil"]))
                   for r in data["resultater"] if r["status"] == "lavet"}
        return Run(code, said, found, letters, out)
    return run


# --- files ---------------------------------------------------------------------------------------

Change = Callable[[Workbook], None]
Make = Callable[[Path], object]
LINES = tuple(";".join(row) for row in ROWS)


def book(change: Change = lambda book: None) -> Make:
    """A workbook with the three cases, changed."""
    def make(path: Path) -> None:
        made = Workbook()
        sheet = made.worksheets[0]
        sheet.title = "Sager"
        for line in (HEAD, *ROWS):
            sheet.append(line)
        change(made)
        made.save(path)
    return make


def cell(heading: str, value: Any, row: int = 3) -> Change:
    """Another value in the row of the second case; a text is never taken for a formula."""
    def change(book: Workbook) -> None:
        one = book["Sager"].cell(row, COLUMN[heading] + 1)
        one.value = value
        if isinstance(value, str):
            one.data_type = "s"
    return change


def sheet(name: str, head: Sequence[str], *rows: Sequence[Any]) -> Change:
    """One sheet more."""
    def change(book: Workbook) -> None:
        more = book.create_sheet(name)
        for line in (head, *rows):
            more.append(line)
    return change


def both(*changes: Change) -> Change:
    def change(book: Workbook) -> None:
        for one in changes:
            one(book)
    return change


def lines(*rows: str) -> Make:
    """A CSV file of these lines below the headings."""
    return lambda path: path.write_text("\n".join([";".join(HEAD), *rows, ""]), "utf-8")


def second(change: Callable[[str], str]) -> Make:
    """The three cases as CSV, the second of them changed."""
    return lines(LINES[0], change(LINES[1]), LINES[2])


def sheet_xml(change: Callable[[bytes], bytes], made: Change = lambda book: None) -> Make:
    """The workbook with its sheet of cases changed as XML."""
    def make(path: Path) -> None:
        book(made)(path)
        with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as old, \
                zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
            for name in old.namelist():
                data = old.read(name)
                new.writestr(name, change(data) if name == "xl/worksheets/sheet1.xml" else data)
    return make


def padded(size: int) -> Make:
    return sheet_xml(lambda data: data.replace(b"</sheetData>", b" " * size + b"</sheetData>"))


def lying(path: Path) -> None:
    """A bomb whose header says that it is small."""
    padded(60_000_000)(path)
    data = path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        size = archive.getinfo("xl/worksheets/sheet1.xml").file_size
    path.write_bytes(data.replace(struct.pack("<L", size), struct.pack("<L", 2000)))


def nested(path: Path) -> None:
    """Zip files in a zip file."""
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("x", bytes(100_000_000))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for n in range(10):
            archive.writestr(f"{n}.zip", inner.getvalue())


def ole(name: str) -> Make:
    """The container of Excel 97 and of encrypted workbooks, with a stream of this name."""
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + name.encode("utf-16-le")
    return lambda path: path.write_bytes(data)


_NS = "urn:oasis:names:tc:opendocument:xmlns:"


def ods(extra: str = "") -> Make:
    """An ods file with a hidden column and a million empty rows. `extra` stands in its manifest."""
    rows = "".join(f"<t:table-row>{cells}</t:table-row>" for cells in (
        "".join(f'<t:table-cell o:value-type="string"><x:p>{text}</x:p></t:table-cell>'
                for text in row) for row in (HEAD, *ROWS)))
    content = (f'<o:document-content xmlns:o="{_NS}office:1.0" xmlns:t="{_NS}table:1.0"'
               f' xmlns:x="{_NS}text:1.0"><o:body><o:spreadsheet><t:table t:name="Sager">'
               '<t:table-column t:number-columns-repeated="3"/>'
               f'<t:table-column t:visibility="collapse"/>{rows}'
               '<t:table-row t:number-rows-repeated="1048572"><t:table-cell'
               ' t:number-columns-repeated="16384"/></t:table-row></t:table></o:spreadsheet>'
               "</o:body></o:document-content>")

    def make(path: Path) -> None:
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("content.xml", content)
            archive.writestr("META-INF/manifest.xml", f'<m:manifest xmlns:m="{_NS}manifest:1.0">'
                             f"<m:file-entry>{extra}</m:file-entry></m:manifest>")
    return make


def wide(columns: int) -> Change:
    def change(made: Workbook) -> None:
        for n in range(len(HEAD) + 1, columns + 1):
            made["Sager"].cell(1, n, f"Egen {n}")
    return change


def at(address: str, value: Any) -> Change:
    """Something in a cell of `Sager`."""
    def change(made: Workbook) -> None:
        made["Sager"][address] = value
    return change


def above(rows: int, text: str | None = None) -> Change:
    """Rows above the headings."""
    def change(made: Workbook) -> None:
        made["Sager"].insert_rows(1, rows)
        made["Sager"]["A1"] = text
    return change


def only_a_chart(made: Workbook) -> None:
    made.create_chartsheet("Graf")
    del made["Sager"]


def locked_cells(made: Workbook) -> None:
    made["Sager"].protection.sheet = True
    made["Sager"].protection.password = "abc"
    made["Sager"].column_dimensions["D"].hidden = True
    made.create_chartsheet("Graf")


#: A count, which a case has only in its status.
COUNT = both(at("H1", "status.dato"), at("I1", "status.magt.antal"), *(
    at(f"H{row}", "2026-03-02") for row in (2, 3, 4)))


def fejl(id: str, *cells: str) -> set[tuple[str, str, str]]:
    return {(id, "fejl", name) for name in cells}


def advarsel(id: str, cell: str) -> set[tuple[str, str, str]]:
    return {(id, "advarsel", cell)}


EMPTY_ROWS = "".join(f'<row r="{n}" ht="15"><c r="A{n}" s="0"/><c r="B{n}" s="0"/></row>'
                     for n in range(5, 200_000)).encode()
PEOPLE = ("Sagsnummer", "Kortnavn", "Navn", "Rolle", "Beskyttet mod")
PLACES = ("Sagsnummer", "Kortnavn", "Stedets navn", "Slags sted", "Personer på stedet")


@dataclass(frozen=True)
class Case:
    """A file, what is found in it, the letters it gives, and words that the message must have. A
    file that is refused (`refused`) gives no report: then the id is not looked for."""

    make: Make
    found: set[tuple[str, str, str]] = field(default_factory=set)
    letters: frozenset[str] = ALL
    says: tuple[str, ...] = ()
    suffix: str = ".xlsx"
    holds: str = ""


OTHERS = frozenset({"2026-1", "2026-3"})
NONE = frozenset[str]()


def refused(make: Make, *says: str, suffix: str = ".xlsx") -> Case:
    """Nothing in the file is certain: no row gives a letter, and the file is told why."""
    return Case(make, letters=NONE, says=says, suffix=suffix)


def one(id: str, cell_: str, make: Make, *says: str, suffix: str = ".xlsx") -> Case:
    """The second row is told; the others give their letters."""
    return Case(make, fejl(id, cell_), OTHERS, says, suffix)


def csv_(id: str, cell_: str, make: Make, *says: str) -> Case:
    return one(id, cell_, make, *says, suffix=".csv")


def whole(make: Make, holds: str = "", suffix: str = ".xlsx", **more: Any) -> Case:
    """Nothing is wrong; the second letter holds these words."""
    return Case(make, suffix=suffix, holds=holds, **more)


CASES: dict[str, Case] = {
    # the file as a whole
    "encrypted workbook": refused(ole("EncryptedPackage"), "låst med en adgangskode"),
    "encrypted ods": refused(ods("<m:encryption-data/>"), "låst", "LibreOffice", suffix=".ods"),
    "Excel 97": refused(ole("Workbook"), "Excel 97", ".xlsx", suffix=".xls"),
    "zip bomb": refused(padded(60_000_000), "pakker sig ud"),
    "zip bomb that lies": refused(lying, "beskadiget"),
    "zips in a zip": refused(nested, "ikke et regneark"),
    "only a chart": refused(book(only_a_chart), "kun diagrammer"),
    "5000 columns": refused(book(wide(5000)), "5000 kolonner", "Sager!1:1"),
    "16384 columns": refused(book(wide(16384)), "16384 kolonner", "Sager!1:1"),
    "two columns for one field": refused(book(at("H1", "barn.navn")), "To kolonner er til feltet",
                                         "Sager!H1", "D1"),
    "a title above the headings": refused(book(above(1, "Sager pr. 1. marts")), "Sager!A1",
                                          "Slet en titel"),
    "another delimiter": refused(lambda path: path.write_text("\n".join(
        row.replace(";", "|") for row in (";".join(HEAD), *LINES)), "utf-8"),
        "Filen har ingen kolonne", "linje 1, A1", "semikolon", suffix=".csv"),
    "a file of zeros": refused(second(lambda line: line + "\0" * 3000), "ikke en CSV-fil",
                               suffix=".csv"),
    # nothing wrong, though it looks so
    "formats in empty rows": whole(sheet_xml(lambda data: data.replace(
        b"</sheetData>", EMPTY_ROWS + b"</sheetData>"))),
    "two million empty lines": whole(lines(*LINES, "\n" * 2_000_000), suffix=".csv"),
    "a million empty rows in ods, a hidden column": whole(
        ods(), suffix=".ods", found=advarsel("tabel.skjulte_kolonner", "Sager"),
        says=("Kolonne D er skjult",)),
    "a locked sheet, a hidden column, a chart": whole(
        book(locked_cells), found=advarsel("tabel.skjulte_kolonner", "Sager"),
        says=("Kolonne D er skjult",)),
    "blank rows above the headings": whole(book(above(2))),
    "headings with line breaks and blanks": whole(book(both(
        at("D1", "Barnets\n navn  "), at("A1", "Sags\u00a0nummer ")))),
    "headings of one's own, twice": whole(book(both(at("H1", "Eget"), at("I1", "Eget"))), found=(
        advarsel("flet.ukendt_kolonne", "Sager!H1") | advarsel("flet.ukendt_kolonne", "Sager!I1"))),
    "a long sheet name": whole(book(sheet("x" * 31, ("A", "B"), (1, 2))),
                               found=advarsel("flet.ukendt_ark", "x" * 31)),
    "a no-break space at the end of a number": whole(book(cell("Sagsnummer", "2026-2\u00a0"))),
    "like a link": whole(book(cell("plan.hvorfor", '=HYPERLINK("http://x")')), "=HYPERLINK("),
    "like a sum": whole(book(cell("plan.hvorfor", "+45 og -1")), "+45 og -1"),
    "like a command": whole(book(cell("plan.hvorfor", "@SUM(A1)")), "@SUM(A1)"),
    "a tab in front": whole(book(cell("plan.hvorfor", "\t=1+1")), "=1+1"),
    "like a link in csv": whole(second(lambda line: line.replace("Derfor", "=HYPERLINK(1)")),
                                "=HYPERLINK(1) får du", ".csv"),
    "the longest cell there is": whole(book(cell("plan.hvorfor", "Ø" * 32_767)), "Ø" * 32_767),
    "circles of persons and places": whole(book(both(
        sheet("Personer", PEOPLE, ("2026-2", "mor", "Eva Holm", "mor", "far, mor"),
              ("2026-2", "far", "Per Holm", "far", "mor")),
        sheet("Steder", PLACES, ("2026-2", "hjem", "Hjemmet", "plejefamilie", "mor, far"))))),
    **{f"the date {text}": whole(book(cell("Fødselsdato", text)), "1.\u00a0januar 2016")
       for text in ("1-1-2016", "1/1 2016", "1/1-2016", "1.1.2016", "1. januar 2016",
                    "1. jan. 2016", "2016-01-01")},
    "a date": whole(book(cell("Fødselsdato", date(2016, 1, 1))),
                    "1.\u00a0januar 2016"),
    # one row wrong
    "a year of two digits": one("sag.vaerdi", "Sager!E3", book(cell("Fødselsdato", "01.01.16")),
                                "kun to cifre", "fire cifre"),
    "a year of two digits, in words": one(
        "sag.vaerdi", "Sager!E3", book(cell("Fødselsdato", "1. januar 16")), "kun to cifre"),
    "a date in American": one("sag.vaerdi", "Sager!E3", book(cell("Fødselsdato", "08/14/2014"))),
    "an orphan": Case(book(sheet("Mål (plan)", GOALS, ("2026-9", 1, "a", "Et"))),
                      fejl("flet.ukendt_sag", "Mål (plan)!A2"), says=("2026-9",)),
    "a row below none": one("flet.over_ukendt", "Delmål (plan)!B2", book(both(
        sheet("Mål (plan)", GOALS, ("2026-2", 1, "a", "Et")),
        sheet("Delmål (plan)", STEPS, ("2026-2", 7, "x")))), "Der er: 1."),
    "a row below itself": one("flet.over_mangler", "Delmål (plan)!B2", book(
        sheet("Delmål (plan)", STEPS, ("2026-2", None, "x"))), "Tilføj en"),
    "a pointer to nobody": one("sag.kortnavn_ukendt", "Personer!E2", book(
        sheet("Personer", PEOPLE, ("2026-2", "mor", "Eva Holm", "mor", "naboen"))),
        "arket Personer"),
    "a formula without a value": one("tabel.ikke_beregnet", "Sager!G3", book(
        at("G3", '=HYPERLINK("http://x")')), "intet gemt resultat"),
    "a formula in another file": one("tabel.ikke_beregnet", "Sager!G3", book(
        at("G3", "=[1]Ark1!A1"))),
    "a value far to the right": one("tabel.uden_overskrift", "Sager!XFD3", book(
        at("XFD3", "x"))),
    "a CPR number without its zero": one("sag.vaerdi", "Sager!H3", book(both(
        at("H1", "barn.cpr"), at("H3", "102031234"))), "Sæt nullet på igen"),
    **{f"the count {text}": one("sag.vaerdi", "Sager!I3", book(both(COUNT, at("I3", text))),
                                "ikke et antal", "to måder")
       for text in ("1.234,50", "1,234.50", "12,5", "1234.5", "1.234", "-1")},
    "a NUL byte": csv_("tekst.ulovligt_tegn", "D3", second(
        lambda line: line.replace("Bo", "B\0o")), "U+0000", "linje 3, D3"),
    "a quotation mark that is not closed": csv_("tabel.anfoerselstegn", "A3", second(
        lambda line: line.replace("Bo", '"Bo')), "linje 3"),
    "a quotation mark in the middle": csv_("tabel.anfoerselstegn", "A3", second(
        lambda line: line.replace("Bo", '"Bo" x'))),
    "a row too long": csv_("tabel.uden_overskrift", "H3", second(lambda line: line + ";a;b"),
                           "en celle til"),
    "a row too short": Case(second(lambda line: "2026-2;Egelund Kommune;Ulla"),
                            fejl("sag.mangler", "D3"), OTHERS, ("Udfyld cellen",), ".csv"),
    "one column": Case(lambda path: path.write_text("Sagsnummer\n2026-1\n", "utf-8"),
                       fejl("sag.mangler", "A2"), NONE, suffix=".csv"),
    # two rows wrong
    "the same number twice": Case(book(cell("Sagsnummer", "2026-1 ")), fejl(
        "flet.sagsnummer_dobbelt", "Sager!A2", "Sager!A3"), frozenset({"2026-3"}),
        ("også i række 2", "også i række 3")),
    "the same number twice in csv": Case(lines(*LINES, LINES[1]), fejl(
        "flet.sagsnummer_dobbelt", "A3", "A5"), OTHERS, ("i række 3", "i række 5"), ".csv"),
    "the same number three times": Case(lines(*LINES, LINES[1], LINES[1]), fejl(
        "flet.sagsnummer_dobbelt", "A3", "A5", "A6"), OTHERS, suffix=".csv"),
}


@pytest.mark.parametrize("what", CASES)
def test_each_fault_is_told_with_its_cell_and_the_other_rows_give_their_letters(
        what, flet, tmp_path):
    case = CASES[what]
    file = tmp_path / f"a{case.suffix}"
    case.make(file)
    run = flet(file)
    is_refused = not case.letters and not case.found
    ends = 3 if is_refused else int(any(level == "fejl" for _, level, _ in case.found))
    assert run.code == ends, run.said
    assert run.letters.keys() == case.letters, run.said
    assert {f for f in run.found if f[0] != "tabel.csv_laest"} == case.found
    assert all(words in run.said for words in case.says), run.said
    assert case.holds in run.letters.get("2026-2", "")
    assert_speaks_of_cells(run.said)
    assert "Traceback" not in run.said


def assert_speaks_of_cells(said: str) -> None:
    """No advice about how a case file is written."""
    for words in ("i anførselstegn:", "rykket", "bindestreg foran", "»til_barnet«"):
        assert words not in said


def test_what_looks_like_a_formula_is_text_in_all_that_is_written(flet, tmp_path):
    number = "=HYPERLINK(1)"
    file = tmp_path / "a.csv"
    lines(LINES[0], LINES[1].replace("2026-2", number), LINES[2])(file)
    run = flet(file)
    assert run.code == 1
    assert set(run.letters) == OTHERS
    row = next(line for line in (run.folder / "rapport.csv").read_text("utf-8-sig").splitlines()
               if "HYPERLINK" in line)
    assert f"'{number}" in row.split(";")[1]
    for cells in load_workbook(run.folder / "fejl.xlsx")["Sager"].iter_rows(min_row=2):
        assert [(c.data_type, c.quotePrefix) for c in cells if c.value == number] == [("s", True)]


@pytest.mark.parametrize(("make", "suffix", "spot"), [
    (book(both(cell("Fødselsdato", "x"), above(2))), ".xlsx", "E2"),
    (lambda path: path.write_text("\n\n" + "\n".join(
        [";".join(HEAD), LINES[0], LINES[1].replace("2014", "14")]), "utf-8"),
     ".csv", "E2"),
    (lambda path: path.write_text("sep=;\n" + "\n".join(
        [";".join(HEAD), LINES[0], LINES[1].replace("2014", "14")]), "utf-16"),
     ".csv", "E2"),
    (second(lambda line: line.replace("Bo", '"Bo')), ".csv", "A2"),
])
def test_the_error_workbook_has_the_headings_and_the_row_wherever_they_stood(
        make, suffix, spot, flet, tmp_path):
    file = tmp_path / f"a{suffix}"
    make(file)
    sager = load_workbook(flet(file).folder / "fejl.xlsx")["Sager"]
    assert [c.value for c in sager[1]] == list(HEAD)
    assert sager.max_row == 2
    assert sager["A2"].value == "2026-2"
    assert [c.coordinate for c in sager[2] if c.comment] == [spot]
