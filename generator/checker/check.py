"""A letter against the rules: findings in the order of the letter.

    for each rule that concerns the letter ─▶ its kind looks ─▶ a Problem for each hit
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from generator.case.conditions import BETINGELSER
from generator.checker.kinds.case.agreement import ENIGE
from generator.checker.kinds.case.facts import dato, felt
from generator.checker.kinds.case.look import sag
from generator.checker.kinds.case.weekdays import ugedag
from generator.checker.kinds.form.look import form
from generator.checker.kinds.hit import Hit, Kind, chosen
from generator.checker.kinds.language.look import sprog
from generator.checker.kinds.measures import graense
from generator.checker.kinds.privacy.look import beskyttelse
from generator.checker.kinds.references import henvisning
from generator.checker.kinds.spelling import stavning
from generator.checker.kinds.wordlist import ordliste
from generator.checker.kinds.words import maa_ikke_staa, skal_staa, stands
from generator.checker.letter import Brev
from generator.checker.rules import Regel, Regelbog, is_for, rules_for
from generator.checker.subjects import is_about
from generator.source import LEVELS, Level, Place, Problem

KINDS: Mapping[str, Kind] = {
    "skal_staa": skal_staa,
    "maa_ikke_staa": maa_ikke_staa,
    "felt": felt,
    "dato": dato,
    "sag": sag,
    "ugedag": ugedag,
    "henvisning": henvisning,
    "beskyttelse": beskyttelse,
    "sprog": sprog,
    "ordliste": ordliste,
    "graense": graense,
    "form": form,
    "stavning": stavning,
}

#: Kinds that ask the case and not the words: they rest where it is not known.
_OF_THE_CASE = ("felt", "dato", "sag")
#: The ages of a rule that names none.
_ANY_AGE = (0, 99)


def check(brev: Brev, book: Regelbog) -> list[Problem]:
    """Every finding of every rule that concerns the letter, in reading order."""
    found = [problem for regel in concerning(brev, book) for problem in look(regel, brev, book)]
    return sorted(found, key=lambda p: p.where.order)


def concerning(brev: Brev, book: Regelbog) -> list[Regel]:
    """The rules that can be asked of this letter, with what is known about it."""
    return [regel for regel in rules_for(
        book, dokument=brev.dokument, læser=brev.læser, alder=brev.alder, dato=brev.dato)
        if regel.slags in KINDS and (brev.case or regel.slags not in _OF_THE_CASE)
        and concerns(regel, brev)]


def check_set(breve: Sequence[Brev], book: Regelbog) -> list[Problem]:
    """What letters of one case do not agree on, with each other or with the case. It is not part
    of `check`: a set is looked at once, when all its letters are there. Letters of several cases
    are told apart by the case's number; those whose case is not known are taken as one set."""
    sets: dict[str, list[Brev]] = {}
    for brev in breve:
        sets.setdefault(brev.case.sag.sagsnummer if brev.case else "", []).append(brev)
    return [problem for regel in book.regler.values() if regel.slags == "enige"
            for own in sets.values()
            for problem in look_set(regel, [brev for brev in own if applies(regel, brev)])]


def look_set(regel: Regel, breve: Sequence[Brev]) -> list[Problem]:
    """What one rule of the kind `enige` finds in letters that it concerns."""
    return [_finding(regel, hit, brev) for brev, hit in chosen(regel, ENIGE)(breve, regel)]


def applies(regel: Regel, brev: Brev) -> bool:
    """Whether the rule is for this kind of letter, reader, age and day, and its conditions hold."""
    return is_for(regel, brev.dokument, brev.læser, brev.alder, brev.dato) and concerns(regel, brev)


def look(regel: Regel, brev: Brev, book: Regelbog) -> list[Problem]:
    """What one rule finds, whether it concerns the letter or not: once for each spot, also where
    several of its patterns fit the same words."""
    return [_finding(regel, hit, brev) for hit in _apart(KINDS[regel.slags](brev, regel, book))]


def _apart(hits: Iterable[Hit]) -> list[Hit]:
    """Hits that lie over each other as one. The pieces keep the order they were found in."""
    found = list(hits)
    if len(found) < 2:  # nearly always
        return found
    pieces = {id(stykke): n for n, stykke in reversed([(n, h.stykke) for n, h in enumerate(found)])}
    kept: list[Hit] = []
    for hit in sorted(found, key=lambda h: (pieces[id(h.stykke)], h.start)):
        before = kept[-1] if kept else None
        if before and before.stykke and before.stykke is hit.stykke and hit.start < before.end:
            kept[-1] = _joined(before, hit)
        else:
            kept.append(hit)
    return kept


def _joined(one: Hit, other: Hit) -> Hit:
    """Two hits that share words: all of them, what the longer says, the weight of the heavier."""
    longer = one if one.end - one.start >= other.end - other.start else other
    weights = [hit.niveau for hit in (one, other) if hit.niveau]
    both = replace(longer, start=min(one.start, other.start), end=max(one.end, other.end),
                   niveau=min(weights, key=LEVELS.index) if len(weights) == 2 else None)
    if longer.ord.get("ord") != longer.citat:
        return both
    return replace(both, ord={**longer.ord, "ord": both.citat})


def concerns(regel: Regel, brev: Brev) -> bool:
    """Whether the letter is about what the rule is for, and the rule's conditions hold. Where the
    case is not known, the letter's own words must show it; a rule that gives none for that
    rests."""
    if any(is_about(brev, emne) for emne in regel.ikke_om) or (
            regel.kun_om and not any(is_about(brev, emne) for emne in regel.kun_om)):
        return False
    if not regel.hvis or not brev.situation:
        return (not regel.hvis and not regel.hvis_tekst) or stands(regel.hvis_tekst, brev)
    return all(BETINGELSER[name].gælder(brev.situation) == wanted for name, wanted in regel.hvis)


def _finding(regel: Regel, hit: Hit, brev: Brev) -> Problem:
    """What is told of a hit."""
    said = {"ord": hit.citat, **hit.ord}
    kind = regel.type if regel.type in ("LOV", "ANBEFALING") else ""
    why = _why(_filled(regel.hvorfor, said), regel.kilde) + _of_age(regel, brev)
    return Problem(
        regel.id, _filled(regel.besked, said), _place(hit, brev), _filled(regel.sådan, said),
        _level(regel, hit, brev), why, kind, quote=hit.citat, span=_span(hit))


def _span(hit: Hit) -> tuple[int, int] | None:
    """Which characters of the paragraph the hit is about. An empty span is all of it, or all of the
    part of it that was read."""
    if not hit.stykke:
        return None
    start, end, first = hit.start, hit.end, hit.stykke.fra
    if start >= end and first:
        return first, first + len(hit.stykke.tekst)
    return start + first, end + first


def _why(reason: str, source: str) -> str:
    """»Det skal stå i afgørelsen (barnets lov § 32, stk. 3)«."""
    return f"{reason.rstrip('.')} ({source})" if reason else source


def _level(regel: Regel, hit: Hit, brev: Brev) -> Level:
    """What the hit weighs: never more than its rule, and no more than a warning in a letter
    to a child that the rule may not hold of, since nobody knows how old it is."""
    unsure = brev.alder is None and brev.til_barnet and (
        regel.barn_fra or regel.alder != _ANY_AGE)
    return max(regel.level, hit.niveau or regel.level, "advarsel" if unsure else "fejl",
               key=LEVELS.index)


def _of_age(regel: Regel, brev: Brev) -> str:
    """From which age the rule holds, where the letter does not tell how old the child is."""
    if brev.alder is None and brev.til_barnet and regel.barn_fra:
        return f". Er barnet under {regel.barn_fra} år, gælder det ikke brevet til barnet."
    return ""


def _filled(text: str, said: Mapping[str, str]) -> str:
    for name, value in said.items():
        text = text.replace(f"{{{name}}}", value)
    return text


def _place(hit: Hit, brev: Brev) -> Place:
    if hit.sted:
        return hit.sted
    if not hit.stykke:
        return Place(brev.navn)
    where = hit.stykke.sted if hit.stykke.sted.file else replace(hit.stykke.sted, file=brev.navn)
    if not hit.stykke.frase:
        return where
    changed = ", rettet siden" if hit.stykke.ophav == "rettet" else ""
    return replace(where, detail=f"{where.detail} (frasen {hit.stykke.frase}{changed})")

