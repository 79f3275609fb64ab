"""`make bench` ends with this: how long a finished three-page letter takes to be checked, warm, and
which share each kind of rule has. It is the processor's time, so that what else runs on the machine
does not count; it still depends on the machine."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from statistics import median
from time import process_time

from generator.case.load import Case
from generator.case.reader import Situation
from generator.checker.check import KINDS, check, concerning, look
from generator.checker.letter import Brev
from generator.checker.rule_files import load_rules
from generator.checker.rules import Regelbog
from generator.document.docx_package import open_package
from generator.document.model import Document
from generator.document.read_docx import read_package
from generator.document.text import paragraph_texts
from generator.library import load_library
from generator.orders import order_letters
from generator.pipeline import Letter, Press, make_letter, opened
from tests.bench.cases import invented_case

#: A page of such a letter holds about so many words; of each case the letter nearest three pages
#: is taken.
WORDS_A_PAGE = 330
LETTERS, ROUNDS = 12, 9

#: A letter with its case, and its case as its reader sees it.
Made = tuple[Letter, Case, Situation]


def main() -> None:
    library = load_library()
    begin = process_time()
    book = load_rules(library)
    loading = 1000 * (process_time() - begin)
    press = Press(library)
    letters = [_three_pages(number, press) for number in range(LETTERS)]
    pages = median(_words(letter.document) for letter, _, _ in letters) / WORDS_A_PAGE
    total = _milliseconds(letters, partial(check, book=book))
    reading = _reading([letter for letter, _, _ in letters])
    _say(f"\n(f) a finished letter checked, warm: {len(book.regler)} rules, {LETTERS} letters of "
         f"about {pages:.1f} pages, ms of the processor\n")
    _say(f"{'':43}{'ms':>9}  share")
    _say(f"{'check: all rules, sentences and words':43}{total:>9.3f}   100 %")
    spent = _spent(letters, book)
    for part, share in spent.items():
        _say(f"{f'  {part}':43}{total * share:>9.3f}  {share:>5.0%}")
    _say(f"{'(to open and read the Word file)':43}{reading:>9.3f}")
    _say(f"{'(to load the rules, once)':43}{loading:>9.3f}")
    _say("What several kinds share, such as the names in the letter, is counted to the first.")


def _spent(letters: list[Made], book: Regelbog) -> dict[str, float]:
    """The share of a check, from 0 to 1, that goes to making words, to choosing the rules and to
    each kind of rule, over all letters and rounds."""
    spent: Counter[str] = Counter()
    counts = Counter(regel.slags for regel in book.regler.values())
    for letter, case, situation in letters * ROUNDS:
        brev = opened(letter, case, situation)
        with _timed(spent, "words and sentences"):
            assert all(s.low and s.ord is not None for s in brev.stykker)
        with _timed(spent, "which rules concern the letter"):
            rules = concerning(brev, book)
        for kind in KINDS:
            with _timed(spent, f"{kind} ({counts[kind]})"):
                for regel in rules:
                    if regel.slags == kind:
                        look(regel, brev, book)
    whole = spent.total()
    return {part: time / whole for part, time in spent.items()}


@contextmanager
def _timed(spent: Counter[str], part: str) -> Iterator[None]:
    begin = process_time()
    yield
    spent[part] += process_time() - begin  # type: ignore[assignment]


def _three_pages(number: int, press: Press) -> Made:
    case = invented_case(number, press.library.law)
    made = [make_letter(case, order, press) for order in order_letters(case, press.library)]
    letter = min(made, key=lambda one: abs(_words(one.document) - 3 * WORDS_A_PAGE))
    return letter, case, Situation(case.sag, letter.order.læser, letter.order.dato)


def _words(document: Document) -> int:
    return sum(len(text.split()) for text in paragraph_texts(document))


def _milliseconds(letters: list[Made], work: Callable[[Brev], object]) -> float:
    """The median over the letters of the best of the rounds. What a letter remembers of its words
    is forgotten before each."""
    best = []
    for letter, case, situation in letters:
        times = []
        for _ in range(ROUNDS):
            brev = opened(letter, case, situation)
            start = process_time()
            work(brev)
            times.append(process_time() - start)
        best.append(min(times) * 1000)
    return median(best)


def _reading(letters: list[Letter]) -> float:
    """As `_milliseconds`, for what comes before: from the file's bytes to a `Document`."""
    best = []
    for letter in letters:
        times = []
        for _ in range(ROUNDS):
            start = process_time()
            read_package(open_package(letter.docx, letter.order.navn))
            times.append(process_time() - start)
        best.append(min(times) * 1000)
    return median(best)


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
