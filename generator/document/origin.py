"""Where the words of a letter come from: the manifest inside it, read back.

A letter that duform made tells which phrase made each paragraph, with a checksum of its words. So
a paragraph is either as the phrase made it, or changed since, or somebody's own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from zlib import crc32

from lxml import etree

NAMESPACE = "urn:duform:manifest:1"
#: The bookmark around the paragraph of this number begins so.
BOOKMARK = "_fr_"


@dataclass(frozen=True)
class Afsnit:
    """A paragraph that a phrase made: which one, and the checksum of its words."""

    frase: str
    version: str
    variant: str
    hash: str


@dataclass(frozen=True)
class Origin:
    """What the manifest tells. `reader` is the role spoken to, `ages` the child's age band (whole
    years, both ends included), `paragraphs` by the number in their bookmark."""

    template: str = ""
    template_version: str = ""
    case: str = ""
    date: date | None = None
    reader: str = ""
    ages: tuple[int, int] | None = None
    paragraphs: Mapping[int, Afsnit] = field(default_factory=dict)


def read_origin(manifest: bytes | None) -> Origin | None:
    """The manifest of a letter; None when there is none, or when it is not ours. Somebody may have
    written it by hand, so nothing in it is trusted to be there."""
    if not manifest:
        return None
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        root = etree.fromstring(manifest, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    if root.tag != f"{{{NAMESPACE}}}duform":
        return None
    return Origin(root.get("skabelon", ""), root.get("skabelonversion", ""), root.get("sag", ""),
                  _day(root.get("dato", "")), root.get("laeser", ""), _band(root.get("trin", "")),
                  dict(_paragraphs(root)))


def _paragraphs(root: etree._Element) -> Iterator[tuple[int, Afsnit]]:
    for frase in root.iterfind(f"{{{NAMESPACE}}}frase"):
        told = frase.get("id", ""), frase.get("version", ""), frase.get("variant", "")
        for run in frase.iterfind(f"{{{NAMESPACE}}}afsnit"):
            first = run.get("fra", "")
            if first.isdecimal() and len(first) < 7:
                for n, words in enumerate(run.get("hash", "").split(), int(first)):
                    yield n, Afsnit(*told, words)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _band(text: str) -> tuple[int, int] | None:
    first, _, last = text.partition("-")
    return (int(first), int(last)) if first.isdecimal() and last.isdecimal() else None


def text_hash(words: str) -> str:
    """A checksum of a paragraph's words: tells untouched phrase text from edited text."""
    return hex(crc32(words.encode("utf-8", "replace")))[2:]
