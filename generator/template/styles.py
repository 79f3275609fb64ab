"""Which Word style of a template each role of a phrase gets. Names in styles.xml are English for
Word's own styles, whatever language Word speaks to its user."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from generator.phrases.markdown import StyleMap
from generator.template.mend import w

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




def style_map(styles: etree._Element | None, chosen: Mapping[str, str]) -> StyleMap:
    """The styles of a template by role. `chosen` is `typografier` of skabelon.yaml: role → name.

    A role without a style is left out; a phrase that needs it is then refused by name.
    """
    by_name: dict[str, str] = {}
    for style in (styles.iter(w("style")) if styles is not None else ()):
        name = style.find(w("name"))
        if name is not None:
            by_name[str(name.get(w("val"))).casefold()] = str(style.get(w("styleId")))
    found: dict[str, str] = {}
    for role, (names, _) in ROLES.items():
        wanted = (chosen[role],) if role in chosen else names
        id = next((by_name[n.casefold()] for n in wanted if n.casefold() in by_name), None)
        if id is not None:
            found[role] = id
    looks = {(id, role): other for name, id in by_name.items() for role in ROLES
             if (other := by_name.get(f"{name} {role}"))}
    return StyleMap({r: s for r, s in found.items() if r not in ("fed", "kursiv")},
                    found.get("fed", ""), found.get("kursiv", ""), looks)


def numbering_of(styles: etree._Element | None, numbering: etree._Element | None,
                 style_id: str | None) -> str | None:
    """The abstract numbering (its id) that a paragraph style is bound to, or None."""
    if styles is None or numbering is None or style_id is None:
        return None
    by_id = {s.get(w("styleId")): s for s in styles.iter(w("style"))}
    style, seen = by_id.get(style_id), 0
    while style is not None and seen < 20:
        number = style.find(f"{w('pPr')}/{w('numPr')}/{w('numId')}")
        if number is not None:
            for num in numbering.iter(w("num")):
                if num.get(w("numId")) == number.get(w("val")):
                    abstract = num.find(w("abstractNumId"))
                    return None if abstract is None else str(abstract.get(w("val")))
        based = style.find(w("basedOn"))
        style = by_id.get(based.get(w("val"))) if based is not None else None
        seen += 1
    return None
