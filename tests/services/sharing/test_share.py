"""What leaves is what was chosen, what was shown, and nothing else."""

from __future__ import annotations

import json
import os
import stat
from typing import Any

import pytest
from freezegun import freeze_time
from hypothesis import given, settings
from hypothesis import strategies as st

from parentkit.domain.coaching.scope import INCLUDABLE, leaving
from parentkit.domain.codes import MOMENT
from parentkit.journal.log.writer import Draft

NOTE = "the blue cup fell"


def test_a_shared_moment_reads_at_the_coachs_as_at_home_without_the_note(sharing: Any) -> None:
    moment = sharing.log("afraid", "comfort", "--note", NOTE, "--tag", "cup", "--need", "closeness")
    sharing.coach.add(sharing.share())
    (fields,) = sharing.coach.moments().values()
    home = sharing.call("show", moment, "--json").json()
    assert {"note", "tags", "need"} <= set(home)
    assert fields == {name: home[name] for name in fields}
    assert set(home) - set(fields) == {
        *("id", "note", "tags", "need", "reason", "codings", "comments", "conflicts"),
        "unreadable",
    }


@pytest.mark.parametrize(("word", "field"), [("note", "note"), ("need", "need"), ("tags", "tags")])
def test_what_is_included_by_name_leaves(sharing: Any, word: str, field: str) -> None:
    sharing.log("afraid", "comfort", "--note", NOTE, "--tag", "cup", "--need", "closeness")
    sharing.coach.add(sharing.share("--include", word))
    (fields,) = sharing.coach.moments().values()
    assert set(fields) & {"note", "need", "tags"} == {field}


def test_what_cannot_be_included_is_said_with_what_can(sharing: Any) -> None:
    called = sharing.call("share", "--with", "Dana", "--include", "birthday", "--preview")
    assert called.code == 2
    assert "thing to include" in called.err


def test_the_month_of_birth_never_leaves_and_the_age_band_of_the_day_does(sharing: Any) -> None:
    with freeze_time("2026-11-10 12:00"):
        sharing.log("afraid", "comfort")
    with freeze_time("2026-11-22 12:00"):
        sharing.call("child", "rename", "my child", "Mia")
        sharing.call("child", "born", "Mia", "2023-11")
        sharing.call("log", "sad", "comfort", "--at", "2025-11-01 10:00")
        opened = sharing.coach.add(sharing.share("--all", "--include", ",".join(INCLUDABLE)))
    assert b"birth" not in opened.body
    bands = {
        fields["observed_at"][:7]: fields.get("age_band")
        for fields in sharing.coach.moments().values()
    }
    assert bands == {"2026-11": "child", "2025-11": "toddler"}
    (child,) = (one for one in sharing.coach.journal.lasting() if one.kind == "child")
    assert child.fields == {"name": "Mia", "age_band": "child"}


def test_a_month_of_birth_that_was_mended_later_brings_the_right_band(sharing: Any) -> None:
    sharing.call("child", "add", "Mia")
    sharing.call("child", "born", "Mia", "2020-11")
    moment = sharing.log("afraid", "comfort")
    first = sharing.coach.add(sharing.share())
    sharing.call("child", "born", "Mia", "2026-08")
    second = sharing.coach.add(sharing.share())
    assert sharing.coach.moments()[moment]["age_band"] == "infant"
    stamps = [
        max(
            line["stamp"]
            for line in map(json.loads, opened.body.splitlines())
            if "age_band" in line["set"] and line["id"] == moment
        )
        for opened in (first, second)
    ]
    assert stamps[0] < stamps[1]


def test_a_moment_that_is_set_apart_stays_unless_it_is_included(sharing: Any) -> None:
    apart = sharing.log("afraid", "comfort", "--flag")
    other = sharing.log("sad", "comfort")
    first = sharing.share()
    assert set(sharing.coach.add(first).header.kinds) == {"child", "caregiver", "moment"}
    assert set(sharing.coach.moments()) == {other}
    assert "1 moment in which somebody was frightened or hurt" in (
        sharing.call("share", "--with", "Dana", "--preview").out.replace("\n", " ")
    )
    sharing.coach.add(sharing.share("--include", "flagged"))
    assert set(sharing.coach.moments()) == {other, apart}


def test_names_can_be_others_in_the_file(sharing: Any) -> None:
    sharing.call("child", "add", "Mia")
    sharing.log("afraid", "comfort", "--note", "Mia was tired. Mialike.")
    called = sharing.call(
        "share", "--with", "Dana", "--preview", "--include", "note", "--rename", "Mia=Child"
    )
    assert "child       Child" in called.out
    assert "The name Mia stands in the texts of 1 record" in called.out
    opened = sharing.coach.add(sharing.share("--rename", "Mia=Child"))
    assert b"Mia" not in opened.body
    told = "Dana Reed knows Mia as Child until now; this file says Mia."
    preview = ("share", "--with", "Dana", "--preview")
    assert told in " ".join(sharing.call(*preview).out.split())
    assert "until now" not in sharing.call(*preview, "--rename", "Mia=Child").out
    sharing.coach.add(sharing.share())
    assert "until now" not in sharing.call(*preview).out
    (child,) = (one for one in sharing.coach.journal.lasting() if one.kind == "child")
    assert child.fields["name"] == "Mia"


def test_chosen_moments_leave_alone_with_their_people(sharing: Any) -> None:
    sharing.call("child", "add", "Mia")
    sharing.call("child", "add", "Ben")
    sharing.log("afraid", "comfort", "--child", "Ben")
    chosen = sharing.log("sad", "comfort", "--child", "Mia")
    opened = sharing.coach.add(sharing.share("--moments", chosen[:14]))
    assert set(sharing.coach.moments()) == {chosen}
    assert opened.header.kinds == {"child": 1, "caregiver": 1, "moment": 1}
    assert b"Ben" not in opened.body


def test_a_period_and_a_child_choose(sharing: Any) -> None:
    sharing.call("child", "add", "Mia")
    sharing.call("child", "add", "Ben")
    sharing.log("afraid", "comfort", "--child", "Mia", "--at", "2026-01-05 10:00")
    chosen = sharing.log("afraid", "comfort", "--child", "Mia", "--at", "2026-02-05 10:00")
    sharing.log("afraid", "comfort", "--child", "Ben", "--at", "2026-02-05 11:00")
    period = ("--since", "2026-02-01", "--until", "2026-03-01", "--child", "Mia")
    opened = sharing.coach.add(sharing.share(*period))
    assert set(sharing.coach.moments()) == {chosen}
    scope = opened.header.consent["scope"]
    days = {"since": "2026-02-01", "until": "2026-03-01"}
    child = sharing.coach.moments()[chosen]["child"]
    assert scope == {"include": [], "moments": 1, **days, "child": child}


def test_judgements_of_co_parents_leave_and_those_of_coaches_stay(sharing: Any) -> None:
    moment = sharing.log("afraid", "comfort")
    sharing.call("caregiver", "add", "Jo")
    sharing.call("code", moment, "--fit", "missed", "--caregiver", "Jo")
    coding = {"moment": moment, "coder": sharing.coach.id, "fit": "partial"}
    sharing.journal().append([Draft("coding", "01M9ZZZZZZ0000000000000000", coding)])
    opened = sharing.coach.add(sharing.share())
    assert opened.header.kinds == {"child": 1, "caregiver": 2, "coding": 1, "moment": 1}
    (coded,) = sharing.coach.journal.read(kinds=("coding",))
    assert coded.fields["fit"] == "missed"


def test_own_words_leave_where_a_moment_uses_them(sharing: Any) -> None:
    sharing.call("vocabulary", "add", "contexts", "grandma's kitchen")
    sharing.call("vocabulary", "add", "contexts", "the pool")
    context = "my:grandma_s_kitchen"
    sharing.log("afraid", "comfort", "--context", context)
    opened = sharing.coach.add(sharing.share())
    assert b"kitchen" in opened.body
    assert b"pool" not in opened.body


def test_answers_leave_where_they_are_included(sharing: Any) -> None:
    sharing.log("afraid", "comfort")
    sharing.call("reflect", "--week", "today", typed="an answer of mine\n\n")
    assert b"an answer" not in sharing.coach.open(sharing.share()).body
    opened = sharing.coach.add(sharing.share("--include", "reflections"))
    assert opened.header.kinds["reflection"] >= 1
    assert b"an answer of mine" in opened.body


def test_nothing_of_what_was_written_before_an_edit_leaves(sharing: Any) -> None:
    moment = sharing.log("afraid", "comfort", "--note", "a first version")
    sharing.call("edit", moment, "--note", "a second one")
    opened = sharing.coach.add(sharing.share("--include", "note"))
    assert b"second one" in opened.body
    assert b"first version" not in opened.body
    assert b'"base"' not in opened.body


def test_a_later_file_brings_changes_and_an_emptied_field(sharing: Any) -> None:
    moment = sharing.log("afraid", "comfort", "--note", NOTE, "--context", "bedtime")
    sharing.coach.add(sharing.share("--include", "note"))
    sharing.call("edit", moment, "--fit", "partial", "--clear", "context")
    later = sharing.share("--include", "note")
    sharing.coach.add(later)
    (fields,) = sharing.coach.moments().values()
    assert fields["fit"] == "partial"
    assert "context" not in fields


def test_files_added_in_another_order_come_to_the_same(sharing: Any) -> None:
    moment = sharing.log("afraid", "comfort")
    files = [sharing.share()]
    sharing.call("edit", moment, "--fit", "partial")
    files.append(sharing.share())
    sharing.call("edit", moment, "--fit", "missed")
    files.append(sharing.share())
    for path in reversed(files):
        sharing.coach.add(path)
    (fields,) = sharing.coach.moments().values()
    assert fields["fit"] == "missed"


def test_what_was_deleted_or_set_apart_goes_from_the_coachs_view_and_can_return(
    sharing: Any,
) -> None:
    kept, gone = sharing.log("afraid", "comfort"), sharing.log("sad", "comfort")
    sharing.coach.add(sharing.share())
    sharing.call("delete", gone)
    never_sent = sharing.log("angry", "comfort")
    sharing.call("delete", never_sent)
    path = sharing.share()
    opened = sharing.coach.add(path)
    assert set(sharing.coach.moments()) == {kept}
    assert never_sent.encode() not in opened.body
    assert gone.encode() not in sharing.coach.open(sharing.share()).body
    for _ in range(3):
        sharing.call("undo")
    sharing.coach.add(sharing.share())
    assert gone in sharing.coach.moments()
    sharing.call("edit", kept, "--flag")
    sharing.coach.add(sharing.share())
    assert kept not in sharing.coach.moments()


def test_a_purged_moment_goes_from_the_coachs_view(sharing: Any) -> None:
    kept, gone = sharing.log("afraid", "comfort"), sharing.log("sad", "comfort", "--note", NOTE)
    sharing.coach.add(sharing.share("--include", "note"))
    assert sharing.call("purge", gone, "--yes").code == 0
    opened = sharing.coach.add(sharing.share())
    assert set(sharing.coach.moments()) == {kept}
    assert b"purged" not in opened.body


def test_unknown_fields_and_kinds_never_leave(sharing: Any) -> None:
    moment = sharing.log("afraid", "comfort")
    journal = sharing.journal()
    journal.amend(journal.get(moment), {"address": "12 Mill Lane", "birth_month": "2023-04"})
    journal.append([Draft("diagnosis", "01M9ZZZZZZ0000000000000000", {"moment": moment, "x": "y"})])
    everything = ",".join(INCLUDABLE)
    opened = sharing.coach.add(sharing.share("--include", everything))
    for secret in (b"Mill", b"2023-04", b"diagnosis"):
        assert secret not in opened.body


def test_the_preview_shows_every_field_of_every_line(sharing: Any) -> None:
    sharing.log("afraid", "comfort", "--note", NOTE, "--repaired-after", "10m", "--tag", "cup")
    words = ("--with", "Dana", "--include", "note,tag,need,reflections,flagged")
    shown = sharing.call("share", *words, "--preview", "--json").json()
    opened = sharing.coach.open(sharing.share("--include", "note,tag,need,reflections,flagged"))
    told = {
        (document["kind"], document["id"], name)
        for document in shown
        for name in document
        if name not in ("kind", "id")
    }
    sent = {
        (line["kind"], line["id"], name)
        for line in map(json.loads, opened.body.splitlines())
        for name, value in line["set"].items()
        if value is not None
    }
    assert told == sent
    text = sharing.call("share", *words, "--preview").out
    for name in ("note", "tags", "fit", "repair", "sign", "responses", "when", "who", "child"):
        assert f"\n  {name} " in text


def test_a_preview_stores_and_writes_nothing(sharing: Any) -> None:
    sharing.log("afraid", "comfort")
    before = _tree(sharing.folder)
    called = sharing.call("share", "--with", "Dana", "--preview")
    assert called.code == 0
    assert "Nothing was written" in called.err
    assert "a coach may be bound by law" in called.out
    assert _tree(sharing.folder) == before


def test_without_a_person_or_yes_nothing_is_written(sharing: Any) -> None:
    sharing.log("afraid", "comfort")
    before = _tree(sharing.folder)
    called = sharing.call("share", "--with", "Dana")
    assert called.code == 2
    assert _tree(sharing.folder) == before


def test_a_file_that_is_there_is_not_touched_and_nothing_is_stored(sharing: Any) -> None:
    sharing.log("afraid", "comfort")
    path = sharing.folder / "mine.txt"
    path.write_text("mine")
    before = _tree(sharing.folder)
    called = sharing.call("share", "--with", "Dana", "--yes", "--to", str(path))
    assert called.code == 3
    assert path.read_text() == "mine"
    assert _tree(sharing.folder) == before


def test_a_file_that_cannot_be_written_is_not_said_to_have_left(
    sharing: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from parentkit.storage import new_files

    sharing.log("afraid", "comfort")

    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    path = sharing.folder / "out.age"
    with monkeypatch.context() as patch:
        patch.setattr(new_files, "_name", full)
        called = sharing.call("share", "--with", "Dana", "--yes", "--to", str(path))
    assert called.code == 3
    assert not path.exists()
    journal = sharing.journal()
    assert len(journal.read()) == 1
    assert [record.id for record in journal.read(kinds=("share",))] == []


def test_the_file_is_its_owners_alone_and_no_other_is_left(sharing: Any) -> None:
    sharing.log("afraid", "comfort")
    path = sharing.share()
    assert stat.S_IMODE(os.stat(path).st_mode) == 0o600
    assert not [name for name in _tree(sharing.folder) if name.endswith(".new")]


def test_undo_passes_by_what_has_left(sharing: Any) -> None:
    sharing.log("afraid", "comfort")
    sharing.share()
    assert "Taken back: the moment" in sharing.call("undo").out
    assert len(sharing.call("consent", "show", "Dana", "--json").json()) == 1


def test_nothing_to_share_is_said(sharing: Any) -> None:
    called = sharing.call("share", "--with", "Dana", "--preview")
    assert called.code == 1
    assert "Nothing here can be shared" in called.err


FIELDS = st.dictionaries(
    st.text(max_size=6) | st.sampled_from(["note", "need", "tags", "flag", "fit", "repair"]),
    st.none() | st.booleans() | st.text(max_size=5) | st.lists(st.text(max_size=3), max_size=2),
    max_size=5,
)


@settings(max_examples=8, deadline=None)
@given(fields=FIELDS, include=st.sets(st.sampled_from(sorted(INCLUDABLE))))
def test_whatever_stands_in_a_moment_no_field_leaves_that_is_not_listed(
    sharing: Any, fields: dict[str, Any], include: set[str]
) -> None:
    moment = sharing.log("afraid", "comfort")
    journal = sharing.journal()
    journal.amend(journal.get(moment), {name: fields[name] for name in fields if name != "deleted"})
    words = ["--include", ",".join(include)] if include else []
    opened = sharing.coach.open(sharing.share("--all", *words))
    allowed = {*leaving(MOMENT, include), "age_band", "deleted"}
    for line in map(json.loads, opened.body.splitlines()):
        if line["kind"] == MOMENT:
            assert set(line["set"]) <= allowed


def test_own_and_foreign_stamps_stay_as_they_are(sharing: Any) -> None:
    moment = sharing.log("afraid", "comfort")
    at_home = {one.stamp for one in sharing.journal().history(moment)}
    opened = sharing.coach.open(sharing.share())
    lines = [line for line in map(json.loads, opened.body.splitlines()) if line["id"] == moment]
    assert {line["stamp"] for line in lines} == at_home


def _tree(folder: Any) -> dict[str, bytes]:
    found = {}
    for parent, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(parent, name)
            with open(path, "rb") as file:
                found[path] = file.read()
    return found


def test_after_a_withdrawal_nothing_that_came_before_is_said_to_be_there(sharing: Any) -> None:
    gone = sharing.log("afraid", "comfort", "--note", NOTE)
    kept = sharing.log("sad", "comfort")
    sharing.share("--include", "note")
    preview = ("share", "--with", "Dana", "--preview", "--moments", kept)
    before = " ".join(sharing.call(*preview).out.split())
    assert "What was sent stays with your coach until you withdraw." in before
    notice = str(sharing.folder / "notice.age")
    assert sharing.call("consent", "withdraw", "Dana", "--to", notice, "--yes").code == 0
    assert "stays with your coach" not in sharing.call(*preview).out
    sharing.call("delete", gone)
    assert "here no longer" not in sharing.call(*preview).out
    opened = sharing.coach.open(sharing.share("--moments", kept))
    assert gone.encode() not in opened.body
    sharing.call("delete", kept)
    told = " ".join(sharing.call("share", "--with", "Dana", "--preview").out.split())
    assert "1 record sent earlier is here no longer" in told
