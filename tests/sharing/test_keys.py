from __future__ import annotations

import json
import os
import shutil
import stat
import subprocess
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parentkit.domain.errors import DataProblem, NothingFound, ParentkitError, UsageProblem
from parentkit.sharing import age, by_passphrase, keys

if TYPE_CHECKING:
    from pathlib import Path


def test_a_key_reads_back_as_it_was_written_and_is_its_owners_alone(tmp_path: Path) -> None:
    path = str(tmp_path / "deep" / "key")
    made = keys.make()
    keys.save(path, made)
    assert keys.load(path).secret_text() == made.secret_text()
    assert stat.S_IMODE(os.stat(path).st_mode) == 0o600
    assert os.listdir(tmp_path / "deep") == ["key"]


def test_a_key_that_stands_there_is_not_written_over(tmp_path: Path) -> None:
    path = str(tmp_path / "key")
    keys.save(path, keys.make())
    before = (tmp_path / "key").read_bytes()
    with pytest.raises(UsageProblem):
        keys.save(path, keys.make())
    assert (tmp_path / "key").read_bytes() == before


def test_a_locked_key_opens_with_its_passphrase_alone(tmp_path: Path) -> None:
    path, made = str(tmp_path / "key"), keys.make()
    keys.save(path, made, "blue cup on the sill")
    assert b"SECRET" not in (tmp_path / "key").read_bytes()
    assert keys.load(path, lambda: "blue cup on the sill").secret_text() == made.secret_text()
    with pytest.raises(DataProblem, match="passphrase does not open"):
        keys.load(path, lambda: "blue cup")
    with pytest.raises(DataProblem, match="nobody can be asked"):
        keys.load(path)


def test_writing_a_locked_key_proves_that_it_opens_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(by_passphrase, "lock", lambda plain, _: age.lock(plain, [other]))
    other = keys.make().recipient
    with pytest.raises(DataProblem):
        keys.save(str(tmp_path / "key"), keys.make(), "blue cup")


def test_an_empty_passphrase_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    with pytest.raises(UsageProblem):
        keys.save(str(tmp_path / "key"), keys.make(), "")
    assert not os.listdir(tmp_path)


def test_a_missing_key_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(NothingFound):
        keys.load(str(tmp_path / "key"))


@pytest.mark.skipif(not shutil.which("age"), reason="the age program is not installed")
def test_the_age_program_opens_what_is_locked_for_a_key_with_the_key_file(tmp_path: Path) -> None:
    made = keys.make()
    keys.save(str(tmp_path / "key"), made)
    (tmp_path / "file").write_bytes(age.lock(b"hello", [made.recipient]))
    opened = subprocess.run(
        ["age", "--decrypt", "-i", str(tmp_path / "key"), str(tmp_path / "file")],
        capture_output=True, check=True,
    )  # fmt: skip
    assert opened.stdout == b"hello"


def test_nothing_secret_shows_in_a_repr() -> None:
    made = keys.make()
    card = made.card("Anna")
    shown = f"{made!r} {made} {card} {made._age!r} {keys.read_card(json.dumps(card))}"
    secrets = [
        line for line in made.secret_text().splitlines() if "SECRET" in line or "signing" in line
    ]
    assert len(secrets) == 2
    assert not any(part in shown for line in secrets for part in line.split() if len(part) > 20)


def test_a_card_says_who_somebody_is_and_nothing_secret() -> None:
    made = keys.make()
    card = keys.read_card(json.dumps(made.card("  Dr. \x1b[31mAnna ")))
    assert card == ("Dr. [31mAnna", made.recipient, made.verify_key, made.fingerprint)
    assert card.words == made.words
    assert len(card.words.split()) == 10


@pytest.mark.parametrize("name", ["", "  ", "\x1b", "n" * 61])
def test_a_card_needs_a_name(name: str) -> None:
    with pytest.raises(UsageProblem):
        keys.make().card(name)


def test_a_name_may_have_sixty_letters() -> None:
    assert keys.read_card(json.dumps(keys.make().card("n" * 60))).name == "n" * 60


CHANGES: list[dict[str, Any]] = [
    {"name": "Somebody else"},
    {"recipient": keys.make().recipient},
    {"verify": keys.make().card("x")["verify"]},
    {"sig": keys.make().card("x")["sig"]},
    {"sig": ""}, {"sig": None}, {"verify": "AAAA"}, {"recipient": "age1x"}, {"recipient": 7},
    {"name": ""}, {"name": ["x"]}, {"parentkit-card": 2}, {"parentkit-card": True},
    {"parentkit-card": "1"},
]  # fmt: skip


@pytest.mark.parametrize("change", CHANGES)
def test_a_changed_card_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(DataProblem, match="not a card that can be used"):
        keys.read_card(json.dumps(keys.make().card("Anna") | change))


@pytest.mark.parametrize(
    "text",
    [
        *("", "{", "[]", "null", "7", "NaN", '{"parentkit-card":NaN}', "[" * 100_000, "x" * 9_000),
        *('{"parentkit-card":1,"parentkit-card":1}', '{"a":"\\ud800"}'),
    ],
)
def test_what_is_no_card_is_refused(text: str) -> None:
    with pytest.raises(DataProblem):
        keys.read_card(text)


@given(st.text() | st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=5),
    lambda inner: st.dictionaries(
        st.sampled_from(["parentkit-card", "name", "recipient", "verify", "sig"]), inner
    ),
).map(json.dumps))  # fmt: skip
def test_whatever_text_is_given_a_card_is_read_or_refused(text: str) -> None:
    with pytest.raises(DataProblem):
        keys.read_card(text)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300))
def test_whatever_stands_in_a_key_file_it_is_read_or_refused(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "key").write_bytes(data)
    with pytest.raises(ParentkitError):
        keys.load(str(tmp_path / "key"), lambda: "guess")
