"""What Word's named styles mean: role, level, list, box, hidden. For `read_docx.py` only.

Looks (fonts, colours, spacing) are not read; only what changes what a text *is*.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from lxml import etree

from generator.document.model import Role

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
VAL = W + "val"
_BORDERS, _SHADE = W + "pBdr", W + "shd"
_OFF = frozenset({"0", "false", "off", "none"})
_NO_FILL = frozenset({"", "auto", "FFFFFF", "ffffff"})

_LOOKS = {W + tag: tag for tag in ("b", "i", "u", "highlight", "shd", "vanish", "specVanish")}
_HEADING = re.compile(r"(?:heading|overskrift) ?([1-9])$")
_LIST = re.compile(r"list (bullet|number) ?([2-9]?)$")
_NAMED: dict[str, Role] = {
    "title": "titel", "titel": "titel", "quote": "citat", "intense quote": "citat",
    "citat": "citat", "stærkt citat": "citat", "caption": "billedtekst",
    "billedtekst": "billedtekst",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Looks:
    """How a run is told to look; None is "as its surroundings"."""

    bold: bool | None = None
    italic: bool | None = None
    underline: bool | None = None
    highlight: bool | None = None
    hidden: bool | None = None

    def over(self, below: Looks) -> Looks:
        """These looks, with those below where these say nothing."""
        return Looks(
            below.bold if self.bold is None else self.bold,
            below.italic if self.italic is None else self.italic,
            below.underline if self.underline is None else self.underline,
            below.highlight if self.highlight is None else self.highlight,
            below.hidden if self.hidden is None else self.hidden,
        )


NO_LOOKS = Looks()


@dataclass(frozen=True, slots=True)
class Style:
    """A style with all that it inherits. Role None means plain text; `number` is "" without list,
    and `number_level` None when the style does not say."""

    id: str = ""
    name: str = ""
    role: Role | None = None
    level: int = 0
    number: str = ""
    number_level: int | None = None
    box: bool | None = None
    looks: Looks = NO_LOOKS


@dataclass(frozen=True)
class Styles:
    """The styles of a document by id."""

    by_id: dict[str, Style] = field(default_factory=dict)
    default: Style = field(default_factory=Style)
    language: str = ""
    hidden: bool = False

    def paragraph(self, id: str | None) -> Style:
        """The style of a paragraph. Word shows an unknown id as the default style; its role is
        guessed from the id, since files with no styles part still mean `Heading1`."""
        if not id:
            return self.default
        return self.by_id.get(id) or _guessed(id)

    def character(self, id: str) -> Looks:
        """The looks of a character style; none for an unknown id."""
        style = self.by_id.get(id)
        return style.looks if style else NO_LOOKS


def read_styles(root: etree._Element) -> Styles:
    """The styles of a styles part."""
    elements: dict[str, etree._Element] = {}
    default = ""
    for element in root.iterchildren(W + "style"):
        id = element.get(W + "styleId", "")
        elements.setdefault(id, element)
        if element.get(W + "type") == "paragraph" and on(element, W + "default"):
            default = default or id
    by_id: dict[str, Style] = {}
    for id in elements:
        _resolve(id, elements, by_id)
    start = by_id.get(default, Style())
    defaults = root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
    own = elements.get(default)
    language = _language(own.find(W + "rPr") if own is not None else None) or _language(defaults)
    hidden = bool(read_looks(defaults).hidden)
    return Styles(by_id, start, language, hidden)


def _resolve(id: str, elements: dict[str, etree._Element], done: dict[str, Style]) -> None:
    """Adds the style and those it is based on. A circle, which Word ignores, ends the chain."""
    chain: dict[str, None] = {}
    while id in elements and id not in done and id not in chain:
        chain[id] = None
        based_on = elements[id].find(W + "basedOn")
        id = based_on.get(VAL, "") if based_on is not None else ""
    for name in reversed(chain):
        done[name] = _read_style(elements[name], done.get(id, Style()))
        id = name


def _read_style(element: etree._Element, parent: Style) -> Style:
    id = element.get(W + "styleId", "")
    named = element.find(W + "name")
    name = (named.get(VAL, "") if named is not None else "") or id
    style = replace(parent, id=id, name=name)
    role, level = role_of_name(name)
    if role:
        style = replace(style, role=role, level=level)
    ppr = element.find(W + "pPr")
    if ppr is not None:
        style = _with_paragraph(style, ppr)
    looks = read_looks(element.find(W + "rPr"))
    return style if looks == NO_LOOKS else replace(style, looks=looks.over(style.looks))


def _with_paragraph(style: Style, ppr: etree._Element) -> Style:
    outline = ppr.find(W + "outlineLvl")
    if outline is not None and style.role != "titel":
        role, level = role_of_outline(outline)
        style = replace(style, role=role, level=level)
    numbering = ppr.find(W + "numPr")
    if numbering is not None:
        number, level_ = read_numpr(numbering)
        style = replace(style, number=style.number if number is None else number,
                        number_level=style.number_level if level_ is None else level_)
    box = read_box(by_tag(ppr))
    return style if box is None else replace(style, box=box)


def role_of_name(name: str) -> tuple[Role | None, int]:
    """Role and level of a built-in style name. In the file these names are English, whatever the
    language of Word."""
    name = name.lower()
    if match := _HEADING.match(name):
        return "overskrift", int(match[1])
    if match := _LIST.match(name):
        return ("punkt" if match[1] == "bullet" else "nummer"), int(match[2] or 1)
    return _NAMED.get(name), 0


def role_of_outline(outline: etree._Element) -> tuple[Role | None, int]:
    """The heading level that an outline level stands for; level 9 is Word's "body text"."""
    level = number(outline.get(VAL), 9)
    return ("overskrift", level + 1) if 0 <= level <= 8 else (None, 0)


def _guessed(id: str) -> Style:
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", id)
    role, level = role_of_name(spaced)
    return Style(id, id, role, level)


def by_tag(parent: etree._Element | None) -> Mapping[str, etree._Element]:
    """The elements in another by tag; of those alike, the first."""
    if parent is None:
        return _NOTHING
    return {item.tag: item for item in parent.iterchildren(reversed=True)}


_NOTHING: Mapping[str, etree._Element] = {}


def read_looks(rpr: etree._Element | None) -> Looks:
    """What run properties say by themselves, without any style."""
    if rpr is None or not len(rpr):
        return NO_LOOKS
    bold = italic = underline = highlight = hidden = None
    for item in rpr:
        match _LOOKS.get(item.tag):
            case None:
                continue
            case "b":
                bold = on(item)
            case "i":
                italic = on(item)
            case "u":
                underline = item.get(VAL, "single") != "none"
            case "highlight":
                highlight = item.get(VAL, "none") != "none"
            case "shd":
                highlight = highlight or _filled(item)
            case _:
                hidden = hidden or on(item)
    return Looks(bold, italic, underline, highlight, hidden)


def read_numpr(numbering: etree._Element) -> tuple[str | None, int | None]:
    """(numId, level) of a numPr; numId "0" takes a list away and comes back as ""."""
    id = numbering.find(W + "numId")
    level = numbering.find(W + "ilvl")
    found = None if id is None else id.get(VAL, "")
    return ("" if found == "0" else found,
            None if level is None else min(max(number(level.get(VAL), 0), 0), 8))


def read_box(settings: Mapping[str, etree._Element]) -> bool | None:
    """Whether the settings of a paragraph frame or shade it; None when they do not say.

    A line only below or above (under a heading, over a signature) is no box.
    """
    borders, shade = settings.get(_BORDERS), settings.get(_SHADE)
    if borders is None and shade is None:
        return None
    sides = set() if borders is None else {
        side.tag for side in borders if side.get(VAL, "none") not in ("none", "nil")}
    framed = {W + "top", W + "bottom"} <= sides or bool({W + "left", W + "start"} & sides)
    return framed or (shade is not None and _filled(shade))


def _filled(shade: etree._Element) -> bool:
    return shade.get(W + "fill", "") not in _NO_FILL


def _language(rpr: etree._Element | None) -> str:
    lang = None if rpr is None else rpr.find(W + "lang")
    return "" if lang is None else lang.get(VAL, "")


def on(element: etree._Element, attribute: str = VAL) -> bool:
    """A Word on/off value: present without a value is on (for `w:val`), absent is off."""
    missing = "1" if attribute == VAL else "0"
    return element.get(attribute, missing).lower() not in _OFF


def number(value: str | None, default: int) -> int:
    """An integer attribute; odd or absurdly large ones give the default."""
    try:
        return int(value) if value and len(value) < 10 else default
    except ValueError:
        return default
