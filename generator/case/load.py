"""Reading a case file: structure, references between its parts, and every problem at once."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from generator.case.catalogue import DOKUMENTER, fields_of
from generator.case.law import LawBook
from generator.case.model import Model, Tekst
from generator.case.sag import Sag
from generator.case.values import er_tom
from generator.source import (
    Located,
    Path_,
    Place,
    Problem,
    Unusable,
    kort,
    parse_yaml,
    read_yaml,
    suggestion,
)


@dataclass(frozen=True)
class Case:
    """A case that has been read: the data, where each value stands, and a hash of the data."""

    sag: Sag
    source: Located
    hash: str
    _hashes: dict[str, str] = dataclasses.field(default_factory=dict, repr=False, compare=False)

    @property
    def file(self) -> Path:
        """The file it was read from; pictures are looked for beside it."""
        return Path(self.source.file)

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """Every text in it, wherever it stands."""
        return tuple(_texts_of(self.source.data))

    @cached_property
    def dates(self) -> tuple[tuple[Path_, date], ...]:
        """Every date in it, births too, each with its path."""
        return tuple((path, value) for path, value in values_below(self.sag, ())
                     if isinstance(value, date))

    def hash_of(self, dokument: str) -> str:
        """A hash of what this kind of document reads: the same, whatever else the case holds."""
        if dokument not in self._hashes:
            data = self.source.data
            if dokument in DOKUMENTER:
                read = fields_of(dokument)
                data = {name: value for name, value in data.items() if name in read}
            self._hashes[dokument] = _hash(data)
        return self._hashes[dokument]


#: Fields that name a picture beside the case's file.
PICTURES = (("kommune", "logo"), ("plan", "billede"), ("individuel_plan", "billede"))


def _hash(data: Any) -> str:
    """Of the data as they are, but for where pictures lie: a case that is moved stays the same."""
    for part, name in PICTURES:
        owner = data.get(part) if isinstance(data, dict) else None
        named = owner.get(name) if isinstance(owner, dict) else None
        if isinstance(owner, dict) and isinstance(named, str) and re.search(r"[/\\]", named):
            data = {**data, part: {**owner, name: re.split(r"[/\\]", named)[-1]}}
    canonical = json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def values_below(value: Any, path: Path_) -> Iterator[tuple[Path_, Any]]:
    """Every value of a record, with its path, in order; a text in two voices is one value."""
    waiting: list[tuple[Path_, Any]] = [(path, value)]
    while waiting:
        path, value = waiting.pop()
        if isinstance(value, Model) and not isinstance(value, Tekst):
            waiting += [((*path, name), getattr(value, name))
                        for name in reversed(type(value).model_fields)]
        elif isinstance(value, tuple):
            waiting += [((*path, n), value[n]) for n in reversed(range(len(value)))]
        else:
            yield path, value


def _texts_of(data: Any) -> Iterator[str]:
    stack = [data]
    while stack:
        item = stack.pop()
        if isinstance(item, str):
            yield item
        elif isinstance(item, dict):
            stack.extend(item.values())
        elif isinstance(item, (list, tuple)):
            stack.extend(item)


def load_case(path: Path, law: LawBook) -> Case:
    """The case in a YAML or JSON file; raises `Unusable` with all problems of the file."""
    return check_case(read_yaml(path), law)


def parse_case(text: str, law: LawBook, file: str = "sag.yaml") -> Case:
    """As `load_case`, for text already in memory."""
    return check_case(parse_yaml(text, file), law)


def check_case(source: Located, law: LawBook) -> Case:
    """Located plain data as a case; raises `Unusable` with all problems."""
    problems = list(_empty_items(source))
    sag = None
    try:
        sag = Sag.model_validate(source.data, context={"law": law, "dato": _decided(source.data)})
    except ValidationError as error:
        problems += [_problem(details, source) for details in error.errors(include_url=False)
                     if details["input"] is not None
                     or details["type"] in ("missing", "extra_forbidden")]
    problems += _references(source)
    problems += _names_in_number(source)
    if problems or sag is None:
        raise Unusable(problems)
    return Case(sag, source, _hash(source.data))


def _decided(data: Any) -> date | None:
    """The decision's date, on which its law references must hold."""
    from generator import danish

    decision = data.get("afgørelse") if isinstance(data, dict) else None
    day = decision.get("dato") if isinstance(decision, dict) else None
    return danish.læs_dato(day) if isinstance(day, str) else None


def _problem(error: ErrorDetails, source: Located) -> Problem:
    """What pydantic found, with its place in the file, in Danish."""
    path: Path_ = tuple(error["loc"])
    where, name, kind = _place(source, path), _name(path), error["type"]
    if kind == "missing":
        return _missing(path, source)
    if kind == "extra_forbidden":
        cut = er_tom(error["input"]) and " " in name.strip()
        return Problem("sag.ukendt_felt", f"Feltet »{kort(name)}« kender vi ikke her.", where,
                       "Slet kolonnen, eller ret dens overskrift." if _is_cell(source, path) else
                       "Er det resten af en tekst med komma? Sæt så hele teksten i anførselstegn."
                       if cut else _where_it_belongs(path))
    if kind == "literal_error":
        choices = [str(choice) for choice in _choices(path)]
        hint = suggestion(str(error["input"]), choices) if isinstance(error["input"], str) else ""
        return Problem("sag.ukendt_valg", f"»{kort(error['input'])}« er ikke en af mulighederne i "
                       f"»{name}«.", where, f"{hint} Vælg mellem: {', '.join(choices)}.".strip())
    if kind == "value_error":
        text, _, remedy = str(error["ctx"]["error"]).partition("||")
        return Problem("sag.vaerdi", f"{text}.", where, remedy)
    if not path:
        return Problem("sag.form", "Filen er ikke en sag.", where,
                       "En sag begynder med felter som »sagsnummer: 2026-0117«. Se eksemplerne.")
    shape, remedy = _wanted_shape(kind, path)
    return Problem("sag.form", f"»{name}« {shape}.", where,
                   _IN_CELL if _is_cell(source, path) else remedy)


_IN_CELL = "Ret cellen. Hold musen over overskriften for at se, hvad der skal stå."


def _is_cell(source: Located, path: Path_) -> bool:
    """Whether the value stands in a workbook, where nobody can write the words of a case file."""
    return bool(source.place(path).detail)


def _place(source: Located, path: Path_) -> Place:
    """Where the value stands; in a file of text with its path, in a workbook it has its cell."""
    where = source.place(path)
    shown = tuple(step if isinstance(step, int) else kort(step) for step in path)
    return Place(where.file, where.line, where.column, where.detail or dotted(shown))


def _name(path: Path_) -> str:
    """The field's name; an item of a list goes by the name of its list."""
    return next((step for step in reversed(path) if isinstance(step, str)), "sagen")


def _missing(path: Path_, source: Located) -> Problem:
    name, field = _name(path), _field(path)
    title = f" ({field.title})" if field else ""
    if source.place(path).detail:
        return Problem("sag.mangler", f"»{name}«{title} mangler.", _place(source, path),
                       f"{'Udfyld cellen.' if path in source.places else 'Tilføj det.'} "
                       f"{field.description if field else ''}".strip())
    if path in source.places:
        return Problem("sag.mangler", f"Feltet »{name}«{title} er tomt.", _place(source, path),
                       f"Skriv noget efter »{name}:«. {field.description if field else ''}".strip())
    return Problem("sag.mangler", f"Feltet »{name}«{title} mangler.", _place(source, path),
                   f"Tilføj »{name}:«. {field.description if field else ''}".strip())


def _where_it_belongs(path: Path_) -> str:
    """How to mend an unknown field: the name it resembles, the place it belongs, or what fits."""
    owner, name = _model(path[:-1]), _name(path)
    known = list(owner.model_fields) if owner else []
    elsewhere = [f"»{home}«" for home in _homes().get(name, ())[:3]]
    if elsewhere and name not in known:
        return (f"Det hører til under {' eller '.join(elsewhere)}. Se efter, om linjen er rykket "
                "rigtigt ind.")
    return suggestion(name, known) or (f"Her kan stå: {', '.join(known)}." if known
                                       else "Slet feltet.")


@cache
def _homes() -> dict[str, list[str]]:
    """The records each field name belongs to, as dotted paths, those nearest the top first."""
    found: dict[str, list[str]] = {}
    level: list[tuple[str, type[BaseModel]]] = [("", Sag)]
    seen: set[type[BaseModel]] = {Sag}
    while level:
        below: list[tuple[str, type[BaseModel]]] = []
        for home, model in level:
            for name, field in model.model_fields.items():
                found.setdefault(name, []).append(home or "sagen selv, yderst til venstre")
                inner = model_in(field.annotation)
                if inner and inner not in seen:
                    seen.add(inner)
                    below.append((f"{home}.{name}".removeprefix("."), inner))
        level = below
    return found


def _choices(path: Path_) -> tuple[Any, ...]:
    """What may stand in a field with fixed choices."""
    field = _field(path)
    kinds = [field.annotation, *get_args(field.annotation)] if field else []
    return next((get_args(kind) for kind in kinds if get_origin(kind) is Literal), ())


def _wanted_shape(kind: str, path: Path_) -> tuple[str, str]:
    """What a value of the wrong shape should have been, and how to write it."""
    field, name = _field(path), _name(path)
    inner = model_in(field.annotation) if field else None
    if inner is Tekst:
        return ("skal være en tekst, eller have »til_barnet« og »til_voksne« under sig",
                f"Skriv »{name}: …« på én linje, eller de to felter under den, rykket ind.")
    if kind == "model_type" and inner:
        return ("skal have felter under sig", f"Skriv felterne på linjerne under »{name}:«, rykket "
                f"ind: {', '.join(inner.model_fields)}.")
    if kind == "tuple_type":
        return ("skal være en liste", "Skriv hvert punkt på sin egen linje med bindestreg foran.")
    return ("skal være en tekst", f"Skriv teksten efter »{name}:«. Begynder den med {{ eller [, så "
            "sæt den i anførselstegn.")


def dotted(path: Path_) -> str:
    """`personer[1].navn`: a path as people read it, counted from one."""
    text = ""
    for step in path:
        text += f"[{step + 1}]" if isinstance(step, int) else f".{step}"
    return text.removeprefix(".")


def _model(path: Path_) -> type[BaseModel] | None:
    """The model that the path leads to, from the types alone."""
    owner: type[BaseModel] | None = Sag
    for step in path:
        if owner is None:
            return None
        if isinstance(step, str):
            field = owner.model_fields.get(step)
            owner = model_in(field.annotation) if field else None
    return owner


def _field(path: Path_) -> Any:
    """The model field at the path; for an item of a list, the list."""
    names = [step for step in path if isinstance(step, str)]
    owner = _model(tuple(names[:-1])) if names else None
    return owner.model_fields.get(names[-1]) if owner else None


def model_in(annotation: Any) -> type[Model] | None:
    """The model inside `X | None` or `tuple[X, ...]`, if there is one."""
    if isinstance(annotation, type) and issubclass(annotation, Model):
        return annotation
    for part in getattr(annotation, "__args__", ()):
        found = model_in(part)
        if found:
            return found
    return None


def _empty_items(source: Located) -> Iterator[Problem]:
    """A problem for each dash in a list with nothing after it."""
    for path, n in _empty(source.data, ()):
        yield Problem("sag.tomt_punkt", f"Punkt {n + 1} i »{_name(path)}« er tomt.",
                      _place(source, (*path, n)),
                      "Skriv noget på linjen i cellen, eller slet linjen."
                      if _is_cell(source, (*path, n)) else
                      "Skriv noget efter bindestregen, eller slet den.")


def _empty(data: Any, path: Path_) -> Iterator[tuple[Path_, int]]:
    """Each list item without anything in it: its list, and its number there."""
    if isinstance(data, dict):
        for name, value in data.items():
            if isinstance(value, (dict, list)):
                yield from _empty(value, (*path, name))
    elif isinstance(data, list):
        for n, value in enumerate(data):
            if isinstance(value, (dict, list)):
                yield from _empty(value, (*path, n))
            elif er_tom(value):
                yield path, n


#: Short names that mean something to the program already: the child, the adviser, words of `--til`.
RESERVED = ("barn", "barnet", "rådgiver", "foraeldre", "forældre", "sted")
_KINDS = {"person": ("personer", "Der er ingen person med kortnavnet »{}«."),
          "sted": ("steder", "Der er intet sted med kortnavnet »{}«."),
          "mål": ("mål", "Der er intet mål med kortnavnet »{}«.")}
#: The sheet of a workbook where each kind has its rows.
_SHEETS = {"person": "arket Personer", "sted": "arket Steder", "mål": "arket med mål"}


def _references(source: Located) -> Iterator[Problem]:
    """A problem for each short name that stands twice or points at nobody. It looks in the plain
    data, so that it can be told together with everything else that is wrong."""
    known = {"person": {"barn", "rådgiver"}, "sted": set[str](), "mål": set[str]()}
    used: set[tuple[bool, str]] = set()
    for path, kind, id in _short_names(source.data):
        name = (kind == "mål", id)  # persons and places share their names, goals have their own
        if id in RESERVED and kind != "mål":
            yield Problem("sag.kortnavn_optaget", f"Kortnavnet »{id}« bruger programmet selv.",
                          _place(source, path),
                          "Vælg et andet kortnavn, for eksempel mor, far eller skole.")
        elif name in used:
            yield Problem("sag.kortnavn_dobbelt", f"Kortnavnet »{kort(id)}« er brugt før.",
                          _place(source, path), "Giv den ene et andet kortnavn.")
        used.add(name)
        known[kind].add(id)
    for path, kind, id in _pointers(Sag, source.data, ()):
        if id not in known[kind]:
            home, text = _KINDS[kind]
            there = sorted(known[kind])
            choices = f" Der er: {', '.join(there)}." if 0 < len(there) <= 20 else ""
            yield Problem("sag.kortnavn_ukendt", text.format(kort(id)), _place(source, path),
                          suggestion(id, there)
                          or (f"Ret kortnavnet, eller tilføj det i {_SHEETS[kind]}.{choices}"
                              if _is_cell(source, path) else
                              f"Ret kortnavnet, eller tilføj det under »{home}«.{choices}"))


def _short_names(data: Any) -> Iterator[tuple[Path_, str, str]]:
    """Each short name that the case gives to somebody or something."""
    plan, site = (data.get(name) if isinstance(data, dict) else None
                  for name in ("plan", "individuel_plan"))
    for owner, start, kind in ((data, ("personer",), "person"), (data, ("steder",), "sted"),
                               (plan, ("plan", "mål"), "mål"),
                               (site, ("individuel_plan", "mål"), "mål")):
        items = owner.get(start[-1]) if isinstance(owner, dict) else None
        for n, item in _items(items):
            id = item.get("id") if isinstance(item, dict) else None
            if isinstance(id, str):
                yield (*start, *n, "id"), kind, id.strip()


def _items(value: Any) -> list[tuple[tuple[int, ...], Any]]:
    """The items of a list with their numbers; one that stands without a list has no number."""
    if isinstance(value, list):
        return [((n,), item) for n, item in enumerate(value)]
    return [] if value is None else [((), value)]


def _pointers(owner: type[Model], data: Any, path: Path_) -> Iterator[tuple[Path_, str, str]]:
    """Each reference in the data: where, to what kind, and the short name."""
    if not isinstance(data, dict):
        return
    for name, kind, inner in _pointing(owner):
        if name not in data:
            continue
        for n, item in _items(data.get(name)):
            here = (*path, name, *n)
            if kind and isinstance(item, str) and not er_tom(item):
                yield here, kind, item.strip()
            elif inner:
                yield from _pointers(inner, item, here)


@cache
def _pointing(owner: type[Model]) -> tuple[tuple[str, str, type[Model] | None], ...]:
    """The fields of a record that are references or hold records: name, kind, model."""
    found = []
    for name, field in owner.model_fields.items():
        extra = field.json_schema_extra if isinstance(field.json_schema_extra, dict) else {}
        kind = str(extra.get("henviser") or extra.get("peger_på") or "")
        inner = model_in(field.annotation)
        if kind or inner:
            found.append((name, kind, inner))
    return tuple(found)


def _names_in_number(source: Located) -> Iterator[Problem]:
    """The case number becomes part of file names, where the child's name may not stand."""
    data = source.data if isinstance(source.data, dict) else {}
    child = data.get("barn")
    name = child.get("navn") if isinstance(child, dict) else None
    words = {w for w in re.findall(r"\w{3,}", str(name or "").casefold()) if not w.isdecimal()}
    if words & set(re.findall(r"[^\W\d_]+", str(data.get("sagsnummer") or "").casefold())):
        yield Problem("sag.navn_i_sagsnummer", "Barnets navn står i sagsnummeret, og det bliver en "
                      "del af filnavnet.", _place(source, ("sagsnummer",)),
                      "Brug sagens nummer i jeres fagsystem.")
