"""Everything wrong with a Word template, all at once, with place: what would leak, vanish, break or
come out empty. Renderer and lint share one environment, so what passes here can be rendered."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from jinja2 import TemplateError
from lxml import etree

from generator.document.docx_package import Package
from generator.expressions import Uses, check
from generator.library import Library, Skabelon
from generator.phrases.markdown import NoStyle, Role, Unsupported, blocks
from generator.phrases.usage import plain_markdown, uses
from generator.rewriting import Rewriter
from generator.sandbox import environment
from generator.source import Place, Problem, Unusable, in_order
from generator.template.compile import fault_problem, has_tags
from generator.template.dialect import danish_syntax, jinja_source, syntax_problem
from generator.template.look import take_look
from generator.template.losses import losses, paragraph_of, unclosed
from generator.template.mend import TAG, heading_level, mend, own_words, spots
from generator.template.parts import PRIVATE, TemplateFile, open_template, part_name
from generator.template.styles import ROLES, numbering_of, style_map
from generator.template.word import w, wp

_DECORATIVE = "{http://schemas.microsoft.com/office/drawing/2017/decorative}decorative"


@dataclass(frozen=True)
class Findings:
    """What the lint found, and what the template uses (for `fraser brug` and the catalogue)."""

    problems: tuple[Problem, ...]
    uses: Uses


def lint(skabelon: Skabelon, library: Library) -> Findings:
    """Every problem of the template of a skabelon."""
    try:
        file = open_template(skabelon.path.read_bytes(), str(skabelon.path))
        problems = [*_package(file), *_look(file, skabelon)]
    except Unusable as error:
        return Findings(tuple(error.problems), Uses((), frozenset()))
    phrases: list[tuple[str, dict[str, str]]] = []
    fields: set[str] = set()
    for name, root in file.roots.items():
        part = part_name(name, file.main)
        problems += losses(root, part, file.name)
        problems += _hidden(root, part, file.name)
        problems += _accessible(root, part, file.name)
        mend(root)
        found, used = _tags(root, part, file.name, library)
        problems += found
        phrases += [(id, dict(loops)) for id, loops in used.fraser]
        fields |= used.felter
    problems += _styles(file, skabelon, library, [id for id, _ in phrases])
    return Findings(tuple(in_order(problems)), Uses(tuple(phrases), frozenset(fields)))


# --- the package --------------------------------------------------------------------------------


def _package(file: TemplateFile) -> Iterator[Problem]:
    package = file.package
    for name in (info.filename for info in package.parts.values()):
        base = name.rpartition("/")[2].lower()
        if base.startswith("vbaproject"):
            yield Problem("skabelon.makro", "Skabelonen indeholder makroer.", Place(file.name),
                          "Gem den som Word-dokument (.docx) uden makroer.")
        if base.startswith("comments") and base.endswith(".xml") and _has(package, name, "comment"):
            yield Problem("skabelon.kommentarer", "Skabelonen indeholder kommentarer.",
                          Place(file.name),
                          "Slet dem i Word: Gennemse → Slet → Slet alle kommentarer.")
        if name not in file.roots and name.lower().endswith(".xml") and (
                re.search(r"\{\{|\{%", _all_text(package, name))):
            yield _misplaced(file.name, name)
    for part in file.kept():
        yield from _addresses(file, part)


def _has(package: Package, name: str, element: str) -> bool:
    return next(package.xml(name).iter(w(element)), None) is not None


def _all_text(package: Package, name: str) -> str:
    """The texts and attributes of a part, put together as Word may have split them."""
    root = package.xml(name)
    attributes = "\n".join(str(value) for e in root.iter() for value in e.attrib.values())
    return "".join(map(str, root.itertext())) + "\n" + attributes


def _misplaced(file: str, part: str) -> Problem:
    return Problem("skabelon.maerke_forkert_sted", "Der står et mærke et sted, hvor det ikke "
                   "bliver udfyldt.", Place(file, detail=part),
                   "Flyt det til brødteksten, sidehovedet, sidefoden eller en note.")


def _addresses(file: TemplateFile, part: str) -> Iterator[Problem]:
    """What a part points to outside the file. A picture out there tells who opens a letter."""
    for rel in file.package.relationships(part).values():
        if re.search(r"\{\{|\{%|%7B%7B|%7B%25", rel.target, re.IGNORECASE):
            yield _misplaced(file.name, part)
        elif rel.external and rel.kind != "hyperlink" and rel.kind not in PRIVATE:
            yield Problem("skabelon.udefra", f"Skabelonen henter noget udefra ({rel.kind}).",
                          Place(file.name, detail=part), "Sæt billedet ind i selve filen: Indsæt → "
                          "Billeder, og ikke som link.")


def _hidden(root: etree._Element, part: str, file: str) -> Iterator[Problem]:
    places = spots(root, part)
    for number, paragraph in enumerate(root.iter(w("p"))):
        if any(_is_on(run.find(f"{w('rPr')}/{w('vanish')}")) and run.find(w("t")) is not None
               for run in paragraph.iter(w("r"))):
            yield Problem("skabelon.skjult_tekst", "Her er skjult tekst. Den følger med i brevene.",
                          Place(file, detail=places[number]),
                          "Slet teksten, eller fjern fluebenet ved Skjult under Skrifttype.")


def _is_on(switch: etree._Element | None) -> bool:
    return switch is not None and switch.get(w("val"), "1") not in ("0", "false", "off")


# --- tags ---------------------------------------------------------------------------------------


def _tags(root: etree._Element, part: str, file: str,
          library: Library) -> tuple[list[Problem], Uses]:
    if not has_tags(root):
        return [], Uses((), frozenset())
    structure = list(unclosed(root, spots(root, part), file))
    source = jinja_source(root, part)
    try:
        tree = environment().parse(source.text)
        faults, used = check(tree, library.fraser)
        problems = [fault_problem(f, source.spots, file) for f in faults]
        if not structure:
            problems += _rewritten(source.text, source.spots, file)
    except TemplateError as error:
        problems, used = _one_by_one(root, spots(root, part), file, library)
        if not structure and not any(p.id == "skabelon.maerke" for p in problems):
            problems.append(syntax_problem(error, file, source.spots))
    return structure + problems, used


def _rewritten(text: str, places: tuple[str, ...], file: str) -> list[Problem]:
    """What only shows when the tags are put in their places in the XML."""
    rewriter = Rewriter("", phrase=False)
    try:
        rewriter.rewrite(environment().parse(text))
    except TemplateError:  # a tag that cannot be used; `check` has said so
        return []
    return [fault_problem(f, places, file) for f in rewriter.faults]


def _one_by_one(root: etree._Element, places: Sequence[str], file: str,
                library: Library) -> tuple[list[Problem], Uses]:
    """Checks each tag by itself, when the whole cannot be read: names still count."""
    texts = [(place, tag) for place, p in zip(places, root.iter(w("p")), strict=True)
             for tag in TAG.findall(own_words(p))]
    given = {name for _, tag in texts for name in _given(tag)}
    problems: list[Problem] = []
    fields: set[str] = set()
    phrases: list[tuple[str, dict[str, str]]] = []
    for place, tag in texts:
        try:
            tree = environment().parse(_alone(tag))
        except TemplateError as error:
            text, _, remedy = danish_syntax(error).partition("||")
            problems.append(Problem("skabelon.maerke", f"{text.rstrip('.')}.",
                                    Place(file, detail=place), remedy))
            continue
        faults, used = check(tree, library.fraser, dict.fromkeys(given, "?"))
        problems += [fault_problem(f, (place,), file) for f in faults]
        fields |= used.felter
        phrases += [(id, dict(loops)) for id, loops in used.fraser]
    return problems, Uses(tuple(phrases), frozenset(fields))


def _given(tag: str) -> Iterator[str]:
    """The names that a `for` or `set` tag gives."""
    match = re.match(r"\{%[-+]?\s*(?:(?:p|tr|tc|r)\s+)?(?:for\s+(.+?)\s+in\s|"
                     r"set\s+([\w\s,]+?)\s*=)", tag)
    for name in re.split(r"\s*,\s*", (match[1] or match[2])) if match else ():
        yield name.strip()


def _alone(tag: str) -> str:
    """A tag as a template of its own: a block is closed, and a tag that closes one is left out."""
    if tag.startswith("{{"):
        return re.sub(r"^\{\{[-+]?(?:(?:p|r|tr|tc)\s)?", "{{ ", tag)
    match = re.match(r"\{%[-+]?\s*(?:(?:p|tr|tc|r)\s+)?(\w+)(.*?)[-+]?%\}", tag, re.DOTALL)
    if not match or match[1].startswith("end") or match[1] in ("else", "hm", "vm", "colspan",
                                                               "cellbg"):
        return ""
    word, rest = match[1], match[2]
    if word == "elif":
        word = "if"
    closing = {"if": "{% endif %}", "for": "{% endfor %}", "with": "{% endwith %}",
               "macro": "{% endmacro %}", "set": "" if "=" in rest else "{% endset %}"}
    return f"{{% {word}{rest}%}}{closing.get(word, '')}"


# --- looks --------------------------------------------------------------------------------------


def _accessible(root: etree._Element, part: str, file: str) -> Iterator[Problem]:
    places = spots(root, part)
    numbers = {p: n for n, p in enumerate(root.iter(w("p")))}
    for picture in root.iter(wp("docPr")):
        if not (picture.get("descr") or picture.get("title") or _decorative(picture)):
            yield Problem("skabelon.alternativ_tekst", "Et billede mangler alternativ tekst.",
                          Place(file, detail=places[paragraph_of(picture, numbers)]),
                          "Højreklik på billedet i Word → Vis alternativ tekst, og skriv, hvad det "
                          "viser.", "advarsel")
    level = 0
    for paragraph in root.iter(w("p")):
        found = heading_level(paragraph)
        if found > level + 1 and level:
            yield Problem("skabelon.overskrift_springer", "Overskrifterne springer et niveau over.",
                          Place(file, detail=places[numbers[paragraph]]),
                          f"Brug Overskrift {level + 1} her.", "forslag")
        level = found or level
    for table in root.iter(w("tbl")):
        rows = table.findall(w("tr"))
        if len(rows) > 1 and not any(r.find(f"{w('trPr')}/{w('tblHeader')}") is not None
                                     for r in rows):
            yield Problem("skabelon.tabel_uden_hoved", "Tabellen har ingen overskriftsrække.",
                          Place(file, detail=places[paragraph_of(table, numbers)]),
                          "Markér første række → Tabel → Gentag overskriftsrækker.", "forslag")


def _look(file: TemplateFile, skabelon: Skabelon) -> Iterator[Problem]:
    """Styles that the template uses and that are not in the Word file it takes its look from."""
    for name in take_look(file, skabelon):
        assert skabelon.udseende is not None
        yield Problem(
            "skabelon.eget_udseende", f"Typografien »{name}« findes ikke i "
            f"{skabelon.udseende.name}, så den følger ikke med, når udseendet bliver ændret dér.",
            Place(file.name), "Lav en typografi med det navn dér, eller brug en anden her.",
            "forslag")


def _decorative(picture: etree._Element) -> bool:
    """Whether Word has been told that a picture says nothing (»Markér som dekorativ«)."""
    return any(mark.get("val", "1") in ("1", "true") for mark in picture.iter(_DECORATIVE))


def _styles(file: TemplateFile, skabelon: Skabelon, library: Library,
            phrases: Sequence[str]) -> Iterator[Problem]:
    """Roles that the phrases need and the template has no Word style for."""
    styles = style_map(file.root("styles"), skabelon.typografier)
    for role, name in skabelon.typografier.items():
        if role not in ROLES:
            yield Problem("skabelon.rolle", f"»{role}« er ikke en rolle, en frase kan have.",
                          Place(skabelon.file), f"Vælg mellem: {', '.join(ROLES)}.")
        elif role not in styles.styles and not {"fed": styles.bold,
                                                "kursiv": styles.italic}.get(role):
            yield Problem("skabelon.typografi", f"Skabelonen har ingen typografi, der hedder "
                          f"»{name}«.", Place(skabelon.file), "Ret navnet, eller lav typografien "
                          "i Word.")
    for role, id in _needed(phrases, skabelon.læser, library).items():
        numbered = role in ("nummer", "undernummer")
        bound = not numbered or numbering_of(file.root("styles"), file.root("numbering"),
                                             styles.styles.get(role))
        if role != "afsnit" and (role not in styles.styles or not bound):
            yield Problem(
                "skabelon.typografi", f"Skabelonen har ingen typografi til »{role}«, som frasen "
                f"»{id}« bruger.", Place(file.name), f"Brug typografien »{ROLES[role][1]}« et sted "
                "i skabelonen, så Word gemmer den, eller skriv en anden i skabelon.yaml under "
                "typografier.")


def _needed(phrases: Sequence[str], reader: str, library: Library) -> dict[Role, str]:
    """The roles that the phrases use for this reader, each with the first phrase that does.
    Phrases inside phrases count."""
    needed: dict[Role, str] = {}
    waiting, seen = list(phrases), set[str]()
    while waiting:
        id = waiting.pop(0)
        if id in seen:
            continue
        seen.add(id)
        for frase in library.fraser.get(id, ()):
            for variant in frase.varianter:
                if variant.reader in (None, reader):
                    waiting += sorted(uses(variant.body))
                    for role in _roles(variant.body):
                        needed.setdefault(role, id)
    return needed


def _roles(body: str) -> Iterator[Role]:
    try:
        yield from (block.role for block in blocks(plain_markdown(body)))
    except (Unsupported, NoStyle):  # the check of phrases tells
        return
