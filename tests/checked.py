"""Small letters and small rule books, checked: for tests of what a check tells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from html import escape
from pathlib import Path

from generator.checker.rule_files import load_rules
from generator.checker.rules import Regelbog
from generator.findings.exceptions import Undtagelse
from generator.findings.kontrol import Kontrol, checked
from generator.inspection import Asked
from tests.shared_library import shipped_library
from tests.word import p, r, styled, word

#: One rule of each level and of several types; the tests own them, so that no rule file matters.
RULES = """\
- id: PR-01
  titel: Hvor længe det varer
  slags: skal_staa
  type: LOV
  niveau: fejl
  kilde: barnets lov § 32, stk. 3
  besked: Brevet siger ikke, hvor længe det varer.
  hvorfor: Familien skal kunne regne med noget.
  sådan: Skriv det.
  mønstre: [varer]
- id: PR-02
  titel: Barnet omtalt
  slags: maa_ikke_staa
  type: SPROG
  niveau: advarsel
  kilde: seed 001, side 19
  besked: Her står »{ord}« til barnet selv.
  sådan: Skriv »du«.
  mønstre: [barnet]
- id: PR-03
  titel: Ordet indsats
  slags: maa_ikke_staa
  type: ANBEFALING
  niveau: forslag
  kilde: seed 001, side 4
  besked: Et svært ord.
  sådan: Skriv »hjælp«.
  mønstre: [indsats*]
- id: PR-04
  titel: Et navn
  slags: maa_ikke_staa
  type: BESKYTTELSE
  niveau: fejl
  kilde: forvaltningsloven § 27
  besked: Her står »{ord}«.
  sådan: Slet »{ord}«.
  mønstre: ["=Egon {navn}"]
- id: PR-05
  titel: Er hjælpen stor nok?
  slags: menneske
  type: LOV
  niveau: forslag
  kilde: barnets lov § 18
  besked: Er hjælpen stor nok?
  sådan: Tal om det.
"""


def book(folder: Path, rules: str = RULES) -> Regelbog:
    """The rules read from a library that holds nothing else."""
    file = folder / "rules" / "lov" / "proeve.yaml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(rules, encoding="utf-8")
    return load_rules(replace(shipped_library(), roots=(folder,)))


def letter(path: Path, *lines: str) -> Path:
    """A Word file with a paragraph for each line; `# …` is a heading."""
    body = [styled("Heading1", r(line[2:])) if line.startswith("# ") else p(r(escape(line)))
            for line in lines]
    path.write_bytes(word(*body))
    return path


def kontrol(path: Path, rules: Regelbog, exceptions: Sequence[Undtagelse] = (),
            today: date = date(2026, 3, 2)) -> Kontrol:
    """The letter checked as a decision to a child."""
    return checked(path, shipped_library(), rules, Asked("afgoerelse", "barn", 11), exceptions,
                   today)
