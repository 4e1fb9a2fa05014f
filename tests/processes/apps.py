"""Slows the drawing of certificates down, and says when it has begun."""

import os
import time
from pathlib import Path

from django.apps import AppConfig


class ProcessesConfig(AppConfig):
    """Wraps the drawing that the certificate job calls."""

    name = "tests.processes"

    def ready(self) -> None:
        """Put a pause around the drawing, in the worker that is told to be slow."""
        seconds = float(os.environ.get("SLOW_DRAWING", "0"))
        if not seconds:
            return
        from workflows.flows import certification

        draw = certification.draw_certificate

        def slowly(content):
            Path(os.environ["VAR_DIR"], "drawing").touch()
            time.sleep(seconds)
            return draw(content)

        certification.draw_certificate = slowly
