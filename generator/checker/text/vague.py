"""Words of a goal that nobody can see reached, told by their form and place: a person or a life
described (»er tydelig«, »på en rolig måde«), how well something is done (»sover bedre«), what is
felt or thought, and a bare word for something inside (»viser interesse«)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.checker.pattern import Token
from generator.checker.text.sentences import word_set

_IS = word_set("er være været bliver blive blevet forbliver forblive virker fremstår")
#: What may stand between »er« and the word that describes.
_PASSED = word_set("""
    en et nogle også meget mere altid igen helt så selv begge fortsat stadig rigtig ret lige både
    mest temmelig ganske utrolig særlig mindst nok blevet
""")
_FARTHEST = 4
#: Short words that describe a person or a life and have no such ending.
_SHORT = word_set("""
    god gode godt glad glade stolt stolte tryg trygge trygt åben åbne sikker sikre parat bevidst
    bevidste tilfreds tilfredse moden modne sund sunde sundt stærk stærke robust robuste stabil
    stabile stabilt sød søde rar rare klog kloge motiveret motiverede engageret engagerede
    integreret inkluderet
""")
#: Endings of words that describe, as they stand after »er«; and of the same words as adverbs.
_DESCRIBES = ("ig", "ige", "som", "somme", "fuld", "fulde", "løs", "løse", "bar", "bare", "iv",
              "ive", "ende", "isk", "iske")
_HOW = ("igt", "somt", "fuldt", "løst", "ivt", "bart")
#: Such words that tell what can be seen, or when, or how sure it is.
_SEEN = word_set("""
    færdig færdige færdigt enig enige enigt ledig ledige myndig myndige gyldig gyldige skyldig
    skyldige daglig daglige dagligt ugentlig ugentlige ugentligt månedlig månedlige månedligt årligt
    endelig endeligt samtidig samtidigt tidlig tidlige tidligt egentlig egentligt rigtigt
    sædvanlig sædvanlige mundtlig mundtligt skriftlig skriftligt offentlig offentlige offentligt
    frivillig frivillige frivilligt rettidigt personligt nødvendig nødvendige forskellig forskellige
    forskelligt studerende
    lige bare mulig muligt særligt virkelig navnlig hovedsagelig tilgængelig fælles
    fysisk fysiske syvende niende tiende hjemmeværende levende
""")
_NOT_HERE = ("boende", "søgende", "gående", "arbejdende")
_DETERMINERS = word_set("et det dette noget mit dit sit vores jeres deres intet hvert hans hendes")
_WELL = word_set("godt fint rart pænt sundt trygt")
#: »Du må godt«, »jeg kan godt«: they say that one may, and not how.
_MODALS = word_set("må måtte kan kunne vil ville tør turde skal gad ved vidste")
_FRIENDS = word_set("ven venner veninde veninder nat tid råd bog bøger film grund morgen")
_NO_MANNER = word_set("anden andet ny bestemt samme særlig hvilken den")
_HAS = word_set("""
    viser vise udviser udvise har have får få giver give møder mødt opnår opnå skaber skabe bevarer
    bevare finder finde med udtrykker udtrykke
""")
_LARGE = word_set("stor større størst mere god bedre øget fuld den nødvendig fornøden ny")
#: Bare words for what is inside a person; those that are papers, places and the like apart.
_INSIDE = ("else", "hed", "itet", "esse", "ation", "ans", "ence", "pekt", "pati", "tillid",
           "ansvar", "omsorg", "overskud", "lyst", "gåpåmod")
_OUTSIDE = ("uddannelse", "ansættelse", "tilladelse", "lejlighed", "værelse", "indkaldelse",
            "godkendelse", "station", "prøvelse", "nyhed", "vaccination", "fartans", "invitation")
_THINKS = word_set("""
    forstå forstår respektere respekterer anerkende anerkender acceptere accepterer støtte støtter
    fungere fungerer samarbejde samarbejder værdsætte værdsætter forholder
""")
_SELF = word_set("mig dig sig")


def vague(words: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """First and last word of each place that tells of no sign one could see or hear."""
    lows = [word.low for word in words]
    for n, low in enumerate(lows):
        before = lows[n - 1] if n else ""
        after = lows[n + 1] if n + 1 < len(lows) else ""
        if low in _IS and (last := _described(lows, n)):
            yield n, last
        elif low in _THINKS and before != "at":
            yield n, n
        elif low in ("bedre", "oftere") or low.endswith("igere"):
            if after != "end":
                yield n, n
        elif _how(lows, n):
            yield max(n - 1, 0), n
        elif low == "mindre" and before in _IS:
            yield n, min(n + 1, len(lows) - 1)
        elif low in ("god", "gode") and after and after not in _FRIENDS:
            yield n, n + 1
        elif low in ("måde", "måder") and n > 2 and lows[n - 2] in ("en", "et") and (
                before not in _NO_MANNER):
            yield n - 1, n
        elif low in ("kender", "kende") and after in _SELF and lows[n + 2:n + 3] == ["selv"]:
            yield n, n + 2
        elif low in _HAS and (last := _inside(lows, n)):
            yield n, last


def describes(low: str) -> bool:
    """Whether the word by its ending is one that describes: »tydelig«, »opmærksomme«."""
    return low in _SHORT or (
        low.endswith(_DESCRIBES) and low not in _SEEN and not low.endswith(_NOT_HERE))


def _described(lows: Sequence[str], n: int) -> int:
    """The word after »er« that describes; 0 when none does."""
    for at in range(n + 1, min(n + 1 + _FARTHEST, len(lows))):
        if describes(lows[at]) and lows[at] not in _PASSED:
            return at
        if lows[at] not in _PASSED:
            break
    return 0


def _how(lows: Sequence[str], n: int) -> bool:
    """Whether the word tells how well something is done: »opfører sig ordentligt«."""
    low, before = lows[n], lows[n - 1] if n else ""
    if low in _WELL:
        return n > 0 and _MODALS.isdisjoint(lows[max(n - 2, 0):n])
    owned = before in _DETERMINERS and not (before == "det" and n > 1 and lows[n - 2] in _HAS)
    return n > 0 and low.endswith(_HOW) and low not in _SEEN and not owned


def _inside(lows: Sequence[str], n: int) -> int:
    """The bare word for something inside, right after the verb; 0 when there is none."""
    at = n + 2 if n + 1 < len(lows) and lows[n + 1] in _LARGE else n + 1
    if at < len(lows) and lows[at].endswith(_INSIDE) and not lows[at].endswith(_OUTSIDE):
        return at
    return 0
