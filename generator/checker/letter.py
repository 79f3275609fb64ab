"""A letter as the checks see it: its pieces of text with sentences and words, whom it is for, and
what is known about the case. Made from any Word file, or from a bare text (an example in a rule).
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, wraps
from itertools import accumulate, pairwise
from typing import Any, Literal, TypeVar, TypeVarTuple

from generator.case.load import Case
from generator.case.reader import Læserrolle, Situation
from generator.checker.pattern import Pattern, Token, tokens
from generator.checker.text.sentences import Sentence, sentences
from generator.document.model import Document, Paragraph
from generator.source import Place

_DIGIT = re.compile(r"\d")

Found = TypeVar("Found")
Given = TypeVarTuple("Given")

#: Whom a letter speaks to, as far as the checks know. Plans in the third person speak to nobody
#: (`ingen`), and a status to the municipality (`kommune`): rules for one reader rest then.
Modtager = Læserrolle | Literal["kommune", "ingen"]
#: A letter that is known to be of none of our kinds: only rules for all kinds are asked. An empty
#: kind says nothing of it, and all rules are asked.
ANDET = "andet"

#: What a piece of the letter is. Running text is `tekst`; `citat` somebody's words; `regler` the
#: box of rules at the end, where § and »stk.« belong; `ramme` letterhead, addressee, labels of a
#: form, greeting.
Slags = Literal["tekst", "citat", "overskrift", "regler", "ramme"]
#: Who wrote it: a phrase and nobody since, a phrase that somebody has changed, or somebody. Text of
#: the template itself is `egen` too: the letter does not tell it from what somebody wrote.
Ophav = Literal["frase", "rettet", "egen"]


@dataclass(frozen=True)
class Stykke:
    """One paragraph, heading or list item. No-break spaces are spaces, so that words are found;
    every character keeps its place. `linje` is that of the phrase's variant in its file; `fra` the
    character of the paragraph that the piece begins with, when it is only a part of it."""

    tekst: str
    sted: Place = field(default_factory=Place)
    slags: Slags = "tekst"
    overskrift: str = ""
    ophav: Ophav = "egen"
    frase: str = ""
    linje: int = 0
    fra: int = 0

    @cached_property
    def low(self) -> str:
        return self.tekst.lower()

    @cached_property
    def sætninger(self) -> tuple[Sentence, ...]:
        return tuple(sentences(self.tekst))

    @cached_property
    def ord(self) -> tuple[Token, ...]:
        """Its words, numbers and dates, each with the number of its sentence."""
        return tuple(tokens(self.tekst, [s.end for s in self.sætninger]))

    @cached_property
    def små(self) -> tuple[str, ...]:
        """The same words in small letters."""
        return tuple([word.low for word in self.ord])

    @cached_property
    def ordsæt(self) -> frozenset[str]:
        """Its words in small letters, each once: for quick questions."""
        return frozenset(self.små)

    @cached_property
    def ord_i_sætninger(self) -> tuple[tuple[Token, ...], ...]:
        """Its words, sentence by sentence."""
        return tuple([self.ord[start:end] for start, end in self._sentence_spans])

    @cached_property
    def små_i_sætninger(self) -> tuple[tuple[str, ...], ...]:
        """The same words in small letters, sentence by sentence."""
        return tuple([self.små[start:end] for start, end in self._sentence_spans])

    @cached_property
    def _sentence_spans(self) -> list[tuple[int, int]]:
        numbers = [word.sentence for word in self.ord]
        starts = [bisect_left(numbers, number) for number in dict.fromkeys(numbers)]
        return list(pairwise((*starts, len(numbers))))

    @cached_property
    def har_tal(self) -> bool:
        """Whether there is a digit in it."""
        return _DIGIT.search(self.tekst) is not None

    @cached_property
    def citater(self) -> tuple[tuple[int, int], ...]:
        """What stands in quotation marks within it, marks included, from left to right."""
        return tuple(_quotes(self.tekst))

    def i_citat(self, place: int) -> bool:
        """Whether the character is in quotation marks."""
        n = bisect_right(self.citater, (place, len(self.tekst))) - 1
        return n >= 0 and place < self.citater[n][1]


@dataclass(frozen=True)
class Deltager:
    """Somebody in the case, as far as language rules must know. `barn` is the child itself."""

    navn: str
    fornavn: str
    rolle: str = ""
    stedord: str = ""
    barn: bool = False


@dataclass(frozen=True)
class Borttaget:
    """Paragraphs of a phrase that were in the letter when it was made, and are gone."""

    frase: str
    afsnit: int
    hele: bool


@dataclass(frozen=True)
class Brev:
    """A letter to be checked. What is not known is empty or None, and rules that need it rest.

    `læser` is who is spoken to; `alder` the child's age in whole years on the letter's day. With
    `case` and `situation` the rules about dates, consent and the like run as well. `borttaget` is
    what phrases made and somebody took out; `lovfraser` gives the law of each phrase that has one.
    """

    navn: str
    stykker: tuple[Stykke, ...]
    dokument: str = ""
    læser: Modtager | None = None
    alder: int | None = None
    dato: date | None = None
    deltagere: tuple[Deltager, ...] = ()
    document: Document = field(default_factory=Document)
    case: Case | None = None
    situation: Situation | None = None
    borttaget: tuple[Borttaget, ...] = ()
    lovfraser: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def bibliotekets_andel(self) -> float:
        """The share of the letter's words, from 0 to 1, that stand as phrases made them, filled-in
        values included. A letter without a manifest has none."""
        words = [(len(s.tekst.split()), s.ophav == "frase") for s in self.stykker]
        return sum(n for n, ours in words if ours) / (sum(n for n, _ in words) or 1)

    @property
    def til_barnet(self) -> bool:
        return self.læser == "barn"

    @cached_property
    def low(self) -> str:
        """All its text in small letters: for quick questions."""
        return "\n".join(s.low for s in self.stykker)

    @cached_property
    def husket(self) -> dict[Hashable, Any]:
        """What rules share of what they found: see `once`."""
        return {}

    @cached_property
    def _ends(self) -> tuple[int, ...]:
        """Where each piece ends in `low`."""
        return tuple(accumulate(len(s.low) + 1 for s in self.stykker))

    @cached_property
    def _word_holders(self) -> dict[str, int]:
        """Which pieces have each word, as bits."""
        found: dict[str, int] = {}
        for n, stykke in enumerate(self.stykker):
            bit = 1 << n
            for word in stykke.ordsæt:
                found[word] = found.get(word, 0) | bit
        return found

    @cached_property
    def _part_holders(self) -> dict[str, int]:
        """Which pieces have a word with each part, as bits: filled as they are asked for, since
        patterns share their parts."""
        return {}

    @cached_property
    def _words(self) -> tuple[str, tuple[int, ...], tuple[int, ...]]:
        """Each word of the letter once, in one text; where each ends in it; and its holders."""
        words = self._word_holders
        return ("\n".join(words), tuple(accumulate(len(word) + 1 for word in words)),
                tuple(words.values()))

    def _with_part(self, part: str) -> int:
        found = self._part_holders.get(part)
        if found is None:
            text, ends, holders = self._words
            found, at = 0, text.find(part)
            while at >= 0:
                word = bisect_right(ends, at)
                found |= holders[word]
                at = text.find(part, ends[word])
            self._part_holders[part] = found
        return found

    def candidates(self, one: Pattern) -> Iterator[Stykke]:
        """The pieces that have all the pattern needs: where it is worth while to look for it."""
        left = (1 << len(self.stykker)) - 1
        for words, parts in one.needs:
            there = 0
            for word in words:
                there |= self._word_holders.get(word, 0)
            for part in parts:
                there |= self._with_part(part)
            left &= there
            if not left:
                return
        yield from self._pieces(left)

    def holding(self, texts: Iterable[str]) -> Iterator[Stykke]:
        """The pieces that hold one of these texts (in small letters), in the letter's order."""
        there = 0
        for text in texts:
            at = self.low.find(text)
            while at >= 0:
                piece = bisect_right(self._ends, at)
                there |= 1 << piece
                at = self.low.find(text, self._ends[piece])
        yield from self._pieces(there)

    def _pieces(self, bits: int) -> Iterator[Stykke]:
        while bits:
            first = bits & -bits
            yield self.stykker[first.bit_length() - 1]
            bits ^= first

    @cached_property
    def med_tal(self) -> tuple[Stykke, ...]:
        """The pieces with a digit in them: where dates, telephones and the like can be."""
        return tuple(s for s in self.stykker if s.har_tal)

    @property
    def prosa(self) -> Iterator[Stykke]:
        """What is read as running text."""
        return (s for s in self.stykker if s.slags == "tekst")


def once(work: Callable[[Brev, *Given], Found]) -> Callable[[Brev, *Given], Found]:
    """The same function, that works once for each letter and remembers its answer for the rules
    after. It is kept in the letter and goes with it: no letter's names outlive it."""
    @wraps(work)
    def remembered(brev: Brev, *given: *Given) -> Found:
        key = work, given
        if key not in brev.husket:
            brev.husket[key] = work(brev, *given)
        return brev.husket[key]  # type: ignore[no-any-return]
    return remembered


def letter_of_text(text: str, *, navn: str = "eksempel", dokument: str = "",
                   læser: Modtager | None = "barn", alder: int | None = 11,
                   dato: date | None = None, deltagere: Sequence[Deltager] = ()) -> Brev:
    """A bare text as a letter: a paragraph for each line; `# …` is a heading."""
    return Brev(navn, tuple(_of_lines(text.split("\n"))), dokument, læser, alder, dato,
                tuple(deltagere))


def _of_lines(lines: Iterable[str]) -> Iterator[Stykke]:
    heading = ""
    for number, line in enumerate(lines, 1):
        words = line.strip()
        if words.startswith("#"):
            heading = words.lstrip("# ")
            yield Stykke(heading, Place(line=number), "overskrift", heading)
        elif words:
            yield Stykke(words, Place(line=number), "tekst", heading)


#: What a quotation mark is closed by. A mark that is never closed quotes nothing.
_CLOSED_BY = {"»": "«", "«": "»", "„": "“”", "“": "”", "”": "”", '"': '"”'}
_MARK = re.compile("[»«„“”\"]")


def _quotes(text: str) -> Iterator[tuple[int, int]]:
    begin, closers = -1, ""
    for match in _MARK.finditer(text):
        if begin < 0:
            begin, closers = match.start(), _CLOSED_BY[match[0]]
        elif match[0] in closers:
            yield begin, match.end()
            begin = -1


_FRAME = ("title", "titel", "subtitle", "undertitel", "brevlinje", "modtager", "skema emne",
          "skema hoved", "billedramme", "hilsen", "sidehoved", "sidefod", "header", "footer")


def kind_of(paragraph: Paragraph) -> Slags:
    """What the paragraph is, told from its role and the name of its style."""
    style = paragraph.style.casefold()
    if style.startswith("regelboks"):
        return "regler"
    if paragraph.role == "citat" or style.endswith("citat"):
        return "citat"
    if paragraph.role in ("overskrift", "titel") or style.startswith(("heading", "overskrift")):
        return "overskrift"
    return "ramme" if style.startswith(_FRAME) else "tekst"
