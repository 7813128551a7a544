"""Questions about a week: when they fit, why they are asked, and what was answered."""
