"""A small library of phrases for tests, in memory or in a folder, and letters made with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from generator.case.conditions import BETINGELSER
from generator.case.law import LawBook, load_law
from generator.document import Document
from generator.library import Frase, Library, parse_frase, shipped
from generator.phrases.book import Phrasebook
from generator.phrases.session import Session
from generator.source import Problem
from generator.template.compile import CompiledTemplate, compile_docx
from generator.template.manifest import manifest
from generator.template.render import fill, pack_letter
from tests.word import DAY, p, read, skabelon, word

LAW = shipped() / "rules" / "lovgrundlag.yaml"
HEAD = {
    "titel": "Prøve",
    "dokumenter": "[afgoerelse]",
    "stemme": "du",
    "gyldig_fra": "2024-01-01",
    "version": "1",
    "status": "godkendt",
    "ejer": "Team",
    "kilde": "prøve",
}


@cache
def law() -> LawBook:
    """The shipped law data, which phrases point to."""
    return load_law(LAW)


def text(body: str, **head: str) -> str:
    """A phrase file: its head, with these fields changed (or left out: ""), and its body."""
    fields = {**HEAD, **head}
    lines = [f"{name}: {value}" for name, value in fields.items() if value]
    return "---\n" + "\n".join(lines) + f"\n---\n{body}\n"


def frase(id: str, body: str, **head: str) -> Frase:
    """A phrase as it is when read from `id.md` (an older version: `id@2020-01-01.md`). The body
    begins on line 11."""
    version = f"@{head['gyldig_fra']}" if "gyldig_fra" in head else ""
    return parse_frase(text(body, **head), id, f"{id}{version}.md", law())


def library(*fraser: Frase) -> Library:
    """A library of these phrases only; several with one id are versions of one phrase."""
    found: dict[str, tuple[Frase, ...]] = {}
    for one in fraser:
        found[one.id] = (*found.get(one.id, ()), one)
    return Library(found, {}, law(), ())


def on_disk(root: Path, fraser: Mapping[str, str]) -> Path:
    """A library folder with these phrase files (`afgoerelse/hej.md` → its text)."""
    (root / "rules").mkdir(parents=True, exist_ok=True)
    for file in ("lovgrundlag.yaml", "ics.yaml"):
        (root / "rules" / file).write_bytes((LAW.parent / file).read_bytes())
    for name, content in fraser.items():
        path = root / "fragments" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return root


@dataclass(frozen=True)
class Made:
    """A letter with everything known about it."""

    docx: bytes
    session: Session
    problems: tuple[Problem, ...]

    @property
    def document(self) -> Document:
        return read(self.docx)


def session_for(
    compiled: CompiledTemplate,
    fraser: Library,
    reader: str = "barn",
    age: int = 12,
    day: date = DAY,
    *,
    draft: bool = False,
) -> Session:
    """The phrase session of a letter from this template."""
    return Session(
        Phrasebook(fraser),
        reader,
        age,
        day,
        compiled.styles,
        compiled.first_bookmark,
        draft=draft,
        first_list=compiled.first_list,
    )


def made(
    template: bytes,
    fraser: Library,
    values: Mapping[str, Any] | None = None,
    *,
    reader: str = "barn",
    age: int = 12,
    day: date = DAY,
    draft: bool = False,
    typografier: Mapping[str, str] | None = None,
) -> Made:
    """The letter that a template makes with these phrases. Conditions are false unless given."""
    compiled = compile_docx(template, skabelon(typografier=dict(typografier or {})))
    session = session_for(compiled, fraser, reader, age, day, draft=draft)
    view = {**dict.fromkeys(BETINGELSER, False), **(values or {})}
    filled = fill(compiled, view, session)
    docx = pack_letter(
        compiled,
        filled,
        manifest(compiled, session, "0"),
        title="Prøve",
        sender="Kommunen",
        day=day,
    )
    return Made(docx, session, (*session.problemer, *filled.problems))


def body(markdown: str, values: Mapping[str, Any] | None = None, **more: Any) -> Made:
    """The letter of a template that is one phrase, `x`, with this body."""
    return made(word(p("{{p frase.x }}")), library(frase("x", markdown)), values, **more)
