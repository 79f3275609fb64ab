"""The letters of all examples, each with its case as the reader sees it; and what a requirement
asks of them. `python -m` may run this without pytest."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from generator import danish
from generator.case.load import Case, load_case
from generator.case.reader import Situation
from generator.case.view import visning
from generator.document.text import to_text
from generator.library import load_library, shipped
from generator.orders import order_letters
from generator.pipeline import Letter, Press, make_letters


@dataclass(frozen=True)
class Sent:
    """A letter of an example with the case as its reader sees it."""

    case: Case
    letter: Letter
    view: Any
    words: str

    @property
    def child(self) -> bool:
        return self.letter.order.læser.rolle == "barn"

    @property
    def party(self) -> bool:
        """A reader who has rights of their own in the case: a parent, or a child from 10 years."""
        return not self.child or self.view["over_10"]

    @property
    def decision(self) -> Any:
        return self.view["afgørelse"]

    @property
    def plan(self) -> Any:
        return self.view["plan"]

    @property
    def status(self) -> Any:
        return self.view["status"]

    def says(self, text: object) -> bool:
        """Whether the letter holds these words, whatever its spaces, line breaks and full stops."""
        return flat(text) in self.words


def flat(text: object) -> str:
    words = danish.dato(text) if isinstance(text, date) else str(text)
    plain = re.sub(r"\s+", " ", words.replace("\u00a0", " "))
    return plain.strip().rstrip(".").casefold()


def sent(*kinds: str) -> list[Sent]:
    """The letters of these kinds; without any, all."""
    return [s for s in _all() if not kinds or s.letter.order.skabelon.dokument in kinds]


@cache
def _all() -> tuple[Sent, ...]:
    library = load_library()
    press = Press(library)
    found = []
    for path in sorted((shipped() / "examples").glob("*.yaml")):
        case = load_case(path, library.law)
        for letter in make_letters(case, press, order_letters(case, library)):
            situation = Situation(case.sag, letter.order.læser, letter.order.dato)
            found.append(Sent(case, letter, visning(situation), flat(to_text(letter.document))))
    return tuple(found)


@dataclass(frozen=True)
class Item:
    """A requirement: which letters it holds for, and what must be in them."""

    id: str
    asks: str
    there: Callable[[Sent], bool]
    holds_for: Callable[[Sent], bool] = lambda s: True


def every(texts: Iterator[Any] | list[Any], letter: Sent) -> bool:
    wanted = list(texts)
    return bool(wanted) and all(letter.says(t) for t in wanted)
