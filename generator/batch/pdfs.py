"""PDF of the letters of a run, some hundred at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from generator.batch.ledger import Result
from generator.pdf import CHUNK, convert
from generator.source import Problem


def make_pdfs(results: Iterable[Result], folder: Path, workers: int = 1) -> list[Problem]:
    """Makes `<name>.pdf` beside each letter that has none; the problems, each once."""
    missing = _missing(results, folder)
    problems: dict[Problem, None] = {}
    while letters := list(islice(missing, CHUNK * workers)):
        for place in sorted({letter.parent for letter in letters}):
            there = [letter for letter in letters if letter.parent == place]
            found = [r.problem for r in convert(there, place, workers=workers) if r.problem]
            problems.update(dict.fromkeys(found))
        if any(problem.id == "pdf.intet_libreoffice" for problem in problems):
            break
    return list(problems)


def _missing(results: Iterable[Result], folder: Path) -> Iterator[Path]:
    for result in results:
        letter = folder / result.fil
        if result.status == "lavet" and not letter.with_suffix(".pdf").is_file():
            yield letter
