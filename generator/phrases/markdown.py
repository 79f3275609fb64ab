"""Markdown of a phrase → blocks → pieces of WordprocessingML with holes for the values.

Values are not in the text when Markdown reads it; they stand as opaque tokens (`sandbox.gem`). So
`1. maj 2026` at the start of a line is a date and not a list. For a given outcome of the
conditions the text with tokens is the same in every case, so what is parsed here is kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from html import unescape
from itertools import zip_longest
from typing import Literal

from markdown_it import MarkdownIt
from markdown_it.token import Token

from generator.doors import TOKEN_END, TOKEN_START, clean, run_xml

Role = Literal["afsnit", "overskrift", "underoverskrift", "punkt", "underpunkt", "nummer",
               "undernummer", "citat"]


@dataclass(frozen=True)
class Inline:
    """A stretch of text in one look; `\\n` is a line break."""

    text: str
    bold: bool = False
    italic: bool = False


@dataclass(frozen=True)
class Block:
    """A paragraph of a phrase. `list_number` tells numbered lists apart, so that each restarts."""

    role: Role
    inlines: tuple[Inline, ...]
    list_number: int = -1
    start: int = 1


@dataclass(frozen=True, eq=False)
class StyleMap:
    """Roles of a phrase → Word style ids of one template. `bold`/`italic` are character styles;
    `levels` tells at which level of its list definition a numbered role counts."""

    styles: Mapping[str, str]
    bold: str = ""
    italic: str = ""
    looks: Mapping[tuple[str, str], str] = field(default_factory=dict)
    levels: Mapping[Role, int] = field(default_factory=dict)

    def style(self, role: Role, look: str) -> str:
        """The style id for a role where the paragraph of the template looks so; "" for none.

        `looks` has styles that belong to another: in a box »Boks«, points take »Boks punkt«.
        """
        if look:
            own = self.looks.get((look, role))
            if own or role == "afsnit":
                return own or look
        if role not in self.styles and role != "afsnit":
            raise NoStyle(role)
        return self.styles.get(role, "")

    def numbered(self, levels: Mapping[Role, int]) -> StyleMap:
        """The same styles, with levels for numbered roles. One without a list definition behind
        it cannot number: the role has no style then."""
        styles = {role: id for role, id in self.styles.items()
                  if role not in ("nummer", "undernummer") or role in levels}
        return replace(self, styles=styles, levels=levels)


@dataclass(frozen=True)
class Piece:
    """One paragraph ready to be filled: fixed XML, with the number of a value where one goes.

    `head` ends before the runs (after `w:pPr`), so that the provenance bookmark can stand there.
    `solo` is the number of the value that is alone in the paragraph, or -1.
    """

    head: str
    runs: tuple[str | int, ...]
    text: tuple[str | int, ...]
    role: Role
    list_number: int
    start: int
    solo: int


class NoStyle(Exception):
    """The template has no Word style for a role that a phrase uses."""

    def __init__(self, role: str) -> None:
        super().__init__(role)
        self.role = role


class Unsupported(Exception):
    """Markdown that a letter has no form for. `line` counts from 0 within the phrase's text."""

    def __init__(self, what: str, remedy: str, line: int) -> None:
        super().__init__(what)
        self.what, self.remedy, self.line = what, remedy, line


@cache
def _parser() -> MarkdownIt:
    # `[x]: y` would be the address of a link, and vanish; we have no links.
    return MarkdownIt("commonmark").enable("table").enable("strikethrough").disable("reference")


_REFUSED = {
    "fence": ("en kodeblok", "Slet ``` før og efter teksten."),
    "code_block": ("tekst, der er rykket fire mellemrum ind", "Slet mellemrummene foran linjen."),
    "hr": ("en vandret streg", "Slet stregen. Begynd hellere et nyt afsnit."),
    "html_block": ("HTML", "Slet mærkerne < >. Brug **fed** og *kursiv*."),
    "html_inline": ("HTML", "Slet mærkerne < >. Brug **fed** og *kursiv*."),
    "table_open": ("en tabel", "Lav tabellen i Word-skabelonen, eller brug en punktliste."),
    "link_open": ("et link", "Skriv adressen som almindelig tekst."),
    "image": ("et billede", "Sæt billedet ind i Word-skabelonen."),
    "code_inline": ("kodeskrift (`)", "Slet tegnene `."),
    "s_open": ("overstreget tekst (~~)", "Slet ~~."),
}


#: A character written by its number, which Markdown turns into the character.
_CODE = re.compile(r"&#(?:[xX][0-9a-fA-F]{1,6}|\d{1,7});")


@lru_cache(maxsize=8192)
def blocks(text: str) -> tuple[Block, ...]:
    """The paragraphs of a phrase's Markdown; raises `Unsupported` for what we have no form for."""
    for code in _CODE.finditer(text):
        if clean(unescape(code[0])) != unescape(code[0]):
            raise Unsupported(f"tegnet {code[0]}", "Slet det.", text.count("\n", 0, code.start()))
    return tuple(_blocks(_parser().parse(text)))


def _blocks(tokens: list[Token]) -> Iterator[Block]:
    lists: list[_List] = []
    quote, heading, count = 0, "", -1
    for token in tokens:
        kind = token.type
        line = token.map[0] if token.map else 0
        if kind in _REFUSED:
            raise Unsupported(*_REFUSED[kind], line)
        if kind in ("bullet_list_open", "ordered_list_open"):
            count += 1
            lists.append(_List(kind == "ordered_list_open", count, _start(token)))
            if len(lists) > 2:
                raise Unsupported("en liste i tre niveauer", "Brug højst to niveauer.", line)
        elif kind in ("bullet_list_close", "ordered_list_close"):
            lists.pop()
        elif kind == "list_item_open":
            lists[-1].paragraphs = 0
        elif kind == "blockquote_open":
            quote += 1
        elif kind == "blockquote_close":
            quote -= 1
        elif kind == "heading_open":
            heading = _heading(token, line)
        elif kind == "inline":
            if lists:
                lists[-1].paragraphs += 1
                if lists[-1].paragraphs > 1:
                    raise Unsupported("et punkt med flere afsnit",
                                      "Del punktet i to, eller saml teksten i ét afsnit.", line)
            role = _role(lists, quote, heading)
            numbered = role in ("nummer", "undernummer")
            yield Block(role, tuple(_inlines(token, line)),
                        lists[-1].number if numbered else -1, lists[-1].start if numbered else 1)
            heading = ""


@dataclass
class _List:
    """A list that is open: its number in the phrase, and the paragraphs of its item so far."""

    ordered: bool
    number: int
    start: int
    paragraphs: int = 0


def _start(token: Token) -> int:
    start = token.attrGet("start")
    return 1 if start is None else int(start)


def _heading(token: Token, line: int) -> str:
    if token.tag not in ("h3", "h4"):
        raise Unsupported(f"en overskrift med {token.markup}",
                          "Brug ### til en overskrift inde i en frase.", line)
    return token.tag


def _role(lists: list[_List], quote: int, heading: str) -> Role:
    if heading:
        return "overskrift" if heading == "h3" else "underoverskrift"
    if lists:
        if not lists[-1].ordered:
            return "punkt" if len(lists) == 1 else "underpunkt"
        return "nummer" if len(lists) == 1 else "undernummer"
    return "citat" if quote else "afsnit"


def _inlines(token: Token, line: int) -> Iterator[Inline]:
    bold = italic = 0
    for child in token.children or ():
        if child.type in _REFUSED:
            raise Unsupported(*_REFUSED[child.type], line)
        bold += {"strong_open": 1, "strong_close": -1}.get(child.type, 0)
        italic += {"em_open": 1, "em_close": -1}.get(child.type, 0)
        if child.type in ("text", "text_special") and child.content:
            yield Inline(child.content, bold > 0, italic > 0)
        elif child.type == "softbreak":
            line += 1
            yield Inline(" ", bold > 0, italic > 0)
        elif child.type == "hardbreak":
            line += 1
            yield Inline("\n", bold > 0, italic > 0)


_TOKEN = re.compile(f"{TOKEN_START}(\\d+){TOKEN_END}")


@lru_cache(maxsize=8192)
def pieces(text: str, styles: StyleMap, look: str) -> tuple[Piece, ...]:
    """The phrase's paragraphs as XML with holes. `look` is the style of the paragraph in the
    template where the phrase's tag stands; ordinary paragraphs take it over. A paragraph that leads
    up to a list is kept on the list's page."""
    return tuple(laid(blocks(text), styles, look))


def laid(found: Sequence[Block], styles: StyleMap, look: str) -> Iterator[Piece]:
    """The paragraphs as of `pieces`."""
    for block, after in zip_longest(found, found[1:]):
        yield _piece(block, styles, look, leads=_leads(block, after))


def _leads(block: Block, after: Block | None) -> bool:
    """Whether it ends with a colon and the items it speaks of come next."""
    return (after is not None and after.role in _ITEMS and block.role not in _ITEMS
            and block.inlines[-1].text.rstrip().endswith(":"))


_ITEMS = ("punkt", "nummer")


def _piece(block: Block, styles: StyleMap, look: str, *, leads: bool) -> Piece:
    style = styles.style(block.role, look)
    pstyle = f'<w:pStyle w:val="{style}"/>' if style else ""
    level = styles.levels.get(block.role, 0)
    numbering = (f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{{num}}"/></w:numPr>'
                 if block.list_number >= 0 else "")
    look_of_it = f"{pstyle}{'<w:keepNext/>' if leads else ''}{numbering}"
    properties = f"<w:pPr>{look_of_it}</w:pPr>" if look_of_it else ""
    runs: list[str | int] = []
    words: list[str | int] = []
    for inline in _merged(block.inlines):
        runs.append(_run_open(inline, styles))
        for part in _split(inline.text):
            words.append(part)
            runs.append(part if isinstance(part, int) else run_xml(clean(part)))
        runs.append("</w:t></w:r>")
    solo = words[0] if len(words) == 1 and isinstance(words[0], int) else -1
    return Piece(f"<w:p>{properties}", tuple(_joined(runs)), tuple(_joined(words)), block.role,
                 block.list_number, block.start, solo)


def _merged(inlines: tuple[Inline, ...]) -> Iterator[Inline]:
    """Neighbours of the same look as one, so that a letter has no needless runs."""
    held: Inline | None = None
    for inline in inlines:
        if held and (held.bold, held.italic) == (inline.bold, inline.italic):
            held = Inline(held.text + inline.text, held.bold, held.italic)
        else:
            if held:
                yield held
            held = inline
    if held:
        yield held


def _run_open(inline: Inline, styles: StyleMap) -> str:
    look = ""
    if inline.bold:
        look += f'<w:rStyle w:val="{styles.bold}"/>' if styles.bold else "<w:b/><w:bCs/>"
    if inline.italic:
        look += "<w:i/><w:iCs/>" if look or not styles.italic else (
            f'<w:rStyle w:val="{styles.italic}"/>')
    properties = f"<w:rPr>{look}</w:rPr>" if look else ""
    return f'<w:r>{properties}<w:t xml:space="preserve">'


def _split(text: str) -> Iterator[str | int]:
    """`Hej \\ue0000\\ue001.` as `"Hej "`, `0`, `"."`."""
    for n, part in enumerate(_TOKEN.split(text)):
        if n % 2:
            yield int(part)
        elif part:
            yield part


def _joined(parts: list[str | int]) -> Iterator[str | int]:
    held = ""
    for part in parts:
        if isinstance(part, int):
            if held:
                yield held
            held = ""
            yield part
        else:
            held += part
    if held:
        yield held
