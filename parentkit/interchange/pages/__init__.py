"""Pages that people write: exercises, scenes, cards, question packs."""
