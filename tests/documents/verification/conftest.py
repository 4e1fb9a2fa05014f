"""What the checks of files need."""

import pytest

from tests.documents.verification.samples import issue


@pytest.fixture
def issued(db, settings, tmp_path):
    settings.KEYS_DIR = tmp_path / "keys"
    return issue()
