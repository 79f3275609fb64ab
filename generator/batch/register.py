"""What is known of each row after all have been looked at, in a file: the memory must hold a
million. It lives as long as the survey, in its folder, and holds no names of people."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

from generator.batch.ledger import problem_of
from generator.source import Place, Problem

_TABLES = """
PRAGMA synchronous=OFF; PRAGMA journal_mode=OFF; PRAGMA temp_store=FILE;
CREATE TABLE rækker(nr INTEGER PRIMARY KEY, sag TEXT, sted TEXT, mærke TEXT);
CREATE TABLE fejl(nr INTEGER PRIMARY KEY, fund TEXT);
CREATE TABLE navne(navn TEXT PRIMARY KEY, nr INTEGER, dokument TEXT) WITHOUT ROWID;
CREATE INDEX navne_nr ON navne(nr);
CREATE TABLE numre(nøgle INTEGER PRIMARY KEY, nr INTEGER, nummer INTEGER);
"""


class Row(NamedTuple):
    """A row as it was when it was looked at. `mærke` stands for its data; `problems` are the
    reasons why it gives no letters."""

    nr: int
    sag: str
    sted: Place
    mærke: str
    problems: tuple[Problem, ...]


class Register(Mapping[int, tuple[Problem, ...]]):
    """The rows, and by their numbers the problems of those that give no letters."""

    def __init__(self, path: Path) -> None:
        self._db = sqlite3.connect(path)
        self._db.executescript(_TABLES)

    def add(self, nr: int, sag: str, sted: Place, mærke: str) -> None:
        """One row more."""
        place = json.dumps([sted.file, sted.line, sted.column, sted.detail], ensure_ascii=False)
        self._db.execute("INSERT INTO rækker VALUES (?, ?, ?, ?)", (nr, sag, place, mærke))

    def refuse(self, nr: int, problems: Iterable[Problem]) -> None:
        """Gives the row these problems, unless it has some."""
        found = json.dumps([asdict(p) for p in problems], ensure_ascii=False)
        self._db.execute("INSERT OR IGNORE INTO fejl VALUES (?, ?)", (nr, found))

    def refuse_later(self, nr: int, problem: Problem) -> list[str]:
        """Gives a row that was looked at before one problem more. Returns the kinds of document of
        the letters that it would have given, when it was good until now."""
        before = self.get(nr, ())
        found = json.dumps([asdict(p) for p in (*before, problem)], ensure_ascii=False)
        self._db.execute("INSERT OR REPLACE INTO fejl VALUES (?, ?)", (nr, found))
        return [] if before else [dokument for dokument, in self._db.execute(
            "SELECT dokument FROM navne WHERE nr = ?", (nr,))]

    def place_of(self, nr: int) -> Place:
        """Where the row stands."""
        row = self._db.execute("SELECT sted FROM rækker WHERE nr = ?", (nr,)).fetchone()
        return Place(*json.loads(row[0]))

    def holder_of(self, name: str, nr: int, dokument: str) -> int | None:
        """The earlier row that writes a file of this name; else the name is the row's own."""
        folded = name.casefold()
        taken = self._db.execute("SELECT nr FROM navne WHERE navn = ?", (folded,)).fetchone()
        if taken is None:
            self._db.execute("INSERT INTO navne VALUES (?, ?, ?)", (folded, nr, dokument))
        return int(taken[0]) if taken else None

    def first_with(self, number: str, nr: int, row: int) -> tuple[int, int] | None:
        """The earlier row with this sagsnummer, and its number in the sheet; else it is this
        row's."""
        key = int.from_bytes(blake2b(number.encode(), digest_size=8).digest(), signed=True)
        taken = self._db.execute("SELECT nr, nummer FROM numre WHERE nøgle = ?", (key,)).fetchone()
        if taken is None:
            self._db.execute("INSERT INTO numre VALUES (?, ?, ?)", (key, nr, row))
        return taken and (int(taken[0]), int(taken[1]))

    def names(self) -> Iterator[tuple[int, str, str]]:
        """Row, sagsnummer and name of each file there will be."""
        yield from self._db.execute("SELECT nr, sag, navn FROM navne NATURAL JOIN rækker")

    def rows(self) -> Iterator[Row]:
        """All rows in order."""
        for nr, sag, sted, mærke, fund in self._db.execute(
                "SELECT nr, sag, sted, mærke, fund FROM rækker NATURAL LEFT JOIN fejl ORDER BY nr"):
            yield Row(nr, sag, Place(*json.loads(sted)), mærke, _problems(fund) if fund else ())

    def __getitem__(self, nr: int) -> tuple[Problem, ...]:
        found = self._db.execute("SELECT fund FROM fejl WHERE nr = ?", (nr,)).fetchone()
        if found is None:
            raise KeyError(nr)
        return _problems(found[0])

    def __iter__(self) -> Iterator[int]:
        return (nr for nr, in self._db.execute("SELECT nr FROM fejl ORDER BY nr"))

    def __len__(self) -> int:
        return int(self._db.execute("SELECT count(*) FROM fejl").fetchone()[0])

    def close(self) -> None:
        """Closes the file, so that it can be removed."""
        self._db.close()


def _problems(fund: str) -> tuple[Problem, ...]:
    return tuple(map(problem_of, json.loads(fund)))
