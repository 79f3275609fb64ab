"""What a template would lose or leak if letters were made from it as it is: text beside a tag that
takes its paragraph away, half tags, blocks that are not closed, tracked changes. Refused before
anything is made; the lint (`lint.py`) finds more."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lxml import etree

from generator.source import Place, Problem
from generator.template.mend import OPENERS, TAG, BlockTag, block_tags, own_words, spots
from generator.template.word import w

_CHANGES = tuple(w(name) for name in (
    "ins", "del", "moveFrom", "moveTo", "moveFromRangeStart", "moveToRangeStart", "rPrChange",
    "pPrChange", "tblPrChange", "tblPrExChange", "tblGridChange", "trPrChange", "tcPrChange",
    "sectPrChange", "numberingChange", "cellIns", "cellDel", "cellMerge", "customXmlInsRangeStart",
    "customXmlDelRangeStart"))
#: What a tag's paragraph or row may not hold besides, for it would go too.
_SEEN = {w("drawing"): "et billede", w("pict"): "et billede", w("object"): "et objekt",
         w("sectPr"): "et sektionsskift", w("footnoteReference"): "en fodnote",
         w("endnoteReference"): "en slutnote", w("fldSimple"): "et felt", w("fldChar"): "et felt"}
_TAKEN = {"p": "afsnittet", "tr": "rækken", "tc": "cellen"}


def losses(root: etree._Element, part: str, file: str) -> list[Problem]:
    """Every such problem of one part, as it is in the file (not mended)."""
    places = spots(root, part)
    return [*_tracked(root, places, part, file), *_vanishing(root, places, file),
            *_looped_notes(root, places, file), *_boxed_phrases(root, places, file)]


def _tracked(root: etree._Element, places: Sequence[str], part: str,
             file: str) -> Iterator[Problem]:
    numbers = {p: n for n, p in enumerate(root.iter(w("p")))}
    for number in dict.fromkeys(paragraph_of(e, numbers) for e in root.iter(*_CHANGES)):
        yield Problem(
            "skabelon.sporede_aendringer", "Her er sporede ændringer. Det slettede ville følge "
            "med i brevene.", Place(file, detail=places[number] if places else part),
            "Vælg Gennemse → Acceptér alle ændringer i Word, og slå registrering fra.")


def paragraph_of(element: etree._Element, numbers: dict[etree._Element, int]) -> int:
    """The number of the paragraph that the element is in, or that is first in it."""
    node: etree._Element | None = element
    while node is not None and node.tag != w("p"):
        node = node.getparent()
    if node is not None:
        return numbers[node]
    inside = next(element.iter(w("p")), None)
    return numbers[inside] if inside is not None else 0


# --- what goes with its tag ---------------------------------------------------------------------


def _vanishing(root: etree._Element, places: Sequence[str], file: str) -> Iterator[Problem]:
    for number, paragraph in enumerate(root.iter(w("p"))):
        words = own_words(paragraph)
        if "{" not in words and "}" not in words:
            continue
        where = Place(file, detail=f"{places[number]} (»{short(words)}«)")
        yield from _broken_braces(words, where)
        for kind in _TAKEN:
            tags = [tag for tag in TAG.findall(words) if re.match(rf"\{{[%{{#]{kind}\s", tag)]
            if tags:
                yield from _with_tags(paragraph, kind, tags, where)


def _broken_braces(words: str, where: Place) -> Iterator[Problem]:
    for mark in re.findall(r"\{\{|\}\}|\{%|%\}|\{#|#\}", TAG.sub("", words)):
        yield Problem("skabelon.halvt_maerke", f"Her står »{mark}« uden det, der hører til.", where,
                      "Et mærke skal begynde og slutte i samme afsnit: {{ felt }} eller {% … %}.")


def _with_tags(paragraph: etree._Element, kind: str, tags: Sequence[str],
               where: Place) -> Iterator[Problem]:
    container = _around(paragraph, kind)
    if container is None:
        yield Problem("skabelon.tabelmaerke", f"Mærket »{short(tags[0])}« skal stå i en tabel.",
                      where, f"Slet {kind} i mærket, eller flyt det ind i en tabel.")
        return
    rest = "".join(t.text or "" for t in container.iter(w("t")))
    for tag in tags:
        rest = rest.replace(tag, "", 1)
    other = next((seen for e in container.iter(*_SEEN) if (seen := _SEEN[str(e.tag)])), "")
    if len(tags) > 1 or rest.strip() or other:
        gone = f"Teksten »{short(rest)}«" if rest.strip() else (
            f"Der er {other}, som" if other else f"Mærket »{short(tags[0])}«")
        yield Problem(
            "skabelon.tekst_forsvinder", f"{gone} forsvinder, fordi {_TAKEN[kind]} også har mærket "
            f"»{short(tags[-1])}«.", where,
            f"Lad mærket stå alene. Flyt resten til {_TAKEN[kind]} før eller efter.")
    for tag in tags:
        if re.search(r"[%}]", tag[2:-2]):
            yield Problem("skabelon.maerke_tegn", f"Mærket »{short(tag)}« kan ikke indeholde % "
                          "eller }.", where, "Skriv udtrykket uden de tegn, eller brug en "
                          "betingelse.")


def _around(paragraph: etree._Element, kind: str) -> etree._Element | None:
    node: etree._Element | None = paragraph
    while node is not None and node.tag != w(kind):
        node = node.getparent()
    return node


def short(text: str) -> str:
    """The text on one line, cut where it gets long."""
    text = " ".join(text.split())
    return text if len(text) <= 50 else text[:49] + "…"


def _looped_notes(root: etree._Element, places: Sequence[str], file: str) -> Iterator[Problem]:
    """A footnote inside a loop would be pointed to several times, and Word has no such thing."""
    depth: dict[int, int] = {}
    for tag in block_tags(root):
        step = 1 if tag.word == "for" else -1 if tag.word == "endfor" else 0
        depth[tag.number] = depth.get(tag.number, 0) + step
    open_loops = 0
    for number, paragraph in enumerate(root.iter(w("p"))):
        before, open_loops = open_loops, open_loops + depth.get(number, 0)
        inside = max(before, open_loops) > 0
        if inside and next(paragraph.iter(w("footnoteReference"), w("endnoteReference")),
                           None) is not None:
            yield Problem("skabelon.note_i_loekke", "Her er en fodnote inde i en løkke. Den kan "
                          "kun stå ét sted.", Place(file, detail=places[number]),
                          "Flyt noten ud af løkken, eller skriv den i teksten.")


def _boxed_phrases(root: etree._Element, places: Sequence[str], file: str) -> Iterator[Problem]:
    """Word keeps a text box twice, once for old readers; a phrase would be made twice with it."""
    numbers = {p: n for n, p in enumerate(root.iter(w("p")))}
    for box in root.iter(w("txbxContent")):
        for paragraph in box.iter(w("p")):
            if any("frase." in tag for tag in TAG.findall(own_words(paragraph))):
                yield Problem("skabelon.frase_i_tekstboks", "En frase kan ikke stå i en tekstboks.",
                              Place(file, detail=places[numbers[paragraph]]), "Sæt frasen i et "
                              "almindeligt afsnit. En ramme laver du med typografien, under "
                              "Kantlinjer.")


# --- blocks -------------------------------------------------------------------------------------


def unclosed(root: etree._Element, places: Sequence[str], file: str) -> Iterator[Problem]:
    """Every if and for that is not closed, or closed without being open; Jinja says only one."""
    open_tags: list[BlockTag] = []
    for tag in block_tags(root):
        here = places[tag.number]
        if tag.opens:
            open_tags.append(tag)
        elif tag.word in OPENERS.values():
            if not any(OPENERS[o.word] == tag.word for o in open_tags):
                yield _unbalanced(f"»{tag.word}« lukker noget, som ikke er åbnet.", here, file,
                                  "Slet mærket, eller sæt det, der åbner, ind før.")
                continue
            while OPENERS[(opened := open_tags.pop()).word] != tag.word:
                yield _unbalanced(f"»{opened.word}« i {places[opened.number]} bliver ikke lukket "
                                  f"før »{tag.word}«.", here, file,
                                  f"Sæt {OPENERS[opened.word]} ind før.")
        elif tag.word in ("else", "elif") and not any(o.word in ("if", "for") for o in open_tags):
            yield _unbalanced(f"»{tag.word}« står uden for et if.", here, file,
                              "Slet mærket, eller sæt et if ind før.")
    for tag in open_tags:
        yield _unbalanced(f"»{tag.word}« bliver ikke lukket.", places[tag.number], file,
                          f"Sæt {{% {OPENERS[tag.word]} %}} ind, hvor det skal slutte.")


def _unbalanced(text: str, place: str, file: str, remedy: str) -> Problem:
    return Problem("skabelon.ubalance", text, Place(file, detail=place), remedy)
