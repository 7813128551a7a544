import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from parentkit.domain.ulid import ulid
from parentkit.journal.log.follow import Follower
from parentkit.journal.log.operation import Operation
from parentkit.journal.log.scan import scan
from parentkit.journal.log.writer import Draft

Log = Callable[..., str]
NOON = 1_795_348_800_000


def ids(operations: list[Operation]) -> list[str]:
    return [one.id for one in operations]


def test_what_another_process_and_another_device_append_is_seen_once(family: Any, log: Log) -> None:
    reader, logger, phone = family.device(), family.device(), family.device("phone")
    log(reader)
    follower = reader.follow()
    assert follower.poll() == ([], False)
    first = log(logger)
    assert ids(follower.poll().operations) == [first]
    assert follower.poll() == ([], False)
    second, third = log(logger), log(phone)
    logger.append([Draft("child", ulid(NOON, bytes(10)), {"name": "Nele"})])
    news = follower.poll()
    assert sorted(ids(news.operations)) == sorted([second, third, ulid(NOON, bytes(10))])
    assert not news.reread


def test_what_this_process_writes_itself_is_not_news(family: Any, log: Log) -> None:
    reader, logger = family.device(), family.device()
    follower = reader.follow()
    log(reader)
    other = log(logger)
    log(reader)
    assert ids(follower.poll().operations) == [other]
    assert follower.poll() == ([], False)


def test_a_follower_of_an_empty_folder_sees_the_first_moment(family: Any, log: Log) -> None:
    follower = family.device().follow()
    first = log(family.device("phone"))
    news = follower.poll()
    assert (ids(news.operations), news.reread) == ([first], False)


def test_a_line_that_is_not_finished_is_news_when_it_is(
    tmp_path: Path, whole_file: Callable[[int], bytes]
) -> None:
    data = whole_file(3)
    starts = scan(data).offsets
    path = tmp_path / "journal" / "device" / "2026-11.jsonl"
    path.parent.mkdir(parents=True)
    path.write_bytes(data[: starts[1] + 30])
    follower = Follower(os.fspath(tmp_path / "journal"))
    assert follower.poll() == ([], False)
    with open(path, "ab") as file:
        file.write(data[starts[1] + 30 : starts[2] - 1])
        file.flush()
        assert follower.poll() == ([], False)
        file.write(data[starts[2] - 1 :])
    news = follower.poll()
    assert [one.seq for one in news.operations] == [2, 3]


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(1, 400), max_size=20))
def test_however_a_file_grows_every_line_is_news_exactly_once(
    tmp_path_factory: Any, whole_file: Callable[[int], bytes], steps: list[int]
) -> None:
    data = whole_file(6)
    folder = tmp_path_factory.mktemp("growing")
    path = folder / "device" / "2026-11.jsonl"
    path.parent.mkdir()
    path.write_bytes(b"")
    follower = Follower(os.fspath(folder))
    seen: list[int] = []
    with open(path, "ab", buffering=0) as file:
        at = 0
        for step in [*steps, len(data)]:
            file.write(data[at : at + step])
            at += step
            news = follower.poll()
            assert not news.reread
            seen += [one.seq for one in news.operations]
    assert seen == [1, 2, 3, 4, 5, 6]


def test_a_file_that_was_replaced_cut_or_taken_away_asks_for_reading_again(
    family: Any, log: Log
) -> None:
    journal, phone = family.device(), family.device("phone")
    for _ in range(3):
        log(phone)
    path = Path(phone.places.month_file(phone.device.id, "2026-11"))
    whole = path.read_bytes()
    follower = journal.follow()

    shutil.copyfile(path, f"{path}.new")
    os.replace(f"{path}.new", path)
    assert follower.poll().reread
    assert follower.poll() == ([], False)

    path.write_bytes(whole.split(b"\n")[0] + b"\n")
    assert follower.poll().reread
    assert follower.poll() == ([], False)

    path.write_bytes(whole)
    follower.poll()
    lines = whole.splitlines(keepends=True)
    path.write_bytes(b"".join([*reversed(lines), *lines]))
    assert follower.poll().reread

    path.unlink()
    assert follower.poll().reread
    assert follower.poll() == ([], False)

    shutil.rmtree(journal.places.home)
    assert follower.poll() == ([], False)
