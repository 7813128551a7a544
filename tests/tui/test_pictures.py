"""The pictures in README and docs are what the program draws."""

from __future__ import annotations

import importlib.util
import os
from typing import Any

import pytest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def pictures() -> Any:
    """The script that draws them."""
    path = os.path.join(ROOT, "docs", "pictures.py")
    spec = importlib.util.spec_from_file_location("pictures", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("place", range(len(pictures().PICTURES)))
@pytest.mark.usefixtures("home")
def test_a_picture_is_what_the_program_draws(
    place: int, settle: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = pictures()
    monkeypatch.setattr(script, "_settle", lambda _, pilot: settle(pilot))
    picture = script.PICTURES[place]
    with open(os.path.join(script.FOLDER, f"{picture.name}.svg"), encoding="utf-8") as file:
        assert script.draw(picture) == file.read(), "python docs/pictures.py draws them anew"
