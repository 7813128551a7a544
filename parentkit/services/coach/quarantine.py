"""Files of people whose consent is over are kept out of the journal's sight.

A consent that was over comes back with a new last day, and its files with it; what was withdrawn
stays closed for good. A journal reads every folder beside it: moving one away is one step, and no
reader has to know.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from parentkit.domain.errors import DataProblem
from parentkit.services.coach.received import MOMENTS
from parentkit.services.sharing.consent_status import closed_at
from parentkit.storage import disk

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from parentkit.services.coach.family import Family
    from parentkit.services.coach.received import Receipt, Received
    from parentkit.services.sharing.consent_status import ConsentStatus


class NotSetApart(DataProblem):
    """What may not be read cannot be moved away; `path` and `reason` say where and why."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(
            f"{path} cannot be moved ({reason}), and it has to be set apart because a consent is "
            "over or is not known.",
            "The family is not opened until that can be done.",
        )
        self.path = path
        self.reason = f"it has to be set apart and cannot be moved: {reason}"


def set_apart(
    family: Family,
    standings: Sequence[ConsentStatus],
    received: Received,
    withdrawals: Mapping[str, str],
) -> None:
    """Moves every file to where its sender's consent says it has to be.

    A file that its signer may not send was taken in by an older version; it does not count either,
    and neither does one without a receipt that can be read: whose consent it needs is not known.
    `withdrawals` has, by signer, the UTC time of the latest one: no later consent opens what was
    made until then.

    Raises:
        NotSetApart: a folder could not be moved; nothing may be read then.
    """
    over = {standing.signer for standing in standings if not standing.is_open}
    files = received.receipts
    for device in received.unread:
        _move(family, device, closed=True)
    in_role = all(receipt.is_in_role for receipt in files)
    withdrawn = {each.share for each in files if is_withdrawn(each, withdrawals)}
    if not over and not withdrawn and in_role and not os.path.isdir(family.closed):
        return
    for receipt in files:
        closed = receipt.share in withdrawn or (receipt.type == MOMENTS and receipt.signer in over)
        _move(family, receipt.device, closed=closed or not receipt.is_in_role)


def is_withdrawn(receipt: Receipt, withdrawals: Mapping[str, str]) -> bool:
    """Whether a family's file was made before its sender's latest withdrawal."""
    since = closed_at(withdrawals, receipt.signer, receipt.made_at)
    return receipt.type == MOMENTS and bool(since)


def _move(family: Family, device: str, *, closed: bool) -> None:
    inside = family.places.device_folder(device)
    outside = os.path.join(family.closed, device)
    source, target = (inside, outside) if closed else (outside, inside)
    if not os.path.isdir(source):
        return
    try:
        disk.make_folders(os.path.dirname(target))
        disk.replace(source, target)
        for folder in (source, target):
            disk.fsync_folder(os.path.dirname(folder))
    except OSError as problem:
        raise NotSetApart(source, problem.strerror or str(problem)) from problem
