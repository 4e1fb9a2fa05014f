"""Photos for public pages: written anew in a process of its own, with nothing but their points.

A small file may hold a picture that takes hundreds of megabytes once opened: the memory and the
time of a web process are not a stranger's to take.
"""

import struct
from dataclasses import dataclass

from documents.intake.pictures_apart import decoded_apart

LARGEST = 1600
SMALL = 480
SIZES = struct.Struct(">HHI")  # width, height, bytes of the large picture; the small one follows


@dataclass(frozen=True)
class Photo:
    """A picture written anew as JPEG, and a small one for lists; sizes are of the large one."""

    content: bytes
    thumbnail: bytes
    width: int
    height: int


def re_encode(name: str, content: bytes) -> Photo:
    """Decode an admitted picture, turn it upright and drop everything but its points.

    Place, time, camera and comments that phones and programs write into photos are personal data
    of their authors (GDPR, art. 5(1)(c)); hidden data after the picture goes as well.
    """
    answer = decoded_apart("documents.intake.photos_child", name=name, content=content)
    width, height, length = SIZES.unpack_from(answer)
    pictures = answer[SIZES.size :]
    return Photo(pictures[:length], pictures[length:], width, height)
