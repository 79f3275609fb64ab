"""The forms of a Danish word, made from its dictionary form and its class.

    forms("indsats", "sb")       indsats, indsatsen, indsatser, indsatserne, indsatsens …
    forms("iværksætte", "vb")    iværksætter, iværksættes, iværksat, iværksatte …

It makes more forms than there are: one too many does no harm, as long as it is no other word. So
there are no bare imperatives (`rum`, `yd`), and what is another word after all is named in the
list (`rumme`, but not the room: `rummet`).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

#: What the last part of a strong verb becomes.
_STRONG = {
    "sætte": "sat satte sattes", "bringe": "bragt bragte bragtes bragts", "give": "gav gaves givne",
    "tage": "tog toges tagne tagen", "drage": "drog droges dragne", "holde": "holdt holdte holdtes",
    "lægge": "lagde lagt lagdes lagte", "komme": "kom", "ligge": "lå", "stå": "stod",
    "gå": "gik gås", "få": "fik fås", "træffe": "traf trufet truffet trufne truffen",
    "byde": "bød budt", "finde": "fandt fundet fundne", "gøre": "gør gjorde gjort gøres",
    "se": "så set sås", "skrive": "skrev", "bære": "bar båret", "følge": "fulgte fulgt fulgtes",
    "rette": "", "yde": "", "bede": "bad", "sige": "sagde sagt", "vide": "vidste vidst",
    "træde": "trådte trådt", "fare": "for", "bryde": "brød brudt", "hjælpe": "hjalp hjulpet",
    "trække": "trak trukket", "sidde": "sad", "vælge": "valgte valgt",
}
_NOUN = ("", "en", "et", "er", "erne", "e", "ene")
_WEAK = ("e", "er", "es", "ede", "edes", "et", "ets", "te", "tes", "t", "ende")
#: What is doubled before an ending: paragraffen, problematikken, statusser, tilbuddet, kontrollen.
_DOUBLED = "bdfgklmnprst"
_VOWELS = "aeiouyæøå"
#: Words inside an expression that never change.
_FIXED = frozenset([
    "i", "på", "til", "af", "om", "med", "for", "fra", "ved", "under", "over", "op", "ned",
    "ud", "ind", "uden", "efter", "mod", "henblik", "baggrund", "hensyn", "stilling", "grund",
    "henhold", "medfør", "forbindelse", "forhold", "form", "kraft", "sagen", "barnets",
    "hjemmet", "vægt", "det", "den", "de", "og", "at", "en", "et", "som", "så", "vidt"
])


def forms(word: str, kind: str) -> frozenset[str]:
    """The forms of one word in small letters. `kind` is its class as the word lists name it: sb,
    vb, adj; any other class has one form."""
    low = word.lower()
    made = {"sb": _noun, "vb": _verb, "adj": _adjective}.get(kind)
    return frozenset(made(low)) if made else frozenset(_dotted(low))


@lru_cache(maxsize=4096)
def any_form(word: str) -> frozenset[str]:
    """The forms of a word inside an expression, whatever its class is."""
    low = word.lower()
    if low in _FIXED:
        return frozenset((low,))
    return frozenset((*_noun(low), *_adjective(low), *(_verb(low) if low[-1:] in "eåsy" else ())))


def _noun(word: str) -> Iterator[str]:
    for form in _noun_bare(word):
        yield form
        yield form if form.endswith("s") else form + "s"


def _noun_bare(word: str) -> Iterator[str]:
    last = word[-1:]
    if last == "e":
        yield from (word + end for end in ("", "n", "t", "r", "rne"))
        return
    if word.endswith("ium"):
        yield from (word, word[:-2] + "et", word[:-2] + "er", word[:-2] + "erne")
    if word.endswith("er"):
        yield from (word + end for end in ("", "en", "e", "ne", "ens"))
        return
    yield from (word + end for end in _NOUN)
    if last in _DOUBLED and word[-2:-1] in _VOWELS:
        yield from (word + last + end for end in _NOUN[1:])
    if word.endswith("el"):  # hjemmel, hjemlen; trivsel, trivslen
        stem = word[:-2]
        stem = stem[:-1] if stem[-1:] == stem[-2:-1] else stem
        yield from (stem + "l" + end for end in ("en", "er", "erne"))


def _verb(word: str) -> Iterator[str]:
    if word.endswith("es"):  # mistrives: has no other forms but these
        yield from (word, word[:-1] + "des", word[:-2] + "edes")
        return
    yield word
    if word.endswith("e"):
        yield from (word[:-1] + end for end in _WEAK)
    else:
        yield from (word + end for end in ("r", "s", "ede", "et", "ende", "edes"))
    for base, strong in _STRONG.items():
        if word.endswith(base):
            yield from (word.removesuffix(base) + form for form in strong.split())


def _adjective(word: str) -> Iterator[str]:
    yield word
    if word.endswith("et"):
        yield word[:-1] + "de"
    elif word.endswith("el"):
        yield from (word + "t", word + "le", word + "e")
    elif word.endswith(("ende", "a", "o")):
        yield word + "s"
    else:
        yield from (word + end for end in ("t", "e", "ere", "est", "este"))


def _dotted(word: str) -> Iterator[str]:
    """An abbreviation with and without full stops: pga, p.g.a. »fx« is also »f.eks.«."""
    bare = word.strip(".")
    yield bare
    if "." not in bare and 1 < len(bare) <= 3:
        yield ".".join(bare)
    if bare == "fx":
        yield from ("f.eks", "feks")
