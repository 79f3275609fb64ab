"""Sentences put to one language rule; used by the tests of the language rules."""

from __future__ import annotations

from functools import cache

from generator.checker.check import look
from generator.checker.letter import Deltager, letter_of_text
from generator.checker.rule_files import load_rules
from generator.checker.rules import Regelbog
from generator.library import load_library

PEOPLE = (
    Deltager("Alma Sofie Holm", "Alma", "barn", "hun", True),
    Deltager("Lone Holm", "Lone", "mor", "hun"),
    Deltager("Mikkel Holm", "Mikkel", "far", "han"),
    Deltager("Jens Krag", "Jens", "plejefar", "han"),
    Deltager("Karen Lund", "Karen", "lærer", "hun"),
)


@cache
def book() -> Regelbog:
    return load_rules(load_library())


def found(rule: str, text: str, *, læser: str = "barn",
          people: tuple[Deltager, ...] = PEOPLE) -> list[str]:
    """What the rule finds in the text, as it stands there."""
    brev = letter_of_text(text, læser=læser, deltagere=people)  # type: ignore[arg-type]
    return [p.quote for p in look(book().regler[rule], brev, book())]


def split(table: str) -> list[str]:
    """The lines of a table; ` / ` in a line is a new paragraph."""
    return [line.strip().replace(" / ", "\n") for line in table.strip().splitlines()]
