"""Everything that a person wrote can be taken out, and erased for good: every kind of entry."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from parentkit.cli.upkeep import purge as purge_command
from parentkit.domain.schema.kinds import BY_ID, KINDS, STAYS, WITH_ALL
from parentkit.domain.ulid import ulid
from parentkit.journal import Draft, Journal
from parentkit.services.log.entries import INSTEAD

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Called

    Call = Callable[..., Called]

CANARY = "CANARY of a bad evening"
COACH = "coach:0123456789abcdef0123456789abcdef"
NUMBERS = iter(range(1, 10_000))


def holding(home: Path, text: str = CANARY) -> list[str]:
    """The files in home and state that hold a text."""
    found = (path for path in home.rglob("*") if path.is_file())
    return [str(path) for path in found if text.encode() in path.read_bytes()]


def logged(call: Call, *words: str) -> str:
    return str(call("log", "sad", "comfort", *words, "--json").json()["id"])


def stored(home: Path, kind: str, **fields: Any) -> str:
    """The id of an entry that came from another device, as what a coach sends does."""
    journal = Journal(str(home / "home"), str(home / "another state"))
    identity = ulid(journal.now_ms(), next(NUMBERS).to_bytes(10, "big"))
    journal.append([Draft(kind, identity, fields)])
    journal.close()
    return identity


def an_answer(call: Call, text: str = CANARY) -> str:
    call("reflect", typed=f"{text}\n\n")
    answers = call("reflect", "--json").json()["answers"]
    return str(next(one["id"] for one in answers if one.get("answer") == text))


def a_word(call: Call) -> str:
    call("vocabulary", "add", "cues", CANARY, "--group", "distress")
    rows = call("vocabulary", "list", "cues", "--json").json()
    return str(next(row["entry"] for row in rows if row["label"] == CANARY))


WRITTEN: dict[str, Callable[[Call, Path], str]] = {
    "moment": lambda call, _: logged(call, "--note", CANARY),
    "coding": lambda call, home: stored(
        home, "coding", moment=logged(call), coder=COACH, fit="partial", said=CANARY
    ),
    "reflection": lambda call, _: an_answer(call),
    "template": lambda call, _: str(
        call("template", "add", CANARY, "--cue", "sad", "--json").json()["id"]
    ),
    "term": lambda call, _: a_word(call),
    "comment": lambda call, home: stored(
        home, "comment", moment=logged(call), coder=COACH, text=CANARY, sort="wondering"
    ),
    "goal": lambda _, home: stored(home, "goal", coder=COACH, text=CANARY),
    "assignment": lambda _, home: stored(home, "assignment", coder=COACH, question=CANARY),
    "session": lambda _, home: stored(home, "session", text=CANARY, day="2026-11-22"),
    "practice": lambda _, home: stored(
        home, "practice", exercise="x", title="X", started_at="2026-11-22T18:05", words=CANARY
    ),
    "checkin": lambda call, _: str(
        call("checkin", "--json", typed=f"{CANARY}\n{CANARY}\n{CANARY}\n").json()["id"]
    ),
}
"""How an entry of each kind that goes by its id is written, with the canary in its words."""


def test_every_kind_says_how_it_goes_and_is_written_here_where_it_goes_by_id() -> None:
    """Whoever adds a kind says in the table how it is erased, and adds a line above."""
    assert {
        kind.name: kind.goes for kind in KINDS if kind.goes not in (BY_ID, WITH_ALL, STAYS)
    } == {}
    assert WRITTEN.keys() == {kind.name for kind in KINDS if kind.goes == BY_ID}
    assert INSTEAD.keys() == {kind.name for kind in KINDS if kind.goes == STAYS}
    assert {kind.name for kind in KINDS if kind.goes == WITH_ALL} == {"child", "caregiver"}


@pytest.mark.parametrize("kind", WRITTEN)
def test_not_a_byte_of_a_purged_entry_stays(call: Call, home: Path, kind: str) -> None:
    logged(call, "--note", "another evening altogether")
    identity = WRITTEN[kind](call, home)
    call("backup")
    assert len(holding(home)) >= 2
    call("log", "sad", "comfort")
    damaged = next((home / "home").rglob("2026-11.jsonl"))
    line = next(
        line
        for path in (home / "home").rglob("*.jsonl")
        for line in path.read_bytes().splitlines()
        if identity.encode() in line
    )
    if kind != "coding":  # which holds no words
        with damaged.open("ab") as file:  # what is left where a line was damaged, its id, too
            file.write(line.replace(identity.encode(), b"?" * 26) + b"\n")
    erased = call("purge", identity, "--yes", "--json").json()
    assert (erased["id"], erased["kind"], erased["left"]) == (identity, kind, {})
    assert holding(home) == []
    assert len(holding(home, "another evening altogether")) >= 2
    again = call("purge", identity, "--yes", "--json").json()
    assert (again["files"], again["backups"]) == (0, 0)
    assert call("doctor").code == 0


@pytest.mark.parametrize("kind", WRITTEN)
def test_a_deleted_entry_is_gone_from_what_is_read_and_undo_brings_it_back(
    call: Call, home: Path, kind: str
) -> None:
    logged(call)
    identity = WRITTEN[kind](call, home)

    def is_there() -> bool:
        journal = Journal(str(home / "home"), str(home / "state"))
        records = (*journal.lasting(), *journal.read(None, [kind]))
        return any(record.id == identity for record in records)

    called = call("delete", identity[:20].lower())
    assert called.code == 0
    assert identity in called.out
    if kind != "coding":
        assert CANARY in " ".join(called.out.split())
    assert not is_there()
    assert call("undo").code == 0
    assert is_there()
    assert call("delete", identity, "--json").json()["id"] == identity
    call("purge", identity, "--yes")
    call("undo")
    assert not is_there()


@pytest.mark.parametrize("kind", WRITTEN)
def test_every_entry_that_can_be_deleted_has_a_history(call: Call, home: Path, kind: str) -> None:
    logged(call)
    identity = WRITTEN[kind](call, home)
    called = call("history", identity)
    assert called.code == 0
    assert "written by" in called.out
    assert CANARY in " ".join(called.out.split())


@pytest.mark.parametrize("kind", WRITTEN)
def test_every_entry_that_can_be_deleted_is_shown(call: Call, home: Path, kind: str) -> None:
    logged(call)
    identity = WRITTEN[kind](call, home)
    called = call("show", identity)
    assert called.code == 0
    assert identity in called.out
    if kind != "coding":
        assert CANARY in " ".join(called.out.split())
    assert call("show", identity, "--json").json()["id"] == identity
    call("purge", identity, "--yes")
    assert call("show", identity).code == 1


@pytest.mark.parametrize("kind", INSTEAD)
def test_what_was_agreed_to_stays_and_another_command_is_named(
    call: Call, home: Path, kind: str
) -> None:
    logged(call)
    identity = stored(home, kind, moment="x", name="something")
    for command in ("delete", "purge"):
        called = call(command, identity)
        assert called.code == 2
        assert "Nothing was changed." in called.err
        assert INSTEAD[kind] in called.err


def test_a_beginning_that_several_have_names_each_with_what_it_is(call: Call, home: Path) -> None:
    call("child", "add", "Mia")
    moment = logged(call)
    goal = stored(home, "goal", coder=COACH, text=CANARY, logged_at="2026-11-16T10:00+01:00")
    assert moment[:8] == goal[:8]
    for command in ("delete", "purge"):
        called = call(command, moment[:8], *(["--yes"] if command == "purge" else []))
        assert called.code == 2
        assert f"{moment} (a moment of 22 November 2026)" in called.err
        assert f"{goal} (a goal of 16 November 2026)" in called.err
        assert "(a child of 22 November 2026)" in called.err
        assert "Mia" not in called.err, "an error may stand in a log"
    assert call("purge", "01M", "--yes").code == 2
    assert call("purge", "0000000000000000000000000A", "--yes").code == 1


# what quotes it


def test_what_says_the_same_words_is_named_and_left(call: Call, home: Path) -> None:
    moment = logged(call, "--note", f"{CANARY}\nand so to bed")
    other = logged(call, "--need", f"after that {CANARY.lower()}  I slept")
    answer = an_answer(call, f"I wrote: {CANARY}")
    logged(call, "--note", "nothing of the sort, and to bed")
    preview = call("purge", moment, "--dry-run")
    assert f"  {other}  a moment of 22 November 2026" in preview.out
    assert f"  {answer}  an answer of 22 November 2026" in preview.out
    assert call("purge", moment, "--dry-run", "--json").json()["dry_run"] is True
    assert call("show", moment).code == 0, "a preview erases nothing"
    erased = call("purge", moment, "--yes", "--json").json()
    assert {(one["id"], one["kind"]) for one in erased["quoted_by"]} == {
        (other, "moment"),
        (answer, "reflection"),
    }
    assert call("show", other).code == 0
    assert call("purge", other, "--yes").code == 0
    told = call("purge", answer, "--yes")
    assert "stay" not in told.out.replace("stay stored", "")
    assert holding(home) == []


def test_moments_that_use_a_purged_word_of_ones_own_are_named(call: Call) -> None:
    word = a_word(call)
    moment = str(call("log", CANARY, "comfort", "--json").json()["id"])
    erased = call("purge", word, "--yes", "--json").json()
    assert erased["quoted_by"] == [{"id": moment, "kind": "moment"}]


def test_the_answer_at_the_end_of_a_purged_exercise_is_named(call: Call, home: Path) -> None:
    logged(call)
    answer = an_answer(call)
    practice = stored(home, "practice", exercise="x", started_at="2026-11-22", reflection=answer)
    assert call("purge", practice, "--dry-run", "--json").json()["answer"] == answer
    assert f"parentkit purge {answer}" in call("purge", practice, "--yes").err


# what is written again after it was erased


def test_an_answer_given_again_after_it_was_erased_stays(call: Call, home: Path) -> None:
    logged(call)
    first = an_answer(call)
    call("purge", first, "--yes")
    again = an_answer(call, "another thought altogether")
    assert again != first
    assert call("doctor").code == 0
    assert call("doctor", "--repair").code == 0
    answers = call("reflect", "--json").json()["answers"]
    assert [one["answer"] for one in answers if one.get("answer")] == ["another thought altogether"]
    assert holding(home) == []


def test_a_word_of_ones_own_added_again_is_there(call: Call) -> None:
    def words() -> list[str]:
        return [row["label"] for row in call("vocabulary", "list", "cues", "--json").json()]

    def add() -> None:
        assert call("vocabulary", "add", "cues", "blue cup", "--group", "distress").code == 0

    def entry() -> str:
        rows = call("vocabulary", "list", "cues", "--json").json()
        return next(str(row["entry"]) for row in rows if row["label"] == "blue cup")

    logged(call)
    add()
    call("undo")
    assert "blue cup" not in words()
    add()
    assert "blue cup" in words()
    call("purge", entry(), "--yes")
    assert "blue cup" not in words()
    add()
    assert "blue cup" in words()
    assert call("doctor").code == 0


# children and caregivers, with all that is theirs


@pytest.fixture
def family(call: Call, home: Path) -> dict[str, str]:
    """Mia and Ben, Anna and Jo: of each pair one who is to go, and one who stays."""
    made = {"first": logged(call, "--note", f"{CANARY} 1")}  # before there was a name
    call("child", "rename", "my child", "Mia")
    call("caregiver", "rename", "me", "Anna")
    call("child", "add", "Ben")
    call("caregiver", "add", "Jo")
    made |= {
        "mia": logged(call, "--child", "Mia", "--note", f"{CANARY} 2"),
        "ben": logged(call, "--child", "Ben", "--note", "he slept before the story was over"),
        "jo": logged(call, "--child", "Ben", "--caregiver", "Jo", "--note", "JOCANARY and a storm"),
        "telling": logged(call, "--child", "Ben", "--note", "mia took his blanket"),
    }
    call("delete", made["mia"])
    call("template", "add", "bedtime with Mia", "--cue", "sad", "--child", "Mia")
    people = {one["name"]: one["id"] for one in call("child", "list", "--json").json()}
    jo = next(
        one["id"] for one in call("caregiver", "list", "--json").json() if one["name"] == "Jo"
    )
    asked = {"week": "2026-11-16", "question": "q", "caregiver": jo, "text": "?", "answer": CANARY}
    both = [made["first"], made["ben"]]
    made["about Mia"] = stored(home, "reflection", **asked, moments=[made["first"]])
    made["about both"] = stored(
        home, "reflection", **{**asked, "answer": "JOCANARY of both"}, moments=both
    )
    stored(home, "comment", moment=made["first"], coder=COACH, text=f"{CANARY} 3")
    stored(home, "goal", coder=COACH, text=f"{CANARY} 4", child=people["Mia"])
    stored(home, "checkin", caregiver=jo, feeling="JOCANARY tired", logged_at="2026-11-22T18:05")
    stored(
        home, "practice", caregiver=jo, exercise="x", words="JOCANARY x", started_at="2026-11-22"
    )
    stored(
        home, "coding", caregiver=jo, moment=made["ben"], coder=jo, fit="missed", said="JOCANARY"
    )
    call("backup")
    return made


def test_a_child_is_previewed_and_erased_with_all_that_is_theirs(
    call: Call, home: Path, family: dict[str, str]
) -> None:
    preview = call("purge", "--child", "mi", "--dry-run")
    assert preview.code == 0
    for line in (
        "all that is with the child Mia:",
        "  2 moments\n",
        "  1 answer\n",
        "  1 template\n",
        "  1 comment\n",
        "  1 goal\n",
        "  (one of these had been taken out before)\n",
        "  and the name itself\n",
        f"  {family['telling']}  a moment of 22 November 2026\n",
    ):
        assert line in preview.out
    assert "Nothing was erased." in preview.err
    assert len(holding(home)) >= 2
    erased = call("purge", "--child", "Mia", "--yes", "--json").json()
    assert erased["kind"] == "child"
    assert erased["records"] == {
        "moment": 2, "reflection": 1, "template": 1, "comment": 1, "goal": 1,
    }  # fmt: skip
    assert erased["left"] == {}
    assert erased["quoted_by"] == [{"id": family["telling"], "kind": "moment"}]
    assert holding(home) == []
    assert holding(home, '"Mia"') == []
    assert [one["name"] for one in call("child", "list", "--hidden", "--json").json()] == ["Ben"]
    left = {one["id"] for one in call("moments", "--all", "--json").json()}
    assert left == {family["ben"], family["jo"], family["telling"]}
    call("purge", family["telling"], "--yes")
    assert holding(home, "mia") == []
    assert call("doctor").code == 0
    assert call("log", "sad", "comfort", "--json").json()["child"] == erased_child(call, "Ben")


def erased_child(call: Call, name: str) -> str:
    children = call("child", "list", "--json").json()
    return next(str(one["id"]) for one in children if one["name"] == name)


def test_a_caregiver_is_erased_with_all_that_is_theirs(
    call: Call, home: Path, family: dict[str, str]
) -> None:
    call("caregiver", "use", "Jo")
    erased = call("purge", "--caregiver", "Jo", "--yes", "--json").json()
    assert erased["records"] == {
        "moment": 1, "coding": 1, "reflection": 2, "practice": 1, "checkin": 1,
    }  # fmt: skip
    assert holding(home, "JOCANARY") == []
    assert holding(home, '"Jo"') == []
    assert erased["left"] == {}
    left = {one["id"] for one in call("moments", "--all", "--json").json()}
    assert left == {family["first"], family["ben"], family["telling"]}
    assert call("doctor").code == 0
    assert call("log", "sad", "comfort").code == 0
    assert [one["name"] for one in call("caregiver", "list", "--json").json()] == ["Anna"]


def test_undo_brings_nobody_back(call: Call, home: Path, family: dict[str, str]) -> None:
    assert family
    call("purge", "--child", "Mia", "--yes")
    while call("undo").code == 0:
        assert holding(home, '"Mia"') == []
    assert "Mia" not in call("child", "list", "--hidden").out


def test_the_only_child_and_the_only_caregiver_can_go_and_writing_goes_on(
    call: Call, home: Path
) -> None:
    logged(call, "--note", CANARY)
    assert call("purge", "--child", "my child", "--yes", "--json").json()["records"] == {
        "moment": 1
    }
    assert call("child", "list", "--json").json() == []
    assert call("purge", "--caregiver", "me", "--yes").code == 0
    assert holding(home) == []
    call("log", "sad", "comfort", "--note", "a new day")
    assert call("doctor").code == 0
    (moment,) = call("moments", "--all", "--json").json()
    (child,) = call("child", "list", "--json").json()
    (caregiver,) = call("caregiver", "list", "--json").json()
    assert (moment["child"], moment["caregiver"]) == (child["id"], caregiver["id"])


def test_a_child_of_an_earlier_version_that_was_named_where_it_stood_can_go(
    call: Call, home: Path
) -> None:
    first = "00000000000000000000000001"
    logged(call)
    journal = Journal(str(home / "home"), str(home / "state"))
    journal.amend(journal.get(first, "child"), {"name": "Wilhelmina"})
    journal.close()
    assert call("purge", "--child", "Wilhelmina", "--yes").code == 0
    assert holding(home, "Wilhelmina") == []
    moment = call("log", "sad", "comfort", "--json").json()
    (child,) = call("child", "list", "--json").json()
    assert (moment["child"], child["name"]) == (child["id"], "my child")
    assert call("doctor").code == 0
    assert call("child", "rename", "my child", "Ben").code == 0
    assert call("moments", "--all", "--child", "Ben", "--json").json()


@pytest.mark.parametrize("typed", ["", "y\n", "Ben\n"])
def test_anything_but_the_name_erases_nobody(
    call: Call, typed: str, family: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert call("purge", "--child", "Mia").code == 2, "nobody can be asked"
    monkeypatch.setattr(purge_command, "somebody_is_there", lambda: True)
    called = call("purge", "--child", "Mia", typed=typed)
    assert called.code == 2
    assert "nothing was erased" in called.err
    assert "  2 moments" in called.err, "what would go is said before"
    assert call("show", family["first"]).code == 0


def test_the_name_erases(
    call: Call, home: Path, family: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert family
    monkeypatch.setattr(purge_command, "somebody_is_there", lambda: True)
    assert call("purge", "--child", "Mia", typed=" mia\n").code == 0
    assert holding(home) == []


def test_to_delete_somebody_names_the_commands_for_it(call: Call, family: dict[str, str]) -> None:
    assert family
    people = [(kind, one) for kind in ("child", "caregiver") for one in _listed(call, kind)]
    for kind, identity in people:
        called = call("delete", identity)
        assert called.code == 2
        assert f"parentkit {kind} hide NAME" in called.err
        assert f"parentkit purge --{kind} NAME" in called.err


def _listed(call: Call, kind: str) -> list[str]:
    return [str(one["id"]) for one in call(kind, "list", "--json").json()]


def test_somebody_by_id_goes_with_all_that_is_theirs_and_is_finished_by_name(
    call: Call, home: Path, family: dict[str, str]
) -> None:
    assert family
    identity = erased_child(call, "Mia")
    assert call("purge", identity, "--dry-run", "--json").json()["records"]["moment"] == 2
    (lasting,) = (
        path for path in (home / "home").rglob("family.jsonl") if b'"Mia"' in path.read_bytes()
    )
    before = lasting.read_bytes()
    call("purge", identity, "--yes")
    after = lasting.read_bytes().splitlines(keepends=True)
    marks = [one for one in after if b'"purged":true' in one and b'"batch"' in one]
    assert marks
    lasting.write_bytes(before + b"".join(marks))  # as where it was stopped after hiding her
    assert call("purge", "--child", "Mia", "--yes").code == 0
    assert holding(home, '"Mia"') == []
    assert json.loads(call("child", "list", "--json").out)[0]["name"] == "Ben"
