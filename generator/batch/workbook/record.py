"""One row as a record of plain data, with the cell of each value."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from generator.batch.rows import Celle, Række
from generator.batch.workbook.cell import ADULTS, CHILD, read_cell
from generator.batch.workbook.headings import Opslag, Plads
from generator.case.values import er_tom
from generator.source import Path_, Place, Problem, illegal_characters

Record = tuple[dict[str, Any], dict[Path_, Place], list[Problem]]


def empty(række: Række) -> bool:
    """Whether nothing stands in the row."""
    return not any(c.problem or not er_tom(c.tekst) for c in række.celler)


def key_of(number: str) -> str:
    """A sagsnummer as it is compared."""
    return unicodedata.normalize("NFC", number).strip().casefold()


def sagsnummer_of(række: Række, opslag: Opslag) -> str | None:
    """The row's sagsnummer, or None."""
    celle = cell_at(række, opslag.sagsnummer)
    return None if celle is None or er_tom(celle.tekst) else str(celle.tekst).strip()


def cell_at(række: Række, index: int | None) -> Celle | None:
    """The cell in the column; None when the row ends before it."""
    return None if index is None or index >= len(række.celler) else række.celler[index]


def record(række: Række, opslag: Opslag, path: Path_) -> Record:
    """The row's fields as nested data. `places` has the whole paths, from the case."""
    data: dict[str, Any] = {}
    places: dict[Path_, Place] = {path: række.celler[0].sted}
    problems: list[Problem] = [c.problem for c in række.celler if c.problem]
    for part, index in opslag.dele.items():
        if index < len(række.celler):
            places[(*path, *part)] = række.celler[index].sted
    for plads in opslag.pladser:
        first, adults = cell_at(række, plads.første), cell_at(række, plads.voksne)
        here = first or adults
        where = here.sted if here else _beyond(række, opslag, plads)
        if where:
            places[(*path, *plads.felt)] = where
        value = _value(plads, first, adults, problems)
        if value is None or where is None:
            continue
        _put(data, plads.felt, value)
        if isinstance(value, (list, dict)):
            _place_inside(value, (*path, *plads.felt), where, adults, places)
    return data, places, problems


def _value(plads: Plads, first: Celle | None, adults: Celle | None,
           problems: list[Problem]) -> Any:
    """What stands in the field; a problem for what cannot be read."""
    texts = [None if c is None or c.tekst is None else _plain(c, problems)
             for c in (first, adults)]
    if texts == [None, None]:
        return None
    try:
        return read_cell(plads.kolonne, *texts)
    except ValueError as error:
        text, _, remedy = str(error).partition("||")
        where = (adults or first or Celle(None, Place())).sted
        problems.append(Problem("flet.celle", f"{text}.", where, remedy))
        return None


def _plain(celle: Celle, problems: list[Problem]) -> str:
    """The text in one form of Unicode, with plain line breaks and nothing a letter cannot carry."""
    text = celle.tekst or ""
    if text.isascii() and text.isprintable():
        return text
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    problems += [replace(p, where=celle.sted) for p in illegal_characters(text, celle.sted)]
    return text


def _put(data: dict[str, Any], path: Sequence[str | int], value: Any) -> None:
    *above, last = path
    for step in above:
        data = data.setdefault(str(step), {})
    data[str(last)] = value


def _place_inside(value: Any, path: Path_, first: Place, adults: Celle | None,
                  places: dict[Path_, Place]) -> None:
    """The cells of the items of a list and of the two voices of a text."""
    second = adults.sted if adults else first
    for n, item in enumerate(value) if isinstance(value, list) else ():
        places[(*path, n)] = first
        if isinstance(item, dict):
            places[(*path, n, CHILD)], places[(*path, n, ADULTS)] = first, second
    if isinstance(value, dict):
        places[(*path, CHILD)], places[(*path, ADULTS)] = first, second


def _beyond(række: Række, opslag: Opslag, plads: Plads) -> Place | None:
    """The cell of a field that must be there, when the row ends before its column."""
    if not plads.kolonne.krævet:
        return None
    heading = opslag.tabel.overskrifter[plads.første if plads.første is not None
                                        else plads.voksne or 0].sted
    if "!" not in heading.detail:
        return replace(heading, line=række.nummer) if heading.line else None
    return replace(heading, detail=re.sub(r"[0-9]+$", str(række.nummer), heading.detail))


def stray_values(række: Række, opslag: Opslag, told: set[int]) -> Iterator[Problem]:
    """A warning for values below no heading, once for each column."""
    headings = opslag.tabel.overskrifter
    for index, celle in enumerate(række.celler):
        if er_tom(celle.tekst) or index in told:
            continue
        if index >= len(headings) or er_tom(headings[index].tekst):
            told.add(index)
            yield Problem("flet.uden_overskrift", "Kolonnen har ingen overskrift, så den bliver "
                          "ikke læst.", celle.sted, "Sæt en overskrift over den, hvis den skal med "
                          "i sagerne.", "advarsel")
