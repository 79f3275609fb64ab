"""To whom a letter speaks: the child as »du«, and nobody else.

A letter to the child that says »barnet« was written about the child; one that says »du« and
»barnet« at once was written to the adviser.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checker.kinds.hit import Hit
from generator.checker.kinds.language.bare import BARE, PLACED, is_verb, without_article
from generator.checker.kinds.language.lists import Ordliste, word_list
from generator.checker.kinds.language.reading import (
    DU,
    Sætning,
    sentences_of,
    to_others,
    told_before,
)
from generator.checker.letter import Brev
from generator.checker.rules import Regel, Regelbog
from generator.checker.text.sentences import BEGINS, word_set

#: After these, »den unge« is the child and not »den unge pædagog«.
_DEN = frozenset(("den", "enkelte", "pågældende", "anbragte"))
_BEFORE = word_set("anden andre nye ny lille store ældste yngste søde mindste største den")
_INTRODUCE = word_set("en et nogle to tre deres hendes hans anden andre sin sit")


def barn_omtalt(brev: Brev, regel: Regel, book: Regelbog) -> Iterator[Hit]:
    """A hit for each word that speaks of the child as somebody else (list `tredjeperson`)."""
    told = word_list(book, "tredjeperson")
    noun = frozenset(word_list(book, "den_unge"))
    having = frozenset(told) | _YOUNG | _ALSO
    for sætning in sentences_of(brev, having, ("tekst", "overskrift")):
        if to_others(sætning.stykke):
            continue
        for n, word in enumerate(sætning.low):
            if word.endswith(("'s", "’s")):
                word = word[:-2]
            first = spoken_of(sætning, n, word, told, noun)
            if first is None and word in BARE:
                first = without_article(sætning, n)
            if first is not None and not sætning.citeret(n) and not _official(sætning, n):
                yield sætning.hit(first, n)


#: The words by which a sentence may tell of one: nouns, and adjectives without one.
_YOUNG = word_set("unge unges anbragte anbragtes")
_ALSO = BARE | word_set("årige åriges barnet's barnet’s")


def spoken_of(sætning: Sætning, n: int, word: str, listed: Ordliste,
               noun: frozenset[str]) -> int | None:
    """Where the words for the child begin, when the word is one."""
    if word in _YOUNG:
        return _the_young(sætning, n, noun)
    if word in ("årige", "åriges"):
        return _of_years(sætning, n)
    told = listed.get(word)
    if told is None:
        return None
    known = told.get("kendt", "").split()
    if known and (not sætning.stykke.ordsæt.isdisjoint(known) or (
            "barn" in word and _another_child(sætning, n))):
        return None
    aged = n + 3 < len(sætning.low) and sætning.low[n + 1] == "på" and (
        sætning.ord[n + 2].kind == "tal" and sætning.low[n + 3] == "år")  # `pigen på 13 år`
    counted = sætning.ordet(n + 1) == "på" and sætning.ordet(n + 2) in _COUNTS
    placed = sætning.ordet(n + 1) in PLACED and sætning.ordet(n + 2) != "at" and not (
        aged or counted)
    if _in_a_story(sætning, n):
        return None
    together = sætning.ordet(n + 1) == "og" and sætning.ordet(n + 2) in DU
    if told.get("slags") == "tit" and (
            placed or together or sætning.ordet(n - 1) in _BEFORE
            or sætning.efter(n).startswith(",")):
        return None
    if told.get("slags") == "dem":
        return _children(sætning, n)
    if told.get("slags") == "ubestemt":
        return _case_is_about(sætning, n)
    return n


_COUNTS = word_set("to tre fire fem seks")
_STORY = word_set("historien bogen filmen spillet serien eventyret sangen fortællingen billedet "
                  "videoen tegningen klippet stykket")


def _in_a_story(sætning: Sætning, n: int) -> bool:
    """`Barnet i historien`, `barnet, der bor ved siden af dig`: one that is told apart from you."""
    after = sætning.ordet(n + 1)
    if after in ("i", "fra", "på") and sætning.ordet(n + 2) in _STORY:
        return True
    if after not in ("der", "som") or "," not in sætning.efter(n):
        return False
    for k in range(n + 2, min(n + 12, len(sætning.low))):
        if sætning.low[k] in DU:
            return True
        if "," in sætning.efter(k):
            return False
    return False


#: »Den unge mand« is the child itself when this is told of him, and nobody else is told of before.
_GROWN = word_set("mand kvinde pige dreng")
_OF_THE_CHILD = word_set("har skal er kan vil må får bor ønsker selv giver siger oplyser fortæller "
                      "trives virker fremstår deltager har")


def _the_young_man(sætning: Sætning, n: int) -> bool:
    told = told_before(sætning, n)
    return (sætning.ordet(n + 1) in _GROWN and sætning.ordet(n + 2) in _OF_THE_CHILD
            and sætning.efter(n + 1) == " " and sætning.ordet(n - 1) == "den"
            and not any((w.text[0].isupper() and w.low not in BEGINS and w.start > 0)
                        or w.low in ("en", "hedder") or w.low.endswith(_AGENT) for w in told))


def _the_young(sætning: Sætning, n: int, noun: frozenset[str]) -> int | None:
    before, after = sætning.ordet(n - 1), sætning.ordet(n + 1)
    if sætning.low[n] == "unge" and _the_young_man(sætning, n):
        return n - 1
    if n == 1 and before in ("pågældende", "omhandlede") and sætning.low[n] == "unge":
        return 0
    if sætning.low[n] == "anbragte" and not is_verb(after):
        return None
    if before not in _DEN or after in noun or (
            sætning.low[n] == "unge" and sætning.efter(n) == " " and after.endswith(_AGENT)):
        return None
    first = n - 1 if before == "den" else n - 2
    return first if first >= 0 and sætning.low[first] == "den" else None


#: Whom a child calls the reader's siblings and itself, when the letter is to one of them.
_SIBLINGS = word_set("bror søster lillebror storebror lillesøster storesøster søskende brødre "
                     "søstre")
_PARENTS = word_set("mor far forældre mors fars behov bedste samvær trivsel situation")


def _children(sætning: Sætning, n: int) -> int | None:
    """`Din bror og du …, og så sover børnene hos farmor`, `børnenes far`: the reader is one."""
    if sætning.low[n] == "børnenes":
        return n if sætning.ordet(n + 1) in _PARENTS else None
    before = sætning.low[max(n - 30, 0):n]
    with_you = not _SIBLINGS.isdisjoint(before) and not DU.isdisjoint(before)
    return n if with_you and sætning.ordet(n + 1) not in ("i", "på", "der", "fra") else None


def _of_years(sætning: Sætning, n: int) -> int | None:
    """`Den 12-årige har fortalt`, `den 14-årige pige`: not somebody's brother of that age."""
    if n < 2 or sætning.ord[n - 1].kind != "tal" or sætning.low[n - 2] != "den":
        return None
    after = sætning.ordet(n + 1)
    kin = after not in _GROWN and (after in _SIBLINGS or after.endswith(_AGENT)
                                   or after in ("søn", "datter", "elev", "fætter", "kusine"))
    return None if kin or any(w.low in _SIBLINGS for w in told_before(sætning, n)) else n - 2


_GOT = word_set("fået får fik venter ventede født fødte adopteret passer")
_ONE = word_set("et sit deres jeres dit")


def _another_child(sætning: Sætning, n: int) -> bool:
    """Whether somebody's new child is told of: `har lige fået et barn`, `du bliver mor`."""
    lows = [w.low for w in told_before(sætning, n)]
    return any(
        (low == "barn" and not _ONE.isdisjoint(lows[max(n - 2, 0):n])
         and not _GOT.isdisjoint(lows[max(n - 6, 0):n]))
        or (low in ("mor", "far", "forældre") and n > 0
            and lows[n - 1] in ("bliver", "blive", "blevet", "blev"))
        for n, low in enumerate(lows))


_AGENT = ("pædagog", "lærer", "mand", "kvinde", "pige", "dreng", "medarbejder", "vikar", "læge",
          "træner", "mor", "far", "kollega", "rådgiver", "psykolog", "fyr", "dame", "kat", "hund")


_TELLS_OF, _TELLS = word_set("beskriver oplever møder"), word_set("fortæller beretter")


def _case_is_about(sætning: Sætning, n: int) -> int | None:
    """`Sagen handler om en pige på 11 år`: one who does not know that it is her."""
    near = sætning.low[max(n - 8, 0):n]
    tells = "en" in near[-4:] and (not _TELLS_OF.isdisjoint(near[-6:]) or (
        not _TELLS.isdisjoint(near[-6:]) and "om" in near[-5:]))
    if tells and sætning.low[n] in ("dreng", "pige", "ung") and DU.isdisjoint(
            sætning.low[max(n - 12, 0):n + 12]):
        return n  # `Skolen beskriver en glad dreng`
    about = ("omhandler", "vedrører", "drejer", "angår") + (("handler",) if "sagen" in near else ())
    if any(w in about for w in near[-6:]) or ("tale" in near and "om" in near and "der" in near):
        return n - 1 if near and near[-1] in ("en", "et") else n
    return None


def _official(sætning: Sætning, n: int) -> bool:
    """Words in brackets in a heading are the official name of the part."""
    if sætning.stykke.slags != "overskrift":
        return False
    text, at = sætning.stykke.tekst, sætning.ord[n].start
    return "(" in text[max(at - 200, 0):at] and ")" in text[at:at + 200]


def barn_i_forældrebrev(brev: Brev, regel: Regel, book: Regelbog) -> Iterator[Hit]:
    """A hit for each »du« in a letter to a parent that can only be the child: `din klasse`, `din
    plejemor`, `du fylder 12 år` (list `barnets_ting`)."""
    things = word_list(book, "barnets_ting")
    for sætning in sentences_of(brev, DU):
        own_parent = _parents_of_a_child(sætning)
        for n, word in enumerate(sætning.low):
            if word not in DU or sætning.citeret(n):
                continue
            if word in ("din", "dit", "dine") and (
                    own_parent if sætning.ordet(n + 1) in _KIN else _owned(sætning, n, things)):
                yield sætning.hit(n, n + 1)
                break
            if word == "du" and (last := _of_age(sætning, n)):
                yield sætning.hit(n, last)
                break


_KIN = word_set("mor far forældre mors fars forældres")
#: When the sentence tells of a grandparent or of the child, »din mor« is the reader's own.
_ABOVE = word_set("mormor morfar farmor farfar bedstemor bedstefar bedsteforældre barnebarn barnet "
               "barn barnets søn datter børn børnene")
_LIVES = word_set("bo bor boede flytte flytter hjem savner hos besøg samvær skole weekend sammen "
              "bestemmer")


def _parents_of_a_child(sætning: Sætning) -> bool:
    """Whether »din mor« in the sentence can hardly be a grown-up's mother: nobody is named who has
    her for a grandmother, and it tells where one lives, or of mother and father both."""
    if _KIN.isdisjoint(sætning.low) or not _ABOVE.isdisjoint(sætning.low) or any(
            w.text[0].isupper() and w.text not in ("I", "De") for w in sætning.ord[1:]):
        return False
    both = {"mor", "far"} <= set(sætning.low) or "forældre" in sætning.low
    return both or not _LIVES.isdisjoint(sætning.low)


def _owned(sætning: Sætning, n: int, things: Ordliste) -> bool:
    return sætning.ordet(n + 1) in things and not any(
        w in ("barn", "barns") for w in sætning.low[n:n + 4])


def _of_age(sætning: Sætning, n: int) -> int | None:
    """The last word of `du fylder 12 år`, `du er 9 år`: nobody so young is a parent."""
    for k in range(n + 1, min(n + 6, len(sætning.ord) - 1)):
        word = sætning.ord[k]
        if word.kind == "tal" and word.text.isdecimal() and sætning.low[k + 1] == "år":
            verb = any(w in ("fylder", "er", "bliver", "fyldt", "var") for w in sætning.low[n:k])
            return k + 1 if verb and int(word.text) < 18 else (
                k + 1 if "fylder" in sætning.low[n:k] and int(word.text) <= 23 else None)
    return None
