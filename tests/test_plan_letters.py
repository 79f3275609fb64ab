"""What a letter adds to the case it shows: pictures, areas, who gets a copy. With a template of its
own, so that it does not depend on what the shipped ones say."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from generator import library as library_module
from generator.case.fields import FELTER
from generator.case.load import Case
from generator.document.text import to_text
from generator.library import load_library
from generator.orders import order_letters
from generator.pipeline import PICTURE_MM, Letter, Press, make_letters
from generator.source import Unusable
from generator.template.images import EMU_PER_MM, Billede
from generator.template.render import fill
from tests.fraser import on_disk, text
from tests.small_case import case
from tests.word import SPACES, p, png, word, xml

DAY = "2026-03-02"
AREAS = """\
{% for område in områder %}**{{ område.titel }}** ({{ område.til_barnet }}):
{% for k in område.kontekster %}{{ k.til_barnet }}: {{ k.ressourcer }} {% endfor %}
{% endfor %}
"""
CONTEXTS = [{"kontekst": "Fritid", "ressourcer": "Du rider."},
            {"kontekst": "Skolefohold", "ressourcer": "Du læser."},
            {"kontekst": "Venner", "ressourcer": "Du har Ida."},
            {"kontekst": "Hesten", "ressourcer": "Den hedder Plet."}]
WP = f"{{{SPACES['wp']}}}"

Make = Callable[[dict[str, Any]], list[Letter]]


@pytest.fixture
def make(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Make:
    """Makes the letters of the small case, changed, whose file lies in `sag/`."""
    root = on_disk(tmp_path / "med", {"status/set.md": text(AREAS, dokumenter="[statusudtalelse]")})
    bodies = {"barnets_plan": p("{% if plan.billede %}{{ plan.billede }}{% endif %}"),
              "statusudtalelse": p("{{p frase.status.set }}")}
    for dokument, body in bodies.items():
        folder = root / "templates" / dokument
        folder.mkdir(parents=True)
        (folder / f"{dokument}.docx").write_bytes(word(body))
        (folder / "skabelon.yaml").write_text(
            f"titel: Brev\ndokument: {dokument}\nlaeser: barn\nversion: 1\n", encoding="utf-8")
    monkeypatch.setattr(library_module, "shipped", lambda: root)
    press = Press(load_library())
    (tmp_path / "sag").mkdir()

    def made(changes: dict[str, Any]) -> list[Letter]:
        one = beside(case({"afgørelse": None, **changes}), tmp_path / "sag")
        return make_letters(one, press, order_letters(one, press.library))

    return made


def beside(one: Case, folder: Path) -> Case:
    return replace(one, source=replace(one.source, file=str(folder / "sag.yaml")))


def plan(**values: Any) -> dict[str, Any]:
    return {"plan": {"dato": DAY, **values}}


# --- pictures -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("told", "alt"), [
    ({}, "Billede til planen for Alma"),
    ({"billedtekst": "En hest & en sol"}, "En hest & en sol")])
def test_a_picture_beside_the_case_stands_in_the_plan_with_words_for_those_who_cannot_see_it(
        make, tmp_path, told, alt):
    (tmp_path / "sag" / "tegning.png").write_bytes(png(40, 20))
    [letter] = make(plan(billede="tegning.png", **told))
    assert not letter.held_back
    [drawing] = xml(letter.docx).iter(f"{WP}docPr")
    assert drawing.get("descr") == alt
    [extent] = xml(letter.docx).iter(f"{WP}extent")
    assert (int(str(extent.get("cx"))), int(str(extent.get("cy")))) == (
        150 * EMU_PER_MM, 75 * EMU_PER_MM)


def test_a_plan_without_a_picture_has_none(make):
    [letter] = make(plan())
    assert list(xml(letter.docx).iter(f"{WP}docPr")) == []


@pytest.mark.parametrize(("file", "id"), [
    ("../tegning.png", "billede.sti"), ("/etc/passwd", "billede.sti"),
    ("findes_ikke.png", "billede.mangler"), ("tekst.png", "billede.art")])
def test_a_picture_that_is_not_one_or_lies_elsewhere_is_refused(make, tmp_path, file, id):
    (tmp_path / "tegning.png").write_bytes(png())
    (tmp_path / "sag" / "tekst.png").write_bytes(b"ikke et billede")
    with pytest.raises(Unusable) as refused:
        make(plan(billede=file))
    assert [problem.id for problem in refused.value.problems] == [id]


@pytest.mark.parametrize(("width", "height", "fits"), [
    (40, 20, (150, 75)), (20, 40, (45, 90)), (300, 180, (150, 90)), (1, 1000, (0.09, 90)),
    (4000, 20, (150, 0.75))])
def test_a_picture_fills_its_box_one_way_and_keeps_its_shape(width, height, fits):
    wide, high = PICTURE_MM
    size = Billede(png(width, height), "x", wide, high).size
    assert size == pytest.approx([mm * EMU_PER_MM for mm in fits], abs=1)


# --- areas --------------------------------------------------------------------------------------


def test_the_areas_of_a_status_stand_under_their_dimensions_and_a_slip_is_told(make):
    [letter] = make({"status": {"dato": DAY, "kontekster": CONTEXTS}})
    assert " ".join(to_text(letter.document).split()) == (
        "Fritidsforhold og venskaber (Din fritid og dine venner): Din fritid: Du rider. "
        "Dine venner: Du har Ida. Skolefohold (Skolefohold): Skolefohold: Du læser. "
        "Hesten (Hesten): Hesten: Den hedder Plet.")
    [slip] = [f for f in letter.findings if f.id == "sag.kontekst_ukendt"]
    assert (slip.level, slip.remedy) == ("advarsel", "Mente du »Skoleforhold«?")
    assert not letter.held_back


def test_what_a_letter_adds_to_the_case_is_what_the_catalogue_says(make, monkeypatch):
    seen: list[dict[str, Any]] = []

    def remember(template: Any, view: Any, *rest: Any, **more: Any) -> Any:
        seen.append(dict(view))
        return fill(template, view, *rest, **more)

    monkeypatch.setattr("generator.pipeline.fill", remember)
    make({"status": {"dato": DAY, "kontekster": CONTEXTS}})
    [view] = seen
    assert set(view) == set(FELTER.felter)
    assert set(view["dokument"]) == set(FELTER.felter["dokument"].felter)
    area = FELTER.felter["områder"].punkt
    assert area
    assert area.felter["kontekster"].punkt
    for one in view["områder"]:
        assert set(one) == set(area.felter)
        for kontekst in one["kontekster"]:
            assert set(kontekst) == set(area.felter["kontekster"].punkt.felter)


def test_a_picture_of_a_plan_is_not_kept_when_the_letter_is_made(make, tmp_path):
    (tmp_path / "sag" / "tegning.png").write_bytes(png(40, 20))
    first = make(plan(billede="tegning.png"))[0].docx
    (tmp_path / "sag" / "tegning.png").write_bytes(png(40, 40))
    assert make(plan(billede="tegning.png"))[0].docx != first
