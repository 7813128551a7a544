"""Erasing for good: an entry, or a child or a caregiver with all that is theirs."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from parentkit.domain.codes import (
    CAREGIVER,
    CHILD,
    FIRST_CHILD,
    FIRST_CHILD_NAME,
    MOMENT,
    PRACTICE,
    REFLECTION,
)
from parentkit.domain.errors import UnknownCode
from parentkit.domain.log.household import heirs, name_of, person_id
from parentkit.domain.schema.kinds import BY_ID, WITH_ALL, kind_named, kinds_that_go
from parentkit.journal import (
    PURGED,
    Erased,
    amendment,
    fold,
    journal_files,
    purge,
    read_files,
)
from parentkit.services.log.entries import entry_called
from parentkit.services.upkeep.maintenance import told
from parentkit.services.upkeep.quoting import quoting, words_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from parentkit.domain.log.household import Household
    from parentkit.journal import Journal, Operation, Record

ELSEWHERE = (
    "exports and files that you shared",
    "other devices and the sync service, until they have taken this over",
    "backups of the whole machine",
    "the disk's own free space, until it is written over (an SSD decides by itself when)",
)
"""Where copies of erased content may exist that this program cannot reach."""

_NAMED_IN = {CHILD: ("child",), CAREGIVER: ("caregiver", "coder")}
"""The fields of an entry that say that it is somebody's."""


class ToErase(NamedTuple):
    """What is to be erased together.

    Attributes:
        chosen: what was asked for: an entry, a child or a caregiver.
        records: all that goes, judgements and comments of moments too, `chosen` last.
        hidden: the child that nobody has named, where it is one of those who go: nobody wrote
            anything in it, and what is about no child yet needs it.
        quoting: entries that stay and say the same words, or a name of whoever goes.
        answer: the answer to the question at the end of an exercise, which stays; else None.
    """

    chosen: Record
    records: tuple[Record, ...]
    hidden: tuple[Record, ...]
    quoting: tuple[Record, ...]
    answer: Record | None

    @property
    def is_somebody(self) -> bool:
        """Whether all of somebody's is to be erased."""
        return self.chosen.kind in kinds_that_go(WITH_ALL)

    @property
    def counts(self) -> dict[str, int]:
        """How many of each kind there are besides `chosen`, without those erased before."""
        counts: dict[str, int] = {}
        for record in self.records:
            if record.id != self.chosen.id and record.fields.get(PURGED) is not True:
                counts[record.kind] = counts.get(record.kind, 0) + 1
        return counts

    @property
    def taken_out(self) -> int:
        """How many of those that are counted were taken out before."""
        others = (one for one in self.records if one.id != self.chosen.id)
        return sum(one.deleted and one.fields.get(PURGED) is not True for one in others)


class _Everything:
    """All that stands in the journal, of every kind, taken out or not."""

    def __init__(self, journal: Journal) -> None:
        self.operations: list[Operation]
        self.operations, problems = read_files(journal_files(journal.places))
        journal.note(problems)
        self.records = list(fold(self.operations, journal.now_ms()).values())

    def about(self, moments: Iterable[str]) -> list[Record]:
        """What was said about these moments and is erased with them."""
        ids = set(moments)
        kinds = {kind: kind_named(kind) for kind in {record.kind for record in self.records}}
        with_moments = {
            name for name, kind in kinds.items() if kind and kind.about_moment and kind.erased
        }
        return [
            record
            for record in self.records
            if record.kind in with_moments and record.fields.get("moment") in ids
        ]


def to_erase(journal: Journal, prefix: str) -> ToErase:
    """What goes with the entry of that id: also one taken out, or whose erasing was interrupted.

    Raises:
        UsageProblem: the prefix is too short, or what it names stays.
        NothingFound: no id begins with `prefix`.
        AmbiguousCode: several do.
    """
    return _all_that_goes(journal, entry_called(journal, prefix, deleted=True))


def all_of(journal: Journal, household: Household, kind: str, name: str) -> ToErase:
    """A child or a caregiver, named as `Household.person` reads it, with all that is theirs.

    Also of somebody whose erasing was interrupted, as long as the name still stands somewhere.

    Raises:
        UnknownCode: nobody is called that.
        AmbiguousCode: several people could be meant.
    """
    try:
        identity = household.person(kind, name)
    except UnknownCode:
        begun = [
            record.document()
            for record in journal.lasting(deleted=True)
            if record.kind == kind and record.fields.get(PURGED) and name_of(record.fields)
        ]
        if not begun:
            raise
        identity = person_id(kind, begun, name)
    return _all_that_goes(journal, journal.get(identity, kind))


def erase(journal: Journal, wanted: ToErase) -> Erased:
    """Erase for good: from every file on this machine that is parentkit's.

    Raises:
        WriteProblem: it could not be begun; nothing was erased.
        DataProblem: it could not be finished; doing it again goes on from there.
    """
    try:
        erased = purge(journal, *wanted.records)
        for child in wanted.hidden:
            _hide(journal, child)
    except OSError as problem:
        safe = f"parentkit purge {wanted.chosen.id} goes on from here; it is hidden already."
        raise told(problem, journal.places.state, safe) from None
    return erased


def _all_that_goes(journal: Journal, chosen: Record) -> ToErase:
    everything = _Everything(journal)
    people = [chosen]
    going: list[Record] = []
    if chosen.kind in kinds_that_go(WITH_ALL):
        people = _one_with(everything, chosen)
        going = _theirs(everything, chosen.kind, {one.id for one in people})
    hidden = [one for one in people if _is_nobodys(everything, one)]
    going += [one for one in people if one not in hidden]
    moments = [record.id for record in going if record.kind == MOMENT]
    going = [*everything.about(moments), *going]
    records = {record.id: record for record in going}
    stay = [one for one in everything.operations if one.id not in records]
    quoted = quoting(stay, words_of(records.values(), chosen))
    by_id = {record.id: record for record in everything.records}
    return ToErase(
        chosen,
        tuple(records.values()),
        tuple(hidden),
        tuple(by_id[identifier] for identifier in quoted),
        _answer_beside(by_id, chosen),
    )


def _one_with(everything: _Everything, chosen: Record) -> list[Record]:
    """Somebody, and the children who are one with them; `chosen` is the last."""
    children = [one for one in everything.records if one.kind == CHILD and one.id != chosen.id]
    standing = [one.document() for one in children if not one.deleted]
    heir_of = heirs([*standing, {**chosen.document(), "deleted": None}])
    begun = {one.id for one in children if one.fields.get(PURGED) is True}
    joined = [
        one
        for one in children
        if heir_of.get(one.id) == chosen.id
        or (one.id in begun and one.fields.get("joined") == chosen.id)
    ]
    return [*joined, chosen]


def _theirs(everything: _Everything, kind: str, people: set[str]) -> list[Record]:
    """The entries of somebody; of a child also answers that were asked about its moments alone."""
    names, kinds = _NAMED_IN[kind], kinds_that_go(BY_ID)
    theirs = [
        record
        for record in everything.records
        if record.kind in kinds and any(record.fields.get(name) in people for name in names)
    ]
    moments = {record.id for record in theirs if record.kind == MOMENT}
    answers = [
        record
        for record in everything.records
        if kind == CHILD and record.kind == REFLECTION and _asked_about(record.fields) & moments
        if _asked_about(record.fields) <= moments
    ]
    return [*theirs, *answers]


def _asked_about(fields: Mapping[str, object]) -> set[str]:
    asked = fields.get("moments")
    return set(map(str, asked)) if isinstance(asked, list) else set()


def _is_nobodys(everything: _Everything, child: Record) -> bool:
    """Whether it is the child that nobody has named, with nothing that anybody ever said of it."""
    if child.id != FIRST_CHILD:
        return False
    own = [one.set for one in everything.operations if one.id == child.id and one.kind == CHILD]
    said = {
        str(fields.get(name)) for fields in own for name in ("name", "joined_as", "birth_month")
    }
    return said <= {"None", FIRST_CHILD_NAME}


def _answer_beside(by_id: Mapping[str, Record], chosen: Record) -> Record | None:
    answer = by_id.get(str(chosen.fields.get("reflection"))) if chosen.kind == PRACTICE else None
    return None if answer is None or answer.deleted else answer


def _hide(journal: Journal, child: Record) -> None:
    """Take the child that nobody has named out of lists; a moment of no child's brings it back."""
    if not child.deleted:
        journal.append([amendment(child, {"deleted": True}, undoes=child.id)])
    journal.forget({child.id})
