"""A municipality's own export is read through `fletning.yaml`, and nobody has to rename columns."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.batch.shape import arbejdsbog
from generator.batch.tables.mapping import apply, load_mapping
from generator.batch.tables.read import Tables, read_tables
from generator.source import Unusable

MAPPING = """\
ark:
  Borgere: Sager
kolonner:
  Borger CPR: barn.cpr
  Køn: barn.stedord
  Sag: Sagsnummer
faste:
  kommune.navn: Egelund Kommune
vaerdier:
  barn.stedord: {K: hun, M: han, kun: ja}
"""
CSV = "sag;BORGER  cpr;Køn\n1;0101501234;K\n2;;m\n3;;X\n4;;\n5;;;mere\n"


def mapped(folder: Path, mapping: str = MAPPING, text: str = CSV) -> Tables:
    (folder / "a.csv").write_text(text, encoding="utf-8")
    (folder / "fletning.yaml").write_text(mapping, encoding="utf-8")
    return apply(read_tables(folder / "a.csv"), load_mapping(folder / "fletning.yaml"))


def test_headings_get_our_names_values_are_translated_and_constants_are_added(tmp_path):
    table = mapped(tmp_path).tables[0]
    assert [cell.tekst for cell in table.overskrifter] == [
        "Sagsnummer", "barn.cpr", "barn.stedord", "kommune.navn"]
    rows = [list(row.tekster) for row in table.rækker]
    assert rows[:2] == [["1", "0101501234", "hun", "Egelund Kommune"],
                        ["2", None, "han", "Egelund Kommune"]]
    assert rows[4] == ["5", None, None, "Egelund Kommune", "mere"]


def test_a_value_without_a_translation_is_a_problem_when_no_others_are_allowed(tmp_path):
    def found(mapping: str) -> list[tuple[str, str]]:
        table = mapped(tmp_path, mapping).tables[0]
        return [(cell.problem.id, cell.problem.where.detail) for row in table.rækker
                for cell in row.celler if cell.problem]
    stray = ("tabel.uden_overskrift", "D6")
    assert found(MAPPING) == [("fletning.ukendt_vaerdi", "C4"), stray]
    assert found(MAPPING.replace(", kun: ja", "")) == [stray]


def test_a_translation_finds_the_column_by_its_heading_as_well(tmp_path):
    title = next(k.titel for k in arbejdsbog()[0].kolonner if k.sti == "barn.stedord")
    mapping = f'kolonner: {{Køn: "{title}"}}\nvaerdier: {{barn.stedord: {{K: hun}}}}\n'
    table = mapped(tmp_path, mapping).tables[0]
    assert next(iter(table.rækker)).tekster[2] == "hun"


def test_a_column_of_the_file_wins_over_a_constant_for_the_same_field(tmp_path):
    table = mapped(tmp_path, "faste: {barn.cpr: '1'}\n", "Sagsnummer;barn.cpr\n1;2\n").tables[0]
    assert [list(row.tekster) for row in table.rækker] == [["1", "2"]]


def test_a_heading_or_sheet_that_the_file_does_not_have_is_remarked(tmp_path):
    remarks = mapped(tmp_path, MAPPING, "sag;Køn\n1;K\n").remarks
    assert [(p.id, p.where.line) for p in remarks if p.id.startswith("fletning")] == [
        ("fletning.uden_kolonne", 4), ("fletning.uden_ark", 0)]


WRONG = """\
kolonne: {a: b}
kolonner:
  A: barn.cprr
  B:
  C: barn.cpr
  c: barn.navn
faste:
  barn.cpr: x
  findes.ikke: y
vaerdier:
  barn.stedord: {K: hun, kun: måske}
  barn.navn: hej
ark:
  X: Sagerr
"""


def test_everything_that_is_wrong_in_a_mapping_is_said_at_once_with_its_line(tmp_path):
    path = tmp_path / "fletning.yaml"
    path.write_text(WRONG, encoding="utf-8")
    with pytest.raises(Unusable) as error:
        load_mapping(path)
    assert [p.where.line for p in error.value.problems] == [1, 3, 4, 6, 8, 9, 11, 12, 14]
    by_line = {p.where.line: p for p in error.value.problems}
    assert by_line[1].remedy == "Mente du »kolonner«?"
    assert by_line[3].remedy == "Mente du »barn.cpr«?"
    assert by_line[14].remedy == "Mente du »Sager«?"


@pytest.mark.parametrize("text", ["- a\n", "hej\n", "kolonner: [a]\n", "vaerdier: x\n"])
def test_a_mapping_of_another_shape_is_refused(tmp_path, text):
    with pytest.raises(Unusable):
        mapped(tmp_path, text)
