"""Coach mode: families at a glance, an inbox, one moment, coding blind, agreement."""
