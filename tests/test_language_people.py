"""Whom a letter speaks of: pronouns, the child's name, genitives, choices not made, labels."""

from __future__ import annotations

import pytest

from generator.checker.check import look
from generator.checker.letter import letter_of_text
from tests.language_table import PEOPLE, book, found, split

WRONG = {
    "PRONOMEN": """
        Hun skal have en fast voksen.
        Vi har aftalt, at han kommer hjem hver weekend.
        Du bliver hentet af Karen, som tager hende med i svømmehallen.
        Karen kører hende i skole om morgenen.
        Det er vigtigt for ham, at der er ro.
        Hendes skole har skrevet til os.
        Jeg har bestemt, at hans plan skal laves om.
        Kommunen mener, at hun har brug for hjælp.
        Skolen har set, at han er træt.
        Hjælpen begynder på mandag. Så får hun en kontaktperson.
        """,
    "PRONOMENb": """
        Jens henter dig, når hun har fri.
        Mikkel ringer på fredag. Hun vil høre, hvordan det går.
        Karen læser højt. Han er god til det.
        Du kan spørge Lone, om han vil hjælpe.
        """,
    "EGET-NAVN": """
        Alma skal bo hos Jens.
        Jeg har talt med Alma om det.
        Almas mor har sagt ja.
        Vi synes, at Alma er blevet gladere.
        Alma og Lone har været til møde.
        Kære Alma / Det er vigtigt for Alma at få ro.
        Det er Alma, som bestemmer.
        Alma Holm har ret til en bisidder.
        """,
    "NAVN-EJEFALD": """
        Vi mødes hos Mikkel's mor.
        Jens's hund hedder Balder.
        Du må låne Jens bog.
        Det er Alma's værelse.
        Kommunen's regler er svære.
        Jenses hus er rødt.
        Du sover hos Jens mor.
        Vi taler om Sofie’s plan.
        """,
    "HAN-HUN": """
        Vi vil høre, hvad han/hun synes.
        Han/hun skal med til mødet.
        Det er hans/hendes eget valg.
        Vi ringer til dig/jer i morgen.
        Dit/jeres brev er kommet.
        Barnet/den unge skal høres.
        Din mor/far skal skrive under.
        Du kan få dit barn(et) med.
        Vi skriver til forælder(e).
        Din rådgiver (han/hun) hjælper dig.
        Drengen/pigen får en kontaktperson.
        Din mor/far ringer.
        """,
    "ETIKET": """
        Du er udadreagerende.
        Alma er meget grænsesøgende i skolen.
        Han kan være manipulerende.
        Du virker umotiveret.
        Du reagerer aggressivt, når du er træt.
        Du er en aggressiv dreng.
        Din aggressive adfærd gør de andre bange.
        Du har en udadreagerende adfærd.
        Du er ADHD'er.
        Lone er borderliner.
        Læreren siger, at du er udadreagerende.
        Du er doven.
        Du er ofte besværlig i timerne.
        Jens beskrives som voldelig.
        Jeres søn er doven.
        Du har lavt selvværd og dårlig selvtillid.
        Mikkel udviser aggressiv adfærd i klassen.
        Skolen oplever dig som dominerende.
        Du kan ikke sidde stille og er hyperaktiv.
        Du er et vanskeligt barn.
        Jens mangler empati.
        Du er en urolig pige.
        Vi synes, at du er doven.
        Du er svær at styre.
        """,
}
RIGHT = {
    "PRONOMEN": """
        Din mor kommer, når hun har fri.
        Jens er plejefar. Han laver mad hver dag.
        Din lærer siger, at han er stolt af dig.
        Du savner din bror. Du kan ringe til ham hver dag.
        Din veninde Saga må komme, og hendes mor kører.
        Når hun har fri, henter Karen dig.
        Du sagde »han slog mig«.
        Din hund er syg. Du savner ham.
        Du skal møde en ny voksen. Hun hedder Ida.
        Din mor er træt. Du hjælper hende tit.
        Hans henter dig på lørdag.
        Din farmor bor tæt på, og du må besøge hende.
        Din far har talt med Karen. Hun glæder sig til at se dig.
        Der er en, der hjælper dig. Hun bor i huset.
        Kontaktpersonen kommer om tirsdagen, og du kan ringe til hende.
        Du vælger selv, om han eller hun skal med.
        Da han var lille, boede din far på en gård.
        Du så ham drengen fra parken.
        Du kan lide hende fra klubben.
        Lægen har undersøgt dig, og hun siger, at du er rask.
        Din plejemor og din plejefar er der. Han laver mad, og hun læser højt.
        """,
    "PRONOMENb": """
        Jens henter dig, når han har fri.
        Jens ringer til Karen, når hun har fri.
        Karen og Jens kommer. Han kører.
        Karen har talt med din far. Han siger ja.
        Din bror kommer. Lone siger, at han er sød.
        """,
    "EGET-NAVN": """
        Kære Alma
        Hej Alma
        Alma, du er god til at tegne.
        Du, Alma, er den, der bestemmer.
        Vi glæder os til at se dig, Alma.
        Vi kalder dig Alma.
        Du hedder Alma, og det gjorde din oldemor også.
        Navn: Alma Sofie Holm
        Til stede: Alma, Lone og Jens
        Du sagde »Alma vil hjem«.
        Til de voksne: Alma kan godt lide ro.
        Alma Jensen fra din klasse må også komme.
        Kære Alma og Otto / Alma vil gerne læse, og Otto vil gerne tegne.
        # Almas plan
        """,
    "NAVN-EJEFALD": """
        Vi mødes hos Mikkels mor.
        Jens' hund hedder Balder.
        Jens’ hus er rødt.
        Jens bor i et rødt hus.
        Karen giver Jens billeder af dig.
        Du kan spørge Jens om det.
        Vi ringer til SFO's leder.
        I spiste på McDonald's.
        Lars' og Max’ værelser er store.
        Du sagde 'nej' og gik.
        """,
    "HAN-HUN": """
        Du kan få hjælp af en ven og/eller en voksen.
        Han eller hun hjælper dig.
        Mødet er 1/2 time langt.
        Ring kl. 8/9 (også om fredagen).
        Vi ses i uge 12/13.
        Du kan (hvis du vil) tage din mor med.
        Det er din mor (Lone), der kommer.
        Din mor og din far siger ja.
        I kan få et mor/barn-ophold.
        Du kan ringe til Team Barn/Ung.
        """,
    "ETIKET": """
        Du bliver vred og slår, når nogen skubber.
        Du er ikke doven.
        Det betyder ikke, at du er besværlig.
        Du har ADHD.
        Du har autisme og hører alle lyde på én gang.
        Hunden er aggressiv.
        Det er vanskeligt at sove, når der er larm.
        Du er god til at tegne.
        De andre råber, at du er dum.
        Du tror, at du er umulig, men det passer ikke.
        Du sagde »jeg er doven«.
        Filmen er voldelig, og du vil ikke se den.
        Du er ordblind og får hjælp til at læse.
        Du er stille, når der er mange.
        Du bliver urolig, når der er larm.
        Vi mangler kompetencer til det.
        Kommunen har begrænset motivation for at vente.
        Din selvtillid vokser.
        Du har ikke dårlig opførsel.
        Du skrev en svær stil.
        Læreren har kaldt dig doven.
        Det er vanskeligt for dig at sove.
        Du er ikke doven og besværlig.
        """,
}


def _cases(tables: dict[str, str]) -> list[tuple[str, str]]:
    return [(rule, line) for rule, table in tables.items() for line in split(table)]


@pytest.mark.parametrize(("rule", "text"), _cases(WRONG))
def test_what_is_said_wrongly_of_people_is_found(rule: str, text: str) -> None:
    assert found(rule, text)


@pytest.mark.parametrize(("rule", "text"), _cases(RIGHT))
def test_what_is_said_rightly_is_let_stand(rule: str, text: str) -> None:
    assert found(rule, text) == []


@pytest.mark.parametrize("text", split(RIGHT["PRONOMEN"]))
def test_pronouns_are_understood_without_a_case_too(text: str) -> None:
    assert found("PRONOMEN", text, people=()) == []


def test_the_greeting_tells_the_childs_name_when_there_is_no_case() -> None:
    text = "Kære Otto\nJeg har talt med Otto."
    assert found("EGET-NAVN", text, people=()) == ["Otto"]


@pytest.mark.parametrize("line", [
    "Otto Krag c/o mor og far", "Otto Krag, Skovvej 3, 9990 Egelund",
    "Vedr.: Otto Krag, født 1. maj 2011", "Navn: Otto Krag, elev i 4. klasse",
])
def test_lines_of_an_address_or_a_form_are_no_sentences(line: str) -> None:
    assert found("EGET-NAVN", f"{line}\nKære Otto\nDu må klage.", people=()) == []
    assert found("EGET-NAVN", f"{line}\nKære Otto\nAt Otto får ro.", people=()) == ["Otto"]


def test_a_name_that_two_people_have_is_nobody_in_particular() -> None:
    twin = (*PEOPLE, PEOPLE[0].__class__("Alma Krag", "Alma", "veninde", "hun"))
    assert found("EGET-NAVN", "Alma skal med til svømning.", people=twin) == []


def test_in_a_parents_letter_the_child_may_be_han_or_hun_at_any_distance() -> None:
    text = "Hun er glad for skolen.\nMikkel og Jens er enige.\nHun sover godt."
    assert found("PRONOMENb", text, læser="forælder") == []


def test_in_a_parents_letter_the_childs_wrong_pronoun_is_found() -> None:
    assert found("PRONOMENb", "Alma er glad. Han har fået venner.", people=PEOPLE[:2],
                 læser="forælder") == ["Han"]


def test_in_a_parents_letter_a_pronoun_of_nobody_is_found() -> None:
    assert found("PRONOMENc", "Vi har aftalt, at hun ringer.", læser="forælder",
                 people=()) == ["hun"]


def test_in_a_parents_letter_the_child_is_in_mind_however_far_back() -> None:
    text = "Jeres søn sover godt.\n" + "Vi er glade for det.\n" * 9 + "Han er rask."
    assert found("PRONOMENc", text, læser="forælder", people=()) == []


@pytest.mark.parametrize(("text", "labels"), [
    ("Tobias er en sød dreng, som er manipulerende og opmærksomhedskrævende.",
     ["dreng, som er manipulerende og opmærksomhedskrævende"]),
    ("Han udviser grænsesøgende adfærd og er opvokset i et belastet hjem.",
     ["grænsesøgende adfærd", "et belastet hjem"]),
    ("Du er et uroligt barn.", ["uroligt barn"]),
])
def test_a_label_is_told_once_and_whole(text: str, labels: list[str]) -> None:
    assert found("ETIKET", text) == labels


@pytest.mark.parametrize(("text", "told"), [
    ("Vi giver foranstaltning(er).", "Vælg »foranstaltning« eller »foranstaltninger«."),
    ("Vi vil møde dig/jer.", "Vælg »dig« eller »jer«."),
    ("Vi vil møde dig (jer).", "Vælg »dig« eller »jer«."),
    ("Kære (mor)/(far)", "Vælg »mor« eller »far«."),
    ("I får (ikke) hjælp.", "Vælg, om der skal stå »ikke«."),
    ("Vi er (u)enige.", "Vælg »enige« eller »uenige«."),
    ("Du skal bo i en plejefamilie/på et børnehjem fra maj.",
     "Vælg »en plejefamilie« eller »på et børnehjem«."),
])
def test_a_choice_is_told_with_what_there_is_to_choose(text: str, told: str) -> None:
    [problem] = look(book().regler["HAN-HUN"], letter_of_text(text), book())
    assert problem.remedy.startswith(f"{told} Skriv")


def test_a_child_never_told_of_is_not_in_mind() -> None:
    assert found("PRONOMENc", "Hun har det godt.", læser="forælder") == ["Hun"]
    assert found("PRONOMENc", "Alma er glad.\nHun har det godt.", læser="forælder") == []
