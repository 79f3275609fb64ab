"""`make bench`: prints one table, from one run, of how fast letters are made. See `rivals.py` for
what is compared and `contest.py` for how. Only the ratios are claims."""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import zlib
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from generator.document.read_docx import read_docx
from generator.document.text import paragraph_texts
from generator.pipeline import make_letter
from generator.template import zip_writer
from generator.template.zip_writer import WAYS
from tests.bench import tjek
from tests.bench.cases import SEED, example_path, invented_case, invented_file
from tests.bench.contest import Contestant, contest, row
from tests.bench.growth import tmpfs
from tests.bench.rivals import TEMPLATE, Ready, Rivals, deflating

#: So many that what remembers texts has forgotten a case before its turn comes again.
CASES = 400
FILES = 20
CHECKED = 25


def main() -> None:
    options = _options()
    _say("duform bench")
    _say(_machine())
    with tempfile.TemporaryDirectory(dir=tmpfs()) as name:
        rivals = Rivals(Path(name))
        cases = [invented_case(number, rivals.library.law) for number in range(CASES)]
        ready = [rivals.ready(case) for case in cases]
        _same_words(rivals, ready[:CHECKED])
        _describe(rivals, ready)
        _engine(rivals, ready, options.runder)
        _end_to_end(rivals, cases, options.runder)
        _files(rivals, Path(name), options.runder)
    _growth(100_000 if options.lang else 10_000)
    tjek.main()


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.render", description=__doc__)
    parser.add_argument("--runder", "--rounds", type=int, default=21, help="rounds (21)")
    parser.add_argument("--lang", "--long", action="store_true",
                        help="follow memory up to 100,000 letters")
    return parser.parse_args()


# --- what is measured -----------------------------------------------------------------------------


def _engine(rivals: Rivals, ready: Sequence[Ready], rounds: int) -> None:
    reference = Contestant("docxtpl, as its README shows it", rivals.docxtpl, ready)
    ours = [Contestant(f"duform, {how}", rivals.engine, ready, _with(how)) for how in WAYS]
    kept = Contestant("docxtpl, one template object kept", rivals.docxtpl_kept, ready)
    xml = [[text.encode() for _, text in rivals.filled(one).parts] + [one.manifest]
           for one in ready]
    docx = [rivals.engine(one) for one in ready]
    target = rivals.folder / "floor.docx"
    floors = [Contestant("floor: Jinja alone", rivals.filled, ready),
              *(Contestant(f"floor: deflate alone, {how}", partial(_deflated, how), xml)
                for how in WAYS),
              Contestant("floor: writing ready bytes", target.write_bytes, docx)]
    contest(reference, [kept, *ours, *floors], rounds)
    _table("(a) engine: context ready → docx bytes; (b) what it cannot be faster than",
           [reference, kept, *ours, *floors])


def _end_to_end(rivals: Rivals, cases: Sequence[Any], rounds: int) -> None:
    for name, book in (("docxtpl, same steps, nothing kept", rivals.naive),
                       ("docxtpl, same steps, phrases compiled once", rivals.forgetful)):
        reference = Contestant(name, partial(rivals.docxtpl_letter, book), cases)
        ours = [Contestant(f"duform, {how}", rivals.letter, cases, _with(how))
                for how in WAYS]
        contest(reference, ours, rounds)
        _table("(c) case in memory → view, phrases chosen and filled → docx by rename, hash, "
               "manifest", [reference, *ours])


def _files(rivals: Rivals, folder: Path, rounds: int) -> None:
    files = [invented_file(number, folder) for number in range(FILES)]
    for logo in example_path().parent.glob("*.png"):
        (folder / logo.name).write_bytes(logo.read_bytes())
    reference = Contestant("docxtpl, same steps, nothing kept", rivals.docxtpl_file, files)
    ours = Contestant("duform", rivals.file, files)
    contest(reference, [ours], max(7, rounds // 3))
    _table("(d) case file → checked, written docx", [reference, ours])


def _with(how: str) -> Callable[[Callable[[], float]], float]:
    def around(run: Callable[[], float]) -> float:
        with deflating(how):
            return run()

    return around


def _deflated(how: str, parts: Iterable[bytes]) -> None:
    for part in parts:
        if len(part) > zip_writer._SMALL:
            WAYS[how].compress(part)


def _growth(count: int) -> None:
    made = subprocess.run([sys.executable, "-m", "tests.bench.growth", str(count)], check=True,
                          stdout=subprocess.PIPE, text=True)
    _say("\n(e) many letters in one process, each of a case of its own\n")
    _say(f"{'letters':>9}  {'ms a letter':>11}  {'memory MB':>9}  {'most MB':>7}")
    for line in made.stdout.splitlines():
        at = json.loads(line)
        _say(f"{at['letters']:>9,}  {at['ms']:>11.3f}  {at['rss']:>9.1f}  {at['peak']:>7.1f}")


# --- before the clock starts ----------------------------------------------------------------------


def _same_words(rivals: Rivals, ready: Iterable[Ready]) -> None:
    """Stops the run when the engines do not give the same words, paragraph for paragraph."""
    for one in ready:
        finished = make_letter(one.case, one.order, rivals.press)
        held = [str(f) for f in finished.findings if f.level == "fejl"]
        if held:
            sys.exit(f"{one.order.navn} is held back, so nothing is measured:\n" + "\n".join(held))
        wanted = _words(finished.docx)
        for name, docx in (("duform's engine", rivals.engine(one)),
                           ("docxtpl", rivals.docxtpl(one)),
                           ("docxtpl kept", rivals.docxtpl_kept(one)),
                           *(("docxtpl with the same steps",
                              rivals.with_docxtpl(one.case, one.order, book)[0])
                             for book in (rivals.naive, rivals.forgetful))):
            for mine, theirs in zip(wanted, _words(docx), strict=True):
                if mine != theirs:
                    sys.exit(f"{one.order.navn}: {name} says »{theirs}«, duform »{mine}«.")


def _words(docx: bytes) -> list[str]:
    return [" ".join(text.split()) for text in paragraph_texts(read_docx(docx, "brev"))]


# --- the text -------------------------------------------------------------------------------------


def _machine() -> str:
    packages = ", ".join(f"{name} {_version(name)}" for name in
                         ("docxtpl", "python-docx", "lxml", "jinja2", "markdown-it-py", "isal"))
    return (f"{_processor()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}; "
            f"{platform.system()} {platform.release()}; Python {platform.python_version()}, "
            f"zlib {zlib.ZLIB_RUNTIME_VERSION}\n{packages}; seed {SEED}")


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor()


def _describe(rivals: Rivals, ready: Sequence[Ready]) -> None:
    parts = rivals.filled(ready[0]).parts
    words = sum(len(text.split()) for text in _words(rivals.engine(ready[0])))
    sizes = {how: _size(rivals, ready[0], how) for how in WAYS}
    _say(f"template {TEMPLATE}, case {example_path().name} in {len(ready)} versions; the first: "
         f"{words} words, {len(ready[0].frases)} phrases, document.xml {len(parts[0][1])} "
         f"characters\nbytes: docxtpl {len(rivals.docxtpl(ready[0]))}, duform "
         + ", ".join(f"{size} ({how})" for how, size in sizes.items())
         + f"\nthe same words from both engines in {CHECKED} letters: yes")


def _size(rivals: Rivals, ready: Ready, how: str) -> int:
    with deflating(how):
        return len(rivals.engine(ready))


def _table(title: str, contestants: Sequence[Contestant]) -> None:
    _say(f"\n{title}\n")
    _say(f"{'':43}{'ms':>9}  {'a second':>9}  times docxtpl (middle half)")
    for contestant in contestants:
        name, milliseconds, rate, ratio = row(contestant)
        _say(f"{name:43}{milliseconds:>9}  {rate:>9}  {ratio}")


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
