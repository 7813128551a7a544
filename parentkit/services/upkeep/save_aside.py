"""What could not be stored, saved as a file where there is room; `parentkit import` takes it in."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from parentkit.domain.text import one_line
from parentkit.interchange.records.json_lines import written
from parentkit.storage import disk
from parentkit.storage.refusals import unwritten

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

PLAIN = ".txt"

_STILL_HERE = "What you typed is still here. Try another folder or another name."


def save_aside(path: str, kind: str, document: Mapping[str, Any]) -> str:
    """Writes a record to a new file that its owner alone can read; returns the whole path.

    Args:
        path: where; `~` is the home folder. A name that ends in PLAIN becomes lines of text,
            any other a line of JSON that `parentkit import` takes in.
        kind: the kind of record.
        document: its fields.

    Raises:
        DataProblem: there is a file already, or it cannot be written there; nothing was changed.
    """
    whole = os.path.abspath(os.path.expanduser(path.strip()))
    lines = _plain(document) if whole.endswith(PLAIN) else written([(kind, document)])
    try:
        descriptor = disk.create_new(whole)
    except OSError as problem:
        raise unwritten(one_line(whole), problem, _STILL_HERE) from None
    try:
        disk.write_all(descriptor, "".join(lines).encode())
        disk.fsync(descriptor)
    except OSError as problem:
        disk.remove(whole)
        raise unwritten(one_line(whole), problem, _STILL_HERE) from None
    finally:
        disk.close(descriptor)
    return whole


def _plain(document: Mapping[str, Any]) -> list[str]:
    return [f"{name}: {value}\n" for name, value in document.items()]
