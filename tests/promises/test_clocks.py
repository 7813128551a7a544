"""Clocks that are wrong: logging is never refused, all moments are there, a person's later change
wins over what they saw, and what lies far ahead is shown and does not win.
"""

from __future__ import annotations

from typing import Any

import pytest

HOUR_MS = 3_600_000
DAY_MS = 24 * HOUR_MS
TEN_YEARS_MS = 3_652 * DAY_MS
JUMPS = (-HOUR_MS, -TEN_YEARS_MS, HOUR_MS, 2 * DAY_MS, TEN_YEARS_MS)


class Setting:
    """A home with a clock that can be put wrong, each doing in a process of its own."""

    def __init__(self, tools: Any, root: Any) -> None:
        self.home = tools.Home(root)
        self.right = self.home.clock
        self.wrong_by = 0
        self.home.clock = self.now_ms

    def now_ms(self) -> int:
        """What the clock says."""
        return int(self.right()) + self.wrong_by

    def log(self, **fields: Any) -> str:
        """Stores a moment; its id."""
        (stored,) = self.home.journal().append([self.home.moment(**fields)])
        return str(stored.id)

    def change(self, identity: str, **fields: Any) -> None:
        """Changes a moment as it is read now."""
        journal = self.home.journal()
        journal.amend(journal.get(identity), fields)

    def record(self, identity: str) -> Any:
        """A moment as it is read now."""
        return self.home.journal().get(identity)

    def ids(self, start_day: str | None = None) -> set[str]:
        """The moments that are read."""
        return {record.id for record in self.home.journal().read(start_day)}


@pytest.fixture
def setting(tools: Any, tmp_path: Any) -> Setting:
    return Setting(tools, tmp_path)


@pytest.mark.parametrize("then", [0, -HOUR_MS, 2 * DAY_MS])
@pytest.mark.parametrize("jump", JUMPS)
def test_whatever_the_clock_does_logging_is_never_refused_and_every_moment_is_there(
    setting: Setting, jump: int, then: int
) -> None:
    logged = set()
    for setting.wrong_by in (0, jump, then, jump, 0):
        logged |= {setting.log(), setting.log(note="a note")}
        assert setting.ids() == logged
        assert setting.ids("2026-11-01") == logged
        assert not setting.ids("2026-11-02")
    assert len(logged) == 10
    for lines in setting.home.lines().values():
        assert [line["seq"] for line in lines] == list(range(1, len(lines) + 1))


@pytest.mark.parametrize("before", [0, *JUMPS])
@pytest.mark.parametrize("after", [0, *JUMPS])
def test_a_change_wins_over_what_was_seen_whatever_the_clock_did(
    setting: Setting, before: int, after: int
) -> None:
    setting.wrong_by = before
    identity = setting.log(fit="missed", note="first")
    setting.wrong_by = after
    setting.change(identity, fit="matched", note="second", slip="read")
    setting.change(identity, note="third", slip=None)
    for setting.wrong_by in (after, 2 * TEN_YEARS_MS):
        record = setting.record(identity)
        assert (record.fields["fit"], record.fields["note"]) == ("matched", "third")
        assert "slip" not in record.fields
        assert not record.conflicts
        assert setting.ids() == {identity}


def test_a_moment_logged_years_ahead_is_there_and_says_that_it_is_ahead(setting: Setting) -> None:
    setting.wrong_by = TEN_YEARS_MS
    ahead = setting.log(note="from the future")
    assert not setting.record(ahead).ahead
    setting.wrong_by = 0
    today = setting.log()
    assert setting.record(ahead).ahead
    assert setting.record(ahead).fields["note"] == "from the future"
    assert not setting.record(today).ahead
    setting.change(ahead, note="corrected", fit="partial")
    assert setting.record(ahead).fields["note"] == "corrected"


@pytest.mark.parametrize("field", ["fit", "note"])
def test_a_change_made_years_ahead_waits_and_is_shown(setting: Setting, field: str) -> None:
    identity = setting.log(fit="missed", note="first")
    setting.wrong_by = TEN_YEARS_MS
    setting.change(identity, **{field: "matched"})
    setting.wrong_by = 0
    record = setting.record(identity)
    assert record.fields[field] == {"fit": "missed", "note": "first"}[field]
    assert [(kept.field, kept.value) for kept in record.waiting] == [(field, "matched")]


@pytest.mark.parametrize("ahead", ["missed", "partial"])
def test_what_waited_does_not_come_back_over_a_change_made_since(
    setting: Setting, ahead: str
) -> None:
    identity = setting.log(fit="missed")
    setting.wrong_by = 2 * DAY_MS
    setting.change(identity, fit=ahead, context="bedtime")
    setting.wrong_by = 0
    setting.change(identity, fit="matched")
    setting.wrong_by = 10 * DAY_MS
    assert setting.record(identity).fields["fit"] == "matched"
    assert setting.record(identity).fields["context"] == "bedtime"


@pytest.mark.parametrize("field", ["fit", "note"])
def test_of_two_values_that_lie_ahead_the_one_shown_is_the_one_written_in_sight_of_the_other(
    setting: Setting, field: str
) -> None:
    setting.wrong_by = TEN_YEARS_MS
    identity = setting.log(fit="missed", note="missed")
    setting.wrong_by = 2 * DAY_MS
    setting.change(identity, **{field: "matched"})
    for setting.wrong_by in (2 * DAY_MS, 0, 2 * TEN_YEARS_MS):
        assert setting.record(identity).fields[field] == "matched"


@pytest.mark.parametrize("jump", [-HOUR_MS, HOUR_MS, TEN_YEARS_MS])
def test_undo_takes_back_what_was_done_last_although_the_clock_went_back(
    setting: Setting, jump: int
) -> None:
    setting.wrong_by = max(jump, 0)
    first = setting.log(note="first")
    setting.wrong_by = min(jump, 0)
    second = setting.log(note="second")
    for expected in (second, first):
        (taken_back,) = setting.home.journal().undo().taken_back
        assert taken_back.id == expected


def test_undo_takes_back_what_was_done_last_although_the_clock_went_back_after_it_was_years_ahead(
    setting: Setting,
) -> None:
    setting.wrong_by = TEN_YEARS_MS
    setting.log()
    setting.wrong_by = 0
    setting.log()
    setting.wrong_by = -HOUR_MS
    last = setting.log()
    (taken_back,) = setting.home.journal().undo().taken_back
    assert taken_back.id == last


def test_what_was_done_in_an_hour_that_the_clock_repeats_keeps_its_order(setting: Setting) -> None:
    identities = [setting.log()]
    for setting.wrong_by in (-HOUR_MS, -HOUR_MS, -2 * HOUR_MS, 0):
        identities.append(setting.log())
    by_stamp = sorted(setting.home.stored(), key=lambda line: line["stamp"])
    assert [line["id"] for line in by_stamp] == identities


def test_a_clock_before_1970_or_after_9999_refuses_nothing(setting: Setting) -> None:
    logged = set()
    for now_ms in (-1, 0, 253_402_300_799_999, 281_474_976_710_655):
        setting.home.clock = lambda now_ms=now_ms: max(now_ms, 0)
        draft = setting.home.moment()
        setting.home.clock = lambda now_ms=now_ms: now_ms
        setting.home.journal().append([draft])
        logged.add(draft.id)
        assert setting.ids() == logged


@pytest.mark.parametrize("text", ["the same words", "other words"])
def test_a_text_that_was_seen_and_changed_is_no_conflict_although_two_had_written_it(
    tools: Any, tmp_path: Any, text: str
) -> None:
    """Two people write, the same words or other ones; a third one who sees that writes anew."""
    homes = [tools.Home(tmp_path / str(number), seed=number) for number in range(3)]
    journals = [home.journal() for home in homes]
    (stored,) = journals[0].append([homes[0].moment(note="before")])
    tools.share(homes[0], homes[1])
    for journal, words in zip(journals, ("the same words", text), strict=False):
        for home in homes:
            home.clock.ms += HOUR_MS
        journal.amend(journal.get(stored.id), {"note": words})
    for sender in homes[:2]:
        tools.share(sender, homes[2])
    journals[2].amend(journals[2].get(stored.id), {"note": "after"})
    record = journals[2].get(stored.id)
    assert record.fields["note"] == "after"
    assert not record.conflicts


def test_words_that_waited_do_not_come_back_although_the_same_ones_were_replaced_before(
    tools: Any, tmp_path: Any
) -> None:
    homes = [tools.Home(tmp_path / str(number), seed=number) for number in range(2)]
    ahead, ours = (home.journal() for home in homes)
    (stored,) = ours.append([homes[1].moment()])
    tools.share(homes[1], homes[0])
    homes[0].clock.ms += TEN_YEARS_MS
    ahead.amend(ahead.get(stored.id), {"need": "a cup"})
    for words in ("a cup", "the red cup"):
        ours.amend(ours.get(stored.id), {"need": words})
    tools.share(homes[0], homes[1])
    ours.amend(ours.get(stored.id), {"need": "a blue cup"})
    assert ours.get(stored.id).fields["need"] == "a blue cup"
    homes[1].clock.ms += 2 * TEN_YEARS_MS
    assert ours.get(stored.id).fields["need"] == "a blue cup"


def test_a_window_shows_what_is_there_although_one_clock_was_years_behind(
    tools: Any, tmp_path: Any
) -> None:
    homes = [tools.Home(tmp_path / str(number), seed=number) for number in range(3)]
    one, other, behind = (home.journal() for home in homes)
    (stored,) = one.append([homes[0].moment()])
    for home in homes[1:]:
        tools.share(homes[0], home)
    homes[2].clock.ms -= TEN_YEARS_MS
    behind.amend(behind.get(stored.id), {"fit": "missed"})
    one.amend(one.get(stored.id), {"observed_at": "2027-02-14T12:00+01:00"})
    for home in homes:
        home.clock.ms += 100 * DAY_MS
    other.amend(other.get(stored.id), {"observed_at": "2026-08-30T12:00+01:00"})
    tools.share(homes[1], homes[2])
    behind.amend(behind.get(stored.id), {"observed_at": "2026-08-01T12:00+01:00"})
    for home in homes[1:]:
        tools.share(home, homes[0])
    everything = {record.id: record.fields for record in one.read()}
    assert everything[stored.id]["observed_at"] == "2027-02-14T12:00+01:00"
    assert {record.id: record.fields for record in one.read("2027-02-01")} == everything
    assert list(one.episodes("2027-02-01").observed_at) == ["2027-02-14T12:00+01:00"]
