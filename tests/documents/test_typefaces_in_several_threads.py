"""Typefaces used by several pages at once."""

import sys
import time
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from reportlab.pdfbase import pdfmetrics

from documents.drawing import fonts, outlines

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


def test_pages_that_are_drawn_at_once_make_each_typeface_known_once(monkeypatch):
    made, register = [], pdfmetrics.registerFont

    def slowly(font):
        made.append(font.fontName)
        time.sleep(0.01)
        register(font)

    monkeypatch.setattr(pdfmetrics, "registerFont", slowly)
    fonts._register.cache_clear()
    start = Barrier(READERS)

    def begin(_reader):
        start.wait()
        fonts.register_fonts()

    with ThreadPoolExecutor(READERS) as readers:
        list(readers.map(begin, range(READERS)))

    assert len(made) == len(set(made)) == 6
