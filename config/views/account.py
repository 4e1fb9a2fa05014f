"""The page of one's own account."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override

from certification.forms import ProfileForm
from certification.operations.accounts import describe_oneself
from certification.views.person import person_of


@login_required
def profile(request: HttpRequest) -> HttpResponse:
    """Show and change the name and the language; the rest is a link away."""
    person = person_of(request)
    form = ProfileForm(
        request.POST or None, initial={"name": person.name, "language": person.language}
    )
    if request.method == "POST" and form.is_valid():
        describe_oneself(person=person, by=person, **form.cleaned_data)
        with override(form.cleaned_data["language"]):
            messages.success(request, _("Your details are saved."))
        response = redirect("account")
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            form.cleaned_data["language"],
            max_age=settings.LANGUAGE_COOKIE_AGE,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
        return response
    return render(request, "site/account.html", {"form": form})
