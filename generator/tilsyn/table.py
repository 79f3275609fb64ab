"""The figures as CSV for Excel: a line for each requirement, in all and in each part."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from io import StringIO

from generator.checker.rules import Regelbog
from generator.tilsyn.reading import Line
from generator.tilsyn.tally import Share, rows, shares

HEADINGS = ("del", "navn", "krav", "titel", "type", "kilde", "breve", "opfyldt", "procent")
_PARTS: tuple[tuple[str, Callable[[Line], str]], ...] = (
    ("dokument", lambda line: line.dokument), ("team", lambda line: line.team),
    ("måned", lambda line: line.måned))


def tilsyn_csv(lines: Sequence[Line], book: Regelbog) -> str:
    """With a byte order mark and semicolons, as Excel in Danish opens it by itself."""
    out = StringIO()
    write = csv.writer(out, delimiter=";", lineterminator="\r\n").writerow
    write(HEADINGS)
    for row in rows(lines, book):
        about = (row.krav, row.titel, row.type, row.kilde)
        write(("alle", "", *map(_safe, about), *_numbers(row.alle)))
        for name, part in _PARTS:
            for value, share in shares([x for x in lines if part(x)], row.krav, book, part).items():
                write((name, _safe(value), *map(_safe, about), *_numbers(share)))
    return "\ufeff" + out.getvalue()


def _numbers(share: Share) -> tuple[int, int, int | str]:
    return share.spurgt, share.mødt, "" if share.procent is None else share.procent


def _safe(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in "=+-@\t\r" and text else text
