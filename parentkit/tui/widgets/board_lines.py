"""Lines of the box for a moment: columns of items, padded, with what can be clicked."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from textual.content import Content

from parentkit.domain.text import one_line, shown_width
from parentkit.report.layout import wrapped

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

SOFT = "$soft"
KEY = "bold $primary"
SEPARATOR = "  "


class Item(NamedTuple):
    """One line that can be chosen.

    Attributes:
        key: the key that chooses it, empty where there is none.
        text: its words.
        code: what is told when it is clicked.
        sign: a sign before the words, with its colour; empty where it has none.
        pointed: whether Enter takes it.
        chosen: whether it was chosen.
    """

    key: str
    text: str
    code: str
    sign: tuple[str, str] = ("", "")
    pointed: bool = False
    chosen: bool = False


class Target(NamedTuple):
    """Columns of a line that can be clicked, and what that means."""

    line: int
    left: int
    right: int
    kind: str
    code: str


class Block(NamedTuple):
    """Lines of one width, and where in them something can be clicked."""

    lines: list[Content]
    targets: list[Target]


def padded(text: Content, width: int) -> Content:
    """The text cut or filled to exactly `width` columns."""
    shown = text.cell_length
    if shown > width:
        return text.truncate(width, ellipsis=True)
    return Content.assemble(text, " " * (width - shown)) if shown < width else text


def paragraph(text: str, width: int, rows: int, style: str = SOFT) -> list[Content]:
    """The text wrapped into at most `rows` lines, the last one shortened where it is longer."""
    lines = wrapped(one_line(text), max(width, 1))
    if len(lines) > rows > 0:
        lines = [*lines[: rows - 1], " ".join(lines[rows - 1 :])]
    return [Content.styled(one_line(line, width), style) for line in lines[:rows]]


def item_line(item: Item, width: int, marks: tuple[str, str], *, live: bool) -> Content:
    """`> g scared, worried <`; `live` says whether its key works now."""
    pointer, chosen = marks
    sign, colour = item.sign
    room = width - (6 if item.chosen else 4) - (shown_width(sign) + 1 if sign else 0)
    style = "bold" if item.pointed or item.chosen else "" if live else SOFT
    return padded(
        Content.assemble(
            (f"{pointer if item.pointed else ' '} ", "$primary"),
            (f"{item.key:<2}", KEY if live else SOFT),
            (f"{sign} " if sign else "", colour),
            (one_line(item.text, room), style),
            (f" {chosen}" if item.chosen else "", "$primary"),
        ),
        width,
    )


def item_block(  # noqa: PLR0913 items, the room for them and how to draw them
    items: Sequence[Item],
    size: tuple[int, int],
    marks: tuple[str, str],
    kind: str,
    *,
    live: bool,
    columns: int = 1,
) -> Block:
    """Items below each other, in one or more columns; more than fit go on by the highlighted one.

    Args:
        items: what can be chosen.
        size: width of the whole and its lines.
        marks: the signs for what is highlighted and for what was chosen.
        kind: of the targets.
        live: whether letters choose from these items.
        columns: how many columns they are laid out in.
    """
    width, rows = size
    across = width // columns
    shown = _window(items, rows * columns)
    height = rows if columns == 1 else min(rows, -(-len(shown) // columns))
    lines: list[Content] = []
    targets: list[Target] = []
    for line in range(rows):
        parts = []
        for column in range(columns):
            place = column * height + line
            if line < height and place < len(shown):
                item = shown[place]
                parts.append(item_line(item, across, marks, live=live))
                left = column * across
                targets.append(Target(line, left, left + across, kind, item.code))
        lines.append(padded(Content("").join(parts), width))
    return Block(lines, targets)


def _window(items: Sequence[Item], most: int) -> Sequence[Item]:
    if len(items) <= most:
        return items
    marked = [place for place, item in enumerate(items) if item.pointed]
    marked = marked or [place for place, item in enumerate(items) if item.chosen] or [0]
    begin = max(0, min(marked[0] - most // 2, len(items) - most))
    return items[begin : begin + most]


def text_block(lines: Iterable[Content], size: tuple[int, int]) -> Block:
    """Plain lines, cut and filled to a size."""
    width, rows = size
    shown = [padded(line, width) for line in list(lines)[:rows]]
    return Block([*shown, *[Content(" " * width)] * (rows - len(shown))], [])


def beside(blocks: Iterable[Block], width: int) -> Block:
    """Blocks of the same number of lines next to each other, each with its own width."""
    blocks = list(blocks)
    rows = [Content("").join(parts) for parts in zip(*(b.lines for b in blocks), strict=True)]
    targets: list[Target] = []
    left = 0
    for block in blocks:
        moved = (
            each._replace(left=each.left + left, right=each.right + left) for each in block.targets
        )
        targets += moved
        left += block.lines[0].cell_length if block.lines else 0
    return Block([padded(row, width) for row in rows], targets)


def below(blocks: Iterable[Block]) -> Block:
    """Blocks below each other."""
    lines: list[Content] = []
    targets: list[Target] = []
    for block in blocks:
        targets += [each._replace(line=each.line + len(lines)) for each in block.targets]
        lines += block.lines
    return Block(lines, targets)


def hint_block(hints: Iterable[tuple[str, str, str]], width: int, rows: int) -> Block:
    """Keys with what they do, as many as fit, each of which can be clicked.

    A hint is a key as it is shown, a word or two, and the action.
    """
    lines: list[list[Content | str]] = [[]]
    targets: list[Target] = []
    used = 0
    for key, label, action in hints:
        length = shown_width(key) + 1 + shown_width(label)
        gap = len(SEPARATOR) if used else 0
        if used and used + gap + length > width:
            if len(lines) == rows:
                break
            lines.append([])
            used, gap = 0, 0
        lines[-1] += [" " * gap, Content.assemble((key, KEY), (f" {label}", SOFT))]
        targets.append(Target(len(lines) - 1, used + gap, used + gap + length, "action", action))
        used += gap + length
    return Block(
        text_block((Content.assemble(*line) for line in lines), (width, rows)).lines, targets
    )
