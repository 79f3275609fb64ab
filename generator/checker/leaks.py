"""Protected facts: nothing that the reader may not know stands anywhere in the finished letter.

Municipalities have been reported to the police for an address that an automatic letter carried to
the other parent (research note law.md, section 10). So this looks in the text, the header and
footer, the properties, alt texts, field codes and everything else the file holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.case.reader import Beskyttet, Situation, beskyttet_for
from generator.document.model import Document, everywhere
from generator.source import Place, Problem

_SPACES = re.compile(r"[\s\u00a0\u202f\u2007\u200b\u00ad]+")
_DIGITS = re.compile(r"\d(?:[\s\u00a0.\-–/()]*\d){5,}")
_CPR = re.compile(r"(?<![\d-])(\d{6})[\s\u00a0]*[-–][\s\u00a0]*(\d{4})(?!\d)")


def leaks(document: Document, situation: Situation) -> Iterator[Problem]:
    """A problem for each protected fact found, with the place. The fact itself is not repeated:
    messages end up in logs."""
    facts = list(beskyttet_for(situation.sag, situation.læser.id))
    for passage in everywhere(document):
        words = folded(passage.text)
        digits = {re.sub(r"\D", "", m[0]) for m in _DIGITS.finditer(passage.text)}
        for fact in facts:
            if _stands(fact, words, digits):
                yield _leak(fact, passage.where)
        yield from _foreign_cpr(passage.text, passage.where, situation)


def _stands(fact: Beskyttet, words: str, digits: set[str]) -> bool:
    wanted = folded(fact.tekst)
    if fact.hvad in ("telefonnummer", "CPR-nummer"):
        number = re.sub(r"\D", "", fact.tekst)
        number = number[-8:] if fact.hvad == "telefonnummer" else number
        return any(number in found for found in digits)
    return re.search(rf"(?<!\w){re.escape(wanted)}(?!\w)", words) is not None


def folded(text: str) -> str:
    """Lower case, one space between words, `aa` as `å`: how an address may be spelled otherwise."""
    return _SPACES.sub(" ", text).casefold().replace("aa", "å").replace(",", "").strip()


def _leak(fact: Beskyttet, where: Place) -> Problem:
    return Problem(
        "beskyttet.oplysning", f"Brevet røber {fact.hvad} for {fact.hvis}, som modtageren ikke må "
        "kende.", where, "Fjern oplysningen i sagens tekst. Skriv den kun under de felter, der er "
        "beskyttet.", why="CPR-loven § 28, forvaltningsloven § 27 og barnets lov § 105, stk. 1, "
        "nr. 3", kind="LOV")


def _foreign_cpr(text: str, where: Place, situation: Situation) -> Iterator[Problem]:
    own = getattr(situation.modtager, "cpr", None)
    for match in _CPR.finditer(text):
        if own is None or match[1] + match[2] != own.cifre:
            yield Problem(
                "beskyttet.cpr", "Der står et CPR-nummer i brevet, som ikke er modtagerens.", where,
                "Slet nummeret, eller skriv fødselsdatoen i stedet.")
