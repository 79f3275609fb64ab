"""What is done to a handful of rows, in this process or another: look at them, then make letters.

Both functions take a `Setup` and the numbers of rows, which they read from the file themselves.
They give back plain values without letters in them: a letter is written where it is made.
"""

from __future__ import annotations

import traceback
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from itertools import islice, takewhile
from pathlib import Path
from typing import NamedTuple

from generator.batch.guard import Index, belonging, foreign, hashed
from generator.batch.ledger import Result
from generator.batch.outcome import outcome, planned, saved, why
from generator.batch.register import Row
from generator.batch.report.redact import without_people
from generator.batch.rows import Sagsrække
from generator.batch.sources import Source, changed, close, reader
from generator.case.load import Case, check_case
from generator.library import Library, load_library
from generator.orders import Order, order_letters
from generator.pipeline import Press, make_letters
from generator.source import Place, Problem, Unusable


@dataclass(frozen=True)
class Options:
    """What somebody asked for. `delt` puts the letters into folders `00`…`ff` also when few."""

    ud: Path
    typer: tuple[str, ...] = ()
    til: tuple[str, ...] = ()
    dato: date | None = None
    html: bool = False
    fortsaet: bool = False
    delt: bool = False


@dataclass(frozen=True)
class Setup:
    """What a worker must know. It is small and hashable, and can be sent to another process."""

    source: Source
    options: Options
    overlays: tuple[Path, ...]
    library: str
    index: Path
    key: bytes
    staging: Path
    split: bool = False
    flok: str = ""


@dataclass(frozen=True)
class Looked:
    """What a row holds: its letters by name and document, and its facts hashed; or its problems.
    `mærke` stands for its data."""

    nr: int
    sag: str
    sted: Place
    nummer: int = 0
    problems: tuple[Problem, ...] = ()
    letters: tuple[tuple[str, str], ...] = ()
    theirs: tuple[tuple[int, int], ...] = ()
    shared: tuple[tuple[int, int], ...] = ()
    digest: int = 0
    mærke: str = ""


class Wanted(NamedTuple):
    """A row to make letters from: what it was when it was looked at, and what there is from before.
    """

    nr: int
    sag: str
    sted: Place
    mærke: str
    before: Mapping[str, Result]


class Ordered(NamedTuple):
    """A row that has been read as a case, and the letters it calls for."""

    row: Sagsrække
    case: Case
    orders: list[Order]


#: So many rows, the first, need not be read again in the second round. Not more: memory is flat.
KEPT = 300

_presses: dict[str, Press] = {}
_indexes: dict[Path, Index] = {}
_kept: dict[tuple[Path, int], Ordered] = {}


def library_hash(library: Library) -> str:
    """Stands for the phrases and rules, byte by byte; templates count for their own letters."""
    total = sha256()
    for root in library.roots:
        for folder in ("fragments", "rules"):
            for path in sorted(p for p in (root / folder).rglob("*") if p.is_file()):
                total.update(f"{path.relative_to(root).as_posix()}\0".encode())
                total.update(sha256(path.read_bytes()).digest())
    return total.hexdigest()


def ready(library: Library, name: str) -> None:
    """Lets work in this process use the library that has been read already."""
    if name not in _presses or _presses[name].library is not library:
        _presses.clear()
        _presses[name] = Press(library)


def forget_library() -> None:
    """Lets the next work in this process read the library anew."""
    _presses.clear()


def _press(setup: Setup) -> Press:
    """The library made ready, once in each process."""
    if setup.library not in _presses:
        ready(load_library(*setup.overlays), setup.library)
    return _presses[setup.library]


def look(setup: Setup, start: int, stop: int) -> list[Looked]:
    """Reads the rows from `start` to before `stop` as cases, and says what each will give. Fewer
    when the file ends. Makes nothing; raises `Unusable` when the file cannot be read."""
    press, rows = _press(setup), reader(setup.index, setup.source)
    if any(run != setup.index for run, _ in islice(_kept, 1)):
        _kept.clear()  # of another run in this process
    found: list[Looked] = []
    for nr in range(start, stop):
        row = rows.row(nr)
        if row is None:
            break
        found.append(_look(setup, nr, row, press))
    return found


def _look(setup: Setup, nr: int, row: Sagsrække, press: Press) -> Looked:
    bare = Looked(nr, row.nøgle, row.sted, row.nummer)
    try:
        ordered = _ordered(row, press, setup.options)
    except Unusable as error:
        return replace(bare, problems=without_people(error.problems, row))
    except Exception as error:
        return replace(bare, problems=(_our_fault(error),))
    if len(_kept) < KEPT:
        _kept[setup.index, nr] = ordered
    found = belonging(ordered.case.sag)
    return replace(
        bare, letters=tuple((o.navn, o.skabelon.dokument) for o in ordered.orders),
        theirs=hashed(found.theirs, setup.key), shared=hashed(found.shared, setup.key),
        digest=found.digest, mærke=ordered.case.hash)


def lost_look(setup: Setup, start: int, stop: int, problem: Problem) -> list[Looked]:
    """What `look` would say, had the rows not ended whoever looked at them."""
    read = reader(setup.index, setup.source)
    rows = takewhile(lambda row: row is not None, map(read.row, range(start, stop)))
    return [Looked(nr, row.nøgle, row.sted, row.nummer, (problem,))
            for nr, row in enumerate(rows, start) if row]


def _ordered(row: Sagsrække, press: Press, options: Options) -> Ordered:
    if row.problemer or row.data is None:
        raise Unusable(row.problemer)
    case = check_case(row.data, press.library.law)
    try:
        orders = order_letters(case, press.library, types=options.typer, to=options.til,
                               dato=options.dato)
    except Unusable as error:
        whole = Place(case.source.file)
        raise Unusable([replace(p, where=row.sted) if p.where == whole else p
                        for p in error.problems]) from error
    # `--til mor --til foraeldre` names her twice.
    return Ordered(row, case, list({order.navn: order for order in orders}.values()))


def make(setup: Setup, rows: Sequence[Wanted]) -> list[Result]:
    """The letters of each row made, checked and written, each case whole or not at all. Raises
    `Unusable` when the file has changed since the rows were looked at."""
    press, index = _press(setup), _index(setup)
    return [result for wanted in rows for result in _make(setup, wanted, press, index)]


def lost_make(setup: Setup, rows: Sequence[Wanted], problem: Problem) -> list[Result]:
    """What `make` would say, had the rows not ended whoever worked at them."""
    return [failed(wanted, [problem]) for wanted in rows]


def _index(setup: Setup) -> Index:
    """The index of the run, opened once in each process."""
    if setup.index not in _indexes:
        _close_indexes()
        _indexes[setup.index] = Index(setup.index, setup.key)
    return _indexes[setup.index]


def let_go() -> None:
    """Closes the index and the file with cases in this process, so that they can be removed."""
    _close_indexes()
    _kept.clear()
    close()


def _close_indexes() -> None:
    for index in _indexes.values():
        index.close()
    _indexes.clear()


def _make(setup: Setup, wanted: Wanted, press: Press, index: Index) -> list[Result]:
    ordered = _kept.pop((setup.index, wanted.nr), None)
    row = ordered.row if ordered else reader(setup.index, setup.source).row(wanted.nr)
    if row is None:
        return [failed(wanted, [changed(wanted.sted)])]
    try:
        ordered = ordered or _as_before(row, wanted, press, setup.options)
        return _letters(setup, wanted, ordered, press, index)
    except Unusable as error:
        return [failed(wanted, error.problems, row)]
    except Exception as error:
        return [failed(wanted, [_our_fault(error)], row)]


def _as_before(row: Sagsrække, wanted: Wanted, press: Press, options: Options) -> Ordered:
    """The row as a case; raises `Unusable` when it is not the row that was looked at."""
    try:
        ordered = _ordered(row, press, options)
    except Unusable as error:
        raise Unusable([changed(wanted.sted)]) from error  # it was in order then
    if ordered.case.hash != wanted.mærke:
        raise Unusable([changed(wanted.sted)])
    return ordered


def _letters(setup: Setup, wanted: Wanted, ordered: Ordered, press: Press,
             index: Index) -> list[Result]:
    row, case, orders = ordered
    nr, before = wanted.nr, wanted.before
    plans = [planned(setup, nr, row, case, order) for order in orders]
    plans = [replace(plan, grund=why(setup, plan, before.get(plan.navn))) for plan in plans]
    if all(plan.skipped for plan in plans):
        return [replace(before[plan.navn], nr=nr, sted=row.sted, grund="uændret")
                for plan in plans]
    letters = make_letters(case, press, orders)
    findings = [(*letter.findings, *foreign(letter.document, case.sag, nr, index))
                for letter in letters]
    results = [outcome(plan, letter, found, row)
               for plan, letter, found in zip(plans, letters, findings, strict=True)]
    return saved(setup, results, letters)


def _our_fault(error: Exception) -> Problem:
    """The problem of a row on which the program stumbles. The error's own text may quote the case,
    so it is left out."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    return Problem("flet.programfejl", "Programmet kan ikke klare denne sag. Det er en fejl i "
                   f"programmet ({type(error).__name__}, {Path(last.filename).name}, "
                   f"linje {last.lineno}).", remedy="Skriv til dem, der passer programmet. "
                   "De andre sager er ikke berørt.")


def failed(told: Wanted | Row, problems: Iterable[Problem],
           row: Sagsrække | None = None) -> Result:
    """A row that gave no letter."""
    found = without_people(problems, row) if row else tuple(problems)
    return Result(told.nr, told.sag, f"{told.nr}:{told.sag}", "fejl", told.sted, fund=found)
