"""Moments and those who are in them: signs, responses, fit, episodes, household."""
