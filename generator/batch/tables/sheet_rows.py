"""The rows of an xlsx sheet. A sheet written as Excel writes it is taken apart with one pattern, a
row at a time; a row that is not, in any respect, goes through an XML parser. Both give the same."""

from __future__ import annotations

import re
from codecs import getincrementaldecoder
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import IO

from lxml import etree

from generator.batch.tables.archive import elements, parsed
from generator.batch.tables.cell_text import (
    JANEJ,
    UNCOMPUTED,
    UNREADABLE,
    error_cell,
    flaw,
    plain,
    unescaped,
)
from generator.batch.tables.number_format import Odd, Vis
from generator.batch.tables.table import Rå
from generator.source import Place, Problem

CHUNK = 1 << 20
_CONTENT = (r'(?:<f(?: [^<>]*)?(?:/>|>[^<]*</f>))?'
            r'(?:<v>|<is><t(?: xml:space="preserve")?>)([^<]*)(?:</v>|</t></is>)')
_CELL = re.compile(
    rf'<c r="([A-Z]+)[0-9]+"([^<>/]*)(?:/>|>(?:{_CONTENT})?</c>)')
_STRING = re.compile(r'<si>(?:<t(?: xml:space="preserve")?>([^<]*)</t></si>|(.*?)</si>)', re.DOTALL)
_EMPTY_ROWS = re.compile(r"\s*(?:<row(?: [^<>]*)?/>\s*)*")
_ROW_TAG = r'<row(?: [^<>]*?)? r="([0-9]+)"[^<>]*>'
_ROW = re.compile(rf"{_ROW_TAG}\s*")
_ATTRIBUTE = re.compile(r'([\w:]+)="([^"]*)"')
_REFERENCE = re.compile(r"&(?:#([0-9]{1,7});|#x([0-9A-Fa-f]{1,6});|([^;]*);?)")
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_LETTERS = re.compile(r"[A-Z]{1,3}")
_DENSE = list(range(1000))

#: Most shapes of rows that a sheet gets a pattern of its own for.
MAX_SHAPES = 8

_Read = Callable[[str], "str | None"]


@dataclass(frozen=True)
class _Shape:
    """Rows that have cells in the same columns, of the same styles and kinds: most of a sheet.
    One pattern takes the whole row apart."""

    pattern: re.Pattern[str]
    columns: list[int]
    readers: list[_Read]

    def row(self, text: str) -> Rå | None:
        """The row, unless it has another shape or something that needs more than a glance."""
        found = self.pattern.fullmatch(text)
        if found is None:
            return None
        number, *values = found.groups()
        try:
            texts = [read(value) for read, value in zip(self.readers, values, strict=True)]
        except (LookupError, ValueError, ArithmeticError):
            return None
        return Rå(int(number), _spread(self.columns, texts))


@dataclass
class Cells(dict[str, _Read]):
    """How cells are read, by their attributes: ` s="3" t="s"` is text number so-and-so.

    A shared text that cannot stand in a letter is missing from `strings` and found in `flawed`.
    """

    strings: dict[str, str | None] = field(default_factory=dict)
    flawed: dict[str, Problem] = field(default_factory=dict)
    formats: list[Vis] = field(default_factory=list)

    def __missing__(self, attributes: str) -> _Read:
        found = dict(_ATTRIBUTE.findall(attributes))
        self[attributes] = read = self.reader(found.get("t", "n"), found.get("s", "0"))
        return read

    def reader(self, kind: str, style: str) -> _Read:
        """How the content of a cell is read; raises KeyError for kinds that have none."""
        if kind == "n":
            return self.formats[int(style)] if int(style) < len(self.formats) else self.formats[0]
        return {"s": self.strings.__getitem__, "b": JANEJ.__getitem__, "str": _text,
                "inlineStr": _text, "d": _iso}[kind]

    def cell(self, element: etree._Element) -> tuple[str | None, Problem | None]:
        """The text of a cell, or its problem, from its parsed XML."""
        kind = element.get("t", "n")
        parts = {etree.QName(part).localname: part for part in element}
        value = parts["v"].text if "v" in parts else None
        if kind == "inlineStr" and "is" in parts:
            text = plain(unescaped(rich_text(parts["is"])))
            return text, flaw(text)
        if "f" in parts and ("v" not in parts or (not value and kind != "str")):
            return None, UNCOMPUTED
        if not value:
            return None, None
        if kind == "e":
            return None, error_cell(value)
        if kind == "s" and value in self.flawed:
            return None, self.flawed[value]
        if kind == "str":
            text = plain(unescaped(value))
            return text, flaw(text)
        try:
            return self.reader(kind, element.get("s", "0"))(value.strip()), None
        except Odd as odd:
            return None, odd.problem
        except (LookupError, ValueError, ArithmeticError):
            return None, UNREADABLE


def _text(value: str) -> str | None:
    """A text from inside the sheet, unless it needs more than a glance (ValueError)."""
    if "&" in value:
        value = _REFERENCE.sub(_character, value)
    if "_x" in value or "\ufffd" in value:
        raise ValueError(value)
    if value.isprintable() or value.replace("\n", "").isprintable():
        return value if value.isascii() and value.strip() else plain(value)
    raise ValueError(value)


def _character(reference: re.Match[str]) -> str:
    """`&#230;` and `&amp;` as what they stand for. Raises LookupError or ValueError for others."""
    decimal, hexadecimal, name = reference.groups()
    if name is not None:
        return _NAMED[name]
    return chr(int(decimal) if decimal else int(hexadecimal, 16))


def _iso(value: str) -> str:
    """A date that is written as one: `2026-01-01T00:00:00`."""
    day, _, clock = value.partition("T")
    clock = clock.removesuffix("Z").partition(".")[0].removesuffix(":00")
    return day if clock in ("", "00:00") else f"{day} {clock}"


def rich_text(element: etree._Element) -> str:
    """The text of an `si` or `is` with all its runs, but without how it is pronounced."""
    return "".join(t.text or "" for t in element.iter("{*}t")
                   if etree.QName(t.getparent()).localname != "rPh")


def quick_strings(part: bytes) -> list[str] | None:
    """The shared texts of a workbook, or None when only an XML parser can tell."""
    head, _, body = part.partition(b"<sst")
    attributes, _, body = body.partition(b">")
    if b"<!" in part or (b"encoding" in head and b"utf-8" not in head.lower()) or not body:
        return None
    split = _STRING.split(body.decode())
    if "".join(split[::3]).strip().removesuffix("</sst>"):
        return None
    texts, rich = split[1::3], split[2::3]
    if b"&" in part or None in texts:
        start = f"<sst{attributes.decode()}>"
        for number, text in enumerate(texts):
            if text is None:
                texts[number] = rich_text(parsed(f"{start}{rich[number]}</sst>"))
            elif "&" in text:
                texts[number] = rich_text(parsed(f"{start}<t>{text}</t></sst>"))
    return list(map(unescaped, texts)) if b"_x" in part else texts


def exact_rows(stream: IO[bytes], cells: Cells, where: Place) -> Iterator[Rå]:
    """The rows of any sheet, by an XML parser."""
    number = 0
    for element in elements(stream, ("row",), where):
        row = _exact(element, cells, number)
        number = row.nummer
        yield row


def _exact(element: etree._Element, cells: Cells, before: int) -> Rå:
    texts: list[str | None] = []
    problems: dict[int, Problem] = {}
    column = -1
    for cell in element.iterchildren("{*}c"):
        letters = _LETTERS.match(cell.get("r", ""))
        column = column_number(letters[0]) if letters else column + 1
        texts += [None] * (column + 1 - len(texts))
        texts[column], problem = cells.cell(cell)
        if problem:
            problems[column] = problem
    number = element.get("r", "")
    return Rå(int(number) if number.isdecimal() else before + 1, texts, problems)


def quick_rows(stream: IO[bytes], cells: Cells) -> Iterator[Rå]:
    """The rows of a sheet in UTF-8 with plain names of elements and without `<!`."""
    decode = getincrementaldecoder("utf-8-sig")().decode
    head, text, number = "", "", 0
    shapes: list[_Shape] = []
    seen: set[tuple[str, ...]] = set()
    while data := stream.read(CHUNK):
        text += decode(data)
        if not head:
            start = text.find("<sheetData>")
            if start < 0:
                continue
            head, text = text[text.find("<worksheet"):start], text[start + 11:]
            head = head[:head.index(">") + 1]
        *rows, text = text.split("</row>")
        for row in rows:
            if "</c>" not in row and (start := row.rfind('<row r="') + 8) > 7:
                number = int(row[start:row.index('"', start)])
                continue  # formats and no cell with anything in it: a sheet may have a million
            found = (next(filter(None, (shape.row(row) for shape in shapes)), None)
                     or _quick(row, cells, shapes, seen)
                     or _exact(_row_element(head, row), cells, number))
            number = found.nummer
            yield found
        if not rows:
            text = text[_after_empty_rows(text):]


def _row_element(head: str, row: str) -> etree._Element:
    row = row[_after_empty_rows(row):]
    return parsed(f"{head}{row}</row></worksheet>")[0]


def _quick(row: str, cells: Cells, shapes: list[_Shape], seen: set[tuple[str, ...]]) -> Rå | None:
    """The row, unless there is anything in it that the pattern does not know, or a problem.

    A shape that comes a second time is worth a pattern of its own.
    """
    gaps_and_groups = _CELL.split(row)
    head = _ROW.fullmatch(gaps_and_groups[0], _after_empty_rows(gaps_and_groups[0]))
    if head is None or "".join(gaps_and_groups[4::4]).strip():
        return None
    try:
        texts = [None if value is None else cells[attributes](value) for attributes, value
                 in zip(gaps_and_groups[2::4], gaps_and_groups[3::4], strict=True)]
    except (LookupError, ValueError, ArithmeticError):
        return None
    letters = gaps_and_groups[1::4]
    if len(shapes) < MAX_SHAPES:
        filled = ["" if value is None else "v" for value in gaps_and_groups[3::4]]
        key = (*letters, *gaps_and_groups[2::4], *filled)
        if key in seen:
            shapes.append(_shape(letters, gaps_and_groups[2::4], filled, cells))
        elif len(seen) < 1000:
            seen.add(key)
    return Rå(int(head[1]), _spread(list(map(column_number, letters)), texts))


def _shape(letters: list[str], attributes: list[str], filled: list[str], cells: Cells) -> _Shape:
    parts = [f'<c r="{letter}[0-9]+"{re.escape(own)}' + (
        f">{_CONTENT}</c>" if full else "(?:/>|></c>)")
        for letter, own, full in zip(letters, attributes, filled, strict=True)]
    used = [n for n, full in enumerate(filled) if full]
    return _Shape(re.compile(_ROW_TAG + "".join(parts)),
                  [column_number(letters[n]) for n in used], [cells[attributes[n]] for n in used])


def _after_empty_rows(text: str) -> int:
    found = _EMPTY_ROWS.match(text)
    return found.end() if found else 0


def _spread(columns: list[int], texts: list[str | None]) -> list[str | None]:
    """The texts in their columns, with None where the sheet has no cell."""
    if columns == _DENSE[:len(columns)]:
        return texts
    spread: list[str | None] = [None] * (max(columns) + 1)
    for column, text in zip(columns, texts, strict=True):
        spread[column] = text
    return spread


@cache
def column_number(letters: str) -> int:
    """`A` is 0, `AA` is 26; at most the last column that Excel has."""
    number = 0
    for letter in letters[:3]:
        number = number * 26 + ord(letter) - 64
    return min(number, 16384) - 1
