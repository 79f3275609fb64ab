"""Which letters a case calls for, to whom; and that a copy of what is written to the child holds
nothing that its reader may not know."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator import library as library_module
from generator.case.reader import Situation, beskyttet_for
from generator.case.values import Cpr
from generator.case.view import visning
from generator.document.text import to_text
from generator.library import Library, Skabelon, load_library
from generator.orders import order_letters
from generator.pipeline import Letter, Press, make_letters
from generator.source import Unusable
from tests.fraser import library as of_phrases
from tests.fraser import on_disk, text
from tests.small_case import case, situation
from tests.word import p, word

DAY = "2026-03-02"


def skabelon(dokument: str, læser: str, *conditions: tuple[str, bool]) -> Skabelon:
    return Skabelon(f"{dokument}_{læser}", dokument, dokument, læser, conditions, "1", Path("x"),
                    {}, "x")


@cache
def library() -> Library:
    """A template for each document and reader, and no phrases."""
    made = [skabelon("afgoerelse", "barn"), skabelon("afgoerelse", "forælder"),
            skabelon("barnets_plan", "barn"),
            skabelon("ungeplan", "barn", ("fælles_plan", False)),
            skabelon("foraeldrehandleplan", "forælder"), skabelon("statusudtalelse", "barn"),
            skabelon("individuel_plan", "barn")]
    return replace(of_phrases(), skabeloner={s.id: s for s in made})


def called(changes: dict[str, Any], **asked: Any) -> list[str]:
    """Each letter as `document reader`; a copy is to `kopi:reader`."""
    return [f"{o.skabelon.dokument} {'kopi:' if o.læser.kopi_til else ''}{o.læser.øjne}"
            for o in order_letters(case(changes), library(), **asked)]


DECISION = ["afgoerelse barn", "afgoerelse mor", "afgoerelse far"]
SENT = {"afgørelse.er_sendt": "ja"}
PLAN = {**SENT, "plan": {"dato": DAY}}
BORN = "barn.fødselsdato"
ADDRESS = {"vej": "Birkevej 4", "postnr": "9990", "by": "Torp"}
HIDDEN = {"personer.0.adresse": ADDRESS, "personer.0.beskyttet_mod": ["far"]}
HOME = {"steder": [{"id": "hjem", "navn": "Skovly", "slags": "plejefamilie"},
                   {"id": "skole", "navn": "Egelund Skole", "slags": "skole"}],
        "afgørelse.anbringelse": {"sted": "hjem"}}
SECRET_HOME = {**HOME, "steder.0.hemmeligt_for": ["far"]}
SIBLING = {"barn": {"navn": "Bo Holm", "fødselsdato": "2012-01-01"}}


def for_parents(*to: str, day: str = DAY) -> dict[str, Any]:
    return {"til": list(to), "dato": day}


def talk(*seen_by: str) -> dict[str, Any]:
    return {"samtaler": [{"dato": DAY, "form": "samtale", "sagde": "Nej.",
                          "må_ses_af": list(seen_by)}]}


#: The case; what is asked for; the letters.
CALLS: list[tuple[dict[str, Any], dict[str, Any], list[str]]] = [
    ({}, {}, DECISION),
    (SENT, {"types": ["afgoerelse"]}, DECISION),
    ({"plan": {"dato": DAY}}, {}, [*DECISION, "barnets_plan barn"]),
    (PLAN, {}, ["barnets_plan barn"]),
    ({**PLAN, "afgørelse.er_sendt": "nej"}, {}, [*DECISION, "barnets_plan barn"]),
    # from 16 years the plan is an ungeplan, counted on the day that the letter has
    ({**PLAN, BORN: "2010-03-03"}, {}, ["barnets_plan barn"]),
    ({**PLAN, BORN: "2010-03-02"}, {}, ["ungeplan barn"]),
    ({**PLAN, BORN: "2010-03-03"}, {"dato": date(2026, 3, 3)}, ["ungeplan barn"]),
    (PLAN, {"types": ["ungeplan"]}, ["ungeplan barn"]),
    ({**PLAN, BORN: "2010-03-02"}, {"types": ["barnets_plan"]}, ["barnets_plan barn"]),
    ({**PLAN, "plan.søskende": [SIBLING]}, {}, ["barnets_plan barn"]),
    # the plan for parents goes to those it names, custody or not
    ({**SENT, "forældrehandleplaner": [for_parents("mor")]}, {}, ["foraeldrehandleplan mor"]),
    ({**SENT, "forældrehandleplaner": [for_parents("mor", "far")]}, {},
     ["foraeldrehandleplan mor", "foraeldrehandleplan far"]),
    ({**SENT, "forældrehandleplaner": [for_parents("far"), for_parents("mor")]}, {},
     ["foraeldrehandleplan mor", "foraeldrehandleplan far"]),
    ({**SENT, "personer.1.forældremyndighed": "nej", "forældrehandleplaner": [for_parents("far")]},
     {}, ["foraeldrehandleplan far"]),
    ({**SENT, "forældrehandleplaner": [for_parents("mor", "far")]}, {"to": ["far"]},
     ["foraeldrehandleplan far"]),
    ({**SENT, "personer.1.skal_have_brev": "nej",
      "forældrehandleplaner": [for_parents("mor", "far")]}, {}, ["foraeldrehandleplan mor"]),
    ({**PLAN, "forældrehandleplaner": [for_parents("mor")]}, {"dato": date(2026, 4, 1)},
     ["barnets_plan barn", "foraeldrehandleplan mor"]),
    # what the site writes is to the child
    ({**SENT, "status": {"dato": DAY}}, {}, ["statusudtalelse barn"]),
    ({**SENT, "individuel_plan": {"dato": DAY}}, {}, ["individuel_plan barn"]),
    ({**SENT, **HOME, "status": {"dato": DAY}}, {}, ["statusudtalelse barn"]),
    # a copy to a parent who may not know everything, and of plans to the child's place
    ({**PLAN, **HIDDEN}, {}, ["barnets_plan barn", "barnets_plan kopi:far"]),
    ({**SENT, **HIDDEN, "status": {"dato": DAY}}, {},
     ["statusudtalelse barn", "statusudtalelse kopi:far"]),
    ({**PLAN, **HIDDEN, "personer.1.forældremyndighed": "nej"}, {}, ["barnets_plan barn"]),
    ({**PLAN, **HIDDEN, "personer.1.skal_have_brev": "nej"}, {}, ["barnets_plan barn"]),
    ({**PLAN, **HOME}, {}, ["barnets_plan barn", "barnets_plan kopi:hjem"]),
    ({**PLAN, **SECRET_HOME}, {},
     ["barnets_plan barn", "barnets_plan kopi:far", "barnets_plan kopi:hjem"]),
    ({**PLAN, "steder": HOME["steder"]}, {}, ["barnets_plan barn"]),
    ({**PLAN, **talk("barn", "mor")}, {}, ["barnets_plan barn", "barnets_plan kopi:far"]),
    ({**PLAN, **talk("barn", "mor", "far")}, {}, ["barnets_plan barn"]),
    ({**PLAN, "personer.0.cpr": "010180-0000"}, {}, ["barnets_plan barn"]),
    ({**PLAN, "plan.samvær": [{"med": ["mor"], "hvor_tit": "hver uge", "må_ses_af": ["mor"]}]}, {},
     ["barnets_plan barn", "barnets_plan kopi:far"]),
    # or to anybody, when somebody asks for it
    (PLAN, {"to": ["mor"]}, ["barnets_plan kopi:mor"]),
    (PLAN, {"to": ["foraeldre"]}, ["barnets_plan kopi:mor", "barnets_plan kopi:far"]),
    ({**PLAN, **HOME}, {"to": ["skole", "barn"]}, ["barnets_plan kopi:skole", "barnets_plan barn"]),
    ({**SENT, **HOME, "status": {"dato": DAY}}, {"to": ["hjem"]}, ["statusudtalelse kopi:hjem"]),
]


@pytest.mark.parametrize(("changes", "asked", "expected"), CALLS)
def test_a_case_calls_for_these_documents(changes, asked, expected):
    assert called(changes, **asked) == expected


#: The case; what is asked for; the problem and a word of its remedy.
REFUSED: list[tuple[dict[str, Any], dict[str, Any], str, str]] = [
    ({**PLAN, BORN: "2010-03-02", "plan.søskende": [SIBLING]}, {}, "lav.ingen_skabelon",
     "en sag til hver"),
    ({**PLAN, BORN: "2010-03-02", "plan.søskende": [SIBLING]}, {"to": ["barn"]},
     "lav.ingen_skabelon", "en sag til hver"),
    (SENT, {}, "lav.sendt", "--type afgoerelse"),
    (SENT, {"to": ["barn"]}, "lav.sendt", "--type afgoerelse"),
    ({"afgørelse": None}, {}, "lav.intet", "»afgørelse« eller »plan«"),
    ({"afgørelse": None}, {"types": ["afgoerelse"], "dato": date(2026, 3, 2)}, "lav.intet",
     "duform felter --type afgoerelse"),
    ({}, {"types": ["statusudtalelse"]}, "lav.intet", "duform felter --type statusudtalelse"),
    ({**SENT, "forældrehandleplaner": [for_parents("mor")]}, {"to": ["barn"]},
     "lav.ingen_modtager", "--til"),
    ({**SENT, "forældrehandleplaner": [for_parents("mor")]},
     {"to": ["far"], "dato": date(2026, 3, 2)}, "lav.ingen_modtager", "--til"),
    (PLAN, {"to": ["sted"]}, "lav.ingen_modtager", "--til"),
]


@pytest.mark.parametrize(("changes", "asked", "id", "remedy"), REFUSED)
def test_when_there_is_nothing_to_make_it_says_what_to_do(changes, asked, id, remedy):
    with pytest.raises(Unusable) as refused:
        order_letters(case(changes), library(), **asked)
    [problem] = refused.value.problems
    assert problem.id == id
    assert remedy in problem.remedy


def test_of_a_parents_plans_the_newest_is_made_and_dated_by_itself():
    changes = {**SENT, "forældrehandleplaner": [
        for_parents("mor", day="2026-02-01"), for_parents("mor", "far", day="2026-01-01")]}
    made = order_letters(case(changes), library())
    assert [(o.læser.id, o.dato) for o in made] == [
        ("mor", date(2026, 2, 1)), ("far", date(2026, 1, 1))]
    found = visning(Situation(case(changes).sag, made[0].læser, made[0].dato))["handleplan"]
    assert found["dato"] == date(2026, 2, 1)


def test_a_copy_is_named_after_its_reader():
    changes = {**PLAN, **HIDDEN, **HOME, "personer.1.rolle": "forælder"}
    assert [o.navn for o in order_letters(case(changes), library())] == [
        "2026-1_barnets_plan_barn_2026-03-02", "2026-1_barnets_plan_foraelder_2026-03-02",
        "2026-1_barnets_plan_sted-1_2026-03-02"]


# --- what stands in a copy ----------------------------------------------------------------------

SEEN = """\
{% if barn.adresse %}{{ barn.adresse.vej }}{% endif %} {% if barn.cpr %}{{ barn.cpr }}{% endif %}

{% for sted in steder %}{% if sted.navn %}{{ sted.navn }}{% endif %} {% endfor %}

Du og {{ forældre[0].omtale }}: {{ plan.mål[0].hjælpere[0].hvem_i_jeg_form }} følger mig.

{% for s in plan.samvær %}{{ s.hvor_tit }} {% endfor %}

{% for d in plan.lavet_af %}{{ d.person.fornavn }} {% endfor %}

{% if dokument.kopi_til %}Kopi til {{ dokument.kopi_til }}.{% endif %}
"""
WHOLE = {
    **PLAN, **SECRET_HOME, **HIDDEN, "barn.cpr": "140814-0000", "barn.adresse": {
        "vej": "Skovvej 7", "postnr": "9991", "by": "Lund"}, "steder.0.personer": ["hanne"],
    "personer.2": {"id": "hanne", "navn": "Hanne Skov", "rolle": "plejemor"},
    "plan.mål": [{"id": "m", "mål": "Skole", "hjælpere": [
        {"hvem": ["mor", "hanne"], "gør": "følger mig"}]}],
    "plan.lavet_af": [{"person": "barn"}, {"person": "hanne"}],
    "plan.samvær": [{"med": ["far"], "hvor_tit": "Hver lørdag."},
                    {"med": ["mor"], "hvor_tit": "Hver tirsdag.", "må_ses_af": ["barn", "mor"]}]}


@pytest.fixture
def press(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Press:
    """A library with one template, to the child, that shows what it is given."""
    root = on_disk(tmp_path / "med", {"plan/set.md": text(SEEN, dokumenter="[barnets_plan]")})
    folder = root / "templates" / "plan"
    folder.mkdir(parents=True)
    (folder / "plan.docx").write_bytes(word(p("{{p frase.plan.set }}")))
    (folder / "skabelon.yaml").write_text(
        "titel: Plan\ndokument: barnets_plan\nlaeser: barn\nversion: 1\n", encoding="utf-8")
    monkeypatch.setattr(library_module, "shipped", lambda: root)
    return Press(load_library())


def made(press: Press, changes: dict[str, Any]) -> dict[str, Letter]:
    """The letters by reader."""
    one = case(changes)
    letters = make_letters(one, press, order_letters(one, press.library))
    return {letter.order.læser.øjne: letter for letter in letters}


def words(letter: Letter) -> str:
    return " ".join(to_text(letter.document).replace("\u00a0", " ").split())


def test_a_copy_speaks_to_the_child_and_leaves_out_what_its_reader_may_not_know(press):
    letters = made(press, WHOLE)
    assert {id: letter.held_back for id, letter in letters.items()} == {
        "barn": False, "far": False, "hjem": False}
    assert words(letters["barn"]) == (
        "Skovvej 7 140814-0000 Skovly Egelund Skole Du og din mor: min mor og Hanne følger mig. "
        "Hver lørdag. Hver tirsdag. Alma Hanne")
    assert words(letters["far"]) == (
        "Egelund Skole Du og din mor: min mor følger mig. Hver lørdag. Alma "
        "Kopi til Mikkel Berg.")
    assert words(letters["hjem"]) == (
        "Skovvej 7 Skovly Egelund Skole Du og din mor: min mor og Hanne følger mig. Hver lørdag. "
        "Alma Hanne Kopi til Skovly.")


def test_what_somebody_wrote_in_a_text_is_looked_for_with_the_eyes_of_the_copys_reader(press):
    letters = made(press, {**WHOLE, "plan.samvær": [
        {"med": ["far"], "hvor_tit": "Hver lørdag på Skovvej 7."}]})
    assert {id: letter.held_back for id, letter in letters.items()} == {
        "barn": False, "far": True, "hjem": False}
    assert "beskyttet.oplysning" in {f.id for f in letters["far"].findings}


READERS = ("mor", "far", "hjem", "skole")


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_copy_is_given_no_protected_fact_of_its_reader(data):
    some = st.lists(st.sampled_from(["mor", "far"]), unique=True)
    changes: dict[str, Any] = {
        **WHOLE, "personer.1.adresse": {"vej": "Kløvervej 3", "postnr": "9992", "by": "Aby"},
        "personer.0.telefon": "20 10 10 10", "personer.1.telefon": "20 20 20 20",
        "personer.2.mail": "hanne@x.example", "barn.skole": "Egelund Friskole",
        "personer.0.cpr": "010180-0000", "personer.1.cpr": "020280-0000",
        "steder.0.telefon": "70 11 11 11", "steder.0.adresse": {
            "vej": "Ahornvej 9", "postnr": "9993", "by": "Bavn"},
        "personer.0.beskyttet_mod": data.draw(some), "personer.1.beskyttet_mod": data.draw(some),
        "barn.beskyttet_mod": data.draw(some), "steder.0.hemmeligt_for": data.draw(some),
        "barn.adressebeskyttelse": data.draw(st.sampled_from(["ja", "nej"])),
        "status": {"dato": DAY, "skrevet_af": ["hanne"], "kontaktpersoner": ["hanne", "mor"]},
        "individuel_plan": {"dato": DAY, "sted": "hjem", "ansvarlig": "hanne",
                            "lavet_af": [{"person": "hanne"}]}}
    reader = data.draw(st.sampled_from(READERS))
    seen = situation(changes, f"kopi:{reader}")
    given_to_letter = set(texts(dict(visning(seen))))
    for fact in beskyttet_for(seen.sag, reader):
        assert not {text for text in given_to_letter if fact.tekst in text}, (reader, fact)


def texts(value: Any, path: str = "") -> Iterator[str]:
    """Every text of a view. Of the persons of a case the letter gets the names; who it is about
    stands elsewhere, and there nobody is named who is hidden."""
    if isinstance(value, dict):
        for name, item in value.items():
            if not (path.endswith(".personer") and name in ("navn", "fornavn", "omtale",
                                                             "omtale_objekt", "omtale_jeg")):
                yield from texts(item, f"{path}.{name}")
    elif isinstance(value, list):
        for item in value:
            yield from texts(item, path)
    elif isinstance(value, Cpr):
        yield value.i_brev()
    elif isinstance(value, str):
        yield value
