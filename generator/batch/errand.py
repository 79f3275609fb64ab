"""What a worker of a cluster does: agrees with whoever asks, then looks at rows or makes letters.

The two meet in a *room*, a hidden folder among the letters that all machines see. The agreement in
it says what duform and what library the letters are made with. As long as it lies there, the work
goes on; when it is gone, nothing more is begun.
"""

from __future__ import annotations

import json
import pickle
import traceback
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from threading import Lock
from typing import Any

import generator
from generator.batch import work
from generator.library import Library, shipped
from generator.source import Place, Problem, Unusable, reason
from generator.template.zip_writer import WAYS

AGREEMENT = "aftale.json"
#: What a letter is made from, in each library.
_FOLDERS = ("fragments", "rules", "templates")
#: Files that differ, at most so many named.
_NAMED = 3
#: A library in use and an open index are for one thread; a worker may have more.
_one_at_a_time = Lock()


@dataclass(frozen=True, repr=False)
class Parcel:
    """Something on its way to or from a worker. Dask writes what it is given in its logs when
    something goes wrong; of this it can write nothing about anybody."""

    data: bytes

    def __repr__(self) -> str:
        return "<pakke>"

    @classmethod
    def of(cls, content: object) -> Parcel:
        return cls(pickle.dumps(content))

    @property
    def content(self) -> Any:
        return pickle.loads(self.data)


@dataclass(frozen=True)
class Answer:
    """What came of an errand: its value, or why there is none. `begun` is False when the agreement
    was gone, or cannot be seen from the worker."""

    value: Any = None
    problems: tuple[Problem, ...] = ()
    begun: bool = True


def errand(parcel: Parcel) -> Parcel:
    """Does what the parcel asks for. No error leaves the worker: its text could quote a case, and
    Dask would log it."""
    try:
        answer = _done(*parcel.content)
    except Unusable as error:
        answer = Answer(problems=tuple(error.problems))
    except Exception as error:
        answer = Answer(problems=(_our_fault(error),))
    return Parcel.of(answer)


def _done(room: Path, fn: Callable[..., Any], args: tuple[Any, ...]) -> Answer:
    with _one_at_a_time:
        if fn is leave:
            leave()
            return Answer()
        if not (room / AGREEMENT).is_file():
            return Answer(begun=False)
        problems = _disagreements(room)
        return Answer(problems=problems) if problems else Answer(fn(*args))


def _our_fault(error: Exception) -> Problem:
    last = traceback.extract_tb(error.__traceback__)[-1]
    return Problem("flet.dask_fejl", "Noget gik galt hos en af klyngens arbejdere "
                   f"({type(error).__name__}, {Path(last.filename).name}, linje {last.lineno}).",
                   remedy="Se efter, om arbejderne stadig kan læse og skrive i mappen med brevene. "
                   "Kør så samme kommando med --fortsaet. Sker det igen, så skriv til dem, der "
                   "passer programmet.")


# --- errands about the room itself ---------------------------------------------------------------


def greet(room: Path, name: str) -> None:
    """Leaves a file in the room, to show that both write on one disk. Raises `Unusable`."""
    try:
        (room / name).write_text(name, "utf-8")
    except OSError as error:
        raise Unusable([Problem(
            "flet.dask_skrive", f"En af klyngens arbejdere kan ikke skrive i mappen med brevene: "
            f"{reason(error)}.", Place(str(room.parent)), "Giv den bruger, som arbejderen kører "
            "under, lov til at skrive i mappen.")]) from error


def leave() -> None:
    """Closes what the worker has open in the room, so that it can be removed."""
    work.let_go()


# --- the agreement -------------------------------------------------------------------------------


def write_agreement(room: Path, library: Library) -> None:
    """Writes what the workers must have."""
    terms = {"version": generator.__version__, "pakning": _packing(),
             "biblioteker": [["" if n == 0 else str(root.absolute()), _contents(root)]
                             for n, root in enumerate(library.roots)]}
    (room / AGREEMENT).write_text(json.dumps(terms), "utf-8")


@lru_cache(maxsize=1)
def _disagreements(room: Path) -> tuple[Problem, ...]:
    """How this worker differs from the agreement. It is asked once in each run and process."""
    # A worker lives longer than a run, and templates may have changed in between.
    work.forget_library()
    terms = json.loads((room / AGREEMENT).read_text("utf-8"))
    if terms["version"] != generator.__version__:
        return (Problem("flet.dask_version", f"Arbejderen har duform {generator.__version__}, og "
                        f"her er det {terms['version']}.",
                        remedy="Installér samme version på alle maskiner, og start arbejderne "
                        "igen."),)
    return tuple(_differences(terms))


def _differences(terms: Mapping[str, Any]) -> Iterator[Problem]:
    if terms["pakning"] != _packing():
        yield Problem("flet.dask_pakning", "Arbejderen pakker Word-filer på en anden måde end "
                      "denne maskine. Indholdet bliver det samme, men filerne bliver ikke ens.",
                      remedy="Installér duform[hurtig] på alle maskiner eller på ingen af dem, og "
                      "samme version af Python.")
    for named, files in terms["biblioteker"]:
        root = Path(named) if named else shipped()
        if not root.is_dir():
            yield Problem("flet.dask_bibliotek", "Arbejderen kan ikke se biblioteket.",
                          Place(named), "Læg det på det fælles drev, så stien er den samme på alle "
                          "maskiner.")
            continue
        here = _contents(root)
        other = sorted(f for f in {*files, *here} if files.get(f) != here.get(f))
        if other:
            yield _other_files(other, named)


def _other_files(files: list[str], library: str) -> Problem:
    named = ", ".join(files[:_NAMED])
    more = f" og {len(files) - _NAMED} andre" if len(files) > _NAMED else ""
    return Problem("flet.dask_indhold", "Arbejderen har ikke de samme fraser, regler og skabeloner "
                   f"som denne maskine. Forskellen er {named}{more}.", Place(library),
                   "Læg det samme indhold på alle maskiner, eller brug ét bibliotek på det fælles "
                   "drev med --bibliotek.")


def _contents(root: Path) -> dict[str, str]:
    """Each file of the library with its hash. Word's lock files and hidden ones do not count."""
    return {path.relative_to(root).as_posix(): sha256(path.read_bytes()).hexdigest()
            for folder in _FOLDERS for path in sorted((root / folder).rglob("*"))
            if path.is_file() and not path.name.startswith((".", "~"))}


def _packing() -> str:
    """Stands for how letters are deflated: it depends on what is installed."""
    way = WAYS.get("isal", WAYS["zlib"])
    return sha256(way.compress(" ".join(map(str, range(2000))).encode())).hexdigest()
