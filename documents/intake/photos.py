"""Photos for public pages: decoded and written anew, so that nothing else travels in the file."""

from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageOps

LARGEST = 1600
SMALL = 480
QUALITY = 82


@dataclass(frozen=True)
class Photo:
    """A picture written anew as JPEG, and a small one for lists; sizes are of the large one."""

    content: bytes
    thumbnail: bytes
    width: int
    height: int


def re_encode(content: bytes) -> Photo:
    """Decode an admitted picture, turn it upright and drop everything but its points.

    Place, time and camera that phones write into photos are personal data of their authors
    (GDPR, art. 5(1)(c)); hidden data after the picture goes as well.
    """
    with Image.open(BytesIO(content), formats=["JPEG", "PNG"]) as opened:
        if opened.format == "JPEG":
            opened.draft("RGB", (LARGEST, LARGEST))
        upright = ImageOps.exif_transpose(opened)
        flat = _on_white(upright)
    large, small = _fitted(flat, LARGEST), _fitted(flat, SMALL)
    return Photo(_jpeg(large), _jpeg(small), large.width, large.height)


def _on_white(image: Image.Image) -> Image.Image:
    if "A" not in image.getbands() and "transparency" not in image.info:
        return image.convert("RGB")
    seen = image.convert("RGBA")
    ground = Image.new("RGB", seen.size, "white")
    ground.paste(seen, mask=seen.getchannel("A"))
    return ground


def _fitted(image: Image.Image, side: int) -> Image.Image:
    copy = image.copy()
    copy.thumbnail((side, side), Image.Resampling.LANCZOS)
    return copy


def _jpeg(image: Image.Image) -> bytes:
    output = BytesIO()
    image.save(output, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return output.getvalue()
