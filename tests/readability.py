"""How hard a finished letter is to read, measured on its words: run it with

    python -m tests.readability

It prints one line for each letter to a child. `test_readability.py` holds the letters to the
limits of their age. Limits and methods: the project's language research (long words part easy text
from professional prose far better than sentence length does).
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from generator.checker.text import readability
from generator.checker.text.readability import Readability, of_age, running_text
from generator.checker.text.sentences import sentences
from generator.library import shipped
from tests.sent import Sent, sent

_EXPLAINS = re.compile(r"\b(betyder|hedder|vil sige|altså|kalder|kaldes|er, når)\b|[(–]",
                       re.IGNORECASE)
_THIRD = re.compile(
    r"\b(?:barnets?(?! (?:plan|lov|reform))|den unges?(?! menneske)|drengens?|pigens?|sønnens?|"
    r"datterens?|(?:dit|jeres) barn|din søn|din datter)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Measure:
    """What one letter measures, and what was found in it."""

    navn: str
    alder: int
    found: Readability
    jargon: tuple[str, ...]
    third_person: tuple[str, ...]

    @property
    def limit(self) -> int:
        """The share of long words above which a reader of this age is warned about."""
        return of_age(self.alder).long_share

    @property
    def most_lix(self) -> int:
        return of_age(self.alder).lix


def measure(letter: Sent) -> Measure:
    """One finished letter, without its box of rules, its letterhead and its headings."""
    texts = list(running_text(letter.letter.document))
    return Measure(
        letter.letter.order.navn, letter.view["barn"]["alder"], readability.measure(texts),
        tuple(bare_jargon(texts)), tuple(third_person(s for text in texts for s in split(text))))


def split(text: str) -> list[str]:
    """The sentences of one paragraph."""
    return [sentence.text for sentence in sentences(text)]


def bare_jargon(texts: Iterable[str]) -> Iterator[str]:
    """Words of the profession at the gravest degree that are not explained where they stand: in
    the same sentence or the next."""
    for text in texts:
        parts = split(text)
        for n, sentence in enumerate(parts):
            near = " ".join(parts[n:n + 2])
            for word, pattern in _gravest():
                if pattern.search(sentence) and not _EXPLAINS.search(near):
                    yield word


@cache
def _gravest() -> tuple[tuple[str, re.Pattern[str]], ...]:
    with (shipped() / "rules" / "fagord.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    return tuple((r["fagord"], inflected(r["fagord"], r["ordklasse"])) for r in rows
                 if r["grad"] == "3")


def inflected(term: str, kind: str) -> re.Pattern[str]:
    """A pattern for the forms of a word: `indsats` also finds `indsatserne`, `iværksætte` also
    `iværksat`."""
    if kind == "vb":
        stem = re.escape(term.removesuffix("e"))
        past = re.escape(re.sub(r"ætte$", "at", term))
        forms = f"{stem}(?:e|er|es|ede|edes|et|te|t|ende|eret)?|{past}(?:te|tes)?"
    elif kind in ("sb", "adj"):
        forms = f"{re.escape(term)}(?:{re.escape(term[-1])}?(?:e|en|et|er|erne|ene|r|rne|n|t|s))*"
    else:
        forms = re.escape(term)
    return re.compile(rf"(?<!\w)(?:{forms})s?(?!\w)", re.IGNORECASE)


def third_person(parts: Iterable[str]) -> Iterator[str]:
    """Words that speak of the reader as somebody else. »Barnets plan« is a name, no person."""
    for sentence in parts:
        yield from (m[0] for m in _THIRD.finditer(sentence))


def child_letters() -> list[Sent]:
    """The letters of the examples that a child reads."""
    return [s for s in sent() if s.child]


if __name__ == "__main__":
    for m in map(measure, child_letters()):
        print(f"{m.navn:58} {m.alder:2} år {m.found.words:5} ord  lange ord "  # noqa: T201
              f"{m.found.long_share:4.1f} % (højst {m.limit})  LIX {m.found.lix or 0:4.1f} "
              f"(højst {m.most_lix})  længste sætning {m.found.longest:2} ord  "
              f"{' '.join((*m.jargon, *m.third_person))}")
