"""Places in a letter where something was to be filled in and was not.

Each form is looked for by itself; none of them can be long, so the time grows with the text only.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

#: What a letter is filled in with, as templates call it.
_FIELD = (r"(?:for|efter|vej|by|skole)?(?:navn|dato|adresse|telefon|telefonnummer|tlf|mobil|mail"
          r"|tid|tidspunkt|klokkeslæt|sted|ugedag|kommune|by|skole|plejefamilie|opholdssted"
          r"|anbringelsessted|sagsbehandler|rådgiver|kontaktperson|cpr|cpr-nummer|sagsnummer|beløb"
          r"|antal|begrundelse|modtager|afsender|underskrift|titel|overskrift|alder|nummer)")
_MONTHS = (r"(?:januar|februar|marts|april|maj|juni|juli|august|september|oktober|november"
           r"|december)")
#: Each form with what a text must hold (in small letters) for it to be worth looking for.
_FORMS: tuple[tuple[tuple[str, ...], str], ...] = (
    # Dates, numbers and times with letters for figures.
    (("xx", "x-x", "x.x", "x/x"), r"(?<![\w-])x{1,2}[-./]x{1,2}[-./](?:x{2,4}|20\d\d)(?!\w)"),
    (("åå", "yy"), r"(?<!\w)d{1,2}[-./ ]{0,2}m{1,4}[-./ ]{0,2}[åy]{2,4}(?!\w)"),
    (("åå", "yy"), r"(?<!\w)[åy]{4}[-./]m{2}[-./]d{2}(?!\w)|(?<!\w)åååå(?!\w)"),
    (("tt.mm", "tt:mm"), r"(?<!\w)tt[.:]mm(?!\w)"),
    (("xxxx",), r"(?<!\w)(?:\d{6}|ddmm[åy]{2})[- ]?x{4}(?!\w)"),
    (("xx",), r"(?<![\w.])(?:\d{1,2}|x{1,2})[-./](?:\d{1,2}|x{1,2})[-./](?:20)?xx(?!\w)"),
    (("xx",), r"(?<![\w-])x{2,12}(?![\w-])|(?<!\w)20x{2}(?!\w)"),
    # A letter for the name of a place: »XX-skolen«, »Y-købing«.
    (("xx-", "yy-", "zz-", " x-", " y-", " z-"), r"[xyz](?<![\w-].)(?:x{1,3}|y|z)?-(?:skole"
     r"|by|vej|købing|kommune|klasse|familie|gade|stad|hus|strup|rup)[a-zæøå]{0,12}(?!\w)"),
    # Brackets and codes of templates.
    (("{",), r"\{\{[^{}\n]{0,200}\}\}|\{%[^{}\n]{0,200}%\}|\{[^{}\n]{0,80}\}"),
    (("$",), r"\$\{?[a-zæøå_][\wæøå.]{0,60}\}?"),
    (("%",), r"%\([\w.]{1,60}\)[sd]|(?<![\w%])%[sd](?!\w)|%[A-ZÆØÅ_]{3,40}%"),
    (("«",), r"«[\w.]{1,60}»|«[a-zæøå]\w*(?: \w+){1,3}»"),
    (("@@", "##", "%%"), r"(?:@@|##|%%)[\w ]{1,40}(?:@@|##|%%)"),
    # One word between two of the same signs: »#navn#«, »*dato*«, »|sted|«.
    (("#",), r"(?<![\w#])#[a-zæøå][\w.-]{1,40}(?: [\w.-]{1,20}){0,2}#(?![\w#])"),
    (("@",), r"(?<![\w@])@[a-zæøå][\w.-]{1,40}@(?![\w@])"),
    (("|",), r"(?<![\w|])\|[a-zæøå][\w.-]{1,40}\|(?![\w|])"),
    (("%",), r"(?<![\w%])%[a-zæøå]\w{1,40}%(?![\w%])"),
    (("*",), rf"(?<![\w*])\*{{1,2}}(?:\w{{2,20}}s\s)?{_FIELD}\*{{1,2}}(?![\w*])"),
    # What a field is called in a program: »@mor_navn«, »barn_navn«.
    (("_",), r"(?<![\w/.@\\-])[@#$&]?[^\W\d_]{2,30}+(?:_[^\W\d_]{2,30}+){1,4}+(?![\w@/\\.-]\w)"),
    (("<",), r"<(?!https?:|mailto:)[a-zæøå][^<>@\n]{0,60}>|<<[^<>\n]{1,60}>>"),
    (("mergefield",), r"MERGEFIELD\s{1,3}\w{1,60}"),
    # Empty lines to write on, and question marks for figures.
    (("__",), r"_{2,}(?:[-./]{1,2}_{2,}){0,3}(?![^\W\d_])"), (("......",), r"\.{6,}"),
    (("…",), r"…[.…]{1,40}"),
    (("..", "…"), r"(?<!\w)(?:(?:kære|hej|kl\.?|tlf\.?)\s{1,3}(?:\.{2,40}|…)(?=\s|$)"
     rf"|den\s{{1,3}}(?:\.{{3,40}}|…)(?=\s{{1,3}}(?:kl|{_MONTHS})))"),
    (("den -",), rf"(?<=den )-{{1,3}}\.?(?=\s{_MONTHS}(?!\w))"),
    (("00-00", "00.00", "00/00"), r"(?<![\w.-])00[-./]00[-./](?:00){1,2}(?!\w)"),
    (("??",), r"(?<![\w?!»\"”])\?{2,9}(?!\w)|(?<=\d)\?{2,9}"),
    # Orders to whoever writes.
    (("(indsæt", "(udfyld", "(angiv", "(anfør"),
     r"\((?:indsæt|indsættes|udfyld|udfyldes|angiv|anfør)\b[^()\n]{0,120}\)"),
    (("(skriv", "(tilføj", "(beskriv", "(vælg", "(slet", "(ret "),
     r"\((?:skriv|tilføj|beskriv|vælg|slet|ret)\s(?:her|navn|navnet|dato|datoen|tekst|teksten|noget"
     r"|mål|målet|tid|sted|et|en af|mellem|hvis|evt|barnets|hvad|hvorfor|hvilken|begrundelse"
     r"|eventuelt|det,? der ikke)\b[^()\n]{0,120}\)"),
    (("(skriv", "(tilføj", "(beskriv", "(notér", "(noter", "(uddyb", "(præcis", "(tilpas",
      "(navngiv", "(kopi"),
     r"\((?:skriv|tilføj|beskriv|notér|noter|uddyb|præcisér|præciser|tilpas|navngiv|kopiér|kopier)"
     r"(?!\s(?:gerne|til|under|ned|igen|bare|endelig|eller))"
     r"(?![^()\n]{0,80}\b(?:du|dig|din|dit|dine|mig|os|jer|jeres|I)\b)(?:\s[^()\n]{1,80})?\)"),
    (("(slet", "(stryg", "(overstreg", "(fjern"),
     r"\((?:slet|stryg|overstreg|fjern)\b[^()\n]{0,40}\s(?:forkerte|overflødige|uaktuelle"
     r"|irrelevante|unødvendige|ikke\s(?:passer|gælder|bruges|er|skal)|ikke[- ]?relevant\w{0,2}"
     r"|hvis)\b[^()\n]{0,60}\)"),
    (("slettes)", "overstreges)", "udfyldes)", "indsættes)", "indføjes)"),
     r"\([^()\n]{1,60}\s(?:slettes|overstreges|udfyldes|indsættes|indføjes)\)"),
    (("(sæt",), r"\(sæt\s(?:et\s)?(?:kryds|ring|x)\b[^()\n]{0,60}\)"),
    (("navn)", "dato)", "adresse)", "nummer)", "telefon)", "tidspunkt)", "klokkeslæt)",
      "cpr-nr)", "cpr-nr.)", "cpr)", "beløb)", "antal)"), r"\((?:(?:barnets|den unges|mors|fars"
     r"|forælders|forældrenes|rådgivers|plejefamiliens|skolens|kommunens|stedets|kontaktpersonens)"
     r"\s)?(?:navn|fornavn|efternavn|dato|adresse|telefonnummer|telefon|tidspunkt|klokkeslæt"
     r"|cpr-nr\.?|cpr-nummer|cpr|sagsnummer|beløb|antal)\)"),
    # After a preposition nothing but what was to be filled in stands in a bracket alone.
    ((" (",), r"(?<=\s)(?:fra|hos|på|til|med|af|i|ved|for|om|den|hedder)\s\((?!ca|cirka|næsten"
     r"|mindst|højst|måske|også|bl|især|kun|lidt|mere|fx|f\.)[a-zæøå][a-zæøå/-]{1,30}(?:\s[a-zæøå/-]{1,20}){0,3}\)"
     r"(?=[.,;:!?]|$|\s(?:i|på|den|d\.|kl|og|til|for|om|fra|med|hos|efter|hver|som|der|at)(?!\w))"),
    # What is to come later, where itself should stand: »er (navn følger)«.
    (("(navn", "(dato", "(adres", "(tid", "(klok", "(tlf", "(telefon", "(mobil", "(by", "(skole",
      "(sted", "(kontaktp", "(plejef", "(opholds", "(beløb", "(antal", "(dit ", "(din ",
      "(barnets "),
     r"\((?:(?<=\s(?:er|på|af|om)\s.)|(?<=\s(?:for|hos|til|med|den|fra)\s.)|(?<=\si\s.)"
     r"|(?<=\skl\.\s.)"
     r"|(?<=\s(?:hedder|bliver)\s.))(?:(?:din|dit|barnets|skolens|stedets)\s)?"
     rf"{_FIELD}(?:et|en)?(?:\s(?:kommer|følger|oplyses|afventer|afventes|mangler|tilføjes|meddeles)"
     r"(?:\s(?!du|jeg|i|vi)\w{1,20}){0,2})?\)"),
    (("(ja",), r"(?<![?:] )\(ja\s?/\s?nej\)(?=\s[a-zæøå])"),
    (("indsæt", "udfyld"), r"(?<!\w)(?:indsæt(?:tes)?|udfyld(?:es)?)\s(?:her|navn|navnet|dato"
     r"|datoen|tekst|teksten|barnets|adresse|adressen|begrundelse|tid|sted)(?!\w)"),
    (("her skrive", "her angives", "her anføres", "her indsættes"),
     r"(?<!\w)her\s(?:(?:skrives|angives|anføres|indsættes)(?!\w)|skriver\s(?:du|man),?\s"
     r"(?:om|hvad|hvordan|hvem)\s(?:barnet|den unge|forældrene))[^.\n]{0,80}"),
    (("klik",), r"klik(?:\seller\stryk)?\sher\sfor\sat\s(?:angive|skrive|indsætte|tilføje|vælge)"),
    (("vælg et",), r"vælg\set\selement"), (("lorem",), r"(?<!\w)lorem(?:\sipsum)?(?!\w)"),
    # What programs leave behind.
    (("#",), r"#(?:i/t|n/a|ref!|navn\?|name\?|værdi!|value!|reference!|division/0!|div/0!)"),
    (("fejl!", "error!"), r"fejl!\s(?:henvisningskilde|bogmærke|der\ser\singen)[^\n]{0,60}"
     r"|error!\s(?:reference|bookmark)[^\n]{0,60}"),
    (("undefined",), r"(?<!\w)undefined(?!\w)"),
    # A greeting to nobody, or to what the field is called; a time without figures.
    (("navn",), r"(?<!\w)(?:kære|hej|til)\s{1,3}(?:(?:barnets|den unges|mors|fars|forælders"
     r"|forælderens|forældrenes|modtagerens|modtagers|borgerens)\s)?(?:for|efter)?navn"
     r"(?:\s(?:og\s)?efternavn)?(?=[,.!:\n]|\s{0,3}$)"),
    (("kære", "hej"), r"(?<!\w)(?:kære|hej)\s{1,3}[,!](?=\s|$)"),
    (("kl",), r"(?<!\w)kl\.?\s{0,3}[,:;](?=\s|$)"),
    ((" .", "\t.", "\n."), r"(?<!\w)den\s{1,3}\.\s{1,3}(?:januar|februar|marts|april|maj|juni|juli"
     r"|august|september|oktober|november|december)"),
)
#: These mean something else in small letters (or in large), and so does what they need.
_CASED_FORMS: tuple[tuple[tuple[str, ...], str], ...] = (
    (("TODO", "TBD", "TBA", "FIXME", "XXX", "NN", "None", "NULL", "NaN", "null", "nan", "N.N"),
     r"(?<!\w)(?:TODO|TBD|TBA|FIXME|XXX+|NN|None|NULL|NaN|null|nan|N\.N\.)(?![\w])"),
    # The name of a field in capitals inside a sentence: »fra den DATO«.
    (("NAVN", "DATO", "ADRESSE", "TELEFON", "TID", "STED", "KOMMUNE", "SKOLE", "FAMILIE", "SAGSB",
      "RÅDGIVER", "KONTAKTP", "CPR", "BELØB", "ANTAL", "BEGRUNDELSE", "MODTAGER"),
     rf"(?:(?<=[a-zæøå] )|(?<=[a-zæøå]\. )){_FIELD.upper()}"
     r"(?![\w-])(?!\s[A-ZÆØÅ]{2})"),
    (("Navn", "Dato", "Adresse", "Telefon", "Nummer"),
     r"(?<!\w)[A-ZÆØÅ][a-zæøå]{1,20}(?:Navn|Dato|Adresse|Telefon|Nummer)(?!\w)"),
    (("YY",), r"(?<!\w)Y{2,6}(?!\w)"),
    ((" X", " Y"), r"(?<!\w)(?:hos|[Ff]amilien|[Ss]kolen|[Kk]ære|[Hh]ej|med)\s[XY](?=[\s,.!]|$)"),
    (("X. ",), r"(?<!\w)(?:den\s)?X\.\s(?=januar|februar|marts|april|maj|juni|juli|august|september"
     r"|oktober|november|december)"),
    (("X ",), r"(?<!\w)X(?=\s(?:uger|uge|måneder|måned|år|dage|gange|timer|kroner|kr|kommune"
     r"|Kommune|antal|skole|Skole)(?!\w))"), (("XX",), r"(?<=\d)X{2,4}(?!\w)"),
)


class Mark(NamedTuple):
    """A form of what is left unfilled. A text that holds none of `needs` does not have it; `cased`:
    they are looked for as they are, else in small letters."""

    needs: tuple[str, ...]
    form: re.Pattern[str]
    cased: bool

    def may_be_in(self, text: str, low: str) -> bool:
        """A quick question, before it is looked for."""
        return any(map((text if self.cased else low).__contains__, self.needs))


_MARKS = (*(Mark(needs, re.compile(form, re.IGNORECASE), cased=False) for needs, form in _FORMS),
          *(Mark(needs, re.compile(form), cased=True) for needs, form in _CASED_FORMS))
#: Half of the forms have a bracket, and few lines do.
_IN_BRACKETS = tuple(m for m in _MARKS if all("(" in n or ")" in n for n in m.needs))
_WITHOUT_BRACKETS = tuple(mark for mark in _MARKS if mark not in _IN_BRACKETS)
_SQUARE = re.compile(r"\[([^\[\]\n]{1,80})\]")
#: Square brackets that belong in a text: a note's number, a box to tick, something left out.
_FINE_INSIDE = re.compile(r"[\d\s,–-]*|[xX✓ ]?|…|\.{2,4}|sic!?|red\.?:?.*|min\s.*kursiv.*",
                          re.IGNORECASE)
#: A line that a person signs is to be empty.
_SIGNED = ("underskrift", "underskriv", "signatur", "dato og", "sted og dato")
#: So is one that the letter asks its reader to write on.
_ASKED = ("skriv ", "tegn ", "dit svar", "jeres svar")
_SO_NEAR = 60


def marks_in(text: str) -> tuple[Mark, ...]:
    """The forms that a text may hold: ask once for a whole letter."""
    with_brackets = "\n".join([line for line in text.split("\n") if "(" in line or ")" in line])
    return (*_likely(text, _WITHOUT_BRACKETS), *_likely(with_brackets, _IN_BRACKETS))


def _likely(text: str, marks: Iterable[Mark]) -> Iterator[Mark]:
    low = text.lower()
    return (mark for mark in marks if mark.may_be_in(text, low))


def placeholders(text: str, *, low: str = "", quoted: bool = False,
                 marks: tuple[Mark, ...] = _MARKS) -> Iterator[tuple[int, int]]:
    """Where they stand in a paragraph: from, to; in order, none inside another. `quoted`: it is
    what somebody said, where square brackets and question marks belong. `low`: the same text in
    small letters, when it is at hand. `marks`: the forms to look for."""
    last = -1
    found = set(_matches(text, low or text.lower(), quoted, marks))
    for start, end in sorted(found, key=lambda span: (span[0], -span[1])):
        if start >= last:
            yield start, end
            last = end


def _matches(text: str, low: str, quoted: bool,
             marks: tuple[Mark, ...]) -> Iterator[tuple[int, int]]:
    for mark in marks:
        if mark.may_be_in(text, low):
            for match in mark.form.finditer(text):
                if not _fine(match, low, quoted):
                    yield match.span()
    for match in _SQUARE.finditer(text) if "[" in text else ():
        inside = match[1]
        if _FINE_INSIDE.fullmatch(inside) or (quoted and inside[:1].islower()):
            continue
        if any(c.isalpha() for c in inside):
            yield match.span()


def _fine(match: re.Match[str], low: str, quoted: bool) -> bool:
    """Whether it is a line to sign on, or one that parts things, or a child's question marks."""
    if match[0][0] == "?":
        return quoted
    if match[0][0] not in "_.…":
        return False
    before = low[max(0, match.start() - _SO_NEAR):match.start()]
    return match.end() - match.start() >= len(low.strip()) or any(
        word in low for word in _SIGNED) or any(
        before.startswith(word) or f" {word}" in before for word in _ASKED)
