"""What must stand in the letter, and what may not: patterns against its words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import get_args

from generator import danish
from generator.checker.kinds.hit import Hit
from generator.checker.kinds.labels import answered, says_nothing
from generator.checker.letter import Brev, Slags, Stykke
from generator.checker.pattern import Pattern, Token
from generator.checker.rules import Regel, Regelbog, Under


def skal_staa(brev: Brev, regel: Regel, book: Regelbog) -> Iterator[Hit]:
    """One hit when too few places in the letter answer (`mindst`, else one): words that fit the
    patterns, or what stands under a heading or label as `under` asks. With `led`, one hit when a
    part stands nowhere: `{liste}` names those. Headings and labels with nothing under them, and
    fields filled in with nothing, do not count."""
    if parts := regel.valg.get("led"):
        yield from _parts(brev, regel, parts)
        return
    wanted, found = int(regel.valg.get("mindst") or 1), 0
    # Mostly the first answer is enough.
    for _ in chain(_said(brev, regel), answered(regel.under, regel, brev)):
        found += 1
        if found >= wanted:
            return
    yield Hit(ord={"tal": str(found), "grænse": str(wanted)})


def _said(brev: Brev, regel: Regel) -> Iterator[Stykke]:
    for stykke, first, last in _matches(brev, regel, get_args(Slags)):
        if not _says_nothing(brev, stykke, first, last):
            yield stykke


def _says_nothing(brev: Brev, stykke: Stykke, first: int, last: int) -> bool:
    """Whether the words stand in a label without anything under it, or the like."""
    return any(start <= stykke.ord[first].start and stykke.ord[last].end <= end
               for start, end in says_nothing(brev).get(id(stykke), ()))


def _parts(brev: Brev, regel: Regel,
           parts: dict[str, tuple[Pattern | Under, ...]]) -> Iterator[Hit]:
    lacking = [name for name, asked in parts.items() if not _part(brev, regel, asked)]
    if lacking:
        yield Hit(ord={"liste": danish.liste(lacking) or "", "grænse": str(len(parts)),
                       "tal": str(len(parts) - len(lacking))})


def _part(brev: Brev, regel: Regel, asked: tuple[Pattern | Under, ...]) -> bool:
    return any(
        not _says_nothing(brev, stykke, first, last)
        for one in asked if isinstance(one, Pattern) for stykke in brev.candidates(one)
        for first, last in one.find(stykke.ord)
    ) or any(answered([one for one in asked if isinstance(one, Under)], regel, brev))


def maa_ikke_staa(brev: Brev, regel: Regel, book: Regelbog) -> Iterator[Hit]:
    """A hit for each place that fits the patterns; in the running text, unless `hvor` says more."""
    for stykke, first, last in _matches(brev, regel, ("tekst",)):
        start, end = stykke.ord[first].start, stykke.ord[last].end
        yield Hit(stykke, start, end, {"ord": stykke.tekst[start:end]})


def _matches(brev: Brev, regel: Regel,
             usual: tuple[str, ...]) -> Iterator[tuple[Stykke, int, int]]:
    """The places that fit one of the patterns and no exception (`undtagen`) that overlaps them."""
    where = regel.valg.get("hvor") or usual
    told: set[tuple[int, int, int]] = set()
    for one in regel.mønstre:
        for stykke in brev.candidates(one):
            if stykke.slags not in where:
                continue
            spared: list[tuple[int, int]] | None = None
            for first, last in one.find(stykke.ord):
                if spared is None:
                    spared = list(spans(regel.undtagen, stykke))
                place = id(stykke), first, last
                if place not in told and not any(
                        a <= last and first <= b for a, b in spared):
                    told.add(place)
                    yield stykke, first, last


def spans(patterns: Iterable[Pattern], stykke: Stykke) -> Iterator[tuple[int, int]]:
    """First and last word of each place in the piece that fits one of the patterns."""
    for one in patterns:
        if one.may_fit(stykke.low):
            yield from one.find(stykke.ord)


def found_among(patterns: Sequence[Pattern], words: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """Where the patterns fit in a few words; those that cannot are not tried."""
    low = " ".join(w.low for w in words)
    for p in patterns:
        if p.may_fit(low):
            yield from p.find(words)


def stands(patterns: Iterable[Pattern], brev: Brev) -> bool:
    """Whether any of the patterns fits anywhere in the letter."""
    return any(one.find(stykke.ord) for one in patterns
               for stykke in brev.candidates(one))
