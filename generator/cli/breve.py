"""`duform lav` and `duform demo`: from cases to letters on disk."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli.danish_click import Command
from generator.cli.options import (
    FILE,
    FOLDER,
    known_types,
    letter_options,
    library_option,
    open_library,
)

if TYPE_CHECKING:
    from generator.case.load import Case
    from generator.orders import Order
    from generator.pipeline import Letter, Press
    from generator.source import Place, Problem


@click.command(cls=Command)
@click.argument("sager", nargs=-1, required=True, type=FILE, metavar="SAG…")
@letter_options
@click.option("--udkast", is_flag=True, help="Lav brevet, selv om noget mangler, med gule mærker.")
@library_option
def lav(sager: tuple[Path, ...], typer: tuple[str, ...], til: tuple[str, ...], ud: Path,
        dato: date | None, udkast: bool, pdf: bool, html: bool,
        biblioteker: tuple[Path, ...]) -> int:
    """Lav brevene i en eller flere sager.

    Uden --type og --til laves alle de breve, sagen lægger op til. Mangler der noget i et brev,
    bliver ingen af sagens breve gemt, for de hører sammen. Findes et brev med samme navn i
    forvejen, bliver det afløst af det nye. Fejl og advarsler bliver vist her; forslag til sproget
    ser du med duform tjek.

    \b
    Eksempel:
      duform lav examples/skolefravaer.yaml --ud breve --html
      duform lav sag.yaml --til barn --udkast --ud kladder
    """
    from generator.cli.show import show_problems, watched
    from generator.pipeline import Press

    press = Press(open_library(biblioteker))
    known_types(typer, press.library)
    batches = [_made(path, press, typer, til, dato, draft=udkast)
               for path in watched(_each_once(sager), "Laver breve")]
    for batch in batches:
        _show_findings(batch, draft=udkast)
    unusable = [p for batch in batches for p in batch.problems] + list(_same_names(batches))
    if unusable:
        show_problems(unusable, err=True)
        click.echo("Ingen breve er gemt.", err=True)
        return 3
    kept = [batch for batch in batches if udkast or not batch.held_back]
    problems = _save([x for batch in kept for x in batch.letters], ud, pdf=pdf, html=html)
    _sum_up(batches, kept, ud, draft=udkast)
    return int(any(p.level == "fejl" for p in problems) or any(b.held_back for b in batches))


def _each_once(paths: Iterable[Path]) -> list[Path]:
    return list({path.absolute(): path for path in paths}.values())


@dataclass(frozen=True)
class _Batch:
    """What came of one case: its letters, or the problems that make it unusable."""

    path: Path
    letters: Sequence[Letter] = ()
    problems: Sequence[Problem] = field(default=())

    @property
    def held_back(self) -> bool:
        return any(letter.held_back for letter in self.letters)

    @property
    def findings(self) -> dict[Problem, list[Letter]]:
        """Each finding once, with all its places and the letters it is in."""
        from generator.source import Place

        same: dict[Problem, list[tuple[Problem, Letter]]] = {}
        for letter in self.letters:
            for finding in letter.findings:
                same.setdefault(replace(finding, where=Place()), []).append((finding, letter))
        return {replace(what, where=_places(found for found, _ in group)): list(
            {letter.order.navn: letter for _, letter in group}.values())
            for what, group in same.items()}


def _places(findings: Iterable[Problem]) -> Place:
    """One place, or several below each other."""
    from generator.source import Place

    places = list(dict.fromkeys(finding.where for finding in findings))
    return places[0] if len(places) == 1 else Place(
        detail="\n          ".join(map(str, places)))


def _made(path: Path, press: Press, types: Sequence[str], to: Sequence[str], day: date | None, *,
          draft: bool) -> _Batch:
    from generator.case.load import load_case
    from generator.orders import order_letters
    from generator.pipeline import make_letters
    from generator.source import Unusable

    try:
        case = load_case(path, press.library.law)
        orders = order_letters(case, press.library, types=types, to=to, dato=day)
        # `--til mor --til foraeldre` names her twice.
        once = {order.navn: order for order in orders}
        letters = make_letters(case, press, list(once.values()), draft=draft)
        return _Batch(path, [_discreet(letter, case, press) for letter in letters])
    except Unusable as error:
        return _Batch(path, problems=error.problems)


def _discreet(letter: Letter, case: Case, press: Press) -> Letter:
    """The letter; what rules say of it names nobody, for it is shown and may be kept in a log."""
    from generator.checker.discreet import without_names, without_quote
    from generator.checker.open import participants

    names = [person.navn for person in participants(case.sag)]
    return replace(letter, findings=tuple(
        without_names(without_quote(p), names) if p.id in press.regler.regler else p
        for p in letter.findings))


def _same_names(batches: Iterable[_Batch]) -> Iterable[Problem]:
    """Two cases that would write the same file: the second would take the place of the first."""
    from generator.source import Place, Problem

    taken: dict[str, Path] = {}
    for batch in batches:
        for name in [letter.order.navn for letter in batch.letters]:
            first = taken.setdefault(name.casefold(), batch.path)
            if first is not batch.path:
                yield Problem(
                    "lav.samme_navn", "To sager giver breve med samme navn, så det ene ville "
                    "afløse det andet.", Place(str(batch.path)), "Samme sagsnummer står i "
                    f"{first}. Ret det ene, eller lav brevene i hver sin mappe.")
                break


def _show_findings(batch: _Batch, *, draft: bool) -> None:
    """Each fejl and advarsel once, with the letters it is in; then whether the letters were held
    back. Advice on the language is for `tjek`: here it would hide what must be mended."""
    from generator.cli.show import counted, show_problems

    findings = {f: letters for f, letters in batch.findings.items() if f.level != "forslag"}
    about = {finding: f"{batch.path.name}: " + ", ".join(_title(x.order) for x in letters)
             for finding, letters in findings.items()}
    show_problems(findings, err=True, count=False, about=about)
    if batch.held_back and not draft:
        errors = counted([f for f in findings if f.level == "fejl"])
        number = "Brevet er" if len(batch.letters) == 1 else f"{len(batch.letters)} breve er"
        click.echo(f"{batch.path}: {number} holdt tilbage på grund af {errors} Ret sagen, eller "
                   "lav et udkast med --udkast.\n", err=True)


def _title(order: Order) -> str:
    return f"{order.skabelon.dokument} til {order.navn.rsplit('_', 2)[-2]}"


def _sum_up(batches: Sequence[_Batch], kept: Sequence[_Batch], folder: Path, *,
            draft: bool) -> None:
    """How many letters there are now, and how many there are not."""
    made = sum(len(batch.letters) for batch in kept)
    held = sum(len(batch.letters) for batch in batches) - made
    text = f"{made} {'brev' if made == 1 else 'breve'} er gemt i {folder}." if made else ""
    if draft and any(batch.held_back for batch in kept):
        text += " De er udkast, med gule mærker, hvor noget mangler."
    if held and len(batches) > 1:
        text += f" {held} {'brev' if held == 1 else 'breve'} er holdt tilbage."
    if text:
        click.echo(text.strip(), err=True)


def _save(letters: Sequence[Letter], folder: Path, *, pdf: bool, html: bool,
          quiet: bool = False) -> list[Problem]:
    """Writes the letters and what is made from them; prints what was written, a name a line."""
    from generator.cli.show import show_problems
    from generator.document.html import to_html
    from generator.document.text import to_text
    from generator.output import write_all
    from generator.pdf import convert

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
        click.echo("\n".join(map(str, written)))
    results = convert([p for p in written if p.suffix == ".docx"], folder) if pdf else []
    made = [str(result.pdf) for result in results if result.pdf]
    if made and not quiet:
        click.echo("\n".join(made))
    problems = list(dict.fromkeys(r.problem for r in results if r.problem is not None))
    show_problems(problems, err=True, count=False)
    return problems


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
    from generator.cli.show import show_problems
    from generator.pdf import find_office
    from generator.pipeline import Press
    from generator.source import Unusable

    press = Press(open_library(biblioteker))
    batches = [_made(path, press, (), (), None, draft=False) for path in example_cases()]
    unusable = [p for batch in batches for p in batch.problems]
    if unusable:
        raise Unusable(unusable)
    errors = [f for batch in batches for f in batch.findings if f.level == "fejl"]
    if errors:
        show_problems(errors, err=True)
        click.echo("Ingen breve er gemt.", err=True)
        return 1
    office = find_office()
    letters = [letter for batch in batches for letter in batch.letters]
    problems = _save(letters, ud, html=True, quiet=True, pdf=not uden_pdf and office is not None)
    _show_table(batches)
    click.echo(f"\n{len(letters)} breve ligger i {ud} som "
               + _forms(office is not None, uden_pdf))
    return int(any(p.level == "fejl" for p in problems))


def _show_table(batches: Iterable[_Batch]) -> None:
    from generator.cli.show import table
    from generator.document.text import to_text

    table(("sag", "dokument", "til", "fraser", "ord", "fund", "ms"),
          [(batch.path.stem, x.order.skabelon.id, x.order.navn.rsplit("_", 2)[-2], len(x.fraser),
            len(to_text(x.document).split()), len(x.findings), f"{x.milliseconds:.1f}")
           for batch in batches for x in batch.letters], right=(3, 4, 5, 6))


def _forms(office: bool, unwanted: bool) -> str:
    if office and not unwanted:
        return "docx, html, txt og pdf."
    return "docx, html og txt." + ("" if unwanted else " Vil du også have PDF, så installér "
                                   "LibreOffice (Debian og Ubuntu: apt install "
                                   "libreoffice-writer).")


def example_cases() -> Iterable[Path]:
    """The case files that come with the program."""
    from generator.library import shipped

    return sorted((shipped() / "examples").glob("*.yaml"))
