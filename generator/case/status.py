"""What a placement site writes: statusudtalelse, individuel plan, magtanvendelser.

Both documents speak to the child, so these texts are written to the child as »du«. The contexts
are data (`rules/ics.yaml`): a case may use the ten of the handbook, the ICS dimensions or others.
"""

from __future__ import annotations

from typing import Literal

from generator.case.forloeb import Oplysning
from generator.case.model import Model, Tekst, felt
from generator.case.planer import Deltagelse, Mål
from generator.case.values import Antal, Dato, Fritekst, Id, JaNej, Lov, Tidspunkt


class Evaluering(Model):
    """How it has gone in one context, with a date."""

    dato: Dato = felt("Dato", "Hvornår der er evalueret.", krævet=True)
    tekst: Fritekst = felt("Sådan går det", "Hele sætninger til barnet.", krævet=True)
    virkning: Fritekst | None = felt("Virkning", "Hvad det har betydet for barnet. Hele sætninger.")
    metode: Fritekst | None = felt("Om metoden", "Hele sætninger.")
    ændringer: Fritekst | None = felt("Ændringer", "Ændringer i mål, delmål eller metode. Hele "
                                      "sætninger.")


class Kontekst(Model):
    """One context of the individual plan with its four fields, and what a status says of it."""

    kontekst: Fritekst = felt("Kontekst", "For eksempel Skoleforhold. Se dem med: duform "
                              "kontekster.", krævet=True)
    ressourcer: Fritekst | None = felt("Ressourcer", "Det, der går godt. Hele sætninger til "
                                       "barnet.")
    udfordringer: Fritekst | None = felt("Udfordringer", "Det, der er svært. Hele sætninger til "
                                         "barnet.")
    barnets_ord: Fritekst | None = felt("Barnets egen oplevelse", "Med barnets ord, uden "
                                        "anførselstegn.")
    behov: Fritekst | None = felt("Behov for støtte og indsats", "Hvad barnet har brug for, og "
                                  "hvad de voksne gør. Hele sætninger til barnet.")
    mål: tuple[Id, ...] = felt("Mål", "Kortnavne på mål i planen.", peger_på="mål", liste=True)
    observationer: tuple[Oplysning, ...] = felt("Observationer", "Det, vi har set, med kilde og "
                                                "dato.", anbefaling="Anbefaling 10", liste=True)
    vurdering: Fritekst | None = felt("Vurdering", "Det, vi tænker om det, holdt for sig selv. "
                                      "Hele sætninger til barnet.")
    evalueringer: tuple[Evaluering, ...] = felt("Evaluering", "Med dato.", liste=True)
    ikke_relevant: JaNej | None = felt("Ikke relevant", "Vurderet, men ikke relevant nu.")


class Magtanvendelse(Model):
    """One use of force, as reported under lov om voksenansvar."""

    dato: Dato = felt("Dato", "Hvornår.", krævet=True)
    tid: Tidspunkt | None = felt("Klokkeslæt", "Hvornår på dagen.")
    art: Lov = felt("Art", "For eksempel lov om voksenansvar for anbragte børn og unge § 9.",
                    krævet=True)
    hvad: Tekst = felt("Hvad skete der", "Hele sætninger til barnet.", krævet=True)
    barnets_oplevelse: Tekst | None = felt("Barnets oplevelse", "Hvad barnet selv fortalte. Hele "
                                           "sætninger: »Du sagde, at …«.")
    registreret: Dato | None = felt("Registreret", "Inden 72 timer.")
    indberettet: Dato | None = felt("Indberettet", "Til handlekommunen, inden 72 timer.")
    forælder_orienteret: Dato | None = felt("Forældre orienteret", "Hvornår.")


class Tilladelse(Model):
    """A permission, such as an alarm, with the period it holds."""

    hvad: Fritekst = felt("Tilladelsen", "Hvad der er tilladt.", krævet=True)
    fra: Dato = felt("Fra", "Første dag.", krævet=True)
    til: Dato = felt("Til", "Sidste dag.", krævet=True)
    revurderes: Dato | None = felt("Revurderes", "Hvornår den ses efter.",
                                   lov="bekendtgørelse om voksenansvar § 20")
    barnets_holdning: Tekst | None = felt("Barnets holdning", "Hvad barnet synes. Hele sætninger.")
    dialog: Fritekst | None = felt("Aftalt med kommunen", "Hele sætninger.")


class Magt(Model):
    """Use of force in the period; none is said, never left blank."""

    antal: Antal | None = felt("Antal", "0, når der ikke har været nogen.",
                             lov="lov om voksenansvar for anbragte børn og unge § 21, stk. 1")
    fælles_træk: Fritekst | None = felt("Fælles træk", "Hele sætninger til barnet.")
    forebyggelse: Fritekst | None = felt("Forebyggelse", "Hvad de voksne gør for, at det ikke sker "
                                         "igen. Hele sætninger til barnet.")
    hændelser: tuple[Magtanvendelse, ...] = felt("Hændelser", "Hver enkelt.", liste=True)
    tilladelser: tuple[Tilladelse, ...] = felt("Tilladelser", "Med periode.", liste=True)


class Statusudtalelse(Model):
    """Looks back: what we have done, with what effect, goal by goal."""

    dato: Dato = felt("Dato", "Den dag udtalelsen er skrevet.", krævet=True)
    fra: Dato | None = felt("Periode fra", "Første dag.", anbefaling="Anbefaling 9")
    til: Dato | None = felt("Periode til", "Sidste dag.", anbefaling="Anbefaling 9")
    anledning: Literal["tre måneder", "løbende", "ekstra", "ophør", "ændret sted", "hjemgivelse",
                       "ændret samvær"] | None = felt("Anledning", "Hvorfor den skrives.")
    sted: Id | None = felt("Stedet", "Kortnavn på stedet.", henviser="sted")
    skrevet_af: tuple[Id, ...] = felt("Skrevet af", "Kortnavne.", henviser="person", liste=True)
    indskrevet: Dato | None = felt("Indskrevet", "Den dag barnet flyttede ind.")
    kontaktpersoner: tuple[Id, ...] = felt("Kontaktpersoner", "Kortnavne.", henviser="person",
                                           liste=True)
    bedt_om_af: Fritekst | None = felt("Bedt om af", "Hvem der har bedt om udtalelsen.",
                                       anbefaling="Anbefaling 9")
    svarfrist: Dato | None = felt("Svarfrist", "Hvornår kommunen skal have udtalelsen.",
                                  anbefaling="Anbefaling 9")
    formål: Tekst | None = felt("Formål", "Uden noget her bruger vi formålet i planen eller "
                                "afgørelsen. Kan følge efter »at«.")
    spørgsmål: tuple[Fritekst, ...] = felt("Spørgsmål", "Det, kommunen gerne vil vide.",
                                           anbefaling="Anbefaling 9", liste=True)
    samlet_på: tuple[Fritekst, ...] = felt("Bygger på", "Hvad udtalelsen bygger på, for eksempel "
                                           "dagbog og samtaler.", anbefaling="Anbefaling 10",
                                           liste=True)
    kontekster: tuple[Kontekst, ...] = felt("Områder", "Et for hver kontekst. Uden noget her "
                                            "bruger vi den individuelle plans.", liste=True)
    barnets_ord: tuple[Fritekst, ...] = felt("Barnets ord", "Korte citater, uden anførselstegn.",
                                             anbefaling="Anbefaling 17", liste=True)
    barnets_ord_hvordan: Tekst | None = felt(
        "Sådan fik vi barnets ord", "Hvornår og hvordan, eller hvorfor ikke. Hele sætninger.",
        anbefaling="Anbefaling 17")
    forældrenes_ord: Tekst | None = felt("Forældrenes ord", "Hvad forældrene siger. Hele sætninger "
                                         "til barnet.", anbefaling="Anbefaling 17")
    samvær: Tekst | None = felt("Samvær og samarbejde med familien", "Hvordan det er gået. Hele "
                                "sætninger til barnet.")
    samlet_vurdering: Tekst | None = felt("Samlet vurdering", "Stedets vurdering. Kommunen "
                                          "bestemmer.")
    forslag: Tekst | None = felt("Forslag", "Stedets forslag. Hele sætninger.")
    magt: Magt | None = felt("Magtanvendelser", "Også når der ikke har været nogen.",
                             lov="lov om voksenansvar for anbragte børn og unge § 21, stk. 1")
    møde: Dato | None = felt("Mødet", "Den dag, udtalelsen skal bruges på et møde om opfølgning.",
                             anbefaling="Anbefaling 17")
    gennemgået: tuple[Deltagelse, ...] = felt(
        "Gennemgået med", "Barnet og forældrene, før mødet.", anbefaling="Anbefaling 17",
        liste=True)
    ikke_gennemgået_grund: Tekst | None = felt("Hvorfor ikke gennemgået", "Hele sætninger til "
                                               "barnet.")


class IndividuelPlan(Model):
    """The site's own plan: background, then each context with four fields, force, evaluations."""

    dato: Dato = felt("Oprettet", "Den dag planen er oprettet.", krævet=True)
    version: Fritekst | None = felt("Version", "For eksempel 2.")
    revideret: Dato | None = felt("Revideret", "Hvornår planen sidst er lavet om.")
    sted: Id | None = felt("Stedet", "Kortnavn på stedet.", henviser="sted")
    indskrevet: Dato | None = felt("Indskrevet", "Den dag barnet flyttede ind.")
    oprettet_af: tuple[Id, ...] = felt("Oprettet af", "Kortnavne.", henviser="person", liste=True)
    ansvarlig: Id | None = felt("Ansvarlig", "Kortnavn.", henviser="person")
    kontaktpersoner: tuple[Id, ...] = felt("Kontaktpersoner", "Kortnavne.", henviser="person",
                                           liste=True)
    nærmeste: tuple[Id, ...] = felt("Nærmeste pårørende", "Kortnavne.", henviser="person",
                                    liste=True)
    handlekommune: Fritekst | None = felt("Handlekommune", "Kommunens navn.")
    betalingskommune: Fritekst | None = felt("Betalingskommune", "Kommunens navn.")
    billede: Fritekst | None = felt("Billede", "Sti til en billedfil, hvis forældremyndigheden har "
                                    "sagt ja.")
    billedtekst: Fritekst | None = felt("Hvad billedet viser", "Til dem, der ikke kan se det.")
    formål: Tekst | None = felt("Kommunens formål", "Uden noget her bruger vi formålet i planen "
                                "eller afgørelsen. Kan følge efter »at«.")
    stedets_tilføjelser: Fritekst | None = felt("Stedets tilføjelser til formålet", "Hele "
                                                "sætninger til barnet.")
    barnets_tilføjelser: Fritekst | None = felt("Barnets tilføjelser til formålet", "Med barnets "
                                                "ord, eller det vi har set. Hele sætninger.")
    forældres_tilføjelser: Fritekst | None = felt("Forældrenes tilføjelser til formålet",
                                                  "Hele sætninger til barnet.")
    baggrund: Fritekst | None = felt("Baggrund", "Kort og relevant. Hele sætninger til barnet.")
    funktionsnedsættelser: Fritekst | None = felt("Funktionsnedsættelser og sociale problemer",
                                                  "Kun det, der er nødvendigt at vide. Hele "
                                                  "sætninger til barnet.")
    hjælpemidler: tuple[Fritekst, ...] = felt("Hjælpemidler", "Kort.", liste=True)
    tidligere_indsatser: tuple[Fritekst, ...] = felt("Tidligere indsatser", "Kort, også det, "
                                                     "stedet selv har gjort.", liste=True)
    mål: tuple[Mål, ...] = felt("Stedets egne mål", "Mål, som ikke står i barnets plan.",
                                liste=True)
    kontekster: tuple[Kontekst, ...] = felt("Kontekster", "De ti eller jeres egne.", liste=True)
    magt: Magt | None = felt("Magtanvendelser", "Hændelser, tilladelser, forebyggelse.")
    lavet_af: tuple[Deltagelse, ...] = felt("Planen er lavet af", "Barnet, forældrene, stedet og "
                                            "andre, og hvordan de var med.", liste=True)
