"""What is asked for where nothing was said, and cards that are as long as they may be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from parentkit.sharing.keys import LONGEST_CARD

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Called, Post


def test_a_comment_without_words_asks_for_them_and_stores_nothing(post: Post) -> None:
    moment = post.log("afraid", "comfort")
    post.coach("add", post.share("one.age"), "--name", "Rivera")
    asked = post.coach("comment", "Rivera", moment)
    assert asked.code == 2
    assert "What do you want to say?" in asked.err
    assert post.coach("show", moment, "--json").json()["comments"] == []


def test_a_supervisors_card_may_be_as_long_as_a_card_is_and_no_longer(
    post: Post, home: Path
) -> None:
    post.log("afraid", "comfort")
    post.coach("add", post.share("one.age"), "--name", "Rivera")
    post.as_("sam", "coach", "init", "Sam Ono")
    post.as_("sam", "coach", "card", "--to", post.file("sam.card"))
    card = (home / "sam.card").read_text().strip()

    def answer(length: int) -> Called:
        spaces = " " * (length - len(card))
        (home / "padded.card").write_text(card[:1] + spaces + card[1:])
        return post.coach("reply", "Rivera", "--supervisor", post.file("padded.card"))

    longest, longer = answer(LONGEST_CARD), answer(LONGEST_CARD + 1)
    assert longest.code == 1, "the card is read; there is nothing to send yet"
    assert (longer.code, "it is too long" in longer.err) == (3, True)
