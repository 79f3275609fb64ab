"""The labelled passages are well-formed, and the scorer counts as it says it does."""

from datetime import date

import pytest

from generator.checker.rule_files import load_rules
from generator.checker.rules import Regelbog
from generator.library import load_library
from generator.source import Problem
from tests import sprog_maal
from tests.sprog_maal import Score, fallen, points, read_floor, score, shown, table, write_floor
from tests.sprog_passager import BREAK, FOLDER, RULES, BadPassage, Passage, read_passages

PASSAGES = read_passages()


def test_ids_follow_the_lines_and_every_third_is_held_out():
    number: dict[str, int] = {}
    for passage in PASSAGES:
        number[passage.file] = number.get(passage.file, 0) + 1
        assert passage.id == f"{passage.file}-{number[passage.file]:03}"
        third = number[passage.file] % 3 == 0 or passage.file.startswith(
            ("tredje_", "fjerde_"))
        assert passage.held_out == third, passage.id


def test_labelled_words_stand_in_the_text():
    missing = [(p.id, word) for p in PASSAGES for words in p.labels.values() for word in words
               if not any(word in part for part in p.text.split(BREAK))]
    assert not missing


def test_only_labels_of_whole_sections_are_without_words():
    assert {rule for p in PASSAGES for rule, words in p.labels.items() if not words} <= \
        sprog_maal.SECTION_RULES


def test_a_spreadsheet_leaves_the_texts_as_they_are():
    assert not [p.id for p in PASSAGES if '"' in p.text or p.text[0] in "=+-@"]


def test_every_text_stands_once():
    texts = [(p.text, p.reader, p.age, p.heading) for p in PASSAGES]
    assert len(texts) == len(set(texts))


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_has_passages_to_find_also_among_the_held_out(rule):
    wanted = [p for p in PASSAGES if rule in p.labels]
    assert len(wanted) >= 9
    assert len([p for p in wanted if p.held_out]) >= 3


def test_there_are_clean_passages_enough():
    assert len([p for p in PASSAGES if not p.labels and p.file == "rene"]) >= 80


def passage(id: str, *labels: str, held_out: bool = False) -> Passage:
    return Passage(id, held_out, "barn", 11, date(2026, 3, 2), "afgoerelse", "", (), "Vi er her.",
                   dict.fromkeys(labels, ("her",)))


MADE = [passage("x-001", "CPR"), passage("x-002", "CPR", held_out=True), passage("x-003"),
        passage("x-004", "FAGORD", held_out=True), passage("x-005", "CPR")]


@pytest.mark.parametrize(("found", "right", "false", "missed", "precision", "recall"), [
    ({}, 0, 0, 3, None, 0.0),
    ({"x-001": {"CPR": ["her"]}}, 1, 0, 2, 1.0, 1 / 3),
    ({"x-001": {"CPR": ["her", "der", "her"]}}, 1, 0, 2, 1.0, 1 / 3),
    ({"x-003": {"CPR": [""]}}, 0, 1, 3, 0.0, 0.0),
    ({"x-004": {"CPR": ["her"], "FAGORD": ["her"]}}, 0, 1, 3, 0.0, 0.0),
    ({n: {"CPR": ["her"]} for n in ("x-001", "x-002", "x-003", "x-005")}, 3, 1, 0, 0.75, 1.0),
    ({n: {"FAGORD": ["her"]} for n in ("x-001", "x-002")}, 0, 0, 3, None, 0.0),
])
def test_score(found, right, false, missed, precision, recall):
    one = score("CPR", MADE, found)
    assert (len(one.right), len(one.false), len(one.missed)) == (right, false, missed)
    assert one.precision == precision
    assert one.recall == (pytest.approx(recall) if recall else recall)


def test_the_held_out_part_is_counted_by_itself():
    one = score("CPR", MADE, {n: {"CPR": ["her"]} for n in ("x-001", "x-002", "x-004")}).held_out()
    assert (len(one.right), len(one.false), len(one.missed)) == (1, 1, 0)


@pytest.mark.parametrize(("id", "counted"), [("rene-001", 1), ("afsnit-001", 1), ("form-001", 0)])
def test_rules_about_sections_are_only_counted_where_there_are_sections(id, counted):
    one = score("AFSENDER", [passage(id)], {id: {"AFSENDER": [""]}})
    assert len(one.false) == counted


@pytest.mark.parametrize(("quotes", "wanted", "points_right"), [
    (["hentes"], ["hentes"], True),
    (["Du hentes klokken to."], ["hentes"], True),
    (["XX"], ["den XX"], True),
    (["du"], ["hentes"], False),
    ([""], ["hentes"], False),
    (["hentes"], ["hentes", "bringes"], False),
    ([""], [], True),
])
def test_points(quotes, wanted, points_right):
    assert points(quotes, wanted) is points_right


def test_a_rule_that_is_not_there_is_named_and_not_counted():
    scores = {"CPR": score("CPR", MADE, {}), "FAGORD": score("FAGORD", MADE, {})}
    lines = list(table(scores, {"FAGORD"}))
    assert [line.split() for line in lines if line.startswith("CPR")] == [
        ["CPR", "3", "findes", "ikke"]]
    assert lines[-1].split()[:4] == ["I", "ALT", "1", "0"]


def test_a_part_of_a_rule_counts_with_it(monkeypatch):
    monkeypatch.setattr(sprog_maal, "check", lambda brev, book: [
        problem("PASSIV-Sa"), problem("AF-01")])
    found = sprog_maal.found_in(MADE[0], Regelbog({}, ()))
    assert dict(found) == {"PASSIV-S": ["her"]}
    regel = next(iter(load_rules(load_library()).regler.values()))
    book = Regelbog({"PASSIV-Sa": regel, "AF-01": regel}, ())
    assert sprog_maal.existing(book) == {"PASSIV-S"}


def problem(id: str) -> Problem:
    return Problem(id, "", quote="her")


def test_held_out_texts_are_only_shown_on_request():
    one = score("CPR", MADE, {})
    usual = "\n".join(shown("CPR", one, {}))
    assert "x-001" in usual
    assert "x-002" not in usual
    assert "og 1 gemte vises ikke" in usual
    assert "x-002" in "\n".join(shown("CPR", one, {}, held_out=True))


def test_the_floor_is_kept_as_it_was_written(tmp_path):
    path = tmp_path / "gulv.tsv"
    assert read_floor(path) == {}
    good = {"CPR": Score(tuple(MADE[:2]), (MADE[2],), (MADE[4],))}
    write_floor(good, path)
    assert read_floor(path) == {"CPR": (0.66, 0.66)}
    assert not list(fallen(good, read_floor(path)))
    worse = {"CPR": Score((MADE[0],), (), (MADE[1], MADE[4]))}
    assert list(fallen(worse, read_floor(path))) == [
        "CPR: dækning er 0,33 og skal være mindst 0,66"]
    assert len(list(fallen({}, read_floor(path)))) == 2


def test_no_rule_falls_below_its_floor():
    floor = read_floor()
    assert not list(fallen(sprog_maal.measure()[0], floor) if floor else ())


@pytest.mark.parametrize(("line", "says"), [
    ("a\tja", "linje 2: 2 celler"),
    ("a-001\tmåske\tbarn\t11\t2026-03-02\tafgoerelse\t\t\tTekst\t", "linje 2"),
    ("a-001\tja\tbarn\t11\t2026-02-30\tafgoerelse\t\t\tTekst\t", "linje 2"),
    ("a-001\tja\tbarn\t11\t2026-03-02\tafgoerelse\t\t\tTekst\tUKENDT=Tekst", "er ikke REGEL=ord"),
])
def test_a_line_that_cannot_be_read_is_named(tmp_path, line, says):
    head = (FOLDER / "form.tsv").read_text(encoding="utf-8").split("\n")[0]
    (tmp_path / "a.tsv").write_text(f"{head}\n{line}\n", encoding="utf-8")
    with pytest.raises(BadPassage, match=says):
        read_passages(tmp_path)
