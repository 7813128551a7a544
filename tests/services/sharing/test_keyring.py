"""Keys are made once, and a locked copy brings them back."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING, Any

import pytest

from parentkit.domain.errors import DataProblem, UsageProblem
from parentkit.services.sharing import keyring
from parentkit.sharing import age, keys

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def path(tmp_path: Path) -> str:
    return str(tmp_path / "state" / "sharing" / "key")


def test_keys_stand_in_the_local_state_for_their_owner_alone(sharing: Any, path: str) -> None:
    assert stat.S_IMODE(os.stat(path).st_mode) == 0o600
    assert stat.S_IMODE(os.stat(os.path.dirname(path)).st_mode) == 0o700
    assert not (sharing.folder / "home" / "key").exists()
    shown = sharing.call("key", "show", "--json").json()
    assert shown["fingerprint"] == keys.load(path).fingerprint
    assert " ".join(sharing.call("key", "show").out.split()).count(shown["words"]) == 1


def test_a_recovery_copy_brings_the_same_keys_back(path: str) -> None:
    made = keyring.make_key(path)
    copy = keyring.recovery_copy(made)
    assert made.secret_text().encode() not in copy.data
    os.unlink(path)
    assert keyring.recover(path, copy.data, f" {copy.secret}\n").fingerprint == made.fingerprint
    assert keyring.own_key(path, None).secret_text() == made.secret_text()


def test_a_recovery_copy_can_be_locked_for_a_given_key(path: str) -> None:
    friend = age.make()
    made = keyring.make_key(path)
    copy = keyring.recovery_copy(made, friend.recipient)
    assert copy.secret == ""
    assert friend.unlock(copy.data) == made.secret_text().encode()
    with pytest.raises(UsageProblem):
        keyring.recovery_copy(made, "age1nobody")


def test_another_secret_brings_nothing_back(path: str) -> None:
    copy = keyring.recovery_copy(keys.make())
    for secret in ("", "guess", age.make().secret_text()):
        with pytest.raises(DataProblem):
            keyring.recover(path, copy.data, secret)
    assert not os.path.exists(path)


def test_keys_that_are_there_are_not_replaced_by_a_copy(path: str) -> None:
    made = keyring.make_key(path)
    copy = keyring.recovery_copy(keys.make())
    with pytest.raises(UsageProblem):
        keyring.recover(path, copy.data, copy.secret)
    with pytest.raises(UsageProblem):
        keyring.make_key(path)
    assert keyring.own_key(path, None).fingerprint == made.fingerprint


def test_keys_that_cannot_be_written_are_said_not_to_be_made(
    path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from parentkit.storage import disk

    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(disk, "fsync", full)
    with pytest.raises(DataProblem, match="could not be written"):
        keyring.make_key(path)
    assert not os.path.exists(path)
    assert os.listdir(os.path.dirname(path)) == []
