"""What a letter is about, and the rules that rest or wake by it."""

from __future__ import annotations

import pytest

from generator.checker.letter import letter_of_text
from generator.checker.subject_files import load_subjects
from generator.checker.subjects import is_about
from tests.afgoerelse_rules import library

SUBJECTS = load_subjects(library().roots)
BOTH = [(e.id, text, True) for e in SUBJECTS.values() for text in e.ja] + [
    (e.id, text, False) for e in SUBJECTS.values() for text in e.nej]


@pytest.mark.parametrize(("id", "text", "wanted"), BOTH,
                         ids=[f"{id}-{wanted}-{text[:30]}" for id, text, wanted in BOTH])
def test_a_letter_is_about_what_its_examples_say(id, text, wanted):
    assert is_about(letter_of_text(text, dokument="afgoerelse"), SUBJECTS[id]) is wanted
