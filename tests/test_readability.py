"""No letter to a child is harder than its age bears, uses the gravest words of the profession
without explaining them, or speaks of the reader as somebody else."""

from __future__ import annotations

import pytest

from tests.readability import (
    bare_jargon,
    child_letters,
    inflected,
    measure,
    split,
    third_person,
)

LETTERS = child_letters()
NAMES = [s.letter.order.navn for s in LETTERS]


@pytest.mark.parametrize("letter", LETTERS, ids=NAMES)
def test_a_childs_letter_has_few_long_words(letter):
    found = measure(letter)
    assert found.found.long_share <= found.limit


@pytest.mark.parametrize("letter", LETTERS, ids=NAMES)
def test_a_childs_letter_has_a_lix_that_its_age_bears(letter):
    found = measure(letter)
    assert (found.found.lix or 0) <= found.most_lix


@pytest.mark.parametrize("letter", LETTERS, ids=NAMES)
def test_a_childs_letter_explains_the_words_of_the_profession(letter):
    assert measure(letter).jargon == ()


@pytest.mark.parametrize("letter", LETTERS, ids=NAMES)
def test_a_childs_letter_speaks_to_the_child(letter):
    assert measure(letter).third_person == ()


@pytest.mark.parametrize(("text", "found"), [
    ("Vi iværksætter hjælpen på mandag.", ["iværksætte"]),
    ("Hjælpen blev iværksat i går.", ["iværksætte"]),
    ("Du får en foranstaltning.", ["foranstaltning"]),
    ("Du må læse din sag. Det hedder aktindsigt.", []),
    ("Du har ret til aktindsigt. Det betyder, at du må læse din sag.", []),
    ("Du har ret til aktindsigt. Ring til mig.", ["aktindsigt"]),
    ("Jeg sætter hjælpen i gang på mandag.", []),
])
def test_words_of_the_profession_are_found_unless_they_are_explained(text, found):
    assert list(bare_jargon([text])) == found


@pytest.mark.parametrize(("text", "found"), [
    ("Barnet skal bo hos Jens.", ["Barnet"]),
    ("Det er godt for den unge.", ["den unge"]),
    ("Sig det til din mor, hvis dit barn er syg.", ["dit barn"]),
    ("Planen hedder barnets plan.", []),
    ("Det står i barnets lov.", []),
    ("Du bor med et andet barn.", []),
])
def test_a_child_in_the_third_person_is_found(text, found):
    assert list(third_person(split(text))) == found


def test_a_word_of_the_profession_is_found_in_all_its_forms():
    assert inflected("indsats", "sb").search("indsatserne")
    assert not inflected("tarv", "sb").search("tarveligt")
