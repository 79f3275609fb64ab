"""Labels put on a person, where a letter should say what happens: »du er udadreagerende«."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from generator.checker.kinds.hit import Hit
from generator.checker.kinds.language.label_words import labels_among
from generator.checker.kinds.language.lists import Ordliste, read_list
from generator.checker.kinds.language.reading import Sætning, sentences_of
from generator.checker.letter import Brev
from generator.checker.rules import Regel, Regelbog
from generator.checker.text.sentences import word_set

_IS = word_set("opfører opførte reagerer reagerede er være var bliver blev været virker "
            "virkede fremstår fremstod opleves opfattes beskrives "
           "oplever beskriver opfatter betegner fremtræder anses betragtes beskrevet betegnet "
           "opfattet optræder betegnes karakteriseres vurderes ses")
_PERSON = word_set("du han hun hen i de dig ham hende barnet unge drengen pigen mor far mors fars "
               "forældrene plejeforældrene forælderen familien moren faren eleven borgeren "
               "søn datter barn dreng pige bror søster lillebror storebror lillesøster storesøster "
               "forældre plejesøn plejedatter teenager elev sønnen datteren moderen "
               "faderen")
_OWN = word_set("din dit dine hans hendes hens jeres barnets unges drengens pigens en et sin sit "
            "den det")
_OWNED = _OWN - word_set("en et den det")
_BEHAVIOUR = ("adfærd", "opførsel", "væremåde", "reaktioner", "reaktion", "udbrud", "stil",
              "episoder", "hændelser", "tendenser", "handlinger", "mønstre", "mønster",
              "fremtoning", "facon", "natur", "side", "sider", "indstilling", "personlighed",
              "attitude", "temperament", "gemyt", "karaktertræk", "træk", "tilgang", "tone")
_CONDUCT = (*_BEHAVIOUR[:3], "temperament")
_BEARER = ("dreng", "pige", "barn", "ung", "unge", "teenager", "mor", "far", "elev", "person",
           "forælder", "type", "forældre")
_NOT = word_set("ikke hverken aldrig ingen langtfra")
#: Somebody feels or says it, and the letter tells of that; only strong labels are found then.
_TOLD = word_set("siger sagde sagt kalder kaldte kaldt råber råbte synes synes tror troede føler "
             "fortæller fortalt følte tænker tænkte bange skrev skriver")
_SAYS = word_set("fortalt siger skriver mener vurderer oplever fortæller beskriver angiver synes "
             "oplyser tror")
_PROFESSION = ("lærer", "læreren", "lærerne", "skole", "skolen", "pædagog", "pædagogen",
               "psykologen", "psykolog", "rådgiver", "rådgiveren", "pædagogerne", "personalet",
               "lederen", "kommunen", "lægen", "børnehaven", "opholdsstedet", "kontaktperson",
               "kontaktpersonen", "behandleren", "institutionen", "støttepersonen")
#: What something is called that somebody has too little of (the words are in the list, `evne`).
_LACK = word_set("kort svag svagt svage lav lavt lave dårlig dårligt dårlige ringe manglende "
             "nedsat nedsatte begrænset begrænsede mangelfuld mangelfuldt mangelfulde "
             "utilstrækkelig utilstrækkelige utilstrækkeligt mangler manglede uden")
_HAS = word_set("har havde med udviser udviste viser af have haft")
_OURS = word_set("vi jeg vores kommunen skolen hjælpen systemet vejret")
_THE_OTHER = word_set("du han hun")
_NEUTER = word_set("barnet barn")
#: As far back from a label as its subject and verb stand.
_BACK = 8


def etiket(brev: Brev, regel: Regel, book: Regelbog) -> Iterator[Hit]:
    """A hit for each label in the list `etiketter` that is put on a person; `{forslag}` says what
    could be told instead."""
    labels = _labels(book.roots)
    there = labels_among(frozenset().union(*(s.ordsæt for s in brev.prosa)), labels)
    for sætning in sentences_of(brev, frozenset(there)) if there else ():
        for n, word in enumerate(sætning.low):
            told = there.get(word)
            if told is None or sætning.citeret(n) or sætning.ordet(n - 1) == "sagde" or (
                    n and sætning.ord[n].text.istitle()):  # a dog named Bølle
                continue
            first = _put_on(sætning, n, told.get("slags", ""), told.get("bøjet", ""))
            if first is not None:
                yield sætning.hit(first, _with_noun(sætning, n), forslag=told.get("i_stedet", ""))


def _with_noun(sætning: Sætning, n: int) -> int:
    """The last word of the label: `grænsesøgende adfærd`, `et belastet hjem`."""
    noun = sætning.ordet(n + 1)
    if not noun or sætning.efter(n) != " " or not noun.isalpha():
        return n
    owned = sætning.ordet(n - 1) in _OWN and noun not in _NO_NOUN
    return n + 1 if owned or noun.endswith(_BEHAVIOUR) or noun in _BEARER else n


_NO_NOUN = word_set("og i på hos med når som der at eller men af til fra for over under ved hvis "
                 "fordi")


@lru_cache(maxsize=16)
def _labels(roots: tuple[Path, ...]) -> Ordliste:
    """The list with the forms of its adjectives: `et udadreagerende`, `skoletrætte unge`."""
    labels = read_list(roots, "etiketter")
    found = dict(labels)
    for word, told in labels.items():
        if told.get("slags") in ("stærk", "svag", "foran"):
            for form in () if word.endswith(("e", "ne")) else (_plural(word), f"{word}t"):
                found.setdefault(form, {**told, "bøjet": form[-1]})
    return found


def _plural(word: str) -> str:
    """`lavtbegavede`, `dovne`, `voldsomme`, `emotionelle`, `skoletrætte`."""
    if word.endswith(("et", "en")):
        return word[:-1] + "de" if word[-1] == "t" else word[:-2] + "ne"
    return word + word[-1] + "e" if word.endswith(("som", "el")) else word + "e"


def _lacking(sætning: Sætning, n: int) -> int | None:
    """`har svag impulskontrol`, `med lavt selvværd`, `udviser dårlig adfærd`, `mangler empati`:
    where the words for it begin."""
    low = sætning.low
    lack = next((k for k in range(n - 1, max(n - 4, -1), -1) if low[k] in _LACK), -1)
    if lack < 0 and low[n].endswith(_CONDUCT) and _of_some_kind(sætning.ordet(n - 1)):
        lack = n - 1  # `en voldsom adfærd`
    if lack < 0 or any(sign in ",;:" for k in range(lack, n) for sign in sætning.efter(k)):
        return None
    owned = low[lack] in ("mangler", "manglede") or (
        low[lack] == "uden" and sætning.ordet(lack - 1) in ("er", "var", "virker")) or any(
        w in _HAS or w in _OWNED for w in low[max(lack - 6, 0):lack])
    if not _OURS.isdisjoint(low[max(lack - 6, 0):lack]):
        return None
    return lack if owned and _NOT.isdisjoint(low[max(lack - 6, 0):n]) else None


def _of_some_kind(low: str) -> bool:
    """Whether the word is an adjective that can only be said against how somebody behaves."""
    if low.endswith("mt"):  # `voldsomt`
        low = low[:-1]
    return low not in _FINE and low.endswith(
        ("som", "somme", "ende", "rettet", "rettede", "ig", "ige", "iv", "ive", "løs", "løse",
         "isk", "iske", "sær", "fuld", "uld", "grim", "grimme", "hård", "hårde", "ild", "ilde"))


_FINE = word_set("hjælpsom hjælpsomme opmærksom omsorgsfuld rolig rolige venlig venlige positiv "
              "positive almindelig almindelige rigtig rigtige passende omsorgsfulde fredelig "
              "fornuftig ordentlig særlig særlige nuværende egentlig daglig daglige vanlig vanlige "
              "sædvanlig kærlig tidlig tidlige menneskelig naturlig imødekommende smilende mild "
              "milde stille støttende beroligende modig høflig høflige forskellig egen forstående "
              "hensynsfuld hensynsfulde dejlig nogen eventuel eventuelle hidtidig tillidsfuld")


#: So far from a label it may be told who said it.
_NEAR = 40


def _retold(sætning: Sætning, n: int) -> bool:
    """Whether somebody is told to have said it. What a grown-up of the profession »siger« or
    »mener« now, the letter says too; what friends say, and what was once said, it only tells of."""
    first, last = max(n - _NEAR, 0), min(n + _NEAR, len(sætning.low))
    if _TOLD.isdisjoint(sætning.low[first:n]) and _TOLD.isdisjoint(sætning.low[n:last]):
        return False
    says = next((k for k in range(n - 1, first - 1, -1) if sætning.low[k] in _SAYS), -1)
    around = sætning.low[max(says - 3, 0):says + 2]
    if says < 0:  # `…, siger pædagogen`
        says = next((k for k in range(n + 1, last) if sætning.low[k] in _SAYS), -1)
        around = sætning.low[says + 1:says + 4]
    return not (says > 0 and any(
        w in ("vi", "jeg") or w.removesuffix("s").endswith(_PROFESSION) for w in around))


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
    if slags == "nej":
        return _denied(sætning, n)
    if slags == "navneord":
        return None if "ikke" in before[-4:] or _once_called(sætning, n) else n
    if slags == "tendens":
        return n if _HAS & frozenset(before) and _NOT.isdisjoint(before) else None
    if slags == "egen":
        return n - 1 if sætning.ordet(n - 1) in _OWNED and not _retold(sætning, n) else None
    if slags == "evne":
        return None if _retold(sætning, n) else _lacking(sætning, n)
    if _of_behaviour(sætning, n, slags):
        return None if slags == "foran" and _retold(sætning, n) else n
    if slags == "foran" or (bøjet == "t" and not _NEUTER & frozenset(before)):
        return None
    if slags == "svag" and _retold(sætning, n):
        return None
    if not _NOT.isdisjoint(before) or sætning.ordet(n + 1) in ("ikke", "nok") or (
            sætning.low[n + 1:n + 4] == ("på", "den", "gode")):
        return None
    return _after_person(sætning, n)


def _denied(sætning: Sætning, n: int) -> int | None:
    """`Du er ikke samarbejdsvillig`: a good word, denied."""
    near = sætning.low[max(n - 4, 0):n]
    if "ikke" not in near or _retold(sætning, n) or _after_person(sætning, n) is None:
        return None
    return n - 1 - near[::-1].index("ikke")


def _once_called(sætning: Sætning, n: int) -> bool:
    """`Din lærer kaldte dig et problembarn`: the letter tells what somebody has said."""
    return not {"kaldte", "kaldt"}.isdisjoint(sætning.low[max(n - 6, 0):n])


def _of_behaviour(sætning: Sætning, n: int, slags: str) -> bool:
    """`din udadreagerende adfærd`, `en aggressiv dreng`."""
    owning = _OWN | _HAS if slags == "stærk" else _OWN
    owner = any(w in owning or w.endswith("s") for w in sætning.low[max(n - 3, 0):n])
    following = sætning.low[n + 1:n + 3]
    behaviour = _BEHAVIOUR[:3] if slags == "foran" else _BEHAVIOUR
    behaves = any(w.endswith(behaviour) for w in following)
    bearer = bool(following) and following[0] in _BEARER and (
        sætning.ordet(n - 1) == "som" or any(
            w in _IS for w in sætning.low[max(n - _BACK, 0):n]))
    return (owner and behaves) or (bearer and _NOT.isdisjoint(sætning.low[max(n - _NEAR, 0):n]))


def _after_person(sætning: Sætning, n: int) -> int | None:
    """`du er … udadreagerende`: a person, one of the verbs of being, and the label close by."""
    for k in range(n - 1, max(n - 6, -1), -1):
        if any(sign in ",;:" for sign in sætning.efter(k)) and k < n - 1:
            return None
        if sætning.low[k] in _IS:
            back = 14 if sætning.ordet(k - 1) == "og" else 4
            around = [*range(k - 1, max(k - back, -1), -1), k + 1]
            found = [j for j in around if j < n and _person(sætning, j)
                     and not (j < k and _other_clause(sætning, j, k))]
            if not found or _hard_for(sætning, n, found[0]):
                return None
            # `han … og er opvokset i et belastet hjem`: the label is on the home.
            return n - 1 if k < n - 3 and sætning.low[n - 1] in ("en", "et") else min(found[0], k)
    return None


def _other_clause(sætning: Sætning, j: int, k: int) -> bool:
    """`… for dig, og lektierne er`: another clause begins between the two."""
    return any(sætning.low[i] in ("og", "men") and "," in sætning.efter(i - 1)
               for i in range(j + 1, k - 1))


def _hard_for(sætning: Sætning, n: int, who: int) -> bool:
    """`Matematik er krævende for Alma`: what is first in the sentence is no person."""
    return who == 0 and sætning.low[0] not in _PERSON and sætning.ordet(n + 1) == "for" and (
        sætning.ordet(n + 2) in _PERSON or (
            n + 2 < len(sætning.ord) and sætning.ord[n + 2].text[0].isupper()))


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


_NO_NAMES = word_set("det den der her så nu stemningen hunden vejret mødet skolen klassen dagen "
                 "alt noget intet tonen sproget filmen spillet bogen musikken lyden hvis når "
                 "som derfor ofte tit nogle da at fordi")
