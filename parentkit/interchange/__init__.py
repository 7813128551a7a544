"""Foreign formats, read and written: exports, hand-kept diaries, Frictionless data packages."""
