"""What is kept of a library's phrases from letter to letter: compiled variants, choices, rules."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from operator import attrgetter

from jinja2 import Template, nodes

from generator.case.law import LawBook, Lovhenvisning
from generator.library import Frase, Library, Variant
from generator.phrases.choose import Choice, Chooser
from generator.phrases.layout import Layout, layout
from generator.phrases.markdown import StyleMap
from generator.rewriting import Rewriter
from generator.sandbox import environment


@dataclass(frozen=True)
class CompiledVariant:
    """A variant ready to be filled: fixed Markdown, or a template that yields Markdown."""

    fixed: str | None
    template: Template | None


@dataclass(frozen=True, eq=False)
class Regel:
    """A law reference in the box of rules: where it comes in the order, and what is told of it."""

    order: tuple[int, int, str, int, int]
    told: dict[str, str]


class Phrasebook:
    """The phrases of a library as letters have used them so far.

    `layout` gives the paragraphs of a filled variant (see `layout.layout`).
    """

    layout: Callable[[str, StyleMap, str], Layout] = staticmethod(layout)

    def __init__(self, library: Library) -> None:
        self.library = library
        self.in_force = lru_cache(maxsize=64)(self._in_force)
        self.chooser = cache(Chooser)
        self._compiled: dict[tuple[str, int], CompiledVariant] = {}
        self.rule = cache(self._rule)
        self._rules_of: dict[str, tuple[Regel, ...]] = {}

    def _in_force(self, day: date) -> Mapping[str, Frase]:
        """The phrases in force on the day, by id."""
        found = {id: self.library.frase(id, day) for id in self.library.fraser}
        return {id: frase for id, frase in found.items() if frase is not None}

    def compiled(self, choice: Choice) -> CompiledVariant:
        """The variant's compiled form; raises jinja2.TemplateError for a broken tag."""
        key = (choice.frase.file, choice.variant.line)  # many choices lead to the same variant
        found = self._compiled.get(key)
        if found is None:
            found = self._compiled[key] = compile_variant(choice.frase, choice.variant)
        return found

    def _rule(self, reference: Lovhenvisning) -> Regel:
        """A law reference as letters show it; the same object each time."""
        return _regel(reference, self.library.law)

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


def _regel(reference: Lovhenvisning, law: LawBook) -> Regel:
    act, text = law.acts[reference.lov], str(reference)
    number = int("".join(c for c in reference.paragraf if c.isdigit()))
    return Regel(
        (list(law.acts).index(reference.lov), number, reference.paragraf, reference.stk or 0,
         reference.nr or 0),
        {"henvisning": text, "lov": act.navn, "lbk": act.lbk,
         "paragraf": text.removeprefix(act.navn).strip(), "handler_om": reference.handler_om})


#: Where a rule comes in the box of rules: acts in the order of the data file, then by number.
rule_order = attrgetter("order")
