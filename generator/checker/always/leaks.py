"""Protected facts: nothing that the reader may not know stands anywhere in the finished letter.

Municipalities have been reported to the police for an address that an automatic letter carried to
the other parent (research note law.md, section 10). So this looks in the text, the header and
footer, the properties, alt texts, field codes and everything else the file holds. It answers DP-01,
DP-02, DP-04 and part of DP-09 of the requirement list, and no rule file can switch it off; what
lies beside it is in `rules/beskyttelse`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import unquote

from generator.case.reader import Beskyttet, Situation, beskyttet_for
from generator.case.values import ligner_cpr
from generator.document.model import Document, Passage, everywhere
from generator.source import Place, Problem

_NUMBER = re.compile(r"[0-9](?:[\s.\-–/()]*[0-9]){5,}")
_NOT_DIGIT = re.compile(r"\D")
#: What stands before is looked at after six digits: they are few, and quickly found.
CPR = re.compile(r"([0-9]{6})(?<![\w-][0-9]{6})\s*[-–]?\s*([0-9]{4})(?!\w)")
#: Street, house number, letter: what follows (floor, door) is not needed to find the house.
_HOUSE = re.compile(r"(.*?\D)([0-9]+)\s*([A-Za-zÆØÅæøå](?![\w.]))?")
#: Stands between texts when many are searched at once. No fact can reach across it.
_FENCE = "\nx\n"
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_LIKE = {"é": "e", "è": "e", "ê": "e", "ë": "e", "ü": "y", "ö": "ø", "ä": "æ", "aa": "å",
         "ae": "æ", "oe": "ø"}


def leaks(document: Document, situation: Situation) -> Iterator[Problem]:
    """A problem for each protected fact found, with the place. The fact itself is not repeated:
    messages end up in logs."""
    passages = everywhere(document)
    facts = beskyttet_for(situation.sag, situation.læser.øjne)
    together = _Searched.of(_FENCE.join([passage.text for passage in passages]))
    for fact in facts:
        if _stands(fact, together):
            yield from (_leak(fact, p.where) for p in passages
                        if _stands(fact, _Searched.of(p.text)))
    if any(len(number) >= 10 for number in together.numbers) and CPR.search(together.text):
        yield from _foreign_cpr(passages, situation)


@dataclass(frozen=True, slots=True)
class _Searched:
    """A text made ready to be searched: as it is, folded, and the long numbers in it."""

    text: str
    folded: str
    numbers: frozenset[str]

    @classmethod
    def of(cls, text: str) -> _Searched:
        if "%" in text:
            text = f"{text}{_FENCE}{unquote(text)}"
        folded = fold(text)
        return cls(text, folded, frozenset(_NOT_DIGIT.sub("", number)
                                           for number in _NUMBER.findall(folded)))


def _stands(fact: Beskyttet, searched: _Searched) -> bool:
    """Whether the fact stands in the text, however it is spelled."""
    text, folded, numbers = searched.text, searched.folded, searched.numbers
    digits = _NOT_DIGIT.sub("", fact.tekst)
    if fact.art in ("telefonnummeret", "CPR-nummeret") and len(digits) >= 8:
        wanted = digits[-8:] if fact.art == "telefonnummeret" else digits
        return any(wanted in number for number in numbers)
    if fact.niveau == "advarsel":  # a name: »Give« is a town, »give« is not
        return fact.tekst in text and re.search(
            rf"(?<!\w){re.escape(fact.tekst)}s?(?!\w)", text) is not None
    first, pattern = _pattern(fact.tekst, fact.art == "adressen")
    return first in folded and pattern.search(folded) is not None


@lru_cache(maxsize=512)
def _pattern(text: str, address: bool) -> tuple[str, re.Pattern[str]]:
    """What finds the words of the text in folded text, whatever stands between them: the first
    word, which is quickly looked for, and a pattern for them all."""
    house = _HOUSE.match(text) if address else None
    if house:
        text = " ".join(part for part in house.groups() if part)
    words = re.findall(r"[^\W_]+", fold(text))
    if not words:
        return "", re.compile(r"(?!)")
    between = r"[\W_]*".join(map(re.escape, words))
    return words[0], re.compile(rf"(?<![^\W_]){between}(?![^\W_])")


def visible(text: str) -> str:
    """The text without what is not seen, each character in its plain form."""
    if text.isascii():
        return text
    return _UNSEEN.sub("", unicodedata.normalize("NFKC", text))


def fold(text: str) -> str:
    """Lower case, with `aa` as `å` and the like, and nothing that is not seen: how a name may be
    spelled otherwise and still be the same."""
    text = visible(text).casefold()
    for spelled, same in _LIKE.items():
        text = text.replace(spelled, same)
    return text


def _leak(fact: Beskyttet, where: Place) -> Problem:
    whose = "barnet" if fact.hvis == "barnet" else f"»{fact.hvis}«"
    if fact.niveau == "advarsel":
        return Problem(
            "beskyttet.maaske", f"Brevet nævner måske noget om {whose}, som modtageren ikke må "
            f"kende: {fact.art}.", where, "Læs stedet, og skriv det uden, hvis det røber noget.",
            "advarsel")
    return Problem(
        "beskyttet.oplysning", f"Brevet røber noget om {whose}, som modtageren ikke må kende: "
        f"{fact.art}.", where, "Find oplysningen i sagens tekster, og skriv det uden. Må "
        "modtageren gerne kende den, så ret »adressebeskyttelse«, »beskyttet_mod« eller "
        "»hemmeligt_for«.",
        why="CPR-loven § 28, forvaltningsloven § 27 og barnets lov § 105, stk. 1, nr. 3",
        kind="LOV")


def _foreign_cpr(passages: Sequence[Passage], situation: Situation) -> Iterator[Problem]:
    own = getattr(situation.modtager, "cpr", None)
    for passage in passages:
        for match in CPR.finditer(passage.text):
            digits = match[1] + match[2]
            if ligner_cpr(digits) and (own is None or digits != own.cifre):
                yield Problem(
                    "beskyttet.cpr", "Der står et CPR-nummer i brevet, som ikke er modtagerens.",
                    passage.where, "Slet nummeret, eller skriv fødselsdatoen i stedet.")
