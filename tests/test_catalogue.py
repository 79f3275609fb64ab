"""The field catalogue and the JSON Schema are whole, in Danish, and true of the case files."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML

from generator.case.catalogue import DOKUMENTER, felter, json_schema
from generator.case.fields import felt_ved
from generator.library import shipped
from tests.small_case import full

ROOT = Path(__file__).parent.parent
EXAMPLES = sorted((shipped() / "examples").glob("*.yaml"))
ENGLISH = {"the", "and", "of", "with", "from", "which", "that", "this", "are", "was", "where",
           "who", "what", "when", "not", "or", "if", "has", "their", "must", "should", "value",
           "list", "name", "place", "address", "text", "date"}
#: Words that are spelled so in Danish too.
TWO_LETTERS = {"aarhus", "datoen", "foraeldrehandleplan"}


def words(text: str) -> set[str]:
    return set(re.findall(r"[a-zæøåé_]+", text.casefold()))


def not_danish(text: str) -> set[str]:
    """English words, and words where ae, oe or aa stand for æ, ø or å."""
    plain = re.sub(r"\S*[@./]\S*\w", "", text)
    ascii_fied = {w for w in words(plain) if re.search("ae|oe|aa", w)} - TWO_LETTERS
    return (words(text) & ENGLISH) | ascii_fied


def test_the_check_for_danish_finds_what_is_not():
    assert not_danish("The name of the child") == {"the", "name", "of"}
    assert not_danish("Foraeldres oenske") == {"foraeldres", "oenske"}
    assert not_danish("Barnets ønske, for eksempel i Aarhus C.") == set()


@pytest.mark.parametrize("entry", list(felter()), ids=lambda e: e.sti)
def test_every_field_has_a_title_and_an_explanation_in_danish(entry):
    felt = entry.felt
    assert felt.titel
    assert felt.titel[0].isupper() or felt.titel[0] == "§"
    assert felt.beskrivelse
    assert not_danish(f"{felt.titel} {felt.beskrivelse} {' '.join(felt.valg)}") == set()
    assert not_danish(entry.sti) == set()


def test_a_field_of_the_catalogue_is_one_that_templates_know():
    hidden = {"beskyttet_mod", "hemmeligt_for", "må_ses_af", "adressebeskyttelse",
              "skal_have_brev", "intet_brev_grund"}
    for entry in felter():
        if entry.sti.rpartition(".")[2] not in hidden:
            assert felt_ved(entry.sti) is not None, entry.sti


@pytest.mark.parametrize("dokument", DOKUMENTER)
def test_a_document_needs_some_of_the_fields_and_never_all(dokument):
    some, everything = [e.sti for e in felter(dokument)], [e.sti for e in felter()]
    assert set(some) < set(everything)
    assert "barn.navn" in some
    assert any(sti.startswith(DOKUMENTER[dokument][0]) for sti in some)


# --- the JSON Schema ----------------------------------------------------------------------------


def as_an_editor_reads_it(text: str) -> Any:
    """YAML 1.2 as editors read it, where an unquoted number is a number and a date is a text."""
    yaml = YAML(typ="safe", pure=True)
    resolvers = yaml.resolver.versioned_resolver
    for first, known in list(resolvers.items()):
        resolvers[first] = [(tag, regex) for tag, regex in known if "timestamp" not in tag]
    return yaml.load(text)


def faults(data: Any) -> list[str]:
    Draft202012Validator.check_schema(json_schema())
    return [e.message for e in Draft202012Validator(json_schema()).iter_errors(data)]


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda p: p.stem)
def test_an_editor_finds_no_fault_in_an_example(path):
    assert faults(as_an_editor_reads_it(path.read_text(encoding="utf-8"))) == []


def test_an_editor_finds_no_fault_in_a_case_with_every_field():
    assert faults(full()) == []


@pytest.mark.parametrize("line", [
    "sagsnummer: 20260117", "barn: {navn: Bo, fødselsdato: 2014-08-14, cpr: 7408140000}",
    "barn: {navn: Bo, fødselsdato: 2014-08-14, klasse: 5, telefon: 70001012, uden_sprog: ja}",
    "barn: {navn: Bo, fødselsdato: 2014-08-14, kan_selv: tegner, bor_hos: mor, skole: }",
    "barn: {navn: Bo, fødselsdato: 2014-08-14, adresse: {vej: A 1, postnr: 0800, by: B}}",
    "personer: {id: mor, navn: Lone, rolle: mor}", "personer:",
    "status: {dato: 2026-01-01, magt: {antal: 0}}",
])
def test_what_the_program_takes_no_editor_underlines(line):
    base = as_an_editor_reads_it("sagsnummer: a\nkommune: {navn: K}\nrådgiver: {navn: R}\n"
                                 "barn: {navn: Bo, fødselsdato: 2014-08-14}\n")
    assert faults({**base, **as_an_editor_reads_it(line)}) == []


@pytest.mark.parametrize("line", [
    "barnn: x", "barn: {navn: Bo}", "barn: {navn: Bo, fødselsdato: 2014-08-14, stedord: hunn}",
    "barn: {navn: Bo, fødselsdato: 2014-08-14, uden_sprog: måske}", "barn: Bo",
    "personer: [{id: Mor, navn: Lone, rolle: mor}]",
])
def test_what_the_program_refuses_an_editor_underlines(line):
    base = as_an_editor_reads_it("sagsnummer: a\nkommune: {navn: K}\nrådgiver: {navn: R}\n"
                                 "barn: {navn: Bo, fødselsdato: 2014-08-14}\n")
    assert faults({**base, **as_an_editor_reads_it(line)})


def texts(schema: Any) -> Iterator[str]:
    """Every title and description in a schema."""
    if isinstance(schema, dict):
        for key, value in schema.items():
            if key in ("title", "description") and isinstance(value, str):
                yield value
            else:
                yield from texts(value)
    elif isinstance(schema, list):
        for item in schema:
            yield from texts(item)


def test_the_schema_is_in_danish():
    found = list(texts(json_schema()))
    assert len(found) > 300
    assert {word for text in found for word in not_danish(text)} == set()


def test_the_schema_in_docs_is_the_one_the_program_makes():
    on_disk = (ROOT / "docs" / "sag.schema.json").read_text(encoding="utf-8")
    assert json.loads(on_disk) == json_schema(), "run: make docs"


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda p: p.stem)
def test_an_example_tells_the_editor_where_the_schema_is(path):
    first = path.read_text(encoding="utf-8").split("\n", 1)[0]
    found = re.fullmatch(r"# yaml-language-server: \$schema=(\S+)", first)
    assert found
    assert (ROOT / "examples" / found[1]).resolve() == ROOT / "docs" / "sag.schema.json"
