"""The forms of the package; their fields are the arguments of operations."""

from certification.forms.accounts import AccountForm, ProfileForm, SignupForm

__all__ = ("AccountForm", "ProfileForm", "SignupForm")
