"""Text from a cell, made safe and uniform, and the problems a cell can have in itself."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from generator.source import Place, Problem, illegal_characters

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_ERRORS = {"#N/A": "#I/T", "#REF!": "#REFERENCE!", "#VALUE!": "#VÆRDI!", "#DIV/0!": "#DIVISION/0!",
           "#NAME?": "#NAVN?", "#NULL!": "#NUL!"}
JANEJ = {"1": "ja", "0": "nej", "true": "ja", "false": "nej"}

UNCOMPUTED = Problem(
    "tabel.ikke_beregnet", "Formlen i cellen har intet gemt resultat.",
    remedy="Åbn filen i Excel, gem den, og prøv igen. Eller skriv værdien i stedet for formlen.")
UNREADABLE = Problem(
    "tabel.ulaeselig", "Cellen kan ikke læses.",
    remedy="Skriv indholdet igen, og gem filen.")


def plain(text: str) -> str | None:
    """The text as NFC with `\\n` for line breaks; None when there is nothing to see in it."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    return text if text and not text.isspace() else None


def unescaped(text: str) -> str:
    """The text with Excel's `_x000D_` as the character it stands for."""
    if "_x" not in text:
        return text
    return _ESCAPED.sub(lambda code: chr(int(code[1], 16)), text)


def flaw(text: str | None) -> Problem | None:
    """The problem of a text with characters that cannot stand in a letter, or that are lost."""
    if text is None or (text.isprintable() and "\ufffd" not in text):
        return None
    if "\ufffd" in text:
        return Problem("tabel.tabt_tegn", "Et tegn i cellen er gået tabt (�).",
                       remedy="Skriv teksten igen. Gem CSV-filer som »CSV UTF-8«.")
    return next(iter(illegal_characters(text.replace("\n", " "), Place())), None)


def all_sound(texts: Iterable[str]) -> bool:
    """Whether none of the texts has a flaw, and each is as `plain` would make it or blank. Looking
    at them all at once is much faster than at each."""
    together = "".join(texts)
    return (together.isprintable() and "\ufffd" not in together
            and unicodedata.is_normalized("NFC", together))


def error_cell(code: str) -> Problem:
    """The problem of a cell where Excel itself has given up, named as Danish Excel shows it."""
    shown = _ERRORS.get(code, code)[:20]
    return Problem("tabel.fejlvaerdi", f"Cellen viser fejlen {shown} i regnearket.",
                   remedy="Ret formlen, eller skriv værdien.")


def too_long_row(more: int) -> Problem:
    """The problem of a value to the right of the last heading, or under an empty one."""
    cells = "en celle" if more == 1 else f"{more} celler"
    rest = f" Det samme gælder {cells} til i rækken." if more else ""
    return Problem("tabel.uden_overskrift", f"Cellen har ingen overskrift over sig.{rest}",
                   remedy="Giv kolonnen en overskrift, eller slet cellen.")
