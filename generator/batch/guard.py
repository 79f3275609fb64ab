"""Leakage across the batch: no letter tells of somebody who belongs to another row.

A mail merge that slips a row sends one family's name and address to another. So all that tells one
person from others is put in an index first: full names, CPR numbers, phone numbers, street and
number. Then each finished letter is searched for what is in the index and not in its own case. The
index holds hashes with a key that is new in each run, so its file gives nobody away.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b, sha256
from pathlib import Path
from typing import NamedTuple

from generator.case.personer import Adresse, Barn, Kommune, Person, Sted
from generator.case.planer import Søskendebarn
from generator.case.reader import HJEM
from generator.case.sag import Sag
from generator.case.values import Cpr, ligner_cpr
from generator.checker.always.leaks import CPR, fold, visible
from generator.document.model import Document, everywhere
from generator.source import Place, Problem

#: The row of what belongs to the authority: its own address, its advisers. Any letter may name it.
SHARED = 0
_WHAT = {"navn": "navnet på", "cpr": "CPR-nummeret på", "tlf": "telefonnummeret på",
         "vej": "adressen på"}
#: How many words of a name may stand between the first and the last.
_BETWEEN = 4
_PARTICLES = frozenset({"af", "al", "bin", "da", "de", "del", "den", "der", "el", "la", "ten",
                        "van", "von"})
_WORD = re.compile(r"[^\W\d_]+")
_NEXT_TO = re.compile(r"[\s\-'’.]{1,3}")
_COMMA = re.compile(r"\s*,\s*")
#: Dates and CVR numbers have eight digits as well. They are passed by.
_PHONE = re.compile(
    r"(?<!\d)(?:\d{4}-\d\d-\d\d|\d\d?[-.]\s?\d\d?[-.]\s?\d{4}|cvr\D{0,6}\d{8}"
    r"|(?P<nr>(?:(?:\+|00)45[\s\-]*)?\d(?:[\s.\-]?\d){7}|(?:\+|00)\d(?:[\s\-]?\d){8,13}))"
    r"(?![\s.\-]?\d)")
#: Possessive, and from the start of a word: a text without a house number is left quickly.
_ROAD = re.compile(r"(?<![^\W\d_])((?:[^\W\d_]++[ .\-]++){0,5}[^\W\d_]++)\.?\s+"
                   r"([0-9]{1,3})(?![0-9])(\s*)([a-zæøå](?![\w.]))?")
_HOUSE_NUMBER = re.compile(r"\s[0-9]{1,3}(?![0-9])")
_DIGIT = re.compile(r"\d")
_POST = re.compile(r"(?<!\d)(\d{4})\s+[^\W\d]")


class Fact(NamedTuple):
    """Something that tells one person from others, folded. `post` is an address's postcode."""

    kind: str
    text: str
    post: int = 0


@dataclass(frozen=True)
class Belonging:
    """What belongs to one case: `theirs` to its people, `shared` to its authority. `digest` stands
    for both."""

    theirs: frozenset[Fact]
    shared: frozenset[Fact]

    @property
    def digest(self) -> int:
        """A number that changes when a fact does. The sum over all rows stands for the batch."""
        text = repr((sorted(self.theirs), sorted(self.shared)))
        return int.from_bytes(sha256(text.encode()).digest()[:16])


def belonging(sag: Sag) -> Belonging:
    """What the index holds of a case. A place counts when it is secret for somebody; a school does
    not, for many children go to it."""
    theirs = {fact for name, called in _named(sag) for fact in _full_names(name, called)}
    people: list[Barn | Person] = [sag.barn, *sag.personer]
    for person in people:
        theirs |= {*_reached_at(person.adresse, person.telefon), *_number(person.cpr)}
    for place in sag.steder:
        if place.slags in HJEM and place.hemmeligt_for:
            theirs |= set(_reached_at(place.adresse, place.telefon))
    shared = set(_reached_at(sag.kommune.adresse, sag.kommune.telefon))
    for adviser in filter(None, (sag.rådgiver, sag.anden_rådgiver)):
        shared |= {*_full_names(adviser.navn, None), *_reached_at(None, adviser.telefon)}
    return Belonging(frozenset(theirs), frozenset(shared))


def own_facts(sag: Sag) -> frozenset[tuple[str, str]]:
    """All that letters of the case may hold: its people, places and authority, and its number."""
    found = belonging(sag)
    own = {(fact.kind, fact.text) for fact in (*found.theirs, *found.shared)}
    names = [*(name for name, _ in _named(sag)), *(place.navn for place in sag.steder)]
    own |= {("navn", f"{first} {last}") for name in names for first, last in _pairs(_words(name))}
    reached: list[Barn | Person | Sted | Kommune] = [sag.barn, *sag.personer, *sag.steder,
                                                     sag.kommune]
    for someone in reached:
        texts = (someone.adresse.vej if someone.adresse else "", someone.telefon or "")
        own |= {(fact.kind, fact.text) for text in texts for fact in facts_in(text)}
    return frozenset(own | {("tlf", re.sub(r"\D", "", sag.sagsnummer))})


def _named(sag: Sag) -> Iterator[tuple[str, str | None]]:
    """Everybody in the case by name, and what they go by."""
    siblings = sag.plan.søskende if sag.plan else ()
    everybody: list[Barn | Person | Søskendebarn] = [
        sag.barn, *(part.barn for part in siblings), *sag.personer]
    for someone in everybody:
        yield someone.navn, someone.kaldes


@lru_cache(maxsize=4096)
def _words(name: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(fold(name)))


def _pairs(words: Sequence[str]) -> Iterator[tuple[str, str]]:
    for n, first in enumerate(words):
        for last in words[n + 1:n + 2 + _BETWEEN]:
            yield first, last


def _full_names(name: str, called: str | None) -> Iterator[Fact]:
    """First and last name, and the name the child goes by with the last. A first name alone is
    shared by thousands."""
    words = _words(name)
    if len(words) > 1:
        for first in (words[0], *_words(called or "")[:1]):
            yield Fact("navn", f"{first} {words[-1]}")


def _reached_at(address: Adresse | None, phone: str | None) -> Iterator[Fact]:
    if phone:
        digits = re.sub(r"\D", "", phone)
        if len(digits) >= 8:
            yield Fact("tlf", digits[-8:])
    house = _ROAD.search(fold(address.vej)) if address else None
    if house and address:
        words, number, _, letter = house.groups()
        yield Fact("vej", f"{' '.join(_WORD.findall(words))} {number}{letter or ''}",
                   int(address.postnr))


def _number(cpr: Cpr | None) -> Iterator[Fact]:
    if cpr:
        yield Fact("cpr", cpr.cifre)


def facts_in(text: str) -> tuple[Fact, ...]:
    """Everything in a text that may be a fact about a person: what the index is asked for."""
    shown = visible(text)
    found = [*_names_in(shown)]
    digits = len(_DIGIT.findall(shown))
    if digits >= 10:
        found += [Fact("cpr", m[1] + m[2]) for m in CPR.finditer(shown) if ligner_cpr(m[1] + m[2])]
    if digits >= 8:
        found += [Fact("tlf", re.sub(r"\D", "", m["nr"])[-8:])
                  for m in _PHONE.finditer(shown.casefold()) if m["nr"]]
    if digits and _HOUSE_NUMBER.search(shown):
        found += _roads_in(fold(shown))
    return tuple(dict.fromkeys(found))


def _names_in(text: str) -> Iterator[Fact]:
    """Two words with capitals in one name; the last may have a genitive's s."""
    run: list[str] = []
    before: re.Match[str] | None = None
    for word in _WORD.finditer(text):
        said = word[0]
        capital = said[0].isupper()
        if not capital and said not in _PARTICLES and said != "s":
            run, before = [], None  # most words, and no name reaches across them
            continue
        gap = text[before.end():word.start()] if before else ""
        if before and capital and before[0][0].isupper() and _COMMA.fullmatch(gap):
            yield from _written(fold(said), fold(before[0]))  # »Holm, Alma«
        # A full stop ends the sentence, unless it is that of an initial: »A. Holm«.
        if not before or not _NEXT_TO.fullmatch(gap) or ("." in gap and len(before[0]) > 1):
            run = []
        before = word
        if capital:
            last = fold(said)
            for first in run[-_BETWEEN - 1:]:
                yield from _written(first, last)
            run.append(last)


def _written(first: str, last: str) -> Iterator[Fact]:
    yield Fact("navn", f"{first} {last}")
    if last.endswith("s"):
        yield Fact("navn", f"{first} {last[:-1]}")


def _roads_in(folded: str) -> Iterator[Fact]:
    for match in _ROAD.finditer(folded):
        words, number, gap, letter = match.groups()
        post = _POST.search(folded, match.end(), match.end() + 40)
        names = _WORD.findall(words)
        houses = {number + (letter or "")} | ({number} if gap else set())
        for n in range(len(names)):
            for house in sorted(houses):
                yield Fact("vej", f"{' '.join(names[n:])} {house}", int(post[1]) if post else 0)


class Index:
    """The facts of all rows, as hashes in a file: which rows each belongs to."""

    def __init__(self, path: Path, key: bytes, *, new: bool = False) -> None:
        self.key = key
        if new:
            self.db = sqlite3.connect(path)
            self.db.executescript(
                "PRAGMA synchronous=OFF; PRAGMA journal_mode=OFF;"
                "CREATE TABLE fakta(nøgle INTEGER, række INTEGER, post INTEGER,"
                " PRIMARY KEY(nøgle, række, post)) WITHOUT ROWID;"
                "CREATE TABLE rækker(nr INTEGER PRIMARY KEY, sag TEXT)")
        else:
            # A worker of a cluster uses one thread at a time, and not always the same.
            self.db = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True,
                                      check_same_thread=False)

    def add(self, nr: int, sag: str, facts: Iterable[tuple[int, int]],
            shared: Iterable[tuple[int, int]]) -> None:
        """The hashed facts of a row; `shared` are its authority's."""
        self.db.execute("INSERT INTO rækker VALUES (?, ?)", (nr, sag))
        rows = [(fact, nr, post) for fact, post in facts]
        rows += [(fact, SHARED, 0) for fact, _ in shared]
        self.db.executemany("INSERT OR IGNORE INTO fakta VALUES (?, ?, ?)", rows)

    def owners(self, facts: Iterable[int]) -> dict[int, list[tuple[int, int, str]]]:
        """For each hash that is known: the rows it belongs to, with postcode and case number."""
        asked, found = list(facts), dict[int, list[tuple[int, int, str]]]()
        for start in range(0, len(asked), 500):
            part = asked[start:start + 500]
            rows = self.db.execute(
                "SELECT nøgle, række, post, coalesce(sag, '') FROM fakta LEFT JOIN rækker"
                f" ON nr = række WHERE nøgle IN ({','.join('?' * len(part))})", part)
            for fact, row, post, sag in rows:
                found.setdefault(fact, []).append((row, post, sag))
        return found

    def close(self) -> None:
        self.db.close()
        _asked.cache_clear()


def hashed(facts: Iterable[Fact], key: bytes) -> tuple[tuple[int, int], ...]:
    """Each fact as a number and its postcode."""
    return tuple((_hash(fact.kind, fact.text, key), fact.post) for fact in facts)


def _hash(kind: str, text: str, key: bytes) -> int:
    return int.from_bytes(blake2b(f"{kind}:{text}".encode(), digest_size=8, key=key).digest(),
                          signed=True)


#: Phrases stand word for word in many letters. Texts are kept, in memory, till the index is closed.
@lru_cache(maxsize=4096)
def _asked(text: str, key: bytes) -> tuple[tuple[int, Fact], ...]:
    """The facts in a text with their hashes."""
    return tuple((_hash(fact.kind, fact.text, key), fact) for fact in facts_in(text))


def foreign(document: Document, sag: Sag, nr: int, index: Index) -> list[Problem]:
    """A problem for each fact in the letter that belongs to another row. It is not repeated:
    messages end up in logs."""
    own = own_facts(sag)
    seen: dict[int, list[tuple[Fact, Place]]] = {}
    for passage in everywhere(document):
        for number, fact in _asked(passage.text, index.key):
            if (fact.kind, fact.text) not in own:
                seen.setdefault(number, []).append((fact, passage.where))
    problems = []
    for key, owners in index.owners(seen).items():
        for fact, where in seen[key]:
            others = _others(fact, owners, nr, sag)
            if others:
                problems.append(_leak(fact, where, sag.sagsnummer, others))
    return list(dict.fromkeys(problems))


def _others(fact: Fact, owners: list[tuple[int, int, str]], nr: int, sag: Sag) -> list[str]:
    """The cases the fact belongs to, when none of them is a reason to let it stand."""
    if any(row in (nr, SHARED) for row, _, _ in owners):
        return []
    siblings = sag.søskende_i_andre_sager if fact.kind == "navn" else ()
    if any(other in siblings for _, _, other in owners):
        return []
    return sorted({other for _, post, other in owners
                   if not (fact.post and post and fact.post != post)})


def _leak(fact: Fact, where: Place, sag: str, others: list[str]) -> Problem:
    named = ", ".join(others[:3]) + (f" og {len(others) - 3} andre" if len(others) > 3 else "")
    return Problem(
        "flet.laek", f"Brevet i sag {sag} indeholder {_WHAT[fact.kind]} en person, som hører til "
        f"sag {named} og ikke til denne.", where, "Find oplysningen i sagens tekster, og slet den, "
        "hvis den er kommet med fra den anden sag. Hører personen også til her, så tilføj personen "
        "under »personer«.")
