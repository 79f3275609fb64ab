"""CPR numbers in a letter, and telephones and addresses of others than its reader."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import date

from generator.case.personer import Barn, Person
from generator.case.reader import beskyttet_for
from generator.checker.always.leaks import CPR, fold
from generator.checker.kinds.hit import Hit
from generator.checker.kinds.privacy.remains import manifest_texts
from generator.checker.letter import Brev, Stykke, once
from generator.checker.rules import Regel, Regelbog
from generator.checker.text.around import around
from generator.checker.text.names import closed

#: Day, month and year, written together or apart, and the four last digits. What stands before is
#: short and fixed, and nothing repeats without a limit, so it takes time by the length of the text.
_CPR = re.compile(r"(\d(?:(?<![\w./+-].)|(?<=(?-i:[A-ZÆØÅ])/.)(?=\d{5}-\d{4})|(?<=cpr.)"
                  r"|(?<=cpr[.-].)|(?<=nr\..)|(?<=nummer.))\d)"
                  r"([ ./-]?)(\d\d)\2(?:19(?=\d\d\D)|20(?=\d\d\D))?(\d\d)"
                  r"(\s{0,2}[-–—.‐‑‒−/]\s{0,2}|\s|)(\d{4})(?![\w]|[-.,/]\d)", re.IGNORECASE)
#: With one of these before it, it is a CPR number however it is written.
_SAID = re.compile(r"(?:cpr|personnummer|person-nr|pers\.?\s?nr)[-. \w:]{0,14}$", re.IGNORECASE)
#: … and then its ten digits may stand apart as they like: »cpr 01 02 03 12 34«. Elsewhere they
#: stand so in pairs, where no telephone is told of: »dit nummer er 01 02 03 12 34«.
_AFTER_ITS_NAME = re.compile(
    r"(?:cpr|personn|person-n|pers\.? ?nr)[^\d\n]{0,20}((?:\d[ ./–-]{0,3}){9}\d)(?!\w|[-.,/]\d)",
    re.IGNORECASE)
_IN_PAIRS = re.compile(r"nummer(?<!telefonnummer)(?<!mobilnummer)(?:et)?"
                       r"(?: (?!på |mobil)[^\W\d_]{2,10}){0,5}:? ((?:\d\d ){4}\d\d)(?! ?\d)",
                       re.IGNORECASE)
_NUMBERED = ("cpr", "person", "pers.", "pers ", "nummer")
_FIGURE = re.compile(r"\d")
#: Most paragraphs have too few of them.
_DIGITS_OF_A_CPR, _DIGITS_OF_A_TELEPHONE = 10, 8
_NUMBER_OF = re.compile(r"(?:tlf|telefon\w*|mobil\w*|konto\w*|ean|cvr|reg|isbn|p-nr|p-nummer|iban|"
                        r"nummerplade|faktura\w*|ordre\w*)(?:[-. ]?(?:nr|nummer|numre))?"
                        r"[.: ]{0,3}(?:\d{4} )?$", re.IGNORECASE)


@once
def _counted(brev: Brev) -> tuple[tuple[Stykke, int], ...]:
    """What is read of the letter and what stands beside it, where there are digits: how many."""
    return tuple((s, _digits_in(s)) for s in (*brev.med_tal, *around(brev)))


def _digits_in(stykke: Stykke) -> int:
    return len(_FIGURE.findall(stykke.tekst))


def cpr_with_sign(brev: Brev, regel: Regel, book: Regelbog) -> Iterator[Hit]:
    """CPR numbers written with a dash, a dot or a space before the last four digits."""
    yield from _cpr(brev, with_sign=True)


def cpr_ten_digits(brev: Brev, regel: Regel, book: Regelbog) -> Iterator[Hit]:
    """Ten digits in a row that begin with a date: most are CPR numbers, and some are not. In data
    of programs they rarely are, so what is hidden in the file is not asked."""
    yield from _cpr(brev, with_sign=False)


def _cpr(brev: Brev, with_sign: bool) -> Iterator[Hit]:
    own = getattr(brev.situation.modtager, "cpr", None) if brev.situation else None
    hidden = ((s, _digits_in(s)) for s in _hidden(brev)) if with_sign else ()
    for stykke, count in (*_counted(brev), *hidden):
        if count < _DIGITS_OF_A_CPR:
            continue
        told = [m.span() for m in CPR.finditer(stykke.tekst)] if brev.situation else []
        for match in _CPR.finditer(stykke.tekst):
            day, _, month, year, sign, last = match.groups()
            digits = day + month + year + last
            if bool(sign) != with_sign or not is_cpr(digits) or (own and digits == own.cifre):
                continue
            if not _may_be(stykke.tekst, match):
                continue
            if any(a < match.end() and match.start() < b for a, b in told) or _NUMBER_OF.search(
                    stykke.tekst[max(0, match.start() - 24):match.start()]):
                continue
            yield Hit(stykke, *match.span(), {"ord": f"{day}{month}{year}-xxxx"})
            told.append(match.span())
        if with_sign and any(word in stykke.low for word in _NUMBERED):
            yield from _apart(stykke, told, own.cifre if own else "")


def _apart(stykke: Stykke, told: Collection[tuple[int, int]], own: str) -> Iterator[Hit]:
    """Those that stand after what they are called, with spaces anywhere."""
    for form in (_AFTER_ITS_NAME, _IN_PAIRS):
        for match in form.finditer(stykke.tekst):
            digits, (start, end) = _digits(match[1]), match.span(1)
            if match[1] != digits and is_cpr(digits) and digits != own and not any(
                    a < end and start < b for a, b in told):
                yield Hit(stykke, start, end, {"ord": f"{digits[:6]}-xxxx"})


def _may_be(text: str, match: re.Match[str]) -> bool:
    """Whether it is more than a date with other figures after it: »01.03.15 2200 København«,
    »01.08.2026-2027« and »010203/1234« are no CPR numbers unless the text says so."""
    _, inner, _, _, sign, _ = match.groups()
    if _SAID.search(text, max(0, match.start() - 24), match.start()):
        return True
    whole_year = sum(c.isdigit() for c in match[0]) > 10
    if whole_year and (not inner or len(sign) != 1 or match[6][:2] in ("19", "20")):
        return False
    if "/" in sign or (inner in (".", "/", "-") and inner and not sign.strip()):
        return False
    return not (sign.isspace() and _DATED.match(text, match.end()))


#: A town after four digits: they are a postcode.
_DATED = re.compile(r"\s[A-ZÆØÅ][a-zæøå]")


def is_cpr(digits: str) -> bool:
    """Whether ten digits can be a CPR number: a day that was, in the century that the seventh digit
    tells, or a replacement number (day and 60). There is no check digit in numbers since 2007."""
    day, month, year, seventh = (int(digits[a:b]) for a, b in ((0, 2), (2, 4), (4, 6), (6, 7)))
    try:
        date(_century(year, seventh) + year, month, day - 60 if day > 60 else day)
    except ValueError:
        return False
    return True


def _century(year: int, seventh: int) -> int:
    if seventh <= 3:
        return 1900
    if seventh in (4, 9):
        return 2000 if year <= 36 else 1900
    return 2000 if year <= 57 else 1800


def _hidden(brev: Brev) -> Iterator[Stykke]:
    """Every text in the file that is not read with the letter."""
    seen = {s.tekst for s in (*brev.stykker, *around(brev))}
    seen |= manifest_texts(brev.document.manifest)
    for passage in brev.document.passages:
        text = passage.text.replace("\u00a0", " ")
        if text not in seen:
            seen.add(text)
            yield Stykke(text, passage.where, "ramme")


# --- other people's telephone and address -------------------------------------------------------

_PHONE = re.compile(r"(?<![\d.\-/])(?!(?:19|20)\d\d (?:19|20)\d\d(?!\d))(?:(?:\+|00)45 ?)?"
                    r"(\d\d ?\d\d ?\d\d ?\d\d)(?!\d|[-./,]\d| ?%| kr)")
#: What the names of streets end in.
_ROADS = ("vej", "gade", "vænget", "allé", "alle", "stræde", "torv", "parken", "krogen", "toften",
          "bakken", "haven", "svinget", "engen", "kajen", "plads", "pladsen", "stien", "kæret",
          "lunden", "ager", "marken", "højen")
_HOUSE_NUMBER = re.compile(
    r" \d{1,3}(?!\d|[.,]\d| (?:dag|gang|time|uge|måned|år|børn|voksne|kr))")
_ROAD = re.compile(rf"[A-ZÆØÅ](?<![^\W\d_].)[^\W\d_]{{2,30}}(?:{'|'.join(_ROADS)})\.? \d{{1,3}}")
_LAST_WORD = re.compile(r"[^\W\d_]+$")
_LONGEST_ROAD = 40
#: Telephones that anybody may be told of.
_PUBLIC = frozenset({"116111", "35555559", "33411200"})
#: Those who help as part of their work: their telephone is there to be told of.
_PRIVATE = frozenset({"mor", "far", "medmor", "forælder", "stedmor", "stedfar", "bror", "søster",
                      "bedsteforælder", "mormor", "morfar", "farmor", "farfar", "familie", "ven"})


def private_contact(brev: Brev, regel: Regel, book: Regelbog) -> Iterator[Hit]:
    """The telephone or street of a private person in the case who is not the reader, nor lives with
    the reader. What is protected from the reader is told elsewhere, as more than a warning."""
    if not brev.situation:
        return
    sag, reader = brev.situation.sag, brev.situation.læser.øjne
    home = {"barn", *sag.barn.bor_hos}
    hidden = {_digits(f.tekst)[-8:] if f.art == "telefonnummeret" else fold(f.tekst)
              for f in beskyttet_for(sag, reader)}
    mine = home if reader in home else {reader}
    open_to_all = set(_numbers(brev, mine))
    people: list[tuple[str, Barn | Person]] = [("barn", sag.barn), *((p.id, p) for p in sag.personer
                                                                   if p.rolle in _PRIVATE)]
    facts = {fact for id, person in people if id not in mine for fact in (
        _digits(person.telefon or "")[-8:], fold(person.adresse.vej) if person.adresse else "")}
    for fact in sorted(facts - hidden - open_to_all - {""}):
        yield from _stands(brev, fact)


def _numbers(brev: Brev, ids: set[str]) -> Iterator[str]:
    assert brev.situation
    sag = brev.situation.sag
    known: list[object] = [sag.kommune, sag.rådgiver, sag.anden_rådgiver, *sag.steder]
    known += [p for p in sag.personer if p.id in ids] + ([sag.barn] if "barn" in ids else [])
    for one in known:
        yield _digits(getattr(one, "telefon", None) or "")[-8:]
        if adresse := getattr(one, "adresse", None):
            yield fold(adresse.vej)


def _stands(brev: Brev, fact: str) -> Iterator[Hit]:
    if fact.isdecimal():
        for stykke, match in _telephones(brev):
            if _digits(match[1]) == fact:
                yield Hit(stykke, *match.span(), {"ord": "et telefonnummer"})
    elif fact in _folded(brev):
        for stykke in (*brev.stykker, *around(brev)):
            if fact in fold(stykke.tekst):
                yield Hit(stykke, 0, len(stykke.tekst), {"ord": "en adresse"})


@once
def _folded(brev: Brev) -> str:
    return fold("\n".join(s.tekst for s in (*brev.stykker, *around(brev))))


@once
def _telephones(brev: Brev) -> tuple[tuple[Stykke, re.Match[str]], ...]:
    """The telephone numbers of the letter, each with its piece."""
    return tuple((stykke, match) for stykke, count in _counted(brev)
                 if count >= _DIGITS_OF_A_TELEPHONE for match in _PHONE.finditer(stykke.tekst))


def unknown_contact(brev: Brev, regel: Regel, book: Regelbog) -> Iterator[Hit]:
    """Telephones and streets that the case does not know: they may be left from another letter."""
    if not closed(brev):
        return
    for stykke, match in _telephones(brev):
        before = stykke.tekst[max(0, match.start() - 24):match.start()].lower()
        number = _digits(match[1])
        if not (number in _PUBLIC or _OTHER_NUMBER.search(before) or _known_number(brev, number)):
            yield Hit(stykke, *match.span(), {"ord": match[0]})
    for stykke in (*brev.med_tal, *around(brev)):
        for match in _roads(stykke.tekst):
            if not _known_road(brev, match[0]):
                yield Hit(stykke, *match.span(), {"ord": match[0]})


def _roads(text: str) -> Iterator[re.Match[str]]:
    """Streets with a house number. Few words stand before a number, so they are looked for from
    there."""
    for number in _HOUSE_NUMBER.finditer(text):
        end = number.start() - (text[number.start() - 1] == ".")
        if text.endswith(_ROADS, 0, end):
            word = _LAST_WORD.search(text, max(end - _LONGEST_ROAD, 0), end)
            if word and (road := _ROAD.match(text, word.start())):
                yield road


@once
def _known_road(brev: Brev, road: str) -> bool:
    """Whether the case has this street and number, however it is spelled."""
    return road in _case_text(brev) or fold(road) in _folded_case(brev)


@once
def _case_text(brev: Brev) -> str:
    return "\n".join(brev.case.texts) if brev.case else ""


@once
def _folded_case(brev: Brev) -> str:
    return fold(_case_text(brev))


@once
def _known_number(brev: Brev, number: str) -> bool:
    """Whether the case has this telephone, however it is spaced."""
    spaced = " ?".join(number[n:n + 2] for n in range(0, len(number), 2))
    known = _case_text(brev)
    return any(_digits(match[1]) == number for found in re.finditer(spaced, known)
               for match in _PHONE.finditer(known, max(found.start() - 6, 0), found.end() + 5))


_OTHER_NUMBER = re.compile(r"(?:sag\w*|journal\w*|j\.?|cvr|ean|konto\w*|reg\.?|p-|lov|nr|id)"
                           r"[-. :a-zæøå]{0,8}$")


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)


NUMBERS: Mapping[str, Callable[[Brev, Regel, Regelbog], Iterator[Hit]]] = {
    "cpr_med_tegn": cpr_with_sign, "cpr_ti_cifre": cpr_ten_digits,
    "andres_kontakt": private_contact, "ukendt_kontakt": unknown_contact,
}
