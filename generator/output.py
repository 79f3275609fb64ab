"""Files appear complete or not at all: written in a hidden folder, then moved into place."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from generator.source import Place, Problem, Unusable, reason

_STAGING = ".duform-"
#: A run that is killed cannot clean up. The next one does, when nobody can be at work there still.
_ABANDONED_AFTER = 3600.0


def write_all(folder: Path, files: Mapping[str, bytes]) -> list[Path]:
    """Writes the files into the folder (made if needed) and returns their paths.

    All are written whole in a hidden folder first; only then do they take their places, and the
    files that were there before go. Raises `Unusable` when something goes wrong, and leaves nothing
    new and nothing changed behind.
    """
    _refuse_same_names(folder, files)
    made = _make(folder)
    try:
        with _staging(folder) as staging:
            return _all_or_none(folder, staging, files)
    except OSError as error:
        _remove(made)
        raise Unusable([_cannot_write(folder, error)]) from error
    except BaseException:
        _remove(made)
        raise


def write_among(folder: Path, staging: Path, files: Mapping[str, bytes]) -> list[Path]:
    """As `write_all`, for one case among very many: the folder is never listed. A name may lie one
    folder down (`3f/…`). `staging` is a hidden folder on the same disk; several processes may share
    it. Whoever made it takes it away, also what a killed run left there.
    """
    _refuse_same_names(folder, files)
    try:
        for below in {(folder / name).parent for name in files}:
            below.mkdir(parents=True, exist_ok=True)
        staging.mkdir(parents=True, exist_ok=True)
        own = Path(tempfile.mkdtemp(dir=staging))
        try:
            return _all_or_none(folder, own, files)
        finally:
            shutil.rmtree(own, ignore_errors=True)
    except OSError as error:
        raise Unusable([_cannot_write(folder, error)]) from error


def _all_or_none(folder: Path, staging: Path, files: Mapping[str, bytes]) -> list[Path]:
    staged = [(_written(staging / str(n), data), folder / name)
              for n, (name, data) in enumerate(files.items())]
    _put_in_place(staged, staging)
    return [target for _, target in staged]


def make_folder(folder: Path) -> None:
    """Makes the folder if it is not there; raises `Unusable` when it cannot be made."""
    _make(folder)


def write_one(path: Path, data: bytes) -> Path:
    """Writes one file, whole or not at all; makes its folder if needed. Raises `Unusable`."""
    try:
        return write_all(path.parent, {path.name: data})[0]
    except Unusable as error:
        raise Unusable([_not_written(p, path) for p in error.problems]) from error


def _not_written(problem: Problem, path: Path) -> Problem:
    """What is said of letters, said of a file that is no letter and has no folder of its own."""
    if problem.id != "ud.kan_ikke_skrives":
        return problem
    why = problem.text.partition(": ")[2]
    return Problem("ud.fil", f"Filen kan ikke skrives: {why}", Place(str(path)),
                   "Er den åben i et andet program, så luk den først. Ellers vælg en anden mappe, "
                   "eller gør plads. Ingen fil er ændret.")


def _refuse_same_names(folder: Path, files: Mapping[str, bytes]) -> None:
    """Windows and macOS take `Brev.docx` and `brev.docx` for one file."""
    seen: dict[str, str] = {}
    clashes = [(name, seen[low]) for name in files
               if seen.setdefault(low := name.casefold(), name) != name]
    if clashes:
        raise Unusable([Problem(
            "ud.samme_navn", f"Filerne »{first}« og »{second}« kan ikke ligge i samme mappe.",
            Place(str(folder)), "Lav dem hver for sig i hver sin mappe med --ud.")
            for second, first in clashes])


def _written(path: Path, data: bytes) -> Path:
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    return path


def _put_in_place(staged: Sequence[tuple[Path, Path]], staging: Path) -> None:
    """Moves all files to their places; puts back what was there when one of them cannot go."""
    done: list[tuple[Path, Path | None]] = []
    try:
        for temporary, target in staged:
            before = staging / f"{temporary.name}.before"
            kept = _kept(target, before)
            done.append((target, kept))
            temporary.replace(target)
    except BaseException:
        for target, kept in reversed(done):
            with contextlib.suppress(OSError):
                if kept:
                    kept.replace(target)
                else:
                    target.unlink(missing_ok=True)
        raise


def _kept(target: Path, before: Path) -> Path | None:
    """The file that is there, kept under another name; None when there is none."""
    if target.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(target))
    if not os.path.lexists(target):
        return None
    try:
        os.link(target, before, follow_symlinks=False)
    except (OSError, NotImplementedError):  # a disk without links
        shutil.copy2(target, before, follow_symlinks=False)
    return before


@contextlib.contextmanager
def _staging(folder: Path) -> Iterator[Path]:
    """A hidden folder in the folder, on the same disk; gone afterwards, whatever happens."""
    for old in folder.glob(f"{_STAGING}*"):
        with contextlib.suppress(OSError):
            if old.is_dir() and time.time() - old.stat().st_mtime > _ABANDONED_AFTER:
                shutil.rmtree(old, ignore_errors=True)
    staging = Path(tempfile.mkdtemp(prefix=_STAGING, dir=folder))
    try:
        yield staging
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _cannot_write(folder: Path, error: OSError) -> Problem:
    remedy = "Vælg en anden mappe med --ud. Er filen åben i Word, så luk den først."
    if error.errno in (errno.ENOSPC, getattr(errno, "EDQUOT", None), errno.EFBIG):
        remedy = "Gør plads, eller vælg en mappe på et andet drev med --ud."
    elif error.errno == errno.EISDIR:
        remedy = "Flyt mappen, der har samme navn som et brev, eller vælg en anden med --ud."
    return Problem("ud.kan_ikke_skrives", f"Brevene kan ikke skrives: {reason(error)}.",
                   Place(str(folder)), f"{remedy} Ingen breve er gemt, og ingen er ændret.")


def _make(folder: Path) -> list[Path]:
    """Makes the folder; returns the folders that were not there before, innermost first."""
    missing: list[Path] = []
    try:
        missing = [p for p in (folder, *folder.parents) if not p.exists()]
        folder.mkdir(parents=True, exist_ok=True)
    except (OSError, ValueError) as error:
        _remove(missing)
        why = reason(error) if isinstance(error, OSError) else "stien har et ulovligt tegn"
        raise Unusable([Problem("ud.mappe", f"Mappen kan ikke laves: {why}.", Place(str(folder)),
                                "Vælg en anden mappe.")]) from error
    return missing


def _remove(made: Sequence[Path]) -> None:
    """Removes the folders we made, if nothing has come into them."""
    for folder in made:
        with contextlib.suppress(OSError):
            folder.rmdir()


def copy_tree(pairs: Sequence[tuple[Path, Path]], folder: Path) -> None:
    """Copies folders into a new folder, whole or not at all; refuses one that holds something."""
    try:
        taken = os.path.lexists(folder) and (not folder.is_dir() or any(folder.iterdir()))
    except OSError as error:
        raise Unusable([_cannot_copy(folder, error)]) from error
    if taken:
        raise Unusable([Problem("ud.findes", f"»{folder}« findes i forvejen og er ikke en tom "
                                "mappe.", Place(str(folder)), "Vælg et navn, der ikke er brugt.")])
    made = _make(folder)
    copied: list[Path] = []
    try:
        for source, target in pairs:
            copied.append(target)
            shutil.copytree(source, target, copy_function=shutil.copyfile)
    except BaseException as error:
        for target in copied:
            shutil.rmtree(target, ignore_errors=True)
        _remove(made)
        if not isinstance(error, OSError):
            raise
        raise Unusable([_cannot_copy(folder, error)]) from error


def _cannot_copy(folder: Path, error: OSError) -> Problem:
    why = "en fil kan ikke kopieres" if isinstance(error, shutil.Error) else reason(error)
    return Problem("ud.kan_ikke_skrives", f"Mappen kan ikke skrives: {why}.", Place(str(folder)),
                   "Vælg en anden mappe, eller gør plads.")
