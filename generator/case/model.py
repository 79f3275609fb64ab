"""What all case models share: `Model`, `felt`, and `Tekst`, a text that differs with its reader.

The Danish title and description of a field *are* the field catalogue: `duform felter`, the JSON
schema, spreadsheet headings and the messages about missing values are made from them.
"""

from __future__ import annotations

from functools import cache
from typing import Any, get_origin

from pydantic import BaseModel, ConfigDict, Field, model_validator

from generator.case.values import Fritekst, er_tom


class Model(BaseModel):
    """A record in a case: unknown fields are refused, and nothing changes after loading."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    @model_validator(mode="before")
    @classmethod
    def _as_people_write_it(cls, value: Any) -> Any:
        """An empty field is no field, and one item may stand without a list. An unknown name is
        kept, also with nothing after it: it may be the end of a text that a comma cut in two."""
        if not isinstance(value, dict):
            return value
        lists = cls._lists()
        given = {name: item for name, item in value.items()
                 if not er_tom(item) or name not in cls.model_fields}
        for name in lists.intersection(given):
            if isinstance(given[name], (str, dict)):
                given[name] = (given[name],)
        return given

    @classmethod
    @cache
    def _lists(cls) -> frozenset[str]:
        return frozenset(name for name, field in cls.model_fields.items()
                         if get_origin(field.annotation) is tuple)


def felt(title: str, description: str, *, lov: str = "", anbefaling: str = "",
         krævet: bool = False, henviser: str = "", peger_på: str = "", liste: bool = False) -> Any:
    """A field with its Danish title and description.

    `lov` names the rule that makes the value a legal must (its absence is a finding at level
    fejl), `anbefaling` the recommendation that asks for it. `henviser` says what a reference
    points to: `person` or `sted`, whose record takes its place in a letter; `peger_på` a reference
    that stays a short name: `mål`. `krævet` is structural: without it there is no case at all.
    """
    extra: dict[str, Any] = {}
    if lov:
        extra["lov"] = lov
    if anbefaling:
        extra["anbefaling"] = anbefaling
    if henviser:
        extra["henviser"] = henviser
    if peger_på:
        extra["peger_på"] = peger_på
    settings: dict[str, Any] = {"title": title, "description": description}
    if extra:
        settings["json_schema_extra"] = extra
    if krævet:
        return Field(**settings)
    if liste:
        return Field(default_factory=tuple, **settings)
    return Field(default=None, **settings)


def kun_for() -> Any:
    """The field that keeps a record to some of the readers."""
    return felt("Må ses af", "Kortnavne på dem, der må læse det; »barn« er barnet selv. Tomt: "
                "alle, der får brev.", henviser="person", liste=True)


class Tekst(Model):
    """A text in two voices: to the child (du-form) and to the adults (formal).

    In the file it is either one text that everyone reads, or `til_barnet` and `til_voksne`.
    `til_mor` and the like are not needed: what only one adult may read has `må_ses_af`.
    """

    til_barnet: Fritekst | None = felt(
        "Til barnet", "Teksten, som barnet læser den: i du-form og med ord, barnet kender.")
    til_voksne: Fritekst | None = felt(
        "Til de voksne", "Teksten, som forældre og andre voksne læser den.")

    @model_validator(mode="before")
    @classmethod
    def _one_text_for_all(cls, value: Any) -> Any:
        if isinstance(value, str):
            return {"til_barnet": value, "til_voksne": value}
        return value
