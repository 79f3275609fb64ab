"""Texts as a report may show them: no CPR number, no telephone number, no name in quotation marks.

Messages quote what stands in a cell. A report is passed around and kept, so what looks personal in
a quotation is left out of it; the cell is named and can be looked up.
"""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePosixPath, PureWindowsPath

from generator.case.values import ligner_cpr
from generator.source import Place

_CPR = re.compile(r"(?<![0-9])([0-9]{6})[\s\-–‑−./_]{0,3}([0-9]{4})(?![0-9])")
_PHONE = re.compile(r"(?<![\w.\-/:])(?:\+45[ ]?)?[0-9]{2}(?:[ ]?[0-9]{2}){3}(?![\w\-/:])")
_QUOTED = re.compile(r"»[^«»]*«?")
#: Two words with capitals in a row: a name, a street, a place.
_NAMED = re.compile(r"[A-ZÆØÅÉÖÜÄ][\w'’-]*(?: (?:af|de|von|van|der|el|al))? +[A-ZÆØÅÉÖÜÄ]")
#: Street and house number.
_STREET = re.compile(r"[A-ZÆØÅ]\w{2,}(?:vej|gade|vænget|allé|stræde|plads|torv|park)?"
                     r"(?: \w+)? [0-9]{1,3}\b", re.IGNORECASE)
#: Folders in front of a file's name may carry the name of who made it.
_FOLDERS = re.compile(r"(?<![\w/.])(?:[A-Za-z]:)?(?:[\\/][^\\/\s»«\"<>]+)+[\\/](?=[^\\/\s])")
_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


def discreet(text: str) -> str:
    """The text without what looks like personal data, and without characters that turn the text
    around or cannot be written."""
    text = _PHONE.sub("•• •• •• ••", without_cpr(_FOLDERS.sub("", text)))
    return _QUOTED.sub(_without_name, text)


def without_cpr(text: str) -> str:
    """The text without CPR numbers and unseen characters only: for a sagsnummer, a file name."""
    return _CPR.sub(_hidden, "".join(map(_seen, text)))


def _hidden(found: re.Match[str]) -> str:
    return "••••••-••••" if ligner_cpr(found[1] + found[2]) else found[0]


def place(where: Place) -> str:
    """Where it is, for a person: the file without its folders, the line or the cell."""
    name = PurePosixPath(PureWindowsPath(where.file).name).name
    return discreet(str(Place(name, where.line, where.column, where.detail)))


def cell(where: Place) -> str:
    """`Sager!C17`; the whole place when it is not a cell."""
    return discreet(where.detail) if "!" in where.detail else place(where)


def unquoted(text: str) -> str:
    """The first sentence, with »…« for each quotation: what messages of one rule share."""
    text = re.sub(r"»[^«»]*«", "»…«", text)
    first = re.split(r"(?<=[a-zæøå«)][.!?])\s", text, maxsplit=1)[0].strip()
    return first if len(first) <= 100 else first[:99].rstrip() + "…"


def _without_name(quoted: re.Match[str]) -> str:
    return "»…«" if _NAMED.search(quoted[0]) or _STREET.search(quoted[0]) else quoted[0]


def _seen(char: str) -> str:
    """The character, or a mark for one that is unseen and changes what stands around it."""
    if char in "\n\t":
        return char
    if unicodedata.category(char) in ("Cc", "Cs", "Co") or char in "\ufffe\uffff":
        return _REPLACEMENT
    return _REPLACEMENT if "\u202a" <= char <= "\u202e" or "\u2066" <= char <= "\u2069" else char
