"""What a Word file carries besides the letter: comments, tracked changes, hidden text, other files;
and which paragraphs of phrases somebody changed or took out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache

from lxml import etree

from generator.checker.kinds.hit import Hit
from generator.checker.letter import Brev, Stykke
from generator.checker.rules import Regel, Regelbog
from generator.checker.text.names import (
    belongs,
    capital_words,
    of_the_case,
)
from generator.document.model import Passage
from generator.source import Place

#: A place in a computer or a network: it tells of users, and of what a linked file is called.
_PATH = re.compile(r"(?<![A-Za-z])[A-Za-z]:[\\/]|\\\\[\w.-]{1,60}\\|file:/|/Users/|/home/")
#: What programs write in custom XML of their own accord.
_MACHINE = re.compile(r"\{?[0-9A-Fa-f-]{8,}\}?|https?:\S*|urn:\S*|\S+\.xsl|[\d.]+|0x[0-9A-Fa-f]+")
_WORDS = re.compile(r"[^\W\d_]{2}|\d{4}")
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
    """Each text with words that Word does not show; figures alone are leaders of a form's fields,
    and dashes and dots what is left of one."""
    yield from _passages(p for p in brev.document.hidden if _WORDS.search(p.text))


def embedded(brev: Brev, regel: Regel, book: Regelbog) -> Iterator[Hit]:
    """Other files, macros and missing pictures: what the file carries and nobody can check."""
    yield from _passages(p for p in brev.document.unread if _THUMBNAIL not in p.where.detail)


def thumbnail(brev: Brev, regel: Regel, book: Regelbog) -> Iterator[Hit]:
    """The small picture of the first page that Word may keep, often of an earlier letter."""
    yield from _passages(p for p in brev.document.unread if _THUMBNAIL in p.where.detail)


def _passages(found: Iterable[Passage]) -> Iterator[Hit]:
    for passage in found:
        yield Hit(sted=passage.where, ord={"ord": _short(passage.text)})


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
    "stier": paths, "andre_data": other_data,
    "slettet_lov": deleted_law, "ændret_lov": changed_law,
}
