"""One letter from a compiled template: fill the parts, see to holes and pictures, pack."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, MutableMapping
from dataclasses import dataclass
from datetime import date
from itertools import count
from typing import Any

from jinja2 import TemplateError

from generator.doors import HOLE_START, ForkertVærdi
from generator.phrases.holes import spot
from generator.phrases.session import Session, danish_reason, error_line
from generator.sandbox import Kontekst, kontekst
from generator.source import Place, Problem, Unusable
from generator.template import holes
from generator.template.compile import CompiledTemplate, Part
from generator.template.images import PICTURE_END, PICTURE_START, Billede
from generator.template.parts import add_relationship
from generator.template.static import MANIFEST_PART, core_properties, manifest_relationship
from generator.template.zip_writer import write

_PICTURE = re.compile(f"{PICTURE_START}([0-9a-f]+){PICTURE_END}")
_DOCPR = re.compile(r'(<wp:docPr\b[^>]*?\bid=")\d*(")')


@dataclass(frozen=True)
class Filled:
    """A letter's own parts as XML text, with the problems that came up while filling them."""

    parts: tuple[tuple[str, str], ...]
    pictures: tuple[Billede, ...]
    problems: tuple[Problem, ...]


def fill(template: CompiledTemplate, view: MutableMapping[str, Any],
         session: Session | None = None, *, pictures: Iterable[Billede] = ()) -> Filled:
    """The template filled in. Holes become problems, and are marked in the text (for drafts).

    `pictures` are those that `view` holds. Raises `Unusable` when tags fail while the letter is
    made (a wrong type, a name that does not exist), with the paragraphs they stand in.
    """
    if session is not None:
        view["frase"] = session
    filling = _Filling(template, kontekst(view), {picture.key: picture for picture in pictures})
    for part in template.parts:
        filling.part(part)
    if filling.broken:
        raise Unusable(filling.broken)
    if template.numbering_name:
        lists = session.lister if session else ()
        filling.parts.append((template.numbering_name, _numbering(template, lists)))
    return Filled(tuple(filling.parts), tuple(filling.shown.values()), tuple(filling.problems))


class _Filling:
    """The parts of one letter as they come to be; body, headers and notes share the numbers of
    drawings and the one copy of each picture."""

    def __init__(self, template: CompiledTemplate, context: Kontekst,
                 known: Mapping[str, Billede]) -> None:
        self.template, self.context, self.known = template, context, known
        self.parts: list[tuple[str, str]] = []
        self.shown: dict[str, Billede] = {}
        self.problems: list[Problem] = []
        self.broken: list[Problem] = []
        self.drawings = count(1001)  # as docxtpl numbers them; copies made in loops share a number

    def part(self, part: Part) -> None:
        """Fills one part, with its relationships."""
        try:
            xml = self.context.fyld(part.template, {})
        except (TemplateError, ForkertVærdi, TypeError, ValueError, ArithmeticError) as error:
            self.broken.append(self._broken(part, error))
            return
        rels, pictured = part.rels, PICTURE_START in xml
        if pictured:
            xml, rels = self._with_pictures(xml, rels)
        if pictured or part.pictures:
            xml = _DOCPR.sub(lambda m: f"{m[1]}{next(self.drawings)}{m[2]}", xml)
        if part.rows:
            xml = holes.without_empty_tables(xml)
        if HOLE_START in xml:
            xml, found = holes.resolve(xml, part.spots)
            self.problems += found
        if part.columns:
            xml = holes.fitted_tables(xml)
        if part is self.template.parts[0]:
            rels = manifest_relationship(rels, part.name)
        self.parts.append((part.name, xml))
        if "<Relationship " in rels:
            self.parts.append((part.rels_name, rels))

    def _broken(self, part: Part, error: Exception) -> Problem:
        text, _, remedy = danish_reason(error).partition("||")
        file = str(self.template.skabelon.path)
        where = spot(part.spots, error_line(error, f"{file}|{part.name}"))
        return Problem("skabelon.fejl", f"{text.rstrip('.')}.", Place(file, detail=where), remedy)

    def _with_pictures(self, xml: str, rels: str) -> tuple[str, str]:
        """Gives each picture in the part a relationship to the one copy of it in the letter."""
        ids: dict[str, str] = {}
        for key in dict.fromkeys(_PICTURE.findall(xml)):
            picture = self.shown.setdefault(key, self.known[key])
            rels, ids[key] = add_relationship(rels, "image", f"/{media(self.template, picture)}")
        return _PICTURE.sub(lambda m: ids[m[1]], xml), rels


def media(template: CompiledTemplate, picture: Billede) -> str:
    """Where a picture is in letters from this template: `word/media/5f2a….png`."""
    folder = template.parts[0].name.rpartition("/")[0]
    return f"{folder}/media/{picture.key}.{picture.extension}".lstrip("/")


def _numbering(template: CompiledTemplate, lists: Iterable[tuple[Any, int]]) -> str:
    """The numbering part with a list of its own for each of the letter's, so that each restarts."""
    before, after = template.numbering
    own = "".join(
        f'<w:num w:numId="{template.first_list + n}"><w:abstractNumId '
        f'w:val="{template.lists[role].abstract}"/><w:lvlOverride '
        f'w:ilvl="{template.lists[role].level}"><w:startOverride w:val="{start}"/>'
        "</w:lvlOverride></w:num>" for n, (role, start) in enumerate(lists))
    return f"{before}{own}{after}"


def pack_letter(template: CompiledTemplate, filled: Filled, manifest: bytes, *, title: str,
                sender: str, day: date) -> bytes:
    """The letter as the bytes of a docx. Same input, same bytes."""
    parts = [(name, xml.encode()) for name, xml in filled.parts]
    parts += [(media(template, picture), picture.data) for picture in filled.pictures]
    parts.append(("docProps/core.xml", core_properties(title, sender, day)))
    parts.append((MANIFEST_PART, manifest))
    return write(template.static, parts)
