"""docxtpl's dialect: from a part's XML to a Jinja template that knows which paragraph each of its
lines came from. The reading of `{%p`, `{%tr`, `{{r` and their like is docxtpl's own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from jinja2 import TemplateError, TemplateSyntaxError
from lxml import etree

from generator.phrases.complaints import words_of
from generator.phrases.session import danish_reason
from generator.rewriting import LINE
from generator.source import Place, Problem
from generator.template.mend import KEPT_QUOTES, TAG, own_texts, spots
from generator.template.word import w

#: The number of a paragraph, put into the text before it and into each of its tags. It is written
#: in characters that Jinja reads as blank, so that it survives whatever the dialect does to a tag.
_DIGITS = {str(n): chr(0x2000 + n) for n in range(10)}
_NUMBER = re.compile("\u2028([\u2000-\u2009]+)\u2029")
_TAG_START = re.compile(r"\{[{%][-+]?(?:(?:p|tr|tc|r)(?=\s))?\s?")
_PATCHED_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
_ENTITIES = {"&quot;": '"', "&#10;": "\n", "&#9;": "\t", "&amp;": "&"}


@dataclass(frozen=True)
class Source:
    """A part as Jinja reads it. `spots` says where line n + 2 stands in the Word file."""

    text: str
    spots: tuple[str, ...]


def jinja_source(root: etree._Element, part: str) -> Source:
    """The part (mended, see `mend.py`) as a Jinja template."""
    places = spots(root, part)
    for number, paragraph in enumerate(root.iter(w("p")), 1):
        _number_tags(paragraph, number)
    try:
        source = etree.tostring(root, encoding="unicode")
    finally:
        _unnumber(root)
    patched = _PATCHED_TAG.sub(_readable, _docxtpl().patch_xml(_numbered(source)))
    return _with_lines(patched, places or [part])


def _mark(number: int) -> str:
    return "\u2028" + "".join(_DIGITS[digit] for digit in str(number)) + "\u2029"


def _number_tags(paragraph: etree._Element, number: int) -> None:
    texts = own_texts(paragraph)
    whole = "".join(text.text or "" for text in texts)
    for tag in reversed(list(TAG.finditer(whole))):
        start = _TAG_START.match(tag[0])
        if start:
            _insert(texts, tag.start() + start.end(), _mark(number))


def _insert(texts: Sequence[etree._Element], at: int, mark: str) -> None:
    """Puts the mark where character `at` of the joined texts stands."""
    for text in texts:
        words = text.text or ""
        if at <= len(words):
            text.text = words[:at] + mark + words[at:]
            return
        at -= len(words)


def _unnumber(root: etree._Element) -> None:
    for text in root.iter(w("t")):
        if text.text and "\u2028" in text.text:
            text.text = _NUMBER.sub("", text.text)


def _numbered(source: str) -> str:
    number = 0

    def mark(match: re.Match[str]) -> str:
        nonlocal number
        number += 1
        return _mark(number) + match[0]

    return re.sub(r"<w:p(?=[ />])", mark, source)


@cache
def _docxtpl() -> Any:
    """docxtpl's own reading of its dialect; it keeps no state between calls."""
    from docxtpl import DocxTemplate

    return DocxTemplate("")


def _readable(tag: re.Match[str]) -> str:
    """A tag without XML's way of writing, which docxtpl undoes for `<` and `>` only."""
    text = tag[0].translate(KEPT_QUOTES)
    for written, meant in _ENTITIES.items():
        text = text.replace(written, meant)
    return text


def _with_lines(patched: str, places: Sequence[str]) -> Source:
    """Turns each number into a line break, and remembers which paragraph each line belongs to."""
    text: list[str] = []
    here, lines = 1, list[int]()
    for n, piece in enumerate(_NUMBER.split(patched)):
        if n % 2:
            here = int("".join(str(ord(digit) - 0x2000) for digit in piece))
            lines.append(here)
            text.append(LINE)
        else:
            lines += [here] * piece.count("\n")
            text.append(piece)
    return Source("".join(text), tuple(places[min(line, len(places)) - 1] for line in lines))


# --- what Jinja has to say of it ----------------------------------------------------------------


def syntax_problem(error: TemplateError, file: str, spots: Sequence[str]) -> Problem:
    """A tag that cannot be read, with the paragraph it stands in."""
    from generator.phrases.holes import spot

    line = getattr(error, "lineno", 0) or 0
    text, _, remedy = danish_syntax(error).partition("||")
    return Problem("skabelon.maerke", f"{text.rstrip('.')}.", Place(file, detail=spot(spots, line)),
                   remedy)


def danish_syntax(error: TemplateError) -> str:
    """Jinja's complaint about a tag, in Danish, with a remedy after `||`."""
    text = words_of(error)
    if not isinstance(error, TemplateSyntaxError) or "||" in text or "named" in text:
        return danish_reason(error)
    if "nknown tag" in text:
        tag = text.split("'")[1]
        if tag.startswith("end") or tag in ("else", "elif"):
            return (f"Mærket »{tag}« lukker noget, som ikke er åbnet||Se efter, om der mangler et "
                    "if eller for før det, eller slet mærket.")
        return (f"Mærket »{tag}« kender vi ikke||Brug if, for eller set, eller {{{{ … }}}} om et "
                "felt.")
    if "nexpected end of template" in text or "nexpected end of" in text:
        return "Et if eller for bliver ikke lukket||Sæt endif eller endfor, hvor det skal slutte."
    return danish_reason(error)
