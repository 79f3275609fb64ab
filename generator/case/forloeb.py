"""What happened and what is known: talks, facts with their source, perspectives, the basis."""

from __future__ import annotations

from typing import Literal

from generator.case.model import Model, Tekst, felt, kun_for
from generator.case.values import Dato, Fritekst, Id, JaNej, Lov, Tidspunkt


class Grundlag(Model):
    """The assessment a decision builds on."""

    art: Literal["screening", "afdækning", "børnefaglig undersøgelse", "ungefaglig undersøgelse"
                 ] = felt("Grundlag", "Hvad afgørelsen bygger på.", krævet=True)
    dato: Dato | None = felt("Dato", "Hvornår den blev færdig.", lov="barnets lov § 32, stk. 4")
    sideløbende: JaNej | None = felt("Sideløbende", "Er den stadig i gang?")
    viser: Tekst | None = felt(
        "Det viser den", "Det vigtigste i hele sætninger: både det, der er svært, og det, der går "
        "godt.", lov="forvaltningsloven § 24")


class Samtale(Model):
    """A talk with the child, or another way the child's view was found."""

    dato: Dato = felt("Dato", "Hvornår I talte sammen.", krævet=True)
    form: Literal["samtale", "telefon", "video", "leg", "tegning", "observation", "gåtur", "chat"
                  ] = felt("Form", "Hvordan I talte sammen.", krævet=True)
    sted: Tekst | None = felt("Hvor", "Kan følge efter »vi mødtes«: »på din skole«.")
    med: tuple[Id, ...] = felt("Andre, der var med", "Kortnavne på dem, der også var med.",
                               henviser="person", liste=True)
    alene: JaNej | None = felt("Alene", "Var barnet alene med rådgiveren?")
    om_indsatsen: JaNej | None = felt(
        "Om denne hjælp", "Talte I om netop den hjælp, afgørelsen handler om?",
        lov="barnets lov § 5, stk. 3")
    sagde: Tekst | None = felt(
        "Det sagde barnet", "I hele sætninger, helst med barnets egne ord.")
    må_ses_af: tuple[Id, ...] = kun_for()


class Oplysning(Model):
    """One fact with its source. Kept apart from the assessment of it."""

    hvad: Tekst = felt("Oplysningen", "En hel sætning med det, nogen har set, målt eller sagt.",
                       krævet=True)
    kilde: Tekst | None = felt("Kilde", "Hvem eller hvad det kommer fra: »din lærer, Bo«.",
                               anbefaling="Anbefaling 10")
    dato: Dato | None = felt("Dato", "Hvornår det er set eller skrevet.")
    art: Literal["observation", "udsagn", "dokument"] | None = felt(
        "Art", "Er det noget, der er set, noget, der er sagt, eller noget, der er skrevet?")
    taler: Literal["for", "imod"] | None = felt(
        "Taler for eller imod", "Taler oplysningen for eller imod hjælpen?",
        anbefaling="Mål med mening, huskelisten punkt 2")
    må_ses_af: tuple[Id, ...] = kun_for()


class IngenKontakt(Model):
    """Why nobody could talk with the child, and what was done instead."""

    grund: Tekst = felt("Grunden", "Hvorfor I ikke har kunnet tale sammen. Hele sætninger.",
                        krævet=True)
    i_stedet: Tekst = felt("I stedet", "Hvordan barnets mening så er fundet. Hele sætninger.",
                           krævet=True)


class BarnetsPerspektiv(Model):
    """What the child wants and means, in the child's own words where there are any."""

    egne_ord: tuple[Fritekst, ...] = felt(
        "Barnets egne ord", "Korte citater, uden anførselstegn.",
        anbefaling="Skriftlighedsprincip 1", liste=True)
    ønsker: tuple[Tekst, ...] = felt(
        "Barnets ønsker", "Skrives, så de kan følge efter »Du vil gerne«: »have en at tale med«.",
        lov="barnets lov § 5, stk. 3", liste=True)
    bekymringer: tuple[Tekst, ...] = felt(
        "Det, der er svært", "Hele sætninger om det, barnet selv synes er svært.", liste=True)
    tilstræbt: Tekst | None = felt(
        "Set fra barnet", "Når barnet ikke selv kan sige det: hvordan vi tror, barnet oplever det, "
        "og hvad vi bygger det på.")
    kilder: tuple[Tekst, ...] = felt(
        "Hvem har hjulpet", "De voksne, der kender barnet godt og har hjulpet med at forstå det.",
        liste=True)
    ingen_direkte_kontakt: IngenKontakt | None = felt(
        "Ingen direkte kontakt", "Udfyldes kun i helt særlige tilfælde.",
        lov="barnets lov § 5, stk. 4")


class ForældresPerspektiv(Model):
    """What one parent thinks, and how it was found out."""

    person: Id = felt("Forælder", "Kortnavn på forælderen.", krævet=True, henviser="person")
    siger: Tekst = felt("Det siger forælderen", "Hele sætninger.", krævet=True)
    dato: Dato | None = felt("Dato", "Hvornår I talte sammen.")
    hvordan: Tekst | None = felt("Hvordan", "På et møde, i telefonen, skriftligt …")
    ønsker: tuple[Tekst, ...] = felt(
        "Forælderens ønsker", "Skrives, så de kan følge efter »vil gerne«.", liste=True)
    må_ses_af: tuple[Id, ...] = kun_for()


class Samtykke(Model):
    """One person's yes or no. Consent is per person, with a date."""

    person: Id = felt("Hvem", "Kortnavn på den, der har svaret. »barn« er barnet selv.",
                      krævet=True, henviser="person")
    svar: Literal["ja", "nej", "ikke spurgt"] = felt("Svar", "ja, nej eller ikke spurgt.",
                                                     krævet=True)
    dato: Dato | None = felt("Dato", "Hvornår svaret er givet.", lov="barnets lov § 32, stk. 2")
    hvordan: Fritekst | None = felt("Hvordan", "For eksempel »på mødet« eller »skriftligt«.")
    dækker_formålet: JaNej | None = felt(
        "Dækker formålet", "Er der sagt ja til formålet og ikke kun til hjælpen?",
        lov="barnets lov § 46, stk. 2")
    bemærkning: Tekst | None = felt("Bemærkning", "Hvad personen sagde til. Hele sætninger.")


class Opfølgning(Model):
    """When, where and with whom it is followed up."""

    dato: Dato | None = felt("Dato", "Hvornår I mødes.", lov="barnets lov § 95, stk. 2")
    tid: Tidspunkt | None = felt("Klokkeslæt", "For eksempel 13.30.")
    sted: Tekst | None = felt("Sted", "Kan følge efter »Vi mødes«: »hjemme hos dig og din mor«.")
    hvem: tuple[Id, ...] = felt("Hvem er med", "Kortnavne på dem, der er med ud over barnet og "
                                "rådgiveren.", henviser="person", liste=True)
    hvordan: Tekst | None = felt("Hvordan", "Hele sætninger om, hvordan opfølgningen foregår.")
    barnets_ønske: Tekst | None = felt(
        "Barnets ønske", "Hvordan og hvor ofte barnet selv vil følge op. Hele sætninger.",
        anbefaling="Anbefaling 16")
    hurtig_grund: Tekst | None = felt(
        "Hvorfor så hurtigt", "Hvis I mødes hurtigere end ellers: hvorfor. En hel sætning.")
    imellem: Tekst | None = felt("Imellem møderne", "Hvem der ringer til hvem imellem møderne.")


class Partshøring(Model):
    """Whether a party had to comment before the decision, and what came of it."""

    nødvendig: JaNej = felt("Nødvendig", "Var der oplysninger, som en part skulle udtale sig om?",
                            krævet=True, lov="forvaltningsloven § 19")
    dato: Dato | None = felt("Sendt", "Hvornår oplysningerne blev sendt.")
    svar: Tekst | None = felt("Svar", "Hvad parten svarede, og hvad det betød. Hele sætninger.")
    begrundelse: Tekst | None = felt("Hvorfor ikke", "Hvorfor partshøring ikke var nødvendig. Hele "
                                     "sætninger.")


class Retsregel(Model):
    """A further rule that the letter builds on and that shall stand in the box of rules."""

    hjemmel: Lov = felt("Regel", "For eksempel barnets lov § 20.", krævet=True)
