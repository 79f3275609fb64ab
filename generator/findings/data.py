"""The report as plain data, for other programs. The form is stable:

    form      1; changes when the structure does
    antal     {breve, ulæste, fejl, advarsel, forslag, undtaget}
    breve     a list, one for each file:
        fil           as it was named
        dokument, læser, alder, dato, sag   what it was checked as; empty or null when not known.
                      `dokument` is `andet` for a letter of none of our kinds, `læser` `kommune` or
                      `ingen` for one that speaks to neither child, parents nor a placement
        gættet        what was guessed, and read from the letter, in Danish
        fund          a list of findings
        undtaget      a list of findings, each with {grund, gælder_til, undtaget_i}
        bemærkninger  exceptions that were not followed, and why
        menneske      questions for a person: {id, type, titel, tekst, sådan, kilde}
        problemer     why the file could not be read: a list of findings
    a finding  {id, niveau, type, tekst, hvor, sted {file, line, column, detail}, sådan, hvorfor,
               art, citat, fra, til}; `fra` and `til` are characters of the paragraph, null when the
               finding is about more than a spot
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from generator.checker.rules import Regel
from generator.findings.exceptions import Undtaget
from generator.findings.kontrol import Kontrol, case_number, total
from generator.source import Problem


def as_data(letters: Sequence[Kontrol]) -> dict[str, Any]:
    """The whole report; see above."""
    return {"form": 1, "antal": total(letters), "breve": [_letter(one) for one in letters]}


def _letter(kontrol: Kontrol) -> dict[str, Any]:
    found = kontrol.inspection
    brev = found.brev if found else None
    return {
        "fil": str(kontrol.fil), "dokument": brev.dokument if brev else "",
        "læser": (brev.læser if brev else None) or "", "alder": brev.alder if brev else None,
        "dato": brev.dato.isoformat() if brev and brev.dato else None,
        "sag": case_number(found) if found else "",
        "gættet": list(found.gættet) if found else [],
        "fund": [_finding(kontrol, problem) for problem in kontrol.fund],
        "undtaget": [_excepted(kontrol, one) for one in kontrol.undtaget],
        "bemærkninger": list(kontrol.sorted.bemærkninger),
        "menneske": [question(regel) for regel in found.mennesker] if found else [],
        "problemer": [_finding(kontrol, problem) for problem in kontrol.problemer],
    }


def _finding(kontrol: Kontrol, problem: Problem) -> dict[str, Any]:
    start, end = problem.span or (None, None)
    return {"id": problem.id, "niveau": problem.level, "type": kontrol.type_of(problem),
            "tekst": problem.text, "hvor": str(problem.where), "sted": asdict(problem.where),
            "sådan": problem.remedy, "hvorfor": problem.why, "art": problem.kind,
            "citat": problem.quote, "fra": start, "til": end}


def _excepted(kontrol: Kontrol, one: Undtaget) -> dict[str, Any]:
    last = one.undtagelse.til
    return {**_finding(kontrol, one.fund), "grund": one.undtagelse.grund,
            "gælder_til": None if last == date.max else last.isoformat(),
            "undtaget_i": str(one.undtagelse.sted)}


def question(regel: Regel) -> dict[str, Any]:
    """A question for a person."""
    return {"id": regel.id, "type": regel.type, "titel": regel.titel, "tekst": regel.besked,
            "sådan": regel.sådan, "kilde": regel.kilde}
