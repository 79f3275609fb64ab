"""Named conditions (betingelser): questions about a case that phrases and templates may ask.

An editor combines them (»hvis uenighed og over_10«); what each one means is code with tests.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from generator.case.afgoerelse import Afgørelse
from generator.case.reader import (
    Situation,
    barnet_skjult,
    forældremyndighedsindehavere,
    handleplan_for,
)


@dataclass(frozen=True)
class Betingelse:
    """A question with a Danish explanation and the function that answers it."""

    forklaring: str
    gælder: Callable[[Situation], bool]


def _afgørelse(s: Situation) -> Afgørelse | None:
    return s.sag.afgørelse


def _slags(s: Situation) -> set[str]:
    return {i.hjemmel.slags for i in s.sag.afgørelse.indsatser} if s.sag.afgørelse else set()


def _har_slags(slags: str) -> Callable[[Situation], bool]:
    return lambda s: slags in _slags(s)


def _anbragt(s: Situation) -> bool:
    return bool(_slags(s) & {"anbringelse", "anbringelse_uden_samtykke"})


def _spæd_eller_uden_sprog(s: Situation) -> bool:
    given = s.sag.barn.uden_sprog
    return s.alder < 2 if given is None else given


def _uenighed(s: Situation) -> bool:
    decision = _afgørelse(s)
    if not decision or decision.barnets_holdning in ("ja", "delvist"):
        return False
    return decision.barnets_holdning == "nej" or decision.uenighed is not None


def _har_plan(s: Situation) -> bool:
    decision = _afgørelse(s)
    if decision and decision.plan:
        return decision.plan.laves
    return _anbragt(s) or s.sag.plan is not None


def _har_mål(s: Situation) -> bool:
    """A plan that is made later than the letter has agreed on nothing yet."""
    plan = s.sag.plan
    return bool(plan and plan.dato <= s.dato and any(not goal.senere for goal in plan.mål))


def _uden_plan(s: Situation) -> bool:
    decision = _afgørelse(s)
    return bool(decision and decision.plan and not decision.plan.laves)


def _forældre_uenige(s: Situation) -> bool:
    decision = _afgørelse(s)
    return bool(decision and (decision.forældres_uenighed
                              or any(c.svar == "nej" and c.person != "barn"
                                     for c in decision.samtykker)))


def _hurtig_opfølgning(s: Situation) -> bool:
    decision = _afgørelse(s)
    if not decision or not decision.opfølgning:
        return False
    starts = [i.start for i in decision.indsatser if i.start]
    day = decision.opfølgning.dato
    soon = bool(day and starts and day - min(starts) <= timedelta(days=31))
    return soon or decision.opfølgning.hurtig_grund is not None


def _starter_senere(s: Situation) -> bool:
    decision = _afgørelse(s)
    return bool(decision and any(i.start_grund for i in decision.indsatser))


def _kontakt(s: Situation) -> bool:
    view = s.sag.barnets_perspektiv
    return not (view and view.ingen_direkte_kontakt)


def _valg_af_sted(s: Situation) -> bool:
    decision = _afgørelse(s)
    return bool(decision and decision.anbringelse and decision.anbringelse.valg_af_sted) or (
        "valg_af_sted" in _slags(s))


def _straks(s: Situation) -> bool:
    decision = _afgørelse(s)
    return bool(decision and decision.anbringelse and decision.anbringelse.straks)


def _modtager_har_sagt_ja(s: Situation) -> bool:
    decision = _afgørelse(s)
    return bool(decision and any(c.person == s.læser.id and c.svar == "ja"
                                 for c in decision.samtykker))


def _skal_selv_sige_ja(s: Situation) -> bool:
    return s.alder >= 15 and "anbringelse" in _slags(s)


def _handleplan_siger(s: Situation, svar: str) -> bool:
    plan = handleplan_for(s)
    return bool(plan and plan.støtteperson == svar)


def _har_magt(s: Situation) -> bool:
    status = s.sag.status
    return bool(status and status.magt and (status.magt.antal or status.magt.hændelser))


BETINGELSER: dict[str, Betingelse] = {
    "anbragt": Betingelse("Barnet skal bo eller bor et andet sted end hjemme "
                          "(barnets lov § 46 eller § 47).", _anbragt),
    "anbragt_uden_samtykke": Betingelse("Anbringelsen er uden samtykke (barnets lov § 47).",
                                        _har_slags("anbringelse_uden_samtykke")),
    "over_10": Betingelse("Barnet er fyldt 10 år og har egne rettigheder i sagen.",
                          lambda s: s.alder >= 10),
    "over_12": Betingelse("Barnet er fyldt 12 år.", lambda s: s.alder >= 12),
    "over_15": Betingelse("Barnet er fyldt 15 år.", lambda s: s.alder >= 15),
    "ung_fra_16": Betingelse("Den unge er fyldt 16 år, så planen er en ungeplan.",
                             lambda s: s.alder >= 16),
    "spæd_eller_uden_sprog": Betingelse("Barnet er under 2 år, eller der står, at barnet er uden "
                                        "talesprog.", _spæd_eller_uden_sprog),
    "skal_selv_sige_ja": Betingelse("Den unge er fyldt 15 år og skal selv sige ja til "
                                    "anbringelsen (§ 46).", _skal_selv_sige_ja),
    "uenighed": Betingelse("Barnet ønsker ikke den hjælp, der er bestemt.", _uenighed),
    "delvist_enig": Betingelse("Barnet vil gerne noget af hjælpen.",
                               lambda s: bool(s.sag.afgørelse and s.sag.afgørelse.barnets_holdning
                                              == "delvist")),
    "barnet_siger_ja": Betingelse("Barnet vil gerne have hjælpen.",
                                  lambda s: bool(s.sag.afgørelse
                                                 and s.sag.afgørelse.barnets_holdning == "ja")),
    "forældre_uenige": Betingelse("En forælder er uenig eller har sagt nej.", _forældre_uenige),
    "fælles_forældremyndighed": Betingelse("Flere har del i forældremyndigheden.",
                                           lambda s: len(forældremyndighedsindehavere(s.sag)) > 1),
    "modtager_har_sagt_ja": Betingelse("Den, brevet er til, har givet samtykke.",
                                       _modtager_har_sagt_ja),
    "uden_samtykke": Betingelse("Hjælpen er bestemt uden samtykke (§ 37, § 38 eller § 39).",
                                lambda s: bool(s.sag.afgørelse and s.sag.afgørelse.uden_samtykke)),
    "har_plan": Betingelse("Der bliver lavet en plan, eller loven kræver en.", _har_plan),
    "uden_plan": Betingelse("Det er bestemt, at der ikke bliver lavet en plan.", _uden_plan),
    "har_mål": Betingelse("Der er allerede aftalt mål (og ikke kun idéer til senere).",
                          _har_mål),
    "har_idéer": Betingelse("Der er idéer til mål, der kan komme senere.",
                            lambda s: bool(s.sag.plan and any(m.senere for m in s.sag.plan.mål))),
    "fælles_plan": Betingelse("Søskende har en fælles plan (barnets lov § 91, stk. 3).",
                              lambda s: bool(s.sag.plan and s.sag.plan.søskende)),
    "fylder_snart_18": Betingelse("Den unge er fyldt 17 år, så der skal tages stilling til "
                                  "ungestøtte.", lambda s: s.alder == 17),
    "støtteperson_afslået": Betingelse("Modtageren har sagt nej til en støtteperson.",
                                       lambda s: _handleplan_siger(s, "afslået")),
    "støtteperson_modtaget": Betingelse("Modtageren har en støtteperson.",
                                        lambda s: _handleplan_siger(s, "modtaget")),
    "har_magt": Betingelse("Der har været magtanvendelser i perioden.", _har_magt),
    "gennemgået_med_barnet": Betingelse("Udtalelsen er gennemgået med barnet.",
                                        lambda s: bool(s.sag.status and any(
                                            d.person == "barn" for d in s.sag.status.gennemgået))),
    "barnet_var_med": Betingelse("Barnet har selv været med til at lave planen.",
                                 lambda s: bool(s.sag.plan and any(
                                     d.person == "barn" for d in s.sag.plan.lavet_af))),
    "flere_indsatser": Betingelse("Afgørelsen giver mere end én slags hjælp.",
                                  lambda s: bool(s.sag.afgørelse
                                                 and len(s.sag.afgørelse.indsatser) > 1)),
    "kontaktperson": Betingelse("Hjælpen er en fast kontaktperson (nr. 3).",
                                _har_slags("kontaktperson")),
    "behandling": Betingelse("Hjælpen er behandling, for eksempel psykolog (nr. 5).",
                             _har_slags("behandling")),
    "familieanbringelse": Betingelse("Hele familien skal bo et sted (nr. 6).",
                                     _har_slags("familieanbringelse")),
    "støtteophold": Betingelse("Hjælpen er støtteophold (nr. 7).", _har_slags("støtteophold")),
    "valg_af_sted": Betingelse("Afgørelsen vælger også anbringelsessted (§ 52).", _valg_af_sted),
    "straks": Betingelse("Det er bestemt, at flytningen sker, selv om nogen klager.", _straks),
    "hurtig_opfølgning": Betingelse("Første opfølgning er inden for en måned efter start, eller "
                                    "der står hvorfor den er hurtig.", _hurtig_opfølgning),
    "starter_senere": Betingelse("Hjælpen kan ikke starte med det samme.", _starter_senere),
    "direkte_kontakt": Betingelse("Rådgiveren har talt med barnet eller haft anden direkte "
                                  "kontakt.", _kontakt),
    "sideløbende": Betingelse("Undersøgelsen er stadig i gang.",
                              lambda s: bool(s.sag.afgørelse and s.sag.afgørelse.grundlag
                                             and s.sag.afgørelse.grundlag.sideløbende)),
    "partshørt": Betingelse("En part har skullet udtale sig først.",
                            lambda s: bool(s.sag.afgørelse and s.sag.afgørelse.partshøring
                                           and s.sag.afgørelse.partshøring.nødvendig)),
    "udvalget": Betingelse("Afgørelsen er truffet af børne- og ungeudvalget.",
                           lambda s: bool(s.sag.afgørelse and s.sag.afgørelse.træffes_af
                                          == "børne- og ungeudvalget")),
    "adressen_er_skjult": Betingelse(
        "Den, brevet er til, må ikke kende barnets adresse.",
        lambda s: barnet_skjult(s.sag, s.læser.øjne)),
    "til_barnet": Betingelse("Brevet er til barnet.", lambda s: s.læser.rolle == "barn"),
    "til_stedet": Betingelse("Brevet eller kopien er til det sted, hvor barnet bor.",
                             lambda s: s.læser.øjne in s.steder),
    "til_forældre": Betingelse("Brevet er til en forælder.", lambda s: s.læser.rolle == "forælder"),
}

#: Conditions that can never hold at the same time, so that two variants asking for them do not tie.
UDELUKKER: tuple[frozenset[str], ...] = (
    frozenset({"har_plan", "uden_plan"}),
    frozenset({"barnet_siger_ja", "delvist_enig", "uenighed"}),
    frozenset({"til_barnet", "til_forældre"}),
    frozenset({"støtteperson_afslået", "støtteperson_modtaget"}),
)
