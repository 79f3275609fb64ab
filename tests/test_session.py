"""Phrases on their way into a letter: laid out once, filled many times, every paragraph counted."""

from __future__ import annotations

import re

import pytest

from generator.document import paragraphs
from generator.doors import TOKEN_END, TOKEN_START
from generator.phrases.book import Phrasebook
from generator.phrases.layout import bookmarks, layout
from generator.phrases.markdown import StyleMap
from generator.phrases.session import Session
from generator.sandbox import kontekst
from tests.fraser import Made, body, frase, library, made
from tests.word import DAY, p, word

STYLES = StyleMap({"afsnit": "A", "punkt": "P", "nummer": "N"})


def told(made: Made) -> list[tuple[str, str]]:
    """The phrase paragraphs of a finished letter, by bookmark, in its order."""
    return [(mark, x.text) for x in paragraphs(made.document.body) for mark in x.bookmarks]


@pytest.mark.parametrize("value", ["50 % af 100 %s", "%(x)s", "{0}", "100%", "\\1", "$x",
                                   "a\u00a0b", "a & b", "<b>", "to\nlinjer"])
def test_what_a_format_would_take_for_its_own_stays_text(value):
    letter = body("100 % af %s og %(navn)s, {{ barn.navn }}, {0} %d.\n\n{{ barn.navn }}\n\n5 %",
                  {"barn": {"navn": value}})
    assert not letter.problems
    assert [text for _, text in told(letter)] == [
        f"100 % af %s og %(navn)s, {value}, {{0}} %d.", value, "5 %"]
    assert [text for _, text in letter.session.afsnit] == [text for _, text in told(letter)]


def test_a_layout_keeps_fixed_text_ready_and_values_in_their_order():
    token = [f"{TOKEN_START}{n}{TOKEN_END}" for n in range(4)]
    text = f"Fast\n\nEn {token[0]} og **{token[1]}** %\n\n{token[2]}\n\n- {token[3]}!"
    first, alone, last = layout(text, STYLES, "").stretches
    assert first.words == ("Fast", "")
    assert [(o.paragraph, o.numbers) for o in first.open] == [(1, (0, 1))]
    assert first.open[0].words % ("A", "B") == "En A og B %"
    assert "<w:b/>" in first.open[0].runs % ("A", "B")
    assert (first.alone, alone.alone, last.alone) == (-1, 2, -1)
    assert layout(text, STYLES, "") is layout(text, STYLES, "")
    assert layout(text, STYLES, "Boks") is not layout(text, STYLES, "")


def test_paragraphs_are_numbered_through_phrases_inside_phrases():
    fraser = library(
        frase("ydre", "Ydre et\n\n{{ frase.indre }}\n\n{{ barn.navn }}\n\nYdre to {{ frase.ord }}"),
        frase("indre", "Indre et\n\nIndre to"), frase("ord", "inde i linjen"))
    letter = made(word(p("{{p frase.ydre }}"), p("{{p frase.indre }}")), fraser,
                  {"barn": {"navn": "Alma"}})
    assert not letter.problems
    texts = ["Ydre et", "Indre et", "Indre to", "Alma", "Ydre to inde i linjen", "Indre et",
             "Indre to"]
    assert told(letter) == [(f"_fr_{n}", text) for n, text in enumerate(texts, 1)]
    assert [id for id, _ in letter.session.afsnit] == [
        "ydre", "indre", "indre", "ydre", "ydre", "indre", "indre"]
    assert list(letter.session.brugt) == ["ydre", "indre", "ord"]


def test_every_numbered_list_of_a_letter_gets_a_number_of_its_own():
    fraser = library(
        frase("x", "1. {{ m.navn }}\n2. Fast\n\nImellem\n\n{{ frase.y }}\n\n3. Videre",
              loekke="{m: personer}"), frase("y", "7. Anden"))
    session = Session(Phrasebook(fraser), "barn", 12, DAY, STYLES, first_list=5)
    xml = ""
    for name in ("Bo", "Eva"):
        context = kontekst({"frase": session})
        xml += session("x", "", {"m": {"navn": name}}, context).som_afsnit()
    assert re.findall(r'numId w:val="(\d+)"', xml) == ["5", "5", "6", "7", "8", "8", "9", "10"]
    assert [start for _, start in session.lister] == [1, 7, 3, 1, 7, 3]
    assert [text for _, text in session.afsnit] == [
        "Bo", "Fast", "Imellem", "Anden", "Videre", "Eva", "Fast", "Imellem", "Anden", "Videre"]


def test_a_phrase_does_not_see_what_the_template_or_another_phrase_has_set():
    fraser = library(frase("a", "{% set x = 'fra a' %}{{ x }} {{ frase.b }}"),
                     frase("b", "{% if x is defined %}synlig{% else %}skjult{% endif %}"))
    letter = made(word(p("{%p set x = 'fra skabelonen' %}"), p("{{p frase.b }}"),
                       p("{{p frase.a }}"), p("{{ x }}")), fraser)
    assert [x.text for x in paragraphs(letter.document.body)] == [
        "skjult", "fra a skjult", "fra skabelonen"]


def test_bookmarks_follow_those_of_the_template():
    starts, ends = bookmarks(7).between(2, 4)
    assert starts == ['<w:bookmarkStart w:id="10" w:name="_fr_3"/>',
                      '<w:bookmarkStart w:id="11" w:name="_fr_4"/>']
    assert ends == ['<w:bookmarkEnd w:id="10"/></w:p>', '<w:bookmarkEnd w:id="11"/></w:p>']
    assert bookmarks(7).between(0, 1)[0] == ['<w:bookmarkStart w:id="8" w:name="_fr_1"/>']
    assert bookmarks(0).between(0, 1)[0] == ['<w:bookmarkStart w:id="1" w:name="_fr_1"/>']
