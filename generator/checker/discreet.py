"""Findings as a log or a report across cases may hold them: without the spot they quote.

What a rule found is quoted to whoever reads the letter. Further away a quotation may be a name, so
only words that cannot be one are left: small letters, and no digits.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from generator.source import Problem


def without_quote(problem: Problem) -> Problem:
    """The finding without its quotation, also where its texts repeat it. One that quotes nothing
    comes back as it is."""
    if not problem.quote and problem.span is None:
        return problem
    told = problem.quote
    if told and (told != told.lower() or any(c.isdigit() for c in told)):
        problem = replace(problem, text=problem.text.replace(told, "…"),
                          remedy=problem.remedy.replace(told, "…"),
                          why=problem.why.replace(told, "…"))
    return replace(problem, quote="", span=None)


def without_names(problem: Problem, names: Iterable[str]) -> Problem:
    """The finding without these names, whole or in part, also in the genitive."""
    words = {word for name in names for word in (name, *name.split()) if len(word) > 2}
    if not words:
        return problem
    told = "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
    pattern = re.compile(rf"(?<!\w)(?:{told})s?(?!\w)")
    return replace(problem, text=pattern.sub("…", problem.text),
                   remedy=pattern.sub("…", problem.remedy), why=pattern.sub("…", problem.why))
