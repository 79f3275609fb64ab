"""`duform regneark`: a workbook for many cases, empty or filled from case files."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli.danish_click import Command
from generator.cli.options import FILE, library_option, one_of, open_library

if TYPE_CHECKING:
    from generator.case.load import Case


@click.command(cls=Command)
@click.argument("filer", nargs=-1, required=True, type=FILE, metavar="UD.xlsx")
@click.option("--type", "dokument", metavar="T",
              help="Kun de felter, som dette dokument bruger, for eksempel afgoerelse.")
@click.option("--fra", multiple=True, type=FILE, metavar="SAG…",
              help="Fyld regnearket med disse sager. Der kan stå flere filer.")
@click.option("--overskriv", is_flag=True, help="Skriv oven i en fil, der findes i forvejen.")
@library_option
def regneark(filer: tuple[Path, ...], dokument: str | None, fra: tuple[Path, ...],
             overskriv: bool, biblioteker: tuple[Path, ...]) -> int:
    """Lav et regneark til mange sager, tomt eller med sager i.

    Regnearket har et ark til sagerne og et til personer, mål og alt det andet, der kan være flere
    af. Hold musen over en overskrift for at se, hvad der skal stå. Rækken EKSEMPEL bliver ikke
    læst.

    \b
    Eksempel:
      duform regneark --type afgoerelse sager.xlsx
      duform regneark alle.xlsx --fra examples/skolefravaer.yaml examples/spaed-anbragt.yaml
    """
    from generator.batch.shape import arbejdsbog
    from generator.batch.workbook.pictures import seen_from
    from generator.batch.workbook.write import write_workbook
    from generator.case.catalogue import DOKUMENTER
    from generator.cli.show import show_problems

    if dokument:
        one_of(dokument, list(DOKUMENTER), "Der er ikke noget dokument, der hedder")
    ud, sources = _sorted_out(filer, fra)
    if os.path.lexists(ud) and not overskriv:
        raise click.UsageError(f"»{ud}« findes i forvejen. Vælg et andet navn, eller brug "
                               "--overskriv.")
    moved = [seen_from(ud.absolute().parent, case) for case in _read(sources, biblioteker)]
    cases = [case for case, _ in moved]
    write_workbook(ud, dokument, cases)
    show_problems([problem for _, told in moved for problem in told], err=True, count=False)
    click.echo(str(ud))
    held = f"{len(cases)} {'sag' if len(cases) == 1 else 'sager'}" if cases else "ingen sager endnu"
    click.echo(f"Regnearket har {len(arbejdsbog(dokument))} ark og {held}. Begynd i arket Sager; "
               "arket Vejledning fortæller hvordan.", err=True)
    _tell_what_is_left_out(dokument, sources, cases)
    return 0


def _sorted_out(files: Sequence[Path], sources: Sequence[Path]) -> tuple[Path, list[Path]]:
    """The workbook's own name, and the cases: `--fra` takes all the names that come after it."""
    books = [path for path in files if path.suffix.casefold() == ".xlsx"]
    others = [path for path in files if path.suffix.casefold() != ".xlsx"]
    if len(books) != 1:
        raise click.UsageError("Skriv ét navn til regnearket, og lad det ende på .xlsx.")
    if others and not sources:
        raise click.UsageError(f"Skriv --fra foran sagerne: --fra {others[0]}.")
    return books[0], list({path.absolute(): path for path in (*sources, *others)}.values())


def _read(paths: Sequence[Path], libraries: tuple[Path, ...]) -> list[Case]:
    """The cases; raises `Unusable` with what is wrong in any of them."""
    from generator.case.load import load_case
    from generator.source import Place, Problem, Unusable

    law = open_library(libraries).law if paths else None
    cases: dict[str, Case] = {}
    problems: list[Problem] = []
    for path in paths:
        try:
            case = load_case(path, law) if law else None
        except Unusable as error:
            problems += error.problems
            continue
        number = case.sag.sagsnummer.casefold() if case else ""
        if case and cases.setdefault(number, case) is not case:
            problems.append(Problem(
                "regneark.samme_sag", "To filer har samme sagsnummer.", Place(str(path)),
                f"Samme sagsnummer står i {cases[number].file}. Ret det ene."))
    if problems:
        raise Unusable(problems)
    return list(cases.values())


def _tell_what_is_left_out(dokument: str | None, paths: Sequence[Path],
                           cases: Sequence[Case]) -> None:
    """Which parts of the cases the workbook has no room for: it is for one kind of document."""
    from generator.batch.workbook.write import left_out

    for path, case in zip(paths, cases, strict=True):
        if parts := left_out(dokument, case):
            click.echo(f"{path}: {', '.join(parts)} er ikke med, for det bruges ikke i "
                       f"{dokument}. Uden --type kommer alt med.", err=True)
