"""`duform regler`: the rules, for those who write them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli.danish_click import Group
from generator.cli.options import (
    FILE,
    Day,
    check_reader,
    json_option,
    known_types,
    library_option,
    one_of,
    open_library,
    reader_options,
)

if TYPE_CHECKING:
    from generator.checker.letter import Brev
    from generator.checker.rules import Eksempel, Regel, Regelbog
    from generator.library import Library
    from generator.source import Problem


@click.group(cls=Group)
def regler() -> None:
    """Reglerne: det, som færdige breve bliver holdt op imod.

    \b
    Et mønster i en regel er ord på række:
      klage             ordet selv
      klag* *klage      et ord, der begynder eller ender sådan; *klag* har det i sig
      fire/4            et af ordene
      du?               ordet kan være der
      …                 op til 8 ord imellem; …20 er op til 20
      {dato} {tal} {klokken} {ugedag} {måned} {navn} {paragraf} {ord}
      =I                netop sådan, med stort
      §32               den paragraf, hvordan den end er skrevet

    \b
    Eksempel:
      duform regler liste
    """


@regler.command()
@click.option("--type", "typer", multiple=True, metavar="T",
              help="Kun LOV, ANBEFALING, SPROG, BESKYTTELSE eller FORM.")
@library_option
@json_option
def liste(typer: tuple[str, ...], biblioteker: tuple[Path, ...], form: str) -> int:
    """Vis alle regler.

    \b
    Eksempel:
      duform regler liste --type LOV
    """
    from generator.checker.rule_files import load_rules
    from generator.cli.rule_shown import rule_data
    from generator.cli.show import as_json, table
    from generator.findings.kontrol import TYPES

    wanted = [text.upper() for text in typer]
    for text in wanted:
        one_of(text, list(TYPES), "Der er ingen regler af typen")
    book = load_rules(open_library(biblioteker))
    found = [r for r in book.regler.values() if not wanted or r.type in wanted]
    if form == "json":
        as_json([rule_data(regel) for regel in found])
        return 0
    table(("regel", "type", "niveau", "slags", "status", "titel"),
          [(r.id, r.type, r.level, r.slags, r.status, r.titel) for r in found])
    return 0


def _find(book: Regelbog, id: str) -> Regel:
    from generator.source import kort, suggestion

    known = {name.casefold(): name for name in book.regler}
    if id.casefold() not in known:
        hint = suggestion(id.upper(), book.regler) or "Se dem med: duform regler liste."
        raise click.UsageError(f"Der er ingen regel, der hedder »{kort(id)}«. {hint}")
    return book.regler[known[id.casefold()]]


@regler.command()
@click.argument("id")
@library_option
@json_option
def vis(id: str, biblioteker: tuple[Path, ...], form: str) -> int:
    """Vis alt om en regel: kilde, begrundelse, mønstre, eksempler, og hvor den står.

    \b
    Eksempel:
      duform regler vis AF-08
    """
    from generator.checker.rule_files import load_rules
    from generator.cli.rule_shown import rule_data, rule_lines
    from generator.cli.show import as_json

    regel = _find(load_rules(open_library(biblioteker)), id)
    if form == "json":
        as_json(rule_data(regel))
        return 0
    click.secho(f"{regel.id}: {regel.titel}", bold=True)
    for line in rule_lines(regel):
        click.echo(line)
    return 0


@regler.command()
@click.argument("id")
@click.argument("tekst", required=False, default="")
@reader_options
@click.option("--type", "dokument", default="", metavar="T",
              help="Hvad teksten er, for eksempel afgoerelse. Ellers det, reglen er til.")
@click.option("--dato", type=Day(), help="Brevets dato.")
@click.option("--navn", "navne", multiple=True, metavar="NAVN",
              help="En person i sagen, som »Alma Holm (barn, hun)«. Kan skrives flere gange.")
@click.option("--sag", type=FILE, metavar="SAG", help="Prøv reglen på brevene i en sag i stedet.")
@library_option
def proev(id: str, tekst: str, til: str, alder: int | None, dokument: str, dato: date | None,
          navne: tuple[str, ...], sag: Path | None, biblioteker: tuple[Path, ...]) -> int:
    """Prøv en regel på en sætning, og se, hvad den finder, og hvor.

    Reglen bliver prøvet, som om teksten var et helt brev. Svaret er 0, også når den finder noget.

    \b
    Eksempel:
      duform regler proev AF-08 "Vi regner med, at det varer et år."
    """
    from generator.checker.check import look
    from generator.checker.rule_files import load_rules
    from generator.checker.rules import Eksempel
    from generator.spelling import find_speller

    if bool(tekst) == bool(sag):
        raise click.UsageError("Skriv enten en tekst eller --sag.")
    if tekst.casefold().endswith(".docx"):
        raise click.UsageError("Her skal stå en sætning, ikke en fil. Et brev efterser du med "
                               "duform tjek.")
    library = open_library(biblioteker)
    known_types((dokument,) if dokument else (), library)
    check_reader(til, free=sag is not None)
    book = load_rules(library)
    regel = _find(book, id)
    if regel.slags == "stavning":
        book = replace(book, stavning=find_speller())
    if regel.slags == "menneske":
        click.echo(f"{regel.id} er et spørgsmål til et menneske. Den leder ikke efter noget.")
        return 0
    breve = _of_case(sag, library, dokument or next(iter(regel.dokumenter), ""), til, dato) if (
        sag) else _of_text(library, regel, Eksempel(
            tekst, læser=_READERS.get(til, til), alder=alder, dokument=dokument, dato=dato,
            navne=navne))
    for brev in breve:
        if sag:
            click.secho(brev.navn, bold=True)
        for line in _rests(regel, brev):
            click.echo(line)
        _show(brev, look(regel, brev, book))
    return 0


#: What is typed after `--til`, and what the reader is called in a rule.
_READERS = {"foraeldre": "forælder"}


def _of_text(library: Library, regel: Regel, eksempel: Eksempel) -> list[Brev]:
    """The text as a letter of the kind and to the reader that the rule is for."""
    from generator.pipeline import Press
    from generator.rule_examples import letters

    return letters(regel, eksempel, Press(library), {})


def _of_case(path: Path, library: Library, kind: str, to: str,
             day: date | None) -> Iterator[Brev]:
    from generator.case.load import load_case
    from generator.orders import order_letters
    from generator.pipeline import Press, make_letter

    case, press = load_case(path, library.law), Press(library)
    for order in order_letters(case, library, types=(kind,) if kind else (),
                               to=(to,) if to else (), dato=day):
        letter = make_letter(case, order, press, draft=True)
        yield letter.brev


def _rests(regel: Regel, brev: Brev) -> Iterator[str]:
    """Why the rule would not be asked about such a letter."""
    from generator.checker.check import concerns
    from generator.checker.rules import is_for

    if not is_for(regel, brev.dokument, brev.læser, brev.alder, brev.dato):
        yield "Reglen er ikke til sådan et brev. Her er, hvad den ellers ville finde:"
    elif not concerns(regel, brev):
        yield ("Reglen hviler: Det, den er til (»hvis«), passer ikke her. Her er, hvad den ellers "
               "ville finde:")


def _show(brev: Brev, found: Sequence[Problem]) -> None:
    """What was found, with the spot marked in its line."""
    if not found:
        click.echo("Den finder ikke noget.\n")
    for problem in found:
        click.echo(f"{problem.level.capitalize()}: {problem.text}")
        if problem.span and problem.where.line:
            start, end = problem.span
            text = next(s.tekst for s in brev.stykker if s.sted.line == problem.where.line)
            click.echo(f"  Her:    {text[:start]}[[{text[start:end]}]]{text[end:]}")
        elif problem.quote:
            click.echo(f"  Her:    {problem.where}: [[{problem.quote}]]")
        if problem.remedy:
            click.echo(f"  Sådan:  {problem.remedy}")
        click.echo()


@regler.command()
@click.argument("ids", nargs=-1, metavar="[ID]…")
@library_option
@json_option
def tjek(ids: tuple[str, ...], biblioteker: tuple[Path, ...], form: str) -> int:
    """Efterse reglerne: Finder de deres forkerte eksempler, og kun dem?

    \b
    Eksempel:
      duform regler tjek
      duform regler tjek AF-08
    """
    from generator.checker.rule_files import load_rules
    from generator.cli.show import as_json, problem_data, show_problems
    from generator.pipeline import Press
    from generator.rule_examples import run_examples

    library = open_library(biblioteker)
    book = load_rules(library)
    wanted = tuple(_find(book, id).id for id in ids)
    found = run_examples(book, Press(library), wanted)
    if form == "json":
        as_json([problem_data(p) for p in found.problems])
    else:
        show_problems(found.problems)
        many = len(wanted or book.regler)
        said = (f"{many} {'regel' if many == 1 else 'regler'} efterset. "
                f"{found.run} {'eksempel' if found.run == 1 else 'eksempler'} prøvet.")
        click.echo(said if found.problems else f"{said} Alle passer.")
    return int(any(p.level == "fejl" for p in found.problems))


@regler.command()
@library_option
def krav(biblioteker: tuple[Path, ...]) -> int:
    """Vis hvert krav og de regler, der ser efter det.

    Svaret er siden docs/krav.md. Et krav, som ingen regel kan se efter, har en grund.

    \b
    Eksempel:
      duform regler krav
    """
    from importlib import import_module

    from generator.checker.rule_files import load_rules

    library = open_library(biblioteker)
    page: str = import_module("generator.lovkrav").krav_page(library, load_rules(library))
    click.echo(page, nl=False)
    return 0
