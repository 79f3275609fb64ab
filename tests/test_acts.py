"""Which act a section belongs to."""

from __future__ import annotations

import pytest

from generator.checker.pattern import pattern, tokens
from generator.checker.text.acts import acts

OTHER = (
    "efter servicelovens § 52",
    "jf. serviceloven, § 52, stk. 3, nr. 5",
    "servicelovens §§ 48 og 52",
    "servicelovens § 48, stk. 1, og § 52, stk. 3, nr. 6",
    "efter § 52, stk. 3, nr. 6, i serviceloven",
    "efter § 52 i lov om social service",
    "lov om social service § 52",
    "jf. SEL § 52",
    "forvaltningslovens § 52",
    "retssikkerhedslovens kapitel 9, § 52",
    "barnets lov § 32 og servicelovens § 52",
)
OURS = (
    "efter barnets lov § 52",
    "jf. § 52, stk. 1",
    "efter § 52 i barnets lov",
    "lov om barnets forhold, § 52",
    "BL § 52",
    "servicelovens § 48 hedder nu barnets lov § 52",
    "Serviceloven gælder ikke mere. Afgørelsen er truffet efter § 52.",
    "forvaltningslovens § 24 og barnets lov § 52",
    "mor har givet lov efter § 52",
    "servicelovens regler er afløst, og stedet er valgt efter § 52",
)


@pytest.mark.parametrize("text", OTHER)
def test_a_section_of_another_act_is_none_of_barnets_lov(text):
    assert list(pattern("§52").find(tokens(text))) == []


@pytest.mark.parametrize("text", OURS)
def test_a_section_of_barnets_lov_or_of_no_named_act_is_found(text):
    assert len(list(pattern("§52").find(tokens(text)))) == 1


@pytest.mark.parametrize("hostile", ["servicelov § 52 " * 70_000, "§ 52 stk nr og " * 70_000,
                                     "lov om " * 150_000 + "§ 52", "a" * 1_000_000 + "lov § 1"])
def test_a_megabyte_of_it_is_read_in_one_go(hostile):
    assert all(act == "anden lov" for act in acts(hostile).values())
