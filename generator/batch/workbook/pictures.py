"""Pictures of cases that move into a workbook: they are found from the workbook's folder then."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from generator.case.load import PICTURES, Case
from generator.source import Place, Problem


def seen_from(folder: Path, case: Case) -> tuple[Case, tuple[Problem, ...]]:
    """The case with the paths of its pictures counted from the folder. A picture that lies outside
    it cannot be named; what to do about it is told, and its path is kept as it was."""
    data, told = case.source.data, list[Problem]()
    for part, name, named in _named(case):
        picture = (case.file.parent / named).resolve()
        if picture.is_relative_to(folder.resolve()):
            path = picture.relative_to(folder.resolve()).as_posix()
            data = {**data, part: {**data[part], name: path}}
        elif case.file.parent.resolve() != folder.resolve():
            told.append(Problem(
                "regneark.billede", f"Billedet »{named}« ligger et andet sted end regnearket.",
                Place(str(case.file), detail=f"{part}.{name}"), "Læg en kopi af billedet ved "
                "siden af regnearket, før I fletter.", "advarsel"))
    return replace(case, source=replace(case.source, data=data)), tuple(told)


def _named(case: Case) -> Iterator[tuple[str, str, str]]:
    for part, name in PICTURES:
        owner = case.source.data.get(part)
        named = owner.get(name) if isinstance(owner, dict) else None
        if isinstance(named, str) and named.strip():
            yield part, name, named.strip()
