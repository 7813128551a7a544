"""What a file may say in a family's journal: what its signer's role allows, and nothing else.

Where two parents share, each may speak of the other's moments, because both write into one log.
Nobody but a coach speaks for that coach, and nobody changes what another person judged or wrote.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from parentkit import clock
from parentkit.domain.coaching.consent import LONGEST_DAYS
from parentkit.services.coach.consent_status import standing
from parentkit.sharing.envelope import Refused

if TYPE_CHECKING:
    from parentkit.sharing.envelope import Header


def check_consent(header: Header) -> None:
    """Makes sure that a consent holds, and until when.

    Raises:
        Refused: its last day is missing, cannot be read, is over, or is too far off.
    """
    if "until" not in header.consent:
        raise Refused("It does not say until when its consent holds.", "Ask for a new file.")
    today = clock.local_now().date()
    try:
        held = standing(header.fingerprint, header.made_at, header.consent, {}, today.isoformat())
    except ValueError:
        raise Refused("The day until which its consent holds cannot be read.") from None
    if not held.is_open:
        raise Refused(f"Its consent ended on {held.until}.", "Ask for a new one, if you need it.")
    if date.fromisoformat(held.until) > today + timedelta(days=LONGEST_DAYS):
        raise Refused(
            f"Its consent would hold until {held.until}, which is more than {LONGEST_DAYS} days.",
            "Ask them to share once more, with an earlier last day.",
        )
