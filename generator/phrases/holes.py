"""Holes: what is said of a value that is missing or cannot stand in a letter."""

from __future__ import annotations

import re
from collections.abc import Sequence

from generator.case.fields import Felt, felt_ved
from generator.doors import HOLE_END, HOLE_START, MISSING
from generator.source import Place, Problem

#: Begins the label of a hole where a whole phrase is missing; that problem is told by itself.
FRASE = "frasen "
#: Begins the marker that a draft shows where a value is missing.
MARKER = "[MANGLER: "
HOLE = re.compile(f"{HOLE_START}(.)(.*?){HOLE_END}", re.DOTALL)


def spot(spots: Sequence[str], line: int) -> str:
    """Where line `line` of a compiled part is, for people; `spots` has one entry a paragraph."""
    return spots[min(max(line - 2, 0), len(spots) - 1)] if spots else ""


def shown(kind: str, label: str) -> str:
    """The marker that a draft shows in the place of a hole."""
    path = label.split("|")[0]
    if kind != MISSING:
        return "[ULOVLIGT TEGN]"
    felt = felt_ved(path)
    name = felt.titel if felt and felt.titel else path or "værdi"
    return f"{MARKER}{name}]"


def hole_problem(label: str, kind: str = MISSING, spots: Sequence[str] = ()) -> Problem:
    """The problem of one hole: which field, where the tag stands, what to write in the case."""
    path, line, file, *rest = (*label.split("|"), "", "", "")
    first = next((r for r in rest if r.isdigit()), "")
    where = (Place(file, int(line or 0) + int(first) - 1) if first else
             Place(file, detail=spot(spots, int(line or 0))))
    felt = felt_ved(path)
    if kind != MISSING:
        return Problem("brev.ulovligt_tegn", f"»{path}« indeholder et tegn, som ikke kan stå i et "
                       "brev.", where, "Ret teksten i sagen.")
    if felt is None:
        return Problem("brev.mangler", f"»{path or 'et mærke'}« giver ingen tekst her.", where,
                       "Ret sagen eller mærket, eller sæt et if om det.")
    title = f" ({felt.titel})" if felt.titel else ""
    return Problem("brev.mangler", f"»{path}«{title} mangler i sagen.", where,
                   _remedy(path, felt), why=felt.lov or felt.anbefaling,
                   kind="LOV" if felt.lov else "ANBEFALING" if felt.anbefaling else "")


def _remedy(path: str, felt: Felt) -> str:
    if path.split(".")[-1] in ("til_barnet", "til_voksne"):
        path = path.rpartition(".")[0]
    return f"Skriv »{path.replace('[]', '')}« i sagen. {felt.beskrivelse}".strip()
