"""The same letter made by docxtpl, as its README shows it, and by duform.

Both get the same template, the same phrases, the same case data, a sandbox and autoescaping.
docxtpl's side may use what duform has (the view, the choice of phrase, Markdown to XML) but nothing
that duform remembers from letter to letter. Its phrases go through Jinja either as its template
does, compiled for each letter, or through duform's compiled ones: the table has both.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from docx.shared import Mm
from docxtpl import DocxTemplate, InlineImage
from jinja2 import StrictUndefined, Template, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from generator import danish
from generator.case.load import Case, load_case
from generator.case.reader import Situation
from generator.case.view import visning
from generator.checker.always.leaks import leaks
from generator.checker.always.recipients import recipients
from generator.document.read_docx import read_docx
from generator.library import Frase, Library, load_library
from generator.orders import Order, order_letters
from generator.output import write_all
from generator.phrases import markdown
from generator.phrases.book import CompiledVariant, Phrasebook
from generator.phrases.choose import Choice, Chooser, choose
from generator.phrases.layout import Layout, lay_out
from generator.phrases.markdown import StyleMap
from generator.phrases.session import Fraseafsnit, Regler, Session
from generator.pipeline import LOGO_MM, Press, filled_letter, make_letter, packed_letter
from generator.rewriting import Rewriter
from generator.sandbox import Kontekst, environment, kontekst
from generator.template import zip_writer
from generator.template.manifest import manifest
from generator.template.render import Filled, fill, pack_letter
from generator.template.verify import verify

TEMPLATE = "afgoerelse_barn"


@contextmanager
def deflating(how: str) -> Iterator[None]:
    """duform with the standard library's deflate (`zlib`), or with `isal`."""
    before, zip_writer._way = zip_writer._way, zip_writer.WAYS[how]
    try:
        yield
    finally:
        zip_writer._way = before


class _ForgetfulChooser(Chooser):
    def __call__(self, frase: Frase, conditions: Mapping[str, Any]) -> Choice | None:
        return choose(frase, self._reader, self._age, conditions.__getitem__)


class Forgetful(Phrasebook):
    """A phrase book that keeps compiled phrases, as Jinja's own loaders do, and nothing else."""

    def __init__(self, library: Library) -> None:
        super().__init__(library)
        self.chooser: Any = _ForgetfulChooser
        self.layout = _laid_out


def _laid_out(text: str, styles: StyleMap, look: str) -> Layout:
    parsed = markdown.blocks.__wrapped__(text)
    return lay_out(tuple(markdown.laid(parsed, styles, look)))


class Naive(Forgetful):
    """A phrase book that keeps nothing: each phrase is parsed and compiled when it is used, as
    docxtpl does with its template. What duform itself does to the tags is done beforehand."""

    def __init__(self, library: Library) -> None:
        super().__init__(library)
        self._trees: dict[tuple[str, int], nodes.Template] = {}

    def compiled(self, choice: Choice) -> CompiledVariant:
        env, file, source = environment(phrases=True), choice.frase.file, choice.variant.source
        key = (file, choice.variant.line)
        tree = env.parse(source, choice.frase.id, file)
        if key not in self._trees:
            Rewriter(f"{file}|{choice.variant.line}", phrase=True,
                     given=choice.frase.løkke).rewrite(tree)
            self._trees[key] = tree
        code = env.compile(self._trees[key], choice.frase.id, file)
        return CompiledVariant(None, Template.from_code(env, code, {}))


class _Made:
    """A phrase made beforehand."""

    def __init__(self, xml: str) -> None:
        self._xml = xml

    def som_afsnit(self) -> str:
        return self._xml

    i_teksten = __html__ = som_afsnit


class ReadySession:
    """Hands out phrases made beforehand, where the template asks for them."""

    def __init__(self, frases: dict[str, str], session: Session) -> None:
        self.made = {id: _Made(xml) for id, xml in frases.items()}
        self.lister = session.lister

    def __call__(self, id: str, *_: object) -> _Made:
        return self.made[id]


@dataclass(frozen=True)
class Ready:
    """A letter whose context is ready: what both engines start from."""

    case: Case
    order: Order
    view: dict[str, Any]
    session: ReadySession
    frases: dict[str, str]
    manifest: bytes


class Rivals:
    """Everything both need that is not per letter, and the contestants as functions of a number."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.library = load_library()
        self.press = Press(self.library)
        self.skabelon = self.library.skabeloner[TEMPLATE]
        self.template = self.press.template(self.skabelon)
        self.inline, self.whole = _phrases_of(self.skabelon.path)
        self.naive, self.forgetful = Naive(self.library), Forgetful(self.library)
        self.env = ImmutableSandboxedEnvironment(undefined=StrictUndefined)
        self.env.filters.update(danish.FILTRE)
        self.kept = DocxTemplate(self.skabelon.path)

    def order(self, case: Case) -> Order:
        return order_letters(case, self.library, to=["barn"])[0]

    # --- the engine: context ready → docx bytes ---------------------------------------------

    def ready(self, case: Case) -> Ready:
        """The letter's context: view and phrases, made before the clock starts."""
        order = self.order(case)
        situation = Situation(case.sag, order.læser, order.dato)
        session, _ = filled_letter(case, situation, order, self.template, self.press)
        made = manifest(self.template, session, case.hash)
        view = dict(visning(situation))
        view["kommune"]["logo"] = self.press.logo(case)
        view["dokument"] = self._document(order)
        again, context = self._session(case, order, view, self.press.book)
        frases = {id: again(id, "", {}, context).i_teksten() for id in self.inline}
        used = [id for id in self.whole if id in session.brugt]
        frases |= {id: again(id, "", {}, context).som_afsnit() for id in used}
        return Ready(case, order, view, ReadySession(frases, again), frases, made)

    def _document(self, order: Order) -> dict[str, Any]:
        return {"titel": order.skabelon.titel, "dato": order.dato, "udkast": False,
                "type": order.skabelon.dokument}

    def _session(self, case: Case, order: Order, view: dict[str, Any],
                 book: Phrasebook) -> tuple[Session, Kontekst]:
        situation = Situation(case.sag, order.læser, order.dato)
        session = Session(book, order.læser.rolle, situation.alder, order.dato,
                          self.template.styles, self.template.first_bookmark,
                          first_list=self.template.first_list)
        decision = case.sag.afgørelse
        own = tuple(i.hjemmel for i in decision.indsatser) if decision else ()
        view["frase"], view["regler"] = session, Regler(session, own)
        return session, kontekst(view)

    def filled(self, ready: Ready) -> Filled:
        """duform: the parts of the letter as XML, the phrases made beforehand."""
        session: Any = ready.session
        return fill(self.template, ready.view, session, pictures=[ready.view["kommune"]["logo"]])

    def engine(self, ready: Ready) -> bytes:
        return pack_letter(self.template, self.filled(ready), ready.manifest,
                           title=self.skabelon.titel, sender=ready.case.sag.kommune.navn,
                           day=ready.order.dato)

    def docxtpl(self, ready: Ready) -> bytes:
        """docxtpl as its README shows it."""
        return self._rendered(DocxTemplate(self.skabelon.path), ready)

    def docxtpl_kept(self, ready: Ready) -> bytes:
        """docxtpl with one template object for all letters."""
        return self._rendered(self.kept, ready)

    def _rendered(self, template: Any, ready: Ready) -> bytes:
        made: dict[str, Any] = {id: Markup(xml) for id, xml in ready.frases.items()}
        return self._saved(template, ready.case, ready.order, ready.view, _tree(made))

    def _saved(self, template: Any, case: Case, order: Order, view: dict[str, Any],
               frase: Any) -> bytes:
        logo = str(case.file.parent / str(case.sag.kommune.logo))
        context = {**view, "frase": frase,
                   "dokument": {**self._document(order), "dato": danish.dato(order.dato)},
                   "kommune": {**view["kommune"], "logo": InlineImage(
                       template, logo, height=Mm(LOGO_MM[1]))}}
        template.render(context, self.env, autoescape=True)
        out = io.BytesIO()
        template.save(out)
        return out.getvalue()

    # --- end to end: case data in memory → docx on disk, hash and manifest ----------------------

    def letter(self, case: Case) -> tuple[str, str]:
        order = self.order(case)
        situation = Situation(case.sag, order.læser, order.dato)
        session, filled = filled_letter(case, situation, order, self.template, self.press)
        docx = packed_letter(case, order, self.template, session, filled)
        return self._written(docx, order)

    def docxtpl_letter(self, book: Phrasebook, case: Case) -> tuple[str, str]:
        order = self.order(case)
        docx, session = self.with_docxtpl(case, order, book)
        manifest(self.template, session, case.hash)
        return self._written(docx, order)

    def with_docxtpl(self, case: Case, order: Order, book: Phrasebook) -> tuple[bytes, Session]:
        """docxtpl with the view, the choice of phrase and the Markdown made for each letter."""
        view = dict(visning(Situation(case.sag, order.læser, order.dato)))
        view["dokument"] = self._document(order)
        session, context = self._session(case, order, view, book)
        frase = _Asked(session, context, self.inline)
        template = DocxTemplate(self.skabelon.path)
        return self._saved(template, case, order, view, frase), session

    def _written(self, docx: bytes, order: Order) -> tuple[str, str]:
        """Written beside its place and renamed into it; both engines do the same here."""
        part = self.folder / f".{order.navn}"
        part.write_bytes(docx)
        part.replace(self.folder / f"{order.navn}.docx")
        return order.navn, sha256(docx).hexdigest()

    # --- case file → checked, written docx ---------------------------------------------------

    def file(self, path: Path) -> None:
        case = load_case(path, self.library.law)
        letter = make_letter(case, self.order(case), self.press)
        write_all(self.folder, {f"{letter.order.navn}.docx": letter.docx})

    def docxtpl_file(self, path: Path) -> None:
        case = load_case(path, self.library.law)
        order = self.order(case)
        docx, session = self.with_docxtpl(case, order, self.naive)
        manifest(self.template, session, case.hash)
        situation = Situation(case.sag, order.læser, order.dato)
        document = read_docx(docx, order.navn)
        for check in (verify(docx, order.navn), leaks(document, situation),
                      recipients(case, situation, order.skabelon.dokument)):
            list(check)
        write_all(self.folder, {f"{order.navn}.docx": docx})


class _Asked:
    """`frase` in a template for docxtpl: each further name leads nearer to a phrase."""

    def __init__(self, session: Session, context: Any, inline: Sequence[str] = (),
                 id: str = "") -> None:
        self._session, self._context, self._inline, self._id = session, context, inline, id

    def __getattr__(self, name: str) -> _Asked:
        id = f"{self._id}.{name}" if self._id else name
        return _Asked(self._session, self._context, self._inline, id)

    def phrase(self) -> Fraseafsnit:
        return self._session(self._id, "", {}, self._context)

    def __html__(self) -> str:
        made = self.phrase()
        return made.i_teksten() if self._id in self._inline else made.som_afsnit()


def _tree(made: dict[str, Any]) -> dict[str, Any]:
    """`{"a.b": x}` as `{"a": {"b": x}}`."""
    tree: dict[str, Any] = {}
    for id, value in made.items():
        *folders, last = id.split(".")
        place = tree
        for folder in folders:
            place = place.setdefault(folder, {})
        place[last] = value
    return tree


def _phrases_of(path: Path) -> tuple[list[str], list[str]]:
    """The phrases that a template has inside a line, and those that are whole paragraphs."""
    with zipfile.ZipFile(path) as file:
        source = file.read("word/document.xml").decode()
    found = re.findall(r"\{\{(p?) *frase\.([\w.]+)", source)
    return [id for p, id in found if not p], [id for p, id in found if p]
