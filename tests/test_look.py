"""One look for many templates: what a template takes from `grundlayout.docx`, and what stays its
own. The shipped templates all take theirs from there, and can be read by those who see badly."""

from __future__ import annotations

import re
from pathlib import Path
from shutil import copytree

import pytest
from lxml import etree

from generator.library import Skabelon, load_library, read_skabelon, shipped
from generator.source import Unusable
from generator.template.compile import compile_docx, compile_template
from generator.template.lint import lint
from generator.template.look import _palette
from generator.template.parts import open_template
from generator.template.word import w
from tests.fraser import library
from tests.word import element, numbering, p, skabelon, style, styled, styles, word

A = "http://schemas.openxmlformats.org/drawingml/2006/main"
FROM_BASE = '<w:rPr><w:i/></w:rPr>'
NUMBER = '<w:pPr><w:numPr><w:numId w:val="{}"/></w:numPr></w:pPr>'


def theme(ink: str = "1F5C66", accent: str = "2F7F86", font: str = "Georgia") -> str:
    colour = '<a:{0}><a:srgbClr val="{1}"/></a:{0}>'.format
    fonts = "".join(f'<a:{n}Font><a:latin typeface="{font}"/></a:{n}Font>' for n in ("major",
                                                                                  "minor"))
    return (f'<a:theme xmlns:a="{A}"><a:themeElements><a:clrScheme><a:dk1><a:sysClr '
            f'val="windowText" lastClr="000000"/></a:dk1>{colour("lt1", "FFFFFF")}'
            f'{colour("dk2", ink)}{colour("accent1", accent)}</a:clrScheme><a:fontScheme>{fonts}'
            "</a:fontScheme></a:themeElements></a:theme>")


def file(*style_list: str, body: str = "", inner_theme: str = "", defaults: str = "") -> bytes:
    """A Word file with these styles, and a theme perhaps."""
    parts: dict[str, str | bytes] = {
        "word/styles.xml": element("w:styles", defaults + "".join(style_list)),
        "word/numbering.xml": numbering()}
    relations = {}
    if inner_theme:
        parts["word/theme/theme1.xml"] = inner_theme
        relations["rIdT"] = ("theme", "theme/theme1.xml")
    kind = "application/vnd.openxmlformats-officedocument.theme+xml"
    return word(body or p("{{ v }}"), parts=parts, relations=relations,
                kinds={"word/theme/theme1.xml": kind} if inner_theme else {})


def taken(template: bytes, base: bytes, folder: Path, size: float = 1.0) -> etree._Element:
    """The styles of the template when it has been compiled with this look."""
    path = folder / "grundlayout.docx"
    path.write_bytes(base)
    compiled = compile_docx(template, skabelon(udseende=path, stoerrelse=size))
    return etree.fromstring(compiled.static_parts["word/styles.xml"])


def inside(root: etree._Element, id: str) -> str:
    """What stands inside the style with the id, without namespaces."""
    found = next(s for s in root.iter(w("style")) if s.get(w("styleId")) == id)
    text = "".join(etree.tostring(child, encoding="unicode") for child in found)
    return re.sub(r' xmlns:\w+="[^"]*"', "", text).replace("w:", "")


NAME = '<name val="{}"/>'.format

#: What is tried, the template's style(s), the base's, the id to look at, what must stand in it.
CASES: list[tuple[str, list[str], list[str], str, str]] = [
    ("a style of the same name",
     [style("Quote", "Quote")], [style("Quote", "Quote", FROM_BASE)], "Quote",
     NAME("Quote") + "<rPr><i/></rPr>"),
    ("Danish ids and English names",
     [style("Overskrift1", "heading 1", '<w:basedOn w:val="Brdtekst"/>'),
      style("Brdtekst", "Body Text")],
     [style("Heading1", "Heading 1", f'<w:basedOn w:val="BodyText"/>{FROM_BASE}'),
      style("BodyText", "Body Text")],
     "Overskrift1", NAME("heading 1") + '<basedOn val="Brdtekst"/><rPr><i/></rPr>'),
    ("a name as a Danish Word shows it",
     [style("a", "Overskrift 1")], [style("b", "heading 1", FROM_BASE)], "a",
     NAME("Overskrift 1") + "<rPr><i/></rPr>"),
    ("the next style, by name",
     [style("Titel", "Title"), style("Brdtekst", "Body Text")],
     [style("Title", "Title", '<w:next w:val="BodyText"/>'), style("BodyText", "Body Text")],
     "Titel", NAME("Title") + '<next val="Brdtekst"/>'),
    ("the template's link and place in Word's lists stay, in Word's order",
     [style("Quote", "Quote", '<w:link w:val="Mine"/><w:qFormat/><w:rPr><w:b/></w:rPr>')],
     [style("Quote", "Quote", f'<w:basedOn w:val="N"/><w:link w:val="X"/>{FROM_BASE}'),
      style("N", "Normal")],
     "Quote", NAME("Quote") + '<basedOn val="N"/><link val="Mine"/><qFormat/><rPr><i/></rPr>'),
    ("a style only the template has",
     [style("vores", "Vores boks", "<w:rPr><w:b/></w:rPr>")], [style("Quote", "Quote")], "vores",
     NAME("Vores boks") + "<rPr><b/></rPr>"),
    ("a style only the base has",
     [style("Quote", "Quote")], [style("ny", "Ny boks", FROM_BASE)], "ny",
     NAME("Ny boks") + "<rPr><i/></rPr>"),
    ("a style only the base has, with an id that is taken",
     [style("ny", "Vores")], [style("ny", "Ny boks", FROM_BASE)], "ny2",
     NAME("Ny boks") + "<rPr><i/></rPr>"),
    ("a style only the base has, without its links and without being the usual one",
     [style("Normal", "Normal")],
     [style("Standard", "Normal"), style("ny", "Ny", '<w:link w:val="x"/>').replace(
         "w:styleId", 'w:default="1" w:styleId')],
     "ny", NAME("Ny")),
    ("the template's own numbering",
     [style("P", "List Bullet", NUMBER.format(1))],
     [style("P", "List Bullet", '<w:pPr><w:keepNext/><w:numPr><w:numId w:val="7"/></w:numPr>'
            '<w:ind w:left="9"/></w:pPr>')],
     "P", NAME("List Bullet") + '<pPr><keepNext/><numPr><numId val="1"/></numPr><ind left="9"/>'
     "</pPr>"),
    ("numbering where the base has none",
     [style("P", "List Bullet", NUMBER.format(1))], [style("P", "List Bullet", FROM_BASE)],
     "P", NAME("List Bullet") + '<pPr><numPr><numId val="1"/></numPr></pPr><rPr><i/></rPr>'),
    ("no numbering where the template has none",
     [style("P", "List Bullet")], [style("P", "List Bullet", NUMBER.format(1))],
     "P", NAME("List Bullet") + "<pPr/>"),
    ("based on a numbered style that the template lacks: the nearest it has",
     [style("B", "Boks"), style("N", "Normal")],
     [style("B", "Boks", '<w:basedOn w:val="P"/>'), style("N", "Normal"),
      style("P", "List Bullet", f'<w:basedOn w:val="N"/>{NUMBER.format(1)}')],
     "B", NAME("Boks") + '<basedOn val="N"/>'),
    ("a character style of the name of a paragraph style is another",
     [style("Citat", "Quote", "<w:rPr><w:b/></w:rPr>")],
     [style("Q", "Quote", FROM_BASE, "character")], "Citat", NAME("Quote") + "<rPr><b/></rPr>"),
    ("a table style",
     [style("T", "Skema", kind="table")],
     [style("S", "Skema", '<w:tblPr><w:tblInd w:w="5"/></w:tblPr><w:tblStylePr w:type="firstRow">'
            "<w:rPr><w:b/></w:rPr></w:tblStylePr>", "table")],
     "T", NAME("Skema") + '<tblPr><tblInd w="5"/></tblPr><tblStylePr type="firstRow"><rPr><b/>'
     "</rPr></tblStylePr>"),
    ("a circle in the base",
     [style("A", "Et"), style("B", "To")],
     [style("A", "Et", '<w:basedOn w:val="B"/>'), style("B", "To", '<w:basedOn w:val="A"/>')],
     "B", NAME("To") + '<basedOn val="A"/>'),
]


@pytest.mark.parametrize(("own", "base", "id", "expected"), [c[1:] for c in CASES],
                         ids=[c[0] for c in CASES])
def test_a_template_takes_its_look_by_name(own, base, id, expected, tmp_path):
    assert inside(taken(file(*own), file(*base), tmp_path), id) == expected


def test_only_the_templates_usual_style_is_the_usual_one(tmp_path):
    usual = style("X", "Y").replace("w:styleId", 'w:default="1" w:styleId')
    root = taken(file(style("Normal", "Normal")), file(usual), tmp_path)
    assert [s.get(w("styleId")) for s in root if s.get(w("default"))] == ["Normal"]


def test_a_numbered_style_is_not_added_nor_the_character_side_of_a_paragraph_style(tmp_path):
    root = taken(
        file(style("Quote", "Quote")),
        file(style("P", "Punkt", NUMBER.format(1)), style("U", "Under", '<w:basedOn w:val="P"/>'),
             style("C", "Citat Tegn", '<w:link w:val="Q"/>', "character"),
             style("L", "Liste", kind="numbering")), tmp_path)
    assert [s.get(w("styleId")) for s in root.iter(w("style"))] == ["Quote"]


COLOURS = [
    ("text2", "", "color", "AA0000"),
    ("accent1", "", "color", "336699"),
    ("background1", "", "color", "FFFFFF"),
    ("text1", "", "color", "000000"),
    ("accent1", 'w:themeTint="33" ', "color", "D1E0F0"),
    ("accent1", 'w:themeShade="80" ', "color", "1A334D"),
    ("accent1", 'w:themeTint="odd" ', "color", "336699"),
    ("accent9", "", "color", "123456"),
]


@pytest.mark.parametrize(("name", "tone", "tag", "expected"), COLOURS)
def test_theme_colours_are_the_templates_own(name, tone, tag, expected, tmp_path):
    look = f'<w:rPr><w:{tag} w:val="123456" w:themeColor="{name}" {tone}/></w:rPr>'
    root = taken(file(style("Q", "Quote"), inner_theme=theme("AA0000", "336699")),
                 file(style("Q", "Quote", look), inner_theme=theme()), tmp_path)
    assert f'<{tag} val="{expected}" themeColor="{name}"' in inside(root, "Q")


def test_borders_fills_and_lists_get_their_colours_too(tmp_path):
    look = ('<w:pPr><w:pBdr><w:left w:val="single" w:color="000000" w:themeColor="text2"/></w:pBdr>'
            '<w:shd w:val="clear" w:color="auto" w:fill="000000" w:themeFill="accent1" '
            'w:themeFillTint="33"/></w:pPr>')
    root = taken(file(style("B", "Boks"), inner_theme=theme("AA0000", "336699")),
                 file(style("B", "Boks", look), inner_theme=theme()), tmp_path)
    assert 'color="AA0000" themeColor="text2"' in inside(root, "B")
    assert 'color="auto" fill="D1E0F0"' in inside(root, "B")


def test_without_a_theme_of_its_own_a_template_takes_the_looks_colours(tmp_path):
    look = '<w:rPr><w:color w:val="000000" w:themeColor="text2"/></w:rPr>'
    root = taken(file(style("Q", "Quote")), file(style("Q", "Quote", look),
                                                 inner_theme=theme("00AA00")), tmp_path)
    assert 'val="00AA00"' in inside(root, "Q")


def test_fonts_are_the_looks(tmp_path):
    fonts = '<w:rPr><w:rFonts w:asciiTheme="minorHAnsi" w:cstheme="majorBidi"/></w:rPr>'
    root = taken(file(style("Q", "Quote"), inner_theme=theme(font="Arial")),
                 file(style("Q", "Quote", fonts), inner_theme=theme(font="Georgia")), tmp_path)
    assert '<rFonts ascii="Georgia" cs="Georgia"/>' in inside(root, "Q")


def test_the_defaults_are_the_looks(tmp_path):
    def defaults(size: int) -> str:
        return ('<w:docDefaults><w:rPrDefault><w:rPr>'
                f'<w:sz w:val="{size}"/></w:rPr></w:rPrDefault></w:docDefaults>')

    root = taken(file(defaults=defaults(20)), file(defaults=defaults(24)), tmp_path, 1.25)
    assert [s.get(w("val")) for s in root.iter(w("sz"))] == ["30"]
    assert root[0].tag == w("docDefaults")


def test_size_scales_text_and_air_but_not_what_is_the_templates_own(tmp_path):
    look = ('<w:pPr><w:spacing w:before="200" w:after="81" w:line="276" w:lineRule="auto"/>'
            '</w:pPr><w:rPr><w:spacing w:val="10"/><w:sz w:val="23"/><w:szCs w:val="23"/></w:rPr>')
    fixed = '<w:pPr><w:spacing w:line="400" w:lineRule="exact"/></w:pPr>'
    own = '<w:rPr><w:sz w:val="23"/></w:rPr>'
    root = taken(file(style("A", "Et"), style("B", "To"), style("C", "Vores", own)),
                 file(style("A", "Et", look), style("B", "To", fixed)), tmp_path, 1.15)
    assert '<spacing before="230" after="93" line="276" lineRule="auto"/>' in inside(root, "A")
    assert '<spacing val="10"/><sz val="26"/><szCs val="26"/>' in inside(root, "A")
    assert '<spacing line="460" lineRule="exact"/>' in inside(root, "B")
    assert '<sz val="23"/>' in inside(root, "C")


def test_a_template_without_udseende_is_untouched(tmp_path):
    template = file(style("Q", "Quote", '<w:rPr><w:color w:val="1" w:themeColor="text2"/></w:rPr>'),
                    inner_theme=theme())
    root = etree.fromstring(compile_docx(template, skabelon()).static_parts["word/styles.xml"])
    assert 'val="1"' in inside(root, "Q")


def test_the_same_look_gives_the_same_bytes_and_another_look_another_hash(tmp_path):
    look, other = tmp_path / "a.docx", tmp_path / "b.docx"
    look.write_bytes(file(style("Q", "Quote", FROM_BASE)))
    other.write_bytes(file(style("Q", "Quote")))
    template = file(style("Q", "Quote"))
    one, same, larger, another, none = (
        compile_docx(template, skabelon(udseende=path, stoerrelse=size))
        for path, size in ((look, 1.0), (look, 1.0), (look, 1.5), (other, 1.0), (None, 1.0)))
    assert one.static == same.static
    assert one.hash == same.hash
    assert len({one.hash, larger.hash, another.hash, none.hash}) == 4


def test_a_phrase_can_use_a_style_that_only_the_look_has(tmp_path):
    path = tmp_path / "grundlayout.docx"
    path.write_bytes(word(p("x"), parts={"word/styles.xml": styles()}))
    template = word(p("{{ v }}"), parts={"word/styles.xml": styles(without=["Quote"])})
    assert "citat" not in compile_docx(template, skabelon()).styles.styles
    assert compile_docx(template, skabelon(udseende=path)).styles.styles["citat"] == "Quote"


# --- what can be wrong --------------------------------------------------------------------------


@pytest.mark.parametrize("broken", [b"", b"not a zip", word(p("x"))[:300],
                                    word(p("x"), relations={"rId1": ("settings", "settings.xml")})])
def test_a_look_that_cannot_be_used_is_named(broken, tmp_path):
    path = tmp_path / "grundlayout.docx"
    path.write_bytes(broken)
    with pytest.raises(Unusable) as caught:
        compile_docx(word(p("x")), skabelon(udseende=path))
    assert all("grundlayout.docx" in x.where.file and x.remedy for x in caught.value.problems)
    template = tmp_path / "skabelon.docx"
    template.write_bytes(word(p("x")))
    found = lint(skabelon(template, udseende=path), library()).problems
    assert found == tuple(caught.value.problems)


def test_the_lint_names_the_styles_that_do_not_follow(tmp_path):
    look, template = tmp_path / "grundlayout.docx", tmp_path / "skabelon.docx"
    look.write_bytes(file(style("Q", "Quote")))
    template.write_bytes(file(
        style("Q", "Quote"), style("Egen", "Vores boks"), style("U", "Ubrugt"),
        body=styled("Egen", "x") + styled("Q", "y")))
    found = lint(skabelon(template, udseende=look), library()).problems
    assert [(x.id, x.level) for x in found] == [("skabelon.eget_udseende", "forslag")]
    assert "»Vores boks«" in found[0].text


SIZES = [("115 %", 1.15), ("115%", 1.15), ("115", 1.15), ("1,15", 1.15), ("1.15", 1.15),
         ("100", 1.0), ("80 %", 0.8), ("250 %", 2.5), ("112,5 %", 1.125)]
BAD_HEADS = [
    ("udseende: grundlayut", "skabelon.udseende", "Mente du »grundlayout«?"),
    ("udseende: ../andet/noget", "skabelon.udseende", "templates"),
    ("udseende: [a, b]", "skabelon.udseende", "templates"),
    ("udseende: grundlayout\nstoerrelse: stor", "skabelon.stoerrelse", "115 %"),
    ("udseende: grundlayout\nstoerrelse: 70 %", "skabelon.stoerrelse", "115 %"),
    ("udseende: grundlayout\nstoerrelse: 2000", "skabelon.stoerrelse", "115 %"),
    ("udseende: grundlayout\nstoerrelse: 1,15 %", "skabelon.stoerrelse", "115 %"),
    ("udseende: grundlayout\nstoerrelse: -115", "skabelon.stoerrelse", "115 %"),
    ("stoerrelse: 115 %", "skabelon.stoerrelse", "udseende: grundlayout"),
    ("udseenede: grundlayout", "skabelon.felt", "Mente du »udseende«?"),
]


def described(folder: Path, head: str) -> Path:
    """A library with a look and a template with this in its skabelon.yaml."""
    (folder / "templates" / "brev").mkdir(parents=True)
    (folder / "templates" / "grundlayout.docx").write_bytes(word(p("x")))
    (folder / "templates" / "brev" / "brev.docx").write_bytes(word(p("x")))
    path = folder / "templates" / "brev" / "skabelon.yaml"
    path.write_text(f"titel: Brev\ndokument: brev\nlaeser: barn\nversion: 1\n{head}\n",
                    encoding="utf-8")
    return path


@pytest.mark.parametrize(("written", "expected"), SIZES)
def test_a_size_may_be_written_in_several_ways(written, expected, tmp_path):
    found = read_skabelon(described(tmp_path, f"udseende: grundlayout\nstoerrelse: {written}"))
    assert found.stoerrelse == pytest.approx(expected)
    assert found.udseende == tmp_path / "templates" / "grundlayout.docx"


@pytest.mark.parametrize(("head", "id", "remedy"), BAD_HEADS)
def test_what_cannot_be_a_look_or_a_size_is_refused(head, id, remedy, tmp_path):
    with pytest.raises(Unusable) as caught:
        read_skabelon(described(tmp_path, head))
    [problem] = caught.value.problems
    assert problem.id == id
    assert problem.where.line == 5 + head.count("\n") * (id != "skabelon.udseende")
    assert remedy in problem.remedy


# --- libraries ----------------------------------------------------------------------------------


def test_a_look_in_the_library_on_top_wins_for_all_templates(tmp_path):
    (tmp_path / "templates").mkdir()
    own = tmp_path / "templates" / "grundlayout.docx"
    own.write_bytes((shipped() / "templates" / "grundlayout.docx").read_bytes())
    found = load_library(tmp_path).skabeloner
    assert {s.udseende for s in found.values()} == {own}
    assert load_library().skabeloner["boernebrev"].udseende == (
        shipped() / "templates" / "grundlayout.docx")


def test_a_template_of_ones_own_takes_the_shipped_look(tmp_path):
    folder = tmp_path / "templates" / "boernebrev"
    copytree(shipped() / "templates" / "boernebrev", folder)
    found = load_library(tmp_path).skabeloner["boernebrev"]
    assert found.overstyrer
    assert found.udseende == shipped() / "templates" / "grundlayout.docx"


# --- the shipped ones ---------------------------------------------------------------------------

SHIPPED = list(load_library().skabeloner.values())


@pytest.mark.parametrize("found", SHIPPED, ids=lambda s: s.id)
def test_a_shipped_template_takes_all_its_looks(found):
    assert found.udseende == shipped() / "templates" / "grundlayout.docx"
    problems = lint(found, load_library()).problems
    assert [x for x in problems if x.id.endswith(("udseende", "tekst", "hoved", "springer"))] == []


def _ids(root: etree._Element) -> list[str]:
    return [s.get(w("styleId"), "") for s in root.iter(w("style"))]


@pytest.mark.parametrize("found", SHIPPED, ids=lambda s: s.id)
def test_a_shipped_template_has_no_looks_outside_its_styles(found):
    file_ = open_template(found.path.read_bytes(), "x")
    allowed = {w("pStyle"), w("rStyle"), w("tab"), w("tabs")}
    for root in file_.roots.values():
        for properties in root.iter(w("pPr"), w("rPr")):
            assert {child.tag for child in properties} <= allowed


@pytest.mark.parametrize("found", SHIPPED, ids=lambda s: s.id)
def test_text_stands_out_from_what_is_behind_it(found):
    """Contrast at least 4.5:1 (WCAG 1.4.3) in every style of every template."""
    root = etree.fromstring(compile_template(found).static_parts["word/styles.xml"])
    ids = {s.get(w("styleId")): s for s in root.iter(w("style"))}
    for id, found_style in ids.items():
        if found_style.get(w("type")) == "paragraph":
            ink = _inherited(found_style, ids, "rPr/w:color", "val") or "000000"
            paper = _inherited(found_style, ids, "pPr/w:shd", "fill") or "FFFFFF"
            assert contrast(ink, paper) >= 4.5, f"{id}: {ink} on {paper}"


@pytest.mark.parametrize("found", SHIPPED, ids=lambda s: s.id)
def test_text_in_a_coloured_table_row_stands_out(found):
    root = etree.fromstring(compile_template(found).static_parts["word/styles.xml"])
    ids = {s.get(w("styleId")): s for s in root.iter(w("style"))}
    rows = [shd.get(w("fill")) for table in root.iter(w("style")) if table.get(w("type")) == "table"
            for shd in table.iter(w("shd"))]
    assert rows
    for name in ("skemahoved", "maalkortmaal", "maalkortemne"):
        ink = _inherited(ids[name], ids, "rPr/w:color", "val")
        assert min(contrast(ink, row or "") for row in rows) >= 4.5


def _inherited(style_: etree._Element, ids: dict[str | None, etree._Element], path: str,
               name: str) -> str:
    spaces = {"w": w("")[1:-1]}
    while True:
        own = style_.find(f"w:{path}", spaces)
        if own is not None:
            return own.get(w(name)) or ""
        based = style_.find("w:basedOn", spaces)
        if based is None:
            default = style_.getroottree().find(f".//w:docDefaults//w:{path}", spaces)
            return default.get(w(name)) or "" if default is not None else ""
        style_ = ids[based.get(w("val"))]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[n:n + 2], 16) / 255 for n in (0, 2, 4)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_the_shipped_look_shows_every_style_it_has():
    """Whoever restyles the letters can see each style with a line that says what it is for."""
    file_ = open_template((shipped() / "templates" / "grundlayout.docx").read_bytes(), "x")
    root = file_.root("styles")
    assert root is not None
    shown = {s.get(w("val")) for part in file_.roots.values()
             for s in part.iter(w("pStyle"), w("rStyle"), w("tblStyle"))}
    hidden = {"DefaultParagraphFont", "TableNormal", "NoList"}
    assert set(_ids(root)) - hidden - shown == set()
    assert _palette(file_.root("theme"))["dk2"] == "1F5C66"


def test_the_shipped_look_is_as_sound_as_a_template():
    path = shipped() / "templates" / "grundlayout.docx"
    found = Skabelon("x", "x", "", "barn", (), "", path, {}, "")
    assert lint(found, load_library()).problems == ()
