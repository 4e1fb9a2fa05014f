"""An application of the process tests: it makes drawing slow enough to be killed in the middle."""
