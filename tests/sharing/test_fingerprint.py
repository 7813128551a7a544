from __future__ import annotations

from hashlib import sha256

from hypothesis import given
from hypothesis import strategies as st

from parentkit.content import load
from parentkit.sharing.fingerprint import fingerprint, is_fingerprint, words

LISTED = load("fingerprint_words")["words"]


def test_there_is_one_plain_word_for_each_value_of_a_byte() -> None:
    assert len(LISTED) == len(set(LISTED)) == 256
    assert all(word.isascii() and word.islower() and 3 <= len(word) <= 8 for word in LISTED)


def test_no_two_words_begin_alike_so_that_a_bad_line_does_not_swap_them() -> None:
    assert len({word[:3] for word in LISTED}) == 256


def test_the_words_never_change_between_versions() -> None:
    digest = sha256(" ".join(LISTED).encode()).hexdigest()
    assert digest == "3d844344e9ae692d75ceef85a3516a908deddbf31d912aae7176e0d74dc96ded"


@given(st.binary(min_size=32, max_size=32))
def test_the_words_are_the_first_eighty_bits_of_the_hash(key: bytes) -> None:
    spoken = [LISTED.index(word) for word in words(key).split()]
    assert bytes(spoken) == sha256(key).digest()[:10]
    assert fingerprint(key) == sha256(key).hexdigest()[:32]
    assert is_fingerprint(fingerprint(key))


def test_what_is_no_fingerprint_is_not_taken_for_one() -> None:
    for text in ("", "g" * 32, "A" * 32, "a" * 31, None, 7):
        assert not is_fingerprint(text)
