"""What backups hold that the journal has no longer."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from parentkit.domain.codes import CODING
from parentkit.journal.backups.catalog import backup_names, backups_folder
from parentkit.journal.backups.manifest import BEFORE_REPLACE, name_of, path_in, read_manifest
from parentkit.journal.log.folders import ENDING, journal_files
from parentkit.journal.log.redact import Target, codings_about, is_empty, marked
from parentkit.journal.log.scan import content_of, read_bytes, scan
from parentkit.storage import whole_files

if TYPE_CHECKING:
    from parentkit.journal.log.folders import Places
    from parentkit.journal.log.operation import Operation

    Lines = dict[str, list[bytes]]


class Lost:
    """Operations that a backup holds and the journal does not, whatever file they would stand in.

    What was erased for good is never among them. `unread` are the backup's files that could not be
    read, by their names in it, with what is the matter. What is `to_put_back` takes a journal that
    can be read: a file that cannot be may say that something was erased, or hold what seems lost.
    """

    def __init__(self, places: Places, now_ms: int, *, to_put_back: bool = False) -> None:
        self._places = places
        self._content = read_bytes if to_put_back else content_or_empty
        self._names = backup_names(places, now_ms)
        self._live: set[bytes] | None = None
        self._erased: Target | None = None
        self.unread: dict[str, str] = {}

    def missing(self, name: str) -> Lines:
        """Lines of a backup that are not in the journal, by the backup's file they stand in."""
        folder = os.path.join(backups_folder(self._places), name)
        found: Lines = {}
        for path in whole_files.files_below(folder):
            if path.endswith(ENDING):
                lines = self._missing_in(path, name_of(path, folder))
                if lines:
                    found[name_of(path, folder)] = lines
        return found

    def held_by(self, name: str) -> Lines:
        """`missing`, and nothing for a backup that was made before the journal was put back whole.

        What went then was meant to go.
        """
        # Where their folder could not be opened, which are newer is not known: nothing is let go.
        known = name in self._names
        for newer in self._names[: self._names.index(name) + 1] if known else ():
            manifest = read_manifest(os.path.join(backups_folder(self._places), newer))
            if manifest and manifest.reason == BEFORE_REPLACE:
                return {}
        return self.missing(name)

    def erased(self) -> Target:
        """The records that the journal says were erased, and the judgements about them.

        Raises:
            DataProblem: it is `to_put_back`, and a file of the journal cannot be read.
        """
        if self._erased is None:
            contents = [self._content(path) for path in journal_files(self._places)]
            moments = frozenset().union(*map(marked, contents))
            codings = set().union(*(codings_about(data, moments) for data in contents))
            self._erased = Target(moments | codings)
        return self._erased

    def _missing_in(self, path: str, name: str) -> list[bytes]:
        data = self._read(path, name)
        if content_or_empty(path_in(self._places.journal, name)).startswith(data):
            return []
        known = self._lines()
        found = scan(data)
        lines = dict(zip(_lines_at(data, found.offsets), found.operations, strict=True))
        return [
            line
            for line, operation in lines.items()
            if line not in known and not self._was_erased(operation)
        ]

    def _read(self, path: str, name: str) -> bytes:
        content = content_of(path)
        if isinstance(content, bytes):
            return content
        self.unread[name] = f"it cannot be read ({content.reason})"
        return b""

    def _was_erased(self, operation: Operation) -> bool:
        """Whether it says something about a record that was erased; saying just that is kept."""
        if is_empty(operation):
            return False
        erased = self.erased().ids
        about = operation.set.get("moment") if operation.kind == CODING else None
        return operation.id in erased or about in erased

    def _lines(self) -> set[bytes]:
        if self._live is None:
            self._live = set()
            for path in journal_files(self._places):
                data = self._content(path)
                self._live.update(_lines_at(data, scan(data).offsets))
        return self._live


def content_or_empty(path: str) -> bytes:
    """What stands in a file; nothing where it cannot be read."""
    try:
        return whole_files.read_whole(path)
    except OSError:
        return b""


def bare_line(data: bytes, offset: int) -> bytes:
    """The line that begins at a byte, without what a crash or an editor left around it."""
    end = data.find(b"\n", offset)
    line = data[offset:] if end < 0 else data[offset:end]
    return line[line.find(b"{") : line.rfind(b"}") + 1]


def _lines_at(data: bytes, offsets: list[int]) -> list[bytes]:
    return [bare_line(data, offset) for offset in offsets]
