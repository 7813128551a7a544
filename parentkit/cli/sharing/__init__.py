"""Commands of keys, consent, shares and what comes back."""
