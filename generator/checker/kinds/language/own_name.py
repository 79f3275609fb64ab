"""The child's own name in a letter to the child: as a greeting yes, as somebody else no."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.checker.kinds.hit import Hit
from generator.checker.kinds.language.reading import Sætning, sentences_of, to_others
from generator.checker.letter import Brev, Stykke
from generator.checker.rules import Regel, Regelbog
from generator.checker.text.sentences import word_set

_GREETING = re.compile(r"(?:Kære|Hej|Til|Hejsa|Goddag|Halløj)\s([A-ZÆØÅ][\w-]+)((?:,| og| &)\s"
                       r"[A-ZÆØÅ][\w-]+)?")
#: Right before a name: it is told as a name, not used of somebody.
_TOLD = word_set("hedder kalder kaldes kaldt navn navnet navnene underskrift hilsen kære hej "
             "hedde kæreste tillykke jeg")
#: After these, first in the sentence, the name is called: `Og Alma, du må altid ringe`.
_AND = word_set("og men så nå ja jo til hejsa goddag okay ok")
#: First names that are also the first word of many sentences.
_ALSO_WORDS = word_set("bo liv storm my sol maj lykke vilde falk sten kim tage holger gry sif "
                   "per kaj ask may son bjørn ulv sky frede rose")
#: What lines of forms and letterheads begin with.
_LABELS = ("navn:", "vedr.", "vedr:", "vedrørende", "barn:", "barnets navn", "ang.", "angående",
           "sag:", "sag om", "sagen om", "den unge:", "den unges navn", "modtager:", "att.",
           "til:", "kopi til", "kopi:", "cc:", "cc ", "deltagere", "til stede:", "elev:",
           "borger:", "cpr", "emne:")
#: One of them makes a sentence.
_FINITE = word_set("er har skal kan vil må bor går får siger sagde fortæller fortalte var havde at "
                "bliver blev kommer kom synes ønsker bevilges ydes gives trives")
_VERBS = word_set("er har skal kan vil må bor går får siger sagde fortæller fortalte var havde "
              "bliver blev kommer kom synes ønsker")


def eget_navn(brev: Brev, regel: Regel, book: Regelbog) -> Iterator[Hit]:
    """A hit for each place where the child is spoken of by name. Letters to more than one child
    need the names to tell them apart, and are let be."""
    name = own_first_name(brev)
    if not name:
        return
    forms = frozenset((low := name.lower(), _genitive(low), f"{low}'s", f"{low}’s"))
    for sætning in sentences_of(brev, forms):
        if to_others(sætning.stykke) or _only_a_name(sætning) or _addressed(
                sætning, brev):
            continue
        for n, word in enumerate(sætning.ord):
            if (word.low in forms and word.text[0].isupper() and not sætning.citeret(n)
                    and not _spoken_to(sætning, n) and not _label(sætning, n)
                    and not _other(sætning, n, brev, name)):
                yield sætning.hit(n)


def _only_a_name(sætning: Sætning) -> bool:
    """`Plan for Alma`, `Alma Holm`: a few words, and none of them a verb."""
    words = sætning.stykke.ord
    return len(words) <= 4 and sætning.stykke.ordsæt.isdisjoint(_FINITE) and not any(
        w.text.islower() and w.low.endswith(("er", "ede", "te")) for w in words)


def _genitive(name: str) -> str:
    return name if name[-1:] in "sxz" else name + "s"


def own_first_name(brev: Brev) -> str:
    """The child's first name, from the case or from the greeting; empty when it is not known, when
    the letter is to several, or when somebody else has the same name."""
    greeted = _greeted(brev)
    if greeted and greeted[2]:
        return ""
    children = [d for d in brev.deltagere if d.barn]
    if not children:
        return greeted[1] if greeted and greeted[0].split()[0] != "Til" else ""
    name = children[0].fornavn.split()[-1]
    others = [d for d in brev.deltagere if not d.barn]
    several = any(d.rolle == "søskende" for d in others) and not greeted
    return "" if several or any(name in d.navn.split()[:1] for d in others) else name


def _greeted(brev: Brev) -> re.Match[str] | None:
    first = [s for s in brev.stykker if s.slags in ("tekst", "ramme", "overskrift")][:12]
    return next((m for s in first if (m := _GREETING.match(s.tekst))), None)


def _addressed(sætning: Sætning, brev: Brev) -> bool:
    """Whether it is no sentence: a line of an address or a label, »Villads Hedemark c/o mor og
    far«, »Vedr.: Emil Friis, født 1. maj 2011«. Above the greeting stands nothing else."""
    low = sætning.stykke.low
    if "c/o" in low or low.startswith(_LABELS):
        return True
    if sætning.stykke.ordsæt.isdisjoint(_FINITE):
        return _before_greeting(brev, sætning.stykke) or ("\n" in sætning.stykke.tekst and any(
            line[:1].isdigit() for line in sætning.stykke.tekst.split("\n")))
    return False


def _before_greeting(brev: Brev, stykke: Stykke) -> bool:
    for one in brev.stykker[:30]:
        if one is stykke:
            return any(_GREETING.match(s.tekst) for s in brev.stykker[:30])
        if _GREETING.match(one.tekst):
            return False
    return False


def _spoken_to(sætning: Sætning, n: int) -> bool:
    """`Kære Alma`, `Alma, du …`, `du, Alma, …`, `…, Alma.`, `Til Alma: …`."""
    after, before = sætning.efter(n)[:1], sætning.før(n).rstrip()[-1:]
    if n == 1 and sætning.ordet(0) in _AND and after in (",", "!", ":", ".", ""):
        return True
    if sætning.ordet(n - 1) in _TOLD or (n > 1 and sætning.ordet(n - 1) == "også" and sætning.ordet(
            n - 2) == "hedder") or sætning.ordet(n - 2) in ("kalder", "kaldte", "kaldt"):
        return True
    if n == 0:
        return after in (",", "!", "?", ":") and _goes_on_to_du(sætning, n)
    return before == "," and after in (",", ".", "!", "?", ":", "") and not _listed(sætning, n)


def _goes_on_to_du(sætning: Sætning, n: int) -> bool:
    """After `Alma,` at the beginning comes the one spoken to; `Alma, Lone og jeg` is a list, and
    `Alma, som …` somebody."""
    following = sætning.ordet(n + 1)
    return following not in ("som", "der") and not (
        n + 1 < len(sætning.ord) and sætning.ord[n + 1].text[0].isupper()
        and following not in ("jeg", "i"))


def _listed(sætning: Sætning, n: int) -> bool:
    """`Lone, Alma, og …`: a name before or after makes a list of it."""
    return n > 0 and sætning.ord[n - 1].text[0].isupper() and n - 1 > 0


def _label(sætning: Sætning, n: int) -> bool:
    """`Navn: Alma Holm`, `Til stede: Alma, Lone og Jens`, `(Alma)`: a field and not a sentence."""
    start = sætning.ord[n].start
    colon = sætning.stykke.tekst.rfind(":", max(start - 80, sætning.ord[0].start), start)
    if colon >= 0:
        after = [w for w in sætning.ord[max(n - 12, 0):n + 12] if w.start > colon]
        return all(w.text[0].isupper() or w.kind != "ord" or w.low in ("og", "samt") for w in after)
    return sætning.før(n).endswith("(") and sætning.efter(n).startswith(")")


def _other(sætning: Sætning, n: int, brev: Brev, name: str) -> bool:
    """Somebody else of that name, or another word at the beginning of the sentence."""
    if n + 1 < len(sætning.ord) and sætning.efter(n) == " ":
        following = sætning.ord[n + 1].text
        own = {form for d in brev.deltagere if d.barn for part in d.navn.split()
               for form in (part, _genitive(part))}
        if following[0].isupper() and following != "I" and own and following not in own:
            return True
    return n == 0 and name.lower() in _ALSO_WORDS and sætning.ordet(1) not in _VERBS
