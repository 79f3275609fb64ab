"""Days that no calendar has, and days gone by for what is to come."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from generator.checker.kinds.hit import Hit
from generator.checker.kinds.words import spans
from generator.checker.letter import Brev, Stykke
from generator.checker.pattern import DAYS, Token
from generator.checker.rules import Regel, Regelbog
from generator.checker.text.calendar import day_meant, not_in_calendar
from generator.checker.text.tense import Tid, told

#: How far a date may be from the word that says whether it is to come.
_NEAR = 14
#: So many words, and so many spans, are looked at around a date.
_FAR = 50
#: A sentence that only gives the day is not longer.
_SHORT = 8


def not_in_the_calendar(brev: Brev, regel: Regel, book: Regelbog) -> Iterator[Hit]:
    for stykke in brev.med_tal:
        for start, end, why in not_in_calendar(stykke.tekst):
            yield Hit(stykke, start, end, {"grund": why})


def gone_by(brev: Brev, regel: Regel, book: Regelbog) -> Iterator[Hit]:
    """Dates before the letter's for something that is to come, by the tense of the clause that a
    date stands in. `undtagen` says that it is over, whatever the tense; where no verb tells,
    `mønstre` say that it is to come, before it or in the heading above."""
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
            if stykke.i_citat(stykke.ord[k].start):
                continue
            if labelled or _to_come(stykke, k, coming, over) or _it_is(
                    stykke.ord, k, coming, over):
                yield Hit(stykke, stykke.ord[k].start, stykke.ord[k].end)


def _before(word: Token, brev: Brev) -> bool:
    day = day_meant(word.text, brev.dato) if brev.dato else None
    return bool(day and brev.dato and day < brev.dato)


def _promises(regel: Regel, stykke: Stykke) -> bool:
    """Whether it is a heading or label of something to come: »Næste gang vi mødes«."""
    return len(stykke.ord) <= 8 and not any(
        True for _ in spans(regel.undtagen, stykke)) and any(
            True for _ in spans(regel.mønstre, stykke))


def _to_come(stykke: Stykke, place: int, coming: Sequence[tuple[int, int]],
             over: Sequence[tuple[int, int]]) -> bool:
    """Whether the words around a date speak of what is to come."""
    words = stykke.ord
    if _reach(over, words, place) or _of_what_was(stykke, place) or _says_the_day(words, place):
        return False
    tense = told(stykke.tekst, words, place)
    return tense is Tid.KOMMER or (tense is Tid.INTET and _reach(coming, words, place))


def _reach(spans: Sequence[tuple[int, int]], words: Sequence[Token], place: int) -> bool:
    """Whether one of the spans holds the date, or ends shortly before it in its sentence."""
    near = bisect_left(spans, (place - _FAR, 0))
    return any(first <= place and place - last <= _NEAR and
               words[first].sentence == words[place].sentence
               for first, last in spans[near:near + _FAR])


#: What may stand between a date and the noun that it belongs to.
_DATED = frozenset(["den", "d", "på", "dag", *DAYS])
#: What was said, written and held: »mødet den 3. maj« is told of after »om«, »på« and »i«.
_EVENTS = ("møde", "mødet", "samtale", "samtalen", "besøg", "besøget", "mail", "mailen", "brev",
           "brevet", "else", "elsen", "ning", "ningen", "ion", "ionen", "klage", "klagen", "notat",
           "notatet", "rapport", "rapporten", "plan", "planen", "aftale", "aftalen", "referat",
           "referatet", "opkald", "opkaldet", "sms", "episode", "episoden", "dom", "dommen",
           "besked", "beskeden", "skema", "skemaet", "udtalelsen", "svar", "svaret")
_TOLD_OF = frozenset(["om", "på", "ved", "fra", "af", "efter", "under", "i", "med", "for", "siden",
                      "under", "over"])
_OF_NO_DAY = ("af", "siden")
_INVITED = ("deltag", "kom", "inviter", "indkald", "indbyd", "velkommen", "møde", "mød", "tilmeld")


def _of_what_was(stykke: Stykke, place: int) -> bool:
    """Whether the date belongs to a noun: »brev af 3. maj«, »om mødet den 3. maj«."""
    words, at = stykke.ord, place - 1
    own = words[place].sentence
    while at >= 0 and words[at].low in _DATED and words[at].sentence == own:
        at -= 1
    if at < 0 or words[at].sentence != own or (
            ":" in stykke.tekst[words[at].end:words[place].start]):  # »Frist for svar: 3. maj«
        return False
    since = words[at].low == "fra" or (words[at].low == "til" and at > 0
                                       and words[at - 1].kind == "dato")
    if since or words[at].low in _OF_NO_DAY:
        return not since or not any(
            w.low in ("skal", "vil", "kan", "må") for w in words[max(at - _FAR, 0):place + 4]
            if w.sentence == own)
    if not words[at].low.endswith(_EVENTS) or words[at].low.endswith(("værelse", "værelset")):
        return False
    before = words[max(at - 4, 0):at]
    return any(w.low in _TOLD_OF and w.sentence == own for w in before) and not any(
        w.low.startswith(_INVITED) and w.sentence == own for w in words[max(at - 8, 0):at])


#: A sentence that only gives the day: `Næste gang spiller vi Uno. Det er den 2. juni.`
_ONLY_THE_DAY = frozenset(["det", "er", "bliver", "den", "d", "på", *DAYS])


def _says_the_day(words: Sequence[Token], place: int) -> int:
    """Where a sentence begins that says only the day, »Det er den 2. juni«; 0 for any other."""
    sentence, first = words[place].sentence, place
    while first and place - first < _SHORT and words[first - 1].sentence == sentence:
        first -= 1
    own = words[first:place]
    return first if len(own) > 1 and (own[0].low, own[1].low) in (
        ("det", "er"), ("det", "bliver")) and all(w.low in _ONLY_THE_DAY for w in own) else 0


def _it_is(words: Sequence[Token], place: int, coming: Sequence[tuple[int, int]],
           over: Sequence[tuple[int, int]]) -> bool:
    """Whether the sentence says of the one before, which is to come, only what day it is."""
    sentence = words[place].sentence
    if not (first := _says_the_day(words, place)):
        return False

    def before(spans: Sequence[tuple[int, int]]) -> bool:
        at = bisect_left(spans, (first, 0))
        return any(words[a].sentence == sentence - 1 for a, _ in spans[max(at - _SHORT, 0):at])
    return before(coming) and not before(over)
