"""Passives and the sender who has gone."""

from __future__ import annotations

import pytest

from tests.language_table import found, split

S_PASSIVE = """
    Hjælpen iværksættes hurtigst muligt.
    Planen evalueres om tre måneder.
    Der træffes en afgørelse i maj.
    Det besluttes på mødet, hvem der gør hvad.
    Du inddrages i arbejdet.
    Den iværksættes på mandag.
    De inddrages i planen.
    Din sag behandles i kommunen.
    Hvis målet ikke nås, ændres planen.
    Det forventes, at du kommer.
    Der afholdes møde hver måned.
    Støtten ophører, når formålet opnås.
    Samværet udvides gradvist.
    Kontaktpersonen ansættes den 1. maj.
    Oplysningerne gives videre til skolen.
    Mødet holdes på skolen.
    Bevillingen forlænges ikke.
    Det anbefales, at du får hjælp.
    Medicinen fjernes fra skabet.
    Det vurderes, at du har brug for ro.
    Du skal høres, før der besluttes noget.
    Planen skal godkendes af din mor.
    Det aftaltes, at du kommer.
    Pengene udbetales hver uge.
    Der skal tages hensyn til dig.
    Der indhentes en udtalelse fra skolen.
    Afgørelsen kan påklages til Ankestyrelsen.
    Der ses en bedring.
    Der kan ses en ændring.
    Du følges af en psykolog.
"""
NO_S_PASSIVE = """
    Vi mødes på mandag.
    Jeg synes, det er godt.
    Du trives, og det lykkes.
    Det skyldes ikke dig.
    Der findes altid en voksen.
    Vi ses igen til maj.
    Vi kan følges derhen.
    De voksnes ansvar er stort.
    Børnenes legeplads ligger her.
    Dine forældres hus er gult.
    Den unges værelse er stort.
    Deres hund er sød, og jeres kat er sur.
    Vi har tre ugers ferie.
    Efter to dages ro går det bedre.
    Johannes og Agnes henter dig.
    Johannes kommer kl. 8.
    I slås tit, og I skændes også.
    Således er det, og det er særdeles godt.
    Du er anderledes, og det er en succes.
    Din families hus er gult.
    Din plejefamilies hund hedder Balder.
    I hjælpes ad, og I følges ad.
    Vi høres ved på fredag.
    Du føles varm.
    Min veninde længes efter dig.
    Vi skiftes til at lave mad.
    Lærernes møde er på onsdag.
    Din pædagogs bil er rød, og pigernes cykler er nye.
    Du sagde »jeg skal altid hentes sidst«.
    Du går udendørs og indendørs.
    Det er en lang proces.
    En anden kommunes rådgiver ringer.
    Alles mening er vigtig, også andres.
    I enes godt, og du glædes.
    Det kaldes en bisidder.
    Du kan få lov at være med til afgørelses- og planmøder.
"""
BLIVE = """
    Du bliver hentet kl. 15.
    Der bliver holdt et møde.
    Det blev besluttet i går.
    Planen er blevet ændret.
    Du skal blive hørt.
    Brevet bliver sendt til dig.
    Så bliver samværet udvidet og planen evalueret.
    Hvornår bliver du spurgt?
    Hjælpen bliver sat i gang.
    Han blev slået af en anden.
    Du bliver inviteret med.
    Døren bliver låst kl. 20.
    Turen blev aflyst.
    Du bliver kørt af sted kl. 8.
    Mødet blev holdt af hensyn til dig.
"""
NO_BLIVE = """
    Du blev født i maj.
    Du bliver glad.
    Hun bliver bekymret, når du løber.
    Du kan blive i huset.
    Det bliver sjovt.
    Bliv ved med det.
    Vi bliver ved, til du sover.
    Du bliver forvirret af larm.
    Det blev sent.
    Du bliver 12 år.
    Om morgenen bliver du fulgt af Jens.
    Du bliver hentet på skolen af din far.
    Du bliver hjulpet af en pædagog.
    Du bliver overrasket, når du hører det.
    Det bliver noget andet nu.
    Du bliver hos Jens, og du har sagt ja.
"""


@pytest.mark.parametrize("text", split(S_PASSIVE))
def test_what_nobody_does_is_found(text: str) -> None:
    assert found("PASSIV-S", text)


@pytest.mark.parametrize("text", split(NO_S_PASSIVE))
def test_other_words_on_es_are_let_stand(text: str) -> None:
    assert found("PASSIV-S", text) + found("PASSIV-Sb", text) == []


@pytest.mark.parametrize("text", split(BLIVE))
def test_what_becomes_done_is_found(text: str) -> None:
    assert found("PASSIV-BLIVE", text)


@pytest.mark.parametrize("text", split(NO_BLIVE))
def test_what_only_becomes_is_let_stand(text: str) -> None:
    assert found("PASSIV-BLIVE", text) == []


def test_an_everyday_passive_is_a_lighter_finding_only() -> None:
    text = "Planen kan laves om."
    assert (found("PASSIV-S", text), found("PASSIV-Sb", text)) == ([], ["laves"])


SENDER_GONE = """
    Kommunen har truffet afgørelse om støtte i hjemmet. Støtten begynder den 1. maj og varer et år.
    Bussen kører klokken otte. Den stopper ved kirken. Kortet ligger på kontoret. Det er gratis.
    Skolen har beskrevet et stort fravær. Der er holdt to møder, og kommunen har afsluttet sagen.
"""
SENDER_THERE = """
    Kommunen har bestemt, at der skal ske noget nyt. Det er en, der laver ting sammen med dig.
    Jeg har talt med skolen om det hele. Skolen har set, at der er mange timer uden ro.
    Hjælpen er gratis.
    I skal bo sammen i det store hus. Huset har en have, og der er plads til alle dyrene.
    Kantine tirsdag og fredag. Værelse nummer fire. Lokale syv, anden sal. Postboks ti, Tangvig by.
    Lone Holm. Mikkel Holm. Jens Krag. Karen Lund. Slusegade 12, 9995 Tangvig. Kl. 15 til 17.
"""


@pytest.mark.parametrize("text", split(SENDER_GONE))
def test_a_section_in_which_nobody_speaks_is_found(text: str) -> None:
    assert len(found("AFSENDER", text)) == 1


@pytest.mark.parametrize("text", split(SENDER_THERE))
def test_a_section_with_somebody_in_it_is_let_stand(text: str) -> None:
    assert found("AFSENDER", text) == []


@pytest.mark.parametrize(("rule", "text"), [
    ("PASSIV-Sc", "Mødet aflyses."), ("PASSIV-BLIVEb", "I bliver kontaktet på mandag.")])
def test_passives_are_found_in_a_parents_letter_too(rule: str, text: str) -> None:
    assert found(rule, text, læser="forælder")
