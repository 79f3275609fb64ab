"""Old merge letters: each shape that Word writes a merge field in becomes the right tag, what
cannot be translated is named with its place, and nothing outside the fields changes."""

from __future__ import annotations

from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator import cli
from generator.batch.tables.mapping import load_mapping
from generator.case.mapping import read_columns
from generator.document.docx_package import open_package
from generator.expressions import check
from generator.library import shipped
from generator.sandbox import environment
from generator.source import Unusable
from generator.template.field_names import _indexes, field_for
from generator.template.merge_fields import Converted, convert
from tests.word import (
    SPACES,
    all_xml,
    cell,
    drawing,
    element,
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
    sha,
    styled,
    table,
    text_box,
    with_header,
    with_notes,
    word,
    xml,
)

BOLD = "<w:b/>"


def mark(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def code(*pieces: str, look: str = "") -> str:
    """The code of a field, split over runs."""
    looks = f"<w:rPr>{look}</w:rPr>" if look else ""
    return "".join(piece if piece.startswith("<") else f'<w:r>{looks}<w:instrText '
                   f'xml:space="preserve">{escape(piece)}</w:instrText></w:r>' for piece in pieces)


def full(*pieces: str, shown: str = "", look: str = "") -> str:
    """A complex field: what Word writes when somebody inserts one."""
    return (f"{mark('begin')}{code(*pieces, look=look)}{mark('separate')}"
            f"{shown or r('«gammelt»')}{mark('end')}")


def simple(text: str, shown: str = "") -> str:
    return f'<w:fldSimple w:instr="{escape(text, {chr(34): "&quot;"})}">{shown or r("«x»")}' \
        "</w:fldSimple>"


def made(*body: str, mapping: dict[str, str] | None = None) -> Converted:
    return convert(word(*body), mapping or {}, "brev.docx")


def text(docx: bytes) -> str:
    return "\n".join(lines(read(docx).body))


def ids(done: Converted) -> list[str]:
    return [problem.id for problem in done.bemærkninger]


# --- shapes -------------------------------------------------------------------------------------

SHAPES = {
    "simple": simple(" MERGEFIELD Fornavn "),
    "simple without spaces": simple("MERGEFIELD Fornavn"),
    "complex": full(" MERGEFIELD Fornavn "),
    "lower case": full(" mergefield fornavn "),
    "mixed case": full("MergeField FORNAVN"),
    "split over runs": full(" MERGE", "FIELD ", "For", "navn", " \\* MERGE", "FORMAT "),
    "quoted": full(' MERGEFIELD "Fornavn" \\* MERGEFORMAT '),
    "typographic quotes": full(" MERGEFIELD “Fornavn” "),
    "no-break spaces": full("\u00a0MERGEFIELD\u00a0Fornavn\u00a0"),
    "a tab and a line between": full(" MERGEFIELD\t\n Fornavn "),
    "glued switch": full(" MERGEFIELD Fornavn\\*MERGEFORMAT"),
    "mapped field switch": full(" MERGEFIELD Fornavn \\m "),
    "no result": f"{mark('begin')}{code('MERGEFIELD Fornavn')}{mark('end')}",
    "empty result": f"{mark('begin')}{code('MERGEFIELD Fornavn')}{mark('separate')}{mark('end')}",
    "result of several runs": full("MERGEFIELD Fornavn", shown=r("«For") + r("navn»", BOLD)),
    "spelling marks inside": full("MERGEFIELD Fornavn",
                                  shown='<w:proofErr w:type="spellStart"/>' + r("«Fornavn»")),
    "a bookmark inside": full("MERGEFIELD Fornavn", shown='<w:bookmarkStart w:id="3" w:name="x"/>'
                              + r("«F»") + '<w:bookmarkEnd w:id="3"/>'),
    "all in one run": '<w:r><w:fldChar w:fldCharType="begin"/><w:instrText>MERGEFIELD Fornavn'
                      '</w:instrText><w:fldChar w:fldCharType="separate"/><w:t>«F»</w:t>'
                      '<w:fldChar w:fldCharType="end"/></w:r>',
    "a link in the result": full("MERGEFIELD Fornavn",
                                 shown=f"<w:hyperlink w:anchor='x'>{r('«F»')}</w:hyperlink>"),
    "a field in the result": full("MERGEFIELD Fornavn",
                                  shown=full("HYPERLINK mailto:x", shown=r("x@y.dk"))),
    "inside a content control": f"<w:sdt><w:sdtContent>{full('MERGEFIELD Fornavn')}"
                                "</w:sdtContent></w:sdt>",
    "inside a link": f"<w:hyperlink w:anchor='x'>{full('MERGEFIELD Fornavn')}</w:hyperlink>",
    "shown by a link field": full("HYPERLINK x", shown=full("MERGEFIELD Fornavn")),
    "camel case": full("MERGEFIELD BarnetsFornavn"),
    "by path": full("MERGEFIELD barn.fornavn"),
}


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES.keys())
def test_every_shape_of_a_merge_field_becomes_a_tag(shape):
    done = made(p(r("Kære:") + shape + r(", hej")))
    assert text(done.docx) == "Kære:{{ barn.fornavn }}, hej"
    assert "MERGEFIELD" not in all_xml(done.docx).upper()
    assert "<w:hyperlink w:anchor=\"x\"/>" not in all_xml(done.docx)
    assert [(f.antal, f.blev_til) for f in done.felter] == [(1, "{{ barn.fornavn }}")]
    assert not done.i_hånden


CODES = {
    r"MERGEFIELD Fornavn \* Upper": "{{ barn.fornavn|upper }}",
    r"MERGEFIELD Fornavn \* LOWER \* MERGEFORMAT": "{{ barn.fornavn|lower }}",
    r"MERGEFIELD Fornavn \* Upper \* UPPER": "{{ barn.fornavn|upper }}",
    r"MERGEFIELD Skole \b “Skole: ”": "{% if barn.skole %}Skole: {{ barn.skole }}{% endif %}",
    r"MERGEFIELD Fornavn \* FirstCap": "{{ barn.fornavn|stort }}",
    r"MERGEFIELD Fornavn \* Caps": "{{ barn.fornavn|title }}",
    r'MERGEFIELD Fødselsdato \@ "d. MMMM yyyy"': "{{ barn.fødselsdato }}",
    r"MERGEFIELD Fødselsdato \@ dd-MM-yyyy": "{{ barn.fødselsdato|dato_kort }}",
    r'MERGEFIELD Fødselsdato \@"dddd d. MMMM yyyy"': "{{ barn.fødselsdato|ugedag_dato }}",
    r'MERGEFIELD Fødselsdato \@ "dddd"': "{{ barn.fødselsdato|ugedag }}",
    r'MERGEFIELD Fødselsdato \@ "MMMM yyyy"': "{{ barn.fødselsdato|måned_år }}",
    r"""MERGEFIELD Fødselsdato \@ "d. MMMM 'hilsen' yyyy" """: "{{ barn.fødselsdato }}",
    r"MERGEFIELD Alder \# 0": "{{ barn.alder|tal }}",
    r"MERGEFIELD Alder \* CardText": "{{ barn.alder|tal_med_ord }}",
    r'MERGEFIELD Skole \b "Skole: " \f "."':
        "{% if barn.skole %}Skole: {{ barn.skole }}.{% endif %}",
    r"MERGEFIELD Skole \b ( \f )": "{% if barn.skole %}({{ barn.skole }}){% endif %}",
}


@pytest.mark.parametrize(("instruction", "tag"), CODES.items(), ids=CODES.keys())
def test_switches_become_filters(instruction, tag):
    done = made(p(r("x") + full(instruction)))
    assert text(done.docx) == f"x{tag}"
    assert not done.i_hånden
    assert check(environment().parse(tag), {})[0] == []


LOST = (r"MERGEFIELD Fødselsdato \* Upper", r"MERGEFIELD Fornavn \* Ordinal",
        r'MERGEFIELD Fornavn \@ "d. MMMM"', r'MERGEFIELD Fødselsdato \@ "HH:mm"',
        r'MERGEFIELD Alder \# "0,00"', r'MERGEFIELD Sagsnr \# "0000"', r"MERGEFIELD Fornavn \v",
        r"MERGEFIELD Fornavn \q", r'MERGEFIELD Fornavn \b "{{ x }}"',
        r'MERGEFIELD Fødselsdato \@ "d"')


@pytest.mark.parametrize("instruction", LOST)
def test_a_switch_without_a_counterpart_is_named_with_its_place(instruction):
    done = made(styled("Heading1", "Klage"), p(full(instruction)))
    assert ids(done) == ["fletfelt.form"]
    assert done.i_hånden
    (problem,) = done.bemærkninger
    assert str(problem.where) == "brev.docx, brødteksten, under »Klage«, afsnit 2"
    assert instruction.split("\\")[1].split()[0][0] in problem.text
    assert text(done.docx).endswith("}}")


# --- names --------------------------------------------------------------------------------------

NAMES = {
    "Fornavn": "barn.fornavn", "Barnets_navn": "barn.navn", "BARNETS NAVN": "barn.navn",
    "CPR": "barn.cpr", "CPR-nr.": "barn.cpr", "Sagsnr": "sagsnummer", "Sags_nr": "sagsnummer",
    "Rådgiver": "rådgiver.navn", "Raadgiver": "rådgiver.navn", "Sagsbehandler": "rådgiver.navn",
    "Rådgivers_tlf": "rådgiver.telefon", "Sagsbehandlers e-mail": "rådgiver.mail",
    "Kommune": "kommune.navn", "Fødselsdag": "barn.fødselsdato", "Foedselsdato": "barn.fødselsdato",
    "Brevdato": "dokument.dato", "Modtagers_navn": "modtager.navn",
    "Modtager_adresse_vej": "modtager.adresse.vej", "afgørelse.dato": "afgørelse.dato",
    "Afgørelsens dato": "afgørelse.dato", "Fo\u0308rnavn": "", "Navn": "", "Adresse": "",
    "Dato": "", "Borgers navn": "", "Modtagers_adresse": "", "Telefon2": "", "Mors_navn": "",
    "Afgørelse2_dato": "", "": "", "personer[].navn": "",
}


@pytest.mark.parametrize(("name", "sti"), NAMES.items())
def test_a_name_is_the_field_it_means_or_nobodys(name, sti):
    assert field_for(name, {}).sti == sti


def test_a_word_that_means_the_same_is_sure():
    assert all(field_for(name, {}).sikkert for name in ("Rådgivers e-mail", "Rådgivers_tlf_nr"))


def test_every_field_a_name_can_mean_passes_the_lint():
    for index in _indexes():
        for paths in index.values():
            for sti in paths:
                assert check(environment().parse(f"{{{{ {sti} }}}}"), {})[0] == [], sti


def test_a_name_that_is_almost_right_is_taken_and_said():
    done = made(p(full("MERGEFIELD Rådgiverens_telefn")))
    assert text(done.docx) == "{{ rådgiver.telefon }}"
    assert ids(done) == ["fletfelt.efterse"]
    assert not done.i_hånden


def test_a_name_that_two_have_is_taken_as_the_childs_and_said_once():
    done = made(p(full("MERGEFIELD Fornavn")), p(full("MERGEFIELD Fornavn")))
    (problem,) = done.bemærkninger
    assert problem.id == "fletfelt.efterse"
    assert "modtager.fornavn" in problem.text


def test_an_unknown_field_stays_to_be_seen_and_cannot_become_a_tag():
    done = made(styled("Heading1", "Klage"), p(r("Til:") + full('MERGEFIELD "Borgers {{ navn }}"')))
    assert text(done.docx) == "Klage\nTil:«Borgers navn»"
    assert [(f.navn, f.blev_til) for f in done.felter] == [("Borgers navn", "«Borgers navn»")]
    (problem,) = done.bemærkninger
    assert problem.id == "fletfelt.ukendt"
    assert "under »Klage«, afsnit 2" in str(problem.where)
    assert done.i_hånden


def test_the_mapping_wins_over_the_name():
    mapping = {"Fornavn": "modtager.fornavn", "Borgers navn": "barn.navn"}
    done = made(p(full("MERGEFIELD Fornavn"), r("+"), full("MERGEFIELD Borgers_navn")),
                mapping=mapping)
    assert text(done.docx) == "{{ modtager.fornavn }}+{{ barn.navn }}"
    wrong = made(p(full("MERGEFIELD Fornavn")), mapping={"Fornavn": "rådgiver.telefn"})
    assert ids(wrong) == ["fletfelt.ukendt"]
    assert "{{ rådgiver.telefon }}" in wrong.bemærkninger[0].remedy


def test_a_mapping_file_is_read_for_its_columns_only(tmp_path):
    file = tmp_path / "fletning.yaml"
    file.write_text("faste: {kommune.navn: y}\nkolonner:\n  Borgers navn: barn.navn\n"
                    "  Til: modtager.navn\n", encoding="utf-8")
    assert read_columns(file) == {"Borgers navn": "barn.navn", "Til": "modtager.navn"}
    for content in ("faste: {kommune.navn: y}\n", "- x\n", "kolonner: x\n", "kolonne: {A: b}\n",
                    "kolonner:\n  A: [x]\n  B:\n"):
        file.write_text(content, encoding="utf-8")
        with pytest.raises(Unusable) as caught:
            read_columns(file)
        assert {problem.id for problem in caught.value.problems} == {"fletning.forkert"}
    assert [problem.where.line for problem in caught.value.problems] == [2, 3]


def test_letters_and_spreadsheets_are_told_the_same_about_a_mapping(tmp_path):
    file = tmp_path / "fletning.yaml"
    file.write_text("kolonne: {A: barn.navn}\nkolonner:\n  B: [x]\n  C: barn.cpr\n"
                    "  c: barn.navn\nfaste:\n  barn.cpr: x\n", encoding="utf-8")
    said = []
    for reading in (read_columns, load_mapping):
        with pytest.raises(Unusable) as caught:
            reading(file)
        said.append(caught.value.problems)
    assert said[0] == said[1]
    assert len(said[0]) == 4


def test_an_address_is_several_fields_and_they_are_proposed():
    assert field_for("Modtagers_adresse", {}).andre[:3] == (
        "modtager.adresse.vej", "modtager.adresse.postnr", "modtager.adresse.by")


# --- by hand ------------------------------------------------------------------------------------

IF = full("IF ", full("MERGEFIELD Skole"), ' = "" "Du går ikke i skole" "Du går på ',
          full("MERGEFIELD Skole"), '" ', shown=r("Du går på Skovskolen"))
HAND = {
    IF: "{% if not barn.skole %}Du går ikke i skole{% else %}Du går på {{ barn.skole }}{% endif %}",
    full("IF ", full("MERGEFIELD Klasse"), '="5" "stor" ""'):
        '{% if barn.klasse == "5" %}stor{% endif %}',
    full("IF ", full("MERGEFIELD Klasse"), ' <> "" "x" "y"'):
        "{% if barn.klasse %}x{% else %}y{% endif %}",
    full("IF ", full("MERGEFIELD Ukendt"), ' >= 3 "x" "', full(
        "IF ", full("MERGEFIELD Klasse"), ' = "1" "a" "b"'), '"'):
        '{% if felt >= "3" %}x{% else %}{% if barn.klasse == "1" %}a{% else %}b{% endif %}'
        "{% endif %}",
    full('IF Bogmærke = 1 "x"'): '{% if felt == "1" %}x{% endif %}',
    full("IF noget rod"): "{% if betingelse %} … {% else %} … {% endif %}",
    full("NEXT"): "ét brev for hver sag",
    full("SKIPIF ", full("MERGEFIELD Skole"), ' = ""'): "skabelon.yaml",
    full('ASK navn "Hvad?"'): "duform felter",
    full("FILLIN Hvad?"): "{{ felt }}",
    full("=2+2"): "Regn tallet ud",
    full("= ", full("MERGEFIELD Klasse"), " + 1"): "Regn tallet ud",
    full("ADDRESSBLOCK \\f x"): "{{ modtager.navn }}",
    full("GREETINGLINE"): "{{ modtager.fornavn }}",
    full('DATE \\@ "dd-MM-yyyy"'): "{{ dokument.dato }}",
    full("INCLUDEPICTURE ", full("MERGEFIELD Skole")): "{{ felt }}",
    simple("DATE"): "{{ dokument.dato }}",
}


@pytest.mark.parametrize(("before", "instead"), HAND.items(), ids=range(len(HAND)))
def test_what_must_be_done_by_hand_stays_and_is_named_with_place_and_remedy(before, instead):
    letter = word(styled("Heading1", "Klage"), p(r("a") + before + r("b")))
    done = convert(letter, {}, "brev.docx")
    (problem,) = done.bemærkninger
    assert problem.id == "fletfelt.i_haanden"
    assert str(problem.where) == "brev.docx, brødteksten, under »Klage«, afsnit 2"
    assert instead in problem.remedy
    assert parts(done.docx)["word/document.xml"] == parts(letter)["word/document.xml"]
    assert done.i_hånden


def test_a_merge_field_that_cannot_be_touched_stays_and_says_why():
    over = (f"<w:p>{mark('begin')}{code('MERGEFIELD Skole')}{mark('separate')}{r('a')}</w:p>"
            f"<w:p>{r('b')}{mark('end')}</w:p>")
    tracked = f'<w:ins w:id="1" w:author="x">{full("MERGEFIELD Skole")}</w:ins>'
    for body, why in (
            (over, "flere afsnit"), (p(mark("begin") + code("MERGEFIELD Skole")), "ikke afsluttet"),
            (p(full('MERGEFIELD Skole \\b "', full("MERGEFIELD Klasse"), '"')), "inden i sig"),
            (p(full("MERGEFIELD \\* MERGEFORMAT")), "intet navn"), (p(tracked), "sporet ændring")):
        before = word(body, p(full("MERGEFIELD Fornavn")))
        done = convert(before, {}, "brev.docx")
        assert why in " ".join(problem.text for problem in done.bemærkninger)
        assert done.i_hånden
        assert "{{ barn.fornavn }}" in all_xml(done.docx)
        assert "MERGEFIELD Skole" in all_xml(done.docx) or "intet navn" in why


def test_an_if_that_is_never_ended_is_named_and_swallows_nothing():
    done = made(p(mark("begin") + code("IF ", full("MERGEFIELD Skole"), ' = "" "x"')),
                p(full("PAGE", shown=full("MERGEFIELD Klasse")), full("MERGEFIELD Sagsnr")))
    assert "fletfelt.i_haanden" in ids(done)
    assert [f.navn for f in done.felter] == ["IF", "Skole", "Klasse", "Sagsnr"]
    done = made(p(mark("begin") + code("PAGE") + mark("separate"), full("MERGEFIELD Sagsnr")))
    assert [(f.navn, f.antal) for f in done.felter] == [("Sagsnr", 1)]


def test_tracked_changes_stay_and_must_be_accepted_first():
    gone = ('<w:del w:id="2" w:author="x"><w:r><w:delText>før</w:delText></w:r></w:del>')
    done = made(p(r("x") + gone), p(full("MERGEFIELD Fornavn")))
    assert "skabelon.sporede_aendringer" in ids(done)
    assert "<w:delText>før</w:delText>" in all_xml(done.docx)
    assert done.i_hånden


def test_ordinary_fields_are_left_alone_without_a_word():
    page = full("PAGE", shown=r("1"))
    done = made(p(page), p(full("MERGEFIELD Sagsnr")))
    assert not done.bemærkninger
    assert "PAGE" in all_xml(done.docx)


def test_what_the_last_person_got_is_never_in_a_message():
    private = r("Alma Sofie Holm 140814-1234")
    done = made(p(full("MERGEFIELD Navn", shown=private)),
                p(full('IF 1 = 1 "a" "b"', shown=private)),
                p(full("MERGEFIELD Fornavn", shown=private)))
    assert "Alma" not in repr((done.felter, done.bemærkninger))
    assert text(done.docx).count("Alma") == 1  # in the IF, which stays


# --- where fields are ---------------------------------------------------------------------------


def test_fields_are_found_in_tables_headers_footers_notes_and_text_boxes():
    one = p(full("MERGEFIELD Fornavn"))
    assert "{{ barn.fornavn }}" in text(made(table(row(cell(one), "x"))).docx)
    for kind in ("header", "footer"):
        done = convert(with_header(p("x"), header=one, kind=kind), {}, "brev.docx")
        assert "{{ barn.fornavn }}" in parts(done.docx)[f"word/{kind}1.xml"].decode()
    for kind in ("footnote", "endnote"):
        done = convert(with_notes(p(r("x"), note(2, kind)), notes=[one], kind=kind), {}, "b.docx")
        assert "{{ barn.fornavn }}" in parts(done.docx)[f"word/{kind}s.xml"].decode()
    done = made(p(text_box(one)))
    assert [f.antal for f in done.felter] == [1]
    assert all_xml(done.docx).count("{{ barn.fornavn }}") == 2


def test_an_unknown_field_in_a_text_box_is_told_once_and_in_a_header_by_its_name():
    done = made(p(text_box(p(full("MERGEFIELD Navn")))))
    assert len(done.bemærkninger) == 1
    done = convert(with_header(p("x"), header=p(full("MERGEFIELD Navn"))), {}, "brev.docx")
    assert "sidehovedet" in str(done.bemærkninger[0].where)


def test_the_look_of_the_result_is_kept():
    done = made(p(full("MERGEFIELD Fornavn", shown=r("«F»", BOLD), look="<w:i/>")),
                p(full("MERGEFIELD Fornavn \\* CHARFORMAT", shown=r("«F»", BOLD), look="<w:i/>")),
                p(simple("MERGEFIELD Fornavn", r("«F»", BOLD))))
    looks = [str(look.tag).rpartition("}")[2] for properties in
             xml(done.docx).iter(f"{{{SPACES['w']}}}rPr") for look in properties]
    assert looks == ["b", "i", "b"]


def test_fields_are_counted_in_the_order_of_the_letter():
    done = made(p(full("MERGEFIELD Skole"), full("MERGEFIELD Fornavn"), full("MERGEFIELD Skole")),
                p(full("MERGEFIELD Skole \\* Upper")))
    assert [(f.navn, f.antal, f.blev_til) for f in done.felter] == [
        ("Skole", 2, "{{ barn.skole }}"), ("Fornavn", 1, "{{ barn.fornavn }}"),
        ("Skole", 1, "{{ barn.skole|upper }}")]


# --- the rest of the file -----------------------------------------------------------------------

_WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs"),
                               exclude_characters="{}%#\ufffe\uffff"), min_size=1, max_size=20)
_FIELDS = st.sampled_from([full("MERGEFIELD Skole"), simple("MERGEFIELD Navn"), IF,
                           full("PAGE", shown=r("7")), full("MERGEFIELD ", "Sags", "nr")])


def outside(docx: bytes) -> str:
    """The text of the marked runs: those that no field has made."""
    return "".join(t.text or "" for run in xml(docx).iter(f"{{{SPACES['w']}}}r")
                   if run.find("w:rPr/w:color", SPACES) is not None
                   for t in run.iter(f"{{{SPACES['w']}}}t"))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.one_of(_WORDS.map(lambda t: (t, "")), _FIELDS.map(lambda f: ("", f))),
                         max_size=5), min_size=1, max_size=4))
def test_the_text_outside_fields_is_unchanged(content):
    body = [p(*(r(escape(t), '<w:color w:val="010203"/>') if t else f for t, f in pieces))
            for pieces in content]
    before = word(*body, p(full("MERGEFIELD Fornavn")))
    after = convert(before, {}, "brev.docx").docx
    assert outside(after) == outside(before)
    assert len(list(xml(after).iter(f"{{{SPACES['w']}}}p"))) == len(body) + 1


def test_pictures_styles_and_all_other_parts_are_the_same_bytes():
    before = word(p(drawing("Logo")), p(full("MERGEFIELD Fornavn")),
                  relations={"rIdPng": ("image", "media/b.png")},
                  parts={"word/media/b.png": png()})
    after = convert(before, {}, "brev.docx").docx
    old, new = parts(before), parts(after)
    assert list(old) == list(new)
    assert {name for name in old if old[name] != new[name]} == {"word/document.xml"}
    assert sha(after) == sha(convert(before, {}, "brev.docx").docx)


SOURCE = ('<w:mailMerge><w:mainDocumentType w:val="formLetters"/><w:dataType w:val="native"/>'
          '<w:connectString w:val="Data Source=C:\\Brugere\\navn\\liste.xlsx"/>'
          '<w:dataSource r:id="rId1"/><w:odso><w:recipientData r:id="rId2"/></w:odso>'
          "</w:mailMerge>")


def test_the_tie_to_the_old_spreadsheet_is_cut_and_said():
    before = word(p(full("MERGEFIELD Sagsnr")), parts={
        "word/settings.xml": element("w:settings", SOURCE + '<w:zoom w:percent="100"/>'),
        "word/_rels/settings.xml.rels": rels({
            "rId1": ("mailMergeSource", "!file:///C:/Brugere/navn/liste.xlsx"),
            "rId2": ("recipientData", "recipientData.xml"),
            "rId3": ("attachedTemplate", "!file:///Normal.dotm")}),
        "word/recipientData.xml": element("w:recipients", "")})
    done = convert(before, {}, "brev.docx")
    assert ids(done) == ["fletfelt.datakilde"]
    assert not done.i_hånden
    after = all_xml(done.docx)
    assert "liste.xlsx" not in after
    assert "ecipientData" not in after
    assert "w:zoom" in after
    assert "Normal.dotm" in after
    assert "word/recipientData.xml" not in parts(done.docx)
    open_package(done.docx, "brev.docx")


def test_a_dotx_becomes_a_document():
    before = package({name: data.replace(b"document.main+xml", b"template.main+xml")
                      for name, data in parts(word(p(full("MERGEFIELD Fornavn")))).items()})
    types = parts(convert(before, {}, "brev.dotx").docx)["[Content_Types].xml"]
    assert b"document.main+xml" in types
    assert b"template.main" not in types


# --- a whole letter -----------------------------------------------------------------------------

LETTER = ("Sagsnr", "Brevdato", "Kommune", "Kommunens afdeling", "Kommunens_telefon", "Fornavn",
          "Barnets_navn", "Skole \\* Upper", 'Klasse \\b "i klasse " \\f "."', "Alder",
          'Fødselsdato \\@ "d. MMMM yyyy"', 'Afgørelsens_dato \\@ "dd-MM-yyyy"', "Varighed",
          "Afgørelse_formål", "Rådgiver", 'Rådgivers_titel \\f ","', "Rådgiverens_tlf",
          "Rådgiver e-mail", "Sagsbehandlers træffes", "Modtagers_navn", "Modtagers fornavn",
          '"Barnet, kaldes" \\b (kaldet',
          "dokument.titel", "Kommunens_hjemmeside", "Kommunens_mail", "Stedord_han",
          "Kommunens adresse vej", "Kommunens adresse postnr", "Kommunens adresse by", "Sagsnummer")


def test_a_letter_of_thirty_fields_becomes_a_template_that_letters_are_made_of(
        tmp_path, monkeypatch, capsys):
    assert len(LETTER) == 30
    monkeypatch.chdir(tmp_path)
    body = [p(r(f"{n}:"), full("MERGEFIELD ", *name.partition(" "))) for n, name in
            enumerate(LETTER)]
    Path("brev.docx").write_bytes(word(styled("Heading1", "Afgørelse"), *body))
    Path("fletning.yaml").write_text("kolonner:\n  Stedord_han: barn.han_hun\n", encoding="utf-8")
    assert cli._run(["skabeloner", "fra-fletfelter", "brev.docx", "--mapning",
                     "fletning.yaml"]) == 0, capsys.readouterr().out
    assert cli._run(["skabeloner", "tjek", "brev-duform.docx"]) == 0, capsys.readouterr().out
    own = Path("vores/templates/afgoerelse_barn")
    own.mkdir(parents=True)
    Path("brev-duform.docx").rename(own / "afgoerelse_barn.docx")
    (own / "skabelon.yaml").write_text("titel: Vores afgørelse\ndokument: afgoerelse\n"
                                       "laeser: barn\nhvis: [over_10]\nversion: 1\n", "utf-8")
    example = shipped() / "examples" / "skolefravaer.yaml"
    assert cli._run(["lav", str(example), "--bibliotek", "vores", "--type", "afgoerelse", "--til",
                     "barn", "--ud", "breve"]) == 0, capsys.readouterr().err
    (letter,) = Path("breve").glob("*.docx")
    words = text(letter.read_bytes()).replace("\u00a0", " ")
    for piece in ("1:2. marts 2026", "5:Alma", "6:Alma Sofie Holm", "11:02.03.2026", "25:hun",
                  "22:Vores afgørelse", "10:14. august 2014"):
        assert piece in words, words
    assert "{{" not in words
    assert "«" not in words


# --- files that cannot be used ------------------------------------------------------------------

GOOD = word(p(full("MERGEFIELD Fornavn")))
BAD = {
    "docx.gammelt_format": b"\xd0\xcf\x11\xe0" + b"\0" * 600,
    "docx.kodeord": b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"),
    "docx.ikke_docx": GOOD[:200],
    "docx.tom": b"",
    "fletfelt.ingen": word(p("Kære dig"), p(full("PAGE"))),
    "fletfelt.format": package({**parts(GOOD), "word/vbaProject.bin": b"x"}),
    "docx.beskadiget": package({**parts(GOOD), "word/document.xml": b"<w:document"}),
}


@pytest.mark.parametrize(("id", "data"), BAD.items(), ids=BAD.keys())
def test_a_file_that_cannot_be_used_is_refused_in_danish(id, data):
    with pytest.raises(Unusable) as caught:
        convert(data, {}, "brev.docx")
    assert [problem.id for problem in caught.value.problems] == [id]
    assert caught.value.problems[0].remedy


def test_fields_nested_without_end_are_refused():
    deep = p(full("IF ", *[mark("begin") + code("IF ")] * 60), full("MERGEFIELD Fornavn"))
    with pytest.raises(Unusable) as caught:
        made(deep)
    assert [problem.id for problem in caught.value.problems] == ["docx.for_dyb"]


def test_a_strict_file_is_refused():
    strict = {name: data.replace(b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
                                 b"http://purl.oclc.org/ooxml/wordprocessingml/main")
              for name, data in parts(GOOD).items()}
    with pytest.raises(Unusable) as caught:
        convert(package(strict), {}, "brev.docx")
    assert caught.value.problems[0].id == "fletfelt.format"
