"""Who asks for a page: the one place that turns a request into a person."""

from django.http import HttpRequest

from certification.models import User


def person_of(request: HttpRequest) -> User:
    """Give the person who asks; the page has already sent everybody else to log in."""
    person = request.user
    assert isinstance(person, User)  # noqa: S101  the pages ask to log in first
    return person
