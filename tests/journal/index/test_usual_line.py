from collections.abc import Callable
from typing import Any
from zlib import crc32

from hypothesis import given, settings
from hypothesis import strategies as st

from parentkit.domain.codes import MOMENT
from parentkit.domain.log.moment import FIELD_ORDER, in_reading_order
from parentkit.journal.index.rows import row_of
from parentkit.journal.index.usual_line import UsualLines
from parentkit.journal.log.operation import SUM_LENGTH, BadLine, Operation, decode, encode

ID = "01KAR3M5ZJ9W01KAR3M5ZJ9WAA"
STAMP = f"2026-11-22T17:05:12.345Z/0000/{ID}"
AT = "2026-11-22T18:05+01:00"

words = st.sampled_from(["", "sad", "ä", 'say "no"', "a\nb", '","', "\x7f", "\\", "{}"])
times = st.sampled_from(["", "soon", AT, "2026-11-22T19:30:01+01:00", "2026-02-30T10:00Z"])
repairs = st.fixed_dictionaries(
    {"state": st.sampled_from(["repaired", "not_yet", "not_going_to", "unknown", ""])},
    optional={
        "source": words,
        "by": words,
        "after_minutes": st.sampled_from([0, 7, -1, True, 1.5, 10**9, None]),
        "at": times,
    },
)
odd = st.one_of(words, st.none(), st.booleans(), st.integers(0, 9), st.lists(words, max_size=3))
usual = {name: words for name in FIELD_ORDER if name != "id"} | {
    "observed_at": times,
    "logged_at": times,
    "responses": st.lists(words, max_size=3),
    "tags": st.lists(words, max_size=3),
    "repair": repairs,
    "flag": st.booleans(),
}
fields = st.fixed_dictionaries(
    {"observed_at": times}, optional={name: usual[name] for name in usual if name != "observed_at"}
)
strange = st.dictionaries(st.sampled_from([*usual, "deleted", "new"]), odd, max_size=2)


def operation(values: dict[str, Any], **more: Any) -> Operation:
    return Operation(ID, MOMENT, ID, 7, STAMP, ID, values, **more)


def resealed(body: bytes) -> bytes:
    return b'%b,"sum":"%08x"}' % (body, crc32(body))


def agree(line: bytes) -> bool:
    """Whether a line is taken; where it is, decoding it gives the same."""
    taken = UsualLines().take(line)
    if taken is None:
        return False
    whole = decode(line)
    assert taken == (whole.kind, whole.id, whole.stamp, row_of(whole.kind, whole.set, {}))
    assert list(map(type, taken.row)) == list(map(type, row_of(whole.kind, whole.set, {})))
    return True


@settings(max_examples=300, deadline=None)
@given(fields, strange)
def test_a_line_that_is_taken_by_its_form_gives_what_decoding_it_gives(
    said: dict[str, Any], more: dict[str, Any]
) -> None:
    values = {**said, **more}
    for in_order in (values, in_reading_order(values)):
        agree(encode(operation(in_order))[:-1])


@settings(max_examples=300, deadline=None)
@given(
    fields, st.integers(0, 2000), st.sampled_from([b"", b",", b'"', b"\\", b"\xff", b"1", b"\0"])
)
def test_so_does_one_that_was_written_by_somebody_else_whatever_its_checksum_says(
    said: dict[str, Any], at: int, instead: bytes
) -> None:
    body = encode(operation(in_reading_order(said)))[: -SUM_LENGTH - 1]
    at %= len(body)
    line = resealed(body[:at] + instead + body[at + 1 :])
    try:
        decode(line)
    except BadLine:
        assert UsualLines().take(line) is None
    else:
        agree(line)


def test_what_is_logged_every_day_is_taken_and_what_is_unusual_is_not() -> None:
    written: dict[str, Any] = {
        "observed_at": AT,
        "cue": "sad",
        "responses": ["comfort", "distract"],
        "fit": "missed",
        "repair": {"state": "repaired", "source": "person", "by": "parent", "after_minutes": 5},
        "note": "Füße im Schnee",
        "tags": ["grandma"],
        "logged_at": AT,
    }
    everyday = in_reading_order(written)
    line = encode(operation(everyday, batch=ID))[:-1]
    assert agree(line)
    assert not agree(encode(operation({**everyday, "deleted": True}))[:-1])
    assert not agree(encode(operation({**everyday, "note": 'He said "no".'}))[:-1])
    assert not agree(encode(operation(everyday, undoes=STAMP))[:-1])
    assert UsualLines().take(line.replace(b"sad", b"mad")) is None
    twice = line[:-SUM_LENGTH].replace(b'"cue":"sad"', b'"cue":"sad","cue":"mad"')
    assert UsualLines().take(resealed(twice)) is None
    half = line[:-SUM_LENGTH].replace("ß".encode(), b"\xc3")
    assert UsualLines().take(resealed(half)) is None


def test_figures_of_a_long_file_are_the_same_by_either_way(
    family: Any, log: Callable[..., str], monkeypatch: Any
) -> None:
    from parentkit.journal.index import tail_reader

    journal = family.device()
    for number in range(12):
        note = ("plain", 'say "no"', "ä")[number % 3]
        repair = {"state": "not_yet", "source": "person", "at": AT}
        log(journal, observed_at=f"2026-11-{22 - number:02}T09:00+00:00", note=note, repair=repair)
    general = journal.episodes()
    monkeypatch.setattr(tail_reader, "_LITTLE", 0)
    usual = journal.episodes()
    assert [list(column) for column in usual] == [list(column) for column in general]
