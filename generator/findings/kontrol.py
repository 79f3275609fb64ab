"""Letters checked: for each what was found, what somebody has let stand, and what a person must
judge. Every form of report reads this and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from pathlib import Path

from generator.case.catalogue import kind_name
from generator.checker.check import check_set
from generator.checker.rules import Regel, Regelbog
from generator.document.model import paragraphs
from generator.findings.exceptions import Sorted, Undtagelse, Undtaget, sort_out
from generator.inspection import Asked, Inspection, inspect
from generator.library import Library
from generator.source import LEVELS, Level, Place, Problem, Unusable, in_order

#: The types in the order they are told, with their headings. Law and recommendation stay apart.
TYPES = {"LOV": "Det kræver loven", "BESKYTTELSE": "Beskyttelse af oplysninger",
         "ANBEFALING": "Det bliver anbefalet", "SPROG": "Sproget", "FORM": "Formen"}
LEVEL_NAMES: dict[Level, str] = {"fejl": "Fejl", "advarsel": "Advarsler", "forslag": "Forslag"}
HUMAN = "Det må et menneske vurdere"
#: What stands above the questions: the list is for thinking, not a form to fill in.
HUMAN_TELLS = "Det kan vi ikke se. Tænk det igennem, før brevet bliver sendt."
EXCEPTED = "Undtaget"
NOTHING = ("Reglerne fandt ikke noget at rette. De ser kun det, der kan findes i ord og tal, så "
           "læs også selv brevet igennem.")
#: What a level is for, in a few words.
LEVEL_TELLS: dict[Level, str] = {
    "fejl": "Ret dem, før brevet bliver sendt.",
    "advarsel": "Se på hvert sted, og ret det, hvis I er enige.",
    "forslag": "Til overvejelse."}

#: So many characters are shown on either side of a finding.
AROUND = 45


@dataclass(frozen=True)
class Kontrol:
    """One letter. `problemer` say why it could not be read; then there is no `inspection`."""

    fil: Path
    book: Regelbog
    inspection: Inspection | None = None
    sorted: Sorted = field(default_factory=lambda: Sorted((), (), ()))
    problemer: tuple[Problem, ...] = ()

    @property
    def fund(self) -> tuple[Problem, ...]:
        return self.sorted.fund

    @property
    def undtaget(self) -> tuple[Undtaget, ...]:
        return self.sorted.undtaget

    def of(self, level: Level) -> list[Problem]:
        """The findings of a level: by type, then in reading order."""
        order = list(TYPES)
        return sorted((p for p in self.fund if p.level == level),
                      key=lambda p: (order.index(self.type_of(p)), *self._read_at(p)))

    def _read_at(self, problem: Problem) -> tuple[int, int]:
        """Where a reader comes to it: paragraph and character. What is about the whole letter
        comes first."""
        place = place_of_paragraph(problem.where.detail)
        return self._order.get(place, -1), problem.span[0] if problem.span else -1

    @cached_property
    def _order(self) -> dict[str, int]:
        return {place: n for n, place in enumerate(self._texts)}

    def type_of(self, problem: Problem) -> str:
        """LOV, ANBEFALING, SPROG, BESKYTTELSE or FORM, also for what no rule file holds."""
        regel = self.book.regler.get(problem.id)
        if regel:
            return regel.type
        if problem.id.startswith("beskyttet."):
            return "BESKYTTELSE"
        return problem.kind or "FORM"

    def title_of(self, problem: Problem) -> str:
        """What the rule is called; its id where no rule file holds it."""
        regel = self.book.regler.get(problem.id)
        return regel.titel if regel else problem.id

    @cached_property
    def _texts(self) -> dict[str, str]:
        """The paragraphs of the letter by their place."""
        if not self.inspection:
            return {}
        document = self.inspection.brev.document
        notes = (block for note in document.notes for block in note.blocks)
        return {p.where.detail: p.text for p in paragraphs((*document.body, *notes))}

    def spot(self, problem: Problem) -> str:
        """The words it is about with a few around them, on one line; empty when it is about more
        than a spot."""
        text = self._texts.get(place_of_paragraph(problem.where.detail), "")
        if not problem.span or not problem.quote:
            return " ".join(problem.quote.split())
        start, end = problem.span
        first, last = max(start - AROUND, 0), min(end + AROUND, len(text))
        first = text.find(" ", first, start) + 1 or start if first else 0
        if last < len(text):
            last = max(text.rfind(" ", end, last), end)
        words = " ".join(text[first:last].split())
        return f"{'… ' if first else ''}{words}{' …' if last < len(text) else ''}"

    def place(self, problem: Problem) -> str:
        """Where it is, without the letter's own name."""
        where = problem.where
        if where.file != str(self.fil):
            return str(where)
        return str(Place("", where.line, where.column, where.detail)) or "hele brevet"


def place_of_paragraph(detail: str) -> str:
    """The place of a paragraph without the phrase that made it."""
    return detail.rpartition(" (frasen ")[0] or detail


def checked(path: Path, library: Library, book: Regelbog, asked: Asked,
            exceptions: Sequence[Undtagelse], today: date) -> Kontrol:
    """The letter in this file. What cannot be read is told as well."""
    try:
        found = inspect(path, library, book, asked)
    except Unusable as error:
        return Kontrol(path, book, problemer=tuple(error.problems))
    return Kontrol(path, book, found, sort_out(found.fund, exceptions, book, path.name,
                                               case_number(found), today))


def agreed(found: Sequence[Kontrol], exceptions: Sequence[Undtagelse],
           today: date) -> list[Kontrol]:
    """The letters with what those of the same case do not agree on. Letters whose case nobody knows
    are not compared."""
    cases: dict[str, list[Inspection]] = {}
    for kontrol in found:
        if kontrol.inspection and (number := case_number(kontrol.inspection)):
            cases.setdefault(number, []).append(kontrol.inspection)
    told: dict[str, list[Problem]] = {}
    for own in cases.values():
        for problem in check_set([i.brev for i in own], found[0].book):
            told.setdefault(problem.where.file or own[0].brev.navn, []).append(problem)
    return [replace(k, sorted=sort_out(
        in_order([*k.inspection.fund, *told[k.inspection.brev.navn]]), exceptions, k.book,
        k.fil.name, case_number(k.inspection), today))
        if k.inspection and k.inspection.brev.navn in told else k for k in found]


def case_number(found: Inspection) -> str:
    """The number of the letter's case; else empty. A letter of ours tells it in its file's name,
    and holds no more than a checksum of the case."""
    brev = found.brev
    if brev.case:
        return brev.case.sag.sagsnummer
    return Path(brev.navn).name.partition("_")[0] if brev.document.manifest else ""


def described(kontrol: Kontrol) -> str:
    """»afgørelse til et barn på 11 år, dateret 2. marts 2026«: what it was checked as."""
    from generator import danish

    if not kontrol.inspection:
        return ""
    brev = kontrol.inspection.brev
    reader = {None: " til en, vi ikke kender", "ingen": "", "barn": " til et barn",
              "kommune": " til kommunen", "sted": " til stedet, hvor barnet bor",
              "forælder": " til en forælder"}[brev.læser]
    told = f"{kind_name(brev.dokument)}{reader}"
    if brev.alder is not None:
        told += f" {'på' if brev.læser == 'barn' else 'om et barn på'} {brev.alder} år"
    if brev.dato:
        told += f", dateret {danish.dato(brev.dato)}".replace("\u00a0", " ")
    return told


def lasts(one: Undtaget) -> str:
    """» (til og med 1. maj 2026)«, or nothing when the exception has no last day."""
    from generator.danish import dato

    if one.undtagelse.til == date.max:
        return ""
    return f" (til og med {dato(one.undtagelse.til)})".replace("\u00a0", " ")


def first_step(kontrol: Kontrol) -> str:
    """What to do first, in a sentence: »Begynd med de 3 fejl: 2 om loven, 1 om sproget.«"""
    from generator.danish import antal, liste

    heavy: tuple[tuple[Level, str], ...] = (("fejl", "fejl"), ("advarsel", "advarsler"))
    for level, more in heavy:
        found = kontrol.of(level)
        if not found:
            continue
        kinds = [kontrol.type_of(problem) for problem in found]
        if len(found) == 1:
            return f"Begynd med den ene {level}. Den handler om {_ABOUT[kinds[0]]}."
        many = f"Begynd med de {antal(len(found), level, more)}"
        if len(set(kinds)) == 1:
            return f"{many}. De handler om {_ABOUT[kinds[0]]}."
        return f"{many}: " + str(liste([
            f"{kinds.count(kind)} om {words}" for kind, words in _ABOUT.items()
            if kind in kinds])) + "."
    return "Reglerne fandt kun forslag til overvejelse." if kontrol.fund else ""


#: What findings of a type are about, after a number of them.
_ABOUT = {"LOV": "loven", "BESKYTTELSE": "beskyttelse af oplysninger",
          "ANBEFALING": "anbefalinger", "SPROG": "sproget", "FORM": "formen"}


def questions(kontrol: Kontrol) -> list[tuple[str, list[Regel]]]:
    """What only a person can answer: law first, recommendation apart, the rest after it."""
    asked = kontrol.inspection.mennesker if kontrol.inspection else ()
    return [(kind, mine) for kind in TYPES if (mine := [r for r in asked if r.type == kind])]


def total(letters: Iterable[Kontrol]) -> dict[str, int]:
    """How many letters were read, how many could not be, and findings by level."""
    every = list(letters)
    found = [p for k in every for p in k.fund]
    return {"breve": sum(k.inspection is not None for k in every),
            "ulæste": sum(bool(k.problemer) for k in every),
            **{level: sum(p.level == level for p in found) for level in LEVELS},
            "undtaget": sum(len(k.undtaget) for k in every)}


def counted(letters: Iterable[Kontrol]) -> str:
    """»3 breve efterset: 1 fejl, 2 advarsler, 1 undtaget.«"""
    from generator.danish import antal

    every = list(letters)
    told = total(every)
    read = antal(told["breve"], "brev", "breve")
    unread = f" {antal(told['ulæste'], 'fil', 'filer')} kunne ikke læses." if told["ulæste"] else ""
    return f"{read} efterset: {_numbers(told) or 'intet fundet'}.{unread}"


def brief(kontrol: Kontrol) -> str:
    """»1 fejl, 2 advarsler«: one letter of several."""
    if kontrol.problemer:
        return "kunne ikke læses"
    return _numbers(total([kontrol])) or "intet fundet"


def _numbers(told: Mapping[str, int]) -> str:
    from generator.danish import antal

    named = (("fejl", "fejl", "fejl"), ("advarsel", "advarsel", "advarsler"),
             ("forslag", "forslag", "forslag"), ("undtaget", "undtaget", "undtaget"))
    return ", ".join(antal(told[key], one, more) or "" for key, one, more in named if told[key])
