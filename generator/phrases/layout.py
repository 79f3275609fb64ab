"""A phrase's paragraphs laid out once and filled many times: what is fixed stands ready as text,
and only values, list numbers and the numbers of the bookmarks are put in."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from generator.phrases.markdown import Piece, StyleMap, pieces

#: The strings that each paragraph takes in `Layout.xml`: head, bookmark start, runs, end.
PARTS = 4


@dataclass(frozen=True, slots=True)
class Open:
    """A paragraph with values. `places` has, for each value: where it goes in the runs, where in
    the words, and its number."""

    paragraph: int
    runs: tuple[str, ...]
    words: tuple[str, ...]
    places: tuple[tuple[int, int, int], ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """The paragraphs of a phrase. Where something is to be put in, `xml` and `words` hold "".

    `numbered` are the paragraphs in numbered lists; `alone` those that are one value and nothing
    else, with the number of the value.
    """

    pieces: tuple[Piece, ...]
    xml: tuple[str, ...]
    words: tuple[str, ...]
    open: tuple[Open, ...]
    numbered: tuple[int, ...]
    alone: tuple[tuple[int, int], ...]


@lru_cache(maxsize=4096)
def layout(text: str, styles: StyleMap, look: str) -> Layout:
    """The layout of a phrase's Markdown, with tokens where values go; see `markdown.pieces`."""
    return lay_out(pieces(text, styles, look))


def lay_out(pieces: tuple[Piece, ...]) -> Layout:
    """The layout of these paragraphs."""
    xml: list[str] = []
    words: list[str] = []
    for piece in pieces:
        xml += (piece.head, "", _fixed(piece.runs), "")
        words.append(_fixed(piece.text))
    return Layout(
        pieces, tuple(xml), tuple(words),
        open=tuple(_open(n, p) for n, p in enumerate(pieces) if _has_values(p)),
        numbered=tuple(n for n, p in enumerate(pieces) if p.list_number >= 0),
        alone=tuple((n, p.solo) for n, p in enumerate(pieces) if p.solo >= 0))


def _has_values(piece: Piece) -> bool:
    return any(isinstance(part, int) for part in piece.text)


def _fixed(parts: tuple[str | int, ...]) -> str:
    return "".join(p for p in parts if isinstance(p, str)) if all(
        isinstance(p, str) for p in parts) else ""


def _open(paragraph: int, piece: Piece) -> Open:
    in_runs = [n for n, part in enumerate(piece.runs) if isinstance(part, int)]
    in_words = [n for n, part in enumerate(piece.text) if isinstance(part, int)]
    numbers = [part for part in piece.text if isinstance(part, int)]
    return Open(paragraph, _texts(piece.runs), _texts(piece.text),
                tuple(zip(in_runs, in_words, numbers, strict=True)))


def _texts(parts: tuple[str | int, ...]) -> tuple[str, ...]:
    return tuple(part if isinstance(part, str) else "" for part in parts)


class Bookmarks:
    """The hidden bookmarks of a letter's phrase paragraphs, `_fr_1`, `_fr_2` …, as XML.

    The same in every letter of a template, so they are kept.
    """

    def __init__(self, after: int) -> None:
        self._after = after
        self._starts: list[str] = []
        self._ends: list[str] = []

    def starts(self, first: int, last: int) -> list[str]:
        """The start marks of the paragraphs from `first` up to, not including, `last`."""
        self._make(last)
        return self._starts[first:last]

    def ends(self, first: int, last: int) -> list[str]:
        """The end marks of the same, each with the end of its paragraph."""
        self._make(last)
        return self._ends[first:last]

    def _make(self, count: int) -> None:
        for number in range(len(self._starts) + 1, count + 1):
            mark = self._after + number
            self._starts.append(f'<w:bookmarkStart w:id="{mark}" w:name="_fr_{number}"/>')
            self._ends.append(f'<w:bookmarkEnd w:id="{mark}"/></w:p>')


@lru_cache(maxsize=256)
def bookmarks(after: int) -> Bookmarks:
    """The bookmarks of letters whose template uses numbers up to `after` itself."""
    return Bookmarks(after)
