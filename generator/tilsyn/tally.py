"""How many letters meet each requirement, in all and by kind of document, team and month."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from generator.checker.rules import Regel, Regelbog
from generator.tilsyn.reading import Line


@dataclass(frozen=True)
class Share:
    """Of so many letters that were asked, so many met it."""

    spurgt: int
    mødt: int

    @property
    def procent(self) -> int | None:
        """Of a hundred; None when no letter was asked."""
        return round(100 * self.mødt / self.spurgt) if self.spurgt else None


@dataclass(frozen=True)
class Row:
    """A requirement: the rules that stand for it, and how the letters meet it."""

    krav: str
    titel: str
    type: str
    kilde: str
    alle: Share


def rows(lines: Sequence[Line], book: Regelbog) -> list[Row]:
    """The requirements that some letter was asked, those that are met least first. A requirement
    with several rules is met when none of them finds anything."""
    asked, broken, about = defaultdict[str, int](int), defaultdict[str, int](int), _about(book)
    for line in lines:
        for krav in {about[id].krav for id in line.spurgt if id in about}:
            asked[krav] += 1
        if line.spurgt:
            for krav in {about[id].krav for id in line.brudt if id in about}:
                broken[krav] += 1
    first = {found.krav: found for found in reversed(list(about.values()))}
    found = [Row(krav, first[krav].titel, first[krav].type, first[krav].kilde,
                 Share(many, many - broken[krav])) for krav, many in asked.items()]
    return sorted(found, key=lambda r: (r.alle.procent or 0, -r.alle.spurgt, r.krav))


@dataclass(frozen=True)
class _About:
    krav: str
    titel: str
    type: str
    kilde: str


def _about(book: Regelbog) -> dict[str, _About]:
    """Rules by id: the requirement each belongs to. Rules of language are their own."""
    return {id: _About(requirement(regel), regel.titel, regel.type, regel.kilde)
            for id, regel in book.regler.items()}


def requirement(regel: Regel) -> str:
    """The requirement that a rule stands for."""
    return regel.krav[0] if regel.krav and regel.type in ("LOV", "ANBEFALING") else regel.id


def shares(lines: Iterable[Line], krav: str, book: Regelbog,
           part: Callable[[Line], str]) -> dict[str, Share]:
    """How a requirement is met in each part of the letters (a team, a month, a kind)."""
    mine = {id for id, regel in book.regler.items() if requirement(regel) == krav}
    found: dict[str, list[bool]] = {}
    for line in lines:
        if mine & set(line.spurgt):
            found.setdefault(part(line), []).append(not mine & set(line.brudt))
    return {name: Share(len(met), sum(met)) for name, met in sorted(found.items())}


def met(lines: Iterable[Line], book: Regelbog, type: str,
        part: Callable[[Line], str]) -> dict[str, Share]:
    """Of the letters in each part: how many meet every requirement of this type."""
    mine = {id for id, regel in book.regler.items() if regel.type == type}
    found: dict[str, list[bool]] = {}
    for line in lines:
        if mine & set(line.spurgt):
            found.setdefault(part(line), []).append(not mine & set(line.brudt))
    return {name: Share(len(met), sum(met)) for name, met in sorted(found.items())}
