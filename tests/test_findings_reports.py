"""What a check tells: as text, as data, as SARIF and as a page."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from generator.findings.data import as_data
from generator.findings.exceptions import Undtagelse
from generator.findings.kontrol import Kontrol
from generator.findings.page import to_page
from generator.findings.sarif import as_sarif
from generator.findings.text import to_text
from tests.checked import RULES, book, kontrol, letter
from tests.word import p, r, styled, word

LETTER = ("# Afgørelse", "Kære Alma. En indsats & <hjælp> til barnet, og Barnet igen.",
          "# Anden del", "Barnet kender Egon Toft.")


@pytest.fixture
def told(tmp_path: Path) -> Kontrol:
    return kontrol(letter(tmp_path / "brev.docx", *LETTER), book(tmp_path))


def test_text_goes_from_what_stops_a_letter_to_what_may_be_thought_of(told):
    text = to_text([told])
    order = ["Begynd med de 2 fejl: 1 om loven og 1 om beskyttelse af oplysninger.",
             "== Fejl (2)", "Det kræver loven", "[PR-01]", "Beskyttelse", "[PR-04]",
             "== Advarsler (3)", "[PR-02]", "== Forslag (1)", "Det bliver anbefalet", "[PR-03]",
             "Det må et menneske vurdere",
             "-- Det kræver loven --\n\n- Er hjælpen stor nok?  [PR-05; barnets lov § 18]"]
    places = [text.index(words) for words in order]
    assert places == sorted(places)
    assert text.endswith("1 brev efterset: 2 fejl, 3 advarsler, 1 forslag.\n")


def test_law_and_recommendation_never_stand_under_one_heading(tmp_path):
    rules = RULES.replace("niveau: forslag\n  kilde: seed 001, side 4",
                          "niveau: fejl\n  kilde: seed 001, side 4")
    text = to_text([kontrol(letter(tmp_path / "b.docx", *LETTER), book(tmp_path, rules))])
    law, rest = text.split("-- Det bliver anbefalet --")
    assert "[PR-01]" in law
    assert "[PR-03]" not in law
    assert "[PR-03]" in rest.split("== Advarsler")[0]
    assert "LOV" not in rest.split("== Advarsler")[0]


def test_what_is_said_twice_is_told_once_with_both_places(told):
    text = to_text([told])
    assert text.count("Her står »Barnet« til barnet selv.") == 1
    assert "afsnit 2: »Kære Alma. En indsats & <hjælp> til barnet, og Barnet igen.«" in text
    assert "under »Anden del«, afsnit 4: »Barnet kender Egon Toft.«" in text


NAMED = RULES.replace("mønstre: [barnet]", "mønstre: [barnet, barnets, til barnet]")


def test_words_that_several_patterns_fit_are_one_finding(tmp_path):
    found = kontrol(letter(tmp_path / "b.docx", "Det varer. Til barnet og til barnets far."),
                    book(tmp_path, NAMED)).of("advarsel")
    assert [(p.quote, p.span) for p in found] == [("Til barnet", (11, 21)), ("barnets", (29, 36))]
    assert found[0].text == "Her står »Til barnet« til barnet selv."


def test_different_words_of_one_rule_stand_under_its_title(tmp_path):
    lines = ("Det varer.", "Barnet ser det.", "Se på barnet, og hør barnet.")
    text = to_text([kontrol(letter(tmp_path / "b.docx", *lines), book(tmp_path))])
    assert """
Barnet omtalt: 3 fund  [PR-02]
  - Her står »Barnet« til barnet selv.
    brødteksten, afsnit 2: »Barnet ser det.«
  - Her står »barnet« til barnet selv.
    brødteksten, afsnit 3: »Se på barnet, og hør barnet.«
  Hvorfor: seed 001, side 19
  Sådan:   Skriv »du«.
""" in text


def test_many_findings_of_one_rule_are_folded_together_on_the_page(tmp_path):
    rules = RULES.replace("mønstre: [barnet]", "mønstre: [barnet, hus, have, sol]")
    some = parsed(to_page(kontrol(letter(tmp_path / "b.docx", "Det varer. Hus og sol, barnet."),
                                  book(tmp_path, rules))))
    assert list(some.iter("details")) == []
    folded, = parsed(to_page(kontrol(letter(
        tmp_path / "b.docx", "Det varer. Hus og sol, barnet og have."), book(tmp_path, rules)))
        ).iter("details")
    assert "Barnet omtalt: 4 fund PR-02" in words(folded)
    assert len(list(folded.iter("li"))) == len(list(folded.iter("a"))) == 4


def test_lines_fit_the_screen_and_a_file_has_whole_ones(told):
    assert max(map(len, to_text([told], 60).split("\n")[1:])) <= 60  # after the path
    assert "\n           seed" not in to_text([told])
    assert to_text([told], 60).split() == to_text([told]).split()


def test_several_letters_are_summed_up_last(tmp_path, told):
    bad = tmp_path / "x.docx"
    bad.write_bytes(b"no zip")
    assert to_text([told, kontrol(bad, told.book)]).endswith(
        f"\n\n  {told.fil}: 2 fejl, 3 advarsler, 1 forslag\n  {bad}: kunne ikke læses\n\n"
        "1 brev efterset: 2 fejl, 3 advarsler, 1 forslag. 1 fil kunne ikke læses.\n")


@pytest.mark.parametrize(("lines", "said"), [
    (("Hjælp.",), "Begynd med den ene fejl. Den handler om loven."),
    (("Det varer. Barnet.",), "Begynd med den ene advarsel. Den handler om sproget."),
    (("Det varer. Barnet, barnet.",), "Begynd med de 2 advarsler. De handler om sproget."),
    (("Det varer. En indsats.",), "Reglerne fandt kun forslag til overvejelse.")])
def test_it_is_said_what_to_do_first(tmp_path, lines, said):
    found = kontrol(letter(tmp_path / "b.docx", *lines), book(tmp_path))
    assert said in to_text([found])
    assert said in to_page(found)


def test_a_letter_is_told_of_by_the_name_of_its_kind(told):
    assert "Efterset som: afgørelse til et barn på 11 år\n" in to_text([told])
    assert "Efterset som: afgørelse til et barn på 11 år." in to_page(told)


def test_findings_come_in_the_order_of_the_letter(tmp_path):
    """Not in that of the alphabet: »Anden del« comes after »Zebra«."""
    path = letter(tmp_path / "b.docx", "# Zebra", "Barnet, barnet.", "# Anden del", "barnet")
    spans = [(f.where.detail[-8:], f.span) for f in kontrol(path, book(tmp_path)).of("advarsel")]
    assert spans == [("afsnit 2", (0, 6)), ("afsnit 2", (8, 14)), ("afsnit 4", (0, 6))]


def test_a_letter_without_findings_is_not_called_lawful(tmp_path):
    found = kontrol(letter(tmp_path / "b.docx", "Det varer et år."), book(tmp_path))
    for report in (to_text([found]), to_page(found), json.dumps(as_data([found]))):
        assert not re.search(r"lovlig|holder loven|i orden|godkendt|uden fejl", report)
    assert "fandt ikke noget at rette" in to_text([found])
    assert "fandt ikke noget at rette" in to_page(found)


def test_a_file_that_cannot_be_read_is_told_with_the_others(tmp_path, told):
    bad = tmp_path / "x.docx"
    bad.write_bytes(b"no zip")
    both = [kontrol(bad, told.book), told]
    assert "skåret over" in to_text(both)
    assert to_text(both).endswith("1 forslag. 1 fil kunne ikke læses.\n")
    assert as_data(both)["antal"]["ulæste"] == 1
    assert [p["id"] for p in as_data(both)["breve"][0]["problemer"]] == ["docx.ikke_docx"]
    invocation = as_sarif(both)["runs"][0]["invocations"][0]
    assert invocation["executionSuccessful"] is False
    assert invocation["toolExecutionNotifications"][0]["descriptor"]["id"] == "docx.ikke_docx"


def excepted(tmp_path: Path) -> Kontrol:
    one = Undtagelse("PR-01", "Det står i et andet brev.", "brev.docx", til=date(2026, 5, 1))
    return kontrol(letter(tmp_path / "brev.docx", *LETTER), book(tmp_path), [one])


def test_every_report_shows_what_was_let_stand_and_why(tmp_path):
    found = excepted(tmp_path)
    text, page = to_text([found]), to_page(found)
    assert "== Undtaget (1) ==" in text
    for report in (text.split("== Undtaget")[1], page.split("<h2>Undtaget</h2>")[1]):
        assert "Brevet siger ikke, hvor længe det varer." in report
        assert "Det står i et andet brev." in report
    data = as_data([found])["breve"][0]
    assert [(f["id"], f["grund"], f["gælder_til"]) for f in data["undtaget"]] == [
        ("PR-01", "Det står i et andet brev.", "2026-05-01")]
    assert "PR-01" not in [f["id"] for f in data["fund"]]
    results = as_sarif([found])["runs"][0]["results"]
    assert [x["suppressions"][0]["justification"] for x in results if x["ruleId"] == "PR-01"] == [
        "Det står i et andet brev."]


def test_data_has_the_fields_that_are_documented(told):
    data = as_data([told])
    assert set(data) == {"form", "antal", "breve"}
    assert set(data["breve"][0]) == {
        "fil", "dokument", "læser", "alder", "dato", "sag", "gættet", "fund", "undtaget",
        "bemærkninger", "menneske", "problemer"}
    name = next(f for f in data["breve"][0]["fund"] if f["id"] == "PR-04")
    assert set(name) == {"id", "niveau", "type", "tekst", "hvor", "sted", "sådan", "hvorfor",
                         "art", "citat", "fra", "til"}
    assert (name["citat"], name["fra"], name["til"]) == ("Egon Toft", 14, 23)
    assert (data["breve"][0]["læser"], data["breve"][0]["alder"]) == ("barn", 11)
    json.dumps(data)


def run_of(*letters: Kontrol) -> dict[str, Any]:
    log = json.loads(json.dumps(as_sarif(letters)))
    assert (log["version"], log["$schema"]) == (
        "2.1.0", "https://json.schemastore.org/sarif-2.1.0.json")
    run: dict[str, Any]
    run, = log["runs"]
    return run


def test_sarif_has_what_the_standard_requires(told, tmp_path):
    """SARIF 2.1.0, sections 3.13-3.58: what a log must hold, and what its readers rely on."""
    bad = tmp_path / "i stykker.docx"
    bad.write_bytes(b"no zip")
    run = run_of(told, excepted(tmp_path), kontrol(bad, told.book))
    driver = run["tool"]["driver"]
    assert driver["name"] == "duform"
    assert re.fullmatch("[a-zA-Z]{2}(-[a-zA-Z]{2})?", driver["language"])
    assert run["columnKind"] in ("utf16CodeUnits", "unicodeCodePoints")
    rules = driver["rules"]
    assert len({rule["id"] for rule in rules}) == len(rules) == 4
    for rule in rules:
        assert rule["shortDescription"]["text"]
        assert rule["help"]["text"]
        assert rule["defaultConfiguration"]["level"] in ("none", "note", "warning", "error")
        assert len(set(rule["properties"]["tags"])) == len(rule["properties"]["tags"]) > 0
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["message"]["text"]
        for one in result.get("suppressions", []):
            assert one["kind"] in ("inSource", "external")
            assert one["status"] in ("accepted", "underReview", "rejected")
            assert one["justification"]
    invocation, = run["invocations"]
    assert invocation["executionSuccessful"] is False
    notices = invocation["toolExecutionNotifications"]
    assert [n["message"]["text"] != "" for n in notices] == [True]
    for one in (*run["results"], *notices):
        assert one["level"] in ("none", "note", "warning", "error")
        for place in one["locations"]:
            physical = place["physicalLocation"]
            uri = physical["artifactLocation"]["uri"]
            assert re.fullmatch(r"(?:[A-Za-z0-9._~/-]|%[0-9A-F]{2})+", uri)
            region = physical.get("region", {"startLine": 1})
            assert region["startLine"] >= 1
            assert ("charOffset" in region) == ("charLength" in region)
            assert all(x["fullyQualifiedName"] for x in place.get("logicalLocations", []))
    assert any(result.get("suppressions") for result in run["results"])


def uris(run: dict[str, Any]) -> set[str]:
    return {r["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
            for r in run["results"]}


def test_sarif_tells_nothing_of_the_folders_above(tmp_path, monkeypatch):
    above = tmp_path / "Alma Holm" / "010115-1234"
    (above / "a").mkdir(parents=True)
    (above / "b").mkdir()
    rules = book(tmp_path)
    letters = [kontrol(letter(above / name / "brev.docx", *LETTER), rules) for name in "ab"]
    monkeypatch.chdir(above)
    assert uris(run_of(*letters)) == {"a/brev.docx", "b/brev.docx"}
    monkeypatch.chdir(tmp_path / "rules")
    assert uris(run_of(*letters)) == {"a/brev.docx", "b/brev.docx"}
    assert uris(run_of(letters[0])) == {"brev.docx"}
    assert "Holm" not in json.dumps(as_sarif(letters))


def test_a_uri_of_a_letter_with_odd_signs_is_written_as_one(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    found = kontrol(letter(Path("brev til æ #1.docx"), "Kære Alma."), book(tmp_path))
    uri = as_sarif([found])["runs"][0]["results"][0]["locations"][0]["physicalLocation"]
    assert uri["artifactLocation"]["uri"] == "brev%20til%20%C3%A6%20%231.docx"


def parsed(page: str) -> etree._Element:
    return etree.fromstring(page.encode(), etree.HTMLParser(encoding="utf-8"))


def words(element: etree._Element) -> str:
    return "".join(map(str, element.itertext()))


def test_the_page_marks_the_words_found_and_nothing_else(told):
    page = parsed(to_page(told))
    marked = [(mark.get("class"), words(mark)) for mark in page.iter("mark")]
    assert marked == [("forslag", "indsats"), ("advarsel", "barnet"), ("advarsel", "Barnet"),
                      ("advarsel", "Barnet"), ("fejl", "Egon Toft")]
    assert "En indsats6 & <hjælp> til barnet3" in words(page).replace("\n", "")


def test_every_number_on_the_page_leads_to_a_note_in_the_margin(told):
    page = parsed(to_page(told))
    links = {a.get("href") for a in page.iter("a")}
    notes = {f"#{span.get('id')}" for span in page.iter("span") if span.get("id")}
    assert links == notes == {f"#fund-{n}" for n in range(1, 7)}


def test_the_page_fetches_and_runs_nothing_and_takes_no_word_of_the_letter_for_markup(told):
    page = to_page(told)
    assert "default-src 'none'" in page
    assert not re.search(r"<script|<img|<link|src=|https?:|url\(", page)
    assert "&lt;hjælp&gt;" in page
    assert "<hjælp>" not in page


def test_the_page_can_be_read_without_colours(told):
    page = parsed(to_page(told))
    assert page.get("lang") == "da"
    assert len(list(page.iter("h1"))) == 1
    levels = ("fejl", "advarsel", "forslag")
    notes = [words(note) for note in page.iter("div") if note.get("class") in levels]
    assert all(re.search(r"Fejl\.|Advarsel\.|Forslag\.", note) for note in notes)
    assert len(notes) == 5  # »barnet« and »Barnet« beside one paragraph are one note


def test_findings_that_lie_over_each_other_are_both_marked(tmp_path):
    rules = RULES + """\
- id: PR-06
  titel: To ord
  slags: maa_ikke_staa
  type: FORM
  niveau: fejl
  kilde: os
  besked: To ord.
  sådan: Skriv ét.
  mønstre: [til barnet]
"""
    found = kontrol(letter(tmp_path / "b.docx", "Hjælpen varer. Det er til barnet."),
                    book(tmp_path, rules))
    page = parsed(to_page(found))
    assert [words(m) for m in page.iter("mark")] == ["til ", "barnet"]
    assert [m.get("class") for m in page.iter("mark")] == ["fejl", "fejl"]


def test_a_finding_in_a_table_is_marked_in_its_cell(tmp_path):
    cell = "<w:tc><w:tcPr/>{}</w:tc>".format
    table = ("<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/><w:gridCol/></w:tblGrid><w:tr>"
             + cell(p(r("Hjælp"))) + cell(p(r("Til barnet"))) + "</w:tr></w:tbl>")
    path = tmp_path / "b.docx"
    path.write_bytes(word(styled("Heading1", r("Afgørelse")), table, p(r("Det varer et år."))))
    page = parsed(to_page(kontrol(path, book(tmp_path))))
    assert [words(m) for td in page.iter("td") for m in td.iter("mark")] == ["barnet"]
