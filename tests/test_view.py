"""What templates and phrases see: the reader's own texts, nothing the reader may not know, and
people where the case has short names."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest

from generator.case.conditions import BETINGELSER
from generator.case.fields import FELTER, Felt
from generator.case.law import Lovhenvisning
from generator.case.load import check_case
from generator.case.reader import Læser, Situation
from generator.case.values import Cpr
from generator.case.view import visning
from generator.source import Located
from tests.small_case import full, law, situation

TWO_VOICES = {"til_barnet": "du bliver glad", "til_voksne": "Alma trives"}
PLACE = {"steder": [{"id": "hjem", "navn": "Jens og Hanne", "slags": "plejefamilie",
                     "telefon": "70 11 11 11", "personer": ["hanne"], "hemmeligt_for": ["far"],
                     "adresse": {"vej": "Skovvej 2", "postnr": "9991", "by": "Lund"}}],
         "personer.2": {"id": "hanne", "navn": "Hanne Skov", "rolle": "plejemor",
                        "telefon": "20 22 22 22"}}
ADDRESS = {"vej": "Birkevej 4", "postnr": "9990", "by": "Egelund"}
HELP = "afgørelse.indsatser.0"
TALKS = {"samtaler": [
    {"dato": "2026-02-01", "form": "samtale", "om_indsatsen": "ja", "sagde": "Til alle."},
    {"dato": "2026-02-02", "form": "samtale", "om_indsatsen": "ja", "sagde": "Til mor.",
     "må_ses_af": ["mor"]},
    {"dato": "2026-02-03", "form": "samtale", "sagde": "Til barnet.", "må_ses_af": ["barn"]}]}
FACTS = {"oplysninger": [
    {"hvad": "For.", "taler": "for", "dato": "2026-02-01", "kilde": "din lærer, Bo"},
    {"hvad": "Imod.", "taler": "imod", "kilde": "skolen"},
    {"hvad": "Ellers.", "dato": "2026-02-01"},
    {"hvad": "For, til far.", "taler": "for", "må_ses_af": ["far"]}]}


GOALS = [{"id": "skole", "mål": "Jeg går i skole"}, {"id": "nat", "mål": "Jeg sover"},
         {"id": "svømme", "mål": "Jeg svømmer", "senere": "ja"}]
PLAN = {"plan": {"dato": "2026-03-02", "mål": GOALS}}
SITE = {**PLAN, "individuel_plan": {
    "dato": "2026-03-02", "sted": "hjem", "indskrevet": "2025-08-01", "kontaktpersoner": ["hanne"],
    "mål": [{"id": "hest", "mål": "Jeg rider"}],
    "kontekster": [{"kontekst": "Skoleforhold", "mål": ["hest", "svømme", "skole"]}]},
    **PLACE}
PURPOSE = {"afgørelse.formål": TWO_VOICES}
JOINT = {**PURPOSE, "plan": {**PLAN["plan"], "søskende": [
    {"barn": {"navn": "Bo Holm", "fødselsdato": "2018-03-02"},
     "mål": [{"id": "bold", "mål": "Jeg spiller"}]},
    {"barn": {"navn": "Elisabeth Holm", "kaldes": "Lis", "fødselsdato": "2024-03-03"},
     "formål": "Lis får ro"}]}}
HANDLEPLANER = [{"til": ["mor"], "dato": "2026-03-01", "hvorfor": "Ny."},
                {"til": ["mor", "far"], "dato": "2026-02-01", "hvorfor": "Fælles."}]
DOER = "plan.mål.0.hjælpere.0"
COPIED = {
    **PLACE, **PURPOSE, "barn.cpr": "740814-0000", "barn.adresse": ADDRESS,
    "personer.0.cpr": "010180-0000", "personer.1.cpr": "020280-0000",
    "plan": {
        "dato": "2026-03-02",
        "mål": [{"id": "skole", "mål": "Jeg går i skole", "hjælpere": [
            {"hvem": ["mor", "hanne"], "gør": "følger mig"},
            {"hvem": ["hanne"], "gør": "vækker mig"}]}],
        "lavet_af": [{"person": "mor"}, {"person": "hanne"}],
        "samvær": [{"med": ["far"], "hvor_tit": "hver lørdag"},
                   {"med": ["mor"], "hvor_tit": "hver tirsdag", "må_ses_af": ["barn", "mor"]}]},
    "individuel_plan": {"dato": "2026-03-02", "ansvarlig": "hanne", "kontekster": [
        {"kontekst": "Familieforhold", "observationer": [
            {"hvad": "Alle ser."}, {"hvad": "Mor ser.", "må_ses_af": ["mor"]}]}]}}


def does(*who: str) -> dict[str, Any]:
    return {"plan": {"dato": "2026-03-02", "mål": [{"id": "m", "mål": "Skole", "hjælpere": [
        {"hvem": list(who), "gør": "følger mig"}]}]}}


def told_as(*statuses: dict[str, str]) -> dict[str, Any]:
    return {"plan": {"dato": "2026-03-02", "mål": [{"id": "m", "mål": "Skole",
                                                   "status": list(statuses)}]}}


def at(view: Any, path: str) -> Any:
    """What stands at the dotted path; `*` is all items of a list."""
    for number, step in enumerate(steps := path.split(".")):
        if step == "*":
            return [at(item, ".".join(steps[number + 1:])) for item in view]
        view = view[int(step) if step.isdecimal() else step]
    return view


#: The case; the reader; what is asked for; what is there.
ROWS: list[tuple[dict[str, Any], str, str, Any]] = [
    # each reader's own text
    ({"afgørelse.formål": TWO_VOICES}, "barn", "afgørelse.formål", "du bliver glad"),
    ({"afgørelse.formål": TWO_VOICES}, "mor", "afgørelse.formål", "Alma trives"),
    ({**PLACE, "afgørelse.formål": TWO_VOICES}, "sted:hjem", "afgørelse.formål", "Alma trives"),
    ({"afgørelse.formål": "Ens for alle"}, "mor", "afgørelse.formål", "Ens for alle"),
    ({"afgørelse.formål": {"til_barnet": "kun til dig"}}, "mor", "afgørelse.formål", None),
    ({}, "barn", "afgørelse.formål", None),
    # who is at a hidden place is not told where several are named
    ({**PLACE, "afgørelse.opfølgning": {"hvem": ["mor", "hanne"]}}, "far",
     "afgørelse.opfølgning.hvem.*.navn", ["Lone Holm"]),
    ({**PLACE, "afgørelse.opfølgning": {"hvem": ["mor", "hanne"]}}, "mor",
     "afgørelse.opfølgning.hvem.*.navn", ["Lone Holm", "Hanne Skov"]),
    # two mothers are told apart by name
    ({"personer.1.rolle": "medmor", "personer.1.navn": "Rikke Dal"}, "barn",
     "personer.1.omtale", "din mor Rikke"),
    ({"barn.kan_selv": ["er god", TWO_VOICES]}, "barn", "barn.kan_selv",
     ["er god", "du bliver glad"]),
    ({"barn.kan_selv": ["er god", TWO_VOICES]}, "far", "barn.kan_selv", ["er god", "Alma trives"]),
    # values stay what they are
    ({}, "barn", "afgørelse.dato", date(2026, 3, 2)),
    ({"afgørelse.opfølgning": {"tid": "13.30"}}, "barn", "afgørelse.opfølgning.tid", time(13, 30)),
    ({"barnets_perspektiv": {"egne_ord": ["Jeg vil ikke"]}}, "barn",
     "barnets_perspektiv.egne_ord", ["Jeg vil ikke"]),
    ({}, "barn", "plan", None),
    # what the reader may not know
    ({"barn.cpr": "740814-0000"}, "barn", "barn.cpr", Cpr("7408140000")),
    ({"barn.cpr": "740814-0000"}, "mor", "barn.cpr", None),
    ({"personer.0.cpr": "610180-0000"}, "mor", "personer.*.cpr", [Cpr("6101800000"), None]),
    ({"personer.0.cpr": "610180-0000"}, "far", "personer.*.cpr", [None, None]),
    ({"personer.0.adresse": ADDRESS}, "far", "personer.0.adresse.vej", "Birkevej 4"),
    ({"personer.0.adresse": ADDRESS, "personer.0.beskyttet_mod": ["far"]}, "far",
     "personer.0.adresse", None),
    ({"personer.0.adresse": ADDRESS, "personer.0.beskyttet_mod": ["far"]}, "mor",
     "personer.0.adresse.by", "Egelund"),
    ({"personer.0.telefon": "20 10 10 10", "personer.0.adressebeskyttelse": "ja"}, "far",
     "personer.0.telefon", None),
    ({"personer.0.mail": "m@x.example", "personer.0.adressebeskyttelse": "ja"}, "far",
     "forældre.0.mail", None),
    ({"barn.adresse": ADDRESS, "barn.adressebeskyttelse": "ja", "barn.bor_hos": ["mor"]}, "mor",
     "barn.adresse.vej", "Birkevej 4"),
    ({"barn.adresse": ADDRESS, "barn.adressebeskyttelse": "ja", "barn.bor_hos": ["mor"]}, "far",
     "barn.adresse", None),
    ({"barn.skole": "Egelund Skole", "barn.beskyttet_mod": ["far"]}, "far", "barn.skole", None),
    ({"barn.skole": "Egelund Skole", "barn.beskyttet_mod": ["far"]}, "barn", "barn.skole",
     "Egelund Skole"),
    ({"barn.adresse": ADDRESS, "barn.bor_hos": ["mor"], "personer.0.beskyttet_mod": ["far"]},
     "far", "barn.adresse", None),
    (PLACE, "far", "steder.0.navn", None),
    (PLACE, "far", "steder.0.adresse", None),
    (PLACE, "far", "steder.0.personer", None),
    (PLACE, "far", "steder.0.slags", "plejefamilie"),
    (PLACE, "mor", "steder.0.navn", "Jens og Hanne"),
    (PLACE, "mor", "personer.2.telefon", "20 22 22 22"),
    (PLACE, "far", "personer.2.telefon", None),
    # short names have become people and places
    ({f"{HELP}.udfører": ["mor", "far"]}, "barn", f"{HELP}.udfører.*.navn",
     ["Lone Holm", "Mikkel Berg"]),
    ({f"{HELP}.udfører": ["barn"]}, "barn", f"{HELP}.udfører.0.omtale", "du"),
    ({f"{HELP}.udfører": ["barn"]}, "mor", f"{HELP}.udfører.0.omtale", "Alma"),
    ({f"{HELP}.udfører": ["barn"]}, "mor", f"{HELP}.udfører.0.omtale_objekt", "Alma"),
    ({f"{HELP}.udfører": ["rådgiver"]}, "barn", f"{HELP}.udfører.0.omtale", "Ulla"),
    ({f"{HELP}.udfører": ["rådgiver"]}, "mor", f"{HELP}.udfører.0.telefon", "70 00 10 12"),
    ({"afgørelse.samtykker": [{"person": "mor", "svar": "ja"}]}, "barn",
     "afgørelse.samtykker.0.person.navn", "Lone Holm"),
    ({**PLACE, "afgørelse.anbringelse": {"sted": "hjem"}}, "barn",
     "afgørelse.anbringelse.sted.navn", "Jens og Hanne"),
    ({**PLACE, "afgørelse.anbringelse": {"sted": "hjem"}}, "far",
     "afgørelse.anbringelse.sted.navn", None),
    ({**PLACE, "afgørelse.anbringelse": {"sted": "hjem"}}, "mor",
     "afgørelse.anbringelse.sted.personer.0.fornavn", "Hanne"),
    # what people are called in this letter
    ({}, "barn", "barn.fornavn", "Alma"),
    ({"barn.kaldes": "Almi"}, "mor", "barn.fornavn", "Almi"),
    ({"barn.stedord": "hun"}, "mor", "barn.ham_hende", "hende"),
    ({"barn.stedord": "hen"}, "mor", "barn.hans_hendes", "hens"),
    ({}, "mor", "barn.han_hun", None),
    ({}, "barn", "personer.*.omtale", ["din mor", "din far"]),
    ({"personer.0.kaldes": "mor Lone"}, "barn", "personer.0.omtale", "mor Lone"),
    ({"personer.0.kaldes": "mor Lone"}, "far", "personer.0.omtale", "Lone Holm"),
    ({"personer.1.rolle": "psykolog"}, "barn", "personer.1.omtale", "Mikkel"),
    ({}, "mor", "personer.*.omtale", ["du", "Mikkel Berg"]),
    ({}, "mor", "personer.*.omtale_objekt", ["dig", "Mikkel Berg"]),
    ({}, "mor", "personer.*.er_modtager", [True, False]),
    ({}, "barn", "personer.*.fornavn", ["Lone", "Mikkel"]),
    # what is worked out
    ({}, "barn", "barn.alder", 11),
    ({"barn.fødselsdato": "2014-03-02"}, "barn", "barn.alder", 12),
    ({}, "barn", f"{HELP}.slags", "behandling"),
    ({}, "barn", f"{HELP}.nr", 5),
    ({"afgørelse.plan": {"laves": "ja"}}, "barn", "afgørelse.plan.navn", "barnets plan"),
    ({"afgørelse.plan": {"laves": "ja"}, "barn.fødselsdato": "2010-03-02"}, "barn",
     "afgørelse.plan.navn", "ungeplan"),
    ({"afgørelse.plan": {"laves": "ja"}}, "barn", "afgørelse.plan.frist", date(2026, 6, 2)),
    ({"afgørelse.plan": {"laves": "ja", "frist": "2026-05-01"}}, "barn", "afgørelse.plan.frist",
     date(2026, 5, 1)),
    ({"afgørelse.plan": {"laves": "nej"}}, "barn", "afgørelse.plan.frist", None),
    ({}, "barn", "afgørelse.start", None),
    ({f"{HELP}.start": "2026-03-20",
      "afgørelse.indsatser.1": {"hjemmel": "barnets lov § 32, stk. 1, nr. 3",
                                "start": "2026-03-10"}}, "barn", "afgørelse.start",
     date(2026, 3, 10)),
    ({"afgørelse.samtykker": [{"person": "mor", "svar": "ja"}, {"person": "far", "svar": "nej"}]},
     "barn", "afgørelse.med_samtykke.*.person.id", ["mor"]),
    (FACTS, "barn", "oplysninger.0.kilde_og_dato", "din lærer, Bo, 1. februar 2026"),
    (FACTS, "barn", "oplysninger.1.kilde_og_dato", "skolen"),
    (FACTS, "barn", "oplysninger.2.kilde_og_dato", "1. februar 2026"),
    ({"personer.1.rolle": "psykolog"}, "barn", "forældre.*.id", ["mor"]),
    ({"personer.1.forældremyndighed": "nej"}, "barn", "forældremyndighed.*.id", ["mor"]),
    ({"personer.1.skal_have_brev": "nej"}, "barn", "får_brev.*.id", ["mor"]),
    ({}, "mor", "modtager.navn", "Lone Holm"),
    ({}, "barn", "modtager.omtale", "du"),
    (PLACE, "sted:hjem", "modtager.navn", "Jens og Hanne"),
    # what is only for some
    (TALKS, "mor", "samtaler.*.sagde", ["Til alle.", "Til mor."]),
    (TALKS, "far", "samtaler.*.sagde", ["Til alle."]),
    (TALKS, "barn", "samtaler.*.sagde", ["Til alle.", "Til barnet."]),
    (TALKS, "far", "samtaler_om_hjælpen.*.sagde", ["Til alle."]),
    (TALKS, "mor", "samtaler_om_hjælpen.*.sagde", ["Til alle.", "Til mor."]),
    (FACTS, "mor", "fakta_for.*.hvad", ["For."]),
    (FACTS, "far", "fakta_for.*.hvad", ["For.", "For, til far."]),
    (FACTS, "far", "fakta_imod.*.hvad", ["Imod."]),
    (FACTS, "far", "fakta_ellers.*.hvad", ["Ellers."]),
    (FACTS, "mor", "oplysninger.*.hvad", ["For.", "Imod.", "Ellers."]),
    # a person as the child itself says it
    ({}, "barn", "personer.*.omtale_jeg", ["min mor", "min far"]),
    ({"personer.0.kaldes": "din storesøster Ida"}, "barn", "personer.0.omtale_jeg",
     "min storesøster Ida"),
    ({"personer.0.kaldes": "dit søskendebarn Ida"}, "barn", "personer.0.omtale_jeg",
     "mit søskendebarn Ida"),
    ({"personer.0.kaldes": "Dinna"}, "barn", "personer.0.omtale_jeg", "Dinna"),
    ({}, "mor", "personer.*.omtale_jeg", ["jeg", "Mikkel Berg"]),
    (PLACE, "sted:hjem", "modtager.omtale_jeg", "Jens og Hanne"),
    (does("mor", "barn"), "barn", f"{DOER}.hvem_i_jeg_form", "min mor og jeg"),
    (does("barn", "far", "mor"), "barn", f"{DOER}.hvem_i_jeg_form", "min far, min mor og jeg"),
    (does("mor", "rådgiver"), "barn", f"{DOER}.hvem_i_jeg_form", "min mor og Ulla"),
    (does("rådgiver", "mor"), "barn", f"{DOER}.hvem_i_du_form", "din mor og jeg"),
    (does("rådgiver"), "barn", f"{DOER}.hvem_i_du_form", "jeg"),
    (does("mor", "far"), "mor", f"{DOER}.hvem_i_jeg_form", "Mikkel Berg og jeg"),
    # the goals of now and those that may come
    (PLAN, "barn", "plan.løbende_mål.*.id", ["skole", "nat"]),
    (PLAN, "barn", "plan.idéer.*.id", ["svømme"]),
    (SITE, "barn", "individuel_plan.kontekster.0.løbende_mål.*.id", ["hest", "skole"]),
    (SITE, "barn", "individuel_plan.kontekster.0.idéer.*.id", ["svømme"]),
    ({**PLAN, "status": {"dato": "2026-03-02"}}, "barn", "status.mål.*.id", ["skole", "nat"]),
    ({"status": {"dato": "2026-03-02"}}, "barn", "status.mål", []),
    # the newest status up to the document's day
    (told_as({"dato": "2026-02-01", "nået": "nej"}, {"dato": "2026-01-01", "nået": "ja"}), "barn",
     "plan.mål.0.seneste_status.nået", "nej"),
    (told_as({"dato": "2026-03-02", "nået": "nej"}, {"dato": "2026-03-03", "nået": "ja"}), "barn",
     "plan.mål.0.seneste_status.nået", "nej"),
    (told_as({"nået": "delvist"}, {"dato": "2026-02-01", "nået": "ja"}), "barn",
     "plan.mål.0.seneste_status.nået", "delvist"),
    (told_as({"dato": "2026-02-01", "nået": "nej"}, {"dato": "2026-02-01", "nået": "ja"}), "barn",
     "plan.mål.0.seneste_status.nået", "ja"),
    (told_as({"dato": "2026-03-03", "nået": "ja"}), "barn", "plan.mål.0.seneste_status", None),
    (told_as(), "barn", "plan.mål.0.seneste_status", None),
    # a purpose stands in one place: its own, the plan's, the decision's
    ({**PURPOSE, "plan": {"dato": "2026-03-02"}}, "barn", "plan.formål", "du bliver glad"),
    ({**PURPOSE, "plan": {"dato": "2026-03-02"}}, "mor", "plan.formål", "Alma trives"),
    ({**PURPOSE, "plan": {"dato": "2026-03-02", "formål": "Planens"}}, "barn", "plan.formål",
     "Planens"),
    ({**PURPOSE, "plan": {"dato": "2026-03-02", "formål": {"til_voksne": "Planens"}}}, "barn",
     "plan.formål", "du bliver glad"),
    ({"plan": {"dato": "2026-03-02"}}, "barn", "plan.formål", None),
    ({**PURPOSE, "status": {"dato": "2026-03-02", "formål": "Udtalelsens"},
      "plan": {"dato": "2026-03-02", "formål": "Planens"}}, "barn", "status.formål",
     "Udtalelsens"),
    ({**PURPOSE, "status": {"dato": "2026-03-02"},
      "plan": {"dato": "2026-03-02", "formål": "Planens"}}, "barn", "status.formål", "Planens"),
    ({**PURPOSE, "status": {"dato": "2026-03-02"}}, "barn", "status.formål", "du bliver glad"),
    ({**PURPOSE, "individuel_plan": {"dato": "2026-03-02"},
      "plan": {"dato": "2026-03-02", "formål": "Planens"}}, "barn", "individuel_plan.formål",
     "Planens"),
    ({**PURPOSE, "forældrehandleplaner": HANDLEPLANER}, "mor", "handleplan.formål", "Alma trives"),
    ({**PURPOSE, "forældrehandleplaner": [{**HANDLEPLANER[0], "formål": "Mors"}]}, "mor",
     "handleplan.formål", "Mors"),
    # each parent's own plan, the newest of several
    ({"forældrehandleplaner": HANDLEPLANER}, "mor", "handleplan.hvorfor", "Ny."),
    ({"forældrehandleplaner": HANDLEPLANER}, "far", "handleplan.hvorfor", "Fælles."),
    ({"forældrehandleplaner": HANDLEPLANER[:1]}, "far", "handleplan", None),
    ({"forældrehandleplaner": HANDLEPLANER}, "barn", "handleplan", None),
    # what a status does not say itself stands in the individual plan
    ({**PLACE, **SITE, "status": {"dato": "2026-03-02"}}, "barn", "status.sted.navn",
     "Jens og Hanne"),
    ({**PLACE, **SITE, "status": {"dato": "2026-03-02"}}, "barn", "status.indskrevet",
     date(2025, 8, 1)),
    ({**PLACE, **SITE, "status": {"dato": "2026-03-02"}}, "barn", "status.kontaktpersoner.*.id",
     ["hanne"]),
    ({**PLACE, **SITE, "status": {"dato": "2026-03-02", "indskrevet": "2025-09-01",
                                  "kontaktpersoner": ["mor"]}}, "barn",
     "status.kontaktpersoner.*.id", ["mor"]),
    ({**PLACE, **SITE, "status": {"dato": "2026-03-02", "indskrevet": "2025-09-01"}}, "barn",
     "status.indskrevet", date(2025, 9, 1)),
    ({"status": {"dato": "2026-03-02"}}, "barn", "status.sted", None),
    ({"status": {"dato": "2026-03-02"}}, "barn", "status.kontaktpersoner", []),
    # a joint plan has a part for each child
    (JOINT, "barn", "plan.dele.*.barn.fornavn", ["Alma", "Bo", "Lis"]),
    (JOINT, "barn", "plan.dele.*.barn.alder", [11, 8, 1]),
    (JOINT, "barn", "plan.dele.*.barn.uden_sprog", [False, False, True]),
    (JOINT, "barn", "plan.dele.*.løbende_mål.*.id", [["skole", "nat"], ["bold"], []]),
    (JOINT, "barn", "plan.dele.*.idéer.*.id", [["svømme"], [], []]),
    (JOINT, "barn", "plan.dele.*.formål", ["du bliver glad", None, "Lis får ro"]),
    (PLAN, "barn", "plan.dele.*.barn.fornavn", ["Alma"]),
    # a copy speaks to the child, and holds what its own reader may know
    (COPIED, "kopi:far", "barn.adresse", None),
    (COPIED, "kopi:mor", "barn.adresse.vej", "Birkevej 4"),
    (COPIED, "kopi:far", "personer.*.omtale", ["din mor", "din far", "Hanne"]),
    (COPIED, "kopi:far", "modtager.omtale", "du"),
    (COPIED, "kopi:far", "plan.formål", "du bliver glad"),
    (COPIED, "kopi:far", "barn.cpr", None),
    (COPIED, "barn", "barn.cpr", Cpr("7408140000")),
    (COPIED, "kopi:far", "personer.*.cpr", [None, Cpr("0202800000"), None]),
    (COPIED, "kopi:far", "steder.0.navn", None),
    (COPIED, "kopi:hjem", "steder.0.navn", "Jens og Hanne"),
    (COPIED, "kopi:far", f"{DOER}.hvem.*.navn", ["Lone Holm"]),
    (COPIED, "kopi:far", f"{DOER}.hvem_i_jeg_form", "min mor"),
    (COPIED, "kopi:mor", f"{DOER}.hvem_i_jeg_form", "min mor og Hanne"),
    (COPIED, "kopi:far", "plan.mål.0.hjælpere.1.hvem_i_jeg_form", "en voksen"),
    (COPIED, "kopi:far", "plan.mål.0.hjælpere.1.hvem_i_du_form", "en voksen"),
    (COPIED, "kopi:far", "plan.lavet_af.*.person.fornavn", ["Lone"]),
    (COPIED, "kopi:mor", "plan.lavet_af.*.person.fornavn", ["Lone", "Hanne"]),
    (COPIED, "kopi:far", "individuel_plan.ansvarlig", None),
    (COPIED, "kopi:mor", "individuel_plan.ansvarlig.navn", "Hanne Skov"),
    (COPIED, "kopi:far", "plan.samvær.*.hvor_tit", ["hver lørdag"]),
    (COPIED, "kopi:mor", "plan.samvær.*.hvor_tit", ["hver lørdag", "hver tirsdag"]),
    (COPIED, "kopi:far", "individuel_plan.kontekster.0.observationer.*.hvad", ["Alle ser."]),
]


@pytest.mark.parametrize(("changes", "reader", "path", "expected"), ROWS)
def test_each_reader_sees_their_own(changes, reader, path, expected):
    found = at(visning(situation(changes, reader)), path)
    assert (norm(found), type(found)) == (norm(expected), type(expected))


WHO = {**PLACE, "personer.3": {"id": "karen", "navn": "Karen Lind", "rolle": "psykolog"},
       "personer.4": {"id": "eva", "navn": "Eva Berg", "rolle": "anden",
                      "beskrivelse": "Eva kører dig til klub."},
       "personer.5": {"id": "bo", "navn": "Bo Ny", "rolle": "anden"},
       "plan": {"dato": "2026-03-02", "mål": [
           {"id": "a", "mål": "x", "hjælpere": [{"hvem": ["karen", "mor", "barn"], "gør": "y"},
                                                {"hvem": ["karen", "hanne", "eva", "bo"],
                                                 "gør": "z"}]}],
           "samvær": [{"med": ["rådgiver"], "hvor_tit": "tit"}]},
       "forældrehandleplaner": [{"til": ["mor"], "dato": "2026-03-02", "støtte": [
           {"hvad": "x", "hjemmel": "barnets lov § 76", "hvem": ["karen", "eva"]}]}]}


@pytest.mark.parametrize(("reader", "plan", "names"), [
    ("barn", "plan", ["Karen Lind", "Hanne Skov", "Eva Berg"]),
    ("mor", "handleplan", ["Karen Lind"]),
])
def test_a_plan_tells_once_who_those_are_that_help(reader, plan, names):
    view = visning(situation(WHO, reader))
    assert [person["navn"] for person in view[plan]["hvem_er_hvem"]] == names


def test_a_copy_does_not_tell_who_somebody_at_a_hidden_place_is():
    copy = Situation(situation(WHO).sag, Læser("barn", "barn", kopi_til="far"), date(2026, 3, 2))
    assert "Hanne Skov" not in [p["navn"] for p in visning(copy)["plan"]["hvem_er_hvem"]]


def norm(value: Any) -> Any:
    return value.replace("\u00a0", " ") if isinstance(value, str) else value


def everything(reader: str = "barn") -> Situation:
    """A case with something in every field."""
    case = check_case(Located(full(), {}, "sag.yaml"), law())
    role, _, id = reader.rpartition(":")
    return Situation(case.sag, Læser("sted", id) if role else
                     Læser("barn" if reader == "barn" else "forælder", reader), date(2026, 3, 2))


@pytest.mark.parametrize("reader", ["barn", "mor", "sted:hjem"])
def test_a_template_sees_plain_data_and_nothing_else(reader):
    def walk(value: Any, path: str) -> None:
        assert value is None or type(value) in (
            dict, list, str, int, bool, date, time, Cpr, Lovhenvisning), (path, type(value))
        for name, item in value.items() if type(value) is dict else enumerate(value) if (
                type(value) is list) else ():
            walk(item, f"{path}.{name}")

    walk(dict(visning(everything(reader))), reader)


@pytest.mark.parametrize("reader", ["barn", "mor", "sted:hjem"])
def test_the_catalogue_describes_exactly_what_a_template_sees(reader):
    def walk(value: Any, felt: Felt, path: str) -> None:
        if type(value) is dict:
            assert set(value) == set(felt.felter), path
            for name, item in value.items():
                walk(item, felt.felter[name], f"{path}.{name}")
        elif type(value) is list:
            assert felt.punkt is not None, path
            for item in value:
                walk(item, felt.punkt, f"{path}[]")
        else:
            assert value is None or felt.slags not in ("post", "liste"), path

    view = dict(visning(everything(reader)))
    made_by_the_letter = {"dokument", "regler", "områder", "fravalgt"}
    assert set(FELTER.felter) - made_by_the_letter == set(view)
    for name, value in view.items():
        walk(value, FELTER.felter[name], name)


def test_who_is_protected_and_against_whom_is_not_for_letters():
    view = dict(visning(everything()))
    for record in (view["barn"], *view["personer"], *view["steder"], *view["samtaler"]):
        assert not {"beskyttet_mod", "hemmeligt_for", "må_ses_af", "adressebeskyttelse",
                    "skal_have_brev", "intet_brev_grund"} & set(record)


@pytest.mark.parametrize("name", BETINGELSER)
def test_a_condition_is_plainly_true_or_false(name):
    seen = situation({f"{HELP}.hjemmel": "barnets lov § 46, stk. 1", "barn.cpr": "740814-0000"})
    assert visning(seen)[name] is BETINGELSER[name].gælder(seen)


def test_a_person_is_the_same_record_wherever_pointed_to():
    view = visning(situation({f"{HELP}.udfører": ["mor"],
                              "afgørelse.samtykker": [{"person": "mor", "svar": "ja"}]}))
    assert at(view, f"{HELP}.udfører.0") is at(view, "afgørelse.samtykker.0.person")
    assert at(view, "forældre.0") is at(view, f"{HELP}.udfører.0")


# --- nothing is worked out before it is asked for ------------------------------------------------


def test_a_name_is_worked_out_when_it_is_asked_for_and_once():
    view = visning(situation())
    assert list(view._made) == []
    barn = view["barn"]
    assert list(view._made) == ["barn"]
    assert view["barn"] is barn
    assert "afgørelse" in view
    assert list(view._made) == ["barn"]


def test_what_a_record_is_given_is_there_whenever_it_is_worked_out():
    view = visning(everything())
    view.give("barn", billede="før")
    assert view["barn"]["billede"] == "før"
    assert view["barn"]["navn"]
    view.give("barn", billede="efter")
    assert view["barn"]["billede"] == "efter"


def test_going_through_a_view_meets_every_name():
    names = set(FELTER.felter) - {"dokument", "regler", "områder", "fravalgt"}
    assert set(visning(situation())) == names
    assert {**visning(situation())}.keys() == names
    assert dict(visning(situation())).keys() == names
    assert set(visning(situation()).keys()) == {name for name, _ in visning(situation()).items()}
    assert len(visning(situation())) == len(list(visning(situation()).values())) == len(names)
    assert visning(situation()) == visning(situation())
    assert visning(situation()) != visning(situation({"barn.navn": "Bo Holm"}))


def test_what_a_letter_adds_is_there_and_what_is_unknown_is_not():
    view = visning(situation())
    view["dokument"] = {"titel": "Brev"}
    assert dict(view)["dokument"] == {"titel": "Brev"}
    assert "dokument" in view
    assert len(view) == len(visning(situation())) + 1
    assert "ukendt" not in view
    assert view.get("ukendt", 7) == 7
    assert view.get("sagsnummer") == "2026-1"
    with pytest.raises(KeyError):
        view["ukendt"]
    with pytest.raises(TypeError):
        del view["barn"]


def test_what_is_done_to_a_view_does_not_reach_the_case():
    seen = situation({"barn.kan_selv": ["er god"]})
    view = visning(seen)
    view["kommune"]["logo"] = "andet"
    view["barn"]["kan_selv"].append("mere")
    view["personer"].clear()
    again = visning(seen)
    assert again["kommune"]["logo"] is None
    assert again["barn"]["kan_selv"] == ["er god"]
    assert len(again["personer"]) == 2


def test_two_readers_of_one_case_do_not_see_through_each_other():
    changes = {"personer.0.cpr": "610180-0000", "afgørelse.formål": TWO_VOICES}
    for reader, formål, cpr in (("barn", "du bliver glad", None), ("mor", "Alma trives", "610180"),
                                ("barn", "du bliver glad", None)):
        view = visning(situation(changes, reader))
        assert view["afgørelse"]["formål"] == formål
        assert str(view["personer"][0]["cpr"] or "")[:6] == (cpr or "")
