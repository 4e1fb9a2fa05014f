"""What is decided about a request before and after its page."""

from collections.abc import Callable
from http import HTTPStatus

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.db import DatabaseError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, resolve_url
from django.urls import reverse
from viewflow.workflow.exceptions import FlowLockFailed

from config.views import refusals

GetResponse = Callable[[HttpRequest], HttpResponse]
LOCK_TIMEOUT = "55P03"  # PostgreSQL: lock_not_available
# The way to the second factor itself, and what anybody sees without an account.
OPEN_WITHOUT_SECOND_FACTOR = ("/accounts/", "/C/", "/api/")
PUBLIC_PAGES = frozenset(
    {
        "home",
        "certification:home",
        "certification:verify",
        "certification:registry",
        "certification:voivodeships",
        "certification:feed",
        "certification:watch",
        "certification:watch_sent",
        "certification:watch_confirm",
        "certification:watch_end",
        "certification:report",
        "certification:report_receipt",
        "certification:certificate",
        "certification:certificate_pdf",
        "certification:rosette",
        "standards:list",
        "standards:version",
        "standards:package",
        "standards:formats",
        "standards:oscal",
        "standards:workbook",
        "certification:standard_pdf",
        "standards:rules",
        "standards:versions",
        "standards:compare",
        "standards:difference",
        "standards:consultations",
        "standards:consultation",
        "standards:consultation_difference",
        "standards:consultation_comment",
        "standards:consultation_sent",
        "standards:consultation_confirm",
        "standards:consultation_forget",
        "standards:consultation_comments",
        "standards:consultation_csv",
        "certification:consultation_pdf",
        "standards:comments",
        "language",
        "session",
        "accessibility",
        "privacy",
        "source",
        "healthz",
        "readyz",
    }
)


class LoggedOutInBackground:
    """Answers 401 where a background request would be sent to the login page.

    htmx follows a redirect silently and would put the login page into the middle of a form.
    """

    def __init__(self, get_response: GetResponse) -> None:
        """Take the next layer."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Turn the redirect into the plain fact."""
        response = self.get_response(request)
        if (
            isinstance(response, HttpResponseRedirect)
            and request.headers.get("HX-Request")
            and response.url.startswith(resolve_url(settings.LOGIN_URL))
        ):
            return HttpResponse(status=HTTPStatus.UNAUTHORIZED)
        return response


class NoNullSign:
    """Answers 404 to an address with the sign number nought, which PostgreSQL keeps in no text."""

    def __init__(self, get_response: GetResponse) -> None:
        """Take the next layer."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Let every other address through; the interface refuses in its own form."""
        if "\0" in request.path and not request.path.startswith("/api/"):
            raise Http404
        return self.get_response(request)


class SecondFactor:
    """Leads whoever acts for an operator or a committee to the second factor before all else."""

    def __init__(self, get_response: GetResponse) -> None:
        """Take the next layer."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on; the address decides, and that is known only afterwards."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, _view: object, _args: object, _kwargs: object
    ) -> HttpResponse | None:
        """Let through whoever needs no second factor or has set one up."""
        if not settings.STAFF_MFA_REQUIRED or is_open_without_second_factor(request):
            return None
        user = request.user
        if (
            user.is_authenticated
            and getattr(user, "requires_second_factor", False)
            and not is_mfa_enabled(user)
        ):
            if request.headers.get("HX-Request"):
                return HttpResponse(status=HTTPStatus.FORBIDDEN)
            return redirect(reverse("mfa_index"))
        return None


def is_open_without_second_factor(request: HttpRequest) -> bool:
    """Say whether an address is public, or one where the second factor is set up."""
    match = request.resolver_match
    return request.path.startswith(OPEN_WITHOUT_SECOND_FACTOR) or (
        match is not None and match.view_name in PUBLIC_PAGES
    )


class BusyCase:
    """Says in words that somebody else is saving the same case, instead of a broken page."""

    def __init__(self, get_response: GetResponse) -> None:
        """Take the next layer."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on; only an exception matters."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer 503 for a lock that another request holds; leave all else to the log."""
        if isinstance(exception, FlowLockFailed) or is_lock_timeout(exception):
            return refusals.busy(request)
        return None


def is_lock_timeout(exception: BaseException) -> bool:
    """Say whether a database gave up waiting for a lock, whichever database it is."""
    if not isinstance(exception, DatabaseError):
        return False
    cause = exception.__cause__
    return getattr(cause, "sqlstate", None) == LOCK_TIMEOUT or (
        isinstance(exception, OperationalError) and "database is locked" in str(exception)
    )
