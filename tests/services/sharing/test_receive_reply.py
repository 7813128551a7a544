"""What a coach sends stands beside what the family wrote, and never in its place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from freezegun import freeze_time
from hypothesis import example, given, settings
from hypothesis import strategies as st

from parentkit.domain.coaching.coaching import SENT_KINDS
from parentkit.storage import disk

if TYPE_CHECKING:
    from pathlib import Path

EXERCISE = "longer-out-than-in"


def journal_of(folder: Path) -> dict[str, bytes]:
    root = folder / "home" / "families" / "own"
    return {
        str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()
    }


@pytest.fixture
def moment(sharing: Any) -> str:
    return str(sharing.log("afraid", "comfort"))


@pytest.fixture
def shared(sharing: Any, moment: str) -> str:
    assert moment
    return str(sharing.share())


def test_a_comment_stands_with_its_moment_under_the_coachs_name(
    sharing: Any, moment: str, shared: str
) -> None:
    text = "You stayed close.\x1b[31m \u202eand"
    line = sharing.coach.line("comment", {"moment": moment, "text": text, "sort": "strength"})
    called = sharing.call("feedback", sharing.coach.reply(shared, line))
    assert called.code == 0
    assert "From Dana Reed: 1 comment" in called.out
    out = sharing.call("show", moment).out
    assert "Dana Reed writes, a strength\n              You stayed close.[31m and" in out
    assert "\x1b" not in called.out + out
    assert "Dana Reed wrote about it" in sharing.call("moments").out
    assert "You stayed close." in sharing.call("reflect", "--week", "today").out
    assert "You stayed close." in sharing.call("feedback").out


def test_a_comment_is_found_where_the_local_day_is_not_the_one_in_utc(sharing: Any) -> None:
    with freeze_time("2026-11-22 23:30", auto_tick_seconds=0.001):
        moment = sharing.log("afraid", "comfort")
        shared = sharing.share("--all")
        line = sharing.coach.line("comment", {"moment": moment, "text": "You stayed close."})
        sharing.call("feedback", sharing.coach.reply(shared, line))
        assert sharing.call("moments", "--json").json()[0]["observed_at"][:10] == "2026-11-23"
        assert "You stayed close." in sharing.call("show", moment).out
        assert "Dana Reed wrote about it" in sharing.call("moments").out
        assert "You stayed close." in sharing.call("reflect", "--week", "today").out


def test_a_coding_stands_beside_the_parents_own(sharing: Any, moment: str, shared: str) -> None:
    before = sharing.call("show", moment, "--json").json()
    coded = {"moment": moment, "fit": "misread", "blind": True, "rubric": {"engaged": 4}}
    sharing.call("feedback", sharing.coach.reply(shared, sharing.coach.line("coding", coded)))
    after = sharing.call("show", moment, "--json").json()
    (coding,) = after.pop("codings")
    assert coding["fit"] == "misread"
    assert before.pop("codings") == []
    assert after == before
    assert "as Dana Reed sees it" in sharing.call("show", moment).out


def test_taking_a_reply_in_again_changes_nothing(sharing: Any, moment: str, shared: str) -> None:
    line = sharing.coach.line("comment", {"moment": moment, "text": "hello"})
    path = sharing.coach.reply(shared, line)
    sharing.call("feedback", path)
    before = journal_of(sharing.folder)
    called = sharing.call("feedback", path)
    assert called.code == 0
    assert "here already" in called.out
    assert journal_of(sharing.folder) == before


def test_an_older_reply_is_said_to_be_older_and_wins_over_nothing(
    sharing: Any, moment: str, shared: str
) -> None:
    coach = sharing.coach
    old = coach.line("comment", {"moment": moment, "text": "first"})
    new = old._replace(
        stamp=old.stamp.replace("T13:", "T14:"), fields={**old.fields, "text": "second"}
    )
    older = coach.reply(shared, old, made_at="2026-11-22T13:00:00.000Z")
    sharing.call("feedback", coach.reply(shared, new))
    assert "older" in sharing.call("feedback", older).err
    (comment,) = sharing.call("show", moment, "--json").json()["comments"]
    assert comment["text"] == "second"


def test_what_a_coach_took_back_goes(sharing: Any, moment: str, shared: str) -> None:
    coach = sharing.coach
    line = coach.line("comment", {"moment": moment, "text": "first"})
    sharing.call("feedback", coach.reply(shared, line))
    gone = line._replace(stamp=line.stamp.replace("T13:", "T14:"), fields={"deleted": True})
    assert sharing.call("feedback", coach.reply(shared, gone)).code == 0
    assert sharing.call("show", moment, "--json").json()["comments"] == []


def test_a_question_comes_first_in_the_weekly_reflection_until_it_is_answered(
    sharing: Any, shared: str
) -> None:
    asked = {"question": "What helped you to wait?", "why": "you spoke of it"}
    line = sharing.coach.line("assignment", asked)
    sharing.call("feedback", sharing.coach.reply(shared, line))
    week = ("reflect", "--week", "today")
    questions = sharing.call(*week, "--json").json()["questions"]
    assert len(questions) <= 5
    assert questions[0]["text"] == "What helped you to wait?"
    assert questions[0]["because"] == "Your coach Dana Reed asks this: you spoke of it"
    kinds = {question["kind"] for question in questions}
    assert {"child", "self_attunement"} <= kinds
    sharing.call(*week, typed="counting to ten\n\n")
    again = sharing.call(*week, "--json").json()
    assert again["questions"][0]["text"] == "What helped you to wait?"
    assert "counting to ten" in [answer.get("answer") for answer in again["answers"]]
    (assigned,) = sharing.call("feedback", "--json").json()["assignments"]
    assert assigned["done_at"]
    with freeze_time("2030-01-10"):
        later = sharing.call(*week, "--json").json()["questions"]
    assert all(question["text"] != "What helped you to wait?" for question in later)


def test_an_exercise_is_offered_until_it_was_done(sharing: Any, shared: str) -> None:
    line = sharing.coach.line("assignment", {"exercise": EXERCISE})
    sharing.call("feedback", sharing.coach.reply(shared, line))
    offered = sharing.call("practise", "--today", "--json").json()
    assert offered["exercise"]["id"] == EXERCISE
    assert offered["because"] == "Your coach Dana Reed suggests this."
    sharing.call("practise", EXERCISE, typed="fine\n\nfine\n\n")
    assert sharing.call("practise", "--today", "--json").json()["exercise"]["id"] != EXERCISE
    (assigned,) = sharing.call("feedback", "--json").json()["assignments"]
    assert assigned["done_at"]
    newer = line._replace(stamp=line.stamp.replace("T13:", "T14:"))
    assert sharing.call("feedback", sharing.coach.reply(shared, newer)).code == 0


def test_a_goal_stands_in_the_weekly_reflection_while_it_is_open(sharing: Any, shared: str) -> None:
    goal = {"text": "one slow evening", "by_when": "2026-12-24", "state": "open"}
    line = sharing.coach.line("goal", goal)
    sharing.call("feedback", sharing.coach.reply(shared, line))
    assert "one slow evening" in sharing.call("reflect", "--week", "today").out
    reached = line._replace(
        stamp=line.stamp.replace("T13:", "T14:"), fields={**line.fields, "state": "reached"}
    )
    sharing.call("feedback", sharing.coach.reply(shared, reached))
    assert "one slow evening" not in sharing.call("reflect", "--week", "today").out


def refused(sharing: Any, path: str, *words: str) -> None:
    before = journal_of(sharing.folder)
    called = sharing.call("feedback", path)
    assert called.code == 3
    assert "Nothing of it was taken in." in called.err
    for word in words:
        assert word in called.err
    assert journal_of(sharing.folder) == before


def test_a_reply_of_somebody_unknown_is_refused(
    sharing: Any, moment: str, shared: str, tmp_path: Path
) -> None:
    stranger = type(sharing.coach)(tmp_path, "Eve Stone")
    line = stranger.line("comment", {"moment": moment, "text": "hello"})
    stranger.open = sharing.coach.open
    refused(sharing, stranger.reply(shared, line), stranger.identity.words)


def test_a_record_of_the_familys_own_is_never_changed(
    sharing: Any, moment: str, shared: str
) -> None:
    coach = sharing.coach
    sharing.call("caregiver", "add", "Jo")
    own = sharing.call("code", moment, "--fit", "missed", "--caregiver", "Jo", "--json").json()
    line = coach.line("coding", {"moment": moment, "fit": "matched"}, id=own["id"])
    assert sharing.call("feedback", coach.reply(shared, line)).code == 0
    codings = sharing.call("show", moment, "--json").json()["codings"]
    assert sorted(each["fit"] for each in codings) == ["matched", "missed"]
    tombstone = line._replace(stamp=line.stamp.replace("T13:", "T14:"), fields={"deleted": True})
    assert sharing.call("feedback", coach.reply(shared, tombstone)).code == 0
    codings = sharing.call("show", moment, "--json").json()["codings"]
    assert [each["fit"] for each in codings] == ["missed"]


def test_coaches_of_one_family_neither_change_nor_block_what_the_other_wrote(
    sharing: Any, moment: str, shared: str, tmp_path: Path
) -> None:
    dana, eve = sharing.coach, type(sharing.coach)(tmp_path, "Eve Stone")
    sharing.call("consent", "add-coach", eve.card, "--yes")
    path = sharing.folder / "for-eve.age"
    sharing.call("share", "--with", "Eve", "--yes", "--to", str(path))
    hers = dana.line("comment", {"moment": moment, "text": "Dana's"})
    taken = eve.line("comment", {"moment": moment, "text": "Eve's"}, id=hers.id)
    later = hers._replace(
        stamp=hers.stamp.replace("T13:", "T14:"), fields={**hers.fields, "text": "Dana's later"}
    )
    for reply in (
        eve.reply(str(path), taken),  # Eve is first with an id that she knows of Dana
        dana.reply(shared, hers),
        eve.reply(str(path), taken._replace(fields={"deleted": True, "coder": eve.id})),
        dana.reply(shared, later),
    ):
        called = sharing.call("feedback", reply)
        assert called.code == 0, called.err
    (left,) = sharing.call("show", moment, "--json").json()["comments"]
    assert (left["text"], left["coder"]) == ("Dana's later", dana.id)


def test_another_file_with_the_number_of_one_that_is_here_is_said(
    sharing: Any, moment: str, shared: str
) -> None:
    coach, number = sharing.coach, "01M823G3MS008J4CT4ANK7F24S"
    first = coach.line("comment", {"moment": moment, "text": "first"})
    assert sharing.call("feedback", coach.reply(shared, first, share=number)).code == 0
    other = coach.line("comment", {"moment": moment, "text": "second"})
    refused(sharing, coach.reply(shared, other, share=number), "the number of another file")


def test_a_reply_about_another_family_is_refused(sharing: Any, moment: str, shared: str) -> None:
    line = sharing.coach.line("comment", {"moment": moment, "text": "hello"})
    path = sharing.coach.reply(shared, line, family="ab" * 16)
    refused(sharing, path, "about another family")


@pytest.mark.parametrize("kind", SENT_KINDS)
def test_a_moment_that_is_not_named_by_an_id_is_refused(
    sharing: Any, shared: str, kind: str
) -> None:
    line = sharing.coach.line(kind, {"moment": [], "question": "What helped?"})
    refused(sharing, sharing.coach.reply(shared, line), "something else in moment")


def test_fields_that_do_not_belong_to_a_record_are_dropped(
    sharing: Any, moment: str, shared: str
) -> None:
    said = {"moment": moment, "text": "hello", "tracking": "x" * 9, "flag": True}
    assert (
        sharing.call(
            "feedback", sharing.coach.reply(shared, sharing.coach.line("comment", said))
        ).code
        == 0
    )
    (comment,) = sharing.call("show", moment, "--json").json()["comments"]
    assert set(comment) == {"id", "moment", "text", "coder", "logged_at"}
    assert not any(b"tracking" in content for content in journal_of(sharing.folder).values())
    assert sharing.call("doctor").code == 0


ILL_FORMED: list[tuple[str, dict[str, Any]]] = [
    ("comment", {"text": 7}), ("comment", {"sort": "blame"}), ("comment", {"text": "x" * 30_000}),
    ("comment", {"moment": "../../x"}), ("comment", {"text": None}), ("comment", {"moment": None}),
    ("goal", {"by_when": "soon"}), ("goal", {"state": ["open"]}), ("goal", {"child": "Mia"}),
    ("goal", {"by_when": "2026-02-30"}), ("assignment", {"exercise": "x", "question": "y"}),
    ("assignment", {}), ("assignment", {"exercise": ["x"]}), ("coding", {"fit": "bad"}),
    ("coding", {"rubric": {"engaged": 6}}), ("coding", {"rubric": {"engaged": True}}),
    ("assignment", {"question": "x", "moment": []}), ("goal", {"moment": {}}),
    ("coding", {"repair": "yes"}), ("comment", {"logged_at": "now"}), ("comment", {"coder": "me"}),
]  # fmt: skip


def test_records_in_another_form_are_refused(sharing: Any, moment: str, shared: str) -> None:
    whole: dict[str, dict[str, Any]] = {
        "comment": {"moment": moment, "text": "hello"},
        "goal": {"text": "slow"},
        "assignment": {},
        "coding": {"moment": moment},
    }
    for kind, fields in ILL_FORMED:
        merged = {**whole[kind], **fields}
        said = {name: value for name, value in merged.items() if value is not None}
        refused(sharing, sharing.coach.reply(shared, sharing.coach.line(kind, said)))


def test_a_parents_file_is_no_reply(sharing: Any, shared: str) -> None:
    header = sharing.coach.open(shared).header
    path = sharing.coach.reply(shared, type="moments")
    refused(sharing, path, "It holds moments", "Dana Reed's key may send a coach's words alone")
    assert header.reply_to


def test_a_file_that_is_for_somebody_else_is_refused(sharing: Any, shared: str) -> None:
    refused(sharing, shared, "does not open with this key")
    assert "it may be the other parent's" in sharing.call("feedback", shared).err


def test_what_is_no_file_or_too_large_is_said(
    sharing: Any, shared: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from parentkit.services.sharing import receive
    from parentkit.sharing import envelope

    assert sharing.call("feedback", "nowhere.age").code == 1
    assert sharing.call("feedback", str(sharing.folder)).code == 3
    path = sharing.coach.reply(shared)
    monkeypatch.setattr(receive, "LARGEST_SEALED", 100)
    monkeypatch.setattr(envelope, "LARGEST_SEALED", 100)
    refused(sharing, path, "larger than")


@pytest.mark.parametrize("step", ["replace", "fsync", "fsync_folder", "write", "make_folder"])
def test_a_write_that_does_not_succeed_leaves_nothing_that_counts(
    sharing: Any, moment: str, shared: str, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = sharing.coach.line("comment", {"moment": moment, "text": "hello"})
    path = sharing.coach.reply(shared, line)

    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(disk, step, full)
        called = sharing.call("feedback", path)
    assert called.code == 3, called.err
    assert "hello" not in called.err
    assert sharing.call("show", moment, "--json").json()["comments"] == []
    assert sharing.call("feedback", path).code == 0
    assert len(sharing.call("show", moment, "--json").json()["comments"]) == 1
    left = [name for name in journal_of(sharing.folder) if ".new" in name]
    assert left == []


def test_purging_a_moment_erases_what_coaches_wrote_about_it(
    sharing: Any, moment: str, shared: str
) -> None:
    line = sharing.coach.line("comment", {"moment": moment, "text": "a telling sentence"})
    sharing.call("feedback", sharing.coach.reply(shared, line))
    assert sharing.call("purge", moment, "--yes").code == 0
    assert not any(b"telling" in content for content in journal_of(sharing.folder).values())
    assert sharing.call("doctor").code == 0


def test_doctor_export_and_backup_take_the_new_kinds_as_they_are(
    sharing: Any, moment: str, shared: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    coach = sharing.coach
    lines = [
        coach.line("comment", {"moment": moment, "text": "hello"}),
        coach.line("goal", {"text": "slow"}),
        coach.line("assignment", {"exercise": EXERCISE}),
        coach.line("coding", {"moment": moment, "fit": "partial"}),
    ]
    sharing.call("feedback", coach.reply(shared, *lines))
    assert "Everything is whole" in sharing.call("doctor").out
    assert sharing.call("export", "--out", str(sharing.folder / "export")).code == 0
    exported = b"".join(path.read_bytes() for path in (sharing.folder / "export").iterdir())
    assert b"hello" not in exported
    table = str(sharing.folder / "table")
    assert sharing.call("export", "--format", "csv", "--out", table).code == 0
    assert sharing.call("backup").code == 0
    assert sharing.call("restore", "--dry-run").code == 0
    codings = sharing.call("show", moment, "--json").json()["codings"]
    for form in ("export", "table"):
        monkeypatch.setenv("PARENTKIT_HOME", str(sharing.folder / form / "home"))
        monkeypatch.setenv("PARENTKIT_STATE", str(sharing.folder / form / "state"))
        assert sharing.call("import", str(sharing.folder / form)).code == 0
        assert sharing.call("show", moment, "--json").json()["codings"] == codings
        assert [each["name"] for each in sharing.call("caregiver", "list", "--json").json()] == [
            "me"
        ]


VALUES = (
    st.none()
    | st.booleans()
    | st.integers(0, 9)
    | st.text(max_size=6)
    | st.lists(st.text(max_size=2), max_size=2)
)
NAMES = st.sampled_from(
    ["moment", "text", "sort", "fit", "question", "exercise", "why", "state", "by_when", "coder"]
)


@settings(max_examples=20, deadline=None)
@example(kind="assignment", fields={"moment": [], "question": None})
@example(kind="goal", fields={"moment": {}, "text": "slow"})
@given(kind=st.sampled_from(SENT_KINDS), fields=st.dictionaries(NAMES, VALUES, max_size=4))
def test_whatever_a_known_coach_sends_is_taken_whole_or_refused_and_can_be_shown(
    sharing: Any, moment: str, shared: str, kind: str, fields: dict[str, Any]
) -> None:
    before = journal_of(sharing.folder)
    called = sharing.call("feedback", sharing.coach.reply(shared, sharing.coach.line(kind, fields)))
    if called.code:
        assert called.code == 3
        assert journal_of(sharing.folder) == before
        return
    for words in (["feedback"], ["show", moment], ["reflect", "--week", "today"], ["moments"]):
        assert sharing.call(*words).code == 0


def test_what_was_erased_for_good_does_not_come_back_with_a_reply(
    sharing: Any, moment: str
) -> None:
    other = sharing.log("sad", "comfort")
    shared = sharing.share()
    coach = sharing.coach
    comment = coach.line("comment", {"moment": moment, "text": "You stayed very close to her."})
    coding = coach.line("coding", {"moment": moment, "fit": "misread"})
    assert sharing.call("feedback", coach.reply(shared, comment, coding)).code == 0
    assert sharing.call("purge", moment, "--yes").code == 0
    later = coach.line("comment", {"moment": moment, "text": "Once more: you stayed close."})
    kept = coach.line("comment", {"moment": other, "text": "A soft landing."})
    called = sharing.call("feedback", coach.reply(shared, comment, coding, later, kept))
    assert called.code == 0, called.err
    assert "A soft landing." in sharing.call("feedback").out
    for content in journal_of(sharing.folder).values():
        assert b"stayed" not in content
    doctor = sharing.call("doctor")
    assert doctor.code == 0, doctor.out
