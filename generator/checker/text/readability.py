"""How hard a text is to read: LIX, long words, long sentences; and how much a reader may be asked.

The share of long words parts easy text from professional prose far better than the length of
sentences does. LIX mixes the two; it is shown because caseworkers know it.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from generator.case.reader import Situation
from generator.checker.pattern import Token
from generator.library import shipped
from generator.source import Place, Problem, Unusable, read_text

#: Where an editor finds the limits, inside a library.
LIMITS = "rules/laesbarhed.tsv"
LETTERS_OF_A_LONG_WORD = 7
#: LIX says nothing about a text that is shorter than both.
FEWEST_SENTENCES, FEWEST_WORDS = 8, 100

#: A word in a date or the like; `skole-hjem-samtale` is one.
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


class Readability(NamedTuple):
    """What a text measures. `longest` is the number of words in its longest sentence."""

    words: int = 0
    sentences: int = 0
    long_words: int = 0
    longest: int = 0

    @property
    def long_share(self) -> float:
        """How many of a hundred words have more than six letters."""
        return 100 * self.long_words / self.words if self.words else 0.0

    @property
    def words_per_sentence(self) -> float:
        """The mean length of the sentences."""
        return self.words / self.sentences if self.sentences else 0.0

    @property
    def lix(self) -> float | None:
        """Words per sentence plus long words in a hundred; None when the text is too short."""
        if self.sentences < FEWEST_SENTENCES and self.words < FEWEST_WORDS:
            return None
        return self.words_per_sentence + self.long_share


@dataclass(frozen=True, slots=True)
class Audience:
    """Readers who can be asked the same. Above `lix`, `long_share` (of a hundred words), `longest`
    (words in a sentence) or from `commas` in one sentence a text is harder than is advised for
    them; nobody is stopped by it. `age` is the youngest child's, in years."""

    name: str
    lix: int
    long_share: int
    longest: int = 99
    commas: int = 99
    child: bool = True
    age: int = 0


@lru_cache(maxsize=16)
def audiences(files: tuple[Path, ...] = ()) -> tuple[Audience, ...]:
    """The limits, from the last of these files that is there, else from the shipped one
    (`rules/laesbarhed.tsv`): children by age, then adults. Raises `Unusable` with a line that
    cannot be read."""
    path = next((f for f in reversed(files) if f.is_file()), shipped() / LIMITS)
    lines = read_text(path).split("\n")
    found = [_audience(row, Place(str(path), n)) for n, row in enumerate(
        csv.DictReader(lines, delimiter="\t"), 2)]
    if not any(a.child for a in found) or all(a.child for a in found):
        raise Unusable([Problem("laesbarhed.grupper", "Der skal være grænser for både børn og "
                                "voksne.", Place(str(path)))])
    return tuple(sorted(found, key=lambda a: (not a.child, a.age)))


def _audience(row: Mapping[str, str | None], place: Place) -> Audience:
    numbers = [(row.get(name) or "").strip()
               for name in ("fra alder", "lix", "lange ord", "ord i sætning", "kommaer")]
    if not row.get("gruppe") or not all(n.isdecimal() for n in numbers):
        raise Unusable([Problem("laesbarhed.linje", "Linjen med grænser kan ikke læses.", place,
                                "Skriv gruppe, læser, fra alder, lix, lange ord, ord i sætning "
                                "og kommaer med tabulator imellem og hele tal.")])
    age, *limits = map(int, numbers)
    lix, long_share, longest, commas = limits
    return Audience(str(row["gruppe"]), lix, long_share, longest, commas,
                    row.get("læser") == "barn", age)


def of_age(age: int, files: tuple[Path, ...] = ()) -> Audience:
    """What a child of this age can be asked."""
    children = [a for a in audiences(files) if a.child]
    return next((a for a in reversed(children) if age >= a.age), children[0])


def adults(files: tuple[Path, ...] = ()) -> Audience:
    """What grown-ups are asked at most."""
    return next(a for a in audiences(files) if not a.child)


def audience(situation: Situation) -> Audience:
    """Who reads: the child by its age on the day of the letter, or a grown-up."""
    return of_age(situation.alder) if situation.læser.øjne == "barn" else adults()


def measure_words(each: Iterable[Sequence[Token]]) -> Readability:
    """What these sentences measure together, each given as its words, numbers and dates."""
    words = long = longest = count = 0
    for sentence in each:
        found = [len(token.text) for token in sentence if token.kind == "ord"]
        if len(found) < len(sentence):  # the month of a date is a word
            found += [len(word) for token in sentence if token.kind != "ord"
                      for word in _WORD.findall(token.text)]
        if found:
            count += 1
            words += len(found)
            long += len([n for n in found if n >= LETTERS_OF_A_LONG_WORD])
            longest = max(longest, len(found))
    return Readability(words, count, long, longest)


def together(each: Iterable[Readability]) -> Readability:
    """What texts measure together of which each has been measured."""
    found = list(each)
    return Readability(sum(r.words for r in found), sum(r.sentences for r in found),
                       sum(r.long_words for r in found), max((r.longest for r in found), default=0))
