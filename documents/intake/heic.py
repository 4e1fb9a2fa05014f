"""Photos as phones write them (HEIC), turned into JPG: decoded in a process of its own.

The decoder is a large library in C that reads whatever a stranger sends, so neither the site's
memory nor its keys are within its reach, and its own memory and time are limited.
"""

from documents.apart import ProcessFailed, run_apart
from documents.errors import FileIsDamaged, ImageIsTooLarge
from documents.intake.images import MAX_PIXELS

SECONDS = 40
BRANDS = (b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1")
TOO_LARGE = b"too large"


def is_heic(content: bytes) -> bool:
    """Tell such a photo by its first bytes."""
    return content[4:8] == b"ftyp" and content[8:12] in BRANDS


def jpeg_of(name: str, content: bytes) -> bytes:
    """Decode the photo, turn it upright and write it anew with nothing but its points.

    What phones add, among it the place and the time, stays behind (GDPR, art. 5(1)(c)).
    """
    try:
        answer = run_apart("documents.intake.heic_child", content, seconds=SECONDS)
    except ProcessFailed as failed:
        raise FileIsDamaged(name=name) from failed
    if answer == TOO_LARGE:
        raise ImageIsTooLarge(name=name, limit=MAX_PIXELS // 1_000_000)
    return answer
