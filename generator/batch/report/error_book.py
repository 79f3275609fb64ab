"""`fejl.xlsx`: only the rows that could not be used, with the failing cells marked, ready to be
mended and read again."""

from __future__ import annotations

import io
import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from generator.batch.report.error_marks import Fejlrækker, failed, mark
from generator.batch.report.error_rows import Sheet, thinned
from generator.batch.report.error_text import text_sheets
from generator.output import write_all

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell.cell import Cell, MergedCell
    from openpyxl.worksheet.worksheet import Worksheet

    from generator.batch.report.report import Report

_WORKBOOKS = (".xlsx", ".xlsm")
#: What Excel might take for a formula when somebody edits the cell.
_FORMULA = ("=", "+", "-", "@")
#: Most characters that Excel has room for in a cell; openpyxl would cut the rest off.
_CELL = 32_767


def write_error_book(source: Path, report: Report, target: Path) -> None:
    """Writes a workbook with the failed rows of the source and the rows joined to them.

    From a workbook headings, drop-downs and formats are kept; formulas have become the values they
    showed. From a csv or ods file every cell is text. Raises `Unusable` when it cannot be written.
    """
    rows = failed(report)
    book, sheets = _of_book(source, rows) if source.suffix.casefold() in _WORKBOOKS else _of_text(
        source, rows)
    mark(book, sheets, rows)
    _forget_who(book)
    out = io.BytesIO()
    book.save(out)
    write_all(target.parent, {target.name: out.getvalue()})


def _of_book(source: Path, rows: Fejlrækker) -> tuple[Workbook, Mapping[str, Sheet]]:
    """The source without the other rows; what is left has moved up below the headings."""
    from openpyxl import load_workbook

    small, sheets = thinned(source, rows)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # parts that openpyxl does not carry on
        book = load_workbook(small, data_only=True, keep_links=False)
    for ws in book.worksheets:
        _unused_away(ws)
        if not sheets[ws.title].whole:
            _move_up(ws, sheets[ws.title])
        for row in ws.iter_rows():
            for one in row:
                _keep_text(one)
    return book, sheets


def _unused_away(ws: Worksheet) -> None:
    """Pivot tables carry the data of all rows with them; a filter would hide what is left."""
    ws._pivots = []  # type: ignore[attr-defined]
    ws.auto_filter.filterColumn = []
    ws.sheet_view.selection = []
    ws.sheet_view.topLeftCell = None


def _move_up(ws: Worksheet, sheet: Sheet) -> None:
    """Each kept row goes to its new place, with its formats; nothing else stays."""
    kept = sheet.moved
    for area in [area for area in ws.merged_cells.ranges if area.min_row > 1]:
        ws.unmerge_cells(str(area))
    for place in [place for place in ws._cells if place[0] not in kept]:
        del ws._cells[place]
    heights = {new: ws.row_dimensions[old].height for old, new in kept.items()
               if old in ws.row_dimensions}
    last = ws.max_column
    for old, new in kept.items():
        if new != old:
            ws.move_range(f"A{old}:{_letters(last)}{old}", rows=new - old)
    ws.row_dimensions.clear()
    for new, height in heights.items():
        ws.row_dimensions[new].height = height
    for row in ws.iter_rows():
        for one in row:
            if one.hyperlink:
                one.hyperlink.ref = one.coordinate
    _shrink(ws, max(kept.values(), default=1))


def _shrink(ws: Worksheet, last: int) -> None:
    """Tables and filters end where the rows end. A table has at least one row."""
    for table in ws.tables.values():
        table.ref = _ending(table.ref, last)
        if table.autoFilter:
            table.autoFilter.ref = table.ref
            table.autoFilter.filterColumn = []
    if ws.auto_filter.ref:
        ws.auto_filter.ref = _ending(ws.auto_filter.ref, last)


def _ending(ref: str, last: int) -> str:
    from openpyxl.utils import range_boundaries

    left, top, right, _ = range_boundaries(ref)
    return f"{_letters(left or 1)}{top}:{_letters(right or 1)}{max(last, (top or 1) + 1)}"


def _letters(column: int) -> str:
    from openpyxl.utils import get_column_letter

    return get_column_letter(column)


def _keep_text(cell: Cell | MergedCell) -> None:
    """Text stays text, also when somebody edits the cell in Excel and leaves it as it was."""
    if isinstance(cell.value, str) and cell.data_type != "e":
        cell.data_type = "s"
        if cell.value.startswith(_FORMULA):
            cell.quotePrefix = True


def _of_text(source: Path, rows: Fejlrækker) -> tuple[Workbook, Mapping[str, Sheet]]:
    """The failed rows of a csv or ods file, every cell as text."""
    from openpyxl import Workbook

    book, sheets = Workbook(), dict[str, Sheet]()
    book.remove(book.worksheets[0])
    for sheet, lines in text_sheets(source, rows):
        sheets[sheet.navn] = sheet
        _fill(book.create_sheet(sheet.navn), lines)
    return book, sheets


def _fill(ws: Worksheet, lines: Sequence[Sequence[str]]) -> None:
    """Writes the rows, with the headings bold and always in sight."""
    from openpyxl.styles import Font

    for row, values in enumerate(lines, start=1):
        for column, text in enumerate(values, start=1):
            one = ws.cell(row, column)
            one.number_format = "@"
            if len(text) > _CELL:
                _too_long(one, len(text))
            elif text:
                one.value = text
                _keep_text(one)
            if row == 1:
                one.font = Font(bold=True)
                ws.column_dimensions[_letters(column)].width = min(40, max(12, len(text) + 2))
    ws.freeze_panes = "A2"


def _too_long(cell: Cell | MergedCell, length: int) -> None:
    """An error in place of a text that Excel cannot hold: it is refused until somebody mends it,
    and never read as if it were whole."""
    from openpyxl.comments import Comment

    cell.value = "#N/A"
    cell.comment = Comment(f"Teksten har {length} tegn, og Excel har plads til {_CELL} i en celle. "
                           "Den står i den oprindelige fil. Gør den kortere der.", "duform")


def _forget_who(book: Workbook) -> None:
    """The file does not tell who made the source."""
    from openpyxl.packaging.core import DocumentProperties

    book.properties = DocumentProperties(creator="duform", title="Rækker, der skal rettes",
                                         language="da-DK")
    book.custom_doc_props.props = []  # type: ignore[attr-defined]
