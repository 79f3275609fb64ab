"""Where things come from: `Problem` says what, where and how to mend; text files are read here
so that each value knows its file, line and column. Rules about content do not live here."""

from __future__ import annotations

import errno
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from itertools import islice
from pathlib import Path
from typing import Any, Literal

Level = Literal["fejl", "advarsel", "forslag"]
LEVELS: tuple[Level, ...] = ("fejl", "advarsel", "forslag")

#: Largest text file we read. A case is a few thousand lines; anything near this is a mistake.
MAX_BYTES = 2_000_000
#: Most values in one YAML file, and most levels inside each other.
MAX_NODES = 60_000
MAX_DEPTH = 60
#: Most lines with illegal characters that are named one by one.
MAX_NAMED = 20
#: Longest text that is read again and again to find every fault in its YAML.
MAX_MENDED = 100_000

#: Private-use characters that carry meaning inside the engine; they may never come from outside.
FIRST_RESERVED, LAST_RESERVED = "\ue000", "\ue01f"


@dataclass(frozen=True)
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

    @property
    def order(self) -> tuple[object, ...]:
        """How places are sorted: numbers by size, so that paragraph 9 comes before paragraph 12."""
        words = re.split(r"([0-9]+)", self.detail)
        numbered = [int(w) if n % 2 else w for n, w in enumerate(words)]
        return self.file, self.line, self.column, numbered


@dataclass(frozen=True)
class Problem:
    """Something that is wrong or worth a look, said to a person in Danish. It never prints itself.

    `id` is stable and ASCII (`sag.ukendt_felt`), so that tests and reports can name the kind.
    `kind` keeps law and recommendation apart: LOV, ANBEFALING or empty for everything else.
    `quote` is the spot itself, `span` its first and last character in the paragraph: it may hold a
    name, and so it goes to whoever reads the letter anyway, and never to a log or a report.
    """

    id: str
    text: str
    where: Place = field(default_factory=Place)
    remedy: str = ""
    level: Level = "fejl"
    why: str = ""
    kind: Literal["", "LOV", "ANBEFALING"] = ""
    quote: str = ""
    span: tuple[int, int] | None = None

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
    return sorted(unique, key=lambda p: (p.where.order, LEVELS.index(p.level), p.id, p.text))


class Unusable(Exception):
    """The input cannot be used; carries every problem found, not only the first."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = in_order(problems)
        super().__init__("\n\n".join(map(str, self.problems)))

    def __reduce__(self) -> tuple[type[Unusable], tuple[list[Problem]]]:
        return Unusable, (self.problems,)  # as it comes back from another process


def suggestion(name: str, known: Iterable[str]) -> str:
    """`Mente du »x«?` for the nearest known name, or an empty string."""
    near = get_close_matches(name[:100], list(islice(known, 500)), n=1, cutoff=0.6)
    return f"Mente du »{near[0]}«?" if near else ""


_CPR_LIKE = re.compile(r"(?<![0-9])[0-9]{6}[\s\-–]?[0-9]{4}(?![0-9])")


def kort(value: object) -> str:
    """The value as a message may quote it: one line, at most 40 characters, no CPR number."""
    if isinstance(value, (dict, list)):
        return "flere felter"
    text = " ".join(str(value)[:500].split())
    text = "".join(c if c.isprintable() else "�" for c in _CPR_LIKE.sub("••••••-••••", text))
    return text if len(text) <= 40 else text[:39] + "…"


def read_text(path: Path) -> str:
    """The text of a UTF-8 file, NFC-normalised (macOS stores `å` as two characters).

    Raises `Unusable` when the file is missing, empty, too large, not UTF-8, or holds characters
    that no letter can carry.
    """
    where = Place(str(path))
    try:
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
            size = max(path.stat().st_size, len(raw))
    except (OSError, ValueError) as error:
        raise Unusable([unreadable(path, error)]) from error
    if len(raw) > MAX_BYTES:
        raise Unusable([Problem(
            "fil.for_stor",
            f"Filen er for stor: den fylder {size // 1_000_000} MB, og vi læser højst "
            f"{MAX_BYTES // 1_000_000} MB.", where,
            "Se efter, om det er den rigtige fil. En sag fylder normalt under 0,1 MB.")])
    return decode(raw, where)


def unreadable(path: Path, error: OSError | ValueError) -> Problem:
    """The problem of a file that cannot be opened, with the nearest name when there is none."""
    why = reason(error) if isinstance(error, OSError) else "stien har et ulovligt tegn"
    remedy = "Se efter, om stien er rigtig, og om du har lov til at læse filen."
    if isinstance(error, FileNotFoundError):
        remedy = f"{_neighbour(path)} Se efter, om stien er rigtig.".strip()
    elif isinstance(error, IsADirectoryError):
        remedy = "Skriv også navnet på filen i mappen."
    return Problem("fil.kan_ikke_laeses", f"Filen kan ikke læses: {why}.", Place(str(path)), remedy)


def _neighbour(path: Path) -> str:
    try:
        return suggestion(path.name, sorted(p.name for p in path.parent.iterdir()))
    except OSError:
        return ""


def decode(raw: bytes, where: Place) -> str:
    """The bytes as NFC text; raises `Unusable` as `read_text` does."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")) or raw.count(0) > len(raw) // 4:
        raise Unusable([_not_text(raw, where)])
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if b"\0" in raw:
            raise Unusable([_not_text(raw, where)]) from error
        before = raw[: error.start]
        column = error.start - (before.rfind(b"\n") + 1) + 1
        raise Unusable([Problem(
            "fil.tegnsaet", "Filen er ikke gemt som UTF-8. Så bliver æ, ø og å forkerte.",
            Place(where.file, before.count(b"\n") + 1, column),
            "Åbn den i Notesblok, og vælg Gem som → Kodning: UTF-8.")]) from error
    # A byte order mark in the middle comes from files put together; it is nothing anybody sees.
    text = text.replace("\ufeff", "").replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise Unusable([Problem("fil.tom", "Filen er tom.", where,
                                "Se efter, om det er den rigtige fil.")])
    text = unicodedata.normalize("NFC", text)
    bad = list(illegal_characters(text, where))
    if bad:
        raise Unusable(bad)
    return text


def _not_text(raw: bytes, where: Place) -> Problem:
    """The problem of a file that is UTF-16, or no text at all (a Word file, a picture)."""
    for encoding in ("utf-16", "utf-16-le", "utf-16-be"):
        try:
            wide = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if sum(char < "\u0250" for char in wide) > len(wide) // 2:
            return Problem("fil.tegnsaet", "Filen er gemt som UTF-16, ikke UTF-8.", where,
                           "Åbn den i Notesblok, og vælg Gem som → Kodning: UTF-8.")
    return Problem("fil.ikke_tekst", "Filen er ikke en tekstfil.", where,
                   "Vælg en fil, der ender på .yaml eller .json. Den kan ikke være et "
                   "Word-dokument eller et regneark.")


def illegal_characters(text: str, where: Place) -> Iterable[Problem]:
    """A problem for each line with characters that cannot stand in a letter, with the column.

    XML 1.0 (and so Word) has no place for control characters, lone surrogates, U+FFFE and U+FFFF.
    Bidirectional overrides can make a name read as another name; they are refused too.
    """
    if text.isprintable():
        return
    found = 0
    for number, line in enumerate(text.split("\n"), start=where.line or 1):
        if line.isprintable():
            continue
        bad = [(column, char) for column, char in enumerate(line, start=1) if _illegal(char)]
        found += bool(bad)
        if bad and found <= MAX_NAMED:
            yield _illegal_problem(bad, Place(where.file, number, bad[0][0], where.detail))
    if found > MAX_NAMED:
        yield Problem("tekst.ulovligt_tegn", f"Det samme gælder {found - MAX_NAMED} linjer til.",
                      Place(where.file, number, 0, where.detail),
                      "Se efter, om det er den rigtige fil.")


def _illegal_problem(bad: Sequence[tuple[int, str]], where: Place) -> Problem:
    code = f"U+{ord(bad[0][1]):04X}"
    text = (f"Teksten indeholder et usynligt tegn ({code}), som ikke kan stå i et brev."
            if len(bad) == 1 else f"Teksten indeholder {len(bad)} usynlige tegn, som ikke kan stå "
            f"i et brev. Det første er {code}.")
    return Problem("tekst.ulovligt_tegn", text, where, "Slet det, eller skriv teksten igen. Den "
                   "slags tegn kommer ofte med, når man kopierer fra et andet program.")


def _illegal(char: str) -> bool:
    if FIRST_RESERVED <= char <= LAST_RESERVED or char in "\u202a\u202b\u202c\u202d\u202e":
        return True
    if "\u2066" <= char <= "\u2069" or char in "\ufffe\uffff":
        return True
    return char != "\t" and unicodedata.category(char) in ("Cc", "Cs")


_REASONS = {getattr(errno, name): text for name, text in {
    "ENOENT": "den findes ikke", "EACCES": "der er ikke adgang", "EISDIR": "det er en mappe",
    "ENOTDIR": "en del af stien er ikke en mappe", "EPERM": "det er ikke tilladt",
    "EEXIST": "der er allerede noget med det navn", "ENOSPC": "der er ikke plads på disken",
    "EDQUOT": "der er ikke plads på disken", "EFBIG": "filen bliver for stor til disken",
    "EROFS": "drevet er skrivebeskyttet", "ENAMETOOLONG": "navnet er for langt",
    "EIO": "drevet svarer ikke", "EBUSY": "filen er i brug", "ETXTBSY": "filen er i brug",
    "ENOTEMPTY": "mappen er ikke tom", "EMFILE": "der er for mange filer åbne",
    "ELOOP": "stien går i ring", "EINVAL": "stien kan ikke bruges",
}.items() if hasattr(errno, name)}


def reason(error: OSError) -> str:
    """Why a file operation failed, in Danish."""
    return _REASONS.get(error.errno or 0, f"systemet svarer »{error.strerror or error}«")


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
    ways to hide things, and no case needs them. Raises `Unusable` with every problem found.
    """
    root = _composed(text, file, first_line)
    if root is None:
        raise Unusable([Problem("fil.tom", "Filen har intet indhold.", Place(file),
                                "Se efter, om det er den rigtige fil.")])
    reader = _Reader(text.split("\n"), file, first_line)
    data = reader.value(root, ())
    if reader.problems:
        raise Unusable(reader.problems)
    return Located(data, reader.places, file)


def _composed(text: str, file: str, first_line: int) -> Any:
    """ruamel's tree of nodes; raises `Unusable` when the text is not YAML."""
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    try:
        return _compose(text)
    except MarkedYAMLError as error:
        raise Unusable(_not_yaml(error, text, file, first_line)) from error
    except RecursionError as error:
        raise Unusable([_too_deep(Place(file))]) from error
    except (YAMLError, ValueError, OverflowError) as error:  # ValueError: an escape beyond Unicode
        raise Unusable([Problem(
            "yaml.ulaeselig", "Filen kan ikke læses som YAML.", Place(file), "Se efter, om det er "
            "den rigtige fil, og om der står en omvendt skråstreg (\\) i en tekst.")]) from error


def _compose(text: str) -> Any:
    from ruamel.yaml import YAML

    yaml = YAML(typ="base", pure=True)
    yaml.composer.warn_double_anchors = False  # anchors are refused anyhow, with their place
    return yaml.compose(text)


def _not_yaml(error: Any, text: str, file: str, first_line: int) -> Iterator[Problem]:
    """What the parser stumbles over: it stops at the first fault, so the line is mended in memory
    and read again, until nothing more is found or the line cannot be mended."""
    lines = text.split("\n")
    tabs = [number for number, line in enumerate(lines) if _TAB.match(line)]
    if _TAB_FOUND in (error.problem or "") and tabs:
        for number in tabs:
            yield _tab(Place(file, number + first_line, lines[number].index("\t") + 1))
        return
    yield _fault(error, file, first_line)
    for _ in range(MAX_NAMED if len(text) < MAX_MENDED else 0):
        line = error.problem_mark.line if error.problem_mark else 0
        mended = re.sub(r"^(\s*(?:- +)?[^\s:#]+:\s).*", r"\1x", lines[line])
        if mended == lines[line]:
            return
        lines[line] = mended
        found = _next_fault("\n".join(lines))
        if found is None or not found.problem_mark or found.problem_mark.line <= line:
            return
        error = found
        yield _fault(error, file, first_line)


def _next_fault(text: str) -> Any:
    """The parser's first complaint about the text, or None."""
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    try:
        _compose(text)
    except MarkedYAMLError as error:
        return error
    except (YAMLError, ValueError, OverflowError, RecursionError):
        return None
    return None


_TAB_FOUND = repr("\t")
_TAB = re.compile(r" *(?:- +)*(?:[^\s#'\"]+:)? *\t\s*\S")


def _tab(where: Place) -> Problem:
    return Problem("yaml.tabulator", "Her står en tabulator. Den kan YAML ikke læse.", where,
                   "Brug mellemrum til at rykke ind med og efter kolon.")


def _fault(error: Any, file: str, first_line: int) -> Problem:
    what, remedy, from_start = _yaml_reason(error.problem or "")
    mark = error.context_mark if from_start and error.context_mark else error.problem_mark
    mark = mark or error.context_mark
    place = Place(file, mark.line + first_line, mark.column + 1) if mark else Place(file)
    return Problem("yaml.ulaeselig", f"Filen kan ikke læses som YAML: {what}.", place, remedy)


_QUOTE = "Sæt hele teksten i anførselstegn: \"…\"."
#: What the parser says; the same in Danish; the remedy; whether the fault is where the thing began.
_YAML_REASONS = (
    ("mapping values are not allowed", "der står et kolon, hvor der ikke kan stå et",
     "Er kolonet en del af en tekst, så sæt hele teksten i anførselstegn: \"Nej: det vil jeg "
     "ikke\". Ellers mangler der et mellemrum efter et kolon, eller indrykningen passer ikke.",
     False),
    ("could not find expected ':'", "der mangler et kolon efter feltnavnet",
     "Skriv feltnavn, kolon, mellemrum og så teksten. Går en tekst over flere linjer, så ryk den "
     "ind under feltnavnet.", True),
    ("found unexpected end of stream", "et anførselstegn bliver ikke lukket",
     "Sæt et anførselstegn, hvor teksten slutter.", True),
    ("but found '<scalar>'", "der står mere tekst efter et anførselstegn", "Sæt hele teksten i "
     "anførselstegn, og brug » og « om det, nogen siger inde i den.", False),
    ("but got '<stream end>'", "en parentes bliver ikke lukket", "Sæt } eller ], hvor den slutter.",
     True),
    ("expected ',' or", "der mangler et komma eller en slutparentes",
     "Sæt komma mellem felterne, og luk med } eller ].", False),
    ("expected <block end>", "indrykningen passer ikke",
     "Felter, der hører sammen, skal begynde lige langt inde på linjen.", False),
    ("sequence entries are not allowed", "en bindestreg står et forkert sted",
     "Begynd listen på en ny linje. Er bindestregen en del af en tekst, så sæt teksten i "
     "anførselstegn.", False),
    ("found character", "en tekst begynder med et tegn, den ikke kan begynde med", _QUOTE, False),
    ("expected the node content", "her mangler en tekst, eller den begynder med et tegn, den ikke "
     "kan begynde med", _QUOTE, False),
    ("expected a comment or a line break", "| og > skal stå alene på linjen", "Skriv teksten på "
     f"linjerne under, rykket ind. Er tegnet en del af teksten, så: {_QUOTE}", False),
    ("expected chomping", "| og > skal stå alene på linjen", "Skriv teksten på linjerne under, "
     f"rykket ind. Er tegnet en del af teksten, så: {_QUOTE}", False),
    ("escape", "der står en omvendt skråstreg (\\) i en tekst i \"…\"",
     "Brug ' i stedet for \" om teksten, eller skriv to skråstreger: \\\\.", False),
    ("alias", "en tekst begynder med *", _QUOTE, False),
    ("another document", "filen indeholder flere dokumenter (---)",
     "Læg hver sag i sin egen fil.", False),
    ("expected '<document start>'", "der står noget efter slutningen",
     "Slet det, der står efter den sidste }.", False),
)


def _yaml_reason(problem: str) -> tuple[str, str, bool]:
    return next((tuple_[1:] for tuple_ in _YAML_REASONS if tuple_[0] in problem),
                ("opbygningen er ikke gyldig", "Se på linjen og den før: mangler der et kolon, et "
                 "anførselstegn eller en indrykning?", False))


def _too_deep(where: Place) -> Problem:
    return Problem("yaml.for_dyb", f"Filen har mere end {MAX_DEPTH} niveauer inden i hinanden.",
                   where, "Se efter, om det er den rigtige fil.")


#: The tags that ruamel itself gives to plain values. Any other was written in the file.
_PLAIN_TAGS = {f"tag:yaml.org,2002:{name}" for name in (
    "str", "int", "float", "bool", "null", "map", "seq", "timestamp", "merge", "value")}
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_EATEN = re.compile(r"\s+#(?=[^\s#])")


class _Reader:
    """Turns ruamel's node graph into plain data and remembers places."""

    def __init__(self, lines: Sequence[str], file: str, first_line: int) -> None:
        self.lines, self.file, self.first_line = lines, file, first_line
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
        if id(node) in self.seen:
            return None  # an alias: reported where its anchor stands, and never unfolded
        self.seen.add(id(node))
        self._refuse_tricks(node, where)
        if isinstance(node.value, str):
            self._refuse_eaten_text(node, where)
            return self._scalar(node, where)
        if type(node).__name__ == "SequenceNode":
            return [self.value(item, (*path, n)) for n, item in enumerate(node.value)]
        return self._mapping(node, path)

    def _mapping(self, node: Any, path: Path_) -> dict[str, Any]:
        result: dict[str, Any] = {}
        for key_node, value_node in node.value:
            where = self._place(key_node)
            if not isinstance(key_node.value, str):
                self.problems.append(Problem(
                    "yaml.noegle", "Her står der noget, som ikke er et feltnavn.", where,
                    "Begynder en tekst med { eller [, så sæt den i anførselstegn."))
                continue
            self._refuse_tricks(key_node, where)
            key = self._text(key_node, where)
            if key in result:
                first = self.places[(*path, key)]
                self.problems.append(Problem(
                    "yaml.dobbelt", f"Feltet »{kort(key)}« står to gange. Første gang er på linje "
                    f"{first.line}.", where, "Slet det ene, eller saml dem."))
                continue
            self.places[(*path, key)] = where
            if value_node.value == "":
                self._refuse_eaten_text(key_node, where)
            result[key] = self.value(value_node, (*path, key))
        return result

    def _scalar(self, node: Any, where: Place) -> str | None:
        if not node.style and node.value in ("", "~", "null", "Null", "NULL"):
            return None
        return self._text(node, where)

    def _text(self, node: Any, where: Place) -> str:
        """The scalar's text as NFC; two halves of a character (JSON writes 😀 so) become one."""
        text = str(node.value)
        if _SURROGATE.search(text):
            text = text.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")
        self.problems.extend(
            Problem(p.id, p.text, where, p.remedy) for p in illegal_characters(text, where))
        return unicodedata.normalize("NFC", text)

    def _refuse_tricks(self, node: Any, where: Place) -> None:
        """Anchors and tags: YAML's ways to say the same thing twice and to make objects."""
        if node.anchor is not None:
            self.problems.append(Problem(
                "yaml.anker", "Filen bruger ankre eller henvisninger (& og *). Det læser vi ikke.",
                where, "Skriv teksten ud hvert sted. Begynder teksten selv med & eller *, så sæt "
                "den i anførselstegn."))
        tag = str(node.tag or "")
        if tag not in _PLAIN_TAGS:
            shown = kort(tag.replace("tag:yaml.org,2002:", "!!"))
            self.problems.append(Problem(
                "yaml.maerke", f"Filen bruger mærket »{shown}«. Det læser vi ikke.", where,
                "Slet mærket. Begynder teksten selv med !, så sæt den i anførselstegn."))

    def _refuse_eaten_text(self, node: Any, where: Place) -> None:
        """Text after ` #` is a comment in YAML; `Vej 4 #2` would lose its end without a word."""
        end = node.end_mark
        rest = self.lines[end.line][end.column:] if end.line < len(self.lines) else ""
        if not node.style and _EATEN.match(rest.removeprefix(":")):
            self.problems.append(Problem(
                "yaml.kommentar", "Det, der står efter #, bliver ikke læst.",
                Place(where.file, end.line + self.first_line, end.column + 1),
                "Er det en del af teksten, så sæt hele teksten i anførselstegn. Er det en "
                "bemærkning, så sæt et mellemrum efter #."))

    def _place(self, node: Any) -> Place:
        mark = node.start_mark
        return Place(self.file, mark.line + self.first_line, mark.column + 1)
