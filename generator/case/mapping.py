"""`fletning.yaml`: what a municipality's own names mean, for the columns of its exports and for the
merge fields of its old letters.

```yaml
ark: {Borgere: Sager}                       # sheet in the file: sheet of ours
kolonner: {"Borger CPR": barn.cpr}          # heading or merge field: field (or heading) of ours
faste: {kommune.navn: Egelund Kommune}      # the same in every case
vaerdier:
  barn.stedord: {K: hun, M: han, kun: ja}   # kun: any other value is a problem
```

Letters need `kolonner` only.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path

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
    """A mapping file. Headings and sheets are by their folded form; `skrevet` has the headings as
    they are written."""

    fil: str
    kolonner: Mapping[str, str] = field(default_factory=dict)
    faste: Mapping[str, str] = field(default_factory=dict)
    værdier: Mapping[str, Oversættelse] = field(default_factory=dict)
    ark: Mapping[str, str] = field(default_factory=dict)
    steder: Mapping[str, Place] = field(default_factory=dict)
    skrevet: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Known:
    """What a mapping may point to: fields by any of their names, and sheets (the first is that of
    the cases)."""

    felter: Collection[str]
    ark: Collection[str]


def read_mapping(path: Path, known: Known | None = None) -> Fletning:
    """The mapping file; raises `Unusable` with everything that is wrong in it, line by line. When
    nothing is said to be known, whoever uses the fields looks whether they are there."""
    reader = _Mapping(read_yaml(path), known)
    found = reader.read()
    if reader.problems:
        raise Unusable(reader.problems)
    return found


def read_columns(path: Path) -> Mapping[str, str]:
    """The `kolonner` of a mapping file as they are written there. Raises `Unusable` when something
    is wrong in the file, or it has none."""
    found = read_mapping(path)
    if not found.skrevet:
        raise Unusable([_wrong("Filen har ingen »kolonner:« med felter under.", Place(found.fil),
                               _EXAMPLE)])
    return found.skrevet


class _Mapping:
    """Reads the sections one by one and collects problems."""

    def __init__(self, located: Located, known: Known | None) -> None:
        self.located = located
        self.known = known
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
        return Fletning(self.located.file, {folded(k): v for k, v in columns.items()},
                        constants, self._values(), {folded(k): v for k, v in sheets.items()},
                        {folded(k): self.located.place(("kolonner", k)) for k in columns}, columns)

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
            values[target] = Oversættelse({folded(k): v for k, v in texts.items()}, only == "ja")
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
        if self.known and folded(target) not in map(folded, self.known.felter):
            alike = sorted(self.known.felter, key=lambda name: (
                folded(name)[:1] != folded(target)[:1], name))
            self._wrong(f"Feltet »{kort(target)}« findes ikke.", path,
                        suggestion(target, alike) or "Se felterne med: duform felter.")

    def _known_sheet(self, target: str, path: tuple[str, ...]) -> None:
        if self.known and folded(target) not in map(folded, self.known.ark):
            names = list(self.known.ark)
            self._wrong(f"Arket »{kort(target)}« findes ikke hos os.", path,
                        suggestion(target, names) or "Arket med en række pr. sag hedder "
                        f"{names[0]}.")

    def _twice(self, columns: Mapping[str, str]) -> None:
        """Two headings that differ only in case would be one column."""
        seen: dict[str, str] = {}
        for heading in columns:
            first = seen.setdefault(folded(heading), heading)
            if first != heading:
                self._wrong(f"Overskriften »{kort(heading)}« står to gange.",
                            ("kolonner", heading), "Slet den ene.")

    def _wrong(self, text: str, path: tuple[str, ...], remedy: str) -> None:
        self.problems.append(_wrong(text, self.located.place(path), remedy))


def _wrong(text: str, where: Place, remedy: str) -> Problem:
    return Problem("fletning.forkert", text, where, remedy)


def folded(name: str) -> str:
    """How headings, sheets and values are compared."""
    return " ".join(name.casefold().split())
