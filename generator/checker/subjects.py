"""What a letter is about, told from its own words: a refusal, contact with parents, a decision of
the committee. `rules/emner.yaml` names the subjects; a rule rests or wakes by them (`ikke_om`,
`kun_om`).

    overskrift   its title, and the other short lines at its top
    begyndelse   its first few paragraphs
    hele         all of it
    medmindre    words anywhere that tell that it is not so
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from generator.case.conditions import BETINGELSER
from generator.checker.letter import Brev, Stykke, once
from generator.checker.pattern import Pattern
from generator.source import Place

#: Where the top of a letter ends: the letterhead and address count too. Longer is no short line.
_TOP, _SHORT = 20, 110
#: How many words of running text are its beginning. What comes later is told in passing.
_BEGINNING = 130


@dataclass(frozen=True)
class Emne:
    """A subject. Where the case is known, `hvis` (conditions of the case) alone decide, if there
    are any; else the letter's words. `ja` and `nej` are examples: letters that are about it, and
    letters that only sound so."""

    id: str
    titel: str
    overskrift: tuple[Pattern, ...] = ()
    begyndelse: tuple[Pattern, ...] = ()
    hele: tuple[Pattern, ...] = ()
    medmindre: tuple[Pattern, ...] = ()
    hvis: tuple[tuple[str, bool], ...] = ()
    ja: tuple[str, ...] = ()
    nej: tuple[str, ...] = ()
    sted: Place = field(default_factory=Place)

    @property
    def source(self) -> str:
        """How a rule names it."""
        return self.id


def is_about(brev: Brev, emne: Emne) -> bool:
    """Whether the letter is about the subject. It is asked once a letter."""
    key = ("emne", emne.id)
    if key not in brev.husket:
        brev.husket[key] = _told_by_case(brev, emne) if emne.hvis and brev.situation else (
            _said(brev, emne))
    return bool(brev.husket[key])


def _told_by_case(brev: Brev, emne: Emne) -> bool:
    situation = brev.situation
    return situation is not None and all(
        BETINGELSER[name].gælder(situation) == wanted for name, wanted in emne.hvis)


def _said(brev: Brev, emne: Emne) -> bool:
    return (_fits(emne.hele, brev, None) or _fits(emne.overskrift, brev, _top(brev))
            or _fits(emne.begyndelse, brev, _beginning(brev))) and not _fits(
                emne.medmindre, brev, None)


def _fits(patterns: Iterable[Pattern], brev: Brev, where: Sequence[Stykke] | None) -> bool:
    """Whether one of the patterns fits in these pieces of the letter, or anywhere in it. What
    somebody else is quoted for decides nothing."""
    return any(one.find(piece.ord)
               for one in patterns for piece in brev.candidates(one)
               if piece.slags != "citat" and (where is None or any(piece is p for p in where)))


@once
def _top(brev: Brev) -> tuple[Stykke, ...]:
    return tuple(s for s in brev.stykker[:_TOP] if len(s.tekst) <= _SHORT and (
        s.slags == "overskrift" or not s.tekst.rstrip().endswith(".")))


@once
def _beginning(brev: Brev) -> tuple[Stykke, ...]:
    return tuple(_first_words(s for s in brev.stykker if s.slags == "tekst"))


def _first_words(pieces: Iterator[Stykke]) -> Iterator[Stykke]:
    left = _BEGINNING
    for piece in islice(pieces, 2 * _TOP):
        if left <= 0:
            return
        yield piece
        left -= len(piece.ord)
