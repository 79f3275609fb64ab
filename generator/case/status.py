"""What a placement site writes: statusudtalelse, individuel plan, magtanvendelser. The contexts
are data: a case may use the ten of the handbook or others."""

from __future__ import annotations

from typing import Literal

from generator.case.model import Model, Tekst, felt
from generator.case.planer import Deltagelse
from generator.case.values import Antal, Dato, Fritekst, Id, JaNej, Lov, Tidspunkt


class Evaluering(Model):
    """How it has gone in one context, with a date."""

    dato: Dato = felt("Dato", "Hvornår der er evalueret.", krævet=True)
    tekst: Fritekst = felt("Sådan går det", "Hele sætninger.", krævet=True)
    virkning: Fritekst | None = felt("Virkning for barnet", "Hele sætninger.")
    metode: Fritekst | None = felt("Om metoden", "Hele sætninger.")
    ændringer: Fritekst | None = felt("Ændringer", "Ændringer i mål, delmål eller metode.")


class Kontekst(Model):
    """One context of the individual plan with its four fields, and what a status says of it."""

    kontekst: Fritekst = felt("Kontekst", "For eksempel Skoleforhold.", krævet=True)
    ressourcer: Fritekst | None = felt("Ressourcer", "Det, der går godt.")
    udfordringer: Fritekst | None = felt("Udfordringer", "Det, der er svært.")
    barnets_ord: Fritekst | None = felt("Barnets egen oplevelse", "Med barnets ord.")
    behov: Fritekst | None = felt("Behov for støtte og indsats", "Hele sætninger.")
    mål: tuple[Id, ...] = felt("Mål", "Kortnavne på mål i planen.", peger_på="mål", liste=True)
    observationer: tuple[Fritekst, ...] = felt("Observationer", "Det, vi har set, med dato.",
                                               liste=True)
    vurdering: Fritekst | None = felt("Vurdering", "Vores vurdering, holdt for sig selv.")
    evalueringer: tuple[Evaluering, ...] = felt("Evaluering", "Med dato.", liste=True)
    ikke_relevant: JaNej | None = felt("Ikke relevant", "Vurderet, men ikke relevant nu.")


class Magtanvendelse(Model):
    """One use of force, as reported under lov om voksenansvar."""

    dato: Dato = felt("Dato", "Hvornår.", krævet=True)
    tid: Tidspunkt | None = felt("Klokkeslæt", "Hvornår på dagen.")
    art: Lov = felt("Art", "For eksempel lov om voksenansvar for anbragte børn og unge § 9.",
                    krævet=True)
    hvad: Tekst = felt("Hvad skete der", "Hele sætninger.", krævet=True)
    barnets_oplevelse: Tekst | None = felt("Barnets oplevelse", "Barnets egen beretning.")
    registreret: Dato | None = felt("Registreret", "Inden 72 timer.")
    indberettet: Dato | None = felt("Indberettet", "Til handlekommunen, inden 72 timer.")
    forælder_orienteret: Dato | None = felt("Forældre orienteret", "Hvornår.")


class Tilladelse(Model):
    """A permission, such as an alarm, with the period it holds."""

    hvad: Fritekst = felt("Tilladelsen", "Hvad der er tilladt.", krævet=True)
    fra: Dato = felt("Fra", "Første dag.", krævet=True)
    til: Dato = felt("Til", "Sidste dag.", krævet=True)
    revurderes: Dato | None = felt("Revurderes", "Hvornår den ses efter.")


class Magt(Model):
    """Use of force in the period; none is said, never left blank."""

    antal: Antal | None = felt("Antal", "0, når der ikke har været nogen.",
                             lov="lov om voksenansvar for anbragte børn og unge § 21, stk. 1")
    fælles_træk: Fritekst | None = felt("Fælles træk", "Hele sætninger.")
    forebyggelse: Fritekst | None = felt("Forebyggelse", "Hele sætninger.")
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
    bedt_om_af: Fritekst | None = felt("Bedt om af", "Hvem der har bedt om udtalelsen.")
    spørgsmål: tuple[Fritekst, ...] = felt("Spørgsmål", "Det, kommunen gerne vil vide.",
                                           anbefaling="Anbefaling 9", liste=True)
    kontekster: tuple[Kontekst, ...] = felt("Områder", "Et for hver kontekst.", liste=True)
    barnets_ord: Tekst | None = felt("Barnets ord", "Med barnets egne ord.",
                                     anbefaling="Anbefaling 17")
    forældrenes_ord: Tekst | None = felt("Forældrenes ord", "Med forældrenes egne ord.",
                                         anbefaling="Anbefaling 17")
    samlet_vurdering: Tekst | None = felt("Samlet vurdering", "Stedets vurdering. Kommunen "
                                          "bestemmer.")
    forslag: Tekst | None = felt("Forslag", "Stedets forslag. Hele sætninger.")
    magt: Magt | None = felt("Magtanvendelser", "Også når der ikke har været nogen.",
                             lov="lov om voksenansvar for anbragte børn og unge § 21, stk. 1")
    gennemgået: tuple[Deltagelse, ...] = felt(
        "Gennemgået med", "Barnet og forældrene, før mødet.", anbefaling="Anbefaling 17",
        liste=True)
    ikke_gennemgået_grund: Fritekst | None = felt("Hvorfor ikke gennemgået", "Hele sætninger.")


class IndividuelPlan(Model):
    """The site's own plan: background, then each context with four fields, force, evaluations."""

    dato: Dato = felt("Oprettet", "Den dag planen er oprettet.", krævet=True)
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
    stedets_tilføjelser: Fritekst | None = felt("Stedets tilføjelser til formålet", "Tekst.")
    barnets_tilføjelser: Fritekst | None = felt("Barnets tilføjelser til formålet", "Tekst.")
    baggrund: Fritekst | None = felt("Baggrund", "Kort og relevant.")
    funktionsnedsættelser: Fritekst | None = felt("Funktionsnedsættelser og sociale problemer",
                                                  "Kun det, der er nødvendigt at vide.")
    tidligere_indsatser: tuple[Fritekst, ...] = felt("Tidligere indsatser", "Kort.", liste=True)
    kontekster: tuple[Kontekst, ...] = felt("Kontekster", "De ti eller jeres egne.", liste=True)
    magt: Magt | None = felt("Magtanvendelser", "Hændelser, tilladelser, forebyggelse.")
