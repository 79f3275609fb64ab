"""The rules about decisions and placements, on sentences nobody wrote a rule for."""

from __future__ import annotations

import pytest

from generator.checker.check import look
from generator.checker.letter import letter_of_text
from generator.checker.pattern import pattern, tokens
from tests.afgoerelse_rules import CHILD, PARENT, book

# --- wordings that nobody wrote a rule for --------------------------------------------------------

#: What a rule looks for, said in ways of our own choosing: formal, for a child, clumsy, old.
SAID = (
    ("G-01a", CHILD, "Du savner din gamle klasse, og du vil helst hjem til din kat."),
    ("G-01a", CHILD, "På tegningen viste du mig et hus uden døre."),
    ("G-01a", CHILD, "»Jeg vil bare have ro,« sagde du."),
    ("G-01b", PARENT, "Det går bedst om morgenen. Han siger, at larmen er værst."),
    ("G-01b", PARENT, "Noah har tilkendegivet, at han gerne vil blive boende."),
    ("G-01b", PARENT, "Hun ønsker ikke at skifte skole."),
    ("G-01c", CHILD, "Sidst jeg snakkede med dig, var den 3. februar."),
    ("G-01c", CHILD, "Den 12. marts 2026 kørte vi en tur til stranden."),
    ("G-01c", PARENT, "Børnesamtale afholdt d. 12.03.2026 på skolen."),
    ("G-01c", PARENT, "Undertegnede har den 12. marts 2026 talt med Noah i hans hjem."),
    ("G-03a", CHILD, "Vil du have en bisidder, så er det dig, der vælger ham eller hende."),
    ("G-03a", CHILD, "Når vi holder møde, må du godt have en voksen med, du stoler på."),
    ("G-03a", CHILD, "Du kan tage din træner eller en anden med til samtalerne."),
    ("AF-01a", CHILD, "Vi har besluttet, at du skal have en at snakke med."),
    ("AF-01a", PARENT, "Der er den 3. april 2026 truffet afgørelse om aflastning."),
    ("AF-01a", PARENT, "Kommunen har besluttet at bevilge familiebehandling til jer."),
    ("AF-01a", PARENT, "Noah bevilges en fast kontaktperson i otte timer ugentligt."),
    ("AF-01b", PARENT, "Støtten bevilges i henhold til barnets lov § 32, stk. 1, nr. 2."),
    ("AF-01b", PARENT, "Lovgrundlag: Barnets lov §32 stk. 1 nr. 3"),
    ("AF-01b", CHILD, "Loven, vi har brugt, er barnets lov, og reglen er § 46."),
    ("AF-01c", PARENT, "Indsatsen er bevilget efter BL § 32, stk. 1, nr. 1 og 3."),
    ("AF-02a", PARENT, "Det er forvaltningens vurdering, at mindre støtte ikke rækker."),
    ("AF-02a", CHILD, "Jeg har lagt mest vægt på, at du ikke sover."),
    ("AF-02a", CHILD, "Vi vurderer, at skolen ikke kan klare det alene."),
    ("AF-02b", PARENT, "Kommunen har foretaget en screening, jf. barnets lov § 18."),
    ("AF-02b", PARENT, "Af den børnefaglige undersøgelse fremgår det, at Noah trives hos far."),
    ("AF-02b", CHILD, "Vi har undersøgt, hvad du har brug for."),
    ("AF-04a", PARENT, "Begge forældremyndighedsindehavere samtykkede til indsatsen på mødet."),
    ("AF-04a", CHILD, "Din far har skrevet under på, at han er med på det."),
    ("AF-04a", PARENT, "Hjælpen iværksættes uden dit samtykke."),
    ("AF-06", PARENT, "Det overordnede formål er at skabe ro om morgenen."),
    ("AF-06", PARENT, "Indsatsen skal bidrage til, at Noah får venner."),
    ("AF-06", CHILD, "Hjælpen skal gøre det nemmere for dig at komme i skole."),
    ("AF-06", CHILD, "Tanken med at give dig en mentor er, at du får en at gå til."),
    ("AF-06", PARENT, "Med støtten ønsker kommunen at styrke samspillet mellem jer."),
    ("AF-08", PARENT, "Indsatsens varighed skønnes til 9 måneder."),
    ("AF-08", PARENT, "Kontaktpersonordningen bevilges foreløbig for et halvt år."),
    ("AF-08", CHILD, "Det kommer nok til at vare cirka otte uger."),
    ("AF-08", CHILD, "Jeg tror, at du skal have hjælpen, til du fylder 16."),
    ("AF-08", CHILD, "Du får hjælpen, så længe du går i 9. klasse."),
    ("AF-10", PARENT, "Der er ikke behov for en barnets plan på nuværende tidspunkt."),
    ("AF-10", PARENT, "I forlængelse af afgørelsen udarbejder rådgiver en ungeplan."),
    ("AF-10", CHILD, "Sammen skriver vi en plan, så alle ved, hvad de skal."),
    ("AF-12a", PARENT, "Klagemyndigheden er Ankestyrelsen, og man kan klage mundtligt."),
    ("AF-12a", CHILD, "Så er det Ankestyrelsen, der kigger på det."),
    ("AF-12b", PARENT, "Klage over afgørelsen skal ske inden 4 uger fra modtagelsen."),
    ("AF-12b", PARENT, "De har 4 uger til at klage."),
    ("AF-12b", CHILD, "Du skal bare huske at gøre det inden for fire uger."),
    ("AF-12c", PARENT, "Klagen sendes til Familieafdelingen i Havrum Kommune."),
    ("AF-12c", CHILD, "Du kan også bare ringe til mig og sige, at du vil klage."),
    ("AN-02a", PARENT, "Både du og Villum har sagt ja til anbringelsen og dens formål."),
    ("AN-02b", CHILD, "Du gav selv dit samtykke på mødet i maj."),
    ("AN-03", PARENT, "Resultatet af den børnefaglige undersøgelse er gennemgået med jer."),
    ("AN-04a", PARENT, "Hjemlen er barnets lov § 47, stk. 1, nr. 1 og 2."),
    ("AN-04b", PARENT, "Faren for hendes sundhed er efter udvalgets opfattelse åbenbar."),
    ("AN-04c", PARENT, "Der er en begrundet formodning for, at støtte ikke er tilstrækkelig."),
    ("AN-07a", PARENT, "I medfør af barnets lov § 52 har kommunen valgt opholdsstedet Birken."),
    ("AN-07b", PARENT, "Vi har overvejet, om en plejefamilie ville passe bedre til Noah."),
    ("AN-07c", PARENT, "Noah fortsætter på Egelund Skole og bliver kørt i taxa."),
    ("AN-07d", PARENT, "Klager du over stedet, bliver Noah ikke flyttet, før der er svar."),
    ("AN-10a", PARENT, "Du har ret til at få en støtteperson, mens Noah er anbragt."),
    ("AN-10b", PARENT, "Du får vejledning af en familiekonsulent en gang om ugen."),
    ("AN-12", PARENT, "Noahs lillesøster bliver boende hos jer."),
    ("AN-13", PARENT, "Samværet er hver lørdag fra kl. 10 til 14."),
    ("AF-21a", PARENT, "Du forpligtes til at deltage i alle møder på skolen."),
    ("AF-21b", PARENT, "Pålægget gives for en periode og gælder til den 1. september 2026."),
    ("AF-21c", PARENT, "Konsekvensen er, at børne- og ungeydelsen falder bort i et kvartal."),
    ("G-01a", CHILD, "Du er mest glad, når I er ude i skoven, og du hader at vente."),
    ("G-01a", CHILD, "Dit største ønske er at komme på lejrskole."),
    ("G-01b", PARENT, "Under samtalen gav drengen udtryk for, at han keder sig."),
    ("G-01b", PARENT, "Mathilde har selv foreslået, at hun starter i klubben."),
    ("G-01b", PARENT, "Mathilde oplever, at ingen lytter."),
    ("G-01c", CHILD, "Jeg besøgte dig den 6. maj, og vi byggede med Lego."),
    ("G-01c", PARENT, "Der har været afholdt to samtaler med Mathilde, senest den 6. maj 2026."),
    ("G-01c", PARENT, "Rådgiver mødte Mathilde i hjemmet den 6. maj 2026."),
    ("G-03a", CHILD, "Du må have en bisidder."),
    ("G-03a", CHILD, "Til alle møder kan du have en god ven med."),
    ("AF-01a", CHILD, "Derfor har kommunen besluttet, at du kommer til at få en mentor."),
    ("AF-01a", PARENT, "Kommunen imødekommer ansøgningen og bevilger praktisk støtte i hjemmet."),
    ("AF-01a", PARENT, "I er herved bevilget familiebehandling med fem timer om ugen."),
    ("AF-01b", PARENT, "Hjemmel: Barnets lov § 32, stk. 1, nr. 4."),
    ("AF-01b", PARENT, "Afgørelsen er truffet på baggrund af barnets lov § 32, stk. 1, nr. 6."),
    ("AF-02a", CHILD, "Grunden til, at du får hjælp, er, at du tit er alene."),
    ("AF-02a", CHILD, "Det har jeg bestemt, fordi du fortjener en rolig hverdag."),
    ("AF-02b", PARENT, "Afgørelsen er baseret på afdækningen af 2. maj 2026."),
    ("AF-02b", CHILD, "Først undersøgte vi, hvordan dit liv er lige nu."),
    ("AF-04a", PARENT, "Forældrene har begge accepteret indsatsen."),
    ("AF-04a", CHILD, "Både mor og far synes, det er en god idé, og de har givet lov."),
    ("AF-06", PARENT, "Målet med indsatsen er en stabil skolegang."),
    ("AF-06", PARENT, "Formålet: at give Mathilde et pusterum."),
    ("AF-06", CHILD, "Vi håber, at du bliver gladere for at gå i skole."),
    ("AF-08", PARENT, "Støtten forventes afsluttet efter ca. 6 måneder."),
    ("AF-08", PARENT, "Forventet tidsramme: 12 mdr."),
    ("AF-08", CHILD, "Hjælpen varer nok til efter sommerferien."),
    ("AF-08", CHILD, "Du skal være der i cirka to år, tror vi."),
    ("AF-10", PARENT, "Barnets plan: Nej, familien ønsker ikke en plan."),
    ("AF-10", PARENT, "Kommunen finder ikke, at det er nødvendigt at udarbejde en plan."),
    ("AF-10", CHILD, "Du skal også have en plan. Den laver vi sammen."),
    ("AF-12a", PARENT, "Eventuel klage behandles af Ankestyrelsen."),
    ("AF-12b", PARENT, "Fristen for at klage er 4 uger."),
    ("AF-12b", PARENT, "Ønsker De at klage, skal dette ske senest 4 uger efter modtagelsen."),
    ("AF-12b", CHILD, "Du kan klage, indtil der er gået fire uger."),
    ("AF-12c", PARENT, "Klagen indgives til kommunen, der revurderer sagen."),
    ("AF-12c", PARENT, "Skriv til Familieafdelingen, hvis du vil klage."),
    ("AF-12c", CHILD, "Hvis du vil klage, så skriv til din rådgiver."),
    ("AN-02a", PARENT, "Forældrene har givet samtykke til såvel anbringelse som formål."),
    ("AN-03", PARENT, "Der foreligger en børnefaglig undersøgelse af 2. maj 2026."),
    ("AN-07c", PARENT, "Skoletilbud: Noah begynder i 4. klasse på Birkeskolen."),
    ("AN-10a", PARENT, "Støtteperson: Du tilbydes en støtteperson."),
    ("AN-10b", PARENT, "I tilbydes et forældrekursus."),
    ("AN-13", PARENT, "Mathilde kommer hjem på besøg hver anden weekend."),
    ("AN-07d", PARENT, "Klage over valg af anbringelsessted har opsættende virkning."),
    ("G-01a", CHILD, "Da vi talte sammen, græd du, og du spurgte, om du skulle flytte."),
    ("G-01a", CHILD, "Jeg kan godt forstå, at du er sur over det."),
    ("G-01b", PARENT, "Sofus beskriver hverdagen som larmende."),
    ("G-01c", CHILD, "Du og jeg mødtes på biblioteket den 9. juni 2026."),
    ("G-01c", PARENT, "Sofus er hørt ved en samtale den 9/6-2026."),
    ("G-03a", CHILD, "Husk, at du kan tage en bisidder med, når vi mødes."),
    ("AF-01a", CHILD, "Nu har vi bestemt, at du kan begynde i en børnegruppe."),
    ("AF-01a", PARENT, "Sofus får bevilget et støtteophold én weekend om måneden."),
    ("AF-01a", PARENT, "Det er besluttet at iværksætte familiebehandling."),
    ("AF-01b", PARENT, "Bevillingen gives efter barnets lovs § 32, stk. 1, nr. 5."),
    ("AF-02a", PARENT, "Ved afgørelsen har vi særligt lagt vægt på Sofus' alder."),
    ("AF-02b", PARENT, "Grundlaget for afgørelsen er den afdækning, som blev færdig i maj."),
    ("AF-04a", PARENT, "Du og Sofus' far har samtykket til indsatsen."),
    ("AF-04a", CHILD, "Mor har sagt ja, og far har også."),
    ("AF-06", PARENT, "Formålet med aflastningen er, at familien får nye kræfter."),
    ("AF-06", CHILD, "Det skal hjælpe dig til at få det bedre om natten."),
    ("AF-06", CHILD, "Hjælpen er der, for at du kan få et frirum."),
    ("AF-08", PARENT, "Varigheden er sat til et år."),
    ("AF-08", PARENT, "Indsatsen ventes at strække sig over 18 måneder."),
    ("AF-08", CHILD, "Børnegruppen varer ti uger."),
    ("AF-10", PARENT, "Kommunen har vurderet, at der ikke skal udarbejdes en barnets plan."),
    ("AF-10", CHILD, "Det er bestemt, at du ikke får en plan."),
    ("AF-12a", PARENT, "Hvis kommunen fastholder afgørelsen, sendes klagen til Ankestyrelsen."),
    ("AF-12b", PARENT, "Du skal klage inden fire uger fra den dag, du modtager afgørelsen."),
    ("AF-12b", CHILD, "Du har fire uger til at bestemme dig for, om du vil klage."),
    ("AF-12c", PARENT, "Du skal sende din klage til Tranlev Kommune, Havnetorvet 3."),
    ("AF-12c", CHILD, "Giv din klage til mig, så sender jeg den videre."),
    ("AN-02a", PARENT, "Samtykket omfatter både anbringelsen og dens formål."),
    ("AN-10a", PARENT, "Kommunen giver dig tilbud om en støtteperson."),
    ("AN-10b", PARENT, "Under anbringelsen får I støtte af en familiebehandler."),
    ("AN-13", CHILD, "Du skal være sammen med din far hver tirsdag."),
)


@pytest.mark.parametrize(("id", "reader", "text"), SAID, ids=[f"{s[0]} {s[2][:40]}" for s in SAID])
def test_other_ways_of_saying_it_are_understood(id, reader, text):
    brev = letter_of_text(text, dokument="afgoerelse", læser=reader, alder=15)
    assert look(book().regler[id], brev, book()) == []


#: What sounds like it, but is not it.
NOT_SAID = (
    ("G-01a", CHILD, "Hvis du gerne vil tale med mig, så ring."),
    ("G-01c", CHILD, "Jeg fik et brev fra din skole den 3. februar 2026."),
    ("AF-01a", CHILD, "Din skole har bestemt, at klassen skal på lejrskole."),
    ("AF-06", PARENT, "Støtten kan afsluttes, når formålet er opfyldt."),
    ("AF-08", CHILD, "Osvald har været kontaktperson i seks år."),
    ("AF-08", CHILD, "Vi ses igen om tre måneder."),
    ("AF-10", CHILD, "Vi har planer om at ses efter sommerferien."),
    ("AF-12b", PARENT, "Vi behandler din klage inden fire uger."),
    ("AF-12c", PARENT, "Klagen skal sendes til Ankestyrelsen."),
    ("AN-10a", PARENT, "Noahs støtteperson hedder Gerda."),
)


@pytest.mark.parametrize(("id", "reader", "text"), NOT_SAID,
                         ids=[f"{s[0]} {s[2][:40]}" for s in NOT_SAID])
def test_what_only_sounds_like_it_is_not_taken_for_it(id, reader, text):
    brev = letter_of_text(text, dokument="afgoerelse", læser=reader, alder=15)
    assert [p.id for p in look(book().regler[id], brev, book())] == [id]


# --- what the pattern language had to learn -------------------------------------------------------


@pytest.mark.parametrize("text", ["efter § 32", "efter §32", "efter §§ 32", "efter §\u00a032"])
def test_a_section_is_found_however_it_is_spaced(text):
    words = tokens(text.replace("\u00a0", " "))
    assert pattern("efter §32").may_fit(text.lower())
    assert list(pattern("efter §32").find(words)) == [(0, 1)]
    assert list(pattern("efter §3").find(words)) == []


def under(text: str) -> list[str]:
    return [p.id for p in look(book().regler["AF-08"], letter_of_text(text), book())]


def test_a_heading_or_a_short_label_lends_its_words_to_what_stands_below():
    assert under("# Forventet varighed\nNi måneder") == []
    assert under("Forventet varighed\nNi måneder") == []
    assert under("# Hjælpen\nForventet varighed\nDet står her: ni måneder i alt.") == []
    assert under("# Forventet varighed\nDet er et skøn.") == ["AF-08"]
    assert under("# Forventet varighed\n# Opfølgning\nNi måneder") == ["AF-08"]
    assert under("Forventet varighed\n# Opfølgning\nNi måneder") == ["AF-08"]
    assert under("Vi taler altid om den forventede varighed her.\nNi måneder") == ["AF-08"]
