"""The guide to rules works when it is followed: every command in it, with the files it shows."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

from generator import cli
from generator.checker.pattern import pattern
from generator.checker.rule_files import VALG
from generator.findings.exceptions import read_exceptions
from generator.findings.kontrol import TYPES
from generator.source import LEVELS
from tests.checked import book
from tests.shared_library import share, shipped_press

ROOT = Path(__file__).parent.parent
GUIDE = (ROOT / "docs" / "vejledning" / "regler.md").read_text(encoding="utf-8")


def fenced(kind: str) -> list[str]:
    """The blocks of this kind, without what they are indented with."""
    found = re.findall(r"^( *)```(\w*)\n(.*?)^ *```$", GUIDE, re.MULTILINE | re.DOTALL)
    return ["\n".join(line.removeprefix(indent) for line in text.split("\n"))
            for indent, name, text in found if name == kind]


def test_every_command_in_the_guide_runs_and_finds_no_fault_in_our_letters(
        tmp_path, monkeypatch, capsys):
    share(monkeypatch)
    monkeypatch.chdir(tmp_path)
    shutil.copytree(ROOT / "examples", "examples")
    rules = Path("vores/rules/sprog/egelund.yaml")
    rules.parent.mkdir(parents=True)
    rules.write_text(next(text for text in fenced("yaml") if "EGELUND-01" in text), "utf-8")
    commands = [line for block in fenced("") for line in block.strip().split("\n")]
    assert len(commands) > 10
    for command in commands:
        code = cli._run(shlex.split(command)[1:])
        shown = capsys.readouterr()
        assert code == 0, f"{command}\n{shown.out}{shown.err}"
        if " proev " in command:
            assert "Her står »iværksætter snart en ny støtte«." in shown.out
    assert list(Path("rapport").glob("*-tjek.html"))
    assert list(Path("rapport").glob("*-tjek.docx"))


def test_the_file_of_exceptions_in_the_guide_can_be_read(tmp_path):
    text = next(text for text in fenced("yaml") if text.startswith("- regel:"))
    (tmp_path / "tjek.yaml").write_text(text, "utf-8")
    rules = book(tmp_path, "\n".join(
        f"- id: {id}\n  titel: x\n  slags: menneske\n  type: FORM\n  niveau: forslag\n"
        "  kilde: x\n  besked: x\n  sådan: x\n" for id in ("AF-08", "TILTALE-BARN")))
    assert [one.regel for one in read_exceptions(tmp_path, rules)] == ["AF-08", "TILTALE-BARN"]


def test_the_rules_that_the_guide_names_are_there():
    named = set(re.findall(r"\b(?:AF-\d\d|TILTALE-BARN)\b", GUIDE))
    assert named <= set(shipped_press().regler.regler)


def test_the_guide_names_every_level_and_type_and_patterns_that_can_be_read():
    for name in (*LEVELS, *TYPES):
        assert f"| {name} |" in GUIDE
    for kind in ("maa_ikke_staa", "skal_staa", "menneske"):
        assert kind in VALG
        assert f"| `{kind}` |" in GUIDE
    table = GUIDE.split("### Mønstre")[1].split("### Slags")[0]
    for cell in re.findall(r"^\| (`.*?) \|", table, re.MULTILINE):
        for example in re.findall(r"`([^`]+)`", cell):
            assert pattern(f"ord {example} ord").source
