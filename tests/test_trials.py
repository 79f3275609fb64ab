"""The owners' own trials of phrases: how the table is read, what a row may change, what it is held
against, and whether every variant has been tried."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from textwrap import dedent

import pytest

from generator.coverage import Coverage, cover
from generator.document import paragraphs
from generator.library import Frase, parse_frase, shipped
from generator.phrases.trials import CannotChange, changed, judge, read_trials
from generator.pipeline import Press
from generator.source import Place, Problem, Unusable
from tests.fraser import body, frase, law, library, made
from tests.shared_library import shipped_library
from tests.word import p, word

HEAD = "| Sag | Til | Ændret | Teksten siger | Teksten siger ikke |\n|---|---|---|---|---|\n"
#: A phrase with a wording for each reader; its table begins on line 27.
WORDINGS = """## Til barnet, under 10 år
Hej {{ barn.fornavn }}. Du er lille.

## Til barnet, fra 10 år
Hej {{ barn.fornavn }}. Du har ret til at klage.

Du har **fire uger**, til den {{ afgørelse.opfølgning.dato }}.

## Til forældre
Til {{ modtager.navn }} om {{ barn.fornavn }}.

## Prøver

"""


def with_rows(*rows: str, head: str = HEAD, **front: str) -> Frase:
    return frase("afgoerelse.hilsen", WORDINGS + head + "\n".join(rows), **front)


def covered(*fraser: Frase, roots: Sequence[Path] = ()) -> Coverage:
    """What is found with these phrases and no other, and with the shipped templates and cases."""
    small = replace(shipped_library(), fraser=library(*fraser).fraser, roots=(shipped(), *roots))
    return cover(Press(small))


def said(*rows: str, **more: str) -> list[Problem]:
    """What is said of the rows; nothing is said of variants here."""
    return [found for found in covered(with_rows(*rows, **more)).problems
            if found.id not in ("frase.variant_uproevet", "frase.uproevet")]


# --- the section in the file --------------------------------------------------------------------


def test_trials_are_no_text_and_no_variant():
    tried = with_rows("| skolefravaer | barn | | Du har ret | |")
    assert [v.heading for v in sorted(tried.varianter, key=lambda v: v.line)] == [
        "Til barnet, under 10 år", "Til barnet, fra 10 år", "Til forældre"]
    assert not any("Prøver" in v.body or "|" in v.body for v in tried.varianter)
    assert tried.prøver.lines[tried.prøver.lines.index(
        "| skolefravaer | barn | | Du har ret | |")]


@pytest.mark.parametrize("heading", ["## Prøver", "##Prøver", "## prøver:", "##  PRØVER "])
def test_a_phrase_for_all_may_have_trials_too(heading):
    made_ = body(f"Hej med dig.\n\n{heading}\n\n{HEAD}| skolefravaer | barn | | Hej | |")
    assert [a.text for a in paragraphs(made_.document.body)] == ["Hej med dig."]
    assert made_.problems == ()


def test_a_letter_is_the_same_byte_for_byte_with_and_without_trials():
    text = "## Til alle\nHej med dig.\n"
    plain, tried = (made(word(p("{{p frase.x }}")), library(frase("x", text + more)))
                    for more in ("", f"\n## Prøver\n{HEAD}| x | barn | | Hej | |"))
    assert plain.docx == tried.docx


def test_a_variant_after_the_trials_is_refused_with_its_line():
    with pytest.raises(Unusable) as refused:
        frase("x", f"## Til alle\nHej.\n## Prøver\n{HEAD}\n## Til forældre\nHej.")
    [problem] = refused.value.problems
    assert (problem.id, problem.where) == ("frase.proever_sidst", Place("x.md", 17))
    assert problem.remedy


def test_a_variant_knows_the_line_of_its_heading():
    one = frase("x", "## Til barnet\n\n\nHej.\n\n## Til forældre\nHej.")
    assert sorted((v.heading_line, v.line) for v in one.varianter) == [(11, 14), (16, 17)]


# --- reading the table --------------------------------------------------------------------------


def test_columns_may_stand_in_any_order_and_the_last_may_be_left_out():
    [trial], problems = read_trials(with_rows(
        "| Du har ret … at klage | skolefravaer | barn |",
        head="| teksten siger | SAG | Til |\n|:--|:-:|--:|\n"))
    assert problems == []
    assert (trial.case, trial.reader, trial.age) == ("skolefravaer", "barn", None)
    assert (trial.says, trial.never, trial.changes) == (("Du har ret", "at klage"), (), ())
    assert trial.where == Place("afgoerelse.hilsen.md", 26)


def test_the_last_cells_of_a_row_may_be_left_out():
    [trial], problems = read_trials(with_rows("| skolefravaer | barn | | Du har ret"))
    assert (trial.says, problems) == (("Du har ret",), [])


def test_a_cell_may_hold_a_bar_and_changes_are_read_one_by_one():
    row = r"| skolefravaer | mor | alder: 8; barn.telefon:; personer[1].navn: A: B | a \| b | c |"
    [trial], problems = read_trials(with_rows(row))
    assert problems == []
    assert (trial.says, trial.never, trial.age) == (("a | b",), ("c",), 8)
    assert [(c.name, c.value) for c in trial.changes] == [
        ("barn.telefon", None), ("personer[1].navn", "A: B")]


@pytest.mark.parametrize(
    ("head", "row", "text"),
    [
        ("| Sag | Til | Tekst |\n|-|-|-|\n", "| a | b | x |", "Kolonnen »Tekst« kender vi ikke."),
        ("| Sag | Teksten siger |\n|-|-|\n", "| a | x |", "Kolonnen »Til« mangler."),
        ("| Sag | Til | Til |\n|-|-|-|\n", "| a | b | c |", "Kolonnen »Til« står to gange."),
        ("| Sag | Til | Teksten siger |\n", "| a | barn | x |", "Der mangler en linje med streger"),
        (HEAD, "| a | barn | | x | y | z |", "Rækken har 6 felter, og tabellen har kun 5."),
        (HEAD, "| | barn | | x | |", "Prøven mangler noget i »Sag«."),
        (HEAD, "| a | | | x | |", "Prøven mangler noget i »Til«."),
        (HEAD, "Så står der noget", "»Så står der noget« er ikke en række i tabellen."),
        (HEAD, "| a | barn | | | |", "Prøven siger ikke, hvad den venter."),
        (HEAD, "| a | barn | formål | x | |", "Ændringen »formål« kan ikke læses."),
        (HEAD, "| a | barn | personer[0].navn: Bo | x | |", "kan ikke læses."),
        (HEAD, "| a | barn | alder: otte | x | |", "»otte« er ikke en alder."),
    ],
)
def test_a_fault_in_the_table_is_told_with_its_line(head, row, text):
    trials, [problem] = read_trials(with_rows(row, head=head))
    assert text in problem.text
    assert problem.level == "fejl"
    assert problem.where.line in (24, 26)
    assert problem.remedy
    assert trials == [] or "mangler en linje" in text


def test_all_faults_of_a_table_are_told_at_once():
    rows = ("| a | barn | formål | | |", "| | | | x | |", "hej")
    assert [x.where.line for x in read_trials(with_rows(*rows))[1]] == [28, 26, 26, 27, 27]


# --- changing the case --------------------------------------------------------------------------

DATA = {"barn": {"navn": "Alma", "telefon": None}, "personer": [{"id": "mor"}, {"id": "far"}]}


def after(text: str) -> object:
    [trial], problems = read_trials(with_rows(f"| a | barn | {text} | x | |"))
    assert problems == []
    return changed(DATA, trial.changes)


def test_a_change_sets_adds_and_takes_away_and_leaves_the_case_itself_alone():
    text = "barn.navn: Bo; personer[2]:; personer[2].id: mormor; afgørelse.plan.laves: nej"
    assert after(text) == {
        "barn": {"navn": "Bo", "telefon": None}, "personer": [{"id": "mor"}, {"id": "mormor"}],
        "afgørelse": {"plan": {"laves": "nej"}}}
    assert DATA["barn"] == {"navn": "Alma", "telefon": None}
    assert after("barn.telefon.x[1]: 1")["barn"]["telefon"] == {"x": ["1"]}  # type: ignore[index]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("personer[4].id: x", "»personer[4]« findes ikke i sagen||Der er 2 i »personer«."),
        ("personer[3]:", "»personer[3]« findes ikke i sagen||Der er 2 i »personer«."),
        ("barn.navm:", "»barn.navm« findes ikke i sagen||Mente du »navn«?"),
        ("plan.mål:", "»plan« findes ikke i sagen||Slet ændringen."),
        ("barn[1].navn: Bo", "»barn« er ikke en liste||Slet [1]."),
        ("barn.navn.fornavn: Bo", "»barn.navn« har ikke felter under sig||Ret »barn.navn« selv."),
        ("personer.id: x", "»personer« har ikke felter under sig||Det er en liste: skriv hvilket "
                           "nummer, for eksempel personer[1].id."),
    ],
)
def test_a_change_that_leads_nowhere_is_refused(text, message):
    with pytest.raises(CannotChange) as refused:
        after(text)
    assert str(refused.value) == message


# --- judging ------------------------------------------------------------------------------------


def judged(says: str, never: str, text: str) -> list[Problem]:
    [trial], _ = read_trials(with_rows(f"| skolefravaer | barn | | {says} | {never} |"))
    return list(judge(trial, text, "Til barnet"))


@pytest.mark.parametrize(
    ("says", "never"),
    [
        ("Du har ret", ""),
        ("Du har ret … 3. marts 2026", ""),
        ("ret til at klage. Det er nu", ""),
        ("", "din far … din mor"),
        ("Du har ret … klage", "Ring"),
    ],
)
def test_a_text_that_says_what_it_must_passes(says, never):
    text = "Du har ret til at klage.\nDet er nu.\nSenest den 3.\u00a0marts\u202f2026."
    assert judged(says, never, text) == []


def test_a_sentence_that_is_missing_is_told_with_the_one_most_like_it():
    [problem] = judged("Du har ret til at sige nej", "", "Hej. Du har ret til at klage. Ring.")
    assert problem.id == "frase.proeve"
    assert problem.text == ("Prøven med »skolefravaer« til barn: teksten siger ikke »Du har ret "
                            "til at sige nej«.")
    assert problem.why == ("Varianten »Til barnet« blev valgt, og den siger: »Du har ret til at "
                           "klage.«")
    assert problem.where == Place("afgoerelse.hilsen.md", 26)


def test_a_long_text_is_shortened():
    [problem] = judged("xyz", "", "ord " * 200)
    assert len(problem.why) < 300
    assert problem.why.endswith("…«")


def test_sentences_in_another_order_are_told():
    [problem] = judged("klage … Du har", "", "Du har ret til at klage.")
    assert "»Du har« kommer for tidligt i teksten." in problem.text
    assert judged("Du har … Du har", "", "Du har ret.")[0].text.endswith("for tidligt i teksten.")


def test_what_must_not_stand_is_told_once_for_each():
    assert [x.text.split(": ")[1] for x in judged("", "ret … nej … klage", "Du har ret at klage")
            ] == ["teksten siger »ret«, og det må den ikke.",
                  "teksten siger »klage«, og det må den ikke."]


# --- trials of a phrase in a case ---------------------------------------------------------------


def test_trials_that_hold_are_not_told():
    found = covered(with_rows(
        "| skolefravaer | barn | | Hej Alma. … at klage … fire uger … 14. april 2026 | lille |",
        "| skolefravaer | barn | alder: 9 | Du er lille. | klage |",
        "| skolefravaer | barn | alder: 10 | klage | lille |",
        "| skolefravaer | mor | personer[1].navn: Bo Holm | Til Bo Holm om Alma | Lone |",
        "| skolefravaer | foraeldre | | om Alma | Hej |",
        "| skolefravaer | barn | afgørelse.opfølgning.dato: | til den [MANGLER: | april |",
        eksempel="skolefravaer"))
    assert found.problems == ()
    assert (found.trials, found.tried, found.variants) == (6, 3, 3)


WRONG = [
    ("| skolefravær | barn | | Hej | |", "frase.proeve_sag",
     "Der er intet eksempel, der hedder »skolefravær«.", "Mente du »skolefravaer«?"),
    ("| skolefravaer | moar | | Hej | |", "frase.proeve_laeser",
     "Der er ingen i sagen, der hedder »moar«.", "Mente du »mor«?"),
    ("| skolefravaer | sted | | Hej | |", "frase.proeve_laeser",
     "Der er ingen breve til sted.", ""),
    ("| skolefravaer | barn | afgørelse.formaal: x | Hej | |", "frase.proeve_aendring",
     "afgørelse.formaal: Feltet »formaal« kender vi ikke her.", "Mente du »formål«?"),
    ("| skolefravaer | barn | afgørelse.dato: i går | Hej | |", "frase.proeve_aendring",
     "afgørelse.dato: ", ""),
    ("| skolefravaer | barn | personer[9].navn: x | Hej | |", "frase.proeve_aendring",
     "»personer[9]« findes ikke i sagen.", "Der er 5 i »personer«."),
    ("| skolefravaer | barn | afgørelse: | Hej | |", "frase.proeve_laeser",
     "Sagen indeholder ikke noget til »afgoerelse«.", ""),
    ("| skolefravaer | mor | | Hej | |", "frase.proeve",
     "teksten siger ikke »Hej«.", "Ret teksten eller prøven."),
]


@cache
def told_of_wrong() -> list[Problem]:
    """What is said of all those rows, told at once."""
    return said(*(row for row, *_ in WRONG), eksempel="skolefravaer")


@pytest.mark.parametrize(("number", "wrong"), list(enumerate(WRONG)), ids=[w[2] for w in WRONG])
def test_what_is_wrong_with_a_trial_is_told_in_danish_with_its_line(number, wrong):
    _, id, text, remedy = wrong
    where = Place("afgoerelse.hilsen.md", 27 + number)
    [problem] = [found for found in told_of_wrong() if found.where == where]
    assert (problem.id, problem.level) == (id, "fejl")
    assert text in problem.text
    assert remedy in problem.remedy
    assert problem.remedy


def test_a_reader_the_phrase_has_nothing_for_is_told_and_no_silence_passes():
    one = frase("x", f"## Til barnet\nHej.\n\n## Prøver\n{HEAD}| skolefravaer | mor | | | Hej |")
    assert any("frasen har ingen tekst til den, der læser." in x.text
               for x in covered(one).problems)


def test_a_broken_phrase_inside_is_told():
    one = frase("x", f"Hej {{{{ frase.y }}}}\n\n## Prøver\n{HEAD}| skolefravaer | barn | | Hej | |")
    assert [x.id for x in covered(one).problems] == ["frase.fejl"]


def test_the_age_holds_on_the_day_of_the_letter_also_on_the_birthday_and_on_leap_days():
    rows = [f"| skolefravaer | barn | barn.fødselsdato: {born}; alder: {age}; "
            f"afgørelse.dato: {day} | {said_} | |"
            for born in ("2014-08-14", "2016-02-29", "2014-03-02")
            for day in ("2026-03-02", "2027-02-28", "2026-08-14")
            for age, said_ in ((9, "lille"), (10, "klage"))]
    assert said(*rows, eksempel="skolefravaer") == []


def test_a_trial_on_a_day_when_the_wording_does_not_hold_is_told():
    row = "| skolefravaer | mor | | Til | |"
    [problem] = said(row, eksempel="skolefravaer", gyldig_fra="2026-04-01")
    assert problem.id == "frase.proeve"
    assert "på brevets dato, 2.\u00a0marts 2026, gælder frasen ikke" in problem.text


def test_a_loop_phrase_is_tried_with_all_its_rounds():
    one = frase("x", "{{ i.hjemmel }}\n\n## Prøver\n" + HEAD
                + "| spaed-anbragt | barn | | § 46, stk. 1 … § 52, stk. 1 | |",
                loekke="{i: afgørelse.indsatser}")
    assert covered(one).problems == ()


def test_an_older_wording_is_tried_on_a_day_when_it_held():
    row = "| skolefravaer | barn | afgørelse.dato: 2024-05-01 | Før | |"
    old = frase("x", f"Før.\n\n## Prøver\n{HEAD}{row}", gyldig_fra="2024-01-01",
                gyldig_til="2025-12-31")
    new = frase("x", "Nu.", gyldig_fra="2026-01-01")
    found = covered(old, new)
    assert [(x.id, x.where.file) for x in found.problems] == [
        ("frase.variant_uproevet", "x@2026-01-01.md")]


# --- coverage -----------------------------------------------------------------------------------


def test_a_phrase_that_nothing_tries_is_an_error_and_a_variant_a_warning():
    [nothing] = covered(frase("x", "## Til barnet\nHej.\n\n## Til forældre\nHej.")).problems
    assert (nothing.id, nothing.level) == ("frase.uproevet", "fejl")
    assert nothing.where == Place("x.md", 1)
    [one] = covered(frase("x", "## Til barnet\nHej.\n\n## Til forældre\n\nHej.\n\n## Prøver\n"
                               + HEAD + "| skolefravaer | barn | | Hej | |")).problems
    assert (one.id, one.level, one.where) == (
        "frase.variant_uproevet", "advarsel", Place("x.md", 14))
    assert "»Til forældre«" in one.text


def test_what_the_letters_of_the_examples_use_needs_no_trial():
    """The shipped templates ask for `afgoerelse.hilsen`; no example has a child of 16."""
    used = frase("afgoerelse.hilsen", "## Til barnet, under 16 år\nHej.\n\n## Til alle\nHej.")
    assert covered(used).problems == ()
    older = frase("afgoerelse.hilsen", "## Til barnet, fra 16 år\nHej.\n\n## Til alle\nHej.")
    assert [x.id for x in covered(older).problems] == ["frase.variant_uproevet"]


def test_a_trial_that_fails_has_tried_its_variant_and_one_that_cannot_run_has_not():
    text = "Hej.\n\n## Prøver\n" + HEAD
    failing, wrong = (frase("x", f"{text}| {case} | barn | | Goddag | |")
                      for case in ("skolefravaer", "findes-ikke"))
    assert [x.id for x in covered(failing).problems] == ["frase.proeve"]
    assert {x.id for x in covered(wrong).problems} == {"frase.proeve_sag", "frase.uproevet"}


def test_a_phrase_that_is_out_of_use_needs_no_trial():
    assert covered(frase("x", "Hej.", status="udgaaet")).problems == ()


def test_an_example_that_does_not_use_the_phrase_is_told():
    row = "| skolefravaer | barn | | Hej | |"
    tried = frase("x", f"Hej.\n\n## Prøver\n{HEAD}{row}", eksempel="spaed-anbragt")
    [problem] = covered(tried).problems
    assert (problem.id, problem.level) == ("frase.eksempel_uden", "advarsel")
    assert covered(replace(tried, eksempel="skolefravaer")).problems == ()


def test_examples_of_a_librarys_own_count_and_one_that_is_broken_stops_nothing(tmp_path):
    (tmp_path / "examples").mkdir()
    case = (shipped() / "examples" / "skolefravaer.yaml").read_text(encoding="utf-8")
    own = case.replace("Alma Sofie Holm", "Gry Holm").replace("logo: logo-egelund.png", "")
    own = own.replace("billede: tegning-alma.png", "")
    (tmp_path / "examples" / "vores.yaml").write_text(own, encoding="utf-8")
    (tmp_path / "examples" / "daarlig.yaml").write_text("sagsnummer: 1\n", encoding="utf-8")
    (tmp_path / "examples" / "uden.yaml").write_text(case, encoding="utf-8")  # its logo is missing
    one = frase("x", f"Hej {{{{ barn.fornavn }}}}.\n\n## Prøver\n{HEAD}"
                     "| vores | barn | | Hej Gry. | |\n| daarlig | barn | | Hej | |")
    found = covered(one, roots=(tmp_path,)).problems
    told = {(Path(x.where.file).name, x.id) for x in found}
    assert told == {("x.md", "frase.proeve_sag"), ("daarlig.yaml", "sag.mangler"),
                    ("uden.yaml", "billede.mangler")}
    assert [x.text for x in found if x.where.file == "x.md"] == [
        "Eksemplet »daarlig« kan ikke læses."]


def test_every_variant_of_the_shipped_phrases_is_tried_and_every_trial_holds():
    found = cover(Press(shipped_library()))
    assert [str(x) for x in found.problems] == []
    assert found.tried == found.variants


def test_only_the_phrases_asked_for_are_tried():
    found = cover(Press(shipped_library()), ["afgoerelse.klage_sted"])
    [frase_] = shipped_library().fraser["afgoerelse.klage_sted"]
    assert (found.problems, found.variants) == ((), len(frase_.varianter))


# --- the guide ----------------------------------------------------------------------------------

GUIDE = Path(__file__).parent.parent / "docs" / "vejledning" / "fraser.md"


def fenced(begins: str) -> str:
    """The block of the guide that begins so, without the indent of its list."""
    text = GUIDE.read_text(encoding="utf-8")
    blocks = (dedent(block).strip("\n") for block in re.split(r"(?m)^ *```\w*$", text)[1::2])
    return next(block for block in blocks if block.startswith(begins))


def test_the_example_of_the_guide_finds_what_the_guide_says_and_holds_when_it_is_mended():
    text = "\n\n".join([fenced("---\ntitel: Vil du have brevet"), fenced("## Prøver")])
    told = fenced("Fejl: Prøven med").replace("\n  til. ", " til. ")

    def problems(text: str) -> tuple[Problem, ...]:
        return covered(parse_frase(text, "afgoerelse.oplaesning",
                                   "vores/fragments/afgoerelse/oplaesning.md", law())).problems

    assert [str(x) for x in problems(text)] == [told]
    mended = fenced("Du må gerne få brevet læst højt")
    first, rest = text.index("Du må gerne"), text.index("\n\n## Til barnet, fra 10 år")
    assert problems(text[:first] + mended + text[rest:]) == ()
