"""Words of the profession and words that are out of date: word lists that an editor owns.

A list is `rules/<liste>.tsv`; a library on top adds words to it, or overrides a word by naming it
again. All forms of a word are made once (`checker/text/inflection.py`); a letter's words are looked
up among them, so the length of the list costs nothing.
"""

from __future__ import annotations

import csv
import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from generator.checker.kinds.hit import Hit
from generator.checker.letter import Brev, Stykke, once
from generator.checker.pattern import MAX_GAP, BadPattern, Pattern, Token, pattern, tokens
from generator.checker.rules import Regel, Regelbog
from generator.checker.text.explained import explained
from generator.checker.text.inflection import any_form, forms
from generator.source import LEVELS, Level, Place, Problem, Unusable, kort, read_text

#: So many words may stand between a verb and the rest of its expression: truffet *vi en* afgørelse.
_GAP = 3
#: How far away a word may stand that tells that the past is meant.
_NEAR = 30
_WORD_CLASSES = ("sb", "vb", "adj", "udtryk", "fork", "konj", "præp", "adv", "pron", "navn", "tegn")
_RULES_LINE = ("regler, vi har brugt", "regel:", "regler:", "lovgrundlag:", "retsgrundlag:",
               "hjemmel:", "lov:", "lovhenvisning")
_RULES_HEADING = ("regler", "lovgrundlag", "retsgrundlag", "lovhenvisning", "hjemmel", "love")


@dataclass(frozen=True)
class Fagord:
    """A word or expression of a list. `læser` is empty when it is hard for all; `ikke_i` names the
    kinds of document where it is right."""

    term: str
    instead: str
    kind: str
    advice: str
    grad: str
    læser: str = ""
    spared: tuple[Pattern, ...] = ()
    ikke_i: tuple[str, ...] = ()


@dataclass(frozen=True)
class Ordliste:
    """The words by their first form: each with what must follow it (sets of forms)."""

    by_form: Mapping[str, tuple[tuple[Fagord, tuple[frozenset[str], ...]], ...]]
    words: Mapping[str, Fagord] = field(default_factory=dict)


#: Listed words in a paragraph: each with its first and last word.
Places = tuple[tuple[Fagord, int, int], ...]


def ordliste(brev: Brev, regel: Regel, book: Regelbog) -> Iterator[Hit]:
    """A hit for each word of the list that is too hard for the reader, at the first place where it
    stands unexplained; an explanation earlier in the letter holds for the rest of it."""
    name = str(regel.valg.get("liste") or "fagord")
    files = tuple(root / "rules" / f"{name}.tsv" for root in book.roots)
    excused = regel.valg.get("forklaret") != "nej"
    known: set[str] = set()
    found: dict[str, list[Hit]] = {}
    for stykke, listed in words_of_list(brev, files):
        for fagord, first, last in listed:
            if fagord.term in known or brev.dokument in fagord.ikke_i or excepted(
                    regel, stykke, first):
                continue
            if excused and explained(stykke.tekst, stykke.ord, first, last):
                known.add(fagord.term)
                continue
            level = level_for(brev, regel, fagord)
            if not level:
                continue
            hit = Hit(stykke, stykke.ord[first].start, stykke.ord[last].end, _said(fagord), None,
                      level)
            cited = fagord.term in _CITED
            same = found.setdefault(_CITED[0] if cited else fagord.term, [])
            if cited and same and _goes_on(same[-1], hit):
                same[-1] = replace(same[-1], end=hit.end,
                                   niveau=min(same[-1].niveau or level, level, key=LEVELS.index))
            else:
                same.append(hit)
    for hits in found.values():
        times = f" Det står {len(hits)} steder." if len(hits) > 1 else ""
        worst = min((h.niveau for h in hits if h.niveau), key=LEVELS.index)
        yield replace(hits[0], ord={**hits[0].ord, "antal": times}, niveau=worst)


#: The words that references to the law are made of: one reference is one finding.
_CITED = ("§", "stk.", "jf.", "paragraf")
_PARTS = re.compile(r"\w+")
_BETWEEN = frozenset(["nr", "litra", "pkt", "og", "samt", "eller", "barnets", "lov", "lovens",
                      "servicelovens", "forvaltningslovens", "retssikkerhedslovens"])
#: So many characters may stand between two words of one reference.
_REFERENCE = 40


def _goes_on(before: Hit, hit: Hit) -> bool:
    """Whether both belong to the same reference: `§ 32, stk. 1, nr. 3, jf. § 5`."""
    if before.stykke is not hit.stykke or before.stykke is None or (
            hit.start - before.end > _REFERENCE):
        return False
    between = before.stykke.tekst[before.end:hit.start]
    return all(w.lower() in _BETWEEN or w.isdecimal() or len(w) == 1
               for w in _PARTS.findall(between))


def _said(fagord: Fagord) -> dict[str, str]:
    """What messages may tell of the word: `{forslag}` as it is listed, `{skriv}` as a sentence,
    `{råd}` the advice after it."""
    instead = [f"»{word}«" for word in _parts(fagord.instead)]
    advice = f" {fagord.advice}" if fagord.advice else ""
    if not instead:  # then the advice is what to do
        return {"forslag": "", "skriv": f"{fagord.advice} ".lstrip(), "tal": fagord.grad, "råd": ""}
    return {"forslag": fagord.instead, "tal": fagord.grad, "råd": advice,
            "skriv": f"Skriv for eksempel {' eller '.join(instead)}. "}


@once
def read_as_prose(brev: Brev) -> tuple[Stykke, ...]:
    """The running text without references to the law."""
    return tuple(s for s in brev.prosa if not is_rules(s))


@once
def words_of_list(brev: Brev, files: tuple[Path, ...]) -> tuple[tuple[Stykke, Places], ...]:
    """Each paragraph of running text with the words of this list in it, as of `places`."""
    listed = load_list(files)
    return tuple((s, tuple(places(s, listed))) for s in read_as_prose(brev))


def excepted(regel: Regel, stykke: Stykke, place: int) -> bool:
    """Whether the sentence of this word fits one of the rule's exceptions, or tells of a year
    before the rule was in force."""
    if not regel.undtagen:
        return False
    sentence = stykke.ord[place].sentence
    near = [w for w in stykke.ord[max(place - _NEAR, 0):place + _NEAR] if w.sentence == sentence]
    return any(p.find(near) for p in regel.undtagen) or any(
        w.text[-4:].isdecimal() and 1900 < int(w.text[-4:]) < regel.gyldig_fra.year for w in near
        if w.kind in ("tal", "dato"))


def is_rules(stykke: Stykke) -> bool:
    """Whether it is where references to the law belong, also in a letter without our styles."""
    return stykke.slags == "regler" or stykke.overskrift.lower().startswith(
        _RULES_HEADING) or stykke.low.startswith(_RULES_LINE)


def level_for(brev: Brev, regel: Regel, fagord: Fagord) -> Level | None:
    """What the word weighs for this reader: the mildest of the lines in `niveauer` that may hold.
    None: nothing. Without such lines, the rule's own level."""
    if fagord.læser and brev.læser and fagord.læser != brev.læser:
        return None
    lines = regel.valg.get("niveauer")
    if not lines:
        return "forslag" if fagord.grad == "1" else regel.level
    fitting = [line for line in lines if _fits(line, fagord.grad, brev)]
    return max((line["niveau"] for line in fitting), key=LEVELS.index, default=None)


def _fits(line: Mapping[str, Any], grad: str, brev: Brev) -> bool:
    if str(line.get("grad")) != grad:
        return False
    if brev.læser and line.get("læser") and line["læser"] != brev.læser:
        return False
    low, high = ages(str(line.get("alder") or "0-99"))
    return brev.alder is None or low <= brev.alder <= high


def ages(text: str) -> tuple[int, int]:
    """`10-12` or `13+` as whole years, both ends included."""
    parts = text.replace("–", "-").replace("+", "-99").split("-")
    return int(parts[0]), int(parts[-1])


def places(stykke: Stykke, listed: Ordliste) -> Iterator[tuple[Fagord, int, int]]:
    """The listed words in a paragraph: first and last word of each, the longest at every place.
    Words that somebody is quoted for are let stand."""
    if listed.by_form.keys().isdisjoint(stykke.ordsæt) and not _SIGNS.search(stykke.tekst):
        return
    words, after = stykke.ord, 0
    # A reference, and a word with an ending or another word behind a sign, may be listed without.
    begin = [n for n, word in enumerate(words)
             if word.low in listed.by_form or not word.low.isalpha()]
    quoted = _quoted(stykke.tekst)
    spared: dict[str, list[tuple[int, int]]] = {}
    for n in begin:
        word = words[n]
        begun = _begun(word, listed) if n >= after else ()
        best: tuple[Fagord, int] | None = None
        for fagord, rest in begun:
            last = _end(words, n, rest)
            if last is not None and (best is None or last > best[1]):
                best = fagord, last
        if best is None or word.start in quoted:
            continue
        if best[0].term not in spared:
            spared[best[0].term] = _spared(best[0], stykke)
        if not _touches(spared[best[0].term], n, best[1]):
            yield best[0], n, best[1]
            after = best[1] + 1


#: A word with one of these may be listed without it.
_SIGNS = re.compile("[§'’-]")


def _begun(word: Token, listed: Ordliste) -> Sequence[tuple[Fagord, tuple[frozenset[str], ...]]]:
    if word.kind == "paragraf":
        return (*listed.by_form.get("".join(word.low.split()), ()), *listed.by_form.get("§", ()))
    found = listed.by_form.get(word.low.removesuffix("'s").removesuffix("’s"), ())
    if found or "-" not in word.low:
        return found
    head = word.text.partition("-")[0]  # `PPR-psykologen`, `KAT-samtaler`
    return listed.by_form.get(head.lower(), ()) if head.isupper() and len(head) > 1 else ()


def _end(words: Sequence[Token], first: int, rest: Sequence[frozenset[str]]) -> int | None:
    """The last word of an expression that begins at `first`; None when it does not go on so."""
    at = first
    for n, wanted in enumerate(rest):
        reach = _GAP if n == 0 and "" in wanted else 0
        for step in range(1, reach + 2):
            if at + step >= len(words) or words[at + step].sentence != words[first].sentence:
                return None
            if words[at + step].low in wanted:
                at += step
                break
        else:
            return None
    return at


def _spared(fagord: Fagord, stykke: Stykke) -> list[tuple[int, int]]:
    """Where the word is another word after all, or right: the spans of its exceptions, in order."""
    return sorted(span for one in fagord.spared if one.may_fit(stykke.low)
                  for span in one.find(stykke.ord))


def _touches(spans: Sequence[tuple[int, int]], first: int, last: int) -> bool:
    """Whether one of them holds one of these words. A span is never longer than a gap allows."""
    upto = bisect_right(spans, (last, len(spans) + last + MAX_GAP))
    return any(end >= first for _, end in spans[max(upto - 8, 0):upto])


def _quoted(text: str) -> Quoted:
    """What stands in quotation marks and is more than a word or two."""
    if "»" not in text:
        return _NOT_QUOTED
    found, start = [], text.find("»")
    while start >= 0:
        end = text.find("«", start)
        if end < 0:
            break
        if text.count(" ", start, end) > 2:
            found.append((start, end))
        start = text.find("»", end)
    return Quoted(found)


@dataclass(frozen=True)
class Quoted:
    """The quotations of a paragraph, in order."""

    spans: list[tuple[int, int]]

    def __contains__(self, place: object) -> bool:
        if not self.spans or not isinstance(place, int):
            return False
        n = bisect_right(self.spans, (place, place)) - 1
        return n >= 0 and self.spans[n][0] < place < self.spans[n][1]


_NOT_QUOTED = Quoted([])


@lru_cache(maxsize=16)
def load_list(files: tuple[Path, ...]) -> Ordliste:
    """The list that these files make together, the last on top; raises `Unusable` with every line
    that cannot be read."""
    words: dict[str, Fagord] = {}
    problems: list[Problem] = []
    for path in files:
        if path.is_file():
            words |= {w.term.lower(): w for w in _of_file(path, problems)}
    if problems:
        raise Unusable(problems)
    index: dict[str, list[tuple[Fagord, tuple[frozenset[str], ...]]]] = {}
    for fagord in words.values():
        for start, rest in _wanted(fagord):
            for form in start:
                index.setdefault(form, []).append((fagord, rest))
    return Ordliste({form: tuple(found) for form, found in index.items()}, words)


def _of_file(path: Path, problems: list[Problem]) -> Iterator[Fagord]:
    lines = read_text(path).split("\n")
    for number, row in enumerate(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE), 2):
        term, kind = (row.get("fagord") or "").strip(), (row.get("ordklasse") or "").strip()
        if not term or kind not in _WORD_CLASSES:
            problems.append(Problem(
                "ordliste.linje", f"Linjen med »{kort(term)}« kan ikke læses: ordklassen "
                f"»{kort(kind)}« kender vi ikke.", Place(str(path), number),
                f"Skriv et fagord og en af ordklasserne: {', '.join(_WORD_CLASSES)}."))
            continue
        try:
            spared = tuple(pattern(p) for p in _parts(row.get("undtagen")))
        except BadPattern as error:
            problems.append(Problem("ordliste.undtagen", str(error), Place(str(path), number)))
            continue
        yield Fagord(term, row.get("i stedet") or "", kind, row.get("råd") or "",
                     (row.get("grad") or "2").strip(), (row.get("læser") or "").strip(), spared,
                     _parts(row.get("ikke i")))


def _parts(text: str | None) -> tuple[str, ...]:
    return tuple(part.strip() for part in (text or "").split(";") if part.strip())


def _wanted(fagord: Fagord) -> Iterator[tuple[frozenset[str], tuple[frozenset[str], ...]]]:
    """The first word's forms, and the forms of each word after it."""
    if fagord.kind == "tegn":
        yield frozenset((fagord.term,)), ()
        return
    parts = [t.low for t in tokens(fagord.term)]
    if len(parts) > 1 and fagord.kind != "fork":
        steps = [frozenset(("".join(p.split()),)) if p[0] == "§" else any_form(p) for p in parts]
        if fagord.kind == "udtryk" and parts[0].endswith(("e", "å")) and parts[0] not in (
                "støttende", "særlige") and not parts[0].endswith("ende"):
            steps[1] = steps[1] | {""}  # a verb: other words may stand after it
        yield steps[0], tuple(steps[1:])
        return
    for form in forms(fagord.term, fagord.kind):
        first, *rest = [t.low for t in tokens(form)] or [form]
        yield frozenset((first,)), tuple(frozenset((word,)) for word in rest)
