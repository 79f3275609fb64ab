"""The ledger of a folder of letters: what was made from what, so that a run can be taken up again.

It is a SQLite file in the folder. SQLite's own exclusive lock keeps a second run out, and a run
that is killed leaves no lock behind. No write-ahead log: that does not work on network drives. It
holds case numbers, kinds of document and roles, and no names.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from generator.source import Place, Problem, Unusable

NAME = ".duform-flet.sqlite"
#: Changes when the columns do. A ledger of another form is begun anew, and all letters are made.
_FORM = 2

Status = Literal["lavet", "holdt tilbage", "fejl"]
#: Why a letter was made, or why it was not.
Grund = Literal["nyt", "ændret", "fil mangler", "fil rettet", "mislykkedes sidst", "uændret", ""]


@dataclass(frozen=True)
class Result:
    """What became of one letter, or of a row that gave none (then `dokument` is empty).

    `nr` is the row's number in the file, counted from one; `fil` is relative to the folder; `input`
    stands for everything the letter is made from, `flok` for the people of the whole batch.
    `ord`, `lix` and `lange_ord` (of a hundred words) are measured on the finished letter; a text
    that is too short has no LIX. `målgruppe` is whom it is measured for.
    """

    nr: int
    sag: str
    navn: str
    status: Status
    sted: Place = field(default_factory=Place)
    dokument: str = ""
    læser: str = ""
    grund: Grund = ""
    fund: tuple[Problem, ...] = ()
    fil: str = ""
    sha256: str = ""
    input: str = ""
    flok: str = ""
    ord: int | None = None
    lix: float | None = None
    lange_ord: float | None = None
    målgruppe: str = ""

    @property
    def skipped(self) -> bool:
        return self.grund == "uændret"


_COLUMNS = ("navn", "nr", "sag", "status", "sted", "dokument", "læser", "grund", "fund", "fil",
            "sha256", "input", "flok", "ord", "lix", "lange_ord", "målgruppe", "tid", "kørsel")


class Ledger:
    """An open ledger; nobody else can open it. Use it as a context, or close it."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / NAME
        self._db = _opened(self.path)
        self.run = int(self._value("kørsel") or 0) + 1
        self._set("kørsel", str(self.run))
        # A row that gave no letter is told in the report of its own run only.
        self._db.execute("DELETE FROM breve WHERE dokument = ''")
        self._db.commit()

    def __enter__(self) -> Ledger:
        return self

    def __exit__(self, *_: object) -> None:
        self._db.close()

    @property
    def split(self) -> bool | None:
        """Whether the letters lie in folders `00`…`ff`; None when there are no letters yet."""
        value = self._value("delt")
        return None if value is None else value == "ja"

    @split.setter
    def split(self, value: bool) -> None:
        self._set("delt", "ja" if value else "nej")
        self._db.commit()

    def letters_of(self, sag: str) -> dict[str, Result]:
        """What earlier runs made for a case, by the name of the letter."""
        rows = self._db.execute("SELECT * FROM breve WHERE sag = ? AND dokument <> ''", (sag,))
        return {found.navn: found for found in map(_result, rows)}

    def owner(self, navn: str) -> str | None:
        """The case that has a letter of this name, on a disk that takes `A` and `a` for one."""
        row = self._db.execute("SELECT sag FROM breve WHERE navn = ? COLLATE NOCASE AND"
                               " dokument <> ''", (navn,)).fetchone()
        return row["sag"] if row else None

    def record(self, results: Iterable[Result]) -> None:
        """Keeps the results; when this returns, they are on the disk."""
        now = datetime.now(UTC).isoformat(timespec="seconds")
        marks = ", ".join("?" * len(_COLUMNS))
        try:
            self._db.executemany(f"INSERT OR REPLACE INTO breve VALUES ({marks})", [
                (r.navn, r.nr, r.sag, r.status, _json(_place(r.sted)), r.dokument, r.læser, r.grund,
                 _json([asdict(p) for p in r.fund]), r.fil, r.sha256, r.input, r.flok, r.ord,
                 r.lix, r.lange_ord, r.målgruppe, now, self.run) for r in results])
            self._db.commit()
        except sqlite3.Error as error:
            raise Unusable([_cannot_open(self.path, error)]) from error

    def results(self) -> Iterator[Result]:
        """The results of this run, by row."""
        return map(_result, self._db.execute(
            "SELECT * FROM breve WHERE kørsel = ? ORDER BY nr, rowid", (self.run,)))

    def unconvertible(self) -> dict[str, str]:
        """The letters that LibreOffice could not make a PDF of: file and hash."""
        return {row["fil"]: row["sha256"] for row in self._db.execute("SELECT * FROM uden_pdf")}

    def set_unconvertible(self, results: Iterable[Result]) -> None:
        """Remembers letters that LibreOffice could not make a PDF of, as they are now."""
        self._db.executemany("INSERT OR REPLACE INTO uden_pdf VALUES (?, ?)",
                             [(r.fil, r.sha256) for r in results])
        self._db.commit()

    def left_over(self) -> Iterator[str]:
        """Files of earlier runs that belong to cases of this run, and that they no longer give."""
        rows = self._db.execute(
            "SELECT fil FROM breve WHERE kørsel < ? AND fil <> '' AND sag IN"
            " (SELECT sag FROM breve WHERE kørsel = ? AND dokument <> '') ORDER BY fil",
            (self.run, self.run))
        return (row["fil"] for row in rows)

    def _value(self, name: str) -> str | None:
        row = self._db.execute("SELECT værdi FROM om WHERE navn = ?", (name,)).fetchone()
        return row["værdi"] if row else None

    def _set(self, name: str, value: str) -> None:
        self._db.execute("INSERT OR REPLACE INTO om VALUES (?, ?)", (name, value))


def told_by(folder: Path) -> list[Result]:
    """What the ledger of a folder tells of all its letters, without opening it for writing; empty
    when there is no ledger, or when a run is writing in it."""
    path = folder / NAME
    if not path.is_file():
        return []
    try:
        db = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=1)
        try:
            db.row_factory = sqlite3.Row
            if db.execute("PRAGMA user_version").fetchone()[0] != _FORM:
                return []
            return [_result(row) for row in db.execute(
                "SELECT * FROM breve WHERE dokument <> '' ORDER BY navn")]
        finally:
            db.close()
    except sqlite3.Error:
        return []


def _place(sted: Place) -> dict[str, Any]:
    return {"file": sted.file, "line": sted.line, "column": sted.column, "detail": sted.detail}


def _json(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def _result(row: sqlite3.Row) -> Result:
    values = {name: row[name] for name in _COLUMNS if name not in ("tid", "kørsel")}
    return Result(**values | {
        "sted": Place(**json.loads(row["sted"])),
        "fund": tuple(problem_of(found) for found in json.loads(row["fund"]))})


def problem_of(data: dict[str, Any]) -> Problem:
    """The problem that `asdict` made this of, come back from JSON."""
    span = data.get("span")
    return replace(Problem(**data), where=Place(**data["where"]),
                   span=tuple(span) if span else None)


def _opened(path: Path) -> sqlite3.Connection:
    """The file, locked for us alone; raises `Unusable` when another run has it."""
    try:
        db = sqlite3.connect(path, timeout=0)
        db.row_factory = sqlite3.Row
        db.execute("PRAGMA locking_mode = EXCLUSIVE")
        db.execute("PRAGMA journal_mode = DELETE")
        db.execute("BEGIN EXCLUSIVE")
        form = db.execute("PRAGMA user_version").fetchone()[0]
        if form != _FORM:
            _begin(db)
        db.execute("CREATE TABLE IF NOT EXISTS uden_pdf (fil TEXT PRIMARY KEY, sha256 TEXT)")
        db.commit()
    except sqlite3.Error as error:
        raise Unusable([_cannot_open(path, error)]) from error
    return db


def _begin(db: sqlite3.Connection) -> None:
    for table in ("breve", "om", "uden_pdf"):
        db.execute(f"DROP TABLE IF EXISTS {table}")
    db.execute("CREATE TABLE om (navn TEXT PRIMARY KEY, værdi TEXT)")
    db.execute(f"CREATE TABLE breve (navn TEXT PRIMARY KEY, {', '.join(_COLUMNS[1:])})")
    db.execute("CREATE INDEX breve_sag ON breve (sag)")
    db.execute("CREATE INDEX breve_navn ON breve (navn COLLATE NOCASE)")
    db.execute("CREATE INDEX breve_nr ON breve (kørsel, nr)")
    db.execute(f"PRAGMA user_version = {_FORM}")


def _cannot_open(path: Path, error: sqlite3.Error) -> Problem:
    if getattr(error, "sqlite_errorcode", 0) & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return Problem(
            "flet.i_gang", "Der bliver allerede flettet til den mappe.", Place(str(path.parent)),
            "Vent, til den anden fletning er færdig, eller vælg en anden mappe med --ud.")
    if isinstance(error, sqlite3.OperationalError):
        return Problem("flet.protokol", "Der kan ikke skrives i mappen.", Place(str(path.parent)),
                       "Se efter, om du har lov til at skrive der, og om der er plads, eller vælg "
                       "en anden mappe med --ud.")
    return Problem("flet.protokol", "Filen med oversigten over det, der er lavet, kan ikke læses.",
                   Place(str(path)), "Slet den, og flet igen. Så bliver alle breve lavet på ny.")
