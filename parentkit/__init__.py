"""parentkit: notice, log and think about attunement, in the terminal and on your own machine."""

__version__ = "0.1.0"
