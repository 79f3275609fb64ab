"""A phrase as it would read in a case, without a template around it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from generator.case.ics import add_areas
from generator.case.load import Case
from generator.case.reader import Læser, Situation
from generator.case.view import Visning, visning
from generator.library import Variant
from generator.phrases.book import Phrasebook
from generator.phrases.holes import HOLE, hole_problem, shown
from generator.phrases.markdown import StyleMap
from generator.phrases.session import Fraseafsnit, Regler, Session
from generator.sandbox import kontekst
from generator.source import Problem

_ALL_ROLES = ("afsnit", "overskrift", "underoverskrift", "punkt", "underpunkt", "nummer",
              "undernummer", "citat")
_PLAIN = StyleMap(dict.fromkeys(_ALL_ROLES, "x"))
_MARKS = {"punkt": "• ", "underpunkt": "  • ", "nummer": "1. ", "undernummer": "  a. ",
          "citat": "   ", "overskrift": "", "underoverskrift": ""}


@dataclass(frozen=True)
class Preview:
    """The text of a phrase for one reader, where it comes from, and what is missing in it.

    `file` and `variant` are those chosen; no file and None when the phrase has nothing to say.
    """

    file: str
    variant: Variant | None
    text: str
    problems: tuple[Problem, ...]

    @property
    def heading(self) -> str:
        return self.variant.heading if self.variant else "ingen variant"


def preview(book: Phrasebook, case: Case, læser: Læser, day: date, id: str) -> Preview:
    """The phrase filled with the case for this reader; once for each round of its loop."""
    situation = Situation(case.sag, læser, day)
    view = visning(situation)
    session = Session(book, læser.rolle, situation.alder, day,
                      _PLAIN, draft=True)
    decision = case.sag.afgørelse
    own = tuple(i.hjemmel for i in decision.indsatser) if decision else ()
    frase = book.library.frase(id, day)
    dokument = frase.dokumenter[0] if frase else ""
    view["dokument"] = {"titel": "", "dato": day, "udkast": True, "type": dokument,
                        "kopi_til": None}
    add_areas(view, book.library.ics, case.sag, dokument, day)
    view["frase"] = session
    view["regler"] = Regler(session, own)
    context = kontekst(view)
    made = [session(id, "", loop, context) for loop in _rounds(view, frase.løkke if frase else {})]
    used = session.brugt.get(id)
    holes = [p for phrase in made for p in _holes(phrase)]
    return Preview(used.frase.file if used else "", used.variant if used else None,
                   "\n".join(line for phrase in made for line in _lines(phrase)),
                   (*session.problemer, *holes))


def _rounds(view: Visning, loop: Any) -> Iterator[dict[str, Any]]:
    """The values the loop variable takes; one empty round for a phrase without a loop."""
    if not loop:
        yield {}
        return
    name, path = next(iter(loop.items()))
    items: list[Any] = [view]
    for step in path.replace("[]", "").split("."):
        below = [item.get(step) for item in items if item is not None]
        items = [i for b in below for i in (b if isinstance(b, list) else [b]) if i is not None]
    for item in items:
        yield {name: item}


def _lines(phrase: Fraseafsnit) -> Iterator[str]:
    for piece in phrase.pieces:
        inner = phrase.values[piece.solo][0] if piece.solo >= 0 else None
        if isinstance(inner, Fraseafsnit):
            yield from _lines(inner)
        else:
            yield _MARKS.get(piece.role, "") + HOLE.sub(
                lambda m: shown(m[1], m[2]), phrase.words(piece))


def _holes(phrase: Fraseafsnit) -> Iterator[Problem]:
    for value, label in phrase.values:
        if isinstance(value, Fraseafsnit):
            yield from _holes(value)
        elif value is None:
            yield hole_problem(label)
