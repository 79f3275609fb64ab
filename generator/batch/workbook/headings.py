"""Which field each column of a table holds, by its heading: the title or the path of the field, in
any order. Case and spaces do not matter."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from generator.batch.rows import Celle, Tabel
from generator.batch.shape import NUMMER, SAGER, SAGSNUMMER, Ark, Kolonne, arbejdsbog
from generator.case.values import er_tom
from generator.source import Path_, Place, Problem, kort, suggestion

#: The sheet that tells how to fill in the others, and holds no data.
VEJLEDNING = "Vejledning"


@dataclass(frozen=True)
class Plads:
    """Where a field stands in the rows: its column, and that of the adults' own text."""

    kolonne: Kolonne
    første: int | None
    voksne: int | None = None

    @cached_property
    def felt(self) -> Path_:
        return self.kolonne.felt

    @cached_property
    def enkel(self) -> bool:
        """Whether the value is the text in the cell, as it stands."""
        return not (self.kolonne.liste or self.kolonne.tekst)


@dataclass(frozen=True)
class Opslag:
    """A table with its sheet: the columns of its keys (None: not there) and of its fields.

    `dele` holds, for each record inside the record, the first column that belongs to it; `huller`
    are the columns without a heading.
    """

    ark: Ark
    tabel: Tabel
    sagsnummer: int
    nummer: int | None
    over: int | None
    pladser: tuple[Plads, ...]
    dele: Mapping[Path_, int]
    huller: tuple[int, ...]


def same(text: str) -> str:
    """A heading or a name as it is compared."""
    plain = unicodedata.normalize("NFC", text).casefold()
    return "".join(plain.split()).rstrip(".:*")


def match_tables(tables: Iterable[Tabel]) -> tuple[list[Opslag], list[Problem]]:
    """The tables that hold records, `Sager` first, and what is wrong with sheets and headings."""
    given, problems = list(tables), list[Problem]()
    sheets = {same(name): ark for ark in arbejdsbog()
              for name in (ark.navn, ".".join(ark.sti)) if name}
    found: dict[tuple[str, ...], Opslag] = {}
    for tabel in given:
        ark = sheets.get(same(tabel.navn))
        if ark is None and len(given) == 1:
            ark = sheets[same(SAGER)]  # a CSV file, or a workbook of one sheet with another name
        if ark is None:
            problems += _unknown_sheet(tabel, [a.navn for a in arbejdsbog()])
            continue
        if ark.sti in found:
            problems.append(_twice(tabel, found[ark.sti].tabel))
            continue
        opslag, wrong = _match(tabel, ark)
        problems += wrong
        if opslag:
            found[ark.sti] = opslag
    if () not in found and not any(p.level == "fejl" for p in problems):
        problems.append(_no_cases(given))
    order = [ark.sti for ark in arbejdsbog()]
    return sorted(found.values(), key=lambda o: order.index(o.ark.sti)), problems


def _unknown_sheet(tabel: Tabel, known: Sequence[str]) -> Iterator[Problem]:
    named = any(not er_tom(c.tekst) for c in tabel.overskrifter)
    if named and same(tabel.navn) != same(VEJLEDNING):
        yield Problem("flet.ukendt_ark", f"Arket »{kort(tabel.navn)}« kender vi ikke, så det "
                      "bliver ikke læst.", Place(tabel.fil, detail=tabel.navn),
                      suggestion(tabel.navn, known) or "Er det jeres eget, kan det blive stående.",
                      "advarsel")


def _twice(tabel: Tabel, first: Tabel) -> Problem:
    return Problem("flet.ark_dobbelt", f"Arkene »{kort(first.navn)}« og »{kort(tabel.navn)}« er "
                   "til det samme.", Place(tabel.fil, detail=tabel.navn),
                   "Saml rækkerne i det ene ark, og slet det andet.")


def _no_cases(tables: Sequence[Tabel]) -> Problem:
    there = ", ".join(f"»{kort(t.navn)}«" for t in tables[:10])
    return Problem("flet.ingen_sager", f"Der er ikke noget ark, der hedder {SAGER}.",
                   Place(tables[0].fil if tables else ""),
                   f"Kald arket med en række til hver sag {SAGER}."
                   + (f" Filen har {there}." if there else ""))


def _match(tabel: Tabel, ark: Ark) -> tuple[Opslag | None, list[Problem]]:
    """The sheet's columns; without a sagsnummer no row of it can be read."""
    names = _names(ark)
    columns: dict[Kolonne | str, int] = {}
    problems: list[Problem] = []
    for index, celle in enumerate(tabel.overskrifter):
        what = names.get(same(celle.tekst or ""))
        if er_tom(celle.tekst):
            continue
        if what is None:
            problems.append(_unknown_column(celle, ark))
        elif what in columns:
            problems.append(_same_field(celle, tabel.overskrifter[columns[what]], what))
        else:
            columns[what] = index
    key = columns.get(SAGSNUMMER if ark.sti else names[same(SAGSNUMMER)])
    if key is None:
        problems += _no_key(tabel, ark)
        return None, problems
    places = tuple(_places(ark, columns))
    return Opslag(ark, tabel, key, columns.get(NUMMER), columns.get("over"), places,
                  _parts(places), tuple(n for n, celle in enumerate(tabel.overskrifter)
                                        if er_tom(celle.tekst))), problems


def _names(ark: Ark) -> dict[str, Kolonne | str]:
    """Everything a heading of the sheet may be; titles go before paths."""
    names: dict[str, Kolonne | str] = {}
    for k in ark.kolonner:
        names[same(".".join((*ark.sti, k.sti)))] = k
        names[same(k.sti)] = k
    for k in ark.kolonner:
        names[same(k.titel)] = k
    if ark.sti:
        names[same(SAGSNUMMER)], names[same(NUMMER)] = SAGSNUMMER, NUMMER
    if ark.over:
        names[same(ark.nøgler[1])] = "over"
    return names


def _places(ark: Ark, columns: Mapping[Kolonne | str, int]) -> Iterator[Plads]:
    by_path = {(k.felt, k.voksne): i for k, i in columns.items() if isinstance(k, Kolonne)}
    for k in ark.kolonner:
        first, adults = by_path.get((k.felt, False)), by_path.get((k.felt, True))
        if not k.voksne and (first is not None or adults is not None):
            yield Plads(k, first, adults)


def _parts(places: Iterable[Plads]) -> dict[Path_, int]:
    parts: dict[Path_, int] = {}
    for plads in places:
        index = plads.første if plads.første is not None else plads.voksne
        for end in range(1, len(plads.felt)):
            parts.setdefault(plads.felt[:end], index or 0)
    return parts


def _unknown_column(celle: Celle, ark: Ark) -> Problem:
    titles = [k.titel for k in ark.kolonner] + list(ark.nøgler)
    return Problem("flet.ukendt_kolonne", f"Kolonnen »{kort(celle.tekst)}« kender vi ikke, så den "
                   "bliver ikke læst.", celle.sted, suggestion(str(celle.tekst), titles)
                   or "Er den til jeres eget brug, kan den blive stående.", "advarsel")


def _same_field(celle: Celle, first: Celle, what: Kolonne | str) -> Problem:
    field = what.titel if isinstance(what, Kolonne) else str(first.tekst)
    where = re.split(r"!", first.sted.detail)[-1]
    return Problem("flet.kolonne_dobbelt", f"To kolonner er til feltet »{field}«. Den første er "
                   f"{where}.", celle.sted, "Slet den ene, eller giv den en anden overskrift.")


def _no_key(tabel: Tabel, ark: Ark) -> Iterator[Problem]:
    if not ark.sti or any(not er_tom(c.tekst) for c in tabel.overskrifter):
        what = f"Arket »{kort(tabel.navn)}«" if tabel.navn else "Filen"
        filled = [c for c in tabel.overskrifter if not er_tom(c.tekst)]
        remedy = ("Sæt overskriften over kolonnen med sagernes numre. Overskrifterne skal stå "
                  "øverst: Slet en titel og andre rækker over dem.")
        if not tabel.navn and len(filled) == 1:
            remedy += " Et semikolon, et komma eller en tabulator skal skille kolonnerne."
        yield Problem("flet.intet_sagsnummer", f"{what} har ingen kolonne, der hedder "
                      f"{SAGSNUMMER}.", filled[0].sted if filled else
                      Place(tabel.fil, detail=tabel.navn), remedy)
