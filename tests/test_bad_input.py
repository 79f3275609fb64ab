"""Bad input gets a clear answer in Danish, and nothing is lost: no traceback, no file made, changed
or left half-written, and no more of a case in a message than it takes to find the place."""

from __future__ import annotations

import errno
import json
import os
import re
import resource
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from generator import cli
from generator.case.load import check_case, load_case
from generator.library import shipped
from generator.orders import order_letters
from generator.pipeline import make_letters
from generator.source import MAX_BYTES, Located
from tests.shared_library import share, shipped_library, shipped_press
from tests.small_case import HEAD, SMALL, law

#: Stands in bad input where a message may not repeat it.
CPR = "010150-1234"
LONG = "Alma har det svært hver dag. " * 4000
EXAMPLE = (shipped() / "examples" / "skolefravaer.yaml").read_text(encoding="utf-8")
#: The example up to its plan.
DECISION = re.split(r"(?m)^plan:", EXAMPLE)[0]


@dataclass(frozen=True)
class Bad:
    """What a person has, or does, and what must be in the answer. `case` is the case file: bytes,
    lines after `HEAD`, or a function that prepares the folder and returns the arguments."""

    name: str
    case: bytes | str | Callable[[Path], list[str]]
    says: tuple[str, ...]
    code: int = 3


def example(old: str, new: str) -> bytes:
    """The example about school absence with one thing changed."""
    assert old in EXAMPLE
    return EXAMPLE.replace(old, new).encode()


def bomb(levels: int) -> str:
    lines = ['a0: &a0 ["haha", "haha"]']
    lines += [f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}, *a{n - 1}]" for n in range(1, levels)]
    return "\n".join(lines)


def as_json(changes: dict[str, Any]) -> bytes:
    return json.dumps({**SMALL, **changes}).encode()


# --- the table: files ---------------------------------------------------------------------------

FILES = [
    Bad("unknown field", "barnn: x", ("»barnn« kender vi ikke", "linje 7", "Mente du »barn«?")),
    Bad("field in English", "  name: Alma", ("»name« kender vi ikke", "linje 7, kolonne 3")),
    Bad("wrong type", "  adresse: Birkevej 4", ("»adresse« skal have felter under sig", "linje 7")),
    Bad("wrong choice", "  stedord: hunn", ("»hunn« er ikke en af", "Mente du »hun«?")),
    Bad("duplicate key", "  navn: Bo", ("»navn« står to gange", "linje 5", "linje 7")),
    Bad("tab", "personer:\n\t- {id: mor, navn: A, rolle: mor}\n\t- {id: far}",
        ("står en tabulator", "linje 8, kolonne 1", "linje 9, kolonne 1", "Brug mellemrum")),
    Bad("cp1252", (HEAD + "  klasse: Å").encode("cp1252"),
        ("ikke gemt som UTF-8", "linje 3, kolonne 2", "Notesblok")),
    Bad("UTF-16", HEAD.encode("utf-16"), ("gemt som UTF-16", "UTF-8")),
    Bad("UTF-16 without mark", HEAD.encode("utf-16-le"), ("gemt som UTF-16", "UTF-8")),
    Bad("UTF-16 without æøå", "sagsnummer: 2026-1\n".encode("utf-16-le"), ("gemt som UTF-16",)),
    Bad("empty file", b"", ("Filen er tom",)),
    Bad("spaces alone", b" \n\n \t\n", ("Filen er tom",)),
    Bad("byte order mark alone", b"\xef\xbb\xbf", ("Filen er tom",)),
    Bad("comments alone", b"# navn: Alma\n", ("Filen har intet indhold",)),
    Bad("binary file", bytes(range(256)) * 50, ("ikke en tekstfil", ".yaml eller .json")),
    Bad("Word file", (shipped() / "templates" / "afgoerelse_barn" / "afgoerelse_barn.docx"
                      ).read_bytes(), ("ikke en tekstfil", "Word-dokument")),
    Bad("alias bomb", bomb(40), ("ankre eller henvisninger", "linje 7", "linje 46")),
    Bad("anchor", "  klasse: &x 5. b\n  skole: *x", ("ankre eller henvisninger", "linje 7")),
    Bad("merge key", "x: &x {a: b}\ny:\n  <<: *x", ("ankre eller henvisninger", "linje 7")),
    Bad("python tag", "  klasse: !!python/object/apply:os.system ['touch x']",
        ("mærket »!!python/object/apply:os.system«", "linje 7, kolonne 11", "Slet mærket")),
    Bad("python tag on a record", "x: !!python/object:os.system {}", ("!!python", "linje 7")),
    Bad("python tag on a key", "!!python/name:os.system x: y", ("!!python/name", "linje 7")),
    Bad("own tag", "  klasse: !hemmelig 5", ("mærket »!hemmelig«", "linje 7")),
    Bad("date that is not", "  kaldes: x\nafgørelse: {dato: 31-02-2026, indsatser: []}",
        ("»31-02-2026« kan ikke læses", "linje 8", "2026-03-01")),
    Bad("two-digit year", "afgørelse: {dato: 01-03-26, indsatser: []}",
        ("»01-03-26« har kun to cifre", "2026-03-01")),
    Bad("CPR that lost its zero", "  cpr: 101501234", ("kun 9 cifre", "linje 7", "Sæt nullet på")),
    Bad("CPR with a day that is not", "  cpr: 321301-1234", ("begynder ikke med en dato",)),
    Bad("CPR in the wrong field", f"  stedord: {CPR}", ("er ikke en af mulighederne", "linje 7")),
    Bad("CPR in Arabic digits", "  cpr: ٠١٠١٥٠١٢٣٤", ("skal have 10 cifre",)),
    Bad("postcode that lost its zero", "  adresse: {vej: V 1, postnr: 800, by: B}",
        ("kun 3 cifre", "Skriv 0800")),
    Bad("broken JSON", as_json({})[:-1], ("ikke læses som YAML", "parentes bliver ikke lukket")),
    Bad("JSON with a missing comma", b'{"sagsnummer": "1" "kommune": {}}',
        ("ikke læses som YAML", "linje 1, kolonne 20")),
    Bad("JSON with a lone surrogate", as_json({"søskende_i_andre_sager": ["\ud800"]}),
        ("usynligt tegn (U+D800)", "linje 1")),
    Bad("a lone surrogate in YAML", '  klasse: "\\ud800"', ("U+D800", "linje 7, kolonne 11")),
    Bad("beyond Unicode", '  klasse: "\\U00110000"', ("ikke læses som YAML", "skråstreg")),
    Bad("NUL", HEAD.encode() + b"  klasse: 5\0b", ("U+0000", "linje 7, kolonne 12")),
    Bad("NUL by escape", '  klasse: "5\\0b"', ("U+0000", "linje 7")),
    Bad("escape sequence of a terminal", '  "\\e[31mklasse": x', ("U+001B", "linje 7")),
    Bad("control characters", "  klasse: 5\x07\x08 b\n  skole: \x0c", (
        "2 usynlige tegn", "U+0007", "linje 7, kolonne 12", "U+000C", "linje 8, kolonne 10")),
    Bad("a thousand lines of them", "\n".join("# \x07" for _ in range(1000)),
        ("linje 26", "Det samme gælder 980 linjer til")),
    Bad("right-to-left override", "  kaldes: Alma\u202emloH", ("U+202E", "linje 7, kolonne 15")),
    Bad("isolate", "  kaldes: \u2067Alma\u2069", ("2 usynlige tegn", "U+2067")),
    Bad("what the engine uses itself", "  kaldes: A\ue000b\ue01f", ("2 usynlige tegn", "U+E000")),
    Bad("no character", "  kaldes: A\ufffe", ("U+FFFE",)),
    Bad("tag of a template", "  kaldes: {{ 7*7 }}", ("ikke er et feltnavn",
                                                   "linje 7, kolonne 12", "anførselstegn")),
    Bad("tag of a template with %", "  kaldes: {% for x in y %}",
        ("et tegn, den ikke kan begynde med", "linje 7, kolonne 12", "anførselstegn")),
    Bad("text that begins with &", "  kaldes: &Søn", ("ankre eller henvisninger", "anførselstegn")),
    Bad("text that begins with *", "  kaldes: *Alma*", ("begynder med *", "anførselstegn")),
    Bad("text that begins with @", "  kaldes: @alma", ("ikke kan begynde med", "anførselstegn")),
    Bad("colon in a text, twice", "  kaldes: Alma: kaldet Al\nsamtaler:\n- sagde: Nej: nej",
        ("linje 7, kolonne 15", "linje 9, kolonne 13", "hele teksten i anførselstegn")),
    Bad("text after a quotation", '  kaldes: "Al" sagde hun', ("mere tekst efter et anførselstegn",
                                                            "linje 7, kolonne 16")),
    Bad("quotation mark not closed", "  kaldes: 'Al\n  klasse: 5",
        ("anførselstegn bliver ikke lukket", "linje 7, kolonne 11")),
    Bad("number sign in a text", "  adresse: {vej: V 1, postnr: 9990, by: B}\n  klasse: 5 #2",
        ("Det, der står efter #, bliver ikke læst", "linje 8, kolonne 12", "anførselstegn")),
    Bad("number sign first", "  klasse: #5", ("Det, der står efter #", "linje 7")),
    Bad("colon missing", "  klasse 5\n  skole: B", ("mangler et kolon", "linje 7")),
    Bad("indentation", " klasse: 5", ("indrykningen passer ikke", "linje 7")),
    Bad("two cases in one file", "---\n" + HEAD, ("flere dokumenter", "linje 7")),
    Bad("list", b"- sagsnummer: 2026-1\n", ("Filen er ikke en sag", "linje 1")),
    Bad("bare text", b"Alma Holm\n", ("Filen er ikke en sag", "linje 1")),
    Bad("too deep", "  klasse: " + "[" * 61 + "]" * 61, ("mere end 60 niveauer", "linje 7")),
    Bad("much too deep", "  klasse: " + "[" * 500, ("mere end 60 niveauer",)),
    Bad("too many values", b"[" + b"a," * 60_000 + b"]", ("mere end 60000 værdier",)),
    Bad("case number that climbs", HEAD.replace("2026-1", "../../etc/passwd").encode(),
        ("Sagsnummeret »../../etc/passwd« kan ikke", "linje 1", "filnavnet")),
    Bad("case number like a CPR number", HEAD.replace("2026-1", CPR).encode(),
        ("Sagsnummeret ligner et CPR-nummer", "linje 1", "fagsystem")),
    Bad("unknown person", "samtaler: {dato: 2026-01-01, form: chat, med: [moor]}",
        ("ingen person med kortnavnet »moor«", "linje 7", "personer")),
    Bad("the same short name twice", "personer:\n- {id: a, navn: A, rolle: mor}\n"
        "- {id: a, navn: B, rolle: far}", ("»a« er brugt før", "linje 9")),
    Bad("a paragraph that is not", "afgørelse: {dato: 2026-03-02, indsatser: "
        "[{hjemmel: 'serviceloven § 52'}]}", ("»serviceloven« er ikke", "linje 7")),
    Bad("number 9", "afgørelse: {dato: 2026-03-02, indsatser: "
        "[{hjemmel: 'barnets lov § 32, stk. 1, nr. 9'}]}", ("nr.\xa09 findes ikke", "nr.\xa08")),
    Bad("a law from another day", "afgørelse: {dato: 2023-12-31, indsatser: "
        "[{hjemmel: 'barnets lov § 32, stk. 1, nr. 5'}]}",
        ("gælder ikke den 31.\xa0december 2023, men fra 1.\xa0januar 2024", "afgørelsens dato")),
    Bad("a very long key", f'  "{LONG[:900]}": x', ("kender vi ikke", "linje 7")),
    Bad("a very long value", f"  stedord: {LONG}", ("er ikke en af", "…«", "linje 7")),
    Bad("everything at once", f"  stedord: hunn\n  cpr: 101501234\nukendt: {CPR}\nafgørelse:\n"
        "  dato: 31-02-2026\n  indsatser: [{hjemmel: § 1, udfører: karen}]\n",
        ("linje 7", "linje 8", "linje 9", "linje 11", "linje 12", "»karen«", "6 fejl.")),
]


# --- the table: paths and options ---------------------------------------------------------------


def good(folder: Path, name: str = "sag.yaml", old: str = "", new: str = "") -> str:
    """A case that a decision can be made of, without its logo."""
    text = DECISION.replace("  logo: logo-egelund.png\n", "").replace(old, new)
    (folder / name).write_text(text, encoding="utf-8")
    return str(folder / name)


def lav(folder: Path, *arguments: str) -> list[str]:
    return ["lav", *arguments, "--ud", str(folder / "ud")]


def big(folder: Path) -> list[str]:
    with (folder / "sag.yaml").open("wb") as file:
        file.truncate(50_000_000)
    return lav(folder, str(folder / "sag.yaml"))


def several(folder: Path) -> list[str]:
    (folder / "tom.yaml").write_bytes(b"")
    (folder / "forkert.yaml").write_text(HEAD + "ukendt: x\n", encoding="utf-8")
    return lav(folder, good(folder), str(folder / "tom.yaml"), str(folder / "nix.yaml"),
               str(folder / "forkert.yaml"))


def misspelled(folder: Path) -> list[str]:
    good(folder, "skolefravær.yaml")
    return lav(folder, str(folder / "skolefravaer.yaml"))


def same_number(folder: Path) -> list[str]:
    return lav(folder, good(folder, "a.yaml"), good(folder, "b.yaml"))


def same_but_for_case(folder: Path) -> list[str]:
    return lav(folder, good(folder, "a.yaml", "2026-0117", "A-1"),
               good(folder, "b.yaml", "2026-0117", "a-1"))


def out_is_a_file(folder: Path) -> list[str]:
    (folder / "ud").write_bytes(b"mit")
    return lav(folder, good(folder))


def out_under_a_file(folder: Path) -> list[str]:
    (folder / "fil").write_bytes(b"mit")
    return ["lav", good(folder), "--ud", str(folder / "fil" / "ud")]


def letter_is_a_folder(folder: Path) -> list[str]:
    (folder / "ud" / "2026-0117_afgoerelse_mor_2026-03-02.docx").mkdir(parents=True)
    return lav(folder, good(folder))


def logo_outside(folder: Path) -> list[str]:
    (folder / "sager").mkdir()
    good(folder)
    path = folder / "sager" / "sag.yaml"
    path.write_bytes(example("logo: logo-egelund.png", "logo: ../../../etc/passwd"))
    return lav(folder, str(path))


def held_back(folder: Path) -> list[str]:
    case = Path(good(folder))
    text = case.read_text(encoding="utf-8")
    case.write_text(re.sub(r"(?m)^  formål:\n(?:    .*\n)+", "", text), encoding="utf-8")
    return lav(folder, str(case))


def library_is_empty(folder: Path) -> list[str]:
    (folder / "vores").mkdir()
    return lav(folder, good(folder), "--bibliotek", str(folder / "vores"))


def law_is_broken(folder: Path) -> list[str]:
    (folder / "vores" / "rules").mkdir(parents=True)
    (folder / "vores" / "rules" / "lovgrundlag.yaml").write_text("- nej\n", encoding="utf-8")
    return lav(folder, good(folder), "--bibliotek", str(folder / "vores"))


def library_is_taken(folder: Path) -> list[str]:
    (folder / "vores").mkdir()
    (folder / "vores" / "mit.txt").write_bytes(b"mit")
    return ["nyt-bibliotek", str(folder / "vores")]


PATHS = [
    Bad("50 MB", big, ("Filen er for stor: den fylder 50 MB",)),
    Bad("missing file", lambda f: lav(f, str(f / "nix.yaml")), ("den findes ikke", "nix.yaml")),
    Bad("misspelled file", misspelled, ("den findes ikke", "Mente du »skolefravær.yaml«?")),
    Bad("folder for a file", lambda f: lav(f, str(f)), ("det er en mappe", "navnet på filen")),
    Bad("a device", lambda f: lav(f, "/dev/zero"), ("Filen er for stor",)),
    Bad("a file that answers with an error", lambda f: lav(f, "/proc/self/mem"),
        ("drevet svarer ikke",)),
    Bad("name that is too long", lambda f: lav(f, str(f / ("x" * 300))), ("navnet er for langt",)),
    Bad("one bad among several", several, ("tom.yaml", "Filen er tom", "nix.yaml", "findes ikke",
                                           "»ukendt« kender vi ikke", "Ingen breve er gemt.")),
    Bad("two cases with one number", same_number, ("breve med samme navn", "b.yaml", "a.yaml")),
    Bad("numbers that Windows takes for one", same_but_for_case, ("breve med samme navn",)),
    Bad("out is a file", out_is_a_file, ("er en fil, ikke en mappe",), 2),
    Bad("out under a file", out_under_a_file, ("en del af stien er ikke en mappe",)),
    Bad("out is too long", lambda f: ["lav", good(f), "--ud", str(f / ("x" * 300))],
        ("Mappen kan ikke laves: navnet er for langt",)),
    Bad("a folder has the letter's name", letter_is_a_folder, ("det er en mappe", "samme navn")),
    Bad("a logo outside the folder", logo_outside,
        ("Billedet ligger uden for sagens mappe", "linje 11")),
    Bad("nobody by that name", lambda f: lav(f, good(f), "--til", "moor"),
        ("ingen i sagen, der hedder »moor«", "Mente du »mor«?")),
    Bad("nothing to make", lambda f: lav(f, _head_only(f)),
        ("ikke noget, der kan skrives", "»afgørelse« eller »plan«")),
    Bad("held back", held_back,
        ("»afgørelse.formål« (Formål) mangler", "Brev:   sag.yaml: afgoerelse til barn",
         "afgoerelse til mor, afgoerelse til far", "3 breve er holdt tilbage", "--udkast"), 1),
    Bad("unknown document", lambda f: lav(f, good(f), "--type", "afgorelse"),
        ("»afgorelse«", "Mente du »afgoerelse«?"), 2),
    Bad("unknown option", lambda f: lav(f, good(f), "--udkst"), ("»--udkst«", "»--udkast«"), 2),
    Bad("date that is not", lambda f: lav(f, good(f), "--dato", "31-02-2026"),
        ("»31-02-2026«", "2026-03-01"), 2),
    Bad("no case", lambda f: lav(f), ("»SAG…« mangler",), 2),
    Bad("no folder", lambda f: ["lav", good(f)], ("»--ud« mangler",), 2),
    Bad("unknown command", lambda f: ["law"], ("»law«", "Mente du »lav«?"), 2),
    Bad("library that is not there", lambda f: lav(f, good(f), "--bibliotek", str(f / "nix")),
        ("Der er ingen mappe", "nyt-bibliotek")),
    Bad("library that is none", library_is_empty, ("ikke et bibliotek", "fragments")),
    Bad("library with a broken law", law_is_broken, ("ingen love", "lovgrundlag.yaml, linje 1")),
    Bad("library over something", library_is_taken, ("findes i forvejen", "ikke er brugt")),
    Bad("phrase for a bad case", lambda f: ["fraser", "vis", "afgoerelse.klage", "--sag",
                                            str(f / "nix.yaml")], ("den findes ikke",)),
    Bad("unknown phrase", lambda f: ["fraser", "vis", "afgoerelse.klag"],
        ("»afgoerelse.klag«", "Mente du »afgoerelse.klage«?"), 2),
    Bad("template that is not there", lambda f: ["skabeloner", "tjek", str(f / "nix.docx")],
        ("den findes ikke",)),
    Bad("folder without templates", lambda f: ["skabeloner", "tjek", str(f)],
        ("ingen Word-filer i mappen",)),
]


def _head_only(folder: Path) -> str:
    (folder / "sag.yaml").write_text(HEAD, encoding="utf-8")
    return str(folder / "sag.yaml")


# --- the test -----------------------------------------------------------------------------------

_ENGLISH = re.compile(r"\b(the|error|invalid|expected|unexpected|failed|cannot|could|traceback|"
                      r"usage|options|required|missing|such|Errno|None|True|False)\b", re.I)


@pytest.fixture
def quick(monkeypatch):
    """Lets commands share one library, when they ask for no other than the shipped one."""
    share(monkeypatch)


def everything(folder: Path) -> dict[str, bytes | None]:
    """All that is in a folder; a folder counts too, a very large file by its size."""
    return {str(p.relative_to(folder)): (
        None if p.is_dir() else b"" if p.stat().st_size > MAX_BYTES else p.read_bytes())
        for p in folder.rglob("*")}


@pytest.mark.parametrize("bad", FILES + PATHS, ids=lambda bad: bad.name)
def test_bad_input_gets_a_clear_answer_and_leaves_everything_as_it_was(
        bad, tmp_path, capsys, quick):
    if callable(bad.case):
        arguments = bad.case(tmp_path)
    else:
        text = bad.case if isinstance(bad.case, bytes) else f"{HEAD}{bad.case}\n".encode()
        (tmp_path / "sag.yaml").write_bytes(text)
        arguments = lav(tmp_path, str(tmp_path / "sag.yaml"))
    before = everything(tmp_path)
    code = cli._run(arguments)
    shown = capsys.readouterr()
    answer = shown.err.replace(str(tmp_path), "")
    assert code == bad.code, answer
    for expected in bad.says:
        assert expected in answer
    assert answer.count("Fejl: ") == answer.count("  Sådan:  ") > 0
    assert code == 2 or "  Hvor:   " in answer
    assert not _ENGLISH.search(answer), answer
    assert "Alma har det svært hver dag. Alma har det svært" not in answer
    assert CPR not in answer
    assert shown.out == ""
    assert everything(tmp_path) == before


def test_the_table_finds_what_it_looks_for():
    for word in ("Usage: x", "Invalid value", "[Errno 2]", "expected ','"):
        assert _ENGLISH.search(word)
    assert not _ENGLISH.search("Fejl: Feltet »navn« (Navn) mangler. Skriv det som 2026-03-01.")


# --- what looks bad and is not ------------------------------------------------------------------


@pytest.mark.parametrize("text", [
    "Firma & Søn", "a <b> c", "</w:t></w:p>", "&amp; &lt;", "{{ 7*7 }}", "{% for x in y %}",
    "{# skjult #}", "{{ barn.navn }}", "${7*7}", "1. maj 2026", "# ikke en overskrift", "- nej",
    "*Alma*", "**fed**", "`kode`", "[link](http://x.example)", "<script>alert(1)</script>",
    "]]>", "<!-- x -->", "=1+1", "اسم \u200f Alma", "Zoë Æ Ø Å æøå", "👩‍👧 🙂",
    "a\u00a0b", "a\u2011b", 'sagde: "nej"', "it's", "C:\\mappe\\ny", "100 % sikker",
    "§ 32 <jf. stk. 2>", "a\tb", "50 €",
    "%s %(x)s {0} {x}", "\\n", "&#x202e;", "_x0041_", "{_{", "a" * 5000,
])
def test_an_odd_text_comes_out_in_the_letter_as_it_was_written(text, quick):
    data = SMALL | {"afgørelse": SMALL["afgørelse"] | {
        "formål": "du får det godt", "varighed": "et halvt år",
        "vurdering": f"Jeg mener, at {text} er en grund."}}
    case = check_case(Located(data, {}, "sag.yaml"), law())
    orders = order_letters(case, shipped_library(), to=["barn"])
    letter = make_letters(case, shipped_press(), orders, draft=True)[0]
    seen = " ".join(p.text for p in _paragraphs(letter.document))
    assert " ".join(f"Jeg mener, at {text} er en grund.".split()) in " ".join(seen.split())


def _paragraphs(document: Any) -> Iterator[Any]:
    from generator.document.model import paragraphs

    return paragraphs(document.body)


@pytest.mark.parametrize(("written", "path", "value"), [
    ("  cpr: 0101501234", ("barn", "cpr"), "0101501234"),
    ("  adresse: {vej: V 1, postnr: 0800, by: B}", ("barn", "adresse", "postnr"), "0800"),
    ("  klasse: NO", ("barn", "klasse"), "NO"),
    ("  klasse: '{{ 7*7 }}'", ("barn", "klasse"), "{{ 7*7 }}"),
    ("  klasse: Firma & Søn", ("barn", "klasse"), "Firma & Søn"),
    ("  klasse: 5 # b", ("barn", "klasse"), "5"),
    ("  klasse: '5 #b'", ("barn", "klasse"), "5 #b"),
    ("  klasse: a\u200fb", ("barn", "klasse"), "a\u200fb"),
    (f"  vil_inddrages: {'x' * 100_000}", ("barn", "vil_inddrages"), "x" * 100_000),
])
def test_what_looks_odd_in_a_file_is_read_as_it_stands(tmp_path, written, path, value):
    file = tmp_path / "sag.yaml"
    for raw in (f"{HEAD}{written}\n", f"\ufeff{HEAD}{written}", f"{HEAD}\ufeff{written}\n",
                f"{HEAD}{written}\n".replace("\n", "\r\n")):
        file.write_bytes(raw.encode())
        found: Any = load_case(file, law()).source.data
        for step in path:
            found = found[step]
        assert found == value


def test_json_is_read_with_tabs_and_with_characters_in_two_halves(tmp_path):
    text = json.dumps({**SMALL, "barn": {**SMALL["barn"], "kaldes": "Al 🙂", "cpr": "0101501234"}},
                      indent="\t")
    assert "\\ud83d" in text
    (tmp_path / "sag.json").write_text(text.replace("/", "\\/"), encoding="utf-8")
    barn = load_case(tmp_path / "sag.json", law()).sag.barn
    assert (barn.kaldes, barn.cpr and barn.cpr.cifre) == ("Al 🙂", "0101501234")


def test_ten_thousand_persons_are_read():
    persons = [{"id": f"p{n}", "navn": f"Navn {n}", "rolle": "anden"} for n in range(10_000)]
    sag = check_case(Located({**SMALL, "personer": persons}, {}, "sag.yaml"), law()).sag
    assert len(sag.personer) == 10_000


def test_sixty_levels_are_read_as_far_as_yaml_goes(tmp_path, capsys, quick):
    (tmp_path / "sag.yaml").write_text(f"{HEAD}  klasse: {'[' * 57}x{']' * 57}\n", encoding="utf-8")
    assert cli._run(lav(tmp_path, str(tmp_path / "sag.yaml"))) == 3
    assert "»klasse« skal være en tekst" in capsys.readouterr().err


# --- rights, room and being stopped -------------------------------------------------------------


@contextmanager
def as_nobody() -> Iterator[None]:
    """Without the rights of root, who may read and write everything."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that others can reach; pytest's own are closed to all but their owner."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder


@pytest.fixture
def warm(tmp_path, capsys, quick) -> None:
    """Everything that letters need is in memory; nobody may not be able to read it."""
    assert cli._run(lav(tmp_path, good(tmp_path))) == 0
    capsys.readouterr()


def test_a_file_that_may_not_be_read_is_refused(open_folder, capsys, warm):
    case = Path(good(open_folder))
    case.chmod(0)
    with as_nobody():
        code = cli._run(lav(open_folder, str(case)))
    shown = capsys.readouterr().err
    assert code == 3
    assert "Filen kan ikke læses: der er ikke adgang" in shown
    assert "Sådan:" in shown


@pytest.mark.parametrize("out", [".", "ny/mappe"])
def test_a_folder_that_may_not_be_written_in_is_refused(open_folder, capsys, warm, out):
    case = good(open_folder)
    closed = open_folder / "lukket"
    closed.mkdir()
    (closed / "2026-0117_afgoerelse_barn_2026-03-02.docx").write_bytes(b"gammel")
    closed.chmod(0o555)
    with as_nobody():
        code = cli._run(["lav", case, "--ud", str(closed / out)])
    shown = capsys.readouterr()
    assert code == 3
    assert "der er ikke adgang" in shown.err
    assert shown.out == ""
    assert everything(closed) == {"2026-0117_afgoerelse_barn_2026-03-02.docx": b"gammel"}


def test_a_disk_without_room_leaves_nothing_and_changes_nothing(
        tmp_path, capsys, quick, monkeypatch):
    case = good(tmp_path)
    (tmp_path / "ud").mkdir()
    (tmp_path / "ud" / "2026-0117_afgoerelse_barn_2026-03-02.docx").write_bytes(b"gammel")
    before = everything(tmp_path)
    calls = []

    def full(handle: int) -> None:
        calls.append(handle)
        if len(calls) == 2:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    assert cli._run(lav(tmp_path, case)) == 3
    shown = capsys.readouterr()
    assert "Brevene kan ikke skrives: der er ikke plads på disken." in shown.err
    assert "Gør plads" in shown.err
    assert shown.out == ""
    assert everything(tmp_path) == before


def program(*arguments: str, before: str = "") -> subprocess.Popen[str]:
    """The program as a process of its own, after some lines of Python."""
    code = f"{before}\nimport sys\nfrom generator.cli import main\nmain()"
    return subprocess.Popen([sys.executable, "-c", code, *arguments], text=True, encoding="utf-8",
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def test_a_write_that_the_system_stops_leaves_nothing(tmp_path):
    limit = "import resource, signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); " \
            "resource.setrlimit(resource.RLIMIT_FSIZE, (4000, 4000))"
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] != 4000
    case = good(tmp_path)
    before = everything(tmp_path)
    process = program(*lav(tmp_path, case), before=limit)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 3
    assert "filen bliver for stor til disken" in err
    assert "Traceback" not in err
    assert out == ""
    assert everything(tmp_path) == before


#: Waits for ever when the second letter has been written, and says so.
_STOP_AT_SECOND = """
import os, time
real, calls = os.fsync, []
def slow(handle):
    real(handle)
    calls.append(handle)
    if len(calls) == 2:
        print("nu", flush=True)
        time.sleep(60)
os.fsync = slow
"""


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT, signal.SIGTERM])
def test_a_run_that_is_stopped_in_the_middle_leaves_the_old_letters_and_no_half_ones(
        tmp_path, how, capsys, quick):
    case = good(tmp_path)
    out = tmp_path / "ud"
    out.mkdir()
    old = out / "2026-0117_afgoerelse_barn_2026-03-02.docx"
    old.write_bytes(b"gammel")
    process = program(*lav(tmp_path, case), before=_STOP_AT_SECOND)
    assert process.stdout
    assert process.stdout.readline() == "nu\n"
    process.send_signal(how)
    written, err = process.communicate(timeout=60)
    assert written == ""
    assert [p.name for p in out.iterdir() if not p.name.startswith(".")] == [old.name]
    assert old.read_bytes() == b"gammel"
    if how is signal.SIGKILL:
        assert process.returncode == -signal.SIGKILL
    else:
        assert process.returncode == 130
        assert "Afbrudt. Det, der ikke var færdigt, er ikke gemt." in err
        assert "Traceback" not in err
        assert len(list(out.iterdir())) == 1
    assert cli._run(lav(tmp_path, case)) == 0
    assert len(list(out.glob("*.docx"))) == 3
    assert old.read_bytes()[:2] == b"PK"


def test_a_folder_that_is_not_there_is_made(tmp_path, capsys, quick):
    assert cli._run(["lav", good(tmp_path), "--ud", str(tmp_path / "et" / "to")]) == 0
    names = capsys.readouterr().out.split()
    assert sorted(names) == sorted(str(p) for p in (tmp_path / "et" / "to").iterdir())


def test_a_fault_of_ours_is_told_as_ours(tmp_path, capsys, quick, monkeypatch):
    monkeypatch.setattr("generator.orders.order_letters", lambda *a, **k: 1 / 0)
    assert cli._run(lav(tmp_path, good(tmp_path))) == 70
    shown = capsys.readouterr().err
    assert shown.startswith("Det er en fejl i programmet og ikke hos dig.")
    assert "ZeroDivisionError" in shown
    assert not (tmp_path / "ud").exists()


def test_somebody_who_has_read_enough_gets_no_complaint():
    process = program("felter")
    assert process.stdout
    assert process.stderr
    process.stdout.readline()
    process.stdout.close()
    assert process.wait(60) == 0
    assert process.stderr.read() == ""
    process.stderr.close()


def test_an_answer_that_there_is_no_room_for_is_an_error():
    with Path("/dev/full").open("w") as full:
        done = subprocess.run([sys.executable, "-m", "generator", "felter"], stdout=full,
                              stderr=subprocess.PIPE, text=True, encoding="utf-8", check=False)
    assert done.returncode == 3
    assert done.stderr == "Fejl: Svaret kan ikke skrives: der er ikke plads på disken.\n"
