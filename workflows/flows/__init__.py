"""The flows: they route and hold no rule. The module path and node names are data: never rename."""

from workflows.flows.certification import CertificationFlow

__all__ = ("CertificationFlow",)
