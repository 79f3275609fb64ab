"""Excel workbooks (xlsx, xlsm) as tables. Macros, charts and everything else outside the cells are
left alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from posixpath import dirname, normpath
from posixpath import join as join_path
from zipfile import ZipFile

from lxml import etree

from generator.batch.rows import Tabel
from generator.batch.tables.archive import elements, opened, too_large, tree
from generator.batch.tables.cell_text import all_sound, flaw, plain, unescaped
from generator.batch.tables.number_format import format_of, number_text, shown_by
from generator.batch.tables.sheet_rows import (
    CHUNK,
    Cells,
    exact_rows,
    quick_rows,
    quick_strings,
    rich_text,
)
from generator.batch.tables.table import Rå, remarks_on, table_of
from generator.source import Place, Problem, Unusable

#: A sheet up to this size is kept in memory between looking through it and reading it.
_KEPT = 64_000_000
_MAX_STRINGS = 400_000_000
_HIDDEN_ROW = re.compile(rb'<(?:\w+:)?row [^<>]*?hidden="(?:1|true)"')
_HIDDEN_COLUMN = re.compile(rb'<(?:\w+:)?col (?=[^<>]*?hidden="(?:1|true)")([^<>]*)')
_RANGE = re.compile(rb'(min|max)="([0-9]{1,7})"')
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell [^<>]*?ref="([A-Z0-9:]+)"')
_OTHER_ENCODING = re.compile(rb'^(?:\xff\xfe|\xfe\xff|[^>]*encoding=["\'](?![Uu][Tt][Ff]-8["\']))')


@dataclass(frozen=True)
class Sheet:
    """A sheet as the workbook names it, with the part that holds it."""

    name: str
    part: str
    hidden: bool


@dataclass(frozen=True)
class _Look:
    """What one pass over a sheet's bytes tells before its rows are read."""

    quick: bool
    hidden_rows: int
    hidden_columns: frozenset[int]
    merged: tuple[str, ...]
    kept: bytes | None


def read_xlsx(path: Path) -> tuple[list[Tabel], list[Problem]]:
    """The tables of the workbook, and remarks about what a person may not know is there."""
    where = Place(str(path))
    tables: list[Tabel] = []
    remarks: list[Problem] = []
    with opened(path) as archive:
        sheets, book, since_1904 = _sheets(archive, where)
        if any(name.endswith("vbaProject.bin") for name in archive.namelist()):
            remarks.append(Problem("tabel.makroer", "Filen har makroer. De bliver hverken læst "
                                   "eller kørt.", where, level="forslag"))
        cells = _cells(archive, book, since_1904, where)
        looks = [_look(archive, sheet.part) for sheet in sheets]
    for sheet, look in zip(sheets, looks, strict=True):
        table = table_of(sheet.name, str(path), _rows(path, sheet, look, cells))
        if table:
            tables.append(table)
            some, more = ", ".join(look.merged[:3]), len(look.merged) - 3
            remarks += remarks_on(sheet.name, path, sheet.hidden, look.hidden_rows,
                                  f"{some} og {more} andre" if more > 0 else some,
                                  look.hidden_columns, table)
    if not sheets:
        raise Unusable([Problem(
            "tabel.ingen_ark", "Filen har ingen ark med celler, kun diagrammer.", where,
            "Se efter, om det er den rigtige fil.")])
    return tables, remarks


def _sheets(archive: ZipFile, where: Place) -> tuple[list[Sheet], str, bool]:
    """The sheets with cells, the name of the workbook part, and whether it counts from 1904."""
    found = [target for kind, target in _targets(archive, "", where).values()
             if kind == "officeDocument"]
    book = found[0] if found else "xl/workbook.xml"
    root = tree(archive, book, where)
    if etree.QName(root).localname != "workbook":
        raise Unusable([Problem(
            "tabel.ingen_projektmappe", "Filen er ikke et regneark.", where,
            "Vælg en fil, der ender på .xlsx, .xlsm, .ods eller .csv.")])
    targets = _targets(archive, book, where)
    names = set(archive.namelist())
    sheets = []
    for item in root.iterfind("{*}sheets/{*}sheet"):
        link = next((v for k, v in item.attrib.items() if etree.QName(k).localname == "id"
                     and etree.QName(k).namespace), "")
        kind, part = targets.get(str(link), ("", ""))
        if kind == "worksheet" and part in names:
            sheets.append(Sheet(item.get("name", ""), part, item.get("state", "") not in (
                "", "visible")))
    properties = root.find("{*}workbookPr")
    since_1904 = properties is not None and properties.get("date1904") in ("1", "true")
    return sheets, book, since_1904


def _targets(archive: ZipFile, part: str, where: Place) -> dict[str, tuple[str, str]]:
    """What a part points to inside the file: by id, the last word of the kind and the part."""
    folder, _, name = part.rpartition("/")
    rels = join_path(folder, "_rels", f"{name}.rels")
    if rels not in archive.namelist():
        return {}
    return {item.get("Id", ""): (
        item.get("Type", "").rpartition("/")[2],
        normpath(join_path("/", dirname(part), item.get("Target", "")))[1:])
        for item in tree(archive, rels, where).iterfind("{*}Relationship")
        if item.get("TargetMode") != "External"}


def _cells(archive: ZipFile, book: str, since_1904: bool, where: Place) -> Cells:
    cells = Cells()
    by_kind = dict(_targets(archive, book, where).values())
    formats: list[tuple[int, str | None]] = [(0, None)]
    if (styles := by_kind.get("styles")) in archive.namelist() and styles:
        formats = _formats(tree(archive, styles, where)) or formats
    shown = {key: number_text if key == (0, None) else shown_by(format_of(*key), since_1904)
             for key in set(formats)}
    cells.formats.extend(shown[key] for key in formats)
    if (strings := by_kind.get("sharedStrings")) in archive.namelist() and strings:
        _read_strings(archive, strings, cells, where)
    return cells


def _formats(styles: etree._Element) -> list[tuple[int, str | None]]:
    """The number format of each cell style, with its code when the workbook defines it."""
    codes = {item.get("numFmtId"): item.get("formatCode", "")
             for item in styles.iterfind("{*}numFmts/{*}numFmt")}
    numbers = [item.get("numFmtId", "0") for item in styles.iterfind("{*}cellXfs/{*}xf")]
    return [(int(number) if number.isdecimal() else 0, codes.get(number)) for number in numbers]


def _read_strings(archive: ZipFile, part: str, cells: Cells, where: Place) -> None:
    if archive.getinfo(part).file_size > _MAX_STRINGS:
        raise Unusable([too_large(where)])
    texts = quick_strings(archive.read(part))
    if texts is None:
        with archive.open(part) as stream:
            texts = [unescaped(rich_text(item)) for item in elements(stream, ("si",), where)]
    if all_sound(texts):
        cells.strings.update((str(number), text if text.strip() else None)
                             for number, text in enumerate(texts))
        return
    for number, text in enumerate(map(plain, texts)):
        if problem := flaw(text):
            cells.flawed[str(number)] = problem
        else:
            cells.strings[str(number)] = text


def _look(archive: ZipFile, part: str) -> _Look:
    """One pass over the sheet: whether it is written plainly, and what to remark."""
    hidden, merged, plainly, kept, rest = 0, list[str](), True, list[bytes](), b""
    small = archive.getinfo(part).file_size <= _KEPT
    has_data, columns = False, set[int]()
    with archive.open(part) as stream:
        start = True
        while data := stream.read(CHUNK):
            if small:
                kept.append(data)
            data = rest + data
            cut = data.rfind(b">") + 1
            data, rest = data[:cut], data[cut:]
            if start:
                plainly = not _OTHER_ENCODING.match(data) and b"<worksheet" in data
                start = False
            plainly = plainly and b"<!" not in data
            has_data = has_data or b"<sheetData>" in data
            if b'hidden="' in data:
                hidden += len(_HIDDEN_ROW.findall(data))
                columns.update(n for col in _HIDDEN_COLUMN.findall(data) for n in _unseen(col))
            if b"mergeCell " in data:
                merged += [ref.decode() for ref in _MERGED.findall(data)]
    return _Look(plainly and has_data, hidden, frozenset(columns), tuple(merged),
                 b"".join(kept) if small else None)


def _unseen(col: bytes) -> range:
    """The columns that a hidden `col` element stands for."""
    found = dict(_RANGE.findall(col))
    first, last = (min(int(found.get(name, b"0")), 16384) for name in (b"min", b"max"))
    return range(max(first - 1, 0), last)


def _rows(path: Path, sheet: Sheet, look: _Look, cells: Cells) -> Iterator[Rå]:
    where = Place(str(path), detail=sheet.name)
    with opened(path) as archive, (archive.open(sheet.part) if look.kept is None else
                                   BytesIO(look.kept)) as stream:
        yield from quick_rows(stream, cells) if look.quick else exact_rows(stream, cells, where)
