"""The side of those who moderate: rounds, the queue of comments, answers, table and resolutions."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import BadRequest
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from standards.consultations.rules import earliest_closing
from standards.consultations.table import (
    LINES_A_PAGE,
    codes_by_version,
    lines_of,
    resolution_lines,
)
from standards.errors import RuleViolation
from standards.forms.consultations import (
    AnswerForm,
    DayForm,
    OpenForm,
    ReasonForm,
    RefusalForm,
    ResolutionForm,
)
from standards.lifecycle import CommentStatus, VersionStatus
from standards.models import Comment, Consultation, Criterion
from standards.operations.comments import accept_comment, answer_comments, refuse_comment
from standards.operations.consultations import (
    close_consultation,
    extend_consultation,
    open_consultation,
    publish_table,
    record_resolution,
    shorten_consultation,
)
from standards.views.drafts.base import CONFLICT, DraftPage
from standards.waking import wake

MODERATE = "standards.moderate_consultation"
UNANSWERED = Q(comments__status=CommentStatus.ACCEPTED, comments__disposition__isnull=True)
VIEWS: dict[str, tuple[str | Promise, Q]] = {
    "waiting": (gettext_lazy("to moderate"), Q(status=CommentStatus.WAITING)),
    "unanswered": (
        gettext_lazy("public without an answer"),
        Q(status=CommentStatus.ACCEPTED, disposition__isnull=True),
    ),
    "answered": (
        gettext_lazy("answered"),
        Q(status=CommentStatus.ACCEPTED, disposition__isnull=False),
    ),
    "refused": (gettext_lazy("refused"), Q(status=CommentStatus.REFUSED)),
    "unconfirmed": (gettext_lazy("address not confirmed"), Q(status=CommentStatus.UNCONFIRMED)),
}


class ModeratedPage(DraftPage):
    """A page for those who moderate consultations of the scheme."""

    verb = MODERATE

    def draw(self, template: str, status: int = 200, **context: Any) -> HttpResponse:
        """Draw a page of the consultation of this draft."""
        return self.show(f"consultation/{template}", status=status, **context)


@method_decorator(never_cache, name="dispatch")
class ConsultationPage(ModeratedPage):
    """All rounds of a draft, and the form that opens the next one."""

    def get(self, *_args: Any, **_kwargs: Any) -> HttpResponse:
        """Show the rounds."""
        return self.page(OpenForm(initial={"closes_on": self.earliest}))

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        """Open a round."""
        form = OpenForm(request.POST)
        if not form.is_valid():
            return self.page(form)
        try:
            open_consultation(version=self.version, by=request.user, **form.cleaned_data)
        except RuleViolation as refusal:
            form.add_error(getattr(refusal, "field", None), refusal)
            return self.page(form, status=CONFLICT)
        messages.success(request, _("The consultation is open."))
        return redirect("standards:draft_consultation", pk=self.version.pk)

    @property
    def earliest(self) -> Any:
        """Give the first day on which a round opened today may close."""
        days = self.version.scheme.consultation_days
        return earliest_closing(opened_on=timezone.localdate(), days=days)

    def page(self, form: OpenForm, status: int = 200) -> HttpResponse:
        """Draw the page."""
        today = timezone.localdate()
        rounds = list(
            self.version.consultations.defer("content")
            .annotate(
                waiting=Count("comments", filter=Q(comments__status=CommentStatus.WAITING)),
                public=Count("comments", filter=Q(comments__status=CommentStatus.ACCEPTED)),
                unanswered=Count("comments", filter=UNANSWERED),
            )
            .prefetch_related("resolutions")
            .order_by("-round")
        )
        codes = codes_by_version(one for one in rounds if one.resolutions.all())
        return self.draw(
            "rounds",
            status=status,
            form=form,
            rounds=[
                {
                    "round": one,
                    "is_running": one.is_running(today),
                    "resolutions": resolution_lines(one, codes.get(one.version_id, {})),
                }
                for one in rounds
            ],
            may_open=self.version.status == VersionStatus.DRAFT,
            earliest=self.earliest,
        )


class RoundPage(ModeratedPage):
    """A page about one round."""

    round: Consultation

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find the round once the person is let in."""
        self.number = kwargs["number"]
        return super().dispatch(request, *args, **kwargs)

    def draw(self, template: str, status: int = 200, **context: Any) -> HttpResponse:
        """Draw a page of the round."""
        return super().draw(template, status=status, consultation=self.found, **context)

    @property
    def found(self) -> Consultation:
        """Give the round of the address."""
        if not hasattr(self, "_found"):
            rows = Consultation.objects.select_related("version__scheme")
            self._found = get_object_or_404(rows, version=self.version, round=self.number)
        return self._found

    def queue(self, **query: str) -> str:
        """Give the address of the list of comments."""
        url = reverse("standards:draft_comments", args=[self.version.pk, self.number])
        return f"{url}?{urlencode(query)}" if query else url

    def criteria(self) -> list[tuple[str, str, str]]:
        """Give key, code and text of the criteria of the draft now."""
        rows = Criterion.objects.filter(version=self.version)
        ordered = rows.order_by("section__position", "position")
        return [(row.key, row.code, row.text) for row in ordered]


@method_decorator(never_cache, name="dispatch")
class CommentsPage(RoundPage):
    """The queue: comments by what is to be done, like ones side by side by their place."""

    def get(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        """Show one kind of comments."""
        chosen = request.GET.get("show", "waiting")
        after = request.GET.get("after", "0")
        if chosen not in VIEWS or not after.isdecimal() or len(after) > 15:  # noqa: PLR2004 -- digits
            raise BadRequest
        rows = self.rows().filter(VIEWS[chosen][1], pk__gt=int(after))
        page = list(rows.order_by("pk")[: LINES_A_PAGE + 1])
        shown = page[:LINES_A_PAGE]
        counts = self.found.comments.aggregate(
            **{name: Count("pk", filter=which) for name, (_words, which) in VIEWS.items()}
        )
        lines = lines_of(self.found, shown, answered=True)
        lines.sort(key=lambda line: (line.place, line.comment.pk))
        return self.draw(
            "comments",
            chosen=chosen,
            views=[(name, words, counts[name]) for name, (words, _which) in VIEWS.items()],
            lines=lines,
            following=shown[-1].pk if len(page) > LINES_A_PAGE else None,
            may_answer=chosen in {"unanswered", "answered"} and not self.found.is_settled,
        )

    def rows(self) -> QuerySet[Comment]:
        """Give the comments of the round."""
        return self.found.comments.select_related("disposition")


@method_decorator(never_cache, name="dispatch")
class ModeratePage(RoundPage):
    """One comment: show it to everybody, or keep it from them with a reason."""

    def get(self, *_args: Any, **kwargs: Any) -> HttpResponse:
        """Show the comment."""
        return self.page(self.comment(kwargs), RefusalForm())

    def post(self, request: HttpRequest, *_args: Any, **kwargs: Any) -> HttpResponse:
        """Accept or refuse it."""
        comment, form = self.comment(kwargs), RefusalForm(request.POST)
        is_accepted = request.POST.get("act") == "accept"
        if not is_accepted and not form.is_valid():
            return self.page(comment, form)
        try:
            if is_accepted:
                accept_comment(comment=comment, by=request.user)
                messages.success(request, _("The comment is public."))
            else:
                refuse_comment(comment=comment, by=request.user, **form.cleaned_data)
                wake("standards.tasks.send_consultation_letters")
                messages.success(request, _("The comment is refused; its author gets the reason."))
        except RuleViolation as refusal:
            form.full_clean()
            form.add_error(None, refusal)
            return self.page(comment, form, status=CONFLICT)
        return redirect(self.queue())

    def comment(self, kwargs: dict[str, Any]) -> Comment:
        """Find the comment in this round."""
        rows = self.found.comments.select_related("disposition", "moderated_by")
        return get_object_or_404(rows, pk=kwargs["comment"])

    def page(self, comment: Comment, form: RefusalForm, status: int = 200) -> HttpResponse:
        """Draw the comment with both ways."""
        (line,) = lines_of(self.found, [comment], answered=True)
        return self.draw("moderate", status=status, line=line, form=form)


@method_decorator(never_cache, name="dispatch")
class AnswerPage(RoundPage):
    """The answer to one comment, or to several like ones together."""

    def get(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        """Ask for the answer; one that was given before is filled in."""
        comments = self.comments(request.GET)
        if not comments:
            messages.error(request, _("Choose the comments first, then answer them together."))
            return redirect(self.queue(show="unanswered"))
        given = next((one.disposition for one in comments if one.disposition), None)
        names = ("outcome", "why_pl", "why_en", "criterion_key")
        initial = {name: getattr(given, name) for name in names} if given else {}
        return self.page(self.form(initial=initial), comments)

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        """Keep the answer."""
        comments, form = self.comments(request.POST), self.form(request.POST)
        if not form.is_valid():
            return self.page(form, comments)
        try:
            answer_comments(
                consultation=self.found, comments=comments, by=request.user, **form.cleaned_data
            )
        except RuleViolation as refusal:
            form.add_error(None, refusal)
            return self.page(form, comments, status=CONFLICT)
        messages.success(request, _("The answer is kept. It is public with the table."))
        return redirect(self.queue(show="unanswered"))

    def form(self, *args: Any, **kwargs: Any) -> AnswerForm:
        """Make the form with the criteria of the draft."""
        criteria = [(key, f"{code} {text}"[:120]) for key, code, text in self.criteria()]
        return AnswerForm(*args, criteria=criteria, **kwargs)

    def comments(self, data: QueryDict) -> list[Comment]:
        """Find the comments that are answered."""
        wanted = [int(one) for one in data.getlist("comment") if one.isdecimal() and len(one) < 16]  # noqa: PLR2004 -- digits
        rows = self.found.comments.public().filter(pk__in=wanted)
        return list(rows.select_related("disposition").order_by("number"))

    def page(self, form: AnswerForm, comments: list[Comment], status: int = 200) -> HttpResponse:
        """Draw the comments with the form."""
        lines = lines_of(self.found, comments, answered=True)
        return self.draw("answer", status=status, form=form, lines=lines)


class Act:
    """One act on a round that has its own page: its form and its operation."""

    def __init__(
        self, form: Callable[..., forms.Form], operation: Callable[..., Any], done: str | Promise
    ) -> None:
        self.form, self.operation, self.done = form, operation, done


ACTS = {
    "extend": Act(DayForm, extend_consultation, gettext_lazy("The consultation lasts longer.")),
    "shorten": Act(DayForm, shorten_consultation, gettext_lazy("The consultation ends earlier.")),
    "close": Act(ReasonForm, close_consultation, gettext_lazy("The draft can be changed again.")),
    "publish": Act(
        forms.Form, publish_table, gettext_lazy("The table of comments and answers is public.")
    ),
    "resolution": Act(
        ResolutionForm, record_resolution, gettext_lazy("The resolution is recorded.")
    ),
}


@method_decorator(never_cache, name="dispatch")
class ActPage(RoundPage):
    """One act on a round, on a page of its own that says what follows."""

    def get(self, *_args: Any, **kwargs: Any) -> HttpResponse:
        """Ask."""
        return self.page(kwargs["act"], self.form(kwargs["act"]))

    def post(self, request: HttpRequest, *_args: Any, **kwargs: Any) -> HttpResponse:
        """Act, or say why not."""
        act = kwargs["act"]
        form = self.form(act, request.POST)
        if not form.is_valid():
            return self.page(act, form)
        read = getattr(form, "operation_fields", lambda: form.cleaned_data)
        try:
            ACTS[act].operation(consultation=self.found, by=request.user, **read())
        except RuleViolation as refusal:
            field = getattr(refusal, "field", None)
            form.add_error(field if field in form.fields else None, refusal)
            return self.page(act, form, status=CONFLICT)
        wake("standards.tasks.send_consultation_letters")
        messages.success(request, str(ACTS[act].done))
        return redirect("standards:draft_consultation", pk=self.version.pk)

    def form(self, act: str, *args: Any) -> forms.Form:
        """Make the form of the act."""
        if act not in ACTS:
            raise Http404
        if act == "resolution":
            codes = {code: key for key, code, _text in self.criteria()}
            return ResolutionForm(*args, criteria=codes)
        form = ACTS[act].form(*args)
        is_running = self.found.is_running(timezone.localdate())
        if act == "shorten" or (act == "close" and is_running):
            form.fields["reason_pl"].required = True
        return form

    def page(self, act: str, form: forms.Form, status: int = 200) -> HttpResponse:
        """Draw the question."""
        return self.draw(
            "act",
            status=status,
            act=act,
            form=form,
            is_running=self.found.is_running(timezone.localdate()),
            resolutions=resolution_lines(self.found),
        )
