"""`duform regler`: what those who write rules see."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from generator import cli
from tests.shared_library import share

RULE = """\
- id: OS-01
  titel: Vores ord for hjælp
  slags: maa_ikke_staa
  type: SPROG
  niveau: advarsel
  kilde: Egelund Kommunes skriveguide
  krav: [S-1]
  dokumenter: [afgoerelse]
  læsere: [barn]
  alder: 6-12
  hvis: [anbragt, ikke over_10]
  hvis_tekst: [du bor]
  besked: Her står »{ord}«.
  hvorfor: Børn kender ikke ordet.
  sådan: Skriv »hjælp«.
  mønstre: [foranstaltning*]
  undtagen: [foranstaltningen hedder]
  gyldig_fra: 2026-01-01
  eksempler:
    forkert: [Du bor i en foranstaltning.]
    rigtigt: ["Du bor der, og foranstaltningen hedder Egely."]
"""


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys):
    monkeypatch.chdir(tmp_path)
    share(monkeypatch)
    file = Path("vores/rules/sprog/egne.yaml")
    file.parent.mkdir(parents=True)
    file.write_text(RULE, encoding="utf-8")

    def typed(*words: str) -> tuple[int, str]:
        code = cli._run(["regler", *words, "--bibliotek", "vores"])
        shown = capsys.readouterr()
        return code, shown.out + shown.err

    return typed


def test_the_list_has_shipped_and_own_rules_and_can_be_cut_down(run):
    every = run("liste")[1]
    assert "AF-08" in every
    assert "Vores ord for hjælp" in every
    law = run("liste", "--type", "lov")[1]
    assert "AF-08" in law
    assert "OS-01" not in law
    data = json.loads(run("liste", "--format", "json", "--type", "SPROG")[1])
    own = next(one for one in data if one["id"] == "OS-01")
    assert {one["type"] for one in data} == {"SPROG"}
    assert own["hvis"] == ["anbragt", "ikke over_10"]
    assert own["eksempler"]["forkert"] == ["Du bor i en foranstaltning."]


def test_all_that_is_in_a_rule_is_shown(run):
    code, text = run("vis", "os-01")
    assert code == 0
    for told in ("OS-01: Vores ord for hjælp", "SPROG, advarsel, maa_ikke_staa, fast",
                 "egne.yaml, linje 1", "Egelund Kommunes skriveguide", "S-1", "afgoerelse", "barn",
                 "6-12 år", "anbragt, ikke over_10", "du bor", "Her står »{ord}«.",
                 "Børn kender ikke ordet.", "Skriv »hjælp«.", "foranstaltning*",
                 "foranstaltningen hedder", "2026-01-01", "Du bor i en foranstaltning.",
                 "foranstaltningen hedder Egely."):
        assert told in text, told


def test_every_rule_there_is_can_be_shown(run):
    for one in json.loads(run("liste", "--format", "json")[1]):
        code, text = run("vis", one["id"])
        assert code == 0
        assert one["titel"] in text
        assert not re.search(r"Pattern\(|<function|object at|mappingproxy|frozenset|\{'", text)


def test_patterns_of_every_key_are_shown_as_they_are_written(run):
    Path("vores/rules/sprog/egne.yaml").write_text("""\
- id: OS-03
  titel: Tre ting
  slags: skal_staa
  type: SPROG
  niveau: forslag
  kilde: os
  besked: "Vi mangler: {liste}."
  sådan: Skriv det.
  led:
    hvem: [mor/far …3 siger, "{navn} siger"]
    hvad: [hjælp*]
  under: [det siger …2 familie*, "vores ord : hjælp*"]
""", encoding="utf-8")
    text = run("vis", "OS-03")[1]
    for line in ("Led:\n  - hvem: mor/far …3 siger | {navn} siger\n  - hvad: hjælp*\n",
                 "Under:\n  - det siger …2 familie*\n  - vores ord : hjælp*\n"):
        assert line in text
    data = json.loads(run("vis", "OS-03", "--format", "json")[1])
    assert data["valg"] == {"led": {"hvem": ["mor/far …3 siger", "{navn} siger"],
                                    "hvad": ["hjælp*"]}}
    assert data["under"] == ["det siger …2 familie*", "vores ord : hjælp*"]


def test_a_sentence_is_tried_and_the_spot_is_marked(run):
    told = "Du bor hos os. Det er en foranstaltning nu."
    code, text = run("proev", "OS-01", told, "--alder", "8")
    assert code == 0
    assert "Advarsel: Her står »foranstaltning«." in text
    assert "  Her:    Du bor hos os. Det er en [[foranstaltning]] nu." in text
    assert "hviler" not in text
    assert run("proev", "OS-01", "Du bor her.", "--alder", "8")[1] == "Den finder ikke noget.\n\n"


def test_a_file_is_no_sentence_to_try_a_rule_on(run):
    code, text = run("proev", "OS-01", "breve/Brev.docx")
    assert code == 2
    assert "duform tjek" in text


def test_it_is_said_when_the_rule_would_not_be_asked(run):
    told = "foranstaltning"
    assert "er ikke til sådan et brev" in run("proev", "OS-01", told, "--alder", "15")[1]
    assert "er ikke til sådan et brev" in run("proev", "OS-01", told, "--til", "foraeldre")[1]
    assert "er ikke til sådan et brev" in run("proev", "OS-01", told, "--dato", "2025-12-31")[1]
    assert "Reglen hviler" in run("proev", "OS-01", told)[1]
    assert "hviler" not in run("proev", "OS-01", f"du bor i en {told}")[1]


def test_a_rule_is_tried_on_the_letters_of_a_case(run, tmp_path):
    from generator.library import shipped

    case = str(shipped() / "examples" / "skolefravaer.yaml")
    code, text = run("proev", "AF-08", "--sag", case)
    assert code == 0
    assert text.count("Den finder ikke noget.") == 3
    assert run("proev", "AF-08", "x", "--sag", case)[0] == 2


def test_examples_are_run_and_a_rule_that_fails_its_own_is_named(run):
    code, text = run("tjek", "OS-01")
    assert (code, text) == (0, "1 regel efterset. 2 eksempler prøvet. Alle passer.\n")
    file = Path("vores/rules/sprog/egne.yaml")
    file.write_text(RULE.replace("[Du bor i en foranstaltning.]", "[Du bor i et hus.]").replace(
        "  undtagen: [foranstaltningen hedder]\n", ""), encoding="utf-8")
    code, text = run("tjek", "OS-01")
    assert code == 1
    assert "OS-01 finder ikke noget i det forkerte eksempel" in text
    assert "OS-01 finder noget i det rigtige eksempel" in text
    assert "egne.yaml, linje 2" in text
    data = json.loads(run("tjek", "OS-01", "--format", "json")[1])
    assert {one["id"] for one in data} == {"regel.eksempel_ikke_fundet", "regel.eksempel_fundet"}


def test_a_rule_of_the_municipality_takes_the_place_of_ours(run):
    Path("vores/rules/sprog/egne.yaml").write_text(
        RULE.replace("OS-01", "AF-08"), encoding="utf-8")
    text = run("vis", "AF-08")[1]
    assert "Vores ord for hjælp" in text
    assert "vores" in text


def test_a_question_for_a_person_is_not_tried(run):
    Path("vores/rules/sprog/egne.yaml").write_text(
        "- id: OS-02\n  titel: x\n  slags: menneske\n  type: LOV\n  niveau: forslag\n"
        "  kilde: x\n  besked: x\n  sådan: x\n", encoding="utf-8")
    assert "spørgsmål til et menneske" in run("proev", "OS-02", "x")[1]


def test_the_page_of_requirements_is_printed_as_it_is(run):
    pytest.importorskip("generator.lovkrav")
    code, text = run("krav")
    assert code == 0
    assert "AF-08" in text
