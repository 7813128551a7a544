"""How a family's consent stands: given by each person who shared, until a day, or withdrawn.

A withdrawal is kept for the practice as a whole and outlives the family's folder, so that an
earlier file, added again, does not undo it.
"""

from __future__ import annotations

import os
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from parentkit.domain.errors import DataProblem
from parentkit.domain.jsontext import NotJson, compact, parse
from parentkit.domain.time.localtime import epoch_of, stamp_local
from parentkit.journal import ahead_limit, wall_text
from parentkit.storage import disk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from parentkit.services.coach.family import Receipt

OPEN, ENDED, WITHDRAWN = "open", "ended", "withdrawn"

ENDING_DAYS = 14
"""A consent that ends within so many days asks for attention."""

_WITHDRAWALS = "withdrawals.json"


class Standing(NamedTuple):
    """One person's consent on a day.

    Attributes:
        signer: fingerprint of the key that this person signs with.
        state: OPEN, ENDED or WITHDRAWN.
        until: the last day of the consent, `2026-12-31`; empty where none is named.
        day: the local day on which it was withdrawn or was over; empty where it is open.
        days_left: days after today on which it still holds; None where it is over, or no end named.
        purpose: what it was given for.
    """

    signer: str
    state: str
    until: str
    day: str
    days_left: int | None
    purpose: str

    @property
    def is_open(self) -> bool:
        """Whether it holds."""
        return self.state == OPEN

    @property
    def is_ending(self) -> bool:
        """Whether it holds and ends within ENDING_DAYS."""
        return self.is_open and self.days_left is not None and self.days_left <= ENDING_DAYS

    @property
    def words(self) -> str:
        """How it stands, in a few words."""
        if self.state == WITHDRAWN:
            return f"consent withdrawn on {self.day}"
        if self.state == ENDED:
            return f"consent ended on {self.until}"
        return f"consent until {self.until}" if self.until else "consent without a last day"


def standings(
    received: Iterable[Receipt], withdrawals: Mapping[str, str], today: str
) -> list[Standing]:
    """Everybody's consent on a local day, by their latest file; in the order of the signers.

    Args:
        received: receipts in the order in which their files were made.
        withdrawals: by signer, the UTC time of the latest withdrawal.
        today: the local day.
    """
    latest = {receipt.signer: receipt for receipt in received if receipt.is_familys}
    return [
        standing(signer, latest[signer].made_at, latest[signer].consent, withdrawals, today)
        for signer in sorted(latest)
    ]


def standing(
    signer: str,
    made_at: str,
    consent: Mapping[str, object],
    withdrawals: Mapping[str, str],
    today: str,
) -> Standing:
    """How one person's consent, given with a file made at that UTC time, stands on a local day.

    Raises:
        ValueError: the day until which it holds cannot be read.
    """
    last, purpose = str(consent.get("until", "")), str(consent.get("purpose", ""))
    left = None
    if "until" in consent:
        end = date.fromisoformat(last)
        if end.isoformat() != last:
            raise ValueError(last)  # days are compared and shown in one spelling
        left = (end - date.fromisoformat(today)).days
    withdrawn = withdrawals.get(signer, "")
    if withdrawn >= made_at:
        day = stamp_local(epoch_of(withdrawn))[:10]
        return Standing(signer, WITHDRAWN, last, day, None, purpose)
    if left is not None and left < 0:
        return Standing(signer, ENDED, last, last, None, purpose)
    return Standing(signer, OPEN, last, "", left, purpose)


def read_withdrawals(practice_folder: str) -> dict[str, str]:
    """By signer, the UTC time of the latest withdrawal.

    Raises:
        DataProblem: the file cannot be read. What was withdrawn must not be taken for open.
    """
    path = os.path.join(practice_folder, _WITHDRAWALS)
    try:
        with open(path, "rb") as file:
            found = parse(file.read().decode())
    except FileNotFoundError:
        return {}
    except (OSError, NotJson, UnicodeDecodeError):
        raise _unreadable(path) from None
    if not isinstance(found, dict) or not all(isinstance(time, str) for time in found.values()):
        raise _unreadable(path)
    return found


def counts_from(made_at: str, known: str, latest_file: str, now_ms: int) -> str:
    """From when a withdrawal counts, UTC: files made until then are closed by it.

    A notice closes what is here when it arrives, also what bears a later time: clocks differ, and
    a withdrawal must not depend on them. One that is no later than another that is known changes
    nothing, so that an old one, added again, does not close a newer consent. A notice dated more
    than a day ahead counts from its arrival, so that it does not lock anybody out for ever.

    Args:
        made_at: when the notice says that it was made.
        known: from when the latest known one of the same key counts, empty for none.
        latest_file: when the latest file of the same key that is here was made, empty for none.
        now_ms: now, in milliseconds since 1970 UTC.
    """
    if made_at <= known:
        return known
    said = made_at if made_at <= ahead_limit(now_ms) else wall_text(now_ms)
    return max(said, latest_file)


def write_withdrawal(practice_folder: str, signer: str, since: str) -> None:
    """Keeps that a person withdrew, where no later withdrawal is known.

    Raises:
        OSError: it could not be written.
    """
    known = read_withdrawals(practice_folder)
    known[signer] = max(since, known.get(signer, ""))
    _write(practice_folder, known)


def mend_withdrawals(practice_folder: str, now_ms: int, latest_file: Callable[[str], str]) -> None:
    """Lets count sensibly what an older version kept with a day that has not come.

    Args:
        practice_folder: the coach's.
        now_ms: now, in milliseconds since 1970 UTC.
        latest_file: gives when the latest file of a key that is here was made, empty for none.

    Raises:
        OSError: it could not be written.
    """
    known, limit = read_withdrawals(practice_folder), ahead_limit(now_ms)
    ahead = [signer for signer, since in known.items() if since > limit]
    if ahead:
        now = wall_text(now_ms)
        _write(practice_folder, {**known, **{one: latest_file(one) or now for one in ahead}})


def _write(practice_folder: str, known: Mapping[str, str]) -> None:
    content = compact(dict(known)).encode() + b"\n"
    disk.make_folders(practice_folder)
    disk.write_whole(os.path.join(practice_folder, _WITHDRAWALS), lambda _inode: content)


def _unreadable(path: str) -> DataProblem:
    return DataProblem(
        f"{path} cannot be read, so it is not known who withdrew their consent.",
        "No family is opened until it can be. A backup of the file puts it right.",
    )
