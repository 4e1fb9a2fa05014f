"""Every model of the domain, one file an aggregate."""

from certification.models.people import User

__all__ = ("User",)
