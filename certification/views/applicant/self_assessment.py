"""The self-assessment: one section a page, saved by the field or, without scripts, as a whole."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST

from certification.completeness import answered_contents
from certification.errors import RuleViolation
from certification.errors.applicant import AnswerChangedMeanwhile, AnswerLocked
from certification.errors.versions import NothingToConfirm
from certification.forms.applicant import (
    field_name,
    parse_field,
    section_entries,
    seen_version,
)
from certification.operations.answers import NOT_APPLICABLE, save_answer, save_answers
from certification.operations.confirming import confirm_answers, take_answer_over
from certification.presence import note_presence, stay_present
from certification.section_page import (
    Row,
    SectionPage,
    section_page,
    show_interpretations,
    with_evidence,
)
from certification.views.applicant import evidence
from certification.views.applicant.access import EDIT, OwnCase, open_own_case
from standards.models import Section

FIELDS = ("value", "measured", "justification")
MERGE = "\n\n---\n\n"


@csrf_exempt
def assessment_section(request: HttpRequest, number: str, code: str) -> HttpResponse:
    """Turn away a request that is too large before anything of it is read."""
    if evidence.is_too_large(request):
        return evidence.too_large(request)
    return _assessment_section(request, number, code)


@csrf_protect
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def _assessment_section(request: HttpRequest, number: str, code: str) -> HttpResponse:
    case = open_own_case(request, number, right=EDIT if request.method == "POST" else "")
    contents = with_evidence(case.application)
    section = next((one for one in contents.sections if one.code == code), None)
    if section is None:
        raise Http404
    if request.method == "POST":
        return Saving(request, case, section).answer()
    page = section_page(
        case.application,
        section,
        contents=contents,
        may_edit=case.may_edit,
        open_key=request.GET.get("open", ""),
    )
    return show(request, case, page)


def show(
    request: HttpRequest, case: OwnCase, page: SectionPage, *, status: int = 200, **extra: Any
) -> HttpResponse:
    """Show the section; where nothing else asks for attention its first gap is open."""
    page.open_first_gap()
    context = page_context(case, page) | extra
    template = "certification/applicant/assessment_section.html"
    return render(request, template, context, status=status)


def page_context(case: OwnCase, page: SectionPage) -> dict[str, Any]:
    """Give what the page of a section and that of a single question show alike."""
    show_interpretations(page)
    return {
        "application": case.application,
        "case": case,
        "page": page,
        "presences": note_presence(case, page),
        "refused_rows": [
            row for row in page.rows if row.refusal or row.refused_files or row.conflicts
        ],
    }


class Saving:
    """One posted section: answers first, so that no text is lost whatever else was asked."""

    def __init__(self, request: HttpRequest, case: OwnCase, section: Section) -> None:
        """Read what was asked: save, next, or something about one file or one conflict."""
        self.request = request
        self.case = case
        self.section = section
        self.act, _sep, self.subject = request.POST.get("act", "save").partition(":")
        self.status = HTTPStatus.OK
        self.conflicts: list[AnswerChangedMeanwhile] = []
        self.refused: dict[str, RuleViolation] = {}
        self.refused_files: dict[str, list[RuleViolation]] = {}
        self.merged: dict[str, str] = {}
        self.open_key = ""
        self.was_confirmed = False

    def answer(self) -> HttpResponse:
        """Save, do what was asked, and lead on or show what was refused."""
        before = self._page()
        try:
            self._save_answers(before)
            self._act(before)
        except AnswerLocked:
            return self._locked(before)
        if self.conflicts or self.refused or self.refused_files or self.merged:
            return self._show_again()
        return redirect(self.lead_on(before))

    def page(self, *, may_edit: bool) -> SectionPage:
        """Read what the page shows, afresh."""
        return section_page(
            self.case.application,
            self.section,
            contents=with_evidence(self.case.application),
            may_edit=may_edit,
            open_key=self.open_key,
        )

    def show(self, page: SectionPage, status: int, **extra: Any) -> HttpResponse:
        """Show the page again with what was refused."""
        return show(self.request, self.case, page, status=status, **extra)

    def _page(self) -> SectionPage:
        return self.page(may_edit=self.case.may_edit)

    def _save_answers(self, page: SectionPage) -> None:
        writable = [row.criterion for row in page.rows if row.is_writable]
        if not writable:
            raise AnswerLocked
        entries, self.refused = section_entries(
            writable, self.request.POST, skip=self._settled_field()
        )
        self.conflicts = save_answers(
            assessment=page.contents.assessment, answers=entries, by=self.case.person
        )

    def _settled_field(self) -> tuple[str, str]:
        """Name the field (and its criterion) whose conflict is being settled by a button."""
        if self.act not in {"mine", "theirs", "merge"}:
            return ("", "")
        field, _sep, key = self.subject.partition(":")
        return (field, key)

    def _act(self, page: SectionPage) -> None:
        field, key = self._settled_field()
        row = page.row(key)
        if row is not None and field in FIELDS:
            self.open_key = key
            self._settle(page, row, field)
        for row in page.rows:
            uploaded = self.request.FILES.getlist(field_name("file", row.criterion))
            wanted = self.act == "upload" and self.subject == row.criterion.key
            again = self.act == "reuse" and self.subject == row.criterion.key
            if wanted or again:
                self.open_key = row.criterion.key
            refused = []
            if wanted or uploaded:
                refused = evidence.add_files(self.case, row, uploaded)
            if again:
                refused = evidence.show_again(
                    self.case, row, self.request.POST.get(field_name("again", row.criterion), "")
                )
            if refused:
                self.refused_files[row.criterion.key] = refused
        if self.act == "remove":
            self._remove(page)
        if self.act in {"confirm", "take"}:
            self._confirm(page)
        if self.act == "confirm_same":
            self._confirm_same()

    def _confirm(self, page: SectionPage) -> None:
        """Confirm an answer that was carried over, or take one of its sources over."""
        source, _sep, key = self.subject.rpartition(":")
        if (row := page.row(key)) is None:
            return
        own, by = page.contents.assessment, self.case.person
        try:
            if self.act == "take":
                take_answer_over(assessment=own, criterion=row.criterion, source=source, by=by)
            else:
                confirm_answers(assessment=own, criteria=[row.criterion], by=by)
                self.was_confirmed = True
        except NothingToConfirm as refusal:
            messages.info(self.request, refusal.messages[0])
        self.open_key = key

    def _confirm_same(self) -> None:
        """Confirm at once, as saved just now, the answers whose criteria changed in words alone."""
        page = self._page()
        rows = page.same_in_sense
        if rows:
            confirm_answers(
                assessment=page.contents.assessment,
                criteria=[row.criterion for row in rows],
                by=self.case.person,
            )
        messages.success(
            self.request,
            ngettext(
                "%(count)s answer is confirmed.", "%(count)s answers are confirmed.", len(rows)
            )
            % {"count": len(rows)},
        )
        waiting = [row.criterion.key for row in page.rows if row.waits and row not in rows]
        self.open_key = next(iter(waiting), page.rows[0].criterion.key)

    def _settle(self, page: SectionPage, row: Row, field: str) -> None:
        """Keep the version a person chose, or open both in one editor."""
        post, key = self.request.POST, row.criterion.key
        mine = post.get(f"mine-{field}-{key}", "")
        if self.act == "merge":
            theirs = row.answer.justification if row.answer else ""
            self.merged[key] = f"{theirs}{MERGE}{mine}" if theirs else mine
        if self.act != "mine":
            return
        over = post.get(f"over-{field}-{key}", "")
        if field == "value" and row.is_measured and mine != NOT_APPLICABLE:
            field = "measured"
        try:
            save_answer(
                assessment=page.contents.assessment,
                criterion=row.criterion,
                field="measured"
                if row.is_measured and field == "value" and mine != "na"
                else field,
                data=parse_field(row.criterion, field, {field_name(field, row.criterion): mine}),
                seen=int(over) if over.isascii() and over.isdigit() else 0,
                by=self.case.person,
            )
        except AnswerChangedMeanwhile as conflict:
            self.conflicts.append(conflict)

    def _remove(self, page: SectionPage) -> None:
        for row in page.rows:
            for piece in row.files:
                if str(piece.pk) == self.subject:
                    self.open_key = row.criterion.key
                    if refused := evidence.remove(self.case, piece):
                        self.refused_files[row.criterion.key] = refused

    def _show_again(self) -> HttpResponse:
        page = self._page()
        for row in page.rows:
            key = row.criterion.key
            row.conflicts = [one for one in self.conflicts if one.answer.criterion.key == key]
            row.refusal = self.refused.get(key)
            row.refused_files = self.refused_files.get(key, [])
            row.merged = self.merged.get(key)
            if row.refusal:
                row.typed = self.request.POST.get(field_name("measured", row.criterion))
            row.is_open = row.is_open or bool(
                row.conflicts or row.refusal or row.refused_files or row.merged
            )
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        if self.conflicts:
            status = HTTPStatus.CONFLICT
        elif self.merged:
            status = HTTPStatus.OK
        return self.show(page, status)

    def _locked(self, page: SectionPage) -> HttpResponse:
        """Show the section as it was sent, and the texts that were not saved, for copying."""
        texts = [
            (row.criterion, text)
            for row in page.rows
            if (text := self.request.POST.get(field_name("justification", row.criterion), ""))
            and text.strip() != row.justification
        ]
        fresh = self.page(may_edit=False)
        return self.show(fresh, HTTPStatus.LOCKED, was_locked=True, texts=texts)

    def lead_on(self, page: SectionPage) -> str:
        """Give the page that comes next."""
        number = self.case.application.number
        here = {"number": number, "code": self.section.code}
        if self.was_confirmed:
            messages.success(self.request, _("The answer is confirmed."))
            self.open_key = page.following_to_confirm(self.open_key) or self.open_key
        if self.open_key:
            base = reverse("certification:assessment_section", kwargs=here)
            return f"{base}?open={self.open_key}#{self.open_key}"
        messages.success(self.request, _("Your answers are saved."))
        if self.act != "next":
            return reverse("certification:application", kwargs={"number": number})
        if page.following:
            here["code"] = page.following.code
            return reverse("certification:assessment_section", kwargs=here)
        return reverse("workflows:submit", kwargs={"number": number})


@require_POST
@login_required
def save_field(request: HttpRequest, number: str, code: str, key: str, field: str) -> HttpResponse:
    """Save one field as soon as it changes and answer with what changed around it."""
    case = open_own_case(request, number, right=EDIT)
    contents = answered_contents(case.application)
    criterion = contents.checklist.by_key.get(key)
    if criterion is None or field not in FIELDS or criterion.section.code != code:
        raise Http404
    counter = "value" if field == "measured" else field
    context: dict[str, Any] = {"application": case.application, "field": field}
    try:
        answer = save_answer(
            assessment=contents.assessment,
            criterion=criterion,
            field=field,
            data=parse_field(criterion, field, request.POST),
            seen=seen_version(criterion, counter, request.POST),
            by=case.person,
        )
    except AnswerChangedMeanwhile as conflict:
        row = Row(criterion, conflict.answer, is_writable=True, conflicts=[conflict])
        return _fragment(request, "conflict", context | {"row": row}, HTTPStatus.CONFLICT, key)
    except AnswerLocked as refusal:
        text = request.POST.get(field_name(field, criterion), "")
        context |= {"key": key, "refusal": refusal, "text": text}
        return _fragment(request, "not_saved", context, HTTPStatus.LOCKED, key)
    except RuleViolation as refusal:
        context |= {"key": key, "refusal": refusal}
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        return _fragment(request, "not_saved", context, status, key)
    contents.answers = {**contents.answers, criterion.pk: answer}
    row = Row(criterion, answer, is_writable=True)
    page = SectionPage(contents, criterion.section, [row])
    stay_present(case, criterion.section)
    context |= {"row": row, "page": page, "alone": request.headers.get("X-Page") == "question"}
    return _fragment(request, "saved", context, HTTPStatus.OK, "")


def _fragment(
    request: HttpRequest, name: str, context: dict[str, Any], status: int, key: str
) -> HttpResponse:
    """Answer htmx; what was refused goes to its own place beside the field."""
    template = f"certification/applicant/autosave.html#{name}"
    response = render(request, template, context, status=status)
    if key:
        response["HX-Retarget"] = f"#conflict-{key}"
        response["HX-Reswap"] = "innerHTML"
    return response
