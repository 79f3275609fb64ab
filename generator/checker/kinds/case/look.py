"""What only code can ask of a case: the kind `sag`. A rule names one of these functions in
`ser_efter`; each yields a hit with the place in the case file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from generator.checker.kinds.case import decision, plans
from generator.checker.kinds.case.facts import hit_at
from generator.checker.kinds.hit import Hit, chosen
from generator.checker.letter import Brev
from generator.checker.rules import Regel, Regelbog

Find = Callable[[Brev, Regel], Iterator[Hit]]


def sag(brev: Brev, regel: Regel, book: Regelbog) -> Iterator[Hit]:
    """What the function that the rule names finds; nothing in a letter whose case is not known,
    save for `altid`. Raises `Unusable` when there is no such function."""
    find = chosen(regel, SAG)
    if brev.case or find is altid:
        yield from find(brev, regel)


def altid(brev: Brev, regel: Regel) -> Iterator[Hit]:
    """A hit in every letter that the rule concerns: its conditions, ages and documents say it all.
    What they ask for must be known."""
    aged = regel.alder != (0, 99)
    if (regel.hvis and not brev.situation) or (aged and brev.alder is None) or not brev.dokument:
        return
    where = next(iter(regel.valg.get("felter") or ()), "")
    yield hit_at(brev, tuple(where.split("."))) if where and brev.case else Hit()


SAG: Mapping[str, Find] = {find.__name__: find for find in (
    altid, decision.samtykke_mangler, decision.barnets_samtykke, decision.barnet_spurgt,
    decision.samtykke_formål, decision.uden_samtykke_regel, decision.pålæg_alder,
    decision.samtale_før, decision.grundlag_rækker, decision.plan_før, decision.plan_for_sent,
    decision.kun_for, decision.sted_ikke_godkendt, decision.handleplan_undladt,
    decision.støtteperson_ikke_tilbudt, decision.samvær_sjældent, plans.ikke_med_i_planen,
    plans.for_mange_mål, plans.status_uden_mål, plans.magt_tal, plans.handleplan_deles,
    plans.deling_modsiger, plans.før_fødslen, plans.årstal, plans.en_stemme)}
