"""The areas of a child's life that a status and an individual plan go through (`rules/ics.yaml`).

ICS has changed its dimensions, and sites write in ten contexts of their own. Both are data with
dates: a status written in contexts is shown under the dimensions in force on its day.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, MutableMapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Literal

from generator import danish
from generator.case.sag import Sag
from generator.source import Located, Place, Problem, Unusable, kort, read_yaml, suggestion


@dataclass(frozen=True)
class Dimension:
    """One dimension of ICS, with the heading a child reads and the days it holds."""

    id: str
    titel: str
    til_barnet: str
    domæne: str = ""
    gyldig_fra: date = date.min
    gyldig_til: date = date.max


@dataclass(frozen=True)
class Kontekstnavn:
    """A context of the individual plan. `hører_til` names dimensions, of which one holds on a day;
    `hjælp` are subjects one may consider."""

    titel: str
    til_barnet: str
    hører_til: tuple[str, ...] = ()
    andre_navne: tuple[str, ...] = ()
    hjælp: tuple[str, ...] = ()


@dataclass(frozen=True)
class Emne:
    """One of the thirteen subjects of a status: a heading of its own, or a dimension's."""

    titel: str
    til_barnet: str = ""
    område: str = ""


@dataclass(frozen=True)
class Ics:
    """Dimensions, contexts and the subjects of a status, in the order they are shown."""

    dimensioner: tuple[Dimension, ...]
    kontekster: tuple[Kontekstnavn, ...]
    statusudtalelse: tuple[Emne, ...]

    def dimensioner_på(self, dag: date) -> list[Dimension]:
        """The dimensions in force on the day."""
        return [d for d in self.dimensioner if d.gyldig_fra <= dag <= d.gyldig_til]

    def kontekst(self, navn: str) -> Kontekstnavn | None:
        """The context with this title or other name, whatever the letters' case."""
        wanted = _key(navn)
        return next((k for k in self.kontekster
                     if wanted in map(_key, (k.titel, *k.andre_navne))), None)

    def nærmeste(self, navn: str, dag: date) -> str | None:
        """The name that was probably meant by one that is spelled almost like it; None for a name
        that is known, and for one that is somebody's own."""
        names = [*(name for k in self.kontekster for name in (k.titel, *k.andre_navne)),
                 *(d.titel for d in self.dimensioner_på(dag))]
        known = {_key(name): name for name in reversed(names)}
        wanted = _key(navn)
        near = get_close_matches(wanted, known, n=1, cutoff=0.85) if wanted not in known else []
        return known[near[0]] if near else None

    def områder(self, kontekster: Iterable[Mapping[str, Any]], dag: date) -> list[dict[str, Any]]:
        """The contexts of a case (as records with `kontekst`) gathered under the dimensions of the
        day: `{titel, til_barnet, kontekster}`. What belongs to none of them comes last, each under
        its own name. What was found not relevant is left out."""
        gathered: dict[str, dict[str, Any]] = {
            d.id: {"titel": d.titel, "til_barnet": d.til_barnet, "kontekster": []}
            for d in self.dimensioner_på(dag)}
        for record in kontekster:
            if record.get("ikke_relevant"):
                continue
            name = str(record["kontekst"])
            known, home = self.kontekst(name), self.dimension(name, dag)
            shown = known.til_barnet if known else home.til_barnet if home else name
            key = home.id if home else f"={_key(name)}"
            area = gathered.setdefault(key, {"titel": name, "til_barnet": shown, "kontekster": []})
            area["kontekster"].append({**record, "til_barnet": shown})
        return [area for area in gathered.values() if area["kontekster"]]

    def fravalgt(self, kontekster: Iterable[Mapping[str, Any]], dag: date) -> list[str]:
        """The child's names of the contexts that were found not relevant."""
        left_out = [{**record, "ikke_relevant": None} for record in kontekster
                    if record.get("ikke_relevant")]
        return [k["til_barnet"] for area in self.områder(left_out, dag) for k in area["kontekster"]]

    def dimension(self, navn: str, dag: date) -> Dimension | None:
        """The dimension that a context belongs to on the day, or that is called so itself."""
        known = self.kontekst(navn)
        return next((d for d in self.dimensioner_på(dag) if (
            d.id in known.hører_til if known else _key(d.titel) == _key(navn))), None)


def _key(name: str) -> str:
    return "".join(c for c in name.casefold() if c.isalnum())


def context_part(sag: Sag, dokument: str) -> Literal["status", "individuel_plan"] | None:
    """The part of the case whose contexts a document goes through: a status without any shows
    those of the individual plan."""
    if dokument != "individuel_plan" and sag.status and sag.status.kontekster:
        return "status"
    return "individuel_plan" if sag.individuel_plan else None


def add_areas(view: MutableMapping[str, Any], ics: Ics, sag: Sag, dokument: str,
              dag: date) -> None:
    """Adds to the case as its reader sees it what a document goes through: `områder`, and
    `fravalgt`, those that were considered and are not there."""
    part = context_part(sag, dokument)
    found = view[part]["kontekster"] if part else []
    view["områder"] = ics.områder(found, dag)
    view["fravalgt"] = ics.fravalgt(found, dag)


def load_ics(path: Path) -> Ics:
    """The table from its file; raises `Unusable` with every problem in it."""
    source = read_yaml(path)
    problems = list(_unknown_lists(source))
    dimensions = [(n, Dimension(**{**item, **_days(item, source, ("dimensioner", n), problems)}))
                  for n, item in _items(source, "dimensioner", problems)]
    contexts = [(n, _context(item)) for n, item in _items(source, "kontekster", problems)]
    subjects = [(n, Emne(**item)) for n, item in _items(source, "statusudtalelse", problems)]
    known = {d.id for _, d in dimensions}
    pointers = [*(("kontekster", n, name) for n, c in contexts for name in c.hører_til),
                *(("statusudtalelse", n, s.område) for n, s in subjects if s.område)]
    problems += [Problem("ics.ukendt", f"Der er ingen dimension med id »{kort(named)}«.",
                         source.place((list_name, n)), suggestion(named, known) or "Ret id'et.")
                 for list_name, n, named in pointers if named not in known]
    problems += _twice(source, "dimensioner", [(n, (d.id,)) for n, d in dimensions])
    problems += _twice(source, "kontekster",
                       [(n, (c.titel, *c.andre_navne)) for n, c in contexts])
    if problems:
        raise Unusable(problems)
    return Ics(tuple(d for _, d in dimensions), tuple(c for _, c in contexts),
               tuple(s for _, s in subjects))


def _context(item: Mapping[str, Any]) -> Kontekstnavn:
    hører_til, andre_navne, hjælp = (tuple(item.get(name, ())) for name in _LISTS)
    return Kontekstnavn(item["titel"], item["til_barnet"], hører_til, andre_navne, hjælp)


_KINDS: dict[str, type[Any]] = {"dimensioner": Dimension, "kontekster": Kontekstnavn,
                                "statusudtalelse": Emne}
_NEEDED = {"dimensioner": ("id", "titel", "til_barnet"), "kontekster": ("titel", "til_barnet"),
           "statusudtalelse": ("titel",)}
_LISTS = ("hører_til", "andre_navne", "hjælp")


def _unknown_lists(source: Located) -> Iterator[Problem]:
    """A problem for each part of the file that is not one of the three lists, or is missing."""
    data = source.data if isinstance(source.data, dict) else {}
    for name in data:
        if name not in _KINDS:
            yield Problem("ics.liste", f"»{kort(name)}« kender vi ikke her.", source.place((name,)),
                          suggestion(name, _KINDS) or f"Her kan stå: {', '.join(_KINDS)}.")
    for name in _KINDS:
        if not isinstance(data.get(name), list):
            yield Problem("ics.liste", f"»{name}« skal være en liste.", source.place((name,)),
                          f"Skriv »{name}:«, og hvert punkt på sin egen linje med bindestreg "
                          "foran.")


def _items(source: Located, list_name: str,
           problems: list[Problem]) -> Iterator[tuple[int, dict[str, Any]]]:
    """The well-formed records of one list; a problem for each of the others."""
    data = source.data.get(list_name) if isinstance(source.data, dict) else None
    for n, item in enumerate(data if isinstance(data, list) else ()):
        found = list(_faults(item, list_name, source.place((list_name, n))))
        problems += found
        if not found:
            yield n, {name: value for name, value in item.items() if value}


def _faults(item: Any, list_name: str, where: Place) -> Iterator[Problem]:
    fields = _KINDS[list_name].__dataclass_fields__
    if not isinstance(item, dict):
        yield Problem("ics.form", f"Et punkt i »{list_name}« har ingen felter.", where,
                      "Skriv »titel: …« og de andre felter under bindestregen.")
        return
    for name, value in item.items():
        if name not in fields:
            yield Problem("ics.felt", f"Feltet »{kort(name)}« kender vi ikke i »{list_name}«.",
                          where, suggestion(name, fields) or f"Her kan stå: {', '.join(fields)}.")
        elif not _well_formed(name, value):
            yield Problem("ics.form", f"»{name}« i »{list_name}« skal være "
                          f"{'en liste' if name in _LISTS else 'en tekst'}.", where,
                          f"Skriv »{name}: {'[…, …]' if name in _LISTS else '…'}«.")
    for name in _NEEDED[list_name]:
        if not item.get(name):
            yield Problem("ics.mangler", f"»{name}« mangler i »{list_name}«.", where,
                          f"Tilføj »{name}: …«.")


def _well_formed(name: str, value: Any) -> bool:
    if name in _LISTS:
        return not value or (isinstance(value, list) and all(isinstance(v, str) for v in value))
    return value is None or isinstance(value, str)


def _twice(source: Located, list_name: str,
           named: Iterable[tuple[int, tuple[str, ...]]]) -> Iterator[Problem]:
    """A problem for each name that two records of a list share."""
    taken: dict[str, int] = {}
    for n, names in named:
        for name in names:
            if taken.setdefault(_key(name), n) != n:
                yield Problem("ics.dobbelt", f"»{kort(name)}« står to steder i »{list_name}«.",
                              source.place((list_name, n)), "Giv den ene et andet navn.")


def _days(item: Mapping[str, Any], source: Located, path: tuple[str, int],
          problems: list[Problem]) -> dict[str, date]:
    found: dict[str, date] = {}
    for name in ("gyldig_fra", "gyldig_til"):
        if item.get(name):
            day = danish.læs_dato(item[name])
            if day is None:
                problems.append(Problem("ics.dato", f"Datoen »{kort(item[name])}« kan ikke læses.",
                                        source.place((*path, name)), "Skriv den som 2026-03-01."))
            found[name] = day or date.min
    return found
