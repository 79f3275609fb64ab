"""What Jinja says of a tag that it cannot read, in Danish, with a remedy after `||`."""

from __future__ import annotations

import re
from ast import literal_eval

from jinja2 import TemplateSyntaxError

_REMEDY = "Se efter stavefejl og tegn, der ikke hører til."
_QUOTES = "“”„»«‘’‚›‹"
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")
_CHARACTER = re.compile(r"unexpected char (.+) at \d+", re.DOTALL)
_GOT = re.compile(r"(?i)expected (token '(?P<wanted>.+)'|an expression), got '(?P<got>.+)'")
_UNCLOSED = re.compile(r"Unexpected end of template.*needs to be closed is '(\w+)'", re.DOTALL)
_UNKNOWN = re.compile(r"Encountered unknown tag '(\w+)'")


def words_of(error: BaseException) -> str:
    """What the error says; Jinja would put a line of its own under it."""
    return error.message or "" if isinstance(error, TemplateSyntaxError) else str(error)


def complaint(text: str) -> str:
    """Jinja's words about a tag's form as a sentence for people, and what to do."""
    if found := _CHARACTER.fullmatch(text):
        return _of_character(str(literal_eval(found[1])))
    if found := _GOT.search(text):
        return _of_words(found["wanted"] or "", found["got"])
    if found := _UNCLOSED.match(text):
        return (f"Et mærke kan ikke læses: »{found[1]}« bliver ikke lukket. Der mangler "
                f"»end{found[1]}«.||Se efter, om alle mærker bliver lukket igen.")
    if (found := _UNKNOWN.match(text)) and found[1].startswith(("end", "el")):
        return (f"Et mærke kan ikke læses: »{found[1]}« hører til noget, som ikke er åbnet.||Se "
                "efter, om der mangler et if eller for før det, eller slet mærket.")
    if text == "unexpected '}'":
        return ("Et mærke kan ikke læses: det slutter ikke rigtigt.||Et mærke om et felt slutter "
                "med }}, og et med if eller for med %}.")
    if found := re.fullmatch(r"unexpected '(.+)'", text):
        return f"Et mærke kan ikke læses: der er et »{found[1]}« for meget.||{_REMEDY}"
    return f"Et mærke kan ikke læses ({text}).||{_REMEDY}"


def _of_character(char: str) -> str:
    if _UNSEEN.fullmatch(char):
        return ("Et mærke kan ikke læses: der er et tegn i det, som ikke kan ses.||Slet hele "
                "mærket, og skriv det igen.")
    remedy = "Skriv lige anførselstegn i mærker: \"…\"." if char in _QUOTES else _REMEDY
    return f"Et mærke kan ikke læses: tegnet »{char}« hører ikke til i et mærke.||{remedy}"


def _of_words(wanted: str, got: str) -> str:
    if "end of" in got:
        return ("Et mærke kan ikke læses: det er tomt eller ikke skrevet færdigt.||Skriv et felt "
                "i det, eller slet det.")
    if "end of" in wanted:
        return (f"Et mærke kan ikke læses: det skulle være slut før »{got}«.||Se efter, om der "
                f"mangler et punktum, en understreg eller en | før »{got}«.")
    meant = f", hvor der skulle stå »{wanted}«" if wanted else ", og det passer ikke"
    return f"Et mærke kan ikke læses: der står »{got}«{meant}.||{_REMEDY}"
