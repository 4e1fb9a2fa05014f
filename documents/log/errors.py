"""What can go wrong with the public log; none of it is a mistake of a person filling in a form."""


class NoteRefused(Exception):
    """A note, a checkpoint or a key cannot be read or is not signed by whom it should be."""


class NotInTheLogYet(Exception):
    """No signed checkpoint covers the entry so far; the next one does, within a minute."""


class LogWasChanged(Exception):
    """The stored tree does not continue the last signed one, so nothing more is signed."""


class LeafRefused(ValueError):
    """A leaf may hold codes, days and digests alone, since nothing can be taken out of the log."""
