"""A Danish text is parted into its sentences, whatever abbreviations, dates, quotes and lists are
in it; and no text, however odd, takes longer than its length bears."""

from __future__ import annotations

import re
import sys
from itertools import pairwise
from types import FrameType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.checker.kinds.measures import readability_of
from generator.checker.letter import letter_of_text
from generator.checker.text import sentences as module
from generator.checker.text.readability import Readability, of_age
from generator.checker.text.sentences import sentences

#: Each passage with a bar where one sentence ends and the next begins.
TRICKY = """\
Vi ses i morgen. | Så går vi en tur.
Vi følger barnets lov § 32, stk. 1, nr. 5, jf. § 33. | Det har du ret til.
Det står i barnets lov, jf. Bekendtgørelse nr. 12 af 3. maj 2024. | Spørg mig.
Du kan få hjælp, fx en kontaktperson. | Sig til.
Du kan gå til noget, f.eks. fodbold. | Vi betaler.
Vi talte bl.a. om din skole. | Du var glad.
Du får bøger, tøj m.v. | Vi betaler det.
Du får bøger, tøj m.v. af kommunen. | Det er gratis.
Vi køber sko, jakke osv. | Du vælger selv.
Vi køber sko, jakke osv. til dig. | Du vælger selv.
Mødet er kl. 9. | Kom til tiden.
Mødet er kl. 9.30. | Kom til tiden.
Mødet er kl. 9.30 på skolen. | Kom til tiden.
Du er 15 år, dvs. at du selv kan klage. | Ring til mig.
Din mor og din far får hhv. mandag og tirsdag. | Du bestemmer resten.
Du flytter den 1. maj 2026. | Din mor ved det.
Du flytter 1. Maj. | Din mor ved det.
Du går i 3. klasse. | Du er glad for det.
Du går i 3. b på Skovskolen. | Du er glad for det.
Hun går i 2., 3. og 4. klasse. | Det er sjovt.
Vi ses den 3. | Så taler vi om det.
Vi ses den 3.-5. juni i lejren. | Husk sovepose.
Vi mødtes d. 3.4.2026. | Alle kom.
Vi mødtes 12.03. | Alle kom.
Det var i 2025. | Du var 12 år.
Det er 1.000 kr. om måneden. | Du får dem den 1. i hver måned.
Du får 500 kr. | Dem må du selv bruge.
J. P. Hansen kommer i morgen. | Han er flink.
J.P. Hansen kommer i morgen. | Han er flink.
Du kan ringe til Mette B. Holm. | Hun svarer hver dag.
Vi valgte plan B. | Det gik godt.
Dr. Lund har set dig. | Han siger, at du er rask.
Du bor på Gl. Kongevej 3, 2. th. | Nøglen ligger hos os.
Vi holder Skt. Hans sammen. | Der er bål.
»Jeg vil hjem.« | Sådan sagde du.
»Jeg vil hjem,« sagde du. | Det skrev jeg ned.
»Vil du hjem?« spurgte jeg. | Du nikkede.
»Kom nu!« råbte han. | Du kom.
Han sagde: »Jeg vil ikke.« | Så gik han.
Du sagde "Jeg er træt." | Så sov du.
Du sagde “Jeg er træt.” | Så sov du.
Er du i tvivl? | Ring til mig!
Hvad?! | Det vidste jeg ikke.
Jeg tænkte ... måske kunne du. | Sig til.
Jeg tænkte … måske kunne du. | Sig til.
Jeg ved ikke... | Måske senere.
Du kan klage (se side 3). | Det koster ikke noget.
Du kan klage. (Se side 3.) Det er gratis. ‖ Du kan klage. | (Se side 3.) | Det er gratis.
Læs § 32. | Den handler om at blive hørt.
Læs loven. | § 32 handler om at blive hørt.
Vi bruger stk. 2. | Den står nederst.
Vi ringer på tlf. 12 34 56 78. | Svar gerne.
Læs mere på www.example.dk. | Der står alt.
Skriv til post@example.dk. | Vi svarer hurtigt.
Læs på duform.example.dk/hjem i dag. | Der står alt.
1. Du skal ringe. | 2. Du skal skrive. | 3. Du skal komme.
a. Du skal ringe. | b. Du skal skrive.
a) Du må ringe til din mor. | b) Du må skrive til din far.
Du kan: | a) Ringe til mig. | b) Skrive til mig.
Du kan a) ringe, b) skrive eller c) komme. | Det er op til dig.
1) Du må ringe. | 2) Du må skrive.
Du kan•ringe•skrive ‖ Du kan | •ringe | •skrive
Du kan:⏎- ringe⏎- skrive ‖ Du kan: | - ringe | - skrive
Du kan⏎1. ringe⏎2. skrive ‖ Du kan | 1. ringe | 2. skrive
Kære Alma⏎Nu skriver jeg til dig. ‖ Kære Alma | Nu skriver jeg til dig.
Jeg håber, at du⏎har det godt. | Ring til mig.
Alma,⏎Mette og jeg mødes. | Kom også.
En linje⏎⏎to linjer ‖ En linje | to linjer
Du har m.a.o. ret. | Vi retter det.
Vi brugte ca. 3 uger pga. ferie. | Nu er vi klar.
Vi skal evt. mødes. | Sig til.
Vi skriver iht. Barnets lov. | Det skal vi.
Prof. Lund og cand.psych. Dam kommer. | De er flinke.
Mødet er man. 3. maj. | Kom til tiden.
Mødet er 3. jan. 2026. | Kom til tiden.
Jeg bor hos Jan. | Han er sød.
Det var 2. Verdenskrig. | Den var slem.
Din far hedder Per. | Hans bror hedder Bo.
Du var der ikke, men Bo var. | Øv!
Vi spiste is. | 3 dage senere ringede du.
Hun er 12. | Emma er 10.
– Nej, sagde hun. | – Jo, sagde han.
Hej! | 😊 Vi ses. ‖ Hej! 😊 Vi ses.
Det koster 2,5 mio. kr. om året. | Det er meget.
Se bilag 2. | Det er vedlagt.
Se bilag A. | Det er vedlagt.
Du er nr. 1. | Du vandt.
Klassen 3.b. | Den er god.
Åben hver dag. | Ældre må også komme.
Vi spiser mad, f.eks. Pizza. | Det er godt.
Mødet er kl. 14 i mødelokale 2. | Din mor kommer kl. 14.15.
Vi har talt med skolen, PPR m.fl. | De er enige.
Vi følger op efter 3 mdr. og igen til sommer. | Sig til.
Din bror, f. 2019, bor hos din far. | Han har det godt.
Ca. hver 14. dag kommer Lone. | Hun ringer først.
Du kan (jf. ovenfor) klage. | Det gør du sådan: | 1) Ring. | 2) Skriv.
Du sagde: »Jeg vil bo hos mormor. | Hun laver god mad.« | Det har vi lyttet til.
Er det rigtigt, at du ... ja, at du sover dårligt? | Så sig det.
Vi ringer til Jens Chr. Hansen i morgen. | Han kender dig.
Det er den 2. gang. | Tredje gang er i maj.
Hjælpen stopper pr. 1. juli 2026. | Indtil da kommer Bo.
Vi har skrevet under d. 4/5. | Din far skrev under d. 6/5.
""".splitlines()
#: What is known to go wrong, so that nobody thinks otherwise: it cannot be told from the letters.
KNOWN_WRONG = ["Vi valgte hold nr. 2. | Emma blev glad over nr. | Så gik vi.",
               "Det er fint. | vi ses."]


def passage(line: str) -> tuple[str, list[str]]:
    """The text, and its sentences; what differs from the text by more than a bar follows `‖`."""
    text, _, wanted = line.replace("⏎", "\n").partition(" ‖ ")
    parted = [part.strip() for part in (wanted or text).split(" | ")]
    return text.replace(" | ", " "), parted


def test_there_are_at_least_eighty_passages():
    assert len(TRICKY) >= 80


@pytest.mark.parametrize("line", TRICKY)
def test_a_tricky_passage_is_parted_where_its_sentences_end(line):
    text, wanted = passage(line)
    assert [s.text for s in sentences(text)] == wanted


@pytest.mark.parametrize("line", KNOWN_WRONG)
def test_what_cannot_be_known_is_left_whole(line):
    text, wanted = passage(line)
    assert [s.text for s in sentences(text)] != wanted


def test_the_naive_way_does_worse():
    naive = re.compile(r"(?<=[.!?])\s+(?=[A-ZÆØÅ])")
    right = sum(naive.split(text) == wanted for text, wanted in map(passage, TRICKY))
    assert right < 0.7 * len(TRICKY)


@given(st.text(alphabet="aB3.!?…»«\"() \n•-§,:jfstk", max_size=60))
def test_nothing_is_lost_and_every_sentence_says_where_it_stands(text):
    found = sentences(text)
    assert all(text[s.start:s.end] == s.text == s.text.strip() for s in found)
    assert all(one.end <= two.start for one, two in pairwise(found))
    if found:
        assert "".join("".join(s.text.split()) for s in found) == "".join(text.split())
    assert bool(found) == bool(re.search(r"\w", text))
    assert all(re.search(r"\w", s.text) for s in found)


HOSTILE = [".", "a.", "a.a", "a. ", "A. ", " ", "\"", "a\"", "»", "\n", "\n" + " " * 30, "a\n",
           "a\n" + " " * 30, "a,\n" + " " * 30, ". ", "( ", "a) ", "1. ", "!", "… ", "•", "- ",
           "§ ", "a.\n", "." + " " * 20, ".)", "a.\"\n", "stk. ", "a" * 50 + ". B"]


def steps(text: str) -> int:
    """How many lines of the splitter are run."""
    count = 0

    def line(frame: FrameType, event: str, arg: object) -> Any:
        nonlocal count
        count += event == "line"
        return line

    before = sys.gettrace()
    sys.settrace(lambda frame, event, arg: line if frame.f_code.co_filename == module.__file__
                 else None)
    try:
        sentences(text)
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize("unit", HOSTILE)
@pytest.mark.parametrize("around", [("", ""), ("Hej", "Hej"), ("Hej. ", " Hej."), ("Hej", "hej")])
def test_twice_the_text_takes_twice_the_steps(unit, around):
    first, last = around
    small, large = (steps(first + unit * (size // len(unit)) + last) for size in (2_000, 8_000))
    assert large < 4.5 * small + 200


@pytest.mark.parametrize("unit", HOSTILE)
def test_a_million_characters_come_to_an_end(unit):
    text = "Hej" + unit * (1_000_000 // len(unit))
    found = sentences(text)
    assert found[0].start == 0


# --- what is measured ----------------------------------------------------------------------------


def test_a_text_is_measured():
    found = readability_of(letter_of_text(
        "Du skal bo hos Mette. Det er en plejefamilie.\nRing kl. 9!"))
    assert found == Readability(words=11, sentences=3, long_words=1, longest=5)
    assert round(found.long_share, 1) == 9.1
    assert round(found.words_per_sentence, 2) == 3.67


@pytest.mark.parametrize(("texts", "lix"), [
    (["Du er god. "] * 7, None), (["Du er god. "] * 8, 3.0), (["god " * 99], None),
    (["god " * 100], 100.0), (["familien " * 100], 200.0), ([], None), (["12 34"], None)])
def test_lix_is_given_from_eight_sentences_or_a_hundred_words(texts, lix):
    assert readability_of(letter_of_text("\n".join(texts))).lix == lix


@pytest.mark.parametrize(("age", "name"), [
    (-1, "børn under 3 år"), (0, "børn under 3 år"), (3, "børn på 3–6 år"), (9, "børn på 7–9 år"),
    (10, "børn på 10–12 år"), (13, "unge på 13–15 år"), (16, "unge fra 16 år"),
    (18, "unge fra 16 år")])
def test_a_child_is_asked_what_its_age_can_bear(age, name):
    assert of_age(age).name == name
