"""The help page for hard moments: calm, offline, the same whatever was written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from parentkit.report.layout import WIDTH, wrapped

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

SOUNDS_HURT = (
    "Some of these words sound as if somebody was hurt or frightened, or as if you are at the end "
    "of your strength."
)
"""Why a moment was set apart."""


def help_lines(
    safety: Mapping[str, Any],
    region: str,
    *,
    stored: bool,
    again: bool = False,
    width: int = WIDTH,
) -> Iterator[str]:
    """The page, the numbers first: they are in sight on a screen of 80 by 24 without scrolling.

    Args:
        safety: the content of safety.json.
        region: the two letters of the country, such as `US`; others get the general page.
        stored: whether a moment was just written, which the page then says first.
        again: whether the numbers come once more at the end, where the first have scrolled away.
        width: the longest line, in characters.
    """
    page = safety["page"]
    yield page["title"]
    if stored:
        yield from wrapped(page["stored"], width)
    place = next(
        (each for each in safety["places"] if region in each["regions"]), safety["elsewhere"]
    )
    yield ""
    yield from wrapped(f"{page['numbers_title']} ({place['name']})", width)
    for number in place["lines"]:
        yield from _way(number, width)
        yield from wrapped(number["for"], width, indent="    ")
    for line in page["lines"]:
        yield ""
        yield from wrapped(line, width)
    yield ""
    yield from wrapped(page["check"].format(checked=place["checked"]), width)
    if again:
        yield ""
        for number in place["lines"]:
            yield from _way(number, width)


def _way(number: Mapping[str, str], width: int) -> Iterator[str]:
    way = f"{number['number']} ({number['how']})" if number["number"] else number["how"]
    yield from wrapped(f"{number['name']}: {way}", width, indent="  ")
