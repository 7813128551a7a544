from __future__ import annotations

import pytest

from parentkit.domain.sentence import in_words, listed, plural, with_article


@pytest.mark.parametrize(
    ("n", "said"),
    [
        (0, "0 moments could not be read."),
        (1, "1 moment could not be read."),
        (2, "2 moments could not be read."),
        (21, "21 moments could not be read."),
    ],
)
def test_a_sentence_stands_whole_for_its_number(n: int, said: str) -> None:
    one, other = "{n} moment could not be read.", "{n} moments could not be read."
    assert plural(n, one=one, other=other) == said


def test_none_has_a_form_of_its_own_where_it_is_given() -> None:
    forms = {"zero": "Nothing is left.", "one": "{n} is left.", "other": "{n} are left."}
    assert [plural(n, **forms) for n in (0, 1, 2)] == [
        "Nothing is left.",
        "1 is left.",
        "2 are left.",
    ]


def test_nothing_may_be_said_of_none() -> None:
    assert not plural(0, zero="", one="{n} is left.", other="{n} are left.")


def test_a_number_may_stand_as_a_word_or_with_separators() -> None:
    assert plural(3, one="", other="{word} moments") == "three moments"
    assert plural(13, one="", other="{word} moments") == "13 moments"
    assert plural(1203, one="", other="{n:,} files") == "1,203 files"


def test_what_stands_in_a_place_is_never_read_as_a_sentence() -> None:
    assert plural(1, one="{name} has {n}", other="", name="{n} {one!r}") == "{n} {one!r} has 1"


def test_numbers_are_words_up_to_twelve() -> None:
    assert [in_words(n) for n in (0, 1, 12, 13)] == ["no", "one", "twelve", "13"]


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ([], ""),
        (["a"], "a"),
        (["a", "b"], "a and b"),
        (["a", "b", "c"], "a, b and c"),
        (["sad, left out", "angry", "afraid"], "sad, left out and angry and afraid"),
    ],
)
def test_a_list_is_read_as_people_say_it(parts: list[str], said: str) -> None:
    assert listed(parts) == said
    assert listed(iter(parts), "or") == said.replace(" and ", " or ")


def test_a_noun_has_its_article() -> None:
    assert [with_article(noun) for noun in ("goal", "answer")] == ["A goal", "An answer"]
