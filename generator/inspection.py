"""Any Word letter inspected: opened, told apart, and held against the rules.

    read_docx ─▶ whom is it for, and about what? ─▶ open_letter ─▶ check ─▶ Inspection

Ours, ours edited since, or an old letter that nobody made here: what is not said is taken from the
manifest inside the letter, from the case, from the file's name, and last guessed from its words.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from generator import danish
from generator.case.catalogue import DOKUMENTER, kind_name
from generator.case.load import Case
from generator.case.reader import Situation
from generator.checker.always.leaks import leaks
from generator.checker.always.recipients import recipients
from generator.checker.check import check, concerns
from generator.checker.guess import guessed_document, guessed_reader
from generator.checker.known import child_age, letter_date
from generator.checker.letter import ANDET, Brev
from generator.checker.open import Told, open_letter
from generator.checker.rules import Regel, Regelbog, rules_for
from generator.document import read_docx
from generator.document.model import Document
from generator.document.origin import Origin, read_origin
from generator.library import Library
from generator.orders import Order, file_name, order_letters
from generator.source import Place, Problem, Unusable, in_order, reason


@dataclass(frozen=True)
class Asked:
    """What the person who asks says of the letter. Empty or None where they say nothing."""

    dokument: str = ""
    til: str = ""
    alder: int | None = None
    dato: date | None = None
    case: Case | None = None


@dataclass(frozen=True)
class Inspection:
    """What was found. `gættet` tells what had to be guessed, in Danish; `mennesker` are the
    questions that only a person can answer."""

    brev: Brev
    fund: tuple[Problem, ...]
    gættet: tuple[str, ...]
    mennesker: tuple[Regel, ...]


def inspect(path: Path, library: Library, book: Regelbog, asked: Asked) -> Inspection:
    """One Word file; raises `Unusable` when it cannot be read."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise Unusable([Problem("fil.kan_ikke_laeses", f"Filen kan ikke læses: {reason(error)}.",
                                Place(str(path)), "Se efter, om stien er rigtig, og om du har lov "
                                "til at læse filen.")]) from error
    return inspect_document(read_docx(data, str(path)), library, book, asked)


def inspect_document(document: Document, library: Library, book: Regelbog,
                     asked: Asked) -> Inspection:
    """As `inspect`, for a document that has been read."""
    told, guesses = tell(document, library, asked)
    brev = open_letter(document, told, {})
    found = check(brev, book)
    if brev.case and brev.situation:
        found += [*leaks(document, brev.situation),
                  *recipients(brev.case, brev.situation, brev.dokument)]
    questions = [r for r in rules_for(book, dokument=brev.dokument, læser=brev.læser,
                                      alder=brev.alder, dato=brev.dato)
                 if r.slags == "menneske" and concerns(r, brev)]
    return Inspection(brev, tuple(in_order(found)), guesses, tuple(questions))


def tell(document: Document, library: Library, asked: Asked) -> tuple[Told, tuple[str, ...]]:
    """What is known of the letter, and what had to be guessed."""
    origin = read_origin(document.manifest) or Origin()
    guesses: list[str] = []
    made = library.skabeloner.get(origin.template)
    dokument = asked.dokument or (made.dokument if made else "")
    if not dokument:
        dokument = guessed_document(document) or ANDET
        guesses.append(_kind_guessed(dokument, library))
    order = _order(document.name, origin, asked, dokument, library) if asked.case else None
    if order and asked.case:
        day = asked.dato or origin.date or order.dato
        situation = Situation(asked.case.sag, order.læser, day)
        return Told(dokument, order.læser.rolle, asked.alder, day, asked.case,
                    situation, lovfraser(library)), tuple(guesses)
    reader = {"barn": "barn", "foraeldre": "forælder", "forælder": "forælder",
              "sted": "sted"}.get(asked.til) or origin.reader
    if not reader:
        reader = guessed_reader(document)
        guesses.append(_READERS[reader])
    written, age = asked.dato or origin.date, asked.alder
    if written is None and (written := letter_date(document)):
        said = str(danish.dato(written)).replace("\u00a0", " ")
        guesses.append(f"Vi regner med, at brevet er fra den {said}. Er det forkert, så skriv "
                       "--dato.")
    if age is None:
        age = origin.ages[0] if origin.ages else child_age(document, written)
        guesses += [] if origin.ages else _age_read(age, reader)
    return Told(dokument, reader, age,  # type: ignore[arg-type]
                written, asked.case, lovfraser=lovfraser(library)), tuple(guesses)


#: What is said of a reader that was guessed.
_READERS: dict[str, str] = {
    "barn": "Vi gætter på, at det er skrevet til barnet. Er det forkert, så skriv --til.",
    "forælder": "Vi gætter på, at det er skrevet til barnets forældre. Er det forkert, så skriv "
                "--til.",
    "sted": "Vi gætter på, at det er skrevet til stedet, hvor barnet bor. Er det forkert, så skriv "
            "--til.",
    "kommune": "Vi gætter på, at det er skrevet til kommunen. Derfor har vi ikke brugt reglerne "
               "om, hvordan man skriver til et barn eller en forælder. Er det forkert, så skriv "
               "--til.",
    "ingen": "Vi kan ikke se, om det er skrevet til barnet eller til forældrene. Derfor har vi "
             "ikke brugt reglerne om, hvordan man skriver til dem. Skriv --til, hvis de skal med.",
}


def _kind_guessed(dokument: str, library: Library) -> str:
    """What is said of a kind that was guessed."""
    if dokument != ANDET:
        article = "" if dokument == "barnets_plan" else "en "
        return (f"Vi gætter på, at det er {article}{kind_name(dokument)}. Er det forkert, så skriv "
                "--type.")
    known = {skabelon.dokument for skabelon in library.skabeloner.values()}
    return ("Vi gætter på, at det er en anden slags brev end dem, vi har regler for. Derfor har vi "
            "kun brugt de regler, der gælder for alle breve. Er det forkert, så skriv --type og en "
            f"af: {', '.join(sorted(known))}.")


def _age_read(age: int | None, reader: str) -> Iterator[str]:
    """What is said of an age that was read from the letter, or was not found there."""
    if age is not None:
        yield f"Vi regner med, at barnet er {age} år. Er det forkert, så skriv --alder."
    elif reader == "barn":
        yield ("Vi kan ikke se, hvor gammelt barnet er. Regler, der kun gælder fra en bestemt "
               "alder, giver derfor højst advarsler. Skriv alderen med --alder.")


def lovfraser(library: Library) -> dict[str, str]:
    """The law that each phrase names as its source, in the newest version that names any."""
    return {id: ", ".join(map(str, frase.lov))
            for id, versions in library.fraser.items() for frase in versions if frase.lov}


def _order(name: str, origin: Origin, asked: Asked, dokument: str,
           library: Library) -> Order | None:
    """The order that the letter was made from, or would be: by the reader asked for, else by the
    file's name, else when only one can be meant."""
    assert asked.case
    kinds = (dokument,) if dokument in DOKUMENTER else ()
    orders = order_letters(asked.case, library, types=kinds,
                           to=(asked.til,) if asked.til else (), dato=asked.dato)
    stem = Path(name).stem
    named = [order for order in orders if stem.startswith(
        file_name(asked.case, dokument, order.læser, order.dato).rsplit("_", 1)[0])]
    roles = [order for order in orders if order.læser.rolle == origin.reader]
    fitting = named or roles or orders
    if len({order.læser.øjne for order in fitting}) > 1:
        readers = ", ".join(order.læser.øjne for order in fitting)
        raise Unusable([Problem(
            "tjek.hvem", "Vi kan ikke se, hvem brevet er til. Det afgør, hvad der må stå i det.",
            Place(name), f"Skriv --til og en af: {readers}.")])
    return fitting[0]


