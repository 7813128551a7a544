"""An export's folder: its description, and the files that this lists."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from parentkit.domain.errors import DataProblem, NothingFound
from parentkit.interchange.records.datapackage import LONGEST_DESCRIPTOR, listed_files
from parentkit.storage.refusals import unread

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


def description_in(path: str) -> str:
    """The text of a description, as far as one may be long.

    Raises:
        OSError: it cannot be read.
    """
    with open(path, encoding="utf-8-sig", errors="surrogateescape") as file:
        return file.read(LONGEST_DESCRIPTOR + 1)


def read_listed(
    text: str, folder: str, is_description: Callable[[str, str], bool], safe: str
) -> Iterator[str]:
    """Reads every file that a description lists; a note for each that was changed since.

    Args:
        text: the description's.
        folder: where the files stand.
        is_description: reads the file at a path, shown under a name; says whether it is a
            description instead, of which nothing was read.
        safe: what is safe where one of them is no file of an export.

    Raises:
        DataProblem: one of them is a description, or cannot be read.
    """
    for listed in listed_files(text):
        path = os.path.join(folder, listed.path)
        if is_description(path, listed.path):
            raise DataProblem(f"{path} describes an export and is none of its files.", safe)
        if listed.sha256 and listed.sha256 != _sha256(path):
            yield f"{listed.path} was changed since it was exported."


def not_read(path: str, problem: OSError) -> DataProblem | NothingFound:
    """That a file which a person named is not there, or cannot be read."""
    if isinstance(problem, FileNotFoundError):
        return NothingFound(f"There is no file {path}.", "Nothing was changed.")
    return unread(path, problem)


def _sha256(path: str) -> str:
    from hashlib import file_digest

    with open(path, "rb") as file:
        return file_digest(file, "sha256").hexdigest()
