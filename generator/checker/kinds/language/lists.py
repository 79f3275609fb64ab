"""Word lists that a consultant edits: `rules/sprog/ordlister/<navn>.tsv` of every library.

The first line names the columns, the first column is the word. A library further up adds words; a
line that begins with `-` takes a word out again, and `#` begins a remark.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from generator.checker.rules import Regelbog
from generator.source import Place, Problem, Unusable, kort

FOLDER = Path("rules", "sprog", "ordlister")

#: A word in small letters → what its line says, by column.
Ordliste = Mapping[str, Mapping[str, str]]


def word_list(book: Regelbog, name: str) -> Ordliste:
    """The words of this name from all libraries; raises `Unusable` when no library has it, or a
    line cannot be read."""
    return read_list(book.roots, name)


@lru_cache(maxsize=64)
def read_list(roots: tuple[Path, ...], name: str) -> Ordliste:
    """The same, of the libraries at these roots."""
    found: dict[str, Mapping[str, str]] = {}
    files = [root / FOLDER / f"{name}.tsv" for root in roots]
    there = [file for file in files if file.is_file()]
    if not there:
        raise Unusable([Problem("ordliste.mangler", f"Ordlisten »{kort(name)}« findes ikke.",
                                Place(str(files[0])), "Læg filen der, eller ret navnet.")])
    for file in there:
        for word, told in _lines(file):
            if word.startswith("-"):
                found.pop(word[1:].strip(), None)
            else:
                found[word] = told
    return found


def _lines(file: Path) -> Iterator[tuple[str, Mapping[str, str]]]:
    try:
        text = file.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unusable([Problem("ordliste.tegn", "Ordlisten er ikke gemt som UTF-8.",
                                Place(str(file)), "Gem den igen som UTF-8.")]) from error
    columns: list[str] = []
    for number, line in enumerate(text.splitlines(), 1):
        cells = [cell.strip() for cell in line.split("\t")]
        if not line.strip() or line.startswith("#"):
            continue
        if not columns:
            columns = cells
        elif len(cells) > len(columns):
            raise Unusable([Problem("ordliste.form", f"Linjen har {len(cells)} felter, men listen "
                                    f"har {len(columns)}.", Place(str(file), number),
                                    "Skil felterne med ét tabulatortegn.")])
        else:
            yield cells[0].lower(), dict(zip(columns, cells, strict=False))
