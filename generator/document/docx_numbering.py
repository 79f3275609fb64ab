"""Word's lists: definitions, and counting as Word counts. For `read_docx.py` only."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from generator.document.docx_styles import VAL, W, number, on

#: A real pattern is `%1.%2.`; a long one would be repeated by every item.
MAX_PATTERN = 40
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
          (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
_PLACE = re.compile(r"%([1-9])")


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list definition."""

    start: int = 1
    format: str = "decimal"
    pattern: str = ""
    restart_after: int | None = None
    legal: bool = False
    style: str = ""


@dataclass(frozen=True, slots=True)
class Abstract:
    """A list definition; `linked` names the style that holds it instead."""

    levels: dict[int, Level] = field(default_factory=dict)
    linked: str = ""
    style_of: str = ""


@dataclass(frozen=True, slots=True)
class List:
    """One use of a definition (`w:num`). Lists with the same definition count on together, unless
    they have a start of their own."""

    abstract: str
    starts: dict[int, int] = field(default_factory=dict)
    levels: dict[int, Level] = field(default_factory=dict)


@dataclass(frozen=True)
class Numbering:
    """The lists of a document by `numId`."""

    lists: dict[str, List] = field(default_factory=dict)
    abstracts: dict[str, Abstract] = field(default_factory=dict)

    def level(self, list_id: str, level: int) -> Level | None:
        """The definition of a level, or None when the document has no such list."""
        found = self.lists.get(list_id)
        if found is None:
            return None
        abstract = self.abstracts.get(found.abstract, Abstract())
        return found.levels.get(level) or abstract.levels.get(level)

    def level_of_style(self, list_id: str, style_id: str) -> int | None:
        """The level that says it belongs to the style; a style with a list needs no level."""
        found = self.lists.get(list_id)
        abstract = self.abstracts.get(found.abstract) if found else None
        levels = abstract.levels if abstract else {}
        return next((n for n, level in levels.items() if level.style == style_id), None)


@dataclass(frozen=True, slots=True)
class Item:
    """What Word prints in front of a list item; `ordinal` is 0 for bullets."""

    text: str
    ordinal: int


def read_numbering(root: etree._Element) -> Numbering:
    """The lists of a numbering part."""
    abstracts = {item.get(W + "abstractNumId", ""): _abstract(item)
                 for item in root.iterchildren(W + "abstractNum")}
    by_style = {item.style_of: id for id, item in abstracts.items() if item.style_of}
    lists = {}
    for item in root.iterchildren(W + "num"):
        pointer = item.find(W + "abstractNumId")
        id = pointer.get(VAL, "") if pointer is not None else ""
        linked = abstracts[id].linked if id in abstracts else ""
        lists[item.get(W + "numId", "")] = _list(item, by_style.get(linked, id))
    return Numbering(lists, abstracts)


def _abstract(element: etree._Element) -> Abstract:
    levels = {number(item.get(W + "ilvl"), 0): _level(item)
              for item in element.iterchildren(W + "lvl")}
    return Abstract(levels, _value(element, "numStyleLink"), _value(element, "styleLink"))


def _list(element: etree._Element, abstract: str) -> List:
    starts, levels = {}, {}
    for override in element.iterchildren(W + "lvlOverride"):
        level = number(override.get(W + "ilvl"), 0)
        if start := _value(override, "startOverride"):
            starts[level] = number(start, 1)
        definition = override.find(W + "lvl")
        if definition is not None:
            levels[level] = _level(definition)
    return List(abstract, starts, levels)


def _level(element: etree._Element) -> Level:
    legal, restart = element.find(W + "isLgl"), _value(element, "lvlRestart")
    return Level(
        start=number(_value(element, "start"), 1 if _value(element, "start") else 0),
        format=_value(element, "numFmt") or "decimal",
        pattern=_value(element, "lvlText")[:MAX_PATTERN],
        restart_after=number(restart, 0) if restart else None,
        legal=legal is not None and on(legal),
        style=_value(element, "pStyle"),
    )


def _value(element: etree._Element, tag: str) -> str:
    found = element.find(W + tag)
    return found.get(VAL, "") if found is not None else ""


@dataclass
class Counters:
    """How far each list has come in one story (the body, a header)."""

    numbering: Numbering
    counts: dict[str, dict[int, int]] = field(default_factory=dict)
    begun: set[tuple[str, int]] = field(default_factory=set)

    def next(self, list_id: str, level: int) -> Item | None:
        """Counts one item and says what stands in front of it. None: no such list, or a level that
        shows nothing."""
        definition = self.numbering.level(list_id, level)
        if definition is None:
            return None
        if definition.format == "bullet":
            return Item(_bullet(definition.pattern), 0)
        counts = self.counts.setdefault(self.numbering.lists[list_id].abstract, {})
        self._restart(list_id, level, counts)
        counts[level] = counts[level] + 1 if level in counts else definition.start
        for deeper in [n for n in counts if n > level]:
            after = self._definition(list_id, deeper).restart_after
            if after is None or level < after:
                del counts[deeper]
        text = self._text(list_id, definition, counts)
        return Item(text, counts[level] if definition.format != "none" else 0) if text else None

    def _restart(self, list_id: str, level: int, counts: dict[int, int]) -> None:
        """A list's own start counts once: at the first item of that list on that level."""
        starts = self.numbering.lists[list_id].starts
        if (list_id, level) in self.begun or level not in starts:
            return
        self.begun.add((list_id, level))
        counts[level] = starts[level] - 1

    def _definition(self, list_id: str, level: int) -> Level:
        return self.numbering.level(list_id, level) or Level()

    def _text(self, list_id: str, shown: Level, counts: dict[int, int]) -> str:
        def one(match: re.Match[str]) -> str:
            level = int(match[1]) - 1
            definition = self._definition(list_id, level)
            # Word counts a level that has not been used yet as standing at its start.
            count = counts.get(level, definition.start)
            return numeral(count, "decimal" if shown.legal else definition.format)

        return _PLACE.sub(one, shown.pattern)


def numeral(count: int, format: str) -> str:
    """A count as Word writes it in this format; formats we do not know come as digits."""
    if format == "none":
        return ""
    if format == "decimalZero":
        return f"{count:02d}"
    if format in ("lowerLetter", "upperLetter") and 0 < count <= 26 * 20:
        # After z Word writes aa, bb, cc.
        letters = chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)
        return letters.upper() if format == "upperLetter" else letters
    if format in ("lowerRoman", "upperRoman") and 0 < count < 4000:
        return _roman(count).upper() if format == "upperRoman" else _roman(count)
    return f"{count}." if format == "ordinal" else str(count)


def _roman(count: int) -> str:
    text = ""
    for value, letters in _ROMAN:
        text += letters * (count // value)
        count %= value
    return text


def _bullet(pattern: str) -> str:
    """The bullet as a character that any font has: Word's own are private characters of Symbol and
    Wingdings, or the letter o of Courier New."""
    if len(pattern) == 1 and pattern in "–-—*→✓•◦▪■":
        return pattern
    return "•"
