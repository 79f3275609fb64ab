"""The small values a case is made of: CPR, date, time, yes/no, law reference, text per reader.

Every value arrives as text (see `source.parse_yaml`) and decides here what it is. A value that
cannot be read raises `ValueError` in Danish; `load.py` gives it file, line and remedy.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, time
from typing import Annotated, Any

from pydantic import BeforeValidator, PlainSerializer, ValidationInfo, WithJsonSchema

from generator import danish
from generator.case.law import LawBook, Lovhenvisning, læs_lovhenvisning


@dataclass(frozen=True)
class Cpr:
    """A CPR number. Prints masked everywhere except where a letter asks for `i_brev`."""

    cifre: str

    def __str__(self) -> str:
        return f"{self.cifre[:6]}-••••"

    def __repr__(self) -> str:
        return f"Cpr({self!s})"

    def i_brev(self) -> str:
        """The whole number as it stands in a letter: `610515-1234`."""
        return f"{self.cifre[:6]}-{self.cifre[6:]}"


def læs_cpr(value: object) -> Cpr:
    """`0101501234`, `010150-1234` or `010150 1234`; replacement numbers have 60 added to the day.

    No modulus 11: numbers without it have been issued since 2007 (cpr.dk).
    """
    if isinstance(value, Cpr):
        return value
    text = re.sub(r"[\s\-–.]", "", str(value))
    if re.fullmatch(r"\d{9}", text):
        raise ValueError(
            "CPR-nummeret har kun 9 cifre. Det første nul er nok gået tabt||"
            "Sæt nullet på igen, og skriv nummeret i anførselstegn: \"010203-1234\".")
    if not re.fullmatch(r"\d{10}", text):
        raise ValueError("CPR-nummeret skal have 10 cifre||Skriv det som 010203-1234.")
    day, month = int(text[:2]), int(text[2:4])
    try:
        date(2000, month, day - 60 if day > 60 else day)
    except ValueError:
        raise ValueError(
            "CPR-nummeret begynder ikke med en dato, der findes||"
            "De første seks cifre er dag, måned og år.") from None
    return Cpr(text)


def _læs_dato(value: object) -> date:
    if isinstance(value, date):
        return value
    found = danish.læs_dato(str(value))
    if found is None:
        raise ValueError(
            f"Datoen »{kort(value)}« kan ikke læses, eller den findes ikke||"
            "Skriv den som 2026-03-01, 01-03-2026 eller 1. marts 2026.")
    return found


def _læs_tid(value: object) -> time:
    if isinstance(value, time):
        return value
    found = danish.læs_tid(str(value))
    if found is None:
        raise ValueError(f"Klokkeslættet »{kort(value)}« kan ikke læses||Skriv det som 13.30.")
    return found


_YES = {"ja", "j", "true", "sand", "x"}
_NO = {"nej", "n", "false", "falsk"}


def _læs_janej(value: object) -> bool:
    if isinstance(value, bool):
        return value
    text = str(value).strip().casefold()
    if text in _YES | _NO:
        return text in _YES
    raise ValueError(f"Her kan der kun stå ja eller nej, ikke »{kort(value)}«||Skriv ja eller nej.")


def _læs_postnr(value: object) -> str:
    text = str(value).strip()
    if re.fullmatch(r"\d{3}", text):
        raise ValueError(
            f"Postnummeret »{text}« har kun 3 cifre. Det første nul er nok gået tabt||"
            f"Skriv 0{text}.")
    if not re.fullmatch(r"\d{4}", text):
        raise ValueError(f"Postnummeret »{kort(value)}« skal have 4 cifre||Skriv for eksempel 8000.")
    return text


def _læs_lov(value: object, info: ValidationInfo) -> Lovhenvisning:
    if isinstance(value, Lovhenvisning):
        return value
    book = (info.context or {}).get("law")
    if not isinstance(book, LawBook):
        raise TypeError("load a case through load_case, which knows the law")
    return læs_lovhenvisning(str(value), book, (info.context or {}).get("dato"))


_NAME = re.compile(r"[a-zæøåé0-9][a-zæøåé0-9_-]*")


def _læs_id(value: object) -> str:
    text = str(value).strip()
    if not _NAME.fullmatch(text):
        raise ValueError(
            f"Kortnavnet »{kort(value)}« kan ikke bruges||"
            "Brug små bogstaver, tal, bindestreg og understreg, for eksempel mor eller skole-1.")
    return text


def _læs_sagsnummer(value: object) -> str:
    text = str(value).strip()
    if not re.fullmatch(r"[A-Za-zÆØÅæøå0-9][A-Za-zÆØÅæøå0-9._\-/ ]{0,39}", text):
        raise ValueError(
            f"Sagsnummeret »{kort(value)}« kan ikke bruges||Brug højst 40 bogstaver, tal, "
            "bindestreger, punktummer og skråstreger. Det bliver en del af filnavnet.")
    if re.search(r"(?<!\d)\d{6}[-– ]?\d{4}(?!\d)", text):
        raise ValueError(
            "Sagsnummeret ligner et CPR-nummer, og det må ikke stå i et filnavn||"
            "Brug sagens nummer i jeres fagsystem.")
    return text


def _læs_tekst(value: object) -> Any:
    if not isinstance(value, str):
        return value
    text = value.strip()
    return text or None


def kort(value: object) -> str:
    """The value as it can be shown in a message: one line, at most 40 characters."""
    if isinstance(value, (dict, list)):
        return "flere felter"
    text = " ".join(str(value).split())
    return text if len(text) <= 40 else text[:39] + "…"


Dato = Annotated[date, BeforeValidator(_læs_dato), WithJsonSchema(
    {"type": "string", "description": "En dato: 2026-03-01 eller 1. marts 2026"})]
Tidspunkt = Annotated[time, BeforeValidator(_læs_tid), WithJsonSchema(
    {"type": "string", "description": "Et klokkeslæt: 13.30"})]
JaNej = Annotated[bool, BeforeValidator(_læs_janej), WithJsonSchema(
    {"anyOf": [{"enum": ["ja", "nej"]}, {"type": "boolean"}]})]
Personnummer = Annotated[
    Cpr, BeforeValidator(læs_cpr), PlainSerializer(Cpr.i_brev, return_type=str),
    WithJsonSchema({"type": "string", "description": "CPR-nummer: 010203-1234"})]
Postnr = Annotated[str, BeforeValidator(_læs_postnr), WithJsonSchema(
    {"type": "string", "pattern": r"^\d{4}$"})]
Lov = Annotated[
    Lovhenvisning, BeforeValidator(_læs_lov), PlainSerializer(str, return_type=str),
    WithJsonSchema({"type": "string",
                    "description": "En paragraf: barnets lov § 32, stk. 1, nr. 5"})]
Id = Annotated[str, BeforeValidator(_læs_id)]
Sagsnummer = Annotated[str, BeforeValidator(_læs_sagsnummer)]
Fritekst = Annotated[str, BeforeValidator(_læs_tekst)]
