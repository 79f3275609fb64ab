"""`duform fraser`: the phrase library for those who own the words."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING
from unicodedata import normalize

import click

from generator.cli.danish_click import Group
from generator.cli.options import FILE, Day, json_option, library_option, one_of, open_library

if TYPE_CHECKING:
    from generator.coverage import Coverage
    from generator.library import Frase, Library
    from generator.source import Problem


@click.group(cls=Group)
def fraser() -> None:
    """Fraserne: standardteksterne, som brevene er skrevet med.

    \b
    Eksempel:
      duform fraser liste
    """


@fraser.command()
@click.option("--type", "dokument", metavar="T", help="Kun fraser til dette dokument.")
@library_option
@json_option
def liste(dokument: str | None, biblioteker: tuple[Path, ...], form: str) -> int:
    """Vis alle fraser.

    \b
    Eksempel:
      duform fraser liste --type afgoerelse
    """
    from generator.cli.show import as_json, table

    library = open_library(biblioteker)
    if dokument:
        one_of(dokument, sorted({d for fs in library.fraser.values() for f in fs
                                 for d in f.dokumenter}), "Der er ingen fraser til")
    rows = [(f.id, f.titel, f.stemme, len(f.varianter), f.version, f.status, _period(f),
             "jeres egen" if f.overstyrer else "")
            for versions in library.fraser.values() for f in versions
            if not dokument or dokument in f.dokumenter]
    names = ("id", "titel", "stemme", "varianter", "version", "status", "gælder", "overstyrer")
    if form == "json":
        as_json([dict(zip(names, row, strict=True)) for row in rows])
        return 0
    table(("frase", "titel", "stemme", "varianter", "version", "status", "gælder", ""), rows,
          right=(3,))
    return 0


def _period(frase: Frase) -> str:
    start = "" if frase.gyldig_fra == date.min else frase.gyldig_fra.isoformat()
    end = "" if frase.gyldig_til == date.max else frase.gyldig_til.isoformat()
    return f"{start} –{' ' + end if end else ''}"


def _find(library: Library, id: str) -> tuple[Frase, ...]:
    from generator.source import kort, suggestion

    if id not in library.fraser:
        hint = suggestion(id, library.fraser) or "Se dem med: duform fraser liste."
        raise click.UsageError(f"Der er ingen frase, der hedder »{kort(id)}«. {hint}")
    return library.fraser[id]


@fraser.command()
@click.argument("id")
@click.option("--sag", type=FILE, metavar="SAG", help="Vis teksten udfyldt med en sag.")
@click.option("--til", default="", metavar="HVEM", help="Kun til barn eller et kortnavn.")
@library_option
def vis(id: str, sag: Path | None, til: str, biblioteker: tuple[Path, ...]) -> int:
    """Vis en frase: alle varianter, eller den, en sag ville få.

    \b
    Eksempel:
      duform fraser vis afgoerelse.klage --sag examples/skolefravaer.yaml
    """
    library = open_library(biblioteker)
    versions = _find(library, id)
    if sag is None:
        for frase in versions:
            click.secho(f"{frase.titel} ({frase.id}, version {frase.version}, {frase.status})",
                        bold=True)
            click.echo(f"{frase.file}   gælder {_period(frase)}\n")
            for variant in sorted(frase.varianter, key=lambda v: v.line):
                click.secho(f"## {variant.heading}", fg="cyan")
                click.echo(f"{variant.body}\n")
        return 0
    return _filled(library, id, sag, til)


def _filled(library: Library, id: str, path: Path, to: str) -> int:
    from generator.case.load import load_case
    from generator.cli.show import show_problems
    from generator.orders import order_letters
    from generator.phrases.preview import preview
    from generator.pipeline import Press

    case = load_case(path, library.law)
    press = Press(library)
    problems: list[Problem] = []
    for order in order_letters(case, library, to=[to] if to else ()):
        shown = preview(press.book, case, order.læser, order.dato, id)
        click.secho(f"Til {order.navn.rsplit('_', 2)[-2]}: {shown.heading}", fg="cyan")
        click.echo(f"{shown.text}\n")
        problems += shown.problems
    show_problems(dict.fromkeys(problems))
    return 1 if any(p.level == "fejl" for p in problems) else 0


@fraser.command()
@click.argument("ord_", metavar="ORD")
@library_option
def soeg(ord_: str, biblioteker: tuple[Path, ...]) -> int:
    """Find et ord i alle fraser.

    \b
    Eksempel:
      duform fraser soeg bisidder
    """
    library = open_library(biblioteker)
    wanted, found = normalize("NFC", ord_).casefold(), 0
    for versions in library.fraser.values():
        for frase in versions:
            for variant in sorted(frase.varianter, key=lambda v: v.line):
                for number, line in enumerate(variant.body.split("\n"), variant.line):
                    if wanted in line.casefold() or (number == variant.line
                                                     and wanted in frase.titel.casefold()):
                        found += 1
                        click.echo(f"{frase.file}:{number}: {line.strip()}")
    click.echo(f"{found} steder." if found != 1 else "1 sted.")
    return 0


@fraser.command()
@click.argument("id")
@click.option("--sag", "sager", type=FILE, multiple=True, metavar="SAG",
              help="Sager at se efter i. Ellers alle eksempler.")
@library_option
def brug(id: str, sager: tuple[Path, ...], biblioteker: tuple[Path, ...]) -> int:
    """Vis, hvilke skabeloner, fraser og breve der bruger en frase, variant for variant.

    Retter du i en variant, er det netop de breve, der ændrer sig.

    \b
    Eksempel:
      duform fraser brug afgoerelse.klage
    """
    from generator.case.load import load_case
    from generator.cli.show import show_problems
    from generator.coverage import read_examples
    from generator.phrases.usage import phrases_using
    from generator.pipeline import Press, letters_by_variant
    from generator.source import Problem
    from generator.template.lint import lint

    library = open_library(biblioteker)
    versions = _find(library, id)
    templates = [s.id for s in library.skabeloner.values()
                 if id in {used for used, _ in lint(s, library).uses.fraser}]
    click.echo("Skabeloner: " + (", ".join(templates) or "ingen"))
    click.echo("Fraser: " + (", ".join(phrases_using(library, id)) or "ingen"))
    if sager:
        cases, problems = {p.stem: load_case(p, library.law) for p in sager}, list[Problem]()
    else:
        cases, problems = read_examples(library)
    letters, more = letters_by_variant(cases, Press(library))
    for frase in versions:
        for variant in sorted(frase.varianter, key=lambda v: v.line):
            click.secho(f"\n## {variant.heading} ({frase.file}:{variant.heading_line})", fg="cyan")
            names = letters.get((frase.file, variant.line), [])
            click.echo("\n".join(f"  {name}" for name in names) or "  ingen breve")
    show_problems([*problems, *more], err=True)
    return 3 if problems or more else 0


@fraser.command()
@click.argument("ids", nargs=-1, metavar="[ID]…")
@click.option("--udloeber", type=Day(), metavar="DATO",
              help="Vis også de fraser, der ikke længere gælder på denne dato.")
@library_option
@json_option
def tjek(ids: tuple[str, ...], udloeber: date | None, biblioteker: tuple[Path, ...],
         form: str) -> int:
    """Efterse fraserne: mærker, felter, Markdown, varianter, prøver og datoer.

    Prøverne i fraserne bliver kørt, og I får at vide, hvilke varianter hverken et eksempel eller en
    prøve bruger.

    \b
    Eksempel:
      duform fraser tjek
      duform fraser tjek afgoerelse.klage
      duform fraser tjek --udloeber 2027-01-01
    """
    from generator.cli.show import as_json, problem_data, show_problems
    from generator.coverage import cover
    from generator.phrases.check import check_library
    from generator.pipeline import Press
    from generator.source import in_order
    from generator.template.lint import lint

    library = open_library(biblioteker)
    for id in ids:
        _find(library, id)
    used = {id for s in library.skabeloner.values() for id, _ in lint(s, library).uses.fraser}
    found = cover(Press(library), ids)
    problems = in_order([*check_library(library, used, library.eksempler.keys(), udloeber, ids),
                         *found.problems])
    if form == "json":
        as_json([problem_data(p) for p in problems])
    else:
        show_problems(problems)
        click.echo(_tried(len(ids or library.fraser), found, clean=not problems))
    return 1 if any(p.level == "fejl" for p in problems) else 0


@fraser.command()
@library_option
@json_option
def krav(biblioteker: tuple[Path, ...], form: str) -> int:
    """Vis hvert krav og de fraser, skabeloner og felter, der møder det.

    Svaret er siden docs/krav-fraser.md. Et krav, som intet møder, skal have en grund.

    \b
    Eksempel:
      duform fraser krav
    """
    from generator.cli.show import as_json, show_problems
    from generator.krav import as_markdown, coverage

    rows, problems = coverage(open_library(biblioteker))
    if form == "json":
        as_json([{"id": row.krav.id, "krav": row.krav.krav, "dokumenter": row.krav.dokumenter,
                  "fraser": row.fraser, "skabeloner": row.skabeloner, "felter": row.krav.felter,
                  "program": row.krav.program, "grund": row.krav.grund} for row in rows])
    else:
        click.echo(as_markdown(rows), nl=False)
    show_problems(problems, err=True)
    return 1 if any(p.level == "fejl" for p in problems) else 0


def _tried(phrases: int, found: Coverage, *, clean: bool) -> str:
    """»71 fraser efterset. 240 prøver kørt. Prøvet: 354 af 354 varianter. Ingen fejl.«"""
    parts = [f"{phrases} {'frase' if phrases == 1 else 'fraser'} efterset.",
             f"{found.trials} {'prøve' if found.trials == 1 else 'prøver'} kørt.",
             f"Prøvet: {found.tried} af {found.variants} varianter."]
    return " ".join([*parts, "Ingen fejl."] if clean else parts)
