"""The bar of a parent's rooms: whose moments these are, and who logs."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from parentkit.domain.text import one_line
from parentkit.tui.widgets.bar import TopBar

if TYPE_CHECKING:
    from parentkit.tui.base import JournalApp

NAME_WIDTH = 20


class WhoBar(TopBar):
    """Child and caregiver, always in sight; on the right the day."""

    HELP = (
        "Whose moments are shown and who logs. c goes to the next child, a to the next caregiver; "
        "F4 changes names."
    )

    def on_mount(self) -> None:
        """Follows the family."""
        self.watch(self.app, "family", self._renew)

    def about(self) -> list[str | tuple[str, str]]:
        """The child, and who logs."""
        family = cast("JournalApp", self.app).family
        if family is None or not (family.child and family.caregiver):
            return []
        child = one_line(family.household.name(family.child), NAME_WIDTH)
        caregiver = one_line(family.household.name(family.caregiver), NAME_WIDTH)
        return [(child, "bold"), "   logging as ", (caregiver, "bold")]

    def _renew(self) -> None:
        self.refresh()
