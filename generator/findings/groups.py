"""Findings put together, so that what is one thing to mend reads as one thing: the same words told
once with all their places, and several findings of one rule under the rule's title."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from generator.findings.kontrol import Kontrol
from generator.source import Level, Problem

#: Where a remedy falls into sentences: it is only used to see what several have in common.
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[»\x22(]?[^\W\d_a-zæøå])")


@dataclass(frozen=True)
class Item:
    """Findings that say the same, and what to do that is said of these alone."""

    fund: tuple[Problem, ...]
    sådan: str

    @property
    def first(self) -> Problem:
        return self.fund[0]


@dataclass(frozen=True)
class Group:
    """Findings of one rule. `sådan` is what to do about all of them."""

    items: tuple[Item, ...]
    sådan: str

    @property
    def first(self) -> Problem:
        return self.items[0].first

    @property
    def fund(self) -> tuple[Problem, ...]:
        return tuple(problem for item in self.items for problem in item.fund)


def by_type(kontrol: Kontrol, level: Level) -> Iterator[tuple[str, tuple[Group, ...]]]:
    """The findings of a level: by type, law first, and by rule within each."""
    for kind, found in groupby(kontrol.of(level), key=kontrol.type_of):
        yield kind, tuple(grouped(found))


def grouped(found: Iterable[Problem]) -> Iterator[Group]:
    """The findings by rule, each rule where its first one stands. Those whose reasons differ are
    told one by one."""
    rules: dict[tuple[str, ...], list[list[Problem]]] = {}
    for same in alike(found):
        first = same[0]
        rules.setdefault((first.id, first.level, first.why), []).append(same)
    yield from map(_group, rules.values())


def alike(found: Iterable[Problem]) -> list[list[Problem]]:
    """Findings that say the same, together."""
    same: dict[tuple[str, ...], list[Problem]] = {}
    for p in found:
        same.setdefault((p.id, p.text, p.remedy, p.why), []).append(p)
    return list(same.values())


def _group(items: Sequence[Sequence[Problem]]) -> Group:
    remedies = [_SENTENCE.split(same[0].remedy.strip()) for same in items]
    shared = [text for text in remedies[0] if all(text in other for other in remedies)]
    return Group(tuple(
        Item(tuple(same), " ".join(text for text in remedy if text not in shared))
        for same, remedy in zip(items, remedies, strict=True)), " ".join(shared))
