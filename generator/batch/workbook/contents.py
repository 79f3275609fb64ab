"""What stands in the rows of each sheet: the records of a case, and a row that shows how."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

from generator.batch.shape import Ark, Kolonne, arbejdsbog
from generator.batch.workbook.cell import write_cell
from generator.library import shipped
from generator.source import Unusable, read_yaml


class Numbered(NamedTuple):
    """A record with its number among those of its sheet, and the number of the one it is under."""

    over: int | None
    nummer: int
    data: dict[str, Any]


def records(ark: Ark, data: dict[str, Any]) -> list[Numbered]:
    """The records of a case that have a row in the sheet."""
    if not ark.sti:
        return [Numbered(None, 0, data)]
    found: list[tuple[int | None, dict[str, Any]]]
    if ark.over is None:
        found = [(None, item) for item in _items(data, ark.sti)]
    else:
        above = next(a for a in arbejdsbog() if a.sti == ark.over)
        found = [(parent.nummer, item) for parent in records(above, data)
                 for item in _items(parent.data, ark.sti[len(ark.over):])]
    return [Numbered(over, n, item) for n, (over, item) in enumerate(found, start=1)]


def _items(owner: Any, path: tuple[str, ...]) -> list[dict[str, Any]]:
    found = value_at(owner, path)
    return found if isinstance(found, list) else [found] if found else []


def value_at(owner: Any, path: tuple[str, ...]) -> Any:
    """What stands at the path in plain data; None when it is not there."""
    for step in path:
        owner = owner.get(step) if isinstance(owner, dict) else None
    return owner


def cells(ark: Ark, data: dict[str, Any]) -> Iterator[tuple[Kolonne, str | None]]:
    """Each column of the sheet with what stands in it for the record."""
    for kolonne in ark.kolonner:
        yield kolonne, write_cell(value_at(data, kolonne.felt), kolonne)


_Examples = dict[tuple[tuple[str, ...], str], str]
#: What stands in the row that shows how, when no example case has the field.
_FALLBACK = {"dato": "2026-03-01", "tid": "13.30", "janej": "ja", "tal": "1", "postnr": "8000",
             "cpr": "010203-1234", "lov": "barnets lov § 32, stk. 1, nr. 5", "kortnavn": "mor"}


def example(ark: Ark, kolonne: Kolonne) -> str:
    """What the field may look like: the shortest there is in the cases that come with us."""
    found = _examples().get((ark.sti, kolonne.sti))
    if found is None and kolonne.valg:
        return kolonne.valg[0]
    return found or _FALLBACK.get(kolonne.slags, "Her står en tekst.")


@cache
def _examples() -> _Examples:
    found: _Examples = {}
    for path in sorted((shipped() / "examples").glob("*.yaml")):
        try:
            data = read_yaml(path).data
        except Unusable:
            continue  # somebody's own file in our folder; `duform lav` tells what is wrong with it
        for ark in arbejdsbog():
            for record in records(ark, data):
                for kolonne, text in cells(ark, record.data):
                    key = ark.sti, kolonne.sti
                    if text and (key not in found or len(text) < len(found[key])):
                        found[key] = text
    return found
