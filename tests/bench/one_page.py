"""A letter of one page in three forms, and files of rows to make it from.

The letter is a small library laid over the shipped one: a template with two phrases. The same words
stand in a template for docxtpl, and in one with Word's merge fields for docx-mailmerge2.
"""

from __future__ import annotations

import csv
import random
import re
import zipfile
from collections.abc import Iterator
from html import escape
from pathlib import Path

import openpyxl

from generator.library import shipped

DOKUMENT, DATO = "besked", "2026-03-02"
HEADINGS = ("sagsnummer", "kommune.navn", "rådgiver.navn", "rådgiver.telefon", "barn.navn",
            "barn.fødselsdato", "barn.stedord", "barn.adresse.vej", "barn.adresse.postnr",
            "barn.adresse.by", "barn.skole")

_SECOND = ("Du kan ringe til mig, når du har lyst. Mit nummer er {{ rådgiver.telefon }}. "
           "Du kan også bede en voksen på {{ barn.skole }} om at ringe for dig.")
_FIRST = ("Jeg vil gerne tale med dig om, hvordan du har det derhjemme på {{ barn.adresse.vej }} "
          "i {{ barn.adresse.by }}. Du bestemmer selv, om vi går en tur, eller om vi sidder ned.")
#: Style and text of each paragraph; the two phrases by their names.
_LETTER: tuple[tuple[str, str], ...] = (
    ("brevlinje", "2. marts 2026"), ("brevlinje", "Sagsnummer {{ sagsnummer }}"),
    ("Title", "Skal vi tale sammen?"), ("BodyText", "Kære {{ barn.fornavn }}"),
    ("BodyText", "besked.samtale"), ("Heading1", "Sådan foregår det"),
    ("BodyText", "Vi mødes tre gange. Hver gang spørger jeg, hvad du synes, der skal ske. Det, du "
     "siger, skriver jeg ned, og du må læse det bagefter. Du må altid sige stop."),
    ("BodyText", "Har du en ven eller en voksen, som du gerne vil have med, så må du tage dem med. "
     "Vi kan også mødes på {{ barn.skole }}, hvis du hellere vil det."),
    ("BodyText", "Jeg taler også med dine forældre. De får at vide, at vi mødes, men ikke alt det, "
     "du fortæller mig. Er der noget, jeg er nødt til at sige videre, siger jeg det til dig "
     "først."),
    ("Heading1", "Har du spørgsmål?"), ("BodyText", "besked.ring"),
    ("BodyText", "Kærlig hilsen"), ("BodyText", "{{ rådgiver.navn }}"),
    ("BodyText", "{{ kommune.navn }}"))
_PHRASES = {"besked.samtale": _FIRST, "besked.ring": _SECOND}
_STORIES = {"word/header1.xml", "word/header2.xml", "word/footer1.xml", "word/footer2.xml"}
_TAG = re.compile(r"\{\{ ([\w.]+) \}\}")

_NAMES = ("Agnes", "Aksel", "Bodil", "Carl", "Dagmar", "Ejnar", "Fatima", "Gorm", "Hannah", "Ivar",
          "Josefine", "Kasper", "Leila", "Magnus", "Nanna", "Oscar", "Petra", "Rasmus", "Signe",
          "Åge")
_SURNAMES = ("Andersen", "Bech", "Carlsen", "Dahl", "Eskildsen", "Frost", "Gade", "Hjort", "Juhl",
             "Krogh", "Lund", "Møller", "Nygaard", "Olesen", "Ploug", "Ravn", "Skov", "Østergaard")
_ROADS = ("Birkevej", "Elmegade", "Havnegade", "Kirkestien", "Lærkevej", "Nørregade", "Ærøvej")


def rows(count: int, start: int = 0) -> Iterator[tuple[str, ...]]:
    """So many invented cases; the same number gives the same case. All children have a surname of
    their own, as no two real children live at one address with one name."""
    for n in range(start, start + count):
        random_ = random.Random(n)
        first, last = random_.choice(_NAMES), random_.choice(_SURNAMES)
        yield (f"2026-{n:07}", "Egelund Kommune", "Ulla Thorsen", "70 00 10 12",
               f"{first} {_letters(n)} {last}-{_letters(n)}",
               f"201{n % 5}-0{1 + n % 9}-1{n % 10}", ("hun", "han")[n % 2],
               f"{random_.choice(_ROADS)} {1 + n % 900}", f"{1000 + n % 8999}", "Egelund",
               f"{last} Skole")


def _letters(n: int) -> str:
    """A made-up name that stands for the number: 27 is `Bebab`."""
    text = ""
    for _ in range(4):
        n, digit = divmod(n, 40)
        text += "bdfgklmnst"[digit // 4] + "aeou"[digit % 4]
    return text.capitalize()


def write_csv(path: Path, count: int) -> Path:
    """The rows as a CSV file."""
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, delimiter=";")
        out.writerow(HEADINGS)
        out.writerows(rows(count))
    return path


def write_xlsx(path: Path, count: int) -> Path:
    """The rows as a workbook of one sheet."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Sager")
    sheet.append(HEADINGS)
    for row in rows(count):
        sheet.append(row)
    book.save(path)
    return path


def library(folder: Path) -> Path:
    """The folder as a library with the letter in it."""
    place = folder / "templates" / DOKUMENT
    place.mkdir(parents=True)
    _package(place / f"{DOKUMENT}.docx", [
        (style, f"{{{{p frase.{text} }}}}" if text in _PHRASES else text)
        for style, text in _LETTER])
    (place / "skabelon.yaml").write_text(
        f"titel: Skal vi tale sammen?\ndokument: {DOKUMENT}\nlaeser: barn\nversion: 1\n", "utf-8")
    for name, text in _PHRASES.items():
        path = folder / "fragments" / f"{name.replace('.', '/')}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"---\ntitel: {name}\ndokumenter: [{DOKUMENT}]\nstemme: du\n"
                        "gyldig_fra: 2024-01-01\nversion: 1\nstatus: godkendt\n---\n"
                        f"## Til barnet\n\n{text}\n", "utf-8")
    return folder


def for_docxtpl(path: Path) -> Path:
    """The letter as a docxtpl template, the text of the phrases in their places."""
    return _package(path, [(style, _PHRASES.get(text, text)) for style, text in _LETTER])


def for_mailmerge(path: Path) -> Path:
    """The letter with Word's merge fields."""
    return _package(path, [(style, _PHRASES.get(text, text)) for style, text in _LETTER],
                    fields=True)


def _package(path: Path, letter: list[tuple[str, str]], *, fields: bool = False) -> Path:
    """The package of the decision to a child with another text, and a plain header and footer."""
    source = shipped() / "templates" / "afgoerelse_barn" / "afgoerelse_barn.docx"
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            xml = old.read(name)
            if name == "word/document.xml":
                text = xml.decode()
                head, end = text[:text.index("<w:p>")], text[text.rindex("<w:sectPr>"):]
                body = "".join(_paragraph(style, line, fields) for style, line in letter)
                xml = (head + body + end).encode()
            elif name in _STORIES:
                text = xml.decode()
                head, tail = text[:text.index("<w:p>")], text[text.rindex("</w:p>") + 6:]
                style = "Header" if "header" in name else "Footer"
                xml = (head + _paragraph(style, "{{ kommune.navn }}", fields) + tail).encode()
            new.writestr(name, xml)
    return path


def _paragraph(style: str, text: str, fields: bool) -> str:
    runs = f'<w:r><w:t xml:space="preserve">{escape(text, quote=False)}</w:t></w:r>'
    if fields:
        parts = _TAG.split(text)
        runs = "".join(_field(part) if n % 2 else
                       f'<w:r><w:t xml:space="preserve">{escape(part, quote=False)}</w:t></w:r>'
                       for n, part in enumerate(parts) if part)
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{runs}</w:p>'


def _field(name: str) -> str:
    return (f'<w:fldSimple w:instr=" MERGEFIELD {name} \\* MERGEFORMAT "><w:r><w:t>«{name}»</w:t>'
            "</w:r></w:fldSimple>")
