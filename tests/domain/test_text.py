import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from parentkit.domain.text import clean, one_line, shown_width

STEERING = "\n\r\v\f\t\x1b\x00\x85\x9b\u200c\u200d\u202e\u2028\u2066\ufe0f\ud83d\ude00\u0301"
ANY_TEXT = st.text(st.characters(codec=None), max_size=40) | st.text(
    st.sampled_from(STEERING + "ab é👍🏽🇩日"), max_size=20
)


@pytest.mark.parametrize(
    ("given_text", "kept"),
    [
        ("she said no", "she said no"),
        ("a\tb", "a b"),
        ("one\r\ntwo\rthree\nfour", "one\ntwo\nthree\nfour"),
        ("one\u2028two\u2029three\x85four\vfive\fsix", "one\ntwo\nthree\nfour\nfive\nsix"),
        ("red \x1b[31mtext\x1b[0m", "red [31mtext[0m"),
        ("\x1b]0;owned\x07title", "]0;ownedtitle"),
        ("\x9b31mtext\x9d0;x\x9c", "31mtext0;x"),
        ("a\x00b\x07c\x08d\x7fe", "abcde"),
        ("safe\u202egnp.exe\u202c", "safegnp.exe"),
        ("\u2066one\u2069 \u2067two\u2069 \u2068three\u2069", "one two three"),
        ("\u202aone\u202c \u202btwo\u202c \u202dthree\u202c", "one two three"),
        ("\ufeffday", "day"),
        ("\udcffx", "\ufffdx"),
        ("x\ud83d", "x\ufffd"),
        ("\ud83d\ude00", "😀"),
    ],
)
def test_what_steers_a_terminal_or_reorders_text_goes_and_the_words_stay(
    given_text: str, kept: str
) -> None:
    assert clean(given_text) == kept


@pytest.mark.parametrize(
    "text",
    [
        "می‌خواهم",  # Persian: a non-joiner within the word
        "👩‍👩‍👧 👍🏽 ❤️ 🏳️‍🌈 🏴󠁧󠁢󠁥󠁮󠁧󠁿",
        "क्‍ष",  # a joiner that asks for another letter shape
        "שלום\u200f!",
        "e\u0301 Ő ß 日本語",
        "a\u00a0b",
        "two\nlines",
    ],
)
def test_what_a_script_needs_survives(text: str) -> None:
    assert clean(text) == text


@given(ANY_TEXT)
@example("\r\x00\n")
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(ANY_TEXT)
def test_clean_text_holds_no_control_but_the_newline_and_can_be_stored(text: str) -> None:
    cleaned = clean(text)
    cleaned.encode("utf-8")
    assert not {c for c in cleaned if unicodedata.category(c) == "Cc"} - {"\n"}
    embedding = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
    assert not {unicodedata.bidirectional(c) for c in cleaned} & embedding


@given(st.text(st.characters(categories=("L", "M", "N", "P", "S", "Zs")), max_size=40))
def test_no_visible_character_is_ever_lost(text: str) -> None:
    assert clean(text) == text


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("", 0),
        ("comfort", 7),
        ("日本語", 6),
        ("\uff57\uff49\uff44\uff45", 8),
        ("e\u0301te\u0301", 3),
        ("می‌خواهم", 7),
        ("\u1100\u1161\u11a8", 2),
        ("\uac01", 2),
        ("👍🏽", 2),
        ("👍🏽👍", 4),
        ("👩‍👩‍👧", 2),
        ("❤️", 2),
        ("☺", 1),
        ("1️⃣", 2),
        ("🇩🇪🇫🇷", 4),
        ("🏴󠁧󠁢󠁥󠁮󠁧󠁿", 2),
    ],
)
def test_columns_are_those_a_terminal_shows(text: str, columns: int) -> None:
    assert shown_width(text) == columns


@pytest.mark.parametrize(
    ("text", "width", "shown"),
    [
        ("  one\n\n two\tthree ", None, "one two three"),
        ("tired", 5, "tired"),
        ("hungry", 5, "hung…"),
        ("went to bed", 6, "went…"),
        ("日本語", 5, "日本…"),
        ("日本語", 4, "日…"),
        ("ab👩‍👩‍👧", 3, "ab…"),
        ("ab👩‍👩‍👧", 4, "ab👩‍👩‍👧"),
        ("cafe\u0301s", 5, "cafe\u0301s"),
        ("cafe\u0301s!", 5, "cafe\u0301…"),
        ("x", 0, ""),
    ],
)
def test_a_listing_cuts_between_characters(text: str, width: int | None, shown: str) -> None:
    assert one_line(text, width) == shown


@given(ANY_TEXT, st.integers(0, 12))
def test_one_line_fits_its_width_and_is_one_line(text: str, width: int) -> None:
    line = one_line(text, width)
    assert shown_width(line) <= width
    assert len(line.splitlines()) <= 1
    assert one_line(line, width) == line
