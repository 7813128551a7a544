"""The log itself: operations, stamps, merging, writing, undoing."""
