"""From Excel to letters and back again: the same bytes as `lav`; and a workbook of 200 rows, 17 of
them broken in 17 ways, that comes out whole when the error workbook has been mended."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from generator import cli
from generator.batch.workbook.write import write_workbook
from generator.case.load import Case, check_case, load_case
from generator.library import shipped
from generator.source import Located
from tests.shared_library import share, shipped_library

EXAMPLES = sorted((shipped() / "examples").glob("*.yaml"))


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    share(monkeypatch)


@pytest.mark.parametrize("kind", [["--type", "afgoerelse"], []], ids=["afgoerelse", "alt"])
def test_a_workbook_gives_the_same_bytes_as_the_case_files(kind, tmp_path, monkeypatch):
    shutil.copytree(shipped() / "examples", tmp_path / "examples")
    monkeypatch.chdir(tmp_path)
    cases = [f"examples/{path.name}" for path in EXAMPLES]
    assert cli._run(["regneark", *kind, "a.xlsx", "--fra", *cases]) == 0
    assert cli._run(["flet", "a.xlsx", "--ud", "flet"]) == 0
    assert cli._run(["lav", *cases, "--ud", "lav"]) == 0
    merged = {p.name: p.read_bytes() for p in Path("flet").glob("*.docx")}
    alone = {p.name: p.read_bytes() for p in Path("lav").glob("*.docx")}
    assert {name for name in alone if "_afgoerelse_" in name} <= set(merged)
    assert merged.items() <= alone.items() if kind else merged == alone


def test_a_picture_that_lies_elsewhere_is_told(tmp_path, capsys):
    shutil.copytree(shipped() / "examples", tmp_path / "examples")
    (tmp_path / "ark").mkdir()
    case = str(tmp_path / "examples" / "skolefravaer.yaml")
    assert cli._run(["regneark", str(tmp_path / "ark" / "a.xlsx"), "--fra", case]) == 0
    told = capsys.readouterr().err
    assert told.count("ligger et andet sted end regnearket") == 2
    assert "Læg en kopi af billedet ved siden af regnearket" in told


# --- 200 rows, 17 of them broken ------------------------------------------------------------------

#: Sheet, heading, what is written there: one fault each, in rows 10, 20 … 170.
FAULTS: tuple[tuple[str, str, Any], ...] = (
    ("Sager", "CPR-nummer", "12345678"),
    ("Sager", "Fødselsdato", "31-02-2014"),
    ("Sager", "Barnets adresse: Postnummer", "12"),
    ("Sager", "Stedord", "det"),
    ("Sager", "Adressebeskyttelse", "måske"),
    ("Sager", "Barnets navn", None),
    ("Sager", "Kommunens navn", "#N/A"),
    ("Sager", "Afgørelsens dato", "snart"),
    ("Sager", "Afgørelse: Formål", None),
    ("Sager", "Forventet varighed", None),
    ("Hjælpen", "Hjemmel", "barnets lov § 32, stk. 1, nr. 9"),
    ("Hjælpen", "Hvem hjælper", "findes_ikke"),
    ("Hjælpen", "Sagsnummer", "2026-9999"),
    ("Personer", "Rolle", "ukendt"),
    ("Personer", "Navn", None),
    ("Personer", "Kortnavn", "far"),
    ("Samtaler med barnet", "Dato", "i går"),
)


def two_hundred(folder: Path) -> Path:
    """A workbook with 200 rows of one good case, each with a number of its own."""
    base = load_case(shipped() / "examples" / "skolefravaer.yaml", shipped_library().law)
    data = {name: value for name, value in base.source.data.items() if name != "plan"}
    data["kommune"] = {k: v for k, v in data["kommune"].items() if k != "logo"}
    cases: list[Case] = [
        check_case(Located({**data, "sagsnummer": f"2026-{n:04}"}, {}, base.source.file),
                   shipped_library().law) for n in range(1, 201)]
    book = folder / "sager.xlsx"
    write_workbook(book, "afgoerelse", cases)
    return book


def change(book: Path, rows: Callable[[int], str],
           faults: tuple[tuple[str, str, Any], ...]) -> dict[str, tuple[str, str, Any]]:
    """Writes the values into the first row of the n-th case; gives what stood there."""
    opened = load_workbook(book)
    before: dict[str, tuple[str, str, Any]] = {}
    for n, (sheet, heading, value) in enumerate(faults, 1):
        page = opened[sheet]
        headings = {cell.value: cell.column or 0 for cell in page[1]}
        key = headings["Sagsnummer"]
        row = next(r for r in range(2, page.max_row + 1)
                   if page.cell(r, key).value == rows(n))
        cell = page.cell(row, headings[heading])
        before[rows(n)] = (sheet, heading, cell.value)
        cell.value = value
    opened.save(book)
    return before


def number(n: int) -> str:
    return f"2026-{n * 10:04}"


def test_seventeen_broken_rows_are_told_and_mended_and_the_set_is_whole(tmp_path, capsys):
    book, out = two_hundred(tmp_path), tmp_path / "ud"
    change(book, number, FAULTS)
    flet = ["flet", str(book), "--type", "afgoerelse", "--til", "barn", "--ud", str(out)]
    assert cli._run(flet) == 1
    made = {p.name.split("_")[0] for p in out.glob("*.docx")}
    assert made == {f"2026-{n:04}" for n in range(1, 201)} - {number(n) for n in range(1, 18)}
    told = capsys.readouterr().err
    for sheet in ("Sager!", "Hjælpen!", "Personer!", "Samtaler med barnet!"):
        assert sheet in told
    page = (out / "rapport.html").read_text(encoding="utf-8")
    assert all(number(n) in page for n in range(1, 18))
    assert "Alma" not in page

    mended = tmp_path / "fejl.xlsx"
    shutil.copy(out / "fejl.xlsx", mended)
    opened = load_workbook(mended)
    failed = {row[0].value for row in opened["Sager"].iter_rows(min_row=2)} - {"EKSEMPEL", None}
    assert failed == {number(n) for n in range(1, 18)}
    good = two_hundred(tmp_path / "god") if (tmp_path / "god").mkdir() is None else book
    put_right(mended, good)
    assert cli._run(["flet", str(mended), "--type", "afgoerelse", "--til", "barn", "--ud",
                     str(out), "--fortsaet"]) == 0
    assert len(list(out.glob("*.docx"))) == 200


def put_right(mended: Path, good: Path) -> None:
    """What the administrative worker does: the right values into the marked rows."""
    wrong, right = load_workbook(mended), load_workbook(good)
    wanted = {number(n) for n in range(1, 18)}
    for page in right:
        if page.title not in wrong.sheetnames or page.title == "Vejledning":
            continue
        target = wrong[page.title]
        target.delete_rows(2, target.max_row)
        key = next(c.column for c in page[1] if c.value == "Sagsnummer")
        rows = [r for r in page.iter_rows(min_row=2) if r[key - 1].value in wanted]
        for number_, cells in enumerate(rows, 2):
            for cell in cells:
                target.cell(number_, cell.column or 0).value = cell.value
    wrong.save(mended)
