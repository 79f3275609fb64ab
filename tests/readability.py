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

from generator.document.model import Block, Document, Paragraph, Table
from generator.library import shipped
from tests.sent import Sent, sent

#: From this age (years): at most so many of a hundred words may be longer than six letters before
#: a reader of that age is likely to stumble. What infants get is kept for when they can read.
LONG_WORDS = ((0, 12), (7, 12), (10, 14), (13, 17), (16, 19))
LETTERS_OF_A_LONG_WORD = 7

_ABBREVIATIONS = ("nr", "stk", "kl", "ca", "fx", "osv", "mv", "m", "dvs", "jf", "ev", "tlf")
_END = re.compile(r"(?<=[.!?…:])[»«)]*\s+(?=[»(]?[A-ZÆØÅ0-9])")
_WORD = re.compile(r"[A-Za-zÆØÅæøåéü]+(?:-[A-Za-zÆØÅæøåéü]+)*")
_EXPLAINS = re.compile(r"\b(betyder|hedder|vil sige|altså|kalder|kaldes|er, når)\b|[(–]",
                       re.IGNORECASE)
_THIRD = re.compile(
    r"\b(?:barnets?(?! (?:plan|lov|reform))|den unges?(?! menneske)|drengens?|pigens?|sønnens?|"
    r"datterens?|(?:dit|jeres) barn|din søn|din datter)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Measure:
    """What one letter measures: words, long words in a hundred, LIX, and what was found in it."""

    navn: str
    alder: int
    words: int
    long_share: float
    lix: float
    jargon: tuple[str, ...]
    third_person: tuple[str, ...]

    @property
    def limit(self) -> int:
        """The share of long words above which a reader of this age is warned about."""
        return next(limit for age, limit in reversed(LONG_WORDS) if self.alder >= age)


def measure(letter: Sent) -> Measure:
    """One finished letter, without its box of rules, its letterhead and its headings."""
    texts = list(prose(letter.letter.document))
    sentences = [s for text in texts for s in split(text)]
    words = [w for s in sentences for w in _WORD.findall(s)]
    long = sum(len(w) >= LETTERS_OF_A_LONG_WORD for w in words)
    share = 100 * long / len(words)
    return Measure(
        letter.letter.order.navn, letter.view["barn"]["alder"], len(words), share,
        len(words) / len(sentences) + share, tuple(bare_jargon(texts)),
        tuple(third_person(sentences)))


def prose(document: Document) -> Iterator[str]:
    """The texts that speak to the reader: paragraphs, list items and table cells."""
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
    """Headings, the box of rules, lines of the letterhead: they are not read as running text."""
    return paragraph.role in ("overskrift", "titel") or paragraph.style.casefold().startswith(
        ("heading", "overskrift", "title", "titel", "subtitle", "undertitel", "regelboks",
         "brevlinje", "modtager", "skema emne", "skema hoved", "billedramme", "hilsen"))


def split(text: str) -> list[str]:
    """The sentences of one paragraph; `nr. 3` and `kl. 9` do not end one."""
    found: list[str] = []
    for piece in _END.split(text):
        before = re.search(r"(\w+)\.$", found[-1]) if found else None
        if before and (before[1].casefold() in _ABBREVIATIONS or before[1].isdigit()):
            found[-1] += " " + piece
        else:
            found.append(piece)
    return [s for s in found if _WORD.search(s)]


def bare_jargon(texts: Iterable[str]) -> Iterator[str]:
    """Words of the profession at the gravest degree that are not explained where they stand: in
    the same sentence or the next."""
    for text in texts:
        sentences = split(text)
        for n, sentence in enumerate(sentences):
            near = sentence + " " + (sentences[n + 1] if n + 1 < len(sentences) else "")
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


def third_person(sentences: Iterable[str]) -> Iterator[str]:
    """Words that speak of the reader as somebody else. »Barnets plan« is a name, no person."""
    for sentence in sentences:
        yield from (m[0] for m in _THIRD.finditer(sentence))


def child_letters() -> list[Sent]:
    """The letters of the examples that a child reads."""
    return [s for s in sent() if s.child]


if __name__ == "__main__":
    for m in map(measure, child_letters()):
        print(f"{m.navn:58} {m.alder:2} år {m.words:5} ord  lange ord {m.long_share:4.1f} % "  # noqa: T201
              f"(højst {m.limit})  LIX {m.lix:4.1f}  {' '.join((*m.jargon, *m.third_person))}")
