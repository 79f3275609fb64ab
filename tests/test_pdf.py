"""Word files to PDF: with LibreOffice itself where it is installed, and with a stand-in program for
what LibreOffice does on a bad day."""

from __future__ import annotations

import errno
import io
import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import docx
import pytest

from generator import pdf
from generator.pdf import Result, convert, find_office

#: In CI they run, so that a missing LibreOffice is seen; elsewhere it may be missing.
needs_office = pytest.mark.skipif(
    find_office() is None and "CI" not in os.environ, reason="LibreOffice is not installed")
needs_posix = pytest.mark.skipif(os.name == "nt", reason="the stand-in is a Unix script")

STAND_IN = """#!{python}
import json, os, subprocess, sys, time, zipfile
from pathlib import Path
args = sys.argv[1:]
out, files = args[args.index("--outdir") + 1], args[args.index("--outdir") + 2:]
with open({log!r}, "a") as log:
    log.write(json.dumps(args) + "\\n")
for file in files:
    text = zipfile.ZipFile(file).read("word/document.xml").decode()
    made = Path(out, Path(file).stem + ".pdf")
    if "HANGS" in text:
        child = subprocess.Popen(["sleep", "60"])
        Path({log!r} + ".pid").write_text(str(child.pid))
        time.sleep(60)
    if "MEETS" in text:
        for _ in range(500):
            if open({log!r}).read().count("\\n") > 1:
                break
            time.sleep(0.02)
        else:
            os._exit(1)
    if "CRASHES" in text:
        os._exit(1)
    if "SKIPPED" in text:
        continue
    made.write_bytes(b"%PDF-1.6 " + file.encode() + (b"" if "HALF" in text else b" %%EOF\\n"))
"""


def letter(path: Path, text: str) -> Path:
    """A Word file with this text."""
    document = docx.Document()
    document.add_heading(text, 1)
    document.add_paragraph("Kære Emma")
    document.save(str(path))
    return path


Runs = Callable[[], list[list[str]]]


@pytest.fixture
def runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Runs:
    """Puts the stand-in where LibreOffice would be; gives the arguments of each run so far."""
    program, log = tmp_path / "soffice", tmp_path / "log"
    program.write_text(STAND_IN.format(python=sys.executable, log=str(log)), encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("DUFORM_SOFFICE", str(program))
    monkeypatch.setenv("TMPDIR", str(tmp_path / "tmp"))
    monkeypatch.setattr("tempfile.tempdir", None)
    (tmp_path / "tmp").mkdir()
    log.touch()
    return lambda: [json.loads(line) for line in log.read_text().splitlines()]


def outcome(results: list[Result]) -> list[str]:
    """`ok` or the id of the problem, per file."""
    return [result.problem.id if result.problem else "ok" for result in results]


def files_of(run: list[str]) -> list[str]:
    """The files that one run was given."""
    return [Path(file).name for file in run[run.index("--outdir") + 2:]]


# --- finding it -------------------------------------------------------------------------------

@needs_posix
def test_the_environment_variable_comes_before_the_path(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for folder in ("valgt", "path"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "soffice").touch(mode=0o755)
    monkeypatch.setenv("PATH", str(tmp_path / "path"))
    monkeypatch.delenv("DUFORM_SOFFICE", raising=False)
    assert find_office() == tmp_path / "path" / "soffice"
    monkeypatch.setenv("DUFORM_SOFFICE", str(tmp_path / "valgt" / "soffice"))
    assert find_office() == tmp_path / "valgt" / "soffice"


@needs_posix
def test_the_usual_places_come_last(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "soffice").touch(mode=0o755)
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("DUFORM_SOFFICE", raising=False)
    monkeypatch.setattr(pdf, "_USUAL", ("/findes/ikke", str(tmp_path / "soffice")))
    assert find_office() == tmp_path / "soffice"


def test_without_libreoffice_each_file_says_so_and_the_word_file_stays(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("DUFORM_SOFFICE", raising=False)
    monkeypatch.setattr(pdf, "_USUAL", ())
    files = [letter(tmp_path / name, "x") for name in ("a.docx", "b.docx")]
    results = convert(files, tmp_path / "ud")
    assert outcome(results) == ["pdf.intet_libreoffice"] * 2
    assert results[0].problem == results[1].problem  # so that it is shown once
    assert "sudo apt install libreoffice-writer" in str(results[0].problem)
    assert all(file.exists() for file in files)
    assert not (tmp_path / "ud").exists()


def test_a_wrong_environment_variable_is_named(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DUFORM_SOFFICE", str(tmp_path / "findes_ikke"))
    [result] = convert([letter(tmp_path / "a.docx", "x")], tmp_path)
    assert result.problem
    assert "findes_ikke" in result.problem.text
    assert "DUFORM_SOFFICE" in result.problem.remedy


# --- what goes in and what comes out ----------------------------------------------------------

@needs_posix
def test_one_run_makes_all_and_shows_no_names(
        tmp_path: Path, runs: Runs) -> None:
    files = [letter(tmp_path / f"Emma Ærø {n}.docx", "x") for n in range(3)]
    results = convert(files, tmp_path / "ud" / "her")
    assert [result.pdf for result in results] == [
        tmp_path / "ud" / "her" / f"Emma Ærø {n}.pdf" for n in range(3)]
    assert [result.source for result in results] == files
    [run] = runs()
    assert "Emma" not in "".join(run[run.index("--outdir"):])
    assert any(argument.startswith("-env:UserInstallation=file:///") for argument in run)
    assert sorted(p.name for p in (tmp_path / "ud" / "her").iterdir()) == [
        f"Emma Ærø {n}.pdf" for n in range(3)]
    assert list((tmp_path / "tmp").iterdir()) == []


@needs_posix
def test_many_files_go_in_chunks_and_every_pdf_is_of_its_own_file(
        tmp_path: Path, runs: Runs, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "CHUNK", 3)
    files = [letter(tmp_path / f"{n}.docx", f"brev {n}") for n in range(7)]
    results = convert(files, tmp_path / "ud")
    assert outcome(results) == ["ok"] * 7
    assert [len(files_of(run)) for run in runs()] == [3, 3, 1]
    copies = [result.pdf.read_text() for result in results if result.pdf]
    assert [re.findall(r"(\d+)\.docx", copy) for copy in copies] == [
        ["0"], ["1"], ["2"], ["0"], ["1"], ["2"], ["0"]]


@needs_posix
def test_two_workers_share_the_files(
        tmp_path: Path, runs: Runs) -> None:
    files = [letter(tmp_path / f"{n}.docx", "MEETS") for n in range(5)]
    assert outcome(convert(files, tmp_path / "ud", workers=2)) == ["ok"] * 5
    # Each program waited until the other had begun; alone it gives up, and there is a third run.
    assert sorted(len(files_of(run)) for run in runs()) == [2, 3]


@needs_posix
def test_no_files_no_run(tmp_path: Path, runs: Runs) -> None:
    assert convert([], tmp_path) == []
    assert runs() == []


@needs_posix
def test_what_is_no_word_file_is_refused_before_libreoffice_sees_it(
        tmp_path: Path, runs: Runs) -> None:
    text = tmp_path / "tekst.docx"
    text.write_text("LibreOffice would make a letter of this")
    files = [text, tmp_path / "findes_ikke.docx", letter(tmp_path / "a.docx", "x")]
    results = convert(files, tmp_path / "ud")
    assert outcome(results) == ["docx.ikke_docx", "fil.kan_ikke_laeses", "ok"]
    assert [str(r.source) == r.problem.where.file for r in results if r.problem] == [True, True]
    assert len(files_of(runs()[0])) == 1
    assert outcome(convert([text], tmp_path / "ud")) == ["docx.ikke_docx"]
    assert len(runs()) == 1


@needs_posix
def test_two_files_never_share_a_pdf(
        tmp_path: Path, runs: Runs) -> None:
    (tmp_path / "mere").mkdir()
    files = [letter(tmp_path / "Brev.docx", "x"), letter(tmp_path / "mere" / "brev.docx", "y")]
    results = convert(files, tmp_path / "ud")
    assert outcome(results) == ["ok", "pdf.samme_navn"]
    assert [p.name for p in (tmp_path / "ud").iterdir()] == ["Brev.pdf"]


# --- bad days ---------------------------------------------------------------------------------

@pytest.mark.parametrize("fault", ["CRASHES", "HANGS", "SKIPPED", "HALF"])
@needs_posix
def test_a_bad_file_is_named_and_the_others_are_made(
        tmp_path: Path, runs: Runs, fault: str) -> None:
    texts = ["god", fault, "god", "god"]
    files = [letter(tmp_path / f"{n}.docx", text) for n, text in enumerate(texts)]
    (tmp_path / "ud").mkdir()
    (tmp_path / "ud" / "1.pdf").write_text("fra i går")
    results = convert(files, tmp_path / "ud", patience=2 if fault == "HANGS" else 60)
    assert outcome(results) == ["ok", "pdf.kan_ikke", "ok", "ok"]
    problem = results[1].problem
    assert problem
    assert problem.where.file == str(files[1])
    assert results[1].pdf is None
    assert (tmp_path / "ud" / "1.pdf").read_text() == "fra i går"
    assert list((tmp_path / "tmp").iterdir()) == []
    last = runs()[-1]
    assert files_of(last) == ["1.docx"]  # it was tried alone before it was blamed


@needs_posix
def test_the_rest_is_tried_once_more_with_the_suspect_last(
        tmp_path: Path, runs: Runs) -> None:
    texts = ["god", "CRASHES", "god"]
    files = [letter(tmp_path / f"{n}.docx", text) for n, text in enumerate(texts)]
    convert(files, tmp_path / "ud")
    assert [files_of(run) for run in runs()] == [
        ["0.docx", "1.docx", "2.docx"], ["2.docx", "1.docx"], ["1.docx"]]


@needs_posix
def test_two_bad_files_are_both_named(
        tmp_path: Path, runs: Runs) -> None:
    texts = ["CRASHES", "god", "CRASHES", "god"]
    files = [letter(tmp_path / f"{n}.docx", text) for n, text in enumerate(texts)]
    assert outcome(convert(files, tmp_path / "ud")) == ["pdf.kan_ikke", "ok", "pdf.kan_ikke", "ok"]


@needs_posix
def test_files_that_crash_are_all_tried_alone_even_when_none_succeeds(
        tmp_path: Path, runs: Runs) -> None:
    files = [letter(tmp_path / f"{n}.docx", "CRASHES") for n in range(4)]
    assert outcome(convert(files, tmp_path / "ud")) == ["pdf.kan_ikke"] * 4
    assert [len(files_of(run)) for run in runs()] == [4, 4, 1, 1, 1, 1]
    convert(files[:1], tmp_path / "ud")
    assert [len(files_of(run)) for run in runs()][6:] == [1, 1]


@needs_posix
def test_a_hanging_program_is_ended_with_all_that_it_started(
        tmp_path: Path, runs: Runs) -> None:
    convert([letter(tmp_path / "a.docx", "HANGS")], tmp_path / "ud", patience=0.5)
    child = int((tmp_path / "log.pid").read_text())
    assert _soon(lambda: _has_ended(child))


def _soon(true: Callable[[], bool]) -> bool:
    """Whether it comes true within twenty seconds."""
    for _ in range(400):
        if true():
            return True
        time.sleep(0.05)
    return False


def _has_ended(process: int) -> bool:
    """Whether the process is gone, or a zombie that nobody has buried."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


@needs_posix
def test_a_program_that_only_hangs_is_not_tried_for_every_file(
        tmp_path: Path, runs: Runs) -> None:
    files = [letter(tmp_path / f"{n}.docx", "HANGS") for n in range(6)]
    results = convert(files, tmp_path / "ud", patience=0.5)
    assert outcome(results) == ["pdf.kan_ikke"] * 2 + ["pdf.haenger"] * 4
    assert len(runs()) == 4  # all, the rest again, and two alone


@needs_posix
def test_whoever_stops_keeps_what_is_finished_and_nobody_is_blamed(
        tmp_path: Path, runs: Runs) -> None:
    files = [letter(tmp_path / "a.docx", "god"), letter(tmp_path / "b.docx", "HANGS")]
    results = convert(files, tmp_path / "ud",
                      stopped=lambda: any((tmp_path / "tmp").rglob("0.pdf")))
    assert [(result.pdf is not None, result.problem) for result in results] == [
        (True, None), (False, None)]
    assert len(runs()) == 1


@needs_posix
def test_slow_but_steady_is_not_hanging(
        tmp_path: Path, runs: Runs) -> None:
    program = Path(os.environ["DUFORM_SOFFICE"])
    slow = program.read_text().replace("    made = Path", "    time.sleep(.4); made = Path")
    program.write_text(slow)
    files = [letter(tmp_path / f"{n}.docx", "god") for n in range(6)]
    assert outcome(convert(files, tmp_path / "ud", patience=2)) == ["ok"] * 6
    assert len(runs()) == 1


@needs_posix
def test_a_program_that_cannot_run_is_a_problem_not_a_crash(
        tmp_path: Path, runs: Runs) -> None:
    Path(os.environ["DUFORM_SOFFICE"]).write_bytes(b"\x7fELF intet program")
    assert outcome(convert([letter(tmp_path / "a.docx", "x")], tmp_path / "ud")) == ["pdf.kan_ikke"]


@needs_posix
def test_a_folder_that_cannot_be_written_is_a_problem(
        tmp_path: Path, runs: Runs) -> None:
    (tmp_path / "ud").write_text("a file where the folder should be")
    results = convert([letter(tmp_path / "a.docx", "x")], tmp_path / "ud")
    assert outcome(results) == ["pdf.kan_ikke_skrives"]
    assert len(runs()) == 1  # trying again would not help


@needs_posix
def test_a_full_temporary_folder_is_a_problem_not_a_crash(
        tmp_path: Path, runs: Runs, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    [result] = convert([letter(tmp_path / "a.docx", "x")], tmp_path / "ud")
    assert outcome([result]) == ["pdf.midlertidig_mappe"]
    assert "ikke plads" in str(result.problem)


@needs_posix
def test_an_interrupt_ends_the_program_and_leaves_nothing(
        tmp_path: Path, runs: Runs) -> None:
    file = letter(tmp_path / "a.docx", "HANGS")
    # A program that was started in the background may ignore interrupts, and its children too.
    code = ("import signal; signal.signal(signal.SIGINT, signal.default_int_handler); "
            "from pathlib import Path; from generator.pdf import convert; "
            f"convert([Path({str(file)!r})], Path({str(tmp_path / 'ud')!r}))")
    program = subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.PIPE,
                               cwd=Path(__file__).parents[1])
    pid = tmp_path / "log.pid"
    assert _soon(lambda: pid.exists() and pid.read_text() != "")
    program.send_signal(signal.SIGINT)
    _, error = program.communicate(timeout=20)
    assert b"KeyboardInterrupt" in error
    assert _soon(lambda: _has_ended(int(pid.read_text())))
    assert list((tmp_path / "tmp").iterdir()) == []
    assert not (tmp_path / "ud").exists()


# --- LibreOffice itself -----------------------------------------------------------------------

def danish(path: Path, title: str = "Afgørelse") -> Path:
    """A letter in Danish with headings and a form field's worth of everything PDF/UA asks for."""
    document = docx.Document()
    document.core_properties.title = title
    defaults = document.styles.element.find(
        "{*}docDefaults/{*}rPrDefault/{*}rPr/{*}lang")
    assert defaults is not None
    defaults.set("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}val", "da-DK")
    document.add_heading("Du kan klage", 1)
    document.add_paragraph("Kære Søren. Æblegrød på Ærø.")
    document.save(str(path))
    return path


@needs_office
def test_a_letter_becomes_a_tagged_pdf_a_and_ua_in_danish(tmp_path: Path) -> None:
    [result] = convert([danish(tmp_path / "Børn og unge Å.docx")], tmp_path / "mappe med mellemrum")
    assert result.problem is None
    assert result.pdf == tmp_path / "mappe med mellemrum" / "Børn og unge Å.pdf"
    data = result.pdf.read_bytes()
    assert data.startswith(b"%PDF-1.")
    assert re.search(rb"/MarkInfo\s*<<\s*/Marked true", data)
    assert b"/Lang(da-DK)" in data
    assert b"/Outlines" in data
    assert re.search(rb"pdfaid:part>2<", data)
    assert re.search(rb"pdfaid:conformance>B<", data)
    assert re.search(rb"pdfuaid:part>1<", data)


@needs_office
def test_a_file_that_is_damaged_inside_does_not_stop_the_others(tmp_path: Path) -> None:
    (tmp_path / "b.docx").write_bytes(danish(tmp_path / "a.docx").read_bytes()[:2000])
    files = [tmp_path / "b.docx", tmp_path / "a.docx"]
    assert outcome(convert(files, tmp_path / "ud")) == ["docx.ikke_docx", "ok"]


@needs_office
def test_it_works_without_a_home_and_with_two_runs_at_once(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/dev/null/findes/ikke")
    monkeypatch.setenv("LC_ALL", "C")
    files = [danish(tmp_path / f"Ø{n}.docx") for n in range(2)]
    with ThreadPoolExecutor(2) as pool:
        both = list(pool.map(lambda file: convert([file], tmp_path / "ud"), files))
    assert [outcome(results) for results in both] == [["ok"], ["ok"]]
    assert sorted(p.name for p in (tmp_path / "ud").iterdir()) == ["Ø0.pdf", "Ø1.pdf"]


@needs_office
def test_a_letter_fetches_nothing_while_it_is_converted(tmp_path: Path) -> None:
    asked: list[str] = []

    class Listener(BaseHTTPRequestHandler):
        def handle_one_request(self) -> None:
            asked.append(str(self.rfile.readline()))

    server = ThreadingHTTPServer(("127.0.0.1", 0), Listener)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        address = f"http://127.0.0.1:{server.server_port}/sporing.png"
        results = convert([with_linked_picture(tmp_path / "a.docx", address)], tmp_path / "ud")
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
    assert outcome(results) == ["ok"]
    assert asked == []


def with_linked_picture(path: Path, address: str) -> Path:
    """A letter whose picture lies at an address."""
    document = docx.Document()
    document.add_paragraph().add_run().add_picture(io.BytesIO(DOT))
    document.save(str(path))
    out = io.BytesIO()
    with zipfile.ZipFile(path) as before, zipfile.ZipFile(out, "w") as after:
        for name in before.namelist():
            data = before.read(name)
            if name == "word/document.xml":
                data = data.replace(b"r:embed=", b"r:link=")
            if name == "word/_rels/document.xml.rels":
                data = data.replace(b'Target="media/image1.png"',
                                    f'Target="{address}" TargetMode="External"'.encode())
            after.writestr(name, data)
    path.write_bytes(out.getvalue())
    return path


#: The smallest PNG: one transparent dot.
DOT = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060"
    "00000005000157cd2d5e0000000049454e44ae426082")
