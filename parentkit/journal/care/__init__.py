"""Looking after what is stored: examining, mending, backing up, restoring, erasing."""
