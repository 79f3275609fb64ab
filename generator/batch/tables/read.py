"""A file from a spreadsheet, of any kind we read, as tables of text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from generator.batch.rows import Tabel
from generator.batch.tables.read_csv import read_csv
from generator.batch.tables.read_ods import read_ods
from generator.batch.tables.read_xlsx import read_xlsx
from generator.source import Place, Problem, Unusable, unreadable


@dataclass(frozen=True)
class Tables:
    """The tables of a file, in its order, and what is worth knowing about how it was read."""

    tables: tuple[Tabel, ...]
    remarks: tuple[Problem, ...] = ()


_READERS: dict[str, Callable[[Path], tuple[list[Tabel], list[Problem]]]] = {
    ".xlsx": read_xlsx, ".xlsm": read_xlsx, ".xls": read_xlsx, ".ods": read_ods,
    ".csv": read_csv, ".txt": read_csv, ".tsv": read_csv}


def read_tables(path: Path) -> Tables:
    """The tables of a workbook (xlsx, xlsm, ods) or a CSV file. Their rows are read as they are
    asked for, once. Raises `Unusable` when the file cannot be read as any of these."""
    where = Place(str(path))
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        raise Unusable([Problem(
            "tabel.ukendt_slags", f"Vi kan ikke læse filer, der ender på »{path.suffix[:20]}«.",
            where, "Gem arket som .xlsx, .xlsm, .ods eller .csv.")])
    try:
        empty = path.stat().st_size == 0
    except (OSError, ValueError) as error:
        raise Unusable([unreadable(path, error)]) from error
    if empty:
        raise Unusable([_empty(where)])
    tables, remarks = reader(path)
    if not tables:
        raise Unusable([_empty(where)])
    return Tables(tuple(tables), tuple(remarks))


def _empty(where: Place) -> Problem:
    return Problem("fil.tom", "Filen er tom.", where, "Se efter, om det er den rigtige fil.")
