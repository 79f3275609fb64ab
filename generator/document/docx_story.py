"""One story of a docx (body, header, footer, note, comment) to blocks. For `read_docx.py` only.

Knows Word's paragraphs, runs, fields, tables and drawings; which parts there are is known above.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from lxml import etree

from generator.document.docx_numbering import Counters, Numbering
from generator.document.docx_package import Package, Relationship, too_deep
from generator.document.docx_styles import (
    NO_LOOKS,
    VAL,
    Looks,
    Style,
    Styles,
    W,
    by_tag,
    number,
    on,
    read_box,
    read_looks,
    read_numpr,
    role_of_outline,
)
from generator.document.model import (
    Block,
    Break,
    Cell,
    Image,
    Inline,
    NoteMark,
    Paragraph,
    Passage,
    Role,
    Tab,
    Table,
    Text,
    paragraphs,
    plain,
)
from generator.source import Place, Unusable

#: Containers inside containers. Word's own files stay under ten.
MAX_DEPTH = 50
_HEADING_SHOWN = 60

R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_V = "{urn:schemas-microsoft-com:vml}"
_O = "{urn:schemas-microsoft-com:office:office}"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"

T = W + "t"
_P, _R, _TBL, _PPR, _RPR = W + "p", W + "r", W + "tbl", W + "pPr", W + "rPr"
_SDT_PR, _TR_PR, _R_STYLE, _P_STYLE = W + "sdtPr", W + "trPr", W + "rStyle", W + "pStyle"
_OUTLINE, _NUMBERING = W + "outlineLvl", W + "numPr"
_BOOKMARK, _ALTERNATE, _BOX = W + "bookmarkStart", _MC + "AlternateContent", W + "txbxContent"
_DELETED = frozenset({W + "del", W + "moveFrom"})
_INSERTED = frozenset({W + "ins", W + "moveTo"})
_SAID = (T, W + "delText", _M + "t", _A + "t")
_CHANGES = tuple(W + tag + "PrChange" for tag in ("r", "p", "tbl", "tr", "tc", "sect"))
_EMU_PER_PIXEL = 9525
_UNDERSTOOD = ("http://schemas.microsoft.com/", "http://schemas.openxmlformats.org/")

_HYPERLINK = re.compile(r'\s*HYPERLINK\s+(?:"([^"]*)")?(?:\s*\\l\s+"([^"]*)")?', re.IGNORECASE)
#: Symbols of Word's picture fonts (without their private-use offset F000) as ordinary characters.
_SYMBOLS = {
    "wingdings": {0x4A: "☺", 0x6C: "●", 0x6E: "■", 0x6F: "☐", 0x71: "☐", 0x76: "❖", 0xA7: "▪",
                  0xA8: "☐", 0xD8: "➢", 0xDF: "←", 0xE0: "→", 0xE8: "➔", 0xF0: "⇨", 0xFB: "✗",
                  0xFC: "✓", 0xFD: "☒", 0xFE: "☑"},
    "symbol": {0xB7: "•", 0xAE: "→", 0xAC: "←", 0xB0: "°", 0xB1: "±", 0xA3: "≤", 0xB3: "≥"},
}  # fmt: skip

#: bold, italic, underline, highlight, hidden, link: the fields of `Text` after its text.
_Form = tuple[bool, bool, bool, bool, bool, str]


@dataclass
class Findings:
    """What the stories of one file share, and what they find beside their blocks."""

    package: Package
    styles: Styles
    numbering: Numbering
    inserted: list[Passage] = field(default_factory=list)
    deleted: list[Passage] = field(default_factory=list)
    hidden: list[Passage] = field(default_factory=list)
    unread: list[Passage] = field(default_factory=list)
    elsewhere: list[tuple[str, str]] = field(default_factory=list)
    notes: dict[str, dict[str, int]] = field(default_factory=dict)
    comments: dict[str, Place] = field(default_factory=dict)
    images: dict[str, bytes] = field(default_factory=dict)

    def aside(self, part: str, text: str) -> None:
        """Keeps a text that no block holds."""
        if text and not text.isspace():
            self.elsewhere.append((part, plain(text)))

    def miss(self, text: str, where: Place) -> None:
        """Notes something that Word may show and that we cannot read."""
        self.unread.append(Passage(text, where))

    def note(self, kind: str, id: str) -> int:
        """The number of a note that the text points to; notes count in reading order."""
        numbers = self.notes.setdefault(kind, {})
        return numbers.setdefault(id, len(numbers) + 1)

    def image(self, part: str) -> bytes:
        """The bytes of a picture, unpacked once however often it is shown."""
        if part not in self.images:
            self.images[part] = self.package.read(part)
        return self.images[part]


def text_of(element: etree._Element) -> str:
    """All text in an element, visible or not, paragraphs on lines of their own."""
    pieces = ["\n" if item.tag == _P else item.text or "" for item in element.iter(_P, *_SAID)]
    return "".join(pieces).strip("\n")


def read_story(found: Findings, part: str, scene: str, root: etree._Element) -> tuple[Block, ...]:
    """The blocks of one story. `scene` names it in places ("sidehovedet"); `part` is where it is
    stored. Raises `Unusable` when it is nested too deep."""
    story = _Story(found, part, scene)
    blocks = story.blocks(root)
    story.end_fields()
    for change in root.iter(*_CHANGES):
        found.aside(part, change.get(W + "author", ""))
    story.keep_alternatives(blocks)
    return tuple(blocks)


@dataclass
class _Field:
    """A complex field: its code until "separate", then its result."""

    outer_link: str
    code: list[str] = field(default_factory=list)
    in_code: bool = True


@dataclass
class _Spot:
    """Where in the story we are, in words and numbers that a person can follow."""

    scene: str
    heading: str = ""
    count: int = 0
    tables: int = 0
    in_cell: bool = False

    def under(self) -> str:
        """The story and the heading that we are under."""
        return f"{self.scene}, under »{self.heading}«" if self.heading else self.scene

    def __str__(self) -> str:
        """The paragraph that comes next. A cell with one paragraph is named by the cell alone."""
        if self.in_cell and not self.count:
            return self.scene
        return f"{self.under()}, afsnit {self.count + 1}"


class _Line:
    """The inlines of one paragraph; runs that look alike become one text.

    Word splits a sentence over many runs (spelling marks, revision ids); nobody should see that.
    """

    def __init__(self) -> None:
        self.inlines: list[Inline] = []
        self.pieces: list[str] = []
        self.form: _Form | None = None

    def text(self, text: str, form: _Form) -> None:
        """Adds text that looks like this."""
        if form != self.form:
            self.close()
            self.form = form
        self.pieces.append(text)

    def other(self, item: Inline) -> None:
        """Adds anything that is not text."""
        self.close()
        self.inlines.append(item)

    def close(self) -> None:
        """Makes one `Text` of what has been added since the looks changed."""
        if self.form is not None and (text := "".join(self.pieces)):
            self.inlines.append(Text(text, *self.form))
        self.pieces, self.form = [], None


@dataclass
class _Now:
    """What is open while reading. A text box has one of its own, so that its paragraphs do not
    end the fields or take the bookmarks of the paragraph it hangs in."""

    spot: _Spot
    line: _Line = field(default_factory=_Line)
    fields: list[_Field] = field(default_factory=list)
    codes: int = 0
    link: str = ""
    bookmarks: list[str] = field(default_factory=list)
    boxes: list[Block] = field(default_factory=list)
    in_box: bool = False
    style_hidden: bool = False


@dataclass
class _Draft:
    """A cell that may still grow downwards."""

    blocks: list[Block]
    column: int
    columns: int
    rows: int = 1

    def done(self) -> Cell:
        """The cell as it has become."""
        return Cell(tuple(self.blocks), self.column, self.columns, self.rows)


class _Story:
    """Reads one story from its elements."""

    def __init__(self, found: Findings, part: str, scene: str) -> None:
        self.found, self.part = found, part
        self.relations: dict[str, Relationship] = found.package.relationships(part)
        self.counters = Counters(found.numbering)
        self.now = _Now(_Spot(scene))
        self.alternatives: list[str] = []
        self.concealed = 0
        self.inserting = 0
        self.depth = 0

    # --- blocks -------------------------------------------------------------------------------

    def blocks(self, container: etree._Element) -> list[Block]:
        """The blocks of a body, cell, note or text box."""
        out: list[Block] = []
        self._blocks_into(container, out)
        return out

    def _blocks_into(self, container: etree._Element, out: list[Block]) -> None:
        self._descend()
        for child in container:
            tag = child.tag
            if tag == _P:
                self._paragraph(child, out)
            elif tag == _TBL:
                out.append(self._table(child))
            elif tag == _BOOKMARK:
                self._bookmark(child)
            elif tag in _NOT_BLOCKS:
                continue
            elif tag in _DELETED:
                self._deleted(child)
            elif tag in _INSERTED:
                with self._inserting(child):
                    self._blocks_into(child, out)
            elif tag in _EMBEDDED:
                self._embedded(child)
            elif tag == _SDT_PR:
                self._control(child)
            elif tag == _ALTERNATE:
                self._blocks_into(self._chosen(child), out)
            elif tag == _R or tag.startswith(_M):
                self._stray(child)
            elif len(child):
                self._blocks_into(child, out)
        self.depth -= 1

    def end_fields(self) -> None:
        """Keeps the text of fields that never end. Word and LibreOffice show nothing after a field
        that does not get to its result."""
        if self.now.codes:
            self.found.miss("Et felt bliver ikke afsluttet, så teksten efter det bliver ikke vist",
                            self.found.package.place(self.now.spot.scene))
        for unended in self.now.fields:
            self.found.aside(self.part, "".join(unended.code))

    def _descend(self) -> None:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise Unusable([too_deep(self._place())])

    def _place(self) -> Place:
        return self.found.package.place(str(self.now.spot))

    def _stray(self, element: etree._Element) -> None:
        if text := text_of(element):
            self.found.aside(self.part, text)
            self.found.miss("Her står tekst uden for et afsnit", self._place())

    def _paragraph(self, element: etree._Element, out: list[Block]) -> None:
        now, where = self.now, self._place()
        now.line, now.boxes = _Line(), []
        settings = by_tag(next(element.iterchildren(_PPR), None))
        style = self._style(settings)
        hidden = style.looks.hidden
        now.style_hidden = self.found.styles.hidden if hidden is None else hidden
        role, level, mark, ordinal = self._role(settings, style)
        self._inlines(element)
        now.line.close()
        inlines = tuple(now.line.inlines)
        box = read_box(settings)
        paragraph = Paragraph(
            inlines=inlines, role=role or "afsnit", level=level, number=mark, ordinal=ordinal,
            style=style.name, box=now.in_box or bool(style.box if box is None else box),
            bookmarks=tuple(now.bookmarks), where=where)  # fmt: skip
        now.bookmarks.clear()
        self._hidden_texts(paragraph)
        if (end := settings.get(_RPR)) is not None:
            self._tracked_mark(end)
        out.append(self._counted(paragraph))
        out.extend(now.boxes)

    def _counted(self, paragraph: Paragraph) -> Paragraph:
        """Moves on to the next paragraph; a heading gets a place that names it."""
        spot = self.now.spot
        if paragraph.blank:
            return paragraph
        if paragraph.role == "overskrift" and not spot.in_cell:
            spot.heading = _short(paragraph.text)
            detail = f"{spot.scene}, overskriften »{spot.heading}«, afsnit {spot.count + 1}"
            paragraph = replace(paragraph, where=self.found.package.place(detail))
        spot.count += 1
        return paragraph

    def _style(self, settings: Mapping[str, etree._Element]) -> Style:
        named = settings.get(_P_STYLE)
        return self.found.styles.paragraph(None if named is None else named.get(VAL))

    def _role(self, settings: Mapping[str, etree._Element],
              style: Style) -> tuple[Role | None, int, str, int]:
        """Role, level, what stands in front, and place in the list."""
        role, level = style.role, style.level
        list_id, list_level = style.number, style.number_level
        outline, numbering = settings.get(_OUTLINE), settings.get(_NUMBERING)
        if outline is not None and role != "titel":
            role, level = role_of_outline(outline)
        if numbering is not None:
            own_id, own_level = read_numpr(numbering)
            if own_id is not None:
                list_id, list_level = own_id, own_level or 0
            elif own_level is not None:
                list_level = own_level
            if own_id == "" and role in ("punkt", "nummer"):
                role, level = None, 0
        if not list_id:
            return role, level, "", 0
        if list_level is None:
            list_level = self.found.numbering.level_of_style(list_id, style.id) or 0
        return self._list_role(role, level, list_id, list_level)

    def _list_role(self, role: Role | None, level: int, list_id: str,
                   list_level: int) -> tuple[Role | None, int, str, int]:
        item = self.counters.next(list_id, list_level)
        if item is None:
            return role, level, "", 0
        if role in ("titel", "overskrift", "citat", "billedtekst"):
            return role, level, item.text, item.ordinal
        # "List Bullet 2" is level one of a list of its own; its name tells the real level.
        return ("nummer" if item.ordinal else "punkt", max(level, list_level + 1), item.text,
                item.ordinal)

    def _hidden_texts(self, paragraph: Paragraph) -> None:
        for item in paragraph.inlines:
            if isinstance(item, Text) and item.hidden and not item.text.isspace():
                self.found.hidden.append(Passage(plain(item.text), paragraph.where))

    def _tracked_mark(self, mark: etree._Element) -> None:
        """A tracked paragraph end: Word joins or splits paragraphs when it is accepted."""
        for change in mark:
            author = change.get(W + "author", "")
            if change.tag in _INSERTED:
                self.found.inserted.append(Passage("¶", self._place(), author))
            elif change.tag in _DELETED:
                self.found.deleted.append(Passage("¶", self._place(), author))

    def _bookmark(self, element: etree._Element) -> None:
        if name := element.get(W + "name", ""):
            self.now.bookmarks.append(name)

    # --- inside a paragraph -------------------------------------------------------------------

    def _inlines(self, container: etree._Element) -> None:
        self._descend()
        for child in container:
            tag = child.tag
            if tag == _R:
                self._run(child)
            elif tag == _PPR:
                continue
            elif tag == _BOOKMARK:
                self._bookmark(child)
            elif handler := _INLINE.get(tag):
                handler(self, child)
            elif tag in (_P, _TBL):
                self._stray(child)
            elif len(child):
                self._inlines(child)
        self.depth -= 1

    def _hyperlink(self, element: etree._Element) -> None:
        relation = self.relations.get(element.get(R + "id", ""))
        anchor = element.get(W + "anchor", "")
        target = relation.target if relation and relation.external else ""
        self.found.aside(self.part, element.get(W + "tooltip", ""))
        outer, self.now.link = self.now.link, target + (f"#{anchor}" if anchor else "")
        self._inlines(element)
        self.now.link = outer

    def _simple_field(self, element: etree._Element) -> None:
        code = element.get(W + "instr", "")
        self.found.aside(self.part, code)
        outer = self.now.link
        self.now.link = _field_link(code) or outer
        self._inlines(element)
        self.now.link = outer

    def _inserted(self, element: etree._Element) -> None:
        with self._inserting(element):
            self._inlines(element)

    @contextmanager
    def _inserting(self, element: etree._Element) -> Iterator[None]:
        """Records a tracked insertion, once for those inside each other."""
        if not self.inserting:
            text, author = plain(text_of(element)), element.get(W + "author", "")
            self.found.inserted.append(Passage(text, self._place(), author))
        self.inserting += 1
        yield
        self.inserting -= 1

    def _deleted(self, element: etree._Element) -> None:
        text, author = plain(text_of(element)), element.get(W + "author", "")
        self.found.deleted.append(Passage(text, self._place(), author))
        for code in element.iter(W + "delInstrText", W + "instrText"):
            self.found.aside(self.part, code.text or "")

    def _control(self, properties: etree._Element) -> None:
        """The texts that a content control carries beside its content: title, tag, choices."""
        for item in properties.iter(W + "alias", W + "tag", W + "listItem"):
            for name in (VAL, W + "displayText", W + "value"):
                self.found.aside(self.part, item.get(name, ""))

    def _alternate(self, element: etree._Element) -> None:
        self._inlines(self._chosen(element))

    def _chosen(self, element: etree._Element) -> etree._Element:
        """The branch that Word shows: the first Choice it understands, else the Fallback."""
        chosen = next((branch for branch in element if _understood(branch)), None)
        self.alternatives += [text_of(branch) for branch in element if branch is not chosen]
        return etree.Element(_MC + "Fallback") if chosen is None else chosen

    def keep_alternatives(self, blocks: list[Block]) -> None:
        """The branches that Word does not show say the same for older programs. Lines that say
        something else go aside."""
        lines = {line for text in self.alternatives for line in text.split("\n")}
        if lines:
            shown = {_squeezed(p.full_text) for p in paragraphs(blocks)}
            for line in sorted(lines):
                if _squeezed(plain(line)) not in shown:
                    self.found.aside(self.part, line)

    def _embedded(self, element: etree._Element) -> None:
        self._missing(element.get(R + "id", ""), "En indlejret fil bliver vist i Word")

    def _ruby(self, element: etree._Element) -> None:
        for child in element:
            if child.tag == W + "rubyBase":
                self._inlines(child)
            else:
                self.found.aside(self.part, text_of(child))

    def _math(self, element: etree._Element) -> None:
        self._add_text("".join(t.text or "" for t in element.iter(_M + "t", T)), self._form(None))

    # --- runs ---------------------------------------------------------------------------------

    def _run(self, run: etree._Element) -> None:
        form = self._form(next(run.iterchildren(_RPR), None))
        self._run_content(run, form)

    def _run_content(self, container: etree._Element, form: _Form) -> None:
        for child in container:
            tag = child.tag
            if tag == T:
                self._add_text(_spaced(child), form)
            elif handler := _IN_RUN.get(tag):
                handler(self, child, form)
            elif tag != _RPR and (text := "".join(map(str, child.itertext())).strip()):
                self.found.aside(self.part, text)
                self.found.miss("Her står noget, vi ikke kan læse", self._place())

    def _alternate_in_run(self, element: etree._Element, form: _Form) -> None:
        self._run_content(self._chosen(element), form)

    def _form(self, rpr: etree._Element | None) -> _Form:
        looks, style = read_looks(rpr), NO_LOOKS
        if rpr is not None and (named := rpr.find(_R_STYLE)) is not None:
            style = self.found.styles.character(named.get(VAL, ""))
        return (*self._shown(looks, style), self._concealed(looks, style), self.now.link)

    def _shown(self, looks: Looks, style: Looks) -> tuple[bool, bool, bool, bool]:
        if looks is style is NO_LOOKS:
            return False, False, False, False
        every = looks.over(style)
        return bool(every.bold), bool(every.italic), bool(every.underline), bool(every.highlight)

    def _concealed(self, looks: Looks, style: Looks) -> bool:
        if self.concealed:
            return True
        if looks.hidden is not None:
            return looks.hidden
        # Word's toggle: hidden by paragraph style and again by character style is visible.
        return self.now.style_hidden != bool(style.hidden)

    def _add_text(self, text: str, form: _Form) -> None:
        if self.now.codes:
            self._code(text)
        elif text:
            self.now.line.text(text, form)

    def _add(self, item: Inline, form: _Form) -> None:
        """Anything but text; hidden or in a field's code it leaves no trace worth keeping."""
        if not self.now.codes and not form[4]:
            self.now.line.other(item)

    def _instruction(self, element: etree._Element, form: _Form) -> None:
        self._code(element.text or "")

    def _code(self, text: str) -> None:
        if self.now.fields:
            self.now.fields[-1].code.append(text)
        else:
            self.found.aside(self.part, text)

    def _field_mark(self, element: etree._Element, form: _Form) -> None:
        now, kind = self.now, element.get(W + "fldCharType")
        if kind == "begin":
            self._add_text(_form_field(element), form)
            now.fields.append(_Field(now.link))
            now.codes += 1
        elif kind == "separate" and now.fields and now.fields[-1].in_code:
            now.fields[-1].in_code = False
            now.codes -= 1
            now.link = _field_link("".join(now.fields[-1].code)) or now.link
        elif kind == "end" and now.fields:
            done = now.fields.pop()
            now.codes -= done.in_code
            now.link = done.outer_link
            self.found.aside(self.part, "".join(done.code))

    def _tab(self, element: etree._Element, form: _Form) -> None:
        self._add(Tab(), form)

    def _break(self, element: etree._Element, form: _Form) -> None:
        self._add(Break(page=element.get(W + "type") == "page"), form)

    def _no_break_hyphen(self, element: etree._Element, form: _Form) -> None:
        self._add_text("\u2011", form)

    def _soft_hyphen(self, element: etree._Element, form: _Form) -> None:
        self._add_text("\u00ad", form)

    def _symbol(self, element: etree._Element, form: _Form) -> None:
        self._add_text(_symbol(element.get(W + "font", ""), element.get(W + "char", "")), form)

    def _note_mark(self, element: etree._Element, form: _Form) -> None:
        if self.now.codes or form[4]:
            return
        id = element.get(W + "id", "")
        if element.tag == W + "endnoteReference":
            self.now.line.other(NoteMark(self.found.note("endnote", id), "slutnote"))
        else:
            self.now.line.other(NoteMark(self.found.note("footnote", id), "fodnote"))

    def _comment_mark(self, element: etree._Element, form: _Form) -> None:
        self.found.comments[element.get(W + "id", "")] = self._place()

    def _ruby_in_run(self, element: etree._Element, form: _Form) -> None:
        self._ruby(element)

    # --- drawings -----------------------------------------------------------------------------

    def _drawing(self, element: etree._Element, form: _Form) -> None:
        """Pictures and text boxes of a drawing, DrawingML or the older VML, in their order."""
        alt, width, hidden = "", 0, form[4]
        stack = [element]
        while stack:
            item = stack.pop()
            tag = item.tag
            if tag == _BOX:
                self._text_box(item, hidden)
                continue
            if tag == _ALTERNATE:
                stack.append(self._chosen(item))
                continue
            if tag == _WP + "extent":
                width = min(number(item.get("cx"), 0) // _EMU_PER_PIXEL, 5000)
            elif tag == _WP + "docPr" or tag.endswith("}cNvPr"):
                alt = self._names(item) or alt
                hidden = hidden or on(item, "hidden")
            elif tag == _A + "blip":
                source = item.get(R + "embed") or item.get(R + "link") or ""
                self._picture(source, Image(alt, b"", width, hidden))
            elif tag.startswith((_V, _O)):
                alt = self._old_drawing(item, alt, hidden)
            elif tag == _A + "t":
                self.found.aside(self.part, item.text or "")
            stack.extend(reversed(item))

    def _names(self, element: etree._Element) -> str:
        """The alt text. Names go aside: Word puts the file name of a picture there."""
        for name in ("descr", "title", "name"):
            self.found.aside(self.part, element.get(name, ""))
        return element.get("descr") or element.get("title") or ""

    def _old_drawing(self, item: etree._Element, alt: str, hidden: bool) -> str:
        """One VML or OLE element; returns the alt text for the pictures that follow."""
        if item.tag == _V + "imagedata":
            self._picture(item.get(R + "id", ""), Image(alt, b"", 0, hidden))
        elif item.tag == _O + "OLEObject":
            self._missing(item.get(R + "id", ""), "En indlejret fil bliver vist i Word")
        for name in ("alt", "string"):  # the string is that of a watermark
            self.found.aside(self.part, item.get(name, ""))
        return item.get("alt") or alt

    def _picture(self, id: str, image: Image) -> None:
        if self.now.codes:
            return
        relation = self.relations.get(id)
        part = self.found.package.find(relation.target) if relation else None
        if relation and relation.external:
            self.found.miss("Et billede ligger uden for filen", self._place())
        elif part is None:
            self.found.miss("Et billede mangler i filen", self._place())
        data = self.found.image(part) if part and relation and not relation.external else b""
        self.now.line.other(Image(image.alt, data, image.width, image.hidden))

    def _missing(self, id: str, text: str) -> None:
        relation = self.relations.get(id)
        self.found.miss(f"{text} ({relation.target})" if relation else text, self._place())

    def _text_box(self, element: etree._Element, hidden: bool) -> None:
        outer = self.now
        self.now = _Now(_Spot(f"{outer.spot}, tekstboks"), in_box=True)
        self.concealed += hidden or outer.codes > 0
        boxes = self.blocks(element)
        self.end_fields()
        self.concealed -= hidden or outer.codes > 0
        self.now = outer
        outer.boxes.extend(boxes)

    # --- tables -------------------------------------------------------------------------------

    def _table(self, element: etree._Element) -> Table:
        spot = self.now.spot
        spot.tables += 1
        scene = f"{spot.under()}, tabel {spot.tables}"
        properties = element.find(W + "tblPr")
        rows: list[list[_Draft]] = []
        above: dict[int, _Draft] = {}
        header_rows = 0
        for count, row in enumerate(self._unwrapped(element, W + "tr"), 1):
            settings = row.find(_TR_PR)
            if header_rows == count - 1 and _says(settings, "tblHeader"):
                header_rows = count
            self._row(row, settings, f"{scene}, række {count}", above, rows)
        return Table(
            rows=tuple(tuple(draft.done() for draft in row) for row in rows),
            header_rows=min(header_rows, len(rows)),
            title=self._table_title(properties),
            style=self._table_style(properties),
            where=self.found.package.place(scene))  # fmt: skip

    def _row(self, row: etree._Element, settings: etree._Element | None, scene: str,
             above: dict[int, _Draft], rows: list[list[_Draft]]) -> None:
        hidden = _says(settings, "hidden")
        column = _span(settings, "gridBefore", 0)
        drafts: list[_Draft] = []
        for count, cell in enumerate(self._unwrapped(row, W + "tc"), 1):
            properties = cell.find(W + "tcPr")
            merge = None if properties is None else properties.find(W + "vMerge")
            upper = above.get(column) if merge is not None and (
                merge.get(VAL, "continue") == "continue") else None
            draft = _Draft(self._cell(cell, f"{scene}, celle {count}", hidden or upper is not None),
                           column, _span(properties, "gridSpan", 1))
            if upper is not None and not hidden:
                upper.rows += 1
            elif upper is None:
                drafts.append(draft)
                above.pop(column, None)
                if merge is not None:
                    above[column] = draft
            column += draft.columns
        if not hidden:
            rows.append(drafts)

    def _cell(self, cell: etree._Element, scene: str, concealed: bool) -> list[Block]:
        """A cell's blocks. Word shows nothing of what is in a hidden row or a merged-away cell."""
        outer, self.now.spot = self.now.spot, _Spot(scene, in_cell=True)
        self.concealed += concealed
        blocks = self.blocks(cell)
        self.concealed -= concealed
        self.now.spot = outer
        return blocks

    def _unwrapped(self, parent: etree._Element, wanted: str) -> Iterator[etree._Element]:
        """The rows of a table or cells of a row, also those inside controls and tracked changes."""
        stack = list(reversed(parent))
        while stack:
            child = stack.pop()
            if child.tag == wanted:
                yield child
            elif child.tag == _BOOKMARK:
                self._bookmark(child)
            elif child.tag == _SDT_PR:
                self._control(child)
            elif child.tag == _ALTERNATE:
                stack.append(self._chosen(child))
            elif child.tag == _TR_PR:
                self._tracked_row(child)
            elif child.tag in (_P, _TBL):
                self._stray(child)
            elif child.tag not in _NOT_BLOCKS:
                stack.extend(reversed(child))

    def _tracked_row(self, properties: etree._Element) -> None:
        for change in properties:
            author = change.get(W + "author", "")
            if change.tag == W + "ins":
                self.found.inserted.append(Passage("(tabelrække)", self._place(), author))
            elif change.tag == W + "del":
                self.found.deleted.append(Passage("(tabelrække)", self._place(), author))

    def _table_title(self, properties: etree._Element | None) -> str:
        caption, description = (
            None if properties is None else properties.find(W + tag)
            for tag in ("tblCaption", "tblDescription"))
        texts = [item.get(VAL, "") for item in (caption, description) if item is not None]
        for text in texts:
            self.found.aside(self.part, text)
        return plain(texts[0]) if texts else ""

    def _table_style(self, properties: etree._Element | None) -> str:
        named = None if properties is None else properties.find(W + "tblStyle")
        return self.found.styles.paragraph(named.get(VAL)).name if named is not None else ""


_EMBEDDED = frozenset({W + "altChunk", W + "subDoc"})
_INLINE: dict[str, Callable[[_Story, etree._Element], None]] = {
    W + "hyperlink": _Story._hyperlink,
    W + "fldSimple": _Story._simple_field,
    W + "ins": _Story._inserted,
    W + "moveTo": _Story._inserted,
    W + "del": _Story._deleted,
    W + "moveFrom": _Story._deleted,
    W + "altChunk": _Story._embedded,
    W + "subDoc": _Story._embedded,
    _SDT_PR: _Story._control,
    _ALTERNATE: _Story._alternate,
    _M + "oMath": _Story._math,
}
_IN_RUN: dict[str, Callable[[_Story, etree._Element, _Form], None]] = {
    W + "fldChar": _Story._field_mark,
    W + "instrText": _Story._instruction,
    W + "drawing": _Story._drawing,
    W + "pict": _Story._drawing,
    W + "object": _Story._drawing,
    _ALTERNATE: _Story._alternate_in_run,
    W + "commentReference": _Story._comment_mark,
    W + "tab": _Story._tab,
    W + "ptab": _Story._tab,
    W + "br": _Story._break,
    W + "cr": _Story._break,
    W + "noBreakHyphen": _Story._no_break_hyphen,
    W + "softHyphen": _Story._soft_hyphen,
    W + "sym": _Story._symbol,
    W + "footnoteReference": _Story._note_mark,
    W + "endnoteReference": _Story._note_mark,
    W + "ruby": _Story._ruby_in_run,
}
_NOT_BLOCKS = frozenset({W + "sectPr", W + "tcPr", W + "tblPr", W + "tblGrid", W + "tblPrEx"})


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _HEADING_SHOWN else line[: _HEADING_SHOWN - 1].rstrip() + "…"


def _spaced(element: etree._Element) -> str:
    """The text of a `w:t`. Without `xml:space="preserve"` Word drops spaces at both ends, and a
    line break in the XML is a space to it."""
    text = element.text or ""
    if element.get(_SPACE) != "preserve":
        text = text.strip(" \t\r\n")
    if "\n" in text or "\t" in text or "\r" in text:
        text = text.replace("\r\n", " ").replace("\n", " ").replace("\t", " ").replace("\r", " ")
    return text


def _symbol(font: str, code: str) -> str:
    """A `w:sym` as an ordinary character; U+FFFD when only its font knows what it looks like."""
    try:
        point = int(code, 16)
    except ValueError:
        return "\ufffd"
    table = _SYMBOLS.get(font.lower())
    if table is not None and (point & 0xFF00) in (0, 0xF000):
        return table.get(point & 0xFF, "\ufffd")
    private = 0xE000 <= point <= 0xF8FF or point > 0xFFFD
    return chr(point) if point >= 0x20 and not private and chr(point).isprintable() else "\ufffd"


def _field_link(code: str) -> str:
    """The target of a HYPERLINK field; "" for other fields."""
    match = _HYPERLINK.match(code)
    if match is None:
        return ""
    return (match[1] or "") + (f"#{match[2]}" if match[2] else "")


def _form_field(begin: etree._Element) -> str:
    """What an old form field shows that keeps its value in its settings: a box, a choice."""
    data = begin.find(W + "ffData")
    if data is None:
        return ""
    box, choices = data.find(W + "checkBox"), data.find(W + "ddList")
    if box is not None:
        state = box.find(W + "checked")
        state = box.find(W + "default") if state is None else state
        return "☒" if state is not None and on(state) else "☐"
    if choices is not None:
        entries = [item.get(VAL, "") for item in choices.iterchildren(W + "listEntry")]
        picked = choices.find(W + "result")
        place = number(picked.get(VAL), 0) if picked is not None else 0
        return entries[place] if 0 <= place < len(entries) else ""
    return ""


def _understood(branch: etree._Element) -> bool:
    if branch.tag == _MC + "Fallback":
        return True
    prefixes, known = branch.get("Requires", "").split(), branch.nsmap
    return all(known.get(prefix, "").startswith(_UNDERSTOOD) for prefix in prefixes)


def _says(properties: etree._Element | None, tag: str) -> bool:
    found = None if properties is None else properties.find(W + tag)
    return found is not None and on(found)


def _span(properties: etree._Element | None, tag: str, default: int) -> int:
    """A number of grid columns; Word allows 63."""
    found = None if properties is None else properties.find(W + tag)
    return min(max(number(found.get(VAL), default), default), 63) if found is not None else default
