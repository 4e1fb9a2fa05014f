"""A public photo carries its points and nothing else, and opening it costs the site no memory."""

import subprocess
import sys
from io import BytesIO

import pytest
from PIL import Image, ImageCms, PngImagePlugin

from documents import apart, errors
from documents.intake import photos_child, pictures_apart
from documents.intake.photos import LARGEST, SMALL, re_encode
from documents.intake.pictures_apart import TOO_LARGE

SECRET = "GPS 52.2297N 21.0122E Jan Kowalski"
XMP = f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><a>{SECRET}</a></x:xmpmeta>'.encode()
PROGRAM = """
import sys
from django.conf import settings
settings.configure(BASE_DIR=sys.argv[1])
from documents.intake.photos import re_encode
photo = re_encode("a.png", sys.stdin.buffer.read())
print(photo.width, "PIL" in sys.modules)
"""


def file_of(image, kind, **options):
    output = BytesIO()
    image.save(output, kind, **options)
    return output.getvalue()


def told():
    """Give everything that a program may write beside the points."""
    exif = Image.Exif()
    exif[0x010E] = SECRET
    exif[0x0112] = 6  # lies on its side
    exif.get_ifd(0x8825)[1] = "N"
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return {"exif": exif, "icc_profile": profile, "dpi": (72, 72)}


def a_jpeg(size=(3200, 800)):
    return file_of(Image.new("RGB", size, "orange"), "JPEG", comment=SECRET, xmp=XMP, **told())


def a_png(size=(3200, 800)):
    text = PngImagePlugin.PngInfo()
    text.add_text("Author", SECRET)
    text.add_text("comment", SECRET)
    text.add_itxt("Comment", SECRET, zip=True)
    text.add_itxt("XML:com.adobe.xmp", XMP.decode())
    return file_of(Image.new("RGB", size, "orange"), "PNG", pnginfo=text, **told())


def segments(content):
    """List the markers of a JPEG up to its points."""
    found, at = [], 2
    while content[at + 1] != 0xDA:
        found.append(content[at + 1])
        at += 2 + int.from_bytes(content[at + 2 : at + 4], "big")
    return found


@pytest.mark.parametrize("sent", [a_jpeg(), a_png()], ids=["jpeg", "png"])
def test_nothing_but_the_points_is_left_in_either_picture(sent):
    assert SECRET.encode() in sent

    photo = re_encode("a", sent + SECRET.encode())

    assert (photo.width, photo.height) == (400, LARGEST)
    for content, longest in ((photo.content, LARGEST), (photo.thumbnail, SMALL)):
        kept = Image.open(BytesIO(content), formats=["JPEG"])
        assert max(kept.size) == longest
        assert dict(kept.getexif()) == {}
        assert not {"comment", "xmp", "exif", "icc_profile"} & kept.info.keys()
        # JFIF, tables and the frame: no comment (FE) and no APP1 to APP15 (E1 to EF)
        assert set(segments(content)) <= {0xE0, 0xDB, 0xC0, 0xC2, 0xC4}
        assert b"Kowalski" not in content


@pytest.mark.parametrize(
    ("image", "options", "seen"),
    [
        (Image.new("RGBA", (10, 10), (0, 0, 0, 0)), {}, (255, 255, 255)),
        (Image.new("LA", (10, 10), (0, 0)), {}, (255, 255, 255)),
        (Image.new("RGBA", (10, 10), (9, 9, 9, 0)).quantize(), {}, (255, 255, 255)),
        (Image.new("RGBA", (10, 10), (0, 0, 0, 128)), {}, (127, 127, 127)),
        (Image.new("L", (10, 10), 40), {}, (40, 40, 40)),
        (Image.new("1", (10, 10), 1), {}, (255, 255, 255)),
        (Image.new("I;16", (10, 10), 40 * 256), {}, (40, 40, 40)),
    ],
    ids=["RGBA", "LA", "P", "half", "L", "1", "I;16"],
)
def test_every_kind_of_picture_stands_on_white_in_its_own_shades(image, options, seen):
    photo = re_encode("a.png", file_of(image, "PNG", **options))

    shown = Image.open(BytesIO(photo.content)).getpixel((5, 5))
    assert max(abs(one - other) for one, other in zip(shown, seen, strict=True)) <= 1


def test_a_small_picture_is_not_blown_up():
    photo = re_encode("a.png", a_png((4, 3)))

    assert (photo.width, photo.height) == (3, 4)


def test_the_site_itself_opens_no_picture(settings):
    run = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(settings.BASE_DIR)],
        input=a_png(),
        capture_output=True,
        check=True,
    )

    assert run.stdout.decode().split() == ["400", "False"]


def test_the_largest_picture_fits_into_the_memory_of_its_process():
    sent = file_of(Image.new("LA", (7_700, 7_700), (30, 200)), "PNG", compress_level=1)

    assert re_encode("a.png", sent).width == LARGEST


def test_a_picture_that_would_take_more_is_refused_and_not_opened(monkeypatch):
    monkeypatch.setattr(photos_child, "MAX_PIXELS", 99)
    monkeypatch.setattr(Image.Image, "resize", None)

    assert photos_child.converted(a_png((10, 10))) == TOO_LARGE


def test_a_refusal_of_its_size_says_what_to_do(monkeypatch):
    monkeypatch.setattr(pictures_apart, "run_apart", lambda *_given, **_more: TOO_LARGE)

    with pytest.raises(errors.ImageIsTooLarge) as refused:
        re_encode("a.png", b"")

    assert "a.png" in refused.value.messages[0]


@pytest.mark.parametrize(
    "program", ["import time; time.sleep(60)", "import os; os.kill(os.getpid(), 9)"]
)
def test_a_process_that_hangs_or_breaks_refuses_the_photo(monkeypatch, program):
    monkeypatch.setattr(apart, "START", program)
    monkeypatch.setattr(pictures_apart, "SECONDS", 1)

    with pytest.raises(errors.FileIsDamaged):
        re_encode("a.png", a_png((4, 3)))


def test_a_picture_cut_short_is_refused():
    with pytest.raises(errors.FileIsDamaged):
        re_encode("a.png", a_png()[:-400])
