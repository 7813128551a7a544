"""Two coaches of one family: what the one sends the other stays within that coach's role."""

from __future__ import annotations

from typing import Any

from parentkit import clock
from parentkit.journal.log.stamp import wall_text
from parentkit.services.coach.workspace import default_practice, identity_of
from parentkit.services.family.household import new_id
from parentkit.sharing.bundle import Bundle, Line, seal_bundle
from parentkit.sharing.keys import read_card


def test_a_fellow_coach_who_sends_what_a_family_sends_is_refused_and_the_family_says_so(
    post: Any, frozen: Any
) -> None:
    moments = [post.log("afraid", "comfort", "--fit", "matched") for _ in range(3)]
    post.coach("add", post.share("for-dana.age"), "--name", "Rivera")
    post.as_("sam", "coach", "init", "Sam Ono")
    frozen.tick(60)

    def by_sam(name: str, type_: str, *lines: Line) -> str:
        post.as_("sam", "coach", "card")  # in Sam's home from here on
        identity = identity_of(default_practice())
        with open(post.file("dana.card"), encoding="utf-8") as file:
            dana = read_card(file.read())
        now = wall_text(clock.now_ms())
        consent = {"purpose": "mine", "from": "2026-11-22", "until": "2027-01-01"}
        parts = (type_, family, new_id(clock.now_ms()), now, lines, consent)
        with open(path := post.file(name), "wb") as file:
            file.write(seal_bundle(Bundle(*parts), identity, [dana.recipient]))
        return str(path)

    family = post.coach("families", "--json").json()["families"][0]["id"]
    post.as_("sam", "coach", "card")
    sam = f"coach:{identity_of(default_practice()).fingerprint}"
    stamp = f"{wall_text(clock.now_ms())}/0000/01M81QDEV1CE0000000000000A"
    goal = Line("goal", new_id(clock.now_ms()), stamp, sam, {"text": "Wait", "coder": sam})
    reply = by_sam("reply.age", "reply", goal)
    stopped = post.coach("add", reply)
    assert stopped.code == 2
    assert "that coach's own words about this family, and nothing else" in stopped.err
    accepted = post.coach("add", reply, "--family", "Rivera", "--accept-key", "--name", "Sam Ono")
    assert accepted.code == 0, accepted.err

    gone = [Line("moment", each, stamp, "", {"deleted": True}) for each in moments]
    refused = post.coach("add", by_sam("gone.age", "moments", *gone))
    assert refused.code == 3
    assert "It holds moments, and Sam Ono's key may send a coach's words alone." in refused.err
    (row,) = post.coach("families", "--json").json()["families"]
    assert row["moments"] == len(moments)
    assert len(row["consents"]) == 1
    assert row["refused"]["why"].endswith("Sam Ono's key may send a coach's words alone.")
    told = " ".join(post.coach("families").out.split())
    assert "A file was refused on 2026-11-22. It holds moments, and Sam Ono's key may" in told
