"""A cell reads as a person reads it in Excel, whatever the file; what cannot be read is said."""

from __future__ import annotations

import re
import tracemalloc
from datetime import date, datetime, time
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
import pytest

from generator.batch.rows import kolonnebogstav
from generator.batch.tables.number_format import Odd, format_of, shown_by
from generator.batch.tables.read import Tables, read_tables
from generator.source import Unusable

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
XF = "".join(f'<xf numFmtId="{n}"/>' for n in (0, 14, 164, 165, 20, 9, 49))
STYLES = (f'<styleSheet xmlns="{MAIN}"><numFmts><numFmt numFmtId="164" formatCode="0000000000"/>'
          f'<numFmt numFmtId="165" formatCode="0000"/></numFmts><cellXfs>{XF}</cellXfs>'
          "</styleSheet>")
HEADINGS = '<row r="1"><c r="A1" t="inlineStr"><is><t>A</t></is></c></row>'


def xlsx(path: Path, rows: str, *, book: str = "", strings: str = "", sheet: str = "",
         before: str = "") -> Path:
    """A workbook with these rows, written by hand."""
    sheet = sheet or (f'{before}<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData>'
                      "</worksheet>")
    with ZipFile(path, "w", ZIP_DEFLATED) as out:
        out.writestr("xl/workbook.xml", f'<workbook xmlns="{MAIN}" xmlns:r="{REL}">{book}<sheets>'
                     '<sheet name="Sager" sheetId="1" r:id="r1"/></sheets></workbook>')
        out.writestr("xl/_rels/workbook.xml.rels", "<Relationships xmlns=\"http://schemas.openxmlfo"
                     'rmats.org/package/2006/relationships">' + "".join(
                         f'<Relationship Id="r{n}" Type="{REL}/{kind}" Target="{part}"/>'
                         for n, (kind, part) in enumerate([
                             ("worksheet", "sheet.xml"), ("styles", "styles.xml"),
                             ("sharedStrings", "strings.xml")], start=1)) + "</Relationships>")
        out.writestr("xl/sheet.xml", sheet)
        out.writestr("xl/styles.xml", STYLES)
        out.writestr("xl/strings.xml", f'<sst xmlns="{MAIN}">{strings}</sst>')
    return path


def all_rows(tables: Tables) -> list[list[str | None]]:
    return [list(row.tekster) for table in tables.tables for row in table.rækker]


def problems(tables: Tables) -> list[tuple[str, str]]:
    return [(cell.problem.id, cell.problem.where.detail) for table in tables.tables
            for row in table.rækker for cell in row.celler if cell.problem]


def refused(path: Path) -> list[str]:
    with pytest.raises(Unusable) as error:
        all_rows(read_tables(path))
    return [problem.id for problem in error.value.problems]


@pytest.mark.parametrize(("code", "value", "text"), [
    ("General", "2.5", "2,5"), ("General", "19.990000000000002", "19,99"),
    ("General", "3.0", "3"), ("General", "1E3", "1000"), ("General", "-0.5", "-0,5"),
    ("General", "0", "0"), ("General", "1.0000000000000001E-3", "0,001"),
    ("0000000000", "101501234", "0101501234"), ("0000", "800", "0800"), ("0000", "8000", "8000"),
    ("000000\\-0000", "101501234", "010150-1234"), ('000000"-"0000', "101501234", "010150-1234"),
    ("00 00 00 00", "12345678", "12 34 56 78"), ("[$-406]0000", "800", "0800"),
    ("#,##0.00", "1234.5", "1234,5"), ("0.00", "2.5", "2,5"), ("0", "2.5", "2,5"),
    ("0%", "0.25", "25 %"), ("0.0%", "0.125", "12,5 %"), ('#,##0" dage"', "12", "12"),
    ("yyyy-mm-dd", "46023", "2026-01-01"), ("[$-406]d. mmmm yyyy", "46023", "2026-01-01"),
    ("dd-mm-yyyy", "1", "1900-01-01"), ("dd-mm-yyyy", "59", "1900-02-28"),
    ("dd-mm-yyyy", "61", "1900-03-01"), ("d/m", "46023.5", "2026-01-01"),
    ("d/m/yy h:mm", "46023.4375", "2026-01-01 10:30"), ("d/m/yy h:mm", "46023", "2026-01-01"),
    ("h:mm", "0.4375", "10:30"), ("hh:mm:ss", "0.43767361111111114", "10:30:15"),
    ("[h]:mm", "1.0833333333333333", "26:00"), ("mmm", "46023", "2026-01-01"),
])
def test_a_number_is_shown_as_its_format_says(code, value, text):
    assert shown_by(format_of(164, code), False)(value) == text


@pytest.mark.parametrize("value", ["0", "60", "-1", "2958466"])
def test_a_day_that_does_not_exist_is_a_problem(value):
    with pytest.raises(Odd):
        shown_by(format_of(14, None), False)(value)


def test_a_workbook_may_count_its_days_from_1904(tmp_path):
    row = '<row r="2"><c r="A2" s="1"><v>44561</v></c></row>'
    path = xlsx(tmp_path / "a.xlsx", HEADINGS + row, book='<workbookPr date1904="1"/>')
    assert all_rows(read_tables(path)) == [["2026-01-01"]]


def test_a_workbook_reads_as_it_was_typed(tmp_path):
    book = openpyxl.Workbook()
    del book["Sheet"]
    sheet = book.create_sheet("Sager")
    sheet.append(["CPR", "Postnr", "Dato", "Tid", "Ja", "Tal", "Tekst"])
    sheet.append([101501234, 800, date(2026, 1, 1), time(10, 30), True, 19.99, "0101 & <b>"])
    sheet["A2"].number_format, sheet["B2"].number_format = "0" * 10, "0000"
    moment = datetime.combine(date(2026, 1, 1), time(8, 5))
    sheet.append([None, None, moment, None, False, None, "å\nb"])
    book.save(tmp_path / "a.xlsx")
    tables = read_tables(tmp_path / "a.xlsx")
    assert [c.tekst for c in tables.tables[0].overskrifter][:2] == ["CPR", "Postnr"]
    rows = list(tables.tables[0].rækker)
    assert list(rows[0].tekster) == ["0101501234", "0800", "2026-01-01", "10:30", "ja", "19,99",
                                     "0101 & <b>"]
    assert list(rows[1].tekster) == [None, None, "2026-01-01 08:05", None, "nej", None, "å\nb"]
    assert str(rows[0].celler[2].sted).endswith("a.xlsx, Sager!C2")


STRINGS = ("<si><t>Ella</t></si><si><r><t>fed</t></r><r><t xml:space='preserve'> og tynd</t></r>"
           "<rPh sb='0' eb='1'><t>lyd</t></rPh></si><si><t>A &amp; B_x000D_</t></si>"
           "<si><t>x\ue000y</t></si><si><t>" + "ø" * 32767 + "</t></si><si/>")
CELLS = [
    ('<c r="A2" t="s"><v>0</v></c>', "Ella"),
    ('<c r="A2" t="s"><v>1</v></c>', "fed og tynd"),
    ('<c r="A2" t="s"><v>2</v></c>', "A & B\n"),
    ('<c r="A2" t="s"><v>4</v></c>', "ø" * 32767),
    ('<c r="A2" t="inlineStr"><is><r><t>to </t></r><r><t>dele</t></r></is></c>', "to dele"),
    ('<c t="inlineStr" r="A2"><is><t>&#248;&lt;</t></is></c>', "ø<"),
    ('<c r="A2" t="inlineStr"><is><t><![CDATA[</row><c>]]></t></is></c>', "</row><c>"),
    ('<c r="A2" s="6" t="s"><v>0</v></c>', "Ella"),
    ('<c r="A2" s="2"><v>101501234</v></c>', "0101501234"),
    ('<c r="A2" s="3"><!-- x --><v>800</v></c>', "0800"),
    ('<c r="A2" s="1"><f>IDAG()</f><v>46023</v></c>', "2026-01-01"),
    ('<c r="A2" t="str"><f t="shared" si="0"/><v>regnet</v></c>', "regnet"),
    ('<c r="A2" t="b"><v>1</v></c>', "ja"),
    ('<c r="A2" t="d"><v>2026-01-01T00:00:00</v></c>', "2026-01-01"),
    ('<c><v>7</v></c>', "7"),
]


@pytest.mark.parametrize(("cell", "text"), CELLS)
def test_a_cell_reads_the_same_however_it_is_written(tmp_path, cell, text):
    tables = read_tables(xlsx(tmp_path / "a.xlsx", f'{HEADINGS}<row r="2">{cell}</row>',
                              strings=STRINGS))
    assert all_rows(tables) == [[text]]


@pytest.mark.parametrize(("cell", "text"), CELLS)
def test_rows_of_one_shape_read_as_the_first_of_them_does(tmp_path, cell, text):
    cells = f'<c r="B2" s="3"><v>800</v></c>{cell.replace("A2", "D2")}<c r="F2" s="1"/>'
    rows = "".join(f'<row r="{n}" spans="1:3">{cells}</row>' for n in range(2, 9))
    heads = "".join(f'<c r="{c}1" t="inlineStr"><is><t>{c}</t></is></c>' for c in "ABCDEF")
    path = xlsx(tmp_path / "a.xlsx", f'<row r="1">{heads}</row>{rows}', strings=STRINGS)
    column = 3 if 'r="A2"' in cell else 2
    assert {(row.tekster[1], row.tekster[column]) for row in read_tables(path).tables[0].rækker
            } == {("0800", text)}


def test_a_row_whose_style_differs_from_those_above_is_shown_by_its_own(tmp_path):
    rows = "".join(f'<row r="{n}"><c r="A{n}" s="{style}"><v>{value}</v></c></row>' for
                   n, (style, value) in enumerate([(3, 800), (3, 800), (3, 801), (0, 800),
                                                   (1, 46023), (3, 802), (1, 60)], start=2))
    tables = read_tables(xlsx(tmp_path / "a.xlsx", HEADINGS + rows))
    assert all_rows(tables) == [["0800"], ["0800"], ["0801"], ["800"], ["2026-01-01"], ["0802"],
                                [None]]


@pytest.mark.parametrize(("cell", "text"), [c for c in CELLS if 'CDATA' not in c[0]])
def test_a_workbook_with_prefixed_names_reads_the_same(tmp_path, cell, text):
    body = re.sub(r"<(/?)(?=[a-z])", r"<\1x:",
                  f'<sheetData>{HEADINGS}<row r="2">{cell}</row></sheetData>')
    path = xlsx(tmp_path / "a.xlsx", "", strings=STRINGS,
                sheet=f'<x:worksheet xmlns:x="{MAIN}">{body}</x:worksheet>')
    assert all_rows(read_tables(path)) == [[text]]


@pytest.mark.parametrize(("cell", "problem"), [
    ('<c r="A2"><f>A1</f></c>', "tabel.ikke_beregnet"),
    ('<c r="A2"><f>A1</f><v></v></c>', "tabel.ikke_beregnet"),
    ('<c r="A2" t="e"><v>#N/A</v></c>', "tabel.fejlvaerdi"),
    ('<c r="A2" s="1"><v>60</v></c>', "tabel.ingen_dato"),
    ('<c r="A2"><v>1234567890123456789</v></c>', "tabel.for_langt_tal"),
    ('<c r="A2"><v>NaN</v></c>', "tabel.ulaeselig"),
    ('<c r="A2"><v>12 kr</v></c>', "tabel.ulaeselig"),
    ('<c r="A2" t="s"><v>99</v></c>', "tabel.ulaeselig"),
    ('<c r="A2" t="s"><v>3</v></c>', "tekst.ulovligt_tegn"),
    ('<c r="A2" t="inlineStr"><is><t>a_x0007_b</t></is></c>', "tekst.ulovligt_tegn"),
])
def test_a_cell_that_cannot_be_read_says_so_and_where(tmp_path, cell, problem):
    path = xlsx(tmp_path / "a.xlsx", f'{HEADINGS}<row r="2">{cell}</row>', strings=STRINGS)
    assert problems(read_tables(path)) == [(problem, "Sager!A2")]


def test_a_value_without_a_heading_is_a_problem_and_the_next_row_is_read(tmp_path):
    rows = (f'{HEADINGS}<row r="2"><c r="A2"><v>1</v></c><c r="D2"><v>2</v></c></row>'
            '<row r="7"/><row r="9"><c r="A9"><v>3</v></c><c r="B9" s="1"/></row>')
    path = xlsx(tmp_path / "a.xlsx", rows)
    assert problems(read_tables(path)) == [("tabel.uden_overskrift", "Sager!D2")]
    assert [row.nummer for row in read_tables(path).tables[0].rækker] == [2, 9]
    assert all_rows(read_tables(path))[1] == ["3"]


def test_what_a_person_may_not_see_is_remarked(tmp_path):
    book = openpyxl.Workbook()
    del book["Sheet"]
    sheet = book.create_sheet("Sheet")
    sheet.append(["A", "B"])
    sheet.append(["1", "2"])
    sheet.append([None, "3"])
    sheet.merge_cells("A2:A3")
    sheet.row_dimensions[3].hidden = True
    book.create_sheet("Tom")
    extra = book.create_sheet("Skjult")
    extra.append(["A"])
    extra.sheet_state = "veryHidden"
    book.save(tmp_path / "a.xlsx")
    tables = read_tables(tmp_path / "a.xlsx")
    assert [t.navn for t in tables.tables] == ["Sheet", "Skjult"]
    assert [p.id for p in tables.remarks] == [
        "tabel.skjulte_raekker", "tabel.flettede_celler", "tabel.skjult_ark"]
    assert all_rows(tables) == [["1", "2"], [None, "3"]]


def test_macros_are_ignored_and_that_is_said(tmp_path):
    path = xlsx(tmp_path / "a.xlsm", f'{HEADINGS}<row r="2"><c r="A2"><v>1</v></c></row>')
    with ZipFile(path, "a") as out:
        out.writestr("xl/vbaProject.bin", b"x")
    assert [p.id for p in read_tables(path).remarks] == ["tabel.makroer"]


def test_two_million_empty_rows_do_not_hurt(tmp_path):
    rows = "".join(f'<row r="{n}" ht="15"/>' for n in range(2, 2_000_001))
    path = xlsx(tmp_path / "a.xlsx", f'{HEADINGS}{rows}<row r="2000001"><c r="A2000001"><v>1</v>'
                "</c></row>")
    assert [row.nummer for row in read_tables(path).tables[0].rækker] == [2000001]


HOSTILE = {
    "fil.tom": b"", "tabel.ingen_projektmappe": b"PK\x03\x04 not a zip",
    "tabel.xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
    "tabel.laast": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
}


@pytest.mark.parametrize("problem", HOSTILE)
def test_a_file_that_is_no_workbook_is_refused(tmp_path, problem):
    (tmp_path / "a.xlsx").write_bytes(HOSTILE[problem])
    assert refused(tmp_path / "a.xlsx") == [problem]


def test_a_workbook_that_is_dangerous_or_no_table_is_refused(tmp_path):
    path = tmp_path / "a.xlsx"
    entity = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    assert refused(xlsx(path, f"{HEADINGS}<row><c t='str'><v>&e;</v></c></row>",
                        before=entity)) == ["tabel.farlig"]
    assert refused(xlsx(path, HEADINGS + " " * 60_000_000)) == ["tabel.for_stor"]
    wide = "".join(f'<c r="{kolonnebogstav(n)}1" t="inlineStr"><is><t>x</t></is></c>'
                   for n in range(5000))
    assert refused(xlsx(path, f'<row r="1">{wide}</row>')) == ["tabel.for_mange_kolonner"]
    assert refused(xlsx(path, '<row r="1"><c r="A1"><v>1</v></c></row>')) == [
        "tabel.ingen_overskrifter"]
    assert refused(xlsx(path, '<row r="1"><c r="A1"/></row>')) == ["fil.tom"]
    assert refused(xlsx(path, f'{HEADINGS}<row r="2"><c r="A2"><v>1</c></row>')) == [
        "tabel.ingen_projektmappe"]
    assert refused(xlsx(path, "", sheet="<a><sheetData></row>")) == ["tabel.ingen_projektmappe"]
    assert refused(tmp_path / "findes_ikke.xlsx") == ["fil.kan_ikke_laeses"]
    (tmp_path / "a.pdf").write_bytes(b"%PDF")
    assert refused(tmp_path / "a.pdf") == ["tabel.ukendt_slags"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_a_csv_file_is_read_whoever_wrote_it(tmp_path, encoding, delimiter):
    text = 'Navn|Postnr|Note\r\nSøren|0800|"a""b|c\r\nd"\r\n\r\nÅse|8000|\r\n'
    (tmp_path / "a.csv").write_bytes(text.replace("|", delimiter).encode(encoding))
    tables = read_tables(tmp_path / "a.csv")
    rows = list(tables.tables[0].rækker)
    assert [list(r.tekster) for r in rows] == [["Søren", "0800", f'a"b{delimiter}c\nd'],
                                               ["Åse", "8000", None]]
    assert rows[1].nummer == 4
    assert str(rows[1].celler[0].sted).endswith("a.csv, linje 5, A4")
    shown = {"utf-8-sig": "UTF-8", "cp1252": "cp1252"}.get(encoding, encoding.upper())
    assert shown in tables.remarks[0].text


@pytest.mark.parametrize(("raw", "found"), [
    (b"A;B\na\0b;1\n", [("tekst.ulovligt_tegn", "A2")]),
    (b"A;B\n1;2;3\n", [("tabel.uden_overskrift", "C2")]),
    (b'A;B\n"x" y;2\n3;4\n', [("tabel.anfoerselstegn", "A2")]),
    (b'A;B\n1;2\n"x;2\n3;4\n', [("tabel.anfoerselstegn", "A3")]),
    ("A;B\nS\ufffdren;2\n".encode(), [("tabel.tabt_tegn", "A2")]),
])
def test_a_bad_cell_in_a_csv_file_is_named(tmp_path, raw, found):
    (tmp_path / "a.csv").write_bytes(raw)
    assert problems(read_tables(tmp_path / "a.csv")) == found


def test_a_csv_file_may_announce_its_delimiter(tmp_path):
    (tmp_path / "a.csv").write_bytes(b"sep=,\nA,B;C\n1,2;3\n")
    tables = read_tables(tmp_path / "a.csv")
    assert [(row.nummer, list(row.tekster)) for row in tables.tables[0].rækker] == [
        (3, ["1", "2;3"])]


def test_a_long_csv_file_takes_no_more_memory_than_a_short_one(tmp_path):
    def peak(rows: int) -> int:
        path = tmp_path / f"{rows}.csv"
        path.write_text("A;B\n" + "Søren;2026-01-01\n" * rows, encoding="cp1252")
        tracemalloc.start()
        assert sum(1 for _ in read_tables(path).tables[0].rækker) == rows
        top = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return top
    assert peak(60_000) < peak(1_000) + 5_000_000


OFFICE = ("xmlns:o='urn:oasis:names:tc:opendocument:xmlns:office:1.0' xmlns:t='urn:oasis:names:tc:"
          "opendocument:xmlns:table:1.0' xmlns:p='urn:oasis:names:tc:opendocument:xmlns:text:1.0' "
          "xmlns:s='urn:oasis:names:tc:opendocument:xmlns:style:1.0'")


def ods(path: Path, rows: str) -> Path:
    with ZipFile(path, "w", ZIP_DEFLATED) as out:
        out.writestr("content.xml", f"<o:document {OFFICE}><s:style s:name='h'><s:table-properties "
                     "t:display='false'/></s:style><o:body><t:table t:name='Sager' t:style-name="
                     f"'h'>{rows}</t:table></o:body></o:document>")
    return path


@pytest.mark.parametrize(("cell", "found"), [
    ("o:value-type='float' o:value='800'><p:p>0800</p:p>", "0800"),
    ("o:value-type='float' o:value='101501234'><p:p>010150-1234</p:p>", "010150-1234"),
    ("o:value-type='float' o:value='1234.5'><p:p>1.234,50</p:p>", "1234,5"),
    ("o:value-type='date' o:date-value='2026-01-01'><p:p>1/1</p:p>", "2026-01-01"),
    ("o:value-type='time' o:time-value='PT10H30M00S'><p:p>10.30</p:p>", "10:30"),
    ("o:value-type='boolean' o:boolean-value='true'><p:p>SAND</p:p>", "ja"),
    ("o:value-type='percentage' o:value='0.25'><p:p>25%</p:p>", "25 %"),
    ("o:value-type='string'><p:p>a<p:s p:c='2'/>b</p:p><p:p>c</p:p>", "a  b\nc"),
    ("o:value-type='string'><o:annotation><p:p>note</p:p></o:annotation><p:p>x</p:p>", "x"),
])
def test_an_ods_cell_reads_as_it_is_shown(tmp_path, cell, found):
    heading = "<t:table-row><t:table-cell o:value-type='string'><p:p>A</p:p></t:table-cell>"
    empty = "<t:table-cell t:number-columns-repeated='16383'/></t:table-row>"
    path = ods(tmp_path / "a.ods", f"{heading}{empty}<t:table-row t:number-rows-repeated='1048000'>"
               f"{empty}<t:table-row><t:table-cell {cell}</t:table-cell>{empty}")
    tables = read_tables(path)
    assert [(r.nummer, list(r.tekster)) for r in tables.tables[0].rækker] == [(1048002, [found])]
    assert [p.id for p in tables.remarks] == ["tabel.skjult_ark"]
