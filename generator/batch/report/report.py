"""What a run over many rows came to, counted. How it looks is in `page.py`.

A report names sagsnummer, document and the reader's role; nothing that tells who somebody is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal, get_args

from generator.batch.report.discreet import discreet, place, unquoted, without_cpr
from generator.source import LEVELS, Level, Place, Problem

Status = Literal["lavet", "sprunget over", "holdt tilbage", "fejl"]
STATUSSER: tuple[Status, ...] = get_args(Status)


@dataclass(frozen=True, slots=True)
class Brevlinje:
    """One letter. `nøgle` is the sagsnummer, `læser` a role: `barn`, `mor`, `far-2`, `sted`.

    `sprunget over`: it lay finished from an earlier run. `holdt tilbage`: its findings hold it
    back. `fejl`: it could not be made at all. `lix` and `ord` are None where nothing was measured;
    `målgruppe` is the name of the `Audience` they are held against.
    """

    nøgle: str
    dokument: str
    læser: str
    status: Status
    fund: tuple[Problem, ...] = ()
    fil: str = ""
    sha256: str = ""
    ord: int | None = None
    lix: float | None = None
    målgruppe: str = ""


@dataclass(frozen=True, slots=True)
class Rækkefejl:
    """A row that no letter could be made from, with all that is wrong with it."""

    nøgle: str
    sted: Place
    fund: tuple[Problem, ...]


@dataclass(frozen=True)
class Report:
    """One run. `fil` is the name of the file that was read, `lavet` when the run began (given, not
    looked up), `rækker` how many cases there were, `bemærkninger` what there is to say about the
    file as a whole."""

    fil: str
    lavet: datetime
    rækker: int
    breve: tuple[Brevlinje, ...] = ()
    rækkefejl: tuple[Rækkefejl, ...] = ()
    bemærkninger: tuple[Problem, ...] = ()
    sekunder: float = 0.0

    def antal(self, status: Status) -> int:
        """How many letters have that status."""
        return sum(brev.status == status for brev in self.breve)


def presentable(report: Report) -> Report:
    """The report as it may be shown: no CPR number or name where a sagsnummer or a file name is
    expected, no folders, and no characters that cannot be written. Messages are cleaned as they
    are shown."""
    return replace(
        report, fil=place(Place(report.fil)),
        breve=tuple(replace(b, nøgle=without_cpr(b.nøgle), dokument=without_cpr(b.dokument),
                            læser=without_cpr(b.læser), fil=without_cpr(b.fil))
                    for b in report.breve),
        rækkefejl=tuple(replace(r, nøgle=without_cpr(number_of(r.nøgle, r.fund)))
                        for r in report.rækkefejl))


def number_of(nøgle: str, fund: Iterable[Problem]) -> str:
    """The sagsnummer of a row, unless somebody's name stands in it: then its cell must do."""
    named = any(problem.id == "sag.navn_i_sagsnummer" for problem in fund)
    return "…" if named else nøgle


@dataclass(frozen=True)
class Regeltal:
    """How often a rule found something, in how many cases, and how it says it."""

    id: str
    niveau: Level
    antal: int
    sager: int
    eksempel: str


def by_document(report: Report) -> dict[str, Counter[Status]]:
    """Letters by kind of document and status, the commonest document first."""
    counts: dict[str, Counter[Status]] = {}
    for brev in report.breve:
        counts.setdefault(brev.dokument, Counter())[brev.status] += 1
    return dict(sorted(counts.items(), key=lambda item: (-item[1].total(), item[0])))


def by_rule(report: Report) -> list[Regeltal]:
    """The findings of all rows and letters by rule, the commonest first. The example is the first
    sentence of a message, without what it quotes."""
    found: dict[str, list[tuple[str, Problem]]] = {}
    for key, problem in _findings(report):
        found.setdefault(problem.id, []).append((key, problem))
    rules = [Regeltal(id, min((p.level for _, p in group), key=LEVELS.index), len(group),
                      len({key for key, _ in group}), unquoted(discreet(group[0][1].text)))
             for id, group in found.items()]
    return sorted(rules, key=lambda rule: (-rule.antal, LEVELS.index(rule.niveau), rule.id))


def _findings(report: Report) -> Iterator[tuple[str, Problem]]:
    for row in report.rækkefejl:
        yield from ((row.nøgle, problem) for problem in row.fund)
    for brev in report.breve:
        yield from ((brev.nøgle, problem) for problem in brev.fund)


#: Whom letters are written to, as the readability chart sorts them.
LÆSERE = ("barnet", "forældrene", "stedet", "andre")
_FORÆLDRE = ("mor", "far", "medmor", "forælder", "foraelder", "stedmor", "stedfar", "værge",
             "vaerge")


def band(læser: str) -> str:
    """Which of `LÆSERE` a role belongs to: `mor-2` is one of the parents."""
    role = læser.casefold().split("-")[0]
    if role == "barn":
        return "barnet"
    if role in _FORÆLDRE:
        return "forældrene"
    return "stedet" if role == "sted" else "andre"
