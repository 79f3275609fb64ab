"""How a letter speaks of people: »din mor«, »du«, »Jens«; and those who are not among the persons
of a case but may be pointed to, the child and the adviser."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any, Literal

from generator import danish
from generator.case.personer import Barn, Person
from generator.case.planer import Handling, Søskendebarn
from generator.case.record import Added, Context, Convert, Post

_FAMILY = {
    "mor": "din mor", "far": "din far", "stedmor": "din stedmor",
    "stedfar": "din stedfar", "mormor": "din mormor", "morfar": "din morfar",
    "farmor": "din farmor", "farfar": "din farfar",
}
_MINE = {"din": "min", "dit": "mit", "dine": "mine"}
#: One whom the reader may not know of, in a plan where it must say that somebody does it.
_SOMEBODY = "en voksen"


def _child_name(barn: Barn | Søskendebarn, context: Context) -> str:
    return barn.kaldes or danish.fornavn(barn.navn) or barn.navn


def _first_name(person: Person, context: Context) -> str:
    return danish.fornavn(person.navn) or person.navn


def _mention(person: Person, context: Context) -> str:
    """How this reader's letter speaks of the person: »din mor«, »du«, »Jens«, the full name."""
    if person.id == context.reader:
        return "du"
    if context.child_reads:
        first = _first_name(person, context)
        named = f"din mor {first}" if person.rolle == "medmor" else first
        return person.kaldes or _FAMILY.get(person.rolle) or named
    return person.navn


def _mention_object(person: Person, context: Context) -> str:
    return "dig" if person.id == context.reader else _mention(person, context)


def _mention_in_own_voice(person: Person, context: Context) -> str:
    """How the reader speaks of the person in a goal of their own: »min mor«, »jeg«, »Jens«.

    A parent speaks of the children by first name."""
    if person.id == context.reader:
        return "jeg"
    if not context.child_reads and person.rolle in ("bror", "søster"):
        return _first_name(person, context)
    return _as_mine(_mention(person, context))


def _as_mine(mention: str) -> str:
    """»din mor« as the child itself says it: »min mor«."""
    first, space, rest = mention.partition(" ")
    return _MINE.get(first, first) + space + rest


def _pronoun(form: Literal["han_hun", "ham_hende", "hans_hendes"]) -> Convert:
    def value(record: Any, context: Context) -> str | None:
        return _pronoun_in(record.stedord, form) if record.stedord else None

    return value


@cache
def _pronoun_in(stedord: str, form: str) -> Any:
    return getattr(danish.stedord(stedord), form)


def _age(barn: Barn | Søskendebarn, context: Context) -> int:
    return danish.alder(barn.fødselsdato, context.situation.dato)


def _no_speech(barn: Søskendebarn, context: Context) -> bool:
    given = barn.uden_sprog
    return _age(barn, context) < 2 if given is None else given


def _when_the_child_speaks(handling: Handling, context: Context) -> str | None:
    """»min mor og jeg«: those who do something, the speaker last."""
    return _together(handling, context, lambda person: person["omtale_jeg"])


def _when_the_adviser_speaks(handling: Handling, context: Context) -> str | None:
    """»din mor og jeg«: the adviser is »jeg«, and last."""
    return _together(handling, context, lambda person: (
        "jeg" if person["id"] == "rådgiver" else person["omtale"]))


def _together(handling: Handling, context: Context, name: Callable[[Post], str]) -> str | None:
    names = [name(person) for person in context.people(handling.hvem)]
    if handling.hvem and not names:
        return _SOMEBODY
    return danish.liste(sorted(names, key=lambda found: found == "jeg"))


_PRONOUNS = {
    "han_hun": Added(_pronoun("han_hun"), "tekst", "han/hun",
                     "Stedordet: hun, han, hen eller de."),
    "ham_hende": Added(_pronoun("ham_hende"), "tekst", "ham/hende", "Stedordet i genstandsfald."),
    "hans_hendes": Added(_pronoun("hans_hendes"), "tekst", "hans/hendes", "Stedordet i ejefald."),
}

CHILD = {
    "fornavn": Added(_child_name, "tekst", "Fornavn", "Det navn, barnet bliver kaldt."),
    "alder": Added(_age, "tal", "Alder", "Hele år på brevets dato."),
    **_PRONOUNS,
}
SIBLING = {
    **CHILD,
    "uden_sprog": Added(_no_speech),
}
PERSON = {
    "fornavn": Added(_first_name, "tekst", "Fornavn", "Personens fornavn."),
    "omtale": Added(_mention, "tekst", "Omtale", "Sådan nævnes personen i netop dette brev: "
                    "»din mor«, »du«, »Jens«."),
    "omtale_objekt": Added(_mention_object, "tekst", "Omtale i genstandsfald",
                           "Som omtale, men »dig« for »du«."),
    "omtale_jeg": Added(_mention_in_own_voice, "tekst", "Omtale i jeg-form", "Sådan nævner "
                        "modtageren selv personen: »min mor«, »jeg«, »Jens«."),
    "er_modtager": Added(lambda person, c: person.id == c.reader, "janej", "Er modtager",
                         "Er brevet til denne person?"),
    **_PRONOUNS,
}
DOERS = {
    "hvem_i_jeg_form": Added(_when_the_child_speaks, "tekst", "Hvem, når barnet taler",
                             "»min mor og jeg«."),
    "hvem_i_du_form": Added(_when_the_adviser_speaks, "tekst", "Hvem, når rådgiveren taler",
                            "»din mor og jeg«; »jeg« er rådgiveren."),
}


def _adviser(context: Context) -> Post:
    """The adviser among the persons, so that a goal can say that the adviser helps."""
    rådgiver = context.situation.sag.rådgiver
    first = danish.fornavn(rådgiver.navn) or rådgiver.navn
    return context.named(Person, id="rådgiver", navn=rådgiver.navn, rolle="rådgiver",
                         fornavn=first, omtale=first, omtale_objekt=first,
                         omtale_jeg=first if context.child_reads else rådgiver.navn,
                         er_modtager=False, telefon=rådgiver.telefon, mail=rådgiver.mail)


def _child_as_person(context: Context) -> Post:
    """The child among the persons: »du« in the child's letter, the first name in others."""
    barn = context.record(context.situation.sag.barn)
    shared = {name: barn[name] for name in context.additions.names(Person) if name in barn}
    first, reads = barn["fornavn"], context.child_reads
    return context.named(Person, **shared, id="barn", rolle="barn", er_modtager=reads,
                         omtale="du" if reads else first,
                         omtale_objekt="dig" if reads else first,
                         omtale_jeg="jeg" if reads else first)


PEOPLE: dict[str, Callable[[Context], Post]] = {"barn": _child_as_person, "rådgiver": _adviser}


def addressee(context: Context) -> Post | None:
    """The one the letter is to; a place in the shape of a person."""
    if context.situation.læser.rolle != "sted":
        return context.person(context.reader)
    sted = context.sted(context.reader)
    if sted is None:
        return None
    shared = {name: sted[name] for name in context.additions.names(Person) if name in sted}
    return context.named(Person, **shared, omtale=sted["navn"], omtale_objekt=sted["navn"],
                         omtale_jeg=sted["navn"], er_modtager=True)
