"""The one floor that touches the disk: whole files, appended lines, locks."""
