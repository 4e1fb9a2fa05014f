"""What is put into a finished file beside its pages."""

from dataclasses import dataclass
from typing import Literal

Relationship = Literal["Source", "Data", "Alternative", "Supplement"]


@dataclass(frozen=True)
class Attachment:
    """A file inside the document; names are plain, so that every program can save them."""

    name: str
    content: bytes
    media_type: str
    relationship: Relationship
    description: str
