"""What a letter that nobody says anything about probably is, and to whom, told from its words.

    kind     the title and the short lines at the top, then what the first paragraphs say
    reader   whom it greets and speaks of: »din mor« is said to a child, »jeres søn« to parents
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import takewhile

from generator.checker.known import own_age
from generator.checker.letter import Modtager
from generator.document.model import Document, Text, paragraphs

#: What a line at the top may say, and the kind of document it tells of. An empty kind is a letter
#: of another kind. In a line, the words that stand first decide: »Afgørelse om barnets plan«.
_KINDS = (
    ("foraeldrehandleplan", r"forældrehandleplan|forældreplan|handleplan for (?:jer som )?forældre|"
     r"handleplan (?:for|til) (?:(?:dig|jer) som )?(?:mor|far|forælder|forældre)(?!\w)|"
     r"handleplan for [^.\n]{1,60} og (?:(?:hans|hendes|dens) )?(?:forældre|mor|far)\w*|"
     r"forældrenes (?:handle)?plan|plan for støtte til forældre\w*|plan for jer som forældre"),
    ("statusudtalelse", r"status(?:udtalelse|rapport|notat|beskrivelse|skrivelse)|"
     r"(?:halvårs|kvartals|års|halvårlig |årlig )status|status (?:på|for|om|over|vedr\w*)|"
     r"udtalelse fra (?:opholds|anbringelses|botilbud|plejefamilie|døgn)\w*|udviklingsbeskrivelse"),
    ("ungeplan", r"unge(?:handle)?plan|handleplan for (?:den )?unge?|plan for efterværn|"
     r"plan for (?:din )?ungestøtte|plan for overgang\w* til voksen\w*"),
    ("individuel_plan", r"individuel(?:le)? plan|pædagogiske? (?:handle)?plan|opholdsplan"),
    ("barnets_plan", r"barnets plan|børneplan|(?:fælles )?plan for søskende|søskendeplan"),
    ("handleplan", r"handleplan"),
    ("", r"partshøring|agterskrivelse|varsel om|indkaldelse|indbydelse|invitation|\w*referat\w*|"
     r"børnefaglig undersøgelse|undersøgelse efter|børnesamtale|indstilling|\w*underretning|"
     r"ugebrev|nyhedsbrev|forældremøde|forældrebrev|samtykke(?:erklæring|blanket|til|\b)|aktindsigt|"
     r"bekræftelse|kvittering|orientering om|\w*indkaldelse|genvurdering|høring\w*|"
     r"opfølgning\w*|opfølgende|opsamling|statusmøde|netværksmøde|dagsorden|mødeplan|"
     r"klage over|tilladelse til|fuldmagt|oplysningspligt|samværs(?:plan|aftale)|"
     r"ansøgning\w* (?:om|til)|ansøgningsskema|henvisning til|anmodning om|"
     r"skoleudtalelse|udtalelse fra (?:skole|dagtilbud|børnehave|sundhedsplejerske)\w*|"
     r"journalnotat|mødedeltagere|velkommen til|velkomstbrev|tak for (?:mødet|samtalen|i dag)"),
    ("afgoerelse", r"(?:\w*afgørelse|børneafgørelse)\w*|bevilling\w*|børnebrev|beslutning om|"
     r"(?:har|er blevet|har i dag) (?:besluttet|bestemt|bevilget)|truffet (?:følgende )?afgørelse|"
     r"imødekomme\w*|afslag|svar på (?:din|jeres|deres) ansøgning|"
     r"(?:hjælp|støtte|indsats|kontaktperson|aflastning|familiebehandling)\w* "
     r"(?:stopper|ophører|slutter)|ophør(?:er)?\b|hjemgivelse|"
     r"anbringelse (?:uden (?:for hjemmet|samtykke)|af (?-i:[A-ZÆØÅ])\w+ (?:med|uden|på|i|hos))|"
     r"(?:fastsættelse|ændring|begrænsning|ophævelse|afbrydelse) af (?:dit |jeres )?"
     r"(?:støttet?|foranstaltning|indsats|samvær|kontakt|overvåge)\w*|"
     r"(?:overvåget )?samvær (?:mellem|med|og|for)|udvalgets beslutning|"
     r"ændring af (?:støtte|foranstaltning|indsats)\w*"),
)
_LINE = tuple((kind, re.compile(rf"(?<!\w)(?:{words})", re.IGNORECASE)) for kind, words in _KINDS)
#: »Handleplan« alone was a child's plan, if no other line at the top says whose it is.
_PLANS = ("foraeldrehandleplan", "ungeplan", "individuel_plan")
#: A plan of some kind: what the lines after this one say of it counts more.
_PLAN = re.compile(r"(?<!\w)(?:(?:min|din|jeres|\w+s['’]?) plan(?! (?:om|er|at)\b)|"
                   r"\w+['’] plan(?!\w)|plan for [^\W\d_])", re.IGNORECASE)
#: What running text says of a decision that has been made.
_DECIDED = re.compile(
    r"(?:har|er) (?:\w+ ){0,3}(?:besluttet|bestemt|bevilget|bevilliget|truffet)|"
    r"truffet \w* ?afgørelse|bevilge[rst]?\b|"
    r"klage over (?:denne |vores |min |kommunens )?(?:afgørelse|beslutning)|(?:du|i) kan klage|"
    r"ankestyrelsen|derfor skal du (?:bo|flytte)|du (?:skal|kommer til at) flytte",
    re.IGNORECASE)
#: Whom one complains to and how: a letter that tells that is a decision.
_COMPLAINT = re.compile(r"(?<!\w)(?:(?:du|i|de|man|afgørelsen?|klage) (?:\w+ ){0,2}(?:på)?klages?|"
                        r"kan (?:\w+ ){0,2}(?:på)?klages?|ankestyrelsen)(?!\w)", re.IGNORECASE)
_IN_WEEKS = re.compile(r"(?<!\w)(?:(?:4|fire|otte|8) uger|(?:14|28|30) dage)(?!\w)", re.IGNORECASE)
#: Only so many paragraphs count as the beginning, and only so many letters as a line.
_FIRST, _SHORT = 14, 110


def guessed_document(document: Document) -> str:
    """A kind of document, or an empty text when it is none that we know."""
    found = [p for p in paragraphs(document.body) if p.text.strip()]
    beginning = [_flat(line) for p in found[:_FIRST] for line in p.text.split("\n")
                 if line.strip()]
    top = [text for text in beginning if len(text) <= _SHORT]
    # What stands before the running text names the letter; further down a line may be the heading
    # of a part: »Opfølgning« in a decision. A file's own title comes last: programs keep it from
    # the letter that was written over.
    title = list(takewhile(lambda text: len(text) <= _SHORT, beginning))
    kind = _first_kind(title, any_kind=True)
    if kind is None:
        kind = _first_kind([*top, *_heads(document), document.title, document.properties.title])
    if kind is not None:
        return kind
    if any(_PLAN.search(text) for text in top):
        return "barnets_plan"
    said = "\n".join(text for text in beginning if len(text) > _SHORT)
    if _DECIDED.search(said):
        return "afgoerelse"
    headings = [_flat(p.text) for p in found if p.role in ("titel", "overskrift")]
    if kind := _first_kind(headings):
        return kind
    whole = "\n".join(p.text for p in found)
    decided = len(_DECIDED.findall(whole)) >= 2 or (
        _COMPLAINT.search(whole) and _IN_WEEKS.search(whole))
    return "afgoerelse" if decided else ""


def _heads(document: Document) -> Iterator[str]:
    """The lines of the page headers: some templates have the letter's title there."""
    for story in document.headers:
        for paragraph in paragraphs(story.blocks):
            yield from (_flat(line) for line in paragraph.text.split("\n") if line.strip())


def _first_kind(lines: Iterable[str], *, any_kind: bool = False) -> str | None:
    """The kind that the first line tells that tells any; with `any_kind` also that it is none of
    ours."""
    any_plan = False
    for text in lines:
        kind = _kind_of_line(text)
        if kind == "handleplan":
            any_plan = True
        elif any_plan and kind not in _PLANS:
            continue
        elif kind or (any_kind and kind is not None):
            return kind
    return "barnets_plan" if any_plan else None


def _kind_of_line(text: str) -> str | None:
    """The kind that stands first in the line; None when it names none."""
    found = [(match.start(), n, kind) for n, (kind, words) in enumerate(_LINE)
             if (match := words.search(text))]
    return min(found)[2] if found else None


_CHILD = re.compile(
    r"(?<!\w)(?:din (?:egen )?(?:mor|far|mors|fars|mormor|farmor|bror|søster|lillebror|lillesøster|"
    r"storebror|storesøster|plejefamilie|plejemor|plejefar|lærer|skole|klasse|klasselærer|pædagog|"
    r"kontaktperson|bisidder|barndom)|dine (?:forældre|søskende|venner|plejeforældre|"
    r"klassekammerater|lærere)|til dig, \w+|barnets plan er din)(?!\w)|"
    r"min (?:mor|far|plejemor|plejefar)|mine (?:forældre|plejeforældre)|"
    r"du er (?:nu )?(?:fyldt|over|under|snart) ?(?:1[0-7]|\w+ år)|"
    r"du er (?:nu )?(?:[3-9]|1[0-7]) år", re.IGNORECASE)
#: A child's own words, as plans have them.
_OWN_WORDS = re.compile(r"[»„“\"](?:jeg|min|mine)\b", re.IGNORECASE)
_PARENT = re.compile(
    r"(?<!\w)(?:jeres|din|dit|deres|dine|vores fælles) (?:[\w-]+ )?(?:barn|børn|barns|børns|søn|"
    r"sønner|søns|datter|døtre|datters)(?!\w)|kære forældre|til forældrene|som forældre\w*|"
    r"du (?:ser|kan se|må se|besøger|møder|er sammen med|(?:har|får) samvær med) (?-i:[A-ZÆØÅ])\w+|"
    r"som (?:mor|far) til|mor til|far til|indehaver\w* af forældremyndighed\w*|"
    r"forældremyndighedsindehaver\w*|forældremyndighedens indehaver|"
    r"din (?:del i|andel i) forældremyndighed\w*|"
    r"du (?:og \w+ )?har (?:fælles |en del i |del i )?forældremyndighed\w*|"
    r"forældrehandleplan|barnet(?!s (?:plan|lov|reform))|barnets (?!plan|lov|reform)\w+",
    re.IGNORECASE)
_PLACE = re.compile(r"(?:^|\n)(?:kære|til) (?:plejefamilie|opholdssted|plejeforældre|"
                    r"anbringelsessted|døgninstitution)\w*", re.IGNORECASE)
_YOU = frozenset({"du", "dig", "din", "dit", "dine"})
_GREETED = re.compile(r"(?:^|\n)(?:kære|hej|hejsa|goddag|til)[ ,:]+([^\n!,:.]{1,60})",
                      re.IGNORECASE)
_DEAR = re.compile(r"(?:^|\n)(?:kære|hej|hejsa|goddag) +([^\n!,:.]{1,60})", re.IGNORECASE)
_PAIR = re.compile(r"^[^\W\d_]+(?: [^\W\d_]+){0,2} (?:og|&|\+) [^\W\d_]+")
_QUOTED = re.compile(r"»[^»«]{0,2000}«|„[^„“”]{0,2000}[“”]|“[^“”]{0,2000}”|\"[^\"]{0,2000}\"")
#: »Silas på 9 år«, »Emil er 15 år«, »Jeppe, 10 år«.
_SOMEBODY = frozenset({"du", "han", "hun", "barnet", "den", "det", "der", "nu", "og", "i"})
_NAMED_AGE = re.compile(r"(?<!\w)([A-ZÆØÅ][a-zæøåéü-]+)(?: på| er|,| \() ?(?:nu |kun |fyldt )?"
                        r"(?:\d|1[0-7]) år(?!\w)")
#: Plans and statuses that speak to nobody: a status is read by the municipality.
_TO_NOBODY: dict[str, Modtager] = {
    "statusudtalelse": "kommune", "barnets_plan": "ingen", "ungeplan": "ingen",
    "individuel_plan": "ingen", "": "ingen"}


def guessed_reader(document: Document) -> Modtager:
    """`barn` when the letter speaks to a child: of its mother and school, and not of a child that
    somebody else is spoken to about. A plan or a status that speaks to nobody has nobody, or the
    municipality, as its reader; another letter that speaks to nobody counts as one to parents. What
    stands in quotation marks is not said to the reader."""
    lines = [_flat(line) for p in paragraphs(document.body) for line in p.text.split("\n")]
    whole = "\n".join(lines)
    text = _QUOTED.sub(" ", whole) if any(mark in whole for mark in "»„“\"") else whole
    kind = guessed_document(document)
    words = [word.strip(".,:;!?()") for word in text.lower().split()]
    you = sum(word in _YOU for word in words)
    several = sum(word in ("jer", "jeres") for word in words)
    if _PLACE.search(text[:3000]):
        return "sted"
    dear = _DEAR.search(text)
    spoken_of = _third_person(document, text, dear[1]) if dear else 0
    to_child = 2 * len(_CHILD.findall(text)) + max(spoken_of, 0)
    if not dear:
        to_child += 2 * len(_OWN_WORDS.findall(whole))
    elif not _PAIR.match(dear[1]) and (age := own_age(document, dear[1])) is not None:
        return "barn" if age < 18 else "forælder"
    to_parent = 2 * len(_PARENT.findall(text)) + _of_another(text) + max(-spoken_of, 0)
    if not dear and not you + several + to_child and kind in _TO_NOBODY and not (
            kind == "" and to_parent):
        return _TO_NOBODY[kind]
    if kind != "foraeldrehandleplan" and dear and not you + several and spoken_of >= 0 and (
            _spoken_of(text, dear[1])):
        return "barn"
    if kind == "foraeldrehandleplan" or not you + to_child:
        return "forælder"
    if kind == "" and not to_child + to_parent:
        return "ingen"
    if several > you:
        to_parent += 2
    if dear and _PAIR.match(dear[1]):
        to_parent += 3
    return "barn" if to_child >= to_parent else "forælder"


def _third_person(document: Document, text: str, greeted: str) -> int:
    """How much speaks for the one greeted being the one the letter is about (a child that is
    written to as if it were somebody else), below 0 for another child being it. 0 when several are
    greeted."""
    if _PAIR.match(greeted):
        return 0
    first = greeted.split()[0].strip("()").lower()
    aged = [name.lower() for name in _NAMED_AGE.findall(text) if name.lower() not in _SOMEBODY]
    score = 3 * (first in aged) - 3 * any(name != first for name in aged)
    subjects = (_flat(p.text) for p in paragraphs(document.body)
                if len(p.text) <= 2 * _SHORT and (_SUBJECT.match(p.text.strip()) or any(
                    item.bold for item in p.inlines if isinstance(item, Text))))
    named = [text for text in subjects if re.search(rf"(?<!\w){re.escape(first)}s?(?!\w)",
                                                    text.lower())]
    if any(_SUBJECT.match(line) or _kind_of_line(line) for line in named):
        score += 3
    return score


def _spoken_of(text: str, greeted: str) -> bool:
    """Whether the letter tells of the one it greets: »Freja får en kontaktperson«."""
    if _PAIR.match(greeted):
        return False
    first = re.escape(greeted.split()[0].strip("()"))
    return re.search(rf"(?<!\w){first}(?:s? [a-zæøå]|'? [a-zæøå])", text) is not None and (
        first[:1].isupper())


_SUBJECT = re.compile(r"(?:vedr|vedrørende|angående|om|ang|sag|afgørelse|bevilling|afslag|emne|"
                      r"støtte|hjælp)(?!\w)", re.IGNORECASE)


def _of_another(text: str) -> int:
    """How often a name is used that is not greeted and stands in the letter's subject: the child's
    in a letter to the mother. 0 when nobody is greeted."""
    greeting = _GREETED.search(text)
    if not greeting or _PAIR.match(greeting[1]):
        return 0
    greeted = {name.lower() for name in re.findall(r"[^\W\d_]+", greeting[1])}
    subjects = re.findall(r"(?:afgørelse|bevilling|støtte|hjælp|vedr\w*\.?:?|angående)[^\n]{0,60}?"
                          r"\b(?:til|om|for|vedr\.?:?|at|og|mellem dig og),? ([A-ZÆØÅ][a-zæøå]+)",
                          text[:2000])
    names = {name for name in subjects if name.lower() not in greeted}
    return sum(len(re.findall(rf"\b{name}s?\b", text)) for name in names)


def _flat(text: str) -> str:
    return " ".join(text.split())
