"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from generator.library import Library

F = TypeVar("F", bound=Callable[..., Any])

#: Whether the file is there shows when it is read: then we can tell what is wrong in others too.
FILE = click.Path(readable=False, path_type=Path)
FOLDER = click.Path(file_okay=False, path_type=Path)


class Day(click.ParamType):  # type: ignore[type-arg]  # generic from click 8.4 on
    """A date as Danes write it."""

    name = "dato"

    def convert(self, value: Any, param: click.Parameter | None,
                ctx: click.Context | None) -> date | None:
        from generator import danish
        from generator.source import kort

        found = value if isinstance(value, date) else danish.læs_dato(str(value))
        if found is None:
            self.fail(f"Datoen »{kort(value)}« kan ikke læses, eller den findes ikke. Skriv den "
                      "som 2026-03-01.", param, ctx)
        return found


def library_option(function: F) -> F:
    """`--bibliotek MAPPE`, which may be given several times."""
    return click.option("--bibliotek", "biblioteker", type=FOLDER, multiple=True, metavar="MAPPE",
                        help="Jeres eget bibliotek med fraser og skabeloner, oven på det, der "
                        "følger med.")(function)


def letter_options(function: F) -> F:
    """What every command that makes letters asks: `--type`, `--til`, `--ud`, `--dato`, `--pdf` and
    `--html`."""
    for option in reversed((
            click.option("--type", "typer", multiple=True, metavar="T",
                         help="Kun denne slags dokument, for eksempel afgoerelse."),
            click.option("--til", multiple=True, metavar="HVEM",
                         help="Kun til barn, foraeldre, sted eller et kortnavn fra sagen."),
            click.option("--ud", type=FOLDER, required=True, metavar="MAPPE",
                         help="Mappen til brevene."),
            click.option("--dato", type=Day(),
                         help="Brevets dato. Ellers afgørelsens eller planens egen dato."),
            click.option("--pdf", is_flag=True, help="Lav også PDF (kræver LibreOffice)."),
            click.option("--html", is_flag=True, help="Lav også HTML og ren tekst."))):
        function = option(function)
    return function


def reader_options(function: F) -> F:
    """Whom a letter or a sentence is for: `--til` and `--alder`."""
    for option in reversed((
            click.option("--til", default="", metavar="HVEM",
                         help="Hvem det er skrevet til: barn, foraeldre, sted, eller med en sag et "
                         "kortnavn."),
            click.option("--alder", type=click.IntRange(0, 25), metavar="N",
                         help="Barnets alder i hele år."))):
        function = option(function)
    return function


def check_reader(til: str, *, free: bool = False) -> None:
    """Refuses a `--til` that is no reader; with a case it may also be a short name in it."""
    if til and not free:
        one_of(til, ["barn", "foraeldre", "sted"], "Uden en sag kan det ikke være skrevet til")


def json_option(function: F) -> F:
    """`--format tekst|json`."""
    return click.option("--format", "form", type=click.Choice(["tekst", "json"]), default="tekst",
                        help="json er til andre programmer.")(function)


def open_library(folders: tuple[Path, ...]) -> Library:
    """The shipped library with these on top."""
    from generator.library import load_library

    return load_library(*folders)


def one_of(value: str, known: list[str], what: str) -> None:
    """Refuses an option that is not one of these; the message names the nearest."""
    from generator.source import kort, suggestion

    if value not in known:
        hint = suggestion(value, known)
        choices = f"Vælg mellem: {', '.join(known)}."
        raise click.UsageError(" ".join(filter(None, (
            f"{what} »{kort(value)}«.", hint, choices))))


def known_types(types: tuple[str, ...], library: Library) -> None:
    """Refuses a `--type` that no template is for."""
    known = sorted({skabelon.dokument for skabelon in library.skabeloner.values()})
    for dokument in types:
        one_of(dokument, known, "Vi har ingen skabelon til")
