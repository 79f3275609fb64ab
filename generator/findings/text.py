"""The report on a screen: by level, then by type, then by place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from generator.findings.kontrol import (
    EXCEPTED,
    HUMAN,
    LEVEL_NAMES,
    LEVEL_TELLS,
    NOTHING,
    TYPES,
    Kontrol,
    alike,
    counted,
    described,
)
from generator.source import LEVELS, Level, Problem

#: So many places of findings that say the same are named one by one.
MAX_PLACES = 12
#: A longer quotation is cut.
MAX_QUOTE = 160


def to_text(letters: Sequence[Kontrol]) -> str:
    """The whole report. The quotations are from the letters: it is for those who may read them."""
    pages = ["\n".join(_letter(kontrol)) for kontrol in letters]
    return "\n\n".join([*pages, counted(letters)]) + "\n"


def _letter(kontrol: Kontrol) -> Iterator[str]:
    yield str(kontrol.fil)
    if kontrol.problemer:
        for problem in kontrol.problemer:
            yield ""
            yield str(problem)
        return
    assert kontrol.inspection
    yield f"Efterset som: {described(kontrol)}"
    yield from kontrol.inspection.gættet
    for level in LEVELS:
        yield from _level(kontrol, level)
    if not kontrol.fund:
        yield from ("", NOTHING)
    yield from _excepted(kontrol)
    yield from _for_people(kontrol)


def _level(kontrol: Kontrol, level: Level) -> Iterator[str]:
    found = kontrol.of(level)
    if not found:
        return
    yield from ("", f"== {LEVEL_NAMES[level]} ({len(found)}) ==  {LEVEL_TELLS[level]}")
    for kind, group in groupby(found, key=kontrol.type_of):
        yield from ("", f"-- {TYPES[kind]} --")
        for problem, all_alike in alike(group):
            yield ""
            yield from _finding(kontrol, problem, all_alike)


def _finding(kontrol: Kontrol, problem: Problem, group: Sequence[Problem]) -> Iterator[str]:
    yield f"{problem.text}  [{problem.id}]"
    lines = [f"{kontrol.place(p)}{_quoted(kontrol, p)}" for p in group[:MAX_PLACES]]
    if len(group) > MAX_PLACES:
        lines.append(f"og {len(group) - MAX_PLACES} steder til")
    for label, line in zip(("  Hvor:    ", *("           " for _ in lines[1:])), lines,
                           strict=True):
        yield label + line
    if problem.why:
        yield f"  Hvorfor: {problem.kind + ': ' if problem.kind else ''}{problem.why}"
    if problem.remedy:
        yield f"  Sådan:   {problem.remedy}"


def _quoted(kontrol: Kontrol, problem: Problem) -> str:
    spot = kontrol.spot(problem)
    return f": »{spot if len(spot) <= MAX_QUOTE else spot[:MAX_QUOTE - 1] + '…'}«" if spot else ""


def _excepted(kontrol: Kontrol) -> Iterator[str]:
    if kontrol.undtaget:
        yield from ("", f"== {EXCEPTED} ({len(kontrol.undtaget)}) ==")
    for one in kontrol.undtaget:
        yield from ("", f"{one.fund.text}  [{one.fund.id}, {one.fund.level}]",
                    f"  Hvor:    {kontrol.place(one.fund)}{_quoted(kontrol, one.fund)}",
                    f"  Grund:   {one.undtagelse.grund}  ({one.undtagelse.sted})")
    if kontrol.sorted.bemærkninger:
        yield from ("", *kontrol.sorted.bemærkninger)


def _for_people(kontrol: Kontrol) -> Iterator[str]:
    assert kontrol.inspection
    if kontrol.inspection.mennesker:
        yield from ("", f"== {HUMAN} ==", "")
    for regel in kontrol.inspection.mennesker:
        source = f"{regel.type}: {regel.kilde}" if regel.type in ("LOV", "ANBEFALING") else (
            regel.kilde)
        yield f"- {regel.besked}  [{regel.id}; {source}]"
