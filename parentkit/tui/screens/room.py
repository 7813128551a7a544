"""What every room of a parent's has in common: it follows the family that is looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar, cast

from parentkit.tui.screens.following import Following
from parentkit.tui.widgets.who import WhoBar

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from parentkit.report.unreadable import Place
    from parentkit.tui.base import JournalApp
    from parentkit.tui.family import Family

T = TypeVar("T")


class Room(Following["Family", T], Generic[T]):
    """A screen that shows something read from the journal.

    Subclasses give `body` (its widgets), `gather` (reads, in a thread; touches no widget) and
    `present` (shows what was gathered). What is read follows everything written, here or elsewhere;
    a room that is out of sight reads when it is entered again.
    """

    FOLLOWED = "family"

    @property
    def desk(self) -> JournalApp:
        """The application, by the type that it has here."""
        return cast("JournalApp", self.app)

    def bar(self) -> WhoBar:
        """The bar with the names."""
        return WhoBar()

    def body(self) -> ComposeResult:
        """The widgets between the two bars."""
        raise NotImplementedError

    def subject(self) -> Family | None:
        """The family, once somebody has said who there is."""
        family = self.desk.family
        return None if family is None or family.is_new else family

    def gather(self, family: Family, /) -> T:
        """Reads what this room shows; runs in a thread."""
        raise NotImplementedError

    def look(self, family: Family, /) -> tuple[T, Sequence[Place]]:
        """What was gathered by way of a family of its own, which then knows what was unreadable."""
        fresh = family.afresh()
        gathered = self.gather(fresh)
        return gathered, fresh.problems

    def present(self, family: Family, gathered: T, /) -> None:
        """Shows what was gathered."""
        raise NotImplementedError
