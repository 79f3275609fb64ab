"""Which requirement is met by what: `rules/krav.yaml`, and the phrases and templates that name it.

A requirement lists its fields, its templates and what the program does for it; a phrase says itself
in `kilde` what it meets. A requirement that nothing meets must say why.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.case.catalogue import felter
from generator.library import Library
from generator.source import (
    Located,
    Place,
    Problem,
    in_order,
    kort,
    read_text,
    read_yaml,
    suggestion,
)

#: What a requirement is about, and the heading it is shown under: the first of these that it has.
GRUPPER: Mapping[str, str] = {
    "AFG": "Afgørelse", "BP": "Barnets plan", "UP": "Ungeplan", "FHP": "Forældrehandleplan",
    "IP": "Individuel plan", "STAT": "Statusudtalelse", "BREV": "Brev til barnet",
    "MØDE": "Møder", "OPF": "Opfølgning", "AFSL": "Afslutning",
    "INDH": "Indhentning af oplysninger", "USP": "Undersøgelsesplan",
    "UDR": "Screening, afdækning og undersøgelse", "JOUR": "Journal", "REFL": "Refleksionsark",
    "SAMTYKKE": "Samtykke", "ALLE": "Alt, der skrives", "FRASE": "Fraser", "TPL": "Skabeloner",
    "DATA": "Sagens felter", "WORKFLOW": "Arbejdsgange", "TILSYN": "Ledelsestilsyn",
    "CHECK": "Tjek", "NOTE": "Noter om kilderne",
}

_FIELDS = ("id", "krav", "dokumenter", "felter", "skabeloner", "program", "grund")
_REQUIRED = ("id", "krav", "dokumenter")
_LISTS = ("dokumenter", "felter", "skabeloner")


@dataclass(frozen=True)
class Krav:
    """One requirement, in words of our own, and what meets it besides phrases."""

    id: str
    krav: str
    dokumenter: tuple[str, ...]
    felter: tuple[str, ...]
    skabeloner: tuple[str, ...]
    program: str
    grund: str
    where: Place

    @property
    def gruppe(self) -> str:
        """The tag under which it is shown."""
        return next((g for g in GRUPPER if g in self.dokumenter), "NOTE")


@dataclass(frozen=True)
class Dækning:
    """A requirement with the phrases and templates that meet it."""

    krav: Krav
    fraser: tuple[str, ...]
    skabeloner: tuple[str, ...]

    @property
    def mødt(self) -> bool:
        """Whether anything at all meets it; a reason is no meeting."""
        return bool(self.fraser or self.skabeloner or self.krav.felter or self.krav.program)


def coverage(library: Library) -> tuple[list[Dækning], list[Problem]]:
    """Every requirement with what meets it, and every problem in how they point to each other.

    The requirements are those of the library on top that has a `rules/krav.yaml`. Raises `Unusable`
    when that file is no YAML.
    """
    path = next(p for p in reversed([r / "rules" / "krav.yaml" for r in library.roots])
                if p.is_file())
    source = read_yaml(path)
    problems: list[Problem] = []
    found = list(_read(source, library, problems))
    known = frozenset(k.id for k in found)
    fraser = {id: [i for f in versions[-1:] if f.status != "udgaaet" for i in _ids(f.kilde)]
              for id, versions in library.fraser.items()}
    skabeloner = {id: list(_ids(s.kilde)) for id, s in library.skabeloner.items()}
    rows = [Dækning(k, _naming(k.id, fraser), tuple(dict.fromkeys((
        *k.skabeloner, *_naming(k.id, skabeloner))))) for k in found]
    for kilde, file in (*((f.kilde, f.file) for versions in library.fraser.values()
                          for f in versions),
                        *((s.kilde, s.file) for s in library.skabeloner.values())):
        problems += _source_problems(kilde, file, known)
    problems += [Problem("krav.umoedt", f"Intet møder kravet {row.krav.id}, og der er ingen grund.",
                         row.krav.where, "Nævn kravet i en frases »kilde«, eller skriv felter, "
                         "skabeloner, program eller grund.")
                 for row in rows if not row.mødt and not row.krav.grund]
    return rows, in_order(problems)


def _naming(id: str, named: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    return tuple(name for name, ids in named.items() if id in ids)


# --- krav.yaml ----------------------------------------------------------------------------------


def _read(source: Located, library: Library, problems: list[Problem]) -> Iterator[Krav]:
    """The well-formed requirements; a problem for everything that is not."""
    data = source.data.get("krav") if isinstance(source.data, dict) else None
    if not isinstance(data, list):
        problems.append(Problem("krav.form", "Filen har ingen liste med krav.", source.place(()),
                                "Skriv »krav:« og derunder »- id: …« for hvert krav."))
        return
    paths = frozenset(f.sti for f in felter())
    known = {"dokumenter": (frozenset(GRUPPER), "krav.dokument", "Mærkatet"),
             "felter": (paths, "krav.sti", "Feltet"),
             "skabeloner": (frozenset(library.skabeloner), "krav.skabelon", "Skabelonen")}
    first: dict[str, Place] = {}
    for n, entry in enumerate(data):
        faults = list(_shape(entry, source, n))
        problems += faults
        if faults:
            continue
        where = source.place(("krav", n, "id"))
        if entry["id"] in first:
            problems.append(Problem("krav.dobbelt", f"Kravet {entry['id']} står her igen. Det står "
                                    f"også i linje {first[entry['id']].line}.", where,
                                    "Slet det ene, eller saml dem."))
            continue
        first[entry["id"]] = where
        for name, (names, kind, what) in known.items():
            problems += [Problem(kind, f"{what} »{kort(value)}« findes ikke.",
                                 source.place(("krav", n, name, i)),
                                 suggestion(value, names) or _WHERE_TO_LOOK[name])
                         for i, value in enumerate(_listed(entry, name)) if value not in names]
        yield Krav(entry["id"], entry["krav"], _listed(entry, "dokumenter"),
                   _listed(entry, "felter"), _listed(entry, "skabeloner"),
                   entry.get("program") or "", entry.get("grund") or "", where)


_WHERE_TO_LOOK = {"dokumenter": f"Vælg mellem: {', '.join(GRUPPER)}.",
                  "felter": "Se felterne med: duform felter.",
                  "skabeloner": "Se skabelonerne med: duform skabeloner liste."}


def _shape(entry: Any, source: Located, n: int) -> Iterator[Problem]:
    """What is wrong with the fields of one requirement, whatever they point to."""
    where = source.place(("krav", n))
    if not isinstance(entry, dict):
        yield Problem("krav.form", f"»{kort(entry)}« er ikke et krav.", where, "Et krav har "
                      f"felterne {', '.join(_FIELDS)}.")
        return
    for name in entry:
        if name not in _FIELDS:
            yield Problem("krav.felt", f"Feltet »{kort(name)}« kender vi ikke i et krav.",
                          source.place(("krav", n, name)), suggestion(name, _FIELDS)
                          or f"Her kan stå: {', '.join(_FIELDS)}.")
    for name in _REQUIRED:
        if not entry.get(name):
            yield Problem("krav.mangler", f"»{name}« mangler i kravet.", where,
                          f"Tilføj linjen »{name}: …«.")
    for name in _FIELDS:
        value = entry.get(name)
        if value and not (_is_list_of_text(value) if name in _LISTS else isinstance(value, str)):
            yield Problem("krav.form", f"»{name}« skal være "
                          f"{'en liste' if name in _LISTS else 'en tekst'}.",
                          source.place(("krav", n, name)),
                          f"Skriv »{name}: {'[…, …]' if name in _LISTS else '…'}«.")
    id = entry.get("id")
    if isinstance(id, str) and id and not re.fullmatch(r"[A-ZÆØÅ]+-\d+", id):
        yield Problem("krav.id", f"»{kort(id)}« kan ikke være et kravs id.",
                      source.place(("krav", n, "id")),
                      "Skriv store bogstaver, en bindestreg og et tal: S-001.")


def _is_list_of_text(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _listed(entry: Mapping[str, Any], name: str) -> tuple[str, ...]:
    return tuple(entry.get(name) or ())


# --- what phrases and templates name ------------------------------------------------------------

_ID = re.compile(r"(?<![\w-])([^\W\d_]+)[- ]?\d\w*")
_RANGE = re.compile(r"(?<![\w-])(\w+)-\d+(?:\s*(?:[-–—…]|\.\.+)\s*(?:\1-)?|\s+til\s+\1-)\d+")


def _ids(kilde: str) -> Iterator[str]:
    """All in a `kilde` that looks like an id: `S-146`, but `S146` and `Anbefaling 13` too."""
    return (match[0] for match in _ID.finditer(kilde))


def _source_problems(kilde: str, file: str, known: frozenset[str]) -> Iterator[Problem]:
    """What a `kilde` names that does not exist. Ids of other lists and free text are let be."""
    ours = {id.partition("-")[0] for id in known}
    for match in _RANGE.finditer(kilde):
        if match[1] in ours:
            yield Problem("krav.spaend", f"»{match[0]}« i »kilde« er flere krav på én gang.",
                          _kilde_place(file), "Skriv hvert krav for sig, med komma imellem.")
    for match in _ID.finditer(kilde):
        id, prefix = match[0], match[1]
        if id not in known and prefix.upper() in ours and ("-" in id or prefix in ours):
            yield Problem("krav.kilde", f"Kravet »{kort(id)}« i »kilde« findes ikke.",
                          _kilde_place(file), suggestion(id, sorted(known))
                          or "Se kravene med: duform fraser krav.")


def _kilde_place(file: str) -> Place:
    lines = read_text(Path(file)).split("\n")
    return Place(file, next((n for n, line in enumerate(lines, 1) if line.startswith("kilde")), 1))


# --- the page -----------------------------------------------------------------------------------

_INTRO = """\
# Krav, og hvad der møder dem

Siden er lavet med `duform fraser krav`. Ret i `rules/krav.yaml` og i »kilde« i frasernes hoved,
ikke her.

Hvert krav er fundet i de kilder, projektet bygger på, og er skrevet med vores egne ord. En frase
møder et krav, når den nævner det i sin »kilde«. I sidste spalte står det, som mangler, eller som
mennesker gør. At et krav er mødt, betyder, at der er plads til det i brevene, ikke at et bestemt
brev er lovligt.
"""


def as_markdown(rows: Sequence[Dækning]) -> str:
    """The page: what was counted, then a table for each group."""
    parts = [_INTRO, "| | antal |\n|---|---:|", *(f"| {what} | {n} |" for what, n in counts(rows)),
             ""]
    for tag, heading in GRUPPER.items():
        group = [row for row in rows if row.krav.gruppe == tag]
        if group:
            parts += [f"## {heading}\n", "| id | krav | fraser | skabeloner | felter og program | "
                      "mangler, eller gøres af mennesker |", "|---|---|---|---|---|---|",
                      *map(_line, group), ""]
    return "\n".join(parts)


def counts(rows: Sequence[Dækning]) -> list[tuple[str, int]]:
    """How many requirements each kind of thing meets; one may be met by several."""
    return [("krav", len(rows)),
            ("mødt af en frase", sum(bool(r.fraser) for r in rows)),
            ("mødt af en skabelon", sum(bool(r.skabeloner) for r in rows)),
            ("mødt af et felt", sum(bool(r.krav.felter) for r in rows)),
            ("mødt af programmet", sum(bool(r.krav.program) for r in rows)),
            ("mødt af intet, med en grund", sum(not r.mødt for r in rows))]


def _line(row: Dækning) -> str:
    krav = row.krav
    other = "; ".join(filter(None, (_code(krav.felter), krav.program)))
    cells = (krav.id, krav.krav, _code(row.fraser), _code(row.skabeloner), other, krav.grund)
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _code(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)
