"""Slips: what was left unfilled, typed twice, out of date, impossible, or put the wrong way round.
The examples in the rules are run elsewhere; these are further wordings, wrong and right."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from generator.checker.check import look
from generator.checker.kinds.form.old_law import old_sections
from generator.checker.letter import Brev, Stykke, letter_of_text
from generator.checker.rule_files import load_rules
from generator.library import load_library

BOOK = load_rules(load_library())


def found(id: str, text: str, **kw: Any) -> list[str]:
    return [p.quote for p in look(BOOK.regler[id], letter_of_text(text, **kw), BOOK)]


WRONG = {
    "PLADSHOLDER": """
        Vi ses den xx.xx.xxxx på skolen.|Mødet er den xx. maj.|Kl. xx.xx begynder vi.
        Din fødselsdag er dd.mm.åååå.|Den DD-MM-ÅÅÅÅ mødes vi.|[indsæt navn] kommer også.
        Du hedder [Barnets fornavn].|{% if barn %}|Du bor i ${by}.|Kære «Barnets fornavn»
        Vi mødes <dato>.|Du er .......... år.|Dit nummer er 010203-XXXX.|Ring til NN.
        Din kontaktperson er N.N. fra huset.|Vi mødes null gange.|Du er nan år.|Lorem ipsum dolor.
        Aftalen er (angiv dato).|Aftalen er (vælg en af dem).|(slet hvis ikke relevant)
        XXX skal hen.
        Din mor hedder (navn).|Hjælpen varer X måneder.|Vi ses den X. maj.|Du skal bo i ???.
        Mødet er kl. ??.|Fejl! Henvisningskilde ikke fundet.|Vælg et element.
        Der er #REFERENCE! børn.
        @@navn@@ skal med.|%NAVN% skal med.|TBD|Hej , jeg er Ole.|Du bor hos undefined.
        Vi ses den __ /__ og den ___.|Mødet er den . maj.|Vi ses kl. , når du kan.|10.xx.2026
        { navn } skal bo hos Ida.|Barnet hedder <<Navn>>.|Kære barnets navn|Hej fornavn,
        Til mors navn
        Kære navn og efternavn.|Han/hun (slet det forkerte)|Ja/nej (stryg det, der ikke passer)
        Dit værelse (ikke relevant slettes) er klar.|Kryds af (sæt kryds).""",
    "GENTAGET-ORD": """
        Vi vil vil gerne hjælpe.|Du du skal med.|Det er er godt.|Vi mødes på på skolen.
        Han skal til til læge.|Jeg tror, at at det går.|Du og og din mor.|Den den er god.
        Nu har Alma har fået svar.|Skal du skal med?|Jeg har talt med med din mor.
        Jeg hjælper for at for at det går.|Du skal med du skal med.|Det er godt til at til at sove.
        Du får får hjælp.|Du kan du kan ringe.|Vi ses i i morgen.|Det det er svært.|en en kop""",
    "DATO-FINDES-IKKE": """
        Den 31. november.|Den 30. februar 2026.|29.02.2026|Den 31/9-2026.|Den 0. maj 2026.
        Den 12. 13. 2026 og 12.13.2026.|Den 31. juni ses vi.|Vi ses kl. 24.30.|Klokken 9.75.
        den 31. sept. 2026|Fredag den 31/4 ses vi.|2026-13-01""",
    "FORAELDET": """
        Foranstaltningen stopper.|Kommunen laver din handleplan.|Vi skriver handleplaner.
        Du skal på opholdssted.|Dine opholdssteder.|Efterværnet begynder.|En §50-undersøgelse.
        Du kommer i aflastning.|Børn og unge-udvalget bestemmer.
        Du bor på en døgninstitution.|Efter § 140-handleplanen.""",
    "FORAELDETb": """
        Hjælpen gives efter servicelovens § 52, stk. 3, nr. 3.|Se § 140 i serviceloven.
        Du er anbragt efter § 58 i lov om social service.|Servicelovens § 68 b siger det.
        Efter serviceloven har du ret til en plan.|Serviceloven siger, at barnet skal høres.
        Du er anbragt efter serviceloven.|Efter SEL § 70 følger vi op.
        Det står i lov om social service § 50.""",
    "FORAELDETc": """
        Når du er fyldt 12 år, kan du selv klage.|Du kan klage, hvis du er over 12 år.
        Et barn er part i sagen, når det er fyldt 12 år.|Fra du er 12 år, kan du klage.
        12-årige kan klage.|Du er under 12 år og kan derfor ikke klage.""",
    "MAAL-NEGERET": """
        Mål: Jeg kommer ikke for sent.|Mål 2: Jeg undgår slagsmål.|Mit mål er at stoppe med at ryge.
        Målet er, at Silas holder op med at slå.|Målet er at mindske konflikterne.
        Målet er at reducere fraværet.|Mål: At Ida lader være med at bide.|Mål: Jeg er aldrig alene.
        Målet er at reducere antallet af skænderier.|Målet er færre skænderier.
        Mål 1: Der er ingen konflikter hjemme.""",
    "MAAL-VAG": """
        Mål: Jeg bliver bedre til at styre min vrede.|Målet er, at Ida trives.
        Mål 1: Emma får det godt i skolen.|Mål: Styrke selvværdet.|Målet er øget trivsel.
        Målet er, at du udvikler dig positivt.|Mål: Bedre relationer.
        Mål: At blive mere selvstændig.
        Mål: Du arbejder med din vrede.|Mål: At få fokus på skolen.|Mål: Jeg er mere rolig.
        Målet er, at du får styr på dine følelser.|Mål: Du har en god hverdag.|Mål: Jeg er glad.
        Målet er, at det går bedre i skolen.|Målet er, at Bo fungerer bedre socialt.
        Mål: Du bliver gladere.""",
}
RIGHT = {
    "PLADSHOLDER": """
        Trøjen er str. XXL.|Se note [1] og [2-3].|Du sagde »[…] det er fint«.
        Kryds af: [ ] ja [x] nej
        Hun hedder »Alma«.|Skriv til <ole@by.example>.|Se <https://by.example>.|Der er 5 < 7 børn.
        Det koster 20 $.|Vi er 50 % færdige.|Hvad?? Ja!|Maxi taxa.|Nanna og Annette er søde.
        Der er nul problemer.|Du er nået til kl. 9.|Kære Ole, tak.|Hej Ole!|Hej, Ole.
        Vent ... her er det.
        Navn og underskrift: ________|________________|Du og jeg (skriv gerne) ses.
        Vi har 3 x 2 timer.|Dit ønske (en hund) er godt.|I (mor og far) må komme.|Den 3. maj ses vi.
        Vi ses kl. 10, når du kan.|Dato: 3. maj|Ring på 70 00 10 12.|Ali og Xander leger.|C/O Hansen
        Barnets navn er Ida.|Hej navnesøster!|Din telefon (slet den gamle besked) er god.
        Vi ses (jeg sletter mødet i fredag).|Kære Navna|Hej, dit navn er flot.
        »Ja«, sagde han, og »nej«, sagde hun.|Udfyld skemaet sammen med mor.""",
    "GENTAGET-ORD": """
        Er det det, du mener?|Hvis I i dag kan.|Du er meget meget sød.|Det er længe længe siden.
        Han så så glad ud.|Ja ja, det går.|Vi ses igen og igen.|Du har, hvad du har.|Nej nej nej!
        Det, du er, er godt.|Skal Bo bo her?|Har du det, har du alt.|Lidt efter lidt efter lidt.
        Vi talte om om du vil med.|Ring. Ring igen.|Hun gik, gik hjem.|Var det det hele?
        Sig til til mødet.|Hvem er de de andre følger? Er de de samme?|Mere og mere og mere.
        Den skole, du går i i dag, er god.|Det, du er bange for for tiden.|Dag for dag for dag.
        Kom, kom!|Kan du, kan jeg.|70 70 10 10""",
    "DATO-FINDES-IKKE": """
        Den 29. februar 2028.|Den 31. december.|Sag 31-04-2026.|31.12.2026|Side 3.31 og 2.30.
        Kl. 00.00 til 24.00.|Kl. 9.|Der er 31 i april-klassen.|Du er i 10. klasse. Maj er dejlig.
        § 32, stk. 1.|Version 30.02.2026|Tlf. 31 04 20 26|Du får 31/4 kager.|Kl. 9.45-10.15""",
    "FORAELDET": """
        Din mors forældrehandleplan.|Den helhedsorienterede plan.|Du fik en handleplan i 2021.
        Det, der dengang hed efterværn.|En sikret døgninstitution.|Barnets plan er klar.
        Ungestøtte begynder nu.|Hygiejniske foranstaltninger på skolen.|Et støtteophold i weekenden.
        Din rådgiver ringer.|Børne- og ungehjemmet er rart.|Hans opholdssted er ukendt.""",
    "FORAELDETb": """
        Din far får hjælp efter serviceloven, mens du bor her.|Serviceloven er en lov for voksne.
        Du blev anbragt efter serviceloven i 2021.|Efter barnets lov § 52 bor du hos Ida.
        Efter servicelovens § 83 får bedstemor hjælp.
        Før 2024 hed det servicelovens § 52.|Afgørelsen fra 2020 efter servicelovens § 58 gælder.
        Serviceloven er afløst af barnets lov.|Efter § 32 i barnets lov og ikke i serviceloven.""",
    "FORAELDETc": """
        Når du er fyldt 10 år, kan du selv klage.|Du er 12 år. Vil du klage, hjælper jeg.
        Fra du er 12 år, skal du give samtykke til at flytte.|Du kan klage inden den 12. maj.
        Du er fyldt 12 år og kan klage over magtanvendelse.|Vi mødes kl. 12 om din klage.""",
    "MAAL-NEGERET": """
        Mål: Jeg kommer til tiden.|Målet er, at du siger det, når du ikke kan mere.
        Du kan ikke sove, og du undgår at spise.|Mål 1: Jeg er ikke kun hjemme, men også i klub.
        Mål: Jeg leger med min mindre søster.|Formålet er, at der ikke er uro.
        Når målet er nået, stopper hjælpen.|Vi når ikke målet i år.|Mål: Jeg sover hele natten.""",
    "MAAL-VAG": """
        Mål: Jeg læser ti sider hver aften.|Du skal trives i skolen.
        Mål: Jeg er bedre til at regne, når jeg laver tre stykker.
        Målet er, at du kommer i skole tre dage om ugen og trives.|Vi vil have, at du får det bedre.
        Mål: Jeg arbejder på et værksted om fredagen.|Du arbejder med din vrede.|Mål: Jeg er hjemme.
        Mål: Jeg cykler selv til skole.|Du er mere rolig.|Mål: Du spiser morgenmad alle hverdage.
        Målet er, at Ida siger godmorgen til de andre.|Formålet er, at du trives.""",
}


def split(table: dict[str, str]) -> list[tuple[str, str]]:
    return [(id, text.strip()) for id, texts in table.items()
            for text in texts.replace("\n", "|").split("|") if text.strip()]


@pytest.mark.parametrize(("id", "text"), split(WRONG))
def test_a_slip_is_found(id, text):
    assert found(id, text)


@pytest.mark.parametrize(("id", "text"), split(RIGHT))
def test_what_only_looks_like_a_slip_is_let_stand(id, text):
    assert found(id, text) == []


@pytest.mark.parametrize(("text", "hit"), [
    ("Vi holder møde mandag den 2. marts 2026.", True), ("Vi ses den 2/3-2026 hos dig.", True),
    ("Du er inviteret til møde den 2. marts.", True), ("Vi følger op den 2. marts 2026.", True),
    ("Vi mødes den 12. marts 2026.", False), ("Vi mødes den 10. marts 2026.", False),
    ("Vi mødtes den 2. marts 2026.", False), ("Den 2. marts 2026 talte vi om det.", False),
    ("På mødet den 2. marts blev det bestemt, at vi mødes igen.", False),
    ("Jeg har været på besøg den 2. marts 2026.", False), ("Du er født den 2. marts 2012.", False),
    ("Vi mødes den 2. januar.", True), ("I brevet af 2. marts 2026 står, hvornår vi mødes.", False),
    ("Sidste gang vi sås, var den 2. marts 2026.", False),
    ("Svar mig senest den 2. marts 2026.", True), ("Du skal svare inden den 2. marts.", True),
    ("Fristen er den 2. marts 2026.", True), ("Mødet er rykket til den 2. marts 2026.", True),
    ("Du kan komme på besøg den 2. marts 2026.", True), ("Jeg glæder mig til den 2. marts.", True),
    ("Du flytter ind hos Ida den 2. marts 2026.", True), ("I kom til mødet den 2. marts.", False),
    ("Du skulle svare senest den 2. marts 2026.", False), ("Du fik frist til den 2. marts.", False),
    ("Mødet blev rykket til den 2. marts 2026.", False), ("Du flyttede den 2. marts.", False),
    ("Vi har talt sammen tre gange, senest den 2. marts.", False),
    ("Afgørelsen gælder fra den 2. marts 2026.", False)])
def test_a_meeting_to_come_is_not_before_the_letter(text, hit):
    assert bool(found("DATO-FORBI", text, dato=date(2026, 3, 10))) is hit


def test_without_the_letters_date_nothing_is_said_of_meetings():
    assert found("DATO-FORBI", "Vi mødes den 2. marts 1999.") == []


def test_a_date_without_a_year_is_the_one_nearest_to_the_letter():
    assert found("DATO-FORBI", "Vi mødes den 5. januar.", dato=date(2026, 12, 10)) == []
    assert found("DATO-FORBI", "Vi mødes den 20. december.", dato=date(2026, 1, 10))


def test_a_placeholder_is_found_wherever_it_stands():
    for slags in ("tekst", "citat", "overskrift", "regler", "ramme"):
        brev = Brev("b", (Stykke("Kære [NAVN]", slags=slags),), læser="barn")
        assert [p.level for p in look(BOOK.regler["PLADSHOLDER"], brev, BOOK)] == ["fejl"]


def test_what_serviceloven_was_is_told_with_what_holds_now():
    letter = letter_of_text("Efter servicelovens § 140.")
    [problem] = look(BOOK.regler["FORAELDETb"], letter, BOOK)
    assert "§§ 91-92" in problem.remedy
    assert old_sections(()) == {}


def test_old_words_are_no_finding_in_a_letter_from_before_the_law():
    assert not BOOK.regler["FORAELDET"].gælder(date(2023, 12, 31))
    assert BOOK.regler["FORAELDET"].gælder(date(2024, 1, 1))


def test_a_handleplan_is_right_in_the_parents_own_plan():
    assert found("FORAELDET", "Din handleplan er klar.", dokument="foraeldrehandleplan") == []


def test_goals_are_told_from_what_stands_around_them():
    letter = ("# Mål 1\nMit mål\nJeg sover hele natten.\nHvem hjælper mig?\nMor råber ikke.\n"
              "Sådan kan vi se, at det er lykkedes\nJeg vågner ikke.\n# Næste gang\n"
              "Du kan ikke nå det.")
    assert found("MAAL-NEGERET", letter) == []
    assert found("MAAL-NEGERET", letter.replace("Jeg sover hele natten", "Jeg vågner ikke"))


HOSTILE = ["x", "xx-", "{{ a ", "(indsæt ", "du ", "det det er ", "31. februar ",
           "§ 52 servicelov ", "servicelov § 52 gælder ", "vi mødes den 3. maj 2020 ",
           "Mål: jeg undgår ikke kun ", "klage 12 ", "1-", "0102031234 ",
           "fredag den 3. maj 2026 ", "Mål: jeg er inden så rolig. ", "cpr 01 02 ", "nummer er ",
           "er (navn ", "så så, ", "at, at, ", "XX-"]


@pytest.mark.parametrize("text", HOSTILE, ids=HOSTILE)
def test_a_million_signs_of_anything_are_looked_through(text: str):
    """One paragraph (or as many as it has) of a million signs: what is heavy would never end."""
    letter = letter_of_text(text * (1_000_000 // len(text)), dato=date(2026, 3, 10))
    for id in sorted(WRONG.keys() | {"DATO-FORBI"}):
        look(BOOK.regler[id], letter, BOOK)


def test_a_word_that_stands_many_times_is_told_once():
    assert found("GENTAGET-ORD", "Vi vil vil vil vil gerne.") == ["vil vil vil vil"]


def test_ten_thousand_headings_with_a_goal_each_are_looked_through():
    letter = letter_of_text("".join(f"# Mål {n}\nJeg slår ikke.\n" for n in range(10_000)))
    assert len(look(BOOK.regler["MAAL-NEGERET"], letter, BOOK)) == 10_000
