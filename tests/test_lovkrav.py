"""No requirement is forgotten, and law and recommendation are never mixed."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from generator.checker.rule_files import load_rules
from generator.checker.rules import Regelbog
from generator.library import Library
from generator.lovkrav import GRUPPER, Svar, answers, counts, krav_page
from generator.source import Problem, Unusable
from tests.shared_library import shipped_library

ROOT = Path(__file__).parent.parent
#: How many requirements each group of the list has, counted from 1 without a gap.
HOW_MANY = {"G": 11, "DP": 11, "AF": 21, "AN": 15, "IN": 8, "KA": 2, "BP": 20, "UP": 6, "FP": 13,
            "ST": 14, "OP": 9, "SA": 3, "HJ": 5, "BR": 7}
ALL = [f"{group}-{n:02d}" for group, count in HOW_MANY.items() for n in range(1, count + 1)]
#: Of these the law says nothing; they are recommendations or conclusions of our own.
NOT_LAW = {"G-07", "G-09", "G-11", "DP-03", "DP-04", "DP-11", "AF-03", "AF-07", "AF-09", "AF-11",
           "AF-17", "AF-18", "AN-14", *(f"BP-{n:02d}" for n in range(9, 20)), "FP-08", "FP-09",
           "FP-10", "FP-11", "FP-12", "ST-01", "ST-02", "ST-03", "ST-04", "ST-05", "ST-09",
           "ST-10", "ST-14", "OP-04", "OP-05", "OP-06", "OP-09", "HJ-04"}


def shipped() -> tuple[Library, Regelbog, list[Svar], list[Problem]]:
    library = shipped_library()
    book = load_rules(library)
    return library, book, *answers(library, book)


def test_no_requirement_of_the_list_is_forgotten():
    _, _, rows, _ = shipped()
    assert [row.krav.id for row in rows] == ALL
    assert set(GRUPPER) == set(HOW_MANY)


def test_each_has_rules_or_a_question_or_a_reason():
    _, _, rows, _ = shipped()
    forgotten = [row.krav.id for row in rows if row.glemt]
    assert not forgotten, f"no rule, no question, no program and no reason: {forgotten}"


def test_law_and_recommendation_are_never_mixed():
    _, _, rows, problems = shipped()
    assert {row.krav.id for row in rows if "LOV" not in row.krav.mærker} == NOT_LAW
    assert [str(p) for p in problems if p.id != "lovkrav.glemt"] == []


def test_a_rule_of_the_wrong_type_is_told():
    library, book, _, _ = shipped()
    wrong = replace(book.regler["BP-01"], type="ANBEFALING")
    mixed = Regelbog({**book.regler, "BP-01": wrong}, book.roots)
    told = [p for p in answers(library, mixed)[1] if p.id == "lovkrav.maerke"]
    assert [p.text for p in told] == ["Reglen BP-01 er ANBEFALING, men kravet BP-01 er LOV."]


def test_every_requirement_that_a_rule_of_law_or_recommendation_names_is_listed():
    _, book, rows, _ = shipped()
    known = {row.krav.id for row in rows}
    unknown = {k: r.id for r in book.regler.values() if r.type in ("LOV", "ANBEFALING")
               for k in r.krav if k not in known}
    assert unknown == {}


def test_every_check_of_the_program_that_is_named_exists():
    _, _, rows, _ = shipped()
    code = "\n".join(p.read_text("utf-8") for p in (ROOT / "generator").rglob("*.py"))
    for row in rows:
        for name in re.findall(r"`([^`]+)`", row.krav.program):
            assert f'"{name}"' in code, f"{row.krav.id}: {name}"


def test_the_page_is_what_the_module_prints():
    library, book, _, _ = shipped()
    assert (ROOT / "docs" / "krav.md").read_text("utf-8") == krav_page(library, book)


def test_the_page_names_every_requirement_and_counts_them():
    library, book, rows, _ = shipped()
    page = krav_page(library, book)
    assert [line.split(" | ")[0].removeprefix("| ") for line in page.split("\n")
            if line.startswith("| ") and line.split("-")[0].removeprefix("| ") in HOW_MANY] == ALL
    assert dict(counts(rows))["krav"] == len(ALL)


@pytest.mark.parametrize(("text", "kind"), [
    ("krav:\n  - id: AF-01\n", "lovkrav.form"),
    ("krav:\n  - {id: XX-01, krav: a, mærker: [LOV], kilde: b, dokumenter: [c]}\n", "lovkrav.id"),
    ("krav:\n  - {id: AF-01, krav: a, mærker: [MÅSKE], kilde: b, dokumenter: [c]}\n",
     "lovkrav.maerke"),
    ("krav:\n  - {id: AF-01, krav: a, mærker: LOV, kilde: b, dokumenter: [c]}\n", "lovkrav.form"),
    ("krav:\n  - {id: AF-01, krav: a, mærker: [LOV], kilde: b, dokumenter: [c], x: y}\n",
     "lovkrav.form"),
    ("krav:\n" + 2 * "  - {id: AF-01, krav: a, mærker: [LOV], kilde: b, dokumenter: [c]}\n",
     "lovkrav.dobbelt"),
    ("krav:\n  - bare tekst\n", "lovkrav.form"),
])
def test_a_list_with_faults_tells_them(tmp_path, text, kind):
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "lovkrav.yaml").write_text(text, "utf-8")
    library, book, _, _ = shipped()
    own = replace(library, roots=(*library.roots, tmp_path))
    assert kind in {p.id for p in answers(own, book)[1]}


def test_a_file_that_is_no_list_is_refused(tmp_path):
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "lovkrav.yaml").write_text("krav: nej\n", "utf-8")
    library, book, _, _ = shipped()
    with pytest.raises(Unusable):
        answers(replace(library, roots=(*library.roots, tmp_path)), book)
