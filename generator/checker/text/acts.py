"""Which act a section belongs to: »servicelovens § 52« is not § 52 of barnets lov.

A section belongs to the act that is named just before it (»servicelovens §§ 52 og 54«) or right
after (»§ 52 i serviceloven«). One without a name beside it is left to whoever reads on.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal

#: The act for children itself, another act, or nothing said.
Act = Literal["barnets lov", "anden lov"]

_SECTION = re.compile(r"§{1,2}\s{0,3}\d{1,3}(?:\s?[a-hA-H](?!\w))?")
_ACT = re.compile(
    r"(?<!\w)(?P<own>barnets\s{1,3}lovs?|lov\s{1,3}om\s{1,3}barne(?:ts|n)\w{0,12}|BL)(?!\w)"
    r"|(?<!\w)(?P<other>lov(?:en)?\s{1,3}om\s{1,3}(?!barn)\w{2,30}(?:\s{1,3}service)?"
    r"|[^\W\d_]{3,30}lov(?:en|ens|s)?|SEL|FVL|RSL|OFL|FAL|VAL|LAS)(?!\w)", re.IGNORECASE)
#: How far from its section an act may be named, and what may stand between them.
_REACH = 60
_BETWEEN = frozenset(("stk", "nr", "pkt", "litra", "og", "samt", "eller", "jf", "herunder",
                      "særligt", "navnlig", "reglerne", "kapitel", "§", "§§"))
_JOINS = frozenset(("i", "af", "efter", "fra"))
_WORD = re.compile(r"§+|\w+")


def acts(text: str) -> Mapping[int, Act]:
    """The act of each section that has one named beside it, by the section's place in the text."""
    named = [(m.start(), m.end(), _which(m)) for m in _ACT.finditer(text)]
    if not named:
        return {}
    found: dict[int, Act] = {}
    n, last = 0, -1
    act: Act | None = None
    for section in _SECTION.finditer(text):
        # The last act or section before this one, whichever is nearer, hands on its act.
        while n < len(named) and named[n][1] <= section.start():
            last, act = named[n][1], named[n][2]
            n += 1
        if act and (section.start() - last > _REACH
                    or not _BETWEEN.issuperset(_words(text[last:section.start()]))):
            act = None
        after = named[n] if n < len(named) else None
        if after and after[0] - section.end() <= _REACH and _joined(
                text[section.end():after[0]]):
            found[section.start()] = after[2]
        elif act:
            found[section.start()] = act
        last, act = section.end(), found.get(section.start())
    return found


def _which(match: re.Match[str]) -> Act:
    return "barnets lov" if match["own"] else "anden lov"


def _words(between: str) -> list[str]:
    """The words that are neither numbers nor a single letter of a section."""
    return [word for word in _WORD.findall(between.lower())
            if (not word.isdecimal() and len(word) > 1) or word == "i"]


def _joined(between: str) -> bool:
    """Whether it is »…, stk. 3, nr. 6, i«."""
    words = _words(between)
    return bool(words) and words[-1] in _JOINS and _BETWEEN.issuperset(words[:-1])
