"""Sentences that are told by how they are built, not by the words of a list."""

from __future__ import annotations

import pytest

from tests.language_table import found, split

WRONG = {
    "TILTALE-RAADGIVER": """
        Husk at få underskrift fra begge forældre, inden afgørelsen går ud.
        Teksten i kursiv er til dig, der skriver planen, og skal fjernes.
        Her beskrives barnets ressourcer med barnets egne ord.
        OBS: kopi til skolen skal godkendes af teamlederen først.
        Udfyldes kun, hvis barnet er over 10 år.
        Note til mig selv: ring til PPR om testen.
        Bente, kigger du lige på det her afsnit, inden jeg sender?
        Jf. kvalitetsstandarden skal sagsbehandler notere i DUBU, at samtalen er holdt.
        Journaliseres på sagen og lægges i e-Boks til forældremyndighedsindehaveren.
        Skal lige drøftes med afdelingsleder før afsendelse.
        Begrund, hvorfor foranstaltningen er egnet, og henvis til undersøgelsen.
        Kopiér afsnittet fra den børnefaglige undersøgelse ind her.
        Standardtekst: vælg mellem de tre formuleringer nedenfor.
        Kun til sagen: far har ikke fået besked endnu.
        Obs! Må ikke udleveres til far.
        Her indsættes barnets navn og cpr-nummer.
        Det skal fremgå, hvordan barnet er blevet inddraget.
        Der skal redegøres for barnets holdning til støtten.
        Vejledning: Feltet bruges til at beskrive den unges netværk.
        Kommentar [KL]: er det rigtigt, at han startede i august?
        I dette felt angives de konkrete mål for indsatsen.
        Punktet kan udelades, hvis det ikke er relevant.
        Formuler målene, så den unge kan forstå dem.
        Undgå fagudtryk, og skriv kort.
        Bør suppleres med oplysninger fra børnehaven.
        Ring til mor, inden afgørelsen sendes.
        Slettes, hvis ikke relevant.
        Vælg en af følgende formuleringer.
        Sæt kryds i den rigtige boks.
        Brevet skal godkendes af lederen inden afsendelse.
        Denne tekst er kun et eksempel.
        Til sekretæren: sendes med digital post.
        Udfyldes af skolen: Du går i 5. klasse.
        Flyt det sidste afsnit op, før du gemmer.
        Gem en kopi på sagen.
        Rubrikken er til lederens bemærkninger.
        Læg svaret i journalen, og luk opgaven.
        Send til underskrift hos Lone.
        Afsnittet her bruges kun ved anbringelse.
        Når barnet er under 10 år, udelades punkt 4.
        Til den, der overtager sagen: mor svarer bedst på sms.
        Hvis relevant: beskriv søskendes situation.
        Teksten herunder er standard og må ikke ændres.
        Afsnittet er skrevet af efter sidste års plan og skal opdateres.
        Husk bilag!
        Indsæt evt. et foto af huset her.
        Kopi af brevet lægges på sagen.
        Tekst fra juristen, må ikke ændres.
        Spørg Lone, om formuleringen holder.
        Se bort fra dette afsnit ved afslag.
        Her bør stå noget om samværet.
        Skriv mål i SMART-form.
        Vær konkret, og brug eksempler.
        Punkt 3 er ikke udfyldt endnu.
        Print i to eksemplarer.
        Sagsnr. påføres af kontoret.
        Sagsbehandleren skal sikre, at barnet har forstået afgørelsen.
        Kære kollega, ret gerne i teksten.
        Inddrag netværket, og beskriv hvordan.
        """,
    "PASSIV-BLIVE": """
        Der blev grinet af dig i klassen.
        Så blev døren smækket, og du gik.
        Din hund bliver luftet hver aften.
        Du blev overfaldet på vej hjem.
        Reglerne på stedet blev gennemgået på første dag.
        Ingen bliver smidt ud på grund af det.
        Du blev ikke troet på, da du sagde det.
        Om natten bliver der kigget ind til dig.
        """,
    "PASSIV-S": """
        Der skal findes en ny skole til dig.
        """,
    "ETIKET": """
        Jonas er udpræget ansvarsfralæggende.
        Du fremstår afvisende og kold.
        Far er en voldsmand.
        Du er en slagsbror.
        Han er meget selvdestruktiv.
        Du er lidt af en enspænder.
        Hun betegnes som utilnærmelig.
        Du har en udadrettet adfærd.
        Din grænsetestende adfærd fylder meget.
        Du er tvær og uvillig.
        I er en multiproblemfamilie.
        Du virker arrogant.
        Far er verbalt truende og uforudsigelig.
        Du kan være meget grov.
        Alma er uselvstændig og pjevset.
        Din søn er en udfordring for klassen.
        Din bror er hærværksmand.
        Du er uden empati.
        Du har voldsomme udadreagerende episoder.
        Du er indesluttet og mistroisk.
        Jonas opleves som grænseafprøvende.
        Far er uligevægtig og grov.
        Du er ugidelig og sjusket.
        Mor er uempatisk.
        Jonas er konfliktoptrappende.
        Hun opleves som uimødekommende og bedrevidende.
        Du er ansvarsløs med penge.
        Din søn har stjæletendenser.
        Mor er uden sygdomsindsigt.
        Du er ufokuseret og dvask.
        Mor er overinvolveret.
        Far fremstår selvretfærdig.
        Drengen er normløs.
        Din adfærd er uacceptabel.
        Du har en aggressiv fremtoning.
        """,
    "TILTALE-DE": """
        De har mulighed for at se sagens akter.
        De kan se afgørelsen nedenfor.
        De skal møde kl. 10 på rådhuset.
        De vil modtage afgørelsen om en uge.
        De bør kontakte en advokat.
        De får svar inden 14 dage.
        Deres datters plan er vedlagt.
        De oplyste på mødet, at skolen har ringet.
        De må ikke kontakte skolen uden aftale.
        De blev den 3. maj hørt over telefonen.
        De er forælder til Alma og har del i myndigheden.
        """,
    "TILTALE-BARN": """
        Den 12-årige har fortalt om sin dag.
        Den 14-årige pige ønsker at blive boende.
        Det pågældende barn har brug for ro.
        Ungen vil gerne flytte.
        Pigen på 13 år går i 7. klasse.
        Søskendeflokken skal bo samlet.
        Børnenes far har telefonsamvær.
        De to børn får samvær hver uge.
        Barn og mor har brug for aflastning.
        Skolen beskriver en glad dreng.
        """,
    "EGET-NAVN": """
        Hvad synes Alma?
        Alma Holms skole har skrevet til os.
        """,
    "AFSENDER": """
        """,
}

RIGHT = {
    "TILTALE-RAADGIVER": """
        Husk, at du altid kan ringe til mig.
        Husk at tage madpakke med, når I skal på tur.
        Skriv til mig, hvis du vil have planen lavet om.
        Spørg Karen, hvis der er noget, du ikke forstår.
        Fortæl mig, hvad du synes om planen.
        Her kan du se, hvem du kan ringe til.
        Undgå at være alene, når du bliver ked af det.
        Skal vi mødes på mandag?
        Skolen skal skrive til mig, når du ikke kommer.
        Tal med din mor om det, inden vi ses igen.
        Læs brevet sammen med Jens, hvis det er svært.
        Du må gerne notere dine spørgsmål, så vi husker dem.
        I planen står der, hvem der gør hvad, og hvornår.
        Noten fra din lærer ligger i din taske.
        Tag en ven med, hvis du har lyst.
        Jeg skal huske at spørge din lærer om turen.
        Du kan krydse af i skemaet, når du har børstet tænder.
        Tjek din e-Boks hver uge, for der kommer brev fra skolen.
        Vælg selv, om du vil tegne eller skrive.
        Karen udfylder skemaet sammen med dig, og du bestemmer, hvad der skal stå.
        Du skal udfylde et skema om din søvn, og jeg hjælper dig.
        Afkryds dagene i kalenderen, og vis den til Jens.
        Hvis du vil klage, skal du skrive eller ringe til mig inden den 4. maj.
        Brug din vrede-kasse, når det bliver for meget.
        Læs teksten i bogen, og svar på spørgsmålene.
        Gem nøglen et sikkert sted.
        Til Karen: tak for hjælpen med cyklen.
        Teksten på plakaten er skrevet af din klasse.
        Ring til skolen, inden toget går.
        Overskriften i avisen var grim.
        Brevet er til dig.
        Ret ryggen, og kom op på hesten.
        Flyt sengen hen til vinduet, hvis du vil.
        Punkt 4 handler om skolen.
        Læg dit tøj i kassen.
        Husk bamse!
        Vær sød ved din søster.
        Print billedet, og hæng det op.
        Se film med Jens om fredagen.
        Spørg Jens, om du må låne cyklen.
        Skriv dine mål ned, hvis du vil.
        Lær alfabetet, og vis det til mor.
        Punkt 3 i planen handler om skolen, og det er færdigt.
        Kære ven, tak for brevet.
        Kan maden gemmes til i morgen?
        Skal vi følges derhen?
        Må hunden komme med?
        Kontakt mig, før du rejser.
        Besøg farmor i ferien, og tag tegningen med.
        Beskriv for mig, hvordan det føles.
        Kopien af planen er til dig.
        Her skrives der med kridt på fliserne.
        """,
    "PASSIV-BLIVE": """
        Du bliver træt, når du har været i skole.
        Du bliver længere i skolen om tirsdagen.
        Det bliver spændende at se, hvad du synes.
        Du blev så glad for din nye cykel.
        Din far bliver opereret af lægen på fredag.
        Du er blevet bedre til at læse.
        Din mor er blevet gift igen.
        Du er blevet vant til larmen.
        Du bliver boende hos Jens.
        Når du bliver voksen, kan du bestemme selv.
        Du bliver hurtigt ked af det, hvis nogen råber.
        Bliv siddende, til du har spist op.
        Vejret bliver dårligt, så vi holder festen indenfor.
        Det er blevet lettere at komme op om morgenen.
        Maden blev kold, og det blev sent.
        Du blev inviteret af Karen til at være med.
        Du bliver snart stor nok til at gå alene.
        Nogle gange bliver det hele for meget.
        Du er blevet god til at sige fra.
        Du bliver nervøs, når der er nye voksne i huset.
        Hvis det bliver svært, så ring til mig.
        Det blev et godt møde, hvor du fik sagt en masse.
        Du bliver nødt til at vente.
        Det blev vinter, og du fik en slæde.
        Mødet bliver kort.
        Huset blev større, da I fik stuen med.
        Barnet i reklamen blev glad.
        Om foråret blev arbejdet mindre for din mor.
        Så blev taget utæt, og I flyttede ned.
        Du bliver forkølet af at gå uden hue.
        Det bliver et helt nyt kapitel.
        Det bliver ikke ondt.
        Du bliver venner med ham igen.
        Det blev aftalt af dig og Jens.
        Du bliver siddende, mens vi taler.
        Vandet blev koldt.
        """,
    "ETIKET": """
        Du bliver let vred, når nogen tager dine ting.
        Du er god til at sige fra.
        Du har svært ved at sidde stille.
        Du er ked af det om aftenen.
        Du siger selv, at du kan være hidsig.
        Hunden er aggressiv.
        Du er ikke besværlig.
        Nogle kalder dig doven, men det er du ikke.
        Du var bange for, at de andre syntes, du var underlig.
        Mor er træt og har brug for hjælp om morgenen.
        Filmen var voldelig.
        Situationen var ustabil, og derfor ventede vi.
        Du er modig og stærk.
        Du har ADHD.
        Far er syg og ligger på hospitalet.
        Du blev truet af en dreng i parken.
        Du er vild med fodbold.
        Du var urolig for, om mor ville komme.
        Det er svært for dig at komme op.
        Du er krævende nok til at ville vide, hvorfor.
        Opgaven var krævende, men du gav ikke op.
        Du er stille i timerne.
        Du er utålmodig efter at komme hjem.
        Du er uafhængig af andre.
        Du er uenig med Karen.
        Din mor er arbejdsløs.
        Du er ufattelig sej.
        Du er utrolig god til at tegne.
        Du var utilpas og gik hjem.
        Du blev uretfærdigt behandlet.
        Du er ubeskrivelig modig.
        Du er på en ny skole, og den er uvant.
        Du er uundværlig på holdet.
        Du har en god adfærd i klassen.
        Jens er umådelig glad for dig.
        Far er unægtelig stolt.
        Du er uskyldig i det, der skete.
        Du er fokuseret.
        Mor er involveret i planen.
        Du er træt og trist.
        Du er en god kammerat.
        Det er uacceptabelt, at nogen slår dig.
        Du har en rolig måde at være på.
        Mor har travlt.
        Han er glad for at spille.
        Du er usikker på, om du tør.
        Far er forsigtig.
        Støjen er voldsom.
        """,
    "TILTALE-DE": """
        De andre børn leger i gården.
        De er søde hos Jens.
        De kan godt lide dig.
        De voksne har mulighed for at hjælpe dig.
        Dine forældre er sure. De har ret til at klage.
        Din mor og far var her. De vil gerne se dig.
        De Unges Hus ligger i byen.
        Dem kan du tale med.
        Deres hund hedder Bob.
        Jens og Mette bor på landet. Deres hus er gult.
        De to drenge går i klasse med dig.
        De fleste synes, at det er svært.
        De første dage bliver mærkelige.
        De skal på ferie, og du må komme med.
        Dem, der bor her, er rare.
        De regler gælder alle.
        De har kaniner hos Jens.
        De får børn i huset hver sommer.
        De næste uger ser vi på det.
        De kommer fra skolen og fortæller.
        """,
    "EGET-NAVN": """
        Din mormor hedder også Alma, og Alma Jensen bor i Odder.
        Plan for Alma Holm
        Og Alma, du må altid ringe.
        """,
    "PRONOMEN": """
        Køkkendamen hilser, og hun laver din livret.
        En fra klubben ringer. Hun vil høre, om du kommer.
        Pedellen låser op, når han kommer.
        Overlægen siger, at hun tror på dig.
        """,
}


def _cases(table: dict[str, str]) -> list[tuple[str, str]]:
    return [(rule, text) for rule, lines in table.items() for text in split(lines)]


def _read(rule: str, text: str) -> list[str]:
    if rule == "TILTALE-RAADGIVER":
        text = f"Kære Alma\n{text}"
    return found(rule, text, læser="forælder" if rule == "TILTALE-DE" else "barn")


@pytest.mark.parametrize(("rule", "text"), _cases(WRONG))
def test_it_is_found(rule: str, text: str) -> None:
    assert _read(rule, text)


@pytest.mark.parametrize(("rule", "text"), _cases(RIGHT))
def test_a_near_miss_is_let_be(rule: str, text: str) -> None:
    assert _read(rule, text) == []


@pytest.mark.parametrize(("rule", "text", "quotes"), [
    ("TILTALE-RAADGIVER", "Udfyldes af kommunen: Du bor nu hos Jens.", ["Udfyldes"]),
    ("PASSIV-BLIVE", "På mødet blev det besluttet, at du må blive.", ["blev det besluttet"]),
    ("PASSIV-BLIVE", "Du bliver sat af ved broen.", ["bliver sat"]),
    ("PASSIV-S", "Hvis reglerne brydes, taler vi om det.", ["brydes"]),
    ("PASSIV-S", "I må gerne brydes på måtten, og hunden bides ikke.", []),
    ("ETIKET", "Du har en voldsom adfærd i klassen.", ["voldsom adfærd"]),
    ("ETIKET", "Du er aggresiv.", ["Du er aggresiv"]),
    ("ETIKET", "Din lærer kaldte dig et problembarn. Det var forkert.", []),
    ("EGET-NAVN", "Karen har et værelse til Alma.", ["Alma"]),
    ("TILTALE-BARN", "Din bror og du er med, og så sover børnene hos farmor.", ["børnene"]),
    ("TILTALE-FORAELDER", "Du bliver far. Din søn eller datter får plads.", []),
    ("HAN-HUN", "Du vil gerne have en mandlig/kvindelig mentor.", ["mandlig/kvindelig"]),
    ("PRONOMEN", "Er det på Lars' bord? Giv det til ham.", []),
])
def test_where_it_points(rule: str, text: str, quotes: list[str]) -> None:
    assert found(rule, text) == quotes
