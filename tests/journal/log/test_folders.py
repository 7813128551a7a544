import os
from pathlib import Path

import pytest

from parentkit.journal.log.folders import (
    Places,
    dated_files,
    default_places,
    files_in,
    is_month,
    lasting_files,
    newest_file,
)

NAMES = [
    "2026-09.jsonl",
    "2026-11.jsonl",
    "2026-11 (conflicted copy).jsonl",
    "2026-11.sync-conflict-20261122-101112-ABCDEFG.jsonl",
    "2027-01.jsonl",
    "family.jsonl",
    "family (Anna's laptop).jsonl",
    "2026-11.jsonl.tmp",
    ".2026-11.jsonl.swp",
    "2026-13.jsonl",
    "notes.jsonl",
    "family.json",
]


@pytest.fixture
def journal(tmp_path: Path) -> str:
    for device in ("A", "B"):
        (tmp_path / device).mkdir()
        for name in NAMES:
            (tmp_path / device / name).touch()
    (tmp_path / "2026-11.jsonl").touch()
    return os.fspath(tmp_path)


def names(paths: list[str], journal: str) -> list[str]:
    return [os.path.relpath(path, journal).replace(os.sep, "/") for path in paths]


def test_files_of_moments_are_those_that_begin_with_a_month_and_copies_of_them(
    journal: str,
) -> None:
    found = names(dated_files(journal), journal)
    assert found == [f"{device}/{name}" for device in "AB" for name in sorted(NAMES[:5])]


def test_files_from_a_month_on_leave_out_the_earlier_ones(journal: str) -> None:
    assert len(dated_files(journal, "2026-11")) == 8
    assert names(dated_files(journal, "2026-12"), journal) == ["A/2027-01.jsonl", "B/2027-01.jsonl"]
    assert dated_files(journal, "2027-02") == []


def test_files_of_lasting_records_are_those_that_begin_with_family(journal: str) -> None:
    found = names(lasting_files(journal), journal)
    assert found == [f"{device}/{name}" for device in "AB" for name in sorted(NAMES[5:7])]


def test_the_files_of_one_device_are_both_sorts(journal: str) -> None:
    assert len(files_in(os.path.join(journal, "A"))) == 7
    newest = newest_file(os.path.join(journal, "A"))
    assert newest is not None
    assert newest.endswith("2027-01.jsonl")


def test_a_journal_that_is_not_there_has_no_files(tmp_path: Path) -> None:
    missing = os.fspath(tmp_path / "missing")
    assert dated_files(missing) == lasting_files(missing) == files_in(missing) == []
    assert newest_file(missing) is None


@pytest.mark.parametrize(
    "text", ["2026-00", "2026-13", "2026/11", "26-11", "2026-1x", "\uff12026-11"]
)
def test_other_texts_are_no_months(text: str) -> None:
    assert not is_month(text)


def test_the_places_are_those_that_the_environment_names() -> None:
    home, state = os.path.abspath("some-home"), os.path.abspath("some-state")
    places = default_places({"PARENTKIT_HOME": "some-home", "PARENTKIT_STATE": "some-state"})
    assert (places.home, places.state) == (home, state)
    assert places.journal == os.path.join(home, "families", "own", "journal")
    assert places.device_file == os.path.join(state, "device.json")
    assert places.month_file("D", "2026-11") == os.path.join(places.journal, "D", "2026-11.jsonl")
    assert places.lasting_file("D") == os.path.join(places.journal, "D", "family.jsonl")


@pytest.mark.skipif(os.name == "nt", reason="paths are those of POSIX")
@pytest.mark.parametrize(
    ("platform", "given", "home", "state"),
    [
        ("linux", {}, "/u/.local/share/parentkit", "/u/.local/state/parentkit"),
        (
            "linux",
            {"XDG_DATA_HOME": "/x/data", "XDG_STATE_HOME": "/x/state"},
            "/x/data/parentkit",
            "/x/state/parentkit",
        ),
        ("linux", {"PARENTKIT_HOME": "", "XDG_DATA_HOME": ""}, "/u/.local/share/parentkit", None),
        (
            "darwin",
            {"XDG_DATA_HOME": "/x/data"},
            "/u/Library/Application Support/parentkit/home",
            "/u/Library/Application Support/parentkit/state",
        ),
        ("win32", {"APPDATA": "/a", "LOCALAPPDATA": "/l"}, "/a/parentkit", "/l/parentkit"),
    ],
)
def test_without_that_they_are_the_platforms_usual_ones(
    monkeypatch: pytest.MonkeyPatch,
    platform: str,
    given: dict[str, str],
    home: str,
    state: str | None,
) -> None:
    monkeypatch.setenv("HOME", "/u")
    monkeypatch.setattr("sys.platform", platform)
    places = default_places(given)
    assert places.home == home
    assert state is None or places.state == state


def test_making_the_places_known_makes_nothing(tmp_path: Path) -> None:
    Places(os.fspath(tmp_path / "home"), os.fspath(tmp_path / "state"))
    assert list(tmp_path.iterdir()) == []
