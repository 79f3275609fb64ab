"""Supervision: what is counted, by what, and that nobody is named in it."""

from __future__ import annotations

import csv
import re
from dataclasses import replace
from datetime import datetime
from io import StringIO
from pathlib import Path

import pytest

from generator import cli
from generator.batch.ledger import Ledger, Result
from generator.checker.pattern import pattern
from generator.checker.rule_files import load_rules
from generator.checker.rules import Regel, Regelbog, Type
from generator.source import Problem
from generator.tilsyn.page import tilsyn_page
from generator.tilsyn.purposes import ALL, PURPOSES
from generator.tilsyn.reading import (
    Line,
    by_case,
    by_folder,
    case_in,
    held_back,
    no_teams,
    read_line,
    read_teams,
)
from generator.tilsyn.table import tilsyn_csv
from generator.tilsyn.tally import Share, met, rows, shares
from tests.sent import sent
from tests.shared_library import share, shipped_library
from tests.word import p, r, word

NOON = datetime(2026, 6, 1, 12)  # noqa: DTZ001 - the clock of whoever reads the page


def regel(id: str, type: Type = "LOV", krav: str = "") -> Regel:
    return Regel(id, f"Titel på {id}", "skal_staa", type, "fejl", "barnets lov § 32", "Mangler.",
                 "", "Skriv det.", (krav or id,))


BOOK = Regelbog({r.id: r for r in (regel("AF-06"), regel("AF-12a", krav="AF-12"),
                                   regel("AF-12b", krav="AF-12"), regel("AF-07", "ANBEFALING"),
                                   regel("PASSIV-S", "SPROG"))}, ())


def line(brev: str = "2026-1_afgoerelse_barn_2026-03-02", *brudt: str, måned: str = "2026-03",
         team: str = "", spurgt: tuple[str, ...] = tuple(BOOK.regler), **rest: object) -> Line:
    return Line(brev, "2026-1", "afgoerelse", "barn", måned, team, spurgt, brudt,
                "fejl" if brudt else "", **rest)  # type: ignore[arg-type]


def test_a_requirement_with_several_rules_is_met_when_all_are():
    found = {row.krav: row.alle for row in rows([line(), line("b", "AF-12a"),
                                                 line("c", "AF-12a", "AF-12b")], BOOK)}
    assert found["AF-12"] == Share(3, 1)
    assert found["AF-06"] == Share(3, 3)


def test_only_letters_that_a_rule_concerns_are_counted():
    asked = line("a", "AF-06", spurgt=("AF-06",))
    other = line("b", spurgt=("AF-07",))
    assert {r.krav: r.alle for r in rows([asked, other], BOOK)} == {
        "AF-06": Share(1, 0), "AF-07": Share(1, 1)}


def test_what_is_met_least_comes_first():
    assert next(r.krav for r in rows([line("a", "AF-07"), line("b")], BOOK)) == "AF-07"


def test_figures_by_month_and_team():
    lines = [line("a", "AF-06", måned="2026-02", team="Nord"), line("b", team="Nord"),
             line("c", team="Syd")]
    assert shares(lines, "AF-06", BOOK, lambda x: x.måned) == {
        "2026-02": Share(1, 0), "2026-03": Share(2, 2)}
    assert met(lines, BOOK, "LOV", lambda x: x.team) == {"Nord": Share(2, 1), "Syd": Share(1, 1)}


@pytest.mark.parametrize(("share", "percent"), [
    (Share(0, 0), None), (Share(3, 1), 33), (Share(3, 2), 67), (Share(8, 8), 100)])
def test_percent(share, percent):
    assert share.procent == percent


@pytest.mark.parametrize(("path", "team"), [
    ("Nord/a.docx", "Nord"), ("a.docx", ""), ("3f/a.docx", ""), ("Nord/3f/a.docx", "Nord")])
def test_folders_are_teams_but_not_those_that_part_many_letters(path, team):
    assert by_folder("2026-1", Path(path)) == team


def test_teams_are_read_from_a_file(tmp_path):
    file = tmp_path / "teams.csv"
    file.write_text("sagsnummer;team\n2026-1A;Nord\n\n2026-2;Syd\n", "utf-8")
    team_of = by_case(read_teams(file))
    assert [team_of(sag, Path()) for sag in ("2026-1a", "2026-2", "2026-9")] == ["Nord", "Syd", ""]


def test_letters_that_were_held_back_are_told_of_by_the_ledger(tmp_path):
    with Ledger(tmp_path) as ledger:
        ledger.record([
            Result(1, "2026-1", "2026-1_afgoerelse_barn_2026-03-02", "holdt tilbage",
                   dokument="afgoerelse", læser="barn", fund=(Problem("AF-06", "Mangler."),)),
            Result(2, "2026-2", "2026-2_afgoerelse_barn_2026-03-02", "lavet",
                   dokument="afgoerelse", læser="barn")])
    (found,) = held_back(tmp_path, no_teams)
    assert (found.sag, found.måned, found.brudt, found.holdt_tilbage) == (
        "2026-1", "2026-03", ("AF-06",), True)


def test_a_held_back_letter_is_in_no_percentage():
    held = line("h", "AF-06", holdt_tilbage=True, spurgt=())
    assert {r.krav: r.alle for r in rows([line(), held], BOOK)}["AF-06"] == Share(1, 1)


@pytest.mark.parametrize("purpose", [*PURPOSES.values(), ALL], ids=[*PURPOSES, "alt"])
def test_each_purpose_has_a_page_with_its_question(purpose):
    page = tilsyn_page([line("a", "AF-06", team="Nord <b>"), line("b", team="Syd")], BOOK, purpose,
                       NOON)
    assert purpose.spørgsmål in page
    assert all(text in page for text in purpose.tal_om)
    assert "Nord <b>" not in page
    assert "http" not in page.replace("http-equiv", "")


def test_the_page_never_says_that_a_letter_is_lawful():
    page = tilsyn_page([line()], BOOK, ALL, NOON)
    assert "det vurderer mennesker" in page
    assert "overholder loven" not in page


def test_the_csv_has_a_line_for_each_part_and_no_formula():
    found = list(csv.reader(StringIO(tilsyn_csv([line(team="=HYPERLINK(1)")], BOOK).lstrip(
        "\ufeff")), delimiter=";"))
    assert ["team", "'=HYPERLINK(1)", "AF-06"] in [row[:3] for row in found]
    assert ["måned", "2026-03", "AF-06"] in [row[:3] for row in found]


def test_a_folder_of_real_letters_is_counted_and_nobody_is_named(tmp_path, monkeypatch, capsys):
    share(monkeypatch)
    letters = tmp_path / "Nord"
    letters.mkdir()
    some = sent("barnets_plan")[:3]
    for s in some:
        (letters / f"{s.letter.order.navn}.docx").write_bytes(s.letter.docx)
    (letters / "Brev til Alma Holm.docx").write_bytes(some[0].letter.docx)
    (letters / "~$lås.docx").write_bytes(b"lock")
    (letters / "i stykker.docx").write_bytes(b"ikke Word")
    code = cli._run(["tilsyn", str(tmp_path), "--team", "mapper", "--ud", str(tmp_path / "ud")])
    said = capsys.readouterr().err
    page = (tmp_path / "ud" / "tilsyn.html").read_text("utf-8")
    table = (tmp_path / "ud" / "tilsyn.csv").read_text("utf-8-sig")
    assert code == 1
    assert "4 breve er talt" in said
    assert "1 filer kunne ikke læses" in said or "1 fil kunne ikke læses" in said
    assert str(letters / "i stykker.docx") in said
    names = {word for s in some for navn in (s.case.sag.barn.navn, *(
        p.navn for p in s.case.sag.personer)) for word in navn.split()}
    assert [n for n in names if n in page or n in table] == []
    assert "team;Nord" in table


def test_our_copies_with_comments_are_not_counted_as_letters(tmp_path, monkeypatch, capsys):
    share(monkeypatch)
    [one, two] = sent("barnets_plan")[:2]
    (tmp_path / "brev.docx").write_bytes(one.letter.docx)
    (tmp_path / "brev-tjek.docx").write_bytes(one.letter.docx)
    (tmp_path / "STORT.DOCX").write_bytes(two.letter.docx)
    (tmp_path / ".gemt").mkdir()
    (tmp_path / ".gemt" / "brev.docx").write_bytes(one.letter.docx)
    (tmp_path / "Alma Holm.doc").write_bytes(b"et andet format")
    assert cli._run(["tilsyn", str(tmp_path), "--ud", str(tmp_path / "ud")]) == 0
    said = capsys.readouterr().err
    assert "2 breve er talt" in said
    assert "1 fil er ikke med" in said
    assert "Alma" not in said


@pytest.mark.parametrize(("stem", "case"), [
    ("2026-0117_afgoerelse_barn_2026-03-02", "2026-0117"),
    ("SAG-2026-0117_barnets_plan_mor-1_2026-03-02", "SAG-2026-0117"),
    ("27.24.00-G01-12-26_afgoerelse_soester_2026-03-02", "27.24.00-G01-12-26"),
    ("Alma Holm_afgoerelse_barn_2026-03-02", ""), ("Alma-2_afgoerelse_barn_2026-03-02", ""),
    ("010115-1234_afgoerelse_barn_2026-03-02", ""), ("0101151234_afgoerelse_barn_2026-03-02", ""),
    ("2026-0117_afgoerelse_alma_2026-03-02", ""), ("Brev til Alma", "")])
def test_a_file_name_is_told_only_when_it_names_nobody(stem, case):
    assert case_in(stem) == case


def test_names_of_files_and_folders_are_nowhere(tmp_path, monkeypatch, capsys):
    share(monkeypatch)
    some = next(s for s in sent("barnets_plan") if s.letter.order.læser.rolle == "barn")
    child = some.case.sag.barn.navn
    letters = tmp_path / f"{child} 010115-1234"
    ours = "afgoerelse_barn_2026-03-02"
    for folder, file in ((child, "brev"), ("010115-1234 x", f"0101151234_{ours}"),
                         ("Team Nord", f"{child}_{ours}")):
        (letters / folder).mkdir(parents=True)
        (letters / folder / f"{file}.docx").write_bytes(some.letter.docx)
    (letters / child / "et til.docx").write_bytes(word(p(r("Referat af et møde."))))
    assert cli._run(["tilsyn", str(letters), "--team", "mapper", "--ud", str(tmp_path / "u")]) == 0
    capsys.readouterr()
    table = (tmp_path / "u" / "tilsyn.csv").read_text("utf-8-sig")
    shown = (tmp_path / "u" / "tilsyn.html").read_text("utf-8") + table
    assert "team;Team Nord" in table
    assert "team;mappe 1" in table
    assert not re.search(r"010115|" + "|".join(child.split()), shown)


def test_letters_of_other_kinds_are_counted_apart(tmp_path, monkeypatch, capsys):
    share(monkeypatch)
    text = "Referat af et møde. CPR 010115-1234. Vi talte om ferien og om skolen."
    for name in "ab":
        (tmp_path / f"{name}.docx").write_bytes(word(p(r("Referat")), p(r(text))))
    assert cli._run(["tilsyn", str(tmp_path), "--ud", str(tmp_path / "u")]) == 0
    capsys.readouterr()
    page = (tmp_path / "u" / "tilsyn.html").read_text("utf-8")
    assert "<b class=\"\">2</b>af de læste breve er af andre slags og er ikke målt" in page
    assert "Breve at se på nu" not in page
    assert (tmp_path / "u" / "tilsyn.csv").read_text("utf-8-sig").count("\n") == 1


def test_what_is_only_suggested_breaks_no_law_and_names_are_no_measure(tmp_path):
    library = shipped_library()
    some = next(s for s in sent("afgoerelse") if s.letter.order.læser.rolle == "forælder")
    (tmp_path / "brev.docx").write_bytes(some.letter.docx)
    every = load_rules(library)
    mild = replace(every.regler["AF-08"], niveau="forslag", slags="maa_ikke_staa",
                   mønstre=(pattern("du/I/jeres"),))
    rules = replace(every, regler={**every.regler, "AF-08": mild})
    found = read_line(tmp_path / "brev.docx", tmp_path, 1, library, rules, no_teams)
    assert "AF-08" in found.spurgt
    assert "AF-08" not in found.brudt
    assert "NAVNE-I-BREVET" not in found.spurgt


def test_an_empty_folder_is_told(tmp_path, monkeypatch):
    share(monkeypatch)
    assert cli._run(["tilsyn", str(tmp_path)]) == 3
    assert cli._run(["tilsyn", str(tmp_path / "findes_ikke")]) == 3
