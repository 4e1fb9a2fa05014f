"""What a kind of letter is: the row it belongs to, and how it is drawn from that row."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from certification.models import Application
from certification.operations.letters import Record
from documents.drawing import LetterContent
from documents.models import DocumentKind


@dataclass(frozen=True)
class Letter:
    """One kind of letter in a case; ``record_of`` gives None where the case has no such letter."""

    kind: DocumentKind
    record_of: Callable[[Application], Record | None]
    build: Callable[[Any], LetterContent]
    file_name: Callable[[Any], str]
    right: str = "certification.read_application"
