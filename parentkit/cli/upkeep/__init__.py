"""Commands that examine, back up, restore and erase."""
