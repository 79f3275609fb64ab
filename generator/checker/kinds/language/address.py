"""To whom a letter speaks: the child as »du«, and nobody else.

A letter to the child that says »barnet« was written about the child; one that says »du« and
»barnet« at once was written to the adviser.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checker.kinds.hit import Hit
from generator.checker.kinds.language.lists import Ordliste, word_list
from generator.checker.kinds.language.reading import DU, Sætning, sentences_of, to_others, words
from generator.checker.letter import Brev
from generator.checker.rules import Regel, Regelbog

#: After these, »den unge« is the child and not »den unge pædagog«.
_DEN = frozenset(("den", "enkelte", "pågældende", "anbragte"))
#: What makes »drengen« somebody the letter has told of: where he is, or what he did.
_PLACED = words("i på fra hos ved med der som til ovenpå overfor nede ude inde foran bag "
               "du")
_BEFORE = words("anden andre nye ny lille store ældste yngste søde mindste største den")
_INTRODUCE = words("en et nogle to tre deres hendes hans anden andre sin sit")


def barn_omtalt(brev: Brev, regel: Regel, book: Regelbog) -> Iterator[Hit]:
    """A hit for each word that speaks of the child as somebody else (list `tredjeperson`)."""
    told = word_list(book, "tredjeperson")
    noun = frozenset(word_list(book, "den_unge"))
    having = frozenset(told) | {"unge", "unges"}
    for sætning in sentences_of(brev, having, ("tekst", "overskrift")):
        if to_others(sætning.stykke):
            continue
        for n, word in enumerate(sætning.low):
            first = _spoken_of(sætning, n, word, told, noun)
            if first is not None and not sætning.citeret(n) and not _official(sætning, n):
                yield sætning.hit(first, n)


def _spoken_of(sætning: Sætning, n: int, word: str, listed: Ordliste,
               noun: frozenset[str]) -> int | None:
    """Where the words for the child begin, when the word is one."""
    if word in ("unge", "unges"):
        return _the_young(sætning, n, noun)
    told = listed.get(word)
    if told is None:
        return None
    known = told.get("kendt", "").split()
    if known and not sætning.stykke.ordsæt.isdisjoint(known):
        return None
    placed = sætning.ordet(n + 1) in _PLACED and sætning.ordet(n + 2) != "at"
    if told.get("slags") == "tit" and (
            placed or sætning.ordet(n - 1) in _BEFORE or sætning.efter(n).startswith(",")):
        return None
    if told.get("slags") == "ubestemt":
        return _case_is_about(sætning, n)
    return n


def _the_young(sætning: Sætning, n: int, noun: frozenset[str]) -> int | None:
    before, after = sætning.ordet(n - 1), sætning.ordet(n + 1)
    if before not in _DEN or after in noun or (
            sætning.low[n] == "unge" and sætning.efter(n) == " " and after.endswith(_AGENT)):
        return None
    first = n - 1 if before == "den" else n - 2
    return first if first >= 0 and sætning.low[first] == "den" else None


_AGENT = ("pædagog", "lærer", "mand", "kvinde", "pige", "dreng", "medarbejder", "vikar", "læge",
          "træner", "mor", "far", "kollega", "rådgiver", "psykolog", "fyr", "dame", "kat", "hund")


def _case_is_about(sætning: Sætning, n: int) -> int | None:
    """`Sagen handler om en pige på 11 år`: one who does not know that it is her."""
    start = max(n - 6, 0)
    near = sætning.low[start:n]
    about = ("omhandler", "vedrører", "drejer", "angår") + (("handler",) if "sagen" in near else ())
    if any(w in about for w in near) or ("tale" in near and "om" in near and "der" in near):
        return n - 1 if near and near[-1] in ("en", "et") else n
    return None


def _official(sætning: Sætning, n: int) -> bool:
    """Words in brackets in a heading are the official name of the part."""
    if sætning.stykke.slags != "overskrift":
        return False
    text, at = sætning.stykke.tekst, sætning.ord[n].start
    return "(" in text[max(at - 200, 0):at] and ")" in text[at:at + 200]


def formelt_de(brev: Brev, regel: Regel, book: Regelbog) -> Iterator[Hit]:
    """A hit for each De, Dem and Deres within a sentence. First in a sentence it is »they«, unless
    what follows is only said to a reader, and nobody is told of before."""
    for sætning in sentences_of(brev, frozenset(("de", "dem", "deres")), ("tekst", "overskrift")):
        for n, word in enumerate(sætning.ord):
            if word.text not in ("De", "Dem", "Deres") or sætning.citeret(n):
                continue
            if (n == 0 and _reader_first(sætning)) or (n > 0 and _within(sætning, n)):
                yield sætning.hit(n)


def _within(sætning: Sætning, n: int) -> bool:
    before = sætning.før(n).rstrip()[-1:]
    return ((before.isalnum() or before in (",", ")")) and not _in_a_name(sætning, n)
            and not sætning.stykke.tekst.isupper()
            and (sætning.stykke.slags == "tekst" or sætning.ord[n].text != "De"))


#: What an office says to its reader: `De bedes møde`, `De har ret til`, `Deres ansøgning`.
_ASKED = words("bedes anmodes indkaldes inviteres anbefales opfordres underrettes orienteres "
              "tilbydes bevilges meddeles gøres høres")
_MAY = words("klage klager ret søgt ansøgt indsendt anmodet modtage modtager pligt velkommen "
            "samtykke aktindsigt partshøring henvende kontakte bisidder")
_THEIRS = words("ansøgning klage henvendelse brev mail samtykke sag ret rettigheder pligt søn "
               "datter barn børn bemærkninger underskrift sagsbehandler rådgiver partshøring "
               "økonomi anmodning svar plejebarn sønner døtre personnummer")
#: Endings and words of several people, whom »de« may mean.
_SEVERAL = ("erne", "rene", "forældre", "søskende", "venner", "familie", "familien", "naboer")


def _reader_first(sætning: Sætning) -> bool:
    """Whether De or Deres as the first word of the sentence is clearly the reader."""
    first, near = sætning.low[0], sætning.low[1:]
    if first == "deres":
        fits = sætning.ordet(1) in _THEIRS
    else:
        fits = first == "de" and (sætning.ordet(1) in _ASKED or (
            sætning.ordet(1) in ("kan", "har", "er", "skal") and not _MAY.isdisjoint(near[1:7])))
    if not fits or sætning.stykke.tekst.isupper():
        return False
    told = [w for w in sætning.stykke.ord if w.start < sætning.ord[0].start]
    if any(w.low.endswith(_SEVERAL) or w.text in ("de", "dem", "deres", "I", "og") for w in told):
        return False
    # A letter that says du is on first-name terms with its reader.
    return DU.isdisjoint(sætning.stykke.ordsæt)


def _in_a_name(sætning: Sætning, n: int) -> bool:
    """»De Gamles By«, »Ungehuset De Fire Vinde«. A name of a person before it proves nothing:
    »Hvis Lone De«."""
    following = sætning.ord[n + 1].text if n + 1 < len(sætning.ord) else ""
    capital = following[:1].isupper() and following not in ("De", "I")
    return capital and sætning.efter(n) == " " and sætning.ord[n].text == "De"


_ROLES = words("rådgiver børnerådgiver ungerådgiver socialrådgiver sagsbehandler fagperson "
              "myndighedsrådgiver medarbejder myndighed fagprofessionel professionel "
              "myndighedssagsbehandler kontaktperson pædagog rådgiveren sagsbehandleren")
_OWN = words("din dit min mit jeres vores deres hans hendes fast ny en")


def til_rådgiver(brev: Brev, regel: Regel, book: Regelbog) -> Iterator[Hit]:
    """A hit for each sentence that speaks to the adviser: its »du« deals with the child, it says
    »som rådgiver«, or it asks for something (`Spørg barnet …`). In a parent's letter »du« and »the
    child« may well meet, and only »som rådgiver« counts."""
    told = word_list(book, "tredjeperson")
    noun = frozenset(word_list(book, "den_unge"))
    having = frozenset(told) | {"unge", "unges"} | _ROLES
    for sætning in sentences_of(brev, having):
        if to_others(sætning.stykke) or sætning.citeret(0):
            continue
        asks, du = _asks(sætning), _deals(sætning)
        if role := _as_adviser(sætning):
            yield sætning.hit(*role)
        elif brev.læser == "barn" and (asks or du >= 0) and _of_child(sætning, told, noun):
            yield sætning.hit(0, 1) if asks else sætning.hit(du, min(du + 4, len(sætning.low) - 1))


#: First words of a sentence that asks an adviser to do something.
_ASK = words("spørg fortæl beskriv skriv inddrag husk overvej vurder angiv notér noter indsæt tal "
            "tilpas brug lad vælg forklar sørg vær vis læs tag giv undersøg afdæk anfør udfyld "
            "gennemgå partshør dokumentér hør snak lyt")
#: What a child does and gets, and an adviser does not: `du får en ny støttelærer, og barnet …`.
_CHILDS = words("får fik bor boede flytter flyttede trives føler savner fylder elsker går fået "
               "boet leger sover ønsker synes vil glæder kommer")
_FAMILY = words("mor far forældre skole klasse bror søster plejefamilie plejemor plejefar hverdag "
               "værelse venner ven veninde familie liv")


def _asks(sætning: Sætning) -> bool:
    """Whether the sentence begins by asking the reader, who is not the child, to do something."""
    return sætning.low[0] in _ASK and sætning.ordet(1) not in DU and DU.isdisjoint(
        sætning.low[1:4])


def _deals(sætning: Sætning) -> int:
    """The first »du« that can be an adviser; -1 when there is none. Not one who lives, feels and
    has a mother, and not one in a gap that somebody should fill."""
    if any(w in ("din", "dit", "dine") and sætning.ordet(k + 1) in _FAMILY
           for k, w in enumerate(sætning.low)):
        return -1
    for n, word in enumerate(sætning.low):
        if word in DU and not sætning.citeret(n):
            around = sætning.low[max(n - 1, 0):n] + sætning.low[n + 1:n + 2]
            return -1 if word == "du" and not _CHILDS.isdisjoint(around) else n
    return -1


def _as_adviser(sætning: Sætning) -> tuple[int, int] | None:
    """The words of `Som rådgiver bør du`, `du som rådgiver`, `udfyldes af rådgiver`."""
    low = sætning.low
    for n in range(1, len(low)):
        if low[n] not in _ROLES:
            continue
        if low[n - 1] == "af" and sætning.ordet(n - 2) in _FILLED and not sætning.citeret(n):
            return n - 2, n
        if low[n] in _ROLES and low[n - 1] == "som" and "du" in low and not sætning.citeret(n):
            near = low[max(n - 4, 0):n + 5]
            asked = n == 1 or low[n - 2:n - 1] == ("du",) or (
                "du" in low[n + 1:n + 3] and "," not in sætning.efter(n) + sætning.efter(n + 1))
            if asked and not any(w in ("jeg", "vi", "min") for w in near):
                return n - 1, n
    return None


_FILLED = words("udfyldes besvares skrives indsættes tilpasses slettes redigeres")


def _of_child(sætning: Sætning, told: Ordliste, noun: frozenset[str]) -> bool:
    """Whether the sentence has a word that is always the child, outside quotes."""
    for n, word in enumerate(sætning.low):
        always = word in ("unge", "unges") or told.get(word, {}).get("slags") == "altid"
        if always and not _set_aside(sætning, n) and not _plan_or_law(sætning, n) and (
                _spoken_of(sætning, n, word, told, noun) is not None):
            return True
    return False


def _set_aside(sætning: Sætning, n: int) -> bool:
    """In quotation marks, or in brackets: `(indsæt barnets ord)` is for other rules."""
    at, text = sætning.ord[n].start, sætning.stykke.tekst
    opened = max(text.rfind(sign, max(at - 120, 0), at) for sign in "([")
    closed = max(text.rfind(sign, max(at - 120, 0), at) for sign in ")]")
    return sætning.citeret(n) or opened > closed


_NAMED = ("plan", "lov", "reform", "rettighed", "konvention", "vilkår")


def _plan_or_law(sætning: Sætning, n: int) -> bool:
    return sætning.low[n].endswith("s") and sætning.ordet(n + 1).startswith(_NAMED)


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


_KIN = words("mor far forældre mors fars forældres")
#: When the sentence tells of a grandparent or of the child, »din mor« is the reader's own.
_ABOVE = words("mormor morfar farmor farfar bedstemor bedstefar bedsteforældre barnebarn barnet "
               "barn barnets søn datter børn børnene")
_LIVES = words("bo bor boede flytte flytter hjem savner hos besøg samvær skole weekend sammen "
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
