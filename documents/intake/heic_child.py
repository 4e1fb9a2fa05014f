"""The process that decodes one photo: limits first, then the size, only then the points."""

from io import BytesIO

from documents.apart import answer
from documents.intake.images import MAX_PIXELS
from documents.intake.pictures_apart import CPU_SECONDS, TOO_LARGE

MEMORY = 2_000_000_000  # bytes of address space: the largest photo takes some six hundred million
QUALITY = 88


def main() -> None:
    """Read a photo from standard input, write it as JPG; a broken one ends the process."""
    answer(converted, memory=MEMORY, cpu_seconds=CPU_SECONDS)


def converted(content: bytes) -> bytes:
    """Decode the main picture; the decoder turns it upright as the file asks."""
    # Loaded here alone: the web process does without the decoder.
    import pi_heif
    from PIL import Image

    pi_heif.register_heif_opener(thumbnails=False)
    Image.MAX_IMAGE_PIXELS = None  # our own limit comes first
    with Image.open(BytesIO(content), formats=["HEIF"]) as opened:
        if opened.width * opened.height > MAX_PIXELS:
            return TOO_LARGE
        profile = opened.info.get("icc_profile")
        flat = opened.convert("RGB")
    flat.info.clear()
    output = BytesIO()
    flat.save(output, "JPEG", quality=QUALITY, icc_profile=profile)
    return output.getvalue()
