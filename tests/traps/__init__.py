"""A tiny flow of its own in which every trap of the engine can be set off."""
