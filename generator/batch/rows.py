"""What is read from a workbook or a CSV file, before and after it has become cases.

A table knows where each cell stands (`Sager!C17`), so that a message can point at it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import overload

from generator.source import Located, Place, Problem


@dataclass(frozen=True, slots=True)
class Celle:
    """One cell as text, the way a person reads it in Excel: a postcode keeps its zeros, a date is
    `2026-03-01`, a number has no `.0`. None when the cell is empty."""

    tekst: str | None
    sted: Place
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class Række:
    """One row below the headings; `nummer` is Excel's own (the first row of a sheet is 1)."""

    nummer: int
    celler: Sequence[Celle]

    @property
    def tekster(self) -> Sequence[str | None]:
        """The text of each cell: much faster than the cells where no place is needed."""
        if isinstance(self.celler, Celler):
            return self.celler.tekster
        return [celle.tekst for celle in self.celler]

    @property
    def problemer(self) -> list[Problem]:
        """What is wrong with cells of the row in themselves, from the left."""
        if isinstance(self.celler, Celler) and not self.celler.problemer:
            return []
        return [celle.problem for celle in self.celler if celle.problem]


@dataclass(frozen=True, slots=True)
class Celler(Sequence[Celle]):
    """The cells of a row that has been read. Each is made when it is asked for, because nobody
    asks for the places of most. Problems are by column, and have no place of their own."""

    tekster: Sequence[str | None]
    fil: str
    ark: str
    række: int
    linje: int = 0
    problemer: Mapping[int, Problem] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.tekster)

    @overload
    def __getitem__(self, index: int) -> Celle: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Celle, ...]: ...
    def __getitem__(self, index: int | slice) -> Celle | tuple[Celle, ...]:
        if isinstance(index, slice):
            return tuple(map(self._cell, range(*index.indices(len(self.tekster)))))
        return self._cell(range(len(self.tekster))[index])

    def __iter__(self) -> Iterator[Celle]:
        return map(self._cell, range(len(self.tekster)))

    def _cell(self, column: int) -> Celle:
        name = f"{kolonnebogstav(column)}{self.række}"
        where = Place(self.fil, self.linje, detail=f"{self.ark}!{name}" if self.ark else name)
        problem = self.problemer.get(column)
        return Celle(self.tekster[column], where, problem and replace(problem, where=where))


@dataclass(frozen=True)
class Tabel:
    """A sheet, or a whole CSV file: its headings and its rows, which may be read only once."""

    navn: str
    fil: str
    overskrifter: tuple[Celle, ...]
    rækker: Iterable[Række]


@dataclass(frozen=True)
class Sagsrække:
    """A case as it stands in the file: its data with the cell of each value, or what is wrong.

    `nøgle` is the sagsnummer (or the row where there is none); `sted` the row's first cell. Of the
    rows of one table with the same sagsnummer only the first can give letters: `nummer` is the
    row's number in its sheet, 0 when the case has a file of its own or no sagsnummer.
    """

    nøgle: str
    sted: Place
    data: Located | None = None
    problemer: tuple[Problem, ...] = field(default=())
    nummer: int = 0


#: A row that has been passed by and is put together when somebody asks for it.
Ulæst = Callable[[], Sagsrække]


@cache
def kolonnebogstav(column: int) -> str:
    """The name Excel gives the column: 0 is `A`, 26 is `AA`."""
    name = ""
    column += 1
    while column:
        column, letter = divmod(column - 1, 26)
        name = chr(65 + letter) + name
    return name
