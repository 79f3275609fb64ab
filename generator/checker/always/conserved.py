"""Nothing is lost silently: every paragraph that a phrase made is read back from the finished file,
word for word and in order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.document.model import Document, paragraphs
from generator.doors import HOLE_START
from generator.phrases.session import Session
from generator.source import Place, Problem


def conserved(document: Document, session: Session) -> Iterator[Problem]:
    """A problem for each phrase paragraph that is not in the letter as it was made."""
    found: dict[str, str] = {}
    order: list[int] = []
    stories = [document.body, *(s.blocks for s in (*document.headers, *document.footers)),
               *(n.blocks for n in document.notes)]
    for blocks in stories:
        for paragraph in paragraphs(blocks):
            for mark in paragraph.bookmarks:
                if mark.startswith("_fr_"):
                    found[mark] = paragraph.text
                    order.append(int(mark[4:]))
    for number, (id, text) in enumerate(session.afsnit, 1):
        if HOLE_START in text:
            continue  # a hole is a finding of its own, and looks otherwise in a draft
        there = found.get(f"_fr_{number}")
        if there != text and (there is None or squeezed(there) != squeezed(text)):
            yield Problem("brev.tabt_tekst", f"Et afsnit fra frasen »{id}« er ikke kommet helt med "
                          f"i brevet: »{text[:60]}«.", Place(document.name),
                          "Det er en fejl i skabelonen eller programmet. Brevet er ikke gemt.")
    if order != sorted(order):
        yield Problem("brev.raekkefoelge", "Frasernes afsnit står ikke i den rækkefølge, de er "
                      "lavet i.", Place(document.name), "Det er en fejl i programmet. Brevet er "
                      "ikke gemt.")


def squeezed(text: str | Sequence[str]) -> str:
    """The words with one space between: how a text is compared, whatever its line breaks."""
    return " ".join(str(text).split())
