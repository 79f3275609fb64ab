"""Which wording of a phrase fits a reader, an age and a case, and what to fall back to.

Order: the exact fit (named reader before all, more conditions before fewer, narrower age before
wider); then, for a child, the wording for the nearest younger band, then the nearest older one.
A text for parents is never given to a child, nor the other way round.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from generator.library import Frase, Variant

Answer = Callable[[str], bool]


@dataclass(frozen=True)
class Choice:
    """The variant chosen, and whether it is a stand-in for one that is not written."""

    variant: Variant
    fallback: bool = False


def choose(frase: Frase, reader: str, age: int, answer: Answer) -> Choice | None:
    """The variant for this reader, or None when the phrase has nothing for it.

    `answer` tells whether a named condition holds. `frase.varianter` is ordered, most specific
    first, and ties are refused when the library is read.
    """
    for variant in frase.varianter:
        low, high = variant.ages
        if (variant.reader in (None, reader) and low <= age <= high
                and _holds(variant, answer)):
            return Choice(variant)
    if reader != "barn":
        return None
    others = [v for v in frase.varianter if v.reader in (None, reader) and _holds(v, answer)]
    younger = [v for v in others if v.ages[1] < age]
    older = [v for v in others if v.ages[0] > age]
    if younger:
        return Choice(max(younger, key=lambda v: v.ages[1]), fallback=True)
    if older:
        return Choice(min(older, key=lambda v: v.ages[0]), fallback=True)
    return None


def asked(frase: Frase, reader: str) -> tuple[str, ...]:
    """The conditions that the choice for this reader depends on."""
    return tuple(dict.fromkeys(name for v in frase.varianter if v.reader in (None, reader)
                               for name, _ in v.conditions))


def _holds(variant: Variant, answer: Answer) -> bool:
    return all(answer(name) == wanted for name, wanted in variant.conditions)
