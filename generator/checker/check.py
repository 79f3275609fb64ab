"""A letter against the rules: findings in the order of the letter.

    for each rule that concerns the letter ─▶ its kind looks ─▶ a Problem for each hit
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from generator.case.conditions import BETINGELSER
from generator.checker.kinds.case.agreement import ENIGE
from generator.checker.kinds.case.facts import dato, felt, ugedag
from generator.checker.kinds.case.look import sag
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
from generator.checker.rules import Regel, Regelbog, rules_for
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


def check(brev: Brev, book: Regelbog) -> list[Problem]:
    """Every finding of every rule that concerns the letter, in reading order."""
    found = [problem for regel in concerning(brev, book) for problem in look(regel, brev, book)]
    return sorted(found, key=lambda p: p.where.order)


def concerning(brev: Brev, book: Regelbog) -> list[Regel]:
    """The rules that can be asked of this letter, with what is known about it."""
    return [regel for regel in rules_for(
        book, dokument=brev.dokument, læser=brev.læser, alder=brev.alder, dato=brev.dato,
        slags=tuple(KINDS)) if (brev.case or regel.slags not in _OF_THE_CASE)
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
    return regel in rules_for(Regelbog({regel.id: regel}, ()), dokument=brev.dokument,
                              læser=brev.læser, alder=brev.alder,
                              dato=brev.dato) and concerns(regel, brev)


def look(regel: Regel, brev: Brev, book: Regelbog) -> list[Problem]:
    """What one rule finds, whether it concerns the letter or not."""
    return [_finding(regel, hit, brev) for hit in KINDS[regel.slags](brev, regel, book)]


def concerns(regel: Regel, brev: Brev) -> bool:
    """Whether the rule's conditions hold. Where the case is not known, the letter's own words must
    show it; a rule that gives none for that rests."""
    if not regel.hvis or not brev.situation:
        return (not regel.hvis and not regel.hvis_tekst) or stands(regel.hvis_tekst, brev)
    return all(BETINGELSER[name].gælder(brev.situation) == wanted for name, wanted in regel.hvis)


def _finding(regel: Regel, hit: Hit, brev: Brev) -> Problem:
    """What is told of a hit."""
    said = {"ord": hit.citat, **hit.ord}
    kind = regel.type if regel.type in ("LOV", "ANBEFALING") else ""
    return Problem(
        regel.id, _filled(regel.besked, said), _place(hit, brev), _filled(regel.sådan, said),
        _level(regel, hit), _why(_filled(regel.hvorfor, said), regel.kilde), kind,
        quote=hit.citat, span=(hit.start, hit.end) if hit.stykke else None)


def _why(reason: str, source: str) -> str:
    """»Det skal stå i afgørelsen (barnets lov § 32, stk. 3)«."""
    return f"{reason.rstrip('.')} ({source})" if reason else source


def _level(regel: Regel, hit: Hit) -> Level:
    """What the hit weighs: never more than its rule."""
    return max(regel.level, hit.niveau or regel.level, key=LEVELS.index)


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

