"""Makes the pictures in `docs/vejledning/fletning.md`, by doing what the guide says.

    python docs/fletning.py

The practice cases are invented. Sheets are drawn from what is in the workbooks, as Excel shows it.
Needs chromium and ImageMagick.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory

from openpyxl import load_workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.worksheet.worksheet import Worksheet

PICTURES = Path(__file__).resolve().parent / "billeder" / "fletning"
#: No picture may take more bytes.
MOST = 150_000

Row = Mapping[str, str]

#: What the guide's table says must be filled in, the same in all practice cases.
_ALIKE: Row = {
    "Kommunens navn": "Egelund Kommune", "Rådgiver: Rådgiverens navn": "Rikke Sand",
    "Rådgiver: Rådgiverens telefon": "70 00 40 00",
    "Det, der er svært": "Om morgenen er det svært at komme af sted.",
    "Afgørelsens dato": "02-03-2026",
    "Grundlag": "børnefaglig undersøgelse", "Grundlag: Dato": "10-02-2026",
    "Forventet varighed": "omkring seks måneder", "Laves der en plan?": "nej",
    "Første opfølgning: Dato": "01-06-2026", "Første opfølgning: Sted": "på rådhuset",
    "Nødvendig": "nej",
}
_VOICES: Row = {
    "Det viser den": "at {du} er glad for skolen, men at morgenerne er svære",
    "Afgørelse: Formål": "{du} får en rolig start på dagen",
    "Begrundelse": "Jeg mener, at {du} har brug for en voksen, der hjælper om morgenen.",
    "Det betød barnets ord": "{Du} bad om, at hjælpen er hjemme, og det er den.",
    "Hvorfor": "Der er kun én ny voksen, og {du} har ikke ønsket en plan.",
    "Hvorfor ikke": "Der er ikke kommet nye oplysninger, som {du} ikke kender.",
}
#: Sagsnummer, the child, birthday, pronoun, mother, father. The guide mends what is wrong in the
#: third: that day does not exist.
CHILDREN = (
    ("2026-1001", "Freja Lindskov", "14-05-2013", "hun", "Mona Lindskov", "Per Toft"),
    ("2026-1002", "Villum Bjerg", "03-09-2014", "han", "Tanja Bjerg", "Ove Kjær"),
    ("2026-1003", "Ida Strandby", "31-02-2015", "hun", "Kirsten Strandby", "Jon Mose"),
)
WRONG = ("Sager", "Fødselsdato", "28-02-2015")


def filled_in() -> dict[str, list[Row]]:
    """What the secretary writes, by sheet: a value for each heading."""
    sheets: dict[str, list[Row]] = {"Sager": [], "Personer": [], "Samtaler med barnet": [],
                                    "Hjælpen": [], "Samtykke": []}
    for number, name, born, pronoun, mother, father in CHILDREN:
        first, key = name.split()[0], {"Sagsnummer": number}
        spoken = {h: t.format(du="du", Du="Du") for h, t in _VOICES.items()}
        told = {f"{h} (til de voksne)": t.format(du=first, Du=first) for h, t in _VOICES.items()}
        sheets["Sager"].append({**key, "Barnets navn": name, "Fødselsdato": born,
                                "Stedord": pronoun, **_ALIKE, **spoken, **told})
        for n, (role, person) in enumerate((("mor", mother), ("far", father)), 1):
            sheets["Personer"].append({**key, "Nr.": str(n), "Kortnavn": role, "Navn": person,
                                       "Rolle": role, "Forældremyndighed": "ja"})
            sheets["Samtykke"].append({**key, "Nr.": str(n), "Hvem": role, "Svar": "ja",
                                       "Dato": "20-02-2026"})
        sheets["Samtaler med barnet"].append({
            **key, "Nr.": "1", "Dato": "18-02-2026", "Form": "samtale", "Om denne hjælp": "ja"})
        sheets["Hjælpen"].append({
            **key, "Nr.": "1", "Hjemmel": "barnets lov § 32, stk. 1, nr. 2",
            "Hjælpen": "en familiebehandler, der kommer hjem til jer", "Starter": "16-03-2026"})
    return sheets


def fill(book: Path) -> None:
    """Writes the practice cases into the empty workbook, below the example row."""
    opened = load_workbook(book)
    for sheet, rows in filled_in().items():
        page = opened[sheet]
        for n, row in enumerate(rows, 3):
            for heading, value in row.items():
                page.cell(n, column(page, heading), value)
    opened.save(book)


def mend(book: Path) -> None:
    """Writes the right value into the marked cell of `fejl.xlsx`."""
    opened = load_workbook(book)
    sheet, heading, value = WRONG
    page = opened[sheet]
    row = next(r for r in range(2, page.max_row + 1) if page.cell(r, 1).value == CHILDREN[-1][0])
    page.cell(row, column(page, heading), value)
    opened.save(book)


def column(page: Worksheet, heading: str) -> int:
    """The number of the column with this heading, counted from one."""
    return next(n for n, cell in enumerate(page[1], 1) if cell.value == heading)


def main() -> int:
    """Goes the guide's way in a folder that is thrown away, and takes the pictures."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as name:
        folder = Path(name)
        duform(folder, "regneark", "--type", "afgoerelse", "sager.xlsx")
        fill(folder / "sager.xlsx")
        sager = ("Sagsnummer", "Kommunens navn", "Barnets navn", "Fødselsdato", "Stedord",
                 "Afgørelsens dato")
        picture(folder, "ark", drawn(folder / "sager.xlsx", sager, 7, choices="Stedord",
                                     note=("Afgørelsens dato", 1)), (1010, 330))
        duform(folder, "flet", "sager.xlsx", "--ud", "breve")
        page = (folder / "breve" / "rapport.html").read_text(encoding="utf-8")
        picture(folder, "rapport", _timeless(page), (1000, 1930))
        picture(folder, "fejl", drawn(folder / "breve" / "fejl.xlsx", sager, 4,
                                      note=("Fødselsdato", 2)), (850, 240))
    return 0


def duform(folder: Path, *words: str) -> None:
    """Runs a command in the folder. Findings are part of the way; anything worse is not."""
    done = subprocess.run([sys.executable, "-m", "generator", *words], cwd=folder, text=True,
                          capture_output=True, check=False)
    if done.returncode > 1:
        raise SystemExit(done.stderr)


def _timeless(page: str) -> str:
    """The page without what differs from run to run: the day and how long it took."""
    page = re.sub(r"· [^<]*? kl\. [0-9.]+", "· 2. marts 2026 kl. 10.15", page)
    return re.sub(r"<p>Det tog .*?\. Rapporten", "<p>Rapporten", page)


# --- a sheet as Excel shows it --------------------------------------------------------------------

STYLE = """
body { margin: 0; padding: 18px; background: #fff; color: #1c2024; font: 15px/1.35 Carlito,
  Calibri, "Segoe UI", sans-serif; width: max-content; position: relative; }
table { border-collapse: collapse; } td, th { border: 1px solid #c9cfd3; padding: 4px 9px;
  text-align: left; font-weight: 400; height: 24px; white-space: nowrap; position: relative; }
th { background: #f0f2f3; color: #545c66; text-align: center; }
.hoved { font-weight: 700; } .eksempel { color: #66747f; font-style: italic; }
.hjoerne::after { content: ""; position: absolute; top: 0; right: 0; border: 5px solid #b3261e;
  border-left-color: transparent; border-bottom-color: transparent; }
.note { position: absolute; left: 100%; top: 4px; z-index: 2; width: 290px; white-space: pre-line;
  background: #fffbe0; border: 1px solid #8a8f94; padding: 8px 11px; font-weight: 400;
  box-shadow: 2px 2px 5px #0003; }
.liste { position: absolute; left: -1px; top: 100%; z-index: 1; min-width: 100%; background: #fff;
  border: 1px solid #545c66; box-shadow: 2px 2px 5px #0003; } .liste div { padding: 3px 9px; }
.valgt { outline: 2px solid #0f7b6c; outline-offset: -2px; }
.pil { position: absolute; right: -21px; top: 3px; border: 1px solid #8a8f94; background: #f0f2f3;
  padding: 0 3px; font-size: 12px; z-index: 2; }
.faner { margin-top: 10px; } .faner span { padding: 5px 14px; border: 1px solid #c9cfd3;
  background: #f0f2f3; } .faner .her { background: #fff; font-weight: 700; color: #0f7b6c; }
"""


def drawn(book: Path, headings: Sequence[str], rows: int, *, note: tuple[str, int],
          choices: str = "") -> str:
    """The first rows of the sheet Sager with these columns; one comment is open, and one drop-down
    is."""
    opened = load_workbook(book)
    page = opened["Sager"]
    columns = [column(page, heading) for heading in headings]
    lines = ["<tr><th></th>" + "".join(
        f"<th>{page.cell(1, c).column_letter}</th>" for c in columns) + "</tr>"]
    for r in range(1, rows + 1):
        cells = "".join(_cell(page, r, c, heading, note, choices if r == 4 else "")
                        for c, heading in zip(columns, headings, strict=True))
        lines.append(f"<tr><th>{r}</th>{cells}</tr>")
    tabs = "".join(f'<span class="{"her" if s == "Sager" else ""}">{escape(s)}</span>'
                   for s in opened.sheetnames[:7])
    return (f'<!DOCTYPE html><meta charset="utf-8"><style>{STYLE}</style><table>'
            f'{"".join(lines)}</table><p class="faner">{tabs}<span>…</span></p>')


def _cell(page: Worksheet, row: int, number: int, heading: str, noted: tuple[str, int],
          choices: str) -> str:
    cell = page.cell(row, number)
    css = ["hoved"] if row == 1 else ["eksempel"] if page.cell(row, 1).value == "EKSEMPEL" else []
    inner = escape(_shown(cell))
    if cell.comment:
        css.append("hjoerne")
    if cell.comment and (heading, row) == noted:
        inner += f'<div class="note">{escape(cell.comment.text)}</div>'
    if heading == choices:
        css.append("valgt")
        options = "".join(f"<div>{escape(o)}</div>" for o in _choices(page, cell.coordinate))
        inner += f'<span class="pil">▾</span><div class="liste">{options}</div>'
    colour = f' style="background:#{cell.fill.fgColor.rgb[2:]}"' if cell.fill.fill_type else ""
    return f'<td class="{" ".join(css)}"{colour}>{inner}</td>'


def _shown(cell: Cell | MergedCell) -> str:
    value = cell.value
    return f"{value:%d-%m-%Y}" if hasattr(value, "strftime") else str(value or "")


def _choices(page: Worksheet, coordinate: str) -> list[str]:
    for rule in page.data_validations.dataValidation:
        if coordinate in rule.sqref and rule.formula1:
            return str(rule.formula1).strip('"').split(",")
    return []


# --- pictures -------------------------------------------------------------------------------------


def picture(folder: Path, name: str, html: str, size: tuple[int, int]) -> None:
    """The page as a small PNG."""
    browser = next(filter(None, map(shutil.which, ("chromium", "chromium-browser",
                                                   "google-chrome"))), None)
    if not browser or not shutil.which("convert"):
        raise SystemExit("The pictures need chromium and ImageMagick.")
    page, raw, made = folder / f"{name}.html", folder / f"{name}.png", PICTURES / f"{name}.png"
    page.write_text(html, encoding="utf-8")
    subprocess.run([browser, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
                    f"--screenshot={raw}", f"--window-size={size[0]},{size[1]}", page.as_uri()],
                   capture_output=True, check=True)
    subprocess.run(["convert", str(raw), "+dither", "-colors", "64", "-strip", f"PNG8:{made}"],
                   check=True)
    if made.stat().st_size > MOST:
        raise SystemExit(f"{made.name}: billedet fylder for meget.")


if __name__ == "__main__":
    sys.exit(main())
