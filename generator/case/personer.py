"""The people and places of a case: the child, persons, places, the municipality, the adviser."""

from __future__ import annotations

from typing import Literal

from generator.case.model import Model, Tekst, felt
from generator.case.values import Dato, Fritekst, Id, JaNej, Personnummer, Postnr

Stedord = Literal["hun", "han", "hen", "de"]
Rolle = Literal[
    "mor", "far", "medmor", "forælder", "stedmor", "stedfar", "plejemor", "plejefar", "bror",
    "søster", "bedsteforælder", "mormor", "morfar", "farmor", "farfar", "familie", "ven",
    "kontaktperson", "psykolog", "familiebehandler", "støtteperson", "lærer", "pædagog",
    "skoleleder", "sundhedsplejerske", "læge", "rådgiver", "bisidder", "advokat", "værge",
    "leder", "medarbejder", "anden"]


class Adresse(Model):
    """An address. Protected addresses never reach a reader who may not know them."""

    vej: Fritekst = felt("Vej og nummer", "For eksempel Birkevej 4, 2. th.", krævet=True)
    postnr: Postnr = felt("Postnummer", "Fire cifre. Skriv 0800 med nullet foran.", krævet=True)
    by: Fritekst = felt("By", "For eksempel Aarhus C.", krævet=True)
    co: Fritekst | None = felt("C/o", "Navnet på dem, personen bor hos.")


class Kommune(Model):
    """The municipality that sends the letter; its letterhead."""

    navn: Fritekst = felt("Kommunens navn", "For eksempel Egelund Kommune.", krævet=True)
    afdeling: Fritekst | None = felt("Afdeling", "For eksempel Børn og Familie.")
    adresse: Adresse | None = felt("Kommunens adresse", "Adressen i brevhovedet og til klager.")
    telefon: Fritekst | None = felt("Kommunens telefon", "Hovednummeret.")
    mail: Fritekst | None = felt("Sikker post", "Mailadressen, som man kan sende en klage til.")
    hjemmeside: Fritekst | None = felt("Hjemmeside", "For eksempel www.egelund.example.")
    logo: Fritekst | None = felt(
        "Logo", "Sti til en billedfil (png eller jpg), regnet fra sagens fil.")


class Rådgiver(Model):
    """The children's adviser who writes the letter and signs it."""

    navn: Fritekst = felt("Rådgiverens navn", "Fornavn og efternavn.", krævet=True)
    titel: Fritekst | None = felt(
        "Rådgiverens titel", "Uden titel skriver vi »børne- og ungerådgiver«.")
    telefon: Fritekst | None = felt("Rådgiverens telefon", "Det nummer, barnet kan ringe til.",
                                    anbefaling="Anbefaling 3")
    mail: Fritekst | None = felt("Rådgiverens mail", "Rådgiverens egen mail.")
    træffes: Fritekst | None = felt(
        "Træffes", "Hvornår rådgiveren er lettest at få fat i, for eksempel mandag til torsdag "
        "kl. 8-15.")


class Barn(Model):
    """The child or young person the case is about: the reader who matters most."""

    navn: Fritekst = felt("Barnets navn", "Fornavn og efternavn.", krævet=True)
    kaldes: Fritekst | None = felt(
        "Kaldes", "Det navn, barnet bliver kaldt, hvis det ikke er fornavnet.")
    fødselsdato: Dato = felt("Fødselsdato", "Alderen afgør, hvilke breve og rettigheder der "
                             "gælder.", krævet=True)
    cpr: Personnummer | None = felt("CPR-nummer", "Kommer kun i breve, hvor det er nødvendigt.")
    stedord: Stedord | None = felt("Stedord", "Det ord, barnet selv bruger: hun, han, hen, de.")
    adresse: Adresse | None = felt("Barnets adresse", "Der, hvor barnet bor.")
    adressebeskyttelse: JaNej | None = felt(
        "Adressebeskyttelse", "Er barnets navn og adresse beskyttet i CPR?")
    beskyttet_mod: tuple[Id, ...] = felt(
        "Beskyttet mod", "Kortnavne på dem, der ikke må kende adressen. Tomt: ingen andre end "
        "barnet og dem, barnet bor hos.", henviser="person", liste=True)
    bor_hos: tuple[Id, ...] = felt(
        "Bor hos", "Kortnavne på dem, barnet bor sammen med.", henviser="person", liste=True)
    telefon: Fritekst | None = felt("Barnets telefon", "Barnets eget nummer.")
    skole: Fritekst | None = felt("Skole eller dagtilbud", "Navnet på skolen eller dagtilbuddet.")
    klasse: Fritekst | None = felt("Klasse", "For eksempel 5. b.")
    uden_sprog: JaNej | None = felt(
        "Uden talesprog", "Er barnet for lille eller på anden måde uden et sprog, det kan svare "
        "med? Så bliver brevet skrevet som »jeg ønsker for dig«.")
    kommunikation: Fritekst | None = felt(
        "Kommunikation", "Hvordan barnet bedst forstår og bliver forstået: tegn, billeder, tolk.")
    vil_inddrages: Fritekst | None = felt(
        "Vil inddrages", "Hvordan barnet selv gerne vil være med, for eksempel på gåture.")
    kan_selv: tuple[Tekst, ...] = felt(
        "Styrker", "Det, barnet er god til og glad for. Skrives, så det kan følge efter »Du …« og "
        "efter barnets navn: »er god til at tegne«.", anbefaling="Anbefaling 11", liste=True)


class Person(Model):
    """Somebody in the case. Others point to the person by `id`, never by name."""

    id: Id = felt("Kortnavn", "Et kort navn, som resten af sagen henviser med: mor, far, psykolog.",
                  krævet=True)
    navn: Fritekst = felt("Navn", "Fornavn og efternavn.", krævet=True)
    rolle: Rolle = felt("Rolle", "Hvem personen er for barnet.", krævet=True)
    kaldes: Fritekst | None = felt(
        "Kaldes i brevet til barnet", "For eksempel »din mor« eller »Jens«. Uden noget her bruger "
        "vi »din mor« og »din far« for forældre og fornavnet for alle andre.")
    stedord: Stedord | None = felt("Stedord", "hun, han, hen eller de.")
    forældremyndighed: JaNej | None = felt(
        "Forældremyndighed", "Har personen del i forældremyndigheden?")
    fødselsdato: Dato | None = felt("Fødselsdato", "Bruges især om søskende.")
    cpr: Personnummer | None = felt("CPR-nummer", "Står aldrig i breve til andre.")
    adresse: Adresse | None = felt("Adresse", "Kommer i adressefeltet i brevet til personen selv.")
    telefon: Fritekst | None = felt("Telefon", "Personens nummer.")
    mail: Fritekst | None = felt("Mail", "Personens mail.")
    adressebeskyttelse: JaNej | None = felt(
        "Adressebeskyttelse", "Er personens navn og adresse beskyttet i CPR?")
    beskyttet_mod: tuple[Id, ...] = felt(
        "Beskyttet mod", "Kortnavne på dem, der ikke må kende adresse og telefon. Tomt: alle "
        "andre end personen selv.", henviser="person", liste=True)
    skal_have_brev: JaNej | None = felt(
        "Skal have brev", "Skriv nej, hvis en forældremyndighedsindehaver ikke skal have brevet.")
    intet_brev_grund: Fritekst | None = felt(
        "Hvorfor intet brev", "Skal skrives, når en forældremyndighedsindehaver ikke får brevet.",
        lov="ligestillingsloven § 4 a")
    kommunikation: Fritekst | None = felt("Kommunikation", "Tolk, oplæsning eller andet.")
    beskrivelse: Fritekst | None = felt(
        "Om personen", "En sætning om, hvem personen er, til barnet: »Karen er psykolog og god "
        "til at lytte«.")


class Sted(Model):
    """A placement site, foster home, school or other place that the case points to."""

    id: Id = felt("Kortnavn", "Et kort navn, som resten af sagen henviser med.", krævet=True)
    navn: Fritekst = felt("Stedets navn", "Som det står for barnet: »Jens og Hanne« eller "
                          "»Børnehuset Åkanden«.", krævet=True)
    slags: Literal["plejefamilie", "netværksplejefamilie", "børne- og ungehjem", "eget værelse",
                   "støtteopholdssted", "skole", "dagtilbud", "behandlingssted", "andet"] = felt(
        "Slags sted", "Hvad det er for et sted.", krævet=True)
    adresse: Adresse | None = felt("Stedets adresse", "Bliver aldrig vist for dem, stedet er "
                                   "hemmeligt for.")
    telefon: Fritekst | None = felt("Stedets telefon", "Stedets nummer.")
    mail: Fritekst | None = felt("Stedets mail", "Stedets mail.")
    afdeling: Fritekst | None = felt("Afdeling", "Afdeling på stedet.")
    personer: tuple[Id, ...] = felt(
        "Personer på stedet", "Kortnavne på plejeforældre, kontaktpersoner og andre.",
        henviser="person", liste=True)
    godkendt: JaNej | None = felt("Godkendt", "Er stedet godkendt?",
                                  lov="barnets lov § 43, stk. 2")
    hemmeligt_for: tuple[Id, ...] = felt(
        "Hemmeligt for", "Kortnavne på dem, der ikke må få at vide, hvor stedet er "
        "(barnets lov § 105, stk. 1, nr. 3).", henviser="person", liste=True)
