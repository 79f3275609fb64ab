"""Notes and orders of the office that were left in a letter: »Udfyldes kun, hvis …«, »Begrund …«,
»Skal lige drøftes med …«, »Her beskrives …«.

They are told by how they are built, not by their words: nobody in them is the reader or the writer,
and they have no subject, or it is a part of the document.
"""

from __future__ import annotations

from generator.checker.kinds.language.note_words import (
    ABOUT,
    ADVERBS,
    AFTER_PASSIVE,
    AN_ADVISERS,
    BEFORE,
    BEGINS,
    CHILD,
    COLLEAGUE,
    DO,
    EDIT,
    FIELD,
    FILES,
    FILLED_IN,
    FIRST_LETTERS,
    FIRSTS,
    HEED,
    KEPT_BY,
    LABEL,
    LETTER,
    MODAL,
    NOT_CALLED,
    OFFICE,
    ORDER,
    OURS,
    PART,
    SENT,
    TAKES_OVER,
    TELLING,
    TO_A_WRITER,
    UNDONE,
    USED,
    WRITE_OR_SEND,
    WRITE_OR_SHOW,
    WRITTEN,
    WRITTEN_ENDS,
)
from generator.checker.kinds.language.reading import DU, Sætning


def note_of_the_office(sætning: Sætning) -> tuple[int, int] | None:
    """First and last word of what shows that the sentence is a note or an order, not a letter."""
    low = sætning.low
    said = not OURS.isdisjoint(low)
    if len(low) < 2 or (said and not _may_begin(low[0])) or sætning.citeret(0):
        return None
    opens = sætning.før(0)[-1:]
    if opens in ("[", "{") or (opens == "(" and low[0] not in HEED):
        return None
    colon = -1 if ":" not in sætning.stykke.tekst else next(
        (n for n in range(min(len(low), 9)) if ":" in sætning.efter(n)), -1)
    if colon >= 0 and (colon > 0 or low[0] not in HEED) and (
            last := _label(sætning, colon)) is not None:
        return 0, last
    if (last := _part_of_it(sætning)) is not None:
        return 0, last
    # What stands after a colon is another matter: »Udfyldes af kommunen: Du bor nu …«.
    own = low[:colon + 1] if colon > 0 else low
    if said and any(w in OURS and sætning.ordet(n + 1) not in AN_ADVISERS
                    for n, w in enumerate(own)):
        return None
    if "i" in own and any(w.text == "I" for w in sætning.ord[1:len(own)]):
        return None
    asks = sætning.stykke.tekst[sætning.ord[-1].end:sætning.ord[-1].end + 1] == "?"
    if asks:
        return None
    start = 1 if (low[0] in HEED and _marked(sætning, 0)) or low[0] in ("evt", "eventuelt") else 0
    if sætning.ordet(start) in TO_A_WRITER and any(
            _written(w) for w in low[start + 1:start + 9]):
        return 0, start + 1
    last = _without_subject(sætning, start)
    if last is None:
        last = _here(sætning) or _used_when(sætning)
    if last is None and (is_order(sætning, start) or (
            (sætning.ordet(start) in DO or sætning.ordet(start).endswith("ér"))
            and (_before_sending(sætning) or _kept(sætning)))
            or (not CHILD.isdisjoint(low) and _before_sending(sætning))
            or (start and (_of_the_office(sætning) or _before_sending(sætning)))
            or (sætning.ordet(start) in ABOUT and sætning.ordet(start + 1) == "om")
            or _never_ours(sætning)):
        last = start + 1
    return None if last is None else (0, min(last, len(low) - 1))


def _label(sætning: Sætning, colon: int) -> int | None:
    """The last word of `Note til mig selv:`, `Til kollegaen, der overtager:`, `Hvis relevant:`."""
    low = sætning.low
    if low[0] in LABEL:
        return 1
    if low[0] == "til" and any(w.endswith(COLLEAGUE) for w in low[1:3]):
        return colon
    if any(low[k] == "til" and low[k + 1] in ("den", "dig", "jer") and low[k + 3] in TAKES_OVER
           and low[k + 2] in ("der", "som") for k in range(min(2, len(low) - 3))):
        return colon  # `OBS til den, der skriver brevet:`
    return colon if low[:2] in (("hvis", "relevant"), ("kun", "til")) else None


def _part_of_it(sætning: Sætning) -> int | None:
    """The last word of `Slet de linjer`, `Feltet er kun til`, `Teksten i kursiv er til dig, der
    skriver`: somebody who writes the document is told what to do with a part of it."""
    low = sætning.low
    if low[0] in EDIT and sætning.efter(0) == " ":
        for k in range(1, min(6, len(low))):
            if low[k].startswith(PART) and not low[k].endswith("s"):
                return k
    at = 1 if low[0] in ("denne", "dette", "disse") else 0
    if not (sætning.ordet(at).startswith(FIELD)
            or (low[0] == "punkt" and len(low) > 1 and sætning.ord[1].kind == "tal")):
        return None
    ours = not OURS.isdisjoint(low) or any(w.text == "I" for w in sætning.ord)
    for k in range(at + 1, 0 if ours or low[at].startswith("skema") else min(at + 14, len(low))):
        if low[k] in MODAL:
            j = k + 1
            while j < k + 5 and sætning.ordet(j) in ADVERBS:
                j += 1
            if _passive(sætning.ordet(j)):
                return j
        if low[k] in ("er", "mangler") and sætning.ordet(k + 1) in UNDONE and (
                low[k] == "mangler" or any(w.endswith(FILLED_IN) for w in low[k + 1:k + 5])):
            return k + 1
    for k in range(at + 1, min(at + 5, len(low))):
        if low[k] == "udgår" and not ours:
            return k
        if low[k] in ("er", "bruges") and low[k + 1:k + 2] and (
                low[k + 1] in ("kun", "standard", "internt", "intern")
                or (low[k + 1] == "til" and (
                    sætning.ordet(k + 2).removesuffix("s").endswith(COLLEAGUE)
                    or low[k + 3:k + 5] in (("der", "skriver"), ("som", "skriver"))))):
            return k + 1
    return None


def _kept(sætning: Sætning) -> bool:
    """`Gem en kopi på sagen`, `Læg svaret i journalen`, `Send til underskrift hos Lone`."""
    low = sætning.low
    return any(low[n] in ("på", "i", "til") and low[n + 1] in FILES for n in range(len(low) - 1))


def _never_ours(sætning: Sætning) -> bool:
    """`… inden afsendelse`, `hvis ikke relevant`, `sagsbehandler skal notere`."""
    low = sætning.low
    if low[0] != "her" and TELLING.isdisjoint(low):
        return False
    return any((w in ("før", "inden", "ved", "efter") and low[n + 1].startswith(
        ("afsendelse", "udsendelse", "journalisering")))
        or (w == "hvis" and "relevant" in low[n + 1:n + 4] and low[n + 1] in (
            "relevant", "ikke", "det"))
        or (w.endswith("es") and low[n + 1] in ("på", "i", "af") and sætning.ordet(n + 2) in (
            KEPT_BY))
        or (w == "her" and low[n + 1] in ("skal", "bør") and sætning.ordet(n + 2) in ("stå", "der"))
        or (w in ("sagsbehandleren", "rådgiveren", "sagsbehandler", "rådgiver")
            and low[n + 1] in MODAL and not CHILD.isdisjoint(low[n + 2:n + 22]))
        or (w in ("sagsbehandler", "rådgiver", "myndighedsrådgiver") and (
            (low[n + 1] in MODAL and "." not in sætning.efter(n))
            or (n > 0 and low[n - 1] in MODAL)))
        for n, w in enumerate(low[:-1]))


def _written(low: str) -> bool:
    """`afsnittet`, or a compound as `sidehovedet`, `emnefeltet`; not the head of somebody."""
    return (low.startswith(WRITTEN) and not low.startswith("punktere")) or (
        len(low) > 9 and low.endswith(WRITTEN_ENDS))


def _marked(sætning: Sætning, n: int) -> bool:
    return sætning.efter(n).lstrip()[:1] in (":", "!", "[", "(", "–", "-")


def is_order(sætning: Sætning, n: int) -> bool:
    """Whether the word there is the imperative of a verb of writing: `Begrund`, `Kopiér`."""
    low = sætning.ordet(n)
    listed = low.startswith(ORDER) and not low.endswith(
        ("e", "es", "else", "ning", "en", "et", "gør", "ører"))
    accent = low.endswith(("isér", "icér", "ulér", "ikér"))
    return (listed or accent or low in ("redegør", "anfør")) and (
        sætning.efter(n) in (" ", ", ", ": ") and not sætning.ordet(n + 1).endswith("er"))


def _without_subject(sætning: Sætning, n: int) -> int | None:
    """The last word of `Udfyldes kun`, `Skal lige drøftes`, `Må ikke udleveres`: what should be
    done, with no word for what it is done to."""
    if sætning.ordet(n) in MODAL:
        k = n + 1
        while k < n + 5 and sætning.ordet(k) in ADVERBS:
            k += 1
        return k if _passive(sætning.ordet(k)) else None
    first, after = sætning.ordet(n), sætning.efter(n).lstrip()[:1]
    if _passive(first) and first.startswith(WRITE_OR_SEND) and (
            sætning.ordet(n + 1) in AFTER_PASSIVE or after in (":", ".")):
        return n
    return None


def _passive(low: str) -> bool:
    return low.endswith("es") and len(low) > 4 and low not in ("mødes", "deres", "synes", "trives")


def _here(sætning: Sætning) -> int | None:
    """The last word of `Her beskrives`, `I dette felt angives`, `Det skal fremgå`, `Der skal
    redegøres`, `Punktet kan udelades`."""
    low = sætning.low
    first = low[0]
    for k in range(1, min(8, len(low))):
        if not low[k].endswith(("es", "fremgå")) or (not _passive(low[k]) and low[k] != "fremgå"):
            continue
        write = low[k].startswith(WRITE_OR_SHOW)
        if sætning.ordet(k + 1) == "der":  # `her skrives der med kridt`
            continue
        if write and first in ("her", "herunder", "nedenfor", "nedenstående"):
            return k
        field = any(w.startswith(PART) for w in low[:4]) and (
            first.startswith(FIELD) or first in ("i", "under", "dette", "denne", "disse"))
        if field and (write or not MODAL.isdisjoint(low[:k]) or low[k] == "bruges"):
            return k
        if write and first in ("det", "der") and k <= 3 and not {"skal", "bør"}.isdisjoint(low[:k]):
            return k
        if write and "punkt" in low[k + 1:k + 3]:
            return k
    return None


def _used_when(sætning: Sætning) -> int | None:
    """The last word of `Hvis barnet er under 10 år, bruges`: how a document is made for one."""
    low = sætning.low
    if low[0] not in ("hvis", "når", "ved"):
        return None
    return next((k + 1 for k in range(2, min(14, len(low) - 1)) if low[k + 1] in USED
                 and "," in sætning.efter(k) and not CHILD.isdisjoint(low[:k + 1])
                 and any(w.kind == "tal" for w in sætning.ord)), None)


def _of_the_office(sætning: Sætning) -> bool:
    return any(w.startswith(OFFICE) for w in sætning.low)


def _before_sending(sætning: Sætning) -> bool:
    """`…, inden afgørelsen går ud`."""
    low = sætning.low
    if BEFORE.isdisjoint(low):
        return False
    for n, word in enumerate(low):
        if word in BEFORE:
            near = low[n + 1:n + 6]
            if any(w.startswith(LETTER) for w in near) and (
                    any(w in SENT for w in near) or "ud" in near):
                return True
            if sætning.ordet(n + 1).startswith(("afsendelse", "udsendelse")):
                return True
    return False


def _may_begin(low: str) -> bool:
    """A quick question: whether a note can begin with this word, though somebody is named in it."""
    return low in FIRSTS or low.endswith("es") or (
        low[:3] in FIRST_LETTERS and low.startswith(BEGINS))


def to_a_colleague(sætning: Sætning, own: str) -> tuple[int, int] | None:
    """`Bente, kigger du lige på …`, `Hej Lone, vil du …`: »du« is somebody else, who is called by
    name. `own` is the child's or reader's first name; without it we cannot tell who is called."""
    low = sætning.low
    at = 1 if low[0] in ("hej", "kære") else 0
    if not own or len(low) < at + 4 or low[at + 2] != "du" or sætning.efter(at)[:1] != ",":
        return None
    first = sætning.ord[at].text
    called = first[:1].isupper() and first != own and low[at] not in NOT_CALLED
    asked = low[at + 1] in ("kan", "vil", "har", "gider", "må", "skal") or (
        low[at + 1].endswith("er"))
    return (0, at + 2) if called and asked and low[at] not in DU else None
