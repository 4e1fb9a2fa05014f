"""The public log: an append-only Merkle tree that shows whatever was changed or taken away.

``tree`` and ``notes`` are pure; ``operations`` write, ``reading`` proves, the views serve what is
signed. Whoever keeps a checkpoint can tell later whether this is still the same log.
"""
