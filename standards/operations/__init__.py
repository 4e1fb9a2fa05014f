"""Every change of schemes and versions of standards."""

from standards.operations.consultations import close_consultation, open_consultation
from standards.operations.loading import load_package
from standards.operations.versions import publish, supersede, withdraw_version

__all__ = (
    "close_consultation",
    "load_package",
    "open_consultation",
    "publish",
    "supersede",
    "withdraw_version",
)
