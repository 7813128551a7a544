"""What an earlier version wrote reads as it did then: homes that are kept for ever.

tests/fixtures/README.md says what is in them, and why none of them is ever made anew.
"""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import subprocess
import sys
import zlib
from select import select
from typing import TYPE_CHECKING, Any

import pytest
from freezegun import freeze_time

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Called

FIXTURES = os.path.join(os.path.dirname(__file__), "..", "fixtures")
KEPT = sorted(name for name in os.listdir(FIXTURES) if name.startswith("home-"))
PASSPHRASE = "four quiet spoons at noon"
ENDS = ("json", "jsonl", "csv")
PATIENCE = 60
"""Seconds until a program at a terminal is taken to be stuck."""


def said(name: str) -> dict[str, Any]:
    """Who was asked what in a kept home, and when."""
    with open(os.path.join(FIXTURES, name, "said", "calls.json"), encoding="utf-8") as file:
        found: dict[str, Any] = json.load(file)
    return found


CALLS = [(name, call) for name in KEPT for call in said(name)["calls"]]


class Household:
    """A copy of a kept home at `folder`, as its people would have it."""

    def __init__(
        self, name: str, folder: Path, call: Callable[..., Called], patch: pytest.MonkeyPatch
    ) -> None:
        self.kept = os.path.join(FIXTURES, name)
        self.folder = str(folder)
        self.at = said(name)["at"]
        self._call = call
        self._patch = patch
        shutil.copytree(self.kept, self.folder)
        for where, _, names in os.walk(self.folder):
            os.chmod(where, 0o700)
            for each in names:
                os.chmod(os.path.join(where, each), 0o600)
        for who in ("anna", "ben"):
            self._name_after_here(*self.places(who))

    def _name_after_here(self, home: str, state: str) -> None:
        here = f"{zlib.crc32(os.path.abspath(home).encode()):08x}"
        for kind in ("backups", "tidemarks"):
            folder = os.path.join(state, kind)
            for there in os.listdir(folder) if os.path.isdir(folder) else ():
                os.rename(os.path.join(folder, there), os.path.join(folder, here))

    def path(self, *parts: str) -> str:
        return os.path.join(self.folder, *parts)

    def file(self, name: str) -> str:
        return self.path("files", name)

    def places(self, who: str) -> tuple[str, str]:
        """Home and state of somebody."""
        if who in {"anna", "ben"}:
            return self.path("family", "home"), self.path("family", who)
        return self.path(who, "home"), self.path(who, "state")

    def as_(self, who: str, *words: str) -> Called:
        """A call at the time at which the home was left."""
        home, state = self.places(who)
        self._patch.setenv("PARENTKIT_HOME", home)
        self._patch.setenv("PARENTKIT_STATE", state)
        with freeze_time(self.at):
            return self._call(*words)

    def done(self, who: str, *words: str) -> Called:
        called = self.as_(who, *words)
        assert called.code == 0, called.err
        return called

    def lines(self) -> dict[str, bytes]:
        """Every file of the family's home."""
        return contents(self.path("family", "home"))


def contents(folder: str) -> dict[str, bytes]:
    """Every file below a folder, by its path there."""
    found = {}
    for where, _, names in os.walk(folder):
        for each in names:
            path = os.path.join(where, each)
            with open(path, "rb") as file:
                found[os.path.relpath(path, folder)] = file.read()
    return found


@pytest.fixture(params=KEPT)
def household(
    request: pytest.FixtureRequest,
    home: Path,
    call: Callable[..., Called],
    monkeypatch: pytest.MonkeyPatch,
) -> Household:
    return Household(request.param, home / "household", call, monkeypatch)


def assert_holds(kept: Any, now: Any, where: str = "") -> None:
    """Everything that was said then is said now; objects may have more keys."""
    if isinstance(kept, dict):
        assert isinstance(now, dict), where
        for key, value in kept.items():
            assert key in now, f"{where}: {key} is gone"
            assert_holds(value, now[key], f"{where}.{key}")
    elif isinstance(kept, list):
        assert isinstance(now, list), where
        assert len(now) == len(kept), where
        for number, value in enumerate(kept):
            assert_holds(value, now[number], f"{where}[{number}]")
    elif isinstance(kept, float):
        assert now == pytest.approx(kept), where
    else:
        assert now == kept, where


def rows(text: str) -> list[dict[str, str]]:
    """A table's rows by their columns' names."""
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def reading(name: str, text: str, folder: str) -> Any:
    """What a kept answer says: JSON, lines of JSON or a table."""
    if name.endswith(".csv"):
        return rows(text)
    if name.endswith(".jsonl"):
        return [json.loads(line) for line in text.splitlines()]
    return json.loads(text.replace("FOLDER", folder))


def text_of(path: str) -> str:
    with open(path, encoding="utf-8", newline="") as file:
        return file.read()


@pytest.mark.parametrize(("name", "asked"), CALLS)
def test_what_was_answered_then_is_answered_now(
    name: str,
    asked: str,
    home: Path,
    call: Callable[..., Called],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    household = Household(name, home / "household", call, monkeypatch)
    question = said(name)["calls"][asked]
    new = household.path("new")
    words = [new if word == "NEW" else word for word in question["words"]]
    answer = household.done(question["who"], *words)
    kept = household.path("said", asked)
    if os.path.isdir(kept):
        for each in os.listdir(kept):
            assert_holds(rows(text_of(os.path.join(kept, each))), rows(text_of(f"{new}/{each}")))
        return
    (path,) = [path for end in ENDS if os.path.exists(path := f"{kept}.{end}")]
    folder = json.dumps(household.folder)[1:-1]
    assert_holds(reading(path, text_of(path), folder), reading(path, answer.out, folder))


def test_there_is_a_home_and_it_was_asked_much() -> None:
    assert "home-0.1" in KEPT
    assert len(CALLS) >= 30


def test_reading_changes_nothing_in_the_family_s_home(household: Household) -> None:
    before = household.lines()
    for words in (["doctor", "--repair"], ["moments", "--all"], ["rates", "--all"], ["export"]):
        household.done("anna", *words)
    assert household.lines() == before


def test_nothing_of_what_was_erased_is_anywhere(household: Household) -> None:
    with pytest.raises(ValueError, match="must not exist"):
        assert_without("must not exist", contents(household.folder) | {"": b"must not exist"})
    assert_without("must not exist", contents(household.folder))
    assert "taken back" not in household.done("anna", "moments", "--all", "--json").out


def assert_without(words: str, files: dict[str, bytes]) -> None:
    for path, content in files.items():
        if words.encode() in content:
            raise ValueError(f"{path}: {words}")


def test_the_family_goes_on_and_every_old_line_stays(household: Household) -> None:
    before = household.lines()
    moments = household.done("anna", "moments", "--all", "--json").json()
    snow = next(each for each in moments if each.get("tags") == ["snow"])
    new = household.done("anna", "log", "proud", "join_mirror", "--json").json()
    assert (new["child"], new["caregiver"]) in {(m["child"], m["caregiver"]) for m in moments}
    household.done("anna", "edit", snow["id"], "--note", "It snowed.")
    household.done("ben", "log", "sad", "withdrew")
    household.done("ben", "undo")
    after = household.lines()
    assert {path: after[path][: len(content)] for path, content in before.items()} == before
    told = {
        each["id"]: each for each in household.done("anna", "moments", "--all", "--json").json()
    }
    assert told.keys() - {each["id"] for each in moments} == {new["id"]}
    assert told[snow["id"]]["note"] == "It snowed."
    assert told[snow["id"]]["weather"] == {"sky": "snow"}
    assert household.done("anna", "doctor", "--json").json()["problems"] == []


def test_an_export_goes_into_another_home_with_every_field(household: Household) -> None:
    kept = household.path("said", "export.jsonl")
    household.done("newcomer", "import", kept)
    again = household.done("newcomer", "export", "--include-flagged").out
    assert_holds(by_id(reading(kept, text_of(kept), "")), by_id(reading(kept, again, "")))


def by_id(records: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {f"{each['kind']} {each['id']}": each for each in records}


def test_what_both_sides_wrote_about_a_note_is_kept(household: Household) -> None:
    (edited,) = household.done("anna", "moments", "--all", "--text", "third", "--json").json()
    shown = household.done("anna", "show", edited["id"]).out
    assert "third thoughts" in shown
    assert "second thoughts" in shown


def test_a_backup_brings_back_what_is_gone(household: Household) -> None:
    home, _ = household.places("anna")
    before = household.done("anna", "moments", "--month", "2026-09", "--json").json()
    (backup,) = household.done("anna", "backup", "--list", "--json").json()
    assert backup["name"] == "2026-09-12T160408Z"
    lost = [path for path in household.lines() if path.endswith("2026-09.jsonl")]
    for path in lost:
        os.remove(os.path.join(home, path))
    assert len(lost) == 2
    household.done("anna", "restore")
    after = household.done("anna", "moments", "--month", "2026-09", "--json").json()
    assert [each["id"] for each in after] == [
        each["id"] for each in before if each["observed_at"] < "2026-09-12T18:05"
    ]


def test_shares_open_for_a_coach_who_has_nothing_but_the_key(household: Household) -> None:
    start_anew(household, "coach")
    ben, anna = household.file("ben-to-dana.age"), household.file("anna-to-dana.age")
    household.done("coach", "coach", "add", ben, "--name", "Rivera")
    second = ("--family", "Rivera", "--accept-key", "--name", "Anna")
    household.done("coach", "coach", "add", anna, *second)
    kept = json.loads(text_of(household.path("said", "coach-families.json")))["families"][0]
    (family,) = household.done("coach", "coach", "families", "--json").json()["families"]
    for key in ("id", "consents", "moments", "flagged", "summary"):
        assert_holds(kept[key], family[key], key)
    before = contents(household.path("coach", "home", "coach", "families"))
    household.done("coach", "coach", "add", ben)
    household.done("coach", "coach", "add", anna)
    assert contents(household.path("coach", "home", "coach", "families")) == before


def start_anew(household: Household, who: str) -> None:
    """Of somebody's workspace, the key and the card alone are left."""
    practice = household.path(who, "home", "coach")
    for name in os.listdir(practice):
        path = os.path.join(practice, name)
        if os.path.isdir(path):
            shutil.rmtree(path)
        elif name not in {"key", "card.json"}:
            os.remove(path)
    shutil.rmtree(household.path(who, "state"))


def test_codings_for_a_supervisor_open_and_a_notice_closes_them(household: Household) -> None:
    start_anew(household, "supervisor")
    household.done("supervisor", "coach", "add", household.file("ben-to-sam.age"), "--name", "Ben")
    codings = household.file("codings-for-sam.age")
    accepted = ("--family", "Ben", "--accept-key", "--name", "Dana")
    household.done("supervisor", "coach", "add", codings, *accepted)
    agreement = household.done("supervisor", "coach", "agreement", "Ben", "--json").json()
    assert [each["n"] for each in agreement["between"]] == [2]
    household.done("supervisor", "coach", "add", household.file("ben-withdraws.age"))
    (family,) = household.done("supervisor", "coach", "families", "--json").json()["families"]
    assert (family["moments"], family["consents"][0]["state"]) == (0, "withdrawn")


def test_what_was_withdrawn_stays_closed(household: Household) -> None:
    done = household.as_("supervisor", "coach", "add", household.file("ben-to-sam.age"))
    assert done.code == 3
    (family,) = household.done("supervisor", "coach", "families", "--json").json()["families"]
    assert family["moments"] == 0


def test_a_coach_s_answer_opens_again_and_changes_nothing(household: Household) -> None:
    before = household.done("ben", "feedback", "--json").json()
    household.done("ben", "feedback", household.file("from-dana-to-ben.age"))
    assert household.done("ben", "feedback", "--json").json() == before
    assert before


def test_the_coach_writes_an_answer_that_the_family_reads(household: Household) -> None:
    question = "What was the quiet like?"
    household.done("coach", "coach", "assign", "Rivera", "--question", question)
    household.done("coach", "coach", "reply", "Rivera", "--to", household.path("new.age"))
    answers = [name for name in os.listdir(household.folder) if name.startswith("new")]
    assert len(answers) == 2  # one for each parent's key
    taken = [household.as_("ben", "feedback", household.path(name)).code for name in answers]
    assert sorted(taken) == [0, 3]
    assert question in household.done("ben", "feedback").out


@pytest.mark.real_clock("the program runs in a process of its own; no time stands in a key")
class TestKeys:
    def test_a_locked_key_opens_with_its_passphrase(self, household: Household) -> None:
        typed = {"Passphrase of your key: ": PASSPHRASE}
        text = at_a_terminal(household.places("anna"), ["key", "show", "--json"], typed)
        families = json.loads(text_of(household.path("said", "coach-families.json")))["families"]
        signers = {consent["signer"] for consent in families[0]["consents"]}
        assert json.loads(text[text.index("{") :])["fingerprint"] in signers

    def test_a_copy_of_a_key_opens_with_its_recovery_key(self, household: Household) -> None:
        state = household.path("elsewhere")
        words = ["key", "recovery", "--restore", household.file("ben-recovery.age")]
        typed = {"Recovery key: ": text_of(household.file("ben-recovery-key.txt")).strip()}
        assert "The keys are back." in at_a_terminal(
            (household.path("no home"), state), words, typed
        )
        kept = text_of(os.path.join(household.places("ben")[1], "sharing", "key"))
        assert text_of(os.path.join(state, "sharing", "key")) == kept


def at_a_terminal(places: tuple[str, str], words: list[str], typed: dict[str, str]) -> str:
    """What the program says at a terminal of its own, with an answer to each question."""
    pty = pytest.importorskip("pty")
    leader, follower = pty.openpty()
    home, state = places
    environment = {**os.environ, "PARENTKIT_HOME": home, "PARENTKIT_STATE": state, "TERM": "xterm"}
    program = subprocess.Popen(
        [sys.executable, "-m", "parentkit", *words],
        stdin=follower, stdout=follower, stderr=follower, env=environment, start_new_session=True,
    )  # fmt: skip
    os.close(follower)
    text = ""
    waiting = dict(typed)
    while select([leader], [], [], PATIENCE)[0]:
        try:
            new = os.read(leader, 4096).decode()
        except OSError:
            new = ""
        if not new:
            break
        text += new
        for question in [each for each in waiting if text.endswith(each)]:
            os.write(leader, f"{waiting.pop(question)}\n".encode())
    os.close(leader)
    assert program.wait(timeout=PATIENCE) == 0, text
    return text
