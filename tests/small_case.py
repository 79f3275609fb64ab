"""A small case, and cases made from it by changing a value or two."""

from __future__ import annotations

from copy import deepcopy
from datetime import date, time
from functools import cache
from typing import Any, Literal, get_args, get_origin

from generator.case.law import LawBook, Lovhenvisning, load_law
from generator.case.load import Case, check_case
from generator.case.model import Model
from generator.case.reader import Læser, Situation
from generator.case.sag import Sag
from generator.case.values import Cpr
from generator.library import shipped
from generator.source import Located

#: The least a case file can hold, as somebody types it.
HEAD = """\
sagsnummer: 2026-1
kommune: {navn: Egelund Kommune}
rådgiver: {navn: Ulla Thorsen}
barn:
  navn: Alma Holm
  fødselsdato: 2014-08-14
"""

SMALL: dict[str, Any] = {
    "sagsnummer": "2026-1",
    "kommune": {"navn": "Egelund Kommune"},
    "rådgiver": {"navn": "Ulla Thorsen", "telefon": "70 00 10 12"},
    "barn": {"navn": "Alma Holm", "fødselsdato": "2014-08-14"},
    "personer": [{"id": "mor", "navn": "Lone Holm", "rolle": "mor", "forældremyndighed": "ja"},
                 {"id": "far", "navn": "Mikkel Berg", "rolle": "far", "forældremyndighed": "ja"}],
    "afgørelse": {"dato": "2026-03-02",
                  "indsatser": [{"hjemmel": "barnets lov § 32, stk. 1, nr. 5"}]},
}


@cache
def law() -> LawBook:
    return load_law(shipped() / "rules" / "lovgrundlag.yaml")


def case(changes: dict[str, Any] | None = None) -> Case:
    """The small case with changes by dotted path: `{"barn.navn": "Bo", "personer.0.cpr": …}`.

    None takes the value away.
    """
    data = deepcopy(SMALL)
    for path, value in (changes or {}).items():
        put(data, path, deepcopy(value))
    return check_case(Located(data, {}, "sag.yaml"), law())


def put(data: Any, path: str, value: Any) -> None:
    """Sets what stands at the dotted path; a list grows by one when its next number is named."""
    *above, last = (int(step) if step.isdecimal() else step for step in path.split("."))
    for step in above:
        if isinstance(data, dict):
            data = data.setdefault(step, {})
        else:
            data = data[int(step)]
    if value is None:
        del data[last]
    elif isinstance(data, list) and last == len(data):
        data.append(value)
    else:
        data[last] = value


def situation(changes: dict[str, Any] | None = None, reader: str = "barn",
              day: str = "2026-03-02") -> Situation:
    """The small case, changed, as seen by the child, a parent, a place (`sted:hjem`), or in a copy
    of what is written to the child (`kopi:far`)."""
    role, _, id = reader.rpartition(":")
    læser = (Læser("barn", "barn", kopi_til=id) if role == "kopi" else Læser("sted", id) if role
             else Læser("barn", "barn") if reader == "barn" else Læser("forælder", reader))
    return Situation(case(changes).sag, læser, date.fromisoformat(day))


# --- a case with something in every field there is ----------------------------------------------

_BY_NAME = {"postnr": "9990", "sagsnummer": "2026-9", "søskende_i_andre_sager": "2026-8"}
_BY_TYPE = {date: "2026-03-02", time: "13.30", bool: "ja", int: "2", str: "En tekst",
            Cpr: "610180-0000", Lovhenvisning: "barnets lov § 32, stk. 1, nr. 5"}
_IDS = {"Person": "mor", "Sted": "hjem", "Mål": "m1"}


def full() -> dict[str, Any]:
    """Plain data with a value in every field of every model, made from the models alone."""
    data = _filled(Sag)
    data["individuel_plan"]["mål"][0]["id"] = "m2"  # the two plans share their short names
    return data


def _filled(model: type[Model]) -> dict[str, Any]:
    return {name: _sample(name, field.annotation, field.json_schema_extra or {}, model)
            for name, field in model.model_fields.items()}


def _sample(name: str, annotation: Any, extra: Any, owner: type[Model]) -> Any:
    points_to = extra.get("henviser") or extra.get("peger_på")
    if get_origin(annotation) is tuple:
        return [_sample(name, get_args(annotation)[0], extra, owner)]
    if points_to:
        return {"person": "mor", "sted": "hjem", "mål": "m1"}[points_to]
    if name == "id":
        return _IDS[owner.__name__]
    if get_origin(annotation) is Literal:
        return get_args(annotation)[0]
    if isinstance(annotation, type):
        return (_filled(annotation) if issubclass(annotation, Model)
                else _BY_NAME.get(name, _BY_TYPE[annotation]))
    return _sample(name, get_args(annotation)[0], extra, owner)
