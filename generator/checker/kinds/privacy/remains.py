"""What a Word file carries besides the letter: comments, tracked changes, hidden text, names in its
properties, other files; and which paragraphs of phrases somebody changed or took out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import PurePath

from lxml import etree

from generator.case.values import ligner_cpr
from generator.checker.always.leaks import CPR, fold
from generator.checker.kinds.hit import Hit
from generator.checker.letter import Brev, Stykke
from generator.checker.rules import Regel, Regelbog
from generator.checker.text.names import (
    belongs,
    capital_words,
    names_in_text,
    of_the_case,
)
from generator.document.model import Passage
from generator.source import Place

#: Who wrote the file, when programs and shared computers write it.
_NOBODY = re.compile(r"administrator|admin|bruger|user|microsoft( office)?([ -]user|[ -]bruger)?|"
                     r"office|python-docx|libreoffice.*|duform|openoffice.*|docx|default|ukendt|"
                     r"forfatter|author|word|template|kommune", re.IGNORECASE)
_PERSONS = {"author": "forfatter", "last_modified_by": "senest rettet af", "manager": "leder"}
_TEXTS = {"title": "titel", "subject": "emne", "keywords": "nøgleord", "comments": "kommentarer",
          "category": "kategori", "content_status": "status", "company": "firma"}
#: A place in a computer or a network: it tells of users, and of what a linked file is called.
_PATH = re.compile(r"(?<![A-Za-z])[A-Za-z]:[\\/]|\\\\[\w.-]{1,60}\\|file:/|/Users/|/home/")
#: What programs write in custom XML of their own accord.
_MACHINE = re.compile(r"\{?[0-9A-Fa-f-]{8,}\}?|https?:\S*|urn:\S*|\S+\.xsl|[\d.]+|0x[0-9A-Fa-f]+")
_THUMBNAIL = "docProps/thumbnail"
_MOST = 40


def comments(brev: Brev, regel: Regel, book: Regelbog) -> Iterator[Hit]:
    """Each comment of Word's that is left."""
    yield from _passages(brev.document.comments)


def tracked(brev: Brev, regel: Regel, book: Regelbog) -> Iterator[Hit]:
    """Each paragraph with tracked changes: what was deleted can still be read in the file."""
    document = brev.document
    places: dict[Place, list[Passage]] = {}
    for passage in (*document.inserted, *document.deleted):
        places.setdefault(passage.where, []).append(passage)
    for where, found in places.items():
        deleted = [p.text for p in found if p in document.deleted and p.text.strip()]
        yield Hit(sted=where, ord={"ord": _short(deleted[0] if deleted else found[0].text)})


def hidden(brev: Brev, regel: Regel, book: Regelbog) -> Iterator[Hit]:
    """Each text that Word does not show."""
    yield from _passages(p for p in brev.document.hidden if p.text.strip())


def embedded(brev: Brev, regel: Regel, book: Regelbog) -> Iterator[Hit]:
    """Other files, macros and missing pictures: what the file carries and nobody can check."""
    yield from _passages(p for p in brev.document.unread if _THUMBNAIL not in p.where.detail)


def thumbnail(brev: Brev, regel: Regel, book: Regelbog) -> Iterator[Hit]:
    """The small picture of the first page that Word may keep, often of an earlier letter."""
    yield from _passages(p for p in brev.document.unread if _THUMBNAIL in p.where.detail)


def _passages(found: Iterable[Passage]) -> Iterator[Hit]:
    for passage in found:
        yield Hit(sted=passage.where, ord={"ord": _short(passage.text)})


def metadata(brev: Brev, regel: Regel, book: Regelbog) -> Iterator[Hit]:
    """Names in what the file says about itself, other than the authority's and the adviser's."""
    properties = brev.document.properties
    sender = _senders(brev)
    for field, danish in _PERSONS.items():
        value = str(getattr(properties, field)).strip()
        if value and not _NOBODY.fullmatch(value) and not _is_sender(value, brev, sender):
            yield _property(brev, danish, value)
    people = frozenset(fold(w) for d in brev.deltagere if d.rolle != "rådgiver"
                       for w in capital_words(d.navn)) - sender
    known = of_the_case(brev)
    for field, danish in _TEXTS.items():
        value = str(getattr(properties, field)).strip()
        strange = [] if not value else [
            w for navn in names_in_text(value, book.roots) for w in navn.ord
            if not brev.case or not belongs(w, known)]
        if field == "company" and not brev.case:
            continue
        if strange or any(belongs(w, people) for w in capital_words(value)):
            yield _property(brev, danish, value)


def file_name(brev: Brev, regel: Regel, book: Regelbog) -> Iterator[Hit]:
    """A file name that names somebody in the case, or begins with a CPR number."""
    stem = PurePath(brev.navn).stem
    people = frozenset(fold(w) for d in brev.deltagere if d.rolle != "rådgiver"
                       for w in capital_words(d.navn)) - _senders(brev)
    words = re.findall(r"[^\W\d_]+", stem)
    number = CPR.search(stem.replace("_", " "))
    if number and ligner_cpr(number[1] + number[2]):
        yield Hit(sted=Place(brev.navn), ord={"ord": "et CPR-nummer"})
    elif any(len(w) > 1 and _named(fold(w), people) for w in words):
        yield Hit(sted=Place(brev.navn), ord={"ord": "et navn"})


def _named(word: str, people: frozenset[str]) -> bool:
    return word in people or word.removesuffix("s") in people


def _property(brev: Brev, danish: str, value: str) -> Hit:
    return Hit(sted=Place(brev.navn, detail=f"filens egenskab »{danish}«"),
               ord={"ord": _short(value), "felt": danish})


def _senders(brev: Brev) -> frozenset[str]:
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


def paths(brev: Brev, regel: Regel, book: Regelbog) -> Iterator[Hit]:
    """Places in a computer: linked files, field codes, the template the letter was made from."""
    texts = [*brev.document.everything_else, ("skabelonen", brev.document.properties.template)]
    for part in dict.fromkeys(part for part, text in texts if _PATH.search(text)):
        found = next(text for other, text in texts if other == part and _PATH.search(text))
        yield Hit(sted=Place(brev.navn, detail=f"skjult i filen: {part}"),
                  ord={"ord": _short(found)})


def other_data(brev: Brev, regel: Regel, book: Regelbog) -> Iterator[Hit]:
    """Data of other programs, and variables, with words that a person may have written."""
    ours = manifest_texts(brev.document.manifest)
    known = of_the_case(brev)
    told: set[str] = set()
    for part, text in brev.document.everything_else:
        low = part.lower()
        if part in told or text in ours or not (
                low.startswith(("customxml/", "docprops/custom")) or low.endswith("settings.xml")):
            continue
        words = [w for w in re.findall(r"\S+", text) if not _MACHINE.fullmatch(w)]
        if not _PATH.search(text) and (
                len(words) > 1 or any(belongs(w, known) for w in capital_words(text) if known)):
            told.add(part)
            yield Hit(sted=Place(brev.navn, detail=f"skjult i filen: {part}"),
                      ord={"ord": _short(text)})


@lru_cache(maxsize=1)  # several rules ask about one letter in turn; it holds ids and no persons
def manifest_texts(manifest: bytes | None) -> frozenset[str]:
    """The texts of our own manifest: checksums and ids that mean nothing to others."""
    if not manifest:
        return frozenset()
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        root = etree.fromstring(manifest, parser)
    except (etree.XMLSyntaxError, ValueError):
        return frozenset()
    return frozenset(str(v) for item in root.iter() for v in (
        *item.attrib.values(), (item.text or "").strip(), (item.tail or "").strip()))


def deleted_law(brev: Brev, regel: Regel, book: Regelbog) -> Iterator[Hit]:
    """Phrases with a source in the law that are no longer in the letter, wholly or in part."""
    for gone in brev.borttaget:
        if gone.frase in brev.lovfraser:
            yield Hit(ord={"frase": gone.frase, "lov": brev.lovfraser[gone.frase],
                           "hvad": "teksten" if gone.hele else "noget af teksten"})


def changed_law(brev: Brev, regel: Regel, book: Regelbog) -> Iterator[Hit]:
    """Paragraphs that a phrase with a source in the law made, and somebody has changed."""
    for stykke in brev.stykker:
        if stykke.ophav == "rettet" and stykke.frase in brev.lovfraser:
            yield _all_of(stykke, {"frase": stykke.frase, "lov": brev.lovfraser[stykke.frase]})


def _all_of(stykke: Stykke, said: Mapping[str, str]) -> Hit:
    return Hit(stykke, 0, len(stykke.tekst), said)


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _MOST else f"{text[:_MOST - 1]}…"


REMAINS: Mapping[str, Callable[[Brev, Regel, Regelbog], Iterator[Hit]]] = {
    "kommentarer": comments, "sporede_ændringer": tracked, "skjult_tekst": hidden,
    "andre_filer": embedded, "miniature": thumbnail,
    "egenskaber": metadata, "filnavn": file_name,
    "stier": paths, "andre_data": other_data,
    "slettet_lov": deleted_law, "ændret_lov": changed_law,
}
