"""Whether the phrases have been tried: their owners' trials are run, and every variant must be used
by a trial or by a letter of the examples."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from generator import danish
from generator.case.load import Case, check_case, load_case
from generator.library import Frase, Library
from generator.orders import Order, document_day, order_letters
from generator.phrases.preview import Preview, preview
from generator.phrases.trials import (
    CannotChange,
    Change,
    Trial,
    changed,
    failed,
    judge,
    read_trials,
)
from generator.pipeline import Press, VariantKey, letters_by_variant
from generator.source import Located, Place, Problem, Unusable, in_order, kort, suggestion


@dataclass(frozen=True)
class Coverage:
    """What was tried: problems, how many trials were run, and for how many variants of how many
    something was."""

    problems: tuple[Problem, ...]
    trials: int
    tried: int
    variants: int


def read_examples(library: Library) -> tuple[dict[str, Case], list[Problem]]:
    """The example cases by name, and the problems of those that cannot be read."""
    cases: dict[str, Case] = {}
    problems: list[Problem] = []
    for name, path in library.eksempler.items():
        try:
            cases[name] = load_case(path, library.law)
        except Unusable as error:
            problems += error.problems
    return cases, problems


def cover(press: Press, ids: Collection[str] = ()) -> Coverage:
    """Runs the trials of all phrases, or of these, and tells which variants nothing tries."""
    library = press.library
    cases, problems = read_examples(library)
    letters, more = letters_by_variant(cases, press)
    problems += more
    bench = _Bench(press, cases)
    chosen = [versions for id, versions in library.fraser.items() if not ids or id in ids]
    for versions in chosen:
        for frase in versions:
            bench.run(frase)
    tried = set(letters) | bench.tried
    for versions in chosen:
        problems += _untried(versions, tried)
        problems += _wrong_example(versions, cases, letters, bench.cases_of)
    variants = {(f.file, v.line) for versions in chosen for f in versions for v in f.varianter}
    return Coverage(tuple(in_order([*problems, *bench.problems])), bench.count,
                    len(variants & tried), len(variants))


@dataclass
class _Bench:
    """Where trials are run. It learns which variants they use (`tried`), and which cases the
    trials of each phrase are about."""

    press: Press
    cases: Mapping[str, Case]
    tried: set[VariantKey] = field(default_factory=set)
    cases_of: set[tuple[str, str]] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)
    count: int = 0

    def __post_init__(self) -> None:
        self._changed = cache(self._changed_case)

    def run(self, frase: Frase) -> None:
        """Runs the trials of one version of a phrase."""
        trials, problems = read_trials(frase)
        self.problems += problems
        for trial in trials:
            self.count += 1
            self.cases_of.add((frase.id, trial.case))
            try:
                case, orders = self._ordered(frase, trial)
            except Unusable as error:
                self.problems += error.problems
                continue
            for order in orders:
                shown = preview(self.press.book, case, order.læser, order.dato, frase.id)
                self.problems += self._judged(frase, trial, order, shown)

    def _ordered(self, frase: Frase, trial: Trial) -> tuple[Case, list[Order]]:
        """The case as the trial changes it, and the letters that it is about."""
        if trial.case not in self.cases:
            known = sorted(self.press.library.eksempler)
            unread = trial.case in known
            raise Unusable([Problem(
                "frase.proeve_sag", f"Eksemplet »{kort(trial.case)}« kan ikke læses." if unread
                else f"Der er intet eksempel, der hedder »{kort(trial.case)}«.", trial.where,
                "Ret sagen først." if unread else suggestion(trial.case, known)
                or f"Vælg mellem: {', '.join(known)}.")])
        try:
            case = self._changed(trial.case, trial.changes, None)
            kinds = [d for d in frase.dokumenter if document_day(case, d)] or frase.dokumenter
            if trial.age is not None and (day := document_day(case, kinds[0])):
                born = _born(case.sag.barn.fødselsdato, trial.age, day)
                case = self._changed(trial.case, trial.changes, born)
            orders = order_letters(case, self.press.library, types=kinds[:1], to=(trial.reader,))
        except CannotChange as error:
            text, _, remedy = str(error).partition("||")
            raise Unusable([_refused(trial, f"{text}.", remedy)]) from error
        except Unusable as error:
            raise Unusable(_told(trial, error)) from error
        return case, orders

    def _changed_case(self, name: str, changes: tuple[Change, ...], born: date | None) -> Case:
        source = self.cases[name].source
        data = changed(source.data, changes)
        if born:
            data["barn"]["fødselsdato"] = born.isoformat()
        return check_case(Located(data, {}, source.file), self.press.library.law)

    def _judged(self, frase: Frase, trial: Trial, order: Order,
                shown: Preview) -> Iterator[Problem]:
        day = danish.dato(order.dato)
        if shown.file not in ("", frase.file) or not frase.gælder(order.dato):
            yield failed(trial, f"på brevets dato, {day}, gælder frasen ikke i denne udgave.",
                         "Skriv en dato i »Ændret«, hvor den gælder, for eksempel "
                         "afgørelse.dato: 2026-03-02.")
        elif shown.variant is None:
            yield failed(trial, "frasen har ingen tekst til den, der læser.",
                         "Skriv en variant, der passer, eller ret prøven.")
        else:
            self.tried.add((frase.file, shown.variant.line))
            yield from (p for p in shown.problems if p.id == "frase.fejl")
            yield from judge(trial, shown.text, shown.variant.heading)


def _born(born: date, age: int, day: date) -> date:
    """A birth date that makes the child so old on the day; the birthday is kept."""
    before = (born.month, born.day) > (day.month, day.day)
    year = day.year - age - before
    with suppress(ValueError):
        return born.replace(year=year)
    return date(year, 3, 1)  # born on 29 February, in a common year


def _told(trial: Trial, error: Unusable) -> Iterator[Problem]:
    """What the program says of the changed case or of its reader, told of the trial."""
    for problem in error.problems:
        if problem.id.startswith("lav."):
            yield Problem("frase.proeve_laeser", f"Prøven med {trial}: {problem.text}",
                          trial.where, problem.remedy)
        else:
            what = f"{problem.where.detail}: " if problem.where.detail else ""
            yield _refused(trial, f"{what}{problem.text}", problem.remedy)


def _refused(trial: Trial, text: str, remedy: str) -> Problem:
    return Problem("frase.proeve_aendring", f"Prøven med {trial} kan ikke ændre sagen sådan. "
                   f"{text}", trial.where, remedy)


def _untried(versions: tuple[Frase, ...], tried: Collection[VariantKey]) -> Iterator[Problem]:
    """The problem of a phrase that nothing tries; else one for each variant."""
    in_use = [frase for frase in versions if frase.status != "udgaaet"]
    if in_use and not any((f.file, v.line) in tried for f in in_use for v in f.varianter):
        yield Problem("frase.uproevet", f"Intet eksempel og ingen prøve bruger frasen "
                      f"»{in_use[-1].id}«.", Place(in_use[-1].file, 1), "Skriv en prøve under "
                      "»## Prøver« sidst i filen. Se docs/vejledning/fraser.md.")
        return
    for frase in in_use:
        for variant in frase.varianter:
            if (frase.file, variant.line) not in tried:
                yield Problem("frase.variant_uproevet", "Intet eksempel og ingen prøve bruger "
                              f"varianten »{variant.heading}«.",
                              Place(frase.file, variant.heading_line),
                              "Skriv en prøve, hvor den bliver valgt.", "advarsel")


def _wrong_example(versions: tuple[Frase, ...], cases: Mapping[str, Case],
                   letters: Mapping[VariantKey, list[str]],
                   cases_of: Collection[tuple[str, str]]) -> Iterator[Problem]:
    """A problem when the example named in the head neither uses the phrase nor tries it."""
    for frase in versions:
        name = frase.eksempel
        used = any(letter.startswith(f"{name}: ") for variant in frase.varianter
                   for letter in letters.get((frase.file, variant.line), ()))
        if name in cases and not used and (frase.id, name) not in cases_of:
            yield Problem("frase.eksempel_uden", f"Eksemplet »{name}« bruger ikke frasen.",
                          Place(frase.file, 1), "Skriv et eksempel, der bruger den, eller skriv en "
                          "prøve med det.", "advarsel")
