"""What has to be seen to after filling: holes in the text, tables that lost their rows or cells."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from copy import deepcopy
from xml.sax.saxutils import unescape

from lxml import etree

from generator.doors import HOLE_END, HOLE_START, attribute_xml
from generator.phrases.holes import FRASE, HOLE, hole_problem, shown
from generator.source import Problem
from generator.template.parts import DECLARATION
from generator.template.word import w

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def resolve(xml: str, spots: Sequence[str]) -> tuple[str, list[Problem]]:
    """The part with each hole turned into a marker, and a problem for each.

    The letter is held back when there are any; in a draft the yellow markers show where.
    """
    labels = [(match[1], unescape(match[2], {"&quot;": '"'})) for match in HOLE.finditer(xml)]
    problems = [hole_problem(label, kind, spots) for kind, label in labels
                if not label.startswith(FRASE)]
    root = etree.fromstring(xml.encode())
    for text in list(root.iter(w("t"))):
        if text.text and HOLE_START in text.text:
            _mark(text)
    marked = _serialised(root)
    return HOLE.sub(lambda m: attribute_xml(shown(m[1], m[2])), marked), problems


def _serialised(root: etree._Element) -> str:
    return DECLARATION + etree.tostring(root, encoding="unicode")


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

_PROPERTIES = r"(?:<w:{0}Pr/>|<w:{0}Pr>(?:(?!</w:{0}Pr>).)*</w:{0}Pr>)?"
_NO_CELLS = re.compile(rf"<w:tr(?: [^>]*)?>(?:<w:tblPrEx>(?:(?!</w:tblPrEx>).)*</w:tblPrEx>)?"
                       rf"{_PROPERTIES.format('tr')}</w:tr>", re.DOTALL)
_NO_ROWS = re.compile(r"(?:</w:tblGrid>|<w:tblGrid/>|</w:tblPr>|<w:tblPr/>|<w:tbl>)\s*</w:tbl>")
_NO_PARAGRAPH = re.compile(
    rf"(<w:tc(?: [^>]*)?>{_PROPERTIES.format('tc')}|<w:(?:hdr|ftr|txbxContent|footnote|endnote)"
    r"(?: [^>]*)?>)(</w:(?:tc|hdr|ftr|txbxContent|footnote|endnote)>)", re.DOTALL)


def without_empty_tables(xml: str) -> str:
    """Drops rows whose loop gave no cells and tables that got no rows, and gives what came out
    empty (a cell, a header) the paragraph it must have.

    Word refuses a file that has either.
    """
    if "<w:tr" in xml:
        xml = _NO_CELLS.sub("", xml)
    found = _NO_ROWS.search(xml)
    while found:
        start = max(xml.rfind("<w:tbl>", 0, found.end()), xml.rfind("<w:tbl ", 0, found.end()))
        xml = xml[:start] + xml[found.end():]
        found = _NO_ROWS.search(xml)
    xml = _NO_PARAGRAPH.sub(r"\1<w:p/>\2", xml)
    return xml.replace("</w:tbl></w:tc>", "</w:tbl><w:p/></w:tc>")


def fitted_tables(xml: str) -> str:
    """Makes each table's grid as wide as its widest row, sharing the width as docxtpl does."""
    root = etree.fromstring(xml.encode())
    for table in root.iter(w("tbl")):
        grid = table.find(w("tblGrid"))
        widths = [float(column.get(w("w")) or 0) for column in grid] if grid is not None else []
        most = max((_width(row) for row in _rows(table)), default=0)
        if grid is not None and widths and most and most != len(widths):
            _set_widths(grid, (_widened if most > len(widths) else _narrowed)(widths, most))
    return _serialised(root)


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    """The table's own rows, not those of tables in its cells."""
    for row in table.iter(w("tr")):
        if next(row.iterancestors(w("tbl"))) is table:
            yield row


def _width(row: etree._Element) -> int:
    """How many columns of the grid the row takes."""
    skipped = sum(_number(row, f"{w('trPr')}/{w(name)}", 0) for name in ("gridBefore", "gridAfter"))
    return skipped + sum(_number(cell, f"{w('tcPr')}/{w('gridSpan')}", 1)
                         for cell in row.iter(w("tc"))
                         if next(cell.iterancestors(w("tr"))) is row)


def _number(element: etree._Element, path: str, otherwise: int) -> int:
    found = element.find(path)
    value = found.get(w("val")) or "" if found is not None else ""
    return int(value) if value.isdigit() else otherwise


def _widened(widths: list[float], most: int) -> list[int]:
    share = sum(widths) / most
    scale = share / (sum(widths) / len(widths)) if sum(widths) else 1
    return [int(width * scale) for width in widths] + [int(share)] * (most - len(widths))


def _narrowed(widths: list[float], most: int) -> list[int]:
    extra = int(sum(widths[most:]) / most)
    return [int(width + extra) for width in widths[:most]]


def _set_widths(grid: etree._Element, widths: list[int]) -> None:
    for column in list(grid):
        grid.remove(column)
    for width in widths:
        etree.SubElement(grid, w("gridCol"), {w("w"): str(width)})
