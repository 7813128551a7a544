"""What every room of a coach's has in common: it follows what is written and taken in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar, cast

from parentkit.domain.errors import ParentkitError
from parentkit.services.coach.workspace import families
from parentkit.tui.coach.widgets.bar import CoachBar
from parentkit.tui.screens.following import Following

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from parentkit.report.unreadable import Place
    from parentkit.tui.coach.app import CoachApp

T = TypeVar("T")

ALL = "all families"


class CoachRoom(Following[int, T], Generic[T]):
    """A screen that shows something read from a practice."""

    FOLLOWED = "revision"
    CSS_PATH = "../../styles/coach.tcss"

    @property
    def desk(self) -> CoachApp:
        """The application, by the type that it has here."""
        return cast("CoachApp", self.app)

    def bar(self) -> CoachBar:
        """The bar that says what is looked at."""
        return CoachBar()

    def body(self) -> ComposeResult:
        """The widgets between the two bars."""
        raise NotImplementedError

    def subject(self) -> int | None:
        """The revision, once the first one is there."""
        return self.desk.revision or None

    def gather(self, revision: int, /) -> T:
        """Reads what this room shows; runs in a thread."""
        raise NotImplementedError

    def look(self, revision: int, /) -> tuple[T, Sequence[Place]]:
        """What was gathered, and what could not be read for it."""
        gathered = self.gather(revision)
        return gathered, self.left_out_of(gathered)

    def left_out_of(self, gathered: T, /) -> Sequence[Place]:
        """What could not be read, of what was gathered."""
        raise NotImplementedError

    def present(self, revision: int, gathered: T, /) -> None:
        """Shows what was gathered."""
        raise NotImplementedError

    def show_looked_at(self, words: str) -> None:
        """Says in the bar what is looked at."""
        self.query_one(CoachBar).looked_at = words

    def action_next_family(self, by: int) -> None:
        """Looks at the next family, or at all of them after the last one."""
        try:
            known = ["", *(family.id for family in families(self.desk.practice))]
        except ParentkitError as problem:
            self.desk.say_problem(problem)
            return
        here = known.index(self.desk.family) if self.desk.family in known else 0
        self.desk.family = known[(here + by) % len(known)]
        self.look_again()
