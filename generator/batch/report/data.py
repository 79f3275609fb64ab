"""The reports of a run: `rapport.json`, which other programs and the HTML report are made from, and
`rapport.csv`, which opens in Excel. They name cases by number, letters by document and role.

`rapport.json`:

    form        1; changes when the structure does
    kilde       the file the cases came from
    færdig      false when the run was stopped before the end
    rækker      {i_alt, duer, med_fejl}: the cases in the file
    breve       {planlagt, lavet, sprunget_over, holdt_tilbage, fejl}; `sprunget_over` were made by
                an earlier run and still hold, `fejl` counts rows that gave no letter
    grunde      why letters were made: {nyt: 3, ændret: 1, …}
    dokumenter  finished letters by kind of document, those of earlier runs included
    regler      findings by id: {"flet.laek": 1, …}
    gamle_filer letters of earlier runs that the cases no longer give
    bemærkninger  what there is to say about the file or the run: a list of findings
    resultater  a list, by row:
        række, sag, sted (the row's first cell), dokument, læser, status (lavet, sprunget
        over, holdt tilbage, fejl), grund, fil, sha256, ord, lix, lange_ord (of a hundred
        words; null where nothing was measured), fund: a list of findings
    a finding   {id, niveau, tekst, hvor, sted {file, line, column, detail}, sådan, hvorfor, art}
"""

from __future__ import annotations

import csv
import json
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, TextIO
from uuid import uuid4

from generator.batch.ledger import Result
from generator.batch.report.report import Brevlinje, Report, Rækkefejl, Status, number_of
from generator.source import Place, Problem, Unusable, reason

JSON, CSV = "rapport.json", "rapport.csv"
_COLUMNS = ("række", "sagsnummer", "sted", "dokument", "læser", "status", "grund", "fund", "tekst",
            "fil", "sha256", "ord", "lix", "lange_ord")


@dataclass
class Summary:
    """A run in numbers. `results` gives what became of each letter, by row, whenever asked."""

    kilde: str
    results: Callable[[], Iterable[Result]]
    rækker: int = 0
    med_fejl: int = 0
    planlagt: int = 0
    færdig: bool = True
    gamle_filer: tuple[str, ...] = ()
    bemærkninger: tuple[Problem, ...] = ()
    breve: Counter[str] = field(default_factory=Counter)
    grunde: Counter[str] = field(default_factory=Counter)
    dokumenter: Counter[str] = field(default_factory=Counter)
    regler: Counter[str] = field(default_factory=Counter)

    def add(self, result: Result) -> None:
        """Counts one more."""
        self.breve[_status(result).replace(" ", "_")] += 1
        if result.grund and not result.skipped:
            self.grunde[result.grund] += 1
        if result.status == "lavet":
            self.dokumenter[result.dokument] += 1
        self.regler.update({finding.id for finding in result.fund})

    @property
    def clean(self) -> bool:
        """Whether every letter is there."""
        return not (self.breve["holdt_tilbage"] or self.breve["fejl"]) and all(
            problem.level != "fejl" for problem in self.bemærkninger)


def write_reports(summary: Summary, folder: Path) -> list[Path]:
    """Writes both reports, a result at a time, and returns their paths. Raises `Unusable` when they
    cannot be written."""
    try:
        with _whole(folder / JSON) as file:
            _write_json(summary, file)
        with _whole(folder / CSV, encoding="utf-8-sig") as file:
            _write_csv(summary, file)
    except OSError as error:
        raise Unusable([Problem(
            "flet.rapport", f"Rapporten kan ikke skrives: {reason(error)}.", Place(str(folder)),
            "Er den åben i Excel, så luk den, og flet igen med --fortsaet. Brevene er gemt.",
        )]) from error
    return [folder / JSON, folder / CSV]


def as_report(summary: Summary, begun: datetime, seconds: float, *,
              failed_only: bool = False) -> Report:
    """The same run as the page and the error workbook show it; of very many letters perhaps only
    those that could not be made."""
    letters, rows = [], []
    for result in summary.results():
        if failed_only and result.status == "lavet":
            continue
        if result.dokument:
            letters.append(Brevlinje(result.sag, result.dokument, result.læser, _status(result),
                                     result.fund, _file(result), result.sha256, result.ord,
                                     result.lix, result.målgruppe))
        else:
            rows.append(Rækkefejl(result.sag, result.sted, result.fund))
    return Report(summary.kilde, begun, summary.rækker, tuple(letters), tuple(rows),
                  summary.bemærkninger, seconds)


@contextmanager
def _whole(path: Path, encoding: str = "utf-8") -> Iterator[TextIO]:
    """A file that takes its place when all of it is written."""
    half = path.with_name(f".{uuid4().hex}.tmp")
    try:
        with half.open("x", encoding=encoding, newline="") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        half.replace(path)
    finally:
        half.unlink(missing_ok=True)


def _write_json(summary: Summary, file: TextIO) -> None:
    head = json.dumps(_head(summary), ensure_ascii=False, indent=1)
    file.write(head.removesuffix("\n}") + ',\n "resultater": [')
    for n, result in enumerate(summary.results()):
        file.write(",\n  " if n else "\n  ")
        file.write(json.dumps(_result(result), ensure_ascii=False))
    file.write("\n ]\n}\n")


def _head(summary: Summary) -> dict[str, Any]:
    kinds = ("lavet", "sprunget_over", "holdt_tilbage", "fejl")
    return {
        "form": 1, "kilde": summary.kilde, "færdig": summary.færdig,
        "rækker": {"i_alt": summary.rækker, "duer": summary.rækker - summary.med_fejl,
                   "med_fejl": summary.med_fejl},
        "breve": {"planlagt": summary.planlagt, **{kind: summary.breve[kind] for kind in kinds}},
        "grunde": dict(sorted(summary.grunde.items())),
        "dokumenter": dict(sorted(summary.dokumenter.items())),
        "regler": dict(sorted(summary.regler.items())),
        "gamle_filer": list(summary.gamle_filer),
        "bemærkninger": [_finding(problem) for problem in summary.bemærkninger],
    }


def _result(result: Result) -> dict[str, Any]:
    return {"række": result.nr, "sag": number_of(result.sag, result.fund), "sted": str(result.sted),
            "dokument": result.dokument, "læser": result.læser, "status": _status(result),
            "grund": result.grund, "fil": _file(result), "sha256": result.sha256,
            "ord": result.ord, "lix": result.lix, "lange_ord": result.lange_ord,
            "fund": [_finding(problem) for problem in result.fund]}


def _finding(problem: Problem) -> dict[str, Any]:
    return {"id": problem.id, "niveau": problem.level, "tekst": problem.text,
            "hvor": str(problem.where), "sted": asdict(problem.where), "sådan": problem.remedy,
            "hvorfor": problem.why, "art": problem.kind}


def _status(result: Result) -> Status:
    return "sprunget over" if result.skipped else result.status


def _file(result: Result) -> str:
    return result.fil if result.status == "lavet" else ""


def _write_csv(summary: Summary, file: TextIO) -> None:
    """With semicolons, as Excel wants it in Danish."""
    rows = csv.writer(file, delimiter=";", lineterminator="\r\n")
    rows.writerow(_COLUMNS)
    for r in summary.results():
        texts = (f"{p.level}: {p.text} {p.where} {p.remedy}" for p in r.fund)
        rows.writerow([_harmless(str(cell)) for cell in (
            r.nr, number_of(r.sag, r.fund), r.sted, r.dokument, r.læser, _status(r), r.grund,
            " ".join(dict.fromkeys(p.id for p in r.fund)), "\n".join(dict.fromkeys(texts)),
            _file(r), r.sha256, _number(r.ord), _number(r.lix), _number(r.lange_ord))])


def _number(value: float | None) -> str:
    """As Excel reads a number in Danish."""
    return "" if value is None else str(value).replace(".", ",")


def _harmless(cell: str) -> str:
    """Excel runs a cell that begins like a formula, and a sagsnummer may."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell
