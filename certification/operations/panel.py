"""The panel of a reconsideration: who looks at the case again and what they say (17065, 7.13)."""

from collections.abc import Sequence

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from guardian.shortcuts import assign_perm, remove_perm

from certification.errors.reconsideration import (
    DeclarationMissing,
    GroundsTooShort,
    NobodyToReview,
    NotOnThePanel,
    ReviewerActedBefore,
    ReviewerNotInPool,
)
from certification.history import save
from certification.models import (
    Appeal,
    AppealReviewer,
    Application,
    Capacity,
    ImpartialityAnswer,
    ImpartialityDeclaration,
    PostRole,
    Side,
    User,
)
from certification.operations.case import log_event, write_message, written_day
from certification.operations.reconsiderations import (
    LEAST_GROUNDS,
    hand_on,
    locked,
    people_with,
)
from certification.participation import require_no_part
from certification.permissions import PANEL_RIGHTS
from certification.reconsidering import history_bars, is_ready, panel_of, panel_pool


@transaction.atomic
def appoint_panel(*, appeal: Appeal, people: Sequence[User], by: User) -> list[AppealReviewer]:
    """Ask people outside the history of the case to look at it again (17065, 7.13.5).

    Asked again, it lets go of those who are no longer chosen and have not spoken; an opinion that
    was given stays.
    """
    appeal = locked(appeal)
    application = appeal.decision.application
    require_no_part(by, application)
    chosen = {person.pk: person for person in people}
    if not chosen:
        raise NobodyToReview
    _require_outside(appeal, list(chosen.values()))
    present = {one.person_id: one for one in appeal.reviewers.select_related("person")}
    for pk, one in present.items():
        if pk not in chosen and one.released_at is None and one.gave_opinion_at is None:
            release(one, by=by)
    for pk, person in chosen.items():
        row = present.get(pk)
        if row is None:
            row = AppealReviewer(appeal=appeal, person=person)
        elif row.released_at is None:
            continue
        row.appointed_by, row.appointed_at, row.released_at = by, timezone.now(), None
        save(row, by=by, reason="appoint_panel")
        _invite(row, application)
    log_event(
        application,
        "panel_appointed",
        by=by,
        side=Side.SECRETARIAT,
        people=sorted(chosen),
        seen_by_applicant=False,
    )
    return pass_to_whoever_is_next(appeal, by=by)


def _require_outside(appeal: Appeal, people: Sequence[User]) -> None:
    application = appeal.decision.application
    pks = [person.pk for person in people]
    pool = set(panel_pool(application).filter(pk__in=pks).values_list("pk", flat=True))
    bars = history_bars(application, pks, before=appeal.filed_at)
    for person in people:
        if person.pk in bars:
            raise ReviewerActedBefore(name=str(person), part=", ".join(bars[person.pk]))
        if person.pk not in pool:
            raise ReviewerNotInPool(name=str(person))


def _invite(row: AppealReviewer, application: Application) -> None:
    write_message(
        kind="panel_appointed",
        recipients=[row.person],
        subject=_("Look at a case again"),
        body=format_lazy(
            _(
                "You were chosen because you had no part in the case. Declare it and give your "
                "opinion; the request is to be settled by {day}."
            ),
            day=written_day(row.appeal.due_on),
        ),
        application=application,
        path=reverse("certification:give_opinion", kwargs={"number": application.number}),
    )


def release(row: AppealReviewer, *, by: User) -> None:
    """Let somebody go from a panel: the case is closed to them again."""
    row.released_at = timezone.now()
    save(row, by=by, reason="release")
    for right in PANEL_RIGHTS:
        remove_perm(right, row.person, row.appeal.decision.application)


@transaction.atomic
def declare_for_panel(
    *, appeal: Appeal, is_clear: bool, explanation: str = "", by: User
) -> AppealReviewer:
    """Say whether a link stands in the way; only a clear answer opens the case (17065, 4.2)."""
    appeal = locked(appeal)
    row = own_place(appeal, by)
    application = appeal.decision.application
    if is_clear:
        _require_outside(appeal, [by])
        row.declared_at = timezone.now()
        save(row, by=by, reason="declare_for_panel")
        for right in PANEL_RIGHTS:
            assign_perm(right, by, application)
    else:
        release(row, by=by)
    answer = ImpartialityAnswer.CLEAR if is_clear else ImpartialityAnswer.CONFLICT
    declaration = ImpartialityDeclaration.objects.filter(
        application=application, person=by, capacity=Capacity.PANEL
    ).first() or ImpartialityDeclaration(application=application, person=by)
    declaration.capacity, declaration.answer = Capacity.PANEL, answer
    declaration.explanation, declaration.made_at = explanation.strip(), timezone.now()
    save(declaration, by=by, reason="declare_for_panel")
    log_event(
        application,
        "panel_declared",
        by=by,
        side=Side.PANEL,
        seen_by_applicant=False,
        person=by.pk,
        is_clear=is_clear,
        reason=explanation.strip(),
    )
    pass_to_whoever_is_next(appeal, by=by)
    return row


@transaction.atomic
def give_opinion(*, appeal: Appeal, opinion: str, by: User) -> AppealReviewer:
    """Say how the panel's member sees the case; the authority settles with all opinions."""
    appeal = locked(appeal)
    row = own_place(appeal, by)
    if row.declared_at is None:
        raise DeclarationMissing
    if len(opinion.strip()) < LEAST_GROUNDS:
        raise GroundsTooShort(least=LEAST_GROUNDS)
    row.opinion, row.gave_opinion_at = opinion.strip(), timezone.now()
    save(row, by=by, reason="give_opinion")
    application = appeal.decision.application
    log_event(
        application,
        "panel_opinion_given",
        by=by,
        side=Side.PANEL,
        seen_by_applicant=False,
        person=by.pk,
    )
    panel = pass_to_whoever_is_next(appeal, by=by)
    if is_ready(panel):
        write_message(
            kind="reconsideration_ready",
            recipients=people_with(PostRole.AUTHORITY, application),
            subject=_("A request to reconsider can be settled"),
            body=_(
                "The panel has given its opinion. Whoever had no part in the case settles the "
                "request."
            ),
            application=application,
            path=reverse("workflows:settle", kwargs={"number": application.number}),
        )
    return row


def own_place(appeal: Appeal, person: User) -> AppealReviewer:
    """Give the place of a person on the panel; a request that is closed has no panel any more."""
    row: AppealReviewer | None = (
        appeal.reviewers.on_panel().select_related("person").filter(person=person).first()
    )
    if row is None:
        raise NotOnThePanel
    return row


def pass_to_whoever_is_next(appeal: Appeal, *, by: User) -> list[AppealReviewer]:
    """Set whose move it is by the state of the panel: the office, the panel, the authority."""
    panel = panel_of(appeal)
    by_panel = Side.AUTHORITY if is_ready(panel) else Side.PANEL
    side = by_panel if panel else Side.SECRETARIAT
    hand_on(appeal, waits_for=side, by=by)
    return panel
