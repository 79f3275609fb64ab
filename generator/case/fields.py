"""Every name that a template or phrase may use, described: for the lint, the catalogue and the
messages about what is missing. The shape is that of `view.py`; a test compares the two."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, time
from functools import cache
from typing import Any, Literal, get_args, get_origin

from generator.case.additions import ADDITIONS
from generator.case.conditions import BETINGELSER
from generator.case.law import Lovhenvisning
from generator.case.model import Model, Tekst
from generator.case.personer import Person, Sted
from generator.case.record import LEFT_OUT, Added, Slags, field_extra, inside, is_list
from generator.case.sag import Sag
from generator.case.status import Kontekst
from generator.case.values import Cpr


@dataclass(frozen=True)
class Felt:
    """What one name in a template is: its kind, its Danish title, and what lies below it."""

    slags: Slags
    titel: str = ""
    beskrivelse: str = ""
    lov: str = ""
    anbefaling: str = ""
    krævet: bool = False
    valg: tuple[str, ...] = ()
    felter: Mapping[str, Felt] = field(default_factory=dict)
    punkt: Felt | None = None
    henvisning: bool = False
    beregnet: bool = False

    def under(self, name: str) -> Felt | None:
        """The field below this one, also through a list (`mål[]`)."""
        return self.punkt if name == "[]" else self.felter.get(name)


_SCALARS: dict[Any, Slags] = {
    str: "tekst", date: "dato", time: "tid", bool: "janej", int: "tal", Cpr: "cpr",
    Lovhenvisning: "lov",
}


@cache
def _shape(model: type[Model]) -> Mapping[str, Felt]:
    fields = {name: _described(info.annotation, info) for name, info in model.model_fields.items()
              if name not in LEFT_OUT}
    added = {name: _described_addition(more)
             for name, more in ADDITIONS.added.get(model, {}).items() if name not in fields}
    return {**fields, **added}


def _described_addition(added: Added) -> Felt:
    one = _felt(added.slags, added.titel, added.beskrivelse)
    below = _shape(added.af) if added.af else {}
    if added.slags == "liste":
        return replace(one, punkt=Felt("post", felter=below))
    return replace(one, felter=below)


def _described(annotation: Any, info: Any) -> Felt:
    extra = field_extra(info)
    kind, inner = extra.get("henviser"), inside(annotation)
    valg: tuple[str, ...] = ()
    felter: Mapping[str, Felt] = {}
    slags: Slags = "tekst"
    if kind:
        slags, felter = "post", _shape(Person if kind == "person" else Sted)
    elif get_origin(inner) is Literal:
        valg = get_args(inner)
    elif inner is Tekst:
        slags = "tekst"
    elif isinstance(inner, type) and issubclass(inner, Model):
        slags, felter = "post", _shape(inner)
    else:
        slags = _SCALARS[inner]
    one = Felt(slags, info.title or "", info.description or "", extra.get("lov", ""),
               extra.get("anbefaling", ""), info.is_required(), valg, felter,
               henvisning=bool(kind))
    if is_list(annotation):
        return replace(one, slags="liste", felter={}, valg=(), punkt=replace(one, krævet=False))
    return one


def _felt(slags: Slags, titel: str, beskrivelse: str) -> Felt:
    return Felt(slags, titel, beskrivelse, beregnet=True)


# --- what the letter itself adds (`pipeline.filled_letter`) -------------------------------------


def _document_shape() -> Felt:
    return Felt("post", "Dokumentet", "Brevet selv.", felter={
        "titel": _felt("tekst", "Titel", "Skabelonens titel."),
        "dato": _felt("dato", "Brevets dato", "Datoen i brevet."),
        "udkast": _felt("janej", "Udkast", "Er det et udkast?"),
        "type": _felt("tekst", "Type", "For eksempel afgoerelse."),
        "kopi_til": _felt("tekst", "Kopi til", "Navnet på den, der får en kopi af det, der er "
                          "skrevet til barnet."),
    })


def _areas_shape() -> Felt:
    kontekst = {**_shape(Kontekst),
                "til_barnet": _felt("tekst", "Overskrift til barnet", "Fra rules/ics.yaml.")}
    return Felt("liste", "Områder", "Konteksterne samlet under ICS' dimensioner.",
                punkt=Felt("post", felter={
                    "titel": _felt("tekst", "Titel", "Dimensionens navn."),
                    "til_barnet": _felt("tekst", "Overskrift til barnet", "Fra rules/ics.yaml."),
                    "kontekster": Felt("liste", "Kontekster", "Dem, der hører til.",
                                       punkt=Felt("post", felter=kontekst)),
                }))


def _rules_shape() -> Felt:
    return Felt("liste", "Regler", "De regler, brevet har brugt: fra indsatserne og fraserne.",
                punkt=Felt("post", felter={
                    "henvisning": _felt("tekst", "Henvisning", "Loven og paragraffen."),
                    "lov": _felt("tekst", "Lov", "Lovens navn."),
                    "paragraf": _felt("tekst", "Paragraf", "§, stk. og nr."),
                    "handler_om": _felt("tekst", "Handler om", "Hvad reglen handler om."),
                    "lbk": _felt("tekst", "Lovbekendtgørelse", "Den udgave, vi har læst."),
                }))


def _all_fields() -> Felt:
    fields = dict(_shape(Sag))
    fields |= {name: Felt("janej", name, rule.forklaring) for name, rule in BETINGELSER.items()}
    fields["dokument"] = _document_shape()
    fields["regler"] = _rules_shape()
    fields["områder"] = _areas_shape()
    fields["fravalgt"] = Felt("liste", "Fravalgte områder", "Områder, der er vurderet og ikke er "
                              "relevante nu, med barnets ord.", beregnet=True,
                              punkt=_felt("tekst", "Navn", "Fra rules/ics.yaml."))
    return Felt("post", "Sagen", "Alt, hvad skabeloner og fraser kan bruge.", felter=fields)


#: Every name that a template or phrase may use, as a tree.
FELTER: Felt = _all_fields()


def felt_ved(sti: str) -> Felt | None:
    """The field at a path such as `afgørelse.indsatser[].hvad`, or None."""
    found: Felt | None = FELTER
    for name in sti.replace("[]", ".[]").split("."):
        if found is None:
            return None
        found = found.under(name)
    return found
