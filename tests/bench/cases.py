"""Many invented cases, all unlike, made from one example: other names, numbers, days and texts.

Every longer text gets words of its own, so that nothing which remembers texts can gain from it.
"""

from __future__ import annotations

import random
import re
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from generator.case.law import LawBook
from generator.case.load import Case, check_case
from generator.library import shipped
from generator.source import Located, read_yaml

EXAMPLE = "skolefravaer"
SEED = 20261121

_GIRLS = ("Agnes", "Alberte", "Anna", "Asta", "Aya", "Bodil", "Cecilie", "Dagmar", "Ella", "Emma",
          "Esther", "Fatima", "Gry", "Hannah", "Inger", "Josefine", "Karla", "Laura", "Leila",
          "Liv", "Maja", "Mille", "Nanna", "Nora", "Olivia", "Petra", "Rosa", "Sara", "Signe",
          "Sofia", "Thea", "Tilde", "Vigga", "Yasmin", "Æsa", "Åse", "Zoë & Co.", "Ane-Sofie")
_BOYS = ("Aksel", "Ali", "Anton", "Bertil", "Carl", "Ejnar", "Emil", "Frederik", "Gorm", "Hans",
         "Jonas", "Kasper", "Lars", "Magnus", "Niels", "Oscar", "Pelle", "Rasmus", "Storm", "Åge")
_SURNAMES = ("Andersen", "Bech", "Carlsen", "Dahl", "Eskildsen", "Frost", "Gade", "Hjort",
             "Iversen", "Juhl", "Krogh", "Lund", "Møller", "Nygaard", "Olesen", "Ploug", "Quist",
             "Ravn", "Skov", "Toft", "Ulriksen", "Vestergård", "Winther", "Yde", "Østergaard")
#: The names of the example, and from which list each gets another.
_NAMES = {"Alma": _GIRLS, "Sofie": _GIRLS, "Lone": _GIRLS, "Karen": _GIRLS, "Ida": _GIRLS,
          "Freja": _GIRLS, "Ulla": _GIRLS, "Mikkel": _BOYS, "Klaus": _BOYS, "Bob": _BOYS,
          "Holm": _SURNAMES, "Lind": _SURNAMES, "Berg": _SURNAMES, "Thorsen": _SURNAMES}
_NAME = re.compile(rf"\b({'|'.join(_NAMES)})(s?)\b")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_PHONE = re.compile(r"70 00 10 12")
_WORDS_OF_A_TEXT = 5


def example_path() -> Path:
    return shipped() / "examples" / f"{EXAMPLE}.yaml"


@cache
def _example() -> Located:
    return read_yaml(example_path())


def invented_case(number: int, law: LawBook) -> Case:
    """The case with this number; the same number gives the same case."""
    example = _example()
    return check_case(replace(example, data=_Varied(number).value(example.data)), law)


def invented_file(number: int, folder: Path) -> Path:
    """A case file: the example's own text with other names, numbers and days."""
    path = folder / f"sag-{number}.yaml"
    text = example_path().read_text("utf-8")
    path.write_text(_Varied(number).text(text.replace("2026-0117", f"2026-{number:06}")), "utf-8")
    return path


class _Varied:
    """One way to vary the example."""

    def __init__(self, number: int) -> None:
        chance = random.Random(SEED + number)
        self.number = number
        self.names = {name: chance.choice(others) for name, others in _NAMES.items()}
        self.days = timedelta(days=7 * chance.randrange(-20, 20))
        self.phone = " ".join(f"{chance.randrange(100):02}" for _ in range(4))
        self.count = 0

    def value(self, value: Any, key: str = "") -> Any:
        if isinstance(value, dict):
            return {name: self.value(item, name) for name, item in value.items()}
        if isinstance(value, list):
            return [self.value(item, key) for item in value]
        if key == "sagsnummer":
            return f"2026-{self.number:06}"
        if not isinstance(value, str) or key in ("logo", "hjemmel", "id"):
            return value
        text = self.text(value)
        return self._own_words(text) if len(text.split()) >= _WORDS_OF_A_TEXT else text

    def text(self, text: str) -> str:
        text = _NAME.sub(lambda m: self.names[m[1]] + m[2], text)
        text = _PHONE.sub(self.phone, text)
        return _DAY.sub(lambda m: self._moved(m[0]), text)

    def _moved(self, day: str) -> str:
        moved = date.fromisoformat(day)
        return day if moved.year < 2026 else (moved + self.days).isoformat()

    def _own_words(self, text: str) -> str:
        self.count += 1
        note = f"notat {self.number}.{self.count}"
        return f"{text} Det står i {note}." if text.endswith(".") else f"{text} (se {note})"
