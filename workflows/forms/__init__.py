"""The forms of task pages; their fields are the arguments of operations."""
