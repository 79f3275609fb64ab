"""Jinja's own filters as far as letters may have them. A missing value stays missing, dates and
numbers are Danish, and no filter can be made to run for ever or to fill the memory.

The Danish filters (`danish.FILTRE`) are the ones to reach for; these choose, count, put together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from functools import wraps
from typing import Any

from jinja2 import pass_environment
from jinja2.filters import FILTERS, do_title
from jinja2.runtime import Undefined

from generator.doors import MAX_ROUNDS, MAX_TEXT, ForkertVærdi, som_tekst, within

_Filter = Callable[..., Any]


# --- text ---------------------------------------------------------------------------------------


def _text(change: _Filter) -> _Filter:
    """A filter from text to text; None stays None, a date becomes Danish text first."""

    def filtered(value: Any, *args: Any, **named: Any) -> Any:
        text = plain(value)
        return None if text is None else change(text, *args, **named)

    return filtered


def plain(value: Any) -> str | None:
    """The value as text that a filter may change; raises for what is XML already."""
    if hasattr(value, "__html__") or hasattr(value, "i_teksten"):
        raise ForkertVærdi("Et filter kan ikke ændre en frase eller en tekst med formatering||"
                           "Fjern filteret.")
    return som_tekst(value)


def _replace(text: str, old: Any, new: Any, count: int = -1) -> str | None:
    before, after = plain(old), plain(new)
    if before is None or after is None:
        return None
    within(len(text) + text.count(before) * len(after), MAX_TEXT)
    return text.replace(before, after, count)


def _truncate(text: str, length: int = 255, killwords: bool = False, end: str = "…") -> str:
    if len(text) <= length:
        return text
    cut = text[:max(length - len(end), 0)]
    return (cut if killwords else cut.rsplit(" ", 1)[0]) + end


@pass_environment
def _join(env: Any, items: Any, between: Any = "", attribute: str | None = None) -> str | None:
    """The items as one text. One that is missing makes the whole missing: it must not go unseen."""
    if attribute is not None:
        items = [_at(env, item, attribute) for item in _items(items)]
    texts = [plain(between), *map(plain, _items(items))]
    if any(text is None for text in texts) or items is None:
        return None
    within(sum(len(t or "") for t in texts) + len(texts) * len(texts[0] or ""), MAX_TEXT)
    return (texts[0] or "").join(t or "" for t in texts[1:])


def _default(value: Any, otherwise: Any = "", also_empty: bool = False) -> Any:
    """The way to say that a value may be missing: `{{ barn.skole|default("") }}`."""
    missing = value is None or isinstance(value, Undefined) or (also_empty and not value)
    return otherwise if missing else value


# --- numbers ------------------------------------------------------------------------------------


def _number(kind: Callable[[Any], Any]) -> _Filter:
    def filtered(value: Any, otherwise: Any = None) -> Any:
        if value is None or isinstance(value, Undefined):
            return value if value is not None else otherwise
        try:
            return kind(value.replace(",", ".") if isinstance(value, str) else value)
        except (ValueError, TypeError, ArithmeticError):
            if otherwise is not None:
                return otherwise
            raise ForkertVærdi("Feltet er ikke et tal||Fjern filteret, eller ret tallet i "
                               "sagen.") from None

    return filtered


def _round(value: Any, precision: int = 0, method: str = "common") -> Any:
    if value is None:
        return None
    within(abs(precision), 12)
    return FILTERS["round"](value, precision, method)


@pass_environment
def _sum(env: Any, items: Any, attribute: str | None = None) -> Any:
    numbers = [item if attribute is None else _at(env, item, attribute)
               for item in _items(items)]
    if any(n is None for n in numbers):
        return None
    if not all(isinstance(n, (int, float, Decimal)) for n in numbers):
        raise ForkertVærdi("Kun tal kan lægges sammen||Fjern filteret sum.")
    return sum(numbers)


# --- lists --------------------------------------------------------------------------------------


def _items(value: Any) -> list[Any]:
    """What a filter goes through: nothing where there is no list."""
    if value is None:
        return []
    if type(value) is list or isinstance(value, Undefined) or (
            isinstance(value, Iterable) and not isinstance(value, Mapping)):
        return list(value)
    raise ForkertVærdi("Filteret skal have en liste||Fjern filteret, eller brug det på en liste.")


def _at(env: Any, item: Any, path: str) -> Any:
    """The field of an item by name, as the sandbox lets templates reach it."""
    for name in str(path).split("."):
        item = env.getattr(item, name)
    return item


def _list_filter(name: str) -> _Filter:
    """Jinja's filter, for a list that may be missing, giving a list that can be read twice."""
    original = FILTERS[name]
    place = 1 if hasattr(original, "jinja_pass_arg") else 0

    @wraps(original)
    def filtered(*args: Any, **named: Any) -> Any:
        given = list(args)
        given[place] = _items(args[place])
        if name == "map" and any(str(a).startswith("_") for a in given[place + 1:]):
            raise ForkertVærdi("Filteret findes ikke||Brug et andet.")
        if name in ("batch", "slice"):
            within(int(given[place + 1]), MAX_ROUNDS)
        try:
            found = original(*given, **named)
            return list(found) if isinstance(found, Iterator) else found
        except TypeError as error:
            raise ForkertVærdi(f"Listen kan ikke gå gennem filteret »{name}«: en af værdierne "
                               "mangler eller er af en anden slags||Fjern filteret, eller udfyld "
                               "feltet.") from error

    return filtered


def _extreme(name: str) -> _Filter:
    original = _list_filter(name)

    @wraps(original)
    def filtered(env: Any, value: Any, *args: Any, **named: Any) -> Any:
        return original(env, value, *args, **named) if _items(value) else None

    return filtered


def _first(value: Any) -> Any:
    return next(iter(_items(value)), None)


def _last(value: Any) -> Any:
    return next(reversed(_items(value)), None)


def _count(value: Any) -> int:
    return len(value) if isinstance(value, (str, Mapping)) else len(_items(value))


def _reverse(value: Any) -> Any:
    return value[::-1] if isinstance(value, str) else _items(value)[::-1]


JINJA_FILTRE: dict[str, _Filter] = {
    "capitalize": _text(str.capitalize), "lower": _text(str.lower), "upper": _text(str.upper),
    "title": _text(do_title), "trim": _text(str.strip), "string": _text(str),
    "wordcount": _text(lambda text: len(text.split())), "replace": _text(_replace),
    "truncate": _text(_truncate), "join": _join, "default": _default, "d": _default,
    "abs": lambda value: None if value is None else abs(value), "int": _number(int),
    "float": _number(float), "round": _round, "sum": _sum,
    "first": _first, "last": _last, "length": _count, "count": _count, "list": _items,
    "reverse": _reverse, "min": _extreme("min"), "max": _extreme("max"),
    **{name: _list_filter(name) for name in (
        "sort", "unique", "map", "select", "reject", "selectattr", "rejectattr", "batch", "slice",
        "groupby")},
}
