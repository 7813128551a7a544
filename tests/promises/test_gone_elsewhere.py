"""What another device's files have held and hold no longer: said at once, and put back."""

from __future__ import annotations

import json
import os
import shutil
from typing import TYPE_CHECKING, Any

import pytest

from parentkit.journal.log.folders import files_in, month_of_file
from parentkit.journal.log.scan import read_files

if TYPE_CHECKING:
    from pathlib import Path

GONE = "no longer in"
FROM_ANOTHER = "that came from another device"


class Node:
    """A laptop with a home of its own, which a sync tool keeps like the others'."""

    def __init__(self, tools: Any, root: Path) -> None:
        root.mkdir()
        self.root = root
        self.program = tools.Program(root)
        self.journal = os.path.join(self.program.home, "families", "own", "journal")

    def run(self, *words: str) -> Any:
        return self.program.run(*words)

    def log(self) -> str:
        done = self.run("log", "sad", "comfort", "--json")
        assert done.returncode == 0, done.stderr
        return str(json.loads(done.stdout)["id"])

    def moments(self) -> set[str]:
        done = self.run("moments", "--all", "--json")
        return {one["id"] for one in json.loads(done.stdout)} if done.returncode == 0 else set()

    @property
    def own(self) -> str:
        with open(os.path.join(self.program.state, "device.json"), encoding="utf-8") as file:
            return str(json.load(file)["id"])

    def take_from(self, other: Node, device: str) -> None:
        """Make one device's folder what it is on another node, as a sync tool does."""
        target = os.path.join(self.journal, device)
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(os.path.join(other.journal, device), target)

    def problems(self, kind: str) -> list[dict[str, Any]]:
        report = json.loads(self.run("doctor", "--json").stdout)
        return [one for one in report["problems"] if one["kind"] == kind]


@pytest.fixture
def nodes(tools: Any, tmp_path: Path) -> list[Node]:
    return [Node(tools, tmp_path / name) for name in ("one", "two", "three")]


def synced(source: Node, *targets: Node) -> None:
    for target in targets:
        target.take_from(source, source.own)


def gone_back(one: Node, two: Node) -> tuple[set[str], set[str], Path]:
    """Three moments, a copy, two more that `two` has seen, and `one` put back to the copy."""
    three = {one.log() for _ in range(3)}
    two_own = two.log()
    copy = one.root / "copy"
    shutil.copytree(one.journal, copy)
    more = {one.log() for _ in range(2)}
    synced(one, two)
    assert GONE not in two.run("rates").stderr
    assert two.moments() == {*three, *more, two_own}
    shutil.rmtree(one.journal)
    shutil.copytree(copy, one.journal)
    return three, more, copy


def test_five_moments_put_back_and_one_more_are_six_on_three_laptops(nodes: list[Node]) -> None:
    one, two, three = nodes
    five: set[str] = {one.log()}
    copy = one.root / "copy"
    shutil.copytree(one.journal, copy)
    five |= {one.log() for _ in range(4)}
    theirs = {two.log(), three.log()}
    for node in (two, three):
        synced(one, node)
        assert GONE not in node.run("rates").stderr
        assert node.run("backup").returncode == 0
    shutil.rmtree(one.journal)
    shutil.copytree(copy, one.journal)
    sixth = one.log()
    assert GONE in one.run("rates").stderr
    for node in (two, three):
        synced(one, node)
        said = node.run("rates").stderr
        assert f"4 entries {FROM_ANOTHER} are {GONE}" in said
    assert two.run("restore").returncode == 0
    for node in (one, three):
        node.take_from(two, one.own)
    for node in nodes:
        assert node.moments() - theirs == {*five, sixth}
        assert GONE not in node.run("rates").stderr
        assert node.problems("gone") == []
    paths = [path for path in files_in(os.path.join(one.journal, one.own)) if month_of_file(path)]
    assert sorted(line.seq for line in read_files(paths)[0]) == [1, 2, 3, 4, 5, 6]


@pytest.mark.parametrize("command", ["rates", "moments", "log sad kind"])
def test_the_next_command_says_what_went_from_another_devices_files(
    nodes: list[Node], command: str
) -> None:
    one, two, _ = nodes
    gone_back(one, two)
    synced(one, two)
    for _ in range(2):
        assert f"2 entries {FROM_ANOTHER} are {GONE}" in two.run(*command.split()).stderr
    (problem,) = two.problems("gone")
    assert problem["what"] == "entries 4 to 5, which came from another device, are no longer there"
    assert two.run("doctor").returncode == 3


def test_it_ends_when_the_files_come_back_or_when_it_is_accepted(nodes: list[Node]) -> None:
    one, two, three = nodes
    before, more, _ = gone_back(one, two)
    three.log()
    three.take_from(two, one.own)
    synced(one, two)
    assert GONE in two.run("rates").stderr
    two.take_from(three, one.own)
    assert GONE not in two.run("rates").stderr
    assert two.moments() >= {*before, *more}
    synced(one, two)
    assert GONE in two.run("rates").stderr
    assert two.run("doctor", "--accept-missing").returncode == 0
    assert GONE not in two.run("rates").stderr
    assert two.problems("gone") == []


def test_a_whole_device_that_went_is_said(nodes: list[Node]) -> None:
    one, two, _ = nodes
    gone_back(one, two)
    shutil.rmtree(os.path.join(two.journal, one.own))
    assert f"{FROM_ANOTHER} are {GONE}" in two.run("rates").stderr


def test_what_the_other_device_does_itself_is_taken_for_no_loss(nodes: list[Node]) -> None:
    one, two, _ = nodes
    first, last = one.log(), one.log()
    two.log()
    for words in (
        ("edit", first, "--note", "more"),
        ("purge", last, "--yes"),
        ("undo",),
        ("log", "sad", "kind"),
        ("purge", first, "--yes"),
        ("doctor", "--repair"),
        ("log", "sad", "comfort"),
    ):
        one.run(*words)
        synced(one, two)
        for _ in range(2):
            assert GONE not in two.run("rates").stderr, words
        assert two.problems("gone") == []


def test_a_file_that_is_still_on_its_way_is_read_to_its_end(nodes: list[Node]) -> None:
    one, two, _ = nodes
    one.log()
    two.log()
    (name,) = (each for each in os.listdir(os.path.join(one.journal, one.own)) if each[0] == "2")
    one.log()
    synced(one, two)
    path = os.path.join(two.journal, one.own, name)
    with open(path, "rb") as file:
        whole = file.read()
    for length in (len(whole) - 30, len(whole)):
        with open(path, "wb") as file:
            file.write(whole[:length])
        assert GONE not in two.run("rates").stderr
    with open(path, "wb") as file:
        file.write(whole[: whole.index(b"\n") + 1])
    assert f"1 entry {FROM_ANOTHER} is {GONE}" in two.run("rates").stderr
