"""The subjects that letters can be about, read from `rules/emner.yaml` of every library; the same
id further up overrides. Every fault is told with file, line and remedy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from generator.checker.fields import items, read_conditions, read_patterns
from generator.checker.subjects import Emne
from generator.source import (
    Located,
    Path_,
    Problem,
    Unusable,
    in_order,
    kort,
    read_yaml,
    suggestion,
)

_PATTERNS = ("overskrift", "begyndelse", "hele", "medmindre")
_KEYS = ("id", "titel", *_PATTERNS, "hvis", "eksempler")


def load_subjects(roots: Sequence[Path]) -> dict[str, Emne]:
    """The subjects by id; raises `Unusable` with every fault in them."""
    found: dict[str, Emne] = {}
    problems: list[Problem] = []
    for root in roots:
        path = root / "rules" / "emner.yaml"
        if path.is_file():
            source = read_yaml(path)
            listed = source.data if isinstance(source.data, list) else []
            if not listed:
                problems.append(_problem(source, (), "Filen skal være en liste af emner."))
            for n, data in enumerate(listed):
                emne = _emne(source, (n,), data, problems)
                found[emne.id] = emne
    if problems:
        raise Unusable(in_order(problems))
    return found


def _emne(source: Located, path: Path_, data: Any, problems: list[Problem]) -> Emne:
    if not isinstance(data, Mapping):
        problems.append(_problem(source, path, "Et emne skal have felter under sig."))
        return Emne("", "")
    problems += [_problem(source, (*path, name), f"Feltet »{kort(name)}« kan ikke stå i et emne.",
                          suggestion(name, _KEYS)) for name in data if name not in _KEYS]
    problems += [_problem(source, path, f"»{name}« mangler i emnet.", f"Tilføj linjen »{name}: …«.")
                 for name in ("id", "titel") if not data.get(name)]
    if not any(data.get(name) for name in _PATTERNS[:3]):
        problems.append(_problem(source, path, "Emnet har ingen mønstre.", "Skriv nogle under "
                                 "overskrift, begyndelse eller hele."))

    def fault(where: Path_, text: str, remedy: str) -> None:
        problems.append(_problem(source, where, text, remedy))

    of = {name: tuple(read_patterns(data.get(name), (*path, name), fault)) for name in _PATTERNS}
    examples = data.get("eksempler") or {}
    return Emne(str(data.get("id") or ""), str(data.get("titel") or ""),
                hvis=tuple(read_conditions(data.get("hvis"), (*path, "hvis"), fault)),
                ja=items(examples.get("ja")), nej=items(examples.get("nej")),
                sted=source.place(path), **of)


def _problem(source: Located, path: Path_, text: str, remedy: str = "") -> Problem:
    return Problem("emne.vaerdi", text, source.place(path), remedy)
