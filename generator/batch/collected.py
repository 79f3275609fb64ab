"""`samlet.pdf`: all letters of a run in one file for the printer, in the order of the rows.

Each letter begins on the front of a sheet. Very many letters go into several files, so that memory
does not grow with their number.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from generator.batch.ledger import Result
from generator.output import write_one
from generator.source import Problem, Unusable

if TYPE_CHECKING:
    from pypdf import PdfWriter

#: Most letters in one file. A printer's driver is slow with larger ones.
MOST = 500
_OURS = re.compile(r"samlet(?:-[0-9]+)?\.pdf")


def needs_pypdf() -> None:
    """Raises `Unusable` when the library that puts PDFs together is not installed."""
    try:
        import pypdf  # noqa: F401
    except ImportError as error:
        raise Unusable([Problem(
            "pdf.intet_pypdf", "Der mangler en del af programmet, så --samlet-pdf kan ikke bruges.",
            remedy="Installér den med: pip install \"duform[samlet-pdf]\". Eller brug --pdf, så "
            "får hvert brev sin egen PDF.")]) from error


def collect(results: Iterable[Result], folder: Path) -> tuple[list[Path], list[Problem]]:
    """Writes `samlet.pdf`, or `samlet-1.pdf` and on when there are more than `MOST` letters.

    Gives the files and a warning for each letter that is not in them. Files of an earlier run that
    no longer hold are removed. Raises `Unusable` when a file cannot be written.
    """
    left_out: list[Problem] = []
    letters = _with_pdf(results, folder, left_out)
    written: list[Path] = []
    some, following = list(islice(letters, MOST)), list(islice(letters, 1))
    while some:
        alone = not written and not following
        path = folder / ("samlet.pdf" if alone else f"samlet-{len(written) + 1}.pdf")
        write_one(path, _joined(some, folder, left_out))
        written.append(path)
        some = [*following, *islice(letters, MOST - len(following))]
        following = list(islice(letters, 1))
    withdraw(folder, written)
    return written, left_out


def withdraw(folder: Path, but: Sequence[Path] = ()) -> None:
    """Removes what an earlier run collected: nobody may print letters that no longer hold."""
    for path in folder.glob("samlet*.pdf"):
        if _OURS.fullmatch(path.name) and path not in but:
            path.unlink(missing_ok=True)


def _with_pdf(results: Iterable[Result], folder: Path, left_out: list[Problem],
              ) -> Iterator[Result]:
    """The letters that have a PDF; a warning for each of the others."""
    for result in results:
        if result.status == "lavet" and (folder / result.fil).with_suffix(".pdf").is_file():
            yield result
        else:
            left_out.append(_left_out(result))


def _left_out(result: Result) -> Problem:
    what = f", {result.dokument} til {result.læser}" if result.dokument else ""
    why = {"lavet": "Det har ingen PDF.", "holdt tilbage": "Det er holdt tilbage."}.get(
        result.status, "Sagen har fejl.")
    who = "Brevet" if result.dokument else "Brevene"
    return Problem("samlet.mangler", f"{who} i sag {result.sag}{what} er ikke med i samlet.pdf. "
                   f"{why if result.dokument else 'Sagen har fejl.'}", result.sted,
                   "Ret det, og kør samme kommando med --fortsaet.", level="advarsel")


def _joined(results: Sequence[Result], folder: Path, left_out: list[Problem]) -> bytes:
    """The letters in one PDF, each from the front of a sheet, with a bookmark."""
    from pypdf import PdfReader, PdfWriter
    from pypdf.errors import PyPdfError

    writer = PdfWriter()
    for result in results:
        try:
            letter = PdfReader((folder / result.fil).with_suffix(".pdf"))
            pages = list(letter.pages)
        except (PyPdfError, OSError, ValueError, KeyError):
            left_out.append(_left_out(result))
            continue
        if not pages:
            left_out.append(_left_out(result))
            continue
        first = len(writer.pages)
        writer.append(letter, import_outline=False)
        writer.add_outline_item(
            title=f"{result.sag}, {result.dokument} til {result.læser}", page_number=first)
        if len(writer.pages) % 2:
            box = pages[-1].mediabox
            writer.add_blank_page(float(box.width), float(box.height))
    return _bytes(writer)


def _bytes(writer: PdfWriter) -> bytes:
    """The file, the same each time: it tells of no program and no time."""
    writer.metadata = None
    writer.add_metadata({"/Title": "Samlede breve"})
    writer.compress_identical_objects()
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()
