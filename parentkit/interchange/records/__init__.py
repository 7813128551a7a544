"""Records as files and back: tables, JSON lines, data packages."""
