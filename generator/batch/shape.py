"""What a merge workbook looks like: a sheet for each kind of record, a column for each field.

The sheet `Sager` has a row a case, with the fields that are no lists. Every list of records
(people, talks, goals …) has a sheet of its own, joined by sagsnummer; what lies inside such a
record is joined by the number of the row it belongs to as well. It all comes from the case models,
so a new field is a new column.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, time
from functools import cache
from typing import Any, Literal, get_args, get_origin

from generator.case.catalogue import fields_of
from generator.case.law import Lovhenvisning
from generator.case.model import Model, Tekst
from generator.case.record import field_extra, inside, is_list
from generator.case.sag import Sag
from generator.case.values import Cpr

Slags = Literal["tekst", "dato", "tid", "janej", "tal", "cpr", "postnr", "lov", "valg", "kortnavn"]

#: The first sheet, with a row for each case.
SAGER = "Sager"
#: The columns that join rows, at the left of every other sheet.
SAGSNUMMER, NUMMER = "Sagsnummer", "Nr."
#: How a column for the adults' own wording of a text ends.
TIL_VOKSNE = " (til de voksne)"
#: Excel's limit for the name of a sheet, and what may not stand in one.
NAME_LENGTH = 31
_NOT_IN_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
#: Shorter names for sheets whose title is a question or is too long, by the name of the list.
_SHORTER = {"hjælpere": "Hjælpere", "lavet_af": "Lavet af",
            "funktionsnedsættelse": "Overgang (funktionsnedsættelse)"}
#: What tells sheets with the same title apart: the part of the case they belong to.
_PARTS = {"anbringelse": "anbringelse", "plan": "plan", "søskende": "søskende",
          "forældrehandleplaner": "forældre", "status": "status",
          "individuel_plan": "individuel plan"}
_SCALARS: dict[Any, Slags] = {str: "tekst", date: "dato", time: "tid", bool: "janej", int: "tal",
                              Cpr: "cpr", Lovhenvisning: "lov"}


@dataclass(frozen=True)
class Kolonne:
    """One field of a record. `felt` is its path inside the record: `("barn", "navn")`.

    A text in two voices has two columns: the first holds the text to the child, or to everybody
    when the second (`voksne`) is empty. A list (`liste`) stands in one cell: see `workbook/cell`.
    """

    felt: tuple[str, ...]
    titel: str
    forklaring: str
    slags: Slags = "tekst"
    valg: tuple[str, ...] = ()
    liste: bool = False
    tekst: bool = False
    voksne: bool = False
    krævet: bool = False

    @property
    def sti(self) -> str:
        """`barn.navn`: the path by which a heading may name the column too."""
        return ".".join(self.felt) + (".til_voksne" if self.voksne else "")


@dataclass(frozen=True)
class Ark:
    """One sheet. `sti` is the path of its list from the case: `("plan", "mål", "hjælpere")`, with
    the list it lies inside as `over` (None: directly in the case); `Sager` has no path."""

    navn: str
    sti: tuple[str, ...]
    kolonner: tuple[Kolonne, ...]
    over: tuple[str, ...] | None = None

    @property
    def nøgler(self) -> tuple[str, ...]:
        """The headings of the columns that join this sheet's rows with those of others."""
        if not self.sti:
            return ()
        return (SAGSNUMMER, f"{self.over_navn} nr.", NUMMER) if self.over else (SAGSNUMMER, NUMMER)

    @property
    def over_navn(self) -> str:
        """The name of the sheet this one lies under."""
        return sheet_names()[self.over] if self.over else SAGER


def arbejdsbog(dokument: str | None = None) -> tuple[Ark, ...]:
    """The sheets of a workbook for one kind of document; without one, of everything there is.

    Headings and names are the same whichever documents it is for.
    """
    if dokument is None:
        return _all_sheets()
    wanted = fields_of(dokument)
    return tuple(replace(ark, kolonner=tuple(k for k in ark.kolonner
                                             if ark.sti or k.felt[0] in wanted))
                 for ark in _all_sheets() if not ark.sti or ark.sti[0] in wanted)


@cache
def sheet_names() -> dict[tuple[str, ...], str]:
    """The name of the sheet of each list."""
    return {ark.sti: ark.navn for ark in _all_sheets()}


@cache
def _all_sheets() -> tuple[Ark, ...]:
    found = [(SAGER, (), _titled(list(_columns(Sag, (), ""))), None),
             *_lists(Sag, (), "", None)]
    titles = Counter(title for title, *_ in found)
    sheets: list[Ark] = []
    taken: set[str] = set()
    for title, path, columns, over in found:
        name = title if titles[title] == 1 else f"{title} ({_part(path)})"
        name = _free(name.translate(_NOT_IN_NAMES)[:NAME_LENGTH].strip(), taken)
        taken.add(name.casefold())
        sheets.append(Ark(name, path, columns, over))
    return tuple(sheets)


def _part(path: tuple[str, ...]) -> str:
    return next((_PARTS[step] for step in reversed(path[:-1]) if step in _PARTS),
                "-".join(path[:-1]))


def _free(name: str, taken: set[str]) -> str:
    n = 2
    free = name
    while free.casefold() in taken:
        free = f"{name[:NAME_LENGTH - 3]} {n}"
        n += 1
    return free


_Found = tuple[str, tuple[str, ...], tuple[Kolonne, ...], "tuple[str, ...] | None"]


def _lists(model: type[Model], path: tuple[str, ...], title: str,
           over: tuple[str, ...] | None) -> Iterator[_Found]:
    """The sheets below a record, outermost first."""
    for name, info in model.model_fields.items():
        kind = inside(info.annotation)
        if not (isinstance(kind, type) and issubclass(kind, Model)) or kind is Tekst:
            continue
        here = (*path, name)
        if is_list(info.annotation):
            named = _SHORTER.get(name, info.title or name)
            yield named, here, _titled(list(_columns(kind, (), ""))), over
            yield from _lists(kind, here, "", here)
        else:
            yield from _lists(kind, here, title, over)


def _columns(model: type[Model], path: tuple[str, ...],
             above: str) -> Iterator[tuple[str, Kolonne]]:
    """The columns of a record, each with the title of the part it lies in; no lists of records."""
    for name, info in model.model_fields.items():
        kind, listed = inside(info.annotation), is_list(info.annotation)
        here, title = (*path, name), info.title or name
        if isinstance(kind, type) and issubclass(kind, Model) and kind is not Tekst:
            if not listed:
                yield from _columns(kind, here, title)
            continue
        one = Kolonne(here, title, info.description or "", _kind(name, kind, field_extra(info)),
                      get_args(kind) if get_origin(kind) is Literal else (), listed,
                      kind is Tekst, krævet=info.is_required())
        yield above, one
        if kind is Tekst:
            yield above, replace(one, titel=title + TIL_VOKSNE, voksne=True, krævet=False,
                                 forklaring="Kun når de voksne skal læse en anden tekst.")


def _kind(name: str, kind: Any, extra: Any) -> Slags:
    if extra.get("henviser") or extra.get("peger_på"):
        return "kortnavn"
    if get_origin(kind) is Literal:
        return "valg"
    if name == "postnr":
        return "postnr"
    return "tekst" if kind is Tekst else _SCALARS[kind]


def _titled(found: list[tuple[str, Kolonne]]) -> tuple[Kolonne, ...]:
    """The columns with headings that differ: a title that stands twice gets its part in front, and
    if that does not help, the field's path takes its place."""
    for by_path in (False, True):
        count = Counter(k.titel.casefold() for _, k in found)
        found = [(above, k if count[k.titel.casefold()] == 1 else replace(
            k, titel=k.sti if by_path else f"{above}: {k.titel}" if above else k.titel))
            for above, k in found]
    return tuple(k for _, k in found)
