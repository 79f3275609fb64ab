"""Labels put on a person, where a letter should say what happens: »du er udadreagerende«."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from generator.checker.kinds.hit import Hit
from generator.checker.kinds.language.lists import Ordliste, read_list
from generator.checker.kinds.language.reading import Sætning, sentences_of, words
from generator.checker.letter import Brev
from generator.checker.rules import Regel, Regelbog

_IS = words("opfører opførte reagerer reagerede er være var bliver blev været virker "
            "virkede fremstår fremstod opleves opfattes beskrives "
           "oplever beskriver opfatter betegner fremtræder anses betragtes beskrevet betegnet "
           "opfattet optræder betegnes karakteriseres vurderes ses")
_PERSON = words("du han hun hen i de dig ham hende barnet unge drengen pigen mor far mors fars "
               "forældrene plejeforældrene forælderen familien moren faren eleven borgeren "
               "søn datter barn dreng pige bror søster lillebror storebror lillesøster storesøster "
               "forældre plejesøn plejedatter teenager elev sønnen datteren moderen "
               "faderen")
_OWN = words("din dit dine hans hendes hens jeres barnets unges drengens pigens en et sin sit "
            "den det")
_BEHAVIOUR = ("adfærd", "opførsel", "væremåde", "reaktioner", "reaktion", "udbrud", "stil")
_BEARER = ("dreng", "pige", "barn", "ung", "unge", "teenager", "mor", "far", "elev", "person",
           "forælder", "type", "forældre")
_NOT = words("ikke hverken aldrig ingen langtfra")
#: Somebody feels or says it, and the letter tells of that; only strong labels are found then.
_TOLD = words("siger sagde sagt kalder kaldte kaldt råber råbte synes synes tror troede føler "
             "fortæller fortalt følte tænker tænkte bange skrev skriver")
_SAYS = words("fortalt siger skriver mener vurderer oplever fortæller beskriver angiver synes "
             "oplyser")
_PROFESSION = ("lærer", "læreren", "lærerne", "skole", "skolen", "pædagog", "pædagogen",
               "psykologen", "psykolog", "rådgiver", "rådgiveren", "pædagogerne", "personalet",
               "lederen", "kommunen", "lægen", "børnehaven", "opholdsstedet", "kontaktperson",
               "kontaktpersonen", "behandleren", "institutionen", "støttepersonen")
#: What something is called that somebody has too little of (the words are in the list, `evne`).
_LACK = words("svag svagt svage lav lavt lave dårlig dårligt dårlige ringe manglende nedsat "
             "nedsatte begrænset begrænsede mangelfuld mangelfuldt mangelfulde utilstrækkelig "
             "utilstrækkelige utilstrækkeligt mangler manglede")
_HAS = words("har havde med udviser udviste viser af have haft")
_OURS = words("vi jeg vores kommunen skolen hjælpen systemet vejret")
_THE_OTHER = words("du han hun")
_NEUTER = words("barnet barn")
#: As far back from a label as its subject and verb stand.
_BACK = 8


def etiket(brev: Brev, regel: Regel, book: Regelbog) -> Iterator[Hit]:
    """A hit for each label in the list `etiketter` that is put on a person; `{forslag}` says what
    could be told instead."""
    labels = _labels(book.roots)
    for sætning in sentences_of(brev, frozenset(labels)):
        for n, word in enumerate(sætning.low):
            told = labels.get(word)
            if told is None or sætning.citeret(n) or sætning.ordet(n - 1) == "sagde":
                continue
            first = _put_on(sætning, n, told.get("slags", ""), told.get("bøjet", ""))
            if first is not None:
                yield sætning.hit(first, n, forslag=told.get("i_stedet", ""))


@lru_cache(maxsize=16)
def _labels(roots: tuple[Path, ...]) -> Ordliste:
    """The list with -t and -e of its adjectives: `et udadreagerende`, `skoletrætte unge`."""
    labels = read_list(roots, "etiketter")
    found = dict(labels)
    for word, told in labels.items():
        if told.get("slags") in ("stærk", "svag", "foran"):
            for form in () if word.endswith(("e", "ne")) else (f"{word}e", f"{word}t"):
                found.setdefault(form, {**told, "bøjet": form[-1]})
    return found


def _lacking(sætning: Sætning, n: int) -> int | None:
    """`har svag impulskontrol`, `med lavt selvværd`, `udviser dårlig adfærd`, `mangler empati`:
    where the words for it begin."""
    low = sætning.low
    lack = next((k for k in range(n - 1, max(n - 4, -1), -1) if low[k] in _LACK), -1)
    if lack < 0 or any(sign in ",;:" for k in range(lack, n) for sign in sætning.efter(k)):
        return None
    owned = low[lack] in ("mangler", "manglede") or any(
        w in _HAS or w in _OWN - {"en", "et", "den", "det"} for w in low[max(lack - 6, 0):lack])
    if not _OURS.isdisjoint(low[max(lack - 6, 0):lack]):
        return None
    return lack if owned and _NOT.isdisjoint(low[max(lack - 6, 0):n]) else None


def _retold(sætning: Sætning, n: int) -> bool:
    """Whether somebody is told to have said it. What a grown-up of the profession »siger« or
    »mener« now, the letter says too; what friends say, and what was once said, it only tells of."""
    if _TOLD.isdisjoint(sætning.low[:n]) and _TOLD.isdisjoint(sætning.low[n:]):
        return False
    says = next((k for k in range(n - 1, -1, -1) if sætning.low[k] in _SAYS), -1)
    return not (says > 0 and any(
        w in ("vi", "jeg") or w.removesuffix("s").endswith(_PROFESSION)
        for w in sætning.low[max(says - 3, 0):says + 2]))


def _clause(before: tuple[str, ...]) -> tuple[str, ...]:
    """The words before a label from the last »og« or »men« that has a verb of being after it:
    `kan ikke sidde stille og er …` denies something else."""
    for k in range(len(before) - 1, -1, -1):
        if before[k] in ("og", "men", "fordi") and not _IS.isdisjoint(before[k:]):
            return before[k:]
    return before


def _put_on(sætning: Sætning, n: int, slags: str, bøjet: str) -> int | None:
    """Where the label begins, when it is put on somebody. Nouns of diagnoses always are."""
    before = sætning.low[max(n - _BACK, 0):n]
    if ("jeg" in before[-4:] and _THE_OTHER.isdisjoint(before[-3:])) or "mig" in before[-2:]:
        return None
    before = _clause(before)
    if slags == "navneord":
        return None if "ikke" in before[-4:] else n
    if slags == "evne":
        return None if _retold(sætning, n) else _lacking(sætning, n)
    if _of_behaviour(sætning, n, slags):
        return None if slags == "foran" and _retold(sætning, n) else n
    if slags == "foran" or (bøjet == "t" and not _NEUTER & frozenset(before)):
        return None
    if slags == "svag" and _retold(sætning, n):
        return None
    if not _NOT.isdisjoint(before) or sætning.ordet(n + 1) == "ikke":
        return None
    return _after_person(sætning, n)


def _of_behaviour(sætning: Sætning, n: int, slags: str) -> bool:
    """`din udadreagerende adfærd`, `en aggressiv dreng`."""
    owning = _OWN | _HAS if slags == "stærk" else _OWN
    owner = any(w in owning or w.endswith("s") for w in sætning.low[max(n - 3, 0):n])
    following = sætning.low[n + 1:n + 3]
    behaviour = _BEHAVIOUR[:3] if slags == "foran" else _BEHAVIOUR
    behaves = any(w.endswith(behaviour) for w in following)
    bearer = bool(following) and following[0] in _BEARER and any(
        w in _IS for w in sætning.low[max(n - _BACK, 0):n])
    return (owner and behaves) or (bearer and _NOT.isdisjoint(sætning.low[:n]))


def _after_person(sætning: Sætning, n: int) -> int | None:
    """`du er … udadreagerende`: a person, one of the verbs of being, and the label close by."""
    for k in range(n - 1, max(n - 6, -1), -1):
        if any(sign in ",;:" for sign in sætning.efter(k)) and k < n - 1:
            return None
        if sætning.low[k] in _IS:
            back = 9 if sætning.ordet(k - 1) == "og" else 4
            around = [*range(k - 1, max(k - back, -1), -1), k + 1]
            found = [j for j in around if j < n and _person(sætning, j)]
            return min(found[0], k) if found else None
    return None


def _person(sætning: Sætning, n: int) -> bool:
    """A pronoun, somebody's role, or a name."""
    word = sætning.ord[n]
    if word.low == "i":
        return word.text == "I"
    return word.low in _PERSON or word.low.endswith(_BEHAVIOUR[:3]) or (
        n > 0 and word.text[0].isupper() and word.text != "I" and word.kind == "ord") or (
        n == 0 and word.text[0].isupper() and word.low not in _NO_NAMES
        and sætning.ordet(1) in _IS | {"kan", "har"}
        and not word.low.endswith(("en", "et", "ne", "ets")))


_NO_NAMES = words("det den der her så nu stemningen hunden vejret mødet skolen klassen dagen "
                 "alt noget intet tonen sproget filmen spillet bogen musikken lyden hvis når "
                 "som derfor ofte tit nogle da at fordi")
