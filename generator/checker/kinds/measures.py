"""How hard the letter is to read, against what its reader can be asked: advice, never a stop.

What is measured is running text: no headings, no letterhead, no box of rules, no quotations. The
limits are `rules/laesbarhed.tsv`, the same that the report over many letters uses.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

from generator import danish
from generator.checker.kinds.hit import Hit
from generator.checker.kinds.wordlist import Places, read_as_prose, words_of_list
from generator.checker.letter import Brev, Stykke, once
from generator.checker.pattern import Token
from generator.checker.rules import Regel, Regelbog
from generator.checker.text.readability import (
    LIMITS,
    Audience,
    Readability,
    adults,
    measure_words,
    of_age,
    together,
)

#: A banner says nothing about a text that is shorter.
FEWEST_WORDS = 40
#: A section of its own is judged from so many words, and must then show one signal more.
SECTION_WORDS = 60
#: Words between two commas that only list something: »mor, far, Ida og Bob«.
_LISTED_WORDS = 3
#: A sentence of so few words is easy, however it is cut up.
_SHORT = 12


def graense(brev: Brev, regel: Regel, book: Regelbog) -> Iterator[Hit]:
    """What the rule measures (`maal`), where it is above the reader's limit."""
    limits = of_reader(brev, book)
    yield from MEASURES[str(regel.valg.get("maal"))](brev, limits, regel, book)


def of_reader(brev: Brev, book: Regelbog) -> Audience:
    """The limits for whoever reads the letter; for a child of unknown age, those of the oldest."""
    files = tuple(root / LIMITS for root in book.roots)
    if brev.læser is not None and brev.læser != "barn":
        return adults(files)
    return of_age(99 if brev.alder is None else brev.alder, files)


def _lix(brev: Brev, limits: Audience, regel: Regel, book: Regelbog) -> Iterator[Hit]:
    found = readability_of(brev).lix
    if found is not None and found > limits.lix:
        yield _measured(found, limits.lix, limits)


def _long_words(brev: Brev, limits: Audience, regel: Regel, book: Regelbog) -> Iterator[Hit]:
    found = readability_of(brev)
    if found.lix is not None and found.long_share > limits.long_share:
        yield _measured(found.long_share, limits.long_share, limits)


@once
def readability_of(brev: Brev) -> Readability:
    """What the letter's running text measures."""
    return together(_of_pieces(brev))


@once
def _of_pieces(brev: Brev) -> tuple[Readability, ...]:
    return tuple(measure_words(s.ord_i_sætninger) for s in read_as_prose(brev))


def _measured(number: float, limit: int, limits: Audience) -> Hit:
    return Hit(ord={"tal": str(round(number)), "grænse": str(limit),
                    "gruppe": limits.name})


def _sentences(brev: Brev, limits: Audience, regel: Regel, book: Regelbog) -> Iterator[Hit]:
    """Each sentence with too many words, or cut up by too many commas."""
    for stykke in read_as_prose(brev):
        for words in stykke.ord_i_sætninger:
            if len(words) <= _SHORT:  # neither too long nor worth counting commas in
                continue
            count = len([w for w in words if w.kind == "ord"])
            commas = _commas(stykke.tekst, words)
            said = ""
            if count > limits.longest:
                said = f"{count} ord. Vi anbefaler højst {limits.longest}"
            elif commas >= limits.commas:
                said = f"{commas} kommaer. Vi anbefaler højst {limits.commas - 1}"
            if said:
                yield Hit(stykke, words[0].start, words[-1].end,
                          {"tal": said, "grænse": str(limits.longest), "gruppe": limits.name})


def _commas(text: str, words: Sequence[Token]) -> int:
    """The commas of a sentence that part its clauses. Those of a list are easy to read: of short
    things, or of clauses that begin alike (»at …, at … og at …«)."""
    at, depth = [], 0
    for n, (one, two) in enumerate(pairwise(words)):
        between = text[one.end:two.start]
        if between == " ":  # most often
            continue
        depth += between.count("(") - between.count(")")
        if "," in between and depth <= 0:
            at.append(n)
    if len(at) < _FEWEST_COMMAS:
        return len(at)
    listed = sum(1 for one, two in pairwise(at) if (
        two - one <= _LISTED_WORDS and not any(
            w.low in _CLAUSE for w in words[one + 1:two + 1])) or _alike(words, one, two))
    return len(at) - listed


#: No reader is said to bear fewer.
_FEWEST_COMMAS = 2
_ASKING = ("hvor", "hvem", "hvad", "hvordan", "hvornår", "hvorfor", "hvilken", "hvilket")


def _alike(words: Sequence[Token], one: int, two: int) -> bool:
    """Whether the clauses after two commas begin with the same word, or both ask."""
    first, second = (_begins(words, comma + 1) for comma in (one, two))
    return first == second or (first in _ASKING and second in _ASKING)


def _begins(words: Sequence[Token], n: int) -> str:
    return words[n + 1].low if words[n].low in ("og", "eller") and n + 1 < len(words) else (
        words[n].low)


#: A clause has one of these, an item of a list has none.
_CLAUSE = frozenset([
    "du", "jeg", "vi", "han", "hun", "det", "der", "som", "at", "når", "hvis", "hvor", "hvad",
    "fordi", "så", "mens", "om", "er", "kan", "skal", "har", "vil", "men"
])


def _professional(brev: Brev, limits: Audience, regel: Regel, book: Regelbog) -> Iterator[Hit]:
    """One hit for a letter that reads as if professionals wrote it for each other; else one for
    each section that does."""
    wanted = int(regel.valg.get("mindst") or 3)
    listed = words_of_list(brev, tuple(root / "rules/fagord.tsv" for root in book.roots))
    read = [_counted(stykke, found, measured) for (stykke, found), measured in zip(
        listed, _of_pieces(brev), strict=True)]
    reasons = _signals(read, regel)
    if len(reasons) >= wanted:
        yield Hit(ord={"liste": danish.liste(reasons) or "", "tal": str(len(reasons))})
        return
    for section in _sections(read):
        if sum(len(one.stykke.ord) for one in section) >= SECTION_WORDS:
            reasons = _signals(section, regel)
            if len(reasons) > wanted:
                first = section[0].stykke
                yield Hit(first, 0, len(first.tekst), {
                    "liste": danish.liste(reasons) or "", "tal": str(len(reasons))})


class _Counted(NamedTuple):
    """A paragraph with what it counts: its hard words and passives, and its sentences that tell of
    the child or in which nobody is spoken to."""

    stykke: Stykke
    found: Readability
    sentences: int
    hard: int
    passives: int
    third_person: int
    unaddressed: int


def _counted(stykke: Stykke, listed: Places, found: Readability) -> _Counted:
    # A number alone (»1.«, a telephone) is a sentence to the reader of sentences, and says nothing.
    sentences = [(words, low) for words, low in zip(
        stykke.ord_i_sætninger, stykke.små_i_sætninger, strict=True)
        if words[0].kind == "ord" or any(w.kind == "ord" for w in words)]
    each = [low for _, low in sentences]
    passives = sum(_passives(words, low) for words, low in sentences) if (
        _PASSIVE.search(stykke.low)) else 0
    return _Counted(stykke, found, len(each), sum(f.grad in ("2", "3") for f, _, _ in listed),
                    passives,
                    sum(map(_third_person, each)), sum(map(_SPOKEN.isdisjoint, each)))


def _sections(read: Sequence[_Counted]) -> Iterator[Sequence[_Counted]]:
    for _, section in groupby(read, lambda one: one.stykke.overskrift):
        yield list(section)


def _signals(read: Sequence[_Counted], regel: Regel) -> list[str]:
    """What tells that professionals wrote for each other, in Danish, each with its number and the
    limit in the rule (`signaler`)."""
    found = together(one.found for one in read)
    if found.words < FEWEST_WORDS:
        return []
    many = max(sum(one.sentences for one in read), 1)
    numbers = {
        "lix": found.words_per_sentence + found.long_share,
        "lange ord": found.long_share,
        "fagord": 100 * sum(one.hard for one in read) / max(found.words, 1),
        "passiv": sum(one.passives for one in read) / many,
        "tredje person": sum(one.third_person for one in read) / many,
        "uden du og jeg": 100 * sum(one.unaddressed for one in read) / many,
    }
    said = {"lix": "LIX er {}", "lange ord": "{} af 100 ord er lange",
            "fagord": "{} af 100 ord er fagord", "passiv": "mange sætninger står i passiv",
            "tredje person": "barnet bliver omtalt i stedet for tiltalt",
            "uden du og jeg": "{} af 100 sætninger er uden du, jeg og vi"}
    limits: Mapping[str, object] = regel.valg.get("signaler") or {}
    return [said[name].format(round(number)) for name, number in numbers.items()
            if name in limits and number > float(str(limits[name]))]


_NO_PASSIVE = frozenset([
    "ellers", "alles", "begges", "deres", "dettes", "enes", "hendes", "hvis", "ingens",
    "jeres", "vores", "andres", "synes", "findes", "ses", "mødes", "trives", "lykkes",
    "skyldes", "føles", "længes", "glædes", "skændes", "slås", "kendes", "følges", "hjælpes",
    "fælles", "således", "endvidere", "sommetider", "undertiden", "indendørs", "udendørs",
    "særdeles", "forgæves", "dels", "ens", "steds", "vedes", "syvtides", "samtides", "dages",
    "timers", "måneders", "års", "tilfældes"
])
_GENITIVE_AFTER = frozenset([
    "barnets", "den", "det", "de", "en", "et", "din", "dit", "dine", "min", "mit", "mine",
    "sin", "sit", "sine", "vores", "jeres", "deres", "hans", "hendes", "denne", "dette",
    "disse", "unge", "hver", "hvert", "alle", "begge"
])


_PASSIVE = re.compile(r"es(?!\w)")


def _passives(words: Sequence[Token], lows: Sequence[str]) -> int:
    """How many verbs in -es a sentence has, counted roughly: enough for a rate. A genitive has an
    article or another owner before it."""
    count = 0
    for n in [n for n, low in enumerate(lows) if low[-2:] == "es"]:
        if len(lows[n]) >= 5 and lows[n] not in _NO_PASSIVE:
            before = lows[n - 1] if n else ""
            count += before not in _GENITIVE_AFTER and not words[n].text[0].isupper()
    return count


def _third_person(lows: Sequence[str]) -> bool:
    if _THIRD.isdisjoint(lows):
        return False
    return any((low in ("barnet", "barnets") and lows[n + 1:n + 2] not in (("plan",), ("lov",)))
               or (low in ("unge", "unges") and n > 0 and lows[n - 1] == "den")
               or low in ("drengen", "pigen", "drengens", "pigens")
               for n, low in enumerate(lows))


_THIRD = frozenset(["barnet", "barnets", "unge", "unges", "drengen", "pigen", "drengens", "pigens"])
_SPOKEN = frozenset([
    "du", "dig", "din", "dit", "dine", "jeg", "mig", "min", "mit", "mine", "vi", "os", "vores"
])


Measure = Callable[[Brev, Audience, Regel, Regelbog], Iterator[Hit]]
MEASURES: Mapping[str, Measure] = {
    "lix": _lix, "lange_ord": _long_words, "saetning": _sentences, "fagtekst": _professional}
