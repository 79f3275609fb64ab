"""The phrases of one letter: made when the template asks for them, counted, and remembered.

A session belongs to one letter. What it learns (`brugt`, `afsnit`, `problemer`) becomes the
manifest and the findings.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from itertools import repeat
from operator import attrgetter
from typing import Any

from jinja2 import Template, TemplateError, nodes

from generator.case.law import LawBook, Lovhenvisning
from generator.expressions import Rewriter
from generator.library import Frase, Library, Variant
from generator.phrases.choose import Answer, Choice, asked, choose
from generator.phrases.holes import FRASE
from generator.phrases.layout import PARTS, Layout, Open, bookmarks, lay_out, layout
from generator.phrases.markdown import NoStyle, Piece, Role, StyleMap, Unsupported
from generator.sandbox import MISSING, ForkertVærdi, Kontekst, environment, hole, som_tekst, tekst
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
    """All variants of a library that have been used so far, compiled once and kept; and which
    variant was chosen for each outcome of the conditions that a phrase asks about."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self._compiled: dict[tuple[str, int], CompiledVariant] = {}
        self._asked: dict[tuple[str, str], tuple[str, ...]] = {}
        self._chosen: dict[tuple[object, ...], Choice | None] = {}
        self._rules: dict[Lovhenvisning, Regel] = {}
        self._rules_of: dict[str, tuple[Regel, ...]] = {}

    def choice(self, frase: Frase, reader: str, age: int, answer: Answer) -> Choice | None:
        """What `choose` says, remembered by what it depends on."""
        names = self._asked.get((frase.file, reader))
        if names is None:
            names = self._asked[frase.file, reader] = asked(frase, reader)
        key = (frase.file, reader, age, *[answer(name) for name in names])
        if key not in self._chosen:
            self._chosen[key] = choose(frase, reader, age, answer)
        return self._chosen[key]

    def compiled(self, frase: Frase, variant: Variant) -> CompiledVariant:
        """The variant's compiled form; raises jinja2.TemplateError for a broken tag."""
        key = (frase.file, variant.line)
        found = self._compiled.get(key)
        if found is None:
            found = self._compiled[key] = compile_variant(frase, variant)
        return found

    def rule(self, reference: Lovhenvisning) -> Regel:
        """A law reference as letters show it; the same object each time."""
        found = self._rules.get(reference)
        if found is None:
            found = self._rules[reference] = _rule(reference, self.library.law)
        return found

    def rules(self, frase: Frase) -> tuple[Regel, ...]:
        """The rules that a phrase builds on."""
        found = self._rules_of.get(frase.file)
        if found is None:
            found = self._rules_of[frase.file] = tuple(map(self.rule, frase.lov))
        return found


def compile_variant(frase: Frase, variant: Variant) -> CompiledVariant:
    """Compiles one variant; raises jinja2.TemplateError for a broken tag."""
    env = environment(phrases=True)
    tree = env.parse(variant.source, frase.id, frase.file)
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

    def __call__(self, id: str, look: str, loop: Mapping[str, Any],
                 context: Kontekst) -> Fraseafsnit:
        """The phrase's paragraphs for this letter; `context` is that of the tag which asks.

        Never raises for a fault in the phrase: the fault becomes a problem and the place in the
        letter a hole.
        """
        frase = self.book.library.frase(id, self.day)
        if frase is None:
            return self._not_there(id)
        chosen = self.book.choice(frase, self.reader, self.age, context.parent.__getitem__)
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
        return self._filled(frase, chosen.variant, look or self.look, loop, context)

    def _not_there(self, id: str) -> Fraseafsnit:
        versions = self.book.library.fraser.get(id, ())
        if not versions:
            return self._hole(id, f"Der er ingen frase, der hedder »{id}«.", Place(),
                              suggestion(id, self.book.library.fraser) or "Ret mærket.")
        return self._hole(id, f"Frasen »{id}« gælder ikke på brevets dato.",
                          Place(versions[-1].file, 1), "Ret gyldig_fra eller gyldig_til, eller lav "
                          "en udgave, der gælder.")

    def _filled(self, frase: Frase, variant: Variant, look: str, loop: Mapping[str, Any],
                context: Kontekst) -> Fraseafsnit:
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
                text = context.fyld(compiled.template, {**loop, "_gemt": values})
            return Fraseafsnit(self, frase, layout(text, self.styles, look), values)
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
        return Fraseafsnit(self, None, _HOLE, [(None, f"{FRASE}{id}||")])

    def _not_approved(self, frase: Frase) -> None:
        word = "en kladde" if frase.status == "kladde" else "udgået"
        self.problemer.append(Problem(
            "frase.status", f"Frasen »{frase.id}« er {word}.", Place(frase.file, 1),
            "Få den godkendt (status: godkendt), eller brug en anden.",
            "advarsel" if self.draft else "fejl"))


_HOLE = lay_out((Piece("<w:p>", ('<w:r><w:t xml:space="preserve">', 0, "</w:t></w:r>"), (0,),
                       "afsnit", -1, 1, -1),))


@dataclass(slots=True)
class Fraseafsnit:
    """A phrase filled with values, on its way into the letter."""

    session: Session
    frase: Frase | None
    layout: Layout
    values: list[tuple[Any, str]]

    @property
    def pieces(self) -> tuple[Piece, ...]:
        return self.layout.pieces

    def som_afsnit(self) -> str:
        """The phrase as whole paragraphs, each in its hidden bookmark (`_fr_1`, `_fr_2` …)."""
        lists: dict[int, int] = {}
        inner = [(n, self.values[number][0]) for n, number in self.layout.alone
                 if isinstance(self.values[number][0], Fraseafsnit)]
        if not inner:
            return self._paragraphs(0, len(self.layout.words), lists)
        xml, start = [], 0
        for n, phrase in inner:
            xml += (self._paragraphs(start, n, lists), phrase.som_afsnit())
            start = n + 1
        return "".join((*xml, self._paragraphs(start, len(self.layout.words), lists)))

    def _paragraphs(self, start: int, stop: int, lists: dict[int, int]) -> str:
        """These paragraphs of the phrase, none of which is another phrase. `lists` are the numbered
        lists begun so far: number in the phrase → number in the letter."""
        if start == stop:
            return ""
        session, first = self.session, len(self.session.afsnit)
        xml = list(self.layout.xml[PARTS * start:PARTS * stop])
        words = list(self.layout.words[start:stop])
        for open in self.layout.open:
            if start <= open.paragraph < stop:
                n = open.paragraph - start
                xml[PARTS * n + 2], words[n] = self._filled(open)
        for paragraph in self.layout.numbered:
            if start <= paragraph < stop:
                n = PARTS * (paragraph - start)
                xml[n] = xml[n].replace("{num}", self._list(paragraph, lists), 1)
        marks = bookmarks(session.first_bookmark)
        xml[1::PARTS] = marks.starts(first, first + stop - start)
        xml[3::PARTS] = marks.ends(first, first + stop - start)
        session.afsnit += zip(repeat(self.frase.id if self.frase else ""), words)
        return "".join(xml)

    def _list(self, paragraph: int, lists: dict[int, int]) -> str:
        """The number, in the letter, of the list that the paragraph is in."""
        piece, session = self.layout.pieces[paragraph], self.session
        if piece.list_number not in lists:
            session.lister.append((piece.role, piece.start))
            lists[piece.list_number] = session.first_list + len(session.lister) - 1
        return str(lists[piece.list_number])

    def _filled(self, open: Open) -> tuple[str, str]:
        """A paragraph with its values: its runs as XML, and its words."""
        runs, words = list(open.runs), list(open.words)
        for in_runs, in_words, number in open.places:
            value, label = self.values[number]
            words[in_words] = value if type(value) is str else self._word(value, label)
            runs[in_runs] = tekst(value, label)
        return "".join(runs), "".join(words)

    def _word(self, value: Any, label: str) -> str:
        if isinstance(value, Fraseafsnit):
            return value.plain()
        return som_tekst(value) or (hole(MISSING, label) if value is None else "")

    def words(self, piece: Piece) -> str:
        """The words of one of the phrase's paragraphs."""
        return "".join([p if isinstance(p, str) else self._word(*self.values[p])
                        for p in piece.text])

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


@lru_cache(maxsize=1024)
def text_hash(text: str) -> str:
    """A short hash of a paragraph's words: tells untouched phrase text from edited text."""
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:16]


@dataclass(frozen=True, eq=False)
class Regel:
    """A law reference in the box of rules: where it comes in the order, and what is told of it."""

    order: tuple[int, int, str, int, int]
    told: dict[str, str]


def _rule(reference: Lovhenvisning, law: LawBook) -> Regel:
    act, text = law.acts[reference.lov], str(reference)
    number = int("".join(c for c in reference.paragraf if c.isdigit()))
    return Regel(
        (list(law.acts).index(reference.lov), number, reference.paragraf, reference.stk or 0,
         reference.nr or 0),
        {"henvisning": text, "lov": act.navn, "lbk": act.lbk,
         "paragraf": text.removeprefix(act.navn).strip(), "handler_om": reference.handler_om})


class Regler:
    """The rules a letter has used, as a list that is made when the template comes to it.

    It holds what the decision itself points to and the `lov` of every phrase used so far, so the
    box of rules stands last in a letter.
    """

    def __init__(self, session: Session, own: tuple[Lovhenvisning, ...]) -> None:
        self._session, self._own = session, own

    def __iter__(self) -> Iterator[dict[str, str]]:
        book = self._session.book
        used = [rule for b in self._session.brugt.values() for rule in book.rules(b.frase)]
        unique = dict.fromkeys([*map(book.rule, self._own), *used])
        return iter([rule.told for rule in sorted(unique, key=_order)])

    def __bool__(self) -> bool:
        return True


_order = attrgetter("order")


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


