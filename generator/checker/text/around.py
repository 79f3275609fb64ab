"""What is read besides a letter's text: headers, footers, and what stands for tables and pictures.

A rule that goes through `brev.stykker` sees the body and its notes; one that is to see these too
goes through `(*brev.stykker, *around(brev))`.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checker.letter import Brev, Stykke, once
from generator.document.model import Document, Image, Paragraph, Table, paragraphs
from generator.source import Place


@once
def around(brev: Brev) -> tuple[Stykke, ...]:
    """What is read besides the letter's text: headers, footers, and what pictures show."""
    return tuple(_around(brev.document))


def _around(document: Document) -> Iterator[Stykke]:
    for story in (*document.headers, *document.footers):
        for paragraph in paragraphs(story.blocks):
            if paragraph.text.strip():
                yield beside(paragraph.text, paragraph.where)
    for block in document.body:
        if isinstance(block, Table) and block.title:
            yield beside(block.title, Place(block.where.file, detail="alternativ tekst"))
    for paragraph in paragraphs(document.body):
        yield from _alt_texts(paragraph)


def _alt_texts(paragraph: Paragraph) -> Iterator[Stykke]:
    for item in paragraph.inlines:
        if isinstance(item, Image) and item.alt:
            where = Place(paragraph.where.file, detail=f"{paragraph.where.detail}, billede")
            yield beside(item.alt, where)


def beside(text: str, where: Place) -> Stykke:
    """A text that is not of the letter's body, as a piece of it."""
    return Stykke(text.replace("\u00a0", " "), where, "ramme")
