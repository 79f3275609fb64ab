"""The manifest inside each letter: what made it. Tells why a paragraph is there, which phrase text
somebody has edited since, and with what the letter can be made again. No personal data."""

from __future__ import annotations

from xml.sax.saxutils import quoteattr

from generator import __version__
from generator.phrases.session import Session, text_hash
from generator.template.compile import DECLARATION, CompiledTemplate

NAMESPACE = "urn:duform:manifest:1"


def manifest(template: CompiledTemplate, session: Session, case_hash: str) -> bytes:
    """The manifest as XML: program, template, hash of the case data, phrases, paragraphs.

    Each `afsnit` has the number of its bookmark (`_fr_1` …), its phrase, and a hash of its words.
    """
    skabelon = template.skabelon
    phrases = "".join(
        f'<frase id="{id}" version={quoteattr(used.frase.version)} '
        f'variant={quoteattr(used.variant.heading)}/>' for id, used in session.brugt.items())
    paragraphs = "".join(
        f'<afsnit nr="{number}" frase="{id}" hash="{text_hash(words)}"/>'
        for number, (id, words) in enumerate(session.afsnit, 1))
    return (f'{DECLARATION}<duform xmlns="{NAMESPACE}" version="{__version__}" '
            f'skabelon="{skabelon.id}" skabelonversion={quoteattr(skabelon.version)} '
            f'skabelonhash="{template.hash[:16]}" sag="{case_hash}" dato="{session.day}" '
            f'laeser="{session.reader}">{phrases}{paragraphs}</duform>').encode()
