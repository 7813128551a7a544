"""Which line of a long list belongs to which moment."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from parentkit.tui.widgets.ladder import Ladder

MOMENTS = st.lists(
    st.tuples(
        st.sampled_from(["2026-11-22", "2026-11-21", "2026-11-20"]),
        st.sampled_from(["", "repaired", "not_yet", "unknown"]),
        st.booleans(),
    ),
    max_size=12,
).map(lambda moments: sorted(moments, key=lambda moment: moment[0], reverse=True))


@given(MOMENTS, st.booleans())
def test_every_line_is_of_one_moment_in_order(
    moments: list[tuple[str, str, bool]],
    narrow: bool,  # noqa: FBT001 as hypothesis gives it
) -> None:
    ladder = Ladder([day for day, _, _ in moments], [mark for _, *mark in moments])
    expected = []
    for place, (day, state, flag) in enumerate(moments):
        starts = not place or moments[place - 1][0] != day
        lines = 1 + narrow + (state in ("repaired", "not_yet")) + flag
        expected += [(place, line) for line in range(-2 if starts else 0, lines)]
    expected = expected[1:]  # no empty line above the first title
    found = [ladder.at(line, narrow=narrow) for line in range(ladder.height(narrow=narrow))]
    assert found == expected
    assert ladder.at(len(expected), narrow=narrow) is None
    for place in range(len(moments)):
        assert ladder.at(ladder.body(place, narrow=narrow), narrow=narrow) == (place, 0)
        assert ladder.at(ladder.end(place, narrow=narrow) - 1, narrow=narrow)[0] == place
