"""Photos as phones write them (HEIC), turned into JPG: decoded in a process of its own.

The decoder is a large library in C that reads whatever a stranger sends, so neither the site's
memory nor its keys are within its reach, and its own memory and time are limited.
"""

from documents.intake.pictures_apart import decoded_apart

BRANDS = (b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1")


def is_heic(content: bytes) -> bool:
    """Tell such a photo by its first bytes."""
    return content[4:8] == b"ftyp" and content[8:12] in BRANDS


def jpeg_of(name: str, content: bytes) -> bytes:
    """Decode the photo, turn it upright and write it anew with nothing but its points.

    What phones add, among it the place and the time, stays behind (GDPR, art. 5(1)(c)).
    """
    return decoded_apart("documents.intake.heic_child", name=name, content=content)
