"""Many rows to letters, in two rounds: all rows are looked at first, only then is anything made.

    with survey(rows, library, options) as found:      nothing is written yet
        for result in produce(found, ledger): …        each is written and in the ledger

Rows are read anew in each round and never all held in memory. A bad row never stops the others.
"""

from __future__ import annotations

import secrets
import shutil
import sqlite3
import tempfile
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Future
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

from generator.batch.executors import Executor, InProcess
from generator.batch.guard import Index
from generator.batch.ledger import Ledger, Result
from generator.batch.rows import Sagsrække
from generator.batch.work import (
    Looked,
    Options,
    Setup,
    failed,
    let_go,
    library_hash,
    look,
    make,
    ready,
)
from generator.library import Library
from generator.output import make_folder
from generator.source import Place, Problem, Unusable

#: With more letters than this, they lie in 256 folders: Explorer is slow with large ones.
SPLIT_ABOVE = 5000
#: Rows that a worker gets at a time.
CHUNK = 20
STAGING = ".duform-flet"

T = TypeVar("T")
R = TypeVar("R")
Stop = Callable[[], bool]


@dataclass
class Survey:
    """What is in the file: how many rows and letters, and the rows that can give none."""

    rows: Iterable[Sagsrække]
    setup: Setup
    executor: Executor
    workers: int
    letters: Counter[str] = field(default_factory=Counter)
    bad: dict[int, tuple[Problem, ...]] = field(default_factory=dict)
    total: int = 0
    finished: bool = True

    @property
    def good(self) -> int:
        """The rows that letters can be made from."""
        return self.total - len(self.bad)


@contextmanager
def survey(rows: Iterable[Sagsrække], library: Library, options: Options, *,
           executor: Executor | None = None, workers: int = 1,
           seen: Callable[[int], None] = lambda n: None,
           stop: Stop = lambda: False) -> Iterator[Survey]:
    """Looks at all rows; writes nothing in the folder. `rows` must give the same rows each time it
    is gone through. `seen` is told how many rows have been read. The index of who is who lives as
    long as the context."""
    with tempfile.TemporaryDirectory(prefix="duform-flet-", ignore_cleanup_errors=True) as folder:
        name = library_hash(library)
        ready(library, name)
        setup = Setup(options, tuple(p.absolute() for p in library.roots[1:]), name,
                      Path(folder, "indeks"), secrets.token_bytes(16), options.ud / STAGING)
        found = Survey(rows, setup, executor or InProcess(), workers)
        digest = _look_at_all(found, seen, stop)
        found.setup = replace(setup, flok=f"{digest % 2**128:032x}")
        try:
            yield found
        finally:
            let_go()


def _look_at_all(found: Survey, seen: Callable[[int], None], stop: Stop) -> int:
    """Fills the survey and the index. Returns a number to know the batch by."""
    index = Index(found.setup.index, found.setup.key, new=True)
    index.db.execute("CREATE TABLE navne(navn TEXT PRIMARY KEY, nr INTEGER) WITHOUT ROWID")
    digest = 0
    try:
        for answers in _through(found, look, enumerate(found.rows, start=1), stop):
            for row in answers:
                found.total += 1
                digest += row.digest
                _enter(found, row, index)
            seen(found.total)
        index.db.commit()
    finally:
        index.close()
    return digest


def _enter(found: Survey, row: Looked, index: Index) -> None:
    """One row into the survey and the index, unless something is wrong with it."""
    problems = list(row.problems)
    for other in _same_name(index.db, row):
        problems.append(_collision(row.sag))
        if other not in found.bad:
            found.bad[other] = (_collision(row.sag),)
    if problems:
        found.bad[row.nr] = tuple(problems)
    found.letters.update(document for _, document in row.letters)
    index.add(row.nr, row.sag, row.theirs, row.shared)


def _same_name(db: sqlite3.Connection, row: Looked) -> set[int]:
    """The earlier rows that would write a file of the same name."""
    others = set()
    for name, _ in row.letters:
        taken = db.execute("SELECT nr FROM navne WHERE navn = ?", (name.casefold(),)).fetchone()
        if taken:
            others.add(int(taken[0]))
        else:
            db.execute("INSERT INTO navne VALUES (?, ?)", (name.casefold(), row.nr))
    return others


def _refuse_taken(found: Survey, ledger: Ledger) -> None:
    """Refuses the rows whose letters would take the place of another case's from an earlier run."""
    index = Index(found.setup.index, found.setup.key)
    try:
        for nr, sag, name in index.db.execute(
                "SELECT nr, sag, navn FROM navne NATURAL JOIN rækker"):
            if ledger.owner(name) not in (None, sag):
                found.bad.setdefault(nr, (_collision(sag),))
    finally:
        index.close()


def _collision(sag: str, where: Place | None = None) -> Problem:
    return Problem("flet.samme_navn", "To sager giver breve med samme filnavn, så det ene ville "
                   f"afløse det andet. Sagsnummeret er {sag} eller ligner det.", where or Place(),
                   "Ret det ene sagsnummer, eller flet sagerne til hver sin mappe.")


def produce(found: Survey, ledger: Ledger, *, stop: Stop = lambda: False) -> Iterator[Result]:
    """Makes the letters and yields what became of each when it is on disk.

    The ledger gets them some at a time; what a killed run has not told it is made again, with the
    same bytes. When `stop` says so, what is in hand is finished and nothing more is begun.
    """
    folder = found.setup.options.ud
    make_folder(folder)
    shutil.rmtree(found.setup.staging, ignore_errors=True)  # what a killed run left
    if ledger.split is None or not found.setup.options.fortsaet:
        ledger.split = found.setup.options.delt or found.letters.total() > SPLIT_ABOVE
    found.setup = replace(found.setup, split=bool(ledger.split))
    _refuse_taken(found, ledger)
    bad: list[Result] = []
    untold: list[Result] = []
    try:
        for results in _through(found, make, _to_make(found, ledger, bad), stop):
            new = [*bad, *results]
            bad.clear()
            untold += new
            if len(untold) >= CHUNK:
                ledger.record(untold)
                untold.clear()
            yield from new
        untold += bad
        yield from bad
    finally:
        ledger.record(untold)
        shutil.rmtree(found.setup.staging, ignore_errors=True)


def _to_make(found: Survey, ledger: Ledger,
             bad: list[Result]) -> Iterator[tuple[int, Sagsrække, dict[str, Result]]]:
    """The rows to make letters from, with what is known of each; the others go to `bad`."""
    for nr, row in enumerate(found.rows, start=1):
        if nr in found.bad:
            problems = [p if str(p.where) else replace(p, where=row.sted) for p in found.bad[nr]]
            bad.append(failed(nr, row, problems))
        else:
            yield nr, row, ledger.letters_of(row.nøgle)


def _chunks(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """The items some at a time."""
    them = iter(items)
    while chunk := list(islice(them, size)):
        yield chunk


def _through(found: Survey, work: Callable[[Setup, Sequence[Any]], list[R]],
             items: Iterable[Any], stop: Stop) -> Iterator[list[R]]:
    """The answers in order. No more chunks are under way than keep all workers busy. Here it is
    one row at a time: then whoever says stop need not wait."""
    here = isinstance(found.executor, InProcess)
    most = 1 if here else 2 * found.workers
    under_way: deque[Future[list[R]]] = deque()
    try:
        for chunk in _chunks(items, 1 if here else CHUNK):
            if stop():
                found.finished = False
                break
            under_way.append(found.executor.submit(work, found.setup, chunk))
            while len(under_way) >= most:
                yield under_way.popleft().result()
        while under_way:
            yield under_way.popleft().result()
    except BrokenExecutor as error:
        raise Unusable([Problem(
            "flet.proces_doed", "En af processerne er stoppet, måske fordi maskinen løb tør "
            "for hukommelse.", remedy="Kør samme kommando med --fortsaet og færre --processer.",
        )]) from error
