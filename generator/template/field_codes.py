"""Fields of a Word file: what their codes say, and which runs they are made of.

A field is a `w:fldSimple`, or runs from `begin` over the code and `separate` to `end`, with other
fields inside. Word splits codes over runs where it likes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field

from lxml import etree

from generator.source import Place, Problem, Unusable
from generator.template.word import w

#: Most fields inside each other. Word itself stops at 20.
MAX_NESTED = 50
#: Stands in a code where another field is inside it, with its number between.
INSIDE, INSIDE_END = "\ue010", "\ue011"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_BOX = w("txbxContent")
_QUOTES = str.maketrans(dict.fromkeys("“”„‟", '"') | dict.fromkeys("\u00a0\u202f\u2007", " "))
_TOKEN = re.compile(r'"((?:\\.|[^"\\])*)"?|(\\[^\s"\\])|([^\s"\\]+)', re.DOTALL)


@dataclass(frozen=True)
class Token:
    """A word of a field code, a text in quotation marks, or a switch (`\\*`)."""

    text: str
    quoted: bool = False
    switch: bool = False


@dataclass(frozen=True)
class Kode:
    """What a field code says: `MERGEFIELD`, the words after it, and its switches in lower case."""

    word: str
    words: tuple[Token, ...]
    switches: tuple[tuple[str, str], ...]

    @property
    def name(self) -> str:
        """The name of a merge field, with or without quotation marks around it."""
        return " ".join(" ".join(token.text for token in self.words).split())


def read_code(code: str) -> Kode:
    """The code, however it is spaced and quoted."""
    text = code.translate(_QUOTES).strip()
    if text.startswith("="):
        text = f"= {text[1:]}"
    tokens = [Token(re.sub(r"\\(.)", r"\1", m[1]) if m[1] is not None else m[2] or m[3],
                    m[1] is not None, m[2] is not None) for m in _TOKEN.finditer(text)]
    words: list[Token] = []
    switches: list[tuple[str, str]] = []
    waiting = iter(tokens[1:])
    for token in waiting:
        if not token.switch:
            words.append(token)
            continue
        kind = token.text[1:].lower()
        after = next(waiting, Token("")) if kind in "*@#bf" else Token("")
        switches.append((kind, after.text))
    return Kode(tokens[0].text.upper() if tokens else "", tuple(words), tuple(switches))


@dataclass
class WordField:
    """A field as it stands in a part. `parts` are its runs (or its one `w:fldSimple`) in order."""

    parts: list[etree._Element]
    code: str = ""
    #: The first run of the code and those of the result: how the letters look is said there.
    code_runs: list[etree._Element] = field(default_factory=list)
    result_runs: list[etree._Element] = field(default_factory=list)
    inside: list[WordField] = field(default_factory=list)
    shown: list[WordField] = field(default_factory=list)
    separated: bool = False
    whole: bool = False

    @property
    def first(self) -> etree._Element:
        """Where the field begins."""
        return self.parts[0]


def fields(root: etree._Element, where: Place) -> list[WordField]:
    """The outermost fields of a part, in order. The runs are split first so that each holds one
    piece of a field; text boxes and notes have fields of their own. Raises `Unusable` for fields
    nested deeper than anybody writes them."""
    for run in list(root.iter(w("r"))):
        _split(run)
    stories = [root, *root.iter(_BOX, w("footnote"), w("endnote"))]
    return [found for story in stories for found in _story(story, where)]


def _split(run: etree._Element) -> None:
    """A run with a piece of a field and something besides becomes several, all looking alike."""
    content = [child for child in run if child.tag != w("rPr")]
    pieces = (w("fldChar"), w("instrText"))
    holder = run.getparent()
    if len(content) < 2 or holder is None or not any(c.tag in pieces for c in content):
        return
    look, place = run.find(w("rPr")), holder.index(run)
    for offset, child in enumerate(content[1:], 1):
        more = etree.Element(w("r"), {str(k): str(v) for k, v in run.attrib.items()})
        if look is not None:
            more.append(deepcopy(look))
        more.append(child)
        holder.insert(place + offset, more)


def _story(story: etree._Element, where: Place) -> list[WordField]:
    """The outermost fields of one story. What follows one that is never ended is not its own."""
    top: list[WordField] = []
    stack: list[WordField] = []
    for piece in _pieces(story):
        mark = piece.find(w("fldChar"))
        kind = mark.get(w("fldCharType")) if mark is not None else ""
        if kind == "begin":
            stack.append(WordField([]))
            _refuse_depth(stack, where)
        for open_field in stack:
            open_field.parts.append(piece)
        if piece.tag == w("fldSimple"):
            _attach(_simple(piece, where), stack, top)
        elif not stack:
            continue
        elif kind == "separate":
            stack[-1].separated = True
        elif kind == "end":
            ended = stack.pop()
            ended.whole = True
            _attach(ended, stack, top)
        elif not kind:
            _take(piece, stack[-1])
    for broken in stack:
        top += [broken, *broken.inside, *broken.shown]
        broken.shown = []
    return top


def _pieces(element: etree._Element) -> Iterator[etree._Element]:
    """The runs and simple fields of a story, without those of text boxes and notes in it."""
    for child in element:
        if child.tag in (w("r"), w("fldSimple")):
            yield child
        elif child.tag not in (_BOX, w("footnote"), w("endnote")):
            yield from _pieces(child)


def _refuse_depth(stack: list[WordField], where: Place) -> None:
    if len(stack) > MAX_NESTED:
        raise Unusable([Problem(
            "docx.for_dyb", "Filen har for mange felter inden i hinanden.", where, "Vis felterne i "
            "Word med Alt+F9, og slet dem, der ikke bliver brugt.")])


def _simple(element: etree._Element, where: Place) -> WordField:
    return WordField([element], element.get(w("instr")) or "", [], list(element.iter(w("r"))), [],
                     _story(element, where), True, True)


def _attach(found: WordField, stack: list[WordField], top: list[WordField]) -> None:
    if not stack:
        top.append(found)
    elif stack[-1].separated:
        stack[-1].shown.append(found)
    else:
        stack[-1].code += f"{INSIDE}{len(stack[-1].inside)}{INSIDE_END}"
        stack[-1].inside.append(found)


def _take(run: etree._Element, found: WordField) -> None:
    if found.separated:
        found.result_runs.append(run)
        return
    found.code += "".join(t.text or "" for t in run.iter(w("instrText")))
    found.code_runs.append(run)


# --- putting words in a field's place -----------------------------------------------------------


def replace(found: WordField, words: str, code: Kode) -> None:
    """One run with these words takes the field's place and looks as its result did."""
    first = found.first
    holder = first.getparent()
    assert holder is not None
    run = etree.Element(w("r"))
    look = _look(found, code)
    if look is not None:
        run.append(deepcopy(look))
    text = etree.SubElement(run, w("t"))
    text.text = words
    text.set(_SPACE, "preserve")
    holder.insert(holder.index(first), run)
    for part in found.parts:
        above = part.getparent()
        if above is not None:
            above.remove(part)
            _drop_empty(above)


def _look(found: WordField, code: Kode) -> etree._Element | None:
    """How the letters of the result look; of the code when it says so or there is no result."""
    by_code = ("*", "charformat") in [(switch, text.lower()) for switch, text in code.switches]
    shown = [run for run in found.result_runs if run.find(w("t")) is not None]
    runs = (found.code_runs or shown) if by_code else (shown or found.code_runs)
    return next((run.find(w("rPr")) for run in (*runs, found.first)), None)


def _drop_empty(holder: etree._Element) -> None:
    above = holder.getparent()
    if holder.tag in (w("hyperlink"), w("smartTag")) and above is not None and (
            next(holder.iter(w("r"), w("fldSimple")), None) is None):
        above.remove(holder)
