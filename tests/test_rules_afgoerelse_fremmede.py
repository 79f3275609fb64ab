"""Good letters by people who have not seen ours: numbered lines, a form with a table, a plan
without one heading. Nothing of the law or the recommendations is missed in them; and what is taken
out of one is."""

from __future__ import annotations

from functools import cache
from html import escape

import pytest

from generator.checker.rule_files import load_rules
from generator.checker.rules import Regelbog
from generator.document import read_docx
from generator.inspection import Asked, Inspection, inspect_document
from tests.shared_library import shipped_library
from tests.word import cell, p, r, row, table, word

BOLD = "<w:b/>"

#: A letter: a line begins with * when it is bold; lines with | are a table's rows.
CHILD_BY_NUMBERS = """\
Ringsted, den 3. september 2026
Vedr.: Hjælp til dig
Hej Aya
Tak for sidst! Her er det brev, jeg lovede dig. Det er en afgørelse, og det er bare et langt ord \
for, at noget er bestemt.
1. Hvad er bestemt?
Du får Mille som kontaktperson fire timer om ugen. Mille har arbejdet med unge i ti år. Hun \
henter dig første gang den 14. september ved hallen.
2. Hvorfor?
Efter at far flyttede, har du passet dine små brødre næsten hver eftermiddag, og du er holdt op \
til håndbold. Din klasselærer har set, at du sidder for dig selv i pauserne. Du er en god \
storesøster, men en pige på 12 skal også have tid til sit eget. Det er det, der har talt mest \
for os. Det trækker den anden vej, at du selv synes, I klarer jer, og at mor nødig vil have \
fremmede ind. Vi ved det, fordi vi har lavet en børnefaglig undersøgelse, som du og mor har \
læst.
3. Hvad har du sagt?
Den 20. august gik vi to rundt om søen. Du ville helst ikke have en, der kommer hjem. Du ville \
gerne i gang med håndbold igen. Derfor mødes du med Mille ude, og hun følger dig til træning de \
første gange.
4. Hvad skal der komme ud af det?
Du skal have fri fra at være voksen, så du kan være sammen med venner og spille håndbold.
5. Hvor lang tid?
Vi gætter på et års tid. Når du selv tager til træning og er sammen med nogen i pauserne, er det \
tid til at sige farvel til Mille.
6. Er det i orden med mor og far?
Ja. De har begge skrevet under, mor den 27. august og far den 28. august.
7. Bliver der lavet en plan?
Nej, ikke lige nu. Det er kun Mille, der skal hjælpe, og hverken du, mor eller far synes, at der \
er brug for flere papirer.
8. Hvornår tales vi ved?
Den 2. december kl. 16 på biblioteket. Du kan tage en med, for eksempel din moster. Det kalder \
man en bisidder.
9. Hvad hvis jeg ikke er enig?
Du er over 10 år, så du har lov til at klage. Det skal ske senest fire uger efter, at du har \
fået brevet. Ring eller skriv til mig, så hjælper jeg dig med det. Jeg læser sagen igennem en \
gang til. Ændrer jeg ikke noget, går klagen videre til Ankestyrelsen, der har det sidste ord.
Kærlig hilsen Rie, 57 62 00 00
Regler: barnets lov § 32, stk. 1, nr. 3, § 20, § 91 og § 145.
"""

PLACED_BY_FORM = """\
Vordingborg Kommune
Carina Lyng
10. august 2026
Anbringelse af Kasper med dit samtykke
Kære Carina
Du har selv bedt os om hjælp, og du har sagt ja til, at Kasper på 8 år flytter i plejefamilie. \
Her får du kommunens afgørelse på skrift.
*Afgørelse | Kasper anbringes uden for hjemmet hos plejefamilien Else og Knud Wøldike i Præstø \
(barnets lov § 46, stk. 1, og § 52). Flytningen sker lørdag den 22. august 2026. Kasper bliver \
på sin skole.
*Formål | At Kasper får faste voksne og en hverdag, hvor han kan nøjes med at være barn, og at \
du får ro til at blive rask.
*Forventet varighed | Cirka halvandet år.
*Grundlag | Børnefaglig undersøgelse afsluttet den 3. juli 2026, udtalelser fra skolen og din \
egen læge.
*Samtykke | Givet af dig, som har forældremyndigheden alene, på mødet den 5. august 2026. Du kan \
til enhver tid trække det tilbage.
Hvorfor det er nødvendigt
Undersøgelsen viser, at Kasper i lange perioder har stået for mad og for at få dig op. Han \
kommer for sent tre dage ud af fem. Vi har i et år prøvet med støtte i hjemmet, og I har begge \
taget imod den, men sygdommen har gjort, at det ikke rakte. Det taler imod en anbringelse, at I \
to er tæt knyttede. Derfor har vi lagt vægt på et sted, der ligger tæt på, og hvor du er \
velkommen. Vi har valgt en plejefamilie, fordi Kasper har brug for få og faste voksne. Vi har \
også set efter i jeres familie og netværk, men din søster kan ikke have ham fast. Kasper har \
ingen søskende.
Kaspers mening
Kasper talte med Lone fra børneteamet på skolen den 15. og den 22. juni og en gang hjemme hos \
jer den 30. juni. Han sagde, at han godt vil bo hos Else og Knud, »hvis mor ikke bliver ked af \
det«, og at hunden skal med. Derfor flytter hunden med. Kasper er god til at fortælle historier \
og er vellidt i klassen. Han har fået at vide, at han må have en bisidder.
Samvær
Du og Kasper er sammen hver søndag og hver anden onsdag hos dig. Kasper må ringe til dig hver \
dag.
Støtte til dig
Mens Kasper er anbragt, får du en støtteperson, hvis du ønsker det (§ 75), og støtte til at \
klare det, der førte til anbringelsen (§ 76). Det skriver vi i en forældrehandleplan sammen med \
dig. Den er færdig senest den 10. november 2026. Også plejefamilien får hjælp, for der kommer en \
konsulent hver måned, og Kasper begynder hos en psykolog i oktober.
Barnets plan
Vi laver barnets plan for Kasper sammen med ham og dig. Den er klar senest den 10. november \
2026.
Vi følger op
Tirsdag den 27. oktober 2026 kl. 10 hos plejefamilien. Når du er rask nok til at stå for \
hverdagen, og Kasper trives, er målet nået, og så taler vi om, at han kommer hjem.
Klage
Du kan klage til Ankestyrelsen over anbringelsen, over valget af plejefamilie eller over begge \
dele. Send klagen til Børn og Unge, Vordingborg Kommune, inden fire uger, efter at du har fået \
brevet. Vi revurderer sagen og sender den videre, hvis vi ikke er enige med dig. Klager du over \
valget af plejefamilie, flytter Kasper ikke, før klagen er afgjort. Klager du over selve \
anbringelsen, gælder den imens.
Kærlig hilsen
Pia Bruun, rådgiver
"""

YOUTH_PLAN_IN_PROSE = """\
Hørsholm Kommune, Ungeteamet
14. oktober 2026
Ungeplan for Storm Dahl, 16 år
Kære Storm
Det her er din plan. Du og jeg og dine forældre har skrevet den over to møder, den 23. september \
og den 7. oktober, og det meste er dine egne formuleringer.
I juni blev det besluttet, at du får Nadja som kontaktperson, fordi undersøgelsen viste, at du \
var gået helt i stå efter niende klasse, og at du brugte dagene alene foran skærmen. \
Undersøgelsen viste også, at du er opfindsom, og at du ikke giver op, når noget interesserer \
dig. Formålet er, at du kommer i gang med noget, der giver mening for dig, og får folk omkring \
dig.
Du vil gerne være lydtekniker, og du vil gerne flytte hjemmefra, når du bliver atten. Det er \
det, planen peger hen imod.
Det første, vi arbejder hen imod, er, at du er i gang på FGU senest den 1. december. Nadja tager \
med til rundvisning den 22. oktober, og uddannelsesvejleder Carl melder dig ind. Vi kan se, at \
det lykkes, når du har været der tre uger i træk.
Det andet mål er, at du er sammen med nogen på din egen alder en gang om ugen. Du begynder i \
øvelokalet på Trommen, og din far kører dig de første gange. Vi kan se det på, at du selv \
skriver til de andre. Det skal være sket inden jul.
Det tredje mål er, at du lærer at styre dine penge. Du lægger et budget sammen med din mor den \
første søndag i måneden, og den 1. marts ser vi, om der er sparet op til et indskud.
Du fylder 18 den 30. maj 2028. Et halvt år før taler vi om bolig, økonomi og om, hvorvidt der er \
brug for støtte bagefter.
Vi mødes igen torsdag den 10. december kl. 14 i Ungeteamet. Du og jeg taler sammen først, kun os \
to. Du må tage en bisidder med. Du sagde ja til planen den 7. oktober, og dine forældre sagde ja \
samme dag. Du vil helst mødes hver anden måned, så det gør vi. Hjælpen fra Nadja stopper, når du \
er i gang og har nogen at være sammen med.
De bedste hilsner
Iben Krogh, ungerådgiver, 48 49 00 00
"""

PARENTS_FORM = """\
FORÆLDREHANDLEPLAN
Svendborg Kommune
Udarbejdet den 6. maj 2026 sammen med Rasmus Kjær af rådgiver Signe Toft
*Forælder | Rasmus Kjær, far til Ellen
*Hvorfor har du en plan? | Ellen bor hos Bodil og Arne, fordi du i lange perioder drak, og fordi \
der ikke var nogen til at tage over. Planen handler om den hjælp, du får.
*Den støtte, du får | Samtaler i Rusmiddelcentret hver tirsdag (serviceloven § 101) og en \
støtteperson, Kaj, der ringer til dig to gange om ugen (barnets lov § 75). Familievejleder Ulla \
øver hverdagsting med dig (§ 76).
*Dine egne ord | »Jeg vil være den far, hun kan regne med.«
*Mål 1 | Du er ædru, når du er sammen med Ellen. Det ved vi, når Bodil og Ulla begge siger, at \
det er gået godt otte gange.
*Mål 2 | Du har et værelse, der er klar til Ellen. Ulla hjælper med at søge bolig. Det skal være \
på plads den 1. oktober 2026.
*Samvær | Du og Ellen er sammen hver lørdag kl. 10-14 hos Bodil og Arne.
*Hvad kan det føre til? | Går det, som vi håber, kan I få længere tid sammen, og så taler vi om, \
hvornår Ellen kan flytte hjem.
*Hvem må læse planen? | Du har den 6. maj sagt ja til, at Bodil og Arne får at vide, hvad der \
står om samvær. Resten er dit.
*Næste møde | Onsdag den 5. august 2026 kl. 13 i Familiehuset. Du må tage en bisidder med.
Reglerne: barnets lov §§ 75-77.
"""

LETTERS = {"numbers": CHILD_BY_NUMBERS, "form": PLACED_BY_FORM, "prose": YOUTH_PLAN_IN_PROSE,
           "parents": PARENTS_FORM}


@cache
def book() -> Regelbog:
    return load_rules(shipped_library())


def looked_at(name: str, *changes: tuple[str, str]) -> Inspection:
    text = LETTERS[name]
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    body: list[str] = []
    rows: list[str] = []
    for line in [*text.strip().split("\n"), ""]:
        if " | " in line:
            rows.append(row(*[cell(written(part)) for part in line.split(" | ")]))
            continue
        if rows:
            body.append(table(*rows))
            rows = []
        body.append(written(line))
    return inspect_document(read_docx(word(*body)), shipped_library(), book(), Asked())


def written(line: str) -> str:
    return p(r(escape(line.removeprefix("*"), quote=False), BOLD if line[:1] == "*" else ""))


def found(name: str, *changes: tuple[str, str]) -> set[str]:
    """The rules of law and recommendation that hold the letter back or warn."""
    return {problem.id for problem in looked_at(name, *changes).fund
            if problem.level != "forslag" and problem.kind}


KNOWN = {"numbers": ("afgoerelse", "barn", None), "form": ("afgoerelse", "forælder", 8),
         "prose": ("ungeplan", "barn", 16), "parents": ("foraeldrehandleplan", "forælder", None)}


@pytest.mark.parametrize("name", LETTERS)
def test_a_good_letter_in_other_hands_has_nothing_wrong(name: str) -> None:
    brev = looked_at(name).brev
    assert (brev.dokument, brev.læser, brev.alder) == KNOWN[name]
    assert found(name) == set()


#: What is taken out of which letter, and the rule that misses it.
TAKEN_OUT = (
    ("AF-08", "numbers", ("Vi gætter på et års tid. ", "")),
    ("AF-12c", "numbers", ("Ring eller skriv til mig, så hjælper jeg dig med det. ", ""),
     ("Ændrer jeg ikke noget, går klagen videre til Ankestyrelsen, der", "Ankestyrelsen")),
    ("AF-03b", "numbers", ("Derfor mødes du med Mille ude, og hun følger", "Mille følger")),
    ("AF-15", "numbers", ("Den 2. december kl. 16 på", "På")),
    ("AN-07a", "form", (", og § 52", "")),
    ("AF-12c", "form", ("Send klagen til Børn og Unge, Vordingborg Kommune, inden",
                        "Du skal klage inden"),
     ("Vi revurderer sagen og sender den videre, hvis vi ikke er enige med dig. ", "")),
    ("AF-15", "form", ("Tirsdag den 27. oktober 2026 kl. 10 hos", "Hos")),
    ("BP-04b", "prose", ("Du og jeg og dine forældre har", "Du og jeg har")),
    ("UP-02b", "prose", ("lydtekniker", "tryg")),
    ("BP-11", "parents", ("Det ved vi, når Bodil og Ulla begge siger, at det er gået godt otte "
                          "gange.", "Bodil og Ulla hjælper.")),
    ("FP-02b", "parents", (" (serviceloven § 101)", ""), (" (barnets lov § 75)", ""),
     (" (§ 76)", ""), ("Reglerne: barnets lov §§ 75-77.", "Efter servicelovens § 140.")),
)


@pytest.mark.parametrize(("id", "name", "changes"), [(t[0], t[1], t[2:]) for t in TAKEN_OUT],
                         ids=[f"{t[0]}-{t[1]}" for t in TAKEN_OUT])
def test_what_is_taken_out_is_missed_and_nothing_else(
        id: str, name: str, changes: tuple[tuple[str, str], ...]) -> None:
    assert found(name, *changes) - {"FORAELDETb"} == {id}
