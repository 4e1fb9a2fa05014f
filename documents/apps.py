"""The application config of ``documents``."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """The package ``documents``."""

    name = "documents"
