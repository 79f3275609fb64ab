"""Rules that need the case: every example of theirs, the example cases, and days at the limits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator import danish
from generator.case.load import check_case
from generator.case.reader import Læser, Situation
from generator.checker.check import applies, check, check_set, look
from generator.checker.kinds.case.agreement import ENIGE
from generator.checker.kinds.case.look import SAG
from generator.checker.letter import Brev, letter_of_text
from generator.checker.rule_files import load_rules
from generator.checker.rules import Regel, Regelbog
from generator.library import load_library, shipped
from generator.pipeline import Press, opened
from generator.rule_examples import run_examples
from generator.source import Located, Path_, Place, Problem, Unusable, parse_yaml
from tests import small_case
from tests.sent import Sent, sent

KINDS = ("felt", "dato", "sag", "enige", "ugedag", "henvisning")


@cache
def book() -> Regelbog:
    return load_rules(load_library())


def ours() -> list[Regel]:
    return [regel for regel in book().regler.values() if regel.slags in KINDS]


def opened_letter(s: Sent) -> Brev:
    order = s.letter.order
    return opened(s.letter, s.case, Situation(s.case.sag, order.læser, order.dato))


def letter(changes: Mapping[str, object] | None = None, *, dokument: str = "afgoerelse",
           reader: str = "barn", day: str = "2026-03-02", text: str = "Kære Alma") -> Brev:
    """A letter about the small case, with changes, whose words are not of interest."""
    case = small_case.case(dict(changes or {}))
    role = "barn" if reader == "barn" else "forælder"
    situation = Situation(case.sag, Læser(role, reader), date.fromisoformat(day))  # type: ignore[arg-type]
    plain = letter_of_text(text, dokument=dokument, læser=role, alder=situation.alder,  # type: ignore[arg-type]
                           dato=situation.dato)
    return Brev(**{**plain.__dict__, "case": case, "situation": situation})


def found(id: str, brev: Brev) -> list[Problem]:
    regel = book().regler[id]
    return look(regel, brev, book()) if applies(regel, brev) else []


# --- the rules as they are shipped --------------------------------------------------------------


def test_every_example_is_found_or_let_stand() -> None:
    outcome = run_examples(book(), Press(load_library()), tuple(r.id for r in ours()))
    assert [str(p) for p in outcome.problems] == []
    assert outcome.run >= 2 * len(ours())


@pytest.mark.parametrize("regel", ours(), ids=lambda regel: regel.id)
def test_a_rule_has_both_kinds_of_examples_and_names_what_there_is(regel: Regel) -> None:
    assert regel.forkert
    assert regel.rigtigt
    table = SAG if regel.slags == "sag" else ENIGE if regel.slags == "enige" else None
    assert table is None or regel.valg["ser_efter"] in table


def test_the_letters_of_the_examples_are_clean() -> None:
    told = {(s.letter.order.navn, p.id) for s in sent()
            for p in check(opened_letter(s), Regelbog({r.id: r for r in ours()}, book().roots))}
    assert told == set()


def test_the_letters_of_each_example_agree() -> None:
    sets: dict[str, list[Brev]] = {}
    for s in sent():
        sets.setdefault(s.case.file.name, []).append(opened_letter(s))
    assert len(sets) == 7
    assert [str(p) for breve in sets.values() for p in check_set(breve, book())] == []


# --- days at the limits -------------------------------------------------------------------------


@pytest.mark.parametrize(("id", "path", "last", "changes", "dokument"), [
    ("SAG-OP-01a", "afgørelse.opfølgning.dato", "2026-02-28",
     {"afgørelse.indsatser.0.start": "2025-11-30"}, "afgoerelse"),
    ("SAG-OP-01a", "afgørelse.opfølgning.dato", "2028-02-29",
     {"afgørelse.indsatser.0.start": "2027-11-30"}, "afgoerelse"),
    ("SAG-OP-01a", "afgørelse.opfølgning.dato", "2026-06-10",
     {"afgørelse.indsatser.0.start": "2026-03-10"}, "afgoerelse"),
    ("SAG-AF-16a", "afgørelse.indsatser.0.start", "2026-03-23", {}, "afgoerelse"),
    ("SAG-AF-20", "afgørelse.plan.frist", "2026-06-02",
     {"afgørelse.plan": {"laves": "ja"}}, "afgoerelse"),
    ("SAG-AF-02b", "afgørelse.grundlag.dato", "2026-03-02",
     {"afgørelse.grundlag": {"art": "afdækning"}}, "afgoerelse"),
    ("SAG-BP-07", "plan.dato", "2026-06-02", {}, "barnets_plan"),
    ("SAG-BP-09b", "plan.mål.0.hvornår", "2026-02-28",
     {"plan": {"dato": "2025-12-31", "mål": [{"id": "a", "mål": "Jeg ler"}]}}, "barnets_plan"),
    ("SAG-UP-04", "plan.ung.ungestøtte_afgørelse", "2027-02-28",
     {"barn.fødselsdato": "2009-08-31", "plan": {"dato": "2026-03-02", "ung": {}}}, "ungeplan"),
])
def test_the_last_day_is_in_time_and_the_next_is_not(
        id: str, path: str, last: str, changes: dict[str, object], dokument: str) -> None:
    day = date.fromisoformat(last)
    inside, outside = (letter({**changes, path: str(day + timedelta(days=n))}, dokument=dokument)
                       for n in (0, 1))
    assert found(id, inside) == []
    assert len(found(id, outside)) == 1


@given(st.dates(date(2024, 1, 1), date(2060, 1, 1)), st.integers(-1, 1))
def test_three_months_after_a_start_end_where_the_month_ends(start: date, off: int) -> None:
    last = danish.læg_måneder_til(start, 3)
    months = (last.year - start.year) * 12 + last.month - start.month
    assert months == 3
    assert last.day == start.day or (last + timedelta(days=1)).day == 1
    brev = letter({"afgørelse.indsatser.0.start": str(start),
                   "afgørelse.opfølgning": {"dato": str(last + timedelta(days=off))}})
    assert bool(found("SAG-OP-01a", brev)) == (off > 0)


def test_the_first_of_several_starts_counts() -> None:
    help = {"hjemmel": "barnets lov § 32, stk. 1, nr. 3", "start": "2026-03-05"}
    later = {"afgørelse.indsatser.0.start": "2026-04-05",
             "afgørelse.opfølgning": {"dato": "2026-06-06"}}
    assert found("SAG-OP-01a", letter(later)) == []
    assert found("SAG-OP-01a", letter({**later, "afgørelse.indsatser.1": help}))


def test_a_date_is_held_against_the_date_of_its_own_item() -> None:
    twice = [{"dato": day, "art": "lov om voksenansvar for anbragte børn og unge § 9",
              "hvad": "Det skete.", "registreret": told}
             for day, told in (("2026-01-01", "2026-01-04"), ("2026-02-01", "2026-02-05"))]
    brev = letter({"status": {"dato": "2026-03-02", "magt": {"antal": "2", "hændelser": twice}}},
                  dokument="statusudtalelse")
    assert [p.where.detail for p in found("SAG-ST-07a", brev)] == [
        "status.magt.hændelser[2].registreret"]


# --- consent ------------------------------------------------------------------------------------

YES = {"svar": "ja", "dato": "2026-03-01"}


@pytest.mark.parametrize(("consents", "missing"), [
    ([], ["mor", "far"]),
    ([{"person": "mor", **YES}], ["far"]),
    ([{"person": "mor", **YES}, {"person": "far", "svar": "nej"}], ["far"]),
    ([{"person": "mor", **YES}, {"person": "far", "svar": "ikke spurgt"}], ["far"]),
    ([{"person": "mor", **YES}, {"person": "far", **YES}], []),
])
def test_each_holder_of_custody_is_asked(consents: list[dict[str, str]],
                                         missing: list[str]) -> None:
    told = found("SAG-AF-04a", letter({"afgørelse.samtykker": consents}))
    assert [who for p in told for who in ("mor", "far") if f"»{who}«" in p.text] == missing


@pytest.mark.parametrize(("born", "hjemmel", "asked"), [
    ("2011-03-02", "barnets lov § 46, stk. 1", True),   # 15 on the day of the decision
    ("2011-03-03", "barnets lov § 46, stk. 1", False),
    ("2009-03-02", "barnets lov § 32, stk. 1, nr. 5", False),  # never under § 32
])
def test_the_young_person_is_asked_from_15_and_only_about_a_placement(
        born: str, hjemmel: str, asked: bool) -> None:
    changes: dict[str, object] = {
        "barn.fødselsdato": born, "afgørelse.indsatser.0.hjemmel": hjemmel}
    assert bool(found("SAG-AN-02b", letter(changes))) == asked
    given_ = letter({**changes, "afgørelse.samtykker": [{"person": "barn", **YES}]})
    assert found("SAG-AN-02b", given_) == []
    assert bool(found("SAG-AF-05b", given_)) == (not asked)


@pytest.mark.parametrize(("rule", "allowed"), [
    ("37", {1, 3, 5}), ("38", {1, 2, 3, 5, 8}), ("39", {1, 3, 4, 5, 8})])
def test_only_some_help_can_be_given_without_consent(rule: str, allowed: set[int]) -> None:
    fine = {nr for nr in range(1, 9) if not found("SAG-AF-04c", letter({
        "afgørelse.uden_samtykke": f"barnets lov § {rule}",
        "afgørelse.indsatser.0.hjemmel": f"barnets lov § 32, stk. 1, nr. {nr}"}))}
    assert fine == allowed


def test_a_choice_of_place_alone_asks_for_no_consent_to_help() -> None:
    assert found("SAG-AF-04a", letter({"afgørelse.indsatser.0.hjemmel": "barnets lov § 52"})) == []


def test_an_ungeplan_has_three_months_from_the_16th_birthday() -> None:
    changes = {"barn.fødselsdato": "2010-08-31", "afgørelse.dato": "2025-03-02"}
    in_time, late = (letter({**changes, "plan": {"dato": day}}, dokument="ungeplan", day=day)
                     for day in ("2026-11-30", "2026-12-01"))
    assert found("SAG-BP-07", in_time) == []
    assert len(found("SAG-BP-07", late)) == 1


# --- samvær, voices, what the reader may see ----------------------------------------------------


@pytest.mark.parametrize(("words", "seldom"), [
    ("hver fjerde uge", False), ("hver 4. uge", False), ("hver femte uge", True),
    ("hver 6. uge", True), ("en gang om måneden", False), ("hver anden måned", True),
    ("hver måned", False), ("to gange om året", True), ("hver anden lørdag", False),
    ("hver uge, og hver sommer en uge", False), ("et kvarter hver dag", False),
    ("hvert halve år", True),
])
def test_samvaer_is_told_from_the_words(words: str, seldom: bool) -> None:
    brev = letter({"plan": {"dato": "2026-03-02", "samvær": [{"med": ["far"], "hvor_tit": words}]}},
                  dokument="barnets_plan")
    assert bool(found("SAG-AN-13", brev)) == seldom


def test_what_the_case_says_of_samvaer_counts_more_than_the_words() -> None:
    part = {"med": ["far"], "hvor_tit": "hver femte uge", "sjældnere_end_hver_4_uge": "nej"}
    assert found("SAG-AN-13", letter({"plan": {"dato": "2026-03-02", "samvær": [part]}},
                                     dokument="barnets_plan")) == []


def test_a_parents_finding_never_tells_of_the_other_parents_plan() -> None:
    plans = [{"til": [who], "dato": "2026-03-02", "mål": [
        {"id": f"{who}-{n}", "mål": "Jeg ringer"} for n in range(count)]}
        for who, count in (("mor", 4), ("far", 1))]
    changes = {"forældrehandleplaner": plans}
    mother, father = (letter(changes, dokument="foraeldrehandleplan", reader=who)
                      for who in ("mor", "far"))
    assert len(found("SAG-FP-09a", mother)) == 1
    assert found("SAG-FP-09a", father) == []


def test_what_a_reader_may_not_see_is_not_missed_in_their_letter() -> None:
    fact = {"hvad": {"til_voksne": "Du har ringet."}, "må_ses_af": ["mor"]}
    child, mother = (letter({"oplysninger": [fact]}, reader=who) for who in ("barn", "mor"))
    assert found("SAG-G-07a", child) == []
    assert len(found("SAG-G-07a", mother)) == 1


# --- where a finding points ---------------------------------------------------------------------


def test_a_finding_points_at_the_line_of_the_case_file() -> None:
    path = shipped() / "examples" / "skolefravaer.yaml"
    text = path.read_text(encoding="utf-8").replace(
        "dato: 2026-04-14\n    tid", "dato: 2026-06-11\n    tid", 1)
    line = next(n for n, words in enumerate(text.split("\n"), 1) if "2026-06-11" in words)
    case = check_case(parse_yaml(text, "sag.yaml"), small_case.law())
    brev = Brev("brev", (), "afgoerelse", "barn", 11, case.sag.afgørelse.dato, (),  # type: ignore[union-attr]
                case=case, situation=Situation(case.sag, Læser("barn", "barn"), date(2026, 3, 2)))
    (problem,) = found("SAG-OP-01a", brev)
    assert (problem.where.file, problem.where.line) == ("sag.yaml", line)
    assert problem.where.detail == "afgørelse.opfølgning.dato"


def test_in_a_workbook_a_finding_points_at_the_cell() -> None:
    cell = Place("sager.xlsx", detail="arket Sager, celle F3")
    brev = letter({"afgørelse.opfølgning": {"dato": "2026-07-01"},
                   "afgørelse.indsatser.0.start": "2026-03-10"})
    assert brev.case
    places: dict[Path_, Place] = {("afgørelse", "opfølgning", "dato"): cell}
    source = Located(brev.case.source.data, places, "sager.xlsx")
    (problem,) = found("SAG-OP-01a", replace(brev, case=replace(brev.case, source=source)))
    assert problem.where == cell


def test_without_a_case_the_rules_about_it_rest() -> None:
    plain = letter_of_text("Du får en kontaktperson.", dokument="afgoerelse")
    assert [p.id for r in ours() if r.slags in ("felt", "dato", "sag")
            for p in found(r.id, plain)] == []


# --- days of the week and references in the words -----------------------------------------------


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.integers(0, 6))
def test_a_wrong_day_of_the_week_is_found_and_a_right_one_is_not(day: date, off: int) -> None:
    said = danish.ugedag(day + timedelta(days=off))
    brev = letter_of_text(f"Vi mødes {said} den {danish.dato(day)} kl. 14.".replace("\u00a0", " "))
    assert bool(found("UGEDAG", brev)) == (off != 0)


@pytest.mark.parametrize(("text", "fine"), [
    ("barnets lov § 32, stk. 1, nr. 8", True), ("barnets lov § 32, stk. 1, nr. 9", False),
    ("Barnets lovs § 32 stk. 1 nr. 12", False), ("§ 32, stk. 1, nr. 9, i barnets lov", False),
    ("serviceloven § 52, stk. 3, nr. 9", True), ("§ 32, stk. 1, nr. 9", True),
    ("barnets lov § 9", True), ("barnets lov § 47, stk. 1, nr. 4", True),
])
def test_a_reference_beyond_the_list_is_found(text: str, fine: bool) -> None:
    assert (found("G-05", letter_of_text(f"Det er bestemt efter {text}.")) == []) == fine


@pytest.mark.parametrize("piece", ["barnets lov § ", "§ 32, stk. 1, nr. ", "mandag den 3. ",
                                   "1 år. ", "1 år ", "fire uger klage ", "§ 32 stk 1 nr "])
def test_a_megabyte_of_it_is_read(piece: str) -> None:
    """It ends: nothing here looks at the same text again for each thing it finds."""
    brev = letter_of_text(piece * (1_000_000 // len(piece)), dokument="afgoerelse")
    for regel in ours():
        if regel.slags in ("ugedag", "henvisning"):
            look(regel, brev, book())
    check_set([brev, brev], book())


# --- letters against each other -----------------------------------------------------------------


def pair(child: str, parent: str) -> list[str]:
    """The ids of what a decision to a child and one to a parent do not agree on; no case known."""
    breve = [letter_of_text(text, dokument="afgoerelse", læser=who, dato=date(2026, 3, 2))  # type: ignore[arg-type]
             for text, who in ((child, "barn"), (parent, "forælder"))]
    return [p.id for p in check_set(breve, book())]


@pytest.mark.parametrize(("child", "parent", "told"), [
    ("Hjælpen varer et halvt år.", "Forventet varighed: seks måneder.", []),
    ("Hjælpen varer et halvt år.", "Forventet varighed: 12 måneder.", ["ENIGE-VARIGHED"]),
    ("Det varer 1½ år.", "Støtten ventes at vare halvandet år.", []),
    ("Det varer 1½ år.", "Støtten ventes at vare et år.", ["ENIGE-VARIGHED"]),
    ("Det varer ½ år.", "Støtten ventes at vare 6 måneder.", []),
    ("Det varer 12 uger.", "Det ventes at vare tre måneder.", []),
    ("Det varer, til du fylder 18 år.", "Det ventes at vare to år.", []),
    ("Vi mødes den 14. april.", "Vi holder opfølgning den 14-04-2026.", []),
    ("Vi mødes den 14. april.", "Vi holder opfølgning den 15. april 2026.", ["ENIGE-OPFOELGNING"]),
    ("Vi mødes den 14. april 2026.", "Vi mødte dig den 3. marts 2026.", []),
    ("Du har fire uger til at klage.", "Klagefristen er 4 uger.", []),
    ("Du har fire uger til at klage.", "Klagefristen er seks uger.", ["ENIGE-KLAGE"]),
    ("Du får hjælp i fire uger.", "Klagefristen er seks uger.", []),
    ("Efter § 32, stk. 1, nr. 5.", "Efter § 32, stk. 1, nr. 3.", ["ENIGE-HJEMMEL"]),
    ("Efter § 32, stk. 1, nr. 5.", "Efter § 32 stk. 1 nr. 5 og § 46.", []),
    ("Du får en psykolog.", "Efter § 32, stk. 1, nr. 3.", []),
])
def test_letters_agree_in_their_finished_words(child: str, parent: str, told: list[str]) -> None:
    assert pair(child, parent) == told


def test_of_three_letters_the_odd_one_is_told() -> None:
    breve = [letter_of_text(f"Vi mødes den {day}. april 2026.", navn=name, dokument="afgoerelse")
             for name, day in (("barn", 15), ("mor", 14), ("far", 14))]
    (problem,) = check_set(breve, book())
    assert problem.where.file == "barn"
    assert "14. april 2026" in problem.text


def test_letters_of_two_cases_are_not_held_against_each_other() -> None:
    breve = [letter({"sagsnummer": number}, text=f"Vi mødes den {day}. april 2026.")
             for number, day in (("2026-1", 14), ("2026-2", 15))]
    assert "ENIGE-OPFOELGNING" not in [p.id for p in check_set(breve, book())]


@pytest.mark.parametrize(("text", "day", "told"), [
    ("Vi ses mandagen den 3. marts 2026.", "2026-03-02", True),
    ("Vi ses mandag, 2/3-2026.", "2026-03-02", False),
    ("Vi ses onsdag den 3. december.", "2026-03-02", False),  # 2025 was a Wednesday
    ("Vi ses fredag den 3. september.", "2026-03-02", False),  # half a year away: which year?
    ("Vi ses onsdag den 3. juni.", "2026-03-02", False),
    ("Vi ses torsdag den 3. juni.", "2026-03-02", True),
])
def test_a_day_of_the_week_without_a_year(text: str, day: str, told: bool) -> None:
    brev = letter_of_text(text, dato=date.fromisoformat(day))
    assert bool(found("UGEDAG", brev)) == told


# --- faults in a rule ---------------------------------------------------------------------------

RULE = """\
- id: MIN
  titel: En regel
  slags: {slags}
  type: FORM
  niveau: advarsel
  kilde: os
  besked: Ret det.
  sådan: Sådan.
  {more}
"""


def of_rule(root: Path, slags: str, more: str) -> Regelbog:
    file = root / "rules" / "form" / "regel.yaml"
    file.parent.mkdir(parents=True)
    file.write_text(RULE.format(slags=slags, more=more), encoding="utf-8")
    return load_rules(replace(load_library(), roots=(root,)))


@pytest.mark.parametrize(("slags", "more"), [
    ("felt", "felter: [plan.maal]"), ("felt", "felter: [plan.dato eller plan.datto]"),
    ("felt", "felter: [afgørelse.start]"),  # worked out by the program, not written in a case
    ("dato", "dato: plan.dato\n  senest: brevets"), ("dato", "dato: plan.dato\n  dage: to"),
])
def test_a_field_that_does_not_exist_is_told_when_rules_are_read(
        tmp_path: Path, slags: str, more: str) -> None:
    with pytest.raises(Unusable):
        of_rule(tmp_path, slags, more)


@pytest.mark.parametrize("slags", ["sag", "enige"])
def test_a_function_that_does_not_exist_is_told_in_danish(tmp_path: Path, slags: str) -> None:
    rules = of_rule(tmp_path, slags, "ser_efter: samtykke")
    run = check_set if slags == "enige" else lambda breve, book: check(breve[0], book)
    with pytest.raises(Unusable, match="samtykke"):
        run([letter()], rules)
