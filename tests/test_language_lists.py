"""The word lists that consultants edit, and texts made to be slow."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.checker.check import look
from generator.checker.kinds.language.lists import FOLDER, word_list
from generator.checker.kinds.language.look import SER_EFTER
from generator.checker.letter import letter_of_text
from generator.checker.rules import Regelbog
from generator.library import shipped
from generator.source import Unusable
from tests.language_table import PEOPLE, book

LANGUAGE = [r for r in book().regler.values() if r.slags == "sprog"]


def _overlaid(root: Path, name: str, text: str) -> Regelbog:
    (root / FOLDER).mkdir(parents=True)
    (root / FOLDER / f"{name}.tsv").write_text(text, "utf-8")
    return Regelbog(book().regler, (shipped(), root))


def test_every_language_rule_looks_for_something_that_exists() -> None:
    assert {str(r.valg.get("ser_efter")) for r in LANGUAGE} <= set(SER_EFTER)


def test_a_municipality_adds_a_word(tmp_path: Path) -> None:
    own = _overlaid(tmp_path, "etiketter", "ord\tslags\ti_stedet\nklistret\tstærk\tfortæl mere\n")
    brev = letter_of_text("Du er klistret.")
    rule = book().regler["ETIKET"]
    assert (len(look(rule, brev, own)), look(rule, brev, book())) == (1, [])


def test_a_municipality_takes_a_word_out(tmp_path: Path) -> None:
    own = _overlaid(tmp_path, "etiketter", "ord\n# vi siger gerne doven\n-doven\n")
    assert look(book().regler["ETIKET"], letter_of_text("Du er doven."), own) == []


def test_a_line_with_too_many_cells_is_told_with_its_place(tmp_path: Path) -> None:
    own = _overlaid(tmp_path, "ejefald", "ord\tefter\nen\tto\ttre\n")
    with pytest.raises(Unusable) as error:
        word_list(own, "ejefald")
    assert error.value.problems[0].where.line == 2


def test_a_list_that_is_missing_is_told() -> None:
    with pytest.raises(Unusable):
        word_list(book(), "findes-ikke")


HOSTILE = ("han ", "Karen henter hende ", "»", "»a« han du barnet ", "han/", "din(", "a's ",
           "du De ", "gives ", "den unge ", "du barnet, ", "bliver ", "du er aggressiv ", "Alma ",
           ": Alma ", "dit barn ", "din mor ", "din mor far ", "du fylder 12 år ", "Jens bog ", "'",
           "som rådgiver du ", "den unge mand har ", "fået et barn barnet ", "plejefamilie/på ",
           "er/er ", "Jonas ønsker ", "hun ser et belastet ")


def _looked_through(text: str) -> None:
    for læser in ("barn", "forælder"):
        brev = letter_of_text(text, læser=læser, deltagere=PEOPLE)
        for rule in LANGUAGE:
            if not rule.læsere or læser in rule.læsere:
                look(rule, brev, book())


@pytest.mark.parametrize("unit", HOSTILE)
def test_one_sentence_without_end_is_gone_through(unit: str) -> None:
    """Were any of the rules quadratic in the text, this would not end."""
    _looked_through("Kære Alma\n" + unit * (100_000 // len(unit)))


def test_a_million_hostile_characters_are_gone_through() -> None:
    _looked_through("Kære Alma\n" + "".join(unit * (45_000 // len(unit)) for unit in HOSTILE))
