from __future__ import annotations

import pytest

from parentkit.content import load
from parentkit.domain.coaching.rubric import (
    EXAMPLE,
    HIGHEST,
    LOWEST,
    pairs_of,
    read_point,
    read_ratings,
)
from parentkit.domain.errors import ParentkitError, UnknownCode, UsageProblem

CONTENT = load("rubric")
PAIRS = pairs_of(CONTENT)


def test_there_are_four_pairs_with_words_of_their_own_and_a_source() -> None:
    assert [pair.id for pair in PAIRS] == ["engaged", "modulated", "stays_close", "opens_up"]
    words = [text for pair in PAIRS for text in pair[1:]]
    assert len(set(words)) == len(words) == 16
    assert all(words)
    assert CONTENT["source"]


def test_ratings_are_read_by_the_first_poles_id_in_any_order() -> None:
    assert read_ratings("opens up=1, Engaged = 5", PAIRS) == {"opens_up": 1, "engaged": 5}
    assert read_ratings(EXAMPLE, PAIRS) == {"engaged": 4, "stays_close": 5}


@pytest.mark.parametrize("point", ["0", "6", "", "three", "-1", "3.5", "²"])
def test_a_rating_is_a_whole_number_from_one_to_five(point: str) -> None:
    with pytest.raises(UsageProblem):
        read_point(point)
    assert [read_point(str(each)) for each in range(LOWEST, HIGHEST + 1)] == [1, 2, 3, 4, 5]


def test_an_unknown_pair_names_those_that_there_are() -> None:
    with pytest.raises(UnknownCode) as problem:
        read_ratings("distracted=2", PAIRS)
    assert "engaged" in problem.value.hint


@pytest.mark.parametrize("text", ["engaged", "", "engaged=1,engaged=2", "engaged=4,", "=3"])
def test_ratings_that_cannot_be_read_are_named(text: str) -> None:
    with pytest.raises(ParentkitError):
        read_ratings(text, PAIRS)
