"""The whole case. One file holds what all documents need; every document renders from it."""

from __future__ import annotations

from generator.case.afgoerelse import Afgørelse
from generator.case.forloeb import BarnetsPerspektiv, ForældresPerspektiv, Oplysning, Samtale
from generator.case.model import Model, felt
from generator.case.personer import Barn, Kommune, Person, Rådgiver, Sted
from generator.case.planer import Forældrehandleplan, Plan
from generator.case.status import IndividuelPlan, Statusudtalelse
from generator.case.values import Sagsnummer


class Sag(Model):
    """A case about one child. Siblings have their own files and point here by sagsnummer."""

    sagsnummer: Sagsnummer = felt("Sagsnummer", "Nummeret i jeres fagsystem. Det står i filnavnet, "
                                  "så det må ikke være et CPR-nummer.", krævet=True)
    kommune: Kommune = felt("Kommune", "Kommunen, der sender brevet.", krævet=True)
    rådgiver: Rådgiver = felt("Rådgiver", "Børne- og ungerådgiveren.", krævet=True)
    anden_rådgiver: Rådgiver | None = felt("Anden rådgiver", "Den rådgiver, barnet også kender.")
    barn: Barn = felt("Barn", "Barnet eller den unge, sagen handler om.", krævet=True)
    personer: tuple[Person, ...] = felt("Personer", "Alle andre i sagen.", liste=True)
    steder: tuple[Sted, ...] = felt("Steder", "Anbringelsessted, skole og andre steder.",
                                    liste=True)
    søskende_i_andre_sager: tuple[Sagsnummer, ...] = felt(
        "Søskendes sager", "Sagsnumre på søskende.", liste=True)
    samtaler: tuple[Samtale, ...] = felt("Samtaler med barnet", "Hver samtale med dato.",
                                         lov="barnets lov § 5, stk. 3", liste=True)
    oplysninger: tuple[Oplysning, ...] = felt("Oplysninger", "Fakta med kilde og dato.",
                                              lov="forvaltningsloven § 24", liste=True)
    barnets_perspektiv: BarnetsPerspektiv | None = felt(
        "Barnets perspektiv", "Det, barnet selv mener og ønsker.", lov="barnets lov § 5, stk. 3")
    forældres_perspektiv: tuple[ForældresPerspektiv, ...] = felt(
        "Forældrenes perspektiv", "Hvad forældrene mener.", liste=True)
    afgørelse: Afgørelse | None = felt("Afgørelse", "Det, der er bestemt.")
    plan: Plan | None = felt("Barnets plan eller ungeplan", "Planen, barnet er med til at lave.")
    forældrehandleplaner: tuple[Forældrehandleplan, ...] = felt(
        "Forældrehandleplaner", "En for hver forælder, hvis de er forskellige.", liste=True)
    status: Statusudtalelse | None = felt("Statusudtalelse", "Stedets status.")
    individuel_plan: IndividuelPlan | None = felt("Individuel plan", "Stedets plan.")
