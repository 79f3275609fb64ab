"""What the case must hold, and how its dates must lie: the kinds `felt` and `dato`.

A path is written as `duform felter` writes it: `plan.mål[].tegn` stands for every goal's sign.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from generator import danish
from generator.case.afgoerelse import Afgørelse
from generator.case.fields import FELTER, Felt, felt_ved
from generator.case.load import dotted
from generator.case.model import Tekst
from generator.case.reader import handleplan_for
from generator.checker.kinds.hit import Hit
from generator.checker.letter import Brev
from generator.checker.rules import Regel, Regelbog
from generator.source import Path_, Place

#: Stands in a rule instead of a path, and means the day the letter is dated.
BREVET = "brevet"
_OR = " eller "


def felt(brev: Brev, regel: Regel, book: Regelbog) -> Iterator[Hit]:
    """A hit for each record of the case in which one of the fields is empty for this reader, with
    the names of the empty ones as `{liste}`. Of `a eller b` one is enough; `mindst` asks for so
    many items; `spring_over` names a field that excuses its record; with `samlet` it is one hit."""
    missing: dict[Path_, list[tuple[Path_, str]]] = {}
    for alternatives in regel.valg.get("felter") or ():
        paths = str(alternatives).split(_OR)
        for record, below in _records(brev, paths):
            if not _excused(brev, regel, record) and not any(
                    _filled(brev, (*record, *path), regel) for path in below):
                missing.setdefault(record, []).append(((*record, *below[0]), _title(paths[0])))
    found = [(record, places) for record, places in sorted(missing.items(), key=str)]
    if regel.valg.get("samlet") and found:
        found = [((), [place for _, places in found for place in places])]
    for record, places in found:
        titles = tuple(dict.fromkeys(title for _, title in places))
        yield Hit(sted=place_of(brev, places[0][0]), ord={
            "liste": danish.liste([f"»{t}«" for t in titles]) or "", "hvor": name_of(record),
            "tal": str(len(titles))})


def dato(brev: Brev, regel: Regel, book: Regelbog) -> Iterator[Hit]:
    """A hit for each date before `tidligst` or after `senest`, with `maaneder` and `dage` added to
    these. `{ord}` is the date, `{grænse}` the day it may not pass. A date that is not there is no
    fault here. Of several bounds the first day counts. `medmindre` names a field of the same
    record, and filled it excuses the date."""
    excuse = regel.valg.get("medmindre")
    for path, day in values(brev, str(regel.valg["dato"])):
        if not isinstance(day, date) or _excused(brev, regel, path[:-1]):
            continue
        if excuse and any(filled(v, brev) for _, v in values(brev, str(excuse), beside=path)):
            continue
        for name, outside in (("tidligst", -1), ("senest", 1)):
            bound = _bound(brev, regel, name, path)
            if bound and (day > bound) - (day < bound) == outside:
                yield Hit(sted=place_of(brev, path), ord={
                    "ord": said_day(day), "grænse": said_day(bound), "hvor": name_of(path[:-1]),
                    "tal": str(abs((day - bound).days))})


def _bound(brev: Brev, regel: Regel, name: str, path: Path_) -> date | None:
    """The day that a date may not pass; None when the case does not say."""
    asked = regel.valg.get(name)
    if not asked:
        return None
    days = [brev.dato] if asked == BREVET else [v for _, v in values(brev, asked, beside=path)]
    first = min((day for day in days if isinstance(day, date)), default=None)
    if first is None:
        return None
    moved = danish.læg_måneder_til(first, int(regel.valg.get("maaneder") or 0))
    return moved + timedelta(days=int(regel.valg.get("dage") or 0))


# --- the case by path ---------------------------------------------------------------------------


def values(brev: Brev, path: str, *, beside: Path_ = ()) -> Iterator[tuple[Path_, Any]]:
    """Each value at the path, with its own path in the case file. `beside`: only values in the same
    items of the lists that both paths go through."""
    if brev.case:
        yield from _walk(brev, brev.case.sag, _steps(path), (), beside)


def _walk(brev: Brev, owner: Any, steps: Path_, path: Path_,
          beside: Path_) -> Iterator[tuple[Path_, Any]]:
    if not steps or owner is None:
        yield path, owner
        return
    name, rest = steps[0], steps[1:]
    if name != "[]":
        yield from _walk(brev, getattr(owner, str(name)), rest, (*path, name), beside)
        return
    same = beside[:len(path)] == path and len(beside) > len(path)
    for number, item in enumerate(owner):
        if (not same or beside[len(path)] == number) and _concerns(brev, path, item):
            yield from _walk(brev, item, rest, (*path, number), beside)


def _concerns(brev: Brev, path: Path_, item: Any) -> bool:
    """Whether the letter's reader may see the item: a forældrehandleplan is for the parent it is
    made for, and `må_ses_af` keeps a record to some."""
    if brev.situation is None:
        return True
    if path == ("forældrehandleplaner",):
        return item is handleplan_for(brev.situation)
    only = getattr(item, "må_ses_af", ())
    return not only or brev.situation.læser.øjne in only


def _steps(path: str) -> Path_:
    return tuple(path.replace("[]", ".[]").split("."))


def _records(brev: Brev, paths: Sequence[str]) -> Iterator[tuple[Path_, list[Path_]]]:
    """The records in which the fields stand, and each field's path below its record. A part of the
    case that is not begun at all asks for nothing."""
    all_steps = [_steps(path) for path in paths]
    depth = max((n + 1 for n, step in enumerate(all_steps[0]) if step == "[]"), default=1)
    if all_steps[0][-1] == "[]" or len(all_steps[0]) == 1:
        depth = 0
    shared = all_steps[0][:depth]
    for path, owner in (_walk(brev, brev.case.sag, shared, (), ()) if brev.case else ()):
        if owner is not None:
            yield path, [steps[depth:] for steps in all_steps]


def _excused(brev: Brev, regel: Regel, record: Path_) -> bool:
    name = regel.valg.get("spring_over")
    return bool(name and brev.case and getattr(_at(brev, record), str(name), None))


def _at(brev: Brev, path: Path_) -> Any:
    found: Any = brev.case.sag if brev.case else None
    for step in path:
        found = found[step] if isinstance(step, int) else getattr(found, step, None)
    return found


def _filled(brev: Brev, path: Path_, regel: Regel) -> bool:
    found = _at(brev, path)
    wanted = int(regel.valg.get("mindst") or 1)
    return len(found) >= wanted if isinstance(found, tuple) else filled(found, brev)


def filled(value: Any, brev: Brev) -> bool:
    """Whether the field has something for the letter's reader in it: `nej` and 0 are something."""
    if isinstance(value, Tekst):
        return bool(value.til_barnet if brev.læser == "barn" else value.til_voksne)
    return value is not None and value != () and value != ""


def _title(path: str) -> str:
    found: Felt = felt_ved(path) or FELTER
    return found.titel


def name_of(record: Path_) -> str:
    """What an editor calls the record: `plan.mål[2]`; nothing for the case itself."""
    return dotted(record)


def place_of(brev: Brev, path: Path_) -> Place:
    """The line of the case file, with the path; in a workbook its cell."""
    if brev.case is None:
        return Place()
    where = brev.case.source.place(path)
    return where if where.detail else replace(where, detail=dotted(path))


def hit_at(brev: Brev, path: Path_, **said: str) -> Hit:
    """A hit about a place in the case; `{hvor}` is its path."""
    return Hit(sted=place_of(brev, path), ord={"hvor": name_of(path), **said})


def decision_of(brev: Brev) -> Afgørelse | None:
    """The decision in the case, if the case is known."""
    return brev.case.sag.afgørelse if brev.case else None


def said_day(day: date) -> str:
    """The date as a message says it."""
    return danish.dato(day).replace("\u00a0", " ")


# --- days in words ------------------------------------------------------------------------------

_MONTHS: Mapping[str, int] = {name: n for n, name in enumerate((
    "januar", "februar", "marts", "april", "maj", "juni", "juli", "august", "september", "oktober",
    "november", "december"), 1)}
#: »20.05.26«
_TWO_FIGURES = re.compile(r"(\d{1,2})[-./](\d{1,2})[-./](\d\d)")


def day_of(text: str, near: date | None) -> date | None:
    """The date that is written; without a year, the one nearest to `near`. None when no such day
    exists or nobody can tell."""
    if short := _TWO_FIGURES.fullmatch(text):
        text = f"{short[1]}-{short[2]}-20{short[3]}"
    whole = danish.læs_dato(text)
    if whole or near is None:
        return whole
    number, _, month = text.partition(".")
    if month.strip() not in _MONTHS:
        return None
    days = filter(None, (danish.læs_dato(f"{number}. {month.strip()} {near.year + n}")
                         for n in (-1, 0, 1)))
    return min(days, key=lambda day: abs(day - near), default=None)
