"""What each example letter says, word for word, and what is found in it. `make accept` rewrites the
files; read the difference before you commit it, and look at the letter."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from generator.case.load import load_case
from generator.document.text import to_text
from generator.library import Library, load_library, shipped
from generator.orders import order_letters
from generator.pipeline import Letter, Press, make_letters

GOLDEN = Path(__file__).parent / "golden"
CASES = sorted((shipped() / "examples").glob("*.yaml"))


@pytest.fixture(scope="module")
def press() -> Press:
    library: Library = load_library()
    return Press(library)


def letters_of(path: Path, press: Press) -> list[Letter]:
    case = load_case(path, press.library.law)
    return make_letters(case, press, order_letters(case, press.library))


@pytest.mark.parametrize("path", CASES, ids=lambda p: p.stem)
def test_the_letters_of_an_example_say_what_they_said(path, press):
    made = letters_of(path, press)
    expected = {}
    for letter in made:
        name = letter.order.navn.split("_", 1)[1].rsplit("_", 1)[0]
        expected[f"{name}.txt"] = to_text(letter.document)
        expected[f"{name}.fund.txt"] = "\n\n".join(map(str, letter.findings)) + "\n"
    folder = GOLDEN / path.stem
    if os.environ.get("DUFORM_ACCEPT"):
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.glob("*.txt"):
            old.unlink()
        for name, text in expected.items():
            (folder / name).write_text(text, encoding="utf-8")
    on_disk = {p.name: p.read_text(encoding="utf-8") for p in folder.glob("*.txt")}
    assert on_disk == expected


@pytest.mark.parametrize("path", CASES, ids=lambda p: p.stem)
def test_no_letter_of_an_example_is_held_back(path, press):
    assert [str(f) for m in letters_of(path, press) for f in m.findings if f.level == "fejl"] == []
