"""Headings and labels, and what stands under them: old letters and forms say »Forventet varighed:
6 måneder« where a letter in du-form has a sentence. A heading or label alone says nothing, and
neither does a field with »-« or »løbende« in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from generator.checker.letter import Brev, Stykke, once
from generator.checker.pattern import Pattern, Token
from generator.checker.rules import Regel, Under
from generator.checker.text.blank import is_blank, is_yes_or_no

#: Most words that a label has. A short piece without a full stop is read as the label of what
#: comes after it.
_LABEL = 8
#: How many characters before a colon may be its label.
_NEAR = 120
#: Most words of a heading that its text goes on after, and words that it does not have.
_RUN_IN = 6
_NO_HEADING = frozenset(["er", "var", "har", "havde", "bliver", "blev", "får", "fik", "kan",
                         "skal", "må", "kommer", "kom", "du", "jeg", "tak"])
#: Columns of a form. They stand side by side, so that one of them is no answer to another.
_COLUMNS = frozenset([
    "mål", "delmål", "målet", "målene", "indsats", "indsatser", "handling", "handlinger", "metode",
    "metoder", "aktivitet", "aktiviteter", "ansvarlig", "ansvar", "dato", "tidsfrist", "frist",
    "deadline", "status", "opfølgning", "evaluering", "tegn", "succeskriterier", "succeskriterium",
    "hvem", "hvad", "hvordan", "hvornår", "tidspunkt", "tid", "start", "slut", "område", "emne",
    "tema", "bemærkninger", "navn", "underskrift", "og"
])
_SIDE_BY_SIDE = 8
#: What stands before somebody's words: »Han sagde: »Nej tak.«« goes on with what came before.
_SAYS = frozenset(["sagde", "siger", "fortalte", "fortæller", "svarede", "skrev", "skriver", "selv",
                   "sagt", "spurgte"])
_QUOTES = ("»", "„", "“", "”", '"')
#: So many pieces after a column's head are its table at most.
_TABLE = 200


@dataclass(eq=False)
class Lead:
    """A heading or label: its words, the text after its colon in the same piece if it goes on there
    (`after`), and where in the letter its piece stands. Not frozen, for a
    letter has many and they are sooner made."""

    stykke: Stykke
    words: Sequence[Token]
    stykker: Sequence[Stykke]
    place: int
    after: Sequence[Token] | None = None

    @property
    def heading(self) -> bool:
        return self.stykke.slags == "overskrift"

    @cached_property
    def under(self) -> tuple[tuple[Stykke, Sequence[Token]], ...]:
        """The pieces that stand under it, each with its words."""
        if self.after is not None:
            return ((self.stykke, self.after),)
        below = _below_heading if self.heading else _below_label
        return tuple((piece, piece.ord) for piece in below(self.stykker, self.place))

    @cached_property
    def filled(self) -> bool:
        """Whether anything is said under it. »Ja« alone answers a question and fills no heading."""
        at = self.words[-1].end
        question = self.stykke.tekst[at:at + 1] == "?"
        return any(not is_blank(words) and (question or not is_yes_or_no(words))
                   for _, words in self.under)


def answered(asked: Iterable[Under], regel: Regel, brev: Brev) -> Iterator[Stykke]:
    """The headings and labels that fit, with what the rule asks for under them: a pattern, in text
    in which no exception stands, or anything at all."""
    for one in asked:
        if one.svar and not one.svar.may_fit(brev.low):
            continue
        for stykke in brev.candidates(one.over):
            for lead in leads(brev).get(id(stykke), ()):
                if _fits(one, lead, regel) and _has(one, lead, regel):
                    yield stykke


def _fits(one: Under, lead: Lead, regel: Regel) -> bool:
    """Whether the heading fits. A label that anything may stand under begins with the words, behind
    its number: else a line of a list would be one. And no exception fits its heading."""
    start = 0
    while start < len(lead.words) and lead.words[start].kind == "tal":
        start += 1
    if not any(one.svar or lead.heading or first <= start
               for first, _ in one.over.find(lead.words)):
        return False
    return bool(one.svar) or not any(
        spared.find(lead.words) for spared in regel.undtagen)


def _has(one: Under, lead: Lead, regel: Regel) -> bool:
    if one.svar is None:
        return lead.filled
    where = regel.valg.get("hvor") or ("tekst", "citat")
    # The list of rules at the end of a letter, »Barnets lov: § 32«, answers no label.
    return any((piece.slags in where or piece is lead.stykke) and piece.slags != "regler"
               and one.svar.may_fit(piece.low) and one.svar.find(words)
               and not any(_stands(spared, piece) for spared in regel.undtagen)
               for piece, words in lead.under)


def _stands(one: Pattern, stykke: Stykke) -> bool:
    return one.may_fit(stykke.low) and bool(one.find(stykke.ord))


@once
def leads(brev: Brev) -> dict[int, list[Lead]]:
    """The headings and labels of the letter, by the `id` of the piece they stand in."""
    found: dict[int, list[Lead]] = {}
    for lead in _leads(brev.stykker):
        found.setdefault(id(lead.stykke), []).append(lead)
    return found


def _leads(stykker: Sequence[Stykke]) -> Iterator[Lead]:
    for n, piece in enumerate(stykker):
        if not piece.ord:
            continue
        if piece.slags == "overskrift":
            yield Lead(piece, piece.ord, stykker, n)
            yield from _in_heading(piece, stykker, n)
            continue
        inside = list(_with_colon(stykker, n)) if (
            ":" in piece.tekst or "?" in piece.tekst or _runs_in(piece)) else []
        yield from inside
        if not inside and _is_label(piece):
            yield Lead(piece, piece.ord, stykker, n)


@once
def says_nothing(brev: Brev) -> dict[int, list[tuple[int, int]]]:
    """Where words stand that tell nothing, by the `id` of the piece: headings and labels without
    anything under them, and what fields are filled in with when nobody knows. From one character
    to another."""
    found: dict[int, list[tuple[int, int]]] = {}
    for lead in (lead for many in leads(brev).values() for lead in many
                 # »Mål 1: Jeg sover godt« is a heading that says what it is over.
                 if not (lead.heading and lead.after is None and len(many) > 1)):
        if (lead.after is not None or _only_a_label(lead)) and not lead.filled:
            last = (lead.after or lead.words)[-1]
            found.setdefault(id(lead.stykke), []).append((lead.words[0].start, last.end))
    for piece in brev.stykker:
        if len(piece.tekst) < _NEAR and is_blank(piece.ord):
            found.setdefault(id(piece), []).append((0, len(piece.tekst)))
    return found


def _only_a_label(lead: Lead) -> bool:
    """A heading, or a line that can be nothing but a label: others may be the last of a list."""
    if lead.heading or lead.stykke.tekst.rstrip().endswith(":"):
        return True
    following = lead.stykker[lead.place + 1:lead.place + 2]
    return any(len(one.tekst) < _NEAR and is_blank(one.ord) for one in following)


def _is_label(piece: Stykke) -> bool:
    """A short line that is no sentence: »Hvem hjælper mig?« in a form."""
    return len(piece.ord) <= _LABEL and not piece.tekst.rstrip().endswith((".", "!", "«"))


def _is_next_field(piece: Stykke) -> bool:
    """A label that cannot be the answer to the one before it: »Delmål:«, »Hvem hjælper mig?«,
    »Ansvarlig«."""
    return _is_label(piece) and (piece.tekst.rstrip().endswith((":", "?"))
                                 or piece.ordsæt <= _COLUMNS)


def _runs_in(piece: Stykke) -> bool:
    """Whether it begins with a heading in the same line: »Næste gang vi ses. Onsdag den 3. maj.«"""
    first, *others = piece.små_i_sætninger
    return bool(others) and len(first) <= _RUN_IN and _NO_HEADING.isdisjoint(first) and (
        piece.ord_i_sætninger[0][-1].kind == "ord"
        and piece.tekst[piece.ord_i_sætninger[0][-1].end:][:1] == ".")


def _numbered(piece: Stykke) -> bool:
    """»7. Magtanvendelse«: what comes next is »8. …«."""
    first = piece.ord[0] if piece.ord else None
    return bool(first and first.kind == "tal" and piece.tekst[first.end:first.end + 1] in (".", ")")
                and first.text.isdecimal())


def _below_heading(stykker: Sequence[Stykke], n: int) -> Iterator[Stykke]:
    """What stands below a piece, up to the next heading; and the cells below it, when it is the
    head of a column."""
    own = stykker[n].overskrift if stykker[n].slags == "overskrift" else ""
    end = next((m for m in range(n + 1, len(stykker)) if stykker[m].slags == "overskrift"),
               len(stykker))
    yield from stykker[n + 1:end]
    for piece in stykker[end:end + _TABLE] if own else ():
        if piece.slags != "overskrift" and piece.overskrift == own:
            yield piece


def _below_label(stykker: Sequence[Stykke], n: int) -> Iterator[Stykke]:
    """What stands after a label, up to the next. Columns side by side are passed by."""
    alone = stykker[n].tekst.rstrip().endswith(":")
    passing = True
    for m, piece in enumerate(_below_heading(stykker, n)):
        if _numbered(stykker[n]) and _numbered(piece):
            return
        if _is_next_field(piece):
            if alone or not passing or m >= _SIDE_BY_SIDE:
                return
            continue
        passing = False
        yield piece
        if _is_label(piece):
            return


def _in_heading(piece: Stykke, stykker: Sequence[Stykke], n: int) -> Iterator[Lead]:
    """The label that a heading begins with, when it goes on: »Mål 1: Jeg sover godt«, »Mål 2 – Jeg
    cykler selv«."""
    for mark in (": ", " – ", " - "):
        if (at := piece.tekst.find(mark, 0, _NEAR)) > 0:
            label = sum(w.end <= at for w in piece.ord[:_LABEL + 1])
            if 0 < label <= _LABEL and label < len(piece.ord):
                yield Lead(piece, piece.ord[:label], stykker, n, piece.ord[label:])
            return


def _with_colon(stykker: Sequence[Stykke], n: int) -> Iterator[Lead]:
    """The labels within a piece, each with what comes after its colon: »Mål: Jeg cykler selv.
    Hjælp: Far henter cyklen.« So do short questions: »Hvor længe? Et halvt år.« Nothing when the
    piece is but a label."""
    piece = stykker[n]
    found: list[tuple[int, int]] = []
    at = 0
    for words in piece.ord_i_sætninger:
        start, end = words[0].start, words[-1].end
        colon = piece.tekst.find(":", start, min(end, start + _NEAR) + 1)
        label = sum(w.end <= colon for w in words[:2 * _LABEL + 1]) if colon > 0 else 0
        if colon < 0 and len(words) <= _LABEL and piece.tekst[end:end + 2] in ("?", "? ", "?\n"):
            found.append((at, at + len(words)))
        elif colon < 0 and at == 0 and _runs_in(piece):
            found.append((0, len(words)))
        elif (0 < label <= 2 * _LABEL and piece.tekst[colon + 1:colon + 2] in ("", " ", "\n", "\t")
              and not (words[label - 1].low in _SAYS
                       and piece.tekst[colon + 2:colon + 3] in _QUOTES)):
            found.append((at, at + label))
        at += len(words)
    open_end = piece.tekst.rstrip().endswith((":", "?"))
    if not found or (len(found) == 1 and open_end and found[0][1] == len(piece.ord)):
        return
    stops = [at for at, _ in found[1:]] + [len(piece.ord)]
    for (start, first), stop in zip(found, stops, strict=True):
        goes_on = first < stop or not (open_end and stop == len(piece.ord))
        yield Lead(piece, piece.ord[start:first], stykker, n,
                   piece.ord[first:stop] if goes_on else None)
