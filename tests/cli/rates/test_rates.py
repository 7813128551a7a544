"""The figures through the program's own door: what is shown, withheld, and said beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from freezegun import freeze_time

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Called

    Call = Callable[..., Called]

EVENING = freeze_time("2026-11-22 17:05:33", auto_tick_seconds=0.001)


def log_many(call: Call, met: int, missed: int, *extra: str) -> None:
    for place in range(met + missed):
        fit = "matched" if place < met else "missed"
        call("log", "sad", "comfort", "--fit", fit, "--at", f"{place % 17 + 1:02d}:00", *extra)


@EVENING
def test_under_five_moments_there_are_counts_and_nothing_else(call: Call) -> None:
    log_many(call, met=2, missed=2)
    figures = call("rates", "--json").json()
    assert figures["match"] == {
        "met": 2,
        "n": 4,
        "rate": None,
        "lenient_rate": None,
        "low": None,
        "high": None,
        "effective_n": None,
        "bounds": None,
        "verdict": "too_few",
    }
    assert figures["came_back"] == {"count": 2, "n": 4, "rate": None, "low": None, "high": None}
    text = call("rates").out
    assert "2 of 4" in text
    assert "%" not in text


@EVENING
def test_on_one_day_there_is_a_rough_rate_without_a_range(call: Call) -> None:
    log_many(call, met=3, missed=3)
    match = call("rates", "--json").json()["match"]
    assert (match["rate"], match["low"], match["high"]) == (0.5, None, None)
    assert match["verdict"] == "cannot_tell"
    assert "about 50 %" in call("rates").out


@EVENING
def test_an_empty_home_has_an_empty_week_that_reproaches_nobody(call: Call) -> None:
    called = call("rates", "--json")
    assert called.code == 0
    figures = called.json()
    assert figures["period"] == {"start": "2026-11-16", "end": "2026-11-23"}
    assert (figures["match"]["n"], figures["match"]["rate"]) == (0, None)
    assert figures["statements"] == []
    assert "Gaps are normal" in call("rates").out


@EVENING
def test_flagged_and_unsure_moments_are_counted_apart(call: Call) -> None:
    log_many(call, met=4, missed=1)
    call("log", "angry", "own_upset", "--flag")
    call("log", "sad", "comfort", "--fit", "unsure")
    figures = call("rates", "--json").json()
    assert (figures["flagged"], figures["unsure"], figures["match"]["n"]) == (1, 1, 5)
    assert figures["match"]["bounds"] == pytest.approx([4 / 6, 5 / 6])
    assert any("frightened or hurt" in each for each in figures["statements"])


@EVENING
def test_coming_back_counts_beside_meeting(call: Call) -> None:
    log_many(call, met=2, missed=0)
    log_many(call, 0, 3, "--repair", "repaired", "--repaired-after", "10m")
    log_many(call, 0, 1, "--repair", "not_yet")
    figures = call("rates", "--json").json()
    assert (figures["came_back"]["count"], figures["came_back"]["n"]) == (5, 6)
    assert {name: figures["repair"][name] for name in ("repaired", "final", "open", "rate")} == {
        "repaired": 3,
        "final": 3,
        "open": 1,
        "rate": None,
    }


@EVENING
def test_one_childs_figures_are_asked_for_by_name(call: Call) -> None:
    call("child", "add", "Mia")
    call("child", "add", "Ben")
    call("log", "sad", "comfort", "--child", "Mia")
    call("log", "sad", "withdrew", "--child", "Ben")
    assert call("rates", "--child", "mia", "--json").json()["match"]["n"] == 1
    assert "all children together" in call("rates").out
    parts = call("rates", "--by", "child", "--json").json()["by"]
    assert {part["label"]: part["match"]["n"] for part in parts} == {"Mia": 1, "Ben": 1}


@pytest.mark.parametrize(
    ("options", "start", "end"),
    [
        ((), "2026-11-16", "2026-11-23"),
        (("--week", "2026-01-01"), "2025-12-29", "2026-01-05"),
        (("--month", "2026-02"), "2026-02-01", "2026-03-01"),
        (("--month",), "2026-11-01", "2026-12-01"),
        (("--weeks", "2"), "2026-11-09", "2026-11-23"),
        (("--since", "2026-11-01", "--until", "2026-11-05"), "2026-11-01", "2026-11-05"),
        (("--since", "2026-11-20"), "2026-11-20", "2026-11-23"),
    ],
)
@EVENING
def test_periods_are_half_open_local_days(
    call: Call, options: tuple[str, ...], start: str, end: str
) -> None:
    assert call("rates", *options, "--json").json()["period"] == {"start": start, "end": end}


@pytest.mark.parametrize(
    "options",
    [
        ("--week", "3/4"),
        ("--weeks", "0"),
        ("--weeks", "many"),
        ("--until", "today"),
        ("--since", "2026-11-05", "--until", "2026-11-01"),
        ("--week", "--all"),
        ("--by", "mood"),
        ("--child", "nobody"),
    ],
)
@EVENING
def test_options_that_cannot_be_read_change_nothing_and_say_why(
    call: Call, options: tuple[str, ...]
) -> None:
    called = call("rates", *options)
    assert (called.code, called.out) == (2, "")
    assert called.err.startswith("parentkit: ")


def test_the_sample_familys_weeks_fit_60_columns_and_ascii(call: Call) -> None:
    call("demo")
    for by in ("family", "week", "hour", "weekday", "response"):
        text = call("demo", "rates", "--all", "--by", by).out
        assert max(map(len, text.splitlines())) <= 60
    text = call("demo", "rates", "--all").out
    assert "Around the 30 % mark" in text
    assert "nobody tested it as a" in text


def test_the_sample_family_is_the_same_every_time_and_never_real(call: Call) -> None:
    first = call("demo")
    assert first.code == 0
    assert call("demo").out == first.out
    call("demo", "log", "afraid", "comfort")
    assert call("moments", "--all", "--json").json() == []


def test_the_sample_family_holds_what_it_promises(call: Call) -> None:
    call("demo")
    moments = call("demo", "moments", "--all", "--json").json()
    days = {moment["observed_at"][:10] for moment in moments}
    assert len({moment["child"] for moment in moments}) == 2
    assert len({moment["caregiver"] for moment in moments}) == 2
    assert {moment["observed_at"][-6:] for moment in moments} == {"+01:00", "+02:00"}
    assert (min(days), max(days)) == ("2026-08-31", "2026-11-22")
    assert not days & {"2026-10-05", "2026-10-08", "2026-10-11"}
    assert sum("flag" in moment for moment in moments) == 1
    assert sum(moment.get("repair", {}).get("state") == "repaired" for moment in moments) > 30
