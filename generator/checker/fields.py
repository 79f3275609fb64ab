"""What rules and subjects both hold in YAML: lists, patterns and conditions."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from generator.case.conditions import BETINGELSER
from generator.checker.pattern import BadPattern, Pattern, pattern
from generator.source import Path_, kort, suggestion

#: Tells of a fault at a place in the file: what is wrong, and how to mend it.
Fault = Callable[[Path_, str, str], None]


def items(value: Any) -> tuple[str, ...]:
    """A list as it is, one value as a list of one, and nothing as an empty one."""
    if value is None:
        return ()
    return tuple(map(str, value)) if isinstance(value, list) else (str(value),)


def read_patterns(value: Any, path: Path_, fault: Fault) -> Iterator[Pattern]:
    """The patterns made ready; those that cannot be read are told to `fault`."""
    for n, text in enumerate(items(value)):
        try:
            yield pattern(text)
        except BadPattern as error:
            fault((*path, n), str(error), "Se, hvordan man skriver et mønster, med: "
                  "duform regler --hjaelp.")


def read_conditions(value: Any, path: Path_, fault: Fault) -> Iterator[tuple[str, bool]]:
    """The name of each condition and whether it is to hold: `anbringelse`, `ikke anbringelse`."""
    for n, text in enumerate(items(value)):
        name = text.removeprefix("ikke ")
        if name in BETINGELSER:
            yield name, name == text
        else:
            fault((*path, n), f"Betingelsen »{kort(name)}« kender vi ikke.",
                  suggestion(name, BETINGELSER) or "Se dem med: duform betingelser.")
