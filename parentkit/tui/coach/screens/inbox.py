"""The inbox: moments of one family or of all, unread ones first and not giving anything away."""

from __future__ import annotations

from datetime import timedelta
from itertools import groupby
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual import on, work
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from parentkit import clock
from parentkit.domain.errors import ParentkitError
from parentkit.services.coach.caseload import DAYS
from parentkit.services.coach.inbox import Wanted, inbox
from parentkit.services.coach.workspace import families
from parentkit.services.coach.write import mark_read, mark_unread
from parentkit.tui.actions import Action, bindings
from parentkit.tui.coach.actions import OF_FAMILY
from parentkit.tui.coach.of_family import OfFamily
from parentkit.tui.coach.screens.moment import PUT_BACK, MomentPage
from parentkit.tui.coach.screens.room import ALL, CoachRoom
from parentkit.tui.coach.widgets.item import item_text
from parentkit.tui.widgets.choices import Choices

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from textual.app import ComposeResult

    from parentkit.report.unreadable import Place
    from parentkit.services.coach.inbox import Item

LIMIT = 300
"""So many unread moments, and so many read ones, are listed at most."""

LATELY, UNREAD, SET_APART, EVERYTHING = "lately", "unread", "set_apart", "everything"
VIEWS = {
    LATELY: "unread, then the last four weeks",
    UNREAD: "unread",
    SET_APART: "set apart",
    EVERYTHING: "everything",
}
MARKED = "Marked as read; it can no longer be coded blind."


class Found(NamedTuple):
    """What was found: the name of the family, the moments in order, whether there are more.

    `unread` is what could not be read on the way.
    """

    name: str
    items: Sequence[Item]
    is_cut: bool
    unread: Sequence[Place]


class InboxRoom(OfFamily, CoachRoom[Found]):
    """Moments across families."""

    HELP = (
        "Moments that families shared, the unread ones first. An unread one is listed without "
        "anything that tells how it was judged; opening it (Enter) shows everything and marks it "
        "as read. b codes a sample before that."
    )
    ACTIONS: ClassVar = (
        Action(
            "inbox_read",
            "r",
            "read",
            "Mark this moment as read, or put it back among the unread ones.",
            "mark",
            "parentkit coach inbox --mark-read",
        ),
        Action(
            "inbox_view",
            "v",
            "view",
            "Unread, set apart, everything.",
            "view",
            "parentkit coach inbox --unread",
        ),
        Action(
            "inbox_next_family",
            "tab",
            "family",
            "The next family, or all of them.",
            "next_family(1)",
            "parentkit coach inbox --family F",
        ),
        Action(
            "inbox_previous_family",
            "shift+tab",
            "family before",
            "The family before.",
            "next_family(-1)",
            shown=False,
        ),
        *OF_FAMILY,
    )
    BINDINGS = bindings(ACTIONS)

    _view = LATELY
    _found = Found("", (), is_cut=False, unread=())

    def body(self) -> ComposeResult:
        """The list, or why it is empty."""
        yield Static(id="hint", classes="soft", markup=False)
        yield Choices(id="moments")

    def gather(self, _revision: int, /) -> Found:
        """Reads what is unread, then what was read."""
        practice, family = self.desk.practice, self.desk.family
        name = next((one.name for one in families(practice) if one.id == family), ALL)
        flagged = self._view == SET_APART
        wanted = Wanted(family=family, unread=True, flagged=flagged, limit=LIMIT)
        unread = inbox(practice, wanted)
        items = sorted(unread.items, key=lambda item: item.document.get("flag") is not True)
        items = [each for key in _order(unread.items) for each in items if _key(each)[0] == key]
        if self._view == UNREAD:
            return Found(name, items, unread.is_cut, unread.problems)
        since = "" if self._view != LATELY else _four_weeks_ago()
        rest = inbox(practice, wanted._replace(unread=False, since=since))
        read = [item for item in rest.items if item.is_read]
        read = [each for key in _order(read) for each in reversed(read) if _key(each)[0] == key]
        cut = unread.is_cut or rest.is_cut
        return Found(name, [*items, *read], cut, rest.problems)

    def left_out_of(self, gathered: Found, /) -> Sequence[Place]:
        """What could not be read on the way."""
        return gathered.unread

    def present(self, _revision: int, gathered: Found, /) -> None:
        """Fills the list under headings; what was highlighted stays so."""
        self._found = gathered
        self.show_looked_at(f"{gathered.name}   {VIEWS[self._view]}")
        self.query_one("#hint", Static).update(self._hint())
        self._draw()
        self.query_one(Choices).focus()

    def on_resize(self) -> None:
        """Draws the rows for the room there is."""
        self.call_after_refresh(self._draw)

    def _draw(self) -> None:
        found = self.query_one(Choices)
        found.present_options(self._options(max(found.size.width - 3, 30)))

    def family_in_sight(self) -> str:
        """The family of the moment that is highlighted, else the one that is looked at."""
        return self.query_one(Choices).chosen.partition("/")[0] or self.desk.family

    def action_view(self) -> None:
        """The next view."""
        views = list(VIEWS)
        self._view = views[(views.index(self._view) + 1) % len(views)]
        self.look_again()

    @on(OptionList.OptionSelected)
    def open_moment(self, event: OptionList.OptionSelected) -> None:
        """Opens a moment; the others can be gone through from there."""
        keys = [_key(item) for item in self._found.items]
        family, _, moment = (event.option_id or "").partition("/")
        if (family, moment) in keys:
            self.app.push_screen(MomentPage(keys, keys.index((family, moment))))

    @work(exclusive=True, group="mark")
    async def action_mark(self) -> None:
        """Marks the moment that is highlighted as read, or puts it back."""
        chosen = self.query_one(Choices).chosen
        item = next((one for one in self._found.items if "/".join(_key(one)) == chosen), None)
        if item is None:
            return
        family, moment = _key(item)
        coder, was_read = self.desk.coder, item.is_read
        try:
            if was_read:
                await self.desk.write(
                    self.desk.of(family, lambda one: mark_unread(one.journal, coder, moment))
                )
            else:
                await self.desk.write(
                    self.desk.of(family, lambda one: mark_read(one.journal, coder, [moment]))
                )
        except ParentkitError as problem:
            self.desk.say_problem(problem)
            return
        self.desk.say(PUT_BACK if was_read else MARKED)

    def _options(self, width: int) -> Iterator[Option]:
        today = clock.local_now().date()
        groups = groupby(self._found.items, key=lambda item: (item.is_read, item.opened.family))
        for place, ((is_read, family), of_group) in enumerate(groups):
            items = list(of_group)
            state = "read" if is_read else "unread"
            head = f"{family.name}: {len(items)} {state}"
            before = "\n" if place else ""
            yield Option(Content.assemble(before, (head, "bold $primary")), disabled=True)
            for item in items:
                text = item_text(item, self.desk.glyphs, width, today)
                yield Option(text, id="/".join(_key(item)))

    def _hint(self) -> str:
        found = self._found
        if not found.items and found.unread:
            return "Nothing that could be read. v shows another view, f all families."
        if not found.items:
            return "Nothing here. v shows another view, f all families."
        said = []
        if found.is_cut:
            said.append("There are more than these.")
        if any(not item.is_read for item in found.items):
            said.append(
                "Opening one shows how it was judged at home; b codes a sample before that."
            )
        return " ".join(said)


def _key(item: Item) -> tuple[str, str]:
    return item.opened.family.id, str(item.document["id"])


def _order(items: Sequence[Item]) -> list[str]:
    """The families, in the order in which they come."""
    return list(dict.fromkeys(item.opened.family.id for item in items))


def _four_weeks_ago() -> str:
    return (clock.local_now().date() - timedelta(days=DAYS - 1)).isoformat()
