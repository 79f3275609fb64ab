"""How findings and tables look on a screen, and as JSON."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any, TypeVar

import click

from generator.source import Problem

_COLOURS = {"fejl": "red", "advarsel": "yellow", "forslag": "blue"}


#: Most problems shown one by one. Whoever has more begins with these.
MAX_SHOWN = 200


def show_problems(problems: Iterable[Problem], *, err: bool = False, count: bool = True,
                  about: Mapping[Problem, str] | None = None) -> None:
    """Prints each problem as what, where, why, how to mend; and how many there were. `about` says
    for each which letters it is in."""
    found = list(problems)
    for problem in found[:MAX_SHOWN]:
        first, *rest = str(problem).split("\n")
        click.secho(first, fg=_COLOURS[problem.level], err=err)
        if about:
            click.echo(f"  Brev:   {about[problem]}", err=err)
        for line in rest:
            click.echo(line, err=err)
        click.echo(err=err)
    if len(found) > MAX_SHOWN:
        click.echo(f"Her er vist de første {MAX_SHOWN}. Ret dem, og prøv igen.\n", err=err)
    if count and found:
        click.echo(counted(found), err=err)


def counted(problems: Sequence[Problem]) -> str:
    """»2 fejl, 1 advarsel«."""
    many = {"fejl": ("fejl", "fejl"), "advarsel": ("advarsel", "advarsler"),
            "forslag": ("forslag", "forslag")}
    parts = []
    for level, (one, more) in many.items():
        number = sum(p.level == level for p in problems)
        if number:
            parts.append(f"{number} {one if number == 1 else more}")
    return ", ".join(parts) + "." if parts else "Ingen fejl."


def as_json(data: Any) -> None:
    """Prints data as JSON that a person can read too."""
    click.echo(json.dumps(data, ensure_ascii=False, indent=2, default=str))


def problem_data(problem: Problem) -> dict[str, Any]:
    """A problem as plain data."""
    return asdict(problem)


def table(headings: Sequence[str], rows: Iterable[Sequence[object]],
          right: Iterable[int] = ()) -> None:
    """Prints a table; `right` names the columns of numbers. Where no one watches, each row is one
    line, so that other programs can search it."""
    numbers, texts = set(right), [[str(cell) for cell in row] for row in rows]
    if not sys.stdout.isatty():
        for line in aligned([list(headings), *texts], numbers):
            click.echo(line)
        return
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    shown = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for column, heading in enumerate(headings):
        shown.add_column(heading, justify="right" if column in numbers else "left",
                         no_wrap=column == 0, overflow="fold")
    for row in texts:
        shown.add_row(*map(Text, row))
    Console().print(shown, highlight=False)


def aligned(rows: Sequence[Sequence[str]], right: set[int]) -> Iterator[str]:
    """The rows as lines with columns below each other."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (cell.rjust(w) if n in right else cell.ljust(w)
                 for n, (cell, w) in enumerate(zip(row, widths, strict=True)))
        yield "  ".join(cells).rstrip()


T = TypeVar("T")


def watched(items: Sequence[T], what: str) -> Iterable[T]:
    """The items, with a progress bar on stderr when there are many and somebody watches."""
    if len(items) < 5 or not sys.stderr.isatty():
        return items
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    def going() -> Iterator[T]:
        columns = (TextColumn(what), BarColumn(), MofNCompleteColumn())
        with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
            yield from bar.track(items)

    return going()
