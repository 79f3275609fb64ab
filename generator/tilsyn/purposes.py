"""The five purposes of a ledelsestilsyn (seed 002, recommendations on leadership), and what each
shows. The same figures serve all five; what differs is where one looks first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Part = Literal["krav", "dokumenter", "team", "måneder", "breve", "læsbarhed", "styrker"]


@dataclass(frozen=True)
class Purpose:
    """A purpose: its name, the question it answers, which parts of the page it shows in which
    order, and what to talk about afterwards."""

    titel: str
    spørgsmål: str
    dele: tuple[Part, ...]
    tal_om: tuple[str, ...]


PURPOSES: Mapping[str, Purpose] = {
    "kontrol": Purpose(
        "Kontrol og kvalitetssikring", "Står det i brevene, som loven kræver?",
        ("krav", "dokumenter", "breve"),
        ("Hvilke breve skal rettes eller følges op nu?",
         "Er det de samme krav, der mangler igen og igen?",
         "Er der brug for en ny frase, en skabelon eller en arbejdsgang?")),
    "laering": Purpose(
        "Udvikling og læring", "Hvad lykkes, og hvad vil vi gerne blive bedre til?",
        ("styrker", "krav", "læsbarhed"),
        ("Hvad gør vi godt, som andre kan lære af?",
         "Vælg ét krav at øve jer på. Hvordan ser et godt eksempel ud hos jer?",
         "Hvilke ord kunne et barn være faldet over?")),
    "implementering": Purpose(
        "Implementering og forankring", "Er det, vi har aftalt, blevet en vane?",
        ("måneder", "krav", "dokumenter"),
        ("Går det den rigtige vej, måned for måned?",
         "Hvor er det nye ikke nået ud endnu, og hvad står i vejen?",
         "Hvornår ser vi på det igen?")),
    "faelles": Purpose(
        "Fælles forståelse af kvalitet", "Skriver vi ens på tværs af teams?",
        ("team", "læsbarhed", "krav"),
        ("Hvor er forskellen mellem teams størst, og hvad skyldes den?",
         "Læs to breve sammen: hvad er et godt brev hos os?",
         "Er der forskel på de sager, teamene har, som forklarer tallene?")),
    "ledelsesinformation": Purpose(
        "Ledelsesinformation", "Hvordan står det samlet til?",
        ("dokumenter", "måneder", "læsbarhed"),
        ("Hvad fortæller tallene, og hvad fortæller de ikke?",
         "Hvilke mål sætter vi for næste gang?")),
}
#: Shown when nobody has chosen: everything.
ALL = Purpose("Det hele", "Hvordan er brevene?",
              ("krav", "styrker", "dokumenter", "team", "måneder", "læsbarhed", "breve"), ())
