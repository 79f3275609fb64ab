"""Patterns that an editor can read: words in a row, as `klag* … fire/4 uger`.

    klage        the word                 klag*  *klage  *klag*   begins, ends, or holds
    fire/4       one of these             du?                     may be left out
    …            up to 8 words between    …20                     up to 20
    {dato}       a date; also {tal}, {klokken}, {ugedag}, {måned}, {navn} (a word with a capital,
                 but none like »Du« and »Når«, which begin sentences), {paragraf} (»§ 32«),
                 {ord} (any word)
    =I           exactly so, with its capital
    §32          that section of barnets lov, however it is spaced: one that the text gives to
                 another act (»servicelovens § 32«) does not fit

A match never leaves its sentence. There are no other signs and no backtracking: the time is
proportional to the length of the text, whatever it holds.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from generator.checker.text.acts import acts
from generator.checker.text.sentences import BEGINS

#: How many words `…` may pass by, when no number says otherwise.
GAP = 8
#: Most words that a gap may pass by: farther apart, words have nothing to do with each other.
MAX_GAP = 40

MONTHS = ("januar", "februar", "marts", "april", "maj", "juni", "juli", "august", "september",
           "oktober", "november", "december")
DAYS = ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag")
_DATE = (rf"\d{{1,2}}\.\s{{0,3}}(?:{'|'.join(MONTHS)})(?:\s{{1,3}}\d{{4}})?"
         r"|\d{1,2}[-./]\d{1,2}[-./ ]{1,2}\d{4}|\d{4}-\d\d-\d\d"
         # »2/5-26«, but no telephone number and no hours (»14.30-16«).
         r"|(?:0?[1-9]|[12]\d|3[01])[-./](?:0?[1-9]|1[0-2])[-./][23]\d(?![-.:]?\d)")
#: Nearly all are words, so they are tried first; no other begins with a letter. What stands between
#: words is passed by at once.
_TOKEN = re.compile(r"(?=[\w§])(?:(?P<ord>[^\W\d_]+(?:[-'’][^\W\d_]+)*)"
                    rf"|(?P<dato>(?i:{_DATE}))(?!\d)"
                    r"|(?P<paragraf>§{1,2}\s{0,3}\d{1,3}(?:\s?[a-hA-H])?(?!\w))"
                    r"|(?P<klokken>\d{1,2}[.:]\d\d(?!\d))|(?P<tal>\d+(?:[.,]\d+)*))")


@dataclass(slots=True)
class Token:
    """A word, number, date or reference in a text. `sentence` counts from the start of the text.
    A letter has a thousand, each read again and again: a frozen one takes twice as long to make,
    and a tuple twice as long to read."""

    start: int
    end: int
    text: str
    low: str
    kind: str
    sentence: int = 0


def tokens(text: str, ends: Sequence[int] = ()) -> list[Token]:
    """The words of a text; `ends` are the places where its sentences end."""
    found: list[Token] = []
    sentence, stops = 0, iter(ends)
    stop = next(stops, len(text))
    of_act = acts(text) if "§" in text else {}
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        while start >= stop:
            sentence, stop = sentence + 1, next(stops, len(text))
        word, kind = match[0], match.lastgroup or ""
        low = word if word.islower() else word.lower()
        if kind == "paragraf":
            low = _section(low, of_act.get(start))
        found.append(Token(start, end, word, low, kind, sentence))
    return found


def _section(text: str, act: str | None) -> str:
    """`§ 32`, `§32` and `§§ 32` are the same section; that of another act is none of ours."""
    number = "§" + "".join(text.replace("§", "").split())
    return f"{act} {number}" if act == "anden lov" else number


@dataclass(frozen=True)
class _Step:
    """What one word of a pattern asks of a word in the text. `words`: it is to be one of these, in
    small letters, and nothing else is asked; empty when there is more to it."""

    fits: Callable[[Token], bool]
    words: frozenset[str] = frozenset()
    optional: bool = False
    gap: int = 0

    def places(self, words: Sequence[Token]) -> list[int]:
        """Which of the words it fits."""
        if self.words:  # most often, and soonest answered without a call for each
            wanted = self.words
            return [n for n, word in enumerate(words) if word.low in wanted]
        return [n for n, word in enumerate(words) if self.fits(word)]


class Need(NamedTuple):
    """What a text must have to fit a pattern: one of these words, or one of these parts of one."""

    words: tuple[str, ...]
    parts: tuple[str, ...]


@dataclass(frozen=True)
class Pattern:
    """A pattern made ready. `needs` are what any text that fits has, one of each."""

    source: str
    steps: tuple[_Step, ...]
    needs: tuple[Need, ...]

    def may_fit(self, low: str) -> bool:
        """A quick question to the text in small letters, before it is looked through."""
        for words, parts in self.needs:
            for piece in words:
                if piece in low:
                    break
            else:
                if not any(piece in low for piece in parts):
                    return False
        return True

    def find(self, words: Sequence[Token]) -> list[tuple[int, int]]:
        """First and last word of each match, from left to right, none inside another."""
        # Every place reached so far, with the latest start that leads there: two starts that reach
        # the same place go on alike, so their number never grows beyond that of the words.
        first = self.steps[0]
        if len(self.steps) == 1:
            return [(n, n) for n in first.places(words)]
        if first.optional:
            reached = _after(first, {n: n for n in range(len(words))}, words)
        else:
            reached = {n + 1: n for n in first.places(words)}
        for step in self.steps[1:]:
            if not reached:
                return []
            reached = _after(step, reached, words)
        found: list[tuple[int, int]] = []
        last = -1
        for end, start in sorted(reached.items()):
            if start > last and end > start:
                found.append((start, end - 1))
                last = end - 1
        return found


def _after(step: _Step, reached: dict[int, int], words: Sequence[Token]) -> dict[int, int]:
    """The places reached with one step more."""
    if step.gap:
        return _passed_by(step.gap, reached, words)
    found = dict(reached) if step.optional else {}
    for place, start in reached.items():
        if (place < len(words) and start > found.get(place + 1, -1)
                and words[place].sentence == words[start].sentence and step.fits(words[place])):
            found[place + 1] = start
    return found


def _passed_by(gap: int, reached: dict[int, int], words: Sequence[Token]) -> dict[int, int]:
    """The places up to so many words further on in the same sentence."""
    found: dict[int, int] = {}
    for place, start in reached.items():
        sentence = words[start].sentence
        for n in range(place, min(place + gap, len(words)) + 1):
            if start > found.get(n, -1):
                found[n] = start
            if n < len(words) and words[n].sentence != sentence:
                break
    return found


_CLASSES: dict[str, Callable[[Token], bool]] = {
    "dato": lambda t: t.kind == "dato", "tal": lambda t: t.kind == "tal",
    "klokken": lambda t: t.kind == "klokken", "paragraf": lambda t: t.kind == "paragraf",
    "ord": lambda t: t.kind == "ord", "ugedag": lambda t: t.low in DAYS,
    "måned": lambda t: t.low in MONTHS,
    "navn": lambda t: t.kind == "ord" and t.text[0].isupper() and t.low not in BEGINS,
}


class BadPattern(ValueError):
    """A pattern that cannot be read: what is wrong, in Danish."""


@lru_cache(maxsize=4096)
def pattern(source: str) -> Pattern:
    """The pattern made ready; raises `BadPattern`."""
    steps, needs = [], []
    for word in source.split():
        if word.startswith("…"):
            steps.append(_Step(_any, gap=_gap(word)))
            continue
        optional = word.endswith("?")
        alternatives = word.removesuffix("?").split("/")
        steps.append(_one_of(alternatives, optional))
        if not optional and not any(a.startswith("{") for a in alternatives):
            needs.append(_need(alternatives))
    if not steps or steps[0].gap or steps[-1].gap or all(s.optional for s in steps):
        raise BadPattern("Et mønster skal begynde og ende med et ord, og mindst et skal være der.")
    return Pattern(source, tuple(steps), tuple(needs))


def _need(alternatives: Sequence[str]) -> Need:
    whole = [a for a in alternatives if not {"*", "§"} & set(a)]
    # In the text a sign may stand apart from its number, so only the number is asked for.
    parts = [a.strip("*§").lower() for a in alternatives if a not in whole]
    return Need(tuple(a.removeprefix("=").lower() for a in whole), tuple(parts))


def _gap(word: str) -> int:
    number = word.removeprefix("…")
    if number and not (number.isdecimal() and 0 < int(number) <= MAX_GAP):
        raise BadPattern(f"»{word}«: efter … kan der stå et tal fra 1 til {MAX_GAP}.")
    return int(number or GAP)


def _any(token: Token) -> bool:
    return True


def _one_of(alternatives: Sequence[str], optional: bool) -> _Step:
    """A step that fits one of these. All that begin or end as given are asked for at once: a
    pattern may have a hundred."""
    whole, begins, ends = set(), [], []
    others: list[Callable[[Token], bool]] = []
    for word in alternatives:
        if word.startswith("{"):
            others.append(_class(word))
            continue
        core = _core(word)
        low = core.lower()
        if word.startswith("="):
            others.append(_exactly(core))
        elif word.startswith("*") and word.endswith("*"):
            others.append(_holding(low))
        elif word.startswith("*"):
            ends.append(low)
        elif word.endswith("*"):
            begins.append(low)
        else:
            whole.add(low)
    fits = _fitting(frozenset(whole), tuple(begins), tuple(ends), others)
    return _Step(fits, frozenset() if begins or ends or others else frozenset(whole), optional)


def _fitting(whole: frozenset[str], begins: tuple[str, ...], ends: tuple[str, ...],
             others: Sequence[Callable[[Token], bool]]) -> Callable[[Token], bool]:
    if not (begins or ends or others):
        return lambda token: token.low in whole
    if not others:
        return lambda token: (token.low in whole or token.low.startswith(begins)
                              or token.low.endswith(ends))
    if not (whole or begins or ends) and len(others) == 1:
        return others[0]
    return lambda token: (token.low in whole or token.low.startswith(begins)
                          or token.low.endswith(ends) or any(fit(token) for fit in others))


def _class(word: str) -> Callable[[Token], bool]:
    if word[1:-1] not in _CLASSES or not word.endswith("}"):
        raise BadPattern(f"»{word}« kender vi ikke. Der kan stå: "
                         f"{', '.join(f'{{{name}}}' for name in _CLASSES)}.")
    return _CLASSES[word[1:-1]]


def _core(word: str) -> str:
    """The word without its signs."""
    core = word.removeprefix("=").strip("*")
    if not core or "*" in core or not _TOKEN.fullmatch(core):
        raise BadPattern(f"»{word}« er ikke ét ord. Et ord kan have * foran og bagved.")
    return core


def _exactly(text: str) -> Callable[[Token], bool]:
    return lambda token: token.text == text


def _holding(low: str) -> Callable[[Token], bool]:
    return lambda token: low in token.low
