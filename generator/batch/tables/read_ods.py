"""OpenDocument workbooks (ods, from LibreOffice) as tables. They hold each cell twice, as a value
and as it is shown, so the zeros in front of a number are taken from what is shown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

from generator.batch.rows import Tabel
from generator.batch.tables.archive import elements, locked, opened, tree
from generator.batch.tables.cell_text import JANEJ, UNCOMPUTED, UNREADABLE, error_cell, flaw, plain
from generator.batch.tables.number_format import Odd, clock, number_text
from generator.batch.tables.table import MAX_COLUMNS, Rå, remarks_on, table_of
from generator.source import Place, Problem, Unusable

_MANIFEST = "META-INF/manifest.xml"
_MAX_ROWS = 1_048_576
_TIME = re.compile(r"PT(\d+)H(\d+)M(\d+)(?:[.,]\d+)?S")
_NOT_DIGITS = re.compile(r"[ \-\u00a0]")
_ERROR = re.compile(r"#[A-ZÆØÅ/0-9?!]+[!?AT0-9]|Err:\d+|Fejl:\d+")


@dataclass
class _Table:
    """A sheet while it is read."""

    name: str
    hidden: bool
    rows: list[Rå] = field(default_factory=list)
    hidden_rows: int = 0
    hidden_columns: list[int] = field(default_factory=list)
    columns: int = 0
    merged: list[str] = field(default_factory=list)
    number: int = 0

    def add_column(self, element: etree._Element) -> None:
        """The column, as many times as it says that it is repeated."""
        times = min(_count(element, "number-columns-repeated"), MAX_COLUMNS * 17 - self.columns)
        if _own(element, "visibility") in ("collapse", "filter"):
            self.hidden_columns += range(self.columns, self.columns + times)
        self.columns += times

    def add(self, element: etree._Element) -> None:
        """The row, as many times as it says that it is repeated."""
        times = max(1, min(_count(element, "number-rows-repeated"), _MAX_ROWS - self.number))
        texts, problems = _row(element)
        if any(texts) or problems:
            self.rows += [Rå(self.number + n, texts, problems) for n in range(1, times + 1)]
            self.hidden_rows += times * (_own(element, "visibility") in ("collapse", "filter"))
            if any(_own(cell, f"number-{way}-spanned", "1") != "1" for way in ("columns", "rows")
                   for cell in element.iterchildren("{*}table-cell")):
                self.merged.append(f"række {self.number + 1}")
        self.number += times


def read_ods(path: Path) -> tuple[list[Tabel], list[Problem]]:
    """The tables of the workbook, and remarks about what a person may not know is there."""
    where = Place(str(path))
    with opened(path) as archive:
        if _MANIFEST in archive.namelist() and any(
                True for _ in tree(archive, _MANIFEST, where).iter("{*}encryption-data")):
            raise Unusable([locked(where)])
        if "content.xml" not in archive.namelist():
            raise Unusable([Problem(
                "tabel.ingen_projektmappe", "Filen er ikke et regneark.", where,
                "Vælg en fil, der ender på .xlsx, .xlsm, .ods eller .csv.")])
        with archive.open("content.xml") as stream:
            read = _tables(elements(stream, ("style", "table-column", "table-row"), where))
    found = [(table, table_of(table.name, str(path), table.rows)) for table in read]
    tables = [made for _, made in found if made]
    remarks = [remark for table, made in found if made for remark in remarks_on(
        table.name, path, table.hidden, table.hidden_rows, ", ".join(table.merged[:3]),
        table.hidden_columns, made)]
    return tables, remarks


def _tables(items: Iterator[etree._Element]) -> list[_Table]:
    hidden: set[str] = set()
    tables: dict[str, _Table] = {}
    for item in items:
        if etree.QName(item).localname == "style":
            if any(_own(part, "display") == "false"
                   for part in item.iterchildren("{*}table-properties")):
                hidden.add(_own(item, "name"))
            continue
        sheet = next(item.iterancestors("{*}table"), None)
        if sheet is not None:
            name = _own(sheet, "name")
            table = tables.setdefault(name, _Table(name, _own(sheet, "style-name") in hidden))
            if etree.QName(item).localname == "table-column":
                table.add_column(item)
            else:
                table.add(item)
    return list(tables.values())


def _own(element: etree._Element, name: str, without: str = "") -> str:
    """An attribute by its name, whatever namespace it is in."""
    return next((str(value) for key, value in element.attrib.items()
                 if etree.QName(key).localname == name), without)


def _count(element: etree._Element, name: str) -> int:
    count = _own(element, name, "1")
    return int(count) if count.isdecimal() and len(count) < 10 else 1


def _row(element: etree._Element) -> tuple[list[str | None], dict[int, Problem]]:
    texts: list[str | None] = []
    problems: dict[int, Problem] = {}
    column = 0
    for cell in element.iterchildren("{*}table-cell", "{*}covered-table-cell"):
        times = _count(cell, "number-columns-repeated")
        text, problem = _cell(cell)
        if text is not None or problem:
            times = min(times, MAX_COLUMNS * 17)
            texts += [None] * (column - len(texts)) + [text] * times
            if problem:
                problems.update(dict.fromkeys(range(column, column + times), problem))
        column = min(column + times, MAX_COLUMNS * 17)
    return texts, problems


def _cell(cell: etree._Element) -> tuple[str | None, Problem | None]:
    kinds = [value for key, value in cell.attrib.items()
             if etree.QName(key).localname == "value-type"]
    shown = plain("\n".join(map(_paragraph, cell.iterchildren("{*}p"))))
    if "error" in kinds or (_own(cell, "formula") and shown and _ERROR.fullmatch(shown)):
        return None, error_cell(shown or "#N/A")
    if not kinds:
        return (None, UNCOMPUTED) if _own(cell, "formula") else (shown, flaw(shown))
    try:
        text = _value(cell, str(kinds[0]), shown)
    except Odd as odd:
        return None, odd.problem
    except (LookupError, ValueError, ArithmeticError):
        return None, UNREADABLE
    problem = flaw(text)
    return (None, problem) if problem else (text, None)


def _value(cell: etree._Element, kind: str, shown: str | None) -> str | None:
    """The text of a cell by its kind of value."""
    if kind == "string":
        return plain(_own(cell, "string-value")) or shown
    if kind == "boolean":
        return JANEJ[_own(cell, "boolean-value")]
    if kind == "date":
        day, _, time = _own(cell, "date-value").partition("T")
        time = time.partition(".")[0].removesuffix(":00")
        return day if time in ("", "00:00") else f"{day} {time}"
    if kind == "time":
        found = _TIME.fullmatch(_own(cell, "time-value"))
        if not found:
            raise ValueError(kind)
        hours, minutes, seconds = map(int, found.groups())
        return clock(hours * 3600 + minutes * 60 + seconds)
    value = _own(cell, "value")
    if kind == "percentage":
        return f"{number_text(repr(float(value) * 100))} %"
    text = number_text(value)
    digits = _NOT_DIGITS.sub("", shown or "")
    same = text.isdigit() and digits.isdigit() and digits.lstrip("0") == text.lstrip("0")
    return shown if same else text


def _paragraph(element: etree._Element) -> str:
    """The text of a paragraph, with the spaces, tabs and line breaks that are elements."""
    parts = [element.text or ""]
    for child in element:
        name = etree.QName(child).localname
        if name == "s":
            parts.append(" " * min(_count(child, "c"), 1000))
        elif name in ("tab", "line-break"):
            parts.append("\t" if name == "tab" else "\n")
        elif name != "annotation":
            parts.append(_paragraph(child))
        parts.append(child.tail or "")
    return "".join(parts)

