"""One moment of a family: what was written, and beside it what others say about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from parentkit.domain.codes import COMMENT
from parentkit.domain.errors import NothingFound, ParentkitError
from parentkit.domain.log.moment import is_whole
from parentkit.domain.text import clean, one_line
from parentkit.report.coach.inbox import LABELS
from parentkit.report.log.listing import SHORT_ID, day_title
from parentkit.report.log.moment import coding_lines, moment_lines
from parentkit.services.coach.inbox import Seen, see
from parentkit.services.coach.workspace import ConsentOver
from parentkit.services.coach.write import comments_on, mark_unread, take_back
from parentkit.tui.actions import Action, bindings
from parentkit.tui.coach.actions import OF_FAMILY
from parentkit.tui.coach.of_family import OfFamily
from parentkit.tui.coach.screens.box import PickBox
from parentkit.tui.coach.widgets.bar import CoachBar
from parentkit.tui.coach.widgets.lines import labelled
from parentkit.tui.screens.leaving import LeftOnce
from parentkit.tui.widgets.keys_bar import KeysBar

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from textual.app import ComposeResult

    from parentkit.domain.log.moment import Document
    from parentkit.services.coach.workspace import OpenFamily

BESIDE = 104
"""Columns from which on the two stand beside each other, not below."""

CONVERSATION = "Somebody was frightened or hurt: this asks for a conversation, not for a code."
NOT_WHOLE = "Part of this moment could not be read."
NO_COMMENT = "No comment yet. c writes one: what went well comes first."
PUT_BACK = (
    "Among the unread ones again. You have opened it, so its judgement has been seen, and it can "
    "no longer be coded blind."
)
SHORT = 200


class MomentPage(LeftOnce, OfFamily):
    """A moment with all that is known of it; opening it marks it as read.

    Args:
        keys: family and moment, by their ids, of the moments to go through.
        place: which of them to begin with.
    """

    CSS_PATH = "../../styles/coach.tcss"
    HELP = (
        "One moment, and what has been said about it. j and k go to the next and the one before; "
        "each that is opened counts as read. c writes a comment, x takes one of yours back."
    )
    ACTIONS: ClassVar = (
        Action(
            "moment_next",
            "j,right",
            "next",
            "The next moment of the list.",
            "step(1)",
            "parentkit coach inbox --next",
        ),
        Action(
            "moment_previous",
            "k,left",
            "before",
            "The moment before.",
            "step(-1)",
            "parentkit coach inbox --previous",
        ),
        Action(
            "moment_comment",
            "c",
            "comment",
            "Comment on this moment, what went well first.",
            "comment",
            "parentkit coach comment FAMILY ID",
        ),
        Action(
            "moment_unread",
            "r",
            "unread",
            "Put it back among the unread ones, and leave.",
            "unread",
        ),
        *OF_FAMILY,
        Action(
            "moment_take_back",
            "x",
            "take back",
            "Take a comment of yours back.",
            "take_back",
            "parentkit coach comment FAMILY --remove ID",
            shown=False,
        ),
        Action("moment_leave", "escape", "back", "Back to the list.", "leave"),
    )
    BINDINGS = bindings(ACTIONS)

    def __init__(self, keys: Sequence[tuple[str, str]], place: int) -> None:
        super().__init__()
        self._keys = keys
        self._place = place
        self._seen: Seen | None = None

    def compose(self) -> ComposeResult:
        """The moment, then what was said."""
        yield CoachBar()
        with VerticalScroll(id="moment-page"), Container(id="sides"):
            with Container(id="there"):
                yield Static(id="title", classes="heading", markup=False)
                yield Static(id="what", markup=False)
                yield Static(id="remark", classes="remark", markup=False)
            with Container(id="said"):
                yield Static("Beside it", classes="heading", markup=False)
                yield Static(id="codings", markup=False)
                yield Static(id="comments", markup=False)
        yield KeysBar()

    def on_mount(self) -> None:
        """Opens the moment; follows what is written about it, and the set of signs."""
        self._see()
        self.watch(self.app, "revision", self._again, init=False)
        self.watch(self.app, "glyphs", self._present, init=False)

    def on_resize(self) -> None:
        """Lays the two sides out anew."""
        self.set_class(self.size.width >= BESIDE, "-beside")
        self.call_after_refresh(self._present)

    def family_in_sight(self) -> str:
        """The family of this moment."""
        return self._keys[self._place][0]

    @property
    def _moment(self) -> str:
        return self._keys[self._place][1]

    @work(exclusive=True, group="moment")
    async def _see(self) -> None:
        """Reads the moment and marks it as read; shows it once that is stored."""
        practice, coder, moment = self.coach.practice, self.coach.coder, self._moment
        self._seen = None
        self.query_one(CoachBar).reading = True
        try:
            self._seen = await self.coach.write(
                self.coach.of(
                    self.family_in_sight(), lambda opened: see(practice, opened, moment, coder)
                )
            )
        except ParentkitError as problem:
            self._leave_with(problem)
            return
        finally:
            if not self.is_left:
                self.query_one(CoachBar).reading = False
        if self.is_left:
            return
        self.query_one("#moment-page").scroll_home(animate=False)
        self._present()

    def _again(self) -> None:
        if self._seen is not None:
            self._reread()

    @work(exclusive=True, group="reread")
    async def _reread(self) -> None:
        """Reads a moment anew that was opened before, after something was written about it."""
        moment = self._moment
        try:
            seen = await self.coach.in_background(
                self.coach.of(self.family_in_sight(), lambda opened: _known(opened, moment))
            )
        except ParentkitError as problem:
            self._leave_with(problem)
            return
        if self._seen is not None and moment == self._moment:
            self._seen = seen
            self._present()

    def _leave_with(self, problem: ParentkitError) -> None:
        if self.is_left:
            return
        self.coach.say_problem(problem)
        if isinstance(problem, (ConsentOver, NothingFound)) or self._seen is None:
            self.dismiss(None)

    def _present(self) -> None:
        seen = self._seen
        if seen is None or not self.is_attached:
            return
        document, household = seen.moment.document, seen.opened.household
        day = day_title(str(document["observed_at"])[:10])
        family = one_line(seen.opened.family.name)
        where = f"{self._place + 1} of {len(self._keys)}"
        self.query_one(CoachBar).looked_at = f"{family}   {where}"
        self._put("title", Content(day))
        lines = moment_lines(document, household, self.coach.glyphs, _reason(seen))
        lines.append(f"  {'id':<12}{document['id'][:SHORT_ID]}")
        self._put("what", labelled(lines, self._room("there")))
        self._put("remark", Content("\n".join(_remarks(document))))
        self._put("codings", Content("\n\n").join(self._codings(seen, self._room("said"))))
        self._put("comments", Content("\n\n").join(self._comments(seen)))

    def _codings(self, seen: Seen, width: int) -> Iterator[Content]:
        for coding in seen.moment.codings:
            first, *rest = coding_lines(coding, seen.opened.household, self.coach.glyphs)
            head = Content.styled(clean(first).strip(), "bold")
            yield Content("\n").join((head, labelled(rest, width)))

    def _comments(self, seen: Seen) -> Iterator[Content]:
        for comment in seen.comments:
            who = one_line(seen.opened.household.name(str(comment.get("coder", ""))))
            day = str(comment.get("logged_at", ""))[:10]
            label = LABELS.get(str(comment.get("sort")), COMMENT)
            yield Content.assemble(
                (label, "bold $primary"),
                (f"  {who}, {day}\n", "$soft"),
                clean(str(comment.get("text", ""))),
            )
        if not seen.comments:
            yield Content.styled(NO_COMMENT, "$soft")

    def _room(self, name: str) -> int:
        """Columns for text in one of the two sides."""
        return max(self.query_one(f"#{name}").content_size.width, 30)

    def _put(self, name: str, text: Content) -> None:
        found = self.query_one(f"#{name}", Static)
        found.update(text)
        found.display = bool(text.plain)

    def action_step(self, by: int) -> None:
        """Goes to another moment of the list, and opens it."""
        place = self._place + by
        if not 0 <= place < len(self._keys):
            self.coach.say(
                "That was the last one of this list." if by > 0 else "This is the first one."
            )
            return
        self._place = place
        self._see()

    def action_comment(self) -> None:
        """Opens the box for a comment."""
        from parentkit.tui.coach.screens.writing import comment_box

        if self._seen is not None:
            self.app.push_screen(comment_box(self.coach, self._seen.opened, self._moment))

    @work(exclusive=True, group="unread")
    async def action_unread(self) -> None:
        """Puts the moment back among the unread ones, and leaves."""
        coder, moment = self.coach.coder, self._moment
        if self._seen is None:
            return
        self._seen = None
        try:
            await self.coach.write(
                self.coach.of(
                    self.family_in_sight(), lambda one: mark_unread(one.journal, coder, moment)
                )
            )
        except ParentkitError as problem:
            self.coach.say_problem(problem)
        else:
            self.coach.say(PUT_BACK)
        self.dismiss(None)

    def action_take_back(self) -> None:
        """Asks which of the coach's own comments is taken back."""
        seen, coder = self._seen, self.coach.coder
        if seen is None:
            return
        own = [one for one in seen.comments if one.get("coder") == coder]
        if not own:
            self.coach.say("There is no comment of yours here.")
            return
        offered = {str(one["id"]): one_line(str(one.get("text", "")), SHORT) for one in own}
        box = PickBox("Take back", "The next answer takes it back at the family's too.", offered)
        self.app.push_screen(box, self._chosen)

    def _chosen(self, comment: str | None) -> None:
        if comment is not None:
            self._take_back(comment)

    @work(exclusive=True, group="take back")
    async def _take_back(self, chosen: str) -> None:
        coder = self.coach.coder
        try:
            await self.coach.write(
                self.coach.of(
                    self.family_in_sight(),
                    lambda one: take_back(one.journal, coder, COMMENT, chosen),
                )
            )
        except ParentkitError as problem:
            self.coach.say_problem(problem)

    def action_leave(self) -> None:
        """Back to the list."""
        self.dismiss(None)


def _known(opened: OpenFamily, moment: str) -> Seen:
    from parentkit.services.log.revise import shown

    found = shown(opened.journal, moment)
    return Seen(opened, found, comments_on(opened.journal, found.document))


def _reason(seen: Seen) -> str:
    from parentkit.services.log.capture import suggestion_for

    document = seen.moment.document
    if not is_whole(document):
        return ""
    return suggestion_for(seen.opened.household, document).reason


def _remarks(document: Document) -> Iterator[str]:
    if not is_whole(document):
        yield NOT_WHOLE
    if document.get("flag"):
        yield CONVERSATION
