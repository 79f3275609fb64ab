"""Which files in a folder are letters to look at, and which others nobody will have looked at."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

#: How a copy of ours with comments ends. It is no letter.
COPY = "-tjek.docx"
#: What letters may also be saved as; we do not take them from folders.
_OTHERS = (".doc", ".docm", ".dotx", ".odt", ".rtf")


def letters_in(folder: Path) -> list[Path]:
    """All Word letters in the folder and below it, in order: not Word's lock files, not our own
    copies, and nothing in hidden folders. `BREV.DOCX` is one too."""
    return sorted(path for path in folder.rglob("*") if path.suffix.lower() == ".docx"
                  and not path.name.lower().endswith(COPY)
                  and _is_shown(path.relative_to(folder)) and path.is_file())


def not_looked_at(folder: Path) -> str:
    """How many files there may be letters in another format, in Danish; empty when there are none.
    Their names are not told: they may hold names."""
    found = Counter(path.suffix.lower() for path in folder.rglob("*")
                    if path.suffix.lower() in _OTHERS and _is_shown(path.relative_to(folder))
                    and path.is_file() and not path.with_suffix(".docx").exists())
    if not found:
        return ""
    kinds = ", ".join(f"{n} {ending}" for ending, n in sorted(found.items()))
    many = found.total()
    files, them, they = ("1 fil", "den", "den") if many == 1 else (f"{many} filer", "dem", "de")
    return (f"{files} er ikke med, for i mapper læser vi kun Word-dokumenter (.docx): {kinds}. "
            f"Gem {them} som .docx i Word, hvis {they} skal med.")


def _is_shown(path: Path) -> bool:
    return not path.name.startswith("~$") and not any(part.startswith(".") for part in path.parts)
