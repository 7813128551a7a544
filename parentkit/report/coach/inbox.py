"""A coach's inbox as text: moments by family and day, and one moment with codings and comments."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any, Protocol

from parentkit.domain.coaching.coaching import LET_GO, OPEN, QUESTION, REACHED, STRENGTH, WONDERING
from parentkit.domain.codes import ASSIGNMENT, CODING, COMMENT, GOAL
from parentkit.domain.sentence import plural
from parentkit.domain.text import clean, one_line
from parentkit.report import amounts
from parentkit.report.layout import row, wrapped
from parentkit.report.log.listing import INDENT, SHORT_ID, day_title
from parentkit.report.log.moment import coding_lines, fit_words, moment_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from parentkit.domain.log.household import Household

    Document = Mapping[str, Any]

LABELS = {STRENGTH: "went well", WONDERING: "wondering", QUESTION: "a question"}
ASKED = {
    STRENGTH: "What went well here?",
    WONDERING: "What is worth wondering about?",
    QUESTION: "A question to take along?",
}
"""What a coach is asked before each sort of comment, strengths first."""

_COUNTED = {
    COMMENT: {"one": "{n:,} comment", "other": "{n:,} comments"},
    CODING: {"one": "{n:,} coding", "other": "{n:,} codings"},
    GOAL: {"one": "{n:,} goal", "other": "{n:,} goals"},
    ASSIGNMENT: {"one": "{n:,} assignment", "other": "{n:,} assignments"},
}
"""What an answer may hold, as a coach calls it."""

STATES = {OPEN: "open", REACHED: "reached", LET_GO: "let go of"}
"""How a goal stands."""

NEW = "unread"


class Listed(Protocol):
    """What a listing needs of a moment."""

    @property
    def opened(self) -> Any:
        """Its family, with `family.name` and `household`."""

    @property
    def document(self) -> Document:
        """The moment; without its judgement where it is unread."""

    @property
    def is_read(self) -> bool:
        """Whether it was read."""

    @property
    def comments(self) -> int:
        """How many comments stand beside it."""


def inbox_lines(items: Iterable[Listed], glyphs: Mapping[str, str]) -> Iterator[str]:
    """The lines of a listing: family by family, day by day, in the order given."""
    begun = False
    for name, of_family in groupby(items, key=lambda item: item.opened.family.name):
        if begun:
            yield ""
        begun = True
        yield name
        day = ""
        for item in of_family:
            at = str(item.document["observed_at"])
            if at[:10] != day:
                day = at[:10]
                yield f"  {day_title(day)}"
            yield from _item(item, glyphs)


def seen_lines(  # noqa: PLR0913, PLR0917 what is shown, and what it is shown with
    family: str,
    document: Document,
    beside: tuple[Sequence[Document], Sequence[Document]],
    household: Household,
    glyphs: Mapping[str, str],
    reason: str = "",
) -> list[str]:
    """One moment with the codings and the comments `beside` it."""
    codings, comments = beside
    lines = [f"{family}  {document['id']}"]
    lines += moment_lines(document, household, glyphs, reason)
    for coding in codings:
        lines += coding_lines(coding, household, glyphs)
    for comment in comments:
        lines += comment_lines(comment, household)
    return lines


def comment_lines(comment: Document, household: Household) -> list[str]:
    """A comment under the name of who wrote it, with its id."""
    who = household.name(str(comment.get("coder", "")))
    lines = [f"  {who} wrote, {str(comment.get('logged_at', ''))[:10]}  ({comment['id']})"]
    label = LABELS.get(str(comment.get("sort")), "comment")
    return lines + row(label, clean(str(comment.get("text", ""))))


def written_lines(document: Document, parts: Sequence[tuple[str, str]], head: str) -> Iterator[str]:
    """A goal, a note or an assignment: a head line with its id, then labelled parts."""
    yield f"{head}  ({document['id']})"
    for label, text in parts:
        yield from row(label, clean(text))


def reply_words(kinds: Mapping[str, int]) -> str:
    """What is in an answer, by its counts."""
    counted = [plural(count, **_COUNTED[kind]) for kind, count in kinds.items()]
    return ", ".join(counted) or "what you took back, so that it goes there too"


def _item(item: Listed, glyphs: Mapping[str, str]) -> Iterator[str]:
    document, household = item.document, item.opened.household
    cue = household.vocabulary("cues").short(document.get("cue", ""))
    responses = household.vocabulary("responses")
    done = f" {glyphs['then']} ".join(
        responses.short(code) for code in document.get("responses", ())
    )
    who = one_line(household.name(str(document.get("child", ""))))
    first, *rest = wrapped(f"{who}: {cue} {glyphs['then']} {done}", indent=INDENT)
    yield f"  {str(document['observed_at'])[11:16]}  {first.strip()}"
    yield from rest
    state = fit_words(document, household, glyphs) if item.is_read else NEW
    parts = [state, str(document["id"])[:SHORT_ID]]
    if document.get("flag"):
        parts.insert(0, f"{glyphs['flag']} set apart")
    if item.comments:
        parts.append(amounts.comments(item.comments))
    yield f"{INDENT}{'  '.join(filter(None, parts))}"
    if document.get("note"):
        yield from wrapped(one_line(str(document["note"])), indent=INDENT)
