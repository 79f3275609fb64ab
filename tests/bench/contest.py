"""Comparing on a machine whose speed drifts: each batch of a contestant lies between two batches of
the reference, and its ratio is to their mean. The order turns round every other round."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import cycle
from statistics import median, quantiles
from time import perf_counter
from typing import Any

#: How long a batch lasts, about: long enough for the clock, short enough for a drifting machine.
BATCH_SECONDS = 0.15


@dataclass
class Contestant:
    """One way to do the job. `work` does it for the next of `items`."""

    name: str
    work: Callable[[Any], object]
    items: Sequence[Any]
    around: Callable[[Callable[[], float]], float] = lambda run: run()
    seconds: list[float] = field(default_factory=list)
    ratios: list[float] = field(default_factory=list)
    _next: Iterable[Any] = ()
    _batch: int = 1

    def warm_up(self) -> None:
        """Runs until everything is compiled and the size of a batch is known."""
        self._next = cycle(self.items)
        once = min(self.batch() for _ in range(3))
        self._batch = max(1, round(BATCH_SECONDS / once))

    def batch(self) -> float:
        """The seconds that one piece of work takes, measured over a batch."""
        return self.around(self._run)

    def _run(self) -> float:
        work, rest = self.work, iter(self._next)
        items = [next(rest) for _ in range(self._batch)]
        start = perf_counter()
        for item in items:
            work(item)
        return (perf_counter() - start) / self._batch


def contest(reference: Contestant, contestants: Sequence[Contestant], rounds: int) -> None:
    """Runs the rounds; the contestants remember their seconds and their ratios to the reference."""
    for contestant in (reference, *contestants):
        contestant.warm_up()
    for number in range(rounds):
        before = reference.batch()
        for contestant in contestants if number % 2 else reversed(contestants):
            seconds = contestant.batch()
            after = reference.batch()
            contestant.seconds.append(seconds)
            contestant.ratios.append((before + after) / 2 / seconds)
            reference.seconds.append(after)
            before = after
        reference.ratios.append(1.0)


def row(contestant: Contestant) -> tuple[str, str, str, str]:
    """Name, milliseconds, pieces of work a second, ratio with its interquartile range."""
    middle = median(contestant.seconds)
    low, _, high = quantiles(contestant.ratios, n=4)
    ratio = median(contestant.ratios)
    shown = "1" if low == high == 1 else f"{_short(ratio)}  ({_short(low)}–{_short(high)})"
    return contestant.name, f"{middle * 1000:.3f}", f"{1 / middle:,.0f}", shown


def _short(number: float) -> str:
    return f"{number:.2f}" if number < 10 else f"{number:.1f}" if number < 100 else f"{number:.0f}"
