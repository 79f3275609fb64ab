"""The report on a letter as a page: what was found by level, and the letter with the findings
marked at their places and told in the margin. The page fetches nothing and runs nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape

from generator.document.model import Block, Document, Paragraph, Table, paragraphs
from generator.findings.groups import Group, Item, by_type, grouped
from generator.findings.kontrol import (
    EXCEPTED,
    HUMAN,
    HUMAN_TELLS,
    LEVEL_NAMES,
    LEVEL_TELLS,
    NOTHING,
    TYPES,
    Kontrol,
    described,
    first_step,
    lasts,
    place_of_paragraph,
    questions,
)
from generator.findings.look import STYLE
from generator.source import LEVELS, Level, Problem

#: So many different findings of one rule stand open in the list at the top.
MOST_OPEN = 3
#: A finding with its number on the page.
Numbered = tuple[int, Problem]


def to_page(kontrol: Kontrol) -> str:
    """The whole page. It quotes the letter: it is for those who may read the letter."""
    assert kontrol.inspection
    title = escape(kontrol.fil.name)
    numbered = list(enumerate((
        p for level in LEVELS for _, groups in by_type(kontrol, level) for group in groups
        for p in group.fund), 1))
    parts = [
        '<!DOCTYPE html>\n<html lang="da">\n<head>\n<meta charset="utf-8">',
        '<meta http-equiv="Content-Security-Policy" '
        "content=\"default-src 'none'; style-src 'unsafe-inline'\">",
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>Tjek af {title}</title>\n<style>\n{STYLE}\n</style>\n</head>\n<body>",
        *_top(kontrol, title), "<main>",
        *(line for level in LEVELS for line in _level(kontrol, level, numbered)),
        *_letter(kontrol, kontrol.inspection.brev.document, numbered),
        *_excepted(kontrol), *_for_people(kontrol), "</main>",
        f"<footer><p>{escape(NOTHING if not kontrol.fund else _MODEST)}</p></footer>",
        "</body>\n</html>\n",
    ]
    return "\n".join(parts)


_MODEST = ("Reglerne ser kun det, der kan findes i ord og tal. Læs også selv brevet igennem.")


def _top(kontrol: Kontrol, title: str) -> Iterator[str]:
    assert kontrol.inspection
    yield f"<header><h1>{title}</h1>"
    yield f'<p class="blidt">Efterset som: {escape(described(kontrol))}.</p>'
    for guess in kontrol.inspection.gættet:
        yield f'<p class="blidt">{escape(guess)}</p>'
    found = {level: sum(p.level == level for p in kontrol.fund) for level in LEVELS}
    if any(found.values()):
        yield '<ul class="antal">'
        yield from (f'<li class="{level}">{LEVEL_NAMES[level]}: {number}</li>'
                    for level, number in found.items() if number)
        yield "</ul>"
    yield f'<p class="foerst">{escape(first_step(kontrol) or NOTHING)}</p></header>'


def _level(kontrol: Kontrol, level: Level, numbered: Sequence[Numbered]) -> Iterator[str]:
    """The findings of a level in short, each with a link to its place."""
    found = [(number, p) for number, p in numbered if p.level == level]
    if not found:
        return
    yield (f'<section class="kort niveau {level}" aria-labelledby="{level}">'
           f'<h2 id="{level}">{LEVEL_NAMES[level]} ({len(found)})</h2>'
           f'<p class="blidt">{LEVEL_TELLS[level]}</p>')
    numbers = {id(p): number for number, p in found}
    for kind, groups in by_type(kontrol, level):
        yield f'<h3>{TYPES[kind]}</h3><ul class="fund">'
        yield from (_in_short(kontrol, group, numbers) for group in groups)
        yield "</ul>"
    yield "</section>"


def _in_short(kontrol: Kontrol, group: Group, numbers: Mapping[int, int]) -> str:
    """The findings of one rule. Many are folded together under the rule's title."""
    lines = "".join(f"<li>{_links(item, numbers)} {_said(item.first)}</li>"
                    for item in group.items)
    if len(group.items) <= MOST_OPEN:
        return lines
    return (f"<li><details><summary>{_title(kontrol, group)}</summary>"
            f'<ul class="fund">{lines}</ul></details></li>')


def _title(kontrol: Kontrol, group: Group) -> str:
    return (f"{escape(kontrol.title_of(group.first))}: {len(group.fund)} fund "
            f'<span class="regel">{escape(group.first.id)}</span>')


def _links(item: Item, numbers: Mapping[int, int]) -> str:
    return " ".join(_link(numbers[id(p)], p) for p in item.fund)


def _link(number: int, problem: Problem) -> str:
    return (f'<a class="nr" href="#fund-{number}" '
            f'aria-label="{problem.level} {number}">{number}</a>')


def _said(problem: Problem) -> str:
    return f'{escape(problem.text)} <span class="regel">{escape(problem.id)}</span>'


# --- the letter ---------------------------------------------------------------------------------


def _letter(kontrol: Kontrol, document: Document, numbered: Sequence[Numbered]) -> Iterator[str]:
    """The letter's text, block by block; first what is about all of it."""
    places = {p.where.detail for p in paragraphs(document.body)}
    notes = tuple(block for note in document.notes for block in note.blocks)
    places |= {p.where.detail for p in paragraphs(notes)}
    by_place: dict[str, list[Numbered]] = {}
    for number, problem in numbered:
        detail = place_of_paragraph(problem.where.detail)
        inside = problem.where.file == document.name and detail in places
        by_place.setdefault(detail if inside else "", []).append((number, problem))
    yield '<section class="brev" aria-labelledby="brevet"><h2 id="brevet">Brevet</h2>'
    if "" in by_place:
        yield '<div class="om-det-hele"><h3>Om hele brevet</h3>'
        yield from _margin(kontrol, by_place[""])
        yield "</div>"
    for block in (*document.body, *notes):
        yield from _block(kontrol, block, by_place)
    yield "</section>"


def _block(kontrol: Kontrol, block: Block,
           by_place: Mapping[str, Sequence[Numbered]]) -> Iterator[str]:
    inside = [block] if isinstance(block, Paragraph) else list(paragraphs([block]))
    if not any(p.text.strip() for p in inside):
        return
    found = [one for p in inside for one in by_place.get(p.where.detail, ())]
    yield '<div class="linje"><div class="tekst">'
    yield from _text(block, by_place)
    yield "</div>"
    yield from _margin(kontrol, found)
    yield "</div>"


def _text(block: Block, by_place: Mapping[str, Sequence[Numbered]]) -> Iterator[str]:
    if isinstance(block, Table):
        yield "<table><tbody>"
        for row in block.rows:
            cells = ("".join(line for inner in cell.blocks for line in _text(inner, by_place))
                     for cell in row)
            spans = (f' colspan="{cell.columns}"' * (cell.columns > 1)
                     + f' rowspan="{cell.rows}"' * (cell.rows > 1) for cell in row)
            yield "<tr>" + "".join(f"<td{span}>{cell}</td>" for span, cell in zip(
                spans, cells, strict=True)) + "</tr>"
        yield "</tbody></table>"
    elif block.text.strip():
        role = "punkt" if block.role == "nummer" else block.role
        number = f"{escape(block.number)} " if block.number else ""
        words = "".join(_marked(block.text, by_place.get(block.where.detail, ())))
        yield f'<p class="{role}">{number}{words}</p>'


def _marked(text: str, found: Sequence[Numbered]) -> Iterator[str]:
    """The text with each finding's words marked, and its number where they end. Where findings lie
    over each other, the worst gives the colour."""
    spans = {number: p.span if p.span and p.span[0] < p.span[1] else (0, 0) for number, p in found}
    cuts = sorted({0, len(text), *(min(end, len(text)) for span in spans.values() for end in span)})
    for start, end in zip(cuts, cuts[1:] or cuts, strict=False):
        over = [p for number, p in found if spans[number][0] <= start and end <= spans[number][1]]
        words = escape(text[start:end])
        if over and words:
            worst = min(over, key=lambda p: LEVELS.index(p.level)).level
            words = f'<mark class="{worst}">{words}</mark>'
        yield words
        yield from (_sign(number, p) for number, p in found
                    if spans[number][1] == end and end > 0)
    yield from (_sign(number, p) for number, p in found if spans[number][1] == 0)


def _sign(number: int, problem: Problem) -> str:
    return f'<sup class="{problem.level}">{_link(number, problem)}</sup>'


def _margin(kontrol: Kontrol, found: Iterable[Numbered]) -> Iterator[str]:
    """What is said beside a block; what is said of several spots in it is said once."""
    told = list(found)
    numbers = {id(p): number for number, p in told}
    if not told:
        yield "<div></div>"
        return
    yield '<div class="margen" role="note">'
    for group in grouped(p for _, p in told):
        yield from _note(kontrol, group, numbers)
    yield "</div>"


def _note(kontrol: Kontrol, group: Group, numbers: Mapping[int, int]) -> Iterator[str]:
    """What one rule says beside a block: what is wrong, what to do, and why."""
    first, level = group.first, group.first.level
    kind = f' <span class="art">{first.kind}</span>' if first.kind else ""
    yield f'<div class="{level}">'
    if len(group.items) > 1:
        yield f"<p><strong>{level.capitalize()}.</strong> {_title(kontrol, group)}{kind}</p>"
    for item in group.items:
        signs = " ".join(f'<span class="nr" id="fund-{numbers[id(p)]}">{numbers[id(p)]}</span>'
                         for p in item.fund)
        if len(group.items) > 1:
            where = _elsewhere(kontrol, item.first)
            said = " ".join(filter(None, (item.first.text, item.sådan, f"({where})" * bool(where))))
            yield f"<p>{signs} {escape(said)}</p>"
        else:
            yield (f"<p>{signs} <strong>{level.capitalize()}.</strong> {_said(item.first)}"
                   f"{kind}</p>")
    where = _elsewhere(kontrol, first) if len(group.items) == 1 else ""
    why = f"Hvorfor: {first.why}" if first.why else ""
    yield from (f'<p class="{name}">{escape(text)}</p>' for name, text in (
        ("blidt", where), ("ret", group.sådan), ("blidt", why)) if text)
    yield "</div>"


def _elsewhere(kontrol: Kontrol, problem: Problem) -> str:
    """Where it is, when the page does not show it itself."""
    hidden = problem.where.file != str(kontrol.fil) or (
        problem.where.detail and not problem.span)
    return kontrol.place(problem) if hidden else ""


# --- the rest -----------------------------------------------------------------------------------


def _excepted(kontrol: Kontrol) -> Iterator[str]:
    if not kontrol.undtaget and not kontrol.sorted.bemærkninger:
        return
    yield f'<section class="kort"><h2>{EXCEPTED}</h2><ul class="fund">'
    for one in kontrol.undtaget:
        yield (f'<li class="{one.fund.level}">{_said(one.fund)}<dl><dt>Hvor</dt>'
               f"<dd>{escape(kontrol.place(one.fund))}</dd><dt>Grund</dt>"
               f"<dd>{escape(one.undtagelse.grund + lasts(one))}</dd><dt>Skrevet i</dt>"
               f"<dd>{escape(str(one.undtagelse.sted))}</dd></dl></li>")
    yield "</ul>"
    yield from (f"<p>{escape(text)}</p>" for text in kontrol.sorted.bemærkninger)
    yield "</section>"


def _for_people(kontrol: Kontrol) -> Iterator[str]:
    asked = questions(kontrol)
    if not asked:
        return
    yield (f'<section class="kort"><h2>{HUMAN} ({sum(len(rules) for _, rules in asked)})</h2>'
           f'<p class="blidt">{HUMAN_TELLS}</p>')
    for kind, rules in asked:
        yield f'<h3>{TYPES[kind]}</h3><ul class="fund">'
        yield from (f'<li>{escape(regel.besked)} <span class="regel">{escape(regel.id)}</span>'
                    f'<br><span class="blidt">{escape(regel.kilde)}</span></li>'
                    for regel in rules)
        yield "</ul>"
    yield "</section>"
