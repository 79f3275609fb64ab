"""Letters as authorities, schools and placement sites have written them for years: other words and
other layouts than ours, all invented. The key tells kind of document and reader."""

from __future__ import annotations

from typing import NamedTuple


class Old(NamedTuple):
    """An old letter: `# ` begins a heading with a style, anything else is plain text."""

    kind: str
    reader: str
    text: str


OLD = {
    "formal decision to parents with De": Old("afgoerelse", "forælder", """\
Karen og Jens Mikkelsen
Strandgade 14
9999 Sandby
Dato: 3. februar 2019
Vedr.: Bevilling af praktisk, pædagogisk støtte i hjemmet efter servicelovens § 52, stk. 3, nr. 2
Forvaltningen har dags dato truffet afgørelse om at bevilge familien støtte 4 timer ugentligt.
Det er vurderet, at støtten er af væsentlig betydning af hensyn til Deres barns særlige behov.
De kan klage over afgørelsen til Ankestyrelsen inden 4 uger fra modtagelsen.
Med venlig hilsen
Familieafdelingen"""),
    "decision to a mother about her son": Old("afgoerelse", "forælder", """\
Kære Sofie
Afgørelse om aflastning
Sandby Kommune har besluttet, at din søn Malthe kan komme i aflastning en weekend om måneden.
Du har fortalt, at Malthe er svær at få til at sove, og at du er meget træt.
Du skal betale for tøj og lommepenge. Du kan klage til os inden fire uger.
Du er velkommen til at ringe, hvis du har spørgsmål.
Venlig hilsen"""),
    "decision to a mother that only names the child": Old("afgoerelse", "forælder", """\
Kære Dorte
Afgørelse om støtte til Malthe
Vi har talt med dig om Malthe. Malthe får en kontaktperson, og du får besked, når hun er fundet.
Du kan klage inden 4 uger."""),
    "refusal to a father": Old("afgoerelse", "forælder", """\
Sagsnr. 18/4711
Til Peter Holmgaard
Afslag på ansøgning om tabt arbejdsfortjeneste
Du har søgt om hjælp til at passe din datter. Vi kan ikke imødekomme ansøgningen.
Begrundelsen er, at barnets funktionsnedsættelse ikke er betydelig i lovens forstand.
Klagevejledning: Du kan klage inden 4 uger."""),
    "decision to a young person of fifteen": Old("afgoerelse", "barn", """\
Jonas Kragh
Vestergade 2, 9999 Sandby
Afgørelse om anbringelse uden for hjemmet
Kære Jonas
Børne- og Ungeudvalget har den 4. marts 2021 truffet afgørelse om, at du skal bo på et opholdssted.
Du er fyldt 15 år og er derfor part i sagen. Dine forældre har fået et brev om det samme.
Du kan klage til Ankestyrelsen inden 4 uger. Du har ret til en bisidder og til gratis advokat.
Din rådgiver hedder Tine."""),
    "warm letter to a child of nine": Old("afgoerelse", "barn", """\
Hej Liva!
Kan du huske, at vi talte sammen på din skole i sidste uge?
Jeg har nu bestemt, at du skal have en voksen at tale med, når det er svært derhjemme. \
Hun hedder Pia og kommer på din skole hver tirsdag. Din mor og din far har sagt ja.
Hvis du er ked af det, jeg har bestemt, så må du sige det til mig eller til din lærer.
Knus fra Henriette"""),
    "letter about moving": Old("afgoerelse", "barn", """\
Kære Emil
Det her brev handler om, hvor du skal bo.
Vi har besluttet, at du skal flytte hjem til din mor igen efter sommerferien. \
Din plejefamilie hjælper dig med at pakke, og du må tage din hund med.
Du kan klage, hvis du er uenig. Så skal du ringe til mig.
Mange hilsner"""),
    "action plan of the old act": Old("barnets_plan", "ingen", """\
# HANDLEPLAN efter servicelovens § 140
Barnets navn: Victor Lund
Formål med indsatsen: At barnet trives og udvikler sig alderssvarende.
Udvikling og adfærd: Barnet har svært ved overgange og reagerer udad.
Familieforhold: Moderen er alene med tre børn.
Mål: At barnet kommer i skole hver dag.
Opfølgning: Handleplanen revurderes om 3 måneder."""),
    "a child's plan in the child's words": Old("barnets_plan", "barn", """\
# Min plan
Det er jeg god til: »Jeg er god til fodbold.«
Det vil jeg gerne have hjælp til: »Jeg vil gerne kunne sove om natten.«
Hvem hjælper mig? Min mor og Pia.
Du og din plejefamilie ser på planen igen til jul."""),
    "plan for siblings": Old("barnets_plan", "barn", """\
Plan for Sara og Mads
Kære Sara og Mads
Her står, hvad vi har aftalt. Sara: Din lærer hjælper dig med matematik. Mads: Din pædagog leger \
med dig og dine venner."""),
    "young person's plan": Old("ungeplan", "barn", """\
UNGEPLAN
Navn: Amina Said, 17 år
Bolig: Du vil gerne bo i egen lejlighed, når du fylder 18. Din kontaktperson hjælper dig.
Uddannelse: Du går på FGU. Dine lærere siger, at du møder til tiden.
Økonomi: Du skal lære at lave et budget."""),
    "plan for support after eighteen": Old("ungeplan", "barn", """\
Handleplan for unge, efterværn
Du og din kontaktperson har lavet planen sammen. Du er snart 18 år.
Mål: Du kan betale din husleje til tiden."""),
    "plan for parents": Old("foraeldrehandleplan", "forælder", """\
Handleplan for forældre til anbragte børn, SEL § 54
Til Bettina Ravn
Planen beskriver, hvad du skal arbejde med, mens Oscar er anbragt, og hvilken støtte du får.
Mål 1: Du kommer til samvær til aftalt tid. Din støtteperson er Inger.
Mål 2: Du følger din behandling."""),
    "status from a placement site": Old("statusudtalelse", "kommune", """\
Opholdsstedet Bakkely
Halvårsstatus på Kasper Nør
Skole: Kasper har haft 12 fraværsdage. Han arbejder bedst alene.
Kammerater: Kasper spiller fodbold med de andre drenge.
Handleplanens mål er delvist nået. Vi anbefaler, at anbringelsen fortsætter."""),
    "status to the young person": Old("statusudtalelse", "barn", """\
# Status for dig, Kasper
Du har boet her i et halvt år. Dine mål var at komme op om morgenen og ringe til din mor.
Din kontaktperson har hjulpet dig. Du siger: »Jeg er gladere end før.«"""),
    "pedagogical plan": Old("individuel_plan", "barn", """\
Individuel plan for ophold på Bakkely
Du bor i hus 2, og din kontaktperson hedder Ole. Dine forældre besøger dig om søndagen.
Venskaber: Du vil gerne have en ven med på stedet."""),
    "school letter to parents": Old("", "forælder", """\
Sandby Skole
Kære forældre i 5. b
Indkaldelse til møde om jeres barns fravær
Vi ser, at jeres datter har været væk 20 dage. I bedes møde på kontoret på torsdag."""),
    "hearing letter": Old("", "forælder", """\
Til forældremyndighedsindehaver
Partshøring
Vi overvejer at træffe afgørelse om støtte til barnet. Du har 14 dage til at skrive til os.
Oplysningerne kommer fra skolen."""),
    "letter to a foster family": Old("", "sted", """\
Kære plejefamilie
Referat af vores møde den 3. maj
I fortalte, at det går godt med samværet. I får honorar efter aftale."""),
    "invitation to a child": Old("", "barn", """\
Hej Tobias
Indbydelse til møde
Jeg vil gerne tale med dig om, hvordan det går i din klasse. Du må tage din mor eller en bisidder \
med. Du bestemmer selv, hvor vi skal være."""),
}
