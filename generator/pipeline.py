"""Start here. The main path: one case → its letters, made and checked, nothing on disk yet.

    order_letters(case) ─▶ for each: visning ─▶ fill ─▶ docx ─▶ read ─▶ check ─▶ Letter
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from time import perf_counter
from typing import Any

from generator.case.ics import add_areas
from generator.case.load import Case
from generator.case.reader import Situation, handleplan_for
from generator.case.view import Visning, visning
from generator.checker.always.conserved import conserved
from generator.checker.always.contexts import contexts
from generator.checker.always.leaks import leaks
from generator.checker.always.recipients import recipients
from generator.checker.check import check, check_set
from generator.checker.letter import Brev
from generator.checker.open import Told, open_letter
from generator.checker.rule_files import load_rules
from generator.checker.rules import Regelbog
from generator.document.docx_package import open_package
from generator.document.model import Document
from generator.document.read_docx import read_package
from generator.library import Library, Skabelon
from generator.orders import Order, order_letters
from generator.phrases.book import Phrasebook
from generator.phrases.session import Regler, Session
from generator.source import Problem, Unusable, in_order
from generator.template.compile import CompiledTemplate, compile_template
from generator.template.images import Billede, read_picture
from generator.template.manifest import manifest
from generator.template.render import Filled, fill, pack_letter
from generator.template.verify import verify_package

#: How much of the paper a picture may take: width and height in millimetres.
LOGO_MM, PICTURE_MM = (80, 14), (150, 90)


@dataclass(frozen=True)
class Letter:
    """A finished letter with everything known about it: `brev` is what the rules see of it.
    `findings` at level fejl hold it back."""

    order: Order
    docx: bytes
    brev: Brev
    findings: tuple[Problem, ...]
    fraser: tuple[str, ...]
    milliseconds: float

    @property
    def document(self) -> Document:
        """What is read in the finished file."""
        return self.brev.document

    @property
    def held_back(self) -> bool:
        return any(finding.level == "fejl" for finding in self.findings)


@dataclass
class Press:
    """A library made ready for printing: its templates and phrases compiled as they are needed."""

    library: Library
    book: Phrasebook = field(init=False)
    _templates: dict[str, CompiledTemplate] = field(default_factory=dict)
    _logos: dict[tuple[Path, str, str], Billede | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.book = Phrasebook(self.library)

    @cached_property
    def regler(self) -> Regelbog:
        """The rules that finished letters are held against; raises `Unusable` when they cannot be
        read."""
        return load_rules(self.library)

    def template(self, skabelon: Skabelon) -> CompiledTemplate:
        """The compiled template; raises `Unusable` when it cannot be used."""
        if skabelon.id not in self._templates:
            self._templates[skabelon.id] = compile_template(skabelon)
        return self._templates[skabelon.id]

    def logo(self, case: Case) -> Billede | None:
        """The municipality's logo, if the case names one. It is kept, for cases share it."""
        kommune = case.sag.kommune
        if not kommune.logo:
            return None
        key = (case.file.parent, kommune.logo, kommune.navn)
        if key not in self._logos:
            self._logos[key] = _picture(case, ("kommune", "logo"), f"{kommune.navn}s logo", LOGO_MM)
        return self._logos[key]


def _picture(case: Case, path: tuple[str, str], alt: str, box: tuple[int, int]) -> Billede | None:
    """The picture that a field of the case names, as large as the box allows; None when it names
    none. Raises `Unusable` when it cannot be used."""
    part, name = path
    named: str | None = getattr(getattr(case.sag, part), name, None)
    if not named:
        return None
    file = (case.file.parent / named.strip()).resolve()
    where = case.source.place(path)
    if case.file.parent.resolve() not in file.parents:
        raise Unusable([Problem("billede.sti", "Billedet ligger uden for sagens mappe.", where,
                                "Læg billedet ved siden af sagens fil.")])
    return read_picture(file, alt, where, *box)


def make_letters(case: Case, press: Press, orders: Sequence[Order], *,
                 draft: bool = False) -> list[Letter]:
    """The ordered letters of one case, all made and checked, each and together; none is written."""
    letters = [make_letter(case, order, press, draft=draft) for order in orders]
    apart = check_set([letter.brev for letter in letters], press.regler)
    return [replace(letter, findings=tuple(in_order([*letter.findings, *mine])))
            if (mine := [p for p in apart if p.where.file == letter.order.navn]) else letter
            for letter in letters]


def make_letter(case: Case, order: Order, press: Press, *, draft: bool = False) -> Letter:
    """One letter: the case as its reader sees it, filled in, packed, read back and checked."""
    start = perf_counter()
    situation = Situation(case.sag, order.læser, order.dato)
    template = press.template(order.skabelon)
    session, filled = filled_letter(case, situation, order, template, press, draft=draft)
    docx = packed_letter(case, order, template, session, filled)
    milliseconds = (perf_counter() - start) * 1000
    package = open_package(docx, order.navn)
    document = read_package(package)
    brev = _seen_by_rules(document, case, situation, order)
    findings = [*session.problemer, *filled.problems, *verify_package(package),
                *conserved(document, session), *leaks(document, situation),
                *recipients(case, situation, order.skabelon.dokument),
                *contexts(case, press.library.ics, order.skabelon.dokument, order.dato),
                *_told_by_rules(brev, press.regler, draft or filled.problems)]
    return Letter(order, docx, brev, tuple(in_order(findings)), tuple(session.brugt), milliseconds)


def _told_by_rules(brev: Brev, book: Regelbog, holes: object) -> Iterator[Problem]:
    """What the rules say of a letter that is made here. What must stand in it is made sure of by
    holes, each of which holds it back; that a rule does not know the words it stands in is a
    warning. And a hole is no forgotten placeholder."""
    for problem in check(brev, book):
        if book.regler[problem.id].slags == "skal_staa" and problem.level == "fejl":
            yield replace(problem, level="advarsel")
        elif not (holes and problem.id == "PLADSHOLDER"):
            yield problem


def opened(letter: Letter, case: Case, situation: Situation) -> Brev:
    """The letter as the rules see it with this case: also one that it was not made from."""
    return _seen_by_rules(letter.document, case, situation, letter.order)


def _seen_by_rules(document: Document, case: Case, situation: Situation, order: Order) -> Brev:
    return open_letter(document, Told(order.skabelon.dokument, order.læser.rolle, situation.alder,
                                      order.dato, case, situation), {})


def filled_letter(case: Case, situation: Situation, order: Order, template: CompiledTemplate,
                  press: Press, *, draft: bool = False) -> tuple[Session, Filled]:
    """The letter's own parts as XML, and the session that knows which phrases made them."""
    view = visning(situation)
    session = Session(press.book, order.læser.rolle, situation.alder, order.dato,
                      template.styles, template.first_bookmark, draft=draft,
                      first_list=template.first_list)
    pictures = _add_pictures(view, case, press)
    view["dokument"] = {"titel": order.skabelon.titel, "dato": order.dato, "udkast": draft,
                        "type": order.skabelon.dokument, "kopi_til": _copy_to(view, order)}
    add_areas(view, press.library.ics, case.sag, order.skabelon.dokument, order.dato)
    view["regler"] = Regler(session, _own_rules(case, situation, order))
    return session, fill(template, view, session, pictures=pictures)


def _add_pictures(view: Visning, case: Case, press: Press) -> list[Billede]:
    """Puts the pictures that the case names where the letter finds them."""
    found = [press.logo(case)]
    view.give("kommune", logo=found[0])
    for name in ("plan", "individuel_plan"):
        part = getattr(case.sag, name)
        if part and part.billede:
            alt = part.billedtekst or f"Billede til planen for {view['barn']['fornavn']}"
            picture = _picture(case, (name, "billede"), alt, PICTURE_MM)
            view.give(name, billede=picture)
            found.append(picture)
    return [picture for picture in found if picture]


def _copy_to(view: Visning, order: Order) -> str | None:
    """The name of the one who gets a copy of what is written to the child."""
    copy = order.læser.kopi_til
    records = [*view["personer"], *view["steder"]] if copy else []
    return next((r["navn"] for r in records if r["id"] == copy), None)


def packed_letter(case: Case, order: Order, template: CompiledTemplate, session: Session,
                  filled: Filled) -> bytes:
    """The letter as docx bytes, with its manifest inside."""
    made_of = manifest(template, session, case.hash_of(order.skabelon.dokument))
    return pack_letter(template, filled, made_of,
                       title=order.skabelon.titel, sender=case.sag.kommune.navn, day=order.dato)


def _own_rules(case: Case, situation: Situation, order: Order) -> tuple[Any, ...]:
    """The provisions that the letter's own part of the case names."""
    if order.skabelon.dokument == "foraeldrehandleplan":
        plan = handleplan_for(situation)
        return tuple(support.hjemmel for support in plan.støtte) if plan else ()
    decision = case.sag.afgørelse
    if decision is None:
        return ()
    own = [*(i.hjemmel for i in decision.indsatser), *decision.flere_regler]
    return (*own, *((decision.uden_samtykke,) if decision.uden_samtykke else ()))


#: A variant: the file of its phrase, and the first line of its text.
VariantKey = tuple[str, int]


def letters_by_variant(cases: Mapping[str, Case],
                       press: Press) -> tuple[dict[VariantKey, list[str]], list[Problem]]:
    """The letters of the named cases that use each variant (»skolefravaer: 2026-0117_…«), and the
    problems of cases whose letters cannot be made."""
    found: dict[VariantKey, list[str]] = {}
    problems: list[Problem] = []
    for name, case in cases.items():
        try:
            for order in order_letters(case, press.library):
                for choice in _phrases_of(case, order, press).valgt:
                    key = (choice.frase.file, choice.variant.line)
                    found.setdefault(key, []).append(f"{name}: {order.navn}")
        except Unusable as error:
            problems += error.problems
    return found, problems


def _phrases_of(case: Case, order: Order, press: Press) -> Session:
    """The session of a letter that is filled in and not packed."""
    situation = Situation(case.sag, order.læser, order.dato)
    template = press.template(order.skabelon)
    return filled_letter(case, situation, order, template, press, draft=True)[0]
