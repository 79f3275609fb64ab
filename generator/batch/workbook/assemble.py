"""From tables to cases: each row of `Sager` with the rows of the other sheets that belong to it.

The other sheets are read into memory first, by sagsnummer; the rows of `Sager` stream.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from generator.batch.rows import Række, Sagsrække, Tabel, Ulæst
from generator.batch.shape import SAGSNUMMER
from generator.batch.workbook.headings import Opslag, match_tables, same
from generator.batch.workbook.record import empty, key_of, record, sagsnummer_of, stray_values
from generator.batch.workbook.tree import Børn, Rækker, add_children
from generator.source import Located, Place, Problem, Unusable, kort

#: The sagsnummer of the row that shows how a sheet is filled in.
EKSEMPEL = "EKSEMPEL"


@dataclass(frozen=True)
class Assembled:
    """What is worth a look in the sheets as a whole, and the cases, which can be gone through once.

    A case is put together when it is asked for: whoever wants others passes it by at little cost.
    """

    problems: tuple[Problem, ...]
    unread: Iterator[Ulæst]

    @property
    def rows(self) -> Iterator[Sagsrække]:
        """All of the cases."""
        return (row() for row in self.unread)


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
          file: str) -> Iterator[Ulæst]:
    homes: set[str] = set()
    for række in sager.tabel.rækker:
        number = sagsnummer_of(række, sager)
        if number is None:
            if not empty(række):
                yield partial(_nameless, række, sager)
            continue
        if _is_example(number):
            continue
        key = key_of(number)
        rows = children.get(key)
        if rows:
            homes.add(key)
        yield partial(_case, række, number, sager, others, rows, file)
    for row in homeless:
        yield partial(_same, row)
    for key in [key for key in children if key not in homes]:
        yield partial(_orphan, others, children[key])


def _same(row: Sagsrække) -> Sagsrække:
    return row


def _case(række: Række, number: str, sager: Opslag, others: list[Opslag], rows: Rækker | None,
          file: str) -> Sagsrække:
    data, steder, wrong = record(række, sager, ())
    wrong += stray_values(række, sager, set())
    if rows:
        wrong += add_children(data, steder, rows, others)
    where = række.celler[sager.sagsnummer].sted
    unusable = any(p.level == "fejl" for p in wrong)
    return Sagsrække(number, where, None if unusable else Located(data, steder, file),
                     tuple(wrong), række.nummer)


def _is_example(number: str | None) -> bool:
    return number is not None and number[:1] in "Ee" and same(number) == same(EKSEMPEL)


def _nameless(række: Række, opslag: Opslag) -> Sagsrække:
    at = min(opslag.sagsnummer, len(række.celler) - 1)
    where = række.celler[at].sted
    problem = Problem("flet.uden_sagsnummer", f"Rækken har intet {SAGSNUMMER.casefold()}.", where,
                      "Skriv sagens nummer, eller slet rækken.")
    problems = tuple(c.problem for c in række.celler if c.problem) or (problem,)
    return Sagsrække(f"{opslag.tabel.navn} række {række.nummer}".strip(), where, None, problems)


def _orphan(others: list[Opslag], rows: Rækker) -> Sagsrække:
    """Rows whose sagsnummer stands in no row of `Sager`."""
    problems: list[Problem] = []
    number, where = "", Place()
    for opslag in others:
        for række in rows.get(opslag.ark.sti, ()):
            number = sagsnummer_of(række, opslag) or number
            where = række.celler[opslag.sagsnummer].sted
            problems.append(Problem(
                "flet.ukendt_sag", f"Der er ingen sag med nummeret »{kort(number)}«.", where,
                "Ret nummeret, eller tilføj sagen i arket Sager."))
    return Sagsrække(number, problems[0].where, None, tuple(problems))
