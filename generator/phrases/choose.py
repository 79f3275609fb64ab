"""Which wording of a phrase fits a reader, an age and a case, and what to fall back to.

Order: the exact fit (named reader before all, more conditions before fewer, narrower age before
wider); then, for a child, the wording for the nearest younger band, then the nearest older one.
A text for parents is never given to a child, nor the other way round.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from generator.library import Frase, Variant

Answer = Callable[[str], bool]


@dataclass(frozen=True, eq=False)
class Choice:
    """A phrase with the variant chosen, and whether that stands in for one that is not written."""

    frase: Frase
    variant: Variant
    fallback: bool = False


class Chooser:
    """Chooses for readers of one kind and age, and remembers what it chose for each outcome of the
    conditions that a phrase asks about."""

    def __init__(self, reader: str, age: int) -> None:
        self._reader, self._age = reader, age
        self._asked: dict[str, tuple[str, ...]] = {}
        self._found: dict[tuple[object, ...], Choice | None] = {}

    def __call__(self, frase: Frase, conditions: Mapping[str, Any]) -> Choice | None:
        """The variant for the reader in a case where these conditions hold; see `choose`."""
        asked = self._asked.get(frase.file)
        if asked is None:
            asked = self._asked[frase.file] = _asked(frase, self._reader)
        key = (frase.file, *map(conditions.__getitem__, asked))
        if key not in self._found:
            self._found[key] = choose(frase, self._reader, self._age, conditions.__getitem__)
        return self._found[key]


def choose(frase: Frase, reader: str, age: int, answer: Answer) -> Choice | None:
    """The variant for this reader, or None when the phrase has nothing for it.

    `answer` tells whether a named condition holds. `frase.varianter` is ordered, most specific
    first, and ties are refused when the library is read.
    """
    for variant in frase.varianter:
        low, high = variant.ages
        if (variant.reader in (None, reader) and low <= age <= high
                and _holds(variant, answer)):
            return Choice(frase, variant)
    if reader != "barn":
        return None
    others = [v for v in frase.varianter if v.reader in (None, reader) and _holds(v, answer)]
    younger = [v for v in others if v.ages[1] < age]
    older = [v for v in others if v.ages[0] > age]
    if younger:
        return Choice(frase, max(younger, key=lambda v: v.ages[1]), fallback=True)
    if older:
        return Choice(frase, min(older, key=lambda v: v.ages[0]), fallback=True)
    return None


def _asked(frase: Frase, reader: str) -> tuple[str, ...]:
    """The conditions that the choice for this reader depends on."""
    return tuple(dict.fromkeys(name for v in frase.varianter if v.reader in (None, reader)
                               for name, _ in v.conditions))


def _holds(variant: Variant, answer: Answer) -> bool:
    return all(answer(name) == wanted for name, wanted in variant.conditions)
