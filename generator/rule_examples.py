"""The examples of the rules, run: a wrong one must be found by its rule, a right one must not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from generator.case.load import Case, check_case
from generator.checker.check import applies, look, look_set
from generator.checker.letter import Borttaget, Brev, Deltager, Stykke, letter_of_text
from generator.checker.rules import Eksempel, Regel, Regelbog
from generator.coverage import read_examples
from generator.document.model import Document, Passage, Properties
from generator.orders import order_letters
from generator.phrases.trials import CannotChange, Change, changed, read_path
from generator.pipeline import Press, make_letter
from generator.source import Located, Path_, Place, Problem, Unusable, kort, suggestion


@dataclass(frozen=True)
class Outcome:
    """How many examples were run, and a problem for each that went otherwise than it says."""

    run: int
    problems: tuple[Problem, ...]


def run_examples(book: Regelbog, press: Press, ids: tuple[str, ...] = ()) -> Outcome:
    """Runs the examples of all rules, or of these; those of spelling when the book can tell it."""
    cases, found = read_examples(press.library)
    problems, count = list(found), 0
    for regel in book.regler.values():
        if (ids and regel.id not in ids) or (regel.slags == "stavning" and not book.stavning):
            continue
        for wrong, examples in ((True, regel.forkert), (False, regel.rigtigt)):
            for eksempel in examples:
                count += 1
                try:
                    problems += _judged(regel, eksempel, wrong, book, press, cases)
                except Unusable as error:
                    problems += error.problems
    return Outcome(count, tuple(problems))


def _judged(regel: Regel, eksempel: Eksempel, wrong: bool, book: Regelbog, press: Press,
            cases: dict[str, Case]) -> Iterator[Problem]:
    breve = [edited(brev, eksempel) for brev in letters(regel, eksempel, press, cases)
             if not eksempel.sag or applies(regel, brev)]
    found = look_set(regel, breve) if regel.slags == "enige" else [
        problem for brev in breve for problem in look(regel, brev, book)]
    what = kort(eksempel.tekst or eksempel.sag)
    if wrong and not found:
        yield Problem("regel.eksempel_ikke_fundet", f"{regel.id} finder ikke noget i det forkerte "
                      f"eksempel »{what}«.", eksempel.sted, "Ret mønstrene eller eksemplet.")
    if not wrong and found:
        yield Problem("regel.eksempel_fundet", f"{regel.id} finder noget i det rigtige eksempel "
                      f"»{what}«: {found[0].text}", eksempel.sted,
                      "Ret mønstrene, tilføj en undtagelse, eller ret eksemplet.")


def edited(brev: Brev, eksempel: Eksempel) -> Brev:
    """The letter with the words changed that the example changes for its reader or its kind."""
    eyes = brev.situation.læser.øjne if brev.situation else ""
    for who, words in eksempel.rettet.items():
        if who in (eyes, brev.læser, brev.dokument):
            brev = replace(brev, stykker=tuple(_with(s, words) for s in brev.stykker))
    return brev


def _with(stykke: Stykke, words: Mapping[str, str]) -> Stykke:
    text = stykke.tekst
    for old, new in words.items():
        text = text.replace(old, new)
    return replace(stykke, tekst=text, ophav="rettet") if text != stykke.tekst else stykke


def letters(regel: Regel, eksempel: Eksempel, press: Press,
            cases: dict[str, Case]) -> list[Brev]:
    """What an example is tried on: its text, or the letters of its case to the rule's readers."""
    if eksempel.sag:
        return list(_of_case(regel, eksempel, press, cases))
    reader = eksempel.læser or next(iter(regel.læsere), "barn")
    age = eksempel.alder if eksempel.alder is not None else min(max(11, regel.alder[0]),
                                                                regel.alder[1])
    brev = letter_of_text(
        eksempel.tekst, dokument=eksempel.dokument or next(iter(regel.dokumenter), ""),
        læser=reader, alder=age, dato=eksempel.dato,  # type: ignore[arg-type]
        deltagere=tuple(map(_participant, eksempel.navne)))
    changed = eksempel.fil.get("frase_rettet")
    if changed:
        pieces = tuple(replace(s, ophav="rettet", frase=changed) for s in brev.stykker)
        brev = replace(brev, stykker=pieces)
    return [replace(brev, **_file(eksempel.fil)) if eksempel.fil else brev]


#: What an example may say that its Word file carries: properties, and texts that are not read.
_EGENSKABER = {"forfatter": "author", "rettet_af": "last_modified_by", "titel": "title",
               "emne": "subject", "noegleord": "keywords", "skabelon": "template"}
_SKJULT = {"kommentar": "comments", "indsat": "inserted", "slettet": "deleted",
           "skjult": "hidden", "anden_fil": "unread"}


def _file(told: Mapping[str, str]) -> dict[str, Any]:
    """The fields of a letter whose file carries this. Besides properties and hidden texts:
    `filnavn`, `miniature`, `customXml/item1.xml` and other parts; `frase_vaek`, a phrase that was
    taken out; and `frase_rettet`, the phrase that once made the text."""
    properties = {_EGENSKABER[k]: v for k, v in told.items() if k in _EGENSKABER}
    hidden = {_SKJULT[k]: (Passage(v),) for k, v in told.items() if k in _SKJULT}
    if "miniature" in told:
        where = Place("eksempel", detail="filens del docProps/thumbnail.jpeg")
        hidden["unread"] = (Passage(told["miniature"], where),)
    parts = tuple((k, v) for k, v in told.items() if "/" in k)
    document = Document("eksempel", properties=Properties(**properties), everything_else=parts,
                        **hidden)  # type: ignore[arg-type]
    gone = told.get("frase_vaek")
    return {"navn": told.get("filnavn", "eksempel"), "document": document,
            "borttaget": (Borttaget(gone, 1, True),) if gone else (),
            "lovfraser": {"afgoerelse.du_kan_klage": "barnets lov § 145"}}


def _participant(text: str) -> Deltager:
    """`Alma Holm (barn, hun)`: a name, and in brackets the role and the pronoun."""
    name, _, told = text.partition("(")
    role, _, pronoun = told.rstrip(")").partition(",")
    name = name.strip()
    return Deltager(name, name.split()[0], role.strip(), pronoun.strip(), role.strip() == "barn")


def _of_case(regel: Regel, eksempel: Eksempel, press: Press,
             cases: dict[str, Case]) -> Iterator[Brev]:
    if eksempel.sag not in cases:
        raise Unusable([Problem("regel.eksempel_sag", "Der er intet eksempel, der hedder "
                                f"»{kort(eksempel.sag)}«.", eksempel.sted,
                                suggestion(eksempel.sag, cases))])
    case = _changed(cases[eksempel.sag], eksempel, press)
    wanted = (eksempel.dokument,) if eksempel.dokument else regel.dokumenter
    for order in order_letters(case, press.library, types=_made(case, press, wanted)):
        if (not eksempel.læser or eksempel.læser == order.læser.rolle) and (
                not regel.læsere or order.læser.rolle in regel.læsere):
            letter = make_letter(case, order, press, draft=True)
            yield letter.brev


def _made(case: Case, press: Press, wanted: tuple[str, ...]) -> tuple[str, ...]:
    """Those of the wanted kinds of document that the case calls for."""
    kinds = {order.skabelon.dokument for order in order_letters(case, press.library)}
    return tuple(kind for kind in wanted if kind in kinds) or wanted


def _changed(case: Case, eksempel: Eksempel, press: Press) -> Case:
    changes: list[tuple[str, str | None]] = list(eksempel.sæt.items())
    changes += [(path, None) for path in eksempel.fjern]
    try:
        data = changed(case.source.data, [Change(_path(path, eksempel), value)
                                          for path, value in changes])
    except CannotChange as error:
        text, _, remedy = str(error).partition("||")
        raise Unusable([Problem("regel.eksempel_aendring", f"Eksemplet kan ikke ændre sagen: "
                                f"{text}.", eksempel.sted, remedy)]) from error
    return check_case(Located(data, {}, case.source.file), press.library.law)


def _path(text: str, eksempel: Eksempel) -> Path_:
    path = read_path(text)
    if path is None:
        raise Unusable([Problem("regel.eksempel_sti", f"»{kort(text)}« er ikke et felt.",
                                eksempel.sted, "Skriv for eksempel afgørelse.mål[1].tegn.")])
    return path
