"""Which Word style of a template each role of a phrase gets. Names in styles.xml are English for
Word's own styles, whatever language Word speaks to its user."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree

from generator.phrases.markdown import StyleMap
from generator.template.word import w

#: Role → style names to look for, in order; and the name a Danish Word shows for the first.
ROLES: dict[str, tuple[tuple[str, ...], str]] = {
    "afsnit": (("Body Text", "Normal"), "Brødtekst"),
    "overskrift": (("heading 2",), "Overskrift 2"),
    "underoverskrift": (("heading 3",), "Overskrift 3"),
    "punkt": (("List Bullet",), "Opstilling - punkttegn"),
    "underpunkt": (("List Bullet 2", "List Bullet"), "Opstilling - punkttegn 2"),
    "nummer": (("List Number",), "Opstilling - talliste"),
    "undernummer": (("List Number 2", "List Number"), "Opstilling - talliste 2"),
    "citat": (("Quote", "Intense Quote"), "Citat"),
    "fed": (("Strong",), "Stærk"),
    "kursiv": (("Emphasis",), "Fremhæv"),
}
_CHARACTER = ("fed", "kursiv")
#: Word keeps English names in the file and shows Danish ones; an editor writes what Word shows.
_SHOWN = {danish.casefold(): names[0] for names, danish in ROLES.values()} | {
    f"overskrift {n}": f"heading {n}" for n in range(1, 10)} | {
    "titel": "Title", "undertitel": "Subtitle", "stærkt citat": "Intense Quote",
    "listeafsnit": "List Paragraph", "ingen afstand": "No Spacing", "billedtekst": "caption",
    "kraftig fremhævning": "Intense Emphasis", "svag fremhævning": "Subtle Emphasis"}


@dataclass(frozen=True)
class Numbering:
    """The list definition that a paragraph style counts by, and at which of its levels."""

    abstract: str
    level: int


def style_map(styles: etree._Element | None, chosen: Mapping[str, str]) -> StyleMap:
    """The styles of a template by role. `chosen` is `typografier` of skabelon.yaml: role → name.

    A role without a style is left out; a phrase that needs it is then refused by name.
    """
    paragraph, character = _by_name(styles, "paragraph"), _by_name(styles, "character")
    found: dict[str, str] = {}
    for role, (names, _) in ROLES.items():
        known = character if role in _CHARACTER else paragraph
        wanted = _names(chosen[role]) if role in chosen else names
        id = next((known[n.casefold()] for n in wanted if n.casefold() in known), None)
        if id is not None:
            found[role] = id
    looks = {(id, role): other for name, id in paragraph.items() for role in ROLES
             if (other := paragraph.get(f"{name} {role}"))}
    return StyleMap({r: s for r, s in found.items() if r not in _CHARACTER},
                    found.get("fed", ""), found.get("kursiv", ""), looks)


def _by_name(styles: etree._Element | None, kind: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for style in styles.iter(w("style")) if styles is not None else ():
        name, id = style.find(w("name")), style.get(w("styleId"))
        if name is not None and id and style.get(w("type"), "paragraph") == kind:
            found[str(name.get(w("val"))).casefold()] = id
    return found


def _names(written: str) -> tuple[str, ...]:
    """The names a style may have in the file, for the name that an editor has written."""
    return tuple(dict.fromkeys((written, english_name(written))))


def english_name(name: str) -> str:
    """The name in the file of a style that Word shows under this name: `heading 2` for
    »Overskrift 2«. Names of one's own are the same everywhere."""
    return _SHOWN.get(" ".join(name.split()).casefold(), name)


def numbering_of(styles: etree._Element | None, numbering: etree._Element | None,
                 style_id: str | None) -> Numbering | None:
    """The list definition that a paragraph style is bound to, or None."""
    if styles is None or numbering is None or style_id is None:
        return None
    by_id = {style.get(w("styleId")): style for style in styles.iter(w("style"))}
    style, seen = by_id.get(style_id), 0
    while style is not None and seen < 20:
        number = style.find(f"{w('pPr')}/{w('numPr')}/{w('numId')}")
        if number is not None:
            abstract = _abstract(numbering, number.get(w("val")))
            return Numbering(abstract, _level(numbering, abstract, style)) if abstract else None
        based = style.find(w("basedOn"))
        style, seen = by_id.get(based.get(w("val"))) if based is not None else None, seen + 1
    return None


def _abstract(numbering: etree._Element, num_id: str | None) -> str:
    for num in numbering.iter(w("num")):
        if num.get(w("numId")) == num_id:
            abstract = num.find(w("abstractNumId"))
            return "" if abstract is None else abstract.get(w("val")) or ""
    return ""


def _level(numbering: etree._Element, abstract: str, style: etree._Element) -> int:
    """Word says at which level a style counts in the list definition; sometimes in the style."""
    id = style.get(w("styleId"))
    for definition in numbering.iter(w("abstractNum")):
        if definition.get(w("abstractNumId")) == abstract:
            for level in definition.iter(w("lvl")):
                bound = level.find(w("pStyle"))
                if bound is not None and bound.get(w("val")) == id:
                    return int(level.get(w("ilvl")) or 0)
    own = style.find(f"{w('pPr')}/{w('numPr')}/{w('ilvl')}")
    return int(own.get(w("val")) or 0) if own is not None else 0
