"""Pictures decoded in a process of their own: what the site asks, and how the process answers."""

from documents.apart import ProcessFailed, run_apart
from documents.errors import FileIsDamaged, ImageIsTooLarge
from documents.intake.images import MAX_PIXELS

SECONDS = 40
CPU_SECONDS = 60
TOO_LARGE = b"too large"


def decoded_apart(module: str, *, name: str, content: bytes) -> bytes:
    """Hand a picture to ``main`` of a module; a broken and a too large one are refused in words."""
    try:
        answer = run_apart(module, content, seconds=SECONDS)
    except ProcessFailed as failed:
        raise FileIsDamaged(name=name) from failed
    if answer == TOO_LARGE:
        raise ImageIsTooLarge(name=name, limit=MAX_PIXELS // 1_000_000)
    return answer
