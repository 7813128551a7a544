"""The box's one widget: sign, responses and fit side by side, or one after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.visual import Visual
from textual.widget import Widget

from parentkit.domain.text import one_line, shown_width
from parentkit.report.glyphs import ASCII, OF_FIT, UNICODE
from parentkit.tui.choosing import CUE, FIT, LETTERS, RESPONSE, STEPS
from parentkit.tui.widgets.board_lines import (
    SOFT,
    Block,
    Item,
    below,
    beside,
    hint_block,
    item_block,
    paragraph,
    text_block,
)
from parentkit.tui.widgets.moment_text import sign_colour

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.events import Click, Key, Paste

    from parentkit.tui.choosing import Choosing

TITLES = {CUE: "The sign", RESPONSE: "What you did", FIT: "How it fitted"}
OFTEN = "Often"
COLUMNS_WIDTH, COLUMNS_HEIGHT = 72, 20
"""The inside of the box from which on the three lists stand side by side."""
WIDE = 88
TWO_COLUMNS = 48
TWO_HINTS = 13
NOTES = 2
ROOMY = 4
"""Lines to spare from which on there is air between the parts."""


class Shown(NamedTuple):
    """What the board draws.

    Attributes:
        state: where the person is.
        shortcuts: what the number keys take, in words: (sign, what was done).
        reason: why the fit is suggested.
        age: the child's age band and the age in words, both empty where unknown.
        added: what was said in the details, in a few words.
        hints: for the step, keys with what they do: (key, words, action).
    """

    state: Choosing
    shortcuts: tuple[tuple[str, str], ...] = ()
    reason: str = ""
    age: tuple[str, str] = ("", "")
    added: str = ""
    hints: tuple[tuple[str, str, str], ...] = ()


class MomentBoard(Widget, can_focus=True):
    """Draws the state of the box and tells which letter was pressed or what was clicked."""

    HELP = (
        "One letter chooses: the child's sign, then what you did, then Enter takes the suggested "
        "fit. / or a capital letter begins a word that narrows the list. Tab opens the details, "
        "and Escape keeps what you have for later."
    )

    ALLOW_SELECT = False

    shown: reactive[Shown | None] = reactive(None)
    glyphs: reactive[Mapping[str, str]] = reactive(UNICODE)

    class Pressed(Message):
        """A letter, a figure or a pasted word."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    class Clicked(Message):
        """Something drawn on the board was clicked: a step and a code, a shortcut, an action."""

        def __init__(self, kind: str, code: str) -> None:
            super().__init__()
            self.kind = kind
            self.code = code

    def __init__(self) -> None:
        super().__init__()
        self._block = Block([], [])
        self._drawn: tuple[object, ...] = ()
        self._strips: dict[tuple[object, ...], Strip] = {}

    def render_line(self, y: int) -> Strip:
        """One line; those that a key did not change are not made again."""
        width, height = self.size
        looks = (self.shown, self.glyphs is ASCII, width, height, self.visual_style, self.app.theme)
        if looks != self._drawn:
            if looks[2:] != self._drawn[2:]:
                self._strips.clear()
            self._drawn = looks
            if self.shown is not None:
                self._block = board_block(self.shown, self.glyphs, width, height)
        if y >= len(self._block.lines):
            return Strip.blank(width, self.visual_style.rich_style)
        line = self._block.lines[y]
        key = (line.plain, *line.spans)
        if key not in self._strips:
            self._strips[key] = Visual.to_strips(self, line, width, 1, self.visual_style)[0]
        return self._strips[key]

    def on_key(self, event: Key) -> None:
        """Letters and figures go to the box; keys with a name are actions."""
        if event.character and event.character.isalnum():
            event.stop()
            self.post_message(self.Pressed(event.character))

    def on_paste(self, event: Paste) -> None:
        """A pasted word narrows the list."""
        event.stop()
        self.post_message(self.Pressed(event.text))

    def on_click(self, event: Click) -> None:
        """Tells what stands where it was clicked."""
        at = event.get_content_offset(self)
        if at is None:
            return
        for each in self._block.targets:
            if each.line == at.y and each.left <= at.x < each.right:
                self.post_message(self.Clicked(each.kind, each.code))
                return


def board_block(shown: Shown, glyphs: Mapping[str, str], width: int, height: int) -> Block:
    """The whole board in `height` lines of `width` columns."""
    if width >= COLUMNS_WIDTH and height >= COLUMNS_HEIGHT:
        return _Painter(shown, glyphs, width, height).side_by_side()
    return _Painter(shown, glyphs, width, height).step_by_step()


class _Painter:
    def __init__(self, shown: Shown, glyphs: Mapping[str, str], width: int, height: int) -> None:
        self.shown = shown
        self.state = shown.state
        self.glyphs = glyphs
        self.width = width
        self.height = height
        self.marks = (">", "<") if glyphs is ASCII else ("\u203a", "\u2039")

    def side_by_side(self) -> Block:
        spare = self.height - 1 - self._longest() - NOTES - 1
        air = 1 if spare >= ROOMY - 1 else 0
        rows = min(self.height - 1 - NOTES - 1 - 3 * air, max(self._longest(), 18))
        first = min(self._widest(CUE), self.width * 36 // 100)
        second = min(self._widest(RESPONSE), self.width * 33 // 100)
        widths = (first, second, self.width - first - second)
        heads = [
            text_block([Content("  ") + self._title(step)], (each, 1))
            for step, each in zip(STEPS, widths, strict=True)
        ]
        lists = [
            self._list(CUE, (widths[0], rows)),
            self._list(RESPONSE, (widths[1], rows)),
            self._often((widths[2], rows)) if self._begins else self._fits((widths[2], rows)),
        ]
        parts = [beside(heads, self.width), self._gap(air), beside(lists, self.width)]
        return self._whole([*parts, self._gap(air), self._notes(NOTES)], hints=1)

    def step_by_step(self) -> Block:
        step = self.state.step
        hints = 2 if self.height >= TWO_HINTS else 1
        columns = 2 if self.width >= TWO_COLUMNS else 1
        wanted = -(-self._longest() // columns)
        rows = max(1, min(wanted, self.height - 3 - NOTES - hints))
        size = (self.width, rows)
        if step == FIT:
            left = min(28, self.width // 2)
            reason = text_block(self._reason(self.width - left, rows), (self.width - left, rows))
            body = beside([self._list(FIT, (left, rows)), reason], self.width)
        else:
            body = self._list(step, size, columns)
        parts = [self._crumb(), self._gap(1), body, self._gap(1), self._notes(NOTES, on_sign=False)]
        room = self.height - sum(len(part.lines) for part in parts) - hints
        if self._begins and self.shown.shortcuts and room > 0:
            air = 1 if room > ROOMY else 0
            parts += [self._gap(air), self._often_in_lines(room - air)]
        return self._whole(parts, hints)

    @property
    def _begins(self) -> bool:
        return self.state.step == CUE and not self.state.draft.responses

    def _longest(self) -> int:
        return max(len(self.state.words(step).offered()) for step in (CUE, RESPONSE))

    def _widest(self, step: str) -> int:
        words = self.state.words(step)
        air = 3 if self.width < WIDE else 8
        return max(shown_width(words.short(code)) for code in words.offered()) + 4 + air

    def _whole(self, parts: list[Block], hints: int) -> Block:
        used = sum(len(part.lines) for part in parts)
        foot = hint_block(self.shown.hints, self.width, hints)
        return below([*parts, self._gap(max(0, self.height - used - hints)), foot])

    def _gap(self, rows: int) -> Block:
        return text_block([], (self.width, rows))

    def _title(self, step: str) -> Content:
        live = step == self.state.step
        title = OFTEN if step == FIT and self._begins else TITLES[step]
        if live and self.state.typed is not None:
            return Content.assemble((f"/{self.state.typed}", "bold"), ("_", "bold $primary"))
        return Content.styled(title, "bold $primary" if live else f"bold {SOFT}")

    def _crumb(self) -> Block:
        """What was chosen so far and what is asked for now."""
        draft, then = self.state.draft, f" {self.glyphs['then']} "
        if self.state.step == CUE:
            return text_block([Content("  ") + self._title(CUE)], (self.width, 1))
        said = [self.state.words(CUE).short(draft.cue)]
        said += [self.state.words(RESPONSE).short(code) for code in draft.responses]
        chosen = one_line(then.join(said), self.width - 24)
        line = Content.assemble(f"  {chosen}{then}", self._title(self.state.step))
        return text_block([line], (self.width, 1))

    def _list(self, step: str, size: tuple[int, int], columns: int = 1) -> Block:
        state = self.state
        live = step == state.step
        words, codes = state.words(step), state.offered(step)
        letters = live and state.typed is None
        items = [
            Item(
                key=LETTERS[place : place + 1] if state.typed is None or not live else "",
                text=words.short(code),
                code=code,
                sign=self._sign(code) if step == FIT else ("", ""),
                pointed=live and place == state.place,
                chosen=code == state.draft.cue if step == CUE else code in state.draft.responses,
            )
            for place, code in enumerate(codes)
        ]
        if live and not items:
            return text_block(paragraph("Nothing is called that. Backspace.", size[0], 3), size)
        return item_block(items, size, self.marks, step, live=letters, columns=columns)

    def _sign(self, fit: str) -> tuple[str, str]:
        sign = OF_FIT.get(fit, "unsure")
        return self.glyphs[sign], sign_colour(sign)

    def _fits(self, size: tuple[int, int]) -> Block:
        width, rows = size
        height = len(self.state.words(FIT).offered())
        fits = self._list(FIT, (width, height))
        room = rows - height - 1
        lines = [Content("  ") + line for line in self._reason(width - 2, room)]
        return below([fits, text_block([], (width, 1)), text_block(lines, (width, room))])

    def _reason(self, width: int, rows: int) -> list[Content]:
        if not self.shown.reason:
            return []
        fit = self.state.words(FIT).short(self.state.suggested)
        lines = [
            Content.styled(f"Suggested: {fit}", "bold"),
            *paragraph(self.shown.reason, width, rows - 3),
        ]
        if self.shown.added:
            lines += [Content(""), *paragraph(f"+ {self.shown.added}", width, 2)]
        return lines

    def _often(self, size: tuple[int, int]) -> Block:
        width, rows = size
        blocks = []
        for number, (sign, done) in enumerate(self.shown.shortcuts[: rows // 2], 1):
            item = Item(str(number), sign, str(number))
            blocks.append(
                item_block(
                    [item], (width, 1), self.marks, "shortcut", live=self.state.typed is None
                )
            )
            after = f"    {self.glyphs['then']} {done}" if done else ""
            blocks.append(text_block(paragraph_of(after, width), (width, 1)))
        used = sum(len(block.lines) for block in blocks)
        return below([*blocks, text_block([], (width, rows - used))])

    def _often_in_lines(self, rows: int) -> Block:
        items = [
            Item(str(number), f" {self.glyphs['then']} ".join(filter(None, pair)), str(number))
            for number, pair in enumerate(self.shown.shortcuts[:rows], 1)
        ]
        return item_block(
            items, (self.width, rows), self.marks, "shortcut", live=self.state.typed is None
        )

    def _notes(self, rows: int, *, on_sign: bool = True) -> Block:
        """Quiet lines on the sign, where there is room for it too, and on what is highlighted."""
        state = self.state
        band, age = self.shown.age
        sign = state.highlighted if state.step == CUE else state.draft.cue
        words = state.words(CUE)
        seen = words.describe(sign, band) and age and f"At {age}: {words.describe(sign, band)}"
        if state.step == CUE:
            label = words.label(sign)
            said = f"{label[:1].upper()}{label[1:]}. {seen}" if sign else ""
            return text_block(paragraph(said, self.width - 2, rows), (self.width, rows))
        lines = paragraph(seen, self.width - 2, 1) if on_sign else []
        if state.highlighted:
            words = state.words(state.step)
            described = words.describe(state.highlighted, band) or words.label(state.highlighted)
            said = f"{words.short(state.highlighted)}: {described}"
            lines += paragraph(f"{said[:1].upper()}{said[1:]}", self.width - 2, rows - len(lines))
        return text_block(lines, (self.width, rows))


def paragraph_of(text: str, width: int) -> list[Content]:
    """One soft line, its leading spaces kept."""
    room = width - (len(text) - len(text.lstrip()))
    return [Content(" " * (width - room)) + line for line in paragraph(text, room, 1)]
