"""The charts of the rates as lines of text: what stands where, and that nothing sticks out."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parentkit.domain.log.episode import Episode, columns_of
from parentkit.figures.outcomes import outcomes_of
from parentkit.figures.repair_time import survival
from parentkit.figures.slots import HOURS, Slot
from parentkit.figures.summary import Summary, summarise
from parentkit.tui.widgets.chart_parts import INDENT, NAME, layout_of, parts_chart
from parentkit.tui.widgets.chart_slots import HEAD, shade, slots_chart
from parentkit.tui.widgets.chart_steps import column_of, open_at, steps_chart
from parentkit.tui.widgets.chart_weeks import AXIS, Level, Look, Week, row_of, weeks_chart
from parentkit.tui.widgets.drawing import ASCII_PEN, UNICODE_PEN, Share
from parentkit.tui.widgets.share import ASCII_CELLS, UNICODE_CELLS
from parentkit.tui.widgets.values import shares_table, table

PENS = st.sampled_from([ASCII_PEN, UNICODE_PEN])
MARK = Level(0.3, "30 %")


@st.composite
def shares(draw: st.DrawFn, most: int = 2000) -> Share:
    n = draw(st.integers(1, most))
    met = draw(st.integers(0, n))
    if n < 5:
        return Share(met, n, None, None, None)
    rate = met / n
    low, high = draw(st.floats(0, rate)), draw(st.floats(rate, 1))
    return Share(met, n, rate, low, high)


WEEKS = st.lists(st.builds(Week, st.just("16 Nov"), st.none() | shares()), min_size=1, max_size=60)


def drawn(lines: list[Any]) -> list[str]:
    return [line.plain for line in lines]


def column(lines: list[str], at: int) -> str:
    return "".join(line[at] for line in lines)


@given(WEEKS, st.integers(12, 200), st.integers(5, 20), PENS)
def test_a_dot_lies_within_its_range_and_nothing_sticks_out(
    weeks: list[Week], width: int, height: int, pen: Any
) -> None:
    lines = drawn(weeks_chart(weeks, width, height, Look(pen, "@", "", None)))
    assert {len(line) for line in lines} == {width}
    chart = lines[:height]
    shown = weeks[-(width - AXIS) :]
    step = max(1, min(6, (width - AXIS) // len(shown)))
    for at, week in enumerate(shown):
        cells = column(chart, AXIS + at * step + (step - 1) // 2)
        share = week.share
        if share is None or share.rate is None:
            assert cells.strip() == ""
            continue
        assert cells.index("@") == row_of(share.rate, height)
        assert share.low is not None
        assert share.high is not None
        inked = [row for row, cell in enumerate(cells) if cell != " "]
        top, bottom = row_of(share.high, height), row_of(share.low, height)
        assert inked == list(range(top, bottom + 1))


@given(WEEKS, st.integers(20, 120), st.integers(5, 20), PENS)
def test_the_mark_is_named_once_and_lies_on_its_own_line(
    weeks: list[Week], width: int, height: int, pen: Any
) -> None:
    lines = drawn(weeks_chart(weeks, width, height, Look(pen, "@", "", MARK)))
    named = [row for row, line in enumerate(lines) if "30 %" in line]
    assert named == [row_of(0.3, height)]
    rest = set(lines[named[0]][AXIS:]) - {" "}
    assert rest <= {pen.line, pen.range, "@"}


def test_weeks_show_their_counts_where_there_is_room_and_gaps_as_gaps() -> None:
    weeks = [
        Week("2 Nov", Share(9, 21, 9 / 21, 0.26, 0.63)),
        Week("9 Nov", None),
        Week("16 Nov", Share(2, 4, None, None, None)),
    ]
    lines = drawn(weeks_chart(weeks, 24, 11, Look(UNICODE_PEN, "●", "", MARK)))
    assert [line.rstrip() for line in lines] == [
        "100 %",
        "",
        "",
        "",
        "        │",
        "        │",
        "        ●",
        " 30 % ┄┄│┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄",
        "",
        "",
        "  0 %",
        "        9     ·     2",
        "   of  21           4",
        "      2 Nov      16 Nov",
    ]


def test_of_more_weeks_than_columns_the_latest_are_drawn() -> None:
    old, new = Share(0, 9, 0.0, 0.0, 0.0), Share(9, 9, 1.0, 1.0, 1.0)
    weeks = [Week("old", old)] * 9 + [Week("new", new)] * 4
    lines = drawn(weeks_chart(weeks, AXIS + 4, 5, Look(ASCII_PEN, "*", "", None)))
    assert lines[0].endswith("****")
    assert "*" not in "".join(lines[1:])


def test_a_week_of_one_day_has_a_dot_without_a_range() -> None:
    lines = drawn(
        weeks_chart(
            [Week("x", Share(5, 5, 1.0, None, None))], 12, 5, Look(ASCII_PEN, "*", "", None)
        )
    )
    assert column(lines[:5], AXIS + 2) == "*    "


def summary_of(moments: int, seed: int, days: int = 9) -> Summary:
    chance = random.Random(seed)
    rows = sorted(
        Episode(
            f"2026-11-{chance.randint(1, days):02}T08:00+01:00",
            "mia",
            "anna",
            "sad",
            ("comfort",),
            chance.choice(("matched", "partial", "missed")),
            "person",
            "matched",
            chance.choice(("", "repaired", "not_yet")),
            5,
            "",
            "",
            "event",
            False,  # noqa: FBT003 a record's field
        )
        for _ in range(moments)
    )
    return summarise(outcomes_of(columns_of(rows)))


PARTS = st.lists(
    st.tuples(
        st.sampled_from(
            ["distress", "the body", "wants to share something with me", "日本語の名前"]
        ),
        st.builds(summary_of, st.integers(1, 60), st.integers(0, 99), st.integers(1, 28)),
    ),
    min_size=1,
    max_size=4,
)


@given(PARTS, st.integers(57, 200), st.booleans())
def test_bars_have_one_size_hold_their_range_and_the_mark_stands_at_30_percent(
    parts: list[tuple[str, Summary]],
    width: int,
    ascii_only: bool,  # noqa: FBT001 drawn
) -> None:
    lines = parts_chart(parts, width, ascii_only=ascii_only)
    assert max(line.cell_length for line in lines) <= width
    layout = layout_of(parts, width, ascii_only=ascii_only)
    cells = ASCII_CELLS if ascii_only else UNICODE_CELLS
    begin = INDENT + NAME
    mark = begin + int(0.3 * layout.columns)
    text = drawn(lines)
    assert text[0].index(cells["mark"]) == mark
    assert sum("30 %" in line.split(cells["mark"])[-1][:5] for line in text[:1]) == 1
    bars = [line for line in text if set(line[begin : begin + layout.columns]) & {cells["empty"]}]
    withheld = [part.match.rate is None for _, part in parts]
    assert len(bars) <= 2 * (len(parts) - sum(withheld))
    for line in bars:
        inside = line[begin : begin + layout.columns]
        assert set(inside) <= set(cells.values())
        assert len(inside) == layout.columns


def test_a_part_of_four_moments_has_counts_and_no_bar() -> None:
    few = summary_of(4, 1)
    text = "\n".join(drawn(parts_chart([("pause", few)], 80, ascii_only=True)))
    assert f"{few.match.met} of 4" in text
    assert "about" not in text
    assert "#" not in text


@given(
    st.dictionaries(
        st.builds(Slot, st.integers(1, 7), st.sampled_from(range(0, 24, HOURS))), shares()
    ),
    st.integers(57, 160),
    PENS,
)
def test_the_grid_holds_every_number_below_its_weekday(
    slots: dict[Slot, Share], width: int, pen: Any
) -> None:
    lines = drawn(slots_chart(slots, width, pen, ""))
    assert max(map(len, lines)) <= width
    cell = min(8, (width - HEAD) // 7)
    for slot, share in slots.items():
        line = next(line for line in lines[1:] if line.startswith(f"{slot.hour:02} to"))
        text = line[HEAD + (slot.weekday - 1) * cell : HEAD + slot.weekday * cell].strip()
        if share.rate is None:
            assert text == str(share.n)
        else:
            assert text[0] == shade(share.rate, pen)
            assert text[1:].strip() == str(share.n)


@pytest.mark.parametrize(
    ("rate", "sign"), [(0, "░"), (0.25, "░"), (0.26, "▒"), (0.5, "▒"), (0.75, "▓"), (1, "█")]
)
def test_a_sign_stands_for_a_quarter(rate: float, sign: str) -> None:
    assert shade(rate, UNICODE_PEN) == sign


LOOKS = st.dictionaries(
    st.tuples(st.integers(1, 5000), st.booleans()), st.integers(1, 20), min_size=1
).filter(lambda looks: any(mended for _, mended in looks))


@given(LOOKS, st.integers(30, 160), st.integers(5, 20), PENS)
def test_the_curve_falls_from_all_to_what_is_still_open(
    looks: dict[tuple[int, bool], int], width: int, height: int, pen: Any
) -> None:
    steps = survival(looks)
    lines = drawn(steps_chart(steps, width, height, pen, ""))
    assert {len(line) for line in lines} == {width}
    inks = {pen.level, pen.fall, pen.land, pen.range} - {pen.line}
    rows = [[row for row in range(height) if lines[row][at] in inks] for at in range(AXIS, width)]
    assert rows[0][0] == 0
    assert rows[-1][-1] == row_of(steps[-1].open_share, height)
    tops = [row[0] for row in rows]
    bottoms = [row[-1] for row in rows]
    assert tops == sorted(tops)
    assert bottoms == sorted(bottoms)
    assert tops[1:] == bottoms[:-1]
    for row in rows:
        assert row == list(range(row[0], row[-1] + 1))


@given(LOOKS, st.integers(0, 6000))
def test_what_is_open_at_a_time_is_the_last_step_before_it(
    looks: dict[tuple[int, bool], int], minutes: int
) -> None:
    steps = survival(looks)
    before = [step.open_share for step in steps if step.minutes <= minutes]
    assert open_at(steps, minutes) == (before[-1] if before else 1.0)
    assert [open_at(steps, step.minutes) for step in steps] == [step.open_share for step in steps]


def test_named_times_stand_in_their_columns() -> None:
    steps = survival({(5, True): 3, (10, True): 2, (60, True): 2, (90, False): 1})
    lines = drawn(steps_chart(steps, 80, 8, UNICODE_PEN, ""))
    end = 60 * 1.25 + 1
    for minutes, label in ((10, "10 min"), (60, "60 min")):
        middle = lines[-1].index(label) + len(label) // 2
        assert abs(middle - column_of(minutes, 80, end)) <= 1 or lines[-1].endswith(label)


@given(
    st.lists(
        st.tuples(st.text("abc é日本 ", max_size=30), st.integers(0, 99).map(str)), max_size=5
    ),
    st.integers(24, 80),
)
def test_columns_of_a_table_end_below_each_other(rows: list[tuple[str, str]], width: int) -> None:
    lines = table(("name", "count"), rows, width)
    assert max(line.cell_length for line in lines) <= width
    assert len({line.cell_length for line in lines}) == 1
    for line, (_, count) in zip(lines[1:], rows, strict=True):
        assert line.plain.endswith(f" {count}")


def test_a_table_says_what_is_withheld_and_what_is_missing() -> None:
    rows = [("9 Nov", summary_of(21, 3)), ("16 Nov", summary_of(4, 3)), ("23 Nov", None)]
    for width in (57, 100):
        text = drawn(shares_table("week of", rows, width))
        assert max(map(len, text)) <= width
        (few, *_) = (line for line in text if line.startswith("16 Nov"))
        assert "of 4" in few
        assert "too few" in few
        assert "%" not in few
        (none, *_) = (line for line in text if line.startswith("23 Nov"))
        assert "none" in none
        heads = [line for line in text if line.startswith("week of")]
        assert len(heads) == (2 if width == 57 else 1)
        assert "came back" in " ".join(heads)
