"""What a kind finds: a spot in the letter, and the words its message needs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from generator.checker.letter import Brev, Stykke
from generator.checker.rules import Regel, Regelbog
from generator.source import Level, Place, Problem, Unusable, kort, suggestion

T = TypeVar("T")


@dataclass(frozen=True)
class Hit:
    """Something a rule found. `stykke` and the characters `start` to `end` in it; without a piece
    it is about the whole letter, or about a place in the case. `ord` fills the braces of the
    rule's message: `{ord}`, `{tal}`, `{grænse}`, `{forslag}`, `{liste}`. `niveau`, where the spot
    weighs less than the rule says."""

    stykke: Stykke | None = None
    start: int = 0
    end: int = 0
    ord: Mapping[str, str] = field(default_factory=dict)
    sted: Place | None = None
    niveau: Level | None = None

    @property
    def citat(self) -> str:
        return self.stykke.tekst[self.start:self.end] if self.stykke else ""


#: What each kind is: it goes through the letter and yields what it finds.
Kind = Callable[[Brev, Regel, Regelbog], Iterator[Hit]]


def chosen(regel: Regel, table: Mapping[str, T], usual: str = "") -> T:
    """What the rule's `ser_efter` names, or what is usual when it names nothing; raises `Unusable`
    when the kind looks for nothing of that name."""
    name = str(regel.valg.get("ser_efter") or usual)
    if name not in table:
        raise Unusable([Problem(
            "regel.ser_efter", f"En regel af slagsen »{regel.slags}« kan ikke se efter "
            f"»{kort(name)}«.", regel.sted,
            f"{suggestion(name, table)} Vælg mellem: {', '.join(table)}.".strip())])
    return table[name]
