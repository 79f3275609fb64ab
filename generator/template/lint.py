"""Everything wrong with a Word template, all at once, with place: what would leak, vanish, break or
come out empty. Renderer and lint share one environment, so what passes here can be rendered."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from jinja2 import TemplateError
from lxml import etree

from generator.document.docx_package import Package, open_package
from generator.expressions import Fault, Uses, check
from generator.library import Library, Skabelon
from generator.phrases.holes import spot
from generator.phrases.markdown import NoStyle, Unsupported, blocks
from generator.phrases.usage import plain_markdown
from generator.sandbox import environment
from generator.source import Place, Problem, Unusable, in_order
from generator.template.compile import (
    _filled_parts,
    _main_part,
    _numbering,
    _root,
    danish_syntax,
    part_name,
    patched_source,
)
from generator.template.mend import TAG, mend, own_texts, spots, w
from generator.template.styles import ROLES, numbering_of, style_map

_CHANGES = ("ins", "del", "moveFrom", "moveTo", "rPrChange", "pPrChange", "tblPrChange",
            "sectPrChange", "cellIns", "cellDel")
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"


@dataclass(frozen=True)
class Findings:
    """What the lint found, and what the template uses (for `fraser brug` and the catalogue)."""

    problems: tuple[Problem, ...]
    uses: Uses


def lint(skabelon: Skabelon, library: Library) -> Findings:
    """Every problem of the template of a skabelon."""
    file = str(skabelon.path)
    try:
        package = open_package(skabelon.path.read_bytes(), file)
        main = _main_part(package, file)
        roots = {name: package.xml(name) for name in _filled_parts(package, main)}
    except Unusable as error:
        return Findings(tuple(error.problems), Uses((), frozenset()))
    problems: list[Problem] = [*_package(package, main, set(roots), file)]
    phrases: list[tuple[str, dict[str, str]]] = []
    fields: set[str] = set()
    for name, root in roots.items():
        part = part_name(name, main)
        problems += _traces(root, part, file)
        problems += _vanishing(root, part, file)
        mend(root)
        found, uses = _tags(root, part, file, library)
        problems += found
        phrases += [(id, dict(loops)) for id, loops in uses.fraser]
        fields |= uses.felter
        problems += _accessible(root, part, file)
    problems += _styles(package, main, skabelon, library, phrases, file)
    return Findings(tuple(in_order(problems)), Uses(tuple(phrases), frozenset(fields)))


# --- the package --------------------------------------------------------------------------------


def _package(package: Package, main: str, filled: set[str], file: str) -> Iterator[Problem]:
    names = [info.filename for info in package.parts.values()]
    for name in names:
        base = name.rpartition("/")[2].lower()
        if base.startswith("vbaproject"):
            yield Problem("skabelon.makro", "Skabelonen indeholder makroer.", Place(file),
                          "Gem den som Word-dokument (.docx) uden makroer.")
        if base.startswith("comments") and base.endswith(".xml") and _has(package, name, "comment"):
            yield Problem("skabelon.kommentarer", "Skabelonen indeholder kommentarer. De ville "
                          "følge med i brevene.", Place(file),
                          "Slet dem i Word: Gennemse → Slet → Slet alle kommentarer.")
        if name not in filled and name.endswith(".xml") and name.startswith(("word/", "docProps/")):
            raw = package.read(name)
            if re.search(rb"\{\{|\{%", raw) and not base.startswith(("settings", "comments")):
                yield Problem("skabelon.maerke_forkert_sted", "Der står et mærke et sted, hvor det "
                              "ikke bliver udfyldt.", Place(file, detail=name),
                              "Flyt det til brødteksten, sidehovedet, sidefoden eller en note.")


def _has(package: Package, name: str, element: str) -> bool:
    return any(True for _ in package.xml(name).iter(w(element)))


def _traces(root: etree._Element, part: str, file: str) -> Iterator[Problem]:
    places = spots(root, part)
    numbers = {p: n for n, p in enumerate(root.iter(w("p")))}
    seen: set[int] = set()
    for element in root.iter(*(w(name) for name in _CHANGES)):
        number = _paragraph_of(element, numbers)
        if number not in seen:
            seen.add(number)
            yield Problem(
                "skabelon.sporede_aendringer", "Her er sporede ændringer. Det slettede ville følge "
                "med i brevene.", Place(file, detail=places[number] if places else part),
                "Vælg Gennemse → Acceptér alle ændringer i Word, og slå registrering fra.")
    for paragraph in root.iter(w("p")):
        hidden = [r for r in paragraph.iter(w("r")) if r.find(f"{w('rPr')}/{w('vanish')}")
                  is not None and r.find(w("t")) is not None]
        if hidden:
            yield Problem("skabelon.skjult_tekst", "Her er skjult tekst. Den følger med i brevene.",
                          Place(file, detail=places[numbers[paragraph]]),
                          "Slet teksten, eller fjern fluebenet ved Skjult under Skrifttype.")


def _paragraph_of(element: etree._Element, numbers: dict[etree._Element, int]) -> int:
    node: etree._Element | None = element
    while node is not None and node.tag != w("p"):
        node = node.getparent()
    if node is not None:
        return numbers[node]
    inside = next((p for p in element.iter(w("p"))), None)
    return numbers[inside] if inside is not None else 0


# --- tags ---------------------------------------------------------------------------------------

_KINDS = {"p": "afsnittet", "tr": "rækken", "tc": "cellen", "r": "stykket"}


def _vanishing(root: etree._Element, part: str, file: str) -> Iterator[Problem]:
    """Text that the dialect throws away together with the paragraph, row or cell of a tag."""
    places = spots(root, part)
    for number, paragraph in enumerate(root.iter(w("p"))):
        words = "".join(t.text or "" for t in own_texts(paragraph))
        where = Place(file, detail=f"{places[number]} (»{_short(words)}«)")
        yield from _broken_braces(words, where)
        for kind in ("p", "tr", "tc"):
            tags = [t for t in TAG.findall(words) if re.match(rf"\{{[%{{#]-?{kind}\s", t)]
            if not tags:
                continue
            container = paragraph if kind == "p" else _around(paragraph, kind)
            if container is None:
                yield Problem("skabelon.tabelmaerke", f"Mærket »{_short(tags[0])}« skal stå i en "
                              "tabel.", where, f"Slet {kind} i mærket, eller flyt det ind i en "
                              "tabel.")
                continue
            rest = _words(container)
            for tag in tags:
                rest = rest.replace(tag, "", 1)
            if len(tags) > 1 or rest.strip():
                yield Problem(
                    "skabelon.tekst_forsvinder", f"Teksten »{_short(rest) or _short(tags[0])}« "
                    f"forsvinder, fordi {_KINDS[kind]} også har mærket »{_short(tags[-1])}«.",
                    where, f"Lad mærket stå alene. Flyt resten til {_KINDS[kind]} før eller efter.")
            for tag in tags:
                if re.search(r"[%}]", tag[2:-2]):
                    yield Problem("skabelon.maerke_tegn", f"Mærket »{_short(tag)}« kan ikke "
                                  "indeholde % eller }.", where, "Skriv udtrykket uden de tegn, "
                                  "eller brug en betingelse.")


def _broken_braces(words: str, where: Place) -> Iterator[Problem]:
    rest = TAG.sub("", words)
    for mark in re.findall(r"\{\{|\}\}|\{%|%\}|\{#|#\}", rest):
        yield Problem("skabelon.halvt_maerke", f"Her står »{mark}« uden det, der hører til.", where,
                      "Et mærke skal begynde og slutte i samme afsnit: {{ felt }} eller {% … %}.")


def _around(paragraph: etree._Element, kind: str) -> etree._Element | None:
    node: etree._Element | None = paragraph
    while node is not None and node.tag != w(kind):
        node = node.getparent()
    return node


def _words(element: etree._Element) -> str:
    return "".join(t.text or "" for t in element.iter(w("t")))


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 50 else text[:49] + "…"


def _tags(root: etree._Element, part: str, file: str,
          library: Library) -> tuple[list[Problem], Uses]:
    places = spots(root, part)
    source = etree.tostring(root, encoding="unicode")
    if "{" not in source:
        return [], Uses((), frozenset())
    structure = list(_structure(root, places, file))
    patched = patched_source(source)
    try:
        tree = environment().parse(patched)
    except TemplateError as error:
        text, _, remedy = danish_syntax(error).partition("||")
        own = [] if structure else [Problem(
            "skabelon.maerke", f"{text}.",
            Place(file, detail=spot(places, getattr(error, "lineno", 0) or 0)), remedy)]
        faults, uses = _one_by_one(root, library)
        return structure + own + [_problem(f, places, file) for f in faults], uses
    faults, uses = check(tree, library.fraser)
    return structure + [_problem(f, places, file) for f in faults], uses


def _problem(fault: Fault, places: Sequence[str], file: str) -> Problem:
    return Problem(fault.id.replace("maerke.", "skabelon."), fault.text,
                   Place(file, detail=spot(places, fault.line)), fault.remedy)


_OPENERS = {"if": "endif", "for": "endfor", "set": "endset", "macro": "endmacro", "with": "endwith"}


def _structure(root: etree._Element, places: Sequence[str], file: str) -> Iterator[Problem]:
    """Every if and for that is not closed, or closed without being open; Jinja says only one."""
    open_tags: list[tuple[str, int]] = []
    for number, paragraph in enumerate(root.iter(w("p"))):
        for tag in TAG.findall("".join(t.text or "" for t in own_texts(paragraph))):
            match = re.match(r"\{%[-+]?\s*(?:(?:p|tr|tc|r)\s+)?(\w+)(.*?)[-+]?%\}", tag, re.DOTALL)
            if not match:
                continue
            word, rest = match[1], match[2]
            if word in _OPENERS and not (word == "set" and "=" in rest):
                open_tags.append((word, number))
            elif word in _OPENERS.values():
                if open_tags and _OPENERS[open_tags[-1][0]] == word:
                    open_tags.pop()
                elif any(_OPENERS[o] == word for o, _ in open_tags):
                    opened, at = open_tags.pop()
                    yield _unbalanced(f"»{opened}« i {places[at]} bliver ikke lukket før »{word}«.",
                                      places[number], file, f"Sæt {_OPENERS[opened]} ind før.")
                    while open_tags and _OPENERS[open_tags[-1][0]] != word:
                        open_tags.pop()
                    open_tags and open_tags.pop()
                else:
                    yield _unbalanced(f"»{word}« lukker noget, som ikke er åbnet.", places[number],
                                      file, "Slet mærket, eller sæt det, der åbner, ind før.")
            elif word in ("else", "elif") and not any(o in ("if", "for") for o, _ in open_tags):
                yield _unbalanced(f"»{word}« står uden for et if.", places[number], file,
                                  "Slet mærket, eller sæt et if ind før.")
    for word, number in open_tags:
        yield _unbalanced(f"»{word}« bliver ikke lukket.", places[number], file,
                          f"Sæt {{% {_OPENERS[word]} %}} ind, hvor det skal slutte.")


def _unbalanced(text: str, place: str, file: str, remedy: str) -> Problem:
    return Problem("skabelon.ubalance", text, Place(file, detail=place), remedy)


def _one_by_one(root: etree._Element, library: Library) -> tuple[list[Fault], Uses]:
    """Checks each printed tag by itself, when the whole cannot be read: names still count."""
    texts = [(n, tag) for n, p in enumerate(root.iter(w("p")))
             for tag in TAG.findall("".join(t.text or "" for t in own_texts(p)))]
    loops = {name for _, tag in texts
             for found in re.findall(r"\{%[-+]?\s*(?:\w+\s+)?for\s+([\w\s,]+?)\s+in\s", tag)
             for name in re.split(r"\s*,\s*", found)}
    faults: list[Fault] = []
    fields: set[str] = set()
    phrases: list[tuple[str, dict[str, str]]] = []
    for number, tag in texts:
        if not tag.startswith("{{"):
            continue
        inner = re.sub(r"^\{\{[-+]?(?:p|r|tr|tc)?\s", "{{ ", tag)
        try:
            tree = environment().parse(inner)
        except TemplateError as error:
            text, _, remedy = danish_syntax(error).partition("||")
            faults.append(Fault(number + 2, "maerke.ulaeselig", f"{text}.", remedy))
            continue
        found, uses = check(tree, library.fraser, dict.fromkeys(loops, "?"))
        faults += [Fault(number + 2, f.id, f.text, f.remedy) for f in found]
        fields |= uses.felter
        phrases += [(id, dict(m)) for id, m in uses.fraser]
    return faults, Uses(tuple(phrases), frozenset(fields))


# --- looks --------------------------------------------------------------------------------------


def _accessible(root: etree._Element, part: str, file: str) -> Iterator[Problem]:
    places = spots(root, part)
    numbers = {p: n for n, p in enumerate(root.iter(w("p")))}
    for picture in root.iter(f"{_WP}docPr"):
        if not (picture.get("descr") or picture.get("title")):
            yield Problem("skabelon.alternativ_tekst", "Et billede mangler alternativ tekst.",
                          Place(file, detail=places[_paragraph_of(picture, numbers)]),
                          "Højreklik på billedet i Word → Vis alternativ tekst, og skriv, hvad det "
                          "viser.", "advarsel")
    level = 0
    for paragraph in root.iter(w("p")):
        style = paragraph.find(f"{w('pPr')}/{w('pStyle')}")
        match = re.fullmatch(r"(?:Heading|Overskrift)(\d)",
                             style.get(w("val")) or "" if style is not None else "")
        if not match:
            continue
        if int(match[1]) > level + 1 and level:
            yield Problem("skabelon.overskrift_springer", "Overskrifterne springer et niveau over.",
                          Place(file, detail=places[numbers[paragraph]]),
                          f"Brug Overskrift {level + 1} her.", "forslag")
        level = int(match[1])
    for table in root.iter(w("tbl")):
        rows = table.findall(w("tr"))
        if len(rows) > 1 and not any(r.find(f"{w('trPr')}/{w('tblHeader')}") is not None
                                     for r in rows):
            yield Problem("skabelon.tabel_uden_hoved", "Tabellen har ingen overskriftsrække.",
                          Place(file, detail=places[_paragraph_of(table, numbers)]),
                          "Markér første række → Tabel → Gentag overskriftsrækker.", "forslag")


def _styles(package: Package, main: str, skabelon: Skabelon, library: Library,
            phrases: list[tuple[str, dict[str, str]]], file: str) -> Iterator[Problem]:
    """Roles that the phrases need and the template has no Word style for."""
    styles_root = _root(package, main, "styles")
    numbering = _numbering(package, main)[1]
    styles = style_map(styles_root, skabelon.typografier)
    for role, name in skabelon.typografier.items():
        if role not in ROLES:
            yield Problem("skabelon.rolle", f"»{role}« er ikke en rolle, en frase kan have.",
                          Place(skabelon.file), f"Vælg mellem: {', '.join(ROLES)}.")
        elif role not in styles.styles and role not in ("fed", "kursiv"):
            yield Problem("skabelon.typografi", f"Skabelonen har ingen typografi, der hedder "
                          f"»{name}«.", Place(skabelon.file), "Ret navnet, eller lav typografien "
                          "i Word.")
    needed: dict[str, str] = {}
    for id, _ in phrases:
        for frase in library.fraser.get(id, ()):
            for variant in frase.varianter:
                if variant.reader in (None, skabelon.læser):
                    try:
                        for block in blocks(plain_markdown(variant.body)):
                            needed.setdefault(block.role, id)
                    except (Unsupported, NoStyle):
                        continue
    for role, id in needed.items():
        numbered = role in ("nummer", "undernummer")
        bound = not numbered or numbering_of(styles_root, numbering, styles.styles.get(role))
        if role != "afsnit" and (role not in styles.styles or not bound):
            yield Problem(
                "skabelon.typografi", f"Skabelonen har ingen typografi til »{role}«, som frasen "
                f"»{id}« bruger.", Place(file), f"Brug typografien »{ROLES[role][1]}« et sted i "
                "skabelonen, så Word gemmer den, eller skriv en anden i skabelon.yaml under "
                "typografier.")
