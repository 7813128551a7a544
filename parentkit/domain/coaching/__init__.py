"""What a coach and a family agree on: consent, scope, blindness, judgements, samples."""
