"""A `Document` as one self-contained, accessible HTML page. It fetches nothing and runs nothing.

The page is for reading and previewing; it shows what the letter says, not Word's looks.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from itertools import groupby
from urllib.parse import quote

from generator.document.model import (
    Block,
    Break,
    Cell,
    Document,
    Image,
    Inline,
    Note,
    NoteMark,
    Paragraph,
    Story,
    Tab,
    Table,
    Text,
    paragraphs,
)
from generator.document.text import in_print

#: A letter may show the same large picture many times; past this the page shows the alt text.
MAX_IMAGE_BYTES = 20_000_000
_SAFE_LINKS = ("https://", "http://", "mailto:", "tel:")

STYLE = """
:root { color-scheme: light dark; --ink: #1d1d1f; --paper: #fff; --soft: #555a61; --line: #c9ccd1;
  --tint: #f3f5f7; --link: #0b5394; --mark: #ffe58a; --mark-ink: #3a2c00; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e6e6; --paper: #17181a; --soft: #a9aeb6;
  --line: #44484e; --tint: #222428; --link: #8cc2f5; --mark: #5c4a00; --mark-ink: #ffefb3; } }
html { font-size: 112.5%; -webkit-text-size-adjust: 100%; }
body { max-width: 38rem; margin: 0 auto; padding: 2rem 1.25rem 4rem; color: var(--ink);
  background: var(--paper); font: 1rem/1.6 system-ui, "Segoe UI", Roboto, Arial, sans-serif;
  overflow-wrap: break-word; }
h1, h2, h3, h4, h5, h6 { line-height: 1.25; margin: 2em 0 .5em; text-wrap: balance; }
h1 { font-size: 1.75rem; margin-top: 1em; } h2 { font-size: 1.3rem; } h3 { font-size: 1.1rem; }
h4, h5, h6 { font-size: 1rem; }
p { margin: 0 0 .9em; }
ul, ol { margin: 0 0 .9em; padding-left: 1.5em; } li { margin: .25em 0; }
li > ul, li > ol { margin: .25em 0; }
blockquote { margin: 1.2em 0; padding: .1em 0 .1em 1.1em; border-left: .25rem solid var(--line); }
blockquote > :last-child, .boks > :last-child, td > :last-child { margin-bottom: 0; }
.boks { margin: 1.4em 0; padding: .9em 1.1em; border: 1px solid var(--line); border-radius: .4rem;
  background: var(--tint); }
.boks > :first-child { margin-top: 0; }
.tabel { overflow-x: auto; margin: 1.2em 0; }
table { border-collapse: collapse; width: 100%; font-size: .95rem; line-height: 1.45; }
th, td { padding: .5em .7em; border: 1px solid var(--line); text-align: left; vertical-align: top;
  min-width: 5em; }
th { background: var(--tint); } caption { text-align: left; font-weight: 600; padding: .3em 0; }
td > p, td > ul, td > ol, th > p { margin-bottom: .4em; }
th > p { margin-bottom: 0; }
header, footer { color: var(--soft); font-size: .85rem; line-height: 1.45; }
header p, footer p { margin-bottom: .3em; }
header { padding-bottom: 1em; margin-bottom: 2em; border-bottom: 1px solid var(--line); }
footer { padding-top: 1em; margin-top: 3em; border-top: 1px solid var(--line); }
.noter { margin-top: 3em; font-size: .9rem; }
.note { display: flex; gap: .6em; align-items: baseline; }
a { color: var(--link); } a:focus-visible { outline: .15rem solid; outline-offset: .15rem; }
mark { background: var(--mark); color: var(--mark-ink); padding: 0 .15em; border-radius: .15em; }
img { max-width: 100%; height: auto; vertical-align: middle; } sup { line-height: 0; }
.undertitel { font-size: 1.15rem; color: var(--soft); }
.kun-oplaest { position: absolute; width: 1px; height: 1px; overflow: hidden;
  clip-path: inset(50%); white-space: nowrap; }
@media print {
  :root { --ink: #000; --paper: #fff; --soft: #333; --line: #888; --tint: #f4f4f4; --link: #000;
    --mark: #fff2b8; --mark-ink: #000; }
  html { font-size: 11pt; } body { max-width: none; padding: 0; }
  h1, h2, h3, h4 { break-after: avoid; } tr, .boks, blockquote, li { break-inside: avoid; }
  thead { display: table-header-group; } @page { margin: 2cm; }
}
""".strip()


def to_html(document: Document) -> str:
    """The letter as a complete HTML page: one `h1`, headings without gaps, real lists and tables,
    page header and footer as landmarks. Hidden text is left out.

    Everything from the document is escaped. Links lead only to web, mail, telephone and places in
    the letter; other addresses are shown as plain text.
    """
    page = _Page(document)
    parts = [
        "<!DOCTYPE html>",
        f'<html lang="{escape(document.language or "da")}">',
        "<head>",
        '<meta charset="utf-8">',
        '<meta http-equiv="Content-Security-Policy" '
        "content=\"default-src 'none'; img-src data:; style-src 'unsafe-inline'\">",
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{escape(_title(document))}</title>",
        f"<style>\n{STYLE}\n</style>",
        "</head>",
        "<body>",
        *page.edge("header", document.headers),
        "<main>",
        *page.main(),
        *page.notes(document.notes),
        "</main>",
        *page.edge("footer", document.footers),
        "</body>",
        "</html>",
    ]
    return "\n".join(parts) + "\n"


class _Page:
    """One page being written: open headings, anchors given out, picture bytes spent."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.h1 = _h1(document)
        self.headings: list[int] = []
        self.beside = False
        self.image_bytes = 0
        every = list(paragraphs(document.body))
        self.places = {name for p in every for name in p.bookmarks if name.isidentifier()}
        self.given: set[str] = set()
        self.wanted = {_link(item)[1:] for p in every for item in p.inlines
                       if _link(item).startswith("#")}  # fmt: skip

    def main(self) -> Iterator[str]:
        """The letter itself. Without a title it gets one that only screen readers say."""
        if self.h1 is None:
            yield f'<h1 class="kun-oplaest">{escape(_title(self.document))}</h1>'
        yield from self.blocks(self.document.body)

    def edge(self, tag: str, stories: Iterable[Story]) -> Iterator[str]:
        """A page header or footer, each text once. Its headings are not the letter's headings."""
        texts = ["\n".join(self._beside(story.blocks)) for story in in_print(stories)]
        if any(texts):
            yield f"<{tag}>"
            yield from (text for text in dict.fromkeys(texts) if text)
            yield f"</{tag}>"

    def notes(self, notes: Sequence[Note]) -> Iterator[str]:
        """Footnotes and endnotes at the end, each with a way back."""
        if not notes:
            return
        yield '<section class="noter" aria-label="Noter">'
        for note in notes:
            id = f"{note.kind}-{note.number}"
            back = f"Tilbage til teksten ved {note.kind} {note.number}"
            yield f'<div class="note" id="{id}"><span>{note.number}</span><div>'
            yield from self._beside(note.blocks)
            yield f'</div><a href="#{id}-i-teksten" aria-label="{back}">↩</a></div>'
        yield "</section>"

    def _beside(self, blocks: Iterable[Block]) -> list[str]:
        """Blocks outside the letter's outline: no headings, no anchors."""
        self.beside = True
        lines = list(self.blocks(blocks))
        self.beside = False
        return lines

    def blocks(self, blocks: Iterable[Block]) -> Iterator[str]:
        """Blocks as HTML, empty paragraphs left out. Neighbours in a box come in one box."""
        visible = (block for block in blocks if isinstance(block, Table) or not block.blank)
        for boxed, group in groupby(visible, key=_is_boxed):
            lines = self._unboxed(list(group))
            yield from ('<div class="boks">', *lines, "</div>") if boxed else lines

    def _unboxed(self, blocks: Sequence[Block]) -> Iterator[str]:
        caption: Paragraph | None = None
        following: tuple[Block | None, ...] = (*blocks[1:], None)
        for kind, pairs in groupby(zip(blocks, following, strict=True), key=lambda p: _kind(p[0])):
            group = list(pairs)
            members = [block for block, _ in group if isinstance(block, Paragraph)]
            if kind == "liste":
                yield from self._list(members)
            elif kind == "citat":
                yield from ("<blockquote>", *map(self._paragraph, members), "</blockquote>")
            elif kind == "afsnit":
                if members[-1].role == "billedtekst" and isinstance(group[-1][1], Table):
                    caption = members.pop()
                yield from map(self._paragraph, members)
            for block, _ in group:
                if isinstance(block, Table):
                    yield from self._table(block, caption)
                    caption = None

    def _paragraph(self, paragraph: Paragraph) -> str:
        tag = self._tag(paragraph)
        name = ' class="undertitel"' if tag == "p" and paragraph.role == "titel" else ""
        number = f"{escape(paragraph.number)} " if paragraph.number else ""
        return f"<{tag}{name}{self._id(paragraph)}>{number}{self._content(paragraph)}</{tag}>"

    def _tag(self, paragraph: Paragraph) -> str:
        """`h1` once, then headings that never step down more than one level at a time."""
        if not self.beside and paragraph is self.h1:
            self.h1 = None
            self.headings.clear()
            return "h1"
        if self.beside or paragraph.role != "overskrift":
            return "p"
        while self.headings and self.headings[-1] >= paragraph.level:
            self.headings.pop()
        self.headings.append(paragraph.level)
        return f"h{min(1 + len(self.headings), 6)}"

    def _id(self, paragraph: Paragraph) -> str:
        """An anchor for links in the letter and for the phrase that made the paragraph."""
        if self.beside:
            return ""
        for name in paragraph.bookmarks:
            if name not in self.places or name in self.given:
                continue
            if name in self.wanted or name.startswith("_fr_"):
                self.given.add(name)
                return f' id="{escape(name)}"'
        return ""

    def _list(self, items: Sequence[Paragraph]) -> Iterator[str]:
        """Items as nested lists. A change of kind, or a number out of turn, begins a new list."""
        open_lists: list[tuple[int, str, int]] = []
        for item in items:
            tag = "ol" if item.ordinal else "ul"
            while open_lists and open_lists[-1][0] > item.level:
                yield f"</li></{open_lists.pop()[1]}>"
            if open_lists and open_lists[-1][0] == item.level:
                last = open_lists.pop()
                goes_on = last[1] == tag and item.ordinal in (0, last[2] + 1)
                yield "</li>" if goes_on else f"</li></{last[1]}>{_list_start(tag, item)}"
            else:
                yield _list_start(tag, item)
            open_lists.append((item.level, tag, item.ordinal))
            yield f"<li{self._id(item)}{_marker(item)}>{self._content(item)}"
        for _, tag, _ in reversed(open_lists):
            yield f"</li></{tag}>"

    def _table(self, table: Table, caption: Paragraph | None) -> Iterator[str]:
        if len(table.rows) == 1 and len(table.rows[0]) == 1 and caption is None:
            # A table of one cell is how many Word users make a box.
            yield from ('<div class="boks">', *self.blocks(table.rows[0][0].blocks), "</div>")
            return
        yield '<div class="tabel"><table>'
        if caption is not None:
            yield f"<caption>{self._content(caption)}</caption>"
        elif table.title:
            yield f'<caption class="kun-oplaest">{escape(table.title)}</caption>'
        head, rest = table.rows[: table.header_rows], table.rows[table.header_rows :]
        if head:
            yield from ("<thead>", *self._rows(head, "th"), "</thead>")
        yield from ("<tbody>", *self._rows(rest, "td"), "</tbody>", "</table></div>")

    def _rows(self, rows: Iterable[Sequence[Cell]], tag: str) -> Iterator[str]:
        for row in rows:
            yield "<tr>"
            for cell in row:
                yield f"<{tag}{_spans(cell, tag)}>{self._cell(cell)}</{tag}>"
            yield "</tr>"

    def _cell(self, cell: Cell) -> str:
        visible = [b for b in cell.blocks if isinstance(b, Table) or not b.blank]
        match visible:
            case [Paragraph(role="afsnit", box=False, number="", bookmarks=()) as only]:
                return self._content(only)
            case _:
                return "".join(self.blocks(visible))

    # --- inside a paragraph -------------------------------------------------------------------

    def _content(self, paragraph: Paragraph) -> str:
        # At the ends of a paragraph breaks and tabs only move the text about on Word's page.
        kept = [n for n, item in enumerate(paragraph.inlines) if not isinstance(item, Break | Tab)]
        inlines = paragraph.inlines[kept[0] : kept[-1] + 1] if kept else ()
        return "".join(self._linked(link, items) for link, items in groupby(inlines, key=_link))

    def _linked(self, link: str, items: Iterable[Inline]) -> str:
        content = "".join(map(self._inline, items))
        if link.startswith("#") and link[1:] in self.places:
            return f'<a href="#{quote(link[1:])}">{content}</a>'
        if link.lower().startswith(_SAFE_LINKS):
            return f'<a href="{escape(link)}" rel="noreferrer">{content}</a>'
        return content

    def _inline(self, item: Inline) -> str:
        match item:
            case Text():
                return _text(item)
            case Tab():
                return "&emsp;"
            case Break():
                return "<br>"
            case Image():
                return self._image(item)
            case NoteMark(number, kind):
                id = f"{kind}-{number}"
                return (f'<sup><a id="{id}-i-teksten" href="#{id}" aria-label="{kind} {number}">'
                        f"{number}</a></sup>")

    def _image(self, image: Image) -> str:
        media_type = _media_type(image.data)
        self.image_bytes += len(image.data)
        if image.hidden:
            return ""
        if not media_type or self.image_bytes > MAX_IMAGE_BYTES:
            return f"[Billede: {escape(image.alt)}]" if image.alt else ""
        width = f' width="{image.width}"' if image.width else ""
        data = b64encode(image.data).decode("ascii")
        return f'<img src="data:{media_type};base64,{data}" alt="{escape(image.alt)}"{width}>'


def _title(document: Document) -> str:
    return " ".join(document.title.split()) or "Brev"


def _h1(document: Document) -> Paragraph | None:
    """The letter's title; else the heading that stands above all others; else none."""
    visible = [p for p in paragraphs(document.body) if not p.blank]
    title = next((p for p in visible if p.role == "titel"), None)
    headings = [p for p in visible if p.role == "overskrift"]
    if title is not None or not headings:
        return title
    top = min(heading.level for heading in headings)
    alone = sum(heading.level == top for heading in headings) == 1
    return headings[0] if alone and headings[0].level == top else None


def _is_boxed(block: Block) -> bool:
    return isinstance(block, Paragraph) and block.box


def _kind(block: Block) -> str:
    if isinstance(block, Table):
        return "tabel"
    if block.role in ("punkt", "nummer"):
        return "liste"
    return "citat" if block.role == "citat" else "afsnit"


def _list_start(tag: str, item: Paragraph) -> str:
    return f'<ol start="{item.ordinal}">' if item.ordinal > 1 else f"<{tag}>"


def _marker(item: Paragraph) -> str:
    """What Word prints in front, where HTML would print something else: `a)`, `1.2`, `–`."""
    usual = f"{item.ordinal}." if item.ordinal else "•"
    if item.number in ("", usual):
        return ""
    css = "".join(c if c.isascii() and c.isalnum() else f"\\{ord(c):x} " for c in item.number)
    return f" style=\"list-style-type: '{css}\\a0 '\""


def _spans(cell: Cell, tag: str) -> str:
    scope = "" if tag == "td" else ' scope="col"' if cell.columns == 1 else ' scope="colgroup"'
    columns = f' colspan="{cell.columns}"' if cell.columns > 1 else ""
    rows = f' rowspan="{cell.rows}"' if cell.rows > 1 else ""
    return scope + columns + rows


def _link(item: Inline) -> str:
    return item.link if isinstance(item, Text) else ""


def _text(item: Text) -> str:
    if item.hidden:
        return ""
    html = escape(item.text)
    if item.underline and not item.link:
        html = f"<u>{html}</u>"
    if item.italic:
        html = f"<em>{html}</em>"
    if item.bold:
        html = f"<strong>{html}</strong>"
    return f"<mark>{html}</mark>" if item.highlight else html


def _media_type(data: bytes) -> str:
    """The picture format that browsers can show, told from the bytes; "" for Word's EMF and WMF."""
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if data.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if data.startswith((b"GIF87a", b"GIF89a")):
        return "image/gif"
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "image/webp"
    return "image/bmp" if data.startswith(b"BM") else ""
