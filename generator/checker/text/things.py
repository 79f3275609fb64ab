"""Whether a name is that of a place, a thing or an animal, by what stands around it and by its own
form: »i Tripoli«, »toget til Hobro«, »spiller Fortnite«, »NemKonto«, »Rådhuspladsen«, »katten Mis«.

A common first name is a person's wherever it stands, but for an animal's.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from generator.checker.pattern import Token
from generator.checker.text.first_words import Ordforråd
from generator.checker.text.names import Navn
from generator.checker.text.sentences import word_set

#: Before »på« and »i« they ask for a person: »vred på«, »venter på«, »forelsket i«.
_FELT_FOR = word_set("""
    vred sur gal vrede ked jaloux misundelig afhængig venter vente ventede tænker tænke tænkte
    passer passe passede ser se så kigger kigge lytter lytte lyttede råber råbe råbte skælder stoler
    stole stolede regner regne svarer kalder kaldte peger slår tro troede tror tillid minder
    forelsket interesseret skuffet glad stolt
""")
#: Before »fra« and »til« they tell of the way there.
_ON_THE_WAY = word_set("""
    hjem hjemme billeder billederne billede kommer kom kommet flytter flytte flyttede flyttet rejser
    rejse rejste rejst kører køre kørte cykler cykle toget tog bussen bus færgen færge flyver fly
    flyet flyve tur turen ture udflugt vej vejen videre stammer er tilbage ind ned op over ud afsted
    kufferten postkort sejler sejle væk langt
""")
_WAY = ("fra", "til")
#: What is played, seen, read and bought, but nobody's name stands right after.
_USED = word_set("""
    spiller spille spillede spillet filmen film serien serie bogen bøgerne spil bandet gruppen appen
    sangen holdet programmet konsollen mærket magasinet avisen firmaet butikken via per cafe café
    hotel restaurant hotellet restauranten caféen gaden vejen stedet museet parken biografen
    centret forlystelsesparken
""")
_ANIMALS = ("hund", "hunden", "kat", "katten", "hest", "hesten", "pony", "ponyen", "kanin",
            "kaninen", "hamster", "hamsteren", "marsvin", "marsvinet", "papegøje", "papegøjen",
            "kæledyr", "kæledyret", "killing", "killingen", "hvalp", "hvalpen", "skildpadde",
            "bamse", "bamsen", "fugl", "undulat", "undulaten", "fisk", "dukke", "dukken")
#: The last word of the name of a thing or a place.
_KINDS = word_set("""
    festival league cup house park center museum zoo arena stadion club kro hotel plads gade
    vej allé torv havn kirke hus bibliotek strand sø
    café cafe bar show live games world land city street school football united fc if bk station
    badeland svømmehal idrætsforening gymnasium akademi universitet hospital sygehus aps
""")
#: The definite form of a noun: no name ends so, but for the surnames on -sen.
_DEFINITE = ("et", "ets", "erne", "ernes", "ene", "enes", "en", "ens")
_SURNAME = ("sen", "sens", "gaarden", "ssen")
_LONG = 9
#: Derived nouns, and compounds of places.
_NOUNS = ("ning", "hed", "skab", "tion", "else", "isme", "eri", "vej", "gade", "allé", "stræde",
          "huset", "hus", "slot", "pladsen", "hallen", "parken", "ligaen", "landia", "konto")
#: Where children are every day: the name of such a place may tell of another child.
_CARE = ("skole", "skolen", "klub", "klubben", "børnehave", "børnehaven", "børnehus", "børnehuset",
         "opholdssted", "opholdsstedet", "bosted", "bostedet", "institution", "institutionen",
         "fritidshjem", "fritidshjemmet", "vuggestue", "vuggestuen", "børnehjem", "børnehjemmet")
#: Whom a school or a church is called after is in no case.
_SAINTS = ("skt", "sankt", "sct")
#: What somebody unknown has made, or is in, as a child tells of it: »filmen om …«, »musik af …«.
_WORKS = ("film", "filmen", "filmene", "serie", "serien", "serierne", "bog", "bogen", "bøger",
          "bøgerne", "musik", "musikken", "sang", "sangen", "sange", "sangene", "koncert",
          "koncerten", "album", "albummet")
_MADE = ("om", "af")
_SHORT_TITLE = 4


def is_thing(navn: Navn, known: Ordforråd) -> bool:
    """Whether it is no person's name."""
    if navn.hilsen or navn.overskrift:
        return False
    words = navn.stykke.ord
    first = bisect_left(words, navn.start, key=lambda word: word.start)
    own = words[first].sentence
    before = [w.low for w in words[max(first - 3, 0):first] if w.sentence == own]
    if (before and before[-1] in _SAINTS) or _contracted(navn):
        return True
    if navn.ord[-1].lower().endswith(_CARE) or navn.ord[0].lower().endswith(_CARE) or (
            before and before[-1].endswith(_CARE)):
        return False
    if _animal(before):
        return True
    if _kind_of_thing(navn, words, first):
        return True
    low = navn.ord[0].lower()
    if len(before) > 1 and before[-1] in _MADE and before[-2].endswith(_WORKS) and (
            len(navn.ord) > 1 or not (known.first_name(low) or known.both(low))):
        return True
    if known.first_name(low) or known.both(low):
        return _titled(navn)
    return _placed(before) or _formed(navn, known) or _titled(navn)


def _contracted(navn: Navn) -> bool:
    """Whether letters are left out on both sides of one: »Rock'n'roll«. No name is written so."""
    return len(navn.ord) == 1 and sum(navn.ord[0].count(sign) for sign in "'’") > 1


def _animal(before: Sequence[str]) -> bool:
    return bool(before) and (before[-1].endswith(_ANIMALS) or (
        before[-1] in ("hedder", "hed") and any(w.endswith(_ANIMALS) for w in before[:-1])))


def _kind_of_thing(navn: Navn, words: Sequence[Token], first: int) -> bool:
    last = first + len(navn.ord)
    following = words[last] if last < len(words) else None
    return any(w.lower() in _KINDS for w in navn.ord) or bool(
        following and following.low in _KINDS and following.text[0].isupper()
        and navn.stykke.tekst[navn.end:following.start] == " ")


def _placed(before: Sequence[str]) -> bool:
    """Whether it stands where a place or a thing stands."""
    if not before:
        return False
    last, rest = before[-1], before[:-1]
    if last in ("i", "på"):
        return not _FELT_FOR.intersection(rest[-1:] if last == "i" else rest)
    if last in _WAY:
        return bool(_ON_THE_WAY.intersection(rest[-1:]))
    return last in _USED or last.endswith(("festivalen", "turneringen"))


def _formed(navn: Navn, known: Ordforråd) -> bool:
    """Whether its own form is that of a noun, or of a brand: a capital inside."""
    if len(navn.ord) > 1:
        return False
    word, low = navn.ord[0], navn.ord[0].lower()
    inside = any(c.isupper() for c in word[1:]) and not any(c in word for c in "-'’") and (
        not word.startswith(("Mc", "Mac", "De", "Di", "Le", "La", "Van", "Von", "O")))
    definite = len(low) >= _LONG and low.endswith(_DEFINITE) and not low.endswith(_SURNAME)
    return inside or definite or (len(low) > 5 and low.endswith(_NOUNS)) or low in known.ord


def _titled(navn: Navn) -> bool:
    """Whether it stands in quotation marks with few words, as a title: »De Urørlige«."""
    stykke = navn.stykke
    if not stykke.i_citat(navn.start):
        return False
    start, end = next((a, b) for a, b in stykke.citater if a <= navn.start < b)
    return len(stykke.tekst[start:end].split()) <= _SHORT_TITLE and (
        stykke.tekst[:start].rstrip(" »\"“„'")[-1:] != ":") and end - start < 40
