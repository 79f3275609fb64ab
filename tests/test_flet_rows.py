"""Rows are read where they are needed: the same letters and reports from one process and from two,
never a letter for another row than the one that was looked at, and no row held in memory."""

from __future__ import annotations

import csv
import os
import pickle
import tracemalloc
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path

import pytest

from generator import cli
from generator.batch import work
from generator.batch.executors import executor
from generator.batch.ledger import Ledger, Result
from generator.batch.register import Register
from generator.batch.rows import Sagsrække, Ulæst
from generator.batch.run import produce, survey
from generator.batch.sources import Opened, Reader, Source, source_of
from generator.batch.work import Options
from generator.library import Library, load_library
from generator.source import Place, Problem, Unusable
from tests.bench import one_page

LETTER = ["--type", one_page.DOKUMENT, "--til", "barn", "--dato", one_page.DATO]


@pytest.fixture(scope="module")
def overlay(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return one_page.library(tmp_path_factory.mktemp("bibliotek"))


@pytest.fixture(scope="module")
def library(overlay: Path) -> Library:
    return load_library(overlay)


def lines(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file, delimiter=";"))


def rewrite(path: Path, changed: list[list[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";").writerows(changed)


def options(folder: Path) -> Options:
    folder.mkdir(exist_ok=True)
    return Options(folder, (one_page.DOKUMENT,), ("barn",), date(2026, 3, 2))


def letters(folder: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in folder.rglob("*.docx")}


# --- one process and two -------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_two_processes_give_the_same_letters_and_the_same_report(kind, overlay, tmp_path):
    file = tmp_path / f"sager.{kind}"
    if kind == "csv":
        told = lines(one_page.write_csv(file, 70))
        told[5][5], told[31][4] = "i går", ""  # a day and a name that are wrong
        told[61][0] = told[12][0]              # a number that stands in two rows
        told[44][0] = ""
        told[50].append("uden overskrift")
        rewrite(file, told)
    else:
        one_page.write_xlsx(file, 70)
    for name, more in (("en", []), ("to", ["--processer", "2"])):
        code = cli._run(["flet", str(file), *LETTER, "--bibliotek", str(overlay), "--ud",
                         str(tmp_path / name), *more])
        assert code == (kind == "csv")
    assert letters(tmp_path / "en") == letters(tmp_path / "to")
    assert len(letters(tmp_path / "en")) == (64 if kind == "csv" else 70)
    report = (tmp_path / "en" / "rapport.csv").read_bytes()
    assert report == (tmp_path / "to" / "rapport.csv").read_bytes()
    found = [rule for rule in ("sag.vaerdi", "sag.mangler", "flet.sagsnummer_dobbelt",
                               "flet.uden_sagsnummer", "tabel.uden_overskrift")
             if rule.encode() in report]
    assert len(found) == (5 if kind == "csv" else 0)


def test_rows_with_the_same_number_give_no_letters(library, tmp_path):
    file = one_page.write_csv(tmp_path / "sager.csv", 4)
    told = lines(file)
    told[4][0] = f" {told[2][0]}"
    rewrite(file, told)
    with survey(source_of(file), library, options(tmp_path / "ud")) as found:
        assert {nr: [(p.id, p.where.detail) for p in problems]
                for nr, problems in found.bad.items()} == {
            2: [("flet.sagsnummer_dobbelt", "A3")], 4: [("flet.sagsnummer_dobbelt", "A5")]}
        assert (found.total, found.good, found.letters.total()) == (4, 2, 2)


def test_a_row_with_nothing_to_write_is_told_with_its_cell(library, tmp_path):
    file = one_page.write_csv(tmp_path / "sager.csv", 3)
    asked = replace(options(tmp_path / "ud"), typer=("statusudtalelse",), dato=None)
    with survey(source_of(file), library, asked) as found:
        assert [(p.id, p.where.line, p.where.detail) for problems in found.bad.values()
                for p in problems] == [("lav.intet", n, f"A{n}") for n in (2, 3, 4)]


# --- the file changes between the rounds ---------------------------------------------------------


def merged(source: Source, library: Library, folder: Path, meanwhile: partial[None],
           ) -> list[Result]:
    """What becomes of the rows when this happens after all of them have been looked at."""
    with (survey(source, library, options(folder)) as found, Ledger(folder) as ledger):
        meanwhile()
        return list(produce(found, ledger))


def insert(file: Path, keep_stamp: bool) -> None:
    """Two rows change places, so that all but these stand where they stood."""
    stat, told = file.stat(), lines(file)
    told[2], told[3] = told[3], told[2]
    rewrite(file, told)
    when = stat.st_mtime_ns if keep_stamp else stat.st_mtime_ns + 1_000_000
    os.utime(file, ns=(stat.st_atime_ns, when))


def test_a_file_that_is_changed_between_the_rounds_stops_the_run(library, tmp_path, monkeypatch):
    monkeypatch.setattr(work, "KEPT", 0)
    file = one_page.write_csv(tmp_path / "sager.csv", 5)
    with pytest.raises(Unusable) as caught:
        merged(source_of(file), library, tmp_path / "ud", partial(insert, file, False))
    assert [p.id for p in caught.value.problems] == ["flet.aendret_undervejs"]
    assert "--fortsaet" in caught.value.problems[0].remedy
    assert letters(tmp_path / "ud") == {}


def test_a_row_that_is_another_than_the_one_looked_at_gives_no_letter(library, tmp_path,
                                                                      monkeypatch):
    monkeypatch.setattr(work, "KEPT", 0)
    file = one_page.write_csv(tmp_path / "sager.csv", 5)
    results = merged(source_of(file), library, tmp_path / "ud", partial(insert, file, True))
    assert [(r.nr, r.status, *(p.id for p in r.fund)) for r in results] == [
        (1, "lavet"), (2, "fejl", "flet.aendret_undervejs"), (3, "fejl", "flet.aendret_undervejs"),
        (4, "lavet"), (5, "lavet")]
    assert len(letters(tmp_path / "ud")) == 3


def test_what_was_looked_at_is_what_is_made_while_it_is_kept(library, tmp_path):
    file = one_page.write_csv(tmp_path / "sager.csv", 5)
    merged(source_of(file), library, tmp_path / "a", partial(file.touch))
    merged(source_of(file), library, tmp_path / "b", partial(insert, file, True))
    assert letters(tmp_path / "a") == letters(tmp_path / "b") != {}


def test_a_worker_says_so_too(library, tmp_path):
    file = one_page.write_csv(tmp_path / "sager.csv", 5)
    folder = tmp_path / "ud"
    with (executor(2) as hands, survey(source_of(file), library, options(folder), executor=hands,
                                       workers=2) as found, Ledger(folder) as ledger):
        file.write_text("Sagsnummer\n", encoding="utf-8")
        found.setup = replace(found.setup, index=found.setup.index.with_name("anden"))
        found.setup.index.write_bytes(found.setup.index.with_name("indeks").read_bytes())
        with pytest.raises(Unusable) as caught:
            list(produce(found, ledger))
    assert [p.id for p in caught.value.problems] == ["flet.aendret_undervejs"]


# --- the reader ----------------------------------------------------------------------------------


@dataclass
class Counted:
    """A source that counts how often it is opened and which rows are put together."""

    count: int
    opened: int = 0
    made: tuple[int, ...] = ()

    def open(self) -> Opened:
        self.opened += 1
        return Opened(map(self._row, range(1, self.count + 1)))

    def _row(self, nr: int) -> Ulæst:
        return partial(self._make, nr)

    def _make(self, nr: int) -> Sagsrække:
        self.made += (nr,)
        return Sagsrække(str(nr), Place())


def test_a_reader_passes_by_the_rows_of_others_and_goes_back_when_asked():
    source = Counted(9)
    reader = Reader(source)
    found = [reader.row(nr) for nr in (2, 3, 7, 9, 10, 11, 4, 5, 1)]
    assert [row and row.nøgle for row in found] == ["2", "3", "7", "9", None, None, "4", "5", "1"]
    assert source.made == (2, 3, 7, 9, 4, 5, 1)
    assert source.opened == 3


def test_a_source_and_what_it_says_can_be_sent_to_another_process(tmp_path):
    source = source_of(one_page.write_csv(tmp_path / "sager.csv", 5))
    there = Reader(pickle.loads(pickle.dumps(source)))
    assert [row and row.nøgle for row in map(there.row, (4, 2))] == ["2026-0000003", "2026-0000001"]
    error = pickle.loads(pickle.dumps(Unusable([Problem("x", "Nej.", Place("a.csv"), "Gør.")])))
    assert str(error) == str(Unusable([Problem("x", "Nej.", Place("a.csv"), "Gør.")]))


def test_a_sheet_with_children_gives_each_case_its_own_whatever_is_passed_by(tmp_path):
    import openpyxl

    book = openpyxl.Workbook()
    sager, people = book.worksheets[0], book.create_sheet("Personer")
    sager.title = "Sager"
    sager.append(["Sagsnummer", "Barnets navn"])
    people.append(["Sagsnummer", "Kortnavn", "Navn"])
    for n in range(1, 7):
        sager.append([f"2026-{n}", f"Barn {n}"])
        people.append([f"2026-{n}", "mor", f"Mor {n}"])
    people.append(["2026-99", "far", "Far"])
    book.save(tmp_path / "a.xlsx")
    reader = Reader(source_of(tmp_path / "a.xlsx"))

    def mother(nr: int) -> str | None:
        row = reader.row(nr)
        return row.data.data["personer"][0]["navn"] if row and row.data else None

    assert [mother(nr) for nr in (3, 6, 2)] == ["Mor 3", "Mor 6", "Mor 2"]
    orphan = reader.row(7)
    assert orphan
    assert [p.id for p in orphan.problemer] == ["flet.ukendt_sag"]
    assert reader.row(8) is None


# --- memory --------------------------------------------------------------------------------------


def filled(register: Register, numbers: range) -> Iterator[int]:
    for nr in numbers:
        register.add(nr, f"2026-{nr}", Place("sager.csv", nr, detail=f"A{nr}"), f"{nr:064x}")
        register.holder_of(f"2026-{nr}_afgoerelse_barn", nr, "afgoerelse")
        register.first_with(f"2026-{nr}", nr, nr + 1)
        register.refuse(nr, [Problem("sag.vaerdi", "Det går ikke.", Place(detail=f"A{nr}"))])
        yield nr


def test_what_is_known_of_rows_takes_no_memory(tmp_path):
    register = Register(tmp_path / "rækker")
    sum(filled(register, range(1, 101)))
    tracemalloc.start()
    for _ in filled(register, range(101, 10_101)):
        pass
    assert sum(1 for row in register.rows() if row.problems) == len(register) == 10_100
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    register.close()
    assert peak < 500_000
