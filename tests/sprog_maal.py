"""`make sprog-maal`: how well the language rules find what a careful consultant would point at.

    python -m tests.sprog_maal                     the table
    python -m tests.sprog_maal --vis PASSIV-S      what that rule misses, and its false alarms
    python -m tests.sprog_maal --skriv-gulv        what is measured now becomes the floor

The passages in `tests/sprog/*.tsv` are made up and labelled by hand, sentence by sentence, without
looking at any rule. A third of them (every third line) is held out: `--vis` does not show them, so
that nobody tunes a rule to them. How it is counted:

- One passage counts once for each rule, however often the rule finds something in it. What level a
  finding has does not count.
- A rule that finds something in a passage that is not labelled with it has raised a false alarm,
  whatever the passage was written for. Every passage thus tries every rule.
- Whole sections, not sentences, are what the rules in `SECTION_RULES` judge. A passage of one
  sentence says nothing about them, so they are only counted in the files in `SECTION_FILES`.
- Rules that are not in `RULES` are not looked at. A rule with a letter after its id (`PASSIV-Sa`)
  counts with its id. One that does not exist yet is shown as »findes ikke« and not counted.
- »peger rigtigt«: how many of the passages it found rightly where it also points at the words.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.checker.check import check
from generator.checker.letter import letter_of_text
from generator.checker.rule_files import load_rules
from generator.checker.rules import Regelbog
from generator.library import load_library
from tests.sprog_passager import BREAK, FLOOR, RULES, Passage, read_passages, rows

SECTION_RULES = frozenset({"AFSENDER", "ORD-LANGE"})
SECTION_FILES = frozenset({"afsnit", "rene"})
_FLOOR_COLUMNS = ("regel", "præcision", "dækning")


@dataclass(frozen=True)
class Score:
    """What one rule did in some passages: found rightly, raised falsely, missed."""

    right: tuple[Passage, ...] = ()
    false: tuple[Passage, ...] = ()
    missed: tuple[Passage, ...] = ()
    pointed: int = 0

    @property
    def positives(self) -> int:
        return len(self.right) + len(self.missed)

    @property
    def precision(self) -> float | None:
        """From 0 to 1; None when nothing was found."""
        found = len(self.right) + len(self.false)
        return len(self.right) / found if found else None

    @property
    def recall(self) -> float | None:
        """From 0 to 1; None when there was nothing to find."""
        return len(self.right) / self.positives if self.positives else None

    def held_out(self) -> Score:
        """The same for the held-out passages alone."""
        return Score(_held_out(self.right), _held_out(self.false), _held_out(self.missed))


def _held_out(passages: Iterable[Passage]) -> tuple[Passage, ...]:
    return tuple(p for p in passages if p.held_out)


#: What the rules found: for each passage (by its id) the rules, each with the quoted words.
Found = Mapping[str, Mapping[str, Sequence[str]]]


def look_through(passages: Iterable[Passage], book: Regelbog) -> Found:
    """What the rules find in each passage."""
    return {passage.id: found_in(passage, book) for passage in passages}


def found_in(passage: Passage, book: Regelbog) -> Mapping[str, Sequence[str]]:
    """The quoted words of each finding, by rule; other rules than `RULES` are left out."""
    text = passage.text.replace(BREAK, "\n")
    brev = letter_of_text(
        f"# {passage.heading}\n{text}" if passage.heading else text, navn=passage.id,
        dokument=passage.kind, læser=passage.reader, alder=passage.age, dato=passage.day,
        deltagere=passage.people)
    found = defaultdict(list)
    for problem in check(brev, book):
        if (rule := base_id(problem.id)) in RULES:
            found[rule].append(problem.quote)
    return found


def base_id(id: str) -> str:
    """`PASSIV-Sa` is a part of `PASSIV-S`."""
    return id.rstrip("abcdefgh")


def existing(book: Regelbog) -> set[str]:
    """Which of `RULES` there are rules for."""
    return {base_id(id) for id in book.regler} & set(RULES)


def score(rule: str, passages: Iterable[Passage], found: Found) -> Score:
    """What one rule did in these passages."""
    right, false, missed, pointed = [], [], [], 0
    for passage in passages:
        if rule in SECTION_RULES and passage.file.rpartition("_")[2] not in SECTION_FILES:
            continue
        quotes, wanted = found.get(passage.id, {}).get(rule), passage.labels.get(rule)
        if quotes is not None and wanted is not None:
            right.append(passage)
            pointed += points(quotes, wanted)
        elif quotes is not None:
            false.append(passage)
        elif wanted is not None:
            missed.append(passage)
    return Score(tuple(right), tuple(false), tuple(missed), pointed)


def points(quotes: Sequence[str], wanted: Sequence[str]) -> bool:
    """Whether each of the wanted words is pointed at by some finding: one holds the other."""
    return all(any(word in quote or (quote and quote in word) for quote in quotes)
               for word in wanted)


def table(scores: Mapping[str, Score], existing: Iterable[str]) -> Iterator[str]:
    """The lines of the table, with all rules together at the end."""
    known = set(existing)
    yield (f"{'':18}{'alle: antal':>13}{'falske':>8}{'præcision':>11}{'dækning':>9}"
           f"{'gemte: antal':>15}{'falske':>8}{'præcision':>11}{'dækning':>9}{'peger rigtigt':>15}")
    for rule, score in scores.items():
        if rule not in known:
            yield f"{rule:18}{score.positives:13}   findes ikke"
            continue
        yield f"{rule:18}{_line(score)}{score.pointed:>9} af {len(score.right)}"
    together = [score for rule, score in scores.items() if rule in known]
    if together:
        every = Score(tuple(p for s in together for p in s.right),
                      tuple(p for s in together for p in s.false),
                      tuple(p for s in together for p in s.missed),
                      sum(s.pointed for s in together))
        yield f"{'I ALT':18}{_line(every)}{every.pointed:>9} af {len(every.right)}"


def _line(score: Score) -> str:
    held = score.held_out()
    return (f"{score.positives:13}{len(score.false):8}{_share(score.precision):>11}"
            f"{_share(score.recall):>9}{held.positives:15}{len(held.false):8}"
            f"{_share(held.precision):>11}{_share(held.recall):>9}")


def _share(share: float | None) -> str:
    return "–" if share is None else f"{share:.2f}".replace(".", ",")


def shown(rule: str, score: Score, found: Found, held_out: bool = False) -> Iterator[str]:
    """The misses and false alarms of a rule with their texts; held-out ones only on request."""
    for title, part in (("Ikke fundet", score.missed), ("Falsk alarm", score.false)):
        seen = [p for p in part if held_out or not p.held_out]
        hidden = f", og {len(part) - len(seen)} gemte vises ikke" if len(part) > len(seen) else ""
        yield f"{title}: {len(seen)}{hidden}"
        for passage in seen:
            words = (passage.labels.get(rule) or found.get(passage.id, {}).get(rule) or ())
            reader = f"barn, {passage.age} år" if passage.reader == "barn" else passage.reader
            heading = f" [{passage.heading}]" if passage.heading else ""
            yield f"  {passage.id} ({reader}){heading} »{'«, »'.join(words)}«"
            yield f"    {passage.text}"


def write_floor(scores: Mapping[str, Score], path: Path = FLOOR) -> None:
    """Writes what is measured now, rounded down to hundredths, as the least from now on."""
    lines = ["\t".join(_FLOOR_COLUMNS)]
    lines += [f"{rule}\t{_least(score.precision)}\t{_least(score.recall)}"
              for rule, score in scores.items()]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _least(share: float | None) -> str:
    return f"{int((share or 0) * 100 + 1e-9) / 100:.2f}"


def read_floor(path: Path = FLOOR) -> dict[str, tuple[float, float]]:
    """The least precision and recall of each rule; empty as long as none are written."""
    if not path.exists():
        return {}
    return {row["regel"]: (float(row["præcision"]), float(row["dækning"]))
            for _, row in rows(path, _FLOOR_COLUMNS)}


def fallen(scores: Mapping[str, Score], floor: Mapping[str, tuple[float, float]]) -> Iterator[str]:
    """What is below the floor, a line for each."""
    for rule, least in floor.items():
        score = scores.get(rule, Score())
        for name, now, low in zip(("præcision", "dækning"), (score.precision, score.recall), least,
                                  strict=True):
            if (now or 0) < low:
                yield f"{rule}: {name} er {_share(now)} og skal være mindst {_share(low)}"


def measure() -> tuple[dict[str, Score], Found, set[str]]:
    """Every rule's score with the project's own rules, what was found, and which rules exist."""
    book, passages = load_rules(load_library()), read_passages()
    found = look_through(passages, book)
    return {rule: score(rule, passages, found) for rule in RULES}, found, existing(book)


def main() -> None:
    parser = argparse.ArgumentParser(prog="sprog_maal", description="Måler sprogreglerne.")
    parser.add_argument("--vis", metavar="REGEL", choices=RULES)
    parser.add_argument("--ogsaa-gemte", action="store_true")
    parser.add_argument("--skriv-gulv", action="store_true")
    options = parser.parse_args()
    scores, found, known = measure()
    if options.skriv_gulv:
        write_floor({rule: score for rule, score in scores.items() if rule in known})
    lines = (shown(options.vis, scores[options.vis], found, options.ogsaa_gemte) if options.vis
             else table(scores, known))
    sys.stdout.writelines(f"{line}\n" for line in lines)


if __name__ == "__main__":
    main()
