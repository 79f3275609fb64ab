"""Headings and labels, and what stands under them: old letters and forms say »Forventet varighed:
6 måneder« where a letter in du-form has a sentence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

from generator.checker.letter import Brev, Stykke, once
from generator.checker.pattern import Pattern
from generator.checker.rules import Regel

#: Most words that a label has; one that text is looked for under is shorter. A short piece without
#: a full stop is read as the label of what comes after it.
_LABEL, _LEAD = 8, 6
#: How many characters behind a label are looked at for its colon.
_NEAR = 200


def with_something_under(patterns: Iterable[Pattern], brev: Brev) -> Iterator[Stykke]:
    """The headings and labels that fit and that something stands under."""
    asked = [p for p in patterns if p.may_fit(brev.low)]
    for piece, followed in _labels(brev) if asked else ():
        if any(_filled_in(piece, piece.ord[last].end) or (followed and _is_label(piece))
               for one in asked if one.may_fit(piece.low) for first, last in one.find(piece.ord)
               if first == 0 or piece.slags == "overskrift"):
            yield piece


@once
def _labels(brev: Brev) -> tuple[tuple[Stykke, bool], ...]:
    """What may be a label, each with whether more than a heading comes after it."""
    return tuple((piece, below is not None and below.slags != "overskrift")
                 for piece, below in pairwise((*brev.stykker, None))
                 if piece and (_is_label(piece) or ":" in piece.tekst[:_NEAR]))


def _is_label(piece: Stykke) -> bool:
    """A heading, or a short line that is no sentence: »Hvem hjælper mig?« in a form."""
    return piece.slags == "overskrift" or (len(piece.ord) <= _LABEL
                                           and not piece.tekst.rstrip().endswith("."))


def _filled_in(piece: Stykke, end: int) -> bool:
    """Whether it goes on with a colon soon after the character `end`, and with something then:
    »Mål 1: Jeg cykler selv.«"""
    between, colon, rest = piece.tekst[end:end + _NEAR].partition(":")
    return bool(colon and len(between.split()) <= _LABEL and "." not in between
                and any(map(str.isalnum, rest)))


def below_label(brev: Brev, regel: Regel) -> Iterator[Stykke]:
    """The running text that stands under a heading or label as the rule's `under` asks, and in
    which no exception stands."""
    where = regel.valg.get("hvor") or ("tekst", "citat")
    heading: Stykke | None = None
    label: Stykke | None = None
    for stykke in brev.stykker if regel.under else ():
        if stykke.slags == "overskrift":
            heading, label = stykke, None
            continue
        leads = [lead for lead in (heading, label) if lead]
        if stykke.slags in where and any(
                _fits(above, lead) and _fits(below, stykke)
                for above, below in regel.under for lead in leads) and not any(
                    _fits(spared, stykke) for spared in regel.undtagen):
            yield stykke
        if len(stykke.ord) <= _LEAD and not stykke.tekst.rstrip().endswith((".", "!", "?")):
            label = stykke


def _fits(one: Pattern, stykke: Stykke) -> bool:
    return one.may_fit(stykke.low) and next(one.find(stykke.ord), None) is not None
