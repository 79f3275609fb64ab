"""Whether `duform flet` stays as fast and as small when the rows become many.

Each size runs the command itself, in a process of its own: `python -m tests.bench.flet_growth FILE
BIBLIOTEK UD [N]` makes the letters and prints what it took as a line of JSON.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from shutil import disk_usage
from time import perf_counter

from tests.bench import one_page
from tests.bench.growth import _peak, tmpfs

#: Bytes that a letter takes on disk, with what the ledger and the reports say of it; rounded up.
PER_LETTER = 25_000


def growth(sizes: tuple[int, ...]) -> None:
    """Prints speed and memory for each number of rows."""
    _say(f"\nmany rows, one process\n\n{'rows':>9}  {'rows/s':>7}  {'most MB, parent':>15}")
    for size in sizes:
        with tempfile.TemporaryDirectory(dir=tmpfs()) as name:
            _tell(size, _run(Path(name), size, 1))


def million(folder: Path, rows: int, processes: int) -> None:
    """Makes letters from very many rows in the folder, and leaves them there."""
    folder.mkdir(parents=True, exist_ok=True)
    free = disk_usage(folder).free
    needed = rows * PER_LETTER
    _say(f"{rows:,} letters take about {needed / 1e9:.1f} GB in {folder}; {free / 1e9:.1f} GB are "
         "free.")
    if free < needed or any(folder.iterdir()):
        sys.exit("There is not room enough, or the folder is not empty.")
    found = _run(folder, rows, processes)
    _say(f"{'rows':>9}  {'rows/s':>7}  {'most MB, parent':>15}  {'most MB, worker':>15}")
    _tell(rows, found)


def _run(folder: Path, rows: int, processes: int) -> dict[str, float]:
    one_page.library(folder / "bibliotek")
    one_page.write_csv(folder / "sager.csv", rows)
    made = subprocess.run(
        [sys.executable, "-m", "tests.bench.flet_growth", folder / "sager.csv",
         folder / "bibliotek", folder / "ud", str(processes)],
        check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    found: dict[str, float] = json.loads(made.stdout)
    if found["letters"] != rows:
        sys.exit(f"Only {found['letters']:.0f} letters of {rows} were made.")
    return found


def _tell(rows: int, found: dict[str, float]) -> None:
    worker = f"  {found['worker']:>15.0f}" if found["worker"] else ""
    _say(f"{rows:>9,}  {rows / found['seconds']:>7.0f}  {found['parent']:>15.0f}{worker}")


def _one(file: str, library: str, out: str, processes: str) -> None:
    from generator.cli import _run as run_command

    start = perf_counter()
    code = run_command(["flet", file, "--bibliotek", library, "--ud", out, "--processer",
                        processes, "--type", one_page.DOKUMENT, "--til", "barn", "--dato",
                        one_page.DATO])
    seconds = perf_counter() - start
    worker = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024 / 1e6
    letters = sum(name.endswith(".docx") for _, _, names in os.walk(out) for name in names)
    _say(json.dumps({"seconds": seconds, "parent": _peak(), "letters": 0 if code else letters,
                     "worker": worker if processes != "1" else 0}))


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    _one(*sys.argv[1:5])
