"""What is asked of a decision's data: consent, basis, place, samvær. See `case.py`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from generator import danish
from generator.case.law import Lovhenvisning
from generator.case.reader import HJEM, forældremyndighedsindehavere
from generator.checker.kinds.case.facts import decision_of, hit_at, said_day, values
from generator.checker.kinds.hit import Hit
from generator.checker.letter import Brev
from generator.checker.pattern import tokens
from generator.checker.rules import Regel
from generator.source import Path_

# --- consent ------------------------------------------------------------------------------------

_CONSENTS: Path_ = ("afgørelse", "samtykker")


#: The paragraphs of barnets lov after which help asks for consent.
_ASKS = ("32", "46")


def samtykke_mangler(brev: Brev, regel: Regel) -> Iterator[Hit]:
    """A hit for each holder of custody who has not said yes to help that asks for it. `{ord}` is
    the short name."""
    decision = decision_of(brev)
    if decision is None or brev.case is None or not any(
            i.hjemmel.lov == "BL" and i.hjemmel.paragraf in _ASKS for i in decision.indsatser):
        return
    yes = {c.person for c in decision.samtykker if c.svar == "ja"}
    for person in forældremyndighedsindehavere(brev.case.sag):
        if person.id not in yes:
            yield hit_at(brev, _CONSENTS, ord=person.id)


def barnets_samtykke(brev: Brev, regel: Regel) -> Iterator[Hit]:
    """A hit when the young person has not said yes."""
    decision = decision_of(brev)
    if decision and not any(c.person == "barn" and c.svar == "ja" for c in decision.samtykker):
        yield hit_at(brev, _CONSENTS)


def barnet_spurgt(brev: Brev, regel: Regel) -> Iterator[Hit]:
    """A hit when the child's own consent stands there."""
    for path, consent in values(brev, "afgørelse.samtykker[]"):
        if consent is not None and consent.person == "barn" and consent.svar != "ikke spurgt":
            yield hit_at(brev, path)


def samtykke_formål(brev: Brev, regel: Regel) -> Iterator[Hit]:
    """A hit for each yes that does not cover the purpose."""
    for path, consent in values(brev, "afgørelse.samtykker[]"):
        if consent is not None and consent.svar == "ja" and consent.dækker_formålet is False:
            yield hit_at(brev, (*path, "dækker_formålet"), ord=consent.person)


#: What can be decided without consent, and after which rule: numbers of § 32, stk. 1.
_WITHOUT: Mapping[str, tuple[int, ...]] = {
    "37": (1, 3, 5), "38": (1, 2, 3, 5, 8), "39": (1, 3, 4, 5, 8)}


def uden_samtykke_regel(brev: Brev, regel: Regel) -> Iterator[Hit]:
    """A hit for each kind of help that the rule named in `uden_samtykke` cannot give."""
    decision = decision_of(brev)
    if decision is None or decision.uden_samtykke is None:
        return
    rule = decision.uden_samtykke
    for n, indsats in enumerate(decision.indsatser):
        nr = indsats.hjemmel.nr if _is_32(indsats.hjemmel) else None
        if rule.lov != "BL" or nr not in _WITHOUT.get(rule.paragraf, ()):
            yield hit_at(brev, ("afgørelse", "indsatser", n, "hjemmel"), ord=str(indsats.hjemmel),
                       grænse=str(rule))


def _is_32(rule: Lovhenvisning) -> bool:
    return rule.lov == "BL" and rule.paragraf == "32"


def pålæg_alder(brev: Brev, regel: Regel) -> Iterator[Hit]:
    """A hit when a børne- og ungepålæg (§ 39) is for a child under 10 or a young person of 18."""
    decision = decision_of(brev)
    rule = decision.uden_samtykke if decision else None
    if rule and rule.paragraf == "39" and brev.alder is not None and not 10 <= brev.alder <= 17:
        yield hit_at(brev, ("afgørelse", "uden_samtykke"), tal=str(brev.alder))


# --- the decision -------------------------------------------------------------------------------


def samtale_før(brev: Brev, regel: Regel) -> Iterator[Hit]:
    """A hit when every talk about this help came after the decision."""
    decision = decision_of(brev)
    everything = brev.case.sag.samtaler if brev.case else ()  # also what this reader may not see
    talks = [(n, talk) for n, talk in enumerate(everything) if talk.om_indsatsen]
    if decision and talks and all(talk.dato > decision.dato for _, talk in talks):
        n, talk = talks[0]
        yield hit_at(brev, ("samtaler", n, "dato"), ord=said_day(talk.dato),
                     grænse=said_day(decision.dato))


def grundlag_rækker(brev: Brev, regel: Regel) -> Iterator[Hit]:
    """A hit when the decision builds on too little: a screening alone, or for a placement anything
    but a full assessment."""
    decision = decision_of(brev)
    if decision is None or decision.grundlag is None:
        return
    kinds = {i.hjemmel.slags for i in decision.indsatser}
    placed = bool(kinds & {"anbringelse", "anbringelse_uden_samtykke"})
    enough = ("børnefaglig undersøgelse", "ungefaglig undersøgelse") + (
        () if placed else ("afdækning",))
    if decision.grundlag.art not in enough:
        yield hit_at(brev, ("afgørelse", "grundlag", "art"), ord=decision.grundlag.art)


def plan_før(brev: Brev, regel: Regel) -> Iterator[Hit]:
    """A hit when no plan was there before the decision."""
    decision = decision_of(brev)
    plan = brev.case.sag.plan if brev.case else None
    if decision and (plan is None or plan.dato > decision.dato):
        yield hit_at(brev, ("plan", "dato") if plan else ("afgørelse", "plan"))


def plan_for_sent(brev: Brev, regel: Regel) -> Iterator[Hit]:
    """A hit when the first plan is dated more than three months after the decision; an ungeplan
    has three months from the 16th birthday as well."""
    decision = decision_of(brev)
    plan = brev.case.sag.plan if brev.case else None
    if brev.case is None or decision is None or plan is None:
        return
    if (plan.version or "1").strip() not in ("1", "1.0"):
        return
    sixteen = danish.læg_måneder_til(brev.case.sag.barn.fødselsdato, 16 * 12)
    begins = max(decision.dato, sixteen) if sixteen <= plan.dato else decision.dato
    last = danish.læg_måneder_til(begins, 3)
    if plan.dato > last:
        yield hit_at(brev, ("plan", "dato"), ord=said_day(plan.dato), grænse=said_day(last))


def kun_for(brev: Brev, regel: Regel) -> Iterator[Hit]:
    """A hit when facts speak for the help, and none against it."""
    sides = {fact.taler for fact in brev.case.sag.oplysninger} if brev.case else set()
    if "for" in sides and "imod" not in sides:
        yield hit_at(brev, ("oplysninger",))


def sted_ikke_godkendt(brev: Brev, regel: Regel) -> Iterator[Hit]:
    """A hit for each place that the help is given at, and that is not said to be approved."""
    decision = decision_of(brev)
    if decision is None or brev.case is None:
        return
    used = {i.sted for i in decision.indsatser}
    used |= {decision.anbringelse.sted} if decision.anbringelse else set()
    for n, sted in enumerate(brev.case.sag.steder):
        if sted.id in used and sted.slags in HJEM and sted.godkendt is not True:
            yield hit_at(brev, ("steder", n, "godkendt"), ord=sted.id)


def handleplan_undladt(brev: Brev, regel: Regel) -> Iterator[Hit]:
    """A hit when no forældrehandleplan is made, and it is not said why."""
    decision = decision_of(brev)
    part = decision.anbringelse if decision else None
    if part and part.forældrehandleplan is False and not part.forældrehandleplan_grund:
        yield hit_at(brev, ("afgørelse", "anbringelse", "forældrehandleplan"))


def støtteperson_ikke_tilbudt(brev: Brev, regel: Regel) -> Iterator[Hit]:
    """A hit when the parents have not been offered a støtteperson."""
    decision = decision_of(brev)
    if decision and decision.anbringelse and decision.anbringelse.støtteperson_tilbudt is False:
        yield hit_at(brev, ("afgørelse", "anbringelse", "støtteperson_tilbudt"))


# --- samvær -------------------------------------------------------------------------------------

_SAMVÆR = ("afgørelse.anbringelse.samvær[]", "plan.samvær[]", "forældrehandleplaner[].samvær[]")
_NUMBERS: Mapping[str, int] = {
    "anden": 2, "andet": 2, "tredje": 3, "fjerde": 4, "femte": 5, "sjette": 6, "syvende": 7,
    "ottende": 8, "niende": 9, "tiende": 10, "ellevte": 11, "tolvte": 12}


def samvær_sjældent(brev: Brev, regel: Regel) -> Iterator[Hit]:
    """A hit for samvær less than every fourth week that the committee has not decided, said by the
    case or by its words: »hver sjette uge«, »hver anden måned«."""
    decision = decision_of(brev)
    if decision and decision.træffes_af == "børne- og ungeudvalget":
        return
    seen = set()
    for paths in _SAMVÆR:
        for path, part in values(brev, paths):
            if part is None:
                continue
            text = part.hvor_tit.til_voksne or part.hvor_tit.til_barnet or ""
            said = part.sjældnere_end_hver_4_uge
            if (said or (said is None and _seldom(text))) and (part.med, text) not in seen:
                seen.add((part.med, text))
                yield hit_at(brev, (*path, "hvor_tit"), ord=text)


def _seldom(text: str) -> bool:
    """Whether the words mean less than once in four weeks. A calendar month is more than that, and
    is let stand: »en gang om måneden« is how people say it."""
    words = [t.low for t in tokens(text)]
    for n, word in enumerate(words[:-2]):
        every, unit = words[n + 1], words[n + 2]
        number = int(every) if every.isdecimal() else _NUMBERS.get(every, 0)
        if word in ("hver", "hvert") and (
                (unit.startswith("uge") and number > 4) or (
                    unit.startswith(("måned", "kvartal", "år")) and number > 1)):
            return True
    return any(phrase in text.lower() for phrase in (
        "hvert kvartal", "hvert halve år", "om året", "hvert år", "i kvartalet"))
