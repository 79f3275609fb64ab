"""References to the law: read however a Dane writes them, refused when there is no such rule."""

from __future__ import annotations

from datetime import date

import pytest

from generator.case.law import LawBook, læs_lovhenvisning, parse_law
from generator.source import Unusable, parse_yaml
from tests.small_case import law

BL_32_1_5 = ("BL", "32", 1, 5)

READ = [
    ("barnets lov § 32, stk. 1, nr. 5", BL_32_1_5),
    ("BL § 32 stk. 1 nr. 5", BL_32_1_5),
    ("bl § 32, stk 1, nr 5", BL_32_1_5),
    ("Barnets Lov § 32, Stk. 1, Nr. 5", BL_32_1_5),
    ("barnets lovs § 32, stk. 1, nr. 5", BL_32_1_5),
    ("lov om barnet § 32, stk. 1, nr. 5.", BL_32_1_5),
    ("§ 32, stk. 1, nr. 5", BL_32_1_5),
    ("§32,stk.1,nr.5", BL_32_1_5),
    ("§ 32, stk. 1, nr. 5, i barnets lov", BL_32_1_5),
    ("§ 32, stk. 1, nr. 5 i barnets lov.", BL_32_1_5),
    ("barnets\u00a0lov §\u00a032, stk.\u00a01, nr.\u00a05", BL_32_1_5),
    ("  barnets lov   §  32 ,  stk.  1 ", ("BL", "32", 1, None)),
    ("barnets lov, § 46", ("BL", "46", None, None)),
    ("forvaltningsloven § 24", ("FVL", "24", None, None)),
    ("forvaltningslovens § 24", ("FVL", "24", None, None)),
    ("RSL § 72, stk. 2", ("RSL", "72", 2, None)),
    ("lov om voksenansvar for anbragte børn og unge § 21, stk. 1", ("VAL", "21", 1, None)),
    ("voksenansvarslovens § 9", ("VAL", "9", None, None)),
]


@pytest.mark.parametrize(("text", "expected"), READ)
def test_a_reference_is_read_however_it_is_written(text, expected):
    found = læs_lovhenvisning(text, law())
    assert (found.lov, found.paragraf, found.stk, found.nr) == expected


def test_a_reference_prints_in_one_way_only_and_can_be_read_again():
    for text, _ in READ:
        found = læs_lovhenvisning(text, law())
        assert læs_lovhenvisning(str(found), law()) == found
    assert str(læs_lovhenvisning("BL § 32 stk 1 nr 5", law())).replace("\u00a0", " ") == (
        "barnets lov § 32, stk. 1, nr. 5")


def book(rules: str) -> LawBook:
    return parse_law(parse_yaml(
        f"BL:\n  navn: barnets lov\n  lbk: LBK nr. 1\n  kilde: x\n  regler:\n{rules}", "lov.yaml"))


@pytest.mark.parametrize("text", ["§ 41 a", "§ 41a", "§41 A", "BL § 41 a, stk. 2", "§ 41\u00a0a",
                                  "§ 41 a, i barnets lov"])
def test_a_paragraph_with_a_letter_is_read_with_and_without_the_space(text):
    known = book('    - {§: "41 a", handler_om: x}\n    - {§: "41 a", stk: "2", handler_om: y}')
    assert læs_lovhenvisning(text, known).paragraf == "41 a"


@pytest.mark.parametrize(("text", "says", "remedy"), [
    ("barnets lov § 32, stk. 1, nr. 9", "nr. 9 findes ikke i LBK nr.", "nr. 8"),
    ("barnets lov § 132", "er ikke i vores lovgrundlag", "rules/lovgrundlag.yaml"),
    ("barnets lov § 32 a", "er ikke i vores lovgrundlag", "rules/lovgrundlag.yaml"),
    ("serviceloven § 52", "Loven »serviceloven« er ikke", "Vælg mellem: barnets lov"),
    ("barnet lov § 52", "Loven »barnet lov« er ikke", "Mente du »barnets lov«?"),
    ("§ 32, stk. 1, nr. fem", "kan ikke læses", "barnets lov § 32, stk. 1, nr. 5"),
    ("§ 32, nr. 5, stk. 1", "kan ikke læses", "barnets lov § 32"),
    ("§§ 32 og 46", "kan ikke læses", "barnets lov § 32"),
    ("§ 32 og § 46", "kan ikke læses", "barnets lov § 32"),
    ("barnets lov § 32 i barnets lov", "kan ikke læses", "barnets lov § 32"),
    ("paragraf 32", "kan ikke læses", "barnets lov § 32"),
    ("", "kan ikke læses", "barnets lov § 32"),
    ("§" * 100_000, "kan ikke læses", "barnets lov § 32"),
    (" " * 100_000 + "x", "kan ikke læses", "barnets lov § 32"),
    ("barnets lov § ٣٢", "kan ikke læses", "barnets lov § 32"),
])
def test_a_reference_to_nothing_is_refused_with_what_to_write(text, says, remedy):
    with pytest.raises(ValueError, match=r"\|\|") as caught:
        læs_lovhenvisning(text, law())
    what, _, mend = str(caught.value).replace("\u00a0", " ").partition("||")
    assert says in what
    assert remedy in mend
    assert len(what) < 200


@pytest.mark.parametrize(("day", "says"), [
    (date(2023, 12, 31), "gælder ikke den 31. december 2023, men fra 1. januar 2024"),
    (date(2024, 1, 1), ""), (date(2024, 6, 30), ""),
    (date(2024, 7, 1), "gælder ikke den 1. juli 2024, men til og med 30. juni 2024"),
])
def test_a_provision_must_be_in_force_on_the_day_of_the_decision(day, says):
    known = book('    - {§: "7", handler_om: x, gyldig_fra: 2024-01-01, gyldig_til: 2024-06-30}')
    if not says:
        assert læs_lovhenvisning("§ 7", known, day).paragraf == "7"
        return
    with pytest.raises(ValueError, match=r"\|\|") as caught:
        læs_lovhenvisning("§ 7", known, day)
    assert says in str(caught.value).replace("\u00a0", " ")


@pytest.mark.parametrize(("text", "place", "says"), [
    ("- a", "linje 1", "har ingen love"),
    ("BL: x", "linje 1", "har ingen liste med regler"),
    ("BL:\n  navn: x\n  lbk: y\n  kilde: z\n", "linje 1", "har ingen liste med regler"),
    ("BL:\n  navn: x\n  lbkk: y\n  kilde: z\n  regler: []", "linje 1", "»lbkk« kender vi ikke"),
    ("BL:\n  navn: x\n  kilde: z\n  regler: []", "linje 1", "»lbk« mangler"),
    ("BL:\n  navn: x\n  lbk: y\n  kilde: z\n  regler:\n    - tekst", "linje 6", "ingen felter"),
    ('BL:\n  navn: x\n  lbk: y\n  kilde: z\n  regler:\n    - {§: "1"}', "linje 6",
     "»handler_om« mangler"),
    ('BL:\n  navn: x\n  lbk: y\n  kilde: z\n  regler:\n    - {§: "1", handler_om: a, stk: en}',
     "linje 6", "»stk: en« er ikke et tal"),
    ('BL:\n  navn: x\n  lbk: y\n  kilde: z\n  regler:\n    - {§: "1", handler_om: a, '
     'gyldig_fra: i går}', "linje 6", "Datoen i »gyldig_fra« kan ikke læses"),
    ('BL:\n  navn: x\n  lbk: y\n  kilde: z\n  regler:\n    - {§: "1", handler_om: a}\n'
     '    - {§: "1", handler_om: b}', "linje 7", "står to gange"),
])
def test_a_law_book_that_cannot_be_used_says_where_and_why(text, place, says):
    with pytest.raises(Unusable) as caught:
        parse_law(parse_yaml(text, "lov.yaml"))
    problem = next(p for p in caught.value.problems if says in p.text)
    assert place in str(problem.where)
    assert problem.remedy


def test_all_problems_of_a_law_book_come_at_once():
    with pytest.raises(Unusable) as caught:
        book('    - {§: "1"}\n    - {§: "2", handler_om: x, stk: y}\n    - nej')
    assert [p.where.line for p in caught.value.problems] == [6, 7, 8]


def test_every_provision_we_ship_can_be_named_and_says_what_it_is_about():
    for rule in law().provisions.values():
        act = law().acts[rule.lov]
        text = f"{act.navn} § {rule.paragraf}"
        text += f", stk. {rule.stk}" if rule.stk else ""
        text += f", nr. {rule.nr}" if rule.nr else ""
        found = læs_lovhenvisning(text, law())
        assert (found.paragraf, found.stk, found.nr) == (rule.paragraf, rule.stk, rule.nr)
        assert found.handler_om
        assert not found.handler_om.endswith(".")
