"""How fast tables are read: `python -m tests.bench.tables`.

10,000 rows of 40 cells, with texts inside the sheet and with shared texts (as Excel writes them),
against openpyxl's read-only mode on the same file; and the memory that a long CSV file takes.
"""

from __future__ import annotations

import re
import tempfile
import tracemalloc
from collections.abc import Callable
from datetime import date
from pathlib import Path
from time import perf_counter
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl

from generator.batch.tables.read import read_tables

ROWS, COLUMNS, ROUNDS = 10_000, 40, 5
_INLINE = re.compile(r't="inlineStr"><is><t>([^<]*)</t></is>')
_PARTS = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"


def make_inline(path: Path) -> None:
    """A workbook with texts, dates, numbers, yes and no, and empty cells."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Sager")
    sheet.append([f"Felt {column}" for column in range(COLUMNS)])
    for row in range(ROWS):
        sheet.append([_value(row, column) for column in range(COLUMNS)])
    book.save(path)


def _value(row: int, column: int) -> object:
    return (f"Tekst {row} {column}", f"By {column}", row * COLUMNS + column,
            date(2026, 1, 1 + row % 28), 2.5 * row, row % 2 == 0, None if row % 3 else "x",
            f"Endnu en tekst {row % 50}")[column % 8]


def make_shared(inline: Path, path: Path) -> None:
    """The same workbook with its texts in a part of their own."""
    shared: dict[str, int] = {}
    with ZipFile(inline) as old, ZipFile(path, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            text = old.read(name).decode()
            if name.startswith("xl/worksheets/"):
                text = _INLINE.sub(
                    lambda m: f't="s"><v>{shared.setdefault(m[1], len(shared))}</v>', text)
            text = text.replace("</Types>", '<Override PartName="/xl/sharedStrings.xml" '
                                f'ContentType="{_PARTS}"/></Types>')
            if name == "xl/_rels/workbook.xml.rels":
                text = text.replace("</Relationships>", f'<Relationship Id="rIdS" Type="{_REL}" '
                                    'Target="sharedStrings.xml"/></Relationships>')
            if name != "xl/sharedStrings.xml":
                new.writestr(name, text)
        new.writestr("xl/sharedStrings.xml", '<sst xmlns="http://schemas.openxmlformats.org/'
                     'spreadsheetml/2006/main">' + "".join(
                         f"<si><t>{text}</t></si>" for text in shared) + "</sst>")


def ours(path: Path) -> int:
    """Cells with a text, as we read them."""
    return sum(text is not None for table in read_tables(path).tables for row in table.rækker
               for text in row.tekster)


def openpyxl_read_only(path: Path) -> int:
    """Cells with a value, as openpyxl reads them."""
    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    count = sum(value is not None for sheet in book.worksheets
                for row in sheet.iter_rows(min_row=2, values_only=True) for value in row)
    book.close()
    return count


def seconds(read: Callable[[Path], int], path: Path) -> float:
    """The shortest of some rounds."""
    times = []
    for _ in range(ROUNDS):
        start = perf_counter()
        read(path)
        times.append(perf_counter() - start)
    return min(times)


def csv_peak(folder: Path, rows: int) -> float:
    """The most memory in MB that Python holds while a CSV file of so many rows is read."""
    path = folder / f"{rows}.csv"
    with path.open("w", encoding="cp1252") as file:
        file.write(";".join(f"Felt {n}" for n in range(10)) + "\n")
        file.writelines(f"{row}" + ";Søren går på skole" * 9 + "\n" for row in range(rows))
    tracemalloc.start()
    ours(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / 1_000_000


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        inline, shared = folder / "indlejret.xlsx", folder / "delt.xlsx"
        make_inline(inline)
        make_shared(inline, shared)
        for path in (inline, shared):
            assert ours(path) == openpyxl_read_only(path)
            we, they = seconds(ours, path), seconds(openpyxl_read_only, path)
            print(f"{path.stem:10} {ROWS} x {COLUMNS}: {we:.3f} s; openpyxl {they:.3f} s; "  # noqa: T201
                  f"{they / we:.1f} times as fast")
        for rows in (1_000, 100_000):
            print(f"csv {rows:7} rows: {csv_peak(folder, rows):.1f} MB")  # noqa: T201


if __name__ == "__main__":
    main()
