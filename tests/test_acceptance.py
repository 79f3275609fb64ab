"""What the authority's own commented examples praise is true of our letters for the like situation.

Each row is an observation from the right-hand column of the example tables in »Mål med mening«
(Social- og Boligstyrelsen, 2025), in our words, with the place in our letter that shows it.
"""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from tests.sent import Sent, every, flat
from tests.test_checklist import sent


def letter(example: str, reader: str) -> Sent:
    return next(s for s in sent() if s.case.file.stem == example
                and s.letter.order.navn.split("_")[2] == reader)


def child_of(example: str) -> Sent:
    return letter(example, "barn")


def test_psychologist_it_is_clear_what_is_decided_and_under_which_rule():
    s = child_of("skolefravaer")
    assert s.says("jeg har bestemt, at du får samtaler med en psykolog")
    assert s.says("barnets lov § 32, stk. 1, nr. 5")


def test_psychologist_the_wanted_state_tells_everybody_when_the_purpose_is_reached():
    s = child_of("skolefravaer")
    assert s.says(s.decision["formål"])
    assert s.says(f"lykkedes, når {s.decision['ønsket_tilstand']}")


def test_plan_the_childs_no_shines_through_though_other_things_weigh_more():
    s = child_of("skolefravaer")
    assert s.says(s.decision["plan"]["barnet_siger"])
    assert s.words.index("ikke havde brug for en plan") < s.words.index("bestemt, at vi laver en")


def test_no_plan_the_childs_wish_is_met_and_it_is_clear_how_parents_take_part():
    s = child_of("kontaktperson-uenighed")
    assert s.decision["plan"]["laves"] is False
    assert every([s.decision["plan"][k] for k in ("begrundelse", "barnet_siger", "i_stedet")], s)


@pytest.mark.parametrize("example", ["skolefravaer", "kontaktperson-uenighed",
                                     "beskyttet-adresse", "spaed-anbragt"])
def test_duration_and_first_follow_up_are_told_with_date_time_and_place(example):
    s = child_of(example)
    follow_up = s.decision["opfølgning"]
    assert s.says(s.decision["varighed"])
    assert s.says(follow_up["dato"])
    assert re.search(r"kl\. \d", s.words)
    assert s.says(follow_up["sted"])


def test_disagreement_the_childs_view_is_there_and_taken_seriously():
    s = child_of("kontaktperson-uenighed")
    told = [s.decision["uenighed"][k] for k in (
        "talt_om_det", "barnet_siger", "jeg_forstår", "andre_siger", "prøvet", "hører_nu",
        "derfor", "lettere", "sig_til")]
    assert every(told, s)
    places = [s.words.index(flat(text)) for text in told]
    assert places == sorted(places)


def test_disagreement_sources_are_shown_and_observation_is_apart_from_assessment():
    s = child_of("kontaktperson-uenighed")
    assert every([o["kilde"] for o in s.view["oplysninger"]], s)
    facts = max(s.words.index(flat_start(o["hvad"])) for o in s.view["oplysninger"])
    assert facts < s.words.index(flat_start(s.decision["vurdering"]))


def flat_start(text: str) -> str:

    return flat(text)[:60]


def test_disagreement_the_adviser_has_talked_with_the_child_about_this_help():
    s = child_of("kontaktperson-uenighed")
    talks = s.view["samtaler_om_hjælpen"]
    assert talks
    assert every([t["dato"] for t in talks], s)
    assert all(t["dato"] < s.decision["dato"] for t in talks)


def test_disagreement_leads_to_a_quick_first_follow_up():
    s = child_of("kontaktperson-uenighed")
    assert s.decision["opfølgning"]["dato"] - s.decision["start"] <= timedelta(days=16)
    assert s.says(s.decision["opfølgning"]["dato"])


def test_infant_the_reason_is_told_in_words_a_child_can_read_later():
    s = child_of("spaed-anbragt")
    assert s.says(s.decision["anbringelse"]["hvorfor"])
    assert not s.says("anbring") or "anbragt" not in s.words


def test_infant_the_letter_holds_a_life_story():
    s = child_of("spaed-anbragt")
    story = s.decision["livshistorie"]
    assert every([story[k] for k in ("bor_der_siden", "første_møde", "søskende")], s)


def test_infant_the_childs_view_is_sought_though_it_has_no_words():
    s = child_of("spaed-anbragt")
    assert s.says(s.view["barnets_perspektiv"]["tilstræbt"])
    assert every([f"{wish}" for wish in s.decision["livshistorie"]["ønsker_for_dig"]], s)
    assert "jeg sagde" not in s.words
    assert not s.view["barnets_perspektiv"]["egne_ord"]


def test_infant_it_is_the_adults_who_do_something_and_they_have_names():
    s = child_of("spaed-anbragt")
    actions = s.decision["livshistorie"]["sådan_gør_de_voksne"]
    assert every(actions, s)
    adults = {p["fornavn"] for p in s.view["personer"]} | {"Din", "De"}
    assert all(action.split()[0].rstrip(",") in adults for action in actions)


def test_goals_are_told_with_who_helps_and_how_to_see_that_they_are_reached():
    cases = [s for s in sent() if s.child and s.view["har_mål"]]
    assert cases
    for s in cases:
        for goal in s.view["plan"]["mål"]:
            if not goal["senere"]:
                assert s.says(goal["mål"])
                assert s.says(goal["tegn"])
                assert every([h["gør"] for h in goal["hjælpere"]], s)
