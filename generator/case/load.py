"""Reading a case file: structure, references between its parts, and every problem at once."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from generator.case.law import LawBook
from generator.case.model import Model
from generator.case.sag import Sag
from generator.case.values import kort
from generator.source import (
    Located,
    Path_,
    Place,
    Problem,
    Unusable,
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

    @property
    def file(self) -> Path:
        """The file it was read from; pictures are looked for beside it."""
        return Path(self.source.file)


def load_case(path: Path, law: LawBook) -> Case:
    """The case in a YAML or JSON file; raises `Unusable` with all problems of the file."""
    return check_case(read_yaml(path), law)


def parse_case(text: str, law: LawBook, file: str = "sag.yaml") -> Case:
    """As `load_case`, for text already in memory."""
    return check_case(parse_yaml(text, file), law)


def check_case(source: Located, law: LawBook) -> Case:
    """Located plain data as a case; raises `Unusable` with all problems."""
    try:
        sag = Sag.model_validate(source.data, context={"law": law, "dato": _decided(source.data)})
    except ValidationError as error:
        raise Unusable([_problem(details, source) for details in error.errors()]) from None
    problems = list(_references(sag, source))
    if problems:
        raise Unusable(problems)
    canonical = json.dumps(source.data, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return Case(sag, source, hashlib.sha256(canonical.encode()).hexdigest())


def _decided(data: Any) -> date | None:
    """The decision's date, on which its law references must hold."""
    from generator import danish

    decision = data.get("afgørelse") if isinstance(data, dict) else None
    day = decision.get("dato") if isinstance(decision, dict) else None
    return danish.læs_dato(day) if isinstance(day, str) else None


def _problem(error: ErrorDetails, source: Located) -> Problem:
    path: Path_ = tuple(error["loc"])
    where = source.place(path)
    where = Place(where.file, where.line, where.column, dotted(path))
    name = str(path[-1]) if path else "sagen"
    kind = error["type"]
    if kind == "missing":
        field = _field(path)
        title = field.title if field else name
        remedy = f"Tilføj »{name}:«. {field.description}" if field else f"Tilføj »{name}:«."
        return Problem("sag.mangler", f"Feltet »{name}« ({title}) mangler.", where, remedy)
    if kind == "extra_forbidden":
        owner = _model(path[:-1])
        known = list(owner.model_fields) if owner else []
        hint = suggestion(name, known) or (
            "Her kan stå: " + ", ".join(known) + "." if known else "Slet feltet.")
        return Problem("sag.ukendt_felt", f"Feltet »{name}« kender vi ikke.", where, hint)
    if kind == "literal_error":
        choices = error["ctx"]["expected"].replace(" or ", ", ").replace("'", "")
        hint = suggestion(str(error["input"]), choices.split(", "))
        return Problem("sag.ukendt_valg", f"»{kort(error['input'])}« er ikke en af mulighederne i "
                       f"»{name}«.", where, f"{hint} Vælg mellem: {choices}.".strip())
    if kind == "value_error":
        text, _, remedy = str(error["ctx"]["error"]).partition("||")
        return Problem("sag.vaerdi", f"{text}.", where, remedy)
    return Problem("sag.form", _wrong_shape(kind, name), where,
                   "Sammenlign med eksemplerne, eller se felterne med: duform felter.")


def _wrong_shape(kind: str, name: str) -> str:
    shapes = {
        "model_type": "skal have felter under sig", "model_attributes_type":
        "skal have felter under sig", "dict_type": "skal have felter under sig",
        "tuple_type": "skal være en liste, hvor hver linje begynder med en bindestreg",
        "list_type": "skal være en liste, hvor hver linje begynder med en bindestreg",
        "string_type": "skal være en tekst", "int_parsing": "skal være et helt tal",
        "too_long": "er for langt", "int_type": "skal være et helt tal",
    }
    return f"»{name}« {shapes.get(kind, 'har ikke den form, den skal have')}."


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
    owner = _model(path[:-1]) if path else None
    return owner.model_fields.get(str(path[-1])) if owner else None


def model_in(annotation: Any) -> type[Model] | None:
    """The model inside `X | None` or `tuple[X, ...]`, if there is one."""
    if isinstance(annotation, type) and issubclass(annotation, Model):
        return annotation
    for part in getattr(annotation, "__args__", ()):
        found = model_in(part)
        if found:
            return found
    return None


def _references(sag: Sag, source: Located) -> Iterator[Problem]:
    """A problem for each short name that stands twice or points at nobody."""
    known: dict[str, set[str]] = {"person": {"barn", "rådgiver"}, "sted": set()}
    for kind, ids in (("person", [p.id for p in sag.personer]), ("sted", [s.id for s in sag.steder])):
        for n, id in enumerate(ids):
            if id in known[kind]:
                yield _reference_problem(
                    "sag.kortnavn_dobbelt", f"Kortnavnet »{id}« er brugt før.", source,
                    ("personer" if kind == "person" else "steder", n, "id"),
                    "Giv den ene et andet kortnavn.")
            known[kind].add(id)
    for path, kind, value in _pointers(sag, ()):
        if value not in known[kind]:
            word = "person" if kind == "person" else "sted"
            hint = suggestion(value, known[kind])
            yield _reference_problem(
                "sag.kortnavn_ukendt", f"Der er ingen {word} med kortnavnet »{value}«."
                if kind == "person" else f"Der er intet sted med kortnavnet »{value}«.",
                source, path, hint or "Tilføj det under "
                f"»{'personer' if kind == 'person' else 'steder'}«, eller ret kortnavnet.")


def _reference_problem(id: str, text: str, source: Located, path: Path_, remedy: str) -> Problem:
    where = source.place(path)
    return Problem(id, text, Place(where.file, where.line, where.column, dotted(path)), remedy)


def _pointers(record: Model, path: Path_) -> Iterator[tuple[Path_, str, str]]:
    for name, field in type(record).model_fields.items():
        value = getattr(record, name)
        extra = field.json_schema_extra
        kind = str(extra.get("henviser", "")) if isinstance(extra, dict) else ""
        here = (*path, name)
        if kind and value is not None:
            items = value if isinstance(value, tuple) else (value,)
            for n, item in enumerate(items):
                yield ((*here, n) if isinstance(value, tuple) else here), kind, item
        elif isinstance(value, Model):
            yield from _pointers(value, here)
        elif isinstance(value, tuple):
            for n, item in enumerate(value):
                if isinstance(item, Model):
                    yield from _pointers(item, (*here, n))
