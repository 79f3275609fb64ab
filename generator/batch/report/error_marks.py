"""Which rows failed, and how a failing cell is marked: a fill and the message as a comment."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.batch.report.discreet import discreet
from generator.batch.report.error_rows import Sheet
from generator.batch.report.report import Report
from generator.batch.shape import SAGER
from generator.source import Place, Problem

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

_ADDRESS = re.compile(r"(?:'?(?P<sheet>[^!]*?)'?!)?\$?(?P<column>[A-Z]{1,3})\$?(?P<row>[0-9]{1,7})"
                      r"(?![\w!])")
_RED, _YELLOW = "FFFFC7CE", "FFFFEB9C"
#: Excel's limit for a comment, with room to spare, and most of it that is seen without scrolling.
_COMMENT, _TALLEST = 30_000, 400


@dataclass(frozen=True)
class Adresse:
    """A cell: the sheet it is on, its column's letters, its row."""

    ark: str
    kolonne: str
    række: int


@dataclass(frozen=True)
class Fejlrækker:
    """The sagsnumre that failed, the rows that messages point at by sheet, and each message with
    the sagsnummer it is about and the cell, if it names one."""

    nøgler: frozenset[str]
    rækker: Mapping[str, frozenset[int]]
    fund: tuple[tuple[str, Adresse | None, Problem], ...]

    def holds(self, sheet: str, row: int, key: str) -> bool:
        """Whether the row failed or belongs to one that did."""
        return key in self.nøgler or row in self.rækker.get(sheet, ())


def failed(report: Report) -> Fejlrækker:
    """What failed: rows that could not be used, and rows with a letter that was not made."""
    letters = [brev for brev in report.breve if brev.status in ("holdt tilbage", "fejl")]
    keys = {row.nøgle for row in report.rækkefejl} | {brev.nøgle for brev in letters}
    rows: dict[str, set[int]] = {}
    for at in [address(row.sted) for row in report.rækkefejl]:
        if at:
            rows.setdefault(at.ark, set()).add(at.række)
    found = [(row.nøgle, address(problem.where) or address(row.sted), problem)
             for row in report.rækkefejl for problem in row.fund]
    found += [(brev.nøgle, address(problem.where), problem)
              for brev in letters for problem in brev.fund]
    return Fejlrækker(frozenset(keys - {""}), {k: frozenset(v) for k, v in rows.items()},
                      tuple(dict.fromkeys(found)))


def address(where: Place) -> Adresse | None:
    """The cell that a place names, such as `Sager!C17` or, in a csv file, `C17`."""
    found = _ADDRESS.match(where.detail)
    return Adresse(found["sheet"] or SAGER, found["column"], int(found["row"])) if found else None


def mark(book: Workbook, sheets: Mapping[str, Sheet], rows: Fejlrækker) -> None:
    """Marks the failing cells. A message without a cell, or about one in a row that is not here,
    marks the first cell of its case; one that has no row here marks the first heading."""
    first = book.worksheets[0]
    marked: dict[tuple[Worksheet, str], list[Problem]] = {}
    for key, at, problem in rows.fund:
        name = _sheet_of(at, sheets, first.title)
        new = sheets[name].moved.get(at.række) if at and name else None
        if at and name and new:
            spot = _named(book, name), f"{at.kolonne}{new}"
        else:
            spot = first, f"A{sheets[first.title].nøgler.get(key, 1)}"
        marked.setdefault(spot, []).append(problem)
    for (ws, coordinate), problems in marked.items():
        _mark(ws[coordinate], problems)
        ws.sheet_state = "visible"
        ws.column_dimensions[re.sub(r"[0-9]", "", coordinate)].hidden = False


def _named(book: Workbook, name: str) -> Worksheet:
    return next(ws for ws in book.worksheets if ws.title == name)


def _sheet_of(at: Adresse | None, sheets: Mapping[str, Sheet], first: str) -> str | None:
    """The sheet's name; a csv file has one sheet, whatever the message calls it."""
    if at is None or at.ark in sheets:
        return at.ark if at else None
    return first if len(sheets) == 1 else None


def _mark(cell: Cell, problems: list[Problem]) -> None:
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    wrong = any(p.level == "fejl" for p in problems)
    cell.fill = PatternFill("solid", fgColor=_RED if wrong else _YELLOW)
    before = [cell.comment.text] if cell.comment else []
    text = "\n\n".join([*dict.fromkeys(map(_said, problems)), *before])
    text = text if len(text) <= _COMMENT else text[:_COMMENT - 1] + "…"
    lines = sum(1 + len(line) // 42 for line in text[:2000].split("\n"))
    cell.comment = Comment(text, "duform", height=min(_TALLEST, 24 + 18 * lines), width=320)


def _said(problem: Problem) -> str:
    text = f"{problem.level.capitalize()}: {discreet(problem.text)}"
    return f"{text}\nSådan: {discreet(problem.remedy)}" if problem.remedy else text
