"""Passives: what is done, and nobody does it. Told by their form, without a dictionary.

Danish has two: `hjælpen iværksættes` and `hjælpen bliver sat i gang`. Many other words end in -es;
what is left when lists of them are set aside is nearly always a passive.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from generator.checker.kinds.hit import Hit
from generator.checker.kinds.language.lists import Ordliste, read_list, word_list
from generator.checker.kinds.language.reading import Sætning, sentences_in, sentences_of
from generator.checker.letter import Brev, once
from generator.checker.rules import Regel, Regelbog
from generator.checker.text.sentences import word_set

#: Verbs on -å: `gås` and `lås` are other words, so only these endings are verbs.
_ÅS = ("indgås", "undgås", "tilgås", "begås", "foregås", "nås", "fås", "forstås", "foreslås",
       "fastslås", "afslås", "tilstås", "påstås", "vedstås", "gennemgås", "imødegås", "overgås")
#: What follows a reciprocal: `vi hjælpes ad`, `vi ses ved`.
_RECIPROCAL = {"hjælpes": word_set("ad"), "følges": word_set("ad med"), "høres": word_set("ved"),
               "tales": word_set("ved"), "snakkes": word_set("ved"), "deles": word_set("om"),
               "skrives": word_set("ved"), "ringes": word_set("ved"), "rives": word_set("om"),
               "enes": word_set("om"), "kæmpes": word_set("om"), "slås": word_set("om")}
#: Right before a genitive: `en uges`, `din families`, `jeres kommunes`.
_DETERMINERS = word_set("en et hver denne dette din dit dine min mit mine sin sit sine jeres deres "
                    "hans hendes vores anden andet egen eget ny")
#: Genitives of nouns, told by their ending, and the verbs that look like them.
_GENITIVE = ("ernes", "enes", "elses", "ældres", "families", "kommunes", "skoles", "klasses",
             "gruppes", "søskendes", "menneskes", "pædagogers", "inders", "brødres", "fædres",
             "mødres", "ternes", "proces", "succes", "kompres", "læreres", "lederes")
_VERBS = word_set("fjernes menes tjenes fortjenes betjenes forenes indtjenes udlignes")
#: So a verb looks even as the first word of its sentence, where names and genitives stand too.
_SURELY = ("ættes", "ndles", "erkes", "øges", "ydes", "yttes", "uttes", "ejdes", "ølges", "øres",
           "ages", "ydes", "urderes", "luderes", "formeres", "ndhentes", "pholdes", "bydes")


#: `vi ses`, but `der ses en bedring` and `det ses, at …`.
_SEEN = word_set("der det")
#: Who does it together in `vi følges derhen`.
_WE = word_set("vi i de")
_MODAL = word_set("kan skal må vil bør kunne skulle måtte ville")


def passiv_s(brev: Brev, regel: Regel, book: Regelbog) -> Iterator[Hit]:
    """A hit for each s-passive (lists `ikke_passiv` and `ejefald`), but the everyday ones."""
    everyday = word_list(book, "hverdagspassiv")
    return (sætning.hit(n) for sætning, n in _passives(brev, book.roots)
            if not _everyday(sætning, n, everyday))


def passiv_s_hverdag(brev: Brev, regel: Regel, book: Regelbog) -> Iterator[Hit]:
    """A hit for each of the others: `kan laves om`, `skal hentes` (list `hverdagspassiv`)."""
    everyday = word_list(book, "hverdagspassiv")
    return (sætning.hit(n) for sætning, n in _passives(brev, book.roots)
            if _everyday(sætning, n, everyday))


def _everyday(sætning: Sætning, n: int, everyday: Ordliste) -> bool:
    """`Planen kan laves om` is everyday speech, `der skal laves en plan` is an office's."""
    before = sætning.low[max(n - 6, 0):n]
    return (sætning.low[n] in everyday and not _MODAL.isdisjoint(before)
            and ("der" not in before[-3:] or "hvad" in before))


@once
def _passives(brev: Brev, roots: tuple[Path, ...]) -> tuple[tuple[Sætning, int], ...]:
    """Every s-passive in the running text, and its place in the sentence."""
    return tuple(_found(brev, read_list(roots, "ikke_passiv"), read_list(roots, "ejefald")))


def _found(brev: Brev, spared: Ordliste, genitives: Ordliste) -> Iterator[tuple[Sætning, int]]:
    named = frozenset(part for d in brev.deltagere for part in d.navn.split())
    for stykke in brev.prosa:
        if not any(w.endswith(("es", "ås")) for w in stykke.ordsæt):
            continue
        for sætning in sentences_in(stykke):
            for n, word in enumerate(sætning.low):
                if (word.endswith(("es", "ås")) and (word not in spared or _seen(sætning, n))
                        and _passive(sætning, n, named, genitives) and not sætning.citeret(n)):
                    yield sætning, n


def _seen(sætning: Sætning, n: int) -> bool:
    """`der ses en bedring`, `det ses tit, at …`, `heraf ses det`: nobody says who sees it. `Låsen
    måtte skiftes`: nor who changes it, but `vi må skiftes til det` is what several do."""
    before, after = sætning.ordet(n - 1), sætning.ordet(n + 1)
    if sætning.low[n] == "ses":
        return before in _SEEN or (before in _MODAL and sætning.ordet(n - 2) in _SEEN) or (
            after == "det" and sætning.efter(n) == " " and before not in _WE
            and sætning.ordet(n + 2) not in ("sted", "hus", "samme"))
    if sætning.low[n] == "brydes":  # `hvis reglerne brydes`, but `I må brydes`
        near = [w.text for w in sætning.ord[max(n - 4, 0):n]]
        return after != "om" and {"I", "vi", "Vi"}.isdisjoint(near)
    if sætning.low[n] == "findes":  # `der skal findes en ny skole`, but `der må findes ulve`
        return (sætning.ordet(n - 2) == "der" and before in ("skal", "skulle", "bør")) or (
            before == "der" and sætning.ordet(n - 2) in ("skal", "skulle", "bør"))
    return sætning.low[n] == "skiftes" and before in _MODAL and after not in ("til", "om") and not (
        _WE & frozenset(w.low for w in sætning.ord[max(n - 4, 0):n] if w.text != "i"))


def _passive(sætning: Sætning, n: int, named: frozenset[str], genitives: Ordliste) -> bool:
    """Whether the word, which ends as a passive does, is one."""
    word, low = sætning.ord[n], sætning.low[n]
    if (len(low) < 4 and low not in ("nås", "fås", "ses")) or not low.isalpha():
        return False
    if low.endswith("ås"):
        return low.endswith(_ÅS) and not _reciprocal(sætning, n)
    if word.text[0].isupper() and ((n > 0 and not word.text.isupper()) or word.text in named
                                   or word.text[:-1] in named):
        return False
    if n == 0 and not low.endswith(_SURELY):
        # `Udfyldes af …`: a genitive has a noun after it, and a name something that somebody does.
        return sætning.ordet(1) in ("af", "senest", "kun", "inden") and not low.endswith("nes")
    return not (_genitive(sætning, n, genitives) or _reciprocal(sætning, n)
                or sætning.efter(n).startswith("-"))


def _genitive(sætning: Sætning, n: int, genitives: Ordliste) -> bool:
    low, before = sætning.low[n], sætning.ordet(n - 1)
    if low in genitives:
        slags = genitives[low].get("efter", "")
        return not slags or before in slags.split() or sætning.ordet(n - 2) in slags.split()
    return (low.endswith(_GENITIVE) and low not in _VERBS) or (
        before in _DETERMINERS and not _ends(sætning, n))


def _ends(sætning: Sætning, n: int) -> bool:
    """Whether the clause ends after the word: a genitive has something after it."""
    return n + 1 == len(sætning.ord) or sætning.efter(n)[:1] in (",", ".", ";", ":")


def _reciprocal(sætning: Sætning, n: int) -> bool:
    """`vi hjælpes ad`; `vi træffes på kontoret`, where people meet."""
    low = sætning.low[n]
    if low == "følges" and not _WE.isdisjoint(sætning.low[max(n - 3, 0):n]):
        return sætning.ordet(n + 1) != "af"
    if low in _RECIPROCAL:
        return not _RECIPROCAL[low].isdisjoint(sætning.low[n + 1:n + 4])
    near = [w.text for w in (*sætning.ord[max(n - 2, 0):n], *sætning.ord[n + 1:n + 2])]
    return low in ("træffes", "samles", "forenes", "krammes", "kysses", "skilles") and any(
        w in ("vi", "Vi", "I") for w in near)


_BLIVE = word_set("blive bliver blev blevet")
#: A participle is looked for among so many words.
_WINDOW = 5


def passiv_blive(brev: Brev, regel: Regel, book: Regelbog) -> Iterator[Hit]:
    """A hit for each blive-passive (lists `tillaegsformer`: endings of participles, and
    `ikke_tillaegsform`: words that look like them)."""
    spared = word_list(book, "ikke_tillaegsform")
    endings = tuple(word_list(book, "tillaegsformer"))
    for sætning in sentences_of(brev, _BLIVE):
        for n, word in enumerate(sætning.low):
            if word in _BLIVE and not sætning.citeret(n):
                last = _participle(sætning, n, spared, endings)
                if last is not None and not _by_somebody(sætning, last):
                    yield sætning.hit(n, last)


#: After »af« these name nobody: `af hensyn til`, `af sted`, `af en anden`.
_NOBODY = word_set("hensyn sted og den denne samme nogen andre en et man de dem træ papir")
_SOMEBODY = word_set("en et de den")


def _by_somebody(sætning: Sætning, n: int) -> bool:
    """`bliver fulgt af Jens`, `bliver hentet på skolen af din far`: it is said who does it."""
    for k in range(n + 1, min(n + 5, len(sætning.low))):
        if any(sign in ",;:–()" for sign in sætning.efter(k - 1)):
            return False
        if sætning.low[k] == "af" and sætning.low[k - 1] != "grund":
            who, then = sætning.ordet(k + 1), sætning.ordet(k + 2)
            if sætning.low[k - 1] in _SOME_OF or who in _AFTER_OFF or (
                    "der" in sætning.low[max(n - 3, 0):n] and who in ("dig", "ham", "hende")):
                return False  # `resten af ugen`, `sat af ved broen`, `der blev grinet af dig`
            return bool(who) and (who not in _NOBODY or (
                who in _SOMEBODY and then not in ("", "anden", "andet", "andre", "grund")))
    return False


_SOME_OF = word_set("resten slutningen begyndelsen halvdelen del dele midten størstedelen løbet "
                    "mange "
                 "flere få alle ingen hver begge et hvem starten bunden toppen en to tre nogle")
_AFTER_OFF = word_set("ved på i hos til før efter når hvor der her og foran kl uden med")
_STOP = word_set("at som når hvis fordi så men ved selv mens til hvor indtil end")
_BEFORE_NOUN = word_set("i på til med af ved om for fra efter under over hos mod det et dit mit "
                    "jeres vores deres sit dette det")


def _participle(sætning: Sætning, n: int, spared: Ordliste,
                endings: tuple[str, ...]) -> int | None:
    """The participle that belongs to the `blive` here, in the same clause."""
    turned = _turned(sætning, n)
    for k in range(n + 1, min(n + 1 + _WINDOW, len(sætning.low))):
        low = sætning.low[k]
        if any(sign in ",;:–()" for sign in sætning.efter(k - 1)) or low in _STOP:
            return None
        about = sætning.low[k - 1] in _BEFORE_NOUN and not (
            turned and k == n + 2 and sætning.low[k - 1] == "det" and low.endswith("et"))
        roof = turned and k == n + 1 and low == "taget" and (
            sætning.ordet(k + 1).endswith("t") and sætning.ordet(k + 1) != "fat")
        if low in spared or about or roof or not sætning.ord[k].text.islower():
            continue
        # After a turned `blev` the first word on -et may be who it is told of: `Så blev brevet …`.
        if low.endswith(endings) or (_done(low) and not (turned and k == n + 1)
                                     and not _is_a_noun(sætning, k)):
            return k
    return None


#: Adjectives that end as participles do in the neuter: `sjovt`, `farligt`, `hjælpsomt`, `usikkert`.
_NEUTER = ("igt", "somt", "løst", "fuldt", "bart", "isk", "agtigt", "ivt", "alt", "elt", "ært",
           "kert", "ntet", "tetet", "enligt", "formet", "artet", "sindet", "hjertet")
#: With one of these before it a verb on -t is done to something: `udsolgt`, `omdelt`.
_BEFORE_VERB = ("af", "an", "be", "bi", "bort", "for", "frem", "gen", "gennem", "hen", "ind", "mod",
                "ned", "om", "op", "over", "på", "sammen", "til", "ud", "under", "und", "ved",
                "videre", "bag", "med", "fast", "hjem", "efter", "vider", "tilbage", "fra", "mis")


def _done(low: str) -> bool:
    """Whether a word looks like a participle of something that is done: most verbs have -et, and
    the others -t; one of those is told by its beginning."""
    if len(low) < 5 or low.endswith(_NEUTER):
        return False
    return low.endswith(("et", "ået")) or (
        low.endswith(("dt", "gt", "kt", "lt", "nt", "rt", "st", "pt", "vt"))
        and low.startswith(_BEFORE_VERB) and len(low) > 6)


def _is_a_noun(sætning: Sætning, k: int) -> bool:
    """`bliver livet lettere`, `blev hele huset solgt`: what it is told of, with more after it."""
    return sætning.low[k - 1] in _OF_NOUN or sætning.ordet(k + 1).endswith(
        ("ere", "et", "eret", "gt", "ldt")) or sætning.ordet(k + 1) in ("mere", "meget", "for")


_OF_NOUN = word_set("hele selve egne næste første sidste gamle nye lille store samme andet eget "
                 "noget intet alt")
#: Words that a clause begins with, and then its verb comes before who it is told of.
_FIRST = word_set("i på til med af ved om for fra efter under over hos mod så nu her der da derfor "
               "derefter bagefter senere siden måske heldigvis desværre ofte tit nogle hver imens "
               "først sidst hvornår hvordan hvorfor hvor hvad hvis ifølge uden inden snart dengang "
               "samtidig alligevel desuden også dermed derved alt altid")


def _turned(sætning: Sætning, n: int) -> bool:
    """Whether the verb comes before who it is told of: `Så bliver …`, `I går blev …`."""
    start = n
    while start > 0 and n - start < 10 and not any(
            sign in ",;:–" for sign in sætning.efter(start - 1)):
        start -= 1
        if sætning.low[start] in ("og", "men", "at") and start < n - 1:
            start += 1
            break
    if start == n:  # `…, blev mødet …`: the verb is first in its clause
        return True
    first = sætning.low[start]
    if first in ("hvis", "når", "da", "hvor", "hvornår", "hvordan", "hvorfor", "hvad") and (
            n - start > 1):
        return False
    if first == "i" and sætning.ord[start].text == "I" and n - start == 1:
        return False
    return first in _FIRST and not (first == "der" and n - start == 1)
