"""Several processes at once: nothing is lost, nothing is mixed up, everybody sees everything once.

And one that is killed: what it had acknowledged is there, and the next one goes on behind it.
"""

from __future__ import annotations

import os
import random
import subprocess
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

WRITER = """
import os, sys
from parentkit.domain.ulid import ulid
from parentkit.journal.journal import Journal
from parentkit.journal.log.writer import Draft

journal = Journal(os.environ["PARENTKIT_HOME"], os.environ["PARENTKIT_STATE"])
most = int(sys.argv[1])
while most:
    most -= 1
    identity = ulid(journal.now_ms(), os.urandom(10))
    fields = {
        "observed_at": "2026-11-01T18:05+01:00",
        "cue": "afraid",
        "responses": ["comfort"],
        "note": "long enough to be torn " * (most % 90),
    }
    journal.append([Draft("moment", identity, fields)])
    os.write(1, identity.encode() + b"\\n")
"""

PROGRAM = """
import os, sys
for _ in range(int(sys.argv[1])):
    words = [sys.executable, "-m", "parentkit", "log", "sad", "comfort"]
    if os.spawnv(os.P_WAIT, sys.executable, words):
        sys.exit("log did not end well")
"""


def finished(process: subprocess.Popen[str]) -> list[str]:
    """The ids that a process has acknowledged, once it has ended well."""
    said, heard = process.communicate(timeout=120)
    assert process.returncode == 0, heard
    words = said.replace("Logged ", "").split("\n")
    return [word for word in words if len(word) == 26 and " " not in word]


def assert_in_order(home: Any) -> None:
    """Each file's lines are whole and numbered from 1 without a hole."""
    for path, lines in home.lines().items():
        with open(path, "rb") as file:
            assert file.read().count(b"\n") == len(lines)
        assert [line["seq"] for line in lines] == list(range(1, len(lines) + 1))
    reading = home.journal().read()
    assert not reading.problems


def moments(home: Any) -> set[str]:
    """The ids of the moments that are read."""
    return {record.id for record in home.journal().read().records}


def test_processes_that_log_at_once_lose_and_mix_up_nothing(program: Any, at_home: Any) -> None:
    program.run("log", "afraid", "comfort")
    (first,) = moments(at_home)
    at_work = [program.start("-c", WRITER, "150") for _ in range(2)]
    at_work += [program.start("-c", PROGRAM, "6") for _ in range(2)]
    acknowledged = [identity for process in at_work for identity in finished(process)]
    assert len(acknowledged) == len(set(acknowledged)) == 2 * 150 + 2 * 6
    assert moments(at_home) == {first, *acknowledged}
    assert len({line["device"] for line in at_home.stored()}) == 1
    assert_in_order(at_home)


def test_processes_that_log_for_the_first_time_at_once_agree_on_the_device(
    program: Any, at_home: Any
) -> None:
    at_work = [program.start("-c", WRITER, "3") for _ in range(4)]
    at_work += [program.start("-c", PROGRAM, "1") for _ in range(2)]
    acknowledged = [identity for process in at_work for identity in finished(process)]
    assert moments(at_home) == set(acknowledged)
    assert len(acknowledged) == 14
    assert len({line["device"] for line in at_home.stored()}) == 1
    assert_in_order(at_home)


def test_a_long_lived_reader_sees_each_moment_that_others_log_once(
    program: Any, at_home: Any
) -> None:
    reader = at_home.journal()
    reader.append([at_home.moment()])
    before = moments(at_home)
    follower = reader.follow()
    at_work = [program.start("-c", WRITER, "200"), program.start("-c", PROGRAM, "4")]
    seen: list[str] = []
    rounds = 0
    while any(process.poll() is None for process in at_work):
        news = follower.poll()
        assert not news.reread
        seen += [one.id for one in news.operations if one.kind == "moment"]
        if rounds % 50 == 0:
            reader.append([at_home.moment(note="the reader's own")])
        rounds += 1
    seen += [one.id for one in follower.poll().operations if one.kind == "moment"]
    acknowledged = [identity for process in at_work for identity in finished(process)]
    assert sorted(seen) == sorted(acknowledged)
    assert not follower.poll().operations
    assert moments(at_home) >= {*before, *acknowledged}
    assert_in_order(at_home)


def test_a_reader_in_the_middle_of_a_write_sees_whole_moments(program: Any, at_home: Any) -> None:
    process = program.start("-c", WRITER, "200")
    counts = []
    while process.poll() is None:
        reading = at_home.journal().read()
        assert all(problem.sort == "torn" for problem in reading.problems)
        assert all(record.fields["cue"] == "afraid" for record in reading.records)
        counts.append(len(reading.records))
    assert counts == sorted(counts)
    assert moments(at_home) == set(finished(process))


def kill_again_and_again(program: Any, home: Any, rounds: int, chance: random.Random) -> None:
    acknowledged: set[str] = set()
    for _ in range(rounds):
        writer = program.start("-c", WRITER, "-1")
        acknowledged.update(some_lines(writer, chance.randrange(1, 25)))
        for _ in range(chance.randrange(3000)):
            pass  # somewhere within the next append
        writer.kill()
        said, heard = writer.communicate(timeout=60)
        assert not heard
        acknowledged.update(line for line in said.split("\n") if len(line) == 26)
        assert acknowledged <= moments(home)
    last = finished(program.start("-c", WRITER, "3"))
    assert acknowledged | set(last) <= moments(home)
    assert len({line["device"] for line in home.stored()}) == 1
    for lines in home.lines().values():
        assert [line["seq"] for line in lines] == list(range(1, len(lines) + 1))


def some_lines(process: subprocess.Popen[str], count: int) -> Iterator[str]:
    """The next lines that a process says."""
    assert process.stdout is not None
    for _ in range(count):
        yield process.stdout.readline().strip()


def test_what_a_killed_process_has_acknowledged_is_there(program: Any, at_home: Any) -> None:
    kill_again_and_again(program, at_home, 10, random.Random(1))


@pytest.mark.slow
def test_what_two_hundred_killed_processes_have_acknowledged_is_there(
    program: Any, at_home: Any
) -> None:
    kill_again_and_again(program, at_home, 200, random.Random(2))


@pytest.mark.slow
def test_a_process_killed_while_it_logs_for_the_first_time_leaves_no_harm(
    tools: Any, tmp_path: Any
) -> None:
    chance = random.Random(3)
    for turn in range(60):
        folder = tmp_path / str(turn)
        folder.mkdir()
        program, home = tools.Program(folder), tools.Home(folder)
        process = subprocess.Popen(
            program.command("log", "afraid", "comfort"),
            env=program.environment,
            cwd=folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        watch = os.path.join(home.home, "families") if turn % 2 else home.state
        while process.poll() is None and not os.path.isdir(watch):
            pass
        for _ in range(chance.randrange(100_000)):
            pass
        process.kill()
        said, heard = process.communicate(timeout=60)
        assert not heard
        acknowledged = said.split()[1:2]
        done = program.run("log", "sad", "comfort")
        assert done.returncode == 0, done.stderr
        assert {*acknowledged, done.stdout.split()[1]} <= moments(home)
