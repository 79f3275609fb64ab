"""Phrases: which wording is chosen, what of Markdown a letter has a form for, and that a value put
into a phrase is only ever a value."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator import library as library_module
from generator.case.conditions import BETINGELSER, UDELUKKER
from generator.document import paragraphs
from generator.library import Frase, Library, load_library, parse_frase, parse_heading
from generator.phrases.check import check_library, check_variant
from generator.phrases.choose import choose
from generator.phrases.markdown import Unsupported, blocks
from generator.source import Place, Problem, Unusable
from tests.fraser import Made, body, frase, law, library, made, on_disk, text
from tests.word import SPACES, lines, p, styled, styles, with_header, word, xml

W = f"{{{SPACES['w']}}}"


def said(made_: Made) -> list[str]:
    """What the letter says, paragraph by paragraph."""
    return lines(made_.document.body)


# --- which variant ------------------------------------------------------------------------------

WORDINGS = """## Til barnet, 10-12 år
barn 10-12

## Til barnet, fra 10 år
barn 10+

## Til barnet, 10-12 år, hvis uenighed
barn 10-12 uenig

## Til barnet, hvis anbragt og uenighed
barn anbragt uenig

## Til forældre
forældre

## Til forældre, hvis ikke anbragt
forældre hjemme

## Til alle
alle

## Til alle, hvis anbragt
alle anbragt
"""


@pytest.mark.parametrize(
    ("reader", "age", "conditions", "wording"),
    [
        ("barn", 11, "", "barn 10-12"),
        ("barn", 14, "", "barn 10+"),
        ("barn", 16, "", "barn 10+"),
        ("barn", 10, "", "barn 10-12"),
        ("barn", 12, "", "barn 10-12"),
        ("barn", 13, "", "barn 10+"),
        ("barn", 9, "", "alle"),
        ("barn", 5, "anbragt", "alle anbragt"),
        ("barn", 11, "uenighed", "barn 10-12 uenig"),
        ("barn", 14, "uenighed", "barn 10+"),
        ("barn", 14, "anbragt uenighed", "barn anbragt uenig"),
        ("barn", 11, "anbragt uenighed", "barn anbragt uenig"),
        ("barn", 4, "anbragt uenighed", "barn anbragt uenig"),
        ("forælder", 11, "", "forældre hjemme"),
        ("forælder", 11, "anbragt", "forældre"),
        ("forælder", 11, "anbragt uenighed", "forældre"),
        ("sted", 11, "", "alle"),
        ("sted", 11, "anbragt", "alle anbragt"),
    ],
)
def test_the_most_specific_wording_wins(reader, age, conditions, wording):
    """A named reader before all, more conditions before fewer, a narrow age before a wide one."""
    answers = {**dict.fromkeys(BETINGELSER, False), **dict.fromkeys(conditions.split(), True)}
    choice = choose(frase("x", WORDINGS), reader, age, answers.__getitem__)
    assert choice is not None
    assert choice.variant.body == wording
    assert not choice.fallback


@pytest.mark.parametrize(
    ("headings", "age", "chosen"),
    [
        (["6-9 år", "13-15 år"], 11, "6-9 år"),
        (["6-9 år", "13-15 år"], 17, "13-15 år"),
        (["6-9 år", "10-12 år"], 14, "10-12 år"),
        (["13-15 år", "fra 16 år"], 11, "13-15 år"),
        (["fra 16 år"], 4, "fra 16 år"),
        (["under 10 år"], 16, "under 10 år"),
    ],
)
def test_a_child_without_its_own_wording_gets_the_nearest_younger_then_older(headings, age, chosen):
    written = frase("x", "\n\n".join(f"## Til barnet, {h}\n{h}" for h in headings))
    choice = choose(written, "barn", age, lambda name: False)
    assert choice is not None
    assert (choice.variant.body, choice.fallback) == (chosen, True)


def test_a_stand_in_is_reported_with_file_and_line():
    made_ = made(
        word(p("{{p frase.x }}")), library(frase("x", "## Til barnet, 6-9 år\nTekst")), age=11
    )
    [problem] = made_.problems
    assert (problem.id, problem.level) == ("frase.reserve", "forslag")
    assert "»Til barnet, 6-9 år«" in problem.text
    assert problem.where == Place("x.md", 11)
    assert said(made_) == ["Tekst"]


@pytest.mark.parametrize(
    ("heading", "reader"),
    [
        ("Til forældre", "barn"),
        ("Til barnet", "forælder"),
        ("Til stedet", "barn"),
        ("Til barnet", "sted"),
        ("Til barnet, hvis uenighed", "barn"),
    ],
)
def test_a_wording_for_one_reader_is_never_given_to_another(heading, reader):
    made_ = made(
        word(p("før"), p("{{p frase.x }}"), p("efter")),
        library(frase("x", f"## {heading}\nHemmeligt")),
        reader=reader,
    )
    assert "Hemmeligt" not in "".join(said(made_))
    [problem] = made_.problems
    assert (problem.id, problem.level) == ("frase.fejl", "fejl")
    assert "ingen tekst til" in problem.text
    assert problem.where.file == "x.md"
    assert problem.remedy
    assert said(made_)[0] == "før"
    assert "MANGLER" in said(made_)[1]
    assert said(made_)[2] == "efter"


def tied(*headings: str) -> list[Problem]:
    try:
        frase("x", "\n\n".join(f"## {h}\nTekst" for h in headings))
    except Unusable as refused:
        return refused.problems
    return []


@pytest.mark.parametrize(
    "headings",
    [
        ("Til barnet", "Til barnet"),
        ("Til barnet, 10-12 år", "Til barnet, 10-12 år"),
        ("Til barnet, 0-9 år", "Til barnet, 6-15 år"),
        ("Til barnet, hvis uenighed", "Til barnet, hvis anbragt"),
        ("Til alle, hvis uenighed og anbragt", "Til alle, hvis anbragt og uenighed"),
        ("Til barnet", "Til den unge"),
    ],
)
def test_two_wordings_that_fit_equally_well_are_refused(headings):
    [problem] = tied(*headings)
    assert problem.id == "frase.uafgjort"
    assert all(f"»{h}«" in problem.text for h in headings)
    assert problem.where == Place("x.md", 14)
    assert problem.remedy


@pytest.mark.parametrize(
    "headings",
    [
        ("Til barnet", "Til forældre", "Til stedet", "Til alle"),
        ("Til barnet, 6-9 år", "Til barnet, 10-12 år"),
        ("Til barnet, 10-12 år", "Til barnet, 10-15 år"),
        ("Til barnet, hvis uenighed", "Til barnet, hvis ikke uenighed"),
        ("Til barnet", "Til barnet, hvis uenighed"),
        ("Til barnet, under 10 år, hvis uenighed", "Til barnet, fra 10 år, hvis anbragt"),
    ],
)
def test_wordings_that_cannot_both_fit_or_are_not_equally_specific_are_fine(headings):
    assert tied(*headings) == []


def test_conditions_that_exclude_each_other_are_no_tie():
    group = sorted(next(iter(UDELUKKER)))
    assert len(group) > 1
    assert tied(f"Til alle, hvis {group[0]}", f"Til alle, hvis {group[1]}") == []


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("Til alle", (None, (0, 99), ())),
        ("Til den unge", ("barn", (0, 99), ())),
        ("til forælderen", ("forælder", (0, 99), ())),
        ("Til barnet, 10–12 år", ("barn", (10, 12), ())),
        ("Til barnet, 16-17 år", ("barn", (16, 99), ())),
        ("Til barnet, under 10 år", ("barn", (0, 9), ())),
        ("Til barnet, fra 13 år", ("barn", (13, 99), ())),
        ("Til barnet, 6-12 år", ("barn", (6, 12), ())),
        ("Til stedet, hvis anbragt", ("sted", (0, 99), (("anbragt", True),))),
        (
            "Til alle, hvis ikke uenighed og anbragt",
            (None, (0, 99), (("anbragt", True), ("uenighed", False))),
        ),
    ],
)
def test_a_heading_says_whom_the_wording_is_for(heading, expected):
    assert parse_heading(heading) == expected


@pytest.mark.parametrize(
    ("heading", "said_"),
    [
        ("Barnet", "siger ikke, hvem"),
        ("Til naboen", "siger ikke, hvem"),
        ("Til barnet, 10-11 år", "alderstrinnene"),
        ("Til barnet, ti år", "kan ikke læses som en alder"),
        ("Til forældre, 10-12 år", "Alder kan kun stå"),
        ("Til alle, hvis ukendt_ting", "Der er ingen betingelse"),
        ("Til barnet, 12-10 år", "alderstrinnene"),
    ],
)
def test_a_heading_that_cannot_be_read_is_refused_with_its_line(heading, said_):
    with pytest.raises(Unusable) as refused:
        frase("x", f"## Til alle\nTekst\n\n## {heading}\nTekst")
    [problem] = refused.value.problems
    assert said_ in problem.text
    assert problem.where == Place("x.md", 14)
    assert problem.remedy


# --- which version ------------------------------------------------------------------------------

OLD = frase("x", "Den gamle.", gyldig_fra="2020-01-01", gyldig_til="2024-12-31")
NEW = frase("x", "Den nye.", gyldig_fra="2025-01-01", gyldig_til="2026-06-30")


@pytest.mark.parametrize(
    ("day", "wording"),
    [
        (date(2020, 1, 1), "Den gamle."),
        (date(2024, 12, 31), "Den gamle."),
        (date(2025, 1, 1), "Den nye."),
        (date(2026, 6, 30), "Den nye."),
    ],
)
def test_the_phrase_in_force_on_the_day_of_the_letter_is_used(day, wording):
    assert said(made(word(p("{{p frase.x }}")), library(OLD, NEW), day=day)) == [wording]


@pytest.mark.parametrize("day", [date(2019, 12, 31), date(2026, 7, 1)])
def test_a_phrase_not_in_force_leaves_a_hole(day):
    made_ = made(word(p("{{p frase.x }}")), library(OLD, NEW), day=day)
    [problem] = made_.problems
    assert "gælder ikke på brevets dato" in problem.text
    assert problem.level == "fejl"
    assert "MANGLER" in said(made_)[0]


def test_a_phrase_that_is_not_there_is_told_with_the_nearest_name():
    made_ = made(
        word(p("{{p frase.plan.mål_ }}".replace("å", "aa"))), library(frase("plan.maal", "x"))
    )
    [problem] = made_.problems
    assert "»plan.maal_«" in problem.text
    assert problem.remedy == "Mente du »plan.maal«?"


def in_library(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    shipped: dict[str, str],
    own: dict[str, str] | None = None,
) -> Library:
    """A shipped library with these files and, if any, a municipality's own on top."""
    root = on_disk(tmp_path / "med", shipped)
    monkeypatch.setattr(library_module, "shipped", lambda: root)
    return load_library(*([on_disk(tmp_path / "egen", own)] if own else []))


def test_the_municipalitys_own_phrase_takes_the_place_of_the_shipped_one(tmp_path, monkeypatch):
    found = in_library(
        tmp_path,
        monkeypatch,
        {"a/x.md": text("Vores"), "a/y.md": text("Uændret")},
        {"a/x.md": text("Jeres"), "a/z.md": text("Ny")},
    )
    assert said(
        made(word(p("{{p frase.a.x }}"), p("{{p frase.a.y }}"), p("{{p frase.a.z }}")), found)
    ) == ["Jeres", "Uændret", "Ny"]
    assert [(id, versions[0].overstyrer) for id, versions in found.fraser.items()] == [
        ("a.x", True),
        ("a.y", False),
        ("a.z", False),
    ]
    assert "egen" in found.fraser["a.x"][0].file


def test_older_versions_lie_beside_and_may_not_overlap(tmp_path, monkeypatch):
    shipped = {
        "x.md": text("Ny", gyldig_fra="2025-01-01"),
        "x@2020-01-01.md": text("Gammel", gyldig_fra="2020-01-01", gyldig_til="2024-12-31"),
    }
    found = in_library(tmp_path, monkeypatch, shipped)
    assert [v.varianter[0].body for v in found.fraser["x"]] == ["Gammel", "Ny"]
    shipped["x@2020-01-01.md"] = text("Gammel", gyldig_fra="2020-01-01")
    with pytest.raises(Unusable) as refused:
        in_library(tmp_path, monkeypatch, shipped)
    assert [x.id for x in refused.value.problems] == ["frase.overlap"]


def test_every_broken_phrase_of_a_library_is_told_at_once(tmp_path, monkeypatch):
    with pytest.raises(Unusable) as refused:
        in_library(
            tmp_path,
            monkeypatch,
            {
                "a.md": "intet hoved",
                "b.md": text("x", status="måske"),
                "Æble.md": text("x"),
                "c.md": text("## Til naboen\nx"),
                "d.md": text("fin"),
            },
        )
    assert sorted(x.id for x in refused.value.problems) == [
        "frase.hoved",
        "frase.navn",
        "frase.overskrift",
        "frase.vaerdi",
    ]
    assert {Path(x.where.file).name for x in refused.value.problems} == {
        "a.md",
        "b.md",
        "Æble.md",
        "c.md",
    }


@pytest.mark.parametrize(
    ("changes", "id", "line"),
    [
        ({"titel": ""}, "frase.mangler", 1),
        ({"status": ""}, "frase.mangler", 1),
        ({"version": ""}, "frase.mangler", 1),
        ({"gyldig_fra": ""}, "frase.mangler", 1),
        ({"stemme": ""}, "frase.mangler", 1),
        ({"ukendt": "1"}, "frase.felt", 10),
        ({"titl": "x"}, "frase.felt", 10),
        ({"stemme": "hviskende"}, "frase.vaerdi", 4),
        ({"status": "godkent"}, "frase.vaerdi", 7),
        ({"gyldig_fra": "snart"}, "frase.vaerdi", 5),
        ({"gyldig_til": "31-02-2026"}, "frase.vaerdi", 10),
        ({"lov": "[BL § 9999]"}, "frase.lov", 10),
        ({"lov": "[noget]"}, "frase.lov", 10),
        ({"loekke": "mål"}, "frase.vaerdi", 10),
    ],
)
def test_a_fault_in_the_head_is_told_with_its_line(changes, id, line):
    with pytest.raises(Unusable) as refused:
        frase("x", "Tekst", **changes)
    [problem] = refused.value.problems
    assert problem.id == id
    assert problem.where.file.startswith("x")
    assert problem.where.line == line
    assert problem.remedy


@pytest.mark.parametrize(
    "source", ["Tekst uden hoved", "---\ntitel: x\nTekst", "---\n---\nTekst", "\n"]
)
def test_a_phrase_without_a_head_is_refused(source):
    with pytest.raises(Unusable) as refused:
        parse_frase(source, "x", "x.md", law())
    assert all(x.where.file == "x.md" and x.remedy for x in refused.value.problems)


@pytest.mark.parametrize(
    ("status", "draft", "level"),
    [
        ("kladde", False, "fejl"),
        ("kladde", True, "advarsel"),
        ("udgaaet", False, "fejl"),
        ("udgaaet", True, "advarsel"),
    ],
)
def test_a_phrase_that_is_not_approved_holds_the_letter_back_but_not_a_draft(status, draft, level):
    made_ = made(
        word(p("{{p frase.x }}")), library(frase("x", "Tekst", status=status)), draft=draft
    )
    assert [(x.id, x.level) for x in made_.problems] == [("frase.status", level)]
    assert said(made_) == ["Tekst"]


# --- Markdown -----------------------------------------------------------------------------------

FORMS = [
    ("En linje\nog en til", [("BodyText", "En linje og en til")]),
    ("En linje  \nog en til", [("BodyText", "En linje\nog en til")]),
    ("En linje\\\nog en til", [("BodyText", "En linje\nog en til")]),
    ("Et\n\nTo", [("BodyText", "Et"), ("BodyText", "To")]),
    ("### Stor\n\n#### Lille", [("Heading2", "Stor"), ("Heading3", "Lille")]),
    ("- a\n- b\n  - c", [("ListBullet", "a"), ("ListBullet", "b"), ("ListBullet2", "c")]),
    ("- a\n\n- b", [("ListBullet", "a"), ("ListBullet", "b")]),
    ("1. a\n2. b\n   1. c", [("ListNumber", "a"), ("ListNumber", "b"), ("ListNumber2", "c")]),
    ("> citat\n\n> mere", [("Quote", "citat"), ("Quote", "mere")]),
    ("5 < 6 & 7 > 3", [("BodyText", "5 < 6 & 7 > 3")]),
    ("\\* ikke punkt \\1. \\# \\_x\\_", [("BodyText", "* ikke punkt \\1. # _x_")]),
    ("Ord&nbsp;ord &amp; &lt;b&gt; &#197;", [("BodyText", "Ord\u00a0ord & <b> Å")]),
    ("[x]: bilag", [("BodyText", "[x]: bilag")]),
    ("[1] og [2]", [("BodyText", "[1] og [2]")]),
    (
        "Afsnit § 32, stk. 1, nr. 5.\n2026 var godt",
        [("BodyText", "Afsnit § 32, stk. 1, nr. 5. 2026 var godt")],
    ),
    ("se www.ast.dk og a@b.dk", [("BodyText", "se www.ast.dk og a@b.dk")]),
    ("a\tb", [("BodyText", "a\tb")]),
    ("snake_case_ord og 2*3*4", [("BodyText", "snake_case_ord og 234")]),
]


@pytest.mark.parametrize(("markdown", "expected"), FORMS, ids=[f[0] for f in FORMS])
def test_each_form_of_markdown_gets_its_style(markdown, expected):
    made_ = body(markdown)
    found = [e.get(f"{W}val") for e in xml(made_.docx).iter(f"{W}pStyle")]
    assert list(zip(found, said(made_), strict=True)) == expected
    assert made_.problems == ()


@pytest.mark.parametrize(
    ("markdown", "looks"),
    [
        ("a **b** c", [(False, False), (True, False), (False, False)]),
        ("*a* **b**", [(False, True), (False, False), (True, False)]),
        ("***a***", [(True, True)]),
        ("**a *b* c**", [(True, False), (True, True), (True, False)]),
        ("**a** **b**", [(True, False), (False, False), (True, False)]),
    ],
)
def test_bold_and_italic_become_character_styles(markdown, looks):
    runs = list(xml(body(markdown).docx).iter(f"{W}r"))
    found = [
        (
            "Strong" in _styles(run) or run.find(f"{W}rPr/{W}b") is not None,
            "Emphasis" in _styles(run) or run.find(f"{W}rPr/{W}i") is not None,
        )
        for run in runs
    ]
    assert found == looks


def _styles(run: object) -> list[str | None]:
    return [e.get(f"{W}val") for e in run.iter(f"{W}rStyle")]  # type: ignore[attr-defined]


def test_bold_is_bold_also_where_the_template_has_no_such_style():
    made_ = made(
        word(p("{{p frase.x }}"), parts={"word/styles.xml": styles().replace("Strong", "Andet")}),
        library(frase("x", "**b**")),
    )
    [run] = xml(made_.docx).iter(f"{W}r")
    assert run.find(f"{W}rPr/{W}b") is not None


UNSUPPORTED = [
    ("```\nkode\n```", "kodeblok", 0),
    ("    fire mellemrum", "rykket fire", 0),
    ("---", "vandret streg", 0),
    ("<div>\nx\n</div>", "HTML", 0),
    ("a <b>b</b>", "HTML", 0),
    ("<!-- skjult -->", "HTML", 0),
    ("a|b\n-|-\nc|d", "tabel", 0),
    ("[a](https://b.dk)", "link", 0),
    ("<https://b.dk>", "link", 0),
    ("![a](b.png)", "billede", 0),
    ("`kode`", "kodeskrift", 0),
    ("~~x~~", "overstreget", 0),
    ("# Titel", "overskrift med #", 0),
    ("Titel\n===", "overskrift med =", 0),
    ("Titel\n---", "overskrift med -", 0),
    ("##### Lille", "overskrift med #####", 0),
    ("- a\n  - b\n    - c", "tre niveauer", 2),
    ("- a\n\n  b", "flere afsnit", 2),
    ("1. a\n   - b\n\n   c", "flere afsnit", 3),
    ("a&#12;b", "tegnet &#12;", 0),
    ("a&#xE000;0&#xE001;b", "tegnet &#xE000;", 0),
]


@pytest.mark.parametrize(("markdown", "what", "line"), UNSUPPORTED, ids=[u[0] for u in UNSUPPORTED])
def test_markdown_that_a_letter_has_no_form_for_is_refused_with_its_line(markdown, what, line):
    with pytest.raises(Unsupported) as refused:
        blocks(f"Først\n\n{markdown}")
    assert what in refused.value.what
    assert refused.value.line == line + 2
    assert refused.value.remedy
    made_ = body(f"Først\n\n{markdown}")
    [problem] = made_.problems
    assert problem.where == Place("x.md", 13 + line)
    assert problem.level == "fejl"
    assert "MANGLER" in said(made_)[0]


def test_the_line_is_that_of_the_word_and_not_of_its_paragraph():
    with pytest.raises(Unsupported) as refused:
        blocks("en\nto\ntre `x`")
    assert refused.value.line == 2


@pytest.mark.parametrize(
    ("markdown", "what"), [u[:2] for u in UNSUPPORTED], ids=[u[0] for u in UNSUPPORTED]
)
def test_the_check_of_phrases_finds_the_same_before_any_letter_is_made(markdown, what):
    one = frase("x", f"{{% if anbragt %}}\nFørst\n\n{markdown}\n{{% endif %}}")
    [problem] = check_variant(one, one.varianter[0], {"x"})
    assert (problem.id, problem.where.file) == ("frase.markdown", "x.md")
    assert what in problem.text


@given(
    st.lists(
        st.sampled_from(
            [
                "a",
                " ",
                "\n",
                "*",
                "_",
                "- ",
                "1. ",
                "> ",
                "### ",
                "&",
                "\\",
                "[",
                "]",
                ":",
                "å",
                "(",
                ")",
            ]
        ),
        max_size=25,
    ).map("".join)
)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_word_of_a_phrase_is_lost(markdown):
    """Whatever the Markdown, its letters come out in order, or it is refused."""
    try:
        found = "".join(inline.text for block in blocks(markdown) for inline in block.inlines)
    except Unsupported:
        return
    assert "".join(c for c in found if c.isalpha()) == "".join(c for c in markdown if c.isalpha())


# --- values -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "value",
    [
        "1. maj 2026",
        "2026. Det år",
        "- nej",
        "* x",
        "# x",
        "### x",
        "> x",
        "    fire",
        "**fed**",
        "`k`",
        "---",
        "===",
        "<b>x</b>",
        "[a](b)",
        "[a]: b",
        "a|b\n-|-",
        "~~x~~",
        "![a](b)",
        "&amp;",
        "\\",
        "{{ 7*7 }}",
        "{% if %}",
        "1) x",
        "en\n\n# to",
    ],
)
def test_a_value_first_in_a_line_is_only_a_value(value):
    made_ = body("{{ v }}\n\n{{ v }} i linjen\n\n- {{ v }}\n\n**{{ v }}**", {"v": value})
    assert said(made_) == [value, f"{value} i linjen", value, value]
    assert [e.get(f"{W}val") for e in xml(made_.docx).iter(f"{W}pStyle")] == [
        "BodyText",
        "BodyText",
        "ListBullet",
        "BodyText",
    ]
    assert made_.problems == ()


def test_a_value_after_a_number_makes_no_list():
    assert said(body("{{ n }}. {{ v }}", {"n": 1, "v": "maj"})) == ["1. maj"]


def test_dates_and_filters_work_in_phrases():
    made_ = body(
        "{{ d }} og {{ navne|liste }} og {{ navn|ejefald }}",
        {"d": date(2026, 5, 1), "navne": ["Bo", "Eva"], "navn": "Jens"},
    )
    assert said(made_) == ["1.\u00a0maj 2026 og Bo og Eva og Jens’"]


def test_texts_put_together_in_a_phrase_keep_their_holes():
    made_ = body("{{ 'a' ~ barn.navn ~ 'b' }}", {"barn": {"navn": None}})
    assert [x.id for x in made_.problems] == ["brev.mangler"]
    assert said(made_)[0].startswith("a[MANGLER")
    assert said(made_)[0].endswith("]b")


def test_a_hole_in_a_phrase_is_led_back_to_its_line():
    made_ = made(
        word(p("{{p frase.x }}")),
        library(
            frase("x", "## Til alle\n\nFørst.\n\n{% if true %}\nSå {{ barn.navn }}.\n{% endif %}")
        ),
        {"barn": {"navn": None}},
    )
    [problem] = made_.problems
    assert problem.where == Place("x.md", 16)
    assert "»barn.navn«" in problem.text


# --- conditions, loops, phrases in phrases ------------------------------------------------------


@pytest.mark.parametrize(
    ("v", "expected"), [(True, ["før", "ja", "efter"]), (False, ["før", "nej", "efter"])]
)
def test_tags_on_lines_of_their_own_leave_nothing_behind(v, expected):
    assert (
        said(body("før\n\n{% if v %}\nja\n{% else %}\nnej\n{% endif %}\n\nefter", {"v": v}))
        == expected
    )


def test_a_loop_makes_one_list():
    made_ = body(
        "{% for m in l %}\n1. {{ m.navn }}\n{% endfor %}\n\n"
        "{% for m in l %}{{ m.navn }}{% if not loop.last %}, {% endif %}{% endfor %}.",
        {"l": [{"navn": "A & B"}, {"navn": "2. x"}]},
    )
    assert said(made_) == ["A & B", "2. x", "A & B, 2. x."]
    assert len({e.get(f"{W}val") for e in xml(made_.docx).iter(f"{W}numId")}) == 1


@pytest.mark.parametrize(("text", "kept"), [
    ("Det her peger på det:\n\n- ét\n- to", ["Det her peger på det:"]),
    ("Vi gør **det her:**\n\n1. ét", ["Vi gør det her:"]),
    ("Vi gør {{ v }}:\n\n- ét", ["Vi gør det:"]),
    ("Vi gør det.\n\n- ét", []), ("Vi gør det:\n\nSå er det gjort.", []), ("Vi gør det:", []),
    ("- ét:\n- to", [])])
def test_what_leads_up_to_a_list_stays_on_its_page(text, kept):
    made_ = body(text, {"v": "det"})
    assert ["".join(t.text or "" for t in e.iter(f"{W}t")) for e in xml(made_.docx).iter(f"{W}p")
            if e.find(f"{W}pPr/{W}keepNext") is not None] == kept


def test_an_empty_loop_leaves_nothing():
    assert said(body("før\n\n{% for m in l %}\n- {{ m }}\n{% endfor %}\n\nefter", {"l": []})) == [
        "før",
        "efter",
    ]


def test_a_phrase_in_a_phrase_is_whole_paragraphs_or_part_of_a_line():
    fraser = library(
        frase("ydre", "Før.\n\n{{ frase.indre }}\n\nI linjen: {{ frase.kort }}!"),
        frase("indre", "Et.\n\n- {{ v }}"),
        frase("kort", "{{ v }} & co"),
    )
    made_ = made(word(p("{{p frase.ydre }}")), fraser, {"v": "1. x"})
    assert said(made_) == ["Før.", "Et.", "1. x", "I linjen: 1. x & co!"]
    assert [id for id, _ in made_.session.afsnit] == ["ydre", "indre", "indre", "ydre"]
    assert set(made_.session.brugt) == {"ydre", "indre", "kort"}


def test_a_phrase_sees_the_loop_it_stands_in():
    template = word(p("{%p for m in mål %}"), p("{{p frase.x }}"), p("{%p endfor %}"))
    one = frase("x", "{{ m.navn }}", loekke="{m: plan.mål}")
    assert said(made(template, library(one), {"mål": [{"navn": "A"}, {"navn": "B"}]})) == ["A", "B"]
    outer = library(frase("y", "{% for m in l %}\n{{ frase.x }}\n\n{% endfor %}"), one)
    assert said(made(word(p("{{p frase.y }}")), outer, {"l": [{"navn": "A"}, {"navn": "B"}]})) == [
        "A",
        "B",
    ]


def test_a_phrase_of_several_paragraphs_cannot_stand_in_a_line():
    with pytest.raises(Unusable) as refused:
        made(word(p("x"), p("Se {{ frase.x }}.")), library(frase("x", "Et.\n\nTo.")))
    [problem] = refused.value.problems
    assert "flere afsnit" in problem.text
    assert "{{p frase" in problem.remedy
    assert problem.where.detail == "brødteksten, afsnit 2"


def test_a_phrase_works_in_a_header_and_a_cell():
    made_ = made(
        with_header(p("x"), header=p("{{ frase.x }}")),
        library(frase("x", "Hej {{ v }}")),
        {"v": "<du>"},
    )
    assert lines(made_.document.headers[0].blocks) == ["Hej <du>"]


@pytest.mark.parametrize(
    "bodies", [{"x": "{{ frase.x }}"}, {"x": "a\n\n{{ frase.y }}", "y": "{{ frase.x }}"}]
)
def test_a_phrase_that_uses_itself_ends_with_a_finding(bodies):
    made_ = made(
        word(p("{{p frase.x }}")), library(*(frase(id, text_) for id, text_ in bodies.items()))
    )
    assert [x.id for x in made_.problems] == ["frase.fejl"]
    assert "bruger sig selv" in made_.problems[0].text
    assert made_.problems[0].remedy


@pytest.mark.parametrize(
    ("tag", "said_"),
    [
        ("{{ barn.navn", "kan ikke læses"),
        ("{{ barn navn }}", "skulle være slut før »navn«"),
        ("{{ barn.navn }", "slutter ikke rigtigt"),
        ("{{ }}", "tomt eller ikke skrevet færdigt"),
        ("{{ v|default(”x”) }}", "tegnet »”« hører ikke til"),
        ("{{ barn.\u200bnavn }}", "et tegn i det, som ikke kan ses"),
        ("{% if v %}a", "Der mangler »endif«"),
        ("a{% endif %}", "»endif« hører til noget, som ikke er åbnet"),
        ("{% if %}", "kan ikke læses"),
        ("{{ ukendt }}", "»ukendt« findes ikke"),
        ("{{ v|ejefal }}", "intet filter"),
        ("{{ 1/0 }}", "deler med nul"),
        ("{{ v.__class__ }}", "kan ikke bruges"),
        ("{{ l }}", "liste"),
        ("{% include 'x' %}", "kan ikke bruges"),
        ("{% macro m() %}x{% endmacro %}{{ m() }}", "kan ikke bruges"),
        ("{% set x %}a{% endset %}{{ x }}", "kan ikke bruges"),
        ("{{ v|_gem('') }}", "intet filter"),
        ("{{ 'a' * 9 }}", "kun bruges på"),
    ],
)
def test_a_broken_tag_is_told_with_file_and_line_and_the_rest_of_the_letter_is_made(tag, said_):
    made_ = made(
        word(p("før"), p("{{p frase.x }}"), p("efter")),
        library(frase("x", f"Først.\n\nSå {tag}")),
        {"v": "Bo", "l": ["a"]},
    )
    [problem] = made_.problems
    assert (problem.id, problem.level) == ("frase.fejl", "fejl")
    assert said_ in problem.text
    assert problem.where.file == "x.md"
    assert problem.where.line == 13
    assert problem.remedy
    assert [said(made_)[0], said(made_)[-1]] == ["før", "efter"]


def test_a_style_that_is_missing_is_told_by_role_and_phrase():
    template = word(p("{{p frase.x }}"), parts={"word/styles.xml": styles(without=["Quote"])})
    made_ = made(template, library(frase("x", "Først.\n\n> citat")))
    [problem] = made_.problems
    assert "»citat«" in problem.text
    assert "»x«" in problem.text
    assert "typografier: {citat: navn}" in problem.remedy
    assert said(
        made(template, library(frase("x", "> citat")), typografier={"citat": "Normal"})
    ) == ["citat"]


def test_endless_work_in_phrases_ends_with_a_finding():
    """Also where no single phrase does much: the work of the whole letter counts."""
    inner = frase("indre", "{% for i in range(900) %}{% endfor %}x")
    outer = frase("ydre", "{% for i in range(900) %}\n{{ frase.indre }}\n\n{% endfor %}")
    made_ = made(word(p("{{p frase.ydre }}")), library(outer, inner))
    assert any("mere, end et brev kan rumme" in x.text for x in made_.problems)


# --- the check of a library ---------------------------------------------------------------------


def checked(
    *fraser: Frase, used: set[str] | None = None, expires: date | None = None
) -> list[Problem]:
    names = {f.id for f in fraser} if used is None else used
    return check_library(library(*fraser), names, {"skolefravaer"}, expires)


def test_a_good_phrase_passes_the_check():
    good = frase(
        "x",
        "{% for m in plan.mål %}\n- {{ m.mål|stort }}\n{% endfor %}\n\n{{ barn.fornavn|ejefald }}",
        eksempel="skolefravaer",
    )
    assert checked(good) == []


@pytest.mark.parametrize(
    ("tag", "id"),
    [
        ("{{ barn.navm }}", "ukendt_felt"),
        ("{{ frase.findes_ikke }}", "ukendt_frase"),
        ("{{ barn.navn|x }}", "filter"),
        ("{{ plan.mål }}", "liste"),
        ("{% if barn", "maerke"),
        ("{% macro m() %}{% endmacro %}", "ikke_tilladt"),
        ("{{ barn.__class__ }}", "indmad"),
        ("{% for x in barn.navn %}{% endfor %}", "ikke_liste"),
    ],
)
def test_a_fault_in_a_tag_is_found_with_its_line(tag, id):
    found = checked(frase("x", f"## Til alle\nEt.\n\nTo {tag}", eksempel="skolefravaer"))
    assert [(x.id, x.where) for x in found] == [(f"frase.{id}", Place("x.md", 15))]
    assert found[0].remedy


def test_a_phrase_nobody_uses_and_a_phrase_that_ends_are_told():
    unused = frase("x", "Tekst", eksempel="skolefravaer")
    assert [(x.id, x.level) for x in checked(unused, used=set())] == [("frase.ubrugt", "advarsel")]
    ending = frase("x", "Tekst", eksempel="skolefravaer", gyldig_til="2026-06-30")
    assert [x.id for x in checked(ending, expires=date(2026, 7, 1))] == ["frase.udloeber"]
    assert checked(ending, expires=date(2026, 6, 30)) == []


def test_the_field_of_a_loop_that_a_phrase_stands_in_is_known():
    good = frase("x", "{{ m.mål }}", eksempel="skolefravaer", loekke="{m: plan.mål}")
    assert checked(good) == []
    assert [
        x.id
        for x in checked(
            frase("x", "{{ m.maal }}", eksempel="skolefravaer", loekke="{m: plan.mål}")
        )
    ] == ["frase.ukendt_felt"]


# --- provenance ---------------------------------------------------------------------------------


def test_a_letter_knows_which_phrase_and_wording_each_paragraph_comes_from():
    fraser = library(
        frase("a", "## Til barnet\nTil dig.\n\n## Til forældre\nTil jer.", version="4")
    )
    made_ = made(word(p("fast"), p("{{p frase.a }}"), styled("Quote", "{{ frase.a }}")), fraser)
    assert [
        (choice.variant.heading, choice.frase.version) for choice in made_.session.brugt.values()
    ] == [("Til barnet", "4")]
    marked = [paragraph_marks for paragraph_marks in _marks(made_) if paragraph_marks]
    assert marked == [("_fr_1",)]
    assert made_.document.manifest is not None
    assert b'id="a" version="4" variant="Til barnet"' in made_.document.manifest


def _marks(made_: Made) -> list[tuple[str, ...]]:
    return [paragraph.bookmarks for paragraph in paragraphs(made_.document.body)]
