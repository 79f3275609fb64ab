"""How hard the letters of a run are to read, as the page shows it: a histogram for each kind of
reader, with what is advised for them. Children and grown-ups stand apart, for they cannot be asked
the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from math import ceil, floor
from statistics import median

from generator import danish
from generator.batch.report.charts import figure, legend
from generator.batch.report.report import LÆSERE, Report, band
from generator.checker.text.readability import adults, audiences

#: How wide a column is, in LIX.
_STEP = 2
#: How LIX is usually read.
_ZONES = ((0, "let"), (25, "ret let"), (35, "middel"), (45, "svær"), (55, "meget svær"))


@dataclass(frozen=True)
class Spredning:
    """The LIX of all letters to one kind of reader, sorted. Above `højst` a letter is harder than
    is advised for them; None when nobody has said for whom it was measured."""

    navn: str
    lix: tuple[float, ...]
    højst: int | None
    børn: bool

    @property
    def over(self) -> int:
        """How many letters are harder than advised."""
        return 0 if self.højst is None else sum(n > self.højst for n in self.lix)


def spread(report: Report) -> list[Spredning]:
    """One for each kind of reader that has letters: children by age, then the grown-ups."""
    found: dict[tuple[str, str], list[float]] = {}
    for brev in report.breve:
        if brev.lix is not None:
            found.setdefault((band(brev.læser), brev.målgruppe), []).append(brev.lix)
    order = (*(a.name for a in audiences()), "")
    keys = sorted((key for key in found), key=lambda key: (
        LÆSERE.index(key[0]), order.index(key[1]) if key[1] in order else len(order)))
    return [_spread(*key, found[key]) for key in keys]


def _spread(reader: str, audience: str, lix: Sequence[float]) -> Spredning:
    advised = next((a for a in audiences() if a.name == audience), None)
    child = reader == "barnet"
    name = audience if child and advised else reader
    return Spredning(name, tuple(sorted(lix)), advised.lix if advised else None, child)


def readability_chart(report: Report) -> Iterator[str]:
    """The whole figure; nothing when no letter was measured."""
    found = spread(report)
    if not found:
        return
    numbers = [n for group in found for n in (*group.lix, *([group.højst] if group.højst else []))]
    low = floor(min(numbers) / 10) * 10
    high = max(ceil((max(numbers) + .01) / 10) * 10, low + 20)
    over = sum(group.over for group in found)
    yield from figure("Så let er brevene at læse", "LIX for hvert brev: jo længere til venstre, jo "
                      "lettere. Den mørke streg er det midterste brev. Grænserne er råd og stopper "
                      "ingen breve.", "bred")
    yield legend((("tal", "som anbefalet", sum(len(g.lix) for g in found if g.højst) - over),
                  ("advarsel", "over anbefalet", over)))
    for child, title in ((True, "Breve til børn og unge"), (False, "Breve til voksne")):
        groups = [group for group in found if group.børn is child]
        if groups:
            yield f'<h3 class="lix-titel">{title}</h3><ul class="lix">'
            for group in groups:
                yield from _histogram(group, low, high)
            yield f'</ul><div class="akse" aria-hidden="true">{"".join(_axis(low, high))}</div>'
    yield "</figure>"


def _histogram(group: Spredning, low: int, high: int) -> Iterator[str]:
    middle = median(group.lix)
    low_high = "–".join(dict.fromkeys((_lix(group.lix[0]), _lix(group.lix[-1]))))
    said = (f"{danish.antal(len(group.lix), 'brev', 'breve')} · LIX {low_high}, midterst "
            f"{_lix(middle)} ({_zone(middle)})")
    verdict = _verdict(group)
    yield (f'<li><p><b>Til {escape(group.navn)}</b> <small>{said}'
           f"{f'. {verdict}' if verdict else ''}</small></p>{_label(group, low, high)}"
           f'<svg class="histogram" role="img"><title>Til {escape(group.navn)}: {said}. {verdict}'
           "</title>")
    yield from _columns(group, low, high)
    yield f'<rect class="midte" x="{_at(middle, low, high):.2f}%" width="2" height="100%"/>'
    if group.højst is not None:
        yield (f'<rect class="graense-streg" x="{_at(group.højst, low, high):.2f}%" width="3" '
               'height="100%"/>')
    yield '<rect class="bund" y="99%" width="100%" height="1"/></svg></li>'


def _columns(group: Spredning, low: int, high: int) -> Iterator[str]:
    """The columns; of each, the letters that are harder than advised lie on top."""
    limit = group.højst if group.højst is not None else high + 1
    within = Counter(int((n - low) // _STEP) for n in group.lix if n <= limit)
    above = Counter(int((n - low) // _STEP) for n in group.lix if n > limit)
    most, wide = max((within + above).values()), 100 * _STEP / (high - low)
    for n in sorted({*within, *above}):
        top = 100.0
        for css, many in (("tal", within[n]), ("advarsel", above[n])):
            if many:
                tall = max(4, 92 * many / most)
                top -= tall
                yield (f'<rect class="{css}" x="{n * wide:.2f}%" y="{top:.1f}%" '
                       f'width="{wide * .86:.2f}%" height="{tall:.1f}%"/>')


def _verdict(group: Spredning) -> str:
    """»2 af 31 breve er over anbefalet for alderen (LIX 30).«"""
    if group.højst is None:
        return ""
    whom = "for alderen" if group.børn else f"for {adults().name}"
    many, all_ = group.over, len(group.lix)
    said = {0: "Ingen er", 1: "1 brev er" if all_ == 1 else f"1 af {all_} breve er"}.get(
        many, f"{danish.tal(many)} af {danish.tal(all_)} breve er")
    return f"{said} over anbefalet {whom} (LIX {group.højst})."


def _label(group: Spredning, low: int, high: int) -> str:
    """What the limit means, beside its line, where there is room for it."""
    if group.højst is None:
        return ""
    at, whom = _at(group.højst, low, high), "for alderen" if group.børn else "for voksne"
    left = ' class="venstre"' if at > 55 else ""
    return (f'<div class="akse graense" aria-hidden="true"><span{left} style="left:{at:.1f}%">'
            f"over anbefalet {whom} ▸</span></div>")


def _axis(low: int, high: int) -> Iterator[str]:
    for n in range(low, high + 1, 10):
        yield f'<span style="left:{_at(n, low, high):.1f}%">{n}</span>'


def _at(n: float, low: int, high: int) -> float:
    """How far to the right, of a hundred."""
    return 100 * (n - low) / (high - low)


def _lix(n: float) -> str:
    return str(round(n))


def _zone(lix: float) -> str:
    return [name for start, name in _ZONES if lix >= start][-1]
