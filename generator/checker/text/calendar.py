"""Dates in a letter: those that no calendar has, and what day a date means."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache

_MONTHS = ("januar", "februar", "marts", "april", "maj", "juni", "juli", "august", "september",
           "oktober", "november", "december")
_SHORT = {name[:3]: n for n, name in enumerate(_MONTHS, 1)} | {"sept": 9, "mrs": 3}
#: A pattern that begins with its digit is soonest found; what may not stand before it comes after.
_WORDS = re.compile(r"(\d(?<![\w.]\d)\d{0,2})\.?\s{1,3}"
                    rf"({'|'.join(_MONTHS)}|jan|feb|mar|apr|jun|jul|aug|sept?|okt|nov|dec)(?![\w])"
                    r"\.?(?:\s{1,3}(\d{4})(?!\d))?", re.IGNORECASE)
_FIGURES = re.compile(r"(\d(?<![\w./-]\d)\d?)([-./])(\d{1,2})(?:\2|[-./ ])\s?((?:19|20)\d\d)"
                      r"(?![\w-])")
_DAY_AND_MONTH = re.compile(r"([23](?<![\w./-][23])(?:9|0|1))(?<=29|30|31)/(\d{1,2})(?![\w/-])")
_ISO = re.compile(r"([12](?<![\w.-][12])(?:9|0)\d\d)(?<=(?:19|20)\d\d)-(\d\d)-(\d\d)(?![\w-])")
_CLOCK = re.compile(r"[kK](?<!\w[kK])[lL](?:\.|[oO][kK]{2}[eE][nN]|)"
                    r"\s{0,3}(\d{1,2})(?:[.:](\d\d))?(?![\w.:]?\d)")
#: A number with one of these before it is no date.
_NUMBERED = re.compile(r"(?:sag|sags|journal|konto|reg|tlf|telefon|mobil|version|lbk|cvr|ean|"
                       r"faktura|side|nr|nummer)\w{0,8}\.?:?\s{0,2}(?:nr\.?:?\s)?$", re.IGNORECASE)
#: `31/2` alone may be a share of something.
_DATED = re.compile(r"(?:den|d\.|dag|inden|senest|fra|til)\s{1,2}$", re.IGNORECASE)
_DAYS_IN = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
#: A date without a year lies in the half year behind the letter, or ahead of it.
_HALF_A_YEAR = 183


def not_in_calendar(text: str) -> Iterator[tuple[int, int, str]]:
    """Dates and times that do not exist: from, to, and why, in Danish."""
    for match in _WORDS.finditer(text):
        month = _SHORT[match[2].lower()[:3]]
        if why := _wrong(int(match[1]), month, match[3]):
            yield match.start(), match.end(), why
    for match in _FIGURES.finditer(text):
        if not _NUMBERED.search(text, max(match.start() - 24, 0), match.start()) and (
                why := _wrong(int(match[1]), int(match[3]), match[4])):
            yield match.start(), match.end(), why
    for match in _ISO.finditer(text):
        if not _NUMBERED.search(text, max(match.start() - 24, 0), match.start()) and (
                why := _wrong(int(match[3]), int(match[2]), match[1])):
            yield match.start(), match.end(), why
    for match in _DAY_AND_MONTH.finditer(text):
        if 1 <= int(match[2]) <= 12 and _DATED.search(
                text, max(match.start() - 12, 0), match.start()) and (
                why := _wrong(int(match[1]), int(match[2]), None)):
            yield match.start(), match.end(), why
    for match in _CLOCK.finditer(text) if "kl" in text.lower() else ():
        if int(match[1]) > 24 or int(match[2] or 0) > 59 or (
                match[1] == "24" and int(match[2] or 0)):
            yield match.start(), match.end(), "Et døgn har 24 timer, og en time har 60 minutter."


def _wrong(day: int, month: int, year: str | None) -> str:
    """Why there is no such day; empty when there is."""
    if not 1 <= month <= 12:
        return f"Der er ingen måned nummer {month}."
    if day < 1 or day > _DAYS_IN[month - 1]:
        days = 28 if month == 2 and year and not _leap(int(year)) else _DAYS_IN[month - 1]
        return f"{_MONTHS[month - 1].capitalize()} har {days} dage."
    if month == 2 and day == 29 and year and not _leap(int(year)):
        return f"Februar har 28 dage i {year}."
    return ""


def _leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


@lru_cache(maxsize=1024)
def day_meant(text: str, letter: date) -> date | None:
    """The day that a date in a letter means; one without a year is the nearest to the letter. None
    when it cannot be read."""
    if match := _WORDS.fullmatch(text):
        month = _SHORT[match[2].lower()[:3]]
        return _near(int(match[1]), month, match[3], letter)
    if match := _ISO.fullmatch(text):
        return _near(int(match[3]), int(match[2]), match[1], letter)
    match = _FIGURES.fullmatch(text)
    return _near(int(match[1]), int(match[3]), match[4], letter) if match else None


def _near(day: int, month: int, year: str | None, letter: date) -> date | None:
    try:
        if year:
            return date(int(year), month, day)
        found = date(letter.year, month, day)
        if (letter - found).days > _HALF_A_YEAR:
            return found.replace(year=letter.year + 1)
        if (found - letter).days > _HALF_A_YEAR:
            return found.replace(year=letter.year - 1)
        return found
    except ValueError:
        return None
