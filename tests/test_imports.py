"""Imports go down only, and no room is called after nothing in particular."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent / "generator"
#: The rooms, from the ground up. A room may use those below it; rooms on one line not each other.
FLOORS = [
    {"source", "xml_position", "__init__"},
    {"danish", "document"},
    {"case"},
    {"library", "doors"},
    {"jinja_filters", "krav"},
    {"sandbox"},
    {"expressions"},
    {"rewriting"},
    {"phrases"},
    {"template", "checker"},
    {"output", "pdf", "spelling"},
    {"orders"},
    {"pipeline"},
    {"coverage", "inspection", "lovkrav"},
    {"rule_examples", "findings"},
    {"batch"},
    {"tilsyn"},
    {"cli", "studio"},
    {"__main__"},
]
FLOOR = {room: number for number, rooms in enumerate(FLOORS) for room in rooms}
MODULES = sorted(ROOT.rglob("*.py"))


def room_of(module: str) -> str:
    """`generator.case.load` is in `case`; `generator` itself, with its version, is the ground."""
    room = [*module.split("."), "__init__"][1]
    return room if room in FLOOR else "__init__"


def imported(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = {a.name for n in ast.walk(tree) if isinstance(n, ast.Import) for a in n.names}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            module = node.module or ""
            names |= {f"generator.{a.name}" for a in node.names} if module == "generator" else {
                module}
    return {name for name in names if name.split(".")[0] == "generator"}


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_a_module_imports_from_its_own_room_and_from_those_below(path):
    here = room_of(".".join(("generator", *path.relative_to(ROOT).with_suffix("").parts)))
    for name in imported(path):
        there = room_of(name)
        assert there == here or FLOOR[there] < FLOOR[here], f"{path.name} imports {name}"


def test_every_room_has_its_floor():
    rooms = {p.relative_to(ROOT).with_suffix("").parts[0] for p in MODULES}
    assert rooms - set(FLOOR) == set()


def test_no_module_is_called_after_nothing_in_particular():
    empty = {"utils", "util", "helpers", "helper", "common", "manager", "base", "misc"}
    assert {p.stem for p in MODULES} & empty == set()


def test_only_the_sandbox_makes_an_environment_of_jinja():
    makers = {p.name for p in MODULES if "SandboxedEnvironment(" in p.read_text("utf-8")
              or "jinja2.Environment" in p.read_text("utf-8")}
    assert makers <= {"sandbox.py"}
