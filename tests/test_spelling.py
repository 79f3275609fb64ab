"""Spelling is looked for when somebody asks, with the dictionary that the machine has."""

from __future__ import annotations

import os
import shutil
from dataclasses import replace
from pathlib import Path

import docx
import pytest

from generator import cli
from generator.checker.check import check, look
from generator.checker.letter import letter_of_text
from generator.checker.rule_files import load_rules
from generator.pipeline import Press
from generator.rule_examples import run_examples
from generator.source import Unusable
from generator.spelling import Speller, find_speller
from tests.sent import sent
from tests.shared_library import share, shipped_library

BOOK = load_rules(shipped_library())
#: On a build machine the dictionary is installed, so that these run somewhere.
needs_dictionary = pytest.mark.skipif(
    shutil.which("hunspell") is None and not os.environ.get("CI"), reason="hunspell er her ikke")


def knows_only(*words: str) -> Speller:
    """A dictionary of these words; it means the first for all others."""
    return lambda asked: {word: words[:1] for word in asked if word not in words}


def found(text: str, *words: str) -> list[str]:
    rules = replace(BOOK, stavning=knows_only(*words))
    return [p.quote for p in look(rules.regler["STAVNING"], letter_of_text(text), rules)]


@pytest.mark.parametrize("text", [
    "Emma kommer.", "Skriv til zzz@yyy.dk og se xxx.dk/qqq.", "Det er f.eks. zz.",
    "Du sagde »zzz yyy«.", "Vi taler om zzz- og yyytid.", "Tal med zz-gruppen.", "zzz1 og 1zzz"])
def test_names_addresses_and_quotations_are_let_be(text):
    known = ["kommer", "skriv", "til", "og", "det", "sagde", "taler", "med", "yyytid", "om"]
    assert found(text, *known) == []


def test_a_word_is_told_once_where_it_first_stands():
    assert found("Du får en afgørlse. Den afgørlse er god.", "får", "den", "god") == ["afgørlse"]


def test_what_may_be_meant_is_told():
    rules = replace(BOOK, stavning=lambda _: {"ikk": ("ikke", "ik"), "zzz": ()})
    told = look(rules.regler["STAVNING"], letter_of_text("Det må du ikk zzz."), rules)
    assert [p.remedy for p in told] == [
        "Se efter, om ordet er stavet rigtigt. Er der ment »ikke« eller »ik«?",
        "Se efter, om ordet er stavet rigtigt."]


def test_nobody_asks_for_it_unless_somebody_does():
    assert "STAVNING" not in {p.id for p in check(letter_of_text("Det må du ikk."), BOOK)}


@needs_dictionary
def test_the_dictionary_tells_unknown_words_once_and_again():
    unknown = find_speller()
    for _ in range(2):
        assert unknown(["barn", "afgørlse", "støttekontaktperson", "igår", "1"]) == {
            "afgørlse": ("afgørelse",), "igår": ("i går", "går")}


@needs_dictionary
def test_the_rules_own_examples_are_told_apart():
    rules = replace(BOOK, stavning=find_speller())
    outcome = run_examples(rules, Press(shipped_library()), ("STAVNING",))
    assert outcome.run == 6
    assert outcome.problems == ()


@needs_dictionary
def test_our_own_letters_are_spelled_rightly():
    rules = replace(BOOK, stavning=find_speller())
    assert [(s.letter.order.navn, p.quote) for s in sent()
            for p in look(rules.regler["STAVNING"], s.letter.brev, rules)] == []


@pytest.mark.parametrize(("script", "id"), [
    (None, "stavning.mangler"), ("exit 1", "stavning.ordbog"),
    ("echo Hunspell", "stavning.ordbog")])
def test_what_is_missing_is_told_with_its_remedy(script, id, tmp_path: Path, monkeypatch):
    program = tmp_path / "hunspell"
    if script:
        program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        program.chmod(0o755)
    monkeypatch.setenv("DUFORM_HUNSPELL", str(program))
    with pytest.raises(Unusable) as error:
        find_speller()
    [problem] = error.value.problems
    assert problem.id == id
    assert "hunspell-da" in problem.remedy


def letter(folder: Path, text: str) -> str:
    path = folder / "brev.docx"
    file = docx.Document()
    file.add_paragraph(text)
    file.save(str(path))
    return str(path)


@needs_dictionary
def test_tjek_looks_at_spelling_when_it_is_asked_to(tmp_path: Path, monkeypatch, capsys):
    share(monkeypatch)
    path = letter(tmp_path, "Kære Alma. Du får en afgørlse i morgen.")
    cli._run(["tjek", path])
    assert "afgørlse" not in capsys.readouterr().out
    cli._run(["tjek", path, "--stavning"])
    assert "»afgørlse« står ikke i ordbogen" in " ".join(capsys.readouterr().out.split())


@needs_dictionary
def test_the_rule_can_be_tried(monkeypatch, capsys):
    share(monkeypatch)
    assert cli._run(["regler", "proev", "STAVNING", "Det må du ikk."]) == 0
    assert "[[ikk]]" in capsys.readouterr().out


def test_tjek_says_what_is_missing(tmp_path: Path, monkeypatch, capsys):
    share(monkeypatch)
    monkeypatch.setenv("DUFORM_HUNSPELL", str(tmp_path / "hunspell"))
    assert cli._run(["tjek", letter(tmp_path, "Kære Alma."), "--stavning"]) == 3
    assert "apt install hunspell hunspell-da" in " ".join(capsys.readouterr().err.split())
