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
from generator.source import kort


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
    if re.fullmatch(r"[0-9]{9}", text):
        raise ValueError(
            "CPR-nummeret har kun 9 cifre. Det første nul er nok gået tabt||"
            "Sæt nullet på igen, så nummeret står som 010203-1234.")
    if not re.fullmatch(r"[0-9]{10}", text):
        raise ValueError("CPR-nummeret skal have 10 cifre||Skriv det som 010203-1234.")
    if not ligner_cpr(text):
        raise ValueError(
            "CPR-nummeret begynder ikke med en dato, der findes||"
            "De første seks cifre er dag, måned og år.")
    return Cpr(text)


def ligner_cpr(digits: str) -> bool:
    """Whether ten digits begin with a day and month, as every CPR number does."""
    day, month = int(digits[:2]), int(digits[2:4])
    try:
        date(2000, month, day - 60 if day > 60 else day)
    except ValueError:
        return False
    return True


#: `01.03.26`, `1/3 26`, `1. marts 26`: which century it is, nobody can tell.
_SHORT_YEAR = re.compile(r"[0-9]{1,2}[-./\s]+(?:[0-9]{1,2}|[^\W\d_]{3,9})[-./\s]+'?[0-9]{2}")


def _læs_dato(value: object) -> date:
    if isinstance(value, date):
        return value
    found = danish.læs_dato(str(value))
    if found is None:
        if _SHORT_YEAR.fullmatch(str(value).strip()):
            raise ValueError(
                f"Årstallet i datoen »{kort(value)}« har kun to cifre, så den kan læses på flere "
                "måder||Skriv årstallet med fire cifre: 2026-03-01, 01-03-2026 eller 1. marts "
                "2026.")
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
    if re.fullmatch(r"[0-9]{3}", text):
        raise ValueError(
            f"Postnummeret »{text}« har kun 3 cifre. Det første nul er nok gået tabt||"
            f"Skriv 0{text}.")
    if not re.fullmatch(r"[0-9]{4}", text):
        raise ValueError(f"Postnummeret »{kort(value)}« skal have 4 cifre||Skriv det som 8000.")
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
    text = " ".join(str(value).split())  # a no-break space looks like a space, so it is one
    if not re.fullmatch(r"[A-Za-zÆØÅæøå0-9][A-Za-zÆØÅæøå0-9._\-/ ]{0,39}", text):
        raise ValueError(
            f"Sagsnummeret »{kort(value)}« kan ikke bruges||Brug højst 40 bogstaver, tal, "
            "bindestreger, punktummer og skråstreger. Det bliver en del af filnavnet.")
    found = re.search(r"(?<![0-9])([0-9]{6})[-._/ ]?([0-9]{4})(?![0-9])", text)
    if found and ligner_cpr(found[1] + found[2]):
        raise ValueError(
            "Sagsnummeret ligner et CPR-nummer, og det må ikke stå i et filnavn||"
            "Brug sagens nummer i jeres fagsystem.")
    return text


def _læs_antal(value: object) -> int:
    text = str(value).strip()
    if not re.fullmatch(r"[0-9]{1,6}", text):
        raise ValueError(
            f"»{kort(value)}« er ikke et antal||Skriv et helt tal uden komma, punktum og fortegn, "
            "for eksempel 0. Et punktum eller komma kan læses på to måder.")
    return int(text)


def _læs_tekst(value: object) -> Any:
    return value.strip(_NOTHING) if isinstance(value, str) else value


#: Characters that show nothing: a text of these alone is no text.
_NOTHING = " \t\n\u00a0\u00ad\u200b\u200c\u200d\u200e\u200f\u202f\u2060"


def er_tom(value: object) -> bool:
    """Whether a value in a file stands for nothing: not there, or a text that shows nothing."""
    return value is None or (isinstance(value, str) and not value.strip(_NOTHING))


# The JSON Schema says what an editor may hold after reading YAML: an unquoted `0101501234` or
# `15.00` is a number there, and an empty field is null.
_TEXT: dict[str, Any] = {"type": ["string", "number"]}
Dato = Annotated[date, BeforeValidator(_læs_dato), WithJsonSchema(
    {"type": "string", "examples": ["2026-03-01", "1. marts 2026"]})]
Tidspunkt = Annotated[time, BeforeValidator(_læs_tid), WithJsonSchema(
    {**_TEXT, "examples": ["13.30"]})]
JaNej = Annotated[bool, BeforeValidator(_læs_janej), WithJsonSchema(
    {"enum": ["ja", "nej", True, False]})]
Antal = Annotated[int, BeforeValidator(_læs_antal), WithJsonSchema(
    {"type": ["integer", "string"], "minimum": 0, "pattern": "^[0-9]+$"})]
Personnummer = Annotated[
    Cpr, BeforeValidator(læs_cpr), PlainSerializer(Cpr.i_brev, return_type=str),
    WithJsonSchema({**_TEXT, "examples": ["010203-1234"]})]
Postnr = Annotated[str, BeforeValidator(_læs_postnr), WithJsonSchema(
    {**_TEXT, "pattern": "^[0-9]{4}$"})]
Lov = Annotated[
    Lovhenvisning, BeforeValidator(_læs_lov), PlainSerializer(str, return_type=str),
    WithJsonSchema({"type": "string", "examples": ["barnets lov § 32, stk. 1, nr. 5"]})]
Id = Annotated[str, BeforeValidator(_læs_id), WithJsonSchema(
    {**_TEXT, "pattern": f"^{_NAME.pattern}$"})]
Sagsnummer = Annotated[str, BeforeValidator(_læs_sagsnummer), WithJsonSchema(_TEXT)]
Fritekst = Annotated[str, BeforeValidator(_læs_tekst), WithJsonSchema(_TEXT)]
