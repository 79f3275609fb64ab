"""Every requirement of the sources is listed once, and met by something that exists, or says why
not; the page in docs is the one the command prints."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from generator import cli
from generator.case.catalogue import felter
from generator.krav import GRUPPER, Dækning, Krav, as_markdown, counts, coverage
from generator.library import Library, Skabelon, load_library, parse_frase, read_skabelon, shipped
from generator.source import Place, Problem, Unusable
from tests.fraser import law, text
from tests.shared_library import shipped_library

ROOT = Path(__file__).parent.parent
#: Those of S-001 to S-328 that are about none of what the program makes: other documents,
#: supervision, or how all writing is. They are listed too, since phrases may name them.
OTHERS = {10, 31, 92, 110, 111, 131, 132, 133, 134, 138, 150, 151, 156, 158, 159, 171, 178, 180,
          182, 184, 185, 186, 187, 189, 194, 208, 209, 210, 215, 221, 223, 224, 228,
          *range(236, 245)}
OURS = {f"S-{n:03d}" for n in range(1, 329) if n not in OTHERS}
WHAT_WE_MAKE = {"AFG", "BP", "UP", "FHP", "STAT", "IP", "FRASE", "TPL", "DATA"}


def shipped_rows() -> list[Dækning]:
    return coverage(shipped_library())[0]


# --- the list that comes with the program -------------------------------------------------------


def test_every_requirement_is_there_exactly_once():
    assert len(OURS) == 286
    assert [r.krav.id for r in shipped_rows()] == [f"S-{n:03d}" for n in range(1, 329)]


def test_the_286_are_those_about_what_the_program_makes():
    assert {r.krav.id for r in shipped_rows() if WHAT_WE_MAKE & set(r.krav.dokumenter)} == OURS


def test_every_pointer_of_the_list_and_of_the_phrases_is_real():
    assert coverage(shipped_library())[1] == []


def test_every_pointer_is_real_also_without_the_checks_of_the_module():
    paths, templates = {f.sti for f in felter()}, {
        path.parent.name for path in (shipped() / "templates").glob("*/skabelon.yaml")}
    phrases = {".".join(path.relative_to(shipped() / "fragments").with_suffix("").parts)
               for path in (shipped() / "fragments").rglob("*.md")}
    for row in shipped_rows():
        assert set(row.krav.felter) <= paths, row.krav.id
        assert set(row.skabeloner) <= templates, row.krav.id
        assert set(row.fraser) <= phrases, row.krav.id


def test_what_nothing_meets_says_why_in_a_sentence():
    for row in shipped_rows():
        assert row.mødt or row.krav.grund
        assert not row.krav.grund or row.krav.grund.endswith("."), row.krav.id


def test_each_requirement_is_said_in_few_words():
    said = [r.krav.krav for r in shipped_rows()]
    assert [s for s in said if len(s) > 110] == []
    assert len(set(said)) == len(said)


def test_a_phrase_that_names_a_requirement_meets_it():
    rows = {r.krav.id: r for r in shipped_rows()}
    assert "afgoerelse.bisidder" in rows["S-146"].fraser
    assert "afgoerelse.klage" in rows["S-073"].fraser


def test_the_page_in_docs_is_the_one_the_command_prints():
    on_disk = (ROOT / "docs" / "krav-fraser.md").read_text(encoding="utf-8")
    assert on_disk == as_markdown(shipped_rows()), "run: make docs"


# --- a list of one's own ------------------------------------------------------------------------

GOOD = "krav:\n  - {id: S-001, krav: Noget, dokumenter: [AFG], program: tæller}\n"


def seen(folder: Path, krav: str, kilder: Mapping[str, str] | None = None,
         skabelon: str = "") -> tuple[list[Dækning], list[Problem]]:
    """The outcome for a library with this list, phrases with these `kilde`, and a template's."""
    (folder / "rules").mkdir(parents=True)
    (folder / "rules" / "krav.yaml").write_text(krav, encoding="utf-8")
    library = replace(shipped_library(), roots=(shipped(), folder), fraser={}, skabeloner={
        id: replace(s, kilde="") for id, s in shipped_library().skabeloner.items()})
    for id, kilde in (kilder or {}).items():
        path = folder / f"{id}.md"
        path.write_text(text("## Til alle\nHej.", kilde=kilde), encoding="utf-8")
        library = replace(library, fraser={**library.fraser, id: (
            parse_frase(path.read_text(encoding="utf-8"), id, str(path), law()),)})
    if skabelon:
        library = replace(library, skabeloner={**library.skabeloner, "brev": template(
            folder, skabelon)})
    return coverage(library)


def template(folder: Path, kilde: str) -> Skabelon:
    """A template whose `skabelon.yaml` ends with this line."""
    place = folder / "brev"
    place.mkdir()
    shutil.copy(shipped() / "templates/afgoerelse_barn/afgoerelse_barn.docx", place / "brev.docx")
    (place / "skabelon.yaml").write_text(
        f"titel: Brev\ndokument: afgoerelse\nlaeser: barn\nversion: 1\n{kilde}\n", encoding="utf-8")
    return read_skabelon(place / "skabelon.yaml")


def entry(**fields: str) -> str:
    """A list of one requirement, with these fields changed (or left out: ""), one a line from 2."""
    lines = {"id": "S-001", "krav": "Noget", "dokumenter": "[AFG]", "program": "tæller", **fields}
    first, *rest = [f"{name}: {value}" for name, value in lines.items() if value]
    return "\n".join(["krav:", f"  - {first}", *(f"    {line}" for line in rest)]) + "\n"


@pytest.mark.parametrize(("krav", "id", "line", "says"), [
    ("noget: andet\n", "krav.form", 1, "ingen liste med krav"),
    ("- S-001\n", "krav.form", 1, "ingen liste med krav"),
    ("krav:\n  - S-001\n", "krav.form", 2, "»S-001« er ikke et krav"),
    (entry(krav=""), "krav.mangler", 2, "»krav« mangler"),
    (entry(dokumenter=""), "krav.mangler", 2, "»dokumenter« mangler"),
    ("krav:\n  - {krav: Noget, dokumenter: [AFG]}\n", "krav.mangler", 2, "»id« mangler"),
    (entry(id="S1"), "krav.id", 2, "»S1« kan ikke være"),
    (entry(fraser="[a]"), "krav.felt", 6, "»fraser« kender vi ikke"),
    (entry(dokumenter="[AFGG]"), "krav.dokument", 4, "»AFGG« findes ikke"),
    (entry(felter="[barn.navnn]"), "krav.sti", 6, "»barn.navnn« findes ikke"),
    (entry(felter="[plan.mål.tegn]"), "krav.sti", 6, "»plan.mål.tegn« findes ikke"),
    (entry(skabeloner="[barnets_pln]"), "krav.skabelon", 6, "»barnets_pln« findes ikke"),
    (entry(felter="barn.navn"), "krav.form", 6, "»felter« skal være en liste"),
    (entry(program="[a]"), "krav.form", 5, "»program« skal være en tekst"),
    (entry(program=""), "krav.umoedt", 2, "Intet møder kravet S-001"),
    (GOOD + GOOD.partition("\n")[2], "krav.dobbelt", 3, "S-001 står her igen"),
])
def test_a_fault_in_the_list_is_told_with_its_line(krav, id, line, says, tmp_path):
    _, problems = seen(tmp_path / "bib", krav)
    assert [p.id for p in problems] == [id]
    assert says in problems[0].text
    assert problems[0].remedy
    assert problems[0].where.file.endswith("krav.yaml")
    assert problems[0].where.line == line


def test_all_faults_are_told_at_once(tmp_path):
    _, problems = seen(tmp_path / "bib", entry(felter="[x, barn.navn]", skabeloner="[y]") + (
        "  - {id: S-002, krav: Andet, dokumenter: [BP]}\n  - tekst\n"), {"a.b": "S-003"})
    assert sorted(p.id for p in problems) == ["krav.form", "krav.kilde", "krav.skabelon",
                                              "krav.sti", "krav.umoedt"]


def test_a_list_that_is_no_yaml_cannot_be_used(tmp_path):
    with pytest.raises(Unusable):
        seen(tmp_path / "bib", "krav: [\n")


@pytest.mark.parametrize("meets", [
    {"program": "tæller"}, {"program": "", "felter": "[barn.navn]"},
    {"program": "", "skabeloner": "[barnets_plan]"},
    {"program": "", "grund": "Det gør mennesker."}])
def test_any_one_thing_is_enough(meets, tmp_path):
    rows, problems = seen(tmp_path / "bib", entry(**meets))
    assert problems == []
    assert rows[0].mødt == ("grund" not in meets)


def test_a_phrase_or_a_template_that_names_it_is_enough(tmp_path):
    rows, problems = seen(tmp_path / "a", entry(program=""), {"a.b": "AF-01, S-001 fra mødet"})
    assert (rows[0].fraser, problems) == (("a.b",), [])
    rows, problems = seen(tmp_path / "b", entry(program=""), skabelon="kilde: S-001")
    assert (rows[0].skabeloner, problems) == (("brev",), [])


@pytest.mark.parametrize("kilde", [
    "AF-01, BP-03", "ønske fra børnepanelet", "S-001 (huskeliste, klagevejledning)",
    "Anbefaling 13", "ICS-121", "side s 12", "S-001, til 16-årige"])
def test_ids_of_other_lists_and_free_text_are_let_be(kilde, tmp_path):
    assert seen(tmp_path / "bib", GOOD, {"a.b": kilde})[1] == []


@pytest.mark.parametrize(("kilde", "id", "says"), [
    ("S-999", "krav.kilde", "»S-999«"), ("AF-01, S-01", "krav.kilde", "»S-01«"),
    ("s-001", "krav.kilde", "»s-001«"), ("S001", "krav.kilde", "»S001«"),
    ("S-001a", "krav.kilde", "»S-001a«"),
    ("S-001-S-003", "krav.spaend", "»S-001-S-003«"), ("S-001 til S-001", "krav.spaend", "flere"),
    ("S-001–004", "krav.spaend", "flere")])
def test_an_id_that_does_not_exist_is_told_with_the_line_of_the_phrase(kilde, id, says, tmp_path):
    _, problems = seen(tmp_path / "bib", GOOD, {"a.b": kilde})
    assert [p.id for p in problems] == [id]
    assert says in problems[0].text
    assert problems[0].where == Place(str(tmp_path / "bib" / "a.b.md"), 9)


def test_an_id_that_does_not_exist_is_told_with_the_line_of_the_template(tmp_path):
    _, problems = seen(tmp_path / "bib", GOOD, skabelon="kilde: S-002")
    assert [(p.id, p.where.line) for p in problems] == [("krav.kilde", 5)]
    assert problems[0].where.file.endswith("skabelon.yaml")


def test_an_older_wording_or_one_that_is_given_up_meets_nothing(tmp_path):
    path = tmp_path / "a.md"
    path.write_text(text("## Til alle\nHej.", kilde="S-001"), encoding="utf-8")
    now = parse_frase(path.read_text(encoding="utf-8"), "a", str(path), law())
    for versions in ((now, replace(now, kilde="")), (replace(now, status="udgaaet"),)):
        library: Library = replace(shipped_library(), fraser={"a": versions})
        row = next(r for r in coverage(library)[0] if r.krav.id == "S-001")
        assert row.fraser == ()


# --- the page and the command -------------------------------------------------------------------


def row(id: str, *tags: str, grund: str = "") -> Dækning:
    krav = Krav(id, "Dette | hint", tags, ("barn.navn",), (), "tæller", grund, Place())
    return Dækning(krav, ("a.b",), ("brev",))


def test_a_requirement_stands_once_under_the_first_heading_that_fits():
    page = as_markdown([row("S-002", "STAT", "AFG"), row("S-001", "IP", "STAT"), row("S-003")])
    lines = [x for x in page.split("\n") if x.startswith(("## ", "| S-"))]
    assert [x[:8].rstrip() for x in lines] == ["## Afgør", "| S-002", "## Indiv", "| S-001",
                                               "## Noter", "| S-003"]


def test_a_line_shows_all_that_meets_it():
    page = as_markdown([row("S-001", "AFG", grund="Resten.")])
    assert ("| S-001 | Dette \\| hint | `a.b` | `brev` | `barn.navn`; tæller | Resten. |"
            in page.split("\n"))


def test_what_is_counted_adds_up():
    rows = [row("S-001", "AFG"), Dækning(replace(row("S-002").krav, felter=(), program=""), (), ())]
    assert [n for _, n in counts(rows)] == [2, 1, 1, 1, 1, 1]


def test_every_tag_has_a_heading_of_its_own():
    assert len(set(GRUPPER.values())) == len(GRUPPER)


def test_the_command_prints_the_page_and_exits_cleanly(capsys):
    assert cli._run(["fraser", "krav"]) == 0
    shown = capsys.readouterr()
    assert (shown.out, shown.err) == (as_markdown(shipped_rows()), "")


def test_the_command_gives_the_same_to_programs(capsys):
    assert cli._run(["fraser", "krav", "--format", "json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert [d["id"] for d in data] == [r.krav.id for r in shipped_rows()]
    assert set(data[0]) == {"id", "krav", "dokumenter", "fraser", "skabeloner", "felter", "program",
                            "grund"}


def test_the_command_tells_what_is_wrong_and_exits_with_1(tmp_path, capsys):
    (tmp_path / "rules").mkdir()
    listed = (shipped() / "rules" / "krav.yaml").read_text(encoding="utf-8")
    (tmp_path / "rules" / "krav.yaml").write_text(
        f"{listed}  - {{id: K-01, krav: Vores eget, dokumenter: [AFG]}}\n", encoding="utf-8")
    assert cli._run(["fraser", "krav", "--bibliotek", str(tmp_path)]) == 1
    shown = capsys.readouterr()
    assert "| K-01 | Vores eget |" in shown.out
    assert "Intet møder kravet K-01" in shown.err


def test_a_library_of_ones_own_is_read_with_its_own_list(tmp_path):
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "krav.yaml").write_text(GOOD, encoding="utf-8")
    assert len(coverage(load_library(tmp_path))[0]) == 1
