"""One look for many templates. A template whose skabelon.yaml says `udseende: grundlayout` takes
the looks of its styles from that Word file, by name, when it is compiled. What is the template's
own stays: its ids, its numbering, its theme colours, its size, and the styles the other lacks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from colorsys import hls_to_rgb, rgb_to_hls
from copy import deepcopy
from itertools import chain, count

from lxml import etree

from generator.library import Skabelon
from generator.source import Place, Problem, Unusable
from generator.template.parts import TemplateFile, open_template
from generator.template.styles import english_name
from generator.template.word import w

#: A style is known by its type and its name in the file; ids follow the language of Word.
Key = tuple[str, str]
#: What of a style is its look. All else of it (id, name, place in Word's lists) stays.
_LOOK = ("pPr", "rPr", "tblPr", "trPr", "tcPr", "tblStylePr")
#: The order Word wants inside a style.
_ORDER = [w(n) for n in (
    "name", "aliases", "basedOn", "next", "link", "autoRedefine", "hidden", "uiPriority",
    "semiHidden", "unhideWhenUsed", "qFormat", "locked", "personal", "personalCompose",
    "personalReply", "rsid", *_LOOK)]
_BEFORE_NUMBER = {w(n) for n in ("keepNext", "keepLines", "pageBreakBefore", "framePr",
                                 "widowControl")}
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_COLOUR, _SHARE = re.compile(r"[0-9A-Fa-f]{6}"), re.compile(r"[0-9A-Fa-f]{2}")
#: Word's names for the theme's colours, where the theme calls them something else.
_SLOTS = {"dark1": "dk1", "text1": "dk1", "light1": "lt1", "background1": "lt1", "dark2": "dk2",
          "text2": "dk2", "light2": "lt2", "background2": "lt2", "hyperlink": "hlink",
          "followedHyperlink": "folHlink"}


def take_look(file: TemplateFile, skabelon: Skabelon) -> list[str]:
    """Gives the opened template the look that its skabelon names, if any. Answers with the names
    of the styles the template uses and the look does not have; raises `Unusable`."""
    if skabelon.udseende is None:
        return []
    look = open_template(skabelon.udseende.read_bytes(), str(skabelon.udseende))
    styles, base = _styles(file), _styles(look)
    used, known = _used(file.roots.values()), _by_key(base)
    strange = [_value(style, "name") for key, style in _by_key(styles).items()
               if style.get(w("styleId")) in used and key not in known]
    _name_fonts(base, look.root("theme"))
    _scale(base, skabelon.stoerrelse)
    _dress(styles, base)
    own_theme = file.root("theme")
    palette = _palette(look.root("theme") if own_theme is None else own_theme)
    for root in (styles, file.root("numbering")):
        if root is not None:
            _paint(root, palette)
    return strange


def _styles(file: TemplateFile) -> etree._Element:
    root = file.root("styles")
    if root is None:
        raise Unusable([Problem("skabelon.udseende", "Word-filen har ingen typografier.",
                                Place(file.name), "Åbn den i Word, og gem den igen.")])
    return root


def _used(roots: Iterable[etree._Element]) -> set[str | None]:
    """The ids of the styles that paragraphs, runs and tables have."""
    return {found.get(w("val")) for root in roots
            for found in root.iter(w("pStyle"), w("rStyle"), w("tblStyle"))}


# --- styles -------------------------------------------------------------------------------------


def _by_key(styles: etree._Element) -> dict[Key, etree._Element]:
    """The styles by type and name. Lists (`numbering`) are no looks."""
    found: dict[Key, etree._Element] = {}
    for style in styles.findall(w("style")):
        kind, name = style.get(w("type"), "paragraph"), _value(style, "name")
        if name and style.get(w("styleId")) and kind != "numbering":
            found.setdefault((kind, english_name(name).casefold()), style)
    return found


def _dress(styles: etree._Element, base: etree._Element) -> None:
    """Gives the styles the looks of those of the same name in `base`, and adds what they lack."""
    own, others = _by_key(styles), _by_key(base)
    by_id = {other.get(w("styleId"), ""): other for other in others.values()}
    for key, other in others.items():
        if key not in own and not (_numbered(other, by_id) or _shadow(other)):
            own[key] = _added(styles, other)
    ids = {other.get(w("styleId"), ""): own[key].get(w("styleId"), "")
           for key, other in others.items() if key in own}
    for key, other in others.items():
        if key in own:
            _take(own[key], other, by_id, ids)
    _take_defaults(styles, base)


def _added(styles: etree._Element, other: etree._Element) -> etree._Element:
    """A style of the base, at the end of the template's, under an id that is free there."""
    style = deepcopy(other)
    style.attrib.pop(w("default"), "")
    taken = {s.get(w("styleId")) for s in styles.findall(w("style"))}
    id = style.get(w("styleId"), "")
    free = (name for name in chain([id], (f"{id}{n}" for n in count(2))) if name not in taken)
    style.set(w("styleId"), next(free))
    for link in style.findall(w("link")):
        style.remove(link)
    styles.append(style)
    return style


def _below(style: etree._Element, by_id: Mapping[str, etree._Element]) -> list[str]:
    """The ids of the styles it is based on, nearest first. A circle ends the list."""
    found: list[str] = []
    id = _value(style, "basedOn")
    while id in by_id and id not in found:
        found.append(id)
        id = _value(by_id[id], "basedOn")
    return found


def _numbered(style: etree._Element, by_id: Mapping[str, etree._Element]) -> bool:
    return any(s.find(f"{w('pPr')}/{w('numPr')}") is not None
               for s in (style, *(by_id[id] for id in _below(style, by_id))))


def _shadow(style: etree._Element) -> bool:
    """Whether Word made it to be the character side of a paragraph style (»Citat Tegn«)."""
    return style.get(w("type")) == "character" and style.find(w("link")) is not None


def _take(style: etree._Element, other: etree._Element, by_id: Mapping[str, etree._Element],
          ids: Mapping[str, str]) -> None:
    """The look of the other style, and its place among the others, without its numbering.

    Links between paragraph and character styles stay as they are in the template.
    """
    number = style.find(f"{w('pPr')}/{w('numPr')}")
    for name in ("basedOn", "next", *_LOOK):
        for old in style.findall(w(name)):
            style.remove(old)
    based_on = next((ids[id] for id in _below(other, by_id) if id in ids), "")
    pointers = {"basedOn": based_on, "next": ids.get(_value(other, "next"), "")}
    for name, id in pointers.items():
        if id:
            etree.SubElement(style, w(name)).set(w("val"), id)
    for name in _LOOK:
        style.extend(deepcopy(found) for found in other.findall(w(name)))
    _renumber(style, number)
    style[:] = sorted(style, key=_place)


def _place(child: etree._Element) -> int:
    return _ORDER.index(str(child.tag)) if child.tag in _ORDER else len(_ORDER)


def _renumber(style: etree._Element, number: etree._Element | None) -> None:
    """The template's own numbering instead of the other's, which counts by another list."""
    properties = style.find(w("pPr"))
    if properties is not None:
        for old in properties.findall(w("numPr")):
            properties.remove(old)
    if number is not None:
        if properties is None:
            properties = etree.SubElement(style, w("pPr"))
        before = [child for child in properties if child.tag in _BEFORE_NUMBER]
        properties.insert(len(before), number)


def _take_defaults(styles: etree._Element, base: etree._Element) -> None:
    theirs, ours = base.find(w("docDefaults")), styles.find(w("docDefaults"))
    if theirs is not None:
        if ours is not None:
            styles.remove(ours)
        styles.insert(0, deepcopy(theirs))


def _value(style: etree._Element, name: str) -> str:
    found = style.find(w(name))
    return "" if found is None else str(found.get(w("val")) or "")


# --- size, fonts, colours -----------------------------------------------------------------------


def _scale(styles: etree._Element, times: float) -> None:
    """Larger or smaller text, with the air around it. Lines follow the text by themselves, unless
    they are fixed."""
    for size in styles.iter(w("sz"), w("szCs")):
        _multiply(size, "val", times)
    for spacing in styles.iter(w("spacing")):
        fixed = ("line",) if spacing.get(w("lineRule")) in ("exact", "atLeast") else ()
        for name in ("before", "after", *fixed):
            _multiply(spacing, name, times)


def _multiply(element: etree._Element, name: str, times: float) -> None:
    if (value := element.get(w(name)) or "").isdecimal():
        element.set(w(name), str(int(int(value) * times + 0.5)))


def _name_fonts(styles: etree._Element, theme: etree._Element | None) -> None:
    """Writes the fonts of the look's theme by name, for templates have themes of their own."""
    fonts = {kind: latin.get("typeface") for kind in ("major", "minor") if theme is not None
             for latin in theme.iterfind(f".//{_A}{kind}Font/{_A}latin")}
    for chosen in styles.iter(w("rFonts")):
        for name in ("ascii", "hAnsi", "eastAsia", "cs"):
            kind = chosen.attrib.pop(w("cstheme" if name == "cs" else f"{name}Theme"), "")
            if font := fonts.get(str(kind)[:5]):  # majorHAnsi, minorBidi …
                chosen.set(w(name), font)


def _palette(theme: etree._Element | None) -> dict[str, str]:
    """The colours of a theme by its own names for them."""
    slots = theme.iterfind(f".//{_A}clrScheme/*/*") if theme is not None else ()
    found = {etree.QName(slot.getparent()).localname: slot.get("lastClr") or slot.get("val") or ""
             for slot in slots}
    return {name: colour for name, colour in found.items() if _COLOUR.fullmatch(colour)}


def _paint(root: etree._Element, palette: Mapping[str, str]) -> None:
    """Writes each theme colour out beside its name, since not every program looks it up."""
    for element in root.iter():
        for name in ("themeColor", "themeFill"):
            chosen = element.get(w(name)) or ""
            colour = palette.get(_SLOTS.get(str(chosen), str(chosen)))
            if colour:
                kind = name.removesuffix("Color")
                plain = "fill" if name == "themeFill" else (
                    "val" if element.tag == w("color") else "color")
                element.set(w(plain), _tone(colour, element.get(w(f"{kind}Tint")),
                                            element.get(w(f"{kind}Shade"))))


def _tone(colour: str, tint: str | None, shade: str | None) -> str:
    """The colour made lighter (`tint`) or darker (`shade`) as Word does it; 00 to FF."""
    red, green, blue = (int(colour[n:n + 2], 16) / 255 for n in (0, 2, 4))
    hue, light, strength = rgb_to_hls(red, green, blue)
    if shade and _SHARE.fullmatch(shade):
        light *= int(shade, 16) / 255
    if tint and _SHARE.fullmatch(tint):
        light = 1 - (1 - light) * int(tint, 16) / 255
    return "".join(f"{int(part * 255 + 0.5):02X}" for part in hls_to_rgb(hue, light, strength))
