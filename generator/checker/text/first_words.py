"""Whether the first word of a sentence, a line or a cell is a name: »Mikkel har også …«.

There every word has a capital, so the capital tells nothing. What tells is what follows: a verb,
»og« and another name, a surname, something owned. Common first names are known without
(`fornavne.tsv`); an ordinary word is no name, by a list (`almindelige_ord.tsv`) or by its ending.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from generator.checker.pattern import Token
from generator.checker.text.sentences import word_set
from generator.source import Place, Problem, Unusable

#: The lists in each library; those of a library on top add to them.
FIRST_NAMES = "rules/beskyttelse/fornavne.tsv"
ORDINARY = "rules/beskyttelse/almindelige_ord.tsv"


#: What nouns, adjectives and adverbs end in, and first names that are not in the list seldom.
ENDINGS = tuple(word_set("""
    hed heder else elser ing inger tion tioner skab skaber itet iteter dom isk isme lig ligt
    lige løs løse løst eri en et erne ene ens ets er ers ede ende sel som agtig agtige
    mæssig mæssigt ivt vis ment ance ant tur ik logi ør gram fuld fuldt dagligt bar bart al
    alt mål ed ernes enes hver sion værk være
"""))
#: The last part of many compounds, too short to be told from other letters in a short word.
_HEADS = ("bil", "tur", "tøj", "mad", "rum", "dag", "bog", "tid", "liv", "bad", "hus", "uge", "råd",
          "vej", "køb", "leg", "pas", "fag", "ord", "kort", "spil", "sag", "brev", "dyr", "ark")
_SHORTEST, _SHORTEST_WITH_HEAD = 3, 4
#: What a person does or has done, in the finite form. »Sol er« and »Storm kan« may be the weather.
_PERSONS_VERBS = word_set("""
    har havde skal skulle vil ville får fik går gik bor boede siger sagde synes syntes
    ønsker trives viser udviser fremstår reagerer savner fortæller fortalte oplever mener
    føler elsker spiller deltager drikker råber græder klarer profiterer udtrykker magter
    besøger ringer flyttede flytter fortsætter ved må måtte bør tror glæder hader skriver
    slår holder hjælper henter taler
""")
_VERBS = _PERSONS_VERBS | word_set("""
    er var kan kunne bliver blev kommer kom tager tog giver gav står stod sidder ligger lå
    ser så begynder begyndte starter startede møder mødte arbejder hedder fungerer bruger
    spiser sover laver gør gjorde
""")
#: What somebody may own, in the genitive before it: »Mikkels mor«.
_OWNED = word_set("""
    mor far mors fars forældre søster bror søskende lærer lærere skole klasse skolegang
    fravær skolefravær plan plejefamilie plejemor plejefar plejeforældre familie hverdag liv
    hjem værelse adfærd trivsel udvikling behov ønske ønsker mål søvn venner ven veninde
    mormor morfar farmor farfar bedsteforældre onkel tante kontaktperson støtteperson
    rådgiver sag sagsbehandler pædagog pædagoger psykolog fødselsdag vanskeligheder forhold
    samvær bopæl opholdssted egen eget egne medicin diagnose reaktion reaktioner perspektiv
    synspunkt vrede angst tøj hund
""")
#: After a verb they are its subject, and what stands first is not: »Guitar spiller du«.
_SUBJECTS = word_set("""
    jeg du han hun vi i de man det den der
""")
_AND = ("og", "eller", "samt", "&")


@dataclass(frozen=True)
class Ordforråd:
    """What is known of words: first names, those of them that are a word as well, and ordinary
    words; in small letters."""

    navne: frozenset[str]
    begge: frozenset[str]
    ord: frozenset[str]

    def first_name(self, low: str) -> bool:
        """Whether it is a common first name and nothing else, also in the genitive."""
        return _one_of(self.navne, low)

    def both(self, low: str) -> bool:
        """Whether it is a common first name and a word as well."""
        return _one_of(self.begge, low)

    def ordinary(self, low: str) -> bool:
        """Whether it is an ordinary word, and no first name."""
        if self.first_name(low) or self.both(low):
            return False
        return self._word(low) or (low[-1:] == "s" and self._word(low[:-1]))

    def _word(self, low: str) -> bool:
        return low in self.ord or low.endswith(ENDINGS) or (
            len(low) >= _SHORTEST_WITH_HEAD + 3 and low.endswith(_HEADS)) or any(
            low[n:] in self.ord for n in range(_SHORTEST, len(low) - _SHORTEST))


def is_name(words: Sequence[Token], at: int, text: str, known: Ordforråd, *,
            next_is_name: bool, name_after: bool) -> bool:
    """Whether the word, which begins something, is a name. `next_is_name`: the word after it has a
    capital and is a name; `name_after`: so has the second after it."""
    low = words[at].low
    if known.first_name(low):
        return True
    following = words[at + 1] if at + 1 < len(words) else None
    if not following or following.sentence != words[at].sentence or (
            text[words[at].end:following.start] != " "):
        return False
    both = known.both(low)
    told = next_is_name or (name_after and following.low in _AND) or (
        following.low in (_PERSONS_VERBS if both else _VERBS)
        and not (at + 2 < len(words) and words[at + 2].low in _SUBJECTS)) or (
        low[-1:] == "s" and following.low in _OWNED)
    return told and (both or not known.ordinary(low))


def _one_of(names: frozenset[str], low: str) -> bool:
    first = low.partition("-")[0] if "-" in low else low
    return first in names or (first[-1:] == "s" and first[:-1].rstrip("'’") in names)


@cache
def vocabulary(roots: tuple[Path, ...]) -> Ordforråd:
    """The lists of all libraries; raises `Unusable` when one cannot be read."""
    names = [line.lower().split("\t") for line in lines_of(roots, FIRST_NAMES)]
    both = frozenset(row[0] for row in names if len(row) > 1)
    return Ordforråd(frozenset(row[0] for row in names) - both, both,
                     frozenset(line.split("\t")[0].lower() for line in lines_of(roots, ORDINARY)))


def lines_of(roots: tuple[Path, ...], file: str) -> Iterator[str]:
    """The lines of a list in all libraries, without remarks; raises `Unusable` for one that cannot
    be read."""
    for path in (root / file for root in roots):
        if not path.is_file():
            continue
        try:
            lines = path.read_text("utf-8").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            raise Unusable([Problem(
                "navne.kan_ikke_laeses", "En liste over navne og ord kan ikke læses.",
                Place(str(path)), "Gem den som ren tekst i UTF-8.")]) from error
        yield from (line.strip() for line in lines if line.strip() and not line.startswith("#"))
