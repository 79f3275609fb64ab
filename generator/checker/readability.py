"""How hard a text is to read: LIX, long words, long sentences; and how much a reader may be asked.

The share of long words parts easy text from professional prose far better than the length of
sentences does. LIX mixes the two; it is shown because caseworkers know it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from generator.case.reader import Situation
from generator.checker.sentences import sentences
from generator.document.model import Block, Document, Paragraph, Table

LETTERS_OF_A_LONG_WORD = 7
#: LIX says nothing about a text that is shorter than both.
FEWEST_SENTENCES, FEWEST_WORDS = 8, 100

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
#: How the styles of what is not read as running text begin.
_FRAME = ("heading", "overskrift", "title", "titel", "subtitle", "undertitel", "regelboks",
          "brevlinje", "modtager", "skema emne", "skema hoved", "billedramme", "hilsen")


@dataclass(frozen=True, slots=True)
class Readability:
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
    """Readers who can be asked the same. Above `lix` or `long_share` a text is harder than is
    advised for them; nobody is stopped by it."""

    name: str
    lix: int
    long_share: int


#: From this age (years). What infants get is kept for when they can read.
CHILDREN = ((0, Audience("børn under 10 år", 25, 12)), (10, Audience("børn på 10–12 år", 30, 14)),
            (13, Audience("unge på 13–15 år", 35, 17)), (16, Audience("unge fra 16 år", 38, 19)))
ADULTS = Audience("voksne", 40, 21)
AUDIENCES = {a.name: a for a in (*(a for _, a in CHILDREN), ADULTS)}


def of_age(age: int) -> Audience:
    """What a child of this age can be asked."""
    return next(audience for least, audience in reversed(CHILDREN) if age >= least or not least)


def audience(situation: Situation) -> Audience:
    """Who reads: the child by its age on the day of the letter, or a grown-up."""
    return of_age(situation.alder) if situation.læser.øjne == "barn" else ADULTS


def words_of(text: str) -> list[str]:
    """The words, without numbers; `skole-hjem-samtale` is one."""
    return _WORD.findall(text)


def measure(texts: Iterable[str]) -> Readability:
    """What the texts measure together. Each is a block of its own: no sentence runs on from one
    into the next."""
    words = long = longest = count = 0
    for text in texts:
        for sentence in sentences(text):
            found = words_of(sentence.text)
            if found:
                count += 1
                words += len(found)
                long += len([n for n in map(len, found) if n >= LETTERS_OF_A_LONG_WORD])
                longest = max(longest, len(found))
    return Readability(words, count, long, longest)


def running_text(document: Document) -> Iterator[str]:
    """The texts that speak to the reader: paragraphs, list items and table cells, without headings,
    letterhead and the box of rules."""
    yield from _texts(document.body)


def _texts(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Table):
            for row in block.rows[block.header_rows:]:
                for cell in row:
                    yield from _texts(cell.blocks)
        elif isinstance(block, Paragraph) and not _is_frame(block) and block.text.strip():
            yield block.text.replace("\u00a0", " ")


def _is_frame(paragraph: Paragraph) -> bool:
    return paragraph.role in ("overskrift", "titel") or paragraph.style.casefold().startswith(
        _FRAME)
