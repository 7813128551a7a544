"""Moments across families: what is unread, the next one, one moment with all that is known of it.

An unread moment is listed without anything that tells how it was judged, so that it can still be
coded blind; opening it shows everything and marks it as read.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from parentkit.domain.coaching.blinding import blinded
from parentkit.domain.codes import COMMENT, MOMENT, READ
from parentkit.domain.errors import AmbiguousCode, NothingFound, NothingReadable
from parentkit.domain.log.moment import lived_order
from parentkit.domain.log.wanted import Is, Not, Said, Within, both, holds
from parentkit.services.coach.caseload import caseload
from parentkit.services.coach.recent import recent, remember
from parentkit.services.coach.workspace import families, open_family, settled
from parentkit.services.coach.write import comments_on, mark_read, read_moments
from parentkit.services.log.document import document_of
from parentkit.services.log.revise import shown
from parentkit.services.sharing.consent_status import is_anybody_open

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from parentkit.domain.log.moment import Document
    from parentkit.domain.log.wanted import Wanted as Tree
    from parentkit.journal import Problem, Reading
    from parentkit.services.coach.caseload import Case, Unreadable
    from parentkit.services.coach.workspace import OpenFamily, Practice
    from parentkit.services.log.revise import Shown

LIMIT = 50


class Wanted(NamedTuple):
    """Which moments are listed; what is not said lets all through.

    Attributes:
        family: the id of one family.
        since: moments of this local day or later.
        unread: those that were not read alone.
        cue: with this sign.
        flagged: those that are set apart alone.
        limit: how many at most.
    """

    family: str = ""
    since: str = ""
    unread: bool = False
    cue: str = ""
    flagged: bool = False
    limit: int = LIMIT

    @property
    def narrows(self) -> bool:
        """Whether more is asked for than whose moments, and since when."""
        return bool(self.unread or self.cue or self.flagged)

    @property
    def tree(self) -> Tree:
        """The same as a tree; `read` is whether a moment was."""
        since = [Within(self.since, "")] if self.since else []
        unread = [Not(Said("read"))] if self.unread else []
        cue = [Is("cue", self.cue)] if self.cue else []
        flagged = [Said("flag")] if self.flagged else []
        return both(*since, *unread, *cue, *flagged)


class Item(NamedTuple):
    """One moment in the inbox; of an unread one, `document` leaves out how it was judged."""

    opened: OpenFamily
    document: Document
    is_read: bool
    comments: int


class Inbox(NamedTuple):
    """Moments by family, in the order of the caseload, and in time within a family.

    `is_cut` says that there are more than `limit`. What a closed family has that could not be read
    is among `problems` too.
    """

    items: list[Item]
    is_cut: bool
    problems: list[Problem | Unreadable]


class Seen(NamedTuple):
    """One moment with all that is known of it."""

    opened: OpenFamily
    moment: Shown
    comments: list[Document]


def inbox(practice: Practice, wanted: Wanted = Wanted()) -> Inbox:  # noqa: B008 it cannot be changed
    """Lists moments; families whose consent is over are left out."""
    found = Inbox([], is_cut=False, problems=[])
    for case in _cases(practice, wanted):
        if not case.is_open:
            found.problems.extend(case.unreadable)
            continue
        opened = open_family(practice, case.family.id)
        kinds = (MOMENT, READ, COMMENT)
        reading = opened.journal.read(wanted.since or None, kinds=kinds)
        found.problems.extend(opened.journal.problems)
        read = read_moments(reading)
        comments = Counter(one.fields.get("moment") for one in reading if one.kind == COMMENT)
        for document in _found(sorted(_moments(reading), key=lived_order), read, wanted):
            is_read = document["id"] in read
            shows = document if is_read else unread_view(document)
            found.items.append(Item(opened, shows, is_read, comments[document["id"]]))
        if len(found.items) > wanted.limit:
            del found.items[wanted.limit :]
            return found._replace(is_cut=True)
    return found


def unread_view(document: Document) -> Document:
    """A moment as it is listed before it is read: without anything that tells how it was judged."""
    flag = {"flag": True} if document.get("flag") is True else {}
    return {**blinded(document), **flag}


def next_unread(practice: Practice, family: str = "") -> tuple[OpenFamily, str] | None:
    """The unread moment to read next, by its id; None where everything is read.

    Families in the order of the caseload; in a family those set apart first, then the earliest.
    """
    cases = _cases(practice, Wanted(family=family, unread=True))
    for case in (each for each in cases if each.is_open):
        opened = open_family(practice, case.family.id)
        reading = opened.journal.read(None, kinds=(MOMENT, READ))
        read = read_moments(reading)
        unread = [one for one in _moments(reading) if one["id"] not in read]
        if unread:
            first = min(unread, key=lambda one: (one.get("flag") is not True, lived_order(one)))
            return opened, first["id"]
    return None


def find_moment(practice: Practice, prefix: str, family: str = "") -> tuple[OpenFamily, str]:
    """The family and the id of the one moment whose id begins with `prefix`.

    Raises:
        NothingFound: no moment of a family whose consent holds begins so; a NothingReadable where
            something could not be read.
        AmbiguousCode: several do.
    """
    if family:
        opened = open_family(practice, family)
        return opened, opened.journal.find(prefix).id
    found: list[tuple[OpenFamily, str]] = []
    closed: NothingReadable | None = None
    for known in families(practice):
        standing = settled(practice, known)
        if standing.unread:
            closed = NothingReadable(
                f"No family has a moment whose id begins with {prefix!r}, of what could be read.",
                "parentkit coach families says what could not be, and what to do.",
            )
        if not is_anybody_open(standing.standings):
            continue
        opened = open_family(practice, known.id)
        try:
            found.append((opened, opened.journal.find(prefix).id))
        except NothingReadable as problem:
            closed = problem
        except NothingFound:
            continue
    if not found and closed:
        raise closed
    if not found:
        raise NothingFound(
            f"No family has a moment whose id begins with {prefix!r}.",
            "parentkit coach inbox lists moments with their ids.",
        )
    if len(found) > 1:
        named = tuple(f"{one} ({opened.family.name})" for opened, one in found)
        raise AmbiguousCode("moment", prefix, named)
    return found[0]


def see(practice: Practice, opened: OpenFamily, moment: str, coder: str) -> Seen:
    """One moment with codings and comments; it counts as read from now on.

    Raises:
        NothingFound: there is no such moment.
    """
    found = shown(opened.journal, moment)
    mark_read(opened.journal, coder, [moment])
    remember(practice, opened.family.id, moment)
    return Seen(opened, found, comments_on(opened.journal, found.document))


def previous(practice: Practice, back: int = 1) -> tuple[OpenFamily, str]:
    """The moment that was opened before the last one; with `back` 2 the one before that.

    Raises:
        NothingFound: no such moment is remembered, or it is no longer here.
    """
    openings = recent(practice)
    if back < 1 or len(openings) <= back:
        raise NothingFound("No moment was opened before.", "parentkit coach inbox lists them.")
    family, moment = openings[-1 - back]
    return find_moment(practice, moment, family)


def _cases(practice: Practice, wanted: Wanted) -> Iterator[Case]:
    for case in caseload(practice):
        is_wanted = wanted.family in ("", case.family.id)
        may_hold = case.unread or case.unreadable or not wanted.unread
        if is_wanted and may_hold:
            yield case


def _moments(reading: Reading) -> list[Document]:
    """The moments that were observed at a time that can be read."""
    found = [document_of(one) for one in reading if one.kind == MOMENT]
    return [document for document in found if document.get("observed_at")]


def _found(documents: list[Document], read: Collection[str], wanted: Wanted) -> list[Document]:
    def fields_of(document: Document) -> Document:
        return {**document, "read": document["id"] in read}

    if not wanted.narrows:  # a list as it stands needs no database
        test = holds(wanted.tree)
        return [each for each in documents if test(each)]
    from parentkit.journal import among

    return among(documents, fields_of, wanted.tree)
