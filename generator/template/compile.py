"""A Word template compiled: docxtpl's syntax work done once, the Jinja parts compiled once, the
parts that never change packed once. Immutable afterwards; any number of letters come from it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256

from jinja2 import Template, TemplateError
from lxml import etree

from generator.expressions import Fault
from generator.library import Skabelon
from generator.phrases.holes import spot
from generator.phrases.markdown import Role, StyleMap
from generator.rewriting import Rewriter
from generator.sandbox import environment
from generator.source import Place, Problem, Unusable
from generator.template.dialect import jinja_source, syntax_problem
from generator.template.look import take_look
from generator.template.losses import losses, unclosed
from generator.template.mend import mend, spots
from generator.template.parts import (
    DECLARATION,
    TemplateFile,
    open_template,
    part_name,
    relationships_xml,
    rels_name,
)
from generator.template.static import static_parts
from generator.template.styles import Numbering, numbering_of, style_map
from generator.template.word import w
from generator.template.zip_writer import Packed, pack

#: Elements that Word takes without anything in them, and the outside of all elements.
_MAY_BE_EMPTY = {"w:t", "w:r", "w:p", "w:body", ""}
#: Numbers above this are taken by nobody who counts; a letter's own begin below it.
_HIGH = 1_000_000


@dataclass(frozen=True)
class Part:
    """One part with tags: its template, its relationships, and what needs care when it is filled.

    `pictures`: it has drawings. `rows`: a table, cell or the whole part may come out empty.
    `columns`: rows may differ in their number of cells.
    """

    name: str
    template: Template
    rels_name: str
    rels: str
    pictures: bool = False
    rows: bool = False
    columns: bool = False
    spots: tuple[str, ...] = ()


@dataclass(frozen=True)
class CompiledTemplate:
    """A template ready to make letters. `first_*` are the first free numbers in its parts."""

    skabelon: Skabelon
    parts: tuple[Part, ...]
    static: Packed
    static_parts: Mapping[str, bytes]
    styles: StyleMap
    numbering_name: str
    numbering: tuple[str, str]
    lists: Mapping[Role, Numbering]
    first_bookmark: int
    first_list: int
    hash: str


def compile_template(skabelon: Skabelon) -> CompiledTemplate:
    """The template of a skabelon, compiled; raises `Unusable` with every problem that would lose
    or leak text (the lint finds more)."""
    return compile_docx(skabelon.path.read_bytes(), skabelon)


def compile_docx(data: bytes, skabelon: Skabelon) -> CompiledTemplate:
    """As `compile_template`, for bytes in memory."""
    file = open_template(data, str(skabelon.path))
    take_look(file, skabelon)
    parts = _parts(file)
    styles = style_map(file.root("styles"), skabelon.typografier)
    numbering, numbering_name = file.root("numbering"), file.related("numbering") or ""
    lists: dict[Role, Numbering] = {
        role: found for role in ("nummer", "undernummer")
        if (found := numbering_of(file.root("styles"), numbering, styles.styles.get(role)))}
    static = static_parts(file, {part.name for part in parts}, numbering_name)
    return CompiledTemplate(
        skabelon=skabelon, parts=parts, static=pack(static.items()), static_parts=static,
        styles=styles.numbered({role: found.level for role, found in lists.items()}),
        numbering_name=numbering_name, numbering=_split_numbering(numbering), lists=lists,
        first_bookmark=1 + _highest(file.roots.values(), "bookmarkStart", "id"),
        first_list=1 + _highest([numbering] if numbering is not None else [], "num", "numId"),
        hash=_hash(data, skabelon))


def _hash(data: bytes, skabelon: Skabelon) -> str:
    """Tells templates apart: by the Word file, and by the look it has taken."""
    if skabelon.udseende is None:
        return sha256(data).hexdigest()
    look = skabelon.udseende.read_bytes()
    return sha256(data + look + str(skabelon.stoerrelse).encode()).hexdigest()


def _split_numbering(root: etree._Element | None) -> tuple[str, str]:
    """The numbering part, before and after the place where a letter's own lists go."""
    if root is None:
        return "", ""
    text = DECLARATION + etree.tostring(root, encoding="unicode")
    end = text.find("<w:numIdMacAtCleanup")
    end = text.rfind("</w:numbering>") if end < 0 else end
    return text[:end], text[end:]


def _highest(roots: Iterable[etree._Element], element: str, attribute: str) -> int:
    numbers = [int(number) for root in roots for found in root.iter(w(element))
               if (number := found.get(w(attribute)) or "").isdigit()]
    return max((number for number in numbers if number < _HIGH), default=0)


# --- the parts with tags ------------------------------------------------------------------------


def _parts(file: TemplateFile) -> tuple[Part, ...]:
    parts: list[Part] = []
    problems: list[Problem] = []
    for name, root in file.roots.items():
        part = part_name(name, file.main)
        found = losses(root, part, file.name)
        mend(root)
        found += unclosed(root, spots(root, part), file.name)
        problems += found
        if not found and (name == file.main or has_tags(root)):
            try:
                parts.append(_part(file, name, root))
            except Unusable as error:
                problems += error.problems
    if problems:
        raise Unusable(problems)
    return tuple(parts)


def has_tags(root: etree._Element) -> bool:
    """Whether there may be tags anywhere in the part, in attributes too."""
    return "{" in etree.tostring(root, encoding="unicode")


def _part(file: TemplateFile, name: str, root: etree._Element) -> Part:
    source = jinja_source(root, part_name(name, file.main))
    label, env = f"{file.name}|{name}", environment()
    rewriter = Rewriter(label, phrase=False)
    try:
        tree = env.parse(DECLARATION.rstrip() + source.text, name, label)
        rewriter.rewrite(tree)
        code = env.compile(tree, name, label)
    except TemplateError as error:
        raise Unusable([syntax_problem(error, file.name, source.spots)]) from error
    if rewriter.faults:
        raise Unusable([fault_problem(f, source.spots, file.name) for f in rewriter.faults])
    return Part(
        name=name, template=Template.from_code(env, code, {}), rels_name=rels_name(name),
        rels=file.relationships(name) or relationships_xml(),
        pictures="<wp:docPr" in source.text,
        rows=not rewriter.varies <= _MAY_BE_EMPTY, columns="w:tr" in rewriter.varies,
        spots=source.spots)


def fault_problem(fault: Fault, spots: tuple[str, ...], file: str) -> Problem:
    """A fault in a tag of a template as a problem with its place."""
    return Problem(fault.id.replace("maerke.", "skabelon."), fault.text,
                   Place(file, detail=spot(spots, fault.line)), fault.remedy)
