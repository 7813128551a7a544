"""What became of a file that was taken in, in a sentence."""

from __future__ import annotations

from typing import Any, Protocol

from parentkit.domain.sentence import plural
from parentkit.report import amounts


class Added(Protocol):
    """What is known of a file that was taken in."""

    @property
    def family(self) -> Any:
        """Where it went, with a `name`; None for a notice about nobody who is here."""

    @property
    def lines(self) -> int:
        """Records that came with it."""

    @property
    def is_new_family(self) -> bool:
        """Whether the family began with it."""

    @property
    def is_named_again(self) -> bool:
        """Whether the family got a name in the place of one that cannot be read."""

    @property
    def unchanged(self) -> bool:
        """Whether it had been taken in before."""

    @property
    def is_older(self) -> bool:
        """Whether a later file of the same sender is here."""

    @property
    def withdrawn(self) -> bool:
        """Whether it was a notice that consent is withdrawn."""

    @property
    def still_open(self) -> bool:
        """For a notice, whether a newer consent of the same person holds."""

    @property
    def others_open(self) -> bool:
        """For a notice, whether another parent's consent holds."""

    @property
    def closed_later(self) -> int:
        """For a notice, how many files it closed that bear a later time than its own."""


def added_words(added: Added) -> str:
    """One sentence, with the family's name before it."""
    if added.family is None:
        return "Consent withdrawn by a family that is not here; an earlier file is refused."
    name = added.family.name
    if added.withdrawn:
        return f"{name}: {_notice_words(added)}"
    if added.is_named_again:
        return f"{name}: the family has its name again; {_lines_words(added)}"
    return f"{name}: {_lines_words(added)}"


def _lines_words(added: Added) -> str:
    if added.unchanged:
        if added.is_named_again:
            return "this file was added before; nothing else has changed."
        return "this file was added before; nothing has changed."
    records = amounts.records(added.lines)
    if added.is_older:
        return f"{records} from an older file; what a later one says stands."
    if added.is_new_family:
        return f"a new family, {records} added."
    return f"{records} added."


def _notice_words(added: Added) -> str:
    """How it stands after a notice that consent is withdrawn."""
    if added.still_open:
        return "this withdrawal is known. A newer consent holds, and what came with that is open."
    told = ["consent withdrawn. What came with it is no longer opened."]
    if added.closed_later:
        told.append(
            plural(
                added.closed_later,
                one="{n:,} file that bears a later time than the notice closed too; if there is a "
                "newer consent, ask them to share once more.",
                other="{n:,} files that bear a later time than the notice closed too; if there is "
                "a newer consent, ask them to share once more.",
            )
        )
    if added.others_open:
        told.append("What another parent shared stays open.")
    return " ".join(told)


def other_key_words(family: str, *, is_coachs: bool) -> str:
    """What a file of an unknown key about a known family is, and what accepting the key means."""
    if is_coachs:
        return (
            f"It holds a coach's words about the family {family}, with a key that you have not "
            "accepted: another coach's, or somebody else's. Accepted, it may send that coach's own "
            "words about this family, and nothing else."
        )
    return (
        f"It is about the family {family}, but signed with another key: a second parent's, new "
        "keys, or somebody else's. Accepted, it may change and take back what this family sent."
    )
