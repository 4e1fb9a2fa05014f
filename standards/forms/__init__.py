"""Forms of the pages on which standards are prepared."""

LONGEST_EMAIL = 254  # what the columns hold; the field of a form would take more
