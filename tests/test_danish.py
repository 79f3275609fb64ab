"""Danish text from dates, names, numbers and law references: tables with near misses, properties.

Expected texts are written with ordinary spaces; `plain` turns the unbreakable ones into them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from babel.dates import format_date, format_time
from babel.numbers import format_decimal
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2 import StrictUndefined, UndefinedError
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup

from generator import danish
from generator.danish import BESKRIVELSER, FILTRE, NBSP, ForkertType

DAY = date(2026, 3, 3)
DATE_FILTERS = ["dato", "dato_kort", "ugedag", "ugedag_dato", "måned_år"]
TIME_FILTERS = ["tid", "klokken"]
TEXT_FILTERS = ["ejefald", "fornavn", "stort", "lille", "punktum", "uden_punktum", "citat"]
#: A busy machine, or Babel reading its files the first time, is no failure.
unhurried = settings(deadline=None)
YEARS_1900_2100 = st.dates(date(1900, 1, 1), date(2100, 12, 31))


def plain(text: object) -> str:
    assert isinstance(text, str)
    return text.replace(NBSP, " ")


# --- Dates and times -------------------------------------------------------------------------

@pytest.mark.parametrize(("name", "expected"), [
    ("dato", "3. marts 2026"),
    ("dato_kort", "03.03.2026"),
    ("ugedag", "tirsdag"),
    ("ugedag_dato", "tirsdag den 3. marts 2026"),
    ("måned_år", "marts 2026"),
])
@pytest.mark.parametrize("value", [DAY, datetime(2026, 3, 3, 23, 59, tzinfo=UTC), "2026-03-03",
                                   "3. marts 2026", "3.\u00a0marts 2026"])
def test_a_date_filter_takes_dates_datetimes_and_written_dates(name, expected, value):
    assert plain(FILTRE[name](value)) == expected


def test_day_and_month_stay_on_one_line():
    assert danish.dato(DAY) == "3.\u00a0marts 2026"
    assert danish.ugedag_dato(DAY) == "tirsdag den 3.\u00a0marts 2026"
    assert danish.klokken(time(13)) == "kl.\u00a013.00"


def test_dato_is_what_babel_writes_on_every_day_of_two_centuries():
    day, last = date(1900, 1, 1), date(2100, 12, 31)
    while day <= last:
        assert plain(danish.dato(day)) == format_date(day, "d. MMMM y", locale="da")
        day += timedelta(days=1)


@unhurried
@given(YEARS_1900_2100)
def test_the_other_date_filters_agree_with_babel(day):
    assert danish.dato_kort(day) == format_date(day, "dd.MM.y", locale="da")
    assert danish.ugedag(day) == format_date(day, "EEEE", locale="da")
    assert plain(danish.ugedag_dato(day)) == format_date(day, "EEEE 'den' d. MMMM y", locale="da")
    assert danish.måned_år(day) == format_date(day, "MMMM y", locale="da")


@unhurried
@given(st.times())
def test_tid_agrees_with_babel_without_the_leading_zero(at):
    assert danish.tid(at) == format_time(at, "H.mm", locale="da")
    assert plain(danish.klokken(at)) == "kl. " + danish.tid(at)


def test_moments_that_are_equal_in_different_zones_print_their_own_hour_and_date():
    danish_winter = timezone(timedelta(hours=1))
    assert danish.tid(time(12, tzinfo=UTC)) == "12.00"
    assert danish.tid(time(13, tzinfo=danish_winter)) == "13.00"
    assert plain(danish.dato(datetime(2026, 3, 3, 23, 30, tzinfo=UTC))) == "3. marts 2026"
    assert plain(danish.dato(datetime(2026, 3, 4, 0, 30, tzinfo=danish_winter))) == "4. marts 2026"


@pytest.mark.parametrize("value", [time(13, 0, 59), datetime(2026, 3, 3, 13, tzinfo=UTC), "13:00",
                                   "kl. 13", "kl.\u00a013.00"])
def test_a_time_filter_takes_times_datetimes_and_written_times(value):
    assert danish.tid(value) == "13.00"
    assert plain(danish.klokken(value)) == "kl. 13.00"


@pytest.mark.parametrize("text", [
    "2026-03-01", "1. marts 2026", "1 marts 2026", "01. marts 2026", "1. MARTS 2026",
    "1. Marts 2026", "1. mar 2026", "1. mar. 2026", "1 Mar. 2026", "01-03-2026", "1-3-2026",
    "01.03.2026", "1.3.2026", "1/3-2026", "1/3 2026", "01/03/2026", "1/3/2026", " 1. marts 2026\n",
    "1.\u00a0marts\u00a02026"])
def test_læs_dato_reads(text):
    assert danish.læs_dato(text) == date(2026, 3, 1)


@pytest.mark.parametrize("text", [
    "", " ", "marts 2026", "2026", "01-03-26", "1/3", "1/3-26", "1.3.26", "2026-3-1", "2026/03/01",
    "2026.03.01", "20260301", "03-2026", "31-02-2026", "29-02-2026", "2026-02-29", "2026-13-01",
    "00-03-2026", "1-13-2026", "13/13/2026", "0026-03-01", "01-03-0026", "1-3.2026", "1.3-2026",
    "1.marts 2026", "1. marts. 2026", "1. martz 2026", "1. märz 2026", "1. march 2026",
    "32. marts 2026", "den 1. marts 2026", "1. marts 2026 kl. 13", "1. marts 12026", "1. marts 226",
    "001-03-2026", "-1-3-2026", "１-３-２０２６", "1. i 2026", "1 3 2026", "1,3,2026",
    "2026-03-01T00:00", "2026-W10", "i morgen"])
def test_læs_dato_refuses(text):
    assert danish.læs_dato(text) is None


@pytest.mark.parametrize(("short", "month"), [
    ("jan", 1), ("feb", 2), ("mar", 3), ("apr", 4), ("maj", 5), ("jun", 6), ("jul", 7), ("aug", 8),
    ("sep", 9), ("sept", 9), ("okt", 10), ("nov", 11), ("dec", 12)])
def test_læs_dato_knows_the_short_months_with_and_without_full_stop(short, month):
    assert danish.læs_dato(f"4. {short} 2025") == date(2025, month, 4)
    assert danish.læs_dato(f"4. {short}. 2025") == date(2025, month, 4)


def test_a_leap_day_is_read_in_leap_years_only():
    assert danish.læs_dato("29/2-2024") == date(2024, 2, 29)
    assert danish.læs_dato("29/2-2100") is None


@unhurried
@given(YEARS_1900_2100)
def test_læs_dato_reads_back_what_we_write(day):
    assert danish.læs_dato(danish.dato(day)) == day
    assert danish.læs_dato(danish.dato_kort(day)) == day
    assert danish.læs_dato(day.isoformat()) == day
    assert danish.læs_dato(f"{day.day}/{day.month}-{day.year}") == day


@pytest.mark.parametrize(("text", "expected"), [
    ("13:00", time(13)), ("13.00", time(13)), ("kl. 13", time(13)), ("kl. 13.30", time(13, 30)),
    ("kl 13:30", time(13, 30)), ("Kl. 9", time(9)), ("9.05", time(9, 5)), ("09:05", time(9, 5)),
    ("00.00", time(0)), ("23.59", time(23, 59)), (" kl.\u00a013.30 ", time(13, 30))])
def test_læs_tid_reads(text, expected):
    assert danish.læs_tid(text) == expected


@pytest.mark.parametrize("text", [
    "", "25.00", "24.00", "13.60", "1300", "13", "9.5", "9:5", "kl.", "kl. 25", "kl. 1300",
    "13.00-14.00", "13:00:00", "13,30", "-1.00", "113.00", "om lidt", "13.00 2026", "１３.００"])
def test_læs_tid_refuses(text):
    assert danish.læs_tid(text) is None


@unhurried
@given(st.integers(0, 23), st.integers(0, 59))
def test_læs_tid_reads_back_what_we_write(hour, minute):
    assert danish.læs_tid(danish.tid(time(hour, minute))) == time(hour, minute)
    assert danish.læs_tid(danish.klokken(time(hour, minute))) == time(hour, minute)


@unhurried
@given(st.text())
def test_reading_dates_and_times_never_raises(text):
    danish.læs_dato(text)
    danish.læs_tid(text)


@pytest.mark.parametrize(("born", "day", "years"), [
    (date(2015, 5, 20), date(2026, 5, 19), 10),
    (date(2015, 5, 20), date(2026, 5, 20), 11),   # the birthday counts from midnight
    (date(2015, 12, 31), date(2026, 1, 1), 10),
    (date(2016, 2, 29), date(2026, 2, 28), 9),    # leap day: 1 March in common years
    (date(2016, 2, 29), date(2026, 3, 1), 10),
    (date(2016, 2, 29), date(2028, 2, 28), 11),
    (date(2016, 2, 29), date(2028, 2, 29), 12),
    (date(2026, 3, 3), date(2026, 3, 3), 0),
    (date(2026, 3, 4), date(2026, 3, 3), -1),     # not born yet
])
def test_alder_in_whole_years(born, day, years):
    assert danish.alder(born, day) == years
    assert danish.alder(born.isoformat(), datetime.combine(day, time(), UTC)) == years


@pytest.mark.parametrize(("start", "months", "end"), [
    (date(2025, 11, 30), 3, date(2026, 2, 28)),
    (date(2023, 11, 30), 3, date(2024, 2, 29)),
    (date(2025, 11, 28), 3, date(2026, 2, 28)),
    (date(2026, 1, 31), 1, date(2026, 2, 28)),
    (date(2026, 1, 31), 2, date(2026, 3, 31)),
    (date(2026, 3, 3), 0, date(2026, 3, 3)),
    (date(2026, 12, 1), 1, date(2027, 1, 1)),
    (date(2026, 3, 31), -1, date(2026, 2, 28)),
    (date(2026, 1, 15), -13, date(2024, 12, 15)),
])
def test_læg_måneder_til_stops_at_the_end_of_the_month(start, months, end):
    assert danish.læg_måneder_til(start, months) == end


def test_læg_måneder_til_refuses_what_gives_no_date():
    for months in (100_000, -100_000, 1.5, "3", True):
        with pytest.raises(ForkertType):
            FILTRE["læg_måneder_til"](DAY, months)


# --- Numbers ---------------------------------------------------------------------------------

@pytest.mark.parametrize(("number", "expected"), [
    (0, "0"), (5, "5"), (1234, "1.234"), (-1234567, "-1.234.567"), (1234.5, "1.234,5"),
    (0.1, "0,1"),
    (2.0, "2"), (-0.0, "0"), (1e22, "10.000.000.000.000.000.000.000"),
    (Decimal("1234.50"), "1.234,50"),
    (Decimal("-0.0"), "0,0"), (Decimal("1E+3"), "1.000"), ("2", "2"), (" 2,5 ", "2,5"),
    ("-3", "-3")])
def test_tal(number, expected):
    assert danish.tal(number) == expected


@unhurried
@given(st.integers(-10**12, 10**12) | st.decimals(-10**9, 10**9, places=2).map(Decimal.normalize))
def test_tal_agrees_with_babel(number):
    expected = format_decimal(number, "#,##0.###", locale="da")
    assert danish.tal(number) == ("0" if expected == "-0" else expected)


@pytest.mark.parametrize("value", [
    True, "2.5", "1.234", "to", "2 dage", "1e5", "NaN", float("nan"), float("inf"), Decimal("NaN"),
    Decimal("Infinity"), 10**40, Decimal("1E+99"), 1e300, [1], {}, date(2026, 3, 3), object()])
def test_what_is_not_a_number_is_refused_by_the_number_filters(value):
    for name, rest in (("tal", ()), ("tal_med_ord", ()), ("antal", ("dag", "dage"))):
        with pytest.raises(ForkertType, match=f"»{name}« skal have et tal"):
            FILTRE[name](value, *rest)


@pytest.mark.parametrize(("number", "expected"), [
    (0, "nul"), (1, "en"), (3, "tre"), (11, "elleve"), (20, "tyve"), (21, "21"), (25, "25"),
    (30, "tredive"), (50, "halvtreds"), (70, "halvfjerds"), (90, "halvfems"), (100, "hundrede"),
    (110, "110"), (1000, "1.000"), (-3, "-3"), (2.0, "to"), (2.5, "2,5"), ("3", "tre")])
def test_tal_med_ord(number, expected):
    assert danish.tal_med_ord(number) == expected


def test_one_follows_the_gender_of_the_noun():
    assert danish.tal_med_ord(1, "et") == "et"
    assert danish.tal_med_ord(2, "et") == "to"


@pytest.mark.parametrize(("number", "expected"), [
    (1, "1 dag"), (2, "2 dage"), (0, "0 dage"), (1.0, "1 dag"), (1.5, "1,5 dage"), (-1, "-1 dag"),
    (11, "11 dage"), (1000, "1.000 dage"), ("1", "1 dag"), (Decimal("0.5"), "0,5 dage")])
def test_antal(number, expected):
    assert danish.antal(number, "dag", "dage") == expected


def test_antal_without_the_word_it_needs_is_missing():
    assert danish.antal(1, None, "dage") is None
    assert danish.antal(2, None, "dage") == "2 dage"


# --- Lists -----------------------------------------------------------------------------------

@pytest.mark.parametrize(("items", "expected"), [
    (["mor"], "mor"), (["mor", "far"], "mor og far"), (["mor", "far", "Emma"], "mor, far og Emma"),
    (("a", "b", "c", "d"), "a, b, c og d"), ("mor", "mor"), (iter(["mor", "far"]), "mor og far"),
    ([date(2026, 3, 3), 7], "3. marts 2026 og 7"), ([], None), ("", None), (None, None),
    (["mor", None], None), (["mor", " "], None)])
def test_liste(items, expected):
    found = danish.liste(items)
    assert found == expected or plain(found) == expected


def test_liste_with_another_word():
    assert danish.liste(["mor", "far", "Emma"], "eller") == "mor, far eller Emma"
    assert FILTRE["liste"](["mor", "far"], None) is None


@pytest.mark.parametrize("value", [{"mor": 1}, {"mor", "far"}, frozenset("a"), 3, b"mor", [["mor"]],
                                   [{"navn": "mor"}], True, [True]])
def test_liste_refuses_what_has_no_order_or_no_text(value):
    with pytest.raises(ForkertType, match="»liste«"):
        danish.liste(value)


@unhurried
@given(st.lists(st.text(min_size=1).filter(lambda t: not t.isspace()), min_size=1))
def test_liste_contains_every_item_in_order(items):
    text = danish.liste(items)
    assert text is not None
    at = 0
    for item in items:
        at = text.index(item, at) + len(item)
    assert text.startswith(items[0])
    assert text.endswith(items[-1])


# --- Genitive and names ----------------------------------------------------------------------

@pytest.mark.parametrize(("name", "expected"), [
    ("Alma", "Almas"), ("mor", "mors"), ("din mor", "din mors"), ("Lone Holm", "Lone Holms"),
    ("André", "Andrés"), ("Bo", "Bos"), ("Maurice", "Maurices"), ("Åse", "Åses"), ("محمد", "محمدs"),
    ("Jens", "Jens’"), ("Klaus", "Klaus’"), ("Max", "Max’"), ("Liz", "Liz’"),
    ("Lars Friis", "Lars Friis’"),
    ("LIZ", "LIZ’"), ("Miloš", "Miloš’"), ("Weiß", "Weiß’"), ("Anne-Marie", "Anne-Maries"),
    ("SFO", "SFO’s"), ("PPR", "PPR’s"), ("din SFO", "din SFO’s"), ("Team B", "Team B’s"),
    ("ALMA", "ALMA’s"),
    ("SAS", "SAS’"), ("Jensen A/S", "Jensen A/S’"), ("Christian IV", "Christian IV’s"),
    ("TV 2", "TV 2’s"), ("20 %", "20 %’s"), ("Christian 4.", "Christian 4.s"),
    ("Storm P.", "Storm P.s"),
    ("Alma H.", "Alma H.s"), ("hr.", "hr.s"), ("Alma.", "Almas."), ("Alma...", "Almas..."),
    ("Jens.", "Jens’."), ("Alma,", "Almas,"), ("Alma!", "Almas!"), ("»Alma«", "»Almas«"),
    ("»Jens«", "»Jens’«"), ("“Alma”", "“Almas”"), ("'Alma'", "'Almas'"), ("(Alma)", "(Almas)"),
    ("Jens’", "Jens’"), ("Jens'", "Jens'"), (" Alma ", "Almas"), ("…", "…"), ("»«", "»«"),
    (".", ".")])
def test_ejefald(name, expected):
    assert danish.ejefald(name) == expected


def test_ejefald_sees_the_letter_under_a_combining_accent():
    assert danish.ejefald("Milos\u030c") == "Milos\u030c’"
    assert danish.ejefald("Andre\u0301") == "Andre\u0301s"


@unhurried
@given(st.text(alphabet=st.characters(categories=["L", "M", "N", "Z", "P"]), min_size=1))
def test_ejefald_never_loses_the_name(name):
    text = danish.ejefald(name)
    if text is None:
        assert not name.strip()
        return
    rest = iter(text)
    assert all(char in rest for char in name.strip())  # every character, in order
    assert len(name.strip()) <= len(text) <= len(name.strip()) + 2


@pytest.mark.parametrize(("name", "expected"), [
    ("Alma Sofie Holm", "Alma"), ("Anne-Marie Holm", "Anne-Marie"), ("Alma", "Alma"),
    ("  Alma  Holm", "Alma"), ("Alma\u00a0Holm", "Alma"), ("Holm, Alma", "Holm, Alma")])
def test_fornavn(name, expected):
    assert danish.fornavn(name) == expected


# --- Letters and sentence ends ---------------------------------------------------------------

@pytest.mark.parametrize(("text", "expected"), [
    ("din mor", "Din mor"), ("Din mor", "Din mor"), ("øv", "Øv"), ("åben dør", "Åben dør"),
    ("»din", "»Din"), ("(din mor)", "(Din mor)"), ("“‘din", "“‘Din"), (" din", " Din"),
    ("3 dage", "3 dage"), ("»3 dage", "»3 dage"), ("– din", "– din"), ("pH-værdien", "pH-værdien"),
    ("e-mail", "E-mail"), ("ß", "ß"), ("µ", "µ"), ("»«", "»«"),
    ("van Gogh er god", "Van Gogh er god")])
def test_stort(text, expected):
    assert danish.stort(text) == expected


@pytest.mark.parametrize(("text", "expected"), [
    ("Din mor", "din mor"), ("din mor", "din mor"), ("»Din", "»din"), ("Ø", "ø"),
    ("SFO’en", "SFO’en"), ("I skal", "I skal"), ("I", "I"), ("Idræt", "idræt"),
    ("3 dage", "3 dage")])
def test_lille(text, expected):
    assert danish.lille(text) == expected


@unhurried
@given(st.text(min_size=1))
def test_stort_changes_at_most_the_case_of_one_letter(text):
    big = danish.stort(text)
    if big is not None:
        assert big.lower() == text.lower()
        assert sum(a != b for a, b in zip(big, text, strict=True)) <= 1
        assert danish.stort(big) == big


@pytest.mark.parametrize(("text", "expected"), [
    ("Det går godt", "Det går godt."), ("Det går godt.", "Det går godt."), ("Hvorfor?", "Hvorfor?"),
    ("Ja!", "Ja!"), ("Ja!!", "Ja!!"), ("Ja?!", "Ja?!"), ("Det går godt.  \n", "Det går godt."),
    ("Det går godt..", "Det går godt."), ("Hvorfor?.", "Hvorfor?"), ("Ja!..", "Ja!"),
    ("Måske ...", "Måske ..."), ("Måske …", "Måske …"), ("Måske….", "Måske…"),
    ("mor, far m.fl.", "mor, far m.fl."), ("skole osv..", "skole osv."),
    ("Det går godt,", "Det går godt."),
    ("Det går godt:", "Det går godt."), ("Det går godt ;", "Det går godt."),
    ("»Jeg vil hjem.«", "»Jeg vil hjem.«"), ("»Jeg vil hjem!«", "»Jeg vil hjem!«"),
    ("»Jeg vil hjem«", "»Jeg vil hjem«."), ("»Jeg vil hjem«.", "»Jeg vil hjem«."),
    ('Hun sagde "ja"', 'Hun sagde "ja".'), ("“Ja.”", "“Ja.”"), ("Det er Jens’", "Det er Jens’."),
    ("(Det er fint.)", "(Det er fint.)"),
    ("Godt. (Det synes far også.)", "Godt. (Det synes far også.)"),
    ("Godt (det synes far også)", "Godt (det synes far også)."),
    ("mor (og far m.fl.)", "mor (og far m.fl.)."),
    ("Vi ses (måske i morgen?)", "Vi ses (måske i morgen?)."), ("Ja:)", "Ja:)."),
    ("Linje 1\n\nLinje 2", "Linje 1\n\nLinje 2."),
    ("Ja?:", "Ja?"), ("Godt.,", "Godt."), (",", ",."), ("»", "».")])
def test_punktum(text, expected):
    assert danish.punktum(text) == expected


@unhurried
@given(st.text(alphabet=st.sampled_from("ab .,:;!?…»«\"'’()\n\u00a0"), min_size=1) | st.text())
def test_punktum_ends_the_sentence_once_and_stays(text):
    ended = danish.punktum(text)
    if ended is None:
        assert not text.strip()
        return
    assert ended.rstrip("»«›‹\"”“'’‘)]")[-1:] in (".", "!", "?", "…")
    assert danish.punktum(ended) == ended


@pytest.mark.parametrize(("text", "expected"), [
    ("at du får det bedre.", "at du får det bedre"), ("at du får det bedre", "at du får det bedre"),
    ("at du får det bedre. ", "at du får det bedre"), ("bedre..", "bedre"), ("bedre .", "bedre"),
    ("bedre ...", "bedre ..."), ("bedre …", "bedre …"), ("bedre!", "bedre!"), ("bedre?", "bedre?"),
    ("Du er glad. Du sover.", "Du er glad. Du sover"), ("skole m.m.", "skole m.m."),
    ("skole osv.", "skole osv."), ("skole osv..", "skole osv."), ("se nr.", "se nr."),
    ("mor m.fl.", "mor m.fl."), ("bl.a.", "bl.a."), ("f.eks.", "f.eks."), ("(stk.", "(stk."),
    ("den 3.", "den 3."), ("kl. 13.", "kl. 13"), ("kl. 13.30.", "kl. 13.30"), ("uge 12.", "uge 12"),
    ("plan B.", "plan B"), ("hos Mia.", "hos Mia"), ("hos Jan.", "hos Jan"),
    ("den er min.", "den er min"),
    ("en ny mand.", "en ny mand"), ("borger.dk.", "borger.dk"), ("www.kk.dk.", "www.kk.dk"),
    ("»Jeg vil hjem.«", "»Jeg vil hjem«"), ("(og far.)", "(og far)"),
    ("»skole m.m.«", "»skole m.m.«"),
    (".", "."), ("»«", "»«")])
def test_uden_punktum(text, expected):
    assert danish.uden_punktum(text) == expected


@unhurried
@given(st.text(alphabet=st.sampled_from("ab .!?…»«)m"), min_size=1) | st.text())
def test_uden_punktum_takes_nothing_but_full_stops_and_spaces(text):
    short = danish.uden_punktum(text)
    if short is not None:
        rest = iter(text)
        assert all(char in rest for char in short)
        assert [c for c in text if c != "." and not c.isspace()] == [
            c for c in short if c != "." and not c.isspace()]


@pytest.mark.parametrize(("text", "expected"), [
    ("Jeg vil hjem", "»Jeg vil hjem«"), ("Jeg vil hjem.", "»Jeg vil hjem.«"),
    ("»Jeg vil hjem«", "»Jeg vil hjem«"), ('"Jeg vil hjem"', "»Jeg vil hjem«"),
    ("”Jeg vil hjem”", "»Jeg vil hjem«"), ("“Jeg vil hjem”", "»Jeg vil hjem«"),
    ("„Jeg vil hjem“", "»Jeg vil hjem«"), ("'Jeg vil hjem'", "»Jeg vil hjem«"),
    ("‘Jeg vil hjem’", "»Jeg vil hjem«"), ("«Jeg vil hjem»", "»Jeg vil hjem«"),
    (' "Jeg vil hjem." ', "»Jeg vil hjem.«"), ('"Jeg vil hjem".', "»Jeg vil hjem«."),
    ("Mor siger »nej« tit", "»Mor siger ›nej‹ tit«"),
    ("»Mor siger »nej« tit«", "»Mor siger ›nej‹ tit«"),
    ("»Ja« og »nej«", "»›Ja‹ og ›nej‹«"), ('"Ja" og "nej"', '»"Ja" og "nej"«'),
    ('"Hun sagde "ja" tit"', '»Hun sagde "ja" tit«'), ("Jens’ bil", "»Jens’ bil«"),
    ("'SFO's legeplads'", "»SFO's legeplads«"), ("‘Jens’ bil er rød’", "»‘Jens’ bil er rød’«"),
    ('"Ja" sagde hun', '»"Ja" sagde hun«'), ("Et afsnit.\n\nEt til.", "»Et afsnit.\n\nEt til.«"),
    ('"', '»"«'), ('""', None), ("»«", None), ("» «", None)])
def test_citat(text, expected):
    assert danish.citat(text) == expected


@unhurried
@given(st.text(alphabet=st.sampled_from("ab .,»«›‹\"'’‘”“„\n"), min_size=1) | st.text())
def test_citat_puts_one_pair_of_marks_around_and_stays(text):
    quoted = danish.citat(text)
    if quoted is not None:
        assert quoted.startswith("»")
        assert quoted.count("»") == quoted.count("«") == 1
        assert danish.citat(quoted) == quoted
        for letter in "ab":
            assert quoted.count(letter) == text.count(letter)


# --- Pronouns --------------------------------------------------------------------------------

@pytest.mark.parametrize(("pronoun", "forms"), [
    ("hun", ("hun", "hende", "hendes")), ("han", ("han", "ham", "hans")),
    ("hen", ("hen", "hen", "hens")), ("de", ("de", "dem", "deres")),
    (" Hun ", ("hun", "hende", "hendes"))])
def test_stedord(pronoun, forms):
    found = danish.stedord(pronoun)
    assert found is not None
    assert (found.han_hun, found.ham_hende, found.hans_hendes) == forms
    assert str(found) == forms[0]


@pytest.mark.parametrize("pronoun", [None, "", "hund", "hun/hende", "she", 3])
def test_an_unknown_pronoun_is_missing(pronoun):
    assert danish.stedord(pronoun) is None


# --- Paragraphs of law -----------------------------------------------------------------------

@pytest.mark.parametrize(("parts", "expected"), [
    (("barnets lov", "32", 1, 5), "barnets lov § 32, stk. 1, nr. 5"),
    (("barnets lov", "46"), "barnets lov § 46"),
    (("barnets lov", "32", 1), "barnets lov § 32, stk. 1"),
    (("", "32", "1"), "§ 32, stk. 1"),
    (("serviceloven", "41 a", None, 2), "serviceloven § 41 a, nr. 2"),
    (("barnets lov", "32", 1, 5, "a"), "barnets lov § 32, stk. 1, nr. 5, litra a"),
    (("barnets lov", "§ 32", "", ""), "barnets lov § 32"),
    (("barnets lov", 145), "barnets lov § 145"),
    ((None, "32"), None), (("barnets lov", None, 1), None)])
def test_lovtekst(parts, expected):
    found = FILTRE.get("lovtekst", danish.lovtekst)(*parts)
    assert found == expected or plain(found) == expected


def test_a_law_reference_does_not_break_after_its_signs():
    assert (danish.lovtekst("barnets lov", "41 a", 1, 5, "b")
            == "barnets lov §\u00a041\u00a0a, stk.\u00a01, nr.\u00a05, litra\u00a0b")


@dataclass(frozen=True)
class Sted:
    lov_navn: str
    paragraf: str
    stk: int | None = None
    nr: int | None = None
    litra: str | None = None


BL, RSL = "barnets lov", "retssikkerhedsloven"


@pytest.mark.parametrize(("steder", "expected"), [
    ([Sted("", "32", 1, 3), Sted("", "32", 1, 5)], "§ 32, stk. 1, nr. 3 og 5"),
    ([Sted(BL, "32", 1, 10), Sted(BL, "32", 1, 3), Sted(BL, "32", 1, 5)],
     "barnets lov § 32, stk. 1, nr. 3, 5 og 10"),
    ([Sted(BL, "32", 1, 3), Sted(BL, "32", 1, 3)], "barnets lov § 32, stk. 1, nr. 3"),
    ([Sted(BL, "32", 1, 3), Sted(BL, "32", 2, 3)],
    "barnets lov § 32, stk. 1, nr. 3, og § 32, stk. 2, nr. 3"),
    ([Sted(BL, "32", 2), Sted(BL, "32", 1)], "barnets lov § 32, stk. 1 og 2"),
    ([Sted(BL, "46"), Sted(BL, "32")], "barnets lov §§ 32 og 46"),
    ([Sted(BL, "32", 1, 3), Sted(BL, "46"), Sted(BL, "32", 1, 5)],
     "barnets lov § 32, stk. 1, nr. 3 og 5, og § 46"),
    ([Sted(BL, "46"), Sted(RSL, "67")], "barnets lov § 46 og retssikkerhedsloven § 67"),
    ([Sted(BL, "46", 1), Sted(RSL, "67"), Sted(BL, "91", 1)],
     "barnets lov § 46, stk. 1, § 91, stk. 1, og retssikkerhedsloven § 67"),
    ([Sted(BL, "32", 1, 3, "b"), Sted(BL, "32", 1, 3, "a")],
    "barnets lov § 32, stk. 1, nr. 3, litra a og b"),
    (Sted(BL, "46"), "barnets lov § 46"), (iter([Sted(BL, "46")]), "barnets lov § 46"),
    ([], None), (None, None), ([Sted(BL, "46"), None], None), ([Sted(BL, "")], None),
    ([Sted(BL, "", 1)], None)])
def test_lovliste(steder, expected):
    found = danish.lovliste(steder)
    assert found == expected or plain(found) == expected


@pytest.mark.parametrize("value", ["barnets lov § 32", ["barnets lov § 32"], {}, 3, [DAY]])
def test_lovliste_refuses_what_is_no_provision(value):
    with pytest.raises(ForkertType, match="»lovliste«"):
        danish.lovliste(value)


# --- Every filter ----------------------------------------------------------------------------

ARGUMENTS: dict[str, tuple[Any, ...]] = {
    "alder": (DAY,), "læg_måneder_til": (3,), "antal": ("dag", "dage")}


def test_every_filter_has_a_line_of_danish():
    assert list(FILTRE) == list(BESKRIVELSER)
    assert {*DATE_FILTERS, *TIME_FILTERS, *TEXT_FILTERS, *ARGUMENTS} <= set(FILTRE)
    for text in BESKRIVELSER.values():
        assert 10 < len(text) < 90
        assert "\n" not in text


def test_every_filter_has_the_name_of_its_function_and_a_docstring():
    for name, function in FILTRE.items():
        assert function.__name__ == name
        assert function.__doc__


@pytest.mark.parametrize("name", FILTRE)
def test_none_stays_none(name):
    assert FILTRE[name](None, *ARGUMENTS.get(name, ())) is None


@pytest.mark.parametrize("name", [name for name in FILTRE if name != "lovliste"])
@pytest.mark.parametrize("value", ["", "  \n", "\u00a0"])
def test_blank_text_is_missing(name, value):
    assert FILTRE[name](value, *ARGUMENTS.get(name, ())) is None


def test_a_missing_second_value_makes_the_answer_missing():
    assert danish.alder(DAY, None) is None
    assert danish.alder(DAY, " ") is None
    assert FILTRE["læg_måneder_til"](DAY, None) is None


@pytest.mark.parametrize("name", TEXT_FILTERS)
@unhurried
@given(text=st.text())
def test_no_text_makes_a_text_filter_fail(name, text):
    result = FILTRE[name](text)
    assert result is None or result.strip()


@pytest.mark.parametrize("name", [*DATE_FILTERS, *TIME_FILTERS, "alder", "læg_måneder_til"])
@pytest.mark.parametrize("value", ["i morgen", "01-03-26", 5, True, ["2026-03-01"], {}, object()])
def test_what_is_no_date_or_time_is_refused_by_name(name, value):
    with pytest.raises(ForkertType, match=f"»{name}« skal have") as caught:
        FILTRE[name](value, *ARGUMENTS.get(name, ()))
    assert caught.value.filternavn == name


@pytest.mark.parametrize("name", TEXT_FILTERS)
@pytest.mark.parametrize("value", [["mor"], {"navn": "mor"}, ("mor",), {"mor"}, True,
b"mor", object(),
                                   timedelta(1), Sted(BL, "32"), Markup("<b>mor</b>"), 1j])
def test_what_has_no_text_of_its_own_is_refused_by_the_text_filters(name, value):
    with pytest.raises(ForkertType, match=f"»{name}« skal have almindelig tekst"):
        FILTRE[name](value)


@pytest.mark.parametrize(("value", "message"), [
    ("0101501234", "men fik en tekst, der ikke er en dato."), (5, "men fik et tal."),
    ([], "men fik en liste."), (object(), "men fik en værdi af typen object.")])
def test_the_message_names_filter_and_kind_but_never_the_value(value, message):
    with pytest.raises(ForkertType) as caught:
        FILTRE["dato"](value)
    assert str(caught.value) == f"Filteret »dato« skal have en dato, {message}"
    assert isinstance(caught.value, TypeError)


def test_text_filters_take_dates_times_numbers_and_what_says_how_it_prints():
    class Prints:
        def __str__(self) -> str:
            return "mor"

    assert plain(danish.punktum(DAY)) == "3. marts 2026."
    assert danish.punktum(time(9, 5)) == "9.05."
    assert danish.punktum(2026) == "2026."
    assert danish.punktum(2.5) == "2,5."
    assert danish.ejefald(Prints()) == "mors"


def environment() -> SandboxedEnvironment:
    env = SandboxedEnvironment(undefined=StrictUndefined, autoescape=True)
    env.filters.update(FILTRE)
    return env


def test_the_filters_work_in_a_strict_escaping_sandbox():
    env = environment()
    text = env.from_string(
        "{{ navn|ejefald|stort }} dag: {{ d|ugedag_dato }} {{ d|læg_måneder_til(3)|måned_år }} "
        "{{ [navn, 'far']|liste('eller') }}").render(navn="alma & søn", d=DAY)
    assert plain(text) == (
        "Alma &amp; søns dag: tirsdag den 3. marts 2026 juni 2026 alma &amp; søn eller far")


def test_text_that_jinja_has_escaped_is_escaped_once():
    env = environment()
    template = env.from_string("{% set x %}{{ navn }}{% endset %}{{ x|stort }}")
    text = template.render(navn="<å> & \"b\"")
    assert text == "&lt;å&gt; &amp; &#34;b&#34;"


@pytest.mark.parametrize("name", FILTRE)
def test_an_unknown_field_is_reported_as_such_and_not_as_a_wrong_type(name):
    arguments = {"alder": "('2026-03-03')", "læg_måneder_til": "(3)", "antal": "('dag', 'dage')"}
    call = name + arguments.get(name, "")
    template = environment().from_string("{{ barn.findes_ikke|" + call + " }}")
    with pytest.raises(UndefinedError, match="findes_ikke"):
        template.render(barn={})
