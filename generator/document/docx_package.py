"""A docx as a package of parts: opened safely, with relationships and XML. Used by `read_docx.py`
and by `template/`, which opens templates with the same care.

The file may come from anybody. Nothing is written to disk, no address is fetched, no entity is
expanded, and size, count and depth have limits. What the parts mean is not known here.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache
from io import BytesIO
from posixpath import dirname, normpath
from posixpath import join as join_path
from typing import Any, NoReturn, TypeVar
from urllib.parse import unquote
from zipfile import BadZipFile, ZipFile, ZipInfo

from lxml import etree

from generator.source import Place, Problem, Unusable

MAX_TOTAL = 200_000_000
MAX_PARTS = 5000
#: A node takes ten times its source in memory; a long letter is under 1 MB of XML.
MAX_XML = 20_000_000
#: Word's own XML packs 5–40 times, a large empty form more than 100.
MAX_RATIO = 300
RATIO_FROM = 5_000_000

#: What a part says is kept for further files up to this size, and of so many parts.
SHARED_BYTES, SHARED_PARTS = 200_000, 128

RELS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"

#: Word's "Strict Open XML" says the same things in other namespaces.
_STRICT = {
    b"http://purl.oclc.org/ooxml/wordprocessingml/main":
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    b"http://purl.oclc.org/ooxml/officeDocument/relationships":
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    b"http://purl.oclc.org/ooxml/officeDocument/math":
        b"http://schemas.openxmlformats.org/officeDocument/2006/math",
    b"http://purl.oclc.org/ooxml/officeDocument/extendedProperties":
        b"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties",
    b"http://purl.oclc.org/ooxml/drawingml/main":
        b"http://schemas.openxmlformats.org/drawingml/2006/main",
    b"http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing":
        b"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
}  # fmt: skip
_STRICT_NAME = re.compile(rb'(?<=["\'])http://purl\.oclc\.org/ooxml/[A-Za-z/]+(?=["\'])')

_Told = TypeVar("_Told")

_RESAVE = "Åbn filen i Word, og gem den igen som Word-dokument (.docx)."
_SENDER = "Spørg afsenderen om en ny fil. Åbn ikke denne, hvis du ikke ved, hvor den kommer fra."


@dataclass(frozen=True)
class Relationship:
    """One part's pointer to another part, or (`external`) to an address outside the file."""

    kind: str
    target: str
    external: bool


@dataclass(frozen=True)
class Package:
    """An opened docx. `parts` maps lower-case part names (they ignore case) to zip entries."""

    name: str
    zip: ZipFile
    parts: dict[str, ZipInfo]
    parsed: dict[str, etree._Element] = field(default_factory=dict)
    unpacked: dict[str, bytes] = field(default_factory=dict)
    related: dict[str, dict[str, Relationship]] = field(default_factory=dict)

    def place(self, detail: str = "") -> Place:
        """A place in this file."""
        return Place(self.name, detail=detail)

    def find(self, part: str) -> str | None:
        """The name that the part has in the zip, or None when it is not there."""
        info = self.parts.get(part.lower()) or self.parts.get(unquote(part).lower())
        return info.filename if info else None

    def read(self, part: str) -> bytes:
        """The bytes of a part that `find` knows; raises `Unusable` when they are damaged."""
        if part not in self.unpacked:
            self.unpacked[part] = self._unpack(part)
        return self.unpacked[part]

    def _unpack(self, part: str) -> bytes:
        info = self.parts[part.lower()]
        try:
            return self.zip.read(info)
        except (BadZipFile, zlib.error, EOFError, OSError, ValueError) as error:
            raise Unusable([_damaged(self.place(part))]) from error
        except (RuntimeError, NotImplementedError) as error:
            raise Unusable([Problem(
                "docx.pakning", "En del af filen er låst eller pakket på en måde, vi ikke kan "
                "læse.", self.place(part), _RESAVE)]) from error

    def xml(self, part: str) -> etree._Element:
        """The root of an XML part; raises `Unusable` as `parse` does."""
        if part not in self.parsed:
            self.parsed[part] = parse(self.read(part), self.place(part))
        return self.parsed[part]

    def told(self, part: str, read: Callable[[etree._Element], _Told]) -> _Told:
        """What `read` makes of an XML part, made once for all files that have the part alike:
        styles, relationships, lists of contents. For parts without the letter's own text only.

        `read` is a plain function, and nobody changes what it gives. Raises `Unusable` as `xml`
        does.
        """
        data = self.read(part)
        if len(data) <= SHARED_BYTES:
            with suppress(Unusable):  # it is refused again below, with the name of the file
                found: _Told = _told(read, data)
                return found
        return read(self.xml(part))

    def relationships(self, part: str = "") -> dict[str, Relationship]:
        """The relationships of a part ("" is the package) by id. A kind is the last word of its
        type: `header`, `image`. A part that is pointed to need not be there."""
        if part not in self.related:
            folder, _, file = part.rpartition("/")
            rels = self.find(join_path(folder, "_rels", f"{file}.rels"))
            listed = () if rels is None else self.told(rels, _listed)
            self.related[part] = {id: self._relationship(part, pointer) for id, pointer in listed}
        return self.related[part]

    def _relationship(self, part: str, pointer: Relationship) -> Relationship:
        """The relationship with the path of its target from the root of the package."""
        if pointer.external:
            return pointer
        kind, target = pointer.kind, pointer.target
        path = target.partition("#")[0].replace("\\", "/")
        path = path[1:] if path.startswith("/") else join_path(dirname(part), path)
        path = normpath(path) if path else ""
        if path.startswith(("..", "/")):
            self._refuse_path(target)
        return Relationship(kind, self.find(path) or path, external=False)

    def _refuse_path(self, path: str) -> NoReturn:
        self._refuse("docx.sti", f"Filen indeholder en sti, der peger ud af den: »{path[:80]}«.",
                     "", _SENDER)

    def _refuse(self, id: str, text: str, detail: str, remedy: str) -> NoReturn:
        raise Unusable([Problem(id, text, self.place(detail), remedy)])

    def check(self) -> None:
        """Raises `Unusable` when the table of contents alone shows that the file is hostile."""
        infos = self.zip.infolist()
        if len(infos) > MAX_PARTS:
            self._refuse("docx.for_mange", f"Filen har mere end {MAX_PARTS} dele.", "", _SENDER)
        if sum(info.file_size for info in infos) > MAX_TOTAL:
            self._refuse("docx.for_stor", "Filen fylder mere end "
                         f"{MAX_TOTAL // 1_000_000} MB, når den er pakket ud.", "", _SENDER)
        for info in infos:
            path = info.filename
            if path.startswith("/") or "\\" in path or ":" in path or ".." in path.split("/"):
                self._refuse_path(path)
            packed = max(info.compress_size, 1)
            if (info.file_size > RATIO_FROM and info.file_size / packed > MAX_RATIO
                    and path.lower().endswith((".xml", ".rels"))):
                self._refuse("docx.for_stor", "En del af filen er pakket så hårdt, at den ligner "
                             "et angreb.", path, _SENDER)


@lru_cache(maxsize=SHARED_PARTS)
def _told(read: Callable[[etree._Element], Any], data: bytes) -> Any:
    return read(parse(data, Place()))


def _listed(root: etree._Element) -> tuple[tuple[str, Relationship], ...]:
    """The relationships of a part by id, as they are written."""
    return tuple((item.get("Id", ""), Relationship(
        item.get("Type", "").rpartition("/")[2], item.get("Target", ""),
        external=item.get("TargetMode") == "External")) for item in root.iter(RELS))


def parse(data: bytes, where: Place) -> etree._Element:
    """The root of an XML part, with the namespaces of transitional Word files. Raises `Unusable`
    when it is not well-formed, has a DOCTYPE, is too large or too deep."""
    if len(data) > MAX_XML:
        raise Unusable([Problem(
            "docx.for_stor", f"En del af filen fylder over {MAX_XML // 1_000_000} MB.", where,
            "Se efter, om det er den rigtige fil. Et brev er meget mindre.")])
    # Refused before parsing: lxml would read the declarations before it lets us look at them.
    if b"<!DOCTYPE" in data:
        raise Unusable([_doctype(where)])
    if b"purl.oclc.org" in data:
        data = _STRICT_NAME.sub(lambda match: _STRICT.get(match[0], match[0]), data)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False,
                             huge_tree=False, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        if "depth" in str(error):
            raise Unusable([too_deep(where)]) from error
        raise Unusable([_damaged(where, _line(error))]) from error
    # In UTF-16 the bytes look different.
    if root.getroottree().docinfo.internalDTD is not None:
        raise Unusable([_doctype(where)])
    return root


def _damaged(where: Place, line: int = 0) -> Problem:
    return Problem("docx.beskadiget", "Filen er beskadiget og kan ikke læses.",
                   Place(where.file, detail=where.detail + (f", linje {line}" if line else "")),
                   f"{_RESAVE} Lykkes det ikke, så hent filen igen, hvor den kom fra.")


def _doctype(where: Place) -> Problem:
    return Problem("docx.doctype", "Filen indeholder en DOCTYPE. Det gør Word aldrig, og det kan "
                   "bruges til at hente andet ind.", where, _SENDER)


def open_package(data: bytes, name: str) -> Package:
    """The package in these bytes; raises `Unusable` with the reason in Danish."""
    where = Place(name)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unusable([_not_docx_but_ole(data, where)])
    if not data:
        raise Unusable([Problem("docx.tom", "Filen er tom.", where,
                                "Se efter, om det er den rigtige fil.")])
    try:
        archive = ZipFile(BytesIO(data))
    except (BadZipFile, OSError, ValueError, NotImplementedError, UnicodeDecodeError) as error:
        raise Unusable([Problem("docx.ikke_docx", "Filen er ikke et Word-dokument (.docx), eller "
                                "den er skåret over.", where, _RESAVE)]) from error
    files = [info for info in archive.infolist() if not info.is_dir()]
    package = Package(name, archive, {info.filename.lower(): info for info in files})
    package.check()
    if len(package.parts) != len(files):
        raise Unusable([Problem(
            "docx.dobbelt", "Filen har to dele med samme navn. Så kan Word vise noget andet, end "
            "vi læser.", where, _RESAVE)])
    return package


def _not_docx_but_ole(data: bytes, where: Place) -> Problem:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return Problem("docx.kodeord", "Filen er låst med en adgangskode.", where,
                       "Åbn den i Word, og fjern koden: Filer → Oplysninger → Beskyt dokument → "
                       "Krypter med adgangskode. Gem den så igen.")
    return Problem("docx.gammelt_format", "Filen er gemt i et ældre Office-format (.doc), som vi "
                   "ikke kan læse.", where, _RESAVE)


def too_deep(where: Place) -> Problem:
    """The problem of XML nested deeper than any letter."""
    return Problem("docx.for_dyb", "Filen har for mange lag inden i hinanden.", where,
                   f"{_RESAVE} Se også efter tabeller inden i tabeller.")


def _line(error: Exception) -> int:
    return (error.lineno or 0) if isinstance(error, etree.XMLSyntaxError) else 0
