"""Slips: what was left unfilled, typed twice, out of date, impossible, or put the wrong way round.

Each looks by name (`ser_efter` in the rule); the words it goes by are the rule's.
"""

from __future__ import annotations

import csv
import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from generator.checker.calendar import day_meant, not_in_calendar
from generator.checker.goals import goals, in_main_clause
from generator.checker.kinds.hit import Hit
from generator.checker.letter import Brev, Stykke
from generator.checker.pattern import Pattern, Token
from generator.checker.placeholders import marks_in, placeholders
from generator.checker.rules import Regel, Regelbog
from generator.source import read_text

#: How far a date may be from the word that says whether it is to come.
_NEAR = 14
#: So many words, and so many spans, are looked at around a date.
_FAR = 50
#: A word that stands on and on is told of once for so many.
_MOST = 20
#: The last year in which serviceloven was the law for children.
_LAST_YEAR = 2023


def form(brev: Brev, regel: Regel, book: Regelbog) -> Iterator[Hit]:
    """What the rule looks for by name."""
    yield from LOOKS[str(regel.valg.get("ser_efter"))](brev, regel, book)


def _placeholders(brev: Brev, regel: Regel, book: Regelbog) -> Iterator[Hit]:
    likely = marks_in(brev.low)
    for stykke in brev.stykker:
        for start, end in placeholders(stykke.tekst, quoted=stykke.slags == "citat",
                                       marks=likely):
            yield Hit(stykke, start, end)


def _twice(brev: Brev, regel: Regel, book: Regelbog) -> Iterator[Hit]:
    """A word, or two words, twice in a row; and a verb before and after who does it."""
    fine = frozenset(str(regel.valg.get("ord") or "").split())
    for stykke in brev.stykker:
        if stykke.slags == "citat":
            continue
        words, after = stykke.ord, 0
        lows = [w.low for w in words]
        for n, (one, two, three, four) in enumerate(zip(
                lows, lows[1:], [*lows[2:], ""], [*lows[3:], "", ""], strict=False)):
            if one not in (two, three, four) or n < after:
                continue
            long = _repeated(stykke.tekst, words, n, fine)
            if long and not any(first <= n + long and n <= last
                                for first, last in _fine(regel.undtagen, stykke, n)):
                after = n + long
                yield Hit(stykke, words[n].start, words[n + long].end)


def _fine(patterns: Sequence[Pattern], stykke: Stykke, n: int) -> list[tuple[int, int]]:
    """Where the words around the place fit an exception: only those near it are looked at."""
    begin = max(n - 6, 0)
    return [(a + begin, b + begin) for a, b in _found(patterns, stykke.ord[begin:n + 6])]


def _found(patterns: Sequence[Pattern], words: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """Where the patterns fit in a few words; those that cannot are not tried."""
    low = " ".join(w.low for w in words)
    for p in patterns:
        if p.may_fit(low):
            yield from p.find(words)


_WHO = frozenset(["du", "jeg", "han", "hun", "vi", "de"])
#: What stands between things that come again: »lidt efter lidt«, »mere og mere«.
_LINKING = frozenset(["og", "efter", "for", "ved", "eller", "mod", "til"])
_FLANKING = frozenset(["har", "er", "skal", "kan", "vil", "får", "var", "havde", "bliver", "må"])


def _repeated(text: str, words: Sequence[Token], n: int, fine: frozenset[str]) -> int:
    """How many words after the `n`th belong to the repetition that begins there; 0 if none does."""
    if _twins(text, words, n, n + 1):
        one, two = words[n], words[n + 1]
        as_name = one.text[0].isupper() and not two.text[0].isupper() and (
            one.low == "i" or (n > 0 and words[n - 1].sentence == one.sentence))
        return 0 if one.low in fine or as_name else next(
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


_OLD_LAW = re.compile(r"servicelov\w{0,5}|lov(?:en)? om social service|(?<!\w)SEL(?!\w)",
                      re.IGNORECASE)
_SECTION = re.compile(r"§{1,2}\s{0,3}(\d{1,3})(\s?[a-z](?!\w))?", re.IGNORECASE)
#: How many words around it may tell that the past is meant.
_AROUND = 30
#: How far from the name of the law its section may stand.
_REACH = 45


def _old_law(brev: Brev, regel: Regel, book: Regelbog) -> Iterator[Hit]:
    """References to serviceloven for what barnets lov rules now; not where the past is told."""
    now = old_sections(tuple(root / "rules" / "servicelov.tsv" for root in book.roots))
    for stykke in brev.stykker:
        if stykke.slags == "citat" or not _OLD_LAW.search(stykke.tekst):
            continue
        for sentence in stykke.sætninger:
            for start, end, section in _old_sections(sentence.text):
                if section in now and not _told_of_the_past(
                        regel, stykke, sentence.start + start):
                    yield Hit(stykke, sentence.start + start, sentence.start + end,
                              {"forslag": now[section]})
        yield from _without_section(brev, regel, stykke)


#: Grown-ups, to whom serviceloven still speaks.
_GROWN_UP = frozenset([
    "mor", "mors", "far", "fars", "forælder", "forældre", "forældrene", "forældrenes", "mormor",
    "morfar", "farmor", "farfar", "stedmor", "stedfar", "bedstemor", "bedstefar", "voksen",
    "voksne", "borger", "borgere", "borgeren", "ledsager"])
_OF_THE_CHILD = frozenset([
    "barn", "barnet", "børn", "børnene", "unge", "unges", "søn", "sønnen", "datter", "datteren",
    "anbringelse", "anbringelsen", "anbragt", "anbringes"])
_YOU = frozenset(("du", "dig", "din", "dit", "dine"))


def _without_section(brev: Brev, regel: Regel, stykke: Stykke) -> Iterator[Hit]:
    """Serviceloven without a section, where what the child has or gets is told: »efter serviceloven
    har du ret til en plan«."""
    child = _OF_THE_CHILD | _YOU if brev.til_barnet else _OF_THE_CHILD
    for words in stykke.ord_i_sætninger:
        lows = {w.low for w in words}
        if not lows & child or lows & _GROWN_UP or any(w.kind == "paragraf" for w in words) or (
                {"barnets", "lov"} <= lows):
            continue
        named = next((w for w in words if w.low in ("serviceloven", "servicelovens")), None)
        if named and not _told_of_the_past(regel, stykke, named.start):
            yield Hit(stykke, named.start, named.end, {"forslag": "barnets lov"})


def _old_sections(text: str) -> Iterator[tuple[int, int, str]]:
    """Sections of serviceloven in a sentence: `servicelovens § 52`, `§ 52 i serviceloven`."""
    for law in _OLD_LAW.finditer(text):
        after = _SECTION.search(text, law.end(), law.end() + _REACH)
        before = list(_SECTION.finditer(text, max(law.start() - _REACH, 0), law.start()))
        if after and "lov" not in text[law.end():after.start()].lower():
            yield law.start(), after.end(), _numbered(after)
        elif before and (before[-1].end() + 5 > law.start() or " i " in
                         text[before[-1].end():law.start()]) and "lov" not in text[
                             before[-1].end():law.start()].lower():
            yield before[-1].start(), law.end(), _numbered(before[-1])


def _numbered(section: re.Match[str]) -> str:
    letter = (section[2] or "").strip().lower()
    return f"{section[1]} {letter}" if letter in ("a", "b", "c", "d") else section[1]


def _told_of_the_past(regel: Regel, stykke: Stykke, place: int) -> bool:
    """Whether the words around it tell of what was: a year before barnets lov, »tidligere«."""
    at = bisect_left(stykke.ord, place, key=lambda w: w.start)
    number = stykke.ord[min(at, len(stykke.ord) - 1)].sentence
    near = [w for w in stykke.ord[max(at - _AROUND, 0):at + _AROUND] if w.sentence == number]
    return any(w.text[-4:].isdecimal() and 1900 <= int(w.text[-4:]) <= _LAST_YEAR
               for w in near if w.kind in ("tal", "dato")) or any(
        True for _ in _found(regel.undtagen, near))


@lru_cache(maxsize=16)
def old_sections(files: tuple[Path, ...]) -> Mapping[str, str]:
    """What each section of serviceloven is now, by its number; the last file on top."""
    found: dict[str, str] = {}
    for path in files:
        if path.is_file():
            rows = csv.DictReader(read_text(path).split("\n"), delimiter="\t")
            found |= {r["før"].strip(): r["nu"] for r in rows if r.get("før") and r.get("nu")}
    return found


def _calendar(brev: Brev, regel: Regel, book: Regelbog) -> Iterator[Hit]:
    for stykke in brev.stykker:
        for start, end, why in not_in_calendar(stykke.tekst) if _FIGURE.search(
                stykke.tekst) else ():
            yield Hit(stykke, start, end, {"grund": why})


def _gone_by(brev: Brev, regel: Regel, book: Regelbog) -> Iterator[Hit]:
    """Dates before the letter's for something that is to come: `mønstre` say that it is to come,
    `undtagen` that it is over; the nearest word counts."""
    for n, stykke in enumerate(brev.stykker if brev.dato else ()):
        if stykke.slags in ("citat", "regler") or not _FIGURE.search(stykke.tekst):
            continue
        gone = [k for k, w in enumerate(stykke.ord) if w.kind == "dato" and _before(w, brev)]
        if not gone:
            continue
        coming, over = _spans(regel.mønstre, stykke), _spans(regel.undtagen, stykke)
        labelled = not over and len(stykke.ord) <= 6 and n > 0 and _promises(
            regel, brev.stykker[n - 1])
        for k in gone:
            if labelled or _to_come(stykke.ord, k, coming, over):
                yield Hit(stykke, stykke.ord[k].start, stykke.ord[k].end)


_FIGURE = re.compile(r"\d")


def _before(word: Token, brev: Brev) -> bool:
    day = day_meant(word.text, brev.dato) if brev.dato else None
    return bool(day and brev.dato and day < brev.dato)


def _promises(regel: Regel, stykke: Stykke) -> bool:
    """Whether it is a heading or label of something to come: »Næste gang vi mødes«."""
    return len(stykke.ord) <= 8 and not _spans(regel.undtagen, stykke) and bool(
        _spans(regel.mønstre, stykke))


def _spans(patterns: Sequence[Pattern], stykke: Stykke) -> list[tuple[int, int]]:
    return sorted(span for p in patterns if p.may_fit(stykke.low) for span in p.find(stykke.ord))


def _to_come(words: Sequence[Token], place: int, coming: Sequence[tuple[int, int]],
             over: Sequence[tuple[int, int]]) -> bool:
    """Whether the words around a date speak of what is to come. What stands before it counts
    first; of two just as near, the one that is over."""
    def nearest(spans: Sequence[tuple[int, int]]) -> int:
        near = bisect_left(spans, (place - _FAR, 0))
        return min((_distance(span, place) for span in spans[near:near + _FAR]
                    if words[span[0]].sentence == words[place].sentence), default=_NEAR + 1)
    return nearest(coming) < min(nearest(over), _NEAR + 1)


def _distance(span: tuple[int, int], place: int) -> int:
    return place - span[1] if span[1] < place else max(span[0] - place, 0) + 1


def _goals(brev: Brev, regel: Regel, book: Regelbog) -> Iterator[Hit]:
    """Goals with the rule's words in them (`mønstre`), but not its exceptions (`undtagen`). `ord`
    counts in main clauses only. `tegn: ja` spares a goal that says how one sees it reached."""
    alone = frozenset(str(regel.valg.get("ord") or "").split())
    for goal in goals(brev.stykker):
        if goal.seen and regel.valg.get("tegn") == "ja":
            continue
        spared = frozenset(n for first, last in _found(regel.undtagen, goal.words)
                           for n in range(first, last + 1))
        found = list(_found(regel.mønstre, goal.words))
        found += [(n, n) for n, w in enumerate(goal.words) if w.low in alone
                  and in_main_clause(goal.stykke.tekst, goal.words, n)]
        for first, last in sorted(found):
            if spared.isdisjoint(range(first, last + 1)):
                yield Hit(goal.stykke, goal.words[first].start, goal.words[last].end)
                break


Look = Callable[[Brev, Regel, Regelbog], Iterator[Hit]]
LOOKS: Mapping[str, Look] = {
    "pladsholdere": _placeholders, "gentaget_ord": _twice, "servicelov": _old_law,
    "kalender": _calendar, "moede_forbi": _gone_by, "maal": _goals}
