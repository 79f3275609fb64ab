"""Decisions that are no grants: good letters about a refusal, contact, the committee and an end of
help, in other hands than ours. Each passes; and what is taken out of one or put into it is told."""

from __future__ import annotations

import pytest

from generator.case.reader import Læserrolle
from generator.checker.check import check, concerning, look
from generator.checker.letter import letter_of_text
from generator.checker.rule_files import load_rules
from tests.afgoerelse_rules import CHILD, PARENT, book, library
from tests.test_rules_afgoerelse import GONE

REFUSAL = """Afslag på aflastning
Kære Camilla og Bo
I søgte den 1. september 2026 om en aflastningsfamilie til Jeppe hver anden weekend. Det kan vi
 desværre ikke bevilge. Afgørelsen er truffet efter barnets lov § 32, stk. 1, nr. 7.
Det bygger vi på
Vi har lavet en afdækning af, hvordan I har det, og fået en udtalelse fra Jeppes skole og PPR.
Jeg besøgte Jeppe den 22. oktober 2026, og vi spillede bordtennis. Jeppe fortalte, at han helst vil
 være hjemme i weekenden, og at han er glad for sin træner. Jeg har lagt vægt på, at han ikke selv
 vil væk hjemmefra, og at han sover godt og har venner i klassen.
Det taler for jeres ønske, at I er trætte, og at Jeppe er meget aktiv. Vi har også set på støtte i
 hjemmet, som I ikke ønskede.
Hvis I vil klage
I kan klage til Ankestyrelsen inden fire uger fra den dag, I fik brevet. Send klagen til
 Familieafdelingen. Vi ser på sagen igen, og ændrer vi ikke afgørelsen, sender vi den videre.
Jeppe får sit eget brev. I må have en bisidder med.
Venlig hilsen
Lone Krab"""

CONTACT = """Afgørelse om samvær mellem dig og Silas
Kære Rikke
Kommunen har den 5. oktober 2026 truffet afgørelse om, at samværet mellem dig og Silas er tre timer
 hver anden lørdag i Aktivitetshuset. Afgørelsen er truffet efter barnets lov § 104, stk. 2.
Sådan er vi nået frem til det
Jeg talte med Silas hos plejefamilien den 18. september 2026. Silas vil gerne se dig, men han vil
 have en pause, når I bliver uvenner. Derfor har vi aftalt, at der er et rum, hvor han kan være.
Vi har lagt vægt på, at Silas er glad, når I spiller spil, og at tre timer passer til hans kræfter.
 Det taler imod, at du gerne vil se ham hver uge. Formålet med anbringelsen er, at Silas får ro til
 at gå i skole, og samværet skal kunne passes ind i det. Plejefamilien har givet en udtalelse.
Du kan ringe til Silas hver onsdag. Du må ikke ringe til ham efter kl. 20.
Klage
Du kan klage til Ankestyrelsen. Klagen skal være modtaget i Tangvig Kommune senest 4 uger efter, at
 du har fået brevet. Klagen har ikke opsættende virkning.
Venlig hilsen
Jens Bach"""

COMMITTEE = """Børne- og ungeudvalgets afgørelse om Liv
Kære Sanne
Børne- og ungeudvalget har den 29. september 2026 besluttet, at Liv anbringes uden for hjemmet
 uden samtykke, jf. barnets lov § 47, stk. 1, nr. 1. Kommunen har desuden valgt plejefamilien Skovby
 efter barnets lov § 52, stk. 1. Udvalget har også besluttet, at samværet er overvåget de første
 seks måneder, jf. § 105, stk. 1, nr. 1. Samværet er to timer hver anden lørdag.
Formålet med anbringelsen
Liv skal have mad, søvn og voksne, der er der hver dag, så hun kan gå i skole.
Hvor længe
Udvalget forventer, at anbringelsen varer omkring to år.
Begrundelse
Den børnefaglige undersøgelse blev færdig den 1. september 2026. Den viser, at Liv flere gange har
 været uden mad. Udvalget lægger vægt på, at der er en åbenbar risiko for, at Livs sundhed lider
 alvorlig skade, og at det ikke kan løses, mens hun bor hjemme. Det taler imod, at Liv er knyttet
 til dig og til sin lillebror, som bliver boende hos jeres mor.
Liv deltog i mødet med sin bisidder. Jeg talte også med Liv den 14. september 2026. Liv siger, at
 hun vil blive på sin skole, og det ønske er fulgt. Hun er god til at tegne, men hun sover dårligt.
 Vi kan se, at det er lykkedes, når Liv er i skole de fleste dage.
Stedet
En plejefamilie er vurderet som bedst for Liv. Hun fortsætter på Birkeskolen. Liv får en
 støtteperson, som er hendes moster. Liv flytter den 5. oktober 2026.
Støtte til dig
Du tilbydes en støtteperson. Du får vejledning i Familiehuset, mens Liv er anbragt.
Barnets plan er lavet, og vi følger op den 12. december 2026.
Klage
Du kan klage til Ankestyrelsen inden fire uger fra den dag, du fik afgørelsen. Kommunen genvurderer
 ikke afgørelsen, men sender klagen videre straks. Klagen over anbringelsen har ikke opsættende
 virkning. Klager du over valget af sted, flytter Liv ikke dertil, før klagen er afgjort. Du har ret
 til en gratis advokat.
Venlig hilsen
Henrik Aagaard"""

ENDED = """Kontaktpersonen stopper
Kære Mona
Kommunen har besluttet, at kontaktpersonen stopper den 1. marts 2027. Afgørelsen er truffet efter
 barnets lov § 99, fordi formålet er nået.
Jeg talte med Noah den 3. januar 2027 på biblioteket. Noah siger, at han nu selv går i klubben, og
 at han gerne vil sige farvel på en god måde. Det har vi lyttet til: Osvald kommer to gange mere.
Vi har lagt vægt på, at Noah er i skole hver dag. Jeg og Osvald har set på målene sammen med jer.
Klage
I kan klage til Ankestyrelsen inden fire uger. Skriv til mig, hvis I vil klage.
Venlig hilsen
Karen Lund"""

#: A grant to a girl of twelve, by somebody who knows how to write.
GRANT = """Hej Alberte
Vi har bestemt, at du og dine forældre får hjælp af Anja (barnets lov § 32, stk. 1, nr. 5).
Det går i gang mandag den 16. november 2026.
Derfor gør vi det
Jeg talte med dig alene den 17. september 2026. Du sagde: »Jeg har ondt i maven om søndagen.« Du vil
 ikke med til alle møderne. Det retter vi os efter. Undersøgelsen viser, at det er svært for dig,
 når du skal skifte hjem. Vi har også set på en samtalegruppe, men den ville ikke nå det, der sker
 derhjemme. Du er god til heste.
Hvad det skal føre til
Det er meningen, at du igen kan sove i din egen seng. Når du gør det de fleste nætter, er der ikke
 længere brug for os.
Hvor længe det varer
Formentlig otte til ti måneder.
Mor takkede ja den 29. oktober, og far skrev under dagen efter.
Barnets plan er klar senest den 5. februar 2027. Den 4. februar 2027 ser vi på, hvordan det går.
Er du uenig
Så kan du få Ankestyrelsen til at se på det. Skriv eller ring til mig, inden der er gået fire uger,
 fra du fik brevet.
Du må have en bisidder med."""

LETTERS: dict[str, tuple[Læserrolle, int, str]] = {
    "refusal": (PARENT, 10, REFUSAL), "contact": (PARENT, 9, CONTACT),
    "committee": (PARENT, 12, COMMITTEE), "ended": (PARENT, 13, ENDED),
    "grant": (CHILD, 12, GRANT)}


def found(name: str, *changes: tuple[str, str], more: str = "") -> set[str]:
    """The rules that hold the letter back or warn, after these changes and with this said too."""
    reader, age, text = LETTERS[name]
    text = text.replace("\n ", " ")
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    head, _, rest = text.partition("\n")
    brev = letter_of_text(f"{head}\n{rest}\n{more}", dokument="afgoerelse", læser=reader, alder=age)
    return {p.id for p in check(brev, book()) if p.level in ("fejl", "advarsel")}


@pytest.mark.parametrize("name", LETTERS)
def test_a_good_letter_of_another_kind_has_nothing_wrong(name):
    assert found(name) == set()


#: What is taken out of which letter (words, and what stands then), and the rule that misses it.
TAKEN_OUT = (
    ("AF-01b", "refusal", ("Afgørelsen er truffet efter barnets lov § 32, stk. 1, nr. 7.", "")),
    ("AF-01b", "grant", (" (barnets lov § 32, stk. 1, nr. 5)", "")),
    ("AF-01c", "refusal", ("§ 32, stk. 1, nr. 7", "§ 32, stk. 1")),
    ("AF-01d", "refusal", ("barnets lov § 32, stk. 1, nr. 7", "servicelovens § 52, stk. 3, nr. 5")),
    ("AF-01d", "grant", ("barnets lov § 32, stk. 1, nr. 5", "§ 52, stk. 3, nr. 3")),
    ("AF-01e", "contact", ("Afgørelsen er truffet efter barnets lov § 104, stk. 2.", "")),
    ("AF-01d", "contact", ("barnets lov § 104", "servicelovens § 71")),
    ("AF-01e", "ended", ("Afgørelsen er truffet efter barnets lov § 99, fordi",
                         "Det er sket, fordi")),
    ("AF-12b", "refusal", (" inden fire uger fra den dag, I fik brevet", "")),
    ("AF-12c", "contact", ("Klagen skal være modtaget i Tangvig Kommune senest",
                           "Du skal klage senest")),
    ("SA-01a", "contact", (" er tre timer hver anden lørdag i Aktivitetshuset", ""),
     ("Du kan ringe til Silas hver onsdag. ", ""), ("og at tre timer passer til hans kræfter", ""),
     (" hver uge", "")),
    ("HJ-01", "ended", (", fordi formålet er nået", "")),
    ("SA-02d", "committee", (" de første seks måneder", "")),
    ("AN-04b", "committee", ("en åbenbar risiko", "risiko")),
    ("AN-07d", "committee", ("Klager du over valget af sted, flytter Liv ikke dertil, før klagen "
                             "er afgjort. ", "")),
    ("IN-07", "committee", (" Du har ret til en gratis advokat.", "")),
    ("AF-08", "grant", ("Formentlig otte til ti måneder.", "Det ved vi ikke.")),
    ("AF-06", "grant", ("Det er meningen, at du igen kan sove i din egen seng. ", "")),
    ("AF-04a", "grant", ("Mor takkede ja den 29. oktober, og far skrev under dagen efter.", "")),
    ("AF-02d", "contact", (
        "Vi har lagt vægt på, at Silas er glad, når I spiller spil, og at tre timer passer til "
        "hans kræfter. Det taler imod", "Der er lagt vægt på sagens samlede oplysninger. Det taler "
        "imod")),
)


@pytest.mark.parametrize(("id", "name", "changes"), [(t[0], t[1], t[2:]) for t in TAKEN_OUT],
                         ids=[f"{t[0]}-{t[1]}" for t in TAKEN_OUT])
def test_what_is_taken_out_is_missed_and_nothing_else(id, name, changes):
    assert found(name, *changes) == {id}


#: What is put into which letter, and the rule that tells of it.
PUT_IN = (
    ("AF-02e", "refusal", "Afgørelsen følger kommunens serviceniveau."),
    ("AF-05a", "grant", "Når man er fyldt 15 år, skal man give samtykke. Det er § 32."),
    ("AF-12d", "refusal", "Klagefristen er 8 uger."),
    ("AF-12d", "contact", "Du kan klage inden 14 dage."),
    ("AF-12d", "committee", "Klagen skal sendes senest tre uger efter mødet."),
    ("AF-12e", "contact", "Klagen har opsættende virkning."),
    ("AF-12e", "refusal", "En klage har opsættende virkning."),
    ("AF-20", "grant", "Barnets plan er klar om fem måneder."),
    ("G-02a", "contact", "Silas' bror er ikke hørt, da han er for lille."),
    ("SA-02a", "contact", "Samværet bliver fra januar hver sjette uge."),
    ("SA-02a", "contact", "Samværet er én gang i kvartalet."),
    ("SA-02b", "contact", "Samværet overvåges."),
    ("SA-02c", "contact", "Du må ikke skrive til Silas."),
    ("DP-02", "contact", "Silas bor på Egely, Skovvej 2, 9999 Sandby. Far må ikke få at vide, hvor "
     "Silas bor."),
    ("KA-02a", "committee", "Kommunen vurderer sagen på ny."),
    ("KA-02b", "committee", "Klagen har opsættende virkning."),
)


@pytest.mark.parametrize(("id", "name", "text"), PUT_IN,
                         ids=[f"{t[0]}-{t[1]}-{t[2][:20]}" for t in PUT_IN])
def test_what_is_put_in_is_told_and_nothing_else(id, name, text):
    assert found(name, more=text) == {id}


def test_every_law_rule_about_words_is_tried():
    asked = {id for id, r in book().regler.items()
             if r.type == "LOV" and r.slags in ("skal_staa", "maa_ikke_staa")}
    tried = {t[0] for t in (*TAKEN_OUT, *PUT_IN)} | {gone.id for gone in GONE}
    assert asked == tried


#: What a decision of each kind need not say.
NOT_ASKED = (
    ("refusal", {"AF-04a", "AF-06", "AF-07", "AF-08", "AF-10", "AF-15", "AF-16", "G-10a"}),
    ("contact", {"AF-01b", "AF-02b", "AF-04a", "AF-06", "AF-08", "AF-10", "AN-03", "AN-10a"}),
    ("committee", {"AF-04a", "AF-12c"}),
    ("ended", {"AF-04a", "AF-06", "AF-08", "AF-09", "AF-10", "AF-16"}),
)


@pytest.mark.parametrize(("name", "ids"), NOT_ASKED, ids=[n for n, _ in NOT_ASKED])
def test_a_rule_for_grants_rests_in_other_decisions(name, ids):
    reader, age, text = LETTERS[name]
    brev = letter_of_text(text.replace("\n ", " "), dokument="afgoerelse", læser=reader, alder=age)
    assert not ids & {regel.id for regel in concerning(brev, book())}
    grant = letter_of_text(GRANT.replace("\n ", " "), dokument="afgoerelse", læser=PARENT, alder=12)
    about_placement = {id for id in ids if id.startswith("AN")}
    assert ids - about_placement <= {regel.id for regel in concerning(grant, book())}


#: Words and sections from before barnets lov, put into a good letter.
OLD = (("FORAELDET", "I får en foranstaltning."), ("FORAELDETb", "Se § 140 om handleplaner."),
       ("FORAELDETb", "Det står i servicelovens § 50."),
       ("FORAELDETc", "Børn kan klage, når de er fyldt 12 år."),
       ("FORAELDETd", "I kan også skrive til Statsforvaltningen."))


@pytest.mark.parametrize(("id", "text"), OLD, ids=[t for _, t in OLD])
def test_what_is_from_before_barnets_lov_is_told(id, text):
    rules = load_rules(library())
    old = [r for r in rules.regler.values() if r.id.startswith("FORAELDET")]
    good = letter_of_text(REFUSAL.replace("\n ", " "), dokument="afgoerelse", læser=PARENT)
    assert [p.id for r in old if r.id != "FORAELDET" for p in look(r, good, rules)] == []
    brev = letter_of_text(f"{good.low}\n{text}", dokument="afgoerelse", læser=PARENT)
    assert id in {p.id for r in old for p in look(r, brev, rules)}
