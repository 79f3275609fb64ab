"""Old merge letters: Word's merge fields become our tags. All else in the file stays as it is.

What cannot be translated (`IF`, `NEXT`, a field nobody knows) is left or marked, and named with its
place: nothing that a letter said is lost without a word.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from generator.source import Place, Problem, Unusable, in_order, kort
from generator.template.field_codes import Kode, WordField, fields, read_code, replace
from generator.template.field_names import field_for
from generator.template.field_tags import BY_HAND, if_instead, no_markup, translated
from generator.template.losses import losses, paragraph_of
from generator.template.mail_merge import without_source
from generator.template.mend import spots
from generator.template.parts import TemplateFile, open_template, part_name, serialised
from generator.template.word import w
from generator.template.zip_writer import pack, write

_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_TRACKED = tuple(w(name) for name in ("ins", "del", "moveFrom", "moveTo"))
_TYPES = "[Content_Types].xml"
#: Word does not open a .docx that says it is a .dotx.
_TEMPLATE_TYPE = b"wordprocessingml.template.main+xml"
_MAIN_TYPE = b"wordprocessingml.document.main+xml"


@dataclass(frozen=True)
class Fletfelt:
    """A field of the old letter: how often it is there and what it became ("" when it is left)."""

    navn: str
    antal: int
    blev_til: str
    bemærkning: str = ""


@dataclass(frozen=True)
class Converted:
    """The new Word file, the fields that were found, and what somebody must know or do."""

    docx: bytes
    felter: tuple[Fletfelt, ...]
    bemærkninger: tuple[Problem, ...]

    @property
    def i_hånden(self) -> bool:
        """Whether something is left for hand work."""
        return any(problem.level != "forslag" for problem in self.bemærkninger)


def convert(docx: bytes, mapping: Mapping[str, str], name: str) -> Converted:
    """The letter with our tags for its merge fields. `mapping` says which field of a case a merge
    field is, where its name does not. Raises `Unusable` when the file cannot be read, or has no
    field to translate."""
    file = open_template(docx, name)
    _refuse_other_kinds(file)
    found = [one for part, root in file.roots.items() for one in _part(file, part, root, mapping)]
    if not any(one.navn for one in found):
        raise Unusable([Problem(
            "fletfelt.ingen", "Der er ingen fletfelter i brevet.", Place(name), "Se efter, om det "
            "er det rigtige brev. Mærker kan I også skrive selv, for eksempel {{ barn.navn }}.")])
    changed = {part: serialised(root) for part, root in file.roots.items()
               if any(one.part == part and one.ændret for one in found)}
    source = without_source(file)
    problems = list(_said_once(one.problem for one in found if one.problem))
    if source:
        problems.append(Problem(
            "fletfelt.datakilde", "Brevets forbindelse til det gamle regneark er fjernet. Den "
            "fortalte, hvor på en computer det lå.", Place(name), "I skal ikke gøre noget.",
            "forslag"))
    return Converted(_packed(file, {**changed, **source}), tuple(_counted(found)),
                     tuple(in_order(problems)))


def _said_once(problems: Iterable[Problem]) -> Iterator[Problem]:
    """What is only good to know is said where it is true first."""
    said: set[str] = set()
    for problem in problems:
        if problem.level != "forslag" or problem.text not in said:
            yield problem
        said.add(problem.text)


def _refuse_other_kinds(file: TemplateFile) -> None:
    """Files that only look like a docx: with macros, or in the strict dialect of it."""
    macros = any(part.endswith("vbaproject.bin") for part in file.package.parts)
    if macros or b"purl.oclc.org" in file.package.read(file.main):
        raise Unusable([Problem(
            "fletfelt.format", "Filen er gemt med makroer." if macros else
            "Filen er gemt som »Strict Open XML«.", Place(file.name), "Åbn den i Word, og gem den "
            "som Word-dokument (*.docx).")])


# --- the fields of a part -----------------------------------------------------------------------


@dataclass(frozen=True)
class _Found:
    """What one field became. Without a name it is a remark about the part."""

    part: str
    navn: str = ""
    blev_til: str = ""
    kort: str = ""
    problem: Problem | None = None
    ændret: bool = False
    tæller: bool = True


@dataclass(frozen=True)
class _Spot:
    """Where a part's fields are looked up: its file, its paragraphs, what its names mean."""

    file: str
    part: str
    places: list[str]
    numbers: dict[etree._Element, int]
    mapping: Mapping[str, str]

    def of(self, found: WordField) -> Place:
        """The place of a field, for people."""
        detail = self.places[paragraph_of(found.first, self.numbers)] if self.places else ""
        return Place(self.file, detail=detail)


def _part(file: TemplateFile, part: str, root: etree._Element,
          mapping: Mapping[str, str]) -> Iterator[_Found]:
    known = part_name(part, file.main)
    for problem in losses(root, known, file.name):
        if problem.id == "skabelon.sporede_aendringer":
            yield _Found(part, problem=problem)
    numbers = {p: n for n, p in enumerate(root.iter(w("p")))}
    spot = _Spot(file.name, part, spots(root, known), numbers, mapping)
    for found in fields(root, Place(file.name, detail=known)):
        yield from _field(found, spot)


def _field(found: WordField, spot: _Spot) -> Iterator[_Found]:
    """What becomes of a field. Ordinary ones (page number, link) stay, with what is shown in
    them translated."""
    code = read_code(found.code)
    twin = next(found.first.iterancestors(_FALLBACK), None) is not None
    if code.word == "MERGEFIELD":
        one = _merge_field(found, code, spot)
    elif code.word in BY_HAND or _merges(found):
        one = _left(found, code, spot)
    else:
        for inner in found.shown:
            yield from _field(inner, spot)
        return
    if twin:  # the same text box, kept for old readers: said and counted once
        one = _Found(one.part, one.navn, one.blev_til, one.kort, None, one.ændret, False)
    yield one


def _merges(found: WordField) -> bool:
    """Whether the code of a field holds merge fields."""
    return any(read_code(inner.code).word == "MERGEFIELD" or _merges(inner)
               for inner in found.inside)


def _merge_field(found: WordField, code: Kode, spot: _Spot) -> _Found:
    navn = no_markup(code.name)
    stays = _why_it_stays(found, code)
    if stays:
        return _Found(spot.part, navn or "(uden navn)", "", "står endnu i brevet", Problem(
            "fletfelt.kan_ikke", f"Fletfeltet »{navn}« {stays[0]} og er ikke lavet om.",
            spot.of(found), stays[1]))
    where, svar = spot.of(found), field_for(code.name, spot.mapping)
    if not svar.sti:
        replace(found, f"«{navn}»", code)
        return _Found(spot.part, navn, f"«{navn}»", "ukendt felt", Problem(
            "fletfelt.ukendt", f"Fletfeltet »{navn}« er ikke et felt i en sag. Der står nu "
            f"«{navn}» som almindelig tekst.", where, _choose(navn, svar.andre)), True)
    made = translated(code, svar)
    replace(found, made.tekst, code)
    problem = None
    if made.tab:
        lost = ", ".join(kort(switch) for switch in made.tab)
        problem = Problem(
            "fletfelt.form", f"Fletfeltet »{navn}« er blevet til {made.tekst}, men »{lost}« er der "
            "ikke noget, der svarer til.", where, "Se i et brev, om det ser rigtigt ud. Filtrene "
            "står i vejledningen om fraser.", "advarsel")
    elif made.note:
        problem = Problem("fletfelt.efterse", f"Fletfeltet »{navn}« er blevet til {made.tekst}. "
                          f"{made.note[0]}", where, "Se efter, om det er det rigtige felt.",
                          "forslag")
    short = "ikke al formatering" if made.tab else "se efter" if made.note else ""
    return _Found(spot.part, navn, made.tekst, short, problem, True)


def _choose(navn: str, near: tuple[str, ...]) -> str:
    hint = f"Måske {' eller '.join(f'{{{{ {sti} }}}}' for sti in near[:3])}? " if near else ""
    return (f"{hint}»duform felter« viser alle felter. Skriv det rigtige mærke i stedet for "
            f"«{navn}», eller skriv i en fil »kolonner:« og under den »{navn}: felt«, og brug den "
            "med --mapning.")


def _why_it_stays(found: WordField, code: Kode) -> tuple[str, str] | None:
    """Why a merge field cannot be touched, and what to do about it; None when it can."""
    if _is_tracked(found):
        return "står i en sporet ændring", ("Vælg Gennemse → Acceptér alle ændringer i Word, gem "
                                            "brevet, og kør kommandoen igen.")
    if not found.whole:
        return "er ikke afsluttet", ("Slet feltet i Word (vis koderne med Alt+F9), og skriv et "
                                     "mærke i stedet.")
    if found.inside:
        return "har et andet felt inden i sig", ("Slet feltet, og skriv for eksempel "
                                                 "{% if felt %}tekst {{ felt }}{% endif %}.")
    if len({_paragraph(part) for part in found.parts}) > 1:
        return "går over flere afsnit", "Slet feltet i Word, og skriv {{ felt }} i stedet."
    return None if code.name else ("har intet navn", "Slet det, og skriv {{ felt }} i stedet.")


def _is_tracked(found: WordField) -> bool:
    return any(next(part.iterancestors(*_TRACKED), None) is not None
               or next(part.iter(w("delInstrText"), w("delText"), *_TRACKED), None) is not None
               for part in found.parts)


def _paragraph(part: etree._Element) -> etree._Element | None:
    return next(part.iterancestors(w("p")), None)


def _left(found: WordField, code: Kode, spot: _Spot) -> _Found:
    """A field for hand work. It stays, and so does what it shows, in every letter."""
    instead = BY_HAND.get(code.word)
    if code.word == "IF":
        instead = f"Slet feltet, og skriv i stedet: {if_instead(found, spot.mapping)}"
    name = kort(no_markup(code.word))
    return _Found(spot.part, name, "", "i hånden", Problem(
        "fletfelt.i_haanden", f"Feltet {name} er ikke lavet om. Det, det viser nu, ville stå i "
        "alle breve.", spot.of(found), instead or "Slet feltet, og skriv et mærke i stedet: "
        "{{ felt }}."))


# --- the file -----------------------------------------------------------------------------------


def _counted(found: list[_Found]) -> Iterator[Fletfelt]:
    """A line for each field and what it became, in the order of the letter."""
    rows: dict[tuple[str, str, str], int] = {}
    for one in found:
        if one.navn:
            key = (one.navn, one.blev_til, one.kort)
            rows[key] = rows.get(key, 0) + one.tæller
    for (navn, blev_til, short), count in rows.items():
        yield Fletfelt(navn, max(count, 1), blev_til, short)


def _packed(file: TemplateFile, changed: Mapping[str, bytes]) -> bytes:
    """The file with these parts instead of its own; one without content is left out. It is a
    document, also when it was a .dotx."""
    names = [info.filename for info in file.package.parts.values()]
    parts = {name: changed[name] if name in changed else file.package.read(name)
             for name in names if changed.get(name) != b""}
    parts[_TYPES] = parts[_TYPES].replace(_TEMPLATE_TYPE, _MAIN_TYPE)
    return write(pack(()), parts.items())

