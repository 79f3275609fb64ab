"""Words that a Danish dictionary does not know, through hunspell, which is found on the machine and
never bundled. Without it nothing else changes: spelling is looked for only when it is asked for.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Collection, Mapping
from pathlib import Path

from generator.source import Place, Problem, Unusable

#: The dictionary's name, and how many seconds hunspell may take for the words of one letter.
_DICTIONARY, _PATIENCE = "da_DK", 20
#: Most suggestions that are passed on.
_MOST = 3

#: Words in, and those of them that are unknown out, each with what may be meant, the likeliest
#: first.
Speller = Callable[[Collection[str]], Mapping[str, tuple[str, ...]]]


def find_speller() -> Speller:
    """What tells unknown words; it asks the program that `DUFORM_HUNSPELL` names, else the one on
    PATH. Raises `Unusable`, with what to install, when there is none or it has no Danish."""
    program = shutil.which(os.environ.get("DUFORM_HUNSPELL") or "hunspell")
    if program is None:
        raise Unusable([Problem(
            "stavning.mangler", "Stavekontrollen kan ikke køre: Programmet hunspell findes ikke "
            "her.", Place(), "Installér hunspell og den danske ordbog (på Debian og Ubuntu: apt "
            "install hunspell hunspell-da), eller efterse brevet uden --stavning.")])
    known: dict[str, tuple[str, ...] | None] = {}

    def unknown(words: Collection[str]) -> Mapping[str, tuple[str, ...]]:
        new = sorted({word for word in words if word.isalpha()} - known.keys())
        known.update(dict(zip(new, _answers(Path(program), new), strict=True)) if new else {})
        return {word: told for word in words if (told := known.get(word)) is not None}

    unknown(["barn"])  # so that a missing dictionary is told at once
    return unknown


def _answers(program: Path, words: list[str]) -> list[tuple[str, ...] | None]:
    """For each word None when it is in the dictionary, else what may be meant."""
    # A ^ in front: the line is words, whatever it begins with.
    asked = "".join(f"^{word}\n" for word in words)
    try:
        done = subprocess.run([str(program), "-d", _DICTIONARY, "-i", "utf-8", "-a"],
                              input=asked.encode(), capture_output=True, timeout=_PATIENCE,
                              check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise _no_answer() from error
    # The first line names the program. Each word gets one line, and an empty one after it.
    lines = [line for line in done.stdout.decode("utf-8", "replace").splitlines()[1:] if line]
    if done.returncode or len(lines) != len(words):
        raise _no_answer()
    return [None if line[0] in "*+-" else _meant(line) for line in lines]


def _meant(line: str) -> tuple[str, ...]:
    """`& afgørlse 1 1: afgørelse` → the words after the colon; `# xyz 1` has none."""
    return tuple(word.strip() for word in line.partition(":")[2].split(",") if word.strip())[:_MOST]


def _no_answer() -> Unusable:
    return Unusable([Problem(
        "stavning.ordbog", "Stavekontrollen kan ikke køre: hunspell kan ikke bruge den danske "
        "ordbog.", Place(), "Installér ordbogen da_DK (på Debian og Ubuntu: apt install "
        "hunspell-da), eller efterse brevet uden --stavning.")])
