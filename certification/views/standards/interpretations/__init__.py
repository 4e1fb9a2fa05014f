"""Pages of interpretations: for everybody, for those who write them, and beside a case."""
