"""A `Document` as Markdown: headings, lists and emphasis for diffs and golden files. Not meant to
be turned into a letter again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from generator.document.model import (
    Block,
    Break,
    Cell,
    Document,
    Image,
    Inline,
    NoteMark,
    Paragraph,
    Table,
    Text,
    paragraphs,
    plain,
)
from generator.document.text import in_print

#: Characters that CommonMark may take for markup anywhere in a line.
_MARKUP = re.compile(r"([\\`*_\[\]<>|&~])")
#: And those it takes for markup at the start of one: headings, list items, rules.
_OPENING = re.compile(r"^(#|[-+=]|\d+(?=[.)]))", re.MULTILINE)


def to_markdown(document: Document) -> str:
    """The letter as CommonMark with pipe tables; what only looks like markup is escaped. Empty
    paragraphs and hidden text are left out."""
    titled = any(p.role == "titel" and not p.blank for p in paragraphs(document.body))
    stories = [(story.blocks, "") for story in in_print(document.headers)]
    stories += [(document.body, "")]
    stories += [(note.blocks, f"\\[{note.number}\\] ") for note in document.notes]
    stories += [(story.blocks, "") for story in in_print(document.footers)]
    texts = (prefix + _blocks(blocks, titled) for blocks, prefix in stories)
    return "\n\n".join(text for text in texts if text) + "\n"


def _blocks(blocks: Iterable[Block], titled: bool) -> str:
    pieces: list[str] = []
    after_item = False
    for block in blocks:
        if isinstance(block, Table):
            text = _table(block, titled)
        else:
            text = _paragraph(block, titled)
        is_item = isinstance(block, Paragraph) and block.role in ("punkt", "nummer")
        if text:
            if pieces:
                pieces.append("\n" if is_item and after_item else "\n\n")
            pieces.append(text)
            after_item = is_item
    return "".join(pieces)


def _paragraph(paragraph: Paragraph, titled: bool) -> str:
    text = _line(paragraph)
    if not text:
        return ""
    match paragraph.role:
        case "titel":
            return _first("# ", text)
        case "overskrift":
            number = f"{paragraph.number} " if paragraph.number else ""
            return _first("#" * min(paragraph.level + titled, 6) + f" {number}", text)
        case "punkt" | "nummer":
            mark = f"{paragraph.ordinal}." if paragraph.ordinal else "-"
            return _first("    " * (paragraph.level - 1) + f"{mark} ", text)
        case "citat":
            return "> " + text.replace("\n", "\n> ")
        case _:
            return f"{_MARKUP.sub(_escaped, paragraph.number)} {text}" if paragraph.number else text


def _first(mark: str, text: str) -> str:
    if mark.startswith("#"):
        return mark + text.replace("\\\n", " ")
    return mark + text.replace("\n", "\n" + " " * len(mark))


def _line(paragraph: Paragraph) -> str:
    text = "".join(map(_inline, paragraph.inlines)).strip().removesuffix("\\").strip()
    lines = (line.strip() for line in text.split("\n"))
    return _OPENING.sub(_escaped_opening, "\n".join(lines))


def _inline(item: Inline) -> str:
    match item:
        case Text(hidden=False):
            return _text(item)
        case Break():
            return "\\\n"
        case Image(alt=alt, hidden=False) if alt:
            return f"![{_MARKUP.sub(_escaped, plain(alt))}]()"
        case NoteMark(number=number):
            return f"\\[{number}\\]"
        case Text() | Image():
            return ""
        case _:
            return "    "


def _text(item: Text) -> str:
    """The words with their emphasis. Markdown wants its asterisks close to the words."""
    text = _MARKUP.sub(_escaped, plain(item.text))
    words = text.strip()
    if not words:
        return text
    before, _, after = text.partition(words)
    emphasis = "**" * item.bold + "*" * item.italic
    words = f"{emphasis}{words}{emphasis[::-1]}"
    if item.link:
        words = f"[{words}](<{item.link.replace('>', '%3E')}>)"
    return f"{before}{words}{after}"


def _escaped(match: re.Match[str]) -> str:
    return f"\\{match[1]}"


def _escaped_opening(match: re.Match[str]) -> str:
    """`# ` becomes `\\# `; in `1. maj` it is the full stop that is escaped."""
    return f"{match[1]}\\" if match[1].isdecimal() else f"\\{match[1]}"


def _table(table: Table, titled: bool) -> str:
    if len(table.rows) == 1 and len(table.rows[0]) == 1:
        return _blocks(table.rows[0][0].blocks, titled)
    width = max((row[-1].column + row[-1].columns for row in table.rows if row), default=0)
    rows = [_row(row, width) for row in table.rows]
    head = rows[:1] if table.header_rows else ["|" + "  |" * width]
    rule = "|" + " --- |" * width
    return "\n".join([*head, rule, *rows[len(head) if table.header_rows else 0 :]])


def _row(row: Sequence[Cell], width: int) -> str:
    texts = [""] * width
    for cell in row:
        lines = (_line(p) for p in paragraphs(cell.blocks) if not p.blank)
        texts[cell.column] = "<br>".join(lines).replace("\\\n", "<br>").replace("\n", " ")
    return "| " + " | ".join(texts) + " |"
