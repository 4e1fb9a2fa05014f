"""A HEIC photo becomes a JPG with nothing but its points; a broken or huge one is refused."""

import io
import struct
from pathlib import Path

import pytest
from PIL import Image

from documents import apart, errors
from documents.intake import heic_child, inspect_upload, pictures_apart, types
from documents.intake.pictures_apart import TOO_LARGE

# 96 by 64 points lying on their side, red with a blue quarter; maker, place and time in it.
PHOTO = (Path(__file__).parent / "files" / "photo.heic").read_bytes()


def inspect(name, content):
    return inspect_upload(name, io.BytesIO(content), len(content))


def opened(content):
    return Image.open(io.BytesIO(content), formats=["JPEG"])


def with_size(width, height):
    """Let the photo claim another size, as a bomb does."""
    place = PHOTO.index(b"ispe") + 8
    return PHOTO[:place] + struct.pack(">II", width, height) + PHOTO[place + 8 :]


@pytest.mark.parametrize("name", ["IMG 0042.HEIC", "IMG 0042.heif"])
def test_a_photo_is_kept_as_jpg_under_a_name_that_says_so(name):
    accepted = inspect(name, PHOTO)

    assert (accepted.name, accepted.content_type, accepted.was_heic) == (
        "IMG 0042.jpg",
        "image/jpeg",
        True,
    )
    assert opened(accepted.content).format == "JPEG"


def test_the_photo_stands_upright():
    image = opened(inspect("a.heic", PHOTO).content)

    assert image.size == (64, 96)
    corners = {at: image.getpixel(at) for at in ((60, 4), (4, 4), (4, 92))}
    assert corners[60, 4][2] > 150 > corners[60, 4][0]
    assert corners[4, 4][0] > 150 > corners[4, 4][2]
    assert corners[4, 92][0] > 150 > corners[4, 92][2]


def test_place_time_and_camera_stay_behind():
    assert b"Aparat" in PHOTO

    content = inspect("a.heic", PHOTO).content

    assert dict(opened(content).getexif()) == {}
    assert not any(word in content for word in (b"Aparat", b"Exif", b"http://ns.adobe.com"))


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (PHOTO[:24], errors.FileIsDamaged),
        (PHOTO[:-150], errors.FileIsDamaged),
        (PHOTO[:40] + bytes(len(PHOTO) - 40), errors.FileIsDamaged),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", errors.FileIsDamaged),
        (with_size(60_000, 40_000), errors.UploadRefused),
    ],
)
def test_a_broken_photo_is_refused(content, refusal):
    with pytest.raises(refusal):
        inspect("a.heic", content)


@pytest.mark.parametrize("name", ["a.jpg", "a.pdf", "bez kropki"])
def test_a_photo_under_another_name_is_refused(name):
    with pytest.raises(errors.ExtensionLies) as refused:
        inspect(name, PHOTO)

    assert types.HEIC.label in refused.value.messages[0]


def test_the_size_is_judged_before_any_point_is_decoded(monkeypatch):
    monkeypatch.setattr(heic_child, "MAX_PIXELS", 64 * 96 - 1)
    monkeypatch.setattr(Image.Image, "convert", None)

    assert heic_child.converted(PHOTO) == TOO_LARGE


def test_a_photo_with_too_many_points_is_refused(monkeypatch):
    monkeypatch.setattr(pictures_apart, "run_apart", lambda *_given, **_more: TOO_LARGE)

    with pytest.raises(errors.ImageIsTooLarge):
        inspect("a.heic", PHOTO)


@pytest.mark.parametrize(
    "program",
    [
        "import time; time.sleep(60)",
        "import os; os.kill(os.getpid(), 9)",
        "import sys; sys.exit(3)",
    ],
)
def test_a_process_that_hangs_or_breaks_refuses_the_photo(monkeypatch, program):
    monkeypatch.setattr(apart, "START", program)
    monkeypatch.setattr(pictures_apart, "SECONDS", 1)

    with pytest.raises(errors.FileIsDamaged):
        inspect("a.heic", PHOTO)
