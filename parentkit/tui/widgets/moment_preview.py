"""The words of the selected moment, beside the list or below it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.content import Content
from textual.widgets import Static

from parentkit.domain.schema.fields import MOMENT_FIELDS
from parentkit.domain.text import clean, one_line
from parentkit.report import amounts

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from parentkit.domain.log.household import Household
    from parentkit.services.log.revise import Shown


class MomentPreview(Static):
    """Its note, what was needed, where it was, its tags; and what others say about it."""

    HELP = "What was written about the selected moment. Enter shows everything about it."

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 as Textual calls it
        super().__init__(id=id, markup=False)

    def present(self, shown: Shown | None, household: Household) -> None:
        """Shows a moment's words; None shows nothing."""
        if shown is None:
            self.update("", layout=False)
            return
        lines = [Content(clean(str(text))) for text in _texts(shown.document)]
        around = "   ".join(_around(shown, household))
        if around:
            lines.append(Content.styled(around, "$soft"))
        self.update(Content("\n").join(lines), layout=False)


def _texts(document: Mapping[str, Any]) -> Iterator[str]:
    if document.get("note"):
        yield str(document["note"])
    if document.get("need"):
        yield f"needed: {document['need']}"


def _around(shown: Shown, household: Household) -> Iterator[str]:
    document = shown.document
    yield f"by {one_line(household.name(str(document.get('caregiver', ''))))}"
    for field in MOMENT_FIELDS:
        words = household.words(field) if field.is_extended and not field.required else None
        if words and document.get(field.name):
            yield words.short(str(document[field.name]))
    for tag in document.get("tags", ()):
        yield f"#{one_line(tag)}"
    others = len(shown.codings) + len(shown.comments)
    if others:
        yield amounts.views_of_others(others)
    if shown.conflicts:
        yield "another device wrote this differently"
