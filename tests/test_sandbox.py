"""The one Jinja environment: what tags may reach, how a value becomes XML, and how much work a tag
can ask for."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import TemplateError, nodes
from jinja2.exceptions import SecurityError, UndefinedError
from lxml import etree
from markupsafe import Markup

from generator import danish
from generator.case.law import læs_lovhenvisning
from generator.case.values import Cpr
from generator.doors import (
    MAX_ROUNDS,
    MAX_TEXT,
    ForkertVærdi,
    attribut,
    attribute_xml,
    blok,
    clean,
    feltkode,
    intet,
    run_xml,
    som_tekst,
    stykke,
    tekst,
)
from generator.jinja_filters import JINJA_FILTRE
from generator.rewriting import Rewriter
from generator.sandbox import LOOP, environment, kontekst
from tests.fraser import law

TEXTS = st.text(st.characters(codec=None, exclude_categories=()), max_size=40)
NEVER = (TemplateError, ForkertVærdi, TypeError, ValueError, ArithmeticError)


def rendered(source: str, **values: Any) -> str:
    """The text of a template that is one run, as it would be rendered in a letter."""
    env = environment()
    tree = env.parse(f"<w:p><w:r><w:t>{source}</w:t></w:r></w:p>")
    Rewriter("prøve", phrase=False).rewrite(tree)
    template = env.template_class.from_code(env, env.compile(tree), {})
    xml = kontekst(values).fyld(template, {})
    return xml.removeprefix("<w:p><w:r><w:t>").removesuffix("</w:t></w:r></w:p>")


# --- what a value becomes -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("Åse", "Åse"),
        ("", ""),
        (12, "12"),
        (1234567, "1234567"),
        (True, "ja"),
        (False, "nej"),
        (Decimal("1234.50"), "1.234,50"),
        (2.5, "2,5"),
        (date(2026, 3, 1), "1.\u00a0marts 2026"),
        (datetime(2026, 3, 1, 9, 5, tzinfo=UTC), "1.\u00a0marts 2026"),
        (time(13, 0), "13.00"),
        (Cpr("0101501234"), "010150-1234"),
        (Markup("<b>"), "<b>"),
        (None, None),
    ],
)
def test_values_are_written_as_danes_write_them(value, text):
    assert som_tekst(value) == text


def test_a_law_reference_is_written_out():
    reference = læs_lovhenvisning("barnets lov § 32, stk. 1, nr. 5", law())
    assert rendered("{{ h }}", h=reference) == str(reference)
    assert rendered("{{ h.paragraf }}, {{ h.nr }}", h=reference) == "32, 5"


@pytest.mark.parametrize("value", [[1], (1,), {"a": 1}, iter([1]), object(), {1}, b"x"])
def test_what_is_no_text_is_refused_with_a_remedy(value):
    with pytest.raises(ForkertVærdi, match=r".+\|\|.+"):
        som_tekst(value)


@given(TEXTS)
def test_any_text_survives_as_text_of_a_run(text):
    run = etree.fromstring(f'<w:r xmlns:w="w"><w:t>{tekst(text, "felt|1|fil")}</w:t></w:r>')
    parts = {"{w}br": "\n", "{w}tab": "\t"}
    read = "".join(parts.get(str(e.tag), e.text or "") for e in run)
    assert read.split("\ue010")[0] == clean(text.replace("\r\n", "\n").replace("\r", "\n"))
    assert ("\ue010u" in read) == (clean(text.replace("\r", "")) != text.replace("\r", ""))


@given(TEXTS)
def test_any_text_survives_in_an_attribute(text):
    element = etree.fromstring(f'<a b="{attribut(text, "felt|1|fil")}"/>')
    read = element.get("b") or ""
    assert read.split("\ue010")[0] == clean(text.replace("\r\n", "\n").replace("\r", "\n"))


@given(TEXTS)
def test_clean_text_holds_only_what_xml_can(text):
    made = clean(text)
    assert len(made) == len(text)
    etree.fromstring(f"<a>{attribute_xml(made.replace(chr(13), ''))}</a>")
    etree.fromstring(f'<a xmlns:w="w"><w:t>{run_xml(made)}</w:t></a>')
    assert clean(made) == made


@pytest.mark.parametrize("line_end", ["\r\n", "\r", "\n"])
def test_line_breaks_of_any_system_are_one_line_break(line_end):
    assert tekst(f"a{line_end}b", "") == 'a</w:t><w:br/><w:t xml:space="preserve">b'


@pytest.mark.parametrize("door", [tekst, attribut, feltkode, stykke, blok])
def test_a_missing_value_is_a_hole_at_every_door(door):
    made = door(None, 'barn.navn|3|C:\\A&B "x" <y>.docx')
    etree.fromstring(
        f'<a xmlns:w="w" b="{made if door in (attribut, feltkode) else ""}">'
        f"{'' if door in (attribut, feltkode) else made}</a>"
    )
    assert "\ue010m" in made


@pytest.mark.parametrize("door", [blok, stykke, intet])
@pytest.mark.parametrize("value", ["tekst", 3, date(2026, 3, 1), ["a"], {"a": 1}])
def test_only_what_makes_its_own_xml_stands_where_whole_elements_do(door, value):
    with pytest.raises(ForkertVærdi, match=r"\|\|"):
        door(value, "")


@pytest.mark.parametrize("value", ['a"b', "a\\b", "a\nb", "a\r\nb"])
def test_a_value_that_could_end_a_field_code_is_refused(value):
    with pytest.raises(ForkertVærdi):
        feltkode(value, "")


def test_a_macros_text_is_not_escaped_twice_in_an_attribute_and_its_look_is_refused():
    assert attribut(Markup('a &amp; "b"'), "") == "a &amp; &quot;b&quot;"
    with pytest.raises(ForkertVærdi, match="formatering"):
        attribut(Markup("</w:t><w:br/>"), "")


# --- what tags may reach ------------------------------------------------------------------------

SECRETS = [
    "''.__class__",
    "x.__class__",
    "x['__class__']",
    "x.a.__init__",
    "l.append(1)",
    "l.append",
    "x.items()",
    "x.keys",
    "d.strftime('%s')",
    "d.replace",
    "d.__class__",
    "loop",
    "self",
    "namespace.__init__.__globals__",
    "range.__self__",
    "cycler",
    "lipsum",
    "joiner",
    "dict()",
    "x|attr('a')",
    "x|map('attr', '__class__')|list",
    "''|format",
    "x|tojson",
    "x|xmlattr",
    "'<b>'|safe",
    "x|pprint",
    "x|random",
    "l|map(attribute='__class__')|list|string",
    "x|_blok",
    "l|map('_blok', '')|join",
    "x|_frase('a', '', {})",
    "d|_tekst('')",
    "cpr.cifre",
    "ns.__init__",
    "l|selectattr('__class__')|list",
    "l|groupby('__class__')",
    "l|sort(attribute='__class__')",
    "m.__func__",
    "m.name",
    "m.arguments",
    "'{0.__class__}'.format(x)",
    "('%s' % x)",
    "caller()",
]


@pytest.mark.parametrize("expression", SECRETS)
def test_python_is_out_of_reach(expression):
    values = {"x": {"a": 1}, "l": [{"a": 1}], "d": date(2026, 3, 1), "cpr": Cpr("0101501234")}
    tags = "{% macro m() %}{% endmacro %}{% set ns = namespace(a=1) %}{{ " + expression + " }}"
    with pytest.raises(NEVER) as refused:
        rendered(tags, **values)
    assert "0x" not in str(refused.value)


@pytest.mark.parametrize(
    "expression",
    [
        "loop.__class__",
        "loop.__init__.__globals__",
        "loop._iterator",
        "loop.cycle.__self__",
        "loop.cycle.__func__.__globals__",
    ],
)
def test_a_loop_tells_its_counters_only(expression):
    assert rendered("{% for i in [1] %}{{ loop.index }}{% endfor %}") == "1"
    with pytest.raises(NEVER):
        rendered("{% for i in [1] %}{{ " + expression + " }}{% endfor %}")


@pytest.mark.parametrize(
    "tag",
    [
        "{% include 'x' %}",
        "{% import 'x' as y %}",
        "{% from 'x' import y %}",
        "{% extends 'x' %}",
        "{% block a %}{% endblock %}",
        "{% call m() %}{% endcall %}",
        "{% filter upper %}x{% endfilter %}",
        "{% autoescape false %}x{% endautoescape %}",
        "{% for i in l recursive %}{% endfor %}",
        "{% set x|upper %}a{% endset %}",
    ],
)
def test_tags_that_reach_further_are_refused_in_danish(tag):
    with pytest.raises(TemplateError, match=r"kan ikke .+\|\|"):
        rendered(tag, l=[])


def test_nothing_in_a_template_can_change_the_data():
    values = {"l": [1], "x": {"a": 1}}
    for tag in ("{% set x.a = 2 %}", "{{ l.append(2) }}", "{{ x.update(a=2) }}", "{{ l.clear() }}"):
        with pytest.raises(NEVER):
            rendered(tag, **values)
    assert values == {"l": [1], "x": {"a": 1}}


def test_plain_data_can_be_reached_by_name_and_number():
    values = {"x": {"a": {"b": ["c", "d"]}}, "d": date(2026, 3, 1), "t": time(9, 5)}
    assert rendered("{{ x.a.b[1] }}{{ x['a'].b[0] }}{{ d.year }}{{ t.minute }}", **values) == (
        "dc20265"
    )
    assert rendered("{{ x.a.b[0][:1] }}{{ 'abc'[1:] }}", **values) == "cbc"


def test_what_is_in_nothing_is_nothing():
    assert "\ue010m" in rendered("{{ a.b.c[2].d }}", a=None)
    assert "\ue010m" in rendered("{{ l[7] }}", l=[1])
    assert rendered("{% if a.b %}ja{% else %}nej{% endif %}", a=None) == "nej"
    assert rendered("{% for x in a.b %}ja{% endfor %}", a=None) == ""


@pytest.mark.parametrize(
    "tag",
    [
        "{{ ukendt }}",
        "{{ x.ukendt }}",
        "{{ x.ukendt.b }}",
        "{% if ukendt %}{% endif %}",
        "{% for i in ukendt %}{% endfor %}",
        "{{ ukendt|upper }}",
        "{{ ukendt ~ 'a' }}",
        "{{ ukendt + 1 }}",
        "{{ 1 + x.ukendt }}",
        "{{ x.ukendt|length }}",
    ],
)
def test_what_does_not_exist_is_never_nothing(tag):
    with pytest.raises(UndefinedError, match="ukendt"):
        rendered(tag, x={"a": 1})


# --- filters and operators ----------------------------------------------------------------------

#: A filter as it is used, the value, what comes out.
FILTERS = [
    ("capitalize", "åse", "Åse"),
    ("lower", "ÅSE", "åse"),
    ("upper", "æø", "ÆØ"),
    ("title", "jens bo", "Jens Bo"),
    ("trim", "  a ", "a"),
    ("string", 12, "12"),
    ("wordcount", "a b  c", "3"),
    ("replace('a', 'b')", "aca", "bcb"),
    ("truncate(8)", "en lang tekst", "en…"),
    ("truncate(20)", "kort", "kort"),
    ("join(', ')", ["a", "b"], "a, b"),
    ("join(attribute='n')", [{"n": "x"}, {"n": "y"}], "xy"),
    ("default('-')", None, "-"),
    ("default('-')", "a", "a"),
    ("d('-', true)", "", "-"),
    ("default('-')", "", ""),
    ("abs", -2, "2"),
    ("int", "12", "12"),
    ("int", "2", "2"),
    ("float", "2,5", "2,5"),
    ("int(0)", "x", "0"),
    ("round", 2.4, "2"),
    ("round(1)", 2.46, "2,5"),
    ("sum", [1, 2], "3"),
    ("sum(attribute='n')", [{"n": 1}, {"n": 4}], "5"),
    ("first", ["a", "b"], "a"),
    ("last", ["a", "b"], "b"),
    ("first", "abc", "a"),
    ("length", [1, 2], "2"),
    ("count", "abc", "3"),
    ("length", None, "0"),
    ("list|length", (1, 2), "2"),
    ("reverse|join", ["a", "b"], "ba"),
    ("reverse", "ab", "ba"),
    ("min", [2, 1], "1"),
    ("max", [2, 1], "2"),
    ("sort|join", ["b", "a"], "ab"),
    ("unique|join", ["a", "a"], "a"),
    ("map('upper')|join", ["a"], "A"),
    ("map(attribute='n')|join", [{"n": "x"}], "x"),
    ("select('odd')|join", [1, 2, 3], "13"),
    ("reject('odd')|join", [1, 2], "2"),
    ("selectattr('n')|list|length", [{"n": 1}, {"n": 0}], "1"),
    ("rejectattr('n')|list|length", [{"n": 1}], "0"),
    ("batch(2)|length", [1, 2, 3], "2"),
    ("slice(2)|length", [1, 2, 3], "2"),
    ("groupby('n')|length", [{"n": 1}, {"n": 1}], "1"),
]


@pytest.mark.parametrize(("name", "value", "text"), FILTERS)
def test_a_filter_does_what_its_name_says(name, value, text):
    assert rendered("{{ v|" + name + " }}", v=value) == text


def test_every_filter_of_jinja_is_tried():
    used = {part.split("(")[0] for name, _, _ in FILTERS for part in name.split("|")}
    assert used == set(JINJA_FILTRE)


def test_a_danish_filter_is_not_hidden_by_one_of_jinjas():
    assert not set(JINJA_FILTRE) & set(danish.FILTRE)
    assert set(danish.FILTRE) <= set(environment().filters)


@pytest.mark.parametrize(
    "name",
    sorted(
        set(JINJA_FILTRE)
        - {
            "default",
            "d",
            "list",
            "length",
            "count",
            "sort",
            "unique",
            "map",
            "select",
            "reject",
            "selectattr",
            "rejectattr",
            "batch",
            "slice",
            "groupby",
            "reverse",
            "sum",
        }
    ),
)
def test_a_filter_leaves_a_missing_value_missing(name):
    arguments = {"replace": "('a', 'b')"}.get(name, "")
    assert "\ue010m" in rendered("{{ v|" + name + arguments + " }}", v=None)


@pytest.mark.parametrize(
    "name",
    [
        "sort",
        "unique",
        "reverse",
        "list",
        "select",
        "reject",
        "map('upper')",
        "batch(2)",
        "slice(2)",
        "groupby('a')",
    ],
)
def test_a_list_that_is_missing_is_an_empty_list(name):
    assert rendered("{{ v|" + name + "|length }}", v=None) in (
        "0",
        "2" if name == "slice(2)" else "0",
    )


@pytest.mark.parametrize(
    "tag",
    [
        "{{ [1, none]|sum }}",
        "{{ ['a', none]|join }}",
        "{{ 'a' ~ none|upper }}",
        "{{ 'a'|replace('a', none) }}",
        "{{ ('a' ~ none)|upper }}",
        "{{ []|first }}",
        "{{ []|max }}",
    ],
)
def test_one_missing_part_makes_the_whole_missing(tag):
    assert "\ue010m" in rendered(tag)


@pytest.mark.parametrize(
    "tag",
    [
        "{{ 'femten'|int }}",
        "{{ ['a']|sum }}",
        "{{ [1, 'a']|sort }}",
        "{{ [1, none]|sort }}",
        "{{ 3|first }}",
        "{{ {'a': 1}|join }}",
        "{% set x %}<b>{% endset %}{{ x|upper }}",
        "{% for c in 'tekst' %}{{ c }}{% endfor %}",
        "{% for c in {'a': 1} %}{{ c }}{% endfor %}",
        "{{ 'a' * 3 }}",
        "{{ 2 ** 3 }}",
        "{{ 'a' + 1 }}",
        "{{ 1 + 'a' }}",
        "{{ '%s' % 'a' }}",
        "{{ none + 1 }}",
        "{{ [1] * 3 }}",
        "{{ 1 / 0 }}",
    ],
)
def test_what_a_value_cannot_do_is_refused_and_never_guessed(tag):
    with pytest.raises(NEVER):
        rendered(tag)


@pytest.mark.parametrize(
    ("tag", "text"),
    [
        ("{{ 2 + 3 * 4 - 1 }}", "13"),
        ("{{ 7 % 4 }}", "3"),
        ("{{ 'a' + 'b' }}", "ab"),
        ("{{ ([1] + [2])|length }}", "2"),
        ("{{ 10 // 4 }}", "2"),
        ("{{ 'a' ~ 1 ~ d }}", "a11.\u00a0marts 2026"),
        ("{{ 'a' if 2 > 1 else 'b' }}", "a"),
        ("{{ ('a' ~ 'b')|upper }}", "AB"),
    ],
)
def test_operators_work_on_numbers_and_texts(tag, text):
    assert rendered(tag, d=date(2026, 3, 1)) == text


def test_a_blocks_text_in_a_larger_expression_is_escaped_once():
    tags = "{% set x %}a &amp; {{ v }}{% endset %}"
    assert (
        rendered(tags + "{{ x ~ v }}|{{ (x ~ v) if true }}", v="<")
        == "a &amp; &lt;&lt;|a &amp; &lt;&lt;"
    )


# --- how much work a tag can ask for ------------------------------------------------------------

DOUBLED = "{% set a = 'x' %}" + "{% set a = a ~ a %}" * 40
MACROS = (
    "{% macro m0() %}{% endmacro %}"
    + "".join(
        f"{{% macro m{n}() %}}{{{{ m{n - 1}() }}}}{{{{ m{n - 1}() }}}}{{% endmacro %}}"
        for n in range(1, 40)
    )
    + "{{ m39() }}"
)
BLOCKS = "{% set a0 %}xxxxxxxxxx{% endset %}" + "".join(
    f"{{% set a{n} %}}{{{{ a{n - 1} }}}}{{{{ a{n - 1} }}}}{{% endset %}}" for n in range(1, 40)
)
BOMBS = [
    "{{ range(10**9) }}",
    "{% for i in range(10**9) %}{% endfor %}",
    "{{ range(10000000000)|list }}",
    "{{ range(0, 1000000000000000000000)|length }}",
    "{{ 'a' * 10**9 }}",
    "{{ 10**10**10 }}",
    "{{ 'a'|batch(1000000000, 'x')|list }}",
    "{{ [1]|slice(1000000000)|list }}",
    "{{ 1.5|round(1000000000) }}",
    "{{ 1|round(1000000000, 'ceil') }}",
    "{% for a in range(1000) %}{% for b in range(1000) %}{% for c in range(1000) %}x{% endfor %}"
    "{% endfor %}{% endfor %}",
    "{% set l = range(1000)|list %}{% for a in l %}{% for b in l %}{% for c in l %}{% endfor %}"
    "{% endfor %}{% endfor %}",
    DOUBLED,
    DOUBLED.replace("a ~ a", "a + a"),
    DOUBLED.replace("a ~ a", "[a, a]|join"),
    DOUBLED.replace("a ~ a", "a|replace('x', 'xx')"),
    "{% set a = [1] %}" + "{% set a = a + a %}" * 40,
    MACROS,
    BLOCKS,
    "{% set a = 9999999999999999999999999999 %}" + "{% set a = a * a %}" * 40,
    "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    "{% macro m(n) %}{{ m(n + 1) }}{% endmacro %}{{ m(1) }}",
]


@pytest.mark.parametrize("source", BOMBS, ids=range(len(BOMBS)))
def test_no_tag_runs_for_ever_or_fills_the_memory(source):
    with pytest.raises(NEVER):
        rendered(source)


def test_long_letters_are_within_the_limits():
    assert (
        len(rendered("{% for i in range(1000) %}{% for j in range(50) %}.{% endfor %}{% endfor %}"))
        == 50_000
    )
    assert rendered("{{ v|length }}", v="x" * MAX_TEXT) == str(MAX_TEXT)
    with pytest.raises(SecurityError, match="mere, end et brev kan rumme"):
        rendered("{% for i in l %}{% endfor %}", l=[1] * (MAX_ROUNDS + 1))


def test_the_work_of_all_parts_of_a_letter_counts_together():
    env = environment()
    tree = env.parse("{% for i in l %}{% endfor %}")
    Rewriter("prøve", phrase=False).rewrite(tree)
    template = env.template_class.from_code(env, env.compile(tree), {})
    context = kontekst({"l": [1] * (MAX_ROUNDS // 2)})
    context.fyld(template, {})
    context.fyld(template, {})
    with pytest.raises(SecurityError):
        context.fyld(template, {})


def test_every_counter_of_a_loop_exists():
    for name in LOOP - {"cycle", "changed", "previtem", "nextitem"}:
        assert rendered("{% for i in [1] %}{{ loop." + name + " }}{% endfor %}") != ""
    assert rendered(
        "{% for i in [1, 1] %}{{ loop.cycle('a', 'b') }}{{ loop.changed(i) }}{% endfor %}"
    ) == ("ajabnej")


def test_a_printed_expression_goes_through_a_door_wherever_it_stands():
    """No output of a template is left without one."""
    env = environment()
    tree = env.parse(
        "<w:p><w:r><w:t>{{ a }}{% if b %}{{ c ~ d }}{% else %}{{ e }}{% endif %}"
        "{% for f in g %}{{ f }}{% else %}{{ h }}{% endfor %}{% set i %}{{ j }}{% endset %}"
        "{% macro k() %}{{ l }}{% endmacro %}{% with m = 1 %}{{ m }}{% endwith %}"
        "</w:t></w:r></w:p>"
    )
    Rewriter("prøve", phrase=False).rewrite(tree)
    printed = [
        n
        for output in tree.find_all(nodes.Output)
        for n in output.nodes
        if not isinstance(n, nodes.TemplateData)
    ]
    assert len(printed) == 9
    assert all(isinstance(n, nodes.Filter) and n.name == "_tekst" for n in printed)
