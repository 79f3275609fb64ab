"""Files appear complete or not at all: written beside their place, then moved into it."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from generator.source import Place, Problem, Unusable, reason


def write_all(folder: Path, files: Mapping[str, bytes]) -> list[Path]:
    """Writes the files into the folder (made if needed) and returns their paths.

    All are written whole under temporary names first; only then do they get their own. Raises
    `Unusable` when something goes wrong, and leaves nothing new and nothing changed behind.
    """
    staged: list[tuple[str, Path]] = []
    made = _make(folder)
    try:
        for name, data in files.items():
            handle, temporary = tempfile.mkstemp(prefix=".duform-", suffix=".tmp", dir=folder)
            staged.append((temporary, folder / name))
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            with contextlib.suppress(OSError):
                Path(temporary).chmod(0o644)
        for temporary, target in staged:
            Path(temporary).replace(target)
    except OSError as error:
        _clear(staged, made)
        raise Unusable([Problem(
            "ud.kan_ikke_skrives", f"Brevene kan ikke skrives: {reason(error)}.",
            Place(str(folder)), "Vælg en anden mappe med --ud, luk filen, hvis den er åben i Word, "
            "eller gør plads. Ingen breve er gemt.")]) from error
    except BaseException:
        _clear(staged, made)
        raise
    return [target for _, target in staged]


def _make(folder: Path) -> list[Path]:
    """Makes the folder; returns the folders that were not there before, innermost first."""
    missing = [p for p in (folder, *folder.parents) if not p.exists()]
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Unusable([Problem(
            "ud.mappe", f"Mappen kan ikke laves: {reason(error)}.", Place(str(folder)),
            "Vælg en anden mappe med --ud.")]) from error
    return missing


def _clear(staged: list[tuple[str, Path]], made: list[Path]) -> None:
    for temporary, _ in staged:
        with contextlib.suppress(OSError):
            Path(temporary).unlink(missing_ok=True)
    for folder in made:
        with contextlib.suppress(OSError):
            folder.rmdir()


def copy_tree(pairs: Sequence[tuple[Path, Path]], folder: Path) -> None:
    """Copies folders into a new folder, whole or not at all; refuses one that holds something."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Unusable([Problem("ud.findes", f"»{folder}« findes i forvejen og er ikke tom.",
                                Place(str(folder)), "Vælg et navn, der ikke er brugt.")])
    made = _make(folder)
    try:
        for source, target in pairs:
            shutil.copytree(source, target)
    except (OSError, shutil.Error) as error:
        shutil.rmtree(folder, ignore_errors=True)
        _clear([], made)
        why = reason(error) if isinstance(error, OSError) else "en fil kan ikke kopieres"
        raise Unusable([Problem("ud.kan_ikke_skrives", f"Mappen kan ikke skrives: {why}.",
                                Place(str(folder)), "Vælg en anden mappe, eller gør plads.")]
                       ) from error
