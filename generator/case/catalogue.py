"""The field catalogue and the JSON Schema, both made from the models."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from generator.case.fields import FELTER, Felt
from generator.case.sag import Sag

#: The part of the case that each document type reads, besides what all of them read.
DOKUMENTER: dict[str, tuple[str, ...]] = {
    "afgoerelse": ("afgørelse", "samtaler", "oplysninger", "barnets_perspektiv", "plan"),
    "barnets_plan": ("plan", "afgørelse", "barnets_perspektiv"),
    "ungeplan": ("plan", "afgørelse", "barnets_perspektiv"),
    "foraeldrehandleplan": ("forældrehandleplaner", "afgørelse"),
    "statusudtalelse": ("status", "individuel_plan", "plan", "afgørelse"),
    "individuel_plan": ("individuel_plan", "plan", "afgørelse"),
}
_ALWAYS = ("sagsnummer", "kommune", "rådgiver", "anden_rådgiver", "barn", "personer", "steder",
           "søskende_i_andre_sager", "samtaler", "forældres_perspektiv")


@dataclass(frozen=True)
class Opslag:
    """One line of the catalogue."""

    sti: str
    felt: Felt


def kind_name(dokument: str) -> str:
    """`barnets_plan` as people say it: barnets plan. A letter may be of none of our kinds."""
    return _NAMES.get(dokument, dokument.replace("_", " "))


#: What is not its own id with spaces.
_NAMES = {"afgoerelse": "afgørelse", "foraeldrehandleplan": "forældrehandleplan",
          "andet": "en anden slags brev", "": "et brev"}


def fields_of(dokument: str) -> set[str]:
    """The top fields of a case that a kind of document reads."""
    return {*_ALWAYS, *DOKUMENTER[dokument]}


def felter(dokument: str | None = None) -> Iterator[Opslag]:
    """Every field that can be written in a case file, as paths, in the order of the models."""
    wanted = fields_of(dokument) if dokument else set(Sag.model_fields)
    for name in Sag.model_fields:
        if name in wanted:
            yield from _below(name, FELTER.felter[name])


def _below(path: str, felt: Felt) -> Iterator[Opslag]:
    yield Opslag(path, felt)
    if felt.henvisning:
        return
    below, steps = (felt.punkt, "[]") if felt.punkt else (felt, "")
    for name, inner in below.felter.items():
        if not inner.beregnet:
            yield from _below(f"{path}{steps}.{name}", inner)


def json_schema() -> dict[str, Any]:
    """The JSON Schema of a case file, for completion and checks in editors.

    It is as lenient as the reader: what the reader takes, no editor shall underline.
    """
    schema = Sag.model_json_schema(ref_template="#/$defs/{model}")
    for record in (schema, *schema["$defs"].values()):
        del record["description"]  # for programmers; fields have Danish ones
        record["properties"] = {name: _lenient(field)
                                for name, field in record["properties"].items()}
    schema["$defs"]["Tekst"] = _text_in_one_or_two(schema["$defs"]["Tekst"])
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema,
            "title": "En sag i duform"}


def _lenient(field: dict[str, Any]) -> dict[str, Any]:
    """Lets one item stand without its list, and an empty field be no field."""
    about = {key: value for key, value in field.items()
             if key in ("title", "description", "lov", "anbefaling", "henviser", "peger_på")}
    if field.get("type") == "array":
        whole = {key: field[key] for key in ("type", "items")}
        return {**about, "anyOf": [whole, field["items"], {"type": "null"}]}
    return {**{key: value for key, value in field.items() if key != "default"}, **about}


def _text_in_one_or_two(two: dict[str, Any]) -> dict[str, Any]:
    return {"title": "Tekst", "description": "En tekst til alle, eller en til barnet og en til de "
            "voksne.", "anyOf": [{"type": ["string", "number"]}, two]}
