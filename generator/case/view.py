"""What templates and phrases see: the case by name, resolved for one reader on one day.

    record.py      how a record becomes a plain dict
    additions.py   what the dicts get besides the fields, with people.py; hidden.py: what they lose
    fields.py      the same names, described for the lint and the catalogue
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, MutableMapping
from functools import cache
from typing import Any

from generator.case.additions import ADDITIONS
from generator.case.conditions import BETINGELSER
from generator.case.reader import Situation
from generator.case.record import Context, Convert, field_value
from generator.case.sag import Sag


class Visning(MutableMapping[str, Any]):
    """The case by name, for one reader on one day. Dates, numbers and texts are still themselves,
    not yet Danish. Named conditions are there as true and false, next to the fields.

    A letter uses a third of what a case holds, so each name is worked out when it is first asked
    for. Only names can be asked for; what they lead to are plain dicts and lists.
    """

    def __init__(self, situation: Situation) -> None:
        self._context = Context(situation, ADDITIONS)
        self._made: dict[str, Any] = {}
        self._besides: dict[str, dict[str, Any]] = {}

    def __getitem__(self, name: str) -> Any:
        made = self._made
        if name not in made:
            made[name] = _names()[name](self._context.situation.sag, self._context)
            if name in self._besides:
                made[name].update(self._besides[name])
        return made[name]

    def give(self, name: str, **values: Any) -> None:
        """Gives the record of this name these values too, when it is worked out."""
        if name in self._made:
            self._made[name].update(values)
        self._besides.setdefault(name, {}).update(values)

    def __contains__(self, name: object) -> bool:
        return name in self._made or name in _names()

    def __setitem__(self, name: str, value: Any) -> None:
        self._made[name] = value

    def __delitem__(self, name: str) -> None:
        raise TypeError("a letter may add names to the case it sees, and take none away")

    def __iter__(self) -> Iterator[str]:
        return iter({**_names(), **self._made})

    def __len__(self) -> int:
        return len({**_names(), **self._made})


def visning(situation: Situation) -> Visning:
    """The case as templates see it."""
    return Visning(situation)


@cache
def _names() -> Mapping[str, Convert]:
    """How each name of the view is worked out: fields, what is added to them, conditions."""
    fields = {name: field_value(name, info) for name, info in Sag.model_fields.items()}
    added = {name: more.value for name, more in ADDITIONS.added[Sag].items()}
    conditions = {name: _condition(rule.gælder) for name, rule in BETINGELSER.items()}
    return {**fields, **added, **conditions}


def _condition(holds: Callable[[Situation], bool]) -> Convert:
    return lambda sag, context: holds(context.situation)
