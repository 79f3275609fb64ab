"""Where many cases come from: a folder of case files, a workbook or a CSV file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from generator.source import Problem

if TYPE_CHECKING:
    from generator.batch.sources import Source


@dataclass(frozen=True)
class Cases:
    """The cases of a file, and what there is to say about the file as a whole."""

    source: Source
    remarks: tuple[Problem, ...] = ()


def open_cases(path: Path, mapping: Path | None = None) -> Cases:
    """The cases in the folder or file; raises `Unusable` when it can give none."""
    from generator.batch.sources import begin, source_of

    source = source_of(path, mapping)
    return Cases(source, begin(source).remarks)
