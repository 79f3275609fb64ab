"""What is put right in a template before it is compiled: traces of editing go, tags that Word has
decorated are made plain, and a phrase's tag learns how its paragraph looks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
_EDITING = ("rsidR", "rsidRPr", "rsidRDefault", "rsidP", "rsidDel", "rsidSect", "rsidTr")
_TRACES = {f"{{{W}}}proofErr", f"{{{W}}}lastRenderedPageBreak",
           f"{{{W}}}dataBinding"}
#: What Word makes of plain characters while somebody types a tag, one for one.
_TYPED = str.maketrans({"“": '"', "”": '"', "„": '"', "»": '"', "«": '"', "‘": "'", "’": "'",
                        "‚": "'", "›": "'", "‹": "'", "–": "-", "—": "-", "−": "-",
                        "\u00a0": " ", "\u202f": " ", "\u2007": " "})
TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_PHRASE = re.compile(r"^\s*\{\{p\s+(frase(?:\.\w+)+)\s*\}\}\s*$")


def w(name: str) -> str:
    """The name in Word's namespace, as lxml spells it."""
    return f"{{{W}}}{name}"


def mend(root: etree._Element) -> None:
    """Mends a part in place: see the module's docstring."""
    _drop_traces(root)
    for paragraph in list(root.iter(w("p"))):
        texts = own_texts(paragraph)
        whole = "".join(t.text or "" for t in texts)
        if "{" in whole:
            _plain_tags(texts, whole)
            _remember_look(paragraph, texts)


def spots(root: etree._Element, part: str) -> list[str]:
    """Where each paragraph of the part is, for people: »brødteksten, under »Klage«, afsnit 12«.

    Paragraphs are counted in document order, those in cells and text boxes included.
    """
    found: list[str] = []
    heading = ""
    tables = {table: n for n, table in enumerate(root.iter(w("tbl")), 1)}
    for number, paragraph in enumerate(root.iter(w("p")), 1):
        words = "".join(t.text or "" for t in own_texts(paragraph)).strip()
        style = paragraph.find(f"{w('pPr')}/{w('pStyle')}")
        under = f", under »{heading}«" if heading else ""
        found.append(f"{part}{under}, {_cell(paragraph, tables)}afsnit {number}")
        if style is not None and "eading" in (style.get(w("val")) or "") and words:
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


def _drop_traces(root: etree._Element) -> None:
    for element in list(root.iter()):
        if not isinstance(element.tag, str):
            continue
        if element.tag in _TRACES or _is_go_back(element):
            parent = element.getparent()
            if parent is not None:
                parent.remove(element)
            continue
        for name in _EDITING:
            element.attrib.pop(w(name), "")
        element.attrib.pop(f"{{{W14}}}paraId", "")
        element.attrib.pop(f"{{{W14}}}textId", "")


def _is_go_back(element: etree._Element) -> bool:
    """Word's own bookmark for where somebody last typed; its end mark has only a number."""
    if element.tag == w("bookmarkStart") and element.get(w("name")) == "_GoBack":
        number = element.get(w("id"))
        for end in element.getroottree().getroot().iter(w("bookmarkEnd")):
            if end.get(w("id")) == number:
                end.tag = w("proofErr")  # dropped when the walk comes to it
                break
        return True
    return False


def own_texts(paragraph: etree._Element) -> list[etree._Element]:
    """The `w:t` elements of the paragraph, without those of paragraphs inside it (text boxes)."""
    return list(_texts(paragraph))


def _texts(element: etree._Element) -> Iterator[etree._Element]:
    for child in element:
        if child.tag == w("t"):
            yield child
        elif child.tag != w("p"):
            yield from _texts(child)


def _plain_tags(texts: list[etree._Element], whole: str) -> None:
    """Makes typographic quotes, dashes and spaces inside tags plain, wherever Word split them."""
    plain = TAG.sub(lambda match: match[0].translate(_TYPED), whole)
    if plain == whole:
        return
    start = 0
    for text in texts:
        length = len(text.text or "")
        text.text = plain[start:start + length]
        start += length


def _remember_look(paragraph: etree._Element, texts: list[etree._Element]) -> None:
    """`{{p frase.x }}` in a styled paragraph: the phrase's ordinary paragraphs take the style.

    The dialect throws the paragraph away together with its look; so the style id goes along in
    the tag, where the compiler finds it.
    """
    match = _PHRASE.match("".join(t.text or "" for t in texts))
    style = paragraph.find(f"{w('pPr')}/{w('pStyle')}")
    if not match or style is None:
        return
    texts[0].text = f'{{{{p {match[1]}|_i_stil("{style.get(w("val"))}") }}}}'
    for other in texts[1:]:
        other.text = ""
