"""What is done to a handful of rows, in this process or another: look at them, then make letters.

Both functions take a `Setup` and rows, and give back plain values without letters in them: a letter
is written where it is made.
"""

from __future__ import annotations

import traceback
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

import generator
from generator.batch.guard import Index, belonging, foreign, hashed
from generator.batch.ledger import Grund, Result
from generator.batch.report.redact import without_people
from generator.batch.rows import Sagsrække
from generator.case.load import Case, check_case
from generator.document.html import to_html
from generator.document.text import to_text
from generator.library import Library, load_library
from generator.orders import Order, order_letters
from generator.output import write_among
from generator.pipeline import Letter, Press, make_letters
from generator.source import Problem, Unusable

#: The forms of a letter that are made from its Word file.
DERIVED = (".html", ".txt", ".pdf")


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
    """What a row holds: its letters by name and document, and its facts hashed; or its problems."""

    nr: int
    sag: str
    problems: tuple[Problem, ...] = ()
    letters: tuple[tuple[str, str], ...] = ()
    theirs: tuple[tuple[int, int], ...] = ()
    shared: tuple[tuple[int, int], ...] = ()
    digest: int = 0


Numbered = tuple[int, Sagsrække]

_presses: dict[str, Press] = {}
_indexes: dict[Path, Index] = {}


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


def _press(setup: Setup) -> Press:
    """The library made ready, once in each process."""
    if setup.library not in _presses:
        ready(load_library(*setup.overlays), setup.library)
    return _presses[setup.library]


def look(setup: Setup, rows: Sequence[Numbered]) -> list[Looked]:
    """Reads each row as a case and says what it will give; makes nothing."""
    press = _press(setup)
    return [_look(setup, nr, row, press) for nr, row in rows]


def _look(setup: Setup, nr: int, row: Sagsrække, press: Press) -> Looked:
    try:
        case, orders = _ordered(row, press, setup.options)
    except Unusable as error:
        return Looked(nr, row.nøgle, without_people(error.problems, row))
    except Exception as error:
        return Looked(nr, row.nøgle, (_our_fault(error),))
    found = belonging(case.sag)
    return Looked(nr, row.nøgle, (), tuple(
        (order.navn, order.skabelon.dokument) for order in orders), hashed(found.theirs, setup.key),
        hashed(found.shared, setup.key), found.digest)


def _ordered(row: Sagsrække, press: Press, options: Options) -> tuple[Case, list[Order]]:
    if row.problemer or row.data is None:
        raise Unusable(row.problemer)
    case = check_case(row.data, press.library.law)
    orders = order_letters(case, press.library, types=options.typer, to=options.til,
                           dato=options.dato)
    # `--til mor --til foraeldre` names her twice.
    return case, list({order.navn: order for order in orders}.values())


def make(setup: Setup,
         rows: Sequence[tuple[int, Sagsrække, Mapping[str, Result]]]) -> list[Result]:
    """The letters of each row made, checked and written, each case whole or not at all."""
    press, index = _press(setup), _index(setup)
    return [result for nr, row, before in rows
            for result in _make(setup, nr, row, before, press, index)]


def _index(setup: Setup) -> Index:
    """The index of the run, opened once in each process."""
    if setup.index not in _indexes:
        let_go()
        _indexes[setup.index] = Index(setup.index, setup.key)
    return _indexes[setup.index]


def let_go() -> None:
    """Closes the index in this process, so that its file can be removed."""
    for index in _indexes.values():
        index.close()
    _indexes.clear()


def _make(setup: Setup, nr: int, row: Sagsrække, before: Mapping[str, Result], press: Press,
          index: Index) -> list[Result]:
    try:
        case, orders = _ordered(row, press, setup.options)
        plans = [_planned(setup, nr, row, case, order) for order in orders]
        plans = [replace(plan, grund=_why(setup, plan, before.get(plan.navn))) for plan in plans]
        if all(plan.skipped for plan in plans):
            return [replace(before[plan.navn], nr=nr, sted=row.sted, grund="uændret")
                    for plan in plans]
        letters = make_letters(case, press, orders)
        findings = [(*letter.findings, *foreign(letter.document, case.sag, nr, index))
                    for letter in letters]
        results = [_outcome(plan, letter, found, row)
                   for plan, letter, found in zip(plans, letters, findings, strict=True)]
        return _saved(setup, results, letters)
    except Unusable as error:
        return [failed(nr, row, error.problems)]
    except Exception as error:
        return [failed(nr, row, [_our_fault(error)])]


def _our_fault(error: Exception) -> Problem:
    """The problem of a row on which the program stumbles. The error's own text may quote the case,
    so it is left out."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    return Problem("flet.programfejl", "Programmet kan ikke klare denne sag. Det er en fejl i "
                   f"programmet ({type(error).__name__}, {Path(last.filename).name}, "
                   f"linje {last.lineno}).", remedy="Skriv til dem, der passer programmet. "
                   "De andre sager er ikke berørt.")


def failed(nr: int, row: Sagsrække, problems: Iterable[Problem]) -> Result:
    """A row that gave no letter."""
    return Result(nr, row.nøgle, f"{nr}:{row.nøgle}", "fejl", row.sted,
                  fund=without_people(problems, row))


def _planned(setup: Setup, nr: int, row: Sagsrække, case: Case, order: Order) -> Result:
    """The letter as it will stand in the ledger when all goes well."""
    number = case.sag.sagsnummer
    below = sha256(number.encode()).hexdigest()[:2] + "/" if setup.split else ""
    return Result(nr, row.nøgle, order.navn, "lavet", row.sted, order.skabelon.dokument,
                  order.navn.rsplit("_", 2)[-2], fil=f"{below}{order.navn}.docx",
                  input=_input(setup, case, order), flok=setup.flok)


def _input(setup: Setup, case: Case, order: Order) -> str:
    """Stands for everything that a letter is made from."""
    skabelon = order.skabelon
    looks = [skabelon.path, Path(skabelon.file), skabelon.udseende or skabelon.path]
    named = (case.sag.kommune.logo, *(part.billede for part in (
        case.sag.plan, case.sag.individuel_plan) if part))
    pictures = [case.file.parent / name.strip() for name in named if name]
    parts = (generator.__version__, setup.library, case.hash, skabelon.id, skabelon.version,
             skabelon.titel, skabelon.stoerrelse, order.navn, order.læser, order.dato,
             [_file_hash(path) for path in (*looks, *pictures)])
    return sha256(repr(parts).encode()).hexdigest()


def _file_hash(path: Path) -> str:
    try:
        stat = path.stat()
    except (OSError, ValueError):
        return ""
    return _hash_of(path, stat.st_mtime_ns, stat.st_size)


@lru_cache(maxsize=512)
def _hash_of(path: Path, changed: int, size: int) -> str:
    return sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


def _why(setup: Setup, plan: Result, before: Result | None) -> Grund:
    """Why the letter must be made; `uændret` when it need not be."""
    if before is None or not setup.options.fortsaet:
        return "nyt"
    if before.status != "lavet":
        return "mislykkedes sidst"
    if before.input != plan.input or before.flok != plan.flok or before.fil != plan.fil:
        return "ændret"
    file = setup.options.ud / plan.fil
    derived = [file.with_suffix(s) for s in DERIVED[:2]] if setup.options.html else []
    if not all(path.is_file() for path in (file, *derived)):
        return "fil mangler"
    return "uændret" if sha256(file.read_bytes()).hexdigest() == before.sha256 else "fil rettet"


def _outcome(plan: Result, letter: Letter, findings: Iterable[Problem], row: Sagsrække) -> Result:
    found = without_people(findings, row)
    if any(finding.level == "fejl" for finding in found):
        return replace(plan, status="holdt tilbage", fund=found)
    return replace(plan, fund=found, sha256=sha256(letter.docx).hexdigest())


def _saved(setup: Setup, results: list[Result], letters: Sequence[Letter]) -> list[Result]:
    """The letters on disk. They belong together: is one held back, all are, and those of an
    earlier run go."""
    folder = setup.options.ud
    kept = [result for result in results if result.status != "lavet"]
    if kept:
        _withdraw(folder, results)
        others = ", ".join(f"{r.dokument} til {r.læser}" for r in kept)
        return [r if r in kept else replace(
            r, status="holdt tilbage", sha256="", fund=(*r.fund, _together(others)))
            for r in results]
    changed = [(result, letter) for result, letter in zip(results, letters, strict=True)
               if not result.skipped]
    _withdraw(folder, [result for result, _ in changed], DERIVED)
    write_among(folder, setup.staging, {
        name: data for result, letter in changed for name, data in _files(setup, result, letter)})
    return results


def _files(setup: Setup, result: Result, letter: Letter) -> Iterator[tuple[str, bytes]]:
    yield result.fil, letter.docx
    if setup.options.html:
        stem = result.fil.removesuffix(".docx")
        yield f"{stem}.html", to_html(letter.document).encode()
        yield f"{stem}.txt", to_text(letter.document).encode()


def _withdraw(folder: Path, results: Iterable[Result],
              forms: Sequence[str] = (".docx", *DERIVED)) -> None:
    """Removes what an earlier run made: nobody may send what no longer holds."""
    for result in results:
        for form in forms:
            (folder / result.fil).with_suffix(form).unlink(missing_ok=True)


def _together(others: str) -> Problem:
    return Problem("flet.hoerer_sammen", "Sagens breve hører sammen, og et andet af dem er holdt "
                   f"tilbage: {others}.", remedy="Ret det andet, så bliver dette også lavet.",
                   level="advarsel")
