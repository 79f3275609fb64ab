"""The rules of privacy: names from elsewhere, numbers, and what a file carries besides its text."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from functools import cache
from pathlib import Path

import docx
import pytest
from docx.document import Document as WordDocument

from generator.case.reader import Situation
from generator.checker.check import check
from generator.checker.kinds.privacy.numbers import is_cpr
from generator.checker.letter import Brev, Deltager, letter_of_text
from generator.checker.rule_files import load_rules
from generator.checker.rules import Regelbog
from generator.checker.text.first_words import FIRST_NAMES, ORDINARY, vocabulary
from generator.checker.text.names import FILE, allow_list
from generator.document import read_docx
from generator.document.model import Document, Passage, Properties
from generator.library import load_library, shipped
from generator.pipeline import Press, opened
from generator.rule_examples import run_examples
from generator.source import Place, Problem
from tests.sent import Sent, sent
from tests.test_edited_letters import edited
from tests.test_edited_letters import opened as reopened

LIBRARY = load_library()
OTHER = "901214-0000"  # a replacement number: day and 60
ALMA = (Deltager("Alma Holm", "Alma", "barn", "hun", True), Deltager("Lone Holm", "Lone", "mor"),
        Deltager("Anne-Mette O'Connor", "Anne-Mette", "lærer"), Deltager("Bo Aagaard", "Bo", "far"))


@cache
def book() -> Regelbog:
    return load_rules(LIBRARY)


def told(brev: Brev, *ids: str) -> list[Problem]:
    """The findings of this area's rules, or of these."""
    return [p for p in check(brev, book()) if p.id in ids or (
        not ids and book().regler[p.id].slags == "beskyttelse")]


def quotes(text: str, id: str = "UKENDT-NAVN") -> list[str]:
    return [p.quote for p in told(letter_of_text(text, deltagere=ALMA), id)]


def test_the_examples_of_the_rules_hold() -> None:
    ids = tuple(r.id for r in book().regler.values() if "beskyttelse" in r.sted.file
                or r.slags == "beskyttelse")
    outcome = run_examples(book(), Press(LIBRARY), ids)
    assert not outcome.problems
    assert outcome.run > 60


def test_every_rule_that_looks_has_a_wrong_and_a_right_example() -> None:
    for regel in book().regler.values():
        if regel.slags == "beskyttelse":
            assert regel.forkert, regel.id
            assert regel.rigtigt, regel.id


def test_our_own_letters_have_no_finding() -> None:
    for s in sent():
        assert not told(as_sent(s)), s.letter.order.navn


def as_sent(s: Sent) -> Brev:
    return opened(s.letter, s.case, Situation(s.case.sag, s.letter.order.læser,
                                              s.letter.order.dato))


# --- names --------------------------------------------------------------------------------------

KNOWN = [
    "Du bor hos Alma, Almas mor og Alma’s far.",
    "Vi har talt med Lone Holm og med Holm'erne om det.",
    "Din lærer er Anne-Mette, og hun hedder O'Connor.",
    "Det siger Ågård også.",
    "Kommunen og Ankestyrelsen skriver til Region Midtjylland i Marts, og en Mandag til SSP.",
    "Du sagde: Kan jeg bo der? »Måske«, sagde jeg. (Se side 2.) 1. Ring. 2. Skriv.",
    "Det er vigtigt, at I læser det, og at De svarer.",
    "Skriv på Snapchat eller på www.eksempel.dk. Vi ses i Vejle Kommune.",
    "Vi tegner i Klub. Du går i klub om tirsdagen.",
    "DU HAR RET TIL EN BISIDDER OG TIL AT KLAGE",
    "Dato:\tI dag\nSag nr.: 12\nFølelser – Adfærd · Udvikling",
]


@pytest.mark.parametrize("text", KNOWN)
def test_names_of_the_case_and_known_words_pass(text: str) -> None:
    assert quotes(text) == []


UNKNOWN = [
    ("Du har leget med Noah i dag.", ["Noah"]),
    ("Du har leget med Noahs hund, Alma, og Noah var glad. Det siger Noah.", ["Noahs"]),
    ("Hun hedder Emma Lund Berg, og hun bor med Alma.", ["Emma Lund Berg"]),
    ("Hun hedder Emma Holm.", ["Emma Holm"]),
    ("Kontakt Mette-Marie på skolen.", ["Mette-Marie"]),
    ("Du går på Lyngskolen og i Klub Vesterled.", ["Lyngskolen", "Vesterled"]),
    ("Vi mødes hos Sandby Kommune, ikke hos os.", ["Sandby"]),
    ("Navn: Amina Said, 12 år", ["Amina Said"]),
    ("Amina Said\nLundevej", ["Amina Said"]),
    ("Det sagde du til Çelik og Ørjan.", ["Çelik", "Ørjan"]),
]


@pytest.mark.parametrize(("text", "found"), UNKNOWN, ids=[t for t, _ in UNKNOWN])
def test_a_name_that_the_case_does_not_know_is_shown_once(text: str, found: list[str]) -> None:
    assert quotes(text) == found


@pytest.mark.parametrize("text", [
    "Kære Noah\nVi har talt sammen, og Alma var med.",
    "Hej Emma Lund!\nAlma siger hej.",
    "# Plan for Noah\nAlma og jeg har skrevet den.",
    "Statusudtalelse vedrørende barnet Noah Berg\nAlma trives.",
    "Du har sagt, at Noah er glad. Derfor får Noah hjælp. Vi ved, at Noah vil.",
    "Barnets navn: Noah Berg\nAlma",
])
def test_a_letter_to_or_about_another_child_is_stopped_and_not_told_twice(text: str) -> None:
    brev = letter_of_text(text, deltagere=ALMA)
    assert [p.level for p in told(brev, "NAVN-ANDEN-SAG")] == ["fejl"]
    assert not told(brev, "UKENDT-NAVN")


@pytest.mark.parametrize("text", [
    "Kære Alma\nDu har leget med Noah, og Noah er sød.",
    "Kære Alma og Lone\nVi ses.",
    "Kære familie\nPlanen for Alma er klar.",
    "Hej Alma, du har fået et brev om Noah fra skolen.",
])
def test_a_stranger_in_the_childs_own_letter_is_no_error(text: str) -> None:
    assert not told(letter_of_text(text, deltagere=ALMA), "NAVN-ANDEN-SAG")


def test_without_a_case_the_names_are_shown_together_once() -> None:
    brev = letter_of_text("Kære Emil\nDu skal bo hos Jens Lund og Hanne. Jens henter dig.")
    [only] = told(brev)
    assert only.level == "forslag"
    assert "Emil, Jens Lund, Hanne" in only.text


FIRST = [
    ("Mikkel har endvidere haft fravær.", ["Mikkel"]),
    ("Amalie skal fortsætte i samtaler.", ["Amalie"]),
    ("Mikkel Ravn Østergaard", ["Mikkel Ravn Østergaard"]),
    ("Camilla og Kaj kommer.", ["Camilla", "Kaj"]),
    ("Du skal bo hos os. Bo Fink har ringet.", ["Bo Fink"]),
    ("Ziva skal flytte. Jens-Peters mor er glad.", ["Ziva", "Jens-Peters"]),
    ("Yasins plejefamilie har plads.", ["Yasins"]),
    ("Storm har sagt ja, og Liv Bak går i skole.", ["Storm", "Liv Bak"]),
    ("NAVN: AMINA WARSAME", ["AMINA WARSAME"]),
    ("MERETE OG HASSAN YILMAZ\nEgevej 4", ["MERETE", "HASSAN YILMAZ"]),
    ("Noah", ["Noah"]),
    ("Til: Tage og Merete", ["Tage", "Merete"]),
]


@pytest.mark.parametrize(("text", "found"), FIRST, ids=[t for t, _ in FIRST])
def test_a_name_is_found_where_a_sentence_or_a_line_begins(text: str, found: list[str]) -> None:
    assert quotes(text) == found


@pytest.mark.parametrize("text", [
    "Skolefravær er svært. Samvær kan aftales. Mor har sagt ja. Fodbold er sjovt.",
    "Storm kan komme i nat. Sol er dejligt. Bo hos os. Liv er kort.",
    "Guitar spiller du. Positivt er det, at du ler. Alternativt kan du ringe.",
    "Hos Alma er der ro. Kun Alma blev. Hverken Alma eller Lone kom. Klasselærer Alma har ringet.",
    "Bostøtte kan komme. Opvækst har betydning. Hygiejne er vigtigt. Lektiehjælp har du fået.",
    "Skolen og Ankestyrelsen skriver. I kan gå til Åben Rådgivning.",
    "BARNETS PLAN\nMÅL OG DELMÅL\nSOL OG SOMMER\nNAVN OG ADRESSE",
    "Max 5 timer. Per uge er det to. Hans mor er glad. Mon Alma vil?",
])
def test_an_ordinary_word_that_begins_something_is_no_name(text: str) -> None:
    assert quotes(text) == []


def test_whom_a_letter_does_not_present_stands_out_from_its_other_names() -> None:
    brev = letter_of_text("Kære Emil\nDu bor på opholdsstedet Egely. Din mor Lone er glad. "
                          "Lone har ringet. Egely har plads. Ronja har fået en ny skole.")
    found = {p.id: p for p in told(brev)}
    assert found["NAVN-UDEN-ROLLE"].quote == "Ronja"
    assert found["NAVN-UDEN-ROLLE"].level == "advarsel"
    assert "Emil, Lone." in found["NAVNE-I-BREVET"].text


def test_a_cell_or_line_before_a_name_may_say_who_it_is() -> None:
    told_of = "Kære Pia\nEn støtteperson, der er din\nRonja Bruun, to timer hver uge\n"
    more = "Emil sover hos dig. Emil glæder sig. Emil leger.\nRonja er med, hvis du vil."
    assert "NAVN-UDEN-ROLLE" not in {p.id for p in told(letter_of_text(told_of + more))}
    without = told_of.replace("En støtteperson, der er din\n", "Det får du\n") + more
    assert "NAVN-UDEN-ROLLE" in {p.id for p in told(letter_of_text(without))}


def test_a_library_adds_first_names_and_words(tmp_path: Path) -> None:
    for file, line in ((FIRST_NAMES, "Zyx"), (ORDINARY, "blix")):
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file).write_text(f"# note\n{line}\n", "utf-8")
    known = vocabulary((shipped(), tmp_path))
    assert known.first_name("zyxs")
    assert known.first_name("noah")
    assert known.ordinary("blix")
    assert known.ordinary("skoleblix")


def test_a_long_hostile_line_is_looked_through_in_time() -> None:
    for text in ("Aa " * 30_000, "OG " * 30_000, "A" * 300_000, "Noahs-" * 30_000):
        assert told(letter_of_text(text)) is not None


def test_the_picture_of_an_empty_file_is_nobodys_letter() -> None:
    out = io.BytesIO()
    docx.Document().save(out)
    assert not [p for p in read_docx(out.getvalue()).unread if "thumbnail" in p.where.detail]


@pytest.mark.parametrize("edge", ["header", "footer"])
def test_what_is_not_filled_in_is_found_in_headers_and_footers(edge: str) -> None:
    def change(word: WordDocument) -> None:
        getattr(word.sections[0], edge).add_paragraph("Handleplan efter serviceloven § 140 "
                                                      "[indsæt dato]")

    found = check(edited(change), book())
    assert "[indsæt dato]" in {p.quote for p in found if p.id == "PLADSHOLDER"}
    assert any(p.id.startswith("FORAELDET") for p in found)


def test_a_letter_is_not_for_the_other_parent() -> None:
    mor = next(s for s in sent("afgoerelse") if s.letter.order.læser.id == "mor")
    far = next(s for s in sent("afgoerelse") if s.letter.order.læser.id == "far"
               and s.case is mor.case)
    brev = opened(far.letter, mor.case, Situation(mor.case.sag, mor.letter.order.læser,
                                                 mor.letter.order.dato))
    assert [p.level for p in told(brev, "HILSER-EN-ANDEN")] == ["fejl"]


@pytest.mark.parametrize("where", ["header", "footer", "table"])
def test_names_are_found_in_every_part_that_is_read(where: str) -> None:
    def change(word: WordDocument) -> None:
        text = "Sag om Noah Berg"
        if where == "table":
            word.add_table(1, 1).cell(0, 0).text = text
        else:
            for section in word.sections:
                edge = section.header if where == "header" else section.footer
                edge.add_paragraph(text)

    assert "Noah Berg" in {p.quote for p in told(edited(change), "UKENDT-NAVN")}


def test_a_library_adds_names_of_its_own(tmp_path: Path) -> None:
    file = tmp_path / FILE
    file.parent.mkdir(parents=True)
    file.write_text("# hemmeligt\nLyngskolen\tskole\nProjekt Vesterled\n", "utf-8")
    names = allow_list((shipped(), tmp_path))
    assert {"lyngskolen", "vesterled", "ankestyrelsen"} <= names
    assert "hemmeligt" not in names
    ours = Regelbog(book().regler, (shipped(), tmp_path))
    brev = letter_of_text("Du går på Lyngskolen.", deltagere=ALMA)
    assert not [p for p in check(brev, ours) if p.id == "UKENDT-NAVN"]


def test_the_list_has_no_first_names_in_it() -> None:
    words = allow_list((shipped(),))
    assert not words & {"emma", "noah", "alma", "jens", "hanne", "peter", "bo", "harry", "mario",
                            "jordan", "mette"}


# --- CPR ----------------------------------------------------------------------------------------

@pytest.mark.parametrize("text", [
    f"Alma, cpr {OTHER}", "CPR: 90.12.14-0000", "nr. 901214 0000, født i byen", "90-12-14-0000",
    "(901214–0000)", "901214 - 0000", "901214.0000.", "cpr.nr.:901214-0000",
    "901214\u20110000", "cpr.901214-0000", "CPR-901214-0000", "cpr-nr.901214-0000", "90 12 14 0000",
    "cpr 90.12.14 0000", "født 90.12.14.0000", "cpr-nummer 901214/0000", "90.12.2014-0000",
    "personnummer: 901214 0000 Aarhus",
])
def test_a_cpr_number_is_stopped(text: str) -> None:
    brev = letter_of_text(text, deltagere=ALMA)
    assert [p.level for p in told(brev, "CPR", "CPRb")] == ["fejl"]
    assert "0000" not in told(brev, "CPR")[0].text


def test_ten_digits_are_only_a_warning() -> None:
    brev = letter_of_text("Sagen er 9012140000 i dag.", deltagere=ALMA)
    assert [p.level for p in told(brev, "CPR", "CPRb")] == ["advarsel"]


@pytest.mark.parametrize("text", [
    "Sagsnummer 2026-0117", "Sagsnr. 18/4711-2200", "EAN 5798009876543", "Tlf. 70 00 20 14",
    "+45 70 00 20 14", "den 01.03.2026", "01-03-2026 kl. 14.30", "01.03.15 2200 København N",
    "010315 8000 Aarhus C", "CVR 12345678", "konto 1234 1234567890", "Telefon: 901214-0000",
    "321314-0000", "903014-0000", "ISBN 978-87-1234-567-8", "a901214-0000", "901214-00001",
    "1901214-0000", "https://x.dk/901214-0000", "lov nr. 1234 af 14. juni 2022", "290215-4000",
    "2026-03-01-1000", "01.08.2015-2016", "den 01.03.2015 2200 København", "Sag 010315/0000",
    "den 01.03.15 2200 er der", "01.03.2015 - 1400", "90 12 14 00 00", "01 03 15 2200 København",
])
def test_what_only_looks_like_a_cpr_number_passes(text: str) -> None:
    assert not told(letter_of_text(text, deltagere=ALMA), "CPR", "CPRb")


@pytest.mark.parametrize(("digits", "expected"), [
    ("2902960000", True), ("2902150000", False), ("2902004000", True), ("2902000000", False),
    ("8902960000", True), ("0101991999", True), ("0001991999", False), ("3104991999", False),
    ("9102960000", False), ("9101580000", True),
])
def test_the_seventh_digit_tells_the_century(digits: str, expected: bool) -> None:
    assert is_cpr(digits) is expected


def test_with_a_case_a_cpr_number_is_told_by_the_leaks_and_not_again() -> None:
    brev = edited(lambda word: word.add_paragraph(f"Se {OTHER}"))
    assert not told(brev, "CPR", "CPRb")
    dotted = edited(lambda word: word.add_paragraph("Se 90.12.14-0000"))
    assert told(dotted, "CPR")


@pytest.mark.parametrize("where", ["title", "comment", "customXml/item1.xml"])
def test_a_cpr_number_is_found_wherever_it_hides(where: str) -> None:
    text = f"Notat {OTHER}"
    document = Document(
        "brev.docx", properties=Properties(title=text if where == "title" else ""),
        comments=(Passage(text),) if where == "comment" else (),
        everything_else=((where, text),) if "/" in where else ())
    brev = replace(letter_of_text("Kære Alma"), document=document)
    assert len(told(brev, "CPR")) == 1


# --- telephones and addresses -------------------------------------------------------------------

def test_a_number_that_the_case_does_not_know_is_a_warning() -> None:
    brev = edited(lambda word: word.add_paragraph("Ring til 20 20 30 40, eller se Lindevej 9."))
    assert {p.quote for p in told(brev, "UKENDT-KONTAKT")} == {"20 20 30 40", "Lindevej 9"}


@pytest.mark.parametrize("text", ["Ring til BørneTelefonen på 116 111.", "Ring til 33 41 12 00.",
                                  "Det koster 20.203.040 kr.", "Sag 20203040", "12. marts 2026",
                                  "Kl. 10-14.30 i 3 uger", "Børnehaven 3 dage",
                                  "skoleåret 2025 2026", "Birkevej 4 er dit hjem."])
def test_numbers_that_anybody_may_know_pass(text: str) -> None:
    assert not told(edited(lambda word: word.add_paragraph(text)), "UKENDT-KONTAKT")


# --- what the file carries ----------------------------------------------------------------------

@pytest.mark.parametrize(("name", "found"), [
    ("Ulla Thorsen", False), ("Egelund Kommune", False), ("Microsoft Office-bruger", False),
    ("python-docx", False), ("Kirsten Brandt", True), ("Noah", True), ("b012345", False),
    ("Juridisk sekretariat", False), ("Opholdsstedet Stenbæk", False), ("Systembruger", False),
])
def test_who_the_file_says_wrote_it(name: str, found: bool) -> None:
    def change(word: WordDocument) -> None:
        word.core_properties.last_modified_by = name

    assert bool(told(edited(change), "METADATA")) is found


@pytest.mark.parametrize(("title", "found"), [
    ("Afgørelse til dig", False), ("Afgørelse til Alma Holm", False), ("Brev til Noah", True),
    ("Børnebrev, Egelund Kommune", False), ("brev", False),
])
def test_names_in_the_files_title(title: str, found: bool) -> None:
    def change(word: WordDocument) -> None:
        word.core_properties.title = title

    assert bool(told(edited(change), "METADATA")) is found


def test_alt_texts_are_looked_through_for_names() -> None:
    s = next(s for s in sent("barnets_plan") if s.case.file.stem == "skolefravaer")
    assert "Almas tegning" in repr(s.letter.document.everything_else)
    other = next(s for s in sent() if s.case.file.stem == "ungeplan" and s.child)
    brev = opened(s.letter, other.case, Situation(other.case.sag, other.letter.order.læser,
                                                  other.letter.order.dato))
    assert told(brev, "NAVN-ANDEN-SAG")


def test_our_manifest_is_no_foreign_data_but_that_of_a_casework_system_is() -> None:
    assert not told(reopened(next(iter(sent("afgoerelse"))).letter.docx,
                             next(iter(sent("afgoerelse")))), "ANDRE-DATA")
    document = Document("brev.docx", everything_else=(
        ("customXml/item2.xml", "Noah Berg, Lindevej 4"), ("customXml/item2.xml", "mere tekst"),
        ("customXml/itemProps2.xml", "{3F2504E0-4F89-11D3-9A0C-0305E82C3301}")))
    brev = replace(letter_of_text("Kære Alma"), document=document)
    assert len(told(brev, "ANDRE-DATA")) == 1


def test_each_paragraph_with_tracked_changes_is_told_once() -> None:
    first, second = Place("a", detail="afsnit 1"), Place("a", detail="afsnit 2")
    document = Document("a", inserted=(Passage("ny", first), Passage("nyt", second)),
                        deleted=(Passage("gammel", first),))
    found = told(replace(letter_of_text("Kære Alma"), document=document), "SPORET")
    assert [p.level for p in found] == ["fejl", "fejl"]
    assert "gammel" in found[0].text


def test_levels_follow_the_design() -> None:
    """What blocks is about other people's facts, and about what cannot be taken back."""
    blocking = {r.id for r in book().regler.values()
                if r.slags == "beskyttelse" and r.level == "fejl"}
    assert blocking == {"CPR", "NAVN-ANDEN-SAG", "HILSER-EN-ANDEN", "KOMMENTAR", "SPORET",
                        "SKJULT"}


def test_an_ordinary_word_file_has_no_fault_that_stops_it() -> None:
    word = docx.Document()
    word.add_paragraph("Kære Emil. Du må klage til kommunen.")
    out = io.BytesIO()
    word.save(out)
    found = told(reopened(out.getvalue()))
    assert {p.id for p in found if p.level == "fejl"} <= {"NAVN-ANDEN-SAG"}


def test_no_message_is_longer_than_a_person_reads() -> None:
    long = "Kære Alma\nVi så " + " og ".join(f"Emma{chr(97 + n % 26)}" for n in range(300))
    for problem in told(letter_of_text(long)):
        assert len(problem.text) < 600
        assert not re.search(r"\{\w+\}", problem.text + problem.remedy)
