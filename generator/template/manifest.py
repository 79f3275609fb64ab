"""The manifest inside each letter: what made it. Tells why a paragraph is there, which phrase text
somebody has edited since, and with what the letter can be made again. No personal data."""

from __future__ import annotations

from functools import lru_cache
from xml.sax.saxutils import quoteattr

from generator import __version__
from generator.document.origin import NAMESPACE, text_hash
from generator.library import ALDERSTRIN
from generator.phrases.choose import Choice
from generator.phrases.session import Session
from generator.template.compile import CompiledTemplate
from generator.template.parts import DECLARATION


def manifest(template: CompiledTemplate, session: Session, case_hash: str) -> bytes:
    """The manifest as XML: program, template, hash of the case data, phrases and their paragraphs.

    `<afsnit fra="12" hash="5f2a01bc 90e1d2c3"/>` in a phrase: it made the paragraphs in the
    bookmarks `_fr_12` and `_fr_13`, and these are the hashes of their words.
    """
    skabelon = template.skabelon
    paragraphs: dict[Choice | None, list[str]] = {choice: [] for choice in (None, *session.valgt)}
    number = 1
    for choice, words in session.stykker:
        hashes = " ".join(map(text_hash, words))
        paragraphs[choice].append(f'<afsnit fra="{number}" hash="{hashes}"/>')
        number += len(words)
    phrases = "".join([f'{_opening(choice)}{"".join(paragraphs[choice])}</frase>'
                       for choice in session.valgt])
    return (f'{DECLARATION}<duform xmlns="{NAMESPACE}" version="{__version__}" '
            f'skabelon="{skabelon.id}" skabelonversion={quoteattr(skabelon.version)} '
            f'skabelonhash="{template.hash[:16]}" sag="{case_hash}" dato="{session.day}" '
            f'laeser="{session.reader}" trin="{_band(session.age)}">{phrases}</duform>').encode()


def _band(age: int) -> str:
    """The age band of the child: what phrases are chosen by, and no more than that."""
    return next(f"{low}-{high}" for low, high in ALDERSTRIN if low <= age <= high)


@lru_cache(maxsize=4096)
def _opening(choice: Choice) -> str:
    frase = choice.frase
    return (f'<frase id="{frase.id}" version={quoteattr(frase.version)} '
            f'variant={quoteattr(choice.variant.heading)}>')
