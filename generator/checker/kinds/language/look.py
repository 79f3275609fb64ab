"""The kind `sprog`: a rule names what it looks for (`ser_efter`), and the detector looks.

A rule may have patterns of its own besides (`mønstre`: found as well; `undtagen`: let stand), and
words in quotation marks are always let stand: they are somebody else's.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import accumulate

from generator.checker.kinds.hit import Hit, Kind, chosen
from generator.checker.kinds.language.address import barn_i_forældrebrev, barn_omtalt
from generator.checker.kinds.language.adviser import til_rådgiver
from generator.checker.kinds.language.choices import uafklaret_valg
from generator.checker.kinds.language.formal import formelt_de
from generator.checker.kinds.language.genitive import navn_i_ejefald
from generator.checker.kinds.language.labels import etiket
from generator.checker.kinds.language.own_name import eget_navn
from generator.checker.kinds.language.passive import passiv_blive, passiv_s, passiv_s_hverdag
from generator.checker.kinds.language.pronouns import forkert_stedord, uvist_stedord
from generator.checker.kinds.language.sender import uden_afsender
from generator.checker.kinds.words import spans
from generator.checker.letter import Brev, Stykke
from generator.checker.rules import Regel, Regelbog


def _nothing(brev: Brev, regel: Regel, book: Regelbog) -> Iterator[Hit]:
    """A rule that has only patterns."""
    return iter(())


SER_EFTER: Mapping[str, Kind] = {
    "moenstre": _nothing,
    "barn_omtalt": barn_omtalt,
    "formelt_de": formelt_de,
    "til_raadgiver": til_rådgiver,
    "barn_i_foraeldrebrev": barn_i_forældrebrev,
    "uvist_stedord": uvist_stedord,
    "forkert_stedord": forkert_stedord,
    "eget_navn": eget_navn,
    "passiv_s": passiv_s,
    "passiv_s_hverdag": passiv_s_hverdag,
    "passiv_blive": passiv_blive,
    "uden_afsender": uden_afsender,
    "etiket": etiket,
    "navn_i_ejefald": navn_i_ejefald,
    "uafklaret_valg": uafklaret_valg,
}


def sprog(brev: Brev, regel: Regel, book: Regelbog) -> Iterator[Hit]:
    """What the rule's detector and patterns find, without its exceptions; raises `Unusable` when it
    names no detector of ours."""
    find = chosen(regel, SER_EFTER, usual="moenstre")
    spared = _Spared(regel)
    return _merged([hit for hit in (*find(brev, regel, book), *_by_pattern(brev, regel))
                    if not spared.covers(hit)])


def _merged(hits: list[Hit]) -> Iterator[Hit]:
    """Hits that overlap as one, which says what the first of them says."""
    if len(hits) < 2:
        yield from hits
        return
    pieces: dict[int, list[Hit]] = {}
    for hit in hits:
        pieces.setdefault(id(hit.stykke), []).append(hit)
    for within in pieces.values():
        latest: Hit | None = None
        for hit in sorted(within, key=lambda h: (h.start, -h.end)):
            if latest and hit.stykke and hit.start < latest.end:
                latest = replace(latest, end=max(latest.end, hit.end))
                continue
            if latest:
                yield latest
            latest = hit
        if latest:
            yield latest


def _by_pattern(brev: Brev, regel: Regel) -> Iterator[Hit]:
    found = {(id(stykke), *span): stykke for one in regel.mønstre
             for stykke in brev.candidates(one) if stykke.slags == "tekst"
             for span in one.find(stykke.ord)}
    for (_, first, last), stykke in found.items():
        hit = Hit(stykke, stykke.ord[first].start, stykke.ord[last].end)
        if not stykke.i_citat(hit.start):
            yield hit


@dataclass
class _Spared:
    """The places that a rule's exceptions cover, found once for each piece of text."""

    regel: Regel
    stykke: Stykke | None = None
    ends: list[int] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)

    def covers(self, hit: Hit) -> bool:
        """Whether an exception covers some of the hit."""
        if hit.stykke is None or not self.regel.undtagen:
            return False
        if hit.stykke is not self.stykke:
            words = hit.stykke.ord
            places = sorted((words[a].start, words[b].end)
                            for a, b in spans(self.regel.undtagen, hit.stykke))
            self.stykke, self.starts = hit.stykke, [start for start, _ in places]
            self.ends = list(accumulate((end for _, end in places), max))
        before = bisect_left(self.starts, hit.end)
        return before > 0 and self.ends[before - 1] > hit.start
