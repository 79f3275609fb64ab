"""The rules about decisions and placements, and Word files and texts held against them."""

from __future__ import annotations

from functools import cache

from generator.case.reader import Læserrolle
from generator.checker.check import check
from generator.checker.letter import letter_of_text
from generator.checker.rule_files import load_rules
from generator.checker.rules import Regel, Regelbog
from generator.document import read_docx
from generator.inspection import Asked, Inspection, inspect_document
from generator.library import Library, load_library

FILES = ("faelles", "afgoerelse", "anbringelse", "samvaer")
CHILD: Læserrolle = "barn"
PARENT: Læserrolle = "forælder"


@cache
def library() -> Library:
    return load_library()


@cache
def book() -> Regelbog:
    """Only the rules of this area, so that a finding of another's is not ours to explain."""
    found = load_rules(library())
    return Regelbog({id: r for id, r in found.regler.items() if ours(r)}, found.roots)


def ours(regel: Regel) -> bool:
    group, _, name = regel.sted.file.replace("\\", "/").rpartition("/")
    return group.endswith(("rules/lov", "rules/anbefaling")) and name.removesuffix(".yaml") in FILES


def inspected(data: bytes) -> Inspection:
    """A Word file as one who knows nothing of the case sees it."""
    return inspect_document(read_docx(data), library(), book(), Asked())


def found_in(text: str, reader: Læserrolle, age: int) -> set[str]:
    """The rules that find something in a bare text."""
    brev = letter_of_text(text, dokument="afgoerelse", læser=reader, alder=age)
    return {p.id for p in check(brev, book())}
