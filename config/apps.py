"""The wiring package: base template, static files, and nothing that knows a rule."""

from importlib import import_module

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """Makes the base templates and the static files of ``config`` known to Django."""

    name = "config"

    def ready(self) -> None:
        """Register the checks of the start."""
        import_module("config.startup")
