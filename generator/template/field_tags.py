"""What a field of an old letter becomes in ours: a tag with filters, or what to write by hand."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from generator.case.fields import Felt
from generator.source import kort
from generator.template.field_codes import INSIDE, INSIDE_END, Kode, Token, WordField, read_code
from generator.template.field_names import Svar, field_for, printable

_CASES = {"upper": "upper", "lower": "lower", "firstcap": "stort", "caps": "title"}
_NO_CHANGE = ("mergeformat", "charformat")
_TEXTS = ("tekst", "lov")
#: Longest text of an IF that is shown in what to write instead.
_LONGEST = 300
_ONE_LETTER = "duform laver ét brev for hver sag, så det er der ikke brug for. Slet feltet."
_ASKS = ("Slet feltet, og skriv et felt fra sagen i stedet: {{ felt }}. »duform felter« viser dem.")
_DAYS = "Slet feltet, og skriv brevets dato: {{ dokument.dato }}."

#: Fields that make no sense outside Word's own merge, and what to do about each.
BY_HAND: dict[str, str] = {
    "IF": "", "COMPARE": "Slet feltet, og skriv {% if … %} … {% endif %} i stedet.",
    "NEXT": _ONE_LETTER, "NEXTIF": _ONE_LETTER, "MERGEREC": _ONE_LETTER, "MERGESEQ": _ONE_LETTER,
    "SKIPIF": "Slet feltet. Hvornår en skabelon bliver brugt, siger »hvis« i skabelon.yaml.",
    "ASK": _ASKS, "FILLIN": _ASKS, "SET": _ASKS, "DATABASE": _ASKS,
    "=": "Slet feltet. Regn tallet ud, før det kommer i sagen, og skriv {{ felt }} her.",
    "ADDRESSBLOCK": "Slet feltet, og skriv {{ modtager.navn }}, {{ modtager.adresse.vej }}, "
                    "{{ modtager.adresse.postnr }} {{ modtager.adresse.by }} på hver sin linje.",
    "GREETINGLINE": "Slet feltet, og skriv for eksempel: Kære {{ modtager.fornavn }}",
    "DATE": _DAYS, "TIME": _DAYS, "SAVEDATE": _DAYS, "CREATEDATE": _DAYS, "PRINTDATE": _DAYS,
}


@dataclass(frozen=True)
class Oversat:
    """The text that takes a merge field's place. `tab` says what got lost of its formatting and
    must be seen to; `note` what somebody may want to know."""

    tekst: str
    tab: tuple[str, ...] = ()
    note: tuple[str, ...] = ()


def translated(code: Kode, svar: Svar) -> Oversat:
    """The tag for a merge field whose name means a field of the case."""
    felt = printable(svar.sti)
    filters, before, after = "", "", ""
    lost: list[str] = []
    notes: list[str] = []
    for switch, text in code.switches:
        if switch == "b":
            before = text
        elif switch == "f":
            after = text
        elif switch in _SWITCHES:
            found = _SWITCHES[switch](text.strip(), felt)
            if found is None:
                lost.append(f"\\{switch} {text}".strip())
            elif found not in filters:
                filters += found
        elif switch != "m":
            lost.append(f"\\{switch}")
    if not svar.sikkert:
        notes.append(f"Feltet kan også være {' eller '.join(svar.andre[:3])}." if svar.andre and
                     svar.sti not in svar.andre else "Navnet ligner, men er ikke helt det samme.")
    tag = f"{{{{ {svar.sti}{filters} }}}}"
    if re.search(r"[{}%#]", before + after) or INSIDE in before + after:
        lost.append("\\b eller \\f")
    elif before or after:
        tag = f"{{% if {svar.sti} %}}{before}{tag}{after}{{% endif %}}"
    return Oversat(tag, tuple(lost), tuple(notes))


def _letters(text: str, felt: Felt) -> str | None:
    """`\\* Upper` and its like. None when there is no filter for it."""
    name = text.lower()
    if name in _NO_CHANGE:
        return ""
    if name in _CASES and felt.slags in _TEXTS:
        return f"|{_CASES[name]}"
    if name == "cardtext" and felt.slags == "tal":
        return "|tal_med_ord"
    return "" if name == "arabic" and felt.slags == "tal" else None


def _day(text: str, felt: Felt) -> str | None:
    """`\\@ "dd. MMMM yyyy"`: dates are Danish already; a weekday or digits only need a filter."""
    picture = re.sub(r"'[^']*'", "", text)
    if felt.slags == "tid" and re.search("[hH]", picture):
        return ""
    if felt.slags != "dato" or re.search(r"[hHs]", picture) or "yy" not in picture.lower():
        return "|ugedag" if felt.slags == "dato" and re.fullmatch(r"d{3,4}", picture) else None
    if "ddd" in picture.lower():
        return "|ugedag_dato"
    if "MMM" in picture:
        return "" if "d" in picture.lower() else "|måned_år"
    return "|dato_kort" if "M" in picture and "d" in picture.lower() else None


def _number(text: str, felt: Felt) -> str | None:
    return "|tal" if felt.slags == "tal" and re.fullmatch(r"[#.,0]+", text) and not re.search(
        r",0+$", text) else None


_SWITCHES: dict[str, Callable[[str, Felt], str | None]] = {"*": _letters, "@": _day, "#": _number}


# --- IF -----------------------------------------------------------------------------------------

_OPERATORS = {"=": "==", "<>": "!=", "<": "<", ">": ">", "<=": "<=", ">=": ">="}


def if_instead(found: WordField, mapping: Mapping[str, str]) -> str:
    """What to write instead of an IF field, as far as its code can be read."""
    usual = "{% if betingelse %} … {% else %} … {% endif %}"
    words = read_code(found.code).words
    joined = _apart(words)
    if len(joined) < 4 or joined[1].text not in _OPERATORS:
        return usual
    left = _operand(joined[0], found, mapping)
    right = _operand(joined[2], found, mapping)
    asked = f"{left} {_OPERATORS[joined[1].text]} {right}"
    if not joined[2].text.strip():
        asked = left if joined[1].text == "<>" else f"not {left}"
    texts = [_shown(token.text, found, mapping) for token in joined[3:5]]
    other = f"{{% else %}}{texts[1]}" if len(texts) > 1 and texts[1] else ""
    return f"{{% if {asked} %}}{texts[0]}{other}{{% endif %}}"


def _apart(words: tuple[Token, ...]) -> list[Token]:
    """The words of an IF, with an operator apart from a field that it stands close to."""
    apart: list[Token] = []
    for token in words:
        pieces = [token.text] if token.quoted else [
            p for p in re.split(rf"({INSIDE}\d+{INSIDE_END}|<>|<=|>=|[<>=])", token.text) if p]
        apart += [Token(piece, token.quoted) for piece in pieces]
    return apart


def _operand(token: Token, found: WordField, mapping: Mapping[str, str]) -> str:
    match = re.fullmatch(rf"\s*{INSIDE}(\d+){INSIDE_END}\s*", token.text)
    if match:
        return _path(found.inside[int(match[1])], mapping)
    if INSIDE in token.text:
        return "felt"
    bare = re.fullmatch(r"[^\W\d]\w*", token.text) and not token.quoted
    return "felt" if bare else '"' + token.text.replace('"', "'") + '"'


def _path(inner: WordField, mapping: Mapping[str, str]) -> str:
    code = read_code(inner.code)
    return (field_for(code.name, mapping).sti if code.word == "MERGEFIELD" else "") or "felt"


def _shown(text: str, found: WordField, mapping: Mapping[str, str]) -> str:
    """The text of an IF on one line, with our tags where fields are in it."""
    text = " ".join(text.split())
    whole = re.sub(rf"{INSIDE}(\d+){INSIDE_END}", lambda m: _instead(
        found.inside[int(m[1])], mapping), text)
    return whole if len(whole) <= _LONGEST else " … "


def _instead(inner: WordField, mapping: Mapping[str, str]) -> str:
    if read_code(inner.code).word == "IF":
        return if_instead(inner, mapping)
    return f"{{{{ {_path(inner, mapping)} }}}}"


def no_markup(name: str) -> str:
    """A field's name as plain text in a letter: it can never become a tag of ours."""
    return kort(re.sub(r"[{}%]", "", name))
