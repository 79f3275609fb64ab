"""Who reads a letter, and what that reader may not learn. Whether a letter leaks is checked on the
finished letter (`checker/always/leaks.py`); here is only what there is to protect."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Literal

from generator import danish
from generator.case.model import Model
from generator.case.personer import Adresse, Barn, Person, Sted
from generator.case.planer import Forældrehandleplan
from generator.case.sag import Sag
from generator.source import Level

Læserrolle = Literal["barn", "forælder", "sted"]
Art = Literal["adressen", "postnummer og by", "byen", "telefonnummeret", "mailadressen",
              "skolen eller dagtilbuddet", "CPR-nummeret", "stedets navn",
              "navnet på en, der bor eller arbejder på stedet"]

#: Kinds of places that a child lives at. Is such a place secret, so is the child's address.
HJEM = frozenset({"plejefamilie", "netværksplejefamilie", "børne- og ungehjem", "eget værelse",
                  "støtteopholdssted"})


@dataclass(frozen=True)
class Læser:
    """The addressee of one letter. `id` is `barn` or the short name of a person or place.

    Plans and statuses speak to the child whoever reads them: `kopi_til` is then the short name of
    the parent or place that gets a copy, and the copy holds only what that reader may know.
    """

    rolle: Læserrolle
    id: str
    kopi_til: str | None = None

    @property
    def øjne(self) -> str:
        """The short name of the one who reads, and so decides what may stand in the letter."""
        return self.kopi_til or self.id


@dataclass(frozen=True)
class Situation:
    """A case, a reader and a day: what every choice of text depends on."""

    sag: Sag
    læser: Læser
    dato: date

    @cached_property
    def alder(self) -> int:
        """The child's age in whole years on the document's day."""
        return danish.alder(self.sag.barn.fødselsdato, self.dato)

    @cached_property
    def personer(self) -> dict[str, Person]:
        return {person.id: person for person in self.sag.personer}

    @cached_property
    def steder(self) -> dict[str, Sted]:
        return {sted.id: sted for sted in self.sag.steder}

    @property
    def modtager(self) -> Person | Barn | Sted:
        if self.læser.rolle == "barn":
            return self.sag.barn
        if self.læser.rolle == "sted":
            return self.steder[self.læser.id]
        return self.personer[self.læser.id]


@dataclass(frozen=True)
class Beskyttet:
    """A text that must not stand anywhere in a letter to this reader.

    `hvis` is a short name, because messages end up in logs. At level `advarsel` the text alone does
    not prove anything: the name of a town is often an ordinary word too.
    """

    tekst: str
    art: Art
    hvis: str
    niveau: Level = "fejl"


def hidden_from(owner: str, protected: bool | None, against: tuple[str, ...], reader: str,
                household: tuple[str, ...] = ()) -> bool:
    """Whether the owner's address is hidden from the reader.

    An empty `against` means everyone else: address protection hides from all private persons
    (CPR-loven § 28), and the other parent is one.
    """
    if reader == owner or (not protected and not against):
        return False
    return reader in against if against else reader not in household


def barnet_skjult(sag: Sag, reader: str) -> bool:
    """Whether the child's address is hidden from the reader.

    It also is when somebody the child lives with is hidden from the reader, or a place where the
    child can live: their address is one.
    """
    barn = sag.barn
    if any(sted.slags in HJEM and sted_skjult(sted, reader) for sted in sag.steder):
        return reader != "barn"
    if hidden_from("barn", barn.adressebeskyttelse, barn.beskyttet_mod, reader, barn.bor_hos):
        return True
    homes = [p for p in sag.personer if p.id in barn.bor_hos and p.id != reader]
    return reader != "barn" and any(person_skjult(p, reader, barn.bor_hos) for p in homes)


def person_skjult(person: Person, reader: str, household: tuple[str, ...] = ()) -> bool:
    """Whether the person's address and phone are hidden from the reader."""
    together = (*household, "barn") if person.id in household else ()
    return hidden_from(person.id, person.adressebeskyttelse, person.beskyttet_mod, reader, together)


def sted_skjult(sted: Sted, reader: str) -> bool:
    """Whether the place's identity is hidden from the reader (barnets lov § 105, stk. 1, nr. 3)."""
    return reader in sted.hemmeligt_for


def beskyttet_for(sag: Sag, reader: str) -> list[Beskyttet]:
    """Everything that the reader must not find in a letter: addresses, phones, sites, CPR.

    What is the reader's own, or the municipality's, is no secret even if somebody else shares it.
    """
    own = set(_open_to(sag, reader))
    towns = own | {_key(text) for a in _visible_addresses(sag, reader) for text in (_town(a), a.by)}
    found: dict[tuple[str, Art], Beskyttet] = {}
    for fact in (*_of_child(sag, reader), *_of_persons(sag, reader), *_of_places(sag, reader)):
        key = _key(fact.tekst)
        if key not in (towns if fact.art in ("postnummer og by", "byen") else own):
            found.setdefault((key, fact.art), fact)
    return list(found.values())


def _of_child(sag: Sag, reader: str) -> Iterator[Beskyttet]:
    barn = sag.barn
    if barnet_skjult(sag, reader):
        yield from _where(barn.adresse, "barnet")
        yield from _texts("barnet", (barn.telefon, "telefonnummeret"),
                          (barn.skole, "skolen eller dagtilbuddet"))
    if barn.cpr and reader != "barn":
        yield Beskyttet(barn.cpr.i_brev(), "CPR-nummeret", "barnet")


def skjulte_personer(sag: Sag, reader: str) -> frozenset[str]:
    """Those who live or work at a place that is hidden from the reader: their names would tell."""
    return frozenset(id for sted in sag.steder if sted_skjult(sted, reader)
                     for id in sted.personer) - {reader}


def _of_persons(sag: Sag, reader: str) -> Iterator[Beskyttet]:
    hidden = skjulte_personer(sag, reader)
    for person in sag.personer:
        at_hidden_place = person.id in hidden
        if at_hidden_place or person_skjult(person, reader, sag.barn.bor_hos):
            yield from _where(person.adresse, person.id)
            yield from _texts(person.id, (person.telefon, "telefonnummeret"),
                              (person.mail, "mailadressen"))
        if at_hidden_place:
            art: Art = "navnet på en, der bor eller arbejder på stedet"
            yield Beskyttet(person.navn, art, person.id)
            yield Beskyttet(danish.fornavn(person.navn) or person.navn, art, person.id, "advarsel")
        if person.cpr and person.id != reader:
            yield Beskyttet(person.cpr.i_brev(), "CPR-nummeret", person.id)


def _of_places(sag: Sag, reader: str) -> Iterator[Beskyttet]:
    for sted in sag.steder:
        if sted_skjult(sted, reader):
            yield Beskyttet(sted.navn, "stedets navn", sted.id)
            yield from _where(sted.adresse, sted.id)
            yield from _texts(sted.id, (sted.telefon, "telefonnummeret"),
                              (sted.mail, "mailadressen"))


def _where(adresse: Adresse | None, whose: str) -> Iterator[Beskyttet]:
    if adresse:
        yield Beskyttet(adresse.vej, "adressen", whose)
        yield Beskyttet(_town(adresse), "postnummer og by", whose)
        yield Beskyttet(adresse.by, "byen", whose, "advarsel")
        yield from _texts(whose, (adresse.co, "adressen"))


def _town(adresse: Adresse) -> str:
    return f"{adresse.postnr} {adresse.by}"


def _texts(whose: str, *texts: tuple[str | None, Art]) -> Iterator[Beskyttet]:
    for text, art in texts:
        if text:
            yield Beskyttet(text, art, whose)


def _record(sag: Sag, id: str) -> Barn | Person | Sted | None:
    persons, places = {p.id: p for p in sag.personer}, {s.id: s for s in sag.steder}
    return sag.barn if id == "barn" else persons.get(id) or places.get(id)


def _open_to(sag: Sag, reader: str) -> Iterator[str]:
    """What the reader knows as their own, and what stands in every letter from the municipality."""
    own = _record(sag, reader)
    kommune = sag.kommune
    advisers = [r for r in (sag.rådgiver, sag.anden_rådgiver) if r]
    for record in (own, kommune, *advisers):
        for name in ("telefon", "mail", "skole"):
            if text := getattr(record, name, None):
                yield _key(text)
    for adresse in (getattr(own, "adresse", None), kommune.adresse):
        if adresse:
            yield _key(adresse.vej)
            yield _key(_town(adresse))


def _visible_addresses(sag: Sag, reader: str) -> Iterator[Adresse]:
    """Addresses that the reader may see: a town they lie in gives nothing away."""
    home = sag.barn.bor_hos
    records = (sag.kommune, *(() if barnet_skjult(sag, reader) else (sag.barn,)),
               *(p for p in sag.personer if not person_skjult(p, reader, home)),
               *(s for s in sag.steder if not sted_skjult(s, reader)))
    for record in records:
        if record.adresse:
            yield record.adresse


def _key(text: str) -> str:
    """Letters and digits only: how two spellings of one address or number are told to be equal."""
    return "".join(c for c in text.casefold() if c.isalnum())


def hides_something_from(sag: Sag, reader: str) -> bool:
    """Whether the case holds something besides CPR numbers that this reader may not know."""
    return any(fact.art != "CPR-nummeret" for fact in beskyttet_for(sag, reader)) or any(
        reader not in only for only in _kept_to(sag))


def _kept_to(record: Model) -> Iterator[tuple[str, ...]]:
    """The readers of each record below this one that is only for some (`må_ses_af`)."""
    fields = record.__dict__  # where pydantic keeps them
    if only := fields.get("må_ses_af"):
        yield only
    for value in fields.values():
        for item in value if isinstance(value, tuple) else (value,):
            if isinstance(item, Model):
                yield from _kept_to(item)


def handleplan_for(situation: Situation) -> Forældrehandleplan | None:
    """The reader's own forældrehandleplan: of several, the newest."""
    own = [p for p in situation.sag.forældrehandleplaner if situation.læser.øjne in p.til]
    return max(own, key=lambda plan: plan.dato, default=None)


def forældremyndighedsindehavere(sag: Sag) -> tuple[Person, ...]:
    """Those who have a share in the custody, in the order of the file."""
    return tuple(person for person in sag.personer if person.forældremyndighed)
