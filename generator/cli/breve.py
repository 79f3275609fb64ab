"""`duform lav` and `duform demo`: from cases to letters on disk."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli.danish_click import Command
from generator.cli.options import FILE, FOLDER, Day, library_option, open_library

if TYPE_CHECKING:
    from generator.pipeline import Letter, Press
    from generator.source import Problem


@click.command(cls=Command)
@click.argument("sager", nargs=-1, required=True, type=FILE, metavar="SAG…")
@click.option("--type", "typer", multiple=True, metavar="T",
              help="Kun denne slags dokument, for eksempel afgoerelse.")
@click.option("--til", multiple=True, metavar="HVEM",
              help="Kun til barn, foraeldre, sted eller et kortnavn fra sagen.")
@click.option("--ud", type=FOLDER, required=True, metavar="MAPPE", help="Mappen til brevene.")
@click.option("--dato", type=Day(), help="Brevets dato. Ellers afgørelsens dato.")
@click.option("--udkast", is_flag=True, help="Lav brevet, selv om noget mangler, med gule mærker.")
@click.option("--pdf", is_flag=True, help="Lav også PDF (kræver LibreOffice).")
@click.option("--html", is_flag=True, help="Lav også HTML og ren tekst.")
@library_option
def lav(sager: tuple[Path, ...], typer: tuple[str, ...], til: tuple[str, ...], ud: Path,
        dato: date | None, udkast: bool, pdf: bool, html: bool,
        biblioteker: tuple[Path, ...]) -> int:
    """Lav brevene i en eller flere sager.

    Uden --type og --til laves alle de breve, sagen lægger op til. Mangler der noget i et brev,
    bliver ingen af sagens breve gemt, for de hører sammen.

    \b
    Eksempel:
      duform lav examples/skolefravaer.yaml --ud breve --pdf
      duform lav sag.yaml --til barn --udkast --ud kladder
    """
    from generator.cli.show import counted, show_problems
    from generator.pipeline import Press
    from generator.source import Unusable

    press = Press(open_library(biblioteker))
    letters: list[Letter] = []
    unusable: list[Problem] = []
    held_back = 0
    for path in sager:
        try:
            made = _letters(path, press, typer, til, dato, draft=udkast)
        except Unusable as error:
            unusable += error.problems
            continue
        show_problems([f for letter in made for f in letter.findings], err=True, count=False)
        if not udkast and any(letter.held_back for letter in made):
            held_back += len(made)
            click.echo(f"{path}: ingen af sagens breve er gemt. Ret det, eller brug --udkast.",
                       err=True)
            continue
        letters += made
    show_problems(unusable, err=True)
    if unusable:
        click.echo("Ingen breve er gemt.", err=True)
        return 3
    _save(letters, ud, pdf=pdf, html=html)
    findings = [f for letter in letters for f in letter.findings]
    if findings or held_back:
        click.echo(f"Fundet i brevene: {counted(findings)}" if findings else "", err=True)
    return 1 if held_back or any(letter.held_back for letter in letters) else 0


def _letters(path: Path, press: Press, types: Sequence[str], to: Sequence[str],
             day: date | None, *, draft: bool) -> list[Letter]:
    from generator.case.load import load_case
    from generator.pipeline import make_letters, order_letters

    case = load_case(path, press.library.law)
    orders = order_letters(case, press.library, types=types, to=to, dato=day)
    return make_letters(case, press, orders, draft=draft)


def _save(letters: Sequence[Letter], folder: Path, *, pdf: bool, html: bool,
          quiet: bool = False) -> list[Problem]:
    """Writes the letters and what is made from them; says what was written."""
    from generator.cli.show import show_problems
    from generator.document.html import to_html
    from generator.document.text import to_text
    from generator.output import write_all

    if not letters:
        return []
    files: dict[str, bytes] = {}
    for letter in letters:
        files[f"{letter.order.navn}.docx"] = letter.docx
        if html:
            files[f"{letter.order.navn}.html"] = to_html(letter.document).encode()
            files[f"{letter.order.navn}.txt"] = to_text(letter.document).encode()
    written = write_all(folder, files)
    if not quiet:
        for path in written:
            click.echo(path)
    problems = _convert([p for p in written if p.suffix == ".docx"], folder) if pdf else []
    show_problems(problems, err=True, count=False)
    return problems


def _convert(files: Sequence[Path], folder: Path) -> list[Problem]:
    from generator.pdf import convert

    return [result.problem for result in convert(files, folder) if result.problem is not None]


@click.command(cls=Command)
@click.option("--ud", type=FOLDER, default=Path("demo"), metavar="MAPPE",
              help="Mappen til brevene. Ellers demo.")
@click.option("--uden-pdf", is_flag=True, help="Lav ikke PDF, selv om LibreOffice er der.")
@library_option
def demo(ud: Path, uden_pdf: bool, biblioteker: tuple[Path, ...]) -> int:
    """Lav alle breve i alle eksempler, og vis en tabel over dem.

    \b
    Eksempel:
      duform demo --ud demo
    """
    from generator.cli.show import show_problems, table
    from generator.document.text import to_text
    from generator.pdf import find_office
    from generator.pipeline import Press

    press = Press(open_library(biblioteker))
    letters: list[tuple[str, Letter]] = []
    for path in example_cases():
        letters += [(path.stem, letter)
                    for letter in _letters(path, press, (), (), None, draft=False)]
    held = [letter for _, letter in letters if letter.held_back]
    show_problems([f for _, letter in letters for f in letter.findings if f.level == "fejl"],
                  err=True)
    if held:
        return 1
    office = find_office()
    problems = _save([letter for _, letter in letters], ud, html=True, quiet=True,
                     pdf=not uden_pdf and office is not None)
    table(("sag", "dokument", "til", "fraser", "ord", "fund", "ms"),
          [(case, letter.order.skabelon.id, letter.order.navn.split("_")[2], len(letter.fraser),
            len(to_text(letter.document).split()), len(letter.findings),
            f"{letter.milliseconds:.1f}") for case, letter in letters], right=(3, 4, 5, 6))
    click.echo(f"\n{len(letters)} breve ligger i {ud}{'' if str(ud).endswith('/') else '/'} som "
               "docx, html og txt" + _and_pdf(office is not None, uden_pdf))
    return 1 if any(p.level == "fejl" for p in problems) else 0


def _and_pdf(office: bool, unwanted: bool) -> str:
    if unwanted:
        return "."
    return " og pdf." if office else (". Vil du også have PDF, så installér LibreOffice (Debian og "
                                      "Ubuntu: apt install libreoffice-writer).")


def example_cases() -> Iterable[Path]:
    """The case files that come with the program."""
    from generator.library import shipped

    return sorted((shipped() / "examples").glob("*.yaml"))
