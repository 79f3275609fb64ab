"""What the law and the recommendations say that plans, forældrehandleplaner and statuses must hold,
item by item, in every such document of every example.

The ids are those of the requirement list the project builds on (BP: barnets plan, UP: ungeplan, FP:
forældrehandleplan, ST: statusudtalelse). Each is looked for in the words of the finished document.
"""

from __future__ import annotations

import re
from typing import Any

import pytest

from generator import danish
from tests.sent import Item, Sent, every, sent

PLANS = ("barnets_plan", "ungeplan")


def goals(s: Sent) -> list[Any]:
    """The running goals of all children of a plan."""
    return [goal for part in s.plan["dele"] for goal in part["løbende_mål"]]


def placed(s: Sent) -> bool:
    return bool(s.view["anbragt"])


def joint(s: Sent) -> bool:
    return bool(s.view["fælles_plan"])


def to_site(s: Sent) -> bool:
    return bool(s.view["til_stedet"])


def named(people: list[Any], s: Sent) -> bool:
    """Whether each person is named, as the reader or as the child itself would."""
    return all(s.says(p["omtale"]) or s.says(p["omtale_jeg"]) or s.says(p["fornavn"])
               for p in people)


PLAN_ITEMS = (
    Item("BP-01", "at least one concrete goal", lambda s: every([m["mål"] for m in goals(s)], s)),
    Item("BP-02", "how each goal hangs together with the purpose",
         lambda s: every([m["kobling_til_formål"] for m in goals(s)], s)),
    Item("BP-03", "the child's own wish behind each goal",
         lambda s: every([m["ønske"] for m in goals(s)], s),
         lambda s: not s.view["spæd_eller_uden_sprog"] and not joint(s)),
    Item("BP-03", "what is wished for a child who cannot say it", lambda s: every(
        s.plan["ønsker_for_dig"] or s.decision["livshistorie"]["ønsker_for_dig"], s),
        lambda s: bool(s.view["spæd_eller_uden_sprog"])),
    Item("BP-04", "who took part in the wording, and when", lambda s: (
        named([d["person"] for d in s.plan["lavet_af"]], s)
        and every([d["dato"] for d in s.plan["lavet_af"] if d["dato"]], s))),
    Item("BP-04", "why a child did not take part", lambda s: (
        s.says(s.plan["ikke_med_grund"]) if s.plan["ikke_med_grund"] else s.says("ikke ord til")),
         lambda s: not s.view["barnet_var_med"]),
    Item("BP-05", "the help it builds on, and what was found",
         lambda s: every([part["hvorfor"] for part in s.plan["dele"]], s)),
    Item("BP-06", "support to the family during and after a placement",
         lambda s: s.says(s.plan["støtte_til_familien"]), lambda s: placed(s) and not to_site(s)),
    Item("BP-08", "each child's own part in a joint plan", lambda s: all(
        s.says(part["barn"]["fornavn"]) and every(
            [part["hvorfor"], part["formål"], *(m["mål"] for m in part["løbende_mål"])], s)
        for part in s.plan["dele"]), joint),
    Item("BP-09", "at most three goals at a time",
         lambda s: all(len(part["løbende_mål"]) <= 3 for part in s.plan["dele"])),
    Item("BP-10", "adults who do something for each goal", lambda s: every(
        [h["gør"] for m in goals(s) for h in m["hjælpere"]], s) and all(
            any(p["rolle"] != "barn" for h in m["hjælpere"] for p in h["hvem"])
            for m in goals(s))),
    Item("BP-11", "how one sees that a goal is reached",
         lambda s: every([m["tegn"] for m in goals(s)], s)),
    Item("BP-13", "when each goal is looked at again",
         lambda s: every([danish.ugedag_dato(m["hvornår"]) for m in goals(s)], s)),
    Item("BP-16", "the purpose, as the decision states it",
         lambda s: every([part["formål"] for part in s.plan["dele"]], s)),
    Item("BP-18", "when the help can stop",
         lambda s: every([part["færdig_når"] for part in s.plan["dele"]], s)),
    Item("BP-20", "when it is looked at again, and by whom", lambda s: (
        s.says(s.plan["opfølgning"]["dato"]) and named(s.plan["opfølgning"]["hvem"], s))),
    Item("BP-20", "that parents are asked before it is changed",
         lambda s: re.search(r"lave planen om.*(sige ja|om det er i orden)", s.words) is not None),
    Item("S-012", "wishes before goals", lambda s: 0 <= s.words.find(
        wishes(s)) < s.words.find(str(goals(s)[0]["mål"]).casefold().rstrip("."))),
)


def wishes(s: Sent) -> str:
    texts = (*s.plan["drømme"], *s.plan["ønsker_for_dig"],
             *((s.decision["livshistorie"] or {"ønsker_for_dig": ()})["ønsker_for_dig"]))
    return str(texts[0]).strip().rstrip(".").casefold()


YOUTH_ITEMS = (
    Item("UP-01", "an ungeplan from sixteen years", lambda s: s.view["barn"]["alder"] >= 16),
    Item("UP-02", "education", lambda s: s.says(s.plan["ung"]["uddannelse"])),
    Item("UP-02", "employment", lambda s: s.says(s.plan["ung"]["arbejde"])),
    Item("UP-03", "who has said yes to it, and when", lambda s: every(
        [c["dato"] for c in s.plan["ung"]["samtykker"] if c["dato"]], s) and named(
            [c["person"] for c in s.plan["ung"]["samtykker"]], s)),
    Item("UP-04", "what happens at eighteen", lambda s: s.says(
        s.plan["ung"]["når_jeg_fylder_18"]), lambda s: bool(s.view["fylder_snart_18"])),
    Item("UP-04", "when ungestøtte is decided", lambda s: s.says(
        s.plan["ung"]["ungestøtte_afgørelse"]), lambda s: bool(s.view["fylder_snart_18"])),
    Item("UP-05", "that a new municipality gets it only with a yes", lambda s: s.says(
        "ny kommune") or s.says("en anden kommune")),
    Item("UP-06", "what is agreed because of a disability", lambda s: every(
        [x for tema in s.plan["ung"]["funktionsnedsættelse"]
         for x in (tema["emne"], tema["tekst"])], s),
        lambda s: bool(s.plan["ung"]["funktionsnedsættelse"])),
)


def own(s: Sent) -> Any:
    return s.view["handleplan"]


PARENT_ITEMS = (
    Item("FP-01", "that it is a plan of its own, for the parent", lambda s: s.says(
        "forældrehandleplan") and s.says("din egen plan")),
    Item("FP-02", "the support and its legal basis", lambda s: every(
        [x for st in own(s)["støtte"] for x in (st["hvad"], str(st["hjemmel"]))], s)),
    Item("FP-02", "the støtteperson", lambda s: s.says("støtteperson")),
    Item("FP-03", "what the support is for: return or samvær",
         lambda s: s.says("samvær") and re.search(r"flytte\w* hjem|hjemgivelse", s.words)
         is not None),
    Item("FP-06", "when the plan is looked at again", lambda s: s.says(
        own(s)["opfølgning"]["dato"]) and s.says("tre måneder")),
    Item("FP-08", "why the child lives elsewhere", lambda s: s.says(own(s)["hvorfor"]),
         lambda s: bool(own(s)["hvorfor"])),
    Item("FP-08", "the purpose, and the parent's own wishes",
         lambda s: every([own(s)["formål"], *own(s)["ønsker"]], s)),
    Item("FP-09", "at most three goals, in the parent's words", lambda s: (
        len(own(s)["løbende_mål"]) <= 3 and every([m["mål"] for m in own(s)["løbende_mål"]], s))),
    Item("FP-10", "that goals are not necessarily about the child moving home",
         lambda s: s.says("behøver ikke at handle om, at "
                          f"{s.view['barn']['fornavn']} flytter hjem")),
    Item("FP-11", "what is shared with whom, and only with a yes", lambda s: every(
        [d["med"] for d in own(s)["deling"] if d["samtykke"]], s) if any(
            d["samtykke"] for d in own(s)["deling"]) else s.says("kun, hvis du siger ja")
        or s.says("ikke delt") or s.says("deler ikke")),
    Item("FP-12", "nothing from the other parent's plan", lambda s: not any(
        s.says(m["mål"]) for plan in s.case.sag.forældrehandleplaner
        if s.letter.order.læser.id not in plan.til
        for m in [dict(goal.__dict__) for goal in plan.mål])),
)

STATUS_ITEMS = (
    Item("ST-01", "who asked, the period, the author, what it builds on", lambda s: every(
        [s.status["bedt_om_af"], s.status["fra"], s.status["til"],
         *(p["navn"] for p in s.status["skrevet_af"])], s)),
    Item("ST-02", "each goal: what was done, how, with what effect, what is suggested",
         lambda s: every([x for m in s.status["mål"] for x in (
             m["mål"], *(m["seneste_status"][k] for k in ("gjort", "metode", "virkning", "forslag")
                         if m["seneste_status"][k]))], s)),
    Item("ST-04", "what was seen, with its source, apart from what is thought", lambda s: all(
        s.says(o["hvad"]) and (not o["kilde_og_dato"] or s.says(o["kilde_og_dato"]))
        for k in contexts(s) for o in k["observationer"]) and every(
            [k["vurdering"] for k in contexts(s) if k["vurdering"]], s)),
    Item("ST-05", "the child's own words", lambda s: every(s.status["barnets_ord"], s)),
    Item("ST-05", "the parents' words", lambda s: s.says(s.status["forældrenes_ord"])),
    Item("ST-06", "how often force was used", lambda s: s.says(
        danish.tal_med_ord(s.status["magt"]["antal"])) or s.says(str(s.status["magt"]["antal"])),
        lambda s: bool(s.status["magt"]["antal"])),
    Item("ST-06", "each time, its law and what the child says", lambda s: every(
        [x for m in s.status["magt"]["hændelser"] for x in (m["hvad"], str(m["art"]))], s),
        lambda s: bool(s.status["magt"]["hændelser"])),
    Item("ST-08", "permissions, their period and when they are looked at again", lambda s: every(
        [x for t in s.status["magt"]["tilladelser"]
         for x in (t["fra"], t["til"], t["revurderes"])], s),
        lambda s: bool(s.status["magt"]["tilladelser"])),
    Item("ST-09", "when it was gone through with child and parents", lambda s: every(
        [d["dato"] for d in s.status["gennemgået"] if d["dato"]], s)),
    Item("ST-10", "resources as well as difficulties", lambda s: every(
        [k[name] for k in contexts(s) for name in ("ressourcer", "udfordringer") if k[name]], s)),
)


def contexts(s: Sent) -> list[Any]:
    site = s.view["individuel_plan"]
    found = s.status["kontekster"] or (site["kontekster"] if site else [])
    return [k for k in found if not k["ikke_relevant"]]


ASKED = ([(PLANS, i) for i in PLAN_ITEMS] + [(("ungeplan",), i) for i in YOUTH_ITEMS]
         + [(("foraeldrehandleplan",), i) for i in PARENT_ITEMS]
         + [(("statusudtalelse",), i) for i in STATUS_ITEMS])
NAMES = [f"{item.id} {item.asks}" for _, item in ASKED]


@pytest.mark.parametrize(("kinds", "item"), ASKED, ids=NAMES)
def test_every_document_holds(kinds, item):
    concerned = [s for s in sent(*kinds) if item.holds_for(s)]
    assert [s.letter.order.navn for s in concerned if not item.there(s)] == []


@pytest.mark.parametrize(("kinds", "item"), ASKED, ids=NAMES)
def test_some_example_exercises(kinds, item):
    assert any(item.holds_for(s) for s in sent(*kinds))
