"""The rules about decisions and placements, on whole letters in other hands."""

from __future__ import annotations

import pytest

from tests.afgoerelse_rules import CHILD, PARENT, found_in

#: An old-fashioned letter to a father, with labels in the place of headings.
FORMAL = """Afgørelse om fast kontaktperson
Vedr.: Noah Lund, f. 03.03.2014
Afgørelse
Havrum Kommune har d.d. truffet afgørelse om fast kontaktperson til Noah, jf. barnets lov § 32,
 stk. 1, nr. 3. Ordningen iværksættes 1. juni 2026 og udgør fem timer ugentligt.
Baggrund
Der er i foråret udarbejdet en afdækning efter barnets lov § 19. Heraf fremgår, at Noah er vellidt,
 men at han siden efteråret har haft et bekymrende fravær.
Børnesamtale
Undertegnede afholdt den 12.04.2026 børnesamtale med Noah på skolen. Noah gav udtryk for, at han
 gerne vil have en voksen at tale med, som ikke er lærer.
Begrundelse
Kommunen har lagt vægt på, at skolens tiltag ikke har været tilstrækkelige. Omvendt har Noah godt
 fodfæste i klubben, hvorfor en mere indgribende støtte ikke er fundet nødvendig. Der er taget
 hensyn
 til Noahs ønske om, at kontaktpersonen er en mand.
Formål
At Noah kommer i skole og oplever glæde ved det. Indsatsen kan afsluttes, når fraværet er under fem
 procent i tre måneder.
Forventet varighed
9 måneder
Samtykke
Begge forældre gav skriftligt samtykke den 28.04.2026.
Barnets plan
Der udarbejdes ikke barnets plan, idet alene én indsats er iværksat. Både Noah og I er enige heri.
Opfølgning
Opfølgningsmøde afholdes 20.08.2026 kl. 13 på rådhuset.
Klagevejledning
Afgørelsen kan indbringes for Ankestyrelsen. Klagen skal være kommunen i hænde senest 4 uger efter
 modtagelsen af dette brev. Kommunen genvurderer sagen, inden den sendes videre."""

#: A letter to a girl of twelve by somebody who writes as they talk.
TALKING = """Hej Sally
Tak for sidst! Nu er jeg færdig med at tænke, og jeg har besluttet, at du får en aflastningsfamilie.
 De hedder Mona og Per, og du skal være hos dem én weekend om måneden, første gang fredag den 5.
 juni.
Vi sås jo den 14. maj, hvor vi gik tur med din hund. Du sagde, at du er træt af at passe på dine små
 brødre, og at du savner at have fri. Du er en sej storesøster, og det er alle enige om.
Jeg har lavet det, der hedder en screening. Den viser, at du har for meget på dine skuldre.
Jeg synes, det er synd, hvis du ikke når at være barn. Derfor er det vigtigste for mig, at du får
 fri
 en gang imellem. Jeg tænkte først på en kontaktperson, men det ville du ikke have, og det har jeg
 lyttet til. På den anden side ville din far gerne, at der kom nogen hjem til jer.
Meningen med det hele er, at du får luft og kan være sammen med dine venner. Når du har det sådan,
 kan hjælpen stoppe. Mit gæt er, at hjælpen varer et års tid.
Din mor og din far har sagt ja. De bruger barnets lov § 32, stk. 1, nr. 7, når de bestemmer sådan
 noget.
 Så det er bestemt efter § 32, stk. 1, nr. 7.
Vi laver ikke nogen plan, for det havde du ikke lyst til.
Den 3. september mødes vi igen. Du må tage en bisidder med, altså en, du er tryg ved.
Er du ikke enig, må du klage. Skriv det til mig inden fire uger, så du når fristen. Klager du, ser
 vi
 på det igen, og er vi stadig uenige, sender jeg din klage til Ankestyrelsen. Du kan klage ved at
 ringe
 til mig. Du har fire uger fra den dag, du får brevet.
Knus fra Bente"""


@pytest.mark.parametrize(("reader", "age", "text"), [(PARENT, 12, FORMAL), (CHILD, 12, TALKING)],
                         ids=["formal", "as they talk"])
def test_a_whole_letter_in_another_hand_has_no_findings(reader, age, text):
    assert found_in(text.replace("\n ", " "), reader, age) == set()


#: A placement, written to a mother the way many municipalities write.
PLACED = """Afgørelse om anbringelse uden for hjemmet med samtykke
Kommunen har den 4. juni 2026 besluttet, at Ida anbringes i familiepleje. Afgørelsen er truffet
 efter
 barnets lov § 46, stk. 1. Der er samtidig truffet afgørelse om valg af anbringelsessted efter § 52.
Anbringelsen iværksættes den 20. juni 2026.
Formålet med anbringelsen er at sikre Ida stabile rammer, så hun kan udvikle sig alderssvarende.
 Formålet er opfyldt, når Ida er i trivsel, og I kan varetage hendes behov. Anbringelsen forventes
 at
 vare to år.
Der er udarbejdet en børnefaglig undersøgelse, som blev afsluttet den 20. maj 2026. Undersøgelsen
 viser, at Ida er en nysgerrig pige, der er belastet af uro i hjemmet.
Samtale med Ida den 2. maj 2026 i børnehaven. Ida gav udtryk for, at hun savner sin farmor og gerne
 vil se sin hund. Idas ønske om at beholde sin børnehave er imødekommet og vægtet højt.
Det er kommunens vurdering, at støtte i hjemmet ikke er tilstrækkelig. Det taler imod en
 anbringelse,
 at Ida er tæt knyttet til jer. Der er lagt afgørende vægt på karakteren af det, hun har oplevet.
En plejefamilie er vurderet som det rette anbringelsessted for Ida. Hun fortsætter i sin børnehave.
 Hendes halvbror bor hos sin far, og han er ikke omfattet. Ida har fået tilbudt en støtteperson.
Samvær finder sted hver anden lørdag. I tilbydes familiebehandling i anbringelsesperioden, jf. § 76.
Du har ret til en støtteperson efter § 75.
Samtykket til anbringelsen og til formålet er givet skriftligt den 1. juni 2026 af dig.
Barnets plan udarbejdes inden tre måneder. Opfølgning finder sted den 1. september 2026.
Du kan inden fire uger klage over afgørelsen til Ankestyrelsen. Klagen skal sendes til kommunen.
 Klager du over valget af anbringelsessted, har klagen opsættende virkning."""

#: A boy of fifteen, who shall live at a home for young people.
MOVING = """Kære Elias
Kommunen har bestemt, at du skal bo på Birkegården. Du flytter ind mandag den 22. juni 2026.
Vi talte om det den 1. juni i bilen. Du fortalte, at du er træt af ballade derhjemme, og at du
 gerne vil tættere på din skole. Du er god til musik, og det vil du have med.
Kommunen har lavet en børnefaglig undersøgelse. Den viser, at du har brug for ro.
Jeg har lagt vægt på, at du selv vil det her. På den anden side kommer du til at savne din søster.
Du bor der, for at du kan få ro til at gøre skolen færdig. Vi regner med, at du skal bo der,
 indtil du
 fylder 18. Når du klarer hverdagen selv, kan hjælpen stoppe.
Du har sagt ja, og det har din mor også. Det er en anbringelse med samtykke efter barnets lov § 46.
Din mor besøger dig hver søndag, og du kommer hjem hver anden weekend.
Der bliver lavet en plan, som du selv er med til at skrive. Vi følger op den 1. september 2026.
Du kan have en bisidder med til møderne.
Du kan klage til Ankestyrelsen, hvis du er uenig. Klagen skal du sende til mig, og det skal være
 senest fire uger efter, at du har fået brevet."""


@pytest.mark.parametrize(("reader", "age", "text"), [(PARENT, 5, PLACED), (CHILD, 15, MOVING)],
                         ids=["to a mother", "to a boy of fifteen"])
def test_a_letter_about_a_placement_in_another_hand_has_no_findings(reader, age, text):
    assert found_in(text.replace("\n ", " "), reader, age) == set()
