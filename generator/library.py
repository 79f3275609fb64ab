"""What the editors own: fraser, skabeloner and the law data, found on disk, overlaid and validated.

A library is a folder with `fragments/`, `templates/` and `rules/`. A municipality lays its own on
top of the shipped one: the same id overrides. Choosing between texts happens elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any

from generator import danish
from generator.case.conditions import BETINGELSER, UDELUKKER
from generator.case.ics import Ics, load_ics
from generator.case.law import LawBook, Lovhenvisning, load_law, læs_lovhenvisning
from generator.source import (
    Located,
    Place,
    Problem,
    Unusable,
    in_order,
    kort,
    parse_yaml,
    read_text,
    read_yaml,
    suggestion,
)

#: Age bands of child readers: language differs between them (research: law cuts at 10 and 16).
ALDERSTRIN: tuple[tuple[int, int], ...] = ((0, 5), (6, 9), (10, 12), (13, 15), (16, 99))
STEMMER = ("du", "jeg_barn", "jeg_oensker_for_dig", "formel")
STATUS = ("kladde", "godkendt", "udgaaet")
LÆSERE = {"barn": "barn", "foraelder": "forælder", "forælder": "forælder", "sted": "sted"}


_TAGS = re.compile(r"\{[%#].*?[%#]\}")


@dataclass(frozen=True)
class Variant:
    """One wording of a phrase and whom it is for. `ages` are whole years, both ends included."""

    heading: str
    reader: str | None
    ages: tuple[int, int]
    conditions: tuple[tuple[str, bool], ...]
    body: str
    line: int
    heading_line: int = 0

    @cached_property
    def source(self) -> str:
        """The body as Jinja reads it. A tag alone on its line takes the line with it (the
        environment's `trim_blocks`); one at the end of a line of text must not join two lines."""
        return "\n".join(
            re.sub(r"(?<![-+])%\}\s*$", "+%}", line) if _TAGS.sub("", line).strip() else line
            for line in self.body.split("\n"))

    @property
    def specificity(self) -> tuple[int, int, int]:
        """What wins when several fit: a named reader, then conditions, then the narrower age."""
        return (self.reader is not None, len(self.conditions), self.ages[0] - self.ages[1])


@dataclass(frozen=True)
class Prøver:
    """The section `## Prøver` of a phrase file, as it stands: its lines, and the number of the
    first. It is about the phrase and never part of it; `phrases/trials.py` reads it."""

    lines: tuple[str, ...] = ()
    first: int = 0


@dataclass(frozen=True)
class Frase:
    """A phrase: one subject in several wordings, and the front matter that says whence it comes."""

    id: str
    titel: str
    dokumenter: tuple[str, ...]
    stemme: str
    lov: tuple[Lovhenvisning, ...]
    gyldig_fra: date
    gyldig_til: date
    version: str
    status: str
    ejer: str
    kilde: str
    eksempel: str
    løkke: Mapping[str, str]
    korrektur: date | None
    varianter: tuple[Variant, ...]
    file: str
    overstyrer: bool = False
    prøver: Prøver = Prøver()

    def gælder(self, på: date) -> bool:
        return self.gyldig_fra <= på <= self.gyldig_til


@dataclass(frozen=True)
class Skabelon:
    """A Word template: which document and reader it makes letters for, under what conditions.

    `udseende` is the Word file it takes the looks of its styles from, if any, made `stoerrelse`
    times as large.
    """

    id: str
    titel: str
    dokument: str
    læser: str
    betingelser: tuple[tuple[str, bool], ...]
    version: str
    path: Path
    typografier: Mapping[str, str]
    file: str
    overstyrer: bool = False
    kilde: str = ""
    udseende: Path | None = None
    stoerrelse: float = 1.0


@dataclass(frozen=True)
class Library:
    """Everything the editors own, as it stands after overlay. `fraser` holds all dated versions."""

    fraser: Mapping[str, tuple[Frase, ...]]
    skabeloner: Mapping[str, Skabelon]
    law: LawBook
    roots: tuple[Path, ...]
    advarsler: tuple[Problem, ...] = field(default=())
    ics: Ics = field(default=Ics((), (), ()))

    def frase(self, id: str, på: date) -> Frase | None:
        """The phrase in force on the day, or None."""
        for frase in self.fraser.get(id, ()):
            if frase.gælder(på):
                return frase
        return None

    @property
    def eksempler(self) -> dict[str, Path]:
        """The example cases by name: the shipped ones, and those of the libraries on top."""
        return {path.stem: path for root in self.roots
                for path in sorted((root / "examples").glob("*.yaml"))}


def shipped() -> Path:
    """The folder of the library that comes with the program (in the wheel or in a checkout)."""
    here = Path(__file__).resolve().parent
    packed = here / "_indhold"
    return packed if packed.is_dir() else here.parent


def load_library(*overlays: Path) -> Library:
    """The shipped library with the overlays on top; raises `Unusable` with every problem."""
    roots = (shipped(), *overlays)
    problems: list[Problem] = []
    fraser: dict[str, tuple[Frase, ...]] = {}
    skabeloner: dict[str, Skabelon] = {}
    for root in overlays:
        problems += _not_a_library(root)
    law = load_law(_rules_file(roots, "lovgrundlag.yaml"))
    ics = load_ics(_rules_file(roots, "ics.yaml"))
    for root in roots:
        problems += _add_fraser(root, law, fraser, root is not roots[0])
        problems += _add_skabeloner(root, skabeloner, roots)
    errors = [p for p in problems if p.level == "fejl"]
    if errors:
        raise Unusable(errors)
    return Library(dict(sorted(fraser.items())), dict(sorted(skabeloner.items())), law, roots,
                   tuple(in_order(problems)), ics)


def _rules_file(roots: Sequence[Path], name: str) -> Path:
    """The file of rules from the library on top that has one; else the shipped one, which reading
    it will tell is missing."""
    files = [root / "rules" / name for root in roots]
    return next((file for file in reversed(files) if file.is_file()), files[0])


def _not_a_library(root: Path) -> Iterator[Problem]:
    if not root.is_dir():
        yield Problem("bibliotek.findes_ikke", f"Der er ingen mappe, der hedder »{root}«.",
                      Place(str(root)), "Lav et bibliotek med: duform nyt-bibliotek MAPPE.")
    elif not any((root / name).is_dir() for name in ("fragments", "templates", "rules")):
        yield Problem("bibliotek.tomt", "Mappen er ikke et bibliotek.", Place(str(root)),
                      "Et bibliotek har mapperne fragments, templates og rules. "
                      "Lav et med: duform nyt-bibliotek MAPPE.")


# --- fraser -------------------------------------------------------------------------------------


def _add_fraser(root: Path, law: LawBook, fraser: dict[str, tuple[Frase, ...]],
                overlay: bool) -> Iterator[Problem]:
    found: dict[str, list[Frase]] = {}
    folder = root / "fragments"
    for path in sorted(folder.rglob("*.md")):
        id = frase_id(path, folder)
        if not re.fullmatch(r"[a-z0-9_]+(\.[a-z0-9_]+)*", id):
            yield Problem("frase.navn", f"Filnavnet »{path.name}« kan ikke bruges i et mærke.",
                          Place(str(path)), "Brug små bogstaver a-z, tal og understreg. "
                          "Skriv æ, ø og å som ae, oe og aa.")
            continue
        try:
            frase = parse_frase(read_text(path), id, str(path), law, overlay and id in fraser)
        except Unusable as error:
            yield from error.problems
            continue
        found.setdefault(id, []).append(frase)
    for id, versions in found.items():
        versions.sort(key=lambda f: f.gyldig_fra)
        for before, after in pairwise(versions):
            if before.gyldig_til >= after.gyldig_fra:
                yield Problem(
                    "frase.overlap", f"Frasen »{id}« gælder to steder på samme tid "
                    f"(fra {danish.dato(after.gyldig_fra)}).", Place(after.file),
                    f"Sæt gyldig_til i {Path(before.file).name} til dagen før.")
        fraser[id] = tuple(versions)


def frase_id(path: Path, folder: Path) -> str:
    """`afgoerelse.du_kan_klage` for `afgoerelse/du_kan_klage.md`, also for an older wording kept
    beside it as `du_kan_klage@2024-01-01.md`."""
    relative = path.relative_to(folder).with_suffix("")
    return ".".join((*relative.parts[:-1], relative.name.split("@")[0]))


_FIELDS = {"titel", "dokumenter", "stemme", "lov", "gyldig_fra", "gyldig_til", "version", "status",
           "ejer", "kilde", "eksempel", "loekke", "korrektur"}
_REQUIRED = ("titel", "dokumenter", "stemme", "gyldig_fra", "version", "status")


def parse_frase(text: str, id: str, file: str, law: LawBook, overrides: bool = False) -> Frase:
    """A phrase file read; raises `Unusable` with every problem in it."""
    lines = text.split("\n")
    if lines[0].strip() != "---" or "---" not in [line.strip() for line in lines[1:]]:
        raise Unusable([Problem(
            "frase.hoved", "Frasen mangler sit hoved øverst.", Place(file, 1),
            "Filen skal begynde med en linje »---«, så felterne titel, dokumenter, stemme, "
            "gyldig_fra, version og status, og så »---« igen.")])
    end = next(n for n, line in enumerate(lines[1:], 1) if line.strip() == "---")
    head = parse_yaml("\n".join(lines[1:end]) or "{}", file, first_line=2)
    problems = list(_head_problems(head))
    values, more = _head_values(head, law)
    problems += more
    body, trials = _apart(lines[end + 1:], end + 2, file, problems)
    variants = list(_variants(body, end + 2, file, problems))
    problems += list(_ties(variants, file))
    if problems:
        raise Unusable(problems)
    ordered = sorted(variants, key=lambda v: v.specificity, reverse=True)
    return Frase(id=id, file=file, overstyrer=overrides, varianter=tuple(ordered), prøver=trials,
                 **values)


def _head_problems(head: Located) -> Iterator[Problem]:
    for name in head.data:
        if name not in _FIELDS:
            yield Problem("frase.felt", f"Feltet »{name}« kender vi ikke i en frases hoved.",
                          head.place((name,)), suggestion(name, _FIELDS)
                          or f"Her kan stå: {', '.join(sorted(_FIELDS))}.")
    for name in _REQUIRED:
        if not head.data.get(name):
            yield Problem("frase.mangler", f"»{name}« mangler i frasens hoved.",
                          Place(head.file, 1), f"Tilføj linjen »{name}: …«.")


def _head_values(head: Located, law: LawBook) -> tuple[dict[str, Any], list[Problem]]:
    data, problems = head.data, []

    def bad(name: str, text: str, remedy: str) -> None:
        problems.append(Problem("frase.vaerdi", text, head.place((name,)), remedy))

    def day(name: str, default: date) -> date:
        if not data.get(name):
            return default
        found = danish.læs_dato(str(data[name]))
        if found is None:
            bad(name, f"Datoen »{data[name]}« kan ikke læses.", "Skriv den som 2026-03-01.")
        return found or default

    def choice(name: str, allowed: Sequence[str]) -> str:
        value = str(data.get(name) or "")
        if value and value not in allowed:
            bad(name, f"»{value}« kan ikke stå i »{name}«.",
                f"{suggestion(value, allowed)} Vælg mellem: {', '.join(allowed)}.".strip())
        return value

    rules = []
    for n, reference in enumerate(_items(data.get("lov"))):
        try:
            rules.append(læs_lovhenvisning(str(reference), law))
        except ValueError as error:
            reason, _, remedy = str(error).partition("||")
            problems.append(Problem("frase.lov", f"{reason}.", head.place(("lov", n)), remedy))
    loop = data.get("loekke") or {}
    if not isinstance(loop, dict):
        bad("loekke", "»loekke« skal have felter under sig.",
            "Skriv for eksempel: loekke: {indsats: afgørelse.indsatser}.")
        loop = {}
    checked = data.get("korrektur")
    return {
        "titel": str(data.get("titel") or ""), "dokumenter": tuple(_items(data.get("dokumenter"))),
        "stemme": choice("stemme", STEMMER), "lov": tuple(rules),
        "gyldig_fra": day("gyldig_fra", date.min), "gyldig_til": day("gyldig_til", date.max),
        "version": str(data.get("version") or ""), "status": choice("status", STATUS),
        "ejer": str(data.get("ejer") or ""), "kilde": str(data.get("kilde") or ""),
        "eksempel": str(data.get("eksempel") or ""),
        "løkke": {name: f"{path}[]" for name, path in loop.items()},
        "korrektur": day("korrektur", date.min) if checked else None,
    }, problems


def _items(value: Any) -> list[str]:
    if value is None:
        return []
    return [str(v) for v in value] if isinstance(value, list) else [str(value)]


_TRIALS = re.compile(r"##\s*prøver\s*:?\s*", re.IGNORECASE)


def _apart(lines: Sequence[str], first: int, file: str,
           problems: list[Problem]) -> tuple[Sequence[str], Prøver]:
    """The body of a phrase file without its trials, and the trials. `first` is the number of the
    body's first line."""
    start = next((n for n, line in enumerate(lines) if _TRIALS.fullmatch(line)), None)
    if start is None:
        return lines, Prøver()
    after = lines[start + 1:]
    for n, line in enumerate(after, start + 1):
        if line.startswith("## "):
            problems.append(Problem(
                "frase.proever_sidst", f"»{line[3:].strip()}« står efter »Prøver«.",
                Place(file, first + n), "Flyt afsnittet »## Prøver« ned sidst i filen. Der kan kun "
                "være ét."))
    return lines[:start], Prøver(tuple(after), first + start + 1)


def _variants(lines: Sequence[str], first: int, file: str,
              problems: list[Problem]) -> Iterator[Variant]:
    """The variants of a phrase body; a body without variant headings is one variant for all."""
    heads = [n for n, line in enumerate(lines) if line.startswith("## ")]
    if not heads:
        yield Variant("Til alle", None, (0, 99), (), "\n".join(lines).strip("\n"),
                      first + _blank(lines), first + _blank(lines))
        return
    if "".join(lines[:heads[0]]).strip():
        problems.append(Problem(
            "frase.foer_overskrift", "Der står tekst før den første overskrift med »Til …«.",
            Place(file, first + _blank(lines)), "Flyt teksten ned under en overskrift, for "
            "eksempel »## Til alle«."))
    for n, start in enumerate(heads):
        stop = heads[n + 1] if n + 1 < len(heads) else len(lines)
        body = lines[start + 1:stop]
        heading = lines[start][3:].strip()
        try:
            reader, ages, conditions = parse_heading(heading)
        except ValueError as error:
            text, _, remedy = str(error).partition("||")
            problems.append(Problem("frase.overskrift", text, Place(file, first + start), remedy))
            continue
        yield Variant(heading, reader, ages, conditions, "\n".join(body).strip("\n"),
                      first + start + 1 + _blank(body), first + start)


def _blank(lines: Sequence[str]) -> int:
    return next((n for n, line in enumerate(lines) if line.strip()), 0)


_READER = {"til barnet": "barn", "til den unge": "barn", "til forældre": "forælder",
           "til forælderen": "forælder", "til stedet": "sted", "til alle": None}


def parse_heading(heading: str) -> tuple[str | None, tuple[int, int],
                                         tuple[tuple[str, bool], ...]]:
    """Whom a variant heading names: »Til barnet, 10-12 år, hvis uenighed og ikke anbragt«."""
    text, _, asked = heading.partition("hvis ")
    reader: str | None = None
    ages = (0, 99)
    for number, part in enumerate(p.strip() for p in text.split(",")):
        if not part:
            continue
        if number == 0:
            if part.casefold() not in _READER:
                raise ValueError(f"Overskriften »{heading}« siger ikke, hvem teksten er til.||"
                                 "Begynd med: Til barnet, Til forældre, Til stedet eller Til alle.")
            reader = _READER[part.casefold()]
        else:
            ages = _ages(part, heading)
    if ages != (0, 99) and reader not in (None, "barn"):
        raise ValueError("Alder kan kun stå ved tekst til barnet eller til alle.||"
                         "Slet alderen i overskriften.")
    return reader, ages, parse_conditions(asked)


def _ages(part: str, heading: str) -> tuple[int, int]:
    match = re.fullmatch(r"(?:(\d+)\s*[-–]\s*(\d+)|fra (\d+)|under (\d+)) år", part)
    if not match:
        raise ValueError(f"»{part}« i overskriften kan ikke læses som en alder.||"
                         "Skriv for eksempel: 10-12 år, fra 13 år eller under 10 år.")
    low = int(match[1] or match[3] or 0)
    high = int(match[2]) if match[2] else int(match[4]) - 1 if match[4] else 99
    high = 99 if high >= 17 else high
    if low not in {a for a, _ in ALDERSTRIN} or high not in {b for _, b in ALDERSTRIN}:
        raise ValueError(f"Alderen »{part}« følger ikke alderstrinnene.||"
                         "Trinnene er 0-5, 6-9, 10-12, 13-15 og 16-17 år. De kan lægges sammen, "
                         "for eksempel 10-15 år.")
    return low, high


def parse_conditions(text: str) -> tuple[tuple[str, bool], ...]:
    """`uenighed og ikke anbragt` as names with the answer each must have; ValueError if unknown."""
    found = []
    for part in re.split(r"\s+og\s+", text.strip()) if text.strip() else ():
        negated = part.startswith("ikke ")
        name = part.removeprefix("ikke ").strip()
        if name not in BETINGELSER:
            raise ValueError(f"Der er ingen betingelse, der hedder »{name}«.||"
                             f"{suggestion(name, BETINGELSER)} Se dem med: duform betingelser."
                             .strip())
        found.append((name, not negated))
    return tuple(sorted(found))


def _ties(variants: Sequence[Variant], file: str) -> Iterator[Problem]:
    for n, one in enumerate(variants):
        for other in variants[n + 1:]:
            if one.specificity == other.specificity and _both_can_fit(one, other):
                yield Problem(
                    "frase.uafgjort", f"To varianter kan passe lige godt: »{one.heading}« (linje "
                    f"{one.line - 1}) og »{other.heading}«.", Place(file, other.line - 1),
                    "Gør den ene mere bestemt med en alder eller en betingelse, eller slet den.")


def _both_can_fit(one: Variant, other: Variant) -> bool:
    if one.reader != other.reader:
        return False
    if one.ages[1] < other.ages[0] or other.ages[1] < one.ages[0]:
        return False
    asked, also = dict(one.conditions), dict(other.conditions)
    if any(also.get(name, answer) != answer for name, answer in asked.items()):
        return False
    yes = {n for n, answer in (*one.conditions, *other.conditions) if answer}
    return not any(len(group & yes) > 1 for group in UDELUKKER)


# --- skabeloner ---------------------------------------------------------------------------------

_TEMPLATE_FIELDS = {"titel", "dokument", "laeser", "hvis", "version", "fil", "typografier",
                    "kilde", "udseende", "stoerrelse"}
#: How many times as large as the look a template may be.
_SIZES = (0.8, 2.5)


def _add_skabeloner(root: Path, skabeloner: dict[str, Skabelon],
                    roots: Sequence[Path]) -> Iterator[Problem]:
    for path in sorted((root / "templates").glob("*/skabelon.yaml")):
        id = path.parent.name
        try:
            skabeloner[id] = read_skabelon(path, root is not roots[0] and id in skabeloner, roots)
        except Unusable as error:
            yield from error.problems
    described = {path.parent for path in (root / "templates").glob("*/skabelon.yaml")}
    for docx in sorted((root / "templates").glob("*/*.do[ct]x")):
        if docx.parent not in described and not docx.name.startswith("~$"):
            yield Problem("skabelon.uden_beskrivelse", "Der mangler en skabelon.yaml ved siden af "
                          "Word-filen.", Place(str(docx)), "Lav filen skabelon.yaml med titel, "
                          "dokument, laeser og version. Se docs/vejledning/skabeloner.md.")


def read_skabelon(path: Path, overrides: bool = False, roots: Sequence[Path] = ()) -> Skabelon:
    """A `skabelon.yaml` and where its Word file is; raises `Unusable` with every problem.

    `roots` are the libraries it may take its look from, the one on top last.
    """
    head = read_yaml(path)
    data = head.data if isinstance(head.data, dict) else {}
    problems = [Problem("skabelon.felt", f"Feltet »{name}« kender vi ikke i skabelon.yaml.",
                        head.place((name,)), suggestion(name, _TEMPLATE_FIELDS)
                        or f"Her kan stå: {', '.join(sorted(_TEMPLATE_FIELDS))}.")
                for name in data if name not in _TEMPLATE_FIELDS]
    problems += [Problem("skabelon.mangler", f"»{name}« mangler i skabelon.yaml.",
                         Place(str(path), 1), f"Tilføj linjen »{name}: …«.")
                 for name in ("titel", "dokument", "laeser", "version") if not data.get(name)]
    reader = LÆSERE.get(str(data.get("laeser") or "barn"))
    if reader is None:
        problems.append(Problem("skabelon.laeser", f"»{data['laeser']}« kan ikke stå i »laeser«.",
                                head.place(("laeser",)), "Vælg mellem: barn, foraelder, sted."))
    conditions: tuple[tuple[str, bool], ...] = ()
    try:
        conditions = parse_conditions(" og ".join(_items(data.get("hvis"))))
    except ValueError as error:
        text, _, remedy = str(error).partition("||")
        problems.append(Problem("skabelon.hvis", text, head.place(("hvis",)), remedy))
    word = list(_word_files(path.parent, data.get("fil"), head, problems))
    look = _look(path, head, roots, problems) if data.get("udseende") else None
    size = _size(head, problems) if data.get("stoerrelse") else 1.0
    if problems:
        raise Unusable(problems)
    return Skabelon(path.parent.name, data["titel"], data["dokument"], str(reader), conditions,
                    data["version"], word[0], dict(data.get("typografier") or {}), str(path),
                    overrides, str(data.get("kilde") or ""), look, size)


def _look(path: Path, head: Located, roots: Sequence[Path],
          problems: list[Problem]) -> Path | None:
    """The Word file with the look that is named, from the library on top that has one."""
    name = str(head.data["udseende"]).removesuffix(".docx")
    own = path.resolve().parent.parent.parent
    folders = [r / "templates" for r in roots]
    if all(root.resolve() != own for root in roots):
        folders.append(own / "templates")
    known = {file.stem: file for folder in folders for file in sorted(folder.glob("*.docx"))
             if not file.name.startswith("~$")}
    if name not in known:
        problems.append(Problem(
            "skabelon.udseende", f"Der er intet udseende, der hedder »{kort(name)}«.",
            head.place(("udseende",)), suggestion(name, known)
            or "Læg Word-filen med det navn i mappen templates, eller slet linjen."))
    return known.get(name)


def _size(head: Located, problems: list[Problem]) -> float:
    """»115 %« or »1,15« as the number 1.15."""
    written = str(head.data["stoerrelse"])
    match = re.fullmatch(r"(\d{1,3}(?:[.,]\d{1,3})?)\s*(%?)", written.strip())
    number = float(match[1].replace(",", ".")) if match else 0
    size = number / 100 if number > _SIZES[1] or (match and match[2]) else number
    if not _SIZES[0] <= size <= _SIZES[1]:
        problems.append(Problem("skabelon.stoerrelse", f"»{kort(written)}« kan ikke være en "
                                "størrelse.", head.place(("stoerrelse",)),
                                "Skriv et tal mellem 80 % og 250 %, for eksempel: 115 %."))
    elif not head.data.get("udseende"):
        problems.append(Problem("skabelon.stoerrelse", "»stoerrelse« virker kun sammen med "
                                "»udseende«.", head.place(("stoerrelse",)),
                                "Tilføj linjen »udseende: grundlayout«, eller slet størrelsen."))
    return size


def _word_files(folder: Path, named: Any, head: Located,
                problems: list[Problem]) -> Iterable[Path]:
    if named:
        target = (folder / str(named)).resolve()
        if folder.resolve() not in target.parents:
            problems.append(Problem("skabelon.fil", f"»{named}« ligger uden for skabelonens mappe.",
                                    head.place(("fil",)), "Læg Word-filen i samme mappe."))
            return []
        if not target.is_file():
            problems.append(Problem("skabelon.fil", f"Word-filen »{named}« findes ikke.",
                                    head.place(("fil",)), "Ret navnet, eller læg filen i mappen."))
        return [target]
    found = [p for p in sorted(folder.glob("*.do[ct]x")) if not p.name.startswith("~$")]
    if len(found) != 1:
        problems.append(Problem(
            "skabelon.fil", f"Der er {len(found)} Word-filer i mappen »{folder.name}«.",
            Place(head.file, 1), "Læg netop én docx-fil i mappen, eller skriv »fil: navn.docx«."))
    return found
