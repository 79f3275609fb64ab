"""The labelled Danish passages in `tests/sprog/*.tsv`, read and checked. What the columns mean is
told in `tests/sprog/README.md`."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import get_args

from generator.case.catalogue import DOKUMENTER
from generator.case.reader import Læserrolle
from generator.checker.letter import Deltager

FOLDER = Path(__file__).parent / "sprog"
FLOOR = FOLDER / "gulv.tsv"
#: How a new paragraph is written inside a cell.
BREAK = " ¶ "
RULES = ("PLADSHOLDER", "CPR", "UKENDT-NAVN", "TILTALE-BARN", "TILTALE-FORAELDER", "TILTALE-DE",
         "TILTALE-RAADGIVER", "PRONOMEN", "EGET-NAVN", "PASSIV-S", "PASSIV-BLIVE", "FAGORD",
         "SAETNING-LANG", "ORD-LANGE", "AFSENDER", "ETIKET", "NAVN-EJEFALD", "HAN-HUN",
         "GENTAGET-ORD", "FORAELDET", "MAAL-NEGERET", "MAAL-VAG", "DATO-FORBI",
         "DATO-FINDES-IKKE", "UGEDAG")
_COLUMNS = ("id", "gemt", "læser", "alder", "dato", "dokument", "overskrift", "deltagere", "tekst",
            "fund")


@dataclass(frozen=True)
class Passage:
    """A labelled text. `labels`: each rule that should find something, with the words it should
    point at (none where the whole section is meant)."""

    id: str
    held_out: bool
    reader: Læserrolle
    age: int
    day: date
    kind: str
    heading: str
    people: tuple[Deltager, ...]
    text: str
    labels: Mapping[str, tuple[str, ...]]

    @property
    def file(self) -> str:
        return self.id.rpartition("-")[0]


class BadPassage(ValueError):
    """A line that cannot be read: the file, the line and what is wrong."""


def read_passages(folder: Path = FOLDER) -> list[Passage]:
    """All passages, in the order of the files; raises `BadPassage`."""
    return [passage for path in sorted(folder.glob("*.tsv")) if path.name != FLOOR.name
            for passage in _of_file(path)]


def _of_file(path: Path) -> Iterator[Passage]:
    for number, row in rows(path, _COLUMNS):
        try:
            yield _passage(row)
        except (ValueError, KeyError) as error:
            raise BadPassage(f"{path.name}, linje {number}: {error}") from error


def rows(path: Path, columns: Sequence[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """The lines of a table with their numbers; raises `BadPassage` when its form is wrong."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        lines = csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        if tuple(next(lines)) != tuple(columns):
            raise BadPassage(f"{path.name}: første linje skal være {', '.join(columns)}")
        for number, line in enumerate(lines, 2):
            if len(line) != len(columns):
                raise BadPassage(f"{path.name}, linje {number}: {len(line)} celler, ikke "
                                 f"{len(columns)}")
            yield number, dict(zip(columns, line, strict=True))


def _passage(row: Mapping[str, str]) -> Passage:
    reader = next((r for r in get_args(Læserrolle) if r == row["læser"]), None)
    if reader is None or row["dokument"] not in DOKUMENTER or row["gemt"] not in ("ja", "nej"):
        raise ValueError(f"læser, dokument eller gemt i {row['id']} kan ikke være det, der står")
    return Passage(row["id"], row["gemt"] == "ja", reader, int(row["alder"]),
                   date.fromisoformat(row["dato"]), row["dokument"], row["overskrift"],
                   tuple(_people(row["deltagere"])), row["tekst"], _labels(row["fund"]))


def _people(cell: str) -> Iterator[Deltager]:
    """`Alma Holm (barn, hun); Karen Lund (psykolog, hun)`"""
    for person in filter(None, cell.split("; ")):
        name, _, rest = person.partition(" (")
        role, pronoun = rest.removesuffix(")").split(", ")
        yield Deltager(name, name.split()[0], role, pronoun, role == "barn")


def _labels(cell: str) -> dict[str, tuple[str, ...]]:
    """`PASSIV-S=hentes; FAGORD=trivsel`"""
    found: dict[str, tuple[str, ...]] = {}
    for label in filter(None, cell.split("; ")):
        rule, sign, words = label.partition("=")
        if rule not in RULES or not sign:
            raise ValueError(f"»{label}« er ikke REGEL=ord")
        found[rule] = (*found.get(rule, ()), *filter(None, [words]))
    return found
