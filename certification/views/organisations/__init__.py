"""The pages of people who apply, around their cases: dashboard, organisations, messages."""
