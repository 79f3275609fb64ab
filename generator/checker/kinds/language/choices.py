"""Choices that a form left to be made and nobody made: `han/hun`, `dit (jeres)`, `din(e)`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.checker.kinds.hit import Hit
from generator.checker.letter import Brev
from generator.checker.rules import Regel, Regelbog

_SIDE = (r"(?:han|hun|ham|hende|hans|hendes|hen|du|I|i|dig|jer|din|dit|dine|jeres|deres|jeg|vi|mig|"
         r"os|min|mit|mine|vores|vor|sin|sit|sine|barn|barnet|barnets|unge|unges|ung|den unge|"
         r"den unges|dreng|drengen|pige|pigen|søn|sønnen|datter|datteren|bror|søster|mor|far|"
         r"moderen|faderen|moren|faren|mors|fars|værge|værgen|forælder|forældre|forælderen|"
         r"forældrene|plejemor|plejefar|denne|disse|hr|fru)")
_SLASH = re.compile(rf"(?<![\w/]){_SIDE}(?: ?/ ?{_SIDE}){{1,4}}(?![\w/-])", re.IGNORECASE)
_BRACKET = re.compile(rf"(?<!\w){_SIDE} ?\( ?{_SIDE} ?\)", re.IGNORECASE)
_BRACKETS = re.compile(rf"\( ?{_SIDE} ?\) ?/ ?\( ?{_SIDE} ?\)", re.IGNORECASE)
#: An ending in brackets: `din(e)`, `barn(et)`, `forælder(e)`.
_ENDING = re.compile(r"(?<!\w)[^\W\d_]{2,20}\((?:e|n|t|s|r|er|en|et|ne|te|erne|ene|ets|ens)\)",
                     re.IGNORECASE)
#: One of each: `mandlig/kvindelig`.
_SEX = re.compile(r"(?<![\w/])(mandlige?|kvindelige?|mand|kvinde|drenge?|piger?)(?: ?/ ?)"
                  r"(mandlige?|kvindelige?|mand|kvinde|drenge?|piger?)(?![\w/-])", re.IGNORECASE)
#: A phrase after the stroke: `en plejefamilie/på en institution`, `dit barns/dine børns`.
_PHRASE = re.compile(r"(?<!\S)(?:(?:en|et|den|det|din|dit|dine|jeres) )?[^\W\d_]{3,30}/("
                     r"?:i|på|hos|ved|til|hjemme|en|et|din|dit|dine|jeres|"
                     r"deres|hans|hendes|min|mit|mine|vores) [^\W\d_]{1,30}(?: [^\W\d_]{1,30})?")
#: Yes and no: `er/er ikke`, `får (ikke)`, `(u)enig`.
_DENIED = re.compile(r"(?<!\S)([^\W\d_]{2,20}) ?/ ?\1 ikke(?!\w)|\( ?ikke ?\)|"
                     r"(?<!\S)\((?:u|mis|ikke-)\)[^\W\d_]{2,30}", re.IGNORECASE)
#: What each of them has in it: quickly looked for, since it begins with a sign.
_LIKELY = ((_SEX, re.compile(r"/ ?(?:mand|kvinde|dreng|pige)", re.IGNORECASE)),
           (_SLASH, re.compile(rf"/ ?{_SIDE}(?![\w-])", re.IGNORECASE)),
           (_BRACKET, re.compile(rf"\( ?{_SIDE} ?\)", re.IGNORECASE)),
           (_BRACKETS, re.compile(rf"/ ?\( ?{_SIDE} ?\)", re.IGNORECASE)),
           (_ENDING, re.compile(r"\([a-z]{1,4}\)", re.IGNORECASE)),
           (_PHRASE, re.compile(r"/[^\W\d_]{1,7} [^\W\d_]")),
           (_DENIED, re.compile(r"/ ?[^\W\d_]{2,20} ikke|\( ?(?:ikke|u|mis|ikke-) ?\)",
                                re.IGNORECASE)))


def uafklaret_valg(brev: Brev, regel: Regel, book: Regelbog) -> Iterator[Hit]:
    """A hit for each choice that still stands in text, headings or frame; `{valg}` tells what there
    is to choose between."""
    for stykke in brev.stykker:
        if stykke.slags in ("regler", "citat") or not ("/" in stykke.tekst or "(" in stykke.tekst):
            continue
        found = {m.span() for form, inside in _LIKELY if inside.search(stykke.tekst)
                 for m in form.finditer(stykke.tekst)}
        last = -1
        for start, end in sorted(found):
            if start > last and not stykke.i_citat(start) and not _named(stykke.tekst, start, end):
                yield Hit(stykke, start, end, {"valg": _between(stykke.tekst[start:end])})
                last = end


def _between(choice: str) -> str:
    """`Vælg »din« eller »dine«.`"""
    if re.fullmatch(r"\( ?ikke ?\)", choice, re.IGNORECASE):
        return "Vælg, om der skal stå »ikke«."
    stem, _, rest = choice.partition("(")
    if "/" in choice:
        sides = choice.replace("(", "").replace(")", "").split("/")
    elif not stem:
        sides = [rest.partition(")")[2], rest.replace(")", "")]
    else:
        inside = rest.rstrip(") ").strip()
        sides = [stem, inside if stem.endswith(" ") or inside in _WHOLE else stem + inside]
    return f"Vælg {' eller '.join(f'»{side.strip()}«' for side in sides)}."


#: In brackets after a word these are words of their own, not endings.
_WHOLE = ("dig", "jer", "han", "hun", "hans", "hendes", "jeres")


_TOGETHER = re.compile(r"(?:mor|far|forælder) ?/ ?(?:barn|søn|datter)")
_TEAM = ("team", "afdeling", "afdelingen", "center", "familiecenter", "gruppe", "enheden")


def _named(text: str, start: int, end: int) -> bool:
    """Whether it is no choice: `mor/barn` live together, `Team Barn/Ung` is a name."""
    if _TOGETHER.fullmatch(text[start:end].lower()):
        return True
    before = text[max(start - 40, 0):start].lower().split()
    return text[start].isupper() and bool(before) and before[-1] in _TEAM
