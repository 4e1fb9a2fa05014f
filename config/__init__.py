"""Wires every package together and holds no rule."""
