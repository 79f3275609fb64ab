"""Contexts and the dimensions of ICS: what is in force on a day, and where each context belongs."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import Any

import pytest

from generator.case.ics import Dimension, Emne, Ics, Kontekstnavn, context_part, load_ics
from generator.checker.always.contexts import contexts
from generator.library import shipped
from generator.source import Unusable
from tests.small_case import case

OLD, NEW = date(2017, 12, 31), date(2018, 1, 1)
SMALL = Ics(
    (Dimension("skole", "Skole og læring", "Din skole", gyldig_fra=NEW),
     Dimension("krop", "Sundhed", "Din krop"),
     Dimension("skole_2007", "Skoleforhold og læring", "Skolen", gyldig_til=OLD)),
    (Kontekstnavn("Skoleforhold", "Det, du lærer", ("skole", "skole_2007"), ("Skole", "Dagtilbud")),
     Kontekstnavn("Ridning", "Når du rider")),
    (Emne("Stamdata"),))


@cache
def ics() -> Ics:
    return load_ics(shipped() / "rules" / "ics.yaml")


def shown(*names: str, day: date = NEW) -> list[tuple[str, str, list[str]]]:
    """Each area with its headings and those of its contexts."""
    return [(area["titel"], area["til_barnet"], [k["til_barnet"] for k in area["kontekster"]])
            for area in SMALL.områder([{"kontekst": name} for name in names], day)]


#: The contexts of a case; the day; what is shown.
ROWS: list[tuple[tuple[str, ...], date, list[tuple[str, str, list[str]]]]] = [
    (("Skoleforhold",), NEW, [("Skole og læring", "Din skole", ["Det, du lærer"])]),
    (("Skoleforhold",), OLD, [("Skoleforhold og læring", "Skolen", ["Det, du lærer"])]),
    (("dagtilbud",), NEW, [("Skole og læring", "Din skole", ["Det, du lærer"])]),
    (("SKOLE- forhold",), NEW, [("Skole og læring", "Din skole", ["Det, du lærer"])]),
    # a dimension used by its own name, on a day when it holds and on one when it does not
    (("Sundhed",), NEW, [("Sundhed", "Din krop", ["Din krop"])]),
    (("Skoleforhold og læring",), OLD, [("Skoleforhold og læring", "Skolen", ["Skolen"])]),
    (("Skoleforhold og læring",), NEW, [
        ("Skoleforhold og læring", "Skoleforhold og læring", ["Skoleforhold og læring"])]),
    # in the order of the dimensions, what belongs to none of them last
    (("Penge", "Sundhed", "Ridning", "Skole", "Skoleforhold"), NEW, [
        ("Skole og læring", "Din skole", ["Det, du lærer", "Det, du lærer"]),
        ("Sundhed", "Din krop", ["Din krop"]), ("Penge", "Penge", ["Penge"]),
        ("Ridning", "Når du rider", ["Når du rider"])]),
    ((), NEW, []),
]


@pytest.mark.parametrize(("names", "day", "expected"), ROWS)
def test_contexts_stand_under_the_dimensions_of_the_day(names, day, expected):
    assert shown(*names, day=day) == expected


def test_what_was_found_not_relevant_is_left_out_and_the_rest_is_as_it_was_written():
    records: list[dict[str, Any]] = [
        {"kontekst": "Skole", "behov": "ro"}, {"kontekst": "Sundhed", "ikke_relevant": True}]
    [area] = SMALL.områder(records, NEW)
    assert area["kontekster"] == [
        {"kontekst": "Skole", "behov": "ro", "til_barnet": "Det, du lærer"}]
    assert records[0] == {"kontekst": "Skole", "behov": "ro"}


# --- a name that is almost right ----------------------------------------------------------------


@pytest.mark.parametrize(("name", "meant"), [
    ("Skoleforhol", "Skoleforhold"), ("skolforhold", "Skoleforhold"), ("Dagtilbudd", "Dagtilbud"),
    ("Skole og lærin", "Skole og læring"), ("Skoleforhold", None), ("skole", None),
    ("Sundhed", None), ("Skoleforløbet", None), ("Bold", None), ("", None)])
def test_only_a_name_that_is_almost_a_known_one_is_taken_for_a_slip(name, meant):
    assert SMALL.nærmeste(name, NEW) == meant


def test_the_slip_is_told_as_a_warning_with_its_place():
    found = case({"status": {"dato": "2026-03-02", "kontekster": [
        {"kontekst": "Fritid"}, {"kontekst": "Skolefohold"}, {"kontekst": "Mit eget"}]}})
    [problem] = contexts(found, ics(), "statusudtalelse", NEW)
    assert (problem.id, problem.level, problem.remedy) == (
        "sag.kontekst_ukendt", "advarsel", "Mente du »Skoleforhold«?")
    assert problem.where.file == "sag.yaml"
    assert "Skolefohold" in problem.text
    assert list(contexts(found, ics(), "afgoerelse", NEW)) == []


def test_a_status_without_contexts_goes_through_those_of_the_individual_plan():
    site = {"individuel_plan": {"dato": "2026-03-02", "kontekster": [{"kontekst": "Fritid"}]}}
    status = {"status": {"dato": "2026-03-02", "kontekster": [{"kontekst": "Skole"}]}}
    bare = {"status": {"dato": "2026-03-02"}}
    for changes, dokument, part in (
            ({**site, **status}, "statusudtalelse", "status"),
            ({**site, **status}, "individuel_plan", "individuel_plan"),
            ({**site, **bare}, "statusudtalelse", "individuel_plan"),
            (bare, "statusudtalelse", None), ({}, "individuel_plan", None)):
        assert context_part(case(changes).sag, dokument) == part


# --- the file -----------------------------------------------------------------------------------


def test_each_context_belongs_to_one_dimension_on_every_day():
    day = date(2007, 1, 1)
    while day < date(2031, 1, 1):
        for kontekst in ics().kontekster:
            homes = [d for d in ics().dimensioner_på(day) if d.id in kontekst.hører_til]
            assert len(homes) == 1, (kontekst.titel, day)
        day += timedelta(days=1 if day.month == 12 or day.month == 1 else 17)


def test_the_ten_contexts_and_the_thirteen_subjects_are_there():
    assert [k.titel for k in ics().kontekster] == [
        "Familieforhold", "Sundhedsforhold", "Kommunikation", "Indflydelse på eget liv",
        "Følelses- og adfærdsmæssige forhold", "Identitetsforhold", "Selvstændighedsforhold",
        "Skoleforhold", "Fritidsforhold", "Venskabsforhold"]
    assert len(ics().statusudtalelse) == 13
    for subject in ics().statusudtalelse:
        assert bool(subject.til_barnet) != bool(subject.område), subject.titel
    assert len(ics().dimensioner_på(NEW)) == 10
    assert len(ics().dimensioner_på(OLD)) == 6


def test_every_heading_and_help_word_is_whole():
    for kontekst in ics().kontekster:
        assert kontekst.hjælp, kontekst.titel
        for word in kontekst.hjælp:
            assert word == word.strip(), word
            assert not word.startswith(("hvad det", "bad ", "billeder", "sprog og")), word
    headings = [*(k.til_barnet for k in ics().kontekster),
                *(d.til_barnet for d in ics().dimensioner)]
    assert all(heading[0].isupper() for heading in headings)


def test_all_problems_of_a_broken_file_are_told_with_their_lines(tmp_path):
    path = tmp_path / "ics.yaml"
    path.write_text("""\
dimensioner:
  - {id: a, titel: A, til_barnet: Aa, gyldig_fra: i går}
  - {id: a, titel: B, til_barnet: Bb}
  - {id: c, til_barnet: Cc, farve: blå}
kontekster:
  - {titel: K, til_barnet: Kk, hører_til: [a, x]}
  - {titel: L, til_barnet: Ll, andre_navne: [k]}
statusudtalelse:
  - {titel: S, område: y}
ekstra: 1
""", encoding="utf-8")
    with pytest.raises(Unusable) as refused:
        load_ics(path)
    assert [(p.id, p.where.line) for p in refused.value.problems] == [
        ("ics.dato", 2), ("ics.dobbelt", 3), ("ics.felt", 4), ("ics.mangler", 4),
        ("ics.ukendt", 6), ("ics.dobbelt", 7), ("ics.ukendt", 9), ("ics.liste", 10)]
    assert all(p.remedy and p.where.file == str(path) for p in refused.value.problems)


@pytest.mark.parametrize("text", ["- nej\n", "nej\n", "dimensioner: [a\n"])
def test_a_file_that_is_something_else_is_refused(tmp_path, text):
    path = tmp_path / "ics.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(Unusable):
        load_ics(path)
