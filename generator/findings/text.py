"""The report on a screen: what to do first, then by level, by type and by place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from textwrap import wrap

from generator.checker.rules import Regel
from generator.findings.groups import Group, Item, by_type
from generator.findings.kontrol import (
    EXCEPTED,
    HUMAN,
    HUMAN_TELLS,
    LEVEL_NAMES,
    LEVEL_TELLS,
    NOTHING,
    TYPES,
    Kontrol,
    brief,
    counted,
    described,
    first_step,
    lasts,
    questions,
)
from generator.source import LEVELS, Level, Problem

#: So many places of findings that say the same are named one by one.
MAX_PLACES = 12
#: A longer quotation is cut.
MAX_QUOTE = 160
#: A narrower screen than this is left to break lines itself.
_NARROWEST = 40


def to_text(letters: Sequence[Kontrol], width: int = 0) -> str:
    """The whole report, in lines of at most so many characters; 0 breaks none. It quotes from the
    letters, and is for those who may read them."""
    pages = [*map(_letter, letters), _overview(letters)]
    return "\n\n".join("\n".join(_broken(page, width)) for page in pages) + "\n"


#: What a line begins with, and the rest of it. What follows is set in below the rest.
_Line = tuple[str, str]
_EMPTY: _Line = ("", "")


def _broken(lines: Iterable[_Line], width: int) -> Iterator[str]:
    for label, text in lines:
        if width < _NARROWEST or len(label) + len(text) <= width:
            yield label + text
        else:
            yield from wrap(text, width, initial_indent=label, subsequent_indent=" " * len(label),
                            break_long_words=False, break_on_hyphens=False)


def _overview(letters: Sequence[Kontrol]) -> Iterator[_Line]:
    """All in all, and for each letter when there are several: on a screen it is what is seen."""
    if len(letters) > 1:
        yield from (("  ", f"{kontrol.fil}: {brief(kontrol)}") for kontrol in letters)
        yield _EMPTY
    yield "", counted(letters)


def _letter(kontrol: Kontrol) -> Iterator[_Line]:
    yield "", str(kontrol.fil)
    if kontrol.problemer:
        for problem in kontrol.problemer:
            yield _EMPTY
            yield from (("", line) for line in str(problem).split("\n"))
        return
    assert kontrol.inspection
    yield "", f"Efterset som: {described(kontrol)}"
    yield from (("", guess) for guess in kontrol.inspection.gættet)
    yield from (_EMPTY, ("", first_step(kontrol) or NOTHING))
    for level in LEVELS:
        yield from _level(kontrol, level)
    yield from _excepted(kontrol)
    yield from _for_people(kontrol)


def _level(kontrol: Kontrol, level: Level) -> Iterator[_Line]:
    found = kontrol.of(level)
    if not found:
        return
    yield from (_EMPTY, ("", f"== {LEVEL_NAMES[level]} ({len(found)}) ==  {LEVEL_TELLS[level]}"))
    for kind, groups in by_type(kontrol, level):
        yield from (_EMPTY, ("", f"-- {TYPES[kind]} --"))
        for group in groups:
            yield _EMPTY
            yield from _group(kontrol, group)


def _group(kontrol: Kontrol, group: Group) -> Iterator[_Line]:
    """Findings of one rule: what they share is said once."""
    first = group.first
    if len(group.items) == 1:
        yield "", f"{first.text}  [{first.id}]"
        yield from _labelled("  Hvor:    ", _places(kontrol, group.items[0]))
    else:
        yield "", f"{kontrol.title_of(first)}: {len(group.fund)} fund  [{first.id}]"
        for item in group.items:
            yield "  - ", f"{item.first.text} {item.sådan}".strip()
            yield from _labelled("    ", _places(kontrol, item))
    if first.why:
        yield "  Hvorfor: ", f"{first.kind + ': ' if first.kind else ''}{first.why}"
    if group.sådan:
        yield "  Sådan:   ", group.sådan


def _labelled(label: str, lines: Iterable[str]) -> Iterator[_Line]:
    for line in lines:
        yield label, line
        label = " " * len(label)


def _places(kontrol: Kontrol, item: Item) -> Iterator[str]:
    """A line for each paragraph, with what is found in it."""
    spots: dict[str, list[str]] = {}
    for problem in item.fund[:MAX_PLACES]:
        spots.setdefault(kontrol.place(problem), []).append(_quoted(kontrol, problem))
    for place, quotes in spots.items():
        said = " og ".join(dict.fromkeys(filter(None, quotes)))
        yield f"{place}: {said}" if said else place
    if len(item.fund) > MAX_PLACES:
        more = len(item.fund) - MAX_PLACES
        yield f"og {more} {'sted' if more == 1 else 'steder'} til"


def _quoted(kontrol: Kontrol, problem: Problem) -> str:
    spot = kontrol.spot(problem)
    return f"»{spot if len(spot) <= MAX_QUOTE else spot[:MAX_QUOTE - 1] + '…'}«" if spot else ""


def _excepted(kontrol: Kontrol) -> Iterator[_Line]:
    if kontrol.undtaget:
        yield from (_EMPTY, ("", f"== {EXCEPTED} ({len(kontrol.undtaget)}) =="))
    for one in kontrol.undtaget:
        quote = _quoted(kontrol, one.fund)
        yield from (_EMPTY, ("", f"{one.fund.text}  [{one.fund.id}, {one.fund.level}]"))
        yield "  Hvor:    ", kontrol.place(one.fund) + (f": {quote}" if quote else "")
        yield "  Grund:   ", f"{one.undtagelse.grund}{lasts(one)}  ({one.undtagelse.sted})"
    if kontrol.sorted.bemærkninger:
        yield _EMPTY
        yield from (("", text) for text in kontrol.sorted.bemærkninger)


def _for_people(kontrol: Kontrol) -> Iterator[_Line]:
    asked = questions(kontrol)
    if asked:
        many = sum(len(rules) for _, rules in asked)
        yield from (_EMPTY, ("", f"== {HUMAN} ({many}) ==  {HUMAN_TELLS}"))
    for kind, rules in asked:
        yield from (_EMPTY, ("", f"-- {TYPES[kind]} --"), _EMPTY)
        yield from (("- ", f"{regel.besked}  {_source(regel)}") for regel in rules)


def _source(regel: Regel) -> str:
    return f"[{regel.id}; {regel.kilde}]"
