"""README and guides say what is true: commands exist, files are there, examples run."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from generator.case.conditions import BETINGELSER
from generator.case.fields import FELTER
from generator.cli import group
from generator.danish import FILTRE
from generator.expressions import check
from generator.library import load_library
from generator.sandbox import environment

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
