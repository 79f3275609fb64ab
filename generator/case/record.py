"""How a record of the case becomes the plain dict that templates see, for one reader on one day.

References become the people they point to, a `Tekst` the reader's own text, and what the reader
may not know is not there. What a record gets besides the fields of its model, and what is taken
away from it, stands in `additions.py`, `people.py` and `hidden.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, Union, get_args, get_origin

from generator.case.model import Model, Tekst
from generator.case.reader import Situation, skjulte_personer

Slags = Literal["tekst", "dato", "tid", "janej", "tal", "cpr", "lov", "post", "liste"]
#: A record of the case as templates see it: a plain dict, which the sandbox lets them read.
Post = dict[str, Any]
#: Fields that only the program needs; a letter has no use for them.
LEFT_OUT = frozenset({"beskyttet_mod", "hemmeligt_for", "må_ses_af", "adressebeskyttelse",
                      "skal_have_brev", "intet_brev_grund"})


@dataclass(frozen=True)
class Added:
    """A name that a record gets besides the fields of its model, or the value that takes the place
    of a field; then the field's own title and description hold. `af` is what a record or a list
    holds."""

    value: Convert
    slags: Slags = "tekst"
    titel: str = ""
    beskrivelse: str = ""
    af: type[Model] | None = None


@dataclass(frozen=True)
class Additions:
    """What the records get besides their fields, what is hidden in them, and the people who are not
    among the persons of the case but may be pointed to."""

    added: Mapping[type[Model], Mapping[str, Added]]
    hidden: Mapping[type[Model], Callable[[Any, Context], tuple[str, ...]]]
    people: Mapping[str, Callable[[Context], Post]]

    def names(self, model: type[Model]) -> list[str]:
        """Every name in the dict of such a record."""
        fields = [name for name in model.model_fields if name not in LEFT_OUT]
        return list(dict.fromkeys((*fields, *self.added.get(model, ()))))


class Context:
    """What turning records into dicts depends on, and the people they may point to."""

    def __init__(self, situation: Situation, additions: Additions) -> None:
        self.situation = situation
        self.additions = additions
        self.reader = situation.læser.id
        self.eyes = situation.læser.øjne
        self.child_reads = situation.læser.rolle == "barn"
        self.voice = "til_barnet" if self.child_reads else "til_voksne"
        self.skjulte = skjulte_personer(situation.sag, self.eyes)
        #: In a copy nobody who is hidden is named at all. In a letter of the reader's own a name
        #: that is left out would be missed, so there the check of the letter stops it instead.
        self.unnamed = self.skjulte if situation.læser.kopi_til else frozenset[str]()
        self._personer: dict[str, Post | None] = {}
        self._steder: dict[str, Post | None] = {}

    def person(self, id: str) -> Post | None:
        """The person with this short name as a record, the same one wherever it is pointed to."""
        if id not in self._personer:
            self._personer[id] = self._person(id)
        return self._personer[id]

    def _person(self, id: str) -> Post | None:
        if id in self.additions.people:
            return self.additions.people[id](self)
        person = self.situation.personer.get(id)
        return self.record(person) if person else None

    def people(self, ids: Iterable[str]) -> list[Post]:
        """Those of the persons whom the reader may know of."""
        found = [self.person(id) for id in ids if id not in self.skjulte]
        return [person for person in found if person]

    def sted(self, id: str) -> Post | None:
        """The place with this short name as a record."""
        if id not in self._steder:
            sted = self.situation.steder.get(id)
            self._steder[id] = self.record(sted) if sted else None
        return self._steder[id]

    def record(self, record: Model) -> Post:
        """The record as a dict."""
        made: Post = _record(type(record))(record, self)
        return made

    def records(self, records: Iterable[Model]) -> list[Post]:
        """The records as dicts."""
        return [self.record(record) for record in records]

    def text(self, value: Tekst | None) -> str | None:
        """The reader's own text."""
        found: str | None = getattr(value, self.voice) if value else None
        return found

    def may_see(self, item: Any) -> bool:
        """Whether the reader may read a record that is only for some (`må_ses_af`)."""
        return not item.må_ses_af or self.eyes in item.må_ses_af

    def named(self, model: type[Model], **values: Any) -> Post:
        """A dict of the shape that such records have, with these values and else nothing."""
        return {**dict.fromkeys(self.additions.names(model)), **values}


Convert = Callable[[Any, Context], Any]


def field_value(name: str, info: Any) -> Convert:
    """How a field of a record is turned into what templates see."""
    convert = _converter(info.annotation, field_extra(info))

    def value(record: Any, context: Context) -> Any:
        found = getattr(record, name)
        return found if convert is None or found is None else convert(found, context)

    return value


@cache
def _record(model: type[Model]) -> Convert:
    """A function from a record of this model to its dict."""
    kept = [(name, info) for name, info in model.model_fields.items() if name not in LEFT_OUT]
    left_out = [name for name in model.model_fields if name in LEFT_OUT]
    texts = [name for name, info in kept if _is_text(info.annotation)]
    changed = [(name, convert) for name, info in kept if name not in texts
               and (convert := _converter(info.annotation, field_extra(info))) is not None]

    def convert_record(record: Any, context: Context) -> Post:
        result: Post = record.__dict__.copy()  # where pydantic keeps the fields, in their order
        for name in left_out:
            del result[name]
        for name in texts:
            if result[name] is not None:
                result[name] = getattr(result[name], context.voice)
        for name, convert in changed:
            if result[name] is not None:
                result[name] = convert(result[name], context)
        for name, added in context.additions.added.get(model, _NOTHING).items():
            result[name] = added.value(record, context)
        if hidden := context.additions.hidden.get(model):
            for name in hidden(record, context):
                result[name] = None
        return result

    return convert_record


_NOTHING: Mapping[str, Added] = {}


def field_extra(info: Any) -> Mapping[str, Any]:
    """What a field says of itself besides its type: the law behind it, what it points to."""
    return info.json_schema_extra if isinstance(info.json_schema_extra, dict) else {}


def _converter(annotation: Any, extra: Mapping[str, Any]) -> Convert | None:
    """What a value of this type must go through; None when it stays as it is."""
    inner = inside(annotation)
    single = _single(inner, extra.get("henviser"))
    if not is_list(annotation):
        return single
    if single is None:
        return lambda values, c: list(values)
    if extra.get("henviser") == "person":
        return lambda ids, c: c.people(ids)
    limited, about = "må_ses_af" in getattr(inner, "model_fields", ()), _about_whom(inner)
    return lambda values, c: [single(v, c) for v in values if (not limited or c.may_see(v))
                              and (not about or getattr(v, about) not in c.unnamed)]


def _about_whom(inner: Any) -> str | None:
    """The field without which the record is about nobody: »lavet_af« holds a person each."""
    return next((name for name, info in getattr(inner, "model_fields", {}).items()
                 if info.is_required() and not is_list(info.annotation)
                 and field_extra(info).get("henviser") == "person"), None)


def _single(inner: Any, points_to: Any) -> Convert | None:
    if points_to == "person":
        return lambda id, c: None if id in c.unnamed else c.person(id)
    if points_to == "sted":
        return lambda id, c: c.sted(id)
    if inner is Tekst:
        return lambda value, c: c.text(value)
    if isinstance(inner, type) and issubclass(inner, Model):
        return _record(inner)
    return None


def _is_text(annotation: Any) -> bool:
    """One text that differs with its reader."""
    return inside(annotation) is Tekst and not is_list(annotation)


def inside(annotation: Any) -> Any:
    """The type inside `X | None`, `tuple[X, ...]` and `Annotated[X, ...]`."""
    origin = get_origin(annotation)
    if origin is tuple:
        return inside(get_args(annotation)[0])
    if origin is Union or str(origin) == "<class 'types.UnionType'>":
        return inside(next(a for a in get_args(annotation) if a is not type(None)))
    if hasattr(annotation, "__metadata__"):
        return inside(get_args(annotation)[0])
    return annotation


def is_list(annotation: Any) -> bool:
    """Whether a field holds several."""
    return get_origin(annotation) is tuple
