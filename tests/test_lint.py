"""The lint of Word templates: what would leak, vanish, break or come out empty is found, with place
and remedy, all at once; and what is all right is left alone. What is dangerous is refused when
letters are made, too."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.sax.saxutils import escape

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.library import Library, load_library
from generator.source import Problem, Unusable
from generator.template.compile import compile_docx, compile_template
from generator.template.lint import Findings, lint
from generator.template.verify import verify
from tests.fraser import frase, library, made
from tests.word import (
    SPACES,
    bookmark,
    cell,
    control,
    drawing,
    element,
    field,
    letter,
    lines,
    note,
    p,
    package,
    parts,
    png,
    r,
    read,
    rels,
    row,
    skabelon,
    styled,
    styles,
    table,
    text_box,
    with_header,
    with_notes,
    word,
)

KLAGE = styled("Heading1", "Klage")
PNG: dict[str, tuple[str, str]] = {"rIdPng": ("image", "media/b.png")}
FRASER = library(
    frase("afgoerelse.du_kan_klage", "Du kan klage.\n\n- a"),
    frase("afgoerelse.tal", "1. et\n\n> citat"),
    frase("plan.lang", "Kort."),
)


def findings(
    template: bytes,
    tmp_path: Path,
    fraser: Library = FRASER,
    typografier: Mapping[str, str] | None = None,
) -> Findings:
    path = tmp_path / "skabelon.docx"
    path.write_bytes(template)
    return lint(skabelon(path, typografier=dict(typografier or {}), file="skabelon.yaml"), fraser)


def problems(template: bytes, tmp_path: Path, **more: object) -> tuple[Problem, ...]:
    return findings(template, tmp_path, **more).problems  # type: ignore[arg-type]


def inline(content: str) -> str:
    """A content control around runs."""
    return f"<w:sdt><w:sdtPr/><w:sdtContent>{content}</w:sdtContent></w:sdt>"


def link(content: str) -> str:
    """A link around runs."""
    return f'<w:hyperlink w:anchor="x">{content}</w:hyperlink>'


@pytest.mark.parametrize("content", [
    r("Hej {{ barn.") + inline(r("navn }}, ") + r("du")),
    inline(r("Hej {{ barn")) + r(".navn }}, du"),
    r("Hej {{ ") + link(r("barn.navn") + r(" }}, du")),
    r("Hej {{ barn.\u200bna\u00advn\u200e }}, du"),
    r("Hej {{ barn.") + r("\ufeffna") + r("vn }}, du"),
    r("Hej {") + r("{ barn.navn }") + inline(r("}")) + r(", du"),
])
def test_a_tag_that_word_has_broken_up_or_put_unseen_characters_in_is_mended(content, tmp_path):
    template = word(p(content))
    assert problems(template, tmp_path) == ()
    made_ = made(template, FRASER, {"barn": {"navn": "Bo"}})
    assert made_.problems == ()
    assert verify(made_.docx, "brev") == []
    assert lines(read(made_.docx).body) == ["Hej Bo, du"]


@pytest.mark.parametrize(("tag", "said"), [
    ("{{ barn navn }}", "skulle være slut før »navn«"),
    ("{{ }}", "tomt eller ikke skrevet færdigt"),
    ("{{ barn.navn ?}}", "tegnet »?« hører ikke til"),
    ("{{ barn.navn\u200c }}", "et tegn i det, som ikke kan ses"),
])
def test_what_is_wrong_in_a_tag_is_said_in_danish(tag, said, tmp_path):
    [problem] = problems(word(p(tag)), tmp_path)
    assert said in problem.text
    assert problem.text.endswith(".")
    assert "||" not in f"{problem.text}{problem.remedy}"


def test_the_remedy_ends_where_it_ends_and_not_with_the_line_of_jinja(tmp_path):
    path = tmp_path / "skabelon.docx"
    path.write_bytes(word(p("{{ barn.navn }}"), p("{% include 'x' %}")))
    with pytest.raises(Unusable) as refused:
        compile_template(skabelon(path))
    [problem] = refused.value.problems
    assert problem.remedy.endswith("hører hjemme i en frase.")


# --- one fault, one finding ---------------------------------------------------------------------

#: What is wrong, the template, the finding, words of its place.
BAD: list[tuple[str, bytes, str, str]] = [
    (
        "an unknown field",
        word(KLAGE, p("x"), p("{{ barn.navm }}")),
        "ukendt_felt",
        "brødteksten, under »Klage«, afsnit 3",
    ),
    (
        "an unknown field under a heading with a style of one's own",
        word(styled("Planoverskrift", "Mine mål"), p("{{ barm }}")),
        "ukendt_felt",
        "under »Mine mål«",
    ),
    (
        "an unknown field in a table",
        word(table(row("a", "b"), row("c", "{{ barm }}"))),
        "ukendt_felt",
        "tabel 1, række 2, celle 2",
    ),
    (
        "an unknown field in the header",
        with_header(p("x"), header=p("{{ barm }}")),
        "ukendt_felt",
        "sidehovedet, afsnit 1",
    ),
    (
        "an unknown field in the footer",
        with_header(p("x"), header=p("{{ barm }}"), kind="footer"),
        "ukendt_felt",
        "sidefoden",
    ),
    (
        "an unknown field in a footnote",
        with_notes(p("x", note()), notes=[p("{{ barm }}")]),
        "ukendt_felt",
        "fodnoterne",
    ),
    (
        "an unknown field in an endnote",
        with_notes(p("x", note(kind="endnote")), notes=[p("{{ barm }}")], kind="endnote"),
        "ukendt_felt",
        "slutnoterne",
    ),
    (
        "an unknown field in a text box",
        word(p(text_box(p("{{ barm }}")))),
        "ukendt_felt",
        "afsnit 2",
    ),
    (
        "an unknown field in a control",
        word(p("a"), control(p("{{ barm }}"))),
        "ukendt_felt",
        "afsnit 2",
    ),
    (
        "an unknown field in alt text",
        word(p("a"), p(drawing("{{ barm }}")), relations=PNG, parts={"word/media/b.png": png()}),
        "ukendt_felt",
        "afsnit 2",
    ),
    (
        "an unknown field in a condition",
        word(p("{% if barm %}x{% endif %}")),
        "ukendt_felt",
        "afsnit 1",
    ),
    (
        "an unknown field in a list",
        word(p("{%p for m in plan.mål %}"), p("{{ m.maal }}"), p("{%p endfor %}")),
        "ukendt_felt",
        "afsnit 2",
    ),
    (
        "an unknown field in a filter's argument",
        word(p("{{ barn.navn|default(barm) }}")),
        "ukendt_felt",
        "afsnit 1",
    ),
    (
        "an unknown field of the items of a list",
        word(p("{% for m in plan.mål|sort(attribute='maal') %}{% endfor %}")),
        "ukendt_felt",
        "afsnit 1",
    ),
    (
        "an unknown field in texts put together",
        word(p("{{ barn.navn ~ barm }}")),
        "ukendt_felt",
        "afsnit 1",
    ),
    (
        "an unknown field in a row that goes",
        word(table(row("{%tr for x in barm %}", ""), row("a", "b"), row("{%tr endfor %}", ""))),
        "ukendt_felt",
        "række 1, celle 1",
    ),
    ("a name in the wrong case", word(p("{{ Barn.navn }}")), "ukendt_felt", "afsnit 1"),
    (
        "an unknown phrase",
        word(p("{{p frase.afgoerelse.du_kan_klag }}")),
        "ukendt_frase",
        "afsnit 1",
    ),
    ("a folder of phrases", word(p("{{p frase.afgoerelse }}")), "ukendt_frase", "afsnit 1"),
    ("an unknown filter", word(p("{{ barn.navn|ejefal }}")), "filter", "afsnit 1"),
    ("one of our own filters", word(p("{{ barn.navn|_blok }}")), "filter", "afsnit 1"),
    ("a filter on a phrase", word(p("{{ frase.plan.lang|upper }}")), "frase_filter", "afsnit 1"),
    ("an unknown test", word(p("{% if barn.navn is upercase %}{% endif %}")), "test", "afsnit 1"),
    ("a list as text", word(p("{{ plan.mål }}")), "liste", "afsnit 1"),
    ("a list put together with a text", word(p("{{ 'a' ~ plan.mål }}")), "liste", "afsnit 1"),
    ("a record as text", word(p("{{ barn }}")), "post", "afsnit 1"),
    (
        "a loop over what is no list",
        word(p("{% for x in barn.navn %}{% endfor %}")),
        "ikke_liste",
        "afsnit 1",
    ),
    ("a tag that is not allowed", word(p("{% include 'x' %}")), "ikke_tilladt", "afsnit 1"),
    (
        "a recursive loop",
        word(p("{% for x in plan.mål recursive %}{% endfor %}")),
        "ikke_tilladt",
        "afsnit 1",
    ),
    ("a tag nobody knows", word(p("{% hvis barn %}")), "maerke", "afsnit 1"),
    ("a tag that cannot be read", word(KLAGE, p("{{ barn.navn navn }}")), "maerke", "afsnit 2"),
    ("half a tag", word(KLAGE, p("{{ barn.navn")), "halvt_maerke", "afsnit 2"),
    ("the other half", word(KLAGE, p("barn.navn }}")), "halvt_maerke", "afsnit 2"),
    ("a tag over two paragraphs", word(p("{{ barn."), p("navn }}")), "halvt_maerke", "afsnit 1"),
    (
        "an if that is not closed",
        word(KLAGE, p("{%p if anbragt %}"), p("x")),
        "ubalance",
        "afsnit 2",
    ),
    ("an endif too many", word(KLAGE, p("x {% endif %}")), "ubalance", "afsnit 2"),
    ("an endfor for an if", word(p("{% if anbragt %}x{% endfor %}")), "ubalance", "afsnit 1"),
    ("an else alone", word(p("x{% else %}y")), "ubalance", "afsnit 1"),
    (
        "blocks that cross",
        word(p("{% if anbragt %}{% for m in plan.mål %}{% endif %}{% endfor %}")),
        "ubalance",
        "afsnit 1",
    ),
    (
        "a condition from a paragraph into a cell",
        word(p("{% if anbragt %}x"), table(row("a", "b{% endif %}"))),
        "skaevt",
        "afsnit 1",
    ),
    (
        "a condition from one cell into another",
        word(table(row("a{% if anbragt %}", "b{% endif %}"))),
        "skaevt",
        "celle 1",
    ),
    (
        "text beside a tag",
        word(KLAGE, p("{%p if anbragt %} tekst"), p("{%p endif %}")),
        "tekst_forsvinder",
        "afsnit 2",
    ),
    ("text beside a phrase", word(p("Se {{p frase.plan.lang }}")), "tekst_forsvinder", "afsnit 1"),
    (
        "text in another cell of the row",
        word(table(row("{%tr if anbragt %}", "tekst"), row("a", "b"), row("{%tr endif %}", ""))),
        "tekst_forsvinder",
        "række 1, celle 1",
    ),
    (
        "text in the cell",
        word(table(row(cell("{%tc if anbragt %}x"), cell("{%tc endif %}")))),
        "tekst_forsvinder",
        "celle 1",
    ),
    (
        "two tags in one paragraph",
        word(p("{%p if anbragt %}{%p endif %}")),
        "tekst_forsvinder",
        "afsnit 1",
    ),
    (
        "a picture beside a tag",
        word(
            p("{%p if anbragt %}", drawing("a")),
            p("{%p endif %}"),
            relations=PNG,
            parts={"word/media/b.png": png()},
        ),
        "tekst_forsvinder",
        "afsnit 1",
    ),
    (
        "a section break beside a tag",
        word(p("{%p if anbragt %}", look="<w:sectPr/>"), p("{%p endif %}")),
        "tekst_forsvinder",
        "afsnit 1",
    ),
    (
        "a row tag outside a table",
        word(p("{%tr if anbragt %}"), p("{%tr endif %}")),
        "tabelmaerke",
        "afsnit 1",
    ),
    (
        "a percent sign in such a tag",
        word(p("{%p if barn.alder % 2 %}"), p("{%p endif %}")),
        "maerke_tegn",
        "afsnit 1",
    ),
    ("a field as a whole paragraph", word(p("{{p barn.navn }}")), "hele_afsnit", "afsnit 1"),
    ("a field as a whole run", word(p("a {{r barn.navn|upper }}")), "hele_afsnit", "afsnit 1"),
    (
        "a field as a whole row",
        word(table(row("{{tr barn.navn }}", ""), row("a", "b"))),
        "hele_afsnit",
        "række 1, celle 1",
    ),
    (
        "a footnote in a loop",
        with_notes(
            p("{%p for m in plan.mål %}"), p("x", note()), p("{%p endfor %}"), notes=[p("n")]
        ),
        "note_i_loekke",
        "afsnit 2",
    ),
    (
        "a phrase in a text box",
        word(p(text_box(p("{{p frase.plan.lang }}")))),
        "frase_i_tekstboks",
        "afsnit 2",
    ),
    (
        "tracked deletions",
        word(KLAGE, p('<w:del w:id="1" w:author="U"><w:r><w:delText>x</w:delText></w:r></w:del>')),
        "sporede_aendringer",
        "afsnit 2",
    ),
    (
        "tracked insertions",
        word(p('<w:ins w:id="1" w:author="U">' + r("x") + "</w:ins>")),
        "sporede_aendringer",
        "afsnit 1",
    ),
    (
        "a tracked change of looks",
        word(p(r("x", '<w:rPrChange w:id="1" w:author="U"><w:rPr/></w:rPrChange>'))),
        "sporede_aendringer",
        "afsnit 1",
    ),
    (
        "a tracked row",
        word(table(row("a", "b", look='<w:ins w:id="1" w:author="U"/>'))),
        "sporede_aendringer",
        "række 1",
    ),
    (
        "tracked changes in the header",
        with_header(p("x"), header=p('<w:ins w:id="1">' + r("x") + "</w:ins>")),
        "sporede_aendringer",
        "sidehovedet",
    ),
    ("hidden text", word(p("a"), p(r("x", "<w:vanish/>"))), "skjult_tekst", "afsnit 2"),
    (
        "comments",
        word(
            p("x"),
            parts={
                "word/comments.xml": element("w:comments", '<w:comment w:id="0"><w:p/></w:comment>')
            },
        ),
        "kommentarer",
        "",
    ),
    ("macros", word(p("x"), parts={"word/vbaProject.bin": "x"}), "makro", ""),
    (
        "a picture from outside",
        word(p(drawing("a")), relations={"rIdPng": ("image", "!https://example.org/b.png")}),
        "udefra",
        "word/document.xml",
    ),
    (
        "a tag in a chart",
        word(p("x"), parts={"word/charts/chart1.xml": element("c", "<v>{{ barn.navn }}</v>")}),
        "maerke_forkert_sted",
        "word/charts/chart1.xml",
    ),
    (
        "a tag in the properties",
        word(p("x"), parts={"docProps/core.xml": "<a><b>{{ barn.navn }}</b></a>"}),
        "maerke_forkert_sted",
        "docProps/core.xml",
    ),
    (
        "a tag in the address of a link",
        word(
            p('<w:hyperlink r:id="rId8">' + r("x") + "</w:hyperlink>"),
            relations={"rId8": ("hyperlink", "!https://a.example/%7B%7B%20x%7D%7D")},
        ),
        "maerke_forkert_sted",
        "word/document.xml",
    ),
    (
        "a picture without alt text",
        word(p("x"), p(drawing()), relations=PNG, parts={"word/media/b.png": png()}),
        "alternativ_tekst",
        "afsnit 2",
    ),
    (
        "a heading that skips a level",
        word(styled("Heading1", "a"), styled("Heading3", "b")),
        "overskrift_springer",
        "under »a«, afsnit 2",
    ),
    (
        "a table without a header row",
        word(table(row("a", "b"), row("c", "d"))),
        "tabel_uden_hoved",
        "tabel 1",
    ),
    (
        "a phrase whose style is not there",
        word(
            p("{{p frase.afgoerelse.tal }}"), parts={"word/styles.xml": styles(without=["Quote"])}
        ),
        "typografi",
        "",
    ),
    (
        "a list style that no list is bound to",
        word(
            p("{{p frase.afgoerelse.tal }}"),
            parts={"word/numbering.xml": element("w:numbering", "")},
        ),
        "typografi",
        "",
    ),
]


@pytest.mark.parametrize(("template", "id", "place"), [b[1:] for b in BAD], ids=[b[0] for b in BAD])
def test_a_fault_is_found_with_place_and_remedy(template, id, place, tmp_path):
    found = [x for x in problems(template, tmp_path) if x.id == f"skabelon.{id}"]
    assert found, [str(x) for x in problems(template, tmp_path)]
    assert any(place in str(x.where) for x in found), [str(x.where) for x in found]
    assert all(x.where.file and x.remedy and x.text.endswith(".") for x in found)


@pytest.mark.parametrize(("marked", "found"), [("1", 0), ("0", 1)])
def test_a_picture_marked_as_decoration_needs_no_alt_text(marked, found, tmp_path):
    mark = ('<wp:docPr id="1" name="Billede"><a:extLst><a:ext><d:decorative val="' + marked +
            '" xmlns:d="http://schemas.microsoft.com/office/drawing/2017/decorative"/></a:ext>'
            "</a:extLst></wp:docPr>")
    picture = drawing().replace('<wp:docPr id="1" name="Billede" descr=""/>', mark)
    template = word(p("x"), p(picture), relations=PNG, parts={"word/media/b.png": png()})
    ids = [x.id for x in problems(template, tmp_path)]
    assert ids.count("skabelon.alternativ_tekst") == found


#: Faults of which a letter would be the worse, and so no letter is made.
_NOT_BLOCKING = {"alternativ_tekst", "overskrift_springer", "tabel_uden_hoved"}


@pytest.mark.parametrize(("template", "id", "place"), [b[1:] for b in BAD], ids=[b[0] for b in BAD])
def test_only_what_harms_a_letter_is_an_error(template, id, place, tmp_path):
    levels = {x.level for x in problems(template, tmp_path) if x.id == f"skabelon.{id}"}
    assert levels == ({"fejl"} if id not in _NOT_BLOCKING else levels - {"fejl"})


LOST = {
    "tekst_forsvinder",
    "hele_afsnit",
    "halvt_maerke",
    "sporede_aendringer",
    "ubalance",
    "skaevt",
    "tabelmaerke",
    "maerke",
    "maerke_tegn",
    "note_i_loekke",
    "frase_i_tekstboks",
    "ikke_tilladt",
    "filter",
    "test",
}


@pytest.mark.parametrize(
    ("template", "id"),
    [b[1:3] for b in BAD if b[2] in LOST],
    ids=[b[0] for b in BAD if b[2] in LOST],
)
def test_what_would_be_lost_or_leak_is_refused_without_a_lint(template, id):
    """Somebody may make letters without ever running the check."""
    with pytest.raises(Unusable) as refused:
        compile_docx(template, skabelon())
    assert all(x.remedy and str(x.where) for x in refused.value.problems)
    assert id in ("ikke_tilladt", "filter", "test") or f"skabelon.{id}" in {
        x.id for x in refused.value.problems
    }


@pytest.mark.parametrize(
    ("tag", "remedy"),
    [
        ("{{ barn.navm }}", "Mente du »navn«?"),
        ("{{ barm.navn }}", "Mente du »barn«?"),
        ("{{ barn.navn|ejefal }}", "Mente du »ejefald«?"),
        ("{{p frase.plan.lan }}", "Mente du »plan.lang«?"),
        ("{% if barn.navn is evn %}{% endif %}", "Mente du »even«?"),
        ("{% for m in plan.mål %}{{ loop.indeks }}{% endfor %}", "Mente du »index«?"),
        ("{% for m in plan.mål|selectattr('mol') %}{% endfor %}", "Mente du »mål«?"),
    ],
)
def test_the_nearest_name_is_suggested(tag, remedy, tmp_path):
    assert [x.remedy for x in problems(word(p(tag)), tmp_path)] == [remedy]


def test_a_fault_is_told_once_however_often_the_field_is_used(tmp_path):
    found = problems(word(p("{{ barm }} {{ barm }} {% if barm %}{{ barm }}{% endif %}")), tmp_path)
    assert [x.id for x in found] == ["skabelon.ukendt_felt"]


def test_a_wrong_style_in_skabelon_yaml_is_found_there(tmp_path):
    found = problems(
        word(p("x")),
        tmp_path,
        typografier={"afsnit": "Findes ikke", "ukendt": "Normal", "fed": "Findes heller ikke"},
    )
    assert [(x.id, x.where.file) for x in found] == [
        ("skabelon.rolle", "skabelon.yaml"),
        *[("skabelon.typografi", "skabelon.yaml")] * 2,
    ]


def test_a_style_is_asked_for_where_a_phrase_inside_a_phrase_needs_it(tmp_path):
    fraser = library(frase("ydre", "A.\n\n{{ frase.indre }}"), frase("indre", "> citat"))
    found = problems(
        word(p("{{p frase.ydre }}"), parts={"word/styles.xml": styles(without=["Quote"])}),
        tmp_path,
        fraser=fraser,
    )
    assert [x.id for x in found] == ["skabelon.typografi"]
    assert "»indre«" in found[0].text


def test_all_faults_are_told_at_once(tmp_path):
    everything = word(
        KLAGE,
        p("{{ barn.navm }}"),
        p("{%p if anbragt %} væk"),
        p("{{ kommune.nav }}"),
        p("{% endfor %}"),
        p("{{ plan.mål }}"),
        p("{{ barn.navn"),
        p("{{p frase.findes_ikke }}"),
        p("{{ barn.navn|ukendt }}"),
        p('<w:del w:id="1"><w:r><w:delText>x</w:delText></w:r></w:del>'),
        p(r("x", "<w:vanish/>")),
        p(drawing()),
        p("{% include 'x' %}"),
        table(row("{{ barn }}", "b"), row("c", "d")),
        relations={**PNG, "rId9": ("header", "header1.xml")},
        section='<w:headerReference r:id="rId9"/>',
        parts={
            "word/media/b.png": png(),
            "word/header1.xml": element("w:hdr", p("{{ barm }}")),
            "word/vbaProject.bin": "x",
            "word/comments.xml": element("w:comments", '<w:comment w:id="0"/>'),
        },
    )
    found = {x.id.removeprefix("skabelon.") for x in problems(everything, tmp_path)}
    assert found == {
        "ukendt_felt",
        "tekst_forsvinder",
        "ubalance",
        "liste",
        "halvt_maerke",
        "ukendt_frase",
        "filter",
        "sporede_aendringer",
        "skjult_tekst",
        "alternativ_tekst",
        "ikke_tilladt",
        "post",
        "tabel_uden_hoved",
        "makro",
        "kommentarer",
    }
    unknown = [x for x in problems(everything, tmp_path) if x.id == "skabelon.ukendt_felt"]
    assert len(unknown) == 3


def test_findings_come_in_the_order_of_files_and_places_and_without_repeats(tmp_path):
    found = problems(word(p("{{ barm }}"), p("{{ barm }}")), tmp_path)
    assert len(found) == len(set(found)) == 2


# --- what is all right --------------------------------------------------------------------------

GOOD: list[tuple[str, bytes]] = [
    ("plain text", word(p("Kære {{ barn.fornavn }}"))),
    ("braces and percent signs that are no tags", word(p("a { b } 50 % {x} }{ #"))),
    ("escaped braces", word(p("{_{ felt }_}"))),
    ("a phrase alone", word(p("{{p frase.afgoerelse.du_kan_klage }}"))),
    ("a phrase in a line", word(p("Se {{ frase.plan.lang }}."))),
    (
        "paragraph tags alone",
        word(p("{%p if anbragt %}"), p("x"), p("{%p else %}"), p("y"), p("{%p endif %}")),
    ),
    ("spaces around a paragraph tag", word(p("  {%p if anbragt %} "), p("x"), p("{%p endif %}"))),
    ("block tags without p alone", word(p("{% if anbragt %}"), p("x"), p("{% endif %}"))),
    ("a condition over paragraphs", word(p("a{% if anbragt %}b"), p("c{% endif %}d"))),
    (
        "a condition around a whole cell's text",
        word(table(row("{% if anbragt %}a{% endif %}", "b"))),
    ),
    (
        "rows and columns",
        word(
            table(
                row(cell("{%tc for m in plan.mål %}"), cell("{{ m.mål }}"), cell("{%tc endfor %}"))
            ),
            table(
                row("Mål", "", look="<w:tblHeader/>"),
                row("{%tr for m in plan.mål %}", ""),
                row("{{ m.mål }}", ""),
                row("{%tr endfor %}", ""),
            ),
        ),
    ),
    (
        "a loop's own names",
        word(
            p(
                "{% for m in plan.mål %}{{ loop.index }}{{ m.mål }}{% for h in m.hjælpere %}"
                "{{ h.gør }}{% endfor %}{% endfor %}"
            )
        ),
    ),
    (
        "a loop over a filtered list",
        word(
            p(
                "{% for m in plan.mål|selectattr('mål')|sort(attribute='mål') %}{{ m.mål }}"
                "{% endfor %}"
            )
        ),
    ),
    (
        "set, a namespace, a macro",
        word(
            p(
                "{% set x = barn.navn %}{{ x }}{% set ns = namespace(a=1) %}"
                "{% set ns.a = 2 %}{{ ns.a }}"
                "{% macro m(a) %}{{ a }}{% endmacro %}{{ m(barn.navn) }}"
            )
        ),
    ),
    ("with", word(p("{% with b = barn %}{{ b.navn }}{% endwith %}"))),
    (
        "every kind of condition",
        word(
            p(
                "{% if anbragt and not uenighed or barn.alder > 10 %}x"
                "{% elif barn.skole is none %}y"
                "{% endif %}{{ barn.skole if barn.skole else 'ingen' }}".replace(">", "&gt;")
            )
        ),
    ),
    ("Danish quotation marks in tags", word(p("{% if barn.stedord == »hun« %}x{% endif %}"))),
    (
        "a law reference's parts",
        word(p("{% for i in afgørelse.indsatser %}{{ i.hjemmel.paragraf }}{% endfor %}")),
    ),
    (
        "filters",
        word(p("{{ barn.navn|ejefald|upper }}{{ afgørelse.dato|dato }}{{ barn.kan_selv|liste }}")),
    ),
    ("comments in the text", word(p("a{# dette er en note #}b"), p("{#p hele afsnittet #}"))),
    (
        "an empty comments part",
        word(p("x"), parts={"word/comments.xml": element("w:comments", "")}),
    ),
    ("hidden turned off", word(p(r("x", '<w:vanish w:val="0"/>')))),
    (
        "a picture with alt text",
        word(p(drawing("Logo")), relations=PNG, parts={"word/media/b.png": png()}),
    ),
    (
        "a picture said to be decoration",
        word(p(drawing("Pynt")), relations=PNG, parts={"word/media/b.png": png()}),
    ),
    ("a table with a header row", word(table(row("a", "b", look="<w:tblHeader/>"), row("c", "d")))),
    ("a table of one row", word(table(row("a", "b")))),
    (
        "headings in order",
        word(
            styled("Heading1", "a"),
            styled("Heading2", "b"),
            styled("Heading3", "c"),
            styled("Heading1", "d"),
            styled("Heading2", "e"),
        ),
    ),
    (
        "a link",
        word(
            p('<w:hyperlink r:id="rId8">' + r("x") + "</w:hyperlink>"),
            relations={"rId8": ("hyperlink", "!https://a.example/50%25")},
        ),
    ),
    ("a field", word(p(field(" PAGE ", "1")))),
    (
        "a footnote outside loops",
        with_notes(
            p("{% for m in plan.mål %}x{% endfor %}"),
            p("x", note()),
            notes=[p("Se {{ barn.navn }}")],
        ),
    ),
    ("bookmarks", word(p(bookmark("a", r("x"))))),
    (
        "a tag that Word has split and marked",
        word(p(r("{") + '<w:proofErr w:type="spellStart"/>' + r("{ barn.") + r("navn }}"))),
    ),
    ("text boxes", word(p(text_box(p("{{ barn.navn }}"))))),
    ("a name in Danish letters", word(p("{{ barn.fødselsdato }}{{ afgørelse.formål }}"))),
    (
        "a picture as a whole paragraph or run",
        word(p("{{p kommune.logo }}"), p("{{r kommune.logo }}")),
    ),
    (
        "the municipality's logo",
        with_header(p("x"), header=p("{% if kommune.logo %}{{ kommune.logo }}{% endif %}")),
    ),
]


@pytest.mark.parametrize("template", [g[1] for g in GOOD], ids=[g[0] for g in GOOD])
def test_what_is_all_right_is_left_alone(template, tmp_path):
    assert [str(x) for x in problems(template, tmp_path)] == []
    compile_docx(template, skabelon())


def test_the_shipped_templates_use_fields_that_exist():
    shipped = load_library()
    for found in shipped.skabeloner.values():
        assert [str(x) for x in lint(found, shipped).problems if x.level == "fejl"] == []


def test_what_a_template_uses_is_told(tmp_path):
    template = word(
        p("{{ barn.navn }}"),
        p("{%p for m in plan.mål %}"),
        p("{{p frase.plan.lang }}"),
        p("{{ m.mål }}"),
        p("{%p endfor %}"),
    )
    uses = findings(template, tmp_path).uses
    assert [(id, dict(loops)) for id, loops in uses.fraser] == [("plan.lang", {"m": "plan.mål[]"})]
    assert {"barn.navn", "plan.mål", "plan.mål[].mål"} <= uses.felter


def test_what_a_broken_template_uses_is_told_too(tmp_path):
    template = word(p("{{ barn.navn }}"), p("{% for m in plan.mål %}"), p("{{p frase.plan.lang }}"))
    uses = findings(template, tmp_path).uses
    assert [id for id, _ in uses.fraser] == ["plan.lang"]
    assert "barn.navn" in uses.felter


#: Pieces of tags and texts, to be put together at random.
PIECES = [
    "{{",
    "}}",
    "{%",
    "%}",
    "{#",
    "#}",
    " ",
    "-",
    "p ",
    "tr ",
    "r ",
    "if ",
    "endif",
    "else",
    "for x in plan.mål",
    "endfor",
    "set y = 1",
    "macro m()",
    "endmacro",
    "raw",
    "barn.navn",
    "frase.plan.lang",
    "|",
    "upper",
    "(",
    "“a”",
    "~",
    "hm",
    "tekst",
    "{{ barn.navn }}",
    "{% if anbragt %}",
    "{% endif %}",
    "{%p if anbragt %}",
    "{%p endif %}",
    "{% for m in plan.mål %}",
    "{% endfor %}",
    "{{p frase.plan.lang }}",
    "{{r barn.navn }}",
    "{%tr for m in plan.mål %}",
    "{%tr endfor %}",
    "{%tc if anbragt %}",
    "{%tc endif %}",
    "{_{",
    "\u2028",
    "\u2003",
    "\\",
    '"',
    "[0]",
    ".__class__",
    "range(3)",
]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=7).map("".join)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(TEXTS, max_size=3), st.lists(TEXTS, max_size=2), st.integers(0, 3), st.booleans())
def test_what_the_lint_lets_through_becomes_a_sound_letter(texts, cells, cut, placed):
    """And what it does not let through is an error with a place, never a crash."""
    body = "".join(_split(text, cut) for text in texts)
    if cells:
        body += table(row(*(cell(_split(text, cut)) for text in cells)), columns=len(cells))
    template = word(body)
    errors = [x for x in _lint(template) if x.level == "fejl"]
    assert all(x.where.file and x.remedy for x in errors)
    if not errors:
        goals = [{"mål": "a"}, {"mål": "b"}]
        values = {"barn": {"navn": "Alma & <b>"}, "plan": {"mål": goals}, "anbragt": placed}
        assert verify(made(template, FRASER, values).docx, "brev") == []
        assert verify(made(template, FRASER, {**values, "plan": {"mål": []}}).docx, "brev") == []


def _split(text: str, cut: int) -> str:
    return p(r(escape(text[:cut])), r(escape(text[cut:]), "<w:b/>"))


def _lint(template: bytes) -> tuple[Problem, ...]:
    with TemporaryDirectory() as folder:
        return problems(template, Path(folder))


# --- files that are not what they say, or worse -------------------------------------------------


def bomb() -> bytes:
    return package(
        {**parts(word(p("x"))), "word/media/stor.xml": b"<a>" + b" " * 60_000_000 + b"</a>"}
    )


def with_part(name: str, content: str | bytes) -> bytes:
    return package({**parts(word(p("x"))), name: content})


ENTITY = (
    '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    f'<w:document xmlns:w="{SPACES["w"]}"><w:body><w:p><w:r><w:t>&x;</w:t></w:r></w:p></w:body>'
    "</w:document>"
)
LAUGHS = (
    '<!DOCTYPE a [<!ENTITY a "ha">'
    + "".join(
        f'<!ENTITY a{n} "{f"&a{n - 1 or chr(0)};".replace(chr(0), "") * 10}">' for n in range(1, 9)
    )
    + f']><w:document xmlns:w="{SPACES["w"]}"><w:body>&a8;</w:body></w:document>'
)
HOSTILE: list[tuple[str, bytes, str]] = [
    ("nothing", b"", "docx.tom"),
    ("not a zip", b"Hej med dig" * 99, "docx.ikke_docx"),
    ("an old .doc", b"\xd0\xcf\x11\xe0" + bytes(600), "docx.gammelt_format"),
    ("half a file", word(p("x"))[:700], "docx.ikke_docx"),
    ("a zip that is no document", package({"a.txt": "x"}), "docx.ikke_docx"),
    (
        "a spreadsheet",
        package(
            {
                "_rels/.rels": rels({"rId1": ("officeDocument", "xl/workbook.xml")}),
                "xl/workbook.xml": "<workbook/>",
                "[Content_Types].xml": "<Types/>",
            }
        ),
        "docx.ikke_docx",
    ),
    (
        "no list of contents",
        package({k: v for k, v in parts(word(p("x"))).items() if "Content" not in k}),
        "docx.ikke_docx",
    ),
    ("a zip bomb", bomb(), "docx.for_stor"),
    ("an entity from outside", with_part("word/document.xml", ENTITY), "docx.doctype"),
    ("an entity bomb", with_part("word/document.xml", LAUGHS), "docx.doctype"),
    (
        "an entity bomb in the relationships",
        with_part("word/_rels/document.xml.rels", LAUGHS),
        "docx.doctype",
    ),
    (
        "an entity bomb in the list of contents",
        with_part("[Content_Types].xml", LAUGHS),
        "docx.doctype",
    ),
    ("an entity bomb in the styles", with_part("word/styles.xml", LAUGHS), "docx.doctype"),
    ("a path out of the file", with_part("../../ud.xml", "<a/>"), "docx.sti"),
    (
        "a relationship out of the file",
        with_part(
            "word/_rels/document.xml.rels", rels({"rId1": ("header", "../../../etc/passwd")})
        ),
        "docx.sti",
    ),
    ("broken XML", with_part("word/document.xml", "<w:document"), "docx.beskadiget"),
    (
        "a damaged part",
        word(p("x" * 5000)).replace(b"document.xml", b"document.xml", 1)[:900] + bytes(50),
        "docx.ikke_docx",
    ),
    (
        "very deep XML",
        with_part(
            "word/document.xml",
            f'<w:document xmlns:w="{SPACES["w"]}">'
            + "<w:p>" * 5000
            + "</w:p>" * 5000
            + "</w:document>",
        ),
        "docx.for_dyb",
    ),
]


@pytest.mark.parametrize(("data", "id"), [h[1:] for h in HOSTILE], ids=[h[0] for h in HOSTILE])
def test_a_hostile_file_is_refused_by_both(data, id, tmp_path):
    path = tmp_path / "skabelon.docx"
    path.write_bytes(data)
    found = lint(skabelon(path), library()).problems
    assert [x.id for x in found] == [id]
    assert found[0].remedy
    with pytest.raises(Unusable) as refused:
        compile_template(skabelon(path))
    assert [x.id for x in refused.value.problems] == [id]


def test_the_zip_bomb_is_small(tmp_path):
    assert len(bomb()) < 200_000
    (tmp_path / "b.docx").write_bytes(bomb())
    with zipfile.ZipFile(tmp_path / "b.docx") as archive:
        assert sum(info.file_size for info in archive.infolist()) > 50_000_000


REACHING = [
    "{{ ''.__class__ }}",
    "{{ barn.__init__ }}",
    "{{ barn['__init__'] }}",
    "{{ cycler.__init__.__globals__ }}",
    "{% include 'x' %}",
    "{% import 'os' as os %}",
    "{% extends 'x' %}",
    "{% for m in plan.mål %}{{ loop.__class__ }}{% endfor %}",
    "{{ barn|attr('__class__') }}",
    "{{ self.__class__ }}",
    "{{ lipsum() }}",
    "{{ barn.navn.format(barn) }}",
    "{{ barn.navn.upper() }}",
    "{{ namespace.__init__ }}",
    "{{ plan.mål|map('attr', 'x')|list }}",
    "{{ plan.mål|map(attribute='__class__')|list }}",
    "{{ barn.navn|tojson }}",
    "{{ barn.navn|safe }}",
    "{% filter upper %}x{% endfilter %}",
    "{{ dict(a=1) }}",
    "{{ frase.__init__ }}",
    "{{ frase['x'] }}",
    "{% set frase = 1 %}{{ frase.plan.lang.x }}",
]


@pytest.mark.parametrize("tag", REACHING)
def test_a_tag_that_reaches_for_python_is_found_and_never_run(tag, tmp_path):
    found = [x for x in problems(word(p(tag)), tmp_path) if x.level == "fejl"]
    assert found
    assert all(x.remedy for x in found)
    with pytest.raises(Unusable) as refused:
        letter(
            word(p(tag)),
            {"barn": {"navn": "Alma"}, "plan": {"mål": [{"mål": "x"}]}, "frase": object()},
        )
    assert "object at" not in str(refused.value)


@pytest.mark.parametrize(
    "tag",
    [
        "{% for i in range(10**9) %}x{% endfor %}",
        "{{ range(1000000000)|join }}",
        '{{ "a"*10**9 }}',
        "{{ 10**10**10 }}",
        "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
        "{% for a in range(9999) %}{% for b in range(9999) %}{% for c in range(9999) %}x"
        "{% endfor %}{% endfor %}{% endfor %}",
    ],
)
def test_a_tag_that_asks_for_endless_work_makes_no_letter(tag):
    with pytest.raises(Unusable) as refused:
        letter(word(p("x"), p(tag)), {})
    [problem] = refused.value.problems
    assert problem.where.detail == "brødteksten, afsnit 2"
    assert problem.remedy
    assert not any(word_ in str(problem) for word_ in ("recursion", "Error", "undefined"))
