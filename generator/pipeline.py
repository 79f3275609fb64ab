"""Start here. The main path: one case → its letters, made and checked, nothing on disk yet.

    order_letters(case) ─▶ for each: visning ─▶ fill ─▶ docx ─▶ read ─▶ check ─▶ Letter
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from time import perf_counter
from typing import Any

from generator.case.catalogue import DOKUMENTER
from generator.case.conditions import BETINGELSER
from generator.case.load import Case, load_case
from generator.case.reader import Læser, Situation, forældremyndighedsindehavere
from generator.case.view import visning
from generator.checker.conserved import conserved
from generator.checker.leaks import leaks
from generator.checker.recipients import recipients
from generator.document.model import Document
from generator.document.read_docx import read_docx
from generator.library import Library, Skabelon
from generator.phrases.book import Phrasebook
from generator.phrases.session import Regler, Session
from generator.source import Place, Problem, Unusable, in_order, suggestion
from generator.template.compile import CompiledTemplate, compile_template
from generator.template.images import Billede, read_picture
from generator.template.manifest import manifest
from generator.template.render import Filled, fill, pack_letter
from generator.template.verify import verify

LOGO_HEIGHT_MM = 14


@dataclass(frozen=True)
class Order:
    """One letter to make: from which template, to whom, dated when."""

    skabelon: Skabelon
    læser: Læser
    dato: date
    navn: str


@dataclass(frozen=True)
class Letter:
    """A finished letter with everything known about it. `findings` at level fejl hold it back."""

    order: Order
    docx: bytes
    document: Document
    findings: tuple[Problem, ...]
    fraser: tuple[str, ...]
    milliseconds: float

    @property
    def held_back(self) -> bool:
        return any(finding.level == "fejl" for finding in self.findings)


@dataclass
class Press:
    """A library made ready for printing: its templates and phrases compiled as they are needed."""

    library: Library
    book: Phrasebook = field(init=False)
    _templates: dict[str, CompiledTemplate] = field(default_factory=dict)
    _logos: dict[tuple[Path, str, str], Billede] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.book = Phrasebook(self.library)

    def template(self, skabelon: Skabelon) -> CompiledTemplate:
        """The compiled template; raises `Unusable` when it cannot be used."""
        if skabelon.id not in self._templates:
            self._templates[skabelon.id] = compile_template(skabelon)
        return self._templates[skabelon.id]

    def logo(self, case: Case) -> Billede | None:
        """The municipality's logo, if the case names one; `Unusable` when it is no picture."""
        kommune = case.sag.kommune
        if not kommune.logo:
            return None
        key = (case.file.parent, kommune.logo, kommune.navn)
        if key not in self._logos:
            self._logos[key] = _read_logo(case, kommune.logo)
        return self._logos[key]


def _read_logo(case: Case, file: str) -> Billede:
    path = (case.file.parent / file).resolve()
    where = case.source.place(("kommune", "logo"))
    if case.file.parent.resolve() not in path.parents:
        raise Unusable([Problem("billede.sti", "Logoet ligger uden for sagens mappe.", where,
                                "Læg billedet ved siden af sagens fil.")])
    return read_picture(path, f"{case.sag.kommune.navn}s logo", where, højde=LOGO_HEIGHT_MM)


def make_letters(case: Case, press: Press, orders: Sequence[Order], *,
                 draft: bool = False) -> list[Letter]:
    """The ordered letters of one case, all made and checked; none is written."""
    return [make_letter(case, order, press, draft=draft) for order in orders]


def make_letter(case: Case, order: Order, press: Press, *, draft: bool = False) -> Letter:
    """One letter: the case as its reader sees it, filled in, packed, read back and checked."""
    start = perf_counter()
    situation = Situation(case.sag, order.læser, order.dato)
    template = press.template(order.skabelon)
    session, filled = filled_letter(case, situation, order, template, press, draft=draft)
    docx = packed_letter(case, order, template, session, filled)
    milliseconds = (perf_counter() - start) * 1000
    document = read_docx(docx, order.navn)
    findings = [*session.problemer, *filled.problems, *verify(docx, order.navn),
                *conserved(document, session), *leaks(document, situation),
                *recipients(case, situation)]
    return Letter(order, docx, document, tuple(in_order(findings)), tuple(session.brugt),
                  milliseconds)


def filled_letter(case: Case, situation: Situation, order: Order, template: CompiledTemplate,
                  press: Press, *, draft: bool = False) -> tuple[Session, Filled]:
    """The letter's own parts as XML, and the session that knows which phrases made them."""
    view = visning(situation)
    session = Session(press.book, order.læser.rolle, situation.alder, order.dato,
                      template.styles, template.first_bookmark, draft=draft,
                      first_list=template.first_list)
    logo = press.logo(case)
    view["kommune"]["logo"] = logo
    view["dokument"] = {"titel": order.skabelon.titel, "dato": order.dato, "udkast": draft,
                        "type": order.skabelon.dokument}
    view["regler"] = Regler(session, _own_rules(case))
    return session, fill(template, view, session, pictures=[logo] if logo else ())


def packed_letter(case: Case, order: Order, template: CompiledTemplate, session: Session,
                  filled: Filled) -> bytes:
    """The letter as docx bytes, with its manifest inside."""
    return pack_letter(template, filled, manifest(template, session, case.hash),
                       title=order.skabelon.titel, sender=case.sag.kommune.navn, day=order.dato)


def _own_rules(case: Case) -> tuple[Any, ...]:
    decision = case.sag.afgørelse
    if decision is None:
        return ()
    own = [*(i.hjemmel for i in decision.indsatser), *decision.flere_regler]
    return (*own, *((decision.uden_samtykke,) if decision.uden_samtykke else ()))


def letters_using(id: str, cases: Sequence[Path],
                  press: Press) -> dict[tuple[str, int], list[str]]:
    """The letters of these cases that use a phrase, by (file, first line) of the variant used."""
    found: dict[tuple[str, int], list[str]] = {}
    for path in cases:
        case = load_case(path, press.library.law)
        for order in order_letters(case, press.library):
            situation = Situation(case.sag, order.læser, order.dato)
            template = press.template(order.skabelon)
            session, _ = filled_letter(case, situation, order, template, press, draft=True)
            for choice in session.valgt:
                if choice.frase.id == id:
                    found.setdefault((choice.frase.file, choice.variant.line), []).append(
                        f"{path.stem}: {order.navn}")
    return found


# --- which letters a case calls for -------------------------------------------------------------


def order_letters(case: Case, library: Library, *, types: Sequence[str] = (),
                  to: Sequence[str] = (), dato: date | None = None) -> list[Order]:
    """The letters that the case calls for, or those asked for by type and reader.

    `to` holds `barn`, `foraeldre`, `sted` or short names of persons. Raises `Unusable` when
    something asked for does not exist, or the case holds nothing that makes a letter.
    """
    known = sorted({s.dokument for s in library.skabeloner.values()})
    wrong = [t for t in types if t not in known]
    if wrong:
        raise Unusable([Problem("lav.type", f"Vi har ingen skabelon til »{t}«.", Place(),
                                suggestion(t, known) or f"Vælg mellem: {', '.join(known)}.")
                        for t in wrong])
    orders: list[Order] = []
    for dokument in types or [t for t in known if _called_for(case, t)]:
        day = dato or _day(case, dokument)
        if day is None:
            raise Unusable([Problem("lav.intet", f"Sagen indeholder ikke noget til »{dokument}«.",
                                    Place(case.source.file), "Udfyld den del af sagen. Se felterne "
                                    f"med: duform felter --type {dokument}.")])
        for læser in _readers(case, to):
            skabelon = choose_template(library, dokument, Situation(case.sag, læser, day))
            if skabelon:
                orders.append(Order(skabelon, læser, day, file_name(case, dokument, læser, day)))
    if not orders:
        raise Unusable([_nothing(case, to)])
    return orders


def _nothing(case: Case, to: Sequence[str]) -> Problem:
    where = Place(case.source.file)
    if case.sag.afgørelse is None:
        return Problem("lav.intet", "Sagen indeholder ikke en afgørelse, der kan skrives.", where,
                       "Udfyld »afgørelse:« i sagen.")
    return Problem("lav.ingen_modtager", "Der er ingen breve til "
                   f"{', '.join(to) or 'nogen i sagen'}.", where,
                   "Skriv »forældremyndighed: ja« ved dem, der har den, eller vælg en anden med "
                   "--til.")


def _called_for(case: Case, dokument: str) -> bool:
    """Whether the case holds the part that the document is made from. A municipality's own kind of
    document has no such part; it is made when somebody asks for it."""
    return dokument in DOKUMENTER and _day(case, dokument) is not None


def _day(case: Case, dokument: str) -> date | None:
    """The date of the part of the case that a document is made from; for a kind of document that we
    do not know, of the first part that has one."""
    sag = case.sag
    parents = sag.forældrehandleplaner[0] if sag.forældrehandleplaner else None
    parts = {"afgoerelse": sag.afgørelse, "barnets_plan": sag.plan, "ungeplan": sag.plan,
             "foraeldrehandleplan": parents, "statusudtalelse": sag.status,
             "individuel_plan": sag.individuel_plan}
    part = parts[dokument] if dokument in parts else next(filter(None, parts.values()), None)
    day: date | None = getattr(part, "dato", None)
    return day


def _readers(case: Case, to: Sequence[str]) -> Iterator[Læser]:
    """The readers asked for; without a wish: the child and each holder of custody."""
    sag = case.sag
    persons = {p.id: p for p in sag.personer}
    for name in to or ("barn", "foraeldre"):
        if name in ("barn", "barnet"):
            yield Læser("barn", "barn")
        elif name in ("foraeldre", "forældre"):
            yield from (Læser("forælder", p.id) for p in forældremyndighedsindehavere(sag)
                        if p.skal_have_brev is not False)
        elif name in persons:
            yield Læser("forælder", name)
        elif name == "sted" or name in {s.id for s in sag.steder}:
            yield from (Læser("sted", s.id) for s in sag.steder if name in ("sted", s.id))
        else:
            known = ["barn", "foraeldre", "sted", *persons]
            raise Unusable([Problem("lav.modtager", f"Der er ingen i sagen, der hedder »{name}«.",
                                    Place(case.source.file), suggestion(name, known)
                                    or f"Vælg mellem: {', '.join(known)}.")])


def choose_template(library: Library, dokument: str, situation: Situation) -> Skabelon | None:
    """The template for this document and reader; the one with most conditions that hold wins.

    Raises `Unusable` when two fit equally well.
    """
    fitting = [s for s in library.skabeloner.values()
               if s.dokument == dokument and s.læser == situation.læser.rolle
               and all(BETINGELSER[name].gælder(situation) == wanted
                       for name, wanted in s.betingelser)]
    if not fitting:
        return None
    most = max(len(s.betingelser) for s in fitting)
    best = [s for s in fitting if len(s.betingelser) == most]
    if len(best) > 1:
        names = " og ".join(f"»{s.id}«" for s in best)
        raise Unusable([Problem("skabelon.uafgjort", f"Skabelonerne {names} passer lige godt.",
                                Place(best[1].file), "Gør den ene mere bestemt med »hvis:«, eller "
                                "giv den samme navn som den, den skal afløse.")])
    return best[0]


def file_name(case: Case, dokument: str, læser: Læser, day: date) -> str:
    """`2026-0117_afgoerelse_barn_2026-03-02`: the case number and roles, never a name.

    Parents are told apart by role, and by number when two have the same.
    """
    number = "".join(c if c.isalnum() or c in "-._" else "-" for c in case.sag.sagsnummer)
    reader = "barn"
    if læser.rolle == "forælder":
        role = {p.id: p.rolle for p in case.sag.personer}[læser.id]
        same = [p.id for p in case.sag.personer if p.rolle == role]
        reader = role if len(same) == 1 else f"{role}-{same.index(læser.id) + 1}"
    elif læser.rolle == "sted":
        ids = [s.id for s in case.sag.steder]
        reader = "sted" if len(ids) == 1 else f"sted-{ids.index(læser.id) + 1}"
    ascii_reader = reader.replace("æ", "ae").replace("ø", "oe").replace("å", "aa")
    return f"{number}_{dokument}_{ascii_reader}_{day.isoformat()}"
