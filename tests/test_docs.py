"""README and guides say what is true: commands exist, files are there, examples run."""

from __future__ import annotations

import importlib.util
import re
import shutil
from pathlib import Path
from types import ModuleType

import pytest
from openpyxl import load_workbook

from generator import cli
from generator.case.conditions import BETINGELSER
from generator.case.fields import FELTER
from generator.cli import group
from generator.danish import FILTRE
from generator.expressions import check
from generator.library import load_library
from generator.sandbox import environment
from tests.shared_library import share

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_every_link_and_picture_leads_somewhere(page):
    text = page.read_text(encoding="utf-8")
    targets = re.findall(r"\]\(([^)#]+?)\)|src=\"([^\"]+)\"", text)
    for target in (a or b for a, b in targets):
        if not target.startswith("http"):
            assert (page.parent / target).exists(), target


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_every_command_named_exists(page):
    text = page.read_text(encoding="utf-8")
    for words in re.findall(r"duform ((?:[a-z][a-z-]*)(?: [a-z][a-z-]*)?)", text):
        first, _, second = words.partition(" ")
        assert first in group.commands, f"duform {words}"
        below = getattr(group.commands[first], "commands", None)
        if below is not None and second:
            assert second in below, f"duform {words}"


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_every_tag_in_a_guide_uses_names_that_exist(page):
    library = load_library()
    for tag in re.findall(r"\{\{.*?\}\}", page.read_text(encoding="utf-8")):
        inner = re.sub(r"\{\{[pr] ", "{{ ", tag.replace("\\|", "|"))
        if "…" in inner or "felt" in inner or "frase.mappe" in inner or "oplaesning" in inner:
            continue
        loops = {"samtale": "samtaler[]", "indsats": "afgørelse.indsatser[]", "m": "plan.mål[]",
                 "ønske": "barnets_perspektiv.ønsker[]", "person": "personer[]",
                 "regel": "regler[]"}
        faults, _ = check(environment().parse(inner), library.fraser, loops)
        assert faults == [], f"{page.name}: {tag}"


def test_the_guide_to_phrases_names_every_filter():
    text = (ROOT / "docs/vejledning/fraser.md").read_text(encoding="utf-8")
    assert [name for name in FILTRE if not re.search(rf"`[^`]*\b{name}\b[^`]*`", text)] == []


def test_every_danish_noun_in_the_models_top_is_in_the_glossary():
    text = (ROOT / "docs/ordliste.md").read_text(encoding="utf-8").casefold()
    for word in ("afgørelse", "frase", "skabelon", "betingelse", "variant", "læser", "visning"):
        assert f"| {word} |" in text


def test_a_condition_never_hides_a_field():
    from generator.case.sag import Sag

    assert set(BETINGELSER) & set(Sag.model_fields) == set()
    assert set(BETINGELSER) <= set(FELTER.felter)


# --- the guide to merging -------------------------------------------------------------------------

MERGING = ROOT / "docs" / "vejledning" / "fletning.md"


def practice() -> ModuleType:
    """What the guide's pictures are made with: the practice cases, and how they are mended."""
    spec = importlib.util.spec_from_file_location("fletning", ROOT / "docs" / "fletning.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def fenced(kind: str) -> list[str]:
    text = MERGING.read_text(encoding="utf-8")
    found = re.findall(r"^```(\w*)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    return [block for name, block in found if name == kind]


def test_the_guide_to_merging_works_when_it_is_followed(tmp_path, monkeypatch, capsys):
    """Every command in it, in order, with what it says to do in between."""
    share(monkeypatch)
    monkeypatch.chdir(tmp_path)
    shutil.copytree(ROOT / "examples", "examples")
    Path("fletning.yaml").write_text(fenced("yaml")[0], encoding="utf-8")
    book, mended, seen = Path("sager.xlsx"), Path("breve/fejl.xlsx"), {}
    for command in (block.strip() for block in fenced("")):
        words = command.removesuffix(" --pdf").split()[1:]
        if str(mended) in words:
            practice().mend(mended)
        elif "--fortsaet" in words:
            practice().mend(book)
        elif "udtraek.xlsx" in words:
            as_exported(book, Path("udtraek.xlsx"))
        code = cli._run(words)
        if words[-1] == str(book):
            practice().fill(book)
        seen[command] = code, capsys.readouterr().err, len(list(Path("breve").glob("*.docx")))
    assert [(code, made) for code, _, made in seen.values()] == [
        (0, 0), (1, 0), (1, 6), (0, 9), (0, 9), (0, 9), (0, 9)]
    assert seen["duform flet sager.xlsx --ud breve --toerloeb"][1] == fenced("text")[0]
    assert not mended.exists()


def as_exported(book: Path, target: Path) -> None:
    """The workbook as another system would have written it: other headings and values, and not the
    municipality's name."""
    opened = load_workbook(book)
    page = opened["Sager"]
    column = practice().column
    page.delete_cols(column(page, "Kommunens navn"))
    pronoun = column(page, "Stedord")
    for row in range(2, page.max_row + 1):
        cell = page.cell(row, pronoun)
        cell.value = {"hun": "K", "han": "M"}.get(str(cell.value), cell.value)
    page.cell(1, column(page, "Barnets navn"), "Borger navn")
    page.cell(1, column(page, "CPR-nummer"), "Borger CPR")
    opened.save(target)


def test_the_guide_to_merging_names_every_column_that_the_practice_cases_fill_in():
    rows = dict(re.findall(r"^\| ([A-ZÆØÅ][^|`]*?) \| (Sagsnummer, .*?) \|$",
                           MERGING.read_text(encoding="utf-8"), re.MULTILINE))
    filled = {sheet: {heading for row in found for heading in row
                      if not heading.endswith("(til de voksne)")}
              for sheet, found in practice().filled_in().items()}
    assert set(rows) == set(filled)
    for sheet, headings in filled.items():
        named = rows[sheet]
        for heading in sorted(headings, key=len, reverse=True):
            assert heading in named, heading
            named = named.replace(heading, "", 1)
        assert not named.strip(", ")
