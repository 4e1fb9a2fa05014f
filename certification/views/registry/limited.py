"""Forms for strangers: a limit by address, kept in the cache under a digest."""

from http import HTTPStatus

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from certification.limits import address_of, seconds_to_wait

MOST_IN_AN_HOUR = 10
AN_HOUR = 3600


def wait_for(request: HttpRequest, what: str) -> int:
    """Count one more; give the seconds to wait where it is too many."""
    return seconds_to_wait(
        what=what, address=address_of(request), most=MOST_IN_AN_HOUR, window=AN_HOUR
    )


def say_too_many(form: Form) -> None:
    """Tell the person on the form what to do."""
    form.add_error(None, _("Too many were sent from your network. Try again in an hour."))


def as_too_many(response: HttpResponse, seconds: int) -> HttpResponse:
    """Tell programs the same."""
    response.status_code = HTTPStatus.TOO_MANY_REQUESTS
    response["Retry-After"] = str(seconds)
    return response
