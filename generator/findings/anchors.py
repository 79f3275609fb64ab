"""Where in Word's XML the words of a finding stand, and a comment's marks around them.

A paragraph of the letter is told from its text, and from how many before it say the same. Runs are
split where a mark must stand; what is read is the same afterwards.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from copy import deepcopy
from dataclasses import dataclass

from lxml import etree

from generator.document.docx_styles import W
from generator.document.model import SOFT_HYPHEN, Paragraph, plain

_P, _R, _T, _RPR, _PPR = W + "p", W + "r", W + "t", W + "rPr", W + "pPr"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
#: What is read in a run besides its text, and as what.
_SIGNS = {W + "tab": "\t", W + "ptab": "\t", W + "br": "\n", W + "cr": "\n",
          W + "noBreakHyphen": "\u2011", W + "softHyphen": SOFT_HYPHEN}
#: Nothing in these is read as text of the paragraph they stand in.
_PASSED_BY = frozenset({W + "del", W + "moveFrom", _PPR, W + "txbxContent", _P, W + "tbl"})


class Anchors:
    """The paragraphs of a letter with their elements."""

    def __init__(self, root: etree._Element, body: Iterable[Paragraph]) -> None:
        self._elements: dict[tuple[str, int], etree._Element] = {}
        seen: dict[str, int] = {}
        for element in root.iter(_P):
            if any(above.tag == _FALLBACK for above in element.iterancestors()):
                continue
            text = plain("".join(piece.text for piece in _pieces(element)))
            seen[text] = count = seen.get(text, 0) + 1
            self._elements[text, count] = element
        self._numbers: dict[int, tuple[str, int]] = {}
        told: dict[str, int] = {}
        for paragraph in body:
            text = paragraph.full_text
            told[text] = told.get(text, 0) + 1
            self._numbers[id(paragraph)] = text, told[text]

    @property
    def first(self) -> etree._Element | None:
        """The first paragraph that says something; without one the first; None in an empty file."""
        says = (e for (text, _), e in self._elements.items() if text.strip())
        return next(says, next(iter(self._elements.values()), None))

    def of(self, paragraph: Paragraph) -> etree._Element | None:
        """The element of a paragraph of the letter; None when its words stand elsewhere."""
        return self._elements.get(self._numbers[id(paragraph)])


@dataclass(frozen=True)
class _Piece:
    """Something read in a run: its text, or what stands for a tab, a line break, a hyphen."""

    run: etree._Element
    leaf: etree._Element
    text: str


def _pieces(container: etree._Element) -> Iterator[_Piece]:
    for child in container:
        if child.tag == _R:
            for leaf in child:
                if leaf.tag == _T:
                    yield _Piece(child, leaf, _spaced(leaf))
                elif leaf.tag in _SIGNS:
                    yield _Piece(child, leaf, _SIGNS[leaf.tag])
        elif child.tag not in _PASSED_BY and len(child):
            yield from _pieces(child)


def _spaced(leaf: etree._Element) -> str:
    """As the letter's reader takes it: without `preserve` Word drops spaces at both ends, and a
    line break in the XML is a space to it."""
    text = (leaf.text or "").replace("\r\n", "\n")
    text = text if leaf.get(_SPACE) == "preserve" else text.strip(" \t\n\r")
    return text.translate({10: " ", 9: " ", 13: " "})


def mark_paragraph(element: etree._Element, id: int) -> None:
    """Puts the comment's marks around all of the paragraph."""
    settings = element.find(_PPR)
    element.insert(0 if settings is None else 1, _mark("commentRangeStart", id))
    element.append(_mark("commentRangeEnd", id))
    element.append(_reference(id))


def mark_spot(element: etree._Element, paragraph: Paragraph, span: tuple[int, int], quote: str,
              id: int) -> bool:
    """Puts the comment's marks around the characters of the paragraph's text. False, and nothing is
    changed, when they cannot be told for certain."""
    raw = "".join(piece.text for piece in _pieces(element))
    start, end = span
    if paragraph.text != paragraph.full_text:  # hidden text lies between
        start = paragraph.full_text.find(quote) if quote else -1
        end = start + len(quote)
        if paragraph.full_text.count(quote) != 1:
            return False
    kept = [n for n, char in enumerate(raw) if char != SOFT_HYPHEN]
    if len(kept) != len(plain(raw)) or not 0 <= start < end <= len(kept):
        return False
    first, last = kept[start], kept[end - 1] + 1
    if last < len(raw):
        _run_from(element, last)
    _run_from(element, first).addprevious(_mark("commentRangeStart", id))
    ending = _run_before(element, last)
    ending.addnext(_reference(id))
    ending.addnext(_mark("commentRangeEnd", id))
    return True


def _run_from(element: etree._Element, index: int) -> etree._Element:
    """The run that begins with the character of this number, split off when none does."""
    passed = 0
    for piece in _pieces(element):
        if passed <= index < passed + len(piece.text):
            return _split(piece, index - passed)
        passed += len(piece.text)
    raise ValueError(index)


def _run_before(element: etree._Element, index: int) -> etree._Element:
    """The run that the character before this number stands in."""
    passed = 0
    for piece in _pieces(element):
        passed += len(piece.text)
        if passed >= index and piece.text:
            return piece.run
    raise ValueError(index)


def _split(piece: _Piece, index: int) -> etree._Element:
    """The run from this character of the piece on; what stands before keeps a run of its own."""
    run, leaf = piece.run, piece.leaf
    moved = [leaf, *leaf.itersiblings()]
    if index:
        rest = deepcopy(leaf)
        leaf.text, rest.text = piece.text[:index], piece.text[index:]
        for part in (leaf, rest):
            part.set(_SPACE, "preserve")
        rest.tail = None
        moved[0] = rest
    elif all(before.tag == _RPR for before in leaf.itersiblings(preceding=True)):
        return run
    new = etree.Element(_R)
    looks = run.find(_RPR)
    if looks is not None:
        new.append(deepcopy(looks))
    new.extend(moved)
    run.addnext(new)
    return new


def _mark(name: str, id: int) -> etree._Element:
    return etree.Element(W + name, {W + "id": str(id)})


def _reference(id: int) -> etree._Element:
    run = etree.Element(_R)
    run.append(_mark("commentReference", id))
    return run
