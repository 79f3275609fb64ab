"""PDF of the letters of a run, some hundred at a time.

What is made stays when the run is stopped, and the next run goes on from there. A letter that
LibreOffice cannot convert is remembered by its bytes: it is told again each time, but tried again
only when it has changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

import docx

from generator.batch.ledger import Ledger, Result
from generator.pdf import CHUNK, convert
from generator.source import Problem

#: What is the letter's own fault; the rest may go better next time.
_OWN_FAULT = "pdf.kan_ikke"


def make_pdfs(results: Iterable[Result], folder: Path, workers: int = 1, *, ledger: Ledger,
              seen: Callable[[int], None] = lambda n: None,
              stop: Callable[[], bool] = lambda: False) -> list[Problem]:
    """Makes `<name>.pdf` beside each letter that has none; the problems, each once.

    `seen` is told how many letters have been dealt with. When `stop` says so, what is in hand is
    finished and nothing more is begun. A letter held in the ledger as one that cannot be converted
    is passed by, and told.
    """
    problems: dict[Problem, None] = {}
    known = ledger.unconvertible()
    missing, done = _missing(results, folder), 0
    while not stop() and (some := list(islice(missing, CHUNK * workers))):
        new = [r for r in some if known.get(r.fil) != r.sha256]
        bad = {r.fil for r in some} - {r.fil for r in new}
        problems.update(dict.fromkeys(_cannot(r) for r in some if r.fil in bad))
        found = _converted(new, folder, workers, stop)
        problems.update(dict.fromkeys(problem for _, problem in found))
        blamed = [r for r, problem in found if problem.id == _OWN_FAULT]
        if blamed and (len(found) < len(new) or _office_works()):
            ledger.set_unconvertible(blamed)
        if any(problem.id == "pdf.intet_libreoffice" for problem in problems):
            break
        done += len(some)
        seen(done)
    return list(problems)


def _converted(results: list[Result], folder: Path, workers: int,
               stop: Callable[[], bool]) -> list[tuple[Result, Problem]]:
    """Converts the letters; gives those that failed, with a problem that names the case."""
    failed: list[tuple[Result, Problem]] = []
    letters = {folder / r.fil: r for r in results}
    for place in sorted({letter.parent for letter in letters}):
        there = [letter for letter in letters if letter.parent == place]
        for made in convert(there, place, workers=workers, stopped=stop):
            if made.problem:
                result = letters[made.source]
                failed.append((result, _named(made.problem, result)))
    return failed


def _office_works() -> bool:
    """Whether LibreOffice makes a PDF of a plain letter. When nothing at all succeeds, the letters
    may not be to blame."""
    with TemporaryDirectory(prefix="duform-pdf-", ignore_cleanup_errors=True) as name:
        plain = Path(name, "brev.docx")
        docx.Document().save(str(plain))
        return convert([plain], Path(name))[0].pdf is not None


def _named(problem: Problem, result: Result) -> Problem:
    """The problem of a letter, told by its case; one that all letters share is left as it is."""
    if not problem.where.file:
        return problem
    if problem.id == _OWN_FAULT:
        return _cannot(result)
    return replace(problem, text=f"{_letter(result)}: {problem.text}", where=result.sted)


def _cannot(result: Result) -> Problem:
    return Problem(
        "pdf.kan_ikke", f"{_letter(result)}: LibreOffice kan ikke lave brevet om til PDF, eller "
        "bliver ikke færdig med det. Word-filen er lavet.", result.sted,
        f"Åbn {result.fil} i Word, og gem den som PDF derfra. Vi prøver igen, når brevet er "
        "ændret.")


def _letter(result: Result) -> str:
    return f"Sag {result.sag}, {result.dokument} til {result.læser}"


def _missing(results: Iterable[Result], folder: Path) -> Iterator[Result]:
    for result in results:
        if result.status == "lavet" and not (folder / result.fil).with_suffix(".pdf").is_file():
            yield result


def without_pdf(results: Iterable[Result], folder: Path) -> int:
    """How many letters have no PDF yet."""
    return sum(1 for _ in _missing(results, folder))
