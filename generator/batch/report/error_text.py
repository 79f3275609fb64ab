"""The failed rows of a csv file or an ods workbook, every cell as text."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import IO

from generator.batch.report.error_rows import Chosen, Sheet
from generator.batch.shape import SAGER, SAGSNUMMER
from generator.batch.tables.read import read_tables

_BAD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
#: Longest cell of a csv file; the module's own limit is 131,072 and ends the reading.
_LONGEST = 1 << 24


def text_sheets(source: Path, rows: Chosen) -> Iterator[tuple[Sheet, list[list[str]]]]:
    """Each sheet with its failed rows, the headings first. A csv file is one sheet, `Sager`."""
    if source.suffix.casefold() != ".ods":
        with _opened(source) as file:
            csv.field_size_limit(max(_LONGEST, csv.field_size_limit()))
            delimiter = _delimiter(file.readline())
            file.seek(0)
            yield _chosen(SAGER, csv.reader(file, delimiter=delimiter), rows)
        return
    for table in read_tables(source).tables:
        headings = [cell.tekst or "" for cell in table.overskrifter]
        lines = {1: headings, **{row.nummer: [t or "" for t in row.tekster]
                                 for row in table.rækker}}
        yield _chosen(table.navn, (lines.get(n, []) for n in range(1, max(lines) + 1)), rows)


def _chosen(name: str, lines: Iterable[list[str]], rows: Chosen) -> tuple[Sheet, list[list[str]]]:
    """The headings and the rows that are wanted."""
    sheet, kept, column = Sheet(name), list[list[str]](), 0
    for number, line in enumerate(lines, start=1):
        cells = [_BAD.sub("\N{REPLACEMENT CHARACTER}", text) for text in line]
        if number == 1:
            column = _key_index(cells)
            kept.append(cells)
            continue
        key = cells[column].strip() if column < len(cells) else ""
        if rows.holds(name, number, key):
            sheet.keep(number, key)
            kept.append(cells)
    return sheet, kept


def _key_index(headings: Sequence[str]) -> int:
    low = [text.strip().casefold() for text in headings]
    return low.index(SAGSNUMMER.casefold()) if SAGSNUMMER.casefold() in low else 0


def _opened(source: Path) -> IO[str]:
    """The file as UTF-8 (with or without byte order mark), or as older Danish programs write it."""
    try:
        with source.open(encoding="utf-8-sig") as file:
            while file.read(1 << 20):
                pass
    except UnicodeDecodeError:
        return source.open(encoding="cp1252", errors="replace", newline="")
    return source.open(encoding="utf-8-sig", newline="")


def _delimiter(line: str) -> str:
    counts = {sign: line.count(sign) for sign in ";,\t"}
    return max(counts, key=lambda sign: counts[sign])
