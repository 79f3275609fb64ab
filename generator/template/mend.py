"""What is put right in a template before it is compiled: traces of editing go, tags that Word has
decorated are made plain, a block tag alone in a paragraph takes the paragraph with it, and a
phrase's tag learns how its paragraph looks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

from generator.template.word import W14, w

_EDITING = ("rsidR", "rsidRPr", "rsidRDefault", "rsidP", "rsidDel", "rsidSect", "rsidTr")
#: What tells of editing, and nothing of what is written: spelling marks, comments, who may edit.
_TRACES = frozenset(w(name) for name in (
    "proofErr", "lastRenderedPageBreak", "dataBinding", "commentRangeStart", "commentRangeEnd",
    "commentReference", "annotationRef", "permStart", "permEnd"))
#: Word's own bookmark for where somebody last typed, and ours from a letter made a template.
_OLD_MARK = re.compile(r"_GoBack|_fr_\d+")
TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_PHRASE = re.compile(r"^\s*\{\{p\s+(frase(?:\.\w+)+)\s*\}\}\s*$")
_HEADING = re.compile(r"(?i)(?:\w*overskrift|heading)[\s_]?(\d)?")
#: What Word makes of plain characters while somebody types a tag, one for one.
_DOUBLE, _SINGLE = "“”„»«", "‘’‚›‹"
_TYPED = str.maketrans({**dict.fromkeys(_DOUBLE, '"'), **dict.fromkeys(_SINGLE, "'"),
                        **dict.fromkeys("–—−", "-"), **dict.fromkeys("\u00a0\u202f\u2007", " ")})
#: Quotation marks that belong to a text inside a tag. docxtpl would straighten them, so they are
#: hidden from it.
_HIDDEN = str.maketrans("“”‘’", "\ue017\ue018\ue019\ue01a")
KEPT_QUOTES = {hidden: written for written, hidden in _HIDDEN.items()}
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
#: Characters that nobody sees, which come along from Word and from web pages: soft hyphens,
#: zero-width spaces, marks of direction.
UNSEEN = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")


def mend(root: etree._Element) -> None:
    """Mends a part in place: see the module's docstring."""
    _drop_traces(root)
    for paragraph in list(root.iter(w("p"))):
        texts = own_texts(paragraph)
        if "{" in "".join(t.text or "" for t in texts):
            _whole_tags(texts)
            _plain_tags(texts, "".join(t.text or "" for t in texts))
            _remember_look(paragraph, texts)
    _take_paragraphs(root)


def spots(root: etree._Element, part: str) -> list[str]:
    """Where each paragraph of the part is, for people: »brødteksten, under »Klage«, afsnit 12«.

    Paragraphs are counted in document order, those in cells and text boxes included.
    """
    found: list[str] = []
    heading = ""
    tables = {table: n for n, table in enumerate(root.iter(w("tbl")), 1)}
    for number, paragraph in enumerate(root.iter(w("p")), 1):
        words = "".join(t.text or "" for t in own_texts(paragraph)).strip()
        under = f", under »{heading}«" if heading else ""
        found.append(f"{part}{under}, {_cell(paragraph, tables)}afsnit {number}")
        if heading_level(paragraph) and words:
            heading = words if len(words) <= 40 else words[:39] + "…"
    return found


def _cell(paragraph: etree._Element, tables: dict[etree._Element, int]) -> str:
    """`tabel 2, række 3, celle 1, ` for a paragraph in a table, else nothing."""
    node: etree._Element | None = paragraph
    row = cell = 0
    while node is not None:
        parent = node.getparent()
        if node.tag == w("tc") and parent is not None and not cell:
            cell = [c for c in parent if c.tag == w("tc")].index(node) + 1
        elif node.tag == w("tr") and parent is not None and not row:
            row = [r for r in parent if r.tag == w("tr")].index(node) + 1
        elif node.tag == w("tbl"):
            return f"tabel {tables[node]}, række {row}, celle {cell}, "
        node = parent
    return ""


def heading_level(paragraph: etree._Element) -> int:
    """1 for »Overskrift 1« and so on; 0 when the paragraph is no heading."""
    style = paragraph.find(f"{w('pPr')}/{w('pStyle')}")
    match = _HEADING.fullmatch(str(style.get(w("val")))) if style is not None else None
    return int(match[1] or 1) if match else 0


def _drop_traces(root: etree._Element) -> None:
    marks = {element.get(w("id")) for element in root.iter(w("bookmarkStart"))
             if _OLD_MARK.fullmatch(element.get(w("name")) or "")}
    for element in list(root.iter()):
        if not isinstance(element.tag, str):
            continue
        bookmark = element.tag in (w("bookmarkStart"), w("bookmarkEnd"))
        if element.tag in _TRACES or (bookmark and element.get(w("id")) in marks):
            parent = element.getparent()
            if parent is not None:
                parent.remove(element)
            continue
        for name in _EDITING:
            element.attrib.pop(w(name), "")
        element.attrib.pop(f"{{{W14}}}paraId", "")
        element.attrib.pop(f"{{{W14}}}textId", "")


def own_texts(paragraph: etree._Element) -> list[etree._Element]:
    """The `w:t` elements of the paragraph, without those of paragraphs inside it (text boxes)."""
    return list(_texts(paragraph))


def _texts(element: etree._Element) -> Iterator[etree._Element]:
    for child in element:
        if child.tag == w("t"):
            yield child
        elif child.tag != w("p"):
            yield from _texts(child)


def own_words(paragraph: etree._Element) -> str:
    """The text of the paragraph, without that of paragraphs inside it."""
    return "".join(t.text or "" for t in own_texts(paragraph))


# --- tags ---------------------------------------------------------------------------------------


def _whole_tags(texts: Sequence[etree._Element]) -> None:
    """Takes what nobody sees out of tags, and gathers a tag that begins outside a link or a content
    control and ends inside it, or the other way round: the dialect would break the XML."""
    whole = "".join(t.text or "" for t in texts)
    for tag in reversed(list(TAG.finditer(whole))):
        pieces = list(_pieces(texts, tag.start(), tag.end()))
        apart = len({_around(text) for text, _, _ in pieces}) > 1
        for n, (text, start, end) in enumerate(pieces):
            words = text.text or ""
            mine = (tag[0] if not n else "") if apart else words[start:end]
            text.text = words[:start] + UNSEEN.sub("", mine) + words[end:]
            if apart:
                text.set(_SPACE, "preserve")


def _pieces(texts: Sequence[etree._Element], start: int,
            end: int) -> Iterator[tuple[etree._Element, int, int]]:
    """The elements that hold the characters from `start` to `end` of the joined texts, each with
    its own part of them."""
    for text in texts:
        length = len(text.text or "")
        if start < length and end > 0:
            yield text, max(start, 0), min(end, length)
        start, end = start - length, end - length


def _around(text: etree._Element) -> etree._Element | None:
    """What the run of the text lies in: the paragraph, or a link or a content control in it."""
    run = text.getparent()
    return run.getparent() if run is not None else None


def _plain_tags(texts: Sequence[etree._Element], whole: str) -> None:
    """Makes typographic quotes, dashes and spaces inside tags plain, wherever Word split them."""
    plain = TAG.sub(lambda match: plain_tag(match[0]), whole)
    if plain == whole:
        return
    start = 0
    for text in texts:
        length = len(text.text or "")
        text.text = plain[start:start + length] or None
        start += length


def plain_tag(tag: str) -> str:
    """The tag as it was meant to be typed. A text between quotation marks keeps its own dashes and
    quotation marks; only those that begin and end it are made plain."""
    made: list[str] = []
    ends = ""
    for place, char in enumerate(tag):
        if ends and char in ends:
            made.append(char.translate(_TYPED))
            ends = ""
        elif ends:
            made.append(char.translate(_HIDDEN))
        else:
            made.append(char.translate(_TYPED))
            ends = _ends(char, tag[place + 1:])
    return "".join(made)


def _ends(char: str, rest: str) -> str:
    """The characters that end a text which `char` begins; "" when it begins none."""
    for plain, typed in (('"', _DOUBLE), ("'", _SINGLE)):
        if char == plain:
            return plain if plain in rest else typed
        if char in typed:
            return typed if any(t in rest for t in typed) else plain
    return ""


def _remember_look(paragraph: etree._Element, texts: Sequence[etree._Element]) -> None:
    """`{{p frase.x }}` in a styled paragraph: the phrase's ordinary paragraphs take the style.

    The dialect throws the paragraph away together with its look; so the style id goes along in
    the tag, where the compiler finds it.
    """
    match = _PHRASE.match("".join(t.text or "" for t in texts))
    style = paragraph.find(f"{w('pPr')}/{w('pStyle')}")
    id = style.get(w("val")) or "" if style is not None else ""
    if not match or not re.fullmatch(r"[\w -]+", id):
        return
    texts[0].text = f'{{{{p {match[1]}|_i_stil("{id}") }}}}'
    for other in texts[1:]:
        other.text = ""


# --- block tags alone in their paragraphs -------------------------------------------------------

#: Tags that open a block → the one that closes it.
OPENERS = {"if": "endif", "for": "endfor", "set": "endset", "macro": "endmacro", "with": "endwith"}
_BLOCK = re.compile(r"\{%([-+]?)\s*(?:(p|tr|tc|r)\s+)?(\w+)(.*?)([-+]?)%\}", re.DOTALL)
_KEPT = tuple(w(name) for name in ("drawing", "pict", "object", "br", "sectPr", "fldChar",
                                   "footnoteReference", "endnoteReference", "sdt"))
_COMMENT = re.compile(r"\s*\{#(?!(?:p|tr|tc)\s)[^}#]*#\}\s*")


@dataclass(frozen=True)
class BlockTag:
    """A `{% … %}` tag: its word, its kind (`p` in `{%p if … %}`), and the paragraph it stands in,
    counted from 0. `opens` tells whether a closing tag must follow."""

    word: str
    kind: str
    opens: bool
    plain: bool
    paragraph: etree._Element
    number: int

    @property
    def alone(self) -> bool:
        """Whether the paragraph is there for the tag only, and can go with it."""
        words = own_words(self.paragraph)
        beside = (self.paragraph.getprevious(), self.paragraph.getnext())
        return (self.plain and len(TAG.findall(words)) == 1 and not TAG.sub("", words).strip()
                and next(self.paragraph.iter(*_KEPT), None) is None
                and not any(b is not None and b.tag == w("tbl") for b in beside))


def block_tags(root: etree._Element) -> Iterator[BlockTag]:
    """Every `{% … %}` tag of the part, in order."""
    for number, paragraph in enumerate(root.iter(w("p"))):
        for tag in TAG.findall(own_words(paragraph)):
            match = _BLOCK.fullmatch(tag)
            if match:
                word, kind = match[3], match[2] or ""
                opens = word in OPENERS and not (word == "set" and "=" in match[4])
                plain = kind in ("", "p") and not (match[1] or match[5])
                yield BlockTag(word, kind, opens, plain, paragraph, number)


def _take_paragraphs(root: etree._Element) -> None:
    """`{% if … %}` alone in its paragraph becomes `{%p if … %}` when the rest of its block is alone
    too; else an empty paragraph would be left behind. (Between two tables it must stay: without
    it, Word would make them one.)"""
    open_blocks: list[list[BlockTag]] = []
    for tag in list(block_tags(root)):
        if tag.opens:
            open_blocks.append([tag])
        elif tag.word == "set":
            _take([tag])
        elif open_blocks:
            open_blocks[-1].append(tag)
            if tag.word == OPENERS[open_blocks[-1][0].word]:
                _take(open_blocks.pop())
    for paragraph in root.iter(w("p")):
        if _COMMENT.fullmatch(own_words(paragraph)) and next(paragraph.iter(*_KEPT), None) is None:
            _put_in(paragraph, "{#p", own_words(paragraph))


def _take(block: Sequence[BlockTag]) -> None:
    parents = {tag.paragraph.getparent() for tag in block}
    if len(parents) > 1 or block[0].word == "macro" or not all(tag.alone for tag in block):
        return
    if block[0].word == "set" and len(block) > 1:
        return
    for tag in block:
        if not tag.kind:
            _put_in(tag.paragraph, "{%p", own_words(tag.paragraph))


def _put_in(paragraph: etree._Element, start: str, words: str) -> None:
    first, *others = own_texts(paragraph)
    first.text = f"{start} {words.strip()[2:].lstrip()}"
    for other in others:
        other.text = ""
