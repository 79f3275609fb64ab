"""A rule as it is shown: as plain data, and line by line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields
from datetime import date
from typing import Any

from generator.checker.rules import Eksempel, Regel


def rule_data(regel: Regel) -> dict[str, Any]:
    """A rule as plain data, with the names its file uses."""
    told = {
        "id": regel.id, "titel": regel.titel, "type": regel.type, "niveau": regel.level,
        "slags": regel.slags, "status": regel.status, "kilde": regel.kilde,
        "krav": regel.krav, "dokumenter": regel.dokumenter, "læsere": regel.læsere,
        "alder": regel.alder, "hvis": [_condition(*one) for one in regel.hvis],
        "hvis_tekst": [p.source for p in regel.hvis_tekst], "besked": regel.besked,
        "hvorfor": regel.hvorfor, "sådan": regel.sådan,
        "mønstre": [p.source for p in regel.mønstre],
        "undtagen": [p.source for p in regel.undtagen],
        "valg": _plain(dict(regel.valg)), "gyldig_fra": _day(regel.gyldig_fra),
        "gyldig_til": _day(regel.gyldig_til),
        "eksempler": {"forkert": [_told(e) for e in regel.forkert],
                      "rigtigt": [_told(e) for e in regel.rigtigt]},
        "fil": regel.sted.file, "linje": regel.sted.line}
    # Whatever more a rule may hold one day is told as well.
    told |= {f.name: _plain(getattr(regel, f.name)) for f in fields(regel)
             if f.name not in (*told, "forkert", "rigtigt", "sted")}
    return told


def _plain(value: Any) -> Any:
    """Patterns and other values inside each other, as what their file says."""
    if isinstance(value, Mapping):
        return {str(name): _plain(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return getattr(value, "source", value)


def _condition(name: str, wanted: bool) -> str:
    return name if wanted else f"ikke {name}"


def _day(day: date) -> str | None:
    return None if day in (date.min, date.max) else day.isoformat()


def _told(eksempel: Eksempel) -> str:
    """An example in a line: its words, or its case and what is changed in it."""
    if eksempel.tekst:
        return " ".join(eksempel.tekst.split())
    changes = [f"{path} = {value}" for path, value in eksempel.sæt.items()]
    changes += [f"uden {path}" for path in eksempel.fjern]
    return f"sagen {eksempel.sag}: {', '.join(changes) or 'som den er'}"


#: The fields of `rule_data` that have words of their own in `vis`.
_TOLD = frozenset({
    "id", "titel", "type", "niveau", "slags", "status", "kilde", "krav", "dokumenter", "læsere",
    "alder", "hvis", "hvis_tekst", "besked", "hvorfor", "sådan", "mønstre", "undtagen", "valg",
    "gyldig_fra", "gyldig_til", "eksempler", "fil", "linje"})


def rule_lines(regel: Regel) -> Iterator[str]:
    """All that is in a rule, for a person."""
    yield f"{regel.type}, {regel.level}, {regel.slags}, {regel.status}"
    yield f"{regel.sted}"
    yield ""
    data = rule_data(regel)
    own = data["valg"] | {f.name: data[f.name] for f in fields(regel) if f.name not in _TOLD
                          and f.name in data and getattr(regel, f.name) != f.default}
    low, high = regel.alder
    named = {
        "Besked": regel.besked, "Hvorfor": regel.hvorfor, "Sådan": regel.sådan,
        "Kilde": regel.kilde, "Krav": ", ".join(regel.krav),
        "Dokumenter": ", ".join(regel.dokumenter) or "alle",
        "Læsere": ", ".join(regel.læsere) or "alle",
        "Alder": "alle" if regel.alder == (0, 99) else (
            f"fra {low} år" if high == 99 else f"{low}-{high} år"),
        "Hvis": ", ".join(data["hvis"]), "Gælder fra": data["gyldig_fra"],
        "Gælder til": data["gyldig_til"],
        **{_named(name): _flat(value) for name, value in own.items() if not _many(value)}}
    for name, value in named.items():
        if value:
            yield f"{name + ':':12} {value}"
    lists = {"Uden en sag skal et af disse stå i brevet": data["hvis_tekst"],
             "Mønstre": data["mønstre"], "Undtagen": data["undtagen"],
             **{_named(name): list(_each(value)) for name, value in own.items() if _many(value)},
             "Forkerte eksempler": data["eksempler"]["forkert"],
             "Rigtige eksempler": data["eksempler"]["rigtigt"]}
    for name, items in lists.items():
        if items:
            yield from ("", f"{name}:", *(f"  - {item}" for item in items))


def _named(name: str) -> str:
    return name.capitalize().replace("_", " ")


def _many(value: Any) -> bool:
    """Whether a value is told best with a line for each part."""
    return isinstance(value, dict) or (isinstance(value, list) and len(value) > 1)


def _each(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for name, item in value.items():
            yield f"{name}: {_flat(item)}"
    else:
        yield from map(_flat, value)


def _flat(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name} {_flat(item)}" for name, item in value.items())
    return " | ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
