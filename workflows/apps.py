"""The application config of ``workflows``."""

from django.apps import AppConfig


class WorkflowsConfig(AppConfig):
    """The package ``workflows``."""

    name = "workflows"
