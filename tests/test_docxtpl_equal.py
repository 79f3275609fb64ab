"""Our engine makes of a template what docxtpl makes of it, part by part; and where it does
otherwise, it does so on purpose.

What is not compared: editing traces that we strip (rsids, paraIds, spelling marks), document
properties, our manifest, the names and order of media and relationship ids (what they lead to is
compared), and the numbers of drawings outside the body (docxtpl leaves them as they are).
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any
from xml.sax.saxutils import escape

import docx
import pytest
from docx.shared import Mm
from docxtpl import DocxTemplate, InlineImage, RichText, RichTextParagraph
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jinja2 import StrictUndefined, UndefinedError
from jinja2.sandbox import SandboxedEnvironment
from lxml import etree

from generator import danish
from generator.jinja_filters import JINJA_FILTRE
from generator.source import Unusable
from generator.template.images import Billede
from generator.template.verify import verify
from tests.word import (
    OFFICE,
    SPACES,
    Parts,
    all_xml,
    bookmark,
    cell,
    control,
    drawing,
    element,
    letter,
    lines,
    note,
    p,
    parts,
    png,
    r,
    read,
    row,
    sha,
    styled,
    table,
    text_box,
    with_header,
    with_notes,
    word,
    xml,
)
from tests.word import (
    field as word_field,
)

W, WP, A = (f"{{{SPACES[prefix]}}}" for prefix in ("w", "wp", "a"))
RELATIONSHIPS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


# --- docxtpl's letter ---------------------------------------------------------------------------


def theirs(template: bytes, values: Mapping[str, Any]) -> bytes:
    """docxtpl's letter, with every safety it has switched on and the same filters."""
    env = SandboxedEnvironment(undefined=StrictUndefined, autoescape=True)
    env.filters.update({**JINJA_FILTRE, **danish.FILTRE})
    document = DocxTemplate(io.BytesIO(template))
    given = {name: value(document) if callable(value) else value for name, value in values.items()}
    document.render(given, jinja_env=env, autoescape=True)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def theirs_body(template: bytes, values: Mapping[str, Any]) -> etree._Element:
    return xml(theirs(template, values))


# --- comparing ----------------------------------------------------------------------------------

_TRACES = {f"{W}proofErr", f"{W}lastRenderedPageBreak"}
_NOT_COMPARED = ("docProps/", "customXml/", "_rels/", "[Content_Types].xml")


def compared(file: bytes) -> dict[str, object]:
    """The file as what must be equal: parts as canonical XML, relationships and kinds of parts."""
    found = parts(file)
    result: dict[str, object] = {}
    for name, data in found.items():
        if name.startswith(_NOT_COMPARED) or name.endswith(".rels"):
            continue
        targets = leads_to(found, name)
        if name.endswith(".xml"):
            result[name] = canonical(data, targets, body=name == "word/document.xml")
            result[f"{name} leads to"] = sorted(t for t in targets.values() if "customXml" not in t)
        else:
            result[f"media {sha(data)}"] = True
        result[f"{name if name.endswith('.xml') else sha(data)} is"] = kind_of(found, name)
    return result


def leads_to(found: Parts, part: str) -> dict[str, str]:
    """Relationship id → what it leads to; pictures by their content."""
    folder, _, base = part.rpartition("/")
    rels = found.get(f"{folder}/_rels/{base}.rels")
    if rels is None:
        return {}
    result: dict[str, str] = {}
    for rel in etree.fromstring(rels).iter(RELATIONSHIPS):
        target, kind = rel.get("Target") or "", (rel.get("Type") or "").rpartition("/")[2]
        if kind == "image":
            target = sha(found[target.lstrip("/") if target.startswith("/") else f"word/{target}"])
        result[rel.get("Id") or ""] = f"{kind}: {target}"
    return result


def kind_of(found: Parts, part: str) -> str:
    root = etree.fromstring(found["[Content_Types].xml"])
    own = [e.get("ContentType") for e in root if e.get("PartName") == f"/{part}"]
    usual = [e.get("ContentType") for e in root if e.get("Extension") == part.rpartition(".")[2]]
    return str((own or usual)[0])


def canonical(data: bytes, targets: Mapping[str, str], *, body: bool) -> str:
    root = etree.fromstring(data)
    for parent in list(root.iter()):
        for name in [n for n in parent.attrib if "rsid" in str(n) or str(n).endswith("Id}")]:
            del parent.attrib[name]
        for name in (f"{{{SPACES['w14']}}}paraId", f"{{{SPACES['w14']}}}textId"):
            parent.attrib.pop(name, "")
        for name, value in parent.attrib.items():
            if str(name).startswith(f"{{{OFFICE}}}"):
                parent.attrib[name] = targets[str(value)]
        if parent.tag == f"{WP}docPr" and not body:
            parent.attrib.pop("id")
        for child in [c for c in parent if c.tag in _TRACES]:
            parent.remove(child)
    return etree.tostring(root, method="c14n", exclusive=True).decode()


# --- templates that come out equal --------------------------------------------------------------


@dataclass(frozen=True)
class Same:
    """A template and values for which both engines make the same file."""

    name: str
    template: bytes
    values: Mapping[str, Any] = field(default_factory=dict)


class Own:
    """An object of ours that makes its own XML, as docxtpl's RichText does."""

    def __init__(self, made: str) -> None:
        self.made = made

    def __html__(self) -> str:
        return self.made

    __str__ = __html__


GOALS = [{"mål": "Jeg vil i skole", "hvem": ["Lone", "Bo"]}, {"mål": "Jeg vil svømme", "hvem": []}]
NBSP = "\u00a0"

BODIES: list[Same] = [
    Same("plain values", word(p("Kære {{ navn }}. {{ alder }}")), {"navn": "Åse", "alder": "12"}),
    Same(
        "markup and quotes in values",
        word(p("{{ a }}"), p("x{{ b }}y")),
        {"a": "R&D <b> C </w:t> \"'", "b": "&amp; &#65; ]]>"},
    ),
    Same("line breaks in a value", word(p(r("{{ a }}", "<w:b/>"))), {"a": "en\nto\n\ntre"}),
    Same("spaces in a value", word(p("{{ a }}"), p("a{{ b }}b")), {"a": "  to  ", "b": "   "}),
    Same("no value but the empty one", word(p("{{ a }}")), {"a": ""}),
    Same("all planes", word(p("{{ a }}")), {"a": "æøå ÆØÅ é ß 日本 😀 \U0001d538 \u200d e\u0301"}),
    Same(
        "nested names",
        word(p("{{ barn.mor.navn }} {{ barn['mor'].navn }} {{ liste[1] }}")),
        {"barn": {"mor": {"navn": "Lone"}}, "liste": ["a", "b"]},
    ),
    Same(
        "Danish letters in names",
        word(p("{{ barn.fødselsår }} {{ årsag }}")),
        {"barn": {"fødselsår": "2014"}, "årsag": "ønske"},
    ),
    Same(
        "filters",
        word(p("{{ a|upper }} {{ liste|join(', ') }} {{ a|ejefald }} {{ a|default('x') }}")),
        {"a": "Jens", "liste": ["x", "y"]},
    ),
    Same(
        "a tag in three runs of different looks",
        word(
            p(r("Hej {", "<w:b/>") + r("{ na", "<w:i/>") + r("vn }} du", '<w:u w:val="single"/>'))
        ),
        {"navn": "Bo"},
    ),
    Same(
        "a tag with spelling marks, rsids and language in it",
        word(
            '<w:p w:rsidR="00A1" w14:paraId="1A2B3C4D"><w:proofErr w:type="spellStart"/>'
            '<w:r w:rsidRPr="00B2"><w:rPr><w:lang w:val="en-US"/></w:rPr><w:t>{{ na</w:t></w:r>'
            '<w:proofErr w:type="spellEnd"/><w:r><w:lastRenderedPageBreak/><w:t>vn }}</w:t></w:r>'
            "</w:p>"
        ),
        {"navn": "Bo"},
    ),
    Same(
        "non-breaking spaces in tags",
        word(p(f"{{{{{NBSP}navn{NBSP}}}}} {{%{NBSP}if{NBSP}navn{NBSP}%}}x{{% endif %}}")),
        {"navn": "Bo"},
    ),
    Same(
        "curly quotes in tags",
        word(p("{% if a == “ja” %}1{% endif %}{% if a == ‘ja’ %}2{% endif %}")),
        {"a": "ja"},
    ),
    Same(
        "a tag over two runs with a tab between",
        word(p(r("{{ a }}") + "<w:r><w:tab/></w:r>" + r("{{ b }}"))),
        {"a": "1", "b": "2"},
    ),
    Same(
        "xml:space",
        word('<w:p><w:r><w:t xml:space="preserve"> {{ a }} </w:t></w:r></w:p>'),
        {"a": " x "},
    ),
    Same(
        "conditions inside a line, nested",
        word(p("{% if a %}A{% if b %}B{% else %}b{% endif %}{% elif c %}C{% else %}D{% endif %}.")),
        {"a": True, "b": False, "c": True},
    ),
    Same(
        "conditions over paragraphs",
        word(
            p("{%p if a %}"),
            p("væk"),
            p("{%p elif b %}"),
            p("her"),
            p("{%p else %}"),
            p("x"),
            p("{%p endif %}"),
            p("slut"),
        ),
        {"a": False, "b": True},
    ),
    Same(
        "a condition that begins and ends inside paragraphs",
        word(p("før {% if a %}inde"), p("i midten"), p("til{% endif %} efter")),
        {"a": False},
    ),
    Same(
        "a loop over paragraphs, nested",
        word(
            p("{%p for m in mål %}"),
            p("{{ loop.index }}. {{ m.mål }}"),
            p("{%p for h in m.hvem %}"),
            p("– {{ h }}{% if not loop.last %},{% endif %}"),
            p("{%p endfor %}"),
            p("{%p endfor %}"),
        ),
        {"mål": GOALS},
    ),
    Same(
        "a loop over runs",
        word(
            p(
                r("Ja: ")
                + r("{%r for m in mål %}", "<w:b/>")
                + r("{{ m.mål }}; ", "<w:i/>")
                + r("{%r endfor %}")
            )
        ),
        {"mål": GOALS},
    ),
    Same(
        "a loop with else and a filter",
        word(p("{% for m in mål if m.hvem %}{{ m.mål }}{% else %}ingen{% endfor %}")),
        {"mål": GOALS[1:]},
    ),
    Same(
        "trimmed tags join paragraphs",
        word(p("Et {%- if a %}"), p("to"), p("{%- endif -%}"), p(" tre")),
        {"a": True},
    ),
    Same(
        "set, and a namespace that a loop changes",
        word(
            p("{% set x = 'ja' %}{% set ns = namespace(antal=0) %}"),
            p(
                "{% for m in mål %}"
                "{% set ns.antal = ns.antal + 1 %}{% endfor %}{{ x }} {{ ns.antal }}"
            ),
        ),
        {"mål": GOALS},
    ),
    Same(
        "set is not seen in another part",
        with_header(
            p("{% set x = 'ja' %}{{ x }}"), header=p("{{ 'ja' if x is defined else 'nej' }}")
        ),
    ),
    Same(
        "a macro",
        word(
            p("{% macro hej(navn) %}Hej {{ navn }}!{% endmacro %}"),
            p("{{ hej('Bo') }} {{ hej(a) }}"),
        ),
        {"a": "<Eva>"},
    ),
    Same(
        "a text put together by a block",
        word(p("{% set x %}a {{ a }}{% endset %}"), p("{{ x }}")),
        {"a": "<&>"},
    ),
    Same("comments", word(p("a{# ikke dette #}b"), p("{#p hele afsnittet #}"), p("c"))),
    Same("braces written out", word(p("{_{ a }_} {_% if %_}"))),
    Same("texts put together", word(p("{{ a ~ ' og ' ~ b }}")), {"a": "<1>", "b": "2"}),
    Same("a choice in a tag", word(p("{{ a if b else c }}")), {"a": "1", "b": False, "c": "3"}),
    Same(
        "operators",
        word(p("{% if n &gt; 1 and n &lt;= 3 or not n %}ja{% endif %}{{ 'x' if 'a' in l }}")),
        {"n": 2, "l": ["a"]},
    ),
    Same(
        "a loop over rows",
        word(
            table(
                row("Mål", "Hvem"),
                row("{%tr for m in mål %}", ""),
                row("{{ m.mål }}", "{{ m.hvem|join }}"),
                row("{%tr endfor %}", ""),
            )
        ),
        {"mål": GOALS},
    ),
    Same(
        "conditions on rows",
        word(
            table(
                row("{%tr if a %}", ""), row("væk", "1"), row("{%tr endif %}", ""), row("her", "2")
            )
        ),
        {"a": False},
    ),
    Same(
        "rows in rows",
        word(
            table(
                row("{%tr for m in mål %}", ""),
                row("{{ m.mål }}", "x"),
                row("{%tr for h in m.hvem %}", ""),
                row("{{ h }}", "y"),
                row("{%tr endfor %}", ""),
                row("{%tr endfor %}", ""),
            )
        ),
        {"mål": GOALS},
    ),
    Same(
        "columns: more than the grid has",
        word(
            table(
                row(cell("{%tc for k in k %}"), cell("{{ k }}"), cell("{%tc endfor %}")), columns=3
            )
        ),
        {"k": ["a", "b", "c", "d", "e"]},
    ),
    Same(
        "columns: fewer than the grid has",
        word(
            table(
                row(cell("{%tc for k in k %}"), cell("{{ k }}"), cell("{%tc endfor %}")), columns=3
            )
        ),
        {"k": ["a"]},
    ),
    Same(
        "colspan",
        word(
            table(
                row(cell("{% colspan n %}{{ titel }}")),
                row(cell("{%tc for k in k %}"), cell("{{ k }}"), cell("{%tc endfor %}")),
                columns=3,
            )
        ),
        {"n": 3, "titel": "T", "k": ["a", "b", "c"]},
    ),
    Same(
        "cell background",
        word(table(row(cell("{% cellbg farve %}x"), cell("y")))),
        {"farve": "FFDD00"},
    ),
    Same(
        "cells merged down",
        word(
            table(
                row("{%tr for k in k %}", ""),
                row(cell("{% vm %}én"), cell("{{ k }}")),
                row("{%tr endfor %}", ""),
            )
        ),
        {"k": ["a", "b"]},
    ),
    Same(
        "cells merged across",
        word(
            table(
                row(cell("{%tc for k in k %}"), cell("{% hm %}over"), cell("{%tc endfor %}")),
                row(cell("{%tc for k in k %}"), cell("{{ k }}"), cell("{%tc endfor %}")),
                columns=3,
            )
        ),
        {"k": ["a", "b"]},
    ),
    Same(
        "a table in a cell",
        word(table(row(cell("<w:p/>" + table(row("{{ a }}", "b")) + p("{{ a }}")), cell("c")))),
        {"a": "1"},
    ),
    Same(
        "content controls",
        word(control(p("{{ a }}") + p("{% if b %}x{% endif %}"))),
        {"a": "<1>", "b": True},
    ),
    Same(
        "a control inside a line",
        word(
            p(
                r("a")
                + '<w:sdt><w:sdtPr><w:id w:val="4"/></w:sdtPr><w:sdtContent>'
                + r("{{ a }}")
                + "</w:sdtContent></w:sdt>"
                + r("b")
            )
        ),
        {"a": "1"},
    ),
    Same(
        "text boxes",
        word(p("før", text_box(p("{{ a }}") + p("to")), "efter {{ a }}")),
        {"a": "<1>"},
    ),
    Same(
        "a hyperlink",
        word(
            p('<w:hyperlink r:id="rId8">' + r("{{ a }}") + "</w:hyperlink>"),
            relations={"rId8": ("hyperlink", "!https://example.org/?a=1&amp;b=2")},
        ),
        {"a": "her"},
    ),
    Same(
        "alt text on a picture",
        word(
            p(drawing("Logo for {{ navn }}")),
            relations={"rIdPng": ("image", "media/b.png")},
            parts={"word/media/b.png": png()},
        ),
        {"navn": '"A" & <B>'},
    ),
    Same(
        "a picture in a loop",
        word(
            p("{%p for m in mål %}"),
            p(drawing("{{ m.mål }}")),
            p("{%p endfor %}"),
            relations={"rIdPng": ("image", "media/b.png")},
            parts={"word/media/b.png": png()},
        ),
        {"mål": GOALS},
    ),
    Same("a bookmark outside loops", word(p(bookmark("her", r("{{ a }}")))), {"a": "1"}),
    Same(
        "RichText in a line",
        word(p("a {{r t }} b")),
        {"t": RichText("fed & <b>", bold=True, color="FF0000")},
    ),
    Same(
        "RichText for paragraphs",
        word(p("{{p t }}"), p("efter")),
        {"t": RichTextParagraph("to < tre")},
    ),
    Same(
        "an object of ours that makes runs",
        word(p("a {{r t }} b")),
        {"t": Own("<w:r><w:t>x &amp; y</w:t></w:r>")},
    ),
    Same(
        "an object of ours that makes paragraphs",
        word(p("{{p t }}")),
        {"t": Own("<w:p><w:r><w:t>x</w:t></w:r></w:p>")},
    ),
    Same(
        "paragraph after paragraph without text",
        word("<w:p/>", p("{{ a }}"), "<w:p></w:p>", p("{%p if a %}"), "<w:p/>", p("{%p endif %}")),
        {"a": "1"},
    ),
    Same(
        "a style's name and section properties",
        word(styled("Quote", "{{ a }}"), section='<w:pgSz w:w="11906" w:h="16838"/>'),
        {"a": "1"},
    ),
    Same(
        "values that look like tags",
        word(p("{{ a }} {{ b }} {{ c }}")),
        {"a": "{{ 7*7 }}", "b": "{% for x in y %}", "c": "{# x #} {%p"},
    ),
    Same(
        "header and footer",
        with_header(p("krop {{ a }}"), header=p("hoved {{ a }} {% if b %}b{% endif %}")),
        {"a": "<1> & 2", "b": True},
    ),
    Same(
        "a footer with a loop",
        with_header(
            p("krop"), header=p("{% for m in mål %}{{ m.mål }}{% endfor %}"), kind="footer"
        ),
        {"mål": GOALS},
    ),
    Same(
        "footnotes", with_notes(p("krop", note()), notes=[p("Note om {{ a }}")]), {"a": "R&D <x>"}
    ),
    Same("nothing to fill in", word(p("fast"), table(row("a", "b"))), {}),
]


#: Pieces of a paragraph; what stands alone with a tag differs on purpose, so each ends with a dot.
PIECES = [
    "Hej ",
    "{{ a }}",
    " & ",
    " ",
    "æøå",
    "50 %",
    "{ } #",
    "{_{ a }_}",
    "{# note #}",
    "{{ a|upper }}",
    "{{ mål[0].mål }}",
    "{{ 'x' ~ a }}",
    "{{r rt }}",
    "{% if b %}X{% else %}Y{% endif %}",
    "{% if a == “ja” %}j{% endif %}",
    "{% for m in mål %}{{ m.mål }}{% if not loop.last %}, {% endif %}{% endfor %}",
    "{%r if b %}Q{%r endif %}",
]
LOOKS = ["", "<w:b/>", "<w:i/>", '<w:lang w:val="da-DK"/>']


@st.composite
def split_paragraphs(draw: st.DrawFn) -> str:
    """A paragraph that Word has cut into runs anywhere, with spelling marks between."""
    text = "".join(draw(st.lists(st.sampled_from(PIECES), max_size=5))) + "."
    cuts = sorted({0, len(text), *draw(st.lists(st.integers(0, len(text)), max_size=4))})
    runs = []
    for start, stop in pairwise(cuts):
        if draw(st.booleans()):
            runs.append('<w:proofErr w:type="spellStart"/>')
        runs.append(r(escape(text[start:stop]), draw(st.sampled_from(LOOKS))))
    return f"<w:p>{''.join(runs)}</w:p>"


def inside(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Blocks around blocks."""
    return st.one_of(
        inner.map(lambda x: p("{%p if b %}") + x + p("{%p endif %}")),
        inner.map(lambda x: p("{%p for m in mål %}") + x + p("{%p endfor %}")),
        inner.map(
            lambda x: table(
                row("{%tr for m in mål %}", ""),
                row(cell(x + "<w:p/>"), "{{ m.mål }}"),
                row("{%tr endfor %}", ""),
            )
        ),
        st.tuples(inner, inner).map("".join),
    )


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.recursive(split_paragraphs(), inside, max_leaves=4),
    st.sampled_from(["x", "R&D <b>", "ja", "  ", "en\nto", "{{ b }}", ""]),
    st.booleans(),
    st.sampled_from([GOALS, GOALS[:1]]),
)
def test_any_template_gives_docxtpls_letter(blocks, a, b, goals):
    values = {"a": a, "b": b, "mål": goals, "rt": RichText("fed & <b>", bold=True)}
    template = word(blocks)
    assert compared(letter(template, values)) == compared(theirs(template, values))


def sections() -> bytes:
    """Two sections; first, even and default headers; one header that both sections use."""

    def header(text: str) -> str:
        return element("w:hdr", p(text))

    first = (
        '<w:headerReference w:type="default" r:id="rId10"/>'
        '<w:headerReference w:type="first" r:id="rId11"/><w:titlePg/>'
    )
    last = (
        '<w:headerReference w:type="default" r:id="rId10"/>'
        '<w:headerReference w:type="even" r:id="rId12"/>'
    )
    return word(
        p("{{ a }}"),
        f"<w:p><w:pPr><w:sectPr>{first}</w:sectPr></w:pPr></w:p>",
        p("to"),
        section=last,
        relations={
            "rId10": ("header", "header1.xml"),
            "rId11": ("header", "header2.xml"),
            "rId12": ("header", "header3.xml"),
        },
        parts={
            "word/header1.xml": header("fælles {{ a }}"),
            "word/header2.xml": header("første {{ b }}"),
            "word/header3.xml": header("lige {{ a }}{{ b }}"),
        },
    )


BODIES.append(Same("several sections that share a header", sections(), {"a": "<1>", "b": "&"}))


@pytest.mark.parametrize("case", BODIES, ids=lambda case: case.name)
def test_the_letter_is_docxtpls_letter(case):
    ours = letter(case.template, case.values)
    assert compared(ours) == compared(theirs(case.template, case.values))
    assert verify(ours, "brev") == []


def test_a_template_made_with_python_docx():
    """With all that its default file has; the parts with text are compared."""
    document = docx.Document()
    document.add_heading("Afgørelse om {{ navn }}", 1)
    document.add_paragraph("{%p for m in mål %}", style="List Number")
    document.add_paragraph("{{ m.mål }}", style="List Number").add_run(" fed").bold = True
    document.add_paragraph("{%p endfor %}", style="List Number")
    rows = document.add_table(rows=3, cols=2, style="Table Grid").rows
    for cells, text in zip(
        rows, ("{%tr for m in mål %}", "{{ m.hvem|join(', ') }}", "{%tr endfor %}"), strict=True
    ):
        cells.cells[0].text = text
    document.sections[0].header.paragraphs[0].text = "Til {{ navn }}"
    out = io.BytesIO()
    document.save(out)
    values = {"navn": "Søn & Co", "mål": GOALS}
    ours = letter(out.getvalue(), values)
    mine, other = compared(ours), compared(theirs(out.getvalue(), values))
    for part in ("word/document.xml", "word/header1.xml"):
        assert mine[part] == other[part]
    assert verify(ours, "brev") == []


IN_A_LINE, IN_TWO_PLACES = word(p("før {{ b }} efter")), word(p("{{ b }} og {{ b }}"), p("{{ b }}"))


@pytest.mark.parametrize(
    "template",
    [
        IN_A_LINE,
        IN_TWO_PLACES,
        with_header(p("krop"), header=p("{{ b }}")),
        with_header(p("{{ b }}"), header=p("{{ b }}")),
    ],
    ids=["in a line", "several times", "in the header", "in body and header"],
)
def test_a_picture_stands_where_docxtpl_puts_it_but_with_alt_text(template):
    """docxtpl 0.20.2 cannot give a picture alt text; ours must have it."""
    picture = Billede(png(), 'Logo "A" & <B>', bredde=20)
    ours = letter(template, {"b": picture}, pictures=[picture])
    other = theirs(
        template, {"b": lambda document: InlineImage(document, io.BytesIO(png()), width=Mm(20))}
    )
    described = [
        e.get("descr")
        for part in parts(ours)
        if part.startswith("word/") and part.endswith(".xml")
        for e in xml(ours, part).iter(f"{WP}docPr")
    ]
    assert described
    assert set(described) == {'Logo "A" & <B>'}
    assert _unnamed(compared(ours)) == _unnamed(compared(other))
    assert verify(ours, "brev") == []


def _unnamed(found: Mapping[str, object]) -> dict[str, object]:
    """Without the names and alt texts of pictures, and the line breaks between their elements."""
    result: dict[str, object] = {}
    for name, content in found.items():
        if isinstance(content, str) and "<" in content:
            root = etree.fromstring(content, etree.XMLParser(remove_blank_text=True))
            for e in root.iter():
                if e.tag in (f"{WP}docPr", f"{{{SPACES['pic']}}}cNvPr"):
                    for attribute in ("name", "descr"):
                        e.attrib.pop(attribute, "")
            result[name] = etree.tostring(root, method="c14n", exclusive=True).decode()
        else:
            result[name] = content
    return result


# --- where we do otherwise, on purpose ----------------------------------------------------------


def body_of(template: bytes, values: Mapping[str, Any]) -> list[str]:
    return lines(read(letter(template, values)).body)


def their_text(template: bytes, values: Mapping[str, Any]) -> list[str]:
    return lines(read(theirs(template, values)).body)


def test_dates_numbers_and_yes_are_danish():
    """docxtpl prints what Python prints."""
    template = word(p("{{ d }} | {{ n }} | {{ t }} | {{ j }}"))
    values = {"d": date(2026, 3, 1), "n": Decimal("1234.5"), "t": 2.5, "j": True}
    assert their_text(template, values) == ["2026-03-01 | 1234.5 | 2.5 | True"]
    assert body_of(template, values) == ["1.\u00a0marts 2026 | 1.234,5 | 2,5 | ja"]


def test_a_value_that_is_none_leaves_a_hole():
    """docxtpl prints the word None."""
    template = word(p("Frist: {{ frist }}."))
    assert their_text(template, {"frist": None}) == ["Frist: None."]
    assert body_of(template, {"frist": None}) == ["Frist: [MANGLER: frist]."]


@pytest.mark.parametrize(
    "tag", ["{{ x|upper }}", "{{ x|trim }}", "{{ 'Bo' ~ x }}", "{{ ['Bo', x]|join }}"]
)
def test_nothing_turns_none_into_the_word_none(tag):
    """docxtpl prints NONE, None, BoNone."""
    template = word(p(tag))
    assert "none" in their_text(template, {"x": None})[0].casefold()
    [text] = body_of(template, {"x": None})
    assert "none" not in text.casefold()
    assert "MANGLER" in text


def test_control_characters_are_seen():
    """lxml's recovery drops them from docxtpl's letter, with no word of it."""
    template = word(p("{{ a }}"))
    assert their_text(template, {"a": "a\x00b\x0bc\ufffed"}) == ["abcd"]
    assert body_of(template, {"a": "a\x00b\x0bc\ufffed"}) == [
        "a\ufffdb\ufffdc\ufffdd[ULOVLIGT TEGN]"
    ]


def test_bell_and_form_feed_are_no_paragraphs():
    """docxtpl makes a new paragraph of `\\a` and a page of `\\f`, in data too."""
    template = word(p("{{ a }}"))
    assert len(their_text(template, {"a": "en\ato\ftre"})) == 4
    assert body_of(template, {"a": "en\ato\ftre"}) == ["en\ufffdto\ufffdtre[ULOVLIGT TEGN]"]


def test_a_tab_stands_in_its_run():
    """docxtpl makes three runs of it; the text is the same, and so is its look."""
    template = word(p(r("{{ a }}", "<w:b/>")))
    assert len(list(theirs_body(template, {"a": "en\tto"}).iter(f"{W}r"))) == 3
    [run] = xml(letter(template, {"a": "en\tto"})).iter(f"{W}r")
    assert [child.tag.removeprefix(W) for child in run] == ["rPr", "t", "tab", "t"]
    assert body_of(template, {"a": "en\tto"}) == their_text(template, {"a": "en\tto"}) == ["en\tto"]


def test_a_value_with_docxtpls_escape_stays_as_it_is():
    """docxtpl undoes `{_{` in the finished text, so in data too."""
    template = word(p("{{ a }}"))
    assert their_text(template, {"a": "{_{ x }_}"}) == ["{{ x }}"]
    assert body_of(template, {"a": "{_{ x }_}"}) == ["{_{ x }_}"]


def test_footnotes_are_filled_once():
    """docxtpl fills them once for each section, so a value is run as a template the second time."""
    two = p(look="<w:sectPr/>")
    template = with_notes(p("krop", note()), two, notes=[p("{{ a }}")])
    values = {"a": "{{ 7*7 }}"}
    assert ">49<" in parts(theirs(template, values))["word/footnotes.xml"].decode()
    assert "{{ 7*7 }}" in parts(letter(template, values))["word/footnotes.xml"].decode()


def test_endnotes_are_filled_too():
    """docxtpl never looks at them."""
    template = with_notes(p("krop", note(kind="endnote")), notes=[p("{{ a }}")], kind="endnote")
    assert "{{ a }}" in parts(theirs(template, {"a": "1"}))["word/endnotes.xml"].decode()
    assert ">1<" in parts(letter(template, {"a": "1"}))["word/endnotes.xml"].decode()


def test_a_table_without_rows_goes():
    """docxtpl leaves a table without rows, which Word may refuse to open."""
    template = word(
        p("før"),
        table(row("{%tr for m in mål %}", ""), row("{{ m }}", "x"), row("{%tr endfor %}", "")),
        p("efter"),
    )
    left = theirs_body(template, {"mål": []})
    assert list(left.iter(f"{W}tbl"))
    assert not list(left.iter(f"{W}tr"))
    ours = letter(template, {"mål": []})
    assert not list(xml(ours).iter(f"{W}tbl"))
    assert verify(ours, "brev") == []


def test_a_row_without_cells_goes():
    """docxtpl leaves it."""
    template = word(
        table(
            row(cell("{%tc for k in k %}"), cell("{{ k }}"), cell("{%tc endfor %}")), row("a", "b")
        )
    )
    assert any(
        len(list(tr.iter(f"{W}tc"))) == 0 for tr in theirs_body(template, {"k": []}).iter(f"{W}tr")
    )
    ours = letter(template, {"k": []})
    assert [len(list(tr.iter(f"{W}tc"))) for tr in xml(ours).iter(f"{W}tr")] == [2]
    assert verify(ours, "brev") == []


@pytest.mark.parametrize(
    "inside",
    [
        cell(p("{%p if a %}"), p("x"), p("{%p endif %}")),
        cell(p("{%p if a %}"), table(row("x", "y")), p("{%p endif %}")),
    ],
)
def test_an_empty_cell_gets_the_paragraph_it_must_have(inside):
    """docxtpl leaves a cell without a paragraph."""
    template = word(table(row(inside, "b")))
    for value in (False, True):
        assert verify(letter(template, {"a": value}), "brev") == []
    [first, *_] = theirs_body(template, {"a": False}).iter(f"{W}tc")
    assert first.find(f"{W}p") is None


def test_an_empty_header_gets_the_paragraph_it_must_have():
    """docxtpl leaves a header without a paragraph."""
    template = with_header(p("krop"), header=p("{%p if a %}") + p("x") + p("{%p endif %}"))
    assert len(xml(theirs(template, {"a": False}), "word/header1.xml")) == 0
    assert len(xml(letter(template, {"a": False}), "word/header1.xml")) == 1


def test_a_block_tag_alone_takes_its_paragraph_with_it():
    """docxtpl leaves an empty paragraph unless the tag says p."""
    template = word(p("a"), p("{% if x %}"), p("b"), p("{% endif %}"), p("c"))
    assert their_text(template, {"x": False}) == ["a", "", "c"]
    assert body_of(template, {"x": False}) == ["a", "c"]
    assert body_of(template, {"x": True}) == ["a", "b", "c"]


def test_bookmarks_of_the_template_are_not_copied_by_loops():
    """docxtpl makes copies with the same number and name; Word calls the file broken."""
    template = word(
        p(bookmark("ude", r("x"), id="1")),
        p("{%p for m in mål %}"),
        p(bookmark("inde", r("{{ m }}"), id="2")),
        p("{%p endfor %}"),
    )
    values = {"mål": ["a", "b"]}
    numbers = [e.get(f"{W}id") for e in theirs_body(template, values).iter(f"{W}bookmarkStart")]
    assert numbers == ["1", "2", "2"]
    ours = letter(template, values)
    assert [e.get(f"{W}name") for e in xml(ours).iter(f"{W}bookmarkStart")] == ["ude"]
    assert [e.get(f"{W}id") for e in xml(ours).iter(f"{W}bookmarkEnd")] == ["1"]


def test_a_bookmark_half_inside_a_loop_goes_whole():
    template = word(
        p('<w:bookmarkStart w:id="3" w:name="x"/>' + r("a")),
        p("{%p for m in mål %}"),
        p(r("{{ m }}") + '<w:bookmarkEnd w:id="3"/>'),
        p("{%p endfor %}"),
    )
    text = all_xml(letter(template, {"mål": ["1", "2"]}))
    assert "w:bookmarkStart" not in text
    assert "w:bookmarkEnd" not in text


def test_controls_in_loops_lose_their_number():
    """docxtpl makes copies with the same number."""
    template = word(
        p("{%p for m in mål %}"),
        control(p("{{ m }}"), id="44"),
        p("{%p endfor %}"),
        control(p("x"), id="45"),
    )
    ours = letter(template, {"mål": ["a", "b"]})
    assert [e.get(f"{W}val") for e in xml(ours).iter(f"{W}id")] == ["45"]
    assert [
        e.get(f"{W}val") for e in theirs_body(template, {"mål": ["a", "b"]}).iter(f"{W}id")
    ] == ["44", "44", "45"]


def test_controls_lose_their_tie_to_data_outside():
    """Word would put the old text back; docxtpl leaves the tie."""
    template = word(control(p("{{ a }}"), '<w:dataBinding w:xpath="/x" w:storeItemID="{1}"/>'))
    assert "dataBinding" in all_xml(theirs(template, {"a": "1"}))
    assert "dataBinding" not in all_xml(letter(template, {"a": "1"}))


def test_drawings_in_headers_have_numbers_of_their_own():
    """docxtpl numbers those in the body only, so a loop in a header makes the same number twice."""
    picture = Billede(png(), "Logo")
    template = with_header(p("{{ b }}"), header=p("{% for n in [1, 2] %}{{ b }}{% endfor %}"))
    ours = letter(template, {"b": picture}, pictures=[picture])
    numbers = [
        e.get("id")
        for part in ("word/document.xml", "word/header1.xml")
        for e in xml(ours, part).iter(f"{WP}docPr")
    ]
    assert numbers == ["1001", "1002", "1003"]


def test_a_picture_is_in_the_file_once():
    """As with docxtpl; ours is named after its content and not after its number."""
    picture = Billede(png(), "Logo")
    ours = letter(IN_TWO_PLACES, {"b": picture}, pictures=[picture])
    assert [name for name in parts(ours) if "media" in name] == [f"word/media/{picture.key}.png"]


def test_texts_in_tags_are_what_they_say():
    """docxtpl leaves `&amp;` in tags, so a comparison fails and a text is escaped twice; and it
    straightens the quotation marks of texts."""
    template = word(p("{% if a == 'R&amp;D' %}ens{% endif %}|{{ 'x &amp; y' }}|{{ \"Emma’s\" }}"))
    assert their_text(template, {"a": "R&D"}) == ["|x &amp; y|Emma's"]
    assert body_of(template, {"a": "R&D"}) == ["ens|x & y|Emma’s"]


@pytest.mark.parametrize(
    "tag",
    [
        "{% if a == „ja” %}1{% endif %}",
        "{% if a == »ja« %}1{% endif %}",
        "{{ 3 – 2 }}",
        "{{ '1'\u202f}}",
    ],
)
def test_more_of_what_word_makes_of_quotes_and_dashes_is_understood(tag):
    """docxtpl knows “ ” ‘ ’ only."""
    assert body_of(word(p(tag)), {"a": "ja"}) == ["1"]


def test_a_dash_inside_a_text_in_a_tag_is_kept():
    assert body_of(word(p("{{ l|join(“ – ”) }}")), {"l": ["a", "b"]}) == ["a – b"]


def test_a_value_in_a_field_code_cannot_end_it():
    """docxtpl writes whatever the value is."""
    template = word(p(word_field(' HYPERLINK "{{ a }}" ', "her")))
    assert 'DDE "' in all_xml(theirs(template, {"a": 'x" DDE "'})).replace("&quot;", '"')
    with pytest.raises(Unusable, match="feltkode"):
        letter(template, {"a": 'x" DDE "'})
    assert 'HYPERLINK "a&amp;b"' in all_xml(letter(template, {"a": "a&b"}))


@pytest.mark.parametrize(
    ("template", "values"),
    [
        (word(p("{{p a }}")), {"a": "tekst"}),
        (word(p("x{{r a }}")), {"a": "tekst"}),
        (word(table(row("{{tr a }}", ""))), {"a": "tekst"}),
    ],
)
def test_text_where_a_whole_paragraph_run_or_row_must_be_is_refused(template, values):
    """docxtpl leaves it outside any paragraph, where Word does not show it."""
    with pytest.raises(Unusable) as refused:
        letter(template, values)
    [problem] = refused.value.problems
    assert problem.id == "skabelon.fejl"
    assert problem.remedy
    assert "tekst" not in body_texts(theirs_body(template, values))


def body_texts(root: etree._Element) -> str:
    return "".join(e.text or "" for e in root.iter(f"{W}t"))


def test_the_grid_of_a_table_in_a_cell_is_its_own():
    """docxtpl counts the rows of tables in cells with those of the table around them."""
    inner = table(row(*"abcd"), columns=4)
    template = word(
        table(
            row(cell(inner + "<w:p/>"), cell("{% if x %}{% endif %}y")),
            row(cell("{%tc for k in k %}"), cell("{{ k }}"), cell("{%tc endfor %}")),
        )
    )
    [grid, _] = theirs_body(template, {"x": True, "k": ["1", "2"]}).iter(f"{W}tblGrid")
    assert len(grid) == 4
    [grid, own] = xml(letter(template, {"x": True, "k": ["1", "2"]})).iter(f"{W}tblGrid")
    assert (len(grid), len(own)) == (2, 4)


def test_the_document_properties_are_the_letters_own():
    """docxtpl keeps the template's author, and fills in tags in properties (escaped twice)."""
    core = (
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/'
        'core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>Ulla'
        "</dc:creator><dc:title>{{ a }}</dc:title></cp:coreProperties>"
    )
    kind = "application/vnd.openxmlformats-package.core-properties+xml"
    template = word(p("x"), parts={"docProps/core.xml": core}, kinds={"docProps/core.xml": kind})
    assert "Ulla" not in all_xml(letter(template, {"a": "R&D"}))
    assert "{{ a }}" not in all_xml(letter(template, {"a": "R&D"}))


@pytest.mark.parametrize(
    ("tags", "text"),
    [
        ("{% for x in a %}{{ x }}{% endfor %}.", "."),
        ("{{ a.b }}", "[MANGLER: a.b]"),
        ("{% for x in a.b %}{{ x }}{% endfor %}.", "."),
        ("{{ (a|first).b }}", "[MANGLER: a[].b]"),
    ],
)
def test_in_what_is_not_filled_in_there_is_nothing(tags, text):
    """A record or list that the case leaves out: docxtpl stops with an error in English."""
    with pytest.raises((TypeError, UndefinedError)):
        theirs(word(p(tags)), {"a": None})
    assert body_of(word(p(tags)), {"a": None}) == [text]
