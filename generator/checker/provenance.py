"""Who wrote each paragraph of a letter: a phrase, a phrase and somebody since, or somebody.

The manifest tells the checksum of each paragraph that a phrase made, and a hidden bookmark tells
which paragraph it is. People delete, split, merge and paste, and programs lose bookmarks, so the
words decide before the bookmark does: what stands as a phrase made it is `frase`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from zlib import crc32

from generator.checker.letter import Borttaget, Stykke
from generator.document.model import Paragraph
from generator.document.origin import BOOKMARK, Afsnit, Origin, text_hash
from generator.phrases.holes import MARKER

#: A phrase's paragraph may have been split into so many.
_SPLIT = 4
#: Shorter paragraphs are not looked for by their words alone: »Mål« stands in any letter.
_TELLING = 12


def traced(pieces: Sequence[tuple[Stykke, Paragraph]],
           origin: Origin) -> tuple[tuple[Stykke, ...], tuple[Borttaget, ...]]:
    """The pieces with their `ophav` and phrase, and what phrases made that is gone."""
    marks = [_marks(paragraph, origin) for _, paragraph in pieces]
    found: list[Stykke | None] = [None] * len(pieces)
    seen: set[int] = set()
    for at in range(len(pieces)):
        if found[at] is None and marks[at]:
            _with_bookmark(at, pieces, marks, origin, found, seen)
    lost: dict[str, list[int]] = {}
    for n, made in origin.paragraphs.items():
        if n not in seen:
            lost.setdefault(made.hash, []).append(n)
    for at, (stykke, paragraph) in enumerate(pieces):
        same = lost.get(text_hash(paragraph.text)) if len(paragraph.text) >= _TELLING else None
        if found[at] is None and same:
            number = same.pop(0)
            found[at] = _made(stykke, origin.paragraphs[number], "frase")
            seen.add(number)
    return (tuple(new or old for new, (old, _) in zip(found, pieces, strict=True)),
            tuple(_gone(origin, seen)))


def _marks(paragraph: Paragraph, origin: Origin) -> list[int]:
    """The numbers of the phrase paragraphs that begin here."""
    numbers = (mark.removeprefix(BOOKMARK) for mark in paragraph.bookmarks
               if mark.startswith(BOOKMARK))
    return [int(n) for n in numbers if n.isdecimal() and len(n) < 7 and int(n) in origin.paragraphs]


def _with_bookmark(at: int, pieces: Sequence[tuple[Stykke, Paragraph]], marks: list[list[int]],
                   origin: Origin, found: list[Stykke | None], seen: set[int]) -> None:
    """Says of a piece with bookmarks whether its words are untouched: as one, or as several that
    were merged into one, or as the first part of one that was split."""
    stykke, paragraph = pieces[at]
    mine = marks[at]
    hashes = {origin.paragraphs[n].hash: n for n in mine}
    whole = hashes.get(text_hash(paragraph.text))
    if whole is not None:
        # Word leaves the bookmarks of deleted paragraphs in front of the next.
        seen.add(whole)
        found[at] = _made(stykke, origin.paragraphs[whole], "frase")
        return
    seen.update(mine)
    first = origin.paragraphs[mine[0]]
    if len(mine) > 1 and _merged(paragraph.text, [origin.paragraphs[n].hash for n in mine]):
        found[at] = _made(stykke, first, "frase")
        return
    parts = _parts(at, pieces, marks, first.hash) if len(mine) == 1 else 1
    # A draft shows where values are missing; the checksum was made before.
    same = parts > 1 or MARKER in paragraph.text
    for n in range(at, at + parts):
        found[n] = _made(pieces[n][0], first, "frase" if same else "rettet")


def _parts(at: int, pieces: Sequence[tuple[Stykke, Paragraph]], marks: list[list[int]],
           wanted: str) -> int:
    """How many paragraphs, from this one on, were one paragraph of a phrase; 1 when none were."""
    text = pieces[at][1].text
    for count in range(2, _SPLIT + 1):
        n = at + count - 1
        if n >= len(pieces) or marks[n]:
            return 1
        more = pieces[n][1].text
        if any(text_hash(f"{text.rstrip()}{between}{more.lstrip()}") == wanted
               for between in (" ", "", "\u00a0", "\n")):
            return count
        text = f"{text.rstrip()} {more.lstrip()}"
    return 1


def _merged(text: str, wanted: Sequence[str]) -> bool:
    """Whether the text is these paragraphs, one after the other."""
    rest = text
    for number, checksum in enumerate(wanted):
        if number == len(wanted) - 1:
            return text_hash(rest) == checksum
        length = _prefix(rest, checksum)
        if not length:
            return False
        rest = rest[length:].lstrip()
    return False


def _prefix(text: str, wanted: str) -> int:
    """The length of the beginning that has this checksum; 0 when none has. Each character is
    counted in once."""
    value = 0
    for at, letter in enumerate(text, 1):
        value = crc32(letter.encode("utf-8", "replace"), value)
        if hex(value)[2:] == wanted:
            return at
    return 0


def _made(stykke: Stykke, made: Afsnit, ophav: str) -> Stykke:
    return replace(stykke, ophav=ophav, frase=made.frase)  # type: ignore[arg-type]


def _gone(origin: Origin, seen: set[int]) -> Iterator[Borttaget]:
    there = Counter(made.frase for n, made in origin.paragraphs.items() if n in seen)
    gone = Counter(made.frase for n, made in origin.paragraphs.items() if n not in seen)
    for frase, count in sorted(gone.items()):
        yield Borttaget(frase, count, not there[frase])
