"""One row as a record of plain data, with the cell of each value."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from generator.batch.rows import Celle, Række
from generator.batch.workbook.cell import ADULTS, CHILD, read_cell
from generator.batch.workbook.headings import Opslag, Plads
from generator.case.values import er_tom
from generator.source import Path_, Place, Problem, illegal_characters

Record = tuple[dict[str, Any], "Steder", list[Problem]]


class Part(NamedTuple):
    """A row that has become a record, and the path of the record from the case."""

    række: Række
    opslag: Opslag
    path: Path_
    data: dict[str, Any]


class Steder(Mapping[Path_, Place]):
    """The cell of each value. It is found out when somebody asks: in a good row nobody does."""

    def __init__(self, part: Part) -> None:
        self._parts = [part]
        self._found: dict[Path_, Place] = {}

    def add(self, other: Steder) -> None:
        """Those of a record further in, too."""
        self._parts += other._parts

    def __getitem__(self, path: Path_) -> Place:
        return self._all()[path]

    def __iter__(self) -> Iterator[Path_]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())

    def _all(self) -> dict[Path_, Place]:
        parts, self._parts = self._parts, []
        for part in parts:
            if part.path:  # the list as a whole stands where its first record does
                self._found.setdefault(part.path[:-1], part.række.celler[0].sted)
            self._found.update(_places(part))
        return self._found


def empty(række: Række) -> bool:
    """Whether nothing stands in the row."""
    return all(map(er_tom, række.tekster)) and not række.problemer


def key_of(number: str) -> str:
    """A sagsnummer as it is compared."""
    return unicodedata.normalize("NFC", number).strip().casefold()


def sagsnummer_of(række: Række, opslag: Opslag) -> str | None:
    """The row's sagsnummer, or None."""
    text = text_at(række.tekster, opslag.sagsnummer)
    return None if text is None or er_tom(text) else " ".join(text.split())


def text_at(texts: Sequence[str | None], index: int | None) -> str | None:
    """What stands in the column; None when the cell is empty or the row ends before it."""
    return None if index is None or index >= len(texts) else texts[index]


def cell_at(række: Række, index: int | None) -> Celle | None:
    """The cell in the column; None when the row ends before it."""
    return None if index is None or index >= len(række.celler) else række.celler[index]


def record(række: Række, opslag: Opslag, path: Path_) -> Record:
    """The row's fields as nested data, with the cell of each by its whole path from the case."""
    data: dict[str, Any] = {}
    problems = række.problemer
    texts = række.tekster
    for plads in opslag.pladser:
        first, adults = text_at(texts, plads.første), text_at(texts, plads.voksne)
        if first is None and adults is None:
            continue
        if first and plads.enkel and first[0].isalnum() and first.isascii() and (
                first.isprintable()):
            value: Any = first  # most cells
        else:
            value = _value(plads, first, adults, række, problems)
        if value is not None:
            _put(data, plads.felt, value)
    return data, Steder(Part(række, opslag, path, data)), problems


def _value(plads: Plads, first: str | None, adults: str | None, række: Række,
           problems: list[Problem]) -> Any:
    """What stands in the field; a problem for what cannot be read."""
    texts = [None if text is None or index is None else _plain(text, række, index, problems)
             for text, index in ((first, plads.første), (adults, plads.voksne))]
    try:
        return read_cell(plads.kolonne, *texts)
    except ValueError as error:
        text, _, remedy = str(error).partition("||")
        where = cell_at(række, plads.voksne) or cell_at(række, plads.første)
        problems.append(Problem("flet.celle", f"{text}.", where.sted if where else Place(), remedy))
        return None


def _plain(text: str, række: Række, index: int, problems: list[Problem]) -> str:
    """The text in one form of Unicode, with plain line breaks and nothing a letter cannot carry."""
    if text.isascii() and text.isprintable():
        return text
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    if not text.isprintable():
        where = række.celler[index].sted
        problems += [replace(p, where=where) for p in illegal_characters(text, where)]
    return text


def _places(part: Part) -> dict[Path_, Place]:
    række, opslag, path, data = part
    places: dict[Path_, Place] = {path: række.celler[0].sted}
    for inner, index in opslag.dele.items():
        if index < len(række.celler):
            places[(*path, *inner)] = række.celler[index].sted
    for plads in opslag.pladser:
        first, adults = cell_at(række, plads.første), cell_at(række, plads.voksne)
        here = first or adults
        where = here.sted if here else _beyond(række, opslag, plads)
        if where is None:
            continue
        places[(*path, *plads.felt)] = where
        value: Any = data
        for step in plads.felt:
            value = value.get(step) if isinstance(value, dict) else None
        if isinstance(value, (list, dict)):
            _place_inside(value, (*path, *plads.felt), where, adults, places)
    return places


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
    texts = række.tekster
    for index in (*opslag.huller, *range(len(opslag.tabel.overskrifter), len(texts))):
        if index in told or er_tom(text_at(texts, index)):
            continue
        told.add(index)
        if not række.celler[index].problem:  # else the reader of the file has said so
            yield Problem(
                "flet.uden_overskrift", "Kolonnen har ingen overskrift, så den bliver ikke læst.",
                række.celler[index].sted, "Sæt en overskrift over den, hvis den skal med i "
                "sagerne.", "advarsel")
