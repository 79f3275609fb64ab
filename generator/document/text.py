"""A `Document` as plain text: what the letter says, for e-mail, diffs and checks. No looks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from generator.document.model import (
    Block,
    Break,
    Cell,
    Document,
    Image,
    Inline,
    NoteMark,
    Paragraph,
    Story,
    Tab,
    Table,
    Text,
    paragraphs,
    plain,
)

_ITEMS = ("punkt", "nummer")
_SCHEME = re.compile(r"^https?://(www\.)?")


def paragraph_texts(document: Document) -> list[str]:
    """The texts of the body's paragraphs in reading order, table cells included, empty ones not."""
    return [p.text for p in paragraphs(document.body) if p.text.strip()]


def to_text(document: Document, *, edges: bool = True) -> str:
    """The letter as text that can be read aloud: blank lines between blocks, `– ` and numbers in
    front of list items, table rows as `heading: value`. Ends with a line break.

    Headers come first and footers last, each text once; `edges=False` leaves them out. Empty
    paragraphs, which only make space in Word, are dropped.
    """
    parts = [_text(document.body), *(_note(note.number, note.blocks) for note in document.notes)]
    if edges:
        parts = [*edge_texts(document.headers), *parts, *edge_texts(document.footers)]
    return "\n\n".join(part for part in parts if part) + "\n"


def edge_texts(stories: Iterable[Story]) -> list[str]:
    """The texts of the headers or footers that are printed, the first page's first, each once."""
    return list(dict.fromkeys(_text(story.blocks) for story in in_print(stories)))


def in_print(stories: Iterable[Story]) -> list[Story]:
    """The headers or footers that Word prints, the first page's first."""
    return sorted((s for s in stories if s.shown), key=lambda s: s.pages != "første side")


def _note(number: int, blocks: Iterable[Block]) -> str:
    return f"[{number}] {_text(blocks)}"


def _text(blocks: Iterable[Block]) -> str:
    """Blocks with a blank line between them, except between list items."""
    pieces: list[str] = []
    after_item = False
    for is_item, block in _chunks(blocks):
        if pieces:
            pieces.append("\n" if is_item and after_item else "\n\n")
        pieces.append(block)
        after_item = is_item
    return "".join(pieces)


def _chunks(blocks: Iterable[Block]) -> Iterator[tuple[bool, str]]:
    for block in blocks:
        if isinstance(block, Table):
            text = _table(block)
        else:
            text = _paragraph(block)
        if text:
            yield isinstance(block, Paragraph) and block.role in _ITEMS, text


def _paragraph(paragraph: Paragraph) -> str:
    text = line_text(paragraph.inlines)
    if not text:
        return ""
    if paragraph.role in _ITEMS:
        mark = paragraph.number if paragraph.role == "nummer" and paragraph.number else "–"
        first = "  " * (paragraph.level - 1) + mark + " "
        return _hanging(first, text)
    return f"{paragraph.number} {text}" if paragraph.number else text


def line_text(inlines: Iterable[Inline]) -> str:
    """One paragraph as text without spaces at its ends or before its line breaks. Pictures come as
    their alt text, notes as `[1]`, and an address after the words that link to it."""
    text = plain("".join(_said(item) for item in inlines))
    return "\n".join(line.rstrip() for line in text.split("\n")).strip()


def _said(item: Inline) -> str:
    match item:
        case Text(hidden=False):
            address = item.link.removeprefix("mailto:")
            said = _SCHEME.sub("", address).rstrip("/")
            told = not address or address.startswith("#") or said in item.text
            return item.text if told else f"{item.text} ({address})"
        case Tab():
            return "    "
        case Break():
            return "\n"
        case Image(alt=alt, hidden=False) if alt:
            return f"[Billede: {plain(alt)}]"
        case NoteMark(number=number):
            return f"[{number}]"
        case _:
            return ""


def _hanging(first: str, text: str) -> str:
    indent = " " * len(first)
    lines = (indent + line if line else "" for line in text.split("\n"))
    return first + "\n".join(lines).lstrip(" ")


def _table(table: Table) -> str:
    if title := _title(table):
        below = _table(replace(table, rows=table.rows[1:], header_rows=0))
        return f"{title}\n{below}" if below else title
    if table.header_rows and len(table.rows) > table.header_rows:
        headings = column_headings(table)
        rows = [_labelled(row, headings) for row in table.rows[table.header_rows :]]
        return "\n\n".join(row for row in rows if row)
    texts = [[_text(cell.blocks) for cell in row] for row in table.rows]
    if all(len(row) == 2 for row in texts):
        return "\n".join(line for label, text in texts if (line := _pair(label, text)))
    separator = "\n\n" if all(len(row) == 1 for row in texts) else "\n"
    lines = (" | ".join(text for text in row if text) for row in texts)
    return separator.join(line for line in lines if line)


def _title(table: Table) -> str:
    """The text of a header row that is one cell across the whole table: it names the table."""
    if table.header_rows != 1 or len(table.rows) < 2 or len(table.rows[0]) != 1:
        return ""
    if table.rows[0][0].columns == 1:
        return ""
    label, *rest = (_text([block]) for block in table.rows[0][0].blocks if _text([block]))
    return _pair(label, " ".join(rest))


def column_headings(table: Table) -> dict[int, str]:
    """The heading of each grid column: that of the lowest header row that has one."""
    headings: dict[int, str] = {}
    for row in table.rows[: table.header_rows]:
        for cell in row:
            if text := _text(cell.blocks):
                columns = range(cell.column, cell.column + cell.columns)
                headings.update(dict.fromkeys(columns, " ".join(text.split())))
    return headings


def _labelled(row: Iterable[Cell], headings: dict[int, str]) -> str:
    pairs = ((headings.get(cell.column, ""), _text(cell.blocks)) for cell in row)
    return "\n".join(_pair(heading, text) for heading, text in pairs if text)


def _pair(label: str, text: str) -> str:
    if not label or not text:
        return label or text
    if "\n" in label:
        return f"{label}\n{text}"
    return _hanging(label + (" " if label.endswith((":", "?")) else ": "), text)
