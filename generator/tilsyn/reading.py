"""Letters of a folder, each as a line of figures: what it was asked, and what it did not meet.

A line holds no text of the letter. Nobody is named in it, and neither is the file when its name was
given by hand: such names hold names.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from io import StringIO
from pathlib import Path
from typing import get_args

from generator.batch.ledger import told_by
from generator.case.catalogue import DOKUMENTER
from generator.case.personer import Rolle
from generator.checker.check import concerning, look
from generator.checker.kinds.measures import readability_of
from generator.checker.letter import Brev
from generator.checker.open import open_letter
from generator.checker.rules import Regel, Regelbog
from generator.checker.text.names import names
from generator.document import read_docx
from generator.inspection import Asked, tell
from generator.library import Library
from generator.source import LEVELS, Place, Problem, Unusable, read_text, reason

#: Names that `orders.file_name` gives: case number, kind of document, role of the reader, day.
OURS = re.compile(r"(?P<sag>[^_]{1,60})_(?P<dokument>[a-z_]+)_(?P<laeser>[a-z]+(?:-\d+)?)_"
                  r"(?P<dag>\d{4}-\d\d-\d\d)")
#: A case number has numbers in it, and no word that could be a name; ten digits are a person's.
_NUMBER = re.compile(r"(?=.*\d)(?!.*\d{6}\W?\d{4}(?!\d))(?!.*[^\W\d_][a-zæøå]).+")
_ROLES = {"barn", "sted"} | {role.replace("æ", "ae").replace("ø", "oe").replace("å", "aa")
                             for role in get_args(Rolle)}
#: Ten digits that may be a person's number.
_CPR = re.compile(r"\d{6}[\s-]?\d{4}(?!\d)")
#: What a team may be called and no person is.
_TEAM = re.compile(r"team|afdeling|gruppe|center|rådgivning|distrikt|område|^(?:nord|syd|øst|vest)")
#: Folders that `flet` parts many letters into.
_SPLIT = re.compile(r"[0-9a-f]{2}")
UNKNOWN = "ukendt"
#: What is said of letters of no kind that we have requirements for. They are counted apart.
OTHER = "andre_breve"


@dataclass(frozen=True)
class Line:
    """One letter. `spurgt` are the ids of the rules that concern it, `brudt` those with a finding;
    `måned` is `2026-03`, empty when the letter has no date; `lix` None when it is short.
    `team_er_navn`: the team is called after somebody, and must not be told."""

    brev: str
    sag: str
    dokument: str
    læser: str
    måned: str
    team: str
    spurgt: tuple[str, ...] = ()
    brudt: tuple[str, ...] = ()
    værst: str = ""
    holdt_tilbage: bool = False
    lix: float | None = None
    lange_ord: float = 0.0
    team_er_navn: bool = False


def read_line(path: Path, folder: Path, number: int, library: Library, book: Regelbog,
              team_of: Callable[[str, Path], str]) -> Line:
    """One letter read and held against the rules; raises `Unusable` when it cannot be read."""
    try:
        document = read_docx(path.read_bytes(), str(path))
    except OSError as error:
        raise Unusable([Problem("fil.kan_ikke_laeses", f"Filen kan ikke læses: {reason(error)}.",
                                Place(str(path)), "Se efter, om du har lov til at læse den.",
                                )]) from error
    told, _ = tell(document, library, Asked())
    brev = open_letter(document, told, {})
    known = brev.dokument in DOKUMENTER
    asked = [r for r in concerning(brev, book) if _counts(r)] if known else []
    found = [(regel, look(regel, brev, book)) for regel in asked]
    broken = [(regel, problems) for regel, problems in found
              if any(regel.type != "LOV" or p.level != "forslag" for p in problems)]
    levels = {p.level for _, problems in broken for p in problems}
    text = readability_of(brev)
    case, team = case_in(path.stem), team_of(case_in(path.stem), path.relative_to(folder))
    return Line(
        path.stem if case else f"brev nr. {number}", case, brev.dokument if known else OTHER,
        UNKNOWN if brev.læser in (None, "ingen") else brev.læser,
        f"{brev.dato:%Y-%m}" if brev.dato else "", team, tuple(r.id for r in asked),
        tuple(r.id for r, _ in broken), next((n for n in LEVELS if n in levels), ""),
        lix=text.lix, lange_ord=text.long_share,
        team_er_navn=_is_person(team, brev, library.roots))


def _counts(regel: Regel) -> bool:
    """Whether a rule tells something of how good letters are. A question whether names belong to
    the case is asked of every letter, and says nothing of them."""
    return regel.type != "BESKYTTELSE" or regel.level != "forslag"


def _is_person(team: str, brev: Brev, roots: tuple[Path, ...]) -> bool:
    """Whether what is given as a team may be somebody in the letter: greeted in it, or a full name
    of which the letter knows the first. Folders are often called after a child."""
    written = re.findall(r"[^\W\d_]+", team)
    words = [word.casefold() for word in written]
    if not words or any(_TEAM.search(word) for word in words):
        return False
    if len(words) > 1 and all(word[0].isupper() for word in written):
        return any({words[0], f"{words[0]}s"} & stykke.ordsæt for stykke in brev.stykker)
    return any(navn.hilsen or navn.overskrift for navn in names(brev, roots)
               if not {word.casefold() for word in navn.ord}.isdisjoint(words))


def without_persons(lines: Sequence[Line]) -> list[Line]:
    """The lines, where no team is called after a person."""
    hidden = sorted({line.team for line in lines if line.team_er_navn})
    new = {team: f"mappe {n}" for n, team in enumerate(hidden, 1)}
    return [replace(line, team=new.get(line.team, line.team)) for line in lines]


def case_in(stem: str) -> str:
    """The case number in a file name of ours; empty when the name was given by hand, for it may
    hold the name of a person."""
    named = OURS.fullmatch(stem)
    ours = named and named["laeser"].partition("-")[0] in _ROLES and _NUMBER.fullmatch(named["sag"])
    return named["sag"] if named and ours else ""


def held_back(folder: Path, team_of: Callable[[str, Path], str]) -> Iterator[Line]:
    """The letters that the ledger of `flet` tells of and that were never written."""
    for result in told_by(folder):
        if result.status == "holdt tilbage":
            yield Line(result.navn, result.sag, result.dokument, result.læser,
                       result.navn.rsplit("_", 1)[-1][:7], team_of(result.sag, Path(result.fil)),
                       brudt=tuple(dict.fromkeys(p.id for p in result.fund)), værst="fejl",
                       holdt_tilbage=True)


def no_teams(sag: str, path: Path) -> str:
    """Nobody has said which team has which letter."""
    return ""


def by_folder(sag: str, path: Path) -> str:
    """The first folder on the way to the letter is its team."""
    first = path.parts[0] if len(path.parts) > 1 else ""
    return "" if _SPLIT.fullmatch(first) or _CPR.search(first) else first


def by_case(teams: Mapping[str, str]) -> Callable[[str, Path], str]:
    """The team that has the case."""
    return lambda sag, path: teams.get(sag.casefold(), "")


def read_teams(path: Path) -> dict[str, str]:
    """Teams by case number, from a CSV file with a heading and two columns; raises `Unusable`."""
    text = read_text(path)
    rows = list(csv.reader(StringIO(text), delimiter=";" if ";" in text.split("\n")[0] else ","))
    bad = [n for n, row in enumerate(rows, 1) if row and len(row) < 2]
    if bad or len(rows) < 2:
        raise Unusable([Problem(
            "tilsyn.team_fil", "Filen med teams kan ikke læses.", Place(str(path), (bad or [1])[0]),
            "Skriv to kolonner med overskriften sagsnummer;team og en linje for hver sag.")])
    return {row[0].strip().casefold(): row[1].strip() for row in rows[1:] if row}


def counted_rules(book: Regelbog) -> Iterable[Regel]:
    """The rules that a supervision counts: those of law, recommendation, language and form."""
    return (r for r in book.regler.values() if r.slags != "menneske")
