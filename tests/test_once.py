"""What rules share of a letter is found once, and belongs to that letter alone."""

from __future__ import annotations

from generator.checker.letter import Brev, letter_of_text, once


def test_each_letter_is_looked_through_once_for_each_question() -> None:
    asked = []

    @once
    def words(brev: Brev, first: str) -> tuple[str, ...]:
        asked.append((brev.navn, first))
        return tuple(w for s in brev.stykker for w in s.tekst.split() if w.startswith(first))

    one, two = (letter_of_text(f"{name} har en hund", navn=name) for name in ("Alma", "Aksel"))
    assert [words(brev, "A") for brev in (one, one, two)] == [("Alma",), ("Alma",), ("Aksel",)]
    assert words(one, "h") == ("har", "hund")
    assert asked == [("Alma", "A"), ("Aksel", "A"), ("Alma", "h")]
