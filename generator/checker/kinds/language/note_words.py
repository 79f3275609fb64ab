"""The words by which notes of the office are known: see `notes`."""

from __future__ import annotations

from generator.checker.text.sentences import word_set

#: A sentence with one of these is said by somebody in the letter to somebody in it.
OURS = word_set("du dig din dit dine jeg mig min mit mine vi os vores jer jeres man")
MODAL = word_set("skal må kan bør")
#: What may stand between a modal and its passive when nobody is named between.
ADVERBS = word_set("ikke lige også først altid kun evt eventuelt derfor så dog straks herefter nok "
                "helst aldrig under ingen omstændigheder senere gerne endnu nu senest tillige")
#: What an office does with a text or a case: as the beginning of each form.
WRITE = ("beskriv", "skriv", "angiv", "anfør", "indsæt", "indskriv", "indføj", "notér", "noter",
         "udfyld", "redegør", "opsummer", "begrund", "uddyb", "henvis", "oplist", "formuler",
         "formulér", "afkryds", "udelad", "udelades", "slet", "tilpas", "medtag", "vedlæg",
         "journalis", "partshør", "dokument", "arkiv", "kopi", "konkretis", "specificer",
         "præciser", "præcisér", "omformul", "omskriv", "revider", "rediger", "suppler",
         "indhent", "ajourfør", "gengiv", "stryg", "fjern", "overstreg", "indtast", "vurder",
         "gennemskriv", "godkend", "medsend", "udprint", "print", "scan", "upload", "overfør",
         "erstat", "korrektur", "rubricer", "registrer", "kvalitetssikr", "opdater", "medund",
         "underskriv", "frigiv", "ekspeder", "udgå", "afklar", "drøft", "forelæg", "verificer",
         "anonymis")
#: Of the others, these only an office says to somebody: a child is asked to »notere« and »slette«.
ORDER = ("begrund", "redegør", "anfør", "angiv", "indsæt", "indskriv", "indføj", "oplist",
         "formul", "udelad", "tilpas", "medtag", "vedlæg", "journalis", "partshør", "dokument",
         "arkiv", "konkretis", "specificer", "præciser", "præcisér", "omformul", "omskriv",
         "revider", "rediger", "suppler", "indhent", "ajourfør", "gengiv", "henvis", "uddyb",
         "udfyld", "beskriv", "opsummer", "erstat", "kvalitetssikr", "afdæk", "opdater",
         "medsend", "inddrag", "overvej", "vurder")
#: A part of what is written: it is edited, and nothing else can be done with it.
PART = ("afsnit", "felt", "rubrik", "tekst", "sætning", "formulering", "skabelon", "overskrift",
        "linje", "punkt", "kursiv", "tabel", "boks", "standardtekst", "hjælpetekst", "vejledning",
        "udkast", "kladde", "bilag", "afkrydsning", "brevflet", "brevhoved", "fodnote")
SENT = ("sendes", "udsendes", "ekspederes", "underskrives", "frigives", "udleveres", "afsendes",
        "journaliseres", "godkendes", "lukkes", "gemmes", "arkiveres", "låses")
LETTER = ("brev", "afgørelse", "plan", "skrivelse", "dokument", "sag", "udkast", "tekst", "notat",
          "undersøgelse", "indstilling", "handleplan", "statusudtalelse", "referat")
#: The systems and persons of an office, of which a letter to a child or a parent has no need.
OFFICE = ("dubu", "esdh", "sbsys", "acadre", "sbsip", "kmd", "teamleder", "afdelingsleder",
          "faglig leder", "fagkonsulent", "jurist", "kvalitetsstandard", "journalnotat",
          "arbejdsgang", "ledelsestilsyn", "fagsystem", "sagsgang", "brevskabelon",
          "afsendelse", "udsendelse", "sekretariat", "administration")
#: With a colon or a bracket after it, this begins a note.
LABEL = word_set("vejledende note notat kommentar kommentarer vejledning hjælpetekst standardtekst "
              "skabelon udkast kladde internt intern instruks skrivevejledning huskeliste "
              "rettelse rettelser")
HEED = word_set("obs nb bemærk husk mangler tjek vigtigt ps info")
#: »Skriv dine kilder på« is said to one who writes for an office.
#: What an office does with somebody: with »om« after it, it is told to an adviser.
ABOUT = word_set("oplys vejled informer informér orienter orientér underret")
AN_ADVISERS = word_set("kilder noter notater faglige vurderinger sagsnotater iagttagelser kollega "
                    "kolleger leder teamleder")
COLLEAGUE = ("kollega", "kollegaen", "kolleger", "sekretær", "sekretæren", "kontoret", "teamet",
             "lederen", "teamleder", "afdelingsleder", "juristen", "administrationen", "vikaren",
             "sagsbehandler", "sagsbehandleren", "rådgiver", "rådgiveren", "forvaltningen",
             "afløseren", "medarbejderen", "kollegerne", "konsulenten", "sagen", "journalen")
TAKES_OVER = word_set("overtager skriver udfylder sender journaliserer læser retter gennemgår "
                      "tager "
                   "godkender behandler")
BEFORE = word_set("før inden førend")
USED = word_set("bruges anvendes benyttes vælges")
UNDONE = word_set("ikke endnu stadig kun delvist")
FILLED_IN = ("udfyldt", "opdateret", "rettet", "tilpasset", "godkendt", "kopieret", "læst",
             "færdig", "færdigt", "skrevet", "udfyldes", "opdateres")
EDIT = word_set("slet fjern stryg ret kopier kopiér flyt behold tilføj erstat vælg indsæt udfyld "
             "tilpas omskriv forkort uddyb opdater rediger overstreg medtag gentag tjek brug drop")
FIELD = ("frase", "standardfrase", "afsnittet", "feltet", "rubrik", "tekst", "sætningen",
         "formuleringen", "skabelonen", "punktet", "linjen", "linjerne", "boksen", "skema",
         "afsnit", "felt", "standardtekst", "hjælpetekst")
#: First words of an order that could be anything, if it were not for what follows.
DO = word_set("husk sørg ring tjek ret læs tal skriv send spørg aftal få lav sæt hør afvent "
              "gennemgå "
           "indhent print scan gem læg bed snak vent kopier kopiér tag notér noter vedhæft giv "
           "kontroller gennemlæs bekræft få orientér orienter kontakt book")
FILES = word_set("sagen journalen fagsystemet systemet arkivet godkendelse underskrift gennemsyn "
              "mappen drevet fællesdrevet esdh dubu sagsmappen scanning ekspedition teammøde "
              "teammødet visitation")
BY_THE_OFFICE = word_set("kontoret sekretariatet administrationen forvaltningen myndighed rådgiver "
                      "sagsbehandler teamleder lederen")
CHILD = word_set("barnet barnets unge unges familien borgeren forældrene")
AFTER_PASSIVE = word_set("af til i på med kun ikke hvis når inden før senest efter ved under om "
                         "for "
                      "og altid særskilt løbende straks først eventuelt evt samt hos")
NOT_CALLED = word_set("ja nej hej kære så nå men og når hvis da fordi måske jo okay desuden "
                   "altså først nu her der bagefter mandag tirsdag onsdag torsdag fredag")
TO_A_WRITER = (EDIT | DO | word_set("vær undgå se overhold hold begynd start slut afslut undlad")
               ) - {"læs"}
#: What one writes with: a child is asked for nothing of it.
WRITTEN = (*PART, "bilag", "eksempl", "eksemplar", "smart-", "fagudtryk", "fagord", "forkortelse",
           "fagsprog", "skrifttype", "sidetal", "stavefejl", "fodnote", "klagevejledning",
           "sidehoved", "sidefod", "flettefelt", "journalnum", "sagsnum", "brevdato", "margen",
           "markering", "partshør", "overstreg", "pladsholder")
#: Compounds of a part of what is written: `emnefeltet`, `signaturlinjen`, `klageafsnittet`.
WRITTEN_ENDS = ("feltet", "felterne", "afsnittet", "afsnittene", "teksten", "rubrikken",
                "skabelonen", "hovedet", "kolonnen", "sidefoden", "formuleringen")
KEPT_BY = FILES - {"arkivet", "underskrift", "systemet", "mappen"} | BY_THE_OFFICE
TELLING = FILES | BY_THE_OFFICE | word_set(
    "relevant afsendelse afsendelsen udsendelse udsendelsen journalisering sagsbehandleren "
    "rådgiveren myndighedsrådgiver")
WRITE_OR_SEND = (*WRITE, "sendes", "lægges", "gemmes")
WRITE_OR_SHOW = (*WRITE, "fremgå")
FIRSTS = EDIT | DO | LABEL | HEED | TO_A_WRITER | word_set(
    "til hvis kun her i under denne dette disse det der punkt")
BEGINS = (*FIELD, *ORDER)
#: The first letters of those: most words are set aside by one question.
FIRST_LETTERS = frozenset(word[:3] for word in BEGINS)
