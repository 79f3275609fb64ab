"""Who »han« and »hun« are: a person told of shortly before, by name or by role, of that pronoun.

The letter is gone through once. A few of the latest persons are remembered, each with the pronoun
that fits; a `han` that fits none of them is nobody we know. »Karen henter hende«: whoever does it
is somebody else than the one it is done to.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from generator.checker.kinds.hit import Hit
from generator.checker.kinds.language.lists import read_list
from generator.checker.kinds.language.reading import Sætning, sentences_in, to_others
from generator.checker.kinds.language.roles import role_of
from generator.checker.letter import Brev, once
from generator.checker.rules import Regel, Regelbog
from generator.checker.text.sentences import word_set

_PRONOUNS = {"han": "han", "ham": "han", "hans": "han", "hun": "hun", "hende": "hun",
             "hendes": "hun"}
#: So many sentences back a person is still in mind, and so many persons.
_SENTENCES, _PERSONS = 4, 12
#: Words that a person does not follow: after them a name is a place.
_PLACE = word_set("i på")
_INSTITUTION = ("kommune", "skole", "region", "amt", "vej", "gade", "allé", "plads")
_NO_NAME = word_set("i de dem deres de jer jeres")
_SUBORDINATE = word_set("når hvis da selv fordi mens inden før efter siden selvom indtil for imens "
                    "hver efterhånden")
_NOT_SUBJECT = word_set("du jeg vi man det den de han hun og eller som kan")
_PREPOSITIONS = word_set("i på til med af ved om for fra efter under over hos mod uden bag")
_NEW_CLAUSE = word_set("at fordi når hvis da men og så")
_WHOSE = word_set("jeres din dit min vores")
#: These may be somebody, by what stands beside them, and always.
_ONE, _ANYBODY = word_set("en én"), word_set("nogen hvem")
#: First words of a sentence that are names, though they end like nouns with their article.
_NAMES_EN = word_set("karen kirsten maiken morten torben jørgen carsten karsten espen ellen helen "
                 "iben steffen søren steen sten maren owen aiden sven benthen lauren carmen")


@dataclass(frozen=True, slots=True)
class _Person:
    """Somebody mentioned: the pronoun that fits (empty: any), where, and if the case says it."""

    stedord: str
    sentence: int
    word: int
    navn: str = ""
    known: bool = False


@dataclass
class _Memory:
    """The latest persons, and what names and words tell of persons."""

    names: Mapping[str, str]
    roles: Mapping[str, Mapping[str, str]]
    child: str
    latest: deque[_Person] = field(default_factory=lambda: deque(maxlen=_PERSONS))
    sentence: int = 0
    far: bool = False
    told: dict[str, str | None] = field(default_factory=dict)
    #: Words in small letters that name nobody, wherever they stand: most of them.
    nobody: set[str] = field(default_factory=set)

    def role(self, low: str) -> str | None:
        """The pronoun that fits a role (empty: any), or None when the word is no role."""
        if low not in self.told:
            self.told[low] = role_of(low, self.roles)
        return self.told[low]

    def near(self) -> list[_Person]:
        if self.far:
            return list(self.latest)
        return [p for p in self.latest if self.sentence - p.sentence <= _SENTENCES]


def uvist_stedord(brev: Brev, regel: Regel, book: Regelbog) -> Iterator[Hit]:
    """A hit for each pronoun of somebody that nothing before it names (list `personer`)."""
    return (hit for hit, wrong in _unclear(brev, book.roots, brev.læser != "barn") if not wrong)


def forkert_stedord(brev: Brev, regel: Regel, book: Regelbog) -> Iterator[Hit]:
    """A hit for each pronoun other than the one that the case gives for the person just named;
    `{navn}` is who, `{forslag}` the right pronoun."""
    return (hit for hit, wrong in _unclear(brev, book.roots, False) if wrong)


@once
def _unclear(brev: Brev, roots: tuple[Path, ...], far: bool) -> tuple[tuple[Hit, bool], ...]:
    """The pronouns that fit nobody near, each with whether somebody known is meant after all."""
    return tuple(_read_through(brev, roots, far))


def _read_through(brev: Brev, roots: tuple[Path, ...], far: bool) -> Iterator[tuple[Hit, bool]]:
    memory = _Memory(_known_names(brev), read_list(roots, "personer"), _in_mind(brev))
    memory.far = far
    for number, sætning in (_all(brev) if far else _near_pronouns(brev)):
        memory.sentence = number
        for n, word in enumerate(sætning.low):
            if sætning.ord[n].text in memory.nobody:
                continue
            stedord = _PRONOUNS.get(word)
            if stedord and not _is_name(sætning, n):
                if (sætning.stykke.slags == "tekst" and not sætning.citeret(n)
                        and not _pair(sætning, n) and not _told_at_once(sætning, n, memory)):
                    yield from _judged(sætning, n, stedord, memory)
                memory.latest.append(_Person(stedord, number, n, word))
            elif (found := _person(sætning, n, memory)) is not None:
                memory.latest.append(found)
            elif word == sætning.ord[n].text and word not in _ONE:
                memory.nobody.add(word)


#: With these a parent's letter tells of the child, if not by its name.
_CHILD = word_set("søn sønnen sønnens datter datteren datterens barn barnet barnets dreng drengen "
               "pige pigen jeres")


def _in_mind(brev: Brev) -> str:
    """The child's pronoun in a letter to a grown-up: there the child is in mind all the way, when
    it is told of at all."""
    child = next((d for d in brev.deltagere if d.barn), None)
    if child is None or brev.læser == "barn":
        return ""
    named = {child.fornavn.lower(), f"{child.fornavn.lower()}s", *_CHILD}
    return "" if all(named.isdisjoint(s.ordsæt) for s in brev.stykker) else child.stedord


def _all(brev: Brev) -> Iterator[tuple[int, Sætning]]:
    """Every sentence with its number: in a parent's letter the child is in mind all the way."""
    return enumerate((sætning for stykke in brev.stykker if stykke.slags != "regler"
                      for sætning in sentences_in(stykke)), 1)


def _near_pronouns(brev: Brev) -> Iterator[tuple[int, Sætning]]:
    """The sentences with a pronoun and those shortly before one, with their numbers."""
    waiting: deque[tuple[int, Sætning]] = deque(maxlen=_SENTENCES)
    number = 0
    for stykke in brev.stykker:
        if stykke.slags == "regler":
            continue
        first, number = number + 1, number + len(stykke.ord_i_sætninger)
        if _PRONOUNS.keys().isdisjoint(stykke.ordsæt):
            last = min(number + 1 - first, _SENTENCES)
            waiting.extend(enumerate(sentences_in(stykke, last), number + 1 - last))
            continue
        for place, sætning in enumerate(sentences_in(stykke), first):
            if _PRONOUNS.keys().isdisjoint(sætning.low):
                waiting.append((place, sætning))
                continue
            yield from waiting
            waiting.clear()
            yield place, sætning


def _known_names(brev: Brev) -> dict[str, str]:
    """First names → pronoun; empty where the case does not say, or two persons share a name."""
    found: dict[str, str] = {}
    for d in brev.deltagere:
        for name in {*d.navn.split()[:1], *d.fornavn.split()[-1:]}:
            found[name] = d.stedord if found.get(name, d.stedord) == d.stedord else ""
    return found


def _judged(sætning: Sætning, n: int, stedord: str,
            memory: _Memory) -> Iterator[tuple[Hit, bool]]:
    near = memory.near()
    if (memory.child and memory.child in (stedord, "hen", "de")) or to_others(sætning.stykke):
        return
    fitting = [p for p in near if p.stedord in ("", stedord)]
    if sætning.low[n] in ("ham", "hende"):
        subject = _subject(sætning, n, memory.sentence, near)
        fitting = [p for p in fitting if p is not subject and not (
            subject and subject.navn and p.navn == subject.navn)]
        near = [p for p in near if p is not subject]
    if fitting or _named_later(sætning, n, stedord, memory):
        return
    nearest = near[-1] if near else None
    if nearest and nearest.known and memory.sentence - nearest.sentence <= 1:
        yield sætning.hit(n, navn=nearest.navn, forslag=_other(sætning.low[n],
                                                               nearest.stedord)), True
    else:
        yield sætning.hit(n), False


def _other(word: str, stedord: str) -> str:
    """The same form of the right pronoun."""
    forms = {"hun": ("hun", "hende", "hendes"), "han": ("han", "ham", "hans"),
             "hen": ("hen", "hen", "hens"), "de": ("de", "dem", "deres")}
    place = 2 if word.endswith("s") else 1 if word in ("ham", "hende") else 0
    return forms.get(stedord, ("",) * 3)[place]


def _is_name(sætning: Sætning, n: int) -> bool:
    """`Hans` is a name within a sentence, and at its beginning unless something owned follows."""
    if sætning.ord[n].text != "Hans":
        return False
    return n > 0 or sætning.ordet(1) in ("er", "har", "skal", "kan", "vil", "kommer", "siger",
                                         "henter", "bor", "og", "var", "må", "får", "ringer")


def _pair(sætning: Sætning, n: int) -> bool:
    """`han/hun`, `han eller hun`: anybody, and for another rule."""
    before, after = sætning.ordet(n - 1), sætning.ordet(n + 1)
    return ("/" in sætning.efter(n) or "/" in sætning.før(n)
            or (after == "eller" and sætning.ordet(n + 2) in _PRONOUNS)
            or (before == "eller" and sætning.ordet(n - 2) in _PRONOUNS)
            or ("(" in sætning.før(n) and before in _PRONOUNS))


def _told_at_once(sætning: Sætning, n: int, memory: _Memory) -> bool:
    """`ham drengen fra parken`, `hende fra klubben`: a pronoun that points somebody out."""
    following = sætning.ordet(n + 1)
    if sætning.low[n] not in ("ham", "hende") or sætning.efter(n) != " ":
        return False
    pointed = following in ("fra", "der", "den", "det")
    return (pointed and sætning.ordet(n - 1) not in _VERBS_AFTER) or (
        following.endswith(("en", "et")) and memory.role(following) is not None)


def _person(sætning: Sætning, n: int, memory: _Memory) -> _Person | None:
    """The person that the word names, if it does."""
    word, low = sætning.ord[n], sætning.low[n]
    if word.kind != "ord":
        return None
    capital = word.text[0].isupper()
    for form in (word.text, word.text.removesuffix("s")) if capital else ():
        if form in memory.names:
            told = memory.names[form]
            return _Person(told, memory.sentence, n, form, bool(told))
    if (told_role := memory.role(low)) is not None:
        return _Person(told_role, memory.sentence, n, low)
    if (low in _ONE and (sætning.efter(n).startswith(",") or sætning.ordet(n + 1) in (
            "fra", "hos", "i", "på"))) or low in _ANYBODY:
        return _Person("", memory.sentence, n)
    if capital and _name(sætning, n):
        return _Person("", memory.sentence, n, word.text)
    return None


def _name(sætning: Sætning, n: int) -> bool:
    """Whether a word with a capital is a person's name, as far as one can tell."""
    low = sætning.low[n]
    owner = sætning.efter(n)[:1] in ("'", "’")  # `på Lars' bord` is a person's
    if low in _NO_NAME or sætning.ord[n].text.isupper() or (
            sætning.ordet(n - 1) in _PLACE and not owner):
        return False
    if sætning.ordet(n + 1).endswith(_INSTITUTION) or low.endswith(_INSTITUTION):
        return False
    if n > 0 and sætning.før(n).rstrip()[-1:] not in (".", "!", "?", ":", "»", '"', "”", "-", "–"):
        return True
    following = sætning.ordet(n + 1)
    noun = low.endswith(("en", "et", "erne", "ene")) and low not in _NAMES_EN
    verb = following in _VERBS_AFTER or (
        following.endswith(("er", "es", "ede")) and not low.endswith(("er", "hed", "ing", "else")))
    return not noun and low not in _COMMON and verb


_COMMON = word_set("""
    han hun ham hende hans hendes hen det den der her så nu når hvis da som alle ingen man jeg du vi
    en et min din mit dit mine dine mor far og men efter før siden hvad hvem hvor hvorfor hvordan
    dette denne disse måske bagefter derfor derefter også kun ikke selv hjælp hjælpen skole
    mandag tirsdag onsdag torsdag fredag lørdag søndag
    formålet målet intet alt i på til med ved om for fra at både bare lige først sidst snart
    """)
#: So a word after a name is a verb; most others are told by their endings.
_VERBS_AFTER = word_set("""
    er har skal kan vil må bor går får siger sagde fortæller fortalte var havde bliver blev kommer
    kom synes ønsker henter tager ringer mener ser hjælper passer kører laver skriver mødes og bor
    spiser leger elsker savner taler følger besøger arbejder tog hentede ringede så gav giver
    """)


def _subject(sætning: Sætning, n: int, sentence: int, near: list[_Person]) -> _Person | None:
    """The person who does what is done to the pronoun, if somebody in the same clause does."""
    if sætning.ordet(n - 1) in _PREPOSITIONS:
        return None
    for person in reversed(near):
        if person.sentence != sentence or person.word >= n or n - person.word > 6:
            continue
        between = sætning.low[person.word + 1:n]
        if any(w in _NOT_SUBJECT - {"som", "kan"} or w in _NEW_CLAUSE for w in between):
            return None
        commas = [k for k in range(person.word, n - 1) if "," in sætning.efter(k)]
        relative = between[:1] in (("som",), ("der",))
        if not between or len(commas) > (1 if relative else 0) or (commas and not relative):
            return None
        before = sætning.ordet(person.word - 1)
        return person if relative or before not in _PREPOSITIONS else None
    return None


def _named_later(sætning: Sætning, n: int, stedord: str, memory: _Memory) -> bool:
    """`Selv om han er træt, leger Ole med dig`: the name comes after its pronoun."""
    if sætning.low[0] not in _SUBORDINATE:
        # `hun er kommet hjem, jeres datter`
        return any("," in sætning.efter(k - 1) and sætning.low[k] in _WHOSE
                   and memory.role(sætning.ordet(k + 1)) in ("", stedord)
                   for k in range(n + 1, min(n + 12, len(sætning.low))))
    later = (_person(sætning, k, memory) for k in range(n + 1, min(n + 16, len(sætning.low))))
    return any(p is not None and p.stedord in ("", stedord) for p in later)
