"""The failed rows of an Excel workbook. It may have a million rows; what is kept in memory is those
that failed, and the texts that the rows of a workbook share."""

from __future__ import annotations

import io
import posixpath
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, Protocol
from zipfile import ZIP_DEFLATED, ZipFile

from lxml import etree

from generator.batch.shape import SAGSNUMMER

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
#: Drop-downs that choose from another sheet, as newer versions of Excel write them.
_X14 = "{http://schemas.microsoft.com/office/spreadsheetml/2009/9/main}"
_XM = "{http://schemas.microsoft.com/office/excel/2006/main}"
_REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_FORMULAS = re.compile(rb"<(?:\w+:)?formula1>(.*?)</(?:\w+:)?formula1>", re.DOTALL)


class Chosen(Protocol):
    """Says which rows are wanted."""

    def holds(self, sheet: str, row: int, key: str, /) -> bool:
        """Whether the row is wanted."""


@dataclass
class Sheet:
    """What is kept of one sheet: `moved` from a row's old number to its new one, `nøgler` the first
    new row of each sagsnummer. A `whole` sheet keeps all: lists that drop-downs choose from."""

    navn: str
    moved: dict[int, int] = field(default_factory=lambda: {1: 1})
    nøgler: dict[str, int] = field(default_factory=dict)
    headed: bool = False
    whole: bool = False

    def keep(self, row: int, key: str) -> None:
        """Gives the row the next place."""
        self.moved[row] = len(self.moved) + 1
        self.nøgler.setdefault(key, self.moved[row])


def thinned(source: Path, rows: Chosen) -> tuple[IO[bytes], dict[str, Sheet]]:
    """The workbook with the failed rows only, still under their old numbers, and what was kept.

    A sheet whose first row has no `Sagsnummer` is joined by its first column, unless drop-downs or
    names point at it.
    """
    out, sheets = io.BytesIO(), dict[str, Sheet]()
    with ZipFile(source) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        parts = _sheet_parts(old)
        texts = _shared_texts(old)
        listed = _pointed_at(old, parts)
        for name in old.namelist():
            title = parts.get(name)
            if title is None:
                new.writestr(name, old.read(name))
                continue
            sheets[title] = Sheet(title)
            with old.open(name) as file:
                data = _thin(file, sheets[title], texts, rows)
            if not sheets[title].headed and _names(title, listed):
                data = old.read(name)
                sheets[title].whole = True
            new.writestr(name, data)
    out.seek(0)
    return out, sheets


def _thin(file: IO[bytes], sheet: Sheet, texts: Sequence[str], rows: Chosen) -> bytes:
    """The sheet's XML without the rows that are not wanted."""
    column, number, headings = "A", 0, False
    steps = etree.iterparse(file, events=("end",), tag=f"{_MAIN}row", resolve_entities=False)
    for _, row in steps:
        number = int(row.get("r") or number + 1)
        if not headings and any(_text(cell, texts) for cell in row):
            headings, sheet.moved = True, {number: 1}
            column = _key_column(row, texts, sheet)
            continue
        key = next((_text(c, texts) for c in row if _column(c) == column), "").strip()
        if rows.holds(sheet.navn, number, key):
            sheet.keep(number, key)
            continue
        parent = row.getparent()
        if parent is not None:
            parent.remove(row)
    _plain_drop_downs(steps.root)
    return etree.tostring(steps.root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _plain_drop_downs(root: Any) -> None:
    """Writes the newer drop-downs in the older way, for openpyxl knows no other."""
    newer = list(root.iter(f"{_X14}dataValidation"))
    holder = root.find(f"{_MAIN}dataValidations")
    if newer and holder is None:
        holder = etree.SubElement(root, f"{_MAIN}dataValidations")
    for menu in newer:
        same = {name: value for name, value in menu.attrib.items() if not name.startswith("{")}
        plain = etree.SubElement(holder, f"{_MAIN}dataValidation", same,
                                 sqref=menu.findtext(f"{_XM}sqref") or "")
        for name in ("formula1", "formula2"):
            formula = menu.findtext(f"{_X14}{name}/{_XM}f")
            if formula:
                etree.SubElement(plain, _MAIN + name).text = formula


def _key_column(row: Any, texts: Sequence[str], sheet: Sheet) -> str:
    """The letters of the column with sagsnumre."""
    for cell in row:
        if _text(cell, texts).strip().casefold() == SAGSNUMMER.casefold():
            sheet.headed = True
            return _column(cell)
    return "A"


def _column(cell: Any) -> str:
    return str(cell.get("r") or "A").rstrip("0123456789")


def _text(cell: Any, texts: Sequence[str]) -> str:
    """What stands in a cell; a whole number has no `.0`."""
    kind, value = cell.get("t", "n"), cell.findtext(f"{_MAIN}v") or ""
    if kind == "s":
        return texts[int(value)] if value.isdecimal() and int(value) < len(texts) else ""
    if kind == "inlineStr":
        return "".join(t.text or "" for t in cell.iter(f"{_MAIN}t"))
    try:
        whole = float(value) if kind == "n" and value else None
    except ValueError:
        return str(value)
    return str(int(whole)) if whole is not None and whole.is_integer() else str(value)


def _shared_texts(book: ZipFile) -> list[str]:
    part = next((n for n in book.namelist() if n.casefold() == "xl/sharedstrings.xml"), None)
    found: list[str] = []
    if part is None:
        return found
    with book.open(part) as file:
        for _, item in etree.iterparse(file, events=("end",), tag=f"{_MAIN}si",
                                       resolve_entities=False):
            read_aloud = {id(t) for r in item.iter(f"{_MAIN}rPh") for t in r}
            found.append("".join(t.text or "" for t in item.iter(f"{_MAIN}t")
                                 if id(t) not in read_aloud))
            item.clear()
    return found


def _sheet_parts(book: ZipFile) -> dict[str, str]:
    """The names of the sheets by the part that holds each."""
    targets = {r.get("Id"): posixpath.normpath(posixpath.join("/xl", r.get("Target", "")))[1:]
               for r in etree.fromstring(book.read("xl/_rels/workbook.xml.rels"))}
    workbook = etree.fromstring(book.read("xl/workbook.xml"))
    return {targets[s.get(f"{_REL}id")]: str(s.get("name"))
            for s in workbook.iter(f"{_MAIN}sheet") if s.get(f"{_REL}id") in targets}


def _pointed_at(book: ZipFile, parts: Iterable[str]) -> str:
    """The formulas of drop-downs and the names of the workbook, as one text."""
    workbook = etree.fromstring(book.read("xl/workbook.xml"))
    named = [n.text or "" for n in workbook.iter(f"{_MAIN}definedName")]
    for part in parts:
        with book.open(part) as file:
            named += [found.decode("utf-8", "replace") for found in _formulas(file)]
    return "\n".join(named).replace("&apos;", "'").replace("&amp;", "&")


def _formulas(file: IO[bytes]) -> Iterator[bytes]:
    """What drop-downs choose from. They stand behind the rows, so the last part is enough."""
    tail = b""
    while chunk := file.read(1 << 20):
        tail = (tail + chunk)[-(4 << 20):]
    yield from _FORMULAS.findall(tail)


def _names(title: str, formulas: str) -> bool:
    quoted = title.replace("'", "''")
    return f"{title}!" in formulas or f"'{quoted}'!" in formulas
