"""Whether a letter goes to the right reader: those with custody, all of them, and no others."""

from __future__ import annotations

from collections.abc import Iterator

from generator.case.load import Case
from generator.case.reader import Situation, forældremyndighedsindehavere
from generator.source import Path_, Place, Problem


def recipients(case: Case, situation: Situation, dokument: str) -> Iterator[Problem]:
    """Findings about who gets the letter (DP-06, DP-07 of the requirement list). A copy of what is
    written to the child goes to somebody too; a forældrehandleplan is for those it names."""
    sag = case.sag
    holders = forældremyndighedsindehavere(sag)
    persons = [p.id for p in sag.personer]
    if situation.læser.øjne in persons:
        yield from _to_person(case, persons.index(situation.læser.øjne), dokument)
    if situation.læser.rolle != "barn" or dokument not in ("afgoerelse", "barnets_plan",
                                                           "ungeplan"):
        return
    if not holders:
        yield Problem("modtager.ingen_myndighed", "Sagen siger ikke, hvem der har "
                      "forældremyndigheden.", _where(case, ("personer",)),
                      "Skriv ja i »forældremyndighed« ved dem, der har den.",
                      why="barnets lov § 32, stk. 2", kind="LOV")
    for person in holders:
        if person.skal_have_brev is False and not person.intet_brev_grund:
            yield Problem(
                "modtager.udeladt", "En, der har del i forældremyndigheden, får ikke brevet, og "
                "der står ikke hvorfor.", _where(case, ("personer", persons.index(person.id))),
                "Skriv grunden i »intet_brev_grund«, eller lad personen få brevet.",
                why="ligestillingsloven § 4 a", kind="LOV")


def _to_person(case: Case, number: int, dokument: str) -> Iterator[Problem]:
    person = case.sag.personer[number]
    own_plan = dokument == "foraeldrehandleplan" and any(
        person.id in plan.til for plan in case.sag.forældrehandleplaner)
    if not person.forældremyndighed and not own_plan:
        yield Problem(
            "modtager.uden_myndighed", "Brevet er til en, der ikke har del i "
            "forældremyndigheden.", _where(case, ("personer", number)),
            "Skriv ja i »forældremyndighed«, hvis personen har den. Ellers send ikke brevet.",
            why="forældreansvarsloven § 23", kind="LOV")
    if person.skal_have_brev is False:
        yield Problem(
            "modtager.skal_ikke_have_brev", "Brevet er til en, der ifølge sagen ikke skal have "
            "brev.", _where(case, ("personer", number, "skal_have_brev")),
            "Ret »skal_have_brev«, eller lav brevene uden det, med --til.")


def _where(case: Case, path: Path_) -> Place:
    return case.source.place(path)
