"""Law references: reading »barnets lov § 32, stk. 1, nr. 5« and looking it up in the data file of
the provisions we use. Whether a provision fits a case is not decided here."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from generator import danish
from generator.source import Located, Place, Problem, Unusable, kort, read_yaml, suggestion


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
    """A reference to a provision that exists. Prints as Danes write it, with no-break spaces."""

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
    r"(?P<før>[^§]*?)[, ]*§ ?(?P<paragraf>[0-9]{1,4}(?: ?[a-zæøå](?![a-zæøå.]))?)"
    r"(?:[, ]+stk\.? ?(?P<stk>[0-9]{1,3}))?(?:[, ]+nr\.? ?(?P<nr>[0-9]{1,3}))?"
    r"(?:[, ]+i (?P<efter>[^§]+?))? ?\.?", re.IGNORECASE)
_LONGEST = 200


def læs_lovhenvisning(text: str, book: LawBook, på: date | None = None) -> Lovhenvisning:
    """The provision that the text names; raises ValueError with a remedy when there is none.

    Without the name of an act, barnets lov is meant. `på` is the day the provision must hold.
    """
    plain = " ".join(text[:_LONGEST].split())
    match = _REFERENCE.fullmatch(plain)
    if not match or (match["før"] and match["efter"]):
        raise ValueError(
            f"»{kort(text)}« kan ikke læses som en paragraf||"
            "Skriv for eksempel: barnets lov § 32, stk. 1, nr. 5.")
    act = _act((match["før"] or match["efter"] or "bl").strip(), book)
    paragraf = re.sub(r"([0-9]) ?([a-zæøå])", r"\1 \2", match["paragraf"].lower())
    stk = int(match["stk"]) if match["stk"] else None
    nr = int(match["nr"]) if match["nr"] else None
    found = book.provisions.get((act.kort, paragraf, stk, nr))
    if found is None:
        raise ValueError(_unknown(act, paragraf, stk, nr, book))
    if på is not None and not found.gyldig_fra <= på <= found.gyldig_til:
        raise ValueError(_not_in_force(act, found, på))
    return Lovhenvisning(act.kort, act.navn, paragraf, stk, nr, found.slags, found.handler_om)


def _act(name: str, book: LawBook) -> Act:
    """The act by any of its names, also with the s of the genitive: »barnets lovs § 32«."""
    wanted = name.casefold()
    found = book.by_name.get(wanted) or book.by_name.get(wanted.removesuffix("s"))
    if found is None:
        known = ", ".join(act.navn for act in book.acts.values())
        hint = suggestion(wanted, book.by_name) or f"Vælg mellem: {known}."
        raise ValueError(f"Loven »{kort(name)}« er ikke i vores lovgrundlag||{hint} Lovene står i "
                         "rules/lovgrundlag.yaml.")
    return found


def _not_in_force(act: Act, rule: Bestemmelse, på: date) -> str:
    when = (f"fra {danish.dato(rule.gyldig_fra)}" if på < rule.gyldig_fra
            else f"til og med {danish.dato(rule.gyldig_til)}")
    return (f"{danish.lovtekst(act.navn, rule.paragraf, rule.stk, rule.nr)} gælder ikke den "
            f"{danish.dato(på)}, men {when}||Se efter, om afgørelsens dato er rigtig, eller ret "
            "henvisningen til den regel, der gælder.")


def _unknown(act: Act, paragraf: str, stk: int | None, nr: int | None, book: LawBook) -> str:
    wanted = danish.lovtekst(act.navn, paragraf, stk, nr)
    same = [p for p in book.provisions.values() if (p.lov, p.paragraf) == (act.kort, paragraf)]
    if not same:
        return (f"{wanted} er ikke i vores lovgrundlag (læst i {act.lbk})||"
                "Se efter, om tallet er rigtigt. Mangler reglen, så føj den til i "
                "rules/lovgrundlag.yaml.")
    there = "; ".join(danish.lovtekst("", p.paragraf, p.stk, p.nr).strip() for p in same)
    return f"{wanted} findes ikke i {act.lbk}||Du kan bruge: {there}."


def load_law(path: Path) -> LawBook:
    """The law book in a YAML file; raises `Unusable` with every problem in it."""
    return parse_law(read_yaml(path))


def parse_law(source: Located) -> LawBook:
    """The law book in YAML already read; raises `Unusable` with every problem in it."""
    acts: dict[str, Act] = {}
    provisions: dict[_Key, Bestemmelse] = {}
    problems: list[Problem] = []
    entries = source.data if isinstance(source.data, dict) else {}
    if not entries:
        problems.append(_bad(Place(source.file, 1), "Lovgrundlaget har ingen love."))
    for short, entry in entries.items():
        where = source.place((short,))
        if not isinstance(entry, dict) or not isinstance(entry.get("regler"), list):
            problems.append(_bad(where, f"Loven »{kort(short)}« har ingen liste med regler."))
            continue
        problems += _unfit(entry, _ACT_FIELDS, ("navn", "lbk", "kilde"), where)
        acts[short] = Act(short, str(entry.get("navn")), str(entry.get("lbk")),
                          str(entry.get("kilde")), _names(entry.get("andre_navne")))
        for n, rule in enumerate(entry["regler"]):
            problems += _add_rule(short, rule, source.place((short, "regler", n)), provisions)
    if problems:
        raise Unusable(problems)
    return LawBook(acts, provisions)


_Key = tuple[str, str, int | None, int | None]
_ACT_FIELDS = ("navn", "lbk", "kilde", "andre_navne", "regler")
_RULE_FIELDS = ("§", "stk", "nr", "handler_om", "slags", "gyldig_fra", "gyldig_til")


def _bad(where: Place, text: str, remedy: str = "") -> Problem:
    return Problem("lov.ulaeselig", text, where, remedy or "Hver lov har navn, lbk, kilde og "
                   "regler; hver regel har § og handler_om.")


def _unfit(entry: Mapping[str, object], known: Sequence[str], required: Sequence[str],
           where: Place) -> Iterator[Problem]:
    for name in entry:
        if name not in known:
            yield _bad(where, f"Feltet »{kort(name)}« kender vi ikke i lovgrundlaget.",
                       suggestion(name, known) or f"Her kan stå: {', '.join(known)}.")
    for name in required:
        if not isinstance(entry.get(name), str):
            yield _bad(where, f"»{name}« mangler.")


def _names(value: object) -> tuple[str, ...]:
    if isinstance(value, list):
        return tuple(str(name) for name in value)
    return (str(value),) if value else ()


def _add_rule(act: str, rule: object, where: Place,
              provisions: dict[_Key, Bestemmelse]) -> list[Problem]:
    """Adds the rule to the provisions; returns what is wrong with it instead."""
    if not isinstance(rule, dict):
        return [_bad(where, "Reglen har ingen felter.")]
    problems = list(_unfit(rule, _RULE_FIELDS, ("§", "handler_om"), where))
    numbers = {name: rule.get(name) for name in ("stk", "nr")}
    problems += [_bad(where, f"»{name}: {kort(value)}« er ikke et tal.")
                 for name, value in numbers.items() if value and not str(value).isdecimal()]
    days = {name: danish.læs_dato(str(rule[name])) for name in ("gyldig_fra", "gyldig_til")
            if rule.get(name)}
    problems += [_bad(where, f"Datoen i »{name}« kan ikke læses.", "Skriv den som 2024-01-01.")
                 for name, day in days.items() if day is None]
    if problems:
        return problems
    stk, nr = (int(value) if value else None for value in numbers.values())
    key = (act, str(rule["§"]), stk, nr)
    if key in provisions:
        return [_bad(where, "Reglen står to gange.", "Slet den ene.")]
    provisions[key] = Bestemmelse(
        act, str(rule["§"]), stk, nr, str(rule["handler_om"]), str(rule.get("slags") or ""),
        days.get("gyldig_fra") or date.min, days.get("gyldig_til") or date.max)
    return []
