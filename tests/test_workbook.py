"""Workbooks: what is written has a place for everything, and comes back as the same case."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Sequence
from copy import deepcopy
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from openxml_audit import OpenXmlValidator

from generator import cli
from generator.batch.rows import Celle, Række, Sagsrække, Tabel
from generator.batch.shape import NAME_LENGTH, Kolonne, arbejdsbog
from generator.batch.workbook.assemble import Assembled, cases_from
from generator.batch.workbook.cell import read_cell, write_cell
from generator.batch.workbook.contents import records, value_at
from generator.batch.workbook.headings import VEJLEDNING, same
from generator.batch.workbook.write import CELL_LENGTH, left_out, write_workbook
from generator.case.catalogue import DOKUMENTER
from generator.case.load import Case, check_case, load_case
from generator.case.values import er_tom
from generator.library import shipped
from generator.source import Located, Place, Unusable
from tests.small_case import SMALL, law, put
from tests.small_case import case as small_case

EXAMPLES = sorted((shipped() / "examples").glob("*.yaml"))


# --- a small reader -----------------------------------------------------------------------------


def shown(value: Any) -> str | None:
    """A cell's value as a person reads it."""
    if value is None:
        return None
    if isinstance(value, datetime):
        return value.date().isoformat()
    text = str(value)
    return re.sub("_x([0-9A-Fa-f]{4})_", lambda m: chr(int(m[1], 16)), text)


def tables(path: Path) -> list[Tabel]:
    book = load_workbook(path)
    return [table(sheet.title, [[shown(c.value) for c in row] for row in sheet.iter_rows()])
            for sheet in book.worksheets]


def table(name: str, lines: Sequence[Sequence[str | None]]) -> Tabel:
    rows = [Række(n, tuple(Celle(text, Place("a.xlsx", detail=f"{name}!{letter(c)}{n}"))
                           for c, text in enumerate(line, 1)))
            for n, line in enumerate(lines, 1)]
    return Tabel(name, "a.xlsx", tuple(rows[0].celler) if rows else (), rows[1:])


def letter(column: int) -> str:
    from openpyxl.utils import get_column_letter

    return get_column_letter(column)


def read_back(path: Path) -> tuple[Assembled, list[Sagsrække]]:
    found = cases_from(tables(path), str(path))
    return found, list(found.rows)


def as_case(row: Sagsrække) -> Case:
    assert row.data is not None, row.problemer
    return check_case(row.data, law())


# --- there and back -----------------------------------------------------------------------------


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda p: p.stem)
def test_an_example_that_goes_through_a_workbook_is_the_same_case(path, tmp_path):
    before = load_case(path, law())
    write_workbook(tmp_path / "a.xlsx", None, [before])
    found, rows = read_back(tmp_path / "a.xlsx")
    assert found.problems == ()
    assert [row.nøgle for row in rows] == [before.sag.sagsnummer]
    after = as_case(rows[0])
    assert after.sag == before.sag
    assert after.source.data == before.source.data
    assert after.hash == before.hash


def test_all_examples_in_one_workbook_are_the_same_cases_in_the_same_order(tmp_path):
    cases = [load_case(path, law()) for path in EXAMPLES]
    write_workbook(tmp_path / "a.xlsx", None, cases)
    _, rows = read_back(tmp_path / "a.xlsx")
    assert [as_case(row).sag for row in rows] == [case.sag for case in cases]


@pytest.mark.parametrize("dokument", DOKUMENTER)
def test_a_workbook_for_one_document_keeps_what_that_document_reads(dokument, tmp_path):
    cases = [load_case(path, law()) for path in EXAMPLES]
    write_workbook(tmp_path / "a.xlsx", dokument, cases)
    found = cases_from(tables(tmp_path / "a.xlsx"), "a.xlsx")
    for case, row in zip(cases, found.rows, strict=True):
        assert row.data is not None
        gone = left_out(dokument, case)
        kept = {name: v for name, v in case.source.data.items() if name not in gone}
        assert row.data.data == kept


HARD = {
    "barn.vil_inddrages": "=HYPERLINK(\"http://x\")", "barn.skole": "+45 er en skole",
    "barn.klasse": "1-2", "barn.kommunikation": "@alle", "barn.telefon": "0070000",
    "rådgiver.træffes": "- hver dag\n- undtagen fredag", "kommune.afdeling": "#N/A",
    "rådgiver.titel": "_x0041_ og _x005F_", "barn.stedord": "han", "barn.cpr": "0101501234",
    "barn.adresse": {"vej": "'Vej 1'", "postnr": "0800", "by": "TRUE"},
    "afgørelse.formål": {"til_voksne": "(ingen)"},
    "afgørelse.overskrift": {"til_barnet": "(samme)"},
    "afgørelse.vurdering": {"til_barnet": "Du\n\ner god.", "til_voksne": "\\(ingen)"},
    "barn.kan_selv": ["- synge", {"til_barnet": "(samme)", "til_voksne": "a\\nb"},
                      {"til_voksne": "linje\nskift"}, {"til_barnet": "• x"}],
    "barnets_perspektiv": {"egne_ord": ["C:\\ny\nmappe", "* stjerne", "-5", "(ingen)"]},
    "plan": {"dato": "2026-03-02", "mål": [
        {"id": "a", "mål": "Et", "delmål": [{"delmål": "A"}, {"delmål": "B"}]},
        {"id": "b", "mål": "To", "delmål": [{"delmål": "C"}]}]},
    "afgørelse.dato": "1. marts 2026",
}


def test_what_is_hard_to_keep_in_a_cell_is_kept(tmp_path):
    before = small_case(HARD)
    write_workbook(tmp_path / "a.xlsx", None, [before])
    after = as_case(read_back(tmp_path / "a.xlsx")[1][0])
    assert after.sag == before.sag
    assert after.source.data == {**before.source.data, "afgørelse": {
        **before.source.data["afgørelse"], "dato": "2026-03-01"}}


def test_a_date_that_excel_counts_wrong_stands_as_text(tmp_path):
    before = small_case({"barn.fødselsdato": "1900-02-28", "plan": {"dato": "1900-03-01"}})
    write_workbook(tmp_path / "a.xlsx", None, [before])
    sheet = load_workbook(tmp_path / "a.xlsx")["Sager"]
    assert at(sheet, "Fødselsdato", 3).value == "1900-02-28"
    assert at(sheet, "Planens dato", 3).value == datetime(1900, 3, 1)  # noqa: DTZ001


# --- one cell -----------------------------------------------------------------------------------

texts = st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n-•*() \\n"),
                min_size=1).map(str.strip).filter(lambda text: not er_tom(text)) | st.sampled_from(
    ["(ingen)", "(samme)", "\\(ingen)", "- x", "\\- x", "\\n", "a\n\nb", "•", "=1", "(Ingen)"])
voices = texts | st.fixed_dictionaries({}, optional={"til_barnet": texts, "til_voksne": texts})
names = st.from_regex(r"\A[a-zæøå0-9][a-zæøå0-9_-]{0,8}\Z")


def kinds(**what: Any) -> tuple[Kolonne, Kolonne]:
    return Kolonne(("a",), "A", "", **what), Kolonne(("a",), "A", "", voksne=True, **what)


@given(voices)
def test_a_text_in_two_voices_comes_back(value):
    first, second = kinds(tekst=True)
    assert read_cell(first, write_cell(value, first), write_cell(value, second)) == value


@given(st.lists(voices, min_size=1))
def test_a_list_of_texts_in_two_voices_comes_back(value):
    first, second = kinds(tekst=True, liste=True)
    assert read_cell(first, write_cell(value, first), write_cell(value, second)) == value


@given(st.lists(texts, min_size=1))
def test_a_list_of_plain_texts_comes_back(value):
    column, _ = kinds(liste=True)
    assert read_cell(column, write_cell(value, column)) == value


@given(st.lists(names, min_size=1))
def test_a_list_of_short_names_comes_back(value):
    column, _ = kinds(liste=True, slags="kortnavn")
    assert read_cell(column, write_cell(value, column)) == value


LISTS = [
    ("- at male\n- at synge", None, ["at male", "at synge"]),
    ("• at male\n\n   at synge  \n", None, ["at male", "at synge"]),
    ("at male\nat synge", "(samme)\n(ingen)", ["at male", {"til_barnet": "at synge"}]),
    ("(ingen)\nat synge", "male\n( samme)", [{"til_voksne": "male"},
                                             {"til_barnet": "at synge", "til_voksne": "( samme)"}]),
    (None, "male\nsynge", [{"til_voksne": "male"}, {"til_voksne": "synge"}]),
    ("to\\nlinjer", None, ["to\nlinjer"]),
    ("50 % \\ 50 %", None, ["50 % \\ 50 %"]),
    (None, None, None),
]


@pytest.mark.parametrize(("first", "second", "value"), LISTS)
def test_a_list_may_be_written_as_people_write_lists(first, second, value):
    assert read_cell(kinds(tekst=True, liste=True)[0], first, second) == value


TWO = [("a", None, "a"), ("a", "b", {"til_barnet": "a", "til_voksne": "b"}),
       (None, "b", {"til_voksne": "b"}), ("a", "(ingen)", {"til_barnet": "a"}),
       ("a", " (Samme) ", "a"), ("(ingen)", "b", {"til_voksne": "b"}), ("  ", "", None)]


@pytest.mark.parametrize(("first", "second", "value"), TWO)
def test_two_columns_hold_two_voices(first, second, value):
    assert read_cell(kinds(tekst=True)[0], first, second) == value


@pytest.mark.parametrize(("what", "first", "second", "said"), [
    ({"liste": True}, "a\nb\nc", "x\ny", "3 linjer til barnet og 2 linjer til de voksne"),
    ({"liste": True}, "(ingen)", "(samme)", "ingen tekst til barnet"),
    ({}, None, "(samme)", "ingen tekst til barnet")])
def test_voices_that_do_not_fit_together_are_told(what, first, second, said):
    with pytest.raises(ValueError, match=said):
        read_cell(kinds(tekst=True, **what)[0], first, second)


# --- the workbook -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def full(tmp_path_factory) -> Any:
    path = tmp_path_factory.mktemp("bog") / "a.xlsx"
    write_workbook(path, None, [load_case(EXAMPLES[0], law()), small_case(HARD)])
    return path


def at(sheet: Worksheet, title: str, row: int = 1) -> Any:
    return next(sheet.cell(row, c.column) for c in sheet[1] if c.value == title)


def test_every_sheet_has_a_name_excel_takes_and_headings_that_differ():
    sheets = arbejdsbog()
    assert len({same(ark.navn) for ark in sheets}) == len(sheets)
    for ark in sheets:
        assert len(ark.navn) <= NAME_LENGTH
        assert not set(ark.navn) & set("[]:*?/\\'")
        titles = [same(k.titel) for k in ark.kolonner] + [same(n) for n in ark.nøgler]
        assert len(set(titles)) == len(titles)


def test_a_heading_that_is_a_title_is_not_the_path_of_another_field():
    for ark in arbejdsbog():
        titles = {same(k.titel): k for k in ark.kolonner}
        assert [k for k in ark.kolonner if titles.get(same(k.sti), k) != k] == []


def test_every_heading_is_bold_stays_in_sight_and_explains_itself(full):
    book = load_workbook(full)
    assert book.sheetnames == [*(ark.navn for ark in arbejdsbog()), VEJLEDNING]
    for ark in arbejdsbog():
        sheet = book[ark.navn]
        assert [c.value for c in sheet[1]] == [*ark.nøgler, *(k.titel for k in ark.kolonner)]
        assert all(c.font.b for c in sheet[1])
        assert all(help_of(sheet))
        assert sheet.freeze_panes == f"{letter(max(len(ark.nøgler), 1) + 1)}2"
    assert "Felt: barn.cpr" in at(book["Sager"], "CPR-nummer").comment.text
    assert "Felt: plan.mål.hvornår" in at(book["Mål (plan)"], "Hvornår").comment.text


def help_of(sheet: Worksheet) -> list[str]:
    return [c.comment.text if c.comment else "" for c in sheet[1]]


def test_closed_sets_and_yes_or_no_have_drop_downs(full):
    sheet = load_workbook(full)["Sager"]
    rules = {str(r.sqref).split("2:")[0]: r.formula1 for r in sheet.data_validations.dataValidation}
    assert rules[at(sheet, "Stedord").column_letter] == '"hun,han,hen,de"'
    assert rules[at(sheet, "Adressebeskyttelse").column_letter] == '"ja,nej"'
    assert all(len(formula) <= 257 for formula in rules.values())


def test_a_long_list_of_choices_stands_on_the_page_that_explains(full):
    book = load_workbook(full)
    sheet = book["Personer"]
    column = at(sheet, "Rolle").column_letter
    rule = next(r for r in sheet.data_validations.dataValidation
                if str(r.sqref).startswith(f"{column}2:"))
    cells = book[VEJLEDNING][rule.formula1.split("!")[1].replace("$", "")]
    rolle = next(k for a in arbejdsbog() if a.navn == "Personer" for k in a.kolonner
                 if k.titel == "Rolle")
    assert tuple(c.value for (c,) in cells) == rolle.valg


FORMATS = [("Sagsnummer", "@"), ("CPR-nummer", "@"), ("Barnets adresse: Postnummer", "@"),
           ("Flere regler", "@"), ("Bor hos", "@"), ("Fødselsdato", "yyyy-mm-dd"),
           ("Barnets telefon", "@")]


@pytest.mark.parametrize(("title", "format_"), FORMATS)
def test_a_column_has_its_format_also_where_nothing_stands_yet(title, format_, full):
    sheet = load_workbook(full)["Sager"]
    column = at(sheet, title).column_letter
    assert sheet.column_dimensions[column].number_format == format_
    assert {sheet[f"{column}{row}"].number_format for row in (2, 3, 4)
            if sheet[f"{column}{row}"].value is not None} == {format_}


def test_dates_are_dates_and_numbers_that_are_names_are_text(full):
    sheet = load_workbook(full)["Sager"]
    assert at(sheet, "Fødselsdato", 4).value == datetime(2014, 8, 14)  # noqa: DTZ001
    assert at(sheet, "CPR-nummer", 4).value == "0101501234"
    assert at(sheet, "Barnets adresse: Postnummer", 4).value == "0800"


def test_no_cell_is_a_formula_or_an_error_and_what_looks_like_one_is_marked_as_text(full):
    book = load_workbook(full)
    cells = [c for sheet in book.worksheets for row in sheet.iter_rows() for c in row
             if c.value is not None]
    assert {c.data_type for c in cells} == {"s", "n", "d"} | (
        {"e"} & {c.data_type for c in cells if c.value == "#N/A"})  # what openpyxl calls any #N/A
    with zipfile.ZipFile(full) as archive:
        sheets = [archive.read(n).decode() for n in archive.namelist() if "/sheet" in n]
    assert not any("<f>" in text or 't="e"' in text for text in sheets)
    quoted = {c.value for c in cells if c.quotePrefix}
    assert {'=HYPERLINK("http://x")', "+45 er en skole", "@alle"} <= quoted
    assert all(c.quotePrefix == c.value.startswith(("=", "+", "-", "@")) for c in cells
               if isinstance(c.value, str) and c.row > 2)


def test_the_row_that_shows_how_is_filled_and_not_read(tmp_path):
    write_workbook(tmp_path / "a.xlsx", None)
    book = load_workbook(tmp_path / "a.xlsx")
    for ark in arbejdsbog():
        sheet = book[ark.navn]
        assert sheet.max_row == 2
        assert [above.value for above, cell in zip(sheet[1], sheet[2], strict=True)
                if cell.value is None] == []
        assert sheet["A2"].value == "EKSEMPEL"
    found, rows = read_back(tmp_path / "a.xlsx")
    assert (found.problems, rows) == ((), [])


def test_a_workbook_for_decisions_has_no_columns_for_statuses(tmp_path):
    write_workbook(tmp_path / "a.xlsx", "afgoerelse")
    book = load_workbook(tmp_path / "a.xlsx")
    assert "Områder" not in book.sheetnames
    assert "Forældrehandleplaner" not in book.sheetnames
    paths = [text.split("Felt: ")[1] for s in book.worksheets for text in help_of(s)
             if "Felt: " in text]
    assert "afgørelse.dato" in paths
    assert not [p for p in paths if p.split(".")[0] in ("individuel_plan", "status",
                                                        "forældrehandleplaner")]


def test_the_file_is_valid_and_the_same_each_time_and_says_nothing_of_who_made_it(full, tmp_path):
    cases = [load_case(EXAMPLES[0], law()), small_case(HARD)]
    write_workbook(tmp_path / "b.xlsx", None, cases)
    assert (tmp_path / "b.xlsx").read_bytes() == full.read_bytes()
    # A text may stand in its cell or in a table of texts; Excel prefers, but reads, both.
    result = OpenXmlValidator().validate(str(full))
    assert [str(e) for e in result.errors if "inline-string" not in str(e)] == []
    with zipfile.ZipFile(full) as archive:
        assert b"openpyxl" not in b"".join(archive.read(n) for n in archive.namelist())


def test_a_text_too_long_for_a_cell_is_refused_and_nothing_is_written(tmp_path):
    long = small_case({"barn.vil_inddrages": "x" * (CELL_LENGTH + 1)})
    with pytest.raises(Unusable, match=r"»Vil inddrages« har 32.768 tegn"):
        write_workbook(tmp_path / "a.xlsx", None, [long])
    assert list(tmp_path.iterdir()) == []


def test_nothing_that_a_case_can_hold_is_without_a_column():
    """Every value of every example stands in exactly one row and column."""
    for path in EXAMPLES:
        data = load_case(path, law()).source.data
        placed = sum(_leaves(value_at(record.data, k.felt)) for ark in arbejdsbog()
                     for record in records(ark, data) for k in ark.kolonner if not k.voksne)
        assert placed == _leaves(data), path.stem


def _leaves(value: Any) -> int:
    if isinstance(value, (dict, list)):
        return sum(map(_leaves, value.values() if isinstance(value, dict) else value))
    return value is not None


# --- from tables to cases -----------------------------------------------------------------------

HEAD = ["Sagsnummer", "Kommunens navn", "Rådgiver: Rådgiverens navn", "Barnets navn", "Fødselsdato"]
ROW = ["2026-1", "Egelund Kommune", "Ulla Thorsen", "Alma Holm", "2014-08-14"]


def sager(*rows: Sequence[str | None], head: Sequence[str | None] | None = None) -> Tabel:
    return table("Sager", [head or [*HEAD], *([*row] for row in rows)])


def read(*given_: Tabel) -> tuple[tuple[Any, ...], list[Sagsrække]]:
    found = cases_from(given_, "a.xlsx")
    rows = list(found.rows)
    return found.problems, rows


def told(rows: list[Sagsrække]) -> list[tuple[str, str]]:
    return [(p.id, p.where.detail) for row in rows for p in row.problemer]


def test_headings_are_titles_or_paths_in_any_order_and_case_and_spaces_do_not_matter():
    order = [4, 2, 0, 3, 1]
    heads = ["sags nummer", "KOMMUNENS  NAVN:", "rådgiver.navn", "Barn.Navn", "fødselsdato *"]
    problems, rows = read(table("sager ", [[heads[i] for i in order], [ROW[i] for i in order]]))
    assert problems == ()
    assert as_case(rows[0]).sag == small({"personer": None, "afgørelse": None}).sag


def small(changes: dict[str, Any]) -> Case:
    data = deepcopy(SMALL)
    for path, value in {**changes, "rådgiver.telefon": None}.items():
        put(data, path, value)
    return check_case(Located(data, {}, "a.xlsx"), law())


def test_the_rows_of_other_sheets_join_their_case_by_number():
    people = table("Personer", [["Sagsnummer", "Nr.", "id", "Navn", "Rolle"],
                                ["2026-2", "1", "mor", "Eva Lund", "mor"],
                                ["2026-1", "2", "far", "Mikkel Berg", "far"],
                                ["2026-1", "1", "mor", "Lone Holm", "mor"]])
    _, rows = read(people, sager(ROW, ["2026-2", *ROW[1:]]))
    assert [[p.navn for p in as_case(row).sag.personer] for row in rows] == [
        ["Lone Holm", "Mikkel Berg"], ["Eva Lund"]]


def test_rows_below_rows_join_the_one_they_name_or_the_only_one():
    goals = table("Mål (plan)", [["Sagsnummer", "Nr.", "Kortnavn", "Målet"],
                                 ["2026-1", "7", "a", "Et"], ["2026-1", None, "b", "To"],
                                 ["2026-2", None, "a", "Et"]])
    steps = table("Delmål (plan)", [["Sagsnummer", "Mål (plan) nr.", "Delmål"],
                                    ["2026-1", "8", "B"], ["2026-1", "7", "A"],
                                    ["2026-2", None, "C"]])
    head = [*HEAD, "plan.dato"]
    _, rows = read(sager([*ROW, "2026-03-02"], ["2026-2", *ROW[1:], "2026-03-02"], head=head),
                   steps, goals)
    assert [[[d.delmål for d in goal.delmål] for goal in plan.mål] for row in rows
            if (plan := as_case(row).sag.plan)] == [[["A"], ["B"]], [["C"]]]


def people(*rows: Sequence[str | None]) -> Tabel:
    return table("Personer", [["Sagsnummer", "Nr.", "Kortnavn", "Navn", "Rolle"], *rows])


WRONG: dict[str, tuple[list[Tabel], list[tuple[str, str]]]] = {
    "no sagsnummer": ([sager([None, *ROW[1:]])], [("flet.uden_sagsnummer", "Sager!A2")]),
    "no sagsnummer in a child row": (
        [sager(ROW), people([None, "1", "mor", "Eva", "mor"])],
        [("flet.uden_sagsnummer", "Personer!A2")]),
    "orphans": ([sager(ROW), people(["2026-9", "1", "mor", "Eva", "mor"],
                                    ["2026-9", "2", "far", "Bo", "far"])],
                [("flet.ukendt_sag", "Personer!A2"), ("flet.ukendt_sag", "Personer!A3")]),
    "a parent that is not there": (
        [sager(ROW), table("Mål (plan)", [["Sagsnummer", "Nr.", "id", "Målet"],
                                          ["2026-1", "1", "a", "Et"]]),
         table("Delmål (plan)", [["Sagsnummer", "Mål (plan) nr.", "Delmål"],
                                 ["2026-1", "4", "B"]])],
        [("flet.over_ukendt", "Delmål (plan)!B2")]),
    "which parent": (
        [sager(ROW), table("Mål (plan)", [["Sagsnummer", "Nr.", "id", "Målet"],
                                          ["2026-1", "1", "a", "Et"], ["2026-1", "2", "b", "To"]]),
         table("Delmål (plan)", [["Sagsnummer", "Mål (plan) nr.", "Delmål"],
                                 ["2026-1", None, "B"]])],
        [("flet.over_mangler", "Delmål (plan)!B2")]),
    "no parent at all": (
        [sager(ROW), table("Delmål (plan)", [["Sagsnummer", "Delmål"], ["2026-1", "B"]])],
        [("flet.over_mangler", "Delmål (plan)!A2")]),
    "two of a number": (
        [sager(ROW), people(["2026-1", "1", "mor", "Eva", "mor"],
                            ["2026-1", "1", "far", "Bo", "far"])],
        [("flet.nummer_dobbelt", "Personer!B3")]),
    "no number": ([sager(ROW), people(["2026-1", "et", "mor", "Eva", "mor"])],
                  [("flet.nummer", "Personer!B2")]),
    "an invisible character": (
        [sager([*ROW[:3], "Al\ue000ma", ROW[4]])], [("tekst.ulovligt_tegn", "Sager!D2")]),
    "voices that do not fit": (
        [sager([*ROW, "a\nb", "x"], head=[*HEAD, "Styrker", "Styrker (til de voksne)"])],
        [("flet.celle", "Sager!G2")]),
}


@pytest.mark.parametrize("what", WRONG)
def test_a_row_that_is_wrong_is_told_with_its_cell_and_the_case_is_not_made(what):
    given_, expected = WRONG[what]
    _, rows = read(*given_)
    assert told(rows) == expected
    assert all(row.data is None for row in rows if row.problemer)
    assert all(p.remedy and p.text.endswith(".") for row in rows for p in row.problemer)


def test_a_bad_row_does_not_stop_the_others():
    _, rows = read(sager([None, *ROW[1:]], ROW, [None] * 5, ["EKSEMPEL", *ROW[1:]],
                         ["2026-2", *ROW[1:]]))
    assert [(row.nøgle, row.data is not None) for row in rows] == [
        ("Sager række 2", False), ("2026-1", True), ("2026-2", True)]


def test_columns_and_sheets_of_ones_own_are_told_once_and_left_alone():
    problems, rows = read(sager([*ROW, "x"], ["2026-2", *ROW[1:], "y"],
                                head=[*HEAD, "Fødselsdag"]),
                          table("Noter", [["Hej"]]), table("Ark3", [[None]]))
    assert [(p.id, p.level, p.where.detail) for p in problems] == [
        ("flet.ukendt_kolonne", "advarsel", "Sager!F1"), ("flet.ukendt_ark", "advarsel", "Noter")]
    assert "Mente du »Fødselsdato«?" in problems[0].remedy
    assert all(row.data for row in rows)


def test_values_without_a_heading_are_told_in_the_rows_that_have_them():
    _, rows = read(sager([*ROW, "x"], ["2026-2", *ROW[1:]], ["2026-3", *ROW[1:], "y"]))
    assert told(rows) == [("flet.uden_overskrift", f"Sager!F{n}") for n in (2, 4)]
    assert all(row.data for row in rows)


def test_what_the_reader_found_in_a_cell_goes_with_its_case():
    from generator.source import Problem

    given_ = sager(ROW)
    (row,) = given_.rækker
    fault = Problem("x", "Cellen er en fejl.", row.celler[3].sted)
    cells = (*row.celler[:3], Celle(None, row.celler[3].sted, fault), *row.celler[4:])
    _, rows = read(Tabel("Sager", "a.xlsx", given_.overskrifter, [Række(2, cells)]))
    assert (told(rows), rows[0].data) == ([("x", "Sager!D2")], None)


def test_line_breaks_of_windows_and_letters_in_two_parts_become_plain():
    _, rows = read(sager([*ROW, "a\r\nA\u030a"], head=[*HEAD, "Vil inddrages"]))
    assert as_case(rows[0]).sag.barn.vil_inddrages == "a\nÅ"


def test_a_row_that_ends_early_is_told_with_the_cell_that_is_not_there():
    _, rows = read(sager(ROW[:4]))
    assert rows[0].data
    with pytest.raises(Unusable) as caught:
        check_case(rows[0].data, law())
    assert [p.where.detail for p in caught.value.problems] == ["Sager!E2"]


UNREADABLE = {
    "two columns for one field": (
        [sager(ROW, head=[*HEAD, "barn.navn"])], "flet.kolonne_dobbelt", "Sager!F1"),
    "no sheet of cases": ([people(), table("Ark1", [["a"]])], "flet.ingen_sager", ""),
    "no column with sagsnummer": (
        [table("Sager", [["Barnets navn"], ["Alma"]])], "flet.intet_sagsnummer", "Sager!A1"),
    "two sheets for one thing": (
        [sager(ROW), people(), table("personer", [["Sagsnummer"]])], "flet.ark_dobbelt",
        "personer"),
}


@pytest.mark.parametrize("what", UNREADABLE)
def test_a_file_in_which_no_case_is_certain_is_refused(what):
    given_, id_, where = UNREADABLE[what]
    with pytest.raises(Unusable) as caught:
        read(*given_)
    assert (id_, where) in [(p.id, p.where.detail) for p in caught.value.problems]


def test_a_file_of_one_table_holds_cases_whatever_it_is_called():
    _, rows = read(table("udtræk 2026", [[*HEAD], [*ROW]]))
    assert as_case(rows[0]).sag.sagsnummer == "2026-1"


CELLS = [
    ({"barn.cpr": "12"}, "Sager", "CPR-nummer", 3),
    ({"barn.stedord": "hum"}, "Sager", "Stedord", 3),
    ({"barn.navn": None}, "Sager", "Barnets navn", 3),
    ({"personer.1.rolle": "fra"}, "Personer", "Rolle", 4),
    ({"personer.0.navn": None}, "Personer", "Navn", 3),
    ({"barn.bor_hos": ["mro"]}, "Sager", "Bor hos", 3),
    ({"afgørelse.indsatser.0.hjemmel": "§ 1"}, "Hjælpen", "Hjemmel", 3),
    ({"afgørelse.indsatser.0.start": "31-02-2026"}, "Hjælpen", "Starter", 3),
]


@pytest.mark.parametrize(("change", "ark", "title", "row"), CELLS)
def test_what_is_wrong_in_a_case_is_told_with_its_cell(change, ark, title, row, tmp_path):
    data = deepcopy(SMALL)
    for path, value in change.items():
        put(data, path, value)
    broken = Case(small_case().sag, Located(data, {}, "a"), "")
    write_workbook(tmp_path / "a.xlsx", None, [broken])
    _, rows = read_back(tmp_path / "a.xlsx")
    assert rows[0].data is not None
    with pytest.raises(Unusable) as caught:
        check_case(rows[0].data, law())
    cell = at(load_workbook(tmp_path / "a.xlsx")[ark], title, row)
    assert [p.where.detail for p in caught.value.problems] == [f"{ark}!{cell.coordinate}"]


# --- the command --------------------------------------------------------------------------------


def test_the_command_writes_and_says_what_and_never_over_a_file_unasked(
        tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert cli._run(["regneark", "--type", "afgoerelse", "a.xlsx", "--fra",
                     *map(str, EXAMPLES)]) == 0
    shown_ = capsys.readouterr()
    assert shown_.out == "a.xlsx\n"
    assert f"Regnearket har 23 ark og {len(EXAMPLES)} sager." in shown_.err
    assert "er ikke med, for det bruges ikke i afgoerelse." in shown_.err
    before = Path("a.xlsx").read_bytes()
    assert cli._run(["regneark", "a.xlsx"]) == 2
    assert "»a.xlsx« findes i forvejen" in capsys.readouterr().err
    assert Path("a.xlsx").read_bytes() == before
    assert cli._run(["regneark", "a.xlsx", "--overskriv"]) == 0
    assert Path("a.xlsx").read_bytes() != before
    assert [p.name for p in tmp_path.iterdir()] == ["a.xlsx"]


@pytest.mark.parametrize(("arguments", "code", "said"), [
    (["sager"], 2, "lad det ende på .xlsx"), (["a.xlsx", "b.xlsx"], 2, "ét navn"),
    (["a.xlsx", "sag.yaml"], 2, "Skriv --fra foran"),
    (["a.xlsx", "--type", "afgørelse"], 2, "Mente du »afgoerelse«?"),
    (["a.xlsx", "--fra", "findes_ikke.yaml"], 3, "den findes ikke"),
    (["a.xlsx", "--fra", str(EXAMPLES[0]), "kopi.yaml"], 3, "To filer har samme sagsnummer."),
    (["mappe.xlsx", "--overskriv"], 3, "Filen kan ikke skrives")])
def test_wrong_use_is_told_and_nothing_is_written(arguments, code, said, tmp_path, monkeypatch,
                                                  capsys):
    monkeypatch.chdir(tmp_path)
    Path("mappe.xlsx").mkdir()
    Path("kopi.yaml").write_bytes(EXAMPLES[0].read_bytes())
    assert cli._run(["regneark", *arguments]) == code
    assert said in capsys.readouterr().err
    assert sorted(p.name for p in tmp_path.iterdir()) == ["kopi.yaml", "mappe.xlsx"]
