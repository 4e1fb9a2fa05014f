"""Fixtures that every part of the suite shares."""

import pytest
from django.core.cache import cache
from django.utils import translation
from hypothesis import settings

from documents import custody

pytest_plugins = ["tests.flushing"]
custody.grant()  # the suite plays worker and commands; tests of the web process take it back
# How long an example takes says more about the machine's other work than about the code.
settings.register_profile("atest", deadline=None)
settings.load_profile("atest")


@pytest.fixture(autouse=True)
def _start_afresh():
    """Forget counted attempts, and the language that a page before has set."""
    cache.clear()
    translation.activate("pl")
