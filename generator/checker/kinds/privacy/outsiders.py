"""Who a letter names without telling who it is, when its case is not known: perhaps another child,
left from the letter that this one was written over.

Somebody is told of when the letter greets them, is about them, is signed by them, or says once what
they are: »din lærer Tine«, »Tine (lærer)«, »hos Anja«, »Sif er din kontaktperson«.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from generator.checker.always.leaks import fold
from generator.checker.letter import Brev, Stykke, once
from generator.checker.pattern import Token
from generator.checker.text.first_words import vocabulary
from generator.checker.text.names import Navn, names
from generator.checker.text.sentences import word_set

#: What is said of the child that a letter is about, and seldom of a grown-up who helps it.
_CHILDS = word_set("""
    har havde skal skulle vil ville får fik er var blev bor boede går gik trives viser
    udviser fremstår reagerer savner ønsker oplever profiterer mangler deltager nægter
    magter
""")
#: What a child has: »Amalies skole«.
_CHILDS_OWN = word_set("""
    skole skolegang fravær skolefravær klasse adfærd trivsel udvikling behov vanskeligheder
    plan forældre mor far sag mål hverdag diagnose medicin reaktion reaktioner bopæl
    plejefamilie kontaktperson
""")
#: Only somebody is said to do this; so a name that is in no list is a person's.
_SOMEBODYS = word_set("""
    trives fremstår udviser savner ønsker nægter profiterer oplever
""")
#: Roles and kin, alone or as the last part of a word: »klasselæreren Tine«.
_ROLES = tuple(word_set("""
    mor moren moder moderen far faren fader faderen forældre søster søsteren bror broren
    broderen søskende mormor morfar farmor farfar onkel tante moster faster fætter kusine
    nevø niece ven vennen veninde veninden kæreste kæresten kammerat kammeraten makker søn
    sønnen datter datteren tvilling lærer læreren pædagog pædagogen rådgiver rådgiveren
    behandler behandleren person personen konsulent konsulenten psykolog psykologen læge
    lægen leder lederen plejefamilie plejer plejersken træner træneren vejleder vejlederen
    koordinator støtte bisidder advokat tolk mentor værge familien kollega kollegaen vikar
    ansvarlig udvalgsformand formand dommer barnet drengen pigen unge medarbejder
    medarbejderen assistent hund hunden kat katten hest hesten hedder kaldes pæd afd chef
    chefen terapeut terapeuten dreng pige logopæd forstander forstanderen præst præsten nabo naboen
"""))
_SHORT_ROLES = word_set("pæd psyk rådg socialrådg sagsbeh kontaktpers fam afd adv psykol fys ergo")
#: With one of these before it, somebody is told of as a place to be, a sender or a helper.
_BY = word_set("""
    hos v ved af fra att att. kontakt kontakte ring til: c/o hilsen
""")
#: What comes after a name and a comma when it is told who it is.
_TOLD_AFTER = word_set("""
    din dit dine jeres hans hendes deres min mit vores barnets den en et som der
""")
_PLACES = tuple(word_set("""
    opholdsstedet skolen skole institutionen børnehaven klubben klub bostedet botilbuddet
    tilbuddet døgninstitutionen hjemmet huset afdelingen afdeling teamet team vuggestuen
    efterskolen byen rådgivning rådgivningen center centret centeret kommune børnehave
    friskole fritidshjem sfo aps gade vej
"""))
#: Most words of a cell or line that tells who somebody is.
_LABEL = 8
_PLACE_BEFORE = ("på", "i")
_CLOSING = ("hilsen", "hilsner", "underskrift")


def without_role(brev: Brev, roots: tuple[Path, ...]) -> Iterator[Navn]:
    """The first place of each person of whom nothing is said but what is said of a child."""
    known = _known(brev, roots)
    told: set[str] = set()
    for navn in names(brev, roots):
        first = _key(navn.ord[0])
        if first not in known and first not in told and navn.tekst not in places(
                brev, roots) and _like_a_child(navn, brev.dokument == "statusudtalelse") and (
                _person(navn, roots)):
            told.add(first)
            yield navn


@once
def places(brev: Brev, roots: tuple[Path, ...]) -> frozenset[str]:
    """The names, as they are written, that once stand as a place's."""
    return frozenset(navn.tekst for navn in names(brev, roots) if _is_place(navn, roots))


def _is_place(navn: Navn, roots: tuple[Path, ...]) -> bool:
    """Whether it is the name of a place by the words around it or by its own: »Opholdsstedet
    Egely«, »Stenbæk ApS«, »Familiehuset«."""
    before, after = _neighbours(navn)
    named = navn.stykke.tekst[navn.end + 1:navn.end + 2].isupper() and after in _PLACES
    if named or before.endswith(_PLACES) or navn.ord[-1].lower() in _PLACES:
        return True
    return len(navn.ord) == 1 and vocabulary(roots).ordinary(navn.ord[0].lower())


@once
def receivers(brev: Brev, roots: tuple[Path, ...]) -> frozenset[str]:
    """The names of those whom the letter greets or is about, of who signs it, and of the child."""
    found, framed = names(brev, roots), _framed(brev)
    own = {_key(word) for navn in found for word in navn.ord
           if navn.hilsen or navn.overskrift or navn.stykke in framed}
    return frozenset((*own, *_most_named(found)))


@once
def _known(brev: Brev, roots: tuple[Path, ...]) -> frozenset[str]:
    """The first names and surnames of those who are told of, and the child's."""
    found = names(brev, roots)
    known: set[str] = set()
    framed, labelled = _framed(brev), _labelled(brev)
    for before, navn in zip((None, *found), found, strict=False):
        with_last = before is not None and _joined(before, navn) and _key(before.ord[0]) in known
        if (navn.hilsen or navn.overskrift or with_last or navn.stykke in framed
                or _has_role(navn) or (navn.start == 0 and navn.stykke in labelled)):
            known.update(map(_key, navn.ord))
            if before is not None and _joined(before, navn) and _has_role(navn):
                known.add(_key(before.ord[0]))
    if not any(navn.overskrift for navn in found):
        known.update(_most_named(found))
    return frozenset(known)


def _framed(brev: Brev) -> frozenset[Stykke]:
    """The pieces before the greeting and from the closing on: who it is to, about and from."""
    pieces = brev.stykker
    greeting = next((n for n, s in enumerate(pieces[:30]) if s.ord and s.ord[0].low in (
        "kære", "hej")), 0)
    closing = next((n for n in range(len(pieces) - 1, greeting, -1)
                    if not _long(pieces[n]) and not pieces[n].ordsæt.isdisjoint(_CLOSING)),
                   len(pieces))
    return frozenset((*pieces[:greeting], *pieces[closing:]))


def _labelled(brev: Brev) -> frozenset[Stykke]:
    """The pieces after a short one with a role in it: »En støtteperson« in the cell before."""
    return frozenset(piece for label, piece in pairwise(brev.stykker)
                     if len(label.små) <= _LABEL and any(w.endswith(_ROLES) for w in label.små))


def _long(stykke: Stykke) -> bool:
    """Whether it is more than a closing with names under it."""
    return len(stykke.ord) > 30


def _most_named(found: tuple[Navn, ...]) -> list[str]:
    """The child of a letter that does not say whom it is about: the one whom it names the most."""
    counts = Counter(_key(navn.ord[0]) for navn in found)
    most = max(counts.values(), default=0)
    return [key for key, count in counts.items() if 1 < count == most]


def _has_role(navn: Navn) -> bool:
    words, first, last = _span(navn)
    text = navn.stykke.tekst
    lead = text[max(0, navn.start - 4):navn.start].lower()
    before, after = _neighbours(navn)
    if lead.endswith(("v/ ", "v/", "c/o ", ": ", ":\t", ":")) or before in _BY or before.endswith(
            _ROLES):
        return True
    tail = text[navn.end:navn.end + 2]
    if tail.startswith((" (", "/")):
        return True
    if tail == ", " and (after in _TOLD_AFTER or after.endswith(_ROLES) or after.isdecimal()):
        return True
    if after in ("fra", "hedder") or (tail == " -" or tail == " –"):
        return True
    if after == "er":
        follow = [w.low for w in words[last + 2:last + 5]]
        return (any(w.endswith(_ROLES) for w in follow) and bool(
            _TOLD_AFTER.intersection(follow[:1]))) or "navnet" in follow
    if first > 0 and words[first - 1].low in _SHORT_ROLES and lead.endswith(". "):
        return True
    return first > 1 and words[first - 2].low.endswith(_ROLES) and before in ("er", "hedder")


def _like_a_child(navn: Navn, anywhere: bool) -> bool:
    """Whether it is said of the name what is said of a child, first in a sentence, where what was
    written over stands; or anywhere in it, when it is a child's trouble."""
    if navn.stykke.slags == "citat" or navn.stykke.i_citat(navn.start):
        return False
    before, after = _neighbours(navn)
    if before and not anywhere and after not in _SOMEBODYS:
        return False
    gap = navn.stykke.tekst[navn.end:navn.end + 1]
    return gap == " " and (after in _CHILDS or _owns(navn, after))


def _owns(navn: Navn, after: str) -> bool:
    return navn.tekst.endswith(("s", "'", "’")) and after in _CHILDS_OWN


def _person(navn: Navn, roots: tuple[Path, ...]) -> bool:
    low, words = navn.ord[0].lower(), vocabulary(roots)
    before, after = _neighbours(navn)
    if before in _PLACE_BEFORE:
        return False
    return words.first_name(low) or words.both(low) or after in _SOMEBODYS or _owns(navn, after)


def _joined(before: Navn, navn: Navn) -> bool:
    """Whether they stand together: »Jens og Hanne«, »Rikke, Jens«."""
    return before.stykke is navn.stykke and before.stykke.tekst[before.end:navn.start] in (
        " og ", ", ", " & ", "/")


def _span(navn: Navn) -> tuple[tuple[Token, ...], int, int]:
    """The words of its piece, and the numbers of its first and last word there."""
    words = navn.stykke.ord
    first = bisect_left(words, navn.start, key=lambda word: word.start)
    return words, first, first + len(navn.ord) - 1


def _neighbours(navn: Navn) -> tuple[str, str]:
    """The words before and after it in its sentence; empty where there is none."""
    words, first, last = _span(navn)
    own = words[first].sentence
    before = words[first - 1] if first else None
    after = words[last + 1] if last + 1 < len(words) else None
    return (before.low if before and before.sentence == own else "",
            after.low if after and after.sentence == own else "")


def _key(word: str) -> str:
    return fold(word).rstrip("'’").removesuffix("s")
