"""The kind `stavning`: words that no dictionary knows. It rests unless somebody asks for it."""

from __future__ import annotations

from collections.abc import Iterator

from generator import danish
from generator.checker.kinds.hit import Hit
from generator.checker.letter import Brev, Stykke
from generator.checker.pattern import Token
from generator.checker.rules import Regel, Regelbog
from generator.checker.text.sentences import ABBREVIATIONS

#: Shorter words are short for something.
_SHORTEST = 3
_READ = ("tekst", "overskrift")


def stavning(brev: Brev, regel: Regel, book: Regelbog) -> Iterator[Hit]:
    """A hit for each unknown word, where it first stands: not for names, which begin with a
    capital, for abbreviations and addresses of the net, or for what somebody is quoted for.
    `{forslag}` is what may be meant."""
    if book.stavning is None:
        return
    first: dict[str, tuple[Stykke, Token]] = {}
    for stykke in brev.stykker:
        for word in stykke.ord if stykke.slags in _READ else ():
            if word.low not in first and _is_plain(word, stykke):
                first[word.low] = stykke, word
    for low, meant in book.stavning(first).items():
        stykke, word = first[low]
        guess = danish.liste([f"»{one}«" for one in meant], "eller") if meant else ""
        yield Hit(stykke, word.start, word.end,
                  {"forslag": f" Er der ment {guess}?" if guess else ""})


def _is_plain(word: Token, stykke: Stykke) -> bool:
    """Whether it is a whole word in small letters, written as words are in a sentence."""
    text = stykke.tekst
    before, after = text[max(word.start - 1, 0):word.start], text[word.end:word.end + 2]
    return (word.kind == "ord" and word.text == word.low and len(word.low) >= _SHORTEST
            and word.low.isalpha() and word.low not in ABBREVIATIONS
            and not before.isdigit() and before not in tuple("@./\\-_§")
            and not after[:1].isdigit() and after[:1] not in tuple("@/\\-_")
            and not (after[:1] == "." and after[1:].isalnum())
            and not stykke.i_citat(word.start))
