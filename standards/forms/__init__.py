"""Forms of the pages on which standards are prepared."""
