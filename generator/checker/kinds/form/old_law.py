"""Serviceloven where barnets lov rules now, and what each of its sections has become."""

from __future__ import annotations

import csv
import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from generator.checker.kinds.hit import Hit
from generator.checker.kinds.words import found_among
from generator.checker.letter import Brev, Stykke
from generator.checker.pattern import Pattern, pattern
from generator.checker.rules import Regel, Regelbog
from generator.checker.text.acts import acts
from generator.checker.text.around import around
from generator.source import read_text

#: The last year in which serviceloven was the law for children.
_LAST_YEAR = 2023
_OLD_LAW = re.compile(r"servicelov\w{0,5}|lov(?:en)? om social service|(?<!\w)SEL(?!\w)",
                      re.IGNORECASE)
#: It begins with its first letter, so that it is soonest found to be nowhere.
_SHORT = re.compile(r"[sS](?<!\w[sS])[eE][lL](?!\w)")
_SECTION = re.compile(r"§{1,2}\s{0,3}(\d{1,3})(\s?[a-z](?!\w))?", re.IGNORECASE)
#: How many words around it may tell that the past is meant.
_AROUND = 30
#: How far from the name of the law its section may stand.
_REACH = 45


def old_law(brev: Brev, regel: Regel, book: Regelbog) -> Iterator[Hit]:
    """References to serviceloven for what barnets lov rules now; not where the past is told. A
    section that no act is named for is one when it stands in old company (»handleplan, jf. § 140«)
    or in a letter that names serviceloven and never barnets lov."""
    files = tuple(root / "rules" / "servicelov.tsv" for root in book.roots)
    now, company = old_sections(files), old_company(files)
    only = "servicelov" in brev.low and "barnets lov" not in brev.low
    for stykke in (*brev.stykker, *around(brev)):
        if stykke.slags == "citat":
            continue
        if "§" in stykke.tekst:
            yield from _bare(regel, stykke, now, company, only)
        if not ("servicelov" in stykke.low or "social service" in stykke.low
                or _SHORT.search(stykke.tekst)):
            continue
        for sentence in stykke.sætninger:
            for start, end, section in _old_sections(sentence.text):
                if section in now and not _told_of_the_past(
                        regel, stykke, sentence.start + start):
                    yield Hit(stykke, sentence.start + start, sentence.start + end,
                              {"forslag": now[section]})
        yield from _without_section(brev, regel, stykke)


#: Grown-ups, to whom serviceloven still speaks.
_GROWN_UP = frozenset([
    "mor", "mors", "far", "fars", "forælder", "forældre", "forældrene", "forældrenes", "mormor",
    "morfar", "farmor", "farfar", "stedmor", "stedfar", "bedstemor", "bedstefar", "voksen",
    "voksne", "borger", "borgere", "borgeren", "ledsager"])
_OF_THE_CHILD = frozenset([
    "barn", "barnet", "børn", "børnene", "unge", "unges", "søn", "sønnen", "datter", "datteren",
    "anbringelse", "anbringelsen", "anbragt", "anbringes"])
_YOU = frozenset(("du", "dig", "din", "dit", "dine"))


def _without_section(brev: Brev, regel: Regel, stykke: Stykke) -> Iterator[Hit]:
    """Serviceloven without a section, where what the child has or gets is told: »efter serviceloven
    har du ret til en plan«."""
    child = _OF_THE_CHILD | _YOU if brev.til_barnet else _OF_THE_CHILD
    for words in stykke.ord_i_sætninger:
        lows = {w.low for w in words}
        if not lows & child or lows & _GROWN_UP or any(w.kind == "paragraf" for w in words) or (
                {"barnets", "lov"} <= lows):
            continue
        named = next((w for w in words if w.low in ("serviceloven", "servicelovens")), None)
        if named and not _told_of_the_past(regel, stykke, named.start):
            yield Hit(stykke, named.start, named.end, {"forslag": "barnets lov"})


def _bare(regel: Regel, stykke: Stykke, now: Mapping[str, str], company: Sequence[Pattern],
          only: bool) -> Iterator[Hit]:
    """Old sections without an act beside them."""
    old = {n for one in company if one.may_fit(stykke.low)
           for first, last in one.find(stykke.ord) for n in range(first, last + 1)}
    named = acts(stykke.tekst) if only or old else {}
    for n, word in enumerate(stykke.ord if only or old else ()):
        section = _SECTION.fullmatch(word.text) if word.kind == "paragraf" else None
        if section and word.start not in named and (only or n in old):
            number = _numbered(section)
            if number in now and not _told_of_the_past(regel, stykke, word.start):
                yield Hit(stykke, word.start, word.end, {"forslag": now[number]})


def _old_sections(text: str) -> Iterator[tuple[int, int, str]]:
    """Sections of serviceloven in a sentence: `servicelovens § 52`, `§ 52 i serviceloven`."""
    for law in _OLD_LAW.finditer(text):
        after = _SECTION.search(text, law.end(), law.end() + _REACH)
        before = list(_SECTION.finditer(text, max(law.start() - _REACH, 0), law.start()))
        if after and "lov" not in text[law.end():after.start()].lower():
            yield law.start(), after.end(), _numbered(after)
        elif before and (before[-1].end() + 5 > law.start() or " i " in
                         text[before[-1].end():law.start()]) and "lov" not in text[
                             before[-1].end():law.start()].lower():
            yield before[-1].start(), law.end(), _numbered(before[-1])


def _numbered(section: re.Match[str]) -> str:
    letter = (section[2] or "").strip().lower()
    return f"{section[1]} {letter}" if letter in ("a", "b", "c", "d") else section[1]


def _told_of_the_past(regel: Regel, stykke: Stykke, place: int) -> bool:
    """Whether the words around it tell of what was: a year before barnets lov, »tidligere«."""
    at = bisect_left(stykke.ord, place, key=lambda w: w.start)
    number = stykke.ord[min(at, len(stykke.ord) - 1)].sentence
    near = [w for w in stykke.ord[max(at - _AROUND, 0):at + _AROUND] if w.sentence == number]
    return any(w.text[-4:].isdecimal() and 1900 <= int(w.text[-4:]) <= _LAST_YEAR
               for w in near if w.kind in ("tal", "dato")) or any(
        True for _ in found_among(regel.undtagen, near))


@lru_cache(maxsize=16)
def old_sections(files: tuple[Path, ...]) -> Mapping[str, str]:
    """What each section of serviceloven is now, by its number; the last file on top."""
    return {r["før"].strip(): r["nu"] for r in _rows(files) if r.get("nu")}


@lru_cache(maxsize=16)
def old_company(files: tuple[Path, ...]) -> tuple[Pattern, ...]:
    """What an old section is known by when no act is named beside it."""
    return tuple(pattern(one) for r in _rows(files)
                 for one in (r.get("kendes på") or "").split(";") if one.strip())


def _rows(files: tuple[Path, ...]) -> Iterator[Mapping[str, str]]:
    for path in files:
        if path.is_file():
            rows = csv.DictReader(read_text(path).split("\n"), delimiter="\t")
            yield from (r for r in rows if r.get("før"))
