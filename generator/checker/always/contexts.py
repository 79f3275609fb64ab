"""Contexts whose name is almost a known one: they would stand last, and nobody would know why."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from generator.case.ics import Ics, context_part
from generator.case.load import Case
from generator.source import Problem, kort


def contexts(case: Case, ics: Ics, dokument: str, dag: date) -> Iterator[Problem]:
    """A warning for each context that was probably meant to be another. A name of one's own is no
    fault."""
    part = context_part(case.sag, dokument)
    if part is None or dokument not in ("statusudtalelse", "individuel_plan"):
        return
    for n, kontekst in enumerate(getattr(case.sag, part).kontekster):
        if near := ics.nærmeste(kontekst.kontekst, dag):
            yield Problem(
                "sag.kontekst_ukendt", f"Konteksten »{kort(kontekst.kontekst)}« kender vi ikke, så "
                "den står for sig selv til sidst.",
                case.source.place((part, "kontekster", n, "kontekst")), f"Mente du »{near}«?",
                level="advarsel")
