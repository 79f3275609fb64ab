"""Messages that may stand in a report: without the names, addresses and numbers they quote."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from generator.batch.rows import Sagsrække
from generator.checker.discreet import without_quote
from generator.source import Problem

#: The fields that tell who somebody is. A message may quote them, and a report may not.
_TELLING = frozenset({"navn", "kaldes", "vej", "co", "telefon", "mail", "cpr"})


def without_people(problems: Iterable[Problem], row: Sagsrække) -> tuple[Problem, ...]:
    """The problems with names, addresses and numbers of the row's people taken out of the texts
    and of the headings they stand under, and without what they quote from the letter."""
    found = tuple(map(without_quote, problems))
    told = sorted(set(_telling(row.data.data if row.data else None)), key=len, reverse=True)
    if not told or not found:
        return found
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, told))})(?:['’]?s)?(?!\w)")
    return tuple(replace(p, text=pattern.sub("…", p.text), remedy=pattern.sub("…", p.remedy),
                         why=pattern.sub("…", p.why),
                         where=replace(p.where, detail=pattern.sub("…", p.where.detail)))
                 for p in found)


def _telling(data: Any, name: str = "", words: bool = False) -> Iterator[str]:
    """Each telling value; of a person's name each word too."""
    if isinstance(data, dict):
        for key, value in data.items():
            if key not in ("kommune", "rådgiver", "anden_rådgiver"):
                yield from _telling(value, key, words or key in ("barn", "personer"))
    elif isinstance(data, list):
        for item in data:
            yield from _telling(item, name, words)
    elif isinstance(data, str) and name in _TELLING and len(data.strip()) > 2:
        yield data.strip()
        if words and name in ("navn", "kaldes"):
            yield from (word for word in data.split() if len(word) > 2)
