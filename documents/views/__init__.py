"""Pages and data of this package, the same for everybody."""
