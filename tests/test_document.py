"""Reading any docx, and showing what it says as text, Markdown and HTML."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from html import unescape
from html.parser import HTMLParser
from itertools import pairwise
from unicodedata import normalize

import docx
import pytest
from docx.document import Document as WordDocument
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.document import (
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
    everywhere,
    paragraph_texts,
    paragraphs,
    read_docx,
    to_html,
    to_markdown,
    to_text,
)
from generator.document.docx_numbering import numeral
from generator.source import Unusable
from tests.word import SPACES as WORD_SPACES

# --- building files ---------------------------------------------------------------------------

SPACES = {**WORD_SPACES, "o": "urn:schemas-microsoft-com:office:office",
          "fremmed": "urn:et-andet-program"}
DECLARED = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in SPACES.items())
RELATION = SPACES["r"]
CORE = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
PNG = b"\x89PNG\r\n\x1a\n" + b"billede"

Relations = dict[str, tuple[str, str]]
ROOT_RELS = {"rId1": ("officeDocument", "word/document.xml")}


def rels(relations: Relations) -> str:
    """A relationships part; a kind with a colon is a whole type, `!` marks an external target."""
    items = ""
    for id, (kind, target) in relations.items():
        type_ = kind if ":" in kind else f"{RELATION}/{kind}"
        mode = ' TargetMode="External"' if target.startswith("!") else ""
        items += f'<Relationship Id="{id}" Type="{type_}" Target="{target.lstrip("!")}"{mode}/>'
    return ('<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f"{items}</Relationships>")


def element(tag: str, content: str) -> str:
    """A root element with every namespace declared."""
    return f"<{tag} {DECLARED}>{content}</{tag}>"


def package(parts: Mapping[str, str | bytes]) -> bytes:
    """A zip file with these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def word(body: str, relations: Relations | None = None, **parts: str | bytes) -> bytes:
    """A docx with this body. Keyword `word__header1_xml` is the part `word/header1.xml`."""
    named = {name.replace("__", "/").replace("_", "."): content for name, content in parts.items()}
    return package({
        "_rels/.rels": rels(ROOT_RELS),
        "word/document.xml": element("w:document", f"<w:body>{body}</w:body>"),
        "word/_rels/document.xml.rels": rels(relations or {}),
        **named,
    })


def p(content: str, properties: str = "") -> str:
    """A paragraph; content without tags becomes a run."""
    if "<" not in content:
        content = r(content)
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{content}</w:p>"


def r(text: str, properties: str = "") -> str:
    """A run with text."""
    form = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{form}<w:t xml:space="preserve">{text}</w:t></w:r>'


def mark(kind: str) -> str:
    """One mark of a complex field."""
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def code(text: str) -> str:
    """A piece of field code."""
    return f"<w:r><w:instrText>{text}</w:instrText></w:r>"


def bytes_of(document: WordDocument) -> bytes:
    """A python-docx document as a file."""
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def read(body: str, relations: Relations | None = None, **parts: str | bytes) -> Document:
    """The document with this body."""
    return read_docx(word(body, relations, **parts), "brev.docx")


def only(document: Document) -> Paragraph:
    """The only paragraph of the body."""
    [paragraph] = document.body
    assert isinstance(paragraph, Paragraph)
    return paragraph


def styles(*inner: str, defaults: str = "") -> str:
    """A styles part with Normal and these styles."""
    normal = ('<w:style w:type="paragraph" w:default="1" w:styleId="N"><w:name w:val="Normal"/>'
              "</w:style>")
    return element("w:styles", defaults + normal + "".join(inner))


def style(id: str, name: str, based_on: str = "", inner: str = "", type: str = "paragraph") -> str:
    """One style."""
    base = f'<w:basedOn w:val="{based_on}"/>' if based_on else ""
    return (f'<w:style w:type="{type}" w:styleId="{id}"><w:name w:val="{name}"/>{base}{inner}'
            "</w:style>")


def styled(id: str) -> str:
    """Paragraph properties with a style."""
    return f'<w:pStyle w:val="{id}"/>'


STYLES = {"s": ("styles", "styles.xml")}

# --- text of a paragraph ----------------------------------------------------------------------

TEXTS = {
    "plain": (p("Kære Emma"), "Kære Emma"),
    "split by Word": (p(r("Kæ") + "<w:proofErr w:type='spellStart'/>" + r("re")), "Kære"),
    "smart tag": (p(f"<w:smartTag>{r('Aarhus')}</w:smartTag>"), "Aarhus"),
    "custom XML": (p(f"<w:customXml>{r('Aarhus')}</w:customXml>"), "Aarhus"),
    "hyperlink": (p(f"<w:hyperlink w:anchor='x'>{r('Læs mere')}</w:hyperlink>"), "Læs mere"),
    "control in a line": (p("Hej " and r("Hej ") + f"<w:sdt><w:sdtPr><w:alias w:val='Navn'/>"
                            f"</w:sdtPr><w:sdtContent>{r('Emma')}</w:sdtContent></w:sdt>"),
                          "Hej Emma"),
    "control around a paragraph": (f"<w:sdt><w:sdtContent>{p('Hej')}</w:sdtContent></w:sdt>",
                                   "Hej"),
    "control in a control": ("<w:sdt><w:sdtContent><w:sdt><w:sdtContent>" + p("Hej")
                             + "</w:sdtContent></w:sdt></w:sdtContent></w:sdt>", "Hej"),
    "inserted": (p(r("Du ") + f"<w:ins w:author='Bo'>{r('kan klage')}</w:ins>"), "Du kan klage"),
    "deleted": (p(r("Du ") + "<w:del w:author='Bo'><w:r><w:delText>kan ikke</w:delText></w:r>"
                  "</w:del>" + r("kan klage")), "Du kan klage"),
    "moved here": (p(f"<w:moveTo w:author='Bo'>{r('Hej')}</w:moveTo>"), "Hej"),
    "moved away": (p(r("Hej") + f"<w:moveFrom w:author='Bo'>{r(' du')}</w:moveFrom>"), "Hej"),
    "simple field": (p(f"<w:fldSimple w:instr='PAGE'>{r('7')}</w:fldSimple>"), "7"),
    "complex field": (p(r("Side ") + mark("begin") + code("PAGE") + mark("separate") + r("7")
                        + mark("end") + r(" af 9")), "Side 7 af 9"),
    "field without result": (p(r("Side ") + mark("begin") + code("PAGE") + mark("end") + r("!")),
                             "Side !"),
    "field in a field's code": (
        p(mark("begin") + code("IF ") + mark("begin") + code("MERGEFIELD x") + mark("separate")
          + r("skjult") + mark("end") + code(" = 1") + mark("separate") + r("Ja") + mark("end")),
        "Ja"),
    "field in a field's result": (
        p(mark("begin") + code("IF") + mark("separate") + r("Den ") + mark("begin")
          + code("DATE") + mark("separate") + r("1. maj") + mark("end") + mark("end")),
        "Den 1. maj"),
    "stray field marks": (p(mark("separate") + r("Hej") + mark("end")), "Hej"),
    "tab and break": (p("<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:cr/>"
                        "<w:t>d</w:t></w:r>"), "a\tb\nc\nd"),
    "no-break hyphen": (p("<w:r><w:t>e</w:t><w:noBreakHyphen/><w:t>Boks</w:t></w:r>"),
                        "e\u2011Boks"),
    "soft hyphen": (p("<w:r><w:t>børne</w:t><w:softHyphen/><w:t>samtale</w:t></w:r>"),
                    "børnesamtale"),
    "soft hyphen typed": (p("børne\u00adsamtale"), "børnesamtale"),
    "symbol in Wingdings": (p("<w:r><w:sym w:font='Wingdings' w:char='F0FC'/></w:r>"), "✓"),
    "symbol in a real font": (p("<w:r><w:sym w:font='MS Gothic' w:char='2612'/></w:r>"), "☒"),
    "symbol nobody knows": (p("<w:r><w:sym w:font='Ukendt' w:char='F041'/></w:r>"), "\ufffd"),
    "symbol that is none": (p("<w:r><w:sym w:font='Arial' w:char='zz'/></w:r>"), "\ufffd"),
    "spaces without preserve": (p("<w:r><w:t>a </w:t></w:r><w:r><w:t> b</w:t></w:r>"), "ab"),
    "spaces with preserve": (p(r("a ") + r(" b")), "a  b"),
    "line break in the XML": (p("<w:r><w:t>a\nb</w:t></w:r>"), "a b"),
    "å in two characters": (p("Ma\u030al"), "Mål"),
    "å in two runs": (p(r("Ma") + r("\u030al", "<w:b/>")), "Mål"),
    "choice": (p("<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:t>ny</w:t></mc:Choice>"
                 "<mc:Fallback><w:t>gammel</w:t></mc:Fallback></mc:AlternateContent></w:r>"), "ny"),
    "choice Word does not know": (
        p("<w:r><mc:AlternateContent><mc:Choice Requires='fremmed'><w:t>ny</w:t></mc:Choice>"
          "<mc:Fallback><w:t>gammel</w:t></mc:Fallback></mc:AlternateContent></w:r>"), "gammel"),
    "formula": (p("<m:oMath><m:r><m:t>x=1</m:t></m:r></m:oMath>"), "x=1"),
    "ruby": (p(f"<w:r><w:ruby><w:rt>{r('op')}</w:rt><w:rubyBase>{r('ned')}</w:rubyBase></w:ruby>"
               "</w:r>"), "ned"),
    "something unknown around runs": (p(f"<fremmed:ting>{r('Hej')}</fremmed:ting>"), "Hej"),
    "right to left": (p(f"<w:bdo w:val='rtl'>{r('Hej')}</w:bdo>"), "Hej"),
    "old check box": (p("<w:r><w:fldChar w:fldCharType='begin'><w:ffData><w:checkBox>"
                        "<w:default w:val='0'/><w:checked/></w:checkBox></w:ffData></w:fldChar>"
                        "</w:r>" + code("FORMCHECKBOX") + mark("end") + r(" Ja")), "☒ Ja"),
    "old choice": (p("<w:r><w:fldChar w:fldCharType='begin'><w:ffData><w:ddList>"
                     "<w:result w:val='1'/><w:listEntry w:val='nej'/><w:listEntry w:val='ja'/>"
                     "</w:ddList></w:ffData></w:fldChar></w:r>" + mark("end")), "ja"),
    "old check box, not ticked": (
        p("<w:r><w:fldChar w:fldCharType='begin'><w:ffData><w:checkBox><w:default w:val='0'/>"
          "</w:checkBox></w:ffData></w:fldChar></w:r>" + mark("end")), "☐"),
    "old choice, not made": (
        p("<w:r><w:fldChar w:fldCharType='begin'><w:ffData><w:ddList><w:listEntry w:val='nej'/>"
          "</w:ddList></w:ffData></w:fldChar></w:r>" + mark("end")), "nej"),
    "old choice of nothing": (
        p(r("x") + "<w:r><w:fldChar w:fldCharType='begin'><w:ffData><w:ddList><w:result w:val='1'/>"
          "<w:listEntry w:val='nej'/></w:ddList></w:ffData></w:fldChar></w:r>" + mark("end")), "x"),
    "tab in a field's code": (p(mark("begin") + "<w:r><w:tab/></w:r>" + mark("end") + r("x")), "x"),
    "hidden break": (p("<w:r><w:rPr><w:vanish/></w:rPr><w:br/></w:r>" + r("x")), "x"),
    "choice around a paragraph": (
        f"<mc:AlternateContent><mc:Choice Requires='wps'>{p('ny')}</mc:Choice>"
        f"<mc:Fallback>{p('gammel')}</mc:Fallback></mc:AlternateContent>", "ny"),
    "choice around runs": (
        p(f"<mc:AlternateContent><mc:Choice Requires='wps'>{r('ny')}</mc:Choice></mc:"
          "AlternateContent>"), "ny"),
    "insertion around a paragraph": (f"<w:ins w:author='Bo'>{p('Hej')}</w:ins>", "Hej"),
    "deletion around a paragraph": (
        p("Hej") + f"<w:del w:author='Bo'>{p('væk')}</w:del>", "Hej"),
    "comments in the XML": ("<!-- a -->" + p("<!-- b -->" + r("a") + "<?c d?><w:r><w:t>b<!-- e -->c"
                            "</w:t></w:r>") + "<?f g?>", "abc"),
    "markup as text": (p("&lt;b&gt; &amp; {{ x }}"), "<b> & {{ x }}"),
}


@pytest.mark.parametrize(("body", "text"), TEXTS.values(), ids=TEXTS)
def test_a_paragraph_reads_as_word_shows_it(body: str, text: str) -> None:
    assert only(read(body)).text == text


def test_runs_that_look_alike_become_one_text() -> None:
    found = only(read(p(r("Kæ") + r("re ", "<w:lang w:val='da-DK'/>") + r("Emma", "<w:b/>"))))
    assert found.inlines == (Text("Kære "), Text("Emma", bold=True))


def test_soft_hyphens_and_page_breaks_are_kept_for_showing() -> None:
    found = only(read(p("<w:r><w:t>a</w:t><w:softHyphen/><w:br w:type='page'/><w:br/></w:r>")))
    assert found.inlines == (Text("a\u00ad"), Break(page=True), Break())


LOOKS = {
    "bold": ("<w:b/>", Text("x", bold=True)),
    "bold off": ("<w:b w:val='0'/>", Text("x")),
    "bold off in words": ("<w:b w:val='false'/>", Text("x")),
    "italic": ("<w:i w:val='on'/>", Text("x", italic=True)),
    "underline": ("<w:u w:val='single'/>", Text("x", underline=True)),
    "underline off": ("<w:u w:val='none'/>", Text("x")),
    "highlight": ("<w:highlight w:val='yellow'/>", Text("x", highlight=True)),
    "highlight off": ("<w:highlight w:val='none'/>", Text("x")),
    "shade, as LibreOffice writes it": ("<w:shd w:fill='FFFF00'/>", Text("x", highlight=True)),
    "no shade": ("<w:shd w:fill='auto'/>", Text("x")),
    "hidden": ("<w:vanish/>", Text("x", hidden=True)),
    "hidden off": ("<w:vanish w:val='0'/>", Text("x")),
    "hidden only on the web": ("<w:webHidden/>", Text("x")),
    "character style": ("<w:rStyle w:val='Stærk'/>", Text("x", bold=True)),
    "character style taken back": ("<w:rStyle w:val='Stærk'/><w:b w:val='0'/>", Text("x")),
    "character style that hides": ("<w:rStyle w:val='Skjul'/>", Text("x", hidden=True)),
    "unknown character style": ("<w:rStyle w:val='Ukendt'/>", Text("x")),
}


@pytest.mark.parametrize(("properties", "text"), LOOKS.values(), ids=LOOKS)
def test_looks_that_matter_are_read(properties: str, text: Text) -> None:
    part = styles(style("Stærk", "Strong", inner="<w:rPr><w:b/></w:rPr>", type="character"),
                  style("Skjul", "Skjul", inner="<w:rPr><w:vanish/></w:rPr>", type="character"))
    found = read(p(r("x", properties)), relations=STYLES, word__styles_xml=part)
    assert only(found).inlines == (text,)


# --- styles, headings, lists ------------------------------------------------------------------

STYLE_ROLES = {
    "Title": ("<w:pStyle w:val='T'/>", ("titel", 0)),
    "heading by name": ("<w:pStyle w:val='H2'/>", ("overskrift", 2)),
    "heading by id, no such style": ("<w:pStyle w:val='Heading3'/>", ("overskrift", 3)),
    "Danish id, no such style": ("<w:pStyle w:val='Overskrift3'/>", ("overskrift", 3)),
    "based on a heading": ("<w:pStyle w:val='Klage'/>", ("overskrift", 2)),
    "based on a heading, but no heading": ("<w:pStyle w:val='Toc'/>", ("afsnit", 0)),
    "outline level in the style": ("<w:pStyle w:val='Niveau'/>", ("overskrift", 4)),
    "outline level in the paragraph": ("<w:outlineLvl w:val='0'/>", ("overskrift", 1)),
    "body text level": ("<w:pStyle w:val='H2'/><w:outlineLvl w:val='9'/>", ("afsnit", 0)),
    "a circle of styles": ("<w:pStyle w:val='A'/>", ("afsnit", 0)),
    "quote": ("<w:pStyle w:val='Q'/>", ("citat", 0)),
    "caption": ("<w:pStyle w:val='C'/>", ("billedtekst", 0)),
    "list style without a list": ("<w:pStyle w:val='LB2'/>", ("punkt", 2)),
    "name like a heading": ("<w:pStyle w:val='H12'/>", ("afsnit", 0)),
    "heading with its number taken away": (
        "<w:pStyle w:val='H2'/><w:numPr><w:numId w:val='0'/></w:numPr>", ("overskrift", 2)),
    "unknown style": ("<w:pStyle w:val='Findes ikke'/>", ("afsnit", 0)),
    "no style": ("", ("afsnit", 0)),
}


@pytest.mark.parametrize(("properties", "role"), STYLE_ROLES.values(), ids=STYLE_ROLES)
def test_style_and_outline_tell_what_a_paragraph_is(
        properties: str, role: tuple[str, int]) -> None:
    part = styles(
        style("T", "Title"), style("H2", "heading 2", inner="<w:pPr><w:outlineLvl w:val='1'/>"
                                   "</w:pPr>"),
        style("Klage", "Klageoverskrift", "H2"), style("Q", "Intense Quote"),
        style("Toc", "TOC Heading", "H2", "<w:pPr><w:outlineLvl w:val='9'/></w:pPr>"),
        style("Niveau", "Vores", inner="<w:pPr><w:outlineLvl w:val='3'/></w:pPr>"),
        style("A", "A", "B"), style("B", "B", "A"), style("C", "caption"),
        style("LB2", "List Bullet 2"), style("H12", "heading 12"))
    found = only(read(p("x", properties), relations=STYLES, word__styles_xml=part))
    assert (found.role, found.level) == role


def test_the_default_style_is_named_where_the_paragraph_names_none() -> None:
    font = ('<w:style w:type="character" w:default="1" w:styleId="S"><w:name w:val="Font"/>'
            "</w:style>")
    part = styles(style("A", "Andet")).replace("<w:style ", font + "<w:style ", 1)
    assert only(read(p("x"), relations=STYLES, word__styles_xml=part)).style == "Normal"


def level(n: int, format: str, text: str, more: str = "") -> str:
    """One level of a list."""
    return (f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{format}"/>{more}'
            f'<w:lvlText w:val="{text}"/></w:lvl>')


def overridden(n: int, start: int) -> str:
    """A start of its own for one level."""
    return (f'<w:lvlOverride w:ilvl="{n}"><w:startOverride w:val="{start}"/></w:lvlOverride>')


NUMBERING = element("w:numbering", f"""
<w:abstractNum w:abstractNumId="0">{level(0, "decimal", "%1.")}{level(1, "lowerLetter", "%2)")}
{level(2, "lowerRoman", "%1.%2.%3")}{level(3, "decimal", "§ %4", '<w:lvlRestart w:val="0"/>')}
{level(4, "upperRoman", "%5/%1", "<w:isLgl/>")}{level(5, "none", "")}
</w:abstractNum>
<w:abstractNum w:abstractNumId="1">{level(0, "bullet", chr(0xF0B7))}{level(1, "bullet", "–")}
</w:abstractNum>
<w:abstractNum w:abstractNumId="2"><w:numStyleLink w:val="Kommunens"/></w:abstractNum>
<w:abstractNum w:abstractNumId="3"><w:styleLink w:val="Kommunens"/>
{level(0, "decimalZero", "%1")}</w:abstractNum>
<w:abstractNum w:abstractNumId="4">{level(0, "decimal", "%1.")}
{level(1, "decimal", "%1.%2", '<w:pStyle w:val="Under"/>')}</w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="0"/></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="0"/>{overridden(0, 5)}</w:num>
<w:num w:numId="4"><w:abstractNumId w:val="1"/></w:num>
<w:num w:numId="5"><w:abstractNumId w:val="2"/></w:num>
<w:num w:numId="6"><w:abstractNumId w:val="4"/></w:num>
<w:num w:numId="7"><w:abstractNumId w:val="0"/>{overridden(1, 1)}</w:num>
<w:num w:numId="8"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:lvl w:ilvl="0">
<w:numFmt w:val="decimal"/><w:lvlText w:val="Trin %1"/></w:lvl></w:lvlOverride></w:num>
""")
NUMBERED = {"n": ("numbering", "numbering.xml"), **STYLES}


def item(list_id: int, n: int = 0) -> str:
    """The properties of a list item."""
    return f'<w:numPr><w:ilvl w:val="{n}"/><w:numId w:val="{list_id}"/></w:numPr>'


def marks(*properties: str) -> list[str]:
    """What stands in front of paragraphs with these properties."""
    part = styles(
        style("Over", "heading 1", inner=f"<w:pPr>{item(6)}<w:outlineLvl w:val='0'/></w:pPr>"),
        style("Under", "heading 2", inner="<w:pPr><w:numPr><w:numId w:val='6'/></w:numPr></w:pPr>"),
        style("LB", "List Bullet", inner="<w:pPr><w:numPr><w:numId w:val='4'/></w:numPr></w:pPr>"),
        style("Dybt", "Dybt", inner=f"<w:pPr>{item(1, 1)}</w:pPr>"),
        style("Dybere", "Dybere", "Dybt",
              "<w:pPr><w:numPr><w:numId w:val='7'/></w:numPr></w:pPr>"))
    body = "".join(p("x", some) for some in properties)
    found = read(body, relations=NUMBERED, word__numbering_xml=NUMBERING,
                 word__styles_xml=part)
    return [paragraph.number for paragraph in paragraphs(found.body)]


COUNTS = {
    "counts": ([item(1)] * 3, ["1.", "2.", "3."]),
    "letters below, begin again": (
        [item(1), item(1, 1), item(1, 1), item(1), item(1, 1)], ["1.", "a)", "b)", "2.", "a)"]),
    "all levels": ([item(1), item(1, 1), item(1, 2)], ["1.", "a)", "1.a.i"]),
    "level that never restarts": (
        [item(1), item(1, 3), item(1), item(1, 3)], ["1.", "§ 1", "2.", "§ 2"]),
    "digits by law": ([item(1), item(1, 4)], ["1.", "1/1"]),
    "same definition counts on": ([item(1), item(2)], ["1.", "2."]),
    "own start": ([item(1), item(3), item(3)], ["1.", "5.", "6."]),
    "bullets": ([item(4), item(4, 1), item(4)], ["•", "–", "•"]),
    "linked list style": ([item(5), item(5)], ["01", "02"]),
    "text between": ([item(1), "", item(1)], ["1.", "", "2."]),
    "taken away": ([styled("LB"), styled("LB") + item(0)], ["•", ""]),
    "style has the list": ([styled("LB")], ["•"]),
    "numbered headings": (
        [styled("Over"), styled("Under"), styled("Under"), styled("Over"), styled("Under")],
        ["1.", "1.1", "1.2", "2.", "2.1"]),
    "level in the paragraph, list in the style": (
        [styled("LB") + '<w:numPr><w:ilvl w:val="1"/></w:numPr>'], ["–"]),
    "level inherited, list not": ([styled("Dybt"), styled("Dybere")], ["a)", "a)"]),
    "level of its own": ([item(8), item(8)], ["Trin 0", "Trin 1"]),
    "no such list": ([item(99)], [""]),
    "a level that shows nothing": ([item(1, 5)], [""]),
    "a level there is not": ([item(1, 8)], [""]),
}


@pytest.mark.parametrize(("properties", "expected"), COUNTS.values(), ids=COUNTS)
def test_lists_count_as_word_counts(properties: list[str], expected: list[str]) -> None:
    assert marks(*properties) == expected


NUMERALS = [
    (1, "decimal", "1"), (-1, "decimal", "-1"), (9, "decimalZero", "09"), (10, "decimalZero", "10"),
    (1, "lowerLetter", "a"), (26, "lowerLetter", "z"), (27, "lowerLetter", "aa"),
    (28, "upperLetter", "BB"), (53, "lowerLetter", "aaa"), (0, "lowerLetter", "0"),
    (10**8, "lowerLetter", "100000000"), (1, "lowerRoman", "i"), (4, "lowerRoman", "iv"),
    (3999, "upperRoman", "MMMCMXCIX"), (4000, "upperRoman", "4000"), (0, "upperRoman", "0"),
    (2, "ordinal", "2."), (2, "cardinalText", "2"), (2, "none", ""),
]  # fmt: skip


@pytest.mark.parametrize(("count", "format", "text"), NUMERALS)
def test_numbers_are_written_as_word_writes_them(count: int, format: str, text: str) -> None:
    assert numeral(count, format) == text


def test_list_items_know_kind_and_level() -> None:
    found = read(p("a", item(1)) + p("b", item(4, 1)) + p("c", styled("LB") + item(0)),
                 relations=NUMBERED, word__numbering_xml=NUMBERING,
                 word__styles_xml=styles(style("LB", "List Bullet")))
    assert [(x.role, x.level, x.ordinal) for x in paragraphs(found.body)] == [
        ("nummer", 1, 1), ("punkt", 2, 0), ("afsnit", 0, 0)]


BOXES = {
    "frame": ("<w:pBdr><w:top w:val='single'/><w:left w:val='single'/></w:pBdr>", True),
    "bar on the left": ("<w:pBdr><w:left w:val='single'/></w:pBdr>", True),
    "line below": ("<w:pBdr><w:bottom w:val='single'/></w:pBdr>", False),
    "lines above and below": ("<w:pBdr><w:top w:val='single'/><w:bottom w:val='single'/></w:pBdr>",
                              True),
    "shade": ("<w:shd w:val='clear' w:fill='EEF3FA'/>", True),
    "white shade": ("<w:shd w:val='clear' w:fill='FFFFFF'/>", False),
    "frame from the style": (styled("Boks"), True),
    "style's frame taken away": (styled("Boks") + "<w:pBdr><w:left w:val='nil'/></w:pBdr>", False),
    "nothing": ("", False),
}


@pytest.mark.parametrize(("properties", "box"), BOXES.values(), ids=BOXES)
def test_framed_and_shaded_paragraphs_are_boxes(properties: str, box: bool) -> None:
    part = styles(style("Boks", "Faktaboks",
                        inner="<w:pPr><w:pBdr><w:left w:val='single'/></w:pBdr></w:pPr>"))
    found = read(p("x", properties), relations=STYLES, word__styles_xml=part)
    assert only(found).box is box


# --- tables -----------------------------------------------------------------------------------

HEAD = "<w:trPr><w:tblHeader/></w:trPr>"


def tc(text: str, properties: str = "") -> str:
    """A cell; text without tags becomes a paragraph."""
    form = f"<w:tcPr>{properties}</w:tcPr>" if properties else ""
    return f"<w:tc>{form}{text if '<' in text else p(text)}</w:tc>"


def tr(*cells: str, properties: str = "") -> str:
    """A row."""
    return f"<w:tr>{properties}{''.join(cells)}</w:tr>"


def tbl(*rows: str) -> str:
    """A table."""
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(rows)}</w:tbl>"


def table_of(body: str) -> tuple[Document, Table]:
    """The document with this table, and the table."""
    document = read(body)
    [table] = document.body
    assert isinstance(table, Table)
    return document, table


def shape(table: Table) -> list[list[tuple[str, int, int, int]]]:
    """Text, column, columns and rows of each cell."""
    return [[("/".join(x.text for x in paragraphs(cell.blocks)), cell.column, cell.columns,
              cell.rows) for cell in row] for row in table.rows]


def test_a_table_has_rows_cells_and_header_rows() -> None:
    _, table = table_of(tbl(tr(tc("Mål"), tc("Hvem"), properties=HEAD), tr(tc("Sove"), tc("Mia"))))
    assert table.header_rows == 1
    assert shape(table) == [[("Mål", 0, 1, 1), ("Hvem", 1, 1, 1)],
                            [("Sove", 0, 1, 1), ("Mia", 1, 1, 1)]]


def test_only_the_first_rows_are_headings() -> None:
    off = "<w:trPr><w:tblHeader w:val='0'/></w:trPr>"
    _, late = table_of(tbl(tr(tc("a")), tr(tc("b"), properties=HEAD)))
    _, not_on = table_of(tbl(tr(tc("a"), properties=off), tr(tc("b"))))
    assert (late.header_rows, not_on.header_rows) == (0, 0)


def test_merged_cells_are_one_cell_and_their_covered_text_is_hidden() -> None:
    restart, goes_on = "<w:vMerge w:val='restart'/>", "<w:vMerge/>"
    document, table = table_of(tbl(
        tr(tc("a", restart), tc("b", "<w:gridSpan w:val='2'/>")),
        tr(tc("dækket", goes_on), tc("c"), tc("d")),
        tr(tc("", goes_on), tc("e"), tc("f")),
        tr(tc("g"), tc("h"), tc("i"), properties="<w:trPr><w:gridBefore w:val='1'/></w:trPr>")))
    assert shape(table) == [
        [("a", 0, 1, 3), ("b", 1, 2, 1)], [("c", 1, 1, 1), ("d", 2, 1, 1)],
        [("e", 1, 1, 1), ("f", 2, 1, 1)], [("g", 1, 1, 1), ("h", 2, 1, 1), ("i", 3, 1, 1)]]
    assert [x.text for x in document.hidden] == ["dækket"]


def test_a_cell_that_goes_on_from_nothing_is_a_cell() -> None:
    restart, goes_on = "<w:vMerge w:val='restart'/>", "<w:vMerge/>"
    document, table = table_of(tbl(tr(tc("a", restart)), tr(tc("b")), tr(tc("c", goes_on))))
    assert shape(table) == [[("a", 0, 1, 1)], [("b", 0, 1, 1)], [("c", 0, 1, 1)]]
    assert document.hidden == ()


def test_rows_behind_a_choice_are_read() -> None:
    row = ("<mc:AlternateContent><mc:Choice Requires='wps'>" + tr(tc("a"))
           + "</mc:Choice></mc:AlternateContent>")
    assert shape(table_of(tbl(row))[1]) == [[("a", 0, 1, 1)]]


def test_rows_and_cells_inside_controls_are_read() -> None:
    row = f"<w:sdt><w:sdtContent>{tr(tc('a'))}</w:sdtContent></w:sdt>"
    cell = f"<w:sdt><w:sdtPr><w:tag w:val='mærke'/></w:sdtPr><w:sdtContent>{tc('b')}"
    document, table = table_of(tbl(row, tr(f"{cell}</w:sdtContent></w:sdt>", tc("c"))))
    assert [[text for text, *_ in cells] for cells in shape(table)] == [["a"], ["b", "c"]]
    assert ("word/document.xml", "mærke") in document.everything_else


def test_a_hidden_row_is_not_read_but_kept_as_hidden() -> None:
    hide = "<w:trPr><w:hidden/></w:trPr>"
    document, table = table_of(tbl(tr(tc("a")), tr(tc("hemmelig"), properties=hide)))
    assert [[text for text, *_ in cells] for cells in shape(table)] == [["a"]]
    assert [x.text for x in document.hidden] == ["hemmelig"]


@pytest.mark.parametrize(("heading", "said"), [
    ("Mål 1", "Mål 1"),
    (p("Mit mål") + p("At sove"), "Mit mål: At sove"),
    (p("Hvad vil jeg?") + p("Sove"), "Hvad vil jeg? Sove"),
])
def test_a_heading_across_the_whole_table_is_said_once(heading: str, said: str) -> None:
    wide = tc(heading, '<w:gridSpan w:val="2"/>')
    document, _ = table_of(tbl(tr(wide, properties=HEAD) + tr(tc("Hvem"), tc("Mia"))))
    assert to_text(document) == f"{said}\nHvem: Mia\n"


def test_tables_in_tables_are_read_and_have_a_place() -> None:
    document, _ = table_of(tbl(tr(tc("a"), tc(tbl(tr(tc("indeni"))) + p("b")))))
    places = {x.text: x.where.detail for x in paragraphs(document.body)}
    assert places == {
        "a": "brødteksten, tabel 1, række 1, celle 1",
        "indeni": "brødteksten, tabel 1, række 1, celle 2, tabel 1, række 1, celle 1",
        "b": "brødteksten, tabel 1, række 1, celle 2"}


# --- places and bookmarks ---------------------------------------------------------------------

def test_places_name_heading_and_paragraph() -> None:
    body = (p("Kære Emma") + p("") + p("Du kan klage", styled("Heading1")) + p("Skriv til os.")
            + tbl(tr(tc(p("a") + p("b")))) + p("Hilsen"))
    document = read(body)
    assert [(x.text, x.where.detail) for x in paragraphs(document.body) if x.text] == [
        ("Kære Emma", "brødteksten, afsnit 1"),
        ("Du kan klage", "brødteksten, overskriften »Du kan klage«, afsnit 2"),
        ("Skriv til os.", "brødteksten, under »Du kan klage«, afsnit 3"),
        ("a", "brødteksten, under »Du kan klage«, tabel 1, række 1, celle 1"),
        ("b", "brødteksten, under »Du kan klage«, tabel 1, række 1, celle 1, afsnit 2"),
        ("Hilsen", "brødteksten, under »Du kan klage«, afsnit 4")]
    assert {x.where.file for x in paragraphs(document.body)} == {"brev.docx"}


def test_a_long_heading_is_cut_in_places_only() -> None:
    long = "Ord " * 100
    document = read(p(long, styled("Heading1")) + p("x"))
    heading, text = paragraphs(document.body)
    assert heading.text == long
    assert len(text.where.detail) < 110


def test_bookmarks_belong_to_the_paragraph_they_start_in() -> None:
    def start(name: str) -> str:
        return f"<w:bookmarkStart w:id='1' w:name='{name}'/>"

    body = (start("_fr_1") + p("a") + p(r("b") + start("_fr_2") + start("_Toc")) + p("c")
            + tbl(start("_fr_3") + tr(tc("d"))))
    assert [(x.text, x.bookmarks) for x in paragraphs(read(body).body)] == [
        ("a", ("_fr_1",)), ("b", ("_fr_2", "_Toc")), ("c", ()), ("d", ("_fr_3",))]


# --- what hides -------------------------------------------------------------------------------

def test_tracked_changes_are_recorded_with_author_and_place() -> None:
    body = p(f"<w:ins w:author='Bo'>{r('ny')}</w:ins>"
             "<w:del w:author='Ida'><w:r><w:delText>gammel</w:delText></w:r></w:del>",
             "<w:rPr><w:ins w:author='Per'/><w:del w:author='Eva'/></w:rPr>")
    document = read(body)
    assert [(x.text, x.author) for x in document.inserted] == [("ny", "Bo"), ("¶", "Per")]
    assert [(x.text, x.author) for x in document.deleted] == [("gammel", "Ida"), ("¶", "Eva")]
    assert document.deleted[0].where.detail == "brødteksten, afsnit 1"


def test_an_insertion_in_an_insertion_is_recorded_once() -> None:
    document = read(p(f"<w:ins>{r('a')}<w:ins>{r('b')}</w:ins></w:ins>{r('c')}"
                      f"<w:ins>{r('d')}</w:ins>"))
    assert only(document).text == "abcd"
    assert [x.text for x in document.inserted] == ["ab", "d"]
    around = read(f"<w:ins w:author='Bo'>{p('Hej')}</w:ins>{p('x')}")
    assert [(x.text, x.author) for x in around.inserted] == [("Hej", "Bo")]


def test_tracked_table_rows_and_format_changes_are_recorded() -> None:
    row = tr(tc(p(r("a", "<w:rPrChange w:author='Ole'/>"))),
             properties="<w:trPr><w:del w:author='Bo'/><w:ins w:author='Ida'/></w:trPr>")
    document = read(tbl(row))
    assert [(x.text, x.author) for x in document.deleted] == [("(tabelrække)", "Bo")]
    assert [(x.text, x.author) for x in document.inserted] == [("(tabelrække)", "Ida")]
    assert ("word/document.xml", "Ole") in document.everything_else


def test_hidden_text_is_not_text_but_kept() -> None:
    document = read(p(r("Kære ") + r("cpr", "<w:vanish/>") + r("Emma")))
    assert only(document).text == "Kære Emma"
    assert [(x.text, x.where.detail) for x in document.hidden] == [("cpr", "brødteksten, afsnit 1")]
    assert "Kære cprEmma" in [x.text for x in everywhere(document)]


def test_a_style_can_hide_and_a_run_can_show_again() -> None:
    part = styles(style("Skjult", "Skjult", inner="<w:rPr><w:vanish/></w:rPr>"))
    body = p(r("væk") + r("frem", "<w:vanish w:val='0'/>"), styled("Skjult"))
    document = read(body, relations=STYLES, word__styles_xml=part)
    assert only(document).text == "frem"


def test_text_after_a_field_without_end_is_kept_and_reported() -> None:
    document = read(p(mark("begin") + code("PAGE")) + p("Resten af brevet"))
    assert ("word/document.xml", "PAGEResten af brevet") in document.everything_else
    assert len(document.unread) == 1


def test_a_field_without_end_in_a_text_box_takes_nothing_outside_it() -> None:
    box = ("<w:r><w:pict><v:textbox><w:txbxContent>" + p(mark("begin") + r("inde"))
           + "</w:txbxContent></v:textbox></w:pict></w:r>")
    document = read(p(box + r("ude")))
    assert paragraph_texts(document) == ["ude"]
    assert document.everything_else == (("word/document.xml", "inde"),)
    assert [x.where.detail for x in document.unread] == ["brødteksten, afsnit 1, tekstboks"]


SECRET = "Hemmeligvej 7"
CUSTOM_TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
HIDING_PLACES: dict[str, tuple[str, Relations, dict[str, str | bytes]]] = {
    "field code": (p(mark("begin") + code(SECRET) + mark("end")), {}, {}),
    "nested field result": (p(mark("begin") + mark("begin") + mark("separate") + r(SECRET)
                              + mark("end") + mark("end")), {}, {}),
    "simple field code": (p(f"<w:fldSimple w:instr='{SECRET}'/>"), {}, {}),
    "deleted text": (p(f"<w:del><w:r><w:delText>{SECRET}</w:delText></w:r></w:del>"), {}, {}),
    "deleted field code": (
        p(f"<w:del><w:r><w:delInstrText>{SECRET}</w:delInstrText></w:r></w:del>"), {}, {}),
    "ruby": (p(f"<w:r><w:ruby><w:rt>{r(SECRET)}</w:rt></w:ruby></w:r>"), {}, {}),
    "text in something unknown": (p(f"<w:r><fremmed:ting><w:t>{SECRET}</w:t></fremmed:ting></w:r>"),
                                  {}, {}),
    "text in something unknown and simple": (p(f"<w:r><fremmed:ting>{SECRET}</fremmed:ting></w:r>"),
                                             {}, {}),
    "text in a shape": (p(f"<w:r><w:drawing><a:p><a:t>{SECRET}</a:t></a:p></w:drawing></w:r>"),
                        {}, {}),
    "hidden text box": (
        p("<w:r><w:rPr><w:vanish/></w:rPr><w:pict><v:textbox><w:txbxContent>" + p(SECRET)
          + "</w:txbxContent></v:textbox></w:pict></w:r>"), {}, {}),
    "text box in a field's code": (
        p(mark("begin") + "<w:r><w:pict><v:textbox><w:txbxContent>" + p(SECRET)
          + "</w:txbxContent></v:textbox></w:pict></w:r>" + mark("end")), {}, {}),
    "text box in a hidden shape": (
        p("<w:r><w:drawing><wp:docPr hidden='1'/><w:txbxContent>" + p(SECRET)
          + "</w:txbxContent></w:drawing></w:r>"), {}, {}),
    "alt text of a table": (
        f"<w:tbl><w:tblPr><w:tblDescription w:val='{SECRET}'/></w:tblPr></w:tbl>", {}, {}),
    "text between rows": (f"<w:tbl>{p(SECRET)}</w:tbl>", {}, {}),
    "moved text": (p(f"<w:moveFrom>{r(SECRET)}</w:moveFrom>"), {}, {}),
    "author of a change": (p(f"<w:ins w:author='{SECRET}'/>"), {}, {}),
    "hidden text": (p(r(SECRET, "<w:vanish/>")), {}, {}),
    "link target": (p(f"<w:hyperlink r:id='x'>{r('her')}</w:hyperlink>"),
                    {"x": ("hyperlink", f"!https://x.dk/{SECRET}")}, {}),
    "tooltip": (p(f"<w:hyperlink w:tooltip='{SECRET}'>{r('her')}</w:hyperlink>"), {}, {}),
    "title of a control": (p(f"<w:sdt><w:sdtPr><w:alias w:val='{SECRET}'/></w:sdtPr></w:sdt>"),
                           {}, {}),
    "choice of a control": (f"<w:sdt><w:sdtPr><w:dropDownList><w:listItem w:displayText='{SECRET}'"
                            f"/></w:dropDownList></w:sdtPr><w:sdtContent/></w:sdt>", {}, {}),
    "alt text": (p(f"<w:r><w:drawing><wp:docPr descr='{SECRET}'/></w:drawing></w:r>"), {}, {}),
    "name of a picture file": (p(f"<w:r><w:drawing><pic:cNvPr name='{SECRET}'/></w:drawing></w:r>"),
                               {}, {}),
    "watermark": (p(f"<w:r><w:pict><v:shape><v:textpath string='{SECRET}'/></v:shape></w:pict>"
                    "</w:r>"), {}, {}),
    "fallback that differs": (
        p("<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:t>Hej</w:t></mc:Choice>"
          f"<mc:Fallback><w:t>{SECRET}</w:t></mc:Fallback></mc:AlternateContent></w:r>"), {}, {}),
    "text outside paragraphs": (r(SECRET), {}, {}),
    "text in a paragraph in a paragraph": (f"<w:p>{p(SECRET)}</w:p>", {}, {}),
    "header that is not printed": (
        "<w:sectPr><w:headerReference w:type='first' r:id='x'/></w:sectPr>",
        {"x": ("header", "h.xml")}, {"word/h.xml": element("w:hdr", p(SECRET))}),
    "footnote nobody points to": (
        p("x"), {"x": ("footnotes", "f.xml")},
        {"word/f.xml": element("w:footnotes", f"<w:footnote w:id='5'>{p(SECRET)}</w:footnote>")}),
    "comment": (p("x"), {"x": ("comments", "c.xml")},
                {"word/c.xml": element("w:comments", f"<w:comment>{p(SECRET)}</w:comment>")}),
    "comment author": (
        p("x"), {"x": ("comments", "c.xml")},
        {"word/c.xml": element("w:comments", f"<w:comment w:author='{SECRET}'>{p('x')}"
                               "</w:comment>")}),
    "people": (p("x"), {"x": ("people", "people.xml")},
               {"word/people.xml": f"<people><person author='{SECRET}'/></people>"}),
    "document variable": (
        p("x"), {"x": ("settings", "settings.xml")},
        {"word/settings.xml": element("w:settings", "<w:docVars><w:docVar w:name='a' "
                                      f"w:val='{SECRET}'/></w:docVars>")}),
    "attached template": (
        p("x"), {"x": ("settings", "settings.xml")},
        {"word/settings.xml": element("w:settings", ""),
         "word/_rels/settings.xml.rels": rels({"r": ("attachedTemplate", f"!C:/{SECRET}.dotx")})}),
    "customXml": (p("x"), {"x": ("customXml", "../customXml/item1.xml")},
                  {"customXml/item1.xml": f"<sag adresse='{SECRET}'/>"}),
    "custom property": (p("x"), {}, {"docProps/custom.xml": f"<Properties><property name='a'>"
                                     f"<v>{SECRET}</v></property></Properties>"}),
    "building block": (p("x"), {"x": ("glossaryDocument", "glossary/document.xml")},
                       {"word/glossary/document.xml": element("w:glossaryDocument", p(SECRET))}),
    "property without a field of its own": (
        p("x"), {}, {"_rels/.rels": rels({**ROOT_RELS, "a": ("extended-properties", "app.xml")}),
                     "app.xml": f"<Properties><TitlesOfParts><v>{SECRET}</v></TitlesOfParts>"
                                "</Properties>"}),
    "initials of a comment": (
        p("x"), {"x": ("comments", "c.xml")},
        {"word/c.xml": element("w:comments", f"<w:comment w:initials='{SECRET}'/>")}),
    "chart": (p("x"), {"x": ("chart", "charts/chart1.xml")},
              {"word/charts/chart1.xml": element("a:chart", f"<a:t>{SECRET}</a:t>")}),
    "a part nothing points to": (p("x"), {}, {"word/løs.xml": f"<a>{SECRET}</a>"}),
    "embedded web page": ("<w:altChunk r:id='x'/>", {"x": ("aFChunk", "side.html")},
                          {"word/side.html": f"<p>{SECRET}</p>"}),
}


@pytest.mark.parametrize(("body", "relations", "parts"), HIDING_PLACES.values(),
                         ids=HIDING_PLACES)
def test_everywhere_finds_a_text_wherever_it_hides(
        body: str, relations: Relations, parts: dict[str, str | bytes]) -> None:
    document = read_docx(package({
        "_rels/.rels": rels(ROOT_RELS), "word/_rels/document.xml.rels": rels(relations),
        "word/document.xml": element("w:document", f"<w:body>{body}</w:body>"), **parts}))
    assert any(SECRET in passage.text for passage in everywhere(document))
    assert SECRET not in " ".join(paragraph_texts(document))
    assert SECRET not in re.sub(r'alt="[^"]*"|href="[^"]*"|<caption.*', "", to_html(document))


UNREAD = {
    "embedded file shown in the text": (
        p("<w:r><w:object><o:OLEObject r:id='x'/></w:object></w:r>"),
        {"x": ("oleObject", "embeddings/a.bin")}, {}, "brødteksten, afsnit 1"),
    "macros": (p("x"), {"x": ("vbaProject", "vbaProject.bin")}, {"word/vbaProject.bin": b"\0"},
               "filens del word/vbaProject.bin"),
    "picture of another letter": (p("x"), {}, {"docProps/thumbnail.jpeg": b"\xff\xd8\xff"},
                                  "filens del docProps/thumbnail.jpeg"),
    "embedded web page": ("<w:altChunk r:id='x'/>", {"x": ("aFChunk", "side.html")}, {},
                          "brødteksten, afsnit 1"),
    "another file as part of this": (p("<w:subDoc r:id='x'/>"), {"x": ("subDocument", "!b.docx")},
                                     {}, "brødteksten, afsnit 1"),
    "missing header": ("<w:sectPr><w:headerReference r:id='x'/></w:sectPr>",
                       {"x": ("header", "findes_ikke.xml")}, {}, "sidehovedet"),
    "missing picture": (p("<w:r><w:drawing><a:blip r:embed='x'/></w:drawing></w:r>"),
                        {"x": ("image", "NULL")}, {}, "brødteksten, afsnit 1"),
    "picture on the web": (p("<w:r><w:drawing><a:blip r:link='x'/></w:drawing></w:r>"),
                           {"x": ("image", "!https://x.dk/a.png")}, {}, "brødteksten, afsnit 1"),
    "missing footnote": (p("<w:r><w:footnoteReference w:id='4'/></w:r>"), {}, {}, "fodnote 1"),
    "text in something unknown": (p("<w:r><fremmed:ting><w:t>x</w:t></fremmed:ting></w:r>"),
                                  {}, {}, "brødteksten, afsnit 1"),
    "text outside paragraphs": (p("a") + r("x"), {}, {}, "brødteksten, afsnit 2"),
    "broken part that Word ignores": (p("x"), {}, {"customXml/item1.xml": "<a>"},
                                      "filens del customXml/item1.xml"),
}


@pytest.mark.parametrize(("body", "relations", "parts", "place"), UNREAD.values(), ids=UNREAD)
def test_what_cannot_be_read_is_named(
        body: str, relations: Relations, parts: dict[str, str | bytes], place: str) -> None:
    document = read_docx(package({
        "_rels/.rels": rels(ROOT_RELS), "word/_rels/document.xml.rels": rels(relations),
        "word/document.xml": element("w:document", f"<w:body>{body}</w:body>"), **parts}))
    assert [passage.where.detail for passage in document.unread] == [place]


def test_an_ordinary_letter_has_nothing_unread() -> None:
    document = read(p(r("x", "<w:b/>") + "<w:r><w:lastRenderedPageBreak/></w:r>"))
    assert (document.unread, document.hidden, document.everything_else) == ((), (), ())


# --- text boxes, pictures, links, notes, headers ----------------------------------------------

def test_a_text_box_is_read_once_after_its_paragraph() -> None:
    box = f"<w:txbxContent>{p('I boksen')}</w:txbxContent>"
    body = p(r("Før") + "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>"
             + box + "</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>"
             + box + "</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
             + r(" efter"))
    document = read(body + p("Næste"))
    assert [(x.text, x.box) for x in paragraphs(document.body)] == [
        ("Før efter", False), ("I boksen", True), ("Næste", False)]
    place = next(x.where for x in paragraphs(document.body) if x.box)
    assert place.detail == "brødteksten, afsnit 1, tekstboks, afsnit 1"
    assert document.everything_else == ()


def test_a_field_may_go_on_around_a_text_box() -> None:
    box = ("<w:r><w:pict><v:textbox><w:txbxContent>" + p("Boks")
           + "</w:txbxContent></v:textbox></w:pict></w:r>")
    body = p(mark("begin") + code("IF") + mark("separate") + box + r("Ja") + mark("end") + r("!"))
    assert paragraph_texts(read(body)) == ["Ja!", "Boks"]


BLANK = {
    "nothing": ((), True), "spaces": ((Text(" \u00a0"), Tab(), Break(page=True)), True),
    "hidden": ((Text("x", hidden=True), Image("x", PNG, hidden=True)), True),
    "picture": ((Image(),), False), "note": ((NoteMark(1),), False), "text": ((Text("x"),), False),
}  # fmt: skip


@pytest.mark.parametrize(("inlines", "blank"), BLANK.values(), ids=BLANK)
def test_a_paragraph_is_blank_when_nothing_can_be_seen(
        inlines: tuple[Inline, ...], blank: bool) -> None:
    assert Paragraph(inlines).blank is blank


def test_pictures_come_with_alt_text_bytes_and_width() -> None:
    drawing = ("<w:r><w:drawing><wp:inline><wp:extent cx='1905000' cy='1'/><wp:docPr id='1' "
               "name='Billede 1' descr='Kommunens logo'/><a:blip r:embed='b'/></wp:inline>"
               "</w:drawing></w:r>")
    document = read(p(drawing), relations={"b": ("image", "media/a.png")},
                    word__media__a_png=PNG)
    assert only(document).inlines == (Image("Kommunens logo", PNG, 200),)
    assert not only(document).blank
    assert document.unread == ()


def test_older_pictures_and_pictures_behind_a_choice_are_read() -> None:
    body = p("<w:r><w:pict><v:shape alt='Logo'><v:imagedata r:id='b'/></v:shape></w:pict></w:r>"
             "<w:r><w:drawing><wp:docPr title='Segl'/><mc:AlternateContent><mc:Choice "
             "Requires='wps'><a:blip r:embed='b'/></mc:Choice></mc:AlternateContent></w:drawing>"
             "</w:r>")
    document = read(body, relations={"b": ("image", "media/a.png")}, word__media__a_png=PNG)
    assert only(document).inlines == (Image("Logo", PNG), Image("Segl", PNG))


def test_text_after_a_hidden_text_box_is_not_hidden() -> None:
    box = ("<w:r><w:rPr><w:vanish/></w:rPr><w:pict><v:textbox><w:txbxContent>" + p("skjult")
           + "</w:txbxContent></v:textbox></w:pict></w:r>")
    document = read(p(box + r("frem")))
    assert paragraph_texts(document) == ["frem"]
    assert [x.text for x in document.hidden] == ["skjult"]


LINKS = {
    "hyperlink": ("<w:hyperlink r:id='l'>{}</w:hyperlink>", "https://ast.dk/klage"),
    "hyperlink to a place": ("<w:hyperlink r:id='l' w:anchor='a'>{}</w:hyperlink>",
                             "https://ast.dk/klage#a"),
    "place in the letter": ("<w:hyperlink w:anchor='klage'>{}</w:hyperlink>", "#klage"),
    "field": (mark("begin") + code(' HYPERLINK "https://x.dk" ') + mark("separate") + "{}"
              + mark("end"), "https://x.dk"),
    "field to a place": (mark("begin") + code('HYPERLINK \\l "klage"') + mark("separate") + "{}"
                         + mark("end"), "#klage"),
    "simple field": ("<w:fldSimple w:instr='HYPERLINK \"https://x.dk\"'>{}</w:fldSimple>",
                     "https://x.dk"),
    "another field": ("<w:fldSimple w:instr='PAGE'>{}</w:fldSimple>", ""),
}


@pytest.mark.parametrize(("around", "target"), LINKS.values(), ids=LINKS)
def test_links_know_their_target(around: str, target: str) -> None:
    body = p(around.format(r("her")) + r(" og ikke her"))
    document = read(body, relations={"l": ("hyperlink", "!https://ast.dk/klage")})
    linked = [x for x in only(document).inlines if isinstance(x, Text) and x.link]
    assert linked == ([Text("her", link=target)] if target else [])


def test_notes_are_numbered_as_they_are_read() -> None:
    def note(id: int, text: str, type: str = "normal") -> str:
        return f"<w:footnote w:id='{id}' w:type='{type}'>{p(text)}</w:footnote>"

    body = p(r("a") + "<w:r><w:footnoteReference w:id='9'/></w:r>" + r("b")
             + "<w:r><w:footnoteReference w:id='2'/></w:r>")
    document = read(body, relations={"f": ("footnotes", "f.xml")},
                    word__f_xml=element("w:footnotes", note(0, "streg", "separator")
                                        + note(2, "To") + note(9, "Ni")))
    assert only(document).text == "ab"
    assert [x for x in only(document).inlines if isinstance(x, NoteMark)] == [
        NoteMark(1), NoteMark(2)]
    assert [(x.number, [y.text for y in paragraphs(x.blocks)]) for x in document.notes] == [
        (1, ["Ni"]), (2, ["To"])]
    assert to_text(document) == "a[1]b[2]\n\n[1] Ni\n\n[2] To\n"
    assert document.everything_else == ()


def test_endnotes_are_counted_by_themselves_and_hidden_marks_do_not_count() -> None:
    body = p(r("a") + "<w:r><w:rPr><w:vanish/></w:rPr><w:endnoteReference w:id='7'/></w:r>"
             "<w:r><w:footnoteReference w:id='5'/></w:r><w:r><w:endnoteReference w:id='2'/></w:r>")
    document = read(
        body, {"f": ("footnotes", "f.xml"), "e": ("endnotes", "e.xml")},
        word__f_xml=element("w:footnotes", f"<w:footnote w:id='5'>{p('Fod')}</w:footnote>"),
        word__e_xml=element("w:endnotes", f"<w:endnote w:id='2'>{p('Slut')}</w:endnote>"))
    assert only(document).inlines[1:] == (NoteMark(1, "fodnote"), NoteMark(1, "slutnote"))
    assert [(x.number, x.kind) for x in document.notes] == [(1, "fodnote"), (1, "slutnote")]
    assert next(paragraphs(document.notes[1].blocks)).where.detail == "slutnote 1, afsnit 1"


def test_headers_and_footers_know_their_pages_and_whether_they_are_printed() -> None:
    def reference(kind: str, type: str, id: str) -> str:
        return f"<w:{kind}Reference w:type='{type}' r:id='{id}'/>"

    section = (reference("header", "first", "h1") + reference("header", "default", "h2")
               + reference("header", "even", "h3") + reference("footer", "default", "f1"))
    document = read(
        p("Brev") + f"<w:sectPr>{section}<w:titlePg/></w:sectPr>",
        relations={"h1": ("header", "a.xml"), "h2": ("header", "b.xml"),
                   "h3": ("header", "c.xml"), "f1": ("footer", "/word/d.xml")},
        word__a_xml=element("w:hdr", p("Første")), word__b_xml=element("w:hdr", p("Alle")),
        word__c_xml=element("w:hdr", p("Lige")), word__d_xml=element("w:ftr", p("Side 1")))
    assert [(x.pages, x.shown) for x in document.headers] == [
        ("første side", True), ("alle sider", True), ("lige sider", False)]
    assert to_text(document) == "Første\n\nAlle\n\nBrev\n\nSide 1\n"
    assert to_text(document, edges=False) == "Brev\n"
    assert document.everything_else == ()
    first = next(paragraphs(document.headers[0].blocks))
    assert first.where.detail == "sidehovedet på første side, afsnit 1"


def test_comments_have_author_and_place() -> None:
    body = p("a") + p(r("b") + "<w:r><w:commentReference w:id='3'/></w:r>")
    part = element("w:comments", f"<w:comment w:id='3' w:author='Bo'>{p('Husk cpr')}</w:comment>")
    document = read(body, relations={"c": ("comments", "c.xml")}, word__c_xml=part)
    [comment] = document.comments
    assert (comment.text, comment.author) == ("Husk cpr", "Bo")
    assert comment.where.detail == "brødteksten, afsnit 2, kommentar 1"
    assert document.everything_else == ()


def test_the_manifest_comes_as_its_bytes_whatever_its_part_is_called() -> None:
    manifest = '<m xmlns="urn:duform:manifest:1"><frase id="afgoerelse.du_kan_klage"/></m>'
    near_miss = '<m xmlns="urn:duform:manifest:10"/>'
    document = read(p("x"), customXml__item3_xml=manifest, customXml__item1_xml=near_miss)
    assert document.manifest == manifest.encode()
    assert read(p("x"), customXml__item1_xml=near_miss).manifest is None


def test_title_language_and_properties() -> None:
    word_document = docx.Document()
    core = word_document.core_properties
    core.title, core.author, core.last_modified_by = "Afgørelse", "Anna", "Bo"
    document = read_docx(bytes_of(word_document))
    assert document.title == document.properties.title == "Afgørelse"
    assert (document.properties.author, document.properties.last_modified_by) == ("Anna", "Bo")
    assert document.properties.created.startswith("20")
    assert document.language == "en-US"  # python-docx's own template says so
    assert {"Anna", "Bo"} <= {x.text for x in everywhere(document)}


def test_without_a_title_property_the_visible_title_is_the_title() -> None:
    assert read(p("Din plan", styled("Title"))).title == "Din plan"


def test_language_comes_from_the_default_style_first() -> None:
    defaults = ("<w:docDefaults><w:rPrDefault><w:rPr><w:lang w:val='en-US'/></w:rPr>"
                "</w:rPrDefault></w:docDefaults>")
    normal = ("<w:style w:type='paragraph' w:default='1' w:styleId='N'><w:name w:val='Normal'/>"
              "<w:rPr><w:lang w:val='da-DK'/></w:rPr></w:style>")
    both = read(p("x"), relations=STYLES,
                word__styles_xml=element("w:styles", defaults + normal))
    one = read(p("x"), relations=STYLES, word__styles_xml=element("w:styles", defaults))
    assert (both.language, one.language) == ("da-DK", "en-US")


def test_parts_are_found_by_relationship_not_by_name() -> None:
    document = read_docx(package({
        "_rels/.rels": rels({"a": ("officeDocument", "/x/Brev%2EXML")}),
        "x/brev.xml": element("w:document", f"<w:body>{p('Hej', styled('T'))}</w:body>"),
        "x/_rels/brev.xml.rels": rels({"s": ("styles", "../y/udseende.xml")}),
        "y/udseende.xml": styles(style("T", "Title"))}))
    assert only(document).role == "titel"


def test_strict_open_xml_reads_the_same() -> None:
    transitional = word(p("Hej", styled("Heading1")))
    parts = {}
    with zipfile.ZipFile(io.BytesIO(transitional)) as archive:
        for name in archive.namelist():
            text = archive.read(name).decode()
            text = text.replace(SPACES["w"], "http://purl.oclc.org/ooxml/wordprocessingml/main")
            parts[name] = text.replace(
                SPACES["r"], "http://purl.oclc.org/ooxml/officeDocument/relationships")
    assert read_docx(package(parts)).body == read_docx(transitional).body


# --- hostile and useless files ----------------------------------------------------------------

def deep(levels: int) -> str:
    """Tables inside tables."""
    return "<w:tbl><w:tr><w:tc>" * levels + p("x") + "</w:tc></w:tr></w:tbl>" * levels


def zip_with(name: str, content: str | bytes = b"x") -> bytes:
    """A docx with one more entry."""
    return package({"_rels/.rels": rels(ROOT_RELS), "word/document.xml": element(
        "w:document", f"<w:body>{p('x')}</w:body>"), name: content})


def main_xml(text: str | bytes) -> bytes:
    """A docx whose main part is this."""
    return package({"_rels/.rels": rels(ROOT_RELS), "word/document.xml": text})


def twice() -> bytes:
    """A docx with two main parts: Word shows one, a naive reader the other."""
    out = io.BytesIO(main_xml(element("w:document", f"<w:body>{p('x')}</w:body>")))
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("WORD/document.xml", "<a/>")
    return out.getvalue()


def locked() -> bytes:
    """A docx whose entries say that they are encrypted."""
    data = bytearray(word(p("x")))
    for at in [m.start() for m in re.finditer(b"PK\x01\x02", data)]:
        data[at + 8] |= 1
    for at in [m.start() for m in re.finditer(b"PK\x03\x04", data)]:
        data[at + 6] |= 1
    return bytes(data)


def damaged() -> bytes:
    """A docx with one byte changed in its main part."""
    data = bytearray(word(p("x" * 5000)))
    data[data.index(b"word/document.xml") + 60] ^= 0xFF
    return bytes(data)


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
DOCTYPE = '<!DOCTYPE w [<!ENTITY a "b">]>'
DOCUMENT = element("w:document", f"<w:body>{p('&a;')}</w:body>")
BOMB = "<!DOCTYPE w [<!ENTITY a 'ha'>" + "".join(
    f"<!ENTITY a{n} '&a{n - 1 if n else ''};&a{n - 1 if n else ''};'>" for n in range(60)) + "]>"

HOSTILE = {
    "empty": (lambda: b"", "docx.tom"),
    "text": (lambda: b"Hej", "docx.ikke_docx"),
    "pdf": (lambda: b"%PDF-1.7 ...", "docx.ikke_docx"),
    "cut over": (lambda: word(p("x"))[:-30], "docx.ikke_docx"),
    "old doc": (lambda: OLE + bytes(600), "docx.gammelt_format"),
    "password": (lambda: OLE + "EncryptedPackage".encode("utf-16-le"), "docx.kodeord"),
    "locked zip": (locked, "docx.pakning"),
    "one byte wrong": (damaged, "docx.beskadiget"),
    "zip of something": (lambda: package({"a.txt": "x"}), "docx.ingen_tekst"),
    "no main part": (lambda: package({"_rels/.rels": rels(ROOT_RELS)}), "docx.ingen_tekst"),
    "main part outside": (lambda: package({"_rels/.rels": rels(
        {"a": ("officeDocument", "!https://x.dk/a.xml")})}), "docx.ingen_tekst"),
    "LibreOffice's own format": (lambda: package({"mimetype": "x", "content.xml": "<a/>"}),
                                 "docx.odt"),
    "spreadsheet": (lambda: main_xml("<workbook/>"), "docx.andet_program"),
    "no body": (lambda: main_xml(element("w:document", "")), "docx.andet_program"),
    "not well-formed": (lambda: main_xml("<w:document>"), "docx.beskadiget"),
    "empty XML": (lambda: main_xml(""), "docx.beskadiget"),
    "undeclared entity": (lambda: main_xml(DOCUMENT), "docx.beskadiget"),
    "unknown encoding": (lambda: main_xml("<?xml version='1.0' encoding='x-y'?><a/>"),
                         "docx.beskadiget"),
    "entity": (lambda: main_xml(DOCTYPE + DOCUMENT), "docx.doctype"),
    "entity bomb": (lambda: main_xml(BOMB + DOCUMENT.replace("&a;", "&a59;")), "docx.doctype"),
    "entity from a file": (lambda: main_xml(
        "<!DOCTYPE w [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>" + DOCUMENT), "docx.doctype"),
    "DOCTYPE in UTF-16": (lambda: main_xml(
        ("<?xml version='1.0' encoding='utf-16'?><!DOCTYPE w>" + DOCUMENT.replace("&a;", "a"))
        .encode("utf-16")), "docx.doctype"),
    "DOCTYPE in styles": (lambda: word(p("x"), STYLES, word__styles_xml=DOCTYPE + styles()),
                          "docx.doctype"),
    "DOCTYPE in a part nobody reads": (lambda: zip_with("løs.xml", DOCTYPE + "<w/>"),
                                       "docx.doctype"),
    "path upwards": (lambda: zip_with("../../etc/passwd"), "docx.sti"),
    "path upwards, later": (lambda: zip_with("word/../../x"), "docx.sti"),
    "absolute path": (lambda: zip_with("/etc/passwd"), "docx.sti"),
    "Windows path": (lambda: zip_with("word\\..\\x"), "docx.sti"),
    "drive": (lambda: zip_with("C:/x"), "docx.sti"),
    "relationship upwards": (lambda: word(p("x"), {"s": ("styles", "../../../etc/passwd")}),
                             "docx.sti"),
    "same part twice": (twice, "docx.dobbelt"),
    "many parts": (lambda: package({f"a{n}": b"" for n in range(5001)}), "docx.for_mange"),
    "packed too well": (lambda: zip_with("word/a.xml", b" " * 30_000_000), "docx.for_stor"),
    "large part": (lambda: zip_with("word/a.xml", b"<a>" + bytes(range(32, 60)) * 800_000),
                   "docx.for_stor"),
    "deep tables": (lambda: word(deep(60)), "docx.for_dyb"),
    "very deep": (lambda: word(deep(3000)), "docx.for_dyb"),
    "deep lines": (lambda: word(p("<w:smartTag>" * 90 + r("x") + "</w:smartTag>" * 90)),
                   "docx.for_dyb"),
}  # fmt: skip


@pytest.mark.parametrize(("build", "id"), HOSTILE.values(), ids=HOSTILE)
def test_useless_and_hostile_files_are_refused_with_a_reason(build, id: str) -> None:
    with pytest.raises(Unusable) as refused:
        read_docx(build(), "brev.docx")
    [problem] = refused.value.problems
    assert problem.id == id
    assert problem.where.file == "brev.docx"
    assert problem.text
    assert problem.remedy


def test_limits_do_not_hit_ordinary_files() -> None:
    assert paragraph_texts(read(deep(10))) == ["x"]
    assert len(paragraph_texts(read(p("Hej") * 5000))) == 5000
    assert len(paragraph_texts(read(tbl(tr(tc("Hej"))) * 100))) == 100
    assert only(read(p(f"<w:smartTag>{r('x')}</w:smartTag>" * 100))).text == "x" * 100
    long = "".join(f"{n} {n * n}" for n in range(200_000))
    assert paragraph_texts(read(p(long))) == [long]
    white = zip_with("word/media/hvidt.bmp", b"BM" + bytes(8_000_000))
    assert read_docx(white).unread  # a white picture packs 1000 times; nothing wrong with that


def test_too_large_altogether_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.document.docx_package.MAX_TOTAL", 10_000)
    with pytest.raises(Unusable, match="fylder mere end"):
        read_docx(zip_with("a.bin", bytes(20_000)), "brev.docx")


ODD = "9" * 40
ODDITIES = {
    "level": p("x", f'<w:numPr><w:ilvl w:val="{ODD}"/><w:numId w:val="1"/></w:numPr>'),
    "negative level": p("x", item(1, -3)),
    "outline": p("x", f"<w:outlineLvl w:val='{ODD}'/>"),
    "outline without value": p("x", "<w:outlineLvl/>"),
    "span": tbl(tr(tc("x", f"<w:gridSpan w:val='{ODD}'/>"))),
    "large span": tbl(tr(tc("x", "<w:gridSpan w:val='99999999'/>"))),
    "merge with nothing above": tbl(tr(tc("x", "<w:vMerge/>"))),
    "width": p(r("x") + f"<w:r><w:drawing><wp:extent cx='{ODD}'/></w:drawing></w:r>"),
    "empty choice": p(r("x") + "<w:r><mc:AlternateContent/></w:r>"),
    "link to nothing": p(f"<w:hyperlink r:id='{ODD}'>{r('x')}</w:hyperlink>"),
}


@pytest.mark.parametrize("body", ODDITIES.values(), ids=ODDITIES)
def test_odd_numbers_and_holes_lose_no_text(body: str) -> None:
    document = read(body, relations=NUMBERED, word__numbering_xml=NUMBERING,
                    word__styles_xml=styles())
    assert paragraph_texts(document) == ["x"]
    assert "x" in to_text(document)
    assert "x" in to_html(document)


def test_damage_is_placed_on_its_line() -> None:
    with pytest.raises(Unusable) as refused:
        read_docx(main_xml("<a>\n<b>\n</a>"), "brev.docx")
    assert refused.value.problems[0].where.detail == "word/document.xml, linje 3"


def test_damage_in_styles_names_the_file_each_time() -> None:
    for name in ("a.docx", "b.docx"):
        with pytest.raises(Unusable) as refused:
            read_docx(word(p("x"), STYLES, word__styles_xml="<w:styles>"), name)
        assert refused.value.problems[0].where.file == name


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_damaged_file_is_read_or_refused_but_never_crashes(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(RICH_PARTS)))
    text = RICH_PARTS[name]
    at, length = data.draw(st.integers(0, len(text))), data.draw(st.integers(0, 40))
    damage = data.draw(st.text(alphabet="<>/&\"'w:x0 9", max_size=6))
    parts: dict[str, str | bytes] = {**RICH_PARTS, name: text[:at] + damage + text[at + length:]}
    try:
        document = read_docx(package(parts))
    except Unusable:
        return
    to_text(document), to_html(document), to_markdown(document), list(everywhere(document))


RICH_PARTS = {
    "_rels/.rels": rels(ROOT_RELS),
    "word/_rels/document.xml.rels": rels({**NUMBERED, "h": ("header", "h.xml")}),
    "word/styles.xml": styles(style("H", "heading 1"), style("LB", "List Bullet")),
    "word/numbering.xml": NUMBERING,
    "word/h.xml": element("w:hdr", p("Kommunen")),
    "word/document.xml": element(
        "w:document", "<w:body>" + p("Titel", styled("H")) + p("a", item(1)) + p("b", item(4, 1))
        + tbl(tr(tc("c", "<w:vMerge w:val='restart'/>"), tc("d"), properties=HEAD), tr(
            tc("", "<w:vMerge/>"), tc(p(mark("begin") + code("PAGE") + mark("separate") + r("1")
                                        + mark("end")))))
        + p(f"<w:hyperlink w:anchor='x'>{r('her')}</w:hyperlink><w:ins>{r('ny')}</w:ins>")
        + "<w:sectPr><w:headerReference r:id='h'/></w:sectPr></w:body>"),
}


# --- as text, Markdown and HTML ---------------------------------------------------------------

def letter() -> WordDocument:
    """A small letter with one of each."""
    word_document = docx.Document()
    add = word_document.add_paragraph
    word_document.add_heading("Din plan", 0)
    add("Kære Emma\nHer er din plan.  ")
    add("")
    word_document.add_heading("Det gør vi", 1)
    for text in ("Mia ringer.", "I mødes."):
        add(text, style="List Bullet")
    add("hver tirsdag", style="List Bullet 2")
    for text in ("Skriv.", "Vent."):
        add(text, style="List Number")
    add("Jeg vil have ro.", style="Quote")
    return word_document


def with_table(header: bool, rows: list[list[str]]) -> WordDocument:
    """A document with this table."""
    word_document = docx.Document()
    table = word_document.add_table(rows=len(rows), cols=len(rows[0]))
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    if header:
        properties = table.rows[0]._tr.get_or_add_trPr()
        properties.append(properties.makeelement(f"{{{SPACES['w']}}}tblHeader", {}))
    return word_document


def test_text_reads_as_a_letter() -> None:
    assert to_text(read_docx(bytes_of(letter()))) == """\
Din plan

Kære Emma
Her er din plan.

Det gør vi

– Mia ringer.
– I mødes.
  – hver tirsdag
1. Skriv.
2. Vent.

Jeg vil have ro.
"""


def test_text_says_table_rows_with_their_headings() -> None:
    rows = [["Mål", "Hvem hjælper?"], ["Sove", "Mia\nMor"], ["Lege", ""]]
    assert to_text(read_docx(bytes_of(with_table(True, rows)))) == """\
Mål: Sove
Hvem hjælper? Mia
              Mor

Mål: Lege
"""


def test_text_keeps_headings_at_their_columns_under_merged_cells() -> None:
    restart = "<w:vMerge w:val='restart'/>"
    body = tbl(tr(tc("Mål"), tc("Hvem"), properties=HEAD), tr(tc("Sove", restart), tc("Mia")),
               tr(tc("", "<w:vMerge/>"), tc("Mor")))
    assert to_text(read(body)) == "Mål: Sove\nHvem: Mia\n\nHvem: Mor\n"


def test_text_has_no_spaces_at_line_ends() -> None:
    body = (tbl(tr(tc("Mål"), tc("Hvem"), properties=HEAD),
                tr(tc("a "), tc(p("Mia ") + p("Mor", item(4))))) + p("a \u00a0", item(1)))
    document = read(body + p("<w:r><w:t>b</w:t><w:tab/><w:br/><w:t>c</w:t></w:r>"), NUMBERED,
                    word__numbering_xml=NUMBERING, word__styles_xml=styles())
    assert to_text(document) == "Mål: a\nHvem: Mia\n\n      – Mor\n\n1. a\n\nb\nc\n"


def test_text_says_tables_without_headings_as_pairs_or_rows() -> None:
    pairs = read_docx(bytes_of(with_table(False, [["Barn:", "Emma"], ["Sag", "1"]])))
    three = read_docx(bytes_of(with_table(False, [["a", "b", "c"], ["d", "", "f"]])))
    assert to_text(pairs) == "Barn: Emma\nSag: 1\n"
    assert to_text(three) == "a | b | c\nd | f\n"
    half = read_docx(bytes_of(with_table(False, [["", "Emma"], ["Sag", ""]])))
    assert to_text(half) == "Emma\nSag\n"
    only_head = read_docx(bytes_of(with_table(True, [["Mål", "Hvem", "Hvor"]])))
    assert to_text(only_head) == "Mål | Hvem | Hvor\n"


def test_text_shows_where_links_lead_and_what_pictures_show() -> None:
    drawing = "<w:r><w:drawing><wp:docPr descr='Logo'/><a:blip r:embed='b'/></w:drawing></w:r>"
    body = p(drawing) + p("<w:hyperlink r:id='l'>" + r("Klag her") + "</w:hyperlink>")
    document = read(body, relations={"l": ("hyperlink", "!https://ast.dk"),
                                     "b": ("image", "a.png")}, word__a_png=PNG)
    assert to_text(document) == "[Billede: Logo]\n\nKlag her (https://ast.dk)\n"
    told = [Text("Se ast.dk", link="https://www.ast.dk/"), Text("her", link="https://ast.dk"),
            Text("a@b.dk", link="mailto:a@b.dk"), Text("under Klage", link="#klage")]
    texts = [to_text(Document(body=(Paragraph((text,)),))) for text in told]
    assert texts == ["Se ast.dk\n", "her (https://ast.dk)\n", "a@b.dk\n", "under Klage\n"]


def test_markdown_shows_structure_and_escapes_what_only_looks_like_it() -> None:
    word_document = letter()
    paragraph = word_document.add_paragraph("1. maj er *ikke* ")
    paragraph.add_run("en liste ").bold = True
    word_document.add_paragraph("# heller ikke en overskrift")
    assert to_markdown(read_docx(bytes_of(word_document))) == """\
# Din plan

Kære Emma\\
Her er din plan.

## Det gør vi

- Mia ringer.
- I mødes.
    - hver tirsdag
1. Skriv.
2. Vent.

> Jeg vil have ro.

1\\. maj er \\*ikke\\* **en liste**

\\# heller ikke en overskrift
"""


def test_markdown_tables() -> None:
    rows = [["Mål", "Hvem"], ["a|b", "c\nd"]]
    with_head = to_markdown(read_docx(bytes_of(with_table(True, rows))))
    without = to_markdown(read_docx(bytes_of(with_table(False, rows))))
    assert with_head == "| Mål | Hvem |\n| --- | --- |\n| a\\|b | c<br>d |\n"
    assert without == "|  |  |\n| --- | --- |\n| Mål | Hvem |\n| a\\|b | c<br>d |\n"


def test_markdown_of_odd_things() -> None:
    drawing = "<w:r><w:drawing><wp:docPr descr='Logo [A]'/><a:blip r:embed='b'/></w:drawing></w:r>"
    body = (p(drawing) + p(r("Du") + "<w:r><w:br/></w:r>" + r("kan klage"), styled("Heading1"))
            + tbl(tr(tc(p("Boks", styled("Heading2")))))
            + tbl(tr(tc("a", "<w:gridSpan w:val='2'/>")), tr(tc("b"), tc("c")))
            + p("<w:hyperlink r:id='l'>" + r("her", "<w:i/>") + "</w:hyperlink>"))
    document = read(body, {"b": ("image", "a.png"), "l": ("hyperlink", "!https://x.dk/a>b")},
                    word__a_png=PNG)
    assert to_markdown(document) == """\
![Logo \\[A\\]]()

# Du kan klage

## Boks

|  |  |
| --- | --- |
| a |  |
| b | c |

[*her*](<https://x.dk/a%3Eb>)
"""


def main_of(html: str) -> str:
    """What is between <main> and </main>, without line breaks."""
    return html.split("<main>")[1].split("</main>")[0].replace("\n", "")


def html_of(body: str, relations: Relations | None = None, **parts: str | bytes) -> str:
    """The main part of the page for this body."""
    return main_of(to_html(read(body, relations, **parts)))


def test_html_is_one_page_that_fetches_nothing() -> None:
    html = to_html(read_docx(bytes_of(letter())))
    assert html.startswith('<!DOCTYPE html>\n<html lang="en-US">')
    assert "default-src 'none'" in html
    assert "<title>Din plan</title>" in html
    assert not re.findall(r"""(?:src|href)=["'](?!data:|#)|@import|url\(|<script|<link""", html)
    assert '<html lang="da">' in to_html(read(p("x")))


def test_html_has_real_lists_headings_and_quotes() -> None:
    assert main_of(to_html(read_docx(bytes_of(letter())))) == (
        "<h1>Din plan</h1><p>Kære Emma<br>Her er din plan.  </p><h2>Det gør vi</h2>"
        "<ul><li>Mia ringer.</li><li>I mødes.<ul><li>hver tirsdag</li></ul></li></ul>"
        "<ol><li>Skriv.</li><li>Vent.</li></ol>"
        "<blockquote><p>Jeg vil have ro.</p></blockquote>")


OUTLINES = {
    "title and headings": (["T", 1, 2, 1], ["h1", "h2", "h3", "h2"]),
    "one top heading becomes the title": ([1, 2, 3, 2], ["h1", "h2", "h3", "h2"]),
    "text before the one top heading": (["p", 1, 2], ["p", "h1", "h2"]),
    "several top headings": ([1, 2, 1], ["h1 skjult", "h2", "h3", "h2"]),
    "none": (["p"], ["h1 skjult", "p"]),
    "a gap is closed": (["T", 1, 4, 4, 2], ["h1", "h2", "h3", "h3", "h3"]),
    "begins deep": (["T", 3, 1], ["h1", "h2", "h2"]),
    "two titles": (["T", "T", 1], ["h1", "p", "h2"]),
    "deep": (["T", 1, 2, 3, 4, 5, 6, 7], ["h1", "h2", "h3", "h4", "h5", "h6", "h6", "h6"]),
}


@pytest.mark.parametrize(("given_", "tags"), OUTLINES.values(), ids=OUTLINES)
def test_html_headings_have_one_h1_and_no_gaps(given_: list[str | int], tags: list[str]) -> None:
    names = {"T": styled("Title"), "p": ""}
    body = "".join(p("x", names[x] if isinstance(x, str) else styled(f"Heading{x}"))
                   for x in given_)
    html = html_of(body).replace('h1 class="kun-oplaest"', "h1 skjult")
    assert re.findall(r"<(h\d(?: skjult)?|p)\b[^>]*>", html) == tags


LISTS = {
    "one": ([(1, 0)], "<ol><li>x</li></ol>"),
    "starts at five": ([(3, 0), (3, 0)], '<ol start="5"><li>x</li><li>x</li></ol>'),
    "begins again": ([(1, 0), (3, 0)], '<ol><li>x</li></ol><ol start="5"><li>x</li></ol>'),
    "kinds": ([(1, 0), (4, 0)], "<ol><li>x</li></ol><ul><li>x</li></ul>"),
    "nested": ([(1, 0), (4, 1), (1, 0)], "<ol><li>x<ul><li style=\"list-style-type: '\\2013 \\a0 '"
               "\">x</li></ul></li><li>x</li></ol>"),
    "skips a level": ([(1, 0), (1, 2), (1, 0)],
                      "<ol><li>x<ol><li style=\"list-style-type: '1\\2e a\\2e i\\a0 '\">x</li></ol>"
                      "</li><li>x</li></ol>"),
    "begins deep": ([(4, 1), (4, 0)], "<ul><li style=\"list-style-type: '\\2013 \\a0 '\">x</li>"
                    "</ul><ul><li>x</li></ul>"),
}


@pytest.mark.parametrize(("items", "expected"), LISTS.values(), ids=LISTS)
def test_html_lists_nest_and_number_as_in_word(
        items: list[tuple[int, int]], expected: str) -> None:
    body = "".join(p("x", item(*some)) for some in items)
    html = html_of(body, relations=NUMBERED, word__numbering_xml=NUMBERING,
                   word__styles_xml=styles())
    assert html == f'<h1 class="kun-oplaest">Brev</h1>{expected}'


def test_html_tables_have_scoped_headings_spans_and_captions() -> None:
    body = p("Dine mål", styled("Caption")) + tbl(
        tr(tc("Mål"), tc("Hvem", "<w:gridSpan w:val='2'/>"), properties=HEAD),
        tr(tc("Sove", "<w:vMerge w:val='restart'/>"), tc("Mia"), tc(p("a") + p("b"))),
        tr(tc("", "<w:vMerge/>"), tc("Mor"), tc("")))
    assert html_of(body).removeprefix('<h1 class="kun-oplaest">Brev</h1>') == (
        '<div class="tabel"><table><caption>Dine mål</caption><thead><tr><th scope="col">Mål</th>'
        '<th scope="colgroup" colspan="2">Hvem</th></tr></thead><tbody><tr><td rowspan="2">Sove'
        "</td><td>Mia</td><td><p>a</p><p>b</p></td></tr><tr><td>Mor</td><td></td></tr></tbody>"
        "</table></div>")


def test_html_says_a_table_s_alt_text_to_screen_readers_only() -> None:
    titled = "<w:tblPr><w:tblCaption w:val='Dine &lt;mål&gt;'/></w:tblPr>"
    html = html_of(tbl(tr(tc("a"), tc("b"))).replace("<w:tblPr/>", titled))
    assert '<caption class="kun-oplaest">Dine &lt;mål&gt;</caption>' in html


def test_html_makes_boxes_of_single_cells_only() -> None:
    row, column = html_of(tbl(tr(tc("a"), tc("b")))), html_of(tbl(tr(tc("a")), tr(tc("b"))))
    captioned = html_of(p("Tabel 1", styled("Caption")) + tbl(tr(tc("a"))))
    assert [html.count("<table>") for html in (row, column, captioned)] == [1, 1, 1]


def test_html_keeps_tables_and_leaves_out_empty_paragraphs_in_cells() -> None:
    inner = tbl(tr(tc("a"), tc("b")))
    html = html_of(tbl(tr(tc(p("") + inner + p("")), tc(p("") + p("c")))))
    assert (html.count("<table>"), html.count("<p>")) == (2, 0)


def test_html_puts_neighbouring_boxes_in_one_box() -> None:
    frame = BOXES["frame"][0]
    html = html_of(p("a") + p("b", frame) + p("c", frame) + p("d") + tbl(tr(tc("e"))))
    assert html.endswith('<p>a</p><div class="boks"><p>b</p><p>c</p></div><p>d</p>'
                         '<div class="boks"><p>e</p></div>')


def test_html_marks_drafts_and_leaves_hidden_text_out() -> None:
    html = html_of(p(r("[HVEM?]", "<w:highlight w:val='yellow'/>") + r("væk", "<w:vanish/>")
                     + r("fed", "<w:b/><w:i/>")))
    assert html.endswith("<p><mark>[HVEM?]</mark><strong><em>fed</em></strong></p>")
    lined = Paragraph((Text("a", underline=True), Text("b", underline=True, link="https://x.dk")))
    assert "<p><u>a</u><a " in to_html(Document(body=(lined,)))


HTML_LINKS = {
    "web": ("https://ast.dk/a?b=1&c=2", '<a href="https://ast.dk/a?b=1&amp;c=2" rel="noreferrer">'),
    "mail": ("mailto:a@b.dk", '<a href="mailto:a@b.dk" rel="noreferrer">'),
    "code": ("javascript:alert(1)", ""),
    "code in capitals": ("JavaScript:alert(1)", ""),
    "file": ("file:///C:/Users/anna/sag.docx", ""),
    "quotes": ('https://x.dk/" onclick="a', '<a href="https://x.dk/&quot; onclick=&quot;a" '
               'rel="noreferrer">'),
    "place that exists": ("#klage", '<a href="#klage">'),
    "place that does not": ("#andet", ""),
}


@pytest.mark.parametrize(("link", "tag"), HTML_LINKS.values(), ids=HTML_LINKS)
def test_html_links_only_where_it_is_safe(link: str, tag: str) -> None:
    place = Paragraph((Text("Klage"),), bookmarks=("klage",))
    linked = Paragraph((Text("her", link=link), Text(" nu", bold=True, link=link)))
    html = main_of(to_html(Document(body=(linked, place))))
    inner = "her<strong> nu</strong>"
    assert f"<p>{tag}{inner}</a></p>" in html if tag else f"<p>{inner}</p>" in html


def test_html_gives_phrases_an_anchor_once() -> None:
    body = tuple(Paragraph((Text(x),), bookmarks=("_Toc1", "_fr_1")) for x in "ab")
    html = main_of(to_html(Document(body=body)))
    assert html.endswith('<p id="_fr_1">a</p><p>b</p>')


def test_html_shows_pictures_it_can_show_and_names_the_others() -> None:
    body = (Paragraph((Image('Logo "A"', PNG, 80),)), Paragraph((Image("Tegning", b"\1\0\0\0"),)),
            Paragraph((Image("", PNG),)))
    html = main_of(to_html(Document(body=body)))
    assert 'base64,iVBORw0KGgpiaWxsZWRl" alt="Logo &quot;A&quot;" width="80">' in html
    assert "<p>[Billede: Tegning]</p>" in html
    assert 'alt="">' in html


MEDIA = {
    b"\xff\xd8\xff\xe0": "image/jpeg", b"GIF89a": "image/gif", b"RIFF1234WEBP": "image/webp",
    b"RIFF1234WAVE": "", b"BM12": "image/bmp", b"<svg onload='a()'>": "", b"": "",
}  # fmt: skip


@pytest.mark.parametrize(("data", "media_type"), MEDIA.items())
def test_html_tells_the_kind_of_a_picture_from_its_bytes(data: bytes, media_type: str) -> None:
    html = to_html(Document(body=(Paragraph((Image("x", data),)),)))
    assert re.findall(r'src="data:([^;]*);', html) == ([media_type] if media_type else [])


def test_html_stops_repeating_a_large_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.document.html.MAX_IMAGE_BYTES", 2 * len(PNG))
    body = tuple(Paragraph((Image("Logo", PNG),)) for _ in range(3))
    html = to_html(Document(body=body))
    assert (html.count("<img"), html.count("[Billede: Logo]")) == (2, 1)


def test_html_header_and_footer_are_landmarks_with_each_text_once() -> None:
    document = read(
        p("Brev") + "<w:sectPr><w:headerReference w:type='first' r:id='a'/><w:headerReference "
        "w:type='default' r:id='b'/><w:titlePg/></w:sectPr>",
        relations={"a": ("header", "a.xml"), "b": ("header", "b.xml")},
        word__a_xml=element("w:hdr", p("Kommunen", styled("Heading1"))),
        word__b_xml=element("w:hdr", p("Kommunen")))
    html = to_html(document)
    assert "<header>\n<p>Kommunen</p>\n</header>\n<main>" in html
    assert "<footer>" not in html


def test_html_notes_lead_there_and_back() -> None:
    note = Note(1, "fodnote", (Paragraph((Text("Ni"),)),))
    html = to_html(Document(body=(Paragraph((Text("a"), NoteMark(1))),), notes=(note,)))
    ids, targets = re.findall(r' id="([^"]+)"', html), re.findall(r'href="#([^"]+)"', html)
    assert sorted(ids) == sorted(targets) == ["fodnote-1", "fodnote-1-i-teksten"]
    assert "<p>Ni</p>" in html


def test_html_drops_breaks_and_tabs_at_the_ends() -> None:
    paragraph = Paragraph((Break(page=True), Tab(), Text("a"), Tab(), Text("b"), Break(), Tab()))
    assert "<p>a&emsp;b</p>" in to_html(Document(body=(paragraph,)))


class Balance(HTMLParser):
    """Counts open tags; fails on a tag that closes another than the last."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag not in ("meta", "br", "img"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


PARAGRAPHS: st.SearchStrategy[Block] = st.builds(
    Paragraph,
    inlines=st.lists(st.sampled_from([
        Text("a", bold=True), Text("b", link="#x"), Text("c", link="https://x.dk", underline=True),
        Text("<d>", highlight=True), Image("e", PNG), Break(), Tab(), NoteMark(1)])).map(tuple),
    role=st.sampled_from(["titel", "overskrift", "afsnit", "punkt", "nummer", "citat",
                          "billedtekst"]),
    level=st.integers(1, 9), ordinal=st.integers(0, 3), number=st.sampled_from(["", "1.", "a)"]),
    box=st.booleans(), bookmarks=st.sampled_from([(), ("x",), ("_fr_1", "x")]))


def tables(blocks: st.SearchStrategy[Block]) -> st.SearchStrategy[Block]:
    """Tables of such blocks."""
    cells = st.builds(Cell, blocks=st.lists(blocks, max_size=2).map(tuple))
    rows = st.lists(st.lists(cells, max_size=3).map(tuple), max_size=3).map(tuple)
    return st.builds(Table, rows=rows, header_rows=st.integers(0, 2))


BLOCKS = st.recursive(PARAGRAPHS, tables, max_leaves=12)


@settings(max_examples=150, deadline=None)
@given(st.lists(BLOCKS, max_size=12))
def test_html_is_well_formed_whatever_the_letter(blocks: list[Block]) -> None:
    document = Document(body=tuple(blocks), headers=(Story("alle sider", tuple(blocks[:2])),),
                        notes=(Note(1, "fodnote", tuple(blocks[:1])),))
    html = to_html(document)
    parser = Balance()
    parser.feed(html)
    assert parser.open == []
    assert len(re.findall("<h1[ >]", html)) == 1
    levels = [int(level) for level in re.findall(r"<h(\d)", html)]
    assert all(b - a <= 1 for a, b in pairwise(levels[levels.index(1):]))
    ids = re.findall(r'<(?!a )\w+[^>]* id="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    to_text(document), to_markdown(document)


# --- conserved --------------------------------------------------------------------------------

#: All that can stand in a letter and leaves a mark on paper.
PRINTABLE = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1)


@settings(max_examples=200, deadline=None)
@given(st.lists(PRINTABLE, min_size=1, max_size=4), st.sampled_from(
    ["Normal", "Heading 1", "List Bullet", "List Number", "Quote", "celle"]))
def test_any_printable_text_comes_back(words: list[str], where: str) -> None:
    text = " ".join(words)
    word_document = docx.Document()
    if where == "celle":
        word_document.add_table(1, 1).cell(0, 0).text = text
    else:
        word_document.add_paragraph(text, style=where)
    document = read_docx(bytes_of(word_document))
    assert paragraph_texts(document) == [normalize("NFC", text)]
    assert normalize("NFC", text) in to_text(document)
    html = main_of(to_html(document)).split("</h1>", where != "Heading 1")[-1]
    assert unescape(re.sub("<[^>]*>", "", html)) == text
    assert "<script" not in html
