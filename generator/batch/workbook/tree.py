"""Rows of the other sheets put into the case they belong to, outermost first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from generator.batch.rows import Celle, Række
from generator.batch.workbook.headings import Opslag
from generator.batch.workbook.record import Steder, cell_at, record, stray_values
from generator.case.values import er_tom
from generator.source import Path_, Problem, kort

#: The rows of one case by sheet, and those of all cases by their number.
Rækker = dict[tuple[str, ...], list[Række]]
Børn = dict[str, Rækker]
#: The records of a sheet by their number, with the path of each.
_Numbered = dict[int, tuple[dict[str, Any], Path_]]


def add_children(data: dict[str, Any], steder: Steder,
                 rows: Mapping[tuple[str, ...], Sequence[Række]],
                 sheets: Sequence[Opslag]) -> list[Problem]:
    """Adds the case's rows to its data, by the number of the row they lie under."""
    problems: list[Problem] = []
    known: dict[tuple[str, ...], _Numbered] = {(): {0: (data, ())}}
    for opslag in sheets:
        own = rows.get(opslag.ark.sti)
        if own:
            known[opslag.ark.sti] = _add_sheet(opslag, own, known, steder, problems)
    return problems


def _add_sheet(opslag: Opslag, rows: Sequence[Række],
               known: Mapping[tuple[str, ...], _Numbered], steder: Steder,
               problems: list[Problem]) -> _Numbered:
    above = opslag.ark.over or ()
    *between, name = opslag.ark.sti[len(above):]
    told: set[int] = set()
    added: _Numbered = {}
    for number, række in sorted(_numbered(rows, opslag, problems), key=lambda pair: pair[0]):
        problems += stray_values(række, opslag, told)
        parent = _parent(række, opslag, known.get(above, {}), problems)
        if parent is None:
            continue
        owner, path = parent
        for step in between:
            owner, path = owner.setdefault(step, {}), (*path, step)
        items = owner.setdefault(name, [])
        here = (*path, name, len(items))
        item, found, wrong = record(række, opslag, here)
        steder.add(found)
        problems += wrong
        items.append(item)
        added[number] = item, here
    return added


def _numbered(rows: Sequence[Række], opslag: Opslag,
              problems: list[Problem]) -> Iterator[tuple[int, Række]]:
    """The rows with their numbers; one without a number follows the row before it."""
    before, taken = 0, set[int]()
    for række in rows:
        celle = cell_at(række, opslag.nummer)
        number = _number(celle, problems)
        if number in taken and celle:
            problems.append(Problem(
                "flet.nummer_dobbelt", f"Nummeret {number} står i to af sagens rækker.",
                celle.sted, "Giv den ene række et andet nummer."))
            number = None
        while number is None or number in taken:
            before += 1
            number = before if before not in taken else None
        before = number
        taken.add(number)
        yield number, række


def _number(celle: Celle | None, problems: list[Problem]) -> int | None:
    if celle is None or er_tom(celle.tekst):
        return None
    text = str(celle.tekst).strip()
    if text.isascii() and text.isdecimal() and len(text) < 7:
        return int(text)
    problems.append(Problem("flet.nummer", f"»{kort(text)}« er ikke et nummer.", celle.sted,
                            "Skriv et helt tal, for eksempel 1."))
    return None


def _parent(række: Række, opslag: Opslag, known: _Numbered,
            problems: list[Problem]) -> tuple[dict[str, Any], Path_] | None:
    """The record the row lies under: the case, the one it names, or the only one there is."""
    if opslag.ark.over is None:
        return known[0]
    celle = cell_at(række, opslag.over)
    sheet = opslag.ark.over_navn
    where = celle.sted if celle else række.celler[opslag.sagsnummer].sted
    if celle is None or er_tom(celle.tekst):
        if len(known) == 1:
            return next(iter(known.values()))
        problems.append(Problem(
            "flet.over_mangler", f"Det fremgår ikke, hvilken række i »{sheet}« rækken hører til.",
            where, f"Skriv nummeret i kolonnen »{opslag.ark.nøgler[1]}«." if known else
            f"Sagen har ingen rækker i »{sheet}«. Tilføj en, eller slet rækken her."))
        return None
    number = _number(celle, problems)
    if number is not None and number not in known:
        there = ", ".join(map(str, sorted(known))) if 0 < len(known) <= 20 else ""
        problems.append(Problem(
            "flet.over_ukendt", f"Sagen har ingen række med nummer {number} i »{sheet}«.", where,
            f"Ret nummeret.{f' Der er: {there}.' if there else ''}"))
    return known.get(number) if number is not None else None
