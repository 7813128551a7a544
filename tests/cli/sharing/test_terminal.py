"""Sharing at a real terminal: asked before anything is written, passphrases twice, no echo."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from select import select
from typing import TYPE_CHECKING

import pytest

from parentkit.sharing import age, keys

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

pty = pytest.importorskip("pty")
pytestmark = pytest.mark.real_clock("the program runs in processes of its own")

PATIENCE = 30
"""Seconds until the program is taken to be stuck."""

LISTENS = "\x1b[?2004h"
"""What the terminal is told when the program begins to listen to its keys."""


class Terminal:
    """The program at a terminal of its own; what it says is read until certain words are there."""

    def __init__(self, folder: Path, *words: str) -> None:
        self._leader, follower = pty.openpty()
        environment = {
            **os.environ,
            "PARENTKIT_HOME": str(folder / "home"),
            "PARENTKIT_STATE": str(folder / "state"),
            "COLUMNS": "100",
            "TERM": "xterm",
        }
        self._process = subprocess.Popen(
            [sys.executable, "-m", "parentkit", *words],
            stdin=follower, stdout=follower, stderr=follower,
            env=environment, start_new_session=True, preexec_fn=_take_terminal,  # noqa: PLW1509 ctrl-c goes to who has the terminal
        )  # fmt: skip
        os.close(follower)
        self.said = ""
        self.all = ""

    def until(self, words: str) -> None:
        while words not in self.said:
            assert select([self._leader], [], [], PATIENCE)[0], self.said
            try:
                new = os.read(self._leader, 4096).decode()
            except OSError:
                new = ""
            assert new, self.all
            self.said += new
            self.all += new
        self.said = self.said.partition(words)[2]

    def type(self, text: str) -> None:
        os.write(self._leader, text.encode())

    def code(self) -> int:
        while select([self._leader], [], [], PATIENCE)[0]:
            try:
                new = os.read(self._leader, 4096).decode()
            except OSError:
                break
            if not new:
                break
            self.all += new
        return self._process.wait(timeout=PATIENCE)

    def close(self) -> None:
        self._process.kill()
        self._process.wait()
        os.close(self._leader)


def _take_terminal() -> None:
    import fcntl
    import termios

    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


@pytest.fixture
def at_terminal(tmp_path: Path) -> Iterator[Callable[..., Terminal]]:
    opened: list[Terminal] = []

    def start(*words: str) -> Terminal:
        opened.append(Terminal(tmp_path, *words))
        return opened[-1]

    yield start
    for terminal in opened:
        terminal.close()


@pytest.fixture
def card(tmp_path: Path) -> str:
    path = tmp_path / "dana.card"
    path.write_text(json.dumps(keys.make().card("Dana Reed")))
    return str(path)


@pytest.mark.slow  # each use of a passphrase takes a second or more, as guessing shall
def test_a_passphrase_is_asked_twice_not_shown_and_asked_for_again_when_sharing(
    at_terminal: Callable[..., Terminal], card: str, tmp_path: Path
) -> None:
    make = at_terminal("key", "make", "--passphrase")
    make.until("Passphrase: ")
    make.type("blue cup\n")
    make.until("Once more: ")
    make.type("blue cup\n")
    assert make.code() == 0
    assert "blue cup" not in make.all
    assert (tmp_path / "state" / "sharing" / "key").read_bytes().startswith(age.BEGINNING)
    add = at_terminal("consent", "add-coach", card)
    add.until("same words?")
    add.type("y\n")
    assert add.code() == 0
    assert at_terminal("log", "afraid", "comfort", "--fit", "matched").code() == 0
    path = tmp_path / "out.age"
    share = at_terminal("share", "--with", "Dana", "--to", str(path))
    share.until("Passphrase of your key: ")
    share.type("blue cup\n")
    share.until("Write this to")
    share.type("y\n")
    assert share.code() == 0
    assert path.exists()
    assert "blue cup" not in share.all


def test_two_passphrases_that_differ_make_no_key(
    at_terminal: Callable[..., Terminal], tmp_path: Path
) -> None:
    make = at_terminal("key", "make", "--passphrase")
    make.until("Passphrase: ")
    make.type("blue cup\n")
    make.until("Once more: ")
    make.type("blue cap\n")
    assert make.code() == 2
    assert not (tmp_path / "state" / "sharing" / "key").exists()


def test_no_is_no(at_terminal: Callable[..., Terminal], card: str, tmp_path: Path) -> None:
    assert at_terminal("key", "make").code() == 0
    refused = at_terminal("consent", "add-coach", card)
    refused.until("same words?")
    refused.type("\n")
    assert refused.code() == 0
    assert "Nothing was added" in refused.all
    assert at_terminal("consent", "add-coach", card, "--yes").code() == 0
    assert at_terminal("log", "afraid", "comfort", "--fit", "matched").code() == 0
    path = tmp_path / "out.age"
    share = at_terminal("share", "--with", "Dana", "--to", str(path))
    share.until("Write this to")
    share.type("n\n")
    assert share.code() == 0
    assert not path.exists()
    again = at_terminal("share", "--with", "Dana", "--to", str(path))
    again.until("Write this to")
    again.until(LISTENS)
    again.type("\x03")
    assert again.code() == 130
    assert not path.exists()


def test_on_a_new_device_the_words_are_compared_before_anything_leaves(
    at_terminal: Callable[..., Terminal], card: str, tmp_path: Path
) -> None:
    assert at_terminal("key", "make").code() == 0
    assert at_terminal("consent", "add-coach", card, "--yes").code() == 0
    assert at_terminal("log", "afraid", "comfort", "--fit", "matched").code() == 0
    (tmp_path / "state" / "sharing" / "pins.json").unlink()  # another device has none
    path = tmp_path / "out.age"
    refused = at_terminal("share", "--with", "Dana", "--to", str(path), "--yes")
    refused.until("in words")
    refused.until("same words?")
    refused.type("\n")
    assert refused.code() == 0
    assert "nothing has left" in refused.all
    assert not path.exists()
    compared = at_terminal("share", "--with", "Dana", "--to", str(path))
    compared.until("same words?")
    compared.type("y\n")
    compared.until("Write this to")
    compared.type("y\n")
    assert compared.code() == 0
    assert path.exists()
    again = at_terminal("share", "--with", "Dana", "--to", str(tmp_path / "two.age"), "--yes")
    assert again.code() == 0
    assert "same words?" not in again.all


def test_a_consent_is_withdrawn_after_a_yes_alone(
    at_terminal: Callable[..., Terminal], card: str, tmp_path: Path
) -> None:
    assert at_terminal("key", "make").code() == 0
    assert at_terminal("consent", "add-coach", card, "--yes").code() == 0
    assert at_terminal("log", "afraid", "comfort", "--fit", "matched").code() == 0
    shared = str(tmp_path / "out.age")
    assert at_terminal("share", "--with", "Dana", "--to", shared, "--yes").code() == 0
    notice = tmp_path / "over.age"
    withdraw = at_terminal("consent", "withdraw", "Dana", "--to", str(notice))
    withdraw.until("Withdraw what was agreed with Dana Reed?")
    withdraw.type("n\n")
    assert withdraw.code() == 0
    assert "Nothing was changed." in withdraw.all
    assert not notice.exists()
    listed = at_terminal("consent", "list")
    assert listed.code() == 0
    assert "withdrawn" not in listed.all


def test_a_recovery_key_is_shown_once_and_brings_the_keys_back(
    at_terminal: Callable[..., Terminal], tmp_path: Path
) -> None:
    assert at_terminal("key", "make").code() == 0
    key, copy = tmp_path / "state" / "sharing" / "key", tmp_path / "copy.age"
    before = key.read_bytes()
    made = at_terminal("key", "recovery", "--to", str(copy))
    assert made.code() == 0
    (secret,) = (word for word in made.all.split() if word.startswith(age.SECRET_KEY))
    key.unlink()
    restore = at_terminal("key", "recovery", "--restore", str(copy))
    restore.until("Recovery key: ")
    restore.type(f"{secret}\n")
    assert restore.code() == 0
    assert key.read_bytes() == before
    assert secret not in restore.all
