"""What every test may use: a home of its own, and the program called in this process."""

from __future__ import annotations

import io
import os
import sys
import time
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from parentkit.__main__ import main

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


class Called(NamedTuple):
    """What a call of the program gave back."""

    code: int
    out: str
    err: str

    def json(self) -> Any:
        """Standard output as JSON."""
        import json

        return json.loads(self.out)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty home and state below it, in the zone of Berlin; the real home is out of reach."""
    monkeypatch.setenv("PARENTKIT_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("PARENTKIT_STATE", str(tmp_path / "state"))
    monkeypatch.setenv("HOME", str(tmp_path / "nowhere"))
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    monkeypatch.setenv("TZ", "Europe/Berlin")
    time.tzset()
    yield tmp_path
    monkeypatch.undo()
    time.tzset()


@pytest.fixture
def call(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., Called]:
    """Calls the program as a shell would: `call("log", "afraid", "comfort", typed="a note")`."""
    assert home.is_dir()

    def run(*words: str, typed: str | None = None) -> Called:
        monkeypatch.setattr(sys, "argv", ["parentkit", *words])
        monkeypatch.setattr(sys, "stdin", io.StringIO(typed or ""))
        before = dict(os.environ)
        try:
            code = main()
        finally:
            os.environ.clear()
            os.environ.update(before)
        captured = capsys.readouterr()
        return Called(code, captured.out, captured.err)

    return run
