import pytest
from hypothesis import given
from hypothesis import strategies as st

from parentkit.domain.ulid import LAST_MS, first_of, is_ulid, ms_of, ulid, ulid_named

times = st.integers(0, LAST_MS)
chance = st.binary(min_size=10, max_size=10)


def crockford_value(text: str) -> int:
    digits = {letter: value for value, letter in enumerate("0123456789ABCDEFGHJKMNPQRSTVWXYZ")}
    value = 0
    for letter in text:
        value = value * 32 + digits[letter]
    return value


@given(times, chance)
def test_a_ulid_is_its_time_and_its_chance_in_base_32(ms: int, randomness: bytes) -> None:
    made = ulid(ms, randomness)
    assert len(made) == 26
    assert crockford_value(made) == (ms << 80) + int.from_bytes(randomness, "big")


def test_the_example_of_the_specification_reads_back_its_time() -> None:
    assert ms_of("01ARZ3NDEKTSV4RRFFQ69G5FAV") == 1469922850259


@given(times, chance)
def test_the_time_can_be_read_from_a_ulid(ms: int, randomness: bytes) -> None:
    made = ulid(ms, randomness)
    assert is_ulid(made)
    assert ms_of(made) == ms


@given(times, times, chance, chance)
def test_ulids_sort_by_the_time_at_which_they_were_made(
    ms: int, other_ms: int, randomness: bytes, other: bytes
) -> None:
    if ms < other_ms:
        assert ulid(ms, randomness) < ulid(other_ms, other)
    assert first_of(ms) <= ulid(ms, randomness)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "01ARZ3NDEKTSV4RRFFQ69G5FA",
        "01ARZ3NDEKTSV4RRFFQ69G5FAVX",
        "01ARZ3NDEKTSV4RRFFQ69G5FAI",
        "01arz3ndektsv4rrffq69g5fav",
        "81ARZ3NDEKTSV4RRFFQ69G5FAV",
        "0\uff11ARZ3NDEKTSV4RRFFQ69G5FAV",
        None,
        7,
    ],
)
def test_other_texts_are_no_ulids(text: object) -> None:
    assert not is_ulid(text)
    if isinstance(text, str):
        with pytest.raises(ValueError, match="not a ULID"):
            ms_of(text)


def test_a_time_or_chance_that_does_not_fit_is_refused() -> None:
    with pytest.raises(ValueError, match="cannot stand"):
        ulid(LAST_MS + 1, bytes(10))
    with pytest.raises(ValueError, match="cannot stand"):
        ulid(-1, bytes(10))
    with pytest.raises(ValueError, match="random bytes"):
        ulid(0, bytes(9))


def test_a_name_has_the_same_ulid_everywhere_and_another_name_another_one() -> None:
    assert ulid_named("my:swing") == ulid_named("my:swing")
    assert ulid_named("my:swing") != ulid_named("my:slide")
    assert ms_of(ulid_named("row 7", 1_795_367_112_345)) == 1_795_367_112_345
