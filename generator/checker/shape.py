"""Headings as old letters write them, told apart from the text they stand over.

    bold line, then a soft line break        ─▶  heading + text
    »**Mål:** Emma cykler i skole«           ─▶  heading + text
    a short paragraph that is all bold       ─▶  heading
    »3. Mål« written by hand                 ─▶  heading, read without its number
    a table's label cell, its column heads   ─▶  headings of the cells they belong to

A piece that is part of a paragraph says so in `fra`. What a phrase made is never cut.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from generator.checker.letter import Stykke
from generator.document.model import Block, Break, Cell, Paragraph, Tab, Table, Text, plain

#: A heading is no longer than so many characters, and a label before its text no longer than so
#: many words.
_LONG, _WORDS, _LABEL_WORDS = 100, 14, 7
#: A table without bold labels or colons is a form from so many rows.
_FORM = 3
#: A number that somebody wrote in front: »3. Mål«, »2.1 Skole«, »a) mål«; »3. maj« is none.
_NUMBER = re.compile(r"\s*(?:(?:\d{1,2}(?:\.\d{1,2}){0,3}[.):]|\d{1,2}(?:\.\d{1,2}){1,3}|"
                     r"\d{1,2}(?=\t)|[IVX]{1,4}[.)])\s+(?=[A-ZÆØÅ»])|[a-hA-H]\)\s+(?=[^\W\d_]))")
#: Bold words that are no heading: letterhead, greeting, and words that only call out.
_NO_HEADING = re.compile(
    r"(?:til|dato|den(?= ?\d)|vedr|vedrørende|angående|att|sag|sags\w*|journal\w*|j\.nr|cpr\w*|tlf|"
    r"telefon|mobil|mail|e-mail|kopi|cc|kontakt\w*|adresse|kære|hej|hejsa|goddag|med venlig\w*|"
    r"venlig\w*|kærlig\w*|bemærk|obs|nb|husk|vigtigt|ps|p\.s)(?:[\s.:,!]|$)", re.IGNORECASE)
#: A bold paragraph that tells something by itself: »Vi har besluttet, at du får en kontaktperson«.
_SENTENCE = re.compile(r"\s*(?:vi|du|i|jeg|de) [^?]{20,}$", re.IGNORECASE)
#: A date, a telephone number, a form's boxes, a lone »A«: no words that something stands under.
_NO_WORDS = re.compile(
    r"[^\W\d_][.):]?|"
    r"(?:(?:d|den|kl|klokken)\.? ?)?(?:[\W\d_]{0,40}|\d{1,2}\.? ?(?:jan|feb|mar|apr|maj|jun|jul|"
    r"aug|sep|okt|nov|dec)[a-z]{0,6}\.?[\W\d_]{0,12})", re.IGNORECASE)


@dataclass
class _Tables:
    """What the tables say of their paragraphs, by `id`: which are labels, and what stands over the
    others."""

    labels: set[int] = field(default_factory=set)
    over: dict[int, str] = field(default_factory=dict)
    inside: set[int] = field(default_factory=set)


def shaped(stykker: Sequence[Stykke], paragraphs: Sequence[Paragraph],
           blocks: Iterable[Block]) -> tuple[Stykke, ...]:
    """The pieces, cut where a paragraph holds a heading and its text, and each with the heading
    that it stands under. `paragraphs` are those of the pieces, one for each."""
    tables = _Tables()
    for block in blocks:
        if isinstance(block, Table):
            _read_table(block, tables)
    return tuple(_shaped(stykker, paragraphs, tables))


def _shaped(stykker: Sequence[Stykke], paragraphs: Sequence[Paragraph],
            tables: _Tables) -> Iterator[Stykke]:
    heading = ""
    for (stykke, after), paragraph in zip(pairwise((*stykker, None)), paragraphs, strict=True):
        assert stykke
        key = id(paragraph)
        if stykke.frase or stykke.slags != "tekst":
            if stykke.slags == "overskrift":
                stykke = stykke if stykke.frase else _without_number(stykke)
                heading = stykke.tekst.strip()
            under = tables.over.get(key, heading)
            yield stykke if stykke.overskrift == under else replace(stykke, overskrift=under)
        elif key in tables.labels:
            yield _heading(stykke, 0, len(stykke.tekst))
        elif key in tables.over:
            yield replace(stykke, overskrift=tables.over[key])
        else:
            alone = key in tables.inside
            for start, end, head in _parts(stykke, paragraph, None if alone else after):
                if head:
                    piece = _heading(stykke, start, end)
                    heading = piece.overskrift
                    yield piece
                elif (start, end) == (0, len(stykke.tekst)):
                    yield stykke if stykke.overskrift == heading else replace(
                        stykke, overskrift=heading)
                else:
                    yield replace(stykke, tekst=stykke.tekst[start:end], fra=start,
                                  overskrift=heading)


def _heading(stykke: Stykke, start: int, end: int) -> Stykke:
    piece = _without_number(replace(stykke, tekst=stykke.tekst[start:end], fra=start,
                                    slags="overskrift"))
    return replace(piece, overskrift=piece.tekst.strip())


def _without_number(stykke: Stykke) -> Stykke:
    """»3. Mål« read as »Mål«."""
    number = _NUMBER.match(stykke.tekst)
    if not number:
        return stykke
    return replace(stykke, tekst=stykke.tekst[number.end():], fra=stykke.fra + number.end())


# --- a paragraph --------------------------------------------------------------------------------

def _parts(stykke: Stykke, paragraph: Paragraph,
           after: Stykke | None) -> Iterator[tuple[int, int, bool]]:
    """From, to, and whether it is a heading: the paragraph's parts in order."""
    text = stykke.tekst
    whole = (0, len(text), False)
    if not any(isinstance(item, Text) and item.bold for item in paragraph.inlines):
        yield 0, len(text), _numbered_by_hand(stykke, paragraph, after)
        return
    bold = _bold(paragraph)
    if len(bold) != len(text):
        yield whole
        return
    lines = list(_lines(text))
    if all(_all_bold(text, bold, start, end) for start, end in lines):
        yield 0, len(text), len(lines) <= 2 and _is_heading(text) and not _SENTENCE.match(text)
        return
    begin = -1
    for start, end in lines:
        label = end if _all_bold(text, bold, start, end) and _is_heading(
            text[start:end]) else _label(text, bold, start, end)
        if label < 0:
            begin = start if begin < 0 else begin
            continue
        if begin >= 0:
            yield from _trimmed(text, begin, start)
        yield from _trimmed(text, start, label, head=True)
        begin = label if label < end else -1
    if begin >= 0:
        yield from _trimmed(text, begin, len(text))


def _bold(paragraph: Paragraph) -> list[bool]:
    """Whether each character that is read is bold."""
    found: list[bool] = []
    for item in paragraph.inlines:
        if isinstance(item, Text) and not item.hidden:
            found += [item.bold] * len(plain(item.text))
        elif isinstance(item, Tab | Break):
            found.append(False)
    return found


def _lines(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for line in text.split("\n"):
        if line.strip():
            yield start, start + len(line)
        start += len(line) + 1


def _all_bold(text: str, bold: Sequence[bool], start: int, end: int) -> bool:
    return all(bold[n] or text[n].isspace() for n in range(start, end))


def _is_heading(text: str) -> bool:
    """Whether bold words are a heading, and no sentence, letterhead or date."""
    words = text.strip()
    return len(words.split()) <= _WORDS and _says(words) and not _NO_HEADING.match(words)


def _says(words: str) -> bool:
    """Whether something can stand under these words: they are no sentence, no date, no number."""
    return bool(words and len(words) <= _LONG and not words.endswith((".", ",", ";"))
                and not _NO_WORDS.fullmatch(words))


def _label(text: str, bold: Sequence[bool], start: int, end: int) -> int:
    """Where a bold label at the line's beginning ends, its colon included; -1 when there is none or
    nothing comes after it."""
    at = start
    while at < end and (bold[at] or text[at].isspace()):
        at += 1
    words = text[start:at].strip()
    if text[at:at + 1] == ":":
        at += 1
    elif not words.endswith((":", ".")) and "\t" not in text[start + len(words):at]:
        return -1
    head = _NUMBER.sub("", words, count=1)
    if not words or len(words.split()) > _LABEL_WORDS or not any(map(str.isalpha, head)):
        return -1
    fine = _is_heading(words.rstrip(".")) and text[at:end].strip()
    return at if fine else -1


def _trimmed(text: str, start: int, end: int, *,
             head: bool = False) -> Iterator[tuple[int, int, bool]]:
    words = text[start:end]
    start += len(words) - len(words.lstrip())
    if words := words.strip():
        yield start, start + len(words), head


def _numbered_by_hand(stykke: Stykke, paragraph: Paragraph, after: Stykke | None) -> bool:
    """»3. Mål«, alone on its line with text below that is no next number: a heading, not a list."""
    if len(stykke.tekst) > _LONG // 2 or paragraph.role != "afsnit" or not after:
        return False
    text = stykke.tekst.rstrip()
    return bool(_NUMBER.match(text) and "\n" not in text and len(text.split()) <= _LABEL_WORDS
                and not text.endswith((".", ",", ";", "!", "«")) and after.slags == "tekst"
                and not _NUMBER.match(after.tekst) and len(after.tekst) > len(text))


# --- tables -------------------------------------------------------------------------------------

def _read_table(table: Table, tables: _Tables) -> None:
    """Notes the labels and column heads of a table, and of those within it."""
    for row in table.rows:
        for cell in row:
            found = _paragraphs(cell)
            if len(found) == 1:
                tables.inside.update(map(id, found))
            for block in cell.blocks:
                if isinstance(block, Table):
                    _read_table(block, tables)
    heads = _heads(table)
    if heads:
        for cell in table.rows[0]:
            tables.labels.update(map(id, _paragraphs(cell)))
        for row in table.rows[1:]:
            for cell in row:
                if name := heads.get(cell.column):
                    _put_under(name, cell, tables)
        return
    form = len(table.rows) >= _FORM and all(
        len(row) == 2 and (_short(row[0]) or _is_mark(row[0])) for row in table.rows)
    for row in table.rows:
        for left, right in pairwise(row):
            name = _short(left)
            if name and (form or _marked(left)) and not (
                    _marked(right) or _NO_HEADING.match(name)):
                tables.labels.update(map(id, _paragraphs(left)))
                _put_under(_heading(Stykke(name), 0, len(name)).overskrift, right, tables)


def _heads(table: Table) -> dict[int, str]:
    """What stands over each column; nothing when the first row is a row like the others."""
    if len(table.rows) < 2 or len(table.rows[0]) < 2 or any(len(row) < 2 for row in table.rows):
        return {}
    first = [cell for cell in table.rows[0] if _paragraphs(cell)]
    names = {cell.column: name for cell in first if (name := _short(cell))}
    if len(names) < max(len(first), 2):
        return {}
    told = table.header_rows == 1 or all(map(_marked, first))
    below = [cell for row in table.rows[1:] for cell in row[1:] if _paragraphs(cell)]
    return names if told and not (below and all(map(_marked, below))) else {}


def _put_under(name: str, cell: Cell, tables: _Tables) -> None:
    tables.over.update((id(p), name) for p in _paragraphs(cell))


def _paragraphs(cell: Cell) -> list[Paragraph]:
    return [p for p in cell.blocks if isinstance(p, Paragraph) and p.text.strip()]


def _short(cell: Cell) -> str:
    """The words of a cell that may be a label; else nothing."""
    found = _paragraphs(cell)
    text = found[0].text.replace("\u00a0", " ").strip() if len(found) == 1 else ""
    if len(text.split()) > _LABEL_WORDS or "\n" in text or not text[:1].isalnum():
        return ""
    return text if _says(text.rstrip(":")) else ""


def _is_mark(cell: Cell) -> bool:
    """Whether a cell holds no more than »A«: it counts its row, and is the label of nothing."""
    found = _paragraphs(cell)
    return len(found) == 1 and len(found[0].text.strip(" .):")) == 1


def _marked(cell: Cell) -> bool:
    """Whether all its words are bold, or end with a colon."""
    found = _paragraphs(cell)
    return bool(found) and all(
        p.text.rstrip().endswith(":") or all(
            item.bold for item in p.inlines if isinstance(item, Text) and item.text.strip())
        for p in found)
