"""The rules read from `rules/<gruppe>/*.yaml` of every library; the same id further up overrides.

A fault in a rule file is told with file, line and remedy, all of them at once. No rule file holds
code.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, get_args

from generator import danish
from generator.case.catalogue import DOKUMENTER
from generator.case.fields import felt_ved
from generator.checker.fields import items, read_conditions, read_patterns
from generator.checker.letter import Slags
from generator.checker.pattern import BadPattern, Pattern, pattern
from generator.checker.rules import Eksempel, Regel, Regelbog, Status, Type, Under
from generator.checker.subject_files import load_subjects
from generator.checker.subjects import Emne
from generator.library import LÆSERE, Library
from generator.source import (
    LEVELS,
    Located,
    Path_,
    Place,
    Problem,
    Unusable,
    in_order,
    kort,
    read_yaml,
    suggestion,
)

#: The folders of `rules/` that hold rules.
GRUPPER = ("lov", "anbefaling", "sprog", "beskyttelse", "form")
#: What each kind may be given besides patterns: names of keys. The kinds themselves say what they
#: make of them (`checker/kinds`).
VALG: Mapping[str, tuple[str, ...]] = {
    "skal_staa": ("mindst", "hvor", "led", "under"),
    "maa_ikke_staa": ("hvor",),
    "ordliste": ("liste", "niveauer", "forklaret"),
    "graense": ("maal", "signaler", "mindst"),
    "form": ("ser_efter", "ord", "tegn", "liste"),
    "sprog": ("ser_efter", "ord"),
    "stavning": (),
    "beskyttelse": ("ser_efter",),
    "felt": ("felter", "mindst", "spring_over", "samlet"),
    "dato": ("dato", "tidligst", "senest", "maaneder", "dage", "medmindre", "spring_over"),
    "sag": ("ser_efter", "felter"),
    "enige": ("ser_efter", "felter"),
    "ugedag": (),
    "henvisning": (),
    "menneske": (),
}
_PATTERNS = ("skal_staa", "maa_ikke_staa")
#: Keys that hold paths into the case, and those that hold numbers.
_PATHS = ("felter", "dato", "tidligst", "senest", "medmindre")
_COUNTS = ("mindst", "maaneder", "dage")
_KEYS = ("id", "titel", "slags", "type", "niveau", "kilde", "besked", "hvorfor", "sådan", "krav",
         "dokumenter", "læsere", "alder", "barn_fra", "hvis", "hvis_tekst", "kun_om", "ikke_om",
         "mønstre", "undtagen", "gyldig_fra", "gyldig_til", "status", "eksempler")
_REQUIRED = ("id", "titel", "slags", "type", "niveau", "kilde", "besked", "sådan")
_ID = re.compile(r"[A-ZÆØÅ0-9]+(?:-[A-ZÆØÅ0-9]+)*[a-z]?")


def load_rules(library: Library) -> Regelbog:
    """The rules of all the library's roots; raises `Unusable` with every fault in them."""
    found: dict[str, Regel] = {}
    problems: list[Problem] = []
    emner = load_subjects(library.roots)
    for root in library.roots:
        own: dict[str, Regel] = {}
        for group in GRUPPER:
            for path in sorted((root / "rules" / group).glob("*.yaml")):
                for regel in _of_file(path, emner, problems):
                    if regel.id in own:
                        problems.append(Problem(
                            "regel.to_gange", f"Reglen »{regel.id}« står to gange.", regel.sted,
                            f"Den anden står her: {own[regel.id].sted}. Giv den ene et andet id."))
                    own[regel.id] = regel
        found |= own
    if any(p.level == "fejl" for p in problems):
        raise Unusable(problems)
    return Regelbog(dict(sorted(found.items())), library.roots)


def _of_file(path: Path, emner: Mapping[str, Emne],
             problems: list[Problem]) -> Iterator[Regel]:
    try:
        source = read_yaml(path)
    except Unusable as error:
        problems += error.problems
        return
    if not isinstance(source.data, list):
        problems.append(Problem("regel.form", "Filen skal være en liste af regler.",
                                Place(str(path), 1), "Begynd hver regel med »- id: …«."))
        return
    for n, data in enumerate(source.data):
        faults: list[Problem] = []
        regel = _Reader(source, (n,), faults, emner).regel(data)
        problems += in_order(faults)
        if regel and not faults:
            yield regel


@dataclass
class _Reader:
    """One rule on its way from YAML; what is wrong with it goes to `faults`."""

    source: Located
    path: Path_
    faults: list[Problem]
    emner: Mapping[str, Emne]

    def regel(self, data: Any) -> Regel | None:
        """The rule, or None when it is not even a set of fields."""
        if not isinstance(data, dict):
            self._fault((), "En regel skal have felter under sig.", "Begynd med »- id: …«.")
            return None
        slags = self._choice(data, "slags", VALG)
        known = (*_KEYS, *VALG.get(slags, ()))
        for name in data:
            if name not in known:
                self._fault((name,), f"Feltet »{kort(name)}« kan ikke stå i en regel af slagsen "
                            f"»{slags}«.", suggestion(name, known))
        for name in _REQUIRED:
            if not data.get(name):
                self._fault((), f"»{name}« mangler i reglen.", f"Tilføj linjen »{name}: …«.")
        if not _ID.fullmatch(str(data.get("id") or "")):
            self._fault(("id",), f"»{kort(data.get('id'))}« kan ikke være et id.",
                        "Skriv store bogstaver og tal med streger imellem, for eksempel AF-06.")
        wrong, right = self._examples(data)
        return Regel(
            id=str(data.get("id")), titel=str(data.get("titel")), slags=slags,
            type=self._choice(data, "type", get_args(Type)),
            niveau=self._choice(data, "niveau", LEVELS), kilde=str(data.get("kilde")),
            besked=_folded(data.get("besked")), hvorfor=_folded(data.get("hvorfor")),
            sådan=_folded(data.get("sådan")), krav=self._krav(data),
            dokumenter=self._all_of(data, "dokumenter", DOKUMENTER),
            læsere=tuple(LÆSERE[x] for x in self._all_of(data, "læsere", LÆSERE) if x in LÆSERE),
            alder=self._ages(data), barn_fra=self._number(data, "barn_fra"),
            hvis=tuple(read_conditions(data.get("hvis"), ("hvis",), self._fault)),
            kun_om=self._subjects(data, "kun_om"), ikke_om=self._subjects(data, "ikke_om"),
            hvis_tekst=self._patterns("hvis_tekst", data.get("hvis_tekst")),
            mønstre=self._searched(data, slags),
            undtagen=self._patterns("undtagen", data.get("undtagen")),
            under=self._under(items(data.get("under")), "under"),
            valg=self._options(data, slags),
            gyldig_fra=self._day(data, "gyldig_fra", date.min),
            gyldig_til=self._day(data, "gyldig_til", date.max),
            status=self._choice(data, "status", get_args(Status)) if "status" in data else "fast",
            forkert=wrong, rigtigt=right, sted=self.source.place(self.path))

    def _fault(self, below: Path_, text: str, remedy: str = "") -> None:
        self.faults.append(Problem("regel.vaerdi", text, self.source.place((*self.path, *below)),
                                   remedy))

    def _choice(self, data: Mapping[str, Any], name: str, allowed: Iterable[str]) -> Any:
        value, known = str(data.get(name) or ""), list(allowed)
        if value and value not in known:
            self._fault((name,), f"»{kort(value)}« kan ikke stå i »{name}«.",
                        f"{suggestion(value, known)} Vælg mellem: {', '.join(known)}.".strip())
        return value

    def _all_of(self, data: Mapping[str, Any], name: str, known: Iterable[str]) -> tuple[str, ...]:
        values, allowed = items(data.get(name)), list(known)
        for n, value in enumerate(values):
            if value not in allowed:
                self._fault((name, n), f"»{kort(value)}« kan ikke stå i »{name}«.",
                            f"{suggestion(value, allowed)} Vælg mellem: "
                            f"{', '.join(allowed)}.".strip())
        return values

    def _subjects(self, data: Mapping[str, Any], name: str) -> tuple[Emne, ...]:
        return tuple(self.emner[id] for id in self._all_of(data, name, self.emner)
                     if id in self.emner)

    def _krav(self, data: Mapping[str, Any]) -> tuple[str, ...]:
        """The requirement ids; a rule named after one need not repeat it."""
        return items(data.get("krav")) or (str(data.get("id")).rstrip("abcdefgh"),)

    def _ages(self, data: Mapping[str, Any]) -> tuple[int, int]:
        value = str(data.get("alder") or "0-99").replace("–", "-").replace("+", "-99")
        parts = value.split("-")
        if not all(p.strip().isdecimal() for p in parts) or len(parts) > 2:
            self._fault(("alder",), f"»{kort(value)}« er ikke en alder.", "Skriv 10-17 eller 10+.")
            return 0, 99
        return int(parts[0]), int(parts[-1])

    def _number(self, data: Mapping[str, Any], name: str) -> int:
        value = str(data.get(name) or "0").strip()
        if not value.isdecimal():
            self._fault((name,), f"»{kort(value)}« er ikke et tal.", "Skriv for eksempel 10.")
            return 0
        return int(value)

    def _under(self, texts: Iterable[str], *above: str) -> tuple[Under, ...]:
        """`varighed : {tal} måneder`; without a colon anything below will do."""
        found = []
        for n, text in enumerate(texts):
            heading, _, below = text.partition(":")
            try:
                found.append(Under(text, pattern(heading),
                                   pattern(below) if below.strip() else None))
            except BadPattern as error:
                self._fault((*above, n), str(error), "Skriv overskriften, kolon og det, der skal "
                            "stå under den: varighed : {tal} måneder.")
        return tuple(found)

    def _searched(self, data: Mapping[str, Any], slags: str) -> tuple[Pattern, ...]:
        if slags in _PATTERNS and not data.get("mønstre") and not data.get("led"):
            self._fault((), f"En regel af slagsen »{slags}« skal have »mønstre«.",
                        "Skriv de ord, den leder efter: mønstre: [klag* … Ankestyrelsen].")
        return self._patterns("mønstre", data.get("mønstre"))

    def _patterns(self, name: str, value: Any, *above: str) -> tuple[Pattern, ...]:
        return tuple(read_patterns(value, (*above, name), self._fault))

    def _options(self, data: Mapping[str, Any], slags: str) -> dict[str, Any]:
        found = {name: data[name] for name in VALG.get(slags, ()) if name in data
                 and name != "under"}
        if "hvor" in found:
            found["hvor"] = self._all_of(data, "hvor", get_args(Slags))
        if "led" in found:
            found["led"] = self._parts(data["led"])
        if "felter" in found:
            found["felter"] = items(found["felter"])
        for name in _PATHS:
            for path in items(data.get(name)) if name in found else ():
                self._path(name, path)
        for name in _COUNTS:
            if name in found and not str(found[name]).removeprefix("-").isdecimal():
                self._fault((name,), f"»{kort(found[name])}« er ikke et helt tal.")
        return found

    def _parts(self, parts: Any) -> dict[str, tuple[Pattern | Under, ...]]:
        """The parts that must all stand in the letter: the name of each, and its patterns; those
        with a colon are headings with what must stand under them."""
        if not isinstance(parts, dict) or not all(parts.values()):
            self._fault(("led",), "»led« skal have navne med mønstre under sig.",
                        "Skriv for eksempel: led: {formål: [formål*], varighed: [hvor længe]}.")
            return {}
        return {str(name): (
            *self._patterns(name, [x for x in items(found) if ":" not in x], "led"),
            *self._under([x for x in items(found) if ":" in x], "led", name))
            for name, found in parts.items()}

    def _path(self, name: str, path: str) -> None:
        """A fault for each field that no case file has; `a eller b` holds two."""
        for one in path.split(" eller "):
            felt = felt_ved(one)
            if one != "brevet" and (felt is None or felt.beregnet):
                self._fault((name,), f"Feltet »{kort(one)}« findes ikke i en sag.",
                            "Se felterne med: duform felter. En liste skrives plan.mål[].tegn.")

    def _day(self, data: Mapping[str, Any], name: str, default: date) -> date:
        if not data.get(name):
            return default
        found = danish.læs_dato(str(data[name]))
        if found is None:
            self._fault((name,), f"Datoen »{kort(data[name])}« kan ikke læses.",
                        "Skriv den som 2026-03-01.")
        return found or default

    def _examples(self, data: Mapping[str, Any]) -> tuple[tuple[Eksempel, ...], ...]:
        both = data.get("eksempler") or {}
        if not isinstance(both, dict) or set(both) - {"forkert", "rigtigt"}:
            self._fault(("eksempler",), "Eksempler skal stå under »forkert« og »rigtigt«.")
            return (), ()
        return (tuple(self._example(both, "forkert")), tuple(self._example(both, "rigtigt")))

    def _example(self, both: Mapping[str, Any], name: str) -> Iterator[Eksempel]:
        listed = both.get(name) or []
        for n, item in enumerate(listed if isinstance(listed, list) else [listed]):
            where = self.source.place((*self.path, "eksempler", name, n))
            if isinstance(item, str):
                yield Eksempel(item, sted=where)
                continue
            if not isinstance(item, dict) or set(item) - set(_EXAMPLE):
                self._fault(("eksempler", name, n), "Eksemplet kan ikke læses.",
                            f"Skriv en tekst, eller felterne {', '.join(_EXAMPLE)}.")
                continue
            yield Eksempel(
                str(item.get("tekst") or ""), str(item.get("sag") or ""),
                dict(item.get("sæt") or {}), items(item.get("fjern")),
                LÆSERE.get(str(item.get("læser")), str(item.get("læser") or "")),
                int(item["alder"]) if str(item.get("alder") or "").isdecimal() else None,
                str(item.get("dokument") or ""), self._day(item, "dato", date.min)
                if item.get("dato") else None, items(item.get("navne")),
                dict(item.get("rettet") or {}), where, dict(item.get("fil") or {}))


_EXAMPLE = ("tekst", "sag", "sæt", "fjern", "læser", "alder", "dokument", "dato", "navne",
            "rettet", "fil")


def _folded(value: Any) -> str:
    return " ".join(str(value or "").split())
