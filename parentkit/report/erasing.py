"""What is to be erased for good, what was, and which entries say the same words and stay."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from parentkit.domain.codes import CHILD
from parentkit.domain.log.entry import entry_words
from parentkit.domain.schema.kinds import KINDS
from parentkit.domain.sentence import plural
from parentkit.report.findings import place
from parentkit.report.layout import wrapped
from parentkit.report.upkeep import erased_line, gone_from_line, not_done_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_OF_A_CHILD = (
    "That is moments and templates about them, what was judged and said of these, goals, and "
    "answers about these moments alone."
)
_OF_A_CAREGIVER = (
    "That is moments with them, and their answers, check-ins, exercises and judgements."
)

MOST = 20
"""How many entries are named one by one."""


class Record(Protocol):
    """What of a record is told here."""

    kind: str
    id: str
    fields: dict[str, Any]


class Going(Protocol):
    """What goes: what was asked for, how many of each kind with it, and what quotes it."""

    @property
    def chosen(self) -> Record:
        """The entry, the child or the caregiver."""

    @property
    def counts(self) -> Mapping[str, int]:
        """How many of each kind go with it."""

    @property
    def taken_out(self) -> int:
        """How many of those were taken out before."""

    @property
    def is_somebody(self) -> bool:
        """Whether all of somebody's goes."""

    @property
    def hidden(self) -> Sequence[Record]:
        """Who is left out of lists and not erased."""

    @property
    def quoting(self) -> Sequence[Record]:
        """Entries that say the same words and stay."""


class Gone(Protocol):
    """How many files held some of it, and which still do, each with the reason."""

    @property
    def files(self) -> int:
        """Files of the journal."""

    @property
    def backups(self) -> int:
        """Backups."""

    @property
    def others(self) -> int:
        """Other local files."""

    @property
    def left(self) -> Mapping[str, str]:
        """Files that still hold some, each with the reason."""

    @property
    def unfinished(self) -> Mapping[str, str]:
        """Those of them that are parentkit's own."""


def going_lines(going: Going) -> Iterator[str]:
    """A preview of what goes for good."""
    chosen = going.chosen
    what = entry_words(chosen.kind, chosen.id, chosen.fields)
    if not going.is_somebody:
        yield f"This erases {what} for good: {chosen.id}"
        if going.counts:
            yield "and with it:"
    else:
        yield f"This erases for good all that is with {what}:"
    for kind in KINDS:
        if count := going.counts.get(kind.name):
            yield f"  {kind.counted(count)}"
    if going.taken_out:
        yield plural(
            going.taken_out,
            one="  (one of these had been taken out before)",
            other="  ({n:,} of these had been taken out before)",
        )
    if going.is_somebody:
        yield "  and the name itself" if chosen not in going.hidden else "  (there is no name yet)"
        yield from wrapped(_OF_A_CHILD if chosen.kind == CHILD else _OF_A_CAREGIVER)


def quoting_lines(going: Going, *, before: bool) -> Iterator[str]:
    """The entries that say the same words, which stay for the person to decide about."""
    if not going.quoting:
        return
    if going.is_somebody:
        would = "These would stay, and hold or held the name or the same words:"
        do = "These stay, and hold or held the name or the same words:"
    else:
        would = "These would stay, and hold or held the same words:"
        do = "These stay, and hold or held the same words:"
    yield would if before else do
    for record in going.quoting[:MOST]:
        yield f"  {record.id}  {entry_words(record.kind, record.id, record.fields)}"
    if len(going.quoting) > MOST:
        yield f"  and {len(going.quoting) - MOST:,} more; --json names them all"
    if not before:
        yield from wrapped(
            "That is for you to decide: parentkit purge ID erases one of them. Changing one keeps "
            "what stood there before."
        )


def erased_lines(identifier: str, erased: Gone) -> list[str]:
    """What was erased, and where some of it still stands; first of all where it is not done yet."""
    changed = (erased.files, erased.backups, erased.others)
    lines = [erased_line(identifier, *changed)]
    if erased.unfinished:
        lines = [not_done_line(identifier, len(erased.unfinished)), gone_from_line(*changed)]
    for path, reason in erased.left.items():
        lines += [f"  still in {place(path)}", f"    {reason or 'it could not be changed'}"]
    if erased.unfinished:
        lines += wrapped(
            f"Once these files can be changed, parentkit purge {identifier} goes on from here, and "
            "so does parentkit doctor --repair. A disk that is full needs room first. Everything "
            "else that you wrote is safe."
        )
    return lines
