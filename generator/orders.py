"""Which letters a case calls for: the documents its parts ask for, each reader, the template.

A decision goes to the child and to each holder of custody. Plans and statuses speak to the child
whoever reads them, so there is one, and a copy for those who may not know all of it and for the
place where the child lives (barnets lov § 94, § 109, stk. 5). A forældrehandleplan goes to each of
the parents it is for, and to nobody else.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from generator import danish
from generator.case.catalogue import DOKUMENTER
from generator.case.conditions import BETINGELSER
from generator.case.load import Case
from generator.case.personer import Person
from generator.case.reader import (
    Læser,
    Situation,
    forældremyndighedsindehavere,
    hides_something_from,
)
from generator.case.sag import Sag
from generator.library import Library, Skabelon
from generator.source import Place, Problem, Unusable, suggestion

#: Documents that speak to the child whoever reads them.
TIL_BARNET = frozenset({"barnets_plan", "ungeplan", "statusudtalelse", "individuel_plan"})
#: Plans, of which the place where the child lives must have the relevant parts.
PLANER = frozenset({"barnets_plan", "ungeplan"})


@dataclass(frozen=True)
class Order:
    """One letter to make: from which template, to whom, dated when."""

    skabelon: Skabelon
    læser: Læser
    dato: date
    navn: str


def order_letters(case: Case, library: Library, *, types: Sequence[str] = (),
                  to: Sequence[str] = (), dato: date | None = None) -> list[Order]:
    """The letters that the case calls for, or those asked for by type and reader.

    `to` holds `barn`, `foraeldre`, `sted` or short names of persons. Raises `Unusable` when
    something asked for does not exist, or the case holds nothing that makes a letter.
    """
    known = sorted({s.dokument for s in library.skabeloner.values()})
    wrong = [t for t in types if t not in known]
    if wrong:
        raise Unusable([Problem("lav.type", f"Vi har ingen skabelon til »{t}«.", Place(),
                                suggestion(t, known) or f"Vælg mellem: {', '.join(known)}.")
                        for t in wrong])
    orders: list[Order] = []
    for dokument in types or [t for t in known if _called_for(case, t, dato)]:
        if document_day(case, dokument) is None and (dokument in DOKUMENTER or dato is None):
            raise Unusable([Problem("lav.intet", f"Sagen indeholder ikke noget til »{dokument}«.",
                                    Place(case.source.file), "Udfyld den del af sagen. Se felterne "
                                    f"med: duform felter --type {dokument}.")])
        orders += _orders_of(case, library, dokument, to, dato)
    if not orders:
        raise Unusable([_nothing(case, types, to, dato)])
    return orders


def _orders_of(case: Case, library: Library, dokument: str, to: Sequence[str],
               dato: date | None) -> list[Order]:
    """One kind of document to all its readers."""
    orders: list[Order] = []
    readers = list(_readers(case, dokument, to))
    for læser in readers:
        own_day = document_day(case, dokument, læser)
        day = dato or own_day
        if day is None or (own_day is None and dokument in DOKUMENTER):
            continue
        skabelon = choose_template(library, dokument, Situation(case.sag, læser, day))
        if skabelon is None and dokument in TIL_BARNET and læser.rolle != "barn" and (
                to or _needs_copy(case, dokument, læser)):
            læser = Læser("barn", "barn", kopi_til=læser.id)
            skabelon = choose_template(library, dokument, Situation(case.sag, læser, day))
        if skabelon:
            orders.append(Order(skabelon, læser, day, file_name(case, dokument, læser, day)))
    if readers and not orders and dokument in TIL_BARNET:
        raise Unusable([_no_template(case, dokument)])
    return orders


def _no_template(case: Case, dokument: str) -> Problem:
    joint = dokument == "ungeplan" and case.sag.plan and case.sag.plan.søskende
    return Problem(
        "lav.ingen_skabelon", f"Ingen skabelon til »{dokument}« passer til sagen.",
        case.source.place(("plan", "søskende")) if joint else Place(case.source.file),
        "Søskende kan have en fælles barnets plan, men ikke en fælles ungeplan. Lav en sag til "
        "hver." if joint else "Se skabelonerne med: duform skabeloner liste. Lav en, der passer.")


def _needs_copy(case: Case, dokument: str, læser: Læser) -> bool:
    """Whether the reader gets a copy unasked: the place where the child lives of a plan, and a
    parent who may not know all that stands in what is written to the child."""
    return læser.rolle == "sted" or hides_something_from(case.sag, læser.id)


def _nothing(case: Case, types: Sequence[str], to: Sequence[str], dato: date | None) -> Problem:
    where = Place(case.source.file)
    if not any(document_day(case, dokument) for dokument in DOKUMENTER):
        return Problem("lav.intet", "Sagen indeholder ikke noget, der kan skrives.", where,
                       "Udfyld for eksempel »afgørelse« eller »plan« i sagen.")
    if not types and not any(_called_for(case, dokument, dato) for dokument in DOKUMENTER):
        return Problem("lav.sendt", "Afgørelsen er sendt før, og der er ikke andet at lave.", where,
                       "Skriv --type afgoerelse, hvis den skal laves igen.")
    return Problem("lav.ingen_modtager", "Der er ingen breve til "
                   f"{', '.join(to) or 'nogen i sagen'}.", where,
                   "Skriv ja i »forældremyndighed« ved dem, der har den, eller vælg en anden med "
                   "--til.")


def _called_for(case: Case, dokument: str, dato: date | None) -> bool:
    """Whether the case holds the part that the document is made from. A municipality's own kind of
    document has no such part; it is made when somebody asks for it."""
    day = document_day(case, dokument) if dokument in DOKUMENTER else None
    if day is None:
        return False
    if dokument == "afgoerelse":
        return not (case.sag.afgørelse and case.sag.afgørelse.er_sendt)
    if dokument in PLANER:  # from 16 years the plan is an ungeplan (barnets lov § 108)
        age = danish.alder(case.sag.barn.fødselsdato, dato or day)
        return (dokument == "ungeplan") == (age >= 16)
    return True


def document_day(case: Case, dokument: str, læser: Læser | None = None) -> date | None:
    """The date of the part of the case that a document is made from; for a kind of document that we
    do not know, of the first part that has one."""
    sag = case.sag
    plans = [p for p in sag.forældrehandleplaner if læser is None or læser.id in p.til]
    parents = max(plans, key=lambda plan: plan.dato, default=None)
    parts = {"afgoerelse": sag.afgørelse, "barnets_plan": sag.plan, "ungeplan": sag.plan,
             "foraeldrehandleplan": parents, "statusudtalelse": sag.status,
             "individuel_plan": sag.individuel_plan}
    part = parts[dokument] if dokument in parts else next(filter(None, parts.values()), None)
    day: date | None = getattr(part, "dato", None)
    return day


def _readers(case: Case, dokument: str, to: Sequence[str]) -> Iterator[Læser]:
    """The readers asked for; without a wish: those whom the document is for."""
    sag = case.sag
    persons = {p.id: p for p in sag.personer}
    for name in to or ("barn", "foraeldre", *(_home(sag) if dokument in PLANER else ())):
        if name in ("barn", "barnet"):
            yield Læser("barn", "barn")
        elif name in ("foraeldre", "forældre"):
            yield from (Læser("forælder", p.id) for p in _parents(sag, dokument)
                        if p.skal_have_brev is not False)
        elif name in persons:
            yield Læser("forælder", name)
        elif name == "sted" or name in {s.id for s in sag.steder}:
            yield from (Læser("sted", s.id) for s in sag.steder if name in ("sted", s.id))
        else:
            known = ["barn", "foraeldre", "sted", *persons]
            raise Unusable([Problem("lav.modtager", f"Der er ingen i sagen, der hedder »{name}«.",
                                    Place(case.source.file), suggestion(name, known)
                                    or f"Vælg mellem: {', '.join(known)}.")])


def _parents(sag: Sag, dokument: str) -> Sequence[Person]:
    """Those with custody; for a forældrehandleplan the parents it is for."""
    if dokument != "foraeldrehandleplan":
        return forældremyndighedsindehavere(sag)
    named = {id for plan in sag.forældrehandleplaner for id in plan.til}
    return [person for person in sag.personer if person.id in named]


def _home(sag: Sag) -> tuple[str, ...]:
    """The place where a placed child lives, as far as the case tells."""
    placement = sag.afgørelse.anbringelse if sag.afgørelse else None
    return (placement.sted,) if placement and placement.sted else ()


def choose_template(library: Library, dokument: str, situation: Situation) -> Skabelon | None:
    """The template for this document and reader; the one with most conditions that hold wins.

    Raises `Unusable` when two fit equally well.
    """
    fitting = [s for s in library.skabeloner.values()
               if s.dokument == dokument and s.læser == situation.læser.rolle
               and all(BETINGELSER[name].gælder(situation) == wanted
                       for name, wanted in s.betingelser)]
    if not fitting:
        return None
    most = max(len(s.betingelser) for s in fitting)
    best = [s for s in fitting if len(s.betingelser) == most]
    if len(best) > 1:
        names = " og ".join(f"»{s.id}«" for s in best)
        raise Unusable([Problem("skabelon.uafgjort", f"Skabelonerne {names} passer lige godt.",
                                Place(best[1].file), "Gør den ene mere bestemt med »hvis:«, eller "
                                "giv den samme navn som den, den skal afløse.")])
    return best[0]


def file_name(case: Case, dokument: str, læser: Læser, day: date) -> str:
    """`2026-0117_afgoerelse_barn_2026-03-02`: the case number and roles, never a name.

    Parents are told apart by role, and by number when two have the same.
    """
    number = "".join(c if c.isalnum() or c in "-._" else "-" for c in case.sag.sagsnummer)
    reader = "barn"
    roles = {p.id: p.rolle for p in case.sag.personer}
    places = [s.id for s in case.sag.steder]
    if læser.øjne in roles:
        role = roles[læser.øjne]
        same = [id for id, other in roles.items() if other == role]
        reader = role if len(same) == 1 else f"{role}-{same.index(læser.øjne) + 1}"
    elif læser.øjne in places:
        reader = "sted" if len(places) == 1 else f"sted-{places.index(læser.øjne) + 1}"
    ascii_reader = reader.replace("æ", "ae").replace("ø", "oe").replace("å", "aa")
    return f"{number}_{dokument}_{ascii_reader}_{day.isoformat()}"
