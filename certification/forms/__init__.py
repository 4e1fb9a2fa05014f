"""The forms of the package; their fields are the arguments of operations."""
