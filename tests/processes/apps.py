"""Slows one step of issuing a certificate down, and says when it has begun."""

import os
import time
from pathlib import Path

from django.apps import AppConfig


class ProcessesConfig(AppConfig):
    """Puts a pause into the step that the environment names, in the worker that is told so."""

    name = "tests.processes"

    def ready(self) -> None:
        """Pause before the credential is signed, before drawing, before or after sealing."""
        step = os.environ.get("SLOW_STEP", "")
        if not step:
            return
        from certification import issuing

        places = {
            "signing": "attest",
            "drawing": "draw_certificate",
            "sealing": "seal_with_proofs",
            "sealed": "seal_with_proofs",
        }
        original = getattr(issuing, places[step])

        def slowly(*args, **options):
            result = original(*args, **options) if step == "sealed" else None
            Path(os.environ["VAR_DIR"], step).touch()
            time.sleep(float(os.environ["SLOW_SECONDS"]))
            return result if step == "sealed" else original(*args, **options)

        setattr(issuing, places[step], slowly)
