"""Letters of one case held against each other, and against the case: the kind `enige`.

What a letter says is told from its finished words, so that a letter somebody has edited is seen as
it is. A rule names one of these functions in `ser_efter`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from generator import danish
from generator.case.model import Tekst
from generator.checker.kinds.case.facts import day_of, hit_at, values
from generator.checker.kinds.hit import Hit
from generator.checker.letter import Brev, Stykke
from generator.checker.pattern import Token, pattern
from generator.checker.rules import Regel

Found = Iterator[tuple[Brev, Hit]]
Agree = Callable[[Sequence[Brev], Regel], Found]


@dataclass(frozen=True)
class Said:
    """What a letter says about something, and where: `value` is compared, `text` is shown."""

    value: str
    text: str
    stykke: Stykke
    start: int
    end: int


def _differ(breve: Sequence[Brev], said: Callable[[Brev], Said | None]) -> Found:
    """A hit in each letter that says otherwise than most; of two, in the later. A letter that says
    nothing about it is no fault here."""
    told = [(brev, found) for brev in breve if (found := said(brev))]
    counts = Counter(found.value for _, found in told)
    if len(counts) < 2:
        return
    most = counts.most_common(1)[0][0]
    other = next(found.text for _, found in told if found.value == most)
    for brev, found in told:
        if found.value != most:
            yield brev, Hit(found.stykke, found.start, found.end,
                            {"ord": found.text, "grænse": other})


# --- what, when and how long, from the words ----------------------------------------------------


def opfølgning(breve: Sequence[Brev], regel: Regel) -> Found:
    """Letters that name different days for the first follow-up."""
    yield from _differ(breve, _follow_up)


_MEETING = ("opfølgning", "mødes", "følger op", "følger vi op", "næste møde")


def _follow_up(brev: Brev) -> Said | None:
    """The first date under the heading about meeting again, or else in a sentence about it."""
    for stykke, about in _passages(brev, _MEETING, _MEETING):
        for token in stykke.ord:
            if token.kind == "dato" and token.sentence in about:
                day = day_of(token.low, brev.dato)
                return Said(str(day or token.low), token.text, stykke, token.start, token.end)
    return None


def varighed(breve: Sequence[Brev], regel: Regel) -> Found:
    """Letters that expect the help to last differently long."""
    yield from _differ(breve, _duration)


_LASTS = ("varer", "vare", "varighed", "regner med", "forvent")
_LASTING = ("hvor længe", "så længe", "varighed")
_WORDS: Mapping[str, float] = {
    "en": 1, "et": 1, "én": 1, "ét": 1, "to": 2, "tre": 3, "fire": 4, "fem": 5, "seks": 6,
    "syv": 7, "otte": 8, "ni": 9, "ti": 10, "elleve": 11, "tolv": 12, "halvandet": 1.5,
    "halvanden": 1.5, "halvt": 0.5, "halv": 0.5, "½": 0.5, "atten": 18}
#: In months. Weeks are counted to the nearest half month: twelve weeks are three months.
_UNITS: Mapping[str, float] = {"uge": 0.23, "måned": 1, "år": 12}


def _duration(brev: Brev) -> Said | None:
    """The first length of time in a sentence about how long, in months."""
    for stykke, about in _passages(brev, _LASTING, _LASTS):
        for n, unit in enumerate(stykke.ord):
            months = next((v for name, v in _UNITS.items() if unit.low.startswith(name)), 0.0)
            if not months or not n or unit.sentence not in about:
                continue
            number = stykke.ord[n - 1]
            many = _number(number)
            if number.text == "½" and n > 1 and stykke.ord[n - 2].end == number.start:
                many += _number(stykke.ord[n - 2])  # »1½«
            age = any(w.low.startswith("fyld") for w in stykke.ord[max(0, n - 3):n - 1])
            if many and not age:
                value = round(many * months * 2) / 2
                return Said(f"{value:g}", stykke.tekst[number.start:unit.end], stykke,
                            number.start, unit.end)
    return None


def _number(token: Token) -> float:
    """What a figure or a word counts; of »tre-fire« the last. 0 when it is no number."""
    word = token.low.rpartition("-")[2]
    text = token.text.replace(".", "").replace(",", ".")
    if token.kind == "tal" and text.count(".") < 2 and len(text) < 9:
        return float(text)
    return _WORDS.get(word, 0.0)


_WEEKS = pattern("{ord}/{tal} uger/ugers")
_COMPLAIN = ("klag",)


def klage(breve: Sequence[Brev], regel: Regel) -> Found:
    """Letters that give different times for a complaint."""
    yield from _differ(breve, _complaint)


def _complaint(brev: Brev) -> Said | None:
    """The weeks under the heading about complaining, or else in a sentence about it."""
    for stykke, about in _passages(brev, ("klag", "enig"), _COMPLAIN):
        for first, last in _WEEKS.find(stykke.ord):
            number, unit = stykke.ord[first], stykke.ord[last]
            if _number(number) and unit.sentence in about:
                return Said(f"{_number(number):g}", stykke.tekst[number.start:unit.end], stykke,
                            number.start, unit.end)
    return None


#: The paragraphs that give help; others only stand in the letter to explain something.
_GIVES = ("32", "46", "47")


def hjemmel(breve: Sequence[Brev], regel: Regel) -> Found:
    """A hit in each letter that names rules for help, but not the one that the case has; where no
    case is known, in each that has no rule in common with the first. A letter may name more: the
    parents' own support has its rules too."""
    first: frozenset[str] = frozenset()
    for brev in breve:
        there = _rules(brev)
        wanted = frozenset(_case_rules(brev)) or first
        first = first or frozenset(there)
        missing = sorted(wanted - set(there))
        if there and missing and (brev.case or not wanted & set(there)):
            yield brev, Hit(*next(iter(there.values())), {
                "ord": danish.liste(list(there)) or "", "grænse": danish.liste(missing) or ""})


def _case_rules(brev: Brev) -> Iterator[str]:
    for _, rule in values(brev, "afgørelse.indsatser[].hjemmel"):
        if rule is not None and rule.lov == "BL" and rule.paragraf in _GIVES:
            yield _rule_name(rule.paragraf, str(rule.nr or ""))


def _rules(brev: Brev) -> dict[str, tuple[Stykke, int, int]]:
    """The rules for help as they stand in the letter, each with its first place."""
    found: dict[str, tuple[Stykke, int, int]] = {}
    for stykke in brev.stykker:
        for n, word in enumerate(stykke.ord):
            number = word.text.lstrip("§ ") if word.kind == "paragraf" else ""
            if number not in _GIVES:
                continue
            last, nr = word, ""
            for a, b in pairwise(stykke.ord[n + 1:n + 5]):
                if a.low not in ("stk", "nr") and b.low != "nr":
                    break
                if a.low == "nr" and b.kind == "tal":
                    last, nr = b, b.text
            if nr or number != "32":
                found.setdefault(_rule_name(number, nr), (stykke, word.start, last.end))
    return found


def _rule_name(paragraf: str, nr: str) -> str:
    """Only § 32 gives different help in each number."""
    return f"§ 32, nr. {nr}" if paragraf == "32" else f"§ {paragraf}"


def _passages(brev: Brev, heading: Sequence[str],
              words: Sequence[str]) -> Iterator[tuple[Stykke, Collection[int]]]:
    """Pieces of the letter with the numbers of the sentences that are about something: first all of
    those under such a heading, then the sentences that hold one of the words."""
    for stykke in brev.stykker:
        if stykke.slags != "overskrift" and _has(stykke.overskrift, heading):
            yield stykke, range(len(stykke.sætninger) + 1)
    for stykke in brev.prosa:
        if _has(stykke.low, words):
            yield stykke, {n for n, s in enumerate(stykke.sætninger) if _has(s.text, words)}


def _has(text: str, words: Sequence[str]) -> bool:
    low = text.lower()
    return any(word in low for word in words)


# --- the case's own words -----------------------------------------------------------------------


def sagens_ord(breve: Sequence[Brev], regel: Regel) -> Found:
    """A hit in each letter that does not hold the words the case has for its reader in one of the
    rule's `felter`: somebody has changed the letter, or the case since."""
    for brev in breve:
        words = _plain(brev.low)
        for name in regel.valg.get("felter") or ():
            for path, value in values(brev, name):
                text = _for_reader(value, brev)
                if text and not _skipped(brev, path) and _plain(text) not in words:
                    yield brev, hit_at(brev, path, ord=text)


def _skipped(brev: Brev, path: tuple[str | int, ...]) -> bool:
    """Whether the value belongs to a goal that waits."""
    owner = brev.case.sag if brev.case else None
    for step in path:
        owner = owner[step] if isinstance(step, int) else getattr(owner, step)  # type: ignore[index]
        if getattr(owner, "senere", False):
            return True
    return False


def _for_reader(value: object, brev: Brev) -> str:
    if isinstance(value, Tekst):
        return (value.til_barnet if brev.læser == "barn" else value.til_voksne) or ""
    return value if isinstance(value, str) else ""


def _plain(text: str) -> str:
    """The words alone: signs, spaces and capitals make no difference."""
    return " ".join("".join(c if c.isalnum() else " " for c in text.casefold()).split())


def formål(breve: Sequence[Brev], regel: Regel) -> Found:
    """A hit for each plan whose own purpose is not the decision's."""
    for brev in breve:
        decision = next((v for _, v in values(brev, "afgørelse.formål") if v), None)
        for path, own in values(brev, "plan.formål"):
            if decision and own and _for_reader(own, brev) and (
                    _plain(_for_reader(own, brev)) != _plain(_for_reader(decision, brev))):
                yield brev, hit_at(brev, path)


def planens_formål(breve: Sequence[Brev], regel: Regel) -> Found:
    """A hit in each plan in whose words neither its own purpose nor the decision's stands."""
    for brev in breve:
        texts = [(path, _for_reader(value, brev)) for name in ("plan.formål", "afgørelse.formål")
                 for path, value in values(brev, name) if value]
        words = _plain(brev.low)
        if texts and not any(_plain(text) in words for _, text in texts):
            yield brev, hit_at(brev, texts[0][0], ord=texts[0][1])


ENIGE: Mapping[str, Agree] = {find.__name__: find for find in (
    opfølgning, varighed, klage, hjemmel, sagens_ord, formål, planens_formål)}
