"""Whether a letter goes to the right reader: those with custody, all of them, and no others."""

from __future__ import annotations

from collections.abc import Iterator

from generator.case.load import Case
from generator.case.reader import Situation, forældremyndighedsindehavere
from generator.source import Path_, Place, Problem


def recipients(case: Case, situation: Situation) -> Iterator[Problem]:
    """Findings about who gets the letter (DP-06, DP-07 of the requirement list)."""
    sag = case.sag
    holders = forældremyndighedsindehavere(sag)
    persons = [p.id for p in sag.personer]
    if situation.læser.rolle == "forælder" and situation.læser.id not in {h.id for h in holders}:
        path: Path_ = ("personer", persons.index(situation.læser.id))
        yield Problem(
            "modtager.uden_myndighed", "Brevet er til en, der ikke har del i "
            "forældremyndigheden.", _where(case, path),
            "Skriv »forældremyndighed: ja«, hvis personen har den. Ellers send ikke brevet.",
            why="forældreansvarsloven § 23", kind="LOV")
    if situation.læser.rolle == "forælder" and situation.læser.id in persons:
        yield from _not_to_have_it(case, persons.index(situation.læser.id))
    if situation.læser.rolle != "barn":
        return
    if not holders:
        yield Problem("modtager.ingen_myndighed", "Sagen siger ikke, hvem der har "
                      "forældremyndigheden.", _where(case, ("personer",)),
                      "Skriv »forældremyndighed: ja« ved dem, der har den.",
                      why="barnets lov § 32, stk. 2", kind="LOV")
    for person in holders:
        if person.skal_have_brev is False and not person.intet_brev_grund:
            yield Problem(
                "modtager.udeladt", "En, der har del i forældremyndigheden, får ikke brevet, og "
                "der står ikke hvorfor.", _where(case, ("personer", persons.index(person.id))),
                "Skriv grunden i »intet_brev_grund«, eller lad personen få brevet.",
                why="ligestillingsloven § 4 a", kind="LOV")


def _not_to_have_it(case: Case, number: int) -> Iterator[Problem]:
    if case.sag.personer[number].skal_have_brev is False:
        yield Problem(
            "modtager.skal_ikke_have_brev", "Brevet er til en, der ifølge sagen ikke skal have "
            "brev.", _where(case, ("personer", number, "skal_have_brev")),
            "Ret »skal_have_brev«, eller lav brevene uden det, med --til.")


def _where(case: Case, path: Path_) -> Place:
    return case.source.place(path)
