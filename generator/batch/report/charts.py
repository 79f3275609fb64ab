"""The charts of the report: inline SVG that stretches with the page. Names and numbers stand beside
the bars as ordinary text, so that they can be read aloud, searched and made larger."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape

from generator import danish
from generator.batch.report.report import STATUSSER, Regeltal, Report, Status, by_document, by_rule
from generator.case.catalogue import kind_name
from generator.source import LEVELS

#: The colours of `report_style`, and how many letters of that status are spoken of.
KLASSE: dict[Status, str] = {"lavet": "lavet", "sprunget over": "oversprunget",
                             "holdt tilbage": "holdt", "fejl": "fejl"}
ORD: dict[Status, str] = {"lavet": "lavet nu", "sprunget over": "lå klar i forvejen",
                          "holdt tilbage": "holdt tilbage", "fejl": "kunne ikke laves"}
#: Most rules shown one by one.
_MOST_RULES = 12


def named(dokument: str) -> str:
    """`barnets_plan` as it stands first on a line: Barnets plan."""
    return kind_name(dokument).capitalize()


def number(n: int) -> str:
    """`1.234`."""
    return danish.tal(n) or ""


def letters_chart(report: Report) -> Iterator[str]:
    """Letters by document, each bar parted by status."""
    counts = by_document(report)
    if not counts:
        return
    most = max(c.total() for c in counts.values())
    yield from figure("Breve efter dokument", "Hvor langt er de forskellige breve?", "bred")
    yield legend((KLASSE[s], ORD[s], report.antal(s)) for s in STATUSSER)
    yield '<ul class="soejler">'
    for dokument, count in counts.items():
        said = ", ".join(f"{number(count[s])} {ORD[s]}" for s in STATUSSER if count[s])
        yield _bar(escape(named(dokument)), f"{named(dokument)}: {said}",
                   "".join(_parts(count, most)), number(count.total()))
    yield "</ul></figure>"


def _parts(count: Counter[Status], most: int) -> Iterator[str]:
    """The parts of one bar from the left, with a gap between them."""
    left = 0.0
    for status in STATUSSER:
        width = 100 * count[status] / most
        if width:
            yield (f'<rect class="{KLASSE[status]}" x="{left:.2f}%" width="{width:.2f}%" '
                   'height="100%"/>')
            left += width
            yield f'<rect class="mellemrum" x="{left:.2f}%" width="2" height="100%"/>'


def rules_chart(report: Report) -> Iterator[str]:
    """What was found, the commonest first."""
    rules = by_rule(report)
    if not rules:
        return
    yield from figure("Det, vi oftest fandt", "Fejl holder breve tilbage. Advarsler og forslag "
                       "er gode råd.", "bred")
    yield legend((css, css, sum(r.antal for r in rules if r.niveau == css)) for css in LEVELS)
    yield '<ul class="soejler regler">'
    for rule in rules[:_MOST_RULES]:
        cases = danish.antal(rule.sager, "sag", "sager")
        said = f"{rule.eksempel} {number(rule.antal)} gange, {rule.niveau}, i {cases}"
        yield _bar(f'{escape(rule.eksempel)} <small>{rule.niveau} · {escape(rule.id)}</small>',
                   said, f'<rect class="{rule.niveau}" width="'
                   f'{100 * rule.antal / rules[0].antal:.2f}%" height="100%"/>',
                   f"{number(rule.antal)} <small>i {cases}</small>")
    yield "</ul>"
    yield from _left_out(rules[_MOST_RULES:])
    yield "</figure>"


def _left_out(rules: Sequence[Regeltal]) -> Iterator[str]:
    if rules:
        many = danish.antal(len(rules), "anden slags", "andre slags")
        found = number(sum(rule.antal for rule in rules))
        yield f'<p class="note">Dertil {found} fund af {many}. De står i rapport.csv.</p>'


def progress_bar(counts: Mapping[str, int], said: str) -> str:
    """One broad bar over the whole page: how much is done, and how much waits."""
    whole = sum(counts.values()) or 1
    parts, left = [], 0.0
    for name, many in counts.items():
        width = 100 * many / whole
        if width:
            parts.append(f'<rect class="{name}" x="{left:.2f}%" width="{width:.2f}%" '
                         f'height="100%"/><rect class="mellemrum" x="{left + width:.2f}%" '
                         'width="3" height="100%"/>')
        left += width
    return (f'<svg class="fremdrift" role="img"><title>{escape(said)}</title>{"".join(parts)}'
            "</svg>")


def legend(entries: Iterable[tuple[str, str, int]]) -> str:
    """What the colours mean, and how many there are of each."""
    return '<ul class="forklaring">' + "".join(
        f'<li><svg class="prik" aria-hidden="true"><rect class="{css}" width="100%" '
        f'height="100%" rx="3"/></svg>{text} <b>{number(many)}</b></li>'
        for css, text, many in entries if many) + "</ul>"


def figure(title: str, note: str, css: str = "") -> Iterator[str]:
    """A chart begun: its title and what it is about. Whoever asks for it closes it."""
    yield f'<figure class="figur {css}"><figcaption><h2>{title}</h2><p>{note}</p></figcaption>'


def _bar(label: str, said: str, shapes: str, value: str) -> str:
    return (f'<li><span class="navn">{label}</span><svg class="soejle" role="img">'
            f'<title>{escape(said)}</title>{shapes}</svg><span class="vaerdi">{value}</span></li>')
