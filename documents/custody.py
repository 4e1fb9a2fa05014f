"""Which processes may hold private keys: only those that were told so, never the web server.

Nothing in the environment says it, since processes inherit that. A process says it of itself when
it starts: the worker and the commands of ``manage.py`` do, the web server does not.
"""

from documents.errors import KeyRefused

REFUSAL = (
    "This process may not hold private keys: only the worker and the commands of manage.py sign. "
    "Leave the work to a job of the worker."
)


class _Custody:
    """One answer for the whole process; processes that are forked from it inherit it."""

    granted = False


def grant() -> None:
    """Let this process load private keys from now on."""
    _Custody.granted = True


def withdraw() -> None:
    """Let this process load no further key."""
    _Custody.granted = False


def is_granted() -> bool:
    """Say whether this process may load private keys."""
    return _Custody.granted


def require() -> None:
    """Raise unless this process may hold keys."""
    if not _Custody.granted:
        raise KeyRefused(REFUSAL)
