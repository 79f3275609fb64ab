"""Plans: goals with who does what (barnets plan, ungeplan), and the separate forældrehandleplan.

In a goal and in what helps it the child speaks as »jeg«; for infants and children without speech
the adults speak to the child as »du«. What is for adults only stands in `til_voksne`.
"""

from __future__ import annotations

from typing import Literal

from generator.case.afgoerelse import Samvær
from generator.case.forloeb import Opfølgning, Samtykke
from generator.case.model import Model, Tekst, felt
from generator.case.personer import Stedord
from generator.case.values import Dato, Fritekst, Id, JaNej, Lov

Arena = Literal["familie", "skole", "fritid", "venner", "sundhed", "hjem", "uddannelse", "arbejde",
                "økonomi", "andet"]


class Handling(Model):
    """What one or more named adults do towards a goal."""

    hvem: tuple[Id, ...] = felt("Hvem", "Kortnavne på de voksne. »rådgiver« er rådgiveren.",
                                krævet=True, henviser="person")
    gør: Tekst = felt("Gør hvad", "Kan følge efter navnet: »følger mig i skole om morgenen«, med "
                      "»mig«, fordi barnet taler. Til helt små børn: »vugger dig«.", krævet=True)


class Delmål(Model):
    """A step towards a goal, with the method used."""

    delmål: Fritekst = felt("Delmål", "Hvad der skal nås.", krævet=True)
    begrundelse: Fritekst | None = felt("Begrundelse", "Hvorfor delmålet er vigtigt.")
    metode: Fritekst | None = felt("Fremgangsmåde", "Hvordan der arbejdes med det.")
    nået: JaNej | None = felt("Nået", "Er delmålet nået?")
    senere: JaNej | None = felt("Til senere", "Er det en idé til senere?")


class MålStatus(Model):
    """How a goal has gone, looking back."""

    dato: Dato | None = felt("Dato", "Hvornår der er gjort status.")
    nået: Literal["ja", "delvist", "nej"] = felt("Nået", "ja, delvist eller nej.", krævet=True)
    gjort: Tekst | None = felt("Det har vi gjort", "Hele sætninger til barnet: »Maja har fulgt dig "
                               "…«.", anbefaling="Anbefaling 17")
    metode: Tekst | None = felt("Metode", "Hvordan der er arbejdet, og hvor tit. Hele sætninger.",
                                anbefaling="Anbefaling 17")
    virkning: Tekst | None = felt("Virkning", "Hvad det har betydet for barnet. Hele sætninger.",
                                  anbefaling="Anbefaling 17")
    forslag: Tekst | None = felt("Forslag", "Hvad der bør ændres. Hele sætninger.",
                                 anbefaling="Anbefaling 17")


class Mål(Model):
    """A goal in the child's or the parents' own words."""

    id: Id = felt("Kortnavn", "Et kort navn, som en status kan henvise til.", krævet=True)
    mål: Fritekst = felt("Målet", "Med barnets egne ord, i jeg-form. Til helt små børn i du-form.",
                         krævet=True)
    foreslået_af: Literal["barnet", "forældrene", "rådgiveren", "stedet", "sammen"] | None = felt(
        "Foreslået af", "Hvem der kom med målet.", anbefaling="Anbefaling 13")
    ønske: Tekst | None = felt("Ønsket bag målet", "Hvad barnet selv har sagt om det. Hele "
                               "sætninger: »Du vil gerne …«.", lov="barnets lov § 92, stk. 1")
    kobling_til_formål: Tekst | None = felt(
        "Sammenhæng med formålet", "Hvordan målet hænger sammen med formålet. Hele sætninger, som "
        "også barnet forstår.", lov="barnets lov § 92, stk. 1")
    begrundelse: Tekst | None = felt("Hvorfor målet er vigtigt", "Hele sætninger.")
    hjælpere: tuple[Handling, ...] = felt("Hvem hjælper mig?", "De voksnes handlinger.",
                                          anbefaling="Anbefaling 13", liste=True)
    tegn: Fritekst | None = felt("Sådan kan vi se, at det er lykkedes", "Et tegn, alle kan se, og "
                                 "helst tælle. En sætning: »jeg er i skole to morgener om ugen«.",
                                 anbefaling="Anbefaling 13")
    hvornår: Dato | None = felt("Hvornår", "Den dag, I ser på målet igen.",
                                anbefaling="Anbefaling 13")
    arena: Arena | None = felt("Hvor i livet", "Familie, skole, fritid, venner …")
    type: Literal["udvikling", "vedligeholdelse", "andet"] | None = felt("Måltype", "Typen.")
    senere: JaNej | None = felt("Til senere", "Er det en idé til senere og ikke et mål nu?")
    kontekster: tuple[Fritekst, ...] = felt("Kontekster", "Kontekster i den individuelle plan.",
                                            liste=True)
    delmål: tuple[Delmål, ...] = felt("Delmål", "Skridt på vejen.", liste=True)
    status: tuple[MålStatus, ...] = felt("Status", "Hvordan det er gået.", liste=True)


class Deltagelse(Model):
    """Who took part in making a document, and how."""

    person: Id = felt("Hvem", "Kortnavn. »barn« er barnet selv.", krævet=True, henviser="person")
    dato: Dato | None = felt("Dato", "Hvornår.")
    hvordan: Tekst | None = felt("Hvordan", "Hele sætninger.")


class Overgangstema(Model):
    """One of the subjects that the transition to adult life must cover with a disability."""

    emne: Fritekst = felt("Emne", "For eksempel bolig.", krævet=True)
    tekst: Tekst = felt("Det er aftalt", "Hele sætninger.", krævet=True)


class UngDel(Model):
    """What an ungeplan holds besides a barnets plan (from 16 years)."""

    uddannelse: Tekst | None = felt("Uddannelse", "Hele sætninger.",
                                    lov="barnets lov § 109, stk. 1")
    arbejde: Tekst | None = felt("Job", "Hele sætninger.", lov="barnets lov § 109, stk. 1")
    bolig: Tekst | None = felt("Bolig", "Hele sætninger.")
    økonomi: Tekst | None = felt("Penge", "Hele sætninger.")
    når_jeg_fylder_18: Tekst | None = felt("Når jeg fylder 18", "Hvad der sker, og hvilken hjælp "
                                           "der kan blive ved. Hele sætninger.",
                                           lov="barnets lov § 111, stk. 1")
    funktionsnedsættelse: tuple[Overgangstema, ...] = felt(
        "Overgang ved funktionsnedsættelse", "De seks emner i barnets lov § 123, når den unge har "
        "en betydelig og varigt nedsat funktionsevne.", lov="barnets lov § 123, stk. 2",
        liste=True)
    ungestøtte_afgørelse: Dato | None = felt(
        "Afgørelse om ungestøtte", "Senest seks måneder før 18 år.",
        lov="barnets lov § 111, stk. 1")
    samtykker: tuple[Samtykke, ...] = felt("Samtykke til planen", "Fra den unge og forældrene.",
                                           lov="barnets lov § 109, stk. 2", liste=True)


class Søskendebarn(Model):
    """One more child in a joint plan. No address and no number: the plan has no use for them."""

    navn: Fritekst = felt("Barnets navn", "Fornavn og efternavn.", krævet=True)
    kaldes: Fritekst | None = felt("Kaldes", "Det navn, barnet bliver kaldt.")
    fødselsdato: Dato = felt("Fødselsdato", "Alderen står i planen.", krævet=True)
    stedord: Stedord | None = felt("Stedord", "hun, han, hen eller de.")
    uden_sprog: JaNej | None = felt("Uden talesprog", "Uden noget her: ja under 2 år.")
    kommunikation: Fritekst | None = felt("Kommunikation", "Hvordan barnet bliver forstået: tegn, "
                                          "billeder, lyde. Hele sætninger.")


class SøskendeDel(Model):
    """The part of a joint plan that belongs to one more child (barnets lov § 91, stk. 3). The
    child whose case it is has the plan's own fields."""

    barn: Søskendebarn = felt("Barnet", "Søskendebarnet.", krævet=True)
    om_mig: tuple[Fritekst, ...] = felt("Det skal I vide om mig", "Med barnets egne ord, i "
                                        "jeg-form.", liste=True)
    drømme: tuple[Fritekst, ...] = felt("Mine ønsker og drømme", "Med barnets egne ord, i "
                                        "jeg-form.", anbefaling="Anbefaling 13", liste=True)
    ønsker_for_dig: tuple[Fritekst, ...] = felt(
        "Det, jeg ønsker for dig", "Til helt små børn. Kan følge efter »Jeg ønsker for dig, at«.",
        liste=True)
    hvorfor: Tekst | None = felt("Hvorfor barnet får hjælp", "Hele sætninger til barnet.",
                                 lov="barnets lov § 92, stk. 2")
    formål: Tekst | None = felt("Formål", "Formålet i barnets afgørelse. Kan følge efter »at«.",
                                lov="barnets lov § 92, stk. 1")
    mål: tuple[Mål, ...] = felt("Mål", "Højst tre mål ad gangen.", lov="barnets lov § 92, stk. 1",
                                liste=True)
    færdig_når: Tekst | None = felt("Hvornår er vi færdige?", "Kan følge efter »når«.",
                                    anbefaling="Anbefaling 13")
    ikke_med_grund: Tekst | None = felt("Hvorfor ikke med", "Hvis barnet ikke selv har været med. "
                                        "Hele sætninger.")


class Plan(Model):
    """Barnets plan, or ungeplan from 16 years: first of all the child's own."""

    dato: Dato = felt("Planens dato", "Den dag planen er lavet.", krævet=True)
    version: Fritekst | None = felt("Version", "For eksempel 2.")
    om_mig: tuple[Fritekst, ...] = felt("Det skal I vide om mig", "Med barnets egne ord, i "
                                        "jeg-form.", liste=True)
    drømme: tuple[Fritekst, ...] = felt("Mine ønsker og drømme", "Med barnets egne ord, i "
                                        "jeg-form.", anbefaling="Anbefaling 13", liste=True)
    ønsker_for_dig: tuple[Fritekst, ...] = felt(
        "Det, jeg ønsker for dig", "Til helt små børn og børn uden talesprog. Kan følge efter »Jeg "
        "ønsker for dig, at«.", liste=True)
    hvorfor: Tekst | None = felt("Hvorfor jeg får hjælp", "Hvilken hjælp det er, og hvad "
                                 "undersøgelsen viste. Hele sætninger til barnet.",
                                 lov="barnets lov § 92, stk. 2")
    formål: Tekst | None = felt("Formål", "Uden noget her bruger vi afgørelsens formål. Kan følge "
                                "efter »at«.", lov="barnets lov § 92, stk. 1")
    mål: tuple[Mål, ...] = felt("Mål", "Højst tre mål ad gangen.", lov="barnets lov § 92, stk. 1",
                                liste=True)
    søskende: tuple[SøskendeDel, ...] = felt(
        "Søskende i samme plan", "En del for hvert barn mere, når søskende har en fælles plan.",
        lov="barnets lov § 91, stk. 3", liste=True)
    familien_gør: tuple[Handling, ...] = felt("Det gør familie og netværk", "Hvad familie, venner "
                                              "og andre gør.", liste=True)
    støtte_til_familien: Tekst | None = felt(
        "Hjælp til min familie", "Støtten under og efter anbringelsen. Hele sætninger.",
        lov="barnets lov § 92, stk. 3")
    samvær: tuple[Samvær, ...] = felt("Samvær", "Hvem jeg ser, hvor og hvor tit.", liste=True)
    opfølgning: Opfølgning | None = felt("Sådan følger vi op", "Næste opfølgning.")
    hvis_uenige: Tekst | None = felt("Hvis vi er uenige", "Det, I har aftalt, eller det, I er "
                                     "uenige om. Hele sætninger.")
    færdig_når: Tekst | None = felt("Hvornår er vi færdige?", "Kan følge efter »når«.",
                                    anbefaling="Anbefaling 13")
    lavet_af: tuple[Deltagelse, ...] = felt("Hvem har lavet planen", "Barnet og forældrene "
                                            "skal have været med.", lov="barnets lov § 92, stk. 1",
                                            liste=True)
    ikke_med_grund: Tekst | None = felt("Hvorfor ikke med", "Hvis barnet eller en forælder ikke "
                                        "har været med. Hele sætninger.")
    ung: UngDel | None = felt("Ungeplan", "Udfyldes fra 16 år.", lov="barnets lov § 109, stk. 1")
    billede: Fritekst | None = felt("Billede eller tegning", "Sti til en billedfil.")
    billedtekst: Fritekst | None = felt("Hvad billedet viser", "Til dem, der ikke kan se det.")


class ForældreStøtte(Model):
    """Support to a parent during a placement, with its basis in law."""

    hvad: Fritekst = felt("Støtten", "Kan følge efter »Du får«: »samtaler hos "
                          "familierådgivningen«.", krævet=True)
    hjemmel: Lov = felt("Hjemmel", "For eksempel barnets lov § 76.", krævet=True,
                        lov="barnets lov § 76")
    hvornår: Fritekst | None = felt("Hvornår", "Hvor tit og fra hvornår. Kan stå efter støtten: "
                                    "»hver onsdag fra den 4. maj«.")
    hvem: tuple[Id, ...] = felt("Hvem hjælper", "Kortnavne.", henviser="person", liste=True)


class Deling(Model):
    """Consent to share the goals on samvær and co-operation with somebody."""

    med: Fritekst = felt("Deles med", "For eksempel »samværskonsulenten«.", krævet=True)
    hvad: Fritekst = felt("Hvad deles", "For eksempel »målet om samvær«.", krævet=True)
    samtykke: JaNej = felt("Samtykke", "Har forælderen sagt ja?", krævet=True)
    dato: Dato | None = felt("Dato", "Hvornår.")


class Forældrehandleplan(Model):
    """The separate plan for one parent, or for both where it is the same."""

    til: tuple[Id, ...] = felt("Til", "Kortnavne på de forældre, planen gælder.", krævet=True,
                               henviser="person")
    dato: Dato = felt("Dato", "Den dag planen er lavet.", krævet=True)
    hvorfor: Fritekst | None = felt("Hvorfor barnet bor et andet sted", "Hele sætninger til "
                                    "forælderen, i du-form.", anbefaling="Anbefaling 15")
    formål: Fritekst | None = felt("Formålet med anbringelsen", "Uden noget her bruger vi formålet "
                                   "i afgørelsen. Kan følge efter »at«.",
                                   anbefaling="Anbefaling 15")
    ønsker: tuple[Fritekst, ...] = felt("Det vil jeg gerne arbejde hen imod", "Forælderens ord.",
                                        anbefaling="Anbefaling 15", liste=True)
    mål: tuple[Mål, ...] = felt("Mål", "Højst tre, med forælderens egne ord.", liste=True)
    støtte: tuple[ForældreStøtte, ...] = felt("Støtte", "Med hjemmel.", lov="barnets lov § 76",
                                              liste=True)
    målene_kan: Fritekst | None = felt(
        "Det kan målene føre til", "Hvad der kan ske, når målene er nået, og hvad der ikke kan. "
        "Hele sætninger til forælderen.", anbefaling="Anbefaling 15")
    lavet_af: tuple[Deltagelse, ...] = felt("Hvem har lavet planen", "Forælderen selv og andre, og "
                                            "hvornår.", anbefaling="Anbefaling 15", liste=True)
    ikke_med_grund: Fritekst | None = felt("Hvorfor ikke med", "Hvis forælderen ikke har været "
                                           "med. Hele sætninger til forælderen.")
    støtteperson: Literal["tilbudt", "modtaget", "afslået"] | None = felt(
        "Støtteperson", "Er den tilbudt, modtaget eller afslået?", lov="barnets lov § 75")
    støtteperson_er: Id | None = felt("Hvem er støtteperson", "Kortnavn.", henviser="person")
    samvær: tuple[Samvær, ...] = felt("Samvær", "Hvem, hvor og hvor tit.", liste=True)
    samarbejde: Fritekst | None = felt("Samarbejde", "Aftaler med barnets sted og med kommunen. "
                                       "Hele sætninger til forælderen.")
    deling: tuple[Deling, ...] = felt("Deling", "Hvad der deles med hvem, og kun med samtykke.",
                                      liste=True)
    opfølgning: Opfølgning | None = felt("Opfølgning", "Næste gang.")
    bemærkninger: Fritekst | None = felt("Jeres bemærkninger", "Forælderens egne ord.")
