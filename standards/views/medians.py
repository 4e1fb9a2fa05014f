"""The medians of a call, entered by its standards managers and shown to everybody on the rules."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from standards.errors import MediansRefused
from standards.forms.medians import MediansForm
from standards.medians import Values, as_csv, measured_criteria, read_medians, voivodeships_of
from standards.models import Edition, Median
from standards.operations.medians import set_medians
from standards.views.drafts.base import PREPARE


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def medians(request: HttpRequest, code: str) -> HttpResponse:
    """Show the table of a call and save it whole; a wrong line saves nothing."""
    edition = (
        Edition.objects.select_related("scheme", "operator", "version").filter(code=code).first()
    )
    if edition is None or not request.user.has_perm(PREPARE, edition.scheme):
        raise Http404
    criteria = measured_criteria(edition)
    problems: list[str] = []
    if request.method == "POST":
        form = MediansForm(request.POST, request.FILES)
        if criteria and form.is_valid():
            name, content = form.content()
            try:
                values = read_medians(
                    name=name,
                    content=content,
                    criteria=criteria,
                    voivodeships=voivodeships_of(edition),
                )
            except MediansRefused as refused:
                problems = refused.problems
                form.add_error("table", _("The table was refused; nothing was saved."))
            else:
                return _saved(request, edition, form, values)
    else:
        form = _filled(edition)
    context = {
        "edition": edition,
        "criteria": criteria,
        "form": form,
        "problems": problems,
        "changes": Median.history.filter(edition_id=edition.pk)
        .select_related("history_user")
        .order_by("-history_date", "-history_id")[:1],
    }
    return render(request, "standards/drafts/medians.html", context)


def _filled(edition: Edition) -> MediansForm:
    rows = list(Median.objects.filter(edition=edition))
    initial = {
        "table": as_csv(edition, rows),
        "source": rows[0].source if rows else "",
        "as_of": rows[0].as_of if rows else None,
    }
    return MediansForm(initial=initial)


def _saved(
    request: HttpRequest, edition: Edition, form: MediansForm, values: Values
) -> HttpResponse:
    changed = set_medians(
        edition=edition,
        values=values,
        source=form.cleaned_data["source"],
        as_of=form.cleaned_data["as_of"],
        by=request.user,
    )
    messages.success(
        request,
        ngettext("%(count)s median was saved.", "%(count)s medians were saved.", changed)
        % {"count": changed},
    )
    rules = reverse("standards:rules", args=[edition.scheme.code])
    return redirect(f"{rules}?call={edition.code}#medians")
