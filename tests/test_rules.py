"""All rules together: their examples run, each has some, and sources and types are in order."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from generator.checker.check import check
from generator.checker.letter import letter_of_text
from generator.checker.rule_files import load_rules
from generator.checker.rules import Regel, Regelbog
from generator.pipeline import Press
from generator.rule_examples import run_examples
from tests.shared_library import shipped_library


@cache
def book() -> Regelbog:
    return load_rules(shipped_library())


def rules() -> list[Regel]:
    return list(book().regler.values())


def asked_of_words() -> list[Regel]:
    return [regel for regel in rules() if regel.slags != "menneske"]


def test_every_example_of_every_rule_goes_as_it_says():
    outcome = run_examples(book(), Press(shipped_library()))
    assert [str(problem) for problem in outcome.problems] == []
    assert outcome.run > 900


def test_every_rule_has_an_example_that_is_wrong_and_one_that_looks_like_it_and_is_right():
    assert [regel.id for regel in asked_of_words() if not regel.forkert or not regel.rigtigt] == []


def test_every_rule_has_a_type_that_fits_its_folder():
    """Law is never found among the recommendations, nor a recommendation among what blocks."""
    folders = {regel.id: Path(regel.sted.file).parent.name for regel in rules()}
    assert [r.id for r in rules() if r.type == "LOV" and folders[r.id] == "anbefaling"] == []
    assert [r.id for r in rules() if r.type == "SPROG"
            and folders[r.id] not in ("sprog", "form")] == []
    assert [r.id for r in rules() if r.type == "BESKYTTELSE"
            and folders[r.id] != "beskyttelse"] == []


def test_a_rule_of_law_names_its_provision():
    assert [regel.id for regel in rules() if regel.type == "LOV" and "§" not in regel.kilde
            and not re.search(r"lov|bekendtgørelse", regel.kilde)] == []


def test_a_recommendation_is_never_called_law_and_never_blocks():
    advice = [regel for regel in rules() if regel.type == "ANBEFALING"]
    assert [regel.id for regel in advice if regel.niveau == "fejl"] == []


def test_readability_never_blocks():
    assert [regel.id for regel in rules() if regel.slags in ("graense", "ordliste")
            and regel.type == "SPROG" and regel.niveau == "fejl"] == []


def test_a_question_to_a_person_is_one():
    assert [regel.id for regel in rules() if regel.slags == "menneske"
            and not regel.besked.endswith("?")] == []


@pytest.mark.parametrize("word", ["seed", "lovlig", "TODO", "danish-language"])
def test_no_message_says(word):
    said = {regel.id: " ".join((regel.titel, regel.besked, regel.hvorfor, regel.sådan, regel.kilde))
            for regel in rules()}
    assert [id for id, text in said.items() if word in text] == []


#: Texts that make a slow pattern slow: a megabyte each, in one paragraph.
HOSTILE = {
    "dots": "." * 1_000_000, "spaces": " x" * 500_000, "digits": "1 2-3." * 166_000,
    "capitals": "Alma Holm " * 100_000, "quotes": "»du« " * 200_000,
    "words": "klage fire uger barnets " * 42_000, "mixed": "Du, barnet (sikres) 3. maj! " * 36_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_megabyte_of_anything_comes_to_an_end(text):
    check(letter_of_text(text, dokument="afgoerelse"), book())
