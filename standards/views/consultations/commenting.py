"""Sending a comment with or without an account, confirming an address, having it removed."""

from http import HTTPStatus
from typing import Any

from allauth.core import ratelimit
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.generic import View

from standards.consultations.content import places_of
from standards.consultations.links import comment_to_confirm, comment_to_forget
from standards.consultations.table import name_of_place
from standards.errors import RuleViolation
from standards.forms.consultations import CommentForm
from standards.models import Comment, Consultation
from standards.operations.comments import (
    confirm_comment,
    forget_address,
    send_comment,
    withdraw_signature,
)
from standards.views.consultations.public import around, find
from standards.waking import wake


@method_decorator(never_cache, name="dispatch")
class CommentPage(View):
    """One comment on one place; what was typed is never lost on a refusal."""

    found: Consultation

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the round."""
        super().setup(request, *args, **kwargs)
        self.found = find(kwargs["scheme"], kwargs["version"], kwargs["number"])

    def get(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        """Ask for the comment, or say that the round is over."""
        about = request.GET.get("about", "whole")
        form = CommentForm(initial={"about": about}, is_known=request.user.is_authenticated)
        return self.page(form, about)

    def post(self, request: HttpRequest, *_args: Any, **kwargs: Any) -> HttpResponse:
        """Send it once, and lead on to what happens next."""
        form = CommentForm(request.POST, is_known=request.user.is_authenticated)
        about, status = request.POST.get("about", ""), HTTPStatus.OK
        if not form.is_valid():
            return self.page(form, about)
        if not ratelimit.consume(request, action="comment"):
            form.add_error(None, _("Too many comments came from your network. Try in an hour."))
            return self.page(form, about, status=HTTPStatus.TOO_MANY_REQUESTS)
        known: Any = request.user if request.user.is_authenticated else None
        try:
            send_comment(
                consultation=self.found,
                by=known,
                language=(get_language() or "pl")[:2],
                **form.operation_fields(),
            )
        except RuleViolation as refusal:
            field = getattr(refusal, "field", None)
            form.add_error(field if field in form.fields else None, refusal)
            return self.page(form, about, status=status)
        if known is None:
            wake("standards.tasks.send_consultation_letters")
        return HttpResponseRedirect(reverse("standards:consultation_sent", kwargs=kwargs))

    def page(self, form: CommentForm, about: str, status: int = HTTPStatus.OK) -> HttpResponse:
        """Draw the form under the text that it is about."""
        places = {place.value: place for place in places_of(self.found.content)}
        place = places.get(about)
        context = {
            **around(self.found),
            "form": form,
            "place": name_of_place(place),
            **({place.kind: place.key} if place else {}),
        }
        template = "standards/consultations/comment.html"
        return render(self.request, template, context, status=status)


@never_cache
def sent(request: HttpRequest, scheme: str, version: str, number: int) -> HttpResponse:
    """Say what happens next with a comment that was sent."""
    context = around(find(scheme, version, number))
    return render(request, "standards/consultations/sent.html", context)


@method_decorator(never_cache, name="dispatch")
class ConfirmPage(View):
    """Opened from a letter; only the button confirms, since machines open links as well."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        """Show what would be confirmed."""
        return self.page(request, comment_to_confirm(token))

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        """Confirm."""
        comment = comment_to_confirm(token)
        if comment is None:
            return self.page(request, None)
        try:
            confirm_comment(comment=comment)
        except RuleViolation as refusal:
            return self.page(request, comment, refusal=refusal, status=HTTPStatus.CONFLICT)
        comment.refresh_from_db(fields=["status", "email"])
        return self.page(request, comment)

    def page(
        self, request: HttpRequest, comment: Comment | None, status: int = 0, **context: Any
    ) -> HttpResponse:
        """Draw the page of the link, also of one that is too old."""
        context |= {"comment": comment, "round": comment.consultation if comment else None}
        known = HTTPStatus.OK if comment else HTTPStatus.NOT_FOUND
        template = "standards/consultations/confirm.html"
        return render(request, template, context, status=status or known)


@method_decorator(never_cache, name="dispatch")
class ForgetPage(View):
    """Opened from a letter: remove the address, or the name as well."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        """Ask what is to be removed."""
        return self.page(request, comment_to_forget(token))

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        """Remove it."""
        comment = comment_to_forget(token)
        if comment is not None:
            act = withdraw_signature if request.POST.get("what") == "signature" else forget_address
            comment = act(comment=comment)
        return self.page(request, comment, is_done=comment is not None)

    def page(
        self, request: HttpRequest, comment: Comment | None, *, is_done: bool = False
    ) -> HttpResponse:
        """Draw the page of the link."""
        context = {"comment": comment, "is_done": is_done}
        status = HTTPStatus.OK if comment else HTTPStatus.NOT_FOUND
        return render(request, "standards/consultations/forget.html", context, status=status)
