"""Every file and folder that the pages for contributors name is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PLACES = re.compile(r"`((?:[a-z_]+/)+[a-z_]*(?:\.[a-z]+)?)`")


@pytest.mark.parametrize("page", ["CONTRIBUTING.md", "docs/architecture.md"])
def test_a_named_place_is_there(page: str) -> None:
    named = set(PLACES.findall((ROOT / page).read_text(encoding="utf-8")))
    assert len(named) > 10
    roots = (ROOT, ROOT / "parentkit", ROOT / "parentkit" / "journal")
    named -= {"families/own/"}  # in a family's home
    missing = {place for place in named if not any((root / place).exists() for root in roots)}
    assert missing == set()
