"""Where in a part's XML a tag stands. It decides how a value must be written there, and tells when
a tag begins in one element and ends in another."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

Door = Literal["_tekst", "_attribut", "_feltkode", "_stykke", "_blok", "_intet", "_gem"]

_TAG = re.compile(r"<[^<>]*>?")
_NAME = re.compile(r"</?([^\s/>]+)")
#: Elements that hold text which is not a run's.
_PLAIN = frozenset({"w:delText", "wp:align", "wp:posOffset", "m:t", "a:t"})
#: Elements that hold paragraphs.
_BLOCKS = frozenset({"w:body", "w:tc", "w:hdr", "w:ftr", "w:footnote", "w:endnote",
                     "w:txbxContent"})
#: Elements that a condition or a loop cannot begin in and end outside of.
_HOLDERS = _BLOCKS | {"w:tr", "w:tbl", "w:sdt", "w:sdtContent"}


@dataclass(frozen=True)
class Position:
    """The elements that are open, outermost first, and the start tag that has only begun.

    `lowest` is the smallest number of elements that were open on the way here.
    """

    open: tuple[str, ...] = ()
    begun: str = ""
    lowest: int = 0

    def after(self, literal: str) -> Position:
        """The position when this piece of XML has been written out."""
        names, begun, lowest = list(self.open), "", self.lowest
        for match in _TAG.finditer(self.begun + literal):
            tag = match[0]
            name = _NAME.match(tag)
            if not tag.endswith(">"):
                begun = tag
            elif name is None or tag.endswith("/>") or tag.startswith(("<?", "<!")):
                continue
            elif not tag.startswith("</"):
                names.append(name[1])
            elif names and names[-1] == name[1]:
                names.pop()
                lowest = min(lowest, len(names))
            else:
                names.append(tag)  # closes what is not open; never equal to a sound position
        return Position(tuple(names), begun, lowest)

    def start(self) -> Position:
        """The same position, from which a new stretch is measured."""
        return replace(self, lowest=len(self.open))

    def sound_since(self, start: Position) -> bool:
        """Whether all that was written since then can be left out or repeated: it ends where it
        began, and no cell, row, table or control was left on the way."""
        return (self.open == start.open and bool(self.begun) == bool(start.begun)
                and self.begun.count('"') % 2 == start.begun.count('"') % 2
                and not _HOLDERS.intersection(start.open[self.lowest:]))

    @property
    def inner(self) -> str:
        """The innermost open element."""
        return self.open[-1] if self.open else ""

    def door(self) -> Door:
        """How a value is written here; see `sandbox.py`."""
        if self.begun:
            return "_feltkode" if self.begun.startswith("<w:fldSimple") else "_attribut"
        if self.inner == "w:t":
            return "_tekst"
        if self.inner == "w:instrText":
            return "_feltkode"
        if self.inner in _PLAIN:
            return "_attribut"
        if self.inner in ("w:tbl", "w:tr"):
            return "_intet"
        holder = next((name for name in reversed(self.open)
                       if name == "w:p" or name in _BLOCKS), "")
        return "_stykke" if holder == "w:p" else "_blok"
