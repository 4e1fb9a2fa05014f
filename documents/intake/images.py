"""Sanity of a picture: Pillow reads it whole, and it is not too large to open."""

import warnings
from io import BytesIO

from documents.errors import FileIsDamaged, ImageIsTooLarge

MAX_PIXELS = 60_000_000


def check_image(name: str, content: bytes, *, pillow_format: str) -> None:
    """Refuse a picture with too many points, seen in its header, or one that cannot be decoded."""
    # Every web process admits files, few of them ever a picture.
    from PIL import Image, UnidentifiedImageError

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(BytesIO(content), formats=[pillow_format]) as image:
                if image.width * image.height > MAX_PIXELS:
                    raise ImageIsTooLarge(name=name, limit=MAX_PIXELS // 1_000_000)
                image.verify()
            if pillow_format == "JPEG":
                # Nothing in a JPEG sums up its data: it is decoded, at an eighth of its size.
                with Image.open(BytesIO(content), formats=[pillow_format]) as image:
                    image.draft("L", (1, 1))
                    image.load()
    except Image.DecompressionBombError as bomb:
        raise ImageIsTooLarge(name=name, limit=MAX_PIXELS // 1_000_000) from bomb
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as broken:
        raise FileIsDamaged(name=name) from broken
