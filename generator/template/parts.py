"""A Word file's parts as a template has them: where the text is, where tags are filled in, and what
the parts point to. Opened the same way for compiling and for the lint."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from xml.sax.saxutils import quoteattr

from lxml import etree

from generator.document.docx_package import RELS, Package, open_package
from generator.source import Place, Problem, Unusable
from generator.template.word import OFFICE, PACKAGE, W

DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
#: Kinds of parts, by the last word of their relationship type, that tags are filled in.
_FILLED = ("header", "footer", "footnotes", "endnotes")
#: Parts that say who edited the template and when, or that reach out of the letter. They do not
#: travel.
PRIVATE = frozenset({
    "core-properties", "extended-properties", "custom-properties", "thumbnail", "people",
    "customXml", "comments", "commentsExtended", "commentsIds", "commentsExtensible",
    "attachedTemplate", "documenttasks", "printerSettings", "keyMapCustomizations",
    "attachedToolbars", "vbaProject", "wordVbaData", "webSettings", "glossaryDocument",
    "mailMergeSource", "mailMergeHeaderSource", "recipientData", "transform", "xmlMaps"})


@dataclass(frozen=True)
class TemplateFile:
    """An opened template. `roots` are the parts that tags are filled in, the main one first."""

    name: str
    package: Package
    main: str
    roots: Mapping[str, etree._Element]

    def related(self, kind: str) -> str | None:
        """The name of the part that the main part points to as its `styles`, `numbering` …"""
        return next((rel.target for rel in self.package.relationships(self.main).values()
                     if rel.kind == kind and self.package.find(rel.target)), None)

    def root(self, kind: str) -> etree._Element | None:
        """The XML of that part, or None when the template has none."""
        part = self.related(kind)
        return self.package.xml(part) if part else None

    def kept(self) -> list[str]:
        """The parts that letters need: those the main part leads to, without the private ones.

        Whatever else is in the file (thumbnails, leftovers, the editor's own notes) stays behind.
        """
        reached = {self.main}
        waiting = [self.main]
        while waiting:
            for rel in self.package.relationships(waiting.pop()).values():
                if rel.kind in PRIVATE or rel.external or rel.target in reached:
                    continue
                if self.package.find(rel.target):
                    reached.add(rel.target)
                    waiting.append(rel.target)
        return [info.filename for info in self.package.parts.values() if info.filename in reached]

    def relationships(self, part: str) -> str:
        """The relationships of a part as XML, without those to what stays behind; "" for none."""
        rels = self.package.find(rels_name(part))
        if rels is None:
            return ""
        kept = [rel for rel in self.package.xml(rels).iter(RELS)
                if (rel.get("Type") or "").rpartition("/")[2] not in PRIVATE]
        return relationships_xml("".join(_relationship(rel) for rel in kept))


def open_template(data: bytes, name: str) -> TemplateFile:
    """The template in these bytes; raises `Unusable` when Word would not open them either, or when
    they are built to do harm."""
    package = open_package(data, name)
    main = _main_part(package, name)
    roots = {part: package.xml(part) for part in _filled_parts(package, main)}
    wrong = [part for part, root in roots.items() if root.nsmap.get("w") != W]
    if wrong or package.find("[Content_Types].xml") is None:
        raise Unusable([_not_word(name, wrong[0] if wrong else "")])
    return TemplateFile(name, package, main, roots)


def _main_part(package: Package, name: str) -> str:
    for rel in package.relationships().values():
        if rel.kind == "officeDocument" and not rel.external and package.find(rel.target):
            return rel.target
    raise Unusable([_not_word(name, "")])


def _not_word(name: str, part: str) -> Problem:
    return Problem("docx.ikke_docx", "Filen er ikke et Word-dokument.", Place(name, detail=part),
                   "Åbn den i Word, og gem den som Word-dokument (.docx).")


def _filled_parts(package: Package, main: str) -> Iterator[str]:
    """The main part, then headers, footers and notes, each once however often it is pointed to."""
    yield main
    seen = {main}
    for kind in _FILLED:
        for rel in package.relationships(main).values():
            if rel.kind == kind and not rel.external and package.find(rel.target) and (
                    rel.target not in seen):
                seen.add(rel.target)
                yield rel.target


def part_name(name: str, main: str) -> str:
    """A part as people know it: brødteksten, sidehovedet, sidefoden …"""
    if name == main:
        return "brødteksten"
    known = {"header": "sidehovedet", "footer": "sidefoden", "footnotes": "fodnoterne",
             "endnotes": "slutnoterne"}
    base = name.rpartition("/")[2]
    return next((danish for key, danish in known.items() if base.startswith(key)), base)


def serialised(root: etree._Element) -> bytes:
    """A part as it is written into a letter."""
    return (DECLARATION + etree.tostring(root, encoding="unicode")).encode()


# --- relationships ------------------------------------------------------------------------------


def rels_name(part: str) -> str:
    """Where the relationships of a part are: `word/_rels/document.xml.rels`."""
    folder, _, base = part.rpartition("/")
    return f"{folder}/_rels/{base}.rels" if folder else f"_rels/{base}.rels"


def relationships_xml(inner: str = "") -> str:
    """A relationships part with these relationships."""
    return (f'{DECLARATION}<Relationships xmlns="{PACKAGE}/relationships">{inner}'
            "</Relationships>")


def relationship(id: str, kind: str, target: str) -> str:
    """One relationship inside the letter. `kind` is the last word of its type, or a whole type."""
    type_ = kind if ":" in kind else f"{OFFICE}/{kind}"
    return f'<Relationship Id="{id}" Type="{type_}" Target={quoteattr(target)}/>'


def _relationship(rel: etree._Element) -> str:
    attributes = " ".join(f"{name!s}={quoteattr(str(value))}" for name, value in rel.attrib.items())
    return f"<Relationship {attributes}/>"


@lru_cache(maxsize=256)
def add_relationship(rels: str, kind: str, target: str) -> tuple[str, str]:
    """The relationships part with one more, and the id it got (the first free `rId`)."""
    used = set(re.findall(r'\bId="([^"]+)"', rels))
    number = next(n for n in range(1, len(used) + 2) if f"rId{n}" not in used)
    new = relationship(f"rId{number}", kind, target)
    return (rels or relationships_xml()).replace("</Relationships>", f"{new}</Relationships>"), (
        f"rId{number}")
