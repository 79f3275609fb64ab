"""Law that is asked of the case: where exactly one thing is changed in a good case, exactly the
rule about it fires, and no other rule of law.

What is changed is told by the rule's own first wrong example.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

from generator.checker.check import applies, check, check_set
from generator.checker.rule_files import load_rules
from generator.checker.rules import Eksempel, Regel, Regelbog
from generator.coverage import read_examples
from generator.pipeline import Press
from generator.rule_examples import edited, letters
from tests.shared_library import shipped_library

#: Kinds that ask the case, or hold its letters against each other.
KINDS = ("sag", "felt", "dato", "enige")
#: What must fire as well: words that are another letter's no more are the case's no more either.
TOGETHER = {"ENIGE-VARIGHED": {"ENIGE-SAGEN"}}


@cache
def book() -> Regelbog:
    return load_rules(shipped_library())


def asked() -> list[Regel]:
    return [r for r in book().regler.values() if r.type == "LOV" and r.slags in KINDS]


def fired(regel: Regel, eksempel: Eksempel) -> set[str]:
    """The rules of law that find something in the letters of the example's case to whom the rule
    is asked, and between all of them."""
    cases, _ = read_examples(shipped_library())
    every = replace(regel, dokumenter=(), læsere=()) if regel.slags == "enige" else regel
    press = Press(shipped_library())
    breve = [edited(brev, eksempel) for brev in letters(every, eksempel, press, cases)]
    found = [p.id for b in breve if applies(regel, b) for p in check(b, book())]
    found += [p.id for p in check_set(breve, book())]
    return {id for id in found if book().regler[id].type == "LOV"
            and book().regler[id].slags in KINDS}


@pytest.mark.parametrize("regel", asked(), ids=lambda regel: regel.id)
def test_exactly_the_rule_about_what_was_changed_fires(regel: Regel) -> None:
    wrong = next(e for e in regel.forkert if e.sag)
    whole = replace(wrong, sæt={}, fjern=(), rettet={})
    assert fired(regel, wrong) - fired(regel, whole) == {regel.id} | TOGETHER.get(regel.id, set())
