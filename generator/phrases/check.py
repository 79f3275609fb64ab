"""Everything wrong with the phrases of a library, all at once, with file and line."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date

from jinja2 import TemplateError

from generator import danish
from generator.expressions import Fault, check
from generator.library import ALDERSTRIN, Frase, Library, Variant
from generator.phrases.markdown import Unsupported, blocks
from generator.phrases.session import danish_reason
from generator.phrases.usage import phrases_using, plain_markdown
from generator.sandbox import environment
from generator.source import Place, Problem, in_order


def check_library(library: Library, used: Collection[str], examples: Collection[str],
                  expires: date | None = None, ids: Collection[str] = ()) -> list[Problem]:
    """Every problem of every phrase, or of the phrases `ids`. `used` are the ids that templates
    use, `examples` the names of the example cases; `expires` also lists phrases that no longer hold
    on that day."""
    problems: list[Problem] = list(library.advarsler)
    for id, versions in library.fraser.items():
        if ids and id not in ids:
            continue
        if id not in used and not phrases_using(library, id):
            problems.append(Problem(
                "frase.ubrugt", f"Frasen »{id}« bliver ikke brugt nogen steder.",
                Place(versions[-1].file), "Sæt den ind i en skabelon, eller slet den.",
                "advarsel"))
        for frase in versions:
            for variant in frase.varianter:
                problems += check_variant(frase, variant, library.fraser)
            problems += _bands(frase)
            problems += _front_matter(frase, examples)
        if expires and not any(f.gælder(expires) for f in versions):
            problems.append(Problem(
                "frase.udloeber", f"Frasen »{id}« gælder ikke længere {danish.dato(expires)}.",
                Place(versions[-1].file, 1), "Lav en ny udgave, eller ret gyldig_til.", "advarsel"))
    return in_order(problems)


def check_variant(frase: Frase, variant: Variant, known: Collection[str]) -> list[Problem]:
    """The faults in one variant: tags that cannot be read, names that do not exist, Markdown that
    a letter has no form for."""
    problems = [_placed(f, frase, variant) for f in _tag_faults(frase, variant, known)]
    try:
        blocks(plain_markdown(variant.body))
    except Unsupported as error:
        problems.append(Problem(
            "frase.markdown", f"Teksten bruger {error.what}, og det har et brev ingen form for.",
            Place(frase.file, _line_of(variant, error.line)), error.remedy))
    return problems


def _tag_faults(frase: Frase, variant: Variant, known: Collection[str]) -> list[Fault]:
    try:
        tree = environment(phrases=True).parse(variant.source)
    except TemplateError as error:
        text, _, remedy = danish_reason(error).partition("||")
        return [Fault(getattr(error, "lineno", 1) or 1, "frase.maerke", text, remedy)]
    return check(tree, known, frase.løkke, phrase=True)[0]


def _placed(fault: Fault, frase: Frase, variant: Variant) -> Problem:
    return Problem(fault.id.replace("maerke.", "frase."), fault.text,
                   Place(frase.file, variant.line + fault.line - 1), fault.remedy)


def _line_of(variant: Variant, line: int) -> int:
    """The line in the file of line `line` of the text without its tags' own lines."""
    count = -1
    for number, text in enumerate(variant.body.split("\n")):
        stripped = text.strip()
        if not (stripped.startswith("{%") and stripped.endswith("%}")):
            count += 1
        if count == line:
            return variant.line + number
    return variant.line


def _bands(frase: Frase) -> Iterator[Problem]:
    """Age bands that have no wording of their own while others have."""
    aged = [v for v in frase.varianter if v.reader in (None, "barn") and v.ages != (0, 99)]
    if not aged or any(v.ages == (0, 99) and v.reader in (None, "barn") and not v.conditions
                       for v in frase.varianter):
        return
    for low, high in ALDERSTRIN[1:]:
        if not any(v.ages[0] <= low and high <= v.ages[1] for v in aged):
            band = f"{low}-{high}" if high < 99 else f"{low}-17"
            yield Problem("frase.alderstrin", f"Frasen »{frase.id}« har ingen tekst til {band} år.",
                          Place(frase.file, 1), "Skriv en variant til alderstrinnet, eller udvid "
                          "alderen i en overskrift.", "forslag")


def _front_matter(frase: Frase, examples: Collection[str]) -> Iterator[Problem]:
    if frase.eksempel and frase.eksempel not in examples:
        yield Problem("frase.eksempel", f"Eksemplet »{frase.eksempel}« findes ikke.",
                      Place(frase.file, 1), f"Vælg mellem: {', '.join(sorted(examples))}.",
                      "advarsel")
    for name, value in (("ejer", frase.ejer), ("kilde", frase.kilde),
                        ("eksempel", frase.eksempel)):
        if not value:
            yield Problem("frase.hoved_mangler", f"»{name}« mangler i frasens hoved.",
                          Place(frase.file, 1), f"Tilføj linjen »{name}: …«.", "forslag")
