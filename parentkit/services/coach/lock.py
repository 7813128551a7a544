"""One change to the families' folders at a time, and nothing unfinished left among them."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from parentkit.services.coach.family import RECEIVED, is_family_id
from parentkit.storage import disk, whole_files
from parentkit.storage.held import held

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import TracebackType

    from parentkit.services.coach.workspace import Practice


class Held:
    """One intake at a time; what an earlier one left behind when it was stopped is taken away."""

    def __init__(self, practice: Practice) -> None:
        self._practice = practice
        self._held = held(os.path.join(practice.folder, "add.lock"))

    def __enter__(self) -> None:
        disk.make_folders(self._practice.families)
        self._held.__enter__()
        try:
            self._tidy()
        except BaseException:
            self._let_go()
            raise

    def __exit__(
        self,
        _type: type[BaseException] | None,
        _problem: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        try:  # noqa: SIM105 contextlib takes 1.5 ms to import
            self._tidy()
        except OSError:
            pass  # nobody reads what is left, and the next intake takes it away
        self._let_go()

    def _tidy(self) -> None:
        for path in list(_leftovers(self._practice.families)):
            (whole_files.remove_tree if os.path.isdir(path) else disk.remove)(path)

    def _let_go(self) -> None:
        self._held.__exit__(None, None, None)


def _leftovers(families: str) -> Iterator[str]:
    for name in os.listdir(families):
        folder = os.path.join(families, name)
        if _is_unfinished(name):
            yield folder
        elif is_family_id(name):
            for inside in (folder, os.path.join(folder, RECEIVED)):
                yield from (os.path.join(inside, one) for one in _names(inside))


def _names(folder: str) -> list[str]:
    """What is unfinished in a folder; nothing where it does not open: it keeps nobody else out."""
    try:
        return [name for name in os.listdir(folder) if _is_unfinished(name)]
    except OSError:
        return []


def _is_unfinished(name: str) -> bool:
    return name.endswith(whole_files.TEMPORARY)
