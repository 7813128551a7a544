"""What opens a page in a real browser; without it these tests say so and are skipped."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

HERE = Path(__file__).parent
NAMES = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="session")
def look() -> Callable[[Path, Path], dict[str, Any]]:
    """Opens a page; pictures and PDFs go into a folder. What was seen comes back."""
    node = shutil.which("node")
    named = os.environ.get("PARENTKIT_BROWSER", "")
    browser = named or next(filter(None, map(shutil.which, NAMES)), None)
    if node is None or browser is None:
        pytest.skip("no node or no chromium here: apt-get install -y nodejs npm chromium")
    if not (HERE / "node_modules" / "playwright-core").is_dir():
        pytest.skip("the browser's tools are not installed: npm ci --prefix tests/browser")

    def open_page(page: Path, folder: Path) -> dict[str, Any]:
        done = subprocess.run(
            [node, str(HERE / "look.mjs"), browser, str(page), str(folder)],
            capture_output=True,
            text=True,
            timeout=240,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        seen: dict[str, Any] = json.loads(done.stdout)
        return seen

    return open_page
