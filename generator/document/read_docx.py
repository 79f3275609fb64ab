"""Any docx, from Word or LibreOffice, to a `Document`. How Word stores letters is known here and in
the `docx_*.py` beside it (safe package, styles, numbering, stories), and nowhere else."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from typing import Literal

from lxml import etree

from generator.document.docx_numbering import Numbering, read_numbering
from generator.document.docx_package import Package, open_package
from generator.document.docx_story import Findings, R, read_story, text_of
from generator.document.docx_styles import Styles, W, on, read_styles
from generator.document.model import (
    Block,
    Document,
    Note,
    Passage,
    Properties,
    Story,
    paragraphs,
    plain,
)
from generator.source import Problem, Unusable

_MANIFEST = "{urn:duform:manifest:1}"

#: Relationship types of parts that hold looks, and no text that a person wrote.
_LOOKS = frozenset({"styles", "stylesWithEffects", "theme", "fontTable", "webSettings",
                    "numbering", "themeOverride", "chartStyle", "chartColorStyle"})  # fmt: skip
#: Relationship types whose parts are pictures and fonts: shown, and nothing to read.
_BINARY = frozenset({"image", "font", "hdphoto"})
#: The small picture in the empty file that python-docx begins with: nobody's letter.
_EMPTY_THUMBNAIL = "96367138dc44ce09bf2c8f0f8e49348a1478d2c5c0af69bbc2bbc38b63cdcead"
#: In these parts a person's words and name stand in attributes.
_TELLING = ("customxml/", "docprops/custom")
_CORE = {
    "title": "title", "subject": "subject", "creator": "author", "language": "language",
    "lastModifiedBy": "last_modified_by", "created": "created", "modified": "modified",
    "lastPrinted": "last_printed", "keywords": "keywords", "description": "comments",
    "category": "category", "contentStatus": "content_status", "identifier": "identifier",
    "revision": "revision", "version": "version", "Company": "company", "Manager": "manager",
    "Application": "application", "Template": "template",
}  # fmt: skip
_Pages = Literal["alle sider", "første side", "lige sider"]
_PAGES: dict[str, _Pages] = {"first": "første side", "even": "lige sider"}
_EDGES = {"header": "sidehovedet", "footer": "sidefoden"}


def read_docx(data: bytes, name: str = "") -> Document:
    """The letter in these bytes. `name` is the file name that places and problems will show.

    Tracked insertions count as text, deletions do not; the result of a field is text, its code is
    not; of two alternative contents the one that Word chooses is read. Raises `Unusable` when the
    file is no Word document, is locked, damaged, or built to do harm.
    """
    return read_package(open_package(data, name))


def read_package(package: Package) -> Document:
    """As `read_docx`, for a file that has been opened."""
    reader = _Reader(package, _main_part(package))
    body = reader.body()
    headers, footers = reader.edges("header"), reader.edges("footer")
    notes, comments = tuple(reader.notes()), tuple(reader.comments())
    properties = reader.properties()
    manifest = reader.rest()
    found = reader.found
    return Document(
        name=package.name,
        title=properties.title or _visible_title(body),
        language=found.styles.language or properties.language,
        properties=properties,
        body=body,
        headers=headers,
        footers=footers,
        notes=notes,
        comments=comments,
        inserted=tuple(found.inserted),
        deleted=tuple(found.deleted),
        hidden=tuple(found.hidden),
        unread=tuple(found.unread),
        manifest=manifest,
        everything_else=tuple(dict.fromkeys(found.elsewhere)),
    )


def _main_part(package: Package) -> str:
    relations = package.relationships().values()
    target = next((item.target for item in relations if item.kind == "officeDocument"), "")
    found = package.find(target) if target else None
    if found is None and package.find("mimetype") and package.find("content.xml"):
        raise Unusable([Problem(
            "docx.odt", "Filen er et OpenDocument, ikke et Word-dokument (.docx).",
            package.place(), "Gem den som .docx: Filer → Gem som → Word-dokument.")])
    if found is None:
        raise Unusable([Problem(
            "docx.ingen_tekst", "Filen er en zip-fil, men ikke et Word-dokument: hoveddelen "
            "mangler.", package.place(),
            "Se efter, om det er den rigtige fil. Åbn den ellers i Word, og gem den igen.")])
    root = package.xml(found)
    if root.tag != W + "document" or root.find(W + "body") is None:
        raise Unusable([Problem(
            "docx.andet_program", "Filen er et regneark, en præsentation eller andet, som ikke er "
            "et Word-dokument.", package.place(found),
            "Se efter, om det er den rigtige fil. Her skal bruges et Word-dokument (.docx).")])
    return found


def _visible_title(body: Iterable[Block]) -> str:
    titles = (p.text for p in paragraphs(body) if p.role == "titel" and not p.blank)
    return " ".join(next(titles, "").split())


class _Reader:
    """One file being read: its main part's relations, which parts are done, and what was found."""

    def __init__(self, package: Package, main: str) -> None:
        self.package, self.main = package, main
        self.relations = package.relationships(main)
        self.done = {main.lower(), "[content_types].xml"}
        styles, numbering = self._part("styles"), self._part("numbering")
        self.found = Findings(
            package, Styles() if styles is None else package.told(styles, read_styles),
            Numbering() if numbering is None else package.told(numbering, read_numbering))

    def _part(self, kind: str) -> str | None:
        """The part of the first relationship of this kind, if it is in the file."""
        target = next((r.target for r in self.relations.values()
                       if r.kind == kind and not r.external), None)
        return self.package.find(target) if target else None

    def _story(self, part: str, scene: str, root: etree._Element) -> tuple[Block, ...]:
        self.done.add(part.lower())
        return read_story(self.found, part, scene, root)

    def body(self) -> tuple[Block, ...]:
        """The blocks of the main text."""
        body = self.package.xml(self.main).find(W + "body")
        assert body is not None  # _main_part has looked
        return self._story(self.main, "brødteksten", body)

    def edges(self, kind: Literal["header", "footer"]) -> tuple[Story, ...]:
        """Headers or footers, each part once, in the order their sections come."""
        settings = self._part("settings")
        even = settings is not None and self.package.told(settings, _even_and_odd)
        wanted: dict[str, tuple[str, bool]] = {}
        for section in self.package.xml(self.main).iter(W + "sectPr"):
            first = _setting(section, "titlePg")
            for reference in section.iterchildren(f"{W}{kind}Reference"):
                pages = reference.get(W + "type", "default")
                shown = {"first": first, "even": even}.get(pages, True)
                id = reference.get(R + "id", "")
                wanted[id] = (pages, shown or wanted.get(id, ("", False))[1])
        stories = (self._edge(kind, id, pages, shown) for id, (pages, shown) in wanted.items())
        return tuple(story for story in stories if story)

    def _edge(self, kind: str, id: str, pages: str, shown: bool) -> Story | None:
        name: _Pages = _PAGES.get(pages, "alle sider")
        scene = _EDGES[kind] + ("" if name == "alle sider" else f" på {name}")
        relation = self.relations.get(id)
        part = self.package.find(relation.target) if relation and not relation.external else None
        if part is None:
            self.found.miss("Delen mangler i filen", self.package.place(scene))
            return None
        return Story(name, self._story(part, scene, self.package.xml(part)), shown)

    def notes(self) -> Iterator[Note]:
        """The footnotes and endnotes that the text points to, in order. Others go aside."""
        yield from self._notes("footnote", "fodnote")
        yield from self._notes("endnote", "slutnote")

    def _notes(self, kind: str, danish: Literal["fodnote", "slutnote"]) -> Iterator[Note]:
        part = self._part(f"{kind}s")
        numbers = self.found.notes.get(kind, {})
        elements = {} if part is None else _by_id(self.package.xml(part), kind)
        order = dict.fromkeys(numbers)  # a note may, against the rules, point to further notes
        for id in order:
            scene = f"{danish} {numbers[id]}"
            if part is None or id not in elements:
                self.found.miss("Noten mangler i filen", self.package.place(scene))
            else:
                yield Note(numbers[id], danish, self._story(part, scene, elements[id]))
        for id, element in elements.items():
            # Word keeps the lines above the notes as notes of a special type.
            if part and id not in order and element.get(W + "type", "normal") == "normal":
                self.found.aside(part, text_of(element))
        if part:
            self.done.add(part.lower())

    def comments(self) -> Iterator[Passage]:
        """Word's comments with their authors."""
        part = self._part("comments")
        root = None if part is None else self.package.xml(part)
        if part is None or root is None:
            return
        for count, element in enumerate(root.iterchildren(W + "comment"), 1):
            scene = f"kommentar {count}"
            blocks = self._story(part, scene, element)
            anchor = self.found.comments.get(element.get(W + "id", ""))
            detail = f"{anchor.detail}, {scene}" if anchor else scene
            text = "\n".join(p.full_text for p in paragraphs(blocks))
            self.found.aside(part, element.get(W + "initials", ""))
            yield Passage(text, self.package.place(detail), element.get(W + "author", ""))
        self.done.add(part.lower())

    def properties(self) -> Properties:
        """The core and extended properties; what has no field of its own goes aside."""
        values: dict[str, str] = {}
        for relation in self.package.relationships().values():
            part = self.package.find(relation.target)
            if part and relation.kind in ("core-properties", "extended-properties"):
                self.done.add(part.lower())
                for element in self.package.xml(part).iterchildren():
                    name = _CORE.get(element.tag.rpartition("}")[2])
                    if name and element.text:
                        values.setdefault(name, plain(element.text.strip()))
                    else:
                        self._texts(part, element)
        return Properties(**values)

    def rest(self) -> bytes | None:
        """Goes through every part not read yet, for its texts. Returns the manifest, if any."""
        manifest: bytes | None = None
        kinds = self._kinds()
        for part in sorted(info.filename for info in self.package.parts.values()):
            kind = kinds.get(part.lower(), "")
            if part.lower() in self.done or kind in _BINARY or kind in _LOOKS:
                continue
            if part.lower().endswith(".rels"):
                self._addresses(part)
            elif kind == "settings":
                for text in self.package.told(part, _settings_texts):
                    self.found.aside(part, text)
            elif (root := self._other(part, kind)) is not None:
                if manifest is None and root.tag.startswith(_MANIFEST):
                    manifest = self.package.read(part)
                self._texts(part, root)
        return manifest

    def _kinds(self) -> dict[str, str]:
        """What each part is, told by the relationships that point to it."""
        kinds: dict[str, str] = {}
        for source in ("", *self.package.parts):
            for relation in self.package.relationships(source).values():
                if not relation.external:
                    kinds.setdefault(relation.target.lower(), relation.kind)
        return kinds

    def _addresses(self, part: str) -> None:
        for address in self.package.told(part, _external):
            self.found.aside(part, address)

    def _other(self, part: str, kind: str) -> etree._Element | None:
        """The XML of a part that Word keeps but does not show. Embedded files, macros and
        thumbnails have none; they are noted as unread."""
        if part.lower().endswith(".xml"):
            try:
                return self.package.xml(part)
            except Unusable as refused:
                # Word does not care about a broken part that it does not open.
                if any(problem.id != "docx.beskadiget" for problem in refused.problems):
                    raise
        elif kind == "aFChunk":
            self.found.aside(part, self.package.read(part).decode("utf-8", "replace"))
        elif kind == "thumbnail" and self._of_an_empty_file(part):
            return None
        where = self.package.place(f"filens del {part}")
        self.found.miss("En del af filen kan ikke læses som tekst", where)
        return None

    def _of_an_empty_file(self, part: str) -> bool:
        """Whether the small picture is the one that comes with a new file, of nobody's letter."""
        return hashlib.sha256(self.package.read(part)).hexdigest() == _EMPTY_THUMBNAIL

    def _texts(self, part: str, root: etree._Element) -> None:
        telling = part.lower().startswith(_TELLING) or part.lower().endswith("/people.xml")
        aside = self.found.aside
        for element in root.iter():
            if text := element.text:
                aside(part, text.strip())
            if text := element.tail:
                aside(part, text.strip())
            if telling:
                for value in element.attrib.values():
                    aside(part, str(value))


def _settings_texts(root: etree._Element) -> tuple[str, ...]:
    """Document variables and mail merge sources: the only texts among the settings."""
    return tuple(str(value) for element in root.iter(W + "docVar", W + "mailMerge")
                 for item in element.iter() for value in item.attrib.values())


def _external(root: etree._Element) -> tuple[str, ...]:
    """The addresses outside the file that a part's relationships point to."""
    return tuple(item.get("Target", "") for item in root.iterchildren()
                 if item.get("TargetMode") == "External")


def _even_and_odd(root: etree._Element) -> bool:
    """Whether left and right pages have headers and footers of their own."""
    return _setting(root, "evenAndOddHeaders")


def _by_id(root: etree._Element, kind: str) -> dict[str, etree._Element]:
    return {item.get(W + "id", ""): item for item in root.iterchildren(W + kind)}


def _setting(parent: etree._Element | None, tag: str) -> bool:
    found = None if parent is None else parent.find(W + tag)
    return found is not None and on(found)
