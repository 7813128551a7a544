"""What can be done about the family that is looked at, from whatever screen shows one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar, cast

from textual import work
from textual.screen import Screen

from parentkit.domain.errors import ParentkitError
from parentkit.tui.coach.rooms import coach_page

if TYPE_CHECKING:
    from collections.abc import Callable

    from parentkit.services.coach.workspace import OpenFamily
    from parentkit.sharing.keys import Identity
    from parentkit.tui.coach.app import CoachApp

P = TypeVar("P")


class OfFamily(Screen[None]):
    """A screen with a family in sight; its keys are OF_FAMILY of coach.actions."""

    def family_in_sight(self) -> str:
        """The id of the family that is looked at; empty where none is."""
        raise NotImplementedError

    @property
    def coach(self) -> CoachApp:
        """The application, by the type that it has here."""
        return cast("CoachApp", self.app)

    @work(exclusive=True, group="family")
    async def action_code_blind(self) -> None:
        """Asks how large a sample is to be, and opens the page on which it is coded."""
        await self._open(lambda opened: opened, coach_page("BeginBox"))

    @work(exclusive=True, group="family")
    async def action_goal(self) -> None:
        """Opens the box for a goal."""
        await self._open(
            lambda opened: opened, lambda opened: coach_page("goal_box")(self.coach, opened)
        )

    @work(exclusive=True, group="family")
    async def action_note(self) -> None:
        """Opens the box for a session note."""
        await self._open(
            lambda opened: opened, lambda opened: coach_page("note_box")(self.coach, opened)
        )

    @work(exclusive=True, group="family")
    async def action_assign(self) -> None:
        """Opens the box for an exercise or a question."""
        exercise_ids = coach_page("exercise_ids")
        await self._open(
            lambda opened: (opened, exercise_ids(opened)),
            lambda found: coach_page("assign_box")(self.coach, *found),
        )

    @work(exclusive=True, group="family")
    async def action_written(self) -> None:
        """Opens the page of goals, assignments and notes."""
        await self._open(lambda opened: opened.family, coach_page("WrittenPage"))

    def action_reply(self) -> None:
        """Makes the file that goes back."""
        self.coach.with_keys(self._reply)

    @work(exclusive=True, group="family")
    async def _reply(self, identity: Identity) -> None:
        await self._open(
            coach_page("sealed_by")(self.coach.practice, identity), coach_page("ReplyBox")
        )

    async def _open(
        self, read: Callable[[OpenFamily], P], screen: Callable[[P], Screen[Any]]
    ) -> None:
        """Opens a screen with what was read of the family; where it cannot be read, says why."""
        family = self.family_in_sight()
        if not family:
            self.coach.say("There is no family here yet. + reads a file that one has sent.")
            return
        try:
            found = await self.coach.in_background(self.coach.of(family, read))
        except ParentkitError as problem:
            self.coach.say_problem(problem)
            return
        self.app.push_screen(screen(found))
