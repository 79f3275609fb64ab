"""Writing a merge workbook: a sheet for each kind of record, with help in the headings."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from pathlib import Path

from lxml import etree
from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from generator import danish
from generator.batch.shape import Ark, Kolonne, arbejdsbog
from generator.batch.workbook.assemble import EKSEMPEL
from generator.batch.workbook.contents import Numbered, cells, example, records
from generator.batch.workbook.headings import VEJLEDNING
from generator.batch.workbook.look import EXAMPLE, FORMATS, TOP, TOP_WRAPPED, add_guide, dress
from generator.case.load import Case
from generator.output import write_one
from generator.source import Problem, Unusable

#: Most characters Excel can hold in one cell.
CELL_LENGTH = 32_767
#: What would be taken for a formula if somebody typed it.
FORMULA = ("=", "+", "-", "@")
#: The first day that Excel counts right: it thinks that there was a 29 February 1900.
_FIRST_DAY = date(1900, 3, 1)
_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_NO_TIME = datetime(2000, 1, 1)  # noqa: DTZ001  # the file says nothing of when it was made


def write_workbook(path: Path, dokument: str | None, cases: Sequence[Case] = ()) -> None:
    """Writes a workbook for one kind of document (None: for all there are) with rows of the cases.

    Each sheet has a row that shows how it is filled in; it is not read. Raises `Unusable` when a
    value does not fit or the file cannot be written; then nothing is changed.
    """
    sheets = arbejdsbog(dokument)
    problems = [p for case in cases for ark in sheets for p in _too_long(case, ark)]
    if problems:
        raise Unusable(problems)
    write_one(path, _bytes(_filled(sheets, cases)))


def left_out(dokument: str | None, case: Case) -> list[str]:
    """The parts of the case that a workbook for this kind of document has no room for."""
    tops = {ark.sti[0] for ark in arbejdsbog(dokument) if ark.sti}
    tops |= {k.felt[0] for ark in arbejdsbog(dokument) if not ark.sti for k in ark.kolonner}
    return [name for name, value in case.source.data.items() if value and name not in tops]


def _too_long(case: Case, ark: Ark) -> Iterator[Problem]:
    for record in records(ark, case.source.data):
        for kolonne, text in cells(ark, record.data):
            if text and len(text) > CELL_LENGTH:
                yield Problem(
                    "regneark.for_lang", f"»{kolonne.titel}« har {danish.tal(len(text))} tegn. Der "
                    f"er plads til {danish.tal(CELL_LENGTH)} i en celle.",
                    case.source.place((*ark.sti, *kolonne.felt)), "Gør teksten kortere, eller lav "
                    "brevet direkte fra sagens fil med duform lav.")


def _filled(sheets: Sequence[Ark], cases: Sequence[Case]) -> Workbook:
    book = Workbook()
    book.remove(book.worksheets[0])
    book.properties.creator = "duform"
    book.properties.created = book.properties.modified = _NO_TIME
    guide = book.create_sheet(VEJLEDNING)
    lists = add_guide(guide, sheets)
    for n, ark in enumerate(sheets):
        sheet = book.create_sheet(ark.navn, n)
        dress(sheet, ark, lists)
        _write_example(sheet, ark)
        row = 3
        for case in cases:
            for record in records(ark, case.source.data):
                _write_row(sheet, row, _keys(ark, case.sag.sagsnummer, record),
                           cells(ark, record.data))
                row += 1
    book.active = 0
    return book


def _write_example(sheet: Worksheet, ark: Ark) -> None:
    keys: list[str | int] = [EKSEMPEL, *[1] * (len(ark.nøgler) - 1)] if ark.sti else []
    _write_row(sheet, 2, keys, ((k, EKSEMPEL if not ark.sti and k.felt == ("sagsnummer",)
                                 else example(ark, k)) for k in ark.kolonner))
    for cell in sheet[2]:
        cell.font = EXAMPLE


def _keys(ark: Ark, number: str, record: Numbered) -> list[str | int]:
    """What joins the row with those of other sheets."""
    return [number, *(n for n in (record.over, record.nummer) if n is not None)] if ark.sti else []


def _write_row(sheet: Worksheet, row: int, keys: Sequence[str | int],
               fields: Iterable[tuple[Kolonne, str | None]]) -> None:
    for column, key in enumerate(keys, start=1):
        _put(sheet, row, column, key)
    for column, (kolonne, text) in enumerate(fields, start=len(keys) + 1):
        if text is not None:
            _put(sheet, row, column, _typed(text, kolonne), wrap=kolonne.liste)


def _typed(text: str, kolonne: Kolonne) -> str | date | int:
    """A date or a number as such, so that Excel can sort them; all else is text."""
    if kolonne.liste:
        return text
    if kolonne.slags == "dato":
        day = danish.læs_dato(text)
        return day if day and day >= _FIRST_DAY else text
    if kolonne.slags == "tal" and text.isascii() and text.isdecimal():
        return int(text)
    return text


def _put(sheet: Worksheet, row: int, column: int, value: str | date | int, *,
         wrap: bool = False) -> None:
    """Puts the value into the cell; a text can never become a formula, an error or a number."""
    cell = sheet.cell(row, column)
    assert isinstance(cell, Cell)  # nothing is merged in a sheet we make
    if isinstance(value, str):
        text = _LOOKS_ESCAPED.sub("_x005F_", value)  # how such a text is written in xlsx
        cell.value = text
        cell.data_type = "s"
        cell.quotePrefix = text.startswith(FORMULA)
        cell.number_format = "@"
    else:
        cell.value = value
        cell.number_format = FORMATS["dato" if isinstance(value, date) else "tal"]
    cell.alignment = TOP_WRAPPED if wrap else TOP


def _bytes(book: Workbook) -> bytes:
    """The file, the same each time it is made: no clock in it, and its parts in one order."""
    draft, final = io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(draft, "w") as archive:
        ExcelWriter(book, archive).save()
    with zipfile.ZipFile(draft) as made, zipfile.ZipFile(final, "w") as archive:
        for name in sorted(made.namelist(), key=lambda n: (n != "[Content_Types].xml", n)):
            data = made.read(name)
            if name == "xl/styles.xml":
                data = _fonts_in_order(data)
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)  # 1 January 1980
    return final.getvalue()


_FONT = ("b", "i", "strike", "condense", "extend", "outline", "shadow", "u", "vertAlign", "sz",
         "color", "name", "family", "charset", "scheme")


def _fonts_in_order(styles: bytes) -> bytes:
    """The styles with the parts of each font in the order that strict readers ask for."""
    root = etree.fromstring(styles)
    for font in root.iter("{*}font"):
        font[:] = sorted(font, key=lambda part: _FONT.index(etree.QName(part).localname))
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)
