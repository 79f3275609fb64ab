"""A finished Word letter opened for checking: its pieces, who wrote each, and whom it is for.

What nobody says is read from the manifest inside the letter, and else guessed from its headings.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from generator.case.load import Case
from generator.case.reader import Situation
from generator.case.sag import Sag
from generator.checker.letter import Brev, Deltager, Modtager, Stykke, kind_of
from generator.checker.provenance import traced
from generator.checker.shape import shaped
from generator.document.model import Block, Document, Paragraph, Table
from generator.document.origin import Origin, read_origin


@dataclass(frozen=True)
class Told:
    """What is known of a letter from outside. Empty or None where nobody says."""

    dokument: str = ""
    læser: Modtager | None = None
    alder: int | None = None
    dato: date | None = None
    case: Case | None = None
    situation: Situation | None = None
    lovfraser: Mapping[str, str] = field(default_factory=dict)


def open_letter(document: Document, told: Told, templates: dict[str, str]) -> Brev:
    """The letter with everything that is known of it. `templates` gives the kind of document of
    each template id."""
    origin = read_origin(document.manifest)
    pieces = list(_pieces(document))
    stykker, gone = traced(pieces, origin) if origin else (tuple(s for s, _ in pieces), ())
    # What a phrase made is traced by whole paragraphs, so they are cut after that.
    stykker = shaped(stykker, [paragraph for _, paragraph in pieces], document.body)
    made = origin or Origin()
    læser = told.læser or (made.reader if made.reader in ("barn", "forælder", "sted") else None)
    alder = told.alder
    if alder is None and told.situation:
        alder = told.situation.alder
    if alder is None and made.ages:
        alder = made.ages[0]
    return Brev(
        document.name, stykker, told.dokument or templates.get(made.template, ""),
        læser,  # type: ignore[arg-type]
        alder, told.dato or (told.situation.dato if told.situation else made.date),
        participants(told.case.sag) if told.case else (), document, told.case, told.situation,
        gone, told.lovfraser)


def participants(sag: Sag) -> tuple[Deltager, ...]:
    """Everybody in the case, the child first, as language rules must know them."""
    child = sag.barn
    siblings = [part.barn for part in sag.plan.søskende] if sag.plan else []
    found = [Deltager(child.navn, child.kaldes or child.navn.split()[0], "barn",
                      child.stedord or "", True)]
    found += [Deltager(s.navn, s.kaldes or s.navn.split()[0], "søskende") for s in siblings]
    found += [Deltager(p.navn, p.kaldes or p.navn.split()[0], p.rolle, p.stedord or "")
              for p in sag.personer]
    found += [Deltager(r.navn, r.navn.split()[0], "rådgiver")
              for r in (sag.rådgiver, sag.anden_rådgiver) if r]
    return tuple(found)


def _pieces(document: Document) -> Iterator[tuple[Stykke, Paragraph]]:
    """The body and the notes, each piece with its paragraph."""
    heading = [""]
    yield from _of_blocks(document.body, heading)
    for note in document.notes:
        yield from _of_blocks(note.blocks, heading)


def _of_blocks(blocks: tuple[Block, ...],
               heading: list[str]) -> Iterator[tuple[Stykke, Paragraph]]:
    for block in blocks:
        if isinstance(block, Table):
            for row in block.rows:
                for cell in row:
                    yield from _of_blocks(cell.blocks, heading)
        elif block.text.strip():
            slags = kind_of(block)
            if slags == "overskrift":
                heading[0] = block.text.strip()
            yield Stykke(block.text.replace("\u00a0", " "), block.where, slags, heading[0]), block
