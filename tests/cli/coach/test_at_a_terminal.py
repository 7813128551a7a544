"""What a coach is asked at a terminal: a name for a family, comments, a name typed to forget."""

from __future__ import annotations

import os
import subprocess
import sys
from select import select
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from conftest import Post

pty = pytest.importorskip("pty")
pytestmark = pytest.mark.real_clock("the program runs in processes of its own")

PATIENCE = 20
"""Seconds until the program is taken to be stuck."""


class Terminal:
    """The program at a terminal of its own; what it says is read until certain words are there."""

    def __init__(self, environment: dict[str, str], *words: str) -> None:
        self._leader, follower = pty.openpty()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "parentkit", "coach", *words],
            stdin=follower,
            stdout=follower,
            stderr=follower,
            env=environment,
            start_new_session=True,
        )
        os.close(follower)
        self.said = ""

    def until(self, words: str) -> None:
        while words not in self.said:
            assert select([self._leader], [], [], PATIENCE)[0], self.said
            self.said += os.read(self._leader, 4096).decode()
        self.said = self.said.partition(words)[2]

    def type(self, text: str) -> None:
        os.write(self._leader, text.encode())

    def code(self) -> int:
        return self._process.wait(timeout=PATIENCE)

    def close(self) -> None:
        self._process.kill()
        self._process.wait()
        os.close(self._leader)


@pytest.fixture
def terminal(post: Post) -> Iterator[Callable[..., Terminal]]:
    opened = []

    def open_terminal(*words: str) -> Terminal:
        own = {
            "PARENTKIT_HOME": str(post.folder / "coach" / "home"),
            "PARENTKIT_STATE": str(post.folder / "coach" / "state"),
            "PYTHONIOENCODING": "utf-8",
        }
        opened.append(Terminal({**os.environ, **own}, *words))
        return opened[-1]

    yield open_terminal
    for one in opened:
        one.close()


@pytest.fixture
def frozen() -> bool:
    """Here the clock goes on: the program runs in processes of its own."""
    return True


def test_a_family_is_named_commented_on_and_forgotten(
    post: Post, terminal: Callable[..., Terminal]
) -> None:
    moment = post.log("afraid", "comfort")
    path = post.share("one.age")

    left_out = terminal("add", path)
    left_out.until("What will you call this family?")
    left_out.type("\n")
    left_out.until("left out")
    assert left_out.code() == 2

    named = terminal("add", path)
    named.until("What will you call this family?")
    named.type("Rivera\n")
    named.until("Rivera: a new family")
    assert named.code() == 0

    comment = terminal("comment", "Rivera", moment)
    comment.until("What went well here?")
    comment.type("You waited.\n")
    comment.until("What is worth wondering about?")
    comment.type("\n")
    comment.until("A question to take along?")
    comment.type("And then?\n")
    comment.until("And then?")
    assert comment.code() == 0
    shown = post.coach("show", moment).out
    assert "went well" in shown
    assert "wondering" not in shown

    wrong = terminal("forget", "Rivera")
    wrong.until("Type the family's name")
    wrong.type("rivera\n")
    wrong.until("nothing was erased")
    assert wrong.code() == 2

    right = terminal("forget", "Rivera")
    right.until("Type the family's name")
    right.type("Rivera\n")
    right.until("Erased: Rivera")
    assert right.code() == 0


def test_a_passphrase_is_asked_twice_and_opens_what_comes(
    post: Post, terminal: Callable[..., Terminal]
) -> None:
    for name in ("card.json", "key"):
        os.remove(post.folder / "coach" / "home" / "coach" / name)
    differing = terminal("init", "Dana Reed", "--passphrase")
    differing.until("Passphrase: ")
    differing.type("one way\n")
    differing.until("Once more: ")
    differing.type("another way\n")
    differing.until("not the same")
    assert differing.code() == 2

    locked = terminal("init", "Dana Reed", "--passphrase")
    locked.until("Passphrase: ")
    locked.type("five plain words\n")
    locked.until("Once more: ")
    locked.type("five plain words\n")
    locked.until("In words")
    assert locked.code() == 0
    os.remove(post.file("dana.card"))
    post.coach("card", "--to", post.file("dana.card"))
    post.begin("jo")
    post.log("sad", "comfort", who="jo")
    path = post.share("two.age", who="jo")
    alone = post.coach("add", path, "--name", "Rivera")
    assert alone.code == 3
    assert "locked by a passphrase" in alone.err
    added = terminal("add", path, "--name", "Rivera")
    added.until("Passphrase of your key: ")
    added.type("five plain words\n")
    added.until("Rivera: a new family")
    assert added.code() == 0
