"""`duform tjek`: finished letters held against the rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli.danish_click import Command
from generator.cli.folders import COPY, letters_in, not_looked_at
from generator.cli.options import (
    FILE,
    Day,
    check_reader,
    known_types,
    library_option,
    open_library,
    reader_options,
)

if TYPE_CHECKING:
    from generator.checker.rules import Regelbog
    from generator.findings.exceptions import Undtagelse
    from generator.findings.kontrol import Kontrol

#: The forms that are one file for each letter, and what the file is called after the letter.
_EACH = {"html": "-tjek.html", "word": COPY}
#: The name in a folder of the forms that are one file for all letters.
_TOGETHER = {"tekst": "tjek.txt", "json": "tjek.json", "sarif": "tjek.sarif"}


@click.command(cls=Command)
@click.argument("stier", nargs=-1, required=True, type=FILE, metavar="STI…")
@click.option("--sag", type=FILE, metavar="SAG",
              help="Sagen, så også datoer, samtykke og beskyttede oplysninger bliver efterset.")
@click.option("--type", "dokument", default="", metavar="T",
              help="Hvad brevet er, for eksempel afgoerelse. Ellers ser vi efter i brevet.")
@reader_options
@click.option("--dato", type=Day(), help="Brevets dato. Ellers ser vi efter i brevet.")
@click.option("--stavning", is_flag=True,
              help="Se også efter stavefejl. Det kræver programmet hunspell med dansk ordbog.")
@click.option("--undtag", multiple=True, metavar="ID=GRUND",
              help="Lad fund af en regel stå, med en grund. Kan skrives flere gange.")
@click.option("--format", "form", type=click.Choice(["tekst", "json", "sarif", "html", "word"]),
              default="tekst", help="Rapportens form. Ellers tekst på skærmen.")
@click.option("--ud", type=FILE, metavar="FIL|MAPPE",
              help="Hvor rapporten skal ligge. Ellers ligger html og word ved siden af brevet.")
@library_option
def tjek(stier: tuple[Path, ...], sag: Path | None, dokument: str, til: str, alder: int | None,
         dato: date | None, stavning: bool, undtag: tuple[str, ...], form: str, ud: Path | None,
         biblioteker: tuple[Path, ...]) -> int:
    """Efterse færdige breve: loven, anbefalinger, sprog og beskyttelse.

    STI er et Word-brev eller en mappe med breve. Det kan være breve fra os, breve, nogen har rettet
    i, og gamle breve. Word-formen er en kopi med kommentarer; brevet selv bliver ikke rørt.

    Et fund kan undtages med en grund, her eller i filen tjek.yaml ved brevet eller i biblioteket.
    Det står i rapporten under »Undtaget«. En fejl, der handler om loven eller om beskyttelse, kan
    kun undtages i ét brev eller én sag, og en beskyttet oplysning fra sagen kan ikke undtages.

    Svaret er 0, når der ingen fejl er, 1 ved fejl, 2 ved forkert brug, og 3, når en fil ikke kan
    læses. 0 betyder ikke, at brevet holder loven: Det vurderer et menneske.

    \b
    Eksempel:
      duform tjek breve
      duform tjek breve --format word --ud rapport
      duform tjek breve --sag examples/skolefravaer.yaml --format html --ud rapport
    """
    from generator.case.load import load_case
    from generator.checker.rule_files import load_rules
    from generator.cli.show import watched
    from generator.findings.kontrol import agreed, checked
    from generator.inspection import Asked
    from generator.spelling import find_speller

    library = open_library(biblioteker)
    known_types((dokument,) if dokument else (), library)
    check_reader(til, free=sag is not None)
    book = load_rules(library)
    if stavning:
        book = replace(book, stavning=find_speller())
    letters = list(_letters(stier))
    _tell_what_is_not_read(stier)
    if not letters:
        raise click.UsageError("Der er ingen Word-breve (.docx) der, hvor du peger.")
    exceptions = _exceptions(undtag, book, letters, library.roots)
    case = load_case(sag, library.law) if sag else None
    asked = Asked(dokument, til, alder, dato, case)
    today = date.today()  # noqa: DTZ011 - an exception holds until a day
    found = agreed([checked(path, library, book, asked, exceptions, today)
                    for path in watched(letters, "Efterser breve")], exceptions, today)
    _report(found, form, ud)
    if any(kontrol.problemer for kontrol in found):
        return 3
    return int(any(p.level == "fejl" for kontrol in found for p in kontrol.fund))


def _letters(paths: Iterable[Path]) -> Iterator[Path]:
    """The letters meant, each once."""
    seen: set[Path] = set()
    for path in paths:
        for one in letters_in(path) if path.is_dir() else [path]:
            if one.absolute() not in seen:
                seen.add(one.absolute())
                yield one


def _tell_what_is_not_read(paths: Iterable[Path]) -> None:
    for path in paths:
        if path.is_dir() and (text := not_looked_at(path)):
            click.echo(f"{path}: {text}", err=True)


def _exceptions(typed_: Sequence[str], book: Regelbog, letters: Sequence[Path],
                roots: Sequence[Path]) -> list[Undtagelse]:
    """What is typed, what lies beside the letters, what the libraries say. All faults at once."""
    from generator.findings.exceptions import read_exceptions, typed
    from generator.source import Problem, Unusable

    found: list[Undtagelse] = []
    faults: list[Problem] = []
    names = [path.name for path in letters]
    for text in typed_:
        try:
            found.append(typed(text, book, names))
        except Unusable as error:
            raise click.UsageError(" ".join(f"{p.text} {p.remedy}" for p in error.problems)
                                   ) from error
    for folder in dict.fromkeys([*(path.parent for path in letters), *roots]):
        try:
            found += read_exceptions(folder, book)
        except Unusable as error:
            faults += error.problems
    if faults:
        raise Unusable(faults)
    return found


def _report(found: Sequence[Kontrol], form: str, target: Path | None) -> None:
    """Shows the report, or writes it and shows the names of what was written."""
    from generator.findings.kontrol import counted
    from generator.output import write_one

    if form in _EACH:
        files = list(_each(found, form, target))
    elif target:
        name = target / _TOGETHER[form] if target.is_dir() or not target.suffix else target
        files = [(name, _whole(found, form).encode())]
    else:
        click.echo(_whole(found, form, _width()), nl=False)
        return
    _spare([k.fil for k in found], [path for path, _ in files])
    before = sum(path.exists() for path, _ in files)
    for path, data in files:
        click.echo(str(write_one(path, data)))
    if before:
        click.echo("1 fil lå der i forvejen og er skrevet over." if before == 1 else
                   f"{before} filer lå der i forvejen og er skrevet over.", err=True)
    if form in _EACH:
        from generator.cli.show import show_problems

        show_problems([p for k in found for p in k.problemer], err=True, count=False)
    click.echo(counted(found), err=True)


def _width() -> int:
    """How wide the screen is; 0 where nobody looks at one."""
    import shutil
    import sys

    return min(shutil.get_terminal_size().columns, 100) if sys.stdout.isatty() else 0


def _whole(found: Sequence[Kontrol], form: str, width: int = 0) -> str:
    import json

    from generator.findings.data import as_data
    from generator.findings.sarif import as_sarif
    from generator.findings.text import to_text

    if form == "tekst":
        return to_text(found, width)
    data = as_data(found) if form == "json" else as_sarif(found)
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _each(found: Sequence[Kontrol], form: str,
          target: Path | None) -> Iterator[tuple[Path, bytes]]:
    """A file for each letter that could be read."""
    from generator.findings.page import to_page
    from generator.findings.word import to_word

    readable = [k for k in found if k.inspection]
    alone = target is not None and target.suffix == Path(_EACH[form]).suffix
    if alone and len(found) > 1:
        raise click.UsageError("Der er flere breve, så --ud skal være en mappe.")
    taken: dict[str, int] = {}
    for kontrol in readable:
        data = to_page(kontrol).encode() if form == "html" else to_word(kontrol)
        if target and alone:
            yield target, data
            continue
        stem = kontrol.fil.stem
        key = f"{'' if target else kontrol.fil.parent}/{stem}".casefold()
        taken[key] = count = taken.get(key, 0) + 1
        again = f"-{count}" if count > 1 else ""
        yield (target or kontrol.fil.parent) / f"{stem}{again}{_EACH[form]}", data


def _spare(letters: Iterable[Path], targets: Iterable[Path]) -> None:
    """Refuses to write over a letter that was checked."""
    checked = {path.resolve() for path in letters}
    for path in targets:
        if path.resolve() in checked:
            raise click.UsageError(f"»{path}« er et af de breve, du har bedt os efterse. Vælg et "
                                   "andet navn til rapporten.")
