"""What does not belong in the letter: names from another case, and what its neighbours find:
`numbers.py` numbers and addresses, `outsiders.py` people of whom it does not say who they are,
`properties.py` names in the file's properties, `remains.py` what else the file carries.

What a reader may not know of those in the case is found by `checker/always/leaks.py`, which no rule
can switch off; the rules here tell what that does not.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path

from generator.case.personer import Barn, Sted
from generator.checker.always.leaks import fold
from generator.checker.kinds.hit import Hit, chosen
from generator.checker.kinds.privacy.numbers import NUMBERS
from generator.checker.kinds.privacy.outsiders import places, without_role
from generator.checker.kinds.privacy.properties import PROPERTIES
from generator.checker.kinds.privacy.remains import REMAINS
from generator.checker.letter import Brev, once
from generator.checker.rules import Regel, Regelbog
from generator.checker.text.around import around
from generator.checker.text.first_words import vocabulary
from generator.checker.text.names import Navn, belongs, closed, names, of_the_case
from generator.checker.text.things import is_thing

_Look = Callable[[Brev, Regel, Regelbog], Iterator[Hit]]
#: So many unknown names of one person make a letter somebody else's, when the child is not named.
_OFTEN = 3


def beskyttelse(brev: Brev, regel: Regel, book: Regelbog) -> Iterator[Hit]:
    """The hits of the search that the rule names in `ser_efter`; raises `Unusable` for
    another."""
    yield from chosen(regel, SER_EFTER)(brev, regel, book)


@once
def _strangers(brev: Brev, roots: tuple[Path, ...]) -> list[tuple[Navn, str]]:
    """The names that the case does not know, each with the words of it that are unknown."""
    known = of_the_case(brev)
    found = []
    for navn in names(brev, roots):
        words = [word for word in navn.ord if not belongs(word, known)]
        if words:
            found.append((navn, " ".join(words)))
    return found


def unknown_names(brev: Brev, regel: Regel, book: Regelbog) -> Iterator[Hit]:
    """Each unknown name of a person once, where it first stands."""
    if not closed(brev):
        return
    strangers = _strangers(brev, book.roots)
    told = {fold(words) for _, words in _of_another_case(brev, strangers)}
    known = vocabulary(book.roots)
    for navn, words in strangers:
        key = fold(words).removesuffix("s")
        if not is_thing(navn, known) and not told & {key, f"{key}s"}:
            told.add(key)
            yield _hit(navn)


def names_of_a_letter(brev: Brev, regel: Regel, book: Regelbog) -> Iterator[Hit]:
    """The names of a letter whose case is not known, in one hit: a person must look at them. Names
    of places are left out, and whom `named_without_role` shows."""
    if closed(brev):
        return
    known = vocabulary(book.roots)
    shown = {navn.tekst for navn in without_role(brev, book.roots)}
    found = dict.fromkeys(navn.tekst for navn in names(brev, book.roots)
                          if navn.tekst not in places(brev, book.roots)
                          and not is_thing(navn, known))
    plain = list(dict.fromkeys(_nominative(name, found) for name in found if name not in shown))
    whole = [n for n in plain if not any(n != other and n in other for other in plain)]
    if whole:
        yield Hit(ord={"liste": ", ".join(whole)})


def _nominative(name: str, others: Collection[str]) -> str:
    """»Noahs« is Noah when Noah is named too."""
    bare = name.removesuffix("s").rstrip("'’")
    return bare if name[-1:] == "s" and any(bare in other and other != name for other in others
                                            ) else name


def named_without_role(brev: Brev, regel: Regel, book: Regelbog) -> Iterator[Hit]:
    """Each person in a letter whose case is not known, of whom it does not tell who it is."""
    if not closed(brev):
        yield from map(_hit, without_role(brev, book.roots))


def names_of_another_case(brev: Brev, regel: Regel, book: Regelbog) -> Iterator[Hit]:
    """Where the letter greets or is about somebody whom the case does not know."""
    if closed(brev):
        for navn, _ in _of_another_case(brev, _strangers(brev, book.roots)):
            yield _hit(navn)


def _of_another_case(brev: Brev,
                     strangers: list[tuple[Navn, str]]) -> list[tuple[Navn, str]]:
    found = [(navn, words) for navn, words in strangers if navn.hilsen or navn.overskrift]
    if found or _names_the_child(brev):
        return _first_of_each(found)
    often = Counter(fold(words).removesuffix("s") for _, words in strangers)
    return _first_of_each([(navn, words) for navn, words in strangers
                           if often[fold(words).removesuffix("s")] >= _OFTEN])


def _first_of_each(found: list[tuple[Navn, str]]) -> list[tuple[Navn, str]]:
    first: dict[str, tuple[Navn, str]] = {}
    for item in found:
        first.setdefault(fold(item[1]).removesuffix("s"), item)
    return list(first.values())


def _names_the_child(brev: Brev) -> bool:
    child = next((d for d in brev.deltagere if d.barn), None)
    if not child:
        return True
    words = {fold(child.fornavn), fold(child.navn.split()[0])}
    return any(fold(w.text).removesuffix("s") in words or fold(w.text) in words
               for s in (*brev.stykker, *around(brev)) for w in s.ord if w.text[0].isupper())


def wrong_greeting(brev: Brev, regel: Regel, book: Regelbog) -> Iterator[Hit]:
    """Where the letter greets somebody in the case who is not its reader."""
    if not closed(brev) or not brev.læser:
        return
    mine = frozenset(fold(w) for name in _readers(brev) for w in re.findall(r"[^\W\d_]+", name))
    known = of_the_case(brev)
    greeted = [navn for navn in names(brev, book.roots) if navn.hilsen]
    if any(belongs(word, mine) for navn in greeted for word in navn.ord):
        return
    for navn in greeted[:1]:
        if all(belongs(word, known) for word in navn.ord):
            yield _hit(navn)


def _readers(brev: Brev) -> Iterator[str]:
    """The names of those whom the letter may greet."""
    if not brev.situation:
        yield from (name for d in brev.deltagere for name in (d.navn, d.fornavn)
                    if (d.barn or d.rolle == "søskende") == (brev.læser == "barn"))
        return
    sag, reader = brev.situation.sag, brev.situation.modtager
    yield reader.navn
    yield getattr(reader, "kaldes", None) or ""
    if isinstance(reader, Barn):
        for part in sag.plan.søskende if sag.plan else ():
            yield from (part.barn.navn, part.barn.kaldes or "")
    elif isinstance(reader, Sted):
        yield from (p.navn for p in sag.personer if p.id in reader.personer)


def _hit(navn: Navn) -> Hit:
    return Hit(navn.stykke, navn.start, navn.end, {"ord": navn.tekst})


SER_EFTER: Mapping[str, _Look] = {
    "ukendt_navn": unknown_names, "navne_i_brevet": names_of_a_letter,
    "navn_uden_rolle": named_without_role,
    "navn_fra_anden_sag": names_of_another_case, "hilser_en_anden": wrong_greeting,
    **NUMBERS, **PROPERTIES, **REMAINS,
}
