"""The phrases of one letter: made when the template asks for them, counted, and remembered.

A session belongs to one letter. What it learns (`valgt`, `stykker`, `problemer`) becomes the
manifest and the findings.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from jinja2 import TemplateError

from generator.case.law import Lovhenvisning
from generator.doors import MISSING, ForkertVærdi, hole, som_tekst, tekst
from generator.library import Frase
from generator.phrases.book import Phrasebook, rule_order
from generator.phrases.choose import Choice, Chooser
from generator.phrases.complaints import complaint, words_of
from generator.phrases.holes import FRASE
from generator.phrases.layout import PARTS, Bookmarks, Layout, Stretch, bookmarks, lay_out
from generator.phrases.markdown import NoStyle, Piece, Role, StyleMap, Unsupported
from generator.sandbox import Kontekst, environment
from generator.source import Place, Problem, suggestion

MAX_DEPTH = 12


@dataclass
class Session:
    """Called by `frase.a.b` in a template; see the module's docstring.

    `stykker` are the stretches of paragraphs made so far, in the order of the letter: who made
    them, and the words of each paragraph.
    """

    book: Phrasebook
    reader: str
    age: int
    day: date
    styles: StyleMap
    first_bookmark: int = 0
    draft: bool = False
    first_list: int = 0
    valgt: dict[Choice, None] = field(default_factory=dict)
    stykker: list[tuple[Choice | None, tuple[str, ...]]] = field(default_factory=list)
    antal_afsnit: int = 0
    problemer: list[Problem] = field(default_factory=list)
    lister: list[tuple[Role, int]] = field(default_factory=list)
    depth: int = 0
    look: str = ""

    def __post_init__(self) -> None:
        self._frases = self.book.in_force(self.day)
        self._choose: Chooser = self.book.chooser(self.reader, self.age)
        self.bookmarks: Bookmarks = bookmarks(self.first_bookmark)

    @property
    def brugt(self) -> dict[str, Choice]:
        """The phrases used so far, by id, with the variant chosen first."""
        found: dict[str, Choice] = {}
        for choice in self.valgt:
            found.setdefault(choice.frase.id, choice)
        return found

    @property
    def afsnit(self) -> list[tuple[str, str]]:
        """The paragraphs made so far: phrase id ("" for a hole) and words. Paragraph n stands in
        the bookmark `_fr_n`, counted from one."""
        return [(choice.frase.id if choice else "", words)
                for choice, stretch in self.stykker for words in stretch]

    def __call__(self, id: str, look: str, loop: Mapping[str, Any],
                 context: Kontekst) -> Fraseafsnit:
        """The phrase's paragraphs for this letter; `context` is that of the tag which asks.

        Never raises for a fault in the phrase: the fault becomes a problem and the place in the
        letter a hole.
        """
        frase = self._frases.get(id)
        if frase is None:
            return self._not_there(id)
        choice = self._choose(frase, context.parent)
        if choice is None:
            return self._nothing_for_reader(frase)
        self.valgt[choice] = None
        if choice.fallback:
            self._fallback(choice)
        if frase.status != "godkendt":
            self._not_approved(frase)
        return self._filled(choice, look or self.look, loop, context)

    def _not_there(self, id: str) -> Fraseafsnit:
        versions = self.book.library.fraser.get(id, ())
        if not versions:
            return self._hole(id, f"Der er ingen frase, der hedder »{id}«.", Place(),
                              suggestion(id, self.book.library.fraser) or "Ret mærket.")
        return self._hole(id, f"Frasen »{id}« gælder ikke på brevets dato.",
                          Place(versions[-1].file, 1), "Ret gyldig_fra eller gyldig_til, eller lav "
                          "en udgave, der gælder.")

    def _nothing_for_reader(self, frase: Frase) -> Fraseafsnit:
        who = f"et barn på {self.age} år" if self.reader == "barn" else self.reader
        return self._hole(
            frase.id, f"Frasen »{frase.id}« har ingen tekst til {who} i denne situation.",
            Place(frase.file), "Skriv en variant med den overskrift, der mangler.")

    def _filled(self, choice: Choice, look: str, loop: Mapping[str, Any],
                context: Kontekst) -> Fraseafsnit:
        frase, variant = choice.frase, choice.variant
        values: list[tuple[Any, str]] = []
        if self.depth >= MAX_DEPTH:
            return self._hole(frase.id, f"Frasen »{frase.id}« bruger sig selv.", Place(frase.file),
                              "Slet det mærke, der kalder frasen igen.")
        self.depth += 1
        outer, self.look = self.look, look  # a phrase inside this one looks as this one does
        try:
            compiled = self.book.compiled(choice)
            if compiled.fixed is not None:
                text = compiled.fixed
            else:
                assert compiled.template is not None
                text = context.fyld(compiled.template, {**loop, "_gemt": values})
            return Fraseafsnit(self, choice, self.book.layout(text, self.styles, look), values)
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

    def _fallback(self, choice: Choice) -> None:
        self.problemer.append(Problem(
            "frase.reserve", f"Frasen »{choice.frase.id}« har ingen tekst til {self.age} år. Vi "
            f"har brugt »{choice.variant.heading}«.",
            Place(choice.frase.file, choice.variant.line - 1),
            "Skriv en variant til alderstrinnet.", "forslag"))

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
    """A phrase filled with values, on its way into the letter. `choice` is None for a hole."""

    session: Session
    choice: Choice | None
    layout: Layout
    values: list[tuple[Any, str]]

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """The paragraphs as they are before values."""
        return self.layout.pieces

    def som_afsnit(self) -> str:
        """The phrase as whole paragraphs, each in its hidden bookmark (`_fr_1`, `_fr_2` …)."""
        lists: dict[int, int] = {}
        return "".join([self._stretch(stretch, lists) for stretch in self.layout.stretches])

    def _stretch(self, stretch: Stretch, lists: dict[int, int]) -> str:
        """A stretch of paragraphs. `lists` are the numbered lists begun so far: number in the
        phrase → number in the letter."""
        if stretch.alone >= 0:
            inner = self.values[stretch.alone][0]
            if isinstance(inner, Fraseafsnit):
                return inner.som_afsnit()
        session, xml, words = self.session, list(stretch.xml), stretch.words
        if stretch.open:
            words = self._with_values(stretch, xml)
        for n, piece in stretch.numbered:
            xml[PARTS * n] = piece.head.replace("{num}", self._list(piece, lists), 1)
        first = session.antal_afsnit
        session.antal_afsnit += len(words)
        session.stykker.append((self.choice, words))
        xml[1::PARTS], xml[3::PARTS] = session.bookmarks.between(first, session.antal_afsnit)
        return "".join(xml)

    def _with_values(self, stretch: Stretch, xml: list[str]) -> tuple[str, ...]:
        """Puts the values into the XML of the stretch; the words of all its paragraphs."""
        words = list(stretch.words)
        for open in stretch.open:
            written, said = [], []
            for number in open.numbers:
                value, label = self.values[number]
                written.append(tekst(value, label))
                said.append(value if type(value) is str else self._word(value, label))
            xml[PARTS * open.paragraph + 2] = open.runs % tuple(written)
            words[open.paragraph] = open.words % tuple(said)
        return tuple(words)

    def _list(self, piece: Piece, lists: dict[int, int]) -> str:
        """The number, in the letter, of the list that the paragraph is in."""
        if piece.list_number not in lists:
            self.session.lister.append((piece.role, piece.start))
            lists[piece.list_number] = self.session.first_list + len(self.session.lister) - 1
        return str(lists[piece.list_number])

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
            name = self.choice.frase.id if self.choice else ""
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


class Regler:
    """The rules a letter has used, as a list that is made when the template comes to it.

    It holds what the decision itself points to and the `lov` of every phrase used so far, so the
    box of rules stands last in a letter.
    """

    def __init__(self, session: Session, own: tuple[Lovhenvisning, ...]) -> None:
        self._session, self._own = session, own

    def __iter__(self) -> Iterator[dict[str, str]]:
        book = self._session.book
        used = [rule for choice in self._session.valgt for rule in book.rules(choice.frase)]
        unique = dict.fromkeys([*map(book.rule, self._own), *used])
        return iter([rule.told for rule in sorted(unique, key=rule_order)])

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
    text = words_of(error)
    if "||" in text:
        said, _, remedy = text.partition("||")
        return f"{said.rstrip('.')}.||{remedy}"
    if isinstance(error, ZeroDivisionError):
        return "Et mærke deler med nul.||Ret regnestykket i mærket."
    if "is undefined" in text or "has no attribute" in text:
        name = text.split("'")[-2] if text.count("'") >= 2 else text
        return f"»{name}« findes ikke.||Se felterne med: duform felter."
    if "»" in text:
        return f"{text[0].upper()}{text[1:]}.||Ret mærket."
    if "No filter named" in text:
        return f"Der er intet filter, der hedder {text.split()[3]}.||Se docs/vejledning/fraser.md."
    return complaint(text)
