"""Shipped words as data: vocabularies, the fit matrix, statements and help lines, one file each."""

from __future__ import annotations

import os

from parentkit.domain.jsontext import parse

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def load(name: str) -> dict[str, Any]:
    """The content of `<name>.json` beside this module, read anew: hold on to what is used twice.

    Raises:
        FileNotFoundError: no content of that name is shipped.
    """
    path = os.path.join(os.path.dirname(__file__), f"{name}.json")
    with open(path, encoding="utf-8") as file:
        content: dict[str, Any] = parse(file.read())
    return content
