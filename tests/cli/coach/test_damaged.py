"""Where one of a family's small files is damaged: which, what is safe, and what to do."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Post


@pytest.fixture
def family(post: Post) -> Path:
    """The folder of a family that has shared two files."""
    for number, words in enumerate((("afraid", "comfort"), ("sad", "ignore"))):
        post.log(*words)
        done = post.coach("add", post.share(f"{number}.age"), "--name", "Rivera")
        assert done.code == 0, done.err
    (folder,) = (post.folder / "coach" / "home" / "coach" / "families").iterdir()
    return folder


def test_a_damaged_receipt_is_said_and_its_file_can_be_added_again(
    post: Post, family: Path
) -> None:
    path = min((family / "received").iterdir())
    path.write_text('{"share":')
    told = post.coach("families")
    assert told.code == 3
    assert "  without one shared file whose receipt could not be read\n" in told.out
    listed = post.coach("families", "--json")
    (case,) = listed.json()["families"]
    place = {"file": str(path), "line": None, "reason": "it is damaged"}
    assert (listed.json()["unreadable"], case["unreadable"]) == ([place], [place])
    page = post.coach("report", "Rivera", "--to", post.file("rivera.html"))
    assert page.code == 3
    for said in (told.err, page.err):
        assert f"{path} (it is damaged)" in said
        assert "it stays closed; it is kept" in said
        assert "parentkit coach add FILE with the same file" in said
        assert "doctor" not in said
    with open(post.file("rivera.html"), encoding="utf-8") as file:
        assert "Without one shared file whose receipt could not be read" in file.read()
    again = post.coach("add", post.file("0.age"))
    assert (again.code, again.err) == (0, "")
    healed = post.coach("families")
    assert healed.code == 0
    assert "2 unread of 2 moments" in healed.out


def test_two_damaged_receipts_are_two(post: Post, family: Path) -> None:
    for path in (family / "received").iterdir():
        path.write_text("{")
    told = post.coach("families")
    assert "  without 2 shared files whose receipts could not be read\n" in told.out
    page = post.coach("report", "Rivera", "--to", post.file("rivera.html"))
    assert page.code == 3
    assert "what they consented to is not known, because" in page.err
    assert "forget" not in page.err
    together = post.coach("agreement", "--all")
    assert (together.code, "consented to is not known" in together.err) == (3, True)
    listed = post.coach("inbox")
    assert listed.code == 3
    assert "No moments that could be read here." in listed.err
    assert "Without 2 shared files whose receipts could not be read" in listed.err
    shown = post.coach("show", "01M8ZZZZ")
    assert shown.code == 3
    assert "of what could be read" in shown.err


def test_a_damaged_name_is_said_and_can_be_given_again(post: Post, family: Path) -> None:
    path = family / "family.json"
    path.write_text("{")
    told = post.coach("families")
    assert told.code == 3
    assert told.out.startswith(f"{family.name[:8]}\n  2 unread of 2 moments\n")
    page = post.coach("report", family.name[:8], "--to", post.file("rivera.html"))
    for said in (told.err, page.err):
        assert f"The name of a family could not be read: {path} (it is damaged)" in said
        assert "all else of it is as it was" in said
        assert "parentkit coach add FILE --name NAME" in said
    called = post.coach("report", "Rivera", "--to", post.file("none.html"))
    assert str(path) in called.err
    assert family.name[:8] in called.err
    again = post.coach("add", post.file("0.age"), "--name", "Rivera")
    assert again.out == (
        "Rivera: the family has its name again; this file was added before; "
        "nothing else has changed.\n"
    )
    healed = post.coach("families")
    assert (healed.code, healed.out.splitlines()[0]) == (0, "Rivera")


def test_damage_of_every_kind_is_told_in_one_go(post: Post, family: Path) -> None:
    (family / "family.json").write_text("{")
    first, second = sorted((family / "received").iterdir())
    first.write_text("{")
    (month,) = family.rglob(f"{json.loads(second.read_text())['device']}/2026-11.jsonl")
    with month.open("ab") as file:
        file.write(b"no line\n")
    told = post.coach("families")
    listed = " ".join(told.out.split())
    assert "without one line that could not be read and one shared file whose receipt" in listed
    assert f"Without one line that could not be read: {month}, line " in told.err
    assert "Without one shared file whose receipt could not be read: " in told.err
    assert "The name of a family could not be read: " in told.err
