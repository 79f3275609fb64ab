"""How hard a letter is to read: number and limit, only what is running text, never a stop."""

from __future__ import annotations

from typing import Any

import pytest

from generator.case.reader import Situation
from generator.checker.check import check, look
from generator.checker.kinds.measures import of_reader
from generator.checker.letter import Brev, Stykke, letter_of_text
from generator.checker.rule_files import load_rules
from generator.checker.text.readability import audiences
from generator.library import load_library
from generator.pipeline import opened
from generator.source import Problem, Unusable
from tests.sent import sent

BOOK = load_rules(load_library())
HARD = ("Kommunens familieafdeling vurderer sammenfattende, at problemstillingen omkring "
        "skolegangen nødvendiggør koordinering mellem forvaltningerne. ") * 9
EASY = "Du skal tale med Karen. Hun er god til at lytte. Vi ses hver uge på dit værelse. " * 5
PROFESSIONAL = (
    "Det vurderes, at barnets trivsel fortsat er truet, og at der er behov for en målrettet "
    "indsats i skoleregi. Foranstaltningen iværksættes snarest og koordineres med netværket. Der "
    "følges op efter tre måneder, hvor barnets udvikling evalueres, og indsatsen justeres eller "
    "afsluttes i henhold til bestemmelserne.")


def found(id: str, text: str, **kw: Any) -> list[Problem]:
    return look(BOOK.regler[id], letter_of_text(text, **kw), BOOK)


@pytest.mark.parametrize("id", ["LIX", "ORD-LANGE"])
def test_a_hard_letter_is_told_with_its_number_and_the_limit(id):
    [problem] = found(id, HARD, alder=11)
    assert problem.level == "forslag"
    limit = {"LIX": "30", "ORD-LANGE": "14"}[id]
    assert f"højst {limit}" in problem.text
    assert "børn på 10–12 år" in problem.text


@pytest.mark.parametrize("id", ["LIX", "ORD-LANGE"])
def test_an_easy_letter_and_one_that_is_too_short_to_measure_are_let_be(id):
    assert found(id, EASY, alder=7) == []
    assert found(id, HARD[:130], alder=7) == []


@pytest.mark.parametrize(("age", "reader", "limit"), [
    (0, "barn", 24), (5, "barn", 20), (8, "barn", 24), (11, "barn", 28), (14, "barn", 32),
    (17, "barn", 35), (11, "forælder", 36), (11, "sted", 36), (None, "barn", 35)])
def test_a_sentence_may_be_as_long_as_its_reader_bears(age, reader, limit):
    def told(count: int) -> list[Problem]:
        return found("SAETNING-LANG", "Du " + "kan " * (count - 2) + "gå.", alder=age, læser=reader)

    assert told(limit) == []
    [problem] = told(limit + 1)
    assert f"{limit + 1} ord" in problem.text
    assert f"højst {limit} " in problem.text
    assert problem.quote.startswith("Du kan")


@pytest.mark.parametrize(("text", "hits"), [
    ("Hvis du vil, kan vi, når du har fri, tale om det, som du fortalte, mens vi gik en tur.", 1),
    ("Jeg har talt med din mor, din far, din bror, din mormor, Karen og Klaus om det nu.", 0),
    ("Du er tryg (Torkil, Ida, 3. maj, 4. maj, Ole), og du vokser, når der er ro her hos os.", 0),
    ("Ja, nej, jo, tak, hvis du vil.", 0)])
def test_commas_count_when_they_part_clauses(text, hits):
    assert len(found("SAETNING-LANG", text)) == hits


def test_only_running_text_is_measured():
    quoted = Brev("b", (Stykke(HARD, slags="citat"), Stykke(HARD, slags="regler"),
                        Stykke(HARD, slags="overskrift"), Stykke(HARD, slags="ramme")),
                  læser="barn", alder=8)
    for id in ("LIX", "ORD-LANGE", "SAETNING-LANG", "FAGTEKST"):
        assert look(BOOK.regler[id], quoted, BOOK) == []


def test_professional_text_is_told_with_its_reasons():
    [problem] = found("FAGTEKST", PROFESSIONAL)
    assert problem.level == "advarsel"
    assert "fagord" in problem.text
    assert "LIX" in problem.text
    assert "passiv" in problem.text


def test_a_professional_section_in_an_easy_letter_is_found():
    [problem] = found("FAGTEKST", f"# Hej\n{EASY * 6}\n# Om dig\n{PROFESSIONAL} {PROFESSIONAL}")
    assert problem.quote.startswith("Det vurderes")


@pytest.mark.parametrize("text", [EASY, "Foranstaltningen iværksættes snarest.", ""])
def test_no_banner_on_plain_or_very_short_text(text):
    assert found("FAGTEKST", text) == []


def test_limits_are_an_editors(tmp_path):
    (tmp_path / "rules").mkdir()
    path = tmp_path / "rules" / "laesbarhed.tsv"
    head = "gruppe\tlæser\tfra alder\tlix\tlange ord\tord i sætning\tkommaer\n"
    path.write_text(f"{head}børn\tbarn\t0\t10\t5\t7\t3\n"
                    f"voksne\tvoksen\t0\t40\t20\t30\t5\n", "utf-8")
    book = type(BOOK)(BOOK.regler, (*BOOK.roots, tmp_path))
    assert of_reader(letter_of_text("x", alder=16), book).longest == 7
    path.write_text(f"{head}børn\tbarn\tnul\t10\t5\t7\t3\n", "utf-8")
    with pytest.raises(Unusable, match="linje 2"):
        audiences((path, tmp_path / "nej", path))


def test_no_letter_to_a_child_in_the_examples_is_harder_than_its_age_bears():
    """The promise to the child reader, on all letters: nothing above a sentence to split."""
    asked = {"LIX", "ORD-LANGE", "FAGTEKST", "FAGORD"}
    letters = [s for s in sent() if s.child]
    assert len(letters) > 10
    for s in letters:
        brev = opened(s.letter, s.case,
                      Situation(s.case.sag, s.letter.order.læser, s.letter.order.dato))
        told = [p for p in check(brev, BOOK) if p.id in asked]
        assert [p for p in told if p.id in ("LIX", "ORD-LANGE") or p.level != "forslag"] == []


@pytest.mark.parametrize("text", ["ord " * 250_000, "ord, " * 200_000, "( , " * 250_000,
                                  "Iværksættes. " * 77_000, "a" * 1_000_000])
def test_a_million_signs_of_anything_are_measured(text):
    for id in ("LIX", "ORD-LANGE", "SAETNING-LANG", "FAGTEKST"):
        found(id, text)


def test_a_share_of_the_sentences_is_never_above_all_of_them():
    numbers = "1. 2. 3. 4.\n" * 40
    for problem in found("FAGTEKST", f"{numbers}{PROFESSIONAL}\n{numbers}{PROFESSIONAL}"):
        shares = [int(w) for w in problem.text.replace(",", " ").split() if w.isdecimal()]
        assert shares
        assert "100 af 100 sætninger" in problem.text
