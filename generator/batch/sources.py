"""Where the cases of a run come from, so that any process can read the rows it is asked for.

A `Source` is small and can be sent to another process, which opens it there. Each process keeps its
own `Reader`: it goes forward through the rows, passes cheaply by those that others have, and begins
anew when it is asked to go back. Nobody ever holds all rows.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Protocol

from generator.batch.rows import Sagsrække, Ulæst
from generator.source import Place, Problem, Unusable, read_yaml, reason, unreadable

_CASES = (".yaml", ".yml", ".json")


@dataclass(frozen=True)
class Opened:
    """The rows in order, each to be put together or passed by, and what there is to say about the
    file as a whole."""

    rows: Iterator[Ulæst]
    remarks: tuple[Problem, ...] = ()


class Source(Protocol):
    """Cases in a fixed order. The same each time, or `open` raises `Unusable`."""

    def open(self) -> Opened:
        """The cases from the first; raises `Unusable` when there can be none."""


@dataclass(frozen=True, eq=False)
class Given:
    """Cases that have been read already."""

    rows: tuple[Sagsrække, ...]

    def open(self) -> Opened:
        return Opened(partial(_same, row) for row in self.rows)


def _same(row: Sagsrække) -> Sagsrække:
    return row


@dataclass(frozen=True)
class Folder:
    """A folder with a file for each case."""

    path: Path

    def open(self) -> Opened:
        try:
            files = sorted(f for f in self.path.iterdir() if f.suffix.lower() in _CASES)
        except OSError as error:
            raise Unusable([Problem(
                "flet.mappe", f"Mappen kan ikke læses: {reason(error)}.", Place(str(self.path)),
                "Se efter, om du har lov til at læse den.")]) from error
        if not files:
            raise Unusable([Problem(
                "flet.ingen_sager", "Der er ingen sager i mappen.", Place(str(self.path)),
                "En sag er en fil, der ender på .yaml eller .json.")])
        return Opened(partial(_one, file) for file in files)


def _one(file: Path) -> Sagsrække:
    try:
        data = read_yaml(file)
    except Unusable as error:
        return Sagsrække(file.stem, Place(str(file)), None, tuple(error.problems))
    number = data.data.get("sagsnummer") if isinstance(data.data, dict) else None
    return Sagsrække(number.strip() if isinstance(number, str) and number.strip() else file.stem,
                     Place(str(file)), data)


#: Size and time of change of a file: does either differ, it is not the file we began with.
Stamp = tuple[int, int]


@dataclass(frozen=True)
class Table:
    """A workbook or a CSV file, with a mapping file when its headings are not ours. The stamps are
    those of the two files when the run began."""

    path: Path
    mapping: Path | None
    stamps: tuple[Stamp, ...]

    def open(self) -> Opened:
        from generator.batch.tables.mapping import apply, load_mapping
        from generator.batch.tables.read import read_tables
        from generator.batch.workbook.assemble import cases_from

        for file, before in zip(_files(self.path, self.mapping), self.stamps, strict=True):
            if _stamp(file) != before:
                raise Unusable([changed(Place(str(file)))])
        found = read_tables(self.path)
        if self.mapping:
            found = apply(found, load_mapping(self.mapping))
        cases = cases_from(found.tables, str(self.path))
        return Opened(cases.unread, (*found.remarks, *cases.problems))


def source_of(path: Path, mapping: Path | None = None) -> Source:
    """The folder or file as a source; raises `Unusable` when it is not there."""
    if path.is_dir():
        return Folder(path)
    return Table(path, mapping, tuple(map(_stamp, _files(path, mapping))))


def _files(path: Path, mapping: Path | None) -> tuple[Path, ...]:
    return (path, mapping) if mapping else (path,)


def _stamp(path: Path) -> Stamp:
    try:
        stat = path.stat()
    except (OSError, ValueError) as error:
        raise Unusable([unreadable(path, error)]) from error
    return stat.st_size, stat.st_mtime_ns


def changed(where: Place) -> Problem:
    """The problem of a file, or a row in it, that is not what it was when all rows were looked at.
    """
    return Problem("flet.aendret_undervejs", "Filen er ændret, efter at sagerne blev læst, så vi "
                   "ved ikke længere, hvad der hører til hvem.", where, "Lad filen være i fred, "
                   "mens der flettes, og kør samme kommando igen med --fortsaet.")


class Reader:
    """A place in a source. Rows are counted from one."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._opened = source.open()
        self._next = 1

    @property
    def remarks(self) -> tuple[Problem, ...]:
        """What there is to say about the file as a whole."""
        return self._opened.remarks

    def row(self, nr: int) -> Sagsrække | None:
        """The row of this number, or None when there are not so many."""
        if nr < self._next:
            self._opened, self._next = self._source.open(), 1
        skipped = nr - self._next
        self._next = nr + 1
        try:
            found = next(islice(self._opened.rows, skipped, None), None)
            return found() if found else None
        except OSError as error:
            raise Unusable([unreadable(Path(error.filename or ""), error)]) from error


_reader: list[tuple[object, Reader]] = []


def begin(source: Source) -> Reader:
    """Opens the source in this process, for the first round of a run that follows."""
    _reader[:] = [(source, Reader(source))]
    return _reader[0][1]


def reader(run: object, source: Source) -> Reader:
    """This process's reader for the run, opened once."""
    if _reader and _reader[0][0] is source:
        _reader[0] = run, _reader[0][1]
    if not _reader or _reader[0][0] != run:
        _reader[:] = [(run, Reader(source))]
    return _reader[0][1]


def close() -> None:
    """Lets go of the file in this process."""
    _reader.clear()
