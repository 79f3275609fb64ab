"""What templates and phrases see: a case as plain dicts, resolved for one reader on one day.

References have become the people they point to, a `Tekst` the reader's own text, and what the
reader may not know is not there. `FELTER` describes the same shape for the lint and the catalogue.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, MutableMapping
from dataclasses import dataclass, field, replace
from datetime import date, time
from functools import cache
from typing import Any, Literal, Union, get_args, get_origin

from generator import danish
from generator.case.afgoerelse import Afgørelse, Indsats, PlanStilling
from generator.case.conditions import BETINGELSER
from generator.case.forloeb import Oplysning
from generator.case.law import Lovhenvisning
from generator.case.model import Model, Tekst
from generator.case.personer import Barn, Person, Sted
from generator.case.reader import (
    Situation,
    barnet_skjult,
    person_skjult,
    skjulte_personer,
    sted_skjult,
)
from generator.case.sag import Sag
from generator.case.values import Cpr

Slags = Literal["tekst", "dato", "tid", "janej", "tal", "cpr", "lov", "post", "liste"]
#: A record of the case as templates see it: a plain dict, which the sandbox lets them read.
Post = dict[str, Any]


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


class Visning(MutableMapping[str, Any]):
    """The case by name, for one reader on one day. Dates, numbers and texts are still themselves,
    not yet Danish. Named conditions are there as true and false, next to the fields.

    A letter uses a third of what a case holds, so each name is worked out when it is first asked
    for. Only names can be asked for; what they lead to are plain dicts and lists.
    """

    def __init__(self, situation: Situation) -> None:
        self._context = _Context(situation)
        self._made: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        made = self._made
        if name not in made:
            made[name] = _names()[name](self._context.situation.sag, self._context)
        return made[name]

    def __contains__(self, name: object) -> bool:
        return name in self._made or name in _names()

    def __setitem__(self, name: str, value: Any) -> None:
        self._made[name] = value

    def __delitem__(self, name: str) -> None:
        raise TypeError("a letter may add names to the case it sees, and take none away")

    def __iter__(self) -> Iterator[str]:
        return iter({**_names(), **self._made})

    def __len__(self) -> int:
        return len({**_names(), **self._made})


class _Context:
    """What turning records into dicts depends on, and the people they may point to."""

    def __init__(self, situation: Situation) -> None:
        self.situation = situation
        self.reader = situation.læser.id
        self.child_reads = situation.læser.rolle == "barn"
        self.voice = "til_barnet" if self.child_reads else "til_voksne"
        self.skjulte = skjulte_personer(situation.sag, self.reader)
        self._personer: dict[str, Post] = {}
        self._steder: dict[str, Post] = {}

    def person(self, id: str) -> Post | None:
        """The person with this short name as a record, the same one wherever it is pointed to."""
        if id not in self._personer:
            made = self._person(id)
            if made is None:
                return None
            self._personer[id] = made
        return self._personer[id]

    def _person(self, id: str) -> Post | None:
        if id == "rådgiver":
            return _adviser(self.situation.sag)
        if id == "barn":
            return _child_as_person(self.situation.sag, self)
        person = self.situation.personer.get(id)
        return _record_of(person, self) if person else None

    def sted(self, id: str) -> Post | None:
        """The place with this short name as a record."""
        if id not in self._steder:
            sted = self.situation.steder.get(id)
            if sted is None:
                return None
            self._steder[id] = _record_of(sted, self)
        return self._steder[id]


_Convert = Callable[[Any, _Context], Any]


@dataclass(frozen=True)
class _Extra:
    """A name that the view adds to a record, besides the fields of its model."""

    felt: Felt
    value: _Convert


def visning(situation: Situation) -> Visning:
    """The case as templates see it."""
    return Visning(situation)


@cache
def _names() -> Mapping[str, _Convert]:
    """How each name of the view is worked out: fields, what is added to them, conditions."""
    fields = {name: _field(name, _converter(info.annotation, _extra(info)))
              for name, info in Sag.model_fields.items()}
    extras = {name: extra.value for name, extra in _EXTRAS[Sag].items()}
    conditions = {name: _condition(rule.gælder) for name, rule in BETINGELSER.items()}
    return {**fields, **extras, **conditions}


def _field(name: str, convert: _Convert | None) -> _Convert:
    def value(record: Any, context: _Context) -> Any:
        found = getattr(record, name)
        return found if convert is None or found is None else convert(found, context)

    return value


def _condition(holds: Callable[[Situation], bool]) -> _Convert:
    return lambda sag, context: holds(context.situation)


@cache
def _record(model: type[Model]) -> _Convert:
    """A function from a record of this model to its dict."""
    kept = [(name, info) for name, info in model.model_fields.items() if name not in _LEFT_OUT]
    left_out = [name for name in model.model_fields if name in _LEFT_OUT]
    texts = [name for name, info in kept if _is_text(info.annotation)]
    changed = [(name, convert) for name, info in kept if name not in texts
               and (convert := _converter(info.annotation, _extra(info))) is not None]
    extras = [(name, extra.value) for name, extra in _EXTRAS.get(model, {}).items()]
    visible = _VISIBLE.get(model)

    def convert_record(record: Any, context: _Context) -> Post:
        result: Post = record.__dict__.copy()  # where pydantic keeps the fields, in their order
        for name in left_out:
            del result[name]
        for name in texts:
            if result[name] is not None:
                result[name] = getattr(result[name], context.voice)
        for name, convert in changed:
            if result[name] is not None:
                result[name] = convert(result[name], context)
        for name, value in extras:
            result[name] = value(record, context)
        if visible is not None:
            for name in visible(record, context):
                result[name] = None
        return result

    return convert_record


def _record_of(record: Model, context: _Context) -> Post:
    result: Post = _record(type(record))(record, context)
    return result


def _extra(info: Any) -> Mapping[str, Any]:
    return info.json_schema_extra if isinstance(info.json_schema_extra, dict) else {}


def _converter(annotation: Any, extra: Mapping[str, Any]) -> _Convert | None:
    """What a value of this type must go through; None when it stays as it is."""
    single = _single(_inside(annotation), extra.get("henviser"))
    if not _is_list(annotation):
        return single
    if single is None:
        return lambda values, c: list(values)
    if "må_ses_af" in getattr(_inside(annotation), "model_fields", ()):
        return lambda values, c: [single(v, c) for v in values if _may_see(v, c)]
    if extra.get("henviser") == "person":
        return lambda ids, c: [single(id, c) for id in ids if id not in c.skjulte]
    return lambda values, c: [single(v, c) for v in values]


def _single(inner: Any, points_to: Any) -> _Convert | None:
    if points_to == "person":
        return lambda id, c: c.person(id)
    if points_to == "sted":
        return lambda id, c: c.sted(id)
    if inner is Tekst:
        return _text
    if isinstance(inner, type) and issubclass(inner, Model):
        return _record(inner)
    return None


def _may_see(item: Any, context: _Context) -> bool:
    """Whether the reader may read a record that is only for some (`må_ses_af`)."""
    only = item.må_ses_af
    return not only or context.reader in only


def _text(value: Tekst, context: _Context) -> Any:
    return getattr(value, context.voice)


def _is_text(annotation: Any) -> bool:
    """One text that differs with its reader."""
    return _inside(annotation) is Tekst and not _is_list(annotation)


def _inside(annotation: Any) -> Any:
    """The type inside `X | None`, `tuple[X, ...]` and `Annotated[X, ...]`."""
    origin = get_origin(annotation)
    if origin is tuple:
        return _inside(get_args(annotation)[0])
    if origin is Union or str(origin) == "<class 'types.UnionType'>":
        return _inside(next(a for a in get_args(annotation) if a is not type(None)))
    if hasattr(annotation, "__metadata__"):
        return _inside(get_args(annotation)[0])
    return annotation


def _is_list(annotation: Any) -> bool:
    return get_origin(annotation) is tuple


#: Fields that only the program needs; a letter has no use for them.
_LEFT_OUT = frozenset({"beskyttet_mod", "hemmeligt_for", "må_ses_af", "adressebeskyttelse",
                       "skal_have_brev", "intet_brev_grund"})


# --- what the view adds -------------------------------------------------------------------------

_FAMILY = {
    "mor": "din mor", "far": "din far", "stedmor": "din stedmor",
    "stedfar": "din stedfar", "mormor": "din mormor", "morfar": "din morfar",
    "farmor": "din farmor", "farfar": "din farfar",
}


def _first_name(record: Any, context: _Context) -> str:
    return getattr(record, "kaldes", None) or danish.fornavn(record.navn) or record.navn


def _person_first_name(record: Person, context: _Context) -> str:
    return danish.fornavn(record.navn) or record.navn


def _mention(person: Person, context: _Context) -> str:
    """How this reader's letter speaks of the person: »din mor«, »du«, »Jens«, the full name."""
    if person.id == context.reader:
        return "du"
    if context.child_reads:
        first = danish.fornavn(person.navn) or person.navn
        named = f"din mor {first}" if person.rolle == "medmor" else first
        return person.kaldes or _FAMILY.get(person.rolle) or named
    return person.navn


def _mention_object(person: Person, context: _Context) -> str:
    return "dig" if person.id == context.reader else _mention(person, context)


def _pronoun(form: Literal["han_hun", "ham_hende", "hans_hendes"]) -> Callable[..., Any]:
    def value(record: Any, context: _Context) -> str | None:
        return _pronoun_in(record.stedord, form) if record.stedord else None

    return value


@cache
def _pronoun_in(stedord: str, form: str) -> Any:
    return getattr(danish.stedord(stedord), form)


def _child_age(barn: Barn, context: _Context) -> int:
    return context.situation.alder


def _plan_name(stilling: Any, context: _Context) -> str:
    return "ungeplan" if context.situation.alder >= 16 else "barnets plan"


def _deadline(stilling: PlanStilling, context: _Context) -> date | None:
    """The plan's deadline: the stated one, or three months after the decision (§ 91, § 108)."""
    decision = context.situation.sag.afgørelse
    if stilling.frist or not stilling.laves or not decision:
        return stilling.frist
    return danish.læg_måneder_til(decision.dato, 3)


def _source_line(fact: Oplysning, context: _Context) -> str | None:
    parts = [_text(fact.kilde, context) if fact.kilde else None, danish.dato(fact.dato)]
    return ", ".join(p for p in parts if p) or None


def _felt(slags: Slags, titel: str, beskrivelse: str) -> Felt:
    return Felt(slags, titel, beskrivelse, beregnet=True)


_PRONOUNS = {
    "han_hun": _Extra(_felt("tekst", "han/hun", "Stedordet: hun, han, hen eller de."),
                      _pronoun("han_hun")),
    "ham_hende": _Extra(_felt("tekst", "ham/hende", "Stedordet i genstandsfald."),
                        _pronoun("ham_hende")),
    "hans_hendes": _Extra(_felt("tekst", "hans/hendes", "Stedordet i ejefald."),
                          _pronoun("hans_hendes")),
}

_EXTRAS: dict[type[Model], dict[str, _Extra]] = {
    Barn: {
        "fornavn": _Extra(_felt("tekst", "Fornavn", "Det navn, barnet bliver kaldt."),
                          _first_name),
        "alder": _Extra(_felt("tal", "Alder", "Hele år på brevets dato."), _child_age),
        **_PRONOUNS,
    },
    Person: {
        "fornavn": _Extra(_felt("tekst", "Fornavn", "Personens fornavn."), _person_first_name),
        "omtale": _Extra(_felt("tekst", "Omtale", "Sådan nævnes personen i netop dette brev: "
                               "»din mor«, »du«, »Jens«."), _mention),
        "omtale_objekt": _Extra(_felt("tekst", "Omtale i genstandsfald", "Som omtale, men »dig« "
                                      "for »du«."), _mention_object),
        "er_modtager": _Extra(_felt("janej", "Er modtager", "Er brevet til denne person?"),
                              lambda person, c: person.id == c.reader),
        **_PRONOUNS,
    },
    Indsats: {
        "slags": _Extra(_felt("tekst", "Slags hjælp", "For eksempel kontaktperson; følger af "
                              "paragraffen."), lambda i, c: i.hjemmel.slags),
        "nr": _Extra(_felt("tal", "Nummer", "Nummeret i § 32, stk. 1."),
                     lambda i, c: i.hjemmel.nr),
    },
    PlanStilling: {
        "navn": _Extra(_felt("tekst", "Planens navn", "barnets plan, eller ungeplan fra 16 år."),
                       _plan_name),
        "frist": _Extra(_felt("dato", "Planen er færdig", "Senest tre måneder efter afgørelsen."),
                        _deadline),
    },
    Afgørelse: {
        "start": _Extra(
            _felt("dato", "Hjælpen starter", "Den første dag, en af indsatserne starter."),
            lambda a, c: min((i.start for i in a.indsatser if i.start), default=None)),
        "med_samtykke": _Extra(
            _felt("liste", "Har sagt ja", "De samtykker, hvor svaret er ja."),
            lambda a, c: [_record_of(s, c) for s in a.samtykker if s.svar == "ja"]),
    },
    Oplysning: {
        "kilde_og_dato": _Extra(_felt("tekst", "Kilde og dato", "»din lærer, Bo, 3. marts 2026«."),
                                _source_line),
    },
    Sag: {
        "forældre": _Extra(
            _felt("liste", "Forældre", "Mor, far og andre forældre i sagen."),
            lambda sag, c: [c.person(p.id) for p in sag.personer
                            if p.rolle in ("mor", "far", "medmor", "forælder")]),
        "forældremyndighed": _Extra(
            _felt("liste", "Forældremyndighed", "Dem, der har del i forældremyndigheden."),
            lambda sag, c: [c.person(p.id) for p in sag.personer if p.forældremyndighed]),
        "får_brev": _Extra(
            _felt("liste", "Får brev", "De voksne, der får et brev om det, der er bestemt."),
            lambda sag, c: [c.person(p.id) for p in sag.personer
                            if p.forældremyndighed and p.skal_have_brev is not False]),
        "fakta_for": _Extra(
            _felt("liste", "Oplysninger for", "Oplysninger, der taler for hjælpen."),
            lambda sag, c: _facts(sag, c, "for")),
        "fakta_imod": _Extra(
            _felt("liste", "Oplysninger imod", "Oplysninger, der taler imod hjælpen."),
            lambda sag, c: _facts(sag, c, "imod")),
        "fakta_ellers": _Extra(
            _felt("liste", "Andre oplysninger", "Oplysninger, der ikke er vejet for eller imod."),
            lambda sag, c: _facts(sag, c, None)),
        "samtaler_om_hjælpen": _Extra(
            _felt("liste", "Samtaler om hjælpen", "Samtaler med barnet om netop denne hjælp."),
            lambda sag, c: [_record_of(t, c) for t in sag.samtaler
                            if t.om_indsatsen and _may_see(t, c)]),
        "modtager": _Extra(
            _felt("post", "Modtager", "Den, brevet er til."), lambda sag, c: _addressee(c)),
    },
}


def _facts(sag: Sag, context: _Context, side: str | None) -> list[Post]:
    return [_record_of(fact, context) for fact in sag.oplysninger
            if fact.taler == side and _may_see(fact, context)]


def _adviser(sag: Sag) -> Post:
    """The adviser among the persons, so that a goal can say that the adviser helps."""
    navn = sag.rådgiver.navn
    first = danish.fornavn(navn) or navn
    return {**dict.fromkeys(_shape(Person)), "id": "rådgiver", "navn": navn, "rolle": "rådgiver",
            "fornavn": first, "omtale": first, "omtale_objekt": first, "er_modtager": False,
            "telefon": sag.rådgiver.telefon, "mail": sag.rådgiver.mail}


def _child_as_person(sag: Sag, context: _Context) -> Post:
    """The child among the persons: »du« in the child's letter, the first name in others."""
    barn = _record_of(sag.barn, context)
    reads = context.child_reads
    return {**dict.fromkeys(_shape(Person)), **{k: barn[k] for k in barn if k in _shape(Person)},
            "id": "barn", "rolle": "barn", "omtale": "du" if reads else barn["fornavn"],
            "omtale_objekt": "dig" if reads else barn["fornavn"], "er_modtager": reads}


def _addressee(context: _Context) -> Post | None:
    if context.situation.læser.rolle != "sted":
        return context.person(context.reader)
    sted = context.sted(context.reader)
    return sted and {**dict.fromkeys(_shape(Person)),
                     **{name: sted[name] for name in sted if name in _shape(Person)},
                     "omtale": sted["navn"], "omtale_objekt": sted["navn"], "er_modtager": True}


def _hidden_child(barn: Barn, context: _Context) -> tuple[str, ...]:
    hidden = ("adresse", "telefon", "skole") if barnet_skjult(
        context.situation.sag, context.reader) else ()
    return hidden if context.child_reads else (*hidden, "cpr")


def _hidden_person(person: Person, context: _Context) -> tuple[str, ...]:
    if person.id == context.reader:
        return ()
    sag = context.situation.sag
    at_hidden_place = any(person.id in sted.personer and sted_skjult(sted, context.reader)
                          for sted in sag.steder)
    if at_hidden_place or person_skjult(person, context.reader, sag.barn.bor_hos):
        return ("cpr", "adresse", "telefon", "mail")
    return ("cpr",)


def _hidden_place(sted: Sted, context: _Context) -> tuple[str, ...]:
    if not sted_skjult(sted, context.reader):
        return ()
    return ("navn", "adresse", "telefon", "mail", "afdeling", "personer")


_VISIBLE: dict[type[Model], Callable[[Any, _Context], tuple[str, ...]]] = {
    Barn: _hidden_child, Person: _hidden_person, Sted: _hidden_place,
}


# --- the same shape, described ------------------------------------------------------------------

_SCALARS: dict[Any, Slags] = {
    str: "tekst", date: "dato", time: "tid", bool: "janej", int: "tal", Cpr: "cpr",
    Lovhenvisning: "lov",
}


@cache
def _shape(model: type[Model]) -> Mapping[str, Felt]:
    from generator.case.forloeb import Oplysning as Fact
    from generator.case.forloeb import Samtale, Samtykke

    items: dict[tuple[type[Model], str], type[Model]] = {
        (Sag, "forældre"): Person, (Sag, "forældremyndighed"): Person,
        (Sag, "får_brev"): Person, (Sag, "fakta_for"): Fact, (Sag, "fakta_imod"): Fact,
        (Sag, "fakta_ellers"): Fact, (Sag, "samtaler_om_hjælpen"): Samtale,
        (Afgørelse, "med_samtykke"): Samtykke,
    }
    fields = {name: _described(info.annotation, info) for name, info in model.model_fields.items()
              if name not in _LEFT_OUT}
    for name, extra in _EXTRAS.get(model, {}).items():
        item = items.get((model, name))
        if item:
            fields[name] = replace(extra.felt, punkt=Felt("post", felter=_shape(item)))
        elif extra.felt.slags == "post":
            fields[name] = replace(extra.felt, felter=_shape(Person))
        else:
            fields.setdefault(name, extra.felt)
    return fields


def _described(annotation: Any, info: Any) -> Felt:
    extra = _extra(info)
    kind, inner = extra.get("henviser"), _inside(annotation)
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
    if _is_list(annotation):
        return replace(one, slags="liste", felter={}, valg=(), punkt=replace(one, krævet=False))
    return one


def _document_shape() -> Felt:
    return Felt("post", "Dokumentet", "Brevet selv.", felter={
        "titel": _felt("tekst", "Titel", "Skabelonens titel."),
        "dato": _felt("dato", "Brevets dato", "Datoen i brevet."),
        "udkast": _felt("janej", "Udkast", "Er det et udkast?"),
        "type": _felt("tekst", "Type", "For eksempel afgoerelse."),
    })


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


