"""The application config of ``standards``."""

from django.apps import AppConfig


class StandardsConfig(AppConfig):
    """The package ``standards``."""

    name = "standards"
