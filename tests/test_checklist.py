"""What the law says a decision letter must hold, item by item, in every letter of every example.

The ids are those of the requirement list the project builds on (AF: afgørelse, AN: anbringelse,
G: all documents). Each item is looked for in the words of the finished letter.
"""

from __future__ import annotations

import re

import pytest

from generator import danish
from tests.sent import Item, Sent, every
from tests.sent import sent as letters_of


def sent() -> list[Sent]:
    return letters_of("afgoerelse")


def placed(s: Sent) -> bool:
    return bool(s.view["anbragt"])


def supported(s: Sent) -> bool:
    return not placed(s)


def parent(s: Sent) -> bool:
    return not s.child


ITEMS = (
    Item("AF-01", "what is decided",
         lambda s: every([i["hvad"] for i in s.decision["indsatser"] if i["hvad"]], s), supported),
    Item("AF-01", "the provision it is decided under",
         lambda s: every([str(i["hjemmel"]) for i in s.decision["indsatser"]], s)),
    Item("AF-02", "the assessment that led to it", lambda s: s.says(s.decision["vurdering"])),
    Item("AF-02", "what the assessment builds on, and when it was done",
         lambda s: s.says(s.decision["grundlag"]["viser"])),
    Item("AF-02", "the facts, with their sources",
         lambda s: every([o["hvad"] for o in s.view["oplysninger"]], s)),
    Item("AF-03", "facts for and against", lambda s: every(
        [o["hvad"] for o in (*s.view["fakta_for"], *s.view["fakta_imod"])], s)),
    Item("AF-04", "who has consented, and when", lambda s: every(
        [c["dato"] for c in s.decision["med_samtykke"]], s), parent),
    Item("AF-04", "that those who decide for the child have said yes",
         lambda s: re.search(r"sig(e|er) ja|sagt ja", s.words) is not None and every(
             [c["person"]["omtale"] for c in s.decision["med_samtykke"]], s), lambda s: s.child),
    Item("AF-05", "what the child wants", lambda s: bool(s.view["barnets_perspektiv"]) and (
        every(s.view["barnets_perspektiv"]["ønsker"], s)
        or s.says(s.view["barnets_perspektiv"]["tilstræbt"]))),
    Item("AF-06", "the purpose", lambda s: s.says(s.decision["formål"])),
    Item("AF-07", "the state in which the help can end",
         lambda s: s.says(s.decision["ønsket_tilstand"])),
    Item("AF-08", "the expected duration", lambda s: s.says(s.decision["varighed"])),
    Item("AF-09", "the duration is expected, not an end date",
         lambda s: not re.search(r"(til og med|ophører den|slutter den) \d", s.words)),
    Item("AF-10", "the position on a plan, with its reason",
         lambda s: s.says(s.decision["plan"]["begrundelse"]),
         lambda s: supported(s) or parent(s)),
    Item("AF-11", "what child and parents say about a plan", lambda s: every(
        [s.decision["plan"][k] for k in ("barnet_siger", "forældre_siger")
         if s.decision["plan"][k]], s) or placed(s)),
    Item("AF-12", "where to complain", lambda s: s.says("Ankestyrelsen"), lambda s: s.party),
    Item("AF-12", "to whom the complaint is sent", lambda s: s.says("kommune"), lambda s: s.party),
    Item("AF-12", "the time limit", lambda s: s.says("fire uger") or s.says("4 uger"),
         lambda s: s.party),
    Item("AF-13", "a child of ten has the right to complain itself",
         lambda s: s.says("du kan klage") or s.says("kan du klage"),
         lambda s: s.child and s.view["over_10"] and not s.view["spæd_eller_uden_sprog"]),
    Item("AF-14", "the hearing of the parties",
         lambda s: s.says(s.decision["partshøring"]["begrundelse"]
                          or s.decision["partshøring"]["svar"]), parent),
    Item("AF-15", "when it is followed up first",
         lambda s: s.says(s.decision["opfølgning"]["dato"])),
    Item("AF-15", "within three months of the start", lambda s: (
        s.decision["opfølgning"]["dato"] <= danish.læg_måneder_til(s.decision["start"], 3))),
    Item("AF-16", "when the help starts", lambda s: s.says(s.decision["start"])),
    Item("AF-20", "when the plan is ready, or that it is", lambda s: s.says(
        s.plan["dato"] if s.view["har_mål"] and not s.says(s.decision["plan"]["frist"])
        else s.decision["plan"]["frist"]),
         lambda s: s.decision["plan"]["laves"] and (s.party or placed(s))),
    Item("G-01", "how and when the child's view was obtained", lambda s: every(
        [t["dato"] for t in s.view["samtaler_om_hjælpen"]], s)),
    Item("G-01", "what the child's view meant",
         lambda s: s.says(s.decision["barnets_indflydelse"])),
    Item("G-02", "why there was no direct contact, and what was done instead", lambda s: every(
        [s.view["barnets_perspektiv"]["ingen_direkte_kontakt"][k] for k in ("grund", "i_stedet")],
        s), lambda s: not s.view["direkte_kontakt"]),
    Item("G-03", "the right to a bisidder", lambda s: s.says("bisidder"), lambda s: s.child),
    Item("G-06", "nothing about consent from a young person of 15 under § 32",
         lambda s: not s.says("du skal selv sige ja"), supported),
    Item("G-08", "the child is spoken to, not about", lambda s: " du " in s.words and not
         re.search(r"\bbarnet\b", s.words.partition("regler, vi har brugt")[0]),
         lambda s: s.child),
    Item("G-09", "the child's disagreement, and the answer to it", lambda s: every(
        [s.decision["uenighed"][k] for k in ("barnet_siger", "derfor")], s),
        lambda s: s.view["uenighed"]),
    Item("AN-01", "purpose and duration of the placement", lambda s: (
        s.says(s.decision["formål"]) and s.says(s.decision["varighed"])), placed),
    Item("AN-02", "that the consent covers the purpose", lambda s: s.says("formål"),
         lambda s: placed(s) and parent(s)),
    Item("AN-03", "the børnefaglige undersøgelse", lambda s: (
        s.decision["grundlag"]["art"] == "børnefaglig undersøgelse"
        and s.says(s.decision["grundlag"]["dato"])), lambda s: placed(s) and parent(s)),
    Item("AN-06", "the plan that the law requires", lambda s: s.says(s.decision["plan"]["frist"]),
         placed),
    Item("AN-07", "why this place", lambda s: s.says(s.decision["anbringelse"]["valg_af_sted"]),
         placed),
    Item("AN-07", "that a complaint about the place holds the move back",
         lambda s: s.says("opsættende virkning"),
         lambda s: placed(s) and parent(s) and not s.view["straks"]),
    Item("AN-10", "support to the parents, and a støtteperson offered", lambda s: (
        s.says(s.decision["anbringelse"]["støtte_til_forældre"]) and s.says("støtteperson")),
        lambda s: placed(s) and parent(s)),
    Item("AN-11", "the forældrehandleplan", lambda s: s.says("forældrehandleplan"),
         lambda s: placed(s) and parent(s)),
    Item("AN-12", "the siblings", lambda s: s.says(s.decision["anbringelse"]["søskende"]), placed),
    Item("AN-13", "when the child sees whom", lambda s: every(
        [v["hvor_tit"] for v in s.decision["anbringelse"]["samvær"]], s), placed),
    Item("DP-04", "no CPR number", lambda s: not re.search(r"\d{6}-\d{4}", s.words)),
)


@pytest.mark.parametrize("item", ITEMS, ids=[f"{i.id} {i.asks}" for i in ITEMS])
def test_every_letter_holds(item):
    concerned = [s for s in sent() if item.holds_for(s)]
    missing = [s.letter.order.navn for s in concerned if not item.there(s)]
    assert missing == []


@pytest.mark.parametrize("item", [i for i in ITEMS if i.id not in ("G-02",)],
                         ids=[f"{i.id} {i.asks}" for i in ITEMS if i.id not in ("G-02",)])
def test_some_example_exercises(item):
    assert any(item.holds_for(s) for s in sent())


def test_the_same_facts_stand_in_all_letters_of_a_case():
    """One decision, several letters: dates and provisions cannot drift apart."""
    for case_name in {s.case.sag.sagsnummer for s in sent()}:
        letters = [s for s in sent() if s.case.sag.sagsnummer == case_name]
        for day in ("start",):
            assert len({s.decision[day] for s in letters}) == 1
        assert len({str(i["hjemmel"]) for s in letters for i in s.decision["indsatser"]}) == len(
            letters[0].decision["indsatser"])
