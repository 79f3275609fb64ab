"""Sentences as thirty caseworkers might write them, and their near misses: the rules of who speaks
and to whom, and of labels, in words no list has."""

from __future__ import annotations

import pytest

from tests.language_table import found, split

WRONG = {
    "TILTALE-BARN": """
        Kommunen har vurderet, at barn og forældre profiterer af støtten.
        Støtten gives til barn og forældre i hjemmet.
        Kommunen støtter barn og mor i overgangen til skolen.
        Søn har sagt, at han gerne vil bo hos far.
        Elev møder sjældent til første time.
        Det vurderes, at barn trives i plejefamilien.
        Når barn er hos far, er der aftalt faste sengetider.
        Der er tale om en 13-årig pige, som har svært ved at sove.
        Skolen fortæller om en pige, der ofte er alene i frikvarteret.
        Pågældende unge har været til samtale hos lægen.
        Den anbragte har mulighed for samvær hver uge.
        Det anbragte barn har ret til samvær med sine forældre.
        Det undersøgte barn har vist tegn på mistrivsel.
        Denne dreng har brug for en fast voksen.
        Begge børn er startet i ny skole.
        Søskende anbringes samlet i en plejefamilie.
        Førnævnte har været til undersøgelse.
        Søskendeflokken på tre får hver sin plan.
        """,
    "TILTALE-DE": """
        De takkes for samarbejdet.
        De orienteres hermed, og De kontaktes i næste uge.
        De behøver ikke at gøre noget nu.
        De skal ikke foretage yderligere.
        De kan læse mere på kommunens hjemmeside.
        Deres indkomst har betydning for beløbet.
        Deres ældste søn tilbydes en plads på Solgården.
        De bedes sende os dit svar.
        """,
    "TILTALE-RAADGIVER": """
        Husk at rette navnet i sidehovedet.
        Husk at fjerne den gule markering.
        Husk partshøring af begge forældre.
        Ret emnefeltet, så der står det rigtige navn.
        Rådgiver: slet linjen, hvis det ikke er tilfældet.
        Sagsbehandler: husk at vedlægge klagevejledning.
        Vælg den mulighed, der passer, og slet resten.
        Sig det til barnet, før brevet sendes.
        Hvis barnet er under 10 år, bruges den korte udgave.
        Begrundelsen skal være konkret og individuel.
        Dette afsnit udgår, hvis der ikke er samvær.
        Når du skriver til et barn, skal du bruge korte sætninger.
        Du skal altid indhente samtykke fra værgen.
        Inden du træffer afgørelse, skal der holdes en samtale.
        Afholdes samtalen ikke, skal årsagen fremgå af sagen.
        Kontrollér, at alle navne er rigtige, inden brevet afsendes.
        Oplys om retten til bisidder.
        Evt. uddybes med oplysninger fra PPR.
        NB til dig, der udfylder skemaet: vælg kun ét svar.
        Vejledende tekst: to linjer om formålet.
        """,
    "ETIKET": """
        Som indadvendt pige kan du få en plads i stillegruppen.
        Alma er en stille pige.
        Du er ikke samarbejdsvillig.
        Drengen er ikke skoleparat.
        Mor er ude af stand til at sætte grænser og er ustabil.
        Du er et typisk skilsmissebarn.
        Du er et risikobarn.
        Alma er et rodehoved.
        Du har en lav frustrationstærskel.
        Du har en ringe stresstolerance.
        Du har en kort lunte.
        Du har en opfarende natur.
        Hun har en dominerende personlighed.
        Far har et voldsomt temperament.
        Du har manglende respekt for voksne.
        Du er arbejdssky og siger nej til alt.
        Forældrene er begge omsorgssvigtede.
        I er dovne og kommer ikke op.
        Din umodenhed gør det svært i klassen.
        Som følge af jeres ansvarsløshed står vi her igen.
        Skolen skriver, at din dovenskab er årsagen.
        """,
    "AFSENDER": """
        Ro er vigtigt. Derfor skal skoledagen være kort i begyndelsen, og senere kommer der flere.
        Læs mere om loven på nettet. Fristen for at klage er fire uger, og klagen sendes ind.
        """,
}

RIGHT = {
    "TILTALE-BARN": """
        Søskendeparret på gangen er flinke. De spiller kort hver aften.
        Barnet i historien hedder Otto, og han er bange for mørke.
        Barnet, der bor ved siden af dig, er fem år.
        Når man er barn, er det de voksne, der bestemmer.
        Som barn har du ret til at sige din mening.
        Et barn må godt være vred på sine forældre.
        Dreng eller pige, det ved ingen endnu.
        Din mor og far har været uvenner, siden du var barn.
        Hanne og Leif har to børn. Begge børn går på din skole.
        I er begge børn af samme far.
        Begge børn i huset glæder sig til, at du kommer.
        Hun var et elsket barn, og det er du også.
        Du mødte en pige i går. Denne pige har boet her længe.
        Mads er elev på din skole, og han kan vise dig rundt.
        Huset er til børn og forældre, og der er en legeplads.
        Mens dreng nummer to bader, kan du læse.
        En pige i din klasse har spurgt efter dig.
        Det yngste barn i huset er fire.
        """,
    "TILTALE-DE": """
        De har begge søgt om støtte, og vi svarer dem hver for sig.
        Skolen har skrevet til os. De har bedt om et møde.
        De to drenge har skrevet et brev. Deres brev ligger på sagen.
        De kan mere, end de tror.
        De skal ikke gøre noget alene, når de er små.
        De har ret store planer for haven.
        Dine brødre kommer på lørdag. De bedes tage sovepose med.
        Mormor og morfar vil gerne hjælpe. De kan læse mere om ordningen på nettet.
        Udgifterne er store. De er søgt dækket af kommunen.
        """,
    "TILTALE-RAADGIVER": """
        Vi har holdt møde om barnets lektier, og fra nu af kan du lave dem i skolen.
        Rådgiver: Lone Holm, telefon 12 34 56 78.
        Husk tøj til hovedet, for det blæser.
        Du ved, at vi træffer afgørelse i maj.
        Du ved, vi indhenter papirer fra skolen.
        Før du går, kan du og Jens udarbejde et skema.
        Hvis det regner, bruges hallen.
        Vælg den gule cykel, hvis den anden er punkteret.
        Begrundelsen skal være let at forstå, synes du.
        Slet resten af spillene på din telefon, hvis den er fuld.
        Du kan afholde dig fra at svare.
        Når barnet i maven er stort, vælges en anden dag.
        Begrundelsen for at flytte er, at der er mere plads.
        Vi har kigget i din journal sammen.
        Ps. til dig, der bor på værelse to: der er post.
        """,
    "ETIKET": """
        Jens har en hund, der hedder Bølle.
        Matematik er krævende for Alma.
        Du har hjælp til dansk, som er svær for dig, og lektierne er krævende for alle.
        Du er stædig på den gode måde.
        Bussen er ikke pålidelig, så tag af sted i god tid.
        Du har fået en kort frist, og du har kontrol over din tid.
        Du har nedsat arbejdsevne, og det tager vi hensyn til.
        Du er god til at være stille, når andre taler.
        Jens har en rolig tone og et roligt temperament.
        Du har ikke dårlig impulskontrol, du er træt.
        Din sikkerhed er vigtig, og din frihed er din.
        Dit venskab med Ea og dit kendskab til heste.
        Der er en umodenhed i planen, som vi retter.
        """,
    "AFSENDER": """
        Om natten er der altid en voksen vågen. Kig efter det lille lys i stuen nede for enden.
        Ring til Bo på 12 34 56 78, hvis der er noget. Ring også, hvis det bliver for svært igen.
        Det er mange ord på én gang. Læs gerne brevet igen i morgen, når der er lidt mere ro på.
        Familiehuset, Slusegade 12, 9995 Tangvig. Åbent mandag til fredag kl. 8 til 15. Leder Lone.
        """,
}


def _cases(table: dict[str, str]) -> list[tuple[str, str]]:
    return [(rule, text) for rule, lines in table.items() for text in split(lines)]


def _read(rule: str, text: str) -> list[str]:
    return found(rule, text, læser="forælder" if rule == "TILTALE-DE" else "barn")


@pytest.mark.parametrize(("rule", "text"), _cases(WRONG))
def test_it_is_found(rule: str, text: str) -> None:
    assert _read(rule, text)


@pytest.mark.parametrize(("rule", "text"), _cases(RIGHT))
def test_a_near_miss_is_let_be(rule: str, text: str) -> None:
    assert _read(rule, text) == []
