"""Who reads a letter, and what that reader may not learn. Whether a letter leaks is checked on the
finished letter (`checker/leaks.py`); here is only what there is to protect."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Literal

from generator import danish
from generator.case.personer import Adresse, Barn, Person, Sted
from generator.case.sag import Sag

Læserrolle = Literal["barn", "forælder", "sted"]


@dataclass(frozen=True)
class Læser:
    """The addressee of one letter. `id` is `barn` or the short name of a person or place."""

    rolle: Læserrolle
    id: str


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
    """A text that must not stand anywhere in a letter to this reader."""

    tekst: str
    hvad: str
    hvis: str


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

    It also is when somebody the child lives with is hidden from the reader: their address is one.
    """
    barn = sag.barn
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


def beskyttet_for(sag: Sag, reader: str) -> Iterator[Beskyttet]:
    """Everything that the reader must not find in a letter: addresses, phones, sites, CPR."""
    barn = sag.barn
    if barnet_skjult(sag, reader):
        yield from _where(barn.adresse, barn.navn)
        for text, what in ((barn.telefon, "telefonnummer"), (barn.skole, "skole eller dagtilbud")):
            if text:
                yield Beskyttet(text, what, barn.navn)
    if barn.cpr and reader != "barn":
        yield Beskyttet(barn.cpr.i_brev(), "CPR-nummer", barn.navn)
    for person in sag.personer:
        if person_skjult(person, reader, barn.bor_hos):
            yield from _where(person.adresse, person.navn)
            for text, what in ((person.telefon, "telefonnummer"), (person.mail, "mailadresse")):
                if text:
                    yield Beskyttet(text, what, person.navn)
        if person.cpr and person.id != reader:
            yield Beskyttet(person.cpr.i_brev(), "CPR-nummer", person.navn)
    for sted in sag.steder:
        if sted_skjult(sted, reader):
            yield from _place(sted, sag)


def _where(adresse: Adresse | None, whose: str) -> Iterator[Beskyttet]:
    if adresse:
        yield Beskyttet(adresse.vej, "adresse", whose)
        yield Beskyttet(f"{adresse.postnr} {adresse.by}", "postnummer og by", whose)


def _place(sted: Sted, sag: Sag) -> Iterator[Beskyttet]:
    yield Beskyttet(sted.navn, "opholdssted", sted.navn)
    yield from _where(sted.adresse, sted.navn)
    for text, what in ((sted.telefon, "telefonnummer"), (sted.mail, "mailadresse")):
        if text:
            yield Beskyttet(text, what, sted.navn)
    for person in sag.personer:
        if person.id in sted.personer:
            yield Beskyttet(person.navn, "navnet på en, der bor eller arbejder der", sted.navn)


def forældremyndighedsindehavere(sag: Sag) -> tuple[Person, ...]:
    """Those who have a share in the custody, in the order of the file."""
    return tuple(person for person in sag.personer if person.forældremyndighed)
