"""`duform tjek`: which files it checks, what it lets stand, what it writes, and how it ends; and
the same rules in `lav` and `flet`."""

from __future__ import annotations

import json
import shutil
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path

import pytest

from generator import cli
from generator.batch.ledger import problem_of
from generator.batch.report.redact import without_people
from generator.batch.rows import Sagsrække
from generator.case.load import load_case
from generator.case.personer import Barn, Person
from generator.checker.discreet import without_names, without_quote
from generator.checker.rule_files import load_rules
from generator.checker.rules import Regelbog
from generator.findings.exceptions import Undtagelse, read_exceptions, typed
from generator.inspection import Asked, inspect
from generator.library import Library, shipped
from generator.orders import order_letters
from generator.pipeline import Press, make_letter
from generator.source import Located, Place, Problem, Unusable
from tests.checked import RULES, book, kontrol, letter
from tests.sent import sent
from tests.shared_library import share, shipped_library
from tests.small_case import SMALL, case
from tests.word import p, r, word

LETTER = ("Kære Alma. Se på barnet.", "Du kender Egon Toft.")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    share(monkeypatch)
    return tmp_path


# --- exceptions -----------------------------------------------------------------------------------


def ids(found) -> list[str]:
    return sorted({p.id for p in found.fund})


def test_an_exception_takes_a_finding_out_and_keeps_it_to_be_shown(tmp_path):
    rules = book(tmp_path)
    path = letter(tmp_path / "brev.docx", *LETTER)
    one = Undtagelse("PR-02", "Barnet er et andet barn.")
    found = kontrol(path, rules, [one])
    assert ids(kontrol(path, rules)) == ["PR-01", "PR-02", "PR-04"]
    assert ids(found) == ["PR-01", "PR-04"]
    assert [(u.fund.id, u.undtagelse.grund) for u in found.undtaget] == [
        ("PR-02", "Barnet er et andet barn.")]


@pytest.mark.parametrize("rule", ["PR-01", "PR-04"])
def test_a_fault_about_law_or_protection_is_let_stand_in_one_letter_only(tmp_path, rule):
    """LOV and BESKYTTELSE: not in all letters there are, with however good a reason."""
    rules = book(tmp_path)
    path = letter(tmp_path / "brev.docx", *LETTER)
    for wide in (Undtagelse(rule, "Fordi."), Undtagelse(rule, "Fordi.", brev="*.docx")):
        found = kontrol(path, rules, [wide])
        assert rule in ids(found)
        assert found.undtaget == ()
        assert "ét brev eller én sag" in found.sorted.bemærkninger[0]
    found = kontrol(path, rules, [Undtagelse(rule, "Fordi.", brev="brev.docx")])
    assert rule not in ids(found)
    assert found.sorted.bemærkninger == ()


def test_an_exception_for_another_letter_or_case_is_not_followed(tmp_path):
    path = letter(tmp_path / "brev.docx", *LETTER)
    others = [Undtagelse("PR-02", "x", brev="andet.docx"), Undtagelse("PR-02", "x", sag="2026-9")]
    assert "PR-02" in ids(kontrol(path, book(tmp_path), others))


def test_the_letter_itself_tells_which_case_it_is_about(tmp_path):
    one = next(s for s in sent("afgoerelse") if s.child)
    path = tmp_path / f"{one.letter.order.navn}.docx"
    path.write_bytes(one.letter.docx)
    rules = book(tmp_path, RULES.replace("[varer]", "[kaleidoskop]"))
    number = one.case.sag.sagsnummer
    assert "PR-01" in ids(kontrol(path, rules))
    assert "PR-01" not in ids(kontrol(path, rules, [Undtagelse("PR-01", "x", sag=number)]))
    assert "PR-01" in ids(kontrol(path, rules, [Undtagelse("PR-01", "x", sag="2026-1")]))


def test_an_exception_ends_after_its_last_day_and_that_is_said(tmp_path):
    path = letter(tmp_path / "brev.docx", *LETTER)
    one = Undtagelse("PR-02", "x", til=date(2026, 3, 1))
    rules = book(tmp_path)
    assert "PR-02" not in ids(kontrol(path, rules, [one], date(2026, 3, 1)))
    late = kontrol(path, rules, [one], date(2026, 3, 2))
    assert "PR-02" in ids(late)
    assert "2026-03-01" in late.sorted.bemærkninger[0]


def test_a_protected_fact_of_the_case_is_never_let_stand(tmp_path):
    from generator.findings.exceptions import sort_out

    leak = Problem("beskyttet.oplysning", "Brevet røber noget.", kind="LOV")
    one = Undtagelse("beskyttet.oplysning", "Det må hun godt vide.", brev="brev.docx")
    found = sort_out([leak], [one], book(tmp_path), "brev.docx", "", date(2026, 3, 2))
    assert found.fund == (leak,)
    assert "kan ikke undtages" in found.bemærkninger[0]


def test_what_is_typed_is_for_the_letter_when_there_is_one(tmp_path):
    rules = book(tmp_path)
    assert typed("PR-01=Står i bilaget.", rules, ["a.docx"]) == Undtagelse(
        "PR-01", "Står i bilaget.", "a.docx", sted=Place("--undtag"))
    assert typed("PR-01=x", rules, ["a.docx", "b.docx"]).brev == ""
    for bad in ("PR-01", "PR-01= ", "PR-99=x"):
        with pytest.raises(Unusable):
            typed(bad, rules, [])


def test_the_file_of_exceptions_is_read_with_all_its_faults_at_once(tmp_path):
    rules = book(tmp_path)
    assert read_exceptions(tmp_path, rules) == ()
    file = tmp_path / "tjek.yaml"
    file.write_text("- regel: PR-01\n  brev: a.docx\n  grund: Ja.\n  til: 1. maj 2026\n", "utf-8")
    one, = read_exceptions(tmp_path, rules)
    assert (one.regel, one.brev, one.grund, one.til) == ("PR-01", "a.docx", "Ja.",
                                                         date(2026, 5, 1))
    file.write_text("- regel: PR-99\n- grund: x\n  hvorfor: y\n  til: snart\n- nej\n", "utf-8")
    with pytest.raises(Unusable) as refused:
        read_exceptions(tmp_path, rules)
    assert {p.id for p in refused.value.problems} == {
        "undtag.regel", "undtag.grund", "undtag.felt", "undtag.dato"}


# --- the command ----------------------------------------------------------------------------------


def test_a_folder_gives_its_letters_and_not_locks_copies_or_hidden_files(folder, capsys):
    for name in ("a.docx", "under/b.docx", "~$a.docx", "a-tjek.docx", ".gemt/c.docx"):
        path = folder / "breve" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        letter(path, "Kære Alma. Du får hjælp.")
    cli._run(["tjek", "breve", "breve/a.docx", "--format", "json"])
    data = json.loads(capsys.readouterr().out)
    assert [b["fil"] for b in data["breve"]] == ["breve/a.docx", "breve/under/b.docx"]


def test_a_folder_gives_letters_in_capitals_and_tells_of_those_in_other_formats(folder, capsys):
    (folder / "breve").mkdir()
    letter(Path("breve/BREV.DOCX"), "Kære Alma. Du får hjælp.")
    letter(Path("breve/også gemt som.docx"), "Kære Alma. Du får hjælp.")
    for name in ("Alma Holm.doc", "andet.ODT", "også gemt som.odt", ".gemt.doc"):
        Path("breve", name).write_bytes(b"noget andet")
    cli._run(["tjek", "breve", "--format", "json"])
    told = capsys.readouterr()
    assert [b["fil"] for b in json.loads(told.out)["breve"]] == [
        "breve/BREV.DOCX", "breve/også gemt som.docx"]
    assert "2 filer er ikke med" in told.err
    assert "1 .doc, 1 .odt" in told.err
    assert "Alma" not in told.err


def test_the_exit_code_tells_faults_from_files_that_cannot_be_read(folder, capsys):
    letter(Path("fejl.docx"), "Kære Alma. Du får en kontaktperson.")
    Path("ren.docx").write_bytes(next(s for s in sent("afgoerelse") if s.child).letter.docx)
    Path("skidt.docx").write_bytes(b"nej")
    assert cli._run(["tjek", "ren.docx"]) == 0
    assert cli._run(["tjek", "ren.docx", "fejl.docx", "--type", "afgoerelse"]) == 1
    assert cli._run(["tjek", "ren.docx", "fejl.docx", "skidt.docx"]) == 3
    assert cli._run(["tjek", "ren.docx", "--type", "digt"]) == 2
    assert cli._run(["tjek"]) == 2


def test_a_fault_let_stand_no_longer_counts(folder, capsys):
    letter(Path("brev.docx"), "Kære Alma. Du får en kontaktperson.")
    asked = ["tjek", "brev.docx", "--type", "afgoerelse", "--til", "barn", "--alder", "11",
             "--format", "json"]
    cli._run(asked)
    faults = {f["id"] for f in json.loads(capsys.readouterr().out)["breve"][0]["fund"]
              if f["niveau"] == "fejl"}
    assert "AF-08" in faults
    reasons = [word for id in faults for word in ("--undtag", f"{id}=Det er et følgebrev.")]
    assert cli._run([*asked, *reasons]) == 0
    told = json.loads(capsys.readouterr().out)["breve"][0]["undtaget"]
    assert {one["id"] for one in told} >= faults
    assert {one["grund"] for one in told} == {"Det er et følgebrev."}


def test_exceptions_lie_beside_the_letter_or_in_the_library(folder, capsys):
    letter(folder / "brev.docx", "Kære Alma. Du får en kontaktperson.")
    asked = ["tjek", "brev.docx", "--type", "afgoerelse", "--format", "json"]
    text = "- regel: AF-08\n  brev: brev.docx\n  grund: Følgebrev.\n"
    for where, more in ((folder, []), (folder / "vores", ["--bibliotek", "vores"])):
        (where / "rules").mkdir(parents=True, exist_ok=True)
        (where / "tjek.yaml").write_text(text, "utf-8")
        cli._run([*asked, *more])
        told = json.loads(capsys.readouterr().out)["breve"][0]
        assert [one["id"] for one in told["undtaget"]] == ["AF-08"]
        (where / "tjek.yaml").unlink()


def test_reports_are_written_whole_beside_the_letter_or_where_one_says(folder, capsys):
    for name in ("a/brev.docx", "b/brev.docx"):
        Path(name).parent.mkdir()
        letter(Path(name), "Kære Alma.")
    before = Path("a/brev.docx").read_bytes()
    for form, ending in (("html", "-tjek.html"), ("word", "-tjek.docx")):
        cli._run(["tjek", "a", "b", "--format", form])
        assert capsys.readouterr().out.split() == [f"a/brev{ending}", f"b/brev{ending}"]
        cli._run(["tjek", "a", "b", "--format", form, "--ud", "ud"])
        assert capsys.readouterr().out.split() == [f"ud/brev{ending}", f"ud/brev-2{ending}"]
        cli._run(["tjek", "a", "--format", form, "--ud", f"en{ending[-5:]}"])
        assert capsys.readouterr().out.split() == [f"en{ending[-5:]}"]
        assert Path(f"en{ending[-5:]}").is_file()
    cli._run(["tjek", "a", "--ud", "rapport.txt"])
    cli._run(["tjek", "a", "--format", "json", "--ud", "ud"])
    assert "Efterset som" in Path("rapport.txt").read_text("utf-8")
    assert json.loads(Path("ud/tjek.json").read_text("utf-8"))["form"] == 1
    assert Path("a/brev.docx").read_bytes() == before


def test_with_the_case_what_the_reader_may_not_know_is_found(folder, capsys):
    shutil.copy(shipped() / "examples" / "beskyttet-adresse.yaml", "sag.yaml")
    made = next(s for s in sent("afgoerelse") if s.case.file.stem == "beskyttet-adresse"
                and not s.child)
    people: list[Barn | Person] = [made.case.sag.barn, *made.case.sag.personer]
    home = next(p.adresse.vej for p in people if p.adresse and p.adressebeskyttelse)
    name = f"{made.letter.order.navn}.docx"
    letter(Path(name), "# Afgørelse", f"Barnet bor på {home}.")
    orders = [o.læser.øjne for o in order_letters(made.case, shipped_library(), types=(
        "afgoerelse",))]
    found = []
    for reader in orders:
        asked = Asked("afgoerelse", reader, case=made.case)
        rules = Press(shipped_library()).regler
        found += [p.id for p in inspect(Path(name), shipped_library(), rules, asked).fund]
    assert "beskyttet.oplysning" in found


def test_questions_for_people_follow_the_conditions_of_the_case(tmp_path):
    rules = book(tmp_path, """\
- id: PR-08
  titel: x
  slags: menneske
  type: LOV
  niveau: forslag
  kilde: x
  besked: Om anbringelsen.
  sådan: x
  hvis: [anbragt]
""")
    named = {s.case.file.stem: s for s in sent("afgoerelse") if s.child}
    asked = {}
    for name in ("skolefravaer", "spaed-anbragt"):
        path = tmp_path / f"{named[name].letter.order.navn}.docx"
        path.write_bytes(named[name].letter.docx)
        found = inspect(path, shipped_library(), rules, Asked(case=named[name].case, til="barn"))
        asked[name] = [r.id for r in found.mennesker]
    assert asked == {"skolefravaer": [], "spaed-anbragt": ["PR-08"]}


# --- the same rules when letters are made ---------------------------------------------------------


def strict_library(tmp_path: Path) -> Press:
    rules = book(tmp_path, """\
- id: PR-09
  titel: x
  slags: maa_ikke_staa
  type: LOV
  niveau: fejl
  kilde: x
  besked: Ordet må ikke stå her.
  sådan: x
  mønstre: [hjælp*]
- id: PR-10
  titel: x
  slags: maa_ikke_staa
  type: SPROG
  niveau: advarsel
  kilde: x
  besked: Her står »{ord}«.
  sådan: Slet »{ord}«.
  mønstre: ["{navn} Holm", du]
  hvor: [tekst, overskrift, ramme]
""")
    press = Press(shipped_library())
    press.__dict__["regler"] = rules
    return press


def test_words_that_a_rule_does_not_know_warn_and_hold_nothing_back(tmp_path):
    """A letter that is made here has what must stand in it: holes make sure. An unusual text of
    the case must not keep a letter from being sent; `tjek` calls it a fejl."""
    press = Press(shipped_library())
    press.__dict__["regler"] = book(tmp_path, """\
- id: PR-09
  titel: x
  slags: skal_staa
  type: LOV
  niveau: fejl
  kilde: x
  besked: Ordet er her ikke.
  sådan: x
  mønstre: [kaleidoskop]
""")
    made = load_case(shipped() / "examples" / "skolefravaer.yaml", press.library.law)
    order = order_letters(made, press.library, types=("afgoerelse",))[0]
    letter = make_letter(made, order, press)
    assert {(p.id, p.level) for p in letter.findings} == {("PR-09", "advarsel")}
    assert not letter.held_back


def test_a_letter_is_held_back_by_a_rule(tmp_path):
    made = case()
    order = order_letters(made, shipped_library(), types=("afgoerelse",))[0]
    found = make_letter(made, order, strict_library(tmp_path), draft=True)
    assert "PR-09" in {p.id for p in found.findings}
    assert found.held_back


def test_all_letters_of_the_examples_pass_the_rules_that_come_with_the_program():
    assert [str(p) for s in sent() for p in s.letter.findings if p.level == "fejl"] == []


def test_the_rules_are_read_once_and_only_when_needed(monkeypatch):
    read = []

    def counted(library: Library) -> Regelbog:
        read.append(1)
        return load_rules(library)

    monkeypatch.setattr("generator.pipeline.load_rules", counted)
    press = Press(shipped_library())
    assert read == []
    assert press.regler is press.regler
    assert read == [1]


def test_a_library_with_a_broken_rule_makes_no_letter(folder, capsys):
    rules = Path("vores/rules/lov/egen.yaml")
    rules.parent.mkdir(parents=True)
    rules.write_text("- id: X-1\n  slags: tryllestav\n", "utf-8")
    shutil.copytree(shipped() / "examples", "examples")
    code = cli._run(["lav", "examples/skolefravaer.yaml", "--ud", "breve", "--bibliotek", "vores"])
    assert code == 3
    assert "tryllestav" in capsys.readouterr().err
    assert not Path("breve").exists()


# --- nothing private where it does not belong -----------------------------------------------------

NAMED = Problem("PR-04", "Her står »Egon Toft«.", Place("b.docx"), "Slet »Egon Toft«.",
                why="Egon Toft er ukendt", quote="Egon Toft", span=(14, 23))


def test_what_is_quoted_from_a_letter_does_not_reach_a_log():
    said = without_quote(NAMED)
    assert "Egon" not in repr(said)
    assert (said.quote, said.span, said.text) == ("", None, "Her står »…«.")
    word_ = replace(NAMED, text="Skriv ikke »såfremt«.", quote="såfremt")
    assert without_quote(word_).text == "Skriv ikke »såfremt«."
    number = replace(NAMED, text="»nr 12«", quote="nr 12")
    assert without_quote(number).text == "»…«"
    other = Problem("x.y", "Noget.")
    assert without_quote(other) is other


def test_names_of_the_case_are_taken_out_of_what_a_rule_says():
    said = without_names(Problem("x", "»Almas« bog. Alma Holm er hun.", remedy="Skriv »Holms«.",
                                 why="Alma"), ["Alma Holm", "Bo Lo"])
    assert (said.text, said.remedy, said.why) == ("»…« bog. … er hun.", "Skriv »…«.", "…")
    assert without_names(NAMED, []) == NAMED
    assert without_names(Problem("x", "Almanak."), ["Alma"]).text == "Almanak."


def test_the_reports_of_a_batch_quote_nothing_and_name_nobody():
    row = Sagsrække("2026-1", Place("sager.xlsx"), Located(SMALL, {}, "sager.xlsx"))
    told = replace(NAMED, text="Her står »hos« Lone Holm.", remedy="", why="Lone Holm", quote="hos")
    for problem in without_people([NAMED, told], row):
        assert not {"Egon", "Toft", "Lone", "Holm"} & set(
            repr(problem).replace("»", " ").replace("«", " ").replace("'", " ").split())
        assert problem.quote == ""


def test_the_reports_of_a_batch_name_nobody_in_a_heading_or_with_an_s():
    row = Sagsrække("2026-1", Place("sager.xlsx"), Located(SMALL, {}, "sager.xlsx"))
    told = Problem("x", "Almas brev. Mikkel's bog.", Place(
        "brev", detail="brødteksten, under »Almas perspektiv«, afsnit 3"), "Ret Lones.")
    [said] = without_people([told], row)
    assert (said.text, said.remedy) == ("… brev. … bog.", "Ret ….")
    assert said.where.detail == "brødteksten, under »… perspektiv«, afsnit 3"


def test_a_finding_comes_back_from_the_ledger_as_it_was():
    assert problem_of(json.loads(json.dumps(asdict(NAMED)))) == NAMED
    assert problem_of({**asdict(NAMED), "span": None}).span is None


def test_lav_does_not_show_what_stands_in_the_letter(folder, capsys, monkeypatch):
    press = strict_library(folder)
    monkeypatch.setattr("generator.pipeline.Press", lambda library: press)
    shutil.copytree(shipped() / "examples", "examples")
    code = cli._run(["lav", "examples/skolefravaer.yaml", "--type", "afgoerelse", "--ud", "breve"])
    shown = capsys.readouterr()
    assert code == 1
    assert "Ordet må ikke stå her." in shown.err
    assert "»du«" in shown.err
    assert "Her står »…«." in shown.err
    assert "Holm" not in shown.err


def test_a_letter_of_a_megabyte_is_reported_on(tmp_path):
    path = tmp_path / "b.docx"
    path.write_bytes(word(*[p(r("barnet " * 1500)) for _ in range(4)]))
    from generator.findings.page import to_page
    from generator.findings.text import to_text

    found = kontrol(path, book(tmp_path))
    assert len(found.fund) > 5000
    assert len(to_text([found])) < 10_000
    assert to_page(found).count("<mark") == 6000
