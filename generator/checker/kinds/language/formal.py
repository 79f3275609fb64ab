"""The polite De, which keeps a reader at a distance: told from »de« about others."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from generator.checker.kinds.hit import Hit
from generator.checker.kinds.language.reading import DU, Sætning, sentences_of, told_before
from generator.checker.letter import Brev
from generator.checker.pattern import Token
from generator.checker.rules import Regel, Regelbog
from generator.checker.text.sentences import word_set


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
_ASKED = word_set("bedes anmodes indkaldes inviteres anbefales opfordres underrettes orienteres "
              "tilbydes bevilges meddeles gøres høres takkes ønskes erindres oplyses vejledes "
              "informeres forpligtes rykkes varsles påmindes gratuleres kontaktes")
_MAY = word_set("klage klager søgt ansøgt indsendt anmodet modtage modtager pligt velkommen "
            "samtykke aktindsigt partshøring henvende kontakte bisidder")
_THEIRS = word_set("ansøgning klage henvendelse brev mail samtykke sag ret rettigheder pligt søn "
               "datter barn børn bemærkninger underskrift sagsbehandler rådgiver partshøring "
               "økonomi anmodning svar plejebarn sønner døtre personnummer indkomst oplysninger "
                 "ægtefælle samlever e-boks telefonnummer udgifter telefon adresse")
#: What an office deals with: said of others, it would tell who they are.
_MATTERS = ("klag", "ansøg", "afgørelse", "sagen", "sagens", "sagsakt", "akt", "advokat", "svar",
            "bisidder", "tolk", "papir", "skema", "oplysning", "samtykke", "partshør", "frist",
            "rådhus", "møde", "kontakt", "meddel", "orient", "underret", "myndighed", "kommune",
            "forstå", "nedenfor", "vedlagt", "bilag", "dokument", "telefon", "hørt", "høring",
            "forælder", "sende", "ring", "mail", "brev", "uge", "dage", "underskriv", "begær")
_VERBS = word_set("kan har er skal vil bør får må blev bliver måtte kunne skulle havde var oplyste "
               "oplyser ønsker modtager fik søgte anmodede bedes ansøgte fremsendte ringede skrev "
               "henvendte deltog gav bad meddelte opfylder behøver finder hører")
_THEIRS_ENDS = ("plan", "ansøgning", "klage", "sag", "ydelse", "tilladelse", "barns", "søns",
                "datters", "børns", "samtykke", "erklæring", "myndighed", "anmodning")
#: What an office has too, when one is told of before: `Ankestyrelsen … Deres svar`.
_OF_AN_OFFICE = word_set("svar brev mail henvendelse bemærkninger anmodning")
_OFFICE = ("styrelsen", "retten", "nævnet", "udvalget", "politiet", "skolen", "teamet", "huset",
           "kommunen", "afdelingen", "klinikken", "psykiatrien", "hospitalet", "banken",
           "institutionen", "børnehaven", "ministeriet", "firmaet", "foreningen")
#: Endings and words of several people, whom »de« may mean.
_SEVERAL = ("erne", "rene", "forældre", "søskende", "venner", "familie", "familien", "naboer")


def _reader_first(sætning: Sætning) -> bool:
    """Whether De or Deres as the first word of the sentence is clearly the reader."""
    first, near = sætning.low[0], sætning.low[1:]
    if first == "deres":
        own = near[1:2] if near[:1] and near[0].endswith(("ste", "fælles")) else near[:1]
        fits = own and (own[0] in _THEIRS or own[0].endswith(_THEIRS_ENDS))
    else:
        fits = first == "de" and near[:1] and (near[0] in _ASKED or (
            near[0] in _VERBS and (("ret", "til") in pairwise(near)
                                   or not _MAY.isdisjoint(near[1:8])
                                   or any(w.startswith(_MATTERS) for w in near[1:8])
                   or _instead_of_us(near))))
    if not fits or sætning.stykke.tekst.isupper() or not _EACH.isdisjoint(near[1:4]):
        return False
    told = told_before(sætning, 0)
    if first == "deres" and near[0] in _OF_AN_OFFICE and any(
            w.low.endswith(_OFFICE) for w in told):
        return False
    if first == "de" and near[0] in _REPORTS and _RIGHTS.isdisjoint(near) and _of_a_place(told):
        return False
    if any(w.low.endswith(_SEVERAL) or w.text in ("de", "dem", "deres", "I", "og") or _many(told, k)
           for k, w in enumerate(told)):
        return False
    # A letter that says du is on first-name terms with its reader; but »De bedes« is never others
    # when it is the first that is said.
    return DU.isdisjoint(sætning.stykke.ordsæt) or (first == "de" and near[0] in _ASKED
                                                    and not told)


#: »De har begge søgt«: several are meant.
_EACH = word_set("begge alle hver sammen allesammen hinanden")
_REPORTS = word_set("har oplyser ønsker skrev ringede oplyste søgte bad anmodede fik modtager")
_RIGHTS = word_set("ret klage klager pligt aktindsigt")


def _of_a_place(told: tuple[Token, ...]) -> bool:
    """Whether the sentence before is about what a place has done: `Skolen har skrevet. De har …`.
    The office itself is who writes."""
    last = told[-1].sentence if told else 0
    first = next((w.low for w in told if w.sentence == last), "")
    return first.endswith(_OFFICE) and not first.endswith(_OURSELVES)


_OURSELVES = ("kommunen", "udvalget", "nævnet", "afdelingen", "retten", "styrelsen")
_NUMBERS = word_set("to tre fire fem seks syv otte ni ti")


def _many(told: tuple[Token, ...], k: int) -> bool:
    """`De to drenge`, `De nye naboer`: a word for several, right after De."""
    if told[k].text != "De" or k + 1 == len(told):
        return False
    low = told[k + 1].low
    return low in _NUMBERS or (low.endswith("e") and low not in _VERBS)


def _instead_of_us(near: tuple[str, ...]) -> bool:
    """`kan læse mere på`, `behøver ikke at gøre noget`: what one is told at the end of a letter."""
    return (near[0] in ("kan", "finder") and "mere" in near[1:4] and "end" not in near) or (
        near[0] in ("behøver", "skal") and near[1:2] == ("ikke",)
        and not {"gøre", "foretage"}.isdisjoint(near[2:5]) and near[-1] in _ANYTHING)


_ANYTHING = word_set("noget mere yderligere nu selv videre andet dem")


def _in_a_name(sætning: Sætning, n: int) -> bool:
    """»De Gamles By«, »Ungehuset De Fire Vinde«. A name of a person before it proves nothing:
    »Hvis Lone De«."""
    following = sætning.ord[n + 1].text if n + 1 < len(sætning.ord) else ""
    capital = following[:1].isupper() and following not in ("De", "I")
    return capital and sætning.efter(n) == " " and sætning.ord[n].text == "De"
