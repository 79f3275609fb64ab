"""Names in a letter: which words are names, and which of them belong to the case.

In Danish a capital letter inside a sentence is nearly always a name; where a sentence begins,
`first_words.py` tells. What is known is left out: everything the case says, and what anybody may be
called by (`kendte_navne.tsv`: authorities, countries, towns, words of forms). What is neither is a
name from somewhere else.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from generator.checker.always.leaks import fold
from generator.checker.letter import Brev, Stykke, once
from generator.checker.pattern import DAYS, MONTHS, Token
from generator.checker.text.around import around, beside
from generator.checker.text.first_words import Ordforråd, is_name, lines_of, vocabulary
from generator.source import Place

#: The list in each library; that of a library on top adds to it.
FILE = "rules/beskyttelse/kendte_navne.tsv"
_WORD = re.compile(r"[^\W\d_]+")
#: A word that may begin with a capital. What a pattern begins with is soonest found, so it is few
#: signs, none of them a dash or a quotation mark, and what may not stand before comes after.
_CAPITAL = re.compile(r"[A-ZÀ-ÖØ-Þ\u0100-\u1fff\u2c00-\uffff](?<![^\W\d_].)[^\W\d_]*")
#: Pronouns, months and days have capitals now and then, and are no names.
_NO_NAMES = frozenset({"i", "de", "dem", "deres", "dig", "din", "dit", "dine", "du", "jer",
                       "jeres", *MONTHS, *DAYS})
#: A capital after one of these may begin a sentence inside the sentence: »Du sagde: Jeg vil hjem«.
_BEGINS_AFTER = frozenset(":»«“”„\"'‘’*•·|–—/\n\t[")
_GREETINGS = frozenset({"kære", "kæreste", "hej", "hejsa", "goddag", "godmorgen", "hallo"})
#: After these words and a short word between comes the name of the child that a letter is about.
_ABOUT = frozenset({"plan", "ungeplan", "handleplan", "børneplan", "statusudtalelse", "status",
                    "vedrørende", "vedr", "angående"})
_LABELS = frozenset({"navn", "barn", "barnet", "elev", "mor", "far", "moder", "fader", "forælder",
                     "modtager", "unge", "borger", "vedrørende", "vedr", "plejefamilie"})
_TITLES = frozenset({"dr", "hr", "fr", "prof", "adv", "psyk", "pæd"})
_FEWEST_LARGE, _MOST_IN_A_NAME = 2, 4
_BETWEEN = frozenset({"for", "om", "til", "på", "vedrørende", "vedr", "barnet", "den", "unge",
                      "er", "barnets"})


@dataclass(frozen=True)
class Navn:
    """A name in the letter: one word or several in a row. `hilsen` when the letter greets it,
    `overskrift` when it is said to be whom the letter is about: »plan for Emma«."""

    stykke: Stykke
    start: int
    end: int
    ord: tuple[str, ...]
    hilsen: bool = False
    overskrift: bool = False

    @property
    def tekst(self) -> str:
        return self.stykke.tekst[self.start:self.end]


@dataclass(frozen=True)
class _Kendt:
    """What is no name: the list of names that anybody may be told, and words of the language; and
    the letter's own words in small letters."""

    tilladt: frozenset[str]
    ord: Ordforråd
    små: frozenset[str] = frozenset()
    spurgt: dict[str, bool] = field(default_factory=dict)

    def fremmed(self, word: Token) -> bool:
        """Whether the word, with its capital, is none that the letter also has in small letters,
        and none that the list allows. A letter has the same words again and again."""
        if word.text not in self.spurgt:
            also_small = word.low in self.små and not (
                self.ord.first_name(word.low) or self.ord.both(word.low))
            self.spurgt[word.text] = not also_small and not _allowed(word.text, self.tilladt)
        return self.spurgt[word.text]


@once
def names(brev: Brev, roots: tuple[Path, ...]) -> tuple[Navn, ...]:
    """Every name of the letter in reading order, the known from the list left out; then those in
    headers, footers and alt texts."""
    known = _Kendt(allow_list(roots), vocabulary(roots), _small_words(brev))
    return tuple(navn for stykke in (*brev.stykker, *around(brev))
                 for navn in _in_piece(stykke, known))


def names_in_text(text: str, roots: Sequence[Path]) -> Iterator[Navn]:
    """The names in a bare text, as of `names`."""
    given = tuple(roots)
    yield from _in_piece(beside(text, Place()), _Kendt(allow_list(given), vocabulary(given)))


def capital_words(text: str) -> list[str]:
    return [word for word in _WORD.findall(text) if word[0].isupper() and len(word) > 1]


def _in_piece(stykke: Stykke, known: _Kendt) -> Iterator[Navn]:
    words = stykke.ord
    if stykke.tekst == stykke.low:
        return
    large = [at for at, word in enumerate(words) if word.text != word.low]
    capital = frozenset([at for at in large if _capital(words[at])])
    strange = frozenset([at for at in capital if known.fremmed(words[at])])
    shouted = _all_large(stykke, large, known)
    if not strange and not shouted:  # most pieces
        return
    alone = _alone(stykke, capital)

    def named(at: int) -> bool:
        if at not in strange:
            return at in shouted
        return at in alone or (not first_of_a_place(at) if _inside(words, at, stykke)
                               else begins(at))

    def begins(at: int) -> bool:
        return is_name(words, at, stykke.tekst, known.ord, next_is_name=(
            at + 1 in strange and _inside(words, at + 1, stykke)), name_after=(
            at + 2 in strange and _inside(words, at + 2, stykke)))

    def first_of_a_place(at: int) -> bool:
        return at + 1 in capital and _follows(words, at + 1, stykke) and known.ord.ordinary(
            words[at].low) and _allowed(words[at + 1].text, known.tilladt)

    at = 0
    for first in sorted(strange | shouted):
        if first < at or not named(first):
            continue
        at = first + 1
        while at < len(words) and words[at].sentence == words[first].sentence and (
                _follows(words, at, stykke)) and named(at):
            at += 1
        greeting, about = _greeted(words, first, stykke), _headed(words, first)
        yield Navn(stykke, words[first].start, words[at - 1].end,
                   tuple(w.text for w in words[first:at]), greeting, about)


def _all_large(stykke: Stykke, large: Sequence[int], known: _Kendt) -> frozenset[int]:
    """The words of names all in capitals: two to four in a row, after a label or with a first name
    first, »NAVN: AMINA SAID«; none of them a word."""
    if len(large) < _FEWEST_LARGE:
        return frozenset()
    words, found = stykke.ord, set[int]()
    shouted = [at for at in large if words[at].text.isupper() and len(words[at].text) > 1]
    if len(shouted) < _FEWEST_LARGE:
        return frozenset()
    at = -1
    for first in shouted:
        if first < at or words[first].low == "og":
            continue
        at = first + 1
        while at < len(words) and words[at].text.isupper() and words[at].low != "og" and _follows(
                words, at, stykke):
            at += 1
        low = [word.low for word in words[first:at]]
        paired = at + 1 < len(words) and words[at].text == "OG"
        if _FEWEST_LARGE - paired <= len(low) <= _MOST_IN_A_NAME and not any(
                word in known.tilladt or known.ord.ordinary(word) for word in low) and (
                known.ord.first_name(low[0]) or (known.ord.both(low[0]) and len(low) > 1) or (
                first > 0 and words[first - 1].low in _LABELS)):
            found.update(range(first, at))
    return frozenset(found)


def _follows(words: Sequence[Token], at: int, stykke: Stykke) -> bool:
    return stykke.tekst[words[at - 1].end:words[at].start] in (" ", "-")


def _capital(word: Token) -> bool:
    """Whether it may be a name, to look at: not short for something, no pronoun, no month."""
    return word.kind == "ord" and word.text[0].isupper() and len(word.text) > 1 and not (
        word.low in _NO_NAMES or word.text.isupper())


def _inside(words: Sequence[Token], at: int, stykke: Stykke) -> bool:
    return at > 0 and (words[at - 1].low in _TITLES or (
        words[at - 1].sentence == words[at].sentence and not _begins(stykke, words[at].start)))


def _alone(stykke: Stykke, capital: Collection[int]) -> frozenset[int]:
    """The words of lines that are nothing but a name: two to four words with capitals, as in an
    address; or one to four after a label, »Navn: Emma Lund, 12 år«."""
    found: set[int] = set()
    words = stykke.ord
    at = 0
    for first in sorted(capital):
        if first < at:
            continue
        at = first + 1
        while at in capital and _follows(words, at, stykke):
            at += 1
        end = words[at - 1].end
        rest = stykke.tekst[end:end + 1]
        if at - first > 4 or rest not in ("", "\n", ","):
            continue
        before = stykke.tekst[max(0, words[first].start - 2):words[first].start]
        labelled = ":" in before and first > 0 and words[first - 1].low in _LABELS
        opens = first == 0 or "\n" in before
        if labelled or (opens and at - first > 1 and rest != ","):
            found.update(range(first, at))
    return frozenset(found)


def _begins(stykke: Stykke, start: int) -> bool:
    before = stykke.tekst[max(0, start - 3):start].rstrip(" ")
    line = "\n" in stykke.tekst[max(0, start - 3):start]
    return not before or line or before[-1] in _BEGINS_AFTER or before[-1] in ".!?)"


def _allowed(word: str, allowed: frozenset[str]) -> bool:
    """Whether the word, or each part of it between hyphens with a capital, is on the list. What is
    all in capitals is short for something: »CPR-nummer«."""
    if word.isalpha():
        low = word.lower()
        return word.isupper() or low in allowed or low.removesuffix("s") in allowed
    parts = [part for part in re.split(r"[-'’]", word) if part[:1].isupper() and not part.isupper()]
    return all(part.lower() in allowed or part.lower().removesuffix("s") in allowed
               for part in parts)


def _greeted(words: Sequence[Token], first: int, stykke: Stykke) -> bool:
    """Whether »Kære« or »Hej« begins the piece and only names and »og« stand between."""
    if first > 8 or words[0].low not in _GREETINGS:
        return False
    return all(w.text[0].isupper() or w.low in ("og", "lille", "søde", "familien")
               for w in words[1:first])


def _headed(words: Sequence[Token], first: int) -> bool:
    """Whether it is said just before that the letter is about this one: »plan for …«."""
    at = first - 1
    while at >= 0 and first - at < 4 and words[at].low in _BETWEEN:
        at -= 1
    if at < 0 or words[at].sentence != words[first].sentence:
        return False
    return words[at].low in _ABOUT or (words[at].low == "navn" and at > 0
                                       and words[at - 1].low in ("barnets", "unges"))


def _small_words(brev: Brev) -> frozenset[str]:
    """Words as they are written: one that also stands in small letters is no name."""
    return frozenset([w.text for s in brev.stykker for w in s.ord])


def closed(brev: Brev) -> bool:
    """Whether it is known who is in the case, so that others are strangers."""
    return bool(brev.case or brev.deltagere)


@once
def of_the_case(brev: Brev) -> frozenset[str]:
    """Every word that the case knows with a capital letter, folded: people with first names and
    nicknames, places, schools, addresses, and what its texts name."""
    texts = [d.navn for d in brev.deltagere] + [d.fornavn for d in brev.deltagere]
    texts += brev.case.texts if brev.case else ()
    words = set(_CAPITAL.findall("\n".join(texts)))
    return frozenset(fold(" ".join([word for word in words if word[0].isupper()])).split())


def belongs(word: str, known: frozenset[str]) -> bool:
    """Whether the word is one of these, also in the genitive and in parts: »Almas«, »Anne-Mette«,
    »Holm'erne«."""
    return all(_one_belongs(fold(part), known) for part in re.split(r"[-'’]", word)
               if len(part) > 1 and part[0].isupper())


def _one_belongs(low: str, known: frozenset[str]) -> bool:
    return low in known or low.removesuffix("s") in known or f"{low}s" in known or (
        low.endswith("ene") and low.removesuffix("ene") in known)


@cache
def allow_list(roots: tuple[Path, ...]) -> frozenset[str]:
    """The words of `kendte_navne.tsv` in all libraries, in small letters; raises `Unusable`."""
    return frozenset(word.lower() for line in lines_of(roots, FILE)
                     for word in _WORD.findall(line.split("\t")[0]) if len(word) > 1)
