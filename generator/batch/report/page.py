"""The report as one page that people would rather look at than read. It fetches nothing and runs
nothing, and it can be read as XML as well."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape

from generator import danish
from generator.batch.report.charts import (
    KLASSE,
    ORD,
    letters_chart,
    named,
    number,
    progress_bar,
    rules_chart,
)
from generator.batch.report.discreet import cell, discreet
from generator.batch.report.report import STATUSSER, Brevlinje, Report, Status, presentable
from generator.batch.report.spread import readability_chart
from generator.batch.report.style import STYLE
from generator.source import Place, Problem

#: A page with more lines than this is slow to open; the rest is in `rapport.csv`.
MAX_LINES = 5_000
#: A longer message is folded.
_FOLDED = 400


def html_report(report: Report) -> str:
    """The whole page: the result in a sentence, what to do now, charts, what to mend, all letters.

    Everything from the run is escaped, and what looks like personal data is left out of messages.
    """
    report = presentable(report)
    said = headline(report)
    parts = [
        '<!DOCTYPE html>\n<html lang="da" xml:lang="da">\n<head>\n<meta charset="utf-8"/>',
        '<meta http-equiv="Content-Security-Policy" '
        "content=\"default-src 'none'; style-src 'unsafe-inline'\"/>",
        '<meta name="viewport" content="width=device-width, initial-scale=1"/>',
        f"<title>{said}</title>\n<style>\n{STYLE}\n</style>\n</head>\n<body>",
        *_top(report, said), "<main>", *_next(report),
        '<div class="figurer">', *letters_chart(report), *readability_chart(report),
        *rules_chart(report), "</div>",
        *_rows(report), *_held_back(report), *_remarks(report), *_letters(report),
        "</main>", _footer(report), "</body>\n</html>\n",
    ]
    return "\n".join(parts)


def headline(report: Report) -> str:
    """»183 breve er lavet. 17 rækker venter på dig.«"""
    made, ready = report.antal("lavet"), report.antal("sprunget over")
    held, failed = report.antal("holdt tilbage"), report.antal("fejl")
    parts = []
    if made and made == len(report.breve) and not report.rækkefejl:
        parts.append(f"Alle {number(made)} breve er lavet." if made > 1 else "Brevet er lavet.")
    elif made:
        parts.append(f"{_letters_are(made)} lavet.")
    elif not ready:
        parts.append("Der er ikke lavet nogen breve.")
    if ready:
        parts.append(f"{_counted(ready, 'brev', 'breve')} lå klar i forvejen.")
    if held:
        parts.append(f"{_letters_are(held)} holdt tilbage.")
    if failed:
        parts.append(f"{_counted(failed, 'brev', 'breve')} kunne ikke laves.")
    if report.rækkefejl:
        parts.append(f"{_counted(len(report.rækkefejl), 'række', 'rækker')} venter på dig.")
    return " ".join(parts)


def _counted(n: int, one: str, more: str) -> str:
    return danish.antal(n, one, more) or ""


def _letters_are(n: int) -> str:
    return f"{_counted(n, 'brev', 'breve')} er"


def _top(report: Report, said: str) -> Iterator[str]:
    day = f"{danish.dato(report.lavet.date())} kl. {report.lavet:%H.%M}"
    yield (f'<header><p class="over">Fletning af {_text(report.fil)} · {day}</p>'
           f"<h1>{said}</h1>")
    counts = {KLASSE[s]: report.antal(s) for s in STATUSSER}
    counts["fejl"] += len(report.rækkefejl)
    yield progress_bar(counts, said)
    shown = [(KLASSE[s], report.antal(s), f"breve {ORD[s]}") for s in STATUSSER if report.antal(s)]
    shown += [("fejl", len(report.rækkefejl), "rækker at rette")] if report.rækkefejl else []
    shown.append(("", report.rækker, "rækker læst"))
    yield '<ul class="tal-raekke">' + "".join(
        f'<li><b class="{css}">{number(n)}</b>{_one(n, text)}</li>'
        for css, n, text in shown) + "</ul></header>"


def _one(n: int, text: str) -> str:
    return text.replace("breve", "brev").replace("rækker", "række") if n == 1 else text


def _next(report: Report) -> Iterator[str]:
    """What to do now, in the order it is done."""
    steps = []
    if report.rækkefejl or report.antal("holdt tilbage"):
        steps += ["Åbn <b>fejl.xlsx</b>. Den har kun de rækker, der skal rettes, og de røde celler "
                  "viser hvor. Hold musen over en celle for at se, hvad du gør.",
                  "Gem filen, og kør den: <b>duform flet fejl.xlsx --ud MAPPE --fortsaet</b>. "
                  "De breve, der er lavet, bliver ikke lavet om."]
    if report.antal("fejl"):
        steps.append("Kør igen med <b>--fortsaet</b> for de breve, der ikke kunne laves. Sker det "
                     "igen, så se, hvad der står ved dem nedenfor.")
    if report.antal("lavet"):
        steps.append("Læs et par af de nye breve igennem, før de bliver sendt.")
    if steps:
        yield '<section class="nu"><h2>Det gør du nu</h2><ol>'
        yield from (f"<li>{step}</li>" for step in steps)
        yield "</ol></section>"


def _rows(report: Report) -> Iterator[str]:
    """What to mend, a line for each finding."""
    lines = [(row.nøgle, "", problem, problem.where if str(problem.where) else row.sted)
             for row in report.rækkefejl for problem in row.fund]
    if lines:
        yield "<section><h2>Rækker, der skal rettes</h2>"
        yield from _mending(lines)
        yield "</section>"


_Line = tuple[str, str, Problem, Place]


def _held_back(report: Report) -> Iterator[str]:
    lines = [(b.nøgle, f"{named(b.dokument)} til {b.læser}", problem, problem.where)
             for b in report.breve if b.status in ("holdt tilbage", "fejl") for problem in b.fund]
    if lines:
        yield "<section><h2>Breve, der venter på dig</h2>"
        yield from _mending(lines)
        yield "</section>"


def _mending(lines: Sequence[_Line]) -> Iterator[str]:
    yield ('<table class="ret"><thead><tr><th scope="col">Sagsnummer</th><th scope="col">Hvor</th>'
           '<th scope="col">Hvad</th><th scope="col">Sådan</th></tr></thead><tbody>')
    before = ("", "")
    for key, letter, problem, where in lines[:MAX_LINES]:
        about = f"<small>{_text(letter)}</small><br/>" if letter else ""
        same = ' class="samme"' if (key, letter) == before else ""
        before = (key, letter)
        yield (f'<tr{same}><th scope="row">{_text(key)}</th>'
               f'<td>{about}<span class="celle">{_text(cell(where))}</span></td>'
               f"<td>{_message(problem.text)}</td><td>{_message(problem.remedy)}</td></tr>")
    yield "</tbody></table>"
    yield from _more(len(lines))


def _more(lines: int) -> Iterator[str]:
    if lines > MAX_LINES:
        yield (f'<p class="note">Her er vist de første {number(MAX_LINES)} af {number(lines)} '
               "linjer. Resten står i rapport.csv.</p>")


def _remarks(report: Report) -> Iterator[str]:
    if report.bemærkninger:
        yield "<section><h2>Om filen</h2><ul>"
        for remark in report.bemærkninger[:MAX_LINES]:
            where = f'<span class="celle">{_text(cell(remark.where))}</span> ' if str(
                remark.where) else ""
            yield f"<li>{where}{_message(remark.text)} {_message(remark.remedy)}</li>"
        yield "</ul></section>"


def _letters(report: Report) -> Iterator[str]:
    """Every letter, folded when there are many."""
    if not report.breve:
        return
    many = len(report.breve) > 30
    yield "<section>"
    yield "<details><summary><h2>Alle breve</h2></summary>" if many else "<h2>Alle breve</h2>"
    yield ('<table class="breve"><thead><tr><th scope="col">Sagsnummer</th>'
           '<th scope="col">Dokument</th><th scope="col">Til</th><th scope="col">Status</th>'
           '<th scope="col">Fil</th></tr></thead><tbody>')
    yield from map(_letter, report.breve[:MAX_LINES])
    yield "</tbody></table>"
    yield from _more(len(report.breve))
    yield "</details></section>" if many else "</section>"


def _letter(brev: Brevlinje) -> str:
    found = "".join(f"<li>{_message(p.text)} {_message(p.remedy)}</li>" for p in brev.fund)
    if found:
        found = (f"<details><summary>{_counted(len(brev.fund), 'bemærkning', 'bemærkninger')}"
                 f"</summary><ul>{found}</ul></details>")
    return (f'<tr><th scope="row">{_text(brev.nøgle)}</th>'
            f'<td data-navn="Dokument">{_text(named(brev.dokument))}</td>'
            f'<td data-navn="Til">{_text(brev.læser)}</td><td>{_status(brev.status)}{found}</td>'
            f'<td class="fil">{_text(brev.fil)}</td></tr>')


def _status(status: Status) -> str:
    return (f'<span class="status"><svg aria-hidden="true"><rect class="{KLASSE[status]}" '
            f'width="100%" height="100%" rx="2"/></svg>{ORD[status]}</span>')


def _footer(report: Report) -> str:
    speed = ""
    if report.sekunder > 0 and report.antal("lavet"):
        per = round(report.antal("lavet") / report.sekunder)
        speed = f", {_counted(per, 'brev', 'breve')} i sekundet" if per else ""
    seconds = danish.tal(round(report.sekunder, 1))
    return (f"<footer><p>Det tog {seconds} sekunder{speed}. Rapporten nævner sagsnummer, dokument "
            "og modtagerens rolle, men ingen navne. De samme oplysninger står i rapport.csv og "
            "rapport.json.</p></footer>")


def _message(text: str) -> str:
    """A message as text; a long one shows its beginning and unfolds."""
    safe = discreet(text)
    if len(safe) <= _FOLDED:
        return _text(safe)
    return (f"{_text(safe[:_FOLDED // 2])}… <details><summary>Vis hele teksten</summary>"
            f"{_text(safe)}</details>")


def _text(text: str) -> str:
    """Escaped, and kept from turning what stands around it when it is written from the right."""
    safe = escape(text)
    return safe if text.isascii() or not _turns(text) else f'<bdi dir="auto">{safe}</bdi>'


def _turns(text: Iterable[str]) -> bool:
    return any("\u0590" <= char <= "\u08ff" or "\ufb1d" <= char <= "\ufefc" for char in text)
