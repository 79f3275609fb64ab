"""What becomes of each letter of a row: whether it must be made, whether it is held back, and the
files of those that are not."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import generator
from generator.batch.ledger import Grund, Result
from generator.batch.report.redact import without_people
from generator.batch.rows import Sagsrække
from generator.case.load import Case
from generator.case.reader import Situation
from generator.checker.kinds.measures import readability_of
from generator.checker.text.readability import audience
from generator.document.html import to_html
from generator.document.text import to_text
from generator.orders import Order
from generator.output import write_among
from generator.pipeline import Letter
from generator.source import Problem

if TYPE_CHECKING:
    from generator.batch.work import Setup

#: The forms of a letter that are made from its Word file.
DERIVED = (".html", ".txt", ".pdf")


def planned(setup: Setup, nr: int, row: Sagsrække, case: Case, order: Order) -> Result:
    """The letter as it will stand in the ledger when all goes well."""
    number = case.sag.sagsnummer
    below = sha256(number.encode()).hexdigest()[:2] + "/" if setup.split else ""
    return Result(nr, row.nøgle, order.navn, "lavet", row.sted, order.skabelon.dokument,
                  order.navn.rsplit("_", 2)[-2], fil=f"{below}{order.navn}.docx",
                  input=_input(setup, case, order), flok=setup.flok,
                  målgruppe=audience(Situation(case.sag, order.læser, order.dato)).name)


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


def why(setup: Setup, plan: Result, before: Result | None) -> Grund:
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


def outcome(plan: Result, letter: Letter, findings: Iterable[Problem], row: Sagsrække) -> Result:
    found = without_people(findings, row)
    text = readability_of(letter.brev)
    plan = replace(plan, ord=text.words, lange_ord=round(text.long_share, 1),
                   lix=None if text.lix is None else round(text.lix, 1))
    if any(finding.level == "fejl" for finding in found):
        return replace(plan, status="holdt tilbage", fund=found)
    return replace(plan, fund=found, sha256=sha256(letter.docx).hexdigest())


def saved(setup: Setup, results: list[Result], letters: Sequence[Letter]) -> list[Result]:
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
        stem = str(folder / result.fil).removesuffix(".docx")
        for form in forms:
            with suppress(FileNotFoundError):
                os.unlink(stem + form)  # noqa: PTH108 - a Path for each is ten times as slow


def _together(others: str) -> Problem:
    return Problem("flet.hoerer_sammen", "Sagens breve hører sammen, og et andet af dem er holdt "
                   f"tilbage: {others}.", remedy="Ret det andet, så bliver dette også lavet.",
                   level="advarsel")
