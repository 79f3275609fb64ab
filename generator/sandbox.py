"""The one Jinja environment: sandboxed, strict, autoescaping. Nothing else makes one.

Templates see plain data only: dict keys, list items, loop counters. What they print goes through
the doors (`doors.py`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, time
from decimal import Decimal
from functools import cache
from typing import Any

from jinja2 import StrictUndefined, Template, nodes, pass_context
from jinja2.compiler import CodeGenerator, Frame
from jinja2.exceptions import SecurityError
from jinja2.runtime import Context, LoopContext, Macro, Undefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import Namespace, missing

from generator import danish
from generator.case.law import Lovhenvisning
from generator.doors import (
    MAX_ROUNDS,
    MAX_TEXT,
    ForkertVærdi,
    attribut,
    blok,
    feltkode,
    gem,
    intet,
    saml,
    stykke,
    tekst,
    within,
)
from generator.jinja_filters import JINJA_FILTRE

#: Beyond this, numbers can only have been made to take time.
MAX_NUMBER = 10 ** 30

_JINJA_TESTS = ("defined", "undefined", "none", "number", "string", "sequence", "mapping", "even",
                "odd", "divisibleby", "eq", "equalto", "==", "ne", "!=", "lt", "<", "lessthan",
                "le", "<=", "gt", ">", "greaterthan", "ge", ">=", "in", "true", "false", "boolean",
                "integer", "float", "iterable", "lower", "upper", "sameas")


class _Generator(CodeGenerator):
    """Writes out what the doors return as it is; they have escaped it already."""

    def _output_child_to_const(self, node: nodes.Expr, frame: Frame, finalize: Any) -> str:
        if isinstance(node, nodes.TemplateData):
            return str(node.data)
        raise nodes.Impossible()

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        self.write("(")

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        self.write(")")


class Kontekst(Context):
    """The names that the tags of one letter can use. `vars` are those that only the part or phrase
    being filled has, before the letter's own. `runder` counts the work, so that none is endless."""

    runder = 0

    def resolve_or_missing(self, key: str) -> Any:
        if key in self.vars:
            return self.vars[key]
        if key in self.parent:
            return self.parent[key]
        return _GLOBALS.get(key, missing)

    def fyld(self, template: Template, names: dict[str, Any]) -> str:
        """A part or phrase filled. It sees these names, and not those of what surrounds it."""
        outer, self.vars = self.vars, names
        try:
            return "".join(template.root_render_func(self))
        finally:
            self.vars = outer

    def tæl(self, rounds: int) -> None:
        """Counts so many rounds more; raises when the letter has taken too many."""
        self.runder += rounds
        within(self.runder, MAX_ROUNDS)


class Miljø(ImmutableSandboxedEnvironment):
    """A sandbox in which only plain data can be reached: dict keys, list items, loop counters."""

    code_generator_class = _Generator
    context_class = Kontekst
    intercepted_binops = frozenset({"*", "**", "%", "+"})

    def getattr(self, obj: Any, attribute: str) -> Any:
        if type(obj) is dict:
            return obj[attribute] if attribute in obj else self.undefined(obj=obj, name=attribute)
        if obj is None:  # a field of a record that is not filled in is not filled in either
            return None
        if isinstance(obj, Undefined):
            str(obj)  # raises, and names what is not there
        if isinstance(obj, LoopContext) and attribute in LOOP:
            return getattr(obj, attribute)
        if isinstance(obj, Namespace) and not attribute.startswith("_"):
            return super().getitem(obj, attribute)
        if isinstance(obj, Lovhenvisning) and attribute in Lovhenvisning.__dataclass_fields__:
            return getattr(obj, attribute)
        if type(obj) in (date, time) and attribute in ("year", "month", "day", "hour", "minute"):
            return getattr(obj, attribute)
        return self.undefined(
            f"»{attribute}« kan ikke bruges her", obj=obj, name=attribute, exc=SecurityError)

    def getitem(self, obj: Any, argument: Any) -> Any:
        if isinstance(argument, str):
            return self.getattr(obj, argument)
        if isinstance(obj, (list, tuple, str)) and isinstance(argument, (int, slice)):
            try:
                return obj[argument]
            except IndexError:
                return None
        if obj is None:
            return None
        return self.undefined(obj=obj, name=str(argument), exc=SecurityError)

    def is_safe_callable(self, obj: Any) -> bool:
        return isinstance(obj, Macro) or obj in (Namespace, _range) or (
            getattr(obj, "__self__", None).__class__ is LoopContext)

    def call(__self, __context: Any, __obj: Any, *args: Any, **named: Any) -> Any:
        """Calls a macro, `range`, `namespace` or `loop.cycle`; counts, so that none is endless."""
        __context.tæl(1)
        try:
            return super().call(__context, __obj, *args, **named)
        except RecursionError:
            raise SecurityError("En makro kalder sig selv||Slet kaldet inde i makroen.") from None

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        for value in (left, right):
            if isinstance(value, Undefined):
                str(value)  # raises, and names the field
        if operator == "+" and type(left) is type(right) and isinstance(left, (str, list)):
            within(len(left) + len(right), MAX_TEXT)
            return super().call_binop(context, operator, left, right)
        if operator == "**" or not (_is_number(left) and _is_number(right)):
            raise SecurityError(f"»{operator}« kan kun bruges på almindelige tal||Brug ~ til at "
                                "sætte tekster sammen.")
        return super().call_binop(context, operator, left, right)


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float, Decimal)) and -MAX_NUMBER < value < MAX_NUMBER


#: What a loop can be asked: `loop.index`, `loop.last` …
LOOP = frozenset({"index", "index0", "revindex", "revindex0", "first", "last", "length", "cycle",
                  "depth", "depth0", "previtem", "nextitem", "changed"})


def _range(*args: int) -> range:
    numbers = range(*args)
    within(max(map(abs, args), default=0), MAX_ROUNDS)  # first, for len() has its own limit
    within(len(numbers), MAX_ROUNDS)
    return numbers


_GLOBALS: Mapping[str, Any] = {"range": _range, "namespace": Namespace}


def kontekst(names: Mapping[str, Any]) -> Kontekst:
    """The context of one letter; `names` is the case as its reader sees it."""
    return Kontekst(environment(), names, None, {})  # type: ignore[arg-type]


@cache
def environment(*, phrases: bool = False) -> Miljø:
    """The environment: for Word templates, or for phrases (where tags on their own line vanish).

    One for each, kept: it holds no state that a letter could change.
    """
    env = Miljø(autoescape=True, undefined=StrictUndefined, trim_blocks=phrases,
                lstrip_blocks=phrases, keep_trailing_newline=False, cache_size=0)
    jinja_tests = dict(env.tests)
    env.filters.clear()
    env.filters.update({**JINJA_FILTRE, **danish.FILTRE, **_DOORS})
    env.tests.clear()
    env.tests.update({name: jinja_tests[name] for name in _JINJA_TESTS})
    env.globals.clear()
    env.globals.update(_GLOBALS)
    return env


@pass_context
def _frase(context: Context, session: Any, id: str, style: str, loop: Mapping[str, Any]) -> Any:
    """What `frase.a.b` has been rewritten to: the letter's phrase session makes the phrase."""
    return session(id, style, loop, context)


@pass_context
def løkke(context: Kontekst, items: Any) -> Sequence[Any]:
    """What a loop runs through; nothing where there is no list."""
    if items is None:
        return ()
    if type(items) is not list and isinstance(items, (str, Mapping)):
        raise ForkertVærdi("Feltet er ikke en liste og kan ikke løbes igennem||Brug {{ … }} til at "
                           "skrive det, eller if til at spørge, om det er der.")
    found = items if isinstance(items, (list, tuple, range)) else list(items)
    context.tæl(len(found))
    return found


_DOORS = {"_tekst": tekst, "_attribut": attribut, "_feltkode": feltkode, "_blok": blok,
          "_stykke": stykke, "_intet": intet, "_gem": gem, "_frase": _frase, "_løkke": løkke,
          "_saml": saml}
