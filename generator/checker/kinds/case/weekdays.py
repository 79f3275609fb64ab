"""Days of the week that do not fit their date: the kind `ugedag`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from generator import danish
from generator.checker.kinds.case.facts import day_of, said_day
from generator.checker.kinds.hit import Hit
from generator.checker.letter import Brev, Stykke
from generator.checker.pattern import DAYS, Token
from generator.checker.rules import Regel, Regelbog

#: So many days from the letter it can still be told which year a date without one is in.
_NEAR = 150
_SHORT_DAYS = {short: day for day in DAYS for short in (day[:3], day.removesuffix("dag"))}
_SAYS_A_DAY = frozenset((*_SHORT_DAYS, *DAYS, *(f"{day}en" for day in DAYS)))


def ugedag(brev: Brev, regel: Regel, book: Regelbog) -> Iterator[Hit]:
    """A hit for each date in the letter's words whose day of the week is another than it says:
    »mandag den 3. marts 2026«, »3. marts 2026 (mandag)«. Without a year, the date nearest to the
    letter's is meant; is that far from it, nobody can tell, and it is let stand."""
    for stykke in brev.med_tal:
        for day, when, text in _pairs(stykke):
            found = day_of(text, brev.dato)
            if found is None or DAYS[found.weekday()] == _weekday(day.low):
                continue
            if _with_year(text) or (brev.dato and abs(found - brev.dato).days < _NEAR):
                start, end = min(day.start, when.start), max(day.end, when.end)
                yield Hit(stykke, start, end, {
                    "ord": stykke.tekst[start:end],
                    "forslag": DAYS[found.weekday()], "grænse": said_day(found)})


#: What may stand between a day of the week and its date, and between a date and its day.
_BETWEEN = frozenset(["den", "d", "formiddag", "eftermiddag", "aften", "morgen", "middag", "kl",
                      "klokken", "i", "uge"])
_SAYS_THE_DAY = frozenset(["er", "en", "som", "det", "bliver"])
_MOST_BETWEEN = 6
_NO_DAY_AFTER = ("den", "d", "og", "eller", "til")


def _pairs(stykke: Stykke) -> Iterator[tuple[Token, Token, str]]:
    """Each day of the week with the date that it is said of, and that date as it can be read."""
    words = stykke.ord
    joined = "-" in stykke.tekst  # »mandag-onsdag«
    for n in [n for n, low in enumerate(stykke.små)
              if low in _SAYS_A_DAY or (joined and "-" in low)]:
        word = words[n]
        # »søn« and »man« are other words without a full stop, if no date stands right after.
        if not _weekday(word.low) or (word.low in _SHORT_DAYS and stykke.tekst[
                word.end:word.end + 1] != "." and stykke.tekst[word.end:word.end + 4] != " d. "):
            continue
        found = _date_after(stykke, words, n) or _date_before(stykke, words, n)
        if found:
            yield (word, *found)


def _date_after(stykke: Stykke, words: Sequence[Token], n: int) -> tuple[Token, str] | None:
    """The date after the day: »mandag formiddag den 3. marts«, »man. 3/3«."""
    several = "-" in words[n].low or (n > 1 and words[n - 1].low in ("og", "til"))
    for k in range(n + 1, min(n + _MOST_BETWEEN, len(words))):
        word = words[k]
        between = stykke.tekst[words[k - 1].end:word.start]
        if word.sentence != words[n].sentence or ";" in between or ":" in between:
            return None
        if word.kind == "dato":
            return word, word.low
        if (short := _SHORT_DATE.match(stykke.tekst, word.start)) and words[k - 1].low in (
                "den", "d"):
            return replace(word, end=short.end(), text=short[0]), f"{short[1]}. " + str(
                danish.MÅNEDER[int(short[2])])
        clock = word.kind in ("tal", "klokken") and words[k - 1].low in ("kl", "klokken", "uge")
        listed = several and (word.kind == "tal" or (
            word.low == "og" and words[k - 1].kind == "tal"))
        if "," in between and k > n + 1 and word.low not in _BETWEEN:
            return None
        if word.low not in _BETWEEN and not clock and not listed:
            return None
    return None


def _date_before(stykke: Stykke, words: Sequence[Token], n: int) -> tuple[Token, str] | None:
    """The date before the day: »3. marts 2026, en mandag«."""
    if n + 1 < len(words) and (words[n + 1].low in _NO_DAY_AFTER or words[n + 1].kind == "dato"):
        return None
    at = n - 1
    while at >= 0 and n - at < _MOST_BETWEEN and words[at].low in _SAYS_THE_DAY:
        at -= 1
    if at < 0 or words[at].kind != "dato" or words[at].sentence != words[n].sentence:
        return None
    between = stykke.tekst[words[at].end:words[n].start]
    said = between in (", ", " (") or words[n - 1].low == "en"
    return (words[at], words[at].low) if said and "." not in between else None


#: »14/5« or »14.5« without a year.
_SHORT_DATE = re.compile(r"(0?[1-9]|[12]\d|3[01])[./](0?[1-9]|1[0-2])(?![\d:/]|[.,-]\d)")


def _with_year(text: str) -> bool:
    """Whether the date ends in a year: `3. marts` does not."""
    return text[-2:].isdecimal()


def _weekday(low: str) -> str:
    """The day of the week that a word is: `tirsdagen`, `tirs.`, of `mandag-onsdag` the last; empty
    when it is none."""
    whole = low.rpartition("-")[2].removesuffix("en")
    return whole if whole in DAYS else _SHORT_DAYS.get(low, "")
