"""A letter never carries what its reader may not know, wherever in the file and however spelled;
and what looks like it but is not, is let through."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from docx import Document as new_document
from docx.document import Document as Docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from generator.case.reader import beskyttet_for
from generator.case.view import visning
from generator.checker.always.leaks import leaks
from generator.checker.always.recipients import recipients
from generator.document.read_docx import read_docx
from generator.source import Problem
from tests.small_case import case, situation

#: The mother's address is protected against the father; the child lives with her.
MOR: dict[str, Any] = {
    "kommune.adresse": {"vej": "Rådhuspladsen 1", "postnr": "9990", "by": "Egelund"},
    "kommune.telefon": "70 00 10 00",
    "barn.bor_hos": ["mor"], "barn.skole": "Skovby Skole", "barn.cpr": "740814-0000",
    "barn.adresse": {"vej": "Ålborgvej 4, 2. th.", "postnr": "8320", "by": "Skovby"},
    "personer.0.adressebeskyttelse": "ja", "personer.0.beskyttet_mod": ["far"],
    "personer.0.adresse": {"vej": "Ålborgvej 4, 2. th.", "postnr": "8320", "by": "Skovby"},
    "personer.0.telefon": "20 30 40 50", "personer.0.mail": "lone.holm@privat.example",
    "personer.0.cpr": "630180-0000",
    "personer.1.adresse": {"vej": "Havnegade 12", "postnr": "9990", "by": "Egelund"},
    "personer.1.telefon": "30 40 50 60", "personer.1.cpr": "610179-0000",
}
#: The child is placed where the father may not know it (barnets lov § 105, stk. 1, nr. 3).
HEMMELIGT: dict[str, Any] = {
    "kommune.adresse": {"vej": "Rådhuspladsen 1", "postnr": "9990", "by": "Egelund"},
    "personer.2": {"id": "plejemor", "navn": "Hanne Lykke Mikkelsen", "rolle": "plejemor",
                   "telefon": "61 62 63 64"},
    "personer.3": {"id": "psykolog", "navn": "Karen Lind", "rolle": "psykolog"},
    "steder": [{"id": "hjem", "navn": "Jens og Hanne", "slags": "plejefamilie",
                "adresse": {"vej": "Møllebakken 7", "postnr": "8340", "by": "Give"},
                "personer": ["plejemor"], "hemmeligt_for": ["far"]}],
    "barn.adresse": {"vej": "Møllebakken 7", "postnr": "8340", "by": "Give"},
    "barn.skole": "Give Friskole",
}


def found(text: str | Callable[[Docx], None], changes: dict[str, Any] = MOR,
          reader: str = "far") -> list[Problem]:
    """What is found in a letter to the reader with this text in it."""
    letter = new_document()
    if callable(text):
        text(letter)
    else:
        letter.add_paragraph(text)
    stream = io.BytesIO()
    letter.save(stream)
    return list(leaks(read_docx(stream.getvalue(), "brev.docx"), situation(changes, reader)))


def ids(problems: list[Problem]) -> list[str]:
    return [p.id for p in problems]


SECRET = "Alma bor på Ålborgvej 4 nu."


def body(d: Docx) -> None:
    d.add_paragraph(SECRET)


def header(d: Docx) -> None:
    d.sections[0].header.paragraphs[0].text = SECRET


def first_page_header(d: Docx) -> None:
    d.sections[0].different_first_page_header_footer = True
    d.sections[0].first_page_header.paragraphs[0].text = SECRET


def footer(d: Docx) -> None:
    d.sections[0].footer.paragraphs[0].text = SECRET


def table(d: Docx) -> None:
    d.add_table(1, 2).cell(0, 1).text = SECRET


def table_in_a_table(d: Docx) -> None:
    d.add_table(1, 1).cell(0, 0).add_table(1, 1).cell(0, 0).text = SECRET


def heading(d: Docx) -> None:
    d.add_heading(SECRET, 1)


def properties(d: Docx) -> None:
    d.core_properties.title = SECRET


def keywords(d: Docx) -> None:
    d.core_properties.keywords = "ålborgvej 4"


def hidden_text(d: Docx) -> None:
    d.add_paragraph("Hej ").add_run(SECRET).font.hidden = True


def split_over_runs(d: Docx) -> None:
    paragraph = d.add_paragraph("Alma bor på Ål")
    for part in ("borg", "vej", " ", "4"):
        paragraph.add_run(part).bold = len(part) > 3


def line_break(d: Docx) -> None:
    run = d.add_paragraph("Alma Holm\nÅlborgvej").add_run()
    run.add_break()
    run.add_text("4")


def tab(d: Docx) -> None:
    d.add_paragraph("Ålborgvej\t4")


def alt_text(d: Docx) -> None:
    picture = bytes.fromhex(
        "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8"
        "cfc0000003010100c9fe92ef0000000049454e44ae426082")
    shape = d.add_picture(io.BytesIO(picture))
    shape._inline.docPr.set("descr", SECRET)


def link(d: Docx) -> None:
    part = d.part
    part.relate_to("https://kort.example/?q=%C3%85lborgvej%204%2C%20Skovby",
                   "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink",
                   is_external=True)


def field_code(d: Docx) -> None:
    run = d.add_paragraph().add_run()
    code = OxmlElement("w:instrText")
    code.text = f'DOCVARIABLE "{SECRET}"'
    run._r.append(code)


def deleted(d: Docx) -> None:
    change = OxmlElement("w:del")
    change.set(qn("w:author"), "x")
    run, text = OxmlElement("w:r"), OxmlElement("w:delText")
    text.text = SECRET
    run.append(text)
    change.append(run)
    d.add_paragraph("Hej")._p.append(change)


@pytest.mark.parametrize("place", [
    body, header, first_page_header, footer, table, table_in_a_table, heading, properties,
    keywords, hidden_text, split_over_runs, line_break, tab, alt_text, link, field_code, deleted,
], ids=lambda f: f.__name__)
def test_a_protected_address_is_found_wherever_it_stands_in_the_file(place):
    problems = found(place)
    assert "beskyttet.oplysning" in ids(problems)
    assert all(str(p.where) for p in problems)


@pytest.mark.parametrize("text", [
    "Ålborgvej 4", "ålborgvej 4", "ÅLBORGVEJ 4", "Aalborgvej 4", "AALBORGVEJ 4",
    "A\u030alborgvej 4", "Ålborgvej\u00a04", "Ålborgvej   4", "Ålborgvej 4, 2. th.",
    "Ålborgvej 4,2.th", "Ålborgvej 4.", "(Ålborgvej 4)", "Ål\u00adborgvej 4",
    "Ålborg\u200bvej 4", "Ålborgvej, 4", "Ålborgvej4", "Ålborgvej-4", "på Ålborgvej 4 i Skovby",
    "Ålborgvej４", "8320 Skovby", "8320  SKOVBY", "DK-8320 Skovby",
    "20 30 40 50", "20304050", "2030 4050", "+45 20 30 40 50", "0045-20304050", "20.30.40.50",
    "tlf. 20 30 40 50, 70 00 10 00", "lone.holm@privat.example", "LONE.HOLM@PRIVAT.EXAMPLE",
    "<mailto:lone.holm@privat.example>", "Skovby Skole", "skovby  skole",
    "630180-0000", "6301800000", "630180 0000", "630180–0000", "740814-0000", "7408140000",
])
def test_a_protected_fact_is_found_however_it_is_spelled(text):
    assert "beskyttet.oplysning" in ids(found(f"Hej. {text} Hilsen Ulla"))


@pytest.mark.parametrize("text", [
    "Ålborgvej 14", "Ålborgvej 40", "Ålborgvej 4B", "Ny Ålborgvej 5", "Ålborgvejen 4",
    "Lille-ålborgvejs 4. klasse", "Ålborg 4", "8321 Skovbymark", "8320", "4 uger på Ålborgvej",
    "Havnegade 12", "9990 Egelund", "Rådhuspladsen 1, 9990 Egelund", "30 40 50 60", "70 00 10 00",
    "20 30 40 51", "lone.holm@kommune.example", "Skolen i Skovbyen", "Lone Holm", "2026-1",
    "610179-0000", "610179 0000", "Sagsnummer 990180-1234", "4570001000", "1234567890123",
    "a610180-0000", "lbk 2025/282",
])
def test_what_only_looks_like_a_protected_fact_is_let_through(text):
    assert found(f"Hej. {text}. Hilsen Ulla") == []


def test_the_town_alone_is_only_a_warning_and_an_ordinary_word_is_not_even_that():
    assert [p.level for p in found("Din mor bor i Skovby.")] == ["advarsel"]
    assert [p.level for p in found("Det var i Gives hal.", HEMMELIGT)] == ["advarsel"]
    assert found("Vi vil give dig hjælp i skovbyen.", HEMMELIGT) == []


@pytest.mark.parametrize(("reader", "hidden"), [
    ("barn", set()), ("mor", set()),
    ("far", {"mor", "barnet"}),
])
def test_what_is_hidden_depends_on_who_reads(reader, hidden):
    facts = [f for f in beskyttet_for(situation(MOR, reader).sag, reader)
             if f.art != "CPR-nummeret"]
    assert {f.hvis for f in facts} == hidden


def test_each_reader_may_see_their_own_cpr_number_and_nobody_elses():
    for reader, own in (("barn", "740814-0000"), ("mor", "630180-0000"), ("far", "610179-0000")):
        for number in ("740814-0000", "630180-0000", "610179-0000"):
            problems = found(f"CPR-nummer {number}", MOR, reader)
            assert bool(problems) is (number != own), (reader, number)


def test_an_unknown_cpr_number_is_found_too():
    for number in ("010203-1234", "0102031234", "710203 - 1234"):
        assert ids(found(f"Nummer {number}.", {})) == ["beskyttet.cpr"]


def test_without_a_list_of_names_protection_holds_against_all_but_those_who_live_there():
    alone = {**MOR, "personer.0.beskyttet_mod": [], "personer.2": {
        "id": "psykolog", "navn": "Karen Lind", "rolle": "psykolog"}}
    assert "beskyttet.oplysning" in ids(found(SECRET, alone, "far"))
    assert "beskyttet.oplysning" in ids(found(SECRET, alone, "psykolog"))
    assert found(SECRET, alone, "barn") == []
    assert found(SECRET, alone, "mor") == []


def test_an_address_that_the_reader_shares_is_no_secret_to_the_reader():
    shared = {**MOR, "personer.1.adresse": MOR["personer.0.adresse"]}
    assert found(SECRET, shared, "far") == []


def test_a_neighbour_without_protection_does_not_undo_the_protection():
    sister = {**MOR, "personer.2": {"id": "ida", "navn": "Ida Holm", "rolle": "søster",
                                    "adresse": MOR["personer.0.adresse"]}}
    assert "beskyttet.oplysning" in ids(found(SECRET, sister, "far"))


@pytest.mark.parametrize("text", [
    "Jens og Hanne", "JENS OG  HANNE", "Møllebakken 7", "8340 Give", "Hanne Lykke Mikkelsen",
    "hanne lykke mikkelsen", "61 62 63 64", "Give Friskole",
])
def test_a_secret_place_and_those_who_live_there_are_hidden_from_one_and_open_to_others(text):
    assert "beskyttet.oplysning" in ids(found(text, HEMMELIGT, "far"))
    assert found(text, HEMMELIGT, "mor") == []
    assert found(text, HEMMELIGT, "barn") == []


def test_the_first_name_of_somebody_at_a_secret_place_is_a_warning():
    assert [(p.id, p.level) for p in found("Hanne trøster dig.", HEMMELIGT)] == [
        ("beskyttet.maaske", "advarsel")]
    assert found("Karen Lind er psykolog.", HEMMELIGT) == []


def test_a_town_where_something_open_lies_gives_nothing_away_but_the_street_does():
    school = {**MOR, "steder": [{"id": "skole", "navn": "Den Lille Skole", "slags": "skole",
                                 "adresse": {"vej": "Bakken 2", "postnr": "8320",
                                             "by": "Skovby"}}]}
    assert found("Den Lille Skole, Bakken 2, 8320 Skovby", school) == []
    assert ids(found("Ålborgvej 4, 8320 Skovby", school)) == ["beskyttet.oplysning"]


def test_a_telephone_number_is_found_with_and_without_the_code_of_the_country():
    abroad = {**MOR, "personer.0.telefon": "+45 20 30 40 50"}
    for text in ("20 30 40 50", "+45 20304050", "0045 20 30 40 50"):
        assert ids(found(f"Ring {text}.", abroad)) == ["beskyttet.oplysning"]


def test_a_care_of_name_is_part_of_the_address():
    hidden = {**MOR, "personer.0.adresse": {**MOR["personer.0.adresse"], "co": "Ida Bæk"}}
    assert ids(found("Post sendes til Ida Bæk.", hidden)) == ["beskyttet.oplysning"]


def test_a_telephone_number_without_a_number_is_looked_for_as_a_text():
    odd = {**MOR, "personer.0.telefon": "hemmeligt nummer"}
    assert found("Ring på 70 00 10 00, 112 eller 1-2-3-4-5-6-7.", odd) == []
    assert ids(found("Hun har hemmeligt nummer.", odd)) == ["beskyttet.oplysning"]


def test_the_message_does_not_say_the_secret_itself():
    for text, changes in ((SECRET, MOR), ("20304050", MOR), ("630180-0000", MOR),
                          ("Jens og Hanne", HEMMELIGT), ("Hanne Lykke Mikkelsen", HEMMELIGT)):
        for problem in found(text, changes):
            said = str(problem).casefold()
            for secret in ("ålborgvej", "20304050", "20 30 40 50", "630180", "hanne", "mikkelsen",
                           "lone holm", "skovby"):
                assert secret not in said


def test_each_place_is_told_so_that_all_can_be_mended_at_once():
    def twice(d: Docx) -> None:
        d.add_paragraph("Hej")
        d.add_paragraph(SECRET)
        d.add_table(1, 1).cell(0, 0).text = SECRET

    places = [str(p.where) for p in found(twice)]
    assert len(places) == len(set(places)) == 2


# --- what templates are given -------------------------------------------------------------------


def test_a_template_is_not_given_what_the_reader_may_not_know():
    view = visning(situation(MOR, "far"))
    mor = next(p for p in view["personer"] if p["id"] == "mor")
    assert [mor[name] for name in ("adresse", "telefon", "mail", "cpr")] == [None] * 4
    assert [view["barn"][name] for name in ("adresse", "telefon", "skole", "cpr")] == [None] * 4
    assert mor["navn"] == "Lone Holm"


def test_a_template_is_given_what_the_reader_may_know():
    view = visning(situation(MOR, "mor"))
    mor = next(p for p in view["personer"] if p["id"] == "mor")
    assert mor["adresse"]["vej"] == "Ålborgvej 4, 2. th."
    assert view["barn"]["skole"] == "Skovby Skole"
    far = next(p for p in view["personer"] if p["id"] == "far")
    assert far["cpr"] is None
    assert far["adresse"]["vej"] == "Havnegade 12"


def test_a_secret_place_is_empty_to_the_one_it_is_secret_for():
    hidden = visning(situation(HEMMELIGT, "far"))
    assert [hidden["steder"][0][name] for name in ("navn", "adresse", "telefon", "mail",
                                                   "personer")] == [None] * 5
    assert hidden["barn"]["adresse"] is None
    assert visning(situation(HEMMELIGT, "mor"))["steder"][0]["navn"] == "Jens og Hanne"


# --- who gets the letter ------------------------------------------------------------------------


def told(changes: dict[str, Any], reader: str, dokument: str = "afgoerelse") -> list[str]:
    return ids(list(recipients(case(changes), situation(changes, reader), dokument)))


@pytest.mark.parametrize(("changes", "reader", "expected"), [
    ({}, "barn", []),
    ({}, "mor", []),
    ({"personer.1.forældremyndighed": "nej"}, "far", ["modtager.uden_myndighed"]),
    ({"personer.1.forældremyndighed": None}, "far", ["modtager.uden_myndighed"]),
    ({"personer.1.forældremyndighed": "nej"}, "mor", []),
    ({"personer.0.forældremyndighed": "nej", "personer.1.forældremyndighed": "nej"}, "barn",
     ["modtager.ingen_myndighed"]),
    ({"personer.1.skal_have_brev": "nej"}, "barn", ["modtager.udeladt"]),
    ({"personer.1.skal_have_brev": "nej", "personer.1.intet_brev_grund": "Ukendt adresse."},
     "barn", []),
    ({"personer.1.skal_have_brev": "nej", "personer.1.intet_brev_grund": "Ukendt adresse."},
     "far", ["modtager.skal_ikke_have_brev"]),
    ({"personer.1.skal_have_brev": "ja"}, "far", []),
    ({"personer.1.skal_have_brev": "nej", "personer.1.forældremyndighed": "nej"}, "barn", []),
])
def test_a_letter_to_the_wrong_reader_or_to_too_few_is_held_back(changes, reader, expected):
    assert told(changes, reader) == expected


#: The case; who gets a copy or a plan; the document; what is found.
OTHERS: list[tuple[dict[str, Any], str, str, list[str]]] = [
    ({}, "kopi:mor", "barnets_plan", []),
    ({"personer.1.forældremyndighed": "nej"}, "kopi:far", "barnets_plan",
     ["modtager.uden_myndighed"]),
    ({"personer.1.skal_have_brev": "nej", "personer.1.intet_brev_grund": "Ukendt adresse."},
     "kopi:far", "barnets_plan", ["modtager.skal_ikke_have_brev"]),
    ({"steder": [{"id": "hjem", "navn": "Skovly", "slags": "plejefamilie"}]}, "kopi:hjem",
     "barnets_plan", []),
    ({"personer.1.forældremyndighed": "nej",
      "forældrehandleplaner": [{"til": ["far"], "dato": "2026-03-02"}]}, "far",
     "foraeldrehandleplan", []),
    ({"personer.1.forældremyndighed": "nej",
      "forældrehandleplaner": [{"til": ["far"], "dato": "2026-03-02"}]}, "far", "afgoerelse",
     ["modtager.uden_myndighed"]),
    ({"personer.1.forældremyndighed": "nej",
      "forældrehandleplaner": [{"til": ["mor"], "dato": "2026-03-02"}]}, "far",
     "foraeldrehandleplan", ["modtager.uden_myndighed"]),
]


@pytest.mark.parametrize(("changes", "reader", "dokument", "expected"), OTHERS)
def test_a_copy_needs_custody_and_a_plan_for_parents_does_not(changes, reader, dokument, expected):
    assert told(changes, reader, dokument) == expected


def test_findings_about_readers_say_where_in_the_case_and_what_to_do():
    changes = {"personer.1.forældremyndighed": "nej"}
    for problem in recipients(case(changes), situation(changes, "far"), "afgoerelse"):
        assert problem.level == "fejl"
        assert problem.where.file == "sag.yaml"
        assert problem.remedy
