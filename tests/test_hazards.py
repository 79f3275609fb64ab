"""One test for each hazard that other engines were seen to fall into; each fails if it comes back.

First those of `research/perf.md`, section 10, in its order; then M1–M18 of `research/peers.md`.
(M14, PDF files that differ from run to run, is about LibreOffice: see `tests/test_pdf.py`.)
"""

from __future__ import annotations

import tracemalloc
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from zipfile import ZipFile

import pytest
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

import generator
from generator.document import paragraph_texts, paragraphs
from generator.sandbox import environment
from generator.source import Unusable
from generator.template.compile import compile_docx
from generator.template.images import Billede
from generator.template.lint import lint
from generator.template.render import fill, pack_letter
from generator.template.verify import verify
from tests.fraser import body, frase, library, made, session_for
from tests.word import (
    DAY,
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
    p,
    parts,
    png,
    r,
    read,
    row,
    skabelon,
    styled,
    table,
    with_header,
    with_notes,
    word,
    xml,
)

W, WP = (f"{{{SPACES[prefix]}}}" for prefix in ("w", "wp"))


def text_of(template: bytes, **values: object) -> list[str]:
    return paragraph_texts(read(letter(template, values)))


def refusal(template: bytes, **values: object) -> str:
    """Why the letter cannot be made."""
    with pytest.raises(Unusable) as refused:
        letter(template, values)
    return str(refused.value)


# --- perf.md, section 10 ------------------------------------------------------------------------


@pytest.mark.parametrize("value", ["R&D", "a <b> c", "Se § 32 <jf. stk. 2>", "</w:t></w:r>"])
def test_unescaped_markup_is_not_lost_and_takes_nothing_with_it(value):
    assert text_of(word(p("{{ v }}"), p("Du kan klage.")), v=value) == [value, "Du kan klage."]
    header = with_header(p("krop"), header=p("{{ v }}"))
    [story] = read(letter(header, {"v": value})).headers
    assert lines(story.blocks) == [value]


@pytest.mark.parametrize("bad", ["\x00", "\x0b", "\x1b", "\ufffe", "\ud800", "\ue010"])
def test_a_character_that_xml_cannot_hold_is_a_finding_and_takes_nothing_with_it(bad):
    compiled = compile_docx(word(p("{{ barn.navn }}"), p("Du kan klage.")), skabelon())
    filled = fill(compiled, {"barn": {"navn": f"a{bad}b"}})
    [problem] = filled.problems
    assert (problem.id, problem.level) == ("brev.ulovligt_tegn", "fejl")
    assert "barn.navn" in problem.text
    docx = pack_letter(compiled, filled, MANIFEST, title="", sender="", day=DAY)
    assert paragraph_texts(read(docx)) == ["a\ufffdb[ULOVLIGT TEGN]", "Du kan klage."]


def test_line_breaks_and_tabs_keep_the_look_of_their_run_and_stay_in_it():
    template = word(p(r("{{ v }}", "<w:b/>")), "<w:p/>", p("efter"))
    ours = letter(template, {"v": "en\nto\ttre"})
    [run, _] = xml(ours).iter(f"{W}r")
    assert [child.tag.removeprefix(W) for child in run] == ["rPr", "t", "br", "t", "tab", "t"]
    assert paragraph_texts(read(ours)) == ["en\nto\ttre", "efter"]


def test_a_line_break_outside_a_run_is_no_element():
    """In alt text a break is a character, not Word's break."""
    template = word(
        p(drawing("{{ v }}")),
        relations={"rIdPng": ("image", "media/b.png")},
        parts={"word/media/b.png": png()},
    )
    [picture] = xml(letter(template, {"v": "en\nto\ttre"})).iter(f"{WP}docPr")
    assert picture.get("descr") == "en\nto\ttre"


def test_docxtpls_escape_is_undone_in_the_template_only():
    template = word(p("{_{ a }_} {_% b %_}"), p("{{ v }}"))
    assert text_of(template, v="{_{ a }_} {_% b %_}") == ["{{ a }} {% b %}", "{_{ a }_} {_% b %_}"]


def test_a_table_never_comes_out_without_rows_or_with_the_wrong_grid():
    loop = table(row("{%tr for x in l %}", ""), row("{{ x }}", ""), row("{%tr endfor %}", ""))
    columns = table(row(cell("{%tc for x in l %}"), cell("{{ x }}"), cell("{%tc endfor %}")))
    template = word(p("før"), loop, p("mellem"), columns, p("efter"))
    for count in (0, 1, 5):
        ours = letter(template, {"l": list(range(count))})
        assert verify(ours, "brev") == []
        assert len(list(xml(ours).iter(f"{W}tbl"))) == (2 if count else 0)
        for grid in list(xml(ours).iter(f"{W}tblGrid"))[1:]:
            assert len(grid) == count


def test_a_table_without_a_grid_is_no_crash():
    """docxtpl stops with AttributeError."""
    cells = row(cell("{%tc for x in l %}"), cell("{{ x }}"), cell("{%tc endfor %}"))
    bare = f"<w:tbl><w:tblPr/>{cells}</w:tbl>"
    assert "1" in text_of(word(bare, p("efter")), l=[1, 2])
    assert text_of(word(bare, p("efter")), l=[]) == ["efter"]


def test_numbers_that_must_be_unique_are_so_in_loops():
    template = word(
        p("{%p for x in l %}"),
        p(bookmark("b", r("{{ x }}")) + drawing("a")),
        control(p("x")),
        p("{%p endfor %}"),
        relations={"rIdPng": ("image", "media/b.png")},
        parts={"word/media/b.png": png()},
    )
    ours = letter(template, {"l": [1, 2, 3]})
    assert verify(ours, "brev") == []
    assert [e.get("id") for e in xml(ours).iter(f"{WP}docPr")] == ["1001", "1002", "1003"]


def test_a_footnote_in_a_loop_is_refused_with_its_place():
    template = with_notes(
        p("{%p for x in l %}"), p("x", note()), p("{%p endfor %}"), notes=[p("n")]
    )
    reason = refusal(template, l=[1, 2])
    assert "fodnote inde i en løkke" in reason
    assert "brødteksten, afsnit 2" in reason


def test_no_letter_changes_the_template_that_others_come_from():
    """docxtpl merges subdocuments, pictures and styles into the package it renders."""
    picture = Billede(png(), "Logo")
    compiled = compile_docx(with_header(p("{{ b }}"), header=p("{{ b }}")), skabelon())

    def one(b: object) -> bytes:
        filled = fill(compiled, {"b": b}, pictures=[picture])
        return pack_letter(compiled, filled, MANIFEST, title="", sender="", day=DAY)

    before = one("tekst")
    assert any("media" in name for name in parts(one(picture)))
    assert one("tekst") == before
    assert not any("media" in name for name in parts(before))


def test_a_picture_is_in_the_part_that_shows_it_and_in_the_file_once():
    picture = Billede(png(), "Logo")
    template = with_header(p("{{ b }}"), header=p("{{ b }}{{ b }}"))
    ours = letter(template, {"b": picture}, pictures=[picture])
    assert verify(ours, "brev") == []
    for part in ("document", "header1"):
        rels = parts(ours)[f"word/_rels/{part}.xml.rels"].decode()
        assert rels.count("/image") == 1
    assert "image/png" in parts(ours)["[Content_Types].xml"].decode()


def test_a_link_in_a_header_belongs_to_the_header():
    """docxtpl adds addresses to the body's relationships only. Ours come from the template."""
    template = word(
        p("x"),
        section='<w:headerReference w:type="default" r:id="rId9"/>',
        relations={"rId9": ("header", "header1.xml")},
        parts={
            "word/header1.xml": element(
                "w:hdr", p('<w:hyperlink r:id="rId1">' + r("{{ v }}") + "</w:hyperlink>")
            ),
            "word/_rels/header1.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org'
            '/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxml'
            'formats.org/officeDocument/2006/relationships/hyperlink" Target="https://a.example" '
            'TargetMode="External"/></Relationships>',
        },
    )
    ours = letter(template, {"v": "her"})
    assert "https://a.example" in parts(ours)["word/_rels/header1.xml.rels"].decode()
    assert verify(ours, "brev") == []


def test_looks_come_from_styles_and_never_from_values():
    """docxtpl's RichText writes colours and fonts as they are, so a value can be markup."""
    wild = '"/><w:vanish/><w:x w:val="'
    ours = body("**{{ v }}** *{{ v }}*", {"v": wild}).docx
    assert not list(xml(ours).iter(f"{W}vanish"))
    assert paragraph_texts(read(ours)) == [f"{wild} {wild}"]
    assert "skabelon.fejl" in _ids(word(p("{{r v }}")), v="tekst")


def _ids(template: bytes, **values: object) -> list[str]:
    with pytest.raises(Unusable) as refused:
        letter(template, values)
    return [problem.id for problem in refused.value.problems]


def test_headers_and_footers_are_filled_wherever_their_parts_are_called():
    template = word(
        p("x"),
        section='<w:headerReference w:type="default" r:id="rId9"/>'
        '<w:footerReference w:type="default" r:id="rId8"/>',
        relations={"rId9": ("header", "/andre/top.xml"), "rId8": ("footer", "bund.xml")},
        parts={
            "andre/top.xml": element("w:hdr", p("{{ v }}")),
            "word/bund.xml": element("w:ftr", p("{{ v }}")).replace("{{", "\ufeff{{"),
        },
        kinds={
            "andre/top.xml": "application/vnd.openxmlformats-officedocument.wordprocessingml."
            "header+xml",
            "word/bund.xml": "application/vnd.openxmlformats-officedocument."
            "wordprocessingml.footer+xml",
        },
    )
    document = read(letter(template, {"v": "Åse"}))
    stories = (*document.headers, *document.footers)
    assert [lines(story.blocks) for story in stories] == [["Åse"], ["\ufeffÅse"]]


def test_what_one_part_or_letter_sets_is_not_seen_by_another():
    template = with_header(p("{% set v = 'fra brødteksten' %}{{ v }}"), header=p("{{ v }}"))
    compiled = compile_docx(template, skabelon())
    for value in ("en", "to"):
        filled = dict(fill(compiled, {"v": value}).parts)
        assert ">fra brødteksten<" in filled["word/document.xml"]
        assert f">{value}<" in filled["word/header1.xml"]


def test_a_filtered_list_can_be_run_through_twice():
    """Jinja's filters give generators, which are empty the second time."""
    tags = "{% set a = l|select('odd') %}{% for x in a %}{{ x }}{% endfor %}|"
    assert text_of(word(p(tags + "{% for x in a %}{{ x }}{% endfor %}")), l=[1, 2, 3]) == ["13|13"]


def test_a_compiled_template_is_safe_to_use_from_several_threads():
    compiled = compile_docx(word(p("{% for x in l %}{{ x }}{{ v }}{% endfor %}")), skabelon())

    def one(number: int) -> str:
        return dict(fill(compiled, {"v": str(number), "l": range(200)}).parts)["word/document.xml"]

    alone = [one(n) for n in range(8)]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(one, range(8))) == alone


def test_properties_are_escaped_once():
    compiled = compile_docx(word(p("x")), skabelon())
    docx = pack_letter(
        compiled, fill(compiled, {}), MANIFEST, title="R&D <x>", sender="Å & Ø", day=DAY
    )
    properties = read(docx).properties
    assert (properties.title, properties.author) == ("R&D <x>", "Å & Ø")


def test_a_footnote_is_not_filled_twice_so_data_is_not_run():
    template = with_notes(p("x", note()), p(look="<w:sectPr/>"), notes=[p("{{ v }}")])
    assert (
        ">{{ 7*7 }}<" in parts(letter(template, {"v": "{{ 7*7 }}"}))["word/footnotes.xml"].decode()
    )


@pytest.mark.parametrize("part", ["comments", "glossary", "chart"])
def test_a_tag_where_nothing_is_filled_in_is_found(part, tmp_path):
    path = tmp_path / "t.docx"
    path.write_bytes(word(p("x"), parts={f"word/{part}.xml": element("w:x", p("{", "{ v }}"))}))
    ids = [problem.id for problem in lint(skabelon(path), library()).problems]
    assert "skabelon.maerke_forkert_sted" in ids


def test_there_is_one_environment_and_it_is_closed():
    for phrases in (False, True):
        env = environment(phrases=phrases)
        assert isinstance(env, ImmutableSandboxedEnvironment)
        assert env.autoescape is True
        assert env.undefined is StrictUndefined
        assert set(env.globals) == {"range", "namespace"}
        assert env.loader is None
    sources = Path(generator.__file__).parent.rglob("*.py")
    makers = [f.name for f in sources if "Environment" in f.read_text(encoding="utf-8")]
    assert makers == ["sandbox.py"]


@pytest.mark.parametrize(
    ("tag", "spot"),
    [
        ("{{ ukendt }}", "afsnit 3"),
        ("{{ 1/0 }}", "afsnit 3"),
        ("{{ a|ukendt }}", "afsnit 3"),
        ("{{ a.b.c }}", "afsnit 3"),
        ("{{ liste }}", "afsnit 3"),
    ],
)
def test_an_error_names_the_paragraph_whatever_stands_before_it(tag, spot):
    """Rows and paragraphs that the dialect takes away shifted the count of lines."""
    before = table(
        row("{%tr for x in liste %}", "", ""),
        row("{{ x }}", "", ""),
        row("{%tr endfor %}", "", ""),
        columns=3,
    )
    values: dict[str, object] = {"a": "1", "liste": [1, 2]}
    assert spot in refusal(
        word("<w:p/>", p("{%p if a %}"), p(f"x {tag}"), p("{%p endif %}")), **values
    )
    after = word(
        styled("Heading1", "Klage"), before, p("en\nlinje"), p("{%- if a %}x{% endif %}"), p(tag)
    )
    assert "under »Klage«, afsnit 13" in refusal(after, **values)
    cells = word(table(row("a", "b"), row("c", tag)))
    assert "tabel 1, række 2, celle 2" in refusal(cells, **values)
    assert "sidehovedet, afsnit 1" in refusal(with_header(p("x"), header=p(tag)), **values)
    rows = word(table(row("{%tr for x in ukendt %}", ""), row("a", "b"), row("{%tr endfor %}", "")))
    assert "tabel 1, række 1, celle 1" in refusal(rows, **values)


def test_every_prefix_that_a_letter_uses_is_declared():
    """A header that knows only `w` still takes a picture and a phrase."""
    bare = f'<w:hdr xmlns:w="{SPACES["w"]}">{p("{{ b }}")}{p("{{p frase.x }}")}</w:hdr>'
    template = word(
        p("x"),
        section='<w:headerReference w:type="default" r:id="rId9"/>',
        relations={"rId9": ("header", "header1.xml")},
        parts={"word/header1.xml": bare},
    )
    picture = Billede(png(), "Logo")
    compiled = compile_docx(template, skabelon())
    session = session_for(compiled, library(frase("x", "**Hej**")))
    filled = fill(compiled, {"b": picture}, session, pictures=[picture])
    docx = pack_letter(compiled, filled, MANIFEST, title="", sender="", day=DAY)
    assert verify(docx, "brev") == []


def test_the_package_keeps_its_parts_and_has_no_time_of_its_own(tmp_path):
    font = bytes(range(256))
    template = word(
        p("x"),
        relations={"rId9": ("font", "fonts/f1.odttf"), "rId8": ("theme", "theme/theme1.xml")},
        parts={"word/fonts/f1.odttf": font, "word/theme/theme1.xml": "<a/>"},
    )
    path = tmp_path / "brev.docx"
    path.write_bytes(letter(template, {}))
    with ZipFile(path) as archive:
        assert archive.testzip() is None
        assert archive.read("word/fonts/f1.odttf") == font
        assert archive.read("word/theme/theme1.xml") == b"<a/>"
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert len(archive.namelist()) == len(set(archive.namelist()))


@pytest.mark.parametrize("kind", ["template.main", "document.main"])
def test_a_dotx_makes_a_docx(kind):
    """python-docx refuses a .dotx."""
    main = f"application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}+xml"
    ours = letter(word(p("Hej {{ v }}"), kinds={"word/document.xml": main}), {"v": "du"})
    assert paragraph_texts(read(ours)) == ["Hej du"]
    types_ = parts(ours)["[Content_Types].xml"].decode()
    assert "template.main" not in types_
    assert types_.count("document.main+xml") == 1


def test_letters_leave_nothing_behind_in_memory():
    compiled = compile_docx(word(p("{{ v }}"), p("{{ w }}")), skabelon())

    def some(count: int) -> None:
        for _ in range(count):
            filled = fill(compiled, {"v": "a & b", "w": "x\ny"})
            pack_letter(compiled, filled, MANIFEST, title="t", sender="s", day=DAY)

    some(20)
    tracemalloc.start()
    try:
        some(20)
        before = tracemalloc.get_traced_memory()[0]
        some(200)
        assert tracemalloc.get_traced_memory()[0] - before < 50_000
    finally:
        tracemalloc.stop()


# --- peers.md, M1–M18 ---------------------------------------------------------------------------


@pytest.mark.parametrize("tag", ["{{ barn.navn }}", "{{ barn.mor.navn }}"])
def test_m1_a_missing_value_is_never_nothing(tag):
    compiled = compile_docx(word(p(f"Kære {tag}.")), skabelon())
    for barn in ({"navn": None, "mor": None}, {"navn": None, "mor": {"navn": None}}):
        filled = fill(compiled, {"barn": barn})
        [problem] = filled.problems
        assert (problem.id, problem.level) == ("brev.mangler", "fejl")
        assert tag.strip("{ }") in problem.text
    assert "»navn« findes ikke" in refusal(word(p("{{ barn.navn }}")), barn={})


def test_m2_an_unknown_name_is_named_with_its_place():
    reason = refusal(word(p("x"), p("Hej {{ navn }}")), nam="x")
    assert "»navn« findes ikke" in reason
    assert "brødteksten, afsnit 2" in reason


def test_m3_text_after_markup_survives():
    assert text_of(word(p("{{ v }}")), v="A Smith & Søn <b> B") == ["A Smith & Søn <b> B"]


@pytest.mark.parametrize("quoted", ["“ja”", "‘ja’", "„ja”", "»ja«", '"ja"', "‹ja›"])
def test_m4_any_quotation_marks_work_in_tags(quoted):
    tag = f"{{%\u00a0if v == {quoted} %}}1{{% endif %}}{{{{ 2 – 1 }}}}"
    assert text_of(word(p(tag)), v="ja") == ["11"]


@pytest.mark.parametrize(
    ("tag", "said"),
    [
        ("{% if v %}", "»if« bliver ikke lukket"),
        ("{% endif %}", "lukker noget, som ikke er åbnet"),
        ("{{ v|ukendt }}", "intet filter"),
        ("{{ 1/0 }}", "deler med nul"),
        ("{% for x in v %}{{ x.y }}{% endfor %}", "kan ikke bruges"),
    ],
)
def test_m5_every_kind_of_error_has_a_place_and_a_remedy(tag, said):
    with pytest.raises(Unusable) as refused:
        letter(word(styled("Heading1", "Klage"), p(tag)), {"v": ["a"]})
    [problem] = refused.value.problems
    assert said in problem.text
    assert problem.where.detail == "brødteksten, under »Klage«, afsnit 2"
    assert problem.remedy


@pytest.mark.parametrize(
    "content",
    [
        p("{%p if v %} tekst"),
        p("tekst {%p if v %}"),
        p("{%p if v %}", drawing()),
        table(row("{%tr if v %}", "tekst")),
    ],
)
def test_m6_what_would_vanish_beside_a_tag_is_refused(content):
    end = p("{%p endif %}") if content.startswith("<w:p>") else ""
    closing = "" if end else table(row("{%tr endif %}"))
    template = word(
        content,
        end,
        closing,
        relations={"rIdPng": ("image", "media/b.png")},
        parts={"word/media/b.png": png()},
    )
    assert "skabelon.tekst_forsvinder" in _ids(template, v=True)


def test_m7_a_condition_leaves_no_empty_paragraph():
    template = word(
        p("a"), p("{% if v %}"), p("b"), p("{% else %}"), p("c"), p("{% endif %}"), p("d")
    )
    for value, text in ((True, "b"), (False, "c")):
        ours = xml(letter(template, {"v": value}))
        assert ["".join(map(str, x.itertext())) for x in ours.iter(f"{W}p")] == [
            "a",
            text,
            "d",
        ]


def test_m7_but_the_paragraph_between_two_tables_stays():
    """Without it Word would make one table of them."""
    template = word(table(row("a", "b")), p("{% if v %}"), table(row("c", "d")), p("{% endif %}"))
    body_ = xml(letter(template, {"v": True}))[0]
    assert [str(e.tag).removeprefix(W) for e in body_] == ["tbl", "p", "tbl", "p", "sectPr"]


def test_m8_a_tag_split_over_runs_keeps_the_look_of_its_first():
    template = word(p(r("{", "<w:b/>") + r("{ v", "<w:i/>") + r(" }}")))
    [run] = xml(letter(template, {"v": "x"})).iter(f"{W}r")
    assert run.find(f"{W}rPr/{W}b") is not None


def test_m9_text_in_a_content_control_is_filled_and_read():
    ours = letter(word(control(p("{{ v }}"))), {"v": "<x>"})
    assert list(xml(ours).iter(f"{W}sdt"))
    assert paragraph_texts(read(ours)) == ["<x>"]


@pytest.mark.parametrize("change", ["del", "ins", "moveFrom"])
def test_m10_a_template_with_tracked_changes_is_refused(change):
    """Else deleted text travels with the letter, filled in."""
    inner = r("{{ cpr }}").replace("w:t>", "w:delText>" if change == "del" else "w:t>")
    template = word(p(f'<w:{change} w:id="1" w:author="Ulla">{inner}</w:{change}>'))
    assert _ids(template, cpr="010203-1234") == ["skabelon.sporede_aendringer"]


def test_m11_a_numbered_list_begins_anew_each_time():
    template = word(p("{{p frase.x }}"), p("{{p frase.x }}"), p("{{p frase.x }}"))
    letter_ = made(template, library(frase("x", "1. a\n2. b\n\nMellem.\n\n1. c")))
    numbers = [e.get(f"{W}val") for e in xml(letter_.docx).iter(f"{W}numId")]
    assert numbers == ["4", "4", "5", "6", "6", "7", "8", "8", "9"]
    shown = [x.number for x in paragraphs(letter_.document.body) if x.number]
    assert shown == ["1.", "2.", "1."] * 3


def test_m12_the_lint_knows_dotted_names_and_list_items(tmp_path):
    path = tmp_path / "t.docx"
    path.write_bytes(
        word(
            p("{{ barn.navm }}"),
            p("{%p for m in plan.mål %}"),
            p("{{ m.maal }}"),
            p("{%p endfor %}"),
            p("{{ barn.fødselsdato }}"),
        )
    )
    findings = lint(skabelon(path), library())
    unknown = [x for x in findings.problems if x.id == "skabelon.ukendt_felt"]
    assert [x.text for x in unknown] == [
        "Feltet »barn.navm« findes ikke.",
        "Feltet »plan.mål[].maal« findes ikke.",
    ]
    assert unknown[0].remedy == "Mente du »navn«?"
    assert "barn.fødselsdato" in findings.uses.felter


def test_m13_the_same_letter_is_the_same_bytes():
    template = with_header(p("{{ v }}"), header=p("{{ v }}"))
    assert letter(template, {"v": "x"}) == letter(template, {"v": "x"})


def test_m15_a_template_is_read_once_however_many_letters(monkeypatch):
    calls = []
    original = DocxTemplate.patch_xml

    def counted(self: DocxTemplate, source: str) -> str:
        calls.append(source)
        return str(original(self, source))

    monkeypatch.setattr(DocxTemplate, "patch_xml", counted)
    compiled = compile_docx(with_header(p("{{ v }}"), header=p("{{ v }}")), skabelon())
    for n in range(5):
        fill(compiled, {"v": str(n)})
    assert len(calls) == 2


def test_m16_a_date_is_danish_without_a_filter():
    day = date(2026, 3, 1)
    template = word(p("{{ d }}, {{ 'den ' ~ d }}, {{ d|upper }}, {{ [d]|join }}"))
    [text] = text_of(template, d=day)
    assert (
        text.replace("\u00a0", " ")
        == "1. marts 2026, den 1. marts 2026, 1. MARTS 2026, 1. marts 2026"
    )


def test_m17_a_name_in_the_wrong_case_is_refused_and_mended_by_the_lint(tmp_path):
    assert "»Barn« findes ikke" in refusal(word(p("{{ Barn.navn }}")), barn={"navn": "x"})
    path = tmp_path / "t.docx"
    path.write_bytes(word(p("{{ Barn.navn }}")))
    [problem, *_] = lint(skabelon(path), library()).problems
    assert problem.remedy == "Mente du »barn«?"


@pytest.mark.parametrize(
    "tag",
    [
        "{{ cycler.__init__.__globals__.os.system('x') }}",
        "{{ ''.__class__.__mro__ }}",
        "{{ v.__class__ }}",
        "{{ namespace.__init__.__globals__ }}",
        "{{ self.__init__ }}",
        "{{ range.__self__ }}",
        "{{ v['__class__'] }}",
        "{{ v|attr('__class__') }}",
    ],
)
def test_m18_a_template_cannot_reach_python(tag):
    assert "object" not in refusal(word(p(tag)), v={"a": 1})
