"""What the rules say of the letters of all examples: nothing that must be mended, and every advice
that is left, with the reason why it may stand. `make accept` writes it anew.

A rule that finds something and has no reason here fails: read it in the letter first.
"""

from __future__ import annotations

import os
from collections import defaultdict
from pathlib import Path

from generator.checker.check import check_set
from generator.checker.rule_files import load_rules
from tests.sent import sent
from tests.shared_library import shipped_library

GOLDEN = Path(__file__).parent / "golden" / "fund.md"
#: Why the findings of a rule may stand in our own letters.
REASONS = {
    "SAETNING-LANG": "Tre korte led om, hvad barnet gør, når det er lykkedes. Sætningen er ét ord "
    "for lang, og den er let at læse højt; delt i to ville den sige det samme to gange.",
    "PASSIV-BLIVE": "»Ret til at blive hørt« er rettens navn. Resten af sætningen siger, at det er "
    "kommunen, der beslutter.",
    "PASSIV-BLIVEb": "»Ret til at blive hørt« er rettens navn, og sætningen siger, at det er "
    "kommunen, der træffer afgørelser.",
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


def test_no_letter_is_harder_than_its_reader_can_be_asked():
    hard = {"LIX", "ORD-LANGE", "FAGTEKST"}
    assert [(s.letter.order.navn, p.text) for s in sent() for p in s.letter.findings
            if p.id in hard] == []


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

