"""What is left of what was typed or pasted, when the program ends.

Whoever asks a person loads this module, and whoever ends the program calls it once it is loaded: so
nothing is taken from the shell where nobody was asked.
"""

from __future__ import annotations

from parentkit.cli.keyboard import Keys, is_terminal
from parentkit.cli.session import say


def throw_away() -> None:
    """Throws away what was typed or pasted after the last words, so that no shell runs it."""
    if not is_terminal():
        return
    with Keys(pastes=False) as keys:
        anything = keys.drop()
    if anything:
        say("What was typed or pasted after that was not stored, and was thrown away.")
