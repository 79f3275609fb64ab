"""The supervision as one page: figures with charts, to be looked at together. It fetches nothing,
names nobody, and never says that a letter is lawful."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from html import escape

from generator import danish
from generator.batch.report.charts import figure, named, number
from generator.batch.report.style import STYLE
from generator.checker.rules import Regelbog
from generator.tilsyn.purposes import Part, Purpose
from generator.tilsyn.reading import OTHER, Line
from generator.tilsyn.tally import Row, Share, met, rows

#: Requirements shown in one chart, and letters in the list of those to look at.
MOST, MOST_LETTERS = 40, 200
#: With fewer letters in a part than this, its share is shown paler: one letter is not a pattern.
FEW = 5
_EXTRA = """
.deling li { grid-template-columns: minmax(15rem, 5fr) 4fr 9rem; padding: .4rem 0; }
.deling .vaerdi { text-align: left; } rect.rest { fill: var(--line); } li.faa { opacity: .65; }
.spm { font-size: 1.15rem; color: var(--soft); } .maerke { font-weight: 700; }
@media (max-width: 44rem) { .deling li { grid-template-columns: 1fr 8rem; } }
""".strip()


def tilsyn_page(lines: Sequence[Line], book: Regelbog, purpose: Purpose,
                made: datetime) -> str:
    """The whole page as HTML."""
    day = danish.dato(made.date())
    parts = [
        '<!DOCTYPE html>\n<html lang="da">\n<head>\n<meta charset="utf-8"/>',
        '<meta http-equiv="Content-Security-Policy" '
        "content=\"default-src 'none'; style-src 'unsafe-inline'\"/>",
        '<meta name="viewport" content="width=device-width, initial-scale=1"/>',
        f"<title>Ledelsestilsyn: {escape(purpose.titel)}</title>\n<style>\n{STYLE}\n{_EXTRA}\n"
        "</style>\n</head>\n<body>",
        f'<header><p class="over">Ledelsestilsyn · {day}</p>'
        f"<h1>{escape(purpose.titel)}</h1><p class=\"spm\">{escape(purpose.spørgsmål)}</p>",
        *_figures(lines, book), "</header><main>",
    ]
    table = rows([line for line in lines if not line.holdt_tilbage], book)
    for part in purpose.dele:
        parts += _PARTS[part](lines, book, table)
    parts += [*_talk(purpose), "</main>", _footer(lines), "</body>\n</html>\n"]
    return "\n".join(parts)


def _figures(lines: Sequence[Line], book: Regelbog) -> Iterator[str]:
    held = sum(line.holdt_tilbage for line in lines)
    other = sum(line.dokument == OTHER for line in lines)
    read = len(lines) - held
    law = _whole(met(lines, book, "LOV", lambda line: "").get("", Share(0, 0)))
    advice = _whole(met(lines, book, "ANBEFALING", lambda line: "").get("", Share(0, 0)))
    shown = [("", number(read), "breve læst"),
             ("lavet", law, "af brevene: alle de lovkrav, vi kan lede efter, er fundet"),
             ("lavet", advice, "af brevene: alle de anbefalinger, vi kan lede efter, er fulgt")]
    if held:
        shown.append(("holdt", number(held), "breve er holdt tilbage og ikke lavet"))
    if other:
        shown.append(("", number(other), "af de læste breve er af andre slags og er ikke målt"))
    yield '<ul class="tal-raekke">' + "".join(
        f'<li><b class="{css}">{value}</b>{text}</li>' for css, value, text in shown) + "</ul>"


def _whole(share: Share) -> str:
    return "–" if share.procent is None else f"{share.procent} %"


_Table = Sequence[Row]


def _requirements(lines: Sequence[Line], book: Regelbog, table: _Table) -> Iterator[str]:
    for type, title, note in (
            ("LOV", "Det, loven kræver", "Så mange af de breve, kravet gælder for, har det med."),
            ("ANBEFALING", "Det, der er anbefalet", "Anbefalinger er gode råd og ikke lov."),
            ("SPROG", "Sproget", "Så mange breve er uden fund."),
            ("BESKYTTELSE", "Beskyttede oplysninger", "Så mange breve er uden fund."),
            ("FORM", "Formen", "Så mange breve er uden fund.")):
        mine = [row for row in table if row.type == type]
        if mine:
            yield from figure(title, note, "bred")
            yield from _bars((_label(row), row.alle) for row in mine[:MOST])
            if len(mine) > MOST:
                yield (f'<p class="note">Dertil {len(mine) - MOST} krav mere. De står i '
                       "CSV-filen.</p>")
            yield "</figure>"


def _strengths(lines: Sequence[Line], book: Regelbog, table: _Table) -> Iterator[str]:
    good = sorted((r for r in table if r.alle.spurgt >= FEW and r.type in ("LOV", "ANBEFALING")),
                  key=lambda r: (-(r.alle.procent or 0), -r.alle.spurgt))[:8]
    if good:
        yield from figure("Det lykkes", "De krav, som flest breve opfylder.", "bred")
        yield from _bars((_label(row), row.alle) for row in good)
        yield "</figure>"


def _label(row: Row) -> str:
    return f"{escape(row.titel)} <small>{escape(row.krav)} · {escape(row.kilde)}</small>"


def _by(title: str, note: str, part: Callable[[Line], str], name: Callable[[str], str],
        ) -> Callable[[Sequence[Line], Regelbog, _Table], Iterator[str]]:
    def chart(lines: Sequence[Line], book: Regelbog, table: _Table) -> Iterator[str]:
        for type, what in (("LOV", "loven kræver"), ("ANBEFALING", "der er anbefalet")):
            found = met([line for line in lines if part(line)], book, type, part)
            if found:
                yield from figure(f"{title}: det, {what}", note)
                yield from _bars((escape(name(key)), share) for key, share in found.items())
                yield "</figure>"
    return chart


def _month(text: str) -> str:
    year, month = text.split("-")
    return f"{danish.MÅNEDER[int(month)]} {year}"


def _bars(found: Iterator[tuple[str, Share]]) -> Iterator[str]:
    """A bar for each: how much of it is met. Named in words beside it."""
    yield '<ul class="soejler deling">'
    for label, share in found:
        percent = share.procent or 0
        said = f"{share.mødt} af {danish.antal(share.spurgt, 'brev', 'breve')}, {percent} %"
        few = ' class="faa"' if share.spurgt < FEW else ""
        yield (f'<li{few}><span class="navn">{label}</span><svg class="soejle" role="img">'
               f'<title>{escape(said)}</title><rect class="rest" width="100%" height="100%"/>'
               f'<rect class="lavet" width="{percent}%" height="100%"/></svg>'
               f'<span class="vaerdi">{percent} % <small>{share.mødt} af {share.spurgt}</small>'
               "</span></li>")
    yield "</ul>"


def _readable(lines: Sequence[Line], book: Regelbog, table: _Table) -> Iterator[str]:
    kinds: dict[tuple[str, str], list[Line]] = {}
    for line in lines:
        if line.lix is not None:
            kinds.setdefault((line.dokument, line.læser), []).append(line)
    if kinds:
        yield ('<section><h2>Så let er brevene at læse</h2><table><thead><tr><th>Breve</th>'
               "<th>Antal</th><th>LIX, midterst</th><th>LIX, lettest–sværest</th>"
               "<th>Lange ord af 100</th></tr></thead><tbody>")
        for (dokument, reader), some in sorted(kinds.items()):
            lix = sorted(line.lix for line in some if line.lix is not None)
            long = sorted(line.lange_ord for line in some)
            yield (f'<tr><th scope="row">{escape(named(dokument))} til {escape(reader)}</th>'
                   f"<td>{len(some)}</td><td>{lix[len(lix) // 2]:.0f}</td>"
                   f"<td>{lix[0]:.0f}–{lix[-1]:.0f}</td><td>{long[len(long) // 2]:.0f}</td></tr>")
        yield ("</tbody></table><p class=\"note\">LIX er antal ord i en sætning plus antal lange "
               "ord af hundrede. Et lavt tal er let at læse. Det er et råd og stopper ingen breve."
               "</p></section>")


def _letters(lines: Sequence[Line], book: Regelbog, table: _Table) -> Iterator[str]:
    worst = [line for line in lines if line.værst == "fejl"]
    if not worst:
        return
    yield ('<section><h2>Breve at se på nu</h2><table class="breve"><thead><tr><th>Brev</th>'
           "<th>Dokument</th><th>Til</th><th>Fund</th></tr></thead><tbody>")
    for line in worst[:MOST_LETTERS]:
        held = " (holdt tilbage)" if line.holdt_tilbage else ""
        yield (f'<tr><th scope="row">{escape(line.brev)}{held}</th>'
               f'<td>{escape(named(line.dokument))}</td><td>{escape(line.læser)}</td>'
               f"<td>{escape(', '.join(line.brudt))}</td></tr>")
    yield "</tbody></table>"
    if len(worst) > MOST_LETTERS:
        yield f'<p class="note">Dertil {len(worst) - MOST_LETTERS} breve. De står i CSV-filen.</p>'
    yield "</section>"


def _talk(purpose: Purpose) -> Iterator[str]:
    if purpose.tal_om:
        yield '<section class="nu"><h2>Tal om det</h2><ul>'
        yield from (f"<li>{escape(text)}</li>" for text in purpose.tal_om)
        yield "</ul></section>"


def _footer(lines: Sequence[Line]) -> str:
    guessed = sum(not line.holdt_tilbage and not line.sag for line in lines)
    known = (f" I {number(guessed)} af brevene kan vi ikke se, hvilken sag de hører til." if guessed
             else "")
    return ("<footer><p>Vi leder efter ord i de færdige breve. Tallene viser, hvad der kan ses i "
            "dem, og ikke, om en afgørelse er rigtig eller lovlig: det vurderer mennesker. Bag et "
            f"lavt tal kan også ligge, at noget er skrevet på en måde, vi ikke kender. En bleg "
            f"søjle dækker færre end {FEW} breve.{known} "
            "Siden nævner hverken navne, adresser eller CPR-numre.</p></footer>")


_PARTS: Mapping[Part, Callable[[Sequence[Line], Regelbog, _Table], Iterator[str]]] = {
    "krav": _requirements,
    "styrker": _strengths,
    "dokumenter": _by("Efter dokument", "Breve, der har det hele.",
                      lambda line: line.dokument, named),
    "team": _by("Efter team", "Breve, der har det hele.", lambda line: line.team, str),
    "måneder": _by("Måned for måned", "Breve, der har det hele.", lambda line: line.måned, _month),
    "læsbarhed": _readable,
    "breve": _letters,
}
