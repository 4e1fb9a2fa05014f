"""Text set as outlines, by several pages at once."""

import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from documents.drawing import outlines

TEXT = "Zażółć gęślą jaźń 0123456789"
READERS, ROUNDS = 8, 40


@pytest.fixture
def hasty():
    """Let threads take turns as often as they can."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(usual)


def test_pages_that_draw_the_same_signs_at_once_get_the_same_outlines(hasty):
    alone = outlines.outlined(TEXT, "Lato-Regular", 12, 0, 0)
    start = Barrier(READERS)

    def draw(_reader):
        start.wait()
        return outlines.outlined(TEXT, "Lato-Regular", 12, 0, 0)

    with ThreadPoolExecutor(READERS) as readers:
        for _round in range(ROUNDS):
            outlines._face.cache_clear()
            outlines._glyph.cache_clear()
            assert set(readers.map(draw, range(READERS))) == {alone}
