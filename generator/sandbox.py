"""The one Jinja environment: sandboxed, strict, autoescaping. Nothing else makes one.

Templates see plain data only. Whatever a tag prints goes through one of four doors below (`tekst`,
`attribut`, `blok`, `gem`), which the compiler puts around it (`expressions.py`); so a value can
become text and never markup, a tag or code.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, time
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any, Protocol

from jinja2 import StrictUndefined, nodes, pass_context
from jinja2.compiler import CodeGenerator, Frame
from jinja2.exceptions import SecurityError
from jinja2.runtime import Context, LoopContext, Macro, Undefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import Namespace

from generator import danish
from generator.case.law import Lovhenvisning
from generator.case.values import Cpr
from generator.source import FIRST_RESERVED, LAST_RESERVED

#: A hole in the text: START + kind + label + END. Found again after rendering (`template/holes.py`).
HOLE_START, HOLE_END = "\ue010", "\ue011"
MISSING, ILLEGAL = "m", "u"
#: A value hidden from Markdown while a phrase is parsed: START + number + END.
TOKEN_START, TOKEN_END = "\ue000", "\ue001"
#: Most items a loop over `range` may have, and longest text that multiplication may make.
MAX_RANGE = 1000

#: Filters of Jinja that only choose, count or put together. Everything else is left out:
#: `safe`, `tojson`, `xmlattr` and their like make markup, `map` and `attr` reach by name.
_JINJA_FILTERS = ("abs", "capitalize", "count", "d", "default", "first", "int", "join", "last",
                  "length", "list", "lower", "max", "min", "replace", "reverse", "round", "sort",
                  "sum", "title", "trim", "truncate", "unique", "upper", "select", "reject",
                  "selectattr", "rejectattr", "map", "batch", "slice", "groupby", "string",
                  "wordcount", "float")
_JINJA_TESTS = ("defined", "undefined", "none", "number", "string", "sequence", "mapping", "even",
                "odd", "divisibleby", "eq", "equalto", "==", "ne", "!=", "lt", "<", "lessthan",
                "le", "<=", "gt", ">", "greaterthan", "ge", ">=", "in", "true", "false", "boolean",
                "integer", "float", "iterable", "lower", "upper", "sameas")


class ForkertVærdi(TypeError):
    """A value that cannot be printed where the tag stands; the text is Danish."""


class Brevdel(Protocol):
    """Something that makes its own WordprocessingML: a phrase or a picture."""

    def i_teksten(self) -> str:
        """As part of a run's text (inside `w:t`), already XML."""

    def som_afsnit(self) -> str:
        """As whole paragraphs, or as runs where the tag stands for a run."""


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


class Miljø(ImmutableSandboxedEnvironment):
    """A sandbox in which only plain data can be reached: dict keys, list items, loop counters."""

    code_generator_class = _Generator
    intercepted_binops = frozenset({"*", "**", "%", "+"})

    def getattr(self, obj: Any, attribute: str) -> Any:
        if type(obj) is dict:
            return obj[attribute] if attribute in obj else self.undefined(obj=obj, name=attribute)
        if obj is None:  # a field of a record that is not filled in is not filled in either
            return None
        if isinstance(obj, Undefined):
            return getattr(obj, attribute)
        if isinstance(obj, LoopContext) and attribute in _LOOP:
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

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        numbers = isinstance(left, (int, float, Decimal)) and isinstance(
            right, (int, float, Decimal))
        if operator == "**" or (operator in "*%" and not numbers):
            raise SecurityError(f"»{operator}« kan kun bruges på tal")
        if operator == "+" and isinstance(left, str) and isinstance(right, str):
            return left + right
        return super().call_binop(context, operator, left, right)


_LOOP = frozenset({"index", "index0", "revindex", "revindex0", "first", "last", "length", "cycle",
                   "depth", "depth0", "previtem", "nextitem", "changed"})


def _range(*args: int) -> range:
    numbers = range(*args)
    if len(numbers) > MAX_RANGE:
        raise SecurityError(f"en løkke kan højst løbe {MAX_RANGE} gange")
    return numbers


@cache
def environment(*, phrases: bool = False) -> Miljø:
    """The environment: for Word templates, or for phrases (where tags on their own line vanish).

    One for each, kept: it holds no state that a letter could change.
    """
    env = Miljø(autoescape=True, undefined=StrictUndefined, trim_blocks=phrases,
                lstrip_blocks=phrases, keep_trailing_newline=False, cache_size=0)
    jinja_filters, jinja_tests = dict(env.filters), dict(env.tests)
    env.filters.clear()
    env.filters.update({name: jinja_filters[name] for name in _JINJA_FILTERS})
    env.filters.update(danish.FILTRE)
    env.filters.update({"_tekst": tekst, "_attribut": attribut, "_blok": blok, "_gem": gem,
                        "_frase": _frase})
    env.tests.clear()
    env.tests.update({name: jinja_tests[name] for name in _JINJA_TESTS})
    env.globals.clear()
    env.globals.update({"range": _range, "namespace": Namespace})
    return env


# --- the doors ----------------------------------------------------------------------------------


def tekst(value: Any, label: str) -> str:
    """The value as XML text inside a run: escaped, line breaks and tabs as Word has them.

    `label` says which field it is and where the tag stands; it goes into the hole when the value
    is missing or holds a character that XML has no place for.
    """
    if type(value) is str:
        if value.isprintable() and not ("&" in value or "<" in value or ">" in value):
            return value
        return _checked(value, label, _in_run)
    if hasattr(value, "i_teksten"):
        return str(value.i_teksten())
    if hasattr(value, "__html__"):  # a macro's result, or an object of docxtpl that makes XML
        return str(value.__html__())
    plain = som_tekst(value)
    return hole(MISSING, label) if plain is None else _checked(plain, label, _in_run)


def attribut(value: Any, label: str) -> str:
    """The value where there is no run: in an attribute (alt text), a field code, a property."""
    plain = value if type(value) is str else som_tekst(value)
    return hole(MISSING, label) if plain is None else _checked(plain, label, _in_attribute)


def blok(value: Any, label: str) -> str:
    """The value where whole paragraphs or runs stand: only what makes its own XML can be there."""
    if hasattr(value, "som_afsnit"):
        return str(value.som_afsnit())
    if hasattr(value, "__html__"):
        return str(value.__html__())
    if value is None:
        return f'<w:p><w:r><w:t xml:space="preserve">{hole(MISSING, label)}</w:t></w:r></w:p>'
    raise ForkertVærdi("Her kan der kun stå en frase eller et billede, for mærket fylder et helt "
                       "afsnit||Fjern p'et eller r'et i »{{p« eller »{{r«.")


@pass_context
def gem(context: Context, value: Any, label: str) -> str:
    """In a phrase: puts the value aside and gives Markdown an opaque token in its place."""
    if isinstance(value, Undefined):
        str(value)  # StrictUndefined raises here, with the phrase's file and line
    values: list[tuple[Any, str]] = context.parent["_gemt"]
    values.append((value, label))
    return f"{TOKEN_START}{len(values) - 1}{TOKEN_END}"


def _frase(session: Any, id: str, style: str, loop: Mapping[str, Any]) -> Any:
    """What `frase.a.b` has been rewritten to: the letter's phrase session makes the phrase."""
    return session(id, style, loop)


def hole(kind: str, label: str) -> str:
    """The mark left where a value is missing or illegal."""
    return f"{HOLE_START}{kind}{label}{HOLE_END}"


def som_tekst(value: Any) -> str | None:
    """The value as Danes write it; None when it is missing. Raises for records and lists."""
    kind = type(value)
    if kind is str:
        return str(value)
    if value is None:
        return None
    if kind is bool:
        return "ja" if value else "nej"
    if kind is int:
        return str(value)
    if isinstance(value, date):
        return danish.dato(value)
    if isinstance(value, time):
        return danish.tid(value)
    if isinstance(value, Cpr):
        return value.i_brev()
    if isinstance(value, (float, Decimal)):
        return danish.tal(value)
    if isinstance(value, Lovhenvisning):
        return str(value)
    if isinstance(value, Undefined):
        return str(value)  # raises UndefinedError
    if isinstance(value, str):  # a str subclass, such as Markup
        return str(value)
    if isinstance(value, (list, tuple, Iterator)):
        raise ForkertVærdi("Feltet er en liste og kan ikke skrives som én tekst||"
                           "Brug en løkke, eller saml listen med filteret liste: {{ navne|liste }}.")
    raise ForkertVærdi("Feltet har flere felter under sig og kan ikke skrives som én tekst||"
                       "Skriv et punktum og navnet på et af dem.")


def _checked(text: str, label: str, escape: Callable[[str], str]) -> str:
    clean = _clean(text)
    return escape(clean) + (hole(ILLEGAL, label) if clean != text else "")


@lru_cache(maxsize=4096)
def _clean(text: str) -> str:
    """The text with every character that XML 1.0 cannot hold replaced by U+FFFD."""
    if text.isprintable() and not any(
            FIRST_RESERVED <= c <= LAST_RESERVED for c in text if c >= FIRST_RESERVED):
        return text
    return "".join("\ufffd" if _unfit(c) else c for c in text)


def _unfit(char: str) -> bool:
    if char < " ":
        return char not in "\n\t"
    return ("\ud800" <= char <= "\udfff" or char in "\x7f\ufffe\uffff"
            or FIRST_RESERVED <= char <= LAST_RESERVED or "\x80" <= char <= "\x9f")


@lru_cache(maxsize=4096)
def _in_run(text: str) -> str:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    if "\n" in escaped:
        escaped = escaped.replace("\n", '</w:t><w:br/><w:t xml:space="preserve">')
    if "\t" in escaped:
        escaped = escaped.replace("\t", '</w:t><w:tab/><w:t xml:space="preserve">')
    return escaped


@lru_cache(maxsize=4096)
def _in_attribute(text: str) -> str:
    return (text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
            .replace('"', "&quot;").replace("\n", "&#10;").replace("\t", "&#9;"))
