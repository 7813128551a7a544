"""A bundle says what was put in, to those it was meant for; anything else is refused whole."""

from __future__ import annotations

import shutil
import subprocess
from base64 import b64encode
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parentkit.domain.errors import DataProblem
from parentkit.journal.journal import Journal
from parentkit.journal.repair.check import examine
from parentkit.sharing import age, bundle, envelope, keys
from parentkit.sharing.bundle import (
    Line,
    coach_id,
    device_of,
    journal_files,
    open_bundle,
    read_lines,
)
from parentkit.sharing.envelope import Refused, open_sealed

if TYPE_CHECKING:
    from pathlib import Path

BY = "01M81QCAREG1VER00000000ANA"
STAMP = "2026-11-22T17:05:12.345Z/0000/01M81QDEV1CE0000000000000A"


def test_a_bundle_reads_back_as_it_was_made(post: Any) -> None:
    made = post.bundle()
    opened = open_sealed(post.sealed(), post.coach)
    header = opened.header
    assert (header.type, header.family, header.share) == (made.type, made.family, made.share)
    assert (header.sender, header.to) == (post.parent.verify_key, (post.coach.recipient,))
    assert (header.kinds, header.lines) == ({"child": 1, "moment": 1}, 2)
    assert (header.words, header.fingerprint) == (post.parent.words, post.parent.fingerprint)
    assert (header.consent, header.reply_to) == (made.consent, post.parent.recipient)
    found = [Line(o.kind, o.id, o.stamp, o.by, o.set) for o in read_lines(opened)]
    assert found == list(made.lines)


def test_the_sealed_bytes_say_nothing_about_the_family(post: Any) -> None:
    sealed = post.sealed()
    for told in (b"afraid", post.parent.fingerprint.encode(), b"moment", BY.encode()):
        assert told not in sealed


def test_a_bundle_becomes_files_that_a_journal_reads(post: Any, tmp_path: Path) -> None:
    early = Line("moment", "01KAR3M5ZJ0000000000000000", STAMP, BY, {"cue": "sad"})
    opened = open_bundle(post.sealed(early, *post.bundle().lines), post.coach)
    journal = Journal(str(tmp_path / "home"), str(tmp_path / "state"))
    folder = tmp_path / "home/families/own/journal" / device_of(opened.header.share)
    folder.mkdir(parents=True)
    files = journal_files(opened)
    assert sorted(files) == ["2026-11.jsonl", "family.jsonl"]
    for name, content in files.items():
        (folder / name).write_bytes(content)
    reading = journal.read()
    assert reading.problems == []
    by_id = {record.id: record.fields for record in reading}
    assert by_id[post.bundle().lines[1].id] == post.bundle().lines[1].fields
    assert [child.fields["name"] for child in journal.lasting()] == ["Child"]
    assert examine(journal.places, journal.now_ms()).gaps == ()


NOW, LATER = "01M823G3MS00000000000000AA", "01MTT00000000000000000000A"


@pytest.mark.parametrize(
    ("kind", "identifier", "fields", "month"),
    [
        ("moment", NOW, {"observed_at": "2027-02-01T10:00Z"}, "2027-02"),
        ("moment", NOW, {"observed_at": "2027-13-01"}, "2026-11"),
        ("moment", LATER, {}, "2027-07"),
        ("coding", NOW, {"moment": LATER}, "2027-07"),
        ("moment", "01KAR3M5ZJ0000000000000000", {"moment": ["x"]}, "2026-11"),
    ],
)
def test_dated_lines_stand_in_the_newest_month_that_one_of_them_needs(
    post: Any, kind: str, identifier: str, fields: dict[str, Any], month: str
) -> None:
    line = Line(kind, identifier, STAMP, BY, fields)
    opened = open_bundle(post.sealed(post.bundle().lines[1], line), post.coach)
    assert list(journal_files(opened)) == [f"{month}.jsonl"]


@pytest.mark.parametrize("turn", [1, -1], ids=["newest-last", "newest-first"])
def test_the_newest_stamp_counts_wherever_it_stands(post: Any, turn: int) -> None:
    stamps = ("2026-11-22T17:05:12.345Z", "2027-03-02T17:05:12.345Z")[::turn]
    lines = [
        Line("moment", NOW, f"{stamp}/0000/01M81QDEV1CE0000000000000A", BY, {"cue": "sad"})
        for stamp in stamps
    ]
    opened = open_bundle(post.sealed(*lines), post.coach)
    assert list(journal_files(opened)) == ["2027-03.jsonl"]


@pytest.mark.parametrize("count", [0, 1, 16, 17])
def test_a_bundle_is_for_one_to_sixteen_people(post: Any, count: int) -> None:
    to = [post.coach.recipient, *[post.stranger.recipient] * 16][:count]
    sealed = post.forged(to=to)
    if count in {1, 16}:
        assert len(open_sealed(sealed, post.coach).header.to) == count
        return
    with pytest.raises(Refused, match="lacks a part, or a part of it cannot be read"):
        open_sealed(sealed, post.coach)


def test_a_signature_stands_at_the_very_end_and_nowhere_else(post: Any) -> None:
    plain = post.coach.unlock(post.forged())
    header, _, body = plain.partition(b"\n")
    text = header.partition(b',"sig":')[0]
    signature = b64encode(post.parent.sign(b"parentkit bundle 1\n" + text + b","))
    spaced = b'%b, "sig":"%b"}' % (text, signature)
    assert open_sealed(post.locked(plain), post.coach)
    with pytest.raises(Refused, match="not signed"):
        open_sealed(post.locked(spaced + b"\n" + body), post.coach)


def test_an_empty_bundle_is_a_bundle(post: Any) -> None:
    sealed = bundle.seal_bundle(
        post.bundle(type="withdrawal")._replace(lines=()), post.parent, [post.coach.recipient]
    )
    opened = open_bundle(sealed, post.coach)
    assert (opened.header.type, read_lines(opened), journal_files(opened)) == ("withdrawal", [], {})


def test_several_people_can_be_meant(post: Any) -> None:
    sealed = bundle.seal_bundle(
        post.bundle(), post.parent, [post.coach.recipient, post.stranger.recipient]
    )
    assert open_bundle(sealed, post.coach) == open_bundle(sealed, post.stranger)


@pytest.mark.skipif(not shutil.which("age"), reason="the age program is not installed")
def test_the_age_program_opens_a_bundle_with_the_right_key(post: Any, tmp_path: Path) -> None:
    keys.save(str(tmp_path / "key"), post.coach)
    keys.save(str(tmp_path / "other"), post.stranger)
    command = ["age", "--decrypt", "-i"]
    opened = subprocess.run(
        [*command, str(tmp_path / "key")], input=post.sealed(), capture_output=True, check=True
    )
    assert opened.stdout.startswith(b'{"parentkit-bundle":1,"type":"moments"')
    assert opened.stdout.count(b"\n") == 3
    refused = subprocess.run(
        [*command, str(tmp_path / "other")], input=post.sealed(), capture_output=True, check=False
    )
    assert refused.returncode != 0


def test_every_truncation_of_a_bundle_is_refused(post: Any) -> None:
    sealed = post.sealed()
    for length in range(len(sealed)):
        with pytest.raises(Refused):
            open_bundle(sealed[:length], post.coach)
    with pytest.raises(Refused):
        open_bundle(sealed + b"\0", post.coach)


def test_every_flipped_bit_of_a_bundle_is_refused(post: Any) -> None:
    sealed = post.sealed()
    for place in range(len(sealed)):
        changed = bytearray(sealed)
        changed[place] ^= 1 << place % 8
        with pytest.raises(Refused):
            open_bundle(bytes(changed), post.coach)


def test_a_bundle_for_somebody_else_is_refused(post: Any) -> None:
    with pytest.raises(Refused, match="made for another"):
        open_sealed(post.sealed(), post.stranger)


def test_a_bundle_that_a_recipient_passes_on_is_refused(post: Any) -> None:
    plain = post.coach.unlock(post.sealed())
    assert plain
    passed_on = age.lock(plain, [post.stranger.recipient])
    with pytest.raises(Refused, match="made for somebody else and passed on"):
        open_sealed(passed_on, post.stranger)


def test_a_bundle_signed_anew_is_the_signers_own(post: Any) -> None:
    body = post.line()
    opened = open_bundle(post.forged(body, signer=post.stranger), post.coach)
    assert opened.header.fingerprint == post.stranger.fingerprint
    assert opened.header.family == post.parent.fingerprint


def test_another_key_in_a_signed_header_is_refused(post: Any) -> None:
    from base64 import b64encode

    plain = post.coach.unlock(post.sealed())
    assert plain
    swapped = plain.replace(
        b64encode(post.parent.verify_key), b64encode(post.stranger.verify_key), 1
    )
    with pytest.raises(Refused, match="signature does not fit"):
        open_sealed(post.locked(swapped), post.coach)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"type":"moments"', b'"type":"reply"'), (b"2026-11-22T17:05:12", b"2026-11-22T17:05:13"),
        (b'"purpose":"review"', b'"purpose":"reviex"'), (b'"lines":2', b'"lines":3'),
    ],
)  # fmt: skip
def test_a_header_changed_after_signing_is_refused(post: Any, old: bytes, new: bytes) -> None:
    plain = post.coach.unlock(post.sealed())
    assert plain.count(old) >= 1
    with pytest.raises(Refused, match="signature does not fit"):
        open_sealed(post.locked(plain.replace(old, new, 1)), post.coach)


def test_a_body_changed_after_signing_is_refused(post: Any) -> None:
    plain = post.coach.unlock(post.sealed())
    for changed in (plain.replace(b"afraid", b"afraif"), plain + b"{}\n", plain[:-1]):
        with pytest.raises(Refused, match="not what was signed"):
            open_sealed(post.locked(changed), post.coach)


HEADERS: list[dict[str, Any]] = [
    {"parentkit-bundle": 2}, {"parentkit-bundle": True}, {"parentkit-bundle": "1"},
    {"type": "gift"}, {"type": None}, {"type": ["moments"]}, {"family": "x"}, {"family": None},
    {"reply_to": "age1"}, {"reply_to": None}, {"to": []}, {"to": "age1"}, {"to": ["age1"]},
    {"to": [7]}, {"to": {}},
    {"made_at": "yesterday"}, {"made_at": "2026-13-22T17:05:12.345Z"}, {"made_at": None},
    {"made_at": "\u0662026-11-22T17:05:12.345Z"},
    {"share": "../../etc"}, {"share": 7}, {"consent": []}, {"consent": None},
    {"manifest": {"lines": -1}}, {"manifest": {"lines": True}}, {"manifest": {"lines": 10**9}},
    {"manifest": {"lines": 1.0}}, {"manifest": {"bytes": 10**12}}, {"manifest": {"bytes": 3}},
    {"manifest": {"sha256": "0" * 64}}, {"manifest": {"sha256": None}},
    {"manifest": {"kinds": []}}, {"manifest": {"kinds": {"moment": 2}}},
    {"manifest": {"kinds": {"moment": 1, "child": 1}}}, {"manifest": {"lines": 2}},
    {"manifest": {"kinds": {"moment": "1"}}}, {"manifest": {"kinds": {}}},
    {"type": "reply"}, {"type": "withdrawal"}, {"from": "AAAA"}, {"from": None},
]  # fmt: skip


@pytest.mark.parametrize("change", HEADERS)
def test_a_well_signed_header_that_says_something_odd_is_refused(
    post: Any, change: dict[str, Any]
) -> None:
    assert open_bundle(post.forged(post.line()), post.coach).header.lines == 1
    with pytest.raises(Refused):
        open_bundle(post.forged(post.line(), **change), post.coach)


@pytest.mark.parametrize("name", ["type", "family", "from", "to", "made_at", "share", "consent"])
def test_a_header_that_names_something_twice_is_refused(post: Any, name: str) -> None:
    plain = post.coach.unlock(post.sealed())
    header = plain[: plain.index(b',"sig":"')]
    doubled = header.replace(b'"%b":' % name.encode(), b'"%b":1,"%b":' % ((name.encode(),) * 2), 1)
    body = plain[plain.index(b"\n") :]
    with pytest.raises(Refused, match="header cannot be read"):
        open_sealed(post.locked(post.signed(doubled, post.parent) + body), post.coach)


@pytest.mark.parametrize(
    "plain",
    [
        b"", b"\n", b"hello", b"hello\n", b"{}\n", b"[]\n", b'{"parentkit-bundle":1}\n',
        b'{"parentkit-bundle":1,"sig":"x"}\n', b"\xff\xfe\n", b"[" * 60_000 + b"\n",
        b'{"a":' * 5_000 + b"\n", b'{"parentkit-bundle":NaN}\n', b"x" * 70_000,
        b'{"x":"' + b"y" * 70_000 + b'"}\n',
    ],
)  # fmt: skip
def test_what_is_locked_for_the_key_and_is_no_bundle_is_refused(post: Any, plain: bytes) -> None:
    with pytest.raises(Refused):
        open_sealed(post.locked(plain), post.coach)


def test_a_file_that_is_too_large_is_refused_before_it_is_opened(
    post: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    sealed = post.sealed()
    monkeypatch.setattr(envelope, "LARGEST_SEALED", len(sealed) - 1)
    monkeypatch.setattr(keys.Identity, "unlock", None)
    with pytest.raises(Refused, match="larger than"):
        open_sealed(sealed, post.coach)


def test_more_than_can_be_opened_is_not_sealed(post: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(envelope, "MOST_LINES", 1)
    with pytest.raises(DataProblem, match="more than fits"):
        post.sealed()


LINES = [
    '{"cue":"sad","cue":"sad"}', '{"a":{"b":1,"b":1}}', '{"a":NaN}', '{"a":Infinity}',
    '{"a":-Infinity}', '{"a":' + "[" * 40 + "]" * 40 + "}",
    '{"a":' + "[" * 9_000 + "]" * 9_000 + "}",
    '{"a":12345678901234567}', '{"a":1e999}', '{"a":"\\ud800"}', "[]", "null", '{"a":}', "7",
    '{"purged":true}',
]  # fmt: skip


@pytest.mark.parametrize("fields", LINES)
def test_a_line_that_is_not_strict_is_refused_though_everything_about_it_is_signed(
    post: Any, fields: str
) -> None:
    with pytest.raises(Refused, match="Line 1 of the bundle"):
        open_bundle(post.forged(post.line(fields)), post.coach)


ODD: list[dict[str, Any]] = [
    {"kind": "contact"}, {"kind": "consent"}, {"kind": "session"}, {"kind": "x"}, {"seq": 2},
    {"device": "01M81QDEV1CE0000000000000A"}, {"id": "../../../etc/passwd"}, {"id": ""},
    {"by": "x" * 65}, {"batch": "01M823G3MS008J4CT4ANK7F24S"}, {"undoes": "x"},
    {"base": {"note": ["x"]}}, {"extra": {"more": 1}}, {"version": 2},
    {"stamp": "2026-11-22T17:05:12.345Z/0000/a device"},
]  # fmt: skip


@pytest.mark.parametrize("change", ODD)
def test_a_line_that_does_not_belong_in_a_bundle_is_refused(
    post: Any, change: dict[str, Any]
) -> None:
    with pytest.raises(Refused, match="Line 1 of the bundle"):
        open_bundle(post.forged(post.line(**change)), post.coach)


def test_lines_in_another_order_or_unfinished_are_refused(post: Any) -> None:
    child = post.line(kind="child", id="00000000000000000000000001")
    late = {"manifest": {"kinds": {"moment": 1, "child": 1}}}
    assert open_bundle(post.forged(child + post.line(), **late), post.coach)
    for body in (post.line() + child, post.line() + post.line(), post.line()[:-1], b"\n", b"x\n"):
        with pytest.raises(Refused):
            open_bundle(post.forged(body, **late), post.coach)


def test_a_line_that_is_too_long_and_too_many_lines_are_refused(
    post: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    long = post.line('{"note":"' + "x" * bundle.LONGEST_LINE + '"}')
    with pytest.raises(Refused, match="too long"):
        open_bundle(post.forged(long), post.coach)
    two = post.forged(post.line() + post.line(seq=2))
    monkeypatch.setattr(bundle, "MOST_LINES", 1)
    with pytest.raises(Refused, match="more than 1 lines"):
        open_bundle(two, post.coach)


def test_a_reply_holds_the_words_of_its_sender_alone(post: Any) -> None:
    comment = {"kind": "comment", "id": "01M823G3MS00000000000000BB"}
    reply = {"type": "reply", "manifest": {"kinds": {"comment": 1}}, "signer": post.stranger}
    own = post.line(**comment, by=coach_id(post.stranger.fingerprint))
    assert open_bundle(post.forged(own, **reply), post.coach)
    for by in (BY, "", coach_id(post.parent.fingerprint)):
        with pytest.raises(Refused, match="somebody else"):
            open_bundle(post.forged(post.line(**comment, by=by), **reply), post.coach)
    with pytest.raises(Refused, match="does not belong there"):
        open_bundle(
            post.forged(
                post.line(by=coach_id(post.stranger.fingerprint)), **{**reply, "manifest": {}}
            ),
            post.coach,
        )


@settings(deadline=None)
@given(st.binary(max_size=2_000))
def test_whatever_bytes_are_given_they_are_refused(post: Any, data: bytes) -> None:
    for sealed in (data, age.BEGINNING + data):
        with pytest.raises(Refused):
            open_bundle(sealed, post.coach)


@settings(deadline=None)
@given(st.binary(max_size=2_000))
def test_whatever_is_locked_for_the_key_is_refused(post: Any, plain: bytes) -> None:
    with pytest.raises(Refused):
        open_bundle(post.locked(plain), post.coach)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)  # fmt: skip
NAMES = ["parentkit-bundle", "type", "family", "to", "made_at", "share", "manifest", "consent"]


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(NAMES), JSON, min_size=1))
def test_whatever_a_well_signed_header_says_it_is_read_or_refused(
    post: Any, change: dict[str, Any]
) -> None:
    manifest = change.pop("manifest", {})
    if isinstance(manifest, dict):
        change["manifest"] = manifest
    try:
        open_bundle(post.forged(post.line(), **change), post.coach)
    except Refused:
        return
    assert set(change) <= {"consent", "manifest"}


@settings(deadline=None)
@given(st.lists(st.binary(max_size=80), max_size=4), JSON)
def test_whatever_lines_a_well_signed_body_has_they_are_read_or_refused(
    post: Any, lines: list[bytes], value: Any
) -> None:
    import json

    fields = json.dumps({"value": value})
    for body in (b"".join(line + b"\n" for line in lines), post.line(fields)):
        try:
            operations = read_lines(open_sealed(post.forged(body), post.coach))
        except Refused:
            continue
        assert len(operations) == body.count(b"\n")
