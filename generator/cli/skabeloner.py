"""`duform skabeloner` and `duform nyt-bibliotek`: Word templates, and a library of one's own."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli.danish_click import Command, Group
from generator.cli.options import FILE, json_option, library_option, one_of, open_library

if TYPE_CHECKING:
    from generator.library import Library, Skabelon
    from generator.source import Problem
    from generator.template.merge_fields import Converted


@click.group(cls=Group)
def skabeloner() -> None:
    """Word-skabelonerne: se dem og efterse dem.

    \b
    Eksempel:
      duform skabeloner liste
    """


@skabeloner.command()
@library_option
@json_option
def liste(biblioteker: tuple[Path, ...], form: str) -> int:
    """Vis alle skabeloner.

    \b
    Eksempel:
      duform skabeloner liste
    """
    from generator.cli.show import as_json, table

    library = open_library(biblioteker)
    rows = [(s.id, s.titel, s.dokument, s.læser, _asked(s), s.version,
             "jeres egen" if s.overstyrer else "") for s in library.skabeloner.values()]
    if form == "json":
        as_json([dict(zip(("id", "titel", "dokument", "laeser", "hvis", "version", "overstyrer"), r,
                          strict=True)) for r in rows])
        return 0
    table(("skabelon", "titel", "dokument", "til", "hvis", "version", ""), rows)
    return 0


def _asked(skabelon: Skabelon) -> str:
    return " og ".join(name if wanted else f"ikke {name}" for name, wanted in skabelon.betingelser)


@skabeloner.command()
@click.argument("navn")
@library_option
def vis(navn: str, biblioteker: tuple[Path, ...]) -> int:
    """Vis en skabelon: dens tekst, og hvilke fraser og felter den bruger.

    \b
    Eksempel:
      duform skabeloner vis afgoerelse_barn
    """
    from generator.document.read_docx import read_docx
    from generator.document.text import to_text
    from generator.template.lint import lint

    library = open_library(biblioteker)
    skabelon = _find(library, navn)
    click.echo(f"{skabelon.titel} ({skabelon.id}, version {skabelon.version})")
    click.echo(f"Word-fil: {skabelon.path}")
    if skabelon.udseende:
        click.echo(f"Udseende: {skabelon.udseende} ({skabelon.stoerrelse * 100:.0f} %)")
    click.echo()
    click.echo(to_text(read_docx(_word_file(skabelon.path), str(skabelon.path))))
    uses = lint(skabelon, library).uses
    click.echo("Fraser: " + ", ".join(dict.fromkeys(id for id, _ in uses.fraser)))
    click.echo("Felter: " + ", ".join(sorted(uses.felter)))
    return 0


def _find(library: Library, name: str) -> Skabelon:
    one_of(name, list(library.skabeloner), "Der er ingen skabelon, der hedder")
    return library.skabeloner[name]


def _word_file(path: Path) -> bytes:
    from generator.source import Unusable, unreadable

    try:
        return path.read_bytes()
    except OSError as error:
        raise Unusable([unreadable(path, error)]) from error


@skabeloner.command()
@click.argument("sti", required=False, type=FILE)
@library_option
@json_option
def tjek(sti: Path | None, biblioteker: tuple[Path, ...], form: str) -> int:
    """Efterse skabelonerne: det, der ville lække, forsvinde eller mangle, alt på én gang.

    STI er en Word-fil eller en mappe med skabeloner. Uden STI efterses hele biblioteket.

    \b
    Eksempel:
      duform skabeloner tjek min_skabelon.docx
    """
    from generator.cli.show import as_json, problem_data, show_problems
    from generator.template.lint import lint

    library = open_library(biblioteker)
    chosen = _at(sti, library.roots) if sti else list(library.skabeloner.values())
    problems: list[Problem] = []
    for skabelon in chosen:
        problems += lint(skabelon, library).problems
    if form == "json":
        as_json([problem_data(p) for p in problems])
    else:
        show_problems(problems)
        if not problems:
            click.echo(f"{len(chosen)} skabelon{'er' if len(chosen) != 1 else ''} efterset. "
                       "Ingen fejl.")
    return 1 if any(p.level == "fejl" for p in problems) else 0


def _at(path: Path, roots: Sequence[Path]) -> list[Skabelon]:
    """The templates at a path: one Word file, or every Word file in a folder."""
    from generator.library import Skabelon
    from generator.source import Place, Problem, Unusable

    files = [path]
    if path.is_dir():
        files = [p for p in sorted(path.rglob("*.do[ct][xtm]*")) if not p.name.startswith("~$")]
    else:
        _word_file(path)
    if not files:
        raise Unusable([Problem("skabelon.ingen", "Der er ingen Word-filer i mappen.",
                                Place(str(path)), "Skabeloner er filer, der ender på .docx.")])
    return [_described(file, roots) or Skabelon(file.stem, file.stem, "", "barn", (), "", file, {},
                                         str(file)) for file in files]


def _described(file: Path, roots: Sequence[Path]) -> Skabelon | None:
    """The template as the skabelon.yaml beside it describes it, if there is one for this file."""
    from generator.library import read_skabelon

    beside = file.parent / "skabelon.yaml"
    found = read_skabelon(beside, roots=roots) if beside.is_file() else None
    return found if found and found.path.resolve() == file.resolve() else None


@skabeloner.command("fra-fletfelter")
@click.argument("brev", type=FILE)
@click.option("--ud", type=FILE, metavar="FIL", help="Den nye Word-fil. Uden: "
              "BREV-duform.docx ved siden af.")
@click.option("--mapning", type=FILE, metavar="FIL", help="En YAML-fil, hvor »kolonner:« siger, "
              "hvilket felt et fletfelt er.")
@json_option
def fra_fletfelter(brev: Path, ud: Path | None, mapning: Path | None, form: str) -> int:
    """Lav et gammelt flettebrev fra Word om til en skabelon, i en ny fil.

    Fletfelterne bliver til mærker som {{ barn.fornavn }}. Alt andet i brevet bliver, som det er.
    Slutter kommandoen med kode 1, er der noget, du skal gøre i hånden.

    \b
    Eksempel:
      duform skabeloner fra-fletfelter gammelt_brev.docx
    """
    from generator.case.mapping import read_columns
    from generator.output import write_all
    from generator.template.merge_fields import convert

    new = _free(ud or brev.with_name(f"{brev.stem}-duform.docx"))
    columns = read_columns(mapning) if mapning else {}
    made = convert(_word_file(brev), columns, str(brev))
    write_all(new.parent, {new.name: made.docx})
    _show_converted(made, new, form)
    return 1 if made.i_hånden else 0


def _free(new: Path) -> Path:
    """The path of a file to be made; refused when it is no docx, or there already."""
    from generator.source import Place, Problem, Unusable

    if new.suffix.lower() != ".docx":
        raise click.UsageError(f"Den nye fil skal ende på .docx, og det gør »{new.name}« ikke.")
    if new.exists():
        raise Unusable([Problem("ud.findes", f"»{new}« findes i forvejen, og den bliver ikke "
                                "overskrevet.", Place(str(new)), "Flyt den, eller vælg et andet "
                                "navn med --ud.")])
    return new


def _show_converted(made: Converted, new: Path, form: str) -> None:
    from generator.cli.show import as_json, problem_data, show_problems, table

    if form == "json":
        fields = [{"fletfelt": f.navn, "antal": f.antal, "blev_til": f.blev_til,
                   "bemaerkning": f.bemærkning} for f in made.felter]
        as_json({"fil": str(new), "felter": fields,
                 "bemaerkninger": [problem_data(p) for p in made.bemærkninger]})
        return
    table(("fletfelt", "antal", "blev til", "bemærkning"),
          [(f.navn, f.antal, f.blev_til or "–", f.bemærkning) for f in made.felter], right=[1])
    click.echo()
    show_problems(made.bemærkninger, count=False)
    click.echo(f"Den nye skabelon er gemt: {new}")
    typed = f'"{new}"' if " " in str(new) else str(new)
    click.echo(f"Efterse den med: duform skabeloner tjek {typed}")


@click.command("nyt-bibliotek", cls=Command)
@click.argument("mappe", type=click.Path(path_type=Path))
def nyt_bibliotek(mappe: Path) -> int:
    """Kopiér fraser, skabeloner og lovgrundlag til en mappe, I selv kan ændre.

    \b
    Eksempel:
      duform nyt-bibliotek vores
      duform lav sag.yaml --bibliotek vores --ud breve
    """
    from generator.library import shipped
    from generator.output import copy_tree

    copy_tree([(shipped() / name, mappe / name) for name in ("fragments", "templates", "rules")],
              mappe)
    click.echo(f"Biblioteket ligger i {mappe}. Ret fraser i {mappe / 'fragments'} og skabeloner i "
               f"{mappe / 'templates'}.\nSlet det, I ikke vil ændre: så følger det med, når "
               f"programmet bliver opdateret.\nBrug det med: --bibliotek {mappe}")
    return 0
