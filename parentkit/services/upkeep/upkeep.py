"""What is done after a command or a write to keep things safe: backup, erasing, a look for losses.

All else that looks after the files is in parentkit.services.upkeep.maintenance.
"""

from __future__ import annotations

import os

from parentkit.domain.errors import ParentkitError
from parentkit.journal import Tidemarks, backup_if_due

TYPE_CHECKING = False
if TYPE_CHECKING:
    from parentkit.journal import Gone, Journal, Places


def keep_safe(journal: Journal) -> str:
    """Make the day's backup if it is due; a sentence for the person where that did not work.

    Costs one look into a folder where none is due, and never raises: what was just stored is
    stored.
    """
    try:
        made = backup_if_due(journal.places, journal.now_ms())
    except (OSError, ValueError, ParentkitError) as problem:
        reason = getattr(problem, "strerror", None) or str(problem)
        return f"Today's backup could not be made ({reason}). What you wrote is stored."
    if made is not None and made.unreadable:
        return f"Today's backup is without {made.unreadable[0]}; parentkit doctor says more."
    return ""


def erase_what_others_erased(journal: Journal) -> str:
    """Carry out what was erased on another device; a sentence where there was something to do.

    Costs one look into a folder where this device is the only one, and never raises.
    """
    places, device = journal.places, journal.device_id
    if places.read_only or not device or not _others(places.journal, device):
        return ""
    from parentkit.journal import something_changed

    if not something_changed(places, device):
        return ""
    from parentkit.domain.sentence import plural
    from parentkit.journal import erase_on_sight

    again = "The next command tries again."
    try:
        carried = erase_on_sight(places, device)
    except OSError as problem:
        reason = problem.strerror or str(problem)
        return f"What another device erased could not be erased here yet ({reason}). {again}"
    for path, reason in carried.left.items():
        return f"What another device erased still stands in {path} ({reason}). {again}"
    return plural(
        carried.records,
        zero="",
        one="An entry that was erased on another device is erased from this machine's files too.",
        other="{n} entries that were erased on another device are erased from this machine's files "
        "too.",
    )


def _others(journal: str, device: str) -> bool:
    """Whether the journal's folder holds that of another device."""
    try:
        return any(name != device for name in os.listdir(journal))
    except OSError:
        return False


def _had_others(places: Places, device: str) -> bool:
    """Whether another device has files here, or had some when they were last looked at."""
    kept = Tidemarks(places, device).path.removesuffix(".txt")
    return os.path.isdir(kept) or _others(places.journal, device)


def missing_words(journal: Journal) -> str:
    """Lines for the person where something that stood in the files is no longer there.

    Costs a look at each file where nothing is gone, and keeps how far other devices' files are.
    """
    device, places = journal.device_id, journal.places
    if not device:
        return ""
    told = []
    if Tidemarks(places, device).suspects():
        from parentkit.journal import gone

        told += _own_words(journal, gone(places, device))
    if os.path.isdir(places.journal) and _had_others(places, device):
        from parentkit.journal import others_changed

        if others_changed(places, device):
            from parentkit.journal import gone_elsewhere

            told += _others_words(gone_elsewhere(places, device, put_right=not places.read_only))
    if not told:
        return ""
    hint = "What is there counts. parentkit doctor says what is missing and what may come back."
    return "\n  ".join((*told, hint))


def _own_words(journal: Journal, lost: list[Gone]) -> list[str]:
    if not lost:
        return []
    from parentkit.domain.sentence import plural

    count = sum(one.entries for one in lost)
    if not os.path.isdir(journal.places.journal):
        told = plural(
            count,
            one="{n} entry stored on this machine is not in {home}: there is nothing in it. "
            "Is it the right folder?",
            other="{n} entries stored on this machine are not in {home}: there is nothing in it. "
            "Is it the right folder?",
            home=journal.places.home,
        )
    else:
        told = plural(
            count,
            one="{n} entry stored on this machine is no longer in {files}.",
            other="{n} entries stored on this machine are no longer in {files}.",
            files=_files(lost),
        )
    return [told]


def _others_words(lost: list[Gone]) -> list[str]:
    if not lost:
        return []
    from parentkit.domain.sentence import plural

    told = plural(
        sum(one.entries for one in lost),
        one="{n} entry that came from another device is no longer in {files}.",
        other="{n} entries that came from another device are no longer in {files}.",
        files=_files(lost),
    )
    return [told]


def _files(lost: list[Gone]) -> str:
    first, *more = dict.fromkeys(one.path for one in lost)
    return f"{first} and {len(more)} more" if more else first
