"""The withdrawals that a coach was told of.

They are kept for the practice as a whole and outlive the family's folder, so that an earlier file,
added again, does not undo one. The family's folder has its own beside what they close, so that
nothing opens where the practice's file has gone.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from parentkit.domain.errors import DataProblem
from parentkit.journal import ahead_limit, is_utc_time, wall_text
from parentkit.storage.reading import DAMAGED, Unreadable, read_object
from parentkit.storage.whole_files import write_json

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_WITHDRAWALS = "withdrawals.json"


class WithdrawalsUnread(DataProblem):
    """Who withdrew is not known, so nothing may be opened; `path` and `reason` say more."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(
            f"{path} cannot be read ({reason}), so it is not known who withdrew their consent.",
            "Nothing is opened until it can be. A backup of the file puts it right.",
        )
        self.path = path
        self.reason = f"{reason}, so it is not known who withdrew their consent"


def read_withdrawals(practice_folder: str, family_folder: str = "") -> dict[str, str]:
    """By signer, the UTC time of the latest withdrawal; where given, a family's own as well.

    Raises:
        WithdrawalsUnread: a file cannot be read. What was withdrawn must not be taken for open.
    """
    known = _read(practice_folder)
    for signer, since in _read(family_folder).items() if family_folder else ():
        known[signer] = max(since, known.get(signer, ""))
    return known


def _read(folder: str) -> dict[str, str]:
    path = os.path.join(folder, _WITHDRAWALS)
    try:
        found = read_object(path)
    except Unreadable as problem:
        raise WithdrawalsUnread(path, problem.reason) from None
    if found is None:
        return {}
    if not all(is_utc_time(time) for time in found.values()):
        raise WithdrawalsUnread(path, DAMAGED)
    return found


def write_withdrawal(practice_folder: str, family_folder: str, signer: str, since: str) -> None:
    """Keeps that a person withdrew, where no later withdrawal is known.

    Args:
        practice_folder: the coach's.
        family_folder: the family's; empty where it is not here.
        signer: fingerprint of their key.
        since: from when it counts, UTC.

    Raises:
        OSError: it could not be written.
    """
    for folder in filter(None, (family_folder, practice_folder)):
        known = _read(folder)
        _write(folder, {**known, signer: max(since, known.get(signer, ""))})


def mend_withdrawals(practice_folder: str, now_ms: int, latest_file: Callable[[str], str]) -> None:
    """Lets count sensibly what an older version kept with a day that has not come.

    Args:
        practice_folder: the coach's.
        now_ms: now, in milliseconds since 1970 UTC.
        latest_file: gives when the latest file of a key that is here was made, empty for none.

    Raises:
        OSError: it could not be written.
    """
    known, limit = _read(practice_folder), ahead_limit(now_ms)
    ahead = [signer for signer, since in known.items() if since > limit]
    if ahead:
        now = wall_text(now_ms)
        _write(practice_folder, {**known, **{one: latest_file(one) or now for one in ahead}})


def _write(folder: str, known: Mapping[str, str]) -> None:
    write_json(os.path.join(folder, _WITHDRAWALS), dict(known))
