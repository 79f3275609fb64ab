"""Every requirement of law and recommendation to a document, and how it is looked after.

    rules/lovkrav.yaml ─┐
                        ├─▶ a row for each requirement ─▶ docs/krav.md
    the rules' `krav` ──┘

A rule names its requirement itself. A requirement that no rule, no question to a person and no
part of the program looks after must say why.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from generator.checker.rules import Regel, Regelbog
from generator.library import Library
from generator.source import Located, Place, Problem, Unusable, in_order, kort, read_yaml

#: What comes before the hyphen of an id, and the heading that it is shown under.
GRUPPER: Mapping[str, str] = {
    "G": "Alle dokumenter", "DP": "Beskyttelse af oplysninger", "AF": "Afgørelse om hjælp",
    "AN": "Anbringelse", "IN": "Indstilling til børne- og ungeudvalget",
    "KA": "Foreløbige afgørelser og udvalgets afgørelser", "BP": "Barnets plan",
    "UP": "Ungeplan", "FP": "Forældrehandleplan", "ST": "Statusudtalelse", "OP": "Opfølgning",
    "SA": "Samvær", "HJ": "Når hjælpen stopper, og hjemgivelse", "BR": "Andre breve",
}
#: What a requirement can be, and how the page calls it.
MÆRKER: Mapping[str, str] = {"LOV": "LOV", "ANBEFALING": "ANBEFALING",
                             "DT": "Datatilsynets råd", "UDLEDT": "vores slutning"}
_FIELDS = ("id", "krav", "mærker", "kilde", "dokumenter", "program", "grund")
_REQUIRED = _FIELDS[:5]
_LISTS = ("mærker", "dokumenter")
_ID = re.compile(r"([A-ZÆØÅ]+)-\d+")


@dataclass(frozen=True)
class Lovkrav:
    """One requirement in words of our own. `mærker` say what it is: law, recommendation or both."""

    id: str
    krav: str
    mærker: tuple[str, ...]
    kilde: str
    dokumenter: tuple[str, ...]
    program: str
    grund: str
    sted: Place

    @property
    def gruppe(self) -> str:
        return self.id.partition("-")[0]

    def passer(self, regel: Regel) -> bool:
        """Whether a rule may answer it: a rule of law only a requirement of law, and a
        recommendation nothing that is law alone. Rules of language, privacy and form may both."""
        if regel.type == "LOV":
            return "LOV" in self.mærker
        return regel.type != "ANBEFALING" or self.mærker != ("LOV",)


@dataclass(frozen=True)
class Svar:
    """A requirement with the rules and the questions to a person that answer it."""

    krav: Lovkrav
    regler: tuple[Regel, ...]
    spørgsmål: tuple[Regel, ...]

    @property
    def glemt(self) -> bool:
        """Whether nothing looks after it and nothing says why."""
        return not (self.regler or self.spørgsmål or self.krav.program or self.krav.grund)


def answers(library: Library, book: Regelbog) -> tuple[list[Svar], list[Problem]]:
    """Every requirement with what answers it, and every problem in how they point to each other.
    The list is that of the library on top that has one; raises `Unusable` when it is no list."""
    path = next(p for p in reversed([r / "rules" / "lovkrav.yaml" for r in library.roots])
                if p.is_file())
    found, problems = _read(read_yaml(path))
    alive = [r for r in book.regler.values() if r.status != "udgaaet"]
    rows = [Svar(krav, tuple(r for r in alive if krav.id in r.krav and r.slags != "menneske"),
                 tuple(r for r in alive if krav.id in r.krav and r.slags == "menneske"))
            for krav in found]
    problems += _problems(rows)
    return rows, in_order(problems)


def _problems(rows: Sequence[Svar]) -> Iterator[Problem]:
    for row in rows:
        if row.glemt:
            yield Problem("lovkrav.glemt", f"Intet svarer på kravet {row.krav.id}, og der er ingen "
                          "grund.", row.krav.sted, "Nævn det i en regels »krav«, eller skriv "
                          "program eller grund.")
        for regel in (*row.regler, *row.spørgsmål):
            if not row.krav.passer(regel):
                yield Problem(
                    "lovkrav.maerke", f"Reglen {regel.id} er {regel.type}, men kravet "
                    f"{row.krav.id} er {' og '.join(row.krav.mærker)}.", regel.sted,
                    "Ret reglens »type«, eller ret »mærker« i kravet.")


# --- lovkrav.yaml -------------------------------------------------------------------------------


def _read(source: Located) -> tuple[list[Lovkrav], list[Problem]]:
    data = source.data.get("krav") if isinstance(source.data, dict) else None
    if not isinstance(data, list):
        raise Unusable([Problem("lovkrav.form", "Filen har ingen liste med krav.", source.place(()),
                                "Skriv »krav:« og derunder »- id: …« for hvert krav.")])
    found: dict[str, Lovkrav] = {}
    problems: list[Problem] = []
    for n, entry in enumerate(data):
        faults = list(_faults(entry, source, n))
        problems += faults
        if faults:
            continue
        if entry["id"] in found:
            problems.append(Problem("lovkrav.dobbelt", f"Kravet {entry['id']} står to gange.",
                                    source.place(("krav", n, "id")), "Slet det ene."))
            continue
        found[entry["id"]] = Lovkrav(
            entry["id"], entry["krav"], tuple(entry["mærker"]), entry["kilde"],
            tuple(entry["dokumenter"]), entry.get("program") or "", entry.get("grund") or "",
            source.place(("krav", n)))
    return list(found.values()), problems


def _faults(entry: Any, source: Located, n: int) -> Iterator[Problem]:
    where = source.place(("krav", n))
    if not isinstance(entry, dict):
        yield Problem("lovkrav.form", f"»{kort(entry)}« er ikke et krav.", where,
                      f"Et krav har felterne {', '.join(_FIELDS)}.")
        return
    for name in (*entry, *(name for name in _REQUIRED if not entry.get(name))):
        value = entry.get(name)
        listed = isinstance(value, list) and all(isinstance(item, str) for item in value)
        right = listed if name in _LISTS else isinstance(value, str)
        if name not in _FIELDS or not value or not right:
            yield Problem("lovkrav.form", f"»{kort(name)}« mangler i kravet, eller kan ikke stå "
                          "sådan.", where, f"Et krav har felterne {', '.join(_FIELDS)}. "
                          f"{' og '.join(_LISTS)} er lister: […, …].")
    match = _ID.fullmatch(str(entry.get("id")))
    if not match or match[1] not in GRUPPER:
        yield Problem("lovkrav.id", f"»{kort(entry.get('id'))}« kan ikke være et kravs id.", where,
                      f"Skriv for eksempel AF-06. Foran stregen kan stå: {', '.join(GRUPPER)}.")
    for mark in entry.get("mærker") or ():
        if mark not in MÆRKER:
            yield Problem("lovkrav.maerke", f"»{kort(mark)}« kan ikke stå i »mærker«.", where,
                          f"Vælg mellem: {', '.join(MÆRKER)}.")


# --- the page -----------------------------------------------------------------------------------

_INTRO = """\
# Krav, og hvordan de bliver set efter

Siden er lavet med `duform regler krav`. Ret i `rules/lovkrav.yaml` og i reglerne, ikke her.

LOV er det, loven kræver. ANBEFALING er det, fagligt materiale anbefaler. De to bliver aldrig
blandet sammen. En regel ser kun efter, om noget står der. At ingen regel finder noget, betyder
ikke, at brevet er lovligt: om en risiko er stor nok, og hvad der er bedst for barnet, vurderes af
et menneske.
"""
_HEAD = "| id | krav | LOV eller ANBEFALING | kilde | hvordan |\n|---|---|---|---|---|"


def krav_page(library: Library, book: Regelbog) -> str:
    """The page as Markdown in Danish: how many, then a table for each group. Raises `Unusable`."""
    rows, _ = answers(library, book)
    parts = [_INTRO, "| | antal |\n|---|---:|",
             *(f"| {what} | {number} |" for what, number in counts(rows)), ""]
    for tag, heading in GRUPPER.items():
        group = [row for row in rows if row.krav.gruppe == tag]
        if group:
            parts += [f"## {heading}\n", _HEAD, *map(_line, group), ""]
    return "\n".join(parts)


def counts(rows: Sequence[Svar]) -> list[tuple[str, int]]:
    """How many requirements are looked after in each way; one may be so in several."""
    return [("krav", len(rows)), ("set efter af regler", sum(bool(r.regler) for r in rows)),
            ("set efter af programmet", sum(bool(r.krav.program) for r in rows)),
            ("spørgsmål til et menneske", sum(bool(r.spørgsmål) for r in rows)),
            ("kun en grund", sum(not (r.regler or r.spørgsmål or r.krav.program)
                                 and bool(r.krav.grund) for r in rows))]


def _line(row: Svar) -> str:
    krav = row.krav
    how = [f"regler: {_names(row.regler)}" if row.regler else "",
           f"program: {krav.program}" if krav.program else "",
           f"spørgsmål til et menneske: {_names(row.spørgsmål)}" if row.spørgsmål else "",
           krav.grund]
    cells = (krav.id, krav.krav, ", ".join(MÆRKER[m] for m in krav.mærker), krav.kilde,
             "; ".join(filter(None, how)))
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _names(rules: Sequence[Regel]) -> str:
    return ", ".join(f"`{regel.id}` ({regel.titel})" for regel in rules)
