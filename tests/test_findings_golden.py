"""What the rules say of the letters of all examples: nothing that must be mended, and every advice
that is left, with the reason why it may stand. `make accept` writes it anew.

A rule that finds something and has no reason here fails: read it in the letter first.
"""

from __future__ import annotations

import os
from collections import defaultdict
from pathlib import Path

from generator.checker.check import check_set
from generator.checker.rules import load_rules
from tests.sent import sent
from tests.shared_library import shipped_library

GOLDEN = Path(__file__).parent / "golden" / "fund.md"
#: Why the findings of a rule may stand in our own letters.
REASONS = {
    "SAETNING-LANG": "Oplysninger og ønsker fra sagen, skrevet som de er sagt, og opremsninger af "
    "navne og dage. Ordene er korte. Delt op bliver de længere uden at blive lettere.",
    "PASSIV-Sb": "»Laves om«, »hentes«, »slukkes« og lignende er ord, børn selv bruger, og i "
    "sætningen før eller efter står, hvem der gør det.",
    "PASSIV-BLIVE": "»Bliver hjulpet«, »bliver spurgt« er hverdagssprog. Hvem der gør det, står i "
    "sætningen eller lige ved siden af.",
    "PASSIV-Sc": "Brevet til forældrene er også den formelle afgørelse, med faste vendinger. Hvem "
    "der gør det, står i sætningen eller lige ved siden af.",
    "PASSIV-BLIVEb": "Som hos børnene: hverdagssprog, hvor det fremgår, hvem der gør det.",
    "FAGORD": "Navne på noget, barnet møder i virkeligheden og skal kunne kende igen. De bliver "
    "forklaret i brevet, men ikke lige der.",
    "OP-06": "Sagen siger ikke, hvor tit barnet selv vil mødes. Det er en opfordring.",
}


def listing() -> str:
    """All findings by rule, each with the letter it is in."""
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for s in sent():
        for problem in s.letter.findings:
            quote = f": »{' '.join(problem.quote.split())}«" if problem.quote else ""
            found[problem.id, problem.level].append(f"- {s.letter.order.navn}{quote}")
    parts = ["# Det, reglerne siger om eksemplernes breve\n"]
    for (rule, level), lines in sorted(found.items()):
        parts.append(f"## {rule} ({level})\n\n{REASONS.get(rule, 'IKKE FORKLARET')}\n\n"
                     + "\n".join(sorted(lines)) + "\n")
    return "\n".join(parts)


def test_no_letter_of_the_examples_has_anything_that_must_be_mended():
    wrong = [(s.letter.order.navn, p.id, p.text) for s in sent() for p in s.letter.findings
             if p.level != "forslag"]
    assert wrong == []


def test_the_letters_of_each_case_agree():
    assert check_set([s.letter.brev for s in sent()], load_rules(shipped_library())) == []


def test_all_advice_that_is_left_is_explained():
    told = listing()
    if os.environ.get("DUFORM_ACCEPT"):
        GOLDEN.write_text(told, encoding="utf-8")
    assert "IKKE FORKLARET" not in told
    assert told == GOLDEN.read_text(encoding="utf-8")


def test_no_reason_is_left_over():
    assert {p.id for s in sent() for p in s.letter.findings} == set(REASONS)

