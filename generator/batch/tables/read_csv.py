"""CSV files as tables, whatever programme wrote them: encoding and delimiter are found and said."""

from __future__ import annotations

import csv
from codecs import getincrementaldecoder
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import StringIO
from itertools import islice
from pathlib import Path

from generator.batch.rows import Tabel
from generator.batch.tables.cell_text import flaw, plain
from generator.batch.tables.table import Rå, table_of
from generator.source import Place, Problem, Unusable, unreadable

_CHUNK = 1 << 20
#: How much of the file is looked at to find the delimiter.
_SAMPLE = 64_000
_DELIMITERS = {";": "semikolon", ",": "komma", "\t": "tabulator"}
_UTF16 = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_SHOWN = {"utf-8-sig": "UTF-8", "utf-16": "UTF-16", "cp1252": "Windows-1252 (cp1252)"}
#: Longest field, four times Excel's own limit. A forgotten quotation mark makes longer ones.
MAX_FIELD = 131_072


@dataclass(frozen=True)
class Dialect:
    """How a CSV file is written. `announced` when its first line is Excel's `sep=;`."""

    encoding: str
    delimiter: str
    announced: bool = False


def read_csv(path: Path) -> tuple[list[Tabel], list[Problem]]:
    """The file's one table, and how it has been read. Its rows are read when they are asked for."""
    where = Place(str(path))
    try:
        dialect = dialect_of(path)
    except OSError as error:
        raise Unusable([unreadable(path, error)]) from error
    table = table_of("", str(path), _rows(path, dialect))
    if table is None:
        raise Unusable([Problem("fil.tom", "Filen er tom.", where,
                                "Se efter, om det er den rigtige fil.")])
    said = Problem(
        "tabel.csv_laest", f"CSV-filen er læst som {_SHOWN[dialect.encoding]} med "
        f"{_DELIMITERS[dialect.delimiter]}.", where,
        "Ser æ, ø, å eller kolonnerne forkerte ud, så gem den igen som »CSV UTF-8«.", "forslag")
    return [table], [said]


def dialect_of(path: Path) -> Dialect:
    """The encoding (UTF-8 when the whole file is, else cp1252) and the delimiter of a CSV file."""
    encoding = _encoding(path)
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        sample = file.read(_SAMPLE)
    first = sample.split("\n", 1)[0].strip("\r\"")
    if len(first) == 5 and first.lower().startswith("sep=") and first[4] in _DELIMITERS:
        return Dialect(encoding, first[4], announced=True)
    return Dialect(encoding, max(_DELIMITERS, key=lambda d: _fit(sample, d)))


def _encoding(path: Path) -> str:
    decode = getincrementaldecoder("utf-8")().decode
    is_utf8, zeros, size = True, 0, 0
    with path.open("rb") as file:
        start = file.read(2)
        if start in _UTF16:
            return _UTF16[start]
        file.seek(0)
        while data := file.read(_CHUNK):
            zeros, size = zeros + data.count(0), size + len(data)
            try:
                is_utf8 = is_utf8 and decode(data) is not None
            except UnicodeDecodeError:
                is_utf8 = False
        try:
            decode(b"", final=True)
        except UnicodeDecodeError:
            is_utf8 = False
    if zeros > size // 5 or start == b"PK":
        raise Unusable([Problem(
            "tabel.ikke_csv", "Filen ender på .csv, men er ikke en CSV-fil i et tegnsæt, vi kan "
            "læse.", Place(str(path)), "Åbn den i Excel, og gem den som »CSV UTF-8«.")])
    return "utf-8-sig" if is_utf8 else "cp1252"


def _fit(sample: str, delimiter: str) -> tuple[int, int]:
    """How well a delimiter explains the sample: rows as wide as the first, and how wide that is."""
    reader = csv.reader(StringIO(sample, newline=""), delimiter=delimiter)
    try:
        widths = [len(row) for row in islice(reader, 50) if row]
    except csv.Error:
        return 0, 0
    if not widths or widths[0] < 2:
        return 0, 0
    same = sum(width == widths[0] for width in widths)
    return 1 + 10 * same // len(widths), widths[0]


def _rows(path: Path, dialect: Dialect) -> Iterator[Rå]:
    for number, line, row in csv_rows(path, dialect):
        if isinstance(row, str):
            bad = _too_long(line) if len(row) > MAX_FIELD else _bad_quotes(line)
            yield Rå(number, [None], {0: bad}, line)
        elif any(row):  # millions of empty lines cost next to nothing
            yield _row(number, row, line)


def csv_rows(path: Path, dialect: Dialect) -> Iterator[tuple[int, int, list[str] | str]]:
    """Each row with its number and its first line. A line with a quotation mark too many comes as
    it is, as text; reading goes on at the next, for a mark that is never closed swallows the rest.
    """
    csv.field_size_limit(MAX_FIELD)
    with path.open(encoding=dialect.encoding, errors="replace", newline="") as file:
        if dialect.announced:
            file.readline()
        number = before = int(dialect.announced)  # rows so far; lines before the reader's own
        held, again = list[str](), deque[str]()
        reader = csv.reader(_lines(file, held, again), delimiter=dialect.delimiter, strict=True)
        while True:
            number, line = number + 1, reader.line_num + 1 + before
            held.clear()
            try:
                yield number, line, next(reader)
            except StopIteration:
                return
            except csv.Error:
                yield number, line, held[0]
                before, again = line, deque([*held[1:], *again])
                held = []
                reader = csv.reader(_lines(file, held, again), delimiter=dialect.delimiter,
                                    strict=True)


def _lines(file: Iterable[str], held: list[str], again: deque[str]) -> Iterator[str]:
    """The lines in `again`, then those of the file. `held` gets each, so that those of a row can
    be read once more."""
    while again:
        held.append(again.popleft())
        yield held[-1]
    for line in file:
        held.append(line)
        yield line


def _row(number: int, row: list[str], line: int) -> Rå:
    texts: list[str | None] = [
        text if text.isascii() and text.isprintable() and text.strip() else plain(text)
        for text in row]
    problems = {n: problem for n, text in enumerate(texts) if (problem := flaw(text))}
    for column in problems:
        texts[column] = None
    return Rå(number, texts, problems, line)


def _too_long(line: int) -> Problem:
    return Problem("tabel.for_lang_celle", f"En celle i linje {line} er længere end "
                   f"{MAX_FIELD} tegn, så rækken ikke kan læses.",
                   remedy="Gør teksten kortere.")


def _bad_quotes(line: int) -> Problem:
    return Problem(
        "tabel.anfoerselstegn", f"I linje {line} passer anførselstegnene ikke sammen, så "
        "cellerne kan ikke skilles fra hinanden.", remedy="Sæt et anførselstegn i hver ende "
        "af teksten, og skriv et anførselstegn inde i den to gange: \"\".")
