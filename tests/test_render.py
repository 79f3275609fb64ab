"""A finished letter says exactly what the case says, wherever in the template it says it: any text,
any place. What is missing is seen, what is private stays behind, and Word opens the file."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import docx
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from lxml import etree
from openxml_audit import OpenXmlValidator

from generator.case.fields import Felt, felt_ved
from generator.case.load import load_case
from generator.document import Document, Paragraph, paragraphs
from generator.document.model import plain
from generator.document.origin import text_hash
from generator.doors import clean
from generator.library import Library, load_library, read_skabelon, shipped
from generator.orders import order_letters
from generator.pipeline import Press, make_letter
from generator.source import Place, Unusable
from generator.template.compile import CompiledTemplate, compile_docx
from generator.template.images import Billede, read_picture
from generator.template.lint import lint
from generator.template.render import fill, pack_letter
from generator.template.verify import verify
from generator.template.word import OFFICE
from tests.fraser import Made, body, frase, law, library, made, session_for
from tests.word import (
    DAY,
    DECLARED,
    MANIFEST,
    SPACES,
    bookmark,
    cell,
    control,
    drawing,
    element,
    letter,
    lines,
    note,
    numbering,
    p,
    package,
    parts,
    png,
    r,
    read,
    rels,
    row,
    sha,
    skabelon,
    style,
    styled,
    styles,
    table,
    text_box,
    types,
    with_header,
    word,
    xml,
)

W, WP = (f"{{{SPACES[prefix]}}}" for prefix in ("w", "wp"))

# --- any text, any place ------------------------------------------------------------------------

#: Pieces that mean something to Jinja, Markdown, XML, Word or ourselves.
WILD = [
    "{{ 7*7 }}",
    "{% for x in y %}",
    "{% endif %}",
    "{# x #}",
    "{_{",
    "%_}",
    "{%p ",
    "}}",
    "1. maj",
    "2026. Det",
    "1) a",
    "- nej",
    "* x",
    "+ y",
    "# x",
    "### y",
    "> citat",
    "    fire",
    "```",
    "---",
    "===",
    "***",
    "**fed**",
    "_x_",
    "`k`",
    "~~s~~",
    "[a](b)",
    "[a]: b",
    "![a](b)",
    "<b>",
    "</w:t>",
    "<w:p/>",
    "<!--",
    "-->",
    "]]>",
    "<?x?>",
    "&",
    "&amp;",
    "&#65;",
    "&nbsp;",
    '"',
    "'",
    "“",
    "’",
    "\\",
    "\\n",
    "|",
    "a|b\n-|-",
    "\n",
    "\r\n",
    "\r",
    "\t",
    "\n\n",
    " ",
    "  ",
    "\u00a0",
    "\u00ad",
    "\u2028",
    "\u2011",
    "æøå ÆØÅ",
    "a\u030a",
    "😀",
    "\U0010fffd",
    "\x00",
    "\x0b",
    "\x0c",
    "\x1f",
    "\x7f",
    "\x85",
    "\ufffe",
    "\ud800",
    "\ue000",
    "\ue0000\ue001",
    "\ue010mx\ue011",
    "\ue014",
    "{num}",
    "$1",
    "\\1",
    "%s",
    "{0}",
    "_fr_1",
    "rId1",
    "x" * 300,
]
VALUES = st.one_of(
    st.text(st.characters(codec=None, exclude_categories=()), max_size=30),
    st.lists(st.sampled_from(WILD), max_size=5).map("".join),
    st.tuples(st.sampled_from(WILD), st.text(max_size=8), st.sampled_from(WILD)).map("".join),
)

PHRASE = """{{ v }} først

Midt {{ v }} i **fed {{ v }}**.

- {{ v }}
- b

1. {{ v }}

> {{ v }}

### {{ v }}

{% if v %}
{{ v }}
{% endif %}
{% for x in l %}
- {{ x }}
{% endfor %}
"""

TEMPLATE = word(
    p("a{{ v }}b"),
    p(r("{{ v }}", "<w:b/>") + r(" og {{ v }}")),
    styled("Heading1", "{{ v }}"),
    table(
        row("{{ v }}", "fast"),
        row("{%tr for x in l %}", ""),
        row("{{ x }}", "{{ v }}"),
        row("{%tr endfor %}", ""),
    ),
    control(p("{{ v }}")),
    p("{%p for x in l %}"),
    p("{{ x }}"),
    p("{%p endfor %}"),
    p(drawing("{{ v }}")),
    p("note", note()),
    p("{{p frase.x }}"),
    p("i linjen {{ frase.y }}."),
    section='<w:headerReference w:type="default" r:id="rId9"/>'
    '<w:footerReference w:type="default" r:id="rId8"/>',
    relations={
        "rId9": ("header", "header1.xml"),
        "rId8": ("footer", "footer1.xml"),
        "rId7": ("footnotes", "footnotes.xml"),
        "rIdPng": ("image", "media/b.png"),
    },
    parts={
        "word/header1.xml": element("w:hdr", p("h {{ v }}")),
        "word/footer1.xml": element("w:ftr", p("{{ v }}")),
        "word/footnotes.xml": element(
            "w:footnotes", '<w:footnote w:id="2">' + p("{{ v }}") + "</w:footnote>"
        ),
        "word/media/b.png": png(),
    },
)
FRASER = library(frase("x", PHRASE), frase("y", "»{{ v }}«"))


@cache
def compiled() -> CompiledTemplate:
    return compile_docx(TEMPLATE, skabelon())


def with_value(value: str) -> Made:
    template = compiled()
    session = session_for(template, FRASER)
    filled = fill(template, {"v": value, "l": [value, value]}, session)
    docx_ = pack_letter(template, filled, MANIFEST, title=value, sender=value, day=DAY)
    return Made(docx_, session, (*session.problemer, *filled.problems))


def as_read(value: str) -> str:
    """What a value looks like in a letter that has been read: line breaks of all systems are one,
    NFC, without soft hyphens (the reader does that), illegal characters marked."""
    text = value.replace("\r\n", "\n").replace("\r", "\n")
    return plain(clean(text)) + ("[ULOVLIGT TEGN]" if clean(text) != text else "")


def expected(value: str) -> list[str]:
    """The text of every paragraph of the body."""
    v = as_read(value)
    phrase = [f"{v} først", f"Midt {v} i fed {v}.", v, "b", v, v, v, *([v] if value else []), v, v]
    return [
        f"a{v}b",
        f"{v} og {v}",
        v,
        v,
        "fast",
        v,
        v,
        v,
        v,
        v,
        v,
        v,
        "",
        "note",
        *phrase,
        f"i linjen »{v}«.",
    ]


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(VALUES)
@example("1. maj 2026")
@example("{{ 7*7 }}")
@example("")
def test_any_value_comes_back_as_it_was(value):
    made_ = with_value(value)
    document = made_.document
    v = as_read(value)
    nfc = [plain(text) for text in expected(value)]
    assert lines(document.body) == nfc
    assert [lines(s.blocks) for s in (*document.headers, *document.footers)] == [
        [plain(f"h {v}")],
        [v],
    ]
    assert [lines(n.blocks) for n in document.notes] == [[v]]
    [alt] = [e.get("descr") for e in xml(made_.docx).iter(f"{WP}docPr")]
    assert plain(str(alt)) == v
    assert document.properties.title.split() == plain(clean(value)).split()
    assert verify(made_.docx, "brev") == []


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(VALUES)
def test_no_value_becomes_markup(value):
    """The letter has the same elements whatever the value is, but for line breaks and tabs."""
    plain_letter, made_ = with_value("x"), with_value(value or "x")
    assert elements(made_.docx) == elements(plain_letter.docx)


def elements(file: bytes) -> Counter[str]:
    """How many elements of each kind, without what breaks and marks of illegal characters make."""
    found: Counter[str] = Counter()
    for part in ("document", "header1", "footer1", "footnotes"):
        root = xml(file, f"word/{part}.xml")
        for mark in list(root.iter(f"{W}highlight")):
            run = next(mark.iterancestors(f"{W}r"))
            run.getparent().remove(run)  # type: ignore[union-attr]
        found.update(str(e.tag) for e in root.iter())
    for name in ("br", "tab", "t", "r", "rPr", "b", "bCs", "rStyle"):
        del found[f"{W}{name}"]
    return found


@pytest.mark.parametrize("value", ["{{ 7*7 }}", "{% for %}", "{{ ''.__class__ }}", "{%p x %}"])
def test_no_value_is_executed(value):
    assert all(
        value in text
        for text in lines(with_value(value).document.body)
        if text not in ("", "fast", "note", "b")
    )
    assert "49" not in "".join(lines(with_value("{{ 7*7 }}").document.body))


@pytest.mark.parametrize(
    "bad", ["\x00", "\x0b", "\x1f", "\x7f", "\x85", "\ufffe", "\uffff", "\ud800", "\ue005"]
)
def test_a_character_that_no_letter_can_hold_is_a_finding_and_a_mark(bad):
    made_ = with_value(f"a{bad}b")
    assert {problem.id for problem in made_.problems} == {"brev.ulovligt_tegn"}
    assert all(problem.level == "fejl" and problem.remedy for problem in made_.problems)
    assert "a\ufffdba\ufffdb" not in lines(made_.document.body)[0]
    assert lines(made_.document.body)[0] == "aa\ufffdb[ULOVLIGT TEGN]b"


# --- holes --------------------------------------------------------------------------------------


def field(path: str) -> Felt:
    """What the catalogue says of a field; its wording is not what is tried here."""
    found = felt_ved(path)
    assert found is not None
    return found


HOLE = f"[MANGLER: {field('barn.navn').titel}]"


def hole(content: str, values: dict[str, Any], **more: str) -> Made:
    template = compile_docx(word(styled("Heading1", "Klage"), content), skabelon())
    filled = fill(template, values)
    docx_ = pack_letter(template, filled, MANIFEST, title="", sender="", day=DAY)
    return Made(docx_, session_for(template, library()), filled.problems)


def test_a_hole_says_which_field_why_where_and_what_to_do():
    made_ = hole(table(row("Formål", "{{ afgørelse.formål }}")), {"afgørelse": {"formål": None}})
    [problem] = made_.problems
    assert problem.level == "fejl"
    assert (
        problem.text == f"»afgørelse.formål« ({field('afgørelse.formål').titel}) mangler i sagen."
    )
    assert (problem.kind, problem.why) == ("LOV", field("afgørelse.formål").lov)
    assert problem.why
    assert problem.where == Place(
        "skabelon.docx", detail="brødteksten, under »Klage«, tabel 1, række 1, celle 2, afsnit 3"
    )
    assert problem.remedy.startswith("Skriv »afgørelse.formål« i sagen.")


def test_a_hole_in_a_list_names_the_field_of_the_list():
    made_ = hole(
        p("{% for i in afgørelse.indsatser %}{{ i.hvad }}{% endfor %}"),
        {"afgørelse": {"indsatser": [{"hvad": None}, {"hvad": "x"}]}},
    )
    [problem] = made_.problems
    assert f"({field('afgørelse.indsatser[].hvad').titel})" in problem.text
    assert "indsatser" in problem.remedy
    assert "[]" not in problem.remedy


def test_every_hole_is_found_in_one_run():
    made_ = hole(
        p("{{ barn.navn }} {{ barn.skole }}") + p("{{ kommune.navn }}"),
        {"barn": {"navn": None, "skole": None}, "kommune": {"navn": None}},
    )
    assert [problem.text.split("«")[0] for problem in made_.problems] == [
        "»barn.navn",
        "»barn.skole",
        "»kommune.navn",
    ]


def test_a_hole_is_marked_and_keeps_the_look_around_it():
    made_ = hole(
        p(r("{{ barn.navn }} og {{ barn.skole }}.", '<w:b/><w:u w:val="single"/>')),
        {"barn": {"navn": None, "skole": "Søn & Co"}},
    )
    runs = list(xml(made_.docx).iter(f"{W}r"))[1:]
    assert ["".join(t.text or "" for t in run.iter(f"{W}t")) for run in runs] == [
        HOLE,
        " og Søn & Co.",
    ]
    assert [[e.tag.removeprefix(W) for e in run.find(f"{W}rPr")] for run in runs] == [  # type: ignore[union-attr]
        ["b", "highlight", "u"],
        ["b", "u"],
    ]
    assert lines(made_.document.body)[1] == f"{HOLE} og Søn & Co."
    assert verify(made_.docx, "brev") == []


@pytest.mark.parametrize(
    ("run", "text"),
    [
        ("<w:r><w:t>{{ v }}</w:t><w:tab/><w:t>b</w:t></w:r>", "[MANGLER: v]\tb"),
        (
            "<w:r><w:tab/><w:t>a{{ v }}{{ v }}</w:t><w:br/><w:t>{{ v }}c</w:t></w:r>",
            "\ta[MANGLER: v][MANGLER: v]\n[MANGLER: v]c",
        ),
        ('<w:hyperlink w:anchor="x"><w:r><w:t>{{ v }}</w:t></w:r></w:hyperlink>', "[MANGLER: v]"),
    ],
)
def test_a_hole_leaves_all_that_stands_in_its_run(run, text):
    made_ = hole(p(run), {"v": None})
    assert lines(made_.document.body)[1] == text
    assert verify(made_.docx, "brev") == []


def test_a_hole_in_alt_text_a_header_and_a_phrase_is_found_too():
    template = word(
        "<w:p/>",
        p(drawing("{{ barn.navn }}")),
        p("{{p frase.x }}"),
        section='<w:headerReference w:type="default" r:id="rId9"/>',
        relations={"rId9": ("header", "header1.xml"), "rIdPng": ("image", "media/b.png")},
        parts={
            "word/header1.xml": element("w:hdr", p("{{ barn.navn }}")),
            "word/media/b.png": png(),
        },
    )
    made_ = made(
        template,
        library(frase("x", "Et.\n\n**{{ barn.navn }}** er der.")),
        {"barn": {"navn": None}},
    )
    assert [problem.where for problem in made_.problems] == [
        Place("skabelon.docx", detail="brødteksten, afsnit 2"),
        Place("x.md", 13),
        Place("skabelon.docx", detail="sidehovedet, afsnit 1"),
    ]
    assert lines(made_.document.body)[2:] == ["Et.", f"{HOLE} er der."]
    assert lines(made_.document.headers[0].blocks) == [HOLE]
    assert xml(made_.docx).find(f".//{WP}docPr").get("descr") == HOLE  # type: ignore[union-attr]
    assert verify(made_.docx, "brev") == []


def test_a_value_may_be_missing_where_the_template_says_so():
    made_ = hole(
        p("a{{ barn.skole|default('') }}{{ barn.skole or 'b' }}{% if barn.skole %}c{% endif %}"),
        {"barn": {"skole": None}},
    )
    assert made_.problems == ()
    assert lines(made_.document.body)[1] == "ab"


def test_a_file_name_with_odd_characters_does_no_harm():
    odd = 'C:\\Skabeloner & "breve" <2026>.docx'
    template = compile_docx(
        word(
            p("{{ barn.navn }}"),
            p(drawing("{{ barn.navn }}")),
            relations={"rIdPng": ("image", "media/b.png")},
            parts={"word/media/b.png": png()},
        ),
        skabelon(odd),
    )
    filled = fill(template, {"barn": {"navn": None}})
    assert {problem.where.file for problem in filled.problems} == {odd}
    docx_ = pack_letter(template, filled, MANIFEST, title="", sender="", day=DAY)
    assert verify(docx_, "brev") == []


def test_every_tag_that_fails_is_told_at_once_for_each_part():
    template = with_header(p("{{ ukendt }}"), header=p("{{ 1/0 }}"))
    with pytest.raises(Unusable) as refused:
        letter(template, {})
    assert [problem.where.detail for problem in refused.value.problems] == [
        "brødteksten, afsnit 1",
        "sidehovedet, afsnit 1",
    ]


# --- the same letter is the same file -----------------------------------------------------------

_SCRIPT = """
from tests.test_render import with_value
from tests.word import sha
print(sha(with_value("Åse & <b>").docx))
"""


def test_the_same_letter_is_the_same_bytes_in_any_process():
    def run(seed: str) -> str:
        env = {**os.environ, "PYTHONHASHSEED": seed}
        found = subprocess.run(
            [sys.executable, "-c", _SCRIPT],
            capture_output=True,
            text=True,
            env=env,
            cwd=Path(__file__).parents[1],
            check=True,
        )
        return found.stdout.strip()

    assert run("1") == run("2") == sha(with_value("Åse & <b>").docx)


def test_nothing_in_the_bytes_comes_from_the_letters_made_before():
    first = with_value("a").docx
    with_value("b\x00")
    body("1. {{ v }}", {"v": "x"})
    assert with_value("a").docx == first


# --- nothing private ----------------------------------------------------------------------------

SECRET = "Ulla Hemmelig"


def private_template() -> bytes:
    """A template with its editor's name in every place where Word and its helpers put it."""
    core = (
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/'
        'core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>'
        f"{SECRET}</dc:creator><cp:lastModifiedBy>{SECRET}</cp:lastModifiedBy>"
        f"<cp:keywords>{SECRET}</cp:keywords></cp:coreProperties>"
    )
    simple = f'<x xmlns:w="{SPACES["w"]}">{SECRET}</x>'
    comments = element(
        "w:comments", f'<w:comment w:id="0" w:author="{SECRET}">' + p(SECRET) + "</w:comment>"
    )
    settings_ = element(
        "w:settings",
        (
            f'<w:attachedTemplate r:id="rId1"/><w:rsids><w:rsid w:val="00ABCDEF"/></w:rsids>'
            f'<w:docVars><w:docVar w:name="a" w:val="{SECRET}"/></w:docVars>'
            '<w:mailMerge><w:dataSource r:id="rId2"/></w:mailMerge><w:trackRevisions/>'
            '<w14:docId w14:val="1234ABCD"/>'
        ),
    )
    style_sheet = styles(style("Own", "Egen", '<w:rsid w:val="00ABCDEF"/>'))
    glossary = element("w:glossaryDocument", f"<w:docParts>{p(SECRET)}</w:docParts>")
    text = p(
        '<w:commentRangeStart w:id="0"/>' + r("{{ v }}") + '<w:commentRangeEnd w:id="0"/>'
        '<w:r><w:commentReference w:id="0"/></w:r>'
        f'<w:permStart w:id="1" w:ed="{SECRET}"/>'
        + r("x")
        + '<w:permEnd w:id="1"/>'
        + bookmark("_GoBack", r("y"), id="8")
        + bookmark("_fr_1", r("z"), id="9")
    )
    traced = text.replace(
        "<w:p>",
        '<w:p w:rsidR="00ABCDEF" w:rsidRDefault="00ABCDEF" '
        'w14:paraId="11ABCDEF" w14:textId="22ABCDEF">',
    )
    names: dict[str, str | bytes] = {
        "word/comments.xml": comments,
        "word/people.xml": simple,
        "word/glossary/document.xml": glossary,
        "word/commentsExtended.xml": simple,
        "docProps/custom.xml": simple,
        "docProps/core.xml": core,
        "docProps/app.xml": simple,
        "docProps/thumbnail.jpeg": SECRET.encode(),
        "customXml/item1.xml": simple,
        "customXml/itemProps1.xml": simple,
        "word/printerSettings1.bin": SECRET.encode(),
        "word/efterladt.xml": simple,
        "word/webSettings.xml": simple,
        "word/vbaProject.bin": SECRET.encode(),
        "word/glossary/styles.xml": simple,
        "word/settings.xml": settings_,
        "word/styles.xml": style_sheet,
        "word/_rels/settings.xml.rels": rels(
            {
                "rId1": ("attachedTemplate", f"!file:///C:/{SECRET}/Normal.dotm"),
                "rId2": ("mailMergeSource", f"!file:///C:/{SECRET}/børn.xlsx"),
            }
        ),
        "word/glossary/_rels/document.xml.rels": rels({"rId1": ("styles", "styles.xml")}),
        "customXml/_rels/item1.xml.rels": rels({"rId1": ("customXmlProps", "itemProps1.xml")}),
    }
    kinds = [
        ("comments", "comments.xml"),
        ("people", "people.xml"),
        ("glossaryDocument", "glossary/document.xml"),
        ("commentsExtended", "commentsExtended.xml"),
        ("customXml", "../customXml/item1.xml"),
        ("printerSettings", "printerSettings1.bin"),
        ("webSettings", "webSettings.xml"),
        ("http://schemas.microsoft.com/office/2006/relationships/vbaProject", "vbaProject.bin"),
    ]
    whole = word(
        traced, relations={f"rId{n}": kind for n, kind in enumerate(kinds, 20)}, parts=names
    )
    found: dict[str, str | bytes] = dict(parts(whole))
    found["_rels/.rels"] = rels(
        {
            "rId1": ("officeDocument", "word/document.xml"),
            "rId2": ("extended-properties", "docProps/app.xml"),
            "rId3": (
                "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties",
                "docProps/core.xml",
            ),
            "rId4": ("custom-properties", "docProps/custom.xml"),
            "rId5": (
                "http://schemas.openxmlformats.org/package/2006/relationships/metadata/thumbnail",
                "docProps/thumbnail.jpeg",
            ),
        }
    )
    return package(found)


def test_nothing_of_the_editor_travels_in_a_letter():
    template = private_template()
    assert all(
        SECRET.encode() in b"".join([data])
        for name, data in parts(template).items()
        if name.startswith(("docProps/", "customXml/item1.xml", "word/people"))
    )
    file = letter(template, {"v": "Alma"})
    everything = b"".join(data for data in parts(file).values())
    for trace in (
        SECRET,
        "ABCDEF",
        "rsid",
        "paraId",
        "trackRevisions",
        "commentR",
        "_GoBack",
        "_fr_",
        "perm",
        "attachedTemplate",
        "mailMerge",
        "docVar",
        "docId",
        "macroEnabled",
        "børn",
    ):
        assert trace.encode() not in everything, trace
    assert sorted(parts(file)) == sorted(
        [
            "[Content_Types].xml",
            "_rels/.rels",
            "word/document.xml",
            "word/_rels/document.xml.rels",
            "word/settings.xml",
            "word/_rels/settings.xml.rels",
            "word/styles.xml",
            "word/numbering.xml",
            "docProps/core.xml",
            "docProps/app.xml",
            "customXml/duform.xml",
            "customXml/itemProps1.xml",
            "customXml/_rels/duform.xml.rels",
        ]
    )
    assert lines(read(file).body) == ["Almaxyz"]
    assert verify(file, "brev") == []


def test_the_properties_say_what_the_letter_is_and_from_whom():
    properties = read(letter(private_template(), {"v": ""})).properties
    assert properties.title == "Prøve"
    assert properties.author == "Kommunen"
    assert properties.created == properties.modified == "2026-03-02T00:00:00Z"
    assert properties.last_modified_by == properties.company == properties.keywords == ""


# --- what Word must be able to open -------------------------------------------------------------

#: A phrase that uses every role.
ROLES = (
    "Tekst **fed** *kursiv*.\n\n### Overskrift\n\n- a\n  - b\n\n1. c\n   1. d\n\n> citat\n\n1. e"
)


def audit(file: bytes, folder: Path) -> list[str]:
    path = folder / "brev.docx"
    path.write_bytes(file)
    return [str(error) for error in OpenXmlValidator().validate(path).errors]


def audit_small(file: bytes, folder: Path) -> list[str]:
    """As `audit`, for letters from our small test templates: they have no theme and no fonts."""
    return [e for e in audit(file, folder) if not re.search(r"/(fontTable|theme)' is missing", e)]


@pytest.mark.parametrize(
    "id", ["afgoerelse_barn", "afgoerelse_foraelder", "boernebrev", "boernebrev_uden_sprog"]
)
def test_a_letter_from_each_shipped_template_is_sound(id, tmp_path):
    """With phrases of our own, so that only the templates are tried here."""
    found = read_skabelon(shipped() / "templates" / id / "skabelon.yaml")
    names = {id for id, _ in lint(found, library()).uses.fraser} | _named(found.path.read_bytes())
    fraser = library(
        *(frase(name, ROLES if "overskrift" not in name else "Kort") for name in names)
    )
    press = Press(Library(fraser.fraser, {id: found}, law(), ()))
    case = load_case(shipped() / "examples" / "skolefravaer.yaml", law())
    [order, *_] = order_letters(
        case, load_library(), to=["barn" if "foraelder" not in id else "mor"]
    )
    made_ = make_letter(case, replace(order, skabelon=found), press)
    assert verify(made_.docx, "brev") == []
    assert audit(made_.docx, tmp_path) == []
    assert [
        str(f) for f in made_.findings if f.id.startswith(("brev.op", "brev.tabt", "frase."))
    ] == []


def _named(template: bytes) -> set[str]:
    """The phrase ids that a template names."""
    text = "".join(str(t) for t in xml(template).itertext())
    return set(re.findall(r"frase\.([\w.]+?)\s*(?:\||\}\})", text))


def test_odd_templates_become_sound_letters_too(tmp_path):
    picture = Billede(png(), "Logo", bredde=20)
    template = word(
        p("{{p frase.x }}"),
        table(row("{%tr for x in l %}", ""), row("{{ b }}", "{{ x }}"), row("{%tr endfor %}", "")),
        p("{{p b }}"),
        control(p("{{ v }}")),
        p("{{r b }}"),
    )
    compiled_ = compile_docx(template, skabelon())
    for count in (0, 3):
        session = session_for(compiled_, library(frase("x", ROLES)))
        filled = fill(
            compiled_,
            {"b": picture, "l": list(range(count)), "v": None},
            session,
            pictures=[picture],
        )
        file = pack_letter(compiled_, filled, MANIFEST, title="t", sender="s", day=DAY)
        assert verify(file, "brev") == []
        assert audit_small(file, tmp_path) == []


# --- phrases in the file ------------------------------------------------------------------------


def test_each_paragraph_of_a_phrase_is_marked_and_listed_with_a_hash_of_its_words():
    made_ = made(
        word(p("før"), p("{{p frase.a.b }}"), p("{{p frase.c }}"), p("{{p frase.a.b }}")),
        library(frase("a.b", "Et {{ v }}.\n\n- to", version="7"), frase("c", "Tre.")),
        {"v": "<x>"},
    )
    document = made_.document
    marked = {
        mark: paragraph.text for paragraph in _paragraphs(document) for mark in paragraph.bookmarks
    }
    assert marked == {
        "_fr_1": "Et <x>.",
        "_fr_2": "to",
        "_fr_3": "Tre.",
        "_fr_4": "Et <x>.",
        "_fr_5": "to",
    }
    assert document.manifest is not None
    root = etree.fromstring(document.manifest)
    space = "{urn:duform:manifest:1}"
    listed = {
        f"_fr_{number}": (phrase.get("id"), hash_)
        for phrase in root.iter(f"{space}frase")
        for stretch in phrase.iter(f"{space}afsnit")
        for number, hash_ in enumerate(
            str(stretch.get("hash")).split(), int(stretch.get("fra") or 0)
        )
    }
    made_by = {"_fr_1": "a.b", "_fr_2": "a.b", "_fr_3": "c", "_fr_4": "a.b", "_fr_5": "a.b"}
    assert listed == {mark: (made_by[mark], text_hash(text)) for mark, text in marked.items()}
    assert [
        (e.get("id"), e.get("version"), e.get("variant")) for e in root.iter(f"{space}frase")
    ] == [("a.b", "7", "Til alle"), ("c", "1", "Til alle")]
    assert "<x>" not in document.manifest.decode()


def _paragraphs(document: Document) -> list[Paragraph]:
    return list(paragraphs(document.body))


def test_our_bookmarks_have_numbers_that_the_template_has_not():
    template = word(
        p(bookmark("deres", r("x"), id="41")),
        p("{{p frase.x }}"),
        p(bookmark("stort", r("x"), id="2147483647")),
    )
    numbers = [
        int(e.get(f"{W}id") or 0)
        for e in xml(made(template, library(frase("x", "A.\n\nB."))).docx).iter(f"{W}bookmarkStart")
    ]
    assert len(set(numbers)) == 4
    assert max(numbers) == 2147483647
    assert min(numbers) >= 41


def test_numbered_lists_begin_anew_and_go_on_where_the_phrase_says_so():
    made_ = body("1. a\n2. b\n\nMellem\n\n5. c\n6. d\n\nMellem\n\n0. e")
    assert [x.number for x in _paragraphs(made_.document) if x.number] == [
        "1.",
        "2.",
        "5.",
        "6.",
        "0.",
    ]


def multilevel() -> bytes:
    """A template whose two list styles count in one list definition, at two levels."""
    abstract = (
        '<w:abstractNum w:abstractNumId="9"><w:multiLevelType w:val="multilevel"/>'
        + "".join(
            f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>'
            f'<w:pStyle w:val="{style_}"/><w:lvlText w:val="%{n + 1}{end}"/></w:lvl>'
            for n, (kind, style_, end) in enumerate(
                (("decimal", "ListNumber", "."), ("lowerLetter", "ListNumber2", ")"))
            )
        )
        + '</w:abstractNum><w:num w:numId="9"><w:abstractNumId w:val="9"/></w:num>'
    )
    numbers = [
        '<w:pPr><w:numPr><w:numId w:val="9"/></w:numPr></w:pPr>',
        '<w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="9"/></w:numPr></w:pPr>',
    ]
    sheet = styles(
        style("ListNumber", "List Number", numbers[0]),
        style("ListNumber2", "List Number 2", numbers[1]),
        without=["ListNumber", "ListNumber2"],
    )
    return word(
        p("{{p frase.x }}"),
        parts={
            "word/styles.xml": sheet,
            "word/numbering.xml": f"<w:numbering {DECLARED}>{abstract}</w:numbering>",
        },
    )


def test_lists_of_two_levels_count_at_the_level_of_their_style():
    made_ = made(multilevel(), library(frase("x", "1. a\n   1. b\n   2. c\n2. d\n   1. e")))
    assert [x.number for x in _paragraphs(made_.document)] == ["1.", "a)", "b)", "2.", "a)"]


def test_an_empty_numbering_part_is_no_trouble():
    template = word(p("{{p frase.x }}"), parts={"word/numbering.xml": f"<w:numbering {DECLARED}/>"})
    made_ = made(template, library(frase("x", "Tekst.")))
    assert verify(made_.docx, "brev") == []
    assert "nummer" in body("1. a", typografier={"nummer": "Normal"}).problems[0].text


def test_a_phrase_takes_the_look_of_its_paragraph():
    sheet = styles(style("boks", "Boks"), style("bokspunkt", "Boks punkt"))
    template = word(
        styled("boks", "{{p frase.x }}"), p("{{p frase.x }}"), parts={"word/styles.xml": sheet}
    )
    made_ = made(
        template,
        library(frase("x", "Tekst.\n\n- a\n\n1. b\n\n{{ frase.y }}"), frase("y", "Inde.\n\n- c")),
    )
    found = [e.get(f"{W}val") for e in xml(made_.docx).iter(f"{W}pStyle")]
    assert found == [
        "boks",
        "bokspunkt",
        "ListNumber",
        "boks",
        "bokspunkt",
        "BodyText",
        "ListBullet",
        "ListNumber",
        "BodyText",
        "ListBullet",
    ]


@pytest.mark.parametrize("shown", ["Overskrift 1", "overskrift 1", "heading 1", "Titel"])
def test_a_style_may_be_named_as_word_shows_it_or_as_the_file_has_it(shown):
    sheet = styles(style("Title", "Title"))
    template = word(p("{{p frase.x }}"), parts={"word/styles.xml": sheet})
    made_ = made(template, library(frase("x", "### Hej")), typografier={"overskrift": shown})
    [used] = xml(made_.docx).iter(f"{W}pStyle")
    assert used.get(f"{W}val") == ("Title" if shown == "Titel" else "Heading1")


def test_a_table_style_of_the_same_name_is_not_taken_for_a_paragraphs():
    sheet = styles(style("TQuote", "Quote", kind="table"), without=["Quote"])
    template = word(p("{{p frase.x }}"), parts={"word/styles.xml": sheet})
    made_ = made(template, library(frase("x", "> citat")))
    assert [problem.id for problem in made_.problems] == ["frase.fejl"]
    assert "»citat«" in made_.problems[0].text


# --- pictures -----------------------------------------------------------------------------------


def test_a_picture_has_the_size_that_is_asked_for_and_keeps_its_shape():
    made_ = Billede(png(40, 20), "x", bredde=20)
    assert made_.size == (720_000, 360_000)
    assert Billede(png(40, 20), "x", højde=10).size == (720_000, 360_000)


@pytest.mark.parametrize("tags", ["{{ b }}", "{{r b }}", "{{p b }}", "før {{ b }} efter"])
def test_a_picture_can_stand_in_a_line_or_alone(tags):
    picture = Billede(png(), "Logo & <navn>\x00")
    file = letter(word(p(tags)), {"b": picture}, pictures=[picture])
    [found] = xml(file).iter(f"{WP}docPr")
    assert found.get("descr") == "Logo & <navn>\ufffd"
    assert verify(file, "brev") == []


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"GIF89a",
        b"\x89PNG\r\n\x1a\n",
        png()[:20],
        png()[:40],
        b"\xff\xd8\xff\xe0",
        b"\xff\xd8\xff\xd9",
        png(0, 0),
        b"BM" + bytes(60),
        b"%PDF-1.4",
        b"\x89PNG\r\n\x1a\n" + bytes(200),
        b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x00\x00\x00\x00\x00\xff\xc0\x00\x0b\x08",
    ],
)
def test_what_is_no_picture_is_refused_with_the_place_in_the_case(data, tmp_path):
    path = tmp_path / "logo.png"
    path.write_bytes(data)
    with pytest.raises(Unusable) as refused:
        read_picture(path, "Logo", Place("sag.yaml", 12), højde=14)
    [problem] = refused.value.problems
    assert problem.id == "billede.art"
    assert problem.where == Place("sag.yaml", 12)
    assert problem.remedy


@given(
    st.binary(max_size=80),
    st.sampled_from([b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0", png()[:30], b""]),
)
def test_no_bytes_make_reading_a_picture_crash(tmp_path_factory, tail, head):
    path = tmp_path_factory.getbasetemp() / "logo.bin"
    path.write_bytes(head + tail)
    try:
        found = read_picture(path, "x", Place(), højde=14)
    except Unusable as refused:
        ids = [problem.id for problem in refused.problems]
    else:
        ids = ["billede.art"] if found.size[1] > 0 else []
    assert ids == ["billede.art"]


def test_a_picture_that_is_not_there_or_too_large_is_refused(tmp_path):
    with pytest.raises(Unusable) as refused:
        read_picture(tmp_path / "væk.png", "x", Place("sag.yaml", 3))
    assert refused.value.problems[0].id == "billede.mangler"
    (tmp_path / "stor.png").write_bytes(bytes(10_000_001))
    with pytest.raises(Unusable) as refused:
        read_picture(tmp_path / "stor.png", "x", Place("sag.yaml", 3))
    assert refused.value.problems[0].id == "billede.for_stort"


# --- a consultant's own file --------------------------------------------------------------------


@pytest.mark.parametrize("ending", ["docx", "dotx"])
def test_a_consultants_own_file_with_five_lines_beside_it_makes_letters(ending, tmp_path):
    folder = tmp_path / "templates" / "vores"
    folder.mkdir(parents=True)
    document = docx.Document()
    document.add_heading("Kære {{ barn.fornavn }}", 1)
    document.add_paragraph("{{p frase.x }}")
    document.save(str(folder / "brev.docx"))
    if ending == "dotx":
        data = (folder / "brev.docx").read_bytes()
        (folder / "brev.docx").unlink()
        made_ = {**parts(data)}
        made_["[Content_Types].xml"] = made_["[Content_Types].xml"].replace(
            b"document.main", b"template.main"
        )
        (folder / "brev.dotx").write_bytes(package(made_))
    (folder / "skabelon.yaml").write_text(
        "titel: Vores brev\ndokument: afgoerelse\nlaeser: barn\nversion: 1\n"
        "typografier: {afsnit: Normal}\n",
        encoding="utf-8",
    )
    found = read_skabelon(folder / "skabelon.yaml")
    fraser = library(frase("x", "Du får hjælp.\n\n- a\n- b\n\n1. c"))
    press = Press(Library(fraser.fraser, {"vores": found}, law(), ()))
    case = load_case(shipped() / "examples" / "skolefravaer.yaml", law())
    [order] = order_letters(case, press.library, to=["barn"])
    made_letter = make_letter(case, order, press)
    assert lines(made_letter.document.body) == ["Kære Alma", "Du får hjælp.", "a", "b", "c"]
    assert verify(made_letter.docx, "brev") == []
    assert made_letter.document.properties.title == "Vores brev"


def test_a_letter_made_into_a_template_works():
    """It has our manifest and our bookmarks in it already."""
    first = made(
        word(p("{{p frase.x }}"), p("{{ v }}")), library(frase("x", "Et.")), {"v": "{{ w }}"}
    )
    again = parts(first.docx)
    again["word/document.xml"] = (
        again["word/document.xml"]
        .replace(b"{{ w }}", b"{{p frase.y }}")
        .replace(b"<w:t>", b'<w:t xml:space="preserve">')
    )
    second = made(package({**again}), library(frase("y", "To.")))
    marks = [mark for paragraph in _paragraphs(second.document) for mark in paragraph.bookmarks]
    assert lines(second.document.body) == ["Et.", "To."]
    assert marks == ["_fr_1"]
    assert verify(second.docx, "brev") == []


# --- the check of the finished file -------------------------------------------------------------

SOUND = letter(word(p("{{ v }}"), table(row("a", "b"))), {"v": "x"})
FAULTS = [
    (
        "a cell without a paragraph",
        "<w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc>",
        "</w:tc>",
        "tabelcelle",
    ),
    ("a table without rows", row("a", "b"), "", "ingen rækker"),
    ("text outside a paragraph", "<w:sectPr", "løst<w:sectPr", "løst"),
    (
        "a run outside a paragraph",
        "<w:sectPr",
        "<w:r><w:t>x</w:t></w:r><w:sectPr",
        "»r« står inde i »body«",
    ),
    ("a paragraph in a paragraph", "<w:p>", "<w:p><w:p/>", "»p« står inde i »p«"),
    ("a run in a text", ">x</w:t>", "><w:r/></w:t>", "»r« står inde i »t«"),
    (
        "the same bookmark twice",
        "<w:sectPr",
        bookmark("a", "") + bookmark("b", "") + "<w:sectPr",
        "samme nummer",
    ),
    (
        "the same control twice",
        "<w:sectPr",
        control("<w:p/>") + control("<w:p/>") + "<w:sectPr",
        "samme nummer",
    ),
    (
        "a relationship that is not there",
        "<w:sectPr",
        '<w:p><w:hyperlink r:id="rId99"/></w:p><w:sectPr',
        "rId99",
    ),
    ("one of our own characters", ">x</w:t>", ">\ue000</w:t>", "indvendigt"),
    ("a row without cells", "<w:tr>", "<w:tr></w:tr><w:tr>", "ingen celler"),
]


@pytest.mark.parametrize(
    ("old", "new", "said"), [f[1:] for f in FAULTS], ids=[f[0] for f in FAULTS]
)
def test_a_broken_letter_is_seen(old, new, said):
    assert verify(SOUND, "brev") == []
    found: dict[str, str | bytes] = dict(parts(SOUND))
    text = parts(SOUND)["word/document.xml"].decode()
    assert old in text
    found["word/document.xml"] = text.replace(old, new, 1)
    problems = verify(package(found), "brev")
    assert problems
    assert any(said in problem.text for problem in problems)
    assert all(problem.level == "fejl" for problem in problems)


@pytest.mark.parametrize(
    ("part", "content", "said"),
    [
        ("word/document.xml", "<w:document", "beskadiget"),
        (
            "word/_rels/document.xml.rels",
            rels({"rId1": ("styles", "væk.xml")}),
            "fører ingen steder hen",
        ),
        ("[Content_Types].xml", types({}).replace('"xml"', '"txt"'), "ikke sagt, hvad delen er"),
        ("word/header1.xml", element("w:hdr", ""), "»hdr« har ingen afsnit"),
        ("docProps/core.xml", "<a>\ue001</a>", "indvendigt"),
    ],
)
def test_a_broken_part_is_seen(part, content, said):
    problems = verify(package({**parts(SOUND), part: content}), "brev")
    assert any(said in problem.text for problem in problems)


def test_what_was_sound_in_another_file_is_looked_up_in_this_one():
    """A part is looked at once for all letters; what it points to is looked for in each."""
    link = f'<w:p><w:hyperlink r:id="rId77" xmlns:r="{OFFICE}"/>'
    body = parts(SOUND)["word/document.xml"].decode().replace("<w:p>", link, 1)
    pointing: dict[str, str | bytes] = {**parts(SOUND), "word/document.xml": body}
    relations = "word/_rels/document.xml.rels"
    whole = package({**pointing, relations: rels({"rId77": ("hyperlink", "document.xml")})})
    assert verify(whole, "brev") == []
    lost = verify(package({**pointing, relations: rels({})}), "brev")
    assert any("henvisningen rId77 mangler" in problem.text for problem in lost)
    assert verify(whole, "brev") == []


def test_a_text_box_kept_twice_is_sound():
    assert verify(letter(word(p(text_box(p("{{ v }}")))), {"v": "x"}), "brev") == []


def test_dates_in_properties_do_not_come_from_the_clock():
    compiled_ = compile_docx(word(p("x"), parts={"word/numbering.xml": numbering()}), skabelon())
    file = pack_letter(
        compiled_, fill(compiled_, {}), MANIFEST, title="", sender="", day=date(2020, 1, 2)
    )
    assert read(file).properties.created.startswith("2020-01-02")
    assert str(date.today().year) not in parts(file)["docProps/core.xml"].decode()  # noqa: DTZ011


def test_cells_keep_what_is_in_them(tmp_path):
    file = letter(
        word(table(row(cell("{%tc for k in k %}"), cell("{{ k }}"), cell("{%tc endfor %}")))),
        {"k": ["a", "b", "c"]},
    )
    assert lines(read(file).body) == ["a", "b", "c"]
    assert audit_small(file, tmp_path) == []
