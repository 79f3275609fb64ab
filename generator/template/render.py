"""One letter from a compiled template: fill the parts, see to holes and pictures, pack."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from jinja2 import TemplateError
from jinja2.utils import Namespace

from generator.phrases.holes import spot
from generator.phrases.session import Session, danish_reason, error_line
from generator.sandbox import HOLE_START, ForkertVærdi, _range
from generator.source import Place, Problem, Unusable
from generator.template import holes
from generator.template.compile import (
    _OFFICE,
    CompiledTemplate,
    Part,
    add_relationship,
    core_properties,
    manifest_relationship,
)
from generator.template.images import PICTURE_END, PICTURE_START, Billede
from generator.template.zip_writer import write

_GLOBALS: dict[str, Any] = {"range": _range, "namespace": Namespace}
_PICTURE = re.compile(f"{PICTURE_START}([0-9a-f]+){PICTURE_END}")
_DOCPR = re.compile(r'(<wp:docPr\b[^>]*?\bid=")\d*(")')


@dataclass(frozen=True)
class Filled:
    """A letter's own parts as XML text, with the problems that came up while filling them."""

    parts: tuple[tuple[str, str], ...]
    pictures: tuple[Billede, ...]
    problems: tuple[Problem, ...]


def fill(template: CompiledTemplate, view: Mapping[str, Any], session: Session, *,
         pictures: Iterable[Billede] = ()) -> Filled:
    """The template filled in. Holes become problems, and are marked in the text (for drafts).

    Raises `Unusable` when a tag fails while the letter is made (a wrong type, a name that does
    not exist), with the paragraph it stands in.
    """
    context = {**_GLOBALS, **view, "frase": session}
    known = {picture.key: picture for picture in pictures}
    shown: dict[str, Billede] = {}
    parts: list[tuple[str, str]] = []
    problems: list[Problem] = []
    main = template.parts[0].name
    for part in template.parts:
        xml = _filled(part, context, template)
        rels = part.rels
        if PICTURE_START in xml:
            xml, rels = _with_pictures(xml, rels, part, known, shown)
        if HOLE_START in xml:
            xml, found = holes.resolve(xml, part.spots)
            problems += found
        if part.pictures or "<wp:docPr" in xml:
            xml = _numbered_pictures(xml) if part.name == main else xml
        if part.rows:
            xml = holes.without_empty_tables(xml)
        if part.tables:
            xml = holes.fitted_tables(xml)
        parts.append((part.name, xml))
        if part.name == main:
            rels = manifest_relationship(rels, main)
        if rels:
            parts.append((part.rels_name, rels))
    if template.numbering_name:
        parts.append((template.numbering_name, _numbering(template, session)))
    return Filled(tuple(parts), tuple(shown.values()), tuple(problems))


def _filled(part: Part, context: dict[str, Any], template: CompiledTemplate) -> str:
    try:
        return "".join(part.template.root_render_func(
            part.template.new_context(context, shared=True)))
    except (TemplateError, ForkertVærdi, TypeError, ValueError, ArithmeticError) as error:
        text, _, remedy = danish_reason(error).partition("||")
        file = str(template.skabelon.path)
        where = spot(part.spots, error_line(error, f"{file}|{part.name}"))
        raise Unusable([Problem("skabelon.fejl", text, Place(file, detail=where),
                                remedy)]) from error


def _with_pictures(xml: str, rels: str, part: Part, known: Mapping[str, Billede],
                   shown: dict[str, Billede]) -> tuple[str, str]:
    """Gives each picture in the part a relationship to the one copy of it in the letter."""
    ids: dict[str, str] = {}
    for key in dict.fromkeys(_PICTURE.findall(xml)):
        picture = shown.setdefault(key, known[key])
        target = f"media/{picture.key}.{picture.extension}"
        rels, ids[key] = add_relationship(rels, f"{_OFFICE}/image", target)
    return _PICTURE.sub(lambda m: ids[m[1]], xml), rels


def _numbered_pictures(xml: str) -> str:
    """Numbers drawings from 1001, as docxtpl does: copies made in loops share ids otherwise."""
    count = 1000

    def number(match: re.Match[str]) -> str:
        nonlocal count
        count += 1
        return f"{match[1]}{count}{match[2]}"

    return _DOCPR.sub(number, xml)


def _numbering(template: CompiledTemplate, session: Session) -> str:
    before, after = template.numbering
    if not session.lister:
        return before + after
    own = "".join(
        f'<w:num w:numId="{template.first_list + n}"><w:abstractNumId '
        f'w:val="{template.abstract[role]}"/><w:lvlOverride w:ilvl="0">'
        f'<w:startOverride w:val="{start}"/></w:lvlOverride></w:num>'
        for n, (role, start) in enumerate(session.lister))
    return before + own + after


def pack_letter(template: CompiledTemplate, filled: Filled, manifest: bytes, *, title: str,
                sender: str, day: date) -> bytes:
    """The letter as the bytes of a docx. Same input, same bytes."""
    folder = template.parts[0].name.rpartition("/")[0]
    parts = [(name, xml.encode()) for name, xml in filled.parts]
    parts += [(f"{folder}/media/{p.key}.{p.extension}", p.data) for p in filled.pictures]
    parts.append(("docProps/core.xml", core_properties(title, sender, day)))
    parts.append(("customXml/duform.xml", manifest))
    return write(template.static, parts)
