"""The seal of these tests is the product's own, with a key in a folder of the test."""

from collections.abc import Callable

import pytest

from documents.sealing import seal


@pytest.fixture
def sealed(db, settings, tmp_path) -> Callable[[bytes], bytes]:
    """Give what seals a finished file."""
    settings.KEYS_DIR = tmp_path / "keys"
    return lambda finished: seal(finished).content
