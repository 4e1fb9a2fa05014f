"""The process that writes one photo anew: limits first, then the size, only then the points."""

from io import BytesIO

from PIL import Image, ImageOps

from documents.apart import answer
from documents.intake.images import MAX_PIXELS
from documents.intake.photos import LARGEST, SIZES, SMALL
from documents.intake.pictures_apart import CPU_SECONDS, TOO_LARGE

MEMORY = 1_200_000_000  # bytes of address space: the largest photo takes up to 850 million
QUALITY = 82


def main() -> None:
    """Read a picture from standard input, write two; a broken one ends the process."""
    answer(converted, memory=MEMORY, cpu_seconds=CPU_SECONDS)


def converted(content: bytes) -> bytes:
    """Give the sizes, the large picture and the small one."""
    Image.MAX_IMAGE_PIXELS = None  # our own limit comes first
    with Image.open(BytesIO(content), formats=["JPEG", "PNG"]) as opened:
        if opened.width * opened.height > MAX_PIXELS:
            return TOO_LARGE
        opened.draft(None, (LARGEST, LARGEST))
        fitted = _fitted(opened, LARGEST)
    large = _points_of(ImageOps.exif_transpose(fitted))
    written = _jpeg(large)
    return (
        SIZES.pack(large.width, large.height, len(written)) + written + _jpeg(_fitted(large, SMALL))
    )


def _fitted(image: Image.Image, side: int) -> Image.Image:
    """Make it small before anything else, so that the whole picture is held once or twice."""
    image = _plain(image)
    scale = min(1, side / max(image.size))
    size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
    return image.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)


def _plain(image: Image.Image) -> Image.Image:
    """Give points that can be mixed: neither a palette nor sixteen bits of grey."""
    if image.mode.startswith("I"):
        return image.convert("I").point(lambda value: value * (1 / 256) + 0).convert("L")
    is_seen_through = "transparency" in image.info or "A" in image.getbands()
    mode = "RGBA" if is_seen_through else "RGB"
    return image if image.mode == mode else image.convert(mode)


def _points_of(image: Image.Image) -> Image.Image:
    """Lay the points on a new white picture: what else the file told is not carried over."""
    ground = Image.new("RGB", image.size, "white")
    alpha = image.getchannel("A") if "A" in image.getbands() else None
    ground.paste(image, mask=alpha)
    return ground


def _jpeg(image: Image.Image) -> bytes:
    output = BytesIO()
    image.save(output, "JPEG", quality=QUALITY, optimize=True, progressive=True, comment=b"")
    return output.getvalue()
