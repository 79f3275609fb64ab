"""Whether a hard word is explained where it stands: in its own sentence or in the next.

    »Du har ret til aktindsigt. Det betyder, at du må læse din sag.«    explained
    »Du må læse din sag. Det hedder aktindsigt.«                         explained
    »Det betyder, at du får aktindsigt.«                                 not

It matters on which side of the word the explanation stands: »betyder« explains what comes before
it, »hedder« what comes after.
"""

from __future__ import annotations

from collections.abc import Sequence

from generator.checker.pattern import Token

#: How far a word looks ahead for what explains it, in its own sentence.
_AHEAD = 14
#: How many words may be left of the sentence when the next one is to explain it.
_FAR = 60
_MEANS = frozenset(("betyder", "betød", "altså", "dvs"))
_CALLS = frozenset([
    "hedder", "hed", "kaldes", "kaldt", "kalder", "kalde", "kalds", "ordet", "udtrykket",
    "begrebet", "navnet"
])
#: What may stand between »hedder« and the word that it gives.
_BETWEEN = frozenset([
    "en", "et", "den", "det", "de", "man", "vi", "jeg", "i", "også", "for", "at", "med",
    "ret", "har", "have", "få", "være", "loven", "lovens", "på", "dansk", "kommunen",
    "voksne", "fint", "langt", "svært", "gammelt", "juridisk", "fagligt", "ord", "sprog",
    "fagsprog", "sådan", "noget", "her", "hos", "os", "så", "nogle", "gange", "tit", "ofte",
    "normalt", "egentlig", "bare", "og", "din", "dit", "dine", "kalder"
])
#: Begins the explanation after »X er« and after a dash.
_WHAT = frozenset([
    "en", "et", "den", "det", "de", "når", "at", "hvor", "noget", "nogen", "nogle", "hjælp",
    "dem", "dit", "din", "dine", "ret"
])
_NEXT = (("det", "betyder"), ("det", "vil", "sige"), ("det", "er", "en"), ("det", "er", "et"),
         ("det", "er", "når"), ("det", "er", "den"), ("det", "er", "det"), ("det", "er", "de"),
         ("det", "er", "dem"), ("det", "er", "noget"), ("det", "er", "nogle"),
         ("det", "er", "hjælp"), ("det", "er", "at"), ("det", "er", "dit"), ("det", "er", "din"),
         ("det", "er", "ord"), ("med", "andre", "ord"), ("altså",), ("dvs",), ("sagt", "på"),
         ("på", "almindeligt", "dansk"), ("det", "ord", "betyder"), ("det", "handler", "om", "at"),
         ("med", "det", "mener"), ("det", "går", "ud", "på"), ("sådan", "en", "er"),
         ("sådan", "et", "er"), ("det", "kan", "for", "eksempel", "være"))


def explained(text: str, words: Sequence[Token], first: int, last: int) -> bool:
    """Whether the words from `first` to `last` of the text are explained beside them. `words` are
    all its words; the text is one paragraph."""
    return (_in_brackets(text, words, first, last) or _named(words, first)
            or _said_after(text, words, first, last) or _said_next(words, first, last))


def _in_brackets(text: str, words: Sequence[Token], first: int, last: int) -> bool:
    """`foranstaltning (hjælp)` or `hjælp (foranstaltning)`; a reference in brackets explains
    nothing."""
    start, end = words[first].start, words[last].end
    after = text[end:end + 3].lstrip(" »«\"”.")
    if after.startswith("("):
        inside = text[end:end + 200].partition("(")[2].partition(")")[0]
        return "§" not in inside and not any(c.isdigit() for c in inside) and (
            any(c.islower() for c in inside) and not inside.lower().startswith(("se ", "jf")))
    opened = text.rfind("(", max(start - 30, 0), start)
    closed = text.find(")", end, end + 30)
    if opened < 0 or closed < 0 or ")" in text[opened:start] or "§" in text[opened:closed]:
        return False
    return len(text[opened:closed].split()) <= 5


def _named(words: Sequence[Token], first: int) -> bool:
    """»Det hedder en afgørelse«, »det kalder vi for partshøring«."""
    for n in range(first - 1, max(first - 9, -1), -1):
        if words[n].sentence != words[first].sentence:
            return False
        if words[n].low in _CALLS:  # but »hedder det i journalen« only tells where it stands
            return [w.low for w in words[n + 1:n + 3]] != ["det", "i"]
        if words[n].low == "er" and words[n - 1].low in ("det", "ord") and any(
                w.low == "ord" for w in words[max(n - 6, 0):n]):
            return True
        if words[n].low not in _BETWEEN:
            return False
    return False


def _said_after(text: str, words: Sequence[Token], first: int, last: int) -> bool:
    """»aktindsigt, altså …«, »en bisidder er en, der …«, »tilsyn – det er, når …«."""
    sentence = words[first].sentence
    rest = [w for w in words[last + 1:last + 1 + _AHEAD] if w.sentence == sentence]
    if any(w.low in _MEANS for w in rest):
        return True
    lows = [w.low for w in rest]
    for n in range(len(lows) - 1):
        if lows[n] == "vil" and lows[n + 1] == "sige":
            return n > 0 and lows[n - 1] in ("det", "hvilket")
        if lows[n:n + 3] == ["med", "andre", "ord"] or (lows[n] == "som" and lows[n + 1] == "er"):
            return True
    if not rest:
        return False
    mark = text[words[last].end:rest[0].start].strip(" »«\"”")
    if mark in ("–", "—", "-", ":") and lows[0] in _WHAT:
        return True
    if mark == "," and lows[0] == "det" and lows[1:2] == ["er"]:
        return True
    if mark or lows[0] != "er" or lows[1:2] == [] or lows[1] not in _WHAT:
        return False
    if lows[1] == "at" and words[last].low.endswith(("en", "et", "ne")):
        return False  # »foranstaltningen er, at …« tells what it is this time
    return _opens(words, first, sentence)


def _opens(words: Sequence[Token], first: int, sentence: int) -> bool:
    """Whether the word is what its sentence is about, as in »En bisidder er …«."""
    before = [w.low for w in words[max(first - 3, 0):first] if w.sentence == sentence]
    return not before or before in (["en"], ["et"], ["at", "få"], ["sådan", "en"])


def _said_next(words: Sequence[Token], first: int, last: int) -> bool:
    """Whether the next sentence begins as an explanation does, or says what the word is."""
    sentence = words[first].sentence
    n = last + 1
    while n < len(words) and words[n].sentence == sentence:
        n += 1
        if n > last + _FAR:
            return False
    begins = [w.low for w in words[n:n + 6] if w.sentence == words[n].sentence]
    if any(tuple(begins[:len(opening)]) == opening for opening in _NEXT):
        return True
    if begins[:1] == ["det"] and begins[1:2] and begins[1] in _CALLS:
        return True
    stem = words[last].low[:5]
    said = begins[1:] if begins[:1] in (["en"], ["et"], ["ordet"], ["at"]) else begins
    return bool(said) and said[0].startswith(stem) and (
        said[1:2] == ["betyder"] or (said[1:2] == ["er"] and said[2:3] != ["at"]
                                     and bool(said[2:3]) and said[2] in _WHAT))
