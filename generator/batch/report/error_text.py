"""The failed rows of a csv file or an ods workbook, every cell as text."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path

from generator.batch.report.error_rows import Chosen, Sheet
from generator.batch.shape import SAGER, SAGSNUMMER
from generator.batch.tables.read import read_tables
from generator.batch.tables.read_csv import csv_rows, dialect_of

_BAD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

#: Longest line of a csv file that is taken apart all the same.
_LONGEST = 1 << 24


def text_sheets(source: Path, rows: Chosen) -> Iterator[tuple[Sheet, list[list[str]]]]:
    """Each sheet with its failed rows, the headings first. A csv file is one sheet, `Sager`."""
    if source.suffix.casefold() != ".ods":
        dialect = dialect_of(source)
        lines = ((number, _split(row, dialect.delimiter) if isinstance(row, str) else row)
                 for number, _, row in csv_rows(source, dialect))
        yield _chosen(SAGER, lines, rows)
        return
    for table in read_tables(source).tables:
        headings = [cell.tekst or "" for cell in table.overskrifter]
        below = ((row.nummer, [t or "" for t in row.tekster]) for row in table.rækker)
        yield _chosen(table.navn, chain([(0, headings)], below), rows)


def _chosen(name: str, lines: Iterable[tuple[int, list[str]]],
            rows: Chosen) -> tuple[Sheet, list[list[str]]]:
    """The headings (the first row with anything in it) and the rows that are wanted."""
    sheet, kept, column = Sheet(name), list[list[str]](), 0
    for number, line in lines:
        if not any(line):
            continue
        cells = [_BAD.sub("\N{REPLACEMENT CHARACTER}", text) for text in line]
        if not kept:
            sheet.moved = {number: 1}
            column = _key_index(cells)
            kept.append(cells)
            continue
        key = cells[column].strip() if column < len(cells) else ""
        if rows.holds(name, number, key):
            sheet.keep(number, key)
            kept.append(cells)
    return sheet, kept


def _split(line: str, delimiter: str) -> list[str]:
    """The cells of a line that cannot be read with certainty, as well as can be."""
    before = csv.field_size_limit(_LONGEST)
    try:
        return next(csv.reader([line.rstrip("\r\n")], delimiter=delimiter), [])
    finally:
        csv.field_size_limit(before)


def _key_index(headings: Sequence[str]) -> int:
    low = [text.strip().casefold() for text in headings]
    return low.index(SAGSNUMMER.casefold()) if SAGSNUMMER.casefold() in low else 0
