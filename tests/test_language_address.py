"""To whom a letter speaks: sentences wrong and right."""

from __future__ import annotations

import pytest

from tests.language_table import found, split

WRONG = {
    "TILTALE-BARN": """
        Barnet trives i skolen.
        Det vurderes, at barnets behov er store.
        Den unge har selv foreslået målet.
        Vi skal tage hensyn til den unges ønsker.
        Den enkelte unge får sin egen nøgle.
        Drengen skal have ro om aftenen.
        Pigens skolegang er vigtig.
        Sønnen bor hos sin far.
        Samværet er godt for spædbarnet.
        Sagen omhandler en pige på ni år.
        Der er tale om en dreng, der har brug for hjælp.
        Borgeren har ret til aktindsigt.
        Kommunen har hørt barnet den 3. maj.
        Vi ser på barnets bedste.
        Det er aftalt med den unge, at han kommer hjem kl. 22.
        Den unge og hendes mor har været til møde.
        Plejebarnet skal have sit eget værelse.
        Den mindreårige har været til samtale.
        Vi vil gerne høre, hvad de unge selv mener.
        # Barnets perspektiv
        """,
    "TILTALE-FORAELDER": """
        Dit barn skal have en fast voksen.
        Vi vil gerne tale med jer om jeres barns trivsel.
        Din datter er glad for skolen.
        Du kan hente din søn kl. 16.
        Jeres børn skal bo sammen.
        Som forælder har du et stort ansvar.
        Kære forældre
        I som forældre har ansvaret for maden.
        Din yngste søn må også komme.
        Du har forældremyndigheden, og dit ældste barn bor hos dig.
        """,
    "TILTALE-DE": """
        Vi har modtaget brevet, som De har skrevet.
        Jeg vil gerne tale med Dem på mandag.
        Tak for Deres brev.
        De bedes møde kl. 9.
        De har ret til aktindsigt.
        Deres ansøgning er kommet.
        Når De kommer til mødet, kan De tage en bisidder med.
        Kommunen har behandlet Deres klage.
        """,
    "TILTALE-RAADGIVER": """
        Du bør tale med barnet alene.
        Skriv her, hvad barnet har sagt.
        Beskriv barnets egne ord.
        Afsnittet udfyldes af rådgiver.
        Som sagsbehandler skal du skrive det i journalen.
        Du som rådgiver har ansvaret for opfølgningen.
        Spørg den unge, hvad du kan gøre anderledes.
        Hvis barnet er under ti år, kan du bruge billeder.
        Som rådgiver er det vigtigt, at du lytter.
        """,
}
RIGHT = {
    "TILTALE-BARN": """
        Du kan læse det i barnets plan.
        Reglerne står i barnets lov, som gælder for alle.
        Barnets lov og barnets reform er ikke det samme.
        De unge i klubben laver mad sammen.
        Du spiser sammen med de andre unge på stedet.
        Den unge mand i døren hedder Bo.
        Den unge dame på kontoret hjælper dig.
        Pigen fra din klasse må gerne komme på besøg.
        Drengen i værelset ved siden af hedder Emil.
        Du har fået en ny veninde. Pigen hedder Saga.
        Din moster venter et barn. Barnet kommer til maj.
        Din far har to døtre. Datteren Ida er din halvsøster.
        Alle børn har ret til en voksen, der lytter.
        Det er for meget for et barn.
        Som barn må du altid spørge.
        Bogen hedder »Barnet i spejlet«, og du har læst den.
        Du har din egen ungeplan.
        FN har skrevet om barnets rettigheder.
        Børnene i din klasse glæder sig.
        Til de voksne: Barnet sover bedst, når der er stille.
        """,
    "TILTALE-FORAELDER": """
        Din mor vil gerne se dig.
        Dit barnebillede hænger på væggen.
        Da du var barn, boede du hos din mormor.
        Du er din mors datter og din fars stolthed.
        Du må gerne tage din søster med.
        Engang får du måske selv børn, og så kan dine børn læse bogen.
        Din far sagde »dit barn har brug for dig« til din mor.
        Jeres mor kommer på søndag.
        """,
    "TILTALE-DE": """
        De kommer kl. 15.
        Det er godt. De passer på dig.
        Du kender de voksne, og dem kan du spørge.
        Vi skal se De Fire Årstider.
        Dine søskende har skrevet. De har søgt om at se dig.
        De voksne har ret til en pause.
        Deres søn går i din klasse.
        Din mor sagde: De må gerne komme.
        Deres hund hedder Balder.
        Det er deres hund, og du må lufte den.
        – De er rare, tænkte du.
        I er søskende, og De Kongelige er på besøg.
        1. De voksne rydder op.
        """,
    "TILTALE-RAADGIVER": """
        Som din rådgiver vil jeg gerne høre, hvad du synes.
        Jeg er din rådgiver, og du kan altid ringe.
        Du bestemmer selv, om barnets plan skal være lang.
        Vi vil gerne have, at du får Aksel som kontaktperson, og at du selv siger til.
        Du kan bede om at få en anden som rådgiver.
        Du får en støttelærer, og barnet skal kende hende.
        Du har sagt, at (indsæt barnets ord).
        Skriv her, hvad du selv synes.
        Du og de andre unge spiser sammen.
        Du sagde »spørg barnet«, og så grinede vi.
        """,
}
WRONG_TO_PARENT = """
    Du skal bo hos din far hver anden uge.
    Vi har talt med din lærer og dine forældre om din skole.
    Du bestemmer selv, hvad du vil fortælle din plejefamilie.
    Når du fylder 18 år, stopper hjælpen.
    Du er 11 år og har ret til at blive hørt.
    Dine lektier laver du sammen med Freja.
    Din storebror må også komme, når du har fødselsdag.
    Du flytter hjem til din mor til sommer.
"""
RIGHT_TO_PARENT = """
    Du har fortalt, at Alma er glad for sin klasse.
    Din mor har tilbudt at passe Alma om torsdagen.
    Almas plejefamilie ringer til dig hver uge.
    Når Alma fylder 18 år, stopper hjælpen.
    Du kan trække dit samtykke tilbage.
    Hendes lærer siger, at hun laver sine lektier.
    Du har passet Alma i 11 år.
    Din plan er din egen, og din støtteperson er der for dig.
    Din datter går i en god klasse.
"""


def _cases(tables: dict[str, str]) -> list[tuple[str, str]]:
    return [(rule, line) for rule, table in tables.items() for line in split(table)]


@pytest.mark.parametrize(("rule", "text"), _cases(WRONG))
def test_a_letter_that_speaks_of_the_child_or_to_others_is_found(rule: str, text: str) -> None:
    assert found(rule, text)


@pytest.mark.parametrize(("rule", "text"), _cases(RIGHT))
def test_what_only_looks_like_it_is_let_stand(rule: str, text: str) -> None:
    assert found(rule, text) == []


@pytest.mark.parametrize("text", split(WRONG_TO_PARENT))
def test_a_parents_letter_that_speaks_to_the_child_is_found(text: str) -> None:
    assert found("TILTALE-FORAELDREBREV", text, læser="forælder")


@pytest.mark.parametrize("text", split(RIGHT_TO_PARENT))
def test_a_parents_own_life_is_let_stand(text: str) -> None:
    assert found("TILTALE-FORAELDREBREV", text, læser="forælder") == []
