"""How a merge workbook looks: headings with help, drop-downs, formats, and a page that explains."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from generator.batch.shape import Ark, Kolonne
from generator.batch.workbook.cell import INGEN, SAMME
from generator.batch.workbook.headings import VEJLEDNING

LAST_ROW = 1_048_576
#: Formats that are not text. Text keeps zeros in front, and `1-2` does not become a date.
FORMATS = {"dato": "yyyy-mm-dd", "tal": "0"}
TOP, TOP_WRAPPED = Alignment(vertical="top"), Alignment(vertical="top", wrap_text=True)
#: The row that shows how a sheet is filled in.
EXAMPLE = Font("Calibri", 11, italic=True)
_BOLD, _PLAIN = Font("Calibri", 11, bold=True), Font("Calibri", 11)
_PALE, _MUST = PatternFill("solid", fgColor="E6EEF5"), PatternFill("solid", fgColor="CFE0EF")
_WIDTHS = {"dato": 12, "tid": 10, "janej": 10, "postnr": 10, "tal": 8, "cpr": 14, "valg": 18,
           "kortnavn": 16, "lov": 28, "tekst": 26}
_LONG = 44
#: The longest list of choices that Excel can hold in the rule of a column itself.
_CHOICES_LENGTH = 255
_HOW = {
    "dato": "Skriv en dato: 2026-03-01 eller 01-03-2026.", "tid": "Skriv et klokkeslæt: 13.30.",
    "janej": "Skriv ja eller nej.", "tal": "Skriv et helt tal.",
    "cpr": "Skriv det som 010203-1234. Nullet foran skal med.",
    "postnr": "Skriv fire cifre. Nullet foran skal med: 0800.",
    "lov": "Skriv for eksempel: barnets lov § 32, stk. 1, nr. 5.",
    "kortnavn": "Skriv et kortnavn fra sagen, for eksempel mor.",
}
_GUIDE = (
    "Sådan udfylder du regnearket",
    "Arket Sager har en række til hver sag. De andre ark har en række til hver person, hvert mål "
    "og så videre. Skriv sagsnummeret i hver række, så de kommer i den rigtige sag.",
    "Nr. nummererer sagens rækker i arket. Et ark som Hjælpere har også en kolonne med nummeret på "
    "den række, de hører til.",
    "Rækken, hvor der står EKSEMPEL, viser, hvad felterne kan indeholde. Den bliver ikke læst, og "
    "du må gerne slette den.",
    "Hold musen over en overskrift for at se, hvad der skal stå. De mørke overskrifter skal "
    "udfyldes, hvis resten af rækken eller den del af sagen er med.",
    "Kolonnerne må stå i en anden rækkefølge, og dem, du ikke bruger, må du slette.",
    "Flere kortnavne i en celle: skriv komma imellem, for eksempel mor, far.",
    "Flere tekster i en celle: skriv dem på hver sin linje (Alt + Enter).",
    "Skal der være et linjeskift inde i en af dem, så skriv \\n. En omvendt skråstreg skrives "
    "\\\\. Skal en tekst begynde med en bindestreg, så skriv \\- i stedet for -.",
    "En tekst til barnet og en anden til de voksne: skriv den til barnet i den første kolonne og "
    "den til de voksne i kolonnen ved siden af. Er den anden tom, læser alle den første.",
    f"Skal de voksne slet ikke have teksten, så skriv {INGEN} i deres kolonne. Skal barnet ikke "
    "have den, så lad barnets celle være tom.",
    f"Er der flere linjer, skal de to celler have lige mange. Skriv {SAMME}, hvor de voksne læser "
    f"det samme som barnet, og {INGEN}, hvor den ene ingen tekst får.",
)


def add_guide(sheet: Worksheet, sheets: Sequence[Ark]) -> dict[tuple[str, ...], str]:
    """Fills in the page that explains. Returns where each long list of choices stands in it."""
    for row, text in enumerate(_GUIDE, start=1):
        cell = sheet.cell(row, 1, text)
        cell.alignment = TOP_WRAPPED
        cell.font = _BOLD if row == 1 else _PLAIN
    sheet.column_dimensions["A"].width = 90
    long = dict.fromkeys(k.valg for ark in sheets for k in ark.kolonner if _too_long(k))
    titles = {k.valg: k.titel for ark in sheets for k in ark.kolonner}
    places: dict[tuple[str, ...], str] = {}
    for column, choices in enumerate(long, start=3):
        letter = get_column_letter(column)
        sheet.cell(1, column, titles[choices]).font = _BOLD
        for row, choice in enumerate(choices, start=2):
            sheet.cell(row, column, choice)
        sheet.column_dimensions[letter].width = 24
        places[choices] = f"{VEJLEDNING}!${letter}$2:${letter}${len(choices) + 1}"
    return places


def _too_long(kolonne: Kolonne) -> bool:
    return len(",".join(kolonne.valg)) > _CHOICES_LENGTH


def dress(sheet: Worksheet, ark: Ark, lists: Mapping[tuple[str, ...], str]) -> None:
    """Headings with help, widths, formats and drop-downs; the headings stay in sight."""
    for n, key in enumerate(ark.nøgler, start=1):
        _heading(sheet, n, key, _key_help(ark, key), _MUST if n == 1 else _PALE)
        _column(sheet, n, 16 if n == 1 else 12, "@" if n == 1 else FORMATS["tal"])
    for n, kolonne in enumerate(ark.kolonner, start=len(ark.nøgler) + 1):
        _heading(sheet, n, kolonne.titel, explained(kolonne, ark),
                 _MUST if kolonne.krævet else _PALE)
        _column(sheet, n, _width(kolonne), FORMATS.get(kolonne.slags, "@"))
        _drop_down(sheet, n, kolonne, lists)
    sheet.freeze_panes = sheet.cell(2, max(len(ark.nøgler), 1) + 1).coordinate


def _heading(sheet: Worksheet, column: int, title: str, help_: str, fill: PatternFill) -> None:
    cell = sheet.cell(1, column, title)
    cell.font, cell.fill = _BOLD, fill
    cell.alignment = TOP_WRAPPED
    cell.comment = Comment(help_, "duform", height=30 + 18 * (len(help_) // 40 + 3), width=320)


def _column(sheet: Worksheet, column: int, width: int, format_: str) -> None:
    dimension = sheet.column_dimensions[get_column_letter(column)]
    dimension.width = width
    dimension.number_format = format_


def _width(kolonne: Kolonne) -> int:
    long = kolonne.tekst or (kolonne.liste and kolonne.slags == "tekst")
    return _LONG if long else _WIDTHS[kolonne.slags]


def _key_help(ark: Ark, key: str) -> str:
    if key == ark.nøgler[0]:
        return "Sagens nummer, som det står i arket Sager."
    if key == ark.nøgler[-1]:
        return "Rækkens nummer blandt sagens rækker her: 1, 2, 3. Tallene giver rækkefølgen."
    return (f"Nummeret på den række i arket »{ark.over_navn}«, som denne række hører til. Står der "
            "kun en, kan cellen være tom.")


def explained(kolonne: Kolonne, ark: Ark) -> str:
    """What to write in a column, and the path of its field."""
    how = f"Vælg mellem: {', '.join(kolonne.valg)}." if kolonne.valg else _HOW.get(
        kolonne.slags, "")
    if kolonne.liste:
        how = ("Flere kortnavne: skriv komma imellem." if kolonne.slags == "kortnavn" else
               f"{how} Flere: skriv dem på hver sin linje (Alt + Enter).".strip())
    if kolonne.voksne:
        how = f"Tom: de voksne læser det samme som barnet. {INGEN}: de får ikke teksten."
    lines = (kolonne.forklaring, how, "Skal udfyldes." if kolonne.krævet else "",
             f"Felt: {'.'.join((*ark.sti, kolonne.sti))}")
    return "\n".join(line for line in lines if line)


def _drop_down(sheet: Worksheet, column: int, kolonne: Kolonne,
               lists: Mapping[tuple[str, ...], str]) -> None:
    choices = ("ja", "nej") if kolonne.slags == "janej" else kolonne.valg
    if not choices or kolonne.liste:
        return
    source = lists.get(choices) or f'"{",".join(choices)}"'
    rule = DataValidation(type="list", formula1=source, allow_blank=True, showErrorMessage=True,
                          errorTitle="Vælg fra listen",
                          error=f"Vælg mellem: {', '.join(choices)}."[:225])
    letter = get_column_letter(column)
    rule.add(f"{letter}2:{letter}{LAST_ROW}")
    sheet.add_data_validation(rule)
