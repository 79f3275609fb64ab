"""From rows as they are read to a table: headings found, empty rows and columns left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from generator.batch.rows import Celler, Række, Tabel, kolonnebogstav
from generator.batch.tables.cell_text import too_long_row
from generator.source import Place, Problem, Unusable

#: Most columns of a table. The widest sheet we write ourselves has a few hundred.
MAX_COLUMNS = 1000


@dataclass(frozen=True, slots=True)
class Rå:
    """A row as it stands in the file: the text of each cell, and problems by column."""

    nummer: int
    tekster: Sequence[str | None]
    problemer: Mapping[int, Problem] = field(default_factory=dict)
    linje: int = 0


def table_of(name: str, file: str, rows: Iterable[Rå]) -> Tabel | None:
    """The table whose headings are the first row with anything in it; None when there is none.

    `name` is the sheet, empty for a CSV file. The rows are read when they are asked for.
    """
    rows = iter(rows)
    first = next((row for row in rows if any(row.tekster) or row.problemer), None)
    if first is None:
        return None
    width = max((n for n, text in enumerate(first.tekster, start=1) if text), default=0)
    where = Place(file, detail=f"{name}!{first.nummer}:{first.nummer}" if name else
                  f"række {first.nummer}")
    if width > MAX_COLUMNS:
        raise Unusable([Problem(
            "tabel.for_mange_kolonner", f"Der er {width} kolonner. Vi læser højst {MAX_COLUMNS}.",
            where, "Slet de kolonner, der ikke skal bruges, eller se efter, om det er den rigtige "
            "fil.")])
    if not any(char.isalpha() for text in first.tekster for char in text or ""):
        raise Unusable([Problem(
            "tabel.ingen_overskrifter", "Den øverste række har ingen overskrifter.", where,
            "Sæt en række øverst med navnet på hver kolonne, fx »Sagsnummer«.")])
    headings = first.tekster[:width]
    problems = {n: problem for n, problem in first.problemer.items() if n < width}
    cells = tuple(Celler(headings, file, name, first.nummer, first.linje, problems))
    return Tabel(name, file, cells, _below(headings, rows, file, name))


def _below(headings: Sequence[str | None], rows: Iterator[Rå], file: str,
           name: str) -> Iterator[Række]:
    """The rows with anything in them, each as wide as the headings or to its first stray cell."""
    width = len(headings)
    holes = [n for n, heading in enumerate(headings) if heading is None]
    for row in rows:
        texts, problems = row.tekster, row.problemer
        if len(texts) > width or holes:
            texts, problems = _without_stray(row, width, holes)
        if len(texts) < width:
            texts = [*texts, *[None] * (width - len(texts))]
        if any(texts) or problems:
            yield Række(row.nummer, Celler(texts, file, name, row.nummer, row.linje, problems))


def _without_stray(row: Rå, width: int, holes: Sequence[int],
                   ) -> tuple[Sequence[str | None], Mapping[int, Problem]]:
    """The row cut after its first cell without a heading, which gets a problem for all of them."""
    stray = [n for n in (*holes, *range(width, len(row.tekster)))
             if n < len(row.tekster) and (row.tekster[n] or n in row.problemer)]
    if not stray:
        return row.tekster[:width], row.problemer
    problems = {n: p for n, p in row.problemer.items() if n < width}
    problems[stray[0]] = too_long_row(len(stray) - 1)
    return row.tekster[:max(width, stray[0] + 1)], problems


def remarks_on(name: str, path: Path, hidden: bool, hidden_rows: int, merged: str,
               hidden_columns: Iterable[int], table: Tabel) -> Iterator[Problem]:
    """Remarks about a sheet that a person may not have seen all of. A hidden column counts when it
    has a heading."""
    where = Place(str(path), detail=name)
    if hidden:
        yield Problem("tabel.skjult_ark", f"Arket »{name}« er skjult, men bliver læst.", where,
                      "Slet arket, hvis det ikke skal med.", "advarsel")
    if hidden_rows:
        count = "En række er skjult" if hidden_rows == 1 else f"{hidden_rows} rækker er skjult"
        yield Problem("tabel.skjulte_raekker", f"{count}, men bliver læst.", where,
                      "Slet de rækker, der ikke skal med. Et filter skjuler dem kun.", "advarsel")
    unseen = [kolonnebogstav(n) for n in sorted(set(hidden_columns))
              if n < len(table.overskrifter) and table.overskrifter[n].tekst]
    if unseen:
        some = f"{', '.join(unseen[:10])}{' og flere' if len(unseen) > 10 else ''}"
        count = f"Kolonne {some} er skjult" if len(unseen) == 1 else f"Kolonnerne {some} er skjult"
        yield Problem("tabel.skjulte_kolonner", f"{count}, men bliver læst.", where,
                      "Vis dem, og se efter, om de skal med. Slet dem, der ikke skal.", "advarsel")
    if merged:
        yield Problem(
            "tabel.flettede_celler", f"Nogle celler er flettet: {merged}. Værdien hører til den "
            "første celle; de andre er tomme.", where,
            "Ophæv fletningen, og skriv værdien i hver celle, den gælder for.", "advarsel")
