"""Changing one word in one variant of a phrase changes exactly the letters that
`duform fraser brug` names, and no other."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.case.load import load_case
from generator.library import load_library, shipped
from generator.orders import order_letters
from generator.pipeline import Press, letters_by_variant, make_letters

CASES = sorted((shipped() / "examples").glob("*.yaml"))
PHRASES = ("afgoerelse.klage_kommunen", "afgoerelse.bisidder", "afgoerelse.formaal_ved_stoette",
           "afgoerelse.uenighed", "afgoerelse.livshistorie.oensker", "afgoerelse.regler",
           "afgoerelse.hjaelp.kontaktperson")


def all_letters(press: Press) -> dict[str, bytes]:
    letters = {}
    for path in CASES:
        case = load_case(path, press.library.law)
        for letter in make_letters(case, press, order_letters(case, press.library)):
            letters[f"{path.stem}: {letter.order.navn}"] = letter.docx
    return letters


@pytest.fixture(scope="module")
def before() -> dict[str, bytes]:
    return all_letters(Press(load_library()))


@pytest.mark.parametrize("id", PHRASES)
def test_one_word_changes_exactly_the_letters_named(id, before, tmp_path):
    library = load_library()
    frase = library.fraser[id][-1]
    cases = {path.stem: load_case(path, library.law) for path in CASES}
    used, problems = letters_by_variant(cases, Press(library))
    assert problems == []
    files = {version.file for version in library.fraser[id]}
    named = {key: letters for key, letters in used.items() if key[0] in files}
    assert named, "no example uses the phrase"
    (file, line), letters = next(iter(sorted(named.items())))
    lines = Path(file).read_text(encoding="utf-8").split("\n")
    number = next(n for n in range(line - 1, len(lines))
                  if lines[n].strip() and not lines[n].lstrip().startswith(("{%", "#", "- {%")))
    lines[number] += " Ændret"
    changed = tmp_path / "fragments" / Path(file).relative_to(shipped() / "fragments")
    changed.parent.mkdir(parents=True)
    changed.write_text("\n".join(lines), encoding="utf-8")
    after = all_letters(Press(load_library(tmp_path)))
    differing = {name for name, docx in after.items() if docx != before[name]}
    assert differing == set(letters)
    assert frase.id == id
