"""What a letter that nobody says anything about probably is, and to whom, told from its words.

    kind     the title and the short lines at the top, then what the first paragraphs say
    reader   whom it greets and speaks of: »din mor« is said to a child, »jeres søn« to parents
"""

from __future__ import annotations

import re

from generator.case.reader import Læserrolle
from generator.document.model import Document, paragraphs

#: What a line at the top may say, and the kind of document it tells of. An empty kind is a letter
#: of another kind. In a line, the words that stand first decide: »Afgørelse om barnets plan«.
_KINDS = (
    ("foraeldrehandleplan", r"forældrehandleplan|forældreplan|handleplan for (?:jer som )?forældre|"
     r"forældrenes (?:handle)?plan|plan for støtte til forældre\w*|plan for jer som forældre"),
    ("statusudtalelse", r"status(?:udtalelse|rapport|notat|beskrivelse|skrivelse)|"
     r"(?:halvårs|kvartals|års|halvårlig |årlig )status|status (?:på|for|om|over|vedr\w*)|"
     r"udtalelse fra (?:opholds|anbringelses|botilbud|plejefamilie|døgn)\w*|udviklingsbeskrivelse"),
    ("ungeplan", r"unge(?:handle)?plan|handleplan for (?:den )?unge?|plan for efterværn|"
     r"plan for (?:din )?ungestøtte|plan for overgang\w* til voksen\w*"),
    ("individuel_plan", r"individuel(?:le)? plan|pædagogiske? (?:handle)?plan|opholdsplan"),
    ("barnets_plan", r"barnets plan|børneplan|handleplan|(?:fælles )?plan for søskende|"
     r"søskendeplan"),
    ("", r"partshøring|agterskrivelse|varsel om|indkaldelse|indbydelse|invitation|referat|"
     r"børnefaglig undersøgelse|undersøgelse efter|børnesamtale|indstilling|underretning|"
     r"ugebrev|nyhedsbrev|forældremøde|forældrebrev|samtykkeerklæring|aktindsigt|"
     r"bekræftelse|kvittering|orientering om|mødeindkaldelse|genvurdering"),
    ("afgoerelse", r"(?:børne)?afgørelse\w*|bevilling\w*|børnebrev|beslutning om|"
     r"(?:har|er blevet|har i dag) (?:besluttet|bestemt|bevilget)|truffet (?:følgende )?afgørelse|"
     r"imødekomme\w*|afslag på|"
     r"ophør af|ændring af (?:støtte|foranstaltning|indsats)\w*"),
)
_LINE = tuple((kind, re.compile(rf"(?<!\w)(?:{words})", re.IGNORECASE)) for kind, words in _KINDS)
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
#: Only so many paragraphs count as the beginning, and only so many letters as a line.
_FIRST, _SHORT = 14, 110


def guessed_document(document: Document) -> str:
    """A kind of document, or an empty text when it is none that we know."""
    found = [p for p in paragraphs(document.body) if p.text.strip()]
    beginning = [_flat(p.text) for p in found[:_FIRST]]
    top = [text for text in beginning if len(text) <= _SHORT]
    # The file's title comes last: programs keep it from the letter that was written over.
    for text in (*top, document.title, document.properties.title):
        kind = _kind_of_line(text)
        if kind is not None:
            return kind
    if any(_PLAN.search(text) for text in top):
        return "barnets_plan"
    said = "\n".join(text for text in beginning if len(text) > _SHORT)
    if _DECIDED.search(said):
        return "afgoerelse"
    headings = [_flat(p.text) for p in found if p.role in ("titel", "overskrift")]
    kinds = [k for k in map(_kind_of_line, headings) if k]
    if kinds:
        return kinds[0]
    return "afgoerelse" if len(_DECIDED.findall("\n".join(p.text for p in found))) >= 2 else ""


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
    r"»(?:jeg|min|mine)\b|min (?:mor|far|plejemor|plejefar)|mine (?:forældre|plejeforældre)|"
    r"du er (?:nu )?(?:fyldt|over|under|snart) ?(?:1[0-7]|\w+ år)", re.IGNORECASE)
_PARENT = re.compile(
    r"(?<!\w)(?:jeres|din|dit|deres|dine|vores fælles) (?:barn|børn|barns|børns|søn|sønner|søns|"
    r"datter|døtre|datters)(?!\w)|kære forældre|til forældrene|som forældre\w*|"
    r"som (?:mor|far) til|mor til|far til|indehaver\w* af forældremyndighed\w*|"
    r"forældremyndighedsindehaver\w*|din (?:del i|andel i) forældremyndighed\w*|"
    r"du (?:og \w+ )?har (?:fælles |en del i |del i )?forældremyndighed\w*|"
    r"forældrehandleplan|barnet(?!s (?:plan|lov|reform))|barnets (?!plan|lov|reform)\w+",
    re.IGNORECASE)
_PLACE = re.compile(r"(?:^|\n)(?:kære|til) (?:plejefamilie|opholdssted|plejeforældre|"
                    r"anbringelsessted|døgninstitution)\w*", re.IGNORECASE)
_YOU = frozenset({"du", "dig", "din", "dit", "dine"})
_GREETED = re.compile(r"(?:^|\n)(?:kære|hej|hejsa|goddag)\s+([^\n!,:.]{1,60})", re.IGNORECASE)
_PAIR = re.compile(r"^[^\W\d_]+(?: [^\W\d_]+){0,2} og [^\W\d_]+")


def guessed_reader(document: Document) -> Læserrolle:
    """`barn` when the letter speaks to a child: of its mother and school, and not of a child that
    somebody else is spoken to about. A letter that speaks to nobody counts as one to parents."""
    text = "\n".join(_flat(p.text) for p in paragraphs(document.body))
    words = [word.strip(".,:;!?»«()\"") for word in text.lower().split()]
    you = sum(word in _YOU for word in words)
    if _PLACE.search(text[:3000]):
        return "sted"
    to_child = 2 * len(_CHILD.findall(text))
    to_parent = 2 * len(_PARENT.findall(text)) + _of_another(text)
    several = sum(word in ("jer", "jeres") for word in words)
    if guessed_document(document) == "foraeldrehandleplan" or not you + to_child:
        return "forælder"
    if several > you:
        to_parent += 2
    return "barn" if to_child >= to_parent else "forælder"


def _of_another(text: str) -> int:
    """How often a name is used that is not greeted and stands in the letter's subject: the child's
    in a letter to the mother. 0 when nobody is greeted."""
    greeting = _GREETED.search(text)
    if not greeting or _PAIR.match(greeting[1]):
        return 0
    greeted = {name.lower() for name in re.findall(r"[^\W\d_]+", greeting[1])}
    subjects = re.findall(r"(?:afgørelse|bevilling|støtte|hjælp|vedr\w*\.?:?|angående)[^\n]{0,60}?"
                          r"\b(?:til|om|for|vedr\.?:?|at),? ([A-ZÆØÅ][a-zæøå]+)", text[:2000])
    names = {name for name in subjects if name.lower() not in greeted}
    return sum(len(re.findall(rf"\b{name}s?\b", text)) for name in names)


def _flat(text: str) -> str:
    return " ".join(text.split())


