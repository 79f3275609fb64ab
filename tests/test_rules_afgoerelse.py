"""The rules about decisions and placements: on their own examples, on every letter of every example
case, and on letters that something has been taken out of."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import docx
import pytest
from docx.text.paragraph import Paragraph

from generator.case.load import check_case, load_case
from generator.case.reader import Situation
from generator.checker.check import check, concerns
from generator.inspection import Inspection
from generator.library import shipped
from generator.orders import order_letters
from generator.phrases.trials import Change, changed, read_path
from generator.pipeline import Press, make_letter, opened
from generator.rule_examples import run_examples
from generator.source import Located
from tests.afgoerelse_rules import CHILD, PARENT, book, found_in, inspected, library
from tests.sent import sent

# --- the examples of the rules --------------------------------------------------------------------


def test_every_example_is_found_or_spared_as_it_says():
    outcome = run_examples(book(), Press(library()), tuple(book().regler))
    assert [str(p) for p in outcome.problems] == []
    assert outcome.run > 200


@pytest.mark.parametrize("id", sorted(id for id, r in book().regler.items()
                                      if r.slags != "menneske"))
def test_a_rule_has_two_wrong_examples_and_three_right_ones(id):
    assert len(book().regler[id].forkert) >= 2
    assert len(book().regler[id].rigtigt) >= 3


def test_questions_end_with_a_question_mark_and_block_nothing():
    for regel in book().regler.values():
        if regel.slags == "menneske":
            assert regel.besked.endswith("?"), regel.id
            assert regel.level != "fejl", regel.id


# --- the letters of the example cases -------------------------------------------------------------


@pytest.mark.parametrize("known", [True, False], ids=["with the case", "without it"])
def test_finished_letters_have_no_findings(known):
    found = []
    for s in sent():
        order = s.letter.order
        if known:
            brev = opened(s.letter, s.case, Situation(s.case.sag, order.læser, order.dato))
            problems = check(brev, book())
        else:
            problems = list(inspected(s.letter.docx).fund)
        found += [f"{order.navn}: {p.id} {p.level} {p.text}" for p in problems]
    assert found == []


# --- what is taken out of a letter is missed ------------------------------------------------------


@dataclass(frozen=True)
class Gone:
    """What is taken out of which letter: paragraphs that hold one of `without` (a regular
    expression), and words that are `replaced`. `plus` are paragraphs put in first."""

    id: str
    letter: str
    without: tuple[str, ...] = ()
    replaced: Mapping[str, str] = field(default_factory=dict)
    plus: tuple[str, ...] = ()


#: The letters: an example case, a reader, and what is changed in the case first.
FORCED = {"afgørelse.indsatser[1].hjemmel": "barnets lov § 47, stk. 1, nr. 1",
          "afgørelse.træffes_af": "børne- og ungeudvalget"}
OLDER = {"barn.fødselsdato": "2010-01-14", "barn.uden_sprog": "nej"}
LETTERS: dict[str, tuple[str, str, dict[str, str]]] = {
    "Alma": ("skolefravaer", "barn", {}),
    "Almas mor": ("skolefravaer", "mor", {}),
    "Tjalfe": ("kontaktperson-uenighed", "barn", {}),
    "Tjalfes mor": ("kontaktperson-uenighed", "mor", {}),
    "Alvilde": ("beskyttet-adresse", "barn", {}),
    "Alvildes far": ("beskyttet-adresse", "far", {}),
    "Ylvas mor": ("spaed-anbragt", "mor", {}),
    "Ylvas mor, uden samtykke": ("spaed-anbragt", "mor", FORCED),
    "Ylva som 16-årig": ("spaed-anbragt", "barn", OLDER),
}
ORDER = ("Du får et forældrepålæg efter barnets lov § 38.",
         "Du skal sørge for, at Alma møder i skolen hver dag.",
         "Forældrepålægget gælder i seks måneder.",
         "Følger du det ikke, får du ikke børne- og ungeydelse i næste kvartal.")

GONE = (
    Gone("G-01a", "Alma", ("^»", "^Du vil", "Du sagde", "Sådan sagde", "Det har din mening"),
         {"du kan klage": "man kan klage"}),
    Gone("G-01b", "Alvildes far", (r"^»", "vil gerne", "egne ord", "Alvilde har også fortalt",
                                   "^Den (24|21|6)\\.", "hun vil", "Alvilde ville", "selv ønsker",
                                   "er god til", "Alvilde siger")),
    Gone("G-01c", "Tjalfe", ("Vi har talt om hjælpen", "^Den 1[14]\\.", "^Den 5\\.")),
    Gone("G-01c", "Almas mor", ("^Den 3\\.", "^Den 24\\.", "Jeg talte med Alma")),
    Gone("G-03a", "Alma", ("bisidder",)),
    Gone("G-03a", "Alvilde", ("bisidder",)),
    Gone("AF-01a", "Alma", ("Jeg har bestemt, at du",)),
    Gone("AF-01a", "Tjalfes mor", (), {
        "truffet afgørelse om, at Tjalfe får en fast kontaktperson": "talt med jer",
        "Afgørelsen er truffet efter": "Sagen er behandlet efter"}),
    Gone("AF-01b", "Tjalfe", (), {"Det er bestemt efter barnets lov § 32, stk. 1, nr. 3.": ""}),
    Gone("AF-01b", "Alvildes far", (), {" efter barnets lov § 32, stk. 1, nr. 7": ""}),
    Gone("AF-01c", "Alvildes far", (), {"§ 32, stk. 1, nr. 7": "§ 32, stk. 1"}),
    Gone("AF-02a", "Alma", ("Jeg mener, at", "^Derfor har jeg bestemt det$")),
    Gone("AF-02a", "Almas mor", ("Min vurdering bygger", "Jeg vurderer")),
    Gone("AF-02b", "Alma", ("afdækning",)),
    Gone("AF-02b", "Tjalfes mor", ("børnefaglig",)),
    Gone("AF-04a", "Alma", ("skal sige ja",)),
    Gone("AF-04a", "Tjalfes mor", ("[Ss]amtykke",)),
    Gone("AF-04b", "Tjalfes mor", (), {" på mødet den 28. april 2026, både": ", både",
                                       " efter vores telefonsamtale den 29. april 2026": ""}),
    Gone("AF-06", "Tjalfe", ("Meningen med hjælpen",)),
    Gone("AF-06", "Almas mor", ("Formålet med",)),
    Gone("AF-08", "Alma", ("Jeg regner med",)),
    Gone("AF-08", "Tjalfes mor", ("Jeg forventer",)),
    Gone("AF-10", "Tjalfe", ("ikke have en plan", "Jeg har besluttet, at vi ikke")),
    Gone("AF-10", "Alvildes far", ("ikke laver en barnets plan", "brug for en plan")),
    Gone("AF-12a", "Tjalfe", (), {"Ankestyrelsen": "nogen, der ser på den"}),
    Gone("AF-12a", "Almas mor", (), {"Ankestyrelsen": "en anden myndighed"}),
    Gone("AF-12b", "Tjalfe", ("Så lang tid har du",)),
    Gone("AF-12b", "Ylvas mor", ("^Frist",)),
    Gone("AF-12c", "Tjalfe", ("Klagen skal først",)),
    Gone("AF-12c", "Almas mor", ("^Frist", "Du kan klage over afgørelsen", "^i et brev til",
                                 "Sådan klager du"),
         plus=("Du kan klage til Ankestyrelsen inden fire uger.",)),
    Gone("AF-21a", "Almas mor", (ORDER[1],), plus=ORDER),
    Gone("AF-21b", "Almas mor", (ORDER[2],), plus=ORDER),
    Gone("AF-21c", "Almas mor", (ORDER[3],), plus=ORDER),
    Gone("AN-02a", "Ylvas mor", (), {", både til anbringelsen og til formålet med den": "",
                                     "Samtykket skal også dække formålet.": ""}),
    Gone("AN-02b", "Ylva som 16-årig", ("Du har selv sagt ja",),
         plus=("Anbringelsen er bestemt efter § 46. Den er en anbringelse med samtykke.",
               "Du har selv sagt ja til at flytte.")),
    Gone("AN-03", "Ylvas mor", (), {"børnefaglig undersøgelse": "gennemgang",
                                     "børnefaglige undersøgelse": "gennemgang"}),
    Gone("AN-04a", "Ylvas mor, uden samtykke", (), {"§ 47, stk. 1, nr. 1": "§ 47, stk. 1"}),
    Gone("AN-04b", "Ylvas mor, uden samtykke", (),
         {"åbenbar risiko for, at et barns sundhed eller udvikling lider alvorlig skade": "grund"}),
    Gone("AN-04c", "Ylvas mor, uden samtykke", (),
         {"Der skal også være en begrundet formodning om, at problemerne ikke kan løses, mens "
          "barnet bor hjemme.": ""}),
    Gone("AN-07a", "Ylvas mor", (), {"§ 52": "loven"}),
    Gone("AN-07b", "Ylvas mor", ("^Plejefamilie\\.",)),
    Gone("AN-07c", "Ylvas mor", ("^Skole eller dagtilbud",)),
    Gone("AN-07d", "Ylvas mor", ("klage over valget af sted",)),
    Gone("AN-09", "Ylvas mor", ("^Støtte til Ylva",)),
    Gone("AN-10a", "Ylvas mor", ("^Støtteperson",)),
    Gone("AN-10b", "Ylvas mor", ("§ 76", "Fra uge 23", "hvilken støtte du får",
                                 "den støtte, du får")),
    Gone("AN-12", "Ylvas mor", ("^Søskende",), {"sine søskende": "sin mormor",
                                                "storebror": "mormor"}),
    Gone("AN-13", "Ylvas mor", ("er også sammen med", "^Du er sammen", "ret til samvær",
                                "samværet ikke fungerer"),
         {"Ønsket om samvær om formiddagen er fulgt.": "",
          "Ønsket om, at samværet begynder i Familiehuset, er fulgt.": ""}),
)


@pytest.mark.parametrize("gone", GONE, ids=lambda g: f"{g.id}-{g.letter}")
def test_what_is_taken_out_is_missed_and_nothing_else(gone):
    data = with_more(letter(gone.letter), gone.plus)
    assert blocking(inspected(data), gone) == []
    assert blocking(inspected(taken_out(data, gone)), gone) == [gone.id]


def blocking(seen: Inspection, gone: Gone) -> list[str]:
    """The rules that hold the letter back; and the rule that is tried, whatever it weighs."""
    return sorted({p.id for p in seen.fund if p.level == "fejl" or p.id == gone.id})


@cache
def letter(name: str) -> bytes:
    """The letter as a Word file; a hole in a changed case is no matter here."""
    example, reader, changes = LETTERS[name]
    press = Press(library())
    case = load_case(shipped() / "examples" / f"{example}.yaml", press.library.law)
    if changes:
        data = changed(case.source.data, [Change(read_path(path) or (), value)
                                          for path, value in changes.items()])
        case = check_case(Located(data, {}, case.source.file), press.library.law)
    order = next(o for o in order_letters(case, press.library, types=("afgoerelse",))
                 if reader in (o.læser.rolle, o.læser.id))
    return make_letter(case, order, press, draft=bool(changes)).docx


def with_more(data: bytes, texts: tuple[str, ...]) -> bytes:
    """The letter with paragraphs after its greeting."""
    if not texts:
        return data
    file = docx.Document(io.BytesIO(data))
    after = next(p for p in file.paragraphs if p.text.startswith("Kære"))
    place = file.paragraphs[[p._p for p in file.paragraphs].index(after._p) + 1]
    for text in texts:
        place.insert_paragraph_before(text, style=after.style)
    return saved(file)


def taken_out(data: bytes, gone: Gone) -> bytes:
    file = docx.Document(io.BytesIO(data))
    done = 0
    for paragraph in list(all_paragraphs(file)):
        text = paragraph.text.replace("\u00a0", " ")
        if any(re.search(one, text) for one in gone.without):
            paragraph._p.xpath("..")[0].remove(paragraph._p)
            done += 1
            continue
        less = text
        for old, new in gone.replaced.items():
            less = less.replace(old, new)
        if less != text:
            for run in paragraph.runs[1:]:
                run.text = ""
            paragraph.runs[0].text = less
            done += 1
    assert done, "nothing was taken out"
    return saved(file)


def all_paragraphs(file: Any) -> Iterator[Paragraph]:
    for element in file.element.body.iter("{*}p"):
        yield Paragraph(element, file._body)


def saved(file: Any) -> bytes:
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


# --- whom the rules concern -----------------------------------------------------------------------


def test_a_letter_to_a_child_under_ten_is_not_the_decision_itself():
    text = "Kære Alvilde. Du skal være hos Dorthe nogle gange."
    assert "AF-12b" not in found_in(text, CHILD, 9)
    assert "AF-12b" in found_in(text, CHILD, 10)
    assert "AF-12b" in found_in(text, PARENT, 9)
    assert "G-03a" in found_in(text, CHILD, 9)


def test_rules_about_placement_rest_until_the_letter_speaks_of_one():
    support = "Kommunen har truffet afgørelse om støtteophold i en plejefamilie efter § 32."
    placed = "Kommunen har truffet afgørelse om, at Ylva anbringes, jf. barnets lov § 46."
    assert not any(id.startswith("AN") for id in found_in(support, PARENT, 5))
    assert {"AN-02a", "AN-03", "AN-10a"} <= found_in(placed, PARENT, 5)
    assert not {"AN-04a", "AN-07a"} & found_in(placed, PARENT, 5)


def test_a_question_about_placement_is_not_asked_about_other_letters():
    seen = inspected(letter("Almas mor"))
    assert "AF-14" in {r.id for r in seen.mennesker}
    assert not any(r.id.startswith("AN") for r in seen.mennesker)
    assert "AN-14" in {r.id for r in inspected(letter("Ylvas mor")).mennesker}
    assert all(concerns(r, seen.brev) for r in seen.mennesker)
