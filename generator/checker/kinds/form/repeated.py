"""Words typed twice: »i i«, »på den på den«, »har du har«."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.checker.kinds.hit import Hit
from generator.checker.kinds.words import found_among
from generator.checker.letter import Brev, Stykke
from generator.checker.pattern import Pattern, Token
from generator.checker.rules import Regel, Regelbog
from generator.checker.text.sentences import word_set

#: A word that stands on and on is told of once for so many.
_MOST = 20


def repeated(brev: Brev, regel: Regel, book: Regelbog) -> Iterator[Hit]:
    """A word, or two words, twice in a row; and a verb before and after who does it."""
    fine = frozenset(str(regel.valg.get("ord") or "").split())
    for stykke in brev.stykker:
        if stykke.slags == "citat":
            continue
        words, after = stykke.ord, 0
        for n in _soon_again(stykke):
            if n < after:
                continue
            long = _repeated(stykke.tekst, words, n, fine)
            if long and (_before_a_date(words, n + long) or not (
                    _two_clauses_meet(words, n) or any(
                        first <= n + long and n <= last
                        for first, last in _fine(regel.undtagen, stykke, n)))):
                after = n + long
                yield Hit(stykke, words[n].start, words[n + long].end)


def _soon_again(stykke: Stykke) -> list[int]:
    """The words that come again within three words."""
    if len(stykke.ordsæt) == len(stykke.små):
        return []
    lows = (*stykke.små, "", "", "")
    near = zip(lows, lows[1:], lows[2:], lows[3:], strict=False)
    return [n for n, (one, two, three, four) in enumerate(near) if one in (two, three, four)]


def _before_a_date(words: Sequence[Token], last: int) -> bool:
    """`Mødet er den den 22. juni`: though »er den den« may be right."""
    return words[last].low == "den" and last + 1 < len(words) and words[last + 1].kind == "dato"


def _fine(patterns: Sequence[Pattern], stykke: Stykke, n: int) -> list[tuple[int, int]]:
    """Where the words around the place fit an exception: only those near it are looked at."""
    begin = max(n - 6, 0)
    return [(a + begin, b + begin) for a, b in found_among(patterns, stykke.ord[begin:n + 6])]


#: What has none is no word: `xx xx xx xx`.
_VOWELS = frozenset("aeiouyæøåéü")
_WHO = frozenset(["du", "jeg", "han", "hun", "vi", "de"])
#: What stands between things that come again: »lidt efter lidt«, »mere og mere«.
_LINKING = frozenset(["og", "efter", "for", "ved", "eller", "mod", "til"])
_FLANKING = frozenset(["har", "er", "skal", "kan", "vil", "får", "var", "havde", "bliver", "må"])


def _repeated(text: str, words: Sequence[Token], n: int, fine: frozenset[str]) -> int:
    """How many words after the `n`th belong to the repetition that begins there; 0 if none does."""
    if _VOWELS.isdisjoint(words[n].low):
        return 0
    if _twins(text, words, n, n + 1):
        one, two = words[n], words[n + 1]
        as_name = one.text[0].isupper() and not two.text[0].isupper() and (
            one.low == "i" or (n > 0 and words[n - 1].sentence == one.sentence))
        well = one.low in fine and not (_then(text, words, n) or _hurried(words, n))
        return 0 if well or as_name else next(
            (k for k in range(1, _MOST) if not _twins(text, words, n + k, n + k + 1)), _MOST)
    if n + 3 < len(words) and _run(text, words, n, n + 3) and (
            words[n].low, words[n + 1].low) == (words[n + 2].low, words[n + 3].low):
        pair = words[n].low, words[n + 1].low
        linking = pair[1] != "at" and _LINKING & set(pair)
        return 0 if linking or set(pair) & fine or words[n].kind != "ord" else 3
    if n + 5 < len(words) and words[n].low == words[n + 3].low and _run(
            text, words, n, n + 5) and _same(words, n, n + 3, 3) and words[n].kind == "ord":
        return 0 if _LINKING & {w.low for w in words[n:n + 2]} else 5
    for gap in (2, 3):
        if n + gap < len(words) and words[n].low in _FLANKING and _run(
                text, words, n, n + gap) and words[n].low == words[n + gap].low:
            between = words[n + 1:n + gap]
            if all(w.text[0].isupper() for w in between) or (
                    gap == 2 and between[0].low in _WHO):
                return gap
    return 0


def _two_clauses_meet(words: Sequence[Token], n: int) -> bool:
    """`De bøger, vi har har du læst`: each verb has its own subject."""
    return 0 < n < len(words) - 2 and words[n - 1].low in _WHO and words[n + 2].low in _WHO


#: What »så« may be said of after it: »så så jeg dig«; the definite form of a noun as well.
_SEEN = word_set("""
    jeg du han hun vi de man det den der mor far min mit mine din dit dine sin vores jeres deres
    hans hendes en et alle ingen nogen nogle mange alt de begge denne dette disse andre ud godt
""")


def _then(text: str, words: Sequence[Token], n: int) -> bool:
    """Whether it is »så« twice after a comma, with a verb and not its subject behind: »…, så så
    ring«. With a subject the second is the past of »ser«."""
    if words[n].low != "så" or not 0 < n < len(words) - 2 or (
            "," not in text[words[n - 1].end:words[n].start]):
        return False
    next_ = words[n + 2]
    ends = next_.low.endswith(("en", "et", "ne", "ens")) and len(next_.low) > 3
    return next_.sentence == words[n].sentence and next_.text == next_.low and not ends and (
        next_.low not in _SEEN)


def _hurried(words: Sequence[Token], n: int) -> bool:
    """Whether it is »godt« twice after »må«, »kan« and »vil«: nobody says that with weight."""
    return words[n].low == "godt" and n > 0 and words[n - 1].low in ("må", "kan", "vil")


def _same(words: Sequence[Token], one: int, two: int, length: int) -> bool:
    return all(words[one + k].low == words[two + k].low for k in range(length))


def _twins(text: str, words: Sequence[Token], one: int, two: int) -> bool:
    return (two < len(words) and words[one].low == words[two].low and words[one].kind == "ord"
            and len(words[one].low) < 40 and _run(text, words, one, two)
            and not (words[one].text == "I" and words[two].text == "i"))


def _run(text: str, words: Sequence[Token], first: int, last: int) -> bool:
    """Whether only spaces stand between these words."""
    return words[first].sentence == words[last].sentence and all(
        not text[words[n].end:words[n + 1].start].strip(" ") for n in range(first, last))
