"""Where things come from: `Problem` says what, where and how to mend; text files are read here
so that each value knows its file, line and column. Rules about content do not live here."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Literal

Level = Literal["fejl", "advarsel", "forslag"]
LEVELS: tuple[Level, ...] = ("fejl", "advarsel", "forslag")

#: Largest text file we read. A case is a few thousand lines; anything near this is a mistake.
MAX_BYTES = 5_000_000
#: Most values in one YAML file. Aliases can make a small file hold billions ("alias bomb").
MAX_NODES = 200_000
MAX_DEPTH = 60

#: Private-use characters that carry meaning inside the engine; they may never come from outside.
FIRST_RESERVED, LAST_RESERVED = "\ue000", "\ue01f"


@dataclass(frozen=True, order=True)
class Place:
    """Somewhere a person can go and look: a file, a line in it, or a spot in a Word file.

    `detail` names what a line number cannot: a field, a cell, a paragraph of a Word file.
    """

    file: str = ""
    line: int = 0
    column: int = 0
    detail: str = ""

    def __str__(self) -> str:
        parts = [self.file] if self.file else []
        if self.line:
            parts.append(f"linje {self.line}" + (f", kolonne {self.column}" if self.column else ""))
        if self.detail:
            parts.append(self.detail)
        return ", ".join(parts)


@dataclass(frozen=True)
class Problem:
    """Something that is wrong or worth a look, said to a person in Danish. It never prints itself.

    `id` is stable and ASCII (`sag.ukendt_felt`), so that tests and reports can name the kind.
    `kind` keeps law and recommendation apart: LOV, ANBEFALING or empty for everything else.
    """

    id: str
    text: str
    where: Place = field(default_factory=Place)
    remedy: str = ""
    level: Level = "fejl"
    why: str = ""
    kind: Literal["", "LOV", "ANBEFALING"] = ""

    def __str__(self) -> str:
        lines = [f"{self.level.capitalize()}: {self.text}"]
        if str(self.where):
            lines.append(f"  Hvor:   {self.where}")
        if self.why:
            lines.append(f"  Hvorfor: {self.kind + ': ' if self.kind else ''}{self.why}")
        if self.remedy:
            lines.append(f"  Sådan:  {self.remedy}")
        return "\n".join(lines)


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """The problems by file and line, without repeats; what is worst comes first within a line."""
    unique = dict.fromkeys(problems)
    return sorted(unique, key=lambda p: (p.where, LEVELS.index(p.level), p.id, p.text))


class Unusable(Exception):
    """The input cannot be used; carries every problem found, not only the first."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = in_order(problems)
        super().__init__("\n\n".join(map(str, self.problems)))


def suggestion(name: str, known: Iterable[str]) -> str:
    """`Mente du »x«?` for the nearest known name, or an empty string."""
    near = get_close_matches(name, list(known), n=1, cutoff=0.6)
    return f"Mente du »{near[0]}«?" if near else ""


def read_text(path: Path) -> str:
    """The text of a UTF-8 file, NFC-normalised (macOS stores `å` as two characters).

    Raises `Unusable` when the file is missing, empty, too large, not UTF-8, or holds characters
    that no letter can carry.
    """
    where = Place(str(path))
    try:
        if path.stat().st_size > MAX_BYTES:
            raise Unusable([Problem(
                "fil.for_stor",
                f"Filen fylder {path.stat().st_size // 1_000_000} MB. Den største, vi læser, er "
                f"{MAX_BYTES // 1_000_000} MB.", where,
                "Se efter, om det er den rigtige fil. En sag fylder normalt under 100 kB.")])
        raw = path.read_bytes()
    except OSError as error:
        raise Unusable([Problem(
            "fil.kan_ikke_laeses", f"Filen kan ikke læses: {reason(error)}.", where,
            "Se efter, om stien er rigtig, og om du har lov til at læse filen.")]) from error
    return decode(raw, where)


def decode(raw: bytes, where: Place) -> str:
    """The bytes as NFC text; raises `Unusable` as `read_text` does."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Unusable([Problem(
            "fil.tegnsaet", "Filen er gemt som UTF-16, ikke UTF-8.", where,
            "Gem den igen, og vælg »UTF-8« under tegnkodning.")])
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start]
        line = before.count(b"\n") + 1
        column = error.start - (before.rfind(b"\n") + 1) + 1
        raise Unusable([Problem(
            "fil.tegnsaet",
            "Filen er ikke gemt som UTF-8. Så bliver æ, ø og å forkerte.",
            Place(where.file, line, column),
            "Åbn den i Notesblok, og vælg Gem som → Kodning: UTF-8.")]) from error
    if not text.strip():
        raise Unusable([Problem("fil.tom", "Filen er tom.", where,
                                "Se efter, om det er den rigtige fil.")])
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    bad = list(illegal_characters(text, where))
    if bad:
        raise Unusable(bad)
    return text


def illegal_characters(text: str, where: Place) -> Iterable[Problem]:
    """One problem for each character that cannot stand in a letter, with line and column.

    XML 1.0 (and so Word) has no place for control characters, lone surrogates, U+FFFE and U+FFFF.
    Bidirectional overrides can make a name read as another name; they are refused too.
    """
    if text.isprintable():
        return
    for number, line in enumerate(text.split("\n"), start=where.line or 1):
        if line.isprintable():
            continue
        for column, char in enumerate(line, start=1):
            if char == "\t" or not _illegal(char):
                continue
            yield Problem(
                "tekst.ulovligt_tegn",
                f"Teksten indeholder et usynligt tegn (U+{ord(char):04X}), som ikke kan stå i et "
                "brev.", Place(where.file, number, column, where.detail),
                "Slet tegnet. Det kommer ofte med, når man kopierer fra et andet program.")


def _illegal(char: str) -> bool:
    if FIRST_RESERVED <= char <= LAST_RESERVED or char in "\u202a\u202b\u202d\u202e\u2066\u2067":
        return True
    return unicodedata.category(char) in ("Cc", "Cs") or char in "\ufffe\uffff\ufdd0"


def reason(error: OSError) -> str:
    """Why a file operation failed, in Danish."""
    import errno

    known = {
        errno.ENOENT: "den findes ikke", errno.EACCES: "der er ikke adgang",
        errno.EISDIR: "det er en mappe", errno.ENOTDIR: "en del af stien er ikke en mappe",
        errno.ENOSPC: "der er ikke plads på disken", errno.EROFS: "drevet er skrivebeskyttet",
        errno.EPERM: "det er ikke tilladt", errno.ENAMETOOLONG: "navnet er for langt",
    }
    return known.get(error.errno or 0, f"systemet svarer »{error.strerror or error}«")


Path_ = tuple[str | int, ...]


@dataclass(frozen=True)
class Located:
    """Plain data (dicts, lists, text, None) together with where each part of it stands.

    `places` maps a path such as `("personer", 1, "navn")` to the place of that key or item.
    """

    data: Any
    places: Mapping[Path_, Place]
    file: str

    def place(self, path: Iterable[str | int]) -> Place:
        """The place of the path, or of the nearest part of it that is in the file."""
        steps = tuple(path)
        while steps and steps not in self.places:
            steps = steps[:-1]
        return self.places.get(steps, Place(self.file))


def read_yaml(path: Path) -> Located:
    """A YAML or JSON file as text values with places; see `parse_yaml`."""
    return parse_yaml(read_text(path), str(path))


def parse_yaml(text: str, file: str, first_line: int = 1) -> Located:
    """YAML (and so JSON) where every scalar is text: `0101501234` and `0800` keep their zeros.

    An unquoted `null`, `~` or nothing is None. Tags, anchors and aliases are refused: they are
    ways to hide things, and no case needs them. Raises `Unusable` with every duplicate key.
    """
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    lines = text.split("\n")
    for number, line in enumerate(lines, start=first_line):
        if "\t" in line[: len(line) - len(line.lstrip())]:
            raise Unusable([Problem(
                "yaml.tabulator", "Linjen er rykket ind med en tabulator. Det kan YAML ikke læse.",
                Place(file, number, line.index("\t") + 1), "Brug mellemrum til at rykke ind med.")])
    try:
        root = YAML(typ="base", pure=True).compose(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = Place(file, mark.line + first_line, mark.column + 1) if mark else Place(file)
        raise Unusable([Problem(
            "yaml.ulaeselig", f"Filen kan ikke læses som YAML: {_yaml_reason(error.problem or '')}.",
            place, "Se på linjen og den før: mangler der et kolon, et anførselstegn eller en "
            "indrykning?")]) from error
    except YAMLError as error:
        raise Unusable([Problem("yaml.ulaeselig", "Filen kan ikke læses som YAML.",
                                Place(file), "Se efter, om det er den rigtige fil.")]) from error
    except RecursionError as error:
        raise Unusable([_too_deep(Place(file))]) from error
    if root is None:
        raise Unusable([Problem("fil.tom", "Filen har intet indhold.", Place(file),
                                "Se efter, om det er den rigtige fil.")])
    reader = _Reader(file, first_line)
    data = reader.value(root, ())
    if reader.problems:
        raise Unusable(reader.problems)
    return Located(data, reader.places, file)


def _too_deep(where: Place) -> Problem:
    return Problem("yaml.for_dyb", f"Filen har mere end {MAX_DEPTH} niveauer inden i hinanden.",
                   where, "Se efter, om det er den rigtige fil.")


class _Reader:
    """Turns ruamel's node graph into plain data and remembers places."""

    def __init__(self, file: str, first_line: int) -> None:
        self.file, self.first_line = file, first_line
        self.places: dict[Path_, Place] = {}
        self.problems: list[Problem] = []
        self.seen: set[int] = set()

    def value(self, node: Any, path: Path_) -> Any:
        where = self._place(node)
        self.places.setdefault(path, where)
        if len(path) > MAX_DEPTH:
            raise Unusable([_too_deep(where)])
        if len(self.places) > MAX_NODES:
            raise Unusable([Problem("yaml.for_mange", f"Filen har mere end {MAX_NODES} værdier.",
                                    where, "Se efter, om det er den rigtige fil.")])
        if node.anchor is not None or id(node) in self.seen:
            raise Unusable([Problem(
                "yaml.anker", "Filen bruger ankre eller henvisninger (& og *). Det læser vi ikke.",
                where, "Skriv teksten ud hvert sted. Begynder teksten selv med & eller *, så sæt "
                "den i anførselstegn.")])
        self.seen.add(id(node))
        kind = type(node).__name__
        if kind == "ScalarNode":
            return self._scalar(node, where)
        if kind == "SequenceNode":
            return [self.value(item, (*path, n)) for n, item in enumerate(node.value)]
        return self._mapping(node, path)

    def _mapping(self, node: Any, path: Path_) -> dict[str, Any]:
        result: dict[str, Any] = {}
        for key_node, value_node in node.value:
            where = self._place(key_node)
            if type(key_node).__name__ != "ScalarNode":
                self.problems.append(Problem(
                    "yaml.noegle", "Her står der noget, som ikke er et feltnavn.", where,
                    "Begynder en tekst med { eller [, så sæt den i anførselstegn."))
                continue
            key = key_node.value
            if key in result:
                first = self.places[(*path, key)]
                self.problems.append(Problem(
                    "yaml.dobbelt", f"Feltet »{key}« står to gange. Første gang er på linje "
                    f"{first.line}.", where, "Slet det ene, eller saml dem."))
                continue
            self.places[(*path, key)] = where
            result[key] = self.value(value_node, (*path, key))
        return result

    def _scalar(self, node: Any, where: Place) -> str | None:
        tag = str(node.tag or "")
        if tag and not tag.startswith("tag:yaml.org,2002:") and tag != "!":
            self.problems.append(Problem(
                "yaml.maerke", f"Filen bruger mærket »{tag}«. Det læser vi ikke.", where,
                "Slet mærket, eller sæt teksten i anførselstegn."))
        elif tag.startswith("tag:yaml.org,2002:python"):
            self.problems.append(Problem(
                "yaml.maerke", "Filen prøver at køre kode. Det læser vi ikke.", where,
                "Slet mærket."))
        text = str(node.value)
        if not node.style and text in ("", "~", "null", "Null", "NULL"):
            return None
        self.problems.extend(
            Problem(p.id, p.text, where, p.remedy) for p in illegal_characters(text, where))
        return unicodedata.normalize("NFC", text)

    def _place(self, node: Any) -> Place:
        mark = node.start_mark
        return Place(self.file, mark.line + self.first_line, mark.column + 1)


def _yaml_reason(problem: str) -> str:
    known = {
        "mapping values are not allowed": "der står et kolon, hvor der ikke kan stå et",
        "could not find expected ':'": "der mangler et kolon efter feltnavnet",
        "expected <block end>": "indrykningen passer ikke",
        "found unexpected end of stream": "et anførselstegn bliver ikke lukket",
        "found character": "der står et tegn, som ikke kan begynde en værdi",
        "while scanning": "teksten slutter uventet",
        "found undefined alias": "en tekst begynder med *; sæt den i anførselstegn",
        "expected a single document": "filen indeholder flere dokumenter (---)",
        "did not find expected": "et tegn eller en indrykning mangler",
    }
    return next((danish for english, danish in known.items() if english in problem),
                "opbygningen er ikke gyldig")
