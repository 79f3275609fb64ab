"""What has to be seen to after filling: holes in the text, tables that lost their rows or cells."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from copy import deepcopy

from lxml import etree

from generator.phrases.holes import FRASE, HOLE, hole_problem, shown
from generator.sandbox import HOLE_END, HOLE_START
from generator.source import Problem
from generator.template.mend import w

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def resolve(xml: str, spots: Sequence[str]) -> tuple[str, list[Problem]]:
    """The part with each hole turned into a marker, and a problem for each.

    The letter is held back when there are any; in a draft the yellow markers show where.
    """
    problems = [hole_problem(match[2], match[1], spots) for match in HOLE.finditer(xml)
                if not match[2].startswith(FRASE)]
    root = etree.fromstring(xml.encode())
    for text in list(root.iter(w("t"))):
        if text.text and HOLE_START in text.text:
            _mark(text)
    marked = etree.tostring(root, encoding="unicode")
    return HOLE.sub(lambda m: shown(m[1], m[2]), marked), problems


def _mark(text: etree._Element) -> None:
    """Splits the run at each hole, so that only the marker is highlighted."""
    run = text.getparent()
    while run is not None and run.tag != w("r"):
        run = run.getparent()
    holder = run.getparent() if run is not None else None
    if run is None or holder is None:
        return
    pieces = re.split(f"({HOLE_START}.*?{HOLE_END})", text.text or "", flags=re.DOTALL)
    place = holder.index(run)
    after = [child for child in run if run.index(child) > run.index(text)]
    new: list[etree._Element] = []
    for piece in pieces:
        if not piece:
            continue
        copy = _like(run, piece)
        match = HOLE.fullmatch(piece)
        if match:
            copy[-1].text = shown(match[1], match[2])
            _highlight(copy)
        new.append(copy)
    if after:
        rest = _like(run, "")
        rest.remove(rest[-1])
        rest.extend(after)
        new.append(rest)
    text.text = ""
    run.remove(text)
    for offset, element in enumerate(new):
        holder.insert(place + 1 + offset, element)
    if not [c for c in run if c.tag != w("rPr")]:
        holder.remove(run)


def _like(run: etree._Element, words: str) -> etree._Element:
    copy = etree.Element(w("r"))
    properties = run.find(w("rPr"))
    if properties is not None:
        copy.append(deepcopy(properties))
    text = etree.SubElement(copy, w("t"))
    text.text = words
    text.set(_SPACE, "preserve")
    return copy


def _highlight(run: etree._Element) -> None:
    properties = run.find(w("rPr"))
    if properties is None:
        properties = etree.Element(w("rPr"))
        run.insert(0, properties)
    for old in properties.findall(w("highlight")):
        properties.remove(old)
    mark = etree.Element(w("highlight"))
    mark.set(w("val"), "yellow")
    # The schema has a fixed order in rPr; highlight comes before these.
    later = [w(n) for n in ("u", "effect", "bdr", "shd", "fitText", "vertAlign", "rtl", "cs", "em",
                            "lang", "eastAsianLayout", "specVanish", "oMath")]
    index = next((i for i, c in enumerate(properties) if c.tag in later), len(properties))
    properties.insert(index, mark)


# --- tables -------------------------------------------------------------------------------------

_NO_ROWS = re.compile(r"(?:</w:tblGrid>|<w:tblGrid/>)\s*</w:tbl>")
_NO_PARAGRAPH = re.compile(r"(<w:tc(?: [^>]*)?>(?:<w:tcPr>(?:(?!</w:tcPr>).)*</w:tcPr>|<w:tcPr/>)?)"
                           r"(</w:tc>)", re.DOTALL)


def without_empty_tables(xml: str) -> str:
    """Drops tables whose loop gave no rows and gives empty cells the paragraph they must have.

    Word refuses a file that has either.
    """
    found = _NO_ROWS.search(xml)
    while found:
        start = max(xml.rfind("<w:tbl>", 0, found.start()), xml.rfind("<w:tbl ", 0, found.start()))
        xml = xml[:start] + xml[found.end():]
        found = _NO_ROWS.search(xml)
    if "<w:tc" in xml:
        xml = _NO_PARAGRAPH.sub(r"\1<w:p/>\2", xml)
        xml = re.sub(r"(</w:tbl>)(</w:tc>)", r"\1<w:p/>\2", xml)
    return xml


def fitted_tables(xml: str) -> str:
    """Makes each table's grid as wide as its widest row, sharing the width as docxtpl does."""
    root = etree.fromstring(xml.encode())
    for table in root.iter(w("tbl")):
        grid = table.find(w("tblGrid"))
        if grid is not None:
            _widen(table, grid)
            _narrow(table, grid)
    return etree.tostring(root, encoding="unicode")


def _widths(grid: etree._Element) -> list[etree._Element]:
    return grid.findall(w("gridCol"))


def _widen(table: etree._Element, grid: etree._Element) -> None:
    columns = _widths(grid)
    most = max((len(row.findall(w("tc"))) for row in table.iter(w("tr"))), default=0)
    extra = most - len(columns)
    if extra <= 0 or not columns:
        return
    total = sum(float(c.get(w("w")) or 0) for c in columns)
    share = total / (len(columns) + extra)
    scale = share / (total / len(columns)) if total else 1
    for column in columns:
        column.set(w("w"), str(int(float(column.get(w("w")) or 0) * scale)))
    for _ in range(extra):
        etree.SubElement(grid, w("gridCol"), {w("w"): str(int(share))})


def _narrow(table: etree._Element, grid: etree._Element) -> None:
    columns = _widths(grid)
    most = max((functools.reduce(_span, row.findall(w("tc")), 0) for row in table.iter(w("tr"))),
               default=0)
    extra = len(columns) - most
    if extra <= 0:
        return
    removed = sum(float(c.get(w("w")) or 0) for c in columns[-extra:])
    for column in columns[-extra:]:
        grid.remove(column)
    left = _widths(grid)
    for column in left:
        column.set(w("w"), str(int(float(column.get(w("w")) or 0) + int(removed / len(left)))))


def _span(total: int, cell: etree._Element) -> int:
    span = cell.find(f"{w('tcPr')}/{w('gridSpan')}")
    return total + (int(span.get(w("val")) or 1) if span is not None else 1)
