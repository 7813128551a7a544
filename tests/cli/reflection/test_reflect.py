"""Reflecting on a week through the program's own door: asked, answered, paused, taken up again."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from freezegun import freeze_time

from parentkit.__main__ import main
from parentkit.cli.reflection import answering

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from conftest import Called

    Call = Callable[..., Called]
    Answer = Callable[..., "Told"]

SUNDAY = "2026-11-22 18:30"  # 19:30 in Berlin
KINDS = ["child", "slip", "repair", "pattern", "week", "self_attunement", "support"]


@pytest.fixture
def sunday() -> Iterator[Any]:
    with freeze_time(SUNDAY) as clock:
        yield clock


def log_the_week(call: Call) -> None:
    """Three moments that slipped at reading the sign, and one that was met."""
    for day in ("tue 18:05", "wed 07:40", "thu 12:15"):
        call("log", "sad", "fix_advise", "--at", day, "--slip", "read", "--fit", "misread")
    call("log", "afraid", "comfort", "--at", "fri 20:00", "--repair", "repaired")


@pytest.fixture
def week(call: Call, sunday: Any) -> Any:
    log_the_week(call)
    return sunday


class Told(NamedTuple):
    """What a call with somebody at the terminal gave back."""

    code: int
    out: str
    err: str


class Typed(io.StringIO):
    """What a person types; `cut` is raised where the input would end."""

    def __init__(self, text: str, cut: type[BaseException] | None = None) -> None:
        super().__init__(text)
        self._cut = cut
        self.before_line: Callable[[], None] = lambda: None

    def readline(self, size: int | None = -1) -> str:  # type: ignore[override]
        self.before_line()
        line = super().readline(-1 if size is None else size)
        if not line and self._cut:
            raise self._cut
        return line


@pytest.fixture
def person(
    call: Call, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Answer:
    """Calls the program with somebody at a terminal who types these lines."""
    assert call

    def run(*words: str, typed: str | Typed) -> Told:
        monkeypatch.setattr(answering, "somebody_is_there", lambda: True)
        monkeypatch.setattr(sys, "argv", ["parentkit", *words])
        monkeypatch.setattr(sys, "stdin", Typed(typed) if isinstance(typed, str) else typed)
        code = main()
        captured = capsys.readouterr()
        monkeypatch.setattr(answering, "somebody_is_there", lambda: False)
        return Told(code, captured.out, captured.err)

    return run


def stored(home: Path) -> list[dict[str, Any]]:
    """The reflections, as a reader of the lines who knows no merging would have them."""
    records: dict[str, dict[str, Any]] = {}
    for path in sorted((home / "home").glob("families/own/journal/*/????-??.jsonl")):
        for line in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
            if line["kind"] == "reflection":
                records.setdefault(line["id"], {}).update(line["set"])
    return sorted(records.values(), key=lambda fields: str(fields["asked_at"]))


def everything(home: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in home.rglob("*") if path.is_file()}


def questions(call: Call, *words: str) -> list[dict[str, Any]]:
    asked: list[dict[str, Any]] = call("reflect", "--json", *words).json()["questions"]
    return asked


def test_the_json_of_a_week_is_its_questions_and_answers(call: Call, week: Any) -> None:
    assert week
    called = call("reflect", "--json")
    payload = called.json()
    assert called.code == 0
    assert set(payload) == {"week", "questions", "answers", "unreadable"}
    assert payload["week"] == "2026-11-16"
    assert payload["answers"] == []
    for question in payload["questions"]:
        assert set(question) == {"id", "text", "kind", "because", "moments"}
    kinds = [question["kind"] for question in payload["questions"]]
    assert {"child", "slip", "repair", "self_attunement"} <= set(kinds)
    assert kinds == sorted(kinds, key=KINDS.index)
    (slip,) = [each for each in payload["questions"] if each["kind"] == "slip"]
    assert slip["because"] == "asked because three moments slipped at reading the sign"
    assert len(slip["moments"]) == 3
    logged = {moment["id"] for moment in call("moments", "--json").json()}
    assert logged.issuperset(slip["moments"])


def test_the_json_writes_nothing_to_disk(call: Call, home: Path, week: Any) -> None:
    assert week
    before = everything(home)
    assert call("reflect", "--json").code == 0
    assert call("reflect").code == 0
    assert call("reflect", "--json", "--week", "2020-02-03").json()["week"] == "2020-02-03"
    assert everything(home) == before


@freeze_time(SUNDAY)
def test_an_empty_home_stays_empty(call: Call, home: Path) -> None:
    payload = call("reflect", "--json").json()
    kinds = [question["kind"] for question in payload["questions"]]
    assert {"child", "week", "self_attunement"} <= set(kinds)
    assert call("reflect").code == 0
    assert not any(home.iterdir())


def test_without_anybody_the_questions_are_printed_with_their_reasons_and_moments(
    call: Call, week: Any
) -> None:
    assert week
    called = call("reflect")
    assert called.code == 0
    assert "Week of 16 November" in called.out
    assert "Met        1 of 4" in called.out
    assert "not your child and" in called.out
    asked = questions(call)
    assert f"Question 1 of {len(asked)}" in called.out
    flat = " ".join(called.out.split())
    for question in asked:
        assert question["text"] in flat
        assert question["because"] in flat
    assert "Tue 17 Nov 18:05, my child: sad, left out" in flat


def test_answers_from_a_pipe_go_to_the_questions_in_their_order(
    call: Call, home: Path, week: Any
) -> None:
    assert week
    asked = questions(call)
    called = call("reflect", typed="first line\nsecond line\n\n\nlater\n\n")
    assert called.code == 0
    first, second, third = stored(home)
    assert (first["question"], first["answer"]) == (asked[0]["id"], "first line\nsecond line")
    assert (second["question"], second["skipped"]) == (asked[1]["id"], True)
    assert (third["question"], third["answer"]) == (asked[2]["id"], "later")
    assert first["week"] == "2026-11-16"
    assert first["because"] == asked[0]["because"]
    assert first["moments"] == asked[0]["moments"]
    assert first["asked_at"] == "2026-11-22T19:30:00+01:00"
    assert "follow_up_answer" not in first


def test_a_reflection_is_taken_up_where_it_was_left(call: Call, home: Path, week: Any) -> None:
    asked = questions(call)
    call("reflect", typed="one\n\n")
    assert [question["id"] for question in questions(call)] == [each["id"] for each in asked]
    week.tick(timedelta(days=3))
    again = call("reflect", "--week", "2026-11-16")
    assert "Question 1 of" not in again.out
    assert f"Question 2 of {len(asked)}" in again.out
    rest = "\n\n".join(str(number) for number in range(2, len(asked) + 1)) + "\n\n"
    call("reflect", "--week", "2026-11-16", typed=rest)
    assert [fields["question"] for fields in stored(home)] == [each["id"] for each in asked]
    assert [fields["answer"] for fields in stored(home)][:3] == ["one", "2", "3"]
    done = call("reflect", "--week", "2026-11-16")
    assert "Everything asked about this week is answered." in done.err
    assert "parentkit reflect --show --week 2026-11-16" in done.err
    assert len(call("reflect", "--json", "--week", "2026-11-16").json()["answers"]) == len(asked)


def test_new_moments_leave_what_was_asked_and_answered(call: Call, home: Path, week: Any) -> None:
    assert week
    call("reflect", typed="one\n\ntwo\n\n")
    begun = [fields["question"] for fields in stored(home)]
    for _ in range(4):
        call("log", "tired", "scold_punish", "--at", "sat 19:00", "--slip", "in_time")
    now = questions(call)
    assert set(begun) <= {each["id"] for each in now}
    assert len(now) <= 5
    assert len({each["kind"] for each in now}) == len(now)


def test_at_a_terminal_a_follow_up_is_offered_after_an_answer(
    person: Answer, home: Path, week: Any
) -> None:
    assert week
    called = person("reflect", typed="an answer\n\nmore of it\n\nsecond\n\n\nq\n")
    assert called.code == 0
    first, second = stored(home)
    assert first["answer"] == "an answer"
    assert first["follow_up"] in " ".join(called.err.split())
    assert first["follow_up_answer"] == "more of it"
    assert second["answer"] == "second"
    assert "follow_up_answer" not in second
    assert "Paused. parentkit reflect --week 2026-11-16" in called.err


@pytest.mark.parametrize("ending", ["q\n", "Q\n", "", KeyboardInterrupt])
def test_leaving_in_any_way_pauses_and_keeps_what_was_typed(
    person: Answer, home: Path, week: Any, ending: str | type[BaseException]
) -> None:
    assert week
    typed = Typed(f"kept\n{ending}") if isinstance(ending, str) else Typed("kept\n", ending)
    called = person("reflect", typed=typed)
    assert called.code == 0
    assert "Paused." in called.err
    assert [fields["answer"] for fields in stored(home)] == ["kept"]


def test_leaving_at_once_stores_nothing(person: Answer, home: Path, week: Any) -> None:
    assert week
    person("reflect", typed="q\n")
    assert stored(home) == []


def test_a_crash_while_typing_loses_no_line_that_was_ended(
    person: Answer, home: Path, week: Any
) -> None:
    assert week
    with pytest.raises(MemoryError):
        person("reflect", typed=Typed("one\ntwo\n", MemoryError))
    assert [fields["answer"] for fields in stored(home)] == ["one\ntwo"]


def test_each_line_is_on_the_disk_before_the_next_is_asked_for(
    person: Answer, home: Path, week: Any
) -> None:
    assert week
    seen: list[str] = []
    typed = Typed("one\ntwo\nthree\n\nq\n")
    typed.before_line = lambda: seen.extend(str(each.get("answer")) for each in stored(home))
    person("reflect", typed=typed)
    assert seen[:3] == ["one", "one\ntwo", "one\ntwo\nthree"]


def test_an_answer_is_taken_back_whole_and_can_be_given_again(
    call: Call, home: Path, week: Any
) -> None:
    assert week
    call("reflect", typed="one\ntwo\n\n")
    assert call("undo").code == 0
    assert call("reflect", "--json").json()["answers"] == []
    call("reflect", typed="again\n\n")
    (answer,) = call("reflect", "--json").json()["answers"]
    assert answer["answer"] == "again"
    assert call("undo").code == 0
    assert call("reflect", "--json").json()["answers"] == []
    assert len(stored(home)) == 1


def test_words_of_alarm_show_the_help_page_after_they_are_stored(
    call: Call, home: Path, week: Any
) -> None:
    assert week
    called = call("reflect", typed="I shook with anger and\ncannot go on\n\n")
    assert [fields["answer"] for fields in stored(home)] == ["I shook with anger and\ncannot go on"]
    assert "What you wrote is stored." in called.err
    assert "988" in called.err
    assert "Nobody has been told" in called.err
    calm = call("reflect", typed="a walk\n\n")
    assert "988" not in calm.err


def test_words_of_alarm_show_it_too_when_the_answer_is_not_ended(person: Answer, week: Any) -> None:
    assert week
    assert "988" in person("reflect", typed="I can't go on\n").err
    assert "988" in person("reflect", typed="calm\n\nI can't go on\n").err


def test_what_could_steer_a_terminal_is_not_stored(call: Call, home: Path, week: Any) -> None:
    assert week
    call("reflect", typed="calm \x1b[2Jday\u202e\n\n")
    assert [fields["answer"] for fields in stored(home)] == ["calm [2Jday"]


def test_without_a_week_it_is_the_last_one_and_from_sunday_evening_the_one_that_ends(
    call: Call,
) -> None:
    for now, monday in (
        ("2026-11-18 11:00", "2026-11-09"),
        ("2026-11-22 15:59", "2026-11-09"),
        ("2026-11-22 16:00", "2026-11-16"),
        ("2026-11-22 23:30", "2026-11-16"),
        ("2026-10-25 16:30", "2026-10-19"),
        ("2026-03-29 15:30", "2026-03-23"),
    ):
        with freeze_time(now):
            assert call("reflect", "--json").json()["week"] == monday, now


def test_a_week_is_named_by_any_of_its_days(call: Call, week: Any) -> None:
    assert week
    for day in ("2026-11-16", "2026-11-22", "today", "wed", "2026-W47"):
        assert call("reflect", "--json", "--week", day).json()["week"] == "2026-11-16"
    assert call("reflect", "--week", "3/4").code == 2


def test_no_question_comes_again_within_three_weeks(call: Call) -> None:
    weeks: list[set[str]] = []
    for number in range(7):
        monday = date(2026, 9, 7) + timedelta(weeks=number)
        with freeze_time(f"{monday + timedelta(days=6)} 18:00"):
            call("log", "sad", "fix_advise", "--at", "yesterday 12:00", "--fit", "misread")
            asked = questions(call)
            assert {"child", "self_attunement", "repair"} <= {each["kind"] for each in asked}
            call("reflect", typed="an answer\n\n" * len(asked))
        weeks.append({each["id"] for each in asked})
    for number, asked_now in enumerate(weeks):
        before = set[str]().union(*weeks[max(0, number - 3) : number])
        assert not asked_now & before


def test_a_flagged_moment_gives_no_question(call: Call, week: Any) -> None:
    assert week
    before = call("reflect", "--json").json()
    call("log", "angry", "own_upset", "--at", "sat 10:00", "--flag", "--slip", "respond")
    assert call("reflect", "--json").json() == before


def test_a_week_left_over_is_offered_without_a_word_about_it(call: Call, week: Any) -> None:
    call("reflect", typed="q\n")
    with freeze_time("2026-11-29 18:30"):
        call("log", "proud", "join_mirror")
        called = call("reflect", typed="an answer\n\n" * 5)
    assert week
    assert "There is the week of 2026-11-16 as well" in called.err
    assert "miss" not in called.err


def test_weeks_with_answers_are_listed_latest_first(call: Call, week: Any) -> None:
    assert week
    assert call("reflect", "--list").code == 1
    asked = questions(call)
    call("reflect", typed="an answer\n\n")
    earlier = questions(call, "--week", "2026-11-02")
    call("reflect", "--week", "2026-11-02", typed="\nan older one\n\n")
    listed = call("reflect", "--list")
    assert listed.code == 0
    lines = [line for line in listed.out.splitlines() if line[:1] != " "]
    assert lines == ["Week of 16 November 2026", "Week of 2 November 2026"]
    flat = " ".join(listed.out.split())
    assert asked[0]["text"] in flat
    assert earlier[1]["text"] in flat
    assert earlier[0]["text"] not in flat


def test_a_week_is_shown_with_reasons_and_answers(call: Call, week: Any) -> None:
    assert week
    call("reflect", typed="one\n  two\n\n\n")
    shown = call("reflect", "--show")
    asked = questions(call)
    assert shown.out.splitlines()[0] == "Week of 16 November 2026"
    assert "    one\n    two\n" in shown.out
    assert "(passed over)" in shown.out
    assert f"[{asked[0]['id']}]" in shown.out
    assert call("reflect", "--show", "--week", "2026-11-18").out == shown.out
    none = call("reflect", "--show", "--week", "2026-11-09")
    assert none.code == 1
    assert "--list" in none.err


def test_an_answer_is_edited_and_what_stood_there_is_kept(
    call: Call, home: Path, week: Any
) -> None:
    call("reflect", typed="as it was\n\n\n")
    first, second, *_ = [each["id"] for each in questions(call)]
    week.tick(timedelta(days=40))
    words = ("--week", "2026-11-16")
    edited = call("reflect", "--edit", first, *words, typed="anew\nand more\n\n")
    assert edited.code == 0
    assert "as it was" in edited.out
    call("reflect", "--edit", second, *words, typed="an answer after all\n\n")
    answers = call("reflect", "--json", *words).json()["answers"]
    assert [answer["answer"] for answer in answers] == ["anew\nand more", "an answer after all"]
    assert not any(answer.get("skipped") for answer in answers)
    lines = "".join(
        path.read_text() for path in (home / "home").glob("families/own/journal/*/*.jsonl")
    )
    assert "as it was" in lines
    call("undo")
    call("undo")
    answers = call("reflect", "--json", *words).json()["answers"]
    assert answers[0]["answer"] == "as it was"
    assert answers[1]["skipped"] is True


def test_editing_without_words_leaves_the_answer(call: Call, week: Any) -> None:
    assert week
    call("reflect", typed="as it was\n\n")
    first = questions(call)[0]["id"]
    assert "as it was" in call("reflect", "--edit", first).out
    assert "Left as it is." in call("reflect", "--edit", first, typed="\n").err
    assert call("reflect", "--json").json()["answers"][0]["answer"] == "as it was"


def test_a_question_that_is_not_of_the_week_is_named_with_the_nearest(
    call: Call, week: Any
) -> None:
    assert week
    first = questions(call)[0]["id"]
    called = call("reflect", "--edit", f"{first}x")
    assert called.code == 2
    assert first in called.err


def test_the_same_questions_answers_stand_together_with_the_words_used_most(
    call: Call, week: Any
) -> None:
    call("reflect", typed="A snail on the window\n\nrain\n\n")
    question = questions(call)[0]
    week.tick(timedelta(weeks=4))
    log_the_week(call)
    assert questions(call)[0]["id"] == question["id"]
    call("reflect", typed="Another snail, and rain\n\n")
    back = call("reflect", "--look-back", question["id"])
    assert back.code == 0
    body = back.out[: back.out.index("Words that came up")]
    places = [body.index(part) for part in ("2026-11-16", "A snail", "2026-12-14", "Another snail")]
    assert places == sorted(places)
    assert "  snail" in back.out[back.out.index("Words that came up") :]
    everything_said = call("reflect", "--look-back").out
    assert "snail, rain" in everything_said
    assert call("reflect", "--look-back", "no-such-question").code == 2


def test_answers_are_exported_as_markdown_one_file_a_week(
    call: Call, home: Path, week: Any
) -> None:
    assert week
    call("reflect", typed="one\ntwo\n\n\n")
    call("reflect", "--week", "2026-11-02", typed="older\n\n")
    asked = questions(call)
    printed = call("reflect", "--export")
    assert printed.out.startswith("# Week of 16 November 2026\n")
    assert f"## {asked[0]['text']}\n\n*{asked[0]['because']}*\n\n> one  \n> two\n" in printed.out
    assert asked[1]["text"] not in printed.out
    assert "# Week of 2 November 2026" in printed.out
    folder = home / "pages"
    written = call("reflect", "--export", "--out", str(folder))
    names = ["reflection-2026-11-02.md", "reflection-2026-11-16.md"]
    assert sorted(path.name for path in folder.iterdir()) == names
    assert (folder / names[1]).read_text().startswith("# Week of 16 November 2026\n")
    assert (folder / names[1]).stat().st_mode & 0o777 == 0o600
    assert str(folder / names[0]) in written.out
    before = everything(folder)
    again = call("reflect", "--export", "--out", str(folder))
    assert again.code == 3
    assert everything(folder) == before
    one = call("reflect", "--export", "--week", "2026-11-02")
    assert "16 November" not in one.out


def test_twelve_weeks_are_one_page_of_figures_and_answers(call: Call, week: Any) -> None:
    assert week
    call("reflect", typed="the long way home\n\n")
    page = call("reflect", "--twelve-weeks").out
    headings = [line for line in page.splitlines() if line.startswith("## ")]
    assert len(headings) == 12
    assert headings[0] == "## Week of 16 November 2026"
    assert page.startswith("# Twelve weeks: 31 August to 22 November 2026\n")
    assert "Met        1 of 4" in page
    assert "> the long way home" in page
    assert "not your child and" in page
    assert page.count("```") % 2 == 0


def test_the_answer_to_an_exercise_is_shown_with_its_week(call: Call, week: Any) -> None:
    assert week
    call("practise", "sixty-second-check-in", typed="\nten quiet minutes\n\n")
    shown = call("reflect", "--show")
    assert "ten quiet minutes" in shown.out
    assert "exercise" in shown.out
    assert "ten quiet minutes" not in call("reflect").out
    assert len(questions(call)) <= 5


PACK = """\
## our-snail
text: What did the snail do?
kind: pattern
scope: week
like.cue_family: distress
like_at_least: 4
"""


def test_a_familys_own_questions_are_asked_and_a_broken_pack_hides_none(
    call: Call, home: Path, week: Any
) -> None:
    assert week
    folder = home / "home" / "families" / "own" / "packs"
    (folder / "exercises").mkdir(parents=True)
    (folder / "ours.md").write_text(PACK)
    assert "our-snail" in [each["id"] for each in questions(call)]
    (folder / "a-broken.toml").write_text('[[questions]]\nid = "x"\nkind = "weak"\n')
    called = call("reflect", "--json")
    assert called.code == 0
    assert "our-snail" in [each["id"] for each in called.json()["questions"]]
    assert "a-broken.toml, line 3: 'weak' is not a kind of question. Nearest: week" in called.err
    assert "Every other question is used." in called.err


def test_a_pack_is_checked_by_file_line_and_nearest_word(
    call: Call, home: Path, tmp_path: Path
) -> None:
    assert home
    pack = tmp_path / "ours.md"
    pack.write_text(PACK)
    good = call("reflect", "--check", str(pack))
    assert (good.code, good.out) == (0, f"{pack}: 1 question can be asked.\n")
    pack.write_text(PACK.replace("like_at_least", "like_at_leest"))
    called = call("reflect", "--check", str(pack))
    assert called.code == 3
    assert f"{pack}, line 6: 'like_at_leest' is not known here. Nearest:" in called.out
    assert "0 questions can be asked." in called.out


def test_questions_are_about_the_moments_of_the_one_who_reflects(call: Call, week: Any) -> None:
    assert week
    call("caregiver", "add", "Jo")
    jo = call("log", "angry", "own_upset", "--caregiver", "Jo", "--slip", "respond", "--json")
    mine = call("reflect", "--json").json()
    assert jo.json()["id"] not in [m for each in mine["questions"] for m in each["moments"]]
    call("reflect", typed="mine\n\n")
    call("caregiver", "use", "Jo")
    theirs = call("reflect", "--json").json()
    assert theirs["answers"] == []
    assert jo.json()["id"] in [m for each in theirs["questions"] for m in each["moments"]]
    assert "with Jo" in call("reflect").out


def test_a_device_on_which_nobody_is_chosen_shows_questions_and_asks_who_answers(
    call: Call, week: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert week
    call("caregiver", "add", "Jo")
    monkeypatch.setenv("PARENTKIT_STATE", str(tmp_path / "another-state"))
    assert len(questions(call)) >= 3
    called = call("reflect", typed="an answer\n\n")
    assert called.code == 1
    assert "parentkit caregiver use NAME" in called.err
    call("caregiver", "use", "Jo")
    assert call("reflect", typed="an answer\n\n").code == 0


def test_two_devices_that_answered_apart_keep_both_answers(
    call: Call, week: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    state, home = tmp_path / "state", tmp_path / "home" / "families" / "own" / "journal"
    assert week
    aside = tmp_path / "aside"
    (name,) = [path.name for path in home.iterdir()]
    call("reflect", typed="on this one\n\n")
    this = (home / name / "2026-11.jsonl").read_bytes()
    lines = this.splitlines(keepends=True)
    before = b"".join(line for line in lines if b'"kind":"reflection"' not in line)
    (home / name / "2026-11.jsonl").write_bytes(before)
    monkeypatch.setenv("PARENTKIT_STATE", str(aside))
    call("reflect", typed="on that one\n\n")
    (home / name / "2026-11.jsonl").write_bytes(this)
    monkeypatch.setenv("PARENTKIT_STATE", str(state))
    shown = call("reflect", "--show").out
    assert "on this one" in shown
    assert "on that one" in shown
    assert "another device also has this" in shown


def test_a_pipe_that_nobody_writes_to_keeps_nobody_waiting(home: Path) -> None:
    assert home
    process = subprocess.Popen(
        [sys.executable, "-m", "parentkit", "reflect"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    try:
        assert process.wait(timeout=20) == 0
        assert process.stdout
        assert b"Question 1 of" in process.stdout.read()
    finally:
        process.kill()
        process.communicate()


def test_options_that_ask_for_two_things_are_refused(call: Call) -> None:
    assert call("reflect", "--json", "--list").code == 2
    assert call("reflect", "--show", "--export").code == 2
    assert call("reflect", "--show", "--out", "pages").code == 2
