"""What a number in a workbook looks like to a person: the number format decides whether 45000 is a
number, a date or a time, and how many zeros stand in front of a CPR number."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache, partial
from typing import Literal

from generator.source import Problem

#: From a number as it stands in the file to its text; raises `Odd` where it has none.
Vis = Callable[[str], str]
Kind = Literal["tal", "procent", "maske", "dato", "tid", "datotid", "varighed"]

#: The formats that a workbook names by number only. Those left out are plain numbers.
_BUILT_IN = {9: "0%", 10: "0.00%", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm",
             21: "h:mm:ss", 22: "m/d/yy h:mm", 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0",
             **dict.fromkeys((*range(14, 18), *range(27, 37), *range(50, 59)), "d-m-yyyy")}
_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.')
_ELAPSED = re.compile(r"\[(h+|m+|s+)\]", re.IGNORECASE)
_BRACKETS = re.compile(r"\[[^\]]*\]")
_MASK = re.compile(r"(?:0|#|\\.|\"[^\"]*\"|[- /()+])+")
_PIECE = re.compile(r'0|#|\\(.)|"([^"]*)"|(.)')
#: A number that is written as it is shown, but for the comma.
_SIMPLE = re.compile(r"(?:0|-?[1-9][0-9]*|-?(?:0|[1-9][0-9]*)\.[0-9]*[1-9])")

#: Excel keeps 15 digits; what is longer has been rounded before we see it.
DIGITS = 15
_LAST_DAY = 2958465  # 31 December 9999 in the 1900 system
_DAY = 86400


@dataclass(frozen=True)
class Format:
    """What kind of text a format makes; `maske` is the pattern of one like `000000-0000`."""

    kind: Kind
    mask: str = ""


PLAIN = Format("tal")
_TOO_LONG = Problem(
    "tabel.for_langt_tal", f"Tallet har mere end {DIGITS} cifre. Regnearket har lavet de sidste om "
    "til nuller.", remedy="Giv kolonnen celleformatet Tekst, og skriv tallet igen.")


class Odd(ValueError):
    """A number that has no text, with the problem to show."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.id)
        self.problem = problem


def format_of(number: int, code: str | None) -> Format:
    """The format with this number and, when the workbook defines it itself, this code."""
    first = (_BUILT_IN.get(number, "") if code is None else code).split(";")[0].strip()
    if not first or first.casefold() in ("general", "standard", "@"):
        return PLAIN
    bare = _BRACKETS.sub("", first).strip()
    if _MASK.fullmatch(bare) and bare.count("0") > 1:
        return PLAIN if "[<" in first or "[>" in first or "[=" in first else Format("maske", bare)
    letters = _LITERAL.sub("", first).lower()
    if _ELAPSED.search(letters):
        return Format("varighed")
    letters = _BRACKETS.sub("", letters).replace("general", "")
    day, clock = bool(re.search("[dy]", letters)), bool(re.search("[hs]", letters))
    if day or clock:
        return Format("datotid" if day and clock else "dato" if day else "tid")
    if "m" in letters:
        return Format("dato")
    return Format("procent") if "%" in letters else PLAIN


def shown_by(form: Format, since_1904: bool) -> Vis:
    """The function that shows numbers of this format. Dates and masks repeat, so they are kept."""
    if form.kind == "tal":
        return number_text
    if form.kind == "procent":
        return _percent
    if form.kind == "maske":
        return lru_cache(4096)(partial(_masked, form.mask))
    return lru_cache(65536)(partial(_moment, form.kind, since_1904))


def number_text(value: str) -> str:
    """The number with a decimal comma, no exponent and no `.0`; 19.990000000000002 is 19,99.

    A number of more digits than Excel keeps is odd: its last digits are lost already.
    """
    if len(value) <= DIGITS and value.isdecimal() and value.isascii() and value[0] != "0":
        return value
    if len(value) <= DIGITS and _SIMPLE.fullmatch(value):
        return value.replace(".", ",")
    number = Decimal(str(float(value)))
    if not number.is_finite():
        raise ValueError(value)
    if abs(number) >= 10**DIGITS:
        raise Odd(_TOO_LONG)
    text = f"{Decimal(f'{number:.{DIGITS}g}'):f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text.replace(".", ",")


def _percent(value: str) -> str:
    return f"{number_text(str(Decimal(value) * 100))} %"


def _masked(mask: str, value: str) -> str:
    """The number in a pattern such as `0000` or `000000-0000`, filled from the right."""
    text = number_text(value)
    if not text.isdigit():
        return text
    digits, made = list(text), list[str]()
    pieces = list(_PIECE.finditer(mask))
    places = sum(piece[0] in "0#" for piece in pieces)
    for piece in reversed(pieces):
        if piece[0] not in "0#":
            made.append(next(part for part in piece.groups() if part is not None))
            continue
        places -= 1
        if digits or piece[0] == "0":
            made.append(digits.pop() if digits else "0")
        if not places:
            made.extend(reversed(digits))
    return "".join(reversed(made)).strip()


def _moment(kind: Kind, since_1904: bool, value: str) -> str:
    """A serial number as `2026-03-01`, `10:30`, both, or a duration such as `26:30`."""
    seconds = round(Decimal(value) * _DAY)
    if seconds < 0:
        raise no_date("Datoen er før år 1900 og kan ikke læses.")
    if kind == "varighed":
        return clock(seconds)
    days, rest = divmod(seconds, _DAY)
    if kind == "tid":
        return clock(rest)
    day = _day(days, since_1904)
    if kind == "dato" or not rest:
        return day
    return f"{day} {clock(rest)}"


def _day(days: int, since_1904: bool) -> str:
    if since_1904:
        days += 1462
    if days > _LAST_DAY:
        raise no_date("Tallet er for stort til at være en dato.")
    if days == 0:
        raise no_date("Her står 0 med datoformat. Det er ingen dato.")
    if days == 60:
        raise no_date("Her står 29. februar 1900. Den dag findes ikke, selv om Excel viser den.")
    # Excel counts a 29 February 1900, so days before it are one closer to its beginning.
    return (date(1899, 12, 31 if days < 60 else 30) + timedelta(days)).isoformat()


def clock(seconds: int) -> str:
    """`10:30`, with the seconds only when there are any."""
    minutes, second = divmod(seconds, 60)
    text = f"{minutes // 60:02}:{minutes % 60:02}"
    return f"{text}:{second:02}" if second else text


def no_date(text: str) -> Odd:
    """The problem of a cell that is formatted as a date and is none."""
    return Odd(Problem("tabel.ingen_dato", text, remedy="Skriv datoen igen, fx 2026-03-01. Er det "
                       "et tal, så giv cellen celleformatet Standard."))
