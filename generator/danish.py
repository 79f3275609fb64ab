"""Dates, times, numbers, lists, genitive, pronouns and paragraphs of law as Danish text.

These are the filters a consultant types in a template or a phrase: `{{ barn.navn|ejefald }}`. The
wording of letters does not live here, and nothing here reads a file or the clock.

What holds for every filter:

- None gives None, and so does blank text: a missing value stays missing, and the renderer marks
  the hole.
- No text makes a text filter fail. A value of a wrong kind raises `ForkertType`; so does a text
  that should have been a date, a time or a number.
- Where a line must not break (`3. marts`, `kl. 13.00`, `stk. 1`) the space is U+00A0. Whoever
  compares texts must treat U+00A0 as a space.

Paragraph numbers of spelling rules are those of Retskrivningsordbogen, 4th edition 2012 (`RO`).
"""

from __future__ import annotations

import html
import re
import unicodedata
from calendar import monthrange
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache, wraps
from typing import Any, Protocol, cast, overload

NBSP = "\u00a0"

MÅNEDER = ("", "januar", "februar", "marts", "april", "maj", "juni", "juli", "august",
            "september", "oktober", "november", "december")
_UGEDAGE = ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag")


# --- The wrong kind of value -----------------------------------------------------------------

_SLAGS = {str: "en tekst", bool: "ja eller nej", int: "et tal", float: "et tal", Decimal: "et tal",
          list: "en liste", tuple: "en liste", set: "en mængde uden rækkefølge",
          frozenset: "en mængde uden rækkefølge", dict: "flere felter", date: "en dato",
          datetime: "en dato", time: "et klokkeslæt"}


class ForkertType(TypeError):
    """A filter got a value it cannot use. Names filter and kind of value, never the value itself
    (it may be a name or a CPR number)."""

    def __init__(self, filternavn: str, value: object, forventet: str) -> None:
        # A strict jinja2 Undefined raises here, and its own message (which field?) is the better.
        bool(value)
        self.filternavn = filternavn
        self.forventet = forventet
        self.slags = _SLAGS.get(type(value), f"en værdi af typen {type(value).__name__}")
        if hasattr(value, "__html__"):
            self.slags = "tekst med formatering"
        elif isinstance(value, str):
            self.slags = f"en tekst, der ikke er {forventet}"
        super().__init__(f"Filteret »{filternavn}« skal have {forventet}, men fik {self.slags}.")


def _som_dato(filternavn: str, value: object) -> date | None:
    """The date that a date, a datetime or a written date stands for; None for blank text."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, str):
        if not value.strip():
            return None
        found = læs_dato(str(value))
        if found is not None:
            return found
    raise ForkertType(filternavn, value, "en dato")


def _som_tid(filternavn: str, value: object) -> time | None:
    """The time that a time, a datetime or a written time stands for; None for blank text."""
    if isinstance(value, time):
        return value
    if isinstance(value, datetime):
        return value.time()
    if isinstance(value, str):
        if not value.strip():
            return None
        found = læs_tid(str(value))
        if found is not None:
            return found
    raise ForkertType(filternavn, value, "et klokkeslæt")


_Tal = int | Decimal
_SKREVET_TAL = re.compile(r"-?[0-9]{1,30}(,[0-9]{1,30})?")
_FOR_STORT = 10 ** 30


def _som_tal(filternavn: str, value: object) -> _Tal | None:
    """The number, exact; None for None and blank text. `2,5` is read, `2.5` is not."""
    if type(value) is int and -_FOR_STORT < value < _FOR_STORT:
        return value
    if value is None:
        return None
    number: Decimal | None = None
    if isinstance(value, float):
        number = Decimal(int(value)) if value.is_integer() else Decimal(repr(value))
    elif isinstance(value, Decimal):
        number = value
    elif isinstance(value, str):
        text = value.strip()
        if not text:
            return None
        if _SKREVET_TAL.fullmatch(text):
            number = Decimal(text.replace(",", "."))
    if number is None or not number.is_finite() or abs(number.adjusted()) > 30:
        raise ForkertType(filternavn, value, "et tal")
    return number


def _som_tekst(filternavn: str, value: object) -> str | None:
    """The value as plain text; None for None and blank text.

    A value that jinja has escaped is unescaped, because our answer is escaped again. Formatted
    text, lists and objects that do not say how they print raise `ForkertType`.
    """
    if type(value) is not str:
        if value is None:
            return None
        value = _anden_tekst(filternavn, value)
    return value if value and not value.isspace() else None


def _anden_tekst(filternavn: str, value: object) -> str:
    if hasattr(value, "__html__"):
        marked = str.__str__(value) if isinstance(value, str) else "<"
        if "<" not in marked:
            return html.unescape(marked)
    elif isinstance(value, date):
        return dato(value)
    elif isinstance(value, time):
        return tid(value)
    elif isinstance(value, (float, Decimal)):
        return tal(value) or ""
    elif not isinstance(value, _UDEN_DANSK_TEKST) and _kan_skrives(value):
        return str(value)
    raise ForkertType(filternavn, value, "almindelig tekst")


#: Python writes these as text of its own kind: `True`, `b'...'`, `3 days, 0:00:00`.
_UDEN_DANSK_TEKST = (bool, bytes, bytearray, timedelta)


def _kan_skrives(value: object) -> bool:
    """Whether the value's own class says how it prints (a law reference does, a person does not:
    pydantic would print every field)."""
    own = vars(type(value))
    return isinstance(value, (str, int)) or (type(value) is not object and "__str__" in own)


class _Datofilter(Protocol):
    __name__: str

    @overload
    def __call__(self, d: date, /) -> str: ...
    @overload
    def __call__(self, d: date | str | None, /) -> str | None: ...


class _Tidsfilter(Protocol):
    __name__: str

    @overload
    def __call__(self, t: time, /) -> str: ...
    @overload
    def __call__(self, t: time | datetime | str | None, /) -> str | None: ...


_Tekstfilter = Callable[[object], str | None]


def _datofilter(format_: Callable[[date], str]) -> _Datofilter:
    """The formatter as a filter: None stays None, datetimes and written dates are taken too."""
    name = format_.__name__

    @wraps(format_)
    def filter_(d: object) -> str | None:
        if type(d) is not date:
            if d is None:
                return None
            d = _som_dato(name, d)
            if d is None:
                return None
        return format_(d)

    return cast("_Datofilter", filter_)


def _tidsfilter(format_: Callable[[time], str]) -> _Tidsfilter:
    """The formatter as a filter: None stays None, datetimes and written times are taken too."""
    name = format_.__name__

    @wraps(format_)
    def filter_(t: object) -> str | None:
        if type(t) is not time:
            if t is None:
                return None
            t = _som_tid(name, t)
            if t is None:
                return None
        return format_(t)

    return cast("_Tidsfilter", filter_)


def _tekstfilter(change: Callable[[str], str | None]) -> _Tekstfilter:
    """The change as a filter: None and blank text give None, other kinds see `_som_tekst`."""
    name = change.__name__

    @wraps(change)
    def filter_(text: object) -> str | None:
        plain = _som_tekst(name, text)
        return None if plain is None else change(plain)

    return filter_


# --- Dates and times -------------------------------------------------------------------------

@lru_cache(maxsize=4096)
def _dato(d: date) -> str:
    return f"{d.day}.{NBSP}{MÅNEDER[d.month]} {d.year}"


@_datofilter
def dato(d: date) -> str:
    """`3. marts 2026`."""
    return _dato(d)


@_datofilter
@lru_cache(maxsize=4096)
def dato_kort(d: date) -> str:
    """`03.03.2026`."""
    return f"{d.day:02}.{d.month:02}.{d.year:04}"


@_datofilter
def ugedag(d: date) -> str:
    """`tirsdag`."""
    return _UGEDAGE[d.weekday()]


@_datofilter
@lru_cache(maxsize=4096)
def ugedag_dato(d: date) -> str:
    """`tirsdag den 3. marts 2026`. The weekday comes from the date, so the two cannot disagree."""
    return f"{_UGEDAGE[d.weekday()]} den {_dato(d)}"


@_datofilter
def måned_år(d: date) -> str:
    """`marts 2026`."""
    return f"{MÅNEDER[d.month]} {d.year}"


def _tid(t: time) -> str:  # not cached: times in different zones are equal and print differently
    return f"{t.hour}.{t.minute:02}"


@_tidsfilter
def tid(t: time) -> str:
    """`13.00`, `9.05`. Seconds are left out."""
    return _tid(t)


@_tidsfilter
def klokken(t: time) -> str:
    """`kl. 13.00`."""
    return f"kl.{NBSP}{_tid(t)}"


_MÅNEDSNUMRE = {
    form: number for number, name in enumerate(MÅNEDER) if name
    for form in (name, name[:3], name[:3] + ".")} | {"sept": 9, "sept.": 9}

_ISO_DATO = re.compile(r"([1-9][0-9]{3})-([0-9]{2})-([0-9]{2})")
_TAL_DATO = re.compile(
    r"([0-9]{1,2})(?:-([0-9]{1,2})-|\.([0-9]{1,2})\.|/([0-9]{1,2})[-/\s])([1-9][0-9]{3})")
_ORD_DATO = re.compile(r"([0-9]{1,2})\.?\s+([a-z]+\.?)\s+([1-9][0-9]{3})")


@lru_cache(maxsize=4096)
def læs_dato(text: str | None) -> date | None:
    """The date that the text says beyond doubt, else None.

    Read: `2026-03-01`, `1. marts 2026`, `1 mar. 2026`, `01-03-2026`, `1.3.2026`, `1/3-2026`,
    `1/3 2026`, `01/03/2026`: day before month, and a year of four digits. A day that the month
    does not have gives None.
    """
    if not isinstance(text, str):
        return None
    text = text.strip().lower()
    if found := _ISO_DATO.fullmatch(text):
        return _dato_af(found[1], found[2], found[3])
    if found := _TAL_DATO.fullmatch(text):
        return _dato_af(found[5], found[2] or found[3] or found[4], found[1])
    found = _ORD_DATO.fullmatch(text)
    if found and found[2] in _MÅNEDSNUMRE:
        return _dato_af(found[3], _MÅNEDSNUMRE[found[2]], found[1])
    return None


def _dato_af(year: str, month: str | int, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


_TID = re.compile(r"(?:kl\.?\s*)?([0-9]{1,2})[.:]([0-9]{2})|kl\.?\s*([0-9]{1,2})")


@lru_cache(maxsize=1024)
def læs_tid(text: str | None) -> time | None:
    """The time of day that the text says, else None.

    Read: `13:00`, `13.00`, `9.05`, `kl. 13`, `kl. 13.30`. A bare number is not a time.
    """
    found = _TID.fullmatch(text.strip().lower()) if isinstance(text, str) else None
    if not found:
        return None
    try:
        return time(int(found[1] or found[3]), int(found[2] or 0))
    except ValueError:
        return None


@overload
def alder(født: date, på: date) -> int: ...
@overload
def alder(født: date | str | None, på: date | str | None) -> int | None: ...
def alder(født: object, på: object) -> int | None:
    """Whole years on the day; negative before birth.

    A person reaches an age when the birthday begins, at midnight. Who is born on 29 February has
    the birthday on 1 March in common years: on 28 February the day has not come yet. (That follows
    the calendar; no Danish source on leap days was found.)
    """
    if født is None or på is None:
        return None
    born, day = _som_dato("alder", født), _som_dato("alder", på)
    if born is None or day is None:
        return None
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


@overload
def læg_måneder_til(d: date, n: int) -> date: ...
@overload
def læg_måneder_til(d: date | str | None, n: int | None) -> date | None: ...
def læg_måneder_til(d: object, n: object) -> date | None:
    """The same day `n` months later (earlier when negative), or the last day of a shorter month:
    30 November + 3 months is 28 February."""
    if d is None or n is None:
        return None
    start = _som_dato("læg_måneder_til", d)
    if start is None:
        return None
    if not isinstance(n, int) or isinstance(n, bool):
        raise ForkertType("læg_måneder_til", n, "et helt tal")
    year, month = divmod(start.year * 12 + start.month - 1 + n, 12)
    if not date.min.year <= year <= date.max.year:
        raise ForkertType("læg_måneder_til", n, "et antal måneder, der giver en dato")
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


# --- Numbers ---------------------------------------------------------------------------------

_TALORD = dict(enumerate((
    "nul", "en", "to", "tre", "fire", "fem", "seks", "syv", "otte", "ni", "ti", "elleve", "tolv",
    "tretten", "fjorten", "femten", "seksten", "sytten", "atten", "nitten", "tyve")))
_TALORD |= {30: "tredive", 40: "fyrre", 50: "halvtreds", 60: "tres", 70: "halvfjerds", 80: "firs",
            90: "halvfems", 100: "hundrede"}
_TIL_DANSKE_TEGN = str.maketrans(",.", ".,")


def tal(n: Decimal | float | str | None) -> str | None:
    """`1.234,5`: point for thousands, comma for decimals. Nothing is rounded, and a Decimal keeps
    its zeros (`1.234,50`). Not for years."""
    number = _som_tal("tal", n)
    return None if number is None else _tal(number)


def _tal(number: _Tal) -> str:
    if isinstance(number, int):
        return f"{number:,}".replace(",", ".")
    return f"{number or abs(number):,f}".translate(_TIL_DANSKE_TEGN)  # abs: no »-0«


def tal_med_ord(n: Decimal | float | str | None, en: str = "en") -> str | None:
    """`tre`, for 0 to 20 and whole tens up to 100; other numbers in digits. `en` is the word for 1:
    `tal_med_ord(1, "et")` for `et mål`."""
    number = _som_tal("tal_med_ord", n)
    if number is None:
        return None
    if number == 1:
        return _som_tekst("tal_med_ord", en)
    return _TALORD.get(int(number), _tal(number)) if number == int(number) else _tal(number)


def antal(n: Decimal | float | str | None, ental: str | None, flertal: str | None) -> str | None:
    """`1 dag`, `2 dage`, `0 dage`, `1,5 dage`."""
    number = _som_tal("antal", n)
    if number is None:
        return None
    word = _som_tekst("antal", ental if abs(number) == 1 else flertal)
    return None if word is None else f"{_tal(number)} {word}"


# --- Lists, names, sentences -----------------------------------------------------------------

def liste(ting: Iterable[object] | None, og: str = "og") -> str | None:
    """`mor, far og Emma`: no comma before `og`. `og` may be another word, such as `eller`.

    Nothing in the list gives None. So does one missing value: leaving it out would hide it.
    A set has no order, and so no text, and raises `ForkertType`; so does a single object.
    """
    if ting is None:
        return None
    if isinstance(ting, str):
        return _som_tekst("liste", ting)
    if isinstance(ting, (dict, set, frozenset, bytes)) or not hasattr(ting, "__iter__"):
        raise ForkertType("liste", ting, "en liste")
    items = [_som_tekst("liste", item) for item in ting]
    word = _som_tekst("liste", og)
    if not items or word is None or None in items:
        return None
    return _opremsning(cast("list[str]", items), word)


def _opremsning(items: list[str], og: str = "og") -> str:
    if len(items) == 1:
        return items[0]
    return f"{', '.join(items[:-1])} {og} {items[-1]}"


_EFTER_NAVN = ",;:!?…»«›‹\"”“„'’‘)]"


@_tekstfilter
@lru_cache(maxsize=4096)
def ejefald(text: str) -> str:
    """The genitive: `Almas`, `Lone Holms`, `mors`; only an apostrophe after s, x and z (`Jens’`,
    RO § 21.2).

    Abbreviations in capitals, digits and symbols take ’s (`SFO’s`, RO § 6.1-2 and 21.3); after the
    full stop of an abbreviation or an ordinal there is s alone (`Storm P.s`, RO § 21.3). A name
    written in capitals throughout looks like an abbreviation, and gets ’s as well.
    Punctuation after the name stays last (`»Alma«` → `»Almas«`).
    """
    text = text.strip()
    name = text.rstrip(_EFTER_NAVN)
    after = text[len(name):]
    if not name or (after[:1] in ("'", "’") and _ender_på_s(name)):
        return text  # nothing to inflect, or already done: `Jens’`
    stem = name.rstrip(".")
    if stem != name and not _er_ordets_punktum(name):
        name, after = stem, name[len(stem):] + after
    return name + _ejefaldsendelse(name) + after if stem else text


def _ejefaldsendelse(name: str) -> str:
    if name.endswith("."):
        return "s"
    if _ender_på_s(name):
        return "’"
    last = name[-1]
    return "s" if unicodedata.category(last)[0] in "LM" and not last.isupper() else "’s"


def _ender_på_s(name: str) -> bool:
    """Whether the last letter is s, x or z, with or without accents (`Miloš`), or ß."""
    last = name[-1]
    if not last.isascii():
        plain = [c for c in unicodedata.normalize("NFD", name[-4:]) if not unicodedata.combining(c)]
        last = plain[-1] if plain else last
    return last in "sxzSXZßẞ"


@_tekstfilter
@lru_cache(maxsize=4096)
def fornavn(text: str) -> str:
    """The first name: `Alma Sofie Holm` → `Alma`, `Anne-Marie Holm` → `Anne-Marie`.

    A name with a comma (`Holm, Alma`) comes back whole: it is wrong either way, and shows more.
    """
    return text.strip() if "," in text else text.split()[0]


_FØR_ORDET = " \t\n\u00a0»«›‹\"”“„'’‘‚(["


def _første_tegn(text: str) -> int:
    """Where the first character after spaces and opening marks is; 0 when there is none."""
    skipped = len(text) - len(text.lstrip(_FØR_ORDET))
    return skipped if skipped < len(text) else 0


@_tekstfilter
def stort(text: str) -> str:
    """The text with a capital first letter, the rest untouched: `din mor` → `Din mor`, `»din` →
    `»Din`, `3 dage` stays. So does `pH`, which keeps its small letter everywhere (RO § 11.1)."""
    at = _første_tegn(text)
    big = text[at].upper()
    if big.lower() != text[at] or text[at + 1:at + 2].isupper():
        return text  # no small letter, or one whose capital is another letter (ß, µ), or pH
    return text[:at] + big + text[at + 1:]


@_tekstfilter
def lille(text: str) -> str:
    """The text with a small first letter: `Din mor` → `din mor`. It cannot know a name from a word,
    so use it only where no name can stand first. `SFO`, `I` (RO § 13.1) and `3 dage` stay."""
    at = _første_tegn(text)
    small, after = text[at].lower(), text[at + 1:at + 2]
    if small.upper() != text[at] or after.isupper() or (text[at] == "I" and not after.isalpha()):
        return text
    return text[:at] + small + text[at + 1:]


_SLUTTEGN = ".!?…"
_EFTER_SLUT = "»«›‹\"”“'’‘)]"

# One-word abbreviations that letters use, in small letters (`mia.`, not `Mia.`). Words that are
# also ordinary words (min, man, el, fl) are not here; `_PUNKT_INDE_I` knows m.m., f.eks. by shape.
_FORKORTELSER = frozenset("""
    adr afd afs alm ang apr aug ca dec dvs ekskl etc evt feb ff fhv frk gl hhv hr iflg ift iht inkl
    jan jf jr jvf kl kr litr maks mdr mfl mht mia mio mm mv nov nr nuv okt omtr osv pct pga pkt pr
    pt resp sek sept skt sml sr stk såk tlf udg vedr vha årg Kbh
    """.split())  # noqa: SIM905 - a list of words reads best as words
_PUNKT_INDE_I = re.compile(r"(?=(?:.*\.)?[^\W\d_]\.)(?:[^\W\d_]{1,5}\.){2,}")
_ORDENSTAL = re.compile(r"\bden\s[0-9]{1,2}\.\Z", re.IGNORECASE)


def _sidste_ord(text: str) -> str:
    return text.rsplit(None, 1)[-1].lstrip(_FØR_ORDET)


def _er_forkortelse(word: str) -> bool:
    """Whether the word is an abbreviation with its full stop: `m.m.`, `osv.`, `nr.`."""
    return word[:-1] in _FORKORTELSER or bool(_PUNKT_INDE_I.fullmatch(word))


def _er_ordets_punktum(name: str) -> bool:
    """Whether the full stop belongs to the name: `hr.`, `Storm P.`, `Christian 4.`."""
    word = _sidste_ord(name)
    return (_er_forkortelse(word) or word[:-1].isdecimal()
            or (len(word) == 2 and word[0].isalpha()))


@_tekstfilter
def punktum(text: str) -> str:
    """The text with one sentence end: a full stop is added when there is no `.`, `!`, `?` or `…`.

    Closing quotation marks and parentheses may follow the sentence end (`»Jeg vil hjem.«`); inside
    a sentence they do not end it (`mor (og far m.fl.)` → `mor (og far m.fl.).`). A comma, colon or
    semicolon at the end gives way to the full stop; `..` becomes `.`; `...` and `!!` stay.
    """
    text = text.rstrip()
    body = text.rstrip(_EFTER_SLUT)
    after = text[len(body):]
    if after:
        return text if _er_afsluttet(body, after) else text + "."
    body = _et_sluttegn(body.rstrip(",;: \t\n\u00a0") or body)
    return body if body[-1] in _SLUTTEGN else body + "."


def _et_sluttegn(body: str) -> str:
    """Without the superfluous full stop of `..`, `?.`, `!.` and `….`."""
    before = body.rstrip(".")
    stops = len(body) - len(before)
    if stops in (1, 2) and before.endswith(("?", "!", "…")):
        return before
    return before + "." if stops == 2 else body


def _er_afsluttet(body: str, after: str) -> bool:
    """Whether the sentence ends before the closing marks `after`. A sentence end inside a
    parenthesis counts when the sentence begins in there too."""
    if not body or body[-1] not in _SLUTTEGN:
        return False
    if after[-1] != ")" or "(" not in body:
        return True
    before = body[:body.rfind("(")].rstrip()
    return not before or before[-1] in _SLUTTEGN


@_tekstfilter
def uden_punktum(text: str) -> str:
    """The text without one full stop at the end, so that it can stand inside a sentence: `at du får
    det bedre.` → `at du får det bedre`.

    `...`, `!` and `?` stay, and so does the full stop of an abbreviation (`m.m.`, `osv.`, `nr.`) or
    of `den 3.`. A closing quotation mark or parenthesis after the full stop is kept.
    """
    text = text.rstrip()
    body = text.rstrip(_EFTER_SLUT)
    after = text[len(body):]
    body = _et_sluttegn(body)
    if (not body.endswith(".") or body.endswith("...") or _er_forkortelse(_sidste_ord(body))
            or _ORDENSTAL.search(body)):
        return body + after
    return (body[:-1].rstrip() or body) + after


_CITATTEGN = {'"': '"', "”": "”", "“": "”“", "„": "“”", "»": "«", "«": "»", "'": "'", "’": "’",
              "‘": "’‘", "‚": "‘’"}


@_tekstfilter
def citat(text: str) -> str | None:
    """The text in quotation marks: `»Jeg vil hjem«`, with ›‹ inside (RO § 58).

    Marks that already stand around the whole text are replaced, not doubled; `»Ja« og »nej«` is two
    quotations and gets marks around it. A full stop after the old marks stays after the new ones.
    """
    text = text.strip()
    inner, after = _uden_citattegn(text)
    if not inner:
        return None
    return f"»{inner.replace('»', '›').replace('«', '‹')}«{after}"


def _uden_citattegn(text: str) -> tuple[str, str]:
    """What stands inside the quotation marks around the text, and what follows them."""
    quoted = text.rstrip(".,;:!?…")
    for core in (text, quoted):
        if len(core) > 1 and core[-1] in _CITATTEGN.get(core[0], "") and _er_et_par(core):
            return core[1:-1].strip(), text[len(core):]
    return text, ""


def _er_et_par(core: str) -> bool:
    """Whether the first and the last character are marks of the same quotation."""
    first, last, inner = core[0], core[-1], core[1:-1]
    depth = 0
    for at, char in enumerate(inner):
        before, after = inner[at - 1:at], inner[at + 1:at + 2]
        if char not in (first, last) or (before.isalpha() and after.isalpha()):
            continue  # not a mark of this kind, or an apostrophe: `SFO’s`
        if first == last:
            return not before or before.isspace() or before in _FØR_ORDET
        depth += 1 if char == first else -1
        if depth < 0:
            return False
    return True


# --- Pronouns --------------------------------------------------------------------------------

@dataclass(frozen=True, slots=True)
class Stedord:
    """The forms of a pronoun; each field is named after the two forms most people know it by.
    Prints as its subject form."""

    han_hun: str
    ham_hende: str
    hans_hendes: str

    def __str__(self) -> str:
        return self.han_hun


STEDORD = {
    "hun": Stedord("hun", "hende", "hendes"),
    "han": Stedord("han", "ham", "hans"),
    "hen": Stedord("hen", "hen", "hens"),
    "de": Stedord("de", "dem", "deres"),
}


def stedord(pronomen: str | None) -> Stedord | None:
    """The forms of `hun`, `han`, `hen` or `de`; None for anything else."""
    return STEDORD.get(pronomen.strip().lower()) if isinstance(pronomen, str) else None


# --- Paragraphs of law -----------------------------------------------------------------------

class Lovsted(Protocol):
    """What `lovliste` reads of a law reference; `case.law.Lovhenvisning` is one."""

    @property
    def lov_navn(self) -> str: ...
    @property
    def paragraf(self) -> str: ...
    @property
    def stk(self) -> int | None: ...
    @property
    def nr(self) -> int | None: ...


Led = int | str | None
_TEGN = ("§", "stk.", "nr.", "litra")
_Dele = tuple[tuple[str, str], ...]


@overload
def lovtekst(
    lov_navn: str, paragraf: int | str, stk: Led = None, nr: Led = None, litra: Led = None
) -> str: ...
@overload
def lovtekst(
    lov_navn: str | None, paragraf: Led, stk: Led = None, nr: Led = None, litra: Led = None
) -> str | None: ...
def lovtekst(
    lov_navn: str | None, paragraf: Led, stk: Led = None, nr: Led = None, litra: Led = None
) -> str | None:
    """`barnets lov § 32, stk. 1, nr. 5`, with unbreakable spaces after §, stk., nr. and litra.

    An empty name of the act gives `§ 32, stk. 1` on purpose; None as name or paragraph gives None.
    """
    if lov_navn is None or paragraf is None:
        return None
    return _lovtekst(lov_navn, paragraf, stk, nr, litra)


@lru_cache(maxsize=4096)
def _lovtekst(lov_navn: str, paragraf: Led, stk: Led, nr: Led, litra: Led) -> str:
    text = _led_tekst(_lovdele(paragraf, stk, nr, litra))
    return f"{lov_navn} {text}" if lov_navn else text


def _lovdele(*led: Led) -> _Dele:
    """The parts that are there, each with its sign: `(("§", "32"), ("stk.", "1"))`."""
    texts = ("" if value is None else NBSP.join(str(value).replace("§", " ").split())
             for value in led)
    return tuple(part for part in zip(_TEGN, texts, strict=True) if part[1])


def _led_tekst(parts: Iterable[tuple[str, str]]) -> str:
    return ", ".join(f"{sign}{NBSP}{value}" for sign, value in parts)


def lovliste(steder: Iterable[Lovsted] | Lovsted | None) -> str | None:
    """`barnets lov § 32, stk. 1, nr. 3 og 5, og § 46, stk. 1`.

    Provisions that differ in the last part only are put together, in order of number; otherwise
    they come in the order given, act by act. Nothing in the list, or a missing one, gives None.
    """
    if steder is None:
        return None
    if hasattr(steder, "paragraf"):
        steder = [cast("Lovsted", steder)]
    if isinstance(steder, (str, dict, set, frozenset)) or not hasattr(steder, "__iter__"):
        raise ForkertType("lovliste", steder, "en liste af paragraffer")
    keys: dict[tuple[str, _Dele], None] = {}
    for sted in cast("Iterable[Lovsted | None]", steder):
        if sted is None:
            return None
        if not hasattr(sted, "paragraf") or not hasattr(sted, "lov_navn"):
            raise ForkertType("lovliste", sted, "en paragraf")
        parts = _lovdele(sted.paragraf, sted.stk, sted.nr, getattr(sted, "litra", None))
        if sted.lov_navn is None or parts[:1] == () or parts[0][0] != "§":
            return None
        keys[sted.lov_navn, parts] = None
    return _lovliste(tuple(keys)) if keys else None


@lru_cache(maxsize=1024)
def _lovliste(keys: tuple[tuple[str, _Dele], ...]) -> str:
    acts: dict[str, dict[tuple[_Dele, str], list[str]]] = {}
    for act, parts in keys:
        *shared, (sign, value) = parts
        acts.setdefault(act, {}).setdefault((tuple(shared), sign), []).append(value)
    texts = []
    for act, groups in acts.items():
        found = [_samlet(*key, values) for key, values in groups.items()]
        texts += [f"{act} {found[0]}" if act else found[0], *found[1:]]
    if len(texts) > 1 and any("," in text for text in texts):
        return f"{', '.join(texts[:-1])}, og {texts[-1]}"
    return _opremsning(texts)


def _samlet(shared: _Dele, sign: str, values: list[str]) -> str:
    """`§ 32, stk. 1, nr. 3 og 5`; `§§ 32 og 46`."""
    values = sorted(values, key=_talorden)
    if sign == "§" and len(values) > 1:
        sign = "§§"
    return _led_tekst((*shared, (sign, _opremsning(values))))


def _talorden(value: str) -> tuple[int, str]:
    digits = re.match(r"[0-9]*", value)
    return (int(digits[0]) if digits and digits[0] else 0), value


# --- The catalogue ---------------------------------------------------------------------------

_KATALOG: tuple[tuple[str, Callable[..., Any], str], ...] = (
    ("dato", dato, "En dato med ord: 3. marts 2026"),
    ("dato_kort", dato_kort, "En dato med tal: 03.03.2026"),
    ("ugedag", ugedag, "Ugedagen for en dato: tirsdag"),
    ("ugedag_dato", ugedag_dato, "Ugedag og dato: tirsdag den 3. marts 2026"),
    ("måned_år", måned_år, "Måned og år for en dato: marts 2026"),
    ("tid", tid, "Et klokkeslæt: 13.00"),
    ("klokken", klokken, "Et klokkeslæt med kl. foran: kl. 13.00"),
    ("alder", alder, "Alder i hele år på en bestemt dag: barn.fødselsdato|alder(dato)"),
    ("læg_måneder_til", læg_måneder_til,
     "Datoen et antal måneder senere: start|læg_måneder_til(3)|dato"),
    ("antal", antal, "Tal med ental eller flertal: n|antal('dag', 'dage') giver 1 dag, 2 dage"),
    ("tal", tal, "Et tal med punktum og komma: 1.234,5"),
    ("tal_med_ord", tal_med_ord,
     "Et tal med bogstaver: tre. Skriv tal_med_ord('et'), hvis et skal hedde et"),
    ("liste", liste, "En opremsning: mor, far og Emma. Skriv liste('eller') for eller"),
    ("ejefald", ejefald, "Ejefald: Almas, Jens’, SFO’s"),
    ("fornavn", fornavn, "Fornavnet alene: Alma"),
    ("stort", stort, "Stort bogstav først: din mor bliver til Din mor"),
    ("lille", lille, "Lille bogstav først. Brug det ikke, hvis teksten kan begynde med et navn"),
    ("punktum", punktum, "Sætter punktum, hvis teksten ikke slutter med . ! eller ?"),
    ("uden_punktum", uden_punktum, "Fjerner punktum til sidst: til tekst inde i en sætning"),
    ("citat", citat, "Sætter »citattegn« om teksten"),
    ("lovliste", lovliste, "Paragraffer samlet: barnets lov § 32, stk. 1, nr. 3 og 5"),
)

#: The name a consultant types in a template or a phrase → the function.
FILTRE: dict[str, Callable[..., Any]] = {name: function for name, function, _ in _KATALOG}
#: The same names → one line of Danish, for help and docs.
BESKRIVELSER: dict[str, str] = {name: text for name, _, text in _KATALOG}
