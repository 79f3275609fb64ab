"""`fletning.yaml`: how a municipality's own export is read, so that nobody has to rename columns.

```yaml
ark: {Borgere: Sager}                       # sheet in the file: sheet of ours
kolonner: {"Borger CPR": barn.cpr}          # heading in the file: field (or heading) of ours
faste: {kommune.navn: Egelund Kommune}      # the same in every case
vaerdier:
  barn.stedord: {K: hun, M: han, kun: ja}   # kun: any other value is a problem
```
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from generator.batch.rows import Celle, Række, Tabel
from generator.batch.shape import SAGER, arbejdsbog
from generator.batch.tables.read import Tables
from generator.source import Located, Place, Problem, Unusable, kort, read_yaml, suggestion

_SECTIONS = ("ark", "kolonner", "faste", "vaerdier")
_KUN = "kun"
_EXAMPLE = "Skriv fx: kolonner: {\"Borger CPR\": barn.cpr}."


@dataclass(frozen=True)
class Oversættelse:
    """The values of one field: from what the file says to what we say. `kun`: no others allowed."""

    værdier: Mapping[str, str]
    kun: bool = False


@dataclass(frozen=True)
class Fletning:
    """A mapping file. Headings and sheets in the file are compared without regard to case."""

    fil: str
    kolonner: Mapping[str, str] = field(default_factory=dict)
    faste: Mapping[str, str] = field(default_factory=dict)
    værdier: Mapping[str, Oversættelse] = field(default_factory=dict)
    ark: Mapping[str, str] = field(default_factory=dict)
    steder: Mapping[str, Place] = field(default_factory=dict)


def load_mapping(path: Path) -> Fletning:
    """The mapping file; raises `Unusable` with everything that is wrong in it, line by line."""
    located = read_yaml(path)
    reader = _Mapping(located)
    found = reader.read()
    if reader.problems:
        raise Unusable(reader.problems)
    return found


class _Mapping:
    """Reads the sections one by one and collects problems."""

    def __init__(self, located: Located) -> None:
        self.located = located
        self.problems: list[Problem] = []

    def read(self) -> Fletning:
        data = self.located.data
        if not isinstance(data, dict):
            self._wrong("Filen skal have afsnit som »kolonner« og »faste«.", (), _EXAMPLE)
            return Fletning(self.located.file)
        for name in data:
            if name not in _SECTIONS:
                hint = suggestion(name, _SECTIONS) or "Brug ark, kolonner, faste og vaerdier."
                self._wrong(f"Afsnittet »{kort(name)}« findes ikke.", (name,), hint)
        columns = self._texts(("kolonner",))
        constants = self._texts(("faste",))
        sheets = self._texts(("ark",))
        for heading, target in columns.items():
            self._known(target, ("kolonner", heading))
        for target in constants:
            self._known(target, ("faste", target))
            if target in columns.values():
                self._wrong(f"Feltet »{kort(target)}« står både under kolonner og faste.",
                            ("faste", target), "Slet det ene sted.")
        for sheet, target in sheets.items():
            self._known_sheet(target, ("ark", sheet))
        self._twice(columns)
        return Fletning(self.located.file, {_folded(k): v for k, v in columns.items()},
                        constants, self._values(), {_folded(k): v for k, v in sheets.items()},
                        {_folded(k): self.located.place(("kolonner", k)) for k in columns})

    def _values(self) -> dict[str, Oversættelse]:
        section = self.located.data.get("vaerdier") or {}
        if not isinstance(section, dict):
            self._wrong("»vaerdier« skal være felter med hver sine værdier.", ("vaerdier",),
                        "Skriv fx: vaerdier: {barn.stedord: {K: hun, M: han}}.")
            return {}
        values: dict[str, Oversættelse] = {}
        for target in section:
            self._known(target, ("vaerdier", target))
            texts = self._texts(("vaerdier", target))
            only = texts.pop(_KUN, "nej").strip().casefold()
            if only not in ("ja", "nej"):
                self._wrong(f"»kun« skal være ja eller nej, ikke »{kort(only)}«.",
                            ("vaerdier", target, _KUN), "Skriv ja eller nej.")
            values[target] = Oversættelse({_folded(k): v for k, v in texts.items()}, only == "ja")
        return values

    def _texts(self, path: tuple[str, ...]) -> dict[str, str]:
        """The part of the file at this path as names with a text each."""
        section = self.located.data
        for step in path:
            section = section.get(step) or {}
        if not isinstance(section, dict):
            self._wrong(f"»{kort(path[-1])}« skal være navne med hver sin tekst.", path, _EXAMPLE)
            return {}
        for name, text in section.items():
            if not isinstance(text, str):
                self._wrong(f"Der mangler en tekst efter »{kort(name)}«.", (*path, name), _EXAMPLE)
        return {name: text for name, text in section.items() if isinstance(text, str)}

    def _known(self, target: str, path: tuple[str, ...]) -> None:
        if _folded(target) not in known_targets():
            alike = sorted(known_targets().values(), key=lambda name: (
                _folded(name)[:1] != _folded(target)[:1], name))
            hint = suggestion(target, alike)
            self._wrong(f"Feltet »{kort(target)}« findes ikke.", path,
                        hint or "Se felterne med: duform felter.")

    def _known_sheet(self, target: str, path: tuple[str, ...]) -> None:
        names = [ark.navn for ark in arbejdsbog()]
        if _folded(target) not in map(_folded, names):
            self._wrong(f"Arket »{kort(target)}« findes ikke hos os.", path,
                        suggestion(target, names) or f"Arket med en række pr. sag hedder {SAGER}.")

    def _twice(self, columns: Mapping[str, str]) -> None:
        """Two headings that differ only in case would be one column."""
        seen: dict[str, str] = {}
        for heading in columns:
            first = seen.setdefault(_folded(heading), heading)
            if first != heading:
                self._wrong(f"Overskriften »{kort(heading)}« står to gange.",
                            ("kolonner", heading), "Slet den ene.")

    def _wrong(self, text: str, path: tuple[str, ...], remedy: str) -> None:
        self.problems.append(Problem("fletning.forkert", text, self.located.place(path), remedy))


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())


@cache
def known_targets() -> Mapping[str, str]:
    """Everything a column may be called: field paths, headings and keys, by their folded form."""
    names = [name for ark in arbejdsbog() for kolonne in ark.kolonner
             for name in (kolonne.sti, kolonne.titel)]
    keys = [key for ark in arbejdsbog() for key in ark.nøgler]
    return {_folded(name): name for name in (*names, *keys)}


def apply(tables: Tables, mapping: Fletning) -> Tables:
    """The tables under our names: headings and sheets renamed, constants added to the sheet of
    cases, and values translated. A heading in the mapping that no table has becomes a remark."""
    single = len(tables.tables) == 1
    mapped = tuple(_table(table, mapping, single) for table in tables.tables)
    headings = {_folded(cell.tekst or "") for t in tables.tables for cell in t.overskrifter}
    sheets = {_folded(t.navn) for t in tables.tables}
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
    name = mapping.ark.get(_folded(table.navn), table.navn)
    headings = tuple(_renamed(cell, mapping) for cell in table.overskrifter)
    added = dict(mapping.faste) if single or _folded(name) == _folded(SAGER) else {}
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
    columns = _titles().get(_folded(sheet)) or _titles()[_folded(SAGER)]
    return columns.get(_folded(name), _folded(name))


@cache
def _titles() -> Mapping[str, Mapping[str, str]]:
    return {_folded(ark.navn): {_folded(k.titel): _folded(k.sti) for k in ark.kolonner}
            for ark in arbejdsbog()}


def _renamed(cell: Celle, mapping: Fletning) -> Celle:
    target = mapping.kolonner.get(_folded(cell.tekst or ""))
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
    found = translation.værdier.get(_folded(cell.tekst))
    if found is not None:
        return replace(cell, tekst=found)
    if not translation.kun or cell.problem:
        return cell
    return replace(cell, problem=Problem(
        "fletning.ukendt_vaerdi", f"»{kort(cell.tekst)}« har ingen oversættelse i fletningsfilen.",
        cell.sted, f"{suggestion(cell.tekst, translation.værdier)} Ret cellen, eller skriv værdien "
        "under »vaerdier« i fletningsfilen.".strip()))

