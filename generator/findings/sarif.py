"""The report as SARIF 2.1.0 (OASIS), which editors and code hosts can show.

A Word file has no lines, so a result tells its place as a logical location: story, heading and
paragraph. Findings about a case file have a line. Exceptions are suppressions with their reason.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from os.path import commonpath, normpath
from pathlib import Path
from typing import Any
from urllib.parse import quote

import generator
from generator.checker.rules import Regel
from generator.findings.exceptions import Undtagelse
from generator.findings.kontrol import Kontrol
from generator.source import Level, Place, Problem

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS: Mapping[Level, str] = {"fejl": "error", "advarsel": "warning", "forslag": "note"}


def as_sarif(letters: Sequence[Kontrol]) -> dict[str, Any]:
    """The log with one run: an entry for each rule that says something, then all results."""
    base = _base(letters)
    told = [(kontrol, problem, exception) for kontrol in letters
            for problem, exception in _results(kontrol)]
    rules: dict[str, dict[str, Any]] = {}
    for kontrol, problem, _ in told:
        if problem.id not in rules:
            rules[problem.id] = _rule(problem, kontrol)
    index = {id: n for n, id in enumerate(rules)}
    return {
        "$schema": SCHEMA, "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {"name": "duform", "version": generator.__version__,
                                "language": "da", "rules": list(rules.values())}},
            "columnKind": "unicodeCodePoints",
            "invocations": [{"executionSuccessful": not any(k.problemer for k in letters),
                             "toolExecutionNotifications": [
                                 _notice(k, p, base) for k in letters for p in k.problemer]}],
            "results": [_result(kontrol, problem, exception, index[problem.id], base)
                        for kontrol, problem, exception in told]}],
    }


def _results(kontrol: Kontrol) -> Iterator[tuple[Problem, Undtagelse | None]]:
    yield from ((problem, None) for problem in kontrol.fund)
    yield from ((one.fund, one.undtagelse) for one in kontrol.undtaget)


def _rule(problem: Problem, kontrol: Kontrol) -> dict[str, Any]:
    regel = kontrol.book.regler.get(problem.id)
    if regel:
        return _of_regel(regel)
    return {"id": problem.id, "shortDescription": {"text": problem.id},
            "help": {"text": problem.remedy or problem.text},
            "defaultConfiguration": {"level": _LEVELS[problem.level]},
            "properties": {"tags": [kontrol.type_of(problem)]}}


def _of_regel(regel: Regel) -> dict[str, Any]:
    """What is told of a rule, whatever it found: the braces of its message stand open."""
    why = " ".join(filter(None, (regel.hvorfor, f"Kilde: {regel.kilde}.")))
    return {"id": regel.id, "shortDescription": {"text": regel.titel},
            "fullDescription": {"text": why},
            "help": {"text": f"{regel.sådan}\n\n{why}",
                     "markdown": f"**{regel.titel}**\n\n{regel.sådan}\n\n{why}"},
            "defaultConfiguration": {"level": _LEVELS[regel.level]},
            "properties": {"tags": [regel.type], "kilde": regel.kilde}}


def _result(kontrol: Kontrol, problem: Problem, exception: Undtagelse | None,
            index: int, base: Path) -> dict[str, Any]:
    told = {"ruleId": problem.id, "ruleIndex": index, "level": _LEVELS[problem.level],
            "message": {"text": problem.text},
            "locations": [_location(kontrol, problem.where, base)],
            "properties": {"type": kontrol.type_of(problem), "citat": problem.quote,
                           "hvorfor": problem.why, "sådan": problem.remedy}}
    if exception:
        told["suppressions"] = [{"kind": "external", "status": "accepted",
                                 "justification": exception.grund}]
    return told


def _notice(kontrol: Kontrol, problem: Problem, base: Path) -> dict[str, Any]:
    return {"level": "error", "descriptor": {"id": problem.id},
            "message": {"text": f"{problem.text} {problem.remedy}".strip()},
            "locations": [_location(kontrol, problem.where, base)]}


def _location(kontrol: Kontrol, where: Place, base: Path) -> dict[str, Any]:
    uri = _uri(where.file or str(kontrol.fil), base)
    physical: dict[str, Any] = {"artifactLocation": {"uri": uri}}
    if where.line:
        physical["region"] = {"startLine": where.line,
                              **({"startColumn": where.column} if where.column else {})}
    told: dict[str, Any] = {"physicalLocation": physical}
    if where.detail:
        told["logicalLocations"] = [{"fullyQualifiedName": where.detail, "kind": "element"}]
    return told


def _uri(file: str, base: Path) -> str:
    """The file as a URI below the base; of a file elsewhere the name alone. A report is sent on,
    so it tells nothing of the folders above, which may be called after people."""
    path = Path(normpath(Path.cwd() / file))
    return quote(path.relative_to(base).as_posix() if path.is_relative_to(base) else path.name)


def _base(letters: Sequence[Kontrol]) -> Path:
    """The folder that paths are told from: the one the program runs in, or, when letters lie
    outside it, the nearest that holds them all."""
    here = Path.cwd()
    folders = [Path(normpath(here / k.fil)).parent for k in letters]
    if all(folder.is_relative_to(here) for folder in folders):
        return here
    try:
        return Path(commonpath(folders))
    except ValueError:  # on several drives
        return here
