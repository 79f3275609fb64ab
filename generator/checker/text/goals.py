"""Which sentences of a letter are goals, and whether the letter tells how one sees them reached."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass

from generator.checker.letter import Brev, Stykke, once
from generator.checker.pattern import Pattern, Token, pattern
from generator.checker.text.sentences import word_set

#: Most words that a label has.
_LABEL = 8
#: Most words of a paragraph that tells how one sees a goal reached.
_SIGN = 39
#: Headings and labels that goals stand under.
_GOALS = tuple(map(pattern, (
    "mål/målet/målene/delmål/delmålet/delmålene", "mål {tal}", "*mål {tal}",
    "det/her/hvad … vil … nå/opnå", "hen imod",
    "det/her arbejder vi med",
    "læringsmål/udviklingsmål/trivselsmål/hovedmål/slutmål/smart-mål", "ønsket forandring")))
#: … and those that only sound so.
_NO_GOALS = tuple(map(pattern, (
    "mål … nået", "igen", "målet er nået", "det kan målene føre til", "formål*",
    "hvordan/sådan/hvem/hvornår/hvorfor/derfor/måske", "målgruppe", "ikke mål", "mål fra", "status",
    "målene sammen")))
#: What says in a sentence that the goal is this.
_IS = tuple(map(pattern, (
    "mål/målet/delmål/delmålet er at", "mål/målet/delmål/delmålet for … er at",
    "mål/målet/delmål/delmålet med … er at", "mål/målet/delmål/delmålet for/med …6 er",
    "mål/målet/delmål/delmålet er færre/flere/øget/større/mindre/mere/bedre/styrket/ingen",
    "mål/målet/delmål/delmålet lyder/hedder")))
#: What tells how one sees that a goal is reached.
_SIGNS = tuple(map(pattern, (
    "sådan … ser/se … nået/lykkedes/lykkes/går", "hvordan … ser/se … nået/lykkedes/lykkes/går",
    "målet/mål er nået", "tegn på", "tegn", "nået når", "vi/jeg/du/man kan se",
    "det kan du/jeg/man se", "kan ses", "ses ved/når", "det kan vi se", "lykkedes når",
    "viser sig ved/når")))
#: How many or how often, by itself; and what is counted, where no adjective stands before it: »to
#: dage«, »om dagen«, but not »gode dage«.
_MANY = word_set("""
    hver hverdage dagligt daglig ugentligt to tre fire fem seks syv otte ni ti tolv tyve procent
""")
_UNITS = word_set("""
    gang gange gangen dage dag dagen uger uge ugen måned måneder måneden timer time minutter
    morgener aftener nætter
""")
_NO_ADJECTIVE = word_set("hele alle flere tre fire tyve samme hver halve begge fleste")
#: After these a day or a number tells by when, and nothing to see: »inden tre uger«.
_BY = word_set("inden senest")
_DAYS = ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag", "weekend")
#: How many words after »inden« still belong to it.
_REACH = 4
#: Begins a clause that does not say what the goal is, so that a »ikke« in it is fine.
_SUB = frozenset([
    "når", "hvis", "selvom", "fordi", "hvor", "der", "som", "så", "mens", "inden", "før",
    "da", "om", "hvad", "hvem", "hvordan", "ligesom", "end", "dem", "uden", "siden",
    "medmindre"
])

#: »Jeg siger, at …« tells what is said; »målet er, at …« what is to be.
_SAYS = ("siger", "sige", "sagt", "fortæl", "skriver", "skrive", "svarer", "viser", "råber",
         "husker", "mærker", "opdager", "ved", "forklar")
_WHO = frozenset(["jeg", "du", "han", "hun", "vi", "de", "man", "i"])
#: A later sentence that begins so says something of the goal, and is none.
_OF_THE_GOAL = ("det", "den")


@dataclass(frozen=True)
class Goal:
    """A sentence that says what is to be reached. `seen`: the letter or the sentence says how one
    knows that it is."""

    stykke: Stykke
    words: Sequence[Token]
    seen: bool


@once
def goals(brev: Brev) -> tuple[Goal, ...]:
    """The goals: what stands under a heading or label of goals, and what a sentence calls one."""
    return tuple(_goals(brev))


def _goals(brev: Brev) -> Iterator[Goal]:
    signed: frozenset[str] | None = None
    names, no_names = _fitting(_GOALS, brev, _LABEL), _fitting(_NO_GOALS, brev, _LABEL)
    label = False
    column, columns = "", dict[str, bool]()
    for stykke in brev.stykker:
        if stykke.slags == "overskrift":
            label = len(stykke.ord) <= _LABEL and id(stykke) in names - no_names
            column, columns[stykke.overskrift] = stykke.overskrift, label
            continue
        if stykke.overskrift != column:  # the cells of a row stand under one heading each
            column, label = stykke.overskrift, columns.get(stykke.overskrift, label)
        if stykke.slags not in ("tekst", "ramme") or not stykke.ord:
            continue
        if _is_label(stykke, id(stykke) in names | no_names):
            label = id(stykke) in names - no_names
            continue
        if stykke.slags != "tekst":
            continue
        if not label and "mål" not in stykke.low:
            continue
        own = _after_colon(stykke)
        sentences = list(_sentences(stykke))
        measured = max((n for n, words in enumerate(sentences) if _counted(words)), default=-1)
        for number, words in enumerate(sentences):
            start = own if words[0].sentence == 0 else 0
            inside = [w for w in words if w.start >= start]
            if inside and inside[0].sentence and inside[0].low in _OF_THE_GOAL:
                continue
            if inside and (label or own or _says_goal(words)):
                if signed is None:
                    signed = _signed(brev)
                yield Goal(stykke, inside, stykke.overskrift in signed or _counted(inside)
                           or number < measured)


def _signed(brev: Brev) -> frozenset[str]:
    """The headings under which something says how one sees the goal reached."""
    fitting = _fitting(_SIGNS, brev, _SIGN)
    return frozenset(s.overskrift for s in brev.stykker if id(s) in fitting)


def _is_label(stykke: Stykke, of_goals: bool) -> bool:
    """A few words without a full stop: »Mit mål«, »Hvem hjælper mig?«. `of_goals`: they are such
    that goals stand under, or such that only sound so."""
    if len(stykke.ord) > _LABEL:
        return False
    ends = stykke.tekst.rstrip()[-1:]
    return ends not in (".", "!", "«") and (
        ends in ("?", ":") or of_goals or stykke.slags == "ramme")


def _after_colon(stykke: Stykke) -> int:
    """Where the goal begins after »Mål 2:«; 0 when the paragraph does not begin so."""
    head, colon, _ = stykke.tekst[:40].partition(":")
    words = [w for w in stykke.ord[:5] if w.end <= len(head)]
    goal = any(w.low.endswith(("mål", "målet")) and not w.low.startswith("formål") for w in words)
    return len(head) + 1 if colon and goal and len(head.split()) <= 4 else 0


def _says_goal(words: Sequence[Token]) -> bool:
    return any(p.find(words) for p in _IS)


def _counted(words: Sequence[Token]) -> bool:
    """Whether the goal itself can be counted or seen: a number, how often, on which days. By when
    it is to be reached is no such sign."""
    by = -1
    for n, word in enumerate(words):
        low = word.low
        if low in _BY and n + 1 < len(words) and words[n + 1].kind != "klokken" and (
                words[n + 1].low not in ("kl", "klokken")):
            by = n
        late = by >= 0 and n - by <= _REACH
        if word.kind == "klokken" or (word.kind == "tal" and not late and not _is_year(word)):
            return True
        if late or word.kind == "dato":
            continue
        if low in _MANY or low.startswith(_DAYS) or (
                low in _UNITS and not (n and _uncounted(words[n - 1].low, low))):
            return True
    return False


def _is_year(word: Token) -> bool:
    return len(word.text) == 4 and word.text.isdecimal() and word.text[:2] in ("19", "20")


def _uncounted(before: str, unit: str) -> bool:
    """Whether the word before says, roughly, that nothing is counted: »gode dage«, »i gang«."""
    return before in ("god", "ny", "rolig", "dårlig", "nogle", "mange") or (
        before.endswith("e") and before not in _NO_ADJECTIVE) or (before, unit) == ("i", "gang")


def _fitting(patterns: Sequence[Pattern], brev: Brev, longest: int) -> Set[int]:
    """The pieces of at most so many words that one of the patterns fits, as `id` tells them
    apart."""
    return {id(stykke) for one in patterns for stykke in brev.candidates(one)
            if len(stykke.ord) <= longest and one.find(stykke.ord)}


def _sentences(stykke: Stykke) -> Iterator[Sequence[Token]]:
    words, start = stykke.ord, 0
    for n in range(1, len(words) + 1):
        if n == len(words) or words[n].sentence != words[start].sentence:
            yield words[start:n]
            start = n


def in_main_clause(text: str, words: Sequence[Token], place: int) -> bool:
    """Whether the word stands in the clause that says the goal: »at du ikke slår«, but not »når jeg
    ikke kan mere«."""
    for n in range(place - 1, max(place - 25, -1), -1):
        if words[n].low in _SUB and not (words[n].low == "der" and (
                n == 0 or words[n - 1].low == "at")):
            return False
        if words[n].low == "at" and any(
                w.low.startswith(_SAYS) for w in words[max(n - 3, 0):n]):
            return False
        if "," in text[words[n].end:words[n + 1].start] and words[n + 1].low != "at":
            # »ting, jeg aldrig har sagt«: what comes before its verb is in no main clause.
            if words[n + 1].low in ("og", "men") and words[n + 2].low == "det":
                return False
            return words[n + 1].low not in _SUB and not (
                place == n + 2 and words[n + 1].low in _WHO)
    return True
