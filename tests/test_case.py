"""A case file becomes typed data, or every problem in it with its place and its remedy."""

from __future__ import annotations

from datetime import date, time
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from generator.case.load import RESERVED, check_case, dotted, load_case, parse_case
from generator.case.model import Tekst
from generator.case.values import Cpr, er_tom, ligner_cpr, læs_cpr
from generator.library import shipped
from generator.source import Located, Place, Problem, Unusable, in_order, kort, parse_yaml
from tests.small_case import HEAD, case, full, law

EXAMPLES = sorted((shipped() / "examples").glob("*.yaml"))



def read(text: str) -> Any:
    """The case in a YAML text that begins with what every case must have."""
    return parse_case(HEAD + text, law()).sag


def problems(text: str) -> list[Problem]:
    with pytest.raises(Unusable) as caught:
        parse_case(HEAD + text, law())
    return caught.value.problems


def only(text: str) -> Problem:
    found = problems(text)
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda p: p.stem)
def test_every_example_is_read_and_read_the_same_again(path):
    assert load_case(path, law()).hash == load_case(path, law()).hash
    assert load_case(path, law()).sag == load_case(path, law()).sag


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda p: p.stem)
def test_examples_use_replacement_cpr_numbers_that_fit_the_birth_date(path):
    barn = load_case(path, law()).sag.barn
    if barn.cpr:
        born = barn.fødselsdato
        assert barn.cpr.cifre[:6] == f"{born.day + 60:02}{born.month:02}{born.year % 100:02}"
        assert barn.cpr.cifre[6:] == "0000"


def test_every_field_there_is_can_be_filled():
    assert check_case(Located(full(), {}, "sag.yaml"), law()).sag.status is not None


def test_the_smallest_case_has_four_things():
    sag = read("")
    assert sag.barn.navn == "Alma Holm"
    assert sag.personer == ()
    assert sag.afgørelse is None


def test_what_is_read_cannot_be_changed_afterwards():
    with pytest.raises(ValidationError):
        read("").barn.navn = "Bo"


# --- values -------------------------------------------------------------------------------------


@pytest.mark.parametrize("written", [
    "0101501234", "010150-1234", "010150 1234", '"010150-1234"', "'0101501234'", "010150–1234"])
def test_a_cpr_number_keeps_its_zero_however_it_is_written(written):
    assert read(f"  cpr: {written}\n").barn.cpr == Cpr("0101501234")


def test_a_cpr_number_is_masked_everywhere_but_in_the_letter():
    cpr = læs_cpr("610515-1234")
    assert str(cpr) == "610515-••••"
    assert "1234" not in f"{cpr!r} {cpr!s} {cpr} {[cpr]} {read('  cpr: 610515-1234')!r}"
    assert cpr.i_brev() == "610515-1234"


@pytest.mark.parametrize(("digits", "fits"), [
    ("0101501234", True), ("3112501234", True), ("6101501234", True), ("9112501234", True),
    ("0001501234", False), ("3202501234", False), ("3102501234", False), ("9212501234", False),
    ("6013501234", False), ("2902011234", True), ("0100501234", False)])
def test_ten_digits_are_a_cpr_number_when_they_begin_with_a_day_that_exists(digits, fits):
    assert ligner_cpr(digits) is fits


@pytest.mark.parametrize("written", [
    "2026-03-01", "1. marts 2026", "01-03-2026", "1/3-2026", "1.3.2026", '"2026-03-01"',
    "1. MARTS 2026", "1 mar. 2026"])
def test_a_date_is_read_as_danes_write_it(written):
    assert read(f"afgørelse: {{dato: {written}, indsatser: []}}").afgørelse.dato == date(2026, 3, 1)


@pytest.mark.parametrize(("written", "expected"), [
    ("13.30", time(13, 30)), ("13:30", time(13, 30)), ('"9.05"', time(9, 5)),
    ("kl. 15", time(15, 0)), ("10:30", time(10, 30))])
def test_a_time_is_not_made_a_number_of_seconds(written, expected):
    sag = read(f"afgørelse: {{dato: 2026-03-01, indsatser: [], opfølgning: {{tid: {written}}}}}")
    assert sag.afgørelse.opfølgning.tid == expected


@pytest.mark.parametrize(("written", "expected"), [
    ("ja", True), ("Ja", True), ("true", True), ("x", True), ("nej", False), ("NEJ", False),
    ("false", False), ("", None), ("~", None), ("null", None), ('""', None), ('"  "', None)])
def test_yes_and_no_are_words_and_an_empty_field_is_no_answer(written, expected):
    assert read(f"  uden_sprog: {written}\n").barn.uden_sprog is expected


@pytest.mark.parametrize("written", ["NO", "no", "Norge", "off", "0800", "1e3", "0x1F", "1_000",
                                     "2026-03-01", "10:30", "=", "<<", ".5", "-.inf", "!x"[1:]])
def test_a_text_is_the_text_that_was_written(written):
    assert read(f"  klasse: {written}\n").barn.klasse == written


def test_a_postcode_keeps_its_zero():
    sag = read("  adresse: {vej: Vej 1, postnr: 0800, by: Høje Taastrup}\n")
    assert sag.barn.adresse.postnr == "0800"


def test_one_item_may_stand_without_its_list():
    sag = read("personer: {id: mor, navn: Lone, rolle: mor}\nsamtaler:\n  dato: 2026-01-01\n"
               "  form: gåtur\n  med: mor\n")
    assert [p.id for p in sag.personer] == ["mor"]
    assert sag.samtaler[0].med == ("mor",)


def test_a_text_is_for_all_or_has_two_voices():
    both = Tekst.model_validate("Du får hjælp.")
    assert (both.til_barnet, both.til_voksne) == ("Du får hjælp.", "Du får hjælp.")
    one = Tekst.model_validate({"til_barnet": "Du får hjælp."})
    assert (one.til_barnet, one.til_voksne) == ("Du får hjælp.", None)


@pytest.mark.parametrize("nothing", ["", " ", "\u00a0", "\u200b", "\u00ad", " \n\t", None])
def test_a_text_that_shows_nothing_is_no_text(nothing):
    assert er_tom(nothing)
    assert case({"barn.kaldes": nothing} if nothing else {}).sag.barn.kaldes is None


def test_names_are_the_same_however_a_mac_writes_them():
    text = HEAD.replace("å", "a\u030a").replace("ø", "ø") + "  klasse: A\u030a\n"
    assert parse_case(parse_case_text(text), law()).sag.barn.klasse == "Å"


def parse_case_text(text: str) -> str:
    """The text as it comes out of a file."""
    from generator.source import decode

    return decode(text.encode(), Place("sag.yaml"))


def test_a_key_written_with_escapes_is_the_same_key():
    assert parse_yaml('"ra\\u030adgiver": x', "sag.yaml").data == {"rådgiver": "x"}


# --- places and messages ------------------------------------------------------------------------


@pytest.mark.parametrize(("text", "id", "place", "says", "remedy"), [
    ("barnn: x", "sag.ukendt_felt", "linje 7, kolonne 1, barnn", "»barnn« kender vi ikke",
     "Mente du »barn«?"),
    ("  fodselsdato: x", "sag.ukendt_felt", "linje 7, kolonne 3, barn.fodselsdato", "kender vi",
     "Mente du »fødselsdato«?"),
    ("samtaler: [{dato: 2026-02-03, form: leg, sagde: Du var glad, men træt}]", "sag.ukendt_felt",
     "samtaler[1].men træt", "kender vi ikke her", "Sæt så hele teksten i anførselstegn"),
    ("forældremyndighed: ja", "sag.ukendt_felt", "linje 7", "kender vi ikke her",
     "Det hører til under »personer«."),
    ("  sagsnummer: 1", "sag.ukendt_felt", "linje 7, kolonne 3, barn.sagsnummer", "kender vi",
     "Det hører til under »sagen selv, yderst til venstre«."),
    ("  adresse: {vej: V 1, by: B}", "sag.mangler", "linje 7, kolonne 3, barn.adresse.postnr",
     "»postnr« (Postnummer) mangler", "Tilføj »postnr:«. Fire cifre."),
    ("  adresse:\n    vej: V 1\n    postnr:\n    by: B", "sag.mangler",
     "linje 9, kolonne 5, barn.adresse.postnr",
     "»postnr« (Postnummer) er tomt", "Skriv noget efter »postnr:«."),
    ("  stedord: hunn", "sag.ukendt_valg", "linje 7, kolonne 3, barn.stedord",
     "»hunn« er ikke en af mulighederne i »stedord«", "Mente du »hun«? Vælg mellem: hun, han, hen"),
    ("  stedord: {a: b}", "sag.ukendt_valg", "barn.stedord", "»flere felter« er ikke", "Vælg"),
    ("  uden_sprog: måske", "sag.vaerdi", "linje 7", "kun stå ja eller nej, ikke »måske«",
     "Skriv ja eller nej."),
    ("  kan_selv: [a, '', b]", "sag.tomt_punkt", "barn.kan_selv[2]", "Punkt 2 i »kan_selv« er tomt",
     "slet den"),
    ("  kan_selv:\n    - a\n    -\n", "sag.tomt_punkt", "linje 9", "Punkt 2 i »kan_selv« er tomt",
     "Skriv noget efter bindestregen"),
    ("  adresse: Birkevej 4", "sag.form", "linje 7", "»adresse« skal have felter under sig",
     "vej, postnr, by, co"),
    ("  telefon: {a: b}", "sag.form", "linje 7", "»telefon« skal være en tekst", "anførselstegn"),
    ("  telefon: [1, 2]", "sag.form", "linje 7", "»telefon« skal være en tekst", "»telefon:«"),
    ("  kan_selv:\n    - [x]", "sag.form", "barn.kan_selv[1]", "»til_barnet« og »til_voksne«",
     "på én linje"),
    ("samtaler: {dato: 2026-01-01, form: chat, med: mor}", "sag.kortnavn_ukendt",
     "samtaler.med", "ingen person med kortnavnet »mor«", "tilføj det under »personer«"),
    ("personer:\n  - {id: mor, navn: A, rolle: mor, beskyttet_mod: [moor]}",
     "sag.kortnavn_ukendt", "linje 8, kolonne 52, personer[1].beskyttet_mod[1]", "»moor«",
     "Mente du »mor«?"),
    ("status: {dato: 2026-01-01, sted: hjem}", "sag.kortnavn_ukendt", "status.sted",
     "Der er intet sted med kortnavnet »hjem«", "under »steder«"),
    ("status: {dato: 2026-01-01, kontekster: [{kontekst: Skole, mål: m2}]}\n"
     "plan: {dato: 2026-01-01, mål: [{id: m1, mål: x}]}", "sag.kortnavn_ukendt",
     "status.kontekster[1].mål", "intet mål med kortnavnet »m2«", "Der er: m1."),
    ("personer:\n  - {id: a, navn: A, rolle: mor}\n  - {id: a, navn: B, rolle: far}",
     "sag.kortnavn_dobbelt", "linje 9, kolonne 6, personer[2].id", "»a« er brugt før", "et andet"),
    ("personer: {id: a, navn: A, rolle: mor}\nsteder: {id: a, navn: B, slags: skole}",
     "sag.kortnavn_dobbelt", "steder.id", "»a« er brugt før", "et andet"),
    ("plan: {dato: 2026-01-01, mål: [{id: a, mål: x}, {id: a, mål: y}]}",
     "sag.kortnavn_dobbelt", "plan.mål[2].id", "»a« er brugt før", "et andet"),
    ("personer: {id: Mor, navn: A, rolle: mor}", "sag.vaerdi", "personer", "»Mor« kan ikke bruges",
     "små bogstaver"),
    ("søskende_i_andre_sager: ../../etc", "sag.vaerdi", "linje 7", "kan ikke bruges",
     "Det bliver en del af filnavnet"),
    ("status: {dato: 2026-01-01, magt: {antal: mange}}", "sag.vaerdi", "status.magt.antal",
     "»mange« er ikke et antal", "for eksempel 0"),
])
def test_a_problem_says_what_where_and_how_to_mend(text, id, place, says, remedy):
    problem = only(text)
    assert problem.id == id
    assert place in str(problem.where)
    assert says in problem.text
    assert remedy in problem.remedy


@pytest.mark.parametrize("id", RESERVED)
def test_a_short_name_that_the_program_uses_itself_is_refused(id):
    assert only(f"personer: {{id: {id}, navn: A, rolle: mor}}").id == "sag.kortnavn_optaget"
    assert only(f"steder: {{id: {id}, navn: A, slags: skole}}").id == "sag.kortnavn_optaget"


@pytest.mark.parametrize(("number", "id"), [
    ("2026-0117", None), ("BUF 2026/117", None), ("A.1_2-3", None), ("20260117-0001", None),
    ("999999-1234", None), ("010150-1234", "sag.vaerdi"), ("0101501234", "sag.vaerdi"),
    ("610150-1234", "sag.vaerdi"), ("sag 010150 1234", "sag.vaerdi"), ("010150/1234", "sag.vaerdi"),
    ("../1", "sag.vaerdi"), ("-1", "sag.vaerdi"), ("a" * 41, "sag.vaerdi"), ("a\\b", "sag.vaerdi"),
    ("a:b", "sag.vaerdi"), ("2026-alma", "sag.navn_i_sagsnummer"),
    ("HOLM-2026", "sag.navn_i_sagsnummer"), ("holmegård-2026", None), ("almanak", None)])
def test_the_case_number_goes_into_file_names_and_must_be_fit_for_it(number, id):
    text = HEAD.replace("2026-1", f'"{number}"' if "\\" not in number else f"'{number}'")
    if id is None:
        assert parse_case(text, law()).sag.sagsnummer == number
        return
    with pytest.raises(Unusable) as caught:
        parse_case(text, law())
    assert [p.id for p in caught.value.problems] == [id]
    assert "0101501234" not in str(caught.value)


def test_all_problems_of_a_file_come_at_once_in_the_order_of_the_lines():
    found = problems("""\
  stedord: hunn
  cpr: 101501234
  kan_selv: [a, ]
personer:
  - {id: mor, navn: A, rolle: mor, beskyttet_mod: far}
  - {id: mor, navn: B, rolle: moster}
samtaler: [{form: chat}, ]
afgørelse:
  dato: 31-02-2026
  indsatser: [{hjemmel: § 1}]
  formål: [x]
ukendt: x
""")
    assert [(p.where.line, p.id) for p in found] == [
        (7, "sag.ukendt_valg"), (8, "sag.vaerdi"), (11, "sag.kortnavn_ukendt"),
        (12, "sag.kortnavn_dobbelt"), (12, "sag.ukendt_valg"), (13, "sag.mangler"),
        (15, "sag.vaerdi"), (16, "sag.vaerdi"), (17, "sag.form"), (18, "sag.ukendt_felt")]
    assert found == in_order(found)


def test_a_message_quotes_a_little_and_never_a_cpr_number():
    long = "Alma har det svært. " * 500
    for text in (f"  stedord: {long}", f"  uden_sprog: {long}", f'  "{long}": x',
                 f"personer: {{id: \"{long}\", navn: A, rolle: mor}}",
                 "  stedord: 010150-1234", "  stedord: 0101501234",
                 f"afgørelse: {{dato: {long}, indsatser: []}}",
                 f"afgørelse: {{dato: 2026-01-01, indsatser: [{{hjemmel: {long}}}]}}"):
        for problem in problems(text):
            assert len(problem.text) < 160
            assert "1234" not in str(problem)
            assert len(str(problem.where)) < 160


@pytest.mark.parametrize(("value", "shown"), [
    ("kort", "kort"), ("a\n\t b", "a b"), ("x" * 41, "x" * 39 + "…"), ({"a": 1}, "flere felter"),
    ("010150-1234", "••••••-••••"), ("nr. 0101501234!", "nr. ••••••-••••!"),
    ("a\x1b[31mb", "a�[31mb"), ("70001012", "70001012")])
def test_a_value_is_quoted_short_and_harmless(value, shown):
    assert kort(value) == shown


def test_a_problem_reads_as_what_where_why_and_how():
    problem = Problem("x.y", "Noget mangler.", Place("sag.yaml", 7, 3, "barn.navn"), "Tilføj det.",
                      why="§ 5", kind="LOV")
    assert str(problem) == ("Fejl: Noget mangler.\n  Hvor:   sag.yaml, linje 7, kolonne 3, "
                            "barn.navn\n  Hvorfor: LOV: § 5\n  Sådan:  Tilføj det.")


def test_problems_come_by_file_and_line_once_each_and_the_worst_first():
    late, early = Problem("a", "A", Place("b.yaml", 2)), Problem("b", "B", Place("b.yaml", 1))
    soft = Problem("c", "C", Place("b.yaml", 2), level="forslag")
    other = Problem("d", "D", Place("a.yaml", 9))
    assert in_order([soft, late, early, late, other]) == [other, early, late, soft]


def test_paragraph_nine_comes_before_paragraph_twelve():
    found = [Problem("x", "", Place("brev.docx", detail=f"brødteksten, afsnit {n}"))
             for n in (12, 9, 100)]
    assert [p.where.detail.split()[-1] for p in in_order(found)] == ["9", "12", "100"]


def test_a_path_is_shown_counted_from_one():
    assert dotted(("personer", 1, "navn")) == "personer[2].navn"


def test_the_hash_follows_the_data_and_not_the_way_it_is_written(tmp_path):
    json_like = '{"sagsnummer": "2026-1", "kommune": {"navn": "Egelund Kommune"}, ' \
                '"rådgiver": {"navn": "Ulla Thorsen"}, ' \
                '"barn": {"navn": "Alma Holm", "fødselsdato": "2014-08-14"}}'
    Path(tmp_path, "sag.json").write_text(json_like, encoding="utf-8")
    assert load_case(tmp_path / "sag.json", law()).hash == parse_case(HEAD, law()).hash
    assert parse_case(HEAD + "  klasse: 5. b", law()).hash != parse_case(HEAD, law()).hash
