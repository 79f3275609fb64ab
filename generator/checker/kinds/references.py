"""References to law in a letter's words: whether the number exists, and the rule held that day."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from generator import danish
from generator.case.law import Bestemmelse, LawBook, load_law
from generator.checker.kinds.hit import Hit
from generator.checker.letter import Brev
from generator.checker.rules import Regel, Regelbog

#: `barnets lov § 32, stk. 1, nr. 5` and `§ 32, stk. 1, nr. 5, i barnets lov`. Every repeat has an
#: upper bound, so that the time is proportional to the text.
_REFERENCE = re.compile(
    r"(?P<før>barnets[ ]lovs?,?[ ]{0,2})?§[ ]{0,2}(?P<paragraf>[0-9]{1,3}(?:[ ]?[a-h](?!\w))?)"
    r"(?:,?[ ]{0,2}stk\.?[ ]{0,2}(?P<stk>[0-9]{1,2}))?"
    r"(?:,?[ ]{0,2}nr\.?[ ]{0,2}(?P<nr>[0-9]{1,2}))?(?:,?[ ]{0,2}(?P<efter>i[ ]barnets[ ]lov))?",
    re.IGNORECASE)


def henvisning(brev: Brev, regel: Regel, book: Regelbog) -> Iterator[Hit]:
    """A hit for each reference to barnets lov with a number that its list does not have, or that
    was not in force on the letter's day. What we have not read of the law is let stand."""
    law = _law(book.roots)
    for stykke in brev.stykker:
        for match in _REFERENCE.finditer(stykke.tekst) if "§" in stykke.tekst else ():
            if not (match["før"] or match["efter"]):
                continue
            stk, nr = (int(match[name]) if match[name] else None for name in ("stk", "nr"))
            wrong = _wrong(brev, law, match["paragraf"].lower(), stk, nr)
            if wrong:
                yield Hit(stykke, match.start(), match.end(), {"ord": match[0], "liste": wrong})


def _wrong(brev: Brev, law: LawBook, paragraf: str, stk: int | None, nr: int | None) -> str:
    """What is wrong with the reference, or nothing."""
    same = [p for p in law.provisions.values() if (p.lov, p.paragraf) == ("BL", paragraf)]
    listed = [p.nr for p in same if p.stk == stk and p.nr]
    if nr and listed and nr > max(listed):
        where = f"§ {paragraf}, stk. {stk}," if stk else f"§ {paragraf}"
        return f"{where} har kun nr. {min(listed)}-{max(listed)}."
    found: Bestemmelse | None = law.provisions.get(("BL", paragraf, stk, nr))
    if found and brev.dato and not found.gyldig_fra <= brev.dato <= found.gyldig_til:
        first = brev.dato < found.gyldig_fra
        day = danish.dato(found.gyldig_fra if first else found.gyldig_til)
        return f"Den gælder {'først fra' if first else 'kun til og med'} den {day}."
    return ""


@lru_cache(maxsize=8)
def _law(roots: tuple[Path, ...]) -> LawBook:
    """The law of the library furthest up that has one."""
    paths = [root / "rules" / "lovgrundlag.yaml" for root in roots]
    return load_law(next(path for path in reversed(paths) if path.exists()))
