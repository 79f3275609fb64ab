"""Words of the profession: found in all their forms, not where they are other words, and excused
where they are explained."""

from __future__ import annotations

from typing import Any

import pytest

from generator.checker.check import look
from generator.checker.kinds.wordlist import load_list, places
from generator.checker.letter import Stykke, letter_of_text
from generator.checker.rule_files import load_rules
from generator.checker.text.inflection import forms
from generator.library import load_library, shipped
from generator.source import Unusable

BOOK = load_rules(load_library())
FAGORD = BOOK.regler["FAGORD"]
LISTED = load_list((shipped() / "rules" / "fagord.tsv",))

#: Dictionary form: forms that people write, in sentences that are otherwise plain.
FORMS = {
    "foranstaltning": "foranstaltning foranstaltningen foranstaltninger foranstaltningerne "
                      "foranstaltningens foranstaltningernes",
    "indsats": "indsats indsatsen indsatser indsatserne indsatsens",
    "iværksætte": "iværksætte iværksætter iværksættes iværksatte iværksat iværksættende",
    "iværksættelse": "iværksættelse iværksættelsen iværksættelsens",
    "bevilge": "bevilge bevilger bevilges bevilgede bevilget bevilgedes",
    "bevilling": "bevilling bevillingen bevillinger bevillingerne",
    "hjemmel": "hjemmel hjemlen hjemler",
    "paragraf": "paragraf paragraffen paragraffer paragrafferne",
    "partshøre": "partshøre partshører partshørt partshøres partshørte",
    "partshøring": "partshøring partshøringen partshøringer",
    "aktindsigt": "aktindsigt aktindsigten aktindsigter",
    "påklage": "påklage påklager påklages påklaget påklagede",
    "underretning": "underretning underretningen underretninger underretningerne underretningens",
    "myndighed": "myndighed myndigheden myndigheder myndighederne myndighedens",
    "anbringe": "anbringe anbringer anbringes anbragte anbragt",
    "anbringelse": "anbringelse anbringelsen anbringelser anbringelserne anbringelsens",
    "hjemgive": "hjemgive hjemgives hjemgivet hjemgav",
    "anbringelsessted": "anbringelsessted anbringelsesstedet anbringelsessteder "
                        "anbringelsesstederne",
    "aflastningsfamilie": "aflastningsfamilie aflastningsfamilien aflastningsfamilier",
    "trivsel": "trivsel trivslen trivselen",
    "mistrivsel": "mistrivsel mistrivslen",
    "mistrives": "mistrives mistrivedes",
    "status": "status statussen statusser",
    "problematik": "problematik problematikken problematikker problematikkerne",
    "ressource": "ressource ressourcen ressourcer ressourcerne",
    "kriterie": "kriterie kriteriet kriterier kriterierne",
    "udfordring": "udfordring udfordringen udfordringer udfordringerne",
    "fastsætte": "fastsætte fastsætter fastsættes fastsat fastsatte",
    "opretholde": "opretholde opretholder opretholdes opretholdt",
    "udarbejde": "udarbejde udarbejder udarbejdes udarbejdede udarbejdet",
    "evaluere": "evaluere evaluerer evalueres evaluerede evalueret",
    "tilrettelægge": "tilrettelægge tilrettelægger tilrettelægges tilrettelagt tilrettelagde",
    "inddrage": "inddrage inddrager inddrages inddrog inddraget",
    "foretage": "foretage foretager foretages foretog foretaget",
    "fremgå": "fremgå fremgår fremgik fremgået",
    "tilkendegive": "tilkendegive tilkendegiver tilkendegav tilkendegivet",
    "imødekomme": "imødekomme imødekommer imødekommes imødekom imødekommet",
    "tværfaglig": "tværfaglig tværfagligt tværfaglige",
    "hensigtsmæssig": "hensigtsmæssig hensigtsmæssigt hensigtsmæssige",
    "helhedsorienteret": "helhedsorienteret helhedsorienterede",
    "relationel": "relationel relationelt relationelle",
    "relevant": "relevant relevante",
    "udadreagerende": "udadreagerende",
    "magtanvendelse": "magtanvendelse magtanvendelsen magtanvendelser magtanvendelserne",
    "forældremyndighedsindehaver": "forældremyndighedsindehaver forældremyndighedsindehaveren "
                                   "forældremyndighedsindehavere forældremyndighedsindehaverne",
    "tilsyn": "tilsyn tilsynet tilsynets",
    "samtykke": "samtykke samtykket samtykker",
    "netværk": "netværk netværket netværkets netværkene",
    "såfremt": "såfremt", "vedrørende": "vedrørende", "samtykkeerklæring": "samtykkeerklæringer",
    "foreligge": "foreligge foreligger forelå foreligget",
    "meddele": "meddele meddeler meddeles meddelt meddelte",
    "anmode": "anmode anmoder anmodet anmodede anmodes",
    "pga.": "pga. pga p.g.a.", "mv.": "mv. m.v.", "dvs.": "dvs. d.v.s.", "hhv.": "hhv.",
}
CASES = [(term, form) for term, all_ in FORMS.items() for form in all_.split()]
#: They look like listed words.
LOOK_ALIKES = [
    "rummet", "rum", "rummets", "rumfang", "romme", "tarveligt", "tarvelig", "indsat",
    "indsatte", "indsatsvilje", "hjem", "hjemme", "hjemmet", "hjemlig", "hjemlige", "part",
    "parti", "parten", "parter", "paragrafrytter", "klage", "klager", "klagede", "klageri",
    "bevægelse", "begyndelse", "bestemme", "bestemmer", "bestemt", "bestemte", "underret",
    "undervisning", "undervise", "retning", "retten", "rette", "oplyst", "lys", "fraværende",
    "fravælge", "tilbyde", "tilbudt", "statue", "statuer", "netto", "samtale", "sammen",
    "samtlige", "dokument", "dokumenter", "netop", "opgave", "opgaver", "opleve", "ophold",
    "opholde", "opholder", "forhold", "forslag", "forsøg", "formand", "format", "tilstand",
    "tilsynekomst", "synes", "syn", "omsætning", "vilje", "villig", "vilde", "værelse",
    "journalist", "journalister", "perspektivløs", "rask", "resurse", "udflugt", "udføre",
    "udfordre", "udfordrer", "fremad", "frem", "fremtid", "fremmed", "fremmede", "sikker",
    "sikkert", "sikkerhed", "dogme", "doven", "hermelin", "hertil", "psykisk", "anbefale",
    "anbefaling", "anbefaler", "aflaste", "afhente", "afsted", "bid", "bidt", "yderst",
    "ydre", "ydmyg", "relativt", "relativ", "kriminel", "konsekvent", "konsekvente",
    "justits", "koordinator", "modtagelig", "modtagelse", "modig", "moden", "vurderlig",
    "ansigt", "anmelder", "anmeldelse", "familie", "plejemor", "mål", "målet", "formular"
]


def found(text: str, **kw: Any) -> list[str]:
    """The listed words that the rule finds in a letter."""
    return [p.quote for p in look(FAGORD, letter_of_text(text, **kw), BOOK)]


@pytest.mark.parametrize(("term", "form"), CASES, ids=[f for _, f in CASES])
def test_a_word_is_found_in_all_its_forms(term, form):
    stykke = Stykke(f"Her er {form} til dig.")
    assert [f.term for f, _, _ in places(stykke, LISTED)] == [term]


def test_the_list_of_forms_is_long_enough_to_mean_something():
    assert len(CASES) >= 150
    assert len(FORMS) >= 45
    assert len(LOOK_ALIKES) >= 70


@pytest.mark.parametrize("word", LOOK_ALIKES)
def test_a_word_that_only_looks_like_one_is_let_stand(word):
    assert list(places(Stykke(f"Her er {word} til dig."), LISTED)) == []


@pytest.mark.parametrize("text", [
    "Vi har truffet en afgørelse.", "Kommunen træffer snart afgørelse.",
    "Efter servicelovens regler, jf. § 5.", "Du har forebyggende indsatser.",
    "Der er overvåget samvær på lørdag.", "Der er støttede samvær.",
    "Klagen har opsættende virkning.",
    "Jeg tager stilling til det.", "Vi har lagt din mening til grund.",
    "Det sker med henblik på hjælp.", "I henhold til loven får du hjælp.",
    "Den børnefaglige undersøgelse er slut.", "Du skal rette henvendelse til skolen.",
])
def test_expressions_are_found_whatever_their_form(text):
    assert found(text)


def test_the_longest_expression_counts_once():
    assert found("Vi har truffet afgørelse.") == ["truffet afgørelse"]


@pytest.mark.parametrize("text", [
    "Du har ret til aktindsigt, altså ret til at læse din sag.",
    "Du har ret til aktindsigt. Det betyder, at du må læse din sag.",
    "Du har ret til aktindsigt. Det vil sige, at du må læse din sag.",
    "Aktindsigt betyder, at du må læse din sag.",
    "Du må læse din sag. Det hedder aktindsigt.",
    "At du må læse din sag, kalder man aktindsigt.",
    "Det, du får, kaldes også en foranstaltning.",
    "Du får hjælp (en foranstaltning).",
    "Du får en foranstaltning (hjælp til dig).",
    "Du får en foranstaltning, som er hjælp.",
    "Foranstaltning er et andet ord for hjælp.",
    "En foranstaltning er hjælp fra kommunen.",
    "Du får en foranstaltning. Det er et svært ord for hjælp.",
    "Du får en foranstaltning – det er hjælp.",
    "Du har ret til partshøring. Partshøring er, når du læser det først.",
    "Du får en foranstaltning. En foranstaltning er hjælp.",
    "Du har ret til aktindsigt, det vil sige at læse din sag.",
    "Du må læse alt. Det svære ord for det er aktindsigt.",
])
def test_a_word_is_excused_where_it_is_explained(text):
    assert found(text) == []


@pytest.mark.parametrize("text", [
    "Det betyder, at du har ret til aktindsigt.",
    "Din rådgiver hedder Ole og har givet dig en foranstaltning.",
    "Du får en foranstaltning (barnets lov § 32).",
    "Du får en foranstaltning (3. maj).",
    "Det er en foranstaltning.",
    "Vi kalder til møde om din foranstaltning.",
    "Foranstaltningen er, at du kommer hver mandag.",
    "Du får en foranstaltning. Det er koldt i dag.",
    "Altså får du en foranstaltning.",
])
def test_a_word_that_explains_something_else_is_no_excuse(text):
    assert found(text)


def test_an_explanation_holds_for_the_rest_of_the_letter_and_not_for_what_comes_before():
    told = "Du må læse din sag. Det hedder aktindsigt."
    assert found(f"{told}\nSkriv til mig om aktindsigt.") == []
    assert found(f"Skriv til mig om aktindsigt.\n{told}") == ["aktindsigt"]


def test_a_word_is_told_once_with_how_often_it_stands():
    [problem] = look(FAGORD, letter_of_text("Din foranstaltning.\nEn foranstaltning er dyr."), BOOK)
    assert "2 steder" in problem.text


@pytest.mark.parametrize(("word", "reader", "age", "level"), [
    ("Du får en foranstaltning", "barn", 8, "advarsel"),
    ("Du får en foranstaltning", "barn", 17, "advarsel"),
    ("Du får en indsats", "barn", 12, "advarsel"), ("Du får en indsats", "barn", 13, "forslag"),
    ("Du får en støtteperson", "barn", 9, "forslag"), ("Du får en støtteperson", "barn", 10, None),
    ("Du får en foranstaltning", "forælder", 8, "forslag"),
    ("Du får en indsats", "forælder", 8, None), ("Du får aktindsigt", "forælder", 8, None),
    ("Du får en indsats", "barn", None, "forslag"),
    ("Du får en foranstaltning", None, 9, "forslag"),
])
def test_how_much_a_word_weighs_depends_on_who_reads(word, reader, age, level):
    levels = [p.level for p in look(FAGORD, letter_of_text(f"{word}.", læser=reader, alder=age),
                                    BOOK)]
    assert levels == ([level] if level else [])


def test_the_plain_wording_is_shown():
    [problem] = look(FAGORD, letter_of_text("Vi iværksætter det."), BOOK)
    assert "sætte i gang" in problem.remedy


def test_quotations_and_the_box_of_rules_are_let_stand():
    assert found("Din mor sagde: »Jeg vil have en foranstaltning til ham.«") == []
    assert found("# Regler, vi har brugt\nBarnets lov § 32, stk. 1, jf. § 5.") == []
    assert found("Du får hjælp efter § 32, stk. 1.")


def test_a_library_on_top_adds_and_overrides_words(tmp_path):
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "fagord.tsv").write_text(
        "fagord\ti stedet\tordklasse\tråd\tgrad\ntrappemodel\ttrin\tsb\t\t3\n"
        "foranstaltning\ten anden hjælp\tsb\t\t2\n", "utf-8")
    both = load_list((shipped() / "rules" / "fagord.tsv", tmp_path / "rules" / "fagord.tsv"))
    words = [(f.term, f.instead, f.grad) for f, _, _ in places(
        Stykke("Trappemodellen er en foranstaltning, der iværksættes."), both)]
    assert words == [("trappemodel", "trin", "3"), ("foranstaltning", "en anden hjælp", "2"),
                     ("iværksætte", "sætte i gang; starte", "3")]


def test_a_line_that_cannot_be_read_is_told_with_its_place(tmp_path):
    path = tmp_path / "fagord.tsv"
    path.write_text("fagord\ti stedet\tordklasse\tråd\tgrad\ntrin\tet\tord\t\t3\n", "utf-8")
    with pytest.raises(Unusable) as error:
        load_list((path,))
    assert "fagord.tsv, linje 2" in str(error.value)
    assert "ordklassen »ord«" in str(error.value)


def test_no_imperative_is_made_that_is_another_word():
    assert "rum" not in forms("rumme", "vb")
    assert "yd" not in forms("yde", "vb")


@pytest.mark.parametrize("text", [
    "aktindsigt " * 90_000, "»" * 1_000_000, "aktindsigt»« " * 70_000, "(aktindsigt" * 90_000,
    "træffe en " * 100_000, "rumme rummet " * 80_000, "§ 5 " * 250_000, "det hedder en " * 70_000])
def test_a_million_signs_of_anything_are_read(text):
    for id in ("FAGORD", "FORAELDET"):
        look(BOOK.regler[id], letter_of_text(text), BOOK)


def test_one_reference_to_the_law_is_one_finding():
    [problem] = look(FAGORD, letter_of_text("Du får hjælp efter barnets lov § 32, stk. 1, nr. 3, "
                                            "jf. § 5."), BOOK)
    assert problem.quote == "§ 32, stk. 1, nr. 3, jf. § 5"
    [problem] = look(FAGORD, letter_of_text("Du får hjælp efter § 32.\nDu kan klage efter § 145, "
                                            "stk. 1.", alder=14), BOOK)
    assert "2 steder" in problem.text
    assert problem.level == "advarsel"


def test_another_word_between_parts_two_references():
    assert len(found("Efter § 32 får du hjælp, og iværksættelsen følger § 46.")) == 2


def test_what_a_user_is_told_of_a_word_is_whole_sentences():
    """Notes of those who keep the list are for them (`note`); nobody else is shown them."""
    for fagord in LISTED.words.values():
        assert fagord.advice == "" or fagord.advice[-1] in ".?", fagord.term
        assert not set('"/()') & set(fagord.advice + fagord.instead), fagord.term
        assert fagord.instead or fagord.advice, fagord.term


@pytest.mark.parametrize(("text", "told"), [
    ("Du får en foranstaltning.", "Skriv for eksempel »hjælp«. Skal ordet blive stående, så "
                                  "forklar det samme sted. Skriv, hvilken hjælp det er."),
    ("Vi iværksatte det.", "Skriv for eksempel »sætte i gang« eller »starte«. Skal ordet blive "
                           "stående, så forklar det samme sted. Skriv, hvem der starter hvad og "
                           "hvornår."),
    ("Vi anmoder dig.", "Skriv for eksempel »bede«. Skal ordet blive stående, så forklar det samme "
                        "sted."),
    ("Du har en FKP.", "Skriv det helt ud, og fortæl, hvem det er. Skal ordet blive stående, så "
                       "forklar det samme sted."),
])
def test_the_remedy_of_a_word_reads_well(text, told):
    assert [p.remedy for p in look(FAGORD, letter_of_text(text), BOOK)] == [told]


@pytest.mark.parametrize(("text", "words"), [
    ("Du skal tale med PPR.", ["PPR"]), ("Din UU-vejleder ringer.", ["UU-vejleder"]),
    ("Du har KAT-samtaler.", ["KAT-samtaler"]), ("Din kat er her. Kat-mad er dyr.", []),
    ("PPR (skolens psykologer) kommer.", []), ("Det hedder PPR.", []),
    ("Du siger ikke meget, hedder det i journalen.", ["journalen"]),
])
def test_abbreviations_that_only_the_profession_knows_are_found(text, words):
    assert found(text) == words


def test_references_without_end_are_gone_through():
    found("§ 32, stk. 1, jf. " * 10_000)
    found("PPR-" * 100_000)
