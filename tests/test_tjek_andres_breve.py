"""Letters that others have written, in their own words and layout: what they are, to whom, from
when, how old the child is, and which of their lines are headings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from generator.checker.check import check, look
from generator.checker.guess import guessed_document, guessed_reader
from generator.checker.kinds.labels import leads
from generator.checker.known import child_age, letter_date
from generator.checker.letter import ANDET, Brev, Stykke, letter_of_text
from generator.checker.open import Told, open_letter
from generator.checker.rules import Regelbog, rules_for
from generator.checker.shape import shaped
from generator.checker.text.goals import goals
from generator.document.model import Document, Paragraph, Text, paragraphs
from generator.findings.kontrol import described
from generator.findings.page import to_page
from generator.findings.word import to_word
from generator.inspection import Asked, inspect
from tests.checked import book as small_book
from tests.checked import kontrol
from tests.test_findings_word import about
from tests.test_tjek_any_docx import LIBRARY, book, looked_at
from tests.word import cell, p, r, read, row, table, word

BOLD = "<w:b/>"
BR = "<w:r><w:br/></w:r>"


def letter(text: str) -> Document:
    """A letter without styles; a line with stars around it is bold."""
    return Document("brev.docx", body=tuple(
        Paragraph((Text(line.strip("*"), bold=line.startswith("*")),))
        for line in text.split("\n")))


def brev(*body: str) -> Brev:
    return open_letter(read(word(*body)), Told(), {})


def shape(found: Brev) -> list[tuple[str, str]]:
    """Each piece with the heading it stands under; headings in capitals."""
    return [(s.tekst.upper(), "") if s.slags == "overskrift" else (s.tekst, s.overskrift)
            for s in found.stykker]


# --- headings ---------------------------------------------------------------------------------

HEADINGS = {
    "a bold line and a soft break": (
        [p(r("Formålet", BOLD), BR, r("At Emil får ro."))],
        [("FORMÅLET", ""), ("At Emil får ro.", "Formålet")]),
    "a bold line in the middle": (
        [p(r("Vi ses."), BR, r("Hvor længe?", BOLD), BR, r("Et halvt år."))],
        [("Vi ses.", ""), ("HVOR LÆNGE?", ""), ("Et halvt år.", "Hvor længe?")]),
    "a bold label with a colon": (
        [p(r("Mål:", BOLD), r(" Emma cykler til skole."))],
        [("MÅL:", ""), ("Emma cykler til skole.", "Mål:")]),
    "a colon that is not bold itself": (
        [p(r("Varighed", BOLD), r(": seks måneder"))],
        [("VARIGHED:", ""), ("seks måneder", "Varighed:")]),
    "numbered and split into runs": (
        [p(r("3.", BOLD), "<w:r><w:tab/></w:r>", r("Klage", BOLD), r("vejledning", BOLD), BR,
           r("Du kan klage."))],
        [("KLAGEVEJLEDNING", ""), ("Du kan klage.", "Klagevejledning")]),
    "a whole bold paragraph": (
        [p(r("Hvad siger Laurits?", BOLD)), p("Han vil gerne.")],
        [("HVAD SIGER LAURITS?", ""), ("Han vil gerne.", "Hvad siger Laurits?")]),
    "numbered by hand, not bold": (
        [p("3. Mål"), p("Emma cykler til skole.")],
        [("MÅL", ""), ("Emma cykler til skole.", "Mål")]),
    "a letter in front": (
        [p("a) Skole og fritid"), p("Han er glad for at gå i skole.")],
        [("SKOLE OG FRITID", ""), ("Han er glad for at gå i skole.", "Skole og fritid")]),
    "a label with nothing to it": (
        [p(r("Støtte til familien:", BOLD), r(" -"))],
        [("STØTTE TIL FAMILIEN:", ""), ("-", "Støtte til familien:")]),
}


@pytest.mark.parametrize("name", HEADINGS)
def test_headings_are_known_as_others_write_them(name: str) -> None:
    body, wanted = HEADINGS[name]
    assert shape(brev(*body)) == wanted


NO_HEADINGS = {
    "a bold sentence": [p(r("Du skal møde hver dag.", BOLD))],
    "a bold title that tells something": [
        p(r("Vi har besluttet, at du får en kontaktperson", BOLD))],
    "a bold name in a sentence": [p(r("Emma", BOLD), r(" skal bo hos Lis."))],
    "bold words at the end": [p(r("Husk at ringe "), r("inden fredag", BOLD))],
    "letterhead": [p(r("Dato:", BOLD), r(" 3. maj 2026")), p(r("Til:", BOLD), r(" Camilla og Bo"))],
    "a date": [p(r("3. maj 2026", BOLD))],
    "a greeting": [p(r("Kære Emma", BOLD))],
    "a call": [p(r("Bemærk:", BOLD), r(" Vi mødes på skolen."))],
    "a list of goals": [p("1. Emma cykler i skole"), p("2. Emma læser en bog hver uge")],
    "a date in a list": [p("3. maj 2026"), p("Vi mødes på skolen klokken ti.")],
}


@pytest.mark.parametrize("name", NO_HEADINGS)
def test_other_bold_words_are_no_headings(name: str) -> None:
    found = brev(*NO_HEADINGS[name])
    assert not [s.tekst for s in found.stykker if s.slags == "overskrift"]
    assert len(found.stykker) == len(NO_HEADINGS[name])


def test_what_a_phrase_made_is_never_cut() -> None:
    body = read(word(p(r("Formålet", BOLD), BR, r("At Emil får ro.")))).body
    made = Stykke("Formålet\nAt Emil får ro.", frase="afgoerelse.formål", ophav="rettet")
    assert shaped([made], list(paragraphs(body)), body) == (made,)


def test_a_number_is_not_taken_from_a_date_in_a_heading() -> None:
    [stykke] = brev(p(r("5. august mødes vi", BOLD))).stykker
    assert stykke.tekst == "5. august mødes vi"


def test_a_label_cell_stands_over_the_cell_beside_it() -> None:
    found = brev(table(row(cell("Formål:"), cell("At Noah får ro.")),
                       row(cell("Varighed:"), cell("")), columns=2), p("Hilsen"))
    assert shape(found) == [("FORMÅL:", ""), ("At Noah får ro.", "Formål:"), ("VARIGHED:", ""),
                            ("Hilsen", "")]


def test_column_headings_stand_over_their_cells() -> None:
    heads = row(*(cell(p(r(text, BOLD))) for text in ("Delmål", "Ansvarlig")))
    found = brev(table(heads, row("Noah cykler i skole hver dag", "Mor"),
                       row("Noah går til fodbold", "Far"), columns=2))
    assert shape(found)[2:] == [
        ("Noah cykler i skole hver dag", "Delmål"), ("Mor", "Ansvarlig"),
        ("Noah går til fodbold", "Delmål"), ("Far", "Ansvarlig")]
    head, *others = [lead for many in leads(found).values() for lead in many if lead.heading
                     and lead.stykke.tekst == "Delmål"]
    assert not others
    assert [piece.tekst for piece, _ in head.under] == [
        "Noah cykler i skole hver dag", "Noah går til fodbold"]
    assert {goal.stykke.tekst for goal in goals(found)} == {
        "Noah cykler i skole hver dag", "Noah går til fodbold"}


def test_an_address_beside_another_is_no_form() -> None:
    found = brev(table(row("Maja Winther", "Skive Kommune"), row("Digital Post", "Torvegade 10"),
                       columns=2))
    assert {s.slags for s in found.stykker} == {"tekst"}


def test_what_is_found_below_a_heading_in_the_paragraph_is_shown_at_its_words(
        tmp_path: Path) -> None:
    path = tmp_path / "b.docx"
    path.write_bytes(word(p(r("Hvorfor?", BOLD), BR, r("Fordi barnet har det svært, og "),
                            r("barnet", "<w:i/>"), r(" vil."))))
    found = kontrol(path, small_book(tmp_path))
    [problem] = [f for f in found.fund if f.id == "PR-02"][:1]
    assert problem.span == (15, 21)
    assert about(to_word(found), "PR-02")[0] == "barnet"
    assert "Hvorfor?\nFordi <mark" in to_page(found)


# --- what it is -------------------------------------------------------------------------------

KINDS = {
    "afgoerelse": [
        "Kære Maja\nAfslag på aflastning\nI søgte i maj.",
        "Samvær mellem dig og Silas\nKære Rikke\nDu kan se ham hver lørdag.",
        "Hjemgivelse af Oskar\nKære Lone\nOskar flytter hjem.",
        "Støtten ophører\nKære Bo",
        "Kære Mads\nNu er det slut\nDu kan klage til os inden fire uger.",
        "Svar på jeres ansøgning om aflastning\nKære Bo",
        "Børn og unge-udvalgets afgørelse efter § 47\nTil Sanne",
        "*Sådan hjælper vi jer*\nKære Maja\n" + "Vi er glade for samtalerne med jer. " * 4
        + "\n*Opfølgning*\nVi ses.\n*Er I uenige?*\nSå kan Ankestyrelsen se på det. Skriv inden "
          "fire uger, hvis I vil klage.",
        "Du får en kontaktperson\nKære Emil\n" + "Vi har besluttet, at du får en kontaktperson, og "
        "det fortæller jeg om her i brevet, som du kan læse med din mor.",
    ],
    "barnets_plan": ["HANDLEPLAN\nBarnets navn: Noah", "Udkast til barnets plan\nKære Ida",
                     "Handleplan\nAfgørelsen er fra maj\nBarnets navn: Noah"],
    "foraeldrehandleplan": ["Handleplan for dig som mor\nKære Pia",
                            "Handleplan\n(forældrehandleplan, barnets lov § 77)\nKære Pia"],
    "": [
        "*Opfølgning på hjælpen til Laurits*\nKære Pia og Henning\nI afgørelsen står målet.",
        "Referat af møde om barnets plan\nDeltagere: mor, far",
        "Indkaldelse til møde om afgørelsen\nKære Pia",
        "Høringsbrev\nKære Rikke\nVi overvejer at træffe afgørelse.",
        "Samtykkeerklæring\nJeg giver samtykke til, at kommunen henter oplysninger.",
        "Underretning fra Sandby Skole\nVi er bekymrede for Ida.",
        "Opfølgningsmøde\nKære Pia\nVi ses.",
        "Til kommunen\nKlage over afgørelse\nJeg er uenig.",
    ],
}


@pytest.mark.parametrize(("kind", "text"), [(k, t) for k, texts in KINDS.items() for t in texts])
def test_the_kind_is_told_from_the_title_and_else_from_what_is_said(kind: str, text: str) -> None:
    assert guessed_document(letter(text)) == kind


def test_a_title_in_the_page_header_or_a_table_is_read() -> None:
    document = read(word(table(row("Sandby Kommune", "Afgørelse om støtte"), columns=2),
                         p("Kære Ida")))
    assert guessed_document(document) == "afgoerelse"


def asked_of(dokument: str) -> set[str]:
    return {regel.id for regel in rules_for(book(), dokument=dokument, læser="forælder", alder=9,
                                            dato=None)}


def test_a_letter_of_another_kind_is_asked_only_what_all_letters_are() -> None:
    every = {r.id for r in book().regler.values() if not r.dokumenter}
    assert asked_of(ANDET) <= every
    assert asked_of(ANDET)
    assert asked_of("") > asked_of(ANDET)


def test_a_letter_of_another_kind_says_so_and_how_to_say_what_it_is(tmp_path: Path) -> None:
    seen = looked_at(word(p(r("Referat af møde", BOLD)), p("Kære Pia og Bo"), p("Vi mødtes.")),
                     tmp_path)
    assert seen.brev.dokument == ANDET
    [said] = [text for text in seen.gættet if "--type" in text]
    assert "kun brugt de regler, der gælder for alle breve" in said
    assert "afgoerelse" in said
    assert not [f for f in seen.fund if f.level == "fejl"]


def test_kinds_are_shown_by_their_names(tmp_path: Path) -> None:
    path = tmp_path / "b.docx"
    path.write_bytes(word(p("Barnets plan"), p("Kære Ida"), p("Din mor og din lærer hjælper dig.")))
    assert described(kontrol(path, small_book(tmp_path))).startswith("afgørelse til et barn")
    said = inspect(path, LIBRARY, book(), Asked()).gættet
    assert said[0] == "Vi gætter på, at det er barnets plan. Er det forkert, så skriv --type."
    assert not [text for text in said if "_" in text]


def test_a_lone_letter_marks_a_row_and_is_no_label() -> None:
    rows = table(row(cell(p(r("A", BOLD))), "Jeg starter på uddannelse"),
                 row(cell(p(r("Hvorfor?", BOLD))), "Du vil være mekaniker."),
                 row(cell(p(r("Hvornår?", BOLD))), "Den 23. juni."), columns=2)
    found = brev(p(r("Målene", BOLD)), rows)
    assert ("Jeg starter på uddannelse", "Målene") in shape(found)
    assert ("Du vil være mekaniker.", "Hvorfor?") in shape(found)


#: A rule, a text, and whether the rule finds what it looks for there.
LABELS = (
    ("BP-01", "# Mål 1: Jeg sover godt og er tryg om aftenen\n# Det siger jeg", True),
    ("BP-01", "# Mål 2 – Jeg cykler selv\n# Det siger jeg", True),
    ("BP-01", "# Mål: jf. handleplanen\n# Det siger jeg", False),
    ("BP-01", "# Mål 1:\n# Det siger jeg", False),
    ("AF-08", "Hvor længe? Et halvt år. Hvem? Sofie.", True),
    ("AF-08", "Hvor længe? Hvem? Om et halvt år ses vi.", False),
    ("AF-03b", "Hvad siger Bo? Han sagde: »Nej.« Det vejede tungt.", True),
    ("AF-03b", "Hvad siger loven? Der står: »Barnet.« Det vejede tungt.", False),
)


@pytest.mark.parametrize(("id", "text", "there"), LABELS)
def test_a_heading_or_a_question_that_goes_on_is_answered(id: str, text: str, there: bool) -> None:
    rule = book().regler[id]
    assert (not look(rule, letter_of_text(text), book())) == there


def test_a_letter_without_any_tracking_is_not_asked_how_long_it_lasts() -> None:
    def asked(text: str) -> bool:
        return "ST-08" in {p.id for p in check(letter_of_text(text, dokument="statusudtalelse"),
                                               book())}
    assert asked("Kommunen har givet tilladelse til pejling.")
    assert not asked("Der er ingen tilladelser til for eksempel pejlesystem.")


# --- whom it is to ----------------------------------------------------------------------------

READERS = {
    "barn": [
        "Vedr. Freja Lund, afgørelse om foranstaltning\nKære Freja\nKommunen har truffet afgørelse "
        "om, at Freja bevilges en kontaktperson. Barnets forældre er orienteret.",
        "Afgørelse vedr. Freja\nKære Freja\nFreja er hørt, og moderen er enig.",
        "Hvad udvalget har bestemt\nKære Nora\nDu skal bo hos Lise og Per. Du er 13 år.",
        "Afgørelse\nKære Emil\nDu er 15 år, og din mor har sagt ja.",
        "Freja Ibsen\nCpr. 710811-4128\n24. februar 2025\nBevilling af kontaktperson\nKære Freja\n"
        "Det er besluttet, at der iværksættes støtte. Barnet har fravær, og den unges mor er enig.",
    ],
    "forælder": [
        "Opfølgning\nKære Pia og Henning\nLaurits siger: »Jeg gider godt, når min mor er med.«",
        "Afgørelse\nKære Rikke\nVi har besluttet, at Silas på 9 år får en kontaktperson. Du har "
        "sagt ja.",
        "Afgørelse om samvær\nKære Rikke\nDu ser Silas hver lørdag, og du må ringe til ham.",
        "Afgørelse\nKære Rikke\nVi har besluttet, at Silas på 9 år får hjælp. Silas glæder sig.",
        "Afgørelse\nTil forældremyndighedens indehaver\nDer bevilges støtte til barnet.",
        "Tina Ibsen\nCpr. 650379-2264\n24. februar 2025\nBevilling\nKære Tina\nDin mor er hørt.",
        "Vedr. Freja, cpr. 710811-4128\n24. februar 2025\nBevilling\nKære Tina\nBarnet får hjælp.",
    ],
    "kommune": ["Statusudtalelse\nTobias er glad for skolen. Hans mor kommer om søndagen."],
    "ingen": ["Handleplan\nBarnets navn: Noah\nNoah skal gå til fodbold.",
              "Referat\nMødet handlede om skolen."],
}


@pytest.mark.parametrize(("reader", "text"), [(k, t) for k, ts in READERS.items() for t in ts])
def test_the_reader_is_told_from_whom_it_greets_and_tells_of(reader: str, text: str) -> None:
    assert guessed_reader(letter(text)) == reader


def test_how_to_write_to_people_is_not_asked_of_a_status_to_the_municipality() -> None:
    asked = rules_for(book(), dokument="statusudtalelse", læser="kommune", alder=9, dato=None)
    assert not [r.id for r in asked if r.læsere]


# --- from when, and how old -------------------------------------------------------------------

DATES = {
    "2026-11-02": ["Lemvig Kommune\nLemvig, den 2. november 2026", "2. november 2026",
                   "Dato: 02-11-2026", "Sagsnr. 12\tDato: 2.11.2026", "Mandag den 2. november 2026",
                   "Skrevet færdig den 2. november 2026 af Bo. Vi ses den 9. november 2026.",
                   "Min plan\nSandby, rådgiver Bo  ·  Planen er færdig den 2. november 2026\n"
                   + "Vi ses.\n" * 30 + "Inden\n10. januar 2027",
                   "Planen er lavet den 2. november 2026. Næste plan-snak: 9. januar 2027.",
                   "Aarhus C, d. 2/11-26", "Brevdato\n02.11.2026", "2026-11-02",
                   "Kære Ida\n" + "Vi ses.\n" * 40 + "Sandby, den 2. november 2026\nHilsen Bo",
                   "Freja Ibsen\nCpr. 710811-4128\n2. november 2026",
                   "Til Magnus Ravn\n2. november 2026",
                   "Plan lavet: 2. november 2026\n1. maj 2027"],
    "None": ["Mødet den 3. maj 2026", "Opfølgning den 3. maj 2026", "Født den 3. maj 2015",
             "Afgørelse af 3. maj 2026", "Startdato: 3. maj 2026", "Opfølgning:\n3. maj 2026",
             "Samtale, den 3. maj 2026", "Periode 1/4-26 – 1/10-26", "Revideret den 3. maj 2026",
             "Vi mødes den 3. maj 2026", "Til og med\n3. maj 2026", "31. februar 2026",
             "Fødselsdato\n03.05.2015"],
}


@pytest.mark.parametrize(("day", "text"), [(k, t) for k, texts in DATES.items() for t in texts])
def test_the_date_of_the_letter_is_read_and_no_other(day: str, text: str) -> None:
    assert str(letter_date(letter(text))) == day


AGES: dict[int | None, list[str]] = {
    9: ["Kære Rikke\nVi har besluttet, at Silas på 9 år får hjælp.", "Du er mor til Silas på 9 år.",
        "Før vi beslutter, om Theo på 9 år kan få hjælp, vil vi høre dig.",
        "Opfølgning på hjælpen til Laurits, 9 år",
        "Vedr.: Jens Holm, født den 3. maj 2017\nDato: 12. oktober 2026",
        "Silas er 9 år. Silas har en storebror på 12 år."],
    11: ["Dato: 14-10-2026\nVedr.: Oskar Bisgaard, f. 12.03.2015",
         "14. oktober 2026\nVedr. Oskar Bisgaard, cpr.nr. 720315-5123",
         "14. oktober 2026\nCpr-nr.:\n720315-5123"],
    17: ["Født 2. juli 2009, altså 17 år. Planen er lavet den 25. august 2026."],
    15: ["Kære Emil\nDa du er fyldt 15 år, skal du også give samtykke.",
         "Din 15-årige søn har det svært.", "Den 15-årige Emil har det svært.",
         "Alder: 15 år", "Emil, der er 15 år, går i skole. Emils mor er 38 år."],
    16: ["Ungeplan for Zahra, 16 år", "Afgørelse om støtte til Ida (16 år)"],
    None: ["Når du er fyldt 15 år, skal du give samtykke.", "Hendes lillebror er 4 år.",
           "Børn, der er fyldt 10 år, kan klage.", "Hans søster Layla på 6 år bor hjemme.",
           "Støtten er på 2 år.", "Fristen er 2 år. Fristen gælder.", "Et forløb på 2 år.",
           "Emil er 9 år, og Sofie er 6 år. Emil og Sofie bor hjemme.",
           "Da Emil var 4 år, flyttede Emil.", "Før Emil er 12 år, må Emil ikke.",
           "Et barn på 9 år skal sove.", "14. oktober 2026\nMor: Rikke, f. 12.03.2005",
           "En 15-årig må gerne klage.", "»Jeg er 9 år,« siger Ida. »Silas er 9 år.«",
           "Dato: 8. oktober 2026\nNavn: Tobias Holm, f. 02.07.2017? (10 år)",
           "Dato: 8. oktober 2026\nVedr. Ida Holm, f. 02.07.2017\nIda på 12 år har det svært.",
           "Vedr. Ida Holm, f. 02.07.2017",
           "19. januar 2026\nbarnets lov § 75\n5. januar 2026", "Barnets plan\n5. januar 2026"],
}


@pytest.mark.parametrize(("age", "text"), [(k, t) for k, texts in AGES.items() for t in texts])
def test_the_childs_age_is_read_and_nobody_elses(age: int | None, text: str) -> None:
    document = letter(text)
    assert child_age(document, letter_date(document)) == age


def told(texts: Iterable[str]) -> str:
    return " ".join(texts)


def test_what_was_read_is_told_with_how_to_say_otherwise(tmp_path: Path) -> None:
    data = word(p("Sandby, den 2. november 2026"), p("Afgørelse om støtte til Ida, 9 år"),
                p("Kære Ida"), p("Din mor har sagt ja."))
    seen = looked_at(data, tmp_path)
    assert (seen.brev.alder, str(seen.brev.dato)) == (9, "2026-11-02")
    assert "Vi regner med, at barnet er 9 år. Er det forkert, så skriv --alder." in seen.gættet
    assert ("Vi regner med, at brevet er fra den 2. november 2026. Er det forkert, så skriv "
            "--dato.") in seen.gættet
    path = tmp_path / "brev.docx"
    said = inspect(path, LIBRARY, book(), Asked(alder=12, dato=seen.brev.dato))
    assert said.brev.alder == 12
    assert "--alder" not in told(said.gættet)
    assert "--dato" not in told(said.gættet)


def levels(found: Brev, ids: Sequence[str]) -> dict[str, str]:
    rules = Regelbog({id: book().regler[id] for id in ids}, book().roots)
    return {problem.id: problem.level for problem in check(found, rules)}


def test_a_rule_from_an_age_only_warns_a_letter_to_a_child_whose_age_is_not_known() -> None:
    found = letter_of_text("Kære Ida. Du får en kontaktperson.", dokument="afgoerelse")
    assert levels(found, ["AF-08"]) == {"AF-08": "fejl"}
    unknown = replace(found, alder=None)
    [problem] = check(unknown, Regelbog({"AF-08": book().regler["AF-08"]}, book().roots))
    assert problem.level == "advarsel"
    assert problem.why.endswith(". Er barnet under 10 år, gælder det ikke brevet til barnet.")
    assert levels(replace(unknown, læser="forælder"), ["AF-08"]) == {"AF-08": "fejl"}


def test_a_rule_for_the_eldest_rests_when_the_age_is_not_known() -> None:
    asked = {r.id for r in rules_for(book(), dokument="afgoerelse", læser="barn", alder=None,
                                     dato=None)}
    assert "AN-02b" not in asked
    assert "AF-08" in asked


def test_a_child_of_unknown_age_is_told_of(tmp_path: Path) -> None:
    seen = looked_at(word(p("Afgørelse"), p("Kære Ida"), p("Din mor har sagt ja.")), tmp_path)
    assert "Vi kan ikke se, hvor gammelt barnet er." in told(seen.gættet)


HOSTILE = ["Emil på 9 år, " * 70_000, "Emil er 9 år. " * 70_000, "»" * 1_000_000,
           "2. november 2026 " * 60_000, "Emil " * 200_000, "å" * 1_000_000,
           "730101-5123 " * 80_000, "Emil er 9 år.\n" * 20_000]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_a_megabyte_is_read_to_its_end(text: str) -> None:
    document = letter(f"Kære Emil\n{text}")
    assert child_age(document, letter_date(document)) in (None, 9)
    assert guessed_reader(document)
    assert open_letter(document, Told(), {}).stykker
