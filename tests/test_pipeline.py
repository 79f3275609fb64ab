"""Which letters a case calls for, from which template, under which name; what a letter knows of how
it came to be; and that nothing is carried over from one letter to the next."""

from __future__ import annotations

import itertools
import random
import re
import zipfile
from dataclasses import replace
from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from generator.case.conditions import BETINGELSER
from generator.case.load import Case, load_case
from generator.case.reader import Situation
from generator.document import paragraphs, read_docx
from generator.document.origin import text_hash
from generator.library import Library, Skabelon, load_library, shipped
from generator.orders import choose_template, file_name, order_letters
from generator.phrases.choose import Chooser, choose
from generator.pipeline import Letter, Press, make_letters
from generator.source import Unusable
from tests.small_case import case, situation

CHILD, SMALL_CHILD, INFANT, PARENT = (
    "afgoerelse_barn", "boernebrev", "boernebrev_uden_sprog", "afgoerelse_foraelder")
BORN = "barn.fødselsdato"
EXAMPLES = sorted((shipped() / "examples").glob("*.yaml"))
SPACE = {"m": "urn:duform:manifest:1"}


@cache
def library() -> Library:
    return load_library()


@cache
def press() -> Press:
    return Press(library())


@cache
def example(path: Path) -> Case:
    return load_case(path, library().law)


@cache
def letters(path: Path) -> tuple[Letter, ...]:
    """The whole set of an example, made once for all tests."""
    return tuple(make_letters(example(path), press(), order_letters(example(path), library())))


# --- which letters ------------------------------------------------------------------------------

BOTH = [(PARENT, "mor"), (PARENT, "far")]
#: The case; what is asked for; the templates and readers that come of it.
CALLS: list[tuple[dict[str, Any], dict[str, Any], list[tuple[str, str]]]] = [
    ({}, {}, [(CHILD, "barn"), *BOTH]),
    ({BORN: "2016-03-02"}, {}, [(CHILD, "barn"), *BOTH]),
    ({BORN: "2016-03-03"}, {}, [(SMALL_CHILD, "barn"), *BOTH]),
    ({BORN: "2024-03-02"}, {}, [(SMALL_CHILD, "barn"), *BOTH]),
    ({BORN: "2024-03-03"}, {}, [(INFANT, "barn"), *BOTH]),
    ({"barn.uden_sprog": "ja"}, {}, [(INFANT, "barn"), *BOTH]),
    ({BORN: "2025-01-01", "barn.uden_sprog": "nej"}, {}, [(SMALL_CHILD, "barn"), *BOTH]),
    ({"personer.1.skal_have_brev": "nej"}, {}, [(CHILD, "barn"), (PARENT, "mor")]),
    ({"personer.1.forældremyndighed": "nej"}, {}, [(CHILD, "barn"), (PARENT, "mor")]),
    ({"personer.1.forældremyndighed": None}, {}, [(CHILD, "barn"), (PARENT, "mor")]),
    ({}, {"types": ["afgoerelse"]}, [(CHILD, "barn"), *BOTH]),
    ({}, {"to": ["barn"]}, [(CHILD, "barn")]),
    ({}, {"to": ["foraeldre"]}, BOTH),
    ({}, {"to": ["far"]}, [(PARENT, "far")]),
    ({}, {"to": ["far", "barn"]}, [(PARENT, "far"), (CHILD, "barn")]),
    ({"personer.1.forældremyndighed": "nej"}, {"to": ["far"]}, [(PARENT, "far")]),
    ({BORN: "2016-03-03"}, {"dato": date(2026, 3, 3)}, [(CHILD, "barn"), *BOTH]),
    ({}, {"dato": date(2024, 8, 13)}, [(SMALL_CHILD, "barn"), *BOTH]),
]


@pytest.mark.parametrize(("changes", "asked", "expected"), CALLS)
def test_a_case_calls_for_these_letters(changes, asked, expected):
    orders = order_letters(case(changes), library(), **asked)
    assert [(o.skabelon.id, o.læser.id) for o in orders] == expected
    assert {o.dato for o in orders} == {asked.get("dato", date(2026, 3, 2))}


#: The case; what is asked for; the problem and a word of its remedy.
REFUSED: list[tuple[dict[str, Any], dict[str, Any], str, str]] = [
    ({"afgørelse": None}, {}, "lav.intet", "afgørelse"),
    ({"afgørelse": None}, {"types": ["afgoerelse"]}, "lav.intet", "duform felter"),
    ({}, {"types": ["afgorelse"]}, "lav.type", "afgoerelse"),
    ({}, {"types": ["digt"]}, "lav.type", "afgoerelse"),
    ({}, {"to": ["mr"]}, "lav.modtager", "mor"),
    ({}, {"to": ["naboen"]}, "lav.modtager", "barn"),
    ({}, {"to": ["sted"]}, "lav.ingen_modtager", "--til"),
    ({"personer": None}, {"to": ["foraeldre"]}, "lav.ingen_modtager", "forældremyndighed"),
]


def test_a_kind_of_document_of_ones_own_is_made_when_asked_for_and_only_then():
    own = replace(library().skabeloner[CHILD], id="vores_brev", dokument="vores_brev")
    with_own = replace(library(), skabeloner={**library().skabeloner, "vores_brev": own})
    asked = order_letters(case(), with_own, types=["vores_brev"], to=["barn"])
    decision = case().sag.afgørelse
    assert decision is not None
    assert [(o.skabelon.id, o.dato) for o in asked] == [("vores_brev", decision.dato)]
    everything = order_letters(case(), with_own)
    assert "vores_brev" not in {o.skabelon.dokument for o in everything}


@pytest.mark.parametrize(("changes", "asked", "id", "remedy"), REFUSED)
def test_what_is_not_there_is_refused_with_a_remedy(changes, asked, id, remedy):
    with pytest.raises(Unusable) as refused:
        order_letters(case(changes), library(), **asked)
    [problem] = refused.value.problems
    assert problem.id == id
    assert remedy in problem.remedy


def test_every_unknown_type_is_told_at_once():
    with pytest.raises(Unusable) as refused:
        order_letters(case(), library(), types=["a", "afgoerelse", "b"])
    assert [p.text for p in refused.value.problems] == [
        "Vi har ingen skabelon til »a«.", "Vi har ingen skabelon til »b«."]


# --- which template -----------------------------------------------------------------------------


def skabelon(id: str, *conditions: tuple[str, bool], læser: str = "barn",
             dokument: str = "afgoerelse") -> Skabelon:
    return Skabelon(id, id, dokument, læser, conditions, "1", Path(f"{id}.docx"), {},
                    f"{id}/skabelon.yaml")


def among(*skabeloner: Skabelon) -> Library:
    return replace(library(), skabeloner={s.id: s for s in skabeloner})


#: The templates there are; the one for an eleven-year-old whose case has no conditions but age.
CHOICES: list[tuple[list[Skabelon], str | None]] = [
    ([skabelon("a")], "a"),
    ([skabelon("a"), skabelon("b", ("over_10", True))], "b"),
    ([skabelon("a"), skabelon("b", ("over_10", False))], "a"),
    ([skabelon("a", ("anbragt", True))], None),
    ([skabelon("a", ("over_10", True), ("anbragt", False)), skabelon("b", ("over_10", True))],
     "a"),
    ([skabelon("a", læser="forælder")], None),
    ([skabelon("a", dokument="statusudtalelse")], None),
    ([], None),
]


@pytest.mark.parametrize(("skabeloner", "expected"), CHOICES)
def test_the_template_with_most_conditions_that_hold_is_taken(skabeloner, expected):
    for order in (skabeloner, skabeloner[::-1]):
        found = choose_template(among(*order), "afgoerelse", situation())
        assert (found.id if found else None) == expected


def test_two_templates_that_fit_equally_well_are_refused_by_name():
    tied = among(skabelon("a", ("over_10", True)), skabelon("b", ("anbragt", False)))
    with pytest.raises(Unusable) as refused:
        choose_template(tied, "afgoerelse", situation())
    [problem] = refused.value.problems
    assert problem.id == "skabelon.uafgjort"
    assert "»a«" in problem.text
    assert "»b«" in problem.text
    assert problem.where.file == "b/skabelon.yaml"


def test_what_is_remembered_of_a_choice_is_what_would_be_chosen():
    chance = random.Random(7)
    for frase in itertools.chain(*library().fraser.values()):
        for reader, age in (("barn", 1), ("barn", 8), ("barn", 12), ("barn", 17), ("forælder", 12)):
            chooser = Chooser(reader, age)
            for _ in range(12):
                answers = {name: chance.random() < 0.5 for name in BETINGELSER}
                wanted = choose(frase, reader, age, answers.__getitem__)
                found = chooser(frase, answers)
                assert (found and (found.variant, found.fallback)) == (
                    wanted and (wanted.variant, wanted.fallback)), (frase.id, reader, age, answers)
                assert chooser(frase, answers) is found


# --- file names ---------------------------------------------------------------------------------

TWO_MOTHERS = {"personer.1.rolle": "mor", "personer.1.id": "mor2"}
PLACES = {"steder": [{"id": "hjem", "navn": "Hos Hanne", "slags": "plejefamilie"},
                     {"id": "skole", "navn": "Skolen", "slags": "skole"}]}
#: The case; the reader; the file's name.
NAMES: list[tuple[dict[str, Any], str, str]] = [
    ({}, "barn", "2026-1_afgoerelse_barn_2026-03-02"),
    ({}, "mor", "2026-1_afgoerelse_mor_2026-03-02"),
    ({"sagsnummer": "27.36.00-G01-5/26"}, "barn",
     "27.36.00-G01-5-26_afgoerelse_barn_2026-03-02"),
    ({"sagsnummer": "2026 17"}, "barn", "2026-17_afgoerelse_barn_2026-03-02"),
    ({"personer.1.rolle": "forælder"}, "far", "2026-1_afgoerelse_foraelder_2026-03-02"),
    ({"personer.1.rolle": "støtteperson"}, "far", "2026-1_afgoerelse_stoetteperson_2026-03-02"),
    (TWO_MOTHERS, "mor", "2026-1_afgoerelse_mor-1_2026-03-02"),
    (TWO_MOTHERS, "mor2", "2026-1_afgoerelse_mor-2_2026-03-02"),
    ({"personer.1.id": "mikkel"}, "mikkel", "2026-1_afgoerelse_far_2026-03-02"),
    (PLACES, "sted:hjem", "2026-1_afgoerelse_sted-1_2026-03-02"),
    (PLACES, "sted:skole", "2026-1_afgoerelse_sted-2_2026-03-02"),
    ({"steder": PLACES["steder"][:1]}, "sted:hjem", "2026-1_afgoerelse_sted_2026-03-02"),
]


@pytest.mark.parametrize(("changes", "reader", "expected"), NAMES)
def test_a_file_is_named_by_number_and_role(changes, reader, expected):
    seen = situation(changes, reader)
    assert file_name(case(changes), "afgoerelse", seen.læser, seen.dato) == expected


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda p: p.stem)
def test_file_names_are_safe_all_different_and_without_names(path):
    made = example(path)
    found = [order.navn for order in order_letters(made, library())]
    people: list[Any] = [made.sag.barn, *made.sag.personer, *made.sag.steder, made.sag.rådgiver]
    names = {word.casefold() for person in people for word in person.navn.split()}
    assert len({name.casefold() for name in found}) == len(found)
    for name in found:
        assert re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*", name)
        assert not names & set(re.split(r"[^a-zæøå]+", name.casefold()))


# --- the set ------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda p: p.stem)
def test_the_set_is_whole_and_each_letter_is_as_if_made_alone(path):
    made = example(path)
    orders = order_letters(made, library())
    together = letters(path)
    assert [letter.order for letter in together] == orders
    decisions = {o.læser.id for o in orders if o.skabelon.dokument == "afgoerelse"}
    holders = {p.id for p in made.sag.personer
               if p.forældremyndighed and p.skal_have_brev is not False}
    assert decisions in (set(), {"barn", *holders})
    for letter in reversed(together):
        [alone] = make_letters(made, Press(library()), [letter.order])
        assert alone.docx == letter.docx
        assert alone.findings == letter.findings
        assert alone.fraser == letter.fraser


def test_a_letter_made_after_others_by_the_same_press_is_the_same():
    busy = press()
    for path in EXAMPLES:
        letters(path)
    for path in EXAMPLES:
        made = example(path)
        again = make_letters(made, busy, order_letters(made, library()))
        assert [a.docx for a in again] == [b.docx for b in letters(path)]


def test_a_draft_says_so_and_holds_nothing_of_the_letter_before():
    first, second = case({"afgørelse.formål": "Alma trives"}), case()
    order = order_letters(first, library(), to=["mor"])
    texts = [make_letters(one, press(), order, draft=True)[0].document for one in (first, second)]
    assert "Alma trives" in " ".join(p.text for p in paragraphs(texts[0].body))
    assert "Alma trives" not in " ".join(p.text for p in paragraphs(texts[1].body))
    assert "MANGLER" in " ".join(p.text for p in paragraphs(texts[1].body))


# --- the manifest -------------------------------------------------------------------------------

ALL = [pytest.param(path, n, id=f"{path.stem}-{n}") for path in EXAMPLES for n in range(3)]


def manifest_of(docx: bytes) -> etree._Element:
    with zipfile.ZipFile(BytesIO(docx)) as file:
        return etree.fromstring(file.read("customXml/duform.xml"))


def taken(path: Path, number: int) -> tuple[Case, Letter]:
    """The case and one of its letters; a smaller set is gone through again."""
    found = letters(path)
    return example(path), found[number % len(found)]


@pytest.mark.parametrize(("path", "number"), ALL)
def test_the_manifest_says_what_made_the_letter(path, number):
    made, letter = taken(path, number)
    root = manifest_of(letter.docx)
    template = letter.order.skabelon
    assert {n: root.get(n) for n in ("skabelon", "skabelonversion", "sag", "dato", "laeser")} == {
        "skabelon": template.id, "skabelonversion": template.version, "sag": made.hash_of(
            template.dokument),
        "dato": letter.order.dato.isoformat(), "laeser": letter.order.læser.rolle}
    phrases = {f.get("id"): f for f in root.iterfind("m:frase", SPACE)}
    assert tuple(phrases) == letter.fraser
    for id, element in phrases.items():
        frase = library().frase(str(id), letter.order.dato)
        assert frase is not None
        assert element.get("version") == frase.version
        assert element.get("variant") in {v.heading for v in frase.varianter}


@pytest.mark.parametrize(("path", "number"), ALL)
def test_the_manifest_knows_every_paragraph_and_its_words(path, number):
    _, letter = taken(path, number)
    told: dict[str, str] = {}
    for stretch in manifest_of(letter.docx).iterfind("m:frase/m:afsnit", SPACE):
        for n, checksum in enumerate((stretch.get("hash") or "").split(), int(
                stretch.get("fra") or 0)):
            assert f"_fr_{n}" not in told
            told[f"_fr_{n}"] = checksum
    there = {mark: p.text for p in paragraphs(read_docx(letter.docx, "brev").body)
             for mark in p.bookmarks if mark.startswith("_fr_")}
    assert len(there) > 10
    assert told == {mark: text_hash(text) for mark, text in there.items()}


def test_an_edited_paragraph_no_longer_has_its_checksum():
    assert text_hash("Du må gerne klage.") == text_hash("Du må gerne klage.")
    assert len({text_hash(t) for t in ("Du må gerne klage.", "Du må gerne klage", "du må gerne "
                                       "klage.", "Du må gerne klage. ", "")}) == 5


@pytest.mark.parametrize(("path", "number"), ALL)
def test_the_manifest_holds_no_personal_data(path, number):
    made, letter = taken(path, number)
    with zipfile.ZipFile(BytesIO(letter.docx)) as file:
        text = file.read("customXml/duform.xml").decode() + file.read("docProps/core.xml").decode()
    words = set(re.findall(r"\w+", text.casefold()))
    sag = made.sag
    people: list[Any] = [sag.barn, *sag.personer, *sag.steder, sag.rådgiver]
    for person in people:
        assert not {w.casefold() for w in person.navn.split() if len(w) > 2} & words, person.navn
        for value in (getattr(person, "telefon", None), getattr(person, "mail", None)):
            assert not value or value not in text
        if cpr := getattr(person, "cpr", None):
            assert cpr.cifre not in text
            assert cpr.i_brev() not in text
        if (adresse := getattr(person, "adresse", None)) and adresse != sag.kommune.adresse:
            assert adresse.vej not in text
    assert sag.barn.fødselsdato.isoformat() not in text
    assert sag.sagsnummer not in text


def test_the_same_case_written_otherwise_gives_the_same_letter_and_another_case_does_not(tmp_path):
    [one, same, other] = (case(), case({"barn.navn": "Alma Holm"}), case({"barn.navn": "Bo Holm"}))
    orders = order_letters(one, library(), to=["mor"])
    docx = [make_letters(c, Press(library()), orders, draft=True)[0].docx
            for c in (one, same, other)]
    assert docx[0] == docx[1]
    assert manifest_of(docx[2]).get("sag") != manifest_of(docx[0]).get("sag")


# --- the logo -----------------------------------------------------------------------------------


def with_logo(tmp_path: Path, logo: str) -> Case:
    made = case({"kommune.logo": logo})
    return replace(made, source=replace(made.source, file=str(tmp_path / "sag" / "sag.yaml")))


def test_a_logo_is_read_once_and_only_from_beside_the_case(tmp_path):
    source = (shipped() / "examples" / "logo-egelund.png").read_bytes()
    (tmp_path / "sag" / "billeder").mkdir(parents=True)
    for place in ("logo.png", "sag/logo.png", "sag/billeder/logo.png"):
        (tmp_path / place).write_bytes(source)
    made = Press(library())
    assert made.logo(case()) is None
    found = made.logo(with_logo(tmp_path, "logo.png"))
    assert found is not None
    assert found is made.logo(with_logo(tmp_path, "logo.png"))
    assert found.alt == "Egelund Kommunes logo"
    assert made.logo(with_logo(tmp_path, "billeder/logo.png")) is not None
    for logo, id in (("../logo.png", "billede.sti"), (str(tmp_path / "logo.png"), "billede.sti"),
                     ("findes_ikke.png", "billede.mangler"), ("sag.yaml", "billede.mangler")):
        with pytest.raises(Unusable) as refused:
            made.logo(with_logo(tmp_path, logo))
        assert [p.id for p in refused.value.problems] == [id]


def test_the_law_a_decision_names_itself_stands_among_the_rules():
    plain = case()
    more = case({"afgørelse.flere_regler": ["barnets lov § 47"],
                 "afgørelse.uden_samtykke": "barnets lov § 37"})
    orders = order_letters(plain, library(), to=["mor"])
    [without, named] = (" ".join(p.text.replace("\u00a0", " ") for p in paragraphs(
        make_letters(c, press(), orders, draft=True)[0].document.body)) for c in (plain, more))
    assert "§ 32, stk. 1, nr. 5" in without
    for rule in ("§ 47", "§ 37"):
        assert re.search(rf"{rule}(?!\d)", named)
        assert not re.search(rf"{rule}(?!\d)", without)


def test_a_situation_is_what_the_letter_is_made_for():
    [order] = order_letters(case(), library(), to=["barn"], dato=date(2026, 9, 1))
    seen = Situation(case().sag, order.læser, order.dato)
    assert (seen.alder, order.navn) == (12, "2026-1_afgoerelse_barn_2026-09-01")
