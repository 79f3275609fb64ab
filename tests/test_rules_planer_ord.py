"""The rules about plans, statusudtalelser and follow-up, held against other wordings, empty fields
and whole letters from other municipalities."""

from __future__ import annotations

import pytest

from generator.checker.check import check, look
from generator.checker.letter import letter_of_text
from tests.plan_wordings import NOT_SAID, SAID
from tests.test_rules_planer import book, ours


def found(id: str, text: str) -> bool:
    regel = ours()[id]
    brev = letter_of_text(text.replace(" | ", "\n"), dokument=regel.dokumenter[0], alder=17)
    return bool(look(regel, brev, book()))


@pytest.mark.parametrize(("id", "text"), [(id, t) for id, many in SAID.items() for t in many])
def test_what_forms_say_is_known(id, text):
    assert not found(id, text)


@pytest.mark.parametrize(("id", "text"), [(id, t) for id, many in NOT_SAID.items() for t in many])
def test_a_loose_word_or_an_empty_field_is_not_enough(id, text):
    assert found(id, text)


DUBU = """\
Barnets plan
Barnets navn:
Sille Kvist
Overordnet formål:
At Sille trives i skole og hjem og får venner
Konklusion fra børnefaglig undersøgelse:
Sille har svært ved uro og mange skift
Barnets perspektiv:
Sille siger, at hun gerne vil sove hos sin kusine
Inddragelse af barnet:
Samtale på skolen 4/5-26, hvor Sille tegnede sine mål
Inddragelse af forældrene:
Møde i hjemmet 6/5-26
Indsats:
Familiebehandling, § 32, stk. 1, nr. 5
Delmål
Handling
Ansvarlig
Tidsfrist
Succeskriterium
Sille kommer i skole fire dage om ugen
Far følger hende
Far
1/8-26
16 dage på en måned
Opfølgning:
3. august 2026
Afslutning:
Når målene er nået
"""
LETTER = """\
Kære Asta
# Det her er din plan
Du, mor og jeg skrev den ved køkkenbordet. Du tegnede, og mor kom med forslaget om en madplan.
# Hvorfor laver vi en plan?
Vi har undersøgt, hvordan du har det. Din lærer har fortalt, at du tit er alene.
Meningen er, at du får det rart i klassen.
# Hvad du får
Du får en mentor, der hedder Bo. Bo henter dig om morgenen.
# Hvad vil du gerne opnå?
1. Jeg spiser frokost med nogen tre dage om ugen. Det ses, når jeg selv fortæller om det.
# Det ønsker du dig
»Jeg vil gerne have en ven.«
# Næste gang
Vi ses igen den 4. juni. Når du har en ven, kommer Bo sjældnere.
"""
STATUS = """\
Status
Bestiller: Mosevad Kommune
Anledning: opfølgningsmøde
Periode: 1/1-26 – 1/6-26
Udarbejdet af: Bo Dam, kontaktperson
Kilder: dagbog og samtaler
Afleveres senest: 10. juni 2026
# Status på mål
Mål 1: Kaj går til svømning. Delvist opfyldt. Vi har kørt ham hver tirsdag. Det har virket, og han \
er tættere på formålet.
# Observationer
Vi ser, at Kaj sover bedre. Vi vurderer, at han er tryg.
# Kajs ord
Kaj fortæller, at han savner sin hund. Far er glad for samværet.
# Ressourcer og udfordringer
Kaj er god til skak. Skift er svært.
# Magtanvendelser
0 i perioden
# Gennemgang
Udtalelsen er læst højt for Kaj, og far har læst den. Vi anbefaler, at Kaj bliver boende.
"""


@pytest.mark.parametrize(("text", "dokument"), [
    (DUBU, "barnets_plan"), (LETTER, "barnets_plan"), (STATUS, "statusudtalelse"),
], ids=["form", "letter", "status"])
def test_a_good_one_from_another_municipality_has_nothing_to_mend(text, dokument):
    brev = letter_of_text(text, dokument=dokument, alder=9)
    assert [(p.id, p.level) for p in check(brev, book()) if p.id in ours()
            and p.level != "forslag" and p.id not in ("OP-05", "BP-03b")] == []
