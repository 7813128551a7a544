"""The commands as a shell calls them; parent and coach each in a home of their own."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from parentkit.cli.main import general_help
from parentkit.sharing import keys

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Called


@pytest.mark.parametrize("command", ["share", "feedback", "key", "consent"])
def test_each_command_has_help_with_examples(call: Callable[..., Called], command: str) -> None:
    called = call(command, "--help")
    assert called.code == 0
    assert f"parentkit {command}" in called.out
    assert "examples:" in called.out
    assert f"  {command} " in general_help()


def test_parent_and_coach_go_through_it_end_to_end(
    call: Callable[..., Called], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def of(who: str, *words: str, typed: str = "") -> Called:
        monkeypatch.setenv("PARENTKIT_HOME", str(tmp_path / who / "home"))
        monkeypatch.setenv("PARENTKIT_STATE", str(tmp_path / who / "state"))
        called = call(*words, typed=typed)
        assert called.code == 0, called.err
        return called

    card, shared, reply, notice = (
        str(tmp_path / name) for name in ("dana.card", "shared.age", "reply.age", "notice.age")
    )
    of("coach", "coach", "init", "Dana Reed")
    of("coach", "coach", "card", "--to", card)
    moment = of("parent", "log", "afraid", "fix_advise", "--json").json()["id"]
    of("parent", "key", "make")
    of("parent", "consent", "add-coach", card, "--yes")
    of("parent", "share", "--with", "Dana", "--yes", "--to", shared)
    of("coach", "coach", "add", shared, "--name", "Rivera")
    of("coach", "coach", "comment", "Rivera", moment, "--strength", "You came closer.")
    of("coach", "coach", "reply", "Rivera", "--to", reply)
    of("parent", "feedback", reply)
    assert "You came closer." in of("parent", "show", moment).out
    of("parent", "consent", "withdraw", "Dana", "--yes", "--to", notice)
    of("coach", "coach", "add", notice)
    assert "withdrawn" in of("coach", "coach", "families").out


def test_the_file_has_a_telling_name_where_none_is_given(
    call: Callable[..., Called], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "dana.card").write_text(json.dumps(keys.make().card("Dana Reed")))
    call("key", "make")
    call("consent", "add-coach", "dana.card", "--yes")
    call("log", "afraid", "comfort")
    for _ in range(2):
        assert call("share", "--with", "Dana", "--yes").code == 0
    names = sorted(path.name for path in tmp_path.glob("*.age"))
    assert len(names) == 2
    assert all(name.startswith("moments-for-dana-reed-20") for name in names)


def test_a_card_of_ones_own_can_be_given_away(call: Callable[..., Called], tmp_path: Path) -> None:
    call("key", "make")
    printed = call("key", "export-card", "--name", "Mia's family")
    path = str(tmp_path / "our.card")
    assert call("key", "export-card", "--name", "Mia's family", "--to", path).code == 0
    with open(path, encoding="utf-8") as file:
        assert file.read() == printed.out
    shown = call("key", "show", "--json").json()
    card = keys.read_card(printed.out)
    assert (card.name, card.fingerprint) == ("Mia's family", shown["fingerprint"])
    assert call("key", "export-card", "--name", "x", "--to", path).code == 3


def test_feedback_without_a_file_says_what_there_is(call: Callable[..., Called]) -> None:
    called = call("feedback")
    assert called.code == 0
    assert "No coach has sent anything yet" in called.err
    assert call("feedback", "--json").json() == {
        "comments": [], "codings": [], "goals": [], "assignments": [], "unreadable": [],
    }  # fmt: skip


def test_a_name_without_a_coach_and_a_key_without_a_home_are_said(
    call: Callable[..., Called],
) -> None:
    assert "consent add-coach" in call("share", "--with", "Dana", "--preview").err
    assert call("key", "show").code == 1
    assert call("consent", "list").code == 0
    assert call("share").code == 2
