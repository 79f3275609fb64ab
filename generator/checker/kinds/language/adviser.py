"""What speaks to the adviser and was left in a letter: `Spørg barnet`, `udfyldes af rådgiver`."""

from __future__ import annotations

from collections.abc import Iterator

from generator.checker.kinds.hit import Hit
from generator.checker.kinds.language.address import spoken_of
from generator.checker.kinds.language.lists import Ordliste, word_list
from generator.checker.kinds.language.note_words import TO_A_WRITER
from generator.checker.kinds.language.notes import (
    is_order,
    note_of_the_office,
    to_a_colleague,
)
from generator.checker.kinds.language.own_name import own_first_name
from generator.checker.kinds.language.reading import DU, Sætning, sentences_of, to_others
from generator.checker.letter import Brev
from generator.checker.rules import Regel, Regelbog
from generator.checker.text.sentences import word_set

_ROLES = word_set("rådgiver børnerådgiver ungerådgiver socialrådgiver sagsbehandler fagperson "
              "myndighedsrådgiver medarbejder myndighed fagprofessionel professionel "
              "myndighedssagsbehandler kontaktperson pædagog rådgiveren sagsbehandleren")
_OWN = word_set("din dit min mit jeres vores deres hans hendes fast ny en")


def til_rådgiver(brev: Brev, regel: Regel, book: Regelbog) -> Iterator[Hit]:
    """A hit for each sentence that speaks to the adviser: its »du« deals with the child, it says
    »som rådgiver«, or it asks for something (`Spørg barnet …`). In a parent's letter »du« and »the
    child« may well meet, and only »som rådgiver« counts."""
    told = word_list(book, "tredjeperson")
    noun = frozenset(word_list(book, "den_unge"))
    having = frozenset(told) | {"unge", "unges"} | _ROLES | _DECIDES
    own = own_first_name(brev)
    for sætning in sentences_of(brev):
        note = note_of_the_office(sætning) or to_a_colleague(sætning, own)
        if (not note and having.isdisjoint(sætning.low)) or sætning.citeret(0):
            continue
        others = to_others(sætning.stykke)
        if note and (not others or sætning.low[0] == "til"):
            yield sætning.hit(*note)
        if note or others:
            continue
        if role := _to_a_role(sætning) or _as_adviser(sætning) or _decides(sætning):
            yield sætning.hit(*role)
            continue
        asks, du = _asks(sætning), _deals(sætning)
        if brev.læser == "barn" and (asks or du >= 0) and _of_child(sætning, told, noun):
            last = min(du + 4, len(sætning.low) - 1)
            yield sætning.hit(0, 1) if asks else sætning.hit(0 if du <= 3 else du - 1, last)


#: What only an office does: whoever is said to do it is not the reader.
_DECIDES = word_set("træffer træffe partshører partshøre afholder afholde indhenter indhente "
                    "iværksætter iværksætte bevilger bevilge visiterer visitere journaliserer "
                    "journalisere journalfører journalføre udarbejder udarbejde ekspederer "
                    "ekspedere effektuerer effektuere")
#: What may stand between »du« and what it does.
_BETWEEN = word_set("skal bør kan må vil også altid først ikke selv derfor så nu lige kun have "
                    "huske sikre sørge for at og")


def _decides(sætning: Sætning) -> tuple[int, int] | None:
    """`Du skal afholde en samtale`, `inden du træffer afgørelse`: nobody tells a child or a parent
    to do what the office does."""
    for n, word in () if _DECIDES.isdisjoint(sætning.low) else enumerate(sætning.low):
        if word not in _DECIDES or (word[:5] == "træff" and not sætning.ordet(n + 1).startswith(
                "afgør")):
            continue
        k = n - 1
        while k >= max(n - 5, 0) and sætning.low[k] in _BETWEEN and "," not in sætning.efter(k):
            k -= 1
        if k >= 0 and sætning.low[k] == "du" and sætning.efter(k) == " " and not (
                sætning.ordet(n + 1) in DU or sætning.citeret(n)):  # `afholde dig fra`
            return k, n
    return None


def _to_a_role(sætning: Sætning) -> tuple[int, int] | None:
    """`Rådgiver: slet linjen`: called by its role, and told what to do. `Rådgiver: Lone Holm` says
    who it is."""
    low = sætning.low
    called = len(low) > 2 and low[0] in _ROLES and ":" in sætning.efter(0)
    return (0, 1) if called and (low[1] in TO_A_WRITER or is_order(sætning, 1)) else None


#: First words of a sentence that asks an adviser to do something.
_ASK = word_set("spørg fortæl beskriv skriv inddrag husk overvej vurder angiv notér noter "
                "indsæt tal "
            "tilpas brug lad vælg forklar sørg vær vis læs tag giv undersøg afdæk anfør udfyld "
            "gennemgå partshør dokumentér hør snak lyt")
#: What a child does and gets, and an adviser does not: `du får en ny støttelærer, og barnet …`.
_CHILDS = word_set("får fik bor boede flytter flyttede trives føler savner fylder elsker går fået "
               "boet leger sover ønsker synes vil glæder kommer")
_FAMILY = word_set("mor far forældre skole klasse bror søster plejefamilie plejemor plejefar "
                   "hverdag "
               "værelse venner ven veninde familie liv")


def _asks(sætning: Sætning) -> bool:
    """Whether the sentence begins by asking the reader, who is not the child, to do something."""
    return sætning.low[0] in _ASK and sætning.ordet(1) not in DU and DU.isdisjoint(
        sætning.low[1:4])


def _deals(sætning: Sætning) -> int:
    """The first »du« that can be an adviser; -1 when there is none. Not one who lives, feels and
    has a mother, not one in a gap that somebody should fill, and not one to whom »vi« or »jeg«
    tells what we have done: an order has nobody who gives it."""
    if sætning.low[0] in ("vi", "jeg") or DU.isdisjoint(sætning.low) or any(
            w in ("din", "dit", "dine") and sætning.ordet(k + 1) in _FAMILY
            for k, w in enumerate(sætning.low)):
        return -1
    for n, word in enumerate(sætning.low):
        if word in DU and not sætning.citeret(n):
            around = sætning.low[max(n - 1, 0):n] + sætning.low[n + 1:n + 2]
            together = sætning.low[n + 1:n + 3] == ("og", "jeg")  # `du og jeg har lavet`
            chooses = word == "du" and "selv" in sætning.low[n + 1:n + 3]  # `du må selv vælge`
            return -1 if together or chooses or (
                word == "du" and not _CHILDS.isdisjoint(around)) else n
    return -1


def _as_adviser(sætning: Sætning) -> tuple[int, int] | None:
    """The words of `Som rådgiver bør du`, `du som rådgiver`, `udfyldes af rådgiver`."""
    low = sætning.low
    for n in () if _ROLES.isdisjoint(low) else range(1, len(low)):
        if low[n] not in _ROLES:
            continue
        if low[n - 1] == "af" and sætning.ordet(n - 2) in _FILLED and not sætning.citeret(n):
            return n - 2, n
        if low[n] in _ROLES and low[n - 1] == "som" and "du" in low and not sætning.citeret(n):
            near = low[max(n - 4, 0):n + 5]
            if _to_become(sætning):
                return None
            asked = n == 1 or low[n - 2:n - 1] == ("du",) or (
                low[n - 3:n - 1] in _YOU_HAVE and n + 1 < len(low)) or (
                "du" in low[n + 1:n + 3] and "," not in sætning.efter(n) + sætning.efter(n + 1))
            if asked and not any(w in ("jeg", "vi", "min") for w in near):
                return n - 1, n
    return None


_YOU_HAVE = (("du", "har"), ("du", "skal"), ("du", "bør"), ("du", "må"), ("du", "kan"))


def _to_become(sætning: Sætning) -> bool:
    """Whether somebody wants to be one: `Du vil gerne være rådgiver. Som rådgiver skal du …`."""
    low = sætning.stykke.ordsæt
    return not low.isdisjoint(("engang", "drømmer", "uddannelse", "uddanne", "blive")) and (
        "blive" in low or "være" in low)


_FILLED = word_set("udfyldes besvares skrives indsættes tilpasses slettes redigeres")


def _of_child(sætning: Sætning, told: Ordliste, noun: frozenset[str]) -> bool:
    """Whether the sentence has a word that is always the child, outside quotes."""
    for n, word in enumerate(sætning.low):
        always = word in ("unge", "unges") or told.get(word, {}).get("slags") == "altid"
        if always and not _set_aside(sætning, n) and not _plan_or_law(sætning, n) and (
                spoken_of(sætning, n, word, told, noun) is not None):
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
