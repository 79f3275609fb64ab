"""Each named condition holds when it should, and does not in the case that looks most like it."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from generator.case.conditions import BETINGELSER, UDELUKKER
from tests.small_case import case, situation

HJEMMEL = "afgørelse.indsatser.0.hjemmel"
SAMTYKKER = "afgørelse.samtykker"
FØDT = "barn.fødselsdato"
OPFØLGNING = {"afgørelse.indsatser.0.start": "2026-03-10"}
NOW, LATER = {"id": "nu", "mål": "Skole"}, {"id": "siden", "mål": "Svømme", "senere": "ja"}
STED = {"steder": [{"id": "hjem", "navn": "Skovly", "slags": "børne- og ungehjem"}]}
MOR_BESKYTTET = {"personer.0.adressebeskyttelse": "ja", "barn.bor_hos": ["mor"]}

#: Name of the condition; whether it holds; the case; the reader; the letter's day.
ROWS: list[tuple[str, bool, dict[str, Any], str, str]] = [
    ("over_10", True, {FØDT: "2016-03-02"}, "barn", "2026-03-02"),
    ("over_10", False, {FØDT: "2016-03-03"}, "barn", "2026-03-02"),
    ("over_10", True, {FØDT: "2016-03-03"}, "barn", "2026-03-03"),
    ("over_10", False, {FØDT: "2016-02-29"}, "barn", "2026-02-28"),
    ("over_10", True, {FØDT: "2016-02-29"}, "barn", "2026-03-01"),
    ("over_10", True, {FØDT: "2018-02-28"}, "barn", "2028-02-29"),
    ("over_12", True, {FØDT: "2014-03-02"}, "barn", "2026-03-02"),
    ("over_12", False, {FØDT: "2014-03-03"}, "barn", "2026-03-02"),
    ("over_12", True, {FØDT: "2012-02-29"}, "barn", "2024-02-29"),
    ("over_15", True, {FØDT: "2011-03-02"}, "barn", "2026-03-02"),
    ("over_15", False, {FØDT: "2011-03-03"}, "barn", "2026-03-02"),
    ("ung_fra_16", True, {FØDT: "2010-03-02"}, "barn", "2026-03-02"),
    ("ung_fra_16", False, {FØDT: "2010-03-03"}, "barn", "2026-03-02"),
    ("spæd_eller_uden_sprog", True, {FØDT: "2024-03-03"}, "barn", "2026-03-02"),
    ("spæd_eller_uden_sprog", False, {FØDT: "2024-03-02"}, "barn", "2026-03-02"),
    ("spæd_eller_uden_sprog", True, {"barn.uden_sprog": "ja"}, "barn", "2026-03-02"),
    ("spæd_eller_uden_sprog", False, {FØDT: "2025-01-01", "barn.uden_sprog": "nej"}, "barn",
     "2026-03-02"),
    ("anbragt", True, {HJEMMEL: "barnets lov § 46, stk. 1"}, "mor", "2026-03-02"),
    ("anbragt", True, {HJEMMEL: "barnets lov § 47"}, "mor", "2026-03-02"),
    ("anbragt", False, {HJEMMEL: "barnets lov § 32, stk. 1, nr. 6"}, "mor", "2026-03-02"),
    ("anbragt", False, {"afgørelse.uden_samtykke": "§ 37"}, "mor", "2026-03-02"),
    ("anbragt", False, {"afgørelse": None}, "barn", "2026-03-02"),
    ("anbragt_uden_samtykke", True, {HJEMMEL: "barnets lov § 47"}, "barn", "2026-03-02"),
    ("anbragt_uden_samtykke", False, {HJEMMEL: "barnets lov § 46"}, "barn", "2026-03-02"),
    ("skal_selv_sige_ja", True, {HJEMMEL: "§ 46", FØDT: "2011-03-02"}, "barn", "2026-03-02"),
    ("skal_selv_sige_ja", False, {HJEMMEL: "§ 46", FØDT: "2011-03-03"}, "barn", "2026-03-02"),
    ("skal_selv_sige_ja", False, {HJEMMEL: "§ 47", FØDT: "2011-03-02"}, "barn", "2026-03-02"),
    ("uenighed", True, {"afgørelse.barnets_holdning": "nej"}, "barn", "2026-03-02"),
    ("uenighed", True, {"afgørelse.uenighed": {"barnet_siger": "Nej."}}, "barn", "2026-03-02"),
    ("uenighed", False, {"afgørelse.barnets_holdning": "delvist",
                         "afgørelse.uenighed": {"barnet_siger": "Nej."}}, "barn", "2026-03-02"),
    ("uenighed", False, {"afgørelse.barnets_holdning": "ja"}, "barn", "2026-03-02"),
    ("uenighed", False, {}, "barn", "2026-03-02"),
    ("delvist_enig", True, {"afgørelse.barnets_holdning": "delvist"}, "barn", "2026-03-02"),
    ("delvist_enig", False, {"afgørelse.barnets_holdning": "ja"}, "barn", "2026-03-02"),
    ("barnet_siger_ja", True, {"afgørelse.barnets_holdning": "ja"}, "barn", "2026-03-02"),
    ("barnet_siger_ja", False, {"afgørelse.barnets_holdning": "delvist"}, "barn", "2026-03-02"),
    ("barnet_siger_ja", False, {}, "barn", "2026-03-02"),
    ("forældre_uenige", True, {SAMTYKKER: [{"person": "far", "svar": "nej"}]}, "mor",
     "2026-03-02"),
    ("forældre_uenige", True, {"afgørelse.forældres_uenighed": "Mikkel vil ikke."}, "mor",
     "2026-03-02"),
    ("forældre_uenige", False, {SAMTYKKER: [{"person": "barn", "svar": "nej"}]}, "mor",
     "2026-03-02"),
    ("forældre_uenige", False, {SAMTYKKER: [{"person": "far", "svar": "ikke spurgt"}]}, "mor",
     "2026-03-02"),
    ("fælles_forældremyndighed", True, {}, "mor", "2026-03-02"),
    ("fælles_forældremyndighed", False, {"personer.1.forældremyndighed": "nej"}, "mor",
     "2026-03-02"),
    ("modtager_har_sagt_ja", True, {SAMTYKKER: [{"person": "mor", "svar": "ja"}]}, "mor",
     "2026-03-02"),
    ("modtager_har_sagt_ja", False, {SAMTYKKER: [{"person": "mor", "svar": "ja"}]}, "far",
     "2026-03-02"),
    ("modtager_har_sagt_ja", False, {SAMTYKKER: [{"person": "mor", "svar": "nej"}]}, "mor",
     "2026-03-02"),
    ("uden_samtykke", True, {"afgørelse.uden_samtykke": "barnets lov § 38"}, "mor", "2026-03-02"),
    ("uden_samtykke", False, {SAMTYKKER: [{"person": "mor", "svar": "nej"}]}, "mor",
     "2026-03-02"),
    ("har_plan", True, {"afgørelse.plan": {"laves": "ja"}}, "barn", "2026-03-02"),
    ("har_plan", True, {HJEMMEL: "§ 46"}, "barn", "2026-03-02"),
    ("har_plan", True, {"plan": {"dato": "2026-03-02"}}, "barn", "2026-03-02"),
    ("har_plan", False, {"afgørelse.plan": {"laves": "nej"}, "plan": {"dato": "2026-03-02"}},
     "barn", "2026-03-02"),
    ("har_plan", False, {}, "barn", "2026-03-02"),
    ("uden_plan", True, {"afgørelse.plan": {"laves": "nej"}}, "barn", "2026-03-02"),
    ("uden_plan", False, {}, "barn", "2026-03-02"),
    ("har_mål", True, {"plan": {"dato": "2026-03-02", "mål": [{"id": "m", "mål": "Skole"}]}},
     "barn", "2026-03-02"),
    ("har_mål", False, {"plan": {"dato": "2026-03-02"}}, "barn", "2026-03-02"),
    ("har_mål", False, {"plan": {"dato": "2026-03-02", "mål": [LATER]}}, "barn", "2026-03-02"),
    ("har_idéer", True, {"plan": {"dato": "2026-03-02", "mål": [LATER]}}, "barn", "2026-03-02"),
    ("har_idéer", False, {"plan": {"dato": "2026-03-02", "mål": [NOW]}}, "barn", "2026-03-02"),
    ("har_idéer", False, {}, "barn", "2026-03-02"),
    ("fælles_plan", True, {"plan": {"dato": "2026-03-02", "søskende": [{"barn": {
        "navn": "Bo Holm", "fødselsdato": "2018-01-01"}}]}}, "barn", "2026-03-02"),
    ("fælles_plan", False, {"plan": {"dato": "2026-03-02"}, "søskende_i_andre_sager": ["2026-2"]},
     "barn", "2026-03-02"),
    ("fylder_snart_18", True, {FØDT: "2009-03-02"}, "barn", "2026-03-02"),
    ("fylder_snart_18", False, {FØDT: "2009-03-03"}, "barn", "2026-03-02"),
    ("fylder_snart_18", False, {FØDT: "2008-03-02"}, "barn", "2026-03-02"),
    *[(f"støtteperson_{said}", holds, {"forældrehandleplaner": [
        {"til": ["mor"], "dato": "2026-03-02", "støtteperson": answer}]}, reader, "2026-03-02")
      for said, answer, reader, holds in (
          ("afslået", "afslået", "mor", True), ("afslået", "tilbudt", "mor", False),
          ("afslået", "afslået", "far", False), ("modtaget", "modtaget", "mor", True),
          ("modtaget", "afslået", "mor", False), ("modtaget", "modtaget", "far", False))],
    ("har_magt", True, {"status": {"dato": "2026-03-02", "magt": {"antal": "1"}}}, "barn",
     "2026-03-02"),
    ("har_magt", True, {"status": {"dato": "2026-03-02", "magt": {"hændelser": [
        {"dato": "2026-02-01", "art": "VAL § 9", "hvad": "En voksen holdt dig."}]}}}, "barn",
     "2026-03-02"),
    ("har_magt", False, {"status": {"dato": "2026-03-02", "magt": {"antal": "0"}}}, "barn",
     "2026-03-02"),
    ("har_magt", False, {"status": {"dato": "2026-03-02"}}, "barn", "2026-03-02"),
    ("gennemgået_med_barnet", True, {"status": {"dato": "2026-03-02", "gennemgået": [
        {"person": "mor"}, {"person": "barn"}]}}, "barn", "2026-03-02"),
    ("gennemgået_med_barnet", False, {"status": {"dato": "2026-03-02", "gennemgået": [
        {"person": "mor"}]}}, "barn", "2026-03-02"),
    ("barnet_var_med", True, {"plan": {"dato": "2026-03-02", "lavet_af": [{"person": "barn"}]}},
     "barn", "2026-03-02"),
    ("barnet_var_med", False, {"plan": {"dato": "2026-03-02", "lavet_af": [{"person": "mor"}]}},
     "barn", "2026-03-02"),
    ("flere_indsatser", True, {"afgørelse.indsatser.1": {"hjemmel": "§ 32, stk. 1, nr. 3"}},
     "barn", "2026-03-02"),
    ("flere_indsatser", False, {}, "barn", "2026-03-02"),
    ("kontaktperson", True, {HJEMMEL: "§ 32, stk. 1, nr. 3"}, "barn", "2026-03-02"),
    ("kontaktperson", False, {HJEMMEL: "§ 32, stk. 1, nr. 4"}, "barn", "2026-03-02"),
    ("behandling", True, {}, "barn", "2026-03-02"),
    ("behandling", False, {HJEMMEL: "§ 32, stk. 1, nr. 8"}, "barn", "2026-03-02"),
    ("familieanbringelse", True, {HJEMMEL: "§ 32, stk. 1, nr. 6"}, "barn", "2026-03-02"),
    ("familieanbringelse", False, {HJEMMEL: "§ 32, stk. 1, nr. 7"}, "barn", "2026-03-02"),
    ("støtteophold", True, {HJEMMEL: "§ 32, stk. 1, nr. 7"}, "barn", "2026-03-02"),
    ("støtteophold", False, {HJEMMEL: "§ 32, stk. 1, nr. 6"}, "barn", "2026-03-02"),
    ("valg_af_sted", True, {"afgørelse.anbringelse": {"valg_af_sted": "Tæt på skolen."}}, "mor",
     "2026-03-02"),
    ("valg_af_sted", True, {"afgørelse.indsatser.1": {"hjemmel": "§ 52, stk. 1"}}, "mor",
     "2026-03-02"),
    ("valg_af_sted", False, {"afgørelse.anbringelse": {"hvorfor": "Far er syg."}}, "mor",
     "2026-03-02"),
    ("straks", True, {"afgørelse.anbringelse": {"straks": "ja"}}, "mor", "2026-03-02"),
    ("straks", False, {"afgørelse.anbringelse": {"straks": "nej"}}, "mor", "2026-03-02"),
    ("hurtig_opfølgning", True, {**OPFØLGNING, "afgørelse.opfølgning": {"dato": "2026-04-10"}},
     "barn", "2026-03-02"),
    ("hurtig_opfølgning", False, {**OPFØLGNING, "afgørelse.opfølgning": {"dato": "2026-04-11"}},
     "barn", "2026-03-02"),
    ("hurtig_opfølgning", True, {"afgørelse.opfølgning": {"hurtig_grund": "Du er utryg."}},
     "barn", "2026-03-02"),
    ("hurtig_opfølgning", False, {"afgørelse.opfølgning": {"dato": "2026-03-12"}}, "barn",
     "2026-03-02"),
    ("starter_senere", True, {"afgørelse.indsatser.0.start_grund": "Der er ventetid."}, "barn",
     "2026-03-02"),
    ("starter_senere", False, {"afgørelse.indsatser.0.start": "2026-06-01"}, "barn",
     "2026-03-02"),
    ("direkte_kontakt", True, {"barnets_perspektiv": {"egne_ord": ["Nej"]}}, "barn",
     "2026-03-02"),
    ("direkte_kontakt", False, {"barnets_perspektiv": {"ingen_direkte_kontakt": {
        "grund": "Alma var syg.", "i_stedet": "Vi talte med læreren."}}}, "barn", "2026-03-02"),
    ("sideløbende", True, {"afgørelse.grundlag": {"art": "afdækning", "sideløbende": "ja"}},
     "mor", "2026-03-02"),
    ("sideløbende", False, {"afgørelse.grundlag": {"art": "afdækning"}}, "mor", "2026-03-02"),
    ("partshørt", True, {"afgørelse.partshøring": {"nødvendig": "ja"}}, "mor", "2026-03-02"),
    ("partshørt", False, {"afgørelse.partshøring": {"nødvendig": "nej"}}, "mor", "2026-03-02"),
    ("udvalget", True, {"afgørelse.træffes_af": "børne- og ungeudvalget"}, "mor", "2026-03-02"),
    ("udvalget", False, {"afgørelse.træffes_af": "kommunen"}, "mor", "2026-03-02"),
    ("adressen_er_skjult", True, MOR_BESKYTTET, "far", "2026-03-02"),
    ("adressen_er_skjult", False, MOR_BESKYTTET, "mor", "2026-03-02"),
    ("adressen_er_skjult", False, MOR_BESKYTTET, "barn", "2026-03-02"),
    ("adressen_er_skjult", False, {"barn.beskyttet_mod": ["mor"]}, "far", "2026-03-02"),
    ("til_barnet", True, {}, "barn", "2026-03-02"),
    ("til_barnet", False, {}, "mor", "2026-03-02"),
    ("til_barnet", True, {}, "kopi:mor", "2026-03-02"),
    ("til_stedet", True, STED, "sted:hjem", "2026-03-02"),
    ("til_stedet", True, STED, "kopi:hjem", "2026-03-02"),
    ("til_stedet", False, STED, "barn", "2026-03-02"),
    ("til_stedet", False, STED, "kopi:mor", "2026-03-02"),
    ("til_forældre", False, {}, "kopi:mor", "2026-03-02"),
    ("adressen_er_skjult", True, MOR_BESKYTTET, "kopi:far", "2026-03-02"),
    ("adressen_er_skjult", False, MOR_BESKYTTET, "kopi:mor", "2026-03-02"),
    ("til_forældre", True, {}, "mor", "2026-03-02"),
    ("til_forældre", False, {}, "barn", "2026-03-02"),
]


@pytest.mark.parametrize(("name", "holds", "changes", "reader", "day"), ROWS,
                         ids=[f"{n}-{row[0]}-{row[1]}" for n, row in enumerate(ROWS)])
def test_a_condition_holds_just_when_it_should(name, holds, changes, reader, day):
    assert BETINGELSER[name].gælder(situation(changes, reader, day)) is holds


def test_every_condition_has_a_case_where_it_holds_and_one_where_it_does_not():
    tried = {(name, holds) for name, holds, *_ in ROWS}
    assert set(itertools.product(BETINGELSER, (True, False))) == tried


def test_conditions_that_are_said_to_exclude_each_other_do():
    attitudes = ("ja", "nej", "delvist", "kan ikke selv sige det", None)
    for attitude, told, plan in itertools.product(attitudes, (True, False), ("ja", "nej", None)):
        changes: dict[str, Any] = {"afgørelse.anbringelse": {"straks": "ja"}}
        if attitude:
            changes["afgørelse.barnets_holdning"] = attitude
        if told:
            changes["afgørelse.uenighed"] = {"barnet_siger": "Nej."}
        if plan:
            changes["afgørelse.plan"] = {"laves": plan}
        for reader in ("barn", "mor"):
            seen = situation(changes, reader)
            for group in UDELUKKER:
                assert sum(BETINGELSER[name].gælder(seen) for name in group) <= 1, (group, changes)


def test_a_condition_answers_yes_or_no_also_when_the_case_holds_almost_nothing():
    bare = situation({"afgørelse": None, "personer": None})
    assert {type(rule.gælder(bare)) for rule in BETINGELSER.values()} == {bool}


def test_the_explanations_are_whole_sentences_in_danish():
    for name, rule in BETINGELSER.items():
        assert rule.forklaring[0].isupper(), name
        assert rule.forklaring.endswith("."), name
        assert name.isidentifier(), name


def test_changing_the_case_is_what_changes_the_answer():
    assert case().hash != case({"barn.navn": "Bo Holm"}).hash
