"""The doors: whatever a tag prints goes through one of them, which the compiler puts around it
(`rewriting.py`); so a value can become text and never markup, a tag or code.

`tekst` is for text in a run, `attribut` and `feltkode` for where there is no run, `blok` and
`stykke` for what makes its own XML, `gem` for phrases, where Markdown must not see the value.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date, time
from decimal import Decimal
from typing import Any, Protocol

from jinja2 import pass_context
from jinja2.exceptions import SecurityError
from jinja2.runtime import Context, Undefined
from markupsafe import Markup

from generator import danish
from generator.case.law import Lovhenvisning
from generator.case.values import Cpr
from generator.source import FIRST_RESERVED, LAST_RESERVED

#: A hole in the text: START + kind + label + END. Found again when filled (`template/holes.py`).
HOLE_START, HOLE_END = "\ue010", "\ue011"
MISSING, ILLEGAL = "m", "u"
#: A value hidden from Markdown while a phrase is parsed: START + number + END.
TOKEN_START, TOKEN_END = "\ue000", "\ue001"
#: Most rounds that all loops and macros of a letter may take together, and the longest text that
#: a tag may put together. A long letter takes a thousand rounds.
MAX_ROUNDS, MAX_TEXT = 100_000, 1_000_000


class ForkertVærdi(TypeError):
    """A value that cannot be printed where the tag stands; the text is Danish."""


class Brevdel(Protocol):
    """Something that makes its own WordprocessingML: a phrase or a picture."""

    def i_teksten(self) -> str:
        """As part of a run's text (inside `w:t`), already XML."""

    def som_afsnit(self) -> str:
        """As whole paragraphs."""


def within(size: int, limit: int) -> None:
    """Raises when something a tag makes is larger than any letter needs."""
    if size > limit:
        raise SecurityError("Et mærke laver mere, end et brev kan rumme||Se efter, om en løkke "
                            "kører for mange gange, eller om en tekst bliver gentaget.")


def tekst(value: Any, label: str) -> str:
    """The value as XML text inside a run: escaped, line breaks and tabs as Word has them.

    `label` says which field it is and where the tag stands; it goes into the hole when the value
    is missing or holds a character that XML has no place for.
    """
    if type(value) is str:
        return value if _is_plain(value) else _checked(value, label, run_xml)
    if hasattr(value, "i_teksten"):
        return str(value.i_teksten())
    if hasattr(value, "__html__"):  # a macro's result, or an object of docxtpl that makes XML
        return _own_xml(value)
    plain = som_tekst(value)
    return _missing(label) if plain is None else _checked(plain, label, run_xml)


def attribut(value: Any, label: str) -> str:
    """The value where there is no run: in an attribute (alt text), in a drawing's own text."""
    if hasattr(value, "__html__"):
        xml = _own_xml(value)
        if "<" in xml:
            raise ForkertVærdi("Her kan kun stå ren tekst, ikke tekst med formatering||Skriv "
                               "feltets navn uden makro.")
        return xml.replace('"', "&quot;")
    plain = value if type(value) is str else som_tekst(value)
    return _missing(label) if plain is None else _checked(plain, label, attribute_xml)


def feltkode(value: Any, label: str) -> str:
    """The value inside a Word field (`HYPERLINK "…"`): it may not end the text it stands in."""
    plain = som_tekst(value)
    if plain is not None and any(char in plain for char in '"\\\n\r'):
        raise ForkertVærdi("Værdien har anførselstegn, skråstreg eller linjeskift og kan ikke stå "
                           "i en feltkode||Flyt mærket ud af feltet i Word.")
    return attribut(plain, label)


def blok(value: Any, label: str) -> str:
    """The value where whole paragraphs stand: only what makes its own XML can be there."""
    if hasattr(value, "som_afsnit"):
        return str(value.som_afsnit())
    if hasattr(value, "__html__"):
        return _own_xml(value)
    if value is None:
        return f"<w:p>{_run(_missing(label))}</w:p>"
    raise ForkertVærdi("Mærket fylder et helt afsnit, og der kan kun stå en frase eller et billede"
                       "||Fjern p'et i »{{p«.")


def stykke(value: Any, label: str) -> str:
    """The value where runs stand (`{{r … }}`): a picture, a one-line phrase, a macro's result."""
    if hasattr(value, "i_teksten") or value is None:
        return _run(tekst(value, label))
    if hasattr(value, "__html__"):
        return _own_xml(value)
    raise ForkertVærdi("Mærket fylder et helt stykke, og der kan kun stå en frase eller et billede"
                       "||Fjern r'et i »{{r«.")


def intet(value: Any, label: str) -> str:
    """Between the rows or cells of a table there is no place for a value."""
    if hasattr(value, "__html__"):
        return _own_xml(value)
    raise ForkertVærdi("Mærket står mellem rækker eller celler, og der kan ikke stå en værdi||"
                       "Flyt mærket ind i en celle.")


def _own_xml(value: Any) -> str:
    xml = str(value.__html__())
    within(len(xml), MAX_TEXT)
    return xml


def _run(xml: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{xml}</w:t></w:r>'


@pass_context
def gem(context: Context, value: Any, label: str) -> str:
    """In a phrase: puts the value aside and gives Markdown an opaque token in its place."""
    if type(value) is not str and not hasattr(value, "i_teksten"):
        som_tekst(value)  # what cannot be written raises here, with the phrase's file and line
    values: list[tuple[Any, str]] = context.vars["_gemt"]
    values.append((value, label))
    return f"{TOKEN_START}{len(values) - 1}{TOKEN_END}"


def saml(parts: Sequence[Any]) -> Any:
    """`a ~ b` inside a larger expression. One part that is missing makes the whole missing."""
    if any(hasattr(part, "__html__") for part in parts):
        return Markup("".join(tekst(part, "||") for part in parts))
    texts = [som_tekst(part) for part in parts]
    if any(text is None for text in texts):
        return None
    within(sum(len(text or "") for text in texts), MAX_TEXT)
    return "".join(text or "" for text in texts)


def hole(kind: str, label: str) -> str:
    """The mark left where a value is missing or illegal."""
    return f"{HOLE_START}{kind}{label}{HOLE_END}"


def _missing(label: str) -> str:
    return hole(MISSING, attribute_xml(label))


def som_tekst(value: Any) -> str | None:
    """The value as Danes write it; None when it is missing. Raises for records and lists."""
    kind = type(value)
    if kind is str:
        return str(value)
    if value is None:
        return None
    if kind is bool:
        return "ja" if value else "nej"
    if kind is int:
        return str(value)
    if isinstance(value, date):
        return danish.dato(value)
    if isinstance(value, time):
        return danish.tid(value)
    if isinstance(value, Cpr):
        return value.i_brev()
    if isinstance(value, (float, Decimal)):
        return danish.tal(value)
    if isinstance(value, Lovhenvisning):
        return str(value)
    if isinstance(value, Undefined):
        return str(value)  # raises UndefinedError
    if isinstance(value, str):  # a str subclass, such as Markup
        return str(value)
    if isinstance(value, (list, tuple, Iterator)):
        raise ForkertVærdi("Feltet er en liste og kan ikke skrives som én tekst||Brug en løkke, "
                           "eller saml listen med filteret liste: {{ navne|liste }}.")
    raise ForkertVærdi("Feltet har flere felter under sig og kan ikke skrives som én tekst||"
                       "Skriv et punktum og navnet på et af dem.")


def _is_plain(text: str) -> bool:
    """Whether the text can stand in XML as it is. Most can; dates have an unbreakable space."""
    return (text.isprintable() or text.replace("\xa0", " ").isprintable()) and not (
        "&" in text or "<" in text or ">" in text)


def _checked(text: str, label: str, escape: Callable[[str], str]) -> str:
    text = _newlines(text)
    fit = clean(text)
    return escape(fit) + (hole(ILLEGAL, attribute_xml(label)) if fit != text else "")


def _newlines(text: str) -> str:
    """Line breaks as one character, whether Windows or an old spreadsheet wrote them."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


_UNFIT = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff"
                    f"{FIRST_RESERVED}-{LAST_RESERVED}]")


def clean(text: str) -> str:
    """The text with every character that XML 1.0 cannot hold replaced by U+FFFD."""
    return text if text.isprintable() else _UNFIT.sub("\ufffd", text)


def run_xml(text: str) -> str:
    """The text (clean, see above) inside `w:t`: line breaks and tabs are elements of Word's."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    if "\n" in escaped:
        escaped = escaped.replace("\n", '</w:t><w:br/><w:t xml:space="preserve">')
    if "\t" in escaped:
        escaped = escaped.replace("\t", '</w:t><w:tab/><w:t xml:space="preserve">')
    return escaped


def attribute_xml(text: str) -> str:
    """The text (clean, see above) inside an attribute, between double quotation marks."""
    return (text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
            .replace('"', "&quot;").replace("\n", "&#10;").replace("\t", "&#9;"))
