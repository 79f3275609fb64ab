"""How one value of a case stands in one cell, and comes back without a loss.

- Short names stand on one line: `mor, far`.
- A list of texts has a line for each. A line break inside one is written `\\n`, a backslash `\\\\`.
  A dash or dot in front (`- `, `• `) is taken for a list mark and left out; `\\- ` keeps it.
- A text in two voices has two columns. The first alone is for everybody; both are the child's and
  the adults' own; the second alone is for the adults only. `(ingen)` says that one of them gets no
  text, and `(samme)`, in the second column of a list, that the adults read what the child reads.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from generator.batch.shape import Kolonne
from generator.case.values import er_tom

#: No text in this voice; the same text as in the other.
INGEN, SAMME = "(ingen)", "(samme)"
CHILD, ADULTS = "til_barnet", "til_voksne"

_MARK = re.compile(r"[-–•*]\s+")
_ESCAPED = re.compile(r"\\([\\n\-–•*(])")
#: A word of ours, or a text that looks like one: each backslash in front belongs to the text.
_WORD = re.compile(r"\\*\((?:ingen|samme)\)", re.IGNORECASE)


def write_cell(value: Any, kolonne: Kolonne) -> str | None:
    """What stands in the column's cell for a value of plain data; None for an empty cell."""
    if er_tom(value) or value == []:
        return None
    if kolonne.liste:
        return _write_list(value if isinstance(value, list) else [value], kolonne)
    if not kolonne.tekst:
        return str(value)
    if isinstance(value, str):
        return None if kolonne.voksne else _guarded(value)
    child, adults = (value.get(voice) for voice in (CHILD, ADULTS))
    if kolonne.voksne:
        return INGEN if er_tom(adults) else _guarded(adults)
    if er_tom(child):
        return INGEN if er_tom(adults) else None
    return _guarded(child)


def _write_list(items: Sequence[Any], kolonne: Kolonne) -> str | None:
    if kolonne.slags == "kortnavn":
        return ", ".join(str(item).strip() for item in items)
    if not kolonne.voksne:
        return "\n".join(_line(item, CHILD) for item in items)
    if all(isinstance(item, str) for item in items):
        return None
    return "\n".join(SAMME if isinstance(item, str) else _line(item, ADULTS) for item in items)


def _line(item: Any, voice: str) -> str:
    text = item.get(voice) if isinstance(item, dict) else item
    if er_tom(text):
        return INGEN
    text = str(text).strip()
    line = text.replace("\\", r"\\").replace("\n", r"\n")
    ours = _MARK.match(text) or (text[0] == "(" and _WORD.fullmatch(text))
    return "\\" + line if ours else line


def _guarded(text: str) -> str:
    return "\\" + text.strip() if _WORD.fullmatch(text.strip()) else text


def read_cell(kolonne: Kolonne, text: str | None, adults: str | None = None) -> Any:
    """The value of plain data that stands in the cell, for a text in two voices in both its cells.

    Raises `ValueError` with what is wrong and how to mend it, as the values of a case do.
    """
    first, second = (None if er_tom(t) else t for t in (text, adults))
    if first is None and second is None:
        return None
    if not kolonne.liste:
        return _read_text(first, second) if kolonne.tekst else first
    if kolonne.slags == "kortnavn":
        return [name.strip() for name in re.split(r"[,;\n]", first or "") if not er_tom(name)]
    children, grown = _lines(first), _lines(second)
    if not kolonne.tekst or not grown:
        return [_plain(line) if kolonne.tekst else _unescaped(line) for line in children]
    if children and len(children) != len(grown):
        raise ValueError(
            f"Der er {_points(len(children))} til barnet og {_points(len(grown))} til de voksne||"
            f"Skriv lige mange linjer i de to celler. Skriv {SAMME}, hvor de voksne skal læse det "
            f"samme som barnet, og {INGEN}, hvor den ene ingen tekst får.")
    return [_in_voices(child, adult)
            for child, adult in zip(children or [INGEN] * len(grown), grown, strict=True)]


def _points(number: int) -> str:
    return f"{number} {'linje' if number == 1 else 'linjer'}"


def _lines(text: str | None) -> list[str]:
    lines = (line.strip() for line in (text or "").split("\n"))
    return [_MARK.sub("", line, count=1) if _MARK.match(line) else line
            for line in lines if not er_tom(line)]


def _in_voices(child: str, adults: str) -> Any:
    if _says(adults, SAMME):
        if _says(child, INGEN):
            raise _same_as_nothing()
        return _unescaped(child)
    return {voice: _unescaped(line) for voice, line in ((CHILD, child), (ADULTS, adults))
            if not _says(line, INGEN)}


def _plain(line: str) -> Any:
    """A line of a list that has no second column filled in."""
    return {} if _says(line, INGEN) else _unescaped(line)


def _read_text(first: str | None, second: str | None) -> Any:
    if second is None or _says(second, SAMME):
        if first is None:
            raise _same_as_nothing()
        return {} if _says(first, INGEN) else _unguarded(first)
    return {voice: _unguarded(text) for voice, text in ((CHILD, first), (ADULTS, second))
            if text is not None and not _says(text, INGEN)}


def _same_as_nothing() -> ValueError:
    return ValueError(f"Her står {SAMME}, men der er ingen tekst til barnet||"
                      "Skriv teksten i kolonnen til venstre, eller slet ordet.")


def _says(text: str, word: str) -> bool:
    return text.strip().casefold() == word


def _unguarded(text: str) -> str:
    guarded = text.strip().startswith("\\") and _WORD.fullmatch(text.strip())
    return text.strip()[1:] if guarded else text


def _unescaped(line: str) -> str:
    return _ESCAPED.sub(lambda m: "\n" if m[1] == "n" else m[1], line)
