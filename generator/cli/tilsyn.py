"""`duform tilsyn`: many letters looked at together, for the leader's supervision."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli.danish_click import Command
from generator.cli.folders import letters_in, not_looked_at
from generator.cli.options import FOLDER, library_option, one_of, open_library

if TYPE_CHECKING:
    from collections.abc import Callable

    from generator.checker.rules import Regelbog
    from generator.library import Library
    from generator.source import Problem
    from generator.tilsyn.reading import Line

PURPOSE_NAMES = ("kontrol", "laering", "implementering", "faelles", "ledelsesinformation")


@click.command(cls=Command)
@click.argument("mappe", type=FOLDER, metavar="MAPPE")
@click.option("--formaal", type=click.Choice(PURPOSE_NAMES), default=None,
              help="Hvad I vil bruge tilsynet til. Ellers vises det hele.")
@click.option("--type", "typer", multiple=True, metavar="T", help="Kun denne slags dokument.")
@click.option("--team", metavar="mapper|FIL", help="Hvor teamet står: »mapper« er den første "
              "undermappe, ellers en CSV-fil med to kolonner: sagsnummer;team. Mappernes navne "
              "kommer med på siden.")
@click.option("--ud", type=FOLDER, metavar="MAPPE",
              help="Mappen til tilsyn.html og tilsyn.csv. Ellers den mappe, du står i.")
@library_option
def tilsyn(mappe: Path, formaal: str | None, typer: tuple[str, ...], team: str | None,
           ud: Path | None, biblioteker: tuple[Path, ...]) -> int:
    """Se på mange breve på en gang: hvor mange opfylder hvert krav?

    Alle Word-breve i MAPPE og dens undermapper bliver læst og holdt op mod reglerne, og det bliver
    til en side (tilsyn.html) og en tabel (tilsyn.csv): i alt, efter dokument, team og måned. Breve,
    som »duform flet« holdt tilbage, og breve af andre slags end dem, vi har krav til, bliver talt
    for sig. Ingen bliver nævnt ved navn.

    Svaret er 0, når alle breve er læst, 1, når nogle ikke kunne læses, og 3, når der ingen er.

    \b
    Eksempel:
      duform tilsyn breve --formaal kontrol
      duform tilsyn breve --team teams.csv --ud tilsyn
    """
    from generator.checker.rule_files import load_rules
    from generator.cli.show import show_problems
    from generator.output import make_folder, write_one
    from generator.source import Place, Problem, Unusable
    from generator.tilsyn.page import tilsyn_page
    from generator.tilsyn.purposes import ALL, PURPOSES
    from generator.tilsyn.table import tilsyn_csv

    library = open_library(biblioteker)
    for dokument in typer:
        one_of(dokument, sorted({s.dokument for s in library.skabeloner.values()}),
               "Vi kender ikke dokumentet")
    book, team_of = load_rules(library), _teams(team)
    if not mappe.is_dir():
        raise Unusable([Problem("tilsyn.mappe", f"Der er ingen mappe, der hedder »{mappe}«.",
                                Place(str(mappe)), "Skriv mappen, som brevene ligger i.")])
    every, unread = _read(mappe, library, book, team_of)
    lines = [line for line in every if not typer or line.dokument in typer]
    show_problems(unread, err=True, count=False)
    if others := not_looked_at(mappe):
        click.echo(others, err=True)
    if not lines:
        click.echo("Der er ingen breve at se på i mappen.", err=True)
        return 3
    folder = ud or Path()
    make_folder(folder)
    purpose = PURPOSES[formaal] if formaal else ALL
    page = tilsyn_page(lines, book, purpose, datetime.now())  # noqa: DTZ005 - the reader's clock
    write_one(folder / "tilsyn.html", page.encode())
    write_one(folder / "tilsyn.csv", tilsyn_csv(lines, book).encode())
    many = "1 brev" if len(lines) == 1 else f"{len(lines)} breve"
    click.echo(f"{many} er talt. Se {folder / 'tilsyn.html'} og "
               f"{folder / 'tilsyn.csv'}.", err=True)
    if unread:
        one = "1 fil" if len(unread) == 1 else f"{len(unread)} filer"
        click.echo(f"{one} kunne ikke læses og er ikke med.", err=True)
    return int(bool(unread))


def _read(folder: Path, library: Library, book: Regelbog,
          team_of: Callable[[str, Path], str]) -> tuple[list[Line], list[Problem]]:
    """All letters of the folder, those held back as well; and why others cannot be read."""
    from generator.cli.show import watched
    from generator.source import Unusable
    from generator.tilsyn.reading import held_back, read_line, without_persons

    lines: list[Line] = []
    unread: list[Problem] = []
    for number, path in enumerate(watched(letters_in(folder), "Læser breve"), 1):
        try:
            lines.append(read_line(path, folder, number, library, book, team_of))
        except Unusable as error:
            unread += error.problems
    return without_persons([*lines, *held_back(folder, team_of)]), unread


def _teams(team: str | None) -> Callable[[str, Path], str]:
    from generator.tilsyn.reading import by_case, by_folder, no_teams, read_teams

    if team is None:
        return no_teams
    return by_folder if team == "mapper" else by_case(read_teams(Path(team)))
