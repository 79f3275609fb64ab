"""The phrases of one letter: made when the template asks for them, counted, and remembered.

A session belongs to one letter. What it learns (`brugt`, `afsnit`, `problemer`) becomes the
manifest and the findings.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from jinja2 import Template, TemplateError, nodes

from generator.case.law import LawBook, Lovhenvisning
from generator.expressions import Rewriter
from generator.library import Frase, Library, Variant
from generator.phrases.choose import choose
from generator.phrases.holes import FRASE
from generator.phrases.markdown import NoStyle, Piece, Role, StyleMap, Unsupported, pieces
from generator.sandbox import MISSING, ForkertVærdi, environment, hole, som_tekst, tekst
from generator.source import Place, Problem, suggestion

MAX_DEPTH = 12


@dataclass(frozen=True)
class Brugt:
    """A phrase that the letter used: which wording, and how often."""

    frase: Frase
    variant: Variant


@dataclass(frozen=True)
class CompiledVariant:
    """A variant ready to be filled: fixed Markdown, or a template that yields Markdown."""

    fixed: str | None
    template: Template | None


class Phrasebook:
    """All variants of a library that have been used so far, compiled once and kept."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self._compiled: dict[tuple[str, int], CompiledVariant] = {}

    def compiled(self, frase: Frase, variant: Variant) -> CompiledVariant:
        """The variant's compiled form; raises jinja2.TemplateError for a broken tag."""
        key = (frase.file, variant.line)
        found = self._compiled.get(key)
        if found is None:
            found = self._compiled[key] = compile_variant(frase, variant)
        return found


def compile_variant(frase: Frase, variant: Variant) -> CompiledVariant:
    """Compiles one variant; raises jinja2.TemplateError for a broken tag."""
    env = environment(phrases=True)
    tree = env.parse(variant.body, frase.id, frase.file)
    Rewriter(f"{frase.file}|{variant.line}", phrase=True, given=frase.løkke).rewrite(tree)
    parts = [part for node in tree.body if isinstance(node, nodes.Output) for part in node.nodes]
    data = [part.data for part in parts if isinstance(part, nodes.TemplateData)]
    if len(data) == len(parts) and all(isinstance(n, nodes.Output) for n in tree.body):
        return CompiledVariant("".join(data), None)
    code = env.compile(tree, frase.id, frase.file)
    return CompiledVariant(None, Template.from_code(env, code, {}))


@dataclass
class Session:
    """Called by `frase.a.b` in a template; see the module's docstring."""

    book: Phrasebook
    view: dict[str, Any]
    reader: str
    age: int
    day: date
    styles: StyleMap
    first_bookmark: int = 0
    draft: bool = False
    brugt: dict[str, Brugt] = field(default_factory=dict)
    varianter: dict[str, dict[tuple[int, str], None]] = field(default_factory=dict)
    afsnit: list[tuple[str, str]] = field(default_factory=list)
    problemer: list[Problem] = field(default_factory=list)
    lister: list[tuple[Role, int]] = field(default_factory=list)
    first_list: int = 0
    depth: int = 0
    look: str = ""

    def __call__(self, id: str, look: str, loop: Mapping[str, Any]) -> Fraseafsnit:
        """The phrase's paragraphs for this letter. Never raises for a fault in the phrase: the
        fault becomes a problem and the place in the letter a hole."""
        frase = self.book.library.frase(id, self.day)
        if frase is None:
            return self._not_there(id)
        chosen = choose(frase, self.reader, self.age, self.view.__getitem__)
        if chosen is None:
            who = f"et barn på {self.age} år" if self.reader == "barn" else self.reader
            return self._hole(id, f"Frasen »{id}« har ingen tekst til {who} i denne situation.",
                              Place(frase.file), "Skriv en variant med den overskrift, der mangler.")
        if chosen.fallback:
            self.problemer.append(Problem(
                "frase.reserve", f"Frasen »{id}« har ingen tekst til {self.age} år. Vi har brugt "
                f"»{chosen.variant.heading}«.", Place(frase.file, chosen.variant.line - 1),
                "Skriv en variant til alderstrinnet.", "forslag"))
        if frase.status != "godkendt":
            self._not_approved(frase)
        self.brugt.setdefault(id, Brugt(frase, chosen.variant))
        self.varianter.setdefault(id, {})[chosen.variant.line, frase.file] = None
        return self._filled(frase, chosen.variant, look or self.look, loop)

    def _not_there(self, id: str) -> Fraseafsnit:
        versions = self.book.library.fraser.get(id, ())
        if not versions:
            return self._hole(id, f"Der er ingen frase, der hedder »{id}«.", Place(),
                              suggestion(id, self.book.library.fraser) or "Ret mærket.")
        return self._hole(id, f"Frasen »{id}« gælder ikke på brevets dato.",
                          Place(versions[-1].file, 1), "Ret gyldig_fra eller gyldig_til, eller lav "
                          "en udgave, der gælder.")

    def _filled(self, frase: Frase, variant: Variant, look: str,
                loop: Mapping[str, Any]) -> Fraseafsnit:
        values: list[tuple[Any, str]] = []
        if self.depth >= MAX_DEPTH:
            return self._hole(frase.id, f"Frasen »{frase.id}« bruger sig selv.", Place(frase.file),
                              "Slet det mærke, der kalder frasen igen.")
        self.depth += 1
        outer, self.look = self.look, look  # a phrase inside this one looks as this one does
        try:
            compiled = self.book.compiled(frase, variant)
            if compiled.fixed is not None:
                text = compiled.fixed
            else:
                assert compiled.template is not None
                context = compiled.template.new_context(
                    {**self.view, **loop, "_gemt": values}, shared=True)
                text = "".join(compiled.template.root_render_func(context))
            return Fraseafsnit(self, frase, pieces(text, self.styles, look), values)
        except Unsupported as error:
            return self._hole(frase.id, f"Frasen bruger {error.what}, og det har et brev ingen "
                              "form for.", Place(frase.file, variant.line + error.line),
                              error.remedy)
        except NoStyle as error:
            return self._hole(
                frase.id, f"Skabelonen har ingen typografi til »{error.role}«, som frasen "
                f"»{frase.id}« bruger.", Place(frase.file, variant.line),
                "Tilføj typografien i Word-skabelonen, eller skriv i skabelon.yaml, hvilken der "
                f"skal bruges: typografier: {{{error.role}: navn}}.")
        except (TemplateError, ForkertVærdi, TypeError, ValueError, ArithmeticError) as error:
            reason, _, remedy = danish_reason(error).partition("||")
            return self._hole(frase.id, reason, Place(frase.file, error_line(error, frase.file)
                                                      + variant.line - 1), remedy)
        finally:
            self.depth -= 1
            self.look = outer

    def _hole(self, id: str, text: str, where: Place, remedy: str) -> Fraseafsnit:
        self.problemer.append(Problem("frase.fejl", text, where, remedy))
        piece = Piece("<w:p>", ('<w:r><w:t xml:space="preserve">', 0, "</w:t></w:r>"), (0,),
                      "afsnit", -1, 1, -1)
        return Fraseafsnit(self, None, (piece,), [(None, f"{FRASE}{id}||")])

    def _not_approved(self, frase: Frase) -> None:
        word = "en kladde" if frase.status == "kladde" else "udgået"
        self.problemer.append(Problem(
            "frase.status", f"Frasen »{frase.id}« er {word}.", Place(frase.file, 1),
            "Få den godkendt (status: godkendt), eller brug en anden.",
            "advarsel" if self.draft else "fejl"))


@dataclass
class Fraseafsnit:
    """A phrase filled with values, on its way into the letter."""

    session: Session
    frase: Frase | None
    pieces: tuple[Piece, ...]
    values: list[tuple[Any, str]]

    def som_afsnit(self) -> str:
        """The phrase as whole paragraphs, each in its hidden bookmark (`_fr_1`, `_fr_2` …)."""
        return "".join(self._paragraphs())

    def _paragraphs(self) -> Iterator[str]:
        session, restarted = self.session, dict[int, int]()
        for piece in self.pieces:
            if piece.solo >= 0 and isinstance(self.values[piece.solo][0], Fraseafsnit):
                yield self.values[piece.solo][0].som_afsnit()
                continue
            session.afsnit.append((self.frase.id if self.frase else "", self.words(piece)))
            number = len(session.afsnit)
            mark = session.first_bookmark + number
            head = piece.head
            if piece.list_number >= 0:
                if piece.list_number not in restarted:
                    session.lister.append((piece.role, piece.start))
                    restarted[piece.list_number] = session.first_list + len(session.lister) - 1
                head = head.replace("{num}", str(restarted[piece.list_number]), 1)
            yield (f'{head}<w:bookmarkStart w:id="{mark}" w:name="_fr_{number}"/>'
                   f'{self._runs(piece)}<w:bookmarkEnd w:id="{mark}"/></w:p>')

    def _runs(self, piece: Piece) -> str:
        values = self.values
        if len(piece.runs) == 1 and isinstance(piece.runs[0], str):
            return piece.runs[0]
        return "".join([p if isinstance(p, str) else tekst(*values[p]) for p in piece.runs])

    def words(self, piece: Piece) -> str:
        if len(piece.text) == 1 and isinstance(piece.text[0], str):
            return piece.text[0]
        return "".join([p if isinstance(p, str) else self._word(p) for p in piece.text])

    def _word(self, number: int) -> str:
        value, label = self.values[number]
        if isinstance(value, Fraseafsnit):
            return value.plain()
        return som_tekst(value) or (hole(MISSING, label) if value is None else "")

    def i_teksten(self) -> str:
        """The phrase inside a paragraph of the template: one plain paragraph, without marks."""
        if len(self.pieces) != 1 or self.pieces[0].role != "afsnit":
            name = self.frase.id if self.frase else ""
            raise ForkertVærdi(f"Frasen »{name}« fylder flere afsnit og kan ikke stå inde i en "
                               "linje||Brug {{p frase… }} i et afsnit for sig selv.")
        piece = self.pieces[0]
        return "".join([_inside_run(p) if isinstance(p, str) else tekst(*self.values[p])
                        for p in piece.runs])

    def plain(self) -> str:
        """The words of the phrase, for hashes and tests."""
        return "\n".join(self.words(piece) for piece in self.pieces)


_RUN_START = '<w:r><w:t xml:space="preserve">'


def _inside_run(xml: str) -> str:
    """A piece of a plain paragraph's runs, fit to stand inside the `w:t` of another run."""
    bare = xml.removeprefix(_RUN_START).removesuffix("</w:t></w:r>")
    if "<w:r>" in bare:
        raise ForkertVærdi("Frasen har fed eller kursiv skrift og kan ikke stå inde i en linje||"
                           "Brug {{p frase… }} i et afsnit for sig selv, eller fjern stjernerne.")
    return bare


def text_hash(text: str) -> str:
    """A short hash of a paragraph's words: tells untouched phrase text from edited text."""
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:16]


class Regler:
    """The rules a letter has used, as a list that is made when the template comes to it.

    It holds what the decision itself points to and the `lov` of every phrase used so far, so the
    box of rules stands last in a letter.
    """

    def __init__(self, session: Session, law: LawBook, own: tuple[Lovhenvisning, ...]) -> None:
        self._session, self._law, self._own = session, law, own

    def __iter__(self) -> Iterator[dict[str, str]]:
        used = [rule for b in self._session.brugt.values() for rule in b.frase.lov]
        unique = dict.fromkeys([*self._own, *used])
        for rule in sorted(unique, key=self._order):
            act = self._law.acts[rule.lov]
            yield {"henvisning": str(rule), "lov": act.navn, "lbk": act.lbk,
                   "paragraf": str(rule).removeprefix(act.navn).strip(),
                   "handler_om": rule.handler_om}

    def _order(self, rule: Lovhenvisning) -> tuple[int, int, str, int, int]:
        acts = list(self._law.acts)
        number = int("".join(c for c in rule.paragraf if c.isdigit()))
        return acts.index(rule.lov), number, rule.paragraf, rule.stk or 0, rule.nr or 0

    def __bool__(self) -> bool:
        return True


def error_line(error: BaseException, file: str) -> int:
    """The line (paragraph, in a Word template) of `file` in which the error came about, or 1."""
    line = getattr(error, "lineno", None)
    if isinstance(line, int) and line:
        return line
    try:
        environment().handle_exception()
    except BaseException as rewritten:
        trace = rewritten.__traceback__
        while trace is not None:
            if trace.tb_frame.f_code.co_filename == file:
                line = trace.tb_lineno
            trace = trace.tb_next
    return line or 1


def danish_reason(error: BaseException) -> str:
    """Why a tag failed, in Danish, with a remedy after `||`."""
    text = str(error)
    if "||" in text:
        return text
    if isinstance(error, ZeroDivisionError):
        return "Et mærke deler med nul.||Ret regnestykket i mærket."
    if "is undefined" in text or "has no attribute" in text:
        name = text.split("'")[-2] if text.count("'") >= 2 else text
        return f"»{name}« findes ikke.||Se felterne med: duform felter."
    if "»" in text:
        return f"{text[0].upper()}{text[1:]}.||Ret mærket."
    if "No filter named" in text:
        return f"Der er intet filter, der hedder {text.split()[3]}||Se docs/vejledning/fraser.md."
    return f"Et mærke kan ikke læses ({text}).||Se efter, om alle mærker bliver lukket igen."


