"""What a field of a form is filled in with when nothing is said: »-«, »løbende«, »jf. journal«."""

from __future__ import annotations

from collections.abc import Sequence

from generator.checker.pattern import Token

#: Most words that say nothing.
_FEW = 8
#: Whole answers that tell nothing.
_NOTHING = frozenset(line.strip() for line in """
    ved behov/efter behov/når der er behov/hvis der er behov/hvis behov/i nødvendigt omfang
    løbende/følges løbende/løbende opfølgning/opfølgning løbende/løbende ved behov/sker løbende
    løbende efter behov/vurderes løbende/drøftes løbende/evalueres løbende/aftales løbende
    snarest/snarest muligt/hurtigst muligt/senere/på sigt/fremadrettet/når det er muligt
    aftales/aftales senere/aftales nærmere/aftales ved behov/efter aftale/efter nærmere aftale
    følger/følger senere/kommer/kommer senere/eftersendes/mangler/mangler endnu/under udarbejdelse
    udfyldes/udfyldes senere/skal udfyldes/ikke udfyldt/ej udfyldt/udestår/afventer/afventes
    tbd/tba/todo/n a/na/x/xx/xxx/xxxx/ok/do/ditto
    ikke relevant/ikke aktuelt/ikke aktuel/ej relevant/ej aktuelt/irrelevant/uaktuelt
    ikke oplyst/uoplyst/ukendt/vides ikke/ved ikke/intet oplyst/ingen oplysninger
    ingen bemærkninger/ingen kommentarer/intet at bemærke/intet nyt/intet nyt at bemærke
    som ovenfor/som ovenstående/som beskrevet ovenfor/se ovenfor/se ovenstående/se nedenfor/samme
    som tidligere/som hidtil/som før/uændret/uændrede/fortsætter uændret
    klik her for at skrive tekst/klik eller tryk her for at skrive tekst/skriv her/indsæt tekst
    klik eller tryk for at skrive tekst/indtast tekst/vælg et element/klik for at skrive
""".replace("\n", "/").split("/") if line.strip())
#: »Jf. afgørelse af 2/5-26«: where one must look instead.
_POINTS = frozenset(["jf", "jfr", "jævnfør", "se", "fremgår", "henvises", "der", "iht", "ifølge"])
_ELSEWHERE = ("afgørelse", "journal", "sag", "bilag", "undersøgelse", "bfu", "børnefaglig",
              "handleplan", "plan", "ovenfor", "nedenfor", "ovenstående", "nedenstående", "notat",
              "referat", "dubu", "akt", "status", "punkt", "pkt", "side", "vedlagt", "vedhæftet",
              "tidligere", "sidste", "forrige", "udtalelse", "indstilling")
#: What a reference is made of besides: then nothing but it is said.
_AROUND = frozenset([
    "jf", "jfr", "jævnfør", "se", "fremgår", "henvises", "der", "iht", "ifølge", "af", "til", "i",
    "på", "fra", "den", "det", "dette", "de", "venligst", "også", "barnets", "børnefaglige",
    "sagens", "vores", "kommunens", "nr", "s", "kap", "afsnit", "dateret", "d", "og", "under"
])

#: What a date that nobody knows is written with.
_HOLES = frozenset(["x", "xx", "xxx", "xxxx", "dd", "mm", "åå", "åååå"])
#: What every such answer begins with: the quick question.
_FIRST = _HOLES | _POINTS | {said.split()[0] for said in _NOTHING}


def is_blank(words: Sequence[Token]) -> bool:
    """Whether an answer of these words tells nothing: no words at all, »ved behov«, »jf.
    afgørelsen«. A lone yes or no is for the reader of the label: `is_yes_or_no`."""
    if not words:
        return True
    if words[0].low not in _FIRST or len(words) > _FEW:
        return False
    return (" ".join([w.low for w in words]) in _NOTHING or _points_elsewhere(words)
            or all(w.low in _HOLES or w.kind == "tal" for w in words))


def _points_elsewhere(words: Sequence[Token]) -> bool:
    return words[0].low in _POINTS and any(w.low.startswith(_ELSEWHERE) for w in words) and all(
        w.low in _AROUND or w.kind != "ord" or w.low.startswith(_ELSEWHERE) for w in words)


def is_yes_or_no(words: Sequence[Token]) -> bool:
    """Whether this is »ja« or »nej« alone, which answers a question but fills no heading."""
    return len(words) == 1 and words[0].low in ("ja", "nej", "ok")
