"""A parent and a coach, each in a home of their own, from the first card to the last erasure."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import pytest

from parentkit.cli.coach.subcommands import SUBCOMMANDS

if TYPE_CHECKING:
    from conftest import Post


def test_there_and_back_again(post: Post, frozen: Any) -> None:
    first = post.log("afraid", "comfort", "--fit", "matched")
    second = post.log("sad", "fix_advise", "--fit", "misread", "--note", "between us")
    path = post.share("one.age")
    assert "Rivera: a new family" in post.coach("add", path, "--name", "Rivera").out

    listed = post.coach("inbox", "--json").json()
    assert [(one["moment"]["id"], one["read"]) for one in listed] == [
        (first, False),
        (second, False),
    ]
    assert "between us" not in str(listed)
    assert "fit" not in listed[0]["moment"]
    shown = post.coach("inbox", "--next").out
    assert first in shown
    assert "met" in shown

    post.coach("comment", "riv", second, "--wondering", "What was she telling you?")
    done = post.coach("comment", "riv", second, "--strength", "You stayed close.")
    assert done.out.index("You stayed close.")
    post.coach("goal", "riv", "Wait a breath", "--by", "2027-01-31", "--child", "my child")
    post.coach("assign", "riv", "--question", "When did she laugh?")
    post.coach("note", "riv", "private words")
    back = post.coach("reply", "riv", "--to", post.file("back.age"))
    assert "2 comments, 1 goal, 1 assignment" in back.out
    taken = post.as_("parent", "feedback", post.file("back.age"))
    assert taken.code == 0, taken.err
    told = post.as_("parent", "show", second).out
    assert "You stayed close." in told
    assert "Dana Reed" in told
    assert "private words" not in taken.out + told

    (case,) = post.coach("families", "--json").json()["families"]
    assert (case["moments"], case["unread"], case["questions"]) == (2, 0, 1)
    frozen.tick(60)
    post.as_("parent", "consent", "withdraw", "Dana", "--to", post.file("over.age"), "--yes")
    assert "consent withdrawn" in post.coach("add", post.file("over.age")).out
    families = post.coach("families")
    assert "consent withdrawn on 2026-11-22" in families.out
    assert "moment" not in families.out
    refused = post.coach("show", second)
    assert (refused.code, refused.out) == (1, "")
    assert post.coach("note", "riv", "more").code == 3
    assert post.coach("add", path).code == 3
    assert "Erased: Rivera" in post.coach("forget", "Rivera", "--yes").out
    assert post.coach("families", "--json").json()["families"] == []


def test_one_bad_file_does_not_stop_the_others(post: Post) -> None:
    post.log("afraid", "comfort")
    good = post.share("good.age")
    with open(post.file("bad.age"), "wb") as file:
        file.write(b"no envelope")
    done = post.coach("add", post.file("bad.age"), good, post.file("missing"), "--name", "Rivera")
    assert done.code == 3
    assert "Rivera: a new family" in done.out
    assert done.err.count("Nothing of it was taken in.") == 2
    told = post.coach("add", good, post.file("bad.age"), "--json")
    first, second = told.json()
    assert first["unchanged"] is True
    assert "problem" in second


def test_in_one_call_a_notice_is_added_before_the_consent_that_came_after_it(
    post: Post, frozen: Any
) -> None:
    post.log("afraid", "comfort")
    first = post.share("a.age")
    post.coach("add", first, "--name", "Rivera")
    frozen.tick(60)
    notice = post.file("z.age")
    post.as_("parent", "consent", "withdraw", "Dana", "--to", notice, "--yes")
    frozen.tick(60)
    again = post.share("b.age", "--all")
    done = post.coach("add", again, notice)
    assert done.code == 0, done.err
    assert done.out.startswith("Rivera: consent withdrawn.")
    assert len(post.coach("inbox", "--json").json()) == 1


def test_a_new_family_needs_a_name_and_shows_its_words(post: Post) -> None:
    post.log("afraid", "comfort")
    path = post.share("one.age")
    done = post.coach("add", path)
    assert done.code == 2
    words = post.as_("parent", "key", "show").out.split("in words")[1].split("public")[0].split()
    assert " ".join(words) in done.err
    assert post.coach("families", "--json").json()["families"] == []


def test_another_key_stops_with_a_clear_choice(post: Post) -> None:
    post.log("afraid", "comfort")
    post.coach("add", post.share("one.age"), "--name", "Rivera")
    post.begin("jo")
    post.log("sad", "comfort", who="jo")
    path = post.share("two.age", who="jo")
    assert post.coach("add", path, "--family", "Rivera").code == 2
    joined = post.coach("add", path, "--family", "Rivera", "--accept-key")
    assert joined.code == 0, joined.err
    assert "in words" in joined.err
    (case,) = post.coach("families", "--json").json()["families"]
    assert case["moments"] == 2
    made = post.coach("goal", "Rivera", "Wait a breath", "--json")
    assert made.code == 0
    replies = post.coach("reply", "Rivera", "--to", post.file("back.age"), "--json").json()
    assert len({one["file"] for one in replies}) == 2


def test_a_supervisor_brings_in_what_a_coach_has_coded(post: Post) -> None:
    moment = post.log("sad", "fix_advise", "--fit", "misread")
    post.coach("add", post.share("one.age"), "--name", "Rivera")
    post.as_("sam", "coach", "init", "Sam Ono")
    post.as_("sam", "coach", "card", "--to", post.file("sam.card"))
    post.as_("parent", "consent", "add-coach", post.file("sam.card"), "--yes")
    path = post.file("two.age")
    post.as_("parent", "share", "--with", "Sam", "--to", path, "--yes")
    card, answer = post.file("sam.card"), post.file("codings.age")
    assert post.coach("reply", "Rivera", "--supervisor", card, "--to", answer).code == 1
    post.coach("code", "Rivera", "--moment", moment, "--fit", "partial")
    post.coach("comment", "Rivera", moment, "--strength", "You stayed close.")
    made = post.coach("reply", "Rivera", "--supervisor", card, "--to", answer)
    assert made.code == 0, made.err
    assert "1 coding" in made.out
    assert "comment" not in made.out
    assert post.as_("sam", "coach", "add", answer, "--name", "Rivera").code == 3
    assert post.as_("sam", "coach", "add", path, "--name", "Rivera").code == 0
    words = ("--family", "Rivera", "--accept-key")
    assert post.as_("sam", "coach", "add", answer).code == 2
    assert post.as_("sam", "coach", "add", answer, *words).code == 0
    shown = post.as_("sam", "coach", "show", moment, "--json").json()
    assert [one["fit"] for one in shown["codings"]] == ["partial"]


def test_hostile_words_are_inert(post: Post) -> None:
    from parentkit.sharing import keys
    from parentkit.sharing.bundle import Bundle, Line, device_of, seal_bundle

    hostile, share = "\x1b]0;owned\x07\u202e<b>=1+1", "01M823G3MS008J4CT4ANK7F24S"
    stamp = f"2026-11-22T17:05:12.345Z/0000/{device_of(share)}"
    fields = {
        "observed_at": "2026-11-22T16:05+01:00",
        **dict.fromkeys(("child", "caregiver", "cue", "note", "context", "fit"), hostile),
        "responses": [hostile],
    }
    lines = [
        Line("child", hostile[:0] + "0" * 25 + "1", stamp, "", {"name": hostile}),
        Line("moment", "01M823G3MS00000000000000AA", stamp, "", fields),
    ]
    with open(post.file("dana.card"), encoding="utf-8") as file:
        card = keys.read_card(file.read())
    stranger = keys.make()
    consent = {"purpose": hostile, "until": "2027-02-01"}
    made_at = "2026-11-22T17:05:12.345Z"
    bundle = Bundle("moments", stranger.fingerprint, share, made_at, lines, consent)
    with open(post.file("odd.age"), "wb") as sealed:
        sealed.write(seal_bundle(bundle, stranger, [card.recipient]))
    calls = (
        ("add", post.file("odd.age"), "--name", hostile),
        ("families",),
        ("inbox",),
        ("inbox", "--next"),
        ("inbox", "--all"),
        ("show", "01M823G3MS"),
    )
    for words in calls:
        done = post.coach(*words)
        assert done.code == 0, done.err
        for bad in "\x1b\x07\u202e":
            assert bad not in done.out + done.err


def test_no_note_name_or_key_stands_where_it_should_not(post: Post) -> None:
    """Canary: what is private is in its own files alone, and in no error."""
    post.log("afraid", "comfort", "--note", "canary-note")
    path = post.share("one.age", "--include", "note")
    post.coach("add", path, "--name", "Rivera")
    post.coach("inbox", "--next")
    post.coach("note", "Rivera", "canary-session")
    with open(path, "rb") as file:
        data = file.read()
    with open(post.file("cut.age"), "wb") as file:
        file.write(data[:-20])
    with open(post.folder / "coach" / "home" / "coach" / "key", encoding="ascii") as file:
        secret = file.read().splitlines()[-1]
    for words in (
        ("add", post.file("cut.age")),
        ("show", "01ZZZZZZ"),
        ("comment", "Rivera", "01ZZZZZZ", "--strength", "canary-comment"),
        ("reply", "Rivera", "--to", path),
        ("goal", "Rivera", "canary-goal", "--by", "someday"),
    ):
        done = post.coach(*words)
        assert done.code != 0
        for private in ("canary", secret):
            assert private not in done.err
    state = post.folder / "coach" / "state"
    for folder, _, names in os.walk(state):
        for name in names:
            with open(os.path.join(folder, name), "rb") as kept:
                content = kept.read()
            for private in (b"canary", secret.encode(), b"Rivera"):
                assert private not in content


def test_marking_what_is_listed_as_read(post: Post) -> None:
    post.log("afraid", "comfort")
    post.log("sad", "comfort")
    post.coach("add", post.share("one.age"), "--name", "Rivera")
    done = post.coach("inbox", "--cue", "sad", "--mark-read")
    assert "1 marked as read" in done.err
    assert len(post.coach("inbox", "--unread", "--json").json()) == 1
    assert post.coach("inbox", "--cue", "nonsense").code == 2
    assert post.coach("inbox", "--limit", "0").code == 2


def test_goals_notes_and_assignments_are_listed_changed_and_taken_back(post: Post) -> None:
    post.log("afraid", "comfort")
    post.coach("add", post.share("one.age"), "--name", "Rivera")
    goal = post.coach("goal", "Rivera", "Wait a breath", "--json").json()[0]
    assert "reached" in post.coach("goal", "Rivera", "--reached", goal["id"]).out
    assert "Wait a breath" in post.coach("goal", "Rivera").out
    post.coach("goal", "Rivera", "--remove", goal["id"])
    assert post.coach("goal", "Rivera", "--json").json() == []
    post.coach("note", "Rivera", "-", "--day", "yesterday", typed="two\nlines\n")
    (note,) = post.coach("note", "Rivera", "--list", "--json").json()
    assert (note["text"], note["day"]) == ("two\nlines", "2026-11-21")
    given = post.coach("assign", "Rivera", "a-late-answer", "--json").json()[0]
    assert given["exercise"] == "a-late-answer"
    assert "done with" in post.coach("assign", "Rivera", "--done", given["id"]).out
    assert post.coach("assign", "Rivera", "no-such-exercise").code == 2
    assert post.coach("comment", "Rivera").code == 2
    assert post.coach("forget", "Rivera").code == 2


def test_before_a_coach_has_begun_every_command_says_so(post: Post) -> None:
    for words in (("families",), ("inbox",), ("card",), ("add", "x"), ("show", "01ZZZZ")):
        done = post.as_("nobody", "coach", *words)
        assert done.code == 1
        assert "parentkit coach init" in done.err


def test_a_card_is_never_written_over(post: Post) -> None:
    assert post.coach("card", "--to", post.file("dana.card")).code == 3
    assert post.coach("init", "Somebody").code == 2
    assert "Dana Reed" in post.coach("card").err


@pytest.mark.parametrize("name", SUBCOMMANDS)
def test_every_subcommand_has_help_with_examples_of_its_own(post: Post, name: str) -> None:
    done = post.coach(name, "--help")
    assert done.code == 0
    assert f"parentkit coach {name}" in done.out.partition("examples:")[2]


def test_help_lists_the_subcommands_and_knows_no_others(post: Post) -> None:
    listed = post.coach("--help").out
    for name, summary in SUBCOMMANDS.items():
        assert f"{name:<11}{summary}" in listed
    assert post.coach("nonsense").code == 2
    assert post.coach().code == 2
