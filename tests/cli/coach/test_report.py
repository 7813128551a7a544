"""`parentkit coach report`, about a family that shared its log with the coach."""

from __future__ import annotations

import csv
import os
import stat
from datetime import date
from typing import TYPE_CHECKING

import pytest
from freezegun import freeze_time

from parentkit.cli.coach.report import period_called
from parentkit.domain.errors import ParentkitError
from parentkit.domain.ulid import ulid_named
from parentkit.journal.journal import Journal
from parentkit.journal.log.writer import Draft
from parentkit.services.start.demo import Places, make_demo

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Called

    Call = Callable[..., Called]

NOON = freeze_time("2026-11-23 12:00:00", auto_tick_seconds=0.001)
TODAY = date(2026, 11, 23)


@pytest.fixture
def shared(call: Call, home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The sample family has shared its moments with notes; the coach calls it Rivera."""
    coach = os.environ["PARENTKIT_HOME"], os.environ["PARENTKIT_STATE"]
    card, bundle = str(home / "dana.card"), str(home / "rivera.age")
    places = Places(str(home / "sample" / "home"), str(home / "sample" / "state"))
    with NOON:
        make_demo(places)
        journal = Journal(*places)
        own = {"vocabulary": "contexts", "code": "my:zebra_room", "label": "the zebra room"}
        journal.append([Draft("term", ulid_named("zebra"), own)])
        for moment in list(journal.read())[-5:]:
            journal.amend(moment, {"context": "my:zebra_room"})
        journal.close()

    def at(where: tuple[str, str]) -> None:
        monkeypatch.setenv("PARENTKIT_HOME", where[0])
        monkeypatch.setenv("PARENTKIT_STATE", where[1])

    with NOON:
        assert call("coach", "init", "Dana Reed").code == 0
        assert call("coach", "card", "--to", card).code == 0
        at(places)
        assert call("key", "make").code == 0
        assert call("consent", "add-coach", card, "--yes").code == 0
        words = ("--since", "2026-08-31", "--include", "note,need,tag")
        assert call("share", "--with", "Dana", *words, "--yes", "--to", bundle).code == 0
        at(coach)
        assert call("coach", "add", bundle, "--name", "Rivera").code == 0
    return home


@NOON
def test_a_page_is_written_for_its_owner_alone_and_never_over_a_file(
    call: Call, shared: Path
) -> None:
    path = shared / "out" / "rivera.html"
    done = call("coach", "report", "rivera", "--to", str(path))
    assert done.code == 0
    assert done.out == f"{path}\n"
    assert "It holds names and what people wrote" in done.err
    source = path.read_text(encoding="utf-8")
    assert source.startswith("<!DOCTYPE html>\n")
    assert "<title>Rivera</title>" in source
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    again = call("coach", "report", "rivera", "--to", str(path))
    assert again.code == 3
    assert "was not touched" in again.err
    assert path.read_text(encoding="utf-8") == source


@NOON
def test_without_a_place_the_report_goes_to_standard_output(call: Call, shared: Path) -> None:
    assert shared.is_dir()
    told = call("coach", "report", "Rivera", "--format", "markdown", "--period", "all")
    assert told.code == 0
    assert told.out.startswith("# Rivera\n\n31 August to 22 November 2026\n")
    assert "236 moments on 74 days" in told.out


@NOON
def test_figures_are_those_of_the_overview_of_families(call: Call, shared: Path) -> None:
    [family] = call("coach", "families", "--json").json()["families"]
    overview = family["summary"]
    four_weeks = "2026-10-27..2026-11-23"
    words = ("coach", "report", "Rivera", "--period", four_weeks)
    page = call(*words, "--format", "markdown").out
    n, met = overview["match"]["n"], overview["match"]["met"]
    assert f"{n} moments on {overview['days']} days: {overview['judged']} judged" in page
    low, high = (100 * overview["match"][end] for end in ("low", "high"))
    assert f"{met} of {n}, range {low:.0f} to {high:.0f} %" in page
    assert f"{overview['came_back']['count']} of {n}, range" in page
    tables = shared / "tables"
    assert call(*words, "--format", "csv", "--to", str(tables)).code == 0
    with open(tables / "moments.csv", encoding="utf-8-sig", newline="") as file:
        counted = [row for row in csv.DictReader(file) if row["met"]]
    assert len(counted) == n
    assert sum(row["met"] == "1" for row in counted) == met
    assert sum(row["came_back"] == "1" for row in counted) == overview["came_back"]["count"]


@NOON
@pytest.mark.parametrize("form", ["html", "markdown", "csv", "redcap"])
def test_the_supervision_version_has_no_name_and_no_note_in_any_format(
    call: Call, shared: Path, form: str
) -> None:
    listed = shared / "all"
    assert call("coach", "report", "Rivera", "--format", "csv", "--period", "all", "--to",
                str(listed)).code == 0  # fmt: skip
    with open(listed / "moments.csv", encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    canaries = {row["note"] for row in rows if row["note"]}
    canaries |= {
        row[name] for row in rows for name in ("child_name", "caregiver_name", "moment_id")
    }
    assert len(canaries) > 30
    assert "my:zebra_room" in {row["context"] for row in rows}
    path = shared / "supervision"
    done = call("coach", "report", "Rivera", "--format", form, "--period", "all", "--supervision",
                "--to", str(path))  # fmt: skip
    assert done.code == 0
    files = [path] if path.is_file() else list(path.iterdir())
    for text in (file.read_text(encoding="utf-8") for file in files):
        assert text
        assert not [one for one in (*canaries, "Rivera", "Dana", "zebra") if one in text]


@NOON
def test_tables_and_redcap_need_a_folder(call: Call, shared: Path) -> None:
    for form in ("csv", "redcap"):
        refused = call("coach", "report", "Rivera", "--format", form)
        assert refused.code == 2
        assert "Name a folder with --to." in refused.err
    done = call("coach", "report", "Rivera", "--format", "redcap", "--to", str(shared / "rc"))
    assert done.code == 0
    assert sorted(os.listdir(shared / "rc")) == ["data.csv", "data_dictionary.csv"]


@NOON
def test_moments_set_apart_are_said_to_be_left_out(
    call: Call, shared: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(shared)
    with_flag = call("coach", "report", "Rivera", "--period", "all", "--to", "r.html")
    assert "Set apart" not in with_flag.err, "flagged moments did not leave the family"


@NOON
def test_a_family_that_is_not_there_and_a_period_that_is_none_are_refused(
    call: Call, shared: Path
) -> None:
    assert shared.is_dir()
    assert call("coach", "report", "Nobody").code == 2
    assert call("coach", "report", "Rivera", "--period", "someday").code == 2
    assert call("coach", "report", "Rivera", "--period", "2026-11-09..2026-11-02").code == 2
    assert call("coach", "report", "Rivera", "--child", "Nobody").code == 2


@pytest.mark.parametrize(
    ("words", "start", "end"),
    [
        ("4w", "2026-11-02", "2026-11-30"),
        ("12 weeks", "2026-09-07", "2026-11-30"),
        ("1 week", "2026-11-23", "2026-11-30"),
        ("week", "2026-11-23", "2026-11-30"),
        ("month", "2026-11-01", "2026-12-01"),
        ("2026-10", "2026-10-01", "2026-11-01"),
        ("2026-W47", "2026-11-16", "2026-11-23"),
        ("2026-11-20", "2026-11-20", "2026-11-21"),
        ("yesterday", "2026-11-22", "2026-11-23"),
        ("2026-10-05..2026-11-20", "2026-10-05", "2026-11-21"),
        ("2026-09..2026-10", "2026-09-01", "2026-11-01"),
        ("2026-W40 .. 2026-W41", "2026-09-28", "2026-10-12"),
    ],
)
def test_periods_are_read(words: str, start: str, end: str) -> None:
    period = period_called(words, TODAY)
    assert period is not None
    assert (period.start.isoformat(), period.end.isoformat()) == (start, end)


def test_all_is_everything() -> None:
    assert period_called("All", TODAY) is None


@pytest.mark.parametrize("words", ["", "..", "2026-11-01..", "0w", "99999w", "w", "4x", "2026-13"])
def test_words_that_name_no_period_are_refused(words: str) -> None:
    with pytest.raises(ParentkitError):
        period_called(words, TODAY)
