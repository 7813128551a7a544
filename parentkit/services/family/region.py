"""Where this machine is, as far as its settings say."""

from __future__ import annotations

import os


def machine_region() -> str:
    """The country in the machine's locale, `US` in `en_US.UTF-8`; empty where it names none."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        locale = os.environ.get(name, "").partition(".")[0].partition("@")[0]
        if "_" in locale:
            return locale.partition("_")[2]
    return ""
