"""The kind `form`: a rule names what it looks for (`ser_efter`); the words it goes by are
its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from generator.checker.kinds.form.dates import gone_by, not_in_the_calendar
from generator.checker.kinds.form.old_law import old_law
from generator.checker.kinds.form.repeated import repeated
from generator.checker.kinds.form.unmeasured import goals_with
from generator.checker.kinds.hit import Hit, Kind, chosen
from generator.checker.letter import Brev
from generator.checker.rules import Regel, Regelbog
from generator.checker.text.around import around
from generator.checker.text.placeholders import marks_in, placeholders


def form(brev: Brev, regel: Regel, book: Regelbog) -> Iterator[Hit]:
    """What the rule looks for by name; raises `Unusable` for another name."""
    yield from chosen(regel, SER_EFTER)(brev, regel, book)


def unfilled(brev: Brev, regel: Regel, book: Regelbog) -> Iterator[Hit]:
    """Places to be filled in, in headers and footers too."""
    beside = around(brev)
    likely = marks_in("\n".join(s.tekst for s in (*brev.stykker, *beside)))
    worth_while = brev.holding({need.lower() for mark in likely for need in mark.needs} | {"["})
    for stykke in (*worth_while, *beside):
        for start, end in placeholders(stykke.tekst, low=stykke.low, quoted=stykke.slags == "citat",
                                       marks=likely):
            yield Hit(stykke, start, end)


SER_EFTER: Mapping[str, Kind] = {
    "pladsholdere": unfilled, "gentaget_ord": repeated, "servicelov": old_law,
    "kalender": not_in_the_calendar, "moede_forbi": gone_by, "maal": goals_with}
