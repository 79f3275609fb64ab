"""The decision: one record of what, why, purpose, duration, plan and follow-up. The letters to the
child and to the parents are renderings of it and cannot drift apart."""

from __future__ import annotations

from typing import Literal

from generator.case.forloeb import Grundlag, Opfølgning, Partshøring, Samtykke
from generator.case.model import Model, Tekst, felt, kun_for
from generator.case.values import Dato, Fritekst, Id, JaNej, Lov


class Indsats(Model):
    """One kind of help and the rule that gives it."""

    hjemmel: Lov = felt("Hjemmel", "Paragraffen: barnets lov § 32, stk. 1, nr. 5.", krævet=True,
                        lov="forvaltningsloven § 24, stk. 1")
    hvad: Tekst | None = felt(
        "Hjælpen", "Kan følge efter »Du får«: »samtaler med en psykolog, der hedder Karen«.",
        lov="forvaltningsloven § 24, stk. 1")
    udfører: tuple[Id, ...] = felt("Hvem hjælper", "Kortnavne på dem, der giver hjælpen.",
                                   henviser="person", liste=True)
    sted: Id | None = felt("Sted", "Kortnavn på stedet, hvis hjælpen gives et bestemt sted.",
                           henviser="sted")
    hvordan: Tekst | None = felt("Hvordan", "Hele sætninger: hvor tit, hvor længe, hvor.")
    start: Dato | None = felt("Starter", "Den dag hjælpen starter.",
                              lov="barnets lov § 10, stk. 3")
    start_grund: Tekst | None = felt(
        "Hvorfor ikke med det samme", "Hvis hjælpen ikke starter med det samme: hvorfor, og hvad "
        "der sker imens. Hele sætninger.")
    hverdag: Tekst | None = felt(
        "I hverdagen", "Hvordan hjælpen passer ind i barnets hverdag, skole, fritid og venner. "
        "Hele sætninger.", anbefaling="Anbefaling 12")


class Uenighed(Model):
    """The nine steps of telling a child that the adviser decides something the child does not want.

    Each is a text of whole sentences, in the order in which they are told.
    """

    talt_om_det: Tekst | None = felt("Så længe har vi talt om det", "Hvor længe og hvor mange "
                                     "gange I har talt om det.")
    barnet_siger: Tekst | None = felt("Det siger barnet", "Hvad barnet har sagt, og hvorfor.",
                                      lov="barnets lov § 5, stk. 3")
    jeg_forstår: Tekst | None = felt("Det forstår jeg", "Hvad rådgiveren godt kan forstå.")
    andre_siger: Tekst | None = felt("Det siger de nærmeste", "Hvad mor, far eller andre mener.")
    prøvet: Tekst | None = felt("Det er prøvet", "Hvad der er prøvet, og hvor længe.")
    hører_nu: Tekst | None = felt("Det hører jeg nu", "Hvad rådgiveren hører og ser nu.")
    derfor: Tekst | None = felt("Derfor vælger jeg", "Hvorfor rådgiveren alligevel vælger hjælpen.",
                                lov="forvaltningsloven § 24")
    lettere: Tekst | None = felt("Det gør det lettere", "Hvad der er gjort for at gøre det lettere "
                                 "for barnet.")
    sig_til: Tekst | None = felt("Du kan altid sige til", "Hvordan barnet kan sige til, hvis det "
                                 "ikke hjælper.")


class PlanStilling(Model):
    """Whether there will be a barnets plan or ungeplan, and why."""

    laves: JaNej = felt("Laves der en plan?", "ja eller nej.", krævet=True,
                        lov="barnets lov § 91, stk. 1")
    begrundelse: Tekst | None = felt("Hvorfor", "Hele sætninger om, hvorfor der laves eller ikke "
                                     "laves en plan.", lov="barnets lov § 91, stk. 1")
    barnet_siger: Tekst | None = felt("Det siger barnet om en plan", "Hele sætninger.",
                                      anbefaling="Mål med mening, huskelisten punkt 6")
    forældre_siger: Tekst | None = felt("Det siger forældrene om en plan", "Hele sætninger.",
                                        anbefaling="Mål med mening, huskelisten punkt 6")
    i_stedet: Tekst | None = felt(
        "Uden plan", "Hvis der ikke laves en plan: hvad I så har aftalt om at følge med i, hvordan "
        "det går. Hele sætninger.")
    frist: Dato | None = felt("Planen er færdig", "Senest tre måneder efter afgørelsen. Tom: vi "
                              "regner datoen ud.")


class Samvær(Model):
    """When the child is together with somebody during a placement."""

    med: tuple[Id, ...] = felt("Med hvem", "Kortnavne.", krævet=True, henviser="person")
    hvor_tit: Tekst = felt("Hvor tit", "Kan følge efter »Du er sammen med din mor«: »hver lørdag "
                           "fra kl. 10 til 14«.", krævet=True)
    hvor: Tekst | None = felt("Hvor", "Kan følge efter »Det er«: »hjemme hos Jens og Hanne«.")
    støtte: Tekst | None = felt("Støtte", "Hvem der er med og hjælper. Hele sætninger.")
    barnets_ønske: Tekst | None = felt("Barnets ønske", "Hele sætninger.",
                                       lov="barnets lov § 103, stk. 1")
    må_ses_af: tuple[Id, ...] = kun_for()
    sjældnere_end_hver_4_uge: JaNej | None = felt(
        "Sjældnere end hver fjerde uge", "Så er det en afbrydelse, som kun børne- og ungeudvalget "
        "kan bestemme.")


class Anbringelse(Model):
    """What a placement decision must tell besides the help itself."""

    sted: Id | None = felt("Hvor barnet skal bo", "Kortnavn på stedet.", henviser="sted")
    hvorfor: Tekst | None = felt(
        "Hvorfor barnet ikke kan bo hjemme", "Hele sætninger i ord, barnet kan tåle at læse.",
        lov="barnets lov § 46, stk. 1")
    valg_af_sted: Tekst | None = felt(
        "Valg af sted", "Hvorfor netop det sted: nære voksne, søskende, skole. Hele sætninger.",
        lov="barnets lov § 52")
    plejefamilie_overvejet: Tekst | None = felt(
        "Plejefamilie overvejet", "Hvad I har tænkt om en plejefamilie.",
        lov="barnets lov § 52")
    skole: Tekst | None = felt("Skole eller dagtilbud", "Hvad der sker med skole eller dagtilbud. "
                               "Hele sætninger.", lov="barnets lov § 52, stk. 1")
    søskende: Tekst | None = felt("Søskende", "Om søskende bor sammen, og om de også skal "
                                  "undersøges. Hele sætninger.", lov="barnets lov § 21")
    straks: JaNej | None = felt(
        "Iværksættes straks", "Er det også bestemt, at barnet flytter, selv om nogen klager over "
        "valget af sted?")
    straks_grund: Tekst | None = felt("Hvorfor straks", "De særlige grunde. Hele sætninger.")
    samvær: tuple[Samvær, ...] = felt("Samvær", "Hvem barnet ser, hvor og hvor tit.",
                                      lov="barnets lov § 103, stk. 1", liste=True)
    støtte_til_forældre: Tekst | None = felt(
        "Støtte til forældrene", "Hvilken støtte forældrene får imens, og efter hvilken regel. "
        "Hele sætninger.", lov="barnets lov § 76")
    støtteperson_tilbudt: JaNej | None = felt(
        "Støtteperson tilbudt", "Er forældrene tilbudt en støtteperson?", lov="barnets lov § 75")
    støtteperson_svar: Tekst | None = felt("Svar om støtteperson", "Hele sætninger.")
    forældrehandleplan: JaNej | None = felt("Forældrehandleplan", "Laves der en?",
                                            lov="barnets lov § 77, stk. 1")
    forældrehandleplan_grund: Fritekst | None = felt(
        "Hvorfor ingen forældrehandleplan", "Skal skrives, hvis der ikke laves en.",
        lov="barnets lov § 77, stk. 3")
    støtte_til_barnet: Tekst | None = felt(
        "Støtteperson til barnet", "Støtteperson eller venskabsfamilie til barnet. Hele sætninger.",
        lov="barnets lov § 53")


class Livshistorie(Model):
    """What a small child can read later in life: why, since when, the first meeting."""

    bor_der_siden: Tekst | None = felt("Siden hvornår", "Hele sætninger.")
    første_møde: Tekst | None = felt(
        "Et øjeblik", "Et konkret øjeblik, rådgiveren husker, med dato og sted. Hele sætninger.",
        anbefaling="Mål med mening, eksemplet om et helt lille barn")
    søskende: Tekst | None = felt("Søskende", "Hele sætninger.")
    ønsker_for_dig: tuple[Fritekst, ...] = felt(
        "Jeg ønsker for dig", "Skrives, så de kan følge efter »Jeg ønsker for dig, at«: »du altid "
        "har en, der trøster dig«.", liste=True)
    sådan_gør_de_voksne: tuple[Fritekst, ...] = felt(
        "Sådan gør de voksne", "Hele sætninger, hvor en voksen med navn gør noget: »Hanne vugger "
        "dig, når du er træt«.", liste=True)


class Afgørelse(Model):
    """The decision itself (afgørelseskernen)."""

    dato: Dato = felt("Afgørelsens dato", "Den dag, der bliver truffet afgørelse.", krævet=True)
    er_sendt: JaNej | None = felt(
        "Er sendt", "Skriv ja, når afgørelsen er sendt før. Så bruger de andre dokumenter dens "
        "oplysninger, men den bliver ikke lavet igen.")
    træffes_af: Literal["kommunen", "børne- og ungeudvalget"] | None = felt(
        "Truffet af", "Uden noget her er det kommunen.")
    overskrift: Tekst | None = felt(
        "Overskrift", "Brevets overskrift. Uden noget her laver vi en.")
    indsatser: tuple[Indsats, ...] = felt("Hjælpen", "En eller flere slags hjælp.", krævet=True)
    formål: Tekst | None = felt(
        "Formål", "Kan følge efter »Formålet er, at«: »du bliver glad for at gå i skole igen«. "
        "Uden punktum.", lov="barnets lov § 32, stk. 3")
    ønsket_tilstand: Tekst | None = felt(
        "Sådan kan vi se, at det er lykkedes", "Kan følge efter »Vi kan se, at det er lykkedes, "
        "når«. Uden punktum.", anbefaling="Mål med mening, huskelisten punkt 4")
    varighed: Tekst | None = felt(
        "Forventet varighed", "Kan følge efter »Jeg regner med, at det varer«: »mindst et halvt "
        "år«. Ikke en slutdato.", lov="barnets lov § 32, stk. 3")
    varighed_grund: Tekst | None = felt("Hvorfor så længe", "Hele sætninger.")
    grundlag: Grundlag | None = felt("Grundlag", "Den undersøgelse, afgørelsen bygger på.",
                                     lov="barnets lov § 32, stk. 4")
    vurdering: Tekst | None = felt(
        "Begrundelse", "Rådgiverens vurdering i jeg-form: hvorfor netop denne hjælp, og hvad der "
        "vejer tungest. Hele sætninger.", lov="forvaltningsloven § 24")
    barnets_indflydelse: Tekst | None = felt(
        "Det betød barnets ord", "Hvordan barnets mening har haft betydning. Hele sætninger.",
        lov="barnets lov § 5, stk. 3")
    barnets_holdning: Literal["ja", "nej", "delvist", "kan ikke selv sige det"] | None = felt(
        "Barnets holdning", "Vil barnet gerne have hjælpen?", lov="barnets lov § 5, stk. 3")
    uenighed: Uenighed | None = felt("Uenighed", "Udfyldes, når barnet ikke ønsker hjælpen.")
    forældres_uenighed: Tekst | None = felt(
        "Forældres uenighed", "Hvis en forælder er uenig: hvad forælderen siger, og hvorfor det er "
        "endt sådan. Hele sætninger.")
    samtykker: tuple[Samtykke, ...] = felt("Samtykke", "Et svar for hver, der skal spørges.",
                                           lov="barnets lov § 32, stk. 2", liste=True)
    uden_samtykke: Lov | None = felt(
        "Uden samtykke efter", "Reglen, hvis der ikke er samtykke: barnets lov § 37, § 38 eller "
        "§ 39.")
    plan: PlanStilling | None = felt("Barnets plan eller ungeplan", "Om der laves en plan.",
                                     lov="barnets lov § 91, stk. 1")
    opfølgning: Opfølgning | None = felt("Første opfølgning", "Senest tre måneder efter start.",
                                         lov="barnets lov § 95, stk. 2")
    partshøring: Partshøring | None = felt("Partshøring", "Om en part skulle udtale sig først.",
                                           lov="forvaltningsloven § 19")
    anbringelse: Anbringelse | None = felt("Anbringelse", "Udfyldes, når barnet skal bo et andet "
                                           "sted.")
    livshistorie: Livshistorie | None = felt("Livshistorie", "Til de helt små børn.")
    barnet_kan_bestemme: Tekst | None = felt(
        "Det kan barnet bestemme", "Hvad barnet selv kan være med til at bestemme. Hele sætninger.",
        anbefaling="Anbefaling 12")
    flere_regler: tuple[Lov, ...] = felt(
        "Flere regler", "Andre regler, afgørelsen bygger på. De kommer i boksen med regler.",
        liste=True)
    det_sagde_du: tuple[Fritekst, ...] = felt(
        "Ekstra afsnit til barnet", "Andet, rådgiveren vil sige til barnet. Et afsnit i hver.",
        liste=True)
