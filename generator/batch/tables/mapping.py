"""A municipality's own export under our names: its headings and sheets renamed, its values
translated, as its `fletning.yaml` says (`case/mapping.py`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

from generator.batch.rows import Celle, Række, Tabel
from generator.batch.shape import SAGER, arbejdsbog
from generator.batch.tables.read import Tables
from generator.case.mapping import Fletning, Known, Oversættelse, folded, read_mapping
from generator.source import Place, Problem, kort, suggestion


def load_mapping(path: Path) -> Fletning:
    """The mapping file, when all it points to is in the workbook; raises `Unusable` with everything
    that is wrong in it, line by line."""
    return read_mapping(path, Known(tuple(known_targets().values()),
                                    tuple(ark.navn for ark in arbejdsbog())))


@cache
def known_targets() -> Mapping[str, str]:
    """Everything a column may be called: field paths, headings and keys, by their folded form."""
    names = [name for ark in arbejdsbog() for kolonne in ark.kolonner
             for name in (kolonne.sti, kolonne.titel)]
    keys = [key for ark in arbejdsbog() for key in ark.nøgler]
    return {folded(name): name for name in (*names, *keys)}


def apply(tables: Tables, mapping: Fletning) -> Tables:
    """The tables under our names: headings and sheets renamed, constants added to the sheet of
    cases, and values translated. A heading in the mapping that no table has becomes a remark."""
    single = len(tables.tables) == 1
    mapped = tuple(_table(table, mapping, single) for table in tables.tables)
    headings = {folded(cell.tekst or "") for t in tables.tables for cell in t.overskrifter}
    sheets = {folded(t.navn) for t in tables.tables}
    remarks = [Problem("fletning.uden_kolonne", f"Overskriften »{kort(heading)}« findes ikke i "
                       "filen med sager.", mapping.steder.get(heading, Place(mapping.fil)),
                       suggestion(heading, sorted(headings)), "advarsel")
               for heading in mapping.kolonner if heading not in headings]
    remarks += [Problem("fletning.uden_ark", f"Arket »{kort(name)}« findes ikke i filen med sager.",
                        Place(mapping.fil, detail="ark"), suggestion(name, sorted(sheets)),
                        "advarsel")
                for name in mapping.ark if name not in sheets]
    return Tables(mapped, (*tables.remarks, *remarks))


def _table(table: Tabel, mapping: Fletning, single: bool) -> Tabel:
    name = mapping.ark.get(folded(table.navn), table.navn)
    headings = tuple(_renamed(cell, mapping) for cell in table.overskrifter)
    added = dict(mapping.faste) if single or folded(name) == folded(SAGER) else {}
    paths = [_path(cell.tekst or "", name) for cell in headings]
    added = {target: text for target, text in added.items() if _path(target, name) not in paths}
    where = Place(mapping.fil, detail="faste")
    constants = tuple(Celle(text, where) for text in added.values())
    all_headings = (*headings, *(Celle(target, where) for target in added))
    by_path = {_path(target, name): values for target, values in mapping.værdier.items()}
    values = {n: by_path[path] for n, path in enumerate(paths) if path in by_path}
    rows = table.rækker if not values and not constants else (
        _row(row, len(headings), values, constants) for row in table.rækker)
    return Tabel(name, table.fil, all_headings, rows)


def _path(name: str, sheet: str) -> str:
    """The path of the field that a heading on a sheet means, whether it is its title or path."""
    columns = _titles().get(folded(sheet)) or _titles()[folded(SAGER)]
    return columns.get(folded(name), folded(name))


@cache
def _titles() -> Mapping[str, Mapping[str, str]]:
    return {folded(ark.navn): {folded(k.titel): folded(k.sti) for k in ark.kolonner}
            for ark in arbejdsbog()}


def _renamed(cell: Celle, mapping: Fletning) -> Celle:
    target = mapping.kolonner.get(folded(cell.tekst or ""))
    return replace(cell, tekst=target) if target else cell


def _row(row: Række, width: int, values: Mapping[int, Oversættelse],
         constants: tuple[Celle, ...]) -> Række:
    """The row with its values translated and the constants after its last heading. A cell without
    a heading stays behind them, with its problem."""
    cells = list(row.celler)
    for column, translation in values.items():
        cells[column] = _translated(cells[column], translation)
    return Række(row.nummer, (*cells[:width], *constants, *cells[width:]))


def _translated(cell: Celle, translation: Oversættelse) -> Celle:
    if cell.tekst is None:
        return cell
    found = translation.værdier.get(folded(cell.tekst))
    if found is not None:
        return replace(cell, tekst=found)
    if not translation.kun or cell.problem:
        return cell
    return replace(cell, problem=Problem(
        "fletning.ukendt_vaerdi", f"»{kort(cell.tekst)}« har ingen oversættelse i fletningsfilen.",
        cell.sted, f"{suggestion(cell.tekst, translation.værdier)} Ret cellen, eller skriv værdien "
        "under »vaerdier« i fletningsfilen.".strip()))

