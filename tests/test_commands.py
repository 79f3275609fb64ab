"""What is typed and what comes out: the pages in `commands/` are run, and so is every example that
stands in a `--help`.

A page has fenced blocks. `console` holds commands (`$ duform …`), the answer as a person sees it,
and the exit code in brackets when it is not 0; `…` stands for any text. `yaml NAME` makes a file,
`felter NAME fra FILE` makes one from another with some values
changed (`~` takes one away), `brev NAME` a Word file with a paragraph for each line, where
`{ MERGEFIELD x }` is a field. A heading that is the id of a
problem promises that its commands show that problem.
"""

from __future__ import annotations

import contextlib
import io
import json
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import click
import pytest

from generator import cli
from generator.case.personer import Barn, Person
from generator.library import shipped
from generator.source import Problem, read_yaml
from tests.shared_library import share, shipped_library
from tests.small_case import put
from tests.word import field, p, r, styled, word

PAGES = sorted((Path(__file__).parent / "commands").glob("*.md"))
#: Problems that no short page can show; `test_bad_input.py`, `test_output.py` and
#: `test_findings_word.py` do.
NOT_SHOWN = {"yaml.for_mange", "fil.for_stor", "fil.tegnsaet", "ud.samme_navn", "word.strict"}
#: The modules whose problems the pages show.
SHOWN = ("source.py", "output.py", "case/*.py", "cli/*.py", "checker/always/leaks.py",
         "checker/always/recipients.py", "findings/*.py")


# --- running ------------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the examples in it, where commands run as wide as a page."""
    shutil.copytree(shipped() / "examples", tmp_path / "examples")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("DUFORM_SOFFICE", "findes-ikke")  # PDF has tests of its own, and is slow
    share(monkeypatch)
    return tmp_path


def typed(line: str) -> tuple[str, int]:
    """What a person sees who types this, and the exit code."""
    seen = io.StringIO()
    with contextlib.redirect_stdout(seen), contextlib.redirect_stderr(seen):
        code = cli._run(shlex.split(line)[1:])
    return seen.getvalue(), code


# --- the pages ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Block:
    """A fenced block with the heading it stands under."""

    heading: str
    kind: str
    name: str
    text: str
    line: int


def blocks(page: Path) -> Iterator[Block]:
    heading, fence = "", None
    lines: list[str] = []
    for number, line in enumerate(page.read_text(encoding="utf-8").split("\n"), 1):
        if fence is None and line.startswith("## "):
            heading = line[3:]
        elif line.startswith("```"):
            if fence is None:
                fence, lines = line[3:], []
            else:
                kind, _, name = fence.partition(" ")
                yield Block(heading, kind, name, "\n".join(lines) + "\n", number - len(lines))
                fence = None
        else:
            lines.append(line)


def make_file(block: Block) -> None:
    name, _, base = block.name.partition(" fra ")
    text = block.text
    if block.kind == "brev":
        Path(name).write_bytes(old_letter(text))
        return
    if block.kind == "felter":
        data = read_yaml(Path(base)).data
        for path, value in (line.split(": ", 1) for line in block.text.splitlines()):
            put(data, path, None if value == "~" else value)
        text = json.dumps(data, ensure_ascii=False, indent=1)
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    Path(name).write_text(text, encoding="utf-8")


def old_letter(text: str) -> bytes:
    """A Word file with fields; a line that begins with `#` is a heading."""
    body = []
    for line in text.splitlines():
        pieces = re.split(r"\{ (.*?) \}", line.removeprefix("# "))
        content = [field(piece, "«…»") if n % 2 else r(piece) for n, piece in enumerate(pieces)]
        body.append(styled("Heading1", *content) if line.startswith("# ") else p(*content))
    return word(*body)


def commands(block: Block) -> Iterator[tuple[str, str, int]]:
    """Each command of a block with the answer and the exit code that the page promises."""
    for part in re.split(r"(?m)^\$ ", block.text)[1:]:
        line, _, answer = part.partition("\n")
        found = re.search(r"(?m)^\[(\d+)\]\n*\Z", answer)
        yield line, answer[:found.start()] if found else answer, int(found[1]) if found else 0


def matches(promised: str, seen: str) -> bool:
    """Whether the page is true: `…` stands for some text of a line, alone for any lines."""
    lines = promised.strip("\n").split("\n") if promised.strip("\n") else []
    pattern = "".join(r"(?:.*\n)*?" if line == "…" else
                      "[^\n]*?".join(map(re.escape, line.split("…"))) + r"\n" for line in lines)
    return re.fullmatch(pattern, f"{seen.strip()}\n" if seen.strip() else "") is not None


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.stem)
def test_a_command_answers_as_the_page_says(page, folder, monkeypatch):
    from generator.cli import show

    shown: list[str] = []
    real = show.show_problems

    def remember(problems, **kwargs):
        found: list[Problem] = list(problems)
        shown.extend(p.id for p in found)
        real(found, **kwargs)

    monkeypatch.setattr(show, "show_problems", remember)
    for block in blocks(page):
        if block.kind != "console":
            make_file(block)
            continue
        shown.clear()
        for line, promised, code in commands(block):
            seen, exited = typed(line)
            assert matches(promised, seen), f"{page.name}:{block.line}: $ {line}\n{seen}"
            assert exited == code, f"{page.name}:{block.line}: $ {line}\n{seen}"
        if re.fullmatch(r"[a-z]+\.[a-z_]+", block.heading):
            assert block.heading in shown, f"{page.name}:{block.line}"


def test_the_pages_show_every_problem_there_is_in_a_case_a_folder_or_a_command():
    root = Path(cli.__file__).parent.parent
    text = "\n".join(p.read_text(encoding="utf-8") for name in SHOWN for p in root.glob(name))
    ids = set(re.findall(r'Problem\(\s*"([a-z_]+\.[a-z_]+)"', text))
    headings = {block.heading for page in PAGES for block in blocks(page)}
    assert ids - headings == NOT_SHOWN


def test_a_page_that_promises_something_else_fails():
    assert matches("Fejl: … mangler.\n", "Fejl: »navn« mangler.\n\n")
    assert not matches("Fejl: … mangler.\n", "Fejl: »navn« mangler.\n  Hvor: her\n")
    assert not matches("", "noget\n")
    assert matches("a\n…\nb\n", "a\n1\n2\nb\n")
    assert matches("a\n…\n", "a\n")
    assert not matches("a … b\n", "a\nb\n")


# --- help ---------------------------------------------------------------------------------------


def all_commands() -> dict[str, click.Command]:
    """Every command with the words that call it, groups too."""
    found: dict[str, click.Command] = {"duform": cli.group}
    for name, command in cli.group.commands.items():
        found[f"duform {name}"] = command
        for below, inner in getattr(command, "commands", {}).items():
            found[f"duform {name} {below}"] = inner
    return found


COMMANDS = sorted(all_commands())


def help_of(command: str) -> str:
    seen, code = typed(f"{command} --help")
    assert code == 0
    return seen


def examples(command: str) -> list[str]:
    """The command lines that stand in a help text, without what is explained beside them."""
    return [re.split(r"\s{2,}", line.strip())[0] for line in help_of(command).split("\n")
            if line.strip().startswith("duform ")]


@pytest.mark.parametrize("command", COMMANDS)
def test_help_is_in_danish_and_has_an_example(command, folder):
    text = help_of(command)
    english = re.findall(r"\b(Usage|Options|Commands|Arguments|Show|this|message|exit|required|"
                         r"default|TEXT|PATH|FILE|DIRECTORY|the|and|of)\b", text)
    assert english == []
    assert text.startswith("Brug: ")
    assert "Vis denne hjælp, og stop." in text
    assert examples(command)
    assert all(len(line) <= 100 for line in text.split("\n"))


@pytest.mark.parametrize("command", COMMANDS)
def test_every_option_is_explained_in_a_sentence(command, folder):
    for param in all_commands()[command].params:
        if isinstance(param, click.Option):
            assert (param.help or "").endswith((".", ").")), param.name
            assert (param.help or "x")[0].isupper() or (param.help or "").startswith("json")


@pytest.mark.parametrize(("command", "line"), [(c, e) for c in COMMANDS for e in examples(c)])
def test_the_example_in_the_help_works(command, line, folder):
    for name in ("sag.yaml", "logo-egelund.png", "tegning-alma.png"):
        shutil.copy(folder / "examples" / name.replace("sag", "skolefravaer"), folder / name)
    shutil.copy(shipped() / "templates" / "afgoerelse_barn" / "afgoerelse_barn.docx",
                folder / "min_skabelon.docx")
    (folder / "gammelt_brev.docx").write_bytes(old_letter("Kære { MERGEFIELD Barnets_navn }\n"))
    if "--bibliotek vores" in line:
        assert typed("duform nyt-bibliotek vores")[1] == 0
    (folder / "teams.csv").write_text("sagsnummer;team\n2026-0117;Nord\n", "utf-8")
    if line.startswith(("duform tjek", "duform tilsyn")):
        assert typed("duform lav examples/skolefravaer.yaml --ud breve")[1] == 0
    words, _, target = line.partition(" > ")
    seen, code = typed(words)
    assert code == 0, seen
    assert seen.strip()
    if found := re.search(r"--ud (\S+)", words):
        assert list(Path(found[1]).glob(
            "*.html" if "--format html" in line or "tilsyn" in line else "*.docx"))
    assert not target or target.endswith(".json")


def test_the_short_help_in_the_list_is_that_of_the_command():
    for name, command in cli.group.commands.items():
        assert cli._COMMANDS[name][1] == command.get_short_help_str(limit=200)


def test_help_answers_without_loading_what_letters_need():
    heavy = ("pydantic", "jinja2", "lxml", "docx", "docxtpl", "rich", "ruamel", "babel",
             "markdown_it", "generator.pipeline", "generator.source")
    code = ("import sys\nfrom generator import cli\n"
            "assert cli._run(['--help']) == 0\n"
            f"sys.exit(', '.join(m for m in {heavy!r} if m in sys.modules) or 0)")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True,
                          encoding="utf-8", check=False)
    assert done.stderr == ""
    assert done.returncode == 0
    assert done.stdout.startswith("Brug: duform")


def test_the_program_runs_as_a_module_and_says_its_version():
    done = subprocess.run([sys.executable, "-m", "generator", "--version"], capture_output=True,
                          text=True, encoding="utf-8", check=False)
    assert re.fullmatch(r"duform \d+\.\d+\.\d+\n", done.stdout)
    assert (done.returncode, done.stderr) == (0, "")


# --- what is on the screen ----------------------------------------------------------------------


def test_the_names_of_what_was_written_are_on_stdout_and_all_else_on_stderr(folder, capsys):
    assert cli._run(["lav", "examples/spaed-anbragt.yaml", "--ud", "breve", "--html"]) == 0
    shown = capsys.readouterr()
    assert shown.out.split("\n")[:-1] == [str(p) for p in map(Path, shown.out.split())]
    assert {Path(line) for line in shown.out.split()} == set(Path("breve").iterdir())
    assert shown.err == "9 breve er gemt i breve.\n"


def test_no_name_address_or_number_of_a_person_is_on_the_screen_or_in_a_file_name(folder, capsys):
    from generator.case.load import load_case

    for path in sorted(Path("examples").glob("*.yaml")):
        cli._run(["lav", str(path), "--ud", "breve"])
        shown = capsys.readouterr()
        text = (shown.out + shown.err).casefold()
        sag = load_case(path, shipped_library().law).sag
        persons: list[Barn | Person] = [sag.barn, *sag.personer]
        for person in persons:
            for private in (person.navn, person.navn.split()[0], person.adresse and
                            person.adresse.vej, person.cpr and person.cpr.cifre):
                assert not private or private.casefold() not in text, private


def test_a_bar_is_shown_when_many_cases_are_made_and_somebody_watches(monkeypatch, capsys):
    from generator.cli.show import watched

    assert watched(list(range(99)), "Laver breve") == list(range(99))
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    assert watched([1, 2], "Laver breve") == [1, 2]
    assert list(watched(list(range(9)), "Laver breve")) == list(range(9))
    shown = capsys.readouterr()
    assert shown.out == ""


def test_a_table_is_one_line_a_row_when_nobody_watches(folder):
    seen, _ = typed("duform felter --type afgoerelse")
    assert all(line == line.rstrip() for line in seen.split("\n"))
    line = next(line for line in seen.split("\n") if line.startswith("barn.fødselsdato "))
    assert "Fødselsdato" in line
    assert "Skal med." in line


def test_commands_that_make_letters_ask_the_same_in_the_same_words():
    def asked(name: str) -> dict[str, tuple[object, ...]]:
        return {o.opts[0]: (o.help, o.metavar, o.multiple, o.required, o.is_flag, type(o.type))
                for o in cli.group.commands[name].params if isinstance(o, click.Option)}

    lav, flet = asked("lav"), asked("flet")
    shared = {"--type", "--til", "--ud", "--dato", "--pdf", "--html", "--bibliotek"}
    assert shared <= set(lav) & set(flet)
    assert [name for name in set(lav) & set(flet) if lav[name] != flet[name]] == []
