"""Our own field of choices and line of keys beside Textual's: time, memory, keys to a choice.

Run by `python -m benchmarks.widgets [ROUNDS]`. The form of details holds about fifteen fields; a
line of keys is made anew whenever the focus moves. Both variants are drawn in turn, and what counts
is the time of this process, so that a busy machine changes both; ratios are medians pair by pair.
"""

from __future__ import annotations

import asyncio
import statistics
import sys
import tempfile
import time
import tracemalloc
from itertools import cycle, islice
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import App
from textual.binding import Binding
from textual.containers import Vertical
from textual.widgets import Checkbox, Footer, OptionList, Select

from parentkit import clock
from parentkit.journal import Journal
from parentkit.services.family.household import read_household
from parentkit.tui.log.details_fields import CHOICE, DETAILS, choices
from parentkit.tui.widgets.choice import ChoiceLine
from parentkit.tui.widgets.keys_bar import KeysBar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.app import ComposeResult
    from textual.pilot import Pilot
    from textual.widget import Widget

    from parentkit.domain.log.vocabulary import Vocabulary

    Make = Callable[[], list[Widget]]

ROUNDS = 50
FIELDS = 15
PEOPLE = ("child", "caregiver")
NAMED = ("log", "today", "moments", "rates", "write", "practise", "child", "undo")


class Bare(App[None]):
    """Nothing but what is measured, with keys as on the first screen."""

    CSS = "ChoiceLine { height: 1; } KeysBar { height: 1; dock: bottom; } #room { height: 1fr; }"
    BINDINGS: ClassVar = [
        *(Binding(name[0], f"press({at})", name) for at, name in enumerate(NAMED)),
        Binding("h", "press(-1)", "help now", id="help_now"),
        Binding("question_mark", "press(-2)", "keys", id="keys"),
    ]

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return {"soft": "#888888"}

    def compose(self) -> ComposeResult:
        yield Checkbox(compact=True)
        yield Vertical(id="room")

    def action_press(self, _place: int) -> None: ...


def lines(words: Sequence[Vocabulary]) -> list[Widget]:
    return [ChoiceLine(each, "", needed=False, field=f"f{at}") for at, each in enumerate(words)]


def selects(words: Sequence[Vocabulary]) -> list[Widget]:
    offered = [[(each.label(code), code) for code in each.offered()] for each in words]
    return [Select(each, compact=True, id=f"f{at}") for at, each in enumerate(offered)]


async def main(rounds: int) -> None:
    """Prints what both cost and decides nothing."""
    with tempfile.TemporaryDirectory() as folder:
        journal = Journal(f"{folder}/home", f"{folder}/state", clock.now_ms)
        household = read_household(journal)
        journal.close()
    names = [each.name for each in DETAILS if each.kind == CHOICE and each.name not in PEOPLE]
    words = [choices(household, name) for name in names]
    form = list(islice(cycle(words), FIELDS))
    async with Bare().run_test(size=(60, 20)) as pilot:
        print(f"{FIELDS} fields of choices, until they are drawn: ours, Select")
        await _beside(pilot, lambda: lines(form), lambda: selects(form), rounds)
        print("a line of keys, until it is drawn: ours, Footer")
        await _beside(
            pilot, lambda: [KeysBar()], lambda: [Footer(show_command_palette=False)], rounds
        )
        await _presses(pilot, words)
        for name, bar in (("ours", KeysBar()), ("Footer", Footer(show_command_palette=False))):
            print(f"at the foot of 60 columns, {name}: {await _at_the_foot(pilot, bar)}")


async def _beside(pilot: Pilot[None], own: Make, stock: Make, rounds: int) -> None:
    pairs = [
        (await _milliseconds(pilot, own), await _milliseconds(pilot, stock))
        for _ in range(rounds + 1)
    ][1:]  # the first pair warms up
    first, second = (statistics.median(each) for each in zip(*pairs, strict=True))
    ratio = statistics.median(took / base for base, took in pairs)
    print(f"  time    {first:8.1f} ms   {second:8.1f} ms   {ratio:5.1f} x")
    base, held = await _kilobytes(pilot, own), await _kilobytes(pilot, stock)
    print(f"  memory  {base:8.0f} KB   {held:8.0f} KB   {held / base:5.1f} x")


async def _milliseconds(pilot: Pilot[None], make: Make) -> float:
    begun = time.process_time()
    await _show(pilot, make())
    took = time.process_time() - begun
    await _clear(pilot)
    return took * 1000


async def _kilobytes(pilot: Pilot[None], make: Make) -> float:
    tracemalloc.start()
    await _show(pilot, make())
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    await _clear(pilot)
    return held / 1024


async def _show(pilot: Pilot[None], widgets: list[Widget]) -> None:
    await pilot.app.query_one("#room").mount(*widgets)
    pilot.app.screen.refresh_bindings()  # a footer waits for the first news of them
    await pilot.pause()
    await pilot.pause()


async def _clear(pilot: Pilot[None]) -> None:
    await pilot.app.query_one("#room").remove_children()
    await pilot.pause()


async def _presses(pilot: Pilot[None], words: Sequence[Vocabulary]) -> None:
    """Keys to each word of the form: the letters of its label, or arrows where those are fewer."""
    counted = []
    for vocabulary in words:
        await _show(pilot, [*lines([vocabulary])])
        line = pilot.app.query_one(ChoiceLine)
        own = [await _letters(pilot, line, vocabulary, code) for code in vocabulary.offered()]
        await _clear(pilot)
        await _show(pilot, [*selects([vocabulary])])
        select = pilot.app.query_one(Select)
        stock = [await _letters(pilot, select, vocabulary, code) for code in vocabulary.offered()]
        await _clear(pilot)
        number = len(own)
        for at, (one, other) in enumerate(zip(own, stock, strict=True), 1):
            # Round and round in a line; downwards in a list that has to be opened and closed.
            counted.append((min(one, at, number + 1 - at), min(other, at) + 2))
    first, second = (statistics.mean(each) for each in zip(*counted, strict=True))
    print(f"keys to one of {len(counted)} words: ours {first:.1f}, Select {second:.1f}")


async def _letters(pilot: Pilot[None], field: Widget, words: Vocabulary, code: str) -> int:
    """How many letters of its label find a word; as many as there are where they do not."""
    label = words.label(code)
    field.focus()
    await pilot.press("enter" if isinstance(field, Select) else "backspace")
    typed = 0
    while typed < len(label) and (not typed or _found(field, words) != code):
        await pilot.press({" ": "space", ",": "comma"}.get(label[typed], label[typed]))
        typed += 1
    await pilot.press("escape")
    pilot.app.query_one(Checkbox).focus()  # what was typed is forgotten
    await pilot.pause()
    return typed


def _found(field: Any, words: Vocabulary) -> str:
    if isinstance(field, ChoiceLine):
        return field.value
    place = field.query_one(OptionList).highlighted
    return ("", *words.offered())[place or 0]


async def _at_the_foot(pilot: Pilot[None], bar: Widget) -> str:
    await _show(pilot, [bar])
    shown = pilot.app.screen._compositor.render_strips()  # noqa: SLF001 as it stands in a terminal
    told = shown[bar.region.y].text.rstrip()
    await _clear(pilot)
    return told


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS))
