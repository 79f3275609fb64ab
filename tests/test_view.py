"""What templates and phrases see: the reader's own texts, nothing the reader may not know, and
people where the case has short names."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest

from generator.case.conditions import BETINGELSER
from generator.case.law import Lovhenvisning
from generator.case.load import check_case
from generator.case.reader import Læser, Situation
from generator.case.values import Cpr
from generator.case.view import FELTER, Felt, visning
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
]


@pytest.mark.parametrize(("changes", "reader", "path", "expected"), ROWS)
def test_each_reader_sees_their_own(changes, reader, path, expected):
    found = at(visning(situation(changes, reader)), path)
    assert (norm(found), type(found)) == (norm(expected), type(expected))


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
    made_by_the_letter = {"dokument", "regler"}
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


def test_going_through_a_view_meets_every_name():
    names = set(FELTER.felter) - {"dokument", "regler"}
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
