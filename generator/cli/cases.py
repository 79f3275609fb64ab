"""Where many cases come from: a folder of case files, a workbook or a CSV file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from generator.source import Place, Problem, Unusable, reason

if TYPE_CHECKING:
    from generator.batch.rows import Sagsrække

_CASES = (".yaml", ".yml", ".json")


@dataclass(frozen=True)
class Cases:
    """The cases of a file, read anew each time they are gone through. `remarks` is what there is to
    say about the file as a whole."""

    read: Callable[[], Iterator[Sagsrække]]
    remarks: tuple[Problem, ...] = ()

    def __iter__(self) -> Iterator[Sagsrække]:
        return self.read()


def open_cases(path: Path, mapping: Path | None = None) -> Cases:
    """The cases in the folder or file; raises `Unusable` when it can give none."""
    if path.is_dir():
        return _folder(path)
    return _table(path, mapping)


def _folder(path: Path) -> Cases:
    try:
        files = sorted(file for file in path.iterdir() if file.suffix.lower() in _CASES)
    except OSError as error:
        raise Unusable([Problem("flet.mappe", f"Mappen kan ikke læses: {reason(error)}.",
                                Place(str(path)), "Se efter, om du har lov til at læse den.",
                                )]) from error
    if not files:
        raise Unusable([Problem("flet.ingen_sager", "Der er ingen sager i mappen.",
                                Place(str(path)), "En sag er en fil, der ender på .yaml eller "
                                ".json.")])
    return Cases(lambda: map(_one, files))


def _one(file: Path) -> Sagsrække:
    from generator.batch.rows import Sagsrække
    from generator.source import read_yaml

    try:
        data = read_yaml(file)
    except Unusable as error:
        return Sagsrække(file.stem, Place(str(file)), None, tuple(error.problems))
    number = data.data.get("sagsnummer") if isinstance(data.data, dict) else None
    return Sagsrække(number.strip() if isinstance(number, str) and number.strip() else file.stem,
                     Place(str(file)), data)


def _table(path: Path, mapping: Path | None) -> Cases:
    from generator.batch.tables.mapping import apply, load_mapping
    from generator.batch.tables.read import read_tables
    from generator.batch.workbook.assemble import cases_from

    def assembled() -> tuple[Iterator[Sagsrække], tuple[Problem, ...]]:
        found = read_tables(path)
        if mapping:
            found = apply(found, load_mapping(mapping))
        cases = cases_from(found.tables, str(path))
        return iter(cases.rows), (*found.remarks, *cases.problems)

    return Cases(lambda: assembled()[0], assembled()[1])
