"""`duform flet`: from a workbook, a CSV file or a folder of cases to letters on disk."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli.danish_click import Command
from generator.cli.options import (
    FILE,
    known_types,
    letter_options,
    library_option,
    open_library,
)
from generator.cli.progress import Progress, stopping

if TYPE_CHECKING:
    from datetime import date

    from generator.batch.executors import Executor
    from generator.batch.ledger import Ledger
    from generator.batch.report.data import Summary
    from generator.batch.run import Survey
    from generator.batch.work import Options
    from generator.library import Library
    from generator.source import Problem

@click.command(cls=Command)
@click.argument("fil", type=FILE, metavar="FIL")
@letter_options
@click.option("--fortsaet", is_flag=True,
              help="Lav kun det, der er nyt, ændret, mangler eller mislykkedes sidst.")
@click.option("--toerloeb", is_flag=True, help="Læs og kontrollér alle sager, men lav ingen breve.")
@click.option("--processer", type=click.IntRange(1, 64), default=1, metavar="N",
              help="Så mange breve på samme tid. Højst en for hver kerne i maskinen.")
@click.option("--dask", metavar="ADRESSE", help="Lad en Dask-klynge lave brevene, for eksempel "
              "tcp://10.0.0.5:8786. Mapperne skal ligge på et drev, som alle dens maskiner ser.")
@click.option("--delt", is_flag=True, help="Fordel brevene på undermapper (00 til ff). Det sker af "
              "sig selv ved mere end 5.000 breve.")
@click.option("--mapning", type=FILE, metavar="FIL",
              help="Hvilke kolonner der hører til hvilke felter (yaml).")
@click.option("--samlet-pdf", is_flag=True, help="Lav også PDF og saml alle brevene i én PDF til "
              "printeren, i rækkernes orden. Hvert brev begynder på et nyt ark papir.")
@library_option
def flet(fil: Path, typer: tuple[str, ...], til: tuple[str, ...], ud: Path, dato: date | None,
         fortsaet: bool, toerloeb: bool, processer: int, dask: str | None, delt: bool,
         mapning: Path | None, pdf: bool, samlet_pdf: bool, html: bool,
         biblioteker: tuple[Path, ...]) -> int:
    """Lav breve i mange sager på en gang.

    FIL er et regneark, en CSV-fil eller en mappe med sager (yaml). Alle sager bliver læst og
    kontrolleret, før det første brev bliver lavet. En sag med fejl stopper ikke de andre: ret den,
    og kør igen med --fortsaet. Det hele står i rapport.html,
    rapport.csv og rapport.json i mappen med brevene, og rækkerne med fejl i fejl.xlsx.

    \b
    Eksempel:
      duform flet examples --ud breve
      duform flet examples --ud breve --fortsaet
    """
    from generator.batch.collected import needs_pypdf
    from generator.batch.run import survey
    from generator.batch.work import Options
    from generator.cli.cases import open_cases

    if dask:
        _only_cluster(processer)
        # The workers have other working folders.
        fil, ud = fil.absolute(), ud.absolute()
        mapning = mapning and mapning.absolute()
        biblioteker = tuple(folder.absolute() for folder in biblioteker)
    library = open_library(biblioteker)
    known_types(typer, library)
    if samlet_pdf:
        needs_pypdf()
    cases = open_cases(fil, mapning)
    options = Options(ud, typer, til, dato, html, fortsaet, delt)
    with stopping() as stop, _hands(processer, dask, ud, library) as (hands, workers, room):
        reading = Progress("Læser sager", None)
        with reading, survey(cases.source, library, options, executor=hands, workers=workers,
                             room=room, seen=reading.reached, stop=stop) as found:
            reading.close()
            if stop():
                raise KeyboardInterrupt
            _show_survey(found, cases.remarks)
            if toerloeb or not found.total:
                return _dry(found, cases.remarks)
            return _make(found, options, cases.remarks, fil, stop, pdf=pdf or samlet_pdf,
                         collected=samlet_pdf, workers=processer)


def _only_cluster(processes: int) -> None:
    if processes > 1:
        raise click.UsageError("--dask og --processer kan ikke bruges sammen: klyngens egne "
                               "arbejdere laver brevene. Vælg en af dem.")


@contextmanager
def _hands(processes: int, dask: str | None, ud: Path,
           library: Library) -> Iterator[tuple[Executor, int, Path | None]]:
    """Who makes the letters, how many they are, and where a cluster finds what it needs."""
    if dask:
        from generator.batch.cluster import cluster

        with cluster(dask, ud, library) as hands:
            yield hands, hands.workers, hands.room
    else:
        from generator.batch.executors import executor

        with executor(processes) as local:
            yield local, processes, None


def _show_survey(found: Survey, remarks: tuple[Problem, ...]) -> None:
    """What is wrong with the file and its rows, and what there will be."""
    from generator.cli.show import MAX_SHOWN, show_problems

    problems = chain(remarks, chain.from_iterable(found.bad.values()))
    show_problems(islice(problems, MAX_SHOWN + 1), err=True, count=False)
    kinds = ", ".join(f"{count} {name}" for name, count in sorted(found.letters.items()))
    click.echo(f"{_counted(found.total, 'sag', 'sager')} læst. "
               f"{_counted(found.good, 'sag duer', 'sager duer')}, "
               f"{_counted(len(found.bad), 'har', 'har')} fejl. "
               f"Det giver {_counted(found.letters.total(), 'brev', 'breve')}"
               f"{f' ({kinds})' if kinds else ''}.", err=True)


def _dry(found: Survey, remarks: tuple[Problem, ...]) -> int:
    if not found.total:
        click.echo("Der er ingen sager at lave breve i.", err=True)
        return 3
    click.echo("Det var et tørløb. Ingen breve er lavet.", err=True)
    return int(bool(found.bad) or any(problem.level == "fejl" for problem in remarks))


def _counted(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def _make(found: Survey, options: Options, remarks: tuple[Problem, ...], file: Path,
          stop: Callable[[], bool], *, pdf: bool, collected: bool, workers: int) -> int:
    """Makes the letters and the reports, and says how it went."""
    from generator.batch.collected import withdraw
    from generator.batch.ledger import Ledger
    from generator.batch.report.data import Summary, write_reports
    from generator.batch.run import produce
    from generator.output import make_folder

    begun = datetime.now()  # noqa: DTZ005 - the clock of whoever reads the report
    make_folder(options.ud)
    with Ledger(options.ud) as ledger:
        summary = Summary(file.name, ledger.results, found.total, planlagt=found.letters.total(),
                          bemærkninger=remarks)
        with Progress("Laver breve", found.letters.total()) as progress:
            for result in produce(found, ledger, stop=stop):
                summary.add(result)
                progress.one(result)
        summary.færdig = found.finished
        summary.med_fejl = len(found.bad)
        summary.gamle_filer = tuple(ledger.left_over()) if summary.færdig else ()
        if not summary.breve.keys() <= {"sprunget_over"}:
            withdraw(options.ud)
        if pdf and summary.færdig:
            summary.bemærkninger = (*remarks, *_pdfs(ledger, summary, options.ud, workers, stop))
            summary.færdig = not stop()
        if collected and summary.færdig:
            summary.bemærkninger = (*summary.bemærkninger, *_collected(ledger, options.ud))
        write_reports(summary, options.ud)
        _show_and_mend(summary, options.ud, file, begun)
        return _sum_up(summary, options.ud, _first_held(ledger))


#: More letters than anybody looks at; rapport.csv has them all.
_MOST_ON_A_PAGE = 20_000


def _show_and_mend(summary: Summary, folder: Path, file: Path, begun: datetime) -> None:
    """`rapport.html`, unless it would be too long for anybody, and the failed rows of a workbook in
    `fejl.xlsx`, ready to be mended."""
    from generator.batch.report.data import as_report
    from generator.batch.report.error_book import write_error_book
    from generator.batch.report.page import html_report
    from generator.output import write_one

    seconds = (datetime.now() - begun).total_seconds()  # noqa: DTZ005 - as above
    whole = summary.planlagt <= _MOST_ON_A_PAGE
    report = as_report(summary, begun, seconds, failed_only=not whole)
    page, book = folder / "rapport.html", folder / "fejl.xlsx"
    if whole:
        write_one(page, html_report(report).encode())
    else:
        page.unlink(missing_ok=True)
    if file.is_file() and (report.rækkefejl or not summary.clean):
        write_error_book(file, report, book)
    else:
        book.unlink(missing_ok=True)


def _pdfs(ledger: Ledger, summary: Summary, folder: Path, workers: int,
          stop: Callable[[], bool]) -> tuple[Problem, ...]:
    """A PDF of each letter that has none; the problems of those that cannot be made."""
    from generator.batch.pdfs import make_pdfs, without_pdf
    from generator.cli.show import show_problems

    with Progress("Laver PDF", without_pdf(ledger.results(), folder)) as progress:
        problems = tuple(make_pdfs(ledger.results(), folder, workers, ledger=ledger,
                                   seen=progress.reached, stop=stop))
    show_problems(problems, err=True, count=False)
    return problems


def _collected(ledger: Ledger, folder: Path) -> tuple[Problem, ...]:
    """All letters in one PDF; a warning for each that is not in it."""
    from generator.batch.collected import collect
    from generator.cli.show import show_problems

    files, problems = collect(ledger.results(), folder)
    if files:
        click.echo(f"Brevene er samlet i {', '.join(path.name for path in files[:20])}.", err=True)
    show_problems(problems, err=True, count=False)
    return tuple(problems)


def _first_held(ledger: Ledger) -> list[Problem]:
    """The findings that held letters back, as many as somebody will read."""
    from generator.cli.show import MAX_SHOWN

    found: dict[Problem, None] = {}
    for result in ledger.results():
        if result.dokument and result.status != "lavet":
            found.update(dict.fromkeys(p for p in result.fund if p.level == "fejl"))
        if len(found) >= MAX_SHOWN:
            break
    return list(found)


def _sum_up(summary: Summary, folder: Path, held: list[Problem]) -> int:
    """Tells what was made and what was not, and what to do about it."""
    from generator.cli.show import show_problems

    show_problems(held, err=True, count=False)
    counts = summary.breve
    lines = [f"{_counted(counts['lavet'], 'brev', 'breve')} er lavet i {folder}"
             f"{_reasons(summary)}."]
    if counts["sprunget_over"]:
        lines.append(f"{_counted(counts['sprunget_over'], 'brev', 'breve')} er sprunget over, "
                     "fordi hverken sagen, teksterne eller filen er ændret.")
    if counts["holdt_tilbage"]:
        lines.append(f"{_counted(counts['holdt_tilbage'], 'brev', 'breve')} er holdt tilbage.")
    if counts["fejl"]:
        lines.append(f"{_counted(counts['fejl'], 'sag', 'sager')} gav ingen breve på grund af "
                     "fejl.")
    if summary.gamle_filer:
        lines.append(f"{_counted(len(summary.gamle_filer), 'brev', 'breve')} fra en tidligere "
                     "fletning hører ikke længere til sagerne. Se »gamle_filer« i rapport.json.")
    page = folder / "rapport.html"
    lines.append(f"Det hele står i {page}, rapport.csv og rapport.json." if page.exists() else
                 f"Det hele står i {folder / 'rapport.csv'} og rapport.json.")
    if (folder / "fejl.xlsx").exists():
        lines.append("Rækkerne med fejl ligger i fejl.xlsx med fejlene markeret.")
    if not summary.færdig:
        lines.append("Stoppet, før alt var lavet. Fortsæt med samme kommando og --fortsaet.")
    elif not summary.clean:
        lines.append("Ret fejlene, og kør samme kommando med --fortsaet.")
    click.echo("\n".join(lines), err=True)
    return 130 if not summary.færdig else int(not summary.clean)


def _reasons(summary: Summary) -> str:
    """» (2 ændret, 1 fil mangler)«: why they were made, when some were made before."""
    if not set(summary.grunde) - {"nyt"}:
        return ""
    return f" ({', '.join(f'{count} {why}' for why, count in summary.grunde.most_common())})"
