"""The template sandbox against hostile templates: the F rows of the reliability matrix that concern templates."""

from __future__ import annotations

import time
from dataclasses import replace
from decimal import Decimal

import pytest

from reportgen import sandbox
from reportgen.document import Text
from reportgen.edition import load_edition
from reportgen.errors import NarrativeError
from reportgen.sandbox import CLOSE, OPEN, OWN_TYPES, Markers, NarrativeEnvironment, bounded, environment
from reportgen.templating import NarrativeCode
from reportgen.values import Value, node
from reportgen.verbs import context, filters
from tests.factory import problems, results, write

HOSTILE = {
    "F01 class walk over a text": "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "F01 class walk over a list": "{{ [].__class__ }}",
    "F01 class walk over a value": "{{ provinces.leader.index.__class__ }}",
    "F01 class walk by subscript": "{{ ''['__class__'] }}",
    "F01 class walk over a row": "{{ provinces.leader['__class__'] }}",
    "F01 class walk over a namespace": "{{ namespace.__init__.__globals__ }}",
    "F01 class walk inside a namespace": "{% set ns = namespace(a=1) %}{{ ns._Namespace__attrs }}",
    "F02 globals of a function": "{{ ref.__globals__ }}",
    "F02 globals of a function through its wrapper": "{{ ref.__wrapped__ }}",
    "F02 globals of a method": "{{ provinces.top.__func__ }}",
    "F02 globals of a macro": "{% macro m() %}{% endmacro %}{{ m.__init__ }}",
    "F02 builtin that is not there": "{{ joiner.__init__.__globals__ }}",
    "F02 the template itself": "{{ self.__init__ }}",
    "F03 a method that writes a file": "{{ provinces.to_csv('x') }}",
    "F04 an expression evaluator": "{{ provinces.eval('1') }}",
    "F04 the data behind a table": "{{ provinces.cells }}",
    "F04 a pandas Series": "{{ provinces.series('index') }}",
    "F05 format of a text": "{{ '{0.__class__}'.format(1) }}",
    "F05 format by the attr filter": "{{ ('{0.__class__}' | attr('format'))(1) }}",
    "F05 format by the format filter": "{{ '%s' | format(1) }}",
    "F05 format by the % sign": "{{ '%99999999d' % 1 }}",
    "F06 misspelt name": "{{ provnces.leader.name }}",
    "F07 misspelt column": "{{ provinces.leader.indxe }}",
    "F07 misspelt column by subscript": "{{ provinces.leader['indxe'] }}",
    "F08 default hides a misspelling": "{{ provnces | default('0') }}",
    "F08 d hides a misspelling": "{{ provnces | d('0') }}",
    "F08 is defined hides a misspelling": "{% if provnces is defined %}x{% endif %}",
    "F08 or does not hide a misspelling": "{{ provnces or 'x' }}",
    "F09 int turns text into 0": "{{ 'abc' | int }}",
    "F10 map over a missing column": "{{ provinces.rows | map(attribute='indxe') | list | names }}",
    "F10 map with a default": "{{ provinces.rows | map(attribute='indxe', default='0') | list | names }}",
    "F11 syntax error": "{{ provinces. }}",
    "F11 a block that is not closed": "{% if provinces.count %}",
    "F12 unknown filter": "{{ provinces.leader.rank | ordnal }}",
    "F12 unknown test": "{% if provinces is divisible %}{% endif %}",
    "F13 include above the project": "{% include '../../secret.md' %}",
    "F13 include that may be missing": "{% include '../x' ignore missing %}",
    "F13 include of itself": "{% include 'a.md' %}",
    "F14 import": "{% import 'macros.j2' as m %}",
    "F14 from import": "{% from 'macros.j2' import m %}",
    "F14 extends": "{% extends 'macros.j2' %}",
    "F15 macro calls itself": "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    "F15 macros call each other twice": "{% macro m(n) %}{% if n %}{{ m(n - 1) }}{{ m(n - 1) }}{% endif %}{% endmacro %}{{ m(60) }}",
    "F16 range": "{% for i in range(10000000000) %}{% endfor %}",
    "F16 loops in loops without output": "{% set r = 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa' %}"
    + "".join(f"{{% for {c} in r %}}" for c in "abcdef") + "{% endfor %}" * 6,
    "F16 loops in loops with output": "{% set r = 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa' %}"
    + "".join(f"{{% for {c} in r %}}" for c in "abcdef") + "xxxxxxxxxxxxxxxxxxxx" + "{% endfor %}" * 6,
    "F17 huge text by *": "{{ 'a' * 1000000000 }}",
    "F17 huge list by *": "{{ [1] * 1000000000 }}",
    "F17 huge text by ~": "{% set x = 'aaaaaaaaaa' %}" + "{% set x = x ~ x %}" * 40 + "{{ x }}",
    "F17 huge text by a set block": "{% set x = 'aaaaaaaaaa' %}" + "{% set x %}{{ x }}{{ x }}{% endset %}" * 40 + "{{ x }}",
    "F17 huge text by a macro": "{% macro m(x) %}{{ x }}{{ x }}{% endmacro %}{% set x = 'aaaaaaaaaa' %}" + "{% set x = m(x) %}" * 40 + "{{ x }}",
    "F17 huge list by +": "{% set x = [1, 2] %}" + "{% set x = x + x %}" * 40 + "{{ x | count }}",
    "F18 center": "{{ 'a' | center(1000000000) }}",
    "F18 center as a method": "{{ 'a'.center(1000000000) }}",
    "F18 indent": "{{ 'a' | indent(1000000000) }}",
    "F19 huge power": "{{ 9 ** 9 ** 9 }}",
    "F19 huge product": "{{ 1000000000000 * 1000000000000 }}",
    "F20 division by zero": "{{ 1 / 0 }}",
    "F20 ratio to zero": "{{ ratio(provinces.leader.index, difference(provinces.leader.index, provinces.leader.index)) }}",
    "F28 safe filter": "{{ provinces.leader.name | safe }}",
    "F28 autoescape": "{% autoescape false %}x{% endautoescape %}",
    "F31 a tag that is not there": "{% do provinces %}",
    "changing a list": "{{ provinces.rows.append(1) }}",
    "calling a text": "{{ 'a'() }}",
    "calling a table": "{{ provinces() }}",
    "blocks": "{% block a %}{% endblock %}",
}  # fmt: skip


@pytest.mark.parametrize("template", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_template_is_one_located_problem(template: str) -> None:
    started = time.process_time()
    found = problems("# 标题\n\n前文" + template)
    assert len(found) == 1
    assert found[0].where.startswith("narrative/zh-Hans/a.md:3:")
    assert found[0].what
    assert "0x" not in found[0].what, "an address differs from run to run"
    assert "<locals>" not in found[0].what
    assert time.process_time() - started < 10


@pytest.mark.parametrize(
    ("template", "hint"),
    [
        ("{{ provnces.leader.name }}", "provinces"),
        ("{{ provinces.leader.indxe }}", "index"),
        ("{{ provinces.ledaer.name }}", "leader"),
        ("{{ provinces['四州'].name }}", "四川"),
        ("{{ provinces.mean('indx') }}", "index"),
        ("{{ provinces.group('wets').count }}", "west"),
        ("{{ facts.shar.value }}", "share"),
        ("{{ facts.share.valu }}", "value"),
        ("{{ provinces.leader.rank | ordnal }}", "ordinal"),
        ("{{ region('四州') }}", "四川"),
        ("{{ group_name('wets') }}", "west"),
    ],
)
def test_a_misspelling_names_its_place_and_the_nearest_right_name(template: str, hint: str) -> None:
    (found,) = problems("一\n\n前文" + template)
    assert found.where.startswith("narrative/zh-Hans/a.md:3:")
    assert int(found.where.split(":")[2]) > 3, "the column is that of the misspelling or of its braces"
    assert hint in found.hint


@pytest.mark.parametrize(
    ("template", "what"),
    [
        ("{{ provinces }}", "a table cannot be printed"),
        ("{{ provinces.leader }}", "a row cannot be printed"),
        ("{{ provinces.rows }}", "a list cannot be printed"),
        ("{{ facts.share }}", "a fact cannot be printed"),
        ("{{ none }}", "nothing cannot be printed"),
        ("{{ 1 > 2 }}", "a yes or no cannot be printed"),
        ("{{ ref }}", "a function cannot be printed"),
        ("{{ provinces.top }}", "a function cannot be printed"),
        ("{{ 1.5 }}", "float cannot be printed"),
        ("{{ provinces.rows[9].name }}", "no item 9 in a list of 4"),
        ("{{ facts.share.compare }}", "the fact F2 has no compare"),
        ("{{ provinces['西藏'].previous_rank }}", "was not ranked before"),
        ("{{ provinces.leader.index - provinces.last.index }}", "use difference()"),
        ("{{ provinces.leader.index / 2 }}", "use difference(), ratio()"),
        ("{{ -provinces.leader.index }}", "use difference()"),
        ("{% if provinces.leader.rank == '1' %}{% endif %}", "compared with the word '1'"),
        ("{% for x in provinces.leader.index %}{% endfor %}", "cannot be looped over"),
        ("{{ provinces.rows | join('、') }}", "join is for words"),
    ],
)
def test_what_has_no_meaning_is_said_in_words(template: str, what: str) -> None:
    (found,) = problems(template)
    assert what in f"{found.what} {found.hint}"


def test_a_narrative_sees_no_pandas_and_nothing_but_own_types() -> None:
    edition = load_edition("zh-Hans")
    for name, item in context(edition, results()).items():
        assert isinstance(item, OWN_TYPES) or type(item) is dict or getattr(item, "is_for_narratives", False), name
    env = environment({}, edition, Markers(), filters(edition))
    table = results().tables["provinces"]
    for attribute in table.NAMES - {
        "top",
        "bottom",
        "climbers",
        "fallers",
        "highest",
        "lowest",
        "above",
        "below",
        "mean",
        "median",
        "spread",
        "group",
        "between",
    }:
        seen = env.getattr(table, attribute)
        items = seen if isinstance(seen, list) else [seen]
        assert all(isinstance(item, OWN_TYPES) or type(item) is bool for item in items), attribute


def test_words_from_the_data_are_never_markdown_or_html() -> None:
    table = results().tables["provinces"]
    hostile = replace(table, title="**<script>**", group_name="[x](y)")
    blocks, warnings = write("{{ provinces.title }}{{ provinces.group_name }}{{ provinces.leader.key }}", table=hostile)
    assert [type(inline).__name__ for inline in blocks[0].content] == ["Text", "Quantity"]  # type: ignore[union-attr]
    assert blocks[0].content[0].text == "**<script>**[x](y)"  # type: ignore[union-attr]
    assert not warnings


def test_a_table_cannot_be_changed() -> None:
    (found,) = problems("{% set provinces.name = 'x' %}")
    assert "cannot assign" in found.what


def test_ordinary_templates_use_a_small_part_of_what_they_may() -> None:
    rows = "{% for row in provinces %}{% for other in provinces %}{{ row.name }}{% if not loop.last %}、{% endif %}{% endfor %}{% endfor %}"
    edition, markers = load_edition("zh-Hans"), Markers()
    env = environment({"a.md": rows}, edition, markers, filters(edition))
    text = bounded(env.get_template("a.md").generate(dict(context(edition, results()))))
    assert text.count(OPEN) == text.count(CLOSE) == 16
    assert isinstance(env, NarrativeEnvironment)
    assert env.steps < 50
    assert len(markers.nodes) == 4, "equal nodes have equal markers, so that what macros return can be compared"


def test_numbers_may_be_counted_with() -> None:
    blocks, _ = write("{% set ns = namespace(n=0) %}{% for row in provinces %}{% set ns.n = ns.n + 2 * loop.index - 1 %}{% endfor %}{{ ns.n }}")
    assert blocks[0].content[0].text == "16"  # type: ignore[union-attr]


def test_joined_words_keep_values() -> None:
    blocks, _ = write('{% set x = "（" ~ provinces.leader.index ~ "）" %}{{ x }}')
    assert [getattr(inline, "text", "") for inline in blocks[0].content] == ["（", "98.36", "）"]  # type: ignore[union-attr]


def test_a_marker_comes_back_as_the_node_it_stands_for() -> None:
    markers = Markers()
    edition = load_edition("zh-Hans")
    marked = "".join("、" + markers.mark(node(Value(Decimal(n), "score", 0), edition)) for n in range(12))
    assert [piece if isinstance(piece, str) else getattr(piece, "text", "") for piece in markers.split(marked)][1::2] == [str(n) for n in range(12)]


def test_a_broken_macro_file_is_named() -> None:
    with pytest.raises(NarrativeError) as caught:
        write("x", macros="{% macro m() %}{{ provnces }}{% endmacro %}")
    assert caught.value.problems[0].where.endswith("macros.j2:1:19")


def test_a_wrong_argument_of_a_macro_is_shown_where_the_narrative_gives_it() -> None:
    (found,) = problems('一\n\n二{{ index.m("wset") }}', macros="\n\n\n{% macro m(g) %}{{ provinces.group(g).count }}{% endmacro %}")
    assert found.where == "narrative/zh-Hans/a.md:3:14"
    assert "west" in found.hint


def test_every_file_is_read_before_the_build_stops() -> None:
    found = problems("{{ a1 }}{{ a2 }}", b="{{ provinces. }}", c="{{ provinces['x'].name }}")
    assert [problem.where.split(":")[0][-4:] for problem in found] == ["a.md", "a.md", "b.md", "c.md"]
    assert [problem.where for problem in found][:2] == ["narrative/zh-Hans/a.md:1:4", "narrative/zh-Hans/a.md:1:12"]


def test_code_that_is_kept_holds_nothing_of_the_report_it_was_compiled_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "_compiled", {})
    compiled: list[str] = []
    generate = NarrativeCode.visit_Template
    monkeypatch.setattr(NarrativeCode, "visit_Template", lambda self, node, frame=None: (compiled.append(self.name), generate(self, node, frame))[1])
    edition = load_edition("en")
    said = []
    for earlier in ("", "first"):
        markers = Markers()
        if earlier:
            markers.mark(Text(earlier))  # so that the same value has another number here
        env = environment({"a.md": "{{ 3 }}, {{ thing }}"}, edition, markers, {})
        text = env.get_template("a.md").render(thing=4)
        said.append(([getattr(piece, "text", piece) for piece in markers.split(text)], set(env.undeclared)))
    assert said == [(["3", ", ", "4"], {"thing"})] * 2
    assert compiled == ["a.md"]
