"""Which field of a case the name of an old merge field means: `Barnets_navn`, `CPR-nr`, `Rådgiver`.

Only what can be printed in a line counts. A name that could be several fields is nobody's, for a
letter with somebody else's number in it is worse than one with a gap.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache

from generator.case.fields import FELTER, Felt, felt_ved

#: Words of old letters that are another word of ours. What they are put together of counts too.
_SAME = {
    "nr": "nummer", "tlf": "telefon", "telefonnr": "telefon", "telefonnummer": "telefon",
    "email": "mail", "mailadresse": "mail", "epost": "mail",
    "barnets": "barn", "barns": "barn", "barnet": "barn", "kommunens": "kommune",
    "kommunes": "kommune", "raadgivers": "raadgiver", "raadgiverens": "raadgiver",
    "sagsbehandler": "raadgiver", "sagsbehandlers": "raadgiver", "sagsbehandlerens": "raadgiver",
    "modtagers": "modtager", "modtagerens": "modtager", "afgoerelsens": "afgoerelse",
    "planens": "plan", "brevets": "dokument", "dokumentets": "dokument",
    "brevdato": "dokumentdato", "dagsdato": "dokumentdato",
    "cprnr": "cpr", "cprnummer": "cpr", "personnummer": "cpr", "personnr": "cpr",
    "sagsnr": "sagsnummer", "foedselsdag": "foedselsdato", "foedt": "foedselsdato",
    "postnr": "postnummer", "gade": "vej", "vejnavn": "vej",
}
_LETTERS = {"æ": "ae", "ä": "ae", "ø": "oe", "ö": "oe", "å": "aa"}
#: What the child and the receiver of a letter both have: a short name means the child's.
_CHILDS = frozenset({"fornavn", "cpr", "foedselsdato", "alder", "skole", "klasse"})
#: How alike two names are that are one, and two that may be.
_NEAR, _ALIKE = 0.92, 0.75
_SHORTEST_NEAR = 6


@dataclass(frozen=True)
class Svar:
    """What a name was found to mean: a path that a tag can print, or others it might be. `sikkert`
    is False when a person should look whether it is right."""

    sti: str = ""
    sikkert: bool = True
    andre: tuple[str, ...] = ()


def field_for(name: str, mapping: Mapping[str, str]) -> Svar:
    """The field that the mapping says, or the one that the name itself means."""
    alike = {_key(column): felt for column, felt in mapping.items()}
    wanted = mapping.get(name, alike.get(_key(name)))
    if wanted is None:
        return _by_name(_key(name))
    found = _by_name(_key(wanted))
    return found if found.sikkert else Svar(andre=(found.sti, *found.andre))


def printable(sti: str) -> Felt:
    """The field at a path that `field_for` gave."""
    felt = felt_ved(sti)
    assert felt is not None
    return felt


def _by_name(key: str) -> Svar:
    for names in _indexes():
        found = names.get(key, ())
        if len(found) == 1:
            return Svar(found[0])
        childs = [sti for sti in found if sti.startswith("barn.")]
        if len(childs) == 1 and key in _CHILDS:
            return Svar(childs[0], False, tuple(s for s in found if s != childs[0]))
        if found:
            return Svar(andre=tuple(sorted(found, key=lambda sti: sti.count("."))))
    return _near(key)


def _near(key: str) -> Svar:
    """A field whose name differs by a letter. A number or a word more or less is another name."""
    paths, short = _indexes()
    known = {name: found[0] for names in (short, paths) for name, found in names.items()
             if len(found) == 1 and re.sub("[^0-9]", "", name) == re.sub("[^0-9]", "", key)}
    if len(key) < _SHORTEST_NEAR:
        return Svar()
    best = next(iter(get_close_matches(key[:100], known, n=1, cutoff=_NEAR)), "")
    if best and not best.startswith(key) and not key.startswith(best):
        return Svar(known[best], False)
    below = [found[0] for name, found in paths.items() if name.startswith(key)]
    near = [known[name] for name in get_close_matches(key[:100], known, n=3, cutoff=_ALIKE)]
    return Svar(andre=tuple(dict.fromkeys([*below, *near])))


def _key(name: str) -> str:
    """The name without what differs from one spreadsheet to the next: case, spaces, `_`, æøå, and
    words that mean the same."""
    text = unicodedata.normalize("NFC", name)
    text = re.sub(r"(?<=[a-zæøå])(?=[A-ZÆØÅ])", " ", text).casefold().replace("e-mail", "email")
    text = "".join(_LETTERS.get(char, char) for char in text)
    words = [_SAME.get(word, word) for word in re.split(r"[^a-z0-9]+", text) if word]
    whole = "".join(words)
    return _SAME.get(whole, whole.replace("cprnummer", "cpr").replace("telefonnummer", "telefon"))


@cache
def _indexes() -> tuple[dict[str, tuple[str, ...]], ...]:
    """The paths by their key: by the whole path; by the title or the last name alone."""
    paths: dict[str, dict[str, None]] = {}
    short: dict[str, dict[str, None]] = {}
    for sti, felt in _scalars(FELTER, ""):
        wholes = (sti, sti.removesuffix(".navn"))  # »Rådgiver« alone is the adviser's name
        for index, names in ((paths, wholes), (short, (felt.titel, sti.rpartition(".")[2]))):
            for name in names:
                index.setdefault(_key(name), {})[sti] = None
    return tuple({key: tuple(found) for key, found in index.items()} for index in (paths, short))


def _scalars(felt: Felt, path: str) -> Iterator[tuple[str, Felt]]:
    """Every field that stands once in a case and is a text, a date, a number …"""
    for name, inner in felt.felter.items():
        sti = f"{path}.{name}" if path else name
        if inner.slags == "post" and not inner.henvisning:
            yield from _scalars(inner, sti)
        elif inner.slags not in ("post", "liste", "janej"):
            yield sti, inner
