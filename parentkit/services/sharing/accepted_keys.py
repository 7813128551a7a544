"""A file of accepted keys: `{"parentkit-NAME": 1, "NAME": [...]}`, read whole or not at all."""

from __future__ import annotations

import os
from typing import Any

from parentkit.domain.jsontext import NotJson, compact, parse
from parentkit.storage import disk

_VERSION = 1


class Unreadable(Exception):
    """The file is there and cannot be read as a list of keys."""


def read_key_list(path: str, name: str) -> list[dict[str, Any]]:
    """The documents of the list called `name`; none where there is no file.

    Raises:
        Unreadable: the file cannot be read, or holds something else.
    """
    try:
        with open(path, "rb") as file:
            document = parse(file.read().decode())
    except FileNotFoundError:
        return []
    except (OSError, NotJson, UnicodeDecodeError):
        raise Unreadable from None
    found = document.get(name) if isinstance(document, dict) else None
    if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
        raise Unreadable
    return found


def write_key_list(path: str, name: str, documents: list[dict[str, Any]]) -> None:
    """Puts the list in the place of the one before; when this returns, it is on the disk.

    Raises:
        OSError: it could not be written; the one before stands.
    """
    content = compact({f"parentkit-{name}": _VERSION, name: documents}).encode() + b"\n"
    disk.make_folders(os.path.dirname(path))
    disk.write_whole(path, lambda _inode: content)
