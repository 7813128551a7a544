import json
import math
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parentkit.domain.jsontext import DEEPEST, NotJson, check, compact, parse

texts = st.text(st.characters(exclude_categories=["Cs"]))
numbers = st.integers(-(10**15) + 1, 10**16 - 1) | st.floats(allow_nan=False, allow_infinity=False)
values = st.recursive(
    st.none() | st.booleans() | numbers | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=12,
)


@given(values)
def test_what_is_written_reads_back_as_it_was(value: object) -> None:
    check(value)
    assert parse(compact(value)) == value


@given(values)
def test_the_standard_library_reads_and_writes_the_same(value: object) -> None:
    assert json.loads(compact(value)) == value
    assert parse(json.dumps(value, indent=2)) == value


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('{"a":1,"a":2}', "twice"),
        ('{"a":{"b":1,"b":1}}', "twice"),
        ("[NaN]", "NaN"),
        ("[-Infinity]", "infinity"),
        ("[1e999]", "too large"),
        ("[12345678901234567]", "too large"),
        ("[" + "9" * 5000 + "]", "too large"),
        ("[" * (DEEPEST + 1) + "]" * (DEEPEST + 1), "deeply"),
        ("[" * 100_000, "deeply"),
        ('["\\ud83d"]', "half a character"),
        ('{"a"', "not JSON"),
        ('{"a":1} x', "not JSON"),
        ("", "not JSON"),
        ("[1,]", "not JSON"),
        ("[01]", "not JSON"),
        ('["a\tb"]', "not JSON"),
        ("{'a':1}", "not JSON"),
        ("nul", "not JSON"),
        ('["\\x"]', "not JSON"),
    ],
)
def test_what_rfc_8259_leaves_open_is_refused_with_a_reason(text: str, reason: str) -> None:
    with pytest.raises(NotJson, match=reason):
        parse(text)


def test_brackets_within_a_text_are_not_nesting() -> None:
    text = '["' + "[" * 50 + '\\"' + "{" * 50 + '\\\\","["]'
    assert parse(text) == json.loads(text)


def test_a_whole_pair_of_surrogates_is_one_character() -> None:
    assert parse('["\\ud83d\\ude00"]') == ["😀"]


@pytest.mark.parametrize(
    "value",
    [math.nan, math.inf, {1, 2}, {1: 2}, b"x", object(), 10**16, -(10**15), {"a": [10**40]}],
)
def test_what_has_no_form_in_json_is_refused(value: object) -> None:
    with pytest.raises(NotJson):
        check(value)


def test_nesting_is_refused_at_the_same_depth_in_both_directions() -> None:
    deep: list[object] = []
    for _ in range(DEEPEST - 1):
        deep = [deep]
    check(deep)
    assert parse(compact(deep)) == deep
    with pytest.raises(NotJson):
        check([deep])
    with pytest.raises(NotJson):
        parse(compact([deep]))


def test_what_holds_itself_is_refused() -> None:
    endless: list[object] = []
    endless.append(endless)
    with pytest.raises(NotJson):
        check(endless)
    with pytest.raises(NotJson):
        compact(endless)


def test_a_python_without_cpythons_scanner_refuses_and_reads_the_same() -> None:
    program = """
import sys
sys.modules["_json"] = None
from parentkit.domain.jsontext import NotJson, compact, parse
assert parse('{"a":[1,2.5,"ü"]}') == {"a": [1, 2.5, "ü"]}
assert compact({"a": [1, "ü"]}) == '{"a":[1,"ü"]}'
for bad in ('{"a":1,"a":2}', "[NaN]", "[12345678901234567]", "[1,]"):
    try:
        parse(bad)
    except NotJson:
        continue
    raise SystemExit(bad)
"""
    subprocess.run([sys.executable, "-c", program], check=True)


def test_reading_and_writing_load_no_regular_expressions() -> None:
    program = """
import sys
from parentkit.domain.jsontext import NotJson, compact, parse
parse(compact({"a": 1}))
assert not {"re", "json", "typing"} & set(sys.modules)
try:
    parse("[1,")
except NotJson:
    pass
"""
    subprocess.run([sys.executable, "-I", "-S", "-c", PATH_FIRST + program], check=True)


PATH_FIRST = f"import sys; sys.path[:0] = {sys.path!r}\n"
