"""The report says in one sentence how it went, shows every message, and tells who nobody is."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import lxml.html
import pytest
from lxml import etree

from generator.batch.ledger import Result
from generator.batch.report.data import Summary, write_reports
from generator.batch.report.discreet import discreet, place, without_cpr
from generator.batch.report.page import headline, html_report
from generator.batch.report.report import (
    Brevlinje,
    Report,
    Rækkefejl,
    band,
    by_document,
    by_rule,
    presentable,
)
from generator.batch.report.spread import spread
from generator.batch.report.style import STYLE
from generator.source import Place, Problem

BOOK = "C:\\Users\\Karen Hansen\\sager.xlsx"
#: What may stand in no report, wherever a message or a path brings it in.
PLANTED = ("Karen Hansen", "Mette Holm", "010115-1234", "0101151234", "22 33 44 55", "Birkevej 4",
           "Users", "/home/mette")


def at(cell: str) -> Place:
    return Place(BOOK, detail=cell)


def brev(key: str = "S-1", status: Any = "lavet", **more) -> Brevlinje:
    more.setdefault("fil", f"{key}_afgoerelse_barn_2026-03-02.docx")
    return Brevlinje(key, more.pop("dokument", "afgoerelse"), more.pop("læser", "barn"), status,
                     **more)


def row(key: str = "S-2", *messages: str) -> Rækkefejl:
    return Rækkefejl(key, at("Sager!A2"), tuple(
        Problem(f"sag.fejl_{n}", text, at(f"Sager!C{n}"), f"Sådan retter du {n}.")
        for n, text in enumerate(messages or ("Datoen kan ikke læses.",), start=2)))


def report(*breve: Brevlinje, rows: tuple[Rækkefejl, ...] = (), **more) -> Report:
    return Report(BOOK, datetime(2026, 3, 2, 14, 5, tzinfo=UTC), more.pop("rækker", 20), breve,
                  rows, **more)


def as_xml(html: str) -> Any:
    """The page read as strictly as XML is."""
    return etree.fromstring(html.replace("<!DOCTYPE html>", "").encode())


def words(made: Report) -> str:
    """All text of the page, as a browser reads it."""
    page: Any = lxml.html.fromstring(html_report(made))
    return str(page.text_content())


def large() -> Report:
    """200 rows, 17 of them broken in 17 ways."""
    breve = [brev(f"2026-{n:04d}", lix=20 + n % 30, ord=300, læser=("barn", "mor", "sted")[n % 3],
                  dokument=("afgoerelse", "barnets_plan")[n % 2]) for n in range(183)]
    rows = [Rækkefejl(f"2026-{n:04d}", at(f"Sager!A{n}"), (
        Problem(f"sag.regel_{n}", f"Fejl nummer {n} er sket.", at(f"Sager!D{n}"), f"Råd {n}."),))
        for n in range(183, 200)]
    return report(*breve, rows=tuple(rows), rækker=200, sekunder=1.5)


@pytest.mark.parametrize(("made", "said"), [
    (report(brev(), rows=(row(),)), "1 brev er lavet. 1 række venter på dig."),
    (large(), "183 breve er lavet. 17 rækker venter på dig."),
    (report(*[brev()] * 1200), "Alle 1.200 breve er lavet."),
    (report(brev()), "Brevet er lavet."),
    (report(), "Der er ikke lavet nogen breve."),
    (report(rows=(row(), row())), "Der er ikke lavet nogen breve. 2 rækker venter på dig."),
    (report(brev(), brev("S-3", "sprunget over")), "1 brev er lavet. 1 brev lå klar i forvejen."),
    (report(brev("S-3", "sprunget over")), "1 brev lå klar i forvejen."),
    (report(brev(), brev("S-3", "holdt tilbage"), brev("S-4", "fejl")),
     "1 brev er lavet. 1 brev er holdt tilbage. 1 brev kunne ikke laves."),
])
def test_the_headline_says_it_in_one_sentence(made, said):
    assert headline(made) == said
    page = lxml.html.fromstring(html_report(made))
    assert page.findtext(".//h1") == page.findtext(".//title") == said


HOSTILE = ["<script>alert(1)</script>", "=HYPERLINK(\"http://ond.example\")", "x" * 30_000,
           "y " * 20_000, "]]>", "\u202egnirts", "שלום עולם", "a\x00b\x1f\ufffe\ud800",
           "</style></td><b>",
           "&amp; & \"'", "-2+3", "@SUM(A1)", "\t=1"]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_text_is_shown_as_text(text):
    made = report(brev(text, "holdt tilbage", fund=(Problem("x.y", text, at(text), text),),
                       dokument=text, læser=text, fil=text),
                  rows=(replace(row(text, text), sted=at(text)),),
                  bemærkninger=(Problem("a.b", text, at(text), text),))
    html = html_report(replace(made, fil=text))
    root = as_xml(html)
    assert not root.findall(".//script") + root.findall(".//b/script")
    assert discreet(text).strip() in "".join(root.itertext())
    assert "\u202e" not in html


def test_the_page_needs_nothing_from_outside_and_runs_nothing():
    html = html_report(large())
    assert not re.search(r"https?:|//|<script|<link|<img|url\(|@import| on\w+=", html)


def test_every_message_and_every_letter_is_on_the_page():
    made = large()
    page = words(made)
    for line in made.rækkefejl:
        for text in (line.nøgle, line.fund[0].text, line.fund[0].remedy,
                     line.fund[0].where.detail):
            assert text in page
    assert all(b.fil in page for b in made.breve)


def test_a_page_that_grew_too_long_says_where_the_rest_is():
    made = report(*[brev(f"S-{n}") for n in range(6000)],
                  rows=tuple(row(f"R-{n}") for n in range(5001)))
    page = words(made)
    assert "de første 5.000 af 6.000 linjer" in page
    assert "de første 5.000 af 5.001 linjer" in page


def test_every_chart_has_its_words():
    root = as_xml(html_report(large()))
    charts = root.findall(".//svg[@role='img']")
    assert len(charts) > 10
    assert all(chart.findtext("title") for chart in charts)
    assert all(s.get("role") or s.get("aria-hidden") for s in root.iter("svg"))
    said = " ".join(chart.findtext("title") for chart in charts)
    assert "Afgørelse: 92 lavet nu" in said
    assert "Til barnet: 61 breve · LIX 20–47" in said


def test_readability_is_shown_for_children_by_age_and_apart_from_the_grown_ups():
    young, old, adults = "børn på 7–9 år", "unge fra 16 år", "voksne"
    made = report(brev(lix=24.9, målgruppe=young), brev(lix=26.0, målgruppe=young),
                  brev(lix=31.0, målgruppe=old), brev(lix=41.0, læser="mor", målgruppe=adults),
                  brev(lix=20.0, læser="sted", målgruppe=adults), brev(lix=None, læser="far"))
    assert [(s.navn, s.lix, s.højst, s.børn, s.over) for s in spread(made)] == [
        (young, (24.9, 26.0), 25, True, 1), (old, (31.0,), 38, True, 0),
        ("forældrene", (41.0,), 40, False, 1), ("stedet", (20.0,), 40, False, 0)]
    page = words(made)
    assert "1 af 2 breve er over anbefalet for alderen (LIX 25)." in page
    assert "Ingen er over anbefalet for alderen (LIX 38)." in page
    assert "1 brev er over anbefalet for voksne (LIX 40)." in page
    assert page.index("Breve til børn og unge") < page.index(young) < page.index(old) < page.index(
        "Breve til voksne") < page.index("Til forældrene") < page.index("Til stedet")


def test_what_was_not_measured_has_no_chart_of_readability():
    assert "Så let er brevene at læse" not in words(report(brev(), brev("S-2")))
    assert "anbefalet for" not in words(report(brev(lix=30.0)))


@pytest.mark.parametrize("made", [report(), report(brev(lix=0.0)), report(brev(lix=150.0)),
                                  report(brev(lix=30.0), brev(lix=30.0)),
                                  report(brev(lix=0.0, målgruppe="voksne"),
                                         brev(lix=99.0, læser="mor", målgruppe="voksne"))])
def test_bars_stay_inside_their_chart(made):
    root = as_xml(html_report(made))
    for shape in root.iter("rect"):
        ends = [float(shape.get(name, "0").rstrip("%")) for name in ("x", "width")
                if shape.get(name, "0%").endswith("%")]
        assert 0 <= sum(ends) <= 100.05


def test_no_name_and_no_number_gets_out():
    told = ("Personen »Mette Holm« er ikke kendt.", "CPR 010115-1234 og 0101151234.",
            "Ring på 22 33 44 55.", "Adressen »Birkevej 4« er ukendt.",
            "Filen /home/mette/sag/a.xlsx er åben.")
    made = report(brev("0101151234", "fejl", fund=tuple(Problem("x.y", t, at("Sager!A1"), t)
                                                        for t in told)),
                  rows=(row("010115-1234", *told),),
                  bemærkninger=tuple(Problem("a.b", t, at(""), t) for t in told))
    for text in (html_report(made),):
        assert [name for name in PLANTED if name in text] == []
        assert "a.xlsx" in text


@pytest.mark.parametrize(("text", "shown"), [
    ("Datoen »31/12-2020« kan ikke læses.", "Datoen »31/12-2020« kan ikke læses."),
    ("Feltet »Barnets navn« mangler.", "Feltet »Barnets navn« mangler."),
    ("Skriv 0800 eller kr. 1.234.567.", "Skriv 0800 eller kr. 1.234.567."),
    ("Skriv ja/nej og 1. stk., nr. 2.", "Skriv ja/nej og 1. stk., nr. 2."),
    ("»Åse Ø. Bæk« mangler.", "»…« mangler."),
    ("Nummeret 9912345678 kender vi ikke.", "Nummeret 9912345678 kender vi ikke."),
    ("31-12-2020 er før 2021-01-01.", "31-12-2020 er før 2021-01-01."),
])
def test_only_what_looks_personal_is_left_out(text, shown):
    assert discreet(text) == shown


def test_a_place_is_without_its_folders_and_a_sagsnummer_keeps_its_figures():
    assert place(at("Sager!C17")) == "sager.xlsx, Sager!C17"
    assert without_cpr("20260117") == "20260117"


def test_findings_are_counted_by_rule_and_letters_by_document():
    one = Problem("a.a", "Datoen »1« er gal. Se efter.", at("Sager!A1"))
    made = report(brev("S-1", fund=(one, one)), brev("S-2", "fejl", dokument="ungeplan"),
                  brev("S-3", dokument="ungeplan"),
                  rows=(Rækkefejl("S-9", at(""), (one, replace(one, id="b.b"))),))
    assert [(r.id, r.antal, r.sager, r.eksempel) for r in by_rule(made)] == [
        ("a.a", 3, 2, "Datoen »…« er gal."), ("b.b", 1, 1, "Datoen »…« er gal.")]
    assert [(d, dict(c)) for d, c in by_document(made).items()] == [
        ("ungeplan", {"fejl": 1, "lavet": 1}), ("afgoerelse", {"lavet": 1})]


@pytest.mark.parametrize(("role", "name"), [
    ("barn", "barnet"), ("mor", "forældrene"), ("far-2", "forældrene"), ("sted-1", "stedet"),
    ("forælder", "forældrene"), ("kommune", "andre")])
def test_readers_are_sorted_in_bands(role, name):
    assert band(role) == name


def luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    digits = "".join(c * 2 for c in digits) if len(digits) == 3 else digits
    parts = [int(digits[n:n + 2], 16) / 255 for n in (0, 2, 4)]
    r, g, b = (p / 12.92 if p <= .03928 else ((p + .055) / 1.055) ** 2.4 for p in parts)
    return .2126 * r + .7152 * g + .0722 * b


@pytest.mark.parametrize("look", range(3), ids=["light", "dark", "print"])
def test_text_stands_out_from_what_is_behind_it(look):
    block = re.findall(r":root \{(.*?)\}", STYLE, re.DOTALL)[look]
    colours = dict(re.findall(r"--(\w+): (#\w+)", block))
    pairs = [(ink, behind, 4.5) for ink in ("ink", "soft", "lavet", "holdt", "fejl")
             for behind in ("paper", "card")]
    pairs += [("ink", "mark", 4.5), ("klar", "card", 3), ("gul", "card", 3),
              ("forslag", "card", 3), ("tal", "card", 3)]
    for ink, behind, least in pairs:
        high, low = sorted((luminance(colours[ink]), luminance(colours[behind])), reverse=True)
        assert (high + .05) / (low + .05) >= least, f"{ink} on {behind}"


def test_a_sagsnummer_with_a_name_in_it_is_not_shown(tmp_path):
    problem = Problem("sag.navn_i_sagsnummer", "Barnets navn står i sagsnummeret.")
    rows = (Rækkefejl("26/0117 Alma", Place("sager.xlsx", detail="Sager!A3"), (problem,)),
            Rækkefejl("26/0118", Place("sager.xlsx", detail="Sager!A4"), ()))
    report = Report("sager.xlsx", datetime(2026, 3, 2, tzinfo=UTC), 2, rækkefejl=rows)
    assert [row.nøgle for row in presentable(report).rækkefejl] == ["…", "26/0118"]
    assert "Alma" not in html_report(report)
    result = Result(1, "26/0117 Alma", "række 1", "fejl", fund=(problem,))
    for file in write_reports(Summary("sager.xlsx", lambda: [result]), tmp_path):
        assert "Alma" not in file.read_text("utf-8-sig")
