"""What a letter tells of itself in plain words: its date, and how old the child is.

    date   a line at the top that is a date: alone, after a place, after »Dato:«; else at the foot
    age    born or CPR number where the letter says whom it is about; else »Emil på 9 år«

What can be read in two ways is not read: None. Each pattern takes a line in one pass.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice

from generator.checker.text.calendar import day_meant
from generator.document.model import Document, paragraphs

_MONTHS = (r"jan(?:uar)?|feb(?:ruar)?|mar(?:ts)?|apr(?:il)?|maj|juni?|juli?|aug(?:ust)?|"
           r"sept?(?:ember)?|okt(?:ober)?|nov(?:ember)?|dec(?:ember)?")
_DAY = (rf"(?:\d{{1,2}}\.? ?(?:{_MONTHS})\.? (?:20|19)\d\d|"
        r"\d{1,2}[-./] ?\d{1,2}[-./ ] ?(?:20|19)?\d\d|(?:20|19)\d\d-\d\d-\d\d)")
_FIGURES = re.compile(r"(\d{1,2})[-./] ?(\d{1,2})[-./ ] ?((?:20|19)?\d\d)")
_WEEKDAY = r"(?:(?:man|tirs|ons|tors|fre|lør|søn)dag,? )?"
#: A line that is the letter's date: »3. maj 2026«, »Lemvig, den 2. maj 2026«, »Dato: 3.5.2026«.
_DATED = re.compile(
    r"(?:(?:brev|dags )?dato(?: for (?:brev|brevet|afgørelse|afgørelsen|udfærdigelse))?\.?:? ?|"
    r"(?:plan(?:en)? (?:er )?)?(?:lavet|udarbejdet|skrevet)(?: den| d\.)?:? ?|"
    r"[a-zæøåé][a-zæøåé .-]{1,30}, ?|(?P<place>[a-zæøåé]{3,20}(?: [a-zæøåé]{1,12})?) (?=d\.|den ))?"
    rf"{_WEEKDAY}(?:den |d\. ?)?(?P<day>{_DAY})\.?", re.IGNORECASE)
#: A sentence at the top that says when it was written: »Skrevet færdig den 24. april 2026 af …«.
_WRITTEN = re.compile(
    r"(?:^|[.·•|–] +)(?:(?:plan|brev|status|udtalelse)\w* (?:er|blev) )?(?:skrevet|lavet|"
    rf"udarbejdet|færdiggjort|færdig)(?: færdig)?(?: den| d\.) ?(?P<day>{_DAY})(?!\w)",
    re.IGNORECASE)
#: What a date after it is the date of, and not the letter's.
_OF_ELSE = re.compile(r"(?:\w*mød|fød|cpr|\w*opfølg|start|slut|ophør|periode|frist|gælder|gyldig|"
                      r"modtag|\w*samtale|afhold|\w*referat|hvornår|næste|tid\b|revi|fra\b|til\b|senest|"
                      r"afgørelsen?\b|bevil|indsats|oprett|print|besøg|underskr|samtyk|klag|anbr|"
                      r"inden|barn|navn|indkald|invit|status|godkend|vedtag|"
                      r"dato for (?!brev|afg|udf))",
                      re.IGNORECASE)
#: Whom the letter is to, on the line above its date.
_ADDRESSED = re.compile(r"(?:Til|TIL):? +[A-ZÆØÅ]")
#: So many lines are the letter's top, and its foot.
_TOP, _FOOT = 24, 10
#: Older than this is no child, nor a young person with a plan.
_OLDEST = 22
#: So many ages of a line are looked at.
_MOST = 20


def letter_date(document: Document) -> date | None:
    """The day the letter says it is from; None when it does not, or another date may be meant."""
    lines = list(_lines(document))
    heads = [line for story in document.headers for p in paragraphs(story.blocks)
             for line in _cut(p.text)]
    return (_first_date(lines[:_TOP]) or _first_date(heads) or _written(lines[:_TOP])
            or _first_date(lines[max(len(lines) - _FOOT, _TOP):]))


def _written(lines: Iterable[str]) -> date | None:
    found = (_WRITTEN.search(line) for line in lines if any(map(str.isdigit, line)))
    return next((day for match in found if match and (day := _day(match["day"]))), None)


def _lines(document: Document) -> Iterator[str]:
    for paragraph in paragraphs(document.body):
        yield from _cut(paragraph.text)


def _cut(text: str) -> Iterator[str]:
    """The lines of a paragraph, and what stands apart on them by tabs."""
    for line in text.replace("\t", "\n").replace("\u00a0", " ").split("\n"):
        if line.strip():
            yield " ".join(line.split())


def _first_date(lines: Iterable[str]) -> date | None:
    before = ""
    for line in lines:
        if len(line) < 60 and any(map(str.isdigit, line)) and (match := _DATED.fullmatch(line)):
            alone = line.startswith(match["day"])
            place = match["place"] or ""
            if not _OF_ELSE.match(place or line) and not (
                    # »Cpr. 710811-4128« is whole by itself: the next line is not its own.
                    # Nor is the date below »Til Magnus Ravn« the end of something.
                    alone and len(before) < 40 and _OF_ELSE.match(before)
                    and not _CPR.search(before) and not _ADDRESSED.match(before)):
                found = _day(match["day"])
                if found and 1990 <= found.year <= 2100:
                    return found
        before = line
    return None


def _day(text: str) -> date | None:
    if match := _FIGURES.fullmatch(text):
        year = int(match[3])
        try:
            return date(year if year > 99 else 2000 + year, int(match[2]), int(match[1]))
        except ValueError:
            return None
    return day_meant(text, date.max)


# --- the child's age ----------------------------------------------------------------------------

#: A line that says whom the letter is about.
_ABOUT = re.compile(r"(?:vedr|vedrørende|angående|ang|barn|barnet|barnets|den unge|den unges|unge|"
                    r"navn|fulde navn|cpr|cpr\W?n\w*|personnummer|født|f\.|fødselsdato|emne|sag)"
                    # »barnets lov § 75« in a table says whom nothing is about.
                    r"(?!\w| lov| plan| reform)", re.IGNORECASE)
_NO_CHILD = re.compile(r"(?<!\w)(?:mor|far|moderen|faderen|forælder\w*|forældre\w*|søster|bror|"
                       r"\w+søster|\w+bror|søskende\w*|mormor|farmor|plejemor|plejefar|kæreste\w*|"
                       r"samlever\w*|fætter|kusine|ven|veninde|kammerat\w*|rådgiver\w*|mors|fars|"
                       r"moster|faster|tvilling\w*|nevø|niece)(?!\w)", re.IGNORECASE)
_CPR = re.compile(r"(?<!\d)(\d\d)(\d\d)(\d\d)[- ]?(\d)\d{3}(?!\d)")
_BORN = re.compile(rf"(?<!\w)(?:f\.|født|fødselsdato|fødselsdag|fødselsår)[ :]{{0,3}}"
                   rf"(?:den |d\. ?)?({_DAY})(?!\w)", re.IGNORECASE)
_YEARS = r"(\d{1,2}) år(?! siden|\w)"
#: »Emil på 9 år«, »Jeppe, 10 år«, »(10 år)«, »hun er 9 år«; »din 15-årige søn«.
_AGED = re.compile(rf"(?P<how>(?<!\w)(?:på|er|er nu|er lige fyldt|er netop fyldt) |, ?|\()"
                   rf"(?:kun |nu )?{_YEARS}", re.IGNORECASE)
#: »Født 2. juli 2009, altså 17 år«, at the beginning of a line.
_BORN_AND_AGED = re.compile(rf"(?:født|f\.)[ :]{{1,3}}(?:den |d\. ?)?{_DAY},? (?:og )?"
                            rf"(?:altså|nu|dvs\.?|\() ?(?:er )?{_YEARS}", re.IGNORECASE)
_OLD = re.compile(r"(?<!\w)(?:den|din|jeres|deres|(?P<any>en|et)) (?:\w+ )?(\d{1,2})[- ]årige? "
                  r"(?=(?:søn|datter|dreng|pige|barn|(?-i:[A-ZÆØÅ])))", re.IGNORECASE)
#: »er fyldt 12«, »du er fyldt 15 år«: at least so old.
_FYLDT = re.compile(r"(?P<how>(?<!\w)er (?:nu |allerede )?(?:fyldt )?)(?<=fyldt )(\d{1,2})(?!\d)")
#: A clause with one of these tells of an age that somebody will have, had or might have.
_NOT_NOW = re.compile(r"(?<!\w)(?:når|hvis|inden|før|indtil|siden|dengang|børn|unge,? (?:der|som)|"
                      r"et barn|en ung|var|blev|bliver|fylder|alle|personer)(?!\w)", re.IGNORECASE)
_ANYBODY = re.compile(r"(?<!\w)(?:børn|unge|et barn|en ung|alle|personer)(?!\w)", re.IGNORECASE)
_SENTENCE = re.compile(r"[.;:!?]\s|\n")
_QUOTED = re.compile(r"»[^»«]{0,2000}«|[„“][^„“”]{0,2000}[“”]|\"[^\"]{0,2000}\"")
#: What stands right before an age: a name with the word before it, or a word for the child.
_NAME_BEFORE = re.compile(r"(?:(?:^|[^\w])([\w-]+),? )?([A-ZÆØÅ][\w-]+)(?: [A-ZÆØÅ][\w-]+){0,3}"
                          r"(?:,? (?:der|som))?[ ,]{0,2}$")
_WORD_BEFORE = re.compile(r"(?<!\w)(du|han|hun|barnet|søn|sønnen|datter|datteren|dreng|drengen|"
                          r"pige|pigen|barn|den unge|der|som)[ ,]{0,2}$", re.IGNORECASE)
#: »søster Layla«, »Layla, din søster«: names of others than the child.
_OTHER = re.compile(rf"{_NO_CHILD.pattern},? (?:der hedder |som hedder |hedder )?"
                    rf"(?-i:([A-ZÆØÅ][\w-]+))|(?-i:([A-ZÆØÅ][\w-]+)), "
                    rf"(?:der er |som er )?(?:din|hans|hendes|jeres|\w+s) {_NO_CHILD.pattern}",
                    re.IGNORECASE)
_NO_NAME = frozenset({"det", "der", "nu", "her", "den", "de", "vi", "jeg", "i", "du", "han", "hun",
                      "barnet", "hvad", "som", "og"})


def child_age(document: Document, day: date | None) -> int | None:
    """The child's age in whole years, as the letter tells it or as it follows from when the child
    was born; None when it tells nothing, or more than one age may be the child's."""
    lines = list(_lines(document))
    said = set(_in_titles(lines)) or set(_in_clauses(lines, _AGED, _OLD)) or set(
        _in_clauses(lines, _FYLDT))
    born: set[int] = set()
    if day:
        born = set(_by_birth(lines, day, sure=True)) or set(_by_birth(lines, day, sure=False))
    # An age that is told and a day of birth that says otherwise: one of them is wrong.
    ages = said & born or said | born
    return ages.pop() if len(ages) == 1 else None


def own_age(document: Document, greeted: str) -> int | None:
    """How old the one greeted is, by the CPR number below the name in the address: old letters have
    it there. None when it does not stand there, or the letter has no date."""
    first, before = greeted.split()[0].strip("()").lower(), ""
    for line in islice(_lines(document), _TOP):
        if (match := _CPR.search(line)) and (line if line[:1].isupper() and not _ABOUT.match(line)
                                             else before).lower().startswith(first):
            born, day = _of_cpr(match), letter_date(document)
            return _years(born, day) if born and day and born < day else None
        before = line
    return None


def _by_birth(lines: list[str], day: date, *, sure: bool) -> Iterator[int]:
    """Ages told by CPR number and day of birth: where the letter says whom it is about, or
    (`sure` False) anywhere but where it tells of somebody else."""
    before = ""
    for line in lines:
        about = _ABOUT.match(line) or (len(before) < 40 and _ABOUT.match(before))
        before = line
        if not any(map(str.isdigit, line)) or (sure and not about) or _NO_CHILD.search(line):
            continue
        born = [_day(match[1]) for match in _BORN.finditer(line)
                if line[match.end():match.end() + 1] != "?"]
        born += [_of_cpr(match) for match in _CPR.finditer(line)]
        if about and not born and (match := re.fullmatch(_DAY, line, re.IGNORECASE)):
            born = [_day(match[0])]
        for one in born:
            if one and one < day and (age := _years(one, day)) <= _OLDEST:
                yield age


def _of_cpr(match: re.Match[str]) -> date | None:
    """The day of birth: the seventh digit tells the century, and a replacement number has 60 added
    to its day."""
    day, month, year, seventh = (int(match[n]) for n in range(1, 5))
    if seventh <= 3:
        century = 1900
    elif seventh in (4, 9):
        century = 2000 if year <= 36 else 1900
    else:
        century = 2000 if year <= 57 else 1800
    try:
        return date(century + year, month, day - 60 if day > 60 else day)
    except ValueError:
        return None


def _years(born: date, day: date) -> int:
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


_TITLE = re.compile(
    r"(?:vedr|barn|navn|den unge|\w*plan |\w*udtalelse|opfølgning|afgørelse|afslag|bevilling|"
    rf"status|støtte|hjælp)[^\d]{{0,100}}?(?-i:[A-ZÆØÅ])[\w-]+(?:,| på| \() ?{_YEARS}",
    re.IGNORECASE)
_ALDER = re.compile(r"(?:barnets |den unges )?alder[: ]{1,3}(\d{1,2})(?: år)?\.?", re.IGNORECASE)


def _in_titles(lines: list[str]) -> Iterator[int]:
    """Ages in the lines that say whom the letter is about: »Ungeplan for Zahra, 16 år«."""
    for line in lines[:_TOP + 6]:
        if len(line) > 110 or not any(map(str.isdigit, line)):
            continue
        title = None if _NO_CHILD.search(line) or _NOT_NOW.search(line) else _TITLE.match(line)
        if match := _ALDER.fullmatch(line) or _BORN_AND_AGED.match(line) or title:
            yield from _child(match[1])


def _in_clauses(lines: list[str], *patterns: re.Pattern[str]) -> Iterator[int]:
    """Ages that running text tells of the child."""
    told = islice((line for line in lines if "år" in line or "fyldt" in line), 10 * _MOST)
    telling = [_QUOTED.sub(" ", line) for line in told]
    if not telling:
        return
    text = "\n".join(lines)
    others = {name.lower() for match in _OTHER.finditer(text) for name in match.groups() if name}
    for line in telling:
        found = (match for pattern in patterns for match in pattern.finditer(line))
        for match in islice(found, _MOST):
            ahead = _SENTENCE.split(line[max(match.start() - 120, 0):match.start()])[-1]
            if not _NO_CHILD.match(line[match.end():]) and (
                    not match["any"] and not _NOT_NOW.search(ahead) and not _NO_CHILD.search(
                        ahead[-30:]) if match.re is _OLD else
                    _of_child(ahead, match["how"].strip(), others, text)):
                yield from _child(match[2])


def _of_child(ahead: str, how: str, others: set[str], text: str) -> bool:
    """Whether what stands before the age is the child, as far as it can be told."""
    # »Før Theo på 12 år får hjælp« is his age now, »før Theo er 12 år« is not.
    if (_ANYBODY if how in ("på", ",", "(") else _NOT_NOW).search(ahead):
        return False
    if word := _WORD_BEFORE.search(ahead):
        if word[1].lower() in ("han", "hun", "der", "som") and _NO_CHILD.search(ahead):
            return False
        return how != "," or word[1].lower() not in ("du", "han", "hun", "der", "som")
    named = _NAME_BEFORE.search(ahead)
    if not named or named[2].lower() in others | _NO_NAME or _NO_CHILD.fullmatch(named[1] or "x"):
        return False
    if how != "er" or ahead[:named.start(2)].strip():
        return True
    # »Fristen er 2 år«: a word that stands first in its sentence, and nowhere else, is no name.
    name = re.escape(named[2])
    before = r"[\wæøå,] " if name.endswith(("en", "et", "ing", "ne")) else r"(?<!\w)"
    return len(re.findall(rf"{before}{name}(?!\w)", text)) > (before == r"(?<!\w)")


def _child(text: str) -> Iterator[int]:
    age = int(text)
    if 0 < age <= _OLDEST:
        yield age
