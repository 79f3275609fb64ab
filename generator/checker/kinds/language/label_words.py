"""Words that put a label on somebody, told by how they are made: `ansvarsfralæggende`,
`uforudsigelig`, `respektløs`, `problemelev`. The list `etiketter` has the rest."""

from __future__ import annotations

from collections.abc import Mapping

from generator.checker.kinds.language.lists import Ordliste
from generator.checker.text.sentences import word_set

#: Compounds of what somebody does to others or to rules.
_DOES = ("søgende", "skabende", "afvisende", "overskridende", "afprøvende", "testende", "brydende",
         "fralæggende", "undvigende", "forstyrret", "forstyrrede", "forstyrrende", "destruktiv",
         "destruktive", "aggressiv", "aggressive", "reagerende", "sensitiv", "sensitive",
         "vanskelig", "vanskelige", "dominerende", "nedbrydende", "skadende", "misbrugende",
         "fikseret", "fikserede", "krævende", "ødelæggende", "svigtende", "trappende", "vægrende",
         "medlidende")
#: As endings only: »truet« alone is what somebody did to one.
_PART = ("truet", "truede", "svag", "svage", "syg", "syge", "begavet", "fungerende", "optaget",
         "optagede", "centreret", "glad", "god", "retfærdig", "fed", "sky")
_PART_OF = ("opmærksomheds", "kontakt", "skole", "kriminalitets", "ressource", "forældre", "selv",
            "evne", "karakter", "humør", "mentaliserings", "lavt", "svagt", "højt", "jalousi",
            "omsorgs", "følelses", "adfærds", "trods", "kognitivt", "konflikt", "arbejds",
            "menneske", "folke", "virkeligheds")
_TOO_MUCH = ("beskyttende", "involveret", "følsom", "ambitiøs", "kontrollerende", "forkælet",
             "pylret", "ængstelig", "styrende", "krævende")
#: What somebody is without; the others are in need, or lost for words.
_NEEDY = ("arbejds", "hjem", "forældre", "søvn", "mål", "ånde", "barn", "råd", "magtes", "hjælpe",
          "lyd", "forsvars", "ord", "hus", "bolig", "sprog", "skyld", "fejl", "penge", "kost",
          "smerte", "trøstes", "stats", "svar", "håb", "arve", "uskade", "problem", "tids", "glut",
          "tråd", "rastes", "stof", "alkohol", "sukker", "papir", "kæreste", "far", "mor")
#: `u-` makes a label of most adjectives, but not of these: feelings, and how things are.
_NO_LABEL = word_set("""
    utryg utrygge usikker usikre ulykkelig ulykkelige uenig uenige utilfreds uheldig uheldige uvant
    uvante uvidende ufrivillig uafhængig uafhængige uskyldig uskyldige ualmindelig ualmindelige
    utrolig utrolige umyndig umyndige ugift uddannet ugentlig ugentlige uendelig uendelige undselig
    urolig urolige uvenner uforsikret uforsigtig upartisk upartiske uundværlig uberettiget
    uanset ubekendt umiddelbart uønsket uønskede usynlig usynlige uskadt uformel uerfaren uerfarne
    uforløst uinteresseret ubekymret ulige ulideligt umærkelig uledsaget uledsagede utålmodig usagt
    uberørt uforberedt ubemærket uforstående uopdaget uoplyst uafklaret uafklarede utidig ukendte
    uheldigvis udholdende utrættelig uovervindelig uforglemmelig unge unik unikke universel
    ubeslutsom umådelig uforskyldt uforskyldte usigelig uspist uvaccineret uvederhæftig
    """)
_NO_U = ("ud", "und", "ung", "ugent", "unge", "ultra", "uni", "uro", "utro", "ubeskriv", "ufatte",
         "ual", "umåde", "unægte")
_U_ENDS = ("abel", "able", "vægtig", "agtsom", "mødekommende", "skammet", "patisk", "idelig",
           "høvlet", "elig", "elige", "som", "somme", "eret", "erede", "isk", "iske", "villig",
           "ærlig", "ansvarlig", "høflig", "artig", "moden", "modne", "stadig", "værdig",
           "retfærdig", "ordentlig", "ærbødig", "villige", "dygtig", "indfølende", "begavet",
           "lydig", "samvittighedsfuld", "omgængelig", "pålidelig", "ligevægtig", "stændig",
           "opdragen")
#: What somebody may have too little of, told by both halves: `frustrationstærskel`.
_ABLE_OF = ("impuls", "frustrations", "følelses", "affekt", "selv", "vrede", "aggressions",
            "adfærds", "empati", "koncentrations", "opmærksomheds", "tilknytnings",
            "mentaliserings",
            "indlevelses", "omsorgs", "forældre", "samarbejds", "kontakt", "stress",
            "virkeligheds", "sygdoms", "situations", "behovs", "jeg", "relations", "social")
_ABLE = ("tærskel", "tolerance", "kontrol", "evne", "evner", "kapacitet", "kompetence",
         "kompetencer", "sans", "styrke")
#: Children named by what has happened, or what is wrong: `skilsmissebarn`.
_CHILD_OF = ("skilsmisse", "risiko", "omsorgssvigt", "alkoholiker", "misbruger", "incest",
             "diagnose", "bogstav", "institutions", "anbringelses", "tvangs", "stof", "sorgen")
#: Nouns for one by his head or temper: `rodehoved`, `sløvhoved`.
_HEADS = ("rode", "sløv", "brus", "tosse", "kegle", "stiv", "vrøvle", "skvadder", "fjolle", "hid",
          "tyk", "pjatte", "glemme", "sjuske", "svine", "sludre", "blære", "spytte", "vigtig")
_NOUNS = ("misbruger", "misbrugere", "vægrer", "vægrere", "balladestifter", "urostifter",
          "ballademager", "uromager", "voldsmand", "hærværksmand", "slagsbror", "problemfamilie",
          "enspænder", "pyroman", "lystløgner", "småkriminel", "psykopat", "narcissist")
_PROBLEM = ("barn", "børn", "elev", "familie", "dreng", "pige", "forældre", "mor", "far", "unge")
_TOLD: Mapping[str, str] = {"i_stedet": "fortæl, hvad der sker, og hvornår"}


#: The last letters of them all: most words of a letter are set aside by one question.
_LAST = frozenset(end[-3:] for end in (
    *_DOES, *_PART, *_ABLE, "hoved", "villig", *_U_ENDS, *_NOUNS, *_PROBLEM, *_TOO_MUCH,
    "løs", "løse", "ser", "siv", "sive", "rende", "hed", "skab"))


def labels_among(low: frozenset[str], listed: Ordliste) -> dict[str, Mapping[str, str]]:
    """The words that put a label on somebody, each with its kind, as the list would tell it."""
    found: dict[str, Mapping[str, str]] = {}
    for word in low:
        if word in listed:
            found[word] = listed[word]
        elif len(word) > 6 and word[-3:] in _LAST and (slags := _kind(word, listed)):
            found[word] = {**_TOLD, "slags": slags}
    return found


def _kind(word: str, listed: Ordliste) -> str:
    if word.endswith("tendenser"):
        return "tendens"
    if word.endswith("hed"):  # `din umodenhed`, `jeres ansvarsløshed`
        stem = word[:-3]
        slags = listed[stem].get("slags", "") if stem in listed else _kind(stem, listed)
        return "egen" if slags in ("stærk", "svag") else ""
    if word.endswith("skab"):  # `din dovenskab`
        return "egen" if listed.get(word[:-4], {}).get("slags") == "svag" else ""
    if word.endswith(_NOUNS) or (word.startswith(("problem", "multiproblem"))
                                 and word.endswith(_PROBLEM)):
        return "navneord"
    if (word.endswith(("barn", "børn")) and word.startswith(_CHILD_OF)) or (
            word.endswith(("hoved", "mås", "røv")) and word.startswith(_HEADS)):
        return "navneord"
    if word.endswith(_ABLE) and word.startswith(_ABLE_OF):
        return "evne"
    if word.endswith("arbejdsvillig"):
        return "nej"
    if word.startswith("over") and word.endswith(_TOO_MUCH):
        return "stærk"
    if word.endswith(_DOES) or (word.endswith(_PART) and word.startswith(_PART_OF)
                                and word not in _GOOD):
        return "stærk"
    if word.endswith(("løs", "løse")) and not word.startswith(_NEEDY):
        return "svag"
    if (word[0] == "u" and word not in _NO_LABEL and word.endswith(_U_ENDS)
            and (not word.startswith(_NO_U) or word.startswith("udisc"))):
        return "svag"
    # `aggresiv`, `udadragerende`: one letter of two is missing.
    if word.endswith(("siv", "sive", "rende")) and (right := _doubled(word, listed)):
        return listed[right].get("slags", "")
    return ""


_GOOD = word_set("selvfungerende højtbegavet velfungerende højtfungerende selvglad skoleglad")


def _doubled(word: str, listed: Ordliste) -> str:
    """The word on the list that this one is, but for letters that should be two."""
    return next((right for right in (word.replace("g", "gg", 1), word.replace("s", "ss", 1),
                                     word.replace("g", "gg", 1).replace("s", "ss", 1),
                                     word.replace("rag", "reag", 1)) if right in listed), "")
