"""Names in the genitive: `Almas`, `Jens’`, never `Alma's`, `Jens's` or `Jens bog`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator import danish
from generator.checker.kinds.hit import Hit
from generator.checker.kinds.language.lists import word_list
from generator.checker.kinds.language.reading import Sætning, sentences_of
from generator.checker.letter import Brev, Slags
from generator.checker.rules import Regel, Regelbog
from generator.checker.text.sentences import word_set

_READ: tuple[Slags, ...] = ("tekst", "overskrift", "ramme")
_APOSTROPHE_S = re.compile(r"(?<![\w@.'’´`])([^\W\d_]{3,40})['’´`] ?s(?!\w)")
_BARE = re.compile(r"(?<![\w@.'’´`])([A-ZÆØÅ][a-zæøåé]{1,40})['’´`](?= [a-zæøå])")
#: »Jensen's Bøfhus« spells its own name.
_SHOP = re.compile(r" (?:[A-ZÆØÅ][a-zæøåé]{0,20}(?:hus|huset|bar|café|grill|pizza|bageri|shop|park"
                   r"|kiosk|kro)|Bar|Café|Cafe|Grill|Pizza|Pizzeria|Bageri|Shop|Kiosk|Kro|Place)(?!\w)")
_VOWEL = re.compile("[aeiouyæøåé]", re.IGNORECASE)
#: After these a name is often the one who gets something: »giver Jens mad«.
_GIVES = ("giv", "gav", "send", "skaf", "tilb", "vis", "køb")


def navn_i_ejefald(brev: Brev, regel: Regel, book: Regelbog) -> Iterator[Hit]:
    """A hit for each wrong genitive; `{forslag}` is the right one. A name on s without anything is
    only told from other words when the name is somebody's in the case."""
    spared = word_list(book, "apostrof")
    for stykke in brev.stykker:
        text = stykke.tekst
        if stykke.slags not in _READ or not any(sign in text for sign in "'’´`"):
            continue
        for match in _APOSTROPHE_S.finditer(text):
            word = match[1]
            if word.lower() in spared or word.isupper() or not _VOWEL.search(word):
                continue
            if _SHOP.match(text, match.end()):
                continue
            yield Hit(stykke, match.start(), match.end(), {"forslag": _right(word)})
        quoted = "'" in text and text.count("'") + text.count("’") > 1
        for match in _BARE.finditer(text):
            if match[1][-1] not in "szx" and not quoted:
                yield Hit(stykke, match.start(), match.end(), {"forslag": _right(match[1])})
    yield from _without_apostrophe(brev, book)


def _right(word: str) -> str:
    return danish.ejefald(word) or word


def _without_apostrophe(brev: Brev, book: Regelbog) -> Iterator[Hit]:
    """»Jens bog«, »Jenses bog«: names that end in s, x or z before what they own: those in the
    case, and common ones that are no other words (list `navne_paa_s`)."""
    names = {part for d in brev.deltagere for part in (d.fornavn.split()[-1:] or [""])[0:1]
             + d.navn.split() if part[-1:] in ("s", "x", "z") and part[:1].isupper()}
    names |= {name.capitalize() for name in word_list(book, "navne_paa_s")}
    owned = tuple(word_list(book, "ejes"))
    wrong = {name + ending: name for name in names for ending in ("es", "s")}
    forms = frozenset(n.lower() for n in (*names, *wrong))
    for sætning in sentences_of(brev, forms, _READ):
        for n, word in enumerate(sætning.ord):
            if word.text in wrong and word.text not in names and not sætning.citeret(n):
                yield sætning.hit(n, forslag=_right(wrong[word.text]))
            elif (word.text in names and sætning.efter(n) == " " and not sætning.citeret(n)
                  and sætning.ordet(n + 1).endswith(owned) and not _does(sætning, n + 1)
                  and not sætning.ord[n + 1].text[0].isupper()
                  and not any(w.startswith(_GIVES) for w in sætning.low[max(n - 3, 0):n])):
                yield sætning.hit(n, forslag=_right(word.text))


#: What is owned, and also a verb: `Jonas ønsker at …`, `Klaus lærer dig det`.
_ALSO_VERBS = word_set("ønsker lærer noter mål")
_AFTER_OWNED = word_set("er har var kan skal vil siger hedder ringer kommer mener og")


def _does(sætning: Sætning, n: int) -> bool:
    """Whether the word is what somebody does, and not what is owned."""
    return sætning.low[n] in _ALSO_VERBS and sætning.ordet(n + 1) not in _AFTER_OWNED
