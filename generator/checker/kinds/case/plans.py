"""What is asked of the data of plans and statuses, of the case's dates, and of texts that have one
voice for two readers. See `case.py`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from generator import danish
from generator.case.load import values_below
from generator.case.model import Tekst
from generator.case.reader import forældremyndighedsindehavere, handleplan_for
from generator.checker.kinds.case.facts import hit_at, said_day, values
from generator.checker.kinds.hit import Hit
from generator.checker.letter import Brev
from generator.checker.pattern import tokens
from generator.checker.rules import Regel
from generator.source import Path_

# --- plans and statuses -------------------------------------------------------------------------


def ikke_med_i_planen(brev: Brev, regel: Regel) -> Iterator[Hit]:
    """A hit when the child or a holder of custody took no part in the plan, and no reason is
    given. An infant or a child without speech need not have."""
    plan = brev.case.sag.plan if brev.case else None
    if plan is None or brev.situation is None or plan.ikke_med_grund or not plan.lavet_af:
        return
    child = brev.situation.sag.barn
    silent = brev.situation.alder < 2 if child.uden_sprog is None else child.uden_sprog
    wanted = [] if silent else ["barn"]
    wanted += [person.id for person in forældremyndighedsindehavere(brev.situation.sag)]
    for who in set(wanted) - {part.person for part in plan.lavet_af}:
        yield hit_at(brev, ("plan", "lavet_af"), ord=who)


def for_mange_mål(brev: Brev, regel: Regel) -> Iterator[Hit]:
    """A hit for each list of goals with more than three that are worked with now. A joint plan has
    a list for each child."""
    lists = ("plan.mål", "plan.søskende[].mål", "forældrehandleplaner[].mål")
    for name in regel.valg.get("felter") or lists:
        for path, goals in values(brev, name):
            running = [goal for goal in goals or () if not goal.senere]
            if len(running) > 3:
                yield hit_at(brev, path, tal=str(len(running)))


def status_uden_mål(brev: Brev, regel: Regel) -> Iterator[Hit]:
    """A hit for each goal of the plan that the status says nothing about, and one when there are no
    goals at all."""
    sag_ = brev.case.sag if brev.case else None
    if sag_ is None or sag_.status is None:
        return
    goals = [(n, goal) for n, goal in enumerate(sag_.plan.mål if sag_.plan else ())
             if not goal.senere]
    if not goals:
        yield hit_at(brev, ("plan", "mål"), ord="alle mål")
    for n, goal in goals:
        since = sag_.status.fra or date.min
        if not any(s.dato is None or since <= s.dato <= sag_.status.dato for s in goal.status):
            yield hit_at(brev, ("plan", "mål", n), ord=goal.id)


def magt_tal(brev: Brev, regel: Regel) -> Iterator[Hit]:
    """A hit when fewer uses of force are counted than told of."""
    for name in ("status.magt", "individuel_plan.magt"):
        for path, magt in values(brev, name):
            if magt and magt.antal is not None and magt.antal < len(magt.hændelser):
                yield hit_at(brev, (*path, "antal"), tal=str(magt.antal),
                           grænse=str(len(magt.hændelser)))


# --- forældrehandleplaner -----------------------------------------------------------------------


def handleplan_deles(brev: Brev, regel: Regel) -> Iterator[Hit]:
    """A hit when one plan is for two parents of whom one is protected or who do not live
    together."""
    plan = handleplan_for(brev.situation) if brev.situation else None
    if plan is None or brev.situation is None or len(plan.til) < 2:
        return
    parents = [p for p in brev.situation.sag.personer if p.id in plan.til]
    homes = {(p.adresse.vej.casefold(), p.adresse.postnr) for p in parents if p.adresse}
    if len(homes) > 1 or any(p.adressebeskyttelse or p.beskyttet_mod for p in parents):
        number = brev.situation.sag.forældrehandleplaner.index(plan)
        yield hit_at(brev, ("forældrehandleplaner", number, "til"))


def deling_modsiger(brev: Brev, regel: Regel) -> Iterator[Hit]:
    """A hit when a parent has said both yes and no to the same thing being shared."""
    answers: dict[tuple[str, str], tuple[Path_, bool]] = {}
    for path, part in values(brev, "forældrehandleplaner[].deling[]"):
        if part is None:
            continue
        key = (part.med.casefold(), part.hvad.casefold())
        if key in answers and answers[key][1] != part.samtykke:
            yield hit_at(brev, (*path, "samtykke"))
        answers.setdefault(key, (path, part.samtykke))


# --- dates and voices ---------------------------------------------------------------------------

#: Where dates may well lie before the child was born: others' births, and what was known in the
#: pregnancy.
_EARLIER = ("oplysninger", "forældres_perspektiv", "grundlag", "observationer")


def før_fødslen(brev: Brev, regel: Regel) -> Iterator[Hit]:
    """A hit for each date in the case before the child's birth."""
    born = brev.case.sag.barn.fødselsdato if brev.case else date.min
    for path, day in _dates(brev):
        if day < born and not set(_EARLIER).intersection(path):
            yield hit_at(brev, path, ord=said_day(day), grænse=said_day(born))


def årstal(brev: Brev, regel: Regel) -> Iterator[Hit]:
    """A hit for each date more than five years after the letter: a slip in the year."""
    if brev.dato is None:
        return
    last = danish.læg_måneder_til(brev.dato, 60)
    for path, day in _dates(brev):
        if day > last:
            yield hit_at(brev, path, ord=said_day(day), grænse=said_day(brev.dato))


def _dates(brev: Brev) -> Iterator[tuple[Path_, date]]:
    return ((path, day) for path, day in (brev.case.dates if brev.case else ())
            if path[-1] != "fødselsdato")


#: What a parent's decision prints of the case. Plans speak to the child whoever reads them.
_PARENTS = ("afgørelse", "samtaler", "oplysninger", "barnets_perspektiv", "forældres_perspektiv",
            "barn")
_YOU = ("du", "dig", "din", "dit", "dine")


def en_stemme(brev: Brev, regel: Regel) -> Iterator[Hit]:
    """A hit for each text that is the same for the child and the adults and says »du« or »din«."""
    for part in _PARENTS:
        for path, value in values(brev, part):
            for below, text in values_below(value, path):
                if isinstance(text, Tekst) and text.til_voksne == text.til_barnet:
                    said = [t.low for t in tokens(_unquoted(text.til_voksne or ""))]
                    found = next((word for word in said if word in _YOU), "")
                    if found:
                        yield hit_at(brev, below, ord=found)


def _unquoted(text: str) -> str:
    """The text without what stands in »…«."""
    return " ".join(part.partition("«")[2] if "«" in part else part
                    for part in text.split("»")) if "»" in text else text
