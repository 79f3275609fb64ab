"""Law references: reading »barnets lov § 32, stk. 1, nr. 5« and looking it up in the data file of
the provisions we use. Whether a provision fits a case is not decided here."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from generator import danish
from generator.source import Located, Place, Problem, Unusable, read_yaml


@dataclass(frozen=True)
class Bestemmelse:
    """One provision: what it is about in our own words, and when it holds.

    `slags` names the kind of help (»kontaktperson«), so that phrases need no numbers.
    """

    lov: str
    paragraf: str
    stk: int | None
    nr: int | None
    handler_om: str
    slags: str = ""
    gyldig_fra: date = date.min
    gyldig_til: date = date.max


@dataclass(frozen=True)
class Act:
    """One act: its full name, the names people write, and the consolidation we read it in."""

    kort: str
    navn: str
    lbk: str
    kilde: str
    andre_navne: tuple[str, ...]


@dataclass(frozen=True)
class LawBook:
    """All acts and provisions in `rules/lovgrundlag.yaml`."""

    acts: Mapping[str, Act]
    provisions: Mapping[tuple[str, str, int | None, int | None], Bestemmelse]

    @cached_property
    def by_name(self) -> dict[str, Act]:
        names = {}
        for act in self.acts.values():
            for name in (act.kort, act.navn, *act.andre_navne):
                names[name.casefold()] = act
        return names


@dataclass(frozen=True)
class Lovhenvisning:
    """A reference to a provision that exists. Prints as a Dane writes it, with unbreakable spaces."""

    lov: str
    lov_navn: str
    paragraf: str
    stk: int | None
    nr: int | None
    slags: str
    handler_om: str

    def __str__(self) -> str:
        return danish.lovtekst(self.lov_navn, self.paragraf, self.stk, self.nr)


_REFERENCE = re.compile(
    r"^\s*(?P<lov>.*?)[,\s]*§\s*(?P<paragraf>\d+(?:\s?[a-z](?![a-zæøå]))?)"
    r"(?:[,\s]+stk\.?\s*(?P<stk>\d+))?(?:[,\s]+nr\.?\s*(?P<nr>\d+))?\s*\.?\s*$", re.IGNORECASE)


def læs_lovhenvisning(text: str, book: LawBook, på: date | None = None) -> Lovhenvisning:
    """The provision that the text names; raises ValueError with a remedy when there is none.

    Without the name of an act, barnets lov is meant. `på` is the day the provision must hold.
    """
    match = _REFERENCE.match(text)
    if not match:
        raise ValueError(
            f"»{text[:60]}« kan ikke læses som en paragraf||"
            "Skriv for eksempel: barnets lov § 32, stk. 1, nr. 5.")
    name = match["lov"].strip().casefold() or "bl"
    act = book.by_name.get(name)
    if act is None:
        raise ValueError(
            f"Loven »{match['lov'].strip()}« er ikke i vores lovgrundlag||"
            "Skriv lovens fulde navn, for eksempel barnets lov. Lovene står i "
            "rules/lovgrundlag.yaml.")
    paragraf = re.sub(r"\s+", " ", match["paragraf"].lower())
    stk = int(match["stk"]) if match["stk"] else None
    nr = int(match["nr"]) if match["nr"] else None
    found = book.provisions.get((act.kort, paragraf, stk, nr))
    if found is None:
        raise ValueError(_unknown(act, paragraf, stk, nr, book))
    if på is not None and not found.gyldig_fra <= på <= found.gyldig_til:
        raise ValueError(
            f"{act.navn} § {paragraf} gælder ikke {danish.dato(på)}||"
            "Se efter, om reglen er afløst af en anden, og ret henvisningen.")
    return Lovhenvisning(act.kort, act.navn, paragraf, stk, nr, found.slags, found.handler_om)


def _unknown(act: Act, paragraf: str, stk: int | None, nr: int | None, book: LawBook) -> str:
    wanted = danish.lovtekst(act.navn, paragraf, stk, nr)
    same = [p for p in book.provisions.values() if (p.lov, p.paragraf) == (act.kort, paragraf)]
    if not same:
        return (f"{wanted} er ikke i vores lovgrundlag (læst i {act.lbk})||"
                "Se efter, om tallet er rigtigt. Mangler reglen, så føj den til i "
                "rules/lovgrundlag.yaml.")
    there = ", ".join(danish.lovtekst("", p.paragraf, p.stk, p.nr).strip() for p in same)
    return f"{wanted} findes ikke i {act.lbk}||Du kan bruge: {there}."


def load_law(path: Path) -> LawBook:
    """The law book in a YAML file; raises `Unusable` with every problem in it."""
    return parse_law(read_yaml(path))


def parse_law(source: Located) -> LawBook:
    """The law book in YAML already read; raises `Unusable` with every problem in it."""
    acts: dict[str, Act] = {}
    provisions: dict[tuple[str, str, int | None, int | None], Bestemmelse] = {}
    problems: list[Problem] = []
    for kort, entry in (source.data or {}).items():
        where = source.place((kort,))
        try:
            acts[kort] = Act(kort, entry["navn"], entry["lbk"], entry["kilde"],
                             tuple(entry.get("andre_navne") or ()))
            for n, rule in enumerate(entry["regler"]):
                where = source.place((kort, "regler", n))
                provision = _provision(kort, rule)
                key = (kort, provision.paragraf, provision.stk, provision.nr)
                if key in provisions:
                    problems.append(_bad(where, "Reglen står to gange."))
                provisions[key] = provision
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            problems.append(_bad(where, f"Lovgrundlaget kan ikke læses her ({error})."))
    if problems:
        raise Unusable(problems)
    return LawBook(acts, provisions)


def _bad(where: Place, text: str) -> Problem:
    return Problem("lov.ulaeselig", text, where,
                   "Hver lov har navn, lbk, kilde og regler; hver regel har § og handler_om.")


def _provision(act: str, rule: Mapping[str, str]) -> Bestemmelse:
    unknown = set(rule) - {"§", "stk", "nr", "handler_om", "slags", "gyldig_fra", "gyldig_til"}
    if unknown:
        raise ValueError(f"ukendt felt »{sorted(unknown)[0]}«")
    return Bestemmelse(
        act, rule["§"], int(rule["stk"]) if rule.get("stk") else None,
        int(rule["nr"]) if rule.get("nr") else None, rule["handler_om"], rule.get("slags", ""),
        date.fromisoformat(rule.get("gyldig_fra") or date.min.isoformat()),
        date.fromisoformat(rule.get("gyldig_til") or date.max.isoformat()))
