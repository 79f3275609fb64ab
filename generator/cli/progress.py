"""Long work told of while it goes on, and stopped when somebody asks."""

from __future__ import annotations

import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from generator.batch.ledger import Result

#: Seconds between lines about how far we are, where nobody watches.
QUIET = 10.0


@contextmanager
def stopping() -> Iterator[Callable[[], bool]]:
    """Tells whether somebody has asked us to stop. Whoever asks twice is obeyed at once."""
    asked: list[int] = []

    def ask(number: int, frame: object) -> None:
        if asked:
            raise KeyboardInterrupt
        asked.append(number)
        click.echo("\nStopper, når det brev, der er i gang, er færdigt …", err=True)

    before = {name: signal.signal(name, ask) for name in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield lambda: bool(asked)
    finally:
        for name, handler in before.items():
            signal.signal(name, handler)


@dataclass
class Progress:
    """How far we are: a bar where somebody watches, else a line now and then. No names in it."""

    what: str
    total: int | None
    done: int = 0
    failed: int = 0
    _bar: Any = None
    _task: Any = None
    _start: float = field(default_factory=time.monotonic)
    _said: float = field(default_factory=time.monotonic)

    def __enter__(self) -> Progress:
        if sys.stderr.isatty():
            self._bar = _bar()
            self._task = self._bar.add_task(self.what, total=self.total, failed=0, rate="")
            self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Takes the bar away."""
        if self._bar:
            self._bar.stop()
            self._bar = None

    def one(self, result: Result) -> None:
        """One letter more, or a row that gave none."""
        self.failed += result.status != "lavet"
        self.reached(self.done + bool(result.dokument))

    def reached(self, done: int) -> None:
        """So many in all."""
        self.done = done
        now = time.monotonic()
        rate = done / max(now - self._start, 0.001)
        if self._bar:
            self._bar.update(self._task, completed=done, failed=self.failed,
                             rate=f"{rate:.0f} i sekundet")
        elif now - self._said > QUIET:
            self._said = now
            click.echo(self._line(rate), err=True)

    def _line(self, rate: float) -> str:
        text = f"{self.what}: {self.done}"
        if self.total is not None:
            left = max(self.total - self.done, 0) / max(rate, 0.001)
            text += (f" af {self.total}, {self.failed} ikke lavet, {rate:.0f} i sekundet, "
                     f"omkring {left / 60:.0f} minutter igen")
        return text


def _bar() -> Any:
    from rich import progress
    from rich.console import Console

    return progress.Progress(
        progress.TextColumn("{task.description}"), progress.BarColumn(),
        progress.MofNCompleteColumn(), progress.TextColumn("{task.fields[failed]} ikke lavet"),
        progress.TextColumn("{task.fields[rate]}"), progress.TimeRemainingColumn(),
        console=Console(stderr=True), transient=True)
