"""A parent's home and a coach's home on one machine, and what goes between them as files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from freezegun import freeze_time

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from conftest import Called


class Post:
    """Calls the program as one of several people, each with a home of their own."""

    def __init__(
        self, call: Callable[..., Called], folder: Path, patch: pytest.MonkeyPatch
    ) -> None:
        self._call = call
        self._patch = patch
        self.folder = folder

    def as_(self, who: str, *words: str, typed: str | None = None) -> Called:
        self._patch.setenv("PARENTKIT_HOME", str(self.folder / who / "home"))
        self._patch.setenv("PARENTKIT_STATE", str(self.folder / who / "state"))
        return self._call(*words, typed=typed)

    def coach(self, *words: str, typed: str | None = None) -> Called:
        return self.as_("coach", "coach", *words, typed=typed)

    def file(self, name: str) -> str:
        return str(self.folder / name)

    def begin(self, who: str = "parent") -> None:
        """A parent with a key who trusts the coach's card."""
        self.as_(who, "key", "make")
        done = self.as_(who, "consent", "add-coach", self.file("dana.card"), "--yes")
        assert done.code == 0, done.err

    def log(self, *words: str, who: str = "parent") -> str:
        done = self.as_(who, "log", *words, "--json")
        assert done.code == 0, done.err
        return str(done.json()["id"])

    def share(self, name: str, *words: str, who: str = "parent") -> str:
        path = self.file(name)
        done = self.as_(who, "share", "--with", "Dana", "--to", path, "--yes", *words)
        assert done.code == 0, done.err
        return path


@pytest.fixture
def frozen() -> Iterator[Any]:
    with freeze_time("2026-11-22 17:05:33", auto_tick_seconds=0.001) as time:
        yield time


@pytest.fixture
def post(
    call: Callable[..., Called], home: Path, monkeypatch: pytest.MonkeyPatch, frozen: Any
) -> Post:
    """A coach who has begun, and a parent who has the coach's card."""
    assert frozen
    post = Post(call, home, monkeypatch)
    assert post.coach("init", "Dana Reed").code == 0
    assert post.coach("card", "--to", post.file("dana.card")).code == 0
    post.begin()
    return post
