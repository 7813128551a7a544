"""Charts as SVG elements. They carry no colours and no styles: classes name what a shape is.

Every chart is `WIDTH` units wide; shares run from 0 to 1. What a chart shows stands in a
table under it too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from parentkit.domain.sentence import plural
from parentkit.figures.display import BENCHMARK
from parentkit.report.page.blocks import Drawing
from parentkit.report.page.markup import Markup, element, together

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

WIDTH = 720

_LEFT, _RIGHT = 48, 12
_PLOT = WIDTH - _LEFT - _RIGHT
_NAMES = 216
"""Units that the names beside horizontal bars take."""

_QUARTERS = (0.0, 0.25, 0.5, 0.75, 1.0)
_MOST_NAMED_WEEKS = 12
_LONGEST_NAME = 26
_ELLIPSIS = "…"


class Point(NamedTuple):
    """A share with its range, under a name; the rate is None where it is withheld."""

    name: str
    n: int
    rate: float | None
    low: float | None
    high: float | None


class Pair(NamedTuple):
    """What a part is called, its match rate, and its came-back rate."""

    name: str
    met: Point
    came_back: Point


class Bar(NamedTuple):
    """A part in counts: `met` at once, `mended` afterwards, and `others`."""

    name: str
    met: int
    mended: int
    others: int


def strip(rate: float, low: float | None, high: float | None) -> Markup:
    """One share on a line from 0 to 100 %, with its range and the mark at 30 %."""
    parts = [_line("track", 4, 20, WIDTH - 4, 20)]
    if low is not None and high is not None:
        parts.append(_line("range", _on_strip(low), 20, _on_strip(high), 20))
    mark = _on_strip(BENCHMARK)
    parts += [_line("mark", mark, 4, mark, 36), _circle("met", _on_strip(rate), 20, 13)]
    return together(*parts)


def weeks_chart(title: str, points: Sequence[Point]) -> Drawing:
    """The share met of every week, first to last; a week without a rate has no dot."""
    top, bottom = 16, 216
    body = [_percent_lines(top, bottom), _mark_line(top, bottom)]
    step = _PLOT / max(1, len(points))
    every = -(-len(points) // _MOST_NAMED_WEEKS)
    for place, point in enumerate(points):
        x = _LEFT + step * (place + 0.5)
        if place % every == 0:
            body.append(_text("axis middle", x, bottom + 22, point.name))
        if point.n and len(points) <= 2 * _MOST_NAMED_WEEKS:
            body.append(_text("count middle", x, bottom + 42, f"{point.n}"))
        if point.rate is None:
            continue
        if point.low is not None and point.high is not None:
            ends = _height(point.high, top, bottom), _height(point.low, top, bottom)
            body.append(_line("whisker", x, ends[0], x, ends[1]))
        body.append(_circle("met", x, _height(point.rate, top, bottom), min(6, step / 2)))
    shown = sum(point.rate is not None for point in points)
    told = plural(
        len(points),
        one="A dot for the share of moments met in {shown} of {n} week, with a line for its range "
        "and a dashed line at 30 %. Under the week stands its number of moments. The table below "
        "has the same figures.",
        other="A dot for the share of moments met in each of {shown} of {n} weeks, with a line for "
        "its range and a dashed line at 30 %. Under each week stands its number of moments. The "
        "table below has the same figures.",
        shown=shown,
    )
    return Drawing(title, told, bottom + 52, together(*body))


def pairs_chart(title: str, pairs: Sequence[Pair]) -> Drawing:
    """For every part two lines: a dot for the share met, a ring for the share that came back."""
    row, top = 52, 36
    bottom = top + row * len(pairs)
    body = [_upright_lines(top, bottom)]
    for left, sort, words in ((_NAMES, "met", "met"), (_NAMES + 90, "back", "came back")):
        body += [_circle(sort, left + 6, 14, 6), _text("axis", left + 20, 19, words)]
    body.append(_text("axis end", WIDTH - 34, 19, "dashed: the mark at 30 %"))
    for place, pair in enumerate(pairs):
        y = top + row * place + row / 2
        body.append(_text("name end", _NAMES - 14, y + 5, _cut(pair.name)))
        if pair.met.rate is None:
            body.append(_text("count", _NAMES + 6, y + 5, "too few for a rate"))
        body += [*_on_line(pair.met, y - 8, "met"), *_on_line(pair.came_back, y + 10, "back")]
    told = (
        f"Two lines for each kind of sign, {len(pairs)} in all: a full dot for the share met, a"
        " ring under it for the share that came back, each with its range, and a dashed line"
        " at 30 %. The table below has the same figures."
    )
    return Drawing(title, told, bottom + 30, together(*body))


def bars_chart(title: str, bars: Sequence[Bar]) -> Drawing:
    """For every part a bar as long as it is frequent, in three pieces."""
    row, top = 34, 40
    longest = max((bar.met + bar.mended + bar.others for bar in bars), default=1)
    room = WIDTH - _NAMES - 52
    body = []
    for left, sort, words in (
        (_NAMES, "met", "met"),
        (_NAMES + 80, "mended", "mended afterwards"),
        (_NAMES + 256, "others", "neither"),
    ):
        body += [_rect(f"bar {sort}", left, 6, 16, 16), _text("axis", left + 24, 19, words)]
    for place, bar in enumerate(bars):
        y = top + row * place
        body.append(_text("name end", _NAMES - 14, y + 18, _cut(bar.name)))
        x = float(_NAMES)
        for sort, count in (("met", bar.met), ("mended", bar.mended), ("others", bar.others)):
            length = room * count / longest
            if count:
                body.append(_rect(f"bar {sort}", x, y + 3, length, 20))
            x += length
        body.append(_text("count", x + 8, y + 18, f"{bar.met + bar.mended + bar.others}"))
    told = (
        f"A bar for each response, {len(bars)} in all, as long as it was frequent: the full piece"
        " was met, the tinted piece was mended afterwards, the empty piece was neither."
        " The table below has the same figures."
    )
    return Drawing(title, told, top + row * len(bars) + 8, together(*body))


def curve_chart(
    title: str, curve: Sequence[tuple[int, float, float, float]], ticks: Sequence[tuple[int, str]]
) -> Drawing:
    """The share mended by each time, as a staircase with its range.

    Args:
        title: what it is called.
        curve: (minutes, share mended by then, low, high), earliest first.
        ticks: (minutes, what that is called) along the axis; the last one ends it.
    """
    top, bottom = 16, 216
    end = max(ticks[-1][0], curve[-1][0])
    body = [_percent_lines(top, bottom)]
    for minutes, name in ticks:
        x = _on_clock(minutes, end)
        body += [_line("grid", x, top, x, bottom), _text("axis middle", x, bottom + 22, name)]
    stairs = _stairs(curve, end, top, bottom)
    upper = [(x, high) for x, _, _, high in stairs]
    lower = [(x, low) for x, _, low, _ in reversed(stairs)]
    body.append(element("polygon", class_="band", points=_points([*upper, *lower])))
    line = _points([(x, y) for x, y, _, _ in stairs])
    body.append(element("polyline", class_="curve", points=line))
    body.append(_circle("met", *stairs[-1][:2], 5))
    told = (
        "A staircase that rises with the share of moments mended by each time after the moment,"
        " with its range as a band. Times are spaced so that minutes and days both have room."
        " The table below has the same figures."
    )
    return Drawing(title, told, bottom + 34, together(*body))


def _stairs(
    curve: Sequence[tuple[int, float, float, float]], end: int, top: int, bottom: int
) -> list[tuple[float, float, float, float]]:
    """The corners of the staircase: x, and the heights of the share and of its range."""
    ground = _height(0, top, bottom)
    corners = [(_on_clock(1, end), ground, ground, ground)]
    for minutes, *shares in curve:
        x = _on_clock(minutes, end)
        share, low, high = (_height(each, top, bottom) for each in shares)
        corners += [(x, *corners[-1][1:]), (x, share, low, high)]
    return corners


def _on_line(point: Point, y: float, sort: str) -> Iterator[Markup]:
    if point.rate is None:
        return
    if point.low is not None and point.high is not None:
        yield _line("whisker", _across(point.low), y, _across(point.high), y)
    yield _circle(sort, _across(point.rate), y, 6)


def _percent_lines(top: int, bottom: int) -> Markup:
    parts = []
    for share in _QUARTERS:
        y = _height(share, top, bottom)
        parts.append(_line("grid", _LEFT, y, WIDTH - _RIGHT, y))
        parts.append(_text("axis end", _LEFT - 8, y + 5, f"{share * 100:.0f} %"))
    return together(*parts)


def _upright_lines(top: int, bottom: int) -> Markup:
    parts = []
    for share in _QUARTERS:
        x = _across(share)
        parts.append(_line("grid", x, top, x, bottom))
        parts.append(_text("axis middle", x, bottom + 20, f"{share * 100:.0f} %"))
    x = _across(BENCHMARK)
    return together(*parts, _line("mark", x, top, x, bottom))


def _mark_line(top: int, bottom: int) -> Markup:
    y = _height(BENCHMARK, top, bottom)
    return _line("mark", _LEFT, y, WIDTH - _RIGHT, y)


def _height(share: float, top: int, bottom: int) -> float:
    return bottom - share * (bottom - top)


def _across(share: float) -> float:
    return _NAMES + share * (WIDTH - _NAMES - 34)


def _on_strip(share: float) -> float:
    return 14 + share * (WIDTH - 28)


def _on_clock(minutes: int, end: int) -> float:
    """Where a time stands on an axis that gives each doubling the same room."""
    from math import log

    return _LEFT + _PLOT * log(max(1, minutes)) / log(max(2, end))


def _cut(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else name[: _LONGEST_NAME - 1].rstrip() + _ELLIPSIS


def _points(points: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in points)


def _line(sort: str, x1: float, y1: float, x2: float, y2: float) -> Markup:
    ends = {"x1": f"{x1:.1f}", "y1": f"{y1:.1f}", "x2": f"{x2:.1f}", "y2": f"{y2:.1f}"}
    return element("line", class_=sort, **ends)


def _circle(sort: str, x: float, y: float, radius: float) -> Markup:
    return element("circle", class_=sort, cx=f"{x:.1f}", cy=f"{y:.1f}", r=f"{radius:.1f}")


def _rect(sort: str, x: float, y: float, width: float, height: float) -> Markup:
    size = {"width": f"{width:.1f}", "height": f"{height:.1f}"}
    return element("rect", class_=sort, x=f"{x:.1f}", y=f"{y:.1f}", **size)


def _text(sort: str, x: float, y: float, words: str) -> Markup:
    return element("text", words, class_=sort, x=f"{x:.1f}", y=f"{y:.1f}")
