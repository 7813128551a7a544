"""Who may see what, until when, and what withdrawing does."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from freezegun import freeze_time

from parentkit.sharing import keys

if TYPE_CHECKING:
    from pathlib import Path


def consents(sharing: Any) -> list[dict[str, Any]]:
    called = sharing.call("consent", "list", "--json")
    assert called.code == 0
    return list(called.json())


def test_sharing_gives_a_consent_that_says_who_what_for_and_until_when(sharing: Any) -> None:
    sharing.log("afraid", "comfort")
    path = sharing.share("--purpose", "sleep", "--consent-until", "2026-12-31", "--include", "note")
    (consent,) = consents(sharing)
    assert (consent["name"], consent["purpose"], consent["until"]) == (
        "Dana Reed", "sleep", "2026-12-31",
    )  # fmt: skip
    assert (consent["include"], consent["state"], consent["begins"]) == (
        ["note"], "holds", "2026-11-22",
    )  # fmt: skip
    told = sharing.coach.open(path).header.consent
    assert {name: told[name] for name in ("purpose", "from", "until")} == {
        "purpose": "sleep", "from": "2026-11-22", "until": "2026-12-31",
    }  # fmt: skip


def test_a_consent_holds_for_twelve_weeks_where_nothing_else_is_said(sharing: Any) -> None:
    sharing.log("afraid", "comfort")
    sharing.share()
    assert consents(sharing)[0]["until"] == "2027-02-14"


def test_sharing_again_on_the_same_terms_goes_on_with_the_same_consent(sharing: Any) -> None:
    sharing.log("afraid", "comfort")
    sharing.share()
    with freeze_time("2026-12-20 12:00", auto_tick_seconds=0.001):
        sharing.share("--all")
        assert len(consents(sharing)) == 1
        sharing.share("--all", "--include", "note")
        assert len(consents(sharing)) == 2


def test_a_consent_ends_by_itself_and_is_given_anew(sharing: Any) -> None:
    sharing.log("afraid", "comfort")
    sharing.share("--consent-until", "2026-11-30")
    with freeze_time("2026-11-30 12:00", auto_tick_seconds=0.001):
        assert consents(sharing)[0]["state"] == "holds"
    with freeze_time("2026-12-01 12:00", auto_tick_seconds=0.001):
        assert consents(sharing)[0]["state"] == "ended"
        sharing.share("--all")
        assert [consent["state"] for consent in consents(sharing)] == ["ended", "holds"]


def test_a_consent_until_today_still_holds_today(sharing: Any) -> None:
    sharing.log("afraid", "comfort")
    sharing.share("--consent-until", "2026-11-22")
    (consent,) = consents(sharing)
    assert (consent["until"], consent["state"]) == ("2026-11-22", "holds")


def test_a_consent_ends_in_sight(sharing: Any) -> None:
    sharing.log("afraid", "comfort")
    preview = ("share", "--with", "Dana", "--preview", "--consent-until")
    assert sharing.call(*preview, "2027-12-27").code == 0
    called = sharing.call(*preview, "2027-12-28")
    assert called.code == 2
    assert "400 days at most" in called.err


def test_a_consent_cannot_end_before_it_begins(sharing: Any) -> None:
    sharing.log("afraid", "comfort")
    called = sharing.call("share", "--with", "Dana", "--preview", "--consent-until", "2026-11-21")
    assert called.code == 2


def test_what_was_sent_is_listed_with_its_hash(sharing: Any) -> None:
    from hashlib import sha256

    sharing.log("afraid", "comfort")
    path = sharing.share()
    with open(path, "rb") as file:
        digest = sha256(file.read()).hexdigest()
    (consent,) = sharing.call("consent", "show", "Dana", "--json").json()
    assert [sent["sha256"] for sent in consent["sent"]] == [digest]
    assert digest[:12] in sharing.call("consent", "show", "Dana").out


def test_withdrawing_writes_a_notice_that_the_coach_can_read(sharing: Any) -> None:
    sharing.log("afraid", "comfort")
    header = sharing.coach.open(sharing.share()).header
    path = str(sharing.folder / "notice.age")
    called = sharing.call("consent", "withdraw", "Dana", "--to", path, "--yes")
    assert called.code == 0
    assert consents(sharing)[0]["state"] == "withdrawn"
    notice = sharing.coach.open(path)
    assert (notice.header.type, notice.body) == ("withdrawal", b"")
    assert notice.header.family == header.family
    assert notice.header.made_at > header.made_at
    assert notice.header.consent == {"withdrawn_at": notice.header.made_at}
    assert b"purpose" not in json.dumps(notice.header.consent).encode()


def test_a_withdrawal_is_not_undone_and_can_be_written_again(sharing: Any) -> None:
    sharing.log("afraid", "comfort")
    sharing.share()
    first, second = (str(sharing.folder / name) for name in ("one.age", "two.age"))
    sharing.call("consent", "withdraw", "Dana", "--to", first, "--yes")
    assert "Taken back: the moment" in sharing.call("undo").out
    assert consents(sharing)[0]["state"] == "withdrawn"
    assert sharing.call("consent", "withdraw", "Dana", "--to", second, "--yes").code == 0
    assert sharing.coach.open(second).header.type == "withdrawal"


def test_after_a_withdrawal_sharing_is_a_new_consent(sharing: Any) -> None:
    sharing.log("afraid", "comfort")
    sharing.share()
    path = str(sharing.folder / "notice.age")
    sharing.call("consent", "withdraw", "Dana", "--to", path, "--yes")
    later = sharing.share()
    assert [consent["state"] for consent in consents(sharing)] == ["withdrawn", "holds"]
    assert sharing.coach.open(later).header.made_at > sharing.coach.open(path).header.made_at


def test_a_new_consent_is_younger_than_a_withdrawal_by_a_clock_that_was_ahead(
    sharing: Any,
) -> None:
    sharing.log("afraid", "comfort")
    sharing.share()
    notice = str(sharing.folder / "notice.age")
    with freeze_time("2026-11-22 15:00"):
        sharing.call("consent", "withdraw", "Dana", "--to", notice, "--yes")
    made = sharing.coach.open(sharing.share()).header.made_at
    assert made == "2026-11-22T15:00:00.001Z"
    with freeze_time("2036-01-01"):
        sharing.call("consent", "withdraw", "Dana", "--to", f"{notice}.2", "--yes")
    assert sharing.coach.open(sharing.share()).header.made_at < "2026-11-22T16"


def test_each_parent_of_one_log_withdraws_their_own(
    sharing: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept, gone = sharing.log("afraid", "comfort"), sharing.log("sad", "comfort")
    sharing.share()
    mine = sharing.coach.identity  # the coach stays the same; the state is the other parent's
    monkeypatch.setenv("PARENTKIT_STATE", str(sharing.folder / "state-of-jo"))
    sharing.call("caregiver", "add", "Jo")
    sharing.call("caregiver", "use", "Jo")
    assert sharing.call("consent", "withdraw", "Dana", "--yes").code == 1
    assert sharing.call("key", "make").code == 0
    called = sharing.call("consent", "withdraw", "Dana", "--yes")
    assert called.code == 1
    assert "with the key of this device" in called.err
    sharing.call("delete", gone)
    assert sharing.call("consent", "confirm", "Dana", "--yes").code == 0
    sharing.share("--since", "2026-11-01")
    assert sharing.coach.identity is mine
    assert "given by    Jo" in sharing.call("consent", "list").out
    notice = str(sharing.folder / "notice.age")
    assert sharing.call("consent", "withdraw", "Dana", "--to", notice, "--yes").code == 0
    assert [one["state"] for one in consents(sharing)] == ["holds", "withdrawn"]
    monkeypatch.setenv("PARENTKIT_STATE", str(sharing.folder / "state"))
    own = sharing.coach.add(sharing.share())
    # What only Jo's file had said to be gone is said under this consent too.
    assert gone.encode() in own.body
    assert set(sharing.coach.moments()) == {kept}


def test_a_notice_is_never_older_than_what_it_withdraws(sharing: Any) -> None:
    sharing.log("afraid", "comfort")
    made = sharing.coach.open(sharing.share()).header.made_at
    notice = str(sharing.folder / "notice.age")
    with freeze_time("2020-01-01 12:00", auto_tick_seconds=0.001):
        assert sharing.call("consent", "withdraw", "Dana", "--to", notice, "--yes").code == 0
    assert sharing.coach.open(notice).header.made_at >= made


def test_where_no_consent_is_found_the_notice_is_written_all_the_same(sharing: Any) -> None:
    notice = str(sharing.folder / "notice.age")
    called = sharing.call("consent", "withdraw", "Dana", "--to", notice, "--yes")
    assert called.code == 0
    assert "No consent for Dana Reed" in called.err
    assert sharing.coach.open(notice).header.type == "withdrawal"
    assert sharing.call("consent", "show", "Dana").code == 1


def test_a_notice_that_cannot_be_written_leaves_the_consent_withdrawn(sharing: Any) -> None:
    sharing.log("afraid", "comfort")
    path = sharing.share()
    called = sharing.call("consent", "withdraw", "Dana", "--to", path, "--yes")
    assert called.code == 3
    assert consents(sharing)[0]["state"] == "withdrawn"
    assert "consent is withdrawn" in called.err


def test_a_coach_is_added_once_and_found_by_name(sharing: Any) -> None:
    called = sharing.call("consent", "add-coach", sharing.coach.card)
    assert called.code == 0
    assert "here already" in called.err
    assert sharing.call("consent", "list").out == "Dana Reed: nothing shared\n"
    unknown = sharing.call("share", "--with", "Eve", "--preview")
    assert unknown.code == 2
    assert "Dana Reed" in unknown.err


def test_a_coach_of_the_same_name_with_another_key_waits_for_a_decision(
    sharing: Any, tmp_path: Path
) -> None:
    other = type(sharing.coach)(tmp_path)
    called = sharing.call("consent", "add-coach", other.card, "--yes")
    assert called.code == 2
    assert "another key" in called.err
    shown = " ".join(called.out.split())
    assert other.identity.words in shown
    assert sharing.coach.identity.words in shown
    assert sharing.call("consent", "add-coach", other.card, "--yes", "--replace").code == 0
    sharing.log("afraid", "comfort")
    assert other.open(sharing.share()).header.to == (other.identity.recipient,)


def test_a_card_that_was_changed_is_not_added(sharing: Any, tmp_path: Path) -> None:
    card = keys.make().card("Eve Stone") | {"recipient": sharing.coach.identity.recipient}
    path = tmp_path / "eve.card"
    path.write_text(json.dumps(card))
    called = sharing.call("consent", "add-coach", str(path), "--yes")
    assert called.code == 3
    assert "changed on its way" in called.err
    assert sharing.call("consent", "list").out == "Dana Reed: nothing shared\n"


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"x" * 20_000, b"\x00" * 100])
def test_what_is_no_card_is_said(sharing: Any, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "some.card").write_bytes(content)
    assert sharing.call("consent", "add-coach", str(tmp_path / "some.card"), "--yes").code == 3
    assert sharing.call("consent", "add-coach", str(tmp_path / "none.card"), "--yes").code == 1


def test_without_a_key_nothing_is_shared_and_what_to_do_is_said(
    sharing: Any, tmp_path: Path
) -> None:
    (tmp_path / "state" / "sharing" / "key").unlink()
    sharing.log("afraid", "comfort")
    called = sharing.call("share", "--with", "Dana", "--yes")
    assert called.code == 1
    assert "parentkit key make" in called.err
    assert sharing.call("share", "--with", "Dana", "--preview").code == 0
