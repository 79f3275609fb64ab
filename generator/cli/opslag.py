"""`duform felter`, `betingelser`, `kontekster` and `skema`: what a case can hold
and what can be asked of it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import click

from generator.cli.danish_click import Command
from generator.cli.options import json_option, library_option, one_of, open_library


@click.command(cls=Command)
@click.option("--type", "dokument", metavar="T", help="Kun de felter, som dette dokument bruger.")
@json_option
def felter(dokument: str | None, form: str) -> int:
    """Vis alle felter i en sag, med forklaring.

    \b
    Eksempel:
      duform felter --type afgoerelse
    """
    from generator.case.catalogue import DOKUMENTER
    from generator.case.catalogue import felter as catalogue
    from generator.cli.show import as_json, table

    if dokument:
        one_of(dokument, list(DOKUMENTER), "Der er ikke noget dokument, der hedder")
    entries = list(catalogue(dokument))
    if form == "json":
        as_json([_field(e.sti, e.felt) for e in entries])
        return 0
    table(("felt", "titel", "forklaring"), [(e.sti, e.felt.titel, _explained(e.felt))
                                            for e in entries])
    return 0


def _explained(felt: Any) -> str:
    parts = [felt.beskrivelse]
    if felt.valg:
        parts.append(f"Vælg mellem: {', '.join(felt.valg)}.")
    if felt.krævet:
        parts.append("Skal med.")
    if felt.lov:
        parts.append(f"[LOV: {felt.lov}]")
    elif felt.anbefaling:
        parts.append(f"[ANBEFALING: {felt.anbefaling}]")
    return " ".join(parts)


def _field(path: str, felt: Any) -> dict[str, Any]:
    return {"felt": path, "titel": felt.titel, "forklaring": felt.beskrivelse, "slags": felt.slags,
            "valg": list(felt.valg), "skal_med": felt.krævet, "lov": felt.lov,
            "anbefaling": felt.anbefaling}


@click.command(cls=Command)
@json_option
def betingelser(form: str) -> int:
    """Vis de betingelser, som fraser og skabeloner kan bruge.

    \b
    Eksempel:
      duform betingelser
      I en frase:  ## Til barnet, 10-12 år, hvis uenighed
    """
    from generator.case.conditions import BETINGELSER
    from generator.cli.show import as_json, table

    if form == "json":
        as_json([{"navn": name, "forklaring": rule.forklaring}
                 for name, rule in BETINGELSER.items()])
        return 0
    table(("betingelse", "gælder når"), [(name, rule.forklaring)
                                         for name, rule in BETINGELSER.items()])
    return 0


@click.command(cls=Command)
@library_option
@json_option
def kontekster(biblioteker: tuple[Path, ...], form: str) -> int:
    """Vis de kontekster, som en statusudtalelse og en individuel plan går igennem.

    For hver: overskriften til barnet, den dimension i ICS, den hører til i dag, og det, I kan
    overveje at skrive om. De står i rules/ics.yaml. I må gerne bruge andre navne i en sag.

    \b
    Eksempel:
      duform kontekster
      I en sag:  kontekster: [{kontekst: Skoleforhold, ressourcer: …}]
    """
    from generator.cli.show import as_json, table

    ics, today = open_library(biblioteker).ics, datetime.now().astimezone().date()
    homes = {k.titel: ics.dimension(k.titel, today) for k in ics.kontekster}
    titles = {name: home.titel if home else "" for name, home in homes.items()}
    if form == "json":
        as_json([{"kontekst": k.titel, "til_barnet": k.til_barnet, "dimension": titles[k.titel],
                  "andre_navne": list(k.andre_navne), "hjaelp": list(k.hjælp)}
                 for k in ics.kontekster])
        return 0
    table(("kontekst", "til barnet", "dimension", "skriv for eksempel om"),
          [(k.titel, k.til_barnet, titles[k.titel], "; ".join(k.hjælp)) for k in ics.kontekster])
    return 0


@click.command(cls=Command)
def skema() -> int:
    """Skriv JSON-skemaet for en sag, så en editor kan hjælpe med felterne.

    \b
    Eksempel:
      duform skema > sag.schema.json
    """
    from generator.case.catalogue import json_schema
    from generator.cli.show import as_json

    as_json(json_schema())
    return 0
