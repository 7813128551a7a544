"""Records on their way in: an export, its folder, or a diary kept by hand."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING, NamedTuple

from parentkit import clock
from parentkit.domain.codes import MOMENT, SOMEBODY
from parentkit.domain.errors import DataProblem
from parentkit.domain.log.household import is_coach
from parentkit.domain.time.localtime import epoch_of
from parentkit.domain.ulid import ms_of
from parentkit.interchange.detect import Description, HandKept, Records, detected
from parentkit.interchange.diary.diary import Diary
from parentkit.interchange.records import csv_tables as records_csv
from parentkit.interchange.records import json_lines as records_jsonl
from parentkit.interchange.records.csv_tables import person_kind
from parentkit.interchange.records.datapackage import DESCRIPTOR
from parentkit.interchange.records.fields import FAMILY_KINDS
from parentkit.interchange.rows import Rejection, text_lines
from parentkit.services.exchange.described import description_in, not_read, read_listed
from parentkit.services.exchange.diary import Entries
from parentkit.services.exchange.record_sink import Intake
from parentkit.storage.refusals import unread

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import BinaryIO

    from parentkit.domain.log.household import Household
    from parentkit.domain.log.moment import Document
    from parentkit.interchange.detect import Found
    from parentkit.interchange.rows import Row
    from parentkit.journal import Journal

MOST_REPORTED = 10_000
"""Rejected rows that are kept with their reasons; further ones are counted."""


class ImportSummary(NamedTuple):
    """What became of an import.

    Attributes:
        imported: moments and codings that are new here.
        duplicates: those that were here already, or stood earlier in the file.
        differing: those of the duplicates that read differently here; what is here stays.
        deleted: those of the duplicates that were deleted here, and stay so.
        rejected: rows that were left out, with the reason, MOST_REPORTED at most.
        left_out: how many rows were left out.
        created: people, templates and terms that are new here, as kind and name.
        unknown_columns: columns that are none of ours; their cells are kept as text.
        set_apart: the new moments that are kept apart because of their words.
        notes: sentences about what else a person should know.
    """

    imported: int
    duplicates: int
    differing: int
    deleted: int
    rejected: list[Rejection]
    left_out: int
    created: list[tuple[str, str]]
    unknown_columns: list[str]
    notes: list[str]
    set_apart: Sequence[Document] = ()


def import_file(
    journal: Journal, household: Household, path: str, *, dry_run: bool = False
) -> ImportSummary:
    """Takes in a file, or an export's folder; everything that is new is undone as one.

    Raises:
        NothingFound: there is no such file.
        DataProblem: it is not something that can be read here.
        WriteProblem: not everything could be stored; what was stays stored.
    """
    if os.path.exists(path) and stat.S_ISCHR(os.stat(path).st_mode):
        raise DataProblem(f"{path} is a device, not a file.", _WHAT)
    taking = _Import(journal, household, dry_run=dry_run)
    description = os.path.join(path, DESCRIPTOR)
    if not os.path.isdir(path):
        found = taking.read_file(path)
        description = path if isinstance(found, Description) else ""
    elif not os.path.isfile(description):
        raise DataProblem(
            f"{path} is a folder without a {DESCRIPTOR}, so it is not an export.", _WHAT
        )
    if description:
        taking.read_folder(description)
    return taking.summary()


def import_stream(
    journal: Journal, household: Household, stream: BinaryIO, *, dry_run: bool = False
) -> ImportSummary:
    """Takes in what a stream gives, as import_file does.

    Raises:
        DataProblem: it is not something that can be read here, or only an export's description.
        WriteProblem: not everything could be stored; what was stays stored.
    """
    taking = _Import(journal, household, dry_run=dry_run)
    if isinstance(taking.read_stream(stream), Description):
        raise DataProblem(f"This is an export's {DESCRIPTOR}; its files stand beside it.", _WHAT)
    return taking.summary()


class _Import:
    """One import: reads files and sends what is in them where it belongs."""

    def __init__(self, journal: Journal, household: Household, *, dry_run: bool) -> None:
        self._journal = journal
        self._household = household
        self._dry_run = dry_run
        self._intake = Intake(journal, dry_run=dry_run)
        self._rejected: list[Rejection] = []
        self._left_out = 0
        self._unknown: list[str] = []
        self._notes: list[str] = []
        self._set_apart: list[Document] = []

    def read_file(self, path: str, shown_as: str = "") -> Found:
        try:
            with open(path, "rb") as stream:
                return self.read_stream(stream, shown_as)
        except OSError as problem:
            raise not_read(path, problem) from None

    def read_folder(self, description: str) -> None:
        """Reads an export by its description, the family before the moments."""
        try:
            text = description_in(description)
        except OSError as problem:
            raise unread(description, problem) from problem

        def is_description(path: str, shown_as: str) -> bool:
            return isinstance(self.read_file(path, shown_as), Description)

        folder = os.path.dirname(description)
        self._notes += read_listed(text, folder, is_description, _WHAT)

    def read_stream(self, stream: BinaryIO, shown_as: str = "") -> Found:
        """Takes in what is in a stream; a description is left to the caller."""
        found = detected(text_lines(stream))
        if isinstance(found, Records):
            self._take_rows(records_jsonl.read(found.lines), shown_as)
        elif isinstance(found, HandKept):
            self._take_diary(Diary(found.table, self._household, clock.local_now()), shown_as)
        elif not isinstance(found, Description):
            self._unknown += records_csv.other_columns(found.layout, found.table)
            self._take_rows(records_csv.read(found.layout, found.table), shown_as)
        return found

    def summary(self) -> ImportSummary:
        """Writes what is still held; what became of it all."""
        self._intake.finish()
        return ImportSummary(
            imported=self._intake.taken,
            duplicates=self._intake.known,
            differing=self._intake.differing,
            deleted=self._intake.deleted,
            rejected=self._rejected,
            left_out=self._left_out,
            created=self._intake.created,
            unknown_columns=list(dict.fromkeys(self._unknown)),
            notes=self._notes,
            set_apart=self._set_apart,
        )

    def _take_diary(self, diary: Diary, shown_as: str) -> None:
        self._unknown += diary.columns.others
        entries = Entries(self._journal, self._household, self._intake, dry_run=self._dry_run)
        for entry in diary.rows():
            if isinstance(entry, Rejection):
                self._reject(entry, shown_as)
                continue
            moment = entries.moment(entry)
            # It counts as written when it happened, so that it overrides nothing said since.
            before = self._intake.taken
            self._intake.take(MOMENT, moment, entry.when.epoch * 1000, compare=False)
            if self._intake.taken > before and moment["id"] in entries.set_apart:
                self._set_apart.append(moment)

    def _take_rows(self, rows: Iterable[Row | Rejection], shown_as: str) -> None:
        for row in rows:
            if isinstance(row, Rejection):
                self._reject(row, shown_as)
            else:
                self._take_row(row)

    def _take_row(self, row: Row) -> None:
        document = row.document
        identity = str(document["id"])
        if row.kind in FAMILY_KINDS:
            self._notice_name(row.kind, identity, str(document.get("name", "")))
            self._intake.take(row.kind, document, ms_of(identity))
            return
        for field, name in row.names.items():
            kind, person = person_kind(field), str(document.get(field, ""))
            if person != SOMEBODY and not is_coach(person) and not self._intake.has(kind, person):
                self._intake.take(kind, {"id": person, "name": name}, ms_of(person))
        self._intake.take(row.kind, document, epoch_of(document["logged_at"]) * 1000)

    def _notice_name(self, kind: str, identity: str, name: str) -> None:
        here = self._intake.name_here(kind, identity)
        if name and here and here != name:
            self._notes.append(f"The {kind} called {name} in this file is called {here} here.")

    def _reject(self, rejection: Rejection, shown_as: str) -> None:
        self._left_out += 1
        if self._left_out <= MOST_REPORTED:
            self._rejected.append(rejection._replace(file=shown_as))


_WHAT = (
    "An export (its folder or one of its files) or a diary in CSV can be read. Nothing was changed."
)
