"""Goals that say what is not to be, or that nobody can see reached."""

from __future__ import annotations

from collections.abc import Iterator

from generator.checker.kinds.hit import Hit
from generator.checker.kinds.words import found_among
from generator.checker.letter import Brev
from generator.checker.rules import Regel, Regelbog
from generator.checker.text.goals import goals, in_main_clause
from generator.checker.text.vague import vague


def goals_with(brev: Brev, regel: Regel, book: Regelbog) -> Iterator[Hit]:
    """Goals with the rule's words in them (`mønstre`), but not its exceptions (`undtagen`), and
    `ord`, in main clauses only. `tegn: ja` spares a goal that says how one sees it reached, and
    looks for words besides that by their form tell of nothing to see."""
    alone = frozenset(str(regel.valg.get("ord") or "").split())
    signs = regel.valg.get("tegn") == "ja"
    for goal in goals(brev):
        if goal.seen and signs:
            continue
        spared = frozenset(n for first, last in found_among(regel.undtagen, goal.words)
                           for n in range(first, last + 1))
        found = [*found_among(regel.mønstre, goal.words), *(vague(goal.words) if signs else ())]
        found = [span for span in found
                 if in_main_clause(goal.stykke.tekst, goal.words, span[0])]
        found += [(n, n) for n, w in enumerate(goal.words) if w.low in alone
                  and in_main_clause(goal.stykke.tekst, goal.words, n)]
        for first, last in sorted(found, key=lambda span: (span[0], -span[1])):
            if spared.isdisjoint(range(first, last + 1)) and not (
                    goal.stykke.i_citat(goal.words[first].start)):
                yield Hit(goal.stykke, goal.words[first].start, goal.words[last].end)
                break
