"""A section in which nobody speaks and nobody is spoken to."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from generator.checker.kinds.hit import Hit
from generator.checker.kinds.language.reading import DU, JEG
from generator.checker.letter import Brev, Stykke
from generator.checker.pattern import Token
from generator.checker.rules import Regel, Regelbog
from generator.checker.text.sentences import word_set

_TWO = DU | JEG | {"jer", "jeres"}
#: Verbs that do not end in -er, -år or -ør.
_SHORT = word_set("har skal kan vil må bør var blev havde kom gik fik")
_VERBS = word_set("skal har er kan må får bor vil mødes ses ved kommer bliver siger")
#: Shorter sections are a fact or a label, and need no sender.
_WORDS, _SENTENCES = 15, 2


def uden_afsender(brev: Brev, regel: Regel, book: Regelbog) -> Iterator[Hit]:
    """A hit at the first paragraph of each section without jeg, vi, du and I."""
    for _, pieces in groupby(_read(brev), lambda s: s.overskrift):
        section = list(pieces)
        prose = [s for s in section if s.slags == "tekst"]
        count = sum(len(s.ord) for s in prose)
        if (count >= _WORDS and sum(len(s.sætninger) for s in prose) >= _SENTENCES
                and not any(map(_speaks, section)) and _running(prose)):
            yield Hit(prose[0], 0, len(prose[0].tekst), {"tal": str(count)})


def _read(brev: Brev) -> Iterator[Stykke]:
    return (s for s in brev.stykker if s.slags in ("tekst", "citat"))


def _speaks(stykke: Stykke) -> bool:
    """`I` (you) is told from `i` by its capital, and from the first word of a sentence by what
    follows: »I dag« is a time."""
    if not _TWO.isdisjoint(stykke.ordsæt) or any(map(_asks, stykke.ord_i_sætninger)):
        return True
    return "i" in stykke.ordsæt and any(
        word.text == "I" and (n > 0 or (len(words) > 1 and words[1].low in _VERBS))
        for words in stykke.ord_i_sætninger for n, word in enumerate(words))


#: Stems of verbs that are nothing else: `Ring til Bo`. As the first word they are said to one.
_ONLY_ASKS = word_set("ring husk læs spørg skriv kom kig sig gå prøv find giv tænk lyt pak "
                      "sov spis vælg tegn mærk kald hils hør mød lad")
#: What stands after the stem of a verb, and not after the stem of a noun: `Se det gamle hus`.
_ASKED_FOR = word_set("gerne lige bare endelig også ikke selv altid så hellere aldrig det dem ham "
                      "hende noget en et alle ud ind op ned hen over igennem godt")
#: Endings no stem of a verb has, but nouns have: `Møder`, `Støtten`, `Hjælpen`, `Opfølgning`.
_NO_STEM = ("e", "er", "en", "et", "ing", "hed", "else", "ne", "ene", "erne")


def _asks(sentence: tuple[Token, ...]) -> bool:
    """Whether the sentence begins by asking its reader for something: `Kig efter lyset`, `Hold
    gerne fast`. Then somebody is spoken to, though there is no »du«."""
    if len(sentence) < 2:
        return False
    first, second = sentence[0].low, sentence[1].low
    if first in _ONLY_ASKS:
        return second != "mere" and second not in _FINITE
    return second in _ASKED_FOR and first not in _NOT_ASKING and not first.endswith(_NO_STEM) and (
        not any(w.low in _FINITE for w in sentence[1:5]))


#: First words before »det« or »ikke« that are no verbs, and those that ask for an answer.
_NOT_ASKING = word_set("om hvis at så da når til fra med i på for ved hos af der her nu og men som "
                       "kan vil skal må bør var blev kom har gik fik gør nok ja nej dog selv mor "
                       "far også ikke kun alt hvad hvem hvor nu ligesom efter før fordi både kort "
                       "godt først sidst dels langt hjem ud ind op ned igen tit hun han")
_FINITE = _SHORT | _VERBS


def _running(prose: list[Stykke]) -> bool:
    """Whether it is told in sentences, and not a list of names, dates and labels."""
    sentences = [words for s in prose for words in s.ord_i_sætninger]
    told = [(len(w) >= 5 and _lower(w)) or _told(w) for w in sentences]
    # Two lines of a list outweigh a short sentence, but not one that tells a lot.
    return sum(told) * 2 > len(sentences) or (
        sum(told) * 2 == len(sentences) and any(
            len(w) >= 10 and _told(w) for w in sentences))


def _lower(sentence: tuple[Token, ...]) -> bool:
    """Whether it is not mostly names and numbers: `Familiehuset, Slusegade 12, 9995 Tangvig`."""
    return sum(w.text.islower() for w in sentence) * 2 >= len(sentence)


def _told(sentence: tuple[Token, ...]) -> bool:
    """Whether a short sentence has a verb: early in it, and most end in -r in the present."""
    return len(sentence) >= 3 and any(
        w.low in _SHORT or (w.text.islower() and w.low.endswith(("er", "år", "ør")))
        for w in sentence[1:4])
