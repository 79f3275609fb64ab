"""Trials: the table under `## Prøver` in a phrase file, where its owners write what the phrase must
say in an example case, and what it must not.

Here tables are read, cases are changed as a row asks, and a text is held against a row. Cases and
letters are fetched in `coverage.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from generator.case.load import dotted
from generator.library import Frase
from generator.source import Path_, Place, Problem, kort, suggestion

COLUMNS = ("Sag", "Til", "Ændret", "Teksten siger", "Teksten siger ikke")
#: What separates sentences of one cell that must come in this order.
THEN = " … "
#: The change that sets the child's age on the document's day.
AGE = "alder"
#: Longest piece of a phrase that a message quotes.
MAX_QUOTED = 220


@dataclass(frozen=True)
class Change:
    """A value to put into the case before the phrase is tried, or None to take it away."""

    path: Path_
    value: str | None

    @property
    def name(self) -> str:
        """The path as it is written in the table."""
        return dotted(self.path)


@dataclass(frozen=True)
class Trial:
    """A row of the table: an example case, a reader, what is changed, and what is expected."""

    case: str
    reader: str
    changes: tuple[Change, ...]
    age: int | None
    says: tuple[str, ...]
    never: tuple[str, ...]
    where: Place

    def __str__(self) -> str:
        return f"»{kort(self.case)}« til {kort(self.reader)}"


class CannotChange(ValueError):
    """A change that does not fit the case: what is wrong, and the remedy after `||`."""


# --- reading ------------------------------------------------------------------------------------


def read_trials(frase: Frase) -> tuple[list[Trial], list[Problem]]:
    """The trials of a phrase, and every fault in its table."""
    problems: list[Problem] = []
    rows = list(_rows(frase, problems))
    if not rows:
        return [], problems
    (head, where), *below = rows
    names = _column_names(head, where, problems)
    if below and _is_rule(below[0][0]):
        del below[0]
    else:
        problems.append(_bad_table(where, "Der mangler en linje med streger under tabellens "
                                   "overskrifter.",
                                   f"Skriv |{'---|' * len(head)} på linjen under."))
    if names is None:
        return [], problems
    found = (_trial(cells, names, where, problems) for cells, where in below)
    return [trial for trial in found if trial], problems


def _rows(frase: Frase, problems: list[Problem]) -> Iterator[tuple[list[str], Place]]:
    """The cells of each row with its place; what stands outside the table is a problem."""
    for number, line in enumerate(frase.prøver.lines, frase.prøver.first):
        where, text = Place(frase.file, number), line.strip()
        if text.startswith("|"):
            inner = re.sub(r"(?<!\\)\|$", "", text[1:])
            yield [_spaced(cell.replace("\\|", "|")) for cell in
                   re.split(r"(?<!\\)\|", inner)], where
        elif text:
            problems.append(_bad_table(where, f"»{kort(text)}« er ikke en række i tabellen.",
                                       "Begynd hver række med |. Tekst til brevet skal stå før "
                                       "»## Prøver«."))


def _bad_table(where: Place, text: str, remedy: str) -> Problem:
    return Problem("frase.proeve_tabel", text, where, remedy)


def _is_rule(cells: Sequence[str]) -> bool:
    return all(re.fullmatch(r":?-+:?", cell) for cell in cells)


def _column_names(cells: Sequence[str], where: Place,
                  problems: list[Problem]) -> list[str] | None:
    """The names of the columns in their order, or None when they cannot be used."""
    known = {name.casefold(): name for name in COLUMNS}
    names = [known.get(cell.casefold(), "") for cell in cells]
    faults = [_bad_table(where, f"Kolonnen »{kort(cell)}« kender vi ikke.",
                         f"{suggestion(cell, COLUMNS)} Der kan stå: {', '.join(COLUMNS)}.".strip())
              for cell, name in zip(cells, names, strict=True) if not name]
    faults += [_bad_table(where, f"Kolonnen »{name}« står to gange.", "Slet den ene.")
               for name in COLUMNS if names.count(name) > 1]
    faults += [_bad_table(where, f"Kolonnen »{name}« mangler.",
                          f"Begynd tabellen med: | {' | '.join(COLUMNS)} |")
               for name in ("Sag", "Til") if name not in names]
    problems += faults
    return None if faults else names


def _trial(cells: Sequence[str], names: Sequence[str], where: Place,
           problems: list[Problem]) -> Trial | None:
    """One row as a trial, or None when something in it is wrong."""
    if len(cells) > len(names):
        problems.append(_bad_table(where, f"Rækken har {len(cells)} felter, og tabellen har kun "
                                   f"{len(names)}.", "Slet de overskydende streger. Skriv \\|, "
                                   "hvis teksten selv har en lodret streg."))
        return None
    row = dict(zip(names, cells, strict=False))
    faults = [_bad_table(where, f"Prøven mangler noget i »{name}«.", remedy) for name, remedy in (
        ("Sag", "Skriv navnet på et eksempel, for eksempel skolefravaer."),
        ("Til", "Skriv barn, et kortnavn fra sagen, for eksempel mor, eller sted."))
        if not row.get(name)]
    says, never = (tuple(filter(None, (part.strip() for part in row.get(name, "").split(THEN))))
                   for name in COLUMNS[3:])
    if not says and not never:
        faults.append(Problem("frase.proeve_tom", "Prøven siger ikke, hvad den venter.", where,
                              "Skriv en sætning i »Teksten siger« eller »Teksten siger ikke«."))
    changes = _changes(row.get("Ændret", ""), where, faults)
    ages = [change.value for change in changes if change.path == (AGE,)]
    problems += faults
    if faults:
        return None
    return Trial(row["Sag"], row["Til"], tuple(c for c in changes if c.path != (AGE,)),
                 int(ages[-1]) if ages and ages[-1] else None, says, never, where)


def _changes(cell: str, where: Place, problems: list[Problem]) -> list[Change]:
    """The changes of a row: `alder: 8; afgørelse.plan.laves: nej; barn.telefon:`."""
    found = []
    for text in filter(None, (part.strip() for part in cell.split(";"))):
        name, colon, value = (part.strip() for part in text.partition(":"))
        path = read_path(name)
        if not colon or path is None:
            problems.append(_bad_change(where, f"Ændringen »{kort(text)}« kan ikke læses.",
                                        "Skriv felt, kolon og værdi, for eksempel "
                                        "afgørelse.plan.laves: nej. Tallet i [ ] tæller fra 1, og "
                                        "flere ændringer skilles med semikolon."))
        elif path == (AGE,) and not re.fullmatch(r"\d{1,2}", value):
            problems.append(_bad_change(where, f"»{kort(value)}« er ikke en alder.",
                                        "Skriv alderen i hele år, for eksempel alder: 8."))
        else:
            found.append(Change(path, value or None))
    return found


def read_path(text: str) -> Path_ | None:
    """`personer[1].navn` as steps, counted from zero; None when it cannot be read."""
    if not re.fullmatch(r"\w+(\[[1-9]\d?\]|\.\w+)*", text):
        return None
    return tuple(int(step) - 1 if step.isdecimal() else step
                 for step in re.findall(r"\w+", text))


def _bad_change(where: Place, text: str, remedy: str) -> Problem:
    return Problem("frase.proeve_aendring", text, where, remedy)


# --- changing a case ----------------------------------------------------------------------------


def changed(data: Mapping[str, Any], changes: Sequence[Change]) -> Any:
    """The plain data of a case with these changes; raises `CannotChange`."""
    result = deepcopy(data)
    for change in changes:
        _put(result, change)
    return result


def _put(data: Any, change: Change) -> None:
    owner = data
    for n, step in enumerate(change.path):
        _check_step(owner, step, change, n)
        if n + 1 < len(change.path):
            inner = _at(owner, step)
            if inner is None:
                inner = [] if isinstance(change.path[n + 1], int) else {}
                _set(owner, step, inner)
            owner = inner
    last = change.path[-1]
    if change.value is None:
        del owner[last]
    else:
        _set(owner, last, change.value)


def _check_step(owner: Any, step: str | int, change: Change, n: int) -> None:
    """Refuses a step that leads nowhere. A field or an item that is not there can be made, but not
    taken away."""
    above, here = dotted(change.path[:n]), dotted(change.path[:n + 1])
    if isinstance(step, int):
        if not isinstance(owner, list):
            raise CannotChange(f"»{above}« er ikke en liste||Slet [{step + 1}].")
        if step > len(owner) or (step == len(owner) and change.value is None):
            raise CannotChange(f"»{here}« findes ikke i sagen||Der er {len(owner)} i »{above}«.")
    elif not isinstance(owner, dict):
        raise CannotChange(f"»{above}« har ikke felter under sig||"
                           + ("Det er en liste: skriv hvilket nummer, for eksempel "
                              f"{above}[1].{step}." if isinstance(owner, list)
                              else f"Ret »{above}« selv."))
    elif change.value is None and step not in owner:
        raise CannotChange(f"»{here}« findes ikke i sagen||"
                           + (suggestion(step, owner) or "Slet ændringen."))


def _at(owner: Any, step: str | int) -> Any:
    """What stands at the step, or None."""
    if isinstance(step, str):
        return owner.get(step)
    return owner[step] if step < len(owner) else None


def _set(owner: Any, step: str | int, value: Any) -> None:
    if isinstance(owner, list) and step == len(owner):
        owner.append(value)
    else:
        owner[step] = value


# --- judging ------------------------------------------------------------------------------------


def judge(trial: Trial, text: str, variant: str) -> Iterator[Problem]:
    """A problem for each expectation that the text does not meet. `variant` is the heading of the
    wording that was chosen."""
    said, at = _spaced(text), 0
    for sentence in trial.says:
        found = said.find(sentence, at)
        if found >= 0:
            at = found + len(sentence)
        elif sentence in said:
            yield failed(trial, f"»{sentence}« kommer for tidligt i teksten.", "Sætningerne skal "
                         "stå i samme rækkefølge som i teksten.", said, variant)
        else:
            yield failed(trial, f"teksten siger ikke »{sentence}«.", "Ret teksten eller prøven.",
                         _nearest(sentence, text), variant)
    for sentence in trial.never:
        if sentence in said:
            start = max(0, said.index(sentence) - MAX_QUOTED // 3)
            yield failed(trial, f"teksten siger »{sentence}«, og det må den ikke.",
                         "Ret teksten eller prøven.", said[start:], variant)


def failed(trial: Trial, what: str, remedy: str, said: str = "", variant: str = "") -> Problem:
    """The problem of a trial that does not come out as expected."""
    why = f"Varianten »{variant}« blev valgt, og den siger: »{_short(said)}«" if variant else ""
    return Problem("frase.proeve", f"Prøven med {trial}: {what}", trial.where, remedy, why=why)


def _spaced(text: str) -> str:
    """The text with every run of spaces, also those that hold a date together, as one space."""
    return " ".join(text.split())


def _nearest(sentence: str, text: str) -> str:
    """The sentence of the text that resembles this one, or the whole text."""
    sentences = [_spaced(s) for s in re.split(r"(?<=[.!?:])\s|\n", text) if s.strip()]
    return next(iter(get_close_matches(sentence, sentences, n=1, cutoff=0.5)), _spaced(text))


def _short(text: str) -> str:
    return text if len(text) <= MAX_QUOTED else f"{text[:MAX_QUOTED - 1].rstrip()}…"
