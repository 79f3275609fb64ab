"""Many rows to letters, in two rounds: all rows are looked at first, only then is anything made.

    with survey(source, library, options) as found:    nothing is written yet
        for result in produce(found, ledger): …        each is written and in the ledger

Whoever does the work reads the rows it is given the numbers of. None are held in memory, and what
is known of each lies in a file. A bad row never stops the others.
"""

from __future__ import annotations

import secrets
import shutil
import tempfile
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor, CancelledError, Future
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import count, takewhile
from pathlib import Path
from typing import Any, TypeVar

from generator.batch.executors import Executor, InProcess, WorkLost
from generator.batch.guard import Index
from generator.batch.ledger import Ledger, Result
from generator.batch.register import Register
from generator.batch.rows import Sagsrække
from generator.batch.sources import Given, Source
from generator.batch.work import (
    Looked,
    Options,
    Setup,
    Wanted,
    failed,
    let_go,
    library_hash,
    look,
    lost_look,
    lost_make,
    make,
    ready,
)
from generator.batch.workbook.record import key_of
from generator.library import Library
from generator.output import make_folder
from generator.source import Place, Problem, Unusable

#: With more letters than this, they lie in 256 folders: Explorer is slow with large ones.
SPLIT_ABOVE = 5000
#: Rows that a worker gets at a time, and letters that the ledger is told of at a time: what a
#: killed run has not told is made again.
CHUNK, TOLD = 20, 100
STAGING = ".duform-flet"
#: Where a cluster finds the index of a run, in the folder with the letters. `output.py` takes away
#: what begins with `.duform-` when it is an hour old; a run may last longer.
ROOM = ".duform_klynge-"

R = TypeVar("R")
Stop = Callable[[], bool]


@dataclass
class Survey:
    """What is in the file: how many rows and letters, and the rows that can give none."""

    setup: Setup
    executor: Executor
    workers: int
    bad: Register
    letters: Counter[str] = field(default_factory=Counter)
    total: int = 0
    finished: bool = True

    @property
    def good(self) -> int:
        """The rows that letters can be made from."""
        return self.total - len(self.bad)


@contextmanager
def survey(cases: Source | Iterable[Sagsrække], library: Library, options: Options, *,
           executor: Executor | None = None, workers: int = 1, room: Path | None = None,
           seen: Callable[[int], None] = lambda n: None,
           stop: Stop = lambda: False) -> Iterator[Survey]:
    """Looks at all rows; writes nothing in the folder. `seen` is told how many rows have been read.
    What is known of them lives as long as the context. Workers on other machines find the index of
    who is who in `room`, a folder they see as well. Raises `Unusable` when the file cannot be read.
    """
    source = Given(tuple(cases)) if isinstance(cases, Iterable) else cases
    with tempfile.TemporaryDirectory(prefix="duform-flet-", ignore_cleanup_errors=True) as folder:
        name = library_hash(library)
        ready(library, name)
        setup = Setup(source, options, tuple(p.absolute() for p in library.roots[1:]), name,
                      Path(folder, "indeks"), secrets.token_bytes(16), options.ud / STAGING)
        register = Register(Path(folder, "rækker"))
        found = Survey(setup, executor or InProcess(), workers, register)
        try:
            digest = _look_at_all(found, seen, stop)
            index = setup.index
            if room:  # copied when made: a database in the making does badly on a network disk
                index = Path(shutil.copyfile(index, room / index.name))
            found.setup = replace(setup, index=index, flok=f"{digest % 2**128:032x}")
            yield found
        finally:
            register.close()
            let_go()


def _look_at_all(found: Survey, seen: Callable[[int], None], stop: Stop) -> int:
    """Fills the survey, the register and the index. Returns a number to know the batch by."""
    index = Index(found.setup.index, found.setup.key, new=True)
    size, ended, digest = _chunk(found), False, 0
    ranges = takewhile(lambda _: not ended, ((n, n + size) for n in count(1, size)))
    try:
        for answers in _through(found, look, lost_look, ranges, stop):
            ended = ended or len(answers) < size
            for row in answers:
                found.total += 1
                digest += row.digest
                _enter(found, row, index)
            if answers:
                seen(found.total)
        index.db.commit()
    finally:
        index.close()
    return digest


def _enter(found: Survey, row: Looked, index: Index) -> None:
    """One row into the survey, the register and the index."""
    problems, register = list(row.problems), found.bad
    register.add(row.nr, row.sag, row.sted, row.mærke)
    first = register.first_with(key_of(row.sag), row.nr, row.nummer) if row.nummer else None
    if first:
        nr, number = first
        problems.append(_double(row.sted, number))
        _refuse(found, nr, _double(register.place_of(nr), row.nummer))
    else:
        for other in _same_name(register, row):
            problems.append(_collision(row.sag, row.sted))
            _refuse(found, other, _collision(row.sag, register.place_of(other)))
        if not problems:
            found.letters.update(document for _, document in row.letters)
        index.add(row.nr, row.sag, row.theirs, row.shared)
    if problems:
        register.refuse(row.nr, problems)


def _refuse(found: Survey, nr: int, problem: Problem) -> None:
    """An earlier row turns out to give no letters either."""
    found.letters.subtract(found.bad.refuse_later(nr, problem))


def _same_name(register: Register, row: Looked) -> set[int]:
    """The earlier rows that would write a file of the same name."""
    holders = {register.holder_of(name, row.nr, dokument) for name, dokument in row.letters}
    return {nr for nr in holders if nr is not None}


def _refuse_taken(found: Survey, ledger: Ledger) -> None:
    """Refuses the rows whose letters would take the place of another case's from an earlier run."""
    for nr, sag, name in found.bad.names():
        if ledger.owner(name) not in (None, sag):
            found.bad.refuse(nr, [_collision(sag)])


def _double(where: Place, other: int) -> Problem:
    return Problem("flet.sagsnummer_dobbelt", f"Sagsnummeret står også i række {other}. Vi kan "
                   "ikke vide, hvilken række der er den rigtige, så ingen af dem giver breve.",
                   where, "Ret det ene nummer. Er det samme sag, så slet den ene række.")


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
    _clear_away(found)
    if ledger.split is None or not found.setup.options.fortsaet:
        ledger.split = found.setup.options.delt or found.letters.total() > SPLIT_ABOVE
    found.setup = replace(found.setup, split=bool(ledger.split))
    _refuse_taken(found, ledger)
    untold: list[Result] = []
    bad: list[Result] = []
    try:
        for results in _through(found, make, lost_make, _to_make(found, ledger, bad),
                                stop):
            new = [*bad, *results]
            bad.clear()
            untold += new
            if len(untold) >= TOLD:
                ledger.record(untold)
                untold.clear()
            yield from new
        untold += bad
        yield from bad
    finally:
        ledger.record(untold)
        shutil.rmtree(found.setup.staging, ignore_errors=True)


def _clear_away(found: Survey) -> None:
    """Removes what a killed run left in the folder, now that the ledger says nobody else is here.
    Another run that had looked at its rows, and not begun, loses its index in this way."""
    if not found.setup.index.exists():
        raise Unusable([Problem(
            "flet.i_gang", "En anden fletning til samme mappe er begyndt imens.",
            Place(str(found.setup.options.ud)), "Kør kommandoen igen, når den anden er færdig.")])
    shutil.rmtree(found.setup.staging, ignore_errors=True)
    for left in found.setup.options.ud.glob(f"{ROOM}*"):
        if left != found.setup.index.parent:
            shutil.rmtree(left, ignore_errors=True)


def _to_make(found: Survey, ledger: Ledger, bad: list[Result]) -> Iterator[tuple[list[Wanted]]]:
    """The rows to make letters from, some at a time; the others go to `bad`."""
    size, chunk = _chunk(found), list[Wanted]()
    for row in found.bad.rows():
        if row.problems:
            bad.append(failed(row, [p if str(p.where) else replace(p, where=row.sted)
                                    for p in row.problems]))
            continue
        chunk.append(Wanted(row.nr, row.sag, row.sted, row.mærke, ledger.letters_of(row.sag)))
        if len(chunk) == size:
            yield (chunk,)
            chunk = []
    if chunk:
        yield (chunk,)


def _chunk(found: Survey) -> int:
    """Rows at a time. Here it is one: then whoever says stop need not wait."""
    return 1 if isinstance(found.executor, InProcess) else CHUNK


def _through(found: Survey, work: Callable[..., list[R]], lost: Callable[..., list[R]],
             tasks: Iterable[tuple[Any, ...]], stop: Stop) -> Iterator[list[R]]:
    """The answers in order. No more tasks are under way than keep all workers busy. `lost` answers
    for a task that ended whoever worked at it."""
    most = 1 if isinstance(found.executor, InProcess) else 2 * found.workers
    under_way: deque[tuple[Future[list[R]], tuple[Any, ...]]] = deque()

    def answer() -> list[R]:
        future, task = under_way.popleft()
        try:
            return future.result()
        except CancelledError:  # it was not begun when somebody said stop
            return []
        except WorkLost as error:
            return lost(found.setup, *task, error.problem)

    try:
        for task in tasks:
            if stop():
                found.finished = False
                for future, _ in under_way:
                    future.cancel()
                break
            under_way.append((found.executor.submit(work, found.setup, *task), task))
            while len(under_way) >= most:
                yield answer()
        while under_way:
            yield answer()
    except BrokenExecutor as error:
        raise Unusable([Problem(
            "flet.proces_doed", "En af processerne er stoppet, måske fordi maskinen løb tør "
            "for hukommelse.", remedy="Kør samme kommando med --fortsaet og færre --processer.",
        )]) from error
