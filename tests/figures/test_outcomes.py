from collections.abc import Callable
from typing import Any

from parentkit.figures.outcomes import Outcome, Outcomes, grouped

Maker = Callable[..., Any]

MENDED = Outcome("missed", "person", "repaired", "event", flag=False)


def test_what_a_flag_sets_apart_counts_as_nothing() -> None:
    flagged = MENDED._replace(flag=True)
    assert (MENDED.counted, MENDED.met, MENDED.mended) == (True, False, True)
    assert (flagged.counted, flagged.met, flagged.mended) == (False, False, False)
    assert not flagged._replace(fit="matched").met


def test_outcomes_are_numbered_by_kind(outcomes: Maker, episode: Maker) -> None:
    found = outcomes([episode(), episode(fit="missed"), episode(cue="sad")])
    assert [found.kinds[code].fit for code in found.codes] == ["matched", "missed", "matched"]
    assert len(found.kinds) == 2
    assert {kind.fit: moments for kind, moments in found.counts().items()} == {
        "matched": 2,
        "missed": 1,
    }


def test_groups_come_in_the_order_of_their_keys_and_keep_the_order_of_moments() -> None:
    found = Outcomes(["d1", "d2", "d3"], [0, 0, 0], [None, 5, 7], [MENDED])
    assert grouped(found, ["b", "a", "b"]) == {
        "a": Outcomes(["d2"], [0], [5], [MENDED]),
        "b": Outcomes(["d1", "d3"], [0, 0], [None, 7], [MENDED]),
    }
    assert list(grouped(found, ["b", "a", "b"])) == ["a", "b"]
