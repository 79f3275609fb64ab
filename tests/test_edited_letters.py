"""Letters of ours that somebody has worked on in Word since, and letters that nobody here made: who
wrote which words, what is gone, and what kind of letter it is."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from functools import cache, partial
from pathlib import Path

import docx
import pytest
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from generator.case.load import check_case
from generator.case.reader import Situation
from generator.checker.check import check
from generator.checker.guess import guessed_document, guessed_reader
from generator.checker.letter import Brev, Stykke
from generator.checker.open import Told, open_letter
from generator.checker.provenance import traced
from generator.checker.rule_files import load_rules
from generator.checker.rules import Regelbog
from generator.document import read_docx
from generator.document.model import Document, Properties, Text
from generator.document.model import Paragraph as Afsnittet
from generator.document.origin import Afsnit, Origin, read_origin, text_hash
from generator.inspection import lovfraser
from generator.library import load_library
from generator.pipeline import Press, make_letter
from generator.source import Located
from tests.old_letters import OLD
from tests.sent import Sent, sent

LIBRARY = load_library()


@cache
def book() -> Regelbog:
    return load_rules(LIBRARY)


def alma() -> Sent:
    return next(s for s in sent("afgoerelse") if s.case.file.stem == "skolefravaer" and s.child)


def opened(data: bytes, of: Sent | None = None) -> Brev:
    """The file as a letter of this case."""
    made = of or alma()
    order = made.letter.order
    situation = Situation(made.case.sag, order.læser, order.dato)
    return open_letter(read_docx(data, "brev.docx"), Told(
        order.skabelon.dokument, order.læser.rolle, situation.alder, order.dato, made.case,
        situation, lovfraser(LIBRARY)), {})


def found(brev: Brev) -> set[str]:
    """The ids of the findings of this area's rules."""
    return {p.id for p in check(brev, book()) if book().regler[p.id].slags == "beskyttelse"}


def edited(change: Callable[[WordDocument], object], of: Sent | None = None) -> Brev:
    """A finished letter after a change in Word."""
    word = docx.Document(io.BytesIO((of or alma()).letter.docx))
    change(word)
    out = io.BytesIO()
    word.save(out)
    return opened(out.getvalue(), of)


def made_by(word: WordDocument, phrase: str) -> list[Paragraph]:
    """The paragraphs of a phrase, by their bookmarks."""
    origin = read_origin(read_docx(alma().letter.docx).manifest)
    assert origin
    numbers = {f"_fr_{n}" for n, made in origin.paragraphs.items() if made.frase == phrase}
    return [p for p in word.paragraphs
            if any(b.get(qn("w:name")) in numbers for b in p._p.iter(qn("w:bookmarkStart")))]


def phrases() -> list[str]:
    """Phrases of the letter with two paragraphs or more, those with a law first."""
    brev = opened(alma().letter.docx)
    count = Counter(s.frase for s in brev.stykker if len(s.tekst) > 40)
    return sorted((f for f, n in count.items() if f and n > 1),
                  key=lambda f: (f not in brev.lovfraser, f))


def rewrite(paragraph: Paragraph, text: str) -> None:
    paragraph.runs[0].text = text
    for run in paragraph.runs[1:]:
        run.text = ""


def remove(paragraph: Paragraph) -> None:
    parent = paragraph._p.getparent()
    assert parent is not None
    parent.remove(paragraph._p)


def split(paragraph: Paragraph, at: int) -> None:
    """As the Enter key does in Word: the bookmark stays in front."""
    text = paragraph.text
    after = paragraph.insert_paragraph_before("")  # a paragraph to move behind this one
    rewrite(paragraph, text[:at])
    after.add_run(text[at:])
    paragraph._p.addnext(after._p)


def merge(first: Paragraph, second: Paragraph) -> None:
    first.add_run(" ")
    for child in list(second._p):
        if child.tag != qn("w:pPr"):
            first._p.append(child)
    remove(second)


# --- who wrote what -----------------------------------------------------------------------------

def test_an_untouched_letter_is_all_the_librarys_and_nothing_is_gone() -> None:
    for s in sent():
        brev = opened(s.letter.docx, s)
        assert not brev.borttaget, s.letter.order.navn
        assert {p.ophav for p in brev.stykker} == {"frase", "egen"}
        assert 0.1 < brev.bibliotekets_andel < 1


def test_holes_in_a_draft_are_no_changes() -> None:
    order = alma().letter.order
    source = alma().case.source
    data = dict(source.data)
    data["afgørelse"] = {k: v for k, v in data["afgørelse"].items() if k != "varighed"}
    case = check_case(Located(data, {}, source.file), LIBRARY.law)
    letter = make_letter(case, order, Press(LIBRARY), draft=True)
    brev = opened(letter.docx)
    assert any("[MANGLER: " in s.tekst for s in brev.stykker)
    assert not [s for s in brev.stykker if s.ophav == "rettet"]


def test_paragraphs_alike_that_lost_their_bookmarks_are_each_found() -> None:
    words = "Du kan klage over det, jeg har bestemt."
    made = Afsnit("afgoerelse.klage", "1", "1", text_hash(words))
    pieces = [(Stykke(words), Afsnittet((Text(words),))) for _ in range(2)]
    stykker, gone = traced(pieces, Origin(paragraphs={1: made, 2: made, 3: made}))
    assert [s.ophav for s in stykker] == ["frase", "frase"]
    assert [(b.afsnit, b.hele) for b in gone] == [(1, False)]


def test_a_deleted_paragraph_is_named_with_its_phrase() -> None:
    phrase = phrases()[0]
    brev = edited(lambda word: remove(made_by(word, phrase)[0]))
    assert [(b.frase, b.afsnit, b.hele) for b in brev.borttaget] == [(phrase, 1, False)]
    assert not [s for s in brev.stykker if s.ophav == "rettet"]


def test_a_whole_phrase_with_a_law_deleted_is_a_suggestion() -> None:
    phrase = phrases()[0]

    def change(word: WordDocument) -> None:
        for paragraph in made_by(word, phrase):
            remove(paragraph)

    brev = edited(change)
    assert [b.hele for b in brev.borttaget if b.frase == phrase] == [True]
    [told] = [p for p in check(brev, book()) if p.id == "SLETTET-LOV"]
    assert told.level == "forslag"
    assert phrase in told.text


def test_bookmarks_that_word_leaves_behind_do_not_hide_a_deletion() -> None:
    phrase = phrases()[0]

    def change(word: WordDocument) -> None:
        gone, following = made_by(word, phrase)[:2]
        for mark in [b for b in gone._p if b.tag in (qn("w:bookmarkStart"), qn("w:bookmarkEnd"))]:
            following._p.insert(1, mark)
        remove(gone)

    brev = edited(change)
    assert [(b.frase, b.afsnit) for b in brev.borttaget] == [(phrase, 1)]
    assert not [s for s in brev.stykker if s.ophav == "rettet"]


def test_an_emptied_paragraph_is_gone_too() -> None:
    phrase = phrases()[0]
    brev = edited(lambda word: rewrite(made_by(word, phrase)[0], ""))
    assert [b.frase for b in brev.borttaget] == [phrase]


def test_a_sentence_added_to_a_phrase_makes_it_changed() -> None:
    phrase = phrases()[0]
    brev = edited(lambda word: made_by(word, phrase)[0].add_run(" Det har vi talt om."))
    assert [s.frase for s in brev.stykker if s.ophav == "rettet"] == [phrase]
    assert not brev.borttaget
    assert "RETTET-LOV" in found(brev)


def test_a_retyped_paragraph_is_changed_and_a_new_one_is_somebodys_own() -> None:
    phrase = phrases()[0]

    def change(word: WordDocument) -> None:
        first = made_by(word, phrase)[0]
        rewrite(first, "Her står noget helt andet.")
        first.insert_paragraph_before("Et afsnit, som jeg har skrevet.")

    brev = edited(change)
    ophav = {s.tekst: s.ophav for s in brev.stykker}
    assert ophav["Her står noget helt andet."] == "rettet"
    assert ophav["Et afsnit, som jeg har skrevet."] == "egen"


def test_a_split_paragraph_is_still_the_phrases_words() -> None:
    phrase = phrases()[0]
    before = opened(alma().letter.docx)
    brev = edited(lambda word: split(made_by(word, phrase)[0], 20))
    assert len(brev.stykker) == len(before.stykker) + 1
    assert not [s for s in brev.stykker if s.ophav == "rettet"]
    assert sum(s.ophav == "frase" for s in brev.stykker) == 1 + sum(
        s.ophav == "frase" for s in before.stykker)


def test_a_split_paragraph_with_new_words_is_changed() -> None:
    phrase = phrases()[0]

    def change(word: WordDocument) -> None:
        first = made_by(word, phrase)[0]
        first.add_run(" Og mere til.")
        split(first, 20)

    assert [s.frase for s in edited(change).stykker if s.ophav == "rettet"] == [phrase]


def test_merged_paragraphs_are_still_the_phrases_words() -> None:
    phrase = phrases()[0]
    before = opened(alma().letter.docx)
    brev = edited(lambda word: merge(*made_by(word, phrase)[:2]))
    assert len(brev.stykker) == len(before.stykker) - 1
    assert not brev.borttaget
    assert not [s for s in brev.stykker if s.ophav == "rettet"]


def test_merged_paragraphs_with_new_words_are_changed() -> None:
    phrase = phrases()[0]

    def change(word: WordDocument) -> None:
        first, second = made_by(word, phrase)[:2]
        merge(first, second)
        first.add_run(" Mere.")

    assert [s.frase for s in edited(change).stykker if s.ophav == "rettet"] == [phrase]


def test_without_bookmarks_the_words_tell_who_wrote_them() -> None:
    def change(word: WordDocument) -> None:
        for tag in ("w:bookmarkStart", "w:bookmarkEnd"):
            for mark in list(word.element.body.iter(qn(tag))):
                mark.getparent().remove(mark)

    brev = edited(change)
    whole = opened(alma().letter.docx)
    assert brev.bibliotekets_andel > 0.95 * whole.bibliotekets_andel
    assert not [b for b in brev.borttaget if b.frase in brev.lovfraser]


def test_without_a_manifest_all_is_somebodys_own_and_nothing_is_said_to_be_gone() -> None:
    brev = opened(without_manifest(alma().letter.docx))
    assert {s.ophav for s in brev.stykker} == {"egen"}
    assert brev.borttaget == ()
    assert brev.bibliotekets_andel == 0
    assert not found(brev)


def without_manifest(data: bytes) -> bytes:
    """The file as a program writes it that keeps no custom XML."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for info in old.infolist():
            if info.filename.startswith("customXml/"):
                continue
            content = old.read(info)
            if info.filename.endswith(".rels"):
                content = re.sub(rb"<Relationship [^>]*customXml[^>]*/>", b"", content)
            new.writestr(info.filename, content)
    return out.getvalue()


def test_the_librarys_share_falls_with_each_word_of_ones_own() -> None:
    shares = [edited(partial(WordDocument.add_paragraph, text="mit eget ord " * n))
              .bibliotekets_andel for n in (0, 10, 100, 1000)]
    assert shares == sorted(shares, reverse=True)
    assert shares[0] > 0.5 > shares[-1] > 0


# --- what is left in the file -------------------------------------------------------------------

def test_names_swapped_with_another_childs_are_found() -> None:
    def change(word: WordDocument) -> None:
        for text in word.element.body.iter(qn("w:t")):
            text.text = re.sub(r"\bAlma", "Noah", text.text or "")

    assert "NAVN-ANDEN-SAG" in found(edited(change))


def test_one_name_left_from_another_letter_is_a_warning() -> None:
    brev = edited(lambda word: made_by(word, phrases()[0])[0].add_run(" Det siger Noah også."))
    assert "UKENDT-NAVN" in found(brev)
    assert "NAVN-ANDEN-SAG" not in found(brev)


def test_a_letter_checked_against_the_wrong_case_is_stopped() -> None:
    other = next(s for s in sent("afgoerelse") if s.case.file.stem == "kontaktperson-uenighed"
                 and s.child)
    fejl = {p.id for p in check(opened(other.letter.docx), book()) if p.level == "fejl"}
    assert "NAVN-ANDEN-SAG" in fejl


def test_a_comment_that_is_left_is_stopped() -> None:
    brev = edited(lambda word: word.add_comment(word.paragraphs[4].runs, "Er far enig?", "KLH"))
    assert "KOMMENTAR" in found(brev)


def test_a_tracked_change_that_is_left_is_stopped() -> None:
    def change(word: WordDocument) -> None:
        run = made_by(word, phrases()[0])[0].runs[0]._r
        deletion = run.makeelement(qn("w:del"), {qn("w:author"): "KLH", qn("w:id"): "900"})
        run.addprevious(deletion)
        deletion.append(run)
        for text in list(run.iter(qn("w:t"))):
            text.tag = qn("w:delText")

    brev = edited(change)
    assert "SPORET" in found(brev)


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice er her ikke")
def test_a_letter_saved_by_libreoffice_is_still_the_librarys(tmp_path: Path) -> None:
    file = tmp_path / "brev.docx"
    file.write_bytes(alma().letter.docx)
    subprocess.run(["soffice", "--headless", f"-env:UserInstallation=file://{tmp_path}/profil",
                    "--convert-to", "docx:MS Word 2007 XML", "--outdir", str(tmp_path / "ud"),
                    str(file)], check=True, capture_output=True, timeout=180)
    whole, brev = opened(alma().letter.docx), opened((tmp_path / "ud/brev.docx").read_bytes())
    assert brev.bibliotekets_andel > 0.97 * whole.bibliotekets_andel
    assert not brev.borttaget
    assert not [s for s in brev.stykker if s.ophav == "rettet"]
    assert not found(brev)


# --- what it is, and to whom --------------------------------------------------------------------

@pytest.mark.parametrize("titled", [True, False])
def test_our_own_letters_are_known_without_their_manifest(titled: bool) -> None:
    for s in sent():
        document = replace(s.letter.document, manifest=None)
        if not titled:
            document = replace(document, title="", properties=Properties())
        assert (guessed_document(document), guessed_reader(document)) == (
            s.letter.order.skabelon.dokument, s.letter.order.læser.rolle), s.letter.order.navn


@pytest.mark.parametrize("name", OLD)
def test_old_letters_are_known_by_their_words(name: str) -> None:
    document = old(OLD[name].text)
    assert (guessed_document(document), guessed_reader(document)) == OLD[name][:2]


def old(text: str) -> Document:
    """The letter as a Word file without our styles."""
    word = docx.Document()
    for line in text.split("\n"):
        if line.startswith("# "):
            word.add_heading(line[2:], 1)
        else:
            word.add_paragraph(line)
    out = io.BytesIO()
    word.save(out)
    return read_docx(out.getvalue(), "brev.docx")
