"""Exceptions from rules, each with a reason: `tjek.yaml` beside the letter or in the library, and
what is typed after `--undtag`.

Careful by default. A `fejl` about law or about what must be protected can only be let stand in one
letter or one case, and a protected fact that the case itself knows of never.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

from generator import danish
from generator.checker.rules import Regelbog
from generator.source import (
    Located,
    Place,
    Problem,
    Unusable,
    kort,
    read_yaml,
    suggestion,
)

FILE = "tjek.yaml"
_KEYS = ("regel", "brev", "sag", "grund", "til")
#: What the program itself finds and nobody may let stand.
NEVER = ("beskyttet.", "modtager.")


@dataclass(frozen=True)
class Undtagelse:
    """A rule that is not to be followed, and why. Without `brev` (a file name, where `*` stands for
    anything) and `sag` it is for all letters. `til` is the last day it holds."""

    regel: str
    grund: str
    brev: str = ""
    sag: str = ""
    til: date = date.max
    sted: Place = field(default_factory=Place)

    @property
    def narrow(self) -> bool:
        """Whether it is for one letter or one case, and not for whatever comes."""
        return bool(self.sag or (self.brev and "*" not in self.brev and "?" not in self.brev))

    def concerns(self, id: str, name: str, case: str) -> bool:
        """Whether it is about this finding in the letter of this file name and case number."""
        return (self.regel == id and (not self.brev or fnmatch(name, self.brev))
                and (not self.sag or self.sag == case))


@dataclass(frozen=True)
class Undtaget:
    """A finding that somebody has let stand."""

    fund: Problem
    undtagelse: Undtagelse


@dataclass(frozen=True)
class Sorted:
    """Findings that stand, those let stand, and what is to be said of exceptions not followed."""

    fund: tuple[Problem, ...]
    undtaget: tuple[Undtaget, ...]
    bemærkninger: tuple[str, ...]


def sort_out(found: Sequence[Problem], exceptions: Sequence[Undtagelse], book: Regelbog,
             name: str, case: str, today: date) -> Sorted:
    """The findings of a letter, told apart. An exception that is not followed is told once."""
    stand: list[Problem] = []
    apart: list[Undtaget] = []
    said: dict[str, None] = {}
    for problem in found:
        for one in (e for e in exceptions if e.concerns(problem.id, name, case)):
            if refusal := _refused(problem, one, book, today):
                said[refusal] = None
                continue
            apart.append(Undtaget(problem, one))
            break
        else:
            stand.append(problem)
    return Sorted(tuple(stand), tuple(apart), tuple(said))


def _refused(problem: Problem, one: Undtagelse, book: Regelbog, today: date) -> str:
    """Why the exception is not followed, or nothing."""
    if one.til < today:
        return (f"Undtagelsen fra {problem.id} gjaldt til og med {one.til.isoformat()} og er ikke "
                f"fulgt. Giver grunden stadig mening, så ret datoen: {one.sted}.")
    if problem.level == "fejl" and problem.id.startswith(NEVER):
        return (f"{problem.id} kan ikke undtages: Det er en beskyttet oplysning eller en forkert "
                "modtager.")
    if problem.level == "fejl" and _heavy(problem, book) and not one.narrow:
        return (f"Undtagelsen fra {problem.id} gælder for alle breve og er ikke fulgt. En fejl, "
                "der handler om loven eller om beskyttelse, kan kun undtages i ét brev eller én "
                "sag: skriv også »brev« eller »sag«.")
    return ""


def _heavy(problem: Problem, book: Regelbog) -> bool:
    regel = book.regler.get(problem.id)
    return problem.kind == "LOV" or (regel is not None and regel.type in ("LOV", "BESKYTTELSE"))


def typed(text: str, book: Regelbog, letters: Sequence[str]) -> Undtagelse:
    """What somebody wrote after `--undtag`: `AF-09=the reason`. When a single letter is checked, it
    is for that letter. Raises `Unusable` when the reason is missing or there is no such rule."""
    id, _, reason = (part.strip() for part in text.partition("="))
    where = Place("--undtag")
    faults = list(_faults(id, reason, where, book))
    if faults:
        raise Unusable(faults)
    return Undtagelse(id, reason, letters[0] if len(letters) == 1 else "", sted=where)


def read_exceptions(folder: Path, book: Regelbog) -> tuple[Undtagelse, ...]:
    """The exceptions in the folder's `tjek.yaml`; none when there is no such file. Raises
    `Unusable` with everything that is wrong in it."""
    path = folder / FILE
    if not path.is_file():
        return ()
    source = read_yaml(path)
    if not isinstance(source.data, list):
        raise Unusable([Problem("undtag.form", "Filen skal være en liste af undtagelser.",
                                Place(str(path), 1), "Begynd hver undtagelse med »- regel: …«.")])
    faults: list[Problem] = []
    found = [_read(source, n, item, book, faults) for n, item in enumerate(source.data)]
    if faults:
        raise Unusable(faults)
    return tuple(found)


def _read(source: Located, n: int, item: Any, book: Regelbog,
          faults: list[Problem]) -> Undtagelse:
    data: Mapping[str, Any] = item if isinstance(item, dict) else {}
    where = source.place((n,))
    faults += [Problem("undtag.felt", f"Feltet »{kort(name)}« kan ikke stå i en undtagelse.",
                       source.place((n, name)),
                       f"{suggestion(name, _KEYS)} Der kan stå: {', '.join(_KEYS)}.".strip())
               for name in data if name not in _KEYS]
    told = {name: str(data.get(name) or "").strip() for name in _KEYS}
    faults += _faults(told["regel"], told["grund"], where, book)
    last = danish.læs_dato(told["til"]) if told["til"] else date.max
    if last is None:
        faults.append(Problem("undtag.dato", f"Datoen »{kort(told['til'])}« kan ikke læses.",
                              source.place((n, "til")), "Skriv den som 2026-03-01."))
    return Undtagelse(told["regel"], told["grund"], told["brev"], told["sag"], last or date.max,
                      where)


def _faults(id: str, reason: str, where: Place, book: Regelbog) -> Iterator[Problem]:
    if id not in book.regler and "." not in id:
        yield Problem("undtag.regel", f"Der er ingen regel, der hedder »{kort(id)}«.", where,
                      suggestion(id, book.regler) or "Se dem med: duform regler liste.")
    if not reason:
        yield Problem("undtag.grund", "Undtagelsen har ingen grund.", where,
                      "Skriv grunden, så den næste kan forstå den: --undtag "
                      f"\"{kort(id) or 'AF-09'}=grunden\", eller »grund: …« i {FILE}.")
