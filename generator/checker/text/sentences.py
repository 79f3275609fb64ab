"""The sentences of a Danish text, each with its place in it.

    sentences("Vi ses kl. 9 den 3. maj. Så går vi.")    two, not five

Give it one block at a time: a paragraph, a list item, a table cell. A colon ends a sentence only
before a line break. Where it cannot be known whether a full stop ends a sentence (»plan B. Mette«),
the commoner reading wins. The time it takes grows with the length of the text and nothing else:
every look back or ahead is short, and no part of the text is gone through twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple


class Sentence(NamedTuple):
    """One sentence; `text` is what stands from `start` to `end`, without spaces around it."""

    start: int
    end: int
    text: str


def word_set(text: str) -> frozenset[str]:
    """The words of a short list in code."""
    return frozenset(text.split())


#: Something always follows these, so they never end a sentence.
_GOES_ON = word_set("""
    jf jfr jvf stk nr fx f.eks eks bl.a b.a dvs d.v.s hhv h.h.v ca kl pkt evt inkl ekskl vedr ang
    iht i.h.t ift i.f.t ifm i.f.m pga p.g.a mht m.h.t mhp m.h.p iflg o.a tlf kap art cf sml pr ad dr
    hr fr frk prof adv gl ndr sdr skt sct st kgl v.a str tidl sagsbeh forts vs bd d f s chr
""")
#: These may end one. They do when a capital letter follows.
_MAY_END = word_set("""
    osv o.s.v mv m.v mm m.m mfl m.fl ol o.l o.lign el.lign e.l etc ds d.å s.å kr pct min sek afd
    kbh tv th ml mg maks jan feb mar apr jun jul aug sep sept okt nov dec man tirs tir ons tors tor
    fre lør søn
""")
#: What is written short, with a full stop after it.
ABBREVIATIONS = _GOES_ON | _MAY_END
#: A capital letter after one of these is a name of a thing, not somebody's initial.
_LETTERED = word_set("""
    plan punkt bilag afdeling gruppe type model litra bogstav kategori hus blok opgang vitamin
    hepatitis variant boks rum stue hold klasse
""")
#: What comes after an ordinal, also when somebody writes it with a capital letter.
_ORDERED = word_set("""
    januar februar marts april maj juni juli august september oktober november december verdenskrig
    division juledag påskedag pinsedag klasse sal årgang kvartal etape behandling
""")
#: Words that begin a sentence and are no names.
BEGINS = word_set("""
    alle alt at barnet begge bor da de dem den denne der derefter derfor det dette dig din dine dit
    du efter en er et for fordi foran fra før først ham han hans hende hendes her hun hvad hvem hver
    hvilke hvilken hvis hvor hvordan hvorfor i ifølge imens ingen ja jeg jeres kan kommer kom kun
    kunne lige man med men mens min mine mit mor far må nej nogle nu når og også om op os på ring
    selv senere sidst siden skal skriv skriver som så tak til ud under var ved vi vil vores
""")

_OPENERS = "»«„“”\"'‘’([*_–—-"
_CLOSERS = "»«“”\"'’)]*_"
#: Patterns that begin with what is rare are soonest through a text.
_END = re.compile(r"[.!?…\n•](?:(?<=[.!?…])[.!?…]+|(?<=\n)\s+|)")
_WORD = re.compile(r"\w+")
_ITEM = re.compile(r"[-–*]\s|•|(?:[0-9]{1,2}[.)]|[a-zæøå]\))\s")
_LETTERED_ITEM = re.compile(r"\s+[a-zæøå]\. [A-ZÆØÅ]")
_LISTED = re.compile(r"\)(?=\s)(?:(?<=(?<!\S)([a-zæøå0-9])\))|(?<=(?<!\S)([0-9]{2})\)))")
#: How far back and ahead one must look for the longest word that matters.
_NEAR = 24


def sentences(text: str) -> list[Sentence]:
    """The sentences in order. Everything but spaces is in one of them; a text without letters and
    digits has none."""
    found: list[Sentence] = []
    start = 0
    for end in (*_boundaries(text), len(text)):
        piece = text[start:end]
        first = start + len(piece) - len(piece.lstrip())
        last = start + len(piece.rstrip())
        if last > first:
            found.append(Sentence(first, last, text[first:last]))
        start = end
    if len(found) > 1 and not _WORD.search(found[-1].text):  # a stray mark belongs to what it ends
        last_two = text[found[-2].start:found[-1].end]
        found[-2:] = [Sentence(found[-2].start, found[-1].end, last_two)]
    return found if _WORD.search(text) else []


def _boundaries(text: str) -> Iterator[int]:
    """Where a sentence ends and the next one begins. There is a word between any two of them."""
    begin = 0        # where the sentence in hand begins
    first = -1       # where its first word begins, when that has been seen
    looked = 0       # how far it has been searched for
    for at, end in _candidates(text):
        if at < begin:
            continue
        if first < begin:
            word = _WORD.search(text, max(begin, looked), at)
            looked = at
            if word is None:
                continue
            first = word.start()
        stop = _stops(text, at, end, first)
        if stop > begin:
            yield stop
            begin = looked = stop
            first = -1


def _candidates(text: str) -> Iterator[tuple[int, int]]:
    """What may end a sentence, by place: marks, line breaks, and `b)` when `a)` came before."""
    listed = _enumerated(text)
    following = next(listed, None)
    for match in _END.finditer(text):
        while following is not None and following < match.start():
            yield following, following
            following = next(listed, None)
        yield match.start(), match.end()
    while following is not None:
        yield following, following
        following = next(listed, None)


def _enumerated(text: str) -> Iterator[int]:
    """Where `a)`, `b)`, `c)` in a row begin, if whole sentences follow them."""
    marks = [(match[1] or match[2], match.end()) for match in _LISTED.finditer(text)]
    for n, (mark, end) in enumerate(marks):
        near = marks[max(n - 1, 0):n] + marks[n + 1:n + 2]
        if not any(_next_to(mark, other) for other, _ in near):
            continue
        start = end - len(mark) - 1
        before = text[max(start - 3, 0):start].rstrip()[-1:]
        if text[end + 1:end + 2].isupper() or before in (".", "!", "?", "…", ":", ";"):
            yield start


def _next_to(one: str, other: str) -> bool:
    if one.isdigit() and other.isdigit():
        return abs(int(one) - int(other)) == 1
    return len(one) == len(other) == 1 and abs(ord(one) - ord(other)) == 1


def _stops(text: str, at: int, end: int, first: int) -> int:
    """Where the sentence stops if this mark ends it, otherwise -1."""
    if at == end or text[at] == "•":
        return at
    if text[at] == "\n":
        return at if _line_ends(text, at, end) else -1
    marks = text[at:end]
    while end < len(text) and text[end] in _CLOSERS:
        end += 1
    if end == len(text) or not text[end].isspace():
        return -1
    word = _next_word(text, end)
    if not (word[:1].isupper() or word[:1].isdigit() or word == "§"
            or _LETTERED_ITEM.match(text, end)):
        return -1
    if "!" in marks or "?" in marks:
        return end
    if marks != ".":  # three dots: people often pause before a number
        return -1 if word[:1].isdigit() else end
    return end if _full_stop(text, at, word, first) else -1


def _line_ends(text: str, at: int, end: int) -> bool:
    """Whether a line break ends the sentence: at a blank line, before a list item or a capital
    letter, but not after a comma."""
    before = text[max(at - 3, 0):at].rstrip()[-1:]
    if text.count("\n", at, end) > 1 or before in (":", ";") or _ITEM.match(text, end):
        return True
    return before != "," and _next_word(text, end)[:1].isupper()


def _next_word(text: str, at: int) -> str:
    """The word after this place, past quotes and brackets. `§` counts as a word."""
    while at < len(text) and text[at].isspace():
        at += 1
    while at < len(text) and text[at] in _OPENERS:
        at += 1
    if text[at:at + 1] == "§":
        return "§"
    at += text[at:at + 1] == " "  # after a dash
    word = _WORD.match(text, at, at + _NEAR)
    return word[0] if word else ""


def _full_stop(text: str, at: int, following: str, first: int) -> bool:
    """Whether one full stop before this word ends a sentence."""
    token, begin = _token(text, at)
    name, starts = token.casefold(), following.casefold() in BEGINS
    if not token or len(token) >= _NEAR:
        return True
    number = name.replace(".", "").replace("-", "").replace("/", "").replace(":", "")
    if number.isdigit():
        return _after_number(number, following, begin == first)
    if len(token) == 1 and begin == first:
        return False  # a. b. c. in front of the items of a list
    if len(token) == 1 and token.isalpha():
        before = text[max(begin - _NEAR, 0):begin].split()[-1:]
        return starts or bool(before and before[0].casefold() in _LETTERED)
    if name in _GOES_ON or name.startswith("cand."):
        return False
    if name in _MAY_END:
        return following[:1].isupper()
    return starts or not _dotted(name) or (token.islower() and following[:1].isupper())


def _after_number(digits: str, following: str, opens: bool) -> bool:
    """`den 3. maj`, `2. 3. og 4. klasse` and `1. Du skal` go on; `i 2025. Du` does not."""
    if opens and len(digits) <= 2:
        return False
    return following[:1].isupper() and following.casefold() not in _ORDERED


def _dotted(name: str) -> bool:
    """An abbreviation that we do not know: `a.m.b.a`, `J.P`."""
    parts = name.split(".")
    return len(parts) > 1 and all(len(part) <= 2 and part.isalpha() for part in parts)


def _token(text: str, at: int) -> tuple[str, int]:
    """What stands right before this place, without what opens it, and where it begins."""
    begin = at
    while begin > 0 and at - begin < _NEAR and not text[begin - 1].isspace() and (
            text[begin - 1] not in "»«„“”\"'‘’([)],;"):
        begin -= 1
    return text[begin:at], begin
