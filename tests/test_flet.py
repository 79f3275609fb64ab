"""Many cases at a time: good rows and bad, taken up again, killed, stopped, and nobody's facts in
another's letter."""

from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterable
from copy import deepcopy
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from generator.batch.executors import executor
from generator.batch.guard import Index, _asked, facts_in
from generator.batch.ledger import NAME, Ledger, Result
from generator.batch.report.data import Summary, write_reports
from generator.batch.rows import Sagsrække
from generator.batch.run import STAGING, produce, survey
from generator.batch.work import Options
from generator.cli import _run
from generator.library import shipped
from generator.pipeline import make_letters
from generator.source import Located, Place, Problem, Unusable, read_yaml
from tests.shared_library import share, shipped_library
from tests.small_case import put

Changes = dict[str, Any]


@cache
def example() -> str:
    """A case that gives three letters with nothing to say about them."""
    return json.dumps(read_yaml(shipped() / "examples" / "kontaktperson-uenighed.yaml").data)


FIRST = ("Asta", "Bodil", "Carla", "Ditte", "Ellen", "Freja", "Gerda", "Hanne")
LAST = ("Agger", "Bertelsen", "Carstensen", "Dam", "Eskildsen", "Frost", "Gram", "Hald")


def row(n: int, changes: Changes | None = None) -> Sagsrække:
    """The example with people of its own: `row(1)` is about Bodil Agger."""
    text = example().replace("Tjalfe", FIRST[n % 8]).replace("Enevold", LAST[n // 8 % 8])
    data = json.loads(text.replace("Rask", f"{LAST[n // 8 % 8]}-{FIRST[n % 8]}"))
    put(data, "sagsnummer", f"2026-{n}")
    for path, value in (changes or {}).items():
        put(data, path, deepcopy(value))
    place = Place("sager.csv", detail=f"Sager!A{n + 1}")
    return Sagsrække(str(data["sagsnummer"]), place, Located(data, {}, "sager.csv"))


def flet(rows: Iterable[Sagsrække], folder: Path, *, processes: int = 1,
         stop_after: int | None = None, **options: Any) -> list[Result]:
    """What became of each letter."""
    made: list[Result] = []
    folder.mkdir(exist_ok=True)
    with (executor(processes) as hands,
          survey(rows, shipped_library(), Options(folder, **options), executor=hands,
                 workers=processes) as found, Ledger(folder) as ledger):
        made.extend(produce(found, ledger, stop=lambda: stop_after is not None
                            and len(made) >= stop_after))
    return made


def letters(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes()
            for p in sorted(folder.rglob("*.docx"))}


def outcome(results: Iterable[Result]) -> Counter[str]:
    return Counter(f"{r.status}/{r.grund}" if r.grund else r.status for r in results)


def ids(results: Iterable[Result]) -> set[str]:
    return {p.id for r in results for p in r.fund if p.level == "fejl"}


# --- rows good and bad ---------------------------------------------------------------------------


def test_a_bad_row_never_stops_the_others(tmp_path):
    broken = Sagsrække("2026-9", Place("sager.csv", detail="Sager!A9"), None,
                       (Problem("celle.fejl", "Cellen er en fejl.", Place(detail="Sager!C9")),))
    results = flet([row(1), row(2, {"barn.fødselsdato": "i går"}), broken, row(4)], tmp_path)
    assert [(r.sag, r.status) for r in results] == [
        *[("2026-1", "lavet")] * 3, ("2026-2", "fejl"), ("2026-9", "fejl"),
        *[("2026-4", "lavet")] * 3]
    assert ids(results) == {"sag.vaerdi", "celle.fejl"}
    assert len(letters(tmp_path)) == 6


def test_the_letters_are_those_of_lav(tmp_path, monkeypatch):
    share(monkeypatch)
    examples = sorted(str(p) for p in Path("examples").glob("*.yaml"))
    assert _run(["lav", *examples, "--ud", str(tmp_path / "lav")]) == 0
    assert _run(["flet", "examples", "--ud", str(tmp_path / "flet")]) == 0
    assert letters(tmp_path / "lav") == letters(tmp_path / "flet")


def test_how_hard_a_letter_is_to_read_is_measured_kept_and_reported(tmp_path):
    flet([row(1), row(2, {"barn.fødselsdato": "i går"})], tmp_path)
    results = flet([row(1)], tmp_path, fortsaet=True)
    assert {r.grund for r in results} == {"uændret"}
    assert {(r.læser, r.målgruppe) for r in results} == {
        ("barn", "unge på 13–15 år"), ("mor", "voksne"), ("far", "voksne")}
    assert all(r.ord and r.ord > 400 and r.lix and 10 < r.lix < 40 and r.lange_ord
               for r in results)
    with Ledger(tmp_path) as ledger:
        ledger.record([replace(r, navn=r.navn + "2") for r in results[:1]])
        summary = Summary("sager.csv", ledger.results)
        write_reports(summary, tmp_path)
    told = json.loads((tmp_path / "rapport.json").read_text("utf-8"))["resultater"][0]
    assert (told["ord"], told["lix"], told["lange_ord"]) == (
        results[0].ord, results[0].lix, results[0].lange_ord)
    with (tmp_path / "rapport.csv").open(encoding="utf-8-sig", newline="") as file:
        line = next(csv.DictReader(file, delimiter=";"))
    assert line["lix"] == str(results[0].lix).replace(".", ",")
    assert line["ord"] == str(results[0].ord)
    assert line["lange_ord"] == str(results[0].lange_ord).replace(".", ",")


def test_a_row_on_which_the_program_stumbles_does_not_stop_the_others(tmp_path, monkeypatch):
    def stumble(case, *_: Any, **__: Any) -> Any:
        if case.sag.sagsnummer == "2026-1":
            raise ZeroDivisionError("Bodil Agger")
        return make_letters(case, *_, **__)

    monkeypatch.setattr("generator.batch.work.make_letters", stumble)
    results = flet([row(1), row(2)], tmp_path)
    assert [r.status for r in results] == ["fejl", *["lavet"] * 3]
    assert "ZeroDivisionError" in results[0].fund[0].text
    assert "Bodil" not in str(results[0].fund[0])


def test_is_one_letter_held_back_so_are_the_others_of_the_case(tmp_path):
    results = flet([row(1, {"personer.1.adresse": {"vej": "Skjultvej 9", "postnr": "9990",
                                                  "by": "Skagen"},
                            "personer.1.adressebeskyttelse": "ja",
                            "oplysninger.0.hvad": "Vi mødes på Skjultvej 9."}),
                    row(2)], tmp_path)
    assert outcome(results) == {"holdt tilbage/nyt": 3, "lavet/nyt": 3}
    assert {p.split("_")[0] for p in letters(tmp_path)} == {"2026-2"}


@pytest.mark.parametrize(("first", "second"), [("2026-1", "2026-1"), ("2026/1", "2026-1"),
                                               ("2026-A", "2026-a")])
def test_two_rows_for_one_file_are_told_before_anything_is_written(tmp_path, first, second):
    rows = [row(1, {"sagsnummer": first}), row(2, {"sagsnummer": second}), row(3)]
    with survey(rows, shipped_library(), Options(tmp_path)) as found:
        assert set(found.bad) == {1, 2}
        assert list(tmp_path.iterdir()) == []
    results = flet(rows, tmp_path)
    assert ids(results) == {"flet.samme_navn"}
    assert {name.split("_")[0] for name in letters(tmp_path)} == {"2026-3"}


def test_a_file_of_another_case_from_an_earlier_run_is_not_replaced(tmp_path):
    flet([row(1, {"sagsnummer": "2026/1"})], tmp_path)
    before = letters(tmp_path)
    assert ids(flet([row(2, {"sagsnummer": "2026-1"})], tmp_path)) == {"flet.samme_navn"}
    assert letters(tmp_path) == before


def test_many_letters_lie_in_folders(tmp_path, monkeypatch):
    monkeypatch.setattr("generator.batch.run.SPLIT_ABOVE", 5)
    flet([row(1), row(2)], tmp_path)
    assert all(len(Path(name).parent.name) == 2 for name in letters(tmp_path))
    # A few more, into the same folders.
    monkeypatch.setattr("generator.batch.run.SPLIT_ABOVE", 5000)
    flet([row(3)], tmp_path, fortsaet=True)
    assert all(len(Path(name).parent.name) == 2 for name in letters(tmp_path))
    assert len(letters(tmp_path)) == 9


# --- taken up again ------------------------------------------------------------------------------


def test_what_holds_is_skipped_and_the_rest_is_made_for_a_reason(tmp_path):
    flet([row(1), row(2), row(3), row(4, {"barn.fødselsdato": "i går"})], tmp_path)
    next(tmp_path.glob("2026-1_*")).unlink()
    next(tmp_path.glob("2026-2_*")).write_bytes(b"rettet i Word")
    again = [row(1), row(2), row(3, {"rådgiver.telefon": "70 00 10 13"}), row(4)]
    results = flet(again, tmp_path, fortsaet=True)
    # The whole batch has changed with the phone and the new row: what could leak has, too.
    assert outcome(results) == {"lavet/ændret": 9, "lavet/nyt": 3}
    assert outcome(flet(again, tmp_path, fortsaet=True)) == {"lavet/uændret": 12}
    flet(again, tmp_path / "ny")
    assert letters(tmp_path / "ny") == {
        k: v for k, v in letters(tmp_path).items() if not k.startswith("ny/")}


@pytest.mark.parametrize(("harm", "why"), [
    (lambda path: path.unlink(), "fil mangler"),
    (lambda path: path.write_bytes(b"rettet i Word"), "fil rettet"),
])
def test_a_file_that_is_gone_or_changed_is_made_again(tmp_path, harm, why):
    flet([row(1), row(2)], tmp_path)
    before = letters(tmp_path)
    harm(next(tmp_path.glob("2026-1_*_barn_*")))
    results = flet([row(1), row(2)], tmp_path, fortsaet=True)
    assert outcome(results) == {f"lavet/{why}": 1, "lavet/uændret": 5}
    assert letters(tmp_path) == before


def test_a_changed_library_makes_the_letters_again(tmp_path, monkeypatch):
    flet([row(1)], tmp_path)
    monkeypatch.setattr("generator.batch.run.library_hash", lambda library: "andre fraser")
    assert outcome(flet([row(1)], tmp_path, fortsaet=True)) == {"lavet/ændret": 3}


def test_a_letter_that_is_held_back_now_does_not_stay_from_before(tmp_path):
    flet([row(1), row(2)], tmp_path)
    results = flet([row(1, {"oplysninger.0.hvad": "Carla Agger var der også."}), row(2)],
                   tmp_path, fortsaet=True)
    assert ids(results) == {"flet.laek"}
    assert {name.split("_")[0] for name in letters(tmp_path)} == {"2026-2"}


def test_two_runs_into_one_folder_the_second_refuses(tmp_path):
    with Ledger(tmp_path), pytest.raises(Unusable) as caught:
        Ledger(tmp_path)
    assert caught.value.problems[0].id == "flet.i_gang"
    Ledger(tmp_path).__exit__()


def test_a_ledger_that_is_something_else_is_refused(tmp_path):
    (tmp_path / NAME).write_bytes(b"noget helt andet " * 100)
    with pytest.raises(Unusable) as caught:
        Ledger(tmp_path)
    assert caught.value.problems[0].id == "flet.protokol"


def test_stopped_and_taken_up_again_it_ends_the_same(tmp_path):
    rows = [row(n) for n in range(1, 6)]
    some = flet(rows, tmp_path / "a", stop_after=6)
    assert len(some) == 6
    assert outcome(flet(rows, tmp_path / "a", fortsaet=True)) == {
        "lavet/uændret": 6, "lavet/nyt": 9}
    flet(rows, tmp_path / "b")
    assert letters(tmp_path / "a") == letters(tmp_path / "b")


def test_processes_make_the_same_bytes(tmp_path):
    rows = [row(n, {"barn.fødselsdato": "i går"} if n == 3 else None) for n in range(1, 30)]
    alone, together = flet(rows, tmp_path / "a"), flet(rows, tmp_path / "b", processes=2)
    assert letters(tmp_path / "a") == letters(tmp_path / "b")
    assert sorted((r.navn, r.status) for r in alone) == sorted((r.navn, r.status) for r in together)


# --- killed and stopped from outside -------------------------------------------------------------


@pytest.fixture
def cases(tmp_path: Path) -> Path:
    """A folder of case files."""
    folder = tmp_path / "sager"
    folder.mkdir()
    for n in range(1, 17):
        found = row(n).data
        assert found
        (folder / f"{n:03}.yaml").write_text(json.dumps(found.data, ensure_ascii=False), "utf-8")
    return folder


def started(cases: Path, out: Path, *more: str) -> subprocess.Popen[str]:
    return subprocess.Popen(typed(cases, out, *more), text=True, stderr=subprocess.PIPE)


def typed(cases: Path, out: Path, *more: str) -> list[str]:
    return [sys.executable, "-m", "generator", "flet", str(cases), "--ud", str(out), *more]


def wait_for(out: Path, count: int) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and len(list(out.glob("*.docx"))) < count:
        time.sleep(0.002)


@pytest.mark.parametrize(("count", "more"), [(1, ()), (17, ()),
                                             (10, ("--processer", "2"))])
def test_killed_at_any_point_it_can_be_taken_up_again(tmp_path, cases, count, more):
    out, whole = tmp_path / "ud", tmp_path / "hel"
    with started(cases, out, *more) as run:
        wait_for(out, count)
        os.kill(run.pid, signal.SIGKILL)
        run.communicate()
    assert 0 < len(letters(out)) <= 48
    for command in (typed(cases, out, "--fortsaet"), typed(cases, whole)):
        subprocess.run(command, check=True, capture_output=True, timeout=120)
    assert letters(out) == letters(whole)
    assert {p.name for p in out.iterdir()} == {p.name for p in whole.iterdir()}


def test_ctrl_c_finishes_what_is_in_hand_and_says_how_to_go_on(tmp_path, cases):
    with started(cases, tmp_path / "ud") as run:
        wait_for(tmp_path / "ud", 5)
        run.send_signal(signal.SIGINT)
        said = run.communicate(timeout=60)[1]
    assert run.returncode == 130
    assert "--fortsaet" in said
    assert not (tmp_path / "ud" / STAGING).exists()
    report = json.loads((tmp_path / "ud" / "rapport.json").read_text("utf-8"))
    assert report["færdig"] is False
    assert sorted(r["fil"] for r in report["resultater"]) == sorted(letters(tmp_path / "ud"))


# --- nobody's facts in another's letter ----------------------------------------------------------

OTHER: Changes = {
    "barn.navn": "Villads Emil Kragh Østergaard", "barn.cpr": "150814-1234",
    "barn.adresse": {"vej": "Nørre Allé 12 B, 2. th.", "postnr": "8000", "by": "Aarhus C"},
    "personer.0.telefon": "+45 20 26 03 01", "barn.kaldes": "Ville",
    "rådgiver": {"navn": "Ulla Thorsen", "telefon": "70 00 10 12"}}


@pytest.mark.parametrize("text", [
    "Villads Østergaard var med.", "Villads Emil Kragh Østergaard var med.",
    "Vi talte om Villads Østergårds skole.", "Østergaard, Villads", "VILLADS ØSTERGAARD",
    "Ville Østergaard var med.", "Hans nummer er 150814-1234.", "Hans nummer er 150814 1234.",
    "Ring på 20260301.", "Ring på 20 26 03 01.", "Ring på +45 2026 0301.",
    "Du bor på Nørre Allé 12B.", "Du bor på nørre alle 12 b, 8000 Aarhus C.",
])
def test_a_letter_with_a_fact_from_another_row_is_held_back(tmp_path, text):
    if "alle 12" in text:
        text = text.replace("alle", "allé")
    results = flet([row(1, {"oplysninger.0.hvad": text}), row(2, OTHER)], tmp_path, til=("mor",))
    held = [r for r in results if r.status == "holdt tilbage"]
    assert {r.sag for r in held} == {"2026-1"}
    leak = next(p for r in held for p in r.fund if p.id == "flet.laek")
    assert "2026-1" in leak.text
    assert "2026-2" in leak.text
    assert not {"Villads", "Nørre", "2026 0301", "1508"} & set(str(leak).split())


@pytest.mark.parametrize("text", [
    "Villads var med.", "Familien Østergaard kommer.", "Villads og Mikkel Østergaard kommer.",
    "Det var Villads. Østergaard skole er god.", "Vi ses den 2026-03-01.", "Sag 2026-0301-1.",
    "Nørre Allé er en god gade.", "Vi mødes på Nørre Allé 14.", "Vi mødes på Nørre Allé 121.",
    "Vi mødes på Nørre Allé 12 B, 9000 Aalborg.", "Beløbet er 120260301 kroner.",
    "Ring til Ulla Thorsen på 70 00 10 12.", "du ville østergaard",
])
def test_what_only_looks_like_a_fact_does_not_alarm(tmp_path, text):
    people = {"personer.1.navn": "Mikkel Østergaard"} if "Mikkel" in text else {}
    results = flet([row(1, {"oplysninger.0.hvad": text} | people), row(2, OTHER)], tmp_path,
                   til=("mor",))
    assert ids(results) == set()


@pytest.mark.parametrize("shared", [
    {"personer.0.navn": "Lone Kjær", "personer.0.telefon": "20 10 20 30"},
    {"barn.adresse": {"vej": "Skolevej 1", "postnr": "9990", "by": "Skagen"}},
    {"steder": [{"id": "skole", "navn": "Havneskolen", "slags": "skole", "telefon": "20102030",
                 "adresse": {"vej": "Skolevej 1", "postnr": "9990", "by": "Skagen"}}]},
])
def test_what_two_rows_share_is_fine_in_both(tmp_path, shared):
    text = {"oplysninger.0.hvad": "Lone Kjær, 20 10 20 30, Skolevej 1, 9990 Skagen."}
    only = {"oplysninger.0.hvad": "Vi har talt sammen."}
    rows = [row(1, shared | (text if len(shared) > 1 else only)), row(2, shared | only)]
    assert ids(flet(rows, tmp_path)) == set()


def test_a_sibling_in_another_case_may_be_named(tmp_path):
    text = {"oplysninger.0.hvad": "Villads Østergaard bor hos sin farmor."}
    linked = text | {"søskende_i_andre_sager": ["2026-2"]}
    assert ids(flet([row(1, text), row(2, OTHER)], tmp_path)) == {"flet.laek"}
    assert ids(flet([row(1, linked), row(2, OTHER)], tmp_path)) == set()


def test_the_index_holds_nothing_that_can_be_read(tmp_path):
    with survey([row(2, OTHER)], shipped_library(), Options(tmp_path)) as found:
        raw = found.setup.index.read_bytes().lower()
    for fact in ("villads", "nørre", "1508141234", "20260301"):
        assert fact.encode() not in raw
    assert not found.setup.index.exists()


def test_a_fact_is_found_however_it_is_written():
    kinds = {fact.kind for fact in facts_in("Bo Holm, 010203-1234, Åvej 3, tlf. 20 10 20 30")}
    assert kinds == {"navn", "cpr", "vej", "tlf"}


# --- the command ---------------------------------------------------------------------------------


def command(*arguments: object) -> int:
    return _run(["flet", *map(str, arguments)])


def test_a_dry_run_tells_and_writes_nothing(tmp_path, cases, capsys, monkeypatch):
    share(monkeypatch)
    (cases / "001.yaml").write_text("sagsnummer: 2026-1\n", "utf-8")
    (cases / "002.yaml").write_text("sagsnummer: [\n", "utf-8")
    assert command(cases, "--ud", tmp_path / "ud", "--toerloeb") == 1
    said = capsys.readouterr().err
    assert "16 sager læst. 14 sager duer, 2 har fejl. Det giver 42 breve" in said
    assert not (tmp_path / "ud").exists()


def test_the_reports_name_no_one(tmp_path, cases, monkeypatch, capsys):
    share(monkeypatch)
    bad = row(1, {"barn.fødselsdato": "Asta Frost", "barn.navn": "Asta Frost"}).data
    assert bad
    (cases / "001.yaml").write_text(json.dumps(bad.data, ensure_ascii=False), "utf-8")
    assert command(cases, "--ud", tmp_path / "ud", "--html") == 1
    report = (tmp_path / "ud" / "rapport.json").read_text("utf-8")
    with (tmp_path / "ud" / "rapport.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    assert "Frost" not in report + repr(rows) + capsys.readouterr().err
    data = json.loads(report)
    assert data["rækker"] == {"i_alt": 16, "duer": 15, "med_fejl": 1}
    assert data["breve"] == {"planlagt": 45, "lavet": 45, "sprunget_over": 0,
                             "holdt_tilbage": 0, "fejl": 1}
    assert len(rows) == 46
    assert rows[0]["fund"] == "sag.vaerdi"
    assert len(list((tmp_path / "ud").glob("*_*.html"))) == 45


def test_an_empty_folder_and_a_missing_one_are_unusable(tmp_path, monkeypatch):
    share(monkeypatch)
    assert command(tmp_path, "--ud", tmp_path / "ud") == 3


def test_a_folder_that_is_being_written_to_is_refused(tmp_path, cases, monkeypatch, capsys):
    share(monkeypatch)
    (tmp_path / "ud").mkdir()
    with Ledger(tmp_path / "ud"):
        assert command(cases, "--ud", tmp_path / "ud") == 3
    assert "allerede flettet" in capsys.readouterr().err
    assert letters(tmp_path / "ud") == {}


def test_no_text_of_a_letter_is_kept_when_the_index_is_closed(tmp_path):
    index = Index(tmp_path / "index.db", b"key", new=True)
    assert _asked("Alma Holm, Åvej 3", index.key)
    index.close()
    assert _asked.cache_info().currsize == 0
