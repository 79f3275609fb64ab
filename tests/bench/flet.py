"""`make bench-flet`: how fast rows become letters on disk, against docxtpl and docx-mailmerge2.

All make the same one-page letter from the same file, and the words of the letters are compared
before the clock starts. Only the ratios are claims; each is of two batches side by side in one run.
See `one_page.py` for the letter.
"""

from __future__ import annotations

import argparse
import csv
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import count, islice
from pathlib import Path
from shutil import rmtree
from statistics import median
from time import perf_counter

import openpyxl
from docxtpl import DocxTemplate
from mailmerge import MailMerge

from generator.batch.executors import Executor, InProcess, executor
from generator.batch.ledger import Ledger
from generator.batch.report.data import Summary, write_reports
from generator.batch.run import produce, survey
from generator.batch.sources import Reader, source_of
from generator.batch.work import Options
from generator.case.load import check_case
from generator.case.reader import Situation
from generator.document.read_docx import read_docx
from generator.document.text import paragraph_texts
from generator.library import Library, load_library
from generator.orders import order_letters
from generator.pipeline import Press, filled_letter, packed_letter
from tests.bench import flet_growth, one_page, tables
from tests.bench.growth import tmpfs

DAY = date.fromisoformat(one_page.DATO)
#: Letters that the others make in a batch: each takes them as long as the one before.
FEW = 40
CHECKED = 25

#: Makes letters from the file in the folder, and says how many.
Work = Callable[[Path, Path], int]


@dataclass(frozen=True)
class Bench:
    """What all need that is not per letter."""

    folder: Path
    library: Library
    press: Press
    docxtpl: Path
    mailmerge: Path

    # --- duform ----------------------------------------------------------------------------------

    def flet(self, hands: Executor, workers: int) -> Work:
        """All that `duform flet` does: two rounds, every check, ledger and reports."""
        def run(file: Path, folder: Path) -> int:
            options = Options(folder, (one_page.DOKUMENT,), ("barn",), DAY)
            with (survey(source_of(file), self.library, options, executor=hands, workers=workers)
                  as found, Ledger(folder) as ledger):
                summary = Summary(file.name, ledger.results, found.total)
                for result in produce(found, ledger):
                    summary.add(result)
                write_reports(summary, folder)
                return summary.breve["lavet"]
        return run

    def unchecked(self, file: Path, folder: Path) -> int:
        """Row to case to letter on disk. Nothing is read back, checked, guarded or recorded."""
        rows, made = Reader(source_of(file)), 0
        for made in count(1):
            row = rows.row(made)
            if row is None or row.data is None:
                break
            case = check_case(row.data, self.library.law)
            for order in order_letters(case, self.library, types=[one_page.DOKUMENT],
                                       to=["barn"], dato=DAY):
                situation = Situation(case.sag, order.læser, order.dato)
                template = self.press.template(order.skabelon)
                session, filled = filled_letter(case, situation, order, template, self.press)
                docx = packed_letter(case, order, template, session, filled)
                (folder / f"{order.navn}.docx").write_bytes(docx)
        return made - 1

    # --- the others ------------------------------------------------------------------------------

    def docxtpl_loop(self, file: Path, folder: Path) -> int:
        """As docxtpl's documentation shows it: a template, a context, a file."""
        rows = list(islice(_rows(file), FEW))
        for row in rows:
            template = DocxTemplate(self.docxtpl)
            template.render(_nested(row), autoescape=True)
            template.save(folder / f"{row['sagsnummer']}.docx")
        return len(rows)

    def mailmerge_loop(self, file: Path, folder: Path) -> int:
        """As docx-mailmerge2's documentation shows it: merge fields, a file."""
        rows = list(islice(_rows(file), FEW))
        for row in rows:
            with MailMerge(self.mailmerge) as letter:
                letter.merge(**row)
                letter.write(folder / f"{row['sagsnummer']}.docx")
        return len(rows)


def _rows(file: Path) -> Iterator[dict[str, str]]:
    """The rows as the other engines get them, with the child's first name."""
    if file.suffix == ".csv":
        with file.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines, delimiter=";"):
                yield row | {"barn.fornavn": row["barn.navn"].split()[0]}
        return
    book = openpyxl.load_workbook(file, read_only=True, data_only=True)
    rows = book.worksheets[0].iter_rows(values_only=True)
    names = [str(name) for name in next(rows)]
    for values in rows:
        row = dict(zip(names, map(str, values), strict=True))
        yield row | {"barn.fornavn": row["barn.navn"].split()[0]}
    book.close()


def _nested(row: dict[str, str]) -> dict[str, object]:
    data: dict[str, object] = {}
    for name, text in row.items():
        *above, last = name.split(".")
        place = data
        for step in above:
            place = place.setdefault(step, {})  # type: ignore[assignment]
        place[last] = text
    return data


# --- what is measured -----------------------------------------------------------------------------


def main() -> None:
    options = _options()
    if options.million:
        flet_growth.million(options.mappe, options.raekker or 1_000_000, options.processer)
        return
    with tempfile.TemporaryDirectory(dir=tmpfs()) as name, executor(2) as two:
        bench = _bench(Path(name))
        size = options.raekker or 1000
        files = {"csv": one_page.write_csv(bench.folder / "sager.csv", size),
                 "xlsx": one_page.write_xlsx(bench.folder / "sager.xlsx", size)}
        for file in files.values():
            _same_words(bench, file)
        _say(f"duform bench-flet: {size} rows of {len(one_page.HEADINGS)} cells, one letter of one "
             f"page each; {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}\nthe same words "
             f"from all engines in {2 * CHECKED} letters: yes")
        for kind, file in files.items():
            _contest(bench, kind, file, two, options.runder)
    _say("\nreading tables\n")
    tables.main()
    flet_growth.growth((1_000, 10_000, 100_000) if options.lang else (1_000, 10_000))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.flet", description=__doc__)
    parser.add_argument("--runder", type=int, default=5, help="rounds (5)")
    parser.add_argument("--raekker", type=int, help="rows (1000; a million with --million)")
    parser.add_argument("--lang", action="store_true", help="follow memory up to 100,000 rows")
    parser.add_argument("--million", action="store_true",
                        help="a million rows to a million letters: about 25 GB of disk, hours")
    parser.add_argument("--mappe", type=Path, help="where --million writes its letters")
    parser.add_argument("--processer", type=int, default=1, help="processes of --million (1)")
    options = parser.parse_args()
    if options.million and not options.mappe:
        parser.error("--million needs --mappe, a folder with room for the letters")
    return options


def _bench(folder: Path) -> Bench:
    library = load_library(one_page.library(folder / "bibliotek"))
    return Bench(folder, library, Press(library), one_page.for_docxtpl(folder / "docxtpl.docx"),
                 one_page.for_mailmerge(folder / "mailmerge.docx"))


def _same_words(bench: Bench, file: Path) -> None:
    """Stops the run when the engines do not give the same words, paragraph for paragraph."""
    made = {}
    few = (one_page.write_csv if file.suffix == ".csv" else one_page.write_xlsx)(
        bench.folder / f"few{file.suffix}", CHECKED)
    for name, work in (("duform", bench.flet(InProcess(), 1)), ("unchecked", bench.unchecked),
                       ("docxtpl", bench.docxtpl_loop), ("mailmerge", bench.mailmerge_loop)):
        folder = bench.folder / name
        folder.mkdir()
        if work(few, folder) != CHECKED:
            sys.exit(f"{name} did not make all letters from {file.name}")
        made[name] = [_words(path) for path in sorted(folder.rglob("*.docx"))]
        rmtree(folder)
    for name, words in made.items():
        for mine, theirs in zip(made["duform"], words, strict=True):
            if mine != theirs:
                sys.exit(f"{name} says {theirs}, duform {mine}")


def _words(path: Path) -> list[str]:
    return [" ".join(text.split())
            for text in paragraph_texts(read_docx(path.read_bytes(), "brev"))]


def _contest(bench: Bench, kind: str, file: Path, two: Executor, rounds: int) -> None:
    contestants: dict[str, Work] = {
        "docxtpl loop": bench.docxtpl_loop, "docx-mailmerge2 loop": bench.mailmerge_loop,
        "duform, no checks": bench.unchecked, "duform flet, 1 process": bench.flet(InProcess(), 1),
        "duform flet, 2 processes": bench.flet(two, 2)}
    seconds: dict[str, list[float]] = {name: [] for name in contestants}
    for number in range(rounds + 1):
        for name in contestants if number % 2 else reversed(contestants):
            took = _timed(bench, contestants[name], file)
            if number:  # the first round warms up
                seconds[name].append(took)
    _say(f"\n{kind} to docx on disk\n\n{'':26}{'rows/s':>8}  times docxtpl (least–most)")
    for name, times in seconds.items():
        _say(f"{name:26}{1 / median(times):>8.0f}  {_ratios(seconds['docxtpl loop'], times)}")
    one, both = seconds["duform flet, 1 process"], seconds["duform flet, 2 processes"]
    _say(f"two processes against one: {_ratios(one, both)}")


def _timed(bench: Bench, work: Work, file: Path) -> float:
    """Seconds per letter."""
    folder = bench.folder / "ud"
    folder.mkdir()
    start = perf_counter()
    made = work(file, folder)
    took = perf_counter() - start
    rmtree(folder)
    return took / made


def _ratios(reference: list[float], took: list[float]) -> str:
    found = sorted(before / after for before, after in zip(reference, took, strict=True))
    return f"{median(found):.2f}  ({found[0]:.2f}–{found[-1]:.2f})"


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
