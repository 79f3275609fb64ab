"""PDF of a whole run: one file for the printer, and letters that LibreOffice cannot convert."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader, PdfWriter

from generator.batch import collected, pdfs
from generator.batch.collected import collect
from generator.batch.ledger import Ledger, Result
from generator.batch.pdfs import make_pdfs
from generator.cli import _run
from generator.source import Place
from tests.test_bad_tables import HEAD, LINES, library
from tests.test_pdf import Runs, files_of, letter, needs_office, needs_posix, runs

__all__ = ["library", "runs"]

Flet = Callable[..., int]


@pytest.fixture
def flet(library: Path, tmp_path: Path) -> Flet:
    """Runs `duform flet` on the three cases, the second with this text instead of its own."""
    def run(text: str, *more: str) -> int:
        rows = [LINES[0], LINES[1].replace("Derfor", text), LINES[2]]
        (tmp_path / "a.csv").write_text("\n".join([";".join(HEAD), *rows]), "utf-8")
        return _run(["flet", str(tmp_path / "a.csv"), "--ud", str(tmp_path / "ud"), "--type",
                     "kort_brev", "--til", "barn", "--bibliotek", str(library), *more])
    return run


def made(folder: Path) -> set[str]:
    return {path.name.split("_")[0] for path in folder.glob("*_*.pdf")}


def remarks(folder: Path) -> list[tuple[str, str, str]]:
    found = json.loads((folder / "rapport.json").read_text("utf-8"))["bemærkninger"]
    return [(f["id"], f["tekst"], f["sted"]["detail"]) for f in found
            if f["id"] != "tabel.csv_laest"]


# --- letters that cannot be converted ------------------------------------------------------------


@needs_posix
def test_a_letter_that_cannot_be_converted_is_told_and_not_tried_until_it_has_changed(
        tmp_path, flet, runs: Runs):
    out = tmp_path / "ud"
    assert flet("CRASHES", "--pdf") == 1
    assert made(out) == {"2026-1", "2026-3"}
    told = remarks(out)
    assert [(id, where) for id, _, where in told] == [("pdf.kan_ikke", "A3")]
    assert "Sag 2026-2, kort_brev til barn" in told[0][1]
    before = len(runs())
    assert flet("CRASHES", "--pdf", "--fortsaet") == 1
    assert (remarks(out), len(runs())) == (told, before)
    assert flet("Nu", "--pdf", "--fortsaet") == 0
    assert made(out) == {"2026-1", "2026-2", "2026-3"}
    assert [len(files_of(run)) for run in runs()[before:]] == [1]


@needs_posix
def test_when_nothing_at_all_is_converted_no_letter_is_blamed_next_time(
        tmp_path, flet, runs: Runs, monkeypatch):
    (tmp_path / "gået_i_stykker").write_text("#!/bin/sh\nexit 1\n")
    (tmp_path / "gået_i_stykker").chmod(0o755)
    with monkeypatch.context() as broken:
        broken.setenv("DUFORM_SOFFICE", str(tmp_path / "gået_i_stykker"))
        assert flet("Nu", "--pdf") == 1
    assert flet("Nu", "--pdf", "--fortsaet") == 0
    assert made(tmp_path / "ud") == {"2026-1", "2026-2", "2026-3"}


@needs_posix
def test_a_letter_that_is_made_again_gets_a_new_pdf_and_the_others_keep_theirs(
        tmp_path, flet, runs: Runs):
    flet("Nu", "--pdf")
    for path in (tmp_path / "ud").glob("*.pdf"):
        path.write_bytes(b"OLD")
    assert flet("Siden", "--pdf", "--fortsaet") == 0
    old = {path.name.split("_")[0] for path in (tmp_path / "ud").glob("*.pdf")
           if path.read_bytes() == b"OLD"}
    assert (old, made(tmp_path / "ud")) == ({"2026-1", "2026-3"}, {"2026-1", "2026-2", "2026-3"})


def result(folder: Path, n: int, pages: int = 0, **more: Any) -> Result:
    """A letter of case `n`, with a PDF of so many pages."""
    name = f"2026-{n}_kort_brev_barn_2026-03-02"
    if pages:
        writer = PdfWriter()
        for _ in range(pages):
            writer.add_blank_page(595, 842)
        writer.add_metadata({"/Author": "python-docx", "/Title": "Alma Holm"})
        writer.write(folder / f"{name}.pdf")
    return Result(n, f"2026-{n}", name, more.pop("status", "lavet"), Place(detail=f"A{n}"),
                  "kort_brev", "barn", fil=f"{name}.docx", **more)


@needs_posix
def test_whoever_stops_keeps_the_finished_ones_and_goes_on_from_there(
        tmp_path, runs: Runs, monkeypatch):
    monkeypatch.setattr(pdfs, "CHUNK", 1)
    results = [result(tmp_path, n) for n in (1, 2, 3)]
    for one in results:
        letter(tmp_path / one.fil, "god")
    seen: list[int] = []
    with Ledger(tmp_path) as ledger:
        assert make_pdfs(results, tmp_path, ledger=ledger, seen=seen.append,
                         stop=lambda: len(seen) == 2) == []
        assert made(tmp_path) == {"2026-1", "2026-2"}
        make_pdfs(results, tmp_path, ledger=ledger)
    assert seen == [1, 2]
    assert made(tmp_path) == {"2026-1", "2026-2", "2026-3"}
    assert [len(files_of(run)) for run in runs()] == [1, 1, 1]


# --- one PDF for the printer ---------------------------------------------------------------------


def test_each_letter_begins_on_the_front_of_a_sheet_and_has_a_bookmark_without_names(tmp_path):
    results = [result(tmp_path, 1, 3), result(tmp_path, 2, status="holdt tilbage"),
               result(tmp_path, 3, 2), result(tmp_path, 4), result(tmp_path, 5, 1)]
    files, problems = collect(results, tmp_path)
    assert [path.name for path in files] == ["samlet.pdf"]
    reader = PdfReader(files[0])
    assert len(reader.pages) == 4 + 2 + 2
    marks = [item for item in reader.outline if not isinstance(item, list)]
    assert [(mark.title, reader.get_destination_page_number(mark)) for mark in marks] == [
        ("2026-1, kort_brev til barn", 0), ("2026-3, kort_brev til barn", 4),
        ("2026-5, kort_brev til barn", 6)]
    told = {name: str(text) for name, text in (reader.metadata or {}).items()}
    assert told == {"/Title": "Samlede breve"}
    assert [(p.id, p.level, p.where.detail) for p in problems] == [
        ("samlet.mangler", "advarsel", "A2"), ("samlet.mangler", "advarsel", "A4")]
    assert "holdt tilbage" in problems[0].text
    assert "ingen PDF" in problems[1].text
    data = files[0].read_bytes()
    assert b"Alma" not in data
    assert b"pypdf" not in data
    collect(results, tmp_path)
    assert files[0].read_bytes() == data


def test_a_pdf_that_is_damaged_is_told_and_the_others_are_there(tmp_path):
    results = [result(tmp_path, 1, 2), result(tmp_path, 2, 2)]
    (tmp_path / results[0].fil).with_suffix(".pdf").write_bytes(b"%PDF-1.6 half")
    files, problems = collect(results, tmp_path)
    assert len(PdfReader(files[0]).pages) == 2
    assert [p.where.detail for p in problems] == ["A1"]


@pytest.mark.parametrize(("count", "names"), [
    (0, []), (2, ["samlet.pdf"]), (3, ["samlet-1.pdf", "samlet-2.pdf"]),
    (5, ["samlet-1.pdf", "samlet-2.pdf", "samlet-3.pdf"])])
def test_many_letters_go_into_several_files_and_those_of_an_earlier_run_are_gone(
        tmp_path, monkeypatch, count, names):
    monkeypatch.setattr(collected, "MOST", 2)
    for old in ("samlet.pdf", "samlet-9.pdf", "samlet-referat.pdf"):
        (tmp_path / old).write_bytes(b"OLD")
    files, problems = collect([result(tmp_path, n, 2) for n in range(1, count + 1)], tmp_path)
    assert [path.name for path in files] == names
    assert problems == []
    assert {p.name for p in tmp_path.glob("samlet*")} == {*names, "samlet-referat.pdf"}
    assert sum(len(PdfReader(path).pages) for path in files) == 2 * count


def test_without_pypdf_it_says_what_to_install_and_writes_nothing(
        tmp_path, flet, monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "pypdf", None)
    assert flet("Nu", "--samlet-pdf") == 3
    assert "duform[samlet-pdf]" in capsys.readouterr().err
    assert not (tmp_path / "ud").exists()


@needs_office
def test_from_rows_to_a_file_for_the_printer_also_when_most_letters_are_skipped(tmp_path, flet):
    assert flet("Nu", "--samlet-pdf") == 0
    path = tmp_path / "ud" / "samlet.pdf"
    texts = [page.extract_text() for page in PdfReader(path).pages]
    assert [text.strip().split("\n")[0] for text in texts] == [
        "Kære Alma Holm", "", "Kære Bo Holm", "", "Kære Carl Holm", ""]
    assert flet("Siden", "--fortsaet") == 0
    assert not path.exists()  # a letter has changed since
    assert flet("Siden", "--samlet-pdf", "--fortsaet") == 0
    assert len(PdfReader(path).pages) == 6
    assert "Siden" in PdfReader(path).pages[2].extract_text()
