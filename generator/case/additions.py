"""What records get besides the fields somebody has filled in: deadlines, purposes that stand in one
place only, goals gathered where a document needs them, lists of people and facts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from generator import danish
from generator.case.afgoerelse import Afgørelse, Indsats, PlanStilling
from generator.case.forloeb import Oplysning, Samtale, Samtykke
from generator.case.hidden import HIDDEN
from generator.case.model import Model, Tekst
from generator.case.people import CHILD, DOERS, PEOPLE, PERSON, SIBLING, addressee
from generator.case.personer import Barn, Person
from generator.case.planer import (
    Forældrehandleplan,
    Handling,
    Mål,
    MålStatus,
    Plan,
    Søskendebarn,
    SøskendeDel,
)
from generator.case.reader import handleplan_for
from generator.case.record import LEFT_OUT, Added, Additions, Context, Convert, Post, field_extra
from generator.case.sag import Sag
from generator.case.status import IndividuelPlan, Kontekst, Statusudtalelse


def _plan_name(stilling: PlanStilling, context: Context) -> str:
    return "ungeplan" if context.situation.alder >= 16 else "barnets plan"


def _deadline(stilling: PlanStilling, context: Context) -> date | None:
    """The plan's deadline: the stated one, or three months after the decision (§ 91, § 108)."""
    decision = context.situation.sag.afgørelse
    if stilling.frist or not stilling.laves or not decision:
        return stilling.frist
    return danish.læg_måneder_til(decision.dato, 3)


def _source_line(fact: Oplysning, context: Context) -> str | None:
    parts = [context.text(fact.kilde), danish.dato(fact.dato)]
    return ", ".join(p for p in parts if p) or None


# --- goals --------------------------------------------------------------------------------------


def _goals(owner: Any, *, later: bool) -> list[Mål]:
    return [goal for goal in owner.mål if bool(goal.senere) == later] if owner else []


def _goals_named(kontekst: Kontekst, context: Context, *, later: bool) -> list[Post]:
    """The goals that a context points to, from the child's plan and the site's own."""
    sag = context.situation.sag
    known = {goal.id: goal for owner in (sag.plan, sag.individuel_plan)
             for goal in _goals(owner, later=later)}
    return context.records(known[id] for id in kontekst.mål if id in known)


def _newest_status(goal: Mål, context: Context) -> Post | None:
    """What was last written about a goal, up to the document's day. Without a date it is of that
    day, and of two from one day the one further down is the newer."""
    day = context.situation.dato
    past = [s for s in reversed(goal.status) if s.dato is None or s.dato <= day]
    return context.record(max(past, key=lambda s: s.dato or day)) if past else None


def _parts(plan: Plan, context: Context) -> list[Post]:
    """A joint plan's parts: the child's own, then one for each sibling."""
    barn = context.situation.sag.barn
    child = Søskendebarn.model_construct(
        navn=barn.navn, kaldes=barn.kaldes, fødselsdato=barn.fødselsdato, stedord=barn.stedord,
        uden_sprog=barn.uden_sprog)
    own = SøskendeDel.model_construct(
        barn=child, om_mig=plan.om_mig, drømme=plan.drømme, ønsker_for_dig=plan.ønsker_for_dig,
        hvorfor=plan.hvorfor, formål=plan.formål, mål=plan.mål, færdig_når=plan.færdig_når,
        ikke_med_grund=plan.ikke_med_grund)
    first = {**context.record(own), "formål": _purpose(context, plan.formål)}
    return [first, *context.records(plan.søskende)]


#: Those whom the reader knows without being told who they are; and words that tell nothing.
_KNOWN = frozenset({
    "mor", "far", "medmor", "forælder", "stedmor", "stedfar", "bror", "søster", "bedsteforælder",
    "mormor", "morfar", "farmor", "farfar", "familie", "ven", "rådgiver"})
_TELLS_NOTHING = frozenset({"anden", "medarbejder"})


def _who_is_who(plan: Plan | Forældrehandleplan, context: Context) -> list[Post]:
    """Those who help, as the plan names them, each once; without the family and the adviser."""
    people = context.people(tuple(dict.fromkeys(_named(plan, context))))
    return [p for p in people if p["id"] != context.reader and p["rolle"] not in _KNOWN
            and p["id"] not in ("barn", "rådgiver")
            and (p["rolle"] not in _TELLS_NOTHING or (context.child_reads and p["beskrivelse"]))]


def _named(record: Model, context: Context) -> Iterator[str]:
    """The short names of all persons that a record and those below it point to."""
    for name, info in type(record).model_fields.items():
        value = getattr(record, name)
        items = value if isinstance(value, tuple) else () if value is None else (value,)
        if field_extra(info).get("henviser") == "person" and name not in LEFT_OUT:
            yield from items
        for item in items:
            if isinstance(item, Model) and ("må_ses_af" not in item.__dict__
                                            or context.may_see(item)):
                yield from _named(item, context)


_WHO = {
    "hvem_er_hvem": Added(_who_is_who, "liste", "Hvem er hvem", "Dem, planen nævner, ud over "
                          "familien og rådgiveren.", Person),
}
_GOALS = {
    "løbende_mål": Added(lambda plan, c: c.records(_goals(plan, later=False)), "liste",
                         "Løbende mål", "De mål, der arbejdes med nu.", Mål),
    "idéer": Added(lambda plan, c: c.records(_goals(plan, later=True)), "liste",
                   "Idéer til senere", "Mål, der kan komme senere.", Mål),
}


# --- what stands in one place only --------------------------------------------------------------


def _purpose(context: Context, *own: Tekst | None) -> str | None:
    """The purpose a document states for itself, or the decision's: one source, never retyped."""
    decision = context.situation.sag.afgørelse
    texts = (*own, decision.formål if decision else None)
    return next((found for text in texts if (found := context.text(text))), None)


def _plan_purpose(context: Context) -> Tekst | None:
    plan = context.situation.sag.plan
    return plan.formål if plan else None


def _also_in_site_plan(name: str) -> Convert:
    """The status's own value, or the individual plan's where the status has none."""
    def value(status: Statusudtalelse, context: Context) -> Any:
        site = context.situation.sag.individuel_plan
        return getattr(status, name) or (getattr(site, name) if site else None)

    return value


def _place(status: Statusudtalelse, context: Context) -> Post | None:
    found = _also_in_site_plan("sted")(status, context)
    return context.sted(found) if found else None


def _contacts(status: Statusudtalelse, context: Context) -> list[Post]:
    return context.people(_also_in_site_plan("kontaktpersoner")(status, context) or ())


# --- the whole case -----------------------------------------------------------------------------


def _own_plan(sag: Sag, context: Context) -> Post | None:
    plan = handleplan_for(context.situation)
    return context.record(plan) if plan else None


def _facts(side: str | None) -> Convert:
    return lambda sag, c: [c.record(fact) for fact in sag.oplysninger
                           if fact.taler == side and c.may_see(fact)]


def _persons(chosen: Convert) -> Convert:
    return lambda sag, c: [c.person(p.id) for p in sag.personer if chosen(p, c)]


_ADDED: dict[type[Model], Mapping[str, Added]] = {
    Barn: CHILD,
    Person: PERSON,
    Søskendebarn: SIBLING,
    Handling: DOERS,
    Indsats: {
        "slags": Added(lambda i, c: i.hjemmel.slags, "tekst", "Slags hjælp",
                       "For eksempel kontaktperson; følger af paragraffen."),
        "nr": Added(lambda i, c: i.hjemmel.nr, "tal", "Nummer", "Nummeret i § 32, stk. 1."),
    },
    PlanStilling: {
        "navn": Added(_plan_name, "tekst", "Planens navn", "barnets plan, eller ungeplan fra "
                      "16 år."),
        "frist": Added(_deadline),
    },
    Afgørelse: {
        "start": Added(lambda a, c: min((i.start for i in a.indsatser if i.start), default=None),
                       "dato", "Hjælpen starter", "Den første dag, en af indsatserne starter."),
        "med_samtykke": Added(lambda a, c: c.records(s for s in a.samtykker if s.svar == "ja"
                                                     and s.person not in c.unnamed),
                              "liste", "Har sagt ja", "De samtykker, hvor svaret er ja.", Samtykke),
    },
    Oplysning: {
        "kilde_og_dato": Added(_source_line, "tekst", "Kilde og dato",
                               "»din lærer, Bo, 3. marts 2026«."),
    },
    Mål: {
        "seneste_status": Added(_newest_status, "post", "Seneste status",
                                "Den nyeste status på målet.", MålStatus),
    },
    Plan: {
        **_GOALS,
        **_WHO,
        "formål": Added(lambda p, c: _purpose(c, p.formål)),
        "dele": Added(_parts, "liste", "Planens dele", "En del for hvert barn i planen.",
                      SøskendeDel),
    },
    SøskendeDel: _GOALS,
    Forældrehandleplan: {
        **_GOALS,
        **_WHO,
        "formål": Added(lambda p, c: p.formål or _purpose(c)),
    },
    Kontekst: {
        "løbende_mål": Added(lambda k, c: _goals_named(k, c, later=False), "liste", "Løbende mål",
                             "De mål, der arbejdes med nu.", Mål),
        "idéer": Added(lambda k, c: _goals_named(k, c, later=True), "liste", "Idéer til senere",
                       "Mål, der kan komme senere.", Mål),
    },
    Statusudtalelse: {
        "formål": Added(lambda s, c: _purpose(c, s.formål, _plan_purpose(c))),
        "mål": Added(lambda s, c: c.records(_goals(c.situation.sag.plan, later=False)), "liste",
                     "Mål", "Planens mål, som der gøres status på.", Mål),
        "sted": Added(_place),
        "indskrevet": Added(_also_in_site_plan("indskrevet")),
        "kontaktpersoner": Added(_contacts),
    },
    IndividuelPlan: {
        "formål": Added(lambda p, c: _purpose(c, p.formål, _plan_purpose(c))),
    },
    Sag: {
        "handleplan": Added(_own_plan, "post", "Modtagerens forældrehandleplan",
                            "Den plan, der er til modtageren.", Forældrehandleplan),
        "forældre": Added(_persons(lambda p, c: p.rolle in ("mor", "far", "medmor", "forælder")),
                          "liste", "Forældre", "Mor, far og andre forældre i sagen.", Person),
        "forældremyndighed": Added(_persons(lambda p, c: p.forældremyndighed), "liste",
                                   "Forældremyndighed", "Dem, der har del i forældremyndigheden.",
                                   Person),
        "får_brev": Added(_persons(lambda p, c: p.forældremyndighed
                                   and p.skal_have_brev is not False), "liste", "Får brev",
                          "De voksne, der får et brev om det, der er bestemt.", Person),
        "fakta_for": Added(_facts("for"), "liste", "Oplysninger for",
                           "Oplysninger, der taler for hjælpen.", Oplysning),
        "fakta_imod": Added(_facts("imod"), "liste", "Oplysninger imod",
                            "Oplysninger, der taler imod hjælpen.", Oplysning),
        "fakta_ellers": Added(_facts(None), "liste", "Andre oplysninger",
                              "Oplysninger, der ikke er vejet for eller imod.", Oplysning),
        "samtaler_om_hjælpen": Added(
            lambda sag, c: [c.record(t) for t in sag.samtaler if t.om_indsatsen and c.may_see(t)],
            "liste", "Samtaler om hjælpen", "Samtaler med barnet om netop denne hjælp.", Samtale),
        "modtager": Added(lambda sag, c: addressee(c), "post", "Modtager", "Den, brevet er til.",
                          Person),
    },
}

ADDITIONS = Additions(_ADDED, HIDDEN, PEOPLE)
