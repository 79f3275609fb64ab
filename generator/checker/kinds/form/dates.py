"""Days that no calendar has, and days gone by for what is to come."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from generator.checker.kinds.hit import Hit
from generator.checker.kinds.words import spans
from generator.checker.letter import Brev, Stykke
from generator.checker.pattern import Token
from generator.checker.rules import Regel, Regelbog
from generator.checker.text.calendar import day_meant, not_in_calendar

#: How far a date may be from the word that says whether it is to come.
_NEAR = 14
#: So many words, and so many spans, are looked at around a date.
_FAR = 50


def not_in_the_calendar(brev: Brev, regel: Regel, book: Regelbog) -> Iterator[Hit]:
    for stykke in brev.med_tal:
        for start, end, why in not_in_calendar(stykke.tekst):
            yield Hit(stykke, start, end, {"grund": why})


def gone_by(brev: Brev, regel: Regel, book: Regelbog) -> Iterator[Hit]:
    """Dates before the letter's for something that is to come: `mønstre` say that it is to come,
    `undtagen` that it is over; the nearest word counts."""
    for n, stykke in enumerate(brev.stykker if brev.dato else ()):
        if stykke.slags in ("citat", "regler") or not stykke.har_tal:
            continue
        gone = [k for k, w in enumerate(stykke.ord) if w.kind == "dato" and _before(w, brev)]
        if not gone:
            continue
        coming, over = sorted(spans(regel.mønstre, stykke)), sorted(
            spans(regel.undtagen, stykke))
        labelled = not over and len(stykke.ord) <= 6 and n > 0 and _promises(
            regel, brev.stykker[n - 1])
        for k in gone:
            if labelled or _to_come(stykke.ord, k, coming, over):
                yield Hit(stykke, stykke.ord[k].start, stykke.ord[k].end)


def _before(word: Token, brev: Brev) -> bool:
    day = day_meant(word.text, brev.dato) if brev.dato else None
    return bool(day and brev.dato and day < brev.dato)


def _promises(regel: Regel, stykke: Stykke) -> bool:
    """Whether it is a heading or label of something to come: »Næste gang vi mødes«."""
    return len(stykke.ord) <= 8 and not any(
        True for _ in spans(regel.undtagen, stykke)) and any(
            True for _ in spans(regel.mønstre, stykke))


def _to_come(words: Sequence[Token], place: int, coming: Sequence[tuple[int, int]],
             over: Sequence[tuple[int, int]]) -> bool:
    """Whether the words around a date speak of what is to come. What stands before it counts
    first; of two just as near, the one that is over."""
    def nearest(spans: Sequence[tuple[int, int]]) -> int:
        near = bisect_left(spans, (place - _FAR, 0))
        return min((_distance(span, place) for span in spans[near:near + _FAR]
                    if words[span[0]].sentence == words[place].sentence), default=_NEAR + 1)
    return nearest(coming) < min(nearest(over), _NEAR + 1)


def _distance(span: tuple[int, int], place: int) -> int:
    return place - span[1] if span[1] < place else max(span[0] - place, 0) + 1
