"""Whether a clause tells of what is over or of what is to come, by its verb.

The past is told by its ending (-ede, -te) and by the strong verbs, to which Danish adds none; the
perfect by `har` or `er` with a participle. Any other word on -r or -es that stands where a verb
stands is in the present, whatever verb it is, and so are the modal verbs and a bare imperative.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import Enum

from generator.checker.pattern import DAYS, Token
from generator.checker.text.sentences import word_set


class Tid(Enum):
    """What a clause tells of; `INTET` when it has no verb to tell by."""

    FORBI = "forbi"
    KOMMER = "kommer"
    INTET = "intet"


#: Past tenses that no ending tells. Those that are other words too (for, så) are left out.
_STRONG = word_set("""
    var blev fik havde gik kom tog gav sagde gjorde så skrev sad stod lå holdt afholdt fandt lod bad
    drak spurgte vidste sov løb skreg slog lagde satte solgte fortalte talte valgte bragte traf bar
    brød bød tilbød forbød faldt fløj frøs græd greb gned hang hed hjalp indgik opstod forlod
    udløb red skar skred skød sank sang smed sprang stak stjal svor tvang vandt vred drog bandt
    undgik fremgik modtog deltog foretog undersøgte trådte foregik forstod bestod
    beskrev underskrev udsatte fastsatte fortsatte mødtes sås sloges skiltes syntes trivedes enedes
    skulle ville kunne måtte burde turde
""")
_STRONG_ENDS = ("skrev", "holdt", "modtog", "deltog", "satte", "lagde", "sagde", "fandt", "indgik",
                "kom", "trak", "bragte", "gav", "slog", "forstod", "foregik", "valgte", "talte",
                "sloges", "tilbød", "afbrød", "faldt", "traf", "tog")
#: Words on -te and -ede that are no past tense.
_NO_PAST = word_set("""
    sidste næste bedste første fleste mindste største ældste yngste eneste seneste værste ofte
    femte sjette ellevte tolvte vente hente skifte løfte hæfte kaste miste gæste teste friste feste
    note date afvente forvente allerede brede rede vrede sprede stede lede hede frede forberede
    bede udbrede indlede tilstede liste bevidste svarte hvide afhente
    tante plante opstarte starte sorte korte stolte
""")
_NO_PAST_ENDS = ("igste", "neste", "meste", "reste", "tte", "lleste", "ente", "vejlede")
_MODALS = word_set("skal vil kan må bør tør bedes")
_BEFORE_INFINITIVES = _MODALS | word_set("skulle ville kunne måtte burde turde lad lader")
#: What is told of now, though it was said or seen then: »den 5. maj siger du, at …«.
_TELLING = word_set("""
    siger fortæller oplyser beskriver forklarer udtaler bemærker angiver mener fremgår viser
    skriver vurderer konkluderer anbefaler henviser stammer handler drejer takker bekræfter
    synes står lyder hedder tyder bygger gælder kvitterer beklager nævner udtrykker ved kender
    husker tænker savner refererer vedrører omhandler vedlægger ønsker oplever undrer
    fremstår virker reagerer klager føler søger
""")
#: Words on -r, -es and -s that are no verb.
_NO_VERB = word_set("""
    eller her der hvor efter over under for før år mer mere hver per især mor far bror søster
    datter lærer rådgiver sagsbehandler leder træner pædagoger uger timer måneder minutter
    aftener klasser venner veninder weekender ferier sommer vinter forår efterår januar
    februar september oktober november december er var har bliver deres vores jeres hendes ellers
    således alles andres mødrer fædrer plejer moster faster onkler børnehaver skoler klar svar
    kontaktperson par værelser behandler vejleder elever mødeleder søskende nr kr
    oplysninger ændringer personer papirer grunder familier steder dagbøger øvelser flere fler
    altid siden ad imellem præcis vedr ifølge tværtimod gr før derfor hvorfor hvornår enhver især
""")
_NOUNS = ("nummer", "lærer", "mor", "søster", "bror", "person", "personer", "klasser", "elser",
          "ninger", "heder", "ioner", "iteter", "venner", "timer")
_SUBJECTS = word_set("du jeg han hun vi i de man det den der dette hvem")
_BEFORE_A_NOUN = word_set("""
    en et den det de min mit mine din dit dine sin sit sine vores jeres deres hans hendes to tre
    fire fem seks flere mange nogle alle andre begge hver hvert ny nyt nye god gode anden andet
""")
_IMPERATIVES = word_set("""
    kom mød deltag svar ring skriv send husk giv sig lad meld aflever kontakt tag hent læs tjek
    book bestil vælg pas se vær spørg returner udfyld underskriv indsend tilmeld bekræft betal
    prøv find gå vent medbring sørg lav aftal ansøg klag søg forbered sæt bring køb stil gem læg pak
""")
#: After `har` and `er` they are no participles.
_NO_PARTICIPLES = word_set("""
    det noget meget lidt alt intet andet godt åbent travlt let svært vigtigt muligt ret tit
    igen fast først sidst næst mest bedst helst endelig fint klart nyt stort flot et mit dit
    sit at vidt
""")
_NO_PARTICIPLE_ENDS = ("mødet", "besøget", "stedet", "huset", "igt")
#: Done already, for a day to come.
_SET = word_set("inviteret indkaldt indbudt tilmeldt planlagt berammet booket")
_ENDS_A_CLAUSE = word_set("at som fordi hvis når mens hvor da om")


def told(text: str, words: Sequence[Token], place: int) -> Tid:
    """What the clause of the date at `place` tells of; a clause without a verb leans on the one
    before it, or on the one after."""
    first, last = _sentence(words, place)
    parts = list(_clauses(text, words, first, last))
    own = next(n for n, (a, b) in enumerate(parts) if a <= place <= b)
    found, sure = _tense(words, *parts[own], place)
    before = _before(text, words, parts[:own + 1])
    if text[words[place].end:words[place].end + 1] == ")":
        return found if sure else Tid.INTET
    if found is Tid.KOMMER and not sure and before is Tid.FORBI:
        return Tid.FORBI
    if found is not Tid.INTET:
        return found
    begin = parts[own][0]
    if before is not Tid.INTET and (
            place - begin < _FEW or before is Tid.FORBI or words[begin].low == "at"):
        return before
    after = text[words[parts[own][1]].end:words[parts[own][1]].end + 3]
    if own + 1 < len(parts) and _only_the_day(words, *parts[own]) and not set(after) & set(":()"):
        return _tense(words, *parts[own + 1], parts[own + 1][0] - 1)[0]
    return Tid.INTET


def _before(text: str, words: Sequence[Token], parts: Sequence[tuple[int, int]]) -> Tid:
    """What the nearest clause with a verb before the last of these tells of; a bracket stands
    alone, and what is told of somebody on the way, »Asta, som er otte år, …«, tells nothing."""
    for one, after in zip(parts[-2::-1], parts[:0:-1], strict=True):
        if "(" in text[words[one[1]].end:words[after[0]].start]:
            break
        if words[one[0]].low in _ON_THE_WAY:
            continue
        if (found := _tense(words, *one, one[1] + 1)[0]) is not Tid.INTET:
            return found
    return Tid.INTET


_ON_THE_WAY = ("som", "der")
#: A clause without a verb of so few words leans on the one before it: »at se dig den 3. maj«.
_FEW = 6
#: A sentence of which more is looked at is no sentence.
_FAR = 60


def _sentence(words: Sequence[Token], place: int) -> tuple[int, int]:
    first = last = place
    while first and place - first < _FAR and words[first - 1].sentence == words[place].sentence:
        first -= 1
    while last + 1 < len(words) and last - place < _FAR and (
            words[last + 1].sentence == words[place].sentence):
        last += 1
    return first, last


def _clauses(text: str, words: Sequence[Token], first: int,
             last: int) -> Iterator[tuple[int, int]]:
    """First and last word of each clause: parted by a sign, or by a word that begins one."""
    begin = first
    for n in range(first + 1, last + 1):
        between = text[words[n - 1].end:words[n].start]
        if words[n].low in _ENDS_A_CLAUSE or any(c in between for c in ",;:()–—\n/»«") or (
                " - " in between):
            yield begin, n - 1
            begin = n
    yield begin, last


def _only_the_day(words: Sequence[Token], first: int, last: int) -> bool:
    return all(w.kind != "ord" or w.low.removesuffix("en") in DAYS or w.low in (
        "den", "d", "på", "kl", "klokken") for w in words[first:last + 1])


def _tense(words: Sequence[Token], first: int, last: int, place: int) -> tuple[Tid, bool]:
    """What the clause tells of, by the verb nearest before the place, or else the first after; and
    whether its verb is surely one."""
    weak = False
    for n in (*range(min(place - 1, last), first - 1, -1), *range(max(place + 1, first), last + 1)):
        word, low = words[n], words[n].low
        if word.kind != "ord":
            continue
        found = _by_a_helper(words, n, first, last, place)
        if found is Tid.INTET and _is_past(low) and not _is_infinitive(words, n, first):
            found = Tid.FORBI
        if found is not Tid.INTET:
            return found, True
        if n == first and low in _IMPERATIVES:
            return Tid.KOMMER, True
        if _may_be_present(word) and (n == first or word.text == low):
            if low in _TELLING and not weak and "igen" not in {w.low for w in words[n:last + 1]}:
                return Tid.FORBI, True
            if _beside_a_subject(words, n, first, last, place):
                return Tid.KOMMER, True
            weak = weak or (n > first and not _counted(words, n, first))
    return (Tid.KOMMER if weak else Tid.INTET), False


def _counted(words: Sequence[Token], n: int, first: int) -> bool:
    """Whether the word before it asks for a noun: »to timer«, but »vi to tager«."""
    return words[n - 1].low in _BEFORE_A_NOUN and not (
        n - 1 > first and words[n - 2].low in _SUBJECTS)


def _by_a_helper(words: Sequence[Token], n: int, first: int, last: int, place: int) -> Tid:
    low = words[n].low
    if low in _MODALS:
        return Tid.FORBI if "have" in {w.low for w in words[n:last + 1]} and any(
            _is_participle(w) for w in words[n + 1:last + 1]) else Tid.KOMMER
    if low == "bliver":
        return Tid.KOMMER
    if low in ("har", "er", "have"):
        until = _until(words, n, place) or any(w.low in _SET for w in words[n + 1:place])
        if any(_is_participle(w) for w in words[n + 1:last + 1]):
            return Tid.KOMMER if until and low != "have" else Tid.FORBI
        return Tid.INTET if low == "have" else Tid.KOMMER
    return Tid.INTET


def _until(words: Sequence[Token], n: int, place: int) -> bool:
    """Whether the date is where it ends, or what it is set to: »flyttet til den 3. maj«."""
    at = min(place, len(words)) - 1
    while at > n and (words[at].low in ("den", "d") or words[at].low in DAYS):
        at -= 1
    return at > n and place < len(words) and words[place].kind == "dato" and (
        words[at].low in ("til", "indtil"))


def _beside_a_subject(words: Sequence[Token], n: int, first: int, last: int, place: int) -> bool:
    if n > first and words[n - 1].low in _SUBJECTS and words[n - 1].low not in ("den", "det", "de"):
        return True
    if n < last and words[n + 1].low in _SUBJECTS and words[n + 1].low not in ("den", "det", "de"):
        return True
    return n == place + 1


def _is_infinitive(words: Sequence[Token], n: int, first: int) -> bool:
    """Whether a word that looks like the past is what somebody will do: »vi vil drøfte det«."""
    if words[n].low in _STRONG or not words[n].low.endswith("te"):
        return False
    before = [word.low for word in words[max(n - 4, first):n]]
    return before[-1:] == ["at"] or not _BEFORE_INFINITIVES.isdisjoint(before)


def _is_past(low: str) -> bool:
    if low in _STRONG:
        return low != "så"
    if low in _NO_PAST or low.endswith(_NO_PAST_ENDS):
        return False
    return (low.endswith(("ede", "edes", "te", "tes")) and len(low) > 4) or (
        len(low) > 5 and low.endswith(_STRONG_ENDS))


def _is_participle(word: Token) -> bool:
    low = word.low
    return word.kind == "ord" and len(low) > 2 and low[-1] == "t" and low not in (
        _NO_PARTICIPLES) and not low.endswith(_NO_PARTICIPLE_ENDS)


def _may_be_present(word: Token) -> bool:
    low = word.low
    return (low.endswith(("r", "es")) or low in ("ved", "ses", "fås", "nås", "sås")) and len(
        low) > 2 and low not in _NO_VERB and not low.endswith(_NOUNS)
