"""From tables to cases: each row of `Sager` with the rows of the other sheets that belong to it.

The other sheets are read into memory first, by sagsnummer; the rows of `Sager` stream.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from generator.batch.rows import Række, Sagsrække, Tabel
from generator.batch.shape import SAGSNUMMER
from generator.batch.workbook.headings import Opslag, match_tables, same
from generator.batch.workbook.record import empty, key_of, record, sagsnummer_of, stray_values
from generator.batch.workbook.tree import Børn, add_children
from generator.source import Located, Place, Problem, Unusable, kort

#: The sagsnummer of the row that shows how a sheet is filled in.
EKSEMPEL = "EKSEMPEL"


@dataclass(frozen=True)
class Assembled:
    """What is worth a look in the sheets as a whole, and the cases, which can be read once."""

    problems: tuple[Problem, ...]
    rows: Iterator[Sagsrække]


def cases_from(tables: Iterable[Tabel], file: str) -> Assembled:
    """The cases in the tables, in the order of `Sager`; then the rows that belong to no case.

    A case with an error has no data. Raises `Unusable` when no case can be read with certainty: no
    `Sager`, no sagsnummer, or two columns for one field.
    """
    sheets, problems = match_tables(tables)
    if any(p.level == "fejl" for p in problems):
        raise Unusable(problems)
    sager, *others = sheets
    children: Børn = {}
    homeless: list[Sagsrække] = []
    for opslag in others:
        homeless += _gather(opslag, children)
    return Assembled(tuple(problems), _rows(sager, others, children, homeless, file))


def _gather(opslag: Opslag, children: Børn) -> Iterator[Sagsrække]:
    """Puts the sheet's rows by their case; gives back those that name none."""
    for række in opslag.tabel.rækker:
        number = sagsnummer_of(række, opslag)
        if empty(række) or _is_example(number):
            continue
        if number is None:
            yield _nameless(række, opslag)
        else:
            children.setdefault(key_of(number), {}).setdefault(opslag.ark.sti, []).append(række)


def _rows(sager: Opslag, others: list[Opslag], children: Børn, homeless: list[Sagsrække],
          file: str) -> Iterator[Sagsrække]:
    first: dict[int, int] = {}  # hashes: a million of the texts themselves would fill the memory
    stray: set[int] = set()
    for række in sager.tabel.rækker:
        number = sagsnummer_of(række, sager)
        if empty(række) or _is_example(number):
            continue
        if number is None:
            yield _nameless(række, sager)
            continue
        again = first.setdefault(hash(key_of(number)), række.nummer)
        wrong = list(stray_values(række, sager, stray))
        if again != række.nummer:
            wrong.append(_duplicate(række, sager, again))
        yield _case(række, sager, others, children, wrong, file)
    yield from homeless
    yield from _orphans(others, children)


def _case(række: Række, sager: Opslag, others: list[Opslag], children: Børn,
          wrong: list[Problem], file: str) -> Sagsrække:
    number = sagsnummer_of(række, sager) or ""
    data, places, problems = record(række, sager, ())
    wrong += problems
    rows = children.pop(key_of(number), None)
    if rows:
        wrong += add_children(data, places, rows, others)
    where = række.celler[sager.sagsnummer].sted
    unusable = any(p.level == "fejl" for p in wrong)
    return Sagsrække(number, where, None if unusable else Located(data, places, file),
                     tuple(wrong))


def _is_example(number: str | None) -> bool:
    return number is not None and same(number) == same(EKSEMPEL)


def _nameless(række: Række, opslag: Opslag) -> Sagsrække:
    at = min(opslag.sagsnummer, len(række.celler) - 1)
    where = række.celler[at].sted
    problem = Problem("flet.uden_sagsnummer", f"Rækken har intet {SAGSNUMMER.casefold()}.", where,
                      "Skriv sagens nummer, eller slet rækken.")
    return Sagsrække(f"{opslag.tabel.navn} række {række.nummer}", where, None, (problem,))


def _duplicate(række: Række, sager: Opslag, first: int) -> Problem:
    return Problem("flet.sagsnummer_dobbelt", "Sagsnummeret står i to rækker. Den første er række "
                   f"{first}.", række.celler[sager.sagsnummer].sted,
                   "Ret det ene nummer. Er det samme sag, så slet den ene række.")


def _orphans(others: list[Opslag], children: Børn) -> Iterator[Sagsrække]:
    """The rows whose sagsnummer stands in no row of `Sager`."""
    for rows in children.values():
        problems: list[Problem] = []
        number, where = "", Place()
        for opslag in others:
            for række in rows.get(opslag.ark.sti, ()):
                number = sagsnummer_of(række, opslag) or number
                where = række.celler[opslag.sagsnummer].sted
                problems.append(Problem(
                    "flet.ukendt_sag", f"Der er ingen sag med nummeret »{kort(number)}«.", where,
                    "Ret nummeret, eller tilføj sagen i arket Sager."))
        yield Sagsrække(number, problems[0].where, None, tuple(problems))
