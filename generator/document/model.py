"""What a letter holds, as plain frozen values: blocks, runs of text, and what hides around them.

Nothing here knows how Word stores it (`read_docx.py` does) or what a letter ought to say.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, fields
from functools import cached_property
from typing import Literal

from generator.source import Place

#: What a paragraph is, told from its Word style (or outline level, or numbering).
Role = Literal["titel", "overskrift", "afsnit", "punkt", "nummer", "citat", "billedtekst"]

SOFT_HYPHEN = "\u00ad"


def plain(text: str) -> str:
    """The text as a check should see it: NFC, without the soft hyphens that only show at line ends.

    No-break hyphen (U+2011) and no-break space (U+00A0) stay: they are what the reader sees.
    """
    if text.isascii():
        return text
    return unicodedata.normalize("NFC", text.replace(SOFT_HYPHEN, ""))


@dataclass(frozen=True, slots=True)
class Text:
    """Characters that look alike: by themselves or by a character style. What the paragraph's style
    does to all of it is not told. `link` is an address, or `#name` for a place in the letter."""

    text: str
    bold: bool = False
    italic: bool = False
    underline: bool = False
    highlight: bool = False
    hidden: bool = False
    link: str = ""


@dataclass(frozen=True, slots=True)
class Image:
    """A picture. `data` is empty when the file only points to it; `width` is in CSS pixels."""

    alt: str = ""
    data: bytes = b""
    width: int = 0
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Break:
    """A line break inside a paragraph; `page` also ends the page."""

    page: bool = False


@dataclass(frozen=True, slots=True)
class Tab:
    """A tab stop."""


@dataclass(frozen=True, slots=True)
class NoteMark:
    """The raised number that points to a `Note`."""

    number: int
    kind: Literal["fodnote", "slutnote"] = "fodnote"


Inline = Text | Image | Break | Tab | NoteMark


@dataclass(frozen=True)
class Paragraph:
    """One paragraph, heading or list item.

    `level` is 1–9 for headings and list items. `number` is what Word shows in front (`2.`, `b)`,
    `•`), `ordinal` its place in the list (0 for bullets). `box` means a border or a shaded
    background. `bookmarks` start in this paragraph.
    """

    inlines: tuple[Inline, ...] = ()
    role: Role = "afsnit"
    level: int = 0
    number: str = ""
    ordinal: int = 0
    style: str = ""
    box: bool = False
    bookmarks: tuple[str, ...] = ()
    where: Place = field(default_factory=Place)

    @cached_property
    def text(self) -> str:
        """What a reader sees, without number and note marks; tab is `\\t`, line break `\\n`."""
        return plain("".join(_shown(item) for item in self.inlines))

    @cached_property
    def full_text(self) -> str:
        """As `text`, with hidden text in its place."""
        return plain("".join(_said(item) for item in self.inlines))

    @property
    def blank(self) -> bool:
        """True when a reader sees nothing: no text and no picture."""
        return not self.text.strip() and not any(
            isinstance(item, NoteMark) or (isinstance(item, Image) and not item.hidden)
            for item in self.inlines
        )


def _said(item: Inline) -> str:
    match item:
        case Text():
            return item.text
        case Tab():
            return "\t"
        case Break():
            return "\n"
        case _:
            return ""


def _shown(item: Inline) -> str:
    return "" if isinstance(item, Text) and item.hidden else _said(item)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell with its blocks. It begins in grid column `column` and takes so many columns and rows;
    cells that Word merges downwards are one cell, in the row where it begins."""

    blocks: tuple[Block, ...] = ()
    column: int = 0
    columns: int = 1
    rows: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """Rows, of which the first `header_rows` are headings. `title` is the table's alt text."""

    rows: tuple[tuple[Cell, ...], ...] = ()
    header_rows: int = 0
    title: str = ""
    style: str = ""
    where: Place = field(default_factory=Place)


Block = Paragraph | Table


@dataclass(frozen=True, slots=True)
class Passage:
    """A text that is not simply part of the letter, with its place and who wrote it."""

    text: str
    where: Place = field(default_factory=Place)
    author: str = ""


@dataclass(frozen=True, slots=True)
class Story:
    """A page header or footer. `shown` is False when Word keeps it but prints it on no page."""

    pages: Literal["alle sider", "første side", "lige sider"]
    blocks: tuple[Block, ...]
    shown: bool = True


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote or endnote that the text points to, numbered in reading order."""

    number: int
    kind: Literal["fodnote", "slutnote"]
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Properties:
    """What the file says about itself, as text. Empty means that it does not say."""

    title: str = ""
    subject: str = ""
    author: str = ""
    last_modified_by: str = ""
    created: str = ""
    modified: str = ""
    last_printed: str = ""
    keywords: str = ""
    comments: str = ""
    category: str = ""
    content_status: str = ""
    identifier: str = ""
    language: str = ""
    revision: str = ""
    version: str = ""
    company: str = ""
    manager: str = ""
    application: str = ""
    template: str = ""


@dataclass(frozen=True)
class Document:
    """A whole letter as its readers see it, and everything else that travels in the file.

    `body` is what is read; `inserted` is part of it too, `deleted` and `hidden` are not.
    `unread` names what Word may show but we cannot read (embedded files, macros, broken fields).
    `everything_else` holds (part, text) for text that no block holds: field codes, alt texts, link
    targets, customXml, settings. `everywhere` goes through all of it.
    """

    name: str = ""
    title: str = ""
    language: str = ""
    properties: Properties = field(default_factory=Properties)
    body: tuple[Block, ...] = ()
    headers: tuple[Story, ...] = ()
    footers: tuple[Story, ...] = ()
    notes: tuple[Note, ...] = ()
    comments: tuple[Passage, ...] = ()
    inserted: tuple[Passage, ...] = ()
    deleted: tuple[Passage, ...] = ()
    hidden: tuple[Passage, ...] = ()
    unread: tuple[Passage, ...] = ()
    manifest: bytes | None = None
    everything_else: tuple[tuple[str, str], ...] = ()

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """Every text in the file; see `everywhere`. Many checks go through them."""
        return tuple(_passages(self))


def paragraphs(blocks: Iterable[Block]) -> Iterator[Paragraph]:
    """Every paragraph in reading order, those in table cells (and tables in cells) included."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block
        else:
            for row in block.rows:
                for cell in row:
                    yield from paragraphs(cell.blocks)


def everywhere(document: Document) -> tuple[Passage, ...]:
    """Every text in the file, visible or not, so that a check for private facts misses nothing.

    A paragraph comes as one passage with its hidden text in place; the same text may come again
    as an insertion or a hidden passage. Authors come as texts of their own.
    """
    return document.passages


def _passages(document: Document) -> Iterator[Passage]:
    stories = (document.headers, document.footers, document.notes)
    for blocks in (document.body, *(story.blocks for group in stories for story in group)):
        for paragraph in paragraphs(blocks):
            if paragraph.full_text:
                yield Passage(paragraph.full_text, paragraph.where)
    groups = (document.comments, document.inserted, document.deleted, document.hidden)
    for passage in (passage for group in (*groups, document.unread) for passage in group):
        yield passage
        if passage.author:
            yield Passage(passage.author, passage.where)
    for item in fields(document.properties):
        value = getattr(document.properties, item.name)
        if value:
            yield Passage(value, Place(document.name, detail=f"egenskaben »{item.name}«"))
    for part, text in document.everything_else:
        yield Passage(text, Place(document.name, detail=f"skjult i filen: {part}"))
