"""A letter read sentence by sentence, as the detectors of language want it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Set
from dataclasses import dataclass

from generator.checker.kinds.hit import Hit
from generator.checker.letter import Brev, Slags, Stykke
from generator.checker.pattern import Token
from generator.checker.text.sentences import word_set

DU = word_set("du dig din dit dine")
JEG = word_set("jeg mig min mit mine vi os vores")


@dataclass(slots=True)
class Sætning:
    """The words of one sentence; `low` are the same in small letters. Each detector makes its own,
    and a frozen one takes twice as long to make."""

    stykke: Stykke
    ord: tuple[Token, ...]
    low: tuple[str, ...]

    def citeret(self, n: int) -> bool:
        """Whether the word stands in quotation marks: then somebody else says it."""
        return self.stykke.i_citat(self.ord[n].start)

    def efter(self, n: int) -> str:
        """What stands between this word and the next one, signs and spaces."""
        end = self.ord[n + 1].start if n + 1 < len(self.ord) else self.ord[n].end + 2
        return self.stykke.tekst[self.ord[n].end:end]

    def før(self, n: int) -> str:
        """The few signs right before this word."""
        start = self.ord[n].start
        return self.stykke.tekst[max(start - 3, 0):start]

    def ordet(self, n: int) -> str:
        """The word in small letters; empty outside the sentence."""
        return self.low[n] if 0 <= n < len(self.low) else ""

    def hit(self, first: int, last: int | None = None, **said: str) -> Hit:
        """A finding from this word to that one."""
        end = self.ord[first if last is None else last].end
        return Hit(self.stykke, self.ord[first].start, end, said)


def sentences_of(brev: Brev, having: Set[str] | None = None,
                 slags: tuple[Slags, ...] = ("tekst",)) -> Iterator[Sætning]:
    """The sentences of these kinds of text, or those of them that hold one of the words."""
    for stykke in brev.stykker:
        if stykke.slags not in slags or (
                having is not None and having.isdisjoint(stykke.ordsæt)):
            continue
        for words, low in zip(stykke.ord_i_sætninger, stykke.små_i_sætninger, strict=True):
            if having is None or not having.isdisjoint(low):
                yield Sætning(stykke, words, low)


def sentences_in(stykke: Stykke, last: int = 0) -> Iterator[Sætning]:
    """The sentences of one paragraph, or only so many at its end."""
    for words, low in zip(stykke.ord_i_sætninger[-last:], stykke.små_i_sætninger[-last:],
                          strict=True):
        yield Sætning(stykke, words, low)


def to_others(stykke: Stykke) -> bool:
    """Whether the paragraph says itself that it is for somebody else: `Til de voksne: …`."""
    words = stykke.ord[:12]
    if len(words) < 2 or words[0].low != "til" or words[1].low in DU | {"jer"}:
        return False
    colon = stykke.tekst.find(":", 0, words[-1].end + 1)
    return colon > 0 and words[1].low in ("dem", "de", "den", "voksne", "forældre", "andre",
                                          "personale", "personalet", "mor", "far", "plejefamilien",
                                          "skolen", "stedet", "alle")


#: So many words before a word may tell of whom it is.
_SHORTLY = 40


def told_before(sætning: Sætning, n: int) -> tuple[Token, ...]:
    """The words of the paragraph shortly before this one."""
    place = bisect_left(sætning.stykke.ord, sætning.ord[n].start, key=lambda word: word.start)
    return sætning.stykke.ord[max(place - _SHORTLY, 0):place]
