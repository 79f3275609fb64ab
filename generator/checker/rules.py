"""A rule, as data: whom it concerns, what it looks for, what it says, where it comes from, and
examples of its own, wrong and right. What it may look for are the kinds in `checker/kinds`; it is
read by `rule_files.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from generator.checker.pattern import Pattern
from generator.checker.subjects import Emne
from generator.source import Level, Place

Type = Literal["LOV", "ANBEFALING", "SPROG", "BESKYTTELSE", "FORM"]
#: `forsoeg`: tried out, never more than a forslag. `udgaaet`: kept for older letters only.
Status = Literal["forsoeg", "fast", "udgaaet"]


@dataclass(frozen=True)
class Eksempel:
    """A text, or a change of an example case, that the rule must find (or let stand). `rettet` are
    words that somebody changes in the finished letters: for each reader or kind of document, old
    words and new. `fil` is what the Word file around the text carries: see `rule_examples`."""

    tekst: str = ""
    sag: str = ""
    sæt: Mapping[str, str] = field(default_factory=dict)
    fjern: tuple[str, ...] = ()
    læser: str = ""
    alder: int | None = None
    dokument: str = ""
    dato: date | None = None
    navne: tuple[str, ...] = ()
    rettet: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    sted: Place = field(default_factory=Place)
    fil: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Under:
    """A heading or label, and what must stand under it: a pattern, or None for anything at all.
    `source` is how its file says it."""

    source: str
    over: Pattern
    svar: Pattern | None = None


@dataclass(frozen=True)
class Regel:
    """A rule. An empty `dokumenter` or `læsere` means all. `alder` is the child's, in whole years,
    both ends included; `barn_fra` the age from which it holds in a letter to the child, whatever
    it asks of letters to adults. `hvis` are named conditions of the case; where the case is not
    known, `hvis_tekst` must stand in the letter instead. `krav` are the requirement ids it
    answers. `under` are headings and labels, and what must stand under them. It rests in a letter
    that is about one of `ikke_om`, and, if there are any, about none of `kun_om`."""

    id: str
    titel: str
    slags: str
    type: Type
    niveau: Level
    kilde: str
    besked: str
    hvorfor: str
    sådan: str
    krav: tuple[str, ...] = ()
    dokumenter: tuple[str, ...] = ()
    læsere: tuple[str, ...] = ()
    alder: tuple[int, int] = (0, 99)
    barn_fra: int = 0
    hvis: tuple[tuple[str, bool], ...] = ()
    hvis_tekst: tuple[Pattern, ...] = ()
    kun_om: tuple[Emne, ...] = ()
    ikke_om: tuple[Emne, ...] = ()
    mønstre: tuple[Pattern, ...] = ()
    undtagen: tuple[Pattern, ...] = ()
    under: tuple[Under, ...] = ()
    valg: Mapping[str, Any] = field(default_factory=dict)
    gyldig_fra: date = date.min
    gyldig_til: date = date.max
    status: Status = "fast"
    forkert: tuple[Eksempel, ...] = ()
    rigtigt: tuple[Eksempel, ...] = ()
    sted: Place = field(default_factory=Place)

    @property
    def level(self) -> Level:
        """What its findings weigh."""
        return "forslag" if self.status == "forsoeg" else self.niveau

    def gælder(self, på: date | None) -> bool:
        """Whether it is in force; of a letter without a date we ask whether it is not gone."""
        if på is None:
            return self.status != "udgaaet" and self.gyldig_til == date.max
        return self.gyldig_fra <= på <= self.gyldig_til


@dataclass(frozen=True, eq=False)
class Regelbog:
    """All rules by id, and the roots they were read from (word lists are found there). With
    `stavning`, which tells unknown words and what may be meant, spelling is looked at too."""

    regler: Mapping[str, Regel]
    roots: tuple[Path, ...]
    stavning: Callable[[Collection[str]], Mapping[str, tuple[str, ...]]] | None = None


#: Rules that begin at this age or later hold of few of the children that letters are about.
_ELDEST = 15


@lru_cache(maxsize=64)
def rules_for(book: Regelbog, *, dokument: str, læser: str | None, alder: int | None,
              dato: date | None) -> tuple[Regel, ...]:
    """The rules that concern such a letter, as of `is_for`. Letters made together are mostly of a
    few sorts, so the answer is kept."""
    return tuple(regel for regel in book.regler.values()
                 if is_for(regel, dokument, læser, alder, dato))


def is_for(regel: Regel, dokument: str, læser: str | None, alder: int | None,
           dato: date | None) -> bool:
    """Whether the rule concerns such a letter. What is not known about it excludes nothing, but for
    rules that only hold of the eldest children: they rest in a letter of a child whose age is not
    known. A kind of document that is known to be none of ours leaves the rules for all kinds."""
    return (regel.gælder(dato)
            and (not regel.dokumenter or not dokument or dokument in regel.dokumenter)
            and (not regel.læsere or læser is None or læser in regel.læsere)
            and (regel.alder[0] < _ELDEST or regel.slags == "menneske" if alder is None
                 else regel.alder[0] <= alder <= regel.alder[1])
            and (alder is None or læser != "barn" or alder >= regel.barn_fra))
