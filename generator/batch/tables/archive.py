"""A workbook as a zip of XML parts, opened safely. It may come from anybody: nothing is written to
disk, no address is fetched, no entity is expanded, and what it unpacks to has limits."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO
from zipfile import BadZipFile, ZipFile

from lxml import etree

from generator.source import Place, Problem, Unusable, unreadable

#: Most bytes that a part held in memory, or the whole workbook, may unpack to.
MAX_PART = 400_000_000
MAX_TOTAL = 4_000_000_000
#: Sheets pack 5-30 times; thousands of equal rows perhaps 150.
MAX_RATIO = 250
RATIO_FROM = 20_000_000
MAX_PARTS = 5000

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
RESAVE = "Åbn filen i Excel, og gem den igen som Excel-projektmappe (.xlsx)."
_SENDER = "Spørg afsenderen om en ny fil. Åbn ikke denne, hvis du ikke ved, hvor den kommer fra."


@contextmanager
def opened(path: Path) -> Iterator[ZipFile]:
    """The workbook's zip; raises `Unusable` when it is no zip, is locked or is dangerous, and
    also when a part turns out to be damaged while it is read."""
    where = Place(str(path))
    try:
        with path.open("rb") as file:
            _refuse_old(file.read(8), path, where)
            file.seek(0)
            with ZipFile(file) as archive:
                _refuse_bomb(archive, where)
                yield archive
    except (BadZipFile, zlib.error, EOFError, etree.XMLSyntaxError, UnicodeDecodeError,
            NotImplementedError) as error:
        raise Unusable([_damaged(where)]) from error
    except OSError as error:
        raise Unusable([unreadable(path, error)]) from error


def tree(archive: ZipFile, part: str, where: Place) -> etree._Element:
    """The root of a part; raises `Unusable` when it is missing, too large or declares entities."""
    try:
        info = archive.getinfo(part)
    except KeyError as error:
        raise Unusable([_damaged(where)]) from error
    if info.file_size > MAX_PART:
        raise Unusable([too_large(where)])
    root = parsed(archive.read(info))
    refuse_entities(root, where)
    return root


def parsed(xml: str | bytes) -> etree._Element:
    """The root of this XML without its comments. No entity is expanded and nothing is fetched."""
    return etree.fromstring(xml, etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=True, remove_comments=True,
        remove_pis=True))


def elements(stream: IO[bytes], names: tuple[str, ...], where: Place) -> Iterator[etree._Element]:
    """Each element of these names (without namespace) when it is complete; then it is emptied."""
    events = etree.iterparse(stream, events=("end",), tag=[f"{{*}}{name}" for name in names],
                             resolve_entities=False, no_network=True, huge_tree=True,
                             remove_comments=True, remove_pis=True)
    checked = False
    for _, element in events:
        if not checked:
            refuse_entities(element, where)
            checked = True
        yield element
        element.clear()
        while element.getprevious() is not None:
            del element.getparent()[0]


def refuse_entities(element: etree._Element, where: Place) -> None:
    """Raises `Unusable` for a part with a document type: no workbook program writes one."""
    if element.getroottree().docinfo.doctype:  # type: ignore[attr-defined]
        raise Unusable([Problem(
            "tabel.farlig", "Filen erklærer egne koder (DTD). Det gør et regneark aldrig, og det "
            "kan bruges til at hente eller gemme noget skjult.", where, _SENDER)])


def _refuse_old(start: bytes, path: Path, where: Place) -> None:
    """An OLE file is an encrypted workbook, or one of Excel 97."""
    if not start:
        raise Unusable([Problem("fil.tom", "Filen er tom.", where,
                                "Se efter, om det er den rigtige fil.")])
    if start != _OLE:
        return
    if "EncryptedPackage".encode("utf-16-le") in path.read_bytes()[:MAX_TOTAL]:
        raise Unusable([locked(where)])
    raise Unusable([Problem(
        "tabel.xls", "Filen er gemt i det gamle Excel 97-format (.xls). Det læser vi ikke.", where,
        RESAVE)])


def locked(where: Place) -> Problem:
    """The problem of a workbook behind a password."""
    remedy = ("Åbn den i LibreOffice, vælg Filer → Gem som, og fjern fluebenet ved »Gem med "
              "adgangskode«." if where.file.casefold().endswith(".ods") else
              "Åbn den i Excel, vælg Filer → Oplysninger → Beskyt projektmappe → Krypter med "
              "adgangskode, slet koden, og gem.")
    return Problem("tabel.laast", "Filen er låst med en adgangskode.", where, remedy)


def _refuse_bomb(archive: ZipFile, where: Place) -> None:
    parts = archive.infolist()
    size = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts)
    if any(part.flag_bits & 1 for part in parts):
        raise Unusable([locked(where)])
    if size > MAX_TOTAL or len(parts) > MAX_PARTS or (
            size > RATIO_FROM and size > packed * MAX_RATIO):
        raise Unusable([too_large(where)])


def too_large(where: Place) -> Problem:
    """The problem of a workbook that unpacks to more than anybody has typed."""
    return Problem(
        "tabel.for_stor", "Filen pakker sig ud til langt mere, end et regneark plejer at fylde.",
        where, "Slet tomme rækker og formater i bunden af arkene, og gem igen. Kommer filen fra en "
        "fremmed, så brug den ikke.")


def _damaged(where: Place) -> Problem:
    return Problem("tabel.ingen_projektmappe", "Filen er ikke et regneark, eller den er "
                   "beskadiget.", where, f"Kan du åbne den i Excel? {RESAVE}")
