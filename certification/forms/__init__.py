"""The forms of the package; their fields are the arguments of operations."""

from certification.forms.accounts import ProfileForm, SignupForm

__all__ = ("ProfileForm", "SignupForm")
