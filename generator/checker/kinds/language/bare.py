"""Nouns as they stand in a case record, without an article: `Elev møder`, `støtte til barn og mor`.

A letter has an article, a name or »du« there; Danish lets a noun for one person stand bare only
after »som« and »er«.
"""

from __future__ import annotations

from generator.checker.kinds.language.reading import DU, Sætning, told_before
from generator.checker.text.sentences import word_set

BARE = word_set("barn dreng pige søn datter elev borger klient ansøger plejesøn plejedatter "
                 "teenager børn")
#: What makes »drengen« somebody the letter has told of: where he is, or what he did.
PLACED = word_set("i på fra hos ved med der som til ovenpå overfor nede ude inde foran bag "
               "du")
#: What one tells of whoever has been named: in the present most end in -r.
_FINITE = word_set("er blev havde kom gik fik sagde kunne ville skulle fortalte ønskede vil skal "
                   "kan må bør")
#: A verb ends so too, and these do not: `barn efter barn`, `dreng eller pige`.
_NO_VERB = word_set("eller efter under over for før mor far bror søster forældre hver her der "
                    "efterhånden alder år deres ellers nummer nr")
_BEGINS_CLAUSE = word_set("at når hvis da om fordi mens selvom")
_PARENT = word_set("forældre mor far moder fader forælder familie")
#: In front of it when nobody is told apart: `støtte til barn og forældre`.
_FREE = word_set("til for af med mellem hos om at både som når hvis da og hvor")


def is_verb(low: str) -> bool:
    """Whether the word can be what somebody does: in the present most end in -r, or in -es."""
    return low in _FINITE or (low.endswith(("r", "es")) and len(low) > 2 and low not in _NO_VERB)


def without_article(sætning: Sætning, n: int) -> int | None:
    """`Søn har sagt`, `Elev bor`, `til barn og forældre`, `det anbragte barn`, `denne dreng`,
    `begge børn har`: a noun as it stands in a case record, where a letter has an article, a name
    or »du«."""
    low, before, after = sætning.low, sætning.ordet(n - 1), sætning.ordet(n + 1)
    if low[n] == "børn":
        both = before == "begge" and is_verb(after) and DU.isdisjoint(low)
        return n - 1 if both and not any(
            w.low in _MANY for w in told_before(sætning, n - 1)) else None
    if after in PLACED or sætning.efter(n).startswith("-"):
        return None
    subject = n == 0 or (before in _BEGINS_CLAUSE and sætning.efter(n - 1) == " ")
    if subject and is_verb(after) and sætning.efter(n) == " ":
        return n
    if low[n] in ("barn", "dreng", "pige") and after == "og" and sætning.ordet(n + 2) in _PARENT:
        free = n == 0 or before in _FREE or is_verb(before)
        return n if free and DU.isdisjoint(low[max(n - 4, 0):n + 11]) else None
    if low[n] in ("barn", "dreng", "pige"):
        return _the_placed(sætning, n)
    return None


#: Who may be »begge børn«, when somebody else has been told of.
_MANY = word_set("børn sønner døtre familien familie plejefamilie plejefamilien naboerne "
                 "tvillinger")
_EXPECTED = word_set("ventede nyfødte fødte adopterede ufødte tredje fjerde samme")


def _the_placed(sætning: Sætning, n: int) -> int | None:
    """`Det anbragte barn`, `denne dreng har`: told apart by what an office has done, or pointed at
    before anybody has been told of."""
    before, first = sætning.ordet(n - 1), sætning.ordet(n - 2)
    done = before.endswith(("te", "ede")) and first in ("det", "den") and before not in _EXPECTED
    if done and not before.endswith("ste"):
        return n - 2
    if before in ("denne", "dette") and is_verb(sætning.ordet(n + 1)) and not any(
            w.text[0].isupper() and w.start > 0 for w in told_before(sætning, n - 1)) and not any(
            w.low.startswith(sætning.low[n]) for w in told_before(sætning, n - 1)):
        return n - 1
    return None
