"""Pages of committees and of the deciding authority."""
