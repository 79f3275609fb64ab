"""Word files to PDF through LibreOffice, which is found on the machine and never bundled.

Which letters to convert, and what they are called, is decided elsewhere.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event
from uuid import uuid4

from generator.document import read_docx
from generator.source import Place, Problem, Unusable, reason

#: LibreOffice takes a second to start; after some hundred files in one run it grows and may hang.
CHUNK = 50
#: Seconds without a new PDF before LibreOffice counts as hanging. A letter takes a tenth of one.
PATIENCE = 60.0
#: A program that has finished nothing at all and hangs for the second time will not do better.
MAX_HUNG = 2

_POLL = 0.05
Stop = Callable[[], bool]
_NAMES = ("soffice", "libreoffice")
_USUAL = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "C:/Program Files/LibreOffice/program/soffice.com",
    "C:/Program Files (x86)/LibreOffice/program/soffice.com",
    "/usr/lib/libreoffice/program/soffice",
    "/opt/libreoffice/program/soffice",
)
#: Without it LibreOffice makes a letter of any file, garbage too.
_READ_AS = "MS Word 2007 XML"
#: PDF/A-2b, so that it can be kept, and PDF/UA, so that it can be read aloud. The language is that
#: of the Word file.
_WRITE_AS = "pdf:writer_pdf_Export:" + json.dumps({
    "SelectPdfVersion": {"type": "long", "value": "2"},
    "PDFUACompliance": {"type": "boolean", "value": "true"},
    "UseTaggedPDF": {"type": "boolean", "value": "true"},
    "ExportBookmarks": {"type": "boolean", "value": "true"},
    "ExportFormFields": {"type": "boolean", "value": "false"},
}, separators=(",", ":"))  # fmt: skip
#: A letter that somebody sent may not run macros or fetch anything while it is converted.
_SAFE_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop>
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update">
<prop oor:name="Link" oor:op="fuse"><value>2</value></prop></item>
</oor:items>
"""


@dataclass(frozen=True)
class Result:
    """What became of one file: a complete PDF, or the problem that kept it from becoming one.
    Neither when somebody stopped before its turn came."""

    source: Path
    pdf: Path | None = None
    problem: Problem | None = None


def find_office() -> Path | None:
    """The LibreOffice program: what `DUFORM_SOFFICE` says, else the one on PATH, else the usual
    places. None when there is none, or when `DUFORM_SOFFICE` names a file that is not there."""
    chosen = os.environ.get("DUFORM_SOFFICE")
    if chosen:
        found = shutil.which(chosen)
        return Path(found) if found else None
    on_path = (shutil.which(name) for name in _NAMES)
    usual = (shutil.which(place) for place in _USUAL)
    return next((Path(found) for found in (*on_path, *usual) if found), None)


def convert(files: Sequence[Path], out_dir: Path, *, patience: float = PATIENCE,
            workers: int = 1, stopped: Callable[[], bool] = lambda: False) -> list[Result]:
    """Makes `out_dir/<name>.pdf` of each Word file; one result per file, in the same order.

    A file that cannot be converted gives a result with a problem and never stops the others. A PDF
    appears complete or not at all; one that was there before is replaced. `patience` is how many
    seconds LibreOffice may go without finishing a file. `workers` programs run side by side (two
    are nearly twice as fast). An interrupt ends LibreOffice too; so does `stopped`, and then what
    is finished stays.
    """
    jobs = _jobs(files, out_dir)
    office = find_office()
    if office is None:
        return [Result(job.source, problem=_no_office()) for job in jobs]
    good = [job for job in jobs if job.problem is None]
    size = max(1, min(CHUNK, -(-len(good) // max(workers, 1))))
    interrupted = Event()

    def stop() -> bool:
        return interrupted.is_set() or stopped()

    with ThreadPoolExecutor(max_workers=max(workers, 1)) as pool:
        try:
            chunks = [good[start:start + size] for start in range(0, len(good), size)]
            for _ in pool.map(lambda chunk: _convert_safely(office, chunk, patience, stop), chunks):
                pass
        except BaseException:
            interrupted.set()
            pool.shutdown(cancel_futures=True)
            raise
    return [Result(job.source, job.target if job.done else None, job.problem) for job in jobs]


@dataclass
class _Job:
    """One file on its way: in the end it is done or has a problem."""

    source: Path
    target: Path
    problem: Problem | None = None
    done: bool = False

    def fail(self, id: str, text: str, remedy: str) -> None:
        """Ends the job with a problem that names its file."""
        self.problem = Problem(id, text, Place(str(self.source)), remedy)

    def give_up(self, tried: bool) -> None:
        """Ends the job that LibreOffice has not done, alone and undisturbed; or, when it only
        hangs, has not been asked to do alone."""
        if self.done or self.problem is not None:
            return
        if not tried:
            self.fail("pdf.haenger", "LibreOffice hænger, så filen er ikke blevet lavet om til "
                      "PDF.", "Genstart maskinen, eller installér LibreOffice igen, og prøv igen. "
                      "Word-filen er ikke ændret.")
        else:
            self.fail("pdf.kan_ikke", "LibreOffice kan ikke lave filen om til PDF, eller bliver "
                      "ikke færdig med den.", "Åbn filen i Word, gem den igen, og prøv igen. "
                      "Word-filen er ikke ændret.")


def _jobs(files: Sequence[Path], out_dir: Path) -> list[_Job]:
    """One job per file; files that want the same PDF as an earlier one have a problem already."""
    jobs: list[_Job] = []
    taken: dict[str, Path] = {}
    for file in files:
        job = _Job(file, out_dir / f"{file.stem}.pdf")
        # Windows and macOS take `Brev.pdf` and `brev.pdf` for one file.
        name = job.target.name.casefold()
        if name in taken:
            job.fail("pdf.samme_navn", f"Filen »{job.target.name}« bliver allerede lavet af "
                     f"{taken[name]}.", "Giv Word-filerne hver sit navn.")
        taken.setdefault(name, file)
        jobs.append(job)
    return jobs


def _convert_safely(office: Path, jobs: Sequence[_Job], patience: float, stop: Stop) -> None:
    """`_convert_chunk`, where trouble with the temporary folder is a problem of its files."""
    try:
        _convert_chunk(office, jobs, patience, stop)
    except OSError as error:
        for job in jobs:
            if not job.done and job.problem is None:
                job.fail("pdf.midlertidig_mappe", "Der kan ikke skrives i maskinens midlertidige "
                         f"mappe: {reason(error)}.", "Gør plads på disken, og prøv igen.")


def _convert_chunk(office: Path, jobs: Sequence[_Job], patience: float, stop: Stop) -> None:
    """Converts what it can together; what is left is tried again, and at last one by one, so that
    the file to blame is named."""
    with TemporaryDirectory(prefix="duform-pdf-", ignore_cleanup_errors=True) as folder:
        staged = _stage(jobs, Path(folder))
        _run(office, staged, Path(folder, "1"), patience, stop)
        left = _left(staged)
        if len(left) > 1:
            # LibreOffice goes through the files in order: the first one left is the suspect.
            _run(office, [*left[1:], left[0]], Path(folder, "2"), patience, stop)
        hung = 0
        for count, pair in enumerate(_left(staged), start=3):
            tried = hung < MAX_HUNG or any(job.done for job, _ in staged)
            if tried:
                hung += _run(office, [pair], Path(folder, str(count)), patience, stop)
            if stop():
                break
            pair[0].give_up(tried)


def _left(staged: Sequence[tuple[_Job, Path]]) -> list[tuple[_Job, Path]]:
    """Those that are neither done nor given up."""
    return [pair for pair in staged if not pair[0].done and pair[0].problem is None]


def _stage(jobs: Sequence[_Job], folder: Path) -> list[tuple[_Job, Path]]:
    """Copies under plain names. LibreOffice then leaves no lock files beside the letters, needs no
    help with æøå, and shows no names in the list of processes."""
    staged = []
    for count, job in enumerate(jobs):
        copy = folder / f"{count}.docx"
        try:
            data = job.source.read_bytes()
            read_docx(data, str(job.source))
        except Unusable as refused:
            job.problem = refused.problems[0]
        except OSError as error:
            job.fail("fil.kan_ikke_laeses", f"Filen kan ikke læses: {reason(error)}.",
                     "Se efter, om stien er rigtig, og om du har lov til at læse filen.")
        else:
            copy.write_bytes(data)
            staged.append((job, copy))
    return staged


def _run(office: Path, staged: Sequence[tuple[_Job, Path]], folder: Path, patience: float,
         stop: Stop) -> bool:
    """One run of LibreOffice with a profile of its own; moves what it finishes into place. Says
    whether it had to be ended because nothing happened."""
    if not staged or stop():
        return False
    profile, out = folder / "profile", folder / "out"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_SAFE_PROFILE, encoding="utf-8")
    out.mkdir()
    command = [str(office), f"-env:UserInstallation={profile.as_uri()}", "--headless", "--nologo",
               "--norestore", "--nodefault", "--nolockcheck", f"--infilter={_READ_AS}",
               "--convert-to", _WRITE_AS, "--outdir", str(out),
               *(str(copy) for _, copy in staged)]
    hung = _wait(command, out, patience, stop)
    for job, copy in staged:
        made = out / f"{copy.stem}.pdf"
        if _is_complete(made):
            _put_in_place(made, job)
    return hung


def _wait(command: Sequence[str], out: Path, patience: float, stop: Stop) -> bool:
    """Runs the command until it ends. True when it went too long without finishing a file."""
    try:
        process = _start(command)
    except OSError:
        return False  # found, but it cannot be run: each file will say that it was not converted
    try:
        made, deadline = 0, time.monotonic() + patience
        while not stop() and time.monotonic() < deadline:
            try:
                process.wait(_POLL)
                return False
            except subprocess.TimeoutExpired:
                now = sum(1 for _ in out.iterdir())
                if now != made:
                    made, deadline = now, time.monotonic() + patience
        return True
    finally:
        _end(process)


def _start(command: Sequence[str]) -> subprocess.Popen[bytes]:
    """The command in a process group of its own: `soffice` is a script that starts others."""
    silent = subprocess.DEVNULL
    if sys.platform == "win32":
        return subprocess.Popen(command, stdin=silent, stdout=silent, stderr=silent,
                                creationflags=subprocess.CREATE_NEW_PROCESS_GROUP)
    return subprocess.Popen(command, stdin=silent, stdout=silent, stderr=silent,
                            start_new_session=True)


def _end(process: subprocess.Popen[bytes]) -> None:
    """Ends the whole group, also what the command has left running."""
    if sys.platform == "win32":
        if process.poll() is None:
            subprocess.run(["taskkill", "/T", "/F", "/PID", str(process.pid)], check=False,
                           capture_output=True)
    else:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _is_complete(pdf: Path) -> bool:
    """Whether the PDF is there to its last line. LibreOffice writes it bit by bit."""
    try:
        with pdf.open("rb") as file:
            start = file.read(5)
            file.seek(max(0, pdf.stat().st_size - 16))
            return start == b"%PDF-" and b"%%EOF" in file.read()
    except OSError:
        return False


def _put_in_place(made: Path, job: _Job) -> None:
    """Copies the PDF beside its target and swaps it in, so that nobody sees half of it."""
    half = job.target.with_name(f".{uuid4().hex}.tmp")
    try:
        job.target.parent.mkdir(parents=True, exist_ok=True)
        with made.open("rb") as source, half.open("xb") as target:
            shutil.copyfileobj(source, target)
            target.flush()
            os.fsync(target.fileno())
        half.replace(job.target)
        job.done = True
    except OSError as error:
        with suppress(OSError):
            half.unlink()
        job.fail("pdf.kan_ikke_skrives", f"PDF-filen kan ikke gemmes: {reason(error)}.",
                 "Luk filen, hvis den er åben i et andet program, og se efter, om du har lov til "
                 "at skrive i mappen.")


def _no_office() -> Problem:
    """The problem is the same for every file, so it names none and is shown once."""
    chosen = os.environ.get("DUFORM_SOFFICE")
    if chosen:
        return Problem("pdf.intet_libreoffice", f"DUFORM_SOFFICE peger på »{chosen}«, men der er "
                       "ikke noget program.", remedy="Ret stien, eller fjern DUFORM_SOFFICE, så "
                       "leder vi selv. Brevene som Word-filer er lavet og bliver liggende.")
    return Problem(
        "pdf.intet_libreoffice", "LibreOffice er ikke installeret, så der kan ikke laves PDF. "
        "Brevene som Word-filer er lavet og bliver liggende.",
        remedy="Debian og Ubuntu: sudo apt install libreoffice-writer. Windows og macOS: hent det "
        "på libreoffice.org. Er det installeret et andet sted, så skriv stien i DUFORM_SOFFICE.")
