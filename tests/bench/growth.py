"""Memory and time per letter over many letters in one process, each of a case of its own.

Run as `python -m tests.bench.growth 10000`; prints a line of JSON at 100, 1,000, 10,000 … letters:
the median time since the line before, and the memory then.
"""

from __future__ import annotations

import json
import resource
import sys
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter

from generator.case.load import Case
from generator.case.reader import Situation
from generator.library import load_library
from generator.orders import order_letters
from generator.output import write_all
from generator.pipeline import Press, filled_letter, packed_letter
from tests.bench.cases import invented_case

MARKS = (100, 1_000, 10_000, 100_000)
#: Letters made in one go; the cases they are of are read before the clock starts.
BATCH = 20


def main(count: int) -> None:
    press = Press(load_library())
    batches: list[float] = []
    with tempfile.TemporaryDirectory(dir=tmpfs()) as name:
        for done in range(0, count, BATCH):
            cases = [invented_case(done + n, press.library.law) for n in range(BATCH)]
            start = perf_counter()
            for case in cases:
                _make(case, press, Path(name))
            batches.append(perf_counter() - start)
            for path in Path(name).iterdir():
                path.unlink()
            if done + BATCH in MARKS:
                told = {"letters": done + BATCH, "ms": median(batches) / BATCH * 1000,
                        "rss": _resident(), "peak": _peak()}
                print(json.dumps(told), flush=True)  # noqa: T201
                batches.clear()


def _make(case: Case, press: Press, folder: Path) -> None:
    order = order_letters(case, press.library, to=["barn"])[0]
    situation = Situation(case.sag, order.læser, order.dato)
    template = press.template(order.skabelon)
    session, filled = filled_letter(case, situation, order, template, press)
    docx = packed_letter(case, order, template, session, filled)
    write_all(folder, {f"{order.navn}.docx": docx})


def tmpfs() -> str | None:
    """A folder in memory, where there is one, so that no disk is measured."""
    return "/dev/shm" if Path("/dev/shm").is_dir() else None


def _resident() -> float:
    """Megabytes in use now; where the system does not tell, the most there were."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
    except OSError:
        return _peak()
    return pages * resource.getpagesize() / 1e6


def _peak() -> float:
    try:  # what `getrusage` tells includes the process that started this one
        lines = Path("/proc/self/status").read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) * 1024 / 1e6
    except OSError:
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return most / 1e6 if sys.platform == "darwin" else most * 1024 / 1e6


if __name__ == "__main__":
    main(int(sys.argv[1]))
