"""Names in what a Word file says about itself: its properties, and its file name."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path, PurePath

from generator.case.values import ligner_cpr
from generator.checker.always.leaks import CPR, fold
from generator.checker.kinds.hit import Hit
from generator.checker.kinds.privacy.outsiders import receivers
from generator.checker.letter import Brev, once
from generator.checker.rules import Regel, Regelbog
from generator.checker.text.first_words import vocabulary
from generator.checker.text.names import (
    allow_list,
    belongs,
    capital_words,
    closed,
    names_in_text,
    of_the_case,
)
from generator.source import Place, kort

#: Who wrote the file, when programs and shared computers write it.
_NOBODY = re.compile(r"administrator|admin|bruger|user|microsoft( office)?([ -]user|[ -]bruger)?|"
                     r"office|python-docx|libreoffice.*|duform|openoffice.*|docx|default|ukendt|"
                     r"forfatter|author|word|template|kommune|system\w*", re.IGNORECASE)
_PERSONS = {"author": "forfatter", "last_modified_by": "senest rettet af", "manager": "leder"}
_TEXTS = {"title": "titel", "subject": "emne", "keywords": "nøgleord", "comments": "kommentarer",
          "category": "kategori", "content_status": "status", "company": "firma"}
#: What the name of a place or an office begins with; what follows is its own name.
_OFFICES = ("opholdssted", "bosted", "botilbud", "institution", "skole", "børnehave", "klub",
            "team", "afdeling", "center", "familie", "børn", "døgn", "social", "ung")


def names_of_others(brev: Brev, regel: Regel, book: Regelbog) -> Iterator[Hit]:
    """Names in the file's properties of others than those whom the letter is to, about or from."""
    yield from (hit for hit, others in _named(brev, book.roots) if others)


def names_of_the_letter(brev: Brev, regel: Regel, book: Regelbog) -> Iterator[Hit]:
    """The name of the child or the reader in the file's properties, or a user's."""
    yield from (hit for hit, others in _named(brev, book.roots) if not others)


@once
def _named(brev: Brev, roots: tuple[Path, ...]) -> tuple[tuple[Hit, bool], ...]:
    """What the properties name, each with whether it is the name of somebody else."""
    return tuple(_looked_through(brev, roots))


def _looked_through(brev: Brev, roots: tuple[Path, ...]) -> Iterator[tuple[Hit, bool]]:
    properties, sender, own = brev.document.properties, senders(brev), _own(brev, roots)
    for field, danish in _PERSONS.items():
        value = str(getattr(properties, field)).strip()
        if value and not _NOBODY.fullmatch(value) and not _is_sender(
                value, brev, sender) and not _office(value, roots):
            words = capital_words(value)
            user = not words or any(c.isdigit() for c in value)
            yield _property(brev, danish, value), not user and not all(
                belongs(word, own) for word in words)
    known = of_the_case(brev)
    people = frozenset(fold(w) for d in brev.deltagere if d.rolle != "rådgiver"
                       for w in capital_words(d.navn)) - sender
    for field, danish in _TEXTS.items():
        value = str(getattr(properties, field)).strip()
        if not value or (field == "company" and not closed(brev)):
            continue
        found = [w for navn in names_in_text(value, roots) for w in navn.ord
                 if not closed(brev) or not belongs(w, known)]
        found += [w for w in capital_words(value) if belongs(w, people)]
        if found:
            yield _property(brev, danish, value), not all(belongs(word, own) for word in found)


def _own(brev: Brev, roots: tuple[Path, ...]) -> frozenset[str]:
    """The names of the child and of those whom the letter is to."""
    if not closed(brev):
        return receivers(brev, roots)
    own = [d.navn for d in brev.deltagere if d.barn]
    if brev.situation:
        own.append(brev.situation.modtager.navn)
    return frozenset(fold(w) for name in own for w in capital_words(name))


def _office(value: str, roots: tuple[Path, ...]) -> bool:
    """Whether it is a role or an office: »Juridisk sekretariat«, »Opholdsstedet Stenbæk«."""
    words = [word.lower() for word in re.findall(r"[^\W\d_]+", value)]
    known, allowed = vocabulary(roots), allow_list(roots)
    return bool(words) and value[:1].isupper() and (words[0].startswith(_OFFICES) or all(
        word in allowed or known.ordinary(word) for word in words))


def _property(brev: Brev, danish: str, value: str) -> Hit:
    return Hit(sted=Place(brev.navn, detail=f"filens egenskab »{danish}«"),
               ord={"ord": kort(value), "felt": danish})


def senders(brev: Brev) -> frozenset[str]:
    """The words of the names of the authority and its advisers, folded."""
    if not brev.case:
        return frozenset()
    sag = brev.case.sag
    named = [sag.kommune.navn, sag.rådgiver.navn, *([sag.anden_rådgiver.navn]
                                                    if sag.anden_rådgiver else [])]
    return frozenset(fold(w) for name in named for w in capital_words(name))


def _is_sender(value: str, brev: Brev, sender: frozenset[str]) -> bool:
    """Whether the name is the authority's or the adviser's; where the case is not known, whether
    the letter itself is signed with it."""
    words = capital_words(value)
    if brev.case:
        return bool(words) and all(belongs(w, sender) for w in words)
    return "kommune" in value.lower() or any(
        value.lower() in s.low for s in brev.stykker[-12:])


def file_name(brev: Brev, regel: Regel, book: Regelbog) -> Iterator[Hit]:
    """A file name that names somebody in the case, or begins with a CPR number."""
    stem = PurePath(brev.navn).stem
    people = frozenset(fold(w) for d in brev.deltagere if d.rolle != "rådgiver"
                       for w in capital_words(d.navn)) - senders(brev)
    words = re.findall(r"[^\W\d_]+", stem)
    number = CPR.search(stem.replace("_", " "))
    if number and ligner_cpr(number[1] + number[2]):
        yield Hit(sted=Place(brev.navn), ord={"ord": "et CPR-nummer"})
    elif any(len(w) > 1 and _one_of(fold(w), people) for w in words):
        yield Hit(sted=Place(brev.navn), ord={"ord": "et navn"})


def _one_of(word: str, people: frozenset[str]) -> bool:
    return word in people or word.removesuffix("s") in people


PROPERTIES: Mapping[str, Callable[[Brev, Regel, Regelbog], Iterator[Hit]]] = {
    "egenskaber": names_of_others, "egne_egenskaber": names_of_the_letter, "filnavn": file_name,
}
