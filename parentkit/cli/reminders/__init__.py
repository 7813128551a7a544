"""Commands of reminders."""
