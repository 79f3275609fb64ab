"""How findings and tables look on a screen, and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

import click

from generator.source import Problem

_COLOURS = {"fejl": "red", "advarsel": "yellow", "forslag": "blue"}


def show_problems(problems: Iterable[Problem], *, err: bool = False, count: bool = True) -> None:
    """Prints each problem as what, where, why, how to mend; and how many there were."""
    found = list(problems)
    for problem in found:
        first, *rest = str(problem).split("\n")
        click.secho(first, fg=_COLOURS[problem.level], err=err)
        for line in rest:
            click.echo(line, err=err)
        click.echo(err=err)
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
    """Prints a table; `right` names the columns of numbers."""
    from rich.console import Console
    from rich.table import Table

    shown = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    numbers = set(right)
    for column, heading in enumerate(headings):
        shown.add_column(heading, justify="right" if column in numbers else "left",
                         no_wrap=column == 0, overflow="fold")
    for row in rows:
        shown.add_row(*(str(cell).replace("[", r"\[") for cell in row))
    console = Console()
    console = console if console.is_terminal else Console(width=140, highlight=False)
    console.print(shown, highlight=False)
