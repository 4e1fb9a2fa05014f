"""Pages of the move of holders to a new version of the standard."""
