"""What is taken out of records because the reader may not know it (see `reader.py`)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from generator.case.model import Model
from generator.case.personer import Barn, Person, Sted
from generator.case.reader import barnet_skjult, person_skjult, sted_skjult
from generator.case.record import Context


def _child(barn: Barn, context: Context) -> tuple[str, ...]:
    hidden = ("adresse", "telefon", "skole") if barnet_skjult(
        context.situation.sag, context.eyes) else ()
    return hidden if context.eyes == "barn" else (*hidden, "cpr")


def _person(person: Person, context: Context) -> tuple[str, ...]:
    if person.id == context.eyes:
        return ()
    if person.id in context.skjulte or person_skjult(person, context.eyes,
                                                     context.situation.sag.barn.bor_hos):
        return ("cpr", "adresse", "telefon", "mail")
    return ("cpr",)


def _place(sted: Sted, context: Context) -> tuple[str, ...]:
    if not sted_skjult(sted, context.eyes):
        return ()
    return ("navn", "adresse", "telefon", "mail", "afdeling", "personer")


HIDDEN: Mapping[type[Model], Callable[[Any, Context], tuple[str, ...]]] = {
    Barn: _child, Person: _person, Sted: _place,
}
