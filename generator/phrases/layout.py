"""A phrase's paragraphs laid out once and filled many times: what is fixed stands ready as text,
and only values, list numbers and the numbers of the bookmarks are put in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from generator.phrases.markdown import Piece, StyleMap, pieces

#: The strings that each paragraph takes in `Stretch.xml`: head, bookmark start, runs, end.
PARTS = 4


@dataclass(frozen=True, slots=True)
class Open:
    """A paragraph of a stretch with values: its runs and its words as `%` formats, and the numbers
    of the values in order."""

    paragraph: int
    runs: str
    words: str
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Paragraphs of a phrase that follow each other. `xml` and `words` hold "" where something is
    put in: bookmarks, and what is in `open`. `numbered` are the paragraphs in numbered lists.

    `alone` is the number of the value that the stretch is and nothing else (which may be another
    phrase), or -1.
    """

    xml: tuple[str, ...]
    words: tuple[str, ...]
    open: tuple[Open, ...]
    numbered: tuple[tuple[int, Piece], ...]
    alone: int


@dataclass(frozen=True, slots=True)
class Layout:
    """The paragraphs of a phrase, and the same in stretches."""

    pieces: tuple[Piece, ...]
    stretches: tuple[Stretch, ...]


@lru_cache(maxsize=4096)
def layout(text: str, styles: StyleMap, look: str) -> Layout:
    """The layout of a phrase's Markdown, with tokens where values go; see `markdown.pieces`."""
    return lay_out(pieces(text, styles, look))


def lay_out(pieces: tuple[Piece, ...]) -> Layout:
    """The layout of these paragraphs."""
    return Layout(pieces, tuple(_stretch(group) for group in _groups(pieces)))


def _groups(pieces: tuple[Piece, ...]) -> Iterator[list[Piece]]:
    """Paragraphs that are one value stand by themselves; those between them together."""
    group: list[Piece] = []
    for piece in pieces:
        if piece.solo >= 0:
            if group:
                yield group
            yield [piece]
            group = []
        else:
            group.append(piece)
    if group:
        yield group


def _stretch(pieces: list[Piece]) -> Stretch:
    xml: list[str] = []
    words: list[str] = []
    for piece in pieces:
        fixed = not _numbers(piece)
        xml += (piece.head, "", "".join(map(str, piece.runs)) if fixed else "", "")
        words.append("".join(map(str, piece.text)) if fixed else "")
    return Stretch(
        tuple(xml), tuple(words),
        open=tuple(_open(n, p) for n, p in enumerate(pieces) if _numbers(p)),
        numbered=tuple((n, p) for n, p in enumerate(pieces) if p.list_number >= 0),
        alone=pieces[0].solo)


def _open(paragraph: int, piece: Piece) -> Open:
    return Open(paragraph, _format(piece.runs), _format(piece.text), _numbers(piece))


def _numbers(piece: Piece) -> tuple[int, ...]:
    return tuple(part for part in piece.text if isinstance(part, int))


def _format(parts: tuple[str | int, ...]) -> str:
    return "".join(part.replace("%", "%%") if isinstance(part, str) else "%s" for part in parts)


class Bookmarks:
    """The hidden bookmarks of a letter's phrase paragraphs, `_fr_1`, `_fr_2` …, as XML.

    They are the same in every letter from a template, so they are kept.
    """

    def __init__(self, after: int) -> None:
        self._after = after
        self._starts: list[str] = []
        self._ends: list[str] = []

    def between(self, first: int, last: int) -> tuple[list[str], list[str]]:
        """The start marks of the paragraphs after number `first`, up to and with `last`; and the
        end marks of the same, each with the end of its paragraph."""
        if last > len(self._starts):
            self._make(last)
        return self._starts[first:last], self._ends[first:last]

    def _make(self, last: int) -> None:
        for number in range(len(self._starts) + 1, last + 1):
            mark = self._after + number
            self._starts.append(f'<w:bookmarkStart w:id="{mark}" w:name="_fr_{number}"/>')
            self._ends.append(f'<w:bookmarkEnd w:id="{mark}"/></w:p>')


@lru_cache(maxsize=256)
def bookmarks(after: int) -> Bookmarks:
    """The bookmarks of letters whose template uses numbers up to `after` itself."""
    return Bookmarks(after)
