"""What the system refused is one sentence with a place and a reason, whatever the system said."""

from __future__ import annotations

import errno
import os

from parentkit.storage.refusals import unread, unwritten


def test_place_reason_and_what_is_safe_are_told() -> None:
    told = unwritten("/a/b", OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)), "All is safe.")
    assert told.message == "/a/b could not be written (No space left on device)."
    assert told.hint == "All is safe."
    told = unread("/a/b", OSError("the cable is out"))
    assert told.message == "/a/b cannot be read (the cable is out)."
    assert told.hint == "Nothing was changed."
