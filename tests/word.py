"""Word files for tests, as small or as odd as a test needs them, and the reading of their parts."""

from __future__ import annotations

import hashlib
import io
import struct
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from lxml import etree

from generator.document import Document, paragraphs, read_docx
from generator.document.model import Block
from generator.library import Skabelon
from generator.phrases.session import Session
from generator.template.compile import compile_docx
from generator.template.images import Billede
from generator.template.render import fill, pack_letter

SPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "v": "urn:schemas-microsoft-com:vml",
}
DECLARED = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in SPACES.items())
OFFICE = SPACES["r"]
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml.{}+xml"
DAY = date(2026, 3, 2)
MANIFEST = b'<duform xmlns="urn:duform:manifest:1"/>'

Parts = dict[str, bytes]


# --- pieces of text -----------------------------------------------------------------------------


def r(text: str, look: str = "") -> str:
    """A run with text."""
    properties = f"<w:rPr>{look}</w:rPr>" if look else ""
    return f"<w:r>{properties}<w:t>{text}</w:t></w:r>"


def p(*content: str, look: str = "") -> str:
    """A paragraph. Content without elements becomes a run."""
    inner = "".join(piece if "<w:" in piece else r(piece) for piece in content)
    return f"<w:p>{f'<w:pPr>{look}</w:pPr>' if look else ''}{inner}</w:p>"


def styled(style: str, *content: str) -> str:
    """A paragraph in a style."""
    return p(*content, look=f'<w:pStyle w:val="{style}"/>')


def cell(*content: str, look: str = '<w:tcW w:w="1000" w:type="dxa"/>') -> str:
    """A table cell. Content that is no paragraph becomes one."""
    inner = "".join(c if c.startswith(("<w:p>", "<w:p/>", "<w:tbl>")) else p(c) for c in content)
    return f"<w:tc><w:tcPr>{look}</w:tcPr>{inner}</w:tc>"


def row(*cells: str, look: str = "") -> str:
    """A table row."""
    inner = "".join(c if c.startswith("<w:tc>") else cell(c) for c in cells)
    return f"<w:tr>{f'<w:trPr>{look}</w:trPr>' if look else ''}{inner}</w:tr>"


def table(*rows: str, columns: int = 2) -> str:
    """A table with a grid of so many columns, each 1000 wide."""
    grid = '<w:gridCol w:w="1000"/>' * columns
    return f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


def control(content: str, more: str = "", id: str = "11") -> str:
    """A content control around whole paragraphs."""
    return (
        f'<w:sdt><w:sdtPr><w:id w:val="{id}"/>{more}</w:sdtPr>'
        f"<w:sdtContent>{content}</w:sdtContent></w:sdt>"
    )


def bookmark(name: str, content: str, id: str = "7") -> str:
    """A bookmark around runs."""
    return f'<w:bookmarkStart w:id="{id}" w:name="{name}"/>{content}<w:bookmarkEnd w:id="{id}"/>'


def drawing(alt: str = "", id: str = "1", rel: str = "rIdPng") -> str:
    """A run with a picture that the template itself has."""
    return (
        '<w:r><w:drawing><wp:inline><wp:extent cx="360000" cy="360000"/>'
        f'<wp:docPr id="{id}" name="Billede" descr="{alt}"/><a:graphic><a:graphicData '
        f'uri="{SPACES["pic"]}"><pic:pic><pic:nvPicPr><pic:cNvPr id="0" name="b.png"/>'
        f'<pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="{rel}"/></pic:blipFill>'
        "<pic:spPr/></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )


def text_box(content: str) -> str:
    """A run with a text box, twice as Word keeps it: for new readers and for old."""
    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:inline>'
        '<wp:docPr id="5" name="Boks" descr="Boks"/><a:graphic><a:graphicData '
        f'uri="{SPACES["wps"]}"><wps:wsp><wps:txbx><w:txbxContent>{content}</w:txbxContent>'
        "</wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:inline></w:drawing></mc:Choice>"
        "<mc:Fallback><w:pict><v:rect><v:textbox><w:txbxContent>"
        f"{content}</w:txbxContent></v:textbox></v:rect></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )


def field(code: str, shown: str) -> str:
    """A Word field: its code and what it shows."""

    def mark(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    return (
        f"{mark('begin')}<w:r><w:instrText>{code}</w:instrText></w:r>{mark('separate')}"
        f"{r(shown)}{mark('end')}"
    )


# --- whole files --------------------------------------------------------------------------------

STYLE_NAMES = {
    "Normal": "Normal",
    "BodyText": "Body Text",
    "Heading1": "heading 1",
    "Heading2": "heading 2",
    "Heading3": "heading 3",
    "ListBullet": "List Bullet",
    "ListBullet2": "List Bullet 2",
    "ListNumber": "List Number",
    "ListNumber2": "List Number 2",
    "Quote": "Quote",
}
_NUMBERED = {"ListBullet": 1, "ListBullet2": 1, "ListNumber": 2, "ListNumber2": 3}


def style(id: str, name: str, inner: str = "", kind: str = "paragraph") -> str:
    """One style."""
    default = ' w:default="1"' if id == "Normal" else ""
    return (
        f'<w:style w:type="{kind}"{default} w:styleId="{id}"><w:name w:val="{name}"/>{inner}'
        "</w:style>"
    )


def styles(*more: str, without: Iterable[str] = ()) -> str:
    """A styles part with the styles that phrases need, but for some, and these besides."""
    usual = [
        style(id, name, _numbers(_NUMBERED[id]) if id in _NUMBERED else "")
        for id, name in STYLE_NAMES.items()
        if id not in without
    ]
    looks = [
        style("Strong", "Strong", "<w:rPr><w:b/></w:rPr>", "character"),
        style("Emphasis", "Emphasis", "<w:rPr><w:i/></w:rPr>", "character"),
    ]
    return element("w:styles", "".join([*usual, *looks, *more]))


def _numbers(num: int, level: str = "") -> str:
    return f'<w:pPr><w:numPr>{level}<w:numId w:val="{num}"/></w:numPr></w:pPr>'


def numbering() -> str:
    """A numbering part: bullets (1), numbers (2) and letters (3)."""
    kinds = (("bullet", "•"), ("decimal", "%1."), ("lowerLetter", "%1)"))
    abstract = "".join(
        f'<w:abstractNum w:abstractNumId="{n}"><w:multiLevelType w:val="singleLevel"/>'
        f'<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>'
        f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/></w:lvl></w:abstractNum>'
        for n, (kind, text) in enumerate(kinds)
    )
    return element(
        "w:numbering",
        abstract
        + "".join(
            f'<w:num w:numId="{n}"><w:abstractNumId w:val="{n - 1}"/></w:num>' for n in (1, 2, 3)
        ),
    )


def element(tag: str, content: str, more: str = "") -> str:
    """A root element with every namespace declared."""
    return f'<{tag} {DECLARED} mc:Ignorable="w14"{more}>{content}</{tag}>'


def rels(relations: Mapping[str, tuple[str, str]]) -> str:
    """A relationships part. A kind with a colon is a whole type; `!` marks an external target."""
    inner = ""
    for id, (kind, target) in relations.items():
        type_ = kind if ":" in kind else f"{OFFICE}/{kind}"
        mode = ' TargetMode="External"' if target.startswith("!") else ""
        inner += f'<Relationship Id="{id}" Type="{type_}" Target="{target.lstrip("!")}"{mode}/>'
    return f'<Relationships xmlns="{PACKAGE}/relationships">{inner}</Relationships>'


def types(overrides: Mapping[str, str]) -> str:
    """The list of contents of a package."""
    inner = "".join(
        f'<Override PartName="/{part}" ContentType="{kind}"/>' for part, kind in overrides.items()
    )
    return (
        f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" ContentType='
        '"application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
        'ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>'
        f"{inner}</Types>"
    )


def package(parts: Mapping[str, str | bytes]) -> bytes:
    """A zip file with these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def word(
    *body: str,
    section: str = "",
    relations: Mapping[str, tuple[str, str]] | None = None,
    parts: Mapping[str, str | bytes] | None = None,
    kinds: Mapping[str, str] | None = None,
) -> bytes:
    """A Word file with this body, and these parts and relationships besides the usual ones.

    The kind of a part follows from its name (`header2.xml`) unless `kinds` says otherwise.
    """
    named: dict[str, str | bytes] = {
        "word/styles.xml": styles(),
        "word/numbering.xml": numbering(),
        "word/settings.xml": element("w:settings", ""),
        **(parts or {}),
    }
    overrides = {"word/document.xml": MAIN}
    for name in named:
        base = name.rpartition("/")[2].rstrip("0123456789.xml").removesuffix(".")
        if name.endswith(".xml") and name.startswith("word/"):
            overrides[name] = _KIND.format(base)
    return package(
        {
            "[Content_Types].xml": types({**overrides, **(kinds or {})}),
            "_rels/.rels": rels({"rId1": ("officeDocument", "word/document.xml")}),
            "word/document.xml": element(
                "w:document", f"<w:body>{''.join(body)}<w:sectPr>{section}</w:sectPr></w:body>"
            ),
            "word/_rels/document.xml.rels": rels(
                {
                    "rId1": ("styles", "styles.xml"),
                    "rId2": ("numbering", "numbering.xml"),
                    "rId3": ("settings", "settings.xml"),
                    **(relations or {}),
                }
            ),
            **named,
        }
    )


def with_header(*body: str, header: str, kind: str = "header") -> bytes:
    """A Word file with a header (or footer) on all pages."""
    tag = "w:hdr" if kind == "header" else "w:ftr"
    return word(
        *body,
        section=f'<w:{kind}Reference w:type="default" r:id="rId9"/>',
        relations={"rId9": (kind, f"{kind}1.xml")},
        parts={f"word/{kind}1.xml": element(tag, header)},
    )


def with_notes(*body: str, notes: Iterable[str], kind: str = "footnote") -> bytes:
    """A Word file with footnotes (or endnotes) 2, 3 …"""
    inner = "".join(f'<w:{kind} w:id="{n}">{note}</w:{kind}>' for n, note in enumerate(notes, 2))
    return word(
        *body,
        relations={"rId9": (f"{kind}s", f"{kind}s.xml")},
        parts={f"word/{kind}s.xml": element(f"w:{kind}s", inner)},
    )


def note(id: int = 2, kind: str = "footnote") -> str:
    """A run that points to a note."""
    return f'<w:r><w:{kind}Reference w:id="{id}"/></w:r>'


def png(width: int = 4, height: int = 2, colour: int = 0x336699) -> bytes:
    """A small picture of one colour."""
    line = b"\0" + colour.to_bytes(3, "big") * width

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(line * height))
        + chunk(b"IEND", b"")
    )


# --- letters ------------------------------------------------------------------------------------


def skabelon(path: Path | str = "skabelon.docx", **more: Any) -> Skabelon:
    """A template's description; its file need not be there."""
    usual: dict[str, Any] = {
        "id": "proeve",
        "titel": "Prøve",
        "dokument": "afgoerelse",
        "læser": "barn",
        "betingelser": (),
        "version": "1",
        "path": Path(path),
        "typografier": {},
        "file": "skabelon.yaml",
    }
    return Skabelon(**{**usual, **more})


def letter(
    template: bytes,
    values: Mapping[str, Any],
    *,
    session: Session | None = None,
    pictures: Iterable[Billede] = (),
) -> bytes:
    """The letter that a template makes of these values."""
    compiled = compile_docx(template, skabelon())
    filled = fill(compiled, dict(values), session, pictures=pictures)
    return pack_letter(compiled, filled, MANIFEST, title="Prøve", sender="Kommunen", day=DAY)


def read(docx: bytes) -> Document:
    """The letter as its readers see it."""
    return read_docx(docx, "brev.docx")


def lines(blocks: Iterable[Block]) -> list[str]:
    """The text of every paragraph in these blocks, empty ones too."""
    return [paragraph.text for paragraph in paragraphs(blocks)]


def parts(docx: bytes) -> Parts:
    """Every part of the file by name."""
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def xml(docx: bytes, part: str = "word/document.xml") -> etree._Element:
    """The root of a part."""
    return etree.fromstring(parts(docx)[part])


def all_xml(docx: bytes) -> str:
    """All XML of the file as one text, to look for what must not be there."""
    return "\n".join(
        data.decode() for name, data in parts(docx).items() if name.endswith((".xml", ".rels"))
    )


def sha(data: bytes) -> str:
    """A short hash, to tell files apart by their content."""
    return hashlib.sha256(data).hexdigest()[:12]
