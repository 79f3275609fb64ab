"""The rules about plans, statusudtalelser and follow-up, held against letters that were good until
exactly one thing was taken out of them, and against sentences in words that no rule was written
from."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache

import pytest
from lxml import etree

from generator.case.reader import Situation
from generator.checker.check import check, look
from generator.checker.letter import letter_of_text
from generator.checker.rule_files import load_rules
from generator.checker.rules import Regel, Regelbog
from generator.document import read_docx
from generator.inspection import Asked, inspect_document
from generator.pipeline import Letter, Press, opened
from generator.rule_examples import run_examples
from generator.source import Unusable
from tests.sent import Sent, sent
from tests.shared_library import shipped_library

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
FILES = ("planer", "handleplan", "status", "opfoelgning")
#: What a paragraph becomes: other words, or None when it is taken out.
Edit = Callable[[str], str | None]


@cache
def book() -> Regelbog:
    return load_rules(shipped_library())


@cache
def ours() -> dict[str, Regel]:
    """The rules of the files that this test is about."""
    return {id: r for id, r in book().regler.items()
            if any(r.sted.file.endswith(f"{group}/{name}.yaml")
                   for group in ("lov", "anbefaling") for name in FILES)}


def law_rules() -> list[str]:
    return [id for id, r in ours().items() if r.type == "LOV" and r.slags != "menneske"]


# --- the examples, and the letters of all examples ----------------------------------------------


def test_every_example_of_the_rules_goes_as_it_says():
    outcome = run_examples(book(), Press(shipped_library()), tuple(ours()))
    assert [str(p) for p in outcome.problems] == []
    assert outcome.run >= 5 * sum(r.slags != "menneske" for r in ours().values())


@pytest.mark.parametrize("regel", [pytest.param(r, id=id) for id, r in ours().items()
                                   if r.slags != "menneske"])
def test_a_rule_has_two_wrong_and_three_right_examples(regel):
    assert len(regel.forkert) >= 2
    assert len(regel.rigtigt) >= 3


def test_the_letters_of_all_examples_have_nothing_but_suggestions():
    """Also when nobody says whose case it is."""
    for one in sent():
        order = one.letter.order
        brev = opened(one.letter, one.case, Situation(one.case.sag, order.læser, order.dato))
        alone = inspect_document(one.letter.document, shipped_library(), book(), Asked()).fund
        found = [p for p in (*check(brev, book()), *alone)
                 if p.id in ours() and p.level != "forslag"]
        assert found == [], order.navn


def test_a_question_to_a_person_asks_something():
    for regel in ours().values():
        assert regel.besked.endswith("?") == (regel.slags == "menneske"), regel.id
        if regel.slags == "menneske":
            assert regel.niveau != "fejl"


# --- exactly that thing, taken out of a good letter ---------------------------------------------


@dataclass(frozen=True)
class Row:
    """A letter of an example: how it is made to concern the rule (`first`), and what is taken out
    of it then."""

    letter: str
    gone: Edit
    first: Edit = lambda text: text
    level: str = "fejl"
    alder: int | None = None


def without(*patterns: str) -> Edit:
    """Takes out every paragraph in which one of these stands."""
    return lambda text: None if any(re.search(p, text) for p in patterns) else text


def instead(changes: dict[str, str]) -> Edit:
    """Other words wherever these stand."""
    def edit(text: str) -> str:
        for pattern, words in changes.items():
            text = re.sub(pattern, words, text)
        return text
    return edit


def both(*edits: Edit) -> Edit:
    def edit(text: str) -> str | None:
        kept: str | None = text
        for one in edits:
            kept = one(kept) if kept is not None else None
        return kept
    return edit


def between(start: str, end: str) -> Edit:
    """Takes out everything from the paragraph `start` up to the paragraph `end`."""
    inside = [False]

    def edit(text: str) -> str | None:
        if text.strip() in (start, end):
            inside[0] = text.strip() == start
        return None if inside[0] else text
    return edit


PLAN, UNG = "2026-0117_barnets_plan_barn", "2026-0518_ungeplan_barn"
PLACED, JOINT = "2026-0613_barnets_plan_barn", "2026-0588_barnets_plan_barn"
PARENT, STATUS = "2026-0518_foraeldrehandleplan_mor", "2026-0613_statusudtalelse_barn"

ROWS = {
    "BP-01": Row(PLAN, between("Mine mål", "Måske senere")),
    "BP-02": Row(PLAN, without("Derfor er det et mål", "^Det skal blive bedre", "Meningen med")),
    "BP-03a": Row(PLAN, without(r"(?i)vil gerne|ville|ønsk|drøm|helst|brug for")),
    "BP-04a": Row(PLAN, without("^Du, 24", "Du har selv foreslået")),
    "BP-04b": Row(PLAN, without("^Din mor, 26", "^Din far, 26")),
    "BP-05a": Row(PLAN, both(without("^Derfor får jeg hjælp"), instead(
        {"Fra den 10. marts.*biblioteket. ": ""}))),
    "BP-05b": Row(PLAN, instead({"Din mave gør rigtig ondt.*": ""})),
    "BP-06a": Row(PLACED, both(without("^Hjælp til min familie"), instead(
        {"Din mor og din far får hver for sig.*støtteperson. ": ""}))),
    "BP-06b": Row(PLACED, instead({"Flytter du hjem en dag.*": ""})),
    "BP-08": Row(JOINT, between("Om Otto", "Det gør vores familie og dem omkring os")),
    "BP-20a": Row(PLACED, instead({"Skal vi lave planen om.*": ""})),
    "UP-02a": Row(UNG, instead({r"(?i)\w*uddann\w*|\w*skole\w*|\blære\b(?! at)|\bklassen\b":
                                "noget"})),
    "UP-02b": Row(UNG, instead({r"(?i)\bjob\b|arbejder?\b|\blære\b(?! at)|\w*løn\b|\w*mekaniker":
                                "noget"})),
    "UP-03a": Row(UNG, without("^Du sagde ja på mødet")),
    "UP-03b": Row(UNG, without("^Din mor sagde ja")),
    "UP-04": Row(UNG, without("18", "(?i)ungestøtte"), level="advarsel",
                 alder=17),
    "UP-05": Row(UNG, instead({"sender vi kun planen med, hvis du siger ja.*":
                               "bliver planen sendt med."})),
    "UP-06": Row(UNG, instead({r"(?i)\w*bolig\w*|\bbo\b|lejlighed\w*|værelse": "sted"}),
                 instead({"Det skal være klar, når": "Det skal være klar for mit handicap, når"})),
    "FP-01a": Row(PARENT, instead({
        "^Det her er din egen plan": "Det her er en fælles plan for Ylva og hendes forældre"}),
        level="advarsel"),
    "FP-02a": Row(PARENT, without("(?i)støtteperson", "(?i)samtaler", "Støtte til dig", "kursus",
                                  "^Du får støtte efter")),
    "FP-02b": Row(PARENT, both(without("^Du får støtte efter", "^Barnets lov:"),
                               instead({r" \(barnets lov § (32|75|76)[^)]*\)": ""}))),
    "FP-03": Row(PARENT, without("(?i)samvær", "(?i)sammen", "hjem"), level="advarsel"),
    "FP-07": Row(PARENT, instead({r" Du har givet samtykke til planen\.": ""}), instead(
        {"^Det her er din egen plan": "Det her er en del af jeres helhedsorienterede plan. Du har "
                                      "givet samtykke til planen. Det er din egen plan"})),
    "ST-08": Row(STATUS, instead({"Det gælder fra den 12. oktober 2026 til den 31. januar 2027. ":
                                  ""})),
}


def test_every_rule_of_law_has_a_row():
    assert sorted(law_rules()) == sorted(ROWS)


def letter_called(name: str) -> Sent:
    return next(s for s in sent() if s.letter.order.navn.startswith(name))


def edited(docx: bytes, edit: Edit) -> bytes:
    """The Word file with its paragraphs edited as somebody would in Word."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx)) as old, zipfile.ZipFile(out, "w") as new:
        for item in old.infolist():
            data = old.read(item.filename)
            new.writestr(item, _body(data, edit) if item.filename == "word/document.xml" else data)
    return out.getvalue()


def _body(xml: bytes, edit: Edit) -> bytes:
    root = etree.fromstring(xml)
    for paragraph in list(root.iter(f"{W}p")):
        texts = list(paragraph.iter(f"{W}t"))
        text = "".join(t.text or "" for t in texts).replace("\u00a0", " ")
        changed = edit(text) if text.strip() else text
        if changed == text:
            continue
        for t in texts:
            t.text = ""
        if changed:
            texts[0].text = changed
    return etree.tostring(root)


def found_in(letter: Letter, alder: int | None, *edits: Edit) -> set[tuple[str, str]]:
    """Ids and levels of what our rules find in the edited letter, of which nobody knows the case;
    recommendations left out."""
    data = letter.docx
    for edit in edits:
        data = edited(data, edit)
    document = read_docx(data, f"{letter.order.navn}.docx")
    return {(p.id, p.level) for p in inspect_document(document, shipped_library(), book(),
                                                      Asked(alder=alder)).fund
            if p.id in ours() and ours()[p.id].type == "LOV"}


@pytest.mark.parametrize("id", ROWS)
def test_exactly_the_rule_whose_thing_is_gone_fires(id):
    row = ROWS[id]
    letter = letter_called(row.letter).letter
    assert found_in(letter, row.alder, row.first) == set()
    assert found_in(letter, row.alder, row.first, row.gone) == {(id, row.level)}


# --- other words --------------------------------------------------------------------------------

#: Sentences from other pens: a child's own, a formal one, an old form. The rule must know them.
FRESH = {
    "BP-01": ["Målet for perioden er, at Emil får en fast søvnrytme.",
              "Vi sætter et mål om to legeaftaler om måneden.",
              "Jeg har som mål at svømme 25 meter.", "Delmål: Noah møder til tiden i SFO."],
    "BP-02": ["Det overordnede mål er, at Emil trives.",
              "Indsatsens formål: en tryg hverdag med faste voksne.",
              "Støtten skal bidrage til, at familien får ro om morgenen."],
    "BP-03a": ["Emil drømmer om at blive brandmand.", "Jeg savner min lillebror.",
               "Barnets behov: ro, søvn og forudsigelighed.", "Hun vil helst være alene."],
    "BP-04a": ["Planen er udarbejdet i dialog med Emil og hans mor.",
               "Jeg har selv været med til at skrive min plan.",
               "Emil ønskede ikke at deltage i mødet om planen.",
               "Barnet er inddraget i udformningen af planen ved to samtaler."],
    "BP-04b": ["Begge forældre har bidraget til målene.",
               "Planen er lavet i samarbejde med Emils mor.",
               "Far har ikke ønsket at medvirke. Far ville ikke deltage.",
               "Forældremyndighedsindehaverne har været med til at formulere målene."],
    "BP-05a": ["Kommunen har bevilget en fast kontaktperson.",
               "Emil er anbragt i netværkspleje efter barnets lov § 46.",
               "Jeg bor hos Lis og Ove, fordi mor er syg.", "Indsats: familiebehandling."],
    "BP-05b": ["Den børnefaglige undersøgelse peger på, at Emil mangler ro.",
               "Af afdækningen fremgår, at familien har et stærkt netværk.",
               "Skolen har flere gange fortalt, at Emil sover i timerne."],
    "BP-06a": ["Forældrene tilbydes vejledning i Familiehuset.",
               "Støtte til mor: samtaler hver anden uge.", "Bo hjælper min mor og far hver uge."],
    "BP-06b": ["Efter hjemgivelsen følger en familiekonsulent hjemmet i et halvt år.",
               "Hvis jeg flytter hjem, bliver Bo ved med at hjælpe os. Støtten fortsætter.",
               "Hjælpen fortsætter, når Emil er flyttet hjem."],
    "BP-20a": ["Emil og hans mor er enige i ændringerne af planen.",
               "Samtykke er indhentet den 3. maj 2026."],
    "UP-02a": ["Nadia starter på handelsskolen til august.", "Jeg tager HF over tre år.",
               "Ungdomsuddannelse: EUD, grundforløb 1."],
    "UP-02b": ["Nadia har et fritidsjob hos bageren.", "Beskæftigelse: lærling i et køkken.",
               "Jeg skal i praktik på et plejehjem."],
    "UP-03a": ["Nadia har givet samtykke til ungeplanen.", "Jeg sagde ja til planen i maj.",
               "Den unges samtykke: ja, den 4. maj 2026."],
    "UP-03b": ["Forældrenes samtykke foreligger.", "Min far har sagt ja til planen.",
               "Mor har ikke ønsket at give samtykke. Mor har sagt nej."],
    "UP-04": ["Når Nadia bliver 18 år, flytter hun i egen bolig.", "Ungestøtten er bevilget."],
    "FP-02a": ["Forældrene modtager familiebehandling to gange ugentligt.",
               "I får hjælp af en pædagog om morgenen.", "Støtte til mor: misbrugsbehandling."],
    "FP-02b": ["Støtten er bevilget efter barnets lov § 32.",
               "Familiebehandling, jf. § 76.", "Rådgivning efter serviceloven § 101."],
    "FP-07": ["Den helhedsorienterede plan er godkendt af begge forældre."],
    "FP-10": ["Dine mål må gerne handle om samvær.",
              "Det er ikke en betingelse for at komme hjem."],
    "ST-06": ["Der er ikke registreret magtanvendelser.", "Vi har ikke holdt fast i dig."],
    "OP-04a": ["Opfølgningsmødet er den 4. juni 2026.", "Vi ses igen fredag den 12. juni."],
    "OP-06": ["Emil vil gerne mødes oftere.", "Jeg har selv sagt, hvor tit vi skal ses."],
}


@pytest.mark.parametrize(("id", "text"), [(id, text) for id, texts in FRESH.items()
                                          for text in texts])
def test_other_words_for_it_are_known(id, text):
    regel = ours()[id]
    brev = letter_of_text(text, dokument=regel.dokumenter[0], alder=17)
    assert look(regel, brev, book()) == []


def test_there_are_enough_other_words():
    assert sum(map(len, FRESH.values())) >= 40


#: Nearly the same words, but not the thing.
NEARLY = {
    "BP-01": ["Det er et godt mål at nå.", "Vi taler om målene næste gang."],
    "BP-04a": ["Klaus, 27. februar 2026. Han foreslog det stille rum.", "Er du med på den?"],
    "BP-04b": ["Din mor og din far er også med til mødet.", "Din far kører dig."],
    "BP-06b": ["Om du kan flytte hjem, er det de voksnes ansvar at finde ud af."],
    "UP-03a": ["Du sagde selv ja til at flytte ind på Skansen."],
    "UP-03b": ["Din mor skal have et ja eller et nej fra kommunen."],
    "FP-02b": ["Planen er lavet efter barnets lov § 77, stk. 1."],
    "OP-06": ["Vi mødes hver anden måned."],
}


@pytest.mark.parametrize(("id", "text"), [(id, text) for id, texts in NEARLY.items()
                                          for text in texts])
def test_words_that_only_look_like_it_are_not_enough(id, text):
    regel = ours()[id]
    assert look(regel, letter_of_text(text, dokument=regel.dokumenter[0], alder=17), book())


# --- headings and parts -------------------------------------------------------------------------


@pytest.mark.parametrize(("text", "there"), [
    ("# Mål 1\nJeg cykler selv.", True), ("# Mål 1\n# Opfølgning\nVi ses.", False),
    ("# Mål 1", False), ("Mål 1: Jeg cykler selv.", True), ("Mål 1:\nJeg cykler selv.", True),
    ("Mål 1:", False), ("Vi ses. Mål 1: Jeg cykler selv.", True),
    ("Vi ses. Mål 1: Senere. Ansvarlig: Bo", False), ("Mål:\n-", False), ("Mål: -", False),
    ("Mål: Løbende.", False), ("Mål: Jf. handleplan af 2/5-26", False),
    ("Mål:\nSe journalen", False),
    ("# Mål\nudfyldes senere\n# Opfølgning\nVi ses.", False), ("Mål:\nAnsvarlig:\nBo", False),
    ("Mål\nHandling\nAnsvarlig\nJeg cykler selv.\nFar", True), ("1. Mål: Se film med far", True),
])
def test_a_heading_counts_only_when_something_stands_under_it(text, there):
    found = look(ours()["BP-01"], letter_of_text(text, dokument="barnets_plan"), book())
    assert (not found) == there


def test_the_parts_that_lack_are_named():
    brev = letter_of_text("Du er god til matematik.", dokument="statusudtalelse")
    [found] = look(ours()["ST-10"], brev, book())
    assert found.text == "Vi kan ikke finde det her i udtalelsen: hvad der er svært."


# --- whole letters from other pens --------------------------------------------------------------

OLD_PLAN = """\
# Handleplan for Emil
# Baggrund for indsatsen
Emil har modtaget støtte siden 2023. Det fremgår af den børnefaglige undersøgelse, at Emil har \
vanskeligt ved skift.
# Overordnet formål
At Emil trives i skole og hjem.
# Mål og delmål
Emil skal have en stabil skolegang.
# Handlinger
Kontaktperson Bo Dam støtter Emil to timer om ugen.
# Succeskriterier
Emil har 90 % fremmøde.
# Barnets perspektiv
Emil oplyser, at han gerne vil have flere venner.
# Forældrenes perspektiv
Moderen oplyser, at hun er enig i planen. Faderen er ikke vendt tilbage.
# Inddragelse
Planen er drøftet med Emil den 3. maj 2026 og med forældremyndighedsindehaver den 4. maj 2026.
# Opfølgning
Planen evalueres den 3. august 2026.
# Afslutning
Indsatsen ophører, når Emil har stabilt fremmøde.
"""
YOUTH_PLAN = """\
# Ungeplan for Nadia
Nadia bor på opholdsstedet Ege. Undersøgelsen viste, at hun har brug for faste voksne.
Nadia er anbragt på Ege, fordi der var vold i hjemmet.
# Formål
Nadia skal blive klar til et voksenliv på egne ben.
# Mål 1
Nadia begynder på SOSU i august. Vejleder Tove hjælper med ansøgningen. Målet er nået, når hun \
er optaget.
# Mål 2
Nadia finder et fritidsjob.
# Familien
Forældrene får rådgivning i Familiehuset under anbringelsen, og rådgivningen fortsætter tre \
måneder efter udflytning.
# Efter 18
Nadia ønsker at bo i egen lejlighed, når hun fylder 18 år.
# Inddragelse og samtykke
Planen er lavet sammen med Nadia og hendes far. Nadia og hendes far har begge samtykket.
Vi ser på planen den 4. september 2026.
"""
PARENTS_PLAN = """\
# Forældrehandleplan
Kære Mette. Noah blev anbragt, fordi du havde et alkoholmisbrug. Formålet er, at Noah får en \
tryg hverdag.
Du vil gerne kunne være ædru, når I har samvær.
# Indsatser
Misbrugsbehandling efter sundhedslovens § 141. Samtaler med Hanne Bo hver uge efter barnets lov \
§ 76.
# Dine mål
1. Jeg møder op til behandling hver uge. Det ses ved, at Hanne har sat kryds i kalenderen.
Vi følger op den 4. juni 2026. Målene kan også handle om samværet.
"""
STATUS_REPORT = """\
# Statusudtalelse vedrørende Noah
Mosevad Kommune har anmodet om en statusudtalelse til brug for opfølgningsmødet. Frist: 1. juni \
2026.
Periode: 1. januar til 1. maj 2026. Udtalelsen er udarbejdet af kontaktperson Bo Dam på grundlag \
af dagbogsnotater.
Mål 1: Noah går til fodbold. Målet er delvist opfyldt. Vi har kørt ham hver uge og arbejdet med \
skift. Det har haft god effekt og støtter formålet med anbringelsen.
Vi har observeret, at Noah sover bedre. Vi vurderer, at han er tryg.
Noah fortæller, at han savner mor. Mor er glad for samværet.
Noah er god til fodbold. Skift er fortsat en udfordring.
Der har ikke været magtanvendelser.
Udtalelsen er gennemgået med Noah og med mor den 20. maj 2026. Vi anbefaler fortsat anbringelse.
"""


@pytest.mark.parametrize(("text", "dokument", "alder"), [
    (OLD_PLAN, "barnets_plan", None), (YOUTH_PLAN, "ungeplan", 17),
    (PARENTS_PLAN, "foraeldrehandleplan", 9), (STATUS_REPORT, "statusudtalelse", 9),
], ids=["old plan", "youth plan", "parents' plan", "status report"])
def test_a_letter_in_wholly_other_words_lacks_nothing_of_the_law(text, dokument, alder):
    brev = letter_of_text(text, dokument=dokument, alder=alder)
    assert [p.text for p in check(brev, book()) if p.id in ours() and p.level == "fejl"] == []


def test_a_plan_that_says_hardly_anything_lacks_much():
    brev = letter_of_text("# Plan\nDu får en god sommer. Hilsen Birgit", dokument="barnets_plan")
    found = {p.id for p in check(brev, book()) if p.id in ours() and p.level == "fejl"}
    assert found == {"BP-01", "BP-02", "BP-03a", "BP-04a", "BP-04b", "BP-05a", "BP-05b"}


# --- how the new keys of a rule are read --------------------------------------------------------


@pytest.mark.parametrize("line", ["led: ja", "led: {formål: []}", "led: {formål: [a*b]}",
                                  "under: [a*b]", "under: ['mål : a*b']",
                                  "led: {formål: ['a : b*c']}"])
def test_parts_and_headings_that_cannot_be_read_are_told(tmp_path, line):
    (tmp_path / "rules" / "lov").mkdir(parents=True)
    (tmp_path / "rules" / "lov" / "x.yaml").write_text(
        "- {id: X-01, titel: a, slags: skal_staa, type: LOV, niveau: fejl, kilde: b, besked: c, "
        f"sådan: d, mønstre: [mål], {line}}}\n", "utf-8")
    with pytest.raises(Unusable) as told:
        load_rules(replace(shipped_library(), roots=(tmp_path,)))
    assert {p.id for p in told.value.problems} == {"regel.vaerdi"}


def test_a_heading_without_end_is_gone_through_once():
    text = "# " + "mål 1 " * 150_000
    assert look(ours()["BP-01"], letter_of_text(text, dokument="barnets_plan"), book())
