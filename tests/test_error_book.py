"""The error workbook holds the failed rows, only those, and each failing cell says what to do."""

from __future__ import annotations

import re
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table

from generator.batch.report.error_book import write_error_book
from generator.batch.report.error_marks import Adresse, address, failed
from generator.batch.report.error_rows import thinned
from generator.batch.report.report import Brevlinje, Report, Rækkefejl
from generator.source import Place, Problem

HEADINGS = ["Sagsnummer", "Barnets navn", "Født", "CPR", "Samtykke", "Bemærkning"]
RED = "FFFFC7CE"


def source(folder: Path, rows: int = 20) -> Path:
    """A workbook with three sheets: cases, goals joined by sagsnummer, and lists to choose from."""
    book = Workbook()
    ws: Any = book.active
    ws.title = "Sager"
    ws.append(HEADINGS)
    ws["B1"].comment = Comment("Fornavn og efternavn.", "duform")
    ws["B1"].font = Font(bold=True)
    ws.freeze_panes = "A2"
    ws.column_dimensions["B"].width = 33
    goals = book.create_sheet("Mål")
    goals.append(["Nr.", "Sagsnummer", "Mål"])
    for n in range(1, rows + 1):
        ws.append([f"S-{n}", f"Barn {n}", date(2015, 1, 1), "", "ja", f"=1+{n}"])
        ws.cell(n + 1, 4, "0101150000").number_format = "@"
        goals.append([1, f"S-{n}", f"mål {n}a"])
        goals.append([2, f"S-{n}", f"mål {n}b"])
    ws["F6"].value = "=HYPERLINK(\"http://ond.example\")"
    ws["F6"].data_type = "s"
    lists = book.create_sheet("Lister")
    for value in ("valg", "ja", "nej"):
        lists.append([value])
    lists.sheet_state = "hidden"
    menu = DataValidation("list", formula1="Lister!$A$2:$A$3")
    menu.add("E2:E1000")
    ws.add_data_validation(menu)
    ws.add_table(Table(displayName="Tabel1", ref=f"A1:F{rows + 1}"))
    ws.merge_cells("B3:C3")
    book.properties.creator = "Karen Hansen"
    book.save(folder / "sager.xlsx")
    return folder / "sager.xlsx"


def wrong(key: str, cell: str, text: str = "Noget er galt.", at: str = "") -> Rækkefejl:
    row = "".join(c for c in cell.split("!")[-1] if c.isdigit())
    return Rækkefejl(key, Place("sager.xlsx", detail=at or f"Sager!A{row}"), (
        Problem("sag.vaerdi", text, Place("/hjem/sager.xlsx", detail=cell), "Ret det."),))


def report(*rows: Rækkefejl, breve: tuple[Brevlinje, ...] = ()) -> Report:
    return Report("sager.xlsx", datetime(2026, 3, 2, 14, 5, tzinfo=UTC), 20, breve, rows)


def made(path: Path, folder: Path, *rows: Rækkefejl, breve: tuple[Brevlinje, ...] = ()):
    write_error_book(path, report(*rows, breve=breve), folder / "fejl.xlsx")
    return load_workbook(folder / "fejl.xlsx")


def column(ws, letter: str = "A") -> list[object]:
    return [cell.value for cell in ws[letter]]


def marks(book) -> dict[str, str]:
    """The marked cells, with their comments."""
    return {f"{ws.title}!{cell.coordinate}": cell.comment.text if cell.comment else ""
            for ws in book.worksheets for row in ws.iter_rows() for cell in row
            if cell.fill.fgColor.rgb == RED}


def test_it_holds_exactly_the_failed_rows_and_those_joined_to_them(tmp_path):
    book = made(source(tmp_path), tmp_path, wrong("S-5", "Sager!C6"), wrong("S-17", "Sager!E18"))
    assert column(book["Sager"]) == ["Sagsnummer", "S-5", "S-17"]
    assert column(book["Mål"], "C") == ["Mål", "mål 5a", "mål 5b", "mål 17a", "mål 17b"]
    assert column(book["Lister"]) == ["valg", "ja", "nej"]
    assert marks(book) == {"Sager!C2": "Fejl: Noget er galt.\nSådan: Ret det.",
                           "Sager!E3": "Fejl: Noget er galt.\nSådan: Ret det."}


def test_the_other_rows_are_never_all_in_memory(tmp_path):
    small, sheets = thinned(source(tmp_path), failed(report(wrong("S-5", "Sager!C6"))))
    with zipfile.ZipFile(small) as book:
        assert re.findall(rb'<row r="(\d+)"', book.read("xl/worksheets/sheet1.xml")) == [b"1", b"6"]
    assert sheets["Sager"].moved == {1: 1, 6: 2}
    assert sheets["Lister"].whole


def test_nothing_of_the_others_is_left_anywhere_in_the_file(tmp_path):
    made(source(tmp_path), tmp_path, wrong("S-5", "Sager!C6"))
    with zipfile.ZipFile(tmp_path / "fejl.xlsx") as book:
        inside = b"".join(map(book.read, book.namelist())).decode()
    assert "Barn 5" in inside
    assert "Barn 4" not in inside
    assert "Karen" not in inside


def test_headings_drop_downs_and_formats_are_kept(tmp_path):
    ws = made(source(tmp_path), tmp_path, wrong("S-5", "Sager!C6"))["Sager"]
    assert [c.value for c in ws[1]] == HEADINGS
    assert ws["B1"].comment.text == "Fornavn og efternavn."
    assert ws["B1"].font.bold
    assert ws.freeze_panes == "A2"
    assert ws.column_dimensions["B"].width == 33
    assert str(ws["C2"].value) == "2015-01-01 00:00:00"
    assert (ws["D2"].value, ws["D2"].number_format) == ("0101150000", "@")
    assert [(str(d.sqref), d.formula1) for d in ws.data_validations.dataValidation] == [
        ("E2:E1000", "Lister!$A$2:$A$3")]
    assert ws.tables["Tabel1"].ref == "A1:F2"
    assert not ws.merged_cells.ranges


def test_a_drop_down_as_newer_excel_writes_it_is_kept(tmp_path):
    path = source(tmp_path)
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    sheet = parts["xl/worksheets/sheet2.xml"]
    menu = (
        b'<extLst><ext uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}" xmlns:x14="http://schemas.'
        b'microsoft.com/office/spreadsheetml/2009/9/main"><x14:dataValidations xmlns:xm="http://'
        b'schemas.microsoft.com/office/excel/2006/main" count="1"><x14:dataValidation type="list">'
        b"<x14:formula1><xm:f>Lister!$A$2:$A$3</xm:f></x14:formula1><xm:sqref>C2:C99</xm:sqref>"
        b"</x14:dataValidation></x14:dataValidations></ext></extLst></worksheet>")
    parts["xl/worksheets/sheet2.xml"] = sheet.replace(b"</worksheet>", menu)
    with zipfile.ZipFile(path, "w") as new:
        for name, data in parts.items():
            new.writestr(name, data)
    ws = made(path, tmp_path, wrong("S-5", "Sager!C6"))["Mål"]
    assert [(str(d.sqref), d.formula1) for d in ws.data_validations.dataValidation] == [
        ("C2:C99", "Lister!$A$2:$A$3")]


def test_a_formula_becomes_the_value_it_showed(tmp_path):
    path = source(tmp_path)
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    name = "xl/worksheets/sheet1.xml"
    parts[name] = re.sub(rb"<f>1\+7</f><v ?(/>|></v>)", b"<f>1+7</f><v>8</v>", parts[name])
    with zipfile.ZipFile(path, "w") as new:
        for part, data in parts.items():
            new.writestr(part, data)
    assert made(path, tmp_path, wrong("S-7", "Sager!C8"))["Sager"]["F2"].value == 8


def test_text_that_looks_like_a_formula_stays_text(tmp_path):
    cell = made(source(tmp_path), tmp_path, wrong("S-5", "Sager!C6"))["Sager"]["F2"]
    assert (cell.value, cell.data_type) == ('=HYPERLINK("http://ond.example")', "s")
    with zipfile.ZipFile(tmp_path / "fejl.xlsx") as book:
        assert b"<f>" not in book.read("xl/worksheets/sheet1.xml")
    assert cell.quotePrefix


@pytest.mark.parametrize(("row", "marked"), [
    (wrong("S-3", "Mål!C6"), "Mål!C2"),                                # a child row
    (wrong("S-3", "C4"), "Sager!C2"),                                  # no sheet is named
    (wrong("S-3", "'Sager'!$C$4"), "Sager!C2"),
    (wrong("S-3", "Sager!C4 (Født)"), "Sager!C2"),
    (wrong("S-3", "afsnit 4", at="Sager!A4"), "Sager!A2"),             # no cell is named
    (wrong("S-3", "Sager!B9", at="Sager!A4"), "Sager!A2"),             # a row that is not here
    (wrong("S-3", "Ukendt!B9", at="Sager!A4"), "Sager!A2"),
    (wrong("S-99", "afsnit", at="række"), "Sager!A1"),                 # a case that is not there
])
def test_the_mark_stands_where_the_fault_is(tmp_path, row, marked):
    assert set(marks(made(source(tmp_path), tmp_path, row))) == {marked}


def test_a_row_without_sagsnummer_is_found_by_its_place(tmp_path):
    path = source(tmp_path)
    book = load_workbook(path)
    book["Sager"]["A8"].value = None
    book["Mål"]["B12"].value = "S-uden-sag"
    book.save(path)
    book = made(path, tmp_path, wrong("række 8", "Sager!A8"),
                wrong("S-uden-sag", "Mål!B12", at="Mål!B12"))
    assert column(book["Sager"], "B") == ["Barnets navn", "Barn 7"]
    assert column(book["Mål"], "B") == ["Sagsnummer", "S-uden-sag"]
    assert set(marks(book)) == {"Sager!A2", "Mål!B2"}


def test_several_faults_in_one_cell_are_one_comment(tmp_path):
    book = made(source(tmp_path), tmp_path, wrong("S-5", "Sager!C6", "Det ene."),
                wrong("S-5", "Sager!C6", "Det andet."))
    assert marks(book) == {
        "Sager!C2": "Fejl: Det ene.\nSådan: Ret det.\n\nFejl: Det andet.\nSådan: Ret det."}


@pytest.mark.parametrize(("status", "kept"), [
    ("lavet", ["Sagsnummer"]), ("sprunget over", ["Sagsnummer"]),
    ("holdt tilbage", ["Sagsnummer", "S-9"]), ("fejl", ["Sagsnummer", "S-9"])])
def test_a_case_whose_letter_was_not_made_is_there_too(tmp_path, status, kept):
    finding = Problem("krav.klage", "Klagefristen mangler.", Place(detail="Sager!F10"))
    brev = Brevlinje("S-9", "afgoerelse", "barn", status, (finding,))
    assert column(made(source(tmp_path), tmp_path, breve=(brev,))["Sager"]) == kept


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "=HYPERLINK(\"x\")", "x" * 40_000,
                                  "\u202eגפ\x00\x0b", "a & b"])
def test_hostile_messages_make_a_file_that_opens(tmp_path, text):
    book = made(source(tmp_path), tmp_path, wrong("S-5", "Sager!C6", text))
    said = marks(book)["Sager!C2"]
    assert said.startswith("Fejl: ")
    assert len(said) <= 30_000
    assert "\u202e" not in said


def test_numbers_as_sagsnummer_join_too(tmp_path):
    book = Workbook()
    ws: Any = book.active
    ws.title = "Sager"
    for row in (["Sagsnummer", "Navn"], [2026001, "A"], [2026002, "B"]):
        ws.append(row)
    book.save(tmp_path / "tal.xlsx")
    assert column(made(tmp_path / "tal.xlsx", tmp_path, wrong("2026002", "Sager!B3"))["Sager"]) == [
        "Sagsnummer", 2026002]


def test_a_hidden_row_column_or_sheet_with_a_fault_is_seen(tmp_path):
    path = source(tmp_path)
    book = load_workbook(path)
    book["Sager"].row_dimensions[3].hidden = True
    book["Sager"].column_dimensions["C"].hidden = True
    book["Mål"].sheet_state = "hidden"
    book.save(path)
    book = made(path, tmp_path, wrong("S-2", "Sager!C3"), wrong("S-5", "Mål!C10"))
    assert not [n for n, row in book["Sager"].row_dimensions.items() if row.hidden]
    assert not book["Sager"].column_dimensions["C"].hidden
    assert book["Mål"].sheet_state == "visible"


LINES = [["Navn", "Sagsnummer", "CPR"], ["Åse", "S-1", "0101150000"],
         ["Bo; \"søn\"\naf Per", "S-2", "=HYPERLINK(\"x\")"], ["", "S-3", "0800"]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("sign", [";", ",", "\t"])
def test_a_csv_file_becomes_a_workbook_of_text(tmp_path, encoding, sign):
    import csv

    with (tmp_path / "sager.csv").open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=sign).writerows(LINES)
    book = made(tmp_path / "sager.csv", tmp_path, wrong("S-2", "C3"), wrong("S-3", "Sager!A4"))
    ws = book["Sager"]
    assert [[c.value or "" for c in row] for row in ws.iter_rows()] == [
        LINES[0], LINES[2], LINES[3]]
    assert {c.number_format for row in ws.iter_rows() for c in row} == {"@"}
    assert set(marks(book)) == {"Sager!C2", "Sager!A3"}
    with zipfile.ZipFile(tmp_path / "fejl.xlsx") as file:
        assert b"<f>" not in file.read("xl/worksheets/sheet1.xml")


def test_unseen_characters_of_a_csv_file_do_not_stop_it(tmp_path):
    (tmp_path / "a.csv").write_bytes(b"Sagsnummer;Navn\nS-1;a\x00b\x0b\nS-2;" + b"x" * 200_000)
    book = made(tmp_path / "a.csv", tmp_path, wrong("S-1", "B2"), wrong("S-2", "B3"))
    assert column(book["Sager"], "B")[1:] == ["a�b�", "#N/A"]
    assert "200000 tegn" in book["Sager"]["B3"].comment.text


@pytest.mark.parametrize(("detail", "found"), [
    ("Sager!C17", Adresse("Sager", "C", 17)), ("C17", Adresse("Sager", "C", 17)),
    ("'Mål og trin'!AB3", Adresse("Mål og trin", "AB", 3)), ("Mål og trin!AB3",
                                                            Adresse("Mål og trin", "AB", 3)),
    ("afsnit 4", None), ("", None), ("BARN", None), ("C17x", None)])
def test_a_cell_is_read_from_the_place(detail, found):
    assert address(Place(detail=detail)) == found


def test_an_ods_file_becomes_a_workbook_of_text_too(tmp_path):
    office = "urn:oasis:names:tc:opendocument:xmlns:"
    rows = "".join("<table:table-row>" + "".join(
        f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>'
        for text in line) + "</table:table-row>" for line in (
            ["Sagsnummer", "CPR"], ["S-1", "0101150000"], ["S-2", "0202150000"]))
    with zipfile.ZipFile(tmp_path / "a.ods", "w") as file:
        file.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        file.writestr("META-INF/manifest.xml", "<manifest/>")
        file.writestr("content.xml", f'<office:document-content xmlns:office="{office}office:1.0" '
                      f'xmlns:table="{office}table:1.0" xmlns:text="{office}text:1.0"><office:body>'
                      f'<office:spreadsheet><table:table table:name="Sager">{rows}</table:table>'
                      "</office:spreadsheet></office:body></office:document-content>")
    book = made(tmp_path / "a.ods", tmp_path, wrong("S-2", "Sager!B3"))
    assert [[c.value for c in row] for row in book["Sager"].iter_rows()] == [
        ["Sagsnummer", "CPR"], ["S-2", "0202150000"]]
    assert set(marks(book)) == {"Sager!B2"}
