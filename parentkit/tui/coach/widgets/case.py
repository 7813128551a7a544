"""One family in the overview: a row for the list, and its figures beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from parentkit.domain.text import one_line
from parentkit.report.coach.caseload import (
    attention_words,
    consent_words,
    moments_words,
    refused_words,
)
from parentkit.report.glyphs import ASCII
from parentkit.report.rates.rates import share_words
from parentkit.report.unreadable import left_out_sentence, left_out_words, unreadable_line
from parentkit.services.coach.caseload import DAYS
from parentkit.tui.widgets.share import ShareBar

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.app import ComposeResult

    from parentkit.services.coach.caseload import Case


def case_text(case: Case, glyphs: Mapping[str, str], width: int) -> Content:
    """The name, what asks for attention, and how the consent stands."""
    name = one_line(case.family.name, width)
    below = [*_consents(case, width), *_refused(case, width)]
    left_out = unreadable_line(case.unreadable, glyphs["left_out"])
    missing = [("\n", ""), (one_line(left_out, width), "$accent")] if left_out else []
    if not case.is_open:
        return Content.assemble((name, "bold $soft"), *missing, "\n", *below)
    words = one_line(attention_words(case, glyphs), width)
    style = "$sign-flag" if case.flagged_unread else "$foreground"
    return Content.assemble((name, "bold"), "\n", (words, style), *missing, "\n", *below)


def _refused(case: Case, width: int) -> list[tuple[str, str]]:
    if case.refused is None:
        return []
    return [(f"\n{one_line(_refused_words(case), width)}", "$accent")]


def _refused_words(case: Case) -> str:
    return one_line(refused_words(case.refused.day, case.refused.why)) if case.refused else ""


def _consents(case: Case, width: int) -> list[tuple[str, str]]:
    """Everybody's consent, on one line; one that is over or ends soon stands out."""
    found: list[tuple[str, str]] = []
    for standing in case.standings:
        words = consent_words(standing.words, standing.days_left)
        stands_out = standing.is_ending or not standing.is_open
        found.append((one_line(words, width), "$accent" if stands_out else "$soft"))
        found.append(("; ", "$soft"))
    return found[:-1]


class CasePanel(Vertical):
    """The figures of the family that is highlighted, under the same rules as everywhere."""

    HELP = (
        "Figures of the last four weeks, with the number of moments they come from. They describe "
        "what was written down. Families are in the order of what asks for attention, never of a "
        "figure."
    )

    def compose(self) -> ComposeResult:
        """Two bars; where there is little room, the same in words."""
        yield Static(id="of", markup=False)
        yield Static(id="moments", classes="soft", markup=False)
        yield ShareBar("Met", mark=True, id="met")
        yield ShareBar("Came back", mark=False, id="came-back")
        yield Static(id="in-words", markup=False)
        yield Static(id="purpose", classes="soft", markup=False)

    def present(self, case: Case | None, glyphs: Mapping[str, str]) -> None:
        """Shows a family's figures; where no consent holds, that there are none."""
        if case is None:
            self.display = False
            return
        self.display = True
        summary = case.summary
        self._put("of", Content.styled(one_line(case.family.name), "bold $primary"))
        self._put("moments", _moments(case))
        self._put("purpose", _purpose(case))
        has_figures = summary is not None and bool(summary.match.n)
        self.set_class(not has_figures, "-without")
        if summary is None or not has_figures:
            self._put("in-words", "")
            return
        ascii_only = glyphs is ASCII
        self.query_one("#met", ShareBar).present(summary.match, ascii_only=ascii_only)
        self.query_one("#came-back", ShareBar).present(summary.came_back, ascii_only=ascii_only)
        self._put(
            "in-words",
            f"Met        {share_words(summary.match)}\nCame back  {share_words(summary.came_back)}",
        )

    def _put(self, name: str, text: Content | str) -> None:
        self.query_one(f"#{name}", Static).update(text)


def _moments(case: Case) -> str:
    if case.summary is None:
        return "Nothing of this family is opened or counted."
    left_out = left_out_words(case.unreadable)
    words = moments_words(case.summary, DAYS, whole=not left_out)
    return "\n".join(filter(None, (words, left_out_sentence(left_out))))


def _purpose(case: Case) -> str:
    """What was shared for what, and the whole sentence about a file that was refused."""
    said = [one_line(standing.purpose) for standing in case.standings if standing.is_open]
    shared = "; ".join(f"shared for: {purpose}" for purpose in said if purpose)
    return "\n".join(filter(None, (shared, _refused_words(case))))
