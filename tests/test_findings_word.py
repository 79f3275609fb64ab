"""The copy with Word comments: on the right words, and nothing else in the file is changed."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from lxml import etree

from generator.document.docx_styles import W
from generator.document.text import paragraph_texts
from generator.findings.word import to_word
from generator.pdf import find_office
from generator.source import Unusable
from tests.checked import book, kontrol, letter
from tests.sent import sent
from tests.word import element, note, p, package, parts, r, read, styled, with_notes, word, xml


def anchored(docx: bytes) -> dict[str, str]:
    """The words each comment is about, by the rule that its text names."""
    root = xml(docx)
    ids = {c.get(W + "id"): "".join(t.text or "" for t in c.iter(W + "t"))
           for c in xml(docx, "word/comments.xml")}
    found: dict[str, str] = {}
    for id, text in ids.items():
        words, inside = "", False
        for item in root.iter():
            if item.tag in (W + "commentRangeStart", W + "commentRangeEnd") and (
                    item.get(W + "id") == id):
                inside = item.tag == W + "commentRangeStart"
            elif inside and item.tag == W + "t":
                words += item.text or ""
        found[text] = words
    return found


def about(docx: bytes, rule: str) -> list[str]:
    return [words for text, words in anchored(docx).items() if f"[{rule}]" in text]


def copy_of(path: Path, folder: Path) -> bytes:
    return to_word(kontrol(path, book(folder)))


def test_a_comment_stands_on_the_words_it_is_about_and_says_what_why_and_how(tmp_path):
    path = letter(tmp_path / "b.docx", "# Afgørelse", "Kære Alma. Du kender Egon Toft, tror jeg.")
    found = anchored(copy_of(path, tmp_path))
    text = next(text for text in found if "[PR-04]" in text)
    assert found[text] == "Egon Toft"
    for told in ("Fejl: Her står »Egon Toft«.", "forvaltningsloven § 27", "Slet »Egon Toft«."):
        assert told in text
    whole = next(text for text in found if "[PR-01]" in text)
    assert whole.startswith("Fejl, LOV: ")
    assert found[whole] == "Afgørelse"


def test_words_that_word_has_split_over_runs_are_still_found(tmp_path):
    path = tmp_path / "b.docx"
    pieces = [r("Her er bar", "<w:b/>"), r("n", "<w:i/>"), r("et og mere. Det varer.")]
    path.write_bytes(word(styled("Heading1", r("Brev")), p(*pieces)))
    copy = copy_of(path, tmp_path)
    assert about(copy, "PR-02") == ["barnet"]
    runs = [("".join(t.text or "" for t in run.iter(W + "t")), run.find(f".//{W}b") is not None)
            for run in xml(copy).iter(W + "r")]
    assert ("Her er ", True) in runs
    assert ("bar", True) in runs
    assert ("et", False) in runs


def test_of_two_paragraphs_alike_each_has_its_own_comment(tmp_path):
    path = letter(tmp_path / "b.docx", "# Brev", "Se på barnet.", "Det varer.", "Se på barnet.")
    root = xml(copy_of(path, tmp_path))
    with_comments = [n for n, para in enumerate(root.iter(W + "p"))
                     if para.find(f"{W}commentRangeStart") is not None]
    assert with_comments == [0, 1, 3]


def test_words_in_a_table_cell_are_found(tmp_path):
    cell = "<w:tc><w:tcPr/>{}</w:tc>".format
    row = "<w:tr>" + cell(p(r("Hjælp"))) + cell(p(r("Til barnet"))) + "</w:tr>"
    table = f"<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/><w:gridCol/></w:tblGrid>{row}</w:tbl>"
    path = tmp_path / "b.docx"
    path.write_bytes(word(table, p(r("Det varer."))))
    assert about(copy_of(path, tmp_path), "PR-02") == ["barnet"]


def test_tabs_and_hyphens_that_are_not_seen_do_not_move_the_comment(tmp_path):
    path = tmp_path / "b.docx"
    run = ("<w:r><w:tab/><w:t>Se\u00ad nu på bar\u00adnet, det</w:t><w:br/>"
           "<w:t>varer barnet.</w:t></w:r>")
    path.write_bytes(word(f"<w:p>{run}</w:p>"))
    copy = copy_of(path, tmp_path)
    assert about(copy, "PR-02") == ["barnet"] or about(copy, "PR-02") == ["bar\u00adnet"]
    assert len(list(xml(copy).iter(W + "commentRangeStart"))) == 4
    assert list(paragraph_texts(read(copy))) == list(paragraph_texts(read(path.read_bytes())))


def test_a_deleted_text_before_it_does_not_move_the_comment(tmp_path):
    path = tmp_path / "b.docx"
    gone = '<w:del w:id="1" w:author="x"><w:r><w:delText>barnet og </w:delText></w:r></w:del>'
    come = f'<w:ins w:id="2" w:author="x">{r("nu barnet")}</w:ins>'
    path.write_bytes(word(f"<w:p>{r('Se:')}{gone}{come}{r('. Det varer')}</w:p>"))
    assert about(copy_of(path, tmp_path), "PR-02") == ["barnet"]


def test_what_stands_in_a_footnote_is_told_at_the_first_words_with_its_place(tmp_path):
    path = tmp_path / "b.docx"
    path.write_bytes(with_notes(p(r("Det varer"), note()), notes=[p(r("Se barnet."))]))
    found = anchored(copy_of(path, tmp_path))
    text = next(text for text in found if "[PR-02]" in text)
    assert "Hvor: fodnote 1" in text
    assert found[text] == "Det varer"


def test_comments_that_are_there_already_stay(tmp_path):
    path = tmp_path / "b.docx"
    old = element("w:comments", '<w:comment w:id="7" w:author="Ulla Thorsen"><w:p>'
                  f'{r("Husk mor")}</w:p></w:comment>')
    path.write_bytes(word(p('<w:commentRangeStart w:id="7"/>', r("Se barnet. Det varer."),
                            '<w:commentRangeEnd w:id="7"/>',
                            '<w:r><w:commentReference w:id="7"/></w:r>'),
                          relations={"rId9": ("comments", "comments.xml")},
                          parts={"word/comments.xml": old}))
    copy = copy_of(path, tmp_path)
    texts = [(c.author, c.text) for c in read(copy).comments]
    assert texts[0] == ("Ulla Thorsen", "Husk mor")
    assert {author for author, _ in texts[1:]} == {"duform"}
    ids = [c.get(W + "id") for c in xml(copy, "word/comments.xml")]
    assert len(set(ids)) == len(ids)


def test_a_letter_of_ours_says_the_same_with_comments_and_only_they_are_new(tmp_path):
    for one in sent()[:12]:
        path = tmp_path / "brev.docx"
        path.write_bytes(one.letter.docx)
        rules = book(tmp_path, _FINDS_MUCH)
        found = kontrol(path, rules)
        copy = to_word(found)
        assert len(found.fund) > 5
        assert list(paragraph_texts(read(copy))) == list(paragraph_texts(one.letter.document))
        before, after = parts(one.letter.docx), parts(copy)
        assert set(after) - set(before) == {"word/comments.xml"}
        assert {name for name in before if before[name] != after[name]} == {
            "[Content_Types].xml", "word/document.xml", "word/_rels/document.xml.rels"}
        assert {words.casefold() for words in about(copy, "PR-07")} <= {"du", "det"}
        assert path.read_bytes() == one.letter.docx
        assert to_word(found) == copy


_FINDS_MUCH = """\
- id: PR-07
  titel: Du
  slags: maa_ikke_staa
  type: FORM
  niveau: forslag
  kilde: os
  besked: Her står »{ord}«.
  sådan: Se på det.
  mønstre: [du/det]
"""


def test_a_file_of_the_strict_kind_is_refused_with_a_way_out(tmp_path):
    path = tmp_path / "b.docx"
    data = word(p(r("Kære Alma.")))
    strict = parts(data)
    strict["word/document.xml"] = strict["word/document.xml"].replace(
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        b"http://purl.oclc.org/ooxml/wordprocessingml/main")
    path.write_bytes(package(strict))
    with pytest.raises(Unusable) as refused:
        copy_of(path, tmp_path)
    assert [problem.id for problem in refused.value.problems] == ["word.strict"]


def test_the_xml_of_a_comment_holds_no_sign_that_word_cannot_read(tmp_path):
    copy = copy_of(letter(tmp_path / "b.docx", "Kære <Alma> & Egon Toft."), tmp_path)
    etree.fromstring(parts(copy)["word/comments.xml"])


@pytest.mark.skipif(find_office() is None, reason="LibreOffice is not here")
def test_libreoffice_opens_the_copy_and_shows_its_comments(tmp_path):
    (tmp_path / "b-tjek.docx").write_bytes(copy_of(
        letter(tmp_path / "b.docx", "# Brev", "Du kender Egon Toft."), tmp_path))
    office = find_office()
    assert office
    subprocess.run([str(office), f"-env:UserInstallation={(tmp_path / 'profil').as_uri()}",
                    "--headless", "--convert-to", "fodt", "--outdir", str(tmp_path),
                    str(tmp_path / "b-tjek.docx")], check=True, capture_output=True, timeout=180)
    text = (tmp_path / "b-tjek.fodt").read_text(encoding="utf-8")
    assert text.count("<dc:creator>duform</dc:creator>") >= 3
    assert "Her står »Egon Toft«." in text
