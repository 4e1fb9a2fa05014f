"""The day on which the interface is asked."""

import pytest
import time_machine


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2026-06-01 10:00+02:00", tick=False):
        yield
