"""A finished certificate and its seal; drawn once, since drawing is slow."""

import pytest

from documents.drawing import draw_certificate
from documents.finishing import finish
from documents.sealing import seal
from tests.documents.samples import ATTACHMENTS, TO_SEAL


@pytest.fixture(scope="session")
def finished():
    """Give a certificate with its attachments and the empty field of the seal."""
    return finish(draw_certificate(TO_SEAL), attachments=ATTACHMENTS, signature_field=True)


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.KEYS_DIR = tmp_path / "keys"


@pytest.fixture
def sealed(finished, db):
    """Give the same under our seal."""
    return seal(finished).content
