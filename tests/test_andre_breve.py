"""Whole Word letters that were written and judged before anybody held them against a rule: 21 that
an expert would sign, seven with what goes wrong in old letters. People and municipalities are
invented. See `andre_breve/README.md`.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from generator.checker.rule_files import load_rules
from generator.checker.rules import Regelbog
from generator.inspection import Asked, inspect
from tests.shared_library import shipped_library

FOLDER = Path(__file__).parent / "andre_breve"
GOOD = sorted(FOLDER.glob("g*.docx"))
#: What must be found in the letters with faults, whatever else is.
FAULTS = {
    "b1_afgoerelse_barn14": """AF-01d AF-04a AF-06 AF-08 AF-10 AF-12a AF-12b AF-12c AF-16 CPR
        DATO-FINDES-IKKE ETIKET FORAELDET FORAELDETb G-01b G-01c HAN-HUN NAVN-EJEFALD PLADSHOLDER
        UGEDAG""",
    "b2_ungeplan_17": """BP-02 BP-03a BP-04a BP-04b BP-06a BP-11 DATO-FORBI ETIKET FORAELDET
        FORAELDETb MAAL-NEGERET MAAL-VAG PLADSHOLDER""",
    "b3_afslag_foraeldre": """AF-01b AF-02b AF-02e AF-03a AF-12a AF-12c AF-12d CPR FORAELDET
        FORAELDETd G-01b G-01c GENTAGET-ORD PLADSHOLDER TILTALE-DE""",
    "b4_afgoerelse_barn13": """AF-01d AF-02b AF-03a AF-03b AF-04a AF-07 AF-08 AF-10 AF-12a AF-12b
        AF-12c AF-15 AF-16 CPR EGET-NAVN FORAELDET FORAELDETb G-01a G-01c G-03a KOMMENTAR
        PLADSHOLDER SKJULT SPORET TILTALE-BARN""",
    "b5_samvaer_foraelder": "AF-03a AF-03b AF-12c AF-12d FORAELDET FORAELDETb G-01b SA-02a",
    "b6_barnets_plan_barn9": """BP-03a BP-03b BP-04a BP-04b BP-05b BP-06a BP-06b BP-11 CPR ETIKET
        FORAELDETb G-02a KOMMENTAR MAAL-NEGERET MAAL-VAG OP-04a PLADSHOLDER SPORET""",
    "b7_statusudtalelse": """CPR ETIKET PLADSHOLDER ST-01 ST-02 ST-03 ST-04 ST-05 ST-06 ST-09
        ST-10""",
}


@cache
def book() -> Regelbog:
    return load_rules(shipped_library())


def found(path: Path) -> dict[str, str]:
    """The rules that find something worth a look, with what the finding says."""
    seen = inspect(path, shipped_library(), book(), Asked())
    return {p.id: f"{p.level}: {p.text}" for p in seen.fund if p.level != "forslag"}


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.stem)
def test_a_good_letter_in_other_words_is_not_held_back(path: Path) -> None:
    assert [text for text in found(path).values() if text.startswith("fejl")] == []


@pytest.mark.parametrize("name", FAULTS)
def test_what_is_wrong_in_a_bad_letter_is_found(name: str) -> None:
    assert set(FAULTS[name].split()) - found(FOLDER / f"{name}.docx").keys() == set()


def test_there_are_letters_of_both_sorts() -> None:
    assert len(GOOD) == 21
    assert {p.stem for p in FOLDER.glob("b*.docx")} == set(FAULTS)
